//! The deb on a machine that has nothing else: Debian as debootstrap makes it, in a folder. Its own apt installs the package with what
//! it depends on, somebody who is not root starts it, and after it was removed nothing of it is left but her profile.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use super::linux::{PACKAGE, PROGRAM};
use crate::{
    Done,
    processes::{Group, ask, complete, until},
    screen::Screen,
    set_up, target,
};

/// Who sits at that machine.
const SOMEBODY: &str = "ana";
/// A page that is drawn has more colours than an empty one.
const COLOURS: u32 = 40;
/// How long a window may take on a crowded machine.
const OPENING: Duration = Duration::from_secs(120);

/// Installs, starts and removes it.
pub fn try_out(deb: &Path) -> Done {
    set_up::to_look_at_packages()?;
    let folder = target().join("packages");
    let machine = Machine::made(folder.join("debian"))?;
    println!("• installing {} there", deb.display());
    fs::copy(deb, machine.folder.join("keyholder.deb"))
        .map_err(|problem| format!("{}: {problem}", deb.display()))?;
    machine.runs("apt-get install", &[&APT[..], &["install", "/keyholder.deb"]].concat())?;
    machine
        .runs("what it links with", &["sh", "-c", &format!("! ldd /usr/bin/{PROGRAM} | grep 'not found'")])?;
    machine.runs(
        "what opens links",
        &["grep", "-q", "^MimeType=x-scheme-handler/keyholder;", "/usr/share/applications/Keyholder.desktop"],
    )?;
    println!("• starting it there");
    starts(&machine, &folder)?;
    println!("• removing it there");
    machine.runs("apt-get purge", &[&APT[..], &["purge", PACKAGE]].concat())?;
    nothing_is_left(&machine)
}

/// Without syncing each file to the disk: a power cut may take this machine.
const APT: [&str; 8] = [
    "apt-get",
    "-qq",
    "--yes",
    "--no-install-recommends",
    "-o",
    "Dpkg::Use-Pty=0",
    "-o",
    "Dpkg::Options::=--force-unsafe-io",
];

/// It opens its window as somebody who is not root, on a display of this machine's, and writes a profile.
fn starts(machine: &Machine, folder: &Path) -> Done {
    let screen = Screen::start(&folder.join("screen"), "1280x860")?;
    // A bus and a keychain are not part of a fresh Debian: without them the window says so, and opens.
    let display = format!("DISPLAY={}", screen.display());
    let program = format!("/usr/bin/{PROGRAM}");
    let home = format!("HOME=/home/{SOMEBODY}");
    let mut open = machine.command(&[
        "runuser",
        "-u",
        SOMEBODY,
        "--",
        "env",
        "-i",
        &home,
        &display,
        "LANG=C.UTF-8",
        &program,
    ]);
    open.stdin(Stdio::null());
    let mut window = Group::start(PROGRAM, open)?;
    let picture = folder.join("started.png");
    until("the window in the fresh Debian", OPENING, || {
        if !window.runs() {
            return Some(Err(format!("{PROGRAM} ended by itself")));
        }
        screen.picture(&picture).then_some(())?;
        let colours = ask("identify", &["-format", "%k", &picture.display().to_string()])?;
        (colours.parse::<u32>().ok()? > COLOURS).then_some(Ok(()))
    })??;
    println!("  what it showed: {}", picture.display());
    window.stop();
    let profile = machine.folder.join("home").join(SOMEBODY).join(".local/share/app.keyholder.desktop");
    if profile.join("logs/keyholder.log").exists() {
        Ok(())
    } else {
        Err(format!("no profile in {}", profile.display()))
    }
}

/// Outside of her home nothing is called after it any more, save what apt itself remembers.
fn nothing_is_left(machine: &Machine) -> Done {
    let find = [
        "find",
        "/",
        "-xdev",
        "(",
        "-path",
        "/home",
        "-o",
        "-path",
        "/keyholder.deb",
        ")",
        "-prune",
        "-o",
        "-iname",
        "*keyholder*",
        "-print",
    ];
    let output = machine.command(&find).output().map_err(|problem| format!("find: {problem}"))?;
    match String::from_utf8_lossy(&output.stdout).trim() {
        "" => Ok(()),
        left => Err(format!("the removed package left:\n{left}")),
    }
}

/// A Debian in a folder; it goes with this value.
struct Machine {
    folder: PathBuf,
}

