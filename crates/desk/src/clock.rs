//! The desk's clock, at the edge: what is beneath gets the time as an argument, and tests move it by hand.
//!
//! A desk's clock decides nothing (order is the cloud's sequence); it dates "made at", the offline lease and the journal.
//! Pauses are counted on another one, which only goes forward.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use keyholder_domain::Time;
#[cfg(unix)]
use rustix::time::{ClockId, clock_gettime};

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

    /// One that goes on while the machine sleeps, where the system has it: sleep is no jump of the other clock then.
    #[cfg(unix)]
    fn monotonic(&self) -> u64 {
        #[cfg(any(target_os = "linux", target_os = "android"))]
        const ASLEEP_TOO: ClockId = ClockId::Boottime;
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        const ASLEEP_TOO: ClockId = ClockId::Monotonic;
        let since = clock_gettime(ASLEEP_TOO);
        let whole = u64::try_from(since.tv_sec).unwrap_or_default().saturating_mul(1_000);
        whole + u64::try_from(since.tv_nsec).unwrap_or_default() / 1_000_000
    }
}

/// A clock that stands still until somebody moves it. Pauses go on in real time, so that what waits is woken.
#[derive(Debug)]
pub struct HandClock {
    time: Mutex<Time>,
    passed: AtomicU64,
}

impl HandClock {
    /// A clock that shows this time.
    pub fn at(time: Time) -> Self {
        Self { time: Mutex::new(time), passed: AtomicU64::new(0) }
    }

    /// So much time passes while the program runs: on this clock and on the one that only goes forward.
    pub fn passes(&self, seconds: u32) {
        self.passed.fetch_add(u64::from(seconds) * 1000, Ordering::SeqCst);
        self.moves(i64::from(seconds));
    }

    /// Sets it by this many seconds, backwards too; no time passes.
    pub fn moves(&self, seconds: i64) {
        let mut time = self.time.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *time = Time::from_millis(time.millis() + seconds * 1000);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Time {
        *self.time.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn monotonic(&self) -> u64 {
        since_start() + self.passed.load(Ordering::SeqCst)
    }
}
