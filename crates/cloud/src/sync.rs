//! The door of the exchange: one request syncs. It carries what a desk holds and what it asks; the answer carries outcomes and what is new.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use keyholder_domain::StoreId;
use keyholder_domain::wire::{OPS_MAX, SyncRequest, WIRE_VERSION};
use serde_json::{Value, json};

use crate::AppState;
use crate::devices;
use crate::error::{ApiError, Ids, Json};
use crate::exchange::{Exchange, ReadOp, Reply, exchange};
use crate::sessions::Bearer;

/// How long somebody who found no room waits at least; each desk adds its own jitter.
const CROWDED: Duration = Duration::from_secs(1);

/// `POST /v1/stores/{store}/sync`
#[utoipa::path(post, path = "/v1/stores/{store}/sync", tag = "sync", params(("store" = Uuid, Path)),
    request_body(content = Object, description = "`{wire:1, desk?, epoch?, head?, cursor, snapshot?, ops:[{id, n?, made_at, op:{type, …}}]}`"),
    responses((status = 200, description = "`{outcomes, snapshot?, snapshot_at?, entries, cursor, head, more, epoch, time}`", body = Object),
              (status = 400, description = "`malformed`"), (status = 401, description = "`unauthenticated`"),
              (status = 403, description = "`view_team_required`, `suspended`"), (status = 404, description = "`not_found`"),
              (status = 409, description = "`fork`, `gap`"), (status = 413, description = "`too_large`"),
              (status = 415, description = "`unsupported_media_type`"), (status = 426, description = "`wire_unsupported`"),
              (status = 429, description = "`slow_down`, with Retry-After")),
    security(("bearer" = [])))]
pub async fn sync(
    State(state): State<AppState>,
    bearer: Bearer,
    Ids(store): Ids<StoreId>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Reply>, ApiError> {
    // Better a crowd at the door than one that tramples everybody: who waits here would only be late for her own deadline.
    let _room = state.exchanges.try_acquire().map_err(|_| ApiError::slow_down(CROWDED))?;
    devices::seen(&state, &bearer);
    let (request, ops) = read(&headers, body)?;
    let asked = Exchange {
        store,
        account: bearer.account,
        device: bearer.device,
        request,
        ops,
        catch_up: state.config.catch_up,
        page: state.config.page,
    };
    let (clock, random) = (state.clock.now(), state.random.clone());
    // Without ops an exchange writes nothing, and then a thousand desks that were poked do not queue up behind one writer.
    let done = if asked.request.ops.is_empty() {
        state.db.read(move |tx| exchange(tx, &asked, clock, &random)).await?
    } else {
        state.db.write(move |tx| exchange(tx, &asked, clock, &random)).await?
    };
    let refused = done.refused();
    state.metrics.exchanged(done.outcomes.len() - refused, refused);
    if done.moved {
        state.after_with(done.held());
    }
    if let Some(held) = done.to_pin() {
        state.pins.pin(held, clock);
    }
    if !done.is_whole() {
        return Ok(Json(done.reply()?));
    }
    // A large store's snapshot takes a while to be written down: neither the writer nor the other requests wait for it.
    let reply = tokio::task::spawn_blocking(move || done.reply()).await.map_err(ApiError::internal)?;
    Ok(Json(reply?))
}

/// Reads a body in the order that lets every desk understand the answer: is it JSON, is it our wire, is it not too much, is it well formed.
fn read(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(SyncRequest, Vec<ReadOp>), ApiError> {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(ApiError::problem(status, "unsupported_media_type"));
    }
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::too_large(),
        _ => ApiError::malformed(None),
    })?;
    parsed(&body)
}

/// Reads a body that is JSON by its own word.
pub fn parsed(body: &[u8]) -> Result<(SyncRequest, Vec<ReadOp>), ApiError> {
    let request = shaped(body)?;
    let mut ops = Vec::with_capacity(request.ops.len());
    for asked in &request.ops {
        // `desk` and `n` come together or not at all, and count from 1.
        if asked.n.is_some() != request.desk.is_some() || asked.n == Some(0) {
            return Err(ApiError::malformed(Some("n")));
        }
        ops.push(ReadOp::of(asked).map_err(|field| ApiError::malformed(Some(field)))?);
    }
    Ok((request, ops))
}

/// A body in its shape, or what is wrong with it.
fn shaped(body: &[u8]) -> Result<SyncRequest, ApiError> {
    let body: Value = serde_json::from_slice(body).map_err(|_| ApiError::malformed(None))?;
    let wire = body.get("wire").and_then(Value::as_u64);
    let wire = wire.ok_or_else(|| ApiError::malformed(Some("wire")))?;
    if wire != u64::from(WIRE_VERSION) {
        return Err(ApiError::problem(StatusCode::UPGRADE_REQUIRED, "wire_unsupported")
            .with(json!({ "min": WIRE_VERSION, "max": WIRE_VERSION })));
    }
    let ops = body.get("ops").and_then(Value::as_array);
    if ops.is_some_and(|ops| ops.len() > OPS_MAX) {
        return Err(ApiError::too_large());
    }
    serde_json::from_value(body).map_err(|_| ApiError::malformed(None))
}
