//! The base: what the cloud told, in typed tables that any SQLite tool can read, and that can always be built again.
//!
//! INVARIANT: `base = fold(snapshot, entries up to cursor)`: entries, the rows that they change and the cursor are one
//! transaction, so a crash leaves the one state or the other. It need not be durable (`synchronous=NORMAL`): what a power
//! cut takes is fetched again. A file that is damaged, foreign or newer is set aside, kept, and built anew.

use std::path::Path;

use keyholder_domain::event::{Event, EventProblem};
use keyholder_domain::id::{GroupId, InvitationId, MemberId, StoreId};
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use keyholder_domain::wire::{Entry, Snapshot};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::DeskError;
use crate::outbox::names;
use crate::picture::MyAccess;
use crate::storage::{self, Storage};

mod accepted;
mod lending;
mod rows;
mod staging;
pub use staging::Staged;

/// Marks our file: "KHca".
const APPLICATION: i32 = 0x4b48_6361;
const VERSION: i32 = 1;
/// How many entries are kept here; older ones are the cloud's to tell, those apart by which somebody came.
const ENTRIES: u64 = 10_000;

/// What is held of a store.
#[derive(Debug, Clone)]
pub struct Base {
    /// The store; empty where nothing is held.
    pub store: Store,
    /// The seq of the last entry held; 0 for none.
    pub cursor: u64,
    /// The store's name, if the cloud told one.
    pub name: Option<String>,
    /// Whether the team is held.
    pub has_team: bool,
    /// Her own access, where the team is not hers to see.
    pub my_access: Option<MyAccess>,
    /// When the cloud was last heard.
    pub as_of: Option<Time>,
}

impl Base {
    /// Nothing held.
    pub fn empty(store: StoreId) -> Self {
        Self {
            store: Store::empty(store),
            cursor: 0,
            name: None,
            has_team: false,
            my_access: None,
            as_of: None,
        }
    }
}

/// An entry as received, and as read: its hash covers what this version does not know.
#[derive(Debug, Clone)]
pub struct KeptEntry {
    /// As received.
    pub raw: Value,
    /// As read.
    pub entry: Entry,
    /// Its event.
    pub event: Event,
}

impl KeptEntry {
    /// Reads an entry as received.
    pub fn read(raw: Value) -> Result<Self, EventProblem> {
        let entry = Entry::read(&raw).map_err(|error| EventProblem::Damaged(error.to_string()))?;
        let event = entry.event()?;
        Ok(Self { raw, entry, event })
    }
}

/// An opened cache.
#[derive(Debug)]
pub struct Cache {
    db: Connection,
    store: StoreId,
    cursor: u64,
    head: Option<String>,
    staged: Option<Staged>,
    /// The team was dropped, and a disk that failed left its bytes in the file.
    unscrubbed: bool,
    /// Whether the file has the table of accepted invitations: one that is older than that, on a disk that takes nothing, has not.
    finds_accepted: bool,
}

impl Cache {
    /// Opens the file and reads what it holds. Where that cannot be done it starts anew, and tells the name under which the
    /// old file is kept.
    pub fn open(
        storage: &Storage,
        path: &Path,
        store: StoreId,
        now: Time,
    ) -> Result<(Self, Base, Option<String>), DeskError> {
        match Self::open_sound(storage, path, store) {
            Ok((cache, base)) => Ok((cache, base, None)),
            Err(error) if error.cannot_be_read() => {
                let file = storage.set_aside(path, now)?;
                tracing::warn!(kept = %file, %error, "the cache cannot be used and is built anew");
                let (cache, base) = Self::open_sound(storage, path, store)?;
                Ok((cache, base, Some(file)))
            }
            Err(error) => Err(error),
        }
    }

    /// A cache that rests nowhere, for a desk that is closed for good.
    pub(crate) fn nowhere(store: StoreId) -> Result<Self, DeskError> {
        Ok(Self::open_sound(&Storage::memory(), Path::new("nowhere"), store)?.0)
    }

