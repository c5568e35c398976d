//! Where things rest: by keychain, by passphrase, in memory; and that a missing answer makes no new key.

use keyholder_domain::Time;
use uuid::Uuid;

use super::*;
use crate::clock::HandClock;
use crate::keychain::{MemoryKeychain, Secret};

struct Machine {
    folder: tempfile::TempDir,
    keychain: Arc<MemoryKeychain>,
}

fn machine(keychain: MemoryKeychain) -> Machine {
    Machine { folder: tempfile::tempdir().unwrap(), keychain: Arc::new(keychain) }
}

impl Machine {
    async fn starts(&self) -> Rest {
        self.starts_with(self.keychain.clone()).await
    }

    async fn starts_with(&self, keychain: Arc<dyn Keychain>) -> Rest {
        let profile = Arc::new(Profile::open(self.folder.path()).unwrap());
        let clock = Arc::new(HandClock::at(Time::from_millis(5)));
        Rest::open(profile, keychain, "p".to_owned(), clock).await.unwrap()
    }

    fn files(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.retain(|name| name != "profile.lock");
        names.sort();
        names
    }
}

fn cloud() -> Url {
    Url::parse("https://cloud.example").unwrap()
}

fn ana() -> AccountId {
    AccountId::from_uuid(Uuid::from_u128(1))
}

fn put(storage: &Storage, file: &std::path::Path) {
    storage.keep_note(file, "name", b"Sari Dewi").unwrap();
}

#[tokio::test]
async fn a_system_keychain_keeps_a_key_for_each_account_until_it_is_shredded() {
    let machine = machine(MemoryKeychain::lasting());
    let rest = machine.starts().await;
    assert_eq!(rest.stands(), (RestKind::Encrypted, PassphraseAsk::None));
    let file = machine.folder.path().join("notes.db");
    put(&rest.of(&cloud(), ana()).await.unwrap(), &file);
    rest.keep_note("session", b"Ana").unwrap_err();
    rest.ready().await.unwrap();
    rest.keep_note("session", b"Ana").unwrap();
    drop(rest);
    let rest = machine.starts().await;
    assert_eq!(rest.note("session").unwrap().as_deref(), Some(&b"Ana"[..]));
    let hers = rest.of(&cloud(), ana()).await.unwrap();
    assert_eq!(hers.note(&file, "name").unwrap().as_deref(), Some(&b"Sari Dewi"[..]));
    let other = rest.of(&Url::parse("https://other.example").unwrap(), ana()).await.unwrap();
    assert_eq!(other.note(&file, "name").unwrap_err().with["why"], "other_key", "another cloud, another key");

    rest.shred(&cloud(), ana()).await.unwrap();
    assert!(machine.keychain.all().iter().all(|(name, _)| !name.contains("@ https://cloud.example")));
    let anew = rest.of(&cloud(), ana()).await.unwrap();
    assert_eq!(anew.note(&file, "name").unwrap_err().with["why"], "other_key", "a copy of the file is noise");
    rest.shred(&cloud(), ana()).await.unwrap();
    rest.shred(&Url::parse("https://other.example").unwrap(), ana()).await.unwrap();
    rest.drop_note("session").await.unwrap();
    assert!(machine.keychain.is_empty(), "{:?}", machine.keychain.all());
    assert_eq!(machine.files(), ["notes.db"]);
    rest.ready().await.unwrap();
    rest.keep_note("session", b"Dewi").unwrap();
    assert_eq!(machine.files(), ["notes.db", "profile.db"], "a sign-in after the sign-out");
}

