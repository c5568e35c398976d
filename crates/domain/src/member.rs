//! A member: an account's place in one store, from accepting to leaving.

use serde::{Deserialize, Serialize};

use crate::authority::{
    Actor, Asker, actor, existing_group, free_seat, not_the_owner, not_the_owners_role, parse_role, present,
    still,
};
use crate::decide::Reply;
use crate::event::{Event, Stamp};
use crate::id::{AccountId, GroupId, MemberId};
use crate::memberships::Memberships;
use crate::refusal::Refusal;
use crate::role::{Area, Role};
use crate::status::MemberStatus;
use crate::store::Store;
use crate::text::{Email, Name};
use crate::time::Time;

/// Since when, and by whom. Either is unknown where the fact came from a snapshot that did not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    /// Applied at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Time>,
    /// By this member; none also for the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<MemberId>,
}

impl Stamp {
    /// The fact that this stamp leaves on what it changed.
    pub const fn since(&self) -> Since {
        Since { at: Some(self.at), by: self.by }
    }
}

/// A member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Her id. Never used again.
    pub id: MemberId,
    /// Her account.
    pub account: AccountId,
    /// Her address; none once erased.
    pub email: Option<Email>,
    /// Her name; none once erased.
    pub name: Option<Name>,
    /// Her role.
    pub role: Role,
    /// Her groups, and since when she is in each.
    pub groups: Memberships,
    /// Her standing.
    pub status: MemberStatus,
    /// Since when she has the role.
    pub role_since: Since,
    /// Since when she has the standing.
    pub status_since: Since,
    /// When she came.
    pub joined: Option<Time>,
}

impl Member {
    /// Her name, or nothing once erased.
    pub fn name(&self) -> &str {
        self.name.as_ref().map_or("", Name::as_str)
    }

    /// Her address as it was typed, or nothing once erased.
    pub fn email(&self) -> &str {
        self.email.as_ref().map_or("", Email::typed)
    }

    /// Whether she is active: holds a seat, has authority.
    pub fn is_active(&self) -> bool {
        self.status == MemberStatus::Active
    }
}

// decide

pub(crate) fn change_role(store: &Store, asker: Asker, member: MemberId, from: &str, to: &str) -> Reply {
    let actor = actor(store, asker, Area::ChangeMemberRole)?;
    let (from, to) = (parse_role(from)?, parse_role(to)?);
    let target = present(store, member)?;
    actor.not_herself(member)?;
    not_the_owner(target.role)?;
    not_the_owners_role(to)?;
    actor.outranks(target.role)?;
    actor.outranks(to)?;
    if target.role == to {
        return Ok(None);
    }
    still("role", &from, &target.role)?;
    Ok(Some(Event::MemberRoleChanged { member, from: target.role, to }))
}

/// The steps that adding to and removing from a group share, up to the goal.
fn regroup(store: &Store, asker: Asker, member: MemberId, group: GroupId) -> Result<&Member, Refusal> {
    let actor = actor(store, asker, Area::ChangeMemberRole)?;
    let target = present(store, member)?;
    let touched = existing_group(store, group)?;
    beneath(actor, target)?;
    actor.holds(touched.permissions)?;
    Ok(target)
}

/// The target is not the actor, not the Owner, and below the actor.
fn beneath(actor: Actor, target: &Member) -> Result<(), Refusal> {
    actor.not_herself(target.id)?;
    not_the_owner(target.role)?;
    actor.outranks(target.role)
}

pub(crate) fn add_to_group(store: &Store, asker: Asker, member: MemberId, group: GroupId) -> Reply {
    let target = regroup(store, asker, member, group)?;
    let already = target.groups.contains_key(&group);
    Ok((!already).then_some(Event::MemberAddedToGroup { member, group }))
}

pub(crate) fn remove_from_group(store: &Store, asker: Asker, member: MemberId, group: GroupId) -> Reply {
    let target = regroup(store, asker, member, group)?;
    let inside = target.groups.contains_key(&group);
    Ok(inside.then_some(Event::MemberRemovedFromGroup { member, group }))
}

pub(crate) fn suspend(store: &Store, asker: Asker, member: MemberId) -> Reply {
    let actor = actor(store, asker, Area::InviteRemoveStaff)?;
    let target = present(store, member)?;
    beneath(actor, target)?;
    Ok(target.is_active().then_some(Event::MemberSuspended { member }))
}

