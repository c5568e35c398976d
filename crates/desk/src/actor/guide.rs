//! The guide of a new store: whether she put it away. Hers, and this store's: it is kept beside what she asked here.

use super::Actor;
use crate::DeskError;

impl Actor {
    /// Puts the guide away, or brings it back.
    pub fn put_guide_away(&mut self, away: bool) -> Result<(), DeskError> {
        self.still_open()?;
        self.lent()?;
        let kept = self.outbox.keep_guide_away(away);
        self.kept_or(kept)?;
        self.picture.guide_away = away;
        self.picture.revision += 1;
        self.changed = true;
        Ok(())
    }

    /// Takes it up as she left it.
    pub(super) fn take_guide_up(&mut self) {
        match self.outbox.guide_away() {
            Ok(away) => self.picture.guide_away = away,
            Err(error) => tracing::warn!(%error, "whether the guide was put away cannot be read"),
        }
    }
}
