//! A damaged outbox, saved row by row: the old file is kept beside the new one, and the report says what came over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use keyholder_domain::Time;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Row, params_from_iter};

use crate::DeskError;
use crate::storage::{Storage, Whose};

/// What came of a damaged outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvaged {
    /// The name under which the damaged file is kept, in the same folder.
    pub file: String,
    /// How many ops came over.
    pub rows: usize,
    /// How many could not be read; where nobody can know, how many it may have been.
    pub lost: usize,
    /// No page of it opens with this machine's key: it was sealed elsewhere, or its key is gone.
    pub foreign: bool,
}

const COLUMNS: &str = "place, id, made_at, op, state, n, seq, refusal, settled_at";
/// Beyond this many missing places no single one is looked for.
const PATIENCE: i64 = 100_000;

/// Sets the damaged file aside and fills a new one with every row that can still be read.
pub fn salvage(storage: &Storage, path: &Path, now: Time) -> Result<Salvaged, DeskError> {
    let (was, log_broken) = (storage.whose(path), storage.log_is_broken(path)?);
    let file = storage.set_aside(path, now)?;
    let damaged = path.with_file_name(&file);
    let mut db = super::connect(storage, path)?;
    let Readable { rows, meta, existed } = readable(storage, &damaged, path, log_broken);
    let tx = db.transaction()?;
    let mut saved = 0;
    for row in rows.values() {
        let insert = format!("insert or ignore into ops ({COLUMNS}) values (?1,?2,?3,?4,?5,?6,?7,?8,?9)");
        if sound(row) {
            saved += tx.prepare_cached(&insert)?.execute(params_from_iter(row)).unwrap_or(0);
        }
    }
    for (key, value) in &meta {
        super::put(&tx, key, value)?;
    }
    let lost = existed.saturating_sub(saved);
    let foreign = was == Whose::Others && rows.is_empty() && meta.is_empty();
    if !foreign {
        super::put(&tx, &mark(&file), &lost.to_string())?;
    }
    tx.commit()?;
    let file = storage.seal_aside(&damaged)?.unwrap_or(file);
    Ok(Salvaged { file, rows: saved, lost, foreign })
}

/// How many unsettled ops a file that was set aside holds beside what came over from it. None where that cannot be told: it was
/// sealed elsewhere, or parts of it could not be read.
pub(super) fn left_in(storage: &Storage, aside: &Path) -> Option<usize> {
    let name = aside.file_name()?.to_string_lossy();
    let sound = aside.with_file_name("outbox.db");
    if storage.holds(&sound)
        && let Ok(db) = storage.connect(&sound)
        && let Ok(lost) = db.query_row(
            "select value from meta where key = ?1",
            [mark(name.trim_end_matches(".sealed"))],
            |row| row.get::<_, String>(0),
        )
    {
        return (lost == "0").then_some(0);
    }
    let db = storage.connect(aside).ok()?;
    let whole: String = db.query_row("pragma quick_check(1)", [], |row| row.get(0)).ok()?;
    let unsettled = "select count(*) from ops where state <> 'answered'";
    let count: i64 = db.query_row(unsettled, [], |row| row.get(0)).ok()?;
    (whole == "ok").then(|| usize::try_from(count).unwrap_or(0))
}

/// Under which the new outbox remembers how many ops of a file did not come over.
fn mark(file: &str) -> String {
    format!("salvaged {file}")
}

/// What a damaged file still gives.
#[derive(Default)]
struct Readable {
    /// Its ops by their place.
    rows: BTreeMap<i64, Vec<Value>>,
    /// What it says of itself.
    meta: Vec<(String, String)>,
    /// How many ops it held, as far as that can be known; never fewer than there is proof of.
    existed: usize,
}

fn readable(storage: &Storage, damaged: &Path, sound: &Path, log_broken: bool) -> Readable {
    if storage.whose(damaged) != Whose::Plain
        && let Some(recovery) = storage.recover(damaged, sound)
    {
        return recovery.db().map(|db| Readable::of(db, log_broken)).unwrap_or_default();
    }
    // A plain file; SQLite itself reads around its damage.
    if let Err(error) = storage.mend_log(damaged) {
        tracing::warn!(%error, "the log of a damaged file was not mended");
    }
    match Connection::open_with_flags(damaged, OpenFlags::SQLITE_OPEN_READ_WRITE) {
        Ok(db) => Readable::of(&db, log_broken),
        Err(_) => Readable { existed: 1, ..Readable::default() },
    }
}

