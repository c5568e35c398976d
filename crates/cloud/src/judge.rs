//! One desk's ops, one after the other, each with its one outcome for ever.
//!
//! Nothing here decides: `decide` does. This keeps what became of each op id, words what depends on a refused op, and appends. What is
//! known of the ops is read once before the first, and what became of them is written once after the last, so that an exchange of 250
//! costs the database as many statements as an exchange of one.

use std::collections::{HashMap, HashSet};

use keyholder_domain::wire::{Answer, AskedOp, Outcome};
use keyholder_domain::{AnyId, Asker, MemberId, Op, OpId, Refusal, Store, Time, Told, decide};
use serde_json::{Value, json};

use crate::db::{DbError, DbResult, OutcomeRow, RefusedRow, Tx};
use crate::entries::{self, Act};
use crate::error::ApiError;
use crate::exchange::{Exchange, ReadOp};
use crate::mutant::{self, Mutant};
use crate::random::Random;
use crate::states::Held;

/// Decides one desk's ops, one after the other, on the state as it becomes, and writes what became of them at once.
pub struct Judge<'a> {
    asked: &'a Exchange,
    by: MemberId,
    now: Time,
    random: &'a Random,
    /// The state as it has become.
    held: Held,
    /// Outcomes by op id: those recorded before, then those of this exchange.
    known: HashMap<OpId, OutcomeRow>,
    /// What this exchange knows better than the table: the refused op that would have made an id; none once it was made.
    unmade: HashMap<uuid::Uuid, Option<OpId>>,
    /// Every id that an op named which is not known here: what is asked of them next builds on it.
    waiting: HashSet<uuid::Uuid>,
    bodies: Vec<String>,
    fresh: Vec<OpId>,
    refused: Vec<RefusedRow>,
}

/// What an exchange's ops came to.
pub struct Judged {
    /// One for each op asked.
    pub outcomes: Vec<Outcome>,
    /// The state after them.
    pub held: Held,
    /// The entries that they made, as stored.
    pub bodies: Vec<String>,
}

/// Decides the exchange's ops in their order; every op has one time. What they leave behind is in the tables when this returns, all
/// but the store's own row.
pub fn judge(
    tx: &mut dyn Tx,
    asked: &Exchange,
    by: MemberId,
    held: &Held,
    clock: Time,
    random: &Random,
) -> Result<Judged, ApiError> {
    let ids: Vec<OpId> = asked.request.ops.iter().map(|op| op.id).collect();
    let known = match ids.as_slice() {
        [] => HashMap::new(),
        ids => tx.outcomes(asked.store, asked.account, ids)?,
    };
    let mut judge = Judge {
        asked,
        by,
        now: held.now(clock),
        random,
        held: held.clone(),
        known,
        unmade: HashMap::new(),
        waiting: HashSet::new(),
        bodies: Vec::new(),
        fresh: Vec::new(),
        refused: Vec::new(),
    };
    let mut outcomes = Vec::with_capacity(ids.len());
    for (op, read) in asked.request.ops.iter().zip(&asked.ops) {
        outcomes.push(judge.outcome(tx, op, read)?);
    }
    judge.write(tx, held.row.seq + 1)?;
    Ok(Judged { outcomes, held: judge.held, bodies: judge.bodies })
}

