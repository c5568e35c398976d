//! Syncing, each work beside its floors and beside a peer in the same run: `cargo xtask bench sync`.
//!
//! A floor is the least that the same work can cost with the same parts (bare rusqlite, bare HTTP, transactions of the same
//! durability), once on sealed files as a desk has them and once on plain ones. The peer is PouchDB 9 on a disk with its own
//! server (`peer/peer.mjs`), which does not sync its files to the disk. Rounds alternate between all of them, so that a
//! machine that slows down slows everybody; medians are told. `--quick` is one round of each; `--plots` draws what was
//! measured into docs/pictures.

mod plots;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use keyholder_bench::world::Rest;
use keyholder_bench::{drain, edit, first_sync, live, rebase};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// One work, in milliseconds: medians, and where it is told the 99th percentile.
struct Line {
    work: &'static str,
    ours: Vec<f64>,
    sealed: Vec<f64>,
    plain: Vec<f64>,
    peer: Vec<f64>,
    /// At most so many times the plain floor.
    goal: f64,
}

struct Rounds {
    runtime: Runtime,
    rounds: usize,
    with_peer: bool,
}

fn main() {
    let asked = |name: &str| std::env::args().any(|argument| argument == name);
    let runtime = Runtime::new().expect("a runtime starts");
    let rounds = if asked("--quick") { 1 } else { 5 };
    let run = Rounds { runtime, rounds, with_peer: !asked("--no-peer") };
    let lines = [run.first(10_000), run.first(100_000), run.drain(), run.edit(), run.live()];
    println!("| work | ours | floor, sealed | floor, plain | PouchDB |");
    println!("| --- | --- | --- | --- | --- |");
    lines.iter().for_each(Line::print);
    run.rebase();
    if asked("--plots") {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures");
        plots::draw(&lines, &folder).expect("the pictures are drawn");
    }
}

impl Rounds {
    fn first(&self, members: usize) -> Line {
        use first_sync::Rest;
        let work = if members > 10_000 { "first sync, 100,000" } else { "first sync, 10,000" };
        let mut line = Line::new(work, 1.5);
        let shop = self.runtime.block_on(first_sync::Shop::open(members));
        for _ in 0..self.rounds {
            line.ours.push(self.waited(|folder| self.runtime.block_on(shop.ours(folder))));
            line.sealed.push(self.waited(|folder| self.runtime.block_on(shop.floor(folder, Rest::Sealed))));
            line.plain.push(self.waited(|folder| self.runtime.block_on(shop.floor(folder, Rest::Plain))));
        }
        self.runtime.block_on(shop.close());
        for _ in 0..if members > 10_000 { 1 } else { self.rounds.min(3) } {
            line.peer.extend(self.peer(&["first", &members.to_string(), "2000"]));
        }
        line
    }

    fn drain(&self) -> Line {
        const OPS: usize = 10_000;
        let mut line = Line::new("10,000 ops sent and answered", 1.8);
        for _ in 0..self.rounds {
            line.ours.push(self.waited(|folder| self.runtime.block_on(drain::ours(OPS, folder))));
            line.sealed
                .push(self.waited(|folder| self.runtime.block_on(drain::floor(OPS, folder, Rest::Sealed))));
            line.plain
                .push(self.waited(|folder| self.runtime.block_on(drain::floor(OPS, folder, Rest::Plain))));
        }
        for _ in 0..self.rounds.min(3) {
            line.peer.extend(self.peer(&["drain", &OPS.to_string(), "2000"]));
        }
        line
    }

    fn edit(&self) -> Line {
        const SAMPLES: usize = 200;
        let mut line = Line::new("one offline edit", 1.2);
        let mut worked = Vec::new();
        for _ in 0..self.rounds {
            let folder = folder();
            let samples = edit::ours(SAMPLES, 10_000, folder.path(), Rest::Sealed);
            worked.extend(samples.iter().map(|sample| micros(sample.worked)));
            line.ours.extend(samples.iter().map(|sample| millis(sample.took)));
            for (rest, floor) in [(Rest::Sealed, &mut line.sealed), (Rest::Plain, &mut line.plain)] {
                let folder = self::folder();
                let samples = edit::floor(SAMPLES, folder.path(), rest);
                floor.extend(samples.iter().map(|sample| millis(sample.took)));
            }
        }
        println!("one offline edit: {:.0} µs of it are the processor's", at(&worked, 0.5));
        line
    }

