//! Who is signed in, at which cloud and to which stores.
//!
//! The refresh token rests in the keychain alone; the short-lived access token only in memory. A sealed note of the profile
//! remembers the address, the account and its stores, so that a desk opens without a network.
//!
//! INVARIANT: a new refresh token is in the keychain before the access token that came with it is used. The cloud keeps the
//! older one good until then, so a reply lost in a tunnel, or a crash right here, signs nobody out.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use keyholder_domain::id::{AccountId, StoreId};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::DeskError;
use crate::cloud::{AccountTold, Cloud, Fault, StoreTold, Tokens};
use crate::keychain::{Secret, name};
use crate::rest::Rest;

/// How a cloud at an address is reached; tests put a wire in between that can be cut.
pub type Connect = Arc<dyn Fn(&Url) -> Result<Arc<dyn Cloud>, DeskError> + Send + Sync>;

/// The profile's note in which a sign-in is remembered.
const NOTE: &str = "session";
/// An access token is renewed when it has less than this left.
const MARGIN: Duration = Duration::from_secs(30);

/// What is remembered of a sign-in. Nothing secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remembered {
    /// The cloud's address.
    pub cloud: Url,
    /// Who.
    pub account: AccountTold,
    /// Her stores, as last told.
    #[serde(default)]
    pub stores: Vec<StoreTold>,
    /// The store that was open last.
    #[serde(default)]
    pub open: Option<StoreId>,
}

struct Signed {
    remembered: Remembered,
    cloud: Arc<dyn Cloud>,
    access: Option<(Secret, Instant)>,
    // In memory too, for the time when the keychain would not take it.
    refresh: Option<Secret>,
    ended: bool,
}

/// The session of one profile.
pub struct Session {
    rest: Arc<Rest>,
    connect: Connect,
    signed: Mutex<Option<Signed>>,
    keychain_problem: Mutex<Option<String>>,
    renewing: tokio::sync::Mutex<()>,
}

impl Session {
    /// Takes up what is remembered; without its token in the keychain the session is over, and what is held stays readable.
    pub async fn restore(rest: Arc<Rest>, connect: Connect) -> Result<Self, DeskError> {
        let session = Self {
            rest,
            connect,
            signed: Mutex::new(None),
            keychain_problem: Mutex::new(None),
            renewing: tokio::sync::Mutex::new(()),
        };
        session.take_up().await?;
        Ok(session)
    }

    /// The same once a passphrase was entered or chosen. Whoever is signed in already stays so.
    pub async fn take_up(&self) -> Result<(), DeskError> {
        if self.signed().is_some() {
            return Ok(());
        }
        self.rest.take_plain_note(NOTE)?;
        let stored = self.rest.note(NOTE)?;
        let remembered = stored.and_then(|bytes| serde_json::from_slice::<Remembered>(&bytes).ok());
        if let Some(remembered) = remembered
            && crate::cloud::address(remembered.cloud.as_str()).is_ok()
        {
            let token = self.token_name(&remembered.cloud, remembered.account.id);
            let refresh = self.heed(self.rest.vault().get(token).await).flatten();
            let cloud = (self.connect)(&remembered.cloud)?;
            let ended = refresh.is_none();
            *self.signed() = Some(Signed { remembered, cloud, access: None, refresh, ended });
        }
        Ok(())
    }

    /// Keeps what is remembered anew, where it rests since a passphrase was chosen.
    pub fn keep_again(&self) -> Result<(), DeskError> {
        self.remembered().map_or(Ok(()), |remembered| self.remember(&remembered))
    }

    /// Makes an account at a cloud. Nothing here changes: whoever made it signs in next.
    pub async fn register(
        &self,
        cloud: &Url,
        email: &str,
        password: &Secret,
        name: &str,
    ) -> Result<(), DeskError> {
        Ok((self.connect)(cloud)?.sign_up(email, password, name).await?)
    }

    /// Asks a cloud for tokens. Nothing here changes yet: a wrong password must cost nobody her session.
    pub async fn authenticate(
        &self,
        cloud: &Url,
        email: &str,
        password: &Secret,
        device: &str,
    ) -> Result<(Arc<dyn Cloud>, Tokens), DeskError> {
        let connected = (self.connect)(cloud)?;
        let tokens = connected.sign_in(email, password, device).await?;
        Ok((connected, tokens))
    }

