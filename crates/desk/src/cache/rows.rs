//! The cache's tables, and how a store's parts are written into them and read back. What a snapshot holds has a column of
//! its own here; lists and the facts beside them are JSON in one column.

use std::collections::BTreeMap;

use keyholder_domain::id::{GroupId, MemberId};
use keyholder_domain::rows::Building;
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use keyholder_domain::wire::{
    Facts, Row as StreamRow, SnapshotGroup, SnapshotInvitation, SnapshotMember, SnapshotStore,
};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, Statement, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// Every table of a new cache.
pub(super) fn schema() -> String {
    format!("{OWN} {}", tables(""))
}

const OWN: &str = "
create table meta (key text primary key, value text not null) strict, without rowid;
create table store (
  id text primary key, name text not null, plan text not null,
  told text not null                       -- the store as the snapshot's JSON has it
) strict;
create table entries (
  seq integer primary key, op text,        -- the op that it carries, if somebody queued one
  at text not null, type text not null,
  entry text not null                      -- as received
) strict;
";

/// The tables of a snapshot's rows, each name after this prefix: the live ones have none.
pub(super) fn tables(prefix: &str) -> String {
    format!(
        "
create table {prefix}groups (
  id text primary key, name text not null,
  permissions text not null                -- codes, exactly as stored; also those that this version does not know
) strict, without rowid;
create table {prefix}members (
  id text primary key, account text not null,
  email text, email_as_typed text, name text, -- null once erased
  role text not null, status text not null,
  groups text not null,                    -- ids
  joined text, role_since text, role_by text, status_since text, status_by text,
  group_facts text                         -- {{at: {{group: time}}, by: {{group: member}}}}
) strict, without rowid;
create table {prefix}invitations (
  id text primary key, email text, role text not null, status text not null, expires_at text not null,
  told text not null                       -- the invitation as the snapshot's JSON has it
) strict, without rowid;
"
    )
}

/// A statement for the live table, and the same for the staged one: a staged row is new, or the stream is not what it says.
macro_rules! into {
    ($table:literal, $rest:literal) => {
        (
            concat!("insert or replace into ", $table, " ", $rest),
            concat!("insert into staged_", $table, " ", $rest),
        )
    };
}

const GROUP: (&str, &str) = into!("groups", "(id, name, permissions) values (?1, ?2, ?3)");
const MEMBER: (&str, &str) = into!(
    "members",
    "(id, account, email, email_as_typed, name, role, status, groups, joined, role_since, role_by, status_since,
      status_by, group_facts) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
);
const INVITATION: (&str, &str) =
    into!("invitations", "(id, email, role, status, expires_at, told) values (?1, ?2, ?3, ?4, ?5, ?6)");

pub(super) fn write_store(db: &Connection, store: &SnapshotStore) -> rusqlite::Result<()> {
    let values = params![store.id.to_string(), store.name, json(&store.plan)?, json(store)?];
    let write = "insert or replace into store (id, name, plan, told) values (?1, ?2, ?3, ?4)";
    db.prepare_cached(write)?.execute(values).map(|_| ())
}

/// Keeps rows of a stream beside the live tables. A statement is looked for once for all of them: by its text that costs as much as
/// binding a row.
pub(super) fn stage<'r>(db: &Connection, rows: impl Iterator<Item = &'r StreamRow>) -> rusqlite::Result<()> {
    let mut members = db.prepare_cached(MEMBER.1)?;
    let mut groups = db.prepare_cached(GROUP.1)?;
    let mut invitations = db.prepare_cached(INVITATION.1)?;
    for row in rows {
        match row {
            StreamRow::Member(member) => put_member(&mut members, member)?,
            StreamRow::Group(group) => put_group(&mut groups, group)?,
            StreamRow::Invitation(invitation) => put_invitation(&mut invitations, invitation)?,
        }
    }
    Ok(())
}

pub(super) fn write_group(db: &Connection, group: &SnapshotGroup) -> rusqlite::Result<()> {
    put_group(&mut *db.prepare_cached(GROUP.0)?, group)
}

pub(super) fn write_member(db: &Connection, member: &SnapshotMember) -> rusqlite::Result<()> {
    put_member(&mut *db.prepare_cached(MEMBER.0)?, member)
}

pub(super) fn write_invitation(db: &Connection, invitation: &SnapshotInvitation) -> rusqlite::Result<()> {
    put_invitation(&mut *db.prepare_cached(INVITATION.0)?, invitation)
}

fn put_group(write: &mut Statement<'_>, group: &SnapshotGroup) -> rusqlite::Result<()> {
    let values = params![group.id.to_string(), group.name, json(&group.permissions)?];
    write.execute(values).map(|_| ())
}

#[derive(Serialize, serde::Deserialize)]
struct GroupFacts {
    at: BTreeMap<GroupId, Time>,
    by: BTreeMap<GroupId, MemberId>,
}

