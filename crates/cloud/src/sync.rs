//! The exchange: one request syncs. It carries what a desk holds and what it asks; the answer carries outcomes and what is new.
//!
//! [`exchange`] is a plain function over a transaction, a request, a time and chance: the server calls it here, a simulator calls it
//! under one seed. In it, in this order: who asks (from the state under the lock), whether both speak of the same history, whether the
//! desk's count fits, then op by op, then what is new.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use keyholder_domain::wire::{
    Answer, AskedOp, OPS_MAX, Outcome, SyncReply, SyncRequest, WIRE_VERSION, op_bytes,
};
use keyholder_domain::{
    AccountId, AnyId, Asker, MemberId, Op, OpId, OpProblem, Refusal, Store, StoreId, Time, Told, decide,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::AppState;
use crate::db::{DbError, OutcomeRow, RefusedRow, Tx};
use crate::entries::{self, Act};
use crate::error::{ApiError, Ids, Json};
use crate::random::Random;
use crate::sessions::Bearer;
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
    /// A desk more entries behind than this gets a snapshot.
    pub catch_up: u64,
    /// Entries in one reply.
    pub page: usize,
}

/// `POST /v1/stores/{store}/sync`
#[utoipa::path(post, path = "/v1/stores/{store}/sync", tag = "sync", params(("store" = Uuid, Path)),
    request_body(content = Object, description = "`{wire:1, desk?, epoch?, head?, cursor, ops:[{id, n?, made_at, op:{type, …}}]}`"),
    responses((status = 200, description = "`{outcomes, snapshot?, entries, cursor, head, more, epoch, time}`", body = Object),
              (status = 400, description = "`malformed`"), (status = 401, description = "`unauthenticated`"),
              (status = 403, description = "`view_team_required`, `suspended`"), (status = 404, description = "`not_found`"),
              (status = 409, description = "`fork`, `gap`"), (status = 413, description = "`too_large`"),
              (status = 415, description = "`unsupported_media_type`"), (status = 426, description = "`wire_unsupported`")),
    security(("bearer" = [])))]
pub async fn sync(
    State(state): State<AppState>,
    bearer: Bearer,
    Ids(store): Ids<StoreId>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<SyncReply>, ApiError> {
    let asked = Exchange {
        store,
        account: bearer.account,
        device: bearer.device,
        request: read(&headers, body)?,
        catch_up: state.config.catch_up,
        page: state.config.page,
    };
    let (clock, random) = (state.clock.now(), state.random.clone());
    // Without ops an exchange writes nothing, and then a thousand desks that were poked do not queue up behind one writer.
    let (reply, moved) = if asked.request.ops.is_empty() {
        state.db.read(move |tx| exchange(tx, &asked, clock, &random)).await?
    } else {
        state.db.write(move |tx| exchange(tx, &asked, clock, &random)).await?
    };
    let is_refused = |outcome: &&Outcome| matches!(outcome.answer, Answer::Refused(_));
    let refused = reply.outcomes.iter().filter(is_refused).count();
    state.metrics.exchanged(reply.outcomes.len() - refused, refused);
    if moved {
        state.after(store);
    }
    Ok(Json(reply))
}

/// Reads a body in the order that lets every desk understand the answer: is it JSON, is it our wire, is it not too much, is it well formed.
fn read(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<SyncRequest, ApiError> {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(ApiError::problem(status, "unsupported_media_type"));
    }
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::too_large(),
        _ => ApiError::malformed(None),
    })?;
    let body: Value = serde_json::from_slice(&body).map_err(|_| ApiError::malformed(None))?;
    let wire = body.get("wire").and_then(Value::as_u64);
    let wire = wire.ok_or_else(|| ApiError::malformed(Some("wire")))?;
    if wire != u64::from(WIRE_VERSION) {
        return Err(ApiError::problem(StatusCode::UPGRADE_REQUIRED, "wire_unsupported")
            .with(json!({ "min": WIRE_VERSION, "max": WIRE_VERSION })));
    }
    let ops = body.get("ops").and_then(Value::as_array);
    if ops.is_some_and(|ops| ops.len() > OPS_MAX) {
        return Err(ApiError::too_large());
    }
    let request: SyncRequest = serde_json::from_value(body).map_err(|_| ApiError::malformed(None))?;
    for asked in &request.ops {
        // `desk` and `n` come together or not at all, and count from 1.
        if asked.n.is_some() != request.desk.is_some() || asked.n == Some(0) {
            return Err(ApiError::malformed(Some("n")));
        }
        if let Err(OpProblem::Malformed { field }) = Op::parse(&asked.op) {
            return Err(ApiError::malformed(Some(field)));
        }
    }
    Ok(request)
}

