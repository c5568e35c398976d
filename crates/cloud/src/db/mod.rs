//! What the cloud keeps, and the one way to it: a transaction as a value.
//!
//! [`Database::write`] runs a plain synchronous closure over [`Tx`] and commits what it returns `Ok` for; [`Database::read`] does the
//! same on a snapshot that cannot write. Closures know neither SQL nor tokio, so the exchange is ordinary code that a simulator can run.
//! A back end implements [`Backend`], [`Tx`] and [`People`], and passes `contract.rs`: SQLite today, PostgreSQL later (there a
//! closure runs on a blocking thread and each method waits for its statement).
//!
//! `Tx` holds what belongs to a store and is always keyed by the store first; `People` what belongs to an account, and the mail queue.
//! No rule lives here: rows go in and out, `sync.rs` decides.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use keyholder_domain::{AccountId, DeskId, MemberId, OpId, StoreId, Time};
use thiserror::Error;
use tokio::sync::oneshot;

#[cfg(feature = "testing")]
pub mod contract;
#[cfg(feature = "testing")]
mod contract_people;
pub mod inline;
pub mod people;
pub mod sqlite;
mod sqlite_people;
mod sqlite_stores;

pub use people::People;

use crate::states::Drafts;

/// Why the database gave no answer. Nothing of the transaction was kept, or nobody can tell whether it was ([`DbError::Interrupted`]).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DbError {
    /// More work waits than is sensible: come back later.
    #[error("too many transactions wait for the database")]
    Busy,
    /// The back end failed: disk full, file gone, connection lost.
    #[error("database: {0}")]
    Storage(String),
    /// A stored row does not say what it must.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// The transaction ended without a word: it panicked, or the server is closing.
    #[error("the transaction was interrupted")]
    Interrupted,
}

/// What a closure over a transaction gives.
pub type DbResult<T> = Result<T, DbError>;

/// A store's own row: what an exchange locks, and what a cached state is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreRow {
    /// The store.
    pub store: StoreId,
    /// Which life of this history; a restore from a backup begins another.
    pub epoch: String,
    /// Number of the last entry.
    pub seq: u64,
    /// Hash of the last entry.
    pub head: String,
    /// When the last entry was applied.
    pub at: Time,
    /// Whoever created it.
    pub created_by: AccountId,
}

/// A whole state as stored, so that not every state is folded from entry 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotRow {
    /// Number of the last entry in it.
    pub seq: u64,
    /// That entry's hash.
    pub head: String,
    /// That entry's time.
    pub at: Time,
    /// The domain's full form, as JSON.
    pub state: String,
}

/// The one outcome of an op id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeRow {
    /// SHA-256 of the op's RFC 8785 bytes.
    pub digest: String,
    /// The entry's number if it was accepted, else the refusal `{code, with}` as JSON.
    pub outcome: Result<u64, String>,
}

/// A refused attempt, as Owner and Admin can list it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// From 1 in each store; given by [`Tx::add_refused`].
    pub no: u64,
    /// The op's id.
    pub op: OpId,
    /// The op as it was asked, as JSON.
    pub body: String,
    /// Whoever asked.
    pub by: MemberId,
    /// The desk, if the exchange named one.
    pub desk: Option<DeskId>,
    /// The desk's own word for when it was asked.
    pub made_at: String,
    /// When it was refused.
    pub at: Time,
    /// Why.
    pub code: String,
    /// The refusal's values, as JSON.
    pub facts: String,
}

/// One transaction's view of the stores. Every method is one or two statements, also where it takes many rows: an exchange of 250 ops
/// costs a back end as many round trips as an exchange of one.
pub trait Tx: People {
    /// The state cache as this transaction may see and change it; what it keeps is published only after a confirmed commit.
    fn drafts(&mut self) -> &mut Drafts;

    /// Adds a store's row; `false` if the id exists.
    fn add_store(&mut self, row: &StoreRow) -> DbResult<bool>;
    /// The store's row; in a write it is locked until the transaction ends.
    fn store_row(&mut self, store: StoreId) -> DbResult<Option<StoreRow>>;
    /// Moves seq, head and at of a store's row.
    fn move_store(&mut self, row: &StoreRow) -> DbResult<()>;

    /// Appends entries (their JSON, hash included), which follow each other from number `first`.
    fn append_entries(&mut self, store: StoreId, first: u64, bodies: &[String]) -> DbResult<()>;
    /// Entries with a number above `after`, oldest first.
    fn entries_after(&mut self, store: StoreId, after: u64, limit: usize) -> DbResult<Vec<String>>;
    /// Entries with a number below `before` (`None`: from the newest), newest first.
    fn entries_before(&mut self, store: StoreId, before: Option<u64>, limit: usize) -> DbResult<Vec<String>>;

    /// The stored state, if there is one.
    fn snapshot(&mut self, store: StoreId) -> DbResult<Option<SnapshotRow>>;
    /// Replaces the stored state.
    fn put_snapshot(&mut self, store: StoreId, row: &SnapshotRow) -> DbResult<()>;

    /// The outcomes recorded for these op ids; who is not in it has none.
    fn outcomes(
        &mut self,
        store: StoreId,
        account: AccountId,
        ops: &[OpId],
    ) -> DbResult<HashMap<OpId, OutcomeRow>>;
    /// Records the outcomes of op ids, each once and for ever.
    fn add_outcomes(
        &mut self,
        store: StoreId,
        account: AccountId,
        rows: &[(OpId, OutcomeRow)],
    ) -> DbResult<()>;

