//! What the desktop around the window says is followed as it changes: light or dark, and whether things may move; and what is
//! missing on the machine is not missed.

use std::{env, fs, os::unix::fs::PermissionsExt, rc::Rc};

use serde_json::json;

use crate::harness::{
    Shop, Window, bus::Bus, display::Display, eventually, portal::Portal, process::children_of,
    window::Around,
};

#[tokio::test]
async fn light_or_dark_and_whether_things_may_move_are_followed_as_the_desktop_changes_its_mind() {
    let data = Rc::new(tempfile::tempdir().expect("a temporary folder"));
    let bus = Bus::start(data.path(), &[]);
    let display = Display::start();
    let (portal, desktop) = (Portal::on(&bus.address), display.desktop());
    let variables =
        vec![("DISPLAY", display.name.clone()), ("DBUS_SESSION_BUS_ADDRESS", bus.address.clone())];
    let around = Around { variables, ..Around::default() };
    let window = Window::open_around(around, data, "http://127.0.0.1:9").await;
    window.sees("[data-testid=signin-email]").await;
    let looks = async |theme: &str, still: bool| {
        let script = "return [document.documentElement.dataset.theme, matchMedia('(prefers-reduced-motion: reduce)').matches]";
        eventually(&format!("the window is {theme}, and still: {still}"), async || {
            let told = window.client().execute(script, vec![]).await.ok()?;
            (told == json!([theme, still])).then_some(())
        })
        .await;
    };

    looks("light", false).await;
    portal.turns(true);
    looks("dark", false).await;
    desktop.says_that_things_may_move(false);
    looks("dark", true).await;
    portal.turns(false);
    looks("light", true).await;
    desktop.says_that_things_may_move(true);
    looks("light", false).await;
}

#[tokio::test]
async fn without_a_graphics_card_the_window_draws_and_loads_no_opengl_of_its_own() {
    let data = Rc::new(tempfile::tempdir().expect("a temporary folder"));
    let window = Window::open_on(data, "http://127.0.0.1:9").await;
    window.sees("[data-testid=signin-email]").await;
    let handed_on = started_with(window.program());
    assert!(!handed_on.contains("__EGL_VENDOR_LIBRARY_FILENAMES"), "the page's process finds every driver");
    if !handed_on.contains("WEBKIT_DISABLE_COMPOSITING_MODE=1") {
        // There is a card, which is drawn by.
        return;
    }
    let loaded = fs::read_to_string(format!("/proc/{}/maps", window.program())).expect("the program runs");
    assert!(loaded.contains("libwebkit2gtk"), "this is the list of what it loaded");
    for driver in ["libLLVM", "swrast_dri", "libEGL_mesa", "libGLX_mesa"] {
        assert!(!loaded.contains(driver), "{driver} is loaded");
    }
}

#[tokio::test]
async fn a_browser_that_is_opened_is_told_nothing_of_how_the_window_draws() {
    let shop = Shop::open("team").await;
    let data = Rc::new(tempfile::tempdir().expect("a temporary folder"));
    let (tools, told) = (data.path().join("tools"), data.path().join("told"));
    let (opener, told_at) = (tools.join("xdg-open"), told.display());
    let script = format!("#!/bin/sh\n(echo \"$1\"; env) > '{told_at}.new'\nmv '{told_at}.new' '{told_at}'\n");
    fs::create_dir(&tools).and_then(|()| fs::write(&opener, script)).expect("written");
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).expect("a program");
    let path = format!("{}:{}", tools.display(), env::var("PATH").expect("there is one"));
    let around = Around { variables: vec![("PATH", path)], ..Around::default() };
    let window = Window::open_around(around, Rc::clone(&data), &shop.cloud.url()).await;
    window.sign_in(&shop.owner.email).await;
    let link = format!("keyholder://join/AQ-b_9?cloud={}", shop.cloud.url());
    window.is_started_again(Some(&link)).await;
    window.click("link-show").await;

    let told = eventually("the page is opened", async || fs::read_to_string(&told).ok()).await;
    assert!(told.starts_with(&shop.cloud.url()), "the page is that of the link: {told}");
    assert!(started_with(window.program()).contains("JSC_useFTLJIT=false"), "the page's process needs it");
    for name in ["JSC_useFTLJIT", "JSC_largeHeapSize", "WEBKIT_DISABLE_COMPOSITING_MODE", "GDK_GL"] {
        assert!(!told.contains(name), "{name} is handed on");
    }
}

/// The variables with which a window's page was started.
fn started_with(program: u32) -> String {
    let page = children_of(program).into_iter().find(|id| {
        fs::read_to_string(format!("/proc/{id}/comm")).is_ok_and(|name| name.starts_with("WebKitWeb"))
    });
    let variables =
        fs::read(format!("/proc/{}/environ", page.expect("the page has a process"))).expect("it runs");
    String::from_utf8_lossy(&variables).into_owned()
}