/// One exchange, whole or not at all. `true` beside the reply: entries were appended.
pub fn exchange(
    tx: &mut dyn Tx,
    asked: &Exchange,
    clock: Time,
    random: &Random,
) -> Result<(SyncReply, bool), ApiError> {
    let held = states::load(tx, asked.store)?;
    let member = standing(&held, asked.account)?;
    may_view_team(&member)?;
    let request = &asked.request;
    if !same_history(tx, &held, request)? {
        return Ok((snapshot(&held, Vec::new(), clock), false));
    }
    let fresh = counted(tx, asked)?;

    let now = held.now(clock);
    let seq_before = held.row.seq;
    let mut desk = Judge { asked, by: member.id, held: Held::clone(&held), now, random };
    let mut outcomes = Vec::with_capacity(request.ops.len());
    for op in &request.ops {
        outcomes.push(desk.outcome(tx, op)?);
    }
    if let Some(id) = request.desk {
        for (n, op) in fresh {
            tx.count(asked.store, asked.account, id, n, op)?;
        }
    }
    let held = desk.held;
    let moved = held.row.seq > seq_before;
    let reply = news(tx, &held, asked, outcomes, clock)?;
    if moved {
        entries::close(tx, held)?;
    }
    Ok((reply, moved))
}

/// Whether what the desk holds is the beginning of what the cloud holds.
fn same_history(tx: &mut dyn Tx, held: &Held, request: &SyncRequest) -> Result<bool, ApiError> {
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
        let known = match fresh.iter().find(|(fresh, _)| *fresh == n) {
            Some((_, known)) => Some(*known),
            None => tx.counted(store, account, desk, n)?,
        };
        if known != Some(op.id) {
            return Err(ApiError::problem(StatusCode::CONFLICT, "fork"));
        }
    }
    Ok(fresh)
}

/// Decides one desk's ops, one after the other, on the state as it becomes.
struct Judge<'a> {
    asked: &'a Exchange,
    by: MemberId,
    held: Held,
    now: Time,
    random: &'a Random,
}

impl Judge<'_> {
    fn outcome(&mut self, tx: &mut dyn Tx, op: &AskedOp) -> Result<Outcome, ApiError> {
        let (store, account) = (self.asked.store, self.asked.account);
        let digest = hex::encode(Sha256::digest(op_bytes(&op.op)));
        if let Some(row) = tx.outcome(store, account, op.id)? {
            return if row.digest == digest {
                recorded(op.id, row)
            } else {
                Ok(Outcome::refused(op.id, &Refusal::OpIdInUse))
            };
        }
        let judged = match self.judge(tx, op)? {
            Err(refusal) if refusal.is_never_recorded() => {
                return Ok(Outcome::refused(op.id, &refusal));
            }
            Ok(seq) => Ok(seq),
            Err(refusal) => Err(refusal.told()),
        };
        let row = OutcomeRow { digest, outcome: judged.clone().map_err(|told| text(&told)) };
        tx.add_outcome(store, account, op.id, &row)?;
        Ok(match judged {
            Ok(seq) => Outcome::accepted(op.id, seq),
            Err(told) => {
                self.keep_refused(tx, op, &told)?;
                Outcome { id: op.id, answer: Answer::Refused(told) }
            }
        })
    }

    /// What the rules say; accepted and changing something, it is appended.
    fn judge(&mut self, tx: &mut dyn Tx, asked: &AskedOp) -> Result<Result<u64, Refusal>, ApiError> {
        let Ok(op) = Op::parse(&asked.op) else {
            return Ok(Err(Refusal::UnknownOp));
        };
        match decide(&self.held.store, Asker::Member(self.by), &op, self.now) {
            Ok(Some(event)) => {
                let act = Act {
                    op: Some(asked.id),
                    by: Some(self.by),
                    desk: self.asked.request.desk,
                    device: Some(&self.asked.device),
                    made_at: Some(asked.made_at),
                    event,
                };
                let seq = entries::append(tx, &mut self.held, act, self.now, self.random)?;
                if let Some(made) = op.makes() {
                    tx.note_made(self.asked.store, bare(made))?;
                }
                Ok(Ok(seq))
            }
            Ok(None) => Ok(Ok(self.held.row.seq)),
            Err(refusal) => Ok(Err(self.worded(tx, &op, refusal)?)),
        }
    }

    /// Says `depends_on_refused` of an id that would have been made by a refused op.
    fn worded(&self, tx: &mut dyn Tx, op: &Op, refusal: Refusal) -> Result<Refusal, DbError> {
        let unknown =
            matches!(refusal, Refusal::UnknownMember | Refusal::UnknownGroup | Refusal::UnknownInvitation);
        if unknown {
            for named in op.touches() {
                // No op makes a member.
                if matches!(named, AnyId::Member(_)) || exists(&self.held.store, named) {
                    continue;
                }
                if let Some(op) = tx.unmade(self.asked.store, bare(named))? {
                    return Ok(Refusal::DependsOnRefused { op });
                }
            }
        }
        Ok(refusal)
    }

    /// Keeps a refused attempt for Owner and Admin, and the id that it would have made for whoever builds on it.
    fn keep_refused(&self, tx: &mut dyn Tx, op: &AskedOp, told: &Told) -> Result<(), DbError> {
        let made = Op::parse(&op.op).ok().and_then(|op| op.makes());
        let made =
            made.filter(|made| told.code != Refusal::IdInUse.code() && !exists(&self.held.store, *made));
        let row = RefusedRow {
            no: 0,
            op: op.id,
            body: op.op.to_string(),
            by: self.by,
            desk: self.asked.request.desk,
            made_at: op.made_at.to_string(),
            at: self.now,
            code: told.code.clone(),
            facts: told.with.to_string(),
        };
        let made: Vec<_> = made.into_iter().map(bare).collect();
        tx.add_refused(self.asked.store, &row, &made)
    }
}

