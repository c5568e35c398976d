//! A desk's side of the specification. Each step is one durable commit of one file, or a change of memory alone; a crash
//! may come between any two.

use crate::Rules;
use crate::cloud::{DeskId, News, Op, Reply, Request, Word, fold};

/// Where an op of the outbox stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stand {
    /// To be sent; whether it may be at the cloud already.
    Waiting {
        /// It was sent, and nobody knows what became of it.
        maybe_sent: bool,
    },
    /// Answered.
    Told(Word),
}

/// What a desk does at the moment; lost in a crash.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    Resting,
    /// A request is out, and these ops of it were never sent before.
    Asking(Request, Vec<Op>),
    /// The reply has come, and the outbox has kept its part of it.
    Keeping(News),
    /// The same, and the next request is out already.
    Ahead(News, Request, Vec<Op>),
}

/// A desk. `id` to `doubt` rest in the outbox, whose every commit is durable.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Desk {
    pub id: DeskId,
    pub outbox: Vec<(Op, Stand)>,
    pub next_n: usize,
    /// The epoch last told.
    pub epoch: Option<u8>,
    /// The furthest history told: rebuilding the cache cannot hide a cut in it.
    pub seen: Vec<Op>,
    /// What was seen before a snapshot jumped over it: to be compared.
    pub doubt: Option<Vec<Op>>,
    /// The entries in the cache: `base` is their fold. A crash may take the latest commits back.
    pub cache: Vec<Op>,
    pub phase: Phase,
    /// How many of its ops the person has asked.
    pub asked: usize,
}

impl Desk {
    /// A desk that holds nothing.
    pub fn new(number: usize) -> Self {
        Desk {
            id: (number, 0),
            outbox: Vec::new(),
            next_n: 1,
            epoch: None,
            seen: Vec::new(),
            doubt: None,
            cache: Vec::new(),
            phase: Phase::Resting,
            asked: 0,
        }
    }

    /// Step SEND, also while the cache has not kept its part of the last reply: then as if it had.
    pub fn send(&mut self) -> Request {
        let ahead = match &self.phase {
            Phase::Keeping(news) => Some(news.clone()),
            _ => None,
        };
        let waiting = self.outbox.iter_mut().filter(|(_, stand)| matches!(stand, Stand::Waiting { .. }));
        let (mut ops, mut first) = (Vec::new(), Vec::new());
        for (n, (op, stand)) in (self.next_n..).zip(waiting) {
            if *stand == (Stand::Waiting { maybe_sent: false }) {
                first.push(*op);
            }
            *stand = Stand::Waiting { maybe_sent: true };
            ops.push((n, *op));
        }
        let head = ahead.as_ref().map_or_else(|| self.cache.clone(), |news| self.known(news));
        let request = Request { desk: self.id, epoch: self.epoch, head, ops };
        self.phase = match ahead {
            Some(news) => Phase::Ahead(news, request.clone(), first),
            None => Phase::Asking(request.clone(), first),
        };
        request
    }

    /// Step NOT REACHED: no connection came about, so what was sent for the first time was not sent at all.
    pub fn not_reached(&mut self, rules: Rules, first: &[Op]) {
        self.phase = Phase::Resting;
        for (op, stand) in &mut self.outbox {
            let waits = matches!(stand, Stand::Waiting { .. });
            if waits && (first.contains(op) || !rules.only_first_sends_are_taken_back) {
                *stand = Stand::Waiting { maybe_sent: false };
            }
        }
    }

