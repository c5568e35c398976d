//! The cache's tables, and how a store's parts are written into them and read back. What a snapshot holds has a column of
//! its own here; lists and the facts beside them are JSON in one column.

use std::collections::BTreeMap;

use keyholder_domain::id::{GroupId, MemberId};
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use keyholder_domain::wire::{
    Facts, Snapshot, SnapshotGroup, SnapshotInvitation, SnapshotMember, SnapshotStore,
};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

pub(super) const SCHEMA: &str = "
create table meta (key text primary key, value text not null) strict, without rowid;
create table store (
  id text primary key, name text not null, plan text not null,
  told text not null                       -- the store as the snapshot's JSON has it
) strict;
create table groups (
  id text primary key, name text not null,
  permissions text not null                -- codes, exactly as stored; also those that this version does not know
) strict, without rowid;
create table members (
  id text primary key, account text not null,
  email text, email_as_typed text, name text, -- null once erased
  role text not null, status text not null,
  groups text not null,                    -- ids
  joined text, role_since text, role_by text, status_since text, status_by text,
  group_facts text                         -- {at: {group: time}, by: {group: member}}
) strict, without rowid;
create table invitations (
  id text primary key, email text, role text not null, status text not null, expires_at text not null,
  told text not null                       -- the invitation as the snapshot's JSON has it
) strict, without rowid;
create table entries (
  seq integer primary key, op text,        -- the op that it carries, if somebody queued one
  at text not null, type text not null,
  entry text not null                      -- as received
) strict;
";

pub(super) fn write_store(db: &Connection, store: &SnapshotStore) -> rusqlite::Result<()> {
    let values = params![store.id.to_string(), store.name, json(&store.plan)?, json(store)?];
    let write = "insert or replace into store (id, name, plan, told) values (?1, ?2, ?3, ?4)";
    db.prepare_cached(write)?.execute(values).map(|_| ())
}

pub(super) fn write_group(db: &Connection, group: &SnapshotGroup) -> rusqlite::Result<()> {
    let values = params![group.id.to_string(), group.name, json(&group.permissions)?];
    let write = "insert or replace into groups (id, name, permissions) values (?1, ?2, ?3)";
    db.prepare_cached(write)?.execute(values).map(|_| ())
}

#[derive(Serialize, serde::Deserialize)]
struct GroupFacts {
    at: BTreeMap<GroupId, Time>,
    by: BTreeMap<GroupId, MemberId>,
}

pub(super) fn write_member(db: &Connection, member: &SnapshotMember) -> rusqlite::Result<()> {
    let write = "insert or replace into members (id, account, email, email_as_typed, name, role, status, groups, joined,
                   role_since, role_by, status_since, status_by, group_facts)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    let SnapshotMember { since, by, .. } = member;
    let facts = GroupFacts { at: since.groups.clone(), by: by.groups.clone() };
    let no_facts = facts.at.is_empty() && facts.by.is_empty();
    db.prepare_cached(write)?
        .execute(params![
            member.id.to_string(),
            member.account.to_string(),
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
            if no_facts { None } else { Some(json(&facts)?) },
        ])
        .map(|_| ())
}

pub(super) fn write_invitation(db: &Connection, invitation: &SnapshotInvitation) -> rusqlite::Result<()> {
    let write = "insert or replace into invitations (id, email, role, status, expires_at, told)
                 values (?1, ?2, ?3, ?4, ?5, ?6)";
    let values = params![
        invitation.id.to_string(),
        invitation.email,
        invitation.role.code(),
        invitation.status,
        invitation.expires_at.to_string(),
        json(invitation)?
    ];
    db.prepare_cached(write)?.execute(values).map(|_| ())
}

/// Writes whatever an id stands for as it is now, or takes it out where it is no longer there.
pub(super) fn renew(db: &Connection, store: &Store, id: Uuid, now: Time) -> rusqlite::Result<()> {
    let (member, group, invitation) = super::kinds(id);
    let gone = |table: &str| db.prepare_cached(table)?.execute([id.to_string()]).map(|_| ());
    match store.snapshot_member(member) {
        Some(member) => write_member(db, &member)?,
        None => gone("delete from members where id = ?1")?,
    }
    match store.snapshot_group(group) {
        Some(group) => write_group(db, &group)?,
        None => gone("delete from groups where id = ?1")?,
    }
    match store.snapshot_invitation(invitation, now) {
        Some(invitation) => write_invitation(db, &invitation),
        None => gone("delete from invitations where id = ?1"),
    }
}

/// Everything that is held, as one snapshot; none where the store's own row is missing.
pub(super) fn read(db: &Connection) -> rusqlite::Result<Option<Snapshot>> {
    let store = db.query_row("select told from store", [], |row| from_json(row, 0)).optional()?;
    let Some(store) = store else { return Ok(None) };
    let mut groups = db.prepare("select id, name, permissions from groups")?;
    let groups = groups.query_map([], |row| {
        Ok(SnapshotGroup { id: parsed(row, 0)?, name: row.get(1)?, permissions: from_json(row, 2)? })
    })?;
    let mut members = db.prepare(
        "select id, account, email, email_as_typed, name, role, status, groups, joined, role_since, role_by,
                status_since, status_by, group_facts from members",
    )?;
    let members = members.query_map([], member)?;
    let mut invitations = db.prepare("select told from invitations")?;
    let invitations = invitations.query_map([], |row| from_json(row, 0))?;
    Ok(Some(Snapshot {
        store,
        groups: groups.collect::<Result<_, _>>()?,
        members: members.collect::<Result<_, _>>()?,
        invitations: invitations.collect::<Result<_, _>>()?,
    }))
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
