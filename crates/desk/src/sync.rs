//! When to ask the cloud, what to send, and what a failure means: a plain step machine. No tokio, no clock, no dice and no
//! disk in here: time and dice come in with each input, and what comes out is for the desk to do. So a simulator can drive
//! the shipped code under a seed, and each rule below is a line in a table of inputs.
//!
//! ```text
//!           dispatched, poke, timer, wake                    reply: more? ops left? ── at once again
//!  Resting ───────────────────────────────▶ Asking(batch) ──┤
//!     ▲                                                      failure: passing ── backoff, a timer alone retries
//!     └──────────────────────────────────────────────────────         of the batch ── halve, stand alone, park
//!                                                                      of our place ── look at /me or /stores
//! ```

use std::collections::{HashSet, VecDeque};

use keyholder_domain::OpId;
use uuid::Uuid;

use crate::DeskError;
use crate::cloud::Fault;
use crate::picture::Connection;

/// Milliseconds of a clock that only goes forward.
pub type Ms = u64;

/// At most this many ops in one exchange: far fewer commits than one by one, and small enough to halve.
pub const BATCH: usize = 250;
/// How often an op that stands alone is tried before it is parked.
const TRIES: u32 = 5;
/// The longest pause between two tries.
const LONGEST_PAUSE: Ms = 60_000;
/// Quiet time while live pokes arrive: only a guard against a lost one that the heartbeat missed too.
const QUIET_WITH_LIVE: Ms = 300_000;
/// So many new numbers in a row are tried without a pause.
const RENUMBERED_AT_ONCE: u32 = 3;
/// Three unexplained snapshots within this time are a loop.
const LOOP_WINDOW: Ms = 600_000;
/// How long a stop lasts before it is tried again unasked.
const STOP: Ms = 3_600_000;

/// One unanswered op of the outbox, as far as sending it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The op.
    pub id: OpId,
    /// Whether it waits for something else than the next exchange.
    pub set_apart: bool,
    /// Every id that it names: what waits with it when it is set apart.
    pub names: Vec<Uuid>,
}

/// What happened.
#[derive(Debug)]
pub enum Input {
    /// The time that [`Machine::wake_at`] told has come (or any other: it only looks).
    Tick,
    /// An op was queued, or set free again.
    Dispatched,
    /// The cloud is at this seq.
    Poke(u64),
    /// Focus, network return, or the person said so: try at once, whatever was wrong.
    Wake,
    /// The live connection opened.
    LiveUp,
    /// The live connection ended, or its heartbeat is missing.
    LiveDown,
    /// Somebody signed in again.
    SignedIn,
    /// Whether a snapshot is being fetched row by row: told by a reply, or left so by the last run.
    Staged(bool),
    /// Rows of it came and are kept: the cloud is there, whatever happens next.
    RowsCame,
    /// The state that was being fetched is gone, or not the one that was named: exchange again.
    StreamGone,
    /// The next snapshot is no surprise: nothing is held, or the role was regained.
    Explained,
    /// The exchange was answered, and the answer is kept.
    Replied(Replied),
    /// A question of ours failed.
    Failed(Fault),
    /// The answer came, but this desk could not keep it (disk) or not believe it (chain): stated, and asked again.
    NotKept(DeskError),
    /// The answer holds what this version cannot read: asked again only when updated or told to.
    Outdated(DeskError),
    /// GET me was answered: whether she may see the team.
    Me {
        /// Her role has `view_team`.
        sees_team: bool,
    },
    /// GET stores was answered and her place is still there.
    PlaceKept,
    /// Her place is gone: nothing is asked any more.
    PlaceLost,
}

/// An exchange's answer, as far as it matters here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Replied {
    /// It came with a snapshot.
    pub snapshot: bool,
    /// Further entries wait at the cloud.
    pub more: bool,
    /// The cursor now.
    pub cursor: u64,
    /// How many ops got an outcome.
    pub answered: usize,
}

