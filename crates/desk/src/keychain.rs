//! Where secrets rest: the system's own keychain (Windows Credential Manager, macOS Keychain, Secret Service); where there is
//! none, a vault that a passphrase opens ([`sealed`]); or this run's memory, and then the window says so plainly. A secret is
//! never written to a file that is not sealed.
//!
//! A system keychain may wait for a person who unlocks it, and its client may own a runtime, so it is only touched from one
//! thread of its own: nothing here ever blocks the async runtime.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use tokio::sync::oneshot;
use zeroize::Zeroizing;

pub mod passphrase;
pub mod sealed;
pub mod verifier;

/// Windows keeps at most this many bytes in one credential (UTF-16: two bytes a character).
const WINDOWS_LIMIT: usize = 2560;
/// How long a keychain may take to be let go.
const CLOSING: Duration = Duration::from_secs(2);
/// How long a keychain may take, a person's unlocking included.
const PATIENCE: Duration = Duration::from_secs(60);

/// A text that is wiped from memory when dropped, and never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a text as secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Something that keeps secrets by name. Calls may block.
pub trait Keychain: Send + Sync {
    /// The secret of this name, if there is one.
    fn get(&self, name: &str) -> Result<Option<Secret>, String>;
    /// Keeps a secret under this name, in place of an older one.
    fn set(&self, name: &str, secret: &Secret) -> Result<(), String>;
    /// Forgets it; one that is missing is fine.
    fn delete(&self, name: &str) -> Result<(), String>;
    /// Whether it forgets everything when the program ends.
    fn forgets(&self) -> bool;
}

/// The system's own keychain.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemKeychain;

const SERVICE: &str = "Keyholder";

impl Keychain for SystemKeychain {
    fn get(&self, name: &str) -> Result<Option<Secret>, String> {
        match entry(name)?.get_password() {
            Ok(text) => Ok(Some(Secret::new(text))),
            Err(keyring::v1::Error::NoEntry) => Ok(None),
            Err(error) => Err(told(&error)),
        }
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), String> {
        if secret.expose().encode_utf16().count() * 2 > WINDOWS_LIMIT {
            return Err(format!("a secret may take {WINDOWS_LIMIT} bytes"));
        }
        entry(name)?.set_password(secret.expose()).map_err(|error| told(&error))
    }

    fn delete(&self, name: &str) -> Result<(), String> {
        match entry(name)?.delete_credential() {
            Ok(()) | Err(keyring::v1::Error::NoEntry) => Ok(()),
            Err(error) => Err(told(&error)),
        }
    }

    fn forgets(&self) -> bool {
        false
    }
}

fn entry(name: &str) -> Result<keyring::v1::Entry, String> {
    if let Err(error) = keyring::v1::Entry::store_status() {
        return Err(told(error));
    }
    named(name).map_err(|error| told(&error))
}

#[cfg(not(windows))]
fn named(name: &str) -> keyring::v1::Result<keyring::v1::Entry> {
    keyring::v1::Entry::new(SERVICE, name)
}

/// Kept on this machine: left to itself, keyring has a domain carry it to every machine where she signs in, and two machines would
/// then use up one account's tokens. One that an older version kept is changed when it is kept anew.
#[cfg(windows)]
fn named(name: &str) -> keyring::v1::Result<keyring::v1::Entry> {
    let here = HashMap::from([("persistence", "Local")]);
    keyring_core::Entry::new_with_modifiers(SERVICE, name, &here).map(|inner| keyring::v1::Entry { inner })
}

/// The kind of a failure, without what the keychain held: some variants carry the secret's bytes.
fn told(error: &keyring::v1::Error) -> String {
    use keyring::v1::Error;
    match error {
        Error::PlatformFailure(cause) => format!("the keychain failed: {cause}"),
        Error::NoStorageAccess(cause) => format!("the keychain is locked or missing: {cause}"),
        Error::NoDefaultStore => "this system has no keychain".to_owned(),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => "the keychain's entry cannot be read".to_owned(),
        Error::TooLong(what, limit) => format!("{what} may take {limit} characters"),
        _ => "the keychain cannot be used".to_owned(),
    }
}

/// This run's memory, for machines without a keychain and for tests.
#[derive(Debug, Default)]
pub struct MemoryKeychain {
    secrets: Mutex<HashMap<String, Secret>>,
    lasting: bool,
}

impl MemoryKeychain {
    /// One that stands for a system keychain in tests: it outlives a program that is handed it twice.
    pub fn lasting() -> Self {
        Self { secrets: Mutex::default(), lasting: true }
    }

