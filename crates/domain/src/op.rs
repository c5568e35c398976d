//! What is asked for: every op of the wire, how one is read from outside, and which ids it names and makes.
//!
//! Codes, names and addresses stay text in an op: whether they are well formed is judged by `decide`, in its place in
//! the order, so that the answer is the same whether an op comes from the window or from another program.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use crate::decide::{Asker, Reply, decide};
pub use crate::event::{Event, EventProblem, Founder, Stamp};
pub use crate::evolve::{evolve, replay};
use crate::id::{GroupId, InvitationId, MemberId};

/// One thing asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[allow(missing_docs)] // the fields say what they are; the wire's table is their documentation
pub enum Op {
    /// Make a group.
    #[serde(rename = "group.create")]
    GroupCreate {
        group: GroupId,
        name: String,
        #[cfg_attr(feature = "bindings", ts(type = "Array<Permission>"))]
        permissions: Vec<String>,
    },
    /// Give a group another name.
    #[serde(rename = "group.rename")]
    GroupRename { group: GroupId, from: String, to: String },
    /// Delete a group. `move_to` left out is not null: null says on purpose that whoever is inside gets none.
    #[serde(rename = "group.delete")]
    GroupDelete {
        group: GroupId,
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "said")]
        #[cfg_attr(feature = "bindings", ts(optional, as = "Option<Option<GroupId>>"))]
        move_to: Option<Option<GroupId>>,
    },
    /// Add permissions to a group.
    #[serde(rename = "group.grant")]
    GroupGrant {
        group: GroupId,
        #[cfg_attr(feature = "bindings", ts(type = "Array<Permission>"))]
        permissions: Vec<String>,
    },
    /// Take permissions from a group.
    #[serde(rename = "group.revoke")]
    GroupRevoke {
        group: GroupId,
        #[cfg_attr(feature = "bindings", ts(type = "Array<Permission>"))]
        permissions: Vec<String>,
    },
    /// Give a member another role.
    #[serde(rename = "member.change_role")]
    MemberChangeRole {
        member: MemberId,
        #[cfg_attr(feature = "bindings", ts(type = "Role"))]
        from: String,
        #[cfg_attr(feature = "bindings", ts(type = "Role"))]
        to: String,
    },
    /// Put a member into a group.
    #[serde(rename = "member.add_to_group")]
    MemberAddToGroup { member: MemberId, group: GroupId },
    /// Take a member out of a group.
    #[serde(rename = "member.remove_from_group")]
    MemberRemoveFromGroup { member: MemberId, group: GroupId },
    /// Lock a member out for now.
    #[serde(rename = "member.suspend")]
    MemberSuspend { member: MemberId },
    /// Let a suspended member back in.
    #[serde(rename = "member.restore")]
    MemberRestore { member: MemberId },
    /// Remove a member for good.
    #[serde(rename = "member.remove")]
    MemberRemove { member: MemberId },
    /// Invite someone.
    #[serde(rename = "invitation.send")]
    InvitationSend {
        invitation: InvitationId,
        email: String,
        #[cfg_attr(feature = "bindings", ts(type = "Role"))]
        role: String,
        groups: Vec<GroupId>,
    },
    /// Send the invitation again.
    #[serde(rename = "invitation.resend")]
    InvitationResend { invitation: InvitationId },
    /// Take the invitation back.
    #[serde(rename = "invitation.withdraw")]
    InvitationWithdraw { invitation: InvitationId },
    /// Offer another role.
    #[serde(rename = "invitation.change_role")]
    InvitationChangeRole {
        invitation: InvitationId,
        #[cfg_attr(feature = "bindings", ts(type = "Role"))]
        from: String,
        #[cfg_attr(feature = "bindings", ts(type = "Role"))]
        to: String,
    },
    /// Offer one group more.
    #[serde(rename = "invitation.add_to_group")]
    InvitationAddToGroup { invitation: InvitationId, group: GroupId },
    /// Offer one group less.
    #[serde(rename = "invitation.remove_from_group")]
    InvitationRemoveFromGroup { invitation: InvitationId, group: GroupId },
    /// Give the store another name.
    #[serde(rename = "store.rename")]
    StoreRename { from: String, to: String },
    /// Choose another plan.
    #[serde(rename = "plan.change")]
    PlanChange {
        #[cfg_attr(feature = "bindings", ts(type = "Plan"))]
        from: String,
        #[cfg_attr(feature = "bindings", ts(type = "Plan"))]
        to: String,
    },
    /// Let desks work offline for so many days.
    #[serde(rename = "store.set_offline_lease")]
    StoreSetOfflineLease { from: LeaseDays, to: LeaseDays },
}

