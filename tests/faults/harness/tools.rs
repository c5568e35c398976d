//! The system's own tools for harm. `cargo xtask test` installs them; a test that lacks one fails and says which.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::process::Process;

/// Debian's package for each tool.
const PACKAGES: [(&str, &str); 6] = [
    ("strace", "strace"),
    ("libfaketimeMT.so.1", "libfaketime"),
    ("fiu_posix_preload.so", "fiu-utils"),
    ("nsenter", "util-linux"),
    ("unshare", "util-linux"),
    ("ip", "iproute2"),
];

fn missing(tool: &str) -> ! {
    let package = PACKAGES.iter().find(|(known, _)| *known == tool).map_or("?", |(_, package)| *package);
    panic!("`{tool}` is missing: `cargo xtask test` installs it (Debian's package {package})")
}

/// A program of the system.
pub fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]);
    folders.map(|folder| folder.join(name)).find(|path| path.is_file()).unwrap_or_else(|| missing(name))
}

/// A library of the system, wherever this architecture keeps it.
fn library(folder: &str, name: &str) -> PathBuf {
    let mut places = vec![PathBuf::from("/usr/lib"), PathBuf::from("/usr/lib64")];
    places.extend(std::fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path()));
    let found = places.into_iter().map(|place| place.join(folder).join(name)).find(|path| path.is_file());
    found.unwrap_or_else(|| missing(name))
}

/// A command under strace, which injects: `-e inject=…` as it stands in strace's manual, on these files only (on all, if none
/// are named). The program stays our child; the tracer ends with it.
pub fn strace(inject: &[&str], files: &[PathBuf], command: &Command) -> Command {
    let mut strace = Command::new(program("strace"));
    strace.args(["-D", "-f", "-qq", "-o", "/dev/null", "-e", "signal=none"]);
    injecting(&mut strace, inject, files);
    strace.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            strace.env(name, value);
        }
    }
    strace
}

/// The same, with what it saw in a file.
pub fn logged(strace: Command, to: &Path) -> Command {
    let mut logged = Command::new(strace.get_program());
    let mut to = Some(to);
    let arguments = strace.get_args().map(|argument| match to {
        Some(file) if argument == "/dev/null" => {
            to = None;
            file.as_os_str()
        }
        _ => argument,
    });
    logged.args(arguments);
    logged
}

fn injecting(strace: &mut Command, inject: &[&str], files: &[PathBuf]) {
    let calls: Vec<&str> = inject.iter().filter_map(|one| one.split(':').next()).collect();
    strace.args(["-e", &format!("trace={}", calls.join(","))]);
    for one in inject {
        strace.args(["-e", &format!("inject={one}")]);
    }
    for file in files {
        strace.arg("-P").arg(file);
    }
}

/// The same for a program that runs already; it is well again when this is dropped.
pub fn harm_running(id: u32, inject: &[&str], files: &[PathBuf]) -> Process {
    let mut strace = Command::new(program("strace"));
    strace.args(["-f", "-o", "/dev/null", "-e", "signal=none", "-p", &id.to_string()]);
    injecting(&mut strace, inject, files);
    // It says on stderr when it holds the program: whoever waits for that waits for the harm.
    let mut shell = Command::new("sh");
    shell.arg("-c").arg("exec \"$@\" 2>&1").arg("strace").arg(strace.get_program()).args(strace.get_args());
    let mut process = Process::start(shell.stderr(Stdio::inherit()));
    let said = process.hear().unwrap_or_default();
    assert!(said.contains("attached"), "strace: {said}");
    process
}

/// A clock for one program: `+9y`, `2016-01-01 00:00:00`, `+0 x10` (ten times as fast).
pub fn fake_time(command: &mut Command, time: &str) {
    command.env("LD_PRELOAD", library("faketime", "libfaketimeMT.so.1")).env("FAKETIME", time);
    command.env("FAKETIME_DONT_RESET", "1").env("FAKETIME_NO_CACHE", "1");
}

/// Faults from libfiu, as `fiu-run -c` takes them.
pub fn fiu(command: &mut Command, enable: &str) {
    let libraries = [library("fiu", "fiu_run_preload.so"), library("fiu", "fiu_posix_preload.so")]
        .map(|path| path.display().to_string());
    command.env("LD_PRELOAD", libraries.join(" ")).env("FIU_ENABLE", enable);
}

