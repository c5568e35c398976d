//! The Groups screen: every group with how many are in it and what may be done with it.

use keyholder_domain::group::Group;
use keyholder_domain::id::GroupId;
use keyholder_domain::invitation::Invitation;
use keyholder_domain::role::Area;
use keyholder_domain::status::InvitationStatus;
use serde::Serialize;
use ts_rs::TS;

use super::marks::Marks;
use super::scan::fold;
use super::scene::Scene;
use super::shared::{Mark, May};

/// What may be done with a group in the list.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct GroupRowMay {
    /// Rename it.
    pub rename: May,
    /// Delete it (with a destination where somebody is inside).
    pub delete: May,
    /// Switch its permissions.
    pub edit: May,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct GroupRow {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// Active and suspended members inside.
    pub members: usize,
    /// Pending invitations that offer it.
    pub invitations: usize,
    /// How many permissions it grants.
    pub permissions: usize,
    /// What about it is not confirmed yet.
    pub mark: Option<Mark>,
    /// What may be done with it.
    pub may: GroupRowMay,
}

/// All groups, by name.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct GroupsView {
    /// The rows.
    pub rows: Vec<GroupRow>,
    /// Whether one may be made.
    pub may_create: May,
}

/// Draws every group.
pub fn groups(scene: &Scene, marks: &Marks) -> GroupsView {
    let mut rows: Vec<GroupRow> = scene.store().groups().map(|group| row(scene, marks, group)).collect();
    rows.sort_by_cached_key(|row| fold(&row.name));
    GroupsView { rows, may_create: scene.may_area(Area::ChangeMemberRole) }
}

fn row(scene: &Scene, marks: &Marks, group: &Group) -> GroupRow {
    let store = scene.store();
    let pending = |it: &&Invitation| store.invitation_status(it, scene.now()) == InvitationStatus::Pending;
    GroupRow {
        id: group.id,
        name: group.name.to_string(),
        members: store.member_count_of(group.id),
        invitations: store.invitations_of(group.id).filter(pending).count(),
        permissions: group.permissions.len() + group.unknown.len(),
        mark: marks.get(group.id.uuid()),
        may: may(scene),
    }
}

/// What may be done with any group: groups as such are judged by area alone, whoever is inside (Owner and Admin, who have
/// the area, hold all 25).
pub fn may(scene: &Scene) -> GroupRowMay {
    let may = scene.may_area(Area::ChangeMemberRole);
    GroupRowMay { rename: may.clone(), delete: may.clone(), edit: may }
}

#[cfg(test)]
mod tests {
    use keyholder_domain::op::Op;
    use keyholder_domain::permission::Permission;
    use keyholder_domain::role::Role;

    use super::super::fixture::{Shop, ask, code, id, waits};
    use super::super::{View, What};
    use super::*;
    use crate::picture::Picture;

    fn drawn(picture: &Picture) -> GroupsView {
        match ask(picture, What::Groups) {
            Ok(View::Groups(view)) => view,
            other => panic!("asked the groups, got {other:?}"),
        }
    }

    #[test]
    fn groups_stand_by_name_with_whom_and_what_they_hold() {
        let mut shop = Shop::new();
        let kasir = shop.group("kasir", &[Permission::OrdersFulfillment]);
        shop.group("Gudang", &[]);
        shop.member("Dewi", Role::Seller, &[kasir]);
        shop.invites("rina@toko.example", Role::Seller, &[kasir]);
        let mut picture = shop.seen_by(shop.owner());
        let group = GroupId::from_uuid(id(9_000));
        waits(&mut picture, &Op::GroupCreate { group, name: "Live".into(), permissions: Vec::new() });
        let rows = drawn(&picture).rows;
        let told: Vec<_> = rows
            .iter()
            .map(|it| (it.name.as_str(), it.members, it.invitations, it.permissions, it.mark))
            .collect();
        assert_eq!(
            told,
            [("Gudang", 0, 0, 0, None), ("kasir", 1, 1, 2, None), ("Live", 0, 0, 0, Some(Mark::Waiting)),],
            "fulfilling orders brings viewing them along"
        );
    }

    #[test]
    fn a_manager_sees_groups_and_why_she_cannot_change_them() {
        let mut shop = Shop::new();
        shop.group("Kasir", &[]);
        let manager = shop.member("Citra", Role::Manager, &[]);
        let view = drawn(&shop.seen_by(manager));
        let may = &view.rows[0].may;
        for told in [&view.may_create, &may.rename, &may.delete, &may.edit] {
            assert_eq!(code(told), "area_required");
        }
        let view = drawn(&shop.seen_by(shop.owner()));
        let may = &view.rows[0].may;
        for told in [&view.may_create, &may.rename, &may.delete, &may.edit] {
            assert_eq!(code(told), "may");
        }
    }
}
