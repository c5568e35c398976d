//! What a command line needs beside the window: a store opened without moving what the window shows, and where the profile is.

use std::path::Path;

use keyholder_domain::id::StoreId;

use super::Keyholder;
use crate::DeskError;

impl Keyholder {
    /// Opens a store beside whatever is open: it is in sync from now on, and the next start opens what it would have opened.
    pub async fn open_beside(&self, store: StoreId) -> Result<(), DeskError> {
        self.open_desk(store).await
    }

    /// The profile's folder.
    pub fn folder(&self) -> &Path {
        self.0.profile.data()
    }
}
