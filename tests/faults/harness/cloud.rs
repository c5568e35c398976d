//! A real cloud: the shipped program on a free port, with its database in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use super::http::call;
use super::process::Process;
use super::tools;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";

/// The cloud and its folder. Its address stays the same when it is stopped and started.
pub struct Cloud {
    folder: TempDir,
    address: String,
    process: Option<Process>,
    wrap: Box<dyn Fn(&Command) -> Command>,
    more: Vec<String>,
}

/// The Owner of a store, signed in past every desk.
pub struct Owner {
    pub email: String,
    pub token: String,
    pub store: String,
}

impl Cloud {
    /// Starts one.
    pub fn start() -> Cloud {
        Cloud::start_with(&[], plain)
    }

    /// Starts one with these arguments more, in these wrappings.
    pub fn start_with(more: &[&str], wrap: impl Fn(&Command) -> Command + 'static) -> Cloud {
        let mut cloud = Cloud {
            folder: super::machine::scratch(),
            address: "127.0.0.1:0".to_owned(),
            process: None,
            wrap: Box::new(wrap),
            more: more.iter().map(|&argument| argument.to_owned()).collect(),
        };
        cloud.starts_again();
        cloud
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its process, while it runs.
    pub fn id(&self) -> u32 {
        self.process.as_ref().expect("it runs").id()
    }

    /// Its database, and the companions of that file.
    pub fn files(&self) -> Vec<PathBuf> {
        companions(&self.folder.path().join("cloud.db"))
    }

    /// SIGKILL.
    pub fn is_killed(&mut self) {
        self.process.take().expect("it runs").kill();
    }

    /// From its next start on it runs in these wrappings.
    pub fn wraps(&mut self, wrap: impl Fn(&Command) -> Command + 'static) {
        self.wrap = Box::new(wrap);
    }

    /// Starts it, at the address it had.
    pub fn starts_again(&mut self) {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log_file()).expect("a log");
        let mut serve = Command::new(built("keyholder-cloud"));
        serve.args(["serve", "--listen", &self.address, "--limits", "off"]).args(&self.more);
        serve.arg("--database").arg(format!("sqlite:{}", self.folder.path().join("cloud.db").display()));
        let mut process = Process::start((self.wrap)(&serve).stderr(Stdio::from(log)));
        let said = process.hear().unwrap_or_default();
        let address = said.strip_prefix("listening on http://");
        let address = address.unwrap_or_else(|| panic!("the cloud did not start: {said}\n{}", self.log()));
        self.address = address.trim_end_matches('/').to_owned();
        self.process = Some(process);
    }

    /// Whether its process ended by itself, and if so forgets it.
    pub fn has_ended(&mut self) -> bool {
        let ended = std::net::TcpStream::connect(&self.address).is_err();
        if ended {
            self.process = None;
        }
        ended
    }

    /// What it logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// One request.
    pub fn call(&self, method: &str, path: &str, token: &str, body: &Value) -> (u16, Value) {
        call(&self.address, method, path, token, body)
    }

    /// Somebody with an account and a store on Team.
    pub fn owner(&self) -> Owner {
        let email = "ana@toko.example".to_owned();
        let account = json!({"email": email, "password": PASSWORD, "name": "Ana"});
        assert_eq!(self.call("POST", "/v1/accounts", "", &account).0, 201);
        let asked = json!({"email": email, "password": PASSWORD, "device": "past every desk"});
        let (status, signed) = self.call("POST", "/v1/sign-in", "", &asked);
        assert_eq!(status, 200, "{signed}");
        let token = signed["access_token"].as_str().expect("a token").to_owned();
        let (_, made) = self.call("POST", "/v1/stores", &token, &json!({"name": "Toko Ana"}));
        let store = made["store"].as_str().expect("a store").to_owned();
        let owner = Owner { email, token, store };
        self.ask(&owner, json!({"type": "plan.change", "from": "starter", "to": "team"}));
        owner
    }

    /// What the Owner does past every desk.
    pub fn ask(&self, owner: &Owner, op: Value) -> Value {
        let asked = json!([{"id": Uuid::now_v7(), "made_at": "2026-01-01T00:00:00Z", "op": op}]);
        let (status, reply) = self.exchange(owner, &asked);
        assert_eq!(status, 200, "{reply}");
        reply["outcomes"][0].clone()
    }

    /// An exchange from nothing.
    pub fn exchange(&self, owner: &Owner, ops: &Value) -> (u16, Value) {
        let body = json!({"wire": 1, "cursor": 0, "ops": ops});
        self.call("POST", &format!("/v1/stores/{}/sync", owner.store), &owner.token, &body)
    }

    /// The names of the groups as the cloud has them, and its number of entries.
    pub fn groups(&self, owner: &Owner) -> (Vec<String>, u64) {
        let (status, reply) = self.exchange(owner, &json!([]));
        assert_eq!(status, 200, "{reply}\n{}", self.log());
        let groups = reply["snapshot"]["groups"].as_array().expect("groups");
        let mut names: Vec<String> =
            groups.iter().map(|group| group["name"].as_str().unwrap_or_default().to_owned()).collect();
        names.sort();
        (names, reply["cursor"].as_u64().expect("a cursor"))
    }
}

impl Drop for Cloud {
    /// A test that fails shows what the cloud said last.
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = self.log();
            let last: Vec<&str> = log.lines().rev().take(40).collect();
            eprintln!("the cloud's last words:\n{}", last.into_iter().rev().collect::<Vec<_>>().join("\n"));
        }
    }
}

/// A command as it is.
pub fn plain(command: &Command) -> Command {
    let mut same = Command::new(command.get_program());
    same.args(command.get_args());
    same
}

/// A command whose clock is another.
pub fn at_time(time: &'static str) -> impl Fn(&Command) -> Command {
    move |command| {
        let mut same = plain(command);
        tools::fake_time(&mut same, time);
        same
    }
}

/// A database file with its companions.
pub fn companions(file: &Path) -> Vec<PathBuf> {
    let text = file.display().to_string();
    ["", "-wal", "-shm", "-journal"].map(|end| PathBuf::from(format!("{text}{end}"))).to_vec()
}

/// A program of this workspace, built in the same place as this one.
pub fn built(name: &str) -> PathBuf {
    let this = std::env::current_exe().expect("a test is a program");
    let programs = this.ancestors().nth(2).expect("tests are built in a folder beneath the programs'");
    let program = programs.join(name);
    assert!(
        program.is_file(),
        "`{name}` is not built: `cargo xtask test unit` builds it, or `cargo build --bin {name}`"
    );
    program
}
