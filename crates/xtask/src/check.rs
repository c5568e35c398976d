//! `cargo xtask test`: every check, in the order in which a mistake is cheapest to find. Each step is named and timed, a
//! failed one does not hide the next, and a table at the end says where the time went.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use clap::ValueEnum;

use crate::{
    Done, cargo,
    processes::{complete, interrupted},
    program,
    screen::Screen,
    set_up, target,
};

/// One way to build for tests, everywhere: other features or packages would compile the world a second time.
const WORLD: [&str; 3] = ["--workspace", "--features", "keyholder/custom-protocol"];

/// How `test` is asked.
#[derive(clap::Args)]
pub struct Arguments {
    /// Only this part (everything, if left out)
    part: Option<Part>,
    /// Passed on to the test programs: a part of a test's name, for one
    #[arg(last = true)]
    rest: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Part {
    /// rustfmt
    Format,
    /// The UI: types, tests, build
    Ui,
    /// clippy, warnings as errors
    Lint,
    /// Every Rust test but the end-to-end ones
    Unit,
    /// The real window through WebDriver, against a real cloud and a real keychain (Linux)
    E2e,
}

/// Runs the steps and sums them up.
pub fn test(arguments: &Arguments) -> Done {
    let wants = |part| arguments.part.is_none_or(|only| only == part);
    let mut steps = Steps::default();

    steps.run("set up", set_up::everything);
    if wants(Part::Format) {
        steps.run("format", || complete("cargo fmt", cargo_with(&["fmt", "--all", "--check"])));
    }
    if wants(Part::Ui) {
        steps.run("UI: types", || complete("npm run check", set_up::npm(&["run", "--silent", "check"])));
        steps.run("UI: tests", || complete("npm test", set_up::npm(&["test", "--silent"])));
    }
    if [Part::Ui, Part::Unit, Part::E2e].into_iter().any(wants) {
        // Before Rust: the window's program carries the UI inside.
        steps.run("UI: build", || complete("npm run build", set_up::npm(&["run", "--silent", "build"])));
    }
    if wants(Part::Lint) {
        steps.run("lint", lint);
    }
    if wants(Part::Unit) || wants(Part::E2e) {
        steps.run("build tests", || complete("cargo test --no-run", cargo_with_world("test", &["--no-run"])));
    }
    if wants(Part::Unit) {
        steps.run("tests", || unit(&arguments.rest));
    }
    if wants(Part::E2e) {
        steps.run("end to end", || end_to_end(&arguments.rest));
    }
    steps.sum_up()
}

#[derive(Default)]
struct Steps {
    done: Vec<(&'static str, Duration, Done)>,
}

impl Steps {
    fn run(&mut self, name: &'static str, step: impl FnOnce() -> Done) {
        if interrupted() {
            return;
        }
        println!("\n=== {name} ===");
        let started = Instant::now();
        let done = step();
        if let Err(sentence) = &done {
            println!("{sentence}");
        }
        self.done.push((name, started.elapsed(), done));
    }

    fn sum_up(self) -> Done {
        println!("\n=== where the time went ===");
        for (name, took, done) in &self.done {
            println!("{name:<14} {:>8}  {}", in_words(*took), if done.is_ok() { "passed" } else { "FAILED" });
        }
        println!("{:<14} {:>8}", "altogether", in_words(self.done.iter().map(|(_, took, _)| *took).sum()));
        let failed: Vec<&str> =
            self.done.iter().filter(|(.., done)| done.is_err()).map(|(name, ..)| *name).collect();
        match failed.as_slice() {
            [] if interrupted() => Err("interrupted".to_owned()),
            [] => Ok(()),
            failed => Err(format!("failed: {}", failed.join(", "))),
        }
    }
}

fn in_words(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds < 60 {
        format!("{:.1} s", took.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

fn cargo_with(arguments: &[&str]) -> Command {
    let mut cargo = cargo();
    cargo.args(arguments);
    cargo
}

fn cargo_with_world(what: &str, arguments: &[&str]) -> Command {
    let mut cargo = cargo_with(&[what]);
    cargo.args(WORLD).args(arguments);
    cargo
}

fn lint() -> Done {
    // With `handover` too, which nothing else here compiles.
    let packages =
        ["--workspace", "--all-targets", "--features", "keyholder/custom-protocol,keyholder/handover"];
    // The end-to-end tests do not run with the others (`test = false`), so they are named.
    for targets in [&["--all-targets"][..], &["--test", "e2e"]] {
        let mut clippy = cargo_with(&["clippy"]);
        clippy.args(packages).args(targets).args(["--", "--deny", "warnings"]);
        complete("cargo clippy", clippy)?;
    }
    Ok(())
}

fn unit(rest: &[String]) -> Done {
    let mut tests = cargo_with_world("test", &["--no-fail-fast", "--"]);
    tests.args(rest);
    complete("cargo test", tests)
}

/// Builds the end-to-end tests, copies the programs that they drive aside and runs them on a screen of their own.
fn end_to_end(rest: &[String]) -> Done {
    if !cfg!(target_os = "linux") {
        println!("the window's WebDriver is only there on Linux: not run here");
        return Ok(());
    }
    let folder = target().join("e2e");
    let bin = folder.join("bin");
    fs::create_dir_all(&bin).map_err(|problem| format!("{}: {problem}", bin.display()))?;
    let copy = |name: &str| -> Result<PathBuf, String> {
        let (from, to) = (target().join("debug").join(program(name)), bin.join(program(name)));
        let _ = fs::remove_file(&to);
        fs::copy(&from, &to).map_err(|problem| format!("{}: {problem}", from.display()))?;
        Ok(to)
    };
    let (desktop, cloud) = (copy("keyholder-desktop")?, copy("keyholder-cloud")?);
    let tests = end_to_end_program()?;

    let _ = fs::remove_dir_all(folder.join("keychain"));
    let screen = Screen::start(&folder, "1280x860")?;
    let mut run = Command::new(tests);
    // Two windows at a time keep two cores busy; more only make each other wait.
    run.arg("--test-threads=2").args(rest).current_dir(crate::root());
    run.env("KEYHOLDER_E2E_DESKTOP", desktop)
        .env("KEYHOLDER_E2E_CLOUD", cloud)
        .env("KEYHOLDER_E2E_FOLDER", &folder);
    // Texts are read in English, and nothing of the person's own settings gets in.
    run.env("LANG", "C.UTF-8").env("LANGUAGE", "en").stdin(Stdio::null());
    screen.show(&mut run);
    complete("end-to-end tests", run)
}

/// Compiles the end-to-end tests in the same world and gives the program's path, as cargo tells it.
fn end_to_end_program() -> Result<PathBuf, String> {
    let mut build =
        cargo_with_world("test", &["--test", "e2e", "--no-run", "--message-format=json-render-diagnostics"]);
    let output = build.stderr(Stdio::inherit()).output().map_err(|problem| format!("cargo: {problem}"))?;
    let messages = String::from_utf8_lossy(&output.stdout);
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "e2e")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .ok_or_else(|| "the end-to-end tests do not compile".to_owned())
}
