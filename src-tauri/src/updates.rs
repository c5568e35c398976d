//! Newer versions, through the updater's plugin: looked for, offered, fetched, and put in when she says so. The plugin asks the
//! network and believes only what bears the signature of the key that this build was given; the desk says when to look and what
//! has to be done around it. A build without a key looks for nothing and accepts nothing.

mod source;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use keyholder_desk::clock::{Clock, SystemClock};
use keyholder_desk::updates::Memory;
use keyholder_desk::views::updates::{KeptBefore, Offer, UpdateStep, UpdateWay, UpdatesView};
use keyholder_desk::{DeskError, Keyholder};
use keyholder_domain::Time;
use tauri::{AppHandle, Emitter, Manager, Runtime};
use tauri_plugin_updater::{Error, Update};
use tokio::sync::broadcast::error::RecvError;

use crate::{Shell, browser};
use source::Source;

/// What the page is told whenever anything of it changed.
const EVENT: &str = "updates";
/// How often it is asked whether it is time to look.
const HOUR: Duration = Duration::from_secs(3600);
/// The first look does not compete with the window's start.
const AT_FIRST: Duration = Duration::from_secs(20);

/// What is known of a newer version, and how far it is.
#[derive(Default)]
pub struct Updates(Mutex<State>);

#[derive(Default)]
struct State {
    step: UpdateStep,
    /// What was announced, for the plugin.
    found: Option<Update>,
    /// The package of the version of that name: fetched, and its signature good.
    package: Option<(String, Arc<Vec<u8>>)>,
}

impl Updates {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether nothing is under way; then this is.
    fn begins(&self, step: UpdateStep) -> bool {
        let mut state = self.state();
        let free =
            matches!(state.step, UpdateStep::Resting | UpdateStep::Failed { .. } | UpdateStep::Asking { .. });
        if free {
            state.step = step;
        }
        free
    }
}

/// What Settings show.
pub fn view<R: Runtime>(app: &AppHandle<R>, keyholder: &Keyholder) -> UpdatesView {
    let memory = Memory::load(keyholder.folder());
    let version = app.package_info().version.to_string();
    let kept = keyholder.kept_before().map(|kept| KeptBefore {
        may_go_back: kept.version == version,
        version: kept.version,
        at: kept.at,
    });
    let updates = app.state::<Updates>();
    let state = updates.state();
    let offer = state.found.as_ref().map(offered);
    UpdatesView {
        way: source::way(app),
        mention: offer.as_ref().is_some_and(|offer| memory.mentions(&offer.version, SystemClock.now())),
        offer,
        step: state.step.clone(),
        looked_at: memory.looked_at,
        kept,
        version,
    }
}

/// Looks for a newer version now. Where nobody `asked` for it, nothing is said when it does not work out: it is tried again.
pub async fn look<R: Runtime>(app: &AppHandle<R>, keyholder: &Keyholder, asked: bool) {
    let Some(source) = Source::of(app) else { return };
    if source::way(app) == UpdateWay::NotSetUp || !app.state::<Updates>().begins(UpdateStep::Looking) {
        return;
    }
    told(app, keyholder);
    let found = match source.updater(app) {
        Ok(updater) => updater.check().await,
        Err(problem) => Err(problem),
    };
    {
        let updates = app.state::<Updates>();
        let mut state = updates.state();
        match found {
            Ok(found) => {
                state.found = found;
                state.step = UpdateStep::Resting;
                remember(keyholder, |memory| memory.looked_at = Some(SystemClock.now()));
            }
            Err(problem) if asked => state.step = UpdateStep::Failed { problem: wrong(&problem) },
            Err(problem) => {
                tracing::debug!(%problem, "newer versions could not be looked for");
                state.step = UpdateStep::Resting;
            }
        }
    }
    told(app, keyholder);
}

/// Mentions the offer no more for a while.
pub async fn put_off<R: Runtime>(app: &AppHandle<R>, keyholder: &Keyholder) {
    let version = app.state::<Updates>().state().found.as_ref().map(|found| found.version.clone());
    if let Some(version) = version {
        remember(keyholder, |memory| memory.put_off = Some((version, SystemClock.now())));
    }
    app.state::<Updates>().begins(UpdateStep::Resting);
    told(app, keyholder);
}

/// Fetches the newer version, sends what waits, keeps the stores as they are and puts it in: then the program starts anew. Where
/// something could not be sent, it asks first, unless she said `anyway`. Whatever goes wrong, the version that runs stays.
pub async fn update<R: Runtime>(app: &AppHandle<R>, keyholder: Keyholder, anyway: bool) {
    let updates = app.state::<Updates>();
    let Some(found) = updates.state().found.clone().filter(|_| source::way(app) == UpdateWay::Here) else {
        return;
    };
    if !updates.begins(UpdateStep::Fetching { got: 0, total: None }) {
        return;
    }
    told(app, &keyholder);
    let ended = match carry_out(app, &keyholder, &found, anyway).await {
        Ok(Some(step)) => step,
        // What runs from now on is the new version.
        Ok(None) => return app.request_restart(),
        Err(problem) => {
            tracing::warn!(code = problem.code, "the update was not put in");
            UpdateStep::Failed { problem }
        }
    };
    updates.state().step = ended;
    // A new handle: what was closed for the update is opened again by whoever asks next.
    drop(keyholder);
    if let Ok(keyholder) = app.state::<Shell>().keyholder(app).await {
        told(app, &keyholder);
    }
}

