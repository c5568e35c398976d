//! A snapshot that is still coming: its rows rest in tables beside the live ones, and one transaction puts them in their
//! place. Until then nothing of it is shown, and what was held stays.
//!
//! INVARIANT: `rows` moves in the transaction that keeps the rows which it counts. So a cut, a crash or a restart goes on at
//! exactly the first row that is missing.

use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use keyholder_domain::wire::{Row, SnapshotStore};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::{Cache, damaged, forget_after, put, put_position, rows};
use crate::DeskError;

/// What is being fetched, and how far it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Staged {
    /// The seq of the state that is fetched.
    pub at: u64,
    /// The hash at it.
    pub head: String,
    /// The cloud's epoch.
    pub epoch: String,
    /// Whether the reply that named it showed a cloud that lost what this desk had seen.
    pub rewound: bool,
    /// How many rows are kept.
    pub rows: u64,
    /// The store itself and how many rows there are, once the stream's head told.
    pub told: Option<(SnapshotStore, u64)>,
}

/// While rows are staged the log is folded in this rarely (pages): each folding waits for the disk.
const LOG_WHILE_STAGING: u32 = 16_000;
const LOG_USUALLY: u32 = 1_000;

impl Cache {
    /// What is being fetched, if anything.
    pub fn staged(&self) -> Option<&Staged> {
        self.staged.as_ref()
    }

    pub(super) fn load_staged(&mut self) -> rusqlite::Result<()> {
        let text = self.meta("staging")?;
        self.staged = text.and_then(|text| serde_json::from_str(&text).ok());
        if self.staged.is_some() {
            self.log_pages(LOG_WHILE_STAGING)?;
        }
        Ok(())
    }

    /// Begins to stage: what was staged before is gone.
    pub fn begin_staging(&mut self, staged: Staged) -> Result<(), DeskError> {
        self.log_pages(LOG_WHILE_STAGING)?;
        let tx = self.db.transaction()?;
        tx.execute_batch(&format!("{DROP} {}", rows::tables("staged_")))?;
        put_staged(&tx, &staged)?;
        tx.commit()?;
        self.staged = Some(staged);
        Ok(())
    }

    /// Keeps what the stream's head told. `false` where it is not the head of what is staged.
    pub fn stage_head(&mut self, store: &SnapshotStore, total: u64) -> Result<bool, DeskError> {
        let Some(staged) = &mut self.staged else { return Ok(false) };
        match &staged.told {
            Some((_, known)) => Ok(*known == total),
            None => {
                staged.told = Some((store.clone(), total));
                put_staged(&self.db, staged)?;
                Ok(true)
            }
        }
    }

    /// Keeps the next rows, and how many they are now: one transaction.
    pub fn stage(&mut self, next: &[Option<Row>]) -> Result<(), DeskError> {
        let Some(staged) = &self.staged else { return Ok(()) };
        let staged = Staged { rows: staged.rows + next.len() as u64, ..staged.clone() };
        let tx = self.db.transaction()?;
        rows::stage(&tx, next.iter().flatten())?;
        put_staged(&tx, &staged)?;
        tx.commit()?;
        self.staged = Some(staged);
        Ok(())
    }

    /// Puts everything that is staged in the place of what was held: one transaction.
    pub fn swap_in(&mut self, now: Time) -> Result<(), DeskError> {
        let Some(staged) = self.staged.clone() else { return Err(damaged("nothing is staged")) };
        let Some((store, _)) = &staged.told else { return Err(damaged("nothing is staged")) };
        self.db.flush_prepared_statement_cache();
        let tx = self.db.transaction()?;
        tx.execute_batch(
            "drop table members; drop table groups; drop table invitations; delete from store;
             alter table staged_members rename to members; alter table staged_groups rename to groups;
             alter table staged_invitations rename to invitations;
             delete from meta where key in ('my_access', 'staging');",
        )?;
        forget_after(&tx, staged.at, self.finds_accepted)?;
        rows::write_store(&tx, store)?;
        put_position(&tx, staged.at, Some(&staged.head), now)?;
        tx.commit()?;
        (self.cursor, self.head) = (staged.at, Some(staged.head));
        self.staged = None;
        Ok(())
    }

    /// Reads the store from the tables, row by row.
    pub fn read_store(&self) -> Result<Store, DeskError> {
        let read = rows::read(&self.db).map_err(super::unreadable)?;
        read.ok_or_else(|| damaged("the store's own row is missing"))
    }

    /// Forgets what was staged. `scrub`: it is not hers to see any more, so no free page keeps it either.
    pub fn forget_staged(&mut self, scrub: bool) -> Result<(), DeskError> {
        if self.staged.take().is_none() {
            return Ok(());
        }
        self.db.flush_prepared_statement_cache();
        let tx = self.db.transaction()?;
        tx.execute_batch(&format!("{DROP} delete from meta where key = 'staging';"))?;
        tx.commit()?;
        if scrub {
            self.db.execute_batch("vacuum;")?;
        }
        self.fold_log()
    }

    /// Folds the log in after a large change, when nobody waits.
    pub fn fold_log(&mut self) -> Result<(), DeskError> {
        self.log_pages(LOG_USUALLY)?;
        // A reader may stop it; the log then simply stays longer.
        self.db.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
        Ok(())
    }

    fn log_pages(&self, pages: u32) -> rusqlite::Result<()> {
        self.db.query_row(&format!("pragma wal_autocheckpoint = {pages}"), [], |_| Ok(()))
    }
}

pub(super) const DROP: &str = "drop table if exists staged_members; drop table if exists staged_groups;
     drop table if exists staged_invitations;";

fn put_staged(db: &Connection, staged: &Staged) -> rusqlite::Result<()> {
    let text = serde_json::to_string(staged)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    put(db, "staging", &text)
}