    /// This connection is given up for another one on the same file, whose log it must not touch when it closes.
    pub(crate) fn is_given_up(&self) {
        storage::give_up(&self.db);
    }

    fn open_sound(storage: &Storage, path: &Path, store: StoreId) -> Result<(Self, Base), DeskError> {
        let mut db = connect(storage, path, store)?;
        let finds_accepted = match accepted::prepare(&mut db) {
            Ok(()) => true,
            Err(error) if error.cannot_be_read() => return Err(error),
            Err(error) => {
                tracing::warn!(%error, "accepted invitations cannot be found for now");
                false
            }
        };
        let (cursor, head, staged) = (0, None, None);
        let mut cache = Self { db, store, cursor, head, staged, unscrubbed: false, finds_accepted };
        let base = cache.load().map_err(unreadable)?;
        cache.load_staged()?;
        Ok((cache, base))
    }

    fn load(&mut self) -> rusqlite::Result<Base> {
        self.cursor = self.meta("cursor")?.and_then(|text| text.parse().ok()).unwrap_or(0);
        self.head = self.meta("head")?;
        let store = if self.cursor > 0 { rows::read(&self.db)? } else { None };
        let my_access = self.meta("my_access")?.and_then(|text| serde_json::from_str(&text).ok());
        let my_access: Option<MyAccess> = my_access;
        let has_team = store.is_some();
        let told = store.as_ref().map(|store| store.name().to_owned());
        if !has_team {
            (self.cursor, self.head) = (0, None);
        }
        Ok(Base {
            store: store.unwrap_or_else(|| Store::empty(self.store)),
            cursor: self.cursor,
            name: told.or_else(|| my_access.as_ref().map(|me| me.name.clone())),
            has_team,
            my_access: my_access.filter(|_| !has_team),
            as_of: self.meta("as_of")?.and_then(|text| text.parse().ok()),
        })
    }

    fn meta(&self, key: &str) -> rusqlite::Result<Option<String>> {
        self.db.query_row("select value from meta where key = ?1", [key], |row| row.get(0)).optional()
    }

    /// The cursor, and the hash at it.
    pub fn position(&self) -> (u64, Option<&str>) {
        (self.cursor, self.head.as_deref())
    }

    /// Takes the whole store in place of what was held.
    pub fn keep_snapshot(
        &mut self,
        snapshot: &Snapshot,
        cursor: u64,
        head: &str,
        now: Time,
    ) -> Result<(), DeskError> {
        let tx = self.db.transaction()?;
        tx.execute_batch(
            "delete from members; delete from groups; delete from invitations; delete from store;",
        )?;
        forget_after(&tx, cursor, self.finds_accepted)?;
        tx.execute("delete from meta where key = 'my_access'", [])?;
        rows::write_store(&tx, &snapshot.store)?;
        for group in &snapshot.groups {
            rows::write_group(&tx, group)?;
        }
        for member in &snapshot.members {
            rows::write_member(&tx, member)?;
        }
        for invitation in &snapshot.invitations {
            rows::write_invitation(&tx, invitation)?;
        }
        put_position(&tx, cursor, Some(head), now)?;
        tx.commit()?;
        (self.cursor, self.head) = (cursor, Some(head.to_owned()));
        Ok(())
    }

