//! What was asked here and what came back: the truth of a desk, in a file of its own.
//!
//! Every commit is durable before it is answered (`synchronous=FULL`, and `fullfsync` where the system has it); the log is
//! folded in when the desk is idle, so that an edit is one fsync. Ops rest as written, for ever the same bytes, because the
//! cloud tells "again" from "another" by those bytes.
//!
//! ```text
//!  waiting ──▶ answered{seq} ── 30 days ──▶ gone        held     the cloud does not know it yet: asked again later
//!     ├──────▶ refused{code}  until dropped              parked   the cloud breaks on it: until the person tries again
//!     └──────▶ unknown        until dropped              (both stand in the queue and keep what builds on them)
//! ```

use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use keyholder_domain::{DeskId, Op, OpId, Time};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use uuid::Uuid;

use self::file::{connect, days_before, kept, knows_ways, put, put_doubt, put_seen};
use crate::DeskError;
use crate::picture::PendingState;
use crate::storage::{self, Storage};
use crate::undo::Back;
use crate::views::shared::Told;

mod beside;
mod file;
mod left;
mod salvage;
pub use left::{Left, leave};
pub use salvage::Salvaged;

/// How long an answered op is kept, to be offered again to a cloud that was restored from a backup.
pub const JOURNAL_DAYS: i64 = 30;

/// One op as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its place in the order.
    pub place: i64,
    /// Its id.
    pub id: OpId,
    /// When it was asked.
    pub made_at: Time,
    /// As written.
    pub op: String,
    /// The same, read once.
    pub read: Arc<Read>,
    /// Where it stands.
    pub state: State,
    /// The number under which it was last sent, or is about to be.
    pub n: Option<u64>,
    /// Whether it may be at the cloud: it was sent, and nobody knows for certain that it did not arrive.
    pub sent: bool,
    /// Why it was refused or is held.
    pub refusal: Option<Told>,
}

/// An op as this version reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// As JSON; null where it is none.
    pub raw: Value,
    /// As an op; none where this version cannot read it.
    pub op: Option<Op>,
    /// Every id that it names.
    pub names: Vec<Uuid>,
}

impl Read {
    fn of(text: &str) -> Arc<Self> {
        let raw: Value = serde_json::from_str(text).unwrap_or_default();
        Arc::new(Self { op: Op::parse(&raw).ok(), names: names(&raw), raw })
    }
}

/// Where a kept op stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// To be sent.
    Waiting,
    /// Accepted by the cloud, as of this seq.
    Answered(u64),
    /// Refused by the cloud.
    Refused,
    /// The cloud will never tell.
    Unknown,
    /// The cloud does not know this op yet.
    Held,
    /// The cloud breaks on it.
    Parked,
}

impl State {
    fn code(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Answered(_) => "answered",
            State::Refused => "refused",
            State::Unknown => "unknown",
            State::Held => "held",
            State::Parked => "parked",
        }
    }

    /// The same, as views name it.
    pub fn pending(self) -> PendingState {
        match self {
            State::Waiting => PendingState::Waiting,
            State::Answered(_) => PendingState::Answered,
            State::Refused => PendingState::Refused,
            State::Unknown => PendingState::Unknown,
            State::Held => PendingState::Held,
            State::Parked => PendingState::Parked,
        }
    }

    /// Whether the cloud has not had its last word on it.
    pub fn unanswered(self) -> bool {
        matches!(self, State::Waiting | State::Held | State::Parked)
    }
}

/// What the cloud was last seen to be: rebuilding the cache cannot hide a cut in its history.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    /// The cloud's epoch.
    pub epoch: Option<String>,
    /// The last entry's number.
    pub seq: u64,
    /// Its hash.
    pub head: Option<String>,
}

/// What an op came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Accepted as of this seq.
    Accepted(u64),
    /// Refused for good.
    Refused(Told),
    /// Not known there yet, and not recorded: held.
    Held(Told),
}

/// How an op came to be asked, and the way back from it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Way {
    /// The act that it is part of; none where it is one by itself.
    pub act: Option<Uuid>,
    /// What leads back.
    pub back: Option<Back>,
    /// The act that it takes back.
    pub undoes: Option<Uuid>,
}

/// One op to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Its id.
    pub id: OpId,
    /// As it will be sent.
    pub op: String,
    /// Its way back.
    pub way: Way,
}

