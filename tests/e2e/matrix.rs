//! The Roles screen against the tables: every one of the 12 × 6 cells and of the 25 × 6 bounds, as drawn.

use std::collections::BTreeMap;

use crate::harness::Shop;

const MATRIX: &str = include_str!("../../crates/domain/tests/data/role-matrix.csv");
const PERMISSIONS: &str = include_str!("../../crates/domain/tests/data/permissions.csv");

#[tokio::test]
async fn the_window_shows_every_cell_as_the_tables_do() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.go_to("roles").await;

    window.sees("[data-testid=matrix-cell]").await;
    let drawn =
        window.attributes("[data-testid=matrix-cell]", &["data-area", "data-role", "data-level"]).await;
    assert_same(drawn, table(MATRIX, "area"));

    window.click("roles-tab-omnichannel").await;
    window.sees("[data-testid=cut-cell]").await;
    let drawn =
        window.attributes("[data-testid=cut-cell]", &["data-permission", "data-role", "data-bound"]).await;
    assert_same(drawn, table(PERMISSIONS, "permission"));
}

type Cells = BTreeMap<(String, String), String>;

/// A table's cells by row and role, whatever other columns it has.
fn table(csv: &str, row: &str) -> Cells {
    let mut lines = csv.lines();
    let head: Vec<&str> = lines.next().expect("a first line").split(',').collect();
    let at = |name: &str| head.iter().position(|column| *column == name).expect("a column of that name");
    let roles = ["owner", "admin", "manager", "seller", "inventory_handler", "viewer"];
    let mut cells = Cells::new();
    for line in lines.filter(|line| !line.is_empty()) {
        let fields: Vec<&str> = line.split(',').collect();
        // Columns are counted from the end: a quoted text before them may hold commas.
        let field = |name: &str| fields[fields.len() - (head.len() - at(name))];
        for role in roles {
            cells.insert((fields[at(row)].to_owned(), role.to_owned()), field(role).to_owned());
        }
    }
    cells
}

fn assert_same(drawn: Vec<Vec<String>>, table: Cells) {
    let drawn: Vec<[String; 3]> = drawn.into_iter().filter_map(|cell| cell.try_into().ok()).collect();
    let count = drawn.len();
    let drawn: Cells = drawn.into_iter().map(|[row, role, value]| ((row, role), value)).collect();
    assert_eq!(drawn, table);
    assert_eq!(count, drawn.len(), "every cell is drawn once");
}
