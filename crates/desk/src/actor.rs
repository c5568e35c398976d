//! The one thread that owns a desk: its two files, its picture and its step machine. Commands come in one at a time, so
//! there is nothing to lock and no order to think about; what it wants asked of the cloud goes out by a channel.

use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use keyholder_domain::id::{DeskId, OpId};
use keyholder_domain::op::{Asker, Op, decide};
use keyholder_domain::time::Time;
use serde_json::{Value, json};
use tokio::sync::{broadcast, mpsc as channel};
use uuid::Uuid;

use crate::DeskError;
use crate::cache::{Base, Cache};
use crate::clock::Clock;
use crate::desk::{Command, Dispatched, Opening, Outgoing, Standing, Unsent, me_in};
use crate::keyholder::Changed;
use crate::outbox::{Kept, Outbox, State, names};
use crate::picture::{ActivityPage, Connection, PageWanted, Picture, can_ask_anyway};
use crate::profile::set_aside;
use crate::replay;
use crate::sync::{Do, Input, Line, Machine, Ms};
use crate::views::program::Notice;
use crate::views::shared::Told;
use crate::views::{self, Answer, Ask, Memo, PreviewView};

mod apply;
mod closing;
pub(crate) use closing::UNSENT;

/// A window draws at most sixty times a second; telling it more often only makes it ask more often.
const FRAME: Duration = Duration::from_millis(16);
/// After this long without a command the outbox's log is folded in.
const IDLE: Duration = Duration::from_secs(2);
/// How many of the latest entries views hold in memory.
const RECENT: usize = 500;
/// Held ops are asked again this often: the cloud may have learned them.
const HELD: Duration = Duration::from_secs(3600);

pub(crate) struct Actor {
    folder: PathBuf,
    outbox: Outbox,
    cache: Cache,
    picture: Picture,
    memo: Memo,
    machine: Machine,
    lines: Vec<Line>,
    clock: Arc<dyn Clock>,
    started: Instant,
    outgoing: channel::UnboundedSender<Outgoing>,
    changes: broadcast::Sender<Changed>,
    changed: bool,
    told: Option<Instant>,
    log_grown: bool,
    held_since: Instant,
    storage: Option<DeskError>,
    notices: Vec<Notice>,
    /// After a snapshot that nothing explained: the seq up to which the history is compared with what this desk had seen.
    doubt: Option<u64>,
    closed: Option<DeskError>,
}

