//! A passphrase in the place of a keychain, and what it means that nothing is kept.

use serde_json::json;

use super::Keyholder;
use super::unsent::closed_outboxes;
use crate::DeskError;
use crate::actor::{UNSENT, notice};
use crate::desk::Unsent;
use crate::keychain::Secret;
use crate::outbox::Outbox;
use crate::profile::wipe;
use crate::views::program::{Notice, PassphraseAsk, RestKind, SessionView};
use keyholder_domain::id::StoreId;

impl Keyholder {
    /// Chooses the passphrase that seals everything on this machine; none: nothing is to be kept here. May be chosen at any
    /// time while data rests in memory: what this run holds is sealed then. Where a passphrase was to be entered, choosing
    /// another one gives the old one up: its files are set aside and kept.
    ///
    /// # Errors
    /// `weak_passphrase` (`least` characters). Declined, while version 0.1 left changes in plain files that were never sent:
    /// `unsent` (`count`), and nothing is touched.
    pub async fn choose_passphrase(&self, passphrase: Option<&str>) -> Result<SessionView, DeskError> {
        // Locked, what seals her data is not somebody else's to choose.
        self.gate()?;
        let inner = &self.0;
        let Some(chosen) = passphrase.map(Secret::new) else {
            self.decline_passphrase().await?;
            self.changed();
            return Ok(self.session().await);
        };
        crate::keychain::passphrase::strong_enough(&chosen)?;
        let was_open: Vec<StoreId> = self.open_desks().await.iter().map(crate::desk::Desk::store).collect();
        for (_, open) in inner.desks.lock().await.drain() {
            open.close().await;
        }
        let sealed = inner.rest.choose(chosen).await;
        let kept = match sealed {
            Ok(()) => inner.session.keep_again(),
            Err(error) => Err(error),
        };
        for store in was_open {
            if let Err(error) = self.open_desk(store).await {
                tracing::warn!(%error, %store, "the store was not opened again");
            }
        }
        kept?;
        self.take_up().await?;
        Ok(self.session().await)
    }

    /// Opens what a passphrase seals.
    ///
    /// # Errors
    /// `bad_passphrase`; nothing is lost by it, and every further try takes longer.
    pub async fn enter_passphrase(&self, passphrase: &str) -> Result<SessionView, DeskError> {
        self.0.rest.enter(Secret::new(passphrase)).await?;
        self.take_up().await?;
        Ok(self.session().await)
    }

    /// How many changes would be lost if the program ended now, because nothing is kept on this machine.
    pub async fn unsent_in_memory(&self) -> usize {
        let inner = &self.0;
        if inner.rest.stands().0 != RestKind::Memory {
            return 0;
        }
        let (mut count, open) = self.count_open(|standing| standing.unsent).await;
        // Of whoever left the program to somebody else, too.
        let now = inner.clock.now();
        for (account, storage) in inner.rest.in_memory() {
            let closed = closed_outboxes(&storage, &account, &open).into_iter();
            let outboxes = closed.filter_map(|file| Outbox::open(&storage, &file, now).ok());
            count += outboxes.map(|(outbox, _)| outbox.kept().len()).sum::<usize>();
        }
        count
    }

    /// Whoever is remembered is signed in again, with the store that was open last.
    async fn take_up(&self) -> Result<(), DeskError> {
        let inner = &self.0;
        inner.session.take_up().await?;
        self.begin().await;
        self.follow_link().await;
        self.changed();
        Ok(())
    }

    async fn decline_passphrase(&self) -> Result<(), DeskError> {
        let inner = &self.0;
        let plain = inner.rest.plain_note("session");
        if inner.rest.stands().1 == PassphraseAsk::Choose && plain.exists() {
            let data = inner.profile.data().to_owned();
            let now = inner.clock.now();
            let waiting = tokio::task::spawn_blocking(move || plain_unsent(&data, now));
            let waiting = waiting.await.map_err(|error| DeskError::storage(error.to_string()))??;
            if waiting > 0 {
                let error = DeskError::new("unsent", "changes of an earlier version were never sent");
                return Err(error.fact("count", waiting));
            }
            for folder in cloud_folders(inner.profile.data()) {
                wipe(&folder)?;
            }
            std::fs::remove_file(plain)?;
        }
        inner.rest.decline();
        Ok(())
    }

    /// What she had asked in a store whose place is gone.
    pub(super) async fn unsent_of_a_lost_place(&self, store: StoreId) -> Result<Vec<Unsent>, DeskError> {
        let inner = &self.0;
        let remembered = inner.session.remembered().ok_or_else(DeskError::signed_out)?;
        let folder = inner.profile.store(&remembered.cloud, remembered.account.id, store);
        let storage = inner.rest.of(&remembered.cloud, remembered.account.id).await?;
        let list = folder.with_extension(UNSENT);
        match storage.note(&list, UNSENT)? {
            Some(text) => {
                serde_json::from_slice(&text).map_err(|error| DeskError::storage(error.to_string()))
            }
            None => Ok(Vec::new()),
        }
    }

    /// What the session has to say of files that this machine has no key for.
    pub(super) fn resting_notices(&self) -> Vec<Notice> {
        let aside = self.0.rest.aside();
        aside.iter().map(|file| notice("sealed_elsewhere", &json!({"file": file}))).collect()
    }
}

fn cloud_folders(data: &std::path::Path) -> Vec<std::path::PathBuf> {
    let folders = std::fs::read_dir(data).into_iter().flatten().flatten().map(|folder| folder.path());
    folders.filter(|folder| folder.is_dir()).collect()
}

/// How many ops wait in the plain files of version 0.1.
fn plain_unsent(data: &std::path::Path, now: keyholder_domain::Time) -> Result<usize, DeskError> {
    let plain = crate::storage::Storage::disk(None);
    let mut waiting = 0;
    for account in cloud_folders(data).iter().flat_map(|cloud| cloud_folders(cloud)) {
        for file in plain.beneath(&account, "outbox.db") {
            let (outbox, _) = Outbox::open(&plain, &file, now)?;
            waiting += outbox.kept().len();
        }
    }
    Ok(waiting)
}
