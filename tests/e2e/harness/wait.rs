//! Waiting for a condition. No test sleeps: it says what it waits for, and how long it waits only matters when it fails.

use std::time::{Duration, Instant};

/// Longer than anything takes on a busy two-core machine; a passing test never waits it out.
pub const PATIENCE: Duration = Duration::from_secs(45);
const LOOK_EVERY: Duration = Duration::from_millis(60);

/// Looks again and again until `look` gives something.
pub async fn eventually<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    match within(PATIENCE, look).await {
        Some(found) => found,
        None => panic!("never happened: {what}"),
    }
}

/// The same, but tells its caller when patience ran out.
pub async fn within<T>(patience: Duration, mut look: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let started = Instant::now();
    loop {
        if let Some(found) = look().await {
            return Some(found);
        }
        if started.elapsed() > patience {
            return None;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
