//! Keyholder's cloud: where many desks agree.
//!
//! ```text
//! routes.rs     every route on one screen, and beside it a file a noun: accounts, sessions, stores, invitations, activity, live …
//! sync.rs       the door of the exchange · exchange.rs: who asks, same history, the count, what is new · judge.rs: each op once
//! act.rs        one act that nobody queued: an accepted invitation, a forced plan, a delivery noted
//! entries.rs    one entry: salted, numbered, chained, with its look-ups and its mail
//! states.rs     states in memory, and when they count · snapshot.rs: one of them pinned, and streamed row by row
//! db/           a transaction as a value, and what every back end must keep
//! ```
//!
//! Authority is read from the store's state under its lock alone; the directory of memberships is a look-up that can be rebuilt. The rules
//! are the domain's: nothing in this crate decides what a person may do. Time and chance come in through [`AppState`], so tests say
//! what they are. [`app`] is the whole service as a router: tests call it in process.

use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore, broadcast};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub mod accounts;
pub mod act;
pub mod activity;
pub mod clock;
pub mod config;
pub mod db;
pub mod demo;
pub mod devices;
pub mod entries;
pub mod error;
pub mod exchange;
pub mod html;
pub mod invitations;
pub mod join;
mod judge;
pub mod limits;
pub mod live;
pub mod mail;
pub mod me;
pub mod metrics;
pub mod mutant;
pub mod openapi;
pub mod passwords;
pub mod plan;
pub mod random;
mod requests;
pub mod routes;
pub mod secrets;
pub mod sessions;
pub mod snapshot;
pub mod states;
pub mod stores;
pub mod sync;
#[cfg(feature = "testing")]
pub mod testing;
pub mod texts;
pub mod tokens;

pub use routes::app;

use clock::Clock;
use config::Config;
use db::Database;
use error::ApiError;
use keyholder_domain::StoreId;
use limits::Limits;
use live::Live;
use metrics::Metrics;
use passwords::Passwords;
use random::Random;
use secrets::Secrets;
use states::Held;

/// What every handler holds. A clone is the same cloud.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// The parts of a running cloud.
pub struct Inner {
    /// What the operator set.
    pub config: Config,
    /// Where the rows are.
    pub db: Database,
    /// What time it is.
    pub clock: Clock,
    /// Where chance comes from.
    pub random: Random,
    /// The key beneath invitation tokens.
    pub secrets: Secrets,
    /// The pool that hashes passwords.
    pub passwords: Passwords,
    /// Who tried how often.
    pub limits: Limits,
    /// Room for exchanges: a crowd that comes back at once is let in as fast as it can be served.
    pub exchanges: Semaphore,
    /// Who watches which store.
    pub live: Live,
    /// States that desks read row by row.
    pub pins: snapshot::Pins,
    /// What was counted.
    pub metrics: Metrics,
    /// Wakes whoever sends mail.
    pub mail_wake: Arc<Notify>,
    /// Says which sign-ins ended.
    pub sessions_ended: broadcast::Sender<Uuid>,
    /// Cancelled when the server closes: open streams end.
    pub shutdown: CancellationToken,
}

impl Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl AppState {
    /// A cloud of these parts.
    pub fn new(
        config: Config,
        db: Database,
        clock: Clock,
        random: Random,
        secrets: Secrets,
    ) -> Result<AppState, ApiError> {
        Ok(AppState(Arc::new(Inner {
            passwords: Passwords::new(config.passwords)?,
            limits: Limits::new(config.limits),
            exchanges: Semaphore::new(config.exchanges.clamp(1, Semaphore::MAX_PERMITS)),
            live: Live::default(),
            pins: snapshot::Pins::default(),
            metrics: Metrics::default(),
            mail_wake: Arc::default(),
            sessions_ended: broadcast::channel(256).0,
            shutdown: CancellationToken::new(),
            config,
            db,
            clock,
            random,
            secrets,
        })))
    }

    /// The same with the state that the commit left: nothing is read again.
    pub fn after_with(&self, held: &Arc<Held>) {
        self.mail_wake.notify_one();
        self.live.poke(held);
    }

    /// To be called when a commit that touched this store is confirmed: tells whoever watches it, and wakes the mail.
    pub fn after(&self, store: StoreId) {
        self.mail_wake.notify_one();
        if !self.live.watched(store) {
            return;
        }
        let state = self.clone();
        tokio::spawn(async move {
            let held = state.db.read(move |tx| states::load(tx, store)).await;
            if let Ok(held) = held {
                state.live.poke(&held);
            }
        });
    }
}

/// How long a closing server waits for answers that are still under way: a client that reads slowly must not keep it open for ever.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until `shutdown` is cancelled: then takes no new request, ends the streams, finishes what was begun and closes the database.
pub async fn serve(
    state: AppState,
    listener: TcpListener,
    shutdown: CancellationToken,
) -> std::io::Result<()> {
    let closing = state.shutdown.clone();
    // A poke or a short answer goes out at once, and not when the peer has acknowledged the one before.
    let listener = listener.tap_io(|peer| {
        if let Err(error) = peer.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps gathering small packets");
        }
    });
    let service = app(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let until = {
        let closing = closing.clone();
        async move {
            shutdown.cancelled().await;
            closing.cancel();
        }
    };
    let served = tokio::select! {
        served = axum::serve(listener, service).with_graceful_shutdown(until) => served,
        () = async { closing.cancelled().await; tokio::time::sleep(GRACE).await } => {
            tracing::warn!("some requests did not end in time");
            Ok(())
        }
    };
    state.db.closed().await;
    served
}
