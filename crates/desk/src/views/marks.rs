//! Which rows wait, and which were refused: the subjects of what the outbox keeps.

use std::collections::HashMap;

use keyholder_domain::op::Op;
use uuid::Uuid;

use super::shared::Mark;
use crate::picture::{PendingOp, PendingState, Picture};

/// A mark by the id of the row's subject.
#[derive(Clone, Debug, Default)]
pub struct Marks(HashMap<Uuid, Mark>);

impl Marks {
    /// The marks of a picture. What waits outshines what was refused.
    pub fn of(picture: &Picture) -> Marks {
        let mut marks = HashMap::new();
        for pending in &picture.pending {
            let Some(subject) = pending.op.as_ref().and_then(subject) else { continue };
            match mark(pending) {
                Mark::Waiting => drop(marks.insert(subject, Mark::Waiting)),
                Mark::Refused => drop(marks.entry(subject).or_insert(Mark::Refused)),
            }
        }
        Marks(marks)
    }

    /// The mark of one row.
    pub fn get(&self, subject: Uuid) -> Option<Mark> {
        self.0.get(&subject).copied()
    }
}

/// How one kept op marks its subject.
pub fn mark(pending: &PendingOp) -> Mark {
    match pending.state {
        PendingState::Refused | PendingState::Unknown => Mark::Refused,
        PendingState::Waiting
        | PendingState::Sent
        | PendingState::Answered
        | PendingState::Held
        | PendingState::Parked => Mark::Waiting,
    }
}

/// The row that an op is about: a member, an invitation or a group.
fn subject(op: &Op) -> Option<Uuid> {
    match op {
        Op::GroupCreate { group, .. }
        | Op::GroupRename { group, .. }
        | Op::GroupDelete { group, .. }
        | Op::GroupGrant { group, .. }
        | Op::GroupRevoke { group, .. } => Some(group.uuid()),
        Op::MemberChangeRole { member, .. }
        | Op::MemberAddToGroup { member, .. }
        | Op::MemberRemoveFromGroup { member, .. }
        | Op::MemberSuspend { member }
        | Op::MemberRestore { member }
        | Op::MemberRemove { member } => Some(member.uuid()),
        Op::InvitationSend { invitation, .. }
        | Op::InvitationResend { invitation }
        | Op::InvitationWithdraw { invitation }
        | Op::InvitationChangeRole { invitation, .. }
        | Op::InvitationAddToGroup { invitation, .. }
        | Op::InvitationRemoveFromGroup { invitation, .. } => Some(invitation.uuid()),
        Op::StoreRename { .. } | Op::PlanChange { .. } | Op::StoreSetOfflineLease { .. } => None,
    }
}
