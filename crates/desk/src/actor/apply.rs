//! What the cloud's answer does to a desk: first the outbox learns what was answered, then the cache takes the entries, then
//! every guess is made anew. A crash between any two of these steps costs nothing: an answered op is replayed on top until
//! the base has its entry, and an answer that could not be kept is asked for again.

use std::collections::HashSet;
use std::sync::Arc;

use keyholder_domain::id::OpId;
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use keyholder_domain::wire::{Answer, Outcome, Snapshot, SyncReply};
use serde_json::{Value, json};

use super::history::{Followed, broken, follow};
use super::{Actor, RECENT, notice};
use crate::DeskError;
use crate::cache::{Base, Cache, KeptEntry};
use crate::cloud::Fault;
use crate::desk::Incoming;
use crate::mutant::{self, Mutant};
use crate::outbox::{Seen, State, Verdict};
use crate::picture::MyAccess;
use crate::sync::{Input, Replied};
use crate::views::shared::Told;

/// A desk's clock that is off by this many minutes is worth a word.
const CLOCK_MINUTES: i64 = 5;

impl Actor {
    /// Takes what the cloud answered to one question.
    pub fn came(&mut self, incoming: Incoming) {
        if self.closed.is_some() {
            return;
        }
        let input = match incoming {
            Incoming::Exchange(Ok(reply)) => match self.exchanged(reply) {
                Some(input) => input,
                None => return,
            },
            Incoming::Exchange(Err(fault)) => {
                self.late = None;
                self.not_answered(&fault);
                if mutant::on(Mutant::ForgetsWhatWasSent) {
                    for op in self.machine.on_its_way().to_vec() {
                        let _ = self.outbox.forget(op);
                    }
                    self.rebuild();
                }
                Input::Failed(fault)
            }
            Incoming::Me(Err(fault)) | Incoming::Stores(Err(fault)) => Input::Failed(fault),
            Incoming::Rows(streamed) => return self.streamed(streamed),
            Incoming::Me(Ok(me)) => self.told_me(me),
            Incoming::Stores(Ok(stores)) => self.told_stores(&stores),
            Incoming::Recent(Ok(entries)) => return self.told_recent(entries),
            // Activity then shows what there is; the next entries come by themselves, and what went before them is asked for again.
            Incoming::Recent(Err(fault)) => return self.lacks_history |= fault.never_arrived(),
        };
        self.step(input);
    }

    /// Takes a reply; gives what the step machine is to be told, unless it was told already.
    fn exchanged(&mut self, reply: Value) -> Option<Input> {
        self.ready = None;
        if let Some(error) = self.late.take() {
            // What this exchange's reply follows was not kept. Nothing of it is: the same is asked again, under the same numbers.
            return Some(Input::NotKept(error));
        }
        let reply = match read(reply) {
            Ok(reply) => reply,
            Err(error) => {
                tracing::warn!(%error, "the reply to an exchange makes no sense");
                self.outbox.may_have_arrived();
                return Some(Input::Failed(Fault::NotOurs { status: 200, retry_after: None }));
            }
        };
        let kept = self.keep(reply).map_err(|error| self.understood(error));
        self.ahead = None;
        let (input, error) = match kept {
            Ok(input) => return input,
            Err(error) if error.with.get("why").is_some_and(|why| why == "damaged") => {
                (self.rebuild_cache(error.clone()), error)
            }
            Err(error) => {
                self.heed(Err(error.clone()));
                (Input::NotKept(error.clone()), error)
            }
        };
        if self.machine.exchanging() && self.went_on {
            self.late = Some(error);
            return None;
        }
        Some(input)
    }