    fn live(&self) -> Line {
        const SAMPLES: usize = 100;
        let mut line = Line::new("an edit on another desk's disk", 2.0);
        for _ in 0..self.rounds.min(3) {
            let folder = folder();
            let ours = self.runtime.block_on(live::ours(SAMPLES, folder.path()));
            line.ours.extend(ours.into_iter().map(millis));
            for (rest, floor) in [(Rest::Sealed, &mut line.sealed), (Rest::Plain, &mut line.plain)] {
                let folder = self::folder();
                let samples = self.runtime.block_on(live::floor(SAMPLES, folder.path(), rest));
                floor.extend(samples.into_iter().map(millis));
            }
            line.peer.extend(self.peer(&["live", &SAMPLES.to_string()]));
        }
        line
    }

    /// 1,000 waiting ops over 1,000 new entries: how it grows with the store is what matters.
    fn rebase(&self) {
        println!("\n| 1,000 waiting ops over 1,000 new entries, in a shop of | ours |\n| --- | --- |");
        for members in [1_000, 10_000, 100_000] {
            let took: Vec<f64> = (0..self.rounds)
                .map(|_| self.waited(|folder| rebase::ours(1_000, 1_000, members, folder, Rest::Sealed)))
                .collect();
            println!("| {members} members | {} |", shown(at(&took, 0.5)));
        }
    }

    fn waited(&self, work: impl FnOnce(&Path) -> Duration) -> f64 {
        millis(work(folder().path()))
    }

    /// What the peer says, in milliseconds.
    fn peer(&self, arguments: &[&str]) -> Vec<f64> {
        if !self.with_peer {
            return Vec::new();
        }
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("peer");
        let folder = folder();
        let told = Command::new("node")
            .arg("peer.mjs")
            .args(arguments)
            .current_dir(here)
            .env("KEYHOLDER_BENCH_FOLDER", folder.path())
            .output()
            .expect("node starts");
        assert!(told.status.success(), "the peer: {}", String::from_utf8_lossy(&told.stderr));
        let told: Value = serde_json::from_slice(&told.stdout).expect("the peer prints JSON");
        match &told["ms"] {
            Value::Array(samples) => samples.iter().filter_map(Value::as_f64).collect(),
            one => one.as_f64().into_iter().collect(),
        }
    }
}

impl Line {
    fn new(work: &'static str, goal: f64) -> Self {
        Line { work, ours: vec![], sealed: vec![], plain: vec![], peer: vec![], goal }
    }

    fn print(&self) {
        let ours = at(&self.ours, 0.5);
        let beside = |floor: &[f64]| match floor {
            [] => String::new(),
            _ => format!("{} ({:.2} ×)", told(floor), ours / at(floor, 0.5)),
        };
        let peer = match &self.peer[..] {
            [] => String::new(),
            _ => format!("{} (1/{:.1})", told(&self.peer), at(&self.peer, 0.5) / ours),
        };
        println!(
            "| {} (at most {} ×) | {} | {} | {} | {peer} |",
            self.work,
            self.goal,
            told(&self.ours),
            beside(&self.sealed),
            beside(&self.plain)
        );
    }
}

/// The median, and of many samples the 99th percentile too.
fn told(samples: &[f64]) -> String {
    let median = shown(at(samples, 0.5));
    if samples.len() < 100 { median } else { format!("{median}, p99 {}", shown(at(samples, 0.99))) }
}

fn at(samples: &[f64], part: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let index = ((sorted.len().saturating_sub(1)) as f64 * part).round() as usize;
    sorted.get(index).copied().unwrap_or(f64::NAN)
}

fn shown(millis: f64) -> String {
    if millis >= 1_000.0 { format!("{:.2} s", millis / 1_000.0) } else { format!("{millis:.1} ms") }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// Under cargo's own target folder: a folder of temporary files may be memory, where nothing is ever durable.
fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("the target folder can be written")
}
