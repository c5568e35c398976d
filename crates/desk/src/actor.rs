//! The one owner of a desk: its two files, its picture and its step machine. Commands come in one at a time, so there is
//! nothing to lock and no order to think about; what it wants asked of the cloud goes out by a channel.
//!
//! It waits for nothing itself: [`crate::desk::Desk`] gives it a thread, and a simulator calls [`Actor::open`],
//! [`Actor::dispatch`], [`Actor::came`], [`Actor::step`] and [`Actor::tick`] by hand, without a thread, a runtime or real time.

use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use keyholder_domain::op::Op;
use keyholder_domain::store::Store;
use serde_json::Value;
use tokio::sync::{broadcast, mpsc as channel};

use crate::DeskError;
use crate::cache::{Base, Cache};
use crate::chance::Chance;
use crate::clock::Clock;
use crate::desk::{Command, Opening, Outgoing, Standing, me_in};
use crate::keyholder::Changed;
use crate::lease::{Ended, Lease, Now};
use crate::outbox::{Kept, Outbox, State};
use crate::picture::{ActivityPage, Connection, PageWanted, Picture};
use crate::replay;
use crate::storage::Storage;
use crate::sync::{Input, Line, Machine, Ms};
use crate::views::invitations::InvitationsAsk;
use crate::views::program::Notice;
use crate::views::scan::fold;
use crate::views::{self, Answer, Ask, Memo, PreviewView};

mod acting;
mod apply;
mod closing;
mod editing;
mod first;
mod guide;
mod history;
mod inviting;
mod lending;
mod opening;
mod place;
mod reaching;
mod sending;
mod settling;
mod telling;
pub(crate) use closing::UNSENT;
use first::First;

/// A window draws at most sixty times a second; telling it more often only makes it ask more often.
const FRAME: Ms = 16;
/// What is new is not kept back for longer because answers take long.
const LATEST: Ms = 1_000;
/// After this long without a command the outbox's log is folded in.
const IDLE: Ms = 2_000;
/// How many of the latest entries views hold in memory.
const RECENT: usize = 500;
/// Held ops are asked again this often: the cloud may have learned them.
const HELD: Ms = 3_600_000;

/// A desk without its thread.
pub struct Actor {
    folder: PathBuf,
    files: Storage,
    outbox: Outbox,
    cache: Cache,
    picture: Picture,
    memo: Memo,
    machine: Machine,
    lines: Vec<Line>,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    started: Ms,
    outgoing: channel::UnboundedSender<Outgoing>,
    changes: broadcast::Sender<Changed>,
    changed: bool,
    /// The guesses in the picture are older than what they are made from; see [`Actor::fresh`].
    stale: bool,
    /// How long it took to make them last.
    redraw: Ms,
    /// How long answers took since something was told last.
    answered: Ms,
    /// While a reply's entries are being written: where the base will be then. The next batch is sent from there already.
    ahead: Option<(u64, Option<String>)>,
    /// The next batch, written down while one is under way.
    ready: Option<sending::Ready>,
    /// The reply at hand was followed by the next batch before its entries were written.
    went_on: bool,
    /// An exchange went out from where the base then did not get to: its reply counts for nothing, and this is why.
    late: Option<DeskError>,
    told: Option<Ms>,
    log_grown: bool,
    held_since: Ms,
    storage: Option<DeskError>,
    /// Its files are out of reach, and are opened anew.
    lost: Option<reaching::Lost>,
    notices: Vec<Notice>,
    /// A snapshot that is being fetched row by row.
    first: Option<First>,
    /// This cloud does not stream: snapshots are asked for inline.
    inline: bool,
    /// The latest of what happened is not held: a snapshot came without it, and nobody told it since.
    lacks_history: bool,
    /// The cache's log grew by a whole store.
    fold_cache: bool,
    closed: Option<DeskError>,
    lease: Lease,
    lease_ended: Option<Ended>,
    lease_seen: Ms,
    telling: telling::Telling,
}

