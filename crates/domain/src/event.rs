//! What happened, in the past tense: an accepted op that changes something is exactly one event.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::id::{AccountId, GroupId, InvitationId, MemberId, StoreId};
use crate::op::LeaseDays;
use crate::permission::Codes;
use crate::personal::Personal;
use crate::plan::Plan;
use crate::role::Role;
use crate::text::Name;
use crate::time::Time;

/// When and by whom: what an entry adds to its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Applied at.
    pub at: Time,
    /// The acting member; none for the system.
    pub by: Option<MemberId>,
}

/// One event. Read with [`Event::read`], which tells an unknown type from a damaged one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[allow(missing_docs)] // the fields say what they are; the wire's table is their documentation
pub enum Event {
    /// The store began, with its Owner.
    #[serde(rename = "store.created")]
    StoreCreated { store: StoreId, name: Name, plan: Plan, owner: Founder },
    /// The store got another name.
    #[serde(rename = "store.renamed")]
    StoreRenamed { from: Name, to: Name },
    /// Desks may work offline for another number of days.
    #[serde(rename = "store.offline_lease_set")]
    OfflineLeaseSet { from: LeaseDays, to: LeaseDays },
    /// Someone of the store chose another plan.
    #[serde(rename = "plan.changed")]
    PlanChanged { from: Plan, to: Plan },
    /// The operator set another plan, whether or not the seats fit.
    #[serde(rename = "plan.forced")]
    PlanForced { from: Plan, to: Plan },
    /// A group was made.
    #[serde(rename = "group.created")]
    GroupCreated { group: GroupId, name: Name, permissions: Codes },
    /// A group got another name.
    #[serde(rename = "group.renamed")]
    GroupRenamed { group: GroupId, from: Name, to: Name },
    /// Permissions were added to a group.
    #[serde(rename = "group.granted")]
    GroupGranted { group: GroupId, permissions: Codes },
    /// Permissions were taken from a group.
    #[serde(rename = "group.revoked")]
    GroupRevoked { group: GroupId, permissions: Codes },
    /// A group is gone, and whoever was inside went where it was said.
    #[serde(rename = "group.deleted")]
    GroupDeleted {
        group: GroupId,
        name: Name,
        permissions: Codes,
        move_to: Option<GroupId>,
        members: Vec<MemberId>,
        invitations: Vec<InvitationId>,
    },
    /// A member has another role.
    #[serde(rename = "member.role_changed")]
    MemberRoleChanged { member: MemberId, from: Role, to: Role },
    /// A member came into a group.
    #[serde(rename = "member.added_to_group")]
    MemberAddedToGroup { member: MemberId, group: GroupId },
    /// A member left a group.
    #[serde(rename = "member.removed_from_group")]
    MemberRemovedFromGroup { member: MemberId, group: GroupId },
    /// A member was locked out.
    #[serde(rename = "member.suspended")]
    MemberSuspended { member: MemberId },
    /// A suspended member is back.
    #[serde(rename = "member.restored")]
    MemberRestored { member: MemberId },
    /// A member is gone; the role and groups are those she had.
    #[serde(rename = "member.removed")]
    MemberRemoved { member: MemberId, role: Role, groups: Vec<GroupId> },
    /// Someone was invited.
    #[serde(rename = "invitation.sent")]
    InvitationSent {
        invitation: InvitationId,
        email: Personal,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email_as_typed: Option<Personal>,
        role: Role,
        groups: Vec<GroupId>,
        expires_at: Time,
        invited_by: MemberId,
    },
    /// The invitation was sent again; older links died.
    #[serde(rename = "invitation.resent")]
    InvitationResent { invitation: InvitationId, expires_at: Time, invited_by: MemberId, sent_count: u32 },
    /// The invitation was taken back.
    #[serde(rename = "invitation.withdrawn")]
    InvitationWithdrawn { invitation: InvitationId },
    /// The invitation offers another role, and was sent again with it.
    #[serde(rename = "invitation.role_changed")]
    InvitationRoleChanged {
        invitation: InvitationId,
        from: Role,
        to: Role,
        expires_at: Time,
        sent_count: u32,
    },
    /// The invitation offers one group more.
    #[serde(rename = "invitation.added_to_group")]
    InvitationAddedToGroup { invitation: InvitationId, group: GroupId },
    /// The invitation offers one group less.
    #[serde(rename = "invitation.removed_from_group")]
    InvitationRemovedFromGroup { invitation: InvitationId, group: GroupId },
    /// The invitation became a member.
    #[serde(rename = "invitation.accepted")]
    InvitationAccepted {
        invitation: InvitationId,
        member: MemberId,
        account: AccountId,
        name: Personal,
        email: Personal,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email_as_typed: Option<Personal>,
        role: Role,
        groups: Vec<GroupId>,
    },
    /// What became of the mail.
    #[serde(rename = "invitation.delivery_noted")]
    InvitationDeliveryNoted {
        invitation: InvitationId,
        delivery: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
}

/// The Owner as the store began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Founder {
    /// Her place in the store.
    pub member: MemberId,
    /// Her account.
    pub account: AccountId,
    /// Her name.
    pub name: Personal,
    /// Her address, normalised.
    pub email: Personal,
    /// Her spelling of it, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_as_typed: Option<Personal>,
}

