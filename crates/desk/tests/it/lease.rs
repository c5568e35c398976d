//! The offline lease: how long a store is shown without its cloud, whatever is done to the clock, and that nothing is lost by it.

use keyholder_cloud::testing::PASSWORD;
use keyholder_desk::picture::Connection;
use keyholder_desk::views::program::{Locked, LockedWhy};
use keyholder_desk::views::{Ask, View, What};
use serde_json::json;

use crate::world::{TestDesk, World, new_group};

const DAY: u32 = 86_400;
const DAYS: i64 = 86_400;

/// Ana's desk, cut off, with one edit that waits.
async fn cut_off(world: &World) -> TestDesk {
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    ana.until(|picture| picture.connection == Connection::Offline).await;
    ana.queues(new_group("Kasir").1).await;
    ana
}

/// Why her window shows nothing.
async fn locked(ana: &TestDesk) -> Option<Locked> {
    ana.keyholder.session().await.locked
}

async fn why(ana: &TestDesk) -> Option<LockedWhy> {
    locked(ana).await.map(|locked| locked.why)
}

/// Waits until her window shows something again, which nobody asked for.
async fn unlocks_by_itself(ana: &TestDesk) {
    let mut changes = ana.keyholder.changes();
    let waiting = async {
        while locked(ana).await.is_some() {
            let _ = changes.recv().await;
        }
    };
    tokio::time::timeout(crate::world::PATIENCE, waiting).await.expect("contact unlocks");
}

