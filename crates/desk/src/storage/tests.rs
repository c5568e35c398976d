//! Files under a key: what opens them, whose they are, how a plain one is sealed, and what is read around damage.

use std::io::{Seek, SeekFrom, Write};

use super::*;

fn key() -> DataKey {
    DataKey::random().unwrap()
}

fn sealed(key: &DataKey) -> Storage {
    Storage::disk(Some(key.clone()))
}

fn fill(db: &Connection, rows: i64) {
    db.execute_batch("create table people (place integer primary key, name text not null)").unwrap();
    for place in 1..=rows {
        let name = format!("Sari Dewi {place} {}", "x".repeat(80));
        db.execute("insert into people (place, name) values (?1, ?2)", rusqlite::params![place, name])
            .unwrap();
    }
}

fn count(db: &Connection) -> i64 {
    db.query_row("select count(*) from people", [], |row| row.get(0)).unwrap()
}

fn why(result: Result<Connection, DeskError>) -> String {
    result.unwrap_err().with["why"].as_str().unwrap().to_owned()
}

fn contains(folder: &Path, text: &str) -> bool {
    let files = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
    files.into_iter().any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
}

#[test]
fn sqlite_is_sqlciphers_and_new_enough_not_to_damage_a_log() {
    let db = Connection::open_in_memory().unwrap();
    let version: String = db.query_row("select sqlite_version()", [], |row| row.get(0)).unwrap();
    let numbers: Vec<u32> = version.split('.').map(|part| part.parse().unwrap()).collect();
    assert!(numbers >= vec![3, 51, 3], "{version}");
    let cipher: String = db.query_row("pragma cipher_version", [], |row| row.get(0)).unwrap();
    assert!(cipher.starts_with('4'), "{cipher}");
}

#[test]
fn nothing_in_a_sealed_file_its_log_or_its_journal_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let key = key();
    let db = sealed(&key).connect(&folder.path().join("cache.db")).unwrap();
    fill(&db, 10);
    db.execute_batch("begin; delete from people where place = 1;").unwrap();
    assert!(!contains(folder.path(), "Sari"), "with a rollback journal under way");
    db.execute_batch("commit").unwrap();
    db.query_row("pragma journal_mode = wal", [], |_| Ok(())).unwrap();
    db.execute_batch("insert into people values (99, 'Sari Dewi 99')").unwrap();
    assert!(folder.path().join("cache.db-wal").metadata().unwrap().len() > 0);
    assert!(!contains(folder.path(), "Sari") && !contains(folder.path(), "people"));
    assert!(!contains(folder.path(), key.to_secret().expose()));
}

#[test]
fn another_key_is_told_from_damage_and_touches_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("outbox.db");
    let (mine, theirs) = (key(), key());
    fill(&sealed(&theirs).connect(&path).unwrap(), 100);
    let before = std::fs::read(&path).unwrap();
    assert_eq!(why(sealed(&mine).connect(&path)), "other_key");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(count(&sealed(&theirs).connect(&path).unwrap()), 100);

    let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.seek(SeekFrom::Start(100)).unwrap();
    file.write_all(&[0xA5; 64]).unwrap();
    assert_eq!(why(sealed(&theirs).connect(&path)), "damaged", "its own salt is still there");

    let path = folder.path().join("cache.db");
    fill(&sealed(&mine).connect(&path).unwrap(), 100);
    let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.write_all(&[0; 16]).unwrap();
    assert_eq!(count(&sealed(&mine).connect(&path).unwrap()), 100, "the salt is known without the file");
}

#[test]
fn a_key_survives_its_keychain_and_is_never_printed() {
    let key = key();
    let read = DataKey::read(&key.to_secret()).unwrap();
    assert_eq!(read.to_secret(), key.to_secret());
    assert_eq!(format!("{key:?} {:?}", sealed(&key)), "DataKey(…) Storage(disk, sealed)");
    assert!(DataKey::read(&crate::keychain::Secret::new("not a key")).is_none());
    assert!(DataKey::read(&crate::keychain::Secret::new("zz".repeat(32))).is_none());
}

