//! A message bus of one's own, on which nothing is started by itself: for a user, or a desktop, that the other tests must not meet.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use super::process::Process;

/// It starts no service on demand, so that nothing outlives it.
const CONFIG: &str = include_str!("bus.conf");

/// The bus; it ends with this value.
pub struct Bus {
    /// Where it is.
    pub address: String,
    _daemon: Process,
}

impl Bus {
    /// Starts one, by this command if there is one. Its configuration is put into `folder`.
    pub fn start(folder: &Path, started_by: &[String]) -> Bus {
        let config = folder.join("bus.conf");
        fs::write(&config, CONFIG).expect("the folder can be written");
        let mut words = started_by.iter().map(String::as_str).chain(["dbus-daemon"]);
        let mut daemon = Command::new(words.next().expect("there is one word at least"));
        daemon.args(words).arg(format!("--config-file={}", config.display()));
        daemon.args(["--nofork", "--nopidfile", "--print-address=1"]);
        let (daemon, address) = first_line(&mut daemon);
        Bus { address, _daemon: daemon }
    }
}

/// Starts a program and waits for what it says first.
pub fn first_line(command: &mut Command) -> (Process, String) {
    let mut process = Process::start(command.stdout(Stdio::piped()).stderr(Stdio::null()));
    let out = process.child().stdout.take().expect("it is piped");
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line).expect("it says something");
    let line = line.trim().to_owned();
    assert!(!line.is_empty(), "{command:?} ended at once");
    (process, line)
}