async fn asked(ana: &TestDesk, what: What) -> Result<View, String> {
    let ask = Ask { store: ana.store, generation: 1, what };
    ana.keyholder.ask(ask).await.map(|answer| answer.view).map_err(|error| error.code)
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_29_a_session_that_ends_offline_drops_nothing_and_the_end_of_the_lease_locks_without_losing() {
    let world = World::new().await;
    let ana = cut_off(&world).await;
    // Her sign-in is ended from another device while she is away.
    let devices = world.cloud.get("/v1/devices", &world.owner.token).await.body;
    let hers = devices["devices"].as_array().unwrap().iter().find(|device| device["current"] == false);
    let path = format!("/v1/devices/{}", hers.unwrap()["id"].as_str().unwrap());
    let delete = "DELETE".parse().unwrap();
    let ended = world.cloud.call(delete, &path, &world.owner.token, &json!(null)).await;
    assert_eq!(ended.status, 204);

    ana.comes_back_and_syncs().await;
    let picture =
        ana.until(|picture| picture.problem.as_ref().is_some_and(|it| it.code == "signed_out")).await;
    assert_eq!(picture.pending.len(), 1, "nothing is dropped");
    let view = ana.keyholder.session().await;
    assert!(view.ended && view.locked.is_none(), "sign in to sync");

    ana.machine.clock.passes(29 * DAY);
    ana.queues(new_group("Gudang").1).await;
    let ana = ana.restarts().await;
    assert_eq!(ana.picture().await.pending.len(), 2, "edits go on, also after a restart");

    ana.machine.clock.passes(DAY + 1);
    let later = keyholder_domain::Op::parse(&new_group("Later").1).unwrap();
    let refused = ana.keyholder.dispatch(ana.store, later, false).await.unwrap_err();
    assert_eq!((refused.code.as_str(), refused.with["why"].as_str()), ("locked", Some("lease_ended")));
    let shut = locked(&ana).await.unwrap();
    assert_eq!((shut.why, shut.waiting, shut.offline_possible), (LockedWhy::LeaseEnded, 2, false));
    let ana = ana.restarts().await;
    assert_eq!(why(&ana).await, Some(LockedWhy::LeaseEnded), "a start opens nothing");
    assert_eq!(world.cloud.held(world.store).await.store.group_count(), 0);

    ana.goes_offline();
    assert_eq!(ana.keyholder.unlock(PASSWORD).await.unwrap_err().code, "offline", "only the cloud opens it");
    ana.comes_back();
    let view = ana.keyholder.unlock(PASSWORD).await.unwrap();
    assert!(view.locked.is_none() && !view.ended);
    assert!(ana.settled().await.pending.is_empty(), "everything was sent");
    assert_eq!(world.cloud.held(world.store).await.store.group_count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_back_lengthens_nothing() {
    let world = World::new().await;
    let ana = cut_off(&world).await;
    ana.machine.clock.passes(20 * DAY);
    ana.machine.clock.moves(-400 * DAYS);
    assert!(asked(&ana, What::Overview).await.is_ok());
    let ana = ana.restarts().await;
    ana.machine.clock.passes(10 * DAY + 1);
    assert_eq!(asked(&ana, What::Overview).await.unwrap_err(), "locked");
    assert_eq!(why(&ana).await, Some(LockedWhy::LeaseEnded));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_ahead_locks_and_only_the_cloud_unlocks() {
    let world = World::new().await;
    let ana = cut_off(&world).await;
    ana.machine.clock.moves(40 * DAYS);
    for what in [What::Frame, What::Overview, What::Waiting(Default::default())] {
        assert_eq!(asked(&ana, what).await.unwrap_err(), "locked");
    }
    assert_eq!(why(&ana).await, Some(LockedWhy::ClockJumped));
    ana.machine.clock.moves(-40 * DAYS);
    let ana = ana.restarts().await;
    assert_eq!(why(&ana).await, Some(LockedWhy::ClockJumped), "setting it right proves nothing");
    ana.comes_back_and_syncs().await;
    unlocks_by_itself(&ana).await;
    assert!(ana.settled().await.pending.is_empty(), "what waited was sent");
    assert_eq!(world.cloud.held(world.store).await.store.group_count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_reaches_its_cloud_is_open_again_before_anybody_types_a_word() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.machine.clock.moves(10 * 365 * DAYS);
    // Whoever looks in this very moment is told to wait; the desk asks the cloud by itself.
    let _ = asked(&ana, What::Overview).await;
    unlocks_by_itself(&ana).await;
    ana.queues(new_group("Kasir").1).await;
    assert!(ana.settled().await.pending.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_days_are_a_setting_of_the_store_and_told_in_the_frame() {
    let world = World::new().await;
    let set = json!({"type": "store.set_offline_lease", "from": 30, "to": 7});
    assert!(world.owner_asks(set).await["accepted"].is_object());
    let ana = cut_off(&world).await;
    let Ok(View::Frame(frame)) = asked(&ana, What::Frame).await else { panic!("the frame is shown") };
    assert_eq!((frame.lease.days, frame.lease.may_set), (7, None));
    assert_eq!(frame.lease.ends_at, Some(world.cloud.now().plus_days(7)));
    ana.machine.clock.passes(7 * DAY - 300);
    assert!(asked(&ana, What::Overview).await.is_ok());
    ana.machine.clock.passes(300);
    assert_eq!(asked(&ana, What::Overview).await.unwrap_err(), "locked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_was_off_for_longer_than_the_lease_starts_locked() {
    let world = World::new().await;
    let ana = cut_off(&world).await;
    ana.keyholder.close().await;
    ana.machine.clock.moves(31 * DAYS);
    let ana = ana.restarts().await;
    assert_eq!(why(&ana).await, Some(LockedWhy::LeaseEnded));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sees_only_her_own_access_has_the_same_lease() {
    let world = World::new().await;
    let set = json!({"type": "store.set_offline_lease", "from": 30, "to": 3});
    assert!(world.owner_asks(set).await["accepted"].is_object());
    world.member("Sari", "seller").await;
    let sari = world.desk("Sari").await;
    sari.until(|picture| picture.my_access.is_some()).await;
    sari.goes_offline();
    // An answer that was under way would be contact, and begin the lease anew.
    sari.until(|picture| picture.connection == Connection::Offline).await;
    sari.machine.clock.passes(3 * DAY - 300);
    assert!(asked(&sari, What::MyAccess).await.is_ok());
    sari.machine.clock.passes(300);
    assert_eq!(asked(&sari, What::MyAccess).await.unwrap_err(), "locked");
    sari.comes_back_and_syncs().await;
    unlocks_by_itself(&sari).await;
}
