//! `cargo xtask test windows`: the rules, the desk and the command line as Windows programs, on Linux. Cross-compiled by the
//! second compiler and Debian's mingw, run by wine: with Windows' own files, pipes and Credential Manager as wine has them, and
//! with a cloud of this system on loopback. Everything of it is below target/elsewhere.

use std::{fs, path::Path, process::Command};

use crate::{
    Done, cloud,
    driven::cargo_with_world,
    failures::complete_tests,
    processes::{Group, complete},
    program, root, set_up, target,
    toolchain::{Toolchain, elsewhere},
};

mod installed;
mod installer;
pub mod package;
mod wine;

use wine::Wine;

const TARGET: &str = "x86_64-pc-windows-gnu";
const PACKAGES: [&str; 6] =
    ["--package", "keyholder-domain", "--package", "keyholder-desk", "--package", "keyholder-cli"];

/// What this machine needs for it: mingw, wine, the second compiler.
pub fn set_up() -> Done {
    set_up::for_windows()?;
    Toolchain::fetched().map(drop)
}

/// Compiles the tests and the programs that they start.
pub fn build() -> Done {
    complete("cargo build for Windows", cargo(&["--no-run"])?)
}

/// Runs the tests under wine.
pub fn tests(rest: &[String]) -> Done {
    let built = elsewhere().join(TARGET).join("debug");
    for beside in [built.clone(), built.join("deps")] {
        shim(&beside)?;
    }
    let wine = Wine::start(&elsewhere().join("wine"))?;
    let (_cloud, url) = empty_cloud()?;
    let mut tests = cargo(&["--no-fail-fast"])?;
    tests.arg("--").args(rest);
    tests.env("KEYHOLDER_TEST_CLOUD", &url).env("RUST_BACKTRACE", "0");
    wine.house(&mut tests);
    complete_tests("cargo test for Windows", tests)
}

fn cargo(arguments: &[&str]) -> Result<Command, String> {
    let mut cargo = Toolchain::fetched()?.cargo_to_test("test", &[TARGET]);
    // Without doctests, which there are none of: they would need a library for this system too.
    cargo.args(arguments).arg("--tests").args(PACKAGES);
    cargo.env("OPENSSL_SRC_PERL", root().join("crates/xtask/src/windows/perl.sh"));
    cargo.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", wine::PROGRAM);
    Ok(cargo)
}

/// The one call that Rust's library makes and wine 8 has not, in a library beside the programs.
fn shim(beside: &Path) -> Done {
    let library = beside.join("bcryptprimitives.dll");
    if library.exists() {
        return Ok(());
    }
    mingw("process_prng.c", &library, &["-shared", "-ladvapi32"])
}

/// Compiles one of the C files that stand beside these sources.
fn mingw(source: &str, into: &Path, more: &[&str]) -> Done {
    let mut compile = Command::new("x86_64-w64-mingw32-gcc");
    compile
        .args(["-O2", "-o"])
        .arg(into)
        .arg(root().join("crates/xtask/src/windows").join(source))
        .args(more);
    complete("mingw", compile)
}

/// A cloud of this system with an empty database, for the Windows programs to meet.
fn empty_cloud() -> Result<(Group, String), String> {
    complete("cargo build of the cloud", cargo_with_world("build", &["--bin", "keyholder-cloud"]))?;
    let folder = elsewhere().join("cloud");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|problem| format!("{}: {problem}", folder.display()))?;
    let mut serve = Command::new(target().join("debug").join(program("keyholder-cloud")));
    serve.args(["serve", "--listen", "127.0.0.1:0", "--limits", "off", "--database"]);
    serve.arg(format!("sqlite:{}", folder.join("keyholder.db").display()));
    cloud::start(serve, &folder.join("log"))
}
