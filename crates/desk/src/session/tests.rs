//! The session against a cloud of its own making: what is kept when, and what ends it.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use keyholder_domain::id::InvitationId;
use serde_json::Value;
use uuid::Uuid;

use super::*;
use crate::cloud::{Answering, Entries, Pokes, Refusals, Stores, Text, Told};
use crate::keychain::{Keychain, MemoryKeychain};
use crate::picture::MyAccess;
use crate::profile::Profile;
use crate::views::program::Device;

/// A cloud that only knows tokens: `r1` gives `a1`, a refresh gives the next pair.
#[derive(Default)]
struct Tokenary {
    given: AtomicUsize,
    refreshes: AtomicUsize,
    lose: AtomicUsize,
    turned_down: Mutex<Option<u16>>,
    short: bool,
}

impl Tokenary {
    fn tokens(&self) -> Tokens {
        let number = self.given.fetch_add(1, Ordering::SeqCst) + 1;
        Tokens {
            access: Secret::new(format!("a{number}")),
            expires_in: if self.short { Duration::ZERO } else { Duration::from_secs(900) },
            refresh: Secret::new(format!("r{number}")),
            account: AccountTold {
                id: AccountId::from_uuid(Uuid::from_u128(1)),
                email: "ana@a.example".into(),
                name: "Ana".into(),
            },
        }
    }
}

fn told<T>(status: u16) -> Result<T, Fault> {
    let code = if status == 401 { "unauthenticated" } else { "slow_down" };
    Err(Fault::Problem(Told { status, code: code.into(), with: serde_json::Map::new(), retry_after: None }))
}

impl Cloud for Tokenary {
    fn sign_up<'a>(&'a self, _: &'a str, _: &'a Secret, _: &'a str) -> Answering<'a, ()> {
        async { Ok(()) }.boxed()
    }
    fn sign_in<'a>(&'a self, _: &'a str, _: &'a Secret, _: &'a str) -> Answering<'a, Tokens> {
        async { Ok(self.tokens()) }.boxed()
    }
    fn refresh<'a>(&'a self, refresh: &'a Secret) -> Answering<'a, Tokens> {
        async move {
            self.refreshes.fetch_add(1, Ordering::SeqCst);
            // Whoever else wants a token gets a chance to come in between.
            tokio::task::yield_now().await;
            if let Some(status) = *self.turned_down.lock().unwrap() {
                return told(status);
            }
            assert!(refresh.expose().starts_with('r'));
            let tokens = self.tokens();
            match self.lose.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)) {
                Ok(_) => Err(Fault::Unreachable("lost".into())),
                Err(_) => Ok(tokens),
            }
        }
        .boxed()
    }
    fn sign_out<'a>(&'a self, _: &'a Secret) -> Answering<'a, ()> {
        async { Ok(()) }.boxed()
    }
    fn devices<'a>(&'a self, _: &'a Secret) -> Answering<'a, Vec<Device>> {
        never()
    }
    fn end_device<'a>(&'a self, _: &'a Secret, _: Uuid) -> Answering<'a, ()> {
        never()
    }
    fn stores<'a>(&'a self, access: &'a Secret) -> Answering<'a, Stores> {
        // Only the youngest access token is good.
        let good = access.expose() == format!("a{}", self.given.load(Ordering::SeqCst));
        async move { if good { Ok(Stores::default()) } else { told(401) } }.boxed()
    }
    fn create_store<'a>(&'a self, _: &'a Secret, _: StoreId, _: String) -> Answering<'a, ()> {
        never()
    }
    fn exchange<'a>(&'a self, _: &'a Secret, _: StoreId, _: Vec<u8>) -> Answering<'a, Value> {
        never()
    }
    fn snapshot<'a>(&'a self, _: &'a Secret, _: StoreId, _: u64, _: u64) -> Answering<'a, Text> {
        never()
    }
    fn live<'a>(&'a self, _: &'a Secret, _: StoreId) -> Answering<'a, Pokes> {
        never()
    }
    fn me<'a>(&'a self, _: &'a Secret, _: StoreId) -> Answering<'a, MyAccess> {
        never()
    }
    fn activity<'a>(&'a self, _: &'a Secret, _: StoreId, _: Option<u64>, _: usize) -> Answering<'a, Entries> {
        never()
    }
    fn refused<'a>(&'a self, _: &'a Secret, _: StoreId, _: Option<u64>, _: usize) -> Answering<'a, Refusals> {
        never()
    }
    fn link<'a>(&'a self, _: &'a Secret, _: StoreId, _: InvitationId) -> Answering<'a, String> {
        never()
    }
}

fn never<T: Send + 'static>() -> BoxFuture<'static, Result<T, Fault>> {
    async { Err(Fault::Unreachable("not asked here".into())) }.boxed()
}

struct Room {
    _folder: tempfile::TempDir,
    profile: Arc<Profile>,
    keychain: Arc<MemoryKeychain>,
    cloud: Arc<Tokenary>,
}

