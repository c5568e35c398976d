//! The program behind the window: opened once, at the first command, tried again when that failed, and closed with the
//! window.

use keyholder_desk::{Changed, DeskError, Keyholder, Options, keyholder::Seams};
use tauri::{AppHandle, Emitter, Manager, Runtime, async_runtime::JoinHandle};
use tokio::sync::{Mutex, broadcast, broadcast::error::RecvError};

use crate::Arguments;

/// Where a person finds the cloud when nobody told the program otherwise.
const CLOUD: &str = "https://cloud.keyholder.example";

/// What Tauri keeps for the commands.
pub struct Shell {
    arguments: Arguments,
    seams: Seams,
    open: Mutex<Option<Open>>,
}

struct Open {
    keyholder: Keyholder,
    forwarding: JoinHandle<()>,
}

impl Shell {
    /// Nothing is opened yet. Time, keychain and the wire are passed in, the machine's own or a test's.
    pub fn new(arguments: Arguments, seams: Seams) -> Shell {
        Shell { arguments, seams, open: Mutex::default() }
    }

    /// The opened profile. A failure is the caller's to show; the next call tries again.
    pub(crate) async fn keyholder<R: Runtime>(&self, app: &AppHandle<R>) -> Result<Keyholder, DeskError> {
        let mut open = self.open.lock().await;
        if let Some(open) = &*open {
            return Ok(open.keyholder.clone());
        }
        let keyholder = Keyholder::open_with(self.options(app)?, self.seams.clone()).await?;
        let forwarding = tauri::async_runtime::spawn(forward(keyholder.changes(), app.clone()));
        *open = Some(Open { keyholder: keyholder.clone(), forwarding });
        Ok(keyholder)
    }

    /// Has the open store look for news: the window came to the front.
    pub(crate) async fn wake(&self) {
        // Nothing is opened just for this, and a window that is busy opening will ask anyway.
        let Some(keyholder) =
            self.open.try_lock().ok().and_then(|open| Some(open.as_ref()?.keyholder.clone()))
        else {
            return;
        };
        if let Some(store) = keyholder.session().await.open
            && let Err(problem) = keyholder.sync_now(store).await
        {
            tracing::debug!(%problem, "not synced on focus");
        }
    }

    /// Closes what is open and frees the profile for another window.
    pub async fn close(&self) {
        if let Some(open) = self.open.lock().await.take() {
            open.forwarding.abort();
            open.keyholder.close().await;
        }
    }

    fn options<R: Runtime>(&self, app: &AppHandle<R>) -> Result<Options, DeskError> {
        let data_dir = match &self.arguments.data {
            Some(folder) => folder.clone(),
            None => app.path().app_data_dir().map_err(|problem| DeskError::storage(problem.to_string()))?,
        };
        Ok(Options {
            data_dir,
            cloud_default: self.arguments.cloud.clone().unwrap_or_else(|| CLOUD.to_owned()),
            profile: "desktop".to_owned(),
            device_name: device_name(),
        })
    }
}

/// Tells the window whatever the desk tells: that something changed, and in which store.
async fn forward<R: Runtime>(mut changes: broadcast::Receiver<Changed>, app: AppHandle<R>) {
    loop {
        let changed = match changes.recv().await {
            Ok(changed) => changed,
            // Some were missed: the window asks again for everything that it shows.
            Err(RecvError::Lagged(_)) => Changed { store: None },
            Err(RecvError::Closed) => return,
        };
        // A window that is closing hears nothing any more.
        let _ = app.emit("changed", changed);
    }
}

/// How this machine is called in the list of devices and in the history.
fn device_name() -> String {
    let name = std::env::var("COMPUTERNAME").ok().or_else(|| std::fs::read_to_string("/etc/hostname").ok());
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    let system = match std::env::consts::OS {
        "windows" => "Windows",
        "macos" => "macOS",
        _ => "Linux",
    };
    name.map_or_else(|| system.to_owned(), |name| format!("{name} ({system})"))
}
