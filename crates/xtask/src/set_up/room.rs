//! Room on the disk for what a first run builds. Too little of it would end as many different errors, all of them late.

use std::{env, path::Path};

use crate::{processes::ask, target};

/// What a first run of every check builds, Windows and macOS included, in GB: with and without notes for building again.
const ALL: (u64, u64) = (14, 9);

/// Tells where there may be too little of it. Some of it may be built already, so the run goes on. Systems other than Linux are
/// not asked.
pub fn tell() {
    let keeps_notes = env::var_os("CARGO_INCREMENTAL").is_none_or(|set| set != "0");
    let sentence = free(&target()).and_then(|free| too_little(free, keeps_notes));
    if let Some(sentence) = sentence {
        println!("• {sentence}");
    }
}

/// Bytes that are free where a folder lies or will lie.
fn free(folder: &Path) -> Option<u64> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let there = folder.ancestors().find(|above| above.is_dir())?;
    let told = ask("df", &["--output=avail", "-B1", there.to_str()?])?;
    told.lines().last()?.trim().parse().ok()
}

fn too_little(free: u64, keeps_notes: bool) -> Option<String> {
    let wanted = if keeps_notes { ALL.0 } else { ALL.1 };
    let gigabytes = free as f64 / 1e9;
    let fewer = if keeps_notes { format!(" ({} with CARGO_INCREMENTAL=0)", ALL.1) } else { String::new() };
    (gigabytes < wanted as f64).then(|| {
        format!(
            "{gigabytes:.1} GB are free where {} lies, and a first run of everything takes about {wanted} GB{fewer}: it may fail late, \
             with a full disk",
            target().display()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_with_too_little_room_is_told_in_numbers() {
        let told = too_little(8_500_000_000, true).unwrap();
        assert!(told.starts_with("8.5 GB are free") && told.contains("about 14 GB (9 with"), "{told}");
        assert!(too_little(10_000_000_000, false).is_none(), "without notes that is enough");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_that_is_not_made_yet_has_the_room_of_the_one_above() {
        let folder = tempfile::tempdir().unwrap();
        assert!(free(&folder.path().join("not/made")).is_some_and(|free| free > 0));
    }
}