impl Room {
    fn new(cloud: Tokenary) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let profile = Arc::new(Profile::open(folder.path()).unwrap());
        Self {
            _folder: folder,
            profile,
            keychain: Arc::new(MemoryKeychain::lasting()),
            cloud: Arc::new(cloud),
        }
    }

    async fn session(&self) -> Arc<Session> {
        let cloud = self.cloud.clone();
        let connect: Connect = Arc::new(move |_| Ok(cloud.clone() as Arc<dyn Cloud>));
        Arc::new(Session::restore(self.rest(self.keychain.clone()).await, connect).await.unwrap())
    }

    async fn rest(&self, keychain: Arc<MemoryKeychain>) -> Arc<Rest> {
        let clock = Arc::new(crate::clock::HandClock::at(keyholder_domain::Time::from_millis(0)));
        Arc::new(Rest::open(self.profile.clone(), keychain, "p".into(), clock).await.unwrap())
    }

    async fn signed_in(&self) -> Arc<Session> {
        let session = self.session().await;
        let address = Url::parse("https://cloud.example").unwrap();
        let password = Secret::new("correct horse");
        let (cloud, tokens) =
            session.authenticate(&address, "ana@a.example", &password, "desk").await.unwrap();
        session.adopt(&address, cloud, tokens).await.unwrap();
        session
    }

    fn kept(&self) -> Option<String> {
        let secrets = self.keychain.all();
        secrets
            .into_iter()
            .find(|(name, _)| name.starts_with("sign-in"))
            .map(|(_, secret)| secret.expose().to_owned())
    }
}

async fn stores(session: &Arc<Session>) -> Result<(), Fault> {
    session.with(|cloud, access| cloud.stores(access)).await.map(|_| ())
}

#[tokio::test]
async fn the_refresh_token_rests_in_the_keychain_alone_and_survives_a_restart() {
    let room = Room::new(Tokenary::default());
    let session = room.signed_in().await;
    stores(&session).await.unwrap();
    drop(session);
    assert_eq!(room.kept().as_deref(), Some("r1"));
    let file = std::fs::read(room.profile.data().join("profile.db")).unwrap();
    for text in ["r1\"", "a1\"", "horse", "Ana", "ana@a.example", "cloud.example"] {
        assert!(!file.windows(text.len()).any(|window| window == text.as_bytes()), "{text}");
    }
    let session = room.session().await;
    assert!(!session.ended());
    stores(&session).await.unwrap();
    assert_eq!(room.kept().as_deref(), Some("r2"), "the new one is kept before its access token is used");
    let (name, _) = room.keychain.all().into_iter().find(|(name, _)| name.starts_with("sign-in")).unwrap();
    assert!(
        name.contains("https://cloud.example") && name.contains(&Uuid::from_u128(1).to_string()),
        "{name}"
    );
}

