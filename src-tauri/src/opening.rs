//! How the window comes to the screen where WebKit draws by itself ([`crate::drawing`]). As soon as it is there, GTK asks the web view for
//! its picture, and the program then waits for the page's process, which still starts and waits for the program in its turn: both stood still
//! for the half second after which WebKit gives up (`DrawingAreaProxy`), in every fourth start of a quiet machine and in every other of a busy one.
//!
//! So the window is shown once its page begins, and is asked for no picture before the page is there. Other ways of drawing wait for nobody,
//! and other systems are not concerned.

#[cfg(target_os = "linux")]
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use tauri::{App, Runtime, WebviewWindowBuilder};
#[cfg(target_os = "linux")]
use tauri::{WebviewWindow, webview::PageLoadEvent};

#[cfg(target_os = "linux")]
use crate::drawing;

/// A page that takes longer is not waited for: its window is shown as it is.
#[cfg(target_os = "linux")]
const PATIENCE: Duration = Duration::from_secs(3);

/// Opens the window.
pub fn open<R: Runtime>(window: WebviewWindowBuilder<'_, R, App<R>>) -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    if drawing::is_plain() {
        return with_its_page(window);
    }
    window.build().map(drop)
}

/// Shows the window when its page begins, and has it drawn when the page is there.
#[cfg(target_os = "linux")]
fn with_its_page<R: Runtime>(window: WebviewWindowBuilder<'_, R, App<R>>) -> tauri::Result<()> {
    let is_drawn = Arc::new(AtomicBool::new(false));
    let there = Arc::clone(&is_drawn);
    let window = window.visible(false).on_page_load(move |window, page| match page.event() {
        PageLoadEvent::Started => show(&window),
        PageLoadEvent::Finished => draw(&window, &there),
    });
    let window = window.build()?;
    keep_undrawn(&window, Arc::clone(&is_drawn))?;
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(PATIENCE).await;
        if !is_drawn.load(Relaxed) {
            show(&window);
            draw(&window, &is_drawn);
        }
    });
    Ok(())
}

#[cfg(target_os = "linux")]
fn keep_undrawn<R: Runtime>(window: &WebviewWindow<R>, is_drawn: Arc<AtomicBool>) -> tauri::Result<()> {
    use gtk::{glib::Propagation, prelude::WidgetExt};
    window.with_webview(move |view| {
        view.inner().connect_draw(move |_, _| match is_drawn.load(Relaxed) {
            true => Propagation::Proceed,
            false => Propagation::Stop,
        });
    })
}

#[cfg(target_os = "linux")]
fn show<R: Runtime>(window: &WebviewWindow<R>) {
    if let Err(problem) = window.show() {
        tracing::error!(%problem, "the window does not come to the screen");
    }
}

#[cfg(target_os = "linux")]
fn draw<R: Runtime>(window: &WebviewWindow<R>, is_drawn: &AtomicBool) {
    use gtk::prelude::WidgetExt;
    // Once: a page that is loaded anew is drawn all the while.
    if is_drawn.swap(true, Relaxed) {
        return;
    }
    if let Err(problem) = window.with_webview(|view| view.inner().queue_draw()) {
        tracing::error!(%problem, "the window is not drawn");
    }
}
