//! A PC that people share: locking, locking when idle, and giving the program to somebody else, with nothing wiped and nothing
//! sent under another name.

use keyholder_cloud::testing::PASSWORD;
use keyholder_desk::keychain::Keychain;
use keyholder_desk::picture::Connection;
use keyholder_desk::views::program::{LockedWhy, SessionView};
use keyholder_desk::views::{Ask, What};
use keyholder_desk::{DeskError, Keyholder, SettingsChange};
use keyholder_domain::id::{AccountId, StoreId};
use keyholder_domain::op::Op;
use serde_json::Value;

use crate::world::{TestDesk, World, new_group, visit};

async fn looks(keyholder: &Keyholder, store: StoreId) -> Result<(), DeskError> {
    keyholder.ask(Ask { store, generation: 1, what: What::Overview }).await.map(|_| ())
}

async fn code(desk: &TestDesk) -> Option<(String, Value)> {
    let error = looks(&desk.keyholder, desk.store).await.err()?;
    Some((error.code, error.with["why"].clone()))
}

async fn wrong(desk: &TestDesk, password: &str) -> DeskError {
    desk.keyholder.unlock(password).await.unwrap_err()
}

fn person(view: &SessionView, name: &str) -> AccountId {
    view.people.iter().find(|person| person.name == name).unwrap().id
}

async fn offline(desk: &TestDesk) {
    desk.goes_offline();
    desk.until(|picture| picture.connection == Connection::Offline).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn locked_nothing_is_shown_and_syncing_goes_on() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    offline(&ana).await;
    ana.queues(new_group("Kasir").1).await;
    let desk = ana.keyholder.desk(ana.store).await.unwrap();
    ana.keyholder.lock().unwrap();

    let view = ana.keyholder.session().await;
    let locked = view.locked.unwrap();
    assert_eq!((locked.why, locked.waiting, locked.offline_possible), (LockedWhy::Asked, 1, true));
    assert_eq!((locked.name.as_str(), locked.email.as_str()), ("Ana", "ana@toko.example"));
    assert!(view.stores.is_empty() && view.notices.is_empty(), "not even names of stores");
    let op = || Op::parse(&new_group("Gudang").1).unwrap();
    let (keyholder, store) = (&ana.keyholder, ana.store);
    let id = keyholder_domain::OpId::from_uuid(uuid::Uuid::nil());
    let refused = [
        looks(keyholder, store).await.err(),
        keyholder.preview(store, op()).await.err(),
        keyholder.dispatch(store, op(), false).await.err(),
        keyholder.retry(store, id).await.err(),
        keyholder.drop_op(store, id).await.err(),
        keyholder.open_store(store).await.err(),
        keyholder.close_store(store).await.err(),
        keyholder.create_store("Toko Dua").await.err(),
        keyholder.save_unsent(store, &ana.machine.profile.join("out.json")).await.err(),
        keyholder.devices().await.err(),
        keyholder.sign_out(true).await.err(),
        keyholder.desk(store).await.err(),
    ];
    for (at, error) in refused.into_iter().enumerate() {
        assert_eq!(error.expect("refused").code, "locked", "{at}");
    }
    let mut changes = ana.keyholder.changes();
    ana.comes_back_and_syncs().await;
    let waiting = async {
        while desk.standing().await.unwrap().waiting > 0 {
            let _ = changes.recv().await;
        }
    };
    tokio::time::timeout(crate::world::PATIENCE, waiting).await.expect("it is sent");
    assert_eq!(world.cloud.held(world.store).await.store.group_count(), 1);

    assert_eq!(wrong(&ana, "not her password").await.code, "bad_password");
    ana_unlocked(ana).await;
}

