//! What crossed with somebody else's change and was left as it is: by group, the entry up to which that was said. It lies in `meta`,
//! sealed like the rest; a version that does not know it leaves it alone.

use std::collections::BTreeMap;

use keyholder_domain::GroupId;
use rusqlite::{Connection, OptionalExtension};

use super::Outbox;
use super::file::put;
use crate::DeskError;

const KEY: &str = "left";
/// What crossed longest ago is forgotten first: it is not told any more either.
const KEPT: usize = 200;

/// By group, the latest entry of what was left as it is.
pub type Left = BTreeMap<GroupId, u64>;

/// The same with more of it.
pub fn leave(left: &Left, more: impl IntoIterator<Item = (GroupId, u64)>) -> Left {
    let mut all = left.clone();
    all.extend(more);
    let mut seqs: Vec<u64> = all.values().copied().collect();
    seqs.sort_unstable_by(|one, other| other.cmp(one));
    if let Some(oldest) = seqs.get(KEPT - 1) {
        all.retain(|_, seq| *seq >= *oldest);
    }
    all
}

impl Outbox {
    /// What was left as it is.
    pub fn left(&self) -> Result<Left, DeskError> {
        let text = self.db.query_row("select value from meta where key = ?1", [KEY], |row| row.get(0));
        let text: Option<String> = text.optional()?;
        // What cannot be read is asked once more.
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }
}

pub(super) fn write(db: &Connection, left: &Left) -> Result<(), DeskError> {
    let text = serde_json::to_string(left).map_err(|error| DeskError::storage(error.to_string()))?;
    Ok(put(db, KEY, &text)?)
}
