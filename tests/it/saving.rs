//! Files that she saves where she says: whole or not at all, under a name that every system takes.

use keyholder::saving::{file_name, write};

#[cfg(target_os = "linux")]
use crate::small_disk::SmallDisk;

#[test]
fn a_file_is_put_there_whole_and_nothing_is_left_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roles.csv");
    write(&path, b"first, and longer").unwrap();
    write(&path, b"second").unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"second");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn who_else_may_read_it_the_systems_mask_decides() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (saved, plain) = (folder.path().join("saved.csv"), folder.path().join("plain"));
    write(&saved, b"").unwrap();
    std::fs::write(&plain, b"").unwrap();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode();
    assert_eq!(mode(&saved), mode(&plain));
}

#[test]
fn a_place_that_cannot_be_written_is_told_and_what_was_there_stays() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken.csv");
    std::fs::create_dir(&taken).unwrap();
    let problem = write(&taken, b"new").unwrap_err();
    assert_eq!((problem.code.as_str(), problem.with["path"].as_str()), ("not_saved", taken.to_str()));
    assert!(taken.is_dir());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing half written is left");
    let problem = write(&folder.path().join("no such folder/roles.csv"), b"new").unwrap_err();
    assert_eq!(problem.code, "not_saved");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_may_not_be_written_is_told_as_such() {
    let problem = write(std::path::Path::new("/sys/roles.csv"), b"new").unwrap_err();
    assert_eq!((problem.code.as_str(), problem.with["why"].as_str()), ("not_saved", Some("read_only")));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_as_such_and_what_was_there_stays_as_it_was() {
    let disk = SmallDisk::of(256, 8);
    let path = disk.root().join("roles.csv");
    let names = || std::fs::read_dir(disk.root()).unwrap().count();
    let is_told = |bytes: &[u8]| {
        let problem = write(&path, bytes).unwrap_err();
        assert_eq!((problem.code.as_str(), problem.with["why"].as_str()), ("not_saved", Some("full")));
        assert_eq!(std::fs::read(&path).unwrap(), b"before");
    };
    write(&path, b"before").unwrap();
    is_told(&vec![b'x'; 1 << 20]);
    assert_eq!(names(), 1, "nothing half written is left");
    // Room for bytes, and none for another name.
    let filler = |n: usize| disk.root().join(format!("filler {n}"));
    let filled = (0..).take_while(|n| std::fs::write(filler(*n), "").is_ok()).count();
    is_told(b"after");
    (0..filled).for_each(|n| std::fs::remove_file(filler(n)).unwrap());
    write(&path, b"after").unwrap();
    assert_eq!((std::fs::read(&path).unwrap().as_slice(), names()), (&b"after"[..], 1));
}

#[test]
fn a_store_may_be_called_anything_and_its_file_may_not() {
    assert_eq!(file_name("Keyholder - roles - Toko Melati.csv"), "Keyholder - roles - Toko Melati.csv");
    assert_eq!(file_name("Keyholder - roles - A/B: \"C\"\n.csv"), "Keyholder - roles - A-B- -C--.csv");
    assert_eq!(file_name("../..\\x.csv "), "-..-x.csv");
}
