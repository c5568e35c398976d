//! A second compiler beside rustup's, for systems whose standard library this machine does not have: Debian's own for web
//! browsers, with the sources of that library, from which cargo builds it (`-Zbuild-std`). It is unpacked and not installed:
//! installed, it would replace packages of the machine.

use std::{fs, path::PathBuf, process::Command};

use crate::{Done, processes::complete, root, set_up, target};

/// The compiler, cargo, the library and its sources; then what their programs load that not every Debian has.
const PACKAGES: &[&str] = &[
    "rustc-web",
    "cargo-web",
    "libstd-rust-web-1.96",
    "libstd-rust-web-dev",
    "rust-web-src",
    "libllvm22",
    "libgit2-1.5",
    "libmbedtls14",
    "libmbedx509-1",
    "libmbedcrypto7",
    "libhttp-parser2.9",
    "libssh2-1",
];

/// Where it lies, unpacked.
pub struct Toolchain {
    folder: PathBuf,
}

impl Toolchain {
    /// Fetches it, unless it is there already.
    pub fn fetched() -> Result<Toolchain, String> {
        if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
            return Err("the second compiler is one of Debian's packages for x86-64".to_owned());
        }
        let toolchain = Toolchain { folder: target().join("tools/debian-rust") };
        // Written last: an interrupted fetch leaves none.
        let note = toolchain.folder.join("fetched");
        let wanted = PACKAGES.join(" ");
        if fs::read_to_string(&note).is_ok_and(|fetched| fetched == wanted) {
            return Ok(toolchain);
        }
        toolchain.fetch().and_then(|()| fs::write(&note, wanted).map_err(|problem| at(&note, &problem)))?;
        Ok(toolchain)
    }

    fn fetch(&self) -> Done {
        println!("• fetching Debian's Rust into {} (unpacked, not installed)", self.folder.display());
        let _ = fs::remove_dir_all(&self.folder);
        let packages = self.folder.join("packages");
        fs::create_dir_all(&packages).map_err(|problem| at(&packages, &problem))?;
        set_up::apt(&["update"])?;
        let mut download = Command::new("apt-get");
        download.args(["-qq", "download"]).args(PACKAGES).current_dir(&packages);
        complete("apt-get download", download)?;
        for package in fs::read_dir(&packages).map_err(|problem| at(&packages, &problem))?.flatten() {
            let mut unpack = Command::new("dpkg");
            unpack.arg("-x").arg(package.path()).arg(&self.folder);
            complete("dpkg -x", unpack)?;
        }
        fs::remove_dir_all(&packages).map_err(|problem| at(&packages, &problem))
    }

    /// Its cargo. What rustup told us is about the other compiler, so nothing of it is passed on.
    pub fn cargo(&self) -> Command {
        let program = |name: &str| self.folder.join("usr/bin").join(name);
        let mut cargo = Command::new(program("cargo"));
        cargo.current_dir(root());
        for told in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTFLAGS"] {
            cargo.env_remove(told);
        }
        cargo
            .env("RUSTC", program("rustc"))
            .env("LD_LIBRARY_PATH", self.folder.join("usr/lib/x86_64-linux-gnu"))
            // Building the library is still unstable, and this compiler is a stable one.
            .env("RUSTC_BOOTSTRAP", "1");
        cargo
    }
}

fn at(path: &std::path::Path, problem: &std::io::Error) -> String {
    format!("{}: {problem}", path.display())
}
