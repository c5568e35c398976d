//! Mounts that only one program sees, and users that are not this one. Both take root; without it such a test says that it was not run.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

/// Whether this may mount and be somebody else. Where not, it says so for whoever reads why nothing was tested.
pub fn is_allowed() -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        let test = std::thread::current().name().unwrap_or("a test").to_owned();
        println!("!!! {test} WAS NOT RUN: it mounts, or is another user, and that takes root");
    }
    root
}

/// A command that mounts by this line of shell, seen by nobody else, and becomes what stands behind it.
pub fn mounted(line: &str) -> Vec<String> {
    let mut words = vec!["unshare", "-m"];
    if !root_is_a_mount() {
        // In a changed root nothing can be said of how `/` passes mounts on.
        words.extend(["--propagation", "unchanged"]);
    }
    let line = format!("{line} && exec \"$@\"");
    words.extend(["sh", "-c", &line, "sh"]);
    words.into_iter().map(str::to_owned).collect()
}

/// Does this among the mounts that a program sees.
pub fn inside(program: u32, words: &[&str]) {
    let mut enter = Command::new("nsenter");
    enter.args(["-t", &program.to_string(), "-m"]);
    if !root_is_a_mount() {
        enter.arg("-r");
    }
    let done =
        enter.arg("--").args(words).stdin(Stdio::null()).status().expect("nsenter is there (util-linux)");
    assert!(done.success(), "{words:?}");
}

/// A command that is another user, and becomes what stands behind it.
pub fn somebody_else() -> Vec<String> {
    let id = NOBODY.to_string();
    let words = ["setpriv", "--reuid", &id, "--regid", &id, "--clear-groups", "--"];
    words.into_iter().map(str::to_owned).collect()
}

/// Gives a folder to that user.
pub fn is_hers(folder: &Path) {
    std::os::unix::fs::chown(folder, Some(NOBODY), Some(NOBODY)).expect("root may");
}

/// The user whom every system has.
const NOBODY: u32 = 65_534;

/// Whether `/` is where something is mounted; in a changed root it is a folder like any other.
fn root_is_a_mount() -> bool {
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    mounts.lines().any(|line| line.split(' ').nth(4) == Some("/"))
}
