//! Lost replies, broken clouds, copied profiles, backups: whatever happens between "asked" and "answered", an op has one
//! outcome for ever and every edit gets it.

use std::sync::atomic::Ordering;

use keyholder_cloud::testing::TestCloud;
use keyholder_desk::cloud::Fault;
use keyholder_desk::picture::{Connection, PendingState};
use serde_json::json;

use crate::world::{World, new_group, op, visit};

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_lost_after_the_commit_has_its_effects_once() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let (group, make) = new_group("Kasir");
    ana.queues(make).await;
    ana.queues(json!({"type": "group.rename", "group": group, "from": "Kasir", "to": "Depan"})).await;
    let before = world.entries().await;
    ana.machine.line.lose.store(2, Ordering::SeqCst);
    ana.comes_back_and_syncs().await;
    let picture = ana.settled().await;
    assert!(picture.pending.is_empty());
    assert_eq!(ana.machine.line.lose.load(Ordering::SeqCst), 0, "two replies got lost");
    assert_eq!(world.entries().await, before + 2);
    assert_eq!(picture.base.group(group).unwrap().name.as_str(), "Depan");
    let sent = ana.machine.line.sent.lock().unwrap();
    let numbers: Vec<_> =
        sent.iter().flat_map(|body| body["ops"].as_array().unwrap()).map(|op| &op["n"]).collect();
    assert_eq!(numbers[..2], numbers[2..4], "a retry is the same under the same numbers");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_op_that_breaks_the_cloud_is_parked_and_later_ops_flow() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    *ana.machine.line.breaks_on.lock().unwrap() = Some("store.rename".to_owned());
    ana.queues(new_group("One").1).await;
    let poison = ana.queues(json!({"type": "store.rename", "from": "Toko Ana", "to": "Toko Baru"})).await;
    let (_, make) = new_group("Two");
    let after = ana.queues(make).await;
    ana.comes_back_and_syncs().await;
    let picture = ana.until(|picture| op(picture, after).is_none()).await;
    assert_eq!(picture.base.group_count(), 2);
    assert!(op(&picture, poison).is_some_and(|op| op.state == PendingState::Parked), "kept, and said");

    *ana.machine.line.breaks_on.lock().unwrap() = None;
    let again = ana.keyholder.retry(ana.store, poison).await.unwrap();
    assert_eq!(again.id, poison, "sent again after parking it keeps its id");
    let picture = ana.until(|picture| picture.pending.is_empty()).await;
    assert_eq!(picture.base.name(), "Toko Baru");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_machine_that_was_copied_is_noticed_and_nothing_is_lost_or_twice() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.queues(new_group("Both know it").1).await;
    ana.settled().await;
    ana.keyholder.close().await;
    // An image of the whole machine: the files at the same place, and the keychain with them.
    let image = tempfile::tempdir().unwrap();
    copy(&ana.machine.profile, image.path());
    let ana = ana.restarts().await;
    ana.queues(new_group("The first machine").1).await;
    ana.settled().await;

    // The image is restored: what the first machine did since is unknown here.
    let machine = ana.machine.clone();
    let store = ana.store;
    ana.keyholder.close().await;
    std::fs::remove_dir_all(&machine.profile).unwrap();
    copy(image.path(), &machine.profile);
    machine.line.cut.send_replace(true);
    let ana = ana.restarts().await;
    assert_eq!(ana.store, store);
    ana.queues(new_group("The second machine").1).await;
    ana.comes_back_and_syncs().await;
    let picture = ana.settled().await;
    assert!(picture.pending.is_empty());
    let mut names: Vec<_> = picture.base.groups().map(|group| group.name.as_str().to_owned()).collect();
    names.sort();
    assert_eq!(names, ["Both know it", "The first machine", "The second machine"]);
    let view = ana.keyholder.session().await;
    assert!(view.notices.iter().any(|notice| notice.code == "fork_renumbered"), "{:?}", view.notices);
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    visit(from, &mut |path| {
        let target = to.join(path.strip_prefix(from).unwrap());
        if path.is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::create_dir_all(target.parent().unwrap()).unwrap();
            std::fs::copy(path, target).unwrap();
        }
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_copied_to_another_machine_is_set_aside_and_kept() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    ana.queues(new_group("Unsent").1).await;
    ana.keyholder.close().await;
    let mut other = crate::world::Machine::new(&world.address, "Ana");
    other.clock = ana.machine.clock.clone();
    copy(&ana.machine.profile, &other.profile);
    let keyholder = other.starts().await.unwrap();
    let view = keyholder.session().await;
    assert!(view.ended, "its keychain holds no sign-in");
    let notice = view.notices.iter().find(|notice| notice.code == "other_machine").expect("it is said");
    assert_eq!(notice.with["count"], 1);
    assert!(other.files(world.store).join(notice.with["file"].as_str().unwrap()).exists());
    let picture = keyholder.desk(world.store).await.unwrap().picture().await.unwrap();
    assert!(picture.pending.is_empty(), "never sent from here too");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_longer_absence_than_the_catch_up_window_a_snapshot_comes_and_the_outbox_on_top() {
    let config = keyholder_cloud::config::Config { catch_up: 5, ..TestCloud::config() };
    let world = World::with(TestCloud::with(config).await).await;
    let gone = world.group("Gone").await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let mine = ana.queues(new_group("Mine").1).await;
    world.owner_asks(json!({"type": "group.delete", "group": gone})).await;
    for turn in 0..9 {
        world.group(&format!("Group {turn}")).await;
    }
    ana.comes_back_and_syncs().await;
    let picture = ana.until(|picture| op(picture, mine).is_none()).await;
    assert_eq!(picture.base.group_count(), 10);
    assert!(picture.base.group(gone).is_none(), "nothing deleted comes back");
    ana.until(|picture| picture.recent.len() > 9).await;
    let held = world.cloud.held(world.store).await;
    assert_eq!(picture.base.to_snapshot(picture.now).groups, held.store.to_snapshot(picture.now).groups);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_not_our_cloud_wipes_nothing_and_is_named() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    let not_ours = |status| Fault::NotOurs { status, retry_after: None };
    for status in [404, 401, 200, 302, 403, 503] {
        let fault = not_ours(status);
        *ana.machine.line.instead.lock().unwrap() = Some(fault.clone());
        ana.goes_offline();
        let asked = ana.queues(new_group(&format!("Behind {status}")).1).await;
        ana.comes_back_and_syncs().await;
        let picture = ana.until(|picture| picture.problem.is_some()).await;
        assert!(picture.has_team && op(&picture, asked).is_some(), "{fault:?}");
        assert!(
            ["not_our_cloud", "cloud_broken"].contains(&picture.problem.unwrap().code.as_str()),
            "{fault:?}"
        );
        *ana.machine.line.instead.lock().unwrap() = None;
        ana.keyholder.drop_op(ana.store, asked).await.ok();
        ana.comes_back_and_syncs().await;
        ana.until(|picture| picture.connection == Connection::Online && picture.problem.is_none()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reply_to_a_refresh_gets_lost_and_nobody_is_signed_out() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    *ana.machine.line.over.lock().unwrap() = true;
    ana.machine.line.lose.store(1, Ordering::SeqCst);
    ana.queues(new_group("Kasir").1).await;
    ana.settled().await;
    assert_eq!(
        ana.machine.line.renewed.load(Ordering::SeqCst),
        2,
        "the first reply was lost, the second was not"
    );
    assert!(!ana.keyholder.session().await.ended);

    let ana = ana.restarts().await;
    ana.queues(new_group("After").1).await;
    ana.settled().await;
    assert!(!ana.keyholder.session().await.ended, "the keychain holds the token that is good");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ended_drops_nothing_and_is_taken_up_by_signing_in_again() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let before = ana.machine.line.clone();
    let asked = ana.queues(new_group("Kasir").1).await;
    // Somebody used an old refresh token: the whole family ended.
    ana.keyholder.close().await;
    for (_, secret) in ana.machine.keychain.all().into_iter().filter(|(name, _)| name.starts_with("sign-in"))
    {
        let body = json!({"refresh_token": secret.expose()});
        let first = world.cloud.post("/v1/sign-in/refresh", "", body.clone()).await;
        let token = first.body["access_token"].as_str().unwrap().to_owned();
        world.cloud.get("/v1/stores", &token).await;
        world.cloud.post("/v1/sign-in/refresh", "", body).await;
    }
    let ana = ana.restarts().await;
    before.cut.send_replace(false);
    ana.keyholder.sync_now(ana.store).await.unwrap();
    ana.until(|picture| picture.problem.as_ref().is_some_and(|problem| problem.code == "signed_out")).await;
    assert!(ana.keyholder.session().await.ended);
    assert!(op(&ana.picture().await, asked).is_some());
    ana.queues(new_group("Edits go on").1).await;

    let email = "ana@toko.example";
    ana.keyholder.sign_in(&world.address, email, keyholder_cloud::testing::PASSWORD).await.unwrap();
    let picture = ana.settled().await;
    assert_eq!(picture.base.group_count(), 2);
    assert!(!ana.keyholder.session().await.ended);
}

#[tokio::test(flavor = "multi_thread")]
async fn others_write_without_pause_and_the_base_still_advances_page_by_page() {
    let config = keyholder_cloud::config::Config { page: 3, ..TestCloud::config() };
    let world = World::with(TestCloud::with(config).await).await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    for turn in 0..20 {
        world.group(&format!("Theirs {turn}")).await;
    }
    for turn in 0..20 {
        ana.queues(new_group(&format!("Mine {turn}")).1).await;
    }
    // The power goes in the middle of the pages: rows and cursor went together.
    ana.comes_back_and_syncs().await;
    ana.until(|picture| picture.base.group_count() > 5).await;
    let ana = ana.restarts().await;
    ana.until(|picture| picture.base.group_count() == 40 && picture.pending.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_hands_at_once_ask_the_same_and_it_is_kept_once() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    let asked = json!({"type": "store.rename", "from": "Toko Ana", "to": "Toko Baru"});
    let asked = keyholder_domain::Op::parse(&asked).unwrap();
    let hands = (0..50).map(|_| ana.keyholder.dispatch(ana.store, asked.clone(), false));
    let answers = futures_util::future::join_all(hands).await;
    let queued = answers.iter().filter(|answer| answer.as_ref().unwrap().queued).count();
    assert_eq!(queued, 1, "for the others there was nothing to do");
    ana.until(|picture| picture.base.name() == "Toko Baru").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn screens_are_told_of_a_change_at_most_once_a_frame() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let mut changes = ana.keyholder.changes();
    let began = std::time::Instant::now();
    for turn in 0..100 {
        ana.queues(new_group(&format!("Group {turn}")).1).await;
    }
    let frames = began.elapsed().as_millis() / 16 + 2;
    let mut told = 0;
    while let Ok(change) = changes.try_recv() {
        told += u128::from(change.store == Some(ana.store));
    }
    assert!(told <= frames, "{told} in {frames} frames");
}
