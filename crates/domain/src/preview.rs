//! What an op would change, before anyone confirms it: access gained and lost, cell by cell, whom it touches, and the seats.

use std::collections::BTreeSet;

use crate::authority::Asker;
use crate::decide::decide;
use crate::event::{Event, Stamp};
use crate::evolve::evolve;
use crate::id::{GroupId, InvitationId, MemberId};
use crate::op::Op;
use crate::permission::{PermissionSet, may_hold};
use crate::refusal::Refusal;
use crate::role::{Area, Cell, Role, cell};
use crate::status::InvitationStatus;
use crate::store::{Seats, Store};
use crate::time::Time;

/// The most people that a preview lists by name; `people_total` counts them all.
pub const PEOPLE_MAX: usize = 500;

/// What an op would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The event, or none where the goal is reached already.
    pub event: Option<Event>,
    /// Whom it touches: the one it names, and everyone whose access changes. At most [`PEOPLE_MAX`].
    pub people: Vec<Touched>,
    /// How many it touches.
    pub people_total: usize,
    /// The seats as they stand.
    pub seats_before: Seats,
    /// The seats as they would stand.
    pub seats_after: Seats,
    /// What to think of before confirming.
    pub warnings: Vec<Warning>,
}

/// Someone whom an op touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// A member or an invitation.
    pub who: Who,
    /// Her name; an invitation has none.
    pub name: String,
    /// Her address, as typed.
    pub email: String,
    /// The cells that change.
    pub cells: Vec<CellChange>,
    /// The permissions that she gains.
    pub gained: PermissionSet,
    /// The permissions that she loses.
    pub lost: PermissionSet,
}

/// A member, or an invitation that would become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A member.
    Member(MemberId),
    /// An invitation.
    Invitation(InvitationId),
}

/// A cell that changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellChange {
    /// The area.
    pub area: Area,
    /// What it is.
    pub from: Cell,
    /// What it would be.
    pub to: Cell,
}

/// Something to think of before confirming.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Whoever accepts will see nothing in omnichannel: the role needs a group.
    EmptyAccess {
        /// The role.
        role: Role,
    },
    /// The group grants nothing.
    EmptyGroup {
        /// The group.
        group: GroupId,
    },
    /// These are kept in the group, but Owner and Admin alone can ever hold them.
    OwnerAndAdminOnly {
        /// These.
        permissions: PermissionSet,
    },
    /// The group grants these in vain: the role can never hold them.
    CutByRole {
        /// The role.
        role: Role,
        /// These.
        permissions: PermissionSet,
    },
    /// The store stays over its limit.
    OverLimit {
        /// Seats used.
        used: u32,
        /// Seats there are.
        limit: u32,
    },
}

impl Warning {
    /// A stable code, for texts.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::EmptyAccess { .. } => "empty_access",
            Self::EmptyGroup { .. } => "empty_group",
            Self::OwnerAndAdminOnly { .. } => "owner_and_admin_only",
            Self::CutByRole { .. } => "cut_by_role",
            Self::OverLimit { .. } => "over_limit",
        }
    }

    /// The values beside the code.
    pub fn with(&self) -> serde_json::Value {
        use serde_json::json;
        match self {
            Self::EmptyAccess { role } => json!({ "role": role }),
            Self::EmptyGroup { group } => json!({ "group": group }),
            Self::OwnerAndAdminOnly { permissions } => json!({ "permissions": permissions }),
            Self::CutByRole { role, permissions } => json!({ "role": role, "permissions": permissions }),
            Self::OverLimit { used, limit } => json!({ "used": used, "limit": limit }),
        }
    }
}

