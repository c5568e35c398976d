//! Her place is gone: the desk closes, keeps nothing of the store but a list of what she had asked, and wipes the rest.
//!
//! This is believed only of the same cloud and epoch, in our own problem code, and only when the list of stores says the
//! same: a wrong address, a proxy's page or an older backup must wipe nothing.

use serde_json::json;

use super::{Actor, notice};
use crate::DeskError;
use crate::cache::{Base, Cache};
use crate::cloud::Stores;
use crate::outbox::Outbox;
use crate::profile::{wipe, write_whole};
use crate::sync::Input;

/// Beside the store's folder: what she had asked and could not send.
pub(crate) const UNSENT: &str = "unsent.json";

impl Actor {
    pub(super) fn told_stores(&mut self, stores: &Stores) -> Input {
        let listed = stores.stores.iter().find(|listed| listed.store == self.picture.store);
        let epoch = listed.and_then(|listed| listed.epoch.as_ref()).or(stores.epoch.as_ref());
        let other_epoch = match (epoch, &self.outbox.seen().epoch) {
            (Some(told), Some(seen)) => told != seen,
            _ => false,
        };
        let gone = match listed {
            None => Some("closed_removed"),
            Some(listed) if listed.status == "suspended" => Some("closed_suspended"),
            Some(_) => None,
        };
        match gone.filter(|_| !other_epoch) {
            Some(code) => {
                self.close_for_good(code);
                Input::PlaceLost
            }
            None => Input::PlaceKept,
        }
    }

    fn close_for_good(&mut self, code: &str) {
        let asked = self.unsent();
        let (store, name) = (self.picture.store, self.picture.store_name.clone());
        tracing::warn!(%store, code, unsent = asked.len(), "the desk is closed and wiped");
        let wiped = self.wipe_all(&asked);
        let error = DeskError::removed(match code {
            "closed_suspended" => "her place in this store is suspended",
            _ => "she is no longer a member of this store",
        });
        self.closed =
            Some(error.fact("store", store.to_string()).fact("name", name.as_str()).fact("why", code));
        self.say(notice(code, &json!({"store": store, "name": name, "unsent": asked.len()})));
        self.heed(wiped);
        self.take_base(Base::empty(store));
    }

    fn wipe_all(&mut self, asked: &[crate::desk::Unsent]) -> Result<(), DeskError> {
        if !asked.is_empty() {
            let text =
                serde_json::to_vec_pretty(asked).map_err(|error| DeskError::storage(error.to_string()))?;
            write_whole(&self.folder.with_extension(UNSENT), &text)?;
        }
        // The files are closed before they are removed: a system may refuse to remove what is open.
        self.cache = Cache::nowhere(self.picture.store)?;
        self.outbox = Outbox::nowhere()?;
        self.picture.recent = std::sync::Arc::default();
        self.picture.my_access = None;
        wipe(&self.folder)
    }
}
