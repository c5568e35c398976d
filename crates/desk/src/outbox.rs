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

use std::path::Path;

use keyholder_domain::{DeskId, OpId, Time};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use uuid::Uuid;

use self::file::{connect, days_before, kept, put, put_seen};
use crate::DeskError;
use crate::picture::PendingState;
use crate::storage::Storage;
use crate::views::shared::Told;

mod file;
mod salvage;
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
    /// Where it stands.
    pub state: State,
    /// Whether it was ever sent.
    pub sent: bool,
    /// Why it was refused or is held.
    pub refusal: Option<Told>,
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

/// An opened outbox.
#[derive(Debug)]
pub struct Outbox {
    db: Connection,
    kept: Vec<Kept>,
    desk: DeskId,
    next_n: u64,
    seen: Seen,
    machine: Option<String>,
    /// Made just now: its desk id is still to be given.
    new: bool,
}

impl Outbox {
    /// Opens the file, makes it where it is missing, and salvages it row by row where it is damaged.
    pub fn open(storage: &Storage, path: &Path, now: Time) -> Result<(Self, Option<Salvaged>), DeskError> {
        match Self::open_sound(storage, path) {
            Ok(outbox) => Ok((outbox, None)),
            Err(error) if error.cannot_be_read() => {
                let salvaged = salvage::salvage(storage, path, now)?;
                tracing::warn!(kept = %salvaged.file, rows = salvaged.rows, foreign = salvaged.foreign, "the outbox could not be read");
                Ok((Self::open_sound(storage, path)?, Some(salvaged)))
            }
            Err(error) => Err(error),
        }
    }

    /// An empty outbox that rests nowhere, for a desk that is closed for good.
    pub(crate) fn nowhere() -> Result<Self, DeskError> {
        Self::open_sound(&Storage::memory(), Path::new("nowhere"))
    }

    fn open_sound(storage: &Storage, path: &Path) -> Result<Self, DeskError> {
        let db = connect(storage, path)?;
        let check: String = db.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
        let damaged = |what: &str| DeskError::storage(what).fact("why", "damaged");
        if check != "ok" {
            return Err(damaged("the outbox is damaged"));
        }
        let mut outbox = Self {
            db,
            kept: Vec::new(),
            desk: DeskId::from_uuid(Uuid::nil()),
            next_n: 1,
            seen: Seen::default(),
            machine: None,
            new: false,
        };
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
        let meta = |key: &str| -> rusqlite::Result<Option<String>> {
            self.db.query_row("select value from meta where key = ?1", [key], |row| row.get(0)).optional()
        };
        let (desk, next_n) = (meta("desk")?, meta("next_n")?);
        self.seen.epoch = meta("epoch")?;
        self.seen.seq = meta("seen_seq")?.and_then(|text| text.parse().ok()).unwrap_or(0);
        self.seen.head = meta("seen_head")?;
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
        self.kept.sort_by_key(|kept| kept.place);
        Ok(())
    }

    /// Forgets answered ops that the base now holds (the journal keeps them).
    pub fn settled_up_to(&mut self, base_cursor: u64) {
        self.kept.retain(|kept| !matches!(kept.state, State::Answered(seq) if seq <= base_cursor));
    }

    /// Every op that is not settled, in the outbox's own order.
    pub fn kept(&self) -> &[Kept] {
        &self.kept
    }

    /// Where an op stands in the file, also one that is settled; none where it was forgotten.
    pub fn stands(&self, id: OpId) -> Result<Option<State>, DeskError> {
        let mut query = self.db.prepare_cached(
            "select place, id, made_at, op, state, n, seq, refusal from ops where id = ?1",
        )?;
        Ok(query.query_row([id.to_string()], kept).optional()?.map(|kept| kept.state))
    }

    /// One of them.
    pub fn get(&self, id: OpId) -> Option<&Kept> {
        self.kept.iter().find(|kept| kept.id == id)
    }

    /// Keeps an op; when this returns it survives a power cut.
    pub fn ask(&mut self, id: OpId, made_at: Time, op: String) -> Result<(), DeskError> {
        self.db
            .prepare_cached("insert into ops (id, made_at, op, state) values (?1, ?2, ?3, 'waiting')")?
            .execute(params![id.to_string(), made_at.to_string(), op])?;
        let place = self.db.last_insert_rowid();
        self.kept.push(Kept { place, id, made_at, op, state: State::Waiting, sent: false, refusal: None });
        Ok(())
    }

