//! Inviting many, as the window asks for it: a list is read beside the runtime, and what it says goes to the store's desk.

use keyholder_domain::id::StoreId;

use super::Keyholder;
use crate::DeskError;
use crate::invite_many::{self, InviteManyAct, List};
use crate::views::invite_many::InviteManyView;

impl Keyholder {
    /// Reads a list into the draft of this store: the bytes of a file with its name, or what was pasted, without one.
    pub async fn read_list(&self, store: StoreId, name: String, bytes: Vec<u8>) -> Result<(), DeskError> {
        let desk = self.desk(store).await?;
        let read = tokio::task::spawn_blocking(move || invite_many::from_file(&bytes)).await;
        let read = read.map_err(|_| DeskError::new("internal", "the list could not be read"))??;
        desk.add_people(name, read).await
    }

    /// What would become of each row of a list if it were sent now. Nothing of it is kept.
    pub async fn rehearse_list(&self, store: StoreId, list: List) -> Result<InviteManyView, DeskError> {
        self.desk(store).await?.rehearse_list(list).await
    }

    /// Does something with the draft of this store.
    pub async fn invite_many(&self, store: StoreId, act: InviteManyAct) -> Result<(), DeskError> {
        self.desk(store).await?.invite_many(act).await
    }
}
