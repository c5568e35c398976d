//! Makes a machine fit to build and test. On Debian and its children missing packages are installed (as root, or with
//! sudo); elsewhere it says what to install. Every run looks, nothing is done twice.

pub mod room;

use std::{env, fs, path::PathBuf, process::Command, time::Duration};

use crate::{
    processes::{ask, complete},
    root, target,
};

/// What the program is built with. OpenSSL does SQLCipher's ciphers on Linux.
const TO_BUILD: &[&str] =
    &["build-essential", "pkg-config", "libssl-dev", "libwebkit2gtk-4.1-dev", "libxdo-dev"];
/// What shows and drives the window on a machine without a display: a display, a message bus, a keychain with the tool
/// that looks into it, WebDriver, screenshots, and letters to draw.
const TO_SHOW: &[&str] = &[
    "xvfb",
    "dbus-daemon",
    "gnome-keyring",
    "libglib2.0-bin",
    "webkit2gtk-driver",
    "imagemagick",
    "fonts-dejavu-core",
];
/// What the fault tests (`tests/faults`) harm programs with, on Linux: killing and failing at the n-th system call; clocks that
/// lie or run fast; torn writes; and namespaces for a small disk and a network that goes.
const TO_HARM: &[&str] = &["strace", "libfaketime", "fiu-utils", "util-linux", "iproute2"];
/// What Windows programs are built, packed and run with on Linux: mingw, makensis, wine. Without its preloader wine works too, but for
/// one start in some hundreds, where Linux has put something at the one address that every Windows program shares with the system.
const TO_BE_WINDOWS: &[&str] =
    &["gcc-mingw-w64-x86-64-posix", "g++-mingw-w64-x86-64-posix", "wine64", "wine64-preloader", "nsis"];
/// What the second compiler (`toolchain.rs`) loads that every Debian has under this name.
const TO_COMPILE_ELSEWHERE: &[&str] = &["libcurl4", "libedit2", "libsqlite3-0", "libxml2", "libz3-4"];
/// What looks at the packages of Linux, and a machine with nothing else to try them on.
const TO_LOOK_AT_PACKAGES: &[&str] =
    &["desktop-file-utils", "appstream", "lintian", "rpm", "rpmlint", "debootstrap", "util-linux"];
/// What the tests of updates sign and look at signatures with, beside Tauri's own signer.
const TO_SIGN: &[&str] = &["minisign"];
/// What fetches a program from PyPI.
const TO_FETCH: &[&str] = &["python3-venv"];
/// The oldest Node.js that the UI's tools run on, and the one fetched where the system's own is older.
const NODE: (u32, u32) = (20, 19);
const NODE_FETCHED: &str = "22";

/// Everything a window needs: packages, Node.js, the UI's packages.
pub fn everything() -> Result<(), String> {
    packages(&[TO_BUILD, TO_SHOW, TO_HARM, TO_SIGN])?;
    node()?;
    ui_packages()
}

/// What the Windows programs need.
pub fn for_windows() -> Result<(), String> {
    packages(&[TO_BUILD, TO_BE_WINDOWS, TO_COMPILE_ELSEWHERE])
}

/// What a check for macOS needs.
pub fn for_macos() -> Result<(), String> {
    packages(&[TO_BUILD, TO_COMPILE_ELSEWHERE])
}

/// What builds the program that is packed, with the page inside it.
pub fn to_pack() -> Result<(), String> {
    packages(&[TO_BUILD])?;
    node()?;
    ui_packages()
}

/// What the packages of Linux are looked at and tried out with.
pub fn to_look_at_packages() -> Result<(), String> {
    packages(&[TO_SHOW, TO_LOOK_AT_PACKAGES])
}

/// What reads the workflows: Node.js with the packages of that folder, and Python.
pub fn workflow_lints(folder: &str) -> Result<(), String> {
    packages(&[TO_FETCH])?;
    node()?;
    packages_of(folder)
}

/// System packages, by name. What is there already costs one look.
fn packages(lists: &[&[&str]]) -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return elsewhere();
    }
    if ask("dpkg-query", &["--version"]).is_none() {
        println!(
            "• this is no Debian: install what `{}` stand for with your own package manager",
            lists.concat().join(" ")
        );
        return Ok(());
    }
    let missing: Vec<&str> = lists.concat().into_iter().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("• installing what this machine lacks: {}", missing.join(" "));
    apt(&["update"])?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(missing);
    apt(&install)
}

fn installed(package: &str) -> bool {
    let status = ask("dpkg-query", &["--show", "--showformat=${db:Status-Status}\n", package]);
    status.is_some_and(|status| status.lines().any(|line| line == "installed"))
}

