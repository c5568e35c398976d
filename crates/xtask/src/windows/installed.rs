//! Whether an installer keeps its word: silently installed, replaced and removed in a fresh Windows of wine, and each time what
//! is on its disk and in its registry is looked at.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::wine::Wine;
use crate::{
    Done,
    processes::{Group, until},
    set_up::PATIENCE,
};

/// An installer, and what is to be found when it has run.
pub struct Installer {
    /// The installer itself.
    pub path: PathBuf,
    /// What it installs.
    pub version: String,
    /// Whether WebView2's loader comes with it.
    pub has_loader: bool,
    /// Whether it is the window itself and no stand-in.
    pub has_window: bool,
}

const UNINSTALL: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Keyholder";
const LINKS: &str = r"HKCU\Software\Classes\keyholder";
const NOTIFIES: &str = r"HKCU\Software\Classes\AppUserModelId\app.keyholder.desktop";
const WEBVIEW2: &str = r"HKCU\Software\Microsoft\EdgeUpdate";
const PROGRAM: &str = "keyholder-desktop.exe";
/// What a silent installer ends with that has changed nothing: the program is open, or this Windows is too old for it.
const TURNED_DOWN: i32 = 2;

/// Goes through the life of an installation. `webview` is started where Microsoft's own installer would be; `beside` is put
/// beside the program while it is asked for its version.
pub fn check(older: &Installer, newer: &Installer, webview: &Path, beside: &Path, folder: &Path) -> Done {
    let computer = Computer::fresh(folder)?;
    let profile = computer.local.join("app.keyholder.desktop");
    let note = profile.join("outbox.db");
    fs::create_dir_all(&profile)
        .and_then(|()| fs::write(&note, "not sent yet"))
        .map_err(|it| at(&note, &it))?;

    println!("• installing {} where Windows is too old for it, and where there is none yet", older.version);
    computer.is("win7")?;
    holds(computer.run(&older.path, &["/S"])? == TURNED_DOWN, "Windows 7 was not told of")?;
    computer.is("win10")?;
    let webview = format!("/WEBVIEW2=Z:{}", webview.display().to_string().replace('/', "\\"));
    computer.install(older, &["/S", &webview])?;
    computer.has(older)?;
    holds(computer.registry(WEBVIEW2)?.is_some(), "WebView2's installer was not started")?;

    println!("• installing {} while that is open: it has to leave it alone", newer.version);
    let open = computer.open()?;
    holds(computer.run(&newer.path, &["/S"])? == TURNED_DOWN, "an open program was not told of")?;
    computer.has(older)?;
    drop(open);

    println!("• installing {} over it", newer.version);
    // As the updater does it, for somebody who removed the shortcut: it does not come back.
    fs::remove_file(computer.shortcut()).map_err(|it| at(&computer.shortcut(), &it))?;
    computer.install(newer, &["/S", "/UPDATE"])?;
    holds(!computer.shortcut().exists(), "an update made the shortcut anew")?;
    computer.install(newer, &["/S"])?;
    computer.has(newer)?;
    holds(note.exists(), "the profile did not outlive a new version")?;
    computer.starts(newer, beside)?;

    println!("• removing it");
    computer.remove(&["/S"])?;
    holds(note.exists(), "the profile went with the program")?;
    computer.install(newer, &["/S"])?;
    computer.remove(&["/S", "/FORGET"])?;
    holds(!profile.exists(), "the profile stayed though it was to go")
}

/// A Windows with nothing on it yet, and one person.
struct Computer {
    wine: Wine,
    /// Her `AppData\Local`.
    local: PathBuf,
    /// Her `AppData\Roaming`.
    roaming: PathBuf,
}

impl Computer {
    fn fresh(folder: &Path) -> Result<Computer, String> {
        let _ = fs::remove_dir_all(folder);
        let wine = Wine::start(folder)?;
        let users = folder.join("drive_c/users");
        let person = fs::read_dir(&users).map_err(|it| at(&users, &it))?.flatten();
        let person =
            person.map(|it| it.path()).find(|it| it.file_name().is_some_and(|name| name != "Public"));
        let data = person.ok_or("wine made a Windows without a person")?.join("AppData");
        Ok(Computer { wine, local: data.join("Local"), roaming: data.join("Roaming") })
    }

    /// Makes it a Windows of that version.
    fn is(&self, version: &str) -> Done {
        match self.run(&self.wine.folder().join("drive_c/windows/system32/winecfg.exe"), &["-v", version])? {
            0 => Ok(()),
            code => Err(format!("winecfg ended with {code}")),
        }
    }

    fn folder(&self) -> PathBuf {
        self.local.join("Programs/Keyholder")
    }

    fn program(&self) -> PathBuf {
        self.folder().join(PROGRAM)
    }

    fn shortcut(&self) -> PathBuf {
        self.roaming.join("Microsoft/Windows/Start Menu/Programs/Keyholder.lnk")
    }

    fn command(&self, program: &Path, arguments: &[&str]) -> Command {
        let mut command = self.wine.command(program);
        command.args(arguments).stdin(Stdio::null());
        command
    }

    /// Runs a program to its end, and gives what it ended with.
    fn run(&self, program: &Path, arguments: &[&str]) -> Result<i32, String> {
        let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut running = Group::start(&name, self.command(program, arguments))?;
        let ended = until(&name, PATIENCE, || running.child().try_wait().ok().flatten())?;
        ended.code().ok_or_else(|| format!("{name}: {ended}"))
    }