    /// Adds refused attempts, in their order; each one's `no` is given here.
    fn add_refused(&mut self, store: StoreId, rows: &[RefusedRow]) -> DbResult<()>;
    /// Refused attempts with a `no` below `before` (`None`: from the newest), newest first.
    fn refused_before(
        &mut self,
        store: StoreId,
        before: Option<u64>,
        limit: usize,
    ) -> DbResult<Vec<RefusedRow>>;
    /// Notes of ids which refused op would have made each; `None`: it was made after all, and no refused op stands for it any more.
    fn note_unmade(&mut self, store: StoreId, ids: &[(uuid::Uuid, Option<OpId>)]) -> DbResult<()>;
    /// The refused op that would have made this id.
    fn unmade(&mut self, store: StoreId, made: uuid::Uuid) -> DbResult<Option<OpId>>;

    /// The highest number counted for a desk of an account; 0 for none.
    fn last_n(&mut self, store: StoreId, account: AccountId, desk: DeskId) -> DbResult<u64>;
    /// The ops that were answered under these numbers, as far as they are counted.
    fn counted(
        &mut self,
        store: StoreId,
        account: AccountId,
        desk: DeskId,
        numbers: RangeInclusive<u64>,
    ) -> DbResult<HashMap<u64, OpId>>;
    /// Counts answered ops.
    fn count(
        &mut self,
        store: StoreId,
        account: AccountId,
        desk: DeskId,
        answered: &[(u64, OpId)],
    ) -> DbResult<()>;

    /// Writes the directory: this account is (or, with `None`, is no longer) an active or suspended member there.
    fn place_member(&mut self, account: AccountId, store: StoreId, member: Option<MemberId>) -> DbResult<()>;
    /// The stores in which the directory lists an account, by id.
    fn stores_of(&mut self, account: AccountId) -> DbResult<Vec<StoreId>>;
}

/// What a piece of work leaves behind: whether it is kept, and whom to tell once that is certain.
pub struct Verdict {
    /// Whether its changes are kept.
    pub keep: bool,
    /// Called with the commit's own outcome, when that is known.
    pub tell: Box<dyn FnOnce(DbResult<()>) + Send>,
}

/// A transaction's work, boxed for the way to the thread that runs it; called with an error where there is no transaction to be had.
pub type Work = Box<dyn FnOnce(DbResult<&mut dyn Tx>) -> Verdict + Send>;

/// Where the rows are. Work that panics leaves nothing behind and tells nobody: its caller sees [`DbError::Interrupted`].
pub trait Backend: Send + Sync + 'static {
    /// Runs work that may write, alone or together with other work that waits, each undoable by itself, all committed at once.
    fn write(&self, work: Work) -> DbResult<()>;
    /// Runs work on a snapshot that cannot be written.
    fn read(&self, work: Work) -> DbResult<()>;
    /// Takes no more work.
    fn close(&self);
    /// Waits until what was taken is done and everything is let go. Called after [`Backend::close`]; it may block for a while.
    fn wait_closed(&self);
}

/// The handle that everything else holds.
#[derive(Clone)]
pub struct Database {
    backend: Arc<dyn Backend>,
}

impl Database {
    /// A handle on a back end.
    pub fn new(backend: impl Backend) -> Database {
        Database { backend: Arc::new(backend) }
    }

    /// One transaction: kept if the closure says `Ok`, undone if it says `Err`. To keep changes *and* answer a refusal, return the refusal
    /// inside `Ok`. Answers only after the commit is confirmed.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    {
        let (work, answer) = boxed(work);
        self.backend.write(work)?;
        answer.await.unwrap_or_else(|_| Err(DbError::Interrupted.into()))
    }

    /// The same on a snapshot that cannot be written.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    {
        let (work, answer) = boxed(work);
        self.backend.read(work)?;
        answer.await.unwrap_or_else(|_| Err(DbError::Interrupted.into()))
    }

    /// Takes no more work; what waits is still done.
    pub fn close(&self) {
        self.backend.close();
    }

    /// The same, and waits until everything is let go: no file is left open, no write-ahead log left over.
    pub async fn closed(&self) {
        self.close();
        let backend = Arc::clone(&self.backend);
        // Waiting fails only where the runtime itself is going away; then nobody is left to be told.
        let _ = tokio::task::spawn_blocking(move || backend.wait_closed()).await;
    }
}

/// Boxes a closure, and gives the other end of its answer.
fn boxed<T, E, F>(work: F) -> (Work, oneshot::Receiver<Result<T, E>>)
where
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
    F: FnOnce(&mut dyn Tx) -> Result<T, E> + Send + 'static,
{
    let (send, answer) = oneshot::channel();
    let work: Work = Box::new(move |tx| {
        let result = tx.map_err(E::from).and_then(work);
        Verdict {
            keep: result.is_ok(),
            tell: Box::new(move |committed| {
                let told = match (result, committed) {
                    (Ok(_), Err(error)) => Err(error.into()),
                    (result, _) => result,
                };
                // A caller that went away has nobody to be told.
                let _ = send.send(told);
            }),
        }
    });
    (work, answer)
}
