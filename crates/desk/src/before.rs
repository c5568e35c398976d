//! What the stores of a profile were before an update: a copy of their sealed files, made while nobody writes them, by which
//! the version that made it can go on where a newer one left files behind that it cannot read.
//!
//! ```text
//!  DATA/before/kept.json                                   by which version, and when
//!       before/<cloud hash>/<account>/<store>/outbox.db …  the files as they were, sealed under the account's own key
//! ```
//! There is one such copy at most. It goes where its originals go: a sign-out and a lost place wipe it too.
//!
//! INVARIANT: going back removes nothing. What lies in a store's folder is set aside there, where a sign-out counts it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use keyholder_domain::Time;
use serde::{Deserialize, Serialize};

use crate::DeskError;
use crate::profile::{set_aside, wipe, write_whole};

/// The copy's folder in a profile.
const FOLDER: &str = "before";
/// Where it is made: it is named so only while it is not whole.
const HALF: &str = "before.half";
const NOTE: &str = "kept.json";
/// The program as it was, where it is one file that the update replaces.
const PROGRAM: &str = "program";
/// What is kept of a store.
const FILES: [&str; 2] = ["outbox.db", "cache.db"];
const COMPANIONS: [&str; 3] = ["", "-wal", "-shm"];

/// Whose copy it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The version that wrote those files.
    pub version: String,
    /// When it was made.
    pub at: Time,
}

/// Keeps the stores as they are now, in the place of an earlier copy, and with them the program's one file if it has one. Nobody
/// may write to the profile meanwhile.
pub fn keep(data: &Path, version: &str, now: Time, program: Option<&Path>) -> Result<(), DeskError> {
    let half = data.join(HALF);
    wipe(&half)?;
    fs::create_dir_all(&half)?;
    for store in stores(data) {
        let to = half.join(&store);
        fs::create_dir_all(&to)?;
        for name in names() {
            copy(&data.join(&store).join(&name), &to.join(&name))?;
        }
    }
    if let Some(program) = program {
        let to = half.join(PROGRAM);
        // The same bytes under a second name where the disk can do that: the update puts a new file in the place of the first.
        if fs::hard_link(program, &to).is_err() {
            copy(program, &to)?;
        }
    }
    let kept = Kept { version: version.to_owned(), at: now };
    let note = serde_json::to_vec_pretty(&kept).map_err(|error| DeskError::storage(error.to_string()))?;
    write_whole(&half.join(NOTE), &note)?;
    wipe(&data.join(FOLDER))?;
    Ok(fs::rename(half, data.join(FOLDER))?)
}

/// The copy that there is, if it is whole.
pub fn kept(data: &Path) -> Option<Kept> {
    serde_json::from_slice(&fs::read(data.join(FOLDER).join(NOTE)).ok()?).ok()
}

/// Goes back to the copy: every store that is still here gets its files, and what it had instead is set aside beside them. Nobody
/// may have the stores open.
///
/// # Errors
/// `not_found` where this version kept nothing.
pub fn go_back(data: &Path, version: &str, now: Time) -> Result<(), DeskError> {
    if kept(data).is_none_or(|kept| kept.version != version) {
        return Err(DeskError::new("not_found", "this version kept nothing"));
    }
    let before = data.join(FOLDER);
    // A store whose folder is gone was lost or left since, and stays so.
    for store in stores(&before).into_iter().filter(|store| data.join(store).is_dir()) {
        put_back(&before.join(&store), &data.join(&store), now)?;
    }
    Ok(())
}

fn put_back(from: &Path, to: &Path, now: Time) -> Result<(), DeskError> {
    let beside = |name: &str| to.join(format!("{name}.back"));
    // Everything is there, and on the disk, before anything gives way to it.
    for name in names() {
        copy(&from.join(&name), &beside(&name))?;
    }
    for file in FILES {
        if to.join(file).exists() {
            set_aside(&to.join(file), now)?;
        }
        for name in COMPANIONS.map(|companion| format!("{file}{companion}")) {
            if beside(&name).exists() {
                fs::rename(beside(&name), to.join(&name))?;
            }
        }
    }
    Ok(())
}

/// Wipes what the copy has of a folder of the profile, which is being wiped itself.
pub fn forget(data: &Path, folder: &Path) -> Result<(), DeskError> {
    let Ok(within) = folder.strip_prefix(data) else { return Ok(()) };
    wipe(&data.join(HALF).join(within))?;
    wipe(&data.join(FOLDER).join(within))
}

/// The same for a store's own folder, which lies three deep in its profile.
pub(crate) fn forget_store(folder: &Path) -> Result<(), DeskError> {
    match folder.ancestors().nth(3) {
        Some(data) => forget(data, folder),
        None => Ok(()),
    }
}

