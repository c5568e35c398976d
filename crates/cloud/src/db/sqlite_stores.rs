//! The statements of [`Tx`] on SQLite, whole, where they are used.

use std::collections::HashMap;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use keyholder_domain::{AccountId, DeskId, MemberId, OpId, StoreId, Time};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, ToSql, params};

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

/// Ids as one parameter, for `json_each`.
fn listed<T: Display>(ids: &[T]) -> String {
    let quoted: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    format!("[{}]", quoted.join(","))
}

/// Rows in one statement, at most; each size is one prepared statement, so there are few.
const TOGETHER: [usize; 3] = [50, 10, 1];

/// A statement's parameters, in their order.
struct Values<'a, 'c> {
    statement: &'a mut CachedStatement<'c>,
    next: usize,
}

impl Values<'_, '_> {
    fn bind(&mut self, value: impl ToSql) -> rusqlite::Result<()> {
        self.next += 1;
        self.statement.raw_bind_parameter(self.next, value)
    }
}

/// Inserts many rows with few statements. The first columns, `same`, are the same in every row; `bind` gives a row's other `columns`.
fn insert<R>(
    conn: &Connection,
    into: &str,
    columns: usize,
    same: &[&String],
    rows: &[R],
    bind: impl Fn(&R, &mut Values<'_, '_>) -> rusqlite::Result<()>,
) -> DbResult<()> {
    let shared: String = (1..=same.len()).map(|no| format!("?{no},")).collect();
    let one = format!("({shared}{})", vec!["?"; columns].join(","));
    let mut rest = rows;
    for size in TOGETHER {
        if rest.len() < size {
            continue;
        }
        let sql = format!("{into} {}", vec![one.as_str(); size].join(","));
        let mut statement = conn.prepare_cached(&sql)?;
        while rest.len() >= size {
            let (batch, others) = rest.split_at(size);
            let mut values = Values { statement: &mut statement, next: 0 };
            for value in same {
                values.bind(value)?;
            }
            for row in batch {
                bind(row, &mut values)?;
            }
            statement.raw_execute()?;
            rest = others;
        }
    }
    Ok(())
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

    fn append_entries(&mut self, store: StoreId, first: u64, bodies: &[String]) -> DbResult<()> {
        let (store, numbered) = (text(store), (first..).zip(bodies));
        let rows: Vec<(u64, &String)> = numbered.collect();
        insert(
            self.conn(),
            "INSERT INTO entries (store, seq, body) VALUES",
            2,
            &[&store],
            &rows,
            |row, values| {
                values.bind(int(row.0))?;
                values.bind(row.1)
            },
        )
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

    fn outcomes(
        &mut self,
        store: StoreId,
        account: AccountId,
        ops: &[OpId],
    ) -> DbResult<HashMap<OpId, OutcomeRow>> {
        let mut statement = self.conn().prepare_cached(
            "SELECT op, digest, accepted, refused FROM outcomes
             WHERE store = ?1 AND account = ?2 AND op IN (SELECT value FROM json_each(?3))",
        )?;
        let mut found = statement.query(params![text(store), text(account), listed(ops)])?;
        let mut outcomes = HashMap::new();
        while let Some(row) = found.next()? {
            let op: OpId = parsed(&row.get::<_, String>(0)?)?;
            let outcome = match (row.get::<_, Option<i64>>(2)?, row.get::<_, Option<String>>(3)?) {
                (Some(seq), _) => Ok(number(seq)),
                (None, Some(refused)) => Err(refused),
                (None, None) => return Err(DbError::Damaged(format!("op {op} has no outcome"))),
            };
            outcomes.insert(op, OutcomeRow { digest: row.get(1)?, outcome });
        }
        Ok(outcomes)
    }

    fn add_outcomes(
        &mut self,
        store: StoreId,
        account: AccountId,
        rows: &[(OpId, OutcomeRow)],
    ) -> DbResult<()> {
        let into = "INSERT INTO outcomes (store, account, op, digest, accepted, refused) VALUES";
        insert(self.conn(), into, 4, &[&text(store), &text(account)], rows, |(op, row), values| {
            values.bind(text(op))?;
            values.bind(&row.digest)?;
            values.bind(row.outcome.as_ref().ok().map(|seq| int(*seq)))?;
            values.bind(row.outcome.as_ref().err())
        })
    }

    fn add_refused(&mut self, store: StoreId, rows: &[RefusedRow]) -> DbResult<()> {
        let store = text(store);
        let last: Option<i64> = self
            .conn()
            .prepare_cached("SELECT max(no) FROM refused WHERE store = ?1")?
            .query_row([&store], |row| row.get(0))?;
        let numbered: Vec<(i64, &RefusedRow)> = (last.unwrap_or(0) + 1..).zip(rows).collect();
        let into = "INSERT INTO refused (store, no, op, body, by, desk, made_at, at, code, facts) VALUES";
        insert(self.conn(), into, 9, &[&store], &numbered, |(no, row), values| {
            values.bind(no)?;
            values.bind(text(row.op))?;
            values.bind(&row.body)?;
            values.bind(text(row.by))?;
            values.bind(row.desk.map(text))?;
            values.bind(&row.made_at)?;
            values.bind(row.at.millis())?;
            values.bind(&row.code)?;
            values.bind(&row.facts)
        })
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

    fn note_unmade(&mut self, store: StoreId, ids: &[(uuid::Uuid, Option<OpId>)]) -> DbResult<()> {
        let store = text(store);
        let made: Vec<uuid::Uuid> =
            ids.iter().filter(|(_, op)| op.is_none()).map(|(made, _)| *made).collect();
        if !made.is_empty() {
            self.conn()
                .prepare_cached(
                    "DELETE FROM unmade WHERE store = ?1 AND made IN (SELECT value FROM json_each(?2))",
                )?
                .execute([&store, &listed(&made)])?;
        }
        let refused: Vec<(uuid::Uuid, OpId)> =
            ids.iter().filter_map(|(made, op)| Some((*made, (*op)?))).collect();
        // The later refusal stands for an id that two would have made.
        let into = "INSERT OR REPLACE INTO unmade (store, made, op) VALUES";
        insert(self.conn(), into, 2, &[&store], &refused, |(made, op), values| {
            values.bind(text(made))?;
            values.bind(text(op))
        })
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
        numbers: RangeInclusive<u64>,
    ) -> DbResult<HashMap<u64, OpId>> {
        let mut statement = self.conn().prepare_cached(
            "SELECT n, op FROM counted
             WHERE store = ?1 AND account = ?2 AND desk = ?3 AND n BETWEEN ?4 AND ?5",
        )?;
        let (from, to) = (int(*numbers.start()), int(*numbers.end()));
        let mut found = statement.query(params![text(store), text(account), text(desk), from, to])?;
        let mut counted = HashMap::new();
        while let Some(row) = found.next()? {
            counted.insert(number(row.get(0)?), parsed(&row.get::<_, String>(1)?)?);
        }
        Ok(counted)
    }

    fn count(
        &mut self,
        store: StoreId,
        account: AccountId,
        desk: DeskId,
        answered: &[(u64, OpId)],
    ) -> DbResult<()> {
        let into = "INSERT INTO counted (store, account, desk, n, op) VALUES";
        let whose = [&text(store), &text(account), &text(desk)];
        insert(self.conn(), into, 2, &whose, answered, |(n, op), values| {
            values.bind(int(*n))?;
            values.bind(text(op))
        })
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
