//! What a kept op asks for beside what the cloud last told of the same thing.

use keyholder_domain::id::InvitationId;
use keyholder_domain::op::Op;
use keyholder_domain::permission::{Permission, PermissionSet};
use keyholder_domain::plan::SeatLimit;
use keyholder_domain::status::{InvitationStatus, MemberStatus};
use keyholder_domain::text::Email;
use serde::Serialize;
use ts_rs::TS;

use super::scene::Scene;

/// One permission, as asked and as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct BesideToggle {
    /// Which.
    pub permission: Permission,
    /// As asked.
    pub mine: bool,
    /// As it stands.
    pub present: bool,
}

/// Mine and what is there, by what they are. Nothing there: it is gone.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Beside {
    /// Roles, by code.
    Role {
        /// As asked.
        mine: String,
        /// As it stands.
        present: Option<String>,
    },
    /// Names of a group or the store.
    Name {
        /// As asked.
        mine: String,
        /// As it stands.
        present: Option<String>,
    },
    /// Plans, by code.
    Plan {
        /// As asked.
        mine: String,
        /// As it stands.
        present: String,
    },
    /// Days without the cloud.
    Days {
        /// As asked.
        mine: u16,
        /// As it stands.
        present: u16,
    },
    /// In a group or not.
    Inside {
        /// As asked.
        mine: bool,
        /// As it stands.
        present: Option<bool>,
    },
    /// The standing of a member or an invitation, by code.
    Status {
        /// As asked.
        mine: String,
        /// As it stands.
        present: Option<String>,
    },
    /// One seat more, and the seats there are.
    Seats {
        /// Used now.
        used: u32,
        /// What the plan allows.
        limit: SeatLimit,
    },
    /// The permissions of a group.
    Toggles {
        /// Those that are asked for.
        toggles: Vec<BesideToggle>,
        /// Whether the group is there.
        present: bool,
    },
}

/// Puts them side by side, where there is something to see.
pub fn beside(scene: &Scene, op: &Op) -> Option<Beside> {
    let base = &scene.picture.base;
    let invited = |id: &InvitationId| base.invitation(*id);
    let standing =
        |id: &InvitationId| invited(id).map(|it| base.invitation_status(it, scene.now()).code().to_owned());
    let status =
        |mine: &str, present: Option<String>| Some(Beside::Status { mine: mine.to_owned(), present });
    Some(match op {
        Op::GroupCreate { name, .. } => {
            let taken = keyholder_domain::text::Name::parse(name).ok()?;
            let present = base.group_by_name(&taken)?.name.to_string();
            Beside::Name { mine: name.clone(), present: Some(present) }
        }
        Op::GroupRename { group, to, .. } => {
            Beside::Name { mine: to.clone(), present: base.group(*group).map(|it| it.name.to_string()) }
        }
        Op::StoreRename { to, .. } => {
            Beside::Name { mine: to.clone(), present: Some(base.name().to_owned()) }
        }
        Op::GroupGrant { group, permissions } | Op::GroupRevoke { group, permissions } => {
            let present = base.group(*group).map(|it| it.permissions.with_views());
            let mine = matches!(op, Op::GroupGrant { .. });
            Beside::Toggles { toggles: toggles(permissions, mine, present), present: present.is_some() }
        }
        Op::GroupDelete { .. } => return None,
        Op::MemberChangeRole { member, to, .. } => {
            let present = base.member(*member).map(|it| it.role.code().to_owned());
            Beside::Role { mine: to.clone(), present }
        }
        Op::InvitationChangeRole { invitation, to, .. } => {
            let present = invited(invitation).map(|it| it.role.code().to_owned());
            Beside::Role { mine: to.clone(), present }
        }
        Op::MemberAddToGroup { member, group } | Op::MemberRemoveFromGroup { member, group } => {
            let present = base.member(*member).filter(|_| base.group(*group).is_some());
            let present = present.map(|it| it.groups.contains_key(group));
            Beside::Inside { mine: matches!(op, Op::MemberAddToGroup { .. }), present }
        }
        Op::InvitationAddToGroup { invitation, group }
        | Op::InvitationRemoveFromGroup { invitation, group } => {
            let present = invited(invitation).filter(|_| base.group(*group).is_some());
            let present = present.map(|it| it.groups.contains_key(group));
            Beside::Inside { mine: matches!(op, Op::InvitationAddToGroup { .. }), present }
        }
        Op::MemberSuspend { member } | Op::MemberRestore { member } | Op::MemberRemove { member } => {
            let mine = match op {
                Op::MemberSuspend { .. } => MemberStatus::Suspended,
                Op::MemberRestore { .. } => MemberStatus::Active,
                _ => MemberStatus::Removed,
            };
            let found = base.member(*member).or_else(|| base.former(*member));
            return status(mine.code(), found.map(|it| it.status.code().to_owned()));
        }
        Op::InvitationResend { invitation } => {
            return status(InvitationStatus::Pending.code(), standing(invitation));
        }
        Op::InvitationWithdraw { invitation } => {
            return status(InvitationStatus::Withdrawn.code(), standing(invitation));
        }
        Op::InvitationSend { email, role, .. } => return sent(scene, email, role),
        Op::PlanChange { to, .. } => {
            Beside::Plan { mine: to.clone(), present: base.plan().code().to_owned() }
        }
        Op::StoreSetOfflineLease { to, .. } => {
            Beside::Days { mine: to.days(), present: base.offline_lease().days() }
        }
    })
}

