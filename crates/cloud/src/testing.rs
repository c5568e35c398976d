//! A whole cloud in process, on a folder of its own, with a clock moved by hand and chance from a seed: for the tests of every crate.
//!
//! Requests go through the real router; [`TestCloud::listen`] serves it on a real port for whatever wants real HTTP. Panics are failures
//! here.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use keyholder_domain::{
    AccountId, Asker, Email, MemberId, Name, Newcomer, Op, StoreId, Time, accept_invitation, decide,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};
use tower::ServiceExt;
use uuid::Uuid;

use crate::clock::Clock;
use crate::config::Config;
use crate::db::sqlite::Sqlite;
use crate::entries::{self, Act};
use crate::error::ApiError;
use crate::passwords::PasswordCost;
use crate::random::Random;
use crate::secrets::Secrets;
use crate::states::{self, Held};
use crate::{AppState, app, serve};

/// When a test cloud's clock starts: noon on a Monday.
pub const START: &str = "2026-03-02T12:00:00Z";
/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";

/// A cloud for one test.
pub struct TestCloud {
    /// Its parts.
    pub state: AppState,
    /// Its router.
    pub router: Router,
    folder: Arc<TempDir>,
    server: Option<Server>,
}

/// The server on a port; a dropped one closes.
struct Server {
    closing: DropGuard,
    closed: JoinHandle<std::io::Result<()>>,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body: JSON, or the text as a string, or null for none.
    pub body: Value,
}

impl Reply {
    /// The status as a number and the problem's code, if any: what most tests compare.
    pub fn told(&self) -> (u16, &str) {
        (self.status.as_u16(), self.body["code"].as_str().unwrap_or(""))
    }
}

/// Somebody signed in.
#[derive(Debug, Clone)]
pub struct Person {
    /// Her account.
    pub account: AccountId,
    /// Her address.
    pub email: String,
    /// Her access token.
    pub token: String,
    /// Her refresh token.
    pub refresh: String,
}

impl TestCloud {
    /// A cloud with cheap password hashes, no limits and heartbeats that do not come by themselves.
    pub async fn new() -> TestCloud {
        TestCloud::with(TestCloud::config()).await
    }

    /// The settings of [`TestCloud::new`], to be changed.
    pub fn config() -> Config {
        Config {
            passwords: PasswordCost::cheap(),
            limits: None,
            live_every: Duration::from_secs(3_600),
            access_for: Duration::from_secs(365 * 86_400),
            refresh_for: Duration::from_secs(365 * 86_400),
            ..Config::default()
        }
    }

    /// A cloud with these settings.
    pub async fn with(config: Config) -> TestCloud {
        let folder = Arc::new(TempDir::new().expect("a folder for this test"));
        let clock = Clock::hand(START.parse().expect("a constant time"));
        TestCloud::at(folder, config, clock)
    }

    fn at(folder: Arc<TempDir>, config: Config, clock: Clock) -> TestCloud {
        let db = Sqlite::open(&folder.path().join("cloud.db"), 64).expect("a new database opens");
        let state = AppState::new(config, db, clock, Random::System, Secrets::in_memory())
            .expect("these settings are good");
        TestCloud { router: app(state.clone()), state, folder, server: None }
    }

    /// The same database opened again, as after a crash: nothing in memory survives.
    pub fn restarted(self) -> TestCloud {
        let (config, clock) = (self.state.config.clone(), self.state.clock.clone());
        self.state.db.close();
        TestCloud::at(self.folder, config, clock)
    }

    /// Another node on the same database, with a clock and a key for links of its own.
    pub fn another_node(&self, clock: Clock) -> TestCloud {
        TestCloud::at(Arc::clone(&self.folder), self.state.config.clone(), clock)
    }

    /// Where its files are.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Serves it on a free port of this machine, until it is stopped or dropped; gives the address.
    pub async fn listen(&mut self) -> String {
        self.listen_on(SocketAddr::from(([127, 0, 0, 1], 0))).await
    }

    /// Serves it on this address, as after a restart that desks do not notice by the address.
    pub async fn listen_on(&mut self, address: SocketAddr) -> String {
        let listener = TcpListener::bind(address).await.expect("a free port");
        let address = listener.local_addr().expect("a bound listener");
        let closing = CancellationToken::new();
        let closed = tokio::spawn(serve(self.state.clone(), listener, closing.clone()));
        self.server = Some(Server { closing: closing.drop_guard(), closed });
        format!("http://{address}")
    }

