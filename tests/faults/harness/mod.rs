//! What the process tests are made of: the cloud and desks as real processes, the system's own tools for harm, and waiting for
//! conditions. Everything that a test starts is in a process group that ends with it.

pub mod cloud;
pub mod desk;
pub mod http;
pub mod machine;
mod old;
pub mod process;
pub mod tools;

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use uuid::Uuid;

/// Longer than anything takes on a busy two-core machine; a passing test never waits it out.
pub const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(25);

/// Looks again and again until `look` gives something.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "never happened: {what}");
        std::thread::sleep(LOOK_EVERY);
    }
}

/// An op that makes a group.
pub fn new_group(name: &str) -> Value {
    json!({"type": "group.create", "group": Uuid::now_v7(), "name": name, "permissions": ["product.view"]})
}

/// How many seeded points a test tries: few by default, so that the suite stays quick; `cargo xtask test unit` with
/// `KEYHOLDER_FAULT_SEEDS=N` tries more.
pub fn seeds(few: u64) -> Vec<u64> {
    let wanted = std::env::var("KEYHOLDER_FAULT_SEEDS").ok().and_then(|text| text.parse().ok());
    (1..=wanted.unwrap_or(few)).collect()
}

/// A number below `sides` that only the seed decides.
pub fn throw(seed: u64, sides: u64) -> u64 {
    let mut mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 32)) % sides
}
