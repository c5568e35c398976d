//! Who is signed in, at which cloud and to which stores.
//!
//! The refresh token rests in the keychain alone; the short-lived access token only in memory. A sealed note of the profile
//! remembers the address, the account and its stores, so that a desk opens without a network.
//!
//! INVARIANT: a new refresh token is in the keychain before the access token that came with it is used. The cloud keeps the
//! older one good until then, so a reply lost in a tunnel, or a crash right here, signs nobody out.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use keyholder_domain::id::{AccountId, StoreId};
use keyholder_domain::time::Time;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::DeskError;
use crate::cloud::{AccountTold, Cloud, Fault, StoreTold, Tokens};
use crate::keychain::{Secret, name};
use crate::lock::Shut;
use crate::rest::Rest;

mod people;

use people::Book;
pub use people::{Hers, Who};

/// How a cloud at an address is reached; tests put a wire in between that can be cut.
pub type Connect = Arc<dyn Fn(&Url) -> Result<Arc<dyn Cloud>, DeskError> + Send + Sync>;

/// The profile's note in which a sign-in is remembered.
const NOTE: &str = "session";
/// An access token is renewed when it has less than this left.
const MARGIN: Duration = Duration::from_secs(30);
/// How long a program that closes waits for a token that is being kept.
const CLOSING: Duration = Duration::from_secs(3);

/// What is remembered of a sign-in. No token, no key.
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
    /// Why the program is shut, if it is.
    #[serde(default)]
    pub lock: Option<Shut>,
    /// How many wrong passwords were typed since the last right one.
    #[serde(default)]
    pub wrong: u32,
    /// When she was last seen at the machine, where the program locks when idle.
    #[serde(default)]
    pub touched: Option<Time>,
    /// How many of her ops waited when she left the program to somebody else.
    #[serde(default)]
    pub waiting: usize,
}

struct Signed {
    remembered: Remembered,
    cloud: Arc<dyn Cloud>,
    access: Option<(Secret, Instant)>,
    // In memory too, for the time when the keychain would not take it.
    refresh: Option<Secret>,
    // What tells her password without the cloud.
    verifier: Option<Secret>,
    ended: bool,
}

/// A cloud, and a good access token for it.
type Access = (Arc<dyn Cloud>, Secret);

/// The session of one profile.
pub struct Session {
    rest: Arc<Rest>,
    connect: Connect,
    signed: Mutex<Option<Signed>>,
    others: Mutex<Vec<Remembered>>,
    keychain_problem: Mutex<Option<String>>,
    // Whose renewal failed last, when and how.
    renewing: tokio::sync::Mutex<Option<(Who, Instant, Fault)>>,
    listing: tokio::sync::Mutex<()>,
    // The keychain takes nothing any more, so no token is asked for that could not be kept.
    closed: AtomicBool,
}

