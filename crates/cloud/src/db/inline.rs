//! The same database without threads: one connection, one piece of work at a time, answered before the call returns. For a
//! simulator, which must say what happens when; the transactions, the savepoints and the states in memory are the server's own.

use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, OpenFlags};

use super::sqlite::{Engine, writer};
use super::{DbError, DbResult, Tx, boxed};
use crate::states::States;

/// A database file in one hand.
pub struct Inline(Engine);

impl Inline {
    /// Opens (or makes) the file through a file layer that SQLite knows under this name, and brings its tables up to date. The layer
    /// needs no shared memory: this connection is the file's only one.
    pub fn open(path: &Path, vfs: &str, states: usize) -> DbResult<Inline> {
        let connection = Connection::open_with_flags_and_vfs(path, OpenFlags::default(), vfs)?;
        connection.pragma_update(None, "locking_mode", "exclusive")?;
        Ok(Inline(Engine { connection: writer(connection)?, states: Arc::new(States::new(states)) }))
    }

    /// One transaction, as [`super::Database::write`] has it.
    pub fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    {
        let (work, mut answer) = boxed(work);
        self.0.together(work, || None);
        answer.try_recv().unwrap_or_else(|_| Err(DbError::Interrupted.into()))
    }

    /// The same on a snapshot that cannot be written, as [`super::Database::read`] has it.
    pub fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    {
        let (work, mut answer) = boxed(work);
        self.0.look(work)?;
        answer.try_recv().unwrap_or_else(|_| Err(DbError::Interrupted.into()))
    }

    /// Folds the log into the file, as closing it would.
    pub fn fold_in(&self) -> DbResult<()> {
        self.0.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}
