//! One error: an RFC 9457 `application/problem+json` with a stable `code` and, where it has facts, `with`.
//!
//! Every answer that is not a success leaves through [`ApiError`], also what axum would say in plain text (a rejected body, a wrong
//! method, an unknown route, a panic), so that a desk can always tell this cloud's word from a proxy's page.

use std::fmt::Display;
use std::time::Duration;

use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use keyholder_domain::Refusal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::db::DbError;

/// An answer that says no, or that something broke.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// The stable code.
    pub code: String,
    /// The facts that go with the code: an object, or null for none.
    pub with: Value,
    /// For how long the caller should keep away.
    pub retry_after: Option<Duration>,
}

impl ApiError {
    /// A problem with a status and a stable code.
    pub fn problem(status: StatusCode, code: impl Into<String>) -> ApiError {
        ApiError { status, code: code.into(), with: Value::Null, retry_after: None }
    }

    /// The same with facts.
    #[must_use]
    pub fn with(mut self, with: Value) -> ApiError {
        self.with = with;
        self
    }

    /// A rule's refusal as an HTTP answer: its own code and values.
    pub fn refused(status: StatusCode, refusal: &Refusal) -> ApiError {
        ApiError::problem(status, refusal.code()).with(refusal.with())
    }

    /// 400: the request cannot be read. `field` names what is wrong, where it is known.
    pub fn malformed(field: Option<&str>) -> ApiError {
        let problem = ApiError::problem(StatusCode::BAD_REQUEST, "malformed");
        match field {
            Some(field) => problem.with(json!({ "field": field })),
            None => problem,
        }
    }

    /// 401: no bearer token, or not a good one.
    pub fn unauthenticated() -> ApiError {
        ApiError::problem(StatusCode::UNAUTHORIZED, "unauthenticated")
    }

    /// 403 with a code.
    pub fn forbidden(code: &str) -> ApiError {
        ApiError::problem(StatusCode::FORBIDDEN, code)
    }

    /// 404: the same body for what does not exist and what is not the asker's.
    pub fn not_found() -> ApiError {
        ApiError::problem(StatusCode::NOT_FOUND, "not_found")
    }

    /// 413: the body, or the number of ops in it, is over the limit.
    pub fn too_large() -> ApiError {
        ApiError::problem(StatusCode::PAYLOAD_TOO_LARGE, "too_large")
    }

    /// 429: come back later.
    pub fn slow_down(after: Duration) -> ApiError {
        ApiError { retry_after: Some(after), ..ApiError::problem(StatusCode::TOO_MANY_REQUESTS, "slow_down") }
    }

    /// 503: too much waits already; nothing was decided.
    pub fn busy() -> ApiError {
        ApiError {
            retry_after: Some(Duration::from_secs(2)),
            ..ApiError::problem(StatusCode::SERVICE_UNAVAILABLE, "busy")
        }
    }

    /// 500: something broke. The reason goes to the log, never to the caller.
    pub fn internal(reason: impl Display) -> ApiError {
        tracing::error!(%reason, "request failed");
        ApiError::problem(StatusCode::INTERNAL_SERVER_ERROR, "internal")
    }
}

impl From<DbError> for ApiError {
    fn from(error: DbError) -> ApiError {
        match error {
            DbError::Busy => ApiError::busy(),
            DbError::Storage(_) | DbError::Damaged(_) | DbError::Interrupted => ApiError::internal(error),
        }
    }
}

/// The body of a problem, in the order of RFC 9457.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    code: &'a str,
    #[serde(skip_serializing_if = "Value::is_null")]
    with: &'a Value,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = Body {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            code: &self.code,
            with: &self.with,
        };
        // Strings, numbers and a JSON value: this cannot fail; an empty body would still carry the status.
        let bytes = serde_json::to_vec(&body).unwrap_or_default();
        let mut response = (self.status, bytes).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(after) = self.retry_after {
            let seconds = after.as_millis().div_ceil(1_000).max(1);
            // Digits are always a valid header.
            if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
                headers.insert(header::RETRY_AFTER, value);
            }
        }
        response
    }
}

/// A JSON body in, whose rejection is a problem; a JSON body out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match axum::Json::<T>::from_request(request, state).await {
            Ok(axum::Json(body)) => Ok(Json(body)),
            Err(rejection) => Err(rejected(&rejection)),
        }
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        let mut response = axum::Json(self.0).into_response();
        // Everything this cloud says is somebody's: no cache on the way may keep it.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// What a rejected body is told. serde names the field in its message only as text, between backticks: that is good enough for a person
/// who looks for her mistake, and no program may rely on it.
fn rejected(rejection: &JsonRejection) -> ApiError {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::too_large(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            ApiError::problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type")
        }
        _ => {
            let text = rejection.body_text();
            // `Failed to deserialize ...: ops[0].id: invalid type ...`: axum puts serde's path there.
            let path = text
                .strip_prefix("Failed to deserialize the JSON body into the target type: ")
                .and_then(|rest| rest.split_once(": "))
                .map(|(path, _)| path)
                .filter(|path| !path.is_empty() && !path.contains(' '));
            ApiError::malformed(path)
        }
    }
}

/// A path's ids. What is not an id names nothing: 404, the same as an id that nobody has.
#[derive(Debug, Clone, Copy)]
pub struct Ids<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Ids<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(ids)) => Ok(Ids(ids)),
            Err(_) => Err(ApiError::not_found()),
        }
    }
}

/// A query string; what cannot be read is 400.
#[derive(Debug, Clone, Copy)]
pub struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(asked)) => Ok(Asked(asked)),
            Err(_) => Err(ApiError::malformed(None)),
        }
    }
}

/// The answer to a route that does not exist.
pub async fn unknown_route() -> ApiError {
    ApiError::not_found()
}

/// The answer to a route that exists, asked by another method.
pub async fn wrong_method() -> ApiError {
    ApiError::problem(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed")
}
