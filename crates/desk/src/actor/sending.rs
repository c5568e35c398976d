//! What the step machine wants done, done: an exchange built from the outbox, an op set apart or set free, a new number.

use std::collections::{HashMap, HashSet};

use keyholder_domain::id::{DeskId, OpId};
use serde_json::json;

use super::{Actor, notice};
use crate::DeskError;
use crate::cloud::Fault;
use crate::desk::Outgoing;
use crate::outbox::{Outbox, State, Verdict};
use crate::sync::{Do, Input, Line};

impl Actor {
    /// Tells the step machine what happened, and does what it wants done.
    pub fn step(&mut self, input: Input) {
        let mut todo = self.machine.step(self.elapsed(), self.chance.dice(), &self.lines, input);
        while !todo.is_empty() {
            for step in std::mem::take(&mut todo) {
                if let Err(error) = self.carry_out(step) {
                    let error = self.disk_failed(error);
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
        if self.ready.is_none() && self.machine.exchanging() {
            self.make_ready();
        }
    }

    pub(super) fn carry_out(&mut self, step: Do) -> Result<(), DeskError> {
        let wanted = match step {
            Do::Exchange(batch) => {
                self.log_grown |= !batch.is_empty();
                Outgoing::Exchange(self.request(&batch)?)
            }
            Do::Rows => {
                if self.cache.staged().is_some() {
                    self.ask_rows();
                } else {
                    // What was staged is gone, and a disk that failed then kept the step machine from hearing of it.
                    self.step(Input::StreamGone);
                }
                return Ok(());
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
        let held = self.cache.position();
        let (cursor, head) = self.ahead.as_ref().map_or(held, |(cursor, head)| (*cursor, head.as_deref()));
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
        if !self.inline {
            body["snapshot"] = json!(keyholder_domain::wire::STREAM);
        }
        self.outbox.number(batch)?;
        let ready = self.ready.take().filter(|ready| ready.is(&self.outbox, batch));
        let ops = ready.map_or_else(|| self.outbox.written(batch, self.outbox.next_n()), |ready| ready.ops);
        // The envelope is an object and has fields, so its last letter is a brace and what follows needs a comma.
        let mut text = body.to_string();
        text.pop();
        Ok(format!("{text},\"ops\":[{ops}]}}").into_bytes())
    }

    /// Writes the next batch down while the present one is under way, as it will be if everything in this one is answered for good.
    fn make_ready(&mut self) {
        let sent: HashSet<OpId> = self.machine.on_its_way().iter().copied().collect();
        if sent.is_empty() {
            return;
        }
        let rest = self.lines.iter().filter(|line| !sent.contains(&line.id));
        let batch = self.machine.foresees(rest.map(|line| (line, line.set_apart)), sent.len());
        let from = self.outbox.next_n() + sent.len() as u64;
        let ops = self.outbox.written(&batch, from);
        self.ready = (!batch.is_empty()).then_some(Ready { desk: self.outbox.desk(), from, batch, ops });
    }

    /// What will be sent once these verdicts are kept.
    pub(super) fn foreseen(&self, verdicts: &[(OpId, Verdict)]) -> Vec<OpId> {
        let told: HashMap<OpId, &Verdict> = verdicts.iter().map(|(id, verdict)| (*id, verdict)).collect();
        let after = self.lines.iter().filter_map(|line| match told.get(&line.id) {
            Some(Verdict::Accepted(_) | Verdict::Refused(_)) => None,
            Some(Verdict::Held(_)) => Some((line, true)),
            None => Some((line, line.set_apart)),
        });
        self.machine.foresees(after, verdicts.len())
    }

    /// Takes what was answered out of the queue.
    pub(super) fn settle_lines(&mut self, verdicts: &[(OpId, Verdict)]) {
        let told: HashMap<OpId, &Verdict> = verdicts.iter().map(|(id, verdict)| (*id, verdict)).collect();
        let settled =
            |line: &Line| matches!(told.get(&line.id), Some(Verdict::Accepted(_) | Verdict::Refused(_)));
        // Mostly a whole batch that stands first: taken out in one piece, so that the many behind it move once.
        let first = self.lines.iter().take_while(|line| settled(line)).count();
        self.lines.drain(..first);
        if first < told.len() {
            self.lines.retain_mut(|line| {
                line.set_apart |= matches!(told.get(&line.id), Some(Verdict::Held(_)));
                !settled(line)
            });
        }
        let unanswered = self.outbox.kept().iter().filter(|kept| kept.state.unanswered());
        debug_assert!(unanswered.map(super::line).eq(self.lines.iter().cloned()));
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
        let problem = self.closed.as_ref().or(self.storage.as_ref()).or(self.machine.problem()).cloned();
        let connection = self.machine.connection();
        // Guesses that are made anew are marked then.
        let marked = self.stale || self.mark_sent();
        if marked || problem != self.picture.problem || connection != self.picture.connection {
            self.picture.problem = problem;
            self.picture.connection = connection;
            self.picture.revision += 1;
            self.changed = true;
        }
    }

    /// Marks the ops that are on their way now; tells whether any mark moved.
    pub(super) fn mark_sent(&mut self) -> bool {
        use crate::picture::PendingState::{Sent, Waiting};
        let on_its_way = self.machine.on_its_way();
        // Offline before and after: a try that failed still has to be taken back from the ops it carried.
        let was_sent = self.picture.pending.iter().any(|op| op.state == Sent);
        if !was_sent && on_its_way.is_empty() {
            return false;
        }
        let sent: HashSet<&OpId> = on_its_way.iter().collect();
        let mut changed = false;
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
        changed
    }

    /// What went wrong with the exchange under way, as far as its ops are concerned: whatever certainly did not arrive was never sent,
    /// so that it may still be dropped.
    pub(super) fn not_answered(&mut self, fault: &Fault) {
        if !fault.never_arrived() {
            return self.outbox.may_have_arrived();
        }
        match self.outbox.never_arrived() {
            Ok(unsent) => {
                let unsent: HashSet<OpId> = unsent.into_iter().collect();
                for op in self.picture.pending.iter_mut().filter(|op| unsent.contains(&op.id)) {
                    op.maybe_sent = false;
                }
            }
            Err(error) => self.heed(Err(error)),
        }
    }
}

/// A batch as it will stand in the body of its exchange.
#[derive(Debug)]
pub(super) struct Ready {
    desk: DeskId,
    from: u64,
    batch: Vec<OpId>,
    ops: String,
}

impl Ready {
    fn is(&self, outbox: &Outbox, batch: &[OpId]) -> bool {
        self.desk == outbox.desk() && self.from == outbox.next_n() && self.batch == batch
    }
}
