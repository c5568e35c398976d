//! What lies beside what was asked, in `meta`, sealed like the rest: a draft of invitations, which is not asked yet and not to be lost
//! either, whether she put the guide away, and which screen she left open.

use rusqlite::OptionalExtension;

use super::Outbox;
use super::file::put;
use crate::DeskError;

const INVITING: &str = "inviting";
const GUIDE: &str = "guide";
const AWAY: &str = "away";
const SCREEN: &str = "screen";

impl Outbox {
    /// Keeps a draft instead of the one before; nothing keeps none.
    pub fn keep_draft(&mut self, text: Option<&str>) -> Result<(), DeskError> {
        self.keep_beside(INVITING, text)
    }

    /// The draft as it was kept.
    pub fn draft(&self) -> Result<Option<String>, DeskError> {
        self.beside(INVITING)
    }

    /// Keeps whether the guide of this store is put away.
    pub fn keep_guide_away(&mut self, away: bool) -> Result<(), DeskError> {
        self.keep_beside(GUIDE, away.then_some(AWAY))
    }

    /// Whether the guide of this store is put away.
    pub fn guide_away(&self) -> Result<bool, DeskError> {
        Ok(self.beside(GUIDE)?.as_deref() == Some(AWAY))
    }

    /// Keeps which screen is open, by its name.
    pub fn keep_screen(&mut self, screen: &str) -> Result<(), DeskError> {
        self.keep_beside(SCREEN, Some(screen))
    }

    /// The screen that was open last.
    pub fn screen(&self) -> Result<Option<String>, DeskError> {
        self.beside(SCREEN)
    }

    fn keep_beside(&mut self, key: &str, text: Option<&str>) -> Result<(), DeskError> {
        match text {
            Some(text) => put(&self.db, key, text)?,
            None => _ = self.db.execute("delete from meta where key = ?1", [key])?,
        }
        Ok(())
    }

    fn beside(&self, key: &str) -> Result<Option<String>, DeskError> {
        let found = self.db.query_row("select value from meta where key = ?1", [key], |row| row.get(0));
        Ok(found.optional()?)
    }
}
