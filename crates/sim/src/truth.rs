//! What must hold, written down apart from the code that is tested: the history as the cloud confirmed it, every op that was taken, and
//! every word that was given on it.

use std::collections::{BTreeMap, HashMap, HashSet};

use keyholder_domain::wire::{Entry, Outcome, entry_hash, first_link};
use keyholder_domain::{Asker, Event, Op, OpId, Store, Time, decide, evolve, invariant};
use serde_json::Value;

use crate::cloud::{SimCloud, the_store};

/// A rule that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Which rule, in one word: a shorter run must break the same.
    pub rule: &'static str,
    /// What was seen.
    pub words: String,
}

/// A broken rule.
pub fn broken<T>(rule: &'static str, words: impl Into<String>) -> Result<T, Broken> {
    Err(Broken { rule, words: words.into() })
}

/// An op that a desk took.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Which desk.
    pub desk: usize,
    /// As written, for the report.
    pub op: String,
}

/// The history and the ledger.
pub struct Truth {
    /// The state after each entry, from none.
    states: Vec<Store>,
    heads: Vec<String>,
    ops: HashMap<OpId, u64>,
    /// Ops that had an entry in any life of the cloud.
    ever: HashSet<OpId>,
    /// Which life of the cloud's history this is.
    pub epoch: String,
    /// What the cloud said of each op, since it was last restored.
    pub said: BTreeMap<OpId, String>,
    /// Ops that desks took and must keep.
    pub taken: BTreeMap<OpId, Vec<Taken>>,
    /// Ops that she gave up, or replaced by another try.
    pub given_up: HashSet<OpId>,
}

/// Codes that are answered and never recorded: a newer cloud may say something else.
const UNRECORDED: [&str; 5] =
    ["unknown_op", "unknown_permission", "unknown_role", "unknown_plan", "op_id_in_use"];

impl Truth {
    /// Before the first entry.
    pub fn new() -> Truth {
        Truth {
            states: vec![Store::empty(the_store())],
            heads: vec![first_link(the_store())],
            ops: HashMap::new(),
            ever: HashSet::new(),
            epoch: String::new(),
            said: BTreeMap::new(),
            taken: BTreeMap::new(),
            given_up: HashSet::new(),
        }
    }

    /// The number of the last entry.
    pub fn seq(&self) -> u64 {
        self.heads.len() as u64 - 1
    }

    /// The present state.
    pub fn store(&self) -> &Store {
        // There is always the state before the first entry.
        &self.states[self.states.len() - 1]
    }

    /// The state at an entry, if it is of this history.
    pub fn state_at(&self, seq: u64, head: &str) -> Option<&Store> {
        let place = usize::try_from(seq).ok()?;
        self.heads.get(place).filter(|known| *known == head).and_then(|_| self.states.get(place))
    }

    /// The cloud was restored: what came after the backup never happened.
    pub fn forget_the_cloud(&mut self) {
        let (taken, given_up) = (std::mem::take(&mut self.taken), std::mem::take(&mut self.given_up));
        let ever = std::mem::take(&mut self.ever);
        *self = Truth { taken, given_up, ever, ..Truth::new() };
    }

    /// Reads on in the cloud's history and looks at what it holds in memory.
    pub fn follow(&mut self, cloud: &SimCloud, clock: Time) -> Result<(), Broken> {
        let (held, row, entries) = match cloud.look(self.seq()) {
            Ok(found) => found,
            Err(error) => return broken("cloud_reads", format!("the cloud cannot read itself: {error:?}")),
        };
        let came = !entries.is_empty();
        for body in &entries {
            self.entry(body)?;
        }
        if row.seq != self.seq() || row.head != self.heads[self.heads.len() - 1] {
            return broken(
                "row_is_the_end",
                format!("the row says {} {}, the entries end at {}", row.seq, row.head, self.seq()),
            );
        }
        if held.row != row {
            return broken(
                "memory_is_the_table",
                format!("in memory {}, in the table {}", held.row.seq, row.seq),
            );
        }
        self.epoch.clone_from(&row.epoch);
        let now = held.now(clock);
        let wrong = invariant(&held.store, now);
        if !wrong.is_empty() {
            return broken("invariant", format!("{wrong:?}"));
        }
        if came && held.store.to_snapshot(now) != self.store().to_snapshot(now) {
            return broken("memory_is_the_fold", "the state in memory is not the fold of the entries");
        }
        Ok(())
    }

