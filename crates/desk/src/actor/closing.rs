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
use crate::sync::Input;

/// Beside the store's folder: what she had asked and could not send.
pub(crate) const UNSENT: &str = "unsent.db";

impl Actor {
    pub(super) fn told_stores(&mut self, stores: &Stores) -> Input {
        match self.what_ended(stores) {
            Some(code) => {
                self.close_for_good(code);
                Input::PlaceLost
            }
            None => Input::PlaceKept,
        }
    }

    /// Which end the list of stores confirms, if it does. A cloud that tells what ended, and does not name this store, never
    /// knew her place here: it is another one, or older than what this desk has seen.
    fn what_ended(&self, stores: &Stores) -> Option<&'static str> {
        let seen = self.outbox.seen().epoch.as_deref();
        let same = |told: Option<&str>| told.is_none() || seen.is_none() || told == seen;
        match stores.stores.iter().find(|listed| listed.store == self.picture.store) {
            Some(listed) if listed.status == "suspended" && same(listed.epoch.as_deref()) => {
                Some("closed_suspended")
            }
            Some(_) => None,
            None => {
                let Some(ended) = &stores.ended else { return Some("closed_removed") };
                let ended = ended.iter().find(|ended| ended.store == self.picture.store)?;
                same(ended.epoch.as_deref()).then_some("closed_removed")
            }
        }
    }

    fn close_for_good(&mut self, code: &str) {
        self.stop_stream();
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
            self.files.keep_note(&self.folder.with_extension(UNSENT), UNSENT, &text)?;
        }
        // The files are closed before they are removed: a system may refuse to remove what is open.
        self.cache = Cache::nowhere(self.picture.store)?;
        self.outbox = Outbox::nowhere()?;
        self.picture.recent = std::sync::Arc::default();
        self.picture.my_access = None;
        self.picture.inviting = None;
        if !self.files.is_memory() {
            crate::before::forget_store(&self.folder)?;
        }
        self.files.wipe(&self.folder)
    }
}
