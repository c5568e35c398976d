//! Invitations as whoever holds a link meets them: looking, accepting; and the link itself, for whoever may copy it.
//!
//! Looking consumes nothing. Accepting is judged like any op, under the store's lock, in the order token, asker, status,
//! inviter, seats; the last three are the domain's. What depends on accounts (who asks, whose address it is) is judged here.

use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::http::{StatusCode, request};
use axum::response::{IntoResponse, Response};
use keyholder_domain::{
    AccountId, Area, Email, Invitation, InvitationId, InvitationStatus, MemberId, Name, Newcomer, Refusal,
    Role, StoreId, Time, accept_invitation,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::AppState;
use crate::act::act;
use crate::db::Tx;
use crate::db::people::{AccountRow, LinkRow};
use crate::error::{ApiError, Ids, Json};
use crate::limits::{Act, Client};
use crate::passwords::Password;
use crate::random::Random;
use crate::sessions::{Bearer, bearer_token};
use crate::states::{self, Held};
use crate::stores::{must_have, standing};
use crate::tokens::{self, Claim, Door};
use crate::{accounts, sessions};

/// What a link shows.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Seen {
    /// The store invited to.
    #[schema(value_type = Uuid)]
    pub store: StoreId,
    /// Its name.
    pub store_name: String,
    /// The name of whoever invited.
    pub inviter: String,
    /// The role offered.
    #[schema(value_type = String)]
    pub role: Role,
    /// The invited address, normalised.
    pub email: String,
    /// The address as it was typed, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_as_typed: Option<String>,
    /// Until when it can be accepted.
    #[schema(value_type = String)]
    pub expires_at: Time,
    /// `pending`, `accepted`, `expired` or `withdrawn`.
    #[schema(value_type = String)]
    pub status: InvitationStatus,
    /// Whether the address has an account: for the page alone, which asks for one thing or the other.
    #[serde(skip)]
    pub has_account: bool,
}

/// Who accepts without a bearer.
#[derive(Deserialize, ToSchema)]
pub struct AcceptBody {
    /// What she is called.
    name: Option<String>,
    /// The password of the account to be made.
    #[schema(value_type = Option<String>)]
    password: Option<Password>,
}

/// Who accepts.
pub enum Accepting {
    /// An account that proved itself.
    Account(AccountId),
    /// Somebody new.
    Newcomer {
        /// Her name, as typed.
        name: String,
        /// The password she chose.
        password: Password,
    },
}

/// What came of accepting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The store joined.
    pub store: StoreId,
    /// Her place in it.
    pub member: MemberId,
    /// She had joined before, by this same invitation.
    pub already_joined: bool,
    /// Whether her address counts as proved.
    pub proved: bool,
}

/// `GET /v1/invitations/{token}`
#[utoipa::path(get, path = "/v1/invitations/{token}", tag = "invitations", params(("token" = String, Path)),
    responses((status = 200, body = Seen), (status = 404, description = "`not_found`"),
              (status = 410, description = "`newer_link_sent`")))]
pub async fn show(State(state): State<AppState>, Ids(token): Ids<String>) -> Result<Json<Seen>, ApiError> {
    look(&state, &token).await.map(Json)
}

/// What a token shows. Consumes nothing.
pub async fn look(state: &AppState, token: &str) -> Result<Seen, ApiError> {
    let claim = tokens::read(&state.secrets, token).ok_or_else(ApiError::not_found)?;
    let clock = state.clock.now();
    state
        .db
        .read(move |tx| {
            let held = states::load(tx, claim.store)?;
            let (invitation, email) = claimed(&held, &claim)?;
            Ok::<_, ApiError>(Seen {
                store: claim.store,
                store_name: held.store.name().to_owned(),
                inviter: inviter(&held, invitation),
                role: invitation.role,
                email: email.normalised().to_owned(),
                email_as_typed: email.as_typed().map(str::to_owned),
                expires_at: invitation.expires_at,
                status: invitation.status(held.now(clock)),
                has_account: tx.account_by_email(email.normalised())?.is_some(),
            })
        })
        .await
}

/// `POST /v1/invitations/{token}/accept`
#[utoipa::path(post, path = "/v1/invitations/{token}/accept", tag = "invitations", params(("token" = String, Path)),
    request_body(content = AcceptBody, description = "name and password for a new account, or a bearer of the invited address and `{}`"),
    responses((status = 201, description = "`{store, member}`", body = Object),
              (status = 200, description = "`{store, member, already_joined: true}`", body = Object),
              (status = 401, description = "`unauthenticated`"), (status = 403, description = "`wrong_account`"),
              (status = 404, description = "`not_found`"), (status = 410, description = "`newer_link_sent`"),
              (status = 409, description = "`sign_in_required`, `invitation_not_pending{status}`, `inviter_lost_authority`, `no_free_seat`, `over_limit`"),
              (status = 422, description = "`weak_password`, `invalid_name{why}`"), (status = 429, description = "`slow_down`")))]