    fn entry(&mut self, body: &str) -> Result<(), Broken> {
        let Ok(raw) = serde_json::from_str::<Value>(body) else { return broken("entries_read", body) };
        let Ok(entry) = Entry::read(&raw) else { return broken("entries_read", body) };
        if entry.seq != self.seq() + 1 {
            return broken("gapless", format!("entry {} follows entry {}", entry.seq, self.seq()));
        }
        if entry.hash != entry_hash(&self.heads[self.heads.len() - 1], &raw) {
            return broken("chained", format!("entry {} does not follow by its hash", entry.seq));
        }
        let Ok(event) = entry.event() else { return broken("entries_read", body) };
        if let Some(op) = entry.op
            && let Some(before) = self.ops.insert(op, entry.seq)
        {
            return broken(
                "applied_once",
                format!("op {op} is in entry {before} and in entry {}", entry.seq),
            );
        }
        self.ever.extend(entry.op);
        self.is_by_the_rules(&entry, &event)?;
        let after = evolve(self.store(), &event, &entry.stamp());
        self.states.push(after);
        self.heads.push(entry.hash);
        Ok(())
    }

    /// An entry that an op asked for is what the rules say of that op, asked by that member at that time.
    fn is_by_the_rules(&self, entry: &Entry, event: &Event) -> Result<(), Broken> {
        let (Some(op), Some(by)) = (entry.op, entry.by) else { return Ok(()) };
        let asked = self.taken.get(&op).and_then(|taken| taken.first());
        let asked = asked.and_then(|taken| serde_json::from_str(&taken.op).ok());
        let Some(Ok(asked)) = asked.map(|value: Value| Op::parse(&value)) else { return Ok(()) };
        match decide(self.store(), Asker::Member(by), &asked, entry.at) {
            Ok(Some(expected)) if expected.kind() == event.kind() => Ok(()),
            other => broken(
                "by_the_rules",
                format!("entry {} is a {}, the rules say {other:?} of {op}", entry.seq, event.kind()),
            ),
        }
    }

    /// The cloud gave its word: it must be the word that it gave before.
    pub fn hears(&mut self, reply: &Value) -> Result<(), Broken> {
        for outcome in reply["outcomes"].as_array().into_iter().flatten() {
            let code = outcome["refused"]["code"].as_str().unwrap_or_default();
            let Ok(read) = serde_json::from_value::<Outcome>(outcome.clone()) else { continue };
            if UNRECORDED.contains(&code) {
                continue;
            }
            let line = crate::cloud::in_a_line(outcome);
            match self.said.get(&read.id) {
                Some(before) if *before != line => {
                    return broken("one_outcome", format!("op {}: first {before}, then {line}", read.id));
                }
                Some(_) => {}
                None => {
                    self.said.insert(read.id, line);
                }
            }
        }
        Ok(())
    }

    /// The entry of an op, if it has one.
    pub fn entry_of(&self, op: OpId) -> Option<u64> {
        self.ops.get(&op).copied()
    }

    /// Whether an op ever changed anything.
    pub fn ever_changed(&self, op: OpId) -> bool {
        self.ever.contains(&op)
    }

    /// Every op that has an entry.
    pub fn applied(&self) -> impl Iterator<Item = (OpId, u64)> + '_ {
        self.ops.iter().map(|(op, seq)| (*op, *seq))
    }
}

impl Default for Truth {
    fn default() -> Self {
        Truth::new()
    }
}
