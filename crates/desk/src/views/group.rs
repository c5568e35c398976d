//! One group: its 25 switches by section, who is inside, and what the roles of those inside cut off.

use keyholder_domain::group::Group;
use keyholder_domain::id::{GroupId, InvitationId};
use keyholder_domain::invitation::Invitation;
use keyholder_domain::op::Op;
use keyholder_domain::permission::{Permission, PermissionSet, Section, may_hold};
use keyholder_domain::role::Role;
use keyholder_domain::status::InvitationStatus;
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

use super::clash::{Met, clashes};
use super::groups::{self, GroupRowMay};
use super::index::TeamIndex;
use super::marks::{Marks, mark};
use super::names::NO_NAME;
use super::scan::fold;
use super::scene::Scene;
use super::shared::{Mark, May, Named, Told};
use super::team::{MemberRow, TeamAsk, groups_by_name, row};

/// One switch.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Toggle {
    /// The permission.
    pub permission: Permission,
    /// Whether the group grants it.
    pub on: bool,
    /// No group can give it: Owner and Admin hold it by role.
    pub owner_admin_only: bool,
    /// Which permissions keep this View on.
    pub implied_by: Vec<Permission>,
    /// Whether it may be switched.
    pub may: May,
    /// Whether the switch waits for the cloud.
    pub mark: Option<Mark>,
    /// Whether it touches money, people or channels.
    pub sensitive: bool,
}

/// One section of switches.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ToggleSection {
    /// The section's code.
    pub section: Section,
    /// Its switches, View first.
    pub toggles: Vec<Toggle>,
}

/// A pending invitation that offers the group.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct InvitationName {
    /// Its id.
    pub id: InvitationId,
    /// The address as typed.
    pub email: String,
    /// The role that it offers.
    pub role: Role,
}

/// What may be done with the group.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct GroupMay {
    /// Rename it.
    pub rename: May,
    /// Delete it (with a destination where somebody is inside).
    pub delete: May,
    /// Switch its permissions.
    pub edit: May,
    /// Put people in and take them out.
    pub assign: May,
}

/// Permissions of the group that have no effect for one role among its members and invitations.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Cut {
    /// The role that cuts.
    pub role: Role,
    /// What it cuts.
    pub permissions: Vec<Permission>,
    /// How many members of the group have this role.
    pub members: usize,
    /// How many pending invitations into the group offer it.
    pub invitations: usize,
    /// The first of them by name: members, then invited addresses.
    pub names: Vec<String>,
}

/// One group with its switches.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct GroupView {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// What about it is not confirmed yet.
    pub mark: Option<Mark>,
    /// The switches by section.
    pub sections: Vec<ToggleSection>,
    /// Codes that this version does not know: kept, shown, never dropped.
    pub unknown: Vec<String>,
    /// The first fifty members by name.
    pub members: Vec<MemberRow>,
    /// How many there are.
    pub members_total: usize,
    /// The first fifty pending invitations that offer it, by address.
    pub invitations: Vec<InvitationName>,
    /// How many there are.
    pub invitations_total: usize,
    /// What may be done with it.
    pub may: GroupMay,
    /// Where its people could go when it is deleted.
    pub others: Vec<Named>,
    /// What roles among its members and invitations cut off.
    pub cut: Vec<Cut>,
    /// How my changes met somebody else's here, where something is to be chosen.
    pub met: Option<Met>,
}

/// How many members and invitations are listed; Team, filtered by the group, lists all members.
const LISTED: usize = 50;

/// Draws one group.
pub fn group(scene: &Scene, index: &mut TeamIndex, marks: &Marks, id: GroupId) -> Result<GroupView, Told> {
    let store = scene.store();
    let group = store.group(id).ok_or_else(|| Told::new("unknown_group", json!({})))?;
    let slice = TeamAsk { group: Some(id), count: LISTED, ..TeamAsk::default() };
    let (members_total, listed) = index.slice(store, &slice);
    let listed = listed.into_iter().filter_map(|member| store.member(member));
    let invited = invited(scene, id);
    let GroupRowMay { rename, delete, edit } = groups::may(scene);
    Ok(GroupView {
        id,
        name: group.name.to_string(),
        mark: marks.get(id.uuid()),
        sections: sections(scene, group, group.permissions.with_views()),
        unknown: group.unknown.iter().map(ToString::to_string).collect(),
        members: listed.map(|member| row(scene, marks, member)).collect(),
        members_total,
        // Putting people in asks for the same area and the same permissions as editing does.
        may: GroupMay { rename, delete, assign: edit.clone(), edit },
        others: groups_by_name(scene).into_iter().filter(|other| other.id != id.uuid()).collect(),
        cut: cut(scene, id, group.permissions.with_views(), &invited),
        met: clashes(scene).into_iter().find(|clash| clash.group == id).map(|clash| clash.met),
        invitations_total: invited.len(),
        invitations: invited.into_iter().take(LISTED).map(InvitationName::of).collect(),
    })
}

