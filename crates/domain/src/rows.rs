//! A snapshot row by row, in an order that never changes: what the cloud streams, and what a desk builds a store from
//! without ever holding the whole text, or a second copy of the store.
//!
//! ```text
//! {"seq":…,"head":…,"epoch":…,"rows":N,"time":…,"store":{…}}      the head of the stream
//! {"group":{…}}  {"member":{…}}  {"invitation":{…}}               N rows: groups, members, invitations, each by id
//! {"end":N}                                                       nothing is missing
//! ```

use std::sync::Arc;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize, Serializer};

use crate::group::Group;
use crate::id::{AccountId, GroupId, InvitationId, MemberId};
use crate::member::Member;
use crate::memberships::Memberships;
use crate::op::LeaseDays;
use crate::role::Role;
use crate::snapshot::{
    Facts, SnapshotGroup, SnapshotInvitation, SnapshotMember, SnapshotStore, write_groups, write_member,
};
use crate::status::{InvitationStatus, MemberStatus};
use crate::store::{Store, Unlisted};
use crate::text::{Email, Name};
use crate::time::Time;

/// The first line of a stream: which state its rows are of, and how many they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamHead {
    /// Number of the last entry in it.
    pub seq: u64,
    /// That entry's hash.
    pub head: String,
    /// The cloud's epoch.
    pub epoch: String,
    /// How many rows the whole stream has, from row 0.
    pub rows: u64,
    /// The cloud's clock.
    pub time: Time,
    /// The store itself.
    pub store: SnapshotStore,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Row {
    /// A group.
    Group(SnapshotGroup),
    /// A present member.
    Member(SnapshotMember),
    /// A pending or expired invitation.
    Invitation(SnapshotInvitation),
}

/// A line after the first.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one at a time; a box would cost every row an allocation"
)]
pub enum Line {
    /// A row.
    Row(Row),
    /// A row of a kind that this version does not know: it counts, and nothing of it is kept.
    Unknown,
    /// The last line: how many rows there were, from row 0.
    End(u64),
}

impl Line {
    /// Reads a line without building anything in between.
    pub fn read(line: &[u8]) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Known {
            Group(SnapshotGroup),
            Member(SnapshotMember),
            Invitation(SnapshotInvitation),
            End(u64),
        }
        let why = match serde_json::from_slice(line) {
            Ok(Known::Member(member)) => return Ok(Self::Row(Row::Member(member))),
            Ok(Known::Group(group)) => return Ok(Self::Row(Row::Group(group))),
            Ok(Known::Invitation(invitation)) => return Ok(Self::Row(Row::Invitation(invitation))),
            Ok(Known::End(rows)) => return Ok(Self::End(rows)),
            Err(why) => why,
        };
        let kinds: std::collections::BTreeMap<String, IgnoredAny> = serde_json::from_slice(line)?;
        let known = |kind: &String| matches!(kind.as_str(), "group" | "member" | "invitation" | "end");
        if kinds.is_empty() || kinds.keys().any(known) { Err(why) } else { Ok(Self::Unknown) }
    }
}

/// The order of a store's rows: the same for the same state, in every process. Members are held, not named: looking each up by
/// her id again would cost as much as writing her down.
#[derive(Clone, Debug)]
pub struct RowOrder {
    groups: Vec<GroupId>,
    members: Vec<Arc<Member>>,
    invitations: Vec<InvitationId>,
}

impl RowOrder {
    /// The order of this state's rows.
    pub fn of(store: &Store) -> Self {
        fn sorted<T: Ord>(ids: impl Iterator<Item = T>) -> Vec<T> {
            let mut ids: Vec<T> = ids.collect();
            ids.sort_unstable();
            ids
        }
        let mut members: Vec<(MemberId, Arc<Member>)> =
            store.members.iter().map(|(id, slot)| (*id, Arc::clone(&slot.member))).collect();
        members.sort_unstable_by_key(|(id, _)| *id);
        Self {
            groups: sorted(store.groups().map(|group| group.id)),
            members: members.into_iter().map(|(_, member)| member).collect(),
            invitations: sorted(store.invitations().map(|invitation| invitation.id)),
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.groups.len() + self.members.len() + self.invitations.len()
    }
}

impl Store {
    /// The row at a place of this state's order; none past its end. `now` says which invitations have expired.
    pub fn row(&self, order: &RowOrder, place: usize, now: Time) -> Option<Row> {
        if let Some(group) = order.groups.get(place) {
            return self.snapshot_group(*group).map(Row::Group);
        }
        let place = place - order.groups.len();
        if let Some(member) = order.members.get(place) {
            return Some(Row::Member(write_member(member)));
        }
        let invitation = order.invitations.get(place - order.members.len())?;
        self.snapshot_invitation(*invitation, now).map(Row::Invitation)
    }

