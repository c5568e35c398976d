//! A Windows to run programs in: wine with a folder of its own, without a display, and ended with this value.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{Done, processes::complete};

/// Where Debian's package `wine64` has its programs; the package that puts them into the path wants 32-bit ones too.
pub const PROGRAM: &str = "/usr/lib/wine/wine64";
const SERVER: &str = "/usr/lib/wine/wineserver64";

/// A Windows; its registry, and with that its Credential Manager, rests in the folder.
pub struct Wine {
    folder: PathBuf,
}

impl Wine {
    /// Makes the folder a Windows, unless it is one.
    pub fn start(folder: &Path) -> Result<Wine, String> {
        let wine = Wine { folder: folder.to_owned() };
        if !folder.join("system.reg").exists() {
            println!("• making a Windows for wine in {}", folder.display());
            fs::create_dir_all(folder).map_err(|problem| format!("{}: {problem}", folder.display()))?;
            let mut boot = Command::new(PROGRAM);
            boot.args(["wineboot", "--init"]).stdin(Stdio::null());
            wine.house(&mut boot);
            complete("wineboot", boot)?;
            // What it wrote is on the disk when its server is gone.
            wine.server("--wait")?;
        }
        // One that an interrupted run left behind would be in the way; that there is none it says by failing.
        let _ = wine.server("--kill");
        // Otherwise Windows is shut down and started anew between any two programs.
        wine.server("--persistent=120")?;
        Ok(wine)
    }

    /// What it rests in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A program of this Windows.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(PROGRAM);
        command.arg(program);
        self.house(&mut command);
        command
    }

    /// Makes `command` run in this Windows.
    pub fn house(&self, command: &mut Command) {
        command
            .env("WINEPREFIX", &self.folder)
            // Its own troubles with a machine without display and sound are not ours.
            .env("WINEDEBUG", "-all")
            // It would ask whether to fetch .NET and a browser, and put what is installed there into this system's own menus.
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=;winemenubuilder.exe=d")
            .env_remove("DISPLAY");
    }

    fn server(&self, argument: &str) -> Done {
        let mut server = Command::new(SERVER);
        server.arg(argument);
        self.house(&mut server);
        complete("wineserver", server)
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        // A server that is gone already says so by failing.
        let _ = self.server("--kill");
    }
}