    /// Takes entries, the rows that they changed, and the cursor: one transaction. `before` is the base as it rests here, `after` the
    /// same with the entries.
    pub fn keep_entries(
        &mut self,
        kept: &[KeptEntry],
        before: &Store,
        after: &Store,
        cursor: u64,
        head: Option<&str>,
        now: Time,
    ) -> Result<(), DeskError> {
        let tx = self.db.transaction()?;
        let mut touched = std::collections::BTreeSet::new();
        for kept in kept {
            write_entry(&tx, kept)?;
            // What an event changes it names: no list of events is kept here.
            touched.extend(names(&kept.entry.event));
        }
        for id in touched {
            rows::renew(&tx, before, after, id, now)?;
        }
        if !kept.is_empty() {
            rows::write_store(&tx, &after.snapshot_store())?;
            tx.execute(
                "delete from entries where seq <= ?1 and type <> ?2",
                params![cursor.cast_signed() - ENTRIES.cast_signed(), accepted::TYPE],
            )?;
        }
        if self.finds_accepted {
            accepted::note_all(&tx, kept)?;
        }
        put_position(&tx, cursor, head, now)?;
        tx.commit()?;
        (self.cursor, self.head) = (cursor, head.map(str::to_owned));
        Ok(())
    }

    /// Takes entries from before what is held, for the activity alone.
    pub fn keep_older(&mut self, older: &[KeptEntry]) -> Result<(), DeskError> {
        let tx = self.db.transaction()?;
        for kept in older {
            write_entry(&tx, kept)?;
        }
        if self.finds_accepted {
            for kept in older {
                // What is held there may be another history's.
                tx.execute("delete from accepted where seq = ?1", [kept.entry.seq.cast_signed()])?;
            }
            accepted::note_all(&tx, older)?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Takes her own access, as GET me told it.
    pub fn keep_access(&mut self, me: &MyAccess, now: Time) -> Result<(), DeskError> {
        let text = serde_json::to_string(me).map_err(|error| DeskError::storage(error.to_string()))?;
        let tx = self.db.transaction()?;
        put(&tx, "my_access", &text)?;
        put(&tx, "as_of", &now.to_string())?;
        tx.commit()?;
        Ok(())
    }

    /// Forgets the team and its history: they are not hers to see any more.
    pub fn drop_team(&mut self) -> Result<(), DeskError> {
        self.staged = None;
        // A transaction by name: one that fails half way is undone, and does not stay open for ever.
        let tx = self.db.transaction()?;
        tx.execute_batch(&format!(
            "{} delete from members; delete from groups; delete from invitations; delete from store;
             delete from meta where key in ('cursor', 'head', 'staging');",
            staging::DROP
        ))?;
        forget_after(&tx, 0, self.finds_accepted)?;
        tx.commit()?;
        (self.cursor, self.head) = (0, None);
        self.unscrubbed = true;
        self.db.execute_batch("vacuum; pragma wal_checkpoint(truncate);")?;
        self.unscrubbed = false;
        Ok(())
    }

    /// Whether something of the team may still be in the file's free pages: dropping it again scrubs them.
    pub fn is_unscrubbed(&self) -> bool {
        self.unscrubbed
    }

    /// The first of these entries that is not the one that is held at its place.
    pub fn first_other(&self, entries: &[KeptEntry]) -> Result<Option<u64>, DeskError> {
        let mut query = self.db.prepare_cached("select entry from entries where seq = ?1")?;
        for kept in entries {
            let held: Option<String> =
                query.query_row([kept.entry.seq.cast_signed()], |row| row.get(0)).optional()?;
            let held: Option<Entry> = held.and_then(|text| serde_json::from_str(&text).ok());
            if held.is_some_and(|held| held.hash != kept.entry.hash) {
                return Ok(Some(kept.entry.seq));
            }
        }
        Ok(None)
    }

    /// The latest entries, newest first.
    pub fn recent(&self, count: usize) -> Result<Vec<Entry>, DeskError> {
        Ok(self.page(None, count)?.0)
    }

    /// A page of entries, newest first; whether there are older ones anywhere; and whether nothing is missing in it.
    pub fn page(&self, before: Option<u64>, count: usize) -> Result<(Vec<Entry>, bool, bool), DeskError> {
        let newest = before.map_or(self.cursor, |before| before.saturating_sub(1).min(self.cursor));
        let mut query =
            self.db.prepare_cached("select entry from entries where seq <= ?1 order by seq desc limit ?2")?;
        let limit = i64::try_from(count).unwrap_or(i64::MAX);
        let texts = query.query_map(params![newest.cast_signed(), limit], |row| row.get::<_, String>(0))?;
        let mut entries = Vec::new();
        for text in texts {
            let entry = serde_json::from_str::<Entry>(&text?);
            entries.push(entry.map_err(|_| damaged("an entry of the cache makes no sense"))?);
        }
        let gapless = entries.iter().zip((0..=newest).rev()).all(|(entry, seq)| entry.seq == seq);
        let oldest = entries.last().map_or(newest + 1, |entry: &Entry| entry.seq);
        let complete = gapless && (entries.len() == count || oldest <= 1);
        Ok((entries, oldest > 1, complete))
    }
}

fn damaged(what: &str) -> DeskError {
    DeskError::storage(what).fact("why", "damaged")
}

fn unreadable(error: rusqlite::Error) -> DeskError {
    match error {
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::IntegralValueOutOfRange(..) => damaged("a row of the cache makes no sense"),
        other => other.into(),
    }
}

fn connect(storage: &Storage, path: &Path, store: StoreId) -> Result<Connection, DeskError> {
    let db = storage.connect(path)?;
    let application: i32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: i64 = db.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
    db.query_row("pragma journal_mode = wal", [], |_| Ok(()))?;
    db.execute_batch(
        "pragma synchronous = normal; pragma trusted_schema = off; pragma cache_size = -16000;",
    )?;
    if tables == 0 {
        db.execute_batch(&format!(
            "begin; {} pragma application_id = {APPLICATION}; pragma user_version = {VERSION}; commit;",
            rows::schema()
        ))?;
        put(&db, "of_store", &store.to_string())?;
        return Ok(db);
    }
    let of: Option<String> = db
        .query_row("select value from meta where key = 'of_store'", [], |row| row.get(0))
        .optional()
        .unwrap_or(None);
    if application != APPLICATION || version > VERSION || of != Some(store.to_string()) {
        return Err(damaged("the cache is not a file of ours"));
    }
    Ok(db)
}

fn write_entry(db: &Connection, kept: &KeptEntry) -> rusqlite::Result<()> {
    let write = "insert or replace into entries (seq, op, at, type, entry) values (?1, ?2, ?3, ?4, ?5)";
    let Entry { seq, op, at, .. } = &kept.entry;
    let values = params![
        seq.cast_signed(),
        op.map(|op| op.to_string()),
        at.to_string(),
        kept.event.kind(),
        kept.raw.to_string()
    ];
    db.prepare_cached(write)?.execute(values).map(|_| ())
}

/// Forgets the entries after this one.
fn forget_after(db: &Connection, seq: u64, finds_accepted: bool) -> rusqlite::Result<()> {
    db.execute("delete from entries where seq > ?1", [seq.cast_signed()])?;
    if finds_accepted {
        db.execute("delete from accepted where seq > ?1", [seq.cast_signed()])?;
    }
    Ok(())
}

fn put(db: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    let put = "insert into meta (key, value) values (?1, ?2) on conflict (key) do update set value = ?2";
    db.prepare_cached(put)?.execute([key, value]).map(|_| ())
}

fn put_position(db: &Connection, cursor: u64, head: Option<&str>, now: Time) -> rusqlite::Result<()> {
    put(db, "cursor", &cursor.to_string())?;
    if let Some(head) = head {
        put(db, "head", head)?;
    }
    put(db, "as_of", &now.to_string())
}

/// The kinds of id that a touched id may be.
pub(crate) fn kinds(id: uuid::Uuid) -> (MemberId, GroupId, InvitationId) {
    (MemberId::from_uuid(id), GroupId::from_uuid(id), InvitationId::from_uuid(id))
}

#[cfg(test)]
mod tests;
