//! How the window is first drawn where WebKit draws by itself ([`crate::drawing`]). As soon as it is on the screen, GTK asks the web view for
//! its picture, and the program then waits for the page's process, which still starts and waits for the program in its turn: both stood still
//! for the half second after which WebKit gives up (`DrawingAreaProxy`), in every fourth start of a quiet machine and in every other of a busy one.
//!
//! So the web view is asked for no picture before the page is there. Other ways of drawing wait for nobody, and other systems are not
//! concerned.

use tauri::{App, Runtime, WebviewWindowBuilder};

#[cfg(target_os = "linux")]
use crate::drawing;

/// Opens the window.
pub fn open<R: Runtime>(window: WebviewWindowBuilder<'_, R, App<R>>) -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    if drawing::is_plain() {
        return patient::open(window);
    }
    window.build().map(drop)
}

#[cfg(target_os = "linux")]
mod patient {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicBool, Ordering::Relaxed},
        },
        time::Duration,
    };

    use gtk::{glib::Propagation, prelude::WidgetExt};
    use tauri::{App, Runtime, WebviewWindow, WebviewWindowBuilder, webview::PageLoadEvent};

    /// A page that takes longer is not waited for: what there is of it is drawn.
    const PATIENCE: Duration = Duration::from_secs(3);

    pub fn open<R: Runtime>(window: WebviewWindowBuilder<'_, R, App<R>>) -> tauri::Result<()> {
        let is_drawn = Arc::new(AtomicBool::new(false));
        let there = Arc::clone(&is_drawn);
        let window = window.on_page_load(move |window, page| {
            if page.event() == PageLoadEvent::Finished {
                draw(&window, &there);
            }
        });
        let window = window.build()?;
        keep_undrawn(&window, Arc::clone(&is_drawn))?;
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(PATIENCE).await;
            draw(&window, &is_drawn);
        });
        Ok(())
    }

    fn keep_undrawn<R: Runtime>(window: &WebviewWindow<R>, is_drawn: Arc<AtomicBool>) -> tauri::Result<()> {
        window.with_webview(move |view| {
            view.inner().connect_draw(move |_, _| match is_drawn.load(Relaxed) {
                true => Propagation::Proceed,
                false => Propagation::Stop,
            });
        })
    }

    /// From now on it is drawn. Whoever comes second finds it drawn.
    fn draw<R: Runtime>(window: &WebviewWindow<R>, is_drawn: &AtomicBool) {
        if is_drawn.swap(true, Relaxed) {
            return;
        }
        if let Err(problem) = window.with_webview(|view| view.inner().queue_draw()) {
            tracing::error!(%problem, "the window is not drawn");
        }
    }
}
