//! `cargo xtask bench [WHAT]`: the benchmarks of `crates/bench`, optimised, with the machine they ran on above them. `sync`
//! is measured beside a peer from npm, which is installed first.

use crate::{
    Done, cargo,
    processes::{ask, complete},
    set_up,
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
        Some(what) => measure(&["--bench", what], &arguments.rest),
    }
}

/// Built apart from the others: its peers ask shared crates for features that the shipped program has not.
const RULES: &[&str] = &["--bench", "rules", "--features", "peers"];

fn measure(what: &[&str], rest: &[String]) -> Done {
    let mut bench = cargo();
    set_up::with_node(&mut bench);
    bench.args(["bench", "--package", "keyholder-bench"]).args(what).arg("--").args(rest);
    complete("cargo bench", bench)
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