/// What the desk has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Do {
    /// Send one exchange with these ops, in this order.
    Exchange(Vec<OpId>),
    /// Fetch the rows that are still missing.
    Rows,
    /// Ask GET me.
    LookAtMe,
    /// Ask GET stores, because our cloud says that her place here is gone.
    CheckPlace,
    /// Keep this op and those that build on it back until the person tries again.
    Park(OpId),
    /// The profile was copied: take a new desk id and count from 1.
    NewDesk,
    /// The cloud expects this `n` next.
    Renumber(u64),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Phase {
    Resting,
    Exchanging(Vec<OpId>),
    Streaming,
    LookingAtMe,
    CheckingPlace,
    Closed,
}

/// The machine of one desk.
#[derive(Debug)]
pub struct Machine {
    phase: Phase,
    wake: Ms,
    failures: u32,
    limit: usize,
    alone: Option<(OpId, u32)>,
    probing: bool,
    renumbered: u32,
    live: bool,
    sees_team: bool,
    cursor: u64,
    poked: Option<u64>,
    explained: bool,
    staged: bool,
    snapshots: VecDeque<Ms>,
    stopped: bool,
    offline: bool,
    problem: Option<DeskError>,
}

impl Machine {
    /// A machine that asks at its first step; `sees_team` is what the desk last knew.
    pub fn new(cursor: u64, sees_team: bool) -> Self {
        Self {
            phase: Phase::Resting,
            wake: 0,
            failures: 0,
            limit: BATCH,
            alone: None,
            probing: false,
            renumbered: 0,
            live: false,
            sees_team,
            cursor,
            poked: None,
            explained: cursor == 0,
            staged: false,
            snapshots: VecDeque::new(),
            stopped: false,
            offline: false,
            problem: None,
        }
    }

    /// The last run left a snapshot half fetched: that goes on first.
    pub fn goes_on_fetching(&mut self) {
        self.staged = true;
    }

    /// When to tick next.
    pub fn wake_at(&self) -> Option<Ms> {
        (self.phase == Phase::Resting).then_some(self.wake)
    }

    /// The connection as the last question showed it.
    pub fn connection(&self) -> Connection {
        match self.phase {
            _ if self.offline => Connection::Offline,
            Phase::Resting | Phase::Closed => Connection::Online,
            Phase::Exchanging(_) | Phase::Streaming | Phase::LookingAtMe | Phase::CheckingPlace => {
                Connection::Syncing
            }
        }
    }

    /// What needs attention, if anything.
    pub fn problem(&self) -> Option<&DeskError> {
        self.problem.as_ref()
    }

    /// The ops that are on their way now.
    pub fn on_its_way(&self) -> &[OpId] {
        match &self.phase {
            Phase::Exchanging(batch) => batch,
            _ => &[],
        }
    }

    /// Whether an exchange is under way.
    pub fn exchanging(&self) -> bool {
        matches!(self.phase, Phase::Exchanging(_))
    }

    /// Whether an op that is queued now, with nothing before it, goes out at once.
    pub fn sends_at_once(&self) -> bool {
        let may = self.failures == 0 && !self.stopped && self.alone.is_none();
        self.phase == Phase::Resting && self.sees_team && !self.probing && !self.staged && may
    }

