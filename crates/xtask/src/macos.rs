//! `cargo xtask test macos`: everything type-checked for both processors of a Mac, on Linux, by the second compiler. To link
//! takes Apple's own frameworks, which only a Mac has: so nothing is linked, no C is compiled (`macos/cc.sh`), and nothing runs.
//! Everything of it is below target/elsewhere.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    Done,
    driven::WORLD,
    processes::complete,
    root, set_up,
    toolchain::{Toolchain, elsewhere},
};

const TARGETS: [&str; 2] = ["aarch64-apple-darwin", "x86_64-apple-darwin"];

/// What this machine needs for it: the second compiler.
pub fn set_up() -> Done {
    set_up::for_macos()?;
    Toolchain::fetched().map(drop)
}

/// Checks programs, libraries and tests; a warning is an error, as everywhere.
pub fn check() -> Done {
    let folder = elsewhere().join("macos");
    let compiler = stand_in(&folder)?;
    let mut cargo = Toolchain::fetched()?.cargo_to_test("check", &TARGETS);
    cargo.arg("--all-targets").args(WORLD);
    for target in TARGETS {
        let variable = target.replace('-', "_");
        cargo.env(format!("CC_{variable}"), &compiler).env(format!("CXX_{variable}"), &compiler);
    }
    // Otherwise build scripts ask Xcode for both.
    cargo.env("SDKROOT", &folder).env("MACOSX_DEPLOYMENT_TARGET", oldest()?);
    complete("cargo check for macOS", cargo)
}

/// The stand-in for Apple's compiler, where it may be run.
fn stand_in(folder: &Path) -> Result<PathBuf, String> {
    let compiler = folder.join("cc");
    let copied = fs::create_dir_all(folder)
        .and_then(|()| fs::copy(root().join("crates/xtask/src/macos/cc.sh"), &compiler));
    #[cfg(unix)]
    let copied = copied.and_then(|_| {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&compiler, fs::Permissions::from_mode(0o755))
    });
    copied.map_err(|problem| format!("{}: {problem}", compiler.display()))?;
    Ok(compiler)
}

/// The oldest macOS that the program is built for.
fn oldest() -> Result<String, String> {
    let config = fs::read_to_string(root().join("tauri.conf.json"));
    let config = config.map_err(|problem| format!("tauri.conf.json: {problem}"))?;
    let config: serde_json::Value =
        serde_json::from_str(&config).map_err(|problem| format!("tauri.conf.json: {problem}"))?;
    let oldest = config["bundle"]["macOS"]["minimumSystemVersion"].as_str();
    oldest.map(str::to_owned).ok_or_else(|| "tauri.conf.json names no oldest macOS".to_owned())
}
