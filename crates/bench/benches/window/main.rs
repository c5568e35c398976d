//! The real window over stores of 10, 10,000 and 100,000 members, cached on its machine: script per scroll frame and per
//! keystroke, rows drawn, memory, and the start beside an empty window of Tauri's.
//!
//! `cargo xtask bench window` builds the programs (optimised, as they ship), brings a screen of its own and runs this. The cloud
//! runs in this process. Every window is driven by WebDriver, the empty one too.

#[path = "../../../../tests/e2e/harness/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    missing_docs,
    reason = "shared with the end-to-end tests, which need more of it"
)]
mod harness;
mod page;
#[allow(
    dead_code,
    reason = "shared with the benchmark that weighs the program, which asks other things of it"
)]
mod processes;

use std::{
    path::{Path, PathBuf},
    process::Command,
    rc::Rc,
    time::Duration,
};

use fantoccini::wd::TimeoutConfiguration;
use harness::{Window, process::handed};
use keyholder_bench::world::World;
use keyholder_desk::views::{Ask, What, team::TeamAsk};
use peak_alloc::PeakAlloc;
use processes::{Memory, memory, started};
use serde_json::{Value, json};

/// Counts this process' own heap: the shipped desk runs here once more, with nothing around it.
#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const SIZES: [usize; 3] = [10, 10_000, 100_000];
/// How many of them lie cached where starts are measured.
const MANY: usize = SIZES[1];
const STARTS: usize = 7;
/// A turn of the wheel, in pixels a frame; 0 is the thumb of the scroll bar, dragged anywhere.
const WHEEL: u32 = 120;
const FRAMES: u32 = 160;
/// The page's collector comes when nothing happens for a while: after six seconds it has been in one run and has not in the next, after
/// twelve it had been in all.
const REST: Duration = Duration::from_secs(20);

/// How long a program that starts is left alone.
const ALONE: Duration = Duration::from_millis(1500);