#[tokio::test]
async fn many_who_need_a_token_at_once_renew_it_once() {
    let room = Room::new(Tokenary::default());
    drop(room.signed_in().await);
    let session = room.session().await;
    let all = futures_util::future::join_all((0..20).map(|_| stores(&session))).await;
    assert!(all.iter().all(Result::is_ok));
    assert_eq!(room.cloud.refreshes.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_token_that_is_over_early_is_renewed_once_and_the_question_asked_again() {
    let room = Room::new(Tokenary::default());
    let session = room.signed_in().await;
    room.cloud.given.fetch_add(1, Ordering::SeqCst); // as if the cloud had ended `a1`
    stores(&session).await.unwrap();
    assert_eq!(room.cloud.refreshes.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_lost_reply_or_a_busy_cloud_ends_nothing_and_a_refusal_does() {
    let room = Room::new(Tokenary { short: true, ..Tokenary::default() });
    let session = room.signed_in().await;
    room.cloud.given.fetch_add(1, Ordering::SeqCst);
    room.cloud.lose.store(1, Ordering::SeqCst);
    let lost = stores(&session).await.unwrap_err();
    assert!(
        lost.never_arrived(),
        "the token's renewal got lost, so the question itself was never sent: {lost:?}"
    );
    assert!(!session.ended());
    stores(&session).await.unwrap();

    room.cloud.given.fetch_add(1, Ordering::SeqCst);
    *room.cloud.turned_down.lock().unwrap() = Some(429);
    assert!(stores(&session).await.is_err());
    assert!(!session.ended());
    *room.cloud.turned_down.lock().unwrap() = Some(401);
    assert_eq!(stores(&session).await, Err(Fault::SignedOut));
    assert!(session.ended());
    assert!(session.remembered().is_some(), "who she is stays known, and what she holds stays readable");
}

#[tokio::test]
async fn signing_out_leaves_no_token_and_no_file() {
    let room = Room::new(Tokenary::default());
    let session = room.signed_in().await;
    session.sign_out().await.unwrap();
    session.forget_machine().await;
    assert!(room.keychain.is_empty());
    assert!(!room.profile.data().join("profile.db").exists());
    assert_eq!(stores(&session).await, Err(Fault::SignedOut));
}

#[tokio::test]
async fn without_the_keychains_token_the_session_is_over_and_the_account_still_known() {
    let room = Room::new(Tokenary::default());
    drop(room.signed_in().await);
    for (name, _) in room.keychain.all() {
        if name.starts_with("sign-in") {
            room.keychain.delete(&name).unwrap();
        }
    }
    let session = room.session().await;
    assert!(session.ended());
    assert_eq!(session.remembered().unwrap().account.name, "Ana");
    assert_eq!(session.keychain(), (false, None));
}

#[tokio::test]
async fn a_sign_in_that_version_0_1_remembered_in_plain_text_is_taken_up_and_sealed() {
    let room = Room::new(Tokenary::default());
    let session = room.signed_in().await;
    let remembered = serde_json::to_vec(&session.remembered().unwrap()).unwrap();
    drop(session);
    std::fs::remove_file(room.profile.data().join("profile.db")).unwrap();
    let plain = room.profile.data().join("session.json");
    std::fs::write(&plain, remembered).unwrap();
    let session = room.session().await;
    assert_eq!(session.remembered().unwrap().account.name, "Ana");
    assert!(!session.ended() && !plain.exists());
    drop(session);
    assert_eq!(room.session().await.remembered().unwrap().account.name, "Ana");
}

#[tokio::test]
async fn whoever_left_the_program_asks_nothing_until_she_is_back() {
    let room = Room::new(Tokenary::default());
    let session = room.signed_in().await;
    let ana = session.who().unwrap();
    let hers = session.hers(ana.clone());
    let ask = async || hers.with(|cloud, access| cloud.stores(access)).await.map(|_| ());
    ask().await.unwrap();
    session.leave(|ana| ana.waiting = 3).await.unwrap();
    assert_eq!((session.who(), session.remembered()), (None, None));
    assert_eq!(ask().await, Err(Fault::SignedOut));
    hers.keep_stores(Vec::new()).unwrap();
    assert_eq!(room.kept().as_deref(), Some("r1"), "her token waits in the keychain");

    let session = room.session().await;
    assert_eq!((session.who(), session.people().len()), (None, 1), "a start gives the program to nobody");
    assert_eq!(session.people()[0].waiting, 3);
    assert_eq!(session.return_to(AccountId::from_uuid(Uuid::nil())).await.unwrap_err().code, "not_found");
    session.return_to(ana.account).await.unwrap();
    assert_eq!(session.who(), Some(ana.clone()));
    session.hers(ana).with(|cloud, access| cloud.stores(access)).await.unwrap();
}

#[test]
fn a_note_that_remembers_one_person_is_a_book_of_one() {
    let one = r#"{"cloud":"https://cloud.example/","account":{"id":"00000000-0000-0000-0000-000000000001","email":"ana@a.example","name":"Ana"}}"#;
    let mut book = Book::read(one.as_bytes());
    assert_eq!(book.people.len(), 1);
    assert_eq!(book.take_current().unwrap().account.name, "Ana");
    assert!(book.people.is_empty());
    assert_eq!(Book::read(b"rubbish"), Book::default());
}

#[tokio::test]
async fn a_token_that_comes_while_the_program_closes_is_not_used() {
    let room = Room::new(Tokenary { short: true, ..Tokenary::default() });
    let session = room.signed_in().await;
    let kept = room.keychain.all();
    room.cloud.given.fetch_add(1, Ordering::SeqCst); // as if the cloud had ended `a1`
    let (asked, ()) = tokio::join!(stores(&session), async {
        // The cloud has been asked for a token, and has not answered.
        while room.cloud.refreshes.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        session.close().await;
    });
    assert!(matches!(asked, Err(Fault::NotReached(_))), "{asked:?}");
    assert!(!session.ended(), "the token that the keychain holds is as good as before");
    assert_eq!(room.keychain.all(), kept);
    let asked = room.cloud.refreshes.load(Ordering::SeqCst);
    assert!(matches!(stores(&session).await, Err(Fault::NotReached(_))));
    assert_eq!(room.cloud.refreshes.load(Ordering::SeqCst), asked, "and no other is asked for");
}

#[tokio::test]
async fn a_renewal_goes_on_when_whoever_wanted_it_is_gone() {
    let room = Room::new(Tokenary { short: true, ..Tokenary::default() });
    let session = room.signed_in().await;
    room.cloud.given.fetch_add(1, Ordering::SeqCst); // as if the cloud had ended `a1`
    {
        let asked = stores(&session);
        let mut asked = std::pin::pin!(asked);
        while room.cloud.refreshes.load(Ordering::SeqCst) == 0 {
            assert!(futures_util::poll!(&mut asked).is_pending());
            tokio::task::yield_now().await;
        }
    }
    // The next one who wants a token gets that one: had the first renewal been dropped, the cloud would have been asked twice
    // with the same token, and whichever answer was kept last would not be the one that is good.
    stores(&session).await.unwrap();
    assert_eq!(room.cloud.refreshes.load(Ordering::SeqCst), 1);
    assert_eq!(
        room.kept().as_deref(),
        Some(format!("r{}", room.cloud.given.load(Ordering::SeqCst)).as_str())
    );
}
