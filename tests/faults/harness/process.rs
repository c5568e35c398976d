//! Programs in a process group of their own, heard by lines, ended with everything that they started.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};

use rustix::process::{Pid, Signal, kill_process_group};

use super::PATIENCE;

/// A running program.
pub struct Process {
    child: Child,
    lines: Receiver<String>,
}

impl Process {
    /// Starts it; its stderr goes where the command says.
    pub fn start(command: &mut Command) -> Process {
        std::os::unix::process::CommandExt::process_group(command, 0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child =
            command.spawn().unwrap_or_else(|problem| panic!("{command:?} cannot be started: {problem}"));
        let out = child.stdout.take().expect("it is piped");
        let (heard, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if heard.send(line).is_err() {
                    return;
                }
            }
        });
        Process { child, lines }
    }

    /// Its id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The next line that it says; none when it has ended.
    pub fn hear(&mut self) -> Option<String> {
        match self.lines.recv_timeout(PATIENCE) {
            Ok(line) => Some(line),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("the program says nothing"),
        }
    }

    /// Ends it at once, as a power cut would, and waits until it is gone.
    pub fn kill(mut self) {
        self.end();
    }

    /// Closes its stdin and waits until it ends by itself.
    pub fn ends(mut self) -> ExitStatus {
        drop(self.child.stdin.take());
        self.child.wait().expect("it can be waited for")
    }

    fn end(&mut self) {
        if let Some(group) = Pid::from_raw(self.child.id().cast_signed()) {
            // A group that is gone needs no signal.
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
        // What libfaketime leaves behind of a program that did not start it; most never had any.
        for left in ["faketime_shm_", "sem.faketime_sem_"] {
            let _ = std::fs::remove_file(format!("/dev/shm/{left}{}", self.child.id()));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}
