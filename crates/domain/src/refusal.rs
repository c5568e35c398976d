//! Every reason for "no": a stable code and its values. A refusal is an answer, not an error.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::id::{GroupId, InvitationId, MemberId, OpId};
use crate::permission::PermissionSet;
use crate::plan::SeatLimit;
use crate::role::{Area, Role};
use crate::status::{InvitationStatus, MemberStatus};
use crate::text::{EmailProblem, NameProblem};

/// Why an op was turned down. One variant for each code of the wire, in the order in which they are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// An op, or a field of one, that this version does not know.
    UnknownOp,
    /// The asker has no place in this store.
    NotAMember,
    /// The asker is suspended.
    Suspended,
    /// Her role does not have the area.
    AreaRequired {
        /// The area.
        area: Area,
    },
    /// A permission that this version does not know.
    UnknownPermission {
        /// The code, as asked.
        permission: String,
    },
    /// A role that this version does not know.
    UnknownRole,
    /// A plan that this version does not know.
    UnknownPlan,
    /// Not an address.
    InvalidEmail {
        /// What is wrong with it.
        why: EmailProblem,
    },
    /// Not a name.
    InvalidName {
        /// What is wrong with it.
        why: NameProblem,
    },
    /// The named id would have been made by an op that was refused. Said by the exchange; `decide` says `unknown_…`.
    DependsOnRefused {
        /// The refused op.
        op: OpId,
    },
    /// No such member, or no longer.
    UnknownMember,
    /// No such group, or no longer.
    UnknownGroup,
    /// No such invitation.
    UnknownInvitation,
    /// The id of the new thing is, or was, another's.
    IdInUse,
    /// Nobody changes her own access.
    OwnAccess,
    /// The Owner is never removed, suspended or given another role.
    OwnerProtected,
    /// The Owner's role is never offered or assigned.
    OwnerRoleReserved,
    /// The asker does not outrank the target.
    Outranked {
        /// The asker's role.
        actor_role: Role,
        /// The role, present or new, that she does not outrank.
        target_role: Role,
    },
    /// She adds or removes what she does not hold.
    PermissionNotHeld {
        /// What she does not hold.
        permissions: PermissionSet,
    },
    /// It is no longer as she saw it.
    ChangedMeanwhile {
        /// Which value.
        field: &'static str,
        /// What she saw.
        expected: Value,
        /// What it is.
        present: Value,
    },
    /// The invitation is not waiting for an answer.
    InvitationNotPending {
        /// What it is instead.
        status: InvitationStatus,
    },
    /// Another group has the name.
    NameTaken {
        /// That group.
        group: GroupId,
    },
    /// The address is a member's.
    AlreadyMember {
        /// That member.
        member: MemberId,
        /// Whether she could be restored instead.
        status: MemberStatus,
    },
    /// The address has been invited, and that invitation is pending.
    AlreadyInvited {
        /// That invitation.
        invitation: InvitationId,
    },
    /// People are inside, and it was not said where they go.
    GroupInUse {
        /// How many members, active or suspended.
        members: u32,
        /// How many pending invitations.
        invitations: u32,
    },
    /// Whoever invited may no longer do so.
    InviterLostAuthority,
    /// The new plan has fewer seats than are used.
    PlanTooSmall {
        /// Seats used.
        used: u32,
        /// Seats of the new plan.
        limit: SeatLimit,
    },
    /// More seats are used than there are: nothing that grows is allowed.
    OverLimit {
        /// Seats used.
        used: u32,
        /// Seats there are.
        limit: SeatLimit,
    },
    /// All seats are used.
    NoFreeSeat {
        /// Seats used.
        used: u32,
        /// Seats there are.
        limit: SeatLimit,
    },
    /// Only the invited address may accept.
    WrongAccount,
    /// The op's id was used for another op. Said by the exchange, never recorded.
    OpIdInUse,
}

