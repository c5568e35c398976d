//! A window to be photographed: dressed in a theme and a language, set to a size, at rest when the shutter opens.

use std::{fs, path::PathBuf, rc::Rc, time::Duration};

use fantoccini::Locator;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Window, eventually, process::handed, wait::within};

/// How the window is dressed.
#[derive(Clone, Copy)]
pub struct Look {
    theme: &'static str,
    language: &'static str,
    size: (u32, u32),
}

const SMALL: (u32, u32) = (1024, 700);
const LARGE: (u32, u32) = (1600, 1000);
const fn look(theme: &'static str, language: &'static str, size: (u32, u32)) -> Look {
    Look { theme, language, size }
}

/// Every theme in every language in both sizes.
pub const ALL: [Look; 8] = [
    look("light", "en", SMALL),
    look("light", "en", LARGE),
    look("light", "id", LARGE),
    look("light", "id", SMALL),
    look("dark", "id", SMALL),
    look("dark", "id", LARGE),
    look("dark", "en", LARGE),
    look("dark", "en", SMALL),
];
/// Each theme, each language and each size at least once.
pub const SOME: [Look; 3] =
    [look("light", "en", SMALL), look("dark", "id", SMALL), look("light", "id", LARGE)];
/// For what one look tells all about.
pub const ONE: [Look; 1] = [look("light", "en", SMALL)];

impl Look {
    /// An empty profile that already wants this look.
    pub fn worn_by(self, cloud: &str, zoom: u32) -> Rc<TempDir> {
        let data = Rc::new(tempfile::tempdir().expect("a temporary folder"));
        let settings =
            json!({ "language": self.language, "theme": self.theme, "zoom": zoom, "cloud": cloud });
        fs::write(data.path().join("settings.json"), settings.to_string()).expect("settings can be written");
        data
    }
}

/// A window and how it is dressed now.
pub struct Camera {
    window: Window,
    look: Look,
    zoom: u32,
}

impl Camera {
    /// Opens a window on an empty profile that already wants this look, so that the sign-in wears it too.
    pub async fn open(cloud: &str, look: Look) -> Camera {
        Camera::open_on(look.worn_by(cloud, 100), cloud, look).await
    }

    /// The same with everything drawn larger.
    pub async fn open_larger(cloud: &str, look: Look, percent: u32) -> Camera {
        let window = Window::open_on(look.worn_by(cloud, percent), cloud).await;
        let camera = Camera { window, look, zoom: percent };
        camera.resize(look.size).await;
        camera
    }

    /// The same on a machine that has no keychain.
    pub async fn open_without_keychain(cloud: &str, look: Look) -> Camera {
        Camera::of(Window::open_without_keychain_on(look.worn_by(cloud, 100), cloud).await, look).await
    }

    /// Opens a window on a profile that is there.
    pub async fn open_on(data: Rc<TempDir>, cloud: &str, look: Look) -> Camera {
        Camera::of(Window::open_on(data, cloud).await, look).await
    }

    /// Puts its theme on where no settings can be read that say so.
    pub async fn wears_its_theme(&self) {
        self.script(&format!("document.documentElement.dataset.theme = '{}'", self.look.theme)).await;
    }

    /// Looks at a window that is open and wears this look.
    pub async fn of(window: Window, look: Look) -> Camera {
        let camera = Camera { window, look, zoom: 100 };
        camera.resize(look.size).await;
        camera
    }

    /// The window, to be closed and opened again.
    pub fn into_window(self) -> Window {
        self.window
    }

    /// The window itself.
    pub fn window(&self) -> &Window {
        &self.window
    }

    /// Signs in as one of the demo's people (or of the tests' own).
    pub async fn sign_in(&self, email: &str, password: &str) {
        self.window.try_to_sign_in(email, password).await;
    }

    /// Puts on a look through the settings, as a person does.
    pub async fn dress(&mut self, look: Look) {
        self.window.go_to("settings").await;
        self.window.choose("settings-theme", look.theme).await;
        self.window.choose("settings-language", look.language).await;
        eventually("the window wears its look", async || {
            let now = self.script("return document.documentElement.lang").await;
            (now == look.language).then_some(())
        })
        .await;
        self.resize(look.size).await;
        self.look = look;
    }

    /// Has everything drawn larger through the settings, as a person does.
    pub async fn larger(&mut self, percent: u32) {
        self.window.go_to("settings").await;
        self.window.choose("settings-zoom", &percent.to_string()).await;
        self.drawn_at(percent).await;
    }

    /// Back to the usual size, by the keys: the driver's clicks miss where the window is not drawn at that size.
    pub async fn usual_size(&mut self) {
        self.press("\u{e009}0\u{e000}").await;
        self.drawn_at(100).await;
    }

    async fn drawn_at(&mut self, percent: u32) {
        self.zoom = percent;
        let size = self.look.size;
        eventually("everything is drawn in that size", async || self.shows(size).await).await;
    }

    /// Whether as much of the page is seen as a window of this size shows.
    async fn shows(&self, (width, _): (u32, u32)) -> Option<()> {
        let wide = self.script("return innerWidth").await.as_f64()?;
        ((wide - f64::from(width * 100 / self.zoom)).abs() < 2.0).then_some(())
    }

    /// Goes to a screen by its address and takes it: no click, so it serves at any size.
    pub async fn address(&self, screen: &str) {
        self.goes_to(screen).await;
        self.take(screen).await;
    }

