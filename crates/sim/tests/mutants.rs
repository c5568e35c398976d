//! Planted bugs, one at a time: the simulator must see each within so many seeds. A simulator that finds nothing proves nothing.
#![cfg(feature = "mutants")]

use keyholder_cloud::mutant as cloud;
use keyholder_desk::mutant as desk;
use keyholder_sim::run::run;

/// Within so many seeds of 200 steps.
const SEEDS: u64 = 250;

/// The seed that shows the bug, and the rule that it breaks.
fn seen() -> Option<(u64, &'static str)> {
    (1..=SEEDS).find_map(|seed| run(seed, 200, None).err().map(|failure| (seed, failure.broken.rule)))
}

/// Runs all of these at once, as many as there are cores; each thread has its own world and its own bug.
fn all_seen<T: Copy + Send + Sync + std::fmt::Debug>(all: &[T], plant: impl Fn(Option<T>) + Sync) {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let unseen = std::sync::Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(mutant) = all.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    plant(Some(*mutant));
                    match seen() {
                        Some((seed, rule)) => println!("{mutant:?}: seed {seed} breaks `{rule}`"),
                        None => unseen.lock().unwrap().push(*mutant),
                    }
                    plant(None);
                }
            });
        }
    });
    let unseen = unseen.into_inner().unwrap();
    assert!(unseen.is_empty(), "within {SEEDS} seeds the simulator does not see {unseen:?}");
}

#[test]
fn every_planted_bug_of_the_desk_is_seen() {
    all_seen(desk::Mutant::ALL, desk::plant);
}

#[test]
fn every_planted_bug_of_the_cloud_is_seen() {
    all_seen(cloud::Mutant::ALL, cloud::plant);
}

#[test]
fn without_a_planted_bug_nothing_is_seen() {
    assert!((1..=10).all(|seed| run(seed, 200, None).is_ok()));
}
