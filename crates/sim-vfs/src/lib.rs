//! Files in memory that forget at a crash what was not synced, and SQLite over them.
//!
//! ```text
//!  write ──▶ content ──(and in order)──▶ pending ──sync──▶ durable
//!                                           └── crash: the seed says which of these reached the disk, whole or torn
//! ```
//! Each thread has disks of its own, so a simulated world is one thread and two worlds never meet. A path's first part names the
//! machine (`/desk 1/outbox.db`): machines crash, fail and are copied one by one. It is a crate of its own because registering a
//! VFS needs the one `unsafe` call here ([`name`]).

mod disk;
mod file;
mod register;

pub use disk::{
    Fault, Image, Kept, crash, exists, export, fail_after, has_failed, heal, import, is_dead, remove_all,
    rename, reset, syncs, write_whole,
};
pub use register::name;

#[cfg(test)]
mod tests;