#[test]
fn a_plain_file_of_version_0_1_is_sealed_whole_with_what_its_log_held() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("outbox.db");
    let plain = Connection::open(&path).unwrap();
    plain.query_row("pragma journal_mode = wal", [], |_| Ok(())).unwrap();
    fill(&plain, 50);
    plain.pragma_update(None, "user_version", 7).unwrap();
    // As a killed program leaves it: the rows are in the log only.
    let killed = tempfile::tempdir().unwrap();
    for file in ["outbox.db", "outbox.db-wal"] {
        std::fs::copy(folder.path().join(file), killed.path().join(file)).unwrap();
    }
    drop(plain);
    let path = killed.path().join("outbox.db");
    // A sealing that was killed before its rename left half a file beside.
    std::fs::write(killed.path().join("outbox.db.sealing"), b"half").unwrap();
    assert!(contains(killed.path(), "Sari"));
    let key = key();
    let db = sealed(&key).connect(&path).unwrap();
    assert_eq!(count(&db), 50);
    assert_eq!(db.pragma_query_value(None, "user_version", |row| row.get::<_, i32>(0)).unwrap(), 7);
    drop(db);
    assert!(!contains(killed.path(), "Sari"));
    assert_eq!(std::fs::read_dir(killed.path()).unwrap().count(), 1, "one file, and nothing beside it");
    assert_eq!(count(&sealed(&key).connect(&path).unwrap()), 50);
}

#[test]
fn what_rests_in_memory_outlives_its_connections_and_can_be_sealed_to_disk_later() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store").join("outbox.db");
    let memory = Storage::memory();
    fill(&memory.connect(&path).unwrap(), 20);
    assert_eq!(count(&memory.connect(&path).unwrap()), 20, "closed and opened again");
    assert!(memory.holds(&path) && !Storage::memory().holds(&path));
    assert_eq!(memory.beneath(folder.path(), "outbox.db"), std::slice::from_ref(&path));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is on the disk");
    let key = key();
    let in_its_place = path.with_file_name("cache.db");
    fill(&memory.connect(&in_its_place).unwrap(), 1);
    std::fs::create_dir_all(in_its_place.parent().unwrap()).unwrap();
    std::fs::write(&in_its_place, "somebody's").unwrap();
    memory.seal_to_disk(&key, Time::from_millis(7)).unwrap();
    assert_eq!(count(&sealed(&key).connect(&path).unwrap()), 20);
    assert_eq!(std::fs::read(path.with_file_name("cache.db.set-aside-7")).unwrap(), b"somebody's");
    memory.wipe(folder.path()).unwrap();
    assert!(!memory.holds(&path));
}

#[test]
fn around_a_torn_page_the_others_are_read_also_where_the_first_one_is_torn() {
    for torn in [0_u64, 3, 9] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("outbox.db");
        let key = key();
        fill(&sealed(&key).connect(&path).unwrap(), 1000);
        let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
        file.seek(SeekFrom::Start(torn * 4096)).unwrap();
        file.write_all(&[0xA5; 4096]).unwrap();
        drop(file);
        let damaged = folder.path().join("outbox.db.set-aside-1");
        std::fs::rename(&path, &damaged).unwrap();
        let sound = folder.path().join("outbox.db");
        fill(&sealed(&key).connect(&sound).unwrap(), 0);
        let recovery = sealed(&key).recover(&damaged, &sound).unwrap();
        let read: i64 = (1..=1000)
            .filter(|place| {
                let query = "select name from people where place = ?1";
                recovery.db().unwrap().query_row(query, [place], |row| row.get::<_, String>(0)).is_ok()
            })
            .count()
            .try_into()
            .unwrap();
        assert!(read >= 950, "page {torn}: {read}");
        drop(recovery);
        assert!(!contains(folder.path(), "Sari"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
