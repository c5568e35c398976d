//! The Roles screen: the 12 × 6 matrix, and what each role may hold of the 25. Built in, the same in every store.

use keyholder_domain::permission::{Bound, Permission, Section, bound};
use keyholder_domain::role::{Area, Cell, Role, cell};
use serde::Serialize;
use ts_rs::TS;

use super::explain::limit;
use super::index::TeamIndex;
use super::shared::Limit;

/// One role's column.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RoleColumn {
    /// The role.
    pub role: Role,
    /// Its rank, 6 for the Owner.
    pub rank: u8,
    /// How many active members hold it; `None` where this desk holds no team.
    pub members: Option<usize>,
}

/// One cell of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RoleCell {
    /// The role.
    pub role: Role,
    /// How much of the area.
    #[ts(type = "CellLevel")]
    pub level: Cell,
    /// What a partial cell leaves.
    pub limit: Option<Limit>,
}

/// One row of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AreaRow {
    /// The area.
    pub area: Area,
    /// A cell a role.
    pub cells: Vec<RoleCell>,
}

/// One cell of the cut.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RoleBound {
    /// The role.
    pub role: Role,
    /// Whether a group can give it.
    pub bound: Bound,
}

/// One row of the cut.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PermissionRow {
    /// The permission.
    pub permission: Permission,
    /// Its section.
    pub section: Section,
    /// Whether to think twice before giving it.
    pub sensitive: bool,
    /// A bound a role.
    pub bounds: Vec<RoleBound>,
}

/// The role matrix and the cut of the 25.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RolesView {
    /// The six roles, the Owner first.
    pub roles: Vec<RoleColumn>,
    /// The twelve areas.
    pub areas: Vec<AreaRow>,
    /// The 25 permissions.
    pub permissions: Vec<PermissionRow>,
}

/// Draws the matrix and the cut. `index` counts members by role, where this desk holds a team.
pub fn roles(index: Option<&TeamIndex>) -> RolesView {
    let counts = index.map(TeamIndex::active);
    let column = |(place, role): (usize, &Role)| RoleColumn {
        role: *role,
        rank: role.rank(),
        members: counts.as_ref().and_then(|counts| counts.get(place)).map(|counted| counted.count),
    };
    RolesView {
        roles: Role::ALL.iter().enumerate().map(column).collect(),
        areas: Area::ALL.iter().map(|area| area_row(*area)).collect(),
        permissions: Permission::ALL.iter().map(|permission| permission_row(*permission)).collect(),
    }
}

fn area_row(area: Area) -> AreaRow {
    let column = |role: &Role| RoleCell { role: *role, level: cell(*role, area), limit: limit(*role, area) };
    AreaRow { area, cells: Role::ALL.iter().map(column).collect() }
}

fn permission_row(permission: Permission) -> PermissionRow {
    let bound = |role: &Role| RoleBound { role: *role, bound: bound(*role, permission) };
    PermissionRow {
        permission,
        section: permission.section(),
        sensitive: permission.sensitive(),
        bounds: Role::ALL.iter().map(bound).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_is_whole_and_told_with_its_limits() {
        let view = roles(None);
        assert_eq!((view.roles.len(), view.areas.len(), view.permissions.len()), (6, 12, 25));
        assert!(view.areas.iter().all(|row| row.cells.len() == 6));
        let reports =
            view.areas.iter().find(|row| row.area == Area::ViewReports).expect("every area is there");
        let limits: Vec<_> = reports.cells.iter().map(|cell| cell.limit).collect();
        assert_eq!(limits, [None, None, None, Some(Limit::OwnSales), Some(Limit::StockReports), None]);
        assert_eq!(view.roles.iter().map(|role| role.rank).collect::<Vec<_>>(), [6, 5, 4, 3, 2, 1]);
        let create = view.permissions.iter().find(|row| row.permission == Permission::UsersCreate);
        let bounds: Vec<_> = create.into_iter().flat_map(|row| &row.bounds).map(|it| it.bound).collect();
        assert_eq!(
            bounds,
            [Bound::Always, Bound::Always, Bound::Never, Bound::Never, Bound::Never, Bound::Never]
        );
    }
}
