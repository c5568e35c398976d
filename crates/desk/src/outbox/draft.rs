//! A draft of invitations beside what was asked: not asked yet, and not to be lost either. It lies in `meta`, sealed like the rest.

use rusqlite::OptionalExtension;

use super::Outbox;
use super::file::put;
use crate::DeskError;

const KEY: &str = "inviting";

impl Outbox {
    /// Keeps a draft instead of the one before; nothing keeps none.
    pub fn keep_draft(&mut self, text: Option<&str>) -> Result<(), DeskError> {
        match text {
            Some(text) => put(&self.db, KEY, text)?,
            None => _ = self.db.execute("delete from meta where key = ?1", [KEY])?,
        }
        Ok(())
    }

    /// The draft as it was kept.
    pub fn draft(&self) -> Result<Option<String>, DeskError> {
        let found = self.db.query_row("select value from meta where key = ?1", [KEY], |row| row.get(0));
        Ok(found.optional()?)
    }
}
