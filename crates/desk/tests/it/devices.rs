//! Devices: her sign-ins, seen and ended from one of them, and what that does to the other.

use keyholder_cloud::testing::PASSWORD;
use keyholder_desk::views::program::Device;
use uuid::Uuid;

use crate::world::{TestDesk, World, new_group};

/// Another of her devices than the one that asks: the one that is not hers by hand (the test's own sign-in at the cloud).
fn other(devices: &[Device], desk: &TestDesk) -> Device {
    let hers = format!("{}'s desk", desk.machine.name);
    devices.iter().find(|device| !device.current && device.device == hers).cloned().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_ended_from_another_and_keeps_all_that_it_holds() {
    let world = World::new().await;
    let (counter, lost) = (world.ready("Ana").await, world.ready("Ana").await);
    let devices = counter.keyholder.devices().await.unwrap();
    assert_eq!(devices.len(), 3, "two desks, and the test itself");
    assert_eq!(devices.iter().filter(|device| device.current).count(), 1);
    assert!(devices.iter().all(|device| device.last_seen.is_some()));

    lost.goes_offline();
    lost.queues(new_group("Kasir").1).await;
    // The lost one signed in after the one at the counter.
    let mine = devices.iter().find(|device| device.current).unwrap().id;
    let theirs = lost.keyholder.session().await;
    assert!(!theirs.ended);
    for device in devices.iter().filter(|device| device.id != mine && device.device == "Ana's desk") {
        counter.keyholder.end_device(device.id).await.unwrap();
    }
    assert_eq!(counter.keyholder.devices().await.unwrap().len(), 1);

    lost.comes_back_and_syncs().await;
    let picture =
        lost.until(|picture| picture.problem.as_ref().is_some_and(|it| it.code == "signed_out")).await;
    assert_eq!(picture.pending.len(), 1, "nothing is lost there");
    assert!(picture.has_team, "and what it holds stays readable until the lease ends");
    assert_eq!(lost.keyholder.devices().await.unwrap_err().code, "signed_out");
    assert_eq!(world.cloud.held(world.store).await.store.group_count(), 0);

    lost.keyholder.sign_in(&world.address, "ana@toko.example", PASSWORD).await.unwrap();
    assert!(lost.settled().await.pending.is_empty());
    counter.until(|picture| picture.base.group_count() == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_her_own_devices_can_be_ended_and_only_with_the_cloud() {
    let world = World::new().await;
    world.member("Dewi", "admin").await;
    let (ana, dewi) = (world.ready("Ana").await, world.ready("Dewi").await);
    let hers = other(&dewi.keyholder.devices().await.unwrap(), &dewi);
    for device in [hers.id, Uuid::now_v7()] {
        assert_eq!(ana.keyholder.end_device(device).await.unwrap_err().code, "not_found");
    }
    ana.goes_offline();
    assert_eq!(ana.keyholder.devices().await.unwrap_err().code, "offline");
    assert_eq!(dewi.keyholder.devices().await.unwrap().len(), 2);
}
