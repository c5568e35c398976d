//! The way back from an act. INVARIANT: it is worked out when the act is asked for, from what the act changed then, and kept
//! beside it: what is undone later is that, and nothing that somebody else did since.

use keyholder_domain::event::Event;
use keyholder_domain::id::{GroupId, InvitationId, MemberId};
use keyholder_domain::member::Since;
use keyholder_domain::op::Op;
use keyholder_domain::permission::{Permission, PermissionSet};
use keyholder_domain::status::InvitationStatus;
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use keyholder_domain::wire::Entry;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::DeskError;

mod lost_group;
pub use lost_group::LostGroup;

/// For how long an act may be taken back.
pub const MINUTES: i64 = 10;

/// What leads back from an act.
#[derive(Debug, Clone, PartialEq)]
pub enum Back {
    /// One op.
    Op(Op),
    /// A deleted group, made again with its people.
    Group(Box<LostGroup>),
}

impl Back {
    /// As it is kept beside the act. A version that knows no lost groups reads none.
    pub fn to_value(&self) -> Value {
        match self {
            Back::Op(op) => op.to_value(),
            Back::Group(lost) => json!({ "lost_group": lost }),
        }
    }

    /// As it was kept.
    pub fn read(mut value: Value) -> Result<Self, DeskError> {
        if let Some(lost) = value.get_mut("lost_group").map(Value::take) {
            let lost = serde_json::from_value(lost);
            return lost
                .map(|lost| Back::Group(Box::new(lost)))
                .map_err(|error| DeskError::storage(error.to_string()));
        }
        Op::parse(&value).map(Back::Op).map_err(|_| DeskError::outdated("this version cannot read the op"))
    }

    /// The same; what it makes gets this id, unless it has one.
    pub fn with_new_id(self, id: Uuid) -> Self {
        match self {
            Back::Op(op) => Back::Op(with_new_id(op, id)),
            Back::Group(lost) if lost.group.uuid().is_nil() => {
                Back::Group(Box::new(LostGroup { group: GroupId::from_uuid(id), ..*lost }))
            }
            given @ Back::Group(_) => given,
        }
    }

    /// Whether it takes something that may be gone, or costs: a seat, a mail, a plan, a name. It is looked at first.
    pub fn costs(&self) -> bool {
        match self {
            Back::Op(op) => matches!(op, Op::MemberRestore { .. } | Op::PlanChange { .. }) || mails(op),
            Back::Group(_) => true,
        }
    }
}

/// What leads back from an event, if anything does. What it makes gets its id when it is asked for: [`Back::with_new_id`].
pub fn way_back(before: &Store, event: &Event, now: Time) -> Option<Back> {
    if let Event::GroupDeleted { name, permissions, move_to, members, invitations, .. } = event {
        let lost = LostGroup::of(before, (name.as_str(), permissions), *move_to, (members, invitations));
        return Some(Back::Group(Box::new(lost)));
    }
    opposite(before, event, now).map(Back::Op)
}

fn opposite(before: &Store, event: &Event, now: Time) -> Option<Op> {
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
        // Whoever was suspended had no access: an invitation would give her some.
        Event::MemberRemoved { member, role, groups } => {
            let was = before.member(*member).filter(|it| it.is_active() && !it.email().is_empty())?;
            invite(was.email(), role.code(), groups.clone())
        }
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
        Event::InvitationSent { invitation, .. } => Op::InvitationWithdraw { invitation: *invitation },
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
            invite(open.email(), open.role.code(), open.groups.keys().copied().collect())
        }
        Event::StoreRenamed { from, to } => {
            Op::StoreRename { from: to.as_str().into(), to: from.as_str().into() }
        }
        Event::PlanChanged { from, to } => Op::PlanChange { from: to.code().into(), to: from.code().into() },
        Event::OfflineLeaseSet { from, to } => Op::StoreSetOfflineLease { from: *to, to: *from },
        // A mail that was sent once more is sent; an invitation that was accepted is hers.
        Event::StoreCreated { .. }
        | Event::PlanForced { .. }
        | Event::GroupDeleted { .. }
        | Event::InvitationResent { .. }
        | Event::InvitationAccepted { .. }
        | Event::InvitationDeliveryNoted { .. } => return None,
    })
}

fn invite(email: &str, role: &str, groups: Vec<GroupId>) -> Op {
    let invitation = InvitationId::from_uuid(Uuid::nil());
    Op::InvitationSend { invitation, email: email.to_owned(), role: role.to_owned(), groups }
}

fn with_new_id(op: Op, id: Uuid) -> Op {
    match op {
        Op::InvitationSend { invitation, email, role, groups } if invitation.uuid().is_nil() => {
            Op::InvitationSend { invitation: InvitationId::from_uuid(id), email, role, groups }
        }
        other => other,
    }
}

