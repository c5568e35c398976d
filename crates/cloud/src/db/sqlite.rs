//! SQLite: one writer thread that decides what waits together and commits it once, and a few threads that read.
//!
//! ```text
//! write(work) ──► queue ──► BEGIN IMMEDIATE · SAVEPOINT work RELEASE · SAVEPOINT work RELEASE · … COMMIT ──► publish states, tell
//! read(work)  ──► queue ──► BEGIN · work · ROLLBACK ──► tell
//! ```
//! One commit is one fsync, whoever shares it (the log is folded in while nobody waits): 250 exchanges a commit are a hundred times faster than one. Another process
//! (`keyholder-cloud plan`) may write beside us; it waits for the lock as we do, and a cached state is used only if the row agrees.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::hooks::Wal;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::mpsc;

use super::{Backend, Database, DbError, DbResult, Verdict, Work};
use crate::mutant::{self, Mutant};
use crate::states::{Drafts, States};

mod migrations {
    refinery::embed_migrations!("migrations/sqlite");
}

/// Work that waits beyond this is turned away with [`DbError::Busy`].
const MOST_WAITING: usize = 2_000;
/// Work in one commit, at most: the first of them waits for the last.
const MOST_TOGETHER: usize = 250;
/// No more work joins a commit that took this long already.
const LONGEST_TOGETHER: Duration = Duration::from_millis(100);
/// So many pages of the log are folded into the file when nobody waits.
const LONG_LOG: usize = 1_000;
/// So many are folded in even if somebody waits.
const LONGEST_LOG: usize = 16_000;
/// Threads that read: as many as there are cores, within these bounds.
const READERS: std::ops::RangeInclusive<usize> = 2..=8;

/// A database file, by the queues of the threads that write and read it.
pub struct Sqlite {
    path: PathBuf,
    writes: Queue,
    reads: Queue,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// Work that waits, and how much of it.
struct Queue {
    sender: Mutex<Option<mpsc::UnboundedSender<Work>>>,
    waiting: Arc<AtomicUsize>,
}

/// One transaction on one connection.
pub struct SqliteTx<'a> {
    connection: &'a Connection,
    drafts: &'a mut Drafts,
}

impl SqliteTx<'_> {
    /// The connection, inside its transaction.
    pub(super) fn conn(&self) -> &Connection {
        self.connection
    }

    /// See [`super::Tx::drafts`].
    pub(super) fn drafts_mut(&mut self) -> &mut Drafts {
        self.drafts
    }
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> DbError {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => DbError::Busy,
            _ => DbError::Storage(error.to_string()),
        }
    }
}

impl Sqlite {
    /// Opens (or makes) the file, brings its tables up to date and starts the writer.
    pub fn open(path: &Path, states: usize) -> DbResult<Database> {
        make_private(path)?;
        let mut writer = writer(Connection::open(path)?)?;
        let states = Arc::new(States::new(states));
        let (writes, queue) = Queue::new();
        let log = watch_log(&mut writer)?;
        let engine = Engine { connection: writer, states: Arc::clone(&states) };
        let thread = Writer { engine, waiting: Arc::clone(&writes.waiting), log };
        let mut threads = vec![spawn("keyholder-writer", move || thread.run(queue))?];

        let (reads, queue) = Queue::new();
        let queue = Arc::new(Mutex::new(queue));
        let cores = std::thread::available_parallelism().map_or(*READERS.start(), usize::from);
        for _ in 0..cores.clamp(*READERS.start(), *READERS.end()) {
            let thread = Reader {
                engine: Engine { connection: reader(path)?, states: Arc::clone(&states) },
                path: path.to_owned(),
                waiting: Arc::clone(&reads.waiting),
            };
            let queue = Arc::clone(&queue);
            threads.push(spawn("keyholder-reader", move || thread.run(&queue))?);
        }
        Ok(Database::new(Sqlite { path: path.to_owned(), writes, reads, threads: Mutex::new(threads) }))
    }
}

