//! Devices: where an account is signed in, and ending one of those sign-ins from another.
//!
//! A device is a family of tokens (see `sessions`). It is seen when it trades its refresh token, and when it exchanges, noted
//! at most once a minute: nobody waits for the note, and a thousand exchanges a second do not become a thousand writes.

use axum::extract::State;
use axum::http::StatusCode;
use keyholder_domain::Time;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::AppState;
use crate::db::DbError;
use crate::db::people::FamilyRow;
use crate::error::{ApiError, Ids, Json};
use crate::sessions::{Bearer, Family};

/// A device that was seen less than this long ago is not noted again, in milliseconds.
const NOTED_EVERY: i64 = 60_000;

/// One sign-in of hers.
#[derive(Serialize, ToSchema)]
pub struct Device {
    /// Its id, by which it can be ended.
    id: Uuid,
    /// What it called itself at sign-in.
    device: String,
    /// When she signed in there.
    #[schema(value_type = String)]
    signed_in_at: Time,
    /// When it was last heard of, to the minute; null where that was not noted.
    #[schema(value_type = Option<String>)]
    last_seen: Option<Time>,
    /// Whether it is the one that asks.
    current: bool,
}

/// All of hers.
#[derive(Serialize, ToSchema)]
pub struct Devices {
    /// The one seen last comes first.
    devices: Vec<Device>,
}

/// `GET /v1/devices`
#[utoipa::path(get, path = "/v1/devices", tag = "accounts", security(("bearer" = [])),
    responses((status = 200, body = Devices), (status = 401, description = "`unauthenticated`")))]
pub async fn list(State(state): State<AppState>, bearer: Bearer) -> Result<Json<Devices>, ApiError> {
    let (account, now) = (bearer.account, state.clock.now());
    let families: Result<Vec<FamilyRow>, ApiError> =
        state.db.read(move |tx| Ok(tx.families_of(account, now)?)).await;
    let device = |family: FamilyRow| Device {
        id: family.family,
        device: family.device,
        signed_in_at: family.started_at,
        last_seen: family.last_seen,
        current: family.family == bearer.family,
    };
    Ok(Json(Devices { devices: families?.into_iter().map(device).collect() }))
}

/// `DELETE /v1/devices/{id}`
#[utoipa::path(delete, path = "/v1/devices/{id}", tag = "accounts", params(("id" = Uuid, Path)), security(("bearer" = [])),
    responses((status = 204, description = "all its tokens have ended, and its live streams end"),
              (status = 401, description = "`unauthenticated`"), (status = 404, description = "`not_found`: none of hers")))]
pub async fn end(
    State(state): State<AppState>,
    bearer: Bearer,
    Ids(device): Ids<Family>,
) -> Result<StatusCode, ApiError> {
    let account = bearer.account;
    state
        .db
        .write(move |tx| {
            let hers = tx.family(device)?.is_some_and(|family| family.account == account);
            if !hers {
                return Err(ApiError::not_found());
            }
            Ok(tx.end_family(device)?)
        })
        .await?;
    // Nobody may be listening; the tokens are gone either way.
    let _ = state.sessions_ended.send(device);
    Ok(StatusCode::NO_CONTENT)
}

/// Notes that a device was heard of, unless that was noted a moment ago. Nobody waits for it, and losing it costs a minute.
pub fn seen(state: &AppState, bearer: &Bearer) {
    let (family, now) = (bearer.family, state.clock.now());
    let lately = |seen: Time| (0..NOTED_EVERY).contains(&(now.millis() - seen.millis()));
    if bearer.last_seen.is_some_and(lately) {
        return;
    }
    let db = state.db.clone();
    tokio::spawn(async move {
        let noted: Result<(), DbError> = db.write(move |tx| tx.saw_family(family, now)).await;
        if let Err(error) = noted {
            tracing::debug!(%error, %family, "that a device was seen was not noted");
        }
    });
}
