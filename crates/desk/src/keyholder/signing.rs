//! Signing in and out: whose edits may be sent, and what leaves this machine with her.

use std::path::Path;
use std::sync::atomic::Ordering;

use super::Keyholder;
use crate::DeskError;
use crate::cloud;
use crate::desk::Standing;
use crate::keychain::{Secret, verifier};
use crate::outbox::Outbox;
use crate::session::Who;
use crate::storage::Storage;
use crate::sync::Input;
use crate::views::program::SessionView;

impl Keyholder {
    /// Signs in at a cloud. Whoever had the program leaves it first: nothing of hers is wiped, taken along or sent under another
    /// account. The password of whoever has it opens it, too.
    pub async fn sign_in(&self, cloud: &str, email: &str, password: &str) -> Result<SessionView, DeskError> {
        let _one_at_a_time = self.0.coming.lock().await;
        let address = cloud::address(cloud)?;
        let password = Secret::new(password);
        let inner = &self.0;
        let device = &inner.options.device_name;
        let (connected, tokens) =
            inner.session.authenticate(&address, email.trim(), &password, device).await?;
        let who = Who { cloud: address.clone(), account: tokens.account.id };
        if inner.session.who().is_some_and(|before| before != who)
            && let Err(error) = self.leave().await
        {
            // These tokens are used by nobody; that the cloud does not hear of it costs nothing.
            let _ = connected.sign_out(&tokens.access).await;
            return Err(error);
        }
        inner.session.adopt(&address, connected, tokens).await?;
        inner.session.keep_verifier(&who, verifier::make(&password).await?).await;
        self.opens()?;
        let mut settings = self.settings();
        if settings.cloud != address.origin().ascii_serialization() {
            settings.cloud = address.origin().ascii_serialization();
            self.set_settings(settings)?;
        }
        if let Err(error) = self.refresh_stores().await {
            tracing::info!(%error, "signed in; the list of stores comes later");
        }
        self.open_remembered().await;
        for desk in self.open_desks().await {
            desk.input(Input::SignedIn);
        }
        self.changed();
        Ok(self.session().await)
    }

    /// Makes an account at a cloud and signs in with it. Where only the sign-in fails, the account is there all the same.
    pub async fn sign_up(
        &self,
        cloud: &str,
        email: &str,
        password: &str,
        name: &str,
    ) -> Result<SessionView, DeskError> {
        let address = cloud::address(cloud)?;
        self.0.session.register(&address, email.trim(), &Secret::new(password), name).await?;
        self.sign_in(cloud, email, password).await
    }

    /// Signs out and wipes every file and keychain entry of this account. Asks first where something is unsent.
    pub async fn sign_out(&self, force: bool) -> Result<(), DeskError> {
        let _one_at_a_time = self.0.coming.lock().await;
        self.gate()?;
        let inner = &self.0;
        let Some(remembered) = inner.session.remembered() else { return Ok(()) };
        let folder = inner.profile.account(&remembered.cloud, remembered.account.id);
        if !force {
            let storage = inner.rest.of(&remembered.cloud, remembered.account.id).await?;
            let unsent = self.count_unsent(&storage, &folder).await;
            if unsent > 0 {
                let error = DeskError::new("unsent", "edits that were not sent would be lost");
                return Err(error.fact("count", unsent));
            }
        }
        for (_, open) in inner.desks.lock().await.drain() {
            open.close().await;
        }
        // Whatever becomes of the files now, nobody reads them again; a keychain that fails is told after they are wiped.
        let shredded = inner.rest.shred(&remembered.cloud, remembered.account.id).await;
        inner.rest.wipe(&remembered.cloud, remembered.account.id)?;
        if inner.session.people().len() == 1 {
            // The mark is everybody's: without it the outboxes of the others would be strangers' here.
            inner.session.forget_machine().await;
        }
        inner.session.sign_out().await?;
        self.take_lock_up();
        self.changed();
        shredded
    }

    /// Asks the cloud for her list of stores.
    pub async fn refresh_stores(&self) -> Result<(), DeskError> {
        let hers = self.0.session.hers(self.0.session.who().ok_or_else(DeskError::signed_out)?);
        let _in_turn = hers.listing().await;
        let stores = hers.with(|cloud, access| cloud.stores(access)).await;
        let offline = matches!(
            stores,
            Err(cloud::Fault::NotReached(_) | cloud::Fault::Unreachable(_) | cloud::Fault::NotOurs { .. })
        );
        self.0.offline.store(offline, Ordering::Relaxed);
        let kept = stores.map_err(DeskError::from).and_then(|stores| hers.keep_stores(stores.stores));
        self.changed();
        kept
    }

    pub(super) fn look_at_stores(&self) {
        let keyholder = self.clone();
        self.beside(async move {
            if let Err(error) = keyholder.refresh_stores().await {
                tracing::info!(%error, "the list of stores is as it was");
            }
        });
    }

    /// Everything of hers that a sign-out would lose, in every store of this account, open or not: what the cloud has not
    /// answered, and the refused drafts that she has not dropped.
    pub(super) async fn count_unsent(&self, storage: &Storage, account: &Path) -> usize {
        self.count(storage, account, |standing| standing.unsent).await
    }

    /// What of hers waits for the cloud's answer, in every store of this account, open or not.
    pub(super) async fn waiting(&self) -> Result<usize, DeskError> {
        let inner = &self.0;
        let Some(hers) = inner.session.remembered() else { return Ok(0) };
        let folder = inner.profile.account(&hers.cloud, hers.account.id);
        let storage = inner.rest.of(&hers.cloud, hers.account.id).await?;
        Ok(self.count(&storage, &folder, |standing| standing.waiting).await)
    }

    async fn count(&self, storage: &Storage, account: &Path, in_open: impl Fn(&Standing) -> usize) -> usize {
        let mut count = 0;
        let mut open = Vec::new();
        for desk in self.open_desks().await {
            open.push(desk.store().to_string());
            count += desk.standing().await.map_or(0, |standing| in_open(&standing));
        }
        let (storage, account, now) = (storage.clone(), account.to_owned(), self.0.clock.now());
        let closed = tokio::task::spawn_blocking(move || {
            let files = storage.beneath(&account, "outbox.db");
            let is_open = |file: &Path| {
                let store = file.parent().and_then(Path::file_name).unwrap_or_default();
                open.contains(&store.to_string_lossy().into_owned())
            };
            let closed = files.into_iter().filter(|file| !is_open(file));
            let outboxes = closed.filter_map(|file| Outbox::open(&storage, &file, now).ok());
            outboxes
                .map(|(outbox, _)| outbox.kept().iter().filter(|kept| kept.state.unanswered()).count())
                .sum()
        });
        count + closed.await.unwrap_or(0)
    }
}
