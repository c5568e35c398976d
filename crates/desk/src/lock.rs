//! Lock: whether somebody stands between the window and what it shows. Pure: the clock comes in as an argument.
//!
//! Locked, a store is closed to view and nothing else changes: it stays in sync. What opens it is her password, checked on this
//! machine; wrong ones make the next try wait. (The offline lease is another lock, with another key: see [`crate::lease`].)

use serde::{Deserialize, Serialize};

use crate::keychain::passphrase::patience;
use crate::sync::Ms;

const MINUTE: Ms = 60_000;

/// Why it is shut; stored beside who is signed in, so that starting the program anew opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shut {
    /// She asked for it.
    Asked,
    /// Nobody touched anything for as long as she set.
    Idle,
    /// Somebody else had the program meanwhile: her stores are not even open.
    Away,
}

/// The lock of one program.
#[derive(Clone, Debug, Default)]
pub struct Lock {
    shut: Option<Shut>,
    touched: Ms,
    wrong: u32,
    next_try: Ms,
}

impl Lock {
    /// As it was left; a program that was not there to be touched counts as idle for that long.
    pub fn restored(shut: Option<Shut>, wrong: u32, idle: Option<Ms>, after: Option<u32>, now: Ms) -> Self {
        let too_long = after.is_some_and(|after| idle.is_none_or(|idle| idle >= Ms::from(after) * MINUTE));
        let shut = shut.or(too_long.then_some(Shut::Idle));
        Self { shut, touched: now, wrong, next_try: now + wait(wrong) }
    }

    /// Why it is shut, if it is.
    pub fn shut(&self) -> Option<Shut> {
        self.shut
    }

    /// Shuts it. What shut it first is what is told.
    pub fn shuts(&mut self, why: Shut) {
        self.shut = self.shut.or(Some(why));
    }

    /// Somebody is there.
    pub fn touched(&mut self, now: Ms) {
        self.touched = self.touched.max(now);
    }

    /// Shuts it if nobody was there for so many minutes; tells whether it did.
    pub fn look(&mut self, after: Option<u32>, now: Ms) -> bool {
        let idle = self.idle_in(after, now) == Some(0) && self.shut.is_none();
        if idle {
            self.shut = Some(Shut::Idle);
        }
        idle
    }

    /// In how many milliseconds it would shut by itself.
    pub fn idle_in(&self, after: Option<u32>, now: Ms) -> Option<Ms> {
        after.map(|after| (self.touched + Ms::from(after) * MINUTE).saturating_sub(now))
    }

    /// How long the next try still has to wait.
    pub fn patience(&self, now: Ms) -> Ms {
        self.next_try.saturating_sub(now)
    }

    /// A wrong password; tells how many there were.
    pub fn missed(&mut self, now: Ms) -> u32 {
        self.wrong = self.wrong.saturating_add(1);
        self.next_try = now + wait(self.wrong);
        self.wrong
    }

    /// The right one.
    pub fn opens(&mut self, now: Ms) {
        *self = Self { touched: now, ..Self::default() };
    }
}

/// The first three tries are free; then each wait is twice the one before.
fn wait(wrong: u32) -> Ms {
    Ms::try_from(patience(wrong).as_millis()).unwrap_or(Ms::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_shuts_when_nobody_is_there_for_as_long_as_she_set() {
        let mut lock = Lock::restored(None, 0, None, None, 0);
        assert!(!lock.look(None, 1_000 * MINUTE), "never, unless she set it");
        lock.touched(5 * MINUTE);
        assert!(!lock.look(Some(10), 15 * MINUTE - 1));
        assert_eq!(lock.idle_in(Some(10), 15 * MINUTE - 1), Some(1));
        assert!(lock.look(Some(10), 15 * MINUTE));
        assert_eq!(lock.shut(), Some(Shut::Idle));
        assert!(!lock.look(Some(10), 16 * MINUTE), "told once");
        lock.touched(17 * MINUTE);
        assert_eq!(lock.shut(), Some(Shut::Idle), "a touch does not open it");
        lock.opens(18 * MINUTE);
        assert_eq!((lock.shut(), lock.look(Some(10), 27 * MINUTE)), (None, false));
    }

    #[test]
    fn what_shut_it_first_is_told() {
        let mut lock = Lock::default();
        lock.shuts(Shut::Away);
        lock.shuts(Shut::Asked);
        assert_eq!(lock.shut(), Some(Shut::Away));
    }

    #[test]
    fn starting_the_program_anew_opens_nothing() {
        let restored = |shut, idle, after| Lock::restored(shut, 0, idle, after, 7).shut();
        assert_eq!(restored(Some(Shut::Asked), Some(0), None), Some(Shut::Asked));
        assert_eq!(restored(None, Some(5 * MINUTE - 1), Some(5)), None);
        assert_eq!(restored(None, Some(5 * MINUTE), Some(5)), Some(Shut::Idle));
        assert_eq!(
            restored(None, None, Some(5)),
            Some(Shut::Idle),
            "a clock that was set back tells nothing"
        );
        assert_eq!(restored(None, None, None), None);
    }

    #[test]
    fn wrong_tries_wait_longer_and_longer_also_across_a_restart() {
        let mut lock = Lock::default();
        let mut waits = Vec::new();
        let mut now = 0;
        for _ in 0..7 {
            lock.missed(now);
            waits.push(lock.patience(now) / 1_000);
            now += lock.patience(now);
        }
        assert_eq!(waits, [0, 0, 1, 2, 4, 8, 16]);
        assert_eq!(Lock::restored(Some(Shut::Asked), 7, None, None, 50).patience(50), 16_000);
        lock.opens(now);
        assert_eq!(lock.patience(now), 0);
    }
}
