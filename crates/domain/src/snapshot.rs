//! A store as one value: the wire's snapshot, which holds what there is, and the cloud's full form, which also holds what
//! there was, so that no id is ever used again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::group::Group;
use crate::id::{AccountId, GroupId, InvitationId, MemberId, StoreId};
use crate::invitation::{Closed, Invitation, QUEUED};
use crate::member::{Member, Since};
use crate::memberships::Memberships;
use crate::op::LeaseDays;
use crate::permission::Codes;
use crate::plan::{Plan, SeatLimit};
use crate::role::Role;
use crate::rows::Building;
use crate::status::{InvitationStatus, MemberStatus};
use crate::store::Store;
use crate::text::{Email, Name};
use crate::time::Time;

/// The wire's snapshot: active and suspended members, pending and expired invitations. Lists are in the order of ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The store itself.
    pub store: SnapshotStore,
    /// Its present members.
    pub members: Vec<SnapshotMember>,
    /// Its groups.
    pub groups: Vec<SnapshotGroup>,
    /// Its pending and expired invitations.
    pub invitations: Vec<SnapshotInvitation>,
}

/// The store itself in a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotStore {
    /// Its id.
    pub id: StoreId,
    /// Its name.
    pub name: String,
    /// Its plan.
    pub plan: Plan,
    /// The seats that the plan gives.
    pub seat_limit: SeatLimit,
    /// For how many days a desk may work without the cloud.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline_lease: Option<LeaseDays>,
    /// Whether the plan was last set by the operator.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub plan_forced: bool,
    /// The instant by which it was made: the reader judges nothing by an earlier one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Time>,
}

/// A member in a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotMember {
    /// Her id.
    pub id: MemberId,
    /// Her account.
    pub account: AccountId,
    /// Her address, normalised; null once erased.
    pub email: Option<String>,
    /// Her spelling of it, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_as_typed: Option<String>,
    /// Her name; null once erased.
    pub name: Option<String>,
    /// Her role.
    pub role: Role,
    /// Her groups.
    pub groups: Vec<GroupId>,
    /// Her standing: a value of a later version is read as suspended, which may do nothing.
    pub status: String,
    /// When she came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<Time>,
    /// Since when role, standing and groups are as they are.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub since: Facts<Time>,
    /// By whom.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub by: Facts<MemberId>,
}

/// A fact about each of role, standing and groups, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "F: Serialize + serde::de::DeserializeOwned")]
pub struct Facts<F> {
    /// About her role.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub role: Option<F>,
    /// About her standing.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub status: Option<F>,
    /// About each group.
    #[serde(default = "BTreeMap::new", skip_serializing_if = "BTreeMap::is_empty")]
    pub groups: BTreeMap<GroupId, F>,
}

fn none<F>() -> Option<F> {
    None
}

impl<F> Facts<F> {
    pub(crate) fn is_empty(&self) -> bool {
        self.role.is_none() && self.status.is_none() && self.groups.is_empty()
    }
}

impl<F> Default for Facts<F> {
    fn default() -> Self {
        Self { role: None, status: None, groups: BTreeMap::new() }
    }
}

/// A group in a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotGroup {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// Its permissions, exactly as stored.
    pub permissions: Codes,
}

/// An invitation in a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotInvitation {
    /// Its id.
    pub id: InvitationId,
    /// The invited address, normalised; null once erased.
    pub email: Option<String>,
    /// Its spelling, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_as_typed: Option<String>,
    /// The role that it offers.
    pub role: Role,
    /// The groups that it offers.
    pub groups: Vec<GroupId>,
    /// Where it stood when the snapshot was made.
    pub status: String,
    /// From this instant on it is expired.
    pub expires_at: Time,
    /// Whoever sent it last.
    pub invited_by: MemberId,
    /// Her name, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inviter_name: Option<String>,
    /// How often it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_count: Option<u32>,
    /// What became of the mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<String>,
    /// Why it was not delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_reason: Option<String>,
    /// When it was first sent, and since when it offers each group.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub since: Facts<Time>,
    /// By whom.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub by: Facts<MemberId>,
}

/// A store whole, with its past: what the cloud keeps between exchanges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Full {
    /// What there is.
    #[serde(flatten)]
    pub present: Snapshot,
    /// Members who were removed.
    #[serde(default)]
    pub former: Vec<SnapshotMember>,
    /// Invitations that were accepted or withdrawn.
    #[serde(default)]
    pub closed: Vec<ClosedInvitation>,
    /// Groups that were deleted.
    #[serde(default)]
    pub deleted_groups: Vec<DeletedGroup>,
}

