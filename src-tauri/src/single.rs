//! One window a profile: a second start brings the first one forward, hands it the link that was opened, and ends.
//!
//! The profile's own lock decides, as ever, who writes; this only spares a person the second window. Why profiles are told
//! apart as they are: `docs/decisions/0008-one-window-a-profile.md`.

use keyholder_desk::{keyholder::IDENTIFIER, profile};
use tauri::{AppHandle, Manager, Runtime, plugin::TauriPlugin};

use crate::Arguments;

/// The plugin, which must be the first; none where it could not tell this profile from the person's own.
pub fn plugin<R: Runtime>(arguments: &Arguments) -> Option<TauriPlugin<R>> {
    let name = match &arguments.data {
        None => IDENTIFIER.to_owned(),
        // Elsewhere the plugin knows one name for the whole program, and another profile is another program.
        Some(_) if !cfg!(target_os = "linux") => return None,
        Some(folder) => format!("{IDENTIFIER}.p{}", profile::mark(folder)),
    };
    if belongs_to_another_user() {
        return None;
    }
    // The link, if one was opened, reaches the window through the deep-link plugin.
    let plugin = tauri_plugin_single_instance::Builder::new().callback(|app, _, _| come_forward(app));
    Some(plugin.dbus_id(name).build())
}

/// On macOS the plugin's socket has one name for all users of a machine. Made by another one who lets everybody connect, it would take
/// this user's start for a second one of that other's: the program would hand its command line over, and end.
#[cfg(target_os = "macos")]
fn belongs_to_another_user() -> bool {
    let name = IDENTIFIER.replace(['.', '-'], "_");
    keyholder_desk::holder::is_another_users(&std::path::PathBuf::from(format!("/tmp/{name}_si.sock")))
}

/// Elsewhere each user has a bus, or a session, of her own.
#[cfg(not(target_os = "macos"))]
fn belongs_to_another_user() -> bool {
    false
}

/// Brings the window to the front, wherever it is.
pub fn come_forward<R: Runtime>(app: &AppHandle<R>) {
    // A window that is being made comes to the front by itself, and one that is closing has nothing to show.
    let Some(window) = app.get_webview_window("main") else { return };
    for done in [window.unminimize(), window.show(), window.set_focus()] {
        if let Err(problem) = done {
            tracing::debug!(%problem, "the window did not come forward");
        }
    }
}
