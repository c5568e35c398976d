//! The main job: the network goes, work goes on, the network comes back and every edit gets its answer.

use keyholder_desk::picture::Connection;
use serde_json::json;

use crate::world::{World, invite, new_group};

#[tokio::test(flavor = "multi_thread")]
async fn edits_made_offline_survive_a_restart_are_accepted_and_reach_the_second_desk() {
    let world = World::new().await;
    let (_, dewi) = world.member("Dewi", "admin").await;
    let (_, sari) = world.member("Sari", "seller").await;
    let (ana, other) = (world.ready("Ana").await, world.ready("Dewi").await);

    ana.goes_offline();
    ana.until(|picture| picture.connection == Connection::Offline).await;
    let role = json!({"type": "member.change_role", "member": sari, "from": "seller", "to": "manager"});
    let (group, make) = new_group("Gudang");
    let (invitation, send) = invite("tono@toko.example", "viewer");
    for asked in [role, make, json!({"type": "member.add_to_group", "member": sari, "group": group}), send] {
        ana.queues(asked).await;
    }
    let picture = ana.picture().await;
    assert_eq!(picture.local.member(sari).unwrap().role.code(), "manager", "shown at once");
    assert_eq!(
        picture.base.member(sari).unwrap().role.code(),
        "seller",
        "and apart from what the cloud told"
    );
    assert_eq!(picture.pending.len(), 4);

    let ana = ana.restarts().await;
    let picture = ana.until(|picture| picture.pending.len() == 4).await;
    assert!(picture.local.member(sari).unwrap().groups.contains_key(&group), "still there, still shown");
    assert_eq!(world.cloud.held(world.store).await.store.member(sari).unwrap().role.code(), "seller");

    ana.comes_back();
    let picture = ana.settled().await;
    assert!(picture.pending.is_empty(), "everything was accepted");
    let seen = other.until(|picture| picture.base.invitation(invitation).is_some()).await;
    assert_eq!(seen.base.member(sari).unwrap().role.code(), "manager");
    assert_eq!(seen.me, Some(dewi));
    let (mine, hers) = (picture.base.to_snapshot(picture.now), seen.base.to_snapshot(seen.now));
    assert_eq!(mine.members, hers.members);
    assert_eq!(mine.groups, hers.groups);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_only_the_network_returns_edits_are_pushed_without_another_click() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    ana.until(|picture| picture.connection == Connection::Offline).await;
    ana.queues(new_group("Kasir").1).await;
    ana.comes_back();
    ana.settled().await;
    assert_eq!(world.cloud.held(world.store).await.store.group_count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_edits_are_all_there_and_in_order() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let mut name = "Toko Ana".to_owned();
    for turn in 0..1000 {
        let next = format!("Toko {turn}");
        ana.queues(json!({"type": "store.rename", "from": name, "to": next})).await;
        name = next;
        // A clock that jumps about changes nothing but "made at".
        ana.machine.clock.moves(if turn % 2 == 0 { -86_400 } else { 3600 });
    }
    let before = world.entries().await;
    let ana = ana.restarts().await;
    ana.comes_back();
    let picture = ana.settled().await;
    assert!(picture.pending.is_empty(), "had any come out of order it would be refused");
    assert_eq!(picture.base.name(), "Toko 999");
    assert_eq!(world.entries().await, before + 1000);
    let exchanges = ana.machine.line.sent.lock().unwrap();
    assert!(exchanges.iter().all(|body| body["ops"].as_array().unwrap().len() <= 250));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_the_edit_before_it_is_shown_and_heals_by_itself() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    let desk = ana.keyholder.desk(ana.store).await.unwrap();
    ana.goes_offline();
    ana.queues(new_group("Before").1).await;
    desk.cap_disk(Some(0)).await.unwrap();
    let mut failure = None;
    for turn in 0..200 {
        let asked = keyholder_domain::Op::parse(&new_group(&format!("Group {turn}")).1).unwrap();
        if let Err(error) = ana.keyholder.dispatch(ana.store, asked, false).await {
            failure = Some((turn, error));
            break;
        }
    }
    let (turn, error) = failure.expect("the disk is full at some point");
    assert_eq!((error.code.as_str(), error.with["why"].as_str()), ("storage", Some("full")));
    let picture = ana.picture().await;
    assert_eq!(picture.pending.len(), turn + 1, "what was refused is not shown");
    assert_eq!(picture.problem.unwrap().code, "storage");

    desk.cap_disk(None).await.unwrap();
    ana.queues(new_group("After").1).await;
    assert!(ana.picture().await.problem.is_none_or(|problem| problem.code != "storage"));
    ana.comes_back_and_syncs().await;
    assert!(ana.settled().await.pending.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_offline_lease_the_desk_is_locked_and_nothing_is_lost() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    ana.until(|picture| picture.connection == Connection::Offline).await;
    ana.queues(new_group("Kasir").1).await;
    ana.machine.clock.moves(31 * 86_400);
    let later = keyholder_domain::Op::parse(&new_group("Later").1).unwrap();
    let error = ana.keyholder.dispatch(ana.store, later, false).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.with["why"].as_str()), ("locked", Some("clock_jumped")));
    ana.comes_back_and_syncs().await;
    ana.until(|picture| picture.pending.is_empty() && picture.base.group_count() == 1).await;
}
