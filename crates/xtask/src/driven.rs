//! Programs that drive the real window through WebDriver: built in the one world of all tests, given copies of the window
//! and the cloud, and run on a screen of their own.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{Done, apart::Apart, cargo, failures::complete_tests, program, screen::Screen, set_up, target};

/// One way to build for tests, everywhere: other features or packages would compile the world a second time. Without the
/// benchmarks and what only they start: what they compare with is large, and switches on features (of serde_json, for one) that no shipped program has.
pub const WORLD: [&str; 7] = [
    "--workspace",
    "--exclude",
    "keyholder-bench",
    "--exclude",
    "keyholder-empty-window",
    "--features",
    "keyholder/custom-protocol",
];

/// `cargo test` and the like, in that world.
pub fn cargo_with_world(what: &str, arguments: &[&str]) -> Command {
    let mut cargo = cargo();
    cargo.arg(what).args(WORLD).args(arguments);
    cargo
}

/// Runs the test target `name` with these arguments. What it makes goes into `results`; without, it leaves nothing where all went
/// well, and is told where to look where not.
pub fn run(name: &str, screen: &str, arguments: &[String], results: Option<&Path>) -> Done {
    if !cfg!(target_os = "linux") {
        println!("the window's WebDriver is only there on Linux: not run here");
        return Ok(());
    }
    let apart = Apart::below(&target().join("e2e"))?;
    let folder = apart.folder();
    let bin = folder.join("bin");
    fs::create_dir_all(&bin).map_err(|problem| format!("{}: {problem}", bin.display()))?;
    // Copies: a later build does not replace what runs.
    let copy = |name: &str| -> Result<PathBuf, String> {
        let (from, to) = (target().join("debug").join(program(name)), bin.join(program(name)));
        fs::copy(&from, &to).map_err(|problem| format!("{}: {problem}", from.display()))?;
        Ok(to)
    };
    let (desktop, cloud) = (copy("keyholder-desktop")?, copy("keyholder-cloud")?);
    let tests = test_program(name)?;

    let screen = Screen::start(folder, screen)?;
    let mut run = Command::new(tests);
    run.args(arguments).current_dir(crate::root());
    run.env("KEYHOLDER_E2E_DESKTOP", desktop)
        .env("KEYHOLDER_E2E_CLOUD", cloud)
        .env("KEYHOLDER_E2E_FOLDER", results.unwrap_or(folder));
    // Texts are read in English, and nothing of the person's own settings gets in.
    run.env("LANG", "C.UTF-8").env("LANGUAGE", "en").stdin(Stdio::null());
    set_up::with_node(&mut run);
    screen.show(&mut run);
    let done = complete_tests(name, run);
    drop(screen);
    match done {
        Ok(()) => apart.clear(),
        Err(_) => println!("what it left is in {}, until the next run", folder.display()),
    }
    done
}

/// Compiles a test target in the same world and gives the program's path, as cargo tells it.
fn test_program(name: &str) -> Result<PathBuf, String> {
    let mut build =
        cargo_with_world("test", &["--test", name, "--no-run", "--message-format=json-render-diagnostics"]);
    let output = build.stderr(Stdio::inherit()).output().map_err(|problem| format!("cargo: {problem}"))?;
    let messages = String::from_utf8_lossy(&output.stdout);
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == name)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .ok_or_else(|| format!("`{name}` does not compile"))
}