/// An invitation that ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedInvitation {
    /// As it was.
    #[serde(flatten)]
    pub invitation: SnapshotInvitation,
    /// The member that it became, if it was accepted.
    pub member: Option<MemberId>,
}

/// A group that was deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedGroup {
    /// Its id.
    pub id: GroupId,
    /// Its last name.
    pub name: String,
}

impl Store {
    /// The wire's snapshot at an instant.
    pub fn to_snapshot(&self, now: Time) -> Snapshot {
        let now = self.now(now);
        let invitations = self.invitations().map(|invitation| self.write_invitation(invitation, now));
        Snapshot {
            store: SnapshotStore { at: Some(now).filter(|now| *now > Time::MIN), ..self.snapshot_store() },
            members: in_order(self.members().map(write_member), |member| member.id),
            groups: in_order(self.groups().map(write_group), |group| group.id),
            invitations: in_order(invitations, |invitation| invitation.id),
        }
    }

    /// The store that a snapshot of the wire holds. Nothing in one can make this fail: what dangles is left out.
    pub fn from_snapshot(snapshot: &Snapshot) -> Self {
        let mut building = Building::new(&snapshot.store);
        snapshot.groups.iter().for_each(|group| building.group(group));
        snapshot.members.iter().for_each(|member| building.member(member));
        snapshot.invitations.iter().for_each(|invitation| building.invitation(invitation));
        building.built()
    }

    /// The store whole, with its past.
    pub fn to_full(&self) -> Full {
        let closed = self.invitations.values().filter(|invitation| !invitation.is_open()).map(|invitation| {
            let member = match invitation.closed {
                Some(Closed::Accepted(member)) => Some(member),
                Some(Closed::Withdrawn) | None => None,
            };
            ClosedInvitation { invitation: self.write_invitation(invitation, self.latest), member }
        });
        let deleted = self.deleted_groups.iter();
        let deleted = deleted.map(|(id, name)| DeletedGroup { id: *id, name: name.as_str().to_owned() });
        Full {
            present: self.to_snapshot(self.latest),
            former: in_order(self.former.values().map(|member| write_member(member)), |member| member.id),
            closed: in_order(closed, |closed| closed.invitation.id),
            deleted_groups: in_order(deleted, |group| group.id),
        }
    }

    /// The store that a full form holds.
    pub fn from_full(full: &Full) -> Self {
        let mut read = Self::from_snapshot(&full.present);
        for member in &full.former {
            let member = Member { status: MemberStatus::Removed, ..read.read_member(member) };
            read.retire_member(member);
        }
        for closed in &full.closed {
            let invitation = read.read_invitation(&closed.invitation, closed.member);
            read.put_invitation(invitation);
        }
        for group in &full.deleted_groups {
            read.deleted_groups.insert(group.id, Name::stored(&group.name));
        }
        read
    }

    /// The store itself as a snapshot holds it.
    pub fn snapshot_store(&self) -> SnapshotStore {
        SnapshotStore {
            id: self.id,
            name: self.name().to_owned(),
            plan: self.plan,
            seat_limit: self.seat_limit(),
            offline_lease: Some(self.offline_lease),
            plan_forced: self.plan_forced,
            at: Some(self.latest).filter(|latest| *latest > Time::MIN),
        }
    }

    /// One member as a snapshot holds her, for whoever keeps a store in tables and writes only what changed.
    pub fn snapshot_member(&self, id: MemberId) -> Option<SnapshotMember> {
        self.member(id).map(write_member)
    }

    /// One group as a snapshot holds it.
    pub fn snapshot_group(&self, id: GroupId) -> Option<SnapshotGroup> {
        self.group(id).map(write_group)
    }

    /// One pending or expired invitation as a snapshot holds it.
    pub fn snapshot_invitation(&self, id: InvitationId, now: Time) -> Option<SnapshotInvitation> {
        let open = self.invitation(id).filter(|invitation| invitation.is_open());
        open.map(|invitation| self.write_invitation(invitation, self.now(now)))
    }

