//! What each system's own programs say of the packages: the files that desktops and software centres read, Debian's lintian, and rpm.

use std::{fs, path::Path, process::Command};

use super::linux::{PACKAGE, PROGRAM, Packages};
use crate::{
    Done,
    processes::{ask, complete},
    root, set_up, target,
};

/// All of them; the first that finds something tells it.
pub fn look(packages: &Packages) -> Done {
    set_up::to_look_at_packages()?;
    let unpacked = target().join("packages/unpacked");
    let _ = fs::remove_dir_all(&unpacked);
    complete("dpkg-deb", with("dpkg-deb", &["--extract"], &[&packages.deb, &unpacked]))?;
    let shared = unpacked.join("usr/share");
    complete(
        "desktop-file-validate",
        with("desktop-file-validate", &[], &[&shared.join("applications/Keyholder.desktop")]),
    )?;
    let page = shared.join("metainfo/app.keyholder.Keyholder.metainfo.xml");
    complete("appstreamcli", with("appstreamcli", &["validate", "--no-net", "--explain"], &[&page]))?;
    complete(
        "lintian",
        with(
            "lintian",
            &["--fail-on", "error,warning", "--allow-root", "--tag-display-limit", "0"],
            &[&packages.deb],
        ),
    )?;
    rpm(packages)
}

/// rpm reads it whole, and lays it out as a machine would.
fn rpm(packages: &Packages) -> Done {
    complete("rpm", with("rpm", &["--checksig", "--nosignature"], &[&packages.rpm]))?;
    let meant = root().join("packaging/linux/rpmlint.toml");
    complete("rpmlint", with("rpmlint", &["--strict", "--config"], &[&meant, &packages.rpm]))?;
    let asked = |question: &str| {
        ask("rpm", &["--query", question, "--package", &packages.rpm.display().to_string()])
            .unwrap_or_default()
    };
    let (files, needs) = (asked("--list"), asked("--requires"));
    for file in [
        format!("/usr/bin/{PROGRAM}"),
        format!("/usr/share/licenses/{PACKAGE}/LICENSE"),
        "/usr/share/applications/Keyholder.desktop".to_owned(),
    ] {
        if !files.lines().any(|line| line == file) {
            return Err(format!("the rpm has no {file}"));
        }
    }
    for need in ["libwebkit2gtk-4.1.so", "libgtk-3.so", "libcrypto.so.3", "libdbus-1.so.3"] {
        if !needs.lines().any(|line| line.starts_with(need)) {
            return Err(format!("the rpm does not ask for {need}"));
        }
    }
    Ok(())
}

fn with(program: &str, arguments: &[&str], paths: &[&Path]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).args(paths).env("LC_ALL", "C.UTF-8");
    command
}
