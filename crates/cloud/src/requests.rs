//! What happens around every request: an id, one line in the log, a count, and a problem instead of a panic.
//!
//! The log names the route as a template (`/join/{token}`), never the path: tokens stand in paths. Headers and bodies are not logged.

use std::any::Any;
use std::time::{Duration, Instant};

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

/// A request that takes longer is given up: its body trickles in, or the database is stuck. What it wrote may stand; a retry finds out.
const LONGEST: Duration = Duration::from_secs(60);

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
    let answer = tokio::time::timeout(LONGEST, next.run(request)).instrument(span.clone()).await;
    let mut response = answer.unwrap_or_else(|_| ApiError::busy().into_response());
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

#[cfg(all(test, feature = "testing"))]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use axum::body::Body;
    use axum::http::StatusCode;
    use axum::routing::get;
    use tower::ServiceExt;
    use tracing_subscriber::fmt::MakeWriter;

    use super::*;
    use crate::testing::TestCloud;

    /// A log that is kept in memory.
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Kept {
        type Writer = Kept;

        fn make_writer(&'a self) -> Kept {
            self.clone()
        }
    }

    async fn ask(routes: &Router, path: &str) -> Response {
        let request = Request::get(path).header("authorization", "Bearer tok-secret").body(Body::empty());
        routes.clone().oneshot(request.unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn the_log_names_routes_and_ids_but_no_secret() {
        let kept = Kept::default();
        // Where there is one log only, tracing asks the thread that first comes by a line whether anybody wants it, and another
        // test's thread says that nobody does, for good. Where there are two it asks both of them.
        let _another = tracing::Dispatch::new(tracing_subscriber::registry());
        let log = tracing_subscriber::fmt().json().with_writer(kept.clone()).finish();
        let _while_here = tracing::subscriber::set_default(log);
        let cloud = TestCloud::new().await;
        let answer = ask(&cloud.router, "/v1/invitations/abc-secret").await;
        ask(&cloud.router, "/join/def-secret?lang=id").await;
        ask(&cloud.router, "/nowhere/ghi-secret").await;
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains("/v1/invitations/{token}") && text.contains("/join/{token}"), "{text}");
        assert!(!text.contains("secret"), "{text}");
        assert!(text.contains(answer.headers()[&REQUEST_ID].to_str().unwrap()), "{text}");
        assert_eq!(text.lines().filter(|line| line.contains("answered")).count(), 3, "{text}");
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_and_is_counted() {
        async fn broken() -> StatusCode {
            panic!("on purpose: this message belongs to a passing test")
        }
        let cloud = TestCloud::new().await;
        let routes = Router::new().route("/broken", get(broken));
        let routes = watched(routes, &cloud.state).with_state(cloud.state.clone());
        let answer = ask(&routes, "/broken").await;
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        let body = axum::body::to_bytes(answer.into_body(), 4096).await.unwrap();
        assert!(!String::from_utf8_lossy(&body).contains("purpose"));
        assert!(cloud.state.metrics.text(0).contains("keyholder_panics_total 1"));
    }
}
