//! The whole store, row by row: what a desk fetches that holds nothing, or lost touch.
//!
//! The state that an exchange named is pinned: it is immutable and shares its parts with the present one, so keeping it costs next to
//! nothing, and a desk that was cut off goes on at its row while others write. Rows are written down in slices, each on a blocking thread and
//! only when the one before was taken: neither the whole text nor a waiting thread is ever held for a slow reader.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use keyholder_domain::wire::{RowOrder, StreamHead};
use keyholder_domain::{AccountId, StoreId, Time};
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::AppState;
use crate::db::Tx;
use crate::error::{ApiError, Asked, Ids};
use crate::sessions::{self, Bearer};
use crate::states::{self, Held};
use crate::stores::{may_view_team, standing};

/// The kind of the stream: one JSON value a line.
pub const NDJSON: &str = "application/x-ndjson";
/// Rows that are written down at once: a few hundred kilobytes, a few milliseconds.
const SLICE: usize = 1_000;
/// After so many slices it is asked again whether the reader may still see the team.
const SLICES_PER_LOOK: usize = 8;
/// Slices that wait for the reader.
const AHEAD: usize = 2;
/// States kept at once, over all stores; the longest unused one makes room.
const PINS: usize = 64;
/// How long a state is kept after it was last asked for, in milliseconds.
const PINNED_FOR: i64 = 15 * 60 * 1_000;

/// A state that stands still while desks read it.
pub struct Pinned {
    held: Arc<Held>,
    /// The store's time when it was pinned: the same row reads the same at every try.
    now: Time,
    order: OnceLock<RowOrder>,
}

impl Pinned {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.order().rows()
    }

    /// The first line.
    pub fn first_line(&self, clock: Time) -> io::Result<Vec<u8>> {
        let row = &self.held.row;
        let at = Some(self.now).filter(|now| *now > Time::MIN);
        let head = StreamHead {
            seq: row.seq,
            head: row.head.clone(),
            epoch: row.epoch.clone(),
            rows: self.rows() as u64,
            time: clock,
            store: keyholder_domain::wire::SnapshotStore { at, ..self.held.store.snapshot_store() },
        };
        let mut line = serde_json::to_vec(&head)?;
        line.push(b'\n');
        Ok(line)
    }

    /// At most so many rows from a place on, each a line; nothing past the last.
    pub fn lines(&self, from: usize, most: usize) -> io::Result<Vec<u8>> {
        let end = self.rows().min(from.saturating_add(most));
        let mut lines = Vec::with_capacity((end.saturating_sub(from)) * 320);
        for place in from..end {
            self.held.store.write_row(self.order(), place, self.now, &mut lines)?;
        }
        Ok(lines)
    }

    /// The last line.
    pub fn last_line(&self) -> Vec<u8> {
        format!("{{\"end\":{}}}\n", self.rows()).into_bytes()
    }

    // Sorted once, by whoever reads first.
    fn order(&self) -> &RowOrder {
        self.order.get_or_init(|| RowOrder::of(&self.held.store))
    }
}

/// The states that are pinned: few, and not for long.
#[derive(Default)]
pub struct Pins(Mutex<VecDeque<(Arc<Pinned>, Time)>>);

impl Pins {
    /// Pins a state, or finds that it is pinned.
    pub fn pin(&self, held: &Arc<Held>, clock: Time) -> Arc<Pinned> {
        let row = &held.row;
        let mut pins = self.lock();
        let found = take(&mut pins, clock, |pin| pin.held.row == *row);
        let pinned = found.unwrap_or_else(|| {
            Arc::new(Pinned { held: Arc::clone(held), now: held.now(clock), order: OnceLock::new() })
        });
        pins.push_back((Arc::clone(&pinned), clock));
        while pins.len() > PINS {
            pins.pop_front();
        }
        pinned
    }