#[tokio::test]
async fn without_a_keychain_a_passphrase_seals_what_this_run_held_and_opens_it_again() {
    let machine = machine(MemoryKeychain::default());
    let rest = machine.starts().await;
    assert_eq!(rest.stands(), (RestKind::Memory, PassphraseAsk::Choose));
    let file = machine.folder.path().join("store").join("outbox.db");
    put(&rest.of(&cloud(), ana()).await.unwrap(), &file);
    rest.keep_note("session", b"Ana").unwrap();
    rest.vault().set("sign-in".into(), Secret::new("token")).await.unwrap();
    assert_eq!(machine.files(), Vec::<String>::new(), "until it is decided nothing is on the disk");

    let weak = rest.choose(Secret::new("short")).await.unwrap_err();
    assert_eq!((weak.code.as_str(), weak.with["least"].as_u64()), ("weak_passphrase", Some(12)));
    rest.choose(Secret::new("warung pojok satu")).await.unwrap();
    assert_eq!(rest.stands(), (RestKind::Passphrase, PassphraseAsk::None));
    rest.keep_note("session", b"Ana").unwrap();
    drop(rest);

    let rest = machine.starts().await;
    assert_eq!(rest.stands(), (RestKind::Passphrase, PassphraseAsk::Enter));
    assert_eq!(rest.of(&cloud(), ana()).await.unwrap_err().code, "passphrase_needed");
    assert_eq!(rest.ready().await.unwrap_err().code, "passphrase_needed");
    assert_eq!(rest.enter(Secret::new("warung pojok dua")).await.unwrap_err().code, "bad_passphrase");
    rest.enter(Secret::new("warung pojok satu")).await.unwrap();
    assert_eq!(rest.note("session").unwrap().as_deref(), Some(&b"Ana"[..]));
    assert_eq!(rest.vault().get("sign-in".into()).await.unwrap(), Some(Secret::new("token")));
    let hers = rest.of(&cloud(), ana()).await.unwrap();
    assert_eq!(hers.note(&file, "name").unwrap().as_deref(), Some(&b"Sari Dewi"[..]));

    rest.drop_note("session").await.unwrap();
    assert_eq!(machine.files(), ["store"], "nobody is signed in: the vault is gone");
    assert_eq!(rest.stands(), (RestKind::Memory, PassphraseAsk::Choose));
}

#[tokio::test]
async fn a_declined_passphrase_leaves_no_file_and_a_forgotten_one_sets_its_files_aside() {
    let declined = machine(MemoryKeychain::default());
    let rest = declined.starts().await;
    rest.decline();
    assert_eq!(rest.stands(), (RestKind::Memory, PassphraseAsk::None));
    rest.ready().await.unwrap();
    rest.keep_note("session", b"Ana").unwrap();
    put(&rest.of(&cloud(), ana()).await.unwrap(), &declined.folder.path().join("outbox.db"));
    assert_eq!(declined.files(), Vec::<String>::new());

    let forgotten = machine(MemoryKeychain::default());
    let rest = forgotten.starts().await;
    rest.choose(Secret::new("warung pojok satu")).await.unwrap();
    rest.keep_note("session", b"Ana").unwrap();
    drop(rest);
    let rest = forgotten.starts().await;
    rest.choose(Secret::new("warung pojok tiga")).await.unwrap();
    assert_eq!(rest.note("session").unwrap(), None);
    assert_eq!(rest.aside().len(), 3, "vault, its note and the profile's notes are kept");
    for kept in rest.aside() {
        assert!(forgotten.folder.path().join(kept).exists());
    }
}

#[tokio::test]
async fn a_keychain_that_comes_later_or_goes_changes_no_file() {
    let later = machine(MemoryKeychain::default());
    let rest = later.starts().await;
    rest.choose(Secret::new("warung pojok satu")).await.unwrap();
    rest.keep_note("session", b"Ana").unwrap();
    drop(rest);
    let rest = later.starts_with(Arc::new(MemoryKeychain::lasting())).await;
    assert_eq!(rest.stands(), (RestKind::Passphrase, PassphraseAsk::Enter), "it stays as it was sealed");
    rest.enter(Secret::new("warung pojok satu")).await.unwrap();
    rest.drop_note("session").await.unwrap();
    drop(rest);
    let rest = later.starts_with(Arc::new(MemoryKeychain::lasting())).await;
    assert_eq!(rest.stands(), (RestKind::Encrypted, PassphraseAsk::None), "until everybody signed out");
    drop(rest);

    let gone = machine(MemoryKeychain::lasting());
    let rest = gone.starts().await;
    rest.ready().await.unwrap();
    rest.keep_note("session", b"Ana").unwrap();
    drop(rest);
    let before = std::fs::read(gone.folder.path().join(NOTES)).unwrap();
    let rest = gone.starts_with(Arc::new(MemoryKeychain::default())).await;
    assert_eq!(rest.stands(), (RestKind::Memory, PassphraseAsk::None), "its files wait for their keychain");
    assert_eq!(rest.note("session").unwrap(), None);
    assert_eq!(rest.choose(Secret::new("warung pojok satu")).await.unwrap_err().code, "keychain");
    rest.keep_note("session", b"Dewi").unwrap();
    rest.drop_note("session").await.unwrap();
    let waiting = gone.folder.path().join(crate::profile::cloud_hash(&cloud())).join(ana().to_string());
    std::fs::create_dir_all(&waiting).unwrap();
    rest.of(&cloud(), ana()).await.unwrap();
    rest.shred(&cloud(), ana()).await.unwrap();
    rest.wipe(&cloud(), ana()).unwrap();
    assert!(waiting.exists(), "a sign-out in memory wipes nothing that waits on the disk");
    drop(rest);
    assert_eq!(std::fs::read(gone.folder.path().join(NOTES)).unwrap(), before);
    let rest = gone.starts().await;
    assert_eq!(rest.note("session").unwrap().as_deref(), Some(&b"Ana"[..]));
}