impl Session {
    /// Takes up what is remembered; without its token in the keychain the session is over, and what is held stays readable.
    pub async fn restore(rest: Arc<Rest>, connect: Connect) -> Result<Self, DeskError> {
        let session = Self {
            rest,
            connect,
            signed: Mutex::new(None),
            others: Mutex::default(),
            keychain_problem: Mutex::new(None),
            renewing: tokio::sync::Mutex::default(),
            listing: tokio::sync::Mutex::default(),
            closed: AtomicBool::new(false),
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
        let mut book = self.rest.note(NOTE)?.map(|text| Book::read(&text)).unwrap_or_default();
        if let Some(current) = book.take_current() {
            let signed = self.take_person_up(current).await?;
            *self.signed() = Some(signed);
        }
        *self.others() = book.people;
        Ok(())
    }

    /// Keeps what is remembered anew, where it rests since a passphrase was chosen.
    pub fn keep_again(&self) -> Result<(), DeskError> {
        if self.people().is_empty() { Ok(()) } else { self.keep_book() }
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

    /// Makes these tokens the session. Who was signed in here before takes her session up where it ended; whoever has the
    /// program leaves it first.
    pub async fn adopt(
        &self,
        cloud: &Url,
        connected: Arc<dyn Cloud>,
        tokens: Tokens,
    ) -> Result<(), DeskError> {
        let who = Who { cloud: cloud.clone(), account: tokens.account.id };
        let same = self.people().into_iter().find(|person| person.who() == who);
        let remembered = Remembered {
            account: tokens.account.clone(),
            ..same.unwrap_or_else(|| Remembered::new(cloud.clone(), tokens.account.clone()))
        };
        self.rest.ready().await?;
        self.keep_token(cloud, &tokens).await;
        let mut book = Book { current: Some(who.clone()), people: self.people() };
        book.take(|person| person.who() == who);
        book.people.insert(0, remembered.clone());
        self.keep(&book)?;
        let verifier = self.signed().as_ref().and_then(|signed| signed.verifier.clone());
        *self.others() = book.people.split_off(1);
        *self.signed() = Some(Signed {
            remembered,
            cloud: connected,
            access: Some(fresh(&tokens)),
            refresh: Some(tokens.refresh),
            verifier,
            ended: false,
        });
        Ok(())
    }

    /// Ends the sign-in here, and at the cloud if it can be reached. What rests in files is the caller's to wipe first.
    pub async fn sign_out(self: &Arc<Self>) -> Result<(), DeskError> {
        let farewell = self.with(|cloud, access| cloud.sign_out(access));
        if !matches!(tokio::time::timeout(Duration::from_secs(5), farewell).await, Ok(Ok(()))) {
            tracing::info!("the cloud did not hear of the sign-out; its tokens end by themselves");
        }
        let _alone = self.renewing.lock().await;
        let Some(signed) = self.signed().take() else { return Ok(()) };
        let who = signed.remembered.who();
        let token = self.rest.vault().delete(self.token_name(&who.cloud, who.account)).await;
        let verifier = self.rest.vault().delete(self.verifier_name(&who)).await;
        if self.others().is_empty() {
            self.rest.drop_note(NOTE).await?;
        } else {
            self.keep_book()?;
        }
        token.and(verifier).map_err(|problem| DeskError::new("keychain", problem))
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
        self: &Arc<Self>,
        question: impl for<'a> Fn(&'a dyn Cloud, &'a Secret) -> BoxFuture<'a, Result<T, Fault>>,
    ) -> Result<T, Fault> {
        let who = self.who().ok_or(Fault::SignedOut)?;
        self.with_as(&who, question).await
    }

    /// The same as this person, or not at all.
    async fn with_as<T>(
        self: &Arc<Self>,
        who: &Who,
        question: impl for<'a> Fn(&'a dyn Cloud, &'a Secret) -> BoxFuture<'a, Result<T, Fault>>,
    ) -> Result<T, Fault> {
        let (cloud, access) = self.access(who, None).await.map_err(Fault::before_asking)?;
        match question(cloud.as_ref(), &access).await {
            Err(Fault::Problem(told)) if told.status == 401 => {
                // What was turned down for its token was not looked at.
                let (cloud, access) = self.access(who, Some(&access)).await.map_err(Fault::before_asking)?;
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
    async fn access(self: &Arc<Self>, who: &Who, turned_down: Option<&Secret>) -> Result<Access, Fault> {
        if let Some(good) = self.good(who, turned_down)? {
            return Ok(good);
        }
        // A task of its own, which goes on when whoever wanted the token is gone: a renewal that is dropped half done leaves a
        // token in the keychain that the next renewal voids.
        let (session, who, turned_down) = (Arc::clone(self), who.clone(), turned_down.cloned());
        let renewal = tokio::spawn(async move { session.renew_alone(&who, turned_down.as_ref()).await });
        renewal.await.unwrap_or_else(|_| Err(Fault::NotReached("the renewal was given up".to_owned())))
    }

    /// The access token that is at hand, if it is good still.
    fn good(&self, who: &Who, turned_down: Option<&Secret>) -> Result<Option<Access>, Fault> {
        let signed = self.signed();
        let hers = signed.as_ref().filter(|signed| signed.remembered.who() == *who);
        let signed = hers.filter(|signed| !signed.ended).ok_or(Fault::SignedOut)?;
        let access = signed
            .access
            .as_ref()
            .filter(|(access, until)| Some(access) != turned_down && *until > Instant::now());
        Ok(access.map(|(access, _)| (signed.cloud.clone(), access.clone())))
    }

    async fn renew_alone(&self, who: &Who, turned_down: Option<&Secret>) -> Result<Access, Fault> {
        let waits_since = Instant::now();
        let mut renewing = self.renewing.lock().await;
        // Somebody else may have renewed it while this one waited, or have tried in vain: a line that swallows everything is
        // waited for once, not by one after the other.
        if let Some(good) = self.good(who, turned_down)? {
            return Ok(good);
        }
        if let Some((whose, ended, fault)) = &*renewing
            && whose == who
            && *ended >= waits_since
        {
            return Err(fault.clone());
        }
        let renewed = self.renew(who).await;
        *renewing = renewed.as_ref().err().map(|fault| (who.clone(), Instant::now(), fault.clone()));
        renewed
    }

    /// Renews no token from now on, and lets one that was just renewed reach the keychain. A token that is renewed and not kept must
    /// not be used: the next start has only the one before, which then is good no more.
    pub async fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        // Whoever still waits for the cloud by then will not use its answer.
        let _kept = tokio::time::timeout(CLOSING, self.renewing.lock()).await;
    }

    fn still_open(&self) -> Result<(), Fault> {
        let closed = self.closed.load(Ordering::SeqCst);
        if closed { Err(Fault::NotReached("the program is closing".to_owned())) } else { Ok(()) }
    }

    async fn renew(&self, who: &Who) -> Result<Access, Fault> {
        self.still_open()?;
        let (cloud, refresh, address) = {
            let signed = self.signed();
            let hers = signed.as_ref().filter(|signed| signed.remembered.who() == *who);
            let signed = hers.ok_or(Fault::SignedOut)?;
            let refresh = signed.refresh.clone().ok_or(Fault::SignedOut)?;
            (signed.cloud.clone(), refresh, signed.remembered.cloud.clone())
        };
        match cloud.refresh(&refresh).await {
            Ok(tokens) => {
                self.still_open()?;
                self.keep_token(&address, &tokens).await;
                let mut signed = self.signed();
                // Nobody signs in or out meanwhile but under the same lock, or with a whole new `Signed`.
                let Some(signed) = signed.as_mut().filter(|signed| signed.remembered.who() == *who) else {
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
        {
            let mut signed = self.signed();
            let Some(signed) = signed.as_mut() else { return Ok(()) };
            let before = signed.remembered.clone();
            change(&mut signed.remembered);
            if signed.remembered == before {
                return Ok(());
            }
        }
        self.keep_book()
    }

    fn keep_book(&self) -> Result<(), DeskError> {
        self.keep(&Book { current: self.who(), people: self.people() })
    }

    fn keep(&self, book: &Book) -> Result<(), DeskError> {
        let text = serde_json::to_vec_pretty(book).map_err(|error| DeskError::storage(error.to_string()))?;
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
        name("sign-in", &self.whose(cloud, account))
    }

    fn whose(&self, cloud: &Url, account: AccountId) -> String {
        format!("{account} @ {} · {}", cloud.origin().ascii_serialization(), self.rest.mark())
    }

    fn signed(&self) -> MutexGuard<'_, Option<Signed>> {
        self.signed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn others(&self) -> MutexGuard<'_, Vec<Remembered>> {
        self.others.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn fresh(tokens: &Tokens) -> (Secret, Instant) {
    let lives = tokens.expires_in.saturating_sub(MARGIN).max(Duration::from_secs(1));
    (tokens.access.clone(), Instant::now() + lives)
}

#[cfg(test)]
mod tests;
