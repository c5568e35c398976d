//! What the lease does to a desk: past its end the store is closed to view, and nothing else changes. What was asked stays in
//! the outbox, exchanges go on being tried, and the first answer about this store opens it again.

use keyholder_domain::time::Time;

use super::Actor;
use crate::DeskError;
use crate::keyholder::Changed;
use crate::lease::{Ended, Now};
use crate::sync::{Input, Ms};

/// How often the clocks are compared while nothing happens.
const LOOK: Ms = 60_000;

impl Actor {
    /// Refuses while the store is closed to view; the cloud is tried at once when that begins.
    pub(super) fn lent(&mut self) -> Result<(), DeskError> {
        let days = self.picture.lease_days();
        let (now, was) = (self.both_clocks(), self.lease_ended);
        self.lease_ended = self.lease.ended(days, now);
        if self.lease_ended.is_some() && was.is_none() {
            tracing::info!(store = %self.picture.store, days, "the offline lease ended: the store is closed to view");
            self.tell_session();
            // The cloud may be there: then this is over before anybody reads it.
            self.step(Input::Wake);
        }
        self.lease_ended.map_or(Ok(()), |ended| Err(DeskError::lease(ended, days)))
    }

    /// The cloud answered about this store.
    pub(super) fn heard_the_cloud(&mut self, told: Option<Time>) {
        let now = self.both_clocks();
        self.lease.contact(told, now);
        if self.lease_ended.take().is_some() {
            tracing::info!(store = %self.picture.store, "the cloud was heard: the store is open to view again");
            self.tell_session();
        }
        self.keep_lease();
    }

    /// Compares the clocks now and then, so that a store nobody asks is closed in time, and its mark kept.
    pub(super) fn look_at_lease(&mut self) {
        if self.elapsed() - self.lease_seen < LOOK {
            return;
        }
        self.lease_seen = self.elapsed();
        // Whoever asks is refused; here it is only looked at.
        let _ = self.lent();
        self.keep_lease();
    }

    /// Keeps exactly what was spent, as the last thing.
    pub(super) fn close_lease(&mut self) {
        let now = self.both_clocks();
        if let Some(mark) = self.lease.at_the_end(now)
            && let Err(error) = self.cache.keep_lease(&mark)
        {
            tracing::warn!(%error, store = %self.picture.store, "the lease's last mark was not kept: it ends a little sooner");
        }
    }

    /// When the store is closed to view, if nothing is heard.
    pub fn lease_ended(&self) -> Option<Ended> {
        self.lease.clone().ended(self.picture.lease_days(), self.both_clocks())
    }

    pub(super) fn keep_lease(&mut self) {
        let now = self.both_clocks();
        let Some(mark) = self.lease.to_keep(now) else { return };
        match self.cache.keep_lease(&mark) {
            Ok(()) => self.lease.is_kept(mark),
            // It is tried again within a minute; a disk that fails tells so at the next edit or exchange.
            Err(error) => {
                tracing::warn!(%error, store = %self.picture.store, "the lease's mark was not kept");
            }
        }
    }

    pub(super) fn both_clocks(&self) -> Now {
        Now { wall: self.clock.now(), monotonic: self.clock.monotonic() }
    }

    fn tell_session(&mut self) {
        self.changed = true;
        // Nobody may be listening.
        let _ = self.changes.send(Changed { store: None });
    }
}