    fn keep(&mut self, mut reply: SyncReply) -> Result<Option<Input>, DeskError> {
        self.went_on = false;
        let now = self.clock.now();
        self.heard_the_cloud(Some(reply.time));
        let sent = self.machine.on_its_way().to_vec();
        let verdicts = verdicts(&reply.outcomes, &sent);
        if let (Some(at), None) = (reply.snapshot_at, &reply.snapshot) {
            return self.told_to_stream(at, &reply, &verdicts, &sent).map(Some);
        }
        let snapshot = reply.snapshot.is_some();
        let (cursor, head) = self.cache.position();
        let head = head.map(str::to_owned);
        let mut followed = match &reply.snapshot {
            Some(_) => Followed {
                kept: Vec::new(),
                cursor: reply.cursor,
                head: Some(reply.head.clone()),
                stopped: None,
            },
            None => follow(self.picture.store, cursor, head, std::mem::take(&mut reply.entries)),
        };
        let same_end =
            followed.cursor == reply.cursor && followed.head.as_deref().is_none_or(|head| head == reply.head);
        if followed.stopped.is_none() && !same_end {
            followed.stopped = Some(broken("the last entry is not the one that the cloud names"));
        }
        let seen =
            Seen { epoch: Some(reply.epoch.clone()), seq: followed.cursor, head: followed.head.clone() };
        let mut replied =
            Replied { snapshot, more: reply.more, cursor: followed.cursor, answered: verdicts.len() };
        let next = if snapshot || followed.stopped.is_some() { Vec::new() } else { self.foreseen(&verdicts) };
        let next = if snapshot {
            if self.was_rewound(&reply, &sent)? {
                self.offer_again(reply.cursor, seen)?;
            } else {
                // Either she was away for longer than the cloud remembers step by step, or its history is another one now:
                // the history itself will tell.
                self.outbox.jumped(&verdicts, seen, now)?;
            }
            next
        } else if let Some(kept_up_to) = self.is_cut(&reply, cursor, &followed)? {
            self.offer_again(kept_up_to, seen)?;
            self.rebuild();
            // What this exchange asked and was told is among it: all of it is asked again at once.
            replied.more = true;
            Vec::new()
        } else {
            self.outbox.answered_before(&verdicts, seen, now, &next)?;
            next
        };
        if !next.is_empty() {
            // The next batch goes out while this one's entries are written. What was answered is kept, so the order of the two files
            // stands; and an entry that the cache then fails to take is asked for again.
            self.settle_lines(&verdicts);
            self.ahead = Some((followed.cursor, followed.head.clone()));
            self.went_on = true;
            self.step(Input::Replied(replied));
        }
        let kept = std::mem::take(&mut followed.kept);
        let came = !kept.is_empty();
        match &reply.snapshot {
            Some(snapshot) => self.take_snapshot(snapshot, &reply)?,
            None => self.take_entries(kept, &followed)?,
        }
        self.ahead = None;
        self.storage = None;
        self.picture.as_of = Some(now);
        self.compare_clocks(reply.time);
        let settled = if mutant::on(Mutant::ForgetsAnswered) { u64::MAX } else { followed.cursor };
        self.outbox.settled_up_to(settled);
        if self.went_on {
            self.outdate();
            return Ok(None);
        }
        if !verdicts.is_empty() || snapshot || came {
            self.rebuild();
        } else {
            self.picture.revision += 1;
            self.changed = true;
        }
        if snapshot || ((self.outbox.doubt().is_some() || self.lacks_history) && !reply.more) {
            self.ask_history();
        }
        Ok(Some(match followed.stopped {
            Some(problem) if problem.code == "outdated" => Input::Outdated(problem),
            Some(problem) => Input::NotKept(problem),
            None => Input::Replied(replied),
        }))
    }

    /// The whole store is to be fetched row by row. What was answered is kept now; what the cloud is, when the store is there.
    fn told_to_stream(
        &mut self,
        at: u64,
        reply: &SyncReply,
        verdicts: &[(OpId, Verdict)],
        sent: &[OpId],
    ) -> Result<Input, DeskError> {
        if at != reply.cursor {
            return Err(broken("the state to be fetched is not the one that the cloud is at"));
        }
        let rewound = self.was_rewound(reply, sent)?;
        if !verdicts.is_empty() {
            self.outbox.answered(verdicts, self.outbox.seen().clone(), self.clock.now())?;
        }
        self.begin_stream(at, reply, rewound)?;
        self.storage = None;
        self.compare_clocks(reply.time);
        if !verdicts.is_empty() {
            self.rebuild();
        }
        let (cursor, _) = self.cache.position();
        Ok(Input::Replied(Replied { more: true, cursor, answered: verdicts.len(), ..Replied::default() }))
    }

    /// A clock that is off changes nothing but "made at"; the window warns once.
    fn compare_clocks(&mut self, cloud: Time) {
        let minutes = (self.clock.now().millis() - cloud.millis()).abs() / 60_000;
        if minutes >= CLOCK_MINUTES && !self.notices.iter().any(|said| said.code == "clock_off") {
            self.say(notice(
                "clock_off",
                &json!({"minutes": minutes, "hours": minutes / 60, "days": minutes / (24 * 60)}),
            ));
        }
    }

