//! `cargo xtask run`: a newcomer's first minute. Builds everything, starts a cloud with the demo shop and opens the window
//! signed in as its owner; `--second` opens another window beside it as somebody else. All data is under target/run/.

use std::{
    fs,
    io::Write,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

use crate::{
    Done, cargo, cloud,
    processes::{Group, complete, interrupted},
    program,
    screen::Screen,
    set_up, target,
};

/// How `run` is asked.
#[derive(clap::Args)]
pub struct Arguments {
    /// Forget the demo shop, its cloud and every window's data, and begin anew
    #[arg(long, conflicts_with_all = ["second", "cloud"])]
    fresh: bool,
    /// Another window beside the running one, as another account (default: the demo's Admin)
    #[arg(long, value_name = "EMAIL", num_args = 0..=1, default_missing_value = "")]
    second: Option<String>,
    /// Use this cloud instead of one of our own; sign in by hand
    #[arg(long, value_name = "URL", conflicts_with = "second")]
    cloud: Option<String>,
}

/// One of the demo's people, as the cloud wrote them down in a file that only its owner can read.
#[derive(Clone, Deserialize)]
struct Account {
    email: String,
    password: String,
    name: String,
    role: String,
}

/// What the cloud writes beside its database with `--demo`.
#[derive(Deserialize)]
struct Demo {
    accounts: Vec<Account>,
}

/// What is handed to the window through its standard input.
#[derive(Serialize)]
struct Handover<'a> {
    cloud: &'a str,
    email: &'a str,
    password: &'a str,
}

/// Builds, starts, opens; returns when the window is closed or Ctrl-C is pressed, and leaves nothing running.
pub fn run(arguments: &Arguments) -> Done {
    set_up::everything()?;
    let folder = target().join("run");
    if arguments.fresh {
        if let Some(url) = running_cloud(&folder) {
            return Err(format!("a demo cloud is still running at {url}: end that `cargo xtask run` first"));
        }
        forget(&folder)?;
    }
    fs::create_dir_all(folder.join("bin")).map_err(|problem| format!("{}: {problem}", folder.display()))?;

    if let Some(url) = &arguments.cloud {
        build(&folder)?;
        return window(&folder, "other-cloud", "window.png", url, None);
    }
    if let Some(email) = &arguments.second {
        let url = running_cloud(&folder)
            .ok_or("no demo cloud is running: start `cargo xtask run` first, in another terminal")?;
        let accounts = demo_accounts(&folder)?;
        let account = choose(&accounts, email)?;
        return window(&folder, &account.email, "window-second.png", &url, Some(account));
    }
    build(&folder)?;
    let (cloud, url) = demo_cloud(&folder)?;
    let accounts = demo_accounts(&folder)?;
    tell(&accounts, &url);
    let owner = accounts.iter().find(|account| account.role == "owner").ok_or("the demo has no owner")?;
    let done = window(&folder, &owner.email, "window.png", &url, Some(owner));
    drop(cloud);
    done
}

fn forget(folder: &Path) -> Done {
    if folder.exists() {
        println!("• --fresh: forgetting {}", folder.display());
        fs::remove_dir_all(folder).map_err(|problem| format!("{}: {problem}", folder.display()))?;
    }
    Ok(())
}

/// UI first: the window's program carries it inside. The programs are copied aside, so that a later build does not
/// replace what runs.
fn build(folder: &Path) -> Done {
    println!("• building the UI");
    complete("npm run build", set_up::npm(&["run", "--silent", "build"]))?;
    println!("• building the window and the cloud (the first time takes some minutes)");
    let mut build = cargo();
    build.args(["build", "--package", "keyholder", "--package", "keyholder-cloud"]);
    build.args(["--features", "keyholder/custom-protocol,keyholder/handover"]);
    complete("cargo build", build)?;
    for name in ["keyholder-desktop", "keyholder-cloud"] {
        let (from, to) = (target().join("debug").join(program(name)), folder.join("bin").join(program(name)));
        // Removed first: a running program's file cannot be written, but its name can be given to another.
        let _ = fs::remove_file(&to);
        fs::copy(&from, &to).map_err(|problem| format!("{}: {problem}", from.display()))?;
    }
    Ok(())
}

/// Starts the demo cloud and waits until it is ready. Its address stays the same from run to run where it can, because a
/// window's data belongs to its cloud's address.
fn demo_cloud(folder: &Path) -> Result<(Group, String), String> {
    if let Some(url) = running_cloud(folder) {
        return Err(format!(
            "a demo cloud is already running at {url}: use `cargo xtask run --second` for one more window"
        ));
    }
    let data = folder.join("cloud");
    fs::create_dir_all(&data).map_err(|problem| format!("{}: {problem}", data.display()))?;
    let port = port(folder)?;
    println!(
        "• starting the demo cloud (data: {}, log: {})",
        data.display(),
        folder.join("cloud.log").display()
    );
    let mut serve = Command::new(folder.join("bin").join(program("keyholder-cloud")));
    serve.args(["serve", "--demo", "--listen", &format!("127.0.0.1:{port}")]);
    serve.args(["--database", &format!("sqlite:{}", data.join("keyholder.db").display())]);
    let (cloud, url) = cloud::start(serve, &folder.join("cloud.log"))?;
    fs::write(folder.join("cloud.url"), &url).map_err(|problem| format!("cloud.url: {problem}"))?;
    Ok((cloud, url))
}

