//! The system's own notifications: what the desk tells is put into words by the page, which knows the language, and shown here
//! while nobody looks at the window.

use std::time::Duration;

use keyholder_desk::{DeskError, Keyholder, tidings::Tiding};
use serde_json::json;
use tauri::{AppHandle, Emitter, Manager, Runtime};
use tauri_plugin_notification::NotificationExt;

use tokio::sync::broadcast::error::RecvError;

use crate::single;

/// Under this name a notification keeps where it leads.
const PLACE: &str = "place";
/// How long news may wait for more of it.
const PAUSE: Duration = Duration::from_secs(1);

/// Hands the desk's news to the page, unless somebody looks at it anyway.
pub async fn tell<R: Runtime>(keyholder: Keyholder, app: AppHandle<R>) {
    let mut changes = keyholder.changes();
    while !matches!(changes.recv().await, Err(RecvError::Closed)) {
        let news = keyholder.tidings().await;
        if !news.is_empty() && !is_looked_at(&app) {
            // A page that is gone tells nothing.
            let _ = app.emit("tidings", news);
        }
        // Changes come in showers, and a busy desk has better things to do than to be asked after each.
        tokio::time::sleep(PAUSE).await;
    }
}

/// Shows what the page put into words.
pub fn show<R: Runtime>(
    app: &AppHandle<R>,
    title: &str,
    body: &str,
    about: &Tiding,
) -> Result<(), DeskError> {
    if is_looked_at(app) {
        return Ok(());
    }
    let place = json!({ "store": about.store, "screen": about.screen });
    let shown = app.notification().builder().title(title).body(body).extra(PLACE, place).show();
    shown.map_err(|problem| DeskError::new("not_notified", problem.to_string()))
}

/// Whoever clicks a notification wants to see the window, and in it what she was told of.
pub fn answer_clicks<R: Runtime>(app: &AppHandle<R>) {
    let forward = app.clone();
    let done = app.notification().on_action(move |clicked| {
        single::come_forward(&forward);
        if let Some(place) = clicked.notification().and_then(|shown| shown.extra().get(PLACE)) {
            // A page that is gone, or locked, leads nowhere.
            let _ = forward.emit("led", place);
        }
    });
    if let Err(problem) = done {
        tracing::debug!(%problem, "a click on a notification does nothing");
    }
}

fn is_looked_at<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.get_webview_window("main").is_some_and(|window| window.is_focused().unwrap_or(false))
}
