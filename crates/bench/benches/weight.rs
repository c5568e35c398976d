//! What the program weighs as it is shipped: its file, the deb, the memory of all its processes beside an empty window of Tauri's (once drawn
//! alike, once as Tauri leaves it), and what it does while nobody does anything. The demo shop is open on its overview.
//!
//! `cargo xtask bench weight` makes the packages, brings a screen of its own and runs this. Nothing drives the windows that are weighed:
//! WebDriver only signs in beforehand.

#[path = "../../../tests/e2e/harness/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    missing_docs,
    reason = "shared with the end-to-end tests, which need more of it"
)]
mod harness;
#[path = "window/processes.rs"]
#[allow(dead_code, reason = "shared with the window's benchmark, which asks other things of it")]
mod processes;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    rc::Rc,
    time::{Duration, Instant},
};

use harness::{
    Window,
    cloud::Cloud,
    process::{Process, handed},
};
use processes::{shares, whole, worked};

/// How often each window is opened; in turns, so that both meet the same machine.
const TURNS: usize = 3;
/// A window is at rest when its processes worked no more than this in so long.
const REST: Duration = Duration::from_secs(3);
const AT_REST: u64 = 20;
const PATIENCE: Duration = Duration::from_secs(120);
const MINUTE: Duration = Duration::from_secs(60);
/// How much more memory than an empty window ours may hold.
const MORE: u64 = 40_000_000;