    fn install(&self, installer: &Installer, arguments: &[&str]) -> Done {
        match self.run(&installer.path, arguments)? {
            0 => Ok(()),
            code => Err(format!("{} ended with {code}", installer.path.display())),
        }
    }

    /// The uninstaller goes on as a copy of itself, since nobody can remove what runs: so its end is seen by what is gone.
    fn remove(&self, arguments: &[&str]) -> Done {
        self.run(&self.folder().join("uninstall.exe"), arguments)?;
        until("the program's folder is gone", PATIENCE, || (!self.folder().exists()).then_some(()))?;
        until("it is no longer listed", PATIENCE, || {
            matches!(self.registry(UNINSTALL), Ok(None)).then_some(())
        })?;
        holds(!self.shortcut().exists(), "the shortcut stayed")?;
        for key in [LINKS, NOTIFIES] {
            holds(self.registry(key)?.is_none(), &format!("{key} stayed"))?;
        }
        Ok(())
    }

    /// Everything that an installation consists of.
    fn has(&self, installer: &Installer) -> Done {
        holds(self.program().is_file(), "the program is not there")?;
        holds(self.folder().join("uninstall.exe").is_file(), "the uninstaller is not there")?;
        let loader = self.folder().join("WebView2Loader.dll").is_file();
        holds(loader == installer.has_loader, "the loader is there without need, or is not there")?;
        let shortcut = fs::read(self.shortcut()).map_err(|it| at(&self.shortcut(), &it))?;
        holds(names(&shortcut, PROGRAM), "the shortcut leads somewhere else")?;
        let listed = self.registry(UNINSTALL)?.ok_or("it is not listed among the programs")?;
        for value in [
            "DisplayName    REG_SZ    Keyholder",
            &format!("DisplayVersion    REG_SZ    {}", installer.version),
            "Publisher    REG_SZ    The Keyholder developers",
            "uninstall.exe\" /S",
            "EstimatedSize    REG_DWORD",
        ] {
            holds(listed.contains(value), &format!("`{value}` is not listed:\n{listed}"))?;
        }
        let links = self.registry(LINKS)?.ok_or("its links are nobody's")?;
        for value in ["URL Protocol", r#"\Programs\Keyholder\keyholder-desktop.exe" "%1""#] {
            holds(links.contains(value), &format!("`{value}` is not registered:\n{links}"))?;
        }
        holds(self.registry(NOTIFIES)?.is_some(), "its notifications have no name")
    }

    /// A key with all below it, as `reg` prints it; or nothing, where there is none.
    fn registry(&self, key: &str) -> Result<Option<String>, String> {
        let reg = self.wine.folder().join("drive_c/windows/system32/reg.exe");
        let asked = self.command(&reg, &["query", key, "/s"]).output();
        let asked = asked.map_err(|problem| format!("reg: {problem}"))?;
        Ok(asked.status.success().then(|| String::from_utf8_lossy(&asked.stdout).into_owned()))
    }

    /// The installed program, open until it is dropped.
    fn open(&self) -> Result<Group, String> {
        let mut open = self.command(&self.program(), &[]);
        open.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut open = Group::start(PROGRAM, open)?;
        let mut line = String::new();
        let said = open.child().stdout.take().ok_or("its output is closed")?;
        BufReader::new(said).read_line(&mut line).map_err(|problem| format!("{PROGRAM}: {problem}"))?;
        holds(line.trim() == "open", &format!("the program said `{line}` instead of opening")).map(|()| open)
    }

    /// The installed program starts and is the one that was meant.
    fn starts(&self, installer: &Installer, beside: &Path) -> Done {
        let lent = self.folder().join(beside.file_name().unwrap_or_default());
        fs::copy(beside, &lent).map_err(|it| at(&lent, &it))?;
        let done = self.tells_its_version(&installer.version);
        let done = done.and_then(|()| if installer.has_window { self.tells_what_it_lacks() } else { Ok(()) });
        fs::remove_file(&lent).map_err(|it| at(&lent, &it))?;
        done
    }

    fn tells_its_version(&self, version: &str) -> Done {
        let asked = self.command(&self.program(), &["--version"]).output();
        let asked = asked.map_err(|problem| format!("{PROGRAM}: {problem}"))?;
        let said = String::from_utf8_lossy(&asked.stdout);
        let wanted = format!("keyholder-desktop {version}");
        let otherwise = format!("asked for its version it said `{}`, not `{wanted}`", said.trim());
        holds(said.trim() == wanted, &otherwise)
    }

    /// Wine has no WebView2, so the window says so instead of opening. It also says it in a box that somebody would have to close.
    fn tells_what_it_lacks(&self) -> Done {
        let mut open = self.command(&self.program(), &[]);
        open.stderr(Stdio::piped());
        let mut open = Group::start(PROGRAM, open)?;
        let said = open.child().stderr.take().ok_or("its output is closed")?;
        let mut lines = BufReader::new(said).lines().map_while(Result::ok);
        holds(
            lines.any(|line| line.contains("no WebView2")),
            "the window did not say that WebView2 is missing",
        )
    }
}

/// Whether a shortcut's bytes have this name in them, in either of its two spellings.
fn names(shortcut: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [name.as_bytes(), &wide].iter().any(|name| shortcut.windows(name.len()).any(|part| part == *name))
}

fn holds(it: bool, otherwise: &str) -> Done {
    if it { Ok(()) } else { Err(otherwise.to_owned()) }
}

fn at(path: &Path, problem: &std::io::Error) -> String {
    format!("{}: {problem}", path.display())
}
