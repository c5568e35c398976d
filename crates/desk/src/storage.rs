//! Where a desk's SQLite files rest, and under which key.
//!
//! ```text
//!  disk, with a key   SQLCipher files: everything but 16 bytes of salt is AES-256, every page bears an HMAC
//!  disk, no key       plain files: tests and tools
//!  memory             nothing touches the disk; it lasts as long as a clone of this value
//! ```
//!
//! The key is 32 random bytes, given raw (`x'…'`), so that opening costs no key derivation: see "Example 2: Raw Key Data
//! (Without Key Derivation)" under `PRAGMA key` on the page "SQLCipher API" of SQLCipher's documentation. The 16 bytes of
//! salt (the same page, "Example 3": 96 hex digits) are a fingerprint of the key and of the file's name. A file that cannot
//! be read therefore tells itself whose it is: with our salt it is damaged, with another it was sealed under another key.
//!
//! INVARIANT: a file that cannot be read is never overwritten or removed here. Whoever opens it decides, and sets it aside.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use keyholder_domain::Time;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::DeskError;
use crate::profile::{Files, Profile, SystemFiles, fingerprint};

mod key;
mod log;
mod notes;
mod recovery;
mod seal;

pub use key::DataKey;
pub(crate) use recovery::Recovery;

/// Where files rest. Clones mean the same place.
#[derive(Clone)]
pub struct Storage(Arc<Place>);

enum Place {
    // Whoever lets go of the profile frees it, also where a storage is still in somebody's hands.
    Disk { key: Option<DataKey>, vfs: Option<Layer>, profile: Weak<Profile> },
    Memory { mark: u64, files: Mutex<HashMap<PathBuf, Connection>> },
}

/// A file layer that SQLite knows by a name, and the same files as whole ones.
#[derive(Clone)]
struct Layer {
    name: String,
    files: Arc<dyn Files>,
}

/// Tells the memories of one process apart.
static MEMORIES: AtomicU64 = AtomicU64::new(1);

impl Storage {
    /// Files on this disk: sealed under the key, or plain without one.
    pub fn disk(key: Option<DataKey>) -> Self {
        Self(Arc::new(Place::Disk { key, vfs: None, profile: Weak::new() }))
    }

    /// Nothing on any disk. What is opened here stays, closed or not, until the last clone of this value is gone.
    pub fn memory() -> Self {
        let mark = MEMORIES.fetch_add(1, Ordering::Relaxed);
        Self(Arc::new(Place::Memory { mark, files: Mutex::default() }))
    }

    /// The same through a file layer that was registered with SQLite under this name. It has no shared memory, so one
    /// connection owns a file; and what looks at files from outside (sealing a plain one, telling whose it is) is left out.
    #[must_use]
    pub fn with_vfs(self, name: &str, files: Arc<dyn Files>) -> Self {
        match self.0.as_ref() {
            Place::Disk { key, profile, .. } => {
                let vfs = Some(Layer { name: name.to_owned(), files });
                Self(Arc::new(Place::Disk { key: key.clone(), vfs, profile: profile.clone() }))
            }
            Place::Memory { .. } => self,
        }
    }

    /// The same within a profile: whether that is still ours is asked before a file is opened anew.
    #[must_use]
    pub(crate) fn within(self, profile: &Arc<Profile>) -> Self {
        match self.0.as_ref() {
            Place::Disk { key, vfs, .. } => {
                let (key, vfs) = (key.clone(), vfs.clone());
                Self(Arc::new(Place::Disk { key, vfs, profile: Arc::downgrade(profile) }))
            }
            Place::Memory { .. } => self,
        }
    }

    /// Whether nothing of it reaches a disk.
    pub fn is_memory(&self) -> bool {
        matches!(self.0.as_ref(), Place::Memory { .. })
    }