fn main() {
    if std::env::var_os("KEYHOLDER_BENCH_DEB").is_none() {
        println!("weighing needs the packages and a screen: `cargo xtask bench weight`");
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime starts");
    runtime.block_on(async { tokio::task::LocalSet::new().run_until(weigh()).await });
}

async fn weigh() {
    let cloud = Cloud::start_with_demo().await;
    let data = signed_in(&cloud).await;
    let mut weighed = Weighed::default();
    for turn in 0..TURNS {
        let mut program = Command::new(handed("KEYHOLDER_E2E_DESKTOP"));
        program.arg("--data").arg(data.path()).args(["--cloud", &cloud.url()]);
        let window = open(&mut program, None).await;
        if turn == 0 {
            photograph();
        }
        weighed.ours.push(tell("ours", &window));
        weighed.idle.push(at_rest_for(MINUTE, &window).await);
        let drawing = how_it_draws(&window);
        drop(window);

        let window = open_empty(drawing).await;
        weighed.alike.push(tell("an empty window, drawn alike", &window));
        weighed.idle_floor.push(at_rest_for(MINUTE, &window).await);
        drop(window);

        let window = open_empty(None).await;
        weighed.plain.push(tell("an empty window as Tauri makes it", &window));
    }
    weighed.report();
}

/// What was found of each window, once a turn: bytes, and milliseconds of a minute.
#[derive(Default)]
struct Weighed {
    ours: Vec<u64>,
    /// Empty, and drawn by WebKit as ours is.
    alike: Vec<u64>,
    /// Empty, and drawn as Tauri leaves it.
    plain: Vec<u64>,
    idle: Vec<u64>,
    idle_floor: Vec<u64>,
}

/// A profile whose owner is signed in, with the demo shop on its disk.
async fn signed_in(cloud: &Cloud) -> Rc<tempfile::TempDir> {
    let window = Window::open(&cloud.url()).await;
    let (email, password) = cloud.somebody("owner");
    window.try_to_sign_in(&email, &password).await;
    window.badge_is("up_to_date").await;
    window.go_to("overview").await;
    let data = window.data_kept();
    window.is_asked_to_close();
    window.is_gone().await;
    data
}

/// An open window that nothing drives.
struct Still {
    id: u32,
    // Ends with this, before its folder goes.
    _process: Process,
    _folder: Option<tempfile::TempDir>,
}

/// How the program has WebKit draw on this machine, by a variable or by none (`src-tauri/src/drawing.rs`).
const DRAWING: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// What the program told WebKit's processes, which it started, of drawing.
fn how_it_draws(window: &Still) -> Option<String> {
    let threads = fs::read_dir(format!("/proc/{}/task", window.id)).expect("the window is open").flatten();
    let children = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    let children: String = children.map(|ids| ids + " ").collect();
    children.split_whitespace().find_map(|child| {
        let told = fs::read_to_string(format!("/proc/{child}/environ")).ok()?;
        told.split('\0').find_map(|line| line.strip_prefix(DRAWING)?.strip_prefix('=').map(str::to_owned))
    })
}

/// An empty window that draws in this way, or as Tauri leaves it.
async fn open_empty(drawing: Option<String>) -> Still {
    let nothing = tempfile::tempdir().expect("a temporary folder");
    let mut empty = Command::new(handed("KEYHOLDER_BENCH_EMPTY"));
    empty.env("XDG_DATA_HOME", nothing.path()).env_remove(DRAWING);
    empty.envs(drawing.map(|how| (DRAWING, how)));
    open(&mut empty, Some(nothing)).await
}

/// Opens a window and waits until it has come to rest.
async fn open(program: &mut Command, folder: Option<tempfile::TempDir>) -> Still {
    let mut process = Process::start(program.stdout(Stdio::null()).stderr(Stdio::null()));
    let window = Still { id: process.child().id(), _process: process, _folder: folder };
    let began = Instant::now();
    // Its page has a process of its own; before that, rest means nothing.
    while shares(window.id).len() < 3 {
        assert!(began.elapsed() < PATIENCE, "the window never opens");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    while at_rest_for(REST, &window).await > AT_REST {
        assert!(began.elapsed() < PATIENCE, "the window never comes to rest");
    }
    window
}

/// How long its processes worked in this time, in milliseconds.
async fn at_rest_for(time: Duration, window: &Still) -> u64 {
    let before = worked(window.id);
    tokio::time::sleep(time).await;
    worked(window.id).saturating_sub(before)
}

fn tell(whose: &str, window: &Still) -> u64 {
    let parts: Vec<String> =
        shares(window.id).iter().map(|(name, share)| format!("{name} {}", mb(*share))).collect();
    let whole = whole(window.id);
    println!("{whose}: {} ({})", mb(whole), parts.join(", "));
    whole
}

/// What is weighed can be looked at.
fn photograph() {
    let picture = handed("KEYHOLDER_E2E_FOLDER").join("weighed.png");
    let taken = Command::new("import").args(["-silent", "-window", "root"]).arg(&picture).status();
    if taken.is_ok_and(|status| status.success()) {
        println!("what is weighed: {}", picture.display());
    }
}

impl Weighed {
    fn report(&self) {
        let (ours, alike, plain) = (median(&self.ours), median(&self.alike), median(&self.plain));
        let (program, deb) = (size(&handed("KEYHOLDER_E2E_DESKTOP")), size(&handed("KEYHOLDER_BENCH_DEB")));
        let (idle, idle_floor) = (share(&self.idle), share(&self.idle_floor));
        println!("\n| | ours | an empty window | wanted at most |");
        println!("| --- | --- | --- | --- |");
        println!(
            "| the program | {} | {} | 15 MB |",
            mb(program),
            mb(size(&handed("KEYHOLDER_BENCH_EMPTY")))
        );
        println!("| the deb | {} | | 6 MB |", mb(deb));
        let memory = |name: &str, empty: u64| {
            println!(
                "| memory of all processes (PSS), {name} | {} | {} | {} |",
                mb(ours),
                mb(empty),
                mb(empty + MORE)
            );
        };
        memory("the empty window drawn alike", alike);
        memory("the empty window as Tauri makes it", plain);
        println!("| a core's time while nobody does anything | {idle:.2} % | {idle_floor:.2} % | 0.2 % |");
        for (missed, what) in [
            (program > 15_000_000, "the program's size"),
            (deb > 6_000_000, "the deb's size"),
            (ours > alike + MORE, "memory beside an empty window drawn alike"),
            (ours > plain + MORE, "memory beside an empty window as Tauri makes it"),
            (idle > 0.2, "rest"),
        ] {
            if missed {
                println!("MISSED: {what}");
            }
        }
    }
}

/// How much of a core was worked in a minute.
fn share(worked: &[u64]) -> f64 {
    median(worked) as f64 / MINUTE.as_millis() as f64 * 100.0
}

fn size(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |known| known.len())
}

fn mb(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

fn median(values: &[u64]) -> u64 {
    let mut values = values.to_vec();
    values.sort_unstable();
    values[values.len() / 2]
}
