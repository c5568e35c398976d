//! The way back from an act. INVARIANT: it is worked out when the act is asked for, from what the act changed then, and kept
//! beside it: what is undone later is that, and nothing that somebody else did since.

use keyholder_domain::event::Event;
use keyholder_domain::id::{InvitationId, MemberId};
use keyholder_domain::member::Since;
use keyholder_domain::op::Op;
use keyholder_domain::permission::{Permission, PermissionSet};
use keyholder_domain::status::InvitationStatus;
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use uuid::Uuid;

/// For how long an act may be taken back.
pub const MINUTES: i64 = 10;

/// The op that leads back from an event, if one does so exactly. What cannot be had again (a removed member, a sent mail) has
/// none. A new invitation is given its id when it is asked for: [`with_new_id`].
pub fn way_back(before: &Store, event: &Event, now: Time) -> Option<Op> {
    let codes = |set: PermissionSet| set.codes().into_iter().map(str::to_owned).collect::<Vec<_>>();
    Some(match event {
        Event::MemberRoleChanged { member, from, to } => {
            Op::MemberChangeRole { member: *member, from: to.code().into(), to: from.code().into() }
        }
        Event::MemberAddedToGroup { member, group } => {
            Op::MemberRemoveFromGroup { member: *member, group: *group }
        }
        Event::MemberRemovedFromGroup { member, group } => {
            Op::MemberAddToGroup { member: *member, group: *group }
        }
        Event::MemberSuspended { member } => Op::MemberRestore { member: *member },
        Event::MemberRestored { member } => Op::MemberSuspend { member: *member },
        Event::GroupCreated { group, .. } => Op::GroupDelete { group: *group, move_to: None },
        Event::GroupRenamed { group, from, to } => {
            Op::GroupRename { group: *group, from: to.as_str().into(), to: from.as_str().into() }
        }
        Event::GroupGranted { group, permissions } => {
            Op::GroupRevoke { group: *group, permissions: codes(permissions.known) }
        }
        Event::GroupRevoked { group, permissions } => {
            Op::GroupGrant { group: *group, permissions: codes(permissions.known) }
        }
        Event::InvitationRoleChanged { invitation, from, to, .. } => Op::InvitationChangeRole {
            invitation: *invitation,
            from: to.code().into(),
            to: from.code().into(),
        },
        Event::InvitationAddedToGroup { invitation, group } => {
            Op::InvitationRemoveFromGroup { invitation: *invitation, group: *group }
        }
        Event::InvitationRemovedFromGroup { invitation, group } => {
            Op::InvitationAddToGroup { invitation: *invitation, group: *group }
        }
        Event::InvitationWithdrawn { invitation } => {
            let open = before.invitation(*invitation)?;
            if before.invitation_status(open, now) != InvitationStatus::Pending {
                return None;
            }
            Op::InvitationSend {
                invitation: InvitationId::from_uuid(Uuid::nil()),
                email: open.email().to_owned(),
                role: open.role.code().into(),
                groups: open.groups.keys().copied().collect(),
            }
        }
        Event::StoreRenamed { from, to } => {
            Op::StoreRename { from: to.as_str().into(), to: from.as_str().into() }
        }
        Event::PlanChanged { from, to } => Op::PlanChange { from: to.code().into(), to: from.code().into() },
        Event::OfflineLeaseSet { from, to } => Op::StoreSetOfflineLease { from: *to, to: *from },
        Event::StoreCreated { .. }
        | Event::PlanForced { .. }
        | Event::GroupDeleted { .. }
        | Event::MemberRemoved { .. }
        | Event::InvitationSent { .. }
        | Event::InvitationResent { .. }
        | Event::InvitationAccepted { .. }
        | Event::InvitationDeliveryNoted { .. } => return None,
    })
}

/// The same op; what it makes gets this id.
pub fn with_new_id(op: Op, id: Uuid) -> Op {
    match op {
        Op::InvitationSend { email, role, groups, .. } => {
            Op::InvitationSend { invitation: InvitationId::from_uuid(id), email, role, groups }
        }
        other => other,
    }
}

/// The way back as it leads now: what others granted to the group since stays, with the View that it needs.
pub fn today(store: &Store, back: &Op) -> Op {
    let Op::GroupRevoke { group, permissions } = back else { return back.clone() };
    let mine: PermissionSet = permissions.iter().filter_map(|code| Permission::from_code(code)).collect();
    let present = store.group(*group).map_or(PermissionSet::EMPTY, |group| group.permissions);
    let others = present.minus(mine).with_views();
    let permissions = mine.minus(others).codes().into_iter().map(str::to_owned).collect();
    Op::GroupRevoke { group: *group, permissions }
}

/// Whether the way back sends somebody a mail.
pub const fn mails(op: &Op) -> bool {
    matches!(op, Op::InvitationSend { .. } | Op::InvitationResend { .. } | Op::InvitationChangeRole { .. })
}

/// Whether the way back takes something that may be gone or costs: a seat, a mail, a plan. It is looked at first.
pub const fn costs(op: &Op) -> bool {
    matches!(op, Op::MemberRestore { .. } | Op::PlanChange { .. }) || mails(op)
}

/// Who changed since what an act of `me` changed, as far as the store remembers: then the way back would undo her act too.
pub fn changed_by_another(store: &Store, me: MemberId, act: &Op) -> Option<MemberId> {
    let since = match act {
        Op::MemberChangeRole { member, .. } => store.member(*member)?.role_since,
        Op::MemberSuspend { member } | Op::MemberRestore { member } => store.member(*member)?.status_since,
        Op::MemberAddToGroup { member, group } => *store.member(*member)?.groups.get(group)?,
        Op::InvitationAddToGroup { invitation, group } => {
            *store.invitation(*invitation)?.groups.get(group)?
        }
        _ => Since::default(),
    };
    since.by.filter(|by| *by != me)
}