    /// The state of a store at a seq, if it is still pinned and of the same epoch.
    pub fn find(&self, store: StoreId, epoch: &str, seq: u64, clock: Time) -> Option<Arc<Pinned>> {
        let mut pins = self.lock();
        let found = take(&mut pins, clock, |pin| {
            let row = &pin.held.row;
            row.store == store && row.seq == seq && row.epoch == epoch
        })?;
        pins.push_back((Arc::clone(&found), clock));
        Some(found)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(Arc<Pinned>, Time)>> {
        // The list is changed in single steps: whoever panicked left it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes the pin that is wanted out, and drops those whose time is over.
fn take(
    pins: &mut VecDeque<(Arc<Pinned>, Time)>,
    clock: Time,
    wanted: impl Fn(&Pinned) -> bool,
) -> Option<Arc<Pinned>> {
    pins.retain(|(_, used)| clock.millis() - used.millis() <= PINNED_FOR);
    let place = pins.iter().position(|(pin, _)| wanted(pin))?;
    pins.remove(place).map(|(pin, _)| pin)
}

/// Which rows.
#[derive(Deserialize, utoipa::IntoParams)]
pub struct Part {
    /// The seq that the exchange named as `snapshot_at`; left out: the present state.
    at: Option<u64>,
    /// The first row wanted, from 0: how many the desk has.
    from: Option<u64>,
}

/// `GET /v1/stores/{store}/snapshot`
#[utoipa::path(get, path = "/v1/stores/{store}/snapshot", tag = "sync", params(("store" = Uuid, Path), Part),
    responses((status = 200, description = "`{seq, head, epoch, rows, time, store}`, then a line a row: `{group}`, `{member}` or `{invitation}`, then `{end}`", content_type = "application/x-ndjson"),
              (status = 400, description = "`malformed`"), (status = 401, description = "`unauthenticated`"),
              (status = 403, description = "`view_team_required`, `suspended`"), (status = 404, description = "`not_found`"),
              (status = 410, description = "`snapshot_gone`: exchange again")),
    security(("bearer" = [])))]
pub async fn snapshot(
    State(state): State<AppState>,
    bearer: Bearer,
    Ids(store): Ids<StoreId>,
    Asked(part): Asked<Part>,
) -> Result<Response, ApiError> {
    let account = bearer.account;
    let held = state.db.read(move |tx| seen_by(tx, store, account)).await?;
    let clock = state.clock.now();
    let pinned = match part.at {
        Some(at) if at != held.row.seq => state.pins.find(store, &held.row.epoch, at, clock),
        Some(_) | None => Some(state.pins.pin(&held, clock)),
    };
    let pinned = pinned.ok_or_else(|| ApiError::problem(StatusCode::GONE, "snapshot_gone"))?;
    let first = Arc::clone(&pinned);
    // The first look at a large state sorts its rows.
    let first = tokio::task::spawn_blocking(move || first.first_line(clock)).await;
    let first = first.map_err(ApiError::internal)?.map_err(ApiError::internal)?;
    let from = part.from.unwrap_or(0);
    let from = usize::try_from(from).ok().filter(|from| *from <= pinned.rows());
    let from = from.ok_or_else(|| ApiError::malformed(Some("from")))?;

    let (lines, taken) = mpsc::channel(AHEAD);
    let reading = Reading { state, bearer, store, pinned, next: from };
    tokio::spawn(reading.send(first, lines));
    let mut response = Body::from_stream(ReceiverStream::new(taken)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(NDJSON));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The store's present state, if she may see its team.
fn seen_by(tx: &mut dyn Tx, store: StoreId, account: AccountId) -> Result<Arc<Held>, ApiError> {
    let held = states::load(tx, store)?;
    may_view_team(&standing(&held, account)?)?;
    Ok(held)
}

/// One reader of one pinned state.
struct Reading {
    state: AppState,
    bearer: Bearer,
    store: StoreId,
    pinned: Arc<Pinned>,
    next: usize,
}

impl Reading {
    /// Sends everything, or breaks off: whoever got no last line asks again from the row it has, and is told why.
    async fn send(mut self, first: Vec<u8>, lines: mpsc::Sender<io::Result<Bytes>>) {
        let shutdown = self.state.shutdown.clone();
        let rows = self.pinned.rows();
        let all = async {
            lines.send(Ok(first.into())).await.ok()?;
            let mut slices = 0;
            while self.next < rows {
                if slices == SLICES_PER_LOOK {
                    slices = 0;
                    self.still_hers().await?;
                }
                slices += 1;
                let (pinned, from) = (Arc::clone(&self.pinned), self.next);
                let slice = tokio::task::spawn_blocking(move || pinned.lines(from, SLICE)).await.ok()?;
                lines.send(slice.map(Bytes::from)).await.ok()?;
                self.next = from.saturating_add(SLICE);
            }
            lines.send(Ok(self.pinned.last_line().into())).await.ok()
        };
        let ended = tokio::select! {
            ended = all => ended,
            () = shutdown.cancelled() => None,
        };
        if ended.is_none() {
            // A body that only stopped would look whole to whatever stands in between. The reader may be gone already.
            let _ = lines.send(Err(io::Error::other("the stream was broken off"))).await;
        }
    }

    /// Whether her sign-in stands and she may still see the team.
    async fn still_hers(&self) -> Option<()> {
        let (store, account) = (self.store, self.bearer.account);
        self.state.db.read(move |tx| seen_by(tx, store, account)).await.ok()?;
        sessions::still_good(&self.state, &self.bearer).await.ok()?.then_some(())
    }
}
