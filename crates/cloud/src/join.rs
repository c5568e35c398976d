//! The page behind an invitation's link, for a person with a browser: it shows who invites to what, takes a name and a
//! password, or the password of the account that the address has, and says what came of it. No script, no cookie.

pub mod page;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use keyholder_domain::InvitationStatus;
use serde::Deserialize;
use url::form_urlencoded;

use crate::AppState;
use crate::error::{ApiError, Ids};
use crate::invitations::{Accepting, Seen, accept_as, look};
use crate::limits::Client;
use crate::passwords::Password;
use crate::sessions::prove;
use crate::texts::Language;
use page::{Frame, Page, Problem, Shown};

/// What was typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    name: String,
    password: Option<Password>,
}

/// `GET /join/{token}`
#[utoipa::path(get, path = "/join/{token}", tag = "invitations", params(("token" = String, Path), ("lang" = Option<String>, Query)),
    responses((status = 200, description = "the page, in every state of the invitation", content_type = "text/html"),
              (status = 404, description = "a page: the link opens nothing"), (status = 410, description = "a page: a newer link was sent")))]
pub async fn show(
    State(state): State<AppState>,
    Ids(token): Ids<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let (status, page) = match look(&state, &token).await {
        Ok(seen) => (StatusCode::OK, standing(&seen, String::new(), None)),
        Err(error) => ended(&error),
    };
    page.answer(status, &frame(&state, &token, query.as_deref(), &headers))
}

/// `POST /join/{token}`
#[utoipa::path(post, path = "/join/{token}", tag = "invitations", params(("token" = String, Path), ("lang" = Option<String>, Query)),
    request_body(content_type = "application/x-www-form-urlencoded", content = Object, description = "name and password"),
    responses((status = 200, description = "a page: joined", content_type = "text/html"),
              (status = "4XX", description = "the page again, with what was wrong and the name as typed")))]
pub async fn accept(
    State(state): State<AppState>,
    Ids(token): Ids<String>,
    RawQuery(query): RawQuery,
    client: Client,
    headers: HeaderMap,
    typed: Result<Form<Typed>, FormRejection>,
) -> Response {
    let frame = frame(&state, &token, query.as_deref(), &headers);
    // A form that cannot be read is one with nothing typed: the page says what is missing.
    let typed = typed.map_or(Typed { name: String::new(), password: None }, |Form(typed)| typed);
    let (status, page, wait) = answer(&state, client, &token, typed).await;
    let mut response = page.answer(status, &frame);
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

async fn answer(
    state: &AppState,
    client: Client,
    token: &str,
    typed: Typed,
) -> (StatusCode, Page, Option<u64>) {
    let seen = match look(state, token).await {
        Ok(seen) => seen,
        Err(error) => {
            let (status, page) = ended(&error);
            return (status, page, None);
        }
    };
    if seen.status != InvitationStatus::Pending {
        return (StatusCode::CONFLICT, standing(&seen, String::new(), None), None);
    }
    let name = typed.name.clone();
    match submit(state, client, token, &seen, typed).await {
        Ok(proved) => (StatusCode::OK, Page::Done { shown: shown(&seen), proved }, None),
        Err(error) => {
            let wait = error.retry_after.map(|wait| wait.as_secs().max(1));
            let (status, page) = told(state, token, seen, name, &error).await;
            (status, page, wait)
        }
    }
}

async fn submit(
    state: &AppState,
    client: Client,
    token: &str,
    seen: &Seen,
    typed: Typed,
) -> Result<bool, ApiError> {
    let password = typed.password.unwrap_or_else(|| Password::new(""));
    let accepting = if seen.has_account {
        Accepting::Account(prove(state, client, &seen.email, &password).await?.id)
    } else {
        Accepting::Newcomer { name: typed.name, password }
    };
    Ok(accept_as(state, client, token, accepting).await?.proved)
}

/// The page after a try that failed: the form again with what was wrong, or where the invitation stands by now.
async fn told(
    state: &AppState,
    token: &str,
    seen: Seen,
    name: String,
    error: &ApiError,
) -> (StatusCode, Page) {
    let problem = match error.code.as_str() {
        "weak_password" => Problem::WeakPassword,
        "invalid_name" => Problem::InvalidName(error.with["why"].as_str().unwrap_or_default().to_owned()),
        "bad_credentials" => Problem::WrongPassword,
        "sign_in_required" => Problem::SignInRequired,
        "slow_down" => Problem::SlowDown(error.retry_after.map_or(1, |wait| wait.as_secs().max(1))),
        "inviter_lost_authority" => Problem::InviterLostAuthority,
        "no_free_seat" | "over_limit" => Problem::Seats,
        // Somebody was faster: the page shows how it stands now.
        "invitation_not_pending" => {
            return match look(state, token).await {
                Ok(seen) => (StatusCode::CONFLICT, standing(&seen, name, None)),
                Err(error) => ended(&error),
            };
        }
        "not_found" | "newer_link_sent" => return ended(error),
        _ if error.status.is_server_error() => return ended(error),
        code => Problem::Other(code.to_owned()),
    };
    // 401 would ask a browser for credentials of its own kind.
    let status = match error.status {
        StatusCode::UNAUTHORIZED => StatusCode::UNPROCESSABLE_ENTITY,
        status => status,
    };
    let seen = Seen { has_account: seen.has_account || problem == Problem::SignInRequired, ..seen };
    (status, standing(&seen, name, Some(problem)))
}

/// The page for where an invitation stands.
fn standing(seen: &Seen, name: String, problem: Option<Problem>) -> Page {
    let shown = shown(seen);
    match seen.status {
        InvitationStatus::Pending => Page::Form { shown, known: seen.has_account, name, problem },
        InvitationStatus::Accepted => Page::Accepted(shown),
        InvitationStatus::Expired => Page::Expired(shown),
        InvitationStatus::Withdrawn => Page::Withdrawn(shown),
    }
}

/// The page where there is no invitation to show.
fn ended(error: &ApiError) -> (StatusCode, Page) {
    let page = match error.code.as_str() {
        "newer_link_sent" => Page::Newer,
        "not_found" => Page::Unknown,
        _ => Page::Broken,
    };
    (error.status, page)
}

fn shown(seen: &Seen) -> Shown {
    Shown {
        id: seen.store,
        store: seen.store_name.clone(),
        inviter: seen.inviter.clone(),
        role: seen.role,
        email: seen.email_as_typed.clone().unwrap_or_else(|| seen.email.clone()),
        until: seen.expires_at,
    }
}

fn frame<'a>(state: &'a AppState, token: &'a str, query: Option<&str>, headers: &HeaderMap) -> Frame<'a> {
    // Read leniently: a query that somebody's mail program added to must not hide the page.
    let query = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let by_hand = query.into_iter().find(|(name, _)| name == "lang").map(|(_, value)| value);
    let browser = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Frame {
        language: Language::wanted(by_hand.as_deref(), browser),
        token,
        cloud: state.config.public_url.as_str(),
    }
}