/// apt-get, as root or with sudo.
pub fn apt(arguments: &[&str]) -> Result<(), String> {
    let root_already = ask("id", &["-u"]).as_deref() == Some("0");
    let mut command = Command::new(if root_already { "apt-get" } else { "sudo" });
    if !root_already {
        println!("  (with sudo: it may ask for your password)");
        command.args(["--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
    }
    command.args(["-qq", "-o", "Dpkg::Use-Pty=0", "-o", "APT::Acquire::Retries=3"]).args(arguments);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    // Not a group of its own: sudo has to reach the terminal to ask.
    let status = command.status().map_err(|problem| format!("`apt-get` cannot be started: {problem}"))?;
    if status.success() { Ok(()) } else { Err(format!("`apt-get {}` failed", arguments.join(" "))) }
}

fn elsewhere() -> Result<(), String> {
    if cfg!(windows) {
        println!(
            "• Windows: needs the Visual Studio C++ build tools, WebView2 (part of Windows 11) and Node.js 20.19 or newer"
        );
    } else {
        println!(
            "• macOS: needs Xcode's command line tools (`xcode-select --install`) and Node.js 20.19 or newer"
        );
    }
    Ok(())
}

/// Node.js and npm: the system's, or, where that is too old, one from the npm registry under target/.
fn node() -> Result<(), String> {
    if fetched_node().exists() || node_version().is_some_and(|version| version >= NODE) && npm_is_there() {
        return Ok(());
    }
    if !cfg!(target_os = "linux") {
        return Err("Node.js 20.19 or newer is needed: install it and start again".to_owned());
    }
    if !npm_is_there() {
        packages(&[&["nodejs", "npm"]])?;
    }
    if node_version().is_some_and(|version| version >= NODE) {
        return Ok(());
    }
    let machine = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    println!(
        "• this system's Node.js is older than {}.{}: fetching {NODE_FETCHED} into target/tools",
        NODE.0, NODE.1
    );
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"]).arg(tools());
    npm.arg(format!("node-linux-{machine}@{NODE_FETCHED}"));
    complete("npm install of Node.js", npm)?;
    if fetched_node().exists() {
        Ok(())
    } else {
        Err("Node.js was fetched but is not where it should be".to_owned())
    }
}

fn tools() -> PathBuf {
    target().join("tools")
}

fn fetched_node() -> PathBuf {
    let machine = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    tools().join("node_modules").join(format!("node-linux-{machine}")).join("bin/node")
}

fn npm_is_there() -> bool {
    ask(npm_name(), &["--version"]).is_some()
}

fn node_version() -> Option<(u32, u32)> {
    let text = ask("node", &["--version"])?;
    let mut numbers = text.trim_start_matches('v').split('.').map_while(|number| number.parse().ok());
    Some((numbers.next()?, numbers.next()?))
}

fn npm_name() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

/// npm in `ui/`.
pub fn npm(arguments: &[&str]) -> Command {
    npm_in("ui", arguments)
}

fn npm_in(folder: &str, arguments: &[&str]) -> Command {
    let mut npm = Command::new(npm_name());
    npm.args(arguments).current_dir(root().join(folder));
    with_node(&mut npm);
    npm
}

/// Puts the Node.js that was fetched first in the path, if there is one.
pub fn with_node(command: &mut Command) {
    if let Some(folder) = fetched_node().parent().filter(|folder| folder.exists()) {
        let rest = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths([folder.to_owned()].into_iter().chain(env::split_paths(&rest)));
        command.env("PATH", path.unwrap_or(rest));
    }
}

/// The UI's packages.
pub fn ui_packages() -> Result<(), String> {
    packages_of("ui")
}

/// What syncing is measured beside: an npm package, run by Node.js.
pub fn peer_packages() -> Result<(), String> {
    node()?;
    packages_of("crates/bench/peer")
}

/// `npm ci` in a folder, when its lock file is another than the one last installed.
fn packages_of(folder: &str) -> Result<(), String> {
    let lock = root().join(folder).join("package-lock.json");
    let lock = fs::read(lock).map_err(|problem| format!("{folder}/package-lock.json: {problem}"))?;
    let note = root().join(folder).join("node_modules/.keyholder-lock");
    if fs::read(&note).is_ok_and(|known| known == lock) {
        return Ok(());
    }
    println!("• installing the packages of {folder} (npm ci)");
    complete("npm ci", npm_in(folder, &["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&note, lock).map_err(|problem| format!("{folder}/node_modules: {problem}"))
}

/// How long anything that should be quick may take on a slow machine.
pub const PATIENCE: Duration = Duration::from_secs(60);
