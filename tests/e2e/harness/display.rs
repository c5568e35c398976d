//! A screen of one's own, and what a desktop tells the programs on it: which colours it has, and whether things may move. Programs of
//! GTK hear that by the XSETTINGS protocol, of which this speaks as much as it takes.

use std::process::Command;

use x11rb::{
    COPY_DEPTH_FROM_PARENT, COPY_FROM_PARENT, CURRENT_TIME, NONE,
    connection::Connection,
    protocol::xproto::{Atom, ConnectionExt, CreateWindowAux, InputFocus, PropMode, Window, WindowClass},
    rust_connection::RustConnection,
};

use super::{bus::first_line, process::Process};

/// The screen; it ends with this value.
pub struct Display {
    /// Its name, as programs are told it.
    pub name: String,
    // Before the server: it is a client of it.
    client: RustConnection,
    root: Window,
    _server: Process,
}

impl Display {
    /// Starts one on which no window has the keyboard.
    pub fn start() -> Display {
        let mut server = Command::new("Xvfb");
        server.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"]);
        let (server, number) = first_line(&mut server);
        let name = format!(":{number}");
        let (client, at) = x11rb::connect(Some(&name)).expect("it is there");
        let root = client.setup().roots[at].root;
        // Else whatever lies under the pointer would have it.
        client.set_input_focus(InputFocus::NONE, NONE, CURRENT_TIME).expect("sent");
        client.get_input_focus().expect("sent").reply().expect("heard");
        Display { name, client, root, _server: server }
    }

    /// Takes the desktop's part: who hears it is told from now on.
    pub fn desktop(&self) -> Desktop<'_> {
        let client = &self.client;
        let window = client.generate_id().expect("an id");
        let look = CreateWindowAux::new();
        let (class, visual) = (WindowClass::INPUT_ONLY, COPY_FROM_PARENT);
        let made = client.create_window(
            COPY_DEPTH_FROM_PARENT,
            window,
            self.root,
            0,
            0,
            1,
            1,
            0,
            class,
            visual,
            &look,
        );
        made.expect("sent").check().expect("made");
        let desktop = Desktop { client, window };
        desktop.says_that_things_may_move(true);
        let owned = client.set_selection_owner(window, desktop.atom("_XSETTINGS_S0"), CURRENT_TIME);
        owned.expect("sent").check().expect("there is no other");
        desktop
    }
}

/// The desktop of a screen.
pub struct Desktop<'a> {
    client: &'a RustConnection,
    window: Window,
}

impl Desktop<'_> {
    /// Whether things may move, as people set it.
    pub fn says_that_things_may_move(&self, may: bool) {
        let name = b"Gtk/EnableAnimations";
        // Little endian, the first of its kind, one setting: a number of this name.
        let mut told = vec![0, 0, 0, 0, u8::from(may), 0, 0, 0, 1, 0, 0, 0];
        told.extend([0, 0, u8::try_from(name.len()).expect("a short name"), 0]);
        told.extend(name);
        told.extend([0; 4]);
        told.extend([u8::from(may), 0, 0, 0]);
        let settings = self.atom("_XSETTINGS_SETTINGS");
        let length = u32::try_from(told.len()).expect("a short message");
        let put =
            self.client.change_property(PropMode::REPLACE, self.window, settings, settings, 8, length, &told);
        put.expect("sent").check().expect("put");
    }

    fn atom(&self, name: &str) -> Atom {
        self.client.intern_atom(false, name.as_bytes()).expect("asked").reply().expect("an atom").atom
    }
}
