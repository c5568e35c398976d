//! Stores: who may enter one, which ones are hers, and how one begins.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use keyholder_domain::wire::first_link;
use keyholder_domain::{
    AccountId, Area, Cell, Email, Member, MemberId, MemberStatus, Name, Store, StoreId, Time, cell,
    create_store,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::AppState;
use crate::db::people::AccountRow;
use crate::db::{DbError, StoreRow, Tx};
use crate::entries::{self, Act};
use crate::error::{ApiError, Json};
use crate::random::Random;
use crate::sessions::Bearer;
use crate::states::{self, Held};

/// Her place in the store, if it is an active one: else 403 `suspended`, or the 404 of a store that does not exist.
pub fn standing(held: &Held, account: AccountId) -> Result<Member, ApiError> {
    match held.store.member_by_account(account) {
        Some(member) => match member.status {
            MemberStatus::Active => Ok(member.clone()),
            MemberStatus::Suspended => Err(ApiError::forbidden("suspended")),
            MemberStatus::Removed => Err(ApiError::not_found()),
        },
        None => Err(ApiError::not_found()),
    }
}

/// Whether her role sees the team at all.
pub fn may_view_team(member: &Member) -> Result<(), ApiError> {
    match cell(member.role, Area::ViewTeam) {
        Cell::Full | Cell::Partial => Ok(()),
        Cell::None => Err(ApiError::forbidden("view_team_required")),
    }
}

/// 403 `area_required`, unless her role has the area.
pub fn must_have(member: &Member, area: Area) -> Result<(), ApiError> {
    match cell(member.role, area) {
        Cell::Full => Ok(()),
        Cell::Partial | Cell::None => Err(ApiError::forbidden("area_required").with(json!({ "area": area }))),
    }
}

/// One of her stores.
#[derive(Serialize, utoipa::ToSchema)]
pub struct StoreLink {
    #[schema(value_type = Uuid)]
    store: StoreId,
    name: String,
    role: &'static str,
    status: &'static str,
    epoch: String,
}

/// A store in which her place ended. A cloud restored from an older backup never knew that place and lists nothing, so no
/// desk takes it at its word.
#[derive(Serialize, utoipa::ToSchema)]
pub struct EndedLink {
    #[schema(value_type = Uuid)]
    store: StoreId,
    epoch: String,
}

/// `GET /v1/stores`
#[utoipa::path(get, path = "/v1/stores", tag = "stores",
    responses((status = 200, description = "`{stores:[{store, name, role, status, epoch}], ended:[{store, epoch}]}`: memberships that are active or suspended, and those that were ended", body = Object),
              (status = 401, description = "`unauthenticated`")),
    security(("bearer" = [])))]
pub async fn list(
    State(state): State<AppState>,
    bearer: Bearer,
) -> Result<Json<serde_json::Value>, ApiError> {
    let account = bearer.account;
    Ok(Json(state.db.read(move |tx| listed(tx, account)).await?))
}

/// The answer, as one transaction has it.
pub fn listed(tx: &mut dyn Tx, account: AccountId) -> Result<serde_json::Value, ApiError> {
    let (stores, ended) = links(tx, account)?;
    Ok(json!({ "stores": stores, "ended": ended }))
}

/// The directory says where to look; what is there is read from each state.
fn links(tx: &mut dyn Tx, account: AccountId) -> Result<(Vec<StoreLink>, Vec<EndedLink>), ApiError> {
    let (mut links, mut ended) = (Vec::new(), Vec::new());
    for store in tx.stores_of(account)? {
        let held = states::load(tx, store)?;
        let epoch = held.row.epoch.clone();
        let member = held.store.member_by_account(account);
        let Some(member) = member.filter(|member| member.status != MemberStatus::Removed) else {
            ended.push(EndedLink { store, epoch });
            continue;
        };
        links.push(StoreLink {
            store,
            name: held.store.name().to_owned(),
            role: member.role.code(),
            status: member.status.code(),
            epoch,
        });
    }
    Ok((links, ended))
}

/// What a new store is asked for with.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct CreateStore {
    #[schema(value_type = Option<Uuid>)]
    store: Option<StoreId>,
    name: String,
}

/// `POST /v1/stores`
#[utoipa::path(post, path = "/v1/stores", tag = "stores", request_body = CreateStore,
    responses((status = 201, description = "`{store}`: on Starter, the asker is its Owner", body = Object),
              (status = 200, description = "`{store}`: hers already", body = Object),
              (status = 401, description = "`unauthenticated`"), (status = 409, description = "`id_in_use`"),
              (status = 422, description = "`invalid_name`")),
    security(("bearer" = [])))]
pub async fn create(
    State(state): State<AppState>,
    bearer: Bearer,
    Json(asked): Json<CreateStore>,
) -> Result<Response, ApiError> {
    let name = Name::parse(&asked.name).map_err(|why| {
        ApiError::problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid_name").with(json!({ "why": why.code() }))
    })?;
    let (now, random) = (state.clock.now(), state.random.clone());
    let store = asked.store.unwrap_or_else(|| StoreId::from_uuid(random.id_at(now)));
    let account = bearer.account;
    let made = state
        .db
        .write(move |tx| {
            let owner = tx.account(account)?.ok_or_else(ApiError::unauthenticated)?;
            begin(tx, store, &name, &owner, now, &random)
        })
        .await?;
    let status = if made { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(json!({ "store": store }))).into_response())
}

/// Begins a store, with its entry 1. `false`: this account began it before.
pub fn begin(
    tx: &mut dyn Tx,
    store: StoreId,
    name: &Name,
    owner: &AccountRow,
    now: Time,
    random: &Random,
) -> Result<bool, ApiError> {
    let row = StoreRow {
        store,
        epoch: random.id().simple().to_string(),
        seq: 0,
        head: first_link(store),
        at: now,
        created_by: owner.id,
    };
    if !tx.add_store(&row)? {
        let known = tx.store_row(store)?;
        return match known.filter(|known| known.created_by == owner.id) {
            Some(_) => Ok(false),
            None => Err(ApiError::problem(StatusCode::CONFLICT, "id_in_use")),
        };
    }
    let member = MemberId::from_uuid(random.id_at(now));
    let (her_name, her_email) = (Name::parse(&owner.name), Email::parse(&owner.typed));
    let (Ok(her_name), Ok(her_email)) = (her_name, her_email) else {
        return Err(DbError::Damaged(format!("account {} has no good name or address", owner.id)).into());
    };
    let event = create_store(store, name, (member, owner.id), &her_name, &her_email);
    let mut held = Held { store: Store::empty(store), row };
    let act = Act { op: None, by: None, desk: None, device: None, made_at: None, event };
    entries::append(tx, &mut held, act, now, random)?;
    entries::close(tx, held)?;
    Ok(true)
}
