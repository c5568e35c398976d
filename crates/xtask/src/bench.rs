//! `cargo xtask bench [WHAT]`: the benchmarks of `crates/bench`, optimised, with the machine they ran on above them. `sync`
//! is measured beside a peer from npm, which is installed first. `window` measures the real window over large stores: its programs are
//! built as they ship, and it gets a screen of its own. `weight` makes the packages and weighs the program in them.

use std::{path::PathBuf, process::Command};

use crate::{
    Done, cargo, package,
    processes::{ask, complete},
    program,
    screen::Screen,
    set_up, target,
};

/// How `bench` is asked.
#[derive(clap::Args)]
pub struct Arguments {
    /// Only this benchmark (`cargo bench --bench WHAT`)
    what: Option<String>,
    /// Passed on to the benchmark (sync: `--quick`, `--no-peer`, `--plots`)
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Runs them.
pub fn bench(arguments: &Arguments) -> Done {
    let without_peer = arguments.rest.iter().any(|argument| argument == "--no-peer");
    if !without_peer && arguments.what.as_deref().is_none_or(|what| what == "sync") {
        // Without it the bench goes on, and says where the peer is missing.
        set_up::peer_packages().unwrap_or_else(|problem| println!("• no peer: {problem}"));
    }
    println!("{}", machine());
    match arguments.what.as_deref() {
        None => {
            measure(&[], &arguments.rest)?;
            measure(RULES, &arguments.rest)
        }
        Some("rules") => measure(RULES, &arguments.rest),
        Some("window") => window(&arguments.rest),
        Some("weight") => weight(&arguments.rest),
        Some(what) => measure(&["--bench", what], &arguments.rest),
    }
}

/// Built apart from the others: its peers ask shared crates for features that the shipped program has not.
const RULES: &[&str] = &["--bench", "rules", "--features", "peers"];

fn measure(what: &[&str], rest: &[String]) -> Done {
    complete("cargo bench", command(what, rest))
}

fn command(what: &[&str], rest: &[String]) -> Command {
    let mut bench = cargo();
    set_up::with_node(&mut bench);
    bench.args(["bench", "--package", "keyholder-bench"]).args(what).arg("--").args(rest);
    bench
}

/// The window as it ships and an empty one beside it, on a screen that nobody else uses.
fn window(rest: &[String]) -> Done {
    if !cfg!(target_os = "linux") {
        println!("the window's WebDriver is only there on Linux: not measured here");
        return Ok(());
    }
    set_up::everything()?;
    complete("npm run build", set_up::npm(&["run", "--silent", "build"]))?;
    let mut build = cargo();
    build.args([
        "build",
        "--release",
        "--package",
        "keyholder",
        "--package",
        "keyholder-empty-window",
        "--bins",
    ]);
    build.args(["--features", "keyholder/custom-protocol,keyholder-empty-window/custom-protocol"]);
    complete("cargo build", build)?;
    let mut compile = cargo();
    compile.args(["bench", "--package", "keyholder-bench", "--bench", "window", "--no-run"]);
    complete("cargo bench", compile)?;

    let (folder, screen) = screen_for("bench-window")?;
    let mut bench = command(&["--bench", "window"], rest);
    let built = |name: &str| target().join("release").join(program(name));
    bench
        .env("KEYHOLDER_E2E_DESKTOP", built("keyholder-desktop"))
        .env("KEYHOLDER_BENCH_EMPTY", built("keyholder-empty-window"))
        .env("KEYHOLDER_E2E_FOLDER", &folder)
        .env("LANG", "C.UTF-8")
        .env("LANGUAGE", "en");
    screen.show(&mut bench);
    complete("the window's benchmark", bench)
}

/// The program as it is shipped and an empty window built alike, on a screen that nobody else uses.
fn weight(rest: &[String]) -> Done {
    if !cfg!(target_os = "linux") {
        println!("processes are weighed by what only Linux tells of them: not measured here");
        return Ok(());
    }
    set_up::everything()?;
    let packages = package::linux::make(&Default::default())?;
    let mut empty = cargo();
    empty.args(["build", "--profile", package::linux::PROFILE, "--package", "keyholder-empty-window"]);
    empty.args(["--features", "keyholder-empty-window/custom-protocol"]);
    complete("cargo build", empty)?;
    // Only the windows are weighed: the cloud is as it is.
    let mut cloud = cargo();
    cloud.args(["build", "--release", "--package", "keyholder-cloud"]);
    complete("cargo build", cloud)?;
    let mut compile = cargo();
    compile.args(["bench", "--package", "keyholder-bench", "--bench", "weight", "--no-run"]);
    complete("cargo bench", compile)?;

    let (folder, screen) = screen_for("bench-weight")?;
    let mut bench = command(&["--bench", "weight"], rest);
    bench
        .env("KEYHOLDER_E2E_DESKTOP", &packages.program)
        .env("KEYHOLDER_E2E_CLOUD", target().join("release").join(program("keyholder-cloud")))
        .env(
            "KEYHOLDER_BENCH_EMPTY",
            target().join(package::linux::PROFILE).join(program("keyholder-empty-window")),
        )
        .env("KEYHOLDER_BENCH_DEB", &packages.deb)
        .env("KEYHOLDER_E2E_FOLDER", &folder)
        .env("LANG", "C.UTF-8")
        .env("LANGUAGE", "en");
    screen.show(&mut bench);
    complete("weighing", bench)
}

/// A folder and a screen with an empty keychain.
fn screen_for(name: &str) -> Result<(PathBuf, Screen), String> {
    let folder = target().join(name);
    let _ = std::fs::remove_dir_all(folder.join("keychain"));
    let screen = Screen::start(&folder, "1280x860")?;
    Ok((folder, screen))
}

/// The line that docs/performance.md wants above every table.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map(|line| line.trim_start_matches(['\t', ' ', ':']));
    let compiler = ask("rustc", &["--version"]).unwrap_or_default();
    format!(
        "machine: {cores} cores, {}, {}, {compiler}",
        cpu.unwrap_or("unknown processor"),
        std::env::consts::OS
    )
}