pub(crate) fn restore(store: &Store, asker: Asker, member: MemberId, now: Time) -> Reply {
    let actor = actor(store, asker, Area::InviteRemoveStaff)?;
    let target = present(store, member)?;
    beneath(actor, target)?;
    if target.is_active() {
        return Ok(None);
    }
    free_seat(store, now)?;
    Ok(Some(Event::MemberRestored { member }))
}

/// The one op that a removed member is still known to: removing her again has reached its goal. Who may ask is judged by
/// the last role she had, so that the answer never depends on who came first.
pub(crate) fn remove(store: &Store, asker: Asker, member: MemberId) -> Reply {
    let actor = actor(store, asker, Area::InviteRemoveStaff)?;
    let target = store.member(member).or_else(|| store.former(member)).ok_or(Refusal::UnknownMember)?;
    beneath(actor, target)?;
    if target.status == MemberStatus::Removed {
        return Ok(None);
    }
    let groups = target.groups.keys().copied().collect();
    Ok(Some(Event::MemberRemoved { member, role: target.role, groups }))
}

// evolve

impl Store {
    fn change_member(&mut self, id: MemberId, change: impl FnOnce(&mut Member)) {
        if let Some(mut member) = self.member(id).cloned() {
            change(&mut member);
            self.put_member(member);
        }
    }

    pub(crate) fn member_role_changed(&mut self, id: MemberId, to: Role, stamp: &Stamp) {
        self.change_member(id, |member| {
            member.role = to;
            member.role_since = stamp.since();
        });
    }

    // A group that does not exist is not entered: no reference may dangle, whoever wrote the event.
    pub(crate) fn member_added_to_group(&mut self, id: MemberId, group: GroupId, stamp: &Stamp) {
        if self.groups.contains_key(&group) {
            self.change_member(id, |member| {
                member.groups.join(group, stamp.since());
            });
        }
    }

    pub(crate) fn member_removed_from_group(&mut self, id: MemberId, group: GroupId) {
        self.change_member(id, |member| {
            member.groups.leave(&group);
        });
    }

    pub(crate) fn member_stands(&mut self, id: MemberId, status: MemberStatus, stamp: &Stamp) {
        self.change_member(id, |member| {
            member.status = status;
            member.status_since = stamp.since();
        });
    }

