//! The Roles screen against the tables: every one of the 12 × 6 cells and of the 25 × 6 bounds, as drawn; walked by keys
//! beneath heads that stay, and two roles side by side.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{
    Shop, Window, eventually,
    wait::{PATIENCE, within},
};

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

const CONTROL: &str = "\u{e009}";
const END: &str = "\u{e010}";
const HOME: &str = "\u{e011}";
const LEFT: &str = "\u{e012}";
const UP: &str = "\u{e013}";
const RIGHT: &str = "\u{e014}";
const DOWN: &str = "\u{e015}";
const PAGE_UP: &str = "\u{e00e}";
const PAGE_DOWN: &str = "\u{e00f}";

/// Where the focus is, whether it is seen there, with nothing over it and none of it outside, and whether the corner and the heads of
/// its row and column are at their edges.
const STANDS: &str = "const box = document.querySelector('[data-scrolls=matrix]').getBoundingClientRect();
    const at = document.activeElement, cell = at.closest('th, td').getBoundingClientRect();
    const [row, column] = (at.dataset.at ?? 'none').split(':');
    const place = (r, c) => document.querySelector(`[data-at=\"${r}:${c}\"]`).closest('th').getBoundingClientRect();
    const [corner, head, side] = [place(-1, -1), place(-1, column), place(row, -1)];
    const seen = document.elementFromPoint(cell.left + 10, cell.top + 10);
    const near = (one, other) => Math.abs(one - other) < 2;
    return [at.dataset.at, at.matches(':focus-visible'), at.closest('th, td').contains(seen),
        cell.right < box.right + 2 && cell.bottom < box.bottom + 2,
        near(corner.top, box.top) && near(corner.left, box.left), near(head.top, box.top), near(side.left, box.left)]";

#[tokio::test]
async fn the_matrix_is_walked_by_keys_beneath_heads_that_stay() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.client().set_window_size(900, 600).await.expect("the window can be resized");
    for (tab, cell, last) in [("store", "matrix-cell", 11), ("omnichannel", "cut-cell", 24)] {
        window.go_to("roles").await;
        window.click(&format!("roles-tab-{tab}")).await;
        window.sees(&format!("[data-testid={cell}]")).await;
        let focus = "document.querySelector('[role=grid] [tabindex=\"0\"]').focus()";
        window.client().execute(focus, vec![]).await.expect("the grid takes the focus");
        let (whole, least) = (format!("{last}:5"), format!("{}:5", last - 6));
        for (keys, place) in [
            (RIGHT, "0:1"),
            (DOWN, "1:1"),
            (LEFT, "1:0"),
            (END, "1:5"),
            (&format!("{CONTROL}{END}"), &whole),
            (PAGE_UP, &least),
            (PAGE_DOWN, &whole),
            (HOME, &format!("{last}:-1")),
            (&format!("{CONTROL}{HOME}"), "-1:-1"),
            (DOWN, "0:-1"),
            (RIGHT, "0:0"),
            (UP, "-1:0"),
        ] {
            window.press(keys).await;
            stands(&window, place).await;
        }
    }
}

/// The focus is there, not covered, and the heads are where they were.
async fn stands(window: &Window, place: &str) {
    let wanted = json!([place, true, true, true, true, true, true]);
    let mut found = Value::Null;
    let there = async || {
        found = window.client().execute(STANDS, vec![]).await.ok()?;
        (found == wanted).then_some(())
    };
    let there = within(PATIENCE, there).await;
    assert!(there.is_some(), "{place} has the focus, is seen, beneath its heads: {found}");
}

#[tokio::test]
async fn a_role_is_looked_at_alone_and_two_by_what_differs() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.go_to("roles").await;
    window.click_on("[data-testid=role-head][data-role=seller]").await;
    let cells = async || {
        let cells =
            window.attributes("[data-testid=matrix-cell]", &["data-area", "data-role", "data-level"]).await;
        cells.into_iter().map(|cell| <[String; 3]>::try_from(cell).expect("three")).collect::<Vec<_>>()
    };
    window.reads("[role=grid]", "Can do a part of this. Own sales only.").await;
    assert!(cells().await.iter().all(|[_, role, _]| role == "seller"));
    assert_eq!(cells().await.len(), 12);

    window.choose("roles-compare-with", "inventory_handler").await;
    window.sees("[data-testid=matrix-cell][data-role=inventory_handler]").await;
    let expected: Vec<String> = {
        let table = table(MATRIX, "area");
        let of = |area: &String, role: &str| table.get(&(area.clone(), role.to_owned())).cloned();
        let areas = table.keys().map(|(area, _)| area.clone()).collect::<std::collections::BTreeSet<_>>();
        // Both see a part of the reports, and not the same part.
        let differs =
            |area: &String| area == "view_reports" || of(area, "seller") != of(area, "inventory_handler");
        areas.into_iter().filter(differs).collect()
    };
    let mut shown: Vec<String> = cells().await.into_iter().map(|[area, ..]| area).collect();
    shown.sort();
    shown.dedup();
    assert_eq!(shown, expected);
    window.reads("main", &format!("{} of 12 differ.", expected.len())).await;
    window.click("roles-only-different").await;
    eventually("all areas of both", async || (cells().await.len() == 24).then_some(())).await;
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
