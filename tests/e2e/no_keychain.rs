//! A computer without a keychain: what is kept is sealed by a passphrase, or nothing is kept, and then the window is not
//! closed over what was never sent.

use std::{fs, path::Path};

use crate::harness::{Shop, Window};

const PASSPHRASE: &str = "lampu hujan tangga sepatu";
const WAITS: &str = "[data-testid=waiting-row][data-state=waiting][data-type=\"group.create\"]";

#[tokio::test]
async fn a_passphrase_seals_what_is_kept_and_opens_it_at_the_next_start() {
    let mut shop = Shop::open("team").await;
    let window = Window::open_without_keychain(&shop.cloud.url()).await;
    window.try_to_sign_in(&shop.owner.email, crate::harness::people::PASSWORD).await;

    window.sees("[data-testid=passphrase-choose]").await;
    window.type_in("passphrase", "too short").await;
    window.click("passphrase-submit").await;
    window.reads("[data-testid=passphrase-choose] [role=alert]", "12").await;
    window.type_in("passphrase", PASSPHRASE).await;
    window.type_in("passphrase-again", PASSPHRASE).await;
    window.click("passphrase-submit").await;
    window.badge_is("up_to_date").await;
    window.sees_no("[data-testid=rest-memory]").await;
    shop.cloud.stop().await;
    make_group(&window, "Gudang Rahasia").await;
    assert!(!holds(window.data(), "Gudang Rahasia"), "a name lies open on the disk");

    let window = window.killed_and_started_again().await;

    window.sees("[data-testid=passphrase-enter]").await;
    assert!(!window.page().await.contains("Toko Melati"));
    window.type_in("passphrase", "lampu hujan tangga sepatuu").await;
    window.click("passphrase-submit").await;
    window.sees("[data-testid=passphrase-enter] [role=alert]").await;
    window.type_in("passphrase", PASSPHRASE).await;
    window.click("passphrase-submit").await;
    window.badge_is("offline").await;
    window.go_to("waiting").await;
    window.sees(WAITS).await;

    shop.cloud.start_again().await;
    window.badge_is("up_to_date").await;
    window.sees_no(WAITS).await;
    assert_eq!(shop.groups().await, ["Gudang Rahasia"]);
}

#[tokio::test]
async fn declined_nothing_is_kept_and_closing_waits_until_everything_is_sent() {
    let mut shop = Shop::open("team").await;
    let window = declined(&shop).await;
    window.badge_is("up_to_date").await;
    shop.cloud.stop().await;
    make_group(&window, "Gudang").await;

    window.is_asked_to_close();
    window.reads("[data-testid=closing]", "1 change waits").await;
    window.click("closing-stay").await;
    window.sees_no("[data-testid=closing]").await;
    window.go_to("waiting").await;
    window.sees(WAITS).await;

    window.is_asked_to_close();
    window.click("closing-send").await;
    window.sees("[data-testid=closing-sending]").await;
    shop.cloud.start_again().await;
    window.is_gone().await;
    assert_eq!(shop.groups().await, ["Gudang"]);
    assert!(!holds(window.data(), "Toko Melati") && !holds(window.data(), &shop.owner.email));
}

#[tokio::test]
async fn declined_the_window_closes_at_once_when_nothing_waits_and_over_what_waits_only_after_a_yes() {
    let mut shop = Shop::open("team").await;
    let window = declined(&shop).await;
    window.badge_is("up_to_date").await;
    window.is_asked_to_close();
    window.is_gone().await;

    let window = declined(&shop).await;
    window.badge_is("up_to_date").await;
    shop.cloud.stop().await;
    make_group(&window, "Gudang").await;
    window.is_asked_to_close();
    window.ends_by_click("closing-anyway").await;
}

/// Signed in on a computer where nothing is kept, as it says.
async fn declined(shop: &Shop) -> Window {
    let window = Window::open_without_keychain(&shop.cloud.url()).await;
    window.try_to_sign_in(&shop.owner.email, crate::harness::people::PASSWORD).await;
    window.click("passphrase-nothing").await;
    window.click("passphrase-decline").await;
    window.sees("[data-testid=rest-memory]").await;
    window
}

async fn make_group(window: &Window, name: &str) {
    window.go_to("groups").await;
    window.click("group-new").await;
    window.type_in("name-field", name).await;
    window.click("name-confirm").await;
    window.go_to("waiting").await;
    window.sees(WAITS).await;
}

/// Whether any file below a folder holds this text as it is.
fn holds(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| match entry.path().is_dir() {
        true => holds(&entry.path(), text),
        false => fs::read(entry.path())
            .is_ok_and(|bytes| bytes.windows(text.len()).any(|part| part == text.as_bytes())),
    })
}