    /// Whether the cloud no longer holds what this desk has seen it hold: another epoch, an older sequence, another head at
    /// the same place, or ops that it did not even judge.
    fn was_rewound(&self, reply: &SyncReply, sent: &[OpId]) -> Result<bool, DeskError> {
        let undecided = !sent.is_empty() && reply.outcomes.is_empty() && self.outbox.seen().epoch.is_some();
        Ok(undecided || self.rewound_to(&reply.epoch, reply.cursor, &reply.head)?)
    }

    /// The same of a state that the cloud tells.
    pub(super) fn rewound_to(&self, epoch: &str, cursor: u64, head: &str) -> Result<bool, DeskError> {
        let seen = self.outbox.seen();
        let Some(known) = &seen.epoch else { return Ok(false) };
        let other_head = cursor == seen.seq && seen.head.as_deref().is_some_and(|known| known != head);
        Ok(known != epoch || other_head || cursor < self.outbox.furthest()?)
    }

    /// The same of entries that follow what is held: whether they end before what was seen or answered, or are others there.
    /// Tells up to where they are certainly the ones that were seen.
    fn is_cut(&self, reply: &SyncReply, before: u64, followed: &Followed) -> Result<Option<u64>, DeskError> {
        let seen = self.outbox.seen();
        if seen.epoch.is_none() || followed.stopped.is_some() {
            return Ok(None);
        }
        let there = match followed.kept.iter().find(|kept| kept.entry.seq == seen.seq) {
            Some(kept) => Some(&kept.entry.hash),
            None if followed.cursor == seen.seq => followed.head.as_ref(),
            None => None,
        };
        let other = there.is_some_and(|there| seen.head.as_ref().is_some_and(|head| head != there));
        if other {
            return Ok(Some(before.min(seen.seq.saturating_sub(1))));
        }
        let ended_before = !reply.more && followed.cursor < self.outbox.furthest()?;
        Ok(ended_before.then_some(followed.cursor))
    }

    /// What this desk was told before, beyond `kept_up_to`, is no longer there: the journal is offered again.
    pub(super) fn offer_again(&mut self, kept_up_to: u64, seen: Seen) -> Result<(), DeskError> {
        let before = self.outbox.seen().seq;
        if mutant::on(Mutant::OffersNothingAgain) {
            return self.outbox.answered(&[], seen, self.clock.now());
        }
        let lost = self.outbox.offer_again(kept_up_to, seen, self.clock.now())?;
        let lost: Vec<Value> = lost.iter().filter_map(|op| serde_json::from_str(op).ok()).collect();
        tracing::warn!(before, kept_up_to, lost = lost.len(), "the cloud was restored from a backup");
        let with = json!({"before": before, "now": kept_up_to, "count": lost.len(), "ops": lost});
        self.say(notice("cloud_restored", &with));
        Ok(())
    }

    fn take_snapshot(&mut self, snapshot: &Snapshot, reply: &SyncReply) -> Result<(), DeskError> {
        let store = Store::from_snapshot(snapshot);
        if store.id() != self.picture.store {
            return Err(broken("the snapshot is another store's"));
        }
        let now = self.clock.now();
        self.cache.keep_snapshot(snapshot, reply.cursor, &reply.head, now)?;
        self.telling.has_another_base();
        self.picture.base = store;
        self.picture.has_team = true;
        self.picture.my_access = None;
        self.picture.store_name = self.picture.base.name().to_owned();
        self.picture.recent = Arc::new(self.cache.recent(RECENT)?);
        Ok(())
    }

    fn take_entries(&mut self, entries: Vec<KeptEntry>, followed: &Followed) -> Result<(), DeskError> {
        let mut base = self.picture.base.clone();
        for kept in &entries {
            base.apply(&kept.event, &kept.entry.stamp());
        }
        if mutant::on(Mutant::CursorFirst) {
            let (cursor, head) = (followed.cursor, followed.head.as_deref());
            self.cache.keep_entries(
                &[],
                &self.picture.base,
                &self.picture.base,
                cursor,
                head,
                self.clock.now(),
            )?;
        }
        self.cache.keep_entries(
            &entries,
            &self.picture.base,
            &base,
            followed.cursor,
            followed.head.as_deref(),
            self.clock.now(),
        )?;
        if !entries.is_empty() {
            self.telling.heard(&entries);
            self.picture.base = base;
            self.picture.store_name = self.picture.base.name().to_owned();
            let newest = entries.into_iter().rev().take(RECENT).map(|kept| kept.entry);
            let recent = Arc::make_mut(&mut self.picture.recent);
            recent.splice(0..0, newest);
            recent.truncate(RECENT);
        }
        Ok(())
    }