    /// Step HEAR: the outbox keeps its part of a reply, in one commit.
    pub fn hear(&mut self, rules: Rules, sent: &Request, reply: Reply) {
        self.phase = Phase::Resting;
        let (words, epoch, end, news) = match reply {
            Reply::Gap(expected) => return self.next_n = expected,
            Reply::Fork => {
                (self.id.1, self.next_n) = (self.id.1 + 1, 1);
                return;
            }
            Reply::Exchanged(words, epoch, end, news) => (words, epoch, end, news),
        };
        let undecided = !sent.ops.is_empty() && words.is_empty();
        let other_life = self.epoch.is_some_and(|seen| seen != epoch);
        let history = self.known(&news);
        if self.epoch.is_some() && (other_life || undecided || self.is_cut(rules, &news, &history, end)) {
            self.offer_again();
            (self.doubt, self.seen) = (None, history);
        } else {
            self.next_n += words.len();
            for (op, stand) in &mut self.outbox {
                if let Some((_, word)) = words.iter().find(|(told, _)| told == op) {
                    *stand = Stand::Told(*word);
                }
            }
            if history.len() > self.seen.len() || !rules.seen_only_grows {
                let jumped = matches!(news, News::Snapshot(_)) && !self.seen.is_empty();
                if jumped && self.doubt.is_none() && rules.jumps_are_doubted {
                    self.doubt = Some(self.seen.clone());
                }
                self.seen = history;
            }
        }
        self.epoch = Some(epoch);
        self.phase = Phase::Keeping(news);
    }

    /// The history with these news.
    fn known(&self, news: &News) -> Vec<Op> {
        match news {
            News::Snapshot(history) => history.clone(),
            News::Entries(after, entries) => [&self.cache[..*after], entries].concat(),
        }
    }

    /// Whether the cloud's history ends before what was seen or before an answer, or is another one at that place. Of a
    /// snapshot only its own head is told; what lies before it is for COMPARE.
    fn is_cut(&self, rules: Rules, news: &News, history: &[Op], end: usize) -> bool {
        let there = history.get(..self.seen.len());
        let another = match news {
            News::Snapshot(_) => history.len() == self.seen.len() && history != self.seen,
            News::Entries(..) => there.is_some_and(|there| there != self.seen),
        };
        let answered = self.outbox.iter().filter_map(|(_, stand)| match stand {
            Stand::Told(Word::Accepted(seq)) if rules.seen_only_grows => Some(*seq),
            _ => None,
        });
        end < answered.fold(self.seen.len(), usize::max) || another
    }

    fn offer_again(&mut self) {
        for (_, stand) in &mut self.outbox {
            if matches!(stand, Stand::Told(Word::Accepted(_))) {
                *stand = Stand::Waiting { maybe_sent: true };
            }
        }
    }

    /// Step KEEP: the cache keeps its part, in one commit.
    pub fn keep(&mut self) {
        let (news, after) = match std::mem::replace(&mut self.phase, Phase::Resting) {
            Phase::Keeping(news) => (news, Phase::Resting),
            Phase::Ahead(news, request, first) => (news, Phase::Asking(request, first)),
            other => return self.phase = other,
        };
        self.phase = after;
        match news {
            News::Snapshot(history) => self.cache = history,
            News::Entries(after, entries) if after == self.cache.len() => self.cache.extend(entries),
            News::Entries(..) => {}
        }
    }

    /// Whether COMPARE can be taken: the cache holds what raised the doubt.
    pub fn can_compare(&self) -> bool {
        self.doubt.is_some() && self.cache.len() >= self.seen.len()
    }

    /// Step COMPARE: the history before a snapshot, which its head proves, against what was seen before it.
    pub fn compare(&mut self) {
        if self.doubt.take().is_some_and(|seen| !self.cache.starts_with(&seen)) {
            self.offer_again();
        }
    }

    /// Whether an op stands in the picture on top of the base.
    pub fn on_top(&self, rules: Rules, stand: Stand) -> bool {
        match stand {
            Stand::Waiting { .. } => true,
            Stand::Told(Word::Accepted(seq)) => rules.answered_stay_on_top && seq > self.cache.len(),
            Stand::Told(Word::Refused) => false,
        }
    }

    /// The local picture: the base with everything on top that the cloud may still add.
    pub fn local(&self, rules: Rules) -> u8 {
        self.outbox.iter().fold(fold(rules, &self.cache), |value, (op, stand)| {
            let (from, to) = rules.asked(*op);
            if self.on_top(rules, *stand) && value == from { to } else { value }
        })
    }

    /// Whether an accepted edit is in the picture.
    pub fn shows(&self, rules: Rules, op: Op, seq: usize) -> bool {
        let goal_was_reached = || fold(rules, self.cache.get(..seq).unwrap_or_default()) == rules.asked(op).1;
        self.on_top(rules, Stand::Told(Word::Accepted(seq))) || self.cache.contains(&op) || goal_was_reached()
    }
}
