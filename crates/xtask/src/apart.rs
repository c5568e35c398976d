//! A folder of one run's own below a shared one: two runs at once have their programs, keychain and screen apart. It goes with a run
//! that went well. What a failed one left (pictures, logs) stays until the next run begins, which clears away what nobody holds.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// The folder, held as long as this lives.
pub struct Apart {
    folder: PathBuf,
    _held: File,
}

impl Apart {
    /// Makes one, and clears away those that are over.
    pub fn below(shared: &Path) -> Result<Apart, String> {
        let told = |problem: std::io::Error| format!("{}: {problem}", shared.display());
        fs::create_dir_all(shared).map_err(told)?;
        // One at a time: a folder that is made and not held yet is nobody's to clear away.
        let turn = File::create(shared.join("lock")).map_err(told)?;
        turn.lock().map_err(told)?;
        for old in fs::read_dir(shared).map_err(told)?.flatten() {
            let is_a_run = old.file_name().to_string_lossy().starts_with(RUN);
            if is_a_run && hold(&old.path()).is_ok() {
                // What cannot be removed now is tried again by the next run.
                let _ = fs::remove_dir_all(old.path());
            }
        }
        let folder = shared.join(format!("{RUN}{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(told)?;
        let held = hold(&folder)?;
        Ok(Apart { folder, _held: held })
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// It went well: nothing of it is wanted any more.
    pub fn clear(self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

const RUN: &str = "run-";

/// Holds a run's folder; whoever finds it held leaves it alone. The system lets go of it however the holder ends.
fn hold(folder: &Path) -> Result<File, String> {
    let told = |problem: &dyn std::fmt::Display| format!("{}: {problem}", folder.display());
    let held = File::create(folder.join("held")).map_err(|problem| told(&problem))?;
    held.try_lock().map_err(|problem| told(&problem))?;
    Ok(held)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_leaves_another_alone_and_clears_away_what_is_over() {
        let shared = std::env::temp_dir().join(format!("keyholder-apart-{}", std::process::id()));
        let (others, over) = (shared.join("run-others"), shared.join("run-over"));
        fs::create_dir_all(&others).unwrap();
        fs::create_dir_all(&over).unwrap();
        fs::write(shared.join("kept.png"), "").unwrap();
        let _held = hold(&others).unwrap();
        let mine = Apart::below(&shared).unwrap();
        assert!(others.exists() && !over.exists() && shared.join("kept.png").exists());
        assert!(hold(mine.folder()).is_err(), "it is held");
        let folder = mine.folder().to_owned();
        mine.clear();
        assert!(!folder.exists());
        fs::remove_dir_all(&shared).unwrap();
    }
}
