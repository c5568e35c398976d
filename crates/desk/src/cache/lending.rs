//! The mark of the offline lease, in the file whose contents it lends: whoever removes the mark removes what it guards.

use keyholder_domain::time::Time;

use super::{Cache, put};
use crate::DeskError;
use crate::lease::Mark;

impl Cache {
    /// What was kept of the lease. A file from before leases were marked tells when it heard the cloud, by this machine's clock.
    pub fn lease(&self) -> Result<Option<Mark>, DeskError> {
        if let Some(mark) = self.meta("lease")?.and_then(|text| serde_json::from_str(&text).ok()) {
            return Ok(Some(mark));
        }
        let heard: Option<Time> = self.meta("as_of")?.and_then(|text| text.parse().ok());
        Ok(heard.map(|heard| Mark { contact: heard, wall: heard, spent: 0, jumped: 0 }))
    }

    /// Keeps the mark.
    pub fn keep_lease(&mut self, mark: &Mark) -> Result<(), DeskError> {
        let text = serde_json::to_string(mark).map_err(|error| DeskError::storage(error.to_string()))?;
        Ok(put(&self.db, "lease", &text)?)
    }
}
