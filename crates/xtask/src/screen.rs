//! A screen of one's own: a display that only exists in memory (Xvfb), a D-Bus session on which nothing is started by
//! itself, and a keychain (gnome-keyring) that is unlocked, empty at first and kept apart from the person's own.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use crate::{
    processes::{Group, until},
    set_up::PATIENCE,
};

/// A session bus that starts no service on demand, so that nothing outlives it; the tests' own have the same.
const BUS: &str = include_str!("../../../tests/e2e/harness/bus.conf");

/// Display, bus and keychain. Ends with this value.
pub struct Screen {
    // Ended in this order: whoever needs another goes first.
    _keychain: Group,
    _bus: Group,
    _display: Group,
    environment: Vec<(&'static str, String)>,
}

impl Screen {
    /// Starts all three and waits until each answers. `folder` keeps the keychain's file and what they say.
    pub fn start(folder: &Path, size: &str) -> Result<Screen, String> {
        let runtime = runtime_folder(folder)?;
        let log = fs::File::create(folder.join("screen.log"))
            .map_err(|problem| format!("screen.log: {problem}"))?;
        let say = || log.try_clone().map_or_else(|_| Stdio::null(), Stdio::from);

        let mut display = Command::new("Xvfb");
        display.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            &format!("{size}x24"),
            "-nolisten",
            "tcp",
            "-noreset",
        ]);
        let mut display = start_piped("Xvfb", display, say())?;
        let number = first_line("Xvfb", &mut display)?;

        let config = folder.join("bus.conf");
        fs::write(&config, BUS).map_err(|problem| format!("bus.conf: {problem}"))?;
        let mut bus = Command::new("dbus-daemon");
        bus.arg(format!("--config-file={}", config.display())).args([
            "--nofork",
            "--nopidfile",
            "--print-address=1",
        ]);
        let mut bus = start_piped("dbus-daemon", bus, say())?;
        let address = first_line("dbus-daemon", &mut bus)?;

        let environment = vec![
            ("DISPLAY", format!(":{number}")),
            ("DBUS_SESSION_BUS_ADDRESS", address),
            ("XDG_RUNTIME_DIR", runtime.display().to_string()),
            ("GDK_BACKEND", "x11".to_owned()),
            // No accessibility bus and no portals: each would be a program more that nobody asked for.
            ("NO_AT_BRIDGE", "1".to_owned()),
            ("GTK_A11Y", "none".to_owned()),
            ("GTK_USE_PORTAL", "0".to_owned()),
        ];
        let keychain = keychain(folder, &environment, say())?;
        Ok(Screen { _keychain: keychain, _bus: bus, _display: display, environment })
    }

    /// The display alone: what somebody else's program can use of this screen.
    pub fn display(&self) -> &str {
        &self.environment[0].1
    }

    /// A picture of the whole screen, replaced in one step so that nobody reads half of it. Whether there is one.
    pub fn picture(&self, picture: &Path) -> bool {
        let half = picture.with_extension("part.png");
        let mut import = Command::new("import");
        import.args(["-silent", "-window", "root"]).arg(&half).stderr(Stdio::null());
        self.show(&mut import);
        import.status().is_ok_and(|status| status.success()) && fs::rename(&half, picture).is_ok()
    }

    /// Makes `command` use this screen.
    pub fn show(&self, command: &mut Command) {
        command
            .envs(self.environment.iter().map(|(name, value)| (*name, value.as_str())))
            .env_remove("WAYLAND_DISPLAY");
    }
}

/// Sockets live here. A path of its own under the system's short temporary folder: a socket's path may have 107 bytes.
fn runtime_folder(folder: &Path) -> Result<PathBuf, String> {
    fs::create_dir_all(folder).map_err(|problem| format!("{}: {problem}", folder.display()))?;
    let runtime = std::env::temp_dir().join(format!("keyholder-screen-{}", std::process::id()));
    fs::create_dir_all(&runtime).map_err(|problem| format!("{}: {problem}", runtime.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = fs::set_permissions(&runtime, fs::Permissions::from_mode(0o700));
    }
    Ok(runtime)
}

fn start_piped(name: &str, mut command: Command, log: Stdio) -> Result<Group, String> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
    Group::start(name, command)
}

/// The first line that a program prints; the rest is read and dropped, so that it never waits for a reader.
fn first_line(name: &str, group: &mut Group) -> Result<String, String> {
    let Some(out) = group.child().stdout.take() else { return Err(format!("{name}: has no output")) };
    let mut lines = BufReader::new(out).lines();
    let line =
        lines.next().and_then(Result::ok).ok_or_else(|| format!("{name}: ended at once (see screen.log)"))?;
    thread::spawn(move || lines.for_each(drop));
    Ok(line.trim().to_owned())
}

fn keychain(folder: &Path, environment: &[(&'static str, String)], log: Stdio) -> Result<Group, String> {
    let mut daemon = Command::new("gnome-keyring-daemon");
    // Its file goes beside ours and never into the person's own keyrings; the other programs keep their own XDG_DATA_HOME.
    daemon
        .args(["--foreground", "--unlock", "--components=secrets"])
        .env("XDG_DATA_HOME", folder.join("keychain"));
    daemon.envs(environment.iter().map(|(name, value)| (*name, value.as_str())));
    daemon.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log);
    let mut daemon = Group::start("gnome-keyring-daemon", daemon)?;
    if let Some(mut input) = daemon.child().stdin.take() {
        // The password is an empty line; an empty input would leave the keychain locked.
        input.write_all(b"\n").map_err(|problem| format!("gnome-keyring-daemon: {problem}"))?;
    }
    until("the keychain", PATIENCE, || {
        let mut question = Command::new("gdbus");
        question.args(["call", "--session", "--dest", "org.freedesktop.secrets"]);
        question.args(["--object-path", "/org/freedesktop/secrets"]);
        question.args(["--method", "org.freedesktop.Secret.Service.ReadAlias", "default"]);
        question.envs(environment.iter().map(|(name, value)| (*name, value.as_str())));
        let answer = question.output().ok()?;
        String::from_utf8_lossy(&answer.stdout).contains("/collection/").then_some(())
    })?;
    Ok(daemon)
}

impl Drop for Screen {
    fn drop(&mut self) {
        for (name, value) in &self.environment {
            if *name == "XDG_RUNTIME_DIR" {
                let _ = fs::remove_dir_all(value);
            }
        }
    }
}