    /// Keeps an op in place of a settled one that it tries again: both in one commit.
    pub fn ask_again(&mut self, old: OpId, id: OpId, made_at: Time, op: String) -> Result<(), DeskError> {
        let tx = self.db.transaction()?;
        tx.execute("delete from ops where id = ?1", [old.to_string()])?;
        tx.execute(
            "insert into ops (id, made_at, op, state) values (?1, ?2, ?3, 'waiting')",
            params![id.to_string(), made_at.to_string(), op],
        )?;
        let place = tx.last_insert_rowid();
        tx.commit()?;
        self.kept.retain(|kept| kept.id != old);
        self.kept.push(Kept { place, id, made_at, op, state: State::Waiting, sent: false, refusal: None });
        Ok(())
    }

    /// Forgets an op, because the person said so.
    pub fn forget(&mut self, id: OpId) -> Result<(), DeskError> {
        self.db.execute("delete from ops where id = ?1", [id.to_string()])?;
        self.kept.retain(|kept| kept.id != id);
        Ok(())
    }

    /// Numbers a batch for sending. Numbers follow each other from the next one, so a retry in the same order gets the same.
    pub fn number(&mut self, batch: &[OpId]) -> Result<Vec<(u64, &Kept)>, DeskError> {
        let tx = self.db.transaction()?;
        for (id, n) in batch.iter().zip(self.next_n..) {
            tx.prepare_cached("update ops set n = ?2 where id = ?1 and n is not ?2")?
                .execute(params![id.to_string(), n.cast_signed()])?;
        }
        tx.commit()?;
        for kept in &mut self.kept {
            kept.sent |= batch.contains(&kept.id);
        }
        let by_id: std::collections::HashMap<OpId, &Kept> =
            self.kept.iter().map(|kept| (kept.id, kept)).collect();
        Ok(batch.iter().zip(self.next_n..).filter_map(|(id, n)| Some((n, *by_id.get(id)?))).collect())
    }

    /// Keeps what the cloud said of a batch, what it is now, and that so many numbers are used up: one commit.
    pub fn answered(&mut self, verdicts: &[(OpId, Verdict)], seen: Seen, now: Time) -> Result<(), DeskError> {
        let next_n = self.next_n + verdicts.len() as u64;
        let tx = self.db.transaction()?;
        for (id, verdict) in verdicts {
            let (state, seq, refusal) = match verdict {
                Verdict::Accepted(seq) => ("answered", Some(seq.cast_signed()), None),
                Verdict::Refused(told) => ("refused", None, serde_json::to_string(told).ok()),
                Verdict::Held(told) => ("held", None, serde_json::to_string(told).ok()),
            };
            tx.prepare_cached(
                "update ops set state = ?2, seq = ?3, refusal = ?4, settled_at = ?5 where id = ?1",
            )?
            .execute(params![id.to_string(), state, seq, refusal, now.to_string()])?;
        }
        put(&tx, "next_n", &next_n.to_string())?;
        put_seen(&tx, &seen)?;
        tx.commit()?;
        self.next_n = next_n;
        self.seen = seen;
        let by_id: std::collections::HashMap<OpId, &Verdict> =
            verdicts.iter().map(|(id, verdict)| (*id, verdict)).collect();
        for kept in &mut self.kept {
            match by_id.get(&kept.id) {
                Some(Verdict::Accepted(seq)) => (kept.state, kept.refusal) = (State::Answered(*seq), None),
                Some(Verdict::Refused(told)) => {
                    (kept.state, kept.refusal) = (State::Refused, Some(told.clone()))
                }
                Some(Verdict::Held(told)) => (kept.state, kept.refusal) = (State::Held, Some(told.clone())),
                None => {}
            }
        }
        Ok(())
    }

    /// Moves unsettled ops to another state in one commit.
    pub fn move_to(&mut self, ids: &[OpId], state: State) -> Result<(), DeskError> {
        let tx = self.db.transaction()?;
        for id in ids {
            tx.execute("update ops set state = ?2 where id = ?1", params![id.to_string(), state.code()])?;
        }
        tx.commit()?;
        for kept in self.kept.iter_mut().filter(|kept| ids.contains(&kept.id)) {
            kept.state = state;
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
        tx.commit()?;
        self.seen = seen;
        self.reload()?;
        Ok(lost)
    }

    fn reload(&mut self) -> Result<(), DeskError> {
        let mut rows = self.db.prepare(
            "select place, id, made_at, op, state, n, seq, refusal from ops where state <> 'answered' order by place",
        )?;
        self.kept = rows.query_map([], kept)?.collect::<Result<_, _>>()?;
        Ok(())
    }

    /// Forgets what was answered more than 30 days ago.
    pub fn tidy(&mut self, now: Time) -> Result<(), DeskError> {
        let before = days_before(now).to_string();
        self.db.execute("delete from ops where state = 'answered' and settled_at < ?1", [before])?;
        Ok(())
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
