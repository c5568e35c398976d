//! The outbox's file: its tables, its pragmas, and how a row is read.

use std::path::Path;

use keyholder_domain::op::Op;
use keyholder_domain::time::Time;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::{Asked, JOURNAL_DAYS, Kept, Read, Recent, Seen, State, Verdict, Way};
use crate::DeskError;
use crate::mutant::{self, Mutant};
use crate::storage::Storage;
use crate::undo::Back;

/// Marks our file, so that a foreign one is told apart: "KHob".
const APPLICATION: i32 = 0x4b48_6f62;
const VERSION: i32 = 1;
const SCHEMA: &str = "
create table ops (
  place integer primary key autoincrement, -- the outbox's own order; the ids' time decides nothing
  id text not null unique,                 -- op id (UUIDv7), made here
  made_at text not null,                   -- when it was asked, by this machine's clock
  op text not null,                        -- the op as written; never touched again
  state text not null,                     -- waiting | answered | refused | unknown | held | parked
  n integer,                               -- the number under which it was last sent; null = never sent
  seq integer,                             -- of an answered op: the entry that carries it, or the last one there was
  refusal text,                            -- {code, with}: of a refused or held one
  settled_at text,                         -- when the outcome was kept here, by this machine's clock
  act text,                                -- the act that it is part of; null = an act by itself
  back text,                               -- what leads back from it: an op, or a lost group; null = nothing does
  undoes text                              -- the act that it takes back, if it does
) strict;
create index ops_by_state on ops (state, seq);
create table meta (key text primary key, value text not null) strict, without rowid;
";

pub(super) fn connect(storage: &Storage, path: &Path) -> Result<Connection, DeskError> {
    let db = storage.connect(path)?;
    let application: i32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: i64 = db.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
    if tables > 0 && application != APPLICATION {
        return Err(DeskError::storage("the outbox is not a file of ours").fact("why", "damaged"));
    }
    if version > VERSION {
        return Err(DeskError::written_by_newer("the outbox was written by a newer version"));
    }
    db.query_row("pragma journal_mode = wal", [], |_| Ok(()))?;
    db.execute_batch(
        "pragma synchronous = full; pragma fullfsync = on; pragma checkpoint_fullfsync = on;
         pragma wal_autocheckpoint = 4000; pragma foreign_keys = on; pragma trusted_schema = off;",
    )?;
    if mutant::on(Mutant::OutboxUnsynced) {
        db.execute_batch("pragma synchronous = off")?;
    }
    if tables == 0 {
        db.execute_batch(&format!(
            "begin; {SCHEMA} pragma application_id = {APPLICATION}; pragma user_version = {VERSION}; commit;"
        ))?;
    }
    Ok(db)
}

/// The columns of the way back came after the first version, which leaves them alone. Whether they are there: a disk that takes
/// nothing keeps nobody from what is there.
pub(super) fn knows_ways(db: &Connection) -> bool {
    let there = || db.prepare("select act, back, undoes from ops limit 0").is_ok();
    let added = "begin; alter table ops add column act text; alter table ops add column back text;
                 alter table ops add column undoes text; commit;";
    if there() {
        return true;
    }
    if let Err(error) = db.execute_batch(added) {
        tracing::warn!(%error, "the outbox keeps no way back for now");
        let _ = db.execute_batch("rollback");
    }
    there()
}

pub(super) fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    let seq: Option<i64> = row.get("seq")?;
    let state: String = row.get("state")?;
    let state = match state.as_str() {
        "waiting" => State::Waiting,
        "answered" => State::Answered(seq.unwrap_or(0).cast_unsigned()),
        "refused" => State::Refused,
        "unknown" => State::Unknown,
        "held" => State::Held,
        "parked" => State::Parked,
        // A newer version's state: it is not ours to send, drop or forget.
        _ => State::Held,
    };
    let refusal: Option<String> = row.get("refusal")?;
    let op: String = row.get("op")?;
    let n = row.get::<_, Option<i64>>("n")?.map(i64::cast_unsigned);
    Ok(Kept {
        place: row.get("place")?,
        id: parsed(row, "id")?,
        made_at: parsed(row, "made_at")?,
        read: Read::of(&op),
        op,
        state,
        n,
        sent: n.is_some(),
        refusal: refusal.and_then(|text| serde_json::from_str(&text).ok()),
    })
}

/// Writes one op down as asked.
pub(super) fn write_op(
    db: &Connection,
    ways: bool,
    asked: &Asked,
    made_at: Time,
    n: Option<u64>,
) -> rusqlite::Result<()> {
    let (id, made_at, n) = (asked.id.to_string(), made_at.to_string(), n.map(u64::cast_signed));
    if !ways {
        let write = "insert into ops (id, made_at, op, state, n) values (?1, ?2, ?3, 'waiting', ?4)";
        return db.prepare_cached(write)?.execute(params![id, made_at, asked.op, n]).map(|_| ());
    }
    let Way { act, back, undoes } = &asked.way;
    let text = |id: &Option<Uuid>| id.map(|id| id.to_string());
    let back = back.as_ref().map(|back| back.to_value().to_string());
    db.prepare_cached(
        "insert into ops (id, made_at, op, state, n, act, back, undoes)
         values (?1, ?2, ?3, 'waiting', ?4, ?5, ?6, ?7)",
    )?
    .execute(params![id, made_at, asked.op, n, text(act), back, text(undoes)])
    .map(|_| ())
}

