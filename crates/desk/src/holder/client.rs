//! The asker's end: a command line that finds the profile held asks its holder.

use std::io;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::io::{BufReader, ReadHalf, WriteHalf};
use tokio::sync::Mutex;

use super::call::Call;
use super::{Greeting, SPEAKS, line, system};
use crate::DeskError;

/// How long a holder may take to greet: it does so before anything else.
const GREETING: Duration = Duration::from_secs(5);

/// A connection to the process that holds a profile.
pub struct Client {
    greeting: Greeting,
    talk: Mutex<Talk>,
}

struct Talk {
    from: BufReader<ReadHalf<system::Stream>>,
    to: WriteHalf<system::Stream>,
    asked: u64,
}

#[derive(Serialize)]
struct Question<'a> {
    id: u64,
    #[serde(flatten)]
    call: &'a Call,
}

#[derive(Deserialize)]
struct Reply {
    id: u64,
    #[serde(default)]
    ok: Value,
    err: Option<DeskError>,
}

impl Client {
    /// Finds the holder of the profile in this folder. `no_holder`: nobody answers there (any more, or not yet).
    pub async fn connect(data: &Path) -> Result<Self, DeskError> {
        let stream = system::connect(data).await.map_err(|error| no_holder(&error))?;
        let (from, to) = tokio::io::split(stream);
        let mut from = BufReader::new(from);
        let greeted = tokio::time::timeout(GREETING, line::read(&mut from, 4096)).await;
        let greeted = greeted.map_err(|_| no_holder(&io::ErrorKind::TimedOut.into()))?;
        let greeted = greeted.map_err(|error| no_holder(&error))?.ok_or_else(gone)?;
        let greeting: Greeting = serde_json::from_slice(&greeted)
            .map_err(|_| DeskError::new("no_holder", "what answers on this profile's socket is no holder"))?;
        match greeting.holder.cmp(&SPEAKS) {
            std::cmp::Ordering::Equal => {}
            std::cmp::Ordering::Less => return Err(other_version("holder_older", &greeting)),
            std::cmp::Ordering::Greater => return Err(other_version("holder_newer", &greeting)),
        }
        Ok(Self { greeting, talk: Mutex::new(Talk { from, to, asked: 0 }) })
    }

    /// Whom it talks to.
    pub fn greeting(&self) -> &Greeting {
        &self.greeting
    }

    /// Asks, and waits for the answer. `holder_gone`: it ended before it answered.
    pub async fn call(&self, call: &Call) -> Result<Value, DeskError> {
        let mut talk = self.talk.lock().await;
        talk.asked += 1;
        let id = talk.asked;
        line::write(&mut talk.to, &Question { id, call }).await.map_err(|_| gone())?;
        let answered =
            line::read(&mut talk.from, line::ANSWER).await.map_err(|_| gone())?.ok_or_else(gone)?;
        let reply: Reply = serde_json::from_slice(&answered).map_err(|_| gone())?;
        if reply.id != id && reply.err.is_none() {
            return Err(gone());
        }
        reply.err.map_or(Ok(reply.ok), Err)
    }
}

fn no_holder(error: &io::Error) -> DeskError {
    DeskError::new("no_holder", format!("nobody answers on this profile's socket: {}", error.kind()))
}

fn gone() -> DeskError {
    DeskError::new("holder_gone", "the program that holds this profile ended before it answered")
}

fn other_version(code: &str, greeting: &Greeting) -> DeskError {
    DeskError::new(code, "the program that holds this profile is of another version")
        .fact("version", greeting.version.clone())
        .fact("pid", greeting.pid)
}
