//! The offline lease: for how long a desk shows a store without word from its cloud. Pure: both clocks come in as arguments.
//!
//! What counts is the time spent since the last *contact* (an authenticated answer about this store), as a high-water mark of
//! two clocks, neither of which is trusted alone:
//!
//! ```text
//! spent = max(what is kept, what the forward-only clock counted since, wall now - wall at the contact)
//! the cloud's time is at least   contact + spent
//! ```
//!
//! The forward-only clock stops with the program, the wall clock can be set; so the wall clock may add time and never take it
//! back. A clock that was wrong by years from the beginning adds nothing: only its differences count.
//!
//! INVARIANT: between two contacts `spent` never falls, whatever is done to the wall clock or the program. What is kept runs
//! ahead by [`AHEAD`]: a program that is ended by force has spent more than it used, never less.

use keyholder_domain::Time;
use serde::{Deserialize, Serialize};

use crate::sync::Ms;

/// By how much the kept mark runs ahead of the time that was spent: one write an hour is enough.
pub const AHEAD: Ms = 3_600_000;
/// A contact this short after the one that is kept is not kept itself: the lease then ends that much too early, never too late.
const KEPT_EVERY: Ms = 60_000;
/// A wall clock that gains more than this on the forward-only one was set, or the machine slept.
const JUMP: Ms = 60_000;
const DAY: Ms = 86_400_000;

/// Both clocks, read at the same moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// What the machine's clock says.
    pub wall: Time,
    /// Milliseconds on a clock that only goes forward while the program runs.
    pub monotonic: Ms,
}

/// What rests in the cache, beside what it lends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The cloud's time at the last contact.
    pub contact: Time,
    /// What this machine's clock said then.
    pub wall: Time,
    /// Milliseconds spent since; never less than were.
    pub spent: Ms,
    /// How many of them only a forward jump of the wall clock vouches for.
    #[serde(default)]
    pub jumped: Ms,
}

/// Why a store is closed to view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The time is spent.
    LeaseEnded,
    /// The wall clock jumped past the end.
    ClockJumped,
}

impl Ended {
    /// Its stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::LeaseEnded => "lease_ended",
            Self::ClockJumped => "clock_jumped",
        }
    }
}

/// The lease of one store on this machine.
#[derive(Clone, Debug)]
pub struct Lease {
    mark: Option<Mark>,
    kept: Option<Mark>,
    /// The forward-only clock when `mark.spent` was last brought up to date.
    at: Ms,
}

impl Lease {
    /// Takes up what is kept. Nothing kept: the cloud was never heard, and there is nothing to lend.
    pub fn restored(kept: Option<Mark>, now: Now) -> Self {
        let mut lease = Self { mark: kept, kept, at: now.monotonic };
        if let Some(mark) = &mut lease.mark {
            // The program did not run: how long, only the wall clock can tell, and whether it jumped nobody can.
            mark.spent = mark.spent.max(since(mark.wall, now.wall));
        }
        lease
    }

    /// The cloud answered about this store, in an answer that only it can give. One that tells no time is taken to live in the
    /// time that this desk counted on.
    pub fn contact(&mut self, told: Option<Time>, now: Now) {
        self.pass(now);
        let counted = self.mark.map_or(now.wall, |mark| later(mark.contact, mark.spent));
        let contact = told.unwrap_or(counted);
        self.mark = Some(Mark { contact, wall: now.wall, spent: 0, jumped: 0 });
    }

    /// Why the store is closed to view, if it is.
    pub fn ended(&mut self, days: u16, now: Now) -> Option<Ended> {
        self.pass(now);
        let mark = self.mark?;
        if mark.spent <= lent(days) {
            return None;
        }
        Some(if mark.spent - mark.jumped > lent(days) { Ended::LeaseEnded } else { Ended::ClockJumped })
    }

    /// When it ends by the cloud's time; none before the first contact.
    pub fn ends_at(&self, days: u16) -> Option<Time> {
        self.mark.map(|mark| later(mark.contact, lent(days)))
    }

    /// How long it lasts still, on the forward-only clock, as far as is known now.
    pub fn left(&mut self, days: u16, now: Now) -> Option<Ms> {
        self.pass(now);
        self.mark.map(|mark| lent(days).saturating_sub(mark.spent))
    }

    /// What has to be kept now, if anything: a new contact, or an hour that begins.
    pub fn to_keep(&mut self, now: Now) -> Option<Mark> {
        self.pass(now);
        let mark = self.mark?;
        let due = match self.kept {
            None => true,
            Some(kept) if (kept.contact, kept.wall) == (mark.contact, mark.wall) => {
                mark.spent + KEPT_EVERY >= kept.spent
            }
            Some(kept) => {
                let newer = mark.contact.millis() - kept.contact.millis();
                let set = (mark.wall.millis() - kept.wall.millis() - newer).unsigned_abs() > JUMP;
                // A contact that the cloud dates back is kept as well: it is the one that was heard.
                let lately = (0..KEPT_EVERY.cast_signed()).contains(&newer);
                set || !lately || mark.spent + 2 * KEPT_EVERY >= kept.spent
            }
        };
        due.then(|| Mark { spent: mark.spent + AHEAD, ..mark })
    }

    /// What is kept when the program ends in good order: exactly what was spent.
    pub fn at_the_end(&mut self, now: Now) -> Option<Mark> {
        self.pass(now);
        self.mark
    }

    /// It was kept.
    pub fn is_kept(&mut self, mark: Mark) {
        self.kept = Some(mark);
    }

    /// Nothing is lent any more.
    pub fn forget(&mut self) {
        (self.mark, self.kept) = (None, None);
    }

    fn pass(&mut self, now: Now) {
        let counted = now.monotonic.saturating_sub(self.at);
        self.at = self.at.max(now.monotonic);
        let Some(mark) = &mut self.mark else { return };
        mark.spent = mark.spent.saturating_add(counted);
        let gained = since(mark.wall, now.wall).saturating_sub(mark.spent);
        if gained > 0 {
            mark.spent += gained;
            if gained > JUMP {
                mark.jumped += gained;
            }
        }
    }
}

fn lent(days: u16) -> Ms {
    Ms::from(days) * DAY
}

fn later(time: Time, by: Ms) -> Time {
    Time::from_millis(time.millis().saturating_add(i64::try_from(by).unwrap_or(i64::MAX)))
}

/// Milliseconds from one reading of the wall clock to another; none if it went back.
fn since(before: Time, after: Time) -> Ms {
    Ms::try_from(after.millis().saturating_sub(before.millis())).unwrap_or(0)
}

#[cfg(test)]
mod tests;
