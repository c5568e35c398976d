//! Sign-in, the tokens that come of it, and sign-out.
//!
//! A sign-in on a device begins a *family*: a short access token that every request carries, and a refresh token that is
//! traded for the next pair. A reply can be lost in a tunnel, so the refresh token before stays good until anything that
//! came after it is used:
//!
//! ```text
//! R1 used -> R2 A2        R1 still good
//! R1 used -> R3 A3        R2 and A2 void, R1 still good
//! A3 (or R3) used         R1 dead
//! R1 or R2 used           somebody has a copy: the whole family ends, access tokens too
//! ```
//!
//! Only hashes are stored. A refresh token carries its family's handle beside its secret, so that an old one is known for
//! what it is without keeping every old one.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use keyholder_domain::{AccountId, Email, Time};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::AppState;
use crate::db::people::{AccountRow, FamilyRow};
use crate::db::{DbError, Tx};
use crate::error::{ApiError, Json};
use crate::limits::{Act, Client};
use crate::passwords::Password;
use crate::random::Random;

/// How a device may call itself, in characters; the rest is cut off.
const DEVICE_MAX: usize = 100;

/// The name of a family of tokens: one sign-in on one device.
pub type Family = Uuid;

/// What a sign-in asks.
#[derive(Deserialize, ToSchema)]
pub struct SignIn {
    /// The address, spelt in any way.
    email: String,
    /// Her password.
    #[schema(value_type = String)]
    password: Password,
    /// What the device calls itself; shown beside what is done from it.
    #[serde(default)]
    device: String,
}

/// What a refresh asks.
#[derive(Deserialize, ToSchema)]
pub struct Refresh {
    /// The newest refresh token.
    #[schema(value_type = String)]
    refresh_token: Zeroizing<String>,
}

/// A pair of tokens and whose they are.
#[derive(Serialize, ToSchema)]
pub struct Tokens {
    /// Goes with every request, as a bearer.
    access_token: String,
    /// For how many seconds it is good.
    expires_in: u64,
    /// To be traded for the next pair.
    refresh_token: String,
    /// Who signed in.
    account: AccountView,
}

/// An account as its owner sees it.
#[derive(Serialize, ToSchema)]
pub struct AccountView {
    /// Her id.
    #[schema(value_type = Uuid)]
    id: AccountId,
    /// Her address, normalised.
    email: String,
    /// The address as she wrote it, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    email_as_typed: Option<String>,
    /// What she is called.
    name: String,
}

/// Whoever a request's bearer token belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// Her account.
    pub account: AccountId,
    /// The sign-in it came of.
    pub family: Family,
    /// What the device called itself at sign-in.
    pub device: String,
    /// Until when the token is good.
    pub expires_at: Time,
    /// When the device was last heard of, to the minute.
    pub last_seen: Option<Time>,
    /// The token's hash, to look again whether it is still good.
    token: String,
}

/// `POST /v1/sign-in`
#[utoipa::path(post, path = "/v1/sign-in", tag = "accounts", request_body = SignIn,
    responses((status = 200, body = Tokens), (status = 401, description = "`bad_credentials`: the same for unknown and wrong"),
              (status = 429, description = "`slow_down`, with Retry-After")))]
pub async fn sign_in(
    State(state): State<AppState>,
    client: Client,
    Json(asked): Json<SignIn>,
) -> Result<Json<Tokens>, ApiError> {
    let account = prove(&state, client, &asked.email, &asked.password).await?;
    let device = tidy(&asked.device);
    let fresh = Fresh::draw(&state.random);
    let (now, handle) = (state.clock.now(), state.random.bytes::<16>());
    let (id, access_until, refresh_until) = (account.id, state.access_until(now), state.refresh_until(now));
    let hashes = (fresh.refresh_hash(), fresh.access_hash());
    state
        .db
        .write(move |tx| {
            tx.purge_sessions(now)?;
            let family = FamilyRow {
                family: family_of(&handle),
                account: id,
                device,
                current: hashes.0,
                access: hashes.1.clone(),
                previous: None,
                started_at: now,
                expires_at: refresh_until,
                last_seen: Some(now),
            };
            tx.put_family(&family)?;
            tx.add_access(&hashes.1, family.family, access_until)?;
            Ok::<_, ApiError>(())
        })
        .await?;
    Ok(Json(fresh.tokens(&state, &handle, account)))
}

