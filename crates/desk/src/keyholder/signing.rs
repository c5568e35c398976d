//! Signing in and out: whose edits may be sent, and what leaves this machine with her.

use std::sync::atomic::Ordering;

use super::Keyholder;
use crate::DeskError;
use crate::cloud;
use crate::keychain::{Secret, verifier};
use crate::session::Who;
use crate::settings::SettingsChange;
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
        let cloud = address.origin().ascii_serialization();
        if self.settings().cloud != cloud {
            self.set_settings(SettingsChange::from_iter([("cloud".to_owned(), cloud.into())]))?;
        }
        if let Err(error) = self.refresh_stores().await {
            tracing::info!(%error, "signed in; the list of stores comes later");
        }
        self.open_remembered().await;
        for desk in self.open_desks().await {
            desk.input(Input::SignedIn);
        }
        self.follow_link().await;
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
    ///
    /// # Errors
    /// `unsent`, without force, where something would be lost: `count` edits, and `set_aside` files that may hold more and that
    /// cannot be read here.
    pub async fn sign_out(&self, force: bool) -> Result<(), DeskError> {
        let _one_at_a_time = self.0.coming.lock().await;
        self.gate()?;
        let inner = &self.0;
        let Some(remembered) = inner.session.remembered() else { return Ok(()) };
        let folder = inner.profile.account(&remembered.cloud, remembered.account.id);
        if !force {
            let storage = inner.rest.of(&remembered.cloud, remembered.account.id).await?;
            self.losses(&storage, &folder).await.ask()?;
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
}