/// The group's switches by section, as they stand when `on` is on.
pub fn sections(scene: &Scene, group: &Group, on: PermissionSet) -> Vec<ToggleSection> {
    let section = |&section: &Section| ToggleSection { section, toggles: toggles(scene, group, on, section) };
    Section::ALL.iter().map(section).collect()
}

fn toggles(scene: &Scene, group: &Group, on: PermissionSet, section: Section) -> Vec<Toggle> {
    let toggle = |permission: Permission| {
        let permissions = vec![permission.code().to_owned()];
        let op = match on.contains(permission) {
            true => Op::GroupRevoke { group: group.id, permissions },
            false => Op::GroupGrant { group: group.id, permissions },
        };
        let implies = |other: &Permission| permission.is_view() && !other.is_view() && on.contains(*other);
        Toggle {
            permission,
            on: on.contains(permission),
            owner_admin_only: permission.owner_and_admin_only(),
            implied_by: section.permissions().filter(implies).collect(),
            may: scene.may(&op),
            mark: waits(scene, group.id, permission).then_some(Mark::Waiting),
            sensitive: permission.sensitive(),
        }
    };
    section.permissions().map(toggle).collect()
}

/// Whether something waits that switches this permission in this group.
fn waits(scene: &Scene, id: GroupId, permission: Permission) -> bool {
    let waiting = scene.picture.pending.iter().filter(|pending| mark(pending) == Mark::Waiting);
    waiting.filter_map(|pending| pending.op.as_ref()).any(|op| match op {
        Op::GroupGrant { group, permissions } => {
            *group == id && set(permissions).with_views().contains(permission)
        }
        Op::GroupRevoke { group, permissions } => {
            *group == id && set(permissions).with_sections().contains(permission)
        }
        _ => false,
    })
}

fn set(codes: &[String]) -> PermissionSet {
    codes.iter().filter_map(|code| Permission::from_code(code)).collect()
}

/// The pending invitations that offer a group, by address.
pub fn invited<'a>(scene: &Scene<'a>, group: GroupId) -> Vec<&'a Invitation> {
    let pending =
        |it: &&Invitation| scene.store().invitation_status(it, scene.now()) == InvitationStatus::Pending;
    let mut invited: Vec<&Invitation> = scene.store().invitations_of(group).filter(pending).collect();
    invited.sort_by_cached_key(|it| fold(it.email()));
    invited
}

impl InvitationName {
    fn of(it: &Invitation) -> InvitationName {
        InvitationName { id: it.id, email: it.email().to_owned(), role: it.role }
    }
}

