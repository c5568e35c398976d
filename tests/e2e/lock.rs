//! A shared computer: locked, nothing of a store is in the window; people come and go, and what each has not sent waits for
//! her and is sent in nobody else's name.

use crate::harness::{Shop, Window, people::PASSWORD};

const LOCKED: &str = "[data-testid=locked]";

#[tokio::test]
async fn a_locked_window_knows_nothing_of_the_store_and_the_password_opens_it_without_a_network() {
    let mut shop = Shop::open("business").await;
    let seller = shop.member("Dewi Anggraini", "seller", &[]).await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    shop.cloud.stop().await;
    change_role(&window, &seller.email, "manager").await;

    window.press("\u{e009}l\u{e000}").await;

    window.sees(&format!("{LOCKED}[data-why=asked]")).await;
    window.reads("[data-testid=locked-waiting]", "1").await;
    window.reads("body", &shop.owner.name).await;
    let page = window.page().await;
    for secret in ["Toko Melati", &seller.name, &seller.email, "data-testid=\"team-row"] {
        assert!(!page.contains(secret), "a locked window still holds `{secret}`: {page}");
    }

    window.type_in("unlock-password", "not her password").await;
    window.click("unlock").await;
    window.sees(&format!("{LOCKED} [role=alert]")).await;
    unlock(&window).await;

    window.badge_is("offline").await;
    let row = format!("[data-testid=team-row][data-email=\"{}\"][data-mark=waiting]", seller.email);
    window.go_to("team").await;
    window.reads(&row, "Manager").await;
    shop.cloud.start_again().await;
    window.badge_is("up_to_date").await;
    assert_eq!(shop.role_of(&seller.email).await.as_deref(), Some("manager"));
}

#[tokio::test]
async fn a_window_that_was_locked_is_locked_after_a_power_cut_too() {
    let shop = Shop::open("starter").await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    window.click("me-menu").await;
    window.click("lock").await;
    window.sees(LOCKED).await;

    let window = window.killed_and_started_again().await;

    window.sees(LOCKED).await;
    assert!(!window.page().await.contains("Toko Melati"));
    unlock(&window).await;
    window.badge_is("up_to_date").await;
}

#[tokio::test]
async fn two_people_share_a_computer_and_each_finds_what_she_has_not_sent() {
    let mut shop = Shop::open("business").await;
    let admin = shop.member("Eko Prasetyo", "admin", &[]).await;
    let seller = shop.member("Dewi Anggraini", "seller", &[]).await;
    let other = shop.member("Fajar Nugroho", "seller", &[]).await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    switch_to(&window, "person-other").await;
    window.sign_in(&admin.email).await;
    window.badge_is("up_to_date").await;

    shop.cloud.stop().await;
    change_role(&window, &other.email, "viewer").await;
    go_over_to(&window, &shop.owner.email).await;
    window.reads("body", &shop.owner.name).await;
    change_role(&window, &seller.email, "manager").await;

    // Her own goes out, the other's waits for him: nothing is sent under another account.
    shop.cloud.start_again().await;
    window.badge_is("up_to_date").await;
    assert_eq!(shop.role_of(&seller.email).await.as_deref(), Some("manager"));
    assert_eq!(shop.role_of(&other.email).await.as_deref(), Some("seller"));

    go_over_to(&window, &admin.email).await;
    window.badge_is("up_to_date").await;
    assert_eq!(shop.role_of(&other.email).await.as_deref(), Some("viewer"));
    window.go_to("activity").await;
    window.reads("body", "You changed the role of Fajar Nugroho").await;
}

async fn unlock(window: &Window) {
    window.type_in("unlock-password", PASSWORD).await;
    window.click("unlock").await;
}

async fn switch_to(window: &Window, person: &str) {
    window.click("me-menu").await;
    window.click("switch-person").await;
    window.click(person).await;
}

/// To somebody who is known here, who then shows that it is her.
async fn go_over_to(window: &Window, email: &str) {
    window.click("me-menu").await;
    window.click("switch-person").await;
    window.click_on(&format!("[data-testid=person][data-email=\"{email}\"]")).await;
    window.reads(LOCKED, email).await;
    unlock(window).await;
    window.sees("[data-testid=badge]").await;
}

async fn change_role(window: &Window, email: &str, role: &str) {
    window.go_to("team").await;
    window.click_on(&format!("[data-testid=team-row][data-email=\"{email}\"]")).await;
    window.choose("member-role", role).await;
    window.click("confirm").await;
    window.sees(&format!("[data-testid=team-row][data-email=\"{email}\"][data-mark=waiting]")).await;
}