    /// Makes these tokens the session. The same account takes its session up where it ended.
    pub async fn adopt(
        &self,
        cloud: &Url,
        connected: Arc<dyn Cloud>,
        tokens: Tokens,
    ) -> Result<(), DeskError> {
        let before = self.remembered();
        let same = before.filter(|before| before.account.id == tokens.account.id && before.cloud == *cloud);
        let remembered = Remembered {
            cloud: cloud.clone(),
            account: tokens.account.clone(),
            stores: same.as_ref().map(|same| same.stores.clone()).unwrap_or_default(),
            open: same.and_then(|same| same.open),
        };
        self.rest.ready().await?;
        self.keep_token(cloud, &tokens).await;
        self.remember(&remembered)?;
        *self.signed() = Some(Signed {
            remembered,
            cloud: connected,
            access: Some(fresh(&tokens)),
            refresh: Some(tokens.refresh),
            ended: false,
        });
        Ok(())
    }

    /// Ends the sign-in here, and at the cloud if it can be reached. What rests in files is the caller's to wipe first.
    pub async fn sign_out(&self) -> Result<(), DeskError> {
        let farewell = self.with(|cloud, access| cloud.sign_out(access));
        if !matches!(tokio::time::timeout(Duration::from_secs(5), farewell).await, Ok(Ok(()))) {
            tracing::info!("the cloud did not hear of the sign-out; its tokens end by themselves");
        }
        let _alone = self.renewing.lock().await;
        let Some(signed) = self.signed().take() else { return Ok(()) };
        let name = self.token_name(&signed.remembered.cloud, signed.remembered.account.id);
        let deleted = self.rest.vault().delete(name).await;
        self.rest.drop_note(NOTE).await?;
        deleted.map_err(|problem| DeskError::new("keychain", problem))
    }

    /// What is remembered of the present sign-in.
    pub fn remembered(&self) -> Option<Remembered> {
        self.signed().as_ref().map(|signed| signed.remembered.clone())
    }

    /// Whether somebody is remembered, but has to sign in again to sync.
    pub fn ended(&self) -> bool {
        self.signed().as_ref().is_some_and(|signed| signed.ended)
    }

    /// Whether secrets live in memory only, and what is wrong with the keychain.
    pub fn keychain(&self) -> (bool, Option<String>) {
        let (memory, problem) = self.rest.vault().memory_only();
        let later = self.keychain_problem.lock().unwrap_or_else(PoisonError::into_inner).clone();
        (memory || later.is_some(), problem.or(later))
    }

    /// The machine's mark in the keychain, made where it is missing; none where the keychain forgets.
    pub async fn machine(&self) -> Option<String> {
        if self.rest.vault().memory_only().0 {
            return None;
        }
        let name = name("machine", self.rest.mark());
        match self.rest.vault().get(name.clone()).await {
            Ok(Some(mark)) => Some(mark.expose().to_owned()),
            Ok(None) => {
                let mark = uuid::Uuid::new_v4().to_string();
                self.rest.vault().set(name, Secret::new(mark.clone())).await.ok()?;
                Some(mark)
            }
            Err(_) => None,
        }
    }

    /// Forgets the machine's mark, at sign-out.
    pub async fn forget_machine(&self) {
        if let Err(problem) = self.rest.vault().delete(name("machine", self.rest.mark())).await {
            tracing::warn!(%problem, "the keychain did not forget this machine's mark");
        }
    }

    /// Asks the cloud with a good access token; a token that turns out to be over is renewed once.
    pub async fn with<T>(
        &self,
        question: impl for<'a> Fn(&'a dyn Cloud, &'a Secret) -> BoxFuture<'a, Result<T, Fault>>,
    ) -> Result<T, Fault> {
        let (cloud, access) = self.access(None).await?;
        match question(cloud.as_ref(), &access).await {
            Err(Fault::Problem(told)) if told.status == 401 => {
                let (cloud, access) = self.access(Some(&access)).await?;
                let answer = question(cloud.as_ref(), &access).await;
                if answer.as_ref().is_err_and(|fault| fault.is("unauthenticated")) {
                    Err(Fault::SignedOut)
                } else {
                    answer
                }
            }
            answer => answer,
        }
    }