/// An op that was asked lately, settled or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Recent {
    /// Its id.
    pub id: OpId,
    /// When it was asked.
    pub made_at: Time,
    /// What was asked.
    pub op: Op,
    /// Its way back.
    pub way: Way,
}

/// An opened outbox.
#[derive(Debug)]
pub struct Outbox {
    db: Connection,
    /// By place, which only grows.
    kept: Vec<Kept>,
    /// Where each of them is.
    places: HashMap<OpId, i64>,
    /// What was first numbered for the exchange under way: certainly not at the cloud if that did not arrive.
    first: Vec<OpId>,
    desk: DeskId,
    next_n: u64,
    seen: Seen,
    /// What was seen before a snapshot jumped over it.
    doubt: Option<Seen>,
    machine: Option<String>,
    /// Made just now: its desk id is still to be given.
    new: bool,
    /// Whether the file has room for ways back.
    ways: bool,
}

impl Outbox {
    /// Opens the file, makes it where it is missing, and salvages it row by row where it is damaged.
    pub fn open(storage: &Storage, path: &Path, now: Time) -> Result<(Self, Option<Salvaged>), DeskError> {
        // A read that failed once looks like damage: what nobody can fetch again is looked at twice.
        let opened = Self::open_sound(storage, path).or_else(|error| {
            if error.cannot_be_read() { Self::open_sound(storage, path) } else { Err(error) }
        });
        match opened {
            Ok(outbox) => Ok((outbox, None)),
            Err(error) if error.cannot_be_read() => {
                let salvaged = salvage::salvage(storage, path, now)?;
                tracing::warn!(kept = %salvaged.file, rows = salvaged.rows, foreign = salvaged.foreign, "the outbox could not be read");
                Ok((Self::open_sound(storage, path)?, Some(salvaged)))
            }
            Err(error) => Err(error),
        }
    }

    /// Opens a file that is there, to see what it holds; one that is damaged stays as it is.
    pub(crate) fn look(storage: &Storage, path: &Path) -> Result<Self, DeskError> {
        Self::open_sound(storage, path)
    }

    /// Opens the file once more beside a connection that failed, and sees that it is the same outbox and can be written.
    ///
    /// # Errors
    /// `storage`, with `why` `gone` where the file is not there, or is another one than what `held` was opened on.
    pub(crate) fn open_again(storage: &Storage, path: &Path, held: &Self) -> Result<Self, DeskError> {
        storage.is_back(path)?;
        let outbox = Self::open_sound(storage, path)?;
        if !outbox.holds_all_of(held)? {
            return Err(DeskError::storage("another outbox lies in its place").fact("why", "gone"));
        }
        outbox.begin_log()?;
        Ok(outbox)
    }

    fn holds_all_of(&self, held: &Self) -> Result<bool, DeskError> {
        for kept in held.kept() {
            if self.stands(kept.id)?.is_none() {
                return Ok(false);
            }
        }
        Ok(self.desk == held.desk)
    }

    /// This connection is given up for another one on the same file, whose log it must not touch when it closes.
    pub(crate) fn is_given_up(&self) {
        storage::give_up(&self.db);
    }

    /// Whether a file of this name is an outbox that was set aside.
    pub(crate) fn is_set_aside(name: &str) -> bool {
        let part = ["-wal", "-shm", "-journal"].iter().any(|end| name.ends_with(end));
        name.starts_with("outbox.db.set-aside-") && !part
    }

    /// How many unsettled ops an outbox that was set aside holds beside what came over from it; none where that cannot be told.
    pub(crate) fn left_aside(storage: &Storage, aside: &Path) -> Option<usize> {
        salvage::left_in(storage, aside)
    }

    /// An empty outbox that rests nowhere, for a desk that is closed for good.
    pub(crate) fn nowhere() -> Result<Self, DeskError> {
        Self::open_sound(&Storage::memory(), Path::new("nowhere"))
    }

