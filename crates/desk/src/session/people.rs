//! Everybody who is signed in on this machine. One of them has the program; the others keep their files, their keys and their
//! tokens, and nothing of theirs is open or sent meanwhile.
//!
//! INVARIANT: whoever asks the cloud for a desk asks as the desk's own person ([`Hers`]), however fast somebody else takes over.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use keyholder_domain::id::AccountId;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Remembered, Session, Signed};
use crate::DeskError;
use crate::cloud::{AccountTold, Cloud, Fault, StoreTold};
use crate::keychain::Secret;

/// A person, as far as this machine tells people apart: an account at a cloud.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// The cloud's address.
    pub cloud: Url,
    /// The account there.
    pub account: AccountId,
}

impl Remembered {
    /// Somebody who was not here before.
    pub(super) fn new(cloud: Url, account: AccountTold) -> Self {
        Self {
            cloud,
            account,
            stores: Vec::new(),
            open: None,
            lock: None,
            wrong: 0,
            touched: None,
            waiting: 0,
        }
    }

    /// Who it is.
    pub fn who(&self) -> Who {
        Who { cloud: self.cloud.clone(), account: self.account.id }
    }
}

/// The note of who is signed in here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Book {
    /// Whose the program is.
    pub current: Option<Who>,
    /// Everybody.
    pub people: Vec<Remembered>,
}

impl Book {
    /// Reads the note; one of version 0.1 remembers one person and nothing else.
    pub fn read(text: &[u8]) -> Self {
        let book = serde_json::from_slice(text).or_else(|_| {
            serde_json::from_slice::<Remembered>(text)
                .map(|one| Self { current: Some(one.who()), people: vec![one] })
        });
        let mut book: Self = book.unwrap_or_default();
        book.people.retain(|person| crate::cloud::address(person.cloud.as_str()).is_ok());
        book
    }

    /// Takes the one out whose the program is.
    pub fn take_current(&mut self) -> Option<Remembered> {
        let current = self.current.take()?;
        self.take(|person| person.who() == current)
    }

    pub fn take(&mut self, wanted: impl Fn(&Remembered) -> bool) -> Option<Remembered> {
        let at = self.people.iter().position(wanted)?;
        Some(self.people.remove(at))
    }
}

impl Session {
    /// Who has the program.
    pub fn who(&self) -> Option<Who> {
        self.signed().as_ref().map(|signed| signed.remembered.who())
    }

    /// Everybody who is signed in here; the one who has the program comes first.
    pub fn people(&self) -> Vec<Remembered> {
        let current = self.remembered();
        current.into_iter().chain(self.others().iter().cloned()).collect()
    }

    /// Whether somebody else with that account is signed in here.
    pub fn knows(&self, account: AccountId) -> bool {
        self.others().iter().any(|person| person.account.id == account)
    }

    /// She leaves the program to somebody else: her tokens leave this run's memory, and stay in the keychain.
    pub async fn leave(&self, change: impl FnOnce(&mut Remembered)) -> Result<(), DeskError> {
        // A renewal under way is waited for: the new refresh token must reach the keychain.
        let _alone = self.renewing.lock().await;
        let Some(signed) = self.signed().take() else { return Ok(()) };
        let mut remembered = signed.remembered;
        change(&mut remembered);
        self.others().push(remembered);
        self.keep_book()
    }

    /// Somebody who is signed in here takes the program.
    pub async fn return_to(&self, account: AccountId) -> Result<(), DeskError> {
        let found = {
            let others = self.others();
            others.iter().find(|person| person.account.id == account).cloned()
        };
        let found =
            found.ok_or_else(|| DeskError::new("not_found", "nobody of that account is signed in here"))?;
        let signed = self.take_person_up(found.clone()).await?;
        self.others().retain(|person| person.who() != found.who());
        *self.signed() = Some(signed);
        self.keep_book()
    }

    /// What a person has at hand once the program is hers.
    pub(super) async fn take_person_up(&self, remembered: Remembered) -> Result<Signed, DeskError> {
        let who = remembered.who();
        let token = self.rest.vault().get(self.token_name(&who.cloud, who.account)).await;
        let refresh = self.heed(token).flatten();
        let verifier = self.rest.vault().get(self.verifier_name(&who)).await;
        let verifier = self.heed(verifier).flatten();
        let cloud = (self.connect)(&who.cloud)?;
        let ended = refresh.is_none();
        Ok(Signed { remembered, cloud, access: None, refresh, verifier, ended })
    }

    /// What tells her password without the cloud, if this machine has it.
    pub fn verifier(&self) -> Option<Secret> {
        self.signed().as_ref().and_then(|signed| signed.verifier.clone())
    }

    /// Keeps what tells her password without the cloud.
    pub async fn keep_verifier(&self, who: &Who, verifier: Secret) {
        let kept = self.rest.vault().set(self.verifier_name(who), verifier.clone()).await;
        self.heed(kept);
        if let Some(signed) = self.signed().as_mut().filter(|signed| signed.remembered.who() == *who) {
            signed.verifier = Some(verifier);
        }
    }

    /// Changes what is remembered of her who has the program, and keeps it.
    pub fn note(&self, change: impl FnOnce(&mut Remembered)) -> Result<(), DeskError> {
        self.change(change)
    }

    /// A handle that asks as this person only.
    pub fn hers(self: &Arc<Self>, who: Who) -> Hers {
        Hers { session: Arc::clone(self), who }
    }

    pub(super) fn verifier_name(&self, who: &Who) -> String {
        crate::keychain::name("password", &self.whose(&who.cloud, who.account))
    }
}

/// Asks the cloud as one person, and as nobody else: once the program is not hers any more, nothing is asked.
#[derive(Clone)]
pub struct Hers {
    session: Arc<Session>,
    who: Who,
}

impl Hers {
    /// Asks the cloud with a good access token of hers; see [`Session::with`].
    pub async fn with<T>(
        &self,
        question: impl for<'a> Fn(&'a dyn Cloud, &'a Secret) -> BoxFuture<'a, Result<T, Fault>>,
    ) -> Result<T, Fault> {
        self.session.with_as(&self.who, question).await
    }

    /// Her cloud's address.
    pub fn cloud(&self) -> &Url {
        &self.who.cloud
    }

    /// Held from asking for the list of stores until it is kept: of two answers the one that was asked for last is kept last.
    pub async fn listing(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.session.listing.lock().await
    }

    /// Keeps her list of stores for the time without a network.
    pub fn keep_stores(&self, stores: Vec<StoreTold>) -> Result<(), DeskError> {
        if self.session.who().as_ref() != Some(&self.who) {
            return Ok(());
        }
        self.session.keep_stores(stores)
    }
}
