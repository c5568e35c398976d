//! An instant in UTC. The domain never reads a clock: every `now` comes in as an argument, from the edges.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// An instant, written as RFC 3339 in UTC with `Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(type = "string"))]
pub struct Time(Timestamp);

impl Time {
    /// The first instant there is: earlier than anything that happened.
    pub const MIN: Self = Self(Timestamp::MIN);
    /// The last instant there is.
    pub const MAX: Self = Self(Timestamp::MAX);

    /// Milliseconds since 1970; what lies outside the calendar becomes its nearest end.
    pub fn from_millis(millis: i64) -> Self {
        let end = if millis < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Self(Timestamp::from_millisecond(millis).unwrap_or(end))
    }

    /// Milliseconds since 1970, cut off.
    pub fn millis(self) -> i64 {
        self.0.as_millisecond()
    }

    /// So many days of 24 hours later, at most the last instant there is.
    pub fn plus_days(self, days: u32) -> Self {
        self.plus_seconds(i64::from(days).saturating_mul(86_400))
    }

    /// So many seconds later (or earlier, if negative), at most the ends of the calendar.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        let end = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Self(self.0.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(end))
    }

    /// The bare timestamp, for edges that format or compute with it.
    pub const fn timestamp(self) -> Timestamp {
        self.0
    }
}

impl From<Timestamp> for Time {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp)
    }
}

impl FromStr for Time {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        text.parse().map(Self)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
