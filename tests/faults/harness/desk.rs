//! A desk as a process, and what outlives it: the folder, the keychain, the wrappings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use keyholder_desk::keychain::Secret;
use keyholder_desk::storage::{DataKey, Storage};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::cloud::{Owner, PASSWORD, companions, plain};
use super::eventually;
use super::process::Process;

/// Where a desk's files are between its lives.
pub struct Machine {
    folder: TempDir,
    profile: PathBuf,
    cloud: String,
    store: String,
    wrap: Box<dyn Fn(&Command) -> Command>,
}

/// A running desk.
pub struct Desk {
    process: Process,
    store: String,
}

impl Machine {
    /// A machine whose desk finds the cloud at this address.
    pub fn new(cloud: &str, owner: &Owner) -> Machine {
        let folder = scratch();
        let profile = folder.path().join("profile");
        Machine {
            folder,
            profile,
            cloud: cloud.to_owned(),
            store: owner.store.clone(),
            wrap: Box::new(plain),
        }
    }

    /// The same with its profile elsewhere.
    pub fn with_profile(mut self, profile: PathBuf) -> Machine {
        self.profile = profile;
        self
    }

    /// From the next start on the desk runs in these wrappings.
    pub fn wraps(&mut self, wrap: impl Fn(&Command) -> Command + 'static) {
        self.wrap = Box::new(wrap);
    }

    /// The profile's folder.
    pub fn profile(&self) -> &Path {
        &self.profile
    }

    /// A file of the machine that is none of the desk's.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A command that starts the desk.
    pub fn command(&self) -> Command {
        let mut desk = Command::new(env!("CARGO_BIN_EXE_keyholder-fault-desk"));
        desk.arg(&self.profile).arg(&self.cloud).arg(self.beside("keychain.json"));
        desk
    }

    /// Starts the desk; `Err` is what it says instead.
    pub fn tries_to_start(&self) -> Result<Desk, Value> {
        let log =
            std::fs::OpenOptions::new().create(true).append(true).open(self.beside("log")).expect("a log");
        let mut process = Process::start((self.wrap)(&self.command()).stderr(Stdio::from(log)));
        let said: Option<Value> = process.hear().and_then(|line| serde_json::from_str(&line).ok());
        match said {
            Some(said) if said["error"].is_null() => Ok(Desk { process, store: self.store.clone() }),
            said => Err(said.unwrap_or_default()),
        }
    }

    /// Starts the desk.
    pub fn starts(&self) -> Desk {
        self.tries_to_start().unwrap_or_else(|said| {
            panic!(
                "the desk did not start: {said}\n{}",
                std::fs::read_to_string(self.beside("log")).unwrap_or_default()
            )
        })
    }

    /// Starts the desk for the first time: the Owner signs in, opens her store, and has the team.
    pub fn first_start(&self, owner: &Owner) -> Desk {
        let mut desk = self.starts();
        desk.signs_in(&owner.email);
        desk.until("the team is there", |shown| shown["has_team"] == true);
        desk
    }

    /// The folder of the store's two files, once there is one.
    pub fn store_folder(&self) -> PathBuf {
        fn find(below: &Path, name: &str) -> Option<PathBuf> {
            std::fs::read_dir(below).ok()?.flatten().map(|entry| entry.path()).find_map(|path| {
                if path.file_name().is_some_and(|it| it == name) { Some(path) } else { find(&path, name) }
            })
        }
        find(&self.profile, &self.store).expect("the store has a folder")
    }

    /// The outbox's files.
    pub fn outbox(&self) -> Vec<PathBuf> {
        companions(&self.store_folder().join("outbox.db"))
    }

    /// Whether a file of this name was set aside.
    pub fn has_aside(&self, name: &str) -> bool {
        let files = std::fs::read_dir(self.store_folder()).into_iter().flatten().flatten();
        let aside = format!("{name}.set-aside-");
        files.into_iter().any(|file| file.file_name().to_string_lossy().starts_with(&aside))
    }

