//! A draft: the rows of one or several lists while somebody looks them over. Every row carries the id of the invitation that it
//! becomes, so that a row that was sent is known again after a crash, and none is sent twice.

use keyholder_domain::id::{GroupId, InvitationId};
use keyholder_domain::op::Op;
use keyholder_domain::role::Role;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::rehearse::InviteVerdict;
use super::{LONGEST_ADDRESS, List, MAX_ROWS, People, RoleTold, Unreadable, clean};
use crate::DeskError;
use crate::views::shared::Told;

/// The rows of a list, and what holds for all of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Counted up with each change.
    #[serde(default)]
    pub revision: u64,
    /// In the order of the lists.
    pub rows: Vec<Row>,
    /// The role of rows that name none.
    pub role: Role,
    /// Groups for every row.
    pub groups: Vec<GroupId>,
    /// What was read, list by list.
    pub sources: Vec<Source>,
    /// The number of the next row.
    next: u32,
    /// What is being sent now.
    #[serde(skip)]
    pub sending: Option<Sending>,
    /// Why sending stopped.
    #[serde(skip)]
    pub problem: Option<DeskError>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The invitation that it becomes.
    pub id: InvitationId,
    /// Its number, which stays when others go.
    pub no: u32,
    /// The name that stood beside the address.
    pub name: String,
    /// The address, as it stands.
    pub email: String,
    /// Its own role; else the draft's.
    pub role: Option<Role>,
    /// The list's word for a role that is none of the six.
    pub role_word: Option<String>,
    /// Groups that the list names.
    pub groups: Vec<String>,
    /// The list's word for why she is not active.
    pub inactive: Option<String>,
    /// Why it was turned down as it was sent.
    #[serde(skip)]
    pub refused: Option<Told>,
}

/// One list that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "InviteSource")]
pub struct Source {
    /// The file's name; empty for what was pasted.
    pub name: String,
    /// How many rows it gave.
    pub rows: usize,
    /// Headings of columns that nothing was made of.
    pub left_out: Vec<String>,
    /// A column of passwords was there, and nothing of it was kept.
    pub passwords: bool,
}

/// Rows on their way into the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Which rows, in order.
    pub rows: Vec<InvitationId>,
    /// How many are done.
    pub done: usize,
}

/// What can be done with a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum InviteManyAct {
    /// Writes another address and role into a row.
    Edit {
        /// Which.
        row: InvitationId,
        /// The address.
        email: String,
        /// The role.
        role: Role,
    },
    /// Takes a row out.
    Remove {
        /// Which.
        row: InvitationId,
    },
    /// Takes all rows of a verdict out.
    RemoveAll {
        /// Which.
        verdict: InviteVerdict,
    },
    /// Invites somebody although the list says that she is not active.
    Include {
        /// Which.
        row: InvitationId,
    },
    /// The role of rows that name none, and groups for all.
    Defaults {
        /// The role.
        role: Role,
        /// The groups.
        groups: Vec<GroupId>,
    },
    /// Sends the rows that are ready. Where some have no seat, only if they were agreed to stay behind.
    Send {
        /// They may stay behind.
        partial: bool,
    },
    /// Sends no more.
    Stop,
    /// Takes out what was sent.
    ClearSent,
    /// Forgets the draft.
    Clear,
}

impl Default for Draft {
    fn default() -> Self {
        Draft {
            revision: 0,
            rows: Vec::new(),
            // The least surprising of the roles that a list leaves open: most of a shop's staff are cashiers.
            role: Role::Seller,
            groups: Vec::new(),
            sources: Vec::new(),
            next: 1,
            sending: None,
            problem: None,
        }
    }
}

impl Draft {
    /// One that is made of a single list.
    pub fn of(list: List, ids: impl FnMut() -> Uuid) -> Result<Self, Unreadable> {
        let mut draft = Draft::default();
        draft.add(&list.name, list.people, ids)?;
        (draft.role, draft.groups) = (list.role.unwrap_or(draft.role), list.groups);
        Ok(draft)
    }

    /// Puts people behind those that are there. Too many at once change nothing.
    pub fn add(
        &mut self,
        name: &str,
        read: People,
        mut ids: impl FnMut() -> Uuid,
    ) -> Result<usize, Unreadable> {
        let (added, all) = (read.people.len(), self.rows.len() + read.people.len());
        if all > MAX_ROWS {
            return Err(Unreadable::TooManyRows(all));
        }
        for person in read.people {
            let (role, role_word) = match person.role {
                Some(RoleTold::Known(role)) => (Some(role), None),
                Some(RoleTold::Unknown(word)) => (None, Some(word)),
                None => (None, None),
            };
            self.rows.push(Row {
                id: InvitationId::from_uuid(ids()),
                no: self.next,
                name: person.name,
                email: person.email,
                role,
                role_word,
                groups: person.groups,
                inactive: person.inactive,
                refused: None,
            });
            self.next = self.next.saturating_add(1);
        }
        let (left_out, passwords) = (read.left_out, read.passwords);
        self.sources.push(Source { name: clean(name, 80), rows: added, left_out, passwords });
        self.revision += 1;
        Ok(added)
    }

    /// Changes one row.
    pub fn edit(&mut self, id: InvitationId, email: &str, role: Role) {
        self.change(id, |row| {
            row.email = clean(email, LONGEST_ADDRESS);
            (row.role, row.role_word) = (Some(role), None);
        });
    }

    /// Has somebody invited although the list says that she is not active.
    pub fn include(&mut self, id: InvitationId) {
        self.change(id, |row| row.inactive = None);
    }

    fn change(&mut self, id: InvitationId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            row.refused = None;
            change(row);
        }
        self.revision += 1;
    }

    /// Keeps the rows for which this holds.
    pub fn keep(&mut self, holds: impl FnMut(&Row) -> bool) {
        self.rows.retain(holds);
        self.revision += 1;
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Draft { revision: self.revision + 1, ..Draft::default() };
    }

    /// Whether there is nothing to keep.
    pub fn is_untouched(&self) -> bool {
        *self == Draft { revision: self.revision, ..Draft::default() }
    }

    /// A row's role.
    pub fn role_of(&self, row: &Row) -> Role {
        row.role.unwrap_or(self.role)
    }

    /// The op that a row becomes, with its groups.
    pub fn op(&self, row: &Row, groups: Vec<GroupId>) -> Op {
        Op::InvitationSend {
            invitation: row.id,
            email: row.email.clone(),
            role: self.role_of(row).code().to_owned(),
            groups,
        }
    }
}
