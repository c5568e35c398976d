//! The local socket: one process holds a profile's lock and owns its files; whoever else wants the profile asks that process.
//!
//! ```text
//!  keyholder (command line) ── Client ──▶ socket ──▶ Serving ── Keyholder   (the window, or another command line)
//!    {"id":1,"call":"ask","with":{…}}  →            ←  {"id":1,"ok":…} or {"id":1,"err":{"code":…}}
//! ```
//!
//! Lines of JSON, one question at a time on each connection. The first line is the holder's greeting and tells the version of
//! this protocol; whoever speaks another is told which side to update. Only the same user gets in: see `unix.rs` and
//! `windows.rs`. A question is one of the [`Keyholder`](crate::Keyholder)'s own methods ([`Call`]), so there is nothing here
//! that a window could not do, and a locked profile is locked here too.

mod call;
mod client;
mod line;
mod serve;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

pub use call::{Call, answer};
pub use client::Client;
pub use serve::{Serving, serve};
#[cfg(unix)]
pub use unix::is_another_users;

/// The version of this protocol. Calls may be added under the same number; it moves when one changes its meaning.
pub const SPEAKS: u32 = 1;

/// The first line of a connection.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Greeting {
    /// Which protocol the holder speaks.
    pub holder: u32,
    /// The holder's program version, for people.
    pub version: String,
    /// The holder's process id, for people.
    pub pid: u32,
}

#[cfg(test)]
mod tests;
