//! She loses her place, her view of the team, or signs out: what leaves this machine, what stays, and what is believed.

use serde_json::json;

use crate::world::{TestDesk, World, backed_up, new_group, restored};

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_member_learns_it_at_once_while_she_is_online() {
    let world = World::new().await;
    let (_, dewi) = world.member("Dewi", "manager").await;
    let desk = world.ready("Dewi").await;
    world.owner_asks(json!({"type": "member.remove", "member": dewi})).await;
    desk.until(|picture| picture.problem.as_ref().is_some_and(|it| it.code == "removed")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_cloud_at_the_same_address_without_the_store_wipes_nothing_that_it_cannot_confirm() {
    use keyholder_desk::cloud::{Fault, Told};
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    let files = ana.machine.files(ana.store);
    // It says "not found" in our own words, and says so to the list of stores too.
    let not_found =
        Told { status: 404, code: "not_found".into(), with: serde_json::Map::new(), retry_after: None };
    *ana.machine.line.instead.lock().unwrap() = Some(Fault::Problem(not_found));
    let desk = ana.keyholder.desk(ana.store).await.unwrap();
    let turned_away = |picture: &keyholder_desk::picture::Picture| {
        // What was under way already may still be answered as before: then it is asked again.
        if picture.problem.is_none() {
            desk.sync_now();
        }
        picture.problem.is_some()
    };
    ana.until(turned_away).await;
    assert!(files.join("cache.db").exists());
    assert!(ana.picture().await.has_team);
    *ana.machine.line.instead.lock().unwrap() = None;
    ana.comes_back_and_syncs().await;
    ana.until(|picture| picture.problem.is_none()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_backup_that_never_knew_her_place_wipes_nothing() {
    let world = World::new().await;
    let person = world.cloud.person("Dewi").await;
    let mut desk = TestDesk::signed_in(&world.address, "Dewi").await;
    let file = world.cloud.folder().join("cloud.db");
    let backup = backed_up(&file);
    world.cloud.join(world.store, &person, "Dewi", "admin").await;
    desk.keyholder.refresh_stores().await.unwrap();
    desk.keyholder.open_store(world.store).await.unwrap();
    desk.store = world.store;
    desk.until(|picture| picture.has_team).await;
    desk.goes_offline();
    desk.queues(new_group("Hers").1).await;
    restored(&file, &backup);

    desk.comes_back_and_syncs().await;
    let unsure = |picture: &keyholder_desk::picture::Picture| {
        picture.problem.as_ref().is_some_and(|problem| problem.code == "cloud_unsure")
    };
    let picture = desk.until(unsure).await;
    assert!(picture.has_team && picture.pending.len() == 1);
    assert!(desk.machine.files(desk.store).join("cache.db").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_sees_only_her_own_access() {
    let world = World::new().await;
    world.member("Sari", "seller").await;
    let desk = world.desk("Sari").await;
    let picture = desk.until(|picture| picture.my_access.is_some()).await;
    assert!(!picture.has_team);
    assert_eq!(picture.store_name, "Toko Ana");
    world.group("Kasir").await;
    assert_eq!(desk.picture().await.base.group_count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_store_is_made_online_and_opened() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    let second = ana.keyholder.create_store("Toko Kedua").await.unwrap();
    let view = ana.keyholder.session().await;
    assert!(view.stores.iter().any(|store| store.store == second && store.name == "Toko Kedua"));
    ana.keyholder.open_store(second).await.unwrap();
    let picture = loop {
        let picture = ana.keyholder.desk(second).await.unwrap().picture().await.unwrap();
        if picture.has_team {
            break picture;
        }
        ana.keyholder.changes().recv().await.unwrap();
    };
    assert_eq!(picture.base.name(), "Toko Kedua");
    assert_eq!(picture.me, picture.base.owner().map(|owner| owner.id));
}