impl Actor {
    pub(crate) fn open(
        opening: Opening,
        outgoing: channel::UnboundedSender<Outgoing>,
    ) -> Result<Self, DeskError> {
        let Opening { folder, store, name, account, machine, clock, changes } = opening;
        let now = clock.now();
        std::fs::create_dir_all(&folder)?;
        let mut notices = Vec::new();
        let mut outbox = open_outbox(&folder, machine.as_deref(), now, &mut notices)?;
        let (cache, base, aside) = Cache::open(&folder.join("cache.db"), store, now)?;
        if let Some(file) = aside {
            notices.push(notice("cache_set_aside", &json!({"file": file})));
        }
        outbox.load_answered(base.cursor)?;
        outbox.tidy(now)?;
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
            recent: Arc::new(cache.recent(RECENT)?),
        };
        let sees_team = base.has_team || base.my_access.is_none();
        let machine = Machine::new(base.cursor, sees_team);
        let mut actor = Self {
            folder,
            outbox,
            cache,
            picture,
            memo: Memo::default(),
            machine,
            lines: Vec::new(),
            clock,
            started: Instant::now(),
            outgoing,
            changes,
            changed: true,
            told: None,
            log_grown: false,
            held_since: Instant::now(),
            storage: None,
            notices,
            doubt: None,
            closed: None,
        };
        actor.take_base(base);
        actor.release(State::Held)?;
        Ok(actor)
    }

    pub(crate) fn run(mut self, todo: &mpsc::Receiver<Command>) {
        self.step(Input::Tick);
        loop {
            match todo.recv_timeout(self.patience()) {
                Ok(Command::Close(done)) => {
                    self.outbox.checkpoint();
                    drop(self);
                    // The closer may have gone away.
                    let _ = done.send(());
                    return;
                }
                Ok(command) => self.obey(command),
                Err(mpsc::RecvTimeoutError::Timeout) => self.idle(),
                Err(mpsc::RecvTimeoutError::Disconnected) => return,
            }
            if self.machine.wake_at().is_some_and(|wake| self.elapsed() >= wake) {
                self.step(Input::Tick);
            }
            self.tell();
        }
    }

    fn patience(&self) -> Duration {
        let mut patience = Duration::from_secs(60);
        if let Some(wake) = self.machine.wake_at() {
            patience = patience.min(Duration::from_millis(wake.saturating_sub(self.elapsed()) + 1));
        }
        if self.changed {
            patience = patience.min(FRAME);
        }
        if self.log_grown {
            patience = patience.min(IDLE);
        }
        patience
    }

    fn idle(&mut self) {
        let told = self.told.is_none_or(|told| told.elapsed() >= IDLE);
        if self.log_grown && told && !self.changed {
            self.outbox.checkpoint();
            self.log_grown = false;
        }
        if self.held_since.elapsed() >= HELD {
            self.held_since = Instant::now();
            let released = self.release(State::Held);
            self.heed(released);
        }
    }

    fn obey(&mut self, command: Command) {
        // Whoever asked may have stopped waiting: a late answer is simply dropped.
        match command {
            Command::Ask(ask, page, answer) => drop(answer.send(self.ask(&ask, page.as_ref()))),
            Command::Page(wanted, answer) => drop(answer.send(self.page(wanted))),
            Command::Preview(op, answer) => drop(answer.send(self.preview(&op))),
            Command::Dispatch { op, ask_anyway, answer } => {
                drop(answer.send(self.dispatch(&op, ask_anyway, None)))
            }
            Command::Retry(op, answer) => drop(answer.send(self.retry(op))),
            Command::Drop(op, answer) => drop(answer.send(self.drop_op(op))),
            Command::Unsent(answer) => drop(answer.send(self.unsent())),
            Command::Standing(answer) => drop(answer.send(self.standing())),
            Command::Look(answer) => drop(answer.send(Box::new(self.picture.clone()))),
            Command::Input(input) => self.step(input),
            Command::SetFree => {
                let freed = self.release(State::Held).and_then(|()| self.release(State::Parked));
                self.heed(freed);
            }
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
        if !matches!(ask.what, views::What::Frame | views::What::Waiting) {
            self.lease()?;
        }
        views::answer(&self.picture, &mut self.memo, ask, page)
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
                self.heed(Err(error.clone()));
                (ActivityPage { problem: Some(error), ..ActivityPage::default() }, false)
            }
        }
    }

    fn preview(&mut self, op: &Op) -> Result<PreviewView, DeskError> {
        self.still_open()?;
        self.lease()?;
        self.picture.now = self.clock.now();
        Ok(views::preview(&self.picture, op))
    }

    /// Judged at once with the cloud's own function, then one durable commit, then shown: in this order, so that a full disk
    /// is told before anything looks saved.
    fn dispatch(
        &mut self,
        op: &Op,
        ask_anyway: bool,
        instead_of: Option<OpId>,
    ) -> Result<Dispatched, DeskError> {
        self.still_open()?;
        self.lease()?;
        let now = self.clock.now();
        let id = OpId::from_uuid(Uuid::now_v7());
        let mut dispatched =
            Dispatched { id, queued: false, nothing_to_do: false, refusal: None, can_ask_anyway: false };
        match self.judge(op, now) {
            Ok(false) => {
                dispatched.nothing_to_do = true;
                if let Some(old) = instead_of {
                    // What was refused has come about in another way.
                    let forgotten = self.outbox.forget(old);
                    self.kept_or(forgotten)?;
                    self.rebuild();
                }
                return Ok(dispatched);
            }
            Ok(true) => {}
            Err(refusal) => {
                dispatched.can_ask_anyway = can_ask_anyway(&refusal.code);
                dispatched.refusal = Some(refusal);
                if !(ask_anyway && dispatched.can_ask_anyway) {
                    return Ok(dispatched);
                }
            }
        }
        let text = op.to_value().to_string();
        let kept = match instead_of {
            None => self.outbox.ask(id, now, text),
            Some(old) => self.outbox.ask_again(old, id, now, text),
        };
        self.kept_or(kept)?;
        dispatched.queued = true;
        match self.outbox.kept().last() {
            Some(kept) if instead_of.is_none() => {
                self.lines.push(line(kept));
                let me = self.picture.me;
                replay::add(&mut self.picture.local, me, &mut self.picture.pending, kept, now);
                self.moved();
            }
            _ => self.rebuild(),
        }
        self.step(Input::Dispatched);
        Ok(dispatched)
    }

    /// Whether there is anything to do, or why it will be refused.
    fn judge(&self, op: &Op, now: Time) -> Result<bool, Told> {
        let Some(me) = self.picture.me.filter(|_| self.picture.has_team) else {
            return Err(Told::new("area_required", json!({"area": "view_team"})));
        };
        let event = decide(&self.picture.local, Asker::Member(me), op, now);
        event.map(|event| event.is_some()).map_err(Told::from)
    }

    fn retry(&mut self, id: OpId) -> Result<Dispatched, DeskError> {
        self.still_open()?;
        let missing = || DeskError::new("unknown_op", "this op is not in the outbox");
        let kept = self.outbox.get(id).ok_or_else(missing)?.clone();
        match kept.state {
            State::Refused | State::Unknown => {
                let op =
                    again(&kept).ok_or_else(|| DeskError::outdated("this version cannot read the op"))?;
                // She has seen the refusal and wants it asked again: what others could change is asked anyway.
                self.dispatch(&op, true, Some(id))
            }
            State::Parked | State::Held => {
                let freed = self.outbox.move_to(&[id], State::Waiting);
                self.kept_or(freed)?;
                self.rebuild();
                self.step(Input::Dispatched);
                Ok(Dispatched {
                    id,
                    queued: true,
                    nothing_to_do: false,
                    refusal: None,
                    can_ask_anyway: false,
                })
            }
            State::Waiting | State::Answered(_) => {
                self.step(Input::Wake);
                Ok(Dispatched {
                    id,
                    queued: true,
                    nothing_to_do: false,
                    refusal: None,
                    can_ask_anyway: false,
                })
            }
        }
    }

    fn drop_op(&mut self, id: OpId) -> Result<(), DeskError> {
        let Some(kept) = self.outbox.get(id) else { return Ok(()) };
        let unsent = kept.state == State::Waiting && !kept.sent;
        if !unsent && matches!(kept.state, State::Waiting | State::Answered(_)) {
            return Err(DeskError::new(
                "already_sent",
                "the cloud may have it already; its answer will come",
            ));
        }
        let forgotten = self.outbox.forget(id);
        self.kept_or(forgotten)?;
        self.rebuild();
        Ok(())
    }

    fn unsent(&self) -> Vec<Unsent> {
        self.outbox
            .kept()
            .iter()
            .filter(|kept| !matches!(kept.state, State::Answered(_)))
            .map(unsent)
            .collect()
    }

    fn standing(&self) -> Standing {
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
        }
    }

    fn step(&mut self, input: Input) {
        let mut todo = self.machine.step(self.elapsed(), rand::random(), &self.lines, input);
        while !todo.is_empty() {
            for step in std::mem::take(&mut todo) {
                if let Err(error) = self.carry_out(step) {
                    self.heed(Err(error.clone()));
                    todo.extend(self.machine.step(
                        self.elapsed(),
                        rand::random(),
                        &self.lines,
                        Input::NotKept(error),
                    ));
                }
            }
        }
        self.show_connection();
    }

    fn carry_out(&mut self, step: Do) -> Result<(), DeskError> {
        let wanted = match step {
            Do::Exchange(batch) => {
                self.log_grown |= !batch.is_empty();
                Outgoing::Exchange(self.request(&batch)?)
            }
            Do::LookAtMe => Outgoing::Me,
            Do::CheckPlace => Outgoing::Stores,
            Do::Park(op) => {
                self.outbox.move_to(&[op], State::Parked)?;
                self.rebuild();
                return Ok(());
            }
            Do::NewDesk => {
                self.outbox.renew_desk(DeskId::from_uuid(Uuid::now_v7()))?;
                self.picture.desk = self.outbox.desk();
                self.say(notice("fork_renumbered", &json!({})));
                return Ok(());
            }
            Do::Renumber(expected) => return self.outbox.renumber(expected),
        };
        // The runner is gone only when the desk is being closed.
        let _ = self.outgoing.send(wanted);
        Ok(())
    }

    /// The exchange's body: envelope and numbers are made here, ops are as written.
    fn request(&mut self, batch: &[OpId]) -> Result<Vec<u8>, DeskError> {
        let (cursor, head) = self.cache.position();
        let mut body = json!({"wire": keyholder_domain::wire::WIRE_VERSION, "cursor": cursor});
        if let Some(epoch) = &self.outbox.seen().epoch {
            body["epoch"] = json!(epoch);
        }
        if let Some(head) = head {
            body["head"] = json!(head);
        }
        if !batch.is_empty() {
            body["desk"] = json!(self.outbox.desk());
        }
        let mut ops = Vec::with_capacity(batch.len());
        for (n, kept) in self.outbox.number(batch)? {
            let op: Value = serde_json::from_str(&kept.op).unwrap_or_default();
            ops.push(json!({"id": kept.id, "n": n, "made_at": kept.made_at, "op": op}));
        }
        body["ops"] = Value::Array(ops);
        serde_json::to_vec(&body).map_err(|error| DeskError::storage(error.to_string()))
    }

    /// Sets ops free that wait for something else than the next exchange.
    fn release(&mut self, from: State) -> Result<(), DeskError> {
        let apart: Vec<OpId> =
            self.outbox.kept().iter().filter(|kept| kept.state == from).map(|kept| kept.id).collect();
        if !apart.is_empty() {
            self.outbox.move_to(&apart, State::Waiting)?;
            self.rebuild();
        }
        Ok(())
    }

    /// Takes a base: from the cache at opening, or after the cloud told something.
    fn take_base(&mut self, base: Base) {
        self.picture.base = base.store;
        self.picture.has_team = base.has_team;
        self.picture.my_access = base.my_access;
        self.picture.as_of = base.as_of;
        if let Some(name) = base.name {
            self.picture.store_name = name;
        }
        self.rebuild();
    }

    /// Drops every guess and makes it anew.
    fn rebuild(&mut self) {
        self.picture.me = me_in(&self.picture);
        let now = self.clock.now();
        let (local, pending) = replay::replay(&self.picture.base, self.picture.me, self.outbox.kept(), now);
        self.picture.local = local;
        self.picture.pending = pending;
        self.lines = self.outbox.kept().iter().filter(|kept| kept.state.unanswered()).map(line).collect();
        self.moved();
        self.show_connection();
    }

    fn moved(&mut self) {
        self.picture.revision += 1;
        self.picture.store_revision += 1;
        self.changed = true;
        self.log_grown = true;
    }

    fn show_connection(&mut self) {
        use crate::picture::PendingState::{Sent, Waiting};
        let problem = self.closed.as_ref().or(self.storage.as_ref()).or(self.machine.problem()).cloned();
        let connection = self.machine.connection();
        let on_its_way = self.machine.on_its_way();
        let mut changed = problem != self.picture.problem || connection != self.picture.connection;
        // Offline before and after: a try that failed still has to be taken back from the ops it carried.
        let was_sent = self.picture.pending.iter().any(|op| op.state == Sent);
        if was_sent || !on_its_way.is_empty() {
            let sent: std::collections::HashSet<&OpId> = on_its_way.iter().collect();
            for op in &mut self.picture.pending {
                let state = match op.state {
                    Waiting | Sent if sent.contains(&op.id) => Sent,
                    Sent => Waiting,
                    other => other,
                };
                changed |= state != op.state;
                op.state = state;
                op.maybe_sent |= state == Sent;
            }
        }
        if changed {
            self.picture.problem = problem;
            self.picture.connection = connection;
            self.picture.revision += 1;
            self.changed = true;
        }
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
            Err(error) => {
                self.heed(Err(error.clone()));
                Err(error)
            }
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
            tracing::warn!(%error, store = %self.picture.store, "the desk's disk failed");
            self.storage = Some(error);
            self.show_connection();
        }
    }

    fn still_open(&self) -> Result<(), DeskError> {
        self.closed.clone().map_or(Ok(()), Err)
    }

    /// Without the cloud a desk works for as long as its store lends it: then it is locked, and nothing is lost.
    fn lease(&self) -> Result<(), DeskError> {
        let Some(as_of) = self.picture.as_of else { return Ok(()) };
        let days = u32::from(self.picture.base.offline_lease().days());
        if self.clock.now() > as_of.plus_days(days) {
            return Err(
                DeskError::new("lease_ended", "the cloud was not heard for too long").fact("days", days)
            );
        }
        Ok(())
    }

    fn tell(&mut self) {
        if self.changed && self.told.is_none_or(|told| told.elapsed() >= FRAME) {
            self.changed = false;
            self.told = Some(Instant::now());
            // Nobody may be listening.
            let _ = self.changes.send(Changed { store: Some(self.picture.store) });
        }
    }

    fn elapsed(&self) -> Ms {
        Ms::try_from(self.started.elapsed().as_millis()).unwrap_or(Ms::MAX)
    }
}

