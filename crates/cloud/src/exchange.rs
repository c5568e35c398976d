//! The exchange: a plain function over a transaction, a request, a time and chance. The server calls it, a simulator calls it under one seed.
//!
//! In it, in this order: who asks (from the state under the lock), whether both speak of the same history, whether the desk's count
//! fits, then op by op, then what is new.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::StatusCode;
use keyholder_domain::wire::{Answer, AskedOp, Outcome, STREAM, Snapshot, SyncRequest, op_bytes};
use keyholder_domain::{AccountId, Op, OpId, OpProblem, StoreId, Time};
use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::db::{DbError, Tx};
use crate::entries;
use crate::error::ApiError;
use crate::judge::{Judged, judge};
use crate::mutant::{self, Mutant};
use crate::random::Random;
use crate::states::{self, Held};
use crate::stores::{may_view_team, standing};

/// An exchange as it came in, read and checked for shape; nothing of it is decided yet.
pub struct Exchange {
    /// The store.
    pub store: StoreId,
    /// Who asks.
    pub account: AccountId,
    /// What her device called itself at sign-in.
    pub device: String,
    /// What her desk says and asks.
    pub request: SyncRequest,
    /// Its ops as read, one for each.
    pub ops: Vec<ReadOp>,
    /// A desk more entries behind than this gets a snapshot.
    pub catch_up: u64,
    /// Entries in one reply.
    pub page: usize,
}

/// An op as this version reads it: read once, before anybody waits for the writer.
pub struct ReadOp {
    /// As an op; none where it is not known here.
    pub op: Option<Op>,
    /// SHA-256 of its RFC 8785 bytes: what tells "again" from "another".
    pub digest: String,
}

impl ReadOp {
    /// Reads an op as asked.
    ///
    /// # Errors
    /// The field that is missing or of the wrong type.
    pub fn of(asked: &AskedOp) -> Result<ReadOp, &'static str> {
        let op = match Op::parse(&asked.op) {
            Ok(op) => Some(op),
            Err(OpProblem::UnknownOp) => None,
            Err(OpProblem::Malformed { field }) => return Err(field),
        };
        Ok(ReadOp { op, digest: hex::encode(Sha256::digest(op_bytes(&asked.op))) })
    }
}

/// What an exchange came to. It becomes the wire's reply outside of the transaction, where nobody waits for it.
pub struct Exchanged {
    /// One for each op asked; none where nothing was decided.
    pub outcomes: Vec<Outcome>,
    /// Whether entries were appended.
    pub moved: bool,
    news: News,
    held: Arc<Held>,
    clock: Time,
}

/// The wire's reply. It reads as [`keyholder_domain::wire::SyncReply`]; its entries are written as they are stored.
#[derive(Debug, Serialize)]
pub struct Reply {
    outcomes: Vec<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<Snapshot>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot_at: Option<u64>,
    entries: Vec<Box<RawValue>>,
    cursor: u64,
    head: String,
    more: bool,
    epoch: String,
    time: Time,
}

/// What the desk does not have yet.
enum News {
    /// What follows its cursor, as stored.
    Entries { after: u64, bodies: Vec<String> },
    /// Everything: it has nothing, or lost touch.
    Snapshot,
    /// The same, to be fetched row by row.
    Stream,
}

/// One exchange, whole or not at all.
pub fn exchange(
    tx: &mut dyn Tx,
    asked: &Exchange,
    clock: Time,
    random: &Random,
) -> Result<Exchanged, ApiError> {
    let held = states::load(tx, asked.store)?;
    let member = standing(&held, asked.account)?;
    may_view_team(&member)?;
    let request = &asked.request;
    if !same_history(tx, &held, request)? {
        return Ok(Exchanged { outcomes: Vec::new(), moved: false, news: whole(request), held, clock });
    }
    let fresh = counted(tx, asked)?;

    let Judged { outcomes, held: after, bodies } = judge(tx, asked, member.id, &held, clock, random)?;
    if let Some(desk) = request.desk
        && !fresh.is_empty()
    {
        tx.count(asked.store, asked.account, desk, &fresh)?;
    }
    let moved = after.row.seq > held.row.seq;
    let held = if moved { entries::close(tx, after)? } else { held };
    let news = news(tx, &held, asked, bodies)?;
    Ok(Exchanged { outcomes, moved, news, held, clock })
}

/// Whether what the desk holds is the beginning of what the cloud holds.
fn same_history(tx: &mut dyn Tx, held: &Held, request: &SyncRequest) -> Result<bool, ApiError> {
    if mutant::on(Mutant::IgnoresHistory) {
        return Ok(request.cursor <= held.row.seq);
    }
    if request.epoch.as_ref().is_some_and(|epoch| *epoch != held.row.epoch) {
        return Ok(false);
    }
    // At cursor 0 the desk holds nothing that could differ.
    if request.cursor == 0 {
        return Ok(true);
    }
    if request.cursor > held.row.seq {
        return Ok(false);
    }
    match &request.head {
        Some(head) => Ok(*head == head_at(tx, held, request.cursor)?),
        None => Ok(true),
    }
}

