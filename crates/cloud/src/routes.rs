//! Every route on one screen.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{delete, get, post};
use keyholder_domain::wire::BODY_MAX;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

use crate::error::{unknown_route, wrong_method};
use crate::{
    AppState, accounts, activity, devices, invitations, join, live, me, metrics, openapi, requests, sessions,
    snapshot, stores, sync,
};

/// The whole service.
pub fn app(state: AppState) -> Router {
    let routes = Router::new()
        .route("/v1/accounts", post(accounts::create))
        .route("/v1/sign-in", post(sessions::sign_in))
        .route("/v1/sign-in/refresh", post(sessions::refresh))
        .route("/v1/sign-out", post(sessions::sign_out))
        .route("/v1/devices", get(devices::list))
        .route("/v1/devices/{id}", delete(devices::end))
        .route("/v1/stores", get(stores::list).post(stores::create))
        .route("/v1/stores/{store}/sync", post(sync::sync))
        .route("/v1/stores/{store}/snapshot", get(snapshot::snapshot))
        .route("/v1/stores/{store}/live", get(live::live))
        .route("/v1/stores/{store}/me", get(me::me))
        .route("/v1/stores/{store}/activity", get(activity::activity))
        .route("/v1/stores/{store}/invitations/{invitation}/link", get(invitations::link))
        .route("/v1/invitations/{token}", get(invitations::show))
        .route("/v1/invitations/{token}/accept", post(invitations::accept))
        .route("/join/{token}", get(join::show).post(join::accept))
        .route("/openapi.json", get(openapi::openapi))
        .route("/healthz", get(metrics::healthz))
        .route("/readyz", get(metrics::readyz))
        .route("/metrics", get(metrics::metrics))
        .fallback(unknown_route)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(compressed());
    requests::watched(routes, &state).with_state(state)
}

/// Below this many bytes a reply is not compressed: it would hardly be shorter.
const WORTH_COMPRESSING: u64 = 1_024;

/// Replies as the client asks for them, zstd before gzip. The live stream is not compressed: its events would wait in the compressor.
fn compressed() -> CompressionLayer<impl Predicate> {
    let worth = SizeAbove::new(WORTH_COMPRESSING).and(NotForContentType::SSE);
    CompressionLayer::new().zstd(true).gzip(true).quality(CompressionLevel::Fastest).compress_when(worth)
}