impl Actor {
    /// Opens the two files; what it wants asked of the cloud goes to `outgoing`.
    pub fn open(opening: Opening, outgoing: channel::UnboundedSender<Outgoing>) -> Result<Self, DeskError> {
        let Opening { folder, store, name, account, storage: files, machine, clock, chance, changes } =
            opening;
        let now = clock.now();
        files.make_folder(&folder)?;
        let mut notices = Vec::new();
        let mut outbox =
            opening::open_outbox(&files, &folder, machine.as_deref(), now, &*chance, &mut notices)?;
        let (cache, base, recent) =
            opening::open_cache(&files, &folder.join("cache.db"), store, now, &mut notices)?;
        outbox.load_answered(base.cursor)?;
        // A disk that takes nothing keeps nobody from what is there: it is tidied another time.
        if let Err(error) = outbox.tidy(now) {
            tracing::warn!(%error, %store, "what was answered long ago stays in the outbox");
        }
        let picture = Picture {
            revision: 1,
            store_revision: 1,
            now,
            store,
            store_name: base.name.clone().unwrap_or(name),
            local: base.store.clone(),
            base: base.store.clone(),
            has_team: base.has_team,
            me: None,
            account,
            desk: outbox.desk(),
            pending: Vec::new(),
            my_access: base.my_access.clone(),
            as_of: base.as_of,
            connection: Connection::Online,
            problem: None,
            progress: None,
            recent: Arc::new(recent),
            inviting: None,
            guide_away: false,
            left_at: None,
            lease_ends: None,
            acts: Vec::new(),
            left: Arc::default(),
        };
        let lacks_history = history::is_missing(base.cursor, &picture.recent);
        let lease = Lease::restored(cache.lease()?, Now { wall: now, monotonic: clock.monotonic() });
        let sees_team = base.has_team || base.my_access.is_none();
        let mut machine = Machine::new(base.cursor, sees_team);
        if cache.staged().is_some() {
            machine.goes_on_fetching();
        }
        let mut actor = Self {
            folder,
            files,
            outbox,
            cache,
            picture,
            memo: Memo::default(),
            machine,
            lines: Vec::new(),
            started: clock.monotonic(),
            clock,
            chance,
            outgoing,
            changes,
            changed: true,
            stale: true,
            redraw: 0,
            answered: 0,
            ahead: None,
            ready: None,
            went_on: false,
            late: None,
            told: None,
            log_grown: false,
            held_since: 0,
            storage: None,
            lost: None,
            notices,
            first: None,
            inline: false,
            lacks_history,
            fold_cache: false,
            closed: None,
            lease,
            lease_ended: None,
            lease_seen: 0,
            telling: telling::Telling::default(),
        };
        actor.remember_acts(now);
        actor.remember_left();
        actor.take_base(base);
        actor.take_draft_up();
        actor.take_guide_up();
        actor.take_place_up();
        actor.keep_lease();
        let released = actor.release(State::Held);
        actor.heed(released);
        actor.show_progress();
        actor.remember_what_was_told();
        Ok(actor)
    }

    pub(crate) fn run(mut self, todo: &mpsc::Receiver<Command>) {
        self.step(Input::Tick);
        loop {
            match todo.recv_timeout(self.patience()) {
                Ok(Command::Close(done)) => {
                    self.outbox.checkpoint();
                    self.close_lease();
                    drop(self);
                    // The closer may have gone away.
                    let _ = done.send(());
                    return;
                }
                Ok(command) => self.obey(command),
                Err(mpsc::RecvTimeoutError::Timeout) => self.idle(),
                Err(mpsc::RecvTimeoutError::Disconnected) => return,
            }
            self.send_some();
            self.wake();
            self.tell();
        }
    }

    /// What the thread does whenever it has waited: idle work, a step that is due, and telling what changed.
    pub fn tick(&mut self) {
        self.idle();
        self.send_some();
        self.wake();
        self.tell();
    }

    /// When a step is due, on the clock's forward-only time; nothing while a question is under way.
    pub fn wake_at(&self) -> Option<Ms> {
        self.machine.wake_at().map(|wake| self.started + wake)
    }

    fn wake(&mut self) {
        self.reach_again();
        self.look_at_lease();
        self.look_for_news();
        if self.machine.wake_at().is_some_and(|wake| self.elapsed() >= wake) {
            self.step(Input::Tick);
        }
    }

    fn patience(&self) -> Duration {
        let mut patience = 60_000;
        if self.is_sending() {
            return Duration::ZERO;
        }
        if let Some(wake) = self.machine.wake_at() {
            patience = patience.min(wake.saturating_sub(self.elapsed()) + 1);
        }
        if self.changed {
            patience = patience.min(FRAME);
        }
        if let Some(tried_in) = self.reach_in() {
            patience = patience.min(tried_in + 1);
        }
        patience = patience.min(self.telling.due_in(self.elapsed()) + 1);
        if self.log_grown || self.fold_cache {
            patience = patience.min(IDLE);
        }
        Duration::from_millis(patience)
    }

    fn idle(&mut self) {
        let told = self.told.is_none_or(|told| self.elapsed() - told >= IDLE);
        if self.log_grown && told && !self.changed {
            self.outbox.fold_in();
            self.log_grown = false;
        }
        if self.fold_cache && !self.changed {
            self.fold_cache = false;
            let folded = self.cache.fold_log();
            self.heed(folded);
        }
        if self.elapsed() - self.held_since >= HELD {
            self.held_since = self.elapsed();
            let released = self.release(State::Held);
            self.heed(released);
        }
    }

