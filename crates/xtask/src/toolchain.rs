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
    /// Whether this machine can have it; otherwise why not.
    pub fn is_to_be_had() -> Done {
        let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
        let is = |line| release.lines().any(|it| it == line);
        if cfg!(target_arch = "x86_64") && is("ID=debian") && is("VERSION_CODENAME=bookworm") {
            Ok(())
        } else {
            Err("the second compiler is made of packages of Debian 12 for x86-64".to_owned())
        }
    }

    /// Fetches it, unless it is there already.
    pub fn fetched() -> Result<Toolchain, String> {
        Toolchain::is_to_be_had()?;
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

    /// Its cargo, for what is only tested or checked and never shipped: as little work as will do. One folder and one way to build
    /// for all systems, so that what runs on this machine on the way there (build scripts, macros) is built once.
    pub fn cargo_to_test(&self, task: &str, systems: &[&str]) -> Command {
        let mut cargo = self.cargo();
        cargo.args([task, "--locked", "-Zbuild-std=std,panic_unwind"]);
        // Without what reads debug information for a backtrace, since there is none.
        cargo.arg("-Zbuild-std-features=panic-unwind");
        // A warning is an error, as everywhere.
        cargo.arg("-Zwarnings").env("CARGO_BUILD_WARNINGS", "deny");
        for system in systems {
            cargo.args(["--target", system]);
        }
        // What is made fast elsewhere is made soon here; but hashing a password would still take a second, and SQLite ten times as long.
        for (package, level) in [("serde_json", 0), ("imbl", 0), ("libsqlite3-sys", 1)] {
            cargo.arg("--config").arg(format!("profile.dev.package.{package}.opt-level={level}"));
        }
        for profile in ["DEV", "TEST"] {
            cargo.env(format!("CARGO_PROFILE_{profile}_DEBUG"), "0");
        }
        cargo.env("CARGO_TARGET_DIR", elsewhere()).env("CARGO_INCREMENTAL", "0");
        // Larger pages of memory make this compiler a fifteenth faster.
        cargo.env("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
        cargo
    }
}

/// Where everything lies that is made to be tested for another system than this one.
pub fn elsewhere() -> PathBuf {
    target().join("elsewhere")
}

fn at(path: &std::path::Path, problem: &std::io::Error) -> String {
    format!("{}: {problem}", path.display())
}
