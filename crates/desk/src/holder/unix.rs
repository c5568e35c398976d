//! The socket on Unix. Only the same user gets through: the file is 0600 in a folder that is 0700, and each side asks the kernel
//! who the other is, so that not even root's leftovers or a folder prepared by somebody else are trusted with a password.

use std::io;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tokio::net::{UnixListener, UnixStream};

pub(super) type Stream = UnixStream;

const NAME: &str = "holder.sock";
/// A socket's address holds 104 bytes on macOS and 108 on Linux, the closing zero included.
const LONGEST: usize = 100;

/// The holder's socket. The file is gone when this is.
pub(super) struct Listener {
    socket: UnixListener,
    path: PathBuf,
}

impl Listener {
    /// Takes the place of whatever a killed process left there: the caller holds the profile's lock, so nobody else serves.
    pub(super) fn open(data: &Path) -> io::Result<Self> {
        let path = place(data)?;
        let folder = path.parent().unwrap_or(data);
        if !folder.exists() {
            std::fs::DirBuilder::new().mode(0o700).create(folder)?;
        }
        only_mine(folder)?;
        match std::fs::symlink_metadata(&path) {
            Ok(left) if left.file_type().is_socket() => std::fs::remove_file(&path)?,
            Ok(_) => return Err(io::Error::new(io::ErrorKind::AlreadyExists, "no socket stands there")),
            Err(_) => {}
        }
        let socket = UnixListener::bind(&path)?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
        Ok(Self { socket, path })
    }

    pub(super) async fn accept(&mut self) -> io::Result<Stream> {
        loop {
            let (stream, _) = self.socket.accept().await?;
            match mine(&stream) {
                Ok(()) => return Ok(stream),
                Err(_) => tracing::warn!("another user knocked on this profile's socket"),
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // One that is gone already is as good.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Connects to whoever holds the profile, if it is the same user.
pub(super) async fn connect(data: &Path) -> io::Result<Stream> {
    let mut problem = io::Error::from(io::ErrorKind::NotFound);
    // As the folder was named first: a path through `/proc/PID/root` leads into another program's view of the files, where the
    // path that it stands for leads elsewhere.
    let named = Some(data.join(NAME)).filter(|path| path.as_os_str().len() <= LONGEST);
    for path in named.into_iter().chain(places(data).unwrap_or_default()) {
        match knock(&path).await {
            Ok(stream) => return Ok(stream),
            Err(error) => problem = error,
        }
    }
    Err(problem)
}

async fn knock(path: &Path) -> io::Result<Stream> {
    only_mine(path.parent().unwrap_or(path))?;
    let stream = UnixStream::connect(path).await?;
    mine(&stream)?;
    Ok(stream)
}

/// Where the holder's socket is.
pub(super) fn place(data: &Path) -> io::Result<PathBuf> {
    let first = places(data)?.into_iter().next();
    first.ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidFilename, "no place is short enough for a socket")
    })
}

/// Beside the files; or, where that path is too long for a socket, in a folder of the user's own for what runs. A holder and a
/// guest may see different such folders (a guest that cron started has no session), so a guest looks into all.
fn places(data: &Path) -> io::Result<Vec<PathBuf>> {
    let data = std::fs::canonicalize(data)?;
    let beside = data.join(NAME);
    if beside.as_os_str().len() <= LONGEST {
        return Ok(vec![beside]);
    }
    let mark = crate::profile::fingerprint(data.as_os_str().as_encoded_bytes());
    let folder = format!("keyholder-{}-{mark:016x}", me());
    let runtime =
        std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| folder.is_absolute());
    let session = PathBuf::from(format!("/run/user/{}", me()));
    let roots = runtime.into_iter().chain([session, std::env::temp_dir(), PathBuf::from("/tmp")]);
    let places = roots.filter(|root| root.is_dir()).map(|root| root.join(&folder).join(NAME));
    Ok(places.filter(|place| place.as_os_str().len() <= LONGEST).collect())
}

/// Whether this place was made by another user of this machine.
pub fn is_another_users(place: &Path) -> bool {
    std::fs::symlink_metadata(place).is_ok_and(|found| found.uid() != me())
}

/// A folder that anybody else could have prepared, or could look into, is no place for this.
fn only_mine(folder: &Path) -> io::Result<()> {
    let found = std::fs::symlink_metadata(folder)?;
    let fine = found.is_dir() && found.uid() == me() && found.mode() & 0o077 == 0;
    fine.then_some(()).ok_or_else(|| {
        io::Error::new(io::ErrorKind::PermissionDenied, "the socket's folder is not this user's alone")
    })
}

fn mine(stream: &UnixStream) -> io::Result<()> {
    let same = stream.peer_cred()?.uid() == me();
    same.then_some(())
        .ok_or_else(|| io::Error::new(io::ErrorKind::PermissionDenied, "another user is at the other end"))
}

fn me() -> u32 {
    rustix::process::geteuid().as_raw()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_user_made_is_told_from_ones_own() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("si.sock");
        assert!(!is_another_users(&socket), "nobody made it");
        let _own = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert!(!is_another_users(&socket));
        if me() == 0 {
            std::os::unix::fs::chown(&socket, Some(65_534), Some(65_534)).unwrap();
            assert!(is_another_users(&socket));
        } else {
            assert!(is_another_users(Path::new("/")), "root's");
        }
    }
}
