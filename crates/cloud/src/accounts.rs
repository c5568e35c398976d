//! Accounts: someone who can sign in. One address, one account.

use axum::extract::State;
use axum::http::StatusCode;
use keyholder_domain::{AccountId, Email, Name};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::AppState;
use crate::db::people::AccountRow;
use crate::error::{ApiError, Json};
use crate::limits::{Act, Client};
use crate::passwords::Password;

/// Who wants an account.
#[derive(Deserialize, ToSchema)]
pub struct SignUp {
    /// Her address.
    email: String,
    /// 12 to 1,024 characters.
    #[schema(value_type = String)]
    password: Password,
    /// What she is called.
    name: String,
}

/// The account that was made.
#[derive(Serialize, ToSchema)]
pub struct SignedUp {
    /// Its id.
    #[schema(value_type = Uuid)]
    account: AccountId,
}

/// `POST /v1/accounts`
#[utoipa::path(post, path = "/v1/accounts", tag = "accounts", request_body = SignUp,
    responses((status = 201, body = SignedUp), (status = 409, description = "`account_exists`"),
              (status = 422, description = "`weak_password`, `invalid_email` or `invalid_name{why}`"),
              (status = 429, description = "`slow_down`, with Retry-After")))]
pub async fn create(
    State(state): State<AppState>,
    client: Client,
    Json(asked): Json<SignUp>,
) -> Result<(StatusCode, Json<SignedUp>), ApiError> {
    let email = email(&asked.email)?;
    let name = name(&asked.name)?;
    strong(&asked.password)?;
    state.limits.count(Act::SignUp, client, email.normalised(), state.clock.now())?;
    let address = email.normalised().to_owned();
    // Looked at before the costly hash, and again, for good, when the row goes in.
    if state.db.read(move |tx| tx.account_by_email(&address).map_err(ApiError::from)).await?.is_some() {
        return Err(exists());
    }
    let account = new(&state, &email, &name, &asked.password, false).await?;
    let id = account.id;
    if !state.db.write(move |tx| tx.add_account(&account).map_err(ApiError::from)).await? {
        return Err(exists());
    }
    Ok((StatusCode::CREATED, Json(SignedUp { account: id })))
}

/// The row of a new account. `verified`: a mail has proved the address.
pub async fn new(
    state: &AppState,
    email: &Email,
    name: &Name,
    password: &Password,
    verified: bool,
) -> Result<AccountRow, ApiError> {
    let now = state.clock.now();
    Ok(AccountRow {
        id: AccountId::from_uuid(state.random.id_at(now)),
        email: email.normalised().to_owned(),
        typed: email.typed().to_owned(),
        name: name.as_str().to_owned(),
        password: state.passwords.hash(password).await?,
        verified,
        made_at: now,
    })
}

/// An address, or 422 with why not.
pub fn email(typed: &str) -> Result<Email, ApiError> {
    Email::parse(typed)
        .map_err(|problem| unprocessable("invalid_email").with(json!({ "why": problem.code() })))
}

/// A name, or 422 with why not.
pub fn name(typed: &str) -> Result<Name, ApiError> {
    Name::parse(typed).map_err(|problem| unprocessable("invalid_name").with(json!({ "why": problem.code() })))
}

/// A password that is long enough, or 422.
pub fn strong(password: &Password) -> Result<(), ApiError> {
    if password.is_strong_enough() { Ok(()) } else { Err(unprocessable("weak_password")) }
}

fn exists() -> ApiError {
    ApiError::problem(StatusCode::CONFLICT, "account_exists")
}

fn unprocessable(code: &'static str) -> ApiError {
    ApiError::problem(StatusCode::UNPROCESSABLE_ENTITY, code)
}