    fn write_invitation(&self, invitation: &Invitation, now: Time) -> SnapshotInvitation {
        let (group_since, group_by) = write_groups(&invitation.groups);
        SnapshotInvitation {
            id: invitation.id,
            email: invitation.email.as_ref().map(|email| email.normalised().to_owned()),
            email_as_typed: as_typed(invitation.email.as_ref()),
            role: invitation.role,
            groups: invitation.groups.keys().copied().collect(),
            status: invitation.status(now).code().to_owned(),
            expires_at: invitation.expires_at,
            invited_by: invitation.invited_by,
            inviter_name: self.inviter_name(invitation).map(str::to_owned),
            sent_count: Some(invitation.sent_count),
            delivery: Some(invitation.delivery.clone()),
            delivery_reason: invitation.delivery_reason.clone(),
            since: Facts { role: None, status: invitation.sent.at, groups: group_since },
            by: Facts { role: None, status: invitation.sent.by, groups: group_by },
        }
    }

    pub(crate) fn read_invitation(
        &self,
        written: &SnapshotInvitation,
        member: Option<MemberId>,
    ) -> Invitation {
        let closed = match InvitationStatus::from_code(&written.status) {
            Some(InvitationStatus::Withdrawn) => Some(Closed::Withdrawn),
            // The full form says which member it became. A snapshot of the wire holds no accepted one; if another
            // program's does, what matters is that it is over.
            Some(InvitationStatus::Accepted) => member.map(Closed::Accepted).or(Some(Closed::Withdrawn)),
            Some(InvitationStatus::Pending | InvitationStatus::Expired) | None => None,
        };
        Invitation {
            id: written.id,
            email: read_email(written.email.as_deref(), written.email_as_typed.as_deref()),
            role: written.role,
            groups: self.read_groups(&written.groups, &written.since, &written.by),
            expires_at: written.expires_at,
            invited_by: written.invited_by,
            inviter_name: written.inviter_name.as_deref().map(Name::stored),
            sent_count: written.sent_count.unwrap_or(1),
            sent: Since { at: written.since.status, by: written.by.status },
            delivery: written.delivery.clone().unwrap_or_else(|| QUEUED.to_owned()),
            delivery_reason: written.delivery_reason.clone(),
            closed,
        }
    }

    pub(crate) fn read_member(&self, written: &SnapshotMember) -> Member {
        Member {
            id: written.id,
            account: written.account,
            email: read_email(written.email.as_deref(), written.email_as_typed.as_deref()),
            name: written.name.as_deref().map(Name::stored),
            role: written.role,
            groups: self.read_groups(&written.groups, &written.since, &written.by),
            status: MemberStatus::from_code(&written.status).unwrap_or(MemberStatus::Suspended),
            role_since: Since { at: written.since.role, by: written.by.role },
            status_since: Since { at: written.since.status, by: written.by.status },
            joined: written.joined,
        }
    }

    fn read_groups(&self, groups: &[GroupId], since: &Facts<Time>, by: &Facts<MemberId>) -> Memberships {
        let existing = groups.iter().filter(|group| self.groups.contains_key(*group));
        let fact = |group| Since { at: since.groups.get(group).copied(), by: by.groups.get(group).copied() };
        existing.map(|group| (*group, fact(group))).collect()
    }
}

fn in_order<T, K: Ord>(items: impl Iterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable_by_key(key);
    items
}

pub(crate) fn write_member(member: &Member) -> SnapshotMember {
    let (group_since, group_by) = write_groups(&member.groups);
    SnapshotMember {
        id: member.id,
        account: member.account,
        email: member.email.as_ref().map(|email| email.normalised().to_owned()),
        email_as_typed: as_typed(member.email.as_ref()),
        name: member.name.as_ref().map(|name| name.as_str().to_owned()),
        role: member.role,
        groups: member.groups.keys().copied().collect(),
        status: member.status.code().to_owned(),
        joined: member.joined,
        since: Facts { role: member.role_since.at, status: member.status_since.at, groups: group_since },
        by: Facts { role: member.role_since.by, status: member.status_since.by, groups: group_by },
    }
}

fn write_group(group: &Group) -> SnapshotGroup {
    SnapshotGroup { id: group.id, name: group.name.as_str().to_owned(), permissions: group.codes() }
}

pub(crate) fn write_groups(groups: &Memberships) -> (BTreeMap<GroupId, Time>, BTreeMap<GroupId, MemberId>) {
    let at = groups.iter().filter_map(|(group, since)| Some((*group, since.at?))).collect();
    let by = groups.iter().filter_map(|(group, since)| Some((*group, since.by?))).collect();
    (at, by)
}

fn as_typed(email: Option<&Email>) -> Option<String> {
    email.and_then(Email::as_typed).map(str::to_owned)
}

fn read_email(normalised: Option<&str>, as_typed: Option<&str>) -> Option<Email> {
    normalised.map(|normalised| Email::stored(normalised, as_typed))
}
