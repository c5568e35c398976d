//! A shop at a cloud, and machines on which `keyholder` is run. `ana.runs("team").await.ok()` reads as what a person types.

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use keyholder_cloud::testing::{PASSWORD, Person, TestCloud};
use keyholder_domain::{MemberId, StoreId};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

/// A test that waits longer than this has failed.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A cloud with a shop of five seats, whose Owner is Ana.
pub struct World {
    pub cloud: TestCloud,
    pub address: String,
    pub store: StoreId,
    pub owner: Person,
}

impl World {
    pub async fn new() -> Self {
        let mut cloud = TestCloud::new().await;
        // The binary has no seam for time: the cloud's clock shows what this machine's does.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64;
        cloud.advance(now - cloud.now().millis());
        let owner = cloud.person("Ana").await;
        let store = cloud.store(&owner, "Toko Ana").await;
        let plan = json!({"type": "plan.change", "from": "starter", "to": "team"});
        assert!(cloud.ask(&owner, store, plan).await["accepted"].is_object());
        let address = cloud.listen().await;
        Self { cloud, address, store, owner }
    }

    /// Somebody new in the shop, in a role.
    pub async fn member(&self, name: &str, role: &str) -> MemberId {
        self.cloud.member(self.store, name, role).await.1
    }

    /// What Ana does at the cloud, past every desk.
    pub async fn owner_asks(&self, op: Value) -> Value {
        self.cloud.ask(&self.owner, self.store, op).await
    }

    /// A group, made at the cloud.
    pub async fn group(&self, name: &str, permissions: &[&str]) -> String {
        let group = uuid::Uuid::now_v7();
        let made = json!({"type": "group.create", "group": group, "name": name, "permissions": permissions});
        assert!(self.owner_asks(made).await["accepted"].is_object());
        group.to_string()
    }

    /// A machine on which somebody with an account has signed in.
    pub async fn machine(&self, name: &str) -> Machine {
        let machine = Machine::new();
        machine.signs_in(&self.address, name).await.ok();
        machine
    }

    /// The cloud goes away without a word.
    pub async fn stops(&mut self) {
        self.cloud.stop().await;
    }

    /// And is back where it was, as after a restart of the machine that it runs on.
    pub async fn starts(self) -> Self {
        let address = self.address.strip_prefix("http://").unwrap().parse().unwrap();
        let mut cloud = self.cloud.restarted();
        cloud.listen_on(address).await;
        Self { cloud, ..self }
    }
}

/// What outlives a process: the profile and the passphrase.
pub struct Machine {
    folder: TempDir,
    keychain: bool,
}

impl Machine {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("passphrase"), "warung pojok jalan mawar\n").unwrap();
        Self { folder, keychain: false }
    }

    /// One with the system's own keychain.
    #[cfg(windows)]
    pub fn with_a_keychain() -> Self {
        Self { keychain: true, ..Self::new() }
    }

    pub fn profile(&self) -> PathBuf {
        self.folder.path().join("profile")
    }

    /// Whether a program answers others here, or was killed while it did: its socket, or on Windows the note of its pipe.
    pub fn serves(&self) -> bool {
        self.profile().join(if cfg!(windows) { "holder.pipe" } else { "holder.sock" }).exists()
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// `keyholder` with these arguments, not started yet.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_keyholder"));
        command
            .args(arguments)
            .env_clear()
            .envs(std::env::vars_os().filter(|(name, _)| {
                // What Windows cannot do without, and what a machine's libraries are found by.
                ["PATH", "SystemRoot", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH"]
                    .iter()
                    .any(|kept| name.eq_ignore_ascii_case(kept))
            }))
            .env("KEYHOLDER_DATA", self.profile())
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        if !self.keychain {
            let passphrase = self.folder.path().join("passphrase");
            command.env("KEYHOLDER_NO_KEYCHAIN", "1").env("KEYHOLDER_PASSPHRASE_FILE", passphrase);
        }
        command
    }

    /// Runs it to its end.
    pub async fn runs(&self, arguments: &[&str]) -> Ran {
        finish(arguments, self.command(arguments).spawn().unwrap()).await
    }

    /// Runs it with this on standard input.
    pub async fn types(&self, arguments: &[&str], typed: &str) -> Ran {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A command that needs nothing may be gone already.
        let _ = stdin.write_all(typed.as_bytes()).await;
        drop(stdin);
        finish(arguments, child).await
    }

    /// The document that a command writes.
    pub async fn tells(&self, arguments: &[&str]) -> Value {
        self.runs(&[arguments, &["--json"]].concat()).await.ok().json()
    }

    pub async fn signs_in(&self, address: &str, name: &str) -> Ran {
        let email = format!("{}@toko.example", name.to_lowercase());
        let asked = ["sign-in", "--cloud", address, "--email", &email, "--password-stdin"];
        self.types(&asked, &format!("{PASSWORD}\n")).await
    }

    /// Starts it and leaves it running.
    pub fn starts(&self, arguments: &[&str]) -> Child {
        self.command(arguments).spawn().unwrap()
    }
}

/// Waits for the end of a process.
pub async fn finish(arguments: &[&str], child: Child) -> Ran {
    let ended = tokio::time::timeout(PATIENCE, child.wait_with_output());
    let output = ended.await.unwrap_or_else(|_| panic!("{arguments:?} does not end")).unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran {
        asked: arguments.join(" "),
        status: output.status,
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// What a process said, and how it ended.
#[derive(Debug)]
#[allow(dead_code, reason = "`asked` is read by whoever reads a failed test")]
pub struct Ran {
    asked: String,
    pub status: ExitStatus,
    pub out: String,
    pub err: String,
}

impl Ran {
    #[track_caller]
    pub fn ok(self) -> Self {
        self.ends(0)
    }

    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.status.code(), Some(code), "{self:#?}");
        self
    }

    /// The document on standard output.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// The code of the problem on standard error.
    #[track_caller]
    pub fn problem(&self) -> String {
        let told: Value =
            serde_json::from_str(self.err.trim()).unwrap_or_else(|error| panic!("{error}: {self:#?}"));
        told["error"]["code"].as_str().unwrap().to_owned()
    }
}

/// The names of an object's fields, sorted: the shape that scripts build on.
pub fn fields(value: &Value) -> String {
    let mut names: Vec<&str> =
        value.as_object().unwrap_or_else(|| panic!("{value}")).keys().map(String::as_str).collect();
    names.sort_unstable();
    names.join(" ")
}