/// Why an event could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventProblem {
    /// A later version wrote it: stop at this cursor and ask for an update.
    #[error("event type `{0}` is not known to this version")]
    Unknown(String),
    /// It has no type, or a value that its type cannot have.
    #[error("event is damaged: {0}")]
    Damaged(String),
}

impl Event {
    /// Every type of event that this version knows.
    pub const TYPES: &'static [&'static str] = &[
        "store.created",
        "store.renamed",
        "store.offline_lease_set",
        "plan.changed",
        "plan.forced",
        "group.created",
        "group.renamed",
        "group.granted",
        "group.revoked",
        "group.deleted",
        "member.role_changed",
        "member.added_to_group",
        "member.removed_from_group",
        "member.suspended",
        "member.restored",
        "member.removed",
        "invitation.sent",
        "invitation.resent",
        "invitation.withdrawn",
        "invitation.role_changed",
        "invitation.added_to_group",
        "invitation.removed_from_group",
        "invitation.accepted",
        "invitation.delivery_noted",
    ];

    /// Reads an event of any shape that was ever written. Older shapes are upcast here, after hashing; so far there is one.
    pub fn read(value: &Value) -> Result<Self, EventProblem> {
        let kind = value.get("type").and_then(Value::as_str);
        let kind = kind.ok_or_else(|| EventProblem::Damaged("it has no `type`".to_owned()))?;
        if !Self::TYPES.contains(&kind) {
            return Err(EventProblem::Unknown(kind.to_owned()));
        }
        Self::deserialize(value).map_err(|error| EventProblem::Damaged(error.to_string()))
    }

    /// As JSON, for an entry.
    pub fn to_value(&self) -> Value {
        // Every field is a string, a number, a list or an object with text keys: serialising cannot fail.
        serde_json::to_value(self).unwrap_or(Value::Null)
    }

    /// The stable code of its type.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::StoreCreated { .. } => "store.created",
            Self::StoreRenamed { .. } => "store.renamed",
            Self::OfflineLeaseSet { .. } => "store.offline_lease_set",
            Self::PlanChanged { .. } => "plan.changed",
            Self::PlanForced { .. } => "plan.forced",
            Self::GroupCreated { .. } => "group.created",
            Self::GroupRenamed { .. } => "group.renamed",
            Self::GroupGranted { .. } => "group.granted",
            Self::GroupRevoked { .. } => "group.revoked",
            Self::GroupDeleted { .. } => "group.deleted",
            Self::MemberRoleChanged { .. } => "member.role_changed",
            Self::MemberAddedToGroup { .. } => "member.added_to_group",
            Self::MemberRemovedFromGroup { .. } => "member.removed_from_group",
            Self::MemberSuspended { .. } => "member.suspended",
            Self::MemberRestored { .. } => "member.restored",
            Self::MemberRemoved { .. } => "member.removed",
            Self::InvitationSent { .. } => "invitation.sent",
            Self::InvitationResent { .. } => "invitation.resent",
            Self::InvitationWithdrawn { .. } => "invitation.withdrawn",
            Self::InvitationRoleChanged { .. } => "invitation.role_changed",
            Self::InvitationAddedToGroup { .. } => "invitation.added_to_group",
            Self::InvitationRemovedFromGroup { .. } => "invitation.removed_from_group",
            Self::InvitationAccepted { .. } => "invitation.accepted",
            Self::InvitationDeliveryNoted { .. } => "invitation.delivery_noted",
        }
    }

    /// The same with every bare personal value salted. `salt` is called once a value; give it fresh random hex each time.
    pub fn salted(mut self, salt: &mut dyn FnMut() -> String) -> Self {
        let mut wrap = |value: &mut Personal| *value = value.clone().salted(salt);
        match &mut self {
            Self::StoreCreated { owner, .. } => {
                wrap(&mut owner.name);
                wrap(&mut owner.email);
                owner.email_as_typed.as_mut().map(&mut wrap);
            }
            Self::InvitationSent { email, email_as_typed, .. } => {
                wrap(email);
                email_as_typed.as_mut().map(&mut wrap);
            }
            Self::InvitationAccepted { name, email, email_as_typed, .. } => {
                wrap(name);
                wrap(email);
                email_as_typed.as_mut().map(&mut wrap);
            }
            Self::StoreRenamed { .. }
            | Self::OfflineLeaseSet { .. }
            | Self::PlanChanged { .. }
            | Self::PlanForced { .. }
            | Self::GroupCreated { .. }
            | Self::GroupRenamed { .. }
            | Self::GroupGranted { .. }
            | Self::GroupRevoked { .. }
            | Self::GroupDeleted { .. }
            | Self::MemberRoleChanged { .. }
            | Self::MemberAddedToGroup { .. }
            | Self::MemberRemovedFromGroup { .. }
            | Self::MemberSuspended { .. }
            | Self::MemberRestored { .. }
            | Self::MemberRemoved { .. }
            | Self::InvitationResent { .. }
            | Self::InvitationWithdrawn { .. }
            | Self::InvitationRoleChanged { .. }
            | Self::InvitationAddedToGroup { .. }
            | Self::InvitationRemovedFromGroup { .. }
            | Self::InvitationDeliveryNoted { .. } => {}
        }
        self
    }
}
