//! A list of people on its way from the window: the only call whose body is bytes. What goes with them (for which store, under
//! which name) stands in a header, as JSON in ASCII.

use keyholder_desk::DeskError;
use keyholder_domain::StoreId;
use serde::Deserialize;
use tauri::ipc::{InvokeBody, Request};

/// A list as it came.
pub(crate) struct List {
    pub(crate) store: StoreId,
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

#[derive(Deserialize)]
struct About {
    store: StoreId,
    name: String,
}

pub(crate) fn told(request: &Request<'_>) -> Result<List, DeskError> {
    let about = request.headers().get("list").map(|header| header.as_bytes()).unwrap_or_default();
    let About { store, name } = serde_json::from_slice(about)
        .map_err(|_| DeskError::new("malformed", "a list says which store it is for"))?;
    let bytes = match request.body() {
        InvokeBody::Raw(bytes) => bytes.clone(),
        // Where the window's engine cannot hand bytes over, they come as numbers.
        InvokeBody::Json(numbers) => {
            Vec::<u8>::deserialize(numbers).map_err(|_| DeskError::new("malformed", "a list is bytes"))?
        }
    };
    Ok(List { store, name, bytes })
}
