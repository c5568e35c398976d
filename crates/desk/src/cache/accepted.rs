//! Which entries made an invitation into a member. A store forgets an invitation once it is closed; who came by which is told from
//! all entries that are held here, however many came since: so these are not let go with the others.
//!
//! The table only finds them by a part of their address. It is derived from the entries, and made anew where it does not fit them.

use keyholder_domain::event::Event;
use keyholder_domain::personal::Personal;
use keyholder_domain::wire::Entry;
use rusqlite::{Connection, params};

use super::{Cache, KeptEntry, damaged};
use crate::DeskError;
use crate::views::scan::fold;

/// The type of these entries.
pub(super) const TYPE: &str = "invitation.accepted";

/// Has the table in a file that may be older than it is, and in step with the entries.
pub(super) fn prepare(db: &mut Connection) -> Result<(), DeskError> {
    db.execute_batch(&format!(
        "create table if not exists accepted (
           seq integer primary key,                -- of the entry
           email text                              -- the address as searches see it; null once erased
         ) strict;
         create index if not exists entries_accepted on entries (seq) where type = '{TYPE}';"
    ))?;
    let counts = format!(
        "select (select count(*) from entries where type = '{TYPE}') = (select count(*) from accepted)"
    );
    if db.query_row(&counts, [], |row| row.get(0))? {
        return Ok(());
    }
    let tx = db.transaction()?;
    tx.execute("delete from accepted", [])?;
    {
        let mut entries = tx.prepare(&format!("select entry from entries where type = '{TYPE}'"))?;
        let mut rows = entries.query([])?;
        while let Some(row) = rows.next()? {
            note(&tx, &read(&row.get::<_, String>(0)?)?)?;
        }
    }
    tx.commit()?;
    Ok(())
}

/// Notes entries that are being kept, in place of those that were held under their numbers.
pub(super) fn note_all(db: &Connection, kept: &[KeptEntry]) -> Result<(), DeskError> {
    let accepted = |kept: &&KeptEntry| matches!(kept.event, Event::InvitationAccepted { .. });
    for kept in kept.iter().filter(accepted) {
        note(db, &kept.entry)?;
    }
    Ok(())
}

fn note(db: &Connection, entry: &Entry) -> Result<(), DeskError> {
    let email = match entry.event() {
        Ok(Event::InvitationAccepted { email, email_as_typed, .. }) => {
            email_as_typed.as_ref().and_then(Personal::text).or(email.text()).map(fold)
        }
        _ => None,
    };
    let note = "insert or replace into accepted (seq, email) values (?1, ?2)";
    db.prepare_cached(note)?.execute(params![entry.seq.cast_signed(), email])?;
    Ok(())
}

fn read(text: &str) -> Result<Entry, DeskError> {
    serde_json::from_str(text).map_err(|_| damaged("an entry of the cache makes no sense"))
}

impl Cache {
    /// One slice of the entries by which somebody with this in her address (as [`fold`] leaves it) came, newest first, and how many
    /// there are.
    pub fn accepted(
        &self,
        search: &str,
        from: usize,
        count: usize,
    ) -> Result<(Vec<Entry>, usize), DeskError> {
        let matching = "from accepted where email is not null and instr(email, ?1) > 0";
        let mut counting = self.db.prepare_cached(&format!("select count(*) {matching}"))?;
        let total: i64 = counting.query_row([search], |row| row.get(0))?;
        let limit = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let mut slice = self.db.prepare_cached(&format!(
            "select entry from entries where seq in (select seq {matching} order by seq desc limit ?2 offset ?3)
             order by seq desc"
        ))?;
        let texts =
            slice.query_map(params![search, limit(count), limit(from)], |row| row.get::<_, String>(0))?;
        let entries: Result<Vec<Entry>, DeskError> = texts.map(|text| read(&text?)).collect();
        Ok((entries?, usize::try_from(total).unwrap_or_default()))
    }
}
