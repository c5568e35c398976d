//! The trade's tables, carried into `tests/data/` as they were given, against the code: cell by cell.

use keyholder_domain::{Area, Bound, Cell, Limit, Permission, Plan, Role, SeatLimit, bound, cell, may_hold};

/// A table: its column names and its rows. No cell of ours holds a comma or a quote.
pub struct Table {
    columns: Vec<&'static str>,
    pub rows: Vec<Vec<&'static str>>,
}

impl Table {
    fn read(text: &'static str) -> Self {
        let mut lines = text.lines().filter(|line| !line.is_empty()).map(|line| line.split(',').collect());
        let columns: Vec<_> = lines.next().expect("a head line");
        let rows: Vec<Vec<_>> = lines.collect();
        assert!(rows.iter().all(|row| row.len() == columns.len()), "no cell holds a comma");
        Self { columns, rows }
    }

    pub fn cell(&self, row: &[&'static str], column: &str) -> &'static str {
        row[self.columns.iter().position(|name| *name == column).expect(column)]
    }

    pub fn find(&self, key: &str, column: &str) -> &'static str {
        let row = self.rows.iter().find(|row| row[0] == key).unwrap_or_else(|| panic!("no row `{key}`"));
        self.cell(row, column)
    }
}

pub fn roles() -> Table {
    Table::read(include_str!("../data/roles.csv"))
}

pub fn areas() -> Table {
    Table::read(include_str!("../data/areas.csv"))
}

pub fn matrix() -> Table {
    Table::read(include_str!("../data/role-matrix.csv"))
}

pub fn permissions() -> Table {
    Table::read(include_str!("../data/permissions.csv"))
}

pub fn plans() -> Table {
    Table::read(include_str!("../data/plans.csv"))
}

fn keys(table: &Table) -> Vec<&'static str> {
    table.rows.iter().map(|row| row[0]).collect()
}

#[test]
fn the_six_roles_and_their_ranks_are_those_of_the_table() {
    let table = roles();
    assert_eq!(keys(&table), Role::ALL.iter().map(|role| role.code()).collect::<Vec<_>>());
    for role in Role::ALL {
        assert_eq!(role.rank().to_string(), table.find(role.code(), "rank"), "{role}");
    }
}

#[test]
fn the_twelve_areas_are_those_of_the_table() {
    let codes: Vec<_> = Area::ALL.iter().map(|area| area.code()).collect();
    assert_eq!(keys(&areas()), codes);
    assert_eq!(keys(&matrix()), codes);
}

#[test]
fn every_cell_of_the_matrix_is_the_tables() {
    let table = matrix();
    for area in Area::ALL {
        for role in Role::ALL {
            let expected = table.find(area.code(), role.code());
            assert_eq!(cell(*role, *area).code(), expected, "{role} in {area}");
        }
    }
}

#[test]
fn partial_means_what_the_table_says() {
    assert_eq!(
        areas().find("view_reports", "partial_means"),
        "seller: own sales only; inventory_handler: stock reports only"
    );
    for role in Role::ALL {
        let expected = match role {
            Role::Seller => Some(Limit::OwnSales),
            Role::InventoryHandler => Some(Limit::StockReports),
            _ => None,
        };
        assert_eq!(role.reports_limit(), expected, "{role}");
        assert_eq!(
            Permission::DashboardView.limit(*role),
            expected,
            "the same limit holds for dashboard.view"
        );
        let partial = Area::ALL.iter().filter(|area| cell(*role, **area) == Cell::Partial);
        let expected_partial = usize::from(expected.is_some());
        assert_eq!(partial.count(), expected_partial, "only reports are ever partial");
    }
}

#[test]
fn all_25_permissions_and_their_sections_are_those_of_the_table() {
    let table = permissions();
    let codes: Vec<_> = Permission::ALL.iter().map(|permission| permission.code()).collect();
    assert_eq!(codes.len(), 25);
    assert_eq!(keys(&table), codes);
    for permission in Permission::ALL {
        let (section, action) = permission.code().split_once('.').unwrap();
        assert_eq!(permission.section().code(), section);
        assert_eq!(permission.action(), action);
        let named = table.find(permission.code(), "section").to_lowercase();
        assert_eq!(named.replace(' ', "_"), section.replace("sync_log", "synclog"), "{permission}");
        assert_eq!(table.find(permission.code(), "action").to_lowercase(), action, "{permission}");
    }
}

#[test]
fn every_permission_is_bounded_by_every_role_as_the_table_says() {
    let table = permissions();
    for permission in Permission::ALL {
        for role in Role::ALL {
            let expected = table.find(permission.code(), role.code());
            assert_eq!(bound(*role, *permission).code(), expected, "{role} and {permission}");
            assert_eq!(may_hold(*role).contains(*permission), expected != "never", "{role} and {permission}");
        }
    }
}

#[test]
fn three_permissions_are_for_owner_and_admin_only() {
    let only: Vec<_> =
        Permission::ALL.iter().filter(|permission| permission.owner_and_admin_only()).collect();
    assert_eq!(only, [&Permission::UsersCreate, &Permission::UsersEdit, &Permission::UsersDelete]);
}

#[test]
fn no_role_may_hold_an_action_without_its_view() {
    for role in Role::ALL {
        for permission in Permission::ALL {
            if bound(*role, *permission) != Bound::Never {
                assert_ne!(bound(*role, permission.view_of()), Bound::Never, "{role} and {permission}");
            }
        }
    }
}

#[test]
fn the_plans_and_their_seats_are_those_of_the_table() {
    let table = plans();
    assert_eq!(keys(&table), Plan::ALL.iter().map(|plan| plan.code()).collect::<Vec<_>>());
    for plan in Plan::ALL {
        let expected = table.find(plan.code(), "seat_limit");
        let limit = plan.seat_limit();
        let written = match limit {
            SeatLimit::Limited(limit) => limit.to_string(),
            SeatLimit::Unlimited => "unlimited".to_owned(),
        };
        assert_eq!(written, expected);
        let json = serde_json::to_value(limit).unwrap();
        assert_eq!(json.to_string().trim_matches('"'), expected);
        assert_eq!(serde_json::from_value::<SeatLimit>(json).unwrap(), limit);
    }
}
