//! Her own access in a store, for every active member: also for roles that do not see the team.

use axum::extract::State;
use keyholder_domain::{AccountId, Area, Changer, Member, Store, StoreId, Time, cell, who_can_change};
use serde_json::{Map, Value, json};

use crate::AppState;
use crate::db::Tx;
use crate::error::{ApiError, Ids, Json};
use crate::sessions::Bearer;
use crate::states;
use crate::stores::standing;

/// `GET /v1/stores/{store}/me`
#[utoipa::path(get, path = "/v1/stores/{store}/me", tag = "stores", params(("store" = Uuid, Path)),
    responses((status = 200, description = "`{store, name, member, role, status, groups, areas, permissions, can_change, offline_lease, time}`", body = Object),
              (status = 401, description = "`unauthenticated`"), (status = 403, description = "`suspended`"),
              (status = 404, description = "`not_found`")),
    security(("bearer" = [])))]
pub async fn me(
    State(state): State<AppState>,
    bearer: Bearer,
    Ids(store): Ids<StoreId>,
) -> Result<Json<Value>, ApiError> {
    let (clock, account) = (state.clock.now(), bearer.account);
    Ok(Json(state.db.read(move |tx| answer(tx, store, account, clock)).await?))
}

/// The answer, as one transaction has it.
pub fn answer(tx: &mut dyn Tx, store: StoreId, account: AccountId, clock: Time) -> Result<Value, ApiError> {
    let held = states::load(tx, store)?;
    let member = standing(&held, account)?;
    let mut access = access(&held.store, &member);
    // A desk that never exchanges, because its role does not see the team, measures its offline lease from this.
    access["time"] = json!(held.now(clock));
    Ok(access)
}

/// What she may do and who could change it, without anything of the team that her role may not see but the names of who decides.
fn access(store: &Store, member: &Member) -> Value {
    let groups: Vec<Value> = member
        .groups
        .keys()
        .filter_map(|id| store.group(*id))
        .map(|group| json!({ "id": group.id, "name": group.name, "permissions": group.codes() }))
        .collect();
    let areas: Map<String, Value> =
        Area::ALL.iter().map(|area| (area.code().to_owned(), json!(cell(member.role, *area)))).collect();
    let changer = |who: Changer| json!({ "name": who.name, "role": who.role });
    let can_change: Vec<Value> = who_can_change(store, member).map(changer).collect();
    json!({
        "store": store.id(), "name": store.name(), "member": member.id, "role": member.role,
        "status": member.status, "groups": groups, "areas": areas,
        "permissions": store.effective(member.id), "can_change": can_change,
        "member_name": member.name(), "email": member.email(),
        "offline_lease": store.offline_lease(),
    })
}
