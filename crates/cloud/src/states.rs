//! States in memory: which are kept, when one may be used, and how one is built from what is stored.
//!
//! INVARIANT: a cached state is used only while its (epoch, seq, head) equal the store's row as just read; it enters the cache only
//! after a confirmed commit, and leaves it on any doubt. So a crash, a second process or a restored backup costs a rebuild, never truth.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use keyholder_domain::{Store, StoreId, Time};

use crate::db::{DbError, DbResult, SnapshotRow, StoreRow, Tx};
use crate::entries::Folded;
use crate::error::ApiError;
use crate::mutant::{self, Mutant};

/// A whole state is stored after at least so many entries; large stores, whose state costs more to write, wait longer. Folding so many
/// takes some ten milliseconds, and a desk that sends batches of 250 does not have the whole state written with each.
const SNAPSHOT_EVERY: u64 = 1_000;

/// A store's state, and the row it belongs to.
#[derive(Clone)]
pub struct Held {
    /// The state after entry `row.seq`.
    pub store: Store,
    /// (epoch, seq, head) of that state, and the time of its last entry.
    pub row: StoreRow,
}

impl Held {
    /// The store's time: never behind its last entry, whatever a clock says (RULES 4.9).
    pub fn now(&self, clock: Time) -> Time {
        clock.max(self.row.at)
    }
}

/// The bounded cache behind every transaction.
pub struct States {
    most: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    turn: u64,
    states: HashMap<StoreId, (Arc<Held>, u64)>,
}

impl States {
    /// A cache of at most so many states; the longest unused one makes room.
    pub fn new(most: usize) -> States {
        States { most: most.max(1), kept: Mutex::default() }
    }

    fn get(&self, store: StoreId) -> Option<Arc<Held>> {
        let mut kept = self.lock();
        kept.turn += 1;
        let turn = kept.turn;
        let (held, used) = kept.states.get_mut(&store)?;
        *used = turn;
        Some(Arc::clone(held))
    }

    fn put(&self, held: Arc<Held>) {
        let mut kept = self.lock();
        kept.turn += 1;
        let turn = kept.turn;
        kept.states.insert(held.row.store, (held, turn));
        if kept.states.len() > self.most {
            let oldest = kept.states.iter().min_by_key(|(_, (_, used))| *used);
            if let Some(oldest) = oldest.map(|(store, _)| *store) {
                kept.states.remove(&oldest);
            }
        }
    }

    fn remove(&self, store: StoreId) {
        self.lock().states.remove(&store);
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        // The map is changed in single steps: whoever panicked left it whole.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The cache as one commit sees it: what its own work left, then what earlier work of the same commit left, then what is committed.
pub struct Drafts {
    shared: Arc<States>,
    kept: HashMap<StoreId, Arc<Held>>,
    own: HashMap<StoreId, Arc<Held>>,
}

impl Drafts {
    /// Nothing of its own yet.
    pub fn new(shared: Arc<States>) -> Drafts {
        Drafts { shared, kept: HashMap::new(), own: HashMap::new() }
    }

    /// The state as this work would see it; the caller compares it with the row.
    pub fn get(&self, store: StoreId) -> Option<Arc<Held>> {
        self.own.get(&store).or_else(|| self.kept.get(&store)).cloned().or_else(|| self.shared.get(store))
    }

    /// Keeps a state that this work made.
    pub fn put(&mut self, held: Arc<Held>) {
        self.own.insert(held.row.store, held);
    }

    /// The next piece of work begins.
    pub fn begin(&mut self) {
        self.own.clear();
    }

    /// The work's changes stand, for the rest of this commit.
    pub fn keep(&mut self) {
        self.kept.extend(self.own.drain());
    }

    /// The work's changes are undone.
    pub fn undo(&mut self) {
        self.own.clear();
    }

    /// The commit is confirmed.
    pub fn publish(self) {
        for held in self.kept.into_values() {
            self.shared.put(held);
        }
    }

    /// Nobody knows what the commit did.
    pub fn forget(self) {
        for store in self.kept.into_keys().chain(self.own.into_keys()) {
            self.shared.remove(store);
        }
    }
}

/// The store's state as its row has it now; in a write the row is locked. 404 where there is no such store.
pub fn load(tx: &mut dyn Tx, store: StoreId) -> Result<Arc<Held>, ApiError> {
    let Some(row) = tx.store_row(store)? else {
        return Err(ApiError::not_found());
    };
    let cached = tx.drafts().get(store);
    if let Some(held) = cached.filter(|held| held.row.epoch == row.epoch) {
        if held.row == row || mutant::on(Mutant::KeepsStateAfterFailure) {
            return Ok(held);
        }
        // Behind, as after another process wrote: fold what came since. Anything that does not fit means building it anew.
        if held.row.seq < row.seq {
            let at = Folded::from_held(&held);
            if let Ok(found) = at.up_to(tx, &row) {
                return Ok(keep(tx, found));
            }
        }
    }
    let found = build(tx, &row)?;
    Ok(keep(tx, found))
}

fn keep(tx: &mut dyn Tx, held: Held) -> Arc<Held> {
    let held = Arc::new(held);
    tx.drafts().put(Arc::clone(&held));
    held
}

/// Builds a state from the stored snapshot, or from entry 1 where that does not lead to the row's head.
fn build(tx: &mut dyn Tx, row: &StoreRow) -> DbResult<Held> {
    if let Some(snapshot) = tx.snapshot(row.store)?.filter(|at| at.seq <= row.seq) {
        let found = Folded::from_snapshot(snapshot).and_then(|at| at.up_to(tx, row));
        match found {
            Ok(found) => return Ok(found),
            Err(error) => {
                tracing::warn!(store = %row.store, %error, "stored state is not used: building it from the entries");
            }
        }
    }
    Folded::nothing(row.store).up_to(tx, row)
}

/// Stores the whole state now and then, in the transaction that made it.
pub fn store_now_and_then(tx: &mut dyn Tx, held: &Held, seq_before: u64) -> DbResult<()> {
    let people = held.store.member_count() as u64;
    let every = SNAPSHOT_EVERY.max(people / 4);
    if held.row.seq / every == seq_before / every {
        return Ok(());
    }
    let state =
        serde_json::to_string(&held.store.to_full()).map_err(|error| DbError::Damaged(error.to_string()))?;
    let row = SnapshotRow { seq: held.row.seq, head: held.row.head.clone(), at: held.row.at, state };
    tx.put_snapshot(held.row.store, &row)
}
