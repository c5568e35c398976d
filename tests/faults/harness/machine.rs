//! What outlives a desk's process: its profile, the passphrase, the wrappings in which it is started. Every program on it is the
//! shipped command line.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use keyholder_desk::holder::Call;
use keyholder_desk::keychain::Secret;
use keyholder_desk::keychain::passphrase::Derivation;
use keyholder_desk::storage::{DataKey, Storage};
use keyholder_domain::StoreId;
use serde_json::Value;
use tempfile::TempDir;

use super::cloud::{Owner, PASSWORD, built, companions, plain};
use super::desk::{Desk, failed};
use super::process::Process;

const PASSPHRASE: &str = "warung pojok jalan mawar";

/// Where a desk's files are between its lives.
pub struct Machine {
    folder: TempDir,
    profile: PathBuf,
    /// The same folder as the desk sees it in its wrappings.
    inside: PathBuf,
    cloud: String,
    store: StoreId,
    wrap: Box<dyn Fn(&Command) -> Command>,
}

impl Machine {
    /// A machine whose desk finds the cloud at this address.
    pub fn new(cloud: &str, owner: &Owner) -> Machine {
        let folder = scratch();
        std::fs::write(folder.path().join("passphrase"), PASSPHRASE).expect("a passphrase");
        let profile = folder.path().join("profile");
        Machine {
            folder,
            inside: profile.clone(),
            profile,
            cloud: cloud.to_owned(),
            store: owner.store.parse().expect("a store's id"),
            wrap: Box::new(plain),
        }
    }

    /// The same with its profile elsewhere: as everybody names it, and as the desk does in its wrappings.
    pub fn with_profile(mut self, profile: PathBuf, inside: PathBuf) -> Machine {
        (self.profile, self.inside) = (profile, inside);
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

    fn keyholder(&self, profile: &Path) -> Command {
        let mut keyholder = Command::new(built("keyholder"));
        keyholder.arg("--json").arg("--no-keychain");
        keyholder.arg("--passphrase-file").arg(self.beside("passphrase"));
        keyholder.arg("--data").arg(profile);
        keyholder
    }

    /// Runs another command on the profile; its document.
    pub fn runs(&self, arguments: &[&str]) -> Value {
        self.types(arguments, "")
    }

    fn types(&self, arguments: &[&str], typed: &str) -> Value {
        let mut command = self.keyholder(&self.profile);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it can be started");
        // Dropped at once: that is the end of what is typed.
        child.stdin.take().expect("it is piped").write_all(typed.as_bytes()).expect("it reads");
        let ended = child.wait_with_output().expect("it ends");
        assert!(ended.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ended.stderr));
        serde_json::from_slice(&ended.stdout).expect("a document")
    }

    /// Starts the desk; `Err` is what it says instead.
    pub fn tries_to_start(&self) -> Result<Desk, Value> {
        let log =
            std::fs::OpenOptions::new().create(true).append(true).open(self.beside("log")).expect("a log");
        let before = log.metadata().expect("its length").len();
        let mut desk = self.keyholder(&self.inside);
        desk.args(["serve", "--until-stdin-closes"]);
        let mut process = Process::start((self.wrap)(&desk).stderr(Stdio::from(log)));
        if process.hear().is_none() {
            return Err(self.complaint(usize::try_from(before).expect("a short log")));
        }
        Desk::of(process, &self.profile, self.store).map_err(|error| failed(&error))
    }

    /// What a desk that did not start complained of; null where it was killed.
    fn complaint(&self, before: usize) -> Value {
        let log = self.log();
        let mut documents = log[before..].lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let error = documents.next_back().and_then(|told| serde_json::from_value(told["error"].clone()).ok());
        error.map_or(Value::Null, |error| failed(&error))
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.beside("log")).unwrap_or_default()
    }

    /// Starts the desk.
    pub fn starts(&self) -> Desk {
        self.tries_to_start().unwrap_or_else(|said| panic!("the desk did not start: {said}\n{}", self.log()))
    }

    /// Starts the desk for the first time: the Owner signs in, opens her store, and has the team.
    pub fn first_start(&self, owner: &Owner) -> Desk {
        let mut desk = self.starts();
        self.signs_in(&owner.email);
        let opened = desk.asks_for(Call::OpenStore { store: self.store });
        assert_eq!(opened, Ok(Value::Null), "opened");
        desk.until("the team is there", |shown| shown["has_team"] == true);
        desk
    }

    /// Signs in, with a command of its own that asks the desk.
    pub fn signs_in(&self, email: &str) {
        let asked = ["sign-in", "--cloud", &self.cloud, "--email", email, "--password-stdin"];
        let told = self.types(&asked, PASSWORD);
        assert_eq!(told["account"]["email"], email, "{told}");
    }

    /// The folder of the store's two files, once there is one.
    pub fn store_folder(&self) -> PathBuf {
        fn find(below: &Path, name: &str) -> Option<PathBuf> {
            std::fs::read_dir(below).ok()?.flatten().map(|entry| entry.path()).find_map(|path| {
                if path.file_name().is_some_and(|it| it == name) { Some(path) } else { find(&path, name) }
            })
        }
        find(&self.profile, &self.store.to_string()).expect("the store has a folder")
    }

    /// The outbox's files.
    pub fn outbox(&self) -> Vec<PathBuf> {
        companions(&self.store_folder().join("outbox.db"))
    }

    /// The cache's files.
    pub fn cache(&self) -> Vec<PathBuf> {
        companions(&self.store_folder().join("cache.db"))
    }

    /// Whether a file of this name was set aside.
    pub fn has_aside(&self, name: &str) -> bool {
        let files = std::fs::read_dir(self.store_folder()).into_iter().flatten().flatten();
        let aside = format!("{name}.set-aside-");
        files.into_iter().any(|file| file.file_name().to_string_lossy().starts_with(&aside))
    }

    /// A file of the store, opened by another program than the desk's.
    pub fn opens(&self, name: &str) -> rusqlite::Connection {
        self.disk("data key").connect(&self.store_folder().join(name)).expect("it opens")
    }

    /// How files under a key are opened, by how its name in the vault begins.
    pub fn disk(&self, key: &str) -> Storage {
        let key = self.secrets().into_iter().find(|(name, _)| name.starts_with(key));
        Storage::disk(key.and_then(|(_, key)| DataKey::read(&Secret::new(key))))
    }

    /// What the vault holds.
    fn secrets(&self) -> BTreeMap<String, String> {
        let vault = self.vault();
        let mut all = vault.prepare("select name, secret from secrets").expect("a vault");
        let rows = all.query_map((), |row| Ok((row.get(0)?, row.get(1)?))).expect("it can be read");
        rows.collect::<Result<_, _>>().expect("names and secrets")
    }

    /// The vault, opened with the passphrase as the desk opens it.
    pub fn vault(&self) -> rusqlite::Connection {
        let note = Derivation::load(&self.profile.join("vault.json")).expect("a vault has a note");
        let key = note.key(&Secret::new(PASSPHRASE)).expect("a passphrase makes a key");
        Storage::disk(Some(key)).connect(&self.profile.join("vault.db")).expect("it opens")
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
