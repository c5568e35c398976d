//! SQLite: one writer thread that decides what waits together and commits it once, and a few connections that read.
//!
//! ```text
//! write(work) ──► queue ──► BEGIN IMMEDIATE · SAVEPOINT work RELEASE · SAVEPOINT work RELEASE · … COMMIT ──► publish states, tell
//! ```
//! One commit is one fsync, whoever shares it: 250 exchanges a commit are a hundred times faster than one. Another process
//! (`keyholder-cloud plan`) may write beside us; it waits for the lock as we do, and a cached state is used only if the row agrees.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::mpsc;

use super::{Backend, Database, DbError, DbResult, Verdict, Work};
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
/// Reading connections kept open for the next reader.
const IDLE_READERS: usize = 4;

/// A database file, its writer thread and its readers.
pub struct Sqlite {
    path: PathBuf,
    states: Arc<States>,
    queue: Mutex<Option<mpsc::UnboundedSender<Work>>>,
    waiting: Arc<AtomicUsize>,
    readers: Arc<Mutex<Vec<Connection>>>,
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
        let mut writer = Connection::open(path)?;
        prepare(&writer)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        migrations::migrations::runner()
            .run(&mut writer)
            .map_err(|error| DbError::Storage(error.to_string()))?;

        let states = Arc::new(States::new(states));
        let waiting = Arc::new(AtomicUsize::new(0));
        let (queue, work) = mpsc::unbounded_channel();
        let thread =
            Writer { connection: writer, states: Arc::clone(&states), waiting: Arc::clone(&waiting) };
        std::thread::Builder::new()
            .name("keyholder-writer".to_owned())
            .spawn(move || thread.run(work))
            .map_err(|error| DbError::Storage(error.to_string()))?;
        Ok(Database::new(Sqlite {
            path: path.to_owned(),
            states,
            queue: Mutex::new(Some(queue)),
            waiting,
            readers: Arc::default(),
        }))
    }

    /// An idle reader, or a new one.
    fn reader(&self) -> DbResult<Connection> {
        if let Some(idle) = lock(&self.readers).pop() {
            return Ok(idle);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = Connection::open_with_flags(&self.path, flags)?;
        prepare(&reader)?;
        reader.pragma_update(None, "query_only", true)?;
        Ok(reader)
    }
}

/// What every connection of ours agrees on. FULL: what was accepted is on the disk before anybody is told.
fn prepare(connection: &Connection) -> DbResult<()> {
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
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
        if self.waiting.load(Ordering::Relaxed) >= MOST_WAITING {
            return Err(DbError::Busy);
        }
        let queue = lock(&self.queue);
        let queue = queue.as_ref().ok_or(DbError::Interrupted)?;
        self.waiting.fetch_add(1, Ordering::Relaxed);
        queue.send(work).map_err(|_| DbError::Interrupted)
    }

    fn read(&self, work: Work) -> DbResult<()> {
        let connection = self.reader()?;
        let states = Arc::clone(&self.states);
        let readers = Arc::clone(&self.readers);
        tokio::task::spawn_blocking(move || {
            if read_once(&connection, &states, work).is_ok() {
                let mut idle = lock(&readers);
                if idle.len() < IDLE_READERS {
                    idle.push(connection);
                }
            }
        });
        Ok(())
    }

    fn close(&self) {
        lock(&self.queue).take();
        lock(&self.readers).clear();
    }
}

/// Runs work on a snapshot. A connection whose transaction could not be ended is not used again.
fn read_once(connection: &Connection, states: &Arc<States>, work: Work) -> DbResult<()> {
    if let Err(error) = connection.execute_batch("BEGIN").map_err(DbError::from) {
        (work(Err(error.clone())).tell)(Ok(()));
        return Err(error);
    }
    let mut drafts = Drafts::new(Arc::clone(states));
    let verdict =
        catch_unwind(AssertUnwindSafe(|| work(Ok(&mut SqliteTx { connection, drafts: &mut drafts }))));
    let ended = connection.execute_batch("ROLLBACK").map_err(DbError::from);
    if let Ok(verdict) = verdict {
        // What was read was committed by others: a state folded from it is as good for everyone.
        drafts.keep();
        drafts.publish();
        (verdict.tell)(Ok(()));
    }
    ended
}

/// The one thread that writes.
struct Writer {
    connection: Connection,
    states: Arc<States>,
    waiting: Arc<AtomicUsize>,
}

impl Writer {
    fn run(self, mut queue: mpsc::UnboundedReceiver<Work>) {
        while let Some(first) = queue.blocking_recv() {
            self.together(first, &mut queue);
        }
    }

    /// One commit: `first`, and whatever waits behind it.
    fn together(&self, first: Work, queue: &mut mpsc::UnboundedReceiver<Work>) {
        let began = Instant::now();
        let mut told: Vec<Verdict> = Vec::new();
        let mut drafts = Drafts::new(Arc::clone(&self.states));
        let mut outcome = self.batch("BEGIN IMMEDIATE");
        let mut next = Some(first);
        while let Some(work) = next.take() {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            match &outcome {
                Ok(()) => outcome = self.one(work, &mut drafts, &mut told),
                Err(error) => told.push(work(Err(error.clone()))),
            }
            if told.len() < MOST_TOGETHER && began.elapsed() < LONGEST_TOGETHER {
                next = queue.try_recv().ok();
            }
        }
        let outcome = outcome.and_then(|()| self.batch("COMMIT"));
        match &outcome {
            Ok(()) => drafts.publish(),
            Err(error) => {
                tracing::error!(%error, together = told.len(), "commit failed");
                // Nobody can tell whether it was kept: no state of these stores stays in memory.
                drafts.forget();
                let _ = self.connection.execute_batch("ROLLBACK");
            }
        }
        for verdict in told {
            (verdict.tell)(outcome.clone());
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
