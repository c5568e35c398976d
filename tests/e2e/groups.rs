//! Groups, as their owner works with them: several switches with one look, what a role cuts and for whom, two side by side, a copy,
//! a starting point of the trade. (The longest names there can be: narrow.rs.)

use crate::harness::{Shop, Window, eventually};

async fn opens(window: &Window, name: &str) {
    window.go_to("groups").await;
    window.click_on(&format!("[data-testid=group-row][data-name=\"{name}\"]")).await;
    window.sees("[role=switch]").await;
}

fn toggle(permission: &str, on: bool) -> String {
    format!("[data-testid=\"group-toggle-{permission}\"][aria-checked={on}]")
}

#[tokio::test]
async fn several_switches_are_one_look_and_one_yes_and_a_role_tells_what_it_cuts_for_whom() {
    let shop = Shop::open("business").await;
    let group = shop.group("Gudang", &["inventory.view"]).await;
    shop.member("Dewi Anggraini", "seller", &[&group]).await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    opens(&window, "Gudang").await;

    window.click("group-toggle-inventory.update").await;
    window.click("group-toggle-product.scan").await;
    window.reads("[data-permission=\"product.view\"]", "On because Scan products needs it").await;
    window.reads("[data-testid=group-turned]", "3 changes, not saved yet").await;
    assert_eq!(shop.permissions_of(&group).await, ["inventory.view"], "nothing is asked for before the yes");

    // What her role will cut stands at the switch, beside the switches, and in the look before the yes.
    let cut = "[data-testid=group-cut][data-role=seller]";
    window.reads("[data-permission=\"inventory.update\"]", "No effect for the role Seller").await;
    window.reads(cut, "2 of these have no effect for the role Seller").await;
    window.click("group-review").await;
    window.reads("[data-testid=review-on]", "Update inventory").await;
    window.reads("[data-testid=review-cut]", "2 of these have no effect for the role Seller").await;
    // A Seller gets only what her role may hold.
    window.reads("[data-testid=preview]", "Dewi Anggraini").await;
    window.reads("[data-testid=preview]", "Gains: View products").await;
    window.click("confirm").await;
    window.sees_no("[data-testid=group-turned]").await;
    eventually("the cloud has all of it", async || {
        (shop.permissions_of(&group).await.len() == 4).then_some(())
    })
    .await;

    window.reads(cut, "2 of these have no effect for the role Seller").await;
    window.click("group-cut-who").await;
    window.reads(&format!("{cut} details[open]"), "Dewi Anggraini").await;

    window.click("group-toggle-product.view").await;
    window.sees(&toggle("product.scan", false)).await;
    window.click("group-toggle-price.view").await;
    window.click("group-review").await;
    window.reads("[data-testid=review-off]", "Go off (2)").await;
    window.click("confirm").await;
    eventually("one was given and a section taken", async || {
        let now = shop.permissions_of(&group).await;
        (now == ["inventory.update", "inventory.view", "price.view"]).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_group_is_compared_copied_and_begun_from_the_trade() {
    let shop = Shop::open("business").await;
    let gudang = shop.group("Gudang", &["inventory.update"]).await;
    let kasir = shop.group("Kasir", &["orders.view", "inventory.view"]).await;
    shop.member("Dewi Anggraini", "seller", &[&gudang, &kasir]).await;
    let window = shop.window(&shop.owner).await;
    opens(&window, "Gudang").await;

    window.click("group-compare").await;
    window.choose("compare-with", &kasir).await;
    window.reads("[data-testid=compare-table] [data-permission=\"orders.view\"]", "Not in Gudang").await;
    window.reads("[data-testid=compare-table] [data-permission=\"inventory.view\"]", "In Kasir").await;
    window.reads("[data-testid=compare-table]", "0 only here, 1 in both, 0 only there").await;
    window.click("compare-differences").await;
    window.sees_no("[data-testid=compare-table] [data-permission=\"inventory.view\"]").await;
    window.press("\u{e00c}").await;
    window.sees_no("dialog[open]").await;

    window.click("group-duplicate").await;
    window.click("name-confirm").await;
    window.reads("h1", "Gudang (copy)").await;
    window.sees(&toggle("inventory.update", true)).await;

    window.click("group-back").await;
    window.click("group-new").await;
    window.type_in("name-field", "Harga").await;
    window.click("group-start-price-keeper").await;
    window.reads("[data-testid=group-start]", "Changes prices on every channel").await;
    window.reads("[data-testid=group-start]", "Starts with 3 permissions").await;
    window.click("name-confirm").await;
    window.reads("h1", "Harga").await;
    window.sees(&toggle("price.update", true)).await;

    window.click("group-holders-price.update").await;
    window.sees("[data-testid=nav-roles][aria-current]").await;
}
