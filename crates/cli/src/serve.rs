//! The command that stays: it keeps the profile open and in sync and answers other commands, as the window does, on a machine
//! that shows no window.

use std::future::pending;
use std::io::Write;

use keyholder_desk::DeskError;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::arguments::ServeArguments;
use crate::exit::Problem;
use crate::program::{InUse, Program};
use crate::show::Shown;

/// Stays until it is told to end. Ctrl-C is heard in `main`, as with every command.
pub async fn serve(program: &Program, asked: &ServeArguments) -> Result<Shown, Problem> {
    if program.common.offline {
        return Err(Problem::new(
            "usage",
            "`serve` keeps in sync, and --offline asks nothing of the network",
        ));
    }
    // Heard before anybody is told that it is ready.
    let terminated = terminated()?;
    let stdin_closed = asked.until_stdin_closes.then(stdin_closed);
    program.reach.serve().await?;
    let store = kept_in_sync(program).await?;
    say_ready(program, store.as_ref()).await?;
    tokio::select! {
        () = terminated => {}
        () = closes(stdin_closed) => {}
    }
    Ok(Shown::nothing())
}

/// The store that is in use, or the one that was named; others are in sync as soon as a command opens them. Nobody has to be
/// signed in yet, and what cannot be opened now says why to whoever asks for it.
async fn kept_in_sync(program: &Program) -> Result<Option<InUse>, Problem> {
    match program.store_as_held().await {
        Err(_) if program.common.store.is_none() => Ok(None),
        opened => opened.map(Some),
    }
}

/// One line, for a person or for the program that waits for it.
async fn say_ready(program: &Program, store: Option<&InUse>) -> Result<(), Problem> {
    let folder = program.reach.folder().display().to_string();
    let line = match program.common.json {
        true => json!({
            "profile": folder,
            "pid": std::process::id(),
            "signed_in": program.session().await?["signed_in"],
            "store": store.map_or(Value::Null, InUse::json),
        })
        .to_string(),
        false => program.texts.say("cli-serving", &[("folder", folder.into())]),
    };
    let mut out = std::io::stdout().lock();
    // Nobody has to listen.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
    Ok(())
}

/// SIGTERM: how a machine ends what it started.
#[cfg(unix)]
fn terminated() -> Result<impl Future<Output = ()>, DeskError> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut signal = signal(SignalKind::terminate())?;
    Ok(async move {
        signal.recv().await;
    })
}

#[cfg(not(unix))]
fn terminated() -> Result<impl Future<Output = ()>, DeskError> {
    Ok(pending())
}

/// The end of standard input, read by a thread of its own: one of the runtime's would hold it up at its end.
fn stdin_closed() -> oneshot::Receiver<()> {
    let (closed, closes) = oneshot::channel();
    std::thread::spawn(move || {
        // What cannot be read any more is closed too.
        let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        let _ = closed.send(());
    });
    closes
}

async fn closes(stdin: Option<oneshot::Receiver<()>>) {
    match stdin {
        Some(closed) => drop(closed.await),
        None => pending().await,
    }
}
