//! After the storm: the network is whole, disks work, everybody is asked until nobody has anything left; then everything is compared.

use keyholder_cloud::random::Random;
use keyholder_desk::outbox::State;
use keyholder_desk::sync::Input;
use keyholder_domain::OpId;
use keyholder_sim_vfs::{self as disk, Kept};
use serde_json::json;

use crate::cloud::MACHINE;
use crate::dice::Dice;
use crate::truth::{Broken, broken};
use crate::world::{World, in_words};

/// How often everybody is asked. Each time something must move.
const ROUNDS: u64 = 40;
/// Questions of one desk in one round.
const QUESTIONS: usize = 400;

impl World {
    /// Heals everything, lets it drain, and compares.
    pub fn calms(&mut self, place: u64) -> Result<(), Broken> {
        disk::heal(MACHINE);
        for desk in &self.desks {
            disk::heal(&desk.machine);
        }
        let mut dice = Dice::of(self.seed, place, 5);
        self.arrives_at_last(place)?;
        // What a failed sync left in the cloud's log comes back at its next start: before everybody is asked, not after.
        disk::crash(MACHINE, Kept::Everything, || self.cloud = None, |_| 0);
        self.cloud_comes_back()?;
        for round in 0..ROUNDS {
            self.one_round(place + round, round < 3, &mut dice)?;
            if self.is_settled() {
                break;
            }
        }
        self.is_as_it_must_be()
    }

    fn one_round(&mut self, place: u64, set_free: bool, dice: &mut Dice) -> Result<(), Broken> {
        let random = self.random(place);
        for desk in 0..self.desks.len() {
            self.desks[desk].chance.draws_from(Dice::of(self.seed, place, 100 + desk as u64));
            self.desk_starts(desk)?;
            if let Some(actor) = &mut self.desks[desk].actor {
                if set_free {
                    actor.set_free();
                }
                actor.step(Input::SignedIn);
            }
            self.desks[desk].runs();
            self.drains(desk, &random, dice)?;
            self.looks_at(desk)?;
        }
        // Backoffs and quiet times run out.
        self.passes(61_000);
        Ok(())
    }

    fn drains(&mut self, desk: usize, random: &Random, dice: &mut Dice) -> Result<(), Broken> {
        for _ in 0..QUESTIONS {
            let Some(question) = self.desks[desk].wanted.front().cloned() else { return Ok(()) };
            let account = self.desks[desk].account;
            let answer = self.asks_the_cloud(account, &question, random)?;
            self.trace.push(format!("calm: desk {desk} asks {}: {}", question.in_words(), in_words(&answer)));
            self.desks[desk].hears(answer, false, dice);
        }
        broken("comes_to_rest", format!("desk {desk} asks without end"))
    }

    fn is_settled(&mut self) -> bool {
        (0..self.desks.len()).all(|desk| {
            let sees_team = self.sees_team(desk);
            let Some(actor) = &mut self.desks[desk].actor else { return false };
            if actor.standing().closed || !sees_team {
                return self.desks[desk].wanted.is_empty();
            }
            let waits = actor
                .outbox()
                .kept()
                .iter()
                .any(|kept| matches!(kept.state, State::Waiting | State::Parked | State::Answered(_)));
            !waits && actor.position().0 == self.truth.seq() && actor.picture().has_team
        })
    }

    fn is_as_it_must_be(&mut self) -> Result<(), Broken> {
        self.cloud_is_whole()?;
        for desk in 0..self.desks.len() {
            self.equals_the_cloud(desk)?;
        }
        let taken: Vec<(OpId, Vec<usize>)> = self
            .truth
            .taken
            .iter()
            .filter(|(op, _)| !self.truth.given_up.contains(op))
            .map(|(op, taken)| (*op, taken.iter().map(|taken| taken.desk).collect()))
            .collect();
        for (op, desks) in taken {
            let recorded = self.outcome(op)?;
            let alone = desks.len() == 1;
            for desk in desks {
                self.same_word(op, desk, recorded.as_deref(), alone)?;
            }
        }
        for (op, seq) in self.truth.applied() {
            let line = json!({"accepted": {"seq": seq}}).to_string();
            if self.truth.taken.contains_key(&op) && self.outcome(op)? != Some(line) {
                return broken(
                    "applied_is_recorded",
                    format!("op {op} is in entry {seq}, and that was not recorded"),
                );
            }
        }
        Ok(())
    }

