//! A profile's folder: where the files of each (cloud, account, store) rest, and the lock that keeps two writers apart.
//!
//! ```text
//!  DATA/profile.lock  settings.json  session.json
//!       <cloud hash>/<account>/<store>/outbox.db cache.db
//! ```
//! Folder names are ids under a hash of the cloud's address, so the same account at two clouds never meets itself.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use keyholder_domain::{AccountId, StoreId, Time};
use url::Url;

use crate::DeskError;

/// An opened profile. The lock dies with the process, however that ends.
#[derive(Debug)]
pub struct Profile {
    data: PathBuf,
    lock: Mutex<File>,
}

/// The file that is locked.
pub(crate) const LOCK: &str = "profile.lock";

impl Profile {
    /// Opens the folder, makes it where it is missing, and becomes its only writer.
    pub fn open(data: &Path) -> Result<Self, DeskError> {
        std::fs::create_dir_all(data)?;
        only_for_me(data)?;
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(data.join(LOCK))?;
        taken(&lock)?;
        Ok(Self { data: data.to_owned(), lock: Mutex::new(lock) })
    }

    /// Sees that this is still its only writer. A drive that went away and came back knows nothing of a lock: it is taken anew.
    ///
    /// # Errors
    /// `storage` where the folder is not there, `profile_in_use` where another program was faster.
    pub(crate) fn is_still_held(&self) -> Result<(), DeskError> {
        let mut held = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        let there = OpenOptions::new().write(true).open(self.data.join(LOCK))?;
        if !is_one_file(&held, &there)? {
            taken(&there)?;
            *held = there;
        }
        Ok(())
    }

    /// The profile's folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Where everything of one account at one cloud rests.
    pub fn account(&self, cloud: &Url, account: AccountId) -> PathBuf {
        self.data.join(cloud_hash(cloud)).join(account.to_string())
    }

    /// Where one store of that account rests.
    pub fn store(&self, cloud: &Url, account: AccountId, store: StoreId) -> PathBuf {
        self.account(cloud, account).join(store.to_string())
    }
}

fn taken(lock: &File) -> Result<(), DeskError> {
    match lock.try_lock() {
        Ok(()) => Ok(()),
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(DeskError::new("profile_in_use", "another window already uses this profile"))
        }
        Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

#[cfg(unix)]
fn is_one_file(held: &File, there: &File) -> std::io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    // A file of a drive that went away may not even tell what it is.
    let Ok(held) = held.metadata() else { return Ok(false) };
    let there = there.metadata()?;
    Ok((held.dev(), held.ino()) == (there.dev(), there.ino()))
}

#[cfg(not(unix))]
fn is_one_file(held: &File, _there: &File) -> std::io::Result<bool> {
    Ok(held.metadata().is_ok()) // Windows ends every handle of a drive that is taken away.
}

/// Sixteen hex digits of the cloud's origin: short in a path, and apart.
pub fn cloud_hash(cloud: &Url) -> String {
    format!("{:016x}", fingerprint(cloud.origin().ascii_serialization().as_bytes()))
}

/// Sixteen hex digits of a profile's place, by which one profile is told from another, whichever way its path was written.
pub fn mark(data: &Path) -> String {
    format!("{:016x}", fingerprint(place_of(data).as_os_str().as_encoded_bytes()))
}

/// A place by its one true name. A folder that is not there (yet, or not now) has the one that it would have where it belongs.
fn place_of(data: &Path) -> PathBuf {
    std::fs::canonicalize(data).unwrap_or_else(|_| {
        let place = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
        match (place.parent(), place.file_name()) {
            (Some(above), Some(name)) => place_of(above).join(name),
            _ => place,
        }
    })
}

/// FNV-1a: it tells names apart and guards nothing.
pub(crate) fn fingerprint(bytes: &[u8]) -> u64 {
    let fold = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, fold)
}

/// What is done with whole files. A simulator's are elsewhere than the system's, under the same names.
pub trait Files: Send + Sync {
    /// Whether there is such a file or folder.
    fn exists(&self, path: &Path) -> bool;
    /// Gives a file another name.
    fn rename(&self, from: &Path, to: &Path) -> std::io::Result<()>;
    /// Removes a folder and all in it; one that is missing is fine.
    fn wipe(&self, folder: &Path) -> std::io::Result<()>;
    /// Writes a small file so that a crash leaves the old one or the new one, never half.
    fn write_whole(&self, path: &Path, bytes: &[u8]) -> std::io::Result<()>;
}

/// How often, and after which pauses, a folder is tried again whose files another program (a scanner, an index) or a connection that is
/// being closed may have open for a moment.
const HELD_FOR_A_MOMENT: [Duration; 4] = [
    Duration::from_millis(20),
    Duration::from_millis(80),
    Duration::from_millis(300),
    Duration::from_millis(600),
];

/// The system's own files.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemFiles;

impl Files for SystemFiles {
    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn rename(&self, from: &Path, to: &Path) -> std::io::Result<()> {
        std::fs::rename(from, to)
    }

