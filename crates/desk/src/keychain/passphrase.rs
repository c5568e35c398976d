//! A passphrase in the place of a system keychain: argon2id (RFC 9106) makes the key of the sealed keychain out of it. Salt
//! and cost rest beside in the clear, with a version: they are needed before anything can be opened, and tell nothing.

use std::path::Path;
use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, Version};
use rand::TryRng;
use rand::rngs::SysRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::Secret;
use crate::DeskError;
use crate::profile::write_whole;
use crate::storage::DataKey;

/// A passphrase has at least this many characters, whatever they are: length is what counts.
pub const LEAST: usize = 12;
/// And at most this many: hashing a giant would only cost time.
const MOST: usize = 1024;
/// The most memory that a stored cost may ask for: a file that was tampered with must not bring the machine down.
const MOST_MEMORY_KIB: u32 = 1 << 20;

/// How a passphrase becomes a key; stored as JSON beside the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derivation {
    version: u32,
    kdf: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
}

impl Derivation {
    /// A new one: RFC 9106's second recommended option (section 4), 64 MiB, 3 passes, 4 lanes; stronger than what the cloud
    /// spends on a password, because here a guess can be tried without asking anybody.
    pub fn new() -> Result<Self, DeskError> {
        let mut salt = [0; 16];
        SysRng
            .try_fill_bytes(&mut salt)
            .map_err(|error| DeskError::storage(format!("the system gives no random bytes: {error}")))?;
        let salt = salt.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { version: 1, kdf: "argon2id".to_owned(), memory_kib: 64 * 1024, passes: 3, lanes: 4, salt })
    }

    /// Reads the one of a vault.
    pub fn load(file: &Path) -> Result<Self, DeskError> {
        let read: Self = serde_json::from_slice(&std::fs::read(file)?)
            .map_err(|_| DeskError::storage("the vault's note makes no sense").fact("why", "damaged"))?;
        if read.version != 1 || read.kdf != "argon2id" {
            return Err(DeskError::written_by_newer("the vault was made by a newer version"));
        }
        Ok(read)
    }

    /// Keeps it, whole or not at all.
    pub fn keep(&self, file: &Path) -> Result<(), DeskError> {
        let text = serde_json::to_vec_pretty(self).map_err(|error| DeskError::storage(error.to_string()))?;
        write_whole(file, &text)
    }

    /// The key. Takes some tenths of a second and 64 MiB, on purpose: call it where nothing waits.
    pub fn key(&self, passphrase: &Secret) -> Result<DataKey, DeskError> {
        let wrong =
            |what: &str| DeskError::storage(format!("the vault's note: {what}")).fact("why", "damaged");
        if self.memory_kib > MOST_MEMORY_KIB || self.passes > 100 || self.lanes > 64 {
            return Err(wrong("its cost is beyond reason"));
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|error| wrong(&error.to_string()))?;
        let mut key = Zeroizing::new([0; 32]);
        // The same characters give the same key, however a keyboard composes them.
        let typed: Zeroizing<String> =
            Zeroizing::new(unicode_normalization::UnicodeNormalization::nfc(passphrase.expose()).collect());
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(typed.as_bytes(), self.salt.as_bytes(), key.as_mut())
            .map_err(|error| wrong(&error.to_string()))?;
        Ok(DataKey::from_bytes(key))
    }
}

/// Whether it is long enough to guard anything.
pub fn strong_enough(passphrase: &Secret) -> Result<(), DeskError> {
    // A character has at most 4 bytes, so that a giant is turned down without counting it.
    let length = if passphrase.expose().len() <= 4 * MOST { passphrase.expose().chars().count() } else { 0 };
    if (LEAST..=MOST).contains(&length) {
        return Ok(());
    }
    Err(DeskError::new("weak_passphrase", "a passphrase needs 12 characters or more").fact("least", LEAST))
}

/// How long the next try waits after so many wrong ones: people mistype, programs guess.
pub fn patience(wrong: u32) -> Duration {
    match wrong {
        0..=2 => Duration::ZERO,
        _ => Duration::from_secs(1 << (wrong - 3).min(5)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_passphrase_gives_the_same_key_and_another_one_another() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("vault.json");
        let cheap = Derivation { memory_kib: 64, passes: 1, ..Derivation::new().unwrap() };
        cheap.keep(&file).unwrap();
        let read = Derivation::load(&file).unwrap();
        assert_eq!(read, cheap);
        let key = |text: &str| read.key(&Secret::new(text)).unwrap().to_secret();
        assert_eq!(key("warung pojok n\u{e9}"), key("warung pojok ne\u{301}"), "however it is composed");
        assert_ne!(key("warung pojok satu"), key("warung pojok dua"));
        let salted = Derivation { salt: Derivation::new().unwrap().salt, ..cheap };
        assert_ne!(
            salted.key(&Secret::new("warung pojok satu")).unwrap().to_secret(),
            key("warung pojok satu")
        );
    }

    #[test]
    fn its_cost_is_what_rfc_9106_recommends_and_a_tampered_note_costs_no_more_than_that() {
        let made = Derivation::new().unwrap();
        assert_eq!((made.memory_kib, made.passes, made.lanes), (65_536, 3, 4));
        let greedy = Derivation { memory_kib: u32::MAX, ..made };
        assert_eq!(greedy.key(&Secret::new("warung pojok satu")).unwrap_err().with["why"], "damaged");
    }

    #[test]
    fn a_passphrase_is_long_and_wrong_tries_get_slow() {
        for (text, fine) in
            [("elevenchars".to_owned(), false), ("twelve chars".to_owned(), true), ("x".repeat(1025), false)]
        {
            assert_eq!(strong_enough(&Secret::new(text)).is_ok(), fine);
        }
        let seconds: Vec<u64> = (0..9).map(|wrong| patience(wrong).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 0, 1, 2, 4, 8, 16, 32]);
        assert_eq!(patience(u32::MAX).as_secs(), 32);
    }
}