/// Goes back to what this version kept before an update: the stores are closed for it, and opened again by whoever asks next.
pub async fn go_back<R: Runtime>(app: &AppHandle<R>) -> Result<(), DeskError> {
    let version = app.package_info().version.to_string();
    let done = app.state::<Shell>().while_closed(async |keyholder| keyholder.go_back(&version)).await;
    done.unwrap_or_else(|| Err(DeskError::not_open()))
}

/// Shows where newer versions can be had, in the browser.
pub fn open_page<R: Runtime>(app: &AppHandle<R>) -> Result<(), DeskError> {
    let page = Source::of(app).and_then(|source| source.page());
    let page =
        page.ok_or_else(|| DeskError::new("not_found", "this build knows no place of newer versions"))?;
    browser::show(page.as_str()).map_err(|problem| DeskError::new("not_opened", problem.to_string()))
}

/// Looks when it is time to, as long as the profile is open and she has not switched it off.
pub async fn watch<R: Runtime>(keyholder: Keyholder, app: AppHandle<R>) {
    if Source::of(&app).is_none() {
        return;
    }
    let mut changes = keyholder.changes();
    tokio::time::sleep(AT_FIRST).await;
    loop {
        let pressing = keyholder.is_too_old().await;
        let due = Memory::load(keyholder.folder()).is_due(SystemClock.now(), pressing);
        if due && !keyholder.settings().updates_off {
            look(&app, &keyholder, false).await;
        }
        // Between two looks a change may tell that the cloud no longer understands this version.
        let until_too_old = async {
            while !pressing && !matches!(changes.recv().await, Err(RecvError::Closed)) {
                if keyholder.is_too_old().await {
                    return;
                }
                tokio::time::sleep(AT_FIRST).await;
            }
            std::future::pending::<()>().await;
        };
        let _ = tokio::time::timeout(HOUR, until_too_old).await;
    }
}

async fn carry_out<R: Runtime>(
    app: &AppHandle<R>,
    keyholder: &Keyholder,
    found: &Update,
    anyway: bool,
) -> Result<Option<UpdateStep>, DeskError> {
    let package = fetched(app, keyholder, found).await?;
    app.state::<Updates>().state().step = UpdateStep::Sending;
    told(app, keyholder);
    let left = keyholder.send_what_waits().await?;
    if !left.is_nothing() && !anyway {
        return Ok(Some(UpdateStep::Asking { left }));
    }
    let lost = keyholder.unsent_in_memory().await;
    if lost > 0 {
        let error = DeskError::new("unsent", "changes that are kept in memory only would be lost");
        return Err(error.fact("count", lost));
    }
    app.state::<Updates>().state().step = UpdateStep::Installing;
    told(app, keyholder);
    let (version, program, found) = (found.current_version.clone(), source::app_image(app), found.clone());
    let shell = app.state::<Shell>();
    let put_in = shell.while_closed(async move |keyholder| {
        let keyholder = keyholder.clone();
        let done = tauri::async_runtime::spawn_blocking(move || {
            keyholder.keep_before_update(&version, program.as_deref())?;
            found.install(package.as_slice()).map_err(|problem| wrong(&problem))
        });
        done.await.unwrap_or_else(|_| Err(DeskError::new("not_updated", "it broke off")))
    });
    put_in.await.unwrap_or_else(|| Err(DeskError::not_open())).map(|()| None)
}

/// The package, whose signature is good. One that was fetched before and not put in is not fetched again.
async fn fetched<R: Runtime>(
    app: &AppHandle<R>,
    keyholder: &Keyholder,
    found: &Update,
) -> Result<Arc<Vec<u8>>, DeskError> {
    let updates = app.state::<Updates>();
    if let Some((_, package)) =
        updates.state().package.clone().filter(|(version, _)| *version == found.version)
    {
        return Ok(package);
    }
    let (mut got, mut shown) = (0, 0);
    let came = |bytes: usize, total: Option<u64>| {
        got += bytes as u64;
        // Some hundred words at most, however small the pieces are.
        if got - shown >= total.unwrap_or(0).max(6_400_000) / 64 {
            shown = got;
            updates.state().step = UpdateStep::Fetching { got, total };
            told(app, keyholder);
        }
    };
    let package = Arc::new(found.download(came, || {}).await.map_err(|problem| wrong(&problem))?);
    updates.state().package = Some((found.version.clone(), Arc::clone(&package)));
    Ok(package)
}

fn told<R: Runtime>(app: &AppHandle<R>, keyholder: &Keyholder) {
    // A page that is gone hears nothing.
    let _ = app.emit(EVENT, view(app, keyholder));
}

fn remember(keyholder: &Keyholder, change: impl FnOnce(&mut Memory)) {
    let mut memory = Memory::load(keyholder.folder());
    change(&mut memory);
    if let Err(problem) = memory.save(keyholder.folder()) {
        tracing::warn!(%problem, "when it was looked for is not remembered");
    }
}

fn offered(found: &Update) -> Offer {
    let made_at = found.date.map(|date| Time::from_millis(date.unix_timestamp() * 1000));
    Offer { version: found.version.clone(), notes: found.body.clone().unwrap_or_default(), made_at }
}

/// What went wrong, by who can act: the network's moment, a package that is not ours, or this machine.
fn wrong(problem: &Error) -> DeskError {
    let told = |code: &str| DeskError::new(code, problem.to_string());
    match problem {
        Error::Minisign(_)
        | Error::Base64(_)
        | Error::SignatureUtf8(_)
        | Error::MissingSignedVersion
        | Error::SignedVersionMismatch { .. } => told("update_not_ours"),
        Error::Reqwest(_) | Error::Network(_) | Error::ReleaseNotFound => told("update_not_reached"),
        Error::TargetNotFound(_) | Error::TargetsNotFound(_) => told("update_not_for_here"),
        _ => told("not_updated"),
    }
}