    /// What the next exchange will carry once the present one is answered for so many ops: `queue` is what is unanswered then, and
    /// whether it is set apart then. A guess that holds unless the answer changes more than that.
    pub fn foresees<'q>(&self, queue: impl Iterator<Item = (&'q Line, bool)>, answered: usize) -> Vec<OpId> {
        let known = matches!(&self.phase, Phase::Exchanging(batch) if !batch.is_empty());
        if !known || !self.sees_team || self.probing || self.staged {
            return Vec::new();
        }
        let limit = if answered > 0 { (self.limit * 2).min(BATCH) } else { self.limit };
        batch(queue, limit)
    }

    /// Takes one input and says what to do. `dice` is any number in 0..1.
    pub fn step(&mut self, now: Ms, dice: f64, queue: &[Line], input: Input) -> Vec<Do> {
        let mut todo = Vec::new();
        match input {
            Input::Tick => {}
            Input::Dispatched => self.soon(now),
            Input::Poke(cursor) => self.poke(now, cursor),
            Input::Wake | Input::SignedIn => self.start_over(now),
            Input::LiveUp => self.live_up(now),
            Input::LiveDown => self.live_down(now, dice),
            Input::Explained => self.explained = true,
            Input::Staged(staged) => self.staged = staged,
            Input::RowsCame => self.rows_came(),
            Input::StreamGone => self.stream_gone(now, dice),
            Input::Replied(replied) => self.replied(now, dice, queue, replied, &mut todo),
            Input::Failed(fault) => self.failed(now, dice, &fault, &mut todo),
            Input::NotKept(problem) => {
                self.problem = Some(problem);
                self.rest(now, dice);
            }
            Input::Outdated(problem) => self.stop(now, problem),
            Input::Me { sees_team } => self.told_me(now, dice, sees_team),
            Input::PlaceKept => {
                self.problem = Some(DeskError::new(
                    "cloud_unsure",
                    "the cloud turns this store away but still lists it",
                ));
                self.rest(now, dice);
            }
            Input::PlaceLost => self.phase = Phase::Closed,
        }
        // What was just parked still stands in this queue as if it were to be sent: the next tick asks.
        let parked = todo.iter().any(|step| matches!(step, Do::Park(_)));
        if self.phase == Phase::Resting && now >= self.wake && !parked {
            todo.push(self.ask(queue));
        }
        todo
    }

    fn ask(&mut self, queue: &[Line]) -> Do {
        if !self.sees_team {
            self.phase = Phase::LookingAtMe;
            return Do::LookAtMe;
        }
        if self.staged {
            self.phase = Phase::Streaming;
            return Do::Rows;
        }
        let batch = if self.probing { Vec::new() } else { self.batch(queue) };
        self.phase = Phase::Exchanging(batch.clone());
        Do::Exchange(batch)
    }

    fn batch(&self, queue: &[Line]) -> Vec<OpId> {
        batch(queue.iter().map(|line| (line, line.set_apart)), self.limit)
    }

    fn soon(&mut self, now: Ms) {
        // While offline or stopped the timer decides: a person who edits on a train must not make a storm of requests.
        if self.failures == 0 && !self.stopped && self.alone.is_none() {
            self.wake = now;
        }
    }

    fn poke(&mut self, now: Ms, cursor: u64) {
        let news = if self.sees_team { cursor != self.cursor } else { self.poked != Some(cursor) };
        self.poked = Some(cursor);
        if news {
            self.soon(now);
        }
    }

    fn start_over(&mut self, now: Ms) {
        self.failures = 0;
        self.stopped = false;
        self.snapshots.clear();
        self.wake = now;
    }

    fn live_up(&mut self, now: Ms) {
        self.live = true;
        if !self.stopped {
            self.failures = 0;
            self.wake = now;
        }
    }

    fn live_down(&mut self, now: Ms, dice: f64) {
        // A line that ends is the first sign of being offline: the next question tells, and the badge with it.
        let soon = if std::mem::replace(&mut self.live, false) { scaled(4_000, dice) } else { poll(dice) };
        if self.failures == 0 && !self.stopped {
            self.wake = self.wake.min(now + soon);
        }
    }

    fn replied(&mut self, now: Ms, dice: f64, queue: &[Line], replied: Replied, todo: &mut Vec<Do>) {
        let batch = std::mem::replace(&mut self.phase, Phase::Resting);
        self.offline = false;
        self.failures = 0;
        self.problem = None;
        self.stopped = false;
        self.cursor = replied.cursor;
        if replied.answered > 0 {
            self.renumbered = 0;
            self.alone = None;
            self.limit = (self.limit * 2).min(BATCH);
        }
        if std::mem::take(&mut self.probing) {
            // The cloud is well, so it is this op that it breaks on.
            if let Some((op, _)) = self.alone.take() {
                todo.push(Do::Park(op));
                self.limit = BATCH;
                self.wake = now;
                return;
            }
        }
        if replied.snapshot && !std::mem::take(&mut self.explained) && self.snapshot_loop(now) {
            let problem = DeskError::new("snapshot_loop", "the cloud sends its whole state again and again");
            return self.stop(now, problem);
        }
        let sent: HashSet<OpId> = match batch {
            Phase::Exchanging(batch) => batch.into_iter().collect(),
            _ => HashSet::new(),
        };
        // An op that was sent and got no outcome is only sent again at once when the reply explains that it decided nothing.
        let left = self.batch(queue).into_iter().any(|op| replied.snapshot || !sent.contains(&op));
        // Asked for once: a cloud that was restored since the poke never gets there, and must not be asked without end.
        let behind = self.poked.take().is_some_and(|poked| poked > replied.cursor);
        if replied.more || behind || left {
            self.wake = now;
        } else {
            self.wake = now + self.quiet(dice);
        }
    }

    fn snapshot_loop(&mut self, now: Ms) -> bool {
        self.snapshots.retain(|at| now.saturating_sub(*at) < LOOP_WINDOW);
        self.snapshots.push_back(now);
        self.snapshots.len() >= 3
    }

    fn failed(&mut self, now: Ms, dice: f64, fault: &Fault, todo: &mut Vec<Do>) {
        let phase = std::mem::replace(&mut self.phase, Phase::Resting);
        let batch = match phase {
            Phase::Exchanging(batch) => batch,
            Phase::Closed => {
                self.phase = Phase::Closed;
                return;
            }
            Phase::Resting | Phase::Streaming | Phase::LookingAtMe | Phase::CheckingPlace => Vec::new(),
        };
        self.offline = matches!(fault, Fault::NotReached(_) | Fault::Unreachable(_) | Fault::NotOurs { .. });
        self.problem = match fault {
            Fault::NotReached(_) | Fault::Unreachable(_) => None,
            // Nothing is wrong: her own access is asked for in its stead.
            _ if fault.is("view_team_required") => None,
            _ => Some(DeskError::from(fault.clone())),
        };
        match (fault.code(), fault.status()) {
            (Some("unauthenticated"), _) => self.stop(now, DeskError::signed_out()),
            (Some("wire_unsupported"), _) => self.stop(now, DeskError::from(fault.clone())),
            (Some("fork"), _) => self.renumber(now, dice, Do::NewDesk, todo),
            (Some("gap"), _) => {
                let expected = expected(fault);
                self.renumber(now, dice, Do::Renumber(expected), todo);
            }
            (Some("view_team_required"), _) => {
                self.sees_team = false;
                self.phase = Phase::LookingAtMe;
                todo.push(Do::LookAtMe);
            }
            (Some("suspended"), Some(403)) | (Some("not_found"), Some(404)) => {
                self.phase = Phase::CheckingPlace;
                todo.push(Do::CheckPlace);
            }
            (_, Some(400 | 413 | 422 | 500)) if !batch.is_empty() => self.blame(now, dice, &batch),
            (_, Some(_) | None) if matches!(fault, Fault::SignedOut) => {
                self.stop(now, DeskError::signed_out())
            }
            _ => self.rest(now, dice),
        }
        if let Some(patience) = fault.retry_after() {
            let patience = Ms::try_from(patience.as_millis()).unwrap_or(STOP).min(STOP);
            // Jitter on top, never below: everybody was told the same number.
            self.wake = self.wake.max(now + patience + scaled(patience.min(5_000), dice));
        }
    }

    /// The cloud breaks on this batch: halve it until the op that it breaks on stands alone, then try that one five times.
    fn blame(&mut self, now: Ms, dice: f64, batch: &[OpId]) {
        let [op] = batch else {
            self.limit = (batch.len() / 2).max(1);
            self.wake = now + 200 + scaled(300, dice);
            return;
        };
        let tries = match self.alone {
            Some((alone, tries)) if alone == *op => tries + 1,
            _ => 1,
        };
        self.limit = 1;
        self.alone = Some((*op, tries));
        if tries >= TRIES {
            // Before the op is parked the cloud is asked with nothing in hand: a cloud that is down parks nobody's edits.
            self.probing = true;
            self.wake = now;
        } else {
            self.wake = now + pause(tries, dice);
        }
    }

    fn renumber(&mut self, now: Ms, dice: f64, how: Do, todo: &mut Vec<Do>) {
        self.renumbered = self.renumbered.saturating_add(1);
        todo.push(how);
        if self.renumbered > RENUMBERED_AT_ONCE {
            // A cloud that never agrees is not asked without pause, and a disk that could not keep the new number is tried again.
            self.rest(now, dice);
        } else {
            self.problem = None;
            self.wake = now;
        }
    }

    fn told_me(&mut self, now: Ms, dice: f64, sees_team: bool) {
        self.phase = Phase::Resting;
        self.offline = false;
        self.failures = 0;
        self.problem = None;
        self.wake = now + self.quiet(dice);
        if sees_team && !self.sees_team {
            self.explained = true;
            self.wake = now;
        }
        self.sees_team = sees_team;
    }

    /// A stream that is cut after a while is not one more failure in a row.
    fn rows_came(&mut self) {
        self.failures = 0;
        self.offline = false;
        self.problem = None;
    }

    /// Once this happens at once; again and again it is a cloud that forgets too fast.
    fn stream_gone(&mut self, now: Ms, dice: f64) {
        self.staged = false;
        self.phase = Phase::Resting;
        self.failures = self.failures.saturating_add(1);
        self.wake = if self.failures == 1 { now } else { now + pause(self.failures - 1, dice) };
    }

    fn rest(&mut self, now: Ms, dice: f64) {
        if self.probing {
            // The cloud is broken for everybody: the op that stands alone gets its tries anew.
            self.probing = false;
            self.alone = None;
        }
        self.phase = Phase::Resting;
        self.failures = self.failures.saturating_add(1);
        self.wake = now + pause(self.failures, dice);
    }

    fn stop(&mut self, now: Ms, problem: DeskError) {
        self.phase = Phase::Resting;
        self.stopped = true;
        self.failures = 0;
        self.problem = Some(problem);
        self.wake = now + STOP;
    }

    fn quiet(&self, dice: f64) -> Ms {
        if self.live { QUIET_WITH_LIVE } else { poll(dice) }
    }
}

