//! Programs that a test starts, stops politely or kills as a power cut would, and that never outlive it.

use std::{
    fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

use super::wait;

/// How long the system may take to clear a killed program away.
const DYING: Duration = Duration::from_secs(10);

/// A running program; killed with everything it started when dropped.
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts it.
    pub fn start(command: &mut Command) -> Process {
        let child = command.stdin(Stdio::null()).spawn();
        Process { child: child.unwrap_or_else(|problem| panic!("{command:?} cannot be started: {problem}")) }
    }

    /// The program itself, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Asks it to end and waits until it has.
    pub async fn stop(mut self) {
        signal(self.child.id(), Signal::TERM);
        wait::eventually("the program ends when asked to", async || self.child.try_wait().ok().flatten())
            .await;
    }

    /// The ids of the programs that it started and that still run.
    pub fn children(&self) -> Vec<u32> {
        children_of(self.child.id())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Children first, while their parent still tells who they are.
        for child in self.children() {
            kill(child);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Ends a program with SIGKILL, as a power cut would, and whatever it had started. Returns once it has let go of what it held: the
/// next one on the same profile would take itself for the second.
pub fn kill(id: u32) {
    let children = children_of(id);
    signal(id, Signal::KILL);
    for child in children {
        kill(child);
    }
    let since = Instant::now();
    while runs(id) && since.elapsed() < DYING {
        thread::sleep(Duration::from_millis(2));
    }
}

/// Whether a program of this id still runs (one that ended and was not yet waited for does not).
pub fn runs(id: u32) -> bool {
    state_and_parent(id).is_some_and(|(state, _)| state != "Z")
}

fn signal(id: u32, signal: Signal) {
    if let Some(pid) = Pid::from_raw(id.cast_signed()) {
        // One that is gone already needs no signal.
        let _ = kill_process(pid, signal);
    }
}

/// The programs that one has started and that still run.
pub fn children_of(parent: u32) -> Vec<u32> {
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|id| state_and_parent(*id).is_some_and(|(state, its)| its == parent && state != "Z")).collect()
}

fn state_and_parent(id: u32) -> Option<(String, u32)> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name stands in brackets and may hold spaces and brackets itself.
    let mut rest = stat.rsplit_once(')')?.1.split_whitespace();
    Some((rest.next()?.to_owned(), rest.next()?.parse().ok()?))
}

/// A path that `cargo xtask test e2e` hands over.
pub fn handed(name: &str) -> PathBuf {
    std::env::var_os(name).map(PathBuf::from).unwrap_or_else(|| {
        panic!("{name} is not set: the end-to-end tests need built programs and a screen, run `cargo xtask test e2e`")
    })
}
