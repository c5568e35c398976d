//! What comes back, and what is done about it: two people change the same group without seeing each other, a refused invitation
//! is sent in other words, the rest is dropped.

use std::rc::Rc;

use serde_json::json;

use crate::{
    accessible::is_for_everybody,
    harness::{
        Shop, Window, eventually,
        people::{Person, address, new_id},
    },
};

async fn turns(window: &Window, group: &str, permission: &str) {
    window.go_to("groups").await;
    window.click_on(&format!("[data-testid=group-row][data-name={group}]")).await;
    window.click(&format!("group-toggle-{permission}")).await;
    window.click("group-save").await;
    window.sees_no("[data-testid=group-turned]").await;
}

/// Closes a window, and opens it again later on the same data.
fn closed(window: Window) -> Rc<tempfile::TempDir> {
    window.data_kept()
}

/// An admin who turned something on in a group while the cloud was away, and left; the cloud is back.
struct Away {
    shop: Shop,
    group: String,
    admin: Person,
    /// What her window kept, to open another one on.
    data: Rc<tempfile::TempDir>,
}

impl Away {
    async fn turned_something_on() -> Away {
        let mut shop = Shop::open("business").await;
        let group = shop.group("Kasir", &["orders.view", "orders.fulfillment"]).await;
        let admin = shop.member("Eko Prasetyo", "admin", &[]).await;
        let window = shop.window(&admin).await;
        window.badge_is("up_to_date").await;
        shop.cloud.stop().await;
        turns(&window, "Kasir", "orders.download").await;
        let data = closed(window);
        shop.cloud.start_again().await;
        Away { shop, group, admin, data }
    }
}

async fn holds(shop: &Shop, group: &str, permissions: &[&str]) {
    eventually(&format!("the group holds {permissions:?}"), async || {
        (shop.permissions_of(group).await == permissions).then_some(())
    })
    .await;
}

/// The Owner and an Admin change the same group cut off; the Admin comes back after the Owner and sees that they crossed.
async fn crossed(shop: &mut Shop, group: &str, admin: &Person) -> Window {
    let first = shop.window(&shop.owner).await;
    let second = shop.window(admin).await;
    first.badge_is("up_to_date").await;
    second.badge_is("up_to_date").await;

    shop.cloud.stop().await;
    turns(&first, "Kasir", "orders.view").await;
    turns(&second, "Kasir", "orders.download").await;
    let data = closed(second);
    shop.cloud.start_again().await;
    holds(shop, group, &[]).await;

    let second = Window::open_on(data, &shop.cloud.url()).await;
    // Both were taken: what she turned on brought View back, which the Owner had turned off.
    holds(shop, group, &["orders.download", "orders.view"]).await;
    second.badge_is("up_to_date").await;
    second.go_to("waiting").await;
    second.sees("[data-testid=clash][data-met=crossed]").await;
    second
}

#[tokio::test]
async fn two_desks_change_one_group_offline_and_the_later_one_chooses_toggle_by_toggle() {
    let mut shop = Shop::open("business").await;
    let group = shop.group("Kasir", &["orders.view", "orders.fulfillment"]).await;
    let admin = shop.member("Eko Prasetyo", "admin", &[]).await;
    let second = crossed(&mut shop, &group, &admin).await;
    let clash = "[data-testid=clash][data-met=crossed]";
    second.reads(clash, "Ratna Wijaya").await;
    second.reads(&format!("{clash} [data-permission=\"orders.view\"]"), "View orders").await;
    second.click("clash-orders.view-off").await;
    second.click("clash-send").await;
    second.reads("[data-testid=review-off]", "Download orders").await;
    second.click("confirm").await;
    holds(&shop, &group, &[]).await;
    second.sees_no("[data-testid=clash]").await;
}