// A field that is there, even as null, was said.
fn said<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Option<GroupId>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// For how many days a desk may work without having reached the cloud: 1 to 365.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(type = "number"))]
pub struct LeaseDays(u16);

impl LeaseDays {
    /// What a store begins with.
    pub const DEFAULT: Self = Self(30);

    /// So many days, if they are 1 to 365.
    pub const fn new(days: u16) -> Option<Self> {
        if days >= 1 && days <= 365 { Some(Self(days)) } else { None }
    }

    /// The number.
    pub const fn days(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for LeaseDays {
    type Error = &'static str;

    fn try_from(days: u16) -> Result<Self, Self::Error> {
        Self::new(days).ok_or("an offline lease is 1 to 365 days")
    }
}

impl From<LeaseDays> for u16 {
    fn from(lease: LeaseDays) -> Self {
        lease.0
    }
}

/// Why an op could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpProblem {
    /// A type or a field that this version does not know: answered `unknown_op`, never recorded.
    #[error("the op, or a field of it, is not known to this version")]
    UnknownOp,
    /// A known field is missing or of the wrong type: the whole body is malformed.
    #[error("field `{field}` of the op is missing or of the wrong type")]
    Malformed {
        /// Which field.
        field: &'static str,
    },
}

// What may stand in a field.
#[derive(Clone, Copy)]
enum Kind {
    Id,
    Ids,
    Text,
    Texts,
    Days,
    IdOrNullOrLeftOut,
}

use Kind::{Days, Id, IdOrNullOrLeftOut, Ids, Text, Texts};

// The fields of every op: what `Op::parse` goes by. The golden files hold one of each, so that this table cannot drift.
const FIELDS: &[(&str, &[(&str, Kind)])] = &[
    ("group.create", &[("group", Id), ("name", Text), ("permissions", Texts)]),
    ("group.rename", &[("group", Id), ("from", Text), ("to", Text)]),
    ("group.delete", &[("group", Id), ("move_to", IdOrNullOrLeftOut)]),
    ("group.grant", &[("group", Id), ("permissions", Texts)]),
    ("group.revoke", &[("group", Id), ("permissions", Texts)]),
    ("member.change_role", &[("member", Id), ("from", Text), ("to", Text)]),
    ("member.add_to_group", &[("member", Id), ("group", Id)]),
    ("member.remove_from_group", &[("member", Id), ("group", Id)]),
    ("member.suspend", &[("member", Id)]),
    ("member.restore", &[("member", Id)]),
    ("member.remove", &[("member", Id)]),
    ("invitation.send", &[("invitation", Id), ("email", Text), ("role", Text), ("groups", Ids)]),
    ("invitation.resend", &[("invitation", Id)]),
    ("invitation.withdraw", &[("invitation", Id)]),
    ("invitation.change_role", &[("invitation", Id), ("from", Text), ("to", Text)]),
    ("invitation.add_to_group", &[("invitation", Id), ("group", Id)]),
    ("invitation.remove_from_group", &[("invitation", Id), ("group", Id)]),
    ("store.rename", &[("from", Text), ("to", Text)]),
    ("plan.change", &[("from", Text), ("to", Text)]),
    ("store.set_offline_lease", &[("from", Days), ("to", Days)]),
];

/// An id of any kind, as an op names or makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnyId {
    /// A member's.
    Member(MemberId),
    /// A group's.
    Group(GroupId),
    /// An invitation's.
    Invitation(InvitationId),
}

impl Op {
    /// Reads an op from outside. Nothing is guessed: an unknown field could be half of what was asked.
    pub fn parse(value: &Value) -> Result<Self, OpProblem> {
        let object = value.as_object().ok_or(OpProblem::Malformed { field: "op" })?;
        let kind =
            object.get("type").and_then(Value::as_str).ok_or(OpProblem::Malformed { field: "type" })?;
        let (_, fields) = FIELDS.iter().find(|(known, _)| *known == kind).ok_or(OpProblem::UnknownOp)?;
        let is_known = |name: &String| name == "type" || fields.iter().any(|(field, _)| field == name);
        if !object.keys().all(is_known) {
            return Err(OpProblem::UnknownOp);
        }
        for (field, kind) in *fields {
            if !fits(object, field, *kind) {
                return Err(OpProblem::Malformed { field });
            }
        }
        Self::deserialize(value).map_err(|_| OpProblem::Malformed { field: "op" })
    }

    /// As JSON.
    pub fn to_value(&self) -> Value {
        // Every field is a string, a number or a list of them: serialising cannot fail.
        serde_json::to_value(self).unwrap_or(Value::Null)
    }