/// Whether `/` is where something is mounted; in a changed root it is a folder like any other.
fn root_is_a_mount() -> bool {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    mounts.lines().any(|line| line.split(' ').nth(4) == Some("/"))
}

/// A small file system in memory, in a mount namespace that only its own processes see.
pub struct Tmpfs {
    holder: Process,
    root: PathBuf,
}

impl Tmpfs {
    /// One of so many kibibytes, at a path that is an empty folder everywhere else.
    pub fn of_kib(kib: u32, at: &Path) -> Tmpfs {
        std::fs::create_dir_all(at).expect("a folder to mount over");
        let script = format!(
            "mount -t tmpfs -o size={kib}k,mode=0700 keyholder-fault '{}' && echo mounted && exec cat",
            at.display()
        );
        let mut unshare = Command::new(program("unshare"));
        unshare.arg(if is_root() { "-m" } else { "-rm" });
        if !root_is_a_mount() {
            // In a changed root nothing can be said of how `/` passes mounts on.
            unshare.args(["--propagation", "unchanged"]);
        }
        unshare.args(["sh", "-c", &script]);
        let mut holder = Process::start(unshare.stderr(Stdio::inherit()));
        let said = holder.hear().unwrap_or_default();
        assert_eq!(said, "mounted", "a tmpfs needs root, or user namespaces (`unshare -rm`)");
        // Everybody may look through the holder's eyes.
        let root = PathBuf::from(format!("/proc/{}/root{}", holder.id(), at.display()));
        Tmpfs { holder, root }
    }

    /// A command that runs where it is mounted.
    pub fn inside(&self, command: &Command) -> Command {
        entering(self.holder.id(), &["-m"], command)
    }

    /// One of its files, as those name it who are not inside.
    pub fn outside(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Fills it until so many bytes are left, or none at all.
    pub fn fill_but(&self, left: u64) {
        use std::io::Write;
        let mut file = std::fs::File::create(self.root.join("filler")).expect("room for a name");
        let block = [0xA5; 4096];
        while file.write_all(&block).is_ok() {}
        let size = file.metadata().expect("its size").len();
        file.set_len(size.saturating_sub(left)).expect("room is given back");
    }

    /// Room again.
    pub fn empty(&self) {
        std::fs::remove_file(self.root.join("filler")).expect("it was filled");
    }
}

/// A network of its own that only its own processes see.
pub struct Network(Process);

impl Network {
    /// One with nothing but a loopback that is up.
    pub fn new() -> Network {
        let mut unshare = Command::new(program("unshare"));
        let script = format!("{} link set lo up && echo up && exec cat", program("ip").display());
        unshare.args(if is_root() { &["-n"][..] } else { &["-rn"][..] }).args(["sh", "-c", &script]);
        let mut holder = Process::start(unshare.stderr(Stdio::inherit()));
        assert_eq!(holder.hear().unwrap_or_default(), "up", "a network needs root, or user namespaces");
        Network(holder)
    }

    /// A command that runs in it.
    pub fn inside(&self, command: &Command) -> Command {
        entering(self.0.id(), &["-n"], command)
    }

    /// Takes it away from everything in it, or gives it back.
    pub fn is_up(&self, up: bool) {
        let mut ip = Command::new(program("ip"));
        ip.args(["link", "set", "lo", if up { "up" } else { "down" }]);
        assert!(self.inside(&ip).status().expect("nsenter runs").success());
    }
}

fn entering(holder: u32, namespaces: &[&str], command: &Command) -> Command {
    let mut inside = Command::new(program("nsenter"));
    inside.args(["-t", &holder.to_string()]).args(namespaces);
    if !root_is_a_mount() {
        inside.arg("-r");
    }
    if !is_root() {
        inside.args(["-U", "--preserve-credentials"]);
    }
    inside.arg("--").arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            inside.env(name, value);
        }
    }
    if let Some(folder) = command.get_current_dir() {
        inside.current_dir(folder);
    }
    inside
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}
