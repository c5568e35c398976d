//! The vault: a small sealed file that is a keychain like any other, for machines that have none. What opens it is a
//! passphrase that only its person knows.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension, params};

use super::passphrase::{Derivation, strong_enough};
use super::{Keychain, Secret};
use crate::DeskError;
use crate::storage::Storage;

const FILE: &str = "vault.db";
const NOTE: &str = "vault.json";
const TABLE: &str =
    "create table if not exists secrets (name text primary key, secret text not null) strict, without rowid";

/// The opened vault.
pub struct SealedKeychain {
    storage: Storage,
    file: PathBuf,
    db: Mutex<Connection>,
}

impl SealedKeychain {
    /// Whether a profile has one.
    pub fn exists(profile: &Path) -> bool {
        profile.join(FILE).exists() && profile.join(NOTE).exists()
    }

    /// The two files that it is made of.
    pub fn files(profile: &Path) -> [PathBuf; 2] {
        [profile.join(FILE), profile.join(NOTE)]
    }

    /// Makes one. There must be none.
    ///
    /// # Errors
    /// `weak_passphrase`, with `least` characters.
    pub fn make(profile: &Path, passphrase: &Secret) -> Result<Self, DeskError> {
        strong_enough(passphrase)?;
        let derivation = Derivation::new()?;
        // The note first: a vault without it could never be opened, a note without a vault is nothing.
        derivation.keep(&profile.join(NOTE))?;
        Self::connect(profile, &derivation, passphrase)
    }

    /// Opens it.
    ///
    /// # Errors
    /// `bad_passphrase`; a vault that is damaged says so instead, so that nobody doubts her memory.
    pub fn open(profile: &Path, passphrase: &Secret) -> Result<Self, DeskError> {
        Self::connect(profile, &Derivation::load(&profile.join(NOTE))?, passphrase)
    }

    fn connect(profile: &Path, derivation: &Derivation, passphrase: &Secret) -> Result<Self, DeskError> {
        let storage = Storage::disk(Some(derivation.key(passphrase)?));
        let file = profile.join(FILE);
        let db = storage.connect_small(&file, TABLE).map_err(|error| {
            if error.with.get("why").is_some_and(|why| why == "other_key") {
                DeskError::new("bad_passphrase", "this is not the passphrase")
            } else {
                error
            }
        })?;
        Ok(Self { storage, file, db: Mutex::new(db) })
    }

    /// Does this with the vault. A connection whose drive went away stays in its error: where the vault is there again it is opened anew.
    fn with<T>(&self, work: impl Fn(&Connection) -> rusqlite::Result<T>) -> Result<T, String> {
        let mut db = self.db.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = match work(&db) {
            Ok(done) => return Ok(done),
            Err(error) => told(error),
        };
        *db = self
            .storage
            .is_back(&self.file)
            .and_then(|()| self.storage.connect_small(&self.file, TABLE))
            .map_err(|_| failed)?;
        work(&db).map_err(told)
    }
}

impl Keychain for SealedKeychain {
    fn get(&self, name: &str) -> Result<Option<Secret>, String> {
        let query = "select secret from secrets where name = ?1";
        let found = self.with(|db| db.query_row(query, [name], |row| row.get::<_, String>(0)).optional());
        Ok(found?.map(Secret::new))
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), String> {
        let set = "insert into secrets (name, secret) values (?1, ?2)
                   on conflict (name) do update set secret = excluded.secret";
        self.with(|db| db.execute(set, params![name, secret.expose()]).map(|_| ()))
    }

    fn delete(&self, name: &str) -> Result<(), String> {
        self.with(|db| db.execute("delete from secrets where name = ?1", [name]).map(|_| ()))
    }

    fn forgets(&self) -> bool {
        false
    }
}

/// SQLite names what is wrong and never a value.
fn told(error: rusqlite::Error) -> String {
    format!("the vault cannot be used: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_passphrase_opens_the_vault_and_a_wrong_one_costs_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (right, wrong) = (Secret::new("warung pojok satu"), Secret::new("warung pojok dua"));
        assert_eq!(
            SealedKeychain::make(folder.path(), &Secret::new("short")).err().unwrap().code,
            "weak_passphrase"
        );
        assert!(!SealedKeychain::exists(folder.path()), "a weak one leaves nothing behind");
        let vault = SealedKeychain::make(folder.path(), &right).unwrap();
        vault.set("sign-in", &Secret::new("token-1")).unwrap();
        vault.set("sign-in", &Secret::new("token-2")).unwrap();
        vault.set("data key", &Secret::new("k")).unwrap();
        vault.delete("data key").unwrap();
        drop(vault);
        assert!(SealedKeychain::exists(folder.path()));
        for _ in 0..2 {
            let error = SealedKeychain::open(folder.path(), &wrong).err().unwrap();
            assert_eq!(error.code, "bad_passphrase");
        }
        let vault = SealedKeychain::open(folder.path(), &right).unwrap();
        assert_eq!(vault.get("sign-in").unwrap(), Some(Secret::new("token-2")));
        assert_eq!(vault.get("data key").unwrap(), None);
        drop(vault);

        let bytes = std::fs::read(folder.path().join(FILE)).unwrap();
        assert!(!bytes.windows(5).any(|window| window == b"token"));
        let mut torn = bytes;
        torn[200..300].fill(0xA5);
        std::fs::write(folder.path().join(FILE), torn).unwrap();
        let error = SealedKeychain::open(folder.path(), &right).err().unwrap();
        assert_eq!((error.code.as_str(), error.with["why"].as_str()), ("storage", Some("damaged")));
    }
}
