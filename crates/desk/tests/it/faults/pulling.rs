//! Pulling and rebasing: rows and cursor go together, guesses are made anew on what the cloud told, and what it told last
//! counts, whether it came as entries or as a snapshot.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use keyholder_between::{Between, Harm};
use keyholder_cloud::config::Config;
use keyholder_cloud::testing::TestCloud;
use keyholder_desk::picture::{PendingState, Picture};
use serde_json::json;

use super::says;
use crate::world::{TestDesk, World, invite, new_group, op};

#[tokio::test(flavor = "multi_thread")]
async fn fault_15_a_large_reply_that_is_cut_shows_nothing_half_and_is_resumed() {
    let world = World::new().await;
    for turn in 0..300 {
        world.group(&format!("Group {turn}")).await;
    }
    let line = Between::before(&world.address).await;
    // The first sync, whichever way it comes, and then a page of entries: each breaks off twice, at 60 %.
    let cuts = || {
        line.does_next("/sync", 2, Harm::CutDownAt(60));
        line.does_next("/snapshot", 2, Harm::CutDownAt(60));
    };
    cuts();
    let mut ana = TestDesk::signed_in(&line.url(), "Ana").await;
    ana.keyholder.open_store(world.store).await.unwrap();
    ana.store = world.store;
    let whole = |count: usize| {
        move |picture: &Picture| {
            let shown = picture.base.group_count();
            assert!(
                [0, 300, 600].contains(&shown),
                "{shown} of {count} groups are shown: that is half a reply"
            );
            shown == count
        }
    };
    ana.until(whole(300)).await;
    assert!(line.harmed() >= 2);

    ana.goes_offline();
    for turn in 300..600 {
        world.group(&format!("Group {turn}")).await;
    }
    cuts();
    let mine = ana.queues(json!({"type": "store.rename", "from": "Toko Ana", "to": "Toko Baru"})).await;
    let harmed = line.harmed();
    ana.comes_back_and_syncs().await;
    let picture = ana.until(whole(600)).await;
    assert!(line.harmed() >= harmed + 2);
    let picture = ana.until(|now| op(now, mine).is_none() && now.revision >= picture.revision).await;
    assert_eq!(picture.base.name(), "Toko Baru", "what was sent with it was executed once, and is told");
    let held = world.cloud.held(world.store).await;
    assert_eq!(picture.base.to_snapshot(picture.now), held.store.to_snapshot(picture.now));
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_16_entries_that_touch_a_row_with_a_waiting_op_merge_or_tell_both_values() {
    let world = World::new().await;
    let (_, sari) = world.member("Sari", "seller").await;
    let (_, tuti) = world.member("Tuti", "seller").await;
    let group = world.group("Kasir").await;
    let ana = world.ready("Ana").await;
    ana.until(|picture| picture.base.member(tuti).is_some()).await;
    ana.goes_offline();
    let change = |member, from: &str, to: &str| json!({"type": "member.change_role", "member": member, "from": from, "to": to});
    ana.queues(change(sari, "seller", "manager")).await;
    let id = ana.queues(change(tuti, "seller", "manager")).await;
    world.owner_asks(json!({"type": "member.add_to_group", "member": sari, "group": group})).await;
    world.owner_asks(change(tuti, "seller", "viewer")).await;
    ana.comes_back_and_syncs().await;
    let (code, with) = ana.refusal(id).await;
    let picture = ana.settled().await;
    let merged = picture.base.member(sari).unwrap();
    assert_eq!(merged.role.code(), "manager", "another field of the same row merges");
    assert!(merged.groups.contains_key(&group));

    assert_eq!(code, "changed_meanwhile", "the same field does not");
    assert_eq!((&with["expected"], &with["present"]), (&json!("seller"), &json!("viewer")));
    assert_eq!(picture.local.member(tuti).unwrap().role.code(), "viewer", "the guess is dropped");
    assert_eq!(op(&picture, id).unwrap().present, Some(json!("viewer")));
    ana.keyholder.retry(ana.store, id).await.unwrap();
    let picture = ana.until(|picture| picture.pending.is_empty()).await;
    let meant = picture.base.member(tuti).unwrap().role.code();
    assert_eq!(meant, "manager", "she saw the present value and meant it");
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_17_others_write_without_pause_and_the_base_still_advances() {
    let world = Arc::new(World::with(TestCloud::with(Config { page: 5, ..TestCloud::config() }).await).await);
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    for turn in 0..60 {
        world.group(&format!("Before {turn}")).await;
    }
    for turn in 0..100 {
        ana.queues(new_group(&format!("Mine {turn}")).1).await;
    }
    let enough = Arc::new(AtomicBool::new(false));
    let writer = {
        let (world, enough) = (Arc::clone(&world), Arc::clone(&enough));
        tokio::spawn(async move {
            let mut written = 0_u32;
            while !enough.load(Ordering::SeqCst) {
                world.group(&format!("Theirs {written}")).await;
                written += 1;
            }
            written
        })
    };
    ana.comes_back_and_syncs().await;
    let seen = std::cell::RefCell::new(Vec::new());
    let mine = |picture: &Picture| {
        picture.base.groups().filter(|group| group.name.as_str().starts_with("Mine")).count()
    };
    ana.until(|picture| {
        if !picture.pending.is_empty() {
            seen.borrow_mut().push(picture.base.group_count());
        }
        mine(picture) == 100
    })
    .await;
    assert!(!writer.is_finished(), "they never paused");
    let seen = seen.into_inner();
    assert!(seen.is_sorted(), "it never goes back: {seen:?}");
    assert!(seen.last() > seen.first(), "and advances while ops are under way: {seen:?}");
    enough.store(true, Ordering::SeqCst);
    let written = usize::try_from(writer.await.unwrap()).unwrap();
    let ana = ana.restarts().await;
    let all = 160 + written;
    ana.until(|picture| picture.base.group_count() == all && picture.pending.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_19_after_a_longer_absence_than_the_catch_up_window_a_snapshot_comes_and_the_outbox_on_top() {
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
async fn fault_20_a_loop_of_snapshots_ends_in_a_stated_error() {
    // A cloud that remembers nothing step by step: whoever is behind by one entry is told everything.
    let world = World::with(TestCloud::with(Config { catch_up: 0, ..TestCloud::config() }).await).await;
    let (_, dewi) = world.member("Dewi", "admin").await;
    let desk = world.ready("Dewi").await;
    // A role lost and regained explains its snapshot, however often.
    for _ in 0..3 {
        for (from, to) in [("admin", "seller"), ("seller", "admin")] {
            let change = json!({"type": "member.change_role", "member": dewi, "from": from, "to": to});
            world.owner_asks(change).await;
            desk.until(|picture| picture.has_team == (to == "admin")).await;
        }
        assert!(desk.picture().await.problem.is_none(), "a role lost and regained is no loop");
    }

    let ana = world.ready("Ana").await;
    for turn in 1..=3 {
        let group = world.group(&format!("Group {turn}")).await;
        let picture = ana.until(|picture| picture.base.group(group).is_some()).await;
        assert_eq!(picture.problem.is_some(), turn == 3, "after {turn} that nothing explained");
    }
    let picture = ana.until(says("snapshot_loop")).await;
    assert!(picture.has_team, "nothing is lost");
    let group = world.group("Unseen").await;
    let mine = ana.queues(new_group("Mine").1).await;
    assert!(ana.picture().await.base.group(group).is_none(), "it has stopped");
    ana.keyholder.sync_now(ana.store).await.unwrap();
    ana.until(|picture| op(picture, mine).is_none() && picture.base.group(group).is_some()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_21_a_deleted_thing_edited_offline_is_unknown_and_made_again_it_is_another() {
    let world = World::new().await;
    let group = world.group("Kasir").await;
    let (invited, send) = invite("tono@toko.example", "viewer");
    world.owner_asks(send).await;
    let ana = world.ready("Ana").await;
    ana.until(|picture| picture.base.invitation(invited).is_some()).await;
    ana.goes_offline();
    let raise =
        json!({"type": "invitation.change_role", "invitation": invited, "from": "viewer", "to": "seller"});
    let raise = ana.queues(raise).await;
    let id = ana
        .queues(json!({"type": "group.rename", "group": group, "from": "Kasir", "to": "Kasir Depan"}))
        .await;
    world.owner_asks(json!({"type": "group.delete", "group": group})).await;
    let again = world.group("Kasir").await;
    world.owner_asks(json!({"type": "invitation.withdraw", "invitation": invited})).await;
    let (invited_again, send) = invite("tono@toko.example", "viewer");
    world.owner_asks(send).await;
    ana.comes_back_and_syncs().await;
    assert_eq!(ana.refusal(id).await.0, "unknown_group");
    let picture = ana.picture().await;
    assert_eq!(op(&picture, id).unwrap().raw["to"], "Kasir Depan");
    assert_eq!(picture.base.group(again).unwrap().name.as_str(), "Kasir", "made again it is another thing");

    let (code, with) = ana.refusal(raise).await;
    assert_eq!((code.as_str(), &with["status"]), ("invitation_not_pending", &json!("withdrawn")));
    let picture = ana.picture().await;
    assert_eq!(op(&picture, raise).unwrap().raw["to"], "seller", "what was asked is kept");
    let same_address = picture.base.invitation(invited_again).unwrap();
    assert_eq!(same_address.role.code(), "viewer", "an old op does not attach to the same address");
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_22_the_team_leaves_with_the_role_and_comes_back_whole() {
    let world = World::new().await;
    let (_, dewi) = world.member("Dewi", "admin").await;
    let (_, sari) = world.member("Sari", "manager").await;
    let desk = world.ready("Dewi").await;
    desk.goes_offline();
    let asked = desk.queues(json!({"type": "member.suspend", "member": sari})).await;
    world
        .owner_asks(json!({"type": "member.change_role", "member": dewi, "from": "admin", "to": "seller"}))
        .await;
    desk.comes_back_and_syncs().await;
    let picture = desk.until(|picture| !picture.has_team).await;
    assert_eq!(picture.my_access.as_ref().unwrap().role, "seller");
    assert_eq!((picture.base.member_count(), picture.recent.len()), (0, 0));
    assert_eq!(op(&picture, asked).unwrap().state, PendingState::Unknown, "ask an Owner; kept as a proposal");
    let cache = desk.machine.open_file(desk.store, "cache.db");
    for table in ["members", "groups", "invitations", "entries"] {
        let rows: i64 =
            cache.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0, "{table}");
    }
    drop(cache);

    // Her own access is there without a network, too.
    desk.goes_offline();
    let desk = desk.restarts().await;
    assert_eq!(desk.picture().await.my_access.unwrap().role, "seller");
    let refused = desk.asks(new_group("Nothing of hers").1).await;
    assert_eq!((refused.queued, refused.refusal.unwrap().code.as_str()), (false, "area_required"));

    world
        .owner_asks(json!({"type": "member.change_role", "member": dewi, "from": "seller", "to": "admin"}))
        .await;
    desk.comes_back_and_syncs().await;
    let picture = desk.until(|picture| picture.has_team).await;
    assert_eq!(picture.base.member_count(), 3, "no missing rows");
    assert!(picture.problem.is_none(), "a role lost and regained is no loop of snapshots");
    let again = desk.keyholder.retry(desk.store, asked).await.unwrap();
    assert!(again.queued, "the proposal can be asked again");
    let picture = desk.until(|picture| picture.pending.is_empty()).await;
    assert!(!picture.base.member(sari).unwrap().is_active());

    // An empty list from the cloud empties the list.
    let group = world.group("The only one").await;
    desk.until(|picture| picture.base.group(group).is_some()).await;
    desk.goes_offline();
    world.owner_asks(json!({"type": "group.delete", "group": group})).await;
    desk.comes_back_and_syncs().await;
    desk.until(|picture| picture.base.group_count() == 0).await;
}