    /// Opens a file, gives its key and sees that it can be read; one that is missing is made. A plain file, as version 0.1
    /// left it, is sealed first where there is a key.
    ///
    /// # Errors
    /// `storage` with `why`: `damaged` for a file of ours that cannot be read, `other_key` for one that is not under this key.
    pub fn connect(&self, file: &Path) -> Result<Connection, DeskError> {
        let db = match self.0.as_ref() {
            Place::Memory { mark, files } => connect_memory(*mark, files, file)?,
            Place::Disk { key, vfs, .. } => {
                if let (Some(key), None) = (key, vfs) {
                    seal::seal_if_plain(file, key)?;
                }
                let db = open_file(file, vfs.as_ref().map(|layer| layer.name.as_str()))?;
                if let Some(key) = key {
                    db.execute_batch(&key.pragma(file))?;
                }
                db
            }
        };
        db.busy_timeout(Duration::from_secs(5))?;
        // The first read is where a wrong key shows.
        match db.query_row("select count(*) from sqlite_schema", [], |row| row.get::<_, i64>(0)) {
            Ok(_) => Ok(db),
            Err(error) if unreadable(&error) => Err(match self.whose(file) {
                Whose::Others => {
                    DeskError::storage("a file was sealed under another key").fact("why", "other_key")
                }
                Whose::Ours | Whose::Plain => {
                    DeskError::storage("a file of this desk is damaged").fact("why", "damaged")
                }
            }),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a small file that is seldom written and must keep every word: what it commits survives a power cut. The statement makes
    /// its table where it has none yet.
    pub(crate) fn connect_small(&self, file: &Path, table: &str) -> Result<Connection, DeskError> {
        let db = self.connect(file)?;
        db.execute_batch("pragma synchronous = extra; pragma fullfsync = on;")?;
        db.execute_batch(table)?;
        Ok(db)
    }

    /// Seals what version 0.1 left in plain text in an account's folder, whether its stores are opened or not. A file that
    /// cannot be sealed now (it is damaged, the disk is full) stays as it is until it is opened.
    pub(crate) fn seal_all(&self, account: &Path) {
        for name in ["outbox.db", "cache.db"] {
            for file in self.beneath(account, name) {
                if self.whose(&file) == Whose::Plain
                    && let Err(error) = self.connect(&file)
                {
                    tracing::warn!(%error, "a plain file was not sealed");
                }
            }
        }
        let lists = std::fs::read_dir(account).into_iter().flatten().flatten().map(|file| file.path());
        for list in lists.filter(|file| file.to_string_lossy().ends_with(".unsent.json")) {
            if let Err(error) = self.seal_list(&list) {
                tracing::warn!(%error, "a plain list was not sealed");
            }
        }
    }

    fn seal_list(&self, list: &Path) -> Result<(), DeskError> {
        self.keep_note(&list.with_extension("db"), crate::actor::UNSENT, &std::fs::read(list)?)?;
        Ok(std::fs::remove_file(list)?)
    }

    /// Whether a file rests here under this name.
    pub fn holds(&self, file: &Path) -> bool {
        match self.0.as_ref() {
            Place::Disk { .. } => self.files().exists(file),
            Place::Memory { files, .. } => {
                files.lock().unwrap_or_else(PoisonError::into_inner).contains_key(file)
            }
        }
    }

    /// Whether what was opened here can be opened once more beside it. In memory nothing goes away, and of a simulator's files each has
    /// one connection.
    pub(crate) fn opens_anew(&self) -> bool {
        matches!(self.0.as_ref(), Place::Disk { vfs: None, .. })
    }

    /// What keeps files that were there out of reach, if anything does.
    pub(crate) fn out_of_reach(&self, files: &[PathBuf]) -> Option<DeskError> {
        let kept_out = |file: &PathBuf| if file.exists() { reads_through(file).err() } else { Some(gone()) };
        files.iter().filter(|_| self.opens_anew()).find_map(kept_out)
    }

    /// Whether a file that was there is there again, and nobody else took its profile meanwhile.
    pub(crate) fn is_back(&self, file: &Path) -> Result<(), DeskError> {
        if let Place::Disk { profile, .. } = self.0.as_ref()
            && let Some(profile) = profile.upgrade()
        {
            profile.is_still_held()?;
        }
        if file.exists() { Ok(()) } else { Err(gone()) }
    }

    /// Every file of this name that rests in a folder directly beneath `above`.
    pub fn beneath(&self, above: &Path, name: &str) -> Vec<PathBuf> {
        match self.0.as_ref() {
            Place::Disk { .. } => {
                let folders = std::fs::read_dir(above).into_iter().flatten().flatten();
                folders.map(|folder| folder.path().join(name)).filter(|file| file.exists()).collect()
            }
            Place::Memory { files, .. } => {
                let files = files.lock().unwrap_or_else(PoisonError::into_inner);
                let beneath = |file: &&PathBuf| {
                    file.ends_with(name) && file.parent().and_then(Path::parent) == Some(above)
                };
                files.keys().filter(beneath).cloned().collect()
            }
        }
    }

    /// Every file that rests in a folder, or in one directly beneath it.
    pub(crate) fn lying_in(&self, above: &Path) -> Vec<PathBuf> {
        match self.0.as_ref() {
            Place::Disk { .. } => {
                let within = |folder: &Path| {
                    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path())
                };
                let (folders, mut files): (Vec<_>, Vec<_>) = within(above).partition(|path| path.is_dir());
                files.extend(folders.iter().flat_map(|folder| within(folder)));
                files
            }
            Place::Memory { files, .. } => {
                let files = files.lock().unwrap_or_else(PoisonError::into_inner);
                files.keys().filter(|file| file.starts_with(above)).cloned().collect()
            }
        }
    }

    /// Makes the folder that files are to rest in.
    pub fn make_folder(&self, folder: &Path) -> Result<(), DeskError> {
        match self.0.as_ref() {
            Place::Disk { vfs: None, .. } => Ok(std::fs::create_dir_all(folder)?),
            Place::Disk { .. } | Place::Memory { .. } => Ok(()),
        }
    }

    /// Keeps a file (with SQLite's companions) under another name, and says which. What rests in memory is let go: nothing can
    /// damage it but the program itself.
    ///
    /// INVARIANT: a file is set aside for what it holds, never for a disk that does not read: SQLCipher tells the one like the
    /// other, and what rests in it may be there again in a moment.
    ///
    /// # Errors
    /// `storage` with `why` `failed` where the disk does not read the file from end to end.
    pub fn set_aside(&self, file: &Path, now: Time) -> Result<String, DeskError> {
        match self.0.as_ref() {
            Place::Disk { vfs: None, .. } => {
                reads_through(file)?;
                crate::profile::set_aside_in(self.files(), file, now)
            }
            Place::Disk { .. } => crate::profile::set_aside_in(self.files(), file, now),
            Place::Memory { files, .. } => {
                files.lock().unwrap_or_else(PoisonError::into_inner).remove(file);
                Ok(String::new())
            }
        }
    }

    /// Removes a folder and all in it, wherever it rests; one that is missing is fine.
    pub fn wipe(&self, folder: &Path) -> Result<(), DeskError> {
        if let Place::Memory { files, .. } = self.0.as_ref() {
            files.lock().unwrap_or_else(PoisonError::into_inner).retain(|file, _| !file.starts_with(folder));
            return Ok(());
        }
        Ok(self.files().wipe(folder)?)
    }

    /// The same files as whole ones.
    pub fn files(&self) -> &dyn Files {
        match self.0.as_ref() {
            Place::Disk { vfs: Some(layer), .. } => layer.files.as_ref(),
            Place::Disk { vfs: None, .. } | Place::Memory { .. } => &SystemFiles,
        }
    }

    /// Reads what can still be read of a damaged file that was set aside; none where this storage has no such means.
    pub(crate) fn recover(&self, damaged: &Path, sound: &Path) -> Option<Recovery> {
        match self.0.as_ref() {
            Place::Disk { key: Some(key), vfs: None, .. } => Recovery::of(damaged, sound, key).ok(),
            Place::Disk { .. } | Place::Memory { .. } => None,
        }
    }

    /// Whether the log beside a file is damaged in its middle: SQLite would forget what it holds behind that.
    pub(crate) fn log_is_broken(&self, file: &Path) -> Result<bool, DeskError> {
        match self.0.as_ref() {
            Place::Disk { vfs: None, .. } => Ok(log::is_broken(file, recovery::PAGE)?),
            Place::Disk { .. } | Place::Memory { .. } => Ok(false),
        }
    }

    /// Leaves what is damaged out of a plain file's log, so that SQLite reads what follows.
    pub(crate) fn mend_log(&self, file: &Path) -> Result<(), DeskError> {
        match self.0.as_ref() {
            Place::Disk { vfs: None, .. } => Ok(log::mend(file, recovery::PAGE)?),
            Place::Disk { .. } | Place::Memory { .. } => Ok(()),
        }
    }

    /// Seals everything that rests in memory here into files on disk, under a key. For a person who decides, later, that
    /// something may be kept.
    /// What rests there under the same names is set aside and kept.
    pub(crate) fn seal_to_disk(&self, key: &DataKey, now: Time) -> Result<(), DeskError> {
        let Place::Memory { mark, files } = self.0.as_ref() else { return Ok(()) };
        for file in files.lock().unwrap_or_else(PoisonError::into_inner).keys() {
            if let Some(folder) = file.parent() {
                std::fs::create_dir_all(folder)?;
            }
            if file.exists() {
                let kept = crate::profile::set_aside(file, now)?;
                tracing::warn!(%kept, "a file was in the place of one that rested in memory");
            }
            seal::seal_into(&memory_name(*mark, file), file, key)?;
        }
        Ok(())
    }

    /// Whose an unreadable file looks to be, by its first 16 bytes.
    pub(crate) fn whose(&self, file: &Path) -> Whose {
        let Place::Disk { key: Some(key), vfs: None, .. } = self.0.as_ref() else { return Whose::Ours };
        match seal::header(file) {
            Ok(Some(header)) if header == *seal::PLAIN => Whose::Plain,
            Ok(Some(header)) if header != key.salt(file) => Whose::Others,
            _ => Whose::Ours,
        }
    }

    /// A plain file that was set aside, because it is damaged, is kept as one sealed value: no text of hers stays readable.
    /// Tells the new name.
    pub(crate) fn seal_aside(&self, aside: &Path) -> Result<Option<String>, DeskError> {
        match self.0.as_ref() {
            Place::Disk { key: Some(key), vfs: None, .. } if self.whose(aside) == Whose::Plain => {
                seal::seal_bytes(aside, key).map(Some)
            }
            Place::Disk { .. } | Place::Memory { .. } => Ok(None),
        }
    }
}

fn gone() -> DeskError {
    DeskError::storage("a file is not there any more").fact("why", "gone")
}

/// Whether the disk hands out every byte of a file and of its log, whatever they mean.
fn reads_through(file: &Path) -> Result<(), DeskError> {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    for part in [file, Path::new(&log)] {
        let read =
            std::fs::File::open(part).and_then(|mut part| std::io::copy(&mut part, &mut std::io::sink()));
        match read {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(DeskError::storage(format!("the disk does not read: {}", error.kind()))
                    .fact("why", "failed"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whose an unreadable file looks to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Under this key: it is damaged.
    Ours,
    /// Under another key, or with a damaged beginning.
    Others,
    /// Not sealed at all.
    Plain,
}

impl std::fmt::Debug for Storage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0.as_ref() {
            Place::Disk { key: Some(_), .. } => "Storage(disk, sealed)",
            Place::Disk { key: None, .. } => "Storage(disk, plain)",
            Place::Memory { .. } => "Storage(memory)",
        })
    }
}

/// Whether a read failed because the bytes make no sense under the key. SQLCipher gives a page that fails its HMAC as
/// zeros: on the first page that is "not a database", on others "corrupt".
pub(crate) fn unreadable(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

/// Sees that a connection touches nothing when it closes: another one on the same file has taken its place, and the last to close
/// removes the log.
pub(crate) fn give_up(db: &Connection) {
    if let Err(error) = db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true) {
        tracing::warn!(%error, "a connection that failed may still touch its log");
    }
}

fn open_file(file: &Path, vfs: Option<&str>) -> Result<Connection, DeskError> {
    let Some(vfs) = vfs else { return Ok(Connection::open(file)?) };
    let db = Connection::open_with_flags_and_vfs(file, OpenFlags::default(), vfs)?;
    // Set before the log is first used, so that its index is on the heap: such a file layer has no shared memory.
    db.pragma_update(None, "locking_mode", "exclusive")?;
    Ok(db)
}

/// SQLite's own `memdb`: connections that open the same name see the same file, and the one kept here keeps it alive.
fn connect_memory(
    mark: u64,
    files: &Mutex<HashMap<PathBuf, Connection>>,
    file: &Path,
) -> Result<Connection, DeskError> {
    let name = memory_name(mark, file);
    let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
    if !files.contains_key(file) {
        files.insert(file.to_owned(), Connection::open(&name)?);
    }
    Ok(Connection::open(&name)?)
}

fn memory_name(mark: u64, file: &Path) -> String {
    let name = fingerprint(file.as_os_str().as_encoded_bytes());
    format!("file:/keyholder-{mark}-{name:016x}?vfs=memdb")
}

#[cfg(test)]
mod tests;
