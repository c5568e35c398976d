//! What the system knows of a window's processes: when the program was started, how much memory each of them holds, and how long
//! they had the processor.

use std::fs;

use rustix::time::{ClockId, clock_gettime};

/// Memory of one window, in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory {
    /// The program's own anonymous memory: its heap, stacks and what GTK holds.
    pub program: u64,
    /// Everything of WebKit's processes: their share of every page (PSS).
    pub webkit: u64,
}

/// What a window holds now.
pub fn memory(program: u32) -> Memory {
    let webkit = below(program).into_iter().filter(|id| name(*id).starts_with("WebKit"));
    Memory { program: field(program, "Pss_Anon:"), webkit: webkit.map(|id| field(id, "Pss:")).sum() }
}

/// Everything that a program and all that it started hold: their share of every page (PSS), in bytes.
pub fn whole(program: u32) -> u64 {
    family(program).into_iter().map(|id| field(id, "Pss:")).sum()
}

/// How long a program and all that it started had the processor, in milliseconds, to the hundredth of a second that the system keeps.
pub fn worked(program: u32) -> u64 {
    family(program).into_iter().map(|id| times(id).iter().sum::<u64>() * 10).sum()
}

/// Their names, each with its share of memory, the largest first.
pub fn shares(program: u32) -> Vec<(String, u64)> {
    let mut shares: Vec<(String, u64)> =
        family(program).into_iter().map(|id| (name(id).trim().to_owned(), field(id, "Pss:"))).collect();
    shares.sort_by_key(|(_, share)| std::cmp::Reverse(*share));
    shares
}

fn family(program: u32) -> Vec<u32> {
    [vec![program], below(program)].concat()
}

/// In the program and in the system for it.
fn times(id: u32) -> Vec<u64> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    rest.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse().ok()).collect()
}

/// When a program was started, in milliseconds since 1970, to the hundredth of a second that the system keeps.
pub fn started(program: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{program}/stat")).expect("the program runs");
    let rest = stat.rsplit_once(')').expect("its name stands in brackets").1;
    let ticks: f64 = rest.split_whitespace().nth(19).and_then(|it| it.parse().ok()).expect("a start time");
    let millis = |clock| {
        let time = clock_gettime(clock);
        time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
    };
    millis(ClockId::Realtime) - millis(ClockId::Boottime) + ticks * 10.0
}

fn below(parent: u32) -> Vec<u32> {
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let children: Vec<u32> = ids.filter(|id| parent_of(*id) == Some(parent)).collect();
    children.iter().flat_map(|child| [vec![*child], below(*child)].concat()).collect()
}

fn parent_of(id: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

fn name(id: u32) -> String {
    fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default()
}

fn field(id: u32, name: &str) -> u64 {
    let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<u64>().ok()).unwrap_or_default() * 1024
}
