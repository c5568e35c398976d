//! `keyholder://` links, as each system hands them over: as the argument of a first start, from a second one, or as a message
//! to a program that runs. All of them reach the desk by one way, as the bytes that they are; what they mean is its to say.

use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::{Shell, single};

/// Hears of links from now on, and of the one that the program was started with.
pub fn hear<R: Runtime>(app: &AppHandle<R>) {
    let links = app.deep_link();
    let hearer = app.clone();
    links.on_open_url(move |event| event.urls().iter().for_each(|link| led(&hearer, link.as_str())));
    let first = links.get_current().unwrap_or_default().unwrap_or_default();
    first.iter().for_each(|link| led(app, link.as_str()));
}

fn led<R: Runtime>(app: &AppHandle<R>, link: &str) {
    single::come_forward(app);
    let (app, link) = (app.clone(), link.to_owned());
    tauri::async_runtime::spawn(async move { app.state::<Shell>().led(&app, &link).await });
}