    /// A good access token, other than the one that was just turned down. Renewals happen one at a time.
    async fn access(&self, turned_down: Option<&Secret>) -> Result<(Arc<dyn Cloud>, Secret), Fault> {
        let good = |session: &Self| {
            let signed = session.signed();
            let signed = signed.as_ref().filter(|signed| !signed.ended).ok_or(Fault::SignedOut)?;
            let access = signed
                .access
                .as_ref()
                .filter(|(access, until)| Some(access) != turned_down && *until > Instant::now());
            Ok(access.map(|(access, _)| (signed.cloud.clone(), access.clone())))
        };
        if let Some(good) = good(self)? {
            return Ok(good);
        }
        let _alone = self.renewing.lock().await;
        // Somebody else may have renewed it while this one waited.
        if let Some(good) = good(self)? {
            return Ok(good);
        }
        self.renew().await
    }

    async fn renew(&self) -> Result<(Arc<dyn Cloud>, Secret), Fault> {
        let (cloud, refresh, address) = {
            let signed = self.signed();
            let signed = signed.as_ref().ok_or(Fault::SignedOut)?;
            let refresh = signed.refresh.clone().ok_or(Fault::SignedOut)?;
            (signed.cloud.clone(), refresh, signed.remembered.cloud.clone())
        };
        match cloud.refresh(&refresh).await {
            Ok(tokens) => {
                self.keep_token(&address, &tokens).await;
                let mut signed = self.signed();
                // Nobody signs in or out meanwhile but under the same lock, or with a whole new `Signed`.
                let Some(signed) =
                    signed.as_mut().filter(|signed| signed.remembered.account.id == tokens.account.id)
                else {
                    return Err(Fault::SignedOut);
                };
                let access = tokens.access.clone();
                signed.access = Some(fresh(&tokens));
                signed.refresh = Some(tokens.refresh);
                Ok((cloud, access))
            }
            Err(Fault::Problem(told)) if told.status == 401 => {
                tracing::info!("the session ended; sign in again to sync");
                if let Some(signed) =
                    self.signed().as_mut().filter(|signed| signed.refresh.as_ref() == Some(&refresh))
                {
                    signed.ended = true;
                    signed.access = None;
                }
                Err(Fault::SignedOut)
            }
            Err(fault) => Err(fault),
        }
    }

    /// Keeps her list of stores for the time without a network.
    pub fn keep_stores(&self, stores: Vec<StoreTold>) -> Result<(), DeskError> {
        self.change(|remembered| remembered.stores = stores)
    }

    /// Keeps which store is open.
    pub fn keep_open(&self, open: Option<StoreId>) -> Result<(), DeskError> {
        self.change(|remembered| remembered.open = open)
    }

    fn change(&self, change: impl FnOnce(&mut Remembered)) -> Result<(), DeskError> {
        let remembered = {
            let mut signed = self.signed();
            let Some(signed) = signed.as_mut() else { return Ok(()) };
            let before = signed.remembered.clone();
            change(&mut signed.remembered);
            if signed.remembered == before {
                return Ok(());
            }
            signed.remembered.clone()
        };
        self.remember(&remembered)
    }

    fn remember(&self, remembered: &Remembered) -> Result<(), DeskError> {
        let text =
            serde_json::to_vec_pretty(remembered).map_err(|error| DeskError::storage(error.to_string()))?;
        self.rest.keep_note(NOTE, &text)
    }

    async fn keep_token(&self, cloud: &Url, tokens: &Tokens) {
        let kept =
            self.rest.vault().set(self.token_name(cloud, tokens.account.id), tokens.refresh.clone()).await;
        self.heed(kept);
    }

    /// A keychain that fails later is said, and the session lives on in memory.
    fn heed<T>(&self, answer: Result<T, String>) -> Option<T> {
        let mut told = self.keychain_problem.lock().unwrap_or_else(PoisonError::into_inner);
        match answer {
            Ok(value) => {
                *told = None;
                Some(value)
            }
            Err(problem) => {
                tracing::warn!(%problem, "the keychain failed");
                *told = Some(problem);
                None
            }
        }
    }

    fn token_name(&self, cloud: &Url, account: AccountId) -> String {
        let whose = format!("{account} @ {} · {}", cloud.origin().ascii_serialization(), self.rest.mark());
        name("sign-in", &whose)
    }

    fn signed(&self) -> MutexGuard<'_, Option<Signed>> {
        self.signed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn fresh(tokens: &Tokens) -> (Secret, Instant) {
    let lives = tokens.expires_in.saturating_sub(MARGIN).max(Duration::from_secs(1));
    (tokens.access.clone(), Instant::now() + lives)
}

#[cfg(test)]
mod tests;
