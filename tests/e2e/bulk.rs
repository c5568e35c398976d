//! Many at once, picked by keys and by hand: what it comes to for each is told before, and what became of each after; one way back
//! leads back for all.

use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions, MouseActions, PointerAction};
use fantoccini::key::Key;
use keyholder_between::{Between, Harm};

use crate::harness::people::address;
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

/// The addresses of everybody in the team, as the cloud tells them now.
async fn team(shop: &Shop) -> Vec<String> {
    let snapshot = shop.owner.snapshot(&shop.store).await;
    let members = snapshot["members"].as_array().cloned().unwrap_or_default();
    members.iter().filter_map(|member| member["email"].as_str().map(str::to_owned)).collect()
}

#[tokio::test]
async fn many_are_removed_at_once_with_a_word_for_each_and_a_way_back() {
    let (shop, sellers) = crew(4).await;
    let fajar = shop.member("Fajar Nugroho", "admin", &[]).await;
    let window = shop.window(&fajar).await;
    window.badge_is("up_to_date").await;
    window.go_to("team").await;
    // A range by Shift, then everybody by Ctrl+A.
    window.click_on(&format!("{} [data-testid=pick]", row(&sellers[0]))).await;
    click_holding(&window, Key::Shift, &row(&sellers[3])).await;
    picked(&window, 4).await;
    window.press("\u{e009}a\u{e000}").await;
    picked(&window, 7).await;
    window.click("bulk-remove").await;

    // What it comes to for each, before anything is done.
    window.sees("[data-testid=many-does][data-count=\"4\"]").await;
    window.sees("[data-testid=many-skipped][data-count=\"2\"]").await;
    window.sees("[data-testid=many-refused][data-count=\"1\"]").await;
    let line = |name: &str| format!("[data-testid=many-row][data-name=\"{name}\"]");
    window
        .reads(&format!("{}[data-verdict=skipped]", line("Ratna Wijaya")), "The Owner cannot be removed")
        .await;
    window.reads(&format!("{}[data-verdict=skipped]", line("Fajar Nugroho")), "own access").await;
    window.reads(&format!("{}[data-verdict=refused]", line("Eko Prasetyo")), "does not rank above").await;
    window.reads(&format!("{}[data-verdict=does]", line("Seller 2")), "areas change").await;
    window.reads("[data-testid=many-dialog]", "Seats after this").await;
    assert_eq!(team(&shop).await.len(), 7, "nothing is done before the yes");

    window.reads("[data-testid=many-confirm]", "4").await;
    window.click("many-confirm").await;
    window.sees("[data-testid=many-outcome][data-total=\"4\"][data-done=\"4\"]").await;
    let outcome =
        window.attributes("[data-testid=outcome-row][data-state=done]", &["data-name"]).await.concat();
    assert_eq!(outcome, ["Seller 0", "Seller 1", "Seller 2", "Seller 3"]);
    let mut left = vec![shop.owner.email.clone(), fajar.email.clone(), address("Eko Prasetyo")];
    let mut there = team(&shop).await;
    left.sort();
    there.sort();
    assert_eq!(there, left);

    // Whoever is removed comes back by an invitation, which is said before.
    window.click("many-undo").await;
    window.sees("[data-testid=many-dialog] [data-testid=many-does][data-count=\"4\"]").await;
    window.reads("[data-testid=many-dialog]", "4 more mails").await;
    assert!(shop.invited().await.is_empty(), "nobody is invited before the yes");
    window.click("many-confirm").await;
    window.sees("[data-testid=many-outcome][data-total=\"4\"][data-done=\"4\"]").await;
    window.click("many-close").await;
    window.sees_no("[data-testid=many-dialog]").await;
    window.sees_no(&row(&sellers[0])).await;
    let mut invited = shop.invited().await;
    invited.sort();
    let mut meant = sellers.clone();
    meant.sort();
    assert_eq!(invited, meant);
}

#[tokio::test]
async fn of_many_those_that_did_not_work_are_looked_at_alone_with_the_reason() {
    let (shop, sellers) = crew(4).await;
    let line = Between::before(&shop.cloud.url()).await;
    let window = Window::open(&line.url()).await;
    window.sign_in(&shop.owner.email).await;
    window.badge_is("up_to_date").await;
    window.go_to("team").await;
    for email in &sellers {
        window.click_on(&format!("{} [data-testid=pick]", row(email))).await;
    }
    picked(&window, 4).await;
    // Cut off, she does not learn that one of them is a Manager by now.
    line.does(Harm::Nothing);
    shop.changes_role(&sellers[1], "seller", "manager").await;
    window.click("bulk-role").await;
    window.choose("bulk-to-role", "viewer").await;
    window.sees("[data-testid=many-does][data-count=\"4\"]").await;
    window.click("many-confirm").await;
    window.sees("[data-testid=many-outcome][data-total=\"4\"][data-done=\"0\"]").await;
    line.does(Harm::None);
    window.sees("[data-testid=many-outcome][data-settled=\"4\"][data-done=\"3\"]").await;

    window.sees("[data-testid=many-only-done][data-count=\"3\"]").await;
    let drawn = async || window.attributes("[data-testid=outcome-row]", &["data-name", "data-state"]).await;
    assert_eq!(drawn().await[0], ["Seller 1", "refused"], "what did not work stands first");
    window.click("many-only-bad").await;
    eventually("she alone is looked at", async || (drawn().await == [["Seller 1", "refused"]]).then_some(()))
        .await;
    window
        .reads("[data-testid=outcome-row]", "it was Seller when this was asked, and now it is Manager")
        .await;
    window.click("many-only-all").await;
    eventually("all are", async || (drawn().await.len() == 4).then_some(())).await;
    assert_eq!(shop.role_of(&sellers[1]).await.as_deref(), Some("manager"));
}
