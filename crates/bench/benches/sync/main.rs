//! Syncing, each work beside its floors and beside a peer in the same run: `cargo xtask bench sync`.
//!
//! A floor is the least that the same work can cost with the same parts (bare rusqlite, bare HTTP, transactions of the same
//! durability), once on sealed files as a desk has them and once on plain ones. The peer is PouchDB 9 on a disk with its own
//! server (`peer/peer.mjs`), which does not sync its files to the disk. Rounds alternate between all of them, so that a
//! machine that slows down slows everybody; medians are told, each row as soon as it is measured.
//!
//! `--quick` is one round of each, `--no-peer` leaves PouchDB out, `--plots` draws what was measured into docs/pictures.

mod measured;
mod plots;

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use keyholder_bench::by_hand::Shop;
use keyholder_bench::world::Rest;
use keyholder_bench::{drain, edit, first_sync, live, rebase};
use measured::{Line, Peer, at, shown};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The peer as an operator who wants speed would have it: documents go in batches of so many.
const TUNED: &str = "2000";

/// A rebase is measured in stores of so many members: more than it touches.
const SIZES: [usize; 4] = [3_000, 10_000, 30_000, 100_000];

struct Rounds {
    runtime: Runtime,
    rounds: usize,
    with_peer: bool,
}