    /// Writes the row at a place down as a line, the same text as [`Store::row`] has. Members, who are nearly all rows, are written
    /// from where they are, without a copy of any of their texts.
    pub fn write_row(
        &self,
        order: &RowOrder,
        place: usize,
        now: Time,
        lines: &mut Vec<u8>,
    ) -> Result<(), serde_json::Error> {
        let member = place.checked_sub(order.groups.len()).and_then(|place| order.members.get(place));
        match member {
            Some(member) => {
                serde_json::to_writer(&mut *lines, &MemberLine { member: MemberRow::of(member) })?
            }
            None => match self.row(order, place, now) {
                Some(row) => serde_json::to_writer(&mut *lines, &row)?,
                None => return Ok(()),
            },
        }
        lines.push(b'\n');
        Ok(())
    }
}

#[derive(Serialize)]
struct MemberLine<'a> {
    member: MemberRow<'a>,
}

/// What [`SnapshotMember`] writes, borrowed: field for field.
#[derive(Serialize)]
struct MemberRow<'a> {
    id: MemberId,
    account: AccountId,
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_as_typed: Option<&'a str>,
    name: Option<&'a str>,
    role: Role,
    groups: GroupIds<'a>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    joined: Option<Time>,
    #[serde(skip_serializing_if = "Facts::is_empty")]
    since: Facts<Time>,
    #[serde(skip_serializing_if = "Facts::is_empty")]
    by: Facts<MemberId>,
}

impl<'a> MemberRow<'a> {
    fn of(member: &'a Member) -> Self {
        let (group_since, group_by) = write_groups(&member.groups);
        Self {
            id: member.id,
            account: member.account,
            email: member.email.as_ref().map(Email::normalised),
            email_as_typed: member.email.as_ref().and_then(Email::as_typed),
            name: member.name.as_ref().map(Name::as_str),
            role: member.role,
            groups: GroupIds(&member.groups),
            status: member.status.code(),
            joined: member.joined,
            since: Facts { role: member.role_since.at, status: member.status_since.at, groups: group_since },
            by: Facts { role: member.role_since.by, status: member.status_since.by, groups: group_by },
        }
    }
}

struct GroupIds<'a>(&'a Memberships);

impl Serialize for GroupIds<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.keys())
    }
}

/// A store that is being built from rows, groups first. Nothing in a row can make this fail: what dangles is left out.
///
/// What is looked up in an order is put in that order, when the last row was read: members come by id, and each address would
/// else be put into another corner of a large tree.
#[derive(Clone, Debug)]
pub struct Building {
    store: Store,
    unlisted: Unlisted,
}

impl Building {
    /// Begins with the store itself.
    pub fn new(store: &SnapshotStore) -> Self {
        let mut read = Store::empty(store.id);
        read.name = Some(Name::stored(&store.name)).filter(|name| !name.as_str().is_empty());
        read.plan = store.plan;
        read.plan_forced = store.plan_forced;
        read.offline_lease = store.offline_lease.unwrap_or(LeaseDays::DEFAULT);
        read.advance(store.at.unwrap_or(Time::MIN));
        Self { store: read, unlisted: Unlisted::default() }
    }

    /// Puts one row in.
    pub fn put(&mut self, row: &Row) {
        match row {
            Row::Group(group) => self.group(group),
            Row::Member(member) => self.member(member),
            Row::Invitation(invitation) => self.invitation(invitation),
        }
    }

