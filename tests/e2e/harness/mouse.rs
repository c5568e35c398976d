//! The buttons at the side of a mouse, which WebDriver does not know: pressed on the tests' screen itself, over a window.

use x11rb::{
    connection::Connection,
    protocol::{
        xproto::{
            BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ConfigureWindowAux, ConnectionExt as _,
            MOTION_NOTIFY_EVENT, StackMode,
        },
        xtest::ConnectionExt as _,
    },
};

use super::corner::windows_of;

/// As X counts them.
#[derive(Clone, Copy)]
pub enum Side {
    /// The rear one: back.
    Back = 8,
    /// The front one: forward.
    Forward = 9,
}

/// Presses it in the middle of a program's window, which is brought before all others for that.
pub fn press(side: Side, program: u32) {
    let (screen, at) = x11rb::connect(None).expect("the tests' screen is there");
    let root = screen.setup().roots[at].root;
    let place = |window| screen.get_geometry(window).expect("asked").reply().expect("a window has a place");
    // A program has windows that nobody sees beside the one that people do.
    let windows = windows_of(&screen, at, program).into_iter().map(|window| (place(window), window));
    let (place, window) = windows.max_by_key(|(place, _)| place.width).expect("the program has a window");
    let above = ConfigureWindowAux::new().stack_mode(StackMode::ABOVE);
    screen.configure_window(window, &above).expect("sent");
    let fake = |kind, detail, x, y| {
        screen.xtest_fake_input(kind, detail, x11rb::CURRENT_TIME, root, x, y, 0).expect("sent");
    };
    fake(MOTION_NOTIFY_EVENT, 0, place.x + place.width as i16 / 2, place.y + place.height as i16 / 2);
    fake(BUTTON_PRESS_EVENT, side as u8, 0, 0);
    fake(BUTTON_RELEASE_EVENT, side as u8, 0, 0);
    // Answered only when all before it was done.
    screen.get_input_focus().expect("asked").reply().expect("an answer");
}
