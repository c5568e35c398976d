//! The table of plans. A new plan is one line in each list here, and its name in the locales.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codes::codes;

codes! {
    /// What a store pays for: it decides how many seats there are.
    Plan {
        /// One seat: the Owner fills it.
        Starter = "starter",
        /// Five seats.
        Team = "team",
        /// Twenty-five seats.
        Business = "business",
        /// As many as it takes.
        Enterprise = "enterprise",
    }
}

impl Plan {
    /// The seats it gives.
    pub const fn seat_limit(self) -> SeatLimit {
        match self {
            Self::Starter => SeatLimit::Limited(1),
            Self::Team => SeatLimit::Limited(5),
            Self::Business => SeatLimit::Limited(25),
            Self::Enterprise => SeatLimit::Unlimited,
        }
    }
}

/// How many seats there are. Unlimited is a value of its own, never 0 or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(type = "number | \"unlimited\""))]
pub enum SeatLimit {
    /// So many.
    Limited(u32),
    /// As many as it takes.
    Unlimited,
}

impl SeatLimit {
    /// The number, where there is one.
    pub const fn number(self) -> Option<u32> {
        match self {
            Self::Limited(limit) => Some(limit),
            Self::Unlimited => None,
        }
    }

    /// Whether so many fit.
    pub const fn fits(self, used: u32) -> bool {
        match self {
            Self::Limited(limit) => used <= limit,
            Self::Unlimited => true,
        }
    }
}

impl Serialize for SeatLimit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Limited(limit) => serializer.serialize_u32(*limit),
            Self::Unlimited => serializer.serialize_str("unlimited"),
        }
    }
}

impl<'de> Deserialize<'de> for SeatLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(u32),
            Word(Word),
        }
        #[derive(Deserialize)]
        enum Word {
            #[serde(rename = "unlimited")]
            Unlimited,
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Number(limit) => Self::Limited(limit),
            Written::Word(Word::Unlimited) => Self::Unlimited,
        })
    }
}
