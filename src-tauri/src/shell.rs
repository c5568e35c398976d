//! The program behind the window: opened once, at the first command, tried again when that failed, and closed with the
//! window.

use std::path::PathBuf;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use keyholder_desk::holder::{self, Serving};
use keyholder_desk::keyholder::{self, Around, Seams};
use keyholder_desk::{Changed, DeskError, Keyholder, Options};
use serde_json::json;
use tauri::{AppHandle, Emitter, Runtime, Window, async_runtime::JoinHandle};
use tokio::sync::{Mutex, broadcast, broadcast::error::RecvError};

use crate::{Arguments, logs, notices, updates};

/// A profile that takes longer than this to be reached is one that is still opening.
const OPENING: Duration = Duration::from_secs(1);

/// How long a command line that this window answers may still take when it is closed.
const GUESTS: Duration = Duration::from_secs(1);

/// How many of the log's last lines a report shows.
const LINES: usize = 200;

/// How long another program may hold the profile before that is told, and how often it is tried meanwhile.
const HELD: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(50);

/// What Tauri keeps for the commands.
pub struct Shell {
    arguments: Arguments,
    seams: Seams,
    started: Instant,
    open: Mutex<Option<Open>>,
    /// A profile that is opened ahead, until whoever asks first takes it over.
    ahead: std::sync::Mutex<Option<Ahead>>,
}

type Ahead = JoinHandle<Result<Keyholder, DeskError>>;

struct Open {
    keyholder: Keyholder,
    /// What the desk tells, on its way to the window.
    telling: [JoinHandle<()>; 3],
    /// A command line that finds the profile held asks this window; without it, it is told to wait.
    serving: Option<Serving>,
}

impl Open {
    /// Closes it, and gives the handle, by which alone the profile stays taken.
    async fn close(self) -> Keyholder {
        self.telling.iter().for_each(JoinHandle::abort);
        if let Some(serving) = self.serving {
            serving.close(GUESTS).await;
        }
        self.keyholder.close().await;
        self.keyholder
    }
}

impl Shell {
    /// Nothing is opened yet. Time, keychain and the wire are passed in, the machine's own or a test's.
    pub fn new(arguments: Arguments, seams: Seams) -> Shell {
        Shell { arguments, seams, started: Instant::now(), open: Mutex::default(), ahead: Default::default() }
    }

    /// The opened profile. A failure is the caller's to show; the next call tries again.
    pub(crate) async fn keyholder<R: Runtime>(&self, app: &AppHandle<R>) -> Result<Keyholder, DeskError> {
        let mut open = self.open.lock().await;
        if let Some(open) = &*open {
            return Ok(open.keyholder.clone());
        }
        let keyholder = match self.taken_ahead().await {
            Some(keyholder) => keyholder,
            None => self.taking()?.await?,
        };
        let telling = [
            tauri::async_runtime::spawn(forward(keyholder.changes(), app.clone())),
            tauri::async_runtime::spawn(notices::tell(keyholder.clone(), app.clone())),
            tauri::async_runtime::spawn(updates::watch(keyholder.clone(), app.clone())),
        ];
        let serving = holder::serve(&keyholder);
        if let Err(problem) = &serving {
            tracing::warn!(%problem, "no command line can be answered");
        }
        *open = Some(Open { keyholder: keyholder.clone(), telling, serving: serving.ok() });
        Ok(keyholder)
    }

    /// A link was opened: the desk says what it leads to.
    pub(crate) async fn led<R: Runtime>(&self, app: &AppHandle<R>, link: &str) {
        match self.keyholder(app).await {
            Ok(keyholder) => keyholder.open_link(link).await,
            Err(problem) => {
                tracing::debug!(%problem, "a link leads nowhere while the profile cannot be opened")
            }
        }
    }

    /// Begins to open the profile, before there is a window or anything else of the program: whatever the system does at that time keeps one
    /// processor busy. What goes wrong is told to the page's first question, which tries again.
    pub(crate) fn open_ahead(&self) {
        if let Ok(taking) = self.taking() {
            *self.ahead.lock().unwrap_or_else(PoisonError::into_inner) =
                Some(tauri::async_runtime::spawn(taking));
        }
    }

    async fn taken_ahead(&self) -> Option<Keyholder> {
        let ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        ahead.await.ok()?.inspect_err(|problem| tracing::debug!(%problem, "not opened ahead")).ok()
    }

