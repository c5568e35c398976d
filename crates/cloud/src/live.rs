//! Live: a stream of server-sent events that says how far a store's entries go.
//!
//! A poke is a hint after a commit: it carries the state that the commit left, so that a thousand open streams ask the database once.
//! Losing one costs delay, never truth: every heartbeat looks at the store's row itself, and there notices too what another process wrote.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use keyholder_domain::{AccountId, MemberStatus, StoreId};
use serde_json::json;
use tokio::sync::{broadcast, watch};
use tokio::time::Instant;
use uuid::Uuid;

use crate::AppState;
use crate::error::{ApiError, Ids};
use crate::sessions::{self, Bearer};
use crate::states::{self, Held};
use crate::stores::standing;

/// The state that was told last; none yet.
type Told = Option<Arc<Held>>;
type Watched = HashMap<StoreId, watch::Sender<Told>>;

/// Who watches which store.
#[derive(Clone, Default)]
pub struct Live {
    stores: Arc<Mutex<Watched>>,
}

impl Live {
    /// Tells everybody who watches this store how it stands now. An older state than the last one told is not told.
    pub fn poke(&self, held: &Arc<Held>) {
        let mut stores = self.lock();
        let Some(watched) = stores.get(&held.row.store) else {
            return;
        };
        watched.send_if_modified(|last| {
            let newer = last
                .as_ref()
                .is_none_or(|last| last.row.epoch != held.row.epoch || last.row.seq < held.row.seq);
            if newer {
                *last = Some(Arc::clone(held));
            }
            newer
        });
        if watched.receiver_count() == 0 {
            stores.remove(&held.row.store);
        }
    }

    /// Whether anybody watches this store.
    pub fn watched(&self, store: StoreId) -> bool {
        self.lock().get(&store).is_some_and(|watched| watched.receiver_count() > 0)
    }

    /// How many streams are open.
    pub fn open(&self) -> usize {
        self.lock().values().map(watch::Sender::receiver_count).sum()
    }

    fn watch(&self, store: StoreId) -> Watching {
        let receiver = self.lock().entry(store).or_insert_with(|| watch::channel(None).0).subscribe();
        Watching { live: self.clone(), store, receiver: Some(receiver) }
    }

    fn lock(&self) -> MutexGuard<'_, Watched> {
        // The map is changed in single steps: whoever panicked left it whole.
        self.stores.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One who watches a store. When the last one goes, nothing is kept of it.
struct Watching {
    live: Live,
    store: StoreId,
    receiver: Option<watch::Receiver<Told>>,
}

impl Watching {
    /// The next state that was told; never, if nobody can tell any more.
    async fn changed(&mut self) -> Option<Arc<Held>> {
        let receiver = self.receiver.as_mut()?;
        receiver.changed().await.ok()?;
        receiver.borrow_and_update().clone()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let mut stores = self.live.lock();
        self.receiver.take();
        if stores.get(&self.store).is_some_and(|watched| watched.receiver_count() == 0) {
            stores.remove(&self.store);
        }
    }
}

/// `GET /v1/stores/{store}/live`
#[utoipa::path(get, path = "/v1/stores/{store}/live", tag = "sync", params(("store" = Uuid, Path)),
    responses((status = 200, description = "`event: cursor`, `data: {\"cursor\":N}`: at once, on change, and every 20 s", content_type = "text/event-stream"),
              (status = 401, description = "`unauthenticated`"), (status = 403, description = "`suspended`"), (status = 404, description = "`not_found`")),
    security(("bearer" = [])))]
pub async fn live(
    State(state): State<AppState>,
    bearer: Bearer,
    Ids(store): Ids<StoreId>,
) -> Result<Response, ApiError> {
    // Watching begins before the first look, so that nothing falls between them.
    let watching = state.live.watch(store);
    let ended = state.sessions_ended.subscribe();
    let account = bearer.account;
    let held = state
        .db
        .read(move |tx| {
            let held = states::load(tx, store)?;
            standing(&held, account)?;
            Ok::<_, ApiError>(held)
        })
        .await?;
    let beat_at = Instant::now();
    let stream = Stream { state, bearer, store, watching, ended, beat_at, told: None, first: Some(held) };
    let events = stream::unfold(stream, |mut stream| async move {
        let cursor = stream.next().await?;
        let event = Event::default().event("cursor").data(json!({ "cursor": cursor }).to_string());
        Some((Ok::<_, Infallible>(event), stream))
    });
    let mut response = Sse::new(events).into_response();
    // Tells nginx and its like not to gather events before they pass them on.
    response
        .headers_mut()
        .insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

/// One open stream.
struct Stream {
    state: AppState,
    bearer: Bearer,
    store: StoreId,
    watching: Watching,
    ended: broadcast::Receiver<Uuid>,
    beat_at: Instant,
    told: Option<u64>,
    first: Option<Arc<Held>>,
}

impl Stream {
    /// The next cursor to tell; `None` closes the stream.
    async fn next(&mut self) -> Option<u64> {
        if let Some(first) = self.first.take() {
            return self.tell(&first);
        }
        let shutdown = self.state.shutdown.clone();
        loop {
            let left = self.left()?;
            tokio::select! {
                () = shutdown.cancelled() => return None,
                ended = self.ended.recv() => match ended {
                    Ok(family) if family == self.bearer.family => return None,
                    Ok(_) => {}
                    // Too many ended at once to be told each: ask.
                    Err(_) => return self.heartbeat().await,
                },
                changed = self.watching.changed() => {
                    let held = changed?;
                    if self.told != Some(held.row.seq) {
                        return self.tell(&held);
                    }
                }
                () = tokio::time::sleep(left) => return self.heartbeat().await,
            }
        }
    }

    /// How long until the next heartbeat, or until the token ends if that is sooner; `None`: it has ended.
    fn left(&self) -> Option<Duration> {
        let millis = self.bearer.expires_at.millis() - self.state.clock.now().millis();
        let left = Duration::from_millis(u64::try_from(millis).ok().filter(|left| *left > 0)?);
        Some(left.min(self.beat_at.saturating_duration_since(Instant::now())))
    }

    async fn heartbeat(&mut self) -> Option<u64> {
        self.left()?;
        if !sessions::still_good(&self.state, &self.bearer).await.ok()? {
            return None;
        }
        let store = self.store;
        let held: Result<_, ApiError> = self.state.db.read(move |tx| states::load(tx, store)).await;
        let held = held.ok()?;
        self.tell(&held)
    }

    fn tell(&mut self, held: &Held) -> Option<u64> {
        if !is_active(held, self.bearer.account) {
            return None;
        }
        self.told = Some(held.row.seq);
        self.beat_at = Instant::now() + self.state.config.live_every;
        Some(held.row.seq)
    }
}

fn is_active(held: &Held, account: AccountId) -> bool {
    held.store.member_by_account(account).is_some_and(|member| member.status == MemberStatus::Active)
}