/// The hash of an entry that exists.
fn head_at(tx: &mut dyn Tx, held: &Held, seq: u64) -> Result<String, DbError> {
    if seq == held.row.seq {
        return Ok(held.row.head.clone());
    }
    let found = tx.entries_after(held.row.store, seq.saturating_sub(1), 1)?;
    match found.first() {
        Some(body) => entries::hash_of(&entries::read(body)?),
        None => Err(DbError::Damaged(format!("entry {seq} is missing"))),
    }
}

/// Checks the desk's count, before anything is decided; gives the numbers that this exchange uses up.
fn counted(tx: &mut dyn Tx, asked: &Exchange) -> Result<Vec<(u64, OpId)>, ApiError> {
    let Some(desk) = asked.request.desk else {
        return Ok(Vec::new());
    };
    let (store, account) = (asked.store, asked.account);
    let last = tx.last_n(store, account, desk)?;
    let numbers = asked.request.ops.iter().filter_map(|op| op.n);
    // The numbers of retries: one look-up for all of them, none in an exchange that counts on.
    let known = match numbers.min() {
        Some(lowest) if lowest <= last => tx.counted(store, account, desk, lowest..=last)?,
        _ => HashMap::new(),
    };
    let mut fresh: Vec<(u64, OpId)> = Vec::new();
    for op in &asked.request.ops {
        let Some(n) = op.n else { continue };
        let expected = last + fresh.len() as u64 + 1;
        if n > expected {
            return Err(ApiError::problem(StatusCode::CONFLICT, "gap").with(json!({ "expected": expected })));
        }
        if n == expected {
            fresh.push((n, op.id));
            continue;
        }
        let before = match n.checked_sub(last + 1).and_then(|no| fresh.get(usize::try_from(no).ok()?)) {
            Some((_, before)) => Some(*before),
            None => known.get(&n).copied(),
        };
        if before != Some(op.id) {
            return Err(ApiError::problem(StatusCode::CONFLICT, "fork"));
        }
    }
    Ok(fresh)
}

/// The whole store, in the way that the desk understands.
fn whole(request: &SyncRequest) -> News {
    if request.snapshot.as_deref() == Some(STREAM) { News::Stream } else { News::Snapshot }
}

/// What follows the desk's cursor. `bodies` are the entries that this exchange made.
fn news(tx: &mut dyn Tx, held: &Held, asked: &Exchange, mut bodies: Vec<String>) -> Result<News, DbError> {
    let after = asked.request.cursor;
    if after == 0 || held.row.seq - after > asked.catch_up {
        return Ok(whole(&asked.request));
    }
    // A desk that was up to date lacks only what it asked for itself: that was written a moment ago.
    if held.row.seq - after == bodies.len() as u64 {
        bodies.truncate(asked.page);
    } else {
        bodies = tx.entries_after(held.row.store, after, asked.page)?;
    }
    Ok(News::Entries { after, bodies })
}

impl Exchanged {
    /// How many of the ops were refused.
    pub fn refused(&self) -> usize {
        let is_refused = |outcome: &&Outcome| matches!(outcome.answer, Answer::Refused(_));
        self.outcomes.iter().filter(is_refused).count()
    }

    /// Whether the reply holds the whole store.
    pub fn is_whole(&self) -> bool {
        matches!(self.news, News::Snapshot)
    }

    /// The state after it.
    pub fn held(&self) -> &Arc<Held> {
        &self.held
    }

    /// The state that this reply tells the desk to fetch row by row: whoever answers must pin it.
    pub fn to_pin(&self) -> Option<&Arc<Held>> {
        matches!(self.news, News::Stream).then_some(&self.held)
    }

    /// The wire's reply.
    pub fn reply(self) -> Result<Reply, DbError> {
        let row = &self.held.row;
        let mut reply = Reply {
            outcomes: self.outcomes,
            snapshot: None,
            snapshot_at: None,
            entries: Vec::new(),
            cursor: row.seq,
            head: row.head.clone(),
            more: false,
            epoch: row.epoch.clone(),
            time: self.clock,
        };
        match self.news {
            News::Stream => reply.snapshot_at = Some(row.seq),
            News::Snapshot => reply.snapshot = Some(self.held.store.to_snapshot(self.held.now(self.clock))),
            News::Entries { after, bodies } => {
                reply.cursor = after + bodies.len() as u64;
                reply.more = reply.cursor < row.seq;
                if let Some(last) = bodies.last().filter(|_| reply.more) {
                    reply.head = entries::hash_of(&entries::read(last)?)?;
                }
                let entries: Result<Vec<_>, _> = bodies.into_iter().map(entries::raw).collect();
                reply.entries = entries?;
            }
        }
        Ok(reply)
    }
}