/// What an op would change, or why it would be refused.
pub fn preview(store: &Store, asker: Asker, op: &Op, now: Time) -> Result<Preview, Refusal> {
    let event = decide(store, asker, op, now)?;
    let after = match &event {
        Some(event) => evolve(store, event, &Stamp { at: store.now(now), by: asker.member() }),
        None => store.clone(),
    };
    let (named, affected) = event.as_ref().map_or_else(Default::default, |event| reach(store, event, now));
    let mut people = Vec::new();
    let mut people_total = 0;
    for who in affected {
        let change = compare(store, &after, who, now);
        if named == Some(who) || !change.is_empty() {
            people_total += 1;
            if people.len() < PEOPLE_MAX {
                people.push(touched(store, &after, who, change));
            }
        }
    }
    let (seats_before, seats_after) = (store.seats(now), after.seats(now));
    let mut warnings = event.as_ref().map_or_else(Vec::new, |event| warn(store, &after, event));
    if let (true, Some(limit)) = (seats_after.over_limit(), seats_after.limit.number()) {
        warnings.push(Warning::OverLimit { used: seats_after.used, limit });
    }
    Ok(Preview { event, people, people_total, seats_before, seats_after, warnings })
}

/// The one that an event names, and everyone whose access it could change.
fn reach(store: &Store, event: &Event, now: Time) -> (Option<Who>, Vec<Who>) {
    let one = |who| (Some(who), vec![who]);
    match event {
        Event::MemberRoleChanged { member, .. }
        | Event::MemberAddedToGroup { member, .. }
        | Event::MemberRemovedFromGroup { member, .. }
        | Event::MemberSuspended { member }
        | Event::MemberRestored { member }
        | Event::MemberRemoved { member, .. } => one(Who::Member(*member)),
        Event::InvitationSent { invitation, .. }
        | Event::InvitationResent { invitation, .. }
        | Event::InvitationWithdrawn { invitation }
        | Event::InvitationRoleChanged { invitation, .. }
        | Event::InvitationAddedToGroup { invitation, .. }
        | Event::InvitationRemovedFromGroup { invitation, .. }
        | Event::InvitationAccepted { invitation, .. }
        | Event::InvitationDeliveryNoted { invitation, .. } => one(Who::Invitation(*invitation)),
        Event::GroupGranted { group, .. }
        | Event::GroupRevoked { group, .. }
        | Event::GroupDeleted { group, .. } => {
            let pending = store
                .invitations_of(*group)
                .filter(|open| store.invitation_status(open, now) == InvitationStatus::Pending);
            let members = store.members_of(*group).map(|member| Who::Member(member.id));
            (None, members.chain(pending.map(|open| Who::Invitation(open.id))).collect())
        }
        Event::StoreCreated { .. }
        | Event::StoreRenamed { .. }
        | Event::OfflineLeaseSet { .. }
        | Event::PlanChanged { .. }
        | Event::PlanForced { .. }
        | Event::GroupCreated { .. }
        | Event::GroupRenamed { .. } => (None, Vec::new()),
    }
}

/// What someone may do: a role's cells while there is one, and a set of permissions.
struct Access {
    role: Option<Role>,
    permissions: PermissionSet,
}

impl Access {
    const NONE: Self = Self { role: None, permissions: PermissionSet::EMPTY };

    fn cell(&self, area: Area) -> Cell {
        self.role.map_or(Cell::None, |role| cell(role, area))
    }
}

fn access(store: &Store, who: Who, now: Time) -> Access {
    match who {
        Who::Member(id) => match store.member(id).filter(|member| member.is_active()) {
            Some(member) => Access { role: Some(member.role), permissions: store.effective(id) },
            None => Access::NONE,
        },
        Who::Invitation(id) => match store.invitation(id) {
            Some(open) if store.invitation_status(open, now) == InvitationStatus::Pending => {
                Access { role: Some(open.role), permissions: store.prospect(open.role, open.groups.keys()) }
            }
            Some(_) | None => Access::NONE,
        },
    }
}

struct Change {
    cells: Vec<CellChange>,
    gained: PermissionSet,
    lost: PermissionSet,
}

impl Change {
    const fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.gained.is_empty() && self.lost.is_empty()
    }
}

fn compare(before: &Store, after: &Store, who: Who, now: Time) -> Change {
    let (old, new) = (access(before, who, now), access(after, who, now));
    let change = |area: &Area| CellChange { area: *area, from: old.cell(*area), to: new.cell(*area) };
    Change {
        cells: Area::ALL.iter().map(change).filter(|change| change.from != change.to).collect(),
        gained: new.permissions.minus(old.permissions),
        lost: old.permissions.minus(new.permissions),
    }
}

