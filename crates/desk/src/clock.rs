//! The desk's clock, at the edge: what is beneath gets the time as an argument, and tests move it by hand.
//!
//! A desk's clock decides nothing (order is the cloud's sequence); it dates "made at", the offline lease and the journal.
//! Pauses are counted on another one, which only goes forward.

use std::sync::{Mutex, OnceLock};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use keyholder_domain::Time;

/// Where a desk reads the time.
pub trait Clock: Send + Sync {
    /// The present time.
    fn now(&self) -> Time;

    /// Milliseconds on a clock that only goes forward, whatever is done to the other; where it began means nothing.
    fn monotonic(&self) -> u64 {
        since_start()
    }
}

fn since_start() -> u64 {
    static STARTED: OnceLock<Instant> = OnceLock::new();
    u64::try_from(STARTED.get_or_init(Instant::now).elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// The machine's own clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Time {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Time::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A clock that stands still until somebody moves it.
#[derive(Debug)]
pub struct HandClock(Mutex<Time>);

impl HandClock {
    /// A clock that shows this time.
    pub fn at(time: Time) -> Self {
        Self(Mutex::new(time))
    }

    /// Moves it by this many seconds, backwards too.
    pub fn moves(&self, seconds: i64) {
        let mut time = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *time = Time::from_millis(time.millis() + seconds * 1000);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Time {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
