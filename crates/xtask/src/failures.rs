//! What failed said, told once more at the end of a run: thousands of lines may have come between.

use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, IsTerminal, Read, Write},
    process::{Command, Stdio},
    sync::{Mutex, mpsc},
    thread,
    time::Duration,
};

use crate::{
    Done,
    processes::{Group, complete},
};

/// As much as a person reads; the rest is further up.
const MOST: usize = 300;
/// How much is told of a program that ended in the midst of its tests.
const BEFORE_THE_END: usize = 20;
/// How much is told of a failed compiler or of tests that are not Rust's: they say at their ends what was wrong.
const LAST: usize = 60;
/// A program that a test left behind may keep our pipe open for longer than we care.
const LAST_WORDS: Duration = Duration::from_secs(5);

static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Runs tests of Rust to their end, in sight, and keeps what the failed ones said.
pub fn complete_tests(name: &str, mut tests: Command) -> Done {
    tests.stdout(Stdio::piped());
    let mut group = Group::start(name, tests)?;
    let (heard, listening) = mpsc::channel();
    if let Some(output) = group.child().stdout.take() {
        thread::spawn(move || {
            // Whoever waits may have left.
            let _ = heard.send(listen(output, &mut std::io::stdout()));
        });
    }
    let status = group.wait();
    drop(group);
    if let (Ok(failures), Ok(mut all)) = (listening.recv_timeout(LAST_WORDS), HEARD.lock()) {
        all.extend(failures);
    }
    match status? {
        status if status.success() => Ok(()),
        status => Err(format!("{name}: failed ({status})")),
    }
}

/// Runs a compiler, or tests that are not Rust's, to its end, in sight, and keeps its last lines if it fails. Not for somebody at a terminal, who can
/// scroll and would miss its colours.
pub fn complete_told(name: &str, command: Command) -> Done {
    if std::io::stdout().is_terminal() { complete(name, command) } else { complete_kept(name, command) }
}

fn complete_kept(name: &str, mut command: Command) -> Done {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut group = Group::start(name, command)?;
    let (said, listening) = mpsc::channel();
    let child = group.child();
    if let Some(output) = child.stdout.take() {
        let said = said.clone();
        thread::spawn(move || pass_on(output, &mut std::io::stdout(), &said));
    }
    if let Some(output) = child.stderr.take() {
        thread::spawn(move || pass_on(output, &mut std::io::stderr(), &said));
    }
    let status = group.wait();
    drop(group);
    let mut last = VecDeque::new();
    // Both ends close when the program has ended.
    while let Ok(line) = listening.recv_timeout(LAST_WORDS) {
        last.push_back(line);
        if last.len() > LAST {
            last.pop_front();
        }
    }
    let status = status?;
    if status.success() {
        return Ok(());
    }
    if let Ok(mut all) = HEARD.lock() {
        all.push(format!("{name}, its last lines:"));
        all.extend(last);
    }
    Err(format!("{name}: failed ({status})"))
}

/// Passes on line by line, until nothing more comes.
fn pass_on(output: impl Read, shown: &mut impl Write, said: &mpsc::Sender<String>) {
    let mut reader = BufReader::new(output);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        // Nobody may be looking any more, or listening.
        let _ = shown.write_all(&line).and_then(|()| shown.flush());
        let _ = said.send(String::from_utf8_lossy(&line).trim_end().to_owned());
        line.clear();
    }
}

/// What failed in this run said, line by line.
pub fn told_again() -> Vec<String> {
    let mut all = HEARD.lock().map(|all| all.clone()).unwrap_or_default();
    if all.len() > MOST {
        let more = all.len() - MOST;
        all.truncate(MOST);
        all.push(format!("… and {more} lines more, further up"));
    }
    all
}

/// Passes on what test programs print, and gives what stands between "failures:" and the result; of a program that came to no
/// result, its last lines.
fn listen(output: impl Read, shown: &mut impl Write) -> Vec<String> {
    let mut reader = BufReader::new(output);
    let mut failures = Vec::new();
    let mut last = VecDeque::new();
    let (mut runs, mut telling) = (false, false);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        // Nobody may be looking any more.
        let _ = shown.write_all(&line).and_then(|()| shown.flush());
        let said = String::from_utf8_lossy(&line).trim_end().to_owned();
        line.clear();
        if said.starts_with("running ") && said.trim_end_matches('s').ends_with(" test") {
            failures.extend(unended(runs, &mut last));
            (runs, telling) = (true, false);
        } else if said.starts_with("test result: ") {
            last.clear();
            (runs, telling) = (false, false);
        }
        telling |= runs && said == "failures:";
        if telling {
            failures.push(said);
        } else if runs {
            last.push_back(said);
            if last.len() > BEFORE_THE_END {
                last.pop_front();
            }
        }
    }
    failures.extend(unended(runs, &mut last));
    failures
}

fn unended(runs: bool, last: &mut VecDeque<String>) -> Vec<String> {
    let said: Vec<String> = last.drain(..).collect();
    if !runs {
        return Vec::new();
    }
    ["a program ended before its tests did:".to_owned()].into_iter().chain(said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(output: &str) -> Vec<String> {
        let mut shown = Vec::new();
        let failures = listen(output.as_bytes(), &mut shown);
        assert_eq!(shown, output.as_bytes(), "everything is in sight");
        failures
    }

    #[test]
    fn what_failed_is_kept_and_what_passed_is_not() {
        let said = "running 2 tests\ntest a ... ok\ntest b ... FAILED\n\nfailures:\n\n---- b stdout ----\nb panicked\n\n\
                    failures:\n    b\n\ntest result: FAILED. 1 passed; 1 failed\n\nrunning 1 test\ntest c ... ok\n\n\
                    test result: ok. 1 passed\n";
        let kept = ["failures:", "", "---- b stdout ----", "b panicked", "", "failures:", "    b", ""];
        assert_eq!(heard(said), kept);
    }

    #[cfg(unix)]
    #[test]
    fn the_last_lines_of_what_failed_are_kept_and_of_what_passed_none() {
        let shell = |script: &str| {
            let mut shell = Command::new("sh");
            shell.args(["-c", script]);
            shell
        };
        complete_kept("fine", shell("echo all is well")).expect("it ends well");
        let failed = complete_kept("poor", shell("seq 1 100; echo what was wrong >&2; exit 3"));
        assert_eq!(failed, Err("poor: failed (exit status: 3)".to_owned()));
        let told = told_again();
        assert!(!told.contains(&"all is well".to_owned()), "{told:?}");
        assert!(told.contains(&"poor, its last lines:".to_owned()), "{told:?}");
        assert!(told.contains(&"what was wrong".to_owned()) || told.contains(&"100".to_owned()), "{told:?}");
        assert!(!told.contains(&"1".to_owned()), "{told:?}");
    }

    #[test]
    fn a_program_that_ends_in_the_midst_is_told_with_its_last_lines() {
        let dead = "running 2 tests\ntest a ... ok\n";
        let kept = ["a program ended before its tests did:", "running 2 tests", "test a ... ok"];
        assert_eq!(heard(dead), kept);
        assert_eq!(heard(&format!("{dead}running 0 tests\n\ntest result: ok. 0 passed\n")), kept);
        assert!(heard("   Doc-tests keyholder\n").is_empty());
    }
}
