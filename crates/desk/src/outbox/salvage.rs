//! A damaged outbox, saved row by row: the old file is kept beside the new one, and the report says what came over.

use std::collections::BTreeMap;
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
    /// How many places between the first and the last of them could not be read.
    pub lost: usize,
    /// No page of it opens with this machine's key: it was sealed elsewhere, or its key is gone.
    pub foreign: bool,
}

const COLUMNS: &str = "place, id, made_at, op, state, n, seq, refusal, settled_at";
/// Beyond this many missing places no single one is looked for.
const PATIENCE: i64 = 100_000;

/// Sets the damaged file aside and fills a new one with every row that can still be read.
pub fn salvage(storage: &Storage, path: &Path, now: Time) -> Result<Salvaged, DeskError> {
    let was = storage.whose(path);
    let file = storage.set_aside(path, now)?;
    let damaged = path.with_file_name(&file);
    let mut db = super::connect(storage, path)?;
    let (rows, meta) = readable(storage, &damaged, path);
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
    tx.commit()?;
    let span = match (rows.keys().next(), rows.keys().next_back()) {
        (Some(first), Some(last)) => usize::try_from(last - first + 1).unwrap_or(saved),
        _ => saved,
    };
    let foreign = was == Whose::Others && rows.is_empty() && meta.is_empty();
    let file = storage.seal_aside(&damaged)?.unwrap_or(file);
    Ok(Salvaged { file, rows: saved, lost: span.saturating_sub(saved), foreign })
}

/// What a damaged file still gives: its ops by their place, and what it says of itself.
type Readable = (BTreeMap<i64, Vec<Value>>, Vec<(String, String)>);

fn readable(storage: &Storage, damaged: &Path, sound: &Path) -> Readable {
    if storage.whose(damaged) != Whose::Plain
        && let Some(recovery) = storage.recover(damaged, sound)
    {
        return recovery.db().map(|db| (readable_rows(db), readable_meta(db))).unwrap_or_default();
    }
    // A plain file; SQLite itself reads around its damage.
    match Connection::open_with_flags(damaged, OpenFlags::SQLITE_OPEN_READ_WRITE) {
        Ok(db) => (readable_rows(&db), readable_meta(&db)),
        Err(_) => Readable::default(),
    }
}

fn readable_rows(db: &Connection) -> BTreeMap<i64, Vec<Value>> {
    let mut rows = BTreeMap::new();
    // From both ends until the damage, then place by place between them.
    for order in ["asc", "desc"] {
        gather(db, &format!("select {COLUMNS} from ops order by place {order}"), &mut rows);
    }
    let (Some(first), Some(last)) = (rows.keys().next().copied(), rows.keys().next_back().copied()) else {
        return rows;
    };
    for place in (first..=last).take(usize::try_from(PATIENCE).unwrap_or(0)) {
        if !rows.contains_key(&place) {
            gather(db, &format!("select {COLUMNS} from ops where place = {place}"), &mut rows);
        }
    }
    rows
}

fn gather(db: &Connection, query: &str, rows: &mut BTreeMap<i64, Vec<Value>>) {
    let Ok(mut statement) = db.prepare(query) else { return };
    let Ok(mut found) = statement.query([]) else { return };
    while let Ok(Some(row)) = found.next() {
        let Ok(values) = (0..9).map(|column| row.get(column)).collect::<rusqlite::Result<Vec<Value>>>()
        else {
            continue;
        };
        if let Some(Value::Integer(place)) = values.first() {
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