    /// How many secrets rest here.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether nothing rests here.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Everything that rests here, by name. For tests that look for what was left behind.
    pub fn all(&self) -> Vec<(String, Secret)> {
        self.lock().iter().map(|(name, secret)| (name.clone(), secret.clone())).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Secret>> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keychain for MemoryKeychain {
    fn get(&self, name: &str) -> Result<Option<Secret>, String> {
        Ok(self.lock().get(name).cloned())
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), String> {
        self.lock().insert(name.to_owned(), secret.clone());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), String> {
        self.lock().remove(name);
        Ok(())
    }

    fn forgets(&self) -> bool {
        !self.lasting
    }
}

/// The async face: one thread owns the keychain, callers wait without blocking.
#[derive(Clone)]
pub struct Vault(Arc<Mutex<VaultState>>);

struct VaultState {
    tasks: mpsc::Sender<Task>,
    /// Resolves when the thread behind `tasks` has let go of its keychain.
    ended: Option<oneshot::Receiver<()>>,
    /// Where secrets are only in this run's memory: there.
    memory: Option<Arc<MemoryKeychain>>,
    problem: Option<String>,
}

type Task = Box<dyn FnOnce(&dyn Keychain) + Send>;

impl Vault {
    /// Starts the keychain's thread and tries it once; a keychain that cannot be used is replaced by memory.
    pub async fn open(keychain: Arc<dyn Keychain>, profile_mark: &str) -> Self {
        if keychain.forgets() {
            return Self::memory();
        }
        let vault = Self::over(keychain);
        let probe = name("probe", profile_mark);
        let Err(problem) = vault.run(move |keychain| keychain.get(&probe).map(|_| ())).await else {
            return vault;
        };
        vault.give_up(problem);
        vault
    }

    /// One in this run's memory.
    pub fn memory() -> Self {
        let memory = Arc::new(MemoryKeychain::default());
        let vault = Self::over(memory.clone());
        vault.state().memory = Some(memory);
        vault
    }

    /// Asks a keychain for one secret, and lets it go.
    pub async fn ask_once(keychain: Arc<dyn Keychain>, name: String) -> Result<Option<Secret>, String> {
        let vault = Self::over(keychain);
        let found = vault.get(name).await;
        vault.close().await;
        found
    }

    fn over(keychain: Arc<dyn Keychain>) -> Self {
        let (tasks, ended) = serve(keychain);
        let state = VaultState { tasks, ended: Some(ended), memory: None, problem: None };
        Self(Arc::new(Mutex::new(state)))
    }

    /// Whether secrets live in memory only, and why if the system's keychain failed.
    pub fn memory_only(&self) -> (bool, Option<String>) {
        let state = self.state();
        (state.memory.is_some(), state.problem.clone())
    }

    /// Uses another keychain from now on.
    pub fn replace(&self, keychain: Arc<dyn Keychain>) {
        let (tasks, ended) = serve(keychain);
        let mut state = self.state();
        (state.tasks, state.ended, state.memory) = (tasks, Some(ended), None);
    }

    /// Begins anew in this run's memory.
    fn forget_all(&self) {
        let memory = Arc::new(MemoryKeychain::default());
        let (tasks, ended) = serve(memory.clone());
        let mut state = self.state();
        (state.tasks, state.ended, state.memory) = (tasks, Some(ended), Some(memory));
    }

    /// The keychain turned out to be of no use: this run's memory takes its place, and the window says why.
    pub fn give_up(&self, problem: String) {
        tracing::warn!(%problem, "this machine's keychain cannot be used");
        self.forget_all();
        self.state().problem = Some(problem);
    }

    /// Uses another keychain from now on, and takes along what this run's memory held.
    pub async fn move_to(&self, keychain: Arc<dyn Keychain>) -> Result<(), String> {
        let held = self.state().memory.as_ref().map(|memory| memory.all()).unwrap_or_default();
        self.replace(keychain);
        for (name, secret) in held {
            self.set(name, secret).await?;
        }
        Ok(())
    }

    /// Begins anew in this run's memory, once the keychain before is let go of: a sealed one is a file, and Windows removes none that
    /// is open.
    pub async fn begin_anew(&self) {
        let ended = self.state().ended.take();
        self.forget_all();
        wait_for(ended).await;
    }

    /// Lets go of the keychain. A sealed one is a file with ciphers of its own: a process that ends while its thread still
    /// closes that file would take the ciphers away under it.
    pub async fn close(&self) {
        let ended = {
            let mut state = self.state();
            state.tasks = mpsc::channel().0;
            state.ended.take()
        };
        wait_for(ended).await;
    }

    fn state(&self) -> std::sync::MutexGuard<'_, VaultState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a secret.
    pub async fn get(&self, name: String) -> Result<Option<Secret>, String> {
        self.run(move |keychain| keychain.get(&name)).await
    }

    /// Keeps a secret.
    pub async fn set(&self, name: String, secret: Secret) -> Result<(), String> {
        self.run(move |keychain| keychain.set(&name, &secret)).await
    }

    /// Forgets a secret.
    pub async fn delete(&self, name: String) -> Result<(), String> {
        self.run(move |keychain| keychain.delete(&name)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        task: impl FnOnce(&dyn Keychain) -> Result<T, String> + Send + 'static,
    ) -> Result<T, String> {
        let (answer, heard) = oneshot::channel();
        let tasks = self.state().tasks.clone();
        let sent = tasks.send(Box::new(move |keychain| {
            // Nobody listens any more when the caller ran out of patience.
            let _ = answer.send(task(keychain));
        }));
        if sent.is_err() {
            return Err("the keychain's thread ended".to_owned());
        }
        match tokio::time::timeout(PATIENCE, heard).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err("the keychain's thread ended".to_owned()),
            Err(_) => Err("the keychain does not answer".to_owned()),
        }
    }
}

/// A keychain that waits for a person is waited for no longer; its thread holds nothing that could break.
async fn wait_for(ended: Option<oneshot::Receiver<()>>) {
    if let Some(ended) = ended {
        let _ = tokio::time::timeout(CLOSING, ended).await;
    }
}

/// Gives a keychain a thread of its own, which ends with the last who could ask it; the second value tells when.
fn serve(keychain: Arc<dyn Keychain>) -> (mpsc::Sender<Task>, oneshot::Receiver<()>) {
    let (tasks, todo) = mpsc::channel::<Task>();
    let (end, ended) = oneshot::channel();
    std::thread::spawn(move || {
        while let Ok(task) = todo.recv() {
            task(keychain.as_ref());
        }
        drop(keychain);
        // Nobody may be waiting for it.
        let _ = end.send(());
    });
    (tasks, ended)
}

/// A name that tells cloud (or purpose), account and profile apart, readable in the system's own keychain program.
pub fn name(what: &str, whose: &str) -> String {
    format!("{what} · {whose}")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Broken;
    impl Keychain for Broken {
        fn get(&self, _: &str) -> Result<Option<Secret>, String> {
            Err("no bus".to_owned())
        }
        fn set(&self, _: &str, _: &Secret) -> Result<(), String> {
            Err("no bus".to_owned())
        }
        fn delete(&self, _: &str) -> Result<(), String> {
            Err("no bus".to_owned())
        }
        fn forgets(&self) -> bool {
            false
        }
    }

    #[tokio::test]
    async fn whoever_begins_anew_finds_the_keychain_before_let_go_of() {
        let before = Arc::new(MemoryKeychain::lasting());
        let held = Arc::downgrade(&before);
        let vault = Vault::over(before);
        vault.begin_anew().await;
        assert_eq!(held.strong_count(), 0, "its file may be removed now");
        assert!(vault.memory_only().0);
    }

    #[tokio::test]
    async fn without_a_keychain_secrets_live_in_memory_and_it_says_so() {
        let vault = Vault::open(Arc::new(Broken), "p").await;
        assert_eq!(vault.memory_only(), (true, Some("no bus".to_owned())));
        vault.set("a".into(), Secret::new("s")).await.unwrap();
        assert_eq!(vault.get("a".into()).await.unwrap(), Some(Secret::new("s")));
        vault.delete("a".into()).await.unwrap();
        assert_eq!(vault.get("a".into()).await.unwrap(), None);
    }

    #[test]
    fn a_secret_is_never_printed() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "Secret(…)");
    }