    fn obey(&mut self, command: Command) {
        // Whoever asked may have stopped waiting: a late answer is simply dropped.
        match command {
            Command::Ask(ask, page, answer) => {
                let began = self.elapsed();
                drop(answer.send(self.ask(&ask, page.as_ref())));
                self.answered += self.elapsed() - began;
            }
            Command::Prepare => self.prepare(),
            Command::Page(wanted, answer) => drop(answer.send(self.page(wanted))),
            Command::Preview(op, answer) => drop(answer.send(self.preview(&op))),
            Command::Dispatch { op, ask_anyway, answer } => {
                drop(answer.send(self.dispatch(&op, ask_anyway, None)))
            }
            Command::AddPeople(name, read, answer) => drop(answer.send(self.add_people(&name, read))),
            Command::RehearseList(list, answer) => drop(answer.send(self.rehearse_list(*list).map(Box::new))),
            Command::InviteMany(act, answer) => drop(answer.send(self.invite_many(act))),
            Command::WentTo(screen, answer) => drop(answer.send(self.went_to(screen))),
            Command::PutGuideAway(away, answer) => drop(answer.send(self.put_guide_away(away))),
            Command::Bulk(order, answer) => drop(answer.send(self.bulk(&order))),
            Command::Settle(order, answer) => drop(answer.send(self.settle(&order))),
            Command::StopAct(act, answer) => drop(answer.send(self.stop_act(act))),
            Command::Retry(op, answer) => drop(answer.send(self.retry(op))),
            Command::Drop(op, answer) => drop(answer.send(self.drop_op(op))),
            Command::News(answer) => drop(answer.send(self.take_news())),
            Command::Unsent(answer) => drop(answer.send(self.unsent())),
            Command::Standing(answer) => drop(answer.send(self.standing())),
            Command::Look(answer) => drop(answer.send(Box::new(self.picture().clone()))),
            Command::Input(input) => self.step(input),
            Command::SetFree => self.set_free(),
            Command::Came(incoming) => self.came(incoming),
            Command::DiskCap(pages, done) => {
                let capped = self.outbox.cap_pages(pages);
                self.heed(capped);
                let _ = done.send(());
            }
            // Handled by `run`, which owns the actor.
            Command::Close(done) => _ = done.send(()),
        }
    }

    fn ask(&mut self, ask: &Ask, page: Option<&ActivityPage>) -> Result<Answer, DeskError> {
        self.still_open()?;
        self.picture.now = self.clock.now();
        self.lent()?;
        self.picture.lease_ends = self.lease.ends_at(self.picture.lease_days());
        self.fresh();
        let accepted = ask.accepted().map(|ask| self.accepted(ask));
        views::answer(&self.picture, &mut self.memo, ask, page.or(accepted.as_ref()))
    }

    /// Makes ready what the first question looks at.
    fn prepare(&mut self) {
        self.fresh();
        self.memo.update(&self.picture);
    }

    /// Who came by an invitation: what the store itself forgets, from the entries that are held.
    fn accepted(&mut self, ask: &InvitationsAsk) -> ActivityPage {
        match self.cache.accepted(&fold(ask.search.trim()), ask.from, ask.count) {
            Ok((entries, total)) => ActivityPage { entries, total, ..ActivityPage::default() },
            Err(error) => ActivityPage { problem: Some(self.disk_failed(error)), ..ActivityPage::default() },
        }
    }

    fn page(&mut self, wanted: PageWanted) -> (ActivityPage, bool) {
        if wanted.refused {
            return (ActivityPage::default(), false);
        }
        match self.cache.page(wanted.before, wanted.count) {
            Ok((entries, more, complete)) => {
                (ActivityPage { entries, more, ..ActivityPage::default() }, complete)
            }
            Err(error) => {
                let problem = Some(self.disk_failed(error));
                (ActivityPage { problem, ..ActivityPage::default() }, false)
            }
        }
    }

    fn preview(&mut self, op: &Op) -> Result<PreviewView, DeskError> {
        self.still_open()?;
        self.lent()?;
        self.picture.now = self.clock.now();
        self.fresh();
        Ok(views::preview(&self.picture, op))
    }

    /// Sends again what was parked or held.
    pub fn set_free(&mut self) {
        let freed = self.release(State::Held).and_then(|()| self.release(State::Parked));
        self.heed(freed);
    }

    /// Everything that views are computed from.
    pub fn picture(&mut self) -> &Picture {
        self.fresh();
        &self.picture
    }