    fn open_sound(storage: &Storage, path: &Path) -> Result<Self, DeskError> {
        let damaged = |what: &str| DeskError::storage(what).fact("why", "damaged");
        // Looked at first: whoever opens the file makes what is behind the damage the log's end.
        if storage.log_is_broken(path)? {
            return Err(damaged("the outbox's log is damaged"));
        }
        let db = connect(storage, path)?;
        let check: String = db.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
        if check != "ok" {
            return Err(damaged("the outbox is damaged"));
        }
        let mut outbox = Self {
            db,
            kept: Vec::new(),
            places: HashMap::new(),
            first: Vec::new(),
            desk: DeskId::from_uuid(Uuid::nil()),
            next_n: 1,
            seen: Seen::default(),
            doubt: None,
            machine: None,
            new: false,
            ways: true,
        };
        outbox.ways = knows_ways(&outbox.db);
        outbox.load().map_err(|error| match error {
            rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => {
                damaged("a row of the outbox makes no sense")
            }
            other => other.into(),
        })?;
        Ok(outbox)
    }

    fn load(&mut self) -> rusqlite::Result<()> {
        let mut rows = self.db.prepare(
            "select place, id, made_at, op, state, n, seq, refusal from ops where state <> 'answered' order by place",
        )?;
        self.kept = rows.query_map([], kept)?.collect::<Result<_, _>>()?;
        drop(rows);
        self.find_places();
        let meta = |key: &str| -> rusqlite::Result<Option<String>> {
            self.db.query_row("select value from meta where key = ?1", [key], |row| row.get(0)).optional()
        };
        let (desk, next_n) = (meta("desk")?, meta("next_n")?);
        self.seen.epoch = meta("epoch")?;
        self.seen.seq = meta("seen_seq")?.and_then(|text| text.parse().ok()).unwrap_or(0);
        self.seen.head = meta("seen_head")?;
        self.doubt =
            meta("doubt_seq")?.and_then(|text| text.parse().ok()).map(|seq| Seen { seq, ..Seen::default() });
        if let Some(doubt) = &mut self.doubt {
            doubt.head = meta("doubt_head")?;
        }
        self.machine = meta("machine")?;
        match desk.and_then(|text| text.parse().ok()) {
            Some(desk) => {
                self.desk = desk;
                self.next_n = next_n.and_then(|text| text.parse().ok()).unwrap_or(1);
            }
            None => {
                self.renew_desk(DeskId::from_uuid(Uuid::now_v7()))?;
                self.new = true;
            }
        }
        Ok(())
    }

    /// Adds answered ops whose entry the base does not hold yet, so that they are replayed too.
    pub fn load_answered(&mut self, base_cursor: u64) -> Result<(), DeskError> {
        self.kept.retain(|kept| !matches!(kept.state, State::Answered(_)));
        let mut rows = self.db.prepare_cached(
            "select place, id, made_at, op, state, n, seq, refusal from ops where state = 'answered' and seq > ?1",
        )?;
        for answered in rows.query_map([base_cursor.cast_signed()], kept)? {
            self.kept.push(answered?);
        }
        drop(rows);
        self.kept.sort_by_key(|kept| kept.place);
        self.find_places();
        Ok(())
    }

    fn find_places(&mut self) {
        self.places = self.kept.iter().map(|kept| (kept.id, kept.place)).collect();
    }

    /// Forgets answered ops that the base now holds (the journal keeps them).
    pub fn settled_up_to(&mut self, base_cursor: u64) {
        let settled = |kept: &Kept| matches!(kept.state, State::Answered(seq) if seq <= base_cursor);
        // Mostly it is what stands first: taken out in one piece, so that the many behind it move once.
        let first = self.kept.iter().take_while(|kept| settled(kept)).count();
        for kept in self.kept.drain(..first) {
            self.places.remove(&kept.id);
        }
        let places = &mut self.places;
        self.kept.retain(|kept| {
            let settled = settled(kept);
            if settled {
                places.remove(&kept.id);
            }
            !settled
        });
    }

    /// Every op that is not settled, in the outbox's own order.
    pub fn kept(&self) -> &[Kept] {
        &self.kept
    }

    /// Where an op stands in the file, also one that is settled; none where it was forgotten.
    pub fn stands(&self, id: OpId) -> Result<Option<State>, DeskError> {
        let mut query = self
            .db
            .prepare_cached("select place, id, made_at, op, state, n, seq, refusal from ops where id = ?1")?;
        Ok(query.query_row([id.to_string()], kept).optional()?.map(|kept| kept.state))
    }

    /// One of them.
    pub fn get(&self, id: OpId) -> Option<&Kept> {
        self.kept.get(self.index(id)?)
    }

