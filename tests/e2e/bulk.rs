//! Many at once, picked by keys and by hand: what it comes to for each is told before, and what became of each after; one way back
//! leads back for all.

use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions, MouseActions, PointerAction};
use fantoccini::key::Key;

use crate::harness::{Shop, Window, eventually};

const SHIFT_DOWN: &str = "\u{e008}\u{e015}";
const ESCAPE: &str = "\u{e00c}";
const SPACE: &str = " ";

fn row(email: &str) -> String {
    format!("[data-testid=team-row][data-email=\"{email}\"]")
}

async fn picked(window: &Window, count: usize) {
    window.sees(&format!("[data-testid=picked-count][data-count=\"{count}\"]")).await;
}

/// Clicks with a key held down.
async fn click_holding(window: &Window, key: Key, css: &str) {
    window.sees(css).await;
    let client = window.client();
    let element = client.find(Locator::Css(css)).await.expect("it is there");
    let hold = KeyActions::new("keys".to_owned()).then(KeyAction::Down { value: key.into() });
    client.perform_actions(hold).await.expect("the key goes down");
    let to = PointerAction::MoveToElement { element, duration: None, x: 0., y: 0. };
    let click = MouseActions::new("mouse".to_owned())
        .then(to)
        .then(PointerAction::Down { button: 0 })
        .then(PointerAction::Up { button: 0 });
    client.perform_actions(click).await.expect("the mouse clicks");
    client.release_actions().await.expect("the key goes up");
}

/// A shop with its Owner, an Admin and so many sellers.
async fn crew(sellers: usize) -> (Shop, Vec<String>) {
    let shop = Shop::open("business").await;
    shop.member("Eko Prasetyo", "admin", &[]).await;
    let mut emails = Vec::new();
    for n in 0..sellers {
        emails.push(shop.member(&format!("Seller {n}"), "seller", &[]).await.email);
    }
    (shop, emails)
}

#[tokio::test]
async fn everyone_is_picked_but_the_owner_and_the_admin_herself_are_left_out() {
    let (shop, sellers) = crew(4).await;
    let fajar = shop.member("Fajar Nugroho", "admin", &[]).await;
    let window = shop.window(&fajar).await;
    window.badge_is("up_to_date").await;
    window.go_to("team").await;
    window.click_on(&format!("{} [data-testid=pick]", row(&sellers[0]))).await;
    picked(&window, 1).await;
    window.press("\u{e009}a\u{e000}").await;
    window.sees("[data-testid=picked-count][data-count=\"7\"]").await;
    assert_eq!(window.attributes("[role=row][aria-selected=true]", &["data-testid"]).await.len(), 7);

    window.click("bulk-role").await;
    window.choose("bulk-to-role", "manager").await;
    window.sees("[data-testid=many-does][data-count=\"4\"]").await;
    window.sees("[data-testid=many-skipped][data-count=\"2\"]").await;
    window.sees("[data-testid=many-refused][data-count=\"1\"]").await;
    window.reads("[data-testid=many-row][data-verdict=refused]", "Eko Prasetyo").await;
    window.reads("[data-testid=many-row][data-verdict=skipped]", "Owner").await;
    let own = format!("[data-testid=many-row][data-name=\"{}\"]", "Fajar Nugroho");
    window.reads(&own, "own access").await;

    window.click("many-confirm").await;
    window.sees("[data-testid=many-outcome][data-total=\"4\"][data-done=\"4\"]").await;
    for email in &sellers {
        assert_eq!(shop.role_of(email).await.as_deref(), Some("manager"));
    }
    assert_eq!(shop.role_of(&shop.owner.email).await.as_deref(), Some("owner"));

    // One way back for all of them.
    window.click("many-undo").await;
    window.sees("[data-testid=many-dialog] [data-testid=many-does][data-count=\"4\"]").await;
    window.click("many-confirm").await;
    window.sees("[data-testid=many-outcome][data-total=\"4\"][data-done=\"4\"]").await;
    window.click("many-close").await;
    for email in &sellers {
        assert_eq!(shop.role_of(email).await.as_deref(), Some("seller"));
    }
}

#[tokio::test]
async fn a_range_is_picked_by_keys_and_by_hand_and_escape_lets_go() {
    let (shop, sellers) = crew(5).await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    window.go_to("team").await;
    window.click_on(&format!("{} [data-testid=pick]", row(&sellers[0]))).await;
    picked(&window, 1).await;
    let focus = "document.querySelector(arguments[0]).focus()";
    window.client().execute(focus, vec![row(&sellers[0]).into()]).await.expect("the row takes the focus");
    window.press(&format!("{SHIFT_DOWN}\u{e000}")).await;
    picked(&window, 2).await;
    // The focus follows a frame later; keys that are sent to where it was would put it back there.
    let next = "return document.activeElement.previousElementSibling?.matches(arguments[0]) ?? false";
    crate::harness::eventually("the focus is on the next row", async || {
        let on = window.client().execute(next, vec![row(&sellers[0]).into()]).await.ok()?;
        (on == true).then_some(())
    })
    .await;
    window.press(&format!("{SHIFT_DOWN}\u{e000}")).await;
    picked(&window, 3).await;
    window.press(SPACE).await;
    picked(&window, 2).await;
    window.press(ESCAPE).await;
    window.sees_no("[data-testid=picked-bar]").await;
    window.reads("[data-testid=picked-said]", "Nobody is selected").await;

    click_holding(&window, Key::Control, &row(&sellers[1])).await;
    picked(&window, 1).await;
    click_holding(&window, Key::Shift, &row(&sellers[4])).await;
    picked(&window, 4).await;
    window.click("bulk-suspend").await;
    window.sees("[data-testid=many-does][data-count=\"4\"]").await;
    window.reads("[data-testid=many-dialog]", "Seats after this").await;
    window.click("many-confirm").await;
    window.sees("[data-testid=many-outcome][data-done=\"4\"]").await;
    window.click("many-close").await;
    window.sees_no("[data-testid=picked-bar]").await;
    window.reads(&row(&sellers[1]), "Suspended").await;
    window.reads(&row(&sellers[0]), "Seller").await;
}

#[tokio::test]
async fn offline_a_bulk_waits_whole_and_what_was_not_sent_can_be_stopped() {
    let (mut shop, sellers) = crew(3).await;
    let group = shop.group("Kasir", &["orders.view"]).await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    shop.cloud.stop().await;
    window.go_to("team").await;
    for email in &sellers {
        window.click_on(&format!("{} [data-testid=pick]", row(email))).await;
    }
    picked(&window, 3).await;
    window.click("bulk-groups").await;
    window.choose("bulk-to-group", &group).await;
    window.sees("[data-testid=many-does][data-count=\"3\"]").await;
    window.click("many-confirm").await;
    window.reads("[data-testid=many-outcome]", "kept here until you are online").await;
    window.sees(&format!("{}[data-mark=waiting]", row(&sellers[2]))).await;
    window.click("many-stop").await;
    window.sees("[data-testid=outcome-row][data-state=dropped]").await;
    window.click("many-close").await;
    window.sees_no("[data-mark=waiting]").await;
    shop.cloud.start_again().await;
    window.badge_is("up_to_date").await;
    eventually("nobody was put into the group", async || {
        let snapshot = shop.owner.snapshot(&shop.store).await;
        let members = snapshot["members"].as_array()?.clone();
        members.iter().all(|member| !member["groups"].to_string().contains(&group)).then_some(())
    })
    .await;
}
