//! The network goes away, work goes on, the machine loses power, the network returns: nothing typed is lost.

use crate::harness::{Shop, eventually, people::address};

#[tokio::test]
async fn what_was_asked_offline_survives_a_power_cut_and_reaches_the_second_desk() {
    let mut shop = Shop::open("business").await;
    let group = shop.group("Gudang", &["inventory.view"]).await;
    let seller = shop.member("Dewi Anggraini", "seller", &[&group]).await;
    let admin = shop.member("Eko Prasetyo", "admin", &[]).await;
    let invited = address("Fajar Nugroho");
    let window = shop.window(&shop.owner).await;
    let second = shop.window(&admin).await;
    window.badge_is("up_to_date").await;

    shop.cloud.stop().await;

    window.go_to("team").await;
    window.click_on(&format!("[data-testid=team-row][data-email=\"{}\"]", seller.email)).await;
    window.sees("[data-testid=member-panel]").await;
    window.choose("member-role", "manager").await;
    window.click("confirm").await;
    window.sees(&format!("[data-testid=team-row][data-email=\"{}\"][data-mark=waiting]", seller.email)).await;

    window.go_to("groups").await;
    window.click_on("[data-testid=group-row][data-name=Gudang]").await;
    window.click("group-toggle-inventory.update").await;
    window.click("group-review").await;
    window.click("confirm").await;
    window.sees_no("[data-testid=group-turned]").await;

    window.go_to("invitations").await;
    window.click("invite-open").await;
    window.type_in("invite-email", &invited).await;
    window.choose("invite-role", "viewer").await;
    window.click("invite-send").await;
    window.sees(&format!("[data-testid=invitation-row][data-email=\"{invited}\"][data-mark=waiting]")).await;

    window.go_to("waiting").await;
    waits(&window).await;

    let window = window.killed_and_started_again().await;
    window.badge_is("offline").await;
    window.go_to("waiting").await;
    waits(&window).await;
    assert_eq!(shop_role_waiting(&window, &seller.email).await, "waiting");

    shop.cloud.start_again().await;

    window.badge_is("up_to_date").await;
    window.go_to("waiting").await;
    window.sees_no("[data-testid=waiting-row]").await;
    assert_eq!(shop.role_of(&seller.email).await.as_deref(), Some("manager"));
    assert!(shop.permissions_of(&group).await.contains(&"inventory.update".to_owned()));
    assert!(shop.invited().await.contains(&invited));
    eventually("the invitation's mail is written", async || {
        shop.cloud.mails().iter().any(|mail| mail.contains(&invited)).then_some(())
    })
    .await;

    second.go_to("invitations").await;
    second
        .sees(&format!("[data-testid=invitation-row][data-email=\"{invited}\"][data-status=pending]"))
        .await;
    second.go_to("team").await;
    second.reads(&format!("[data-testid=team-row][data-email=\"{}\"]", seller.email), "Manager").await;
    second.go_to("groups").await;
    second.click_on("[data-testid=group-row][data-name=Gudang]").await;
    second.sees("[data-testid=\"group-toggle-inventory.update\"][aria-checked=true]").await;
}

#[tokio::test]
async fn what_was_asked_offline_can_be_dropped_offline_and_is_never_sent() {
    let mut shop = Shop::open("business").await;
    let seller = shop.member("Dewi Anggraini", "seller", &[]).await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    shop.cloud.stop().await;
    window.go_to("team").await;
    let row = format!("[data-testid=team-row][data-email=\"{}\"]", seller.email);
    window.click_on(&row).await;
    window.choose("member-role", "manager").await;
    window.click("confirm").await;
    window.sees(&format!("{row}[data-mark=waiting]")).await;
    window.badge_is("offline").await;

    window.go_to("waiting").await;
    window.reads("h2", "Kept here until you are online").await;
    window.click("waiting-drop").await;
    window.click("confirm").await;
    window.sees_no("[data-testid=waiting-row]").await;
    window.go_to("team").await;
    window.reads(&row, "Seller").await;

    shop.cloud.start_again().await;
    window.badge_is("up_to_date").await;
    assert_eq!(shop.role_of(&seller.email).await.as_deref(), Some("seller"));
}

/// The three edits, each waiting.
async fn waits(window: &crate::harness::Window) {
    for what in ["member.change_role", "group.grant", "invitation.send"] {
        window.sees(&format!("[data-testid=waiting-row][data-state=waiting][data-type=\"{what}\"]")).await;
    }
}

async fn shop_role_waiting(window: &crate::harness::Window, email: &str) -> String {
    window.go_to("team").await;
    let row = format!("[data-testid=team-row][data-email=\"{email}\"]");
    window.reads(&row, "Manager").await;
    window.attributes(&row, &["data-mark"]).await.concat().concat()
}
