//! The statements of [`Tx`] on SQLite, whole, where they are used.

use std::fmt::Display;
use std::str::FromStr;

use keyholder_domain::{AccountId, DeskId, MemberId, OpId, StoreId, Time};
use rusqlite::{OptionalExtension, Row, params};

use super::sqlite::SqliteTx;
use super::{DbError, DbResult, OutcomeRow, RefusedRow, SnapshotRow, StoreRow, Tx};
use crate::states::Drafts;

/// An id as it is stored.
fn text(id: impl Display) -> String {
    id.to_string()
}

/// A stored text as the id it was.
fn parsed<T: FromStr>(text: &str) -> DbResult<T> {
    text.parse().map_err(|_| DbError::Damaged(format!("`{text}` is not an id")))
}

/// Numbers of entries stay far below 2^63.
fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A stored number, which is never negative.
fn number(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}

fn rows(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

impl Tx for SqliteTx<'_> {
    fn drafts(&mut self) -> &mut Drafts {
        self.drafts_mut()
    }

    fn add_store(&mut self, row: &StoreRow) -> DbResult<bool> {
        let added = self
            .conn()
            .prepare_cached(
                "INSERT INTO stores (store, epoch, seq, head, at, created_by)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (store) DO NOTHING",
            )?
            .execute(params![
                text(row.store),
                row.epoch,
                int(row.seq),
                row.head,
                row.at.millis(),
                text(row.created_by),
            ])?;
        Ok(added == 1)
    }

    fn store_row(&mut self, store: StoreId) -> DbResult<Option<StoreRow>> {
        let found = self
            .conn()
            .prepare_cached("SELECT epoch, seq, head, at, created_by FROM stores WHERE store = ?1")?
            .query_row([text(store)], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, i64>(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, i64>(3)?,
                    row.get::<_, String>(4)?,
                ))
            })
            .optional()?;
        found
            .map(|(epoch, seq, head, at, created_by)| {
                Ok(StoreRow {
                    store,
                    epoch,
                    seq: number(seq),
                    head,
                    at: Time::from_millis(at),
                    created_by: parsed(&created_by)?,
                })
            })
            .transpose()
    }

    fn move_store(&mut self, row: &StoreRow) -> DbResult<()> {
        self.conn()
            .prepare_cached("UPDATE stores SET seq = ?2, head = ?3, at = ?4 WHERE store = ?1")?
            .execute(params![text(row.store), int(row.seq), row.head, row.at.millis()])?;
        Ok(())
    }

    fn append_entry(&mut self, store: StoreId, seq: u64, body: &str) -> DbResult<()> {
        self.conn()
            .prepare_cached("INSERT INTO entries (store, seq, body) VALUES (?1, ?2, ?3)")?
            .execute(params![text(store), int(seq), body])?;
        Ok(())
    }

    fn entries_after(&mut self, store: StoreId, after: u64, limit: usize) -> DbResult<Vec<String>> {
        let mut statement = self
            .conn()
            .prepare_cached("SELECT body FROM entries WHERE store = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3")?;
        let found = statement.query_map(params![text(store), int(after), rows(limit)], |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn entries_before(&mut self, store: StoreId, before: Option<u64>, limit: usize) -> DbResult<Vec<String>> {
        let mut statement = self.conn().prepare_cached(
            "SELECT body FROM entries WHERE store = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3",
        )?;
        let before = before.map_or(i64::MAX, int);
        let found = statement.query_map(params![text(store), before, rows(limit)], |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn snapshot(&mut self, store: StoreId) -> DbResult<Option<SnapshotRow>> {
        let found = self
            .conn()
            .prepare_cached("SELECT seq, head, at, state FROM snapshots WHERE store = ?1")?
            .query_row([text(store)], |row| {
                Ok(SnapshotRow {
                    seq: number(row.get(0)?),
                    head: row.get(1)?,
                    at: Time::from_millis(row.get(2)?),
                    state: row.get(3)?,
                })
            })
            .optional()?;
        Ok(found)
    }

    fn put_snapshot(&mut self, store: StoreId, row: &SnapshotRow) -> DbResult<()> {
        self.conn()
            .prepare_cached(
                "INSERT INTO snapshots (store, seq, head, at, state) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (store) DO UPDATE SET seq = ?2, head = ?3, at = ?4, state = ?5",
            )?
            .execute(params![text(store), int(row.seq), row.head, row.at.millis(), row.state])?;
        Ok(())
    }

    fn outcome(&mut self, store: StoreId, account: AccountId, op: OpId) -> DbResult<Option<OutcomeRow>> {
        let found = self
            .conn()
            .prepare_cached(
                "SELECT digest, accepted, refused FROM outcomes
                 WHERE store = ?1 AND account = ?2 AND op = ?3",
            )?
            .query_row([text(store), text(account), text(op)], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, Option<i64>>(1)?,
                    row.get::<_, Option<String>>(2)?,
                ))
            })
            .optional()?;
        found
            .map(|found| match found {
                (digest, Some(seq), _) => Ok(OutcomeRow { digest, outcome: Ok(number(seq)) }),
                (digest, None, Some(refused)) => Ok(OutcomeRow { digest, outcome: Err(refused) }),
                (_, None, None) => Err(DbError::Damaged(format!("op {op} has no outcome"))),
            })
            .transpose()
    }

    fn add_outcome(
        &mut self,
        store: StoreId,
        account: AccountId,
        op: OpId,
        row: &OutcomeRow,
    ) -> DbResult<()> {
        let accepted = row.outcome.as_ref().ok().map(|seq| int(*seq));
        let refused = row.outcome.as_ref().err();
        self.conn()
            .prepare_cached(
                "INSERT INTO outcomes (store, account, op, digest, accepted, refused)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![text(store), text(account), text(op), row.digest, accepted, refused])?;
        Ok(())
    }

    fn add_refused(&mut self, store: StoreId, row: &RefusedRow, made: &[uuid::Uuid]) -> DbResult<()> {
        self.conn()
            .prepare_cached(
                "INSERT INTO refused (store, no, op, body, by, desk, made_at, at, code, facts)
                 SELECT ?1, coalesce(max(no), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
                 FROM refused WHERE store = ?1",
            )?
            .execute(params![
                text(store),
                text(row.op),
                row.body,
                text(row.by),
                row.desk.map(text),
                row.made_at,
                row.at.millis(),
                row.code,
                row.facts,
            ])?;
        let mut note = self.conn().prepare_cached(
            "INSERT INTO unmade (store, made, op) VALUES (?1, ?2, ?3)
             ON CONFLICT (store, made) DO UPDATE SET op = ?3",
        )?;
        for made in made {
            note.execute([text(store), text(made), text(row.op)])?;
        }
        Ok(())
    }

    fn refused_before(
        &mut self,
        store: StoreId,
        before: Option<u64>,
        limit: usize,
    ) -> DbResult<Vec<RefusedRow>> {
        let mut statement = self.conn().prepare_cached(
            "SELECT no, op, body, by, desk, made_at, at, code, facts FROM refused
             WHERE store = ?1 AND no < ?2 ORDER BY no DESC LIMIT ?3",
        )?;
        let before = before.map_or(i64::MAX, int);
        let mut found = statement.query(params![text(store), before, rows(limit)])?;
        let mut refused = Vec::new();
        while let Some(row) = found.next()? {
            refused.push(refused_row(row)?);
        }
        Ok(refused)
    }

    fn note_made(&mut self, store: StoreId, made: uuid::Uuid) -> DbResult<()> {
        self.conn()
            .prepare_cached("DELETE FROM unmade WHERE store = ?1 AND made = ?2")?
            .execute([text(store), text(made)])?;
        Ok(())
    }

    fn unmade(&mut self, store: StoreId, made: uuid::Uuid) -> DbResult<Option<OpId>> {
        self.conn()
            .prepare_cached("SELECT op FROM unmade WHERE store = ?1 AND made = ?2")?
            .query_row([text(store), text(made)], |row| row.get::<_, String>(0))
            .optional()?
            .map(|op| parsed(&op))
            .transpose()
    }

    fn last_n(&mut self, store: StoreId, account: AccountId, desk: DeskId) -> DbResult<u64> {
        let last: Option<i64> = self
            .conn()
            .prepare_cached("SELECT max(n) FROM counted WHERE store = ?1 AND account = ?2 AND desk = ?3")?
            .query_row([text(store), text(account), text(desk)], |row| row.get(0))?;
        Ok(last.map_or(0, number))
    }

    fn counted(
        &mut self,
        store: StoreId,
        account: AccountId,
        desk: DeskId,
        n: u64,
    ) -> DbResult<Option<OpId>> {
        self.conn()
            .prepare_cached(
                "SELECT op FROM counted WHERE store = ?1 AND account = ?2 AND desk = ?3 AND n = ?4",
            )?
            .query_row(params![text(store), text(account), text(desk), int(n)], |row| row.get::<_, String>(0))
            .optional()?
            .map(|op| parsed(&op))
            .transpose()
    }

    fn count(&mut self, store: StoreId, account: AccountId, desk: DeskId, n: u64, op: OpId) -> DbResult<()> {
        self.conn()
            .prepare_cached("INSERT INTO counted (store, account, desk, n, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![text(store), text(account), text(desk), int(n), text(op)])?;
        Ok(())
    }

    fn place_member(&mut self, account: AccountId, store: StoreId, member: Option<MemberId>) -> DbResult<()> {
        match member {
            Some(member) => self
                .conn()
                .prepare_cached(
                    "INSERT INTO memberships (account, store, member) VALUES (?1, ?2, ?3)
                     ON CONFLICT (account, store) DO UPDATE SET member = ?3",
                )?
                .execute([text(account), text(store), text(member)])?,
            None => self
                .conn()
                .prepare_cached("DELETE FROM memberships WHERE account = ?1 AND store = ?2")?
                .execute([text(account), text(store)])?,
        };
        Ok(())
    }

    fn stores_of(&mut self, account: AccountId) -> DbResult<Vec<StoreId>> {
        let mut statement =
            self.conn().prepare_cached("SELECT store FROM memberships WHERE account = ?1 ORDER BY store")?;
        let mut found = statement.query([text(account)])?;
        let mut stores = Vec::new();
        while let Some(row) = found.next()? {
            stores.push(parsed(&row.get::<_, String>(0)?)?);
        }
        Ok(stores)
    }
}

fn refused_row(row: &Row<'_>) -> DbResult<RefusedRow> {
    Ok(RefusedRow {
        no: number(row.get(0)?),
        op: parsed(&row.get::<_, String>(1)?)?,
        body: row.get(2)?,
        by: parsed(&row.get::<_, String>(3)?)?,
        desk: row.get::<_, Option<String>>(4)?.map(|desk| parsed(&desk)).transpose()?,
        made_at: row.get(5)?,
        at: Time::from_millis(row.get(6)?),
        code: row.get(7)?,
        facts: row.get(8)?,
    })
}