#[cfg(test)]
mod tests {
    use keyholder_domain::event::Stamp;
    use keyholder_domain::op::{Asker, decide, evolve};
    use keyholder_domain::plan::Plan;
    use keyholder_domain::role::Role;

    use super::*;
    use crate::views::fixture::{Shop, day};

    /// Does an op as the Owner; gives the store after it and the way back.
    fn done(store: &Store, op: &Op) -> (Store, Option<Op>) {
        let owner = store.owner().expect("the Owner").id;
        let event = decide(store, Asker::Member(owner), op, day(1)).expect("allowed").expect("changes");
        let after = evolve(store, &event, &Stamp { at: day(1), by: Some(owner) });
        (after, way_back(store, &event, day(1)))
    }

    #[test]
    fn the_way_back_leads_back() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[Permission::OrdersFulfillment]);
        let gudang = shop.group("Gudang", &[]);
        let dewi = shop.member("Dewi", Role::Seller, &[kasir]);
        let rina = shop.invites("rina@toko.example", Role::Seller, &[kasir]);
        let text = |text: &str| text.to_owned();
        let acts = [
            Op::MemberChangeRole { member: dewi, from: text("seller"), to: text("manager") },
            Op::MemberAddToGroup { member: dewi, group: gudang },
            Op::MemberRemoveFromGroup { member: dewi, group: kasir },
            Op::MemberSuspend { member: dewi },
            Op::GroupRename { group: kasir, from: text("Kasir"), to: text("Kasir depan") },
            Op::GroupGrant { group: gudang, permissions: vec![text("inventory.update")] },
            Op::GroupRevoke { group: kasir, permissions: vec![text("orders.view")] },
            Op::InvitationChangeRole { invitation: rina, from: text("seller"), to: text("viewer") },
            Op::InvitationAddToGroup { invitation: rina, group: gudang },
            Op::InvitationRemoveFromGroup { invitation: rina, group: kasir },
            Op::StoreRename { from: text("Toko Melati"), to: text("Toko Mawar") },
            Op::PlanChange { from: text("business"), to: text("enterprise") },
        ];
        for act in acts {
            let (after, back) = done(&shop.store, &act);
            let (again, forth) = done(&after, &back.unwrap_or_else(|| panic!("no way back from {act:?}")));
            assert_eq!(again.effective(dewi), shop.store.effective(dewi), "{act:?}");
            assert_eq!(again.plan(), Plan::Business);
            assert_eq!(
                (again.name(), again.group(kasir).map(|it| it.name.clone())),
                (shop.store.name(), shop.store.group(kasir).map(|it| it.name.clone()))
            );
            assert!(forth.is_some(), "the way back has a way back: {act:?}");
        }
        let suspended = done(&shop.store, &Op::MemberSuspend { member: dewi }).0;
        let back = done(&suspended, &Op::MemberRestore { member: dewi }).1;
        assert_eq!(back, Some(Op::MemberSuspend { member: dewi }));
        let group = keyholder_domain::id::GroupId::from_uuid(crate::views::fixture::id(900));
        let create = Op::GroupCreate { group, name: text("Harga"), permissions: Vec::new() };
        assert_eq!(done(&shop.store, &create).1, Some(Op::GroupDelete { group, move_to: None }));
    }

    #[test]
    fn a_withdrawn_invitation_comes_back_as_a_new_one_and_a_removed_member_never() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[]);
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let rina = shop.invites("Rina@toko.example", Role::Viewer, &[kasir]);
        let (_, back) = done(&shop.store, &Op::InvitationWithdraw { invitation: rina });
        let invitation = InvitationId::from_uuid(Uuid::max());
        assert_eq!(
            back.map(|op| with_new_id(op, Uuid::max())),
            Some(Op::InvitationSend {
                invitation,
                email: "Rina@toko.example".to_owned(),
                role: "viewer".to_owned(),
                groups: vec![kasir]
            })
        );
        assert_eq!(done(&shop.store, &Op::MemberRemove { member: dewi }).1, None);
        let withdrawn = Event::InvitationWithdrawn { invitation: rina };
        assert_eq!(
            way_back(&shop.store, &withdrawn, day(30)),
            None,
            "an expired one held no seat and no hope"
        );
    }

    #[test]
    fn taking_back_a_grant_leaves_what_others_granted_since() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[]);
        let grant = |code: &str| Op::GroupGrant { group: kasir, permissions: vec![code.to_owned()] };
        let (store, back) = done(&shop.store, &grant("orders.fulfillment"));
        let back = back.expect("a way back");
        assert_eq!(
            today(&store, &back),
            Op::GroupRevoke {
                group: kasir,
                permissions: vec!["orders.fulfillment".into(), "orders.view".into()]
            }
        );
        let (store, _) = done(&store, &grant("orders.download"));
        assert_eq!(
            today(&store, &back),
            Op::GroupRevoke { group: kasir, permissions: vec!["orders.fulfillment".into()] }
        );
    }

    #[test]
    fn somebody_elses_later_act_is_known() {
        let mut shop = Shop::new();
        let owner = shop.owner();
        let eko = shop.member("Eko", Role::Admin, &[]);
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let suspend = Op::MemberSuspend { member: dewi };
        shop.happens(Event::MemberSuspended { member: dewi }, Some(owner));
        assert_eq!(changed_by_another(&shop.store, owner, &suspend), None);
        shop.happens(Event::MemberRestored { member: dewi }, Some(eko));
        shop.happens(Event::MemberSuspended { member: dewi }, Some(eko));
        assert_eq!(changed_by_another(&shop.store, owner, &suspend), Some(eko));
    }
}
