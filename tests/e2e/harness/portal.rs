//! The desktop's portal, of which programs ask whether people want it light or dark.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use zbus::{blocking, fdo, interface, zvariant::Value};

const NAME: &str = "org.freedesktop.portal.Desktop";
const PLACE: &str = "/org/freedesktop/portal/desktop";
const SETTINGS: &str = "org.freedesktop.portal.Settings";
const LOOK: (&str, &str) = ("org.freedesktop.appearance", "color-scheme");

/// The portal; it ends with this value.
pub struct Portal {
    dark: Arc<AtomicBool>,
    connection: blocking::Connection,
}

struct Settings {
    dark: Arc<AtomicBool>,
}

#[interface(name = "org.freedesktop.portal.Settings")]
impl Settings {
    fn read(&self, namespace: &str, key: &str) -> fdo::Result<Value<'static>> {
        if (namespace, key) != LOOK {
            return Err(fdo::Error::UnknownProperty(key.to_owned()));
        }
        Ok(Value::new(scheme(self.dark.load(Ordering::Relaxed))))
    }
}

impl Portal {
    /// Answers on this bus, at first that it is light.
    pub fn on(bus: &str) -> Portal {
        let dark = Arc::<AtomicBool>::default();
        let settings = Settings { dark: Arc::clone(&dark) };
        let builder = blocking::connection::Builder::address(bus).expect("an address");
        let builder = builder.name(NAME).and_then(|builder| builder.serve_at(PLACE, settings));
        let connection = builder.and_then(blocking::connection::Builder::build).expect("the bus is there");
        Portal { dark, connection }
    }

    /// Somebody wants it otherwise.
    pub fn turns(&self, dark: bool) {
        self.dark.store(dark, Ordering::Relaxed);
        let told = (LOOK.0, LOOK.1, scheme(dark));
        let sent = self.connection.emit_signal(None::<&str>, PLACE, SETTINGS, "SettingChanged", &told);
        sent.expect("the bus is there");
    }
}

/// As the portal's specification counts them.
fn scheme(dark: bool) -> Value<'static> {
    Value::U32(if dark { 1 } else { 2 })
}
