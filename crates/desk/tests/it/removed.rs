//! She loses her place, her view of the team, or signs out: what leaves this machine, what stays, and what is believed.

use keyholder_desk::keychain::Keychain;
use keyholder_desk::picture::PendingState;
use serde_json::{Value, json};

use crate::world::{TestDesk, World, backed_up, new_group, op, restored};

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_or_suspended_members_desk_closes_and_keeps_only_her_unsent_ops() {
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
    ana.goes_offline();
    ana.comes_back_and_syncs().await;
    ana.until(|picture| picture.problem.is_some()).await;
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
async fn the_team_leaves_with_the_role_and_comes_back_whole() {
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
    let cache = rusqlite::Connection::open(desk.machine.files(desk.store).join("cache.db")).unwrap();
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
async fn signing_out_asks_about_unsent_edits_and_then_leaves_no_file_and_no_secret() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    assert!(!ana.machine.keychain.is_empty());
    ana.goes_offline();
    ana.queues(new_group("Unsent").1).await;
    let error = ana.keyholder.sign_out(false).await.unwrap_err();
    assert_eq!((error.code.as_str(), &error.with["count"]), ("unsent", &json!(1)));
    assert!(ana.picture().await.has_team, "nothing happened yet");

    ana.keyholder.sign_out(true).await.unwrap();
    assert_eq!(ana.machine.all_files(), ["profile.lock"], "the running program's own lock");
    assert!(ana.machine.keychain.is_empty());
    assert!(!ana.machine.keychain.forgets());
    let view = ana.keyholder.session().await;
    assert!(!view.signed_in && view.stores.is_empty() && view.open.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_account_never_sends_what_the_first_one_asked() {
    let world = World::new().await;
    world.member("Dewi", "admin").await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    *ana.machine.line.breaks_on.lock().unwrap() = Some("group.create".to_owned());
    ana.queues(new_group("Hers").1).await;
    ana.comes_back();
    let password = keyholder_cloud::testing::PASSWORD;
    let error = ana.keyholder.sign_in(&world.address, "dewi@toko.example", password).await.unwrap_err();
    assert_eq!(error.code, "unsent", "asked first");
    assert!(ana.picture().await.has_team, "and nothing happened yet");
    ana.keyholder.sign_out(true).await.unwrap();
    *ana.machine.line.breaks_on.lock().unwrap() = None;
    ana.keyholder.sign_in(&world.address, "dewi@toko.example", password).await.unwrap();
    ana.keyholder.open_store(world.store).await.unwrap();
    ana.until(|picture| picture.has_team).await;
    assert!(ana.picture().await.pending.is_empty());
    assert_eq!(world.cloud.held(world.store).await.store.group_count(), 0);
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