fn put_member(write: &mut Statement<'_>, member: &SnapshotMember) -> rusqlite::Result<()> {
    let SnapshotMember { since, by, .. } = member;
    let facts = if since.groups.is_empty() && by.groups.is_empty() {
        None
    } else {
        Some(json(&GroupFacts { at: since.groups.clone(), by: by.groups.clone() })?)
    };
    let (mut id, mut account) = (Uuid::encode_buffer(), Uuid::encode_buffer());
    write
        .execute(params![
            &*member.id.uuid().hyphenated().encode_lower(&mut id),
            &*member.account.uuid().hyphenated().encode_lower(&mut account),
            member.email,
            member.email_as_typed,
            member.name,
            member.role.code(),
            member.status,
            json(&member.groups)?,
            text(member.joined),
            text(since.role),
            text(by.role),
            text(since.status),
            text(by.status),
            facts,
        ])
        .map(|_| ())
}

fn put_invitation(write: &mut Statement<'_>, invitation: &SnapshotInvitation) -> rusqlite::Result<()> {
    let values = params![
        invitation.id.to_string(),
        invitation.email,
        invitation.role.code(),
        invitation.status,
        invitation.expires_at.to_string(),
        json(invitation)?
    ];
    write.execute(values).map(|_| ())
}

/// Writes whatever an id stands for as it is now, or takes it out where it was before and is no longer there.
pub(super) fn renew(
    db: &Connection,
    before: &Store,
    after: &Store,
    id: Uuid,
    now: Time,
) -> rusqlite::Result<()> {
    let (member, group, invitation) = super::kinds(id);
    let gone = |table: &str| db.prepare_cached(table)?.execute([id.to_string()]).map(|_| ());
    match after.snapshot_member(member) {
        Some(member) => write_member(db, &member)?,
        None if before.member(member).is_some() => gone("delete from members where id = ?1")?,
        None => {}
    }
    match after.snapshot_group(group) {
        Some(group) => write_group(db, &group)?,
        None if before.group(group).is_some() => gone("delete from groups where id = ?1")?,
        None => {}
    }
    match after.snapshot_invitation(invitation, now) {
        Some(invitation) => write_invitation(db, &invitation)?,
        None if before.invitation(invitation).is_some() => gone("delete from invitations where id = ?1")?,
        None => {}
    }
    Ok(())
}

/// Everything that is held, built row by row: no second copy of it is ever in memory. None where the store's own row is missing.
pub(super) fn read(db: &Connection) -> rusqlite::Result<Option<Store>> {
    let store = db.query_row("select told from store", [], |row| from_json(row, 0)).optional()?;
    let Some(store) = store else { return Ok(None) };
    let mut building = Building::new(&store);
    let mut groups = db.prepare("select id, name, permissions from groups")?;
    let mut rows = groups.query([])?;
    while let Some(row) = rows.next()? {
        let permissions = from_json(row, 2)?;
        building.group(&SnapshotGroup { id: parsed(row, 0)?, name: row.get(1)?, permissions });
    }
    let mut members = db.prepare(
        "select id, account, email, email_as_typed, name, role, status, groups, joined, role_since, role_by,
                status_since, status_by, group_facts from members",
    )?;
    let mut rows = members.query([])?;
    while let Some(row) = rows.next()? {
        building.member(&member(row)?);
    }
    let mut invitations = db.prepare("select told from invitations")?;
    let mut rows = invitations.query([])?;
    while let Some(row) = rows.next()? {
        building.invitation(&from_json(row, 0)?);
    }
    Ok(Some(building.built()))
}

fn member(row: &Row<'_>) -> rusqlite::Result<SnapshotMember> {
    let role: &str = str_of(row, 5)?;
    let role = keyholder_domain::role::Role::from_code(role).ok_or_else(|| unreadable(5))?;
    let facts: Option<GroupFacts> = match row.get_ref(13)?.as_str_or_null().map_err(|_| unreadable(13))? {
        Some(text) => Some(serde_json::from_str(text).map_err(|_| unreadable(13))?),
        None => None,
    };
    let facts = facts.unwrap_or(GroupFacts { at: BTreeMap::new(), by: BTreeMap::new() });
    let groups = match str_of(row, 7)? {
        "[]" => Vec::new(),
        text => serde_json::from_str(text).map_err(|_| unreadable(7))?,
    };
    Ok(SnapshotMember {
        id: parsed(row, 0)?,
        account: parsed(row, 1)?,
        email: row.get(2)?,
        email_as_typed: row.get(3)?,
        name: row.get(4)?,
        role,
        status: row.get(6)?,
        groups,
        joined: optional(row, 8)?,
        since: Facts { role: optional(row, 9)?, status: optional(row, 11)?, groups: facts.at },
        by: Facts { role: optional(row, 10)?, status: optional(row, 12)?, groups: facts.by },
    })
}

fn text<T: ToString>(value: Option<T>) -> Option<String> {
    value.map(|value| value.to_string())
}

fn json(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn from_json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(str_of(row, column)?).map_err(|_| unreadable(column))
}

fn str_of<'row>(row: &'row Row<'_>, column: usize) -> rusqlite::Result<&'row str> {
    row.get_ref(column)?.as_str().map_err(|_| unreadable(column))
}

fn parsed<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    str_of(row, column)?.parse().map_err(|_| unreadable(column))
}

fn optional<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    match row.get_ref(column)?.as_str_or_null().map_err(|_| unreadable(column))? {
        Some(text) => text.parse().map(Some).map_err(|_| unreadable(column)),
        None => Ok(None),
    }
}

fn unreadable(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, "not readable".into())
}