    /// What was asked here and what came back.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// The last entry held, and the hash at it.
    pub fn position(&self) -> (u64, Option<&str>) {
        self.cache.position()
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        Standing {
            notices: self.notices.clone(),
            unsent: self
                .outbox
                .kept()
                .iter()
                .filter(|kept| !matches!(kept.state, State::Answered(_)))
                .count(),
            closed: self.closed.is_some(),
            offline: self.picture.connection == Connection::Offline,
            waiting: self.outbox.kept().iter().filter(|kept| kept.state.unanswered()).count(),
            lease_ended: self.lease_ended(),
        }
    }

    /// Takes a base: from the cache at opening, or after the cloud told something.
    fn take_base(&mut self, base: Base) {
        self.telling.has_another_base();
        self.picture.base = base.store;
        self.picture.has_team = base.has_team;
        self.picture.my_access = base.my_access;
        self.picture.as_of = base.as_of;
        if let Some(name) = base.name {
            self.picture.store_name = name;
        }
        self.rebuild();
    }

    /// Every guess has to be made anew, because what it was made from has changed.
    fn rebuild(&mut self) {
        self.lines = self.outbox.kept().iter().filter(|kept| kept.state.unanswered()).map(line).collect();
        self.outdate();
    }

    /// The guesses are no longer true; they are made again when somebody looks. A desk that sends 10,000 ops hears forty replies, and
    /// would make every guess forty times for nobody.
    fn outdate(&mut self) {
        self.picture.me = me_in(&self.picture);
        self.stale = true;
        self.moved();
        self.show_connection();
    }

    /// INVARIANT: whoever reads `picture.local` or `picture.pending` calls this first: then `local = replay(base, outbox)`.
    fn fresh(&mut self) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let began = self.elapsed();
        let now = self.clock.now();
        // What was guessed before goes first, so that nothing of the base is shared with it while it is changed.
        self.picture.local = Store::empty(self.picture.store);
        let (local, pending) = replay::replay(&self.picture.base, self.picture.me, self.outbox.kept(), now);
        self.picture.local = local;
        self.picture.pending = pending;
        self.mark_sent();
        self.redraw = self.elapsed() - began;
    }

    fn moved(&mut self) {
        self.picture.revision += 1;
        self.picture.store_revision += 1;
        self.changed = true;
        self.log_grown = true;
    }

    /// Keeps a failure of the disk in view until the disk works again.
    fn kept_or<T>(&mut self, result: Result<T, DeskError>) -> Result<T, DeskError> {
        match result {
            Ok(value) => {
                if self.storage.take().is_some() {
                    self.show_connection();
                }
                Ok(value)
            }
            Err(error) => Err(self.disk_failed(error)),
        }
    }

    /// Says something that no command asked for, once.
    fn say(&mut self, said: Notice) {
        if !self.notices.contains(&said) {
            self.notices.push(said);
            self.changed = true;
            // The session shows notices, whichever store they are of.
            let _ = self.changes.send(Changed { store: None });
        }
    }

    fn heed(&mut self, result: Result<(), DeskError>) {
        if let Err(error) = result {
            self.disk_failed(error);
        }
    }

    fn still_open(&self) -> Result<(), DeskError> {
        self.closed.clone().map_or(Ok(()), Err)
    }

    fn tell(&mut self) {
        let pause = pause(self.redraw, self.answered);
        if self.changed && self.told.is_none_or(|told| self.elapsed() - told >= pause) {
            self.changed = false;
            self.answered = 0;
            self.telling.something_changed();
            self.told = Some(self.elapsed());
            // Nobody may be listening.
            let _ = self.changes.send(Changed { store: Some(self.picture.store) });
        }
    }

    fn elapsed(&self) -> Ms {
        self.clock.monotonic().saturating_sub(self.started)
    }
}

/// How long after something was told the next is told. Where many ops wait, making the guesses takes longer than a frame, and in a large
/// store so may the answers: a window that asks gets a quarter of the time, not all. It sees what is new after a second all the same.
fn pause(redraw: Ms, answered: Ms) -> Ms {
    FRAME.max(redraw * 3).max((answered * 3).min(LATEST))
}

fn line(kept: &Kept) -> Line {
    let set_apart = matches!(kept.state, State::Held | State::Parked);
    Line { id: kept.id, set_apart, names: kept.read.names.clone() }
}

pub(crate) fn notice(code: &str, with: &Value) -> Notice {
    Notice { code: code.to_owned(), with: with.as_object().cloned().unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_that_asks_gets_a_quarter_of_the_time() {
        assert_eq!(pause(0, 0), FRAME, "a small store is told with every frame");
        assert_eq!(pause(0, 4), FRAME);
        assert_eq!(pause(40, 10), 120, "the guesses");
        assert_eq!(pause(40, 200), 600, "the answers, which the guesses are a part of");
        assert_eq!(pause(40, 5_000), LATEST, "and nobody waits for minutes");
        assert_eq!(pause(900, 900), 2_700, "but for guesses, as ever");
    }
}
