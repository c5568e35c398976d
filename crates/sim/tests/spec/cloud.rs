//! The cloud's side of the specification: one step, EXCHANGE, which is one transaction.
//!
//! A store is one value here and an op changes it `from` one `to` another, because the rules do not matter to the exchange:
//! only that an op may be accepted, refused, or find its goal reached. A head is the whole history up to its cursor, which is
//! what a chain of hashes stands for.

use std::collections::BTreeMap;

use crate::Rules;

/// An op by its number.
pub type Op = u8;

/// Entries in one reply: one, so that every page boundary is met.
const PAGE: usize = 1;

/// A desk's id at the cloud: which desk, and how often it took a new one.
pub type DeskId = (usize, u8);

/// The cloud's word on an op.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Word {
    /// Accepted, as of this seq.
    Accepted(usize),
    Refused,
}

/// What the cloud keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cloud {
    /// Which life of the store this is: another one after a backup was restored.
    pub epoch: u8,
    /// The entries, by the op that each carries.
    pub log: Vec<Op>,
    /// Outcomes, for ever.
    pub words: BTreeMap<Op, Word>,
    /// The op that used up each `n`, from 1.
    pub counted: BTreeMap<DeskId, Vec<Op>>,
}

/// An exchange's request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Request {
    pub desk: DeskId,
    /// The epoch seen.
    pub epoch: Option<u8>,
    /// The history held; its length is the cursor.
    pub head: Vec<Op>,
    /// Ops with their numbers.
    pub ops: Vec<(usize, Op)>,
}

/// What a desk does not have yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum News {
    /// The whole store, as of this history.
    Snapshot(Vec<Op>),
    /// The entries that follow this cursor.
    Entries(usize, Vec<Op>),
}

/// An exchange's reply.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reply {
    /// A number is missing: nothing was decided.
    Gap(usize),
    /// A number is another op's: nothing was decided.
    Fork,
    /// Words on the ops (none: nothing was decided), the epoch, where the history ends, and the news.
    Exchanged(Vec<(Op, Word)>, u8, usize, News),
}

/// The value of a store with this history.
pub fn fold(rules: Rules, history: &[Op]) -> u8 {
    history.last().map_or(0, |op| rules.asked(*op).1)
}

impl Cloud {
    /// Step EXCHANGE.
    pub fn exchange(&mut self, rules: Rules, request: &Request) -> Reply {
        let cursor = request.head.len();
        let same = cursor == 0 || self.log.get(..cursor) == Some(&request.head[..]);
        if request.epoch.is_some_and(|epoch| epoch != self.epoch) || !same {
            return self.reply(Vec::new(), News::Snapshot(self.log.clone()));
        }
        let counted = self.counted.entry(request.desk).or_default();
        let mut fresh = Vec::new();
        for (n, op) in &request.ops {
            let expected = counted.len() + fresh.len() + 1;
            match counted.get(n - 1) {
                _ if *n > expected => return Reply::Gap(expected),
                _ if *n == expected => fresh.push(*op),
                Some(known) if known == op => {}
                _ => return Reply::Fork,
            }
        }
        counted.extend(fresh);
        let words = request.ops.iter().map(|(_, op)| (*op, self.decide(rules, *op))).collect();
        let news = match cursor {
            0 => News::Snapshot(self.log.clone()),
            _ => News::Entries(cursor, self.log[cursor..].iter().copied().take(PAGE).collect()),
        };
        self.reply(words, news)
    }

    fn reply(&self, words: Vec<(Op, Word)>, news: News) -> Reply {
        Reply::Exchanged(words, self.epoch, self.log.len(), news)
    }

    fn decide(&mut self, rules: Rules, op: Op) -> Word {
        if let Some(word) = self.words.get(&op).filter(|_| rules.outcomes_stand) {
            return *word;
        }
        let (from, to) = rules.asked(op);
        if fold(rules, &self.log) == from {
            self.log.push(op);
        }
        let reached = fold(rules, &self.log) == to;
        let word = if reached { Word::Accepted(self.log.len()) } else { Word::Refused };
        self.words.insert(op, word);
        word
    }
}
