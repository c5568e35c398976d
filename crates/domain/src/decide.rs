//! `decide`: the one function that is the product. The desk runs it to answer at once, the cloud to answer for good.
//! Nothing here reads a clock, dice, disk or network.

pub use crate::authority::Asker;
use crate::event::Event;
use crate::op::Op;
use crate::refusal::Refusal;
use crate::store::Store;
use crate::time::Time;
use crate::{group, invitation, member, plan_change, settings};

/// What `decide` answers: an event; nothing, where the goal was reached already; or why not.
pub type Reply = Result<Option<Event>, Refusal>;

/// Judges an op. `now` is the clock of whoever judges; the store's own last instant counts where it is later.
pub fn decide(store: &Store, asker: Asker, op: &Op, now: Time) -> Reply {
    match op {
        Op::GroupCreate { group, name, permissions } => {
            group::create(store, asker, *group, name, permissions)
        }
        Op::GroupRename { group, from, to } => group::rename(store, asker, *group, from, to),
        Op::GroupDelete { group, move_to } => group::delete(store, asker, *group, *move_to, now),
        Op::GroupGrant { group, permissions } => group::grant(store, asker, *group, permissions),
        Op::GroupRevoke { group, permissions } => group::revoke(store, asker, *group, permissions),
        Op::MemberChangeRole { member, from, to } => member::change_role(store, asker, *member, from, to),
        Op::MemberAddToGroup { member, group } => member::add_to_group(store, asker, *member, *group),
        Op::MemberRemoveFromGroup { member, group } => {
            member::remove_from_group(store, asker, *member, *group)
        }
        Op::MemberSuspend { member } => member::suspend(store, asker, *member),
        Op::MemberRestore { member } => member::restore(store, asker, *member, now),
        Op::MemberRemove { member } => member::remove(store, asker, *member),
        Op::InvitationSend { invitation, email, role, groups } => {
            invitation::send(store, asker, *invitation, (email, role), groups, now)
        }
        Op::InvitationResend { invitation } => invitation::resend(store, asker, *invitation, now),
        Op::InvitationWithdraw { invitation } => invitation::withdraw(store, asker, *invitation, now),
        Op::InvitationChangeRole { invitation, from, to } => {
            invitation::change_role(store, asker, *invitation, (from, to), now)
        }
        Op::InvitationAddToGroup { invitation, group } => {
            invitation::add_to_group(store, asker, *invitation, *group, now)
        }
        Op::InvitationRemoveFromGroup { invitation, group } => {
            invitation::remove_from_group(store, asker, *invitation, *group, now)
        }
        Op::StoreRename { from, to } => settings::rename(store, asker, from, to),
        Op::PlanChange { from, to } => plan_change::change(store, asker, from, to, now),
        Op::StoreSetOfflineLease { from, to } => settings::set_offline_lease(store, asker, *from, *to),
    }
}