/// An op that was asked lately; none where this version cannot read it.
pub(super) fn recent(row: &Row<'_>) -> rusqlite::Result<Option<Recent>> {
    let value = |text: String| serde_json::from_str(&text).unwrap_or_default();
    let id = |column: &str| -> rusqlite::Result<Option<Uuid>> {
        Ok(row.get::<_, Option<String>>(column)?.and_then(|text| text.parse().ok()))
    };
    let Ok(op) = Op::parse(&value(row.get("op")?)) else { return Ok(None) };
    let back = row.get::<_, Option<String>>("back")?.and_then(|text| Back::read(value(text)).ok());
    let way = Way { act: id("act")?, back, undoes: id("undoes")? };
    Ok(Some(Recent { id: parsed(row, "id")?, made_at: parsed(row, "made_at")?, op, way }))
}

/// A text column in one of our types; what does not parse is damage.
fn parsed<T: std::str::FromStr>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| {
        let index = row.as_ref().column_index(column).unwrap_or(0);
        rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, "not readable".into())
    })
}

pub(super) fn put(db: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    let put = "insert into meta (key, value) values (?1, ?2) on conflict (key) do update set value = ?2";
    db.prepare_cached(put)?.execute([key, value]).map(|_| ())
}

pub(super) fn put_seen(db: &Connection, seen: &Seen) -> rusqlite::Result<()> {
    if let Some(epoch) = &seen.epoch {
        put(db, "epoch", epoch)?;
    }
    put(db, "seen_seq", &seen.seq.to_string())?;
    put(db, "seen_head", seen.head.as_deref().unwrap_or_default())
}

/// Writes numbers by place. Where places and numbers follow each other alike, one statement writes them all.
pub(super) fn write_numbers(db: &Connection, marks: &[(i64, u64)]) -> rusqlite::Result<()> {
    let mut write = db.prepare_cached("update ops set n = place + ?3 where place between ?1 and ?2")?;
    for run in runs(marks, |(place, n)| Some((*place, n.cast_signed()))) {
        write.execute([run.first, run.last, run.ahead])?;
    }
    Ok(())
}

/// Writes what ops came to, by place. Ops that were accepted one after the other, as a whole batch mostly is, are one statement.
pub(super) fn write_verdicts(db: &Connection, told: &[(i64, Verdict)], now: Time) -> rusqlite::Result<()> {
    let now = now.to_string();
    let mut accepted = db.prepare_cached(
        "update ops set state = 'answered', seq = place + ?3, refusal = null, settled_at = ?4
         where place between ?1 and ?2",
    )?;
    let seq = |(place, verdict): &(i64, Verdict)| match verdict {
        Verdict::Accepted(seq) => Some((*place, seq.cast_signed())),
        Verdict::Refused(_) | Verdict::Held(_) => None,
    };
    for run in runs(told, seq) {
        accepted.execute(params![run.first, run.last, run.ahead, now])?;
    }
    for (place, verdict) in told {
        let (state, why) = match verdict {
            Verdict::Accepted(_) => continue,
            Verdict::Refused(told) => ("refused", serde_json::to_string(told).ok()),
            Verdict::Held(told) => ("held", serde_json::to_string(told).ok()),
        };
        db.prepare_cached(
            "update ops set state = ?2, seq = null, refusal = ?3, settled_at = ?4 where place = ?1",
        )?
        .execute(params![place, state, why, now])?;
    }
    Ok(())
}

/// Places one behind the other, each with a number that is so much ahead of it.
struct Run {
    first: i64,
    last: i64,
    ahead: i64,
}

/// The longest runs, in the order of the items; items without a number are left out.
fn runs<T>(items: &[T], numbered: impl Fn(&T) -> Option<(i64, i64)>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (place, number) in items.iter().filter_map(numbered) {
        match runs.last_mut() {
            Some(run) if run.last + 1 == place && run.ahead == number - place => run.last = place,
            _ => runs.push(Run { first: place, last: place, ahead: number - place }),
        }
    }
    runs
}

pub(super) fn put_doubt(db: &Connection, doubt: Option<&Seen>) -> rusqlite::Result<()> {
    match doubt {
        None => db.execute("delete from meta where key in ('doubt_seq', 'doubt_head')", []).map(|_| ()),
        Some(doubt) => {
            put(db, "doubt_seq", &doubt.seq.to_string())?;
            put(db, "doubt_head", doubt.head.as_deref().unwrap_or_default())
        }
    }
}

pub(super) fn days_before(now: Time) -> Time {
    Time::from_millis(now.millis() - JOURNAL_DAYS * 86_400_000)
}
