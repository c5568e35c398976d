//! INVARIANT: `local = replay(base, what is waiting, or answered but not yet in the base)`.
//!
//! There is no merge: guesses are dropped and asked again on the new base. An op that newer facts would refuse stays in the
//! outbox, is left out of the picture, and is still asked; only the cloud's word counts.

use std::collections::HashMap;

use keyholder_domain::event::Stamp;
use keyholder_domain::id::{MemberId, OpId};
use keyholder_domain::op::{AnyId, Asker, Op, decide};
use keyholder_domain::refusal::Told;
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use serde_json::Value;

use crate::outbox::{Kept, State};
use crate::picture::{PendingOp, PendingState};

/// The local picture: the base with every guess on top, and what each pending op is expected to come to.
pub fn replay(base: &Store, me: Option<MemberId>, kept: &[Kept], now: Time) -> (Store, Vec<PendingOp>) {
    let mut local = base.clone();
    let mut makers = HashMap::new();
    let mut pending = Vec::with_capacity(kept.len());
    for kept in kept {
        let mut shown = shown(kept);
        if let Some(op) = &shown.op {
            shown.depends_on = op.touches().into_iter().find_map(|id| makers.get(&id).copied());
            if kept.state.unanswered() || matches!(kept.state, State::Answered(_)) {
                guess(&mut local, me, &mut shown, now);
            }
            note_maker(&mut makers, shown.op.as_ref(), kept.id);
        }
        pending.push(shown);
    }
    (local, pending)
}

/// The base with what these came to on top, in their order.
pub fn guess_all<'a>(
    base: &Store,
    me: MemberId,
    pending: impl Iterator<Item = &'a PendingOp>,
    now: Time,
) -> Store {
    let mut local = base.clone();
    for pending in pending {
        let counts = !matches!(pending.state, PendingState::Refused | PendingState::Unknown);
        let Some(op) = pending.op.as_ref().filter(|_| counts) else { continue };
        if let Ok(Some(event)) = decide(&local, Asker::Member(me), op, now) {
            let stamp = Stamp { at: local.now(now), by: Some(me) };
            local.apply(&event, &stamp);
        }
    }
    local
}

/// Puts one more op on top, as `replay` would with it at the end.
pub fn add(local: &mut Store, me: Option<MemberId>, pending: &mut Vec<PendingOp>, kept: &Kept, now: Time) {
    let mut shown = shown(kept);
    if let Some(op) = &shown.op {
        let names = op.touches();
        let maker = |earlier: &&PendingOp| {
            let makes = earlier.op.as_ref().and_then(Op::makes);
            makes.is_some_and(|made| names.contains(&made))
        };
        if !names.is_empty() {
            shown.depends_on = pending.iter().rev().find(maker).map(|earlier| earlier.id);
        }
        guess(local, me, &mut shown, now);
    }
    pending.push(shown);
}

fn guess(local: &mut Store, me: Option<MemberId>, shown: &mut PendingOp, now: Time) {
    let (Some(op), Some(me)) = (&shown.op, me) else { return };
    match decide(local, Asker::Member(me), op, now) {
        Ok(Some(event)) => {
            let stamp = Stamp { at: local.now(now), by: Some(me) };
            local.apply(&event, &stamp);
        }
        Ok(None) => {}
        Err(refusal) => {
            let told = refusal.told();
            shown.present = told.with.get("present").cloned();
            shown.expected = Some(told);
        }
    }
}

fn note_maker(makers: &mut HashMap<AnyId, OpId>, op: Option<&Op>, id: OpId) {
    if let Some(made) = op.and_then(Op::makes) {
        makers.insert(made, id);
    }
}

fn shown(kept: &Kept) -> PendingOp {
    let refusal = kept.refusal.as_ref();
    PendingOp {
        id: kept.id,
        made_at: kept.made_at,
        op: kept.read.op.clone(),
        raw: kept.read.raw.clone(),
        state: kept.state.pending(),
        expected: None,
        refusal: refusal.map(|told| Told { code: told.code.clone(), with: Value::Object(told.with.clone()) }),
        present: refusal.and_then(|told| told.with.get("present").cloned()),
        depends_on: None,
        maybe_sent: kept.sent,
    }
}
