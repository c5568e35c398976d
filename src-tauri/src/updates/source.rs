//! Where newer versions come from, and whose signature is believed: both are built in. The release's build is given them
//! (`docs/releasing.md`); any other build has none, and is not updated by itself.

use std::path::PathBuf;
use std::time::Duration;

use keyholder_desk::views::updates::UpdateWay;
use serde_json::Value;
#[cfg(target_os = "linux")]
use tauri::Manager;
use tauri::utils::{config::BundleType, platform::bundle_type};
use tauri::{AppHandle, Runtime, Url};
use tauri_plugin_updater::{Result, Updater, UpdaterExt};

/// How long the other side may be silent.
const SILENCE: Duration = Duration::from_secs(30);

/// An address and a key.
pub struct Source {
    key: String,
    endpoints: Vec<Url>,
}

impl Source {
    /// What this build was given, if it was given both.
    pub fn of<R: Runtime>(app: &AppHandle<R>) -> Option<Source> {
        let given = app.config().plugins.0.get("updater").and_then(Source::read);
        given.or_else(of_a_test)
    }

    fn read(config: &Value) -> Option<Source> {
        let key = config["pubkey"].as_str().filter(|key| !key.is_empty())?.to_owned();
        let endpoints = config["endpoints"].as_array()?.iter();
        let endpoints: Vec<Url> = endpoints.filter_map(|one| one.as_str()?.parse().ok()).collect();
        (!endpoints.is_empty()).then_some(Source { key, endpoints })
    }

    /// The plugin, set on this source. It turns addresses that are not encrypted down in every shipped build.
    pub fn updater<R: Runtime>(&self, app: &AppHandle<R>) -> Result<Updater> {
        let updater = app.updater_builder().pubkey(&self.key).endpoints(self.endpoints.clone())?;
        updater.configure_client(|client| client.connect_timeout(SILENCE).read_timeout(SILENCE)).build()
    }

    /// The page on which a person finds what is announced: the folder above `download/latest.json`.
    pub fn page(&self) -> Option<Url> {
        self.endpoints.first()?.join("..").ok().filter(|page| page.scheme() == "https")
    }
}

/// How this installation becomes another version.
pub fn way<R: Runtime>(app: &AppHandle<R>) -> UpdateWay {
    if Source::of(app).is_none() {
        return UpdateWay::NotSetUp;
    }
    match bundle_type() {
        // The plugin would ask for an administrator's password in a window of its own making, which nobody should type it into.
        Some(BundleType::Deb | BundleType::Rpm) => UpdateWay::Package,
        Some(_) if !cfg!(target_os = "linux") => UpdateWay::Here,
        // Another AppImage may have started a program that is none, and have left its own path in the environment.
        Some(BundleType::AppImage) if app_image(app).is_some() => UpdateWay::Here,
        // A test's program is as a developer builds it.
        None if cfg!(debug_assertions) && app_image(app).is_some() => UpdateWay::Here,
        // There is nothing to put in the place of.
        _ => UpdateWay::NotSetUp,
    }
}

/// The one file that this program is, where it is one.
#[cfg(target_os = "linux")]
pub fn app_image<R: Runtime>(app: &AppHandle<R>) -> Option<PathBuf> {
    app.env().appimage.map(PathBuf::from)
}

/// Elsewhere no program is one file.
#[cfg(not(target_os = "linux"))]
pub fn app_image<R: Runtime>(_app: &AppHandle<R>) -> Option<PathBuf> {
    None
}

/// Tests hand a build of their own an address on loopback and a key of their own. No shipped build reads either.
#[cfg(debug_assertions)]
fn of_a_test() -> Option<Source> {
    let given = |name: &str| std::env::var(name).ok();
    let endpoints = vec![given("KEYHOLDER_TEST_UPDATES_FROM")?.parse().ok()?];
    Some(Source { key: given("KEYHOLDER_TEST_UPDATES_KEY")?, endpoints })
}

#[cfg(not(debug_assertions))]
fn of_a_test() -> Option<Source> {
    None
}
