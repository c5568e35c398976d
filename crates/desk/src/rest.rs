//! Where everything of a person rests on this machine, and under which keys.
//!
//! ```text
//!  encrypted    a system keychain keeps the tokens and the keys      the ordinary case
//!  passphrase   there is none: a vault, opened by what she types     `enter` at every start
//!  memory       there is none, and no passphrase (yet, or declined)  nothing of her is on any disk
//! ```
//!
//! Each account at each cloud has a data key of its own, made at its first sign-in and shredded at its sign-out before the
//! files are wiped: a copy of them made earlier is then noise. A key of the profile seals `profile.db`, the notes of who is
//! signed in. A profile sealed by a passphrase stays so, also when a system keychain appears, until everybody signed out of
//! it; one sealed by a system keychain waits for it, and meanwhile this run works in memory and touches no file.
//!
//! INVARIANT: a key is made only where the keychain answered that there is none. One that does not answer changes nothing.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use keyholder_domain::AccountId;
use url::Url;

use crate::DeskError;
use crate::before;
use crate::clock::Clock;
use crate::keychain::{Keychain, Vault, name, sealed::SealedKeychain};
use crate::profile::{Profile, set_aside, wipe};
use crate::storage::{DataKey, Storage};
use crate::views::program::{PassphraseAsk, RestKind};

mod moving;

/// The sealed notes of a profile.
const NOTES: &str = "profile.db";

/// Where things rest, for one profile.
pub struct Rest {
    profile: Arc<Profile>,
    vault: Vault,
    mark: String,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    /// Held while a key is looked up or made: two who miss it at once must not make two.
    making: tokio::sync::Mutex<()>,
    /// Wrong passphrases so far; held while one is tried, so that tries come one at a time.
    wrong: tokio::sync::Mutex<u32>,
}

struct State {
    kind: RestKind,
    ask: PassphraseAsk,
    notes: Storage,
    accounts: HashMap<String, (PathBuf, Storage)>,
    /// Files that could not be opened with this machine's key, by the names under which they are kept.
    aside: Vec<String>,
}