/// The connection that writes, with its tables up to date.
pub(super) fn writer(mut connection: Connection) -> DbResult<Connection> {
    prepare(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    migrations::migrations::runner()
        .run(&mut connection)
        .map_err(|error| DbError::Storage(error.to_string()))?;
    Ok(connection)
}

/// Counts the log's pages after each commit, in place of SQLite's own habit of folding it in during one that people wait for.
fn watch_log(writer: &mut Connection) -> DbResult<Arc<AtomicUsize>> {
    let log = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&log);
    writer.wal_hook(Some(move |_: &mut Wal, pages| {
        seen.store(usize::try_from(pages).unwrap_or(0), Ordering::Relaxed);
        Ok(())
    }))?;
    Ok(log)
}

/// A connection that cannot write.
fn reader(path: &Path) -> DbResult<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let reader = Connection::open_with_flags(path, flags)?;
    prepare(&reader)?;
    reader.pragma_update(None, "query_only", true)?;
    Ok(reader)
}

/// Makes a file that only its owner reads, before SQLite would make one for everybody: it will hold names, addresses and password
/// hashes. SQLite gives its companions (`-wal`, `-shm`) the same mode. A file that is there keeps the mode that its operator gave it.
fn make_private(path: &Path) -> DbResult<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(DbError::Storage(format!("{}: {error}", path.display()))),
    }
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> DbResult<JoinHandle<()>> {
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(run);
    thread.map_err(|error| DbError::Storage(error.to_string()))
}

impl Queue {
    fn new() -> (Queue, mpsc::UnboundedReceiver<Work>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (Queue { sender: Mutex::new(Some(sender)), waiting: Arc::default() }, receiver)
    }

    fn push(&self, work: Work) -> DbResult<()> {
        if self.waiting.load(Ordering::Relaxed) >= MOST_WAITING {
            return Err(DbError::Busy);
        }
        let sender = lock(&self.sender);
        let sender = sender.as_ref().ok_or(DbError::Interrupted)?;
        self.waiting.fetch_add(1, Ordering::Relaxed);
        sender.send(work).map_err(|_| DbError::Interrupted)
    }
}

/// What every connection of ours agrees on. FULL: what was accepted is on the disk before anybody is told.
fn prepare(connection: &Connection) -> DbResult<()> {
    connection.busy_timeout(Duration::from_secs(10))?;
    let synchronous = if mutant::on(Mutant::Unsynced) { "OFF" } else { "FULL" };
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// A lock whose holder panicked is still a lock: what it guards is replaced whole, never left half written.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Backend for Sqlite {
    fn write(&self, work: Work) -> DbResult<()> {
        self.writes.push(work)
    }

    fn read(&self, work: Work) -> DbResult<()> {
        self.reads.push(work)
    }

    fn close(&self) {
        lock(&self.writes.sender).take();
        lock(&self.reads.sender).take();
    }

    fn wait_closed(&self) {
        let threads = std::mem::take(&mut *lock(&self.threads));
        for thread in threads {
            // A thread that panicked has let go of its connection as well.
            let _ = thread.join();
        }
        // Connections that close at the same moment may each leave the log to the other: one that comes last folds it in.
        let folded = Connection::open(&self.path).and_then(|last| {
            last.busy_timeout(Duration::from_secs(10))?;
            last.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        });
        if let Err(error) = folded {
            tracing::warn!(%error, "the log stays beside the database; the next start folds it in");
        }
    }
}

/// A connection and the states that go with its file: how work becomes transactions, whichever hand brings it.
pub(super) struct Engine {
    pub(super) connection: Connection,
    pub(super) states: Arc<States>,
}

impl Engine {
    /// Runs work on a snapshot. `Err`: the connection is in no state to be used again.
    pub(super) fn look(&self, work: Work) -> DbResult<()> {
        if let Err(error) = self.batch("BEGIN") {
            (work(Err(error.clone())).tell)(Ok(()));
            return Err(error);
        }
        let mut drafts = Drafts::new(Arc::clone(&self.states));
        let verdict = catch_unwind(AssertUnwindSafe(|| {
            work(Ok(&mut SqliteTx { connection: &self.connection, drafts: &mut drafts }))
        }));
        let ended = self.batch("ROLLBACK");
        if let Ok(verdict) = verdict {
            // What was read was committed by others: a state folded from it is as good for everyone.
            drafts.keep();
            drafts.publish();
            (verdict.tell)(Ok(()));
        }
        ended
    }

