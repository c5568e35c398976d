//! A seed from its first step to the last comparison, and a failing one made short.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crate::step::Step;
use crate::truth::Broken;
use crate::world::World;

/// How long a failing seed may take to be made short.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is printed of a failing run at most.
const LINES: usize = 80;

/// A failed run.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The rule that broke.
    pub broken: Broken,
    /// The step after which it was seen; past the last one: after the storm.
    pub place: u64,
    /// What had happened, a line a step.
    pub trace: Vec<String>,
}

/// Runs a seed: every step up to `steps`, or only those in `only`, then the calm.
pub fn run(seed: u64, steps: u64, only: Option<&BTreeSet<u64>>) -> Result<(), Box<Failure>> {
    let mut at = 0;
    let mut trace = Vec::new();
    let outcome = catch_unwind(AssertUnwindSafe(|| -> Result<(), Broken> {
        let mut world = World::new(seed)?;
        let done = (|| {
            for place in (1..=steps).filter(|place| only.is_none_or(|only| only.contains(place))) {
                at = place;
                world.takes(place, Step::at(seed, place))?;
            }
            at = steps + 1;
            world.calms(steps + 1)
        })();
        trace = std::mem::take(&mut world.trace);
        done
    }));
    let broken = match outcome {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(broken)) => broken,
        Err(panic) => Broken { rule: "no_panic", words: said(panic.as_ref()) },
    };
    Err(Box::new(Failure { broken, place: at, trace }))
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

/// Leaves out every step that the failure does not need: halves first, then single ones. The same rule must break.
pub fn shrink(seed: u64, steps: u64, failure: &Failure) -> (BTreeSet<u64>, Box<Failure>) {
    let began = Instant::now();
    let mut needed: Vec<u64> = (1..=failure.place.min(steps)).collect();
    let mut last = Box::new(failure.clone());
    let mut size = (needed.len() / 2).max(1);
    while began.elapsed() < PATIENCE {
        let mut from = 0;
        let mut shorter = false;
        while from < needed.len() && began.elapsed() < PATIENCE {
            let without: BTreeSet<u64> = needed
                .iter()
                .enumerate()
                .filter(|(place, _)| !(from..from + size).contains(place))
                .map(|(_, step)| *step)
                .collect();
            match run(seed, steps, Some(&without)) {
                Err(found) if found.broken.rule == failure.broken.rule => {
                    needed = without.into_iter().collect();
                    last = found;
                    shorter = true;
                }
                _ => from += size,
            }
        }
        if size == 1 && !shorter {
            break;
        }
        size = (size / 2).max(1);
    }
    (needed.into_iter().collect(), last)
}

/// A failure as it is printed: the rule, the few steps, and how to see it again.
pub fn report(seed: u64, steps: u64, failure: &Failure) -> String {
    let (needed, shortest) = shrink(seed, steps, failure);
    let only: Vec<String> = needed.iter().map(u64::to_string).collect();
    let mut text = format!(
        "seed {seed} breaks `{}` after step {} of {steps}: {}\n",
        failure.broken.rule, failure.place, failure.broken.words
    );
    text.push_str(&format!("{} steps are enough ({}):\n", needed.len(), shortest.broken.words));
    for line in shortest.trace.iter().take(LINES) {
        text.push_str(&format!("  {line}\n"));
    }
    if shortest.trace.len() > LINES {
        text.push_str(&format!("  and {} lines more\n", shortest.trace.len() - LINES));
    }
    text.push_str(&format!(
        "again: cargo xtask sim --seed {seed} --steps {steps} --only {}\n",
        if only.is_empty() { "0".to_owned() } else { only.join(",") }
    ));
    text
}