/// What whoever has the address is by now, or is invited as; or else the seat that it would take.
fn sent(scene: &Scene, email: &str, role: &str) -> Option<Beside> {
    let base = &scene.picture.base;
    let known = Email::parse(email).ok();
    let address = known.as_ref().map(Email::normalised);
    let member = address.and_then(|address| base.member_by_email(address)).map(|it| it.role);
    let pending = || Some(base.pending_by_email(address?, scene.now())?.role);
    if let Some(present) = member.or_else(pending) {
        return Some(Beside::Role { mine: role.to_owned(), present: Some(present.code().to_owned()) });
    }
    let seats = base.seats(scene.now());
    Some(Beside::Seats { used: seats.used, limit: seats.limit })
}

/// What is asked of each, with the Views that a grant brings along and the sections that a View takes along.
fn toggles(codes: &[String], mine: bool, present: Option<PermissionSet>) -> Vec<BesideToggle> {
    let asked: PermissionSet = codes.iter().filter_map(|code| Permission::from_code(code)).collect();
    let present = present.unwrap_or_default();
    let reach =
        if mine { asked.with_views() } else { asked.with_sections().intersection(present.union(asked)) };
    let toggle = |permission| BesideToggle { permission, mine, present: present.contains(permission) };
    reach.iter().map(toggle).collect()
}

#[cfg(test)]
mod tests {
    use keyholder_domain::id::{GroupId, MemberId};
    use keyholder_domain::plan::Plan;
    use keyholder_domain::role::Role;

    use super::super::fixture::{Shop, ask, id, keep};
    use super::super::{View, What};
    use super::*;
    use crate::picture::{PendingState, Picture};

    fn drawn(picture: &mut Picture, op: &Op) -> Option<Beside> {
        keep(picture, op, PendingState::Refused);
        match ask(picture, What::Waiting(Default::default())) {
            Ok(View::Waiting(view)) => view.refused[0].beside.clone(),
            other => panic!("asked what waits, got {other:?}"),
        }
    }

    #[test]
    fn mine_stands_beside_what_is_there() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[Permission::OrdersView]);
        let dewi = shop.member("Dewi", Role::Seller, &[kasir]);
        let rina = shop.invites("rina@toko.example", Role::Viewer, &[]);
        shop.plan(Plan::Team);
        let mut picture = shop.seen_by(shop.owner());
        let text = |text: &str| text.to_owned();
        let some = |code: &str| Some(code.to_owned());
        let send = |email: &str| Op::InvitationSend {
            invitation: InvitationId::from_uuid(id(7_000)),
            email: text(email),
            role: text("seller"),
            groups: Vec::new(),
        };
        let gone = GroupId::from_uuid(id(9_000));
        for (op, expected) in [
            (
                Op::MemberChangeRole { member: dewi, from: text("viewer"), to: text("manager") },
                Beside::Role { mine: text("manager"), present: some("seller") },
            ),
            (
                Op::MemberChangeRole {
                    member: MemberId::from_uuid(id(404)),
                    from: text("viewer"),
                    to: text("manager"),
                },
                Beside::Role { mine: text("manager"), present: None },
            ),
            (
                Op::MemberRemoveFromGroup { member: dewi, group: kasir },
                Beside::Inside { mine: false, present: Some(true) },
            ),
            (
                Op::MemberAddToGroup { member: dewi, group: gone },
                Beside::Inside { mine: true, present: None },
            ),
            (
                Op::MemberSuspend { member: dewi },
                Beside::Status { mine: text("suspended"), present: some("active") },
            ),
            (
                Op::InvitationWithdraw { invitation: rina },
                Beside::Status { mine: text("withdrawn"), present: some("pending") },
            ),
            (send("RINA@toko.example"), Beside::Role { mine: text("seller"), present: some("viewer") }),
            (send("new@toko.example"), Beside::Seats { used: 3, limit: SeatLimit::Limited(5) }),
            (
                Op::GroupRename { group: kasir, from: text("A"), to: text("B") },
                Beside::Name { mine: text("B"), present: some("Kasir") },
            ),
            (
                Op::GroupCreate { group: gone, name: text("KASIR"), permissions: Vec::new() },
                Beside::Name { mine: text("KASIR"), present: some("Kasir") },
            ),
            (
                Op::PlanChange { from: text("business"), to: text("enterprise") },
                Beside::Plan { mine: text("enterprise"), present: text("team") },
            ),
        ] {
            assert_eq!(drawn(&mut picture, &op), Some(expected), "{op:?}");
        }
    }

    #[test]
    fn permissions_stand_beside_each_other_one_by_one() {
        use Permission::{OrdersDownload, OrdersView};
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[OrdersView]);
        let mut picture = shop.seen_by(shop.owner());
        let permissions = vec![OrdersDownload.code().to_owned()];
        let toggle = |permission, mine, present| BesideToggle { permission, mine, present };
        assert_eq!(
            drawn(&mut picture, &Op::GroupGrant { group: kasir, permissions: permissions.clone() }),
            Some(Beside::Toggles {
                toggles: vec![toggle(OrdersView, true, true), toggle(OrdersDownload, true, false)],
                present: true
            })
        );
        assert_eq!(
            drawn(
                &mut picture,
                &Op::GroupRevoke { group: kasir, permissions: vec![OrdersView.code().to_owned()] }
            ),
            Some(Beside::Toggles { toggles: vec![toggle(OrdersView, false, true)], present: true })
        );
    }
}
