//! What the step machine wants done, done: an exchange built from the outbox, an op set apart or set free, a new number.

use std::collections::HashSet;

use keyholder_domain::id::{DeskId, OpId};
use serde_json::{Value, json};

use super::{Actor, notice};
use crate::DeskError;
use crate::desk::Outgoing;
use crate::outbox::State;
use crate::sync::{Do, Input};

impl Actor {
    /// Tells the step machine what happened, and does what it wants done.
    pub fn step(&mut self, input: Input) {
        let mut todo = self.machine.step(self.elapsed(), self.chance.dice(), &self.lines, input);
        while !todo.is_empty() {
            for step in std::mem::take(&mut todo) {
                if let Err(error) = self.carry_out(step) {
                    self.heed(Err(error.clone()));
                    todo.extend(self.machine.step(
                        self.elapsed(),
                        self.chance.dice(),
                        &self.lines,
                        Input::NotKept(error),
                    ));
                }
            }
        }
        self.show_connection();
    }

    pub(super) fn carry_out(&mut self, step: Do) -> Result<(), DeskError> {
        let wanted = match step {
            Do::Exchange(batch) => {
                self.log_grown |= !batch.is_empty();
                Outgoing::Exchange(self.request(&batch)?)
            }
            Do::LookAtMe => Outgoing::Me,
            Do::CheckPlace => Outgoing::Stores,
            Do::Park(op) => {
                self.outbox.move_to(&[op], State::Parked)?;
                self.rebuild();
                return Ok(());
            }
            Do::NewDesk => {
                self.outbox.renew_desk(DeskId::from_uuid(self.chance.id()))?;
                self.picture.desk = self.outbox.desk();
                self.say(notice("fork_renumbered", &json!({})));
                return Ok(());
            }
            Do::Renumber(expected) => return self.outbox.renumber(expected),
        };
        // The runner is gone only when the desk is being closed.
        let _ = self.outgoing.send(wanted);
        Ok(())
    }

    /// The exchange's body: envelope and numbers are made here, ops are as written.
    pub(super) fn request(&mut self, batch: &[OpId]) -> Result<Vec<u8>, DeskError> {
        let (cursor, head) = self.cache.position();
        let mut body = json!({"wire": keyholder_domain::wire::WIRE_VERSION, "cursor": cursor});
        if let Some(epoch) = &self.outbox.seen().epoch {
            body["epoch"] = json!(epoch);
        }
        if let Some(head) = head {
            body["head"] = json!(head);
        }
        if !batch.is_empty() {
            body["desk"] = json!(self.outbox.desk());
        }
        let mut ops = Vec::with_capacity(batch.len());
        for (n, kept) in self.outbox.number(batch)? {
            let op: Value = serde_json::from_str(&kept.op).unwrap_or_default();
            ops.push(json!({"id": kept.id, "n": n, "made_at": kept.made_at, "op": op}));
        }
        body["ops"] = Value::Array(ops);
        serde_json::to_vec(&body).map_err(|error| DeskError::storage(error.to_string()))
    }

    /// Sets ops free that wait for something else than the next exchange.
    pub(super) fn release(&mut self, from: State) -> Result<(), DeskError> {
        let apart: Vec<OpId> =
            self.outbox.kept().iter().filter(|kept| kept.state == from).map(|kept| kept.id).collect();
        if !apart.is_empty() {
            self.outbox.move_to(&apart, State::Waiting)?;
            self.rebuild();
        }
        Ok(())
    }

    pub(super) fn show_connection(&mut self) {
        use crate::picture::PendingState::{Sent, Waiting};
        let problem = self.closed.as_ref().or(self.storage.as_ref()).or(self.machine.problem()).cloned();
        let connection = self.machine.connection();
        let on_its_way = self.machine.on_its_way();
        let mut changed = problem != self.picture.problem || connection != self.picture.connection;
        // Offline before and after: a try that failed still has to be taken back from the ops it carried.
        let was_sent = self.picture.pending.iter().any(|op| op.state == Sent);
        if was_sent || !on_its_way.is_empty() {
            let sent: HashSet<&OpId> = on_its_way.iter().collect();
            for op in &mut self.picture.pending {
                let state = match op.state {
                    Waiting | Sent if sent.contains(&op.id) => Sent,
                    Sent => Waiting,
                    other => other,
                };
                changed |= state != op.state;
                op.state = state;
                op.maybe_sent |= state == Sent;
            }
        }
        if changed {
            self.picture.problem = problem;
            self.picture.connection = connection;
            self.picture.revision += 1;
            self.changed = true;
        }
    }
}