    /// The cache cannot be read or written any more: it is set aside, and the base comes anew from the cloud.
    pub(super) fn rebuild_cache(&mut self, error: DeskError) -> Input {
        tracing::warn!(%error, "the cache is damaged");
        self.stop_stream();
        self.step(Input::Staged(false));
        let path = self.folder.join("cache.db");
        let now = self.clock.now();
        let store = self.picture.store;
        let rebuilt = Cache::nowhere(store).and_then(|nowhere| {
            drop(std::mem::replace(&mut self.cache, nowhere));
            let file = self.files.set_aside(&path, now)?;
            self.cache = Cache::open(&self.files, &path, store, now)?.0;
            Ok(file)
        });
        match rebuilt {
            Ok(file) => {
                self.say(notice("cache_set_aside", &json!({"file": file})));
                self.take_base(Base::empty(store));
                self.step(Input::Explained);
            }
            Err(error) => self.heed(Err(error)),
        }
        Input::NotKept(error)
    }

    fn told_me(&mut self, me: MyAccess) -> Input {
        self.heard_the_cloud(me.time);
        let sees_team = me.areas.get("view_team").is_some_and(|cell| cell != "none");
        let kept = self.keep_me(&me, sees_team);
        self.heed(kept);
        self.picture.as_of = Some(self.clock.now());
        self.picture.store_name.clone_from(&me.name);
        self.picture.my_access = Some(me);
        self.rebuild();
        Input::Me { sees_team }
    }

    /// Without `view_team` the team leaves this machine, and what she had asked will never be answered: it is kept as a
    /// proposal.
    fn keep_me(&mut self, me: &MyAccess, sees_team: bool) -> Result<(), DeskError> {
        self.cache.keep_access(me, self.clock.now())?;
        if sees_team {
            return Ok(());
        }
        if self.cache.staged().is_some() {
            self.stop_stream();
            self.cache.forget_staged(true)?;
            self.show_progress();
            self.step(Input::Staged(false));
        }
        if self.picture.has_team || self.cache.position().0 > 0 || self.cache.is_unscrubbed() {
            // Out of sight first: a disk that fails now must not keep it there. The next look at her access tries again.
            self.picture.base = Store::empty(self.picture.store);
            self.picture.has_team = false;
            self.picture.recent = Arc::default();
            self.cache.drop_team()?;
        }
        let open = self.outbox.kept().iter().filter(|kept| kept.state.unanswered());
        let open: Vec<OpId> = open.map(|kept| kept.id).collect();
        if !open.is_empty() {
            self.outbox.move_to(&open, State::Unknown)?;
        }
        Ok(())
    }
}
/// The reply in its shape. Entries stay as received, so they are moved over and not built a second time.
fn read(mut reply: Value) -> Result<SyncReply, serde_json::Error> {
    let entries = match reply.get_mut("entries") {
        Some(Value::Array(entries)) => std::mem::take(entries),
        _ => Vec::new(),
    };
    let mut reply: SyncReply = serde_json::from_value(reply)?;
    reply.entries = entries;
    Ok(reply)
}

fn verdicts(outcomes: &[Outcome], in_order: &[OpId]) -> Vec<(OpId, Verdict)> {
    let sent: HashSet<&OpId> = in_order.iter().collect();
    let ours = outcomes.iter().filter(|outcome| sent.contains(&outcome.id));
    let ours = ours.filter(|outcome| {
        !(mutant::on(Mutant::IgnoresRefusals) && matches!(outcome.answer, Answer::Refused(_)))
    });
    let verdict = |outcome: &Outcome| match &outcome.answer {
        Answer::Accepted { seq } => Verdict::Accepted(*seq),
        Answer::Refused(told) => {
            let told = Told::from(told);
            let unrecorded = ["unknown_op", "unknown_permission", "unknown_role", "unknown_plan"];
            if unrecorded.contains(&told.code.as_str()) {
                Verdict::Held(told)
            } else {
                Verdict::Refused(told)
            }
        }
    };
    if mutant::on(Mutant::MatchesByPosition) {
        return in_order.iter().zip(ours).map(|(op, outcome)| (*op, verdict(outcome))).collect();
    }
    ours.map(|outcome| (outcome.id, verdict(outcome))).collect()
}
