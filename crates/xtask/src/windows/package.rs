//! `cargo xtask package --windows`: the window as a Windows program, linked by mingw, in an installer that is then tried out under
//! wine. `rehearse` does the same with a program of thirty lines in the window's place, which takes seconds: a part of the tests.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    TARGET,
    installed::{self, Installer},
    installer::{self, Contents},
    mingw, shim,
};
use crate::{
    Done,
    package::linux::{PROFILE, megabytes},
    processes::complete,
    release, root, set_up, target,
    toolchain::Toolchain,
};

/// What comes before every version that is packed.
const OLDER: &str = "0.0.1";
/// What the rehearsal packs as the newer one.
const NEWER: &str = "0.0.2";

/// Links the window, packs it, and tries out the installer.
pub fn make() -> Done {
    set_up::to_pack()?;
    super::set_up()?;
    complete("npm run build", set_up::npm(&["run", "--silent", "build"]))?;
    let version = release::version()?;
    let built = window()?;
    let (program, loader) =
        (stripped(&built.join("keyholder-desktop.exe"))?, built.join("WebView2Loader.dll"));
    let newer = Installer { has_window: true, ..pack(&program, Some(&loader), &version)? };
    for made in [&program, &newer.path] {
        println!("• {} ({:.1} MB)", made.display(), megabytes(made)?);
    }
    try_out(&newer)
}

/// Tries out the installer with a stand-in for the window, and any library for its loader.
pub fn rehearse() -> Done {
    try_out(&pack(&stand_in(NEWER)?, Some(&lent()?), NEWER)?)
}

/// An installer, tried out after and over an older one, which has no loader, as if Microsoft's compiler had made it.
fn try_out(newer: &Installer) -> Done {
    let stand_in = stand_in(OLDER)?;
    let older = pack(&stand_in, None, OLDER)?;
    installed::check(&older, newer, &stand_in, &lent()?, &folder().join("wine"))
}

fn pack(program: &Path, loader: Option<&Path>, version: &str) -> Result<Installer, String> {
    let path = installer::make(&Contents { program, loader, version }, &folder().join("nsis"))?;
    Ok(Installer { path, version: version.to_owned(), has_loader: loader.is_some(), has_window: false })
}

/// What wine lacks, beside a program that is to run in it.
fn lent() -> Result<PathBuf, String> {
    shim(&made_folder()?)?;
    Ok(folder().join("bcryptprimitives.dll"))
}

/// A folder of its own: what is shipped is built with other settings than what is tested.
fn folder() -> PathBuf {
    target().join("windows-package")
}

fn made_folder() -> Result<PathBuf, String> {
    let folder = folder();
    fs::create_dir_all(&folder).map_err(|problem| format!("{}: {problem}", folder.display()))?;
    Ok(folder)
}

/// Links the window, and gives the folder with it and its loader.
fn window() -> Result<PathBuf, String> {
    let mut cargo = Toolchain::fetched()?.cargo();
    cargo.args(["build", "--locked", "--profile", PROFILE, "--target", TARGET]);
    cargo.arg("-Zbuild-std=std,panic_unwind");
    cargo.args(["--package", "keyholder", "--bin", "keyholder-desktop", "--features", "custom-protocol"]);
    // It is for trying, so it is made soon: what people get is optimised whole and linked by Microsoft's tools, on Windows.
    for (setting, value) in [("OPT_LEVEL", "1"), ("LTO", "off"), ("CODEGEN_UNITS", "16")] {
        cargo.env(format!("CARGO_PROFILE_SHIPPED_{setting}"), value);
    }
    cargo.env("OPENSSL_SRC_PERL", root().join("crates/xtask/src/windows/perl.sh"));
    cargo.env("CARGO_TARGET_DIR", folder()).env("CARGO_BUILD_WARNINGS", "deny");
    complete("cargo build of the window for Windows", cargo)?;
    Ok(folder().join(TARGET).join(PROFILE))
}

/// Without its symbols, which the profile's own setting leaves in what mingw links: half of the file.
fn stripped(linked: &Path) -> Result<PathBuf, String> {
    let program = folder().join("keyholder-desktop.exe");
    let mut strip = Command::new("x86_64-w64-mingw32-strip");
    strip.arg("-o").arg(&program).arg(linked);
    complete("strip", strip)?;
    Ok(program)
}

/// The program that stands in for the window of that version.
fn stand_in(version: &str) -> Result<PathBuf, String> {
    let program = made_folder()?.join(format!("stand-in-{version}.exe"));
    mingw("stand_in.c", &program, &["-s", &format!("-DVERSION=\"{version}\"")])?;
    Ok(program)
}
