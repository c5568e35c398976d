//! Copies, and what leaves a machine: an image restored, a folder carried elsewhere, signing out, another account, a store
//! that is gone. Nothing is lost, nothing twice, nothing wiped in silence, nothing sent under another's name.

use std::io::{Seek, SeekFrom, Write};

use keyholder_desk::keychain::Keychain;
use keyholder_desk::picture::PendingState;
use serde_json::{Value, json};

use crate::world::{Machine, TestDesk, World, new_group, visit};

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
async fn fault_12_a_whole_machine_that_was_copied_is_noticed_and_nothing_is_lost_or_twice() {
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
    let store = ana.store;
    let machine = ana.ends().await;
    std::fs::remove_dir_all(&machine.profile).unwrap();
    copy(image.path(), &machine.profile);
    machine.line.cut.send_replace(true);
    let ana = TestDesk { keyholder: machine.starts().await.unwrap(), store, machine };
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

#[tokio::test(flavor = "multi_thread")]
async fn fault_12_a_folder_copied_without_its_keychain_is_set_aside_and_kept() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    ana.queues(new_group("Unsent").1).await;
    ana.keyholder.close().await;
    let mut other = Machine::new(&world.address, "Ana");
    other.clock = ana.machine.clock.clone();
    copy(&ana.machine.profile, &other.profile);
    let keyholder = other.starts().await.unwrap();
    let view = keyholder.session().await;
    assert!(!view.signed_in, "who was signed in is sealed, and its key is in the other keychain");
    assert!(view.notices.iter().any(|notice| notice.code == "sealed_elsewhere"), "{:?}", view.notices);
    let password = keyholder_cloud::testing::PASSWORD;
    let view = keyholder.sign_in(&world.address, "ana@toko.example", password).await.unwrap();
    let files = other.files(world.store);
    let kept = view.notices.iter().filter(|notice| notice.code == "sealed_elsewhere");
    let mut kept = kept.map(|notice| files.join(notice.with["file"].as_str().unwrap()));
    let kept = kept.find(|file| file.exists()).expect("her outbox is set aside, and it is said");
    let first = ana.machine.files(world.store).join("outbox.db");
    assert_eq!(std::fs::read(kept).unwrap(), std::fs::read(first).unwrap(), "kept as it is");
    let picture = keyholder.desk(world.store).await.unwrap().picture().await.unwrap();
    assert!(picture.pending.is_empty(), "never sent from here too");
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_13_signing_out_asks_about_unsent_edits_which_may_be_saved_first() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    assert!(!ana.machine.keychain.is_empty());
    ana.goes_offline();
    ana.queues(new_group("Unsent").1).await;
    let error = ana.keyholder.sign_out(false).await.unwrap_err();
    assert_eq!((error.code.as_str(), &error.with["count"]), ("unsent", &json!(1)));
    assert!(ana.picture().await.has_team, "nothing happened yet");
    let saved = ana.machine.folder.path().join("my edits.json");
    assert_eq!(ana.keyholder.save_unsent(ana.store, &saved).await.unwrap(), 1);
    let list: Value = serde_json::from_slice(&std::fs::read(saved).unwrap()).unwrap();
    assert_eq!(list[0]["op"]["name"], "Unsent", "what she typed may be saved to a file first");

    ana.keyholder.sign_out(true).await.unwrap();
    assert_eq!(ana.machine.all_files(), ["profile.lock"], "the running program's own lock");
    assert!(ana.machine.keychain.is_empty());
    assert!(!ana.machine.keychain.forgets());
    let view = ana.keyholder.session().await;
    assert!(!view.signed_in && view.stores.is_empty() && view.open.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_13_signing_out_counts_what_was_set_aside_and_says_what_it_cannot_read() {
    for (harm, count, set_aside) in
        [("another machine's", 2, 0), ("sealed elsewhere", 0, 1), ("saved whole", 2, 0), ("unreadable", 0, 1)]
    {
        let world = World::new().await;
        let ana = world.ready("Ana").await;
        ana.goes_offline();
        ana.queues(new_group("First").1).await;
        ana.queues(new_group("Second").1).await;
        ana.keyholder.close().await;
        let outbox = ana.machine.files(ana.store).join("outbox.db");
        let say = |statements: &str| {
            ana.machine.open_file(ana.store, "outbox.db").execute_batch(statements).unwrap();
        };
        match harm {
            "another machine's" => say("update meta set value = 'elsewhere' where key = 'machine'"),
            "sealed elsewhere" => std::fs::write(&outbox, [0xA5; 3 * 4096]).unwrap(),
            // What the file says of itself is damaged; her rows are whole, and come over.
            "saved whole" => {
                say("pragma writable_schema = on; update sqlite_schema set rootpage = 2 where name = 'meta'")
            }
            _ => {
                let mut file = std::fs::OpenOptions::new().write(true).open(&outbox).unwrap();
                file.seek(SeekFrom::Start(4096)).unwrap();
                file.write_all(&vec![
                    0xA5;
                    usize::try_from(outbox.metadata().unwrap().len()).unwrap() - 4096
                ])
                .unwrap();
            }
        }
        let ana = ana.restarts().await;
        let left = ana.machine.all_files();
        assert!(left.iter().any(|file| file.starts_with("outbox.db.set-aside-")), "{harm}: {left:?}");
        let error = ana.keyholder.sign_out(false).await.expect_err(harm);
        let told = (error.code.as_str(), &error.with["count"], &error.with["set_aside"]);
        assert_eq!(told, ("unsent", &json!(count), &json!(set_aside)), "{harm}");
        assert_eq!(ana.machine.all_files(), left, "{harm}: nothing happened yet");
        ana.keyholder.sign_out(true).await.unwrap();
        assert_eq!(ana.machine.all_files(), ["profile.lock"], "{harm}: with a yes all of it goes");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_13_signing_out_counts_the_list_of_a_lost_place_and_the_drafts_of_a_closed_store() {
    let world = World::new().await;
    let (_, dewi) = world.member("Dewi", "admin").await;
    let other = world.cloud.store(&world.owner, "Kedai Ana").await;
    let desk = world.ready("Dewi").await;
    desk.goes_offline();
    desk.queues(new_group("Unsent").1).await;
    world.owner_asks(json!({"type": "member.remove", "member": dewi})).await;
    desk.comes_back_and_syncs().await;
    desk.until(|picture| picture.problem.as_ref().is_some_and(|it| it.code == "removed")).await;
    let error = desk.keyholder.sign_out(false).await.unwrap_err();
    assert_eq!((&error.with["count"], &error.with["set_aside"]), (&json!(1), &json!(0)), "the list");

    let ana = world.ready("Ana").await;
    ana.queues(new_group("Twice").1).await;
    ana.settled().await;
    ana.asks_anyway(new_group("Twice").1).await;
    ana.until(|picture| picture.pending.iter().any(|op| op.state == PendingState::Refused)).await;
    ana.keyholder.close_store(ana.store).await.unwrap();
    ana.keyholder.open_store(other).await.unwrap();
    let error = ana.keyholder.sign_out(false).await.unwrap_err();
    assert_eq!((&error.with["count"], &error.with["set_aside"]), (&json!(1), &json!(0)), "the refused draft");
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_13_another_account_never_sends_what_the_first_one_asked() {
    let world = World::new().await;
    world.member("Dewi", "admin").await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    *ana.machine.line.breaks_on.lock().unwrap() = Some("group.create".to_owned());
    ana.queues(new_group("Hers").1).await;
    ana.comes_back();
    let password = keyholder_cloud::testing::PASSWORD;
    let view = ana.keyholder.sign_in(&world.address, "dewi@toko.example", password).await.unwrap();
    let waiting: Vec<_> = view.people.iter().map(|person| (person.name.as_str(), person.waiting)).collect();
    assert_eq!(waiting, [("Dewi", 0), ("Ana", 1)], "nothing is wiped, and nothing taken along");
    *ana.machine.line.breaks_on.lock().unwrap() = None;
    ana.keyholder.open_store(world.store).await.unwrap();
    ana.until(|picture| picture.has_team).await;
    ana.queues(new_group("Dewis").1).await;
    assert!(ana.settled().await.pending.is_empty());
    assert_eq!(world.cloud.held(world.store).await.store.group_count(), 1, "the second one's own");
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_13_a_store_that_is_gone_leaves_only_her_unsent_ops() {
    for (change, notice) in [("member.remove", "closed_removed"), ("member.suspend", "closed_suspended")] {
        let world = World::new().await;
        let (_, dewi) = world.member("Dewi", "admin").await;
        let desk = world.ready("Dewi").await;
        desk.goes_offline();
        desk.queues(new_group("Unsent").1).await;
        let files = desk.machine.files(desk.store);
        world.owner_asks(json!({"type": change, "member": dewi})).await;
        desk.comes_back_and_syncs().await;
        let picture =
            desk.until(|picture| picture.problem.as_ref().is_some_and(|it| it.code == "removed")).await;
        assert!(
            !picture.has_team && picture.base.member_count() == 0 && picture.recent.is_empty(),
            "{change}"
        );
        assert!(!files.exists(), "{change}: its files are gone");
        let view = desk.keyholder.session().await;
        let told = view.notices.iter().find(|told| told.code == notice).expect(notice);
        assert_eq!((&told.with["name"], &told.with["unsent"]), (&json!("Toko Ana"), &json!(1)));

        let saved = desk.machine.folder.path().join("my edits.json");
        assert_eq!(desk.keyholder.save_unsent(desk.store, &saved).await.unwrap(), 1);
        let list: Value = serde_json::from_slice(&std::fs::read(saved).unwrap()).unwrap();
        assert_eq!(list[0]["op"]["name"], "Unsent", "{change}: what she typed can be saved");

        // Started again, the program opens no ghost of the store.
        let desk = desk.restarts().await;
        let asked = desk.keyholder.desk(desk.store).await;
        if let Ok(again) = asked {
            assert!(!again.picture().await.unwrap().has_team, "{change}");
        }
    }
}
