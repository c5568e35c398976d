//! What a person did in one go: done to many at once, stopped, and taken back. The picture remembers the acts of the last ten
//! minutes; the outbox keeps the way back beside each op, so that a restart forgets none of it.

use std::collections::HashSet;
use std::sync::Arc;

use keyholder_domain::event::Event;
use keyholder_domain::id::OpId;
use keyholder_domain::op::Op;
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use serde_json::json;
use uuid::Uuid;

use super::Actor;
use crate::DeskError;
use crate::outbox::{Asked, Recent, State, Way};
use crate::picture::{Act, Step};
use crate::sync::Input;
use crate::undo::{self, Back};
use crate::views;
use crate::views::bulk::{BulkDone, BulkOf, BulkOrder, Verdict};
use crate::views::shared::Told;

impl Actor {
    /// Does one act to many: foreseen once more, and then one durable commit, or nothing at all.
    pub fn bulk(&mut self, order: &BulkOrder) -> Result<BulkDone, DeskError> {
        self.still_open()?;
        self.lent()?;
        self.fresh();
        let now = self.clock.now();
        self.picture.now = now;
        let foreseen = views::foresee(&self.picture, &mut self.memo, &order.what)?;
        let refused =
            |code: &str, with| Ok(BulkDone { refusal: Some(Told::new(code, with)), ..BulkDone::default() });
        if order.seen.as_ref().is_some_and(|seen| seen != foreseen.seen()) {
            return refused("forecast_changed", json!({}));
        }
        // INVARIANT: a batch that does not fit is held back whole, unless a partial run was asked for.
        if foreseen.no_seat() > 0 && !order.partial {
            return refused("batch_does_not_fit", json!({ "fit": foreseen.count(Verdict::Does) }));
        }
        let act = self.chance.id();
        let undoes = match &order.what {
            BulkOf::Undo { act } => Some(*act),
            BulkOf::Members { .. } | BulkOf::Plan { .. } => None,
        };
        let (mut asked, mut steps, mut dropped) = (Vec::new(), Vec::new(), Vec::new());
        for item in foreseen.items {
            match (item.verdict, item.op, item.drop.map(|dropped| *dropped)) {
                (Verdict::Does, Some(op), _) => {
                    let back = item.back.map(|back| back.with_new_id(self.chance.id()));
                    let id = OpId::from_uuid(self.chance.id());
                    let way = Way { act: Some(act), back: back.clone(), undoes };
                    asked.push(Asked { id, op: op.to_value().to_string(), way });
                    steps.push(Step { id, op, back, dropped: false });
                }
                (Verdict::Drops, _, Some((id, _))) => dropped.push(id),
                _ => {}
            }
        }
        let done = BulkDone {
            act: (!asked.is_empty()).then_some(act),
            asked: asked.len(),
            dropped: dropped.len(),
            refusal: None,
        };
        if asked.is_empty() && dropped.is_empty() {
            return Ok(done);
        }
        let kept = self.outbox.ask_many(asked, &dropped, now);
        self.kept_or(kept)?;
        self.forget_steps(&dropped);
        if !steps.is_empty() {
            self.remember(Act { id: act, at: now, steps: Arc::new(steps), undoes });
        }
        self.rebuild();
        self.step(Input::Dispatched);
        Ok(done)
    }

    /// Drops what of an act was not sent yet; tells how much that was.
    pub fn stop_act(&mut self, act: Uuid) -> Result<usize, DeskError> {
        self.still_open()?;
        self.lent()?;
        let Some(act) = self.picture.acts.iter().find(|known| known.id == act) else { return Ok(0) };
        let unsent = |id: &OpId| {
            let kept = self.outbox.get(*id);
            kept.is_some_and(|kept| {
                matches!(kept.state, State::Waiting | State::Held | State::Parked) && !kept.sent
            })
        };
        let dropped: Vec<OpId> = act.steps.iter().map(|step| step.id).filter(unsent).collect();
        if !dropped.is_empty() {
            let forgotten = self.outbox.ask_many(Vec::new(), &dropped, self.clock.now());
            self.kept_or(forgotten)?;
            self.forget_steps(&dropped);
            self.rebuild();
        }
        Ok(dropped.len())
    }

    /// What leads back from what is about to happen to this store.
    pub(super) fn way_back(&self, before: &Store, event: &Event, now: Time) -> Option<Back> {
        Some(undo::way_back(before, event, now)?.with_new_id(self.chance.id()))
    }

    /// Remembers one op as an act of its own.
    pub(super) fn acted(
        &mut self,
        id: OpId,
        at: Time,
        op: &Op,
        back: Option<Back>,
        instead_of: Option<OpId>,
    ) {
        self.forget_steps(instead_of.as_slice());
        let step = Step { id, op: op.clone(), back, dropped: false };
        self.remember(Act { id: id.uuid(), at, steps: Arc::new(vec![step]), undoes: None });
    }

    pub(super) fn remember(&mut self, act: Act) {
        let since = since(act.at);
        // They stand in the order in which they were done.
        let over = self.picture.acts.iter().take_while(|old| old.at < since).count();
        self.picture.acts.drain(..over);
        self.picture.acts.push(act);
    }

    /// What was dropped, or is asked again as another op, is no part of its act any more.
    pub(super) fn forget_steps(&mut self, ids: &[OpId]) {
        if ids.is_empty() {
            return;
        }
        let gone: HashSet<&OpId> = ids.iter().collect();
        for act in self.picture.acts.iter_mut().rev() {
            if act.steps.iter().any(|step| gone.contains(&step.id)) {
                for step in Arc::make_mut(&mut act.steps) {
                    step.dropped |= gone.contains(&step.id);
                }
            }
        }
    }

    /// The acts of the last ten minutes, as the outbox kept them.
    pub(super) fn remember_acts(&mut self, now: Time) {
        match self.outbox.recent(since(now)) {
            Ok(recent) => self.picture.acts = acts(recent),
            // Nothing is lost by it but the way back.
            Err(error) => tracing::warn!(%error, "what was done lately cannot be taken back"),
        }
    }
}

fn since(now: Time) -> Time {
    now.plus_seconds(-undo::MINUTES * 60)
}

fn acts(recent: Vec<Recent>) -> Vec<Act> {
    let mut acts: Vec<(Act, Vec<Step>)> = Vec::new();
    for Recent { id, made_at, op, way } in recent {
        let step = Step { id, op, back: way.back, dropped: false };
        let act = way.act.unwrap_or(id.uuid());
        match acts.last_mut() {
            Some((last, steps)) if last.id == act => steps.push(step),
            _ => {
                let undoes = way.undoes;
                acts.push((Act { id: act, at: made_at, steps: Arc::default(), undoes }, vec![step]));
            }
        }
    }
    acts.into_iter().map(|(act, steps)| Act { steps: Arc::new(steps), ..act }).collect()
}