    fn index(&self, id: OpId) -> Option<usize> {
        let place = self.places.get(&id)?;
        self.kept.binary_search_by_key(place, |kept| kept.place).ok()
    }

    /// Keeps an op; when this returns it survives a power cut.
    pub fn ask(&mut self, id: OpId, made_at: Time, op: String) -> Result<(), DeskError> {
        self.insert(&Asked { id, op, way: Way::default() }, made_at, None)
    }

    /// The same with its way back.
    pub fn ask_way(&mut self, asked: &Asked, made_at: Time) -> Result<(), DeskError> {
        self.insert(asked, made_at, None)
    }

    /// The same for an op that goes out by itself at once: its number is kept in the same commit.
    pub fn ask_now(&mut self, asked: &Asked, made_at: Time) -> Result<(), DeskError> {
        self.insert(asked, made_at, Some(self.next_n))?;
        self.first.push(asked.id);
        Ok(())
    }

    fn insert(&mut self, asked: &Asked, made_at: Time, n: Option<u64>) -> Result<(), DeskError> {
        file::write_op(&self.db, self.ways, asked, made_at, n)?;
        self.push(self.db.last_insert_rowid(), asked.id, made_at, asked.op.clone(), n);
        Ok(())
    }

    /// Keeps many ops, in this order, and forgets others: one commit.
    pub fn ask_many(&mut self, asked: Vec<Asked>, forget: &[OpId], made_at: Time) -> Result<(), DeskError> {
        self.decided(asked, forget, None, made_at)
    }

    /// The same, and in the same commit what is left as it is, all of it.
    pub fn decided(
        &mut self,
        asked: Vec<Asked>,
        forget: &[OpId],
        left: Option<&Left>,
        made_at: Time,
    ) -> Result<(), DeskError> {
        let tx = self.db.transaction()?;
        if let Some(left) = left {
            left::write(&tx, left)?;
        }
        let mut places = Vec::with_capacity(asked.len());
        for id in forget {
            tx.prepare_cached("delete from ops where id = ?1")?.execute([id.to_string()])?;
        }
        for asked in &asked {
            file::write_op(&tx, self.ways, asked, made_at, None)?;
            places.push(tx.last_insert_rowid());
        }
        tx.commit()?;
        if !forget.is_empty() {
            let gone: std::collections::HashSet<&OpId> = forget.iter().collect();
            self.kept.retain(|kept| !gone.contains(&kept.id));
            self.places.retain(|id, _| !gone.contains(id));
        }
        for (place, asked) in places.into_iter().zip(asked) {
            self.push(place, asked.id, made_at, asked.op, None);
        }
        Ok(())
    }

