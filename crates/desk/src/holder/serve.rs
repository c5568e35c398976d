//! The holder's end: whoever holds the profile answers those who would like to. Answering never outlives the profile: closing
//! takes no new guest, lets those who are here finish, and leaves no socket behind.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite, BufReader};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};

use super::call::{Call, answer};
use super::{Greeting, SPEAKS, line, system};
use crate::{DeskError, Keyholder};

/// More than this at once is no person and no script.
const GUESTS: usize = 64;

/// Serves until it is closed or dropped.
pub struct Serving {
    closing: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

/// Begins to answer others on behalf of the one who holds the profile.
pub fn serve(keyholder: &Keyholder) -> Result<Serving, DeskError> {
    let listener = system::Listener::open(keyholder.folder())?;
    let (closing, closed) = oneshot::channel();
    let task = tokio::spawn(run(listener, keyholder.clone(), closed));
    Ok(Serving { closing: Some(closing), task })
}

impl Serving {
    /// Takes no new guest and lets those who are here finish for so long.
    pub async fn close(mut self, patience: Duration) {
        drop(self.closing.take());
        if tokio::time::timeout(patience, &mut self.task).await.is_err() {
            tracing::debug!("somebody was still asking when the profile was closed");
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn run(mut listener: system::Listener, keyholder: Keyholder, mut closed: oneshot::Receiver<()>) {
    let mut guests = JoinSet::new();
    loop {
        tokio::select! {
            _ = &mut closed => break,
            Some(_) = guests.join_next() => {}
            guest = listener.accept(), if guests.len() < GUESTS => match guest {
                Ok(stream) => {
                    guests.spawn(attend(stream, keyholder.clone()));
                }
                Err(error) => {
                    tracing::warn!(kind = %error.kind(), "a guest of this profile could not be let in");
                    // Out of file handles, most likely: another try at once would only spin.
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            },
        }
    }
    drop(listener);
    while guests.join_next().await.is_some() {}
}

#[derive(serde::Deserialize)]
struct Head {
    #[serde(default)]
    id: u64,
}

#[derive(Serialize)]
struct Reply {
    id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    ok: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    err: Option<DeskError>,
}

/// Answers one guest until it leaves. What it asked is nowhere logged: a question may hold a password.
async fn attend(stream: impl AsyncRead + AsyncWrite, keyholder: Keyholder) {
    let (from, mut to) = tokio::io::split(stream);
    let mut from = BufReader::new(Box::pin(from));
    let greeting =
        Greeting { holder: SPEAKS, version: env!("CARGO_PKG_VERSION").to_owned(), pid: std::process::id() };
    let mut changes = keyholder.changes();
    if line::write(&mut to, &greeting).await.is_err() {
        return;
    }
    loop {
        let reply = match line::read(&mut from, line::QUESTION).await {
            Ok(Some(asked)) => {
                let id = serde_json::from_slice::<Head>(&asked).map_or(0, |head| head.id);
                let answered = match serde_json::from_slice::<Call>(&asked) {
                    Ok(call) => answer(&keyholder, &mut changes, call).await,
                    Err(_) => Err(DeskError::new("unknown_call", "the holder does not know this question")),
                };
                match answered {
                    Ok(ok) => Reply { id, ok: Some(ok), err: None },
                    Err(err) => Reply { id, ok: None, err: Some(err) },
                }
            }
            Ok(None) => return,
            Err(error) => {
                if error.kind() == std::io::ErrorKind::InvalidData {
                    let err = DeskError::new("too_large", "a question is too large for the holder");
                    let _ = line::write(&mut to, &Reply { id: 0, ok: None, err: Some(err) }).await;
                }
                return;
            }
        };
        if line::write(&mut to, &reply).await.is_err() {
            return;
        }
    }
}
