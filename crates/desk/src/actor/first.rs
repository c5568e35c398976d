//! The first sync, and every later one that needs the whole store: rows come in chunks, rest beside what is held, and take
//! its place at once when the last one is there. Until then the old picture stays, and may be edited.
//!
//! ```text
//!  reply names a state ─▶ staged(0 rows) ─▶ head, rows, rows … ─▶ end ─▶ swapped in ─▶ the next exchange catches up
//!                             ▲                    │ cut: kept, asked again from the next row
//!                             └────────────────────┘ gone (410), another state: forgotten, exchanged again
//! ```

use std::sync::Arc;

use keyholder_domain::store::Store;
use keyholder_domain::wire::{Row, StreamHead, SyncReply};
use tokio::sync::Semaphore;

use super::history::broken;
use super::{Actor, RECENT};
use crate::DeskError;
use crate::cache::Staged;
use crate::cloud::Fault;
use crate::desk::Outgoing;
use crate::outbox::Seen;
use crate::picture::Progress;
use crate::stream::Streamed;
use crate::sync::{Input, Replied};
use crate::views::Memo;

/// A stream that is under way, as far as it is in memory.
pub(super) struct First {
    /// Closing it ends the stream.
    flow: Arc<Semaphore>,
    /// The store that its rows make, where it was built beside their keeping.
    built: Option<Store>,
    /// Rows that were kept since this try began.
    kept: u64,
}

impl Actor {
    /// The reply names a state to be fetched: its rows begin at 0.
    pub(super) fn begin_stream(
        &mut self,
        at: u64,
        reply: &SyncReply,
        rewound: bool,
    ) -> Result<(), DeskError> {
        self.cache.begin_staging(Staged {
            at,
            head: reply.head.clone(),
            epoch: reply.epoch.clone(),
            rewound,
            rows: 0,
            told: None,
        })?;
        self.first = None;
        self.show_progress();
        self.step(Input::Staged(true));
        Ok(())
    }

    /// Asks for the rows that are still missing.
    pub(super) fn ask_rows(&mut self) {
        let Some(staged) = self.cache.staged() else { return };
        // The runner is gone only when the desk is being closed.
        let _ = self.outgoing.send(Outgoing::Rows { at: staged.at, from: staged.rows });
    }

    pub(super) fn streamed(&mut self, streamed: Streamed) {
        let done = match streamed {
            Streamed::Head(head, flow) => self.stream_head(*head, flow),
            Streamed::Rows(rows, _place) => self.stream_rows(&rows),
            Streamed::Built(store) => {
                if let Some(first) = &mut self.first {
                    first.built = Some(*store);
                }
                Ok(None)
            }
            Streamed::End(rows) => self.stream_end(rows),
            Streamed::Broken(fault) => self.stream_broken(fault),
        };
        let input = match done.map_err(|error| self.understood(error)) {
            Ok(None) => return,
            Ok(Some(input)) => input,
            Err(error) if error.with.get("why").is_some_and(|why| why == "damaged") => {
                self.stop_stream();
                self.rebuild_cache(error)
            }
            Err(error) => {
                self.stop_stream();
                self.heed(Err(error.clone()));
                Input::NotKept(error)
            }
        };
        self.step(input);
    }

    fn stream_head(&mut self, head: StreamHead, flow: Arc<Semaphore>) -> Result<Option<Input>, DeskError> {
        let Some(staged) = self.cache.staged().cloned() else {
            flow.close();
            return Ok(None);
        };
        let StreamHead { seq, head, epoch, rows, time, store } = head;
        self.heard_the_cloud(Some(time));
        let same = (seq, &head, &epoch) == (staged.at, &staged.head, &staged.epoch);
        if !same || store.id != self.picture.store || !self.cache.stage_head(&store, rows)? {
            flow.close();
            return self.start_anew(false).map(Some);
        }
        self.first = Some(First { flow, built: None, kept: 0 });
        self.show_progress();
        Ok(None)
    }

