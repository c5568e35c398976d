//! What went wrong on a desk, split by who can act: wait for the network (`offline`), sign in (`signed_out`), update
//! (`outdated`), ask an Owner (`removed`), look after the disk (`storage`), or the cloud's own problem codes as they came.
//!
//! A refusal is no error: it is an answer, and has its own type in the domain.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::lease::Ended;

/// An error as the window gets it: a stable code, its values, and a line for the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error, ts_rs::TS)]
#[error("{code}: {message}")]
pub struct DeskError {
    /// Stable code; the Fluent key is `error-<code with - for _>`.
    pub code: String,
    /// The facts, by name.
    #[ts(type = "Record<string, JsonValue>")]
    pub with: Map<String, Value>,
    /// For logs and for codes that the window does not know: lower case, no secrets.
    pub message: String,
}

impl DeskError {
    /// An error of this code, in these words.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), with: Map::new(), message: message.into() }
    }

    /// The same error with one more fact.
    #[must_use]
    pub fn fact(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.with.insert(name.to_owned(), value.into());
        self
    }

    /// The cloud cannot be reached; nothing is lost.
    pub fn offline(message: impl Into<String>) -> Self {
        Self::new("offline", message)
    }

    /// Nobody is signed in, or the session ended.
    pub fn signed_out() -> Self {
        Self::new("signed_out", "sign in first")
    }

    /// This program is older than what the cloud speaks.
    pub fn outdated(message: impl Into<String>) -> Self {
        Self::new("outdated", message)
    }

    /// A file here was written by a newer version of this program, which alone can read it. It stays as it is.
    pub fn written_by_newer(message: impl Into<String>) -> Self {
        Self::new("written_by_newer", message)
    }

    /// She is no longer a member here, or is suspended.
    pub fn removed(message: impl Into<String>) -> Self {
        Self::new("removed", message)
    }

    /// This machine's disk did not do what it was asked.
    pub fn storage(message: impl Into<String>) -> Self {
        Self::new("storage", message)
    }

    /// Whether a file could not be read at all: damaged, or sealed under another key.
    pub(crate) fn cannot_be_read(&self) -> bool {
        self.with.get("why").is_some_and(|why| why == "damaged" || why == "other_key")
    }

    /// The store is closed to view until the cloud is heard.
    pub fn lease(ended: Ended, days: u16) -> Self {
        Self::locked(ended.code()).fact("days", days)
    }

    /// Closed to view: `why` says what opens it.
    pub fn locked(why: &str) -> Self {
        Self::new("locked", format!("locked: {why}")).fact("why", why)
    }

    /// The store is not open on this desk.
    pub fn not_open() -> Self {
        Self::new("not_open", "this store is not open here")
    }
}

impl From<rusqlite::Error> for DeskError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let wrong = match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::storage("the disk is full").fact("why", "full"),
            Some(ErrorCode::ReadOnly) => Self::storage("the disk cannot be written").fact("why", "read_only"),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::storage("a file of this desk is damaged").fact("why", "damaged")
            }
            // A file that was there before: its folder is away, as on a network drive.
            Some(ErrorCode::CannotOpen) => Self::storage("a file cannot be reached").fact("why", "gone"),
            Some(ErrorCode::SystemIoFailure) => Self::storage("the disk failed").fact("why", "failed"),
            _ => Self::storage("the desk's file cannot be used").fact("why", "other"),
        };
        wrong.fact("detail", error.to_string())
    }
}

impl From<std::io::Error> for DeskError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        let why = match error.kind() {
            ErrorKind::StorageFull => "full",
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "read_only",
            // What a drive looks like that was pulled out, or whose network went.
            ErrorKind::NotFound
            | ErrorKind::NotADirectory
            | ErrorKind::StaleNetworkFileHandle
            | ErrorKind::NotConnected
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NetworkDown => "gone",
            _ => "other",
        };
        // The kind only: the text of an I/O error may carry a path of this machine.
        Self::storage(format!("a file cannot be used: {}", error.kind())).fact("why", why)
    }
}
