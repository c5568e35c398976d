//! What sending and hearing costs a desk: a drained outbox, one edit, an edit that reaches another desk, a rebase; see the
//! modules of `keyholder_bench` by these names.
//!
//! `cargo bench -p keyholder-bench --bench drain [drain|edit|live|rebase]…`; each beside its floor, in turns. Where a machine is
//! slower, the ratio judges, not the milliseconds.

use std::time::Duration;

use keyholder_bench::world::Rest;
use keyholder_bench::{drain, edit, live, rebase};
use tempfile::TempDir;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|word| word == name);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime starts");
    if is_wanted("drain") {
        runtime.block_on(measure_drain());
    }
    if is_wanted("edit") {
        measure_edit();
    }
    if is_wanted("live") {
        runtime.block_on(measure_live());
    }
    if is_wanted("rebase") {
        measure_rebase();
    }
}

async fn measure_drain() {
    const OPS: usize = 10_000;
    let (mut ours, mut plain, mut sealed) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..3 {
        ours.push(drain::ours(OPS, folder().path()).await);
        plain.push(drain::floor(OPS, folder().path(), Rest::Plain).await);
        sealed.push(drain::floor(OPS, folder().path(), Rest::Sealed).await);
    }
    let (ours, plain, sealed) = (share(ours, 0.5), share(plain, 0.5), share(sealed, 0.5));
    println!(
        "drain of {OPS}: ours {ours:.0?}, floor plain {plain:.0?} ({:.2} x), floor sealed {sealed:.0?} ({:.2} x)",
        ratio(ours, plain),
        ratio(ours, sealed)
    );
}

fn measure_edit() {
    const EDITS: usize = 400;
    for rest in [Rest::Plain, Rest::Sealed] {
        let ours = edit::ours(EDITS, 10_000, folder().path(), rest);
        let floor = edit::floor(EDITS, folder().path(), rest);
        let took = |samples: &[edit::Sample]| share(samples.iter().map(|sample| sample.took).collect(), 0.5);
        let worked =
            |samples: &[edit::Sample]| share(samples.iter().map(|sample| sample.worked).collect(), 0.5);
        println!(
            "one edit offline, {rest:?}: ours {:.0?} (processor {:.0?}), floor {:.0?} (processor {:.0?}): {:.2} x",
            took(&ours),
            worked(&ours),
            took(&floor),
            worked(&floor),
            ratio(took(&ours), took(&floor))
        );
    }
}

async fn measure_live() {
    const EDITS: usize = 200;
    let ours = live::ours(EDITS, folder().path()).await;
    let floor = live::floor(EDITS, folder().path(), Rest::Plain).await;
    let (half, most) = (share(ours.clone(), 0.5), share(ours, 0.99));
    let (floor_half, floor_most) = (share(floor.clone(), 0.5), share(floor, 0.99));
    println!(
        "live, desk to desk: ours {half:.1?}, p99 {most:.1?}; floor {floor_half:.1?}, p99 {floor_most:.1?}: {:.2} x, p99 {:.2} x its median",
        ratio(half, floor_half),
        ratio(most, floor_half)
    );
}

fn measure_rebase() {
    for members in [10_000, 100_000] {
        let runs =
            (0..5).map(|_| rebase::ours(1_000, 1_000, members, folder().path(), Rest::Sealed)).collect();
        println!("rebase of 1,000 over 1,000 at {members} members: {:.1?}", share(runs, 0.5));
    }
}

fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("the target folder can be written")
}

/// The sample that this share of all is at most.
fn share(mut samples: Vec<Duration>, share: f64) -> Duration {
    samples.sort();
    let last = samples.len() - 1;
    samples[((last as f64) * share).round() as usize]
}

fn ratio(ours: Duration, floor: Duration) -> f64 {
    ours.as_secs_f64() / floor.as_secs_f64()
}