    /// What the cloud reads anew from its disk is what it went by, and it stands by every word.
    fn cloud_is_whole(&mut self) -> Result<(), Broken> {
        disk::crash(MACHINE, Kept::Everything, || self.cloud = None, |_| 0);
        self.cloud_comes_back()?;
        let Some(cloud) = &self.cloud else { return broken("cloud_is_up", "it is down") };
        let Ok((held, _, _)) = cloud.look(self.truth.seq()) else {
            return broken("cloud_reads", "the cloud cannot read itself");
        };
        let now = held.now(self.cloud_clock);
        if held.store.to_snapshot(now) != self.truth.store().to_snapshot(now) {
            return broken("memory_is_the_fold", "the state read anew is not the fold of the entries");
        }
        Ok(())
    }

    fn equals_the_cloud(&mut self, desk: usize) -> Result<(), Broken> {
        let skipped = !self.sees_team(desk) || self.desks[desk].wiped;
        let Some(actor) = &mut self.desks[desk].actor else {
            return broken("desk_opens", format!("desk {desk} does not run"));
        };
        if skipped {
            return Ok(());
        }
        let standing = actor.standing();
        if standing.closed {
            return broken(
                "stays_open",
                format!("desk {desk} is closed, and she is a member who sees the team"),
            );
        }
        let (cursor, head) = actor.position();
        let head = head.unwrap_or_default().to_owned();
        if self.truth.state_at(cursor, &head).is_none() || cursor != self.truth.seq() {
            let problem = actor.picture().problem.as_ref().map(|problem| problem.code.clone());
            let words =
                format!("desk {desk} is at entry {cursor} of {}, problem {problem:?}", self.truth.seq());
            return broken("catches_up", words);
        }
        let now = actor.picture().base.now(self.truth.store().now(self.cloud_clock));
        let truth = self.truth.store().to_snapshot(now);
        if actor.picture().base.to_snapshot(now) != truth {
            return broken("base_is_the_fold", format!("desk {desk} holds something else"));
        }
        let open = actor.outbox().kept().iter().any(|kept| kept.state.unanswered());
        if !open && actor.picture().local.to_snapshot(now) != truth {
            return broken("picture_is_the_base", format!("desk {desk} shows something else"));
        }
        Ok(())
    }

    /// A desk's word on an op is the cloud's.
    fn same_word(&self, op: OpId, desk: usize, recorded: Option<&str>, alone: bool) -> Result<(), Broken> {
        let Some(actor) = &self.desks[desk].actor else { return Ok(()) };
        if actor.standing().closed || self.desks[desk].wiped {
            return Ok(());
        }
        let sees_team = self.sees_team(desk);
        let state = match actor.outbox().stands(op) {
            Ok(state) => state,
            Err(error) => return broken("outbox_reads", format!("desk {desk}: {error}")),
        };
        let differs = |says: String| {
            broken("same_word", format!("op {op}: desk {desk} says {says}, the cloud {recorded:?}"))
        };
        match state {
            None => broken("taken_is_kept", format!("desk {desk} has lost op {op}")),
            Some(State::Waiting | State::Parked) if sees_team => {
                broken("everything_is_answered", format!("op {op} still waits on desk {desk}"))
            }
            Some(State::Held) if recorded.is_some() && sees_team => differs("it is held".to_owned()),
            Some(State::Answered(seq)) => {
                let says = json!({"accepted": {"seq": seq}}).to_string();
                // Without the team nothing can be offered again to a cloud that was restored. And an op that found its goal reached
                // has no entry: where the history is whole without it, nothing tells that the word on it is gone.
                let costs_nothing = !sees_team || !self.truth.ever_changed(op);
                let excused = recorded.is_none() && costs_nothing && self.was_restored();
                if recorded == Some(&says) || excused { Ok(()) } else { differs(says) }
            }
            Some(State::Refused) => {
                let code = actor
                    .outbox()
                    .get(op)
                    .and_then(|kept| kept.refusal.as_ref())
                    .map(|told| told.code.clone());
                let says = format!("\"code\":\"{}\"", code.unwrap_or_default());
                // What was refused is not offered again to a restored cloud; the copy of a profile may do so, and win.
                let excused = self.was_restored() && (recorded.is_none() || !alone);
                if recorded.is_some_and(|line| line.contains(&says)) || excused {
                    Ok(())
                } else {
                    differs(says)
                }
            }
            Some(State::Unknown | State::Held | State::Waiting | State::Parked) => Ok(()),
        }
    }
}
