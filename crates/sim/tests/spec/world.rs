//! Everything there is: two desks, one cloud, and a network that loses, delays and repeats.

use std::collections::{BTreeMap, BTreeSet};

use crate::Rules;
use crate::cloud::{Cloud, Op, Reply, Request, Word, fold};
use crate::desk::{Desk, Phase, Stand};

/// Which ops are whose.
pub const MINE: [&[Op]; 2] = [&[0, 1], &[2]];

/// What may happen next. Numbers are desks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The person asks her next op.
    Ask(usize),
    /// She drops one that was never sent.
    Drop(usize, Op),
    /// A request goes out.
    Send(usize),
    /// No connection comes about.
    NotReached(usize),
    /// The request arrives; the cloud answers.
    Arrive(usize),
    /// The same, and the network keeps a copy.
    ArriveTwice(usize),
    /// A copy arrives late; nobody waits for its reply.
    Stray(Request),
    /// The desk gives up waiting, or could not keep what the request follows: the request or its reply is lost, or the request
    /// comes late.
    GiveUp(usize),
    /// The reply comes, and the outbox keeps its part.
    Hear(usize),
    /// The cache keeps its part.
    Keep(usize),
    /// The history before a snapshot is looked at.
    Compare(usize),
    /// The desk ends; its cache is left with so many entries.
    Crash(usize, usize),
    /// The cloud's operator makes a backup.
    BackUp,
    /// She restores it, and says so by a new epoch or not.
    Restore { told: bool },
}

/// A state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    pub cloud: Cloud,
    pub backup: Option<Cloud>,
    pub restored: bool,
    pub desks: [Desk; 2],
    /// Requests that somebody waits for, and that have not arrived.
    pub under_way: BTreeSet<Request>,
    /// Requests that nobody waits for, and that may still arrive.
    pub stray: BTreeSet<Request>,
    /// Replies that somebody waits for.
    pub replies: BTreeMap<usize, Reply>,
    /// Every history that the store ever had. Only the properties look at it.
    pub histories: BTreeSet<Vec<Op>>,
    /// What was dropped. Only the properties look at it.
    pub dropped: BTreeSet<Op>,
}

impl World {
    pub fn new() -> Self {
        World {
            cloud: Cloud::default(),
            backup: None,
            restored: false,
            desks: [Desk::new(0), Desk::new(1)],
            under_way: BTreeSet::new(),
            stray: BTreeSet::new(),
            replies: BTreeMap::new(),
            histories: BTreeSet::from([Vec::new()]),
            dropped: BTreeSet::new(),
        }
    }

    pub fn take(&mut self, rules: Rules, step: Step) {
        match step {
            Step::Ask(desk) => {
                let desk = &mut self.desks[desk];
                desk.outbox.push((MINE[desk.id.0][desk.asked], Stand::Waiting { maybe_sent: false }));
                desk.asked += 1;
            }
            Step::Drop(desk, op) => {
                self.desks[desk].outbox.retain(|(kept, _)| *kept != op);
                self.dropped.insert(op);
            }
            Step::Send(desk) => {
                let request = self.desks[desk].send();
                self.under_way.insert(request);
            }
            Step::NotReached(desk) => {
                let (request, first) = self.asking(desk);
                self.under_way.remove(&request);
                self.desks[desk].not_reached(rules, &first);
            }
            Step::Arrive(desk) => self.arrive(rules, desk),
            Step::ArriveTwice(desk) => {
                self.stray.insert(self.asking(desk).0);
                self.arrive(rules, desk);
            }
            Step::Stray(request) => {
                self.stray.remove(&request);
                self.cloud.exchange(rules, &request);
            }
            Step::GiveUp(desk) => self.give_up(desk),
            Step::Hear(desk) => {
                let (request, _) = self.asking(desk);
                if let Some(reply) = self.replies.remove(&desk) {
                    self.desks[desk].hear(rules, &request, reply);
                }
            }
            Step::Keep(desk) => self.desks[desk].keep(),
            Step::Compare(desk) => self.desks[desk].compare(),
            Step::Crash(desk, left) => {
                self.give_up(desk);
                self.desks[desk].cache.truncate(left);
            }
            Step::BackUp => self.backup = Some(self.cloud.clone()),
            Step::Restore { told } => {
                self.cloud = self.backup.take().unwrap_or_default();
                self.cloud.epoch += u8::from(told);
                self.restored = true;
            }
        }
        self.histories.insert(self.cloud.log.clone());
    }

    fn asking(&self, desk: usize) -> (Request, Vec<Op>) {
        match &self.desks[desk].phase {
            Phase::Asking(request, first) | Phase::Ahead(_, request, first) => {
                (request.clone(), first.clone())
            }
            phase => panic!("desk {desk} is not asking but {phase:?}"),
        }
    }

    fn arrive(&mut self, rules: Rules, desk: usize) {
        let (request, _) = self.asking(desk);
        self.under_way.remove(&request);
        let reply = self.cloud.exchange(rules, &request);
        self.replies.insert(desk, reply);
    }

    fn give_up(&mut self, desk: usize) {
        if let Phase::Asking(request, _) | Phase::Ahead(_, request, _) = &self.desks[desk].phase
            && self.under_way.remove(request)
        {
            self.stray.insert(request.clone());
        }
        self.replies.remove(&desk);
        self.desks[desk].phase = Phase::Resting;
    }

    /// Whether all agree once nothing goes wrong any more: every desk exchanges until it has nothing to ask.
    pub fn settles(&self, rules: Rules) -> bool {
        let mut world = self.clone();
        for desk in 0..2 {
            world.take(rules, Step::Keep(desk));
            world.give_up(desk);
        }
        for _ in 0..8 {
            for desk in 0..2 {
                for step in [Step::Send(desk), Step::Arrive(desk), Step::Hear(desk), Step::Keep(desk)] {
                    world.take(rules, step);
                }
                if world.desks[desk].can_compare() {
                    world.take(rules, Step::Compare(desk));
                }
            }
        }
        world.desks.iter().all(|desk| {
            let answered = desk.outbox.iter().all(|(op, stand)| world.is_the_word(rules, *op, *stand));
            answered && desk.cache == world.cloud.log && desk.local(rules) == fold(rules, &world.cloud.log)
        })
    }

    /// Whether the cloud stands by what a desk was told. Of a life that ended, what changed nothing is not offered again: a
    /// refusal, or an op whose goal another one had reached.
    pub fn is_the_word(&self, rules: Rules, op: Op, stand: Stand) -> bool {
        let Stand::Told(word) = stand else { return false };
        let changed_nothing = match word {
            Word::Refused => true,
            Word::Accepted(seq) => self.histories.iter().any(|history| {
                history
                    .get(..seq)
                    .is_some_and(|then| fold(rules, then) == rules.asked(op).1 && then.last() != Some(&op))
            }),
        };
        self.cloud.words.get(&op) == Some(&word) || (self.restored && changed_nothing)
    }
}
