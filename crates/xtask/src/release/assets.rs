//! The files of a release: what they are called, where they will be downloaded from, and their checksums.

use std::{
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// The list of checksums, in the form that `sha256sum --check` reads.
pub const SUMS: &str = "SHA256SUMS";

/// The installers of one version, in a folder.
pub struct Assets {
    /// Where they lie.
    folder: PathBuf,
    /// Without a `v`.
    pub version: String,
    /// OWNER/NAME.
    pub repository: String,
}

/// What is built, one for each way to install it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asset {
    /// The installer for one person on Windows
    Nsis(Processor),
    /// The installer that administrators roll out
    Msi(Processor),
    /// The disk image of a Mac, for both processors
    Dmg,
    /// The app itself, packed: what the updater puts in its place
    MacApp,
    Deb,
    Rpm,
    AppImage,
}

/// The processors that Windows has a program of its own for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Processor {
    X64,
    Arm64,
}

impl Processor {
    fn name(self) -> &'static str {
        match self {
            Processor::X64 => "x64",
            Processor::Arm64 => "arm64",
        }
    }
}

impl Asset {
    /// Everything that a release must have.
    pub const ALL: [Asset; 9] = [
        Asset::Nsis(Processor::X64),
        Asset::Nsis(Processor::Arm64),
        Asset::Msi(Processor::X64),
        Asset::Msi(Processor::Arm64),
        Asset::Dmg,
        Asset::MacApp,
        Asset::Deb,
        Asset::Rpm,
        Asset::AppImage,
    ];

    /// The name that Tauri gives it; the workflow puts version and processor into the Mac app's.
    fn file_name(self, version: &str) -> String {
        match self {
            Asset::Nsis(processor) => format!("Keyholder_{version}_{}-setup.exe", processor.name()),
            Asset::Msi(processor) => format!("Keyholder_{version}_{}_en-US.msi", processor.name()),
            Asset::Dmg => format!("Keyholder_{version}_universal.dmg"),
            Asset::MacApp => format!("Keyholder_{version}_universal.app.tar.gz"),
            Asset::Deb => format!("Keyholder_{version}_amd64.deb"),
            Asset::Rpm => format!("Keyholder-{version}-1.x86_64.rpm"),
            Asset::AppImage => format!("Keyholder_{version}_amd64.AppImage"),
        }
    }

    /// A disk image is dragged by hand: the updater takes the app instead.
    pub fn is_for_the_updater(self) -> bool {
        self != Asset::Dmg
    }
}

impl Assets {
    /// A folder that holds all of them and their signatures; what is missing is listed.
    pub fn found(folder: &Path, version: &str, repository: &str) -> Result<Assets, String> {
        let assets = Assets {
            folder: folder.to_owned(),
            version: version.to_owned(),
            repository: repository.to_owned(),
        };
        let mut missing = Vec::new();
        for asset in Asset::ALL {
            let file = assets.file_name(asset);
            let signature = asset.is_for_the_updater().then(|| format!("{file}.sig"));
            missing.extend(
                [Some(file), signature].into_iter().flatten().filter(|it| !folder.join(it).is_file()),
            );
        }
        if missing.is_empty() {
            Ok(assets)
        } else {
            Err(format!("{} lacks {}", folder.display(), missing.join(", ")))
        }
    }

    /// What it is called.
    pub fn file_name(&self, asset: Asset) -> String {
        asset.file_name(&self.version)
    }

    /// Where it will be once the draft is published.
    pub fn url(&self, asset: Asset) -> String {
        let (repository, version) = (&self.repository, &self.version);
        format!("https://github.com/{repository}/releases/download/v{version}/{}", self.file_name(asset))
    }

    /// Its SHA-256, in small letters.
    pub fn sum(&self, asset: Asset) -> Result<String, String> {
        sum(&self.folder.join(self.file_name(asset)))
    }

    /// The updater's signature of it, which `tauri build` put beside it.
    pub fn signature(&self, asset: Asset) -> Result<String, String> {
        let path = self.folder.join(format!("{}.sig", self.file_name(asset)));
        let text = super::read(&path)?;
        match text.trim() {
            "" => Err(format!("{}: empty", path.display())),
            signature => Ok(signature.to_owned()),
        }
    }
}

/// The checksums of every file in the folder, by name.
pub fn sums(folder: &Path) -> Result<String, String> {
    let entries = fs::read_dir(folder).map_err(|problem| format!("{}: {problem}", folder.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != SUMS)
        .collect();
    names.sort();
    names.iter().map(|name| Ok(format!("{}  {name}\n", sum(&folder.join(name))?))).collect()
}

fn sum(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|problem| format!("{}: {problem}", path.display()))?;
    Ok(hex::encode(Sha256::digest(bytes)))
}

/// A folder that looks like a release, for the tests of all that is made from one.
#[cfg(test)]
pub mod testing {
    use super::*;

    pub fn built(version: &str) -> (tempfile::TempDir, Assets) {
        let folder = tempfile::tempdir().unwrap();
        for asset in Asset::ALL {
            let name = asset.file_name(version);
            fs::write(folder.path().join(&name), &name).unwrap();
            if asset.is_for_the_updater() {
                fs::write(folder.path().join(format!("{name}.sig")), format!("signature of {name}\n"))
                    .unwrap();
            }
        }
        let assets = Assets::found(folder.path(), version, "toko/keyholder").unwrap();
        (folder, assets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_release_lacks_is_told_by_name() {
        let (folder, assets) = testing::built("0.2.0");
        fs::remove_file(folder.path().join(assets.file_name(Asset::Dmg))).unwrap();
        fs::remove_file(folder.path().join("Keyholder_0.2.0_arm64-setup.exe.sig")).unwrap();
        let told = Assets::found(folder.path(), "0.2.0", "toko/keyholder").map(|_| ()).unwrap_err();
        assert!(
            told.ends_with("lacks Keyholder_0.2.0_arm64-setup.exe.sig, Keyholder_0.2.0_universal.dmg"),
            "{told}"
        );
        assert!(
            Assets::found(folder.path(), "0.3.0", "toko/keyholder").is_err(),
            "another version's files are none"
        );
    }

    #[test]
    fn checksums_are_those_that_sha256sum_reads() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("b"), "").unwrap();
        fs::write(folder.path().join("a"), "abc").unwrap();
        fs::write(folder.path().join(SUMS), "of an earlier try").unwrap();
        assert_eq!(
            sums(folder.path()).unwrap(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\n\
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b\n"
        );
    }
}
