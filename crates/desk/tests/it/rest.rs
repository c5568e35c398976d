//! Where her data rests, whole program: sealed files in which nothing can be read, files of version 0.1 taken up without loss,
//! a passphrase in the place of a keychain, and nothing on any disk where she wants nothing kept.

use std::path::Path;
use std::sync::Arc;

use keyholder_cloud::testing::PASSWORD;
use keyholder_desk::keychain::{Keychain, MemoryKeychain};
use keyholder_desk::storage::Storage;
use keyholder_desk::views::program::{PassphraseAsk, RestKind};
use keyholder_desk::{DeskError, Keyholder};
use keyholder_domain::id::StoreId;

use crate::world::{Machine, TestDesk, World, invite, new_group, op, visit};

const PASSPHRASE: &str = "warung pojok satu";

/// Every file of a profile in which one of these texts can be read, with the text.
fn readable(profile: &Path, texts: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    visit(profile, &mut |path| {
        let Ok(bytes) = std::fs::read(path) else { return };
        let bytes = bytes.to_ascii_lowercase();
        for text in texts {
            // As UTF-8, and as Windows writes text.
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            for form in [text.as_bytes(), &wide[..]] {
                if bytes.windows(form.len()).any(|window| window == form.to_ascii_lowercase()) {
                    found.push(format!("{} in {}", text, path.display()));
                }
            }
        }
    });
    found
}

/// What must be readable nowhere: people, groups, addresses, ids, tokens and keys.
async fn hers(desk: &TestDesk, world: &World) -> Vec<String> {
    let picture = desk.picture().await;
    let mut texts = vec!["toko.example".to_owned(), "Toko Ana".into(), world.store.to_string()];
    for member in picture.local.members() {
        let personal = [member.id.to_string(), member.account.to_string()];
        texts.extend(personal);
    }
    texts.extend(["Kasir Malam", "Gudang", "wulan@", "member_", "group.create"].map(str::to_owned));
    texts.extend(desk.machine.keychain.all().iter().map(|(_, secret)| secret.expose().to_owned()));
    texts.push(PASSWORD.to_owned());
    texts
}

/// A copy of the running program's files, as a thief or a backup takes one.
fn copied(profile: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_all(profile, copy.path());
    copy
}

fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        // It has nothing in it, and while a program holds it nobody may read it on Windows.
        if entry.file_name() == "profile.lock" {
            continue;
        }
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_all(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_anybody_can_be_read_in_any_file_running_or_closed() {
    let world = World::new().await;
    world.member("Sari", "seller").await;
    world.group("Gudang").await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    ana.queues(new_group("Kasir Malam").1).await;
    ana.queues(invite("wulan@toko.example", "viewer").1).await;
    let texts = hers(&ana, &world).await;
    let running = copied(&ana.machine.profile);
    assert_eq!(readable(running.path(), &texts), Vec::<String>::new(), "with logs under way");
    let files = ana.machine.all_files();
    assert!(
        files.contains(&"outbox.db-wal".to_owned()) && files.contains(&"cache.db".to_owned()),
        "{files:?}"
    );

    let ana = ana.restarts().await;
    assert_eq!(ana.picture().await.pending.len(), 2, "what waits is there");
    ana.keyholder.close().await;
    assert_eq!(readable(&ana.machine.profile, &texts), Vec::<String>::new(), "and closed");
    let view = ana.keyholder.session().await;
    assert_eq!((view.rest, view.passphrase), (RestKind::Encrypted, PassphraseAsk::None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_of_version_0_1_is_sealed_with_what_waits_in_it() {
    let world = World::new().await;
    let (_, sari) = world.member("Sari", "seller").await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let first = ana.queues(new_group("Kasir Malam").1).await;
    let second = ana.queues(invite("wulan@toko.example", "viewer").1).await;
    let texts = hers(&ana, &world).await;
    ana.keyholder.close().await;
    unsealed(&ana.machine, world.store);
    assert!(!readable(&ana.machine.profile, &texts).is_empty(), "as version 0.1 left it");
    // Another store, which nobody opens, and the list of one where her place was gone.
    let (files, other) = (ana.machine.files(world.store), StoreId::from_uuid(uuid::Uuid::now_v7()));
    copy_all(&files, &files.with_file_name(other.to_string()));
    let list = r#"[{"id":"018f0000-0000-7000-8000-00000000dead","made_at":"2026-01-02T03:04:05.678Z","op":{"name":"Kasir Malam"},"state":"waiting"}]"#;
    let gone = StoreId::from_uuid(uuid::Uuid::now_v7());
    std::fs::write(files.with_file_name(format!("{gone}.unsent.json")), list).unwrap();

    let ana = ana.restarts().await;
    let picture = ana.picture().await;
    assert!(op(&picture, first).is_some() && op(&picture, second).is_some());
    assert!(picture.base.member(sari).is_some(), "it opens without a network, as before");
    ana.keyholder.close().await;
    assert_eq!(readable(&ana.machine.profile, &texts), Vec::<String>::new());
    let left = ana.machine.all_files();
    assert!(left.iter().all(|file| !file.contains("sealing") && !file.ends_with("json")), "{left:?}");
    let saved = ana.machine.folder.path().join("saved.json");
    assert_eq!(ana.keyholder.save_unsent(gone, &saved).await.unwrap(), 1, "the list can still be saved");
    let ana = ana.restarts().await;
    ana.comes_back_and_syncs().await;
    assert!(ana.settled().await.pending.is_empty(), "and everything is sent, once");
}

/// Turns a closed profile into what version 0.1 would have left: plain files, and no keys.
fn unsealed(machine: &Machine, store: StoreId) {
    for name in ["outbox.db", "cache.db"] {
        let file = machine.files(store).join(name);
        let plain = file.with_extension("plain");
        let db = machine.open_file(store, name);
        db.execute("attach database ?1 as plain key ''", [plain.to_str().unwrap()]).unwrap();
        db.query_row("select sqlcipher_export('plain')", [], |_| Ok(())).unwrap();
        for mark in ["application_id", "user_version"] {
            let value: i32 = db.pragma_query_value(None, mark, |row| row.get(0)).unwrap();
            db.pragma_update(Some("plain"), mark, value).unwrap();
        }
        db.query_row("pragma plain.journal_mode = wal", [], |_| Ok(())).unwrap();
        db.execute_batch("detach database plain").unwrap();
        drop(db);
        std::fs::rename(plain, file).unwrap();
    }
    let (_, key) = machine
        .keychain
        .all()
        .into_iter()
        .find(|(name, _)| name.starts_with("profile key"))
        .expect("the keychain has the profile's key");
    let notes = machine.profile.join("profile.db");
    let storage = Storage::disk(keyholder_desk::storage::DataKey::read(&key));
    let session = storage.note(&notes, "session").unwrap().unwrap();
    std::fs::write(machine.profile.join("session.json"), session).unwrap();
    std::fs::remove_file(notes).unwrap();
    for (name, _) in machine.keychain.all() {
        if name.starts_with("data key") || name.starts_with("profile key") {
            machine.keychain.delete(&name).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_folder_without_its_keychain_is_set_aside_kept_and_told() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    ana.queues(new_group("Kasir Malam").1).await;
    ana.keyholder.close().await;
    let before = std::fs::read(ana.machine.files(world.store).join("outbox.db")).unwrap();

    let elsewhere = Machine::new(&world.address, "Ana");
    copy_all(&ana.machine.profile, &elsewhere.profile);
    let keyholder = elsewhere.starts().await.unwrap();
    let view = keyholder.session().await;
    assert!(!view.signed_in, "who was signed in is sealed too");
    assert!(view.notices.iter().any(|notice| notice.code == "sealed_elsewhere"), "{:?}", view.notices);
    keyholder.sign_in(&world.address, "ana@toko.example", PASSWORD).await.unwrap();
    let there = TestDesk { keyholder, store: world.store, machine: elsewhere };
    let picture = there.until(|picture| picture.has_team).await;
    assert!(picture.pending.is_empty());
    let files = there.machine.files(world.store);
    let kept = std::fs::read_dir(files).unwrap().flatten().map(|file| file.path());
    let kept: Vec<_> = kept.filter(|file| std::fs::read(file).unwrap() == before).collect();
    assert_eq!(kept.len(), 1, "her unsent change is kept, byte for byte");
    let ana = ana.restarts().await;
    assert_eq!(ana.picture().await.pending.len(), 1, "and waits where it was asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_shreds_the_key_so_that_an_earlier_copy_is_noise() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.keyholder.close().await;
    let ana = ana.restarts().await;
    let copy = copied(&ana.machine.profile);
    ana.keyholder.sign_out(false).await.unwrap();
    assert!(ana.machine.keychain.is_empty(), "{:?}", ana.machine.keychain.all());
    let left = ana.machine.all_files();
    assert_eq!(left, ["profile.lock"], "nothing of hers is left");
    let mut opened = 0;
    let key = keyholder_desk::storage::DataKey::random().unwrap();
    visit(copy.path(), &mut |path| {
        if path.extension().is_some_and(|extension| extension == "db") {
            let error = Storage::disk(Some(key.clone())).connect(path).unwrap_err();
            assert_eq!(error.with["why"], "other_key");
            opened += 1;
        }
    });
    assert!(opened >= 3, "outbox, cache and the profile's notes");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_secret_fits_into_what_windows_keeps() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    let secrets = ana.machine.keychain.all();
    assert!(secrets.len() >= 5, "her token, her password's verifier, the keys, the machine's mark");
    for (name, secret) in secrets {
        let taken = secret.expose().encode_utf16().count() * 2;
        // Far below 2,560, so that none grows into it unseen; and as for the name, a cloud's may be the longest there is.
        assert!(taken <= 1024, "{name}: {taken} bytes");
        let longest = name.replace(&world.address, &format!("https://{}", "x".repeat(253)));
        assert!(longest.len() <= 513, "{name}");
    }
}

/// A machine without a keychain.
fn bare(world: &World, name: &str) -> Machine {
    Machine { keychain: Arc::new(MemoryKeychain::default()), ..Machine::new(&world.address, name) }
}

async fn signs_in(world: &World, machine: &Machine) -> Keyholder {
    let keyholder = machine.starts().await.unwrap();
    keyholder.sign_in(&world.address, "ana@toko.example", PASSWORD).await.unwrap();
    keyholder
}

async fn again(desk: TestDesk) -> Result<Keyholder, DeskError> {
    let TestDesk { keyholder, machine, .. } = desk;
    keyholder.close().await;
    drop(keyholder);
    loop {
        match machine.starts().await {
            Err(error) if error.code == "profile_in_use" => tokio::task::yield_now().await,
            other => return other,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn declined_nothing_is_on_any_disk_and_what_would_be_lost_is_counted() {
    let world = World::new().await;
    let machine = bare(&world, "Ana");
    let keyholder = signs_in(&world, &machine).await;
    let view = keyholder.choose_passphrase(None).await.unwrap();
    assert_eq!((view.rest, view.passphrase), (RestKind::Memory, PassphraseAsk::None));
    let ana = TestDesk { keyholder, store: world.store, machine: machine.clone() };
    ana.until(|picture| picture.has_team).await;
    assert_eq!(ana.keyholder.unsent_in_memory().await, 0);
    ana.goes_offline();
    let asked = ana.queues(new_group("Kasir Malam").1).await;
    assert_eq!(ana.keyholder.unsent_in_memory().await, 1, "closing is held back");
    ana.keyholder.close_store(world.store).await.unwrap();
    assert_eq!(
        ana.keyholder.unsent_in_memory().await,
        1,
        "a closed store is not lost while the program runs"
    );
    ana.keyholder.open_store(world.store).await.unwrap();
    assert!(op(&ana.picture().await, asked).is_some());
    assert_eq!(machine.all_files(), ["profile.lock"]);
    let keyholder = again(ana).await.unwrap();
    assert!(!keyholder.session().await.signed_in, "nobody is remembered");
    assert_eq!(keyholder.session().await.passphrase, PassphraseAsk::Choose, "and it is asked anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passphrase_chosen_late_seals_what_waits_and_opens_it_at_the_next_start() {
    let world = World::new().await;
    let machine = bare(&world, "Ana");
    let keyholder = signs_in(&world, &machine).await;
    assert_eq!(keyholder.session().await.passphrase, PassphraseAsk::Choose);
    let ana = TestDesk { keyholder, store: world.store, machine: machine.clone() };
    ana.until(|picture| picture.has_team).await;
    ana.goes_offline();
    let asked = ana.queues(new_group("Kasir Malam").1).await;
    let texts = hers(&ana, &world).await;
    let weak = ana.keyholder.choose_passphrase(Some("too short")).await.unwrap_err();
    assert_eq!(weak.code, "weak_passphrase");
    let view = ana.keyholder.choose_passphrase(Some(PASSPHRASE)).await.unwrap();
    assert_eq!((view.rest, view.passphrase), (RestKind::Passphrase, PassphraseAsk::None));
    assert!(op(&ana.picture().await, asked).is_some(), "the desk goes on where it was");
    assert_eq!(ana.keyholder.unsent_in_memory().await, 0);

    let keyholder = again(ana).await.unwrap();
    assert_eq!(readable(&machine.profile, &texts), Vec::<String>::new());
    let view = keyholder.session().await;
    assert_eq!((view.signed_in, view.passphrase), (false, PassphraseAsk::Enter));
    let error = keyholder.sign_in(&world.address, "ana@toko.example", PASSWORD).await.unwrap_err();
    assert!(["passphrase_needed", "offline"].contains(&error.code.as_str()), "{error}");
    assert_eq!(keyholder.enter_passphrase("warung pojok dua").await.unwrap_err().code, "bad_passphrase");
    let view = keyholder.enter_passphrase(PASSPHRASE).await.unwrap();
    assert!(view.signed_in && !view.ended, "the token was in the vault");
    let ana = TestDesk { keyholder, store: world.store, machine: machine.clone() };
    assert!(op(&ana.picture().await, asked).is_some(), "nothing was lost");
    ana.comes_back_and_syncs().await;
    assert!(ana.settled().await.pending.is_empty());

    ana.keyholder.sign_out(false).await.unwrap();
    assert_eq!(machine.all_files(), ["profile.lock"], "the vault goes with the last sign-in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_of_version_0_1_without_a_keychain_waits_for_the_passphrase_and_loses_nothing() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let asked = ana.queues(new_group("Kasir Malam").1).await;
    let texts = hers(&ana, &world).await;
    ana.keyholder.close().await;
    unsealed(&ana.machine, world.store);
    // Version 0.1 marked no outbox where there was no keychain.
    let outbox = rusqlite::Connection::open(ana.machine.files(world.store).join("outbox.db")).unwrap();
    outbox.execute("delete from meta where key = 'machine'", []).unwrap();
    drop(outbox);
    let without = Arc::new(MemoryKeychain::default());
    let ana = TestDesk { machine: Machine { keychain: without, ..ana.machine }, ..ana };
    let machine = ana.machine.clone();
    let keyholder = again(ana).await.unwrap();
    let view = keyholder.session().await;
    assert_eq!((view.signed_in, view.passphrase), (false, PassphraseAsk::Choose));
    machine.line.cut.send_replace(false);
    let error = keyholder.sign_in(&world.address, "ana@toko.example", PASSWORD).await.unwrap_err();
    assert_eq!(error.code, "passphrase_needed", "the files on this disk come first");
    let error = keyholder.choose_passphrase(None).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.with["count"].as_u64()), ("unsent", Some(1)));
    machine.line.cut.send_replace(true);

    let view = keyholder.choose_passphrase(Some(PASSPHRASE)).await.unwrap();
    assert!(view.signed_in && view.ended, "she is known; her token lived in the memory of 0.1");
    keyholder.open_store(world.store).await.unwrap();
    let ana = TestDesk { keyholder, store: world.store, machine: machine.clone() };
    assert!(op(&ana.picture().await, asked).is_some(), "what waited in the plain files waits still");
    assert_eq!(readable(&machine.profile, &texts), Vec::<String>::new());
    ana.comes_back();
    ana.keyholder.sign_in(&world.address, "ana@toko.example", PASSWORD).await.unwrap();
    assert!(ana.settled().await.pending.is_empty());
}
