//! Where somebody is signed in, and ending that from another computer.

use crate::{accessible::is_for_everybody, harness::Shop};

#[tokio::test]
async fn another_computer_is_signed_out_from_this_one() {
    let shop = Shop::open("starter").await;
    let here = shop.window(&shop.owner).await;
    let there = shop.window(&shop.owner).await;
    here.badge_is("up_to_date").await;
    there.badge_is("up_to_date").await;

    here.go_to("settings").await;
    here.sees("[data-testid=device][data-current=true]").await;
    // Both windows and the test itself, which called itself something else.
    let others = "[data-testid=device][data-current=false]:not([data-device=\"a test\"])";
    here.click_on(&format!("{others} [data-testid=device-end]")).await;
    here.click("device-confirm").await;
    here.sees_no(others).await;

    there.sees("[data-testid=session-ended]").await;
    here.sees_no("[data-testid=session-ended]").await;
    here.click("sync-now").await;
    here.badge_is("up_to_date").await;

    there.click_on("[data-testid=session-ended] button").await;
    there.sees("[data-testid=signin-dialog] [data-testid=signin-password]").await;
    is_for_everybody(&there, "signin-dialog").await;
}

#[tokio::test]
async fn without_the_cloud_the_list_says_who_keeps_it() {
    let mut shop = Shop::open("starter").await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    shop.cloud.stop().await;

    window.go_to("settings").await;
    window.sees("[data-testid=devices-offline]").await;

    shop.cloud.start_again().await;
    window.click_on("[data-testid=devices-offline] button").await;
    window.sees("[data-testid=device][data-current=true]").await;
}