    fn stream_rows(&mut self, rows: &[Option<Row>]) -> Result<Option<Input>, DeskError> {
        let Some(first) = &mut self.first else { return Ok(None) };
        self.cache.stage(rows)?;
        let first_of_this_try = first.kept == 0;
        first.kept += rows.len() as u64;
        self.storage = None;
        self.show_progress();
        if first_of_this_try {
            self.step(Input::RowsCame);
        }
        Ok(None)
    }

    /// The last line came: everything takes the place of what was held, at once.
    fn stream_end(&mut self, rows: u64) -> Result<Option<Input>, DeskError> {
        let Some(first) = self.first.take() else { return Ok(None) };
        let Some(staged) = self.cache.staged().cloned() else { return Ok(None) };
        let Some((store, total)) = &staged.told else { return self.start_anew(false).map(Some) };
        if (rows, staged.rows) != (*total, *total) {
            tracing::warn!(
                rows,
                staged = staged.rows,
                total,
                "the stream does not have the rows that it told"
            );
            return self.start_anew(false).map(Some);
        }
        if store.id != self.picture.store {
            return Err(broken("the snapshot is another store's"));
        }
        let now = self.clock.now();
        let seen =
            Seen { epoch: Some(staged.epoch.clone()), seq: staged.at, head: Some(staged.head.clone()) };
        if staged.rewound || self.rewound_to(&staged.epoch, staged.at, &staged.head)? {
            self.offer_again(staged.at, seen)?;
        } else {
            self.outbox.jumped(&[], seen, now)?;
        }
        self.cache.swap_in(now)?;
        // What was held goes before the new store is read, so that there are never two of them in memory.
        self.picture.base = Store::empty(self.picture.store);
        self.picture.local = self.picture.base.clone();
        self.memo = Memo::default();
        self.picture.base = first.built.map_or_else(|| self.cache.read_store(), Ok)?;
        self.telling.has_another_base();
        self.picture.has_team = true;
        self.picture.my_access = None;
        self.picture.store_name = self.picture.base.name().to_owned();
        self.picture.recent = Arc::new(self.cache.recent(RECENT)?);
        self.picture.progress = None;
        self.picture.as_of = Some(now);
        self.storage = None;
        self.outbox.settled_up_to(staged.at);
        self.rebuild();
        self.fold_cache = true;
        // She waits for nothing else: she is told now, and not a frame after the last progress.
        self.told = None;
        self.ask_history();
        self.step(Input::Staged(false));
        let replied = Replied { snapshot: true, more: true, cursor: staged.at, ..Replied::default() };
        Ok(Some(Input::Replied(replied)))
    }

    fn stream_broken(&mut self, fault: Fault) -> Result<Option<Input>, DeskError> {
        match (fault.status(), fault.code()) {
            (Some(410), Some("snapshot_gone")) => self.start_anew(false).map(Some),
            (Some(404 | 405), _) => {
                // A cloud, or a node of it, that does not know the route: it answers inline.
                self.inline = true;
                self.start_anew(false).map(Some)
            }
            (Some(403), Some(_)) => {
                self.first = None;
                self.cache.forget_staged(true)?;
                self.show_progress();
                self.step(Input::Staged(false));
                Ok(Some(Input::Failed(fault)))
            }
            _ => Ok(Some(Input::Failed(fault))),
        }
    }

    /// What was staged is of no use any more: the next exchange tells what to fetch.
    pub(super) fn start_anew(&mut self, scrub: bool) -> Result<Input, DeskError> {
        self.stop_stream();
        self.cache.forget_staged(scrub)?;
        self.show_progress();
        Ok(Input::StreamGone)
    }

    /// Ends a stream that is still under way; what is staged stays.
    pub(super) fn stop_stream(&mut self) {
        if let Some(first) = self.first.take() {
            first.flow.close();
        }
    }

    /// What the window shows of it.
    pub(super) fn show_progress(&mut self) {
        let progress = self.cache.staged().map(|staged| Progress {
            rows: staged.rows,
            total: staged.told.as_ref().map_or(0, |(_, total)| *total),
        });
        if progress != self.picture.progress {
            self.picture.progress = progress;
            self.picture.revision += 1;
            self.changed = true;
        }
    }
}
