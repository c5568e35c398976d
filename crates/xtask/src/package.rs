//! `cargo xtask package`: what people install, made by Tauri's CLI from the program as it is shipped. `cargo xtask test packages` tries
//! out what it made: `lints` asks the systems' own programs, `fresh_debian` installs, starts and removes the deb on a machine with nothing else.

pub mod fresh_debian;
pub mod lints;
pub mod linux;

use std::path::PathBuf;

use crate::{Done, windows};

/// How `package` is asked.
#[derive(clap::Args)]
pub struct Arguments {
    /// The repository that people are sent to, as OWNER/NAME; without it no addresses are told
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Option<String>,
    /// Another kind besides the deb and the rpm, as Tauri calls it: `appimage`, whose tool is downloaded
    #[arg(long, value_name = "KIND")]
    also: Vec<String>,
    /// Make nothing: install, start and remove this deb in a fresh Debian
    #[arg(long, value_name = "DEB", conflicts_with_all = ["repository", "also", "rest"])]
    try_out: Option<PathBuf>,
    /// The installer for Windows instead, for trying: linked by mingw, unsigned, installed and removed under wine (Debian 12, x86-64)
    #[arg(long, conflicts_with_all = ["repository", "also", "try_out", "rest"])]
    windows: bool,
    /// Passed on to Tauri's CLI
    #[arg(last = true)]
    rest: Vec<String>,
}

/// Makes the packages of this system.
pub fn package(arguments: &Arguments) -> Done {
    if !cfg!(target_os = "linux") {
        return Err("the deb and the rpm are made on Linux; elsewhere: `ui/node_modules/.bin/tauri build \
                    --features custom-protocol -- --profile shipped --package keyholder`"
            .to_owned());
    }
    if arguments.windows {
        return windows::package::make();
    }
    if let Some(deb) = &arguments.try_out {
        return fresh_debian::try_out(deb);
    }
    let wanted = linux::Wanted {
        more_kinds: &arguments.also,
        repository: arguments.repository.as_deref(),
        rest: &arguments.rest,
    };
    linux::make(&wanted).map(drop)
}
