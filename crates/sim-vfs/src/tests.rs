//! What a crash may take and what it may not, through SQLite itself.

use rusqlite::{Connection, OpenFlags};

use crate::{Fault, Kept, crash, export, fail_after, import, is_dead, name, reset};

fn open(path: &str, synchronous: &str) -> Connection {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let db = Connection::open_with_flags_and_vfs(path, flags, name()).unwrap();
    db.execute_batch("pragma locking_mode = exclusive").unwrap();
    let mode: String = db.query_row("pragma journal_mode = wal", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    db.execute_batch(&format!("pragma synchronous = {synchronous}")).unwrap();
    db.execute_batch("create table if not exists rows (n integer primary key, text blob)").unwrap();
    db
}

fn add(db: &Connection, n: i64) -> rusqlite::Result<usize> {
    db.execute("insert into rows values (?1, randomblob(3000))", [n])
}

fn count(db: &Connection) -> i64 {
    db.query_row("select count(*) from rows", [], |row| row.get(0)).unwrap()
}

fn dice() -> impl FnMut(usize) -> usize {
    let mut turn = 7_usize;
    move |sides| {
        turn = turn.wrapping_mul(25_214_903_917).wrapping_add(11);
        (turn >> 16) % sides
    }
}

#[test]
fn a_commit_that_was_synced_survives_whatever_the_crash_takes() {
    let mut dice = dice();
    for kept in [Kept::Nothing, Kept::Everything, Kept::Beginning, Kept::Pieces] {
        reset();
        let mut db = open("/a/file.db", "full");
        for n in 0..40 {
            add(&db, n).unwrap();
            assert_eq!(count(&db), n + 1, "{kept:?}");
            if n % 5 == 0 {
                crash("a", kept, || drop(db), &mut dice);
                db = open("/a/file.db", "full");
                assert_eq!(count(&db), n + 1, "{kept:?}");
            }
        }
    }
}

#[test]
fn a_commit_that_was_not_synced_may_be_gone_and_the_file_is_whole() {
    reset();
    let db = open("/a/file.db", "normal");
    db.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(())).unwrap();
    add(&db, 1).unwrap();
    crash("a", Kept::Nothing, || drop(db), dice());
    let db = open("/a/file.db", "normal");
    assert_eq!(count(&db), 0);
    let mut dice = dice();
    for n in 0..200 {
        add(&db, n).unwrap();
    }
    crash("a", Kept::Pieces, || drop(db), &mut dice);
    let db = open("/a/file.db", "normal");
    let check: String = db.query_row("pragma integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
    assert!(count(&db) <= 200);
}

#[test]
fn a_machine_stops_wherever_it_is_told_and_keeps_whole_commits() {
    let mut dice = dice();
    for after in 0..60 {
        reset();
        let mut db = open("/a/file.db", "full");
        fail_after("a", after, Fault::Stops);
        let mut done = 0;
        while add(&db, done).is_ok() {
            done += 1;
            assert!(done < 1_000);
        }
        assert!(is_dead("a"));
        crash("a", Kept::Pieces, || drop(db), &mut dice);
        db = open("/a/file.db", "full");
        let there = count(&db);
        assert!(there == done || there == done + 1, "{done} were confirmed, {there} are there");
    }
}

#[test]
fn a_full_disk_and_a_failed_sync_are_told_and_pass() {
    reset();
    let db = open("/a/file.db", "full");
    fail_after("a", 0, Fault::Full(3));
    assert!(add(&db, 1).is_err());
    while add(&db, 1).is_err() {}
    fail_after("a", 0, Fault::SyncFails);
    assert!(add(&db, 2).is_err());
    let _ = db.execute_batch("rollback");
    assert!(add(&db, 3).is_ok());
}

#[test]
fn one_machine_is_copied_and_crashes_without_the_other() {
    reset();
    let db = open("/a/file.db", "full");
    add(&db, 1).unwrap();
    db.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(())).unwrap();
    import("b", &export("a"));
    let other = open("/b/file.db", "full");
    assert_eq!(count(&other), 1);
    crash("a", Kept::Nothing, || drop(db), dice());
    add(&other, 2).unwrap();
    assert_eq!(count(&other), 2);
}
