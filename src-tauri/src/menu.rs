//! The menu bar of macOS, from which people there learn what a program can do: the system's own items in Apple's order, and
//! among them those of ours that are reached from everywhere. Its words come from the page, which knows the language of the
//! moment, and what is chosen goes back there.
//!
//! Elsewhere a window of today has no menu bar: the same is reached by keys and on the screen.

use std::collections::BTreeMap;

use tauri::menu::{
    AboutMetadata, HELP_SUBMENU_ID, IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu,
    WINDOW_SUBMENU_ID,
};
use tauri::{AppHandle, Emitter, Manager, Runtime};

use crate::Shell;

/// The words of the menus, by the names of items and menus. One that is missing is the system's own.
pub type Words = BTreeMap<String, String>;

/// One entry of a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A line between groups.
    Line,
    /// What every program has; the system does it, by its usual keys.
    System(&'static str),
    /// Ours: its name, which the page is told, and its keys.
    Ours(&'static str, Option<&'static str>),
}

use Entry::{Line, Ours, System};

/// The whole bar: each menu's name, and what stands in it.
pub const BAR: &[(&str, &[Entry])] = &[
    (
        "app",
        &[
            System("about"),
            Line,
            Ours("settings", Some("Cmd+Comma")),
            Line,
            System("services"),
            Line,
            System("hide"),
            System("hide_others"),
            System("show_all"),
            Line,
            Ours("lock", Some("Cmd+L")),
            // Not the system's, which would end the program without asking about what was never sent.
            Ours("quit", Some("Cmd+Q")),
        ],
    ),
    ("file", &[System("close")]),
    (
        "edit",
        &[
            System("undo"),
            System("redo"),
            Line,
            System("cut"),
            System("copy"),
            System("paste"),
            System("select_all"),
        ],
    ),
    (
        "view",
        &[
            Ours("back", Some("Cmd+BracketLeft")),
            Ours("forward", Some("Cmd+BracketRight")),
            Line,
            Ours("actual", Some("Cmd+0")),
            // Shown as ⌘+: what it is called there, whatever key the plus shares on a keyboard.
            Ours("larger", Some("Cmd+NumpadAdd")),
            Ours("smaller", Some("Cmd+Minus")),
            Line,
            System("full_screen"),
        ],
    ),
    ("window", &[System("minimise"), System("maximise"), Line, System("front")]),
    ("help", &[Ours("sheet", None)]),
];

/// Shows the bar in these words. `open`: a store is open, and what belongs to one can be chosen.
pub fn show<R: Runtime>(app: &AppHandle<R>, words: &Words, open: bool) -> tauri::Result<()> {
    if !cfg!(target_os = "macos") {
        return Ok(());
    }
    let bar = Menu::new(app)?;
    for (menu, entries) in BAR {
        bar.append(&submenu(app, menu, entries, words, open)?)?;
    }
    app.set_menu(bar).map(drop)
}

/// Tells the page what is chosen, from now on.
pub fn answer<R: Runtime>(app: &AppHandle<R>) {
    app.on_menu_event(|app, event| match event.id().as_ref() {
        // As by the cross in the window's corner, also while the page is not there.
        "quit" => leave(app),
        // A page that is gone does nothing.
        chosen => drop(app.emit("menu", chosen)),
    });
}

fn leave<R: Runtime>(app: &AppHandle<R>) {
    let Some(page) = app.get_webview_window("main") else { return app.exit(0) };
    let window = page.as_ref().window();
    tauri::async_runtime::spawn(async move { window.state::<Shell>().close_requested(&window).await });
}

fn submenu<R: Runtime>(
    app: &AppHandle<R>,
    name: &str,
    entries: &[Entry],
    words: &Words,
    open: bool,
) -> tauri::Result<Submenu<R>> {
    let title = words.get(name).map_or(name, String::as_str);
    let menu = match name {
        // By these names Tauri tells the system which they are: it adds its own items to them.
        "window" => Submenu::with_id(app, WINDOW_SUBMENU_ID, title, true)?,
        "help" => Submenu::with_id(app, HELP_SUBMENU_ID, title, true)?,
        _ => Submenu::new(app, title, true)?,
    };
    for entry in entries {
        menu.append(item(app, *entry, words, open)?.as_ref())?;
    }
    Ok(menu)
}

fn item<R: Runtime>(
    app: &AppHandle<R>,
    entry: Entry,
    words: &Words,
    open: bool,
) -> tauri::Result<Box<dyn IsMenuItem<R>>> {
    Ok(match entry {
        Line => Box::new(PredefinedMenuItem::separator(app)?),
        System(name) => Box::new(of_the_system(app, name, words.get(name).map(String::as_str))?),
        Ours(name, keys) => {
            let text = words.get(name).map_or(name, String::as_str);
            // The program itself is anybody's, also before she signs in.
            let always = matches!(name, "actual" | "larger" | "smaller" | "quit");
            Box::new(MenuItem::with_id(app, name, text, open || always, keys)?)
        }
    })
}

fn of_the_system<R: Runtime>(
    app: &AppHandle<R>,
    name: &str,
    text: Option<&str>,
) -> tauri::Result<PredefinedMenuItem<R>> {
    match name {
        "about" => PredefinedMenuItem::about(app, text, Some(about(app))),
        "services" => PredefinedMenuItem::services(app, text),
        "hide" => PredefinedMenuItem::hide(app, text),
        "hide_others" => PredefinedMenuItem::hide_others(app, text),
        "show_all" => PredefinedMenuItem::show_all(app, text),
        "close" => PredefinedMenuItem::close_window(app, text),
        "undo" => PredefinedMenuItem::undo(app, text),
        "redo" => PredefinedMenuItem::redo(app, text),
        "cut" => PredefinedMenuItem::cut(app, text),
        "copy" => PredefinedMenuItem::copy(app, text),
        "paste" => PredefinedMenuItem::paste(app, text),
        "select_all" => PredefinedMenuItem::select_all(app, text),
        "full_screen" => PredefinedMenuItem::fullscreen(app, text),
        "minimise" => PredefinedMenuItem::minimize(app, text),
        "maximise" => PredefinedMenuItem::maximize(app, text),
        "front" => PredefinedMenuItem::bring_all_to_front(app, text),
        // `BAR` has no other; what it named by mistake would be a line.
        _ => PredefinedMenuItem::separator(app),
    }
}

fn about<R: Runtime>(app: &AppHandle<R>) -> AboutMetadata<'static> {
    let (package, config) = (app.package_info(), app.config());
    AboutMetadata {
        name: Some(package.name.clone()),
        version: Some(package.version.to_string()),
        copyright: config.bundle.copyright.clone(),
        authors: config.bundle.publisher.clone().map(|one| vec![one]),
        ..Default::default()
    }
}