    /// One commit: `first`, and whatever `next` gives after it.
    pub(super) fn together(&self, first: Work, mut next: impl FnMut() -> Option<Work>) {
        let mut told: Vec<Verdict> = Vec::new();
        let mut drafts = Drafts::new(Arc::clone(&self.states));
        let mut outcome = self.batch("BEGIN IMMEDIATE");
        let mut waits = Some(first);
        while let Some(work) = waits.take() {
            match &outcome {
                Ok(()) => outcome = self.one(work, &mut drafts, &mut told),
                Err(error) => told.push(work(Err(error.clone()))),
            }
            waits = next();
        }
        let outcome = outcome.and_then(|()| self.batch("COMMIT"));
        match &outcome {
            Ok(()) => drafts.publish(),
            Err(error) => {
                tracing::error!(%error, together = told.len(), "commit failed");
                if mutant::on(Mutant::KeepsStateAfterFailure) {
                    drafts.publish();
                } else {
                    // Nobody can tell whether it was kept: no state of these stores stays in memory.
                    drafts.forget();
                }
                let _ = self.connection.execute_batch("ROLLBACK");
            }
        }
        for verdict in told {
            (verdict.tell)(if mutant::on(Mutant::TellsBeforeCommit) { Ok(()) } else { outcome.clone() });
        }
    }

    /// One piece of work in a savepoint of its own. `Err`: the whole transaction is broken.
    fn one(&self, work: Work, drafts: &mut Drafts, told: &mut Vec<Verdict>) -> DbResult<()> {
        self.batch("SAVEPOINT work")?;
        drafts.begin();
        let verdict = catch_unwind(AssertUnwindSafe(|| {
            work(Ok(&mut SqliteTx { connection: &self.connection, drafts }))
        }));
        let keep = verdict.as_ref().is_ok_and(|verdict| verdict.keep);
        let ended = if keep {
            drafts.keep();
            self.batch("RELEASE work")
        } else {
            drafts.undo();
            self.batch("ROLLBACK TO work; RELEASE work")
        };
        // Work that panicked tells nobody: its caller sees the dropped answer.
        told.extend(verdict);
        ended
    }

    fn batch(&self, sql: &str) -> DbResult<()> {
        Ok(self.connection.execute_batch(sql)?)
    }
}

/// One thread that reads.
struct Reader {
    engine: Engine,
    path: PathBuf,
    waiting: Arc<AtomicUsize>,
}

impl Reader {
    fn run(mut self, queue: &Mutex<mpsc::UnboundedReceiver<Work>>) {
        loop {
            // The lock is held while waiting: whoever has it takes the next piece, the others queue up behind.
            let Some(work) = lock(queue).blocking_recv() else { return };
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            if let Err(error) = self.engine.look(work) {
                tracing::error!(%error, "a reading connection is given up");
                if let Ok(fresh) = reader(&self.path) {
                    self.engine.connection = fresh;
                }
            }
        }
    }
}

/// The one thread that writes.
struct Writer {
    engine: Engine,
    waiting: Arc<AtomicUsize>,
    /// Pages in the log after the last commit.
    log: Arc<AtomicUsize>,
}

impl Writer {
    fn run(self, mut queue: mpsc::UnboundedReceiver<Work>) {
        let mut next = queue.blocking_recv();
        while let Some(first) = next {
            self.together(first, &mut queue);
            next = queue.try_recv().ok();
            // Folding the log in waits for the disk several times: it is done while nobody waits, or when the log has grown very long.
            let long = if next.is_some() { LONGEST_LOG } else { LONG_LOG };
            if self.log.swap(0, Ordering::Relaxed) >= long {
                self.fold_in();
            }
            if next.is_none() {
                next = queue.blocking_recv();
            }
        }
    }

    fn fold_in(&self) {
        let folded = self.engine.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        if let Err(error) = folded {
            tracing::debug!(%error, "the log was not folded in; the next commit tries again");
        }
    }