impl Refusal {
    /// The stable code of the wire.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownOp => "unknown_op",
            Self::NotAMember => "not_a_member",
            Self::Suspended => "suspended",
            Self::AreaRequired { .. } => "area_required",
            Self::UnknownPermission { .. } => "unknown_permission",
            Self::UnknownRole => "unknown_role",
            Self::UnknownPlan => "unknown_plan",
            Self::InvalidEmail { .. } => "invalid_email",
            Self::InvalidName { .. } => "invalid_name",
            Self::DependsOnRefused { .. } => "depends_on_refused",
            Self::UnknownMember => "unknown_member",
            Self::UnknownGroup => "unknown_group",
            Self::UnknownInvitation => "unknown_invitation",
            Self::IdInUse => "id_in_use",
            Self::OwnAccess => "own_access",
            Self::OwnerProtected => "owner_protected",
            Self::OwnerRoleReserved => "owner_role_reserved",
            Self::Outranked { .. } => "outranked",
            Self::PermissionNotHeld { .. } => "permission_not_held",
            Self::ChangedMeanwhile { .. } => "changed_meanwhile",
            Self::InvitationNotPending { .. } => "invitation_not_pending",
            Self::NameTaken { .. } => "name_taken",
            Self::AlreadyMember { .. } => "already_member",
            Self::AlreadyInvited { .. } => "already_invited",
            Self::GroupInUse { .. } => "group_in_use",
            Self::InviterLostAuthority => "inviter_lost_authority",
            Self::PlanTooSmall { .. } => "plan_too_small",
            Self::OverLimit { .. } => "over_limit",
            Self::NoFreeSeat { .. } => "no_free_seat",
            Self::WrongAccount => "wrong_account",
            Self::OpIdInUse => "op_id_in_use",
        }
    }

    /// The values beside the code: an object, empty where there are none.
    pub fn with(&self) -> Value {
        match self {
            Self::AreaRequired { area } => json!({ "area": area }),
            Self::UnknownPermission { permission } => json!({ "permission": permission }),
            Self::InvalidEmail { why } => json!({ "why": why.code() }),
            Self::InvalidName { why } => json!({ "why": why.code() }),
            Self::DependsOnRefused { op } => json!({ "op": op }),
            Self::Outranked { actor_role, target_role } => {
                json!({ "actor_role": actor_role, "target_role": target_role })
            }
            Self::PermissionNotHeld { permissions } => json!({ "permissions": permissions }),
            Self::ChangedMeanwhile { field, expected, present } => {
                json!({ "field": field, "expected": expected, "present": present })
            }
            Self::InvitationNotPending { status } => json!({ "status": status }),
            Self::NameTaken { group } => json!({ "group": group }),
            Self::AlreadyMember { member, status } => json!({ "member": member, "status": status }),
            Self::AlreadyInvited { invitation } => json!({ "invitation": invitation }),
            Self::GroupInUse { members, invitations } => {
                json!({ "members": members, "invitations": invitations })
            }
            Self::PlanTooSmall { used, limit }
            | Self::OverLimit { used, limit }
            | Self::NoFreeSeat { used, limit } => json!({ "used": used, "limit": limit }),
            Self::UnknownOp
            | Self::NotAMember
            | Self::Suspended
            | Self::UnknownRole
            | Self::UnknownPlan
            | Self::UnknownMember
            | Self::UnknownGroup
            | Self::UnknownInvitation
            | Self::IdInUse
            | Self::OwnAccess
            | Self::OwnerProtected
            | Self::OwnerRoleReserved
            | Self::InviterLostAuthority
            | Self::WrongAccount
            | Self::OpIdInUse => Value::Object(Map::new()),
        }
    }

    /// As it stands on the wire.
    pub fn told(&self) -> Told {
        Told { code: self.code().to_owned(), with: self.with() }
    }

    /// Whether the cloud answers with it but never records it, so that the desk holds the op until the cloud knows better.
    pub const fn is_never_recorded(&self) -> bool {
        matches!(
            self,
            Self::UnknownOp
                | Self::UnknownPermission { .. }
                | Self::UnknownRole
                | Self::UnknownPlan
                | Self::OpIdInUse
        )
    }

    /// Whether others' acts could make it go away before the cloud decides, so that "ask anyway" makes sense.
    pub const fn can_ask_anyway(&self) -> bool {
        matches!(
            self,
            Self::NoFreeSeat { .. }
                | Self::NameTaken { .. }
                | Self::AlreadyInvited { .. }
                | Self::ChangedMeanwhile { .. }
        )
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Refusal {}

impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.told().serialize(serializer)
    }
}

/// A refusal as read from the wire or from storage: a code that this version does not know is kept and shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Told {
    /// The stable code.
    pub code: String,
    /// Its values.
    #[serde(default = "nothing")]
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, unknown>"))]
    pub with: Value,
}

fn nothing() -> Value {
    Value::Object(Map::new())
}

impl From<Refusal> for Told {
    fn from(refusal: Refusal) -> Self {
        refusal.told()
    }
}
