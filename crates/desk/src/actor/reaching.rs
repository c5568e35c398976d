//! Files out of reach: a drive that was pulled out, or whose network went. That is told as what it is and never as damage, and once
//! the place is there again both files are opened anew: SQLCipher's connection stays in the error that it met.
//!
//! INVARIANT: what is opened anew takes the place of what is in memory only where it holds all of that. An empty folder where a drive
//! belongs is not the drive.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Actor, opening};
use crate::DeskError;
use crate::cache::{Base, Cache};
use crate::outbox::Outbox;
use crate::sync::{Input, Ms};

/// How often the place is tried.
const AGAIN: Ms = 1_000;

/// The files are out of reach.
pub(super) struct Lost {
    /// What was met first. What follows from it is told as this.
    error: DeskError,
    /// When they were tried last.
    tried: Ms,
}

impl Actor {
    /// Keeps a failure of the disk in view, and says what it is.
    pub(super) fn disk_failed(&mut self, error: DeskError) -> DeskError {
        let error = self.understood(error);
        tracing::warn!(%error, store = %self.picture.store, "the desk's disk failed");
        self.storage = Some(error.clone());
        self.show_connection();
        error
    }

    /// What a failure means. A connection that could not read takes its file for damaged, or for one that may not be written, from then on.
    pub(super) fn understood(&mut self, error: DeskError) -> DeskError {
        let why = error.with.get("why").and_then(|why| why.as_str()).unwrap_or_default();
        if error.code != "storage" || why == "full" || !self.files.opens_anew() {
            return error;
        }
        if let Some(lost) = &self.lost {
            return lost.error.clone();
        }
        let met = match why {
            "failed" | "gone" => Some(error.clone()),
            "damaged" => self.files.out_of_reach(&[self.outbox_file(), self.cache_file()]),
            _ => None,
        };
        let Some(met) = met else { return error };
        self.lost = Some(Lost { error: met.clone(), tried: self.elapsed() });
        met
    }

    /// In how long the files are to be tried again, if they are out of reach.
    pub(super) fn reach_in(&self) -> Option<Ms> {
        let lost = self.lost.as_ref().filter(|_| self.closed.is_none())?;
        Some((lost.tried + AGAIN).saturating_sub(self.elapsed()))
    }

    /// Tries the files again, when it is time to. What waited is sent at once where they are there.
    pub(super) fn reach_again(&mut self) {
        if self.reach_in() != Some(0) {
            return;
        }
        match self.open_anew() {
            Ok(()) => {
                tracing::info!(store = %self.picture.store, "the desk's files were opened anew");
                (self.lost, self.storage) = (None, None);
                self.step(Input::Wake);
            }
            Err(error) => {
                tracing::debug!(%error, store = %self.picture.store, "the desk's files are out of reach still");
                let tried = self.elapsed();
                self.lost.iter_mut().for_each(|lost| lost.tried = tried);
            }
        }
    }

    fn open_anew(&mut self) -> Result<(), DeskError> {
        let mut outbox = Outbox::open_again(&self.files, &self.outbox_file(), &self.outbox)?;
        let (now, store) = (self.clock.now(), self.picture.store);
        let mut said = Vec::new();
        let (cache, base, recent) =
            opening::open_cache(&self.files, &self.cache_file(), store, now, &mut said)?;
        outbox.load_answered(base.cursor)?;
        self.outbox.is_given_up();
        (self.outbox, self.ready) = (outbox, None);
        self.picture.recent = Arc::new(recent);
        said.into_iter().for_each(|notice| self.say(notice));
        self.take_cache(cache, base)
    }

    /// Goes on from where this cache is, which may be behind: it is not durable to its last entry.
    fn take_cache(&mut self, cache: Cache, base: Base) -> Result<(), DeskError> {
        let elsewhere = cache.position() != self.cache.position();
        let staged_otherwise = cache.staged() != self.cache.staged();
        self.cache.is_given_up();
        (self.cache, self.ahead) = (cache, None);
        if elsewhere && self.machine.exchanging() {
            // The reply that is on its way follows what is no longer held.
            self.late = Some(DeskError::storage("the cache was opened anew").fact("why", "gone"));
        }
        if base.cursor == 0 {
            self.step(Input::Explained);
        }
        self.take_base(base);
        if staged_otherwise {
            let input = self.start_anew(false)?;
            self.step(input);
        }
        Ok(())
    }

    fn outbox_file(&self) -> PathBuf {
        self.folder.join("outbox.db")
    }

    fn cache_file(&self) -> PathBuf {
        self.folder.join("cache.db")
    }
}
