//! The cross in a window's corner. No window manager runs on the tests' screen, so its part is played here: the window that
//! belongs to a program is told that somebody wants it closed (the ICCCM's WM_DELETE_WINDOW), and decides for itself.

use x11rb::{
    connection::Connection,
    errors::ReplyError,
    protocol::xproto::{Atom, AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, Window},
    rust_connection::RustConnection,
};

/// Tells every window of this program that takes such a wish.
pub fn ask_to_close(program: u32) {
    let (screen, at) = x11rb::connect(None).expect("the tests' screen is there");
    let root = screen.setup().roots[at].root;
    let [protocols, delete, pid] = ["WM_PROTOCOLS", "WM_DELETE_WINDOW", "_NET_WM_PID"].map(|name| {
        screen.intern_atom(false, name.as_bytes()).expect("asked").reply().expect("an atom").atom
    });
    let all = screen.query_tree(root).expect("asked").reply().expect("the windows").children;
    let mut told = 0;
    for window in all {
        let has = |property: Atom, kind: AtomEnum, value: u32| {
            values(&screen, window, property, kind).is_ok_and(|values| values.contains(&value))
        };
        if has(pid, AtomEnum::CARDINAL, program) && has(protocols, AtomEnum::ATOM, delete) {
            let wish = ClientMessageEvent::new(32, window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
            screen.send_event(false, window, EventMask::NO_EVENT, wish).expect("sent");
            told += 1;
        }
    }
    screen.flush().expect("sent");
    assert!(told > 0, "the program has no window that could be closed");
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
