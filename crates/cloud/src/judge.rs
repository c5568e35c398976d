//! One desk's ops, one after the other, each with its one outcome for ever.
//!
//! Nothing here decides: `decide` does. This keeps what became of each op id, words what depends on a refused op, and appends.

use keyholder_domain::wire::{Answer, AskedOp, Outcome, op_bytes};
use keyholder_domain::{AnyId, Asker, MemberId, Op, OpId, Refusal, Store, Time, Told, decide};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::db::{DbError, OutcomeRow, RefusedRow, Tx};
use crate::entries::{self, Act};
use crate::error::ApiError;
use crate::exchange::Exchange;
use crate::random::Random;
use crate::states::Held;

/// Decides one desk's ops, one after the other, on the state as it becomes.
pub struct Judge<'a> {
    asked: &'a Exchange,
    by: MemberId,
    now: Time,
    random: &'a Random,
    /// The state as it has become.
    pub held: Held,
}

impl<'a> Judge<'a> {
    /// A judge of one exchange, of which every op has one time.
    pub fn new(asked: &'a Exchange, by: MemberId, held: &Held, clock: Time, random: &'a Random) -> Judge<'a> {
        Judge { asked, by, now: held.now(clock), random, held: held.clone() }
    }

    /// What becomes of an op, or became of it before.
    pub fn outcome(&mut self, tx: &mut dyn Tx, op: &AskedOp) -> Result<Outcome, ApiError> {
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