/// The account behind an address and a password, if they belong together. Unknown and wrong take as long and say the same.
pub async fn prove(
    state: &AppState,
    client: Client,
    email: &str,
    password: &Password,
) -> Result<AccountRow, ApiError> {
    // What is no address has no account, and is not told apart from one that is unknown.
    let email = Email::parse(email).map_or_else(|_| String::new(), |email| email.normalised().to_owned());
    state.limits.count(Act::SignIn, client, &email, state.clock.now())?;
    let asked = email.clone();
    let account = state.db.read(move |tx| tx.account_by_email(&asked).map_err(ApiError::from)).await?;
    let stored = account.as_ref().map(|account| account.password.clone());
    let right = state.passwords.verify(password, stored).await?;
    match account {
        Some(account) if right => {
            state.limits.forgive(Act::SignIn, &email);
            Ok(account)
        }
        _ => Err(ApiError::problem(StatusCode::UNAUTHORIZED, "bad_credentials")),
    }
}

/// `POST /v1/sign-in/refresh`
#[utoipa::path(post, path = "/v1/sign-in/refresh", tag = "accounts", request_body = Refresh,
    responses((status = 200, body = Tokens),
              (status = 401, description = "`unauthenticated`: unknown, run out, voided, or older; the latter two end the family")))]
pub async fn refresh(
    State(state): State<AppState>,
    Json(asked): Json<Refresh>,
) -> Result<Json<Tokens>, ApiError> {
    let (handle, used) = read_refresh(&asked.refresh_token).ok_or_else(ApiError::unauthenticated)?;
    let fresh = Fresh::draw(&state.random);
    let now = state.clock.now();
    let trade = Trade {
        family: family_of(&handle),
        used,
        refresh: fresh.refresh_hash(),
        access: fresh.access_hash(),
        now,
        access_until: state.access_until(now),
        refresh_until: state.refresh_until(now),
    };
    let family = trade.family;
    match state.db.write(move |tx| traded(tx, &trade).map_err(ApiError::from)).await? {
        Traded::For(account) => Ok(Json(fresh.tokens(&state, &handle, account))),
        Traded::Ended => {
            // Nobody may be listening; the tokens are gone either way.
            let _ = state.sessions_ended.send(family);
            tracing::warn!(%family, "a used-up refresh token came back: the family has ended");
            Err(ApiError::unauthenticated())
        }
        Traded::Unknown => Err(ApiError::unauthenticated()),
    }
}

struct Trade {
    family: Uuid,
    used: String,
    refresh: String,
    access: String,
    now: Time,
    access_until: Time,
    refresh_until: Time,
}

enum Traded {
    For(AccountRow),
    Ended,
    Unknown,
}

/// One refresh, inside its transaction. Ending a family is a change that has to be committed, so it is no error here.
fn traded(tx: &mut dyn Tx, trade: &Trade) -> Result<Traded, DbError> {
    let Some(mut family) = tx.family(trade.family)? else { return Ok(Traded::Unknown) };
    let account = tx.account(family.account)?;
    let Some(account) = account.filter(|_| family.expires_at > trade.now) else {
        tx.end_family(trade.family)?;
        return Ok(Traded::Unknown);
    };
    if trade.used == family.current {
        family.previous = Some(family.current);
    } else if family.previous.as_ref() == Some(&trade.used) {
        // The reply before was lost on its way, or stolen: whichever it was, what it held is void now.
        tx.drop_access(&family.access)?;
    } else {
        tx.end_family(trade.family)?;
        return Ok(Traded::Ended);
    }
    family.current = trade.refresh.clone();
    family.access = trade.access.clone();
    family.expires_at = trade.refresh_until;
    family.last_seen = Some(trade.now);
    tx.put_family(&family)?;
    tx.add_access(&trade.access, trade.family, trade.access_until)?;
    tx.purge_sessions(trade.now)?;
    Ok(Traded::For(account))
}

/// `POST /v1/sign-out`
#[utoipa::path(post, path = "/v1/sign-out", tag = "accounts", security(("bearer" = [])),
    responses((status = 204, description = "all tokens of this sign-in have ended"), (status = 401, description = "`unauthenticated`")))]
pub async fn sign_out(State(state): State<AppState>, bearer: Bearer) -> Result<StatusCode, ApiError> {
    let family = bearer.family;
    state.db.write(move |tx| tx.end_family(family).map_err(ApiError::from)).await?;
    let _ = state.sessions_ended.send(family);
    Ok(StatusCode::NO_CONTENT)
}

/// Whether the token is still good: it may have run out, or its family ended, while a long request goes on.
pub async fn still_good(state: &AppState, bearer: &Bearer) -> Result<bool, ApiError> {
    let (token, now) = (bearer.token.clone(), state.clock.now());
    let found = state.db.read(move |tx| tx.access(&token).map_err(ApiError::from)).await?;
    Ok(found.is_some_and(|access| access.expires_at > now))
}