fn main() {
    if std::env::var_os("KEYHOLDER_E2E_DESKTOP").is_none() {
        println!("the window's benchmark needs its programs and a screen: `cargo xtask bench window`");
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime starts");
    runtime.block_on(async { tokio::task::LocalSet::new().run_until(measure()).await });
}

/// What one store's window told.
struct Told {
    members: usize,
    wheel: Vec<f64>,
    thumb: Vec<f64>,
    keys: Vec<f64>,
    drawn: Vec<f64>,
    rows: u64,
    shown: u64,
    memory: Memory,
    heap: usize,
}

async fn measure() {
    if std::env::args().any(|argument| argument == "starts") {
        let world = World::open(MANY).await;
        let data = cached(&world, MANY).await;
        starts(&world, &data).await.iter().for_each(Starts::tell);
        return world.close().await;
    }
    let mut told = Vec::new();
    let mut started = Vec::new();
    for members in SIZES {
        let world = World::open(members).await;
        let data = cached(&world, members).await;
        if members == MANY {
            started = starts(&world, &data).await;
        }
        let heap = heap(&world).await;
        told.push(Told { heap, ..look(&world, &data, members).await });
        world.close().await;
    }
    report(&told, &started);
}

/// A profile with the whole store on its disk.
async fn cached(world: &World, members: usize) -> Rc<tempfile::TempDir> {
    let window = Window::open(world.address()).await;
    let (email, password) = world.owner();
    window.try_to_sign_in(email, password).await;
    let senja = "const one = [...document.querySelectorAll('[data-testid=store-open]')].find(one => one.textContent.includes('Senja')); one?.click(); return !!one";
    harness::eventually("the store can be chosen", async || {
        (window.client().execute(senja, vec![]).await.ok()? == true).then_some(())
    })
    .await;
    window.badge_is("up_to_date").await;
    window.go_to("team").await;
    all_there(&window, members).await;
    let data = window.data_kept();
    // Ended as by a power cut: what was synced is on the disk.
    drop(window);
    data
}

async fn all_there(window: &Window, members: usize) {
    window.sees(&format!("main [role=grid][aria-rowcount=\"{}\"]", members + 1)).await;
    window.sees("[data-testid=team-row]").await;
}

/// What a desk that has the whole store, and has answered Team once, holds on the heap: counted byte by byte.
async fn heap(world: &World) -> usize {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let before = HEAP.current_usage();
    let open = world.desk(folder.path()).await;
    let team = TeamAsk { search: "person 7".to_owned(), count: 40, ..TeamAsk::default() };
    let ask = Ask { store: world.store, generation: 1, what: What::Team(team) };
    open.desk.ask(ask, None).await.expect("the Owner sees her team");
    // What the exchange still holds on both sides goes when it is done.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let held = HEAP.current_usage().saturating_sub(before);
    open.keyholder.close().await;
    held
}

async fn look(world: &World, data: &Rc<tempfile::TempDir>, members: usize) -> Told {
    let window = Window::open_on(Rc::clone(data), world.address()).await;
    window.go_to("team").await;
    all_there(&window, members).await;
    let ask = async |script: &str, with: Vec<Value>| {
        window.client().execute(script, with).await.expect("the page answers")
    };
    let run = async |script: &str, with: Vec<Value>| {
        window.client().execute_async(script, with).await.expect("the page answers")
    };
    patient(&window).await;
    ask(page::WATCH, vec![]).await;
    // Once to warm up: the compiler of the page's script has seen everything then.
    run(page::SCROLL, vec![json!(60), json!(WHEEL)]).await;
    run(page::TYPE, vec![json!("person 1")]).await;
    let wheel = numbers(&run(page::SCROLL, vec![json!(FRAMES), json!(WHEEL)]).await);
    let thumb = numbers(&run(page::SCROLL, vec![json!(FRAMES), json!(0)]).await);
    let mut letters = Vec::new();
    for text in ["person 7", "person7@toko", "senja", "person 99"] {
        letters.extend(run(page::TYPE, vec![json!(text)]).await.as_array().cloned().unwrap_or_default());
    }
    let rows = ask("return [watch.rows, watch.shown]", vec![]).await;
    tokio::time::sleep(REST).await;
    let told = Told {
        members,
        wheel,
        thumb,
        keys: letters.iter().map(|one| one[0].as_f64().unwrap_or_default()).collect(),
        drawn: letters.iter().map(|one| one[1].as_f64().unwrap_or_default()).collect(),
        rows: rows[0].as_u64().unwrap_or_default(),
        shown: rows[1].as_u64().unwrap_or_default(),
        memory: memory(window.program()),
        heap: 0,
    };
    drop(window);
    told
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

/// Milliseconds from the program's start: ours to its page's beginning, to its first picture, which is Team's, and to a Team that can be
/// used; and the empty window's.
#[derive(Default)]
struct Starts {
    cold: bool,
    page: Vec<f64>,
    empty_page: Vec<f64>,
    first: Vec<f64>,
    team: Vec<f64>,
    empty: Vec<f64>,
}

impl Starts {
    /// Team that can be used, beside the empty window's first picture.
    fn ratio(&self) -> f64 {
        part(&self.team, 0.5) / part(&self.empty, 0.5)
    }

    fn tell(&self) {
        let (how, wanted) = if self.cold { ("cold", "1.3 ×") } else { ("warm", "") };
        println!(
            "\n| {how} start, {STARTS} times in turns, 10,000 members cached | median | least | most | × the empty window | wanted |"
        );
        println!("| --- | --- | --- | --- | --- | --- |");
        for (what, times, wanted) in [
            ("an empty window: the page begins", &self.empty_page, ""),
            ("an empty window: first picture", &self.empty, ""),
            ("ours: the page begins", &self.page, ""),
            ("ours: first picture, Team with its rows", &self.first, ""),
            ("ours: Team can be used", &self.team, wanted),
        ] {
            let half = part(times, 0.5);
            println!(
                "| {what} | {half:.0} ms | {:.0} ms | {:.0} ms | {:.2} | {wanted} |",
                part(times, 0.0),
                part(times, 1.0),
                half / part(&self.empty, 0.5)
            );
        }
    }
}

/// Cold ones, where they can be had, and warm ones.
async fn starts(world: &World, data: &Rc<tempfile::TempDir>) -> Vec<Starts> {
    let mut starts = Vec::new();
    match forget() {
        Ok(()) => starts.push(in_turns(world, data, true).await),
        Err(why) => println!("cold starts are not measured: {why}"),
    }
    starts.push(in_turns(world, data, false).await);
    starts
}

/// Cold: nothing of either program is in memory, as when the machine was switched on. Warm: it ran a moment ago, and all that it reads of the
/// disk is in memory still. The words are Microsoft's: <https://learn.microsoft.com/dotnet/desktop/wpf/advanced/application-startup-time>.
async fn in_turns(world: &World, data: &Rc<tempfile::TempDir>, cold: bool) -> Starts {
    let mut starts = Starts { cold, ..Starts::default() };
    let (ours, empty) = (handed("KEYHOLDER_E2E_DESKTOP"), handed("KEYHOLDER_BENCH_EMPTY"));
    // In turns, so that both meet the same machine; the first of each is not counted.
    for turn in 0..=STARTS {
        let nothing = Rc::new(tempfile::tempdir().expect("a temporary folder"));
        let before = || {
            if cold {
                forget().expect("root may")
            }
        };
        before();
        let (told, began) = start(&empty, nothing, world, page::EMPTY).await;
        if turn > 0 {
            let since = |what: &str| told[what].as_f64().expect("a time") - began;
            starts.empty_page.push(since("origin"));
            starts.empty.push(since("at"));
        }
        before();
        let (told, began) = start(&ours, Rc::clone(data), world, page::TEAM).await;
        assert!(told["rows"].as_u64() > Some(1), "the first picture is Team's, with its rows: {told}");
        if turn > 0 {
            let since = |what: &str| told[what].as_f64().expect("a time") - began;
            starts.page.push(since("origin"));
            starts.first.push(since("first"));
            starts.team.push(since("at"));
        }
    }
    starts
}

/// Starts a program and has its page tell when it was there. The page is asked long after that: the driver's own script, which it
/// brings along, would be read in the midst of what is measured.
async fn start(program: &Path, data: Rc<tempfile::TempDir>, world: &World, asked: &str) -> (Value, f64) {
    let window = Window::open_early(program, data, world.address()).await;
    let began = started(window.program());
    tokio::time::sleep(ALONE).await;
    let told = insist(&window, asked).await;
    drop(window);
    // What the system still does for a program that ended is not the next one's.
    tokio::time::sleep(ALONE / 2).await;
    (told, began)
}

/// Has the system forget what it read of the disk, as after the machine was switched on. Only root may.
fn forget() -> std::io::Result<()> {
    rustix::fs::sync();
    std::fs::write("/proc/sys/vm/drop_caches", "3")
}

/// A machine that does other work scrolls slowly, but it does.
async fn patient(window: &Window) {
    let timeouts = TimeoutConfiguration::new(Some(Duration::from_secs(240)), None, None);
    window.client().update_timeouts(timeouts).await.expect("the driver waits longer");
}

/// The driver may come before the page, to a blank one that goes away under the question: then it is asked again.
async fn insist(window: &Window, script: &str) -> Value {
    for _ in 0..200 {
        if let Ok(told) = window.client().execute_async(script, vec![]).await {
            return told;
        }
    }
    panic!("the page never answers");
}

fn report(told: &[Told], starts: &[Starts]) {
    let mb = |bytes: u64| format!("{:.0} MB", bytes as f64 / 1e6);
    let ms = |times: &[f64]| format!("{:.1} ms, p95 {:.0} ms", mean(times), part(times, 0.95));
    println!(
        "\n| | {} | wanted |",
        told.iter().map(|one| format!("{} members", grouped(one.members))).collect::<Vec<_>>().join(" | ")
    );
    println!("| --- |{} --- |", " --- |".repeat(told.len()));
    let line = |what: &str, each: &dyn Fn(&Told) -> String, wanted: &str| {
        println!("| {what} | {} | {wanted} |", told.iter().map(each).collect::<Vec<_>>().join(" | "));
    };
    line("script per frame, wheel", &|one| ms(&one.wheel), "4 ms");
    line("script per frame, thumb dragged", &|one| ms(&one.thumb), "4 ms");
    line("script per keystroke in the filter", &|one| ms(&one.keys), "16 ms");
    line("from the key to its answer drawn", &|one| ms(&one.drawn), "a frame or two");
    line(
        "most rows drawn (of them in sight)",
        &|one| format!("{} ({})", one.rows, one.shown),
        "shown + overscan",
    );
    line("WebKit's processes (PSS)", &|one| mb(one.memory.webkit), "flat within 15 %");
    line("the program's own memory", &|one| mb(one.memory.program), "");
    line("the desk's heap, counted", &|one| mb(one.heap as u64), "120 MB");
    let webkit: Vec<f64> = told.iter().map(|one| one.memory.webkit as f64).collect();
    let spread =
        webkit.iter().copied().fold(f64::MIN, f64::max) / webkit.iter().copied().fold(f64::MAX, f64::min);
    println!("\nWebKit's processes: largest {spread:.2} × the smallest (wanted: 1.15 ×)");

    starts.iter().for_each(Starts::tell);
    println!("\n{}", weight());
    let slow =
        told.iter().any(|one| mean(&one.wheel) > 4.0 || mean(&one.thumb) > 4.0 || mean(&one.keys) > 16.0);
    let fat = spread > 1.15 || told.iter().any(|one| one.heap > 120_000_000);
    let late = starts.iter().any(|one| one.cold && one.ratio() > 1.3);
    let crowded = told.iter().any(|one| one.rows > one.shown + 18);
    for (missed, what) in [(slow, "script"), (fat, "memory"), (crowded, "rows"), (late, "the cold start")] {
        if missed {
            println!("MISSED: {what}");
        }
    }
}

/// What the first screen reads, as `ui/weigh.mjs` tells it.
fn weight() -> String {
    let ui = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../ui");
    let told = Command::new("node").arg("weigh.mjs").current_dir(ui).output();
    told.map(|told| String::from_utf8_lossy(&told.stdout).trim().to_owned()).unwrap_or_default()
}

fn mean(times: &[f64]) -> f64 {
    times.iter().sum::<f64>() / times.len().max(1) as f64
}

/// The value below which this part of all lies.
fn part(times: &[f64], part: f64) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let at = ((times.len().saturating_sub(1)) as f64 * part).round() as usize;
    times.get(at).copied().unwrap_or(f64::NAN)
}

fn grouped(number: usize) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", number / 1000, number % 1000) }
}
