//! `cargo xtask sim`: desks and a cloud under seeds, as many as asked; and, for `cargo xtask test`, the seeds of every day and the planted
//! bugs that show that the simulator sees anything at all.

use crate::{Done, cargo, failures::complete_tests, processes::complete};

/// Seeds in `cargo xtask test`, each of 200 steps.
const EVERY_DAY: &str = "2000";

/// How `sim` is asked.
#[derive(clap::Args)]
pub struct Arguments {
    /// Passed on: --seeds N, --from S, --steps N, --seed S, --only 3,7,12, --go-on (--help tells more)
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Runs seeds.
pub fn sim(arguments: &Arguments) -> Done {
    simulate(&arguments.rest)
}

/// The seeds of every day.
pub fn every_day() -> Done {
    simulate(&["--seeds".to_owned(), EVERY_DAY.to_owned()])
}

fn simulate(arguments: &[String]) -> Done {
    let mut sim = cargo();
    sim.args(["run", "--quiet", "--package", "keyholder-sim", "--"]).args(arguments);
    complete("the simulator", sim)
}

/// Every planted bug must be seen. The one build that has the bugs in it.
pub fn mutants() -> Done {
    let mut mutants = cargo();
    mutants.args(["test", "--package", "keyholder-sim", "--features", "mutants", "--test", "mutants"]);
    complete_tests("the planted bugs", mutants)
}