    #[test]
    fn what_windows_could_not_keep_is_kept_nowhere() {
        let long = Secret::new("x".repeat(1281));
        assert!(SystemKeychain.set("test", &long).unwrap_err().contains("2560"));
    }

    /// The Credential Manager itself. Elsewhere `tests/e2e` brings a keychain of its own; this one is always there, and a name
    /// that nobody else has keeps the person's secrets apart.
    #[cfg(windows)]
    #[test]
    fn the_credential_manager_keeps_what_fits_and_nothing_longer() {
        let name = name("test", &uuid::Uuid::new_v4().to_string());
        let kept = || SystemKeychain.get(&name).unwrap();
        assert_eq!(kept(), None);
        SystemKeychain.delete(&name).expect("what is missing is fine");
        // The longest: in bytes as Windows counts them, whatever the letters take elsewhere.
        for longest in ["x".repeat(1280), "é".repeat(1280), "🔑".repeat(640)] {
            let secret = Secret::new(longest);
            SystemKeychain.set(&name, &secret).unwrap();
            assert_eq!(kept(), Some(secret));
        }
        let attributes = entry(&name).unwrap().inner.get_attributes().unwrap();
        assert_eq!(attributes["persistence"], "Local", "no domain carries it along");
        let before = kept();
        let too_long = "x".repeat(WINDOWS_LIMIT / 2 + 1);
        assert!(SystemKeychain.set(&name, &Secret::new(too_long.clone())).is_err());
        let by_itself = entry(&name).unwrap().set_password(&too_long);
        assert!(matches!(by_itself, Err(keyring::v1::Error::TooLong(..))), "our limit is the system's");
        assert_eq!(kept(), before, "what was there stays");
        SystemKeychain.delete(&name).unwrap();
        assert_eq!(kept(), None);
    }
}