fn touched(before: &Store, after: &Store, who: Who, change: Change) -> Touched {
    let (name, email) = match who {
        Who::Member(id) => {
            before.member(id).map(|member| (member.name().to_owned(), member.email().to_owned()))
        }
        Who::Invitation(id) => {
            let invitation = before.invitation(id).or_else(|| after.invitation(id));
            invitation.map(|invitation| (String::new(), invitation.email().to_owned()))
        }
    }
    .unwrap_or_default();
    let Change { cells, gained, lost } = change;
    Touched { who, name, email, cells, gained, lost }
}

fn warn(before: &Store, after: &Store, event: &Event) -> Vec<Warning> {
    match event {
        Event::InvitationSent { invitation, .. }
        | Event::InvitationRoleChanged { invitation, .. }
        | Event::InvitationAddedToGroup { invitation, .. }
        | Event::InvitationRemovedFromGroup { invitation, .. } => match after.invitation(*invitation) {
            Some(open) => warn_of_access(after, open.role, open.groups.keys().copied().collect()),
            None => Vec::new(),
        },
        Event::MemberRoleChanged { member, .. }
        | Event::MemberAddedToGroup { member, .. }
        | Event::MemberRemovedFromGroup { member, .. } => match after.member(*member) {
            Some(member) => warn_of_access(after, member.role, member.groups.keys().copied().collect()),
            None => Vec::new(),
        },
        Event::GroupCreated { group, .. }
        | Event::GroupGranted { group, .. }
        | Event::GroupRevoked { group, .. } => warn_of_group(before, after, *group),
        Event::StoreCreated { .. }
        | Event::StoreRenamed { .. }
        | Event::OfflineLeaseSet { .. }
        | Event::PlanChanged { .. }
        | Event::PlanForced { .. }
        | Event::GroupRenamed { .. }
        | Event::GroupDeleted { .. }
        | Event::MemberSuspended { .. }
        | Event::MemberRestored { .. }
        | Event::MemberRemoved { .. }
        | Event::InvitationResent { .. }
        | Event::InvitationWithdrawn { .. }
        | Event::InvitationAccepted { .. }
        | Event::InvitationDeliveryNoted { .. } => Vec::new(),
    }
}

fn warn_of_access(store: &Store, role: Role, groups: BTreeSet<GroupId>) -> Vec<Warning> {
    let granted = store.granted(&groups);
    let mut warnings = Vec::new();
    if crate::permission::effective(role, granted).is_empty() {
        warnings.push(Warning::EmptyAccess { role });
    }
    let cut = granted.minus(may_hold(role));
    if !cut.is_empty() {
        warnings.push(Warning::CutByRole { role, permissions: cut });
    }
    warnings
}