    /// Every op that was asked since, settled or not, in the outbox's order: what may be taken back is among them.
    pub fn recent(&self, since: Time) -> Result<Vec<Recent>, DeskError> {
        if !self.ways {
            return Ok(Vec::new());
        }
        let mut rows = self.db.prepare(
            "select id, made_at, op, act, back, undoes from ops where made_at >= ?1 order by place",
        )?;
        let found = rows.query_map([since.to_string()], file::recent)?;
        // What this version cannot read, it cannot take back.
        Ok(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    fn push(&mut self, place: i64, id: OpId, made_at: Time, op: String, n: Option<u64>) {
        let read = Read::of(&op);
        let (state, sent) = (State::Waiting, n.is_some());
        self.places.insert(id, place);
        self.kept.push(Kept { place, id, made_at, op, read, state, n, sent, refusal: None });
    }

    fn remove(&mut self, id: OpId) {
        if let Some(index) = self.index(id) {
            self.kept.remove(index);
            self.places.remove(&id);
        }
    }

    /// Keeps an op in place of a settled one that it tries again: both in one commit.
    pub fn ask_again(&mut self, old: OpId, asked: Asked, made_at: Time) -> Result<(), DeskError> {
        self.ask_many(vec![asked], &[old], made_at)
    }

    /// Forgets an op, because the person said so.
    pub fn forget(&mut self, id: OpId) -> Result<(), DeskError> {
        self.db.execute("delete from ops where id = ?1", [id.to_string()])?;
        self.remove(id);
        Ok(())
    }

    /// Numbers a batch for sending, durably. Numbers follow each other from the next one, so a retry in the same order gets the same;
    /// a batch that has its numbers already writes nothing.
    pub fn number(&mut self, batch: &[OpId]) -> Result<Vec<(u64, &Kept)>, DeskError> {
        let marks = self.marks(batch, self.next_n);
        if !marks.is_empty() {
            let tx = self.db.transaction()?;
            file::write_numbers(&tx, &marks)?;
            tx.commit()?;
            self.mark(&marks);
        }
        Ok(batch.iter().zip(self.next_n..).filter_map(|(id, n)| Some((n, self.get(*id)?))).collect())
    }

    /// Which of these ops have another number so far, by place.
    fn marks(&self, batch: &[OpId], from: u64) -> Vec<(i64, u64)> {
        let numbered = batch.iter().zip(from..).filter_map(|(id, n)| Some((self.get(*id)?, n)));
        numbered.filter(|(kept, n)| kept.n != Some(*n)).map(|(kept, n)| (kept.place, n)).collect()
    }

    fn mark(&mut self, marks: &[(i64, u64)]) {
        for (place, n) in marks {
            if let Ok(index) = self.kept.binary_search_by_key(place, |kept| kept.place)
                && let Some(kept) = self.kept.get_mut(index)
            {
                if !std::mem::replace(&mut kept.sent, true) {
                    self.first.push(kept.id);
                }
                kept.n = Some(*n);
            }
        }
    }

    /// The exchange under way certainly did not arrive: what was numbered first for it was never sent, and nothing else is known anew.
    /// Tells which ops these are. Their numbers go to whatever is sent next.
    pub fn never_arrived(&mut self) -> Result<Vec<OpId>, DeskError> {
        let unsent: Vec<OpId> =
            self.first.iter().copied().filter(|id| self.places.contains_key(id)).collect();
        if !unsent.is_empty() {
            let tx = self.db.transaction()?;
            for id in &unsent {
                tx.prepare_cached("update ops set n = null where id = ?1")?.execute([id.to_string()])?;
            }
            tx.commit()?;
        }
        self.first.clear();
        for id in &unsent {
            if let Some(kept) = self.index(*id).and_then(|index| self.kept.get_mut(index)) {
                (kept.n, kept.sent) = (None, false);
            }
        }
        Ok(unsent)
    }

    /// Nobody knows what became of the exchange under way: whatever was sent in it may be at the cloud.
    pub fn may_have_arrived(&mut self) {
        self.first.clear();
    }

    /// Keeps what the cloud said of a batch, what it is now, and that so many numbers are used up: one commit.
    pub fn answered(&mut self, verdicts: &[(OpId, Verdict)], seen: Seen, now: Time) -> Result<(), DeskError> {
        self.answered_before(verdicts, seen, now, &[])
    }

    /// The same, of a snapshot: what was seen before it, if it jumped over that, is remembered until both are compared.
    pub fn jumped(&mut self, verdicts: &[(OpId, Verdict)], seen: Seen, now: Time) -> Result<(), DeskError> {
        let jumps = self.seen.seq > 0 && seen.seq > self.seen.seq;
        let doubt = if jumps { self.doubt.clone().or(Some(self.seen.clone())) } else { self.doubt.clone() };
        self.settle(verdicts, seen, doubt, now, &[])
    }

    /// The same, and in the same commit the numbers of the batch that goes out next.
    pub fn answered_before(
        &mut self,
        verdicts: &[(OpId, Verdict)],
        seen: Seen,
        now: Time,
        next: &[OpId],
    ) -> Result<(), DeskError> {
        self.settle(verdicts, seen, self.doubt.clone(), now, next)
    }

    fn settle(
        &mut self,
        verdicts: &[(OpId, Verdict)],
        seen: Seen,
        doubt: Option<Seen>,
        now: Time,
        next: &[OpId],
    ) -> Result<(), DeskError> {
        // A cache that fell back in a crash is told page by page what was seen long ago: that moves nothing back.
        let behind = seen.epoch == self.seen.epoch && seen.seq < self.seen.seq;
        let seen = if behind { self.seen.clone() } else { seen };
        let next_n = self.next_n + verdicts.len() as u64;
        let marks = self.marks(next, next_n);
        if !verdicts.is_empty() || !marks.is_empty() || seen != self.seen || doubt != self.doubt {
            let placed = |(id, verdict): &(OpId, Verdict)| Some((*self.places.get(id)?, verdict.clone()));
            let placed: Vec<(i64, Verdict)> = verdicts.iter().filter_map(placed).collect();
            let tx = self.db.transaction()?;
            file::write_verdicts(&tx, &placed, now)?;
            file::write_numbers(&tx, &marks)?;
            if next_n != self.next_n {
                put(&tx, "next_n", &next_n.to_string())?;
            }
            if seen != self.seen {
                put_seen(&tx, &seen)?;
            }
            if doubt != self.doubt {
                put_doubt(&tx, doubt.as_ref())?;
            }
            tx.commit()?;
        }
        self.next_n = next_n;
        (self.seen, self.doubt) = (seen, doubt);
        for (id, verdict) in verdicts {
            let Some(kept) = self.index(*id).and_then(|index| self.kept.get_mut(index)) else { continue };
            (kept.state, kept.refusal) = match verdict {
                Verdict::Accepted(seq) => (State::Answered(*seq), None),
                Verdict::Refused(told) => (State::Refused, Some(told.clone())),
                Verdict::Held(told) => (State::Held, Some(told.clone())),
            };
        }
        self.first.clear();
        self.mark(&marks);
        Ok(())
    }

    /// Moves unsettled ops to another state in one commit.
    pub fn move_to(&mut self, ids: &[OpId], state: State) -> Result<(), DeskError> {
        let tx = self.db.transaction()?;
        for id in ids {
            tx.prepare_cached("update ops set state = ?2 where id = ?1")?
                .execute(params![id.to_string(), state.code()])?;
        }
        tx.commit()?;
        for id in ids {
            if let Some(kept) = self.index(*id).and_then(|index| self.kept.get_mut(index)) {
                kept.state = state;
            }
        }
        Ok(())
    }

    /// Offers the journal again to a cloud that lost what it once answered: everything answered in the last 30 days waits
    /// anew, in its old order, before what waited already. Tells what the cloud has lost beyond `kept_up_to`.
    pub fn offer_again(&mut self, kept_up_to: u64, seen: Seen, now: Time) -> Result<Vec<String>, DeskError> {
        let since = days_before(now).to_string();
        let tx = self.db.transaction()?;
        let lost = {
            let mut rows = tx.prepare(
                "select op from ops where state = 'answered' and settled_at >= ?1 and seq > ?2 order by place",
            )?;
            let lost =
                rows.query_map(params![since, kept_up_to.cast_signed()], |row| row.get::<_, String>(0))?;
            lost.collect::<Result<Vec<_>, _>>()?
        };
        tx.execute(
            "update ops set state = 'waiting', seq = null, settled_at = null where state = 'answered' and settled_at >= ?1",
            [since],
        )?;
        put_seen(&tx, &seen)?;
        put_doubt(&tx, None)?;
        tx.commit()?;
        (self.seen, self.doubt) = (seen, None);
        self.reload()?;
        Ok(lost)
    }

    fn reload(&mut self) -> Result<(), DeskError> {
        let mut rows = self.db.prepare(
            "select place, id, made_at, op, state, n, seq, refusal from ops where state <> 'answered' order by place",
        )?;
        self.kept = rows.query_map([], kept)?.collect::<Result<_, _>>()?;
        drop(rows);
        self.find_places();
        Ok(())
    }

    /// Forgets what was answered more than 30 days ago.
    pub fn tidy(&mut self, now: Time) -> Result<(), DeskError> {
        let before = days_before(now).to_string();
        self.db.execute("delete from ops where state = 'answered' and settled_at < ?1", [before])?;
        Ok(())
    }

    /// The number of the next op that is answered.
    pub fn next_n(&self) -> u64 {
        self.next_n
    }

    /// A batch as it stands in the body of an exchange, numbered from there: JSON objects with commas between them. Ops are as written.
    pub fn written(&self, batch: &[OpId], from: u64) -> String {
        let mut text = String::with_capacity(batch.len() * 300);
        for (id, n) in batch.iter().zip(from..) {
            let Some(kept) = self.get(*id) else { continue };
            let op = if kept.read.raw.is_null() { "null" } else { &kept.op };
            let comma = if text.is_empty() { "" } else { "," };
            // Writing into a text cannot fail.
            let _ = write!(
                text,
                "{comma}{{\"id\":\"{id}\",\"n\":{n},\"made_at\":\"{}\",\"op\":{op}}}",
                kept.made_at
            );
        }
        text
    }

    /// This desk's id at the cloud.
    pub fn desk(&self) -> DeskId {
        self.desk
    }

    /// Whether the file was made by this opening.
    pub fn is_new(&self) -> bool {
        self.new
    }

    /// What the cloud was last seen to be.
    pub fn seen(&self) -> &Seen {
        &self.seen
    }

    /// The seq up to which the cloud certainly had entries: the last one seen, or the last one that carries an answer.
    pub fn furthest(&self) -> Result<u64, DeskError> {
        let query = "select max(seq) from ops where state = 'answered'";
        let answered: Option<i64> = self.db.prepare_cached(query)?.query_row([], |row| row.get(0))?;
        Ok(self.seen.seq.max(answered.unwrap_or(0).cast_unsigned()))
    }

    /// What was seen before a snapshot jumped over it, until it is compared (without the epoch, which was the same).
    pub fn doubt(&self) -> Option<&Seen> {
        self.doubt.as_ref()
    }

    /// The history before the snapshot was the one that was seen.
    pub fn no_doubt(&mut self) -> Result<(), DeskError> {
        put_doubt(&self.db, None)?;
        self.doubt = None;
        Ok(())
    }

    /// Takes a new desk id, under which all unanswered ops count from 1.
    pub fn renew_desk(&mut self, desk: DeskId) -> rusqlite::Result<()> {
        let tx = self.db.transaction()?;
        put(&tx, "desk", &desk.to_string())?;
        put(&tx, "next_n", "1")?;
        tx.commit()?;
        (self.desk, self.next_n) = (desk, 1);
        Ok(())
    }

    /// Counts on from what the cloud expects.
    pub fn renumber(&mut self, expected: u64) -> Result<(), DeskError> {
        put(&self.db, "next_n", &expected.to_string())?;
        self.next_n = expected;
        Ok(())
    }

    /// The mark of the machine whose keychain this outbox belongs with, if one was set.
    pub fn machine(&self) -> Option<&str> {
        self.machine.as_deref()
    }

    /// Sets that mark.
    pub fn belongs_to(&mut self, machine: &str) -> Result<(), DeskError> {
        put(&self.db, "machine", machine)?;
        self.machine = Some(machine.to_owned());
        Ok(())
    }

    /// Folds the log into the file, when nobody waits.
    pub fn checkpoint(&self) {
        // A reader or a full disk may stop it; the log then simply stays longer.
        if let Err(error) = self.db.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(())) {
            tracing::debug!(%error, "the outbox's log was not folded in");
        }
    }

    /// Folds the log in and begins the next one, so that the next edit finds it begun: the first commit of a log syncs the log's head
    /// too, and would wait for the disk twice.
    pub fn fold_in(&self) {
        self.checkpoint();
        if let Err(error) = self.begin_log() {
            tracing::debug!(%error, "the outbox's next log was not begun");
        }
    }

    fn begin_log(&self) -> rusqlite::Result<()> {
        // Another value each time: SQLite writes nothing where nothing changes.
        let next = "insert into meta (key, value) values ('log', '1') on conflict (key) do update set value = value + 1";
        self.db.execute(next, []).map(|_| ())
    }

    /// Caps the file's size, as a full disk would. For tests.
    #[doc(hidden)]
    pub fn cap_pages(&self, pages: Option<u32>) -> Result<(), DeskError> {
        let now: u32 = self.db.query_row("pragma page_count", [], |row| row.get(0))?;
        let most = pages.map_or(u32::MAX - 1, |more| now + more);
        self.db.query_row(&format!("pragma max_page_count = {most}"), [], |_| Ok(()))?;
        Ok(())
    }
}

/// Every id in an op or an event, found by its form: this works for those that this version does not know, too.
pub fn names(value: &Value) -> Vec<Uuid> {
    fn gather(value: &Value, found: &mut Vec<Uuid>) {
        match value {
            Value::String(text) => found.extend(Uuid::try_parse(text).ok()),
            Value::Array(values) => values.iter().for_each(|value| gather(value, found)),
            Value::Object(fields) => fields.values().for_each(|value| gather(value, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut found = Vec::new();
    gather(value, &mut found);
    found
}

#[cfg(test)]
mod tests;
