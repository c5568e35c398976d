//! The whole program, end to end: the real window against a real cloud process and a real keychain. `cargo xtask test e2e`
//! builds the programs, brings a screen and runs these; a test's name after `--` runs only that one.

#[allow(dead_code, reason = "shared with the pictures, which need more of it")]
mod harness;

mod accessible;
mod bad_input;
mod bulk;
mod comfort;
mod desktop;
mod devices;
mod first_run;
mod first_sync;
mod groups;
mod harm;
#[allow(dead_code, reason = "shared with the pictures")]
mod installed;
mod invite;
mod invite_many;
mod keyboard;
mod large_store;
mod last_seat;
mod lock;
mod lookups;
mod manners;
mod matrix;
mod narrow;
mod no_keychain;
mod notices;
mod offline;
mod plan;
#[allow(dead_code, reason = "shared with `tests/it`, which needs more of it")]
#[path = "../releases.rs"]
mod releases;
mod roles;
mod sign_in;
mod sign_out;
mod undo;
mod updates;
mod waiting;