    /// One commit: `first`, and whatever waits behind it, within bounds.
    fn together(&self, first: Work, queue: &mut mpsc::UnboundedReceiver<Work>) {
        let began = Instant::now();
        let mut taken = 1;
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        self.engine.together(first, || {
            if taken == MOST_TOGETHER || began.elapsed() >= LONGEST_TOGETHER {
                return None;
            }
            let next = queue.try_recv().ok()?;
            taken += 1;
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            Some(next)
        });
    }
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use keyholder_domain::testing::{account_id, new_store, start, store_id};
    use tokio::sync::oneshot;

    use super::*;
    use crate::db::{StoreRow, boxed};
    use crate::states::Held;

    fn row() -> StoreRow {
        StoreRow {
            store: store_id(),
            epoch: "first".to_owned(),
            seq: 1,
            head: "head".to_owned(),
            at: start(),
            created_by: account_id(1),
        }
    }

    fn held() -> Arc<Held> {
        Arc::new(Held { store: new_store(), row: row() })
    }

    #[test]
    fn a_commit_that_fails_leaves_no_state_in_memory() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cloud.db");
        Sqlite::open(&path, 4).expect("a new database opens").close();
        let connection = Connection::open(&path).expect("the file opens");
        let states = Arc::new(States::new(4));
        let engine = Engine { connection, states: Arc::clone(&states) };
        let mut writer = Writer { engine, waiting: Arc::default(), log: Arc::default() };
        let (_, mut queue) = Queue::new();
        let mut write = |fails: bool| -> DbResult<()> {
            // SQLite turns the commit into a rollback, as it would on a disk that fills up at the last moment.
            writer.engine.connection.commit_hook(Some(move || fails)).expect("a hook");
            let (work, mut answer): (Work, oneshot::Receiver<DbResult<()>>) = boxed(move |tx| {
                tx.add_store(&row())?;
                tx.drafts().put(held());
                Ok(())
            });
            writer.waiting.fetch_add(1, Ordering::Relaxed);
            writer.together(work, &mut queue);
            answer.try_recv().expect("it is told")
        };
        let in_memory = || Drafts::new(Arc::clone(&states)).get(store_id()).is_some();
        assert!(matches!(write(true), Err(DbError::Storage(_))));
        assert!(!in_memory());
        assert_eq!(write(false), Ok(()));
        assert!(in_memory());
        assert!(write(true).is_err());
        assert!(!in_memory(), "on any doubt, what was in memory before is dropped too");
    }

    #[tokio::test]
    async fn a_closed_database_leaves_one_private_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cloud.db");
        let db = Sqlite::open(&path, 4).expect("a new database opens");
        let added: DbResult<bool> = db.write(|tx| tx.add_store(&row())).await;
        assert_eq!(added, Ok(true));
        db.closed().await;
        let late: DbResult<()> = db.write(|_| Ok(())).await;
        assert_eq!(late, Err(DbError::Interrupted));
        let files: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").flatten().collect();
        assert_eq!(files.len(), 1, "the log is folded in: {files:?}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = files[0].metadata().expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[tokio::test]
    async fn more_work_than_is_sensible_is_turned_away() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Sqlite::open(&folder.path().join("cloud.db"), 4).expect("a new database opens");
        let (go, gate) = std::sync::mpsc::channel::<()>();
        let (begun, has_begun) = oneshot::channel();
        let first = {
            let db = db.clone();
            tokio::spawn(async move {
                let held_up: DbResult<()> = db
                    .write(move |_| {
                        let _ = begun.send(());
                        let _ = gate.recv();
                        Ok(())
                    })
                    .await;
                held_up
            })
        };
        has_begun.await.expect("the writer is at work");
        let push = || {
            let (work, _) = boxed(|_| Ok::<_, DbError>(()));
            db.backend.write(work)
        };
        assert!((0..MOST_WAITING).all(|_| push().is_ok()));
        assert_eq!(push(), Err(DbError::Busy));
        go.send(()).expect("the writer waits");
        assert_eq!(first.await.expect("no panic"), Ok(()));
        let after: DbResult<()> = db.write(|_| Ok(())).await;
        assert_eq!(after, Ok(()), "what waited is done, and there is room again");
    }
}