/// Unlocked with her password.
async fn ana_unlocked(ana: TestDesk) -> TestDesk {
    let view = ana.keyholder.unlock(PASSWORD).await.unwrap();
    assert!(view.locked.is_none() && !view.stores.is_empty());
    assert_eq!(code(&ana).await, None);
    ana
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_is_checked_without_the_cloud_and_rests_in_no_file() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    offline(&ana).await;
    ana.keyholder.lock().unwrap();
    let ana = ana.restarts().await;
    assert_eq!(code(&ana).await, Some(("locked".to_owned(), "asked".into())), "a start opens nothing");
    let error = wrong(&ana, "correct horse").await;
    assert_eq!(error.code, "bad_password");
    let ana = ana_unlocked(ana).await;
    let secrets = ana.machine.keychain.all();
    let (_, verifier) = secrets.iter().find(|(name, _)| name.starts_with("password")).unwrap();
    assert!(verifier.expose().starts_with("$argon2id$"));
    visit(&ana.machine.profile, &mut |path| {
        let bytes = std::fs::read(path).unwrap_or_default();
        for secret in [PASSWORD, "argon2id", verifier.expose()] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{}", path.display());
        }
    });
    let ana = ana.restarts().await;
    assert_eq!(code(&ana).await, None, "unlocked stays unlocked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_kept_nothing_of_the_password_asks_the_cloud() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.keyholder.lock().unwrap();
    let keychain = ana.machine.keychain.clone();
    let name = keychain.all().into_iter().map(|(name, _)| name).find(|name| name.starts_with("password"));
    keychain.delete(&name.unwrap()).unwrap();
    ana.goes_offline();
    let ana = ana.restarts().await;
    let locked = ana.keyholder.session().await.locked.unwrap();
    assert!(!locked.offline_possible);
    assert_eq!(wrong(&ana, PASSWORD).await.code, "offline");
    ana.comes_back();
    assert_eq!(wrong(&ana, "not her password").await.code, "bad_password", "the cloud's word");
    let ana = ana_unlocked(ana).await;
    ana.keyholder.lock().unwrap();
    ana.goes_offline();
    ana_unlocked(ana).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_locks_when_nobody_is_there_for_as_long_as_she_set() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.machine.clock.passes(100 * 3_600);
    assert_eq!(code(&ana).await, None, "never, unless she set it");
    let locks_after = |minutes: Value| SettingsChange::from_iter([("lock_after".to_owned(), minutes)]);
    ana.keyholder.set_settings(locks_after(5.into())).unwrap();
    ana.machine.clock.passes(200);
    ana.keyholder.touch();
    ana.machine.clock.passes(200);
    assert_eq!(code(&ana).await, None);
    ana.machine.clock.passes(100);
    assert_eq!(code(&ana).await, Some(("locked".to_owned(), "idle".into())));
    ana.keyholder.touch();
    assert_eq!(ana.keyholder.session().await.locked.unwrap().why, LockedWhy::Idle, "a touch opens nothing");
    ana.keyholder.set_settings(locks_after(Value::Null)).unwrap();
    assert_eq!(ana.keyholder.settings().lock_after, Some(5), "nor does whoever finds it locked change that");
    let ana = ana_unlocked(ana).await;

    let ana = ana.restarts().await;
    assert_eq!(code(&ana).await, None, "she was there a moment ago");
    ana.keyholder.close().await;
    ana.machine.clock.moves(300);
    let ana = ana.restarts().await;
    assert_eq!(
        code(&ana).await,
        Some(("locked".to_owned(), "idle".into())),
        "a program that was closed was idle"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_passwords_wait_longer_and_longer() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    offline(&ana).await;
    ana.keyholder.lock().unwrap();
    let mut waits = Vec::new();
    for _ in 0..8 {
        let error = wrong(&ana, "wrong").await;
        assert_eq!(error.code, "bad_password");
        waits.push(error.with["retry_after"].as_u64().unwrap());
        ana.machine.clock.passes(u32::try_from(*waits.last().unwrap()).unwrap());
    }
    assert_eq!(waits, [0, 0, 1, 2, 4, 8, 16, 32]);
    let ana = ana.restarts().await;
    let error = wrong(&ana, PASSWORD).await;
    assert_eq!(error.code, "slow_down", "a start does not forget them");
    assert!((1..=32).contains(&error.with["retry_after"].as_u64().unwrap()));
    ana.machine.clock.passes(32);
    ana_unlocked(ana).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_13_two_people_on_one_pc_each_keep_and_send_their_own() {
    let world = World::new().await;
    world.member("Dewi", "admin").await;
    let mut pc = world.ready("Ana").await;
    offline(&pc).await;
    pc.queues(new_group("Of Ana").1).await;
    let view = pc.keyholder.switch_person(None).await.unwrap();
    assert!(!view.signed_in && view.stores.is_empty() && view.locked.is_none());
    assert_eq!((view.people[0].name.as_str(), view.people[0].waiting), ("Ana", 1));
    assert_eq!(looks(&pc.keyholder, pc.store).await.unwrap_err().code, "not_open");

    pc.comes_back();
    pc.keyholder.sign_in(&world.address, "dewi@toko.example", PASSWORD).await.unwrap();
    pc.keyholder.open_store(world.store).await.unwrap();
    pc.until(|picture| picture.has_team).await;
    offline(&pc).await;
    pc.queues(new_group("Of Dewi").1).await;
    assert_eq!(pc.picture().await.pending.len(), 1, "nothing of Ana's is in it");

    // Ana is back: her own password, and nobody else's.
    let view = pc.keyholder.session().await;
    let ana = person(&view, "Ana");
    let view = pc.keyholder.switch_person(Some(ana)).await.unwrap();
    let locked = view.locked.unwrap();
    assert_eq!((locked.name.as_str(), locked.why, locked.waiting), ("Ana", LockedWhy::Asked, 1));
    assert_eq!(code(&pc).await.unwrap().0, "locked");
    assert_eq!(wrong(&pc, "not hers").await.code, "bad_password");
    pc = pc.restarts().await;
    assert_eq!(code(&pc).await.unwrap().0, "locked", "a start opens nothing");
    let pc = ana_unlocked(pc).await;
    assert_eq!(pc.picture().await.pending.len(), 1);
    pc.comes_back_and_syncs().await;
    assert!(pc.settled().await.pending.is_empty());
    assert_eq!(world.cloud.held(world.store).await.store.group_count(), 1, "Dewi's waits for Dewi");

    let dewi = person(&pc.keyholder.session().await, "Dewi");
    assert_eq!(pc.keyholder.session().await.people[1].waiting, 1);
    pc.keyholder.switch_person(Some(dewi)).await.unwrap();
    let pc = ana_unlocked(pc).await;
    assert!(pc.settled().await.pending.is_empty());
    let by: Vec<Value> = authors(&world).await;
    assert_eq!(by, ["Of Ana by Ana", "Of Dewi by Dewi"], "each under her own name");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_proved_opens_nothing_for_another_however_fast_they_change_places() {
    let world = World::new().await;
    world.member("Dewi", "admin").await;
    let pc = world.ready("Ana").await;
    pc.keyholder.sign_in(&world.address, "dewi@toko.example", PASSWORD).await.unwrap();
    let view = pc.keyholder.session().await;
    let (ana, dewi) = (person(&view, "Ana"), person(&view, "Dewi"));
    for turn in 0..10 {
        let (first, second) = if turn % 2 == 0 { (ana, dewi) } else { (dewi, ana) };
        pc.keyholder.switch_person(Some(first)).await.unwrap();
        let (unlocked, _) =
            tokio::join!(pc.keyholder.unlock(PASSWORD), pc.keyholder.switch_person(Some(second)));
        unlocked.unwrap();
        // Whoever came last has proved nothing yet.
        let view = pc.keyholder.session().await;
        assert_eq!(view.account.unwrap().id, second);
        assert!(view.locked.is_some(), "turn {turn}");
    }
}

/// Who made which group, by the cloud's own history.
async fn authors(world: &World) -> Vec<Value> {
    let path = format!("/v1/stores/{}/activity?limit=50", world.store);
    let told = world.cloud.get(&path, &world.owner.token).await.body;
    let held = world.cloud.held(world.store).await;
    let made = told["entries"].as_array().unwrap().iter().filter_map(|entry| {
        let name = entry["event"]["name"].as_str().filter(|_| entry["event"]["type"] == "group.created")?;
        let by = held.store.member(entry["by"].as_str()?.parse().ok()?)?;
        Some(Value::from(format!("{name} by {}", by.name())))
    });
    let mut made: Vec<Value> = made.collect();
    made.sort_by_key(ToString::to_string);
    made
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_one_person_out_leaves_the_other_as_she_was() {
    let world = World::new().await;
    world.member("Dewi", "admin").await;
    let pc = world.ready("Ana").await;
    offline(&pc).await;
    pc.queues(new_group("Of Ana").1).await;
    pc.comes_back();
    pc.goes_offline();
    pc.keyholder.switch_person(None).await.unwrap();
    pc.comes_back();
    pc.keyholder.sign_in(&world.address, "dewi@toko.example", PASSWORD).await.unwrap();
    pc.keyholder.sign_out(false).await.unwrap();
    let view = pc.keyholder.session().await;
    assert_eq!((view.signed_in, view.people.len(), view.people[0].waiting), (false, 1, 1));
    let secrets = pc.machine.keychain.all();
    let passwords = secrets.iter().filter(|(name, _)| name.starts_with("password")).count();
    assert_eq!(passwords, 1, "nothing is left of Dewi's");

    let ana = view.people[0].id;
    let pc = pc.restarts().await;
    pc.keyholder.switch_person(Some(ana)).await.unwrap();
    let pc = ana_unlocked(pc).await;
    assert!(pc.settled().await.pending.is_empty(), "her outbox is still this machine's");
    assert_eq!(world.cloud.held(world.store).await.store.group_count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_left_for_somebody_who_is_not_here() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    let stranger = AccountId::from_uuid(uuid::Uuid::now_v7());
    assert_eq!(ana.keyholder.switch_person(Some(stranger)).await.unwrap_err().code, "not_found");
    assert_eq!(code(&ana).await, None);
    let herself = person(&ana.keyholder.session().await, "Ana");
    let view = ana.keyholder.switch_person(Some(herself)).await.unwrap();
    assert!(view.locked.is_none(), "she is here already");
    ana.keyholder.switch_person(None).await.unwrap();
    assert_eq!(ana.keyholder.lock().unwrap_err().code, "signed_out");
    // The form knows her too: nothing was wiped.
    ana.keyholder.sign_in(&world.address, "ana@toko.example", PASSWORD).await.unwrap();
    assert_eq!(ana.keyholder.session().await.people.len(), 1);
    assert_eq!(code(&ana).await, None);
}