#[tokio::test]
async fn two_who_need_a_key_at_once_get_the_same_one() {
    let machine = machine(MemoryKeychain::lasting());
    let rest = machine.starts().await;
    let (cloud, file) = (cloud(), machine.folder.path().join("notes.db"));
    let all = futures_util::future::join_all((0..8).map(|_| rest.of(&cloud, ana()))).await;
    for storage in &all {
        put(storage.as_ref().unwrap(), &file);
    }
    drop(rest);
    let hers = machine.starts().await.of(&cloud, ana()).await.unwrap();
    assert_eq!(hers.note(&file, "name").unwrap().as_deref(), Some(&b"Sari Dewi"[..]));
}

#[tokio::test]
async fn a_profile_behind_a_passphrase_may_be_moved() {
    let first = machine(MemoryKeychain::default());
    let rest = first.starts().await;
    rest.choose(Secret::new("warung pojok satu")).await.unwrap();
    rest.keep_note("session", b"Ana").unwrap();
    let inside = std::path::Path::new("0123456789abcdef").join(ana().to_string()).join("outbox.db");
    std::fs::create_dir_all(first.folder.path().join(&inside).parent().unwrap()).unwrap();
    put(&rest.of(&cloud(), ana()).await.unwrap(), &first.folder.path().join(&inside));
    drop(rest);
    let Machine { folder, keychain } = first;
    let elsewhere = tempfile::tempdir().unwrap();
    let moved = elsewhere.path().join("moved");
    std::fs::rename(folder.path(), &moved).unwrap();
    let profile = Arc::new(Profile::open(&moved).unwrap());
    let clock = Arc::new(HandClock::at(Time::from_millis(5)));
    let rest = Rest::open(profile, keychain, "elsewhere".to_owned(), clock).await.unwrap();
    rest.enter(Secret::new("warung pojok satu")).await.unwrap();
    assert_eq!(rest.note("session").unwrap().as_deref(), Some(&b"Ana"[..]));
    let hers = rest.of(&cloud(), ana()).await.unwrap();
    assert_eq!(hers.note(&moved.join(inside), "name").unwrap().as_deref(), Some(&b"Sari Dewi"[..]));
}

#[tokio::test]
async fn notes_of_another_machine_are_set_aside_and_told() {
    let first = machine(MemoryKeychain::lasting());
    let rest = first.starts().await;
    rest.ready().await.unwrap();
    rest.keep_note("session", b"Ana").unwrap();
    drop(rest);
    let rest = first.starts_with(Arc::new(MemoryKeychain::lasting())).await;
    assert_eq!(rest.note("session").unwrap(), None);
    let aside = rest.aside();
    assert_eq!(aside.len(), 1);
    assert!(first.folder.path().join(&aside[0]).exists());
}

#[tokio::test]
async fn a_keychain_that_does_not_answer_makes_no_new_key() {
    /// Answers the first question, then never again.
    #[derive(Default)]
    struct Locked(std::sync::atomic::AtomicBool);
    impl Keychain for Locked {
        fn get(&self, _: &str) -> Result<Option<Secret>, String> {
            if self.0.swap(true, std::sync::atomic::Ordering::SeqCst) {
                return Err("locked".to_owned());
            }
            Ok(None)
        }
        fn set(&self, _: &str, _: &Secret) -> Result<(), String> {
            panic!("nothing is written to a keychain that does not answer")
        }
        fn delete(&self, _: &str) -> Result<(), String> {
            Err("locked".to_owned())
        }
        fn forgets(&self) -> bool {
            false
        }
    }
    let machine = machine(MemoryKeychain::lasting());
    let profile = Arc::new(Profile::open(machine.folder.path()).unwrap());
    let clock = Arc::new(HandClock::at(Time::from_millis(5)));
    let rest = Rest::open(profile, Arc::new(Locked::default()), "p".to_owned(), clock).await.unwrap();
    assert_eq!(rest.stands(), (RestKind::Encrypted, PassphraseAsk::None));
    rest.ready().await.unwrap();
    assert_eq!(rest.stands(), (RestKind::Memory, PassphraseAsk::Choose));
    assert_eq!(rest.vault().memory_only(), (true, Some("locked".to_owned())));
    assert_eq!(machine.files(), Vec::<String>::new());
}