/// The way back as it leads now: what others granted to the group since stays, with the View that it needs; an invitation offers the
/// groups that are still there.
pub fn today(store: &Store, back: &Op) -> Op {
    match back {
        Op::GroupRevoke { group, permissions } => {
            let mine: PermissionSet =
                permissions.iter().filter_map(|code| Permission::from_code(code)).collect();
            let present = store.group(*group).map_or(PermissionSet::EMPTY, |group| group.permissions);
            let others = present.minus(mine).with_views();
            let permissions = mine.minus(others).codes().into_iter().map(str::to_owned).collect();
            Op::GroupRevoke { group: *group, permissions }
        }
        Op::InvitationSend { invitation, email, role, groups } => Op::InvitationSend {
            invitation: *invitation,
            email: email.clone(),
            role: role.clone(),
            groups: groups.iter().copied().filter(|group| store.group(*group).is_some()).collect(),
        },
        other => other.clone(),
    }
}

/// Whether the way back sends somebody a mail.
pub const fn mails(op: &Op) -> bool {
    matches!(op, Op::InvitationSend { .. } | Op::InvitationResend { .. } | Op::InvitationChangeRole { .. })
}

/// Who changed since what an act of `me` changed, as far as it is remembered: then the way back would undo her act too.
pub fn changed_by_another(store: &Store, recent: &[Entry], me: MemberId, back: &Op) -> Option<MemberId> {
    let since = match back {
        Op::MemberChangeRole { member, .. } => store.member(*member)?.role_since,
        Op::MemberSuspend { member } | Op::MemberRestore { member } => store.member(*member)?.status_since,
        Op::MemberRemoveFromGroup { member, group } => *store.member(*member)?.groups.get(group)?,
        Op::InvitationRemoveFromGroup { invitation, group } => {
            *store.invitation(*invitation)?.groups.get(group)?
        }
        Op::GroupDelete { group, .. } => return changed_group(recent, me, *group),
        _ => Since::default(),
    };
    since.by.filter(|by| *by != me)
}

/// Who else gave a group its name or its permissions.
fn changed_group(recent: &[Entry], me: MemberId, group: GroupId) -> Option<MemberId> {
    let id = group.uuid().to_string();
    let turned = |entry: &&Entry| {
        matches!(entry.event["type"].as_str(), Some("group.renamed" | "group.granted" | "group.revoked"))
            && entry.event["group"] == id.as_str()
    };
    recent.iter().filter(turned).filter_map(|entry| entry.by).find(|by| *by != me)
}

#[cfg(test)]
mod tests {
    use keyholder_domain::event::Stamp;
    use keyholder_domain::op::{Asker, decide, evolve};
    use keyholder_domain::plan::Plan;
    use keyholder_domain::role::Role;

    use super::*;
    use crate::views::fixture::{Shop, day, id};

    /// Does an op as the Owner; gives the store after it and the way back.
    fn done(store: &Store, op: &Op) -> (Store, Option<Back>) {
        let owner = store.owner().expect("the Owner").id;
        let event = decide(store, Asker::Member(owner), op, day(1)).expect("allowed").expect("changes");
        let after = evolve(store, &event, &Stamp { at: day(1), by: Some(owner) });
        (after, way_back(store, &event, day(1)).map(|back| back.with_new_id(id(5_000))))
    }

    /// The one op that leads back.
    fn only(back: Option<Back>) -> Op {
        match back {
            Some(Back::Op(op)) => op,
            other => panic!("one op leads back, not {other:?}"),
        }
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
            let (again, forth) = done(&after, &only(back));
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
        assert_eq!(only(back), Op::MemberSuspend { member: dewi });
        let group = GroupId::from_uuid(id(900));
        let create = Op::GroupCreate { group, name: text("Harga"), permissions: Vec::new() };
        assert_eq!(only(done(&shop.store, &create).1), Op::GroupDelete { group, move_to: None });
    }

