//! A small disk in memory, in a mount namespace of its own, to be filled for real. `tests/faults` has one for whole programs; what is
//! written by this process itself only looks in through the eyes of whoever holds it.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// The disk. It is gone with this value.
pub struct SmallDisk {
    holder: Child,
    root: PathBuf,
    _place: TempDir,
}

impl SmallDisk {
    /// One with room for so many kibibytes and names.
    pub fn of(kib: u32, names: u32) -> SmallDisk {
        let place = tempfile::tempdir().unwrap();
        let at = place.path().display();
        let mount = format!(
            "mount -t tmpfs -o size={kib}k,nr_inodes={names},mode=0700 keyholder-small '{at}' && echo mounted && exec cat"
        );
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
        let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        let mut unshare = Command::new("unshare");
        unshare.arg(if is_root { "-m" } else { "-rm" });
        if !mounts.lines().any(|line| line.split(' ').nth(4) == Some("/")) {
            // In a changed root nothing can be said of how `/` passes mounts on.
            unshare.args(["--propagation", "unchanged"]);
        }
        unshare.args(["sh", "-c", &mount]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut holder = unshare.spawn().expect("`unshare` is there (util-linux)");
        let mut said = String::new();
        BufReader::new(holder.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said, "mounted\n", "a tmpfs needs root, or user namespaces (`unshare -rm`)");
        let root = PathBuf::from(format!("/proc/{}/root{at}", holder.id()));
        SmallDisk { holder, root, _place: place }
    }

    /// Where it is seen from here.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}
