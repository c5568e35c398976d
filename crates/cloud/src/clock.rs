//! What time it is: the system's clock, or one moved by hand.
//!
//! Only this file asks the system for the time. Everything below the routes is told it, so that tests and the demo's history can say
//! what it is, and so that one exchange has one time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use keyholder_domain::Time;

/// Where the cloud's time comes from. Clones of a clock moved by hand share its hands.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's own clock, in whole milliseconds.
    #[default]
    System,
    /// Milliseconds since 1970, moved by [`Clock::advance_millis`] only.
    Hand(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still at `start` until it is moved.
    pub fn hand(start: Time) -> Clock {
        Clock::Hand(Arc::new(AtomicI64::new(start.millis())))
    }

    /// The time now, in whole milliseconds.
    pub fn now(&self) -> Time {
        match self {
            Clock::System => Time::from_millis(jiff::Timestamp::now().as_millisecond()),
            Clock::Hand(millis) => Time::from_millis(millis.load(Ordering::SeqCst)),
        }
    }

    /// Moves a clock held by hand; backwards too. The system's clock cannot be moved and stays as it is.
    pub fn advance_millis(&self, millis: i64) {
        if let Clock::Hand(hand) = self {
            hand.fetch_add(millis, Ordering::SeqCst);
        }
    }

    /// Moves a clock held by hand by whole days.
    pub fn advance_days(&self, days: i64) {
        self.advance_millis(days * 86_400_000);
    }
}
