//! Whole desks against a whole cloud, in process and over real HTTP, with wires that can be cut and clocks moved by hand.

mod acting;
mod converge;
mod devices;
mod diagnostics;
mod drain;
mod faults;
mod first_sync;
#[cfg(target_os = "linux")]
mod fsyncs;
mod history;
mod invite_many;
mod killed;
mod late_refusal;
mod lease;
mod link;
mod lock;
mod offline;
mod removed;
mod rest;
mod retry;
mod settings;
mod tidings;
mod updating;
mod world;
