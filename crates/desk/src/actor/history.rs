//! The cloud's history as this desk reads it: every entry follows the one before, or it is stated and never taken.

use std::sync::Arc;

use keyholder_domain::event::EventProblem;
use keyholder_domain::id::StoreId;
use keyholder_domain::wire::{Entry, entry_hash, first_link};
use serde_json::Value;

use super::{Actor, RECENT};
use crate::DeskError;
use crate::cache::KeptEntry;
use crate::cloud::Entries;
use crate::desk::Outgoing;
use crate::mutant::{self, Mutant};
use crate::sync::Input;

/// Entries that follow each other, and what stopped the reading, if anything.
pub(super) struct Followed {
    pub(super) kept: Vec<KeptEntry>,
    pub(super) cursor: u64,
    pub(super) head: Option<String>,
    pub(super) stopped: Option<DeskError>,
}

/// A desk that holds fewer of the latest entries than this, and not the first one, has the cloud tell more of them.
const FEW: usize = 20;

/// Whether hardly anything of what happened before is held.
pub(super) fn is_missing(cursor: u64, recent: &[Entry]) -> bool {
    let oldest = recent.last().map_or(cursor + 1, |entry| entry.seq);
    cursor > 0 && oldest > 1 && recent.len() < FEW
}

impl Actor {
    /// Asks for what happened before what is held.
    pub(super) fn ask_history(&mut self) {
        self.lacks_history = false;
        // The runner is gone only when the desk is being closed.
        let _ = self.outgoing.send(Outgoing::Recent(None));
    }

    /// The history before a snapshot, for the activity. It is believed only where its hashes follow each other.
    pub(super) fn told_recent(&mut self, entries: Entries) {
        let mut read: Vec<KeptEntry> =
            entries.entries.into_iter().filter_map(|raw| KeptEntry::read(raw).ok()).collect();
        read.sort_by_key(|kept| kept.entry.seq);
        let follow = |pair: &[KeptEntry]| pair[1].entry.hash == entry_hash(&pair[0].entry.hash, &pair[1].raw);
        let (cursor, head) = self.cache.position();
        let ends = |last: &KeptEntry| last.entry.seq != cursor || head == Some(last.entry.hash.as_str());
        if !read.windows(2).all(follow) || !read.last().is_none_or(ends) {
            let problem = broken("the history before the snapshot does not hold together");
            return self.heed(Err(problem));
        }
        if let Err(error) = self.settle_doubt(&read) {
            return self.heed(Err(error));
        }
        let kept = self.cache.keep_older(&read).and_then(|()| self.cache.recent(RECENT));
        match kept {
            Ok(recent) => {
                self.picture.recent = Arc::new(recent);
                self.picture.revision += 1;
                self.changed = true;
            }
            Err(error) => self.heed(Err(error)),
        }
    }

    /// Compares the history with what this desk had seen of it before a snapshot jumped over that. The doubt rests in the
    /// outbox: a crash on the way leaves it there, and the next exchange asks for the history again.
    fn settle_doubt(&mut self, read: &[KeptEntry]) -> Result<(), DeskError> {
        let Some(doubt) = self.outbox.doubt().cloned() else { return Ok(()) };
        let (cursor, _) = self.cache.position();
        let Some(first) = read.first().filter(|_| cursor >= self.outbox.seen().seq) else { return Ok(()) };
        if first.entry.seq > doubt.seq {
            // The runner is gone only when the desk is being closed.
            let _ = self.outgoing.send(Outgoing::Recent(Some(doubt.seq + 1)));
            return Ok(());
        }
        let there = read.iter().find(|kept| kept.entry.seq == doubt.seq);
        let other_there =
            there.is_some_and(|kept| doubt.head.as_ref().is_some_and(|head| *head != kept.entry.hash));
        match self.cache.first_other(read)?.or(other_there.then_some(doubt.seq)) {
            Some(other) => {
                let seen = self.outbox.seen().clone();
                self.offer_again(other - 1, seen)?;
                self.rebuild();
                self.step(Input::Dispatched);
                Ok(())
            }
            None if there.is_some() => self.outbox.no_doubt(),
            None => Ok(()),
        }
    }
}

/// INVARIANT: a store's entries are numbered without a gap and chained by hash. What does not follow is stated, never taken.
pub(super) fn follow(store: StoreId, cursor: u64, head: Option<String>, entries: Vec<Value>) -> Followed {
    let mut followed = Followed { kept: Vec::new(), cursor, head, stopped: None };
    for raw in entries {
        match next(store, &followed, raw) {
            Ok(kept) => {
                followed.cursor = kept.entry.seq;
                followed.head = Some(kept.entry.hash.clone());
                followed.kept.push(kept);
            }
            Err(problem) => {
                followed.stopped = Some(problem);
                break;
            }
        }
    }
    followed
}

fn next(store: StoreId, followed: &Followed, raw: Value) -> Result<KeptEntry, DeskError> {
    let seq = raw.get("seq").and_then(Value::as_u64);
    let hash = raw.get("hash").and_then(Value::as_str);
    if seq != Some(followed.cursor + 1) {
        return Err(broken("an entry is missing"));
    }
    let before = followed.head.clone().unwrap_or_else(|| first_link(store));
    if hash != Some(entry_hash(&before, &raw).as_str()) && !mutant::on(Mutant::BelievesAnyEntry) {
        return Err(broken("an entry was changed"));
    }
    KeptEntry::read(raw).map_err(|problem| match problem {
        EventProblem::Unknown(kind) => {
            DeskError::outdated("an entry holds what only a newer version can read").fact("event", kind)
        }
        EventProblem::Damaged(why) => broken(&why),
    })
}

pub(super) fn broken(why: &str) -> DeskError {
    DeskError::new("chain_broken", format!("the cloud's history does not hold together: {why}"))
}
