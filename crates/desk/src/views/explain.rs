//! A person's effective access with its reasons, as panels show it: twelve cells and 25 permissions.

use keyholder_domain::explain::{Because, What, explain, who_can_change};
use keyholder_domain::id::{GroupId, MemberId};
use keyholder_domain::member::Member;
use keyholder_domain::permission::Permission;
use keyholder_domain::role::{Area, Cell, Role, cell};
use keyholder_domain::store::Store;

use super::scene::Scene;
use super::shared::{CanChange, CellReason, Limit, PermissionBecause, PermissionReason};
use super::team::named;

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
pub fn permissions(scene: &Scene, member: MemberId) -> Vec<PermissionReason> {
    Permission::ALL.iter().map(|permission| reason(scene, member, *permission)).collect()
}

fn reason(scene: &Scene, member: MemberId, permission: Permission) -> PermissionReason {
    let explained = explain(scene.store(), member, What::Permission(permission));
    let mut said = PermissionReason {
        permission,
        section: permission.section(),
        allowed: explained.allowed,
        reason: PermissionBecause::NoGroup,
        groups: Vec::new(),
        limit: None,
        sensitive: permission.sensitive(),
    };
    let chips = |groups: Vec<GroupId>| named(scene, groups.into_iter());
    for because in explained.because {
        match because {
            Because::ByRole { .. } => said.reason = PermissionBecause::ByRole,
            Because::GrantedBy { groups } => {
                (said.reason, said.groups) = (PermissionBecause::ByGroup, chips(groups));
            }
            Because::ImpliedView { groups } => {
                (said.reason, said.groups) = (PermissionBecause::ImpliedView, chips(groups));
            }
            Because::CutByRole { groups, .. } => {
                (said.reason, said.groups) = (PermissionBecause::CutByRole, chips(groups));
            }
            Because::Partial { limit } => said.limit = Some(limit),
            // Her row says that she is suspended; here stands what she would hold.
            Because::NoGroupGrants | Because::Suspended | Because::NotAMember => {}
        }
    }
    said
}

/// How many of those who could change something are named: enough to find one to ask.
const NAMED: usize = 20;

/// Who could change a member's access, by name, the Owner first.
pub fn can_change(store: &Store, member: &Member) -> Vec<CanChange> {
    let changers = who_can_change(store, member).into_iter().take(NAMED);
    changers.map(|changer| CanChange { name: changer.name, role: changer.role }).collect()
}