impl Machine {
    /// Made anew, with the packages of where this machine's come from and the way to there.
    fn made(folder: PathBuf) -> Result<Machine, String> {
        let machine = Machine { folder };
        machine.clear();
        println!("• making a fresh Debian in {}", machine.folder.display());
        let (suite, mirror) = (suite()?, mirror()?);
        let mut debootstrap = rootly("debootstrap");
        debootstrap
            .args(["--variant=minbase", "--include=ca-certificates", &suite])
            .arg(&machine.folder)
            .arg(&mirror);
        debootstrap.stdout(Stdio::null());
        complete("debootstrap", debootstrap)?;
        for settings in [
            "/etc/apt/apt.conf.d",
            "/etc/apt/sources.list.d/debian.sources",
            "/etc/resolv.conf",
            "/etc/hosts",
            "/etc/ssl/certs/ca-certificates.crt",
        ] {
            if Path::new(settings).exists() {
                let there = machine.folder.join(settings.trim_start_matches('/'));
                let mut copy = rootly("cp");
                copy.args(["--archive", "--dereference", "--remove-destination", "--no-target-directory"])
                    .arg(settings)
                    .arg(there);
                complete("cp", copy)?;
            }
        }
        // Where Debian's sources have a file of their own, debootstrap's list would name them twice.
        machine.runs(
            "rm",
            &["sh", "-c", "! [ -e /etc/apt/sources.list.d/debian.sources ] || rm /etc/apt/sources.list"],
        )?;
        machine.runs("apt-get update", &["apt-get", "-qq", "update"])?;
        machine.runs("useradd", &["useradd", "--create-home", SOMEBODY])?;
        Ok(machine)
    }

    /// A command in it, with processes and mounts of its own, which all end with it.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = rootly("unshare");
        command
            .args(["--mount", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER, "sh"])
            .arg(&self.folder)
            .args(words);
        command.env("DEBIAN_FRONTEND", "noninteractive").env("LC_ALL", "C.UTF-8");
        command
    }

    fn runs(&self, name: &str, words: &[&str]) -> Done {
        complete(name, self.command(words))
    }

    fn clear(&self) {
        let mut remove = rootly("rm");
        remove.args(["--recursive", "--force", "--one-file-system"]).arg(&self.folder);
        // What cannot be removed is met by debootstrap.
        let _ = complete("rm", remove);
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.clear();
    }
}

/// What a program expects of a running system, then the program.
const ENTER: &str = r#"
set -e
root=$1; shift
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
exec chroot "$root" "$@"
"#;

fn rootly(program: &str) -> Command {
    if ask("id", &["-u"]).as_deref() == Some("0") {
        return Command::new(program);
    }
    let mut sudo = Command::new("sudo");
    sudo.arg(program);
    sudo
}

/// The Debian that this machine is one of.
fn suite() -> Result<String, String> {
    let told = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = told.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    name.map(|name| name.trim_matches('"').to_owned()).ok_or_else(|| "this machine is no Debian".to_owned())
}

/// Where this machine's own packages come from.
fn mirror() -> Result<String, String> {
    let lists = ["/etc/apt/sources.list", "/etc/apt/sources.list.d"].map(PathBuf::from);
    let folder = fs::read_dir(&lists[1]).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = folder.chain([lists[0].clone()]).collect();
    // Debian's own before others'.
    files.sort_by_key(|file| !file.ends_with("debian.sources"));
    let texts = files.iter().filter_map(|file| fs::read_to_string(file).ok());
    texts.into_iter().find_map(|text| address(&text)).ok_or_else(|| "apt has no sources here".to_owned())
}

/// The first address of a list, in either of apt's two ways to write it.
fn address(list: &str) -> Option<String> {
    list.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        let kind = words.next()?;
        (kind == "URIs:" || kind == "deb")
            .then(|| words.find(|word| word.contains("://")).map(str::to_owned))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_is_read_as_apt_writes_it() {
        let deb822 = "Types: deb\n# snapshot\nURIs: http://mirror.example/debian\nSuites: bookworm\n";
        assert_eq!(address(deb822).as_deref(), Some("http://mirror.example/debian"));
        let one_line = "# deb cdrom\ndeb [signed-by=/usr/x.gpg arch=amd64] https://mirror.example/debian bookworm main\n";
        assert_eq!(address(one_line).as_deref(), Some("https://mirror.example/debian"));
        assert_eq!(address("# nothing\n"), None);
    }
}
