//! What a person decides about kept changes: one durable commit for all of it, so that no crash leaves a change both dropped and
//! not asked anew, or a batch half done.

use std::collections::HashSet;
use std::sync::Arc;

use keyholder_domain::event::Stamp;
use keyholder_domain::id::OpId;
use keyholder_domain::op::{Asker, Op, decide};
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use serde_json::json;

use super::Actor;
use crate::DeskError;
use crate::outbox::{Asked, State, Way, leave};
use crate::picture::{Act, Step, again, can_ask_anyway};
use crate::sync::Input;
use crate::undo::Back;
use crate::views::settle::{SettleDone, SettleOrder};
use crate::views::shared::Told;

impl Actor {
    /// Asks anew, tries again and drops what she decided about; each is judged on what those before it leave.
    pub fn settle(&mut self, order: &SettleOrder) -> Result<SettleDone, DeskError> {
        self.still_open()?;
        self.lent()?;
        self.fresh();
        let now = self.clock.now();
        let act = self.chance.id();
        let mut local = self.picture.local.clone();
        let (mut asked, mut steps, mut gone) = (Vec::new(), Vec::new(), HashSet::new());
        let mut ask = |op: Op, back: Option<Back>| {
            let id = OpId::from_uuid(self.chance.id());
            let way = Way { act: Some(act), back: back.clone(), undoes: None };
            asked.push(Asked { id, op: op.to_value().to_string(), way });
            steps.push(Step { id, op, back, dropped: false });
        };
        for op in &order.ask {
            let back = match self.tried(&mut local, op, now) {
                Ok(Tried::Nothing) => continue,
                Ok(Tried::Changes(back)) => back,
                Err(told) => {
                    let can_ask_anyway = can_ask_anyway(&told.code);
                    if !(order.ask_anyway && can_ask_anyway) {
                        return Ok(SettleDone {
                            refusal: Some(told),
                            can_ask_anyway,
                            ..SettleDone::default()
                        });
                    }
                    None
                }
            };
            ask(op.clone(), back);
        }
        for old in &order.again {
            let refused = self.outbox.get(*old).filter(|kept| kept.state == State::Refused);
            let Some(op) = refused.and_then(|kept| again(&kept.read.raw, kept.refusal.as_ref())) else {
                continue;
            };
            match self.tried(&mut local, &op, now) {
                // What was refused has come about in another way.
                Ok(Tried::Nothing) => _ = gone.insert(*old),
                Err(told) if !can_ask_anyway(&told.code) => {}
                tried => {
                    ask(op, tried.ok().and_then(Tried::back));
                    gone.insert(*old);
                }
            }
        }
        let may_go = |id: &&OpId| {
            let kept = self.outbox.get(**id).filter(|_| !gone.contains(*id));
            kept.is_some_and(|kept| match kept.state {
                State::Waiting => !kept.sent,
                State::Answered(_) => false,
                State::Refused | State::Unknown | State::Held | State::Parked => true,
            })
        };
        let dropped: Vec<OpId> = order.drop.iter().filter(may_go).copied().collect();
        let done = SettleDone {
            act: steps.iter().any(|step| step.back.is_some()).then_some(act),
            asked: asked.len(),
            dropped: dropped.len(),
            ..SettleDone::default()
        };
        gone.extend(dropped);
        if asked.is_empty() && gone.is_empty() && order.leave.is_empty() {
            return Ok(done);
        }
        let gone: Vec<OpId> = gone.into_iter().collect();
        let more = order.leave.iter().map(|clash| (clash.group, clash.seq));
        let left = (!order.leave.is_empty()).then(|| Arc::new(leave(&self.picture.left, more)));
        let kept = self.outbox.decided(asked, &gone, left.as_deref(), now);
        self.kept_or(kept)?;
        if let Some(left) = left {
            self.picture.left = left;
        }
        self.forget_steps(&gone);
        if !steps.is_empty() {
            self.remember(Act { id: act, at: now, steps: Arc::new(steps), undoes: None });
        }
        self.rebuild();
        self.step(Input::Dispatched);
        Ok(done)
    }

    /// What she left as it is, as the outbox kept it.
    pub(super) fn remember_left(&mut self) {
        match self.outbox.left() {
            Ok(left) => self.picture.left = Arc::new(left),
            // Nothing is lost by it: it is only asked once more.
            Err(error) => tracing::warn!(%error, "what was left as it is is told again"),
        }
    }

    /// Judges one op and leaves the store as it would be after it.
    fn tried(&self, local: &mut Store, op: &Op, now: Time) -> Result<Tried, Told> {
        let Some(me) = self.picture.me.filter(|_| self.picture.has_team) else {
            return Err(Told::new("area_required", json!({"area": "view_team"})));
        };
        let Some(event) = decide(local, Asker::Member(me), op, now).map_err(Told::from)? else {
            return Ok(Tried::Nothing);
        };
        let back = self.way_back(local, &event, now);
        let stamp = Stamp { at: local.now(now), by: Some(me) };
        local.apply(&event, &stamp);
        Ok(Tried::Changes(back))
    }
}

/// What trying came to.
enum Tried {
    /// The goal is reached already.
    Nothing,
    /// It changes something; and the way back, if there is one.
    Changes(Option<Back>),
}

impl Tried {
    fn back(self) -> Option<Back> {
        match self {
            Tried::Nothing => None,
            Tried::Changes(back) => back,
        }
    }
}