/// The next ops to send: in the outbox's order, without those set apart and those that build on them.
fn batch<'q>(queue: impl Iterator<Item = (&'q Line, bool)>, limit: usize) -> Vec<OpId> {
    let mut apart: HashSet<Uuid> = HashSet::new();
    let mut batch = Vec::new();
    for (line, set_apart) in queue {
        if set_apart || (!apart.is_empty() && line.names.iter().any(|name| apart.contains(name))) {
            apart.extend(line.names.iter().copied());
        } else if batch.len() < limit {
            batch.push(line.id);
        } else {
            break;
        }
    }
    batch
}

/// Between two polls where no live poke arrives: 10 to 30 seconds.
fn poll(dice: f64) -> Ms {
    10_000 + scaled(20_000, dice)
}

/// Backoff with jitter: half of 1, 2, 4 … 60 seconds is certain, the other half is thrown.
fn pause(failures: u32, dice: f64) -> Ms {
    let most = 1000_u64.saturating_mul(1 << (failures.saturating_sub(1)).min(6)).min(LONGEST_PAUSE);
    most / 2 + scaled(most / 2, dice)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
fn scaled(most: Ms, dice: f64) -> Ms {
    (most as f64 * dice.clamp(0.0, 1.0)) as Ms
}

fn expected(fault: &Fault) -> u64 {
    match fault {
        Fault::Problem(told) => told.with.get("expected").and_then(serde_json::Value::as_u64).unwrap_or(1),
        _ => 1,
    }
}

#[cfg(test)]
mod tests;
