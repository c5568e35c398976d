//! Inviting many at once: a list that the shop has already (pasted addresses, an export of its till or payroll) becomes invitations.
//!
//! ```text
//!  bytes ── read ──> text ── table / pasted ──> People ── Draft (edits) ── rehearse ──> a verdict for each row ── ordinary ops
//! ```
//!
//! Reading is pure and never fails on what it reads: it gives people, or one of a few stable reasons why there are none. A draft
//! lives beside the store, on this machine only, until its rows are sent or cleared: no op is made before somebody says "send".

pub mod columns;
pub mod draft;
pub mod pasted;
pub mod read;
pub mod rehearse;
pub mod synonyms;
pub mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use keyholder_domain::id::GroupId;
use keyholder_domain::role::Role;
use serde::{Deserialize, Serialize};

use crate::DeskError;

pub use draft::{Draft, InviteManyAct};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// The most rows that a draft holds.
pub const MAX_ROWS: usize = 10_000;

/// One person of a list, as it names her.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The line where she stands, from 1.
    pub line: u64,
    /// Her name, to recognise her by: an invitation carries none.
    pub name: String,
    /// What stands where an address should.
    pub email: String,
    /// Her role, where the list tells one.
    pub role: Option<RoleTold>,
    /// The groups that the list names.
    pub groups: Vec<String>,
    /// The list's own word for why she is not to be invited: she has left, or is suspended there.
    pub inactive: Option<String>,
}

/// A role as a list tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleTold {
    /// One of the six, by name or by what the trade calls it.
    Known(Role),
    /// A word that is none of them.
    Unknown(String),
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// In the list's own order.
    pub people: Vec<Person>,
    /// Headings of columns that were left unread.
    pub left_out: Vec<String>,
    /// A column of passwords was among them: nothing of it was kept.
    pub passwords: bool,
}

/// A list that is looked at once, and of which nothing is kept: people, and what is offered to all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// What it is called: a file's name, or nothing.
    pub name: String,
    /// Who stands in it.
    pub people: People,
    /// The role of those for whom it tells none; left out, what a draft begins with.
    pub role: Option<Role>,
    /// Groups for everybody.
    pub groups: Vec<GroupId>,
}

/// Why a list cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// More bytes than [`MAX_BYTES`].
    TooBig(usize),
    /// More rows than [`MAX_ROWS`].
    TooManyRows(usize),
    /// Not text.
    Binary,
    /// A workbook of a spreadsheet program, which is not text either.
    Spreadsheet,
    /// Text, but hardly an address in so many lines.
    NoAddresses {
        /// How many lines or cells were looked at.
        lines: usize,
        /// How many held an address.
        found: usize,
    },
    /// Nothing at all.
    Empty,
}

impl From<Unreadable> for DeskError {
    fn from(why: Unreadable) -> Self {
        match why {
            Unreadable::TooBig(bytes) => DeskError::new("list_too_big", "the list is too large to be read")
                .fact("megabytes", megabytes(bytes))
                .fact("limit", megabytes(MAX_BYTES)),
            Unreadable::TooManyRows(rows) => DeskError::new("list_too_long", "the list has too many rows")
                .fact("rows", rows)
                .fact("limit", MAX_ROWS),
            Unreadable::Binary => DeskError::new("list_binary", "the file is not text"),
            Unreadable::Spreadsheet => {
                DeskError::new("list_spreadsheet", "a workbook is not read: save it as CSV")
            }
            Unreadable::NoAddresses { lines, found } => {
                DeskError::new("list_no_addresses", "this is no list of addresses")
                    .fact("lines", lines)
                    .fact("found", found)
            }
            Unreadable::Empty => DeskError::new("list_empty", "there is nothing to read"),
        }
    }
}

fn megabytes(bytes: usize) -> usize {
    bytes.div_ceil(1024 * 1024)
}

/// Reads a file: whatever it is, nothing of it is kept but names, addresses, roles, groups and who is not active.
pub fn from_file(bytes: &[u8]) -> Result<People, Unreadable> {
    from_text(&read::text_of(bytes)?)
}

/// Reads what was pasted, or what a file turned out to say.
pub fn from_text(text: &str) -> Result<People, Unreadable> {
    if text.len() > 2 * MAX_BYTES {
        return Err(Unreadable::TooBig(text.len()));
    }
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    // Every kind of line's end is one: Windows writes two characters, and some tills only the first of them.
    let text = match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => Cow::Borrowed(text),
    };
    match table::people(&text) {
        Some(read) => read,
        None => pasted::people(&text),
    }
}

/// A cell or a word without what programs leave around it: spaces of any kind, quotes of a table, marks that nobody sees.
fn clean(text: &str, most: usize) -> String {
    let seen =
        text.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\0'));
    let text: String = seen.map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").chars().take(most).collect()
}

/// An address as it was meant: without `mailto:`, brackets or the punctuation of the sentence it stood in.
fn address(text: &str) -> String {
    let text = clean(text, LONGEST_ADDRESS);
    let around = |c: char| "<>()[]{}\"'“”‘’`,;:".contains(c) || c.is_whitespace();
    let bare = text.trim_start_matches(around).trim_end_matches(|c| around(c) || c == '.' || c == '!');
    let start = bare.get(..7).filter(|start| start.eq_ignore_ascii_case("mailto:"));
    start.map_or(bare, |_| &bare[7..]).to_owned()
}

/// Longer than any address (RFC 5321 allows 254 bytes), so that what is cut is none.
const LONGEST_ADDRESS: usize = 300;
/// Longer than any name that a person is shown by.
const LONGEST_NAME: usize = 120;