fn names() -> impl Iterator<Item = String> {
    FILES.into_iter().flat_map(|file| COMPANIONS.map(|companion| format!("{file}{companion}")))
}

/// Copies a file, if it is there, as far as the disk itself.
fn copy(from: &Path, to: &Path) -> Result<(), DeskError> {
    if !from.exists() {
        return Ok(());
    }
    fs::copy(from, to)?;
    Ok(File::options().write(true).open(to)?.sync_all()?)
}

/// The folders of all stores, as they are named from here: a cloud's, an account's, a store's.
fn stores(data: &Path) -> Vec<PathBuf> {
    let is_cloud = |name: &Path| {
        let name = name.to_string_lossy();
        name.len() == 16 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let within = |folders: Vec<PathBuf>| -> Vec<PathBuf> {
        let inner =
            |folder: PathBuf| folders_in(&data.join(&folder)).into_iter().map(move |one| folder.join(one));
        folders.into_iter().flat_map(inner).collect()
    };
    let clouds = folders_in(data).into_iter().filter(|name| is_cloud(name)).collect();
    within(within(clouds))
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    folders.map(|entry| PathBuf::from(entry.file_name())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORE: &str = "0123456789abcdef/account/store";

    fn profile() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join(STORE)).unwrap();
        fs::create_dir_all(folder.path().join("logs")).unwrap();
        folder
    }

    fn write(folder: &Path, name: &str, text: &str) {
        fs::write(folder.join(STORE).join(name), text).unwrap();
    }

    fn reads(folder: &Path, name: &str) -> Option<String> {
        fs::read_to_string(folder.join(STORE).join(name)).ok()
    }

    fn at(millis: i64) -> Time {
        Time::from_millis(millis)
    }

    #[test]
    fn what_was_before_comes_back_and_what_is_there_stays_beside_it() {
        let folder = profile();
        let data = folder.path();
        write(data, "outbox.db", "old");
        write(data, "outbox.db-wal", "old log");
        write(data, "cache.db", "old cache");
        keep(data, "0.1.0", at(5), None).unwrap();
        assert_eq!(kept(data), Some(Kept { version: "0.1.0".to_owned(), at: at(5) }));

        write(data, "outbox.db", "new");
        fs::remove_file(data.join(STORE).join("outbox.db-wal")).unwrap();
        assert_eq!(go_back(data, "0.2.0", at(7)).unwrap_err().code, "not_found", "it is not that version's");
        assert_eq!(reads(data, "outbox.db").as_deref(), Some("new"));

        for turn in [8, 9] {
            go_back(data, "0.1.0", at(turn)).unwrap();
            assert_eq!(reads(data, "outbox.db").as_deref(), Some("old"));
            assert_eq!(reads(data, "outbox.db-wal").as_deref(), Some("old log"));
            assert_eq!(reads(data, "cache.db").as_deref(), Some("old cache"));
        }
        assert_eq!(
            reads(data, "outbox.db.set-aside-8").as_deref(),
            Some("new"),
            "what was typed since is kept"
        );
        assert_eq!(reads(data, "cache.db.set-aside-8").as_deref(), Some("old cache"));
    }

    #[test]
    fn there_is_one_copy_and_a_half_one_is_none() {
        let folder = profile();
        let data = folder.path();
        let program = data.join("Keyholder.AppImage");
        fs::write(&program, "the program").unwrap();
        write(data, "outbox.db", "first");
        keep(data, "0.1.0", at(1), None).unwrap();
        write(data, "outbox.db", "second");
        fs::create_dir_all(data.join(HALF).join("rest of a crash")).unwrap();
        keep(data, "0.1.0", at(2), Some(&program)).unwrap();
        assert_eq!(reads(&data.join(FOLDER), "outbox.db").as_deref(), Some("second"));
        assert_eq!(fs::read_to_string(data.join(FOLDER).join(PROGRAM)).unwrap(), "the program");
        assert!(!data.join(HALF).exists() && !data.join(FOLDER).join("logs").exists());

        fs::remove_file(data.join(FOLDER).join(NOTE)).unwrap();
        assert_eq!(kept(data), None);
        assert!(go_back(data, "0.1.0", at(3)).is_err());
    }

    #[test]
    fn a_copy_goes_with_its_originals() {
        let folder = profile();
        let data = folder.path();
        write(data, "outbox.db", "hers");
        keep(data, "0.1.0", at(1), None).unwrap();
        let store = data.join(STORE);
        forget_store(&store).unwrap();
        assert_eq!(reads(&data.join(FOLDER), "outbox.db"), None);
        wipe(&store).unwrap();
        go_back(data, "0.1.0", at(2)).unwrap();
        assert!(!store.exists(), "a store that was lost since stays lost");
    }
}
