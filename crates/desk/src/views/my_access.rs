//! My access: for everyone, also where the desk holds no team and knows only what `/me` answered.

use keyholder_domain::member::Member;
use keyholder_domain::permission::{Bound, Permission, bound};
use keyholder_domain::role::{Area, Cell, Role};
use keyholder_domain::time::Time;
use serde::Serialize;
use ts_rs::TS;

use super::explain;
use super::records::{Fact, Records};
use super::scene::Scene;
use super::shared::{CanChange, CellReason, Named, PermissionBecause, PermissionReason};
use super::team::named;
use crate::picture::{MyAccess, MyGroup, Picture};

/// One's own access with its reasons.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct MyAccessView {
    /// My name.
    pub name: String,
    /// My address.
    pub email: String,
    /// My role.
    pub role: Role,
    /// `active` or `suspended`; others are shown as they come.
    pub status: String,
    /// The twelve areas.
    pub cells: Vec<CellReason>,
    /// Since when I have my role, and by whom; `None` where this desk holds no team.
    pub role_since: Option<Fact>,
    /// The 25 permissions.
    pub permissions: Vec<PermissionReason>,
    /// My groups.
    pub groups: Vec<Named>,
    /// Who could change it, by name.
    pub can_change: Vec<CanChange>,
    /// Whether she may look up who else holds something.
    pub may_look_up: bool,
    /// When the cloud last confirmed it.
    pub as_of: Option<Time>,
}

/// Draws one's own access: from the team where this desk holds it, else from what the cloud last said of her.
pub fn my_access(scene: &Scene) -> Option<MyAccessView> {
    let picture = scene.picture;
    let member = picture.me.and_then(|me| scene.store().member(me));
    match (member, &picture.my_access) {
        (Some(member), _) => Some(from_team(scene, member)),
        (None, Some(kept)) => Some(from_kept(picture, kept)),
        (None, None) => None,
    }
}

fn from_team(scene: &Scene, member: &Member) -> MyAccessView {
    let records = Records::of(scene.picture);
    MyAccessView {
        name: member.name().to_owned(),
        email: member.email().to_owned(),
        role: member.role,
        status: member.status.code().to_owned(),
        cells: explain::cells(member.role),
        role_since: Some(records.of_member(scene, member.id, member.role_since)),
        permissions: explain::permissions(scene, &records, member),
        groups: named(scene, member.groups.keys().copied()),
        can_change: explain::can_change(scene.store(), member),
        may_look_up: scene.may_view().is_none(),
        as_of: scene.picture.as_of,
    }
}

fn from_kept(picture: &Picture, kept: &MyAccess) -> MyAccessView {
    let role = Role::from_code(&kept.role).unwrap_or(Role::Viewer);
    let can_change = kept
        .can_change
        .iter()
        .filter_map(|who| Some(CanChange { name: who.name.clone(), role: Role::from_code(&who.role)? }));
    MyAccessView {
        name: picture.account.name.clone(),
        email: picture.account.email.clone(),
        role,
        status: kept.status.clone(),
        cells: Area::ALL.iter().map(|area| kept_cell(kept, role, *area)).collect(),
        role_since: None,
        permissions: Permission::ALL.iter().map(|it| kept_permission(kept, role, *it)).collect(),
        groups: kept.groups.iter().map(|group| Named::group(group.id, group.name.clone())).collect(),
        can_change: can_change.collect(),
        may_look_up: false,
        as_of: picture.as_of,
    }
}

/// The cloud's word on an area; where it said nothing that this version can read, nothing is promised.
fn kept_cell(kept: &MyAccess, role: Role, area: Area) -> CellReason {
    let level = kept.areas.get(area.code()).and_then(|code| Cell::from_code(code)).unwrap_or(Cell::None);
    let limit = if level == Cell::Partial { role.reports_limit() } else { None };
    CellReason { area, level, limit, because: "role" }
}