/// Opens the outbox. One that another machine's keychain belongs with is set aside when it holds unsent ops: sent from here
/// too, they would be a second hand in the same numbers.
fn open_outbox(
    folder: &std::path::Path,
    machine: Option<&str>,
    now: Time,
    notices: &mut Vec<Notice>,
) -> Result<Outbox, DeskError> {
    let path = folder.join("outbox.db");
    let (mut outbox, salvaged) = Outbox::open(&path, now)?;
    if let Some(salvaged) = salvaged {
        let with = json!({"file": salvaged.file, "rows": salvaged.rows, "lost": salvaged.lost});
        notices.push(notice("outbox_salvaged", &with));
    }
    let Some(machine) = machine else { return Ok(outbox) };
    if outbox.machine().is_some_and(|own| own != machine) {
        let count = outbox.kept().iter().filter(|kept| !matches!(kept.state, State::Answered(_))).count();
        drop(outbox);
        let file = set_aside(&path, now)?;
        if count > 0 {
            notices.push(notice("other_machine", &json!({"file": file, "count": count})));
        }
        outbox = Outbox::open(&path, now)?.0;
    }
    if outbox.machine().is_none() {
        outbox.belongs_to(machine)?;
    }
    Ok(outbox)
}

fn line(kept: &Kept) -> Line {
    let set_apart = matches!(kept.state, State::Held | State::Parked);
    Line { id: kept.id, set_apart, names: names(&serde_json::from_str(&kept.op).unwrap_or_default()) }
}

/// The same op for another try. Where the refusal told the present value, that is what the person has seen and starts from.
fn again(kept: &Kept) -> Option<Op> {
    let mut op: Value = serde_json::from_str(&kept.op).ok()?;
    let refusal = kept.refusal.as_ref().filter(|told| told.code == "changed_meanwhile");
    if let (Some(present), Some(from)) =
        (refusal.and_then(|told| told.with.get("present")), op.get_mut("from"))
    {
        *from = present.clone();
    }
    Op::parse(&op).ok()
}

fn unsent(kept: &Kept) -> Unsent {
    let state = match kept.state {
        State::Waiting | State::Answered(_) => "waiting",
        State::Held => "held",
        State::Parked => "parked",
        State::Refused => "refused",
        State::Unknown => "unknown",
    };
    Unsent {
        id: kept.id,
        made_at: kept.made_at,
        op: serde_json::from_str(&kept.op).unwrap_or_default(),
        state: state.to_owned(),
    }
}

pub(crate) fn notice(code: &str, with: &Value) -> Notice {
    Notice { code: code.to_owned(), with: with.as_object().cloned().unwrap_or_default() }
}