/// What the roles of a group's members and invitations cut off of what it grants, the highest role first.
pub fn cut(scene: &Scene, group: GroupId, granted: PermissionSet, invited: &[&Invitation]) -> Vec<Cut> {
    let cut = |&role: &Role| {
        let permissions: Vec<Permission> = granted.minus(may_hold(role)).iter().collect();
        if permissions.is_empty() {
            return None;
        }
        let mut members: Vec<&str> = scene
            .store()
            .members_of(group)
            .filter(|member| member.role == role)
            .map(|member| if member.name().is_empty() { NO_NAME } else { member.name() })
            .collect();
        members.sort_by_cached_key(|name| fold(name));
        let emails: Vec<&str> = invited.iter().filter(|it| it.role == role).map(|it| it.email()).collect();
        let names = members.iter().chain(&emails).take(LISTED).map(|&name| name.to_owned()).collect();
        let some = !(members.is_empty() && emails.is_empty());
        some.then_some(Cut { role, permissions, members: members.len(), invitations: emails.len(), names })
    };
    Role::ALL.iter().filter_map(cut).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Shop, ask, code, waits};
    use super::super::{View, What};
    use super::*;
    use crate::picture::Picture;

    fn drawn(picture: &Picture, group: GroupId) -> GroupView {
        match ask(picture, What::Group { group }) {
            Ok(View::Group(view)) => view,
            other => panic!("asked a group, got {other:?}"),
        }
    }

    fn toggle(view: &GroupView, permission: Permission) -> &Toggle {
        let mut all = view.sections.iter().flat_map(|section| &section.toggles);
        all.find(|toggle| toggle.permission == permission).expect("all 25 have a switch")
    }

    #[test]
    fn switches_stand_by_section_and_view_tells_what_keeps_it_on() {
        let mut shop = Shop::new();
        let gudang = shop.group("Gudang", &[Permission::InventoryUpdate]);
        let view = drawn(&shop.seen_by(shop.owner()), gudang);
        assert_eq!(view.sections.iter().map(|section| section.toggles.len()).sum::<usize>(), 25);
        assert!(view.sections.iter().all(|section| section.toggles[0].permission.is_view()));
        let sight = toggle(&view, Permission::InventoryView);
        assert_eq!((sight.on, sight.implied_by.as_slice()), (true, [Permission::InventoryUpdate].as_slice()));
        assert!(toggle(&view, Permission::UsersCreate).owner_admin_only);
        assert!(!toggle(&view, Permission::UsersView).owner_admin_only);
    }

    #[test]
    fn a_waiting_switch_is_marked_with_what_it_brings_along() {
        let mut shop = Shop::new();
        let gudang = shop.group("Gudang", &[]);
        let mut picture = shop.seen_by(shop.owner());
        let permissions = vec![Permission::PriceUpdate.code().to_owned()];
        waits(&mut picture, &Op::GroupGrant { group: gudang, permissions });
        let view = drawn(&picture, gudang);
        for permission in [Permission::PriceUpdate, Permission::PriceView] {
            assert_eq!(
                (toggle(&view, permission).on, toggle(&view, permission).mark),
                (true, Some(Mark::Waiting))
            );
        }
        assert_eq!(toggle(&view, Permission::OrdersView).mark, None);
        assert_eq!(view.mark, Some(Mark::Waiting));
    }

    #[test]
    fn what_a_members_role_cuts_is_told_role_by_role() {
        let mut shop = Shop::new();
        let gudang = shop.group("Gudang", &[Permission::InventoryUpdate, Permission::UsersView]);
        shop.member("Citra", Role::Manager, &[gudang]);
        for name in ["Dewi", "Dina"] {
            shop.member(name, Role::Seller, &[gudang]);
        }
        shop.group("Other", &[]);
        shop.invites("rina@toko.example", Role::Seller, &[gudang]);
        let view = drawn(&shop.seen_by(shop.owner()), gudang);
        let expected = Cut {
            role: Role::Seller,
            permissions: vec![Permission::InventoryUpdate, Permission::UsersView],
            members: 2,
            invitations: 1,
            names: ["Dewi", "Dina", "rina@toko.example"].map(str::to_owned).to_vec(),
        };
        assert_eq!(view.cut, [expected], "a Manager may hold both");
        assert_eq!((view.members_total, view.members.len(), view.invitations.len()), (3, 3, 1));
        assert_eq!(view.others.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Other"]);
    }

    #[test]
    fn of_many_inside_the_first_are_listed_and_all_counted() {
        let mut shop = Shop::new();
        let gudang = shop.group("Gudang", &[]);
        for no in 0..LISTED + 10 {
            shop.member(&format!("Dewi {no:02}"), Role::Seller, &[gudang]);
            shop.invites(&format!("rina{no:02}@toko.example"), Role::Seller, &[gudang]);
        }
        let view = drawn(&shop.seen_by(shop.owner()), gudang);
        assert_eq!((view.members.len(), view.members_total), (LISTED, LISTED + 10));
        assert_eq!((view.invitations.len(), view.invitations_total), (LISTED, LISTED + 10));
        assert_eq!(view.invitations[0].email, "rina00@toko.example", "the first by address");
    }

    #[test]
    fn a_manager_finds_every_switch_closed_with_the_reason() {
        let mut shop = Shop::new();
        let gudang = shop.group("Gudang", &[Permission::InventoryUpdate]);
        let manager = shop.member("Citra", Role::Manager, &[gudang]);
        let view = drawn(&shop.seen_by(manager), gudang);
        assert!(view.sections.iter().flat_map(|it| &it.toggles).all(|it| code(&it.may) == "area_required"));
        assert_eq!(code(&view.may.assign), "area_required");
    }
}
