//! The command line as people and scripts use it: the real binary as a process, against a whole cloud that listens in this one.
//! A passphrase in a file protects each profile; only `two_desks` touches this system's keychain, and only on Windows: elsewhere
//! that is `tests/e2e`, which brings a keychain of its own.

mod edits;
mod holder;
mod invite_list;
mod listings;
mod offline;
mod pages;
mod serve;
mod session;
#[cfg(target_os = "linux")]
mod terminal;
#[cfg(windows)]
mod two_desks;
mod world;
