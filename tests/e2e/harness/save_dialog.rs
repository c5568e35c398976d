//! The system's own save dialog: a window of the program that its page knows nothing of. What a person does there is typed, as
//! the keyboard's own events.

use x11rb::{
    connection::Connection,
    protocol::{
        xproto::{AtomEnum, ConnectionExt, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MapState, Window},
        xtest::ConnectionExt as _,
    },
    rust_connection::RustConnection,
};

use super::{corner::windows_of, wait::eventually};

const RETURN: u32 = 0xff0d;
const ESCAPE: u32 = 0xff1b;
const CONTROL: u32 = 0xffe3;

/// The dialog while it is open.
pub struct SaveDialog {
    screen: RustConnection,
    at: usize,
    window: Window,
}

impl SaveDialog {
    /// Waits for the program's dialog of this title, and gives it the keyboard: no window manager does that here.
    pub async fn of(program: u32, title: &str) -> SaveDialog {
        let (screen, at) = x11rb::connect(None).expect("the tests' screen is there");
        let window = eventually(&format!("a dialog `{title}`"), async || {
            let mut windows = windows_of(&screen, at, program).into_iter();
            windows.find(|window| is_shown(&screen, *window) && is_called(&screen, *window, title))
        })
        .await;
        let dialog = SaveDialog { screen, at, window };
        eventually("the dialog takes the keyboard", async || {
            dialog.screen.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME).ok()?.check().ok()
        })
        .await;
        dialog
    }

    /// Saves under this path: small letters, digits, `/`, `-` and `.`, which every keyboard has unshifted.
    pub async fn save_as(self, path: &str) {
        self.press_with_control(u32::from('a'));
        path.chars().for_each(|letter| self.press(u32::from(letter)));
        self.press(RETURN);
        self.is_gone().await;
    }

    /// Thinks better of it.
    pub async fn cancel(self) {
        self.press(ESCAPE);
        self.is_gone().await;
    }

    async fn is_gone(&self) {
        eventually("the dialog is gone", async || (!is_shown(&self.screen, self.window)).then_some(())).await;
    }

    fn press_with_control(&self, letter: u32) {
        let control = self.code(CONTROL);
        self.key(KEY_PRESS_EVENT, control);
        self.press(letter);
        self.key(KEY_RELEASE_EVENT, control);
    }

    fn press(&self, sign: u32) {
        let code = self.code(sign);
        self.key(KEY_PRESS_EVENT, code);
        self.key(KEY_RELEASE_EVENT, code);
    }

    fn key(&self, event: u8, code: u8) {
        let root = self.screen.setup().roots[self.at].root;
        let sent = self.screen.xtest_fake_input(event, code, x11rb::CURRENT_TIME, root, 0, 0, 0);
        sent.expect("sent").check().expect("the screen takes keys");
    }

    /// The key of a sign on this screen's keyboard.
    fn code(&self, sign: u32) -> u8 {
        let setup = self.screen.setup();
        let (first, count) = (setup.min_keycode, setup.max_keycode - setup.min_keycode + 1);
        let map = self.screen.get_keyboard_mapping(first, count).expect("asked").reply().expect("the keys");
        let signs = usize::from(map.keysyms_per_keycode);
        let found = map.keysyms.chunks(signs).position(|key| key.first() == Some(&sign));
        first + u8::try_from(found.expect("a key of this sign")).expect("a key's number")
    }
}

/// Closed, its window is only hidden for a while.
fn is_shown(screen: &RustConnection, window: Window) -> bool {
    let attributes = screen.get_window_attributes(window).expect("asked").reply();
    attributes.is_ok_and(|attributes| attributes.map_state == MapState::VIEWABLE)
}

fn is_called(screen: &RustConnection, window: Window, title: &str) -> bool {
    let name =
        screen.get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 256).expect("asked").reply();
    name.is_ok_and(|name| String::from_utf8_lossy(&name.value) == title)
}