#[tokio::test]
async fn what_came_back_meets_what_was_done_meanwhile_and_what_is_chosen_is_sent() {
    let Away { shop, group, admin, data } = Away::turned_something_on().await;

    // Meanwhile she may not, and the Owner takes something away.
    shop.changes_role(&admin.email, "admin", "manager").await;
    let revoke = json!({ "type": "group.revoke", "group": group, "permissions": ["orders.fulfillment"] });
    shop.owner.ask(&shop.store, revoke).await;
    let window = Window::open_on(data, &shop.cloud.url()).await;
    window.badge_is("needs_attention").await;
    window.go_to("waiting").await;
    window.reads("[data-testid=waiting-refusal]", "Change a member").await;
    shop.changes_role(&admin.email, "manager", "admin").await;

    let clash = "[data-testid=clash][data-met=kept]";
    window.reads(clash, "Ratna Wijaya").await;
    window.reads("[data-testid=waiting-row]", "chosen above").await;
    window.click("clash-orders.download-on").await;
    window.click("sync-now").await;
    window.click("clash-send").await;
    window.reads("[data-testid=review-on]", "Download orders").await;
    // The desk learns by and by that she may again.
    window.sees_no("[data-testid=confirm-refusal]").await;
    window.click("confirm").await;
    holds(&shop, &group, &["orders.download", "orders.view"]).await;
    window.sees_no("[data-testid=clash]").await;
    window.sees_no("[data-testid=waiting-row]").await;
}

#[tokio::test]
async fn a_group_that_was_deleted_meanwhile_is_made_anew_with_what_is_chosen() {
    let Away { shop, group, data, .. } = Away::turned_something_on().await;
    shop.owner.ask(&shop.store, json!({ "type": "group.delete", "group": group, "move_to": null })).await;

    let window = Window::open_on(data, &shop.cloud.url()).await;
    window.badge_is("needs_attention").await;
    window.go_to("waiting").await;
    window.reads("[data-testid=clash][data-met=deleted]", "deleted this group").await;
    window.click("clash-orders.fulfillment-off").await;
    window.click("clash-anew").await;
    eventually("the group is there again", async || {
        shop.groups().await.contains(&"Kasir".to_owned()).then_some(())
    })
    .await;
    let snapshot = shop.owner.snapshot(&shop.store).await;
    assert_eq!(snapshot["groups"][0]["permissions"], json!(["orders.download", "orders.view"]));
    window.sees_no("[data-testid=waiting-row]").await;
}

#[tokio::test]
async fn a_refused_invitation_is_changed_and_sent_and_what_is_left_is_dropped() {
    let mut shop = Shop::open("business").await;
    let seller = shop.member("Dewi Anggraini", "seller", &[]).await;
    let (taken, other) = (address("Fajar Nugroho"), address("Gilang Ramadhan"));
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    shop.cloud.stop().await;
    window.go_to("invitations").await;
    window.click("invite-open").await;
    window.type_in("invite-email", &taken).await;
    window.choose("invite-role", "viewer").await;
    window.click("invite-send").await;
    window.sees(&format!("[data-testid=invitation-row][data-email=\"{taken}\"][data-mark=waiting]")).await;
    window.go_to("team").await;
    let row = format!("[data-testid=team-row][data-email=\"{}\"]", seller.email);
    window.click_on(&row).await;
    window.choose("member-role", "manager").await;
    window.click("confirm").await;
    window.sees(&format!("{row}[data-mark=waiting]")).await;
    window.go_to("waiting").await;
    window.reads("[data-testid=waiting-row][data-type=\"invitation.send\"]", "expected to accept this").await;
    let data = closed(window);
    shop.cloud.start_again().await;

    let send = json!({ "type": "invitation.send", "invitation": new_id(), "email": taken, "role": "seller", "groups": [] });
    shop.owner.ask(&shop.store, send).await;
    shop.changes_role(&seller.email, "seller", "viewer").await;
    let window = Window::open_on(data, &shop.cloud.url()).await;
    window.badge_is("needs_attention").await;
    window.go_to("waiting").await;

    let invitation = "[data-testid=waiting-row][data-state=refused][data-type=\"invitation.send\"]";
    window.reads(invitation, "already has an open invitation").await;
    window.reads(invitation, "for the same reason").await;
    let change = "[data-testid=waiting-row][data-state=refused][data-type=\"member.change_role\"]";
    window.reads(&format!("{change} [data-testid=waiting-beside]"), "Manager").await;
    window.reads(&format!("{change} [data-testid=waiting-beside]"), "Viewer").await;
    window.reads(change, "expected to be accepted").await;

    window.click_on(&format!("{invitation} [data-testid=waiting-change]")).await;
    window.type_in("change-email", &other).await;
    window.sees_no("[data-testid=confirm-refusal]").await;
    window.click("confirm").await;
    eventually("the other address is invited", async || shop.invited().await.contains(&other).then_some(()))
        .await;
    window.sees_no(invitation).await;

    window.click_on(&format!("{change} [data-testid=waiting-drop]")).await;
    window.click("confirm").await;
    window.sees_no("[data-testid=waiting-row]").await;
    window.badge_is("up_to_date").await;
    assert_eq!(shop.role_of(&seller.email).await.as_deref(), Some("viewer"));
}

