//! The command line as people and scripts use it: the real binary as a process, against a whole cloud that listens in this one.
//! No test touches this system's keychain: a passphrase in a file protects each profile.

mod edits;
mod holder;
mod listings;
mod invite_list;
mod offline;
mod pages;
mod serve;
mod session;
#[cfg(target_os = "linux")]
mod terminal;
mod world;
