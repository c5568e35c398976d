//! `cargo xtask test`: every check, in the order in which a mistake is cheapest to find. Each step is named and timed, a
//! failed one does not hide the next, and a table at the end says where the time went.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use clap::ValueEnum;

use crate::{
    Done, cargo,
    driven::{self, cargo_with_world},
    failures::{complete_tests, complete_told, told_again},
    macos, package,
    processes::interrupted,
    set_up, sim,
    toolchain::Toolchain,
    windows, workflows,
};

/// How `test` is asked.
#[derive(clap::Args)]
pub struct Arguments {
    /// Only this part (everything that runs on this system, if left out)
    part: Option<Part>,
    /// The same as the part `windows`
    #[arg(long, conflicts_with = "part")]
    windows: bool,
    /// The same as the part `macos`
    #[arg(long, conflicts_with_all = ["part", "windows"])]
    macos: bool,
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
    /// actionlint and zizmor over the workflows of GitHub
    Workflows,
    /// Every Rust test but the end-to-end ones
    Unit,
    /// The simulator: 2,000 seeds, and every planted bug seen
    Sim,
    /// The real window through WebDriver, against a real cloud and a real keychain (Linux)
    E2e,
    /// The core and the command line as Windows programs, under wine (Debian 12, x86-64)
    Windows,
    /// The deb and the rpm: made, looked at by lintian and its like, tried out in a fresh Debian (Debian; only when asked for)
    Packages,
    /// Everything, type-checked for both processors of a Mac (Debian 12, x86-64)
    Macos,
}

/// Runs the steps and sums them up.
pub fn test(arguments: &Arguments) -> Done {
    let named = arguments.windows.then_some(Part::Windows).or(arguments.macos.then_some(Part::Macos));
    let part = arguments.part.or(named);
    let mut steps = Steps::default();
    match part {
        Some(Part::Windows) => as_windows(&mut steps, &arguments.rest),
        Some(Part::Macos) => as_macos(&mut steps),
        Some(Part::Packages) => as_packages(&mut steps),
        None => {
            set_up::room::tell();
            here(&mut steps, None, &arguments.rest);
            as_others(&mut steps, &arguments.rest);
        }
        part => here(&mut steps, part, &arguments.rest),
    }
    steps.sum_up()
}

/// As the systems that this one is not. Last, since it takes longest to find least; and elsewhere the programs run as they are.
fn as_others(steps: &mut Steps, rest: &[String]) {
    if let Err(why) = Toolchain::is_to_be_had() {
        println!("\nthe parts `windows` and `macos` are not run here: {why}");
        return;
    }
    as_windows(steps, rest);
    as_macos(steps);
}

fn as_windows(steps: &mut Steps, rest: &[String]) {
    steps.run("Windows: tools", windows::set_up);
    steps.run("Windows: build", windows::build);
    steps.run("Windows: tests", || windows::tests(rest));
    steps.run("Windows: installer", windows::package::rehearse);
}

fn as_macos(steps: &mut Steps) {
    steps.run("macOS: tools", macos::set_up);
    steps.run("macOS: types", macos::check);
}

fn as_packages(steps: &mut Steps) {
    let mut made = None;
    steps.run("packages", || package::linux::make(&Default::default()).map(|packages| made = Some(packages)));
    let Some(packages) = made else { return };
    steps.run("their size", || package::linux::is_small(&packages));
    steps.run("their lints", || package::lints::look(&packages));
    steps.run("fresh Debian", || package::fresh_debian::try_out(&packages.deb));
}

/// What this system itself builds and runs.
fn here(steps: &mut Steps, part: Option<Part>, rest: &[String]) {
    let wants = |this| part.is_none_or(|only| only == this);
    steps.run("set up", set_up::everything);
    if wants(Part::Format) {
        steps.run("format", || complete_told("cargo fmt", cargo_with(&["fmt", "--all", "--check"])));
    }
    if wants(Part::Ui) {
        steps.run("UI: types", || complete_told("npm run check", set_up::npm(&["run", "--silent", "check"])));
        steps.run("UI: tests", || complete_told("npm test", set_up::npm(&["test", "--silent"])));
    }
    if [Part::Ui, Part::Unit, Part::E2e].into_iter().any(wants) {
        // Before Rust: the window's program carries the UI inside.
        steps.run("UI: build", || complete_told("npm run build", set_up::npm(&["run", "--silent", "build"])));
    }
    if wants(Part::Ui) {
        steps
            .run("UI: weight", || complete_told("npm run weigh", set_up::npm(&["run", "--silent", "weigh"])));
    }
    if wants(Part::Lint) {
        steps.run("lint", lint);
    }
    if wants(Part::Workflows) {
        steps.run("workflows", workflows::lint);
    }
    if wants(Part::Unit) || wants(Part::E2e) {
        steps.run("build tests", || {
            complete_told("cargo test --no-run", cargo_with_world("test", &["--no-run"]))
        });
    }
    if wants(Part::Unit) {
        steps.run("tests", || unit(rest));
    }
    if wants(Part::Sim) {
        steps.run("simulator", sim::every_day);
        steps.run("planted bugs", sim::mutants);
    }
    if wants(Part::E2e) {
        steps.run("end to end", || end_to_end(rest));
    }
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
        let again = told_again();
        if !again.is_empty() {
            println!("\n=== what failed said, once more ===\n{}\n", again.join("\n"));
        }
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

fn lint() -> Done {
    let world = ["--workspace", "--exclude", "keyholder-bench"];
    // With `handover` too, which nothing else here compiles.
    let features = ["--features", "keyholder/custom-protocol,keyholder/handover"];
    let all: [&[&str]; 3] = [
        &[&world[..], &features, &["--all-targets"]].concat(),
        // What drives the window does not run with the other tests (`test = false`), so it is named.
        &[&world[..], &features, &["--test", "e2e", "--test", "pictures"]].concat(),
        &["--package", "keyholder-bench", "--all-targets", "--all-features"],
    ];
    for arguments in all {
        let mut clippy = cargo_with(&["clippy"]);
        clippy.args(arguments).args(["--", "--deny", "warnings"]);
        complete_told("cargo clippy", clippy)?;
    }
    Ok(())
}

fn unit(rest: &[String]) -> Done {
    let mut tests = cargo_with_world("test", &["--no-fail-fast", "--"]);
    tests.args(rest);
    // Tauri's signer runs on it.
    set_up::with_node(&mut tests);
    complete_tests("cargo test", tests)
}

/// The end-to-end tests on a screen of their own.
fn end_to_end(rest: &[String]) -> Done {
    // Two windows at a time keep two cores busy; more only make each other wait.
    let arguments: Vec<String> =
        ["--test-threads=2".to_owned()].into_iter().chain(rest.iter().cloned()).collect();
    driven::run("e2e", "1280x860", &arguments, None)
}
