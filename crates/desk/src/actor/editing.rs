//! What a person does to her outbox: asks, asks again, drops, and saves what could not be sent.

use keyholder_domain::id::OpId;
use keyholder_domain::op::{Asker, Event, Op, decide};
use keyholder_domain::time::Time;
use serde_json::json;

use super::{Actor, line};
use crate::DeskError;
use crate::desk::{Dispatched, Unsent};
use crate::mutant::{self, Mutant};
use crate::outbox::{Asked, Kept, State, Way};
use crate::picture::{again, can_ask_anyway};
use crate::replay;
use crate::sync::Input;
use crate::views::shared::Told;

impl Actor {
    /// Judged at once with the cloud's own function, then one durable commit, then shown: in this order, so that a full disk
    /// is told before anything looks saved.
    pub fn dispatch(
        &mut self,
        op: &Op,
        ask_anyway: bool,
        instead_of: Option<OpId>,
    ) -> Result<Dispatched, DeskError> {
        self.still_open()?;
        self.lent()?;
        self.fresh();
        let now = self.clock.now();
        let id = OpId::from_uuid(self.chance.id());
        let mut dispatched = Dispatched {
            id,
            queued: false,
            nothing_to_do: false,
            refusal: None,
            can_ask_anyway: false,
            undo: false,
        };
        let mut way = Way::default();
        match self.judge(op, now) {
            Ok(None) => {
                dispatched.nothing_to_do = true;
                if let Some(old) = instead_of {
                    // What was refused has come about in another way.
                    let forgotten = self.outbox.forget(old);
                    self.kept_or(forgotten)?;
                    self.rebuild();
                }
                return Ok(dispatched);
            }
            Ok(Some(event)) => way.back = self.way_back(&self.picture.local, &event, now),
            Err(refusal) => {
                dispatched.can_ask_anyway = can_ask_anyway(&refusal.code);
                dispatched.refusal = Some(refusal);
                if !(ask_anyway && dispatched.can_ask_anyway) {
                    return Ok(dispatched);
                }
            }
        }
        let text = op.to_value().to_string();
        let back = way.back.clone();
        let kept = match instead_of {
            // Nothing waits before it and the cloud is there: it goes out with the number that it gets in this commit.
            None if self.lines.is_empty() && self.machine.sends_at_once() => {
                self.outbox.ask_now(&Asked { id, op: text, way }, now)
            }
            None => self.outbox.ask_way(&Asked { id, op: text, way }, now),
            Some(old) => self.outbox.ask_again(old, Asked { id, op: text, way }, now),
        };
        if !mutant::on(Mutant::SaysKeptBeforeItIs) {
            self.kept_or(kept)?;
        }
        dispatched.queued = true;
        dispatched.undo = back.is_some();
        self.acted(id, now, op, back, instead_of);
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

    /// What will happen, if anything, or why it will be refused.
    pub(super) fn judge(&self, op: &Op, now: Time) -> Result<Option<Event>, Told> {
        let Some(me) = self.picture.me.filter(|_| self.picture.has_team) else {
            return Err(Told::new("area_required", json!({"area": "view_team"})));
        };
        decide(&self.picture.local, Asker::Member(me), op, now).map_err(Told::from)
    }

    /// Asks a refused op again, as a new op about the same thing; a parked or held one is sent again as it is.
    pub fn retry(&mut self, id: OpId) -> Result<Dispatched, DeskError> {
        self.still_open()?;
        self.lent()?;
        let missing = || DeskError::new("unknown_op", "this op is not in the outbox");
        let kept = self.outbox.get(id).ok_or_else(missing)?.clone();
        match kept.state {
            State::Refused | State::Unknown => {
                let op = again(&kept.read.raw, kept.refusal.as_ref())
                    .ok_or_else(|| DeskError::outdated("this version cannot read the op"))?;
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
                    undo: false,
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
                    undo: false,
                })
            }
        }
    }

    /// Forgets an op that is settled, or was never sent.
    pub fn drop_op(&mut self, id: OpId) -> Result<(), DeskError> {
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
        self.forget_steps(&[id]);
        self.rebuild();
        Ok(())
    }

    /// Everything that was asked and that the cloud has not accepted.
    pub fn unsent(&self) -> Vec<Unsent> {
        self.outbox
            .kept()
            .iter()
            .filter(|kept| !matches!(kept.state, State::Answered(_)))
            .map(unsent)
            .collect()
    }
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
