//! The socket on Windows: a named pipe. Its name is new each time, known only from a file in the profile's folder (which Windows
//! keeps from other users), so nobody can stand at the name first and wait for a password. Pipes give others at most the right
//! to read by default, and a guest that cannot write can ask nothing; nobody is let in from another machine.

use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient, NamedPipeServer, ServerOptions};

const NOTE: &str = "holder.pipe";
/// `ERROR_PIPE_BUSY` of the Windows API: every end of the pipe is taken.
const PIPE_BUSY: i32 = 231;
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

/// Either end of the pipe.
pub(super) enum Stream {
    Holder(NamedPipeServer),
    Guest(NamedPipeClient),
}

/// The holder's pipe. The note of its name is gone when this is.
pub(super) struct Listener {
    name: String,
    next: NamedPipeServer,
    note: PathBuf,
}

impl Listener {
    pub(super) fn open(data: &Path) -> io::Result<Self> {
        let name = format!(r"\\.\pipe\keyholder-{}", uuid::Uuid::new_v4());
        let next =
            ServerOptions::new().first_pipe_instance(true).reject_remote_clients(true).create(&name)?;
        let note = data.join(NOTE);
        std::fs::write(&note, &name)?;
        Ok(Self { name, next, note })
    }

    pub(super) async fn accept(&mut self) -> io::Result<Stream> {
        self.next.connect().await?;
        let further = ServerOptions::new().reject_remote_clients(true).create(&self.name)?;
        Ok(Stream::Holder(std::mem::replace(&mut self.next, further)))
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // One that is gone already is as good.
        let _ = std::fs::remove_file(&self.note);
    }
}

/// Connects to whoever holds the profile.
pub(super) async fn connect(data: &Path) -> io::Result<Stream> {
    let name = std::fs::read_to_string(data.join(NOTE))?;
    let until = Instant::now() + PATIENCE;
    loop {
        // tokio lets the other end learn who this is, but not act as this user.
        match ClientOptions::new().open(name.trim()) {
            Ok(pipe) => return Ok(Stream::Guest(pipe)),
            // Another guest has just taken the free end; the next one is there in a moment.
            Err(error) if error.raw_os_error() == Some(PIPE_BUSY) && Instant::now() < until => {
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => return Err(error),
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Holder(pipe) => Pin::new(pipe).poll_read(cx, buf),
            Self::Guest(pipe) => Pin::new(pipe).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Holder(pipe) => Pin::new(pipe).poll_write(cx, buf),
            Self::Guest(pipe) => Pin::new(pipe).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Holder(pipe) => Pin::new(pipe).poll_flush(cx),
            Self::Guest(pipe) => Pin::new(pipe).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Holder(pipe) => Pin::new(pipe).poll_shutdown(cx),
            Self::Guest(pipe) => Pin::new(pipe).poll_shutdown(cx),
        }
    }
}