    /// Opens the profile before anybody asks.
    pub(crate) async fn begin<R: Runtime>(&self, app: &AppHandle<R>) {
        if let Err(problem) = self.keyholder(app).await {
            tracing::debug!(%problem, "not opened early");
        }
    }

    /// Opens the profile. A command of the command line that holds it is done in a moment; another window is not.
    fn taking(
        &self,
    ) -> Result<impl Future<Output = Result<Keyholder, DeskError>> + Send + 'static, DeskError> {
        let (options, seams) = (self.options()?, self.seams.clone());
        let is_known = self.arguments.data.is_some() && !self.arguments.new_profile;
        Ok(async move {
            let until = Instant::now() + HELD;
            let keyholder = loop {
                if is_known {
                    options.sees_its_place(seams.keychain.clone()).await?;
                }
                match Keyholder::open_with(options.clone(), seams.clone()).await {
                    Err(problem) if problem.code == "profile_in_use" && Instant::now() < until => {
                        tokio::time::sleep(PAUSE).await;
                    }
                    opened => break opened?,
                }
            };
            // The web view is still starting.
            keyholder.prepare().await;
            Ok(keyholder)
        })
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

    /// The window was asked to close: it does, or it tells the person what would be lost.
    pub(crate) async fn close_requested<R: Runtime>(&self, window: &Window<R>) {
        let waiting = self.close_window(window, false).await;
        if waiting > 0 {
            // A page that is gone hears nothing, and then there is nobody to ask: asked again, the window is still there.
            let _ = window.emit("closing", json!({ "waiting": waiting }));
        }
    }

    /// Closes the window unless changes are kept nowhere but in memory and nobody said that they may go; tells how many.
    pub(crate) async fn close_window<R: Runtime>(&self, window: &Window<R>, anyway: bool) -> usize {
        let waiting = if anyway { 0 } else { self.unsent_in_memory().await };
        if waiting == 0
            && let Err(problem) = window.destroy()
        {
            tracing::error!(%problem, "the window does not close");
        }
        waiting
    }

    async fn unsent_in_memory(&self) -> usize {
        // A profile that is still opening (a keychain may wait for a person) holds nothing, and the window can be closed.
        let Ok(open) = tokio::time::timeout(OPENING, self.open.lock()).await else { return 0 };
        let Some(keyholder) = open.as_ref().map(|open| open.keyholder.clone()) else { return 0 };
        drop(open);
        keyholder.unsent_in_memory().await
    }

    /// Closes what is open and frees the profile for another window.
    pub async fn close(&self) {
        if let Some(open) = self.open.lock().await.take() {
            open.close().await;
        }
    }

    /// Does something while nothing is open and nobody else has the profile; whoever asks next opens it again. None where nothing
    /// was open.
    pub(crate) async fn while_closed<T>(&self, work: impl AsyncFnOnce(&Keyholder) -> T) -> Option<T> {
        // Held until it is done: whoever asks meanwhile waits.
        let mut held = self.open.lock().await;
        let closed = held.take()?.close().await;
        let done = work(&closed).await;
        drop(closed);
        Some(done)
    }

    /// The profile's folder.
    pub(crate) fn data(&self) -> Result<PathBuf, DeskError> {
        match &self.arguments.data {
            Some(folder) => Ok(folder.clone()),
            // Where Tauri keeps it too, told before Tauri is there.
            None => keyholder::data_dir(),
        }
    }

    /// Where the log may be kept. A folder that somebody named is made with the profile, not before: its drive may be away.
    pub(crate) fn log_place(&self) -> Option<PathBuf> {
        self.data().ok().filter(|data| self.arguments.data.is_none() || data.is_dir())
    }

    /// What a report tells of the program around the desk.
    pub(crate) fn around(&self) -> Around {
        let draws = match std::env::consts::OS {
            "windows" => "WebView2",
            "macos" => "WKWebView",
            _ => "WebKitGTK",
        };
        Around {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            web_view: format!("{draws} {}", tauri::webview_version().unwrap_or_default()),
            runs_for: self.started.elapsed(),
            log: self.data().map(|data| logs::tail(&data, LINES)).unwrap_or_default(),
        }
    }

    fn options(&self) -> Result<Options, DeskError> {
        Ok(Options::of_this_machine(self.data()?, self.arguments.cloud.clone()))
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