impl Judge<'_> {
    /// What becomes of an op, or became of it before.
    fn outcome(&mut self, tx: &mut dyn Tx, op: &AskedOp, read: &ReadOp) -> Result<Outcome, ApiError> {
        if let Some(row) = self.known.get(&op.id)
            && !mutant::on(Mutant::AppliesAgain)
        {
            return if row.digest == read.digest {
                recorded(op.id, row)
            } else {
                Ok(Outcome::refused(op.id, &Refusal::OpIdInUse))
            };
        }
        // A newer node may know the op before: until then this one can be neither accepted nor refused for good.
        let builds = !self.waiting.is_empty() && ids_in(&op.op).iter().any(|id| self.waiting.contains(id));
        let judged = if builds { Err(Refusal::UnknownOp) } else { self.judge(tx, op, read)? };
        let judged = match judged {
            Err(refusal) if refusal.is_never_recorded() => {
                self.waiting.extend(ids_in(&op.op));
                return Ok(Outcome::refused(op.id, &refusal));
            }
            Ok(seq) => Ok(seq),
            Err(refusal) => Err(refusal.told()),
        };
        let row =
            OutcomeRow { digest: read.digest.clone(), outcome: judged.clone().map_err(|told| text(&told)) };
        if self.known.insert(op.id, row).is_none() {
            self.fresh.push(op.id);
        }
        Ok(match judged {
            Ok(seq) => Outcome::accepted(op.id, seq),
            Err(told) => {
                self.keep_refused(op, read, &told);
                Outcome { id: op.id, answer: Answer::Refused(told) }
            }
        })
    }

    /// Writes what the ops left behind, each table at once.
    fn write(&mut self, tx: &mut dyn Tx, first: u64) -> DbResult<()> {
        let (store, account) = (self.asked.store, self.asked.account);
        if !self.bodies.is_empty() {
            tx.append_entries(store, first, &self.bodies)?;
        }
        let fresh = std::mem::take(&mut self.fresh);
        let fresh: Vec<_> = fresh.into_iter().filter_map(|op| Some((op, self.known.remove(&op)?))).collect();
        let fresh: Vec<_> = fresh
            .into_iter()
            .filter(|(_, row)| !(mutant::on(Mutant::RecordsNoAcceptance) && row.outcome.is_ok()))
            .collect();
        if !fresh.is_empty() {
            tx.add_outcomes(store, account, &fresh)?;
        }
        if !self.refused.is_empty() {
            tx.add_refused(store, &self.refused)?;
        }
        if !self.unmade.is_empty() {
            let ids: Vec<_> = self.unmade.drain().collect();
            tx.note_unmade(store, &ids)?;
        }
        Ok(())
    }

    /// What the rules say; accepted and changing something, it is appended.
    fn judge(
        &mut self,
        tx: &mut dyn Tx,
        asked: &AskedOp,
        read: &ReadOp,
    ) -> Result<Result<u64, Refusal>, ApiError> {
        let Some(op) = &read.op else {
            return Ok(Err(Refusal::UnknownOp));
        };
        let decided = decide(&self.held.store, Asker::Member(self.by), op, self.now);
        match mutant::of_decision(decided, &self.held.store, self.by, op, self.now) {
            Ok(Some(event)) => {
                let act = Act {
                    op: Some(asked.id),
                    by: Some(self.by),
                    desk: self.asked.request.desk,
                    device: Some(&self.asked.device),
                    made_at: Some(asked.made_at),
                    event,
                };
                let body = entries::accept(tx, &mut self.held, act, self.now, self.random)?;
                self.bodies.push(body);
                if let Some(made) = op.makes() {
                    self.unmade.insert(bare(made), None);
                }
                Ok(Ok(self.held.row.seq))
            }
            Ok(None) => Ok(Ok(self.held.row.seq)),
            Err(refusal) => Ok(Err(self.worded(tx, op, refusal)?)),
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
                let refused = match self.unmade.get(&bare(named)) {
                    Some(known) => *known,
                    None => tx.unmade(self.asked.store, bare(named))?,
                };
                if let Some(op) = refused {
                    return Ok(Refusal::DependsOnRefused { op });
                }
            }
        }
        Ok(refusal)
    }

    /// Keeps a refused attempt for Owner and Admin, and the id that it would have made for whoever builds on it.
    fn keep_refused(&mut self, op: &AskedOp, read: &ReadOp, told: &Told) {
        let made = read.op.as_ref().and_then(Op::makes);
        let made =
            made.filter(|made| told.code != Refusal::IdInUse.code() && !exists(&self.held.store, *made));
        if let Some(made) = made {
            self.unmade.insert(bare(made), Some(op.id));
        }
        self.refused.push(RefusedRow {
            no: 0,
            op: op.id,
            body: op.op.to_string(),
            by: self.by,
            desk: self.asked.request.desk,
            made_at: op.made_at.to_string(),
            at: self.now,
            code: told.code.clone(),
            facts: told.with.to_string(),
        });
    }
}

/// Every id in an op, found by its form: this works for ops that are not known here, too.
fn ids_in(value: &Value) -> Vec<uuid::Uuid> {
    match value {
        Value::String(text) => uuid::Uuid::try_parse(text).ok().into_iter().collect(),
        Value::Array(values) => values.iter().flat_map(ids_in).collect(),
        Value::Object(fields) => fields.values().flat_map(ids_in).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
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

fn recorded(id: OpId, row: &OutcomeRow) -> Result<Outcome, ApiError> {
    match &row.outcome {
        Ok(seq) => Ok(Outcome::accepted(id, *seq)),
        Err(told) => match serde_json::from_str(told) {
            Ok(told) => Ok(Outcome { id, answer: Answer::Refused(told) }),
            Err(error) => Err(DbError::Damaged(format!("outcome of {id}: {error}")).into()),
        },
    }
}
