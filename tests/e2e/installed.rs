//! A program that was installed, as far as it knows, and the place that tells it of newer versions.

use std::{fs, path::PathBuf, rc::Rc};

use tempfile::TempDir;

use crate::harness::{Window, process::handed, window::Around};
use crate::releases::{Keys, Release, Releases, Signer, app_image};

/// What lies where the program is installed, before it is replaced.
pub const OLD: &[u8] = b"the program as it is";

/// A window that runs from an AppImage, as far as it knows, and is told of newer versions here.
pub struct Installed {
    /// What it is told of.
    pub releases: Releases,
    keys: Keys,
    /// Where it is installed.
    pub file: PathBuf,
    /// What newer versions are made of.
    pub new: Vec<u8>,
    _folder: TempDir,
}

impl Installed {
    /// Newer versions are the program itself.
    pub fn new() -> Installed {
        Installed::replaced_by(fs::read(handed("KEYHOLDER_E2E_DESKTOP")).expect("it is built"))
    }

    /// Newer versions are this.
    pub fn replaced_by(new: Vec<u8>) -> Installed {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = app_image(folder.path(), OLD);
        Installed {
            releases: Releases::start(),
            keys: Keys::made_by(Signer::Tauri),
            file,
            new,
            _folder: folder,
        }
    }

    /// A window of it.
    pub async fn window(&self, data: Rc<TempDir>, cloud: &str) -> Window {
        let variables = vec![
            ("APPIMAGE", self.file.display().to_string()),
            ("KEYHOLDER_TEST_UPDATES_FROM", self.releases.endpoint()),
            ("KEYHOLDER_TEST_UPDATES_KEY", self.keys.public()),
        ];
        Window::open_around(Around { variables, ..Around::default() }, data, cloud).await
    }

    /// A newer version is there.
    pub fn announces(&self, version: &str) -> Release {
        let release = Release {
            version: version.to_owned(),
            signature: self.keys.sign(&self.new, version),
            package: self.new.clone(),
        };
        self.releases.has(release.clone());
        release
    }
}
