//! What this process counted since it started, in the text form that Prometheus reads.
//!
//! Counters only, without labels that name a store or a person.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::AppState;

/// The counters. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Metrics(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    answered: [AtomicU64; 6],
    exchanges: AtomicU64,
    accepted: AtomicU64,
    refused: AtomicU64,
    panics: AtomicU64,
}

impl Metrics {
    /// A request was answered.
    pub fn answered(&self, status: StatusCode) {
        let class = usize::from(status.as_u16() / 100);
        if let Some(count) = self.0.answered.get(class) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// An exchange was committed, with so many ops accepted and refused.
    pub fn exchanged(&self, accepted: usize, refused: usize) {
        self.0.exchanges.fetch_add(1, Ordering::Relaxed);
        self.0.accepted.fetch_add(accepted as u64, Ordering::Relaxed);
        self.0.refused.fetch_add(refused as u64, Ordering::Relaxed);
    }

    /// A handler panicked.
    pub fn panicked(&self) {
        self.0.panics.fetch_add(1, Ordering::Relaxed);
    }

    /// Everything, one line a number.
    pub fn text(&self, live: usize) -> String {
        let counts = &*self.0;
        let mut text = String::from("# TYPE keyholder_requests_total counter\n");
        for (class, count) in counts.answered.iter().enumerate().skip(1) {
            let count = count.load(Ordering::Relaxed);
            // Writing to a string cannot fail.
            let _ = writeln!(text, "keyholder_requests_total{{class=\"{class}xx\"}} {count}");
        }
        for (name, count) in [
            ("exchanges", &counts.exchanges),
            ("ops_accepted", &counts.accepted),
            ("ops_refused", &counts.refused),
            ("panics", &counts.panics),
        ] {
            let count = count.load(Ordering::Relaxed);
            let _ = writeln!(text, "# TYPE keyholder_{name}_total counter\nkeyholder_{name}_total {count}");
        }
        let _ = writeln!(text, "# TYPE keyholder_live_streams gauge\nkeyholder_live_streams {live}");
        text
    }
}

/// `GET /metrics`
#[utoipa::path(get, path = "/metrics", tag = "operation", responses((status = 200, description = "counters as Prometheus text", content_type = "text/plain")))]
pub async fn metrics(State(state): State<AppState>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], state.metrics.text(state.live.open()))
        .into_response()
}

/// `GET /healthz`: this process answers.
#[utoipa::path(get, path = "/healthz", tag = "operation", responses((status = 200, description = "this process answers", content_type = "text/plain")))]
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers too, and the process is not closing.
#[utoipa::path(get, path = "/readyz", tag = "operation", responses((status = 200, description = "the database answers", content_type = "text/plain"), (status = 503, description = "`busy`")))]
pub async fn readyz(State(state): State<AppState>) -> Result<&'static str, crate::error::ApiError> {
    use crate::error::ApiError;
    if state.shutdown.is_cancelled() {
        return Err(ApiError::busy());
    }
    let nobody = keyholder_domain::StoreId::from_uuid(uuid::Uuid::nil());
    state
        .db
        .read(move |tx| tx.store_row(nobody).map_err(ApiError::from))
        .await
        .map_err(|_| ApiError::busy())?;
    Ok("ready\n")
}