    #[test]
    fn whoever_was_withdrawn_or_removed_is_invited_anew_and_a_new_invitation_is_withdrawn() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[]);
        let dewi = shop.member("Dewi", Role::Seller, &[kasir]);
        let rina = shop.invites("Rina@toko.example", Role::Viewer, &[kasir]);
        let invited = |email: &str, role: &str| Op::InvitationSend {
            invitation: InvitationId::from_uuid(id(5_000)),
            email: email.to_owned(),
            role: role.to_owned(),
            groups: vec![kasir],
        };
        let (_, back) = done(&shop.store, &Op::InvitationWithdraw { invitation: rina });
        assert_eq!(only(back), invited("Rina@toko.example", "viewer"));
        let withdrawn = Event::InvitationWithdrawn { invitation: rina };
        assert_eq!(
            way_back(&shop.store, &withdrawn, day(30)),
            None,
            "an expired one held no seat and no hope"
        );

        let email = shop.store.member(dewi).expect("a member").email().to_owned();
        assert_eq!(only(done(&shop.store, &Op::MemberRemove { member: dewi }).1), invited(&email, "seller"));
        let (suspended, _) = done(&shop.store, &Op::MemberSuspend { member: dewi });
        assert_eq!(done(&suspended, &Op::MemberRemove { member: dewi }).1, None, "she had no access");

        let send = invited("new@toko.example", "seller");
        let invitation = InvitationId::from_uuid(id(5_000));
        assert_eq!(only(done(&shop.store, &send).1), Op::InvitationWithdraw { invitation });
        assert_eq!(
            done(&shop.store, &Op::InvitationResend { invitation: rina }).1,
            None,
            "a sent mail is sent"
        );
    }

    #[test]
    fn an_invitation_offers_the_groups_that_are_still_there() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[]);
        let gone = GroupId::from_uuid(id(404));
        let Op::InvitationSend { groups, .. } =
            today(&shop.store, &invite("a@toko.example", "seller", vec![gone, kasir]))
        else {
            panic!("an invitation")
        };
        assert_eq!(groups, [kasir]);
    }

    /// Everything that a deleted group's way back asks, done one after the other.
    fn led_back(store: &Store, lost: &LostGroup) -> Store {
        let after = done(store, &lost.create()).0;
        lost.people(&after).iter().fold(after, |store, op| done(&store, op).0)
    }

    #[test]
    fn a_deleted_group_is_made_again_with_its_people_who_leave_where_they_were_sent() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[Permission::OrdersFulfillment]);
        let gudang = shop.group("Gudang", &[Permission::InventoryUpdate]);
        let dewi = shop.member("Dewi", Role::Seller, &[kasir]);
        let sari = shop.member("Sari", Role::Manager, &[kasir, gudang]);
        let rina = shop.invites("rina@toko.example", Role::Viewer, &[kasir]);
        let people = [dewi, sari];
        let delete = Op::GroupDelete { group: kasir, move_to: Some(Some(gudang)) };
        let (without, back) = done(&shop.store, &delete);
        let Some(Back::Group(lost)) = back.clone() else { panic!("a lost group, not {back:?}") };
        assert_eq!(Back::read(back.expect("some").to_value()).ok(), Some(Back::Group(lost.clone())));
        assert!(Back::Group(lost.clone()).costs(), "the name may be gone");

        let again = led_back(&without, &lost);
        let new = again.group(lost.group).expect("it is there again");
        assert_eq!(
            (new.name.as_str(), new.permissions),
            ("Kasir", shop.store.group(kasir).expect("it was").permissions)
        );
        for member in people {
            assert_eq!(again.effective(member), shop.store.effective(member));
        }
        let groups = |member| again.member(member).map(|it| it.groups.keys().copied().collect::<Vec<_>>());
        assert_eq!(groups(dewi), Some(vec![lost.group]), "out of where she was sent");
        assert_eq!(groups(sari).map(|it| it.len()), Some(2), "who had been there stays there");
        assert!(
            again
                .invitation(rina)
                .is_some_and(|it| it.groups.contains_key(&lost.group) && it.groups.len() == 1)
        );
    }

    #[test]
    fn who_accepted_since_comes_back_into_the_group_as_a_member() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[]);
        let rina = shop.invites("rina@toko.example", Role::Viewer, &[kasir]);
        let (_, back) = done(&shop.store, &Op::GroupDelete { group: kasir, move_to: Some(None) });
        let Some(Back::Group(lost)) = back else { panic!("a lost group") };
        let member = MemberId::from_uuid(id(7_000));
        shop.happens(
            Event::InvitationAccepted {
                invitation: rina,
                member,
                account: keyholder_domain::id::AccountId::from_uuid(id(7_001)),
                name: "Rina".to_owned().into(),
                email: "rina@toko.example".to_owned().into(),
                email_as_typed: None,
                role: Role::Viewer,
                groups: Vec::new(),
            },
            None,
        );
        assert_eq!(lost.people(&shop.store), [Op::MemberAddToGroup { member, group: lost.group }]);
    }

    #[test]
    fn taking_back_a_grant_leaves_what_others_granted_since() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[]);
        let grant = |code: &str| Op::GroupGrant { group: kasir, permissions: vec![code.to_owned()] };
        let (store, back) = done(&shop.store, &grant("orders.fulfillment"));
        let back = only(back);
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
        let restore = Op::MemberRestore { member: dewi };
        let changed = |shop: &Shop, back: &Op| {
            let picture = shop.seen_by(owner);
            changed_by_another(&picture.base, &picture.recent, owner, back)
        };
        shop.happens(Event::MemberSuspended { member: dewi }, Some(owner));
        assert_eq!(changed(&shop, &restore), None);
        shop.happens(Event::MemberRestored { member: dewi }, Some(eko));
        shop.happens(Event::MemberSuspended { member: dewi }, Some(eko));
        assert_eq!(changed(&shop, &restore), Some(eko));

        let kasir = shop.group("Kasir", &[]);
        let delete = Op::GroupDelete { group: kasir, move_to: None };
        assert_eq!(changed(&shop, &delete), None);
        let permissions = PermissionSet::from_iter([Permission::OrdersView]).into();
        shop.happens(Event::GroupGranted { group: kasir, permissions }, Some(eko));
        assert_eq!(changed(&shop, &delete), Some(eko), "deleting it would undo her grant, too");
    }
}
