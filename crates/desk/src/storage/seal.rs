//! From plain to sealed: files of version 0.1, and what rested in memory until somebody chose a passphrase.
//!
//! ```text
//!  outbox.db (plain) ──▶ fold its log in ──▶ outbox.db.sealing ──▶ compared, on disk ──▶ renamed over outbox.db
//! ```
//! Killed at any step, the next opening finds a whole plain file (and starts over) or a whole sealed one.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::DataKey;
use crate::DeskError;

pub(super) const PLAIN: &[u8; 16] = b"SQLite format 3\0";

/// The first 16 bytes of a file: SQLite's own mark on a plain one, the salt on a sealed one.
pub(super) fn header(file: &Path) -> std::io::Result<Option<[u8; 16]>> {
    let mut header = [0; 16];
    match File::open(file).and_then(|mut file| file.read_exact(&mut header)) {
        Ok(()) => Ok(Some(header)),
        Err(error)
            if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::UnexpectedEof) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Seals a plain file in place. One that is damaged stays as it is: the error says so, and the rows are saved from it.
pub(super) fn seal_if_plain(file: &Path, key: &DataKey) -> Result<(), DeskError> {
    if header(file)? != Some(*PLAIN) {
        return Ok(());
    }
    let plain = Connection::open(file)?;
    let check: String = plain.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
    if check != "ok" {
        return Err(DeskError::storage("a plain file of this desk is damaged").fact("why", "damaged"));
    }
    let held: i64 = plain.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get(0))?;
    if held != 0 {
        return Err(DeskError::storage("another program holds a file of this desk"));
    }
    // The log of the plain file must never be found beside the sealed one.
    plain.query_row("pragma journal_mode = delete", [], |_| Ok(()))?;
    drop(plain);
    seal_into(&file.to_string_lossy(), file, key)?;
    tracing::info!(file = %name(file), "a plain file was sealed");
    Ok(())
}

/// Writes what a plain database holds (its path, or its name as SQLite's URI) into a sealed file, whole or not at all.
pub(super) fn seal_into(from: &str, file: &Path, key: &DataKey) -> Result<(), DeskError> {
    let beside = companion(file, ".sealing");
    for leftover in [beside.clone(), companion(&beside, "-journal"), companion(&beside, "-wal")] {
        remove(&leftover)?;
    }
    let sealed = Connection::open(&beside)?;
    sealed.execute_batch(&key.pragma(file))?;
    sealed.execute("attach database ?1 as plain key ''", [from])?;
    let copied = copy(&sealed);
    sealed.execute_batch("detach database plain")?;
    copied?;
    drop(sealed);
    // Windows syncs only what is open for writing.
    File::options().write(true).open(&beside)?.sync_all()?;
    std::fs::rename(&beside, file)?;
    #[cfg(unix)]
    sync_folder(file)?;
    Ok(())
}

/// Keeps a file's bytes, whatever they are, as one value in a sealed file in its place, and tells that file's name.
pub(super) fn seal_bytes(file: &Path, key: &DataKey) -> Result<String, DeskError> {
    let kept = companion(file, ".sealed");
    remove(&kept)?;
    let mut db = Connection::open(&kept)?;
    db.execute_batch(&key.pragma(&kept))?;
    let tx = db.transaction()?;
    tx.execute_batch("create table kept (name text primary key, bytes blob not null) strict")?;
    let parts = ["", "-wal"].map(|part| companion(file, part));
    for part in parts.iter().filter(|part| part.exists()) {
        let bytes = std::fs::read(part)?;
        tx.execute("insert into kept (name, bytes) values (?1, ?2)", rusqlite::params![name(part), bytes])?;
    }
    tx.commit()?;
    drop(db);
    for part in parts {
        remove(&part)?;
    }
    remove(&companion(file, "-shm"))?;
    Ok(name(&kept))
}

fn copy(sealed: &Connection) -> Result<(), DeskError> {
    sealed.query_row("select sqlcipher_export('main', 'plain')", [], |_| Ok(()))?;
    for mark in ["application_id", "user_version"] {
        let value: i32 = sealed.pragma_query_value(Some("plain"), mark, |row| row.get(0))?;
        sealed.pragma_update(Some("main"), mark, value)?;
    }
    let check: String = sealed.query_row("pragma main.quick_check(1)", [], |row| row.get(0))?;
    let mut tables = sealed.prepare("select name from plain.sqlite_schema where type = 'table'")?;
    let tables = tables.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let mut same = check == "ok";
    for table in tables {
        let rows = |at: &str| -> rusqlite::Result<i64> {
            sealed.query_row(&format!("select count(*) from {at}.\"{table}\""), [], |row| row.get(0))
        };
        same &= rows("main")? == rows("plain")?;
    }
    if same { Ok(()) } else { Err(DeskError::storage("a file could not be sealed whole")) }
}

pub(super) fn companion(file: &Path, what: &str) -> PathBuf {
    file.with_file_name(format!("{}{what}", name(file)))
}

fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn remove(file: &Path) -> Result<(), DeskError> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// A rename survives a power cut once its folder is on disk; Windows has no such call, and orders it by itself.
#[cfg(unix)]
fn sync_folder(file: &Path) -> Result<(), DeskError> {
    if let Some(folder) = file.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
