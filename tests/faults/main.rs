//! Faults that need programs as processes and the system's own tools: SIGKILL at seeded writes, failing system calls, a full disk,
//! a clock that lies, a network that goes. Every fault of `docs/faults.md` is a test `fault_NN_…`, here or in
//! `crates/desk/tests/it`.
#![cfg(target_os = "linux")]

mod clocks;
mod crowd;
mod disk;
mod harness;
mod killed;
mod line;
mod list;
