//! `cargo xtask run | test | bench | sim | pictures | package | release | bindings`: the one door to everything a developer does, the same on every system.
//!
//! Each task is a file. `set_up` makes a fresh machine fit, `processes` starts programs so that all of them end with
//! this one, `screen` is a display, a message bus and a keychain for a machine (or a test) that has none of its own.

mod apart;
mod bench;
mod bindings;
mod check;
mod cloud;
mod driven;
mod failures;
mod macos;
mod package;
mod pictures;
mod processes;
mod release;
mod run;
mod screen;
mod set_up;
mod sim;
mod template;
mod toolchain;
mod windows;
mod workflows;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Keyholder's developer tasks")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Open the window with a demo shop and a cloud of its own
    Run(run::Arguments),
    /// Check everything: format, lints, UI, every test, the real window end to end
    Test(check::Arguments),
    /// Measure; figures belong in docs/performance.md
    Bench(bench::Arguments),
    /// Photograph every screen of the real window into target/pictures/
    Pictures(pictures::Arguments),
    /// Simulate desks, a cloud and everything between them, a seed at a time
    Sim(sim::Arguments),
    /// Make what people install: the deb and the rpm, or with `--windows` an installer for Windows (Linux)
    Package(package::Arguments),
    /// What a release is made of besides its installers: its checksums, latest.json and manifests (docs/releasing.md)
    Release(release::Arguments),
    /// Write the window's TypeScript types (ui/src/lib/bindings.ts) anew
    Bindings,
}

/// What a task ends with: nothing, or a sentence for the person who started it.
type Done = Result<(), String>;

fn main() -> ExitCode {
    processes::end_all_on_interrupt();
    let done = match Arguments::parse().task {
        Task::Run(arguments) => run::run(&arguments),
        Task::Test(arguments) => check::test(&arguments),
        Task::Bench(arguments) => bench::bench(&arguments),
        Task::Pictures(arguments) => pictures::take(&arguments),
        Task::Sim(arguments) => sim::sim(&arguments),
        Task::Package(arguments) => package::package(&arguments),
        Task::Release(arguments) => release::release(&arguments),
        Task::Bindings => bindings::write(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) if processes::interrupted() => ExitCode::from(130),
        Err(sentence) => {
            eprintln!("\n{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// The repository's root: two folders above this package, wherever the checkout lies.
fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    match package.as_deref().and_then(Path::parent).and_then(Path::parent) {
        Some(root) => root.to_owned(),
        // Started without cargo: then from the root, as the documents say.
        None => PathBuf::from("."),
    }
}

/// Where cargo puts what it builds.
fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// A program's file name on this system.
fn program(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// The cargo that started us.
fn cargo() -> std::process::Command {
    let mut cargo = std::process::Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    cargo
}
