//! Seats as every screen shows them. INVARIANT: what waits offline is counted apart and never as used.

use keyholder_domain::plan::SeatLimit;
use keyholder_domain::store;
use keyholder_domain::time::Time;
use serde::Serialize;
use ts_rs::TS;

use crate::picture::Picture;

/// Seats by kind, as of the last sync, with what waits beside them.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Seats {
    /// Active members, the Owner too.
    pub active: u32,
    /// Held by invitations that are pending and not expired.
    pub pending: u32,
    /// Both.
    pub used: u32,
    /// What the plan allows.
    pub limit: SeatLimit,
    /// What is left; `None` where the plan knows no limit.
    pub free: Option<u32>,
    /// How many seats what waits here would take (or, below zero, give back) once the cloud agrees.
    pub waiting: i32,
    /// When this was last confirmed by the cloud.
    pub as_of: Option<Time>,
}

impl Seats {
    /// The seats of a picture: what the cloud confirmed, and beside it what waits.
    pub fn of(picture: &Picture) -> Seats {
        let confirmed = picture.base.seats(picture.now);
        let hoped = picture.local.seats(picture.now);
        Seats::counted(confirmed, hoped.used as i32 - confirmed.used as i32, picture.as_of)
    }

    /// Counted seats, and what waits beside them.
    pub fn counted(seats: store::Seats, waiting: i32, as_of: Option<Time>) -> Seats {
        let store::Seats { active, pending, used, limit, free } = seats;
        Seats { active, pending, used, limit, free, waiting, as_of }
    }

    /// Whether more is used than the plan allows.
    pub fn over_limit(&self) -> bool {
        !self.limit.fits(self.used)
    }
}
