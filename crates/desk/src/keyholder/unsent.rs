//! What of hers is on this machine and nowhere else: counted before a sign-out wipes it.

use std::path::{Path, PathBuf};

use super::Keyholder;
use crate::DeskError;
use crate::actor::UNSENT;
use crate::desk::{Standing, Unsent};
use crate::outbox::{Kept, Outbox, State};
use crate::storage::Storage;

/// What a sign-out would lose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Losses {
    /// Edits that can be read: what the cloud has not answered, the refused drafts that she has not dropped, what was set
    /// aside, and what she had asked where her place is gone.
    pub edits: usize,
    /// Files that may hold such edits and that cannot be read, or not whole.
    pub unread: usize,
}

impl Losses {
    /// The question that has to be answered first, if there is anything to lose.
    pub fn ask(self) -> Result<(), DeskError> {
        if self == Self::default() {
            return Ok(());
        }
        let error = DeskError::new("unsent", "edits that were not sent would be lost");
        Err(error.fact("count", self.edits).fact("set_aside", self.unread))
    }

    fn add(&mut self, edits: Option<usize>) {
        match edits {
            Some(edits) => self.edits += edits,
            None => self.unread += 1,
        }
    }
}

impl Keyholder {
    /// Everything of hers that a sign-out would lose, in every store of this account, open or not.
    pub(super) async fn losses(&self, storage: &Storage, account: &Path) -> Losses {
        let unsent = |kept: &Kept| !matches!(kept.state, State::Answered(_));
        let mut losses = self.count(storage, account, |standing| standing.unsent, unsent).await;
        let (storage, account) = (storage.clone(), account.to_owned());
        let aside = tokio::task::spawn_blocking(move || set_aside(&storage, &account)).await;
        // A count that broke off is of files that nobody could read.
        let aside = aside.unwrap_or(Losses { edits: 0, unread: 1 });
        losses.edits += aside.edits;
        losses.unread += aside.unread;
        losses
    }

    /// What of hers waits for the cloud's answer, in every store of this account, open or not.
    pub(super) async fn waiting(&self) -> Result<usize, DeskError> {
        let inner = &self.0;
        let Some(hers) = inner.session.remembered() else { return Ok(0) };
        let folder = inner.profile.account(&hers.cloud, hers.account.id);
        let storage = inner.rest.of(&hers.cloud, hers.account.id).await?;
        let waiting = |kept: &Kept| kept.state.unanswered();
        Ok(self.count(&storage, &folder, |standing| standing.waiting, waiting).await.edits)
    }

    async fn count(
        &self,
        storage: &Storage,
        account: &Path,
        in_open: impl Fn(&Standing) -> usize,
        in_closed: impl Fn(&Kept) -> bool + Send + 'static,
    ) -> Losses {
        let (edits, open) = self.count_open(in_open).await;
        let mut losses = Losses { edits, unread: 0 };
        let (storage, account) = (storage.clone(), account.to_owned());
        let closed = tokio::task::spawn_blocking(move || {
            for file in closed_outboxes(&storage, &account, &open) {
                // Only looked at: what it takes to read a damaged one is told where its store is opened.
                let looked = Outbox::look(&storage, &file).ok();
                losses.add(looked.map(|outbox| outbox.kept().iter().filter(|kept| in_closed(kept)).count()));
            }
            losses
        });
        closed.await.unwrap_or(Losses { unread: 1, ..losses })
    }

    /// Counts in the desks that are open, and names their stores.
    pub(super) async fn count_open(&self, in_open: impl Fn(&Standing) -> usize) -> (usize, Vec<String>) {
        let (mut count, mut open) = (0, Vec::new());
        for desk in self.open_desks().await {
            open.push(desk.store().to_string());
            count += desk.standing().await.map_or(0, |standing| in_open(&standing));
        }
        (count, open)
    }
}

/// The outboxes of an account's stores but those that are open.
pub(super) fn closed_outboxes(storage: &Storage, account: &Path, open: &[String]) -> Vec<PathBuf> {
    let is_open = |file: &PathBuf| {
        let store = file.parent().and_then(Path::file_name).unwrap_or_default();
        open.iter().any(|open| open.as_str() == store.to_string_lossy())
    };
    storage.beneath(account, "outbox.db").into_iter().filter(|file| !is_open(file)).collect()
}

/// What lies in an account's folder beside its outboxes: those that were set aside, and the lists of lost places.
fn set_aside(storage: &Storage, account: &Path) -> Losses {
    let mut losses = Losses::default();
    for file in storage.lying_in(account) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(&format!(".{UNSENT}")) {
            losses.add(storage.note(&file, UNSENT).ok().flatten().and_then(listed));
        } else if name.ends_with(".unsent.json") {
            // As version 0.1 left it; it could not be sealed so far.
            losses.add(std::fs::read(&file).ok().and_then(listed));
        } else if Outbox::is_set_aside(&name) {
            losses.add(Outbox::left_aside(storage, &file));
        }
    }
    losses
}

fn listed(text: Vec<u8>) -> Option<usize> {
    serde_json::from_slice::<Vec<Unsent>>(&text).ok().map(|list| list.len())
}