    /// Stops serving as the real server does; to go on, take [`TestCloud::restarted`].
    pub async fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            drop(server.closing);
            let closed = server.closed.await.expect("the server does not panic");
            closed.expect("the server closes in order");
        }
    }

    /// The time by its clock.
    pub fn now(&self) -> Time {
        self.state.clock.now()
    }

    /// Moves its clock.
    pub fn advance(&self, millis: i64) {
        self.state.clock.advance_millis(millis);
    }

    /// Sends a request as it is.
    pub async fn send(&self, mut request: Request<Body>) -> Reply {
        let nobody = SocketAddr::from(([127, 0, 0, 1], 50_000));
        request.extensions_mut().insert(ConnectInfo(nobody));
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a whole body");
        let body = match serde_json::from_slice(&bytes) {
            Ok(json) => json,
            Err(_) if bytes.is_empty() => Value::Null,
            Err(_) => Value::String(String::from_utf8_lossy(&bytes).into_owned()),
        };
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// Sends a JSON body (null: none), with a bearer token unless it is empty.
    pub async fn call(&self, method: Method, path: &str, token: &str, body: &Value) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = match body {
            Value::Null => Body::empty(),
            body => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
        };
        self.send(request.body(body).expect("a valid request")).await
    }

    /// Asks for something.
    pub async fn get(&self, path: &str, token: &str) -> Reply {
        self.call(Method::GET, path, token, &Value::Null).await
    }

    /// Sends something.
    pub async fn post(&self, path: &str, token: &str, body: Value) -> Reply {
        self.call(Method::POST, path, token, &body).await
    }

    /// Somebody with an account, signed in on a device that bears her name.
    pub async fn person(&self, name: &str) -> Person {
        let email = format!("{}@toko.example", name.to_lowercase().replace(' ', "."));
        let account = json!({ "email": email, "password": PASSWORD, "name": name });
        let made = self.post("/v1/accounts", "", account).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        self.sign_in(name).await
    }

    /// The same person once more, in a new session.
    pub async fn sign_in(&self, name: &str) -> Person {
        let email = format!("{}@toko.example", name.to_lowercase().replace(' ', "."));
        let device = format!("{name}'s desk");
        let asked = json!({ "email": email, "password": PASSWORD, "device": device });
        let signed = self.post("/v1/sign-in", "", asked).await;
        assert_eq!(signed.status, StatusCode::OK, "{}", signed.body);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        Person {
            account: text(&signed.body["account"]["id"]).parse().expect("an account id"),
            email,
            token: text(&signed.body["access_token"]),
            refresh: text(&signed.body["refresh_token"]),
        }
    }

    /// A store of hers, on Starter.
    pub async fn store(&self, owner: &Person, name: &str) -> StoreId {
        let made = self.post("/v1/stores", &owner.token, json!({ "name": name })).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let store = made.body["store"].as_str().expect("a store id");
        store.parse().expect("a store id")
    }

    /// One exchange.
    pub async fn sync(&self, who: &Person, store: StoreId, body: Value) -> Reply {
        let path = format!("/v1/stores/{store}/sync");
        self.post(&path, &who.token, body).await
    }

    /// Asks one op, without a desk; gives its outcome without the id.
    pub async fn ask(&self, who: &Person, store: StoreId, op: Value) -> Value {
        let asked = self.asked(op);
        let body = json!({ "wire": 1, "cursor": 0, "ops": [asked] });
        let reply = self.sync(who, store, body).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
        let mut outcome = reply.body["outcomes"][0].clone();
        if let Some(fields) = outcome.as_object_mut() {
            fields.remove("id");
        }
        outcome
    }

    /// An op in its envelope, under a new id.
    pub fn asked(&self, op: Value) -> Value {
        json!({ "id": Uuid::now_v7(), "made_at": self.now(), "op": op })
    }

    /// Somebody new in a store, in a role, as if she had been invited by the Owner and accepted.
    pub async fn member(&self, store: StoreId, name: &str, role: &str) -> (Person, MemberId) {
        let person = self.person(name).await;
        let member = self.join(store, &person, name, role).await;
        (person, member)
    }

    /// Puts somebody into a store by two entries: the Owner's invitation and its acceptance.
    pub async fn join(&self, store: StoreId, person: &Person, name: &str, role: &str) -> MemberId {
        let owner = {
            let held = self.held(store).await;
            held.store.owner().expect("a store has an owner").id
        };
        let invitation = Uuid::now_v7();
        let op = json!({ "type": "invitation.send", "invitation": invitation, "email": person.email, "role": role, "groups": [] });
        let op = Op::parse(&op).expect("a well-formed op");
        let (account, email, name) = (person.account, person.email.clone(), name.to_owned());
        let (now, random) = (self.now(), self.state.random.clone());
        let member = MemberId::from_uuid(Uuid::now_v7());
        let joined: Result<(), ApiError> = self
            .state
            .db
            .write(move |tx| {
                let mut held = Held::clone(&*states::load(tx, store)?);
                let now = held.now(now);
                let asker = Asker::Member(owner);
                let sent = decide(&held.store, asker, &op, now)
                    .expect("the owner may invite")
                    .expect("this changes something");
                let act = |event, by| Act {
                    op: None,
                    by: Some(by),
                    desk: None,
                    device: None,
                    made_at: None,
                    event,
                };
                entries::append(tx, &mut held, act(sent, owner), now, &random)?;
                let newcomer = Newcomer {
                    account,
                    member,
                    name: Name::parse(&name).expect("a name"),
                    email: Email::parse(&email).expect("an address"),
                };
                let accepted = accept_invitation(&held.store, invitation.into(), &newcomer, now)
                    .expect("the invitation is pending");
                entries::append(tx, &mut held, act(accepted, member), now, &random)?;
                entries::close(tx, held)?;
                Ok(())
            })
            .await;
        joined.expect("she joins");
        self.state.after(store);
        member
    }

    /// The store's state as it is now.
    pub async fn held(&self, store: StoreId) -> std::sync::Arc<Held> {
        let held: Result<_, ApiError> = self.state.db.read(move |tx| states::load(tx, store)).await;
        held.expect("a store that exists")
    }
}
