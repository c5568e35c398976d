//! News for somebody who does not look: found after changes, and now and then because time passes too. They wait here until
//! whoever shows them takes them.

use std::collections::BTreeSet;
use std::path::PathBuf;

use keyholder_domain::event::Event;
use keyholder_domain::id::InvitationId;
use keyholder_domain::time::Time;

use super::Actor;
use crate::cache::KeptEntry;
use crate::sync::Ms;
use crate::tidings::{Seen, Tiding};

/// Changes come in showers; one look a second is enough, and one a minute where nothing changes.
const SHOWER: Ms = 1_000;
const LOOK: Ms = 60_000;
/// The note that remembers of which invitations it was told that they end.
const EXPIRING: &str = "expiring";

/// What was seen and told so far.
#[derive(Default)]
pub(super) struct Telling {
    seen: Seen,
    expiring: BTreeSet<InvitationId>,
    news: Vec<Tiding>,
    looked: Ms,
    /// Something changed since.
    stale: bool,
    /// When the latest of the members came, as far as was looked.
    latest: Option<Time>,
    /// A whole store took the place of what was held: all its members are to be looked at, once.
    whole: bool,
}

impl Telling {
    /// In how long it is to be looked again.
    pub(super) fn due_in(&self, now: Ms) -> Ms {
        let pause = if self.stale { SHOWER } else { LOOK };
        (self.looked + pause).saturating_sub(now)
    }

    pub(super) fn something_changed(&mut self) {
        self.stale = true;
    }

    /// The base is another store's worth of members than before.
    pub(super) fn has_another_base(&mut self) {
        self.whole = true;
    }

    /// These entries were added to the base.
    pub(super) fn heard(&mut self, entries: &[KeptEntry]) {
        let came = entries.iter().filter(|kept| matches!(kept.event, Event::InvitationAccepted { .. }));
        self.latest = came.map(|kept| Some(kept.entry.at)).max().unwrap_or_default().max(self.latest);
    }
}

impl Actor {
    /// What is here when the desk opens is known: only what comes after it is news.
    pub(super) fn remember_what_was_told(&mut self) {
        let note = self.files.note(&self.told_file(), EXPIRING).unwrap_or_default();
        self.telling.expiring = note.and_then(|note| serde_json::from_slice(&note).ok()).unwrap_or_default();
        self.telling.seen = self.glance();
    }

    /// Looks whether there is news, when it is time to.
    pub(super) fn look_for_news(&mut self) {
        if self.telling.due_in(self.elapsed()) > 0 || self.closed.is_some() {
            return;
        }
        self.telling.looked = self.elapsed();
        self.telling.stale = false;
        let (glance, now) = (self.glance(), self.clock.now());
        let told_before = self.telling.expiring.clone();
        let (base, kept) = (&self.picture.base, self.outbox.kept());
        let seen = std::mem::take(&mut self.telling.seen);
        let news = seen.told_since(&glance, base, kept, now, &mut self.telling.expiring);
        self.telling.seen = glance;
        if self.telling.expiring != told_before {
            self.keep_what_was_told();
        }
        if !news.is_empty() {
            self.telling.news.extend(news);
            self.changed = true;
        }
    }

    /// What is to be told, once.
    pub(super) fn take_news(&mut self) -> Vec<Tiding> {
        std::mem::take(&mut self.telling.news)
    }

    fn glance(&mut self) -> Seen {
        let base = &self.picture.base;
        if std::mem::take(&mut self.telling.whole) {
            self.telling.latest = base.members().filter_map(|member| member.joined).max();
        }
        Seen::of(base, self.picture.me, self.outbox.kept(), self.clock.now(), self.telling.latest)
    }

    fn keep_what_was_told(&self) {
        let text = serde_json::to_vec(&self.telling.expiring).unwrap_or_default();
        if let Err(error) = self.files.keep_note(&self.told_file(), EXPIRING, &text) {
            tracing::warn!(%error, store = %self.picture.store, "what was told was not kept: a start may tell it again");
        }
    }

    fn told_file(&self) -> PathBuf {
        self.folder.join("told.db")
    }
}