/// The port of last time if it is free, or a new one.
fn port(folder: &Path) -> Result<u16, String> {
    let note = folder.join("cloud.port");
    let known = fs::read_to_string(&note).ok().and_then(|text| text.trim().parse::<u16>().ok());
    let listener = known
        .and_then(|port| TcpListener::bind(("127.0.0.1", port)).ok())
        .map_or_else(|| TcpListener::bind(("127.0.0.1", 0)), Ok)
        .map_err(|problem| format!("no free port: {problem}"))?;
    let port = listener.local_addr().map_err(|problem| format!("no free port: {problem}"))?.port();
    if known.is_some_and(|known| known != port) {
        println!(
            "• port {} is taken: the cloud moves to {port}, and windows sign in anew",
            known.unwrap_or_default()
        );
    }
    fs::write(&note, port.to_string()).map_err(|problem| format!("cloud.port: {problem}"))?;
    Ok(port)
}

fn running_cloud(folder: &Path) -> Option<String> {
    let url = fs::read_to_string(folder.join("cloud.url")).ok()?;
    cloud::is_ready(&url).then_some(url)
}

fn demo_accounts(folder: &Path) -> Result<Vec<Account>, String> {
    let file = folder.join("cloud").join("demo-accounts.json");
    let text = fs::read_to_string(&file).map_err(|problem| format!("{}: {problem}", file.display()))?;
    let demo: Demo =
        serde_json::from_str(&text).map_err(|problem| format!("{}: {problem}", file.display()))?;
    Ok(demo.accounts)
}

fn choose<'a>(accounts: &'a [Account], email: &str) -> Result<&'a Account, String> {
    let found = accounts
        .iter()
        .find(|account| if email.is_empty() { account.role == "admin" } else { account.email == email });
    found.ok_or_else(|| {
        let all: Vec<&str> = accounts.iter().map(|account| account.email.as_str()).collect();
        format!("`{email}` is not one of the demo's accounts: {}", all.join(", "))
    })
}

fn tell(accounts: &[Account], url: &str) {
    println!("\nThe demo shop is at {url}. Its people:");
    for account in accounts {
        println!("  {:<18} {:<36} {}", account.role, account.email, account.name);
    }
    println!("Their passwords are in a file that only you can read: {}", demo_file().display());
    println!(
        "A second window, as another of them: cargo xtask run --second EMAIL   (Ctrl-C here ends everything)\n"
    );
}

fn demo_file() -> PathBuf {
    target().join("run/cloud/demo-accounts.json")
}

/// Opens a window with data of its own and stays until it is closed or Ctrl-C is pressed.
fn window(folder: &Path, who: &str, picture: &str, url: &str, account: Option<&Account>) -> Done {
    let data = folder.join("windows").join(who.replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
    fs::create_dir_all(&data).map_err(|problem| format!("{}: {problem}", data.display()))?;
    let mut open = Command::new(folder.join("bin").join(program("keyholder-desktop")));
    // A folder that was removed (`--fresh`) is no drive that is away, whatever the keychain remembers of it.
    open.arg("--data").arg(&data).args(["--new-profile", "--cloud", url]).stdin(Stdio::piped());
    let screen = own_screen(folder, picture)?;
    if let Some(screen) = &screen {
        screen.show(&mut open);
    }
    let mut window = Group::start("keyholder-desktop", open)?;
    if let (Some(account), Some(mut pipe)) = (account, window.child().stdin.take()) {
        let handover = Handover { cloud: url, email: &account.email, password: &account.password };
        let line = serde_json::to_string(&handover).map_err(|problem| problem.to_string())?;
        // A window that is gone already says so itself.
        let _ = writeln!(pipe, "{line}");
        println!("• the window is open, signed in as {} ({})", account.name, account.role);
        println!(
            "  the same from another terminal: cargo run -p keyholder-cli -- --data {} team",
            data.display()
        );
    }
    let picture = screen.as_ref().map(|_| folder.join(picture));
    stay(&mut window, screen.as_ref().zip(picture.as_deref()));
    Ok(())
}

/// Without a display: one of our own, and the person is told where to look.
fn own_screen(folder: &Path, picture: &str) -> Result<Option<Screen>, String> {
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|it| !it.is_empty()));
    if !cfg!(target_os = "linux") || has_display {
        return Ok(None);
    }
    println!(
        "• no display here: the window opens in one that only exists in memory (Xvfb), with a keychain of its own"
    );
    println!("  what it shows is kept up to date in {}", folder.join(picture).display());
    Screen::start(&folder.join("screens").join(picture.trim_end_matches(".png")), "1200x800").map(Some)
}

fn stay(window: &mut Group, screen: Option<(&Screen, &Path)>) {
    let mut next_picture = Instant::now();
    while window.runs() && !interrupted() {
        if let Some((screen, picture)) = screen.filter(|_| Instant::now() >= next_picture) {
            screen.picture(picture);
            next_picture = Instant::now() + Duration::from_secs(2);
        }
        thread::sleep(Duration::from_millis(100));
    }
}