    /// The stable code of its type.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::GroupCreate { .. } => "group.create",
            Self::GroupRename { .. } => "group.rename",
            Self::GroupDelete { .. } => "group.delete",
            Self::GroupGrant { .. } => "group.grant",
            Self::GroupRevoke { .. } => "group.revoke",
            Self::MemberChangeRole { .. } => "member.change_role",
            Self::MemberAddToGroup { .. } => "member.add_to_group",
            Self::MemberRemoveFromGroup { .. } => "member.remove_from_group",
            Self::MemberSuspend { .. } => "member.suspend",
            Self::MemberRestore { .. } => "member.restore",
            Self::MemberRemove { .. } => "member.remove",
            Self::InvitationSend { .. } => "invitation.send",
            Self::InvitationResend { .. } => "invitation.resend",
            Self::InvitationWithdraw { .. } => "invitation.withdraw",
            Self::InvitationChangeRole { .. } => "invitation.change_role",
            Self::InvitationAddToGroup { .. } => "invitation.add_to_group",
            Self::InvitationRemoveFromGroup { .. } => "invitation.remove_from_group",
            Self::StoreRename { .. } => "store.rename",
            Self::PlanChange { .. } => "plan.change",
            Self::StoreSetOfflineLease { .. } => "store.set_offline_lease",
        }
    }

    /// The id of the new thing, for the ops that make one.
    pub const fn makes(&self) -> Option<AnyId> {
        match self {
            Self::GroupCreate { group, .. } => Some(AnyId::Group(*group)),
            Self::InvitationSend { invitation, .. } => Some(AnyId::Invitation(*invitation)),
            Self::GroupRename { .. }
            | Self::GroupDelete { .. }
            | Self::GroupGrant { .. }
            | Self::GroupRevoke { .. }
            | Self::MemberChangeRole { .. }
            | Self::MemberAddToGroup { .. }
            | Self::MemberRemoveFromGroup { .. }
            | Self::MemberSuspend { .. }
            | Self::MemberRestore { .. }
            | Self::MemberRemove { .. }
            | Self::InvitationResend { .. }
            | Self::InvitationWithdraw { .. }
            | Self::InvitationChangeRole { .. }
            | Self::InvitationAddToGroup { .. }
            | Self::InvitationRemoveFromGroup { .. }
            | Self::StoreRename { .. }
            | Self::PlanChange { .. }
            | Self::StoreSetOfflineLease { .. } => None,
        }
    }

    /// The ids that it names and that must exist, in the order in which they are judged.
    pub fn touches(&self) -> Vec<AnyId> {
        match self {
            Self::GroupCreate { .. }
            | Self::StoreRename { .. }
            | Self::PlanChange { .. }
            | Self::StoreSetOfflineLease { .. } => Vec::new(),
            Self::GroupRename { group, .. }
            | Self::GroupGrant { group, .. }
            | Self::GroupRevoke { group, .. } => {
                vec![AnyId::Group(*group)]
            }
            Self::GroupDelete { group, move_to } => {
                let destination = move_to.iter().flatten();
                std::iter::once(group).chain(destination).map(|group| AnyId::Group(*group)).collect()
            }
            Self::MemberChangeRole { member, .. }
            | Self::MemberSuspend { member }
            | Self::MemberRestore { member }
            | Self::MemberRemove { member } => vec![AnyId::Member(*member)],
            Self::MemberAddToGroup { member, group } | Self::MemberRemoveFromGroup { member, group } => {
                vec![AnyId::Member(*member), AnyId::Group(*group)]
            }
            Self::InvitationSend { groups, .. } => groups.iter().map(|group| AnyId::Group(*group)).collect(),
            Self::InvitationResend { invitation }
            | Self::InvitationWithdraw { invitation }
            | Self::InvitationChangeRole { invitation, .. } => vec![AnyId::Invitation(*invitation)],
            Self::InvitationAddToGroup { invitation, group }
            | Self::InvitationRemoveFromGroup { invitation, group } => {
                vec![AnyId::Group(*group), AnyId::Invitation(*invitation)]
            }
        }
    }
}

fn fits(object: &Map<String, Value>, field: &str, kind: Kind) -> bool {
    let id = |value: &Value| value.as_str().is_some_and(|text| uuid::Uuid::parse_str(text).is_ok());
    let list =
        |value: &Value, of: &dyn Fn(&Value) -> bool| value.as_array().is_some_and(|all| all.iter().all(of));
    match (object.get(field), kind) {
        (None, IdOrNullOrLeftOut) => true,
        (None, Id | Ids | Text | Texts | Days) => false,
        (Some(value), Id) => id(value),
        (Some(value), Ids) => list(value, &id),
        (Some(value), Text) => value.is_string(),
        (Some(value), Texts) => list(value, &Value::is_string),
        (Some(value), Days) => value.as_u64().is_some_and(|days| (1..=365).contains(&days)),
        (Some(value), IdOrNullOrLeftOut) => value.is_null() || id(value),
    }
}
