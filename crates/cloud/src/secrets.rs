//! The cloud's own keys, in a file of their own: a stolen copy of the database alone makes no invitation link.
//!
//! The file is JSON, `{"keys":[{"id":1,"key":"<64 hex digits>"}]}`. The last key signs, all of them are believed: to
//! rotate, append a key, and drop the older one once the invitations under it have expired (7 days).

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The keys under which the cloud signs, newest last. Wiped from memory when dropped, never printed.
pub struct Secrets {
    keys: Vec<Key>,
}

/// One key and the id by which a signature names it.
#[derive(Zeroize, ZeroizeOnDrop)]
struct Key {
    #[zeroize(skip)]
    id: u8,
    bytes: [u8; 32],
}

/// Why a file of secrets could not be used.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The file could not be read or made.
    #[error("secrets file `{path}`: {source}")]
    File {
        /// The file asked for.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file holds something else than keys. What it holds is not repeated: it is secret.
    #[error("secrets file `{path}` is not a list of keys with distinct ids and 64 hex digits each")]
    Shape {
        /// The file asked for.
        path: PathBuf,
    },
}

#[derive(Serialize, Deserialize)]
struct FileShape {
    keys: Vec<FileKey>,
}

#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct FileKey {
    #[zeroize(skip)]
    id: u8,
    key: String,
}

impl Secrets {
    /// Reads the file, or makes it, readable by its owner only, with one random key.
    pub fn open_or_make(path: &Path) -> Result<Secrets, SecretsError> {
        match make(path) {
            // Somebody was here before: this run earlier, or a second process just now. Theirs counts.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(source) => return Err(SecretsError::File { path: path.to_owned(), source }),
            Ok(()) => {}
        }
        Secrets::open(path)
    }

    /// Reads a file that must be there.
    pub fn open(path: &Path) -> Result<Secrets, SecretsError> {
        let text = fs::read_to_string(path)
            .map(Zeroizing::new)
            .map_err(|source| SecretsError::File { path: path.to_owned(), source })?;
        warn_if_others_can_read(path);
        Secrets::parse(&text).ok_or_else(|| SecretsError::Shape { path: path.to_owned() })
    }

    /// Keys that live as long as this process: for tests.
    pub fn in_memory() -> Secrets {
        Secrets { keys: vec![Key { id: 1, bytes: rand::random() }] }
    }

    fn parse(text: &str) -> Option<Secrets> {
        let file: FileShape = serde_json::from_str(text).ok()?;
        let mut keys: Vec<Key> = Vec::new();
        for entry in &file.keys {
            let mut bytes = [0; 32];
            hex::decode_to_slice(&entry.key, &mut bytes).ok()?;
            if keys.iter().any(|key| key.id == entry.id) {
                return None;
            }
            keys.push(Key { id: entry.id, bytes });
        }
        if keys.is_empty() { None } else { Some(Secrets { keys }) }
    }

    /// The id of the key that signs now.
    pub fn current(&self) -> u8 {
        self.keys.last().map_or(0, |key| key.id)
    }

    /// HMAC-SHA256 of the message under the key of that id, if it is still believed.
    pub fn sign(&self, key_id: u8, message: &[u8]) -> Option<[u8; 32]> {
        let key = self.keys.iter().find(|key| key.id == key_id)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key.bytes).ok()?;
        mac.update(message);
        Some(mac.finalize().into_bytes().into())
    }
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secrets({} keys)", self.keys.len())
    }
}

/// Writes a file with one random key; fails if there is one already.
fn make(path: &Path) -> io::Result<()> {
    let mut bytes: [u8; 32] = rand::random();
    let file = FileShape { keys: vec![FileKey { id: 1, key: hex::encode(bytes) }] };
    bytes.zeroize();
    let text = Zeroizing::new(serde_json::to_string(&file).map_err(io::Error::other)?);
    write_private(path, text.as_bytes())
}

/// Writes a new file that only its owner can read, whole or not at all: it appears under its name once it is on disk.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(format!(".{:08x}.new", rand::random::<u32>()));
    let unfinished = PathBuf::from(unfinished);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&unfinished).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let named = written.and_then(|()| name(&unfinished, path));
    let _ = fs::remove_file(&unfinished);
    named
}

/// A hard link, unlike a rename, never replaces what another process made in the meantime. Where a file system has none, looking
/// first is the next best.
fn name(unfinished: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(unfinished, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => match path.try_exists()? {
            true => Err(io::ErrorKind::AlreadyExists.into()),
            false => fs::rename(unfinished, path),
        },
        named => named,
    }
}

#[cfg(unix)]
fn warn_if_others_can_read(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let open = fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0);
    if open {
        tracing::warn!(file = %path.display(), "the secrets file can be read by others: chmod 600 it");
    }
}

#[cfg(not(unix))]
fn warn_if_others_can_read(_path: &Path) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_file_is_private_and_opens_to_the_same_keys_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.json");
        let made = Secrets::open_or_make(&path).unwrap();
        let again = Secrets::open_or_make(&path).unwrap();
        assert_eq!(made.sign(1, b"x"), again.sign(1, b"x"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing unfinished is left behind");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn the_last_key_signs_and_the_older_ones_are_still_believed() {
        let (a, b) = ("11".repeat(32), "22".repeat(32));
        let text = format!(r#"{{"keys":[{{"id":1,"key":"{a}"}},{{"id":7,"key":"{b}"}}]}}"#);
        let secrets = Secrets::parse(&text).unwrap();
        assert_eq!(secrets.current(), 7);
        assert!(secrets.sign(1, b"x").is_some());
        assert!(secrets.sign(2, b"x").is_none());
        assert_eq!(format!("{secrets:?}"), "Secrets(2 keys)");
    }

    #[test]
    fn what_is_not_a_list_of_keys_is_refused_without_repeating_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.json");
        let twice = format!(r#"{{"keys":[{{"id":1,"key":"{0}"}},{{"id":1,"key":"{0}"}}]}}"#, "11".repeat(32));
        for text in ["", "{}", r#"{"keys":[]}"#, r#"{"keys":[{"id":1,"key":"5ecret"}]}"#, &twice] {
            fs::write(&path, text).unwrap();
            let error = Secrets::open(&path).unwrap_err().to_string();
            assert!(error.contains("secrets.json") && !error.contains("5ecret"), "{error}");
        }
    }
}
