//! What was measured of one work, and its row in the table. All times are in milliseconds.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// One work.
pub struct Line {
    pub work: String,
    /// What ours may take at most, in words.
    wanted: &'static str,
    pub ours: Vec<f64>,
    /// The floor on sealed files.
    pub sealed: Vec<f64>,
    /// The floor on plain ones.
    pub plain: Vec<f64>,
    pub tuned: Peer,
    /// The peer as it comes.
    pub usual: Peer,
}

impl Line {
    pub fn new(work: impl Into<String>, wanted: &'static str) -> Self {
        let (ours, sealed, plain) = (Vec::new(), Vec::new(), Vec::new());
        Line {
            work: work.into(),
            wanted,
            ours,
            sealed,
            plain,
            tuned: Peer::default(),
            usual: Peer::default(),
        }
    }

    /// The table's first two rows.
    pub fn head() {
        println!(
            "| | ours | floor, sealed | floor, plain | PouchDB tuned | PouchDB as it comes | wanted at most |"
        );
        println!("| --- | --- | --- | --- | --- | --- | --- |");
    }

    /// Prints its row at once: what comes after it may fail.
    pub fn told(self) -> Self {
        let (ours, sealed, plain) = (told(&self.ours), self.beside(&self.sealed), self.beside(&self.plain));
        let (tuned, usual) = (self.tuned.told(&self.ours), self.usual.told(&self.ours));
        println!("| {} | {ours} | {sealed} | {plain} | {tuned} | {usual} | {} |", self.work, self.wanted);
        self
    }

    /// No peer failed at it.
    pub fn is_whole(&self) -> bool {
        self.tuned.failed.is_none() && self.usual.failed.is_none()
    }

    /// A floor, and how many times of it ours takes.
    fn beside(&self, floor: &[f64]) -> String {
        let times = at(&self.ours, 0.5) / at(floor, 0.5);
        let most = at(&self.ours, 0.99) / at(floor, 0.99);
        let most = if floor.len() < MANY { String::new() } else { format!(", p99 {most:.2} ×") };
        format!("{} ({times:.2} ×{most})", told(floor))
    }
}

/// The peer at one work; empty where there is none.
#[derive(Default)]
pub struct Peer {
    pub samples: Vec<f64>,
    /// What it said when it failed last.
    failed: Option<String>,
}

impl Peer {
    /// Lets it work once, with its files in this folder.
    pub fn works(&mut self, arguments: &[&str], folder: &Path) {
        match ask(arguments, folder) {
            Ok(samples) => self.samples.extend(samples),
            Err(problem) => self.failed = Some(problem),
        }
    }

    /// How long it takes, and how many times ours that is.
    fn told(&self, ours: &[f64]) -> String {
        let times = at(&self.samples, 0.5) / at(ours, 0.5);
        let times = if times < 1.0 { format!("{times:.2}") } else { format!("{times:.1}") };
        let took = (!self.samples.is_empty()).then(|| format!("{} ({times} × ours)", told(&self.samples)));
        let failed = self.failed.as_ref().map(|problem| format!("failed: {}", problem.replace('|', "/")));
        took.into_iter().chain(failed).collect::<Vec<_>>().join("; ")
    }
}

/// What the peer says; if it fails, its last line that tells of an error.
fn ask(arguments: &[&str], folder: &Path) -> Result<Vec<f64>, String> {
    let mut node = Command::new("node");
    node.arg("peer.mjs").args(arguments).env("KEYHOLDER_BENCH_FOLDER", folder);
    node.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("peer"));
    let told = node.output().map_err(|problem| format!("node: {problem}"))?;
    if !told.status.success() {
        let said = String::from_utf8_lossy(&told.stderr);
        let mut lines = said.lines().rev();
        let line = lines.clone().find(|line| line.to_lowercase().contains("error")).or_else(|| lines.next());
        return Err(line.map_or_else(|| told.status.to_string(), |line| line.trim().to_owned()));
    }
    let told: Value = serde_json::from_slice(&told.stdout).map_err(|problem| problem.to_string())?;
    Ok(match &told["ms"] {
        Value::Array(samples) => samples.iter().filter_map(Value::as_f64).collect(),
        one => one.as_f64().into_iter().collect(),
    })
}

/// Of so many samples the 99th percentile is told too.
const MANY: usize = 100;

fn told(samples: &[f64]) -> String {
    let median = shown(at(samples, 0.5));
    if samples.len() < MANY { median } else { format!("{median}, p99 {}", shown(at(samples, 0.99))) }
}

/// The sample that this part of all is at most; `NAN` of none.
pub fn at(samples: &[f64], part: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let index = ((sorted.len().saturating_sub(1)) as f64 * part).round() as usize;
    sorted.get(index).copied().unwrap_or(f64::NAN)
}

/// Milliseconds as people read them.
pub fn shown(millis: f64) -> String {
    match millis {
        _ if millis < 1.0 => format!("{:.0} µs", millis * 1e3),
        _ if millis < 10.0 => format!("{millis:.1} ms"),
        _ if millis < 1_000.0 => format!("{millis:.0} ms"),
        _ => format!("{:.2} s", millis / 1e3),
    }
}
