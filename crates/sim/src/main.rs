//! `cargo xtask sim`: as many seeds as asked, on every core; a failing one is made short and printed.

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use clap::Parser;
use keyholder_sim::run::{report, run};

#[derive(Parser)]
struct Arguments {
    /// How many seeds
    #[arg(long, default_value_t = 100)]
    seeds: u64,
    /// The first of them
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// Steps of each
    #[arg(long, default_value_t = 200)]
    steps: u64,
    /// Only this one, and what happened in it
    #[arg(long)]
    seed: Option<u64>,
    /// With --seed: only these steps of it
    #[arg(long, value_delimiter = ',')]
    only: Option<Vec<u64>>,
    /// Goes on after a failing seed
    #[arg(long)]
    go_on: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // A panic is caught, and told with its seed.
    std::panic::set_hook(Box::new(|_| {}));
    match arguments.seed {
        Some(seed) => one(seed, &arguments),
        None => many(&arguments),
    }
}

fn one(seed: u64, arguments: &Arguments) -> ExitCode {
    let only: Option<BTreeSet<u64>> = arguments.only.as_ref().map(|only| only.iter().copied().collect());
    match run(seed, arguments.steps, only.as_ref()) {
        Ok(()) => {
            println!("seed {seed}: everything holds");
            ExitCode::SUCCESS
        }
        Err(failure) if only.is_some() => {
            for line in &failure.trace {
                println!("  {line}");
            }
            println!("seed {seed} breaks `{}`: {}", failure.broken.rule, failure.broken.words);
            ExitCode::FAILURE
        }
        Err(failure) => {
            println!("{}", report(seed, arguments.steps, &failure));
            ExitCode::FAILURE
        }
    }
}

fn many(arguments: &Arguments) -> ExitCode {
    let began = Instant::now();
    let next = AtomicU64::new(arguments.from);
    let end = arguments.from + arguments.seeds;
    let failed = AtomicBool::new(false);
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end || (failed.load(Ordering::Relaxed) && !arguments.go_on) {
                        return;
                    }
                    if let Err(failure) = run(seed, arguments.steps, None) {
                        failed.store(true, Ordering::Relaxed);
                        println!("{}", report(seed, arguments.steps, &failure));
                    }
                }
            });
        }
    });
    let took = began.elapsed().as_secs_f64();
    let done = next.load(Ordering::Relaxed).min(end) - arguments.from;
    #[allow(clippy::cast_precision_loss)]
    let a_second = (done * arguments.steps) as f64 / took;
    println!("{done} seeds of {} steps in {took:.1} s: {a_second:.0} steps a second", arguments.steps);
    if failed.load(Ordering::Relaxed) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