impl FromRequestParts<AppState> for Bearer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Bearer, ApiError> {
        let token = hash(bearer_token(parts).ok_or_else(ApiError::unauthenticated)?.as_bytes());
        let now = state.clock.now();
        let asked = token.clone();
        let found = state.db.read(move |tx| tx.access(&asked).map_err(ApiError::from)).await?;
        let access = found.filter(|access| access.expires_at > now).ok_or_else(ApiError::unauthenticated)?;
        if access.unconfirmed {
            // Noted before anything is done with it: from here on the refresh token before this pair is dead.
            let (asked, family) = (token.clone(), access.family);
            let noted = state.db.write(move |tx| {
                let there = tx.access(&asked)?.is_some();
                tx.confirm_access(family, &asked)?;
                Ok::<_, ApiError>(there)
            });
            if !noted.await? {
                return Err(ApiError::unauthenticated());
            }
        }
        Ok(Bearer {
            account: access.account,
            family: access.family,
            device: access.device,
            expires_at: access.expires_at,
            last_seen: access.last_seen,
            token,
        })
    }
}

/// Whether a request carries a bearer at all; whether it is a good one is for [`Bearer`] to say.
pub fn bearer_token(parts: &Parts) -> Option<&str> {
    let (scheme, token) = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl AppState {
    fn access_until(&self, now: Time) -> Time {
        later(now, self.config.access_for)
    }

    fn refresh_until(&self, now: Time) -> Time {
        later(now, self.config.refresh_for)
    }
}

fn later(now: Time, after: std::time::Duration) -> Time {
    now.plus_seconds(i64::try_from(after.as_secs()).unwrap_or(i64::MAX))
}

/// A new pair, as drawn: it leaves once, in the reply.
struct Fresh {
    refresh: Zeroizing<[u8; 32]>,
    access: Zeroizing<String>,
}

impl Fresh {
    fn draw(random: &Random) -> Fresh {
        let access = Zeroizing::new(random.bytes::<32>());
        Fresh {
            refresh: Zeroizing::new(random.bytes()),
            access: Zeroizing::new(URL_SAFE_NO_PAD.encode(access.as_slice())),
        }
    }

    fn refresh_hash(&self) -> String {
        hash(self.refresh.as_slice())
    }

    fn access_hash(&self) -> String {
        hash(self.access.as_bytes())
    }

    fn tokens(&self, state: &AppState, handle: &[u8; 16], account: AccountRow) -> Tokens {
        Tokens {
            access_token: self.access.to_string(),
            expires_in: state.config.access_for.as_secs(),
            refresh_token: URL_SAFE_NO_PAD.encode([handle.as_slice(), self.refresh.as_slice()].concat()),
            account: AccountView::of(account),
        }
    }
}

impl AccountView {
    /// What she may see of her own row.
    pub fn of(account: AccountRow) -> AccountView {
        let typed = (account.typed != account.email).then_some(account.typed);
        AccountView { id: account.id, email: account.email, email_as_typed: typed, name: account.name }
    }
}

/// The handle, and the hash of the secret, of what looks like a refresh token.
fn read_refresh(token: &str) -> Option<([u8; 16], String)> {
    if token.len() > 100 {
        return None;
    }
    let bytes: [u8; 48] = URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()?;
    let (handle, secret) = bytes.split_first_chunk::<16>()?;
    Some((*handle, hash(secret)))
}

/// The name of a family: a hash, so that whoever reads the database cannot end families.
fn family_of(handle: &[u8; 16]) -> Uuid {
    let digest = Sha256::digest([b"family".as_slice(), handle].concat());
    let mut short = [0; 16];
    short.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(short).into_uuid()
}

fn hash(secret: &[u8]) -> String {
    hex::encode(Sha256::digest(secret))
}

/// A device's name as it may be shown: no control characters, not endless.
fn tidy(device: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    device.trim().chars().filter(|c| !c.is_control() && !turns(c)).take(DEVICE_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_token_carries_its_handle_and_nothing_else_is_one() {
        let token = URL_SAFE_NO_PAD.encode([7; 48]);
        let (handle, secret) = read_refresh(&token).unwrap();
        assert_eq!((handle, secret), ([7; 16], hash(&[7; 32])));
        for other in ["", "x", &token[1..], &format!("{token}A"), &"A".repeat(1000)] {
            assert!(read_refresh(other).is_none(), "{other}");
        }
    }

    #[test]
    fn a_device_cannot_call_itself_anything_endless_or_unshowable() {
        assert_eq!(tidy("  Kasir\u{0} depan\u{202E}\n"), "Kasir depan");
        assert_eq!(tidy(&"x".repeat(5000)).len(), DEVICE_MAX);
    }
}
