//! Reading around damage in a sealed file.
//!
//! A page that fails its HMAC ends the connection that met it. SQLCipher has one exception, its recovery mode: when the
//! plaintext header is as long as a page without its reserve, such pages come back as zeros and the others can be read
//! (`PRAGMA cipher_plaintext_header_size`, and `sqlite3Codec` in SQLCipher's source). The first page is then read as plain
//! text; it holds the schema and nothing of anybody, and is taken from a sound file of the same kind. So a torn first page
//! costs no row either.

use std::fs::OpenOptions;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::{DataKey, log};
use crate::DeskError;

pub(super) const PAGE: usize = 4096;
/// SQLCipher 4: 16 bytes of initialisation vector and 64 of HMAC at the end of a page.
const RESERVE: usize = 80;

/// A readable copy of a damaged file. It is removed when dropped; its pages are sealed like those of the original.
pub(crate) struct Recovery {
    db: Option<Connection>,
    copies: Vec<PathBuf>,
}

impl Recovery {
    /// Opens a copy of a damaged file; `sound` is a file of the same schema, made by the same statements.
    pub(super) fn of(damaged: &Path, sound: &Path, key: &DataKey) -> Result<Self, DeskError> {
        let copy = with_suffix(damaged, ".recovery");
        let copies = ["", "-wal", "-shm"].map(|companion| with_suffix(&copy, companion));
        let mut recovery = Self { db: None, copies: copies.to_vec() };
        recovery.remove();
        std::fs::copy(damaged, &copy)?;
        let log = with_suffix(damaged, "-wal");
        if log.exists() {
            std::fs::copy(log, with_suffix(&copy, "-wal"))?;
        }
        log::mend(&copy, PAGE)?;
        fold_log_in(&copy, key);
        put_first_page(&copy, &first_page(sound, key)?)?;
        let db = Connection::open(&copy)?;
        db.execute_batch(&key.pragma(damaged))?;
        db.execute_batch(&format!(
            "pragma cipher_plaintext_header_size = {}; pragma writable_schema = on; pragma trusted_schema = off;",
            PAGE - RESERVE
        ))?;
        recovery.db = Some(db);
        Ok(recovery)
    }

    /// The connection to read with.
    pub(crate) fn db(&self) -> Option<&Connection> {
        self.db.as_ref()
    }

    fn remove(&mut self) {
        self.db = None;
        for copy in &self.copies {
            // One that is missing is as wanted; one that stays is sealed, and overwritten the next time.
            let _ = std::fs::remove_file(copy);
        }
    }
}

impl Drop for Recovery {
    fn drop(&mut self) {
        self.remove();
    }
}

/// Where the first page can still be read, in the file or in its log, SQLite folds the log in (pages pass as they are).
fn fold_log_in(damaged: &Path, key: &DataKey) {
    let folded = Connection::open(damaged).and_then(|db| {
        db.execute_batch(&key.pragma(damaged))?;
        db.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))
    });
    if let Err(error) = folded {
        // Its log then has no first page, or none at all: it is read beside the copy.
        tracing::debug!(%error, "the log of a damaged file was not folded in");
    }
}

/// The first page of a sound file, in plain text: header and schema.
fn first_page(sound: &Path, key: &DataKey) -> Result<Vec<u8>, DeskError> {
    let model = with_suffix(sound, ".model");
    let _ = std::fs::remove_file(&model);
    let page = (|| {
        let from = Connection::open(sound)?;
        from.execute_batch(&key.pragma(sound))?;
        let mut schema =
            from.prepare("select sql from sqlite_schema where sql is not null order by rowid")?;
        let statements =
            schema.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        let db = Connection::open(&model)?;
        db.execute_batch(&key.pragma(sound))?;
        db.execute_batch(&format!("pragma cipher_plaintext_header_size = {};", PAGE - RESERVE))?;
        for statement in statements.iter().filter(|statement| !statement.contains("sqlite_sequence")) {
            db.execute_batch(statement)?;
        }
        drop(db);
        let mut page = vec![0; PAGE];
        std::fs::File::open(&model)?.read_exact(&mut page)?;
        Ok(page)
    })();
    let _ = std::fs::remove_file(&model);
    page
}

/// Puts that page first, with the copy's own length in its header ("The Database Header" of SQLite's file format): bytes
/// 28 to 31 count the pages and hold where bytes 24 to 27 equal 92 to 95; 32 to 39 tell of free pages, which nobody needs.
fn put_first_page(copy: &Path, page: &[u8]) -> Result<(), DeskError> {
    let pages = u32::try_from(std::fs::metadata(copy)?.len() / PAGE as u64).unwrap_or(u32::MAX);
    let mut page = page.to_vec();
    for (place, value) in [(24, 1), (28, pages), (32, 0), (36, 0), (92, 1)] {
        page[place..place + 4].copy_from_slice(&u32::to_be_bytes(value));
    }
    // 2: written with a log beside it.
    (page[18], page[19]) = (2, 2);
    let mut file = OpenOptions::new().write(true).open(copy)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&page)?;
    Ok(())
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    file.with_file_name(format!("{name}{suffix}"))
}
