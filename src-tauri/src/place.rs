//! Where the window was: its size and place are kept in the profile by the window-state plugin, and mended here before it
//! reads them, so that no window opens where no screen is any more.

use std::path::Path;

use serde_json::{Map, Value};
use tauri::{AppHandle, Runtime};
use tauri_plugin_window_state::{Builder, StateFlags};

/// The plugin's file in the profile.
pub const FILE: &str = "window.json";
/// How much of the window's upper edge must be in sight for a person to take hold of it, in pixels.
const GRIP: (i64, i64) = (160, 24);
/// Nobody has a screen that far away; a file that says so is damaged.
const FARTHEST: i64 = 1 << 20;

/// One screen, as the system tells it: where it begins, and how large it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Its left edge.
    pub x: i64,
    /// Its upper edge.
    pub y: i64,
    /// Its width.
    pub width: i64,
    /// Its height.
    pub height: i64,
}

/// Remembers size and place from now on, and opens the window where it was.
pub fn remember<R: Runtime>(app: &AppHandle<R>, data: &Path) -> tauri::Result<()> {
    let screens: Vec<Screen> = app.available_monitors()?.iter().map(Screen::from).collect();
    mend(data, &screens);
    // The plugin puts its own folder before a name; a whole path replaces it. One that is no text is not remembered.
    let Ok(file) = std::path::absolute(data.join(FILE)) else { return Ok(()) };
    let Some(file) = file.to_str() else { return Ok(()) };
    let kept = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    app.plugin(Builder::new().with_filename(file).with_state_flags(kept).build())
}

impl From<&tauri::Monitor> for Screen {
    fn from(monitor: &tauri::Monitor) -> Screen {
        let (at, size) = (monitor.position(), monitor.size());
        Screen { x: at.x.into(), y: at.y.into(), width: size.width.into(), height: size.height.into() }
    }
}

/// Mends the kept place for the screens of now. Without it the window opens as it does at the first start.
pub fn mend(data: &Path, screens: &[Screen]) {
    let file = data.join(FILE);
    let Ok(kept) = std::fs::read_to_string(&file) else { return };
    let mended = mended(&kept, screens);
    let done = match &mended {
        Some(same) if *same == kept => Ok(()),
        Some(other) => std::fs::write(&file, other),
        None => std::fs::remove_file(&file),
    };
    if let Err(problem) = done {
        tracing::info!(kind = %problem.kind(), "the window's place was not mended");
    }
}

/// The kept places with every window in sight; none where nothing can be made of them.
pub fn mended(kept: &str, screens: &[Screen]) -> Option<String> {
    let mut windows: Map<String, Value> = serde_json::from_str(kept).ok()?;
    let before = windows.clone();
    for window in windows.values_mut() {
        put_in_sight(window.as_object_mut()?, screens)?;
    }
    if windows == before { Some(kept.to_owned()) } else { serde_json::to_string_pretty(&windows).ok() }
}

fn put_in_sight(window: &mut Map<String, Value>, screens: &[Screen]) -> Option<()> {
    let number = |name: &str| window.get(name)?.as_i64().filter(|value| value.abs() < FARTHEST);
    let (width, height) = (number("width")?, number("height")?);
    let (here, before) = ((number("x")?, number("y")?), (number("prev_x")?, number("prev_y")?));
    // A maximised window's own place is where it was before.
    let maximised = window.get("maximized")? == &Value::Bool(true);
    let (x, y) = if maximised { before } else { here };
    let on =
        |screen: &Screen| Screen { x, y, width: width.min(screen.width), height: height.min(screen.height) };
    let put = match screens.iter().find(|screen| in_reach(on(screen), **screen)) {
        Some(screen) => on(screen),
        // Where no screen is known, the system places it; where all are elsewhere, it goes to the middle of the first.
        None => in_the_middle(on(screens.first()?), *screens.first()?),
    };
    let mut set = |name: &str, value: i64| window.insert(name.to_owned(), value.into());
    set("width", put.width);
    set("height", put.height);
    if (put.x, put.y) != (x, y) {
        for name in ["x", "prev_x"] {
            set(name, put.x);
        }
        for name in ["y", "prev_y"] {
            set(name, put.y);
        }
    }
    Some(())
}

fn in_the_middle(window: Screen, screen: Screen) -> Screen {
    let (x, y) =
        (screen.x + (screen.width - window.width) / 2, screen.y + (screen.height - window.height) / 2);
    Screen { x, y, ..window }
}

/// Whether enough of the upper edge lies on the screen to take hold of it.
fn in_reach(window: Screen, screen: Screen) -> bool {
    let across = (window.x + window.width).min(screen.x + screen.width) - window.x.max(screen.x);
    let down = screen.y + screen.height - window.y;
    across >= GRIP.0.min(window.width) && window.y >= screen.y && down >= GRIP.1
}
