//! A data key: 32 random bytes under which the files of one account at one cloud are sealed.

use std::path::Path;

use rand::TryRng;
use rand::rngs::SysRng;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::DeskError;
use crate::keychain::Secret;

/// 32 bytes that are wiped from memory when dropped, and never printed.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    /// A new one, from the system's generator.
    pub fn random() -> Result<Self, DeskError> {
        let mut bytes = Zeroizing::new([0; 32]);
        SysRng
            .try_fill_bytes(bytes.as_mut())
            .map_err(|error| DeskError::storage(format!("the system gives no random bytes: {error}")))?;
        Ok(Self(bytes))
    }

    /// These bytes as a key.
    pub fn from_bytes(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    /// A key as a keychain keeps it: 64 hex digits.
    pub fn read(secret: &Secret) -> Option<Self> {
        let text = secret.expose().as_bytes();
        if text.len() != 64 {
            return None;
        }
        let mut bytes = Zeroizing::new([0; 32]);
        for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
            let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(bytes))
    }

    /// The same, to be kept in a keychain.
    pub fn to_secret(&self) -> Secret {
        Secret::new(hex(self.0.as_ref()).as_str())
    }

    /// The first 16 bytes of a file under this key: SQLCipher's salt, chosen by us so that it tells whose the file is. The
    /// store's folder and the file's name are in it, so that no page of one file passes for a page of another.
    pub(super) fn salt(&self, file: &Path) -> [u8; 16] {
        let name = |path: Option<&std::ffi::OsStr>| path.unwrap_or_default().to_string_lossy().into_owned();
        // A profile's own folder may be renamed; what is inside it may not.
        let folder = name(file.parent().and_then(Path::file_name));
        let folder = if Uuid::try_parse(&folder).is_ok() { folder } else { String::new() };
        let file = name(file.file_name());
        // What is set aside or made beside keeps its salt: `outbox.db.set-aside-5` is an `outbox`.
        let stem = file.split('.').next().unwrap_or_default();
        let digest = Sha256::new()
            .chain_update(b"keyholder file 1\0")
            .chain_update(self.0.as_ref())
            .chain_update(folder.as_bytes())
            .chain_update(b"\0")
            .chain_update(stem.as_bytes())
            .finalize();
        let mut salt = [0; 16];
        salt.copy_from_slice(&digest[..16]);
        salt
    }

    /// Key and salt in SQLCipher's raw form.
    pub(super) fn raw(&self, file: &Path) -> Zeroizing<String> {
        let (key, salt) = (hex(self.0.as_ref()), hex(&self.salt(file)));
        Zeroizing::new(format!("x'{}{}'", key.as_str(), salt.as_str()))
    }

    /// The statements that come first on a connection. SQLCipher's own log goes to standard error and is turned off: what
    /// goes wrong comes back as an error.
    pub(super) fn pragma(&self, file: &Path) -> Zeroizing<String> {
        let raw = self.raw(file);
        Zeroizing::new(format!("pragma cipher_log_level = none; pragma key = \"{}\";", raw.as_str()))
    }
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(…)")
    }
}

fn hex(bytes: &[u8]) -> Zeroizing<String> {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    // Made at its full length at once: a text that grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}
