//! What the desktop around the window says is followed as it changes: light or dark, and whether things may move.

use std::rc::Rc;

use serde_json::json;

use crate::harness::{Window, bus::Bus, display::Display, eventually, portal::Portal, window::Around};

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
