//! Small things kept by name in a sealed file: who is signed in, what she had asked where her place is gone.

use std::path::Path;

use rusqlite::{OptionalExtension, params};

use super::Storage;
use crate::DeskError;

const TABLE: &str =
    "create table if not exists notes (name text primary key, text blob not null) strict, without rowid";

impl Storage {
    /// Reads a note of a file; none where the file or the note is missing.
    pub fn note(&self, file: &Path, name: &str) -> Result<Option<Vec<u8>>, DeskError> {
        if !self.holds(file) {
            return Ok(None);
        }
        let read = self
            .connect_small(file, TABLE)?
            .query_row("select text from notes where name = ?1", [name], |row| row.get(0))
            .optional()?;
        Ok(read)
    }

    /// Keeps a note in place of an older one; when this returns it survives a power cut.
    pub fn keep_note(&self, file: &Path, name: &str, text: &[u8]) -> Result<(), DeskError> {
        let keep = "insert into notes (name, text) values (?1, ?2)
                    on conflict (name) do update set text = excluded.text";
        self.connect_small(file, TABLE)?.execute(keep, params![name, text])?;
        Ok(())
    }

    /// Drops a note, and tells whether the file holds others.
    pub fn drop_note(&self, file: &Path, name: &str) -> Result<bool, DeskError> {
        if !self.holds(file) {
            return Ok(false);
        }
        let db = self.connect_small(file, TABLE)?;
        db.execute("delete from notes where name = ?1", [name])?;
        let left: i64 = db.query_row("select count(*) from notes", [], |row| row.get(0))?;
        Ok(left > 0)
    }
}