/// The cloud told what she holds; why is read off her groups and what her role makes of them.
fn kept_permission(kept: &MyAccess, role: Role, permission: Permission) -> PermissionReason {
    let code = permission.code();
    let allowed = kept.permissions.iter().any(|held| held == code);
    let grants = |group: &&MyGroup| group.permissions.iter().any(|held| held == code);
    let groups: Vec<&MyGroup> = kept.groups.iter().filter(grants).collect();
    let reason = match (allowed, bound(role, permission)) {
        (true, Bound::Always) => PermissionBecause::ByRole,
        (true, _) if groups.is_empty() => PermissionBecause::ImpliedView,
        (true, _) => PermissionBecause::ByGroup,
        (false, Bound::Never) => PermissionBecause::CutByRole,
        (false, _) => PermissionBecause::NoGroup,
    };
    PermissionReason {
        permission,
        section: permission.section(),
        allowed,
        reason,
        groups: groups.into_iter().map(|group| Named::group(group.id, group.name.clone())).collect(),
        // Since when, and by whom, the cloud does not tell whoever may not see the team.
        ways: Vec::new(),
        limit: if allowed { permission.limit(role) } else { None },
        sensitive: permission.sensitive(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::fixture::{Shop, ask};
    use super::super::{View, What};
    use super::*;
    use crate::picture::CanChange as KeptCanChange;

    fn drawn(picture: &Picture) -> MyAccessView {
        match ask(picture, What::MyAccess) {
            Ok(View::MyAccess(view)) => view,
            other => panic!("asked my access, got {other:?}"),
        }
    }

    /// What the cloud's `/me` says of a member.
    fn kept(shop: &Shop, picture: &Picture) -> MyAccess {
        let me = picture.me.expect("somebody looks");
        let member = shop.store.member(me).expect("a member");
        let groups = member.groups.keys().filter_map(|id| shop.store.group(*id));
        let codes = |set: keyholder_domain::permission::PermissionSet| {
            set.iter().map(|it| it.code().to_owned()).collect()
        };
        MyAccess {
            store: shop.store.id(),
            name: shop.store.name().to_owned(),
            member: me,
            role: member.role.code().to_owned(),
            status: "active".to_owned(),
            groups: groups
                .map(|it| MyGroup {
                    id: it.id,
                    name: it.name.to_string(),
                    permissions: codes(it.permissions),
                })
                .collect(),
            areas: Area::ALL
                .iter()
                .map(|area| (area.code().to_owned(), shop.store.cell(me, *area).code().to_owned()))
                .collect::<BTreeMap<_, _>>(),
            permissions: codes(shop.store.effective(me)),
            can_change: vec![KeptCanChange { name: "Ana".to_owned(), role: "owner".to_owned() }],
            offline_lease: None,
            time: None,
        }
    }

    #[test]
    fn what_the_cloud_kept_telling_draws_the_same_as_the_team_would() {
        let mut shop = Shop::new();
        let gudang = shop.group("Gudang", &[Permission::InventoryUpdate, Permission::OrdersFulfillment]);
        for role in [Role::Seller, Role::InventoryHandler, Role::Viewer] {
            let me = shop.member("Dewi", role, &[gudang]);
            let mut picture = shop.seen_by(me);
            let with_team = drawn(&picture);
            picture.my_access = Some(kept(&shop, &picture));
            (picture.has_team, picture.me) = (false, None);
            let without = drawn(&picture);
            assert_eq!(without.cells, with_team.cells, "{role}");
            assert_eq!(without.groups, with_team.groups, "{role}");
            assert_eq!((without.role, without.name), (with_team.role, with_team.name));
            for (one, other) in without.permissions.iter().zip(&with_team.permissions) {
                let plain = |it: &PermissionReason| (it.permission, it.allowed, it.groups.clone(), it.limit);
                assert_eq!(plain(one), plain(other), "{role}");
            }
        }
    }

    #[test]
    fn before_the_first_contact_it_says_so() {
        let shop = Shop::new();
        let mut picture = shop.seen_by(shop.owner());
        (picture.me, picture.has_team) = (None, false);
        assert_eq!(ask(&picture, What::MyAccess).map_err(|it| it.code), Err("not_synced_yet".to_owned()));
    }
}