fn warn_of_group(before: &Store, after: &Store, group: GroupId) -> Vec<Warning> {
    let Some(present) = after.group(group) else { return Vec::new() };
    let mut warnings = Vec::new();
    if present.is_empty() {
        warnings.push(Warning::EmptyGroup { group });
    }
    let earlier = before.group(group).map_or(PermissionSet::EMPTY, |group| group.permissions);
    let added = present.permissions.minus(earlier);
    let in_vain: PermissionSet =
        added.iter().filter(|permission| permission.owner_and_admin_only()).collect();
    if !in_vain.is_empty() {
        warnings.push(Warning::OwnerAndAdminOnly { permissions: in_vain });
    }
    warnings
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::permission::Permission;
    use crate::testing::{
        ADMIN, COUNTER, MANAGER, OWNER, SELLER, STOCKROOM, VIEWER, by, group_id, invitation_id, invite,
        invite_op, member_id, shop, start,
    };

    fn see(store: &Store, op: &Op) -> Preview {
        preview(store, by(OWNER), op, start()).unwrap()
    }

    #[test]
    fn a_change_of_role_shows_what_is_gained_and_lost_cell_by_cell() {
        let op = Op::MemberChangeRole {
            member: member_id(SELLER),
            from: "seller".to_owned(),
            to: "viewer".to_owned(),
        };
        let seen = see(&shop(), &op);
        let [touched] = seen.people.as_slice() else { panic!("{seen:?}") };
        assert_eq!((touched.name.as_str(), touched.email.as_str()), ("Person 5", "person5@kedai.example"));
        let change = |area, from, to| CellChange { area, from, to };
        assert_eq!(
            touched.cells,
            [
                change(Area::RingUpSales, Cell::Full, Cell::None),
                change(Area::ManageCustomers, Cell::Full, Cell::None),
                // Rank is not inclusion: a Viewer sees more.
                change(Area::ViewReports, Cell::Partial, Cell::Full),
            ]
        );
        assert_eq!(touched.lost, [Permission::OrdersFulfillment].into_iter().collect());
        assert!(touched.gained.is_empty());
        assert_eq!(seen.seats_before, seen.seats_after);
    }

    #[test]
    fn deleting_a_group_shows_who_loses_what() {
        let mut store = shop();
        invite(&mut store, 8, Role::InventoryHandler, &[STOCKROOM]);
        let op = Op::GroupDelete { group: group_id(STOCKROOM), move_to: Some(Some(group_id(COUNTER))) };
        let seen = see(&store, &op);
        assert_eq!(seen.people_total, 4);
        let invited = seen.people.last().unwrap();
        assert_eq!(invited.who, Who::Invitation(invitation_id(8)));
        assert!(invited.lost.contains(Permission::InventoryUpdate));
        assert!(invited.gained.contains(Permission::OrdersFulfillment));
    }

    #[test]
    fn a_group_shows_only_those_whose_access_changes() {
        let op = Op::GroupGrant { group: group_id(STOCKROOM), permissions: vec!["channel.edit".to_owned()] };
        let seen = see(&shop(), &op);
        let lost_and_gained = |n| {
            let who = Who::Member(member_id(n));
            seen.people.iter().find(|touched| touched.who == who).map(|touched| touched.gained.len())
        };
        assert_eq!(lost_and_gained(MANAGER), Some(2), "the action and its View");
        assert_eq!(lost_and_gained(VIEWER), Some(1), "the View alone");
        assert_eq!(lost_and_gained(SELLER), None, "not inside");
    }

    #[test]
    fn seats_are_forecast() {
        let seen = see(&shop(), &invite_op(8, Role::Seller, &[COUNTER]));
        assert_eq!((seen.seats_before.used, seen.seats_after.used, seen.seats_after.pending), (7, 8, 1));
        assert_eq!(seen.warnings, []);
        let seen = see(&shop(), &Op::MemberSuspend { member: member_id(MANAGER) });
        assert_eq!(seen.seats_after.used, 6);
        assert_eq!(seen.people.first().unwrap().cells.len(), 8, "every cell that she had");
    }

    #[test]
    fn warnings_say_what_to_think_of() {
        let codes =
            |op: &Op| see(&shop(), op).warnings.into_iter().map(|warning| warning.code()).collect::<Vec<_>>();
        assert_eq!(codes(&invite_op(8, Role::Seller, &[])), ["empty_access"]);
        assert_eq!(codes(&invite_op(8, Role::Admin, &[])), [""; 0]);
        assert_eq!(codes(&invite_op(8, Role::Viewer, &[STOCKROOM])), ["cut_by_role"]);
        let create = |permissions: &[&str]| Op::GroupCreate {
            group: group_id(9),
            name: "Kurir".to_owned(),
            permissions: permissions.iter().map(|code| (*code).to_owned()).collect(),
        };
        assert_eq!(codes(&create(&[])), ["empty_group"]);
        assert_eq!(codes(&create(&["users.edit"])), ["owner_and_admin_only"]);
        assert_eq!(codes(&create(&["orders.view"])), [""; 0]);
    }

    #[test]
    fn what_would_be_refused_says_so_and_what_is_reached_shows_nothing() {
        let op = Op::MemberSuspend { member: member_id(ADMIN) };
        assert_eq!(preview(&shop(), by(ADMIN), &op, start()), Err(Refusal::OwnAccess));
        let seen = see(&shop(), &Op::MemberRestore { member: member_id(ADMIN) });
        assert_eq!((seen.event, seen.people_total), (None, 0));
    }
}
