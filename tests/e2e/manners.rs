//! A good citizen: one window a profile, back where it was, and links that lead where they say and do nothing else.

use crate::{
    accessible::is_for_everybody,
    harness::{Shop, Window, eventually},
};

#[tokio::test]
async fn a_second_start_ends_and_brings_the_first_window_forward_with_its_link() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    let other = shop.window(&shop.owner).await;

    window.is_started_again(None).await;
    window.is_started_again(Some("keyholder://remove/everything?cloud=https://keys.elsewhere.example")).await;
    window.is_started_again(Some("--nonsense\u{7}")).await;
    window.sees("[data-testid=badge]").await;
    window.sees_no("[data-testid=link]").await;

    let link = format!("keyholder://store/{}?cloud=https%3A%2F%2Fkeys.elsewhere.example", shop.store);
    window.is_started_again(Some(&link)).await;
    window.reads("[data-testid=link-cloud]", "https://keys.elsewhere.example").await;
    is_for_everybody(&window, "link").await;
    other.sees_no("[data-testid=link]").await;
    window.click("link-leave").await;
    window.sees_no("[data-testid=link]").await;

    window.is_started_again(Some(&link)).await;
    window.click("link-trust").await;
    window.reads("[data-testid=link]", "https://keys.elsewhere.example").await;
    window.sees("[data-testid=link-sign-in]").await;
    window.click("link-leave").await;
    window.badge_is("up_to_date").await;
}

#[tokio::test]
async fn whoever_joined_comes_from_the_page_to_her_store() {
    let shop = Shop::open("team").await;
    let second = shop.owner.create_store("Toko Kedua").await;
    let window = Window::open(&shop.cloud.url()).await;
    let link = format!("keyholder://store/{second}?cloud={}", shop.cloud.url());
    window.is_started_again(Some(&link)).await;
    window.reads("[data-testid=signin-led]", &shop.cloud.url()).await;
    window.sign_in(&shop.owner.email).await;
    window.reads("[data-testid=store-switch]", "Toko Kedua").await;
}

#[tokio::test]
async fn the_window_comes_back_as_large_and_where_it_was() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    let kept = window.data_kept();
    let size = async |window: &Window| {
        let inner = window.client().execute("return [innerWidth, innerHeight]", vec![]).await;
        inner.expect("the page answers")
    };
    window.client().set_window_size(1010, 690).await.expect("it can be resized");
    let before = eventually("the window has its new size", async || {
        let now = size(&window).await;
        (now[0] != 1200).then_some(now)
    })
    .await;
    window.is_asked_to_close();
    window.is_gone().await;

    let file = kept.path().join("window.json");
    assert!(file.exists(), "the place is kept in the profile");
    let window = Window::open_on(kept.clone(), &shop.cloud.url()).await;
    window.sees("[data-testid=badge]").await;
    assert_eq!(size(&window).await, before);
    // Left by the keys of this system; no answer to them can be relied on.
    let page = window.sees("body").await;
    let _ = page.send_keys("\u{e009}q").await;
    window.is_gone().await;

    // The screen that it was on is gone.
    let far = r#"{"main":{"width":1010,"height":690,"x":5000,"y":4000,"prev_x":5000,"prev_y":4000,"maximized":false,
        "visible":true,"decorated":true,"fullscreen":false}}"#;
    std::fs::write(&file, far).expect("the profile can be written");
    let window = Window::open_on(kept, &shop.cloud.url()).await;
    window.sees("[data-testid=badge]").await;
    let at =
        window.client().execute("return [screenX < screen.width, screenY < screen.height]", vec![]).await;
    assert_eq!(at.expect("the page answers"), serde_json::json!([true, true]), "in sight");
}

#[tokio::test]
async fn a_report_is_read_before_it_is_saved_and_names_nobody() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    window.go_to("settings").await;
    window.click("notify-seat").await;
    window.sees("[data-testid=notify-seat][aria-checked=false]").await;
    window.click("diagnostics-look").await;
    let report = window.text("[data-testid=report-text]").await;
    for told in ["Keyholder 0.1.0 on linux", "drawn by WebKitGTK", "members: 1", "untold_seat: true"] {
        assert!(report.contains(told), "{told} is missing in\n{report}");
    }
    let log = std::fs::read_to_string(window.data().join("logs/keyholder.log")).expect("there is a log");
    for name in ["Ratna", "Wijaya", "Melati", &shop.owner.email, &shop.cloud.url()] {
        assert!(!report.contains(name) && !log.contains(name), "{name} is in\n{report}\n{log}");
    }
    window.click("report-close").await;
    window.sees_no("[data-testid=report]").await;
}

#[tokio::test]
async fn what_broke_last_time_is_told_once() {
    let shop = Shop::open("team").await;
    let data = std::rc::Rc::new(tempfile::tempdir().expect("a temporary folder"));
    let crash = data.path().join("crash.txt");
    std::fs::write(&crash, "stopped at crates/desk/src/actor.rs:1:1").expect("written");
    let window = Window::open_on(data, &shop.cloud.url()).await;
    window.sees("[data-testid=crash]").await;
    is_for_everybody(&window, "crash").await;
    window.click("crash-look").await;
    window.reads("[data-testid=report-text]", "crates/desk/src/actor.rs").await;
    window.click("report-close").await;
    window.sees("[data-testid=signin-submit]").await;
    window.sees_no("[data-testid=report]").await;
    eventually("the report is gone", async || (!crash.exists()).then_some(())).await;
}
