//! A store held on this machine.
//!
//! A desk keeps two SQLite files per cloud, account and store: the outbox, which is the truth about what was asked here, and
//! the cache, which is the base that the cloud told and can always be built again. Two lines hold everywhere:
//!
//! - INVARIANT: `local = replay(base, outbox)`; see [`replay`].
//! - INVARIANT: `base = fold(snapshot, entries up to cursor)`; see [`cache`].
//!
//! ```text
//!  Keyholder ── Session (tokens, keychain)            the program's handle: window, command line
//!      └─ Desk (one thread owns it all) ── Outbox, Cache, Machine (sync, pure), views
//!             └─ runner (tokio): exchanges, live pokes
//! ```
//!
//! A click runs `domain::decide` on the local picture, is committed to the outbox with one fsync and is answered at once. The
//! step machine in [`sync`] says what to send and when; the cloud's word replaces the guess. Nothing here knows Tauri.

pub mod actor;
pub mod before;
pub mod cache;
pub mod chance;
pub mod clock;
pub mod cloud;
pub mod desk;
pub mod diagnostics;
pub mod error;
pub mod holder;
pub mod http;
pub mod invite_many;
pub mod keychain;
pub mod keyholder;
pub mod lease;
pub mod link;
pub mod lock;
pub mod mutant;
mod network;
pub mod outbox;
pub mod picture;
pub mod profile;
pub mod qr;
pub mod replay;
pub mod rest;
pub mod runner;
pub mod session;
pub mod settings;
pub mod storage;
pub mod stream;
pub mod sync;
pub mod tidings;
pub mod undo;
pub mod unplugged;
pub mod updates;
pub mod views;

pub use error::DeskError;
pub use keyholder::{Changed, Keyholder, Options, Seams};
pub use settings::SettingsChange;
pub use views::program::{Dispatched, Notice, SessionView, Settings, StoreLink};