/// What an Admin turned on came back, because she had lost the right meanwhile; by now she has it again.
async fn came_back() -> (Shop, String, Window) {
    let Away { shop, group, admin, data } = Away::turned_something_on().await;
    shop.changes_role(&admin.email, "admin", "manager").await;
    let window = Window::open_on(data, &shop.cloud.url()).await;
    window.badge_is("needs_attention").await;
    shop.changes_role(&admin.email, "manager", "admin").await;
    window.go_to("waiting").await;
    window.click("sync-now").await;
    window.reads("[data-testid=waiting-row]", "expected to be accepted").await;
    (shop, group, window)
}

#[tokio::test]
async fn switches_that_came_back_are_turned_otherwise_and_sent() {
    let (shop, group, window) = came_back().await;
    window.sees_no("[data-testid=clash]").await;
    window.click("waiting-change").await;
    window.sees("[data-testid=\"change-turn-orders.download\"][aria-checked=true]").await;
    is_for_everybody(&window, "change-turns").await;
    window.click("change-turn-orders.download").await;
    window.sees("[data-testid=change-nothing]").await;
    window.click("change-turn-orders.fulfillment").await;
    window.sees("[data-testid=\"change-turn-orders.fulfillment\"][aria-checked=false]").await;
    window.click("confirm").await;
    holds(&shop, &group, &["orders.view"]).await;
    window.sees_no("[data-testid=waiting-row]").await;
}

#[tokio::test]
async fn what_was_tried_again_can_be_taken_back_once_it_was_sent() {
    let (shop, group, window) = came_back().await;
    window.click("waiting-retry").await;
    holds(&shop, &group, &["orders.download", "orders.fulfillment", "orders.view"]).await;
    window.badge_is("up_to_date").await;
    window.click("me-menu").await;
    window.click("undo-open").await;
    window.reads("[data-testid=undo-row]", "Download orders").await;
    window.click("undo-act").await;
    holds(&shop, &group, &["orders.fulfillment", "orders.view"]).await;
}

#[tokio::test]
async fn what_crossed_and_was_left_as_it_is_stays_so_after_a_restart() {
    let mut shop = Shop::open("business").await;
    let group = shop.group("Kasir", &["orders.view", "orders.fulfillment"]).await;
    let admin = shop.member("Eko Prasetyo", "admin", &[]).await;
    let second = crossed(&mut shop, &group, &admin).await;
    second.click("clash-leave").await;
    second.sees_no("[data-testid=clash]").await;
    let second = second.killed_and_started_again().await;
    second.badge_is("up_to_date").await;
    second.go_to("waiting").await;
    second.reads("main", "Nothing waits").await;
    second.sees_no("[data-testid=clash]").await;
    holds(&shop, &group, &["orders.download", "orders.view"]).await;
}
