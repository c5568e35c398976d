//! Who has what, and why: from a cell, from a permission, from one member, from a greyed control; and both tables saved as
//! files by the system's own dialog.

use std::{fs, path::PathBuf};

use serde_json::json;

use crate::harness::{Shop, Window, eventually, save_dialog::SaveDialog};

/// Ratna owns; Lina (Manager), Made (Seller) and Nadia (Viewer) are in the group of the prices, Putu (Seller) is in none.
async fn shop() -> (Shop, Vec<crate::harness::people::Person>) {
    let shop = Shop::open("business").await;
    let prices = shop.group("Harga", &["price.update", "orders.fulfillment"]).await;
    let mut people = Vec::new();
    for (name, role) in [("Lina Marlina", "manager"), ("Made Wirawan", "seller"), ("Nadia Putri", "viewer")] {
        people.push(shop.member(name, role, &[&prices]).await);
    }
    people.push(shop.member("Putu Mahendra", "seller", &[]).await);
    (shop, people)
}

/// The addresses of those who are listed, and by which path.
async fn listed(window: &Window) -> Vec<Vec<String>> {
    window.attributes("[data-testid=holder]", &["data-email", "data-reason"]).await
}

async fn lists(window: &Window, wanted: &[(&str, &str)]) {
    let wanted: Vec<Vec<String>> = wanted
        .iter()
        .map(|(name, reason)| vec![crate::harness::people::address(name), (*reason).to_owned()])
        .collect();
    eventually(&format!("the window lists {wanted:?}"), async || {
        (listed(window).await == wanted).then_some(())
    })
    .await;
}

/// From the Owner's cell to every role. The matrix scrolls within the screen, where WebDriver does not scroll by itself.
async fn look_up(window: &Window, permission: &str) {
    let cell = format!("[data-testid=cut-cell][data-permission=\"{permission}\"][data-role=owner]");
    window.sees(&cell).await;
    let scroll = "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })";
    window.client().execute(scroll, vec![json!(cell)]).await.expect("the page answers");
    window.click_on(&cell).await;
    lists(window, &[("Ratna Wijaya", "by_role")]).await;
    window.click("holders-every-role").await;
}

#[tokio::test]
async fn a_cell_tells_who_has_it_and_why() {
    let (shop, _) = shop().await;
    let window = shop.window(&shop.owner).await;
    window.go_to("roles").await;
    window.click_on("[data-testid=matrix-cell][data-area=view_reports][data-role=seller]").await;
    window.reads("[data-testid=holders]", "Can do a part of this. Own sales only.").await;
    lists(&window, &[("Made Wirawan", "by_role"), ("Putu Mahendra", "by_role")]).await;
    window.reads("[data-testid=holder]", "Seller since").await;

    // The keyboard leads there too, and back to the cell.
    window.press("\u{e00c}").await;
    window.sees("[data-testid=matrix-cell][data-area=view_reports][data-role=seller]:focus").await;
    window.sees_no("[data-testid=holders]").await;
    window.press("\u{e012}\u{e007}").await;
    window.reads("[data-testid=holders]", "Can do all of this.").await;
    lists(&window, &[("Lina Marlina", "by_role")]).await;
}

#[tokio::test]
async fn a_permission_tells_everyone_by_which_path_and_whom_a_role_cuts() {
    let (shop, _) = shop().await;
    let window = shop.window(&shop.owner).await;
    window.go_to("roles").await;
    window.click("roles-tab-omnichannel").await;
    look_up(&window, "price.update").await;
    window.reads("[data-testid=holders]", "Sensitive").await;
    lists(&window, &[("Ratna Wijaya", "by_role"), ("Lina Marlina", "by_group")]).await;
    window.reads("[data-testid=holders-group]", "Harga").await;
    window.click("holders-part-cut").await;
    lists(&window, &[("Made Wirawan", "cut_by_role"), ("Nadia Putri", "cut_by_role")]).await;

    // A View says what brings it along, and a person leads to her own reasons.
    look_up(&window, "orders.view").await;
    window.reads("[data-testid=holders-group]", "comes along with Fulfil orders").await;
    window.click_on("[data-testid=holder][data-reason=by_group]").await;
    window.click("access-omnichannel").await;
    window.click_on("[data-testid=access-permission][data-permission=\"price.update\"] summary").await;
    let why = "[data-testid=access-permission][data-permission=\"price.update\"]";
    window.reads(why, "In Harga since").await;
    window.reads(why, "Harga has this since").await;
    window.reads(why, "by you").await;
    window.click("who-else").await;
    window.sees("[data-testid=holders][data-of=\"price.update\"]").await;
}

#[tokio::test]
async fn whoever_may_not_learns_who_may() {
    let (shop, people) = shop().await;
    let [manager, cashier, ..] = &people[..] else { panic!("four came") };
    let window = shop.window(cashier).await;
    let why = window.sees_greyed("nav-team").await;
    assert!(why.contains("“View team & invitations”") && why.contains("Ratna Wijaya (Owner)"), "{why}");
    drop(window);

    let window = shop.window(manager).await;
    window.go_to("team").await;
    let why = window.sees_greyed("invite-open").await;
    assert!(why.contains("Ratna Wijaya (Owner) can do this"), "{why}");
}

#[tokio::test]
async fn both_tables_are_saved_where_the_systems_dialog_says_and_nowhere_else() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    let folder = PathBuf::from(format!("/tmp/keyholder-e2e-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let file = |name: &str| folder.join(name);
    let dialog = async |item: &str| {
        window.click("roles-export").await;
        window.click(item).await;
        SaveDialog::of(window.program(), "Save the roles").await
    };
    window.go_to("roles").await;
    window.sees("[data-testid=matrix-cell]").await;

    dialog("roles-csv").await.cancel().await;
    dialog("roles-csv").await.save_as(&file("roles.csv").to_string_lossy()).await;
    window.reads("[data-testid=toast]", "roles.csv").await;
    let csv = fs::read_to_string(file("roles.csv")).expect("the table is there");
    assert!(csv.starts_with("\u{feff}Table,Section,Area / Permission,Code,Owner,"), "{csv}");
    assert_eq!(csv.matches("\r\n").count(), 1 + 12 + 25);
    assert!(csv.contains(
        "In the store,,View reports & dashboard,view_reports,Full,Full,Full,Partial: Own sales only,"
    ));
    assert!(csv.contains(
        "In omnichannel,Price,Update prices,price.update,Always,Always,By group,Never,By group,Never\r\n"
    ));

    dialog("roles-png").await.save_as(&file("roles.png").to_string_lossy()).await;
    window.reads("body", "roles.png").await;
    let png = eventually("the picture is there", async || fs::read(file("roles.png")).ok()).await;
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let side = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
    assert!(
        side(16) > 2_000 && side(20) > 2_000,
        "twice as large as on the screen: {} × {}",
        side(16),
        side(20)
    );

    // A place that cannot be written is told, and nothing is there; the same may be tried for another place.
    dialog("roles-csv").await.save_as("/sys/roles.csv").await;
    window.reads("body", "“/sys/roles.csv”").await;
    let names = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut left: Vec<String> = fs::read_dir(&folder).expect("the folder").flatten().map(names).collect();
    left.sort();
    assert_eq!(left, ["roles.csv", "roles.png"], "nothing half written is left");
    let _ = fs::remove_dir_all(&folder);
}
