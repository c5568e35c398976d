//! `cargo xtask run` hands over who to sign in as: one line of JSON on standard input. Only compiled with the feature
//! `handover`, which no shipped build has. The password is in no argument, no environment and no file.

use std::io::BufRead;

use serde::Deserialize;
use tauri::{AppHandle, Emitter, Manager, Runtime};

use crate::Shell;

#[derive(Deserialize)]
struct Handover {
    cloud: String,
    email: String,
    password: String,
}

/// Waits for the line beside the window, signs in unless this profile already is, and has the window look again.
pub fn listen<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    // A thread of its own: standard input blocks, and may never say anything.
    std::thread::spawn(move || {
        let mut line = String::new();
        if std::io::stdin().lock().read_line(&mut line).is_err() {
            return;
        }
        let Ok(handover) = serde_json::from_str::<Handover>(&line) else { return };
        tauri::async_runtime::block_on(sign_in(&app, handover));
    });
}

async fn sign_in<R: Runtime>(app: &AppHandle<R>, handover: Handover) {
    let shell = app.state::<Shell>();
    let signed_in = match shell.keyholder(app).await {
        Ok(keyholder) => {
            let session = keyholder.session().await;
            let already =
                session.account.is_some_and(|account| account.email == handover.email) && !session.ended;
            match already {
                true => Ok(()),
                false => {
                    keyholder.sign_in(&handover.cloud, &handover.email, &handover.password).await.map(|_| ())
                }
            }
        }
        Err(problem) => Err(problem),
    };
    match signed_in {
        // The window may have drawn its sign-in form before.
        Ok(()) => drop(app.emit("changed", serde_json::json!({ "store": null }))),
        Err(problem) => tracing::error!(%problem, "the handed-over sign-in failed"),
    }
}
