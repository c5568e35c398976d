//! A window manager's part: none runs on the tests' screen. The window that belongs to a program is told that somebody wants it
//! closed by the cross in its corner (the ICCCM's WM_DELETE_WINDOW), and decides for itself; or it is given the keyboard.

use x11rb::{
    connection::Connection,
    errors::ReplyError,
    protocol::xproto::{Atom, AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, InputFocus, Window},
    rust_connection::RustConnection,
};

/// Tells every window of this program that takes such a wish.
pub fn ask_to_close(program: u32) {
    let (screen, at) = x11rb::connect(None).expect("the tests' screen is there");
    let [protocols, delete] = ["WM_PROTOCOLS", "WM_DELETE_WINDOW"].map(|name| atom(&screen, name));
    let windows = windows_of(&screen, at, program);
    for window in &windows {
        let wish = ClientMessageEvent::new(32, *window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
        screen.send_event(false, *window, EventMask::NO_EVENT, wish).expect("sent");
    }
    is_heard(&screen);
    assert!(!windows.is_empty(), "the program has no window that could be closed");
}

/// Gives it the keyboard, as a click on its frame does: until then its page has no focus that could be shown.
pub fn bring_to_front(program: u32) {
    let (screen, at) = x11rb::connect(None).expect("the tests' screen is there");
    for window in windows_of(&screen, at, program) {
        screen.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME).expect("sent");
    }
    is_heard(&screen);
}

/// Waits until the screen has taken everything: what is still on its way when a client leaves may be lost.
fn is_heard(screen: &RustConnection) {
    screen.get_input_focus().expect("sent").reply().expect("heard");
}

/// The windows of a program that take a wish.
pub(super) fn windows_of(screen: &RustConnection, at: usize, program: u32) -> Vec<Window> {
    let root = screen.setup().roots[at].root;
    let [protocols, delete, pid] =
        ["WM_PROTOCOLS", "WM_DELETE_WINDOW", "_NET_WM_PID"].map(|name| atom(screen, name));
    let mut all = screen.query_tree(root).expect("asked").reply().expect("the windows").children;
    all.retain(|window| {
        let has = |property: Atom, kind: AtomEnum, value: u32| {
            values(screen, *window, property, kind).is_ok_and(|values| values.contains(&value))
        };
        has(pid, AtomEnum::CARDINAL, program) && has(protocols, AtomEnum::ATOM, delete)
    });
    all
}

fn atom(screen: &RustConnection, name: &str) -> Atom {
    screen.intern_atom(false, name.as_bytes()).expect("asked").reply().expect("an atom").atom
}

fn values(
    screen: &RustConnection,
    window: Window,
    property: Atom,
    kind: AtomEnum,
) -> Result<Vec<u32>, ReplyError> {
    let reply = screen.get_property(false, window, property, kind, 0, 64)?.reply()?;
    Ok(reply.value32().map(Iterator::collect).unwrap_or_default())
}
