//! Who may do what to whom: the clauses that every door goes through, once.
//!
//! Each clause is a function that refuses with its own code. The noun files call them in the order of the wire, which is
//! the order in which a refusal is told:
//!
//! ```text
//! the actor, now → her area → well formed → exists → not herself → not the Owner → rank → held
//!                → goal already reached → still as she saw it → in use → seats
//! ```

use serde_json::json;

use crate::group::Group;
use crate::id::{GroupId, InvitationId, MemberId};
use crate::invitation::Invitation;
use crate::member::Member;
use crate::permission::{Permission, PermissionSet};
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::role::{Area, Cell, Role, cell};
use crate::status::MemberStatus;
use crate::store::Store;
use crate::text::{Email, Name};
use crate::time::Time;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// A member of the store.
    Member(MemberId),
    /// The machine itself. It needs no authority, but keeps every other rule.
    System,
}

impl Asker {
    /// The member, for the stamp of an entry.
    pub const fn member(self) -> Option<MemberId> {
        match self {
            Self::Member(member) => Some(member),
            Self::System => None,
        }
    }
}

/// An asker whose standing and area have been judged.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Actor {
    Member { id: MemberId, role: Role, holds: PermissionSet },
    System,
}

/// The actor, now, and her area: the two steps that every op begins with.
pub(crate) fn actor(store: &Store, asker: Asker, area: Area) -> Result<Actor, Refusal> {
    let id = match asker {
        Asker::System => return Ok(Actor::System),
        Asker::Member(id) => id,
    };
    let member = store.member(id).ok_or(Refusal::NotAMember)?;
    match member.status {
        MemberStatus::Active => {}
        MemberStatus::Suspended => return Err(Refusal::Suspended),
        MemberStatus::Removed => return Err(Refusal::NotAMember),
    }
    // A write needs the whole area: a partial cell is a view.
    if cell(member.role, area) != Cell::Full {
        return Err(Refusal::AreaRequired { area });
    }
    Ok(Actor::Member { id, role: member.role, holds: store.effective(id) })
}

/// Whether an asker has an area at all, now: what a screen greys by before anything in particular is asked.
pub fn has_area(store: &Store, asker: Asker, area: Area) -> Result<(), Refusal> {
    actor(store, asker, area).map(|_| ())
}

impl Actor {
    /// Nobody changes her own access.
    pub(crate) fn not_herself(self, target: MemberId) -> Result<(), Refusal> {
        match self {
            Self::Member { id, .. } if id == target => Err(Refusal::OwnAccess),
            Self::Member { .. } | Self::System => Ok(()),
        }
    }

    /// The actor is above a role, present or new.
    pub(crate) fn outranks(self, target_role: Role) -> Result<(), Refusal> {
        match self {
            Self::Member { role, .. } if !role.outranks(target_role) => {
                Err(Refusal::Outranked { actor_role: role, target_role })
            }
            Self::Member { .. } | Self::System => Ok(()),
        }
    }

    /// The actor holds all that she adds or removes.
    pub(crate) fn holds(self, touched: PermissionSet) -> Result<(), Refusal> {
        match self {
            Self::Member { holds, .. } if !holds.includes(touched) => {
                Err(Refusal::PermissionNotHeld { permissions: touched.minus(holds) })
            }
            Self::Member { .. } | Self::System => Ok(()),
        }
    }
}

// Well formed.

pub(crate) fn parse_role(code: &str) -> Result<Role, Refusal> {
    Role::from_code(code).ok_or(Refusal::UnknownRole)
}

pub(crate) fn parse_plan(code: &str) -> Result<Plan, Refusal> {
    Plan::from_code(code).ok_or(Refusal::UnknownPlan)
}

pub(crate) fn parse_name(typed: &str) -> Result<Name, Refusal> {
    Name::parse(typed).map_err(|why| Refusal::InvalidName { why })
}

pub(crate) fn parse_email(typed: &str) -> Result<Email, Refusal> {
    Email::parse(typed).map_err(|why| Refusal::InvalidEmail { why })
}

pub(crate) fn parse_permissions(codes: &[String]) -> Result<PermissionSet, Refusal> {
    let parse = |code: &String| {
        Permission::from_code(code).ok_or_else(|| Refusal::UnknownPermission { permission: code.clone() })
    };
    codes.iter().map(parse).collect()
}

// Exists.

/// A present member. A removed one is no member to any op but `member.remove`.
pub(crate) fn present(store: &Store, id: MemberId) -> Result<&Member, Refusal> {
    store.member(id).ok_or(Refusal::UnknownMember)
}

pub(crate) fn existing_group(store: &Store, id: GroupId) -> Result<&Group, Refusal> {
    store.group(id).ok_or(Refusal::UnknownGroup)
}

pub(crate) fn existing_invitation(store: &Store, id: InvitationId) -> Result<&Invitation, Refusal> {
    store.invitation(id).ok_or(Refusal::UnknownInvitation)
}

// Not the Owner.