pub async fn accept(
    State(state): State<AppState>,
    client: Client,
    Ids(token): Ids<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let (mut parts, body) = request.into_parts();
    let accepting = match bearer(&mut parts, &state).await? {
        Some(bearer) => Accepting::Account(bearer.account),
        None => {
            let body = Request::from_parts(parts, body);
            let Json(AcceptBody { name, password }) = Json::from_request(body, &state).await?;
            match (name, password) {
                (Some(name), Some(password)) => Accepting::Newcomer { name, password },
                (None, None) => return Err(refused_before_asker(&state, &token).await),
                (None, Some(_)) => return Err(ApiError::malformed(Some("name"))),
                (Some(_), None) => return Err(ApiError::malformed(Some("password"))),
            }
        }
    };
    let done = accept_as(&state, client, &token, accepting).await?;
    if done.already_joined {
        let body = json!({ "store": done.store, "member": done.member, "already_joined": true });
        return Ok(Json(body).into_response());
    }
    let body = json!({ "store": done.store, "member": done.member });
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// A bearer that is there must be a good one: whoever meant to accept as herself must not end up with a second account.
async fn bearer(parts: &mut request::Parts, state: &AppState) -> Result<Option<Bearer>, ApiError> {
    match bearer_token(parts) {
        Some(_) => Bearer::from_request_parts(parts, state).await.map(Some),
        None => Ok(None),
    }
}

/// Nobody in particular asks: the token is still judged before the asker.
async fn refused_before_asker(state: &AppState, token: &str) -> ApiError {
    look(state, token).await.err().unwrap_or_else(ApiError::unauthenticated)
}

/// Accepts, or says why not. Whatever this returns is committed: of several who try at once exactly one makes the member.
pub async fn accept_as(
    state: &AppState,
    client: Client,
    token: &str,
    accepting: Accepting,
) -> Result<Accepted, ApiError> {
    let claim = tokens::read(&state.secrets, token).ok_or_else(ApiError::not_found)?;
    let clock = state.clock.now();
    let asker = match accepting {
        Accepting::Account(account) => Asker::Account(account),
        Accepting::Newcomer { name, password } => newcomer(state, client, &claim, &name, &password).await?,
    };
    let random = state.random.clone();
    let done = state.db.write(move |tx| join(tx, &claim, &asker, clock, &random)).await?;
    state.after(claim.store);
    Ok(done)
}

/// Accepting, inside a transaction.
pub fn join(
    tx: &mut dyn Tx,
    claim: &Claim,
    asker: &Asker,
    clock: Time,
    random: &Random,
) -> Result<Accepted, ApiError> {
    let member = MemberId::from_uuid(random.id_at(clock));
    act(tx, random, claim.store, clock, |tx, held, now| {
        let (invitation, email) = claimed(held, claim)?;
        let account = match known(tx, held, invitation, email, asker, now)? {
            Known::Joined(accepted) => return Ok((None, accepted)),
            Known::Account(account) => account,
        };
        let newcomer = Newcomer {
            account: account.id,
            member,
            name: Name::stored(&account.name),
            email: Email::stored(&account.email, Some(&account.typed)),
        };
        let event =
            accept_invitation(&held.store, claim.invitation, &newcomer, now).map_err(|why| conflict(&why))?;
        let proved = account.verified || claim.door == Door::Mailed;
        settle(tx, asker, &account, proved)?;
        let accepted = Accepted { store: claim.store, member, already_joined: false, proved };
        Ok((Some((event, Some(member))), accepted))
    })
}

/// Who asks, once everything slow is done.
pub enum Asker {
    /// An account that proved itself.
    Account(AccountId),
    /// The account to be made.
    Newcomer(AccountRow),
}

/// What is known of the asker, under the lock.
enum Known {
    Account(AccountRow),
    Joined(Accepted),
}

/// The account to be made. All checks but the last word of the lock come before the costly hash, so that a dead link costs nothing.
async fn newcomer(
    state: &AppState,
    client: Client,
    claim: &Claim,
    name: &str,
    password: &Password,
) -> Result<Asker, ApiError> {
    let (claim, clock) = (*claim, state.clock.now());
    let email = state
        .db
        .read(move |tx| {
            let held = states::load(tx, claim.store)?;
            let (invitation, email) = claimed(&held, &claim)?;
            fresh(tx, invitation, email, held.now(clock))?;
            Ok::<_, ApiError>(email.clone())
        })
        .await?;
    let name = accounts::name(name)?;
    accounts::strong(password)?;
    state.limits.count(Act::SignUp, client, email.normalised(), clock)?;
    let verified = claim.door == Door::Mailed;
    Ok(Asker::Newcomer(accounts::new(state, &email, &name, password, verified).await?))
}

/// The invitation of a claim and its address. 404 if there is none, 410 if it was sent again since.
fn claimed<'a>(held: &'a Held, claim: &Claim) -> Result<(&'a Invitation, &'a Email), ApiError> {
    let invitation = held.store.invitation(claim.invitation).ok_or_else(ApiError::not_found)?;
    if claim.sent_count < invitation.sent_count {
        return Err(ApiError::problem(StatusCode::GONE, "newer_link_sent"));
    }
    // A later sending than any: the cloud was restored from a backup, and what was sent after it never happened.
    if claim.sent_count > invitation.sent_count {
        return Err(ApiError::not_found());
    }
    let email = invitation.email.as_ref().ok_or_else(ApiError::not_found)?;
    Ok((invitation, email))
}