impl Readable {
    /// Without a part of its log, pages may be older than others: then no walk through them proves that it met every row.
    fn of(db: &Connection, log_broken: bool) -> Self {
        let (rows, whole) = readable_rows(db);
        let existed = if whole && !log_broken { rows.len() } else { existed(db, &rows, log_broken) };
        Self { rows, meta: readable_meta(db), existed }
    }
}

/// Every row that can be read, and whether these are all that there were.
fn readable_rows(db: &Connection) -> (BTreeMap<i64, Vec<Value>>, bool) {
    let mut rows = BTreeMap::new();
    // From both ends until the damage, then place by place between them.
    for order in ["asc", "desc"] {
        if gather(db, &format!("select {COLUMNS} from ops order by place {order}"), &mut rows) {
            return (rows, true);
        }
    }
    let (Some(first), Some(last)) = (rows.keys().next().copied(), rows.keys().next_back().copied()) else {
        return (rows, false);
    };
    for place in (first..=last).take(usize::try_from(PATIENCE).unwrap_or(0)) {
        if !rows.contains_key(&place) {
            gather(db, &format!("select {COLUMNS} from ops where place = {place}"), &mut rows);
        }
    }
    (rows, false)
}

/// How many ops there were, where not every row can be read: the indexes know them, too. Where none of those can be believed either,
/// every place up to the last one ever given may have held one.
fn existed(db: &Connection, rows: &BTreeMap<i64, Vec<Value>>, log_broken: bool) -> usize {
    let mut places: BTreeSet<i64> = rows.keys().copied().collect();
    let mut known = false;
    for index in ["sqlite_autoindex_ops_1", "ops_by_state"] {
        known |= places_in(db, index, &mut places);
    }
    if known && !log_broken {
        return places.len();
    }
    let given = db.query_row("select seq from sqlite_sequence where name = 'ops'", [], |row| row.get(0));
    let last: Option<i64> = places.last().copied().max(given.ok());
    let span = match (places.first(), last) {
        (Some(first), Some(last)) => last - first + 1,
        // Not one is known by its place: at least one was there.
        (None, last) => last.unwrap_or(0),
        (Some(_), None) => 0,
    };
    // Where the file itself cannot be read, nothing says that it was empty there.
    usize::try_from(span).unwrap_or(0).max(rows.len() + usize::from(!log_broken))
}

/// Adds the places that an index knows, and tells whether these are all.
fn places_in(db: &Connection, index: &str, places: &mut BTreeSet<i64>) -> bool {
    let Ok(mut statement) = db.prepare(&format!("select place from ops indexed by {index}")) else {
        return false;
    };
    let Ok(mut found) = statement.query([]) else { return false };
    loop {
        match found.next() {
            Ok(Some(row)) => places.extend(row.get::<_, i64>(0)),
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

/// Takes up the rows that a query still gives, and tells whether it came to its end.
fn gather(db: &Connection, query: &str, rows: &mut BTreeMap<i64, Vec<Value>>) -> bool {
    let Ok(mut statement) = db.prepare(query) else { return false };
    let Ok(mut found) = statement.query([]) else { return false };
    loop {
        let row = match found.next() {
            Ok(Some(row)) => row,
            Ok(None) => return true,
            Err(_) => return false,
        };
        let values = (0..9).map(|column| row.get(column)).collect::<rusqlite::Result<Vec<Value>>>();
        if let Ok(values) = values
            && let Some(Value::Integer(place)) = values.first()
        {
            rows.insert(*place, values);
        }
    }
}

/// A row whose id, time and op can be read as such.
fn sound(row: &[Value]) -> bool {
    let text = |column: usize| match row.get(column) {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    };
    uuid::Uuid::try_parse(text(1)).is_ok()
        && text(2).parse::<Time>().is_ok()
        && serde_json::from_str::<serde_json::Value>(text(3)).is_ok()
}

fn readable_meta(db: &Connection) -> Vec<(String, String)> {
    let Ok(mut statement) = db.prepare("select key, value from meta") else { return Vec::new() };
    let pair = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let Ok(found) = statement.query_map([], pair) else { return Vec::new() };
    found.map_while(Result::ok).collect()
}
