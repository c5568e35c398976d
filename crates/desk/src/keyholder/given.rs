//! A folder that somebody named for the profile (`--data`). It may be on a drive that is away; beginning an empty profile in its place
//! would look like a loss, and be one once the drive covers what was done there.

use std::path::Path;
use std::sync::Arc;

use super::{Options, profile_mark};
use crate::DeskError;
use crate::keychain::{Keychain, Vault};
use crate::profile::LOCK;
use crate::rest::profile_key;

impl Options {
    /// Sees that the folder is there, or that one may begin there: its parent is, and no profile of this place was left signed in. What
    /// remembers that is the keychain, which keeps the key of such a profile; without one nobody knows.
    ///
    /// # Errors
    /// `profile_away`, with `why`: `no_folder` where not even the parent is there, `was_here` where a profile was.
    pub async fn sees_its_place(&self, keychain: Arc<dyn Keychain>) -> Result<(), DeskError> {
        if self.data_dir.join(LOCK).exists() {
            return Ok(());
        }
        let away =
            |why: &str| DeskError::new("profile_away", "the profile's folder is not there").fact("why", why);
        if !self.data_dir.is_dir() && !parent_is_there(&self.data_dir) {
            return Err(away("no_folder"));
        }
        // A keychain that does not answer remembers nothing; the profile says so itself when it is opened.
        match Vault::ask_once(keychain, profile_key(&profile_mark(self))).await {
            Ok(Some(_)) => Err(away("was_here")),
            Ok(None) | Err(_) => Ok(()),
        }
    }
}

fn parent_is_there(folder: &Path) -> bool {
    std::path::absolute(folder).is_ok_and(|folder| folder.parent().is_none_or(Path::is_dir))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keychain::{MemoryKeychain, Secret};

    async fn why(folder: &Path, keychain: &Arc<MemoryKeychain>) -> Option<String> {
        let options = Options::of_this_machine(folder.to_owned(), None);
        let seen = options.sees_its_place(keychain.clone()).await;
        seen.err().map(|error| format!("{} {}", error.code, error.with["why"].as_str().unwrap_or_default()))
    }

    #[tokio::test]
    async fn a_profile_begins_in_a_folder_whose_parent_is_there_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let keychain = Arc::new(MemoryKeychain::lasting());
        assert_eq!(why(folder.path(), &keychain).await, None, "an empty folder");
        assert_eq!(why(&folder.path().join("new"), &keychain).await, None);
        let away = folder.path().join("drive").join("keyholder");
        assert_eq!(why(&away, &keychain).await.as_deref(), Some("profile_away no_folder"));
        assert!(!folder.path().join("drive").exists(), "and nothing is made by looking");
    }

    #[tokio::test]
    async fn where_a_profile_was_left_signed_in_none_begins_until_it_is_there_again() {
        let folder = tempfile::tempdir().unwrap();
        let drive = folder.path().join("drive");
        let keychain = Arc::new(MemoryKeychain::lasting());
        let mark = profile_mark(&Options::of_this_machine(drive.join("keyholder"), None));
        keychain.set(&profile_key(&mark), &Secret::new("key")).unwrap();
        // Where the drive is mounted there is a folder also without it.
        std::fs::create_dir(&drive).unwrap();
        assert_eq!(why(&drive.join("keyholder"), &keychain).await.as_deref(), Some("profile_away was_here"));
        assert_eq!(why(&drive.join("other"), &keychain).await, None, "another place");
        std::fs::create_dir(drive.join("keyholder")).unwrap();
        assert_eq!(why(&drive.join("keyholder"), &keychain).await.as_deref(), Some("profile_away was_here"));
        std::fs::write(drive.join("keyholder").join(LOCK), "").unwrap();
        assert_eq!(why(&drive.join("keyholder"), &keychain).await, None);
    }
}