    pub(crate) fn member_removed(&mut self, id: MemberId, stamp: &Stamp) {
        if let Some(mut member) = self.member(id).cloned() {
            member.groups.clear();
            member.status = MemberStatus::Removed;
            member.status_since = stamp.since();
            self.retire_member(member);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::op::Op;
    use crate::permission::{Permission, PermissionSet};
    use crate::plan::{Plan, SeatLimit};
    use crate::role::Cell;
    use crate::testing::{
        ADMIN, COUNTER, HANDLER, MANAGER, OWNER, SELLER, STOCKROOM, VIEWER, given, group_id, invite_op,
        member_id, set_plan, shop,
    };

    fn to_role(n: u32, from: Role, to: Role) -> Op {
        Op::MemberChangeRole { member: member_id(n), from: from.code().to_owned(), to: to.code().to_owned() }
    }

    #[test]
    fn a_role_changes_what_a_group_can_give() {
        let seller = member_id(SELLER);
        let add = Op::MemberAddToGroup { member: seller, group: group_id(STOCKROOM) };
        let after = given(shop()).when(ADMIN, add).accepted();
        assert!(!after.store.may(seller, Permission::InventoryUpdate), "never, whatever a group says");
        let after = after.when(ADMIN, to_role(SELLER, Role::Seller, Role::InventoryHandler)).then(
            &Event::MemberRoleChanged { member: seller, from: Role::Seller, to: Role::InventoryHandler },
        );
        assert!(after.store.may(seller, Permission::InventoryUpdate));
    }

    #[test]
    fn only_the_owner_makes_and_unmakes_admins() {
        let outranked = Refusal::Outranked { actor_role: Role::Admin, target_role: Role::Admin };
        let promote = to_role(MANAGER, Role::Manager, Role::Admin);
        given(shop()).when(ADMIN, promote.clone()).refused(&outranked);
        let after = given(shop()).when(OWNER, promote).accepted();
        assert_eq!(after.store.effective(member_id(MANAGER)), PermissionSet::all(), "all 25 by role");
        after.when(ADMIN, to_role(MANAGER, Role::Admin, Role::Seller)).refused(&outranked);
    }

    #[test]
    fn suspending_frees_the_seat_and_takes_all_authority() {
        let handler = member_id(HANDLER);
        let suspend = Op::MemberSuspend { member: handler };
        let after = given(shop()).when(ADMIN, suspend).then(&Event::MemberSuspended { member: handler });
        assert_eq!(after.store.seats(after.now).used, 6);
        assert_eq!(after.store.effective(handler), PermissionSet::EMPTY);
        assert_eq!(after.store.cell(handler, Area::ManageCatalog), Cell::None);
        let after = after.when(ADMIN, Op::MemberRestore { member: handler }).accepted();
        assert!(after.store.may(handler, Permission::InventoryUpdate), "her groups were kept");
        assert_eq!(after.store.seats(after.now).used, 7);
    }

    #[test]
    fn a_suspended_member_can_be_given_another_role_and_groups() {
        let viewer = member_id(VIEWER);
        given(shop())
            .when(ADMIN, Op::MemberSuspend { member: viewer })
            .accepted()
            .when(ADMIN, to_role(VIEWER, Role::Viewer, Role::Manager))
            .accepted()
            .when(ADMIN, Op::MemberAddToGroup { member: viewer, group: group_id(COUNTER) })
            .accepted()
            .when(ADMIN, Op::MemberRemove { member: viewer })
            .then(&Event::MemberRemoved {
                member: viewer,
                role: Role::Manager,
                groups: vec![group_id(STOCKROOM), group_id(COUNTER)],
            });
    }

    #[test]
    fn restoring_needs_a_free_seat() {
        let mut store = shop();
        for n in [ADMIN, HANDLER, VIEWER] {
            crate::testing::ask(&mut store, OWNER, &Op::MemberSuspend { member: member_id(n) });
        }
        set_plan(&mut store, Plan::Team);
        let restore = |n| Op::MemberRestore { member: member_id(n) };
        let limit = SeatLimit::Limited(5);
        let full = given(store).when(OWNER, restore(VIEWER)).accepted();
        let full = full.when(OWNER, restore(HANDLER)).refused(&Refusal::NoFreeSeat { used: 5, limit });
        let mut over = full.store;
        set_plan(&mut over, Plan::Starter);
        let limit = SeatLimit::Limited(1);
        let over = given(over).when(OWNER, restore(HANDLER)).refused(&Refusal::OverLimit { used: 5, limit });
        over.when(OWNER, Op::MemberRemove { member: member_id(VIEWER) }).accepted();
    }

    #[test]
    fn a_removed_address_can_be_invited_again() {
        let remove = Op::MemberRemove { member: member_id(SELLER) };
        let again = Op::InvitationSend {
            invitation: crate::testing::invitation_id(30),
            email: crate::testing::email(SELLER).normalised().to_owned(),
            role: "seller".to_owned(),
            groups: vec![],
        };
        given(shop())
            .when(ADMIN, again.clone())
            .refused(&Refusal::AlreadyMember { member: member_id(SELLER), status: MemberStatus::Active });
        let after = given(shop()).when(ADMIN, remove).accepted();
        assert_eq!(after.store.former(member_id(SELLER)).unwrap().name(), "Person 5");
        after.when(ADMIN, again).accepted();
    }

    #[test]
    fn nobody_touches_herself_or_the_owner() {
        let ops = |n: u32| {
            let member = member_id(n);
            [
                Op::MemberSuspend { member },
                Op::MemberRestore { member },
                Op::MemberRemove { member },
                Op::MemberAddToGroup { member, group: group_id(COUNTER) },
                Op::MemberRemoveFromGroup { member, group: group_id(COUNTER) },
                Op::MemberChangeRole { member, from: "admin".to_owned(), to: "admin".to_owned() },
            ]
        };
        for op in ops(ADMIN) {
            given(shop()).when(ADMIN, op).refused(&Refusal::OwnAccess);
        }
        for op in ops(OWNER) {
            given(shop()).when(OWNER, op.clone()).refused(&Refusal::OwnAccess);
            given(shop()).when(ADMIN, op).refused(&Refusal::OwnerProtected);
        }
    }

    #[test]
    fn it_is_kept_since_when_and_by_whom() {
        let after = given(shop())
            .after_seconds(60)
            .when(ADMIN, to_role(SELLER, Role::Seller, Role::Manager))
            .accepted()
            .when(OWNER, invite_op(8, Role::Viewer, &[]))
            .accepted();
        let seller = after.store.member(member_id(SELLER)).unwrap();
        assert_eq!(seller.role_since, Since { at: Some(after.now), by: Some(member_id(ADMIN)) });
        assert_eq!(seller.joined, Some(crate::testing::start()));
    }
}