fn bare(id: AnyId) -> uuid::Uuid {
    match id {
        AnyId::Member(id) => id.uuid(),
        AnyId::Group(id) => id.uuid(),
        AnyId::Invitation(id) => id.uuid(),
    }
}

fn exists(store: &Store, id: AnyId) -> bool {
    match id {
        AnyId::Member(id) => store.member(id).is_some(),
        AnyId::Group(id) => store.group(id).is_some(),
        AnyId::Invitation(id) => store.invitation(id).is_some(),
    }
}

fn text(told: &Told) -> String {
    json!({ "code": told.code, "with": told.with }).to_string()
}

fn recorded(id: OpId, row: OutcomeRow) -> Result<Outcome, ApiError> {
    match row.outcome {
        Ok(seq) => Ok(Outcome::accepted(id, seq)),
        Err(told) => match serde_json::from_str(&told) {
            Ok(told) => Ok(Outcome { id, answer: Answer::Refused(told) }),
            Err(error) => Err(DbError::Damaged(format!("outcome of {id}: {error}")).into()),
        },
    }
}

/// What the desk does not have yet: entries, or a snapshot where it has nothing or lost touch.
fn news(
    tx: &mut dyn Tx,
    held: &Held,
    asked: &Exchange,
    outcomes: Vec<Outcome>,
    clock: Time,
) -> Result<SyncReply, ApiError> {
    let cursor = asked.request.cursor;
    if cursor == 0 || held.row.seq - cursor > asked.catch_up {
        return Ok(snapshot(held, outcomes, clock));
    }
    let mut entries = Vec::new();
    for body in tx.entries_after(held.row.store, cursor, asked.page)? {
        entries.push(entries::read(&body)?);
    }
    let cursor = cursor + entries.len() as u64;
    let head = match entries.last() {
        Some(last) => entries::hash_of(last)?,
        None => held.row.head.clone(),
    };
    Ok(SyncReply {
        outcomes,
        snapshot: None,
        more: cursor < held.row.seq,
        entries,
        cursor,
        head,
        epoch: held.row.epoch.clone(),
        time: clock,
    })
}

fn snapshot(held: &Held, outcomes: Vec<Outcome>, clock: Time) -> SyncReply {
    SyncReply {
        outcomes,
        snapshot: Some(held.store.to_snapshot(held.now(clock))),
        entries: Vec::new(),
        cursor: held.row.seq,
        head: held.row.head.clone(),
        more: false,
        epoch: held.row.epoch.clone(),
        time: clock,
    }
}