/// The Owner is never the target.
pub(crate) fn not_the_owner(target: Role) -> Result<(), Refusal> {
    if target == Role::Owner { Err(Refusal::OwnerProtected) } else { Ok(()) }
}

/// The Owner's role is never offered.
pub(crate) fn not_the_owners_role(offered: Role) -> Result<(), Refusal> {
    if offered == Role::Owner { Err(Refusal::OwnerRoleReserved) } else { Ok(()) }
}

// Still as she saw it.

/// What she saw is what is.
pub(crate) fn still<T: serde::Serialize + PartialEq>(
    field: &'static str,
    expected: &T,
    present: &T,
) -> Result<(), Refusal> {
    if expected == present {
        return Ok(());
    }
    Err(Refusal::ChangedMeanwhile { field, expected: json!(expected), present: json!(present) })
}

/// The same for names: compared as they would be stored, so that a stray space is no conflict.
pub(crate) fn still_named(expected: &str, present: &Name) -> Result<(), Refusal> {
    still("name", &Name::stored(expected), present)
}

// Seats.

/// One more seat is needed and there is one.
pub(crate) fn free_seat(store: &Store, now: Time) -> Result<(), Refusal> {
    let seats = store.seats(now);
    let (used, limit) = (seats.used, seats.limit);
    if seats.over_limit() {
        return Err(Refusal::OverLimit { used, limit });
    }
    if !limit.fits(used.saturating_add(1)) {
        return Err(Refusal::NoFreeSeat { used, limit });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::op::Op;
    use crate::testing::{
        ADMIN, COUNTER, MANAGER, OWNER, SELLER, STOCKROOM, by, given, group_id, invite_op, member_id, shop,
    };

    // With the built-in tables whoever has the area holds all 25, so that this clause is reached only by a member whose
    // access was cut by hand. It stands for the day on which a role has the area without holding everything.
    fn shop_whose_admin_holds(held: &[Permission]) -> Store {
        let mut store = shop();
        if let Some(slot) = store.members.get_mut(&member_id(ADMIN)) {
            slot.mask = held.iter().copied().collect();
        }
        store
    }

    #[test]
    fn she_cannot_grant_or_take_what_she_does_not_hold() {
        use Permission::{OrdersFulfillment, OrdersView, PriceUpdate, PriceView};
        let check = |op: Op, missing: &[Permission]| {
            let held = [OrdersView, PriceView];
            let refusal = Refusal::PermissionNotHeld { permissions: missing.iter().copied().collect() };
            given(shop_whose_admin_holds(&held)).when(ADMIN, op).refused(&refusal);
        };
        let codes = |permissions: &[Permission]| permissions.iter().map(|p| p.code().to_owned()).collect();
        let counter = group_id(COUNTER);
        check(Op::GroupGrant { group: counter, permissions: codes(&[PriceUpdate]) }, &[PriceUpdate]);
        check(Op::GroupRevoke { group: counter, permissions: codes(&[OrdersView]) }, &[OrdersFulfillment]);
        let create = Op::GroupCreate {
            group: group_id(9),
            name: "Harga".to_owned(),
            permissions: codes(&[PriceUpdate, OrdersView]),
        };
        check(create, &[PriceUpdate]);
        let all = [OrdersFulfillment, Permission::DashboardView];
        check(Op::GroupDelete { group: counter, move_to: None }, &all);
        check(Op::MemberAddToGroup { member: member_id(SELLER), group: counter }, &all);
        check(Op::MemberRemoveFromGroup { member: member_id(SELLER), group: counter }, &all);
        check(invite_op(8, Role::Viewer, &[COUNTER]), &all);
    }

    #[test]
    fn moving_people_adds_what_their_new_group_holds() {
        let counters = [Permission::OrdersView, Permission::OrdersFulfillment, Permission::DashboardView];
        let op = Op::GroupDelete { group: group_id(COUNTER), move_to: Some(Some(group_id(STOCKROOM))) };
        let store = shop_whose_admin_holds(&counters);
        let missing = store.group(group_id(STOCKROOM)).unwrap().permissions;
        given(store).when(ADMIN, op).refused(&Refusal::PermissionNotHeld { permissions: missing });
    }

    #[test]
    fn the_machine_needs_no_authority_but_keeps_every_other_rule() {
        let suspend = |n| Op::MemberSuspend { member: member_id(n) };
        given(shop()).when_asked(Asker::System, suspend(ADMIN)).accepted();
        given(shop()).when_asked(Asker::System, suspend(OWNER)).refused(&Refusal::OwnerProtected);
    }

    #[test]
    fn an_area_is_asked_for_at_the_door() {
        let store = shop();
        assert_eq!(has_area(&store, by(MANAGER), Area::ViewTeam), Ok(()));
        for (n, area) in [(SELLER, Area::ViewTeam), (SELLER, Area::ViewReports), (MANAGER, Area::BillingPlan)]
        {
            assert_eq!(has_area(&store, by(n), area), Err(Refusal::AreaRequired { area }));
        }
        assert_eq!(has_area(&store, by(99), Area::ViewTeam), Err(Refusal::NotAMember));
    }
}