    fn wipe(&self, folder: &Path) -> std::io::Result<()> {
        let mut pauses = HELD_FOR_A_MOMENT.iter();
        loop {
            match std::fs::remove_dir_all(folder) {
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
                // A file that somebody has open cannot be removed there.
                Err(error) => match pauses.next() {
                    Some(pause) if cfg!(windows) => std::thread::sleep(*pause),
                    _ => return Err(error),
                },
            }
        }
    }

    fn write_whole(&self, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
        let beside = path.with_extension("new");
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    }
}

/// Removes a folder and all in it; one that is missing is fine.
pub fn wipe(folder: &Path) -> Result<(), DeskError> {
    Ok(SystemFiles.wipe(folder)?)
}

/// Keeps a file (with SQLite's companions) under another name, and says which.
pub fn set_aside(file: &Path, now: Time) -> Result<String, DeskError> {
    set_aside_in(&SystemFiles, file, now)
}

/// The same, wherever the file is.
pub fn set_aside_in(files: &dyn Files, file: &Path, now: Time) -> Result<String, DeskError> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut kept = format!("{name}.set-aside-{}", now.millis());
    let mut turn = 1;
    while files.exists(&file.with_file_name(&kept)) {
        kept = format!("{name}.set-aside-{}-{turn}", now.millis());
        turn += 1;
    }
    files.rename(file, &file.with_file_name(&kept))?;
    for companion in ["-wal", "-shm"] {
        let from = file.with_file_name(format!("{name}{companion}"));
        if files.exists(&from) {
            files.rename(&from, &file.with_file_name(format!("{kept}{companion}")))?;
        }
    }
    Ok(kept)
}

/// Writes a small file so that a crash leaves the old one or the new one, never half.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), DeskError> {
    Ok(SystemFiles.write_whole(path, bytes)?)
}

#[cfg(unix)]
fn only_for_me(folder: &Path) -> Result<(), DeskError> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?)
}

#[cfg(not(unix))]
fn only_for_me(_folder: &Path) -> Result<(), DeskError> {
    Ok(()) // A user's own application data is private by inheritance on Windows.
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_has_one_writer() {
        let folder = tempfile::tempdir().unwrap();
        let first = Profile::open(folder.path()).unwrap();
        assert_eq!(Profile::open(folder.path()).unwrap_err().code, "profile_in_use");
        drop(first);
        Profile::open(folder.path()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_profile_whose_drive_came_back_is_taken_anew_unless_somebody_was_faster() {
        let folder = tempfile::tempdir().unwrap();
        let (place, away) = (folder.path().join("drive"), folder.path().join("away"));
        let profile = Profile::open(&place).unwrap();
        profile.is_still_held().unwrap();
        std::fs::rename(&place, &away).unwrap();
        assert_eq!(profile.is_still_held().unwrap_err().with["why"], "gone");

        // It comes back as another file of the same name, as a drive does that is mounted anew.
        std::fs::create_dir(&place).unwrap();
        std::fs::write(place.join(LOCK), "").unwrap();
        profile.is_still_held().unwrap();
        assert_eq!(Profile::open(&place).unwrap_err().code, "profile_in_use");

        std::fs::remove_file(place.join(LOCK)).unwrap();
        let other = Profile::open(&place).unwrap();
        assert_eq!(profile.is_still_held().unwrap_err().code, "profile_in_use");
        drop(other);
        profile.is_still_held().unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn of_two_users_of_one_machine_neither_looks_into_the_others_profile() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("profile");
        std::fs::create_dir(&data).unwrap();
        std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).unwrap();
        let _open = Profile::open(&data).unwrap();
        assert_eq!(std::fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_profile_that_cannot_be_written_is_told_as_such() {
        let error = Profile::open(Path::new("/sys/keyholder")).unwrap_err();
        assert_eq!((error.code.as_str(), error.with["why"].as_str()), ("storage", Some("read_only")));
        assert!(!error.message.contains("/sys"), "and names no place of this machine");
    }

    #[test]
    fn two_clouds_have_two_folders_and_a_path_makes_no_difference() {
        let hash = |address: &str| cloud_hash(&Url::parse(address).unwrap());
        assert_ne!(hash("https://a.example"), hash("https://b.example"));
        assert_ne!(hash("http://127.0.0.1:1"), hash("http://127.0.0.1:2"));
        assert_eq!(hash("https://a.example"), hash("https://a.example:443/"));
    }

    #[test]
    fn a_profile_has_one_mark_however_its_path_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one"), folder.path().join("other"));
        std::fs::create_dir_all(&one).unwrap();
        assert_eq!(mark(&one), mark(&one.join("../one/.")));
        assert_ne!(mark(&one), mark(&other));
        let before = mark(&folder.path().join("one/../other"));
        std::fs::create_dir_all(&other).unwrap();
        assert_eq!(mark(&other), before, "also before it is there");
    }

    #[test]
    fn what_is_set_aside_is_kept_with_its_companions() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cache.db");
        for _ in 0..2 {
            std::fs::write(&file, "x").unwrap();
            std::fs::write(folder.path().join("cache.db-wal"), "y").unwrap();
            let kept = set_aside(&file, Time::from_millis(5)).unwrap();
            assert!(!file.exists());
            assert!(folder.path().join(kept).exists());
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 4);
    }
}
