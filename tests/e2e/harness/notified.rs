//! What the system shows of programs that nobody looks at: a notification daemon on the tests' bus, which keeps what it was handed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use zbus::{Connection, blocking, fdo, interface, message::Header, names::BusName, zvariant::OwnedValue};

/// One notification as it would be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its number.
    pub id: u32,
    /// The number of the program that handed it over.
    pub program: u32,
    /// Its title.
    pub title: String,
    /// What it says.
    pub body: String,
}

type All = Arc<Mutex<Vec<Shown>>>;

struct Daemon {
    all: All,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Daemon {
    #[allow(clippy::too_many_arguments, reason = "the specification's own")]
    async fn notify(
        &self,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] connection: &Connection,
        _program: String,
        _replaces: u32,
        _icon: String,
        title: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _ends: i32,
    ) -> fdo::Result<u32> {
        let sender = header.sender().ok_or_else(|| fdo::Error::Failed("from nobody".to_owned()))?;
        let bus = fdo::DBusProxy::new(connection).await?;
        let program = bus.get_connection_unix_process_id(BusName::from(sender.to_owned())).await?;
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let id = u32::try_from(all.len() + 1).unwrap_or(u32::MAX);
        all.push(Shown { id, program, title, body });
        Ok(id)
    }

    fn close_notification(&self, _id: u32) {}

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned(), "actions".to_owned()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let own = |word: &str| word.to_owned();
        (own("tests"), own("Keyholder"), own("1"), own("1.2"))
    }
}

const NAME: &str = "org.freedesktop.Notifications";
const PLACE: &str = "/org/freedesktop/Notifications";

/// What was shown of this program so far. The first who asks starts the daemon: it has to be there before anything is told.
pub fn of(program: u32) -> Vec<Shown> {
    let all = daemon().0.lock().unwrap_or_else(PoisonError::into_inner);
    all.iter().filter(|one| one.program == program).cloned().collect()
}

/// Somebody clicks one that is shown.
pub fn click(shown: &Shown) {
    let told = daemon().1.emit_signal(None::<&str>, PLACE, NAME, "ActionInvoked", &(shown.id, "default"));
    told.expect("the bus is there");
}

fn daemon() -> &'static (All, blocking::Connection) {
    static DAEMON: OnceLock<(All, blocking::Connection)> = OnceLock::new();
    DAEMON.get_or_init(|| {
        let all = All::default();
        let daemon = Daemon { all: Arc::clone(&all) };
        let builder = blocking::connection::Builder::session().expect("the tests' bus");
        let builder = builder.name(NAME).and_then(|builder| builder.serve_at(PLACE, daemon));
        (all, builder.and_then(blocking::connection::Builder::build).expect("no other daemon is there"))
    })
}
