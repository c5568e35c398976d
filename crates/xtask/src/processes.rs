//! Programs that end when we end. Each starts in a process group of its own, so that whatever it started in turn ends
//! with it; Ctrl-C, a closed terminal and an early return all end in the same `stop`.

use std::{
    io,
    process::{Child, Command, ExitStatus},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// How long a program may take to end when asked to, before it is ended.
const GRACE: Duration = Duration::from_secs(8);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// From now on Ctrl-C (and a request to terminate) only notes that it came: waiting loops see it, leave, and the groups
/// they hold are stopped on the way out.
pub fn end_all_on_interrupt() {
    let handler = ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::SeqCst));
    if let Err(problem) = handler {
        eprintln!("Ctrl-C cannot be listened for: {problem}");
    }
}

/// Whether the person asked for the end.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// A program and everything it starts.
pub struct Group {
    name: String,
    child: Child,
}

impl Group {
    /// Starts `command` at the head of a process group of its own.
    pub fn start(name: &str, mut command: Command) -> Result<Group, String> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command.spawn().map_err(|problem| format!("`{name}` cannot be started: {problem}"))?;
        Ok(Group { name: name.to_owned(), child })
    }

    /// The program itself, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Whether the program still runs.
    pub fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits until the program ends; leaves early, with an error, when the person asked for the end.
    pub fn wait(&mut self) -> Result<ExitStatus, String> {
        loop {
            if interrupted() {
                return Err("interrupted".to_owned());
            }
            match self.child.try_wait() {
                Ok(Some(status)) => return Ok(status),
                Ok(None) => thread::sleep(LOOK_EVERY),
                Err(problem) => return Err(format!("`{}` cannot be waited for: {problem}", self.name)),
            }
        }
    }

    /// Asks the whole group to end, and ends what has not after a while.
    pub fn stop(&mut self) {
        let asked = Instant::now();
        let mut alive = self.signal(false).is_ok();
        while alive && asked.elapsed() < GRACE {
            let ended = matches!(self.child.try_wait(), Ok(Some(_)) | Err(_));
            alive = !(ended && self.is_gone());
            thread::sleep(LOOK_EVERY);
        }
        // Whoever is left is ended; a group that is gone is no problem.
        let _ = self.signal(true);
        let _ = self.child.wait();
    }

    #[cfg(unix)]
    fn signal(&mut self, kill: bool) -> io::Result<()> {
        use rustix::process::{Pid, Signal, kill_process_group};
        let Some(group) = Pid::from_raw(self.child.id().cast_signed()) else { return Ok(()) };
        Ok(kill_process_group(group, if kill { Signal::KILL } else { Signal::TERM })?)
    }

    #[cfg(unix)]
    fn is_gone(&self) -> bool {
        use rustix::process::{Pid, test_kill_process_group};
        match Pid::from_raw(self.child.id().cast_signed()) {
            Some(group) => test_kill_process_group(group).is_err(),
            None => true,
        }
    }

    #[cfg(not(unix))]
    fn signal(&mut self, kill: bool) -> io::Result<()> {
        if kill || !self.runs() {
            return Ok(());
        }
        // Windows ends a tree of processes by its head's id.
        Command::new("taskkill").args(["/T", "/F", "/PID", &self.child.id().to_string()]).output().map(|_| ())
    }

    #[cfg(not(unix))]
    fn is_gone(&self) -> bool {
        true
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Runs a program to its end, in sight; an error says which one failed.
pub fn complete(name: &str, command: Command) -> Result<(), String> {
    let status = Group::start(name, command)?.wait()?;
    if status.success() { Ok(()) } else { Err(format!("{name}: failed ({status})")) }
}

/// Runs a program silently and gives what it printed, or nothing if it is missing or failed.
pub fn ask(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Waits until `ready` gives something; leaves early on Ctrl-C and when `for_at_most` has passed.
pub fn until<T>(
    what: &str,
    for_at_most: Duration,
    mut ready: impl FnMut() -> Option<T>,
) -> Result<T, String> {
    let started = Instant::now();
    loop {
        if let Some(found) = ready() {
            return Ok(found);
        }
        if interrupted() {
            return Err("interrupted".to_owned());
        }
        if started.elapsed() > for_at_most {
            return Err(format!("{what}: not after {} s", for_at_most.as_secs()));
        }
        thread::sleep(LOOK_EVERY);
    }
}
