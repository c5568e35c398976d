//! What is accepted as a newer version: the updater's plugin as the shipped program configures it, against packages that were
//! signed by Tauri's signer and, independently, by Debian's minisign.

use std::{fs, path::Path, sync::Arc};

use keyholder::{Arguments, Shell, program};
use keyholder_desk::{keychain::MemoryKeychain, keyholder::Seams};
use serde_json::json;
use tauri::{
    App, Url,
    async_runtime::block_on,
    test::{MockRuntime, mock_builder},
};
use tauri_plugin_updater::{Error, UpdaterExt};

use crate::releases::{Keys, Release, Releases, Signer, app_image};

const OLD: &[u8] = b"the program as it is";
/// An AppImage is a program of Linux, and the plugin takes no other file for one.
const NEW: &[u8] =
    b"\x7fELF\x02\x01\x01 the program as it will be, which is longer than the head of a program";

/// The program with the shipped configuration, which has no key.
fn shipped(data: &Path) -> App<MockRuntime> {
    let arguments = Arguments { data: Some(data.to_owned()), cloud: None, new_profile: false, link: None };
    let seams = Seams { keychain: Arc::new(MemoryKeychain::lasting()), ..Seams::default() };
    program(mock_builder(), Shell::new(arguments, seams))
        .build(tauri::generate_context!(test = true))
        .unwrap()
}

/// Looks, fetches and puts in the place of the file, as an AppImage is updated.
fn update(app: &App<MockRuntime>, releases: &Releases, key: &str, file: &Path) -> Result<bool, Error> {
    let endpoint: Url = releases.endpoint().parse().unwrap();
    let updater =
        app.updater_builder().pubkey(key).executable_path(file).endpoints(vec![endpoint])?.build()?;
    block_on(async {
        let Some(found) = updater.check().await? else { return Ok(false) };
        let package = found.download(|_, _| {}, || {}).await?;
        found.install(package).map(|()| true)
    })
}

struct World {
    folder: tempfile::TempDir,
    app: App<MockRuntime>,
    releases: Releases,
}

fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    World { app: shipped(&folder.path().join("profile")), releases: Releases::start(), folder }
}

impl World {
    /// What an installed program with this key does with a release; afterwards its file holds these bytes.
    fn meets(&self, release: Release, key: &str) -> (Result<bool, Error>, Vec<u8>) {
        let file = app_image(self.folder.path(), OLD);
        self.releases.has(release);
        let done = update(&self.app, &self.releases, key, &file);
        (done, fs::read(file).unwrap())
    }
}

fn release(keys: &Keys, version: &str) -> Release {
    Release { version: version.to_owned(), signature: keys.sign(NEW, version), package: NEW.to_owned() }
}

fn a_good_package_is_put_in_and_no_other(signer: Signer) {
    let world = world();
    let (keys, others) = (Keys::made_by(signer), Keys::made_by(signer));
    let key = keys.public();
    let good = release(&keys, "9.0.0");
    assert!(keys.minisign_believes(NEW, &good.signature), "Debian's minisign says so too");

    let (done, file) = world.meets(good.clone(), &key);
    assert!(matches!(done, Ok(true)), "{done:?}");
    assert_eq!(file, NEW);

    for at in [0, NEW.len() / 2, NEW.len() - 1] {
        let mut package = NEW.to_owned();
        package[at] ^= 1;
        assert!(!keys.minisign_believes(&package, &good.signature));
        let (done, file) = world.meets(Release { package, ..good.clone() }, &key);
        assert!(matches!(done, Err(Error::Minisign(_))), "one bit is another: {done:?}");
        assert_eq!(file, OLD, "and what runs is as it was");
    }

    let (done, file) = world.meets(release(&others, "9.0.0"), &key);
    assert!(matches!(done, Err(Error::Minisign(_))), "signed by somebody else: {done:?}");
    assert_eq!(file, OLD);

    // The list of versions is not signed: an old package under a new name is no newer version.
    let (done, file) = world.meets(Release { version: "9.0.1".to_owned(), ..good.clone() }, &key);
    assert!(matches!(done, Err(Error::SignedVersionMismatch { .. })), "{done:?}");
    assert_eq!(file, OLD);

    let (done, file) = world.meets(Release { signature: String::new(), ..good }, &key);
    assert!(done.is_err(), "no signature");
    assert_eq!(file, OLD);
    let (done, _) = world.meets(release(&keys, "0.0.1"), &key);
    assert!(matches!(done, Ok(false)), "an older one is none: {done:?}");
}

#[test]
fn what_tauris_signer_signed_is_put_in_and_no_other() {
    a_good_package_is_put_in_and_no_other(Signer::Tauri);
}

#[test]
fn what_minisign_signed_is_put_in_and_no_other() {
    a_good_package_is_put_in_and_no_other(Signer::Minisign);
}

#[test]
fn a_build_that_was_given_no_key_accepts_nothing() {
    let world = world();
    let keys = Keys::made_by(Signer::Minisign);
    let given = &world.app.config().plugins.0["updater"];
    assert_eq!(
        (&given["pubkey"], &given["endpoints"]),
        (&json!(""), &json!([])),
        "the release's build adds them"
    );
    assert_eq!(given["requireSignedVersion"], true);
    assert!(matches!(world.app.updater_builder().build(), Err(Error::EmptyEndpoints)));
    let (done, file) = world.meets(release(&keys, "9.0.0"), "");
    assert!(done.is_err(), "an empty key is no key: {done:?}");
    assert_eq!(file, OLD);
}
