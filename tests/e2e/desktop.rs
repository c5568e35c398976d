//! What the desktop around the window says is followed as it changes: light or dark, and whether things may move; and what is
//! missing on the machine is not missed.

use std::{fs, rc::Rc};

use serde_json::json;

use crate::harness::{
    Window, bus::Bus, display::Display, eventually, portal::Portal, process::children_of, window::Around,
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

/// The variables with which a window's page was started.
fn started_with(program: u32) -> String {
    let page = children_of(program).into_iter().find(|id| {
        fs::read_to_string(format!("/proc/{id}/comm")).is_ok_and(|name| name.starts_with("WebKitWeb"))
    });
    let variables =
        fs::read(format!("/proc/{}/environ", page.expect("the page has a process"))).expect("it runs");
    String::from_utf8_lossy(&variables).into_owned()
}
