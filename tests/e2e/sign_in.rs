//! The first thing anybody does.

use crate::harness::{
    Shop, Window,
    people::{PASSWORD, address},
};

#[tokio::test]
async fn the_owner_signs_in_and_sees_her_shop() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;

    window.badge_is("up_to_date").await;
    window.reads("body", "Toko Melati").await;
    window.go_to("team").await;
    let owner = format!("[data-testid=team-row][data-email=\"{}\"]", shop.owner.email);
    window.reads(&owner, &shop.owner.name).await;
}

#[tokio::test]
async fn a_new_owner_makes_an_account_and_her_first_store() {
    let shop = Shop::open("starter").await;
    let window = Window::open(&shop.cloud.url()).await;

    window.click("signin-turn").await;
    window.type_in("signup-name", "Sari Utami").await;
    window.type_in("signin-email", &address("Sari Utami")).await;
    window.type_in("signin-password", "short").await;
    window.click("signin-submit").await;
    window.reads("[data-testid=signin-problem]", "12").await;

    window.type_in("signin-password", PASSWORD).await;
    window.click("signin-submit").await;
    window.type_in("store-name", "Toko Utami").await;
    window.click("store-create-submit").await;
    window.badge_is("up_to_date").await;
    window.reads("body", "Toko Utami").await;
    window.go_to("team").await;
    window.reads("[data-testid=team-row]", "Sari Utami").await;
}

#[tokio::test]
async fn a_wrong_password_is_told_in_words_and_the_rest_stays_typed() {
    let shop = Shop::open("starter").await;
    let window = Window::open(&shop.cloud.url()).await;

    window.try_to_sign_in(&shop.owner.email, "not her password").await;
    window.sees("[role=alert]").await;
    let email = window.sees("[data-testid=signin-email]").await;
    assert_eq!(
        email.prop("value").await.expect("a field has a value").as_deref(),
        Some(shop.owner.email.as_str())
    );

    window.type_in("signin-password", PASSWORD).await;
    window.click("signin-submit").await;
    window.badge_is("up_to_date").await;
}

#[tokio::test]
async fn without_a_cloud_the_sign_in_says_so_and_works_once_it_is_there() {
    let mut shop = Shop::open("starter").await;
    let window = Window::open(&shop.cloud.url()).await;
    shop.cloud.stop().await;

    window.try_to_sign_in(&shop.owner.email, PASSWORD).await;
    window.sees("[role=alert]").await;

    shop.cloud.start_again().await;
    window.click("signin-submit").await;
    window.badge_is("up_to_date").await;
}

#[tokio::test]
async fn whoever_signed_in_stays_signed_in() {
    let shop = Shop::open("starter").await;
    let window = shop.window(&shop.owner).await;

    let window = window.killed_and_started_again().await;

    window.badge_is("up_to_date").await;
}

#[tokio::test]
async fn a_second_window_on_the_same_data_is_told_so_instead_of_harming_it() {
    let shop = Shop::open("starter").await;
    let window = shop.window(&shop.owner).await;

    // On another bus: on its own the first one would come forward, and no second one open.
    let second = Window::open_without_keychain_on(window.data_kept(), &shop.cloud.url()).await;

    second.sees("[data-testid=problem]").await;
    second.sees_no("[data-testid=signin-email]").await;
    window.badge_is("up_to_date").await;
}
