//! What happens around every request: an id, one line in the log, a count, and a problem instead of a panic.
//!
//! The log names the route as a template (`/join/{token}`), never the path: tokens stand in paths. Headers and bodies are not logged.

use std::any::Any;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Instrument;

use crate::AppState;
use crate::error::ApiError;

/// In the answer to every request; a client's own is not taken over, or it could forge lines of our log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The routes with everything around them.
pub fn watched(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    let metrics = state.metrics.clone();
    let panicked = move |panic: Box<dyn Any + Send + 'static>| {
        metrics.panicked();
        let reason = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        ApiError::internal(format_args!("a handler panicked: {reason}")).into_response()
    };
    routes.layer(CatchPanicLayer::custom(panicked)).layer(from_fn_with_state(state.clone(), around))
}

async fn around(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let id = state.random.id_at(state.clock.now()).to_string();
    let route = request.extensions().get::<MatchedPath>().map_or("unknown", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", %id, method = %request.method(), route);
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status();
    state.metrics.answered(status);
    let millis = began.elapsed().as_millis() as u64;
    span.in_scope(|| tracing::info!(status = status.as_u16(), millis, "answered"));
    // A UUID is a valid header.
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
