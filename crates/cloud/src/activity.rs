//! What happened in a store, newest first, and what was refused.

use axum::extract::State;
use keyholder_domain::{AccountId, Area, Member, StoreId, Time};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::AppState;
use crate::db::{DbError, RefusedRow, Tx};
use crate::entries;
use crate::error::{ApiError, Asked, Ids, Json};
use crate::sessions::Bearer;
use crate::states;
use crate::stores::{may_view_team, must_have, standing};

/// Rows in an answer that asks for no number, and at most.
const USUAL: usize = 50;
const MOST: usize = 500;

/// Which part of the activity.
#[derive(Deserialize, utoipa::IntoParams)]
pub struct Part {
    /// Only what is older: a seq, or with `refused=1` a `no`.
    before: Option<u64>,
    /// How many at most.
    limit: Option<usize>,
    /// 1: refused attempts instead of entries.
    refused: Option<u8>,
}

/// `GET /v1/stores/{store}/activity`
#[utoipa::path(get, path = "/v1/stores/{store}/activity", tag = "stores", params(("store" = Uuid, Path), Part),
    responses((status = 200, description = "`{entries, more}`, newest first; with `refused=1` (Owner and Admin) `{refused, more}`", body = Object),
              (status = 400, description = "`malformed`"), (status = 401, description = "`unauthenticated`"),
              (status = 403, description = "`view_team_required`, `area_required`, `suspended`"), (status = 404, description = "`not_found`")),
    security(("bearer" = [])))]
pub async fn activity(
    State(state): State<AppState>,
    bearer: Bearer,
    Ids(store): Ids<StoreId>,
    Asked(part): Asked<Part>,
) -> Result<Json<Value>, ApiError> {
    let limit = part.limit.unwrap_or(USUAL).clamp(1, MOST);
    let refused = match part.refused {
        None | Some(0) => false,
        Some(1) => true,
        Some(_) => return Err(ApiError::malformed(Some("refused"))),
    };
    let answer = state
        .db
        .read(move |tx| {
            let member = viewer(tx, store, bearer.account)?;
            if refused {
                must_have(&member, Area::ChangeMemberRole)?;
                refusals(tx, store, part.before, limit)
            } else {
                page(tx, store, part.before, limit)
            }
        })
        .await?;
    Ok(Json(answer))
}

/// Whoever asks, if she may see the team.
pub fn viewer(tx: &mut dyn Tx, store: StoreId, account: AccountId) -> Result<Member, ApiError> {
    let member = standing(&*states::load(tx, store)?, account)?;
    may_view_team(&member).map(|()| member)
}

/// A page of entries.
pub fn page(tx: &mut dyn Tx, store: StoreId, before: Option<u64>, limit: usize) -> Result<Value, ApiError> {
    // One more than asked tells whether there are more.
    let mut rows = tx.entries_before(store, before, limit + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let entries: Result<Vec<_>, _> = rows.iter().map(|body| entries::read(body)).collect();
    Ok(json!({ "entries": entries?, "more": more }))
}

fn refusals(tx: &mut dyn Tx, store: StoreId, before: Option<u64>, limit: usize) -> Result<Value, ApiError> {
    let mut rows = tx.refused_before(store, before, limit + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let refused: Result<Vec<_>, _> = rows.into_iter().map(shown).collect();
    Ok(json!({ "refused": refused?, "more": more }))
}

fn shown(row: RefusedRow) -> Result<Value, DbError> {
    let json = |text: &str| {
        serde_json::from_str::<Value>(text)
            .map_err(|error| DbError::Damaged(format!("refused attempt {}: {error}", row.no)))
    };
    let at: Time = row.at;
    Ok(json!({
        "no": row.no, "id": row.op, "op": json(&row.body)?, "by": row.by, "desk": row.desk,
        "made_at": row.made_at, "at": at, "code": row.code, "with": json(&row.facts)?,
    }))
}