impl Rest {
    /// Looks where things rest: what is there already decides, then what the machine has.
    pub async fn open(
        profile: Arc<Profile>,
        keychain: Arc<dyn Keychain>,
        mark: String,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, DeskError> {
        let sealed = SealedKeychain::exists(profile.data());
        let vault = if sealed { Vault::memory() } else { Vault::open(keychain, &mark).await };
        let forgets = vault.memory_only().0;
        let kept_before = profile.data().join(NOTES).exists();
        let (kind, ask) = match (sealed, forgets) {
            (true, _) => (RestKind::Passphrase, PassphraseAsk::Enter),
            (false, false) => (RestKind::Encrypted, PassphraseAsk::None),
            // Sealed by a keychain that is away: its files wait for it.
            (false, true) if kept_before => (RestKind::Memory, PassphraseAsk::None),
            (false, true) => (RestKind::Memory, PassphraseAsk::Choose),
        };
        let state =
            State { kind, ask, notes: Storage::memory(), accounts: HashMap::new(), aside: Vec::new() };
        let (making, wrong) = (tokio::sync::Mutex::default(), tokio::sync::Mutex::default());
        let rest = Self { profile, vault, mark, clock, state: Mutex::new(state), making, wrong };
        if kind == RestKind::Encrypted && (kept_before || rest.plain_note("session").exists()) {
            rest.open_notes_or_give_up().await?;
        }
        Ok(rest)
    }

    /// Where secrets rest.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// The profile's mark, by which entries of the system's keychain are told apart. A vault is part of its profile, wherever
    /// that is moved, and has no other's entries.
    pub fn mark(&self) -> &str {
        match self.stands().0 {
            RestKind::Encrypted => &self.mark,
            RestKind::Passphrase | RestKind::Memory => "this profile",
        }
    }

    /// Where data rests, and what is asked for that now.
    pub fn stands(&self) -> (RestKind, PassphraseAsk) {
        let state = self.lock();
        (state.kind, state.ask)
    }

    /// Whether nothing may be read or kept yet, because a passphrase has to be entered first.
    pub fn is_closed(&self) -> bool {
        self.stands().1 == PassphraseAsk::Enter
    }

    /// Files of this profile that could not be opened with this machine's keys, and are kept under these names.
    pub fn aside(&self) -> Vec<String> {
        self.lock().aside.clone()
    }

    /// Where the files of an account at a cloud rest. Its data key is made where there is none.
    ///
    /// # Errors
    /// `keychain` where that does not answer: then nothing is opened, made or set aside.
    pub async fn of(&self, cloud: &Url, account: AccountId) -> Result<Storage, DeskError> {
        let whose = self.whose(cloud, account);
        if let Some((_, known)) = self.lock().accounts.get(&whose) {
            return Ok(known.clone());
        }
        let storage = match self.stands() {
            (_, PassphraseAsk::Enter) => return Err(needed()),
            (RestKind::Memory, _) => Storage::memory(),
            (RestKind::Encrypted | RestKind::Passphrase, _) => {
                let key = self.key(&name("data key", &whose)).await?;
                let storage = Storage::disk(Some(key)).within(&self.profile);
                let (hers, folder) = (storage.clone(), self.profile.account(cloud, account));
                let sealed = tokio::task::spawn_blocking(move || hers.seal_all(&folder)).await;
                sealed.map_err(|error| DeskError::storage(error.to_string()))?;
                storage
            }
        };
        // Two who ask at once must share one memory.
        let folder = self.profile.account(cloud, account);
        Ok(self.lock().accounts.entry(whose).or_insert((folder, storage)).1.clone())
    }

    /// The folders of all accounts of which something rests in this run's memory only.
    pub fn in_memory(&self) -> Vec<(PathBuf, Storage)> {
        let state = self.lock();
        state.accounts.values().filter(|(_, storage)| storage.is_memory()).cloned().collect()
    }

    /// Forgets the data key of an account at a cloud: what is left of its files can never be read again.
    pub async fn shred(&self, cloud: &Url, account: AccountId) -> Result<(), DeskError> {
        let whose = self.whose(cloud, account);
        // The last clone that an open desk does not hold; the bytes are wiped with it.
        drop(self.lock().accounts.remove(&whose));
        let deleted = self.vault.delete(name("data key", &whose)).await;
        deleted.map_err(|problem| DeskError::new("keychain", problem))
    }

    /// Wipes what is left of an account's files. In memory nothing of hers is on the disk; what may lie there waits for its
    /// keychain or its passphrase, and stays.
    pub fn wipe(&self, cloud: &Url, account: AccountId) -> Result<(), DeskError> {
        if self.stands().0 == RestKind::Memory {
            return Ok(());
        }
        let folder = self.profile.account(cloud, account);
        wipe(&folder)?;
        before::forget(self.profile.data(), &folder)?;
        if let Some(cloud) = folder.parent() {
            // Another account of the same cloud may still rest there.
            let _ = std::fs::remove_dir(cloud);
        }
        Ok(())
    }

    /// Lets go of an account's key until it is asked for again. What rests in memory only stays: it is nowhere else.
    pub fn let_go(&self, cloud: &Url, account: AccountId) {
        let whose = self.whose(cloud, account);
        let mut state = self.lock();
        if state.kind != RestKind::Memory {
            state.accounts.remove(&whose);
        }
    }

    /// Reads one of the profile's notes.
    pub fn note(&self, name: &str) -> Result<Option<Vec<u8>>, DeskError> {
        self.notes().note(&self.file(), name)
    }

    /// Keeps one of the profile's notes; [`Rest::ready`] comes first.
    pub fn keep_note(&self, name: &str, text: &[u8]) -> Result<(), DeskError> {
        if self.stands().0 != RestKind::Memory && self.notes().is_memory() {
            return Err(DeskError::storage("the profile's notes are not open yet"));
        }
        self.notes().keep_note(&self.file(), name, text)
    }

    /// Drops one of the profile's notes. With the last one the profile's own key and its vault go too, so that a profile that
    /// nobody is signed in to holds nothing of anybody.
    pub async fn drop_note(&self, note: &str) -> Result<(), DeskError> {
        if self.notes().drop_note(&self.file(), note)? {
            return Ok(());
        }
        if self.notes().is_memory() {
            return Ok(());
        }
        let key = self.vault.delete(self.profile_key()).await;
        let mut files = vec![self.file()];
        if self.stands().0 == RestKind::Passphrase {
            files.extend(SealedKeychain::files(self.profile.data()));
            self.vault.begin_anew().await;
        }
        for file in files.iter().flat_map(|file| companions(file)) {
            match std::fs::remove_file(file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        let mut state = self.lock();
        state.notes = Storage::memory();
        if state.kind == RestKind::Passphrase {
            (state.kind, state.ask) = (RestKind::Memory, PassphraseAsk::Choose);
        }
        key.map_err(|problem| DeskError::new("keychain", problem))
    }

    /// Seals a note that version 0.1 left in plain text. It stays as it is until something can seal it.
    pub fn take_plain_note(&self, name: &str) -> Result<(), DeskError> {
        let plain = self.plain_note(name);
        if self.notes().is_memory() || !plain.exists() {
            return Ok(());
        }
        self.keep_note(name, &std::fs::read(&plain)?)?;
        Ok(std::fs::remove_file(plain)?)
    }

    /// Where version 0.1 left a note in plain text.
    pub(crate) fn plain_note(&self, name: &str) -> PathBuf {
        self.profile.data().join(format!("{name}.json"))
    }

    /// Makes sure that the profile's notes rest where data rests: a sign-in may follow a sign-out that removed them.
    pub async fn ready(&self) -> Result<(), DeskError> {
        let (kind, ask) = self.stands();
        // A sign-in in memory, beside plain files of version 0.1, would not know what waits in them.
        let undecided = ask == PassphraseAsk::Choose && self.plain_note("session").exists();
        if ask == PassphraseAsk::Enter || undecided {
            return Err(needed());
        }
        if kind != RestKind::Memory && self.notes().is_memory() {
            self.open_notes_or_give_up().await?;
        }
        Ok(())
    }

    /// The same; a keychain that answers and keeps nothing is as good as none.
    async fn open_notes_or_give_up(&self) -> Result<(), DeskError> {
        match self.open_notes().await {
            Err(error) if error.code == "keychain" => {
                self.vault.give_up(error.message);
                let waits = self.file().exists();
                let mut state = self.lock();
                state.kind = RestKind::Memory;
                state.ask = if waits { PassphraseAsk::None } else { PassphraseAsk::Choose };
                Ok(())
            }
            other => other,
        }
    }

    /// Opens the profile's notes; those under a key that this machine does not have are kept and set aside.
    async fn open_notes(&self) -> Result<(), DeskError> {
        let storage = Storage::disk(Some(self.key(&self.profile_key()).await?));
        let file = self.file();
        if let Err(error) = storage.note(&file, "") {
            if !error.cannot_be_read() {
                return Err(error);
            }
            let kept = set_aside(&file, self.clock.now())?;
            tracing::warn!(%error, %kept, "the profile's notes cannot be read with this machine's key");
            self.lock().aside.push(kept);
        }
        self.lock().notes = storage;
        Ok(())
    }

    /// A key by its name in the keychain, made where the keychain has none.
    async fn key(&self, name: &str) -> Result<DataKey, DeskError> {
        let failed = |problem| DeskError::new("keychain", problem);
        let _alone = self.making.lock().await;
        let found = self.vault.get(name.to_owned()).await.map_err(failed)?;
        if let Some(found) = found {
            let unreadable = || DeskError::new("keychain", "the keychain's entry is not a key");
            return DataKey::read(&found).ok_or_else(unreadable);
        }
        let key = DataKey::random()?;
        self.vault.set(name.to_owned(), key.to_secret()).await.map_err(failed)?;
        Ok(key)
    }

    fn profile_key(&self) -> String {
        profile_key(self.mark())
    }

    fn whose(&self, cloud: &Url, account: AccountId) -> String {
        format!("{account} @ {} · {}", cloud.origin().ascii_serialization(), self.mark())
    }

    fn notes(&self) -> Storage {
        self.lock().notes.clone()
    }

    fn file(&self) -> PathBuf {
        self.profile.data().join(NOTES)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the key of a profile is called in a keychain: it is there as long as somebody is signed in to that profile.
pub(crate) fn profile_key(mark: &str) -> String {
    name("profile key", mark)
}

fn needed() -> DeskError {
    DeskError::new("passphrase_needed", "choose or enter the passphrase of this profile first")
}

fn companions(file: &std::path::Path) -> [PathBuf; 4] {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    ["", "-journal", "-wal", "-shm"].map(|end| file.with_file_name(format!("{name}{end}")))
}

#[cfg(test)]
mod tests;