    /// Goes to a screen by its address: no click, so it serves at any size.
    pub async fn goes_to(&self, screen: &str) {
        self.script(&format!("location.hash = '#/{screen}'")).await;
    }

    /// Clicks what carries this mark, from within the page: the driver's clicks miss where the window is not drawn at the usual size.
    pub async fn clicks(&self, css: &str) {
        self.window.sees(&format!("{css}:not([aria-busy=true])")).await;
        let script = "document.querySelector(arguments[0]).click()";
        self.window.client().execute(script, vec![json!(css)]).await.expect("it can be clicked");
    }

    /// Takes the picture once the window is at rest. Its name tells what it shows and how it is dressed.
    pub async fn take(&self, name: &str) {
        self.at_rest().await;
        self.take_at_once(name).await;
    }

    /// Takes the picture while something is still under way.
    pub async fn take_at_once(&self, name: &str) {
        self.draws().await;
        let png = self.window.client().screenshot().await.expect("the window can be photographed");
        self.script("window.drawn()").await;
        self.keep(name, &png);
    }

    /// Keeps a picture under this name and how the window is dressed.
    pub fn keep(&self, name: &str, png: &[u8]) {
        let Look { theme, language, size } = self.look;
        let zoom = if self.zoom == 100 { String::new() } else { format!("-zoom{}", self.zoom) };
        let folder = pictures();
        let path = folder.join(format!("{name}-{theme}-{language}-{}{zoom}.png", size.0));
        fs::write(&path, png).expect("the picture can be kept");
    }

    /// The language it speaks now.
    pub fn language(&self) -> &'static str {
        self.look.language
    }

    /// Goes to a screen and takes it.
    pub async fn screen(&self, screen: &str) {
        self.window.go_to(screen).await;
        self.take(screen).await;
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: &str) {
        let focused = self.window.client().active_element().await.expect("something has the focus");
        focused.send_keys(keys).await.expect("keys can be pressed");
    }

    /// Clicks the first match there is, and tells whether there was one.
    pub async fn click_if_there(&self, css: &str) -> bool {
        match self.window.client().find(Locator::Css(css)).await {
            Ok(found) => found.click().await.is_ok(),
            Err(_) => false,
        }
    }

    /// Closes whatever lies over the screen.
    pub async fn close(&self) {
        for _ in 0..3 {
            let over = "return document.querySelector('dialog[open], [data-testid=member-panel]') !== null";
            if self.script(over).await != true {
                return;
            }
            self.press("\u{e00c}").await;
            self.at_rest().await;
        }
    }

    /// Clears away what the window said of the last acts: it would lie over every later picture.
    pub async fn close_toasts(&self) {
        let last = "document.querySelectorAll('[data-testid=toast]').forEach(one => [...one.querySelectorAll('button')].pop()?.click())";
        self.script(last).await;
        self.window.sees_no("[data-testid=toast]").await;
    }

    /// Brings an element into sight.
    pub async fn scroll_to(&self, css: &str) {
        let script = "document.querySelector(arguments[0])?.scrollIntoView({ block: 'center' })";
        let _ = self.window.client().execute(script, vec![json!(css)]).await;
    }

    /// Asks the page.
    pub async fn script(&self, script: &str) -> Value {
        self.window.client().execute(script, vec![]).await.unwrap_or(Value::Null)
    }

    async fn resize(&self, size: (u32, u32)) {
        self.window.client().set_window_size(size.0, size.1).await.expect("the window can be resized");
        if within(Duration::from_secs(5), async || self.shows(size).await).await.is_none() {
            println!("the window is {} wide, not {}", self.script("return innerWidth").await, size.0);
        }
    }

    /// Nothing moves and nothing is still to come: two looks at the page, a frame or more apart, are the same.
    async fn at_rest(&self) {
        let script =
            "return [document.getAnimations().length, document.querySelectorAll('[aria-busy=true]').length,
            document.body.innerText, document.scrollingElement.scrollTop]";
        let mut before = Value::Null;
        let still = async || {
            let now = self.script(script).await;
            let same = now == before && now[0] == 0 && now[1] == 0;
            before = now;
            same.then_some(())
        };
        if within(Duration::from_secs(6), still).await.is_none() {
            println!("taken although it still moves: {} animations, {} busy", before[0], before[1]);
        }
    }

    /// What the page says is not yet what is painted: two more frames, and it is. From then on it goes on drawing, for a page that
    /// draws without OpenGL makes no frame while nothing on it changes, and the driver takes no picture before the next one.
    async fn draws(&self) {
        let script =
            "const done = arguments[0], spot = document.body.appendChild(document.createElement('i'));
            // Shown also where the print stylesheet hides all but its own.
            spot.style.cssText = 'display: block !important; position: fixed; top: 0; left: 0; width: 1px; height: 1px';
            let turn = 0;
            window.drawing = setInterval(() => spot.style.background = `#0000000${1 + (turn ^= 1)}`, 20);
            window.drawn = () => { clearInterval(window.drawing); spot.remove() };
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)))";
        let _ = self.window.client().execute_async(script, vec![]).await;
    }
}

/// Where they go: into the folder of the run, beside its programs.
fn pictures() -> PathBuf {
    handed("KEYHOLDER_E2E_FOLDER")
}
