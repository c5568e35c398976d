//! The first evening of a new owner: an account, a store, and the guide from there to the first invitation.

use crate::harness::{
    Shop, Window, eventually,
    people::{PASSWORD, address},
};

#[tokio::test]
async fn a_new_owner_follows_the_guide_to_her_first_invitation() {
    // Somebody else's shop, only so that there is a cloud.
    let shop = Shop::open("starter").await;
    let window = Window::open(&shop.cloud.url()).await;
    window.click("signin-turn").await;
    window.type_in("signup-name", "Sari Utami").await;
    window.type_in("signin-email", &address("Sari Utami")).await;
    window.type_in("signin-password", PASSWORD).await;
    window.click("signin-submit").await;
    window.type_in("store-name", "Toko Utami").await;
    window.click("store-create-submit").await;

    window.sees("[data-testid=guide]").await;
    ticked(&window, &["store"]).await;
    let why = window.sees_greyed("guide-invitation").await;
    assert!(why.contains("seat"), "says why not yet: {why}");

    // A group before the invitation, from a starting point.
    window.click("guide-group").await;
    window.type_in("name-field", "Meja pesanan").await;
    window.click("group-start-order-desk").await;
    window.click("name-confirm").await;
    window.sees("[data-testid=\"group-toggle-orders.view\"][aria-checked=true]").await;
    window.go_to("overview").await;
    ticked(&window, &["store", "group"]).await;

    window.click("guide-seat").await;
    window.click("plan-choose-team").await;
    window.click("confirm").await;
    window.sees("[data-testid=plan-team][data-current=true]").await;
    window.go_to("overview").await;
    ticked(&window, &["store", "group", "seat"]).await;

    window.click("guide-invitation").await;
    let email = address("Budi Santoso");
    window.type_in("invite-email", &email).await;
    window.choose("invite-role", "seller").await;
    window.click("invite-group").await;
    window.click("invite-send").await;
    ticked(&window, &["store", "group", "seat", "invitation"]).await;
    eventually("the mail is written", async || {
        shop.cloud.mails().iter().any(|mail| mail.contains(&email)).then_some(())
    })
    .await;

    // Done is done: whoever comes back finds it gone.
    window.go_to("team").await;
    window.go_to("overview").await;
    window.reads("main", "Latest activity").await;
    window.sees_no("[data-testid=guide]").await;
}

#[tokio::test]
async fn whoever_knows_her_way_puts_the_guide_away_and_finds_it_again() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.click("guide-skip").await;
    window.sees_no("[data-testid=guide]").await;

    let window = window.killed_and_started_again().await;
    window.reads("main", "Latest activity").await;
    window.sees_no("[data-testid=guide]").await;

    window.press("\u{e009}k").await;
    window.type_in("palette-input", "first steps").await;
    window.click_on("[data-testid=palette-option][data-id=guide]").await;
    window.sees("[data-testid=guide]").await;
}

#[tokio::test]
async fn nobody_but_who_may_take_its_steps_is_guided() {
    let shop = Shop::open("team").await;
    let manager = shop.member("Lina Marlina", "manager", &[]).await;
    let window = shop.window(&manager).await;
    window.reads("main", "Latest activity").await;
    window.sees_no("[data-testid=guide]").await;
}

async fn ticked(window: &Window, steps: &[&str]) {
    eventually(&format!("{steps:?} are ticked"), async || {
        let done = window.attributes("[data-testid=guide-step][data-done=true]", &["data-step"]).await;
        (done.concat() == steps).then_some(())
    })
    .await;
}
