//! `/openapi.json`: what the handlers say of themselves, gathered. A test keeps every route in it.

use axum::response::{IntoResponse, Response};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::{
    accounts, activity, devices, invitations, join, live, me, metrics, sessions, snapshot, stores, sync,
};

/// The whole interface.
#[derive(OpenApi)]
#[openapi(
    info(title = "Keyholder cloud", description = "Where many desks agree. Errors are RFC 9457 problems with a stable `code`."),
    modifiers(&Bearer),
    paths(
        accounts::create, sessions::sign_in, sessions::refresh, sessions::sign_out,
        devices::list, devices::end,
        stores::list, stores::create, sync::sync, snapshot::snapshot, live::live, me::me, activity::activity,
        invitations::link, invitations::show, invitations::accept, join::show, join::accept,
        metrics::healthz, metrics::readyz, metrics::metrics, openapi,
    )
)]
pub struct Interface;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = openapi.components.get_or_insert_with(Default::default);
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// `GET /openapi.json`
#[utoipa::path(get, path = "/openapi.json", tag = "operations",
    responses((status = 200, description = "this description", content_type = "application/json")))]
pub async fn openapi() -> Response {
    axum::Json(Interface::openapi()).into_response()
}