/// A newcomer's checks: an accepted invitation says so first, and an address that has an account must sign in.
fn fresh(tx: &mut dyn Tx, invitation: &Invitation, email: &Email, now: Time) -> Result<(), ApiError> {
    let status = invitation.status(now);
    if status == InvitationStatus::Accepted {
        return Err(conflict(&Refusal::InvitationNotPending { status }));
    }
    if tx.account_by_email(email.normalised())?.is_some() {
        return Err(sign_in_required());
    }
    Ok(())
}

fn known(
    tx: &mut dyn Tx,
    held: &Held,
    invitation: &Invitation,
    email: &Email,
    asker: &Asker,
    now: Time,
) -> Result<Known, ApiError> {
    match asker {
        Asker::Newcomer(account) => {
            fresh(tx, invitation, email, now)?;
            Ok(Known::Account(account.clone()))
        }
        Asker::Account(account) => {
            let account = tx.account(*account)?.ok_or_else(ApiError::unauthenticated)?;
            if account.email != email.normalised() {
                return Err(ApiError::forbidden(Refusal::WrongAccount.code()));
            }
            let joined = held.store.member_by_account(account.id);
            match (invitation.status(now), joined) {
                (InvitationStatus::Accepted, Some(member)) => Ok(Known::Joined(Accepted {
                    store: held.store.id(),
                    member: member.id,
                    already_joined: true,
                    proved: account.verified,
                })),
                _ => Ok(Known::Account(account)),
            }
        }
    }
}

/// The account's side of an acceptance, in the same transaction.
fn settle(tx: &mut dyn Tx, asker: &Asker, account: &AccountRow, proved: bool) -> Result<(), ApiError> {
    match asker {
        Asker::Newcomer(_) if !tx.add_account(account)? => Err(sign_in_required()),
        Asker::Newcomer(_) => Ok(()),
        Asker::Account(_) if proved && !account.verified => Ok(tx.verify_account(account.id)?),
        Asker::Account(_) => Ok(()),
    }
}

fn conflict(refusal: &Refusal) -> ApiError {
    ApiError::refused(StatusCode::CONFLICT, refusal)
}

fn sign_in_required() -> ApiError {
    ApiError::problem(StatusCode::CONFLICT, "sign_in_required")
}

/// The name of whoever invited, also after she left; the store's own where nobody knows it any more.
pub fn inviter(held: &Held, invitation: &Invitation) -> String {
    let by = invitation.invited_by;
    let member = held.store.member(by).or_else(|| held.store.former(by));
    match member.map(|member| member.name()) {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => held.store.name().to_owned(),
    }
}

/// `GET /v1/stores/{store}/invitations/{invitation}/link`
#[utoipa::path(get, path = "/v1/stores/{store}/invitations/{invitation}/link", tag = "invitations",
    params(("store" = Uuid, Path), ("invitation" = Uuid, Path)), security(("bearer" = [])),
    responses((status = 200, description = "`{url}`", body = Object), (status = 401, description = "`unauthenticated`"),
              (status = 403, description = "`outranked`, `area_required` or `suspended`"), (status = 404, description = "`not_found`"),
              (status = 409, description = "`invitation_not_pending{status}`")))]
pub async fn link(
    State(state): State<AppState>,
    bearer: sessions::Bearer,
    Ids((store, id)): Ids<(StoreId, InvitationId)>,
) -> Result<Json<Value>, ApiError> {
    let (clock, account) = (state.clock.now(), bearer.account);
    let shown = state
        .db
        .write(move |tx| {
            let held = states::load(tx, store)?;
            let member = standing(&held, account)?;
            must_have(&member, Area::InviteRemoveStaff)?;
            let invitation = held.store.invitation(id).ok_or_else(ApiError::not_found)?;
            if !member.role.outranks(invitation.role) {
                let outranked = Refusal::Outranked { actor_role: member.role, target_role: invitation.role };
                return Err(ApiError::refused(StatusCode::FORBIDDEN, &outranked));
            }
            let now = held.now(clock);
            let status = invitation.status(now);
            if status != InvitationStatus::Pending {
                return Err(conflict(&Refusal::InvitationNotPending { status }));
            }
            let sent_count = invitation.sent_count;
            let shown = LinkRow { store, at: now, invitation: id, member: member.id, sent_count };
            tx.log_link(&shown)?;
            Ok(shown)
        })
        .await?;
    tracing::info!(%store, invitation = %id, member = %shown.member, "an invitation's link was shown");
    let claim = Claim { store, invitation: id, sent_count: shown.sent_count, door: Door::Copied };
    let token = tokens::mint(&state.secrets, &claim);
    Ok(Json(json!({ "url": state.config.join_url(&token) })))
}
