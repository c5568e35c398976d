//! Where she was in this store: the screen that was open last, which the next start opens again.

use super::Actor;
use crate::DeskError;
use crate::views::frame::Screen;

impl Actor {
    /// She went to a screen.
    pub fn went_to(&mut self, screen: Screen) -> Result<(), DeskError> {
        self.still_open()?;
        self.lent()?;
        // Every start opens the screen that was left: nothing is written for that.
        if self.picture.left_at == Some(screen) {
            return Ok(());
        }
        let name =
            serde_json::to_string(&screen).map_err(|problem| DeskError::storage(problem.to_string()))?;
        let kept = self.outbox.keep_screen(&name);
        self.kept_or(kept)?;
        self.picture.left_at = Some(screen);
        Ok(())
    }

    /// Takes up where she was. A screen that this version does not know is none.
    pub(super) fn take_place_up(&mut self) {
        match self.outbox.screen() {
            Ok(name) => self.picture.left_at = name.and_then(|name| serde_json::from_str(&name).ok()),
            Err(error) => tracing::warn!(%error, "which screen was open cannot be read"),
        }
    }
}
