//! A person's effective access with its reasons, as panels show it: twelve cells and 25 permissions.

use keyholder_domain::explain::{Because, What, explain, who_can_change};
use keyholder_domain::group::Group;
use keyholder_domain::id::GroupId;
use keyholder_domain::member::Member;
use keyholder_domain::permission::Permission;
use keyholder_domain::role::{Area, Cell, Role, cell};
use keyholder_domain::store::Store;

use super::records::{Records, fact};
use super::scan::fold;
use super::scene::Scene;
use super::shared::{CanChange, CellReason, GroupWay, Limit, Named, PermissionBecause, PermissionReason};

/// The twelve cells of a role.
pub fn cells(role: Role) -> Vec<CellReason> {
    let reason = |&area: &Area| {
        let level = cell(role, area);
        CellReason { area, level, limit: limit(role, area), because: "role" }
    };
    Area::ALL.iter().map(reason).collect()
}

/// What a partial cell leaves of its area.
pub fn limit(role: Role, area: Area) -> Option<Limit> {
    match cell(role, area) {
        Cell::Partial => role.reports_limit(),
        Cell::Full | Cell::None => None,
    }
}

/// The 25 permissions of a member, each with its reason.
pub fn permissions(scene: &Scene, records: &Records, member: &Member) -> Vec<PermissionReason> {
    Permission::ALL.iter().map(|permission| permission_of(scene, records, member, *permission)).collect()
}

/// Why a member holds a permission, or does not.
pub fn permission_of(
    scene: &Scene,
    records: &Records,
    member: &Member,
    permission: Permission,
) -> PermissionReason {
    let explained = explain(scene.store(), member.id, What::Permission(permission));
    let (mut reason, mut groups, mut limit) = (PermissionBecause::NoGroup, Vec::new(), None);
    for because in explained.because {
        match because {
            Because::ByRole { .. } => reason = PermissionBecause::ByRole,
            Because::GrantedBy { groups: by } => (reason, groups) = (PermissionBecause::ByGroup, by),
            Because::ImpliedView { groups: by } => (reason, groups) = (PermissionBecause::ImpliedView, by),
            Because::CutByRole { groups: by, .. } => (reason, groups) = (PermissionBecause::CutByRole, by),
            Because::Partial { limit: partial } => limit = Some(partial),
            // Her row says that she is suspended; here stands what she would hold.
            Because::NoGroupGrants | Because::Suspended | Because::NotAMember => {}
        }
    }
    let ways = ways(scene, records, member, permission, &groups);
    PermissionReason {
        permission,
        section: permission.section(),
        allowed: explained.allowed,
        reason,
        groups: ways.iter().map(|way| Named { id: way.id, name: way.name.clone() }).collect(),
        ways,
        limit,
        sensitive: permission.sensitive(),
    }
}

/// How each of these groups of hers leads to a permission, by name.
pub fn ways(
    scene: &Scene,
    records: &Records,
    member: &Member,
    permission: Permission,
    groups: &[GroupId],
) -> Vec<GroupWay> {
    let way = |id: &GroupId| {
        let group = scene.store().group(*id)?;
        Some(GroupWay {
            id: id.uuid(),
            name: group.name.to_string(),
            joined: records.of_member(scene, member.id, member.groups.get(id).copied().unwrap_or_default()),
            granted: fact(scene, records.granted(*id, permission)),
            brought_by: brought_by(group, permission),
        })
    };
    let mut ways: Vec<GroupWay> = groups.iter().filter_map(way).collect();
    ways.sort_by_cached_key(|way| fold(&way.name));
    ways
}

/// For a View: the permissions of a group that cannot be without it.
pub fn brought_by(group: &Group, permission: Permission) -> Vec<Permission> {
    let brings = |other: &Permission| !other.is_view() && group.permissions.contains(*other);
    match permission.is_view() {
        true => permission.section().permissions().filter(brings).collect(),
        false => Vec::new(),
    }
}

/// How many of those who could change something are named: enough to find one to ask.
const NAMED: usize = 20;

/// Who could change a member's access, by name, the Owner first.
pub fn can_change(store: &Store, member: &Member) -> Vec<CanChange> {
    let changers = who_can_change(store, member).take(NAMED);
    changers.map(|changer| CanChange { name: changer.name, role: changer.role }).collect()
}