fn main() -> ExitCode {
    let asked = |name: &str| std::env::args().any(|argument| argument == name);
    let runtime = Runtime::new().expect("a runtime starts");
    let rounds = if asked("--quick") { 1 } else { 5 };
    let run = Rounds { runtime, rounds, with_peer: !asked("--no-peer") };
    let began = Instant::now();
    Line::head();
    let mut lines = vec![run.first(10_000), run.first(100_000), run.drain()];
    lines.extend(run.edit());
    lines.push(run.live());
    lines.extend(SIZES.map(|members| run.rebase(members)));
    run.sealing();
    println!("\nmeasured in {:.1} minutes", began.elapsed().as_secs_f64() / 60.0);
    if asked("--plots") {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures");
        plots::draw(&lines, &folder).expect("the pictures are drawn");
    }
    if lines.iter().all(Line::is_whole) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Rounds {
    fn first(&self, members: usize) -> Line {
        let work =
            if members > 10_000 { "first sync, 100,000 members" } else { "first sync, 10,000 members" };
        let mut line = Line::new(work, "1.5 × the floor, 1/20 of PouchDB tuned");
        let shop = self.runtime.block_on(first_sync::Shop::open(members));
        for round in 0..self.rounds {
            line.ours.push(waited(|folder| self.runtime.block_on(shop.ours(folder))));
            line.sealed.push(waited(|folder| self.runtime.block_on(shop.floor(folder, Rest::Sealed))));
            line.plain.push(waited(|folder| self.runtime.block_on(shop.floor(folder, Rest::Plain))));
            self.peer(&mut line.tuned, round, &["first", &members.to_string(), TUNED]);
            // A minute each: once is enough to know it.
            if members <= 10_000 || round == 0 {
                self.peer(&mut line.usual, round, &["first", &members.to_string()]);
            }
        }
        self.runtime.block_on(shop.close());
        line.told()
    }

    fn drain(&self) -> Line {
        const OPS: usize = 10_000;
        let mut line = Line::new("10,000 ops sent and answered", "1.8 × the floor, 1/4 of PouchDB tuned");
        for round in 0..self.rounds {
            line.ours.push(waited(|folder| self.runtime.block_on(drain::ours(OPS, folder))));
            for (rest, floor) in [(Rest::Sealed, &mut line.sealed), (Rest::Plain, &mut line.plain)] {
                floor.push(waited(|folder| self.runtime.block_on(drain::floor(OPS, folder, rest))));
            }
            self.peer(&mut line.tuned, round, &["drain", &OPS.to_string(), TUNED]);
            self.peer(&mut line.usual, round, &["drain", &OPS.to_string()]);
        }
        line.told()
    }

    /// What it takes, and what of it the processor works: the rest is the wait for the disk.
    fn edit(&self) -> [Line; 2] {
        const SAMPLES: usize = 200;
        let mut took = Line::new("one offline edit", "1.2 × the floor");
        let mut worked = Line::new("the processor's part of it", "150 µs");
        let add = |took: &mut Vec<f64>, worked: &mut Vec<f64>, samples: Vec<edit::Sample>| {
            took.extend(samples.iter().map(|sample| millis(sample.took)));
            worked.extend(samples.iter().map(|sample| millis(sample.worked)));
        };
        for round in 0..self.rounds {
            let ours = edit::ours(SAMPLES, 10_000, folder().path(), Rest::Sealed);
            add(&mut took.ours, &mut worked.ours, ours);
            add(&mut took.sealed, &mut worked.sealed, edit::floor(SAMPLES, folder().path(), Rest::Sealed));
            add(&mut took.plain, &mut worked.plain, edit::floor(SAMPLES, folder().path(), Rest::Plain));
            self.peer(&mut took.usual, round, &["edit", &SAMPLES.to_string()]);
        }
        [took.told(), worked.told()]
    }

    fn live(&self) -> Line {
        const SAMPLES: usize = 100;
        let mut line = Line::new("an edit onto another desk's disk", "2 × the floor, p99 5 ×");
        for round in 0..self.rounds.min(3) {
            let ours = self.runtime.block_on(live::ours(SAMPLES, folder().path()));
            line.ours.extend(ours.into_iter().map(millis));
            for (rest, floor) in [(Rest::Sealed, &mut line.sealed), (Rest::Plain, &mut line.plain)] {
                let samples = self.runtime.block_on(live::floor(SAMPLES, folder().path(), rest));
                floor.extend(samples.into_iter().map(millis));
            }
            self.peer(&mut line.usual, round, &["live", &SAMPLES.to_string()]);
        }
        line.told()
    }

    /// 1,000 waiting ops over 1,000 new entries: how it grows with the store is what matters.
    fn rebase(&self, members: usize) -> Line {
        let mut line = Line::new(format!("rebase, {},000 members", members / 1_000), "50 ms");
        for _ in 0..self.rounds {
            line.ours.push(waited(|folder| rebase::ours(1_000, 1_000, members, folder, Rest::Sealed)));
            for (rest, floor) in [(Rest::Sealed, &mut line.sealed), (Rest::Plain, &mut line.plain)] {
                floor.push(waited(|folder| rebase::floor(1_000, 1_000, members, folder, rest)));
            }
        }
        line.told()
    }

    /// The same desk on sealed files and on plain ones.
    fn sealing(&self) {
        println!("\n| a desk's own, 10,000 members | sealed | plain | ratio | wanted at most |");
        println!("| --- | --- | --- | --- | --- |");
        let shop = Shop::new(10_000);
        self.both("opening it", "1.5 ×", |folder, rest| shop.reopens(10, folder, rest));
        self.both("one offline edit", "1.1 ×", |folder, rest| {
            let samples = edit::ours(200, 10_000, folder, rest);
            samples.into_iter().map(|sample| sample.took).collect()
        });
    }

    fn both(&self, work: &str, wanted: &str, measure: impl Fn(&Path, Rest) -> Vec<Duration>) {
        let (mut sealed, mut plain) = (Vec::new(), Vec::new());
        for _ in 0..self.rounds {
            sealed.extend(measure(folder().path(), Rest::Sealed).into_iter().map(millis));
            plain.extend(measure(folder().path(), Rest::Plain).into_iter().map(millis));
        }
        let (sealed, plain) = (at(&sealed, 0.5), at(&plain, 0.5));
        println!("| {work} | {} | {} | {:.2} × | {wanted} |", shown(sealed), shown(plain), sealed / plain);
    }

    /// In three rounds at most: it takes long.
    fn peer(&self, peer: &mut Peer, round: usize, arguments: &[&str]) {
        if self.with_peer && round < 3 {
            peer.works(arguments, folder().path());
        }
    }
}

fn waited(work: impl FnOnce(&Path) -> Duration) -> f64 {
    millis(work(folder().path()))
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Under cargo's own target folder: a folder of temporary files may be memory, where nothing is ever durable.
fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("the target folder can be written")
}