    /// Puts a group in.
    pub fn group(&mut self, group: &SnapshotGroup) {
        let permissions = group.permissions.clone();
        self.list();
        self.store.put_group(Group::stored(group.id, Name::stored(&group.name), permissions));
    }

    /// Puts a member in, whose groups are there.
    pub fn member(&mut self, member: &SnapshotMember) {
        let member = self.store.read_member(member);
        match member.status {
            MemberStatus::Active | MemberStatus::Suspended => {
                self.store.put_unlisted(member, &mut self.unlisted);
            }
            MemberStatus::Removed => {
                self.list();
                self.store.retire_member(member);
            }
        }
    }

    /// Puts an invitation in, whose groups are there.
    pub fn invitation(&mut self, invitation: &SnapshotInvitation) {
        // What has expired once stays expired, whatever this machine's clock says.
        if invitation.status == InvitationStatus::Expired.code() {
            self.store.advance(invitation.expires_at);
        }
        let invitation = self.store.read_invitation(invitation, None);
        self.store.put_invitation(invitation);
    }

    /// The store, once every row was put in.
    pub fn built(mut self) -> Store {
        self.list();
        self.store
    }

    fn list(&mut self) {
        self.store.list(&mut self.unlisted);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing as given;

    #[test]
    fn a_store_built_row_by_row_is_the_one_that_was_streamed() {
        let mut store = given::shop();
        given::invite(&mut store, 77, crate::role::Role::Viewer, &[]);
        let now = given::start();
        let order = RowOrder::of(&store);
        let rows: Vec<Row> = (0..).map_while(|place| store.row(&order, place, now)).collect();
        assert_eq!(rows.len(), order.rows());
        let snapshot = store.to_snapshot(now);
        let mut building = Building::new(&snapshot.store);
        for (place, row) in rows.iter().enumerate() {
            let line = serde_json::to_vec(row).unwrap();
            let mut written = Vec::new();
            store.write_row(&order, place, now, &mut written).unwrap();
            assert_eq!(written, [line.as_slice(), b"\n"].concat());
            let Line::Row(read) = Line::read(&line).unwrap() else { panic!("a row") };
            assert_eq!(&read, row);
            building.put(&read);
        }
        let built = building.built();
        assert_eq!(built.to_snapshot(now), snapshot);
        assert!(crate::invariant::invariant(&built, now).is_empty());
    }

    #[test]
    fn a_row_that_stands_twice_is_taken_as_it_came_last() {
        let store = given::shop();
        let mut snapshot = store.to_snapshot(given::start());
        let mut again = snapshot.members.last().unwrap().clone();
        again.email = Some("other@toko.example".to_owned());
        again.groups = Vec::new();
        snapshot.members.push(again.clone());
        let built = Store::from_snapshot(&snapshot);
        assert_eq!(built.member_count(), store.member_count());
        assert_eq!(built.member_by_email("other@toko.example").map(|found| found.id), Some(again.id));
        assert!(crate::invariant::invariant(&built, given::start()).is_empty());
    }

    #[test]
    fn an_invitation_that_expired_at_the_cloud_is_expired_in_whatever_order_rows_come() {
        let mut store = given::shop();
        given::invite(&mut store, 77, crate::role::Role::Viewer, &[]);
        given::invite(&mut store, 78, crate::role::Role::Viewer, &[]);
        let late = given::start().plus_days(400);
        let mut snapshot = store.to_snapshot(late);
        snapshot.store.at = None;
        let read = Store::from_snapshot(&snapshot);
        assert_eq!(read.seats(given::start()).pending, 0);
        assert_eq!(read.invitations().count(), 2);
    }

    #[test]
    fn lines_of_a_later_version_count_and_broken_ones_are_none() {
        assert_eq!(Line::read(br#"{"end":7}"#).unwrap(), Line::End(7));
        assert_eq!(Line::read(br#"{"shift":{"id":1}}"#).unwrap(), Line::Unknown);
        for broken in [r#"{"member":{"id":1}}"#, "{}", r#"{"end":"x"}"#, "[]", r#"{"member""#, ""] {
            assert!(Line::read(broken.as_bytes()).is_err(), "{broken}");
        }
    }
}