    /// A file of the store, opened by another program than the desk's, under the key that the keychain holds.
    pub fn opens(&self, name: &str) -> rusqlite::Connection {
        let key = self.secrets().into_iter().find(|(name, _)| name.starts_with("data key"));
        let key = key.and_then(|(_, key)| DataKey::read(&Secret::new(key)));
        Storage::disk(key).connect(&self.store_folder().join(name)).expect("it opens")
    }

    /// What the keychain holds.
    pub fn secrets(&self) -> BTreeMap<String, String> {
        let text = std::fs::read(self.beside("keychain.json")).expect("a keychain");
        serde_json::from_slice(&text).expect("names and secrets")
    }

    /// The cache's files.
    pub fn cache(&self) -> Vec<PathBuf> {
        companions(&self.store_folder().join("cache.db"))
    }
}

impl Desk {
    /// The process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Asks the desk something; none when it was killed on the way.
    pub fn tries(&mut self, asked: &Value) -> Option<Value> {
        if !self.process.tell(&asked.to_string()) {
            return None;
        }
        self.process.hear().and_then(|line| serde_json::from_str(&line).ok())
    }

    /// Asks the desk something.
    pub fn says(&mut self, asked: &Value) -> Value {
        self.tries(asked).expect("the desk runs")
    }

    /// Signs in and opens the store.
    pub fn signs_in(&mut self, email: &str) {
        let signed = self.says(&json!({"do": "sign_in", "email": email, "password": PASSWORD}));
        assert_eq!(signed, json!({}), "signed in");
        let opened = self.says(&json!({"do": "open", "store": self.store}));
        assert_eq!(opened, json!({}), "opened");
    }

    /// Asks an op; gives what the desk answers.
    pub fn asks(&mut self, op: Value) -> Value {
        self.says(&json!({"do": "ask", "store": self.store, "op": op}))
    }

    /// Asks an op that is queued; gives its id.
    pub fn queues(&mut self, op: Value) -> String {
        let answer = self.asks(op);
        assert_eq!(answer["queued"], true, "{answer}");
        answer["id"].as_str().expect("an id").to_owned()
    }

    /// The same; none when the desk was killed on the way.
    pub fn tries_to_ask(&mut self, op: Value) -> Option<Value> {
        let store = self.store.clone();
        self.tries(&json!({"do": "ask", "store": store, "op": op}))
    }

    /// The person says: now.
    pub fn syncs(&mut self) {
        self.says(&json!({"do": "sync", "store": self.store}));
    }

    /// The picture; none when the desk was killed.
    pub fn tries_to_look(&mut self) -> Option<Value> {
        let store = self.store.clone();
        self.tries(&json!({"do": "look", "store": store}))
    }

    /// The picture.
    pub fn looks(&mut self) -> Value {
        self.says(&json!({"do": "look", "store": self.store}))
    }

    /// Looks until the picture is as wanted.
    pub fn until(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut last = Value::Null;
        let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            eventually(what, || {
                last = self.looks();
                wanted(&last).then(|| last.clone())
            })
        }));
        found.unwrap_or_else(|_| {
            // A store that could not be opened says why when it is asked to.
            let why = self.says(&json!({"do": "open", "store": self.store}));
            panic!("never happened: {what}: {last:#}; opening it: {why}")
        })
    }

    /// Waits until everything asked is answered and in the base.
    pub fn settles(&mut self) -> Value {
        self.until("everything is answered", |shown| shown["pending"].as_array().is_some_and(Vec::is_empty))
    }

    /// Closes in order.
    pub fn closes(self) {
        assert!(self.process.ends().success());
    }

    /// SIGKILL.
    pub fn dies(self) {
        self.process.kill();
    }
}

/// A folder for a test: in memory where the system has such a place, because these tests write much and prove no speed.
pub fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(folder) = TempDir::with_prefix_in("keyholder-fault-", memory)
    {
        return folder;
    }
    TempDir::with_prefix("keyholder-fault-").expect("a folder for this test")
}
