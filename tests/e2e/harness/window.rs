//! The real window: the built program, driven through WebKit's own WebDriver. A person's words (`click`, `type_in`, `sees`)
//! over the marks that the UI carries for tests. Every word waits until it can be done; one that never can takes a picture.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    rc::Rc,
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;

use super::{
    http,
    people::PASSWORD,
    process::{self, Process, handed},
    wait::{PATIENCE, eventually, within},
};

/// What a program finds on its machine.
#[derive(Clone)]
enum Machine {
    /// The keychain of the screen that all tests share.
    Ordinary,
    /// No keychain: no message bus on which one could answer.
    NoKeychain,
    /// Another than the one that all tests share.
    Other(Rc<Around>),
}

/// What is other than usual around a program.
#[derive(Default)]
pub struct Around {
    /// Variables of the environment.
    pub variables: Vec<(&'static str, String)>,
    /// A command that starts what stands behind it, and becomes it.
    pub started_by: Vec<String>,
    /// Its profile, where that is not its data's own folder.
    pub profile: Profile,
}

/// Where a program has its profile.
#[derive(Default)]
pub enum Profile {
    /// In the folder of its data.
    #[default]
    Given,
    /// In this one.
    In(PathBuf),
    /// Where the system keeps it for this user: nobody says.
    TheUsers,
}

/// An open window and the folder it keeps its data in.
pub struct Window {
    client: Client,
    program: u32,
    cloud: String,
    data: Rc<TempDir>,
    machine: Machine,
    // Last: the driver ends after what it drove.
    _driver: Process,
}

impl Window {
    /// Opens one with empty data, the cloud's address preset.
    pub async fn open(cloud: &str) -> Window {
        Window::open_on(Rc::new(tempfile::tempdir().expect("a temporary folder")), cloud).await
    }

    /// Opens one on a machine that has no keychain.
    pub async fn open_without_keychain(cloud: &str) -> Window {
        Window::open_without_keychain_on(Rc::new(tempfile::tempdir().expect("a temporary folder")), cloud)
            .await
    }

    /// The same on data that is there.
    pub async fn open_without_keychain_on(data: Rc<TempDir>, cloud: &str) -> Window {
        Window::open_with(data, cloud, Machine::NoKeychain).await
    }

    /// Opens one on a machine that is made for it.
    pub async fn open_around(around: Around, data: Rc<TempDir>, cloud: &str) -> Window {
        Window::open_with(data, cloud, Machine::Other(Rc::new(around))).await
    }

    /// Opens one on data that is there.
    pub async fn open_on(data: Rc<TempDir>, cloud: &str) -> Window {
        Window::open_with(data, cloud, Machine::Ordinary).await
    }

    async fn open_with(data: Rc<TempDir>, cloud: &str, machine: Machine) -> Window {
        Window::start(&handed("KEYHOLDER_E2E_DESKTOP"), data, cloud, machine, "normal").await
    }

    /// Starts a program of this path and comes as early as the driver can: its page may still be loading.
    pub async fn open_early(program: &Path, data: Rc<TempDir>, cloud: &str) -> Window {
        Window::start(program, data, cloud, Machine::Ordinary, "none").await
    }

    async fn start(
        program: &Path,
        data: Rc<TempDir>,
        cloud: &str,
        machine: Machine,
        comes_at: &str,
    ) -> Window {
        let nowhere = format!("unix:path={}", data.path().join("no-bus").display());
        let without_bus =
            || Around { variables: vec![("DBUS_SESSION_BUS_ADDRESS", nowhere)], ..Around::default() };
        let around = match &machine {
            Machine::Ordinary => Rc::default(),
            Machine::NoKeychain => Rc::new(without_bus()),
            Machine::Other(around) => Rc::clone(around),
        };
        let (driver, address) = start_driver(&around).await;
        let arguments = match &around.profile {
            Profile::Given => json!(["--data", data.path(), "--cloud", cloud]),
            Profile::In(folder) => json!(["--data", folder, "--cloud", cloud]),
            Profile::TheUsers => json!(["--cloud", cloud]),
        };
        let wanted = json!({ "webkitgtk:browserOptions": { "binary": program, "args": arguments },
                             "pageLoadStrategy": comes_at });
        let wanted: Capabilities = serde_json::from_value(wanted).expect("capabilities are an object");
        let client = ClientBuilder::new(HttpConnector::new()).capabilities(wanted).connect(&address).await;
        let client = client.unwrap_or_else(|problem| panic!("the window does not open: {problem}"));
        let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let programs: Vec<u32> = driver.children().into_iter().filter(|id| is_called(*id, &name)).collect();
        let [program] = programs[..] else { panic!("one window was expected, there are {programs:?}") };
        Window { client, program, cloud: cloud.to_owned(), data, machine, _driver: driver }
    }

    /// The driver's own words, for what these do not say.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Where it keeps its data.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// The folder itself, to open a later window on: it stays as long as this does.
    pub fn data_kept(&self) -> Rc<TempDir> {
        Rc::clone(&self.data)
    }

    /// Ends the program with SIGKILL, as a power cut would, and opens it again on the same data and machine.
    pub async fn killed_and_started_again(self) -> Window {
        process::kill(self.program);
        self.is_gone().await;
        let (data, cloud, machine) = (Rc::clone(&self.data), self.cloud.clone(), self.machine.clone());
        drop(self);
        Window::open_with(data, &cloud, machine).await
    }

    /// The program is started once more on this profile, perhaps by a link that somebody opened; that second program ends.
    pub async fn is_started_again(&self, link: Option<&str>) {
        let mut again = Command::new(handed("KEYHOLDER_E2E_DESKTOP"));
        again.env("KEYHOLDER_DATA", self.data()).args(link);
        let mut again = Process::start(again.stdout(Stdio::null()).stderr(Stdio::null()));
        eventually("the second program has ended", async || again.child().try_wait().ok().flatten()).await;
    }

    /// Another program hands it a link, as a second start does, by the message bus and however long it is.
    pub fn is_handed(&self, link: &str) {
        let at = fs::canonicalize(self.data()).expect("it is there");
        let bus = zbus::blocking::Connection::session().expect("the tests' bus");
        let names = zbus::blocking::fdo::DBusProxy::new(&bus).and_then(|bus| Ok(bus.list_names()?));
        let is_its = |name: &str| {
            let owner = zbus::blocking::fdo::DBusProxy::new(&bus).ok()?;
            let name = zbus::names::BusName::try_from(name.to_owned()).ok()?;
            Some(owner.get_connection_unix_process_id(name).ok()? == self.program)
        };
        let names = names.expect("the bus says who is there");
        let mut single =
            names.iter().map(|name| name.as_str()).filter(|name| name.ends_with(".SingleInstance"));
        let name = single.find(|name| is_its(name) == Some(true)).expect("it is there for a second start");
        let place = format!("/{}", name.replace('.', "/"));
        let told = (vec!["keyholder-desktop", link], at.display().to_string());
        let done = bus.call_method(
            Some(name),
            place.as_str(),
            Some("org.SingleInstance.DBus"),
            "ExecuteCallback",
            &told,
        );
        done.expect("it takes it");
    }

    /// Asks the window to close, as the cross in its corner does. Whether it does is its own affair.
    pub fn is_asked_to_close(&self) {
        super::corner::ask_to_close(self.program);
    }

    /// Gives it the keyboard, before all other windows of the screen, and waits until its page knows.
    pub async fn is_in_front(&self) {
        self.until("has the keyboard", async |client| {
            let has = client.execute("return document.hasFocus()", vec![]).await.ok()? == true;
            if !has {
                super::corner::bring_to_front(self.program);
            }
            has.then_some(())
        })
        .await;
    }

    /// Presses a button at the side of the mouse, over the window.
    pub fn presses_side_button(&self, side: super::mouse::Side) {
        super::mouse::press(side, self.program);
    }

    /// Ends the program with SIGKILL, as a power cut would.
    pub fn is_cut_off(&self) {
        process::kill(self.program);
    }

    /// Its program's number.
    pub fn program(&self) -> u32 {
        self.program
    }

    /// Clicks what ends the program, and waits until it has: no answer to such a click can be relied on.
    pub async fn ends_by_click(&self, testid: &str) {
        let last = self.sees(&mark(testid)).await;
        let _ = last.click().await;
        self.is_gone().await;
    }

    /// Waits until the program has ended.
    pub async fn is_gone(&self) {
        eventually("the window is gone", async || (!process::runs(self.program)).then_some(())).await;
    }

    /// Fills in the sign-in form and waits for the frame around the screens.
    pub async fn sign_in(&self, email: &str) {
        self.try_to_sign_in(email, PASSWORD).await;
        self.sees("[data-testid=badge]").await;
    }

    /// Fills in the sign-in form and sends it.
    pub async fn try_to_sign_in(&self, email: &str, password: &str) {
        self.type_in("signin-email", email).await;
        self.type_in("signin-password", password).await;
        self.click("signin-submit").await;
    }

    /// Goes to a screen.
    pub async fn go_to(&self, screen: &str) {
        self.click(&format!("nav-{}", screen.replace('_', "-"))).await;
    }

    /// Clicks what carries this mark.
    pub async fn click(&self, testid: &str) {
        self.click_on(&mark(testid)).await;
    }

    /// Clicks the first that matches, as soon as it can be clicked.
    pub async fn click_on(&self, css: &str) {
        self.until(&format!("can click {css}"), async |client| {
            let element = client.find(Locator::Css(css)).await.ok()?;
            // A busy button takes no click: a dialog's, for one, before its preview is there.
            let busy = element.attr("aria-busy").await.ok()?;
            if busy.as_deref() == Some("true") {
                return None;
            }
            element.click().await.ok()
        })
        .await;
    }

    /// Presses keys wherever the focus is (WebDriver's codes for those without a letter).
    pub async fn press(&self, keys: &str) {
        self.until("takes the keys", async |client| {
            client.active_element().await.ok()?.send_keys(keys).await.ok()
        })
        .await;
    }

    /// Everything that the page is made of, seen or not.
    pub async fn page(&self) -> String {
        let page = self.client.execute("return document.documentElement.outerHTML", vec![]).await;
        page.expect("the page answers").as_str().unwrap_or_default().to_owned()
    }

    /// Replaces what stands in a field.
    pub async fn type_in(&self, testid: &str, text: &str) {
        let css = mark(testid);
        self.until(&format!("can type in {css}"), async |client| {
            let field = client.find(Locator::Css(&css)).await.ok()?;
            field.clear().await.ok()?;
            field.send_keys(text).await.ok()?;
            (field.prop("value").await.ok()?.as_deref() == Some(text)).then_some(())
        })
        .await;
    }

    /// Chooses in a list by value.
    pub async fn choose(&self, testid: &str, value: &str) {
        let css = mark(testid);
        self.until(&format!("can choose {value} in {css}"), async |client| {
            let list = client.find(Locator::Css(&css)).await.ok()?;
            let option =
                list.find(Locator::Css(&format!("option[value=\"{value}\"]:not([disabled])"))).await.ok()?;
            option.click().await.ok()?;
            (list.prop("value").await.ok()?.as_deref() == Some(value)).then_some(())
        })
        .await;
    }

    /// Waits until it is there and shown.
    pub async fn sees(&self, css: &str) -> Element {
        self.until(&format!("sees {css}"), async |client| {
            let element = client.find(Locator::Css(css)).await.ok()?;
            element.is_displayed().await.ok()?.then_some(element)
        })
        .await
    }

    /// Waits until nothing matches any more.
    pub async fn sees_no(&self, css: &str) {
        self.until(&format!("sees no {css}"), async |client| {
            client.find_all(Locator::Css(css)).await.ok()?.is_empty().then_some(())
        })
        .await;
    }

    /// Waits until this text stands somewhere inside.
    pub async fn reads(&self, css: &str, text: &str) {
        self.until(&format!("reads `{text}` in {css}"), async |client| {
            text_of(client, css).await?.contains(text).then_some(())
        })
        .await;
    }

    /// The text of the first that matches, as soon as there is one.
    pub async fn text(&self, css: &str) -> String {
        self.until(&format!("reads {css}"), async |client| text_of(client, css).await).await
    }

    /// An attribute of every match, in the page's order.
    pub async fn attributes(&self, css: &str, names: &[&str]) -> Vec<Vec<String>> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(one => arguments[1].map(name => one.getAttribute(name) ?? ''))";
        let found =
            self.client.execute(script, vec![json!(css), json!(names)]).await.expect("the page answers");
        serde_json::from_value(found).expect("a list of lists of texts")
    }

    /// Waits until it is greyed, and gives the reason that is linked to it. It must still be in reach of the keyboard.
    pub async fn sees_greyed(&self, testid: &str) -> String {
        let css = format!("{}[aria-disabled=\"true\"]", mark(testid));
        self.sees(&css).await;
        let script = "const one = document.querySelector(arguments[0]); one.focus();
            const why = (one.getAttribute('aria-describedby') ?? '').split(' ').map(id => document.getElementById(id)?.textContent ?? '').join(' ').trim();
            return [document.activeElement === one, why]";
        let answer = self.client.execute(script, vec![json!(css)]).await.expect("the page answers");
        assert_eq!(answer[0], true, "{testid} cannot be reached with the keyboard");
        answer[1].as_str().unwrap_or_default().to_owned()
    }

    /// Waits for the badge to say this (`up_to_date`, `offline`, `waiting` …).
    pub async fn badge_is(&self, state: &str) {
        self.sees(&format!("[data-testid=badge][data-state=\"{state}\"]")).await;
    }

    async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut(&Client) -> Option<T>) -> T {
        match within(PATIENCE, async || look(&self.client).await).await {
            Some(found) => found,
            None => {
                let picture = self.picture().await;
                let page = self.client.execute("return document.body.innerText", vec![]).await;
                panic!(
                    "the window never {what}; picture: {}; it shows:\n{}",
                    picture.display(),
                    page.unwrap_or_default()
                );
            }
        }
    }

    /// Takes a picture beside the other results, named after the test.
    pub async fn picture(&self) -> PathBuf {
        let test = std::thread::current().name().unwrap_or("test").replace("::", "-");
        let path = handed("KEYHOLDER_E2E_FOLDER").join(format!("{test}-{}.png", self.program));
        if let Ok(png) = self.client.screenshot().await {
            let _ = fs::write(&path, png);
        }
        path
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        process::kill(self.program);
    }
}

/// WebDriver's own notion of text leaves out what a table scrolled away; a reader of the page does not.
async fn text_of(client: &Client, css: &str) -> Option<String> {
    let script = "return document.querySelector(arguments[0])?.textContent ?? null";
    client.execute(script, vec![json!(css)]).await.ok()?.as_str().map(str::to_owned)
}

fn mark(testid: &str) -> String {
    format!("[data-testid=\"{testid}\"]")
}

fn is_called(id: u32, name: &str) -> bool {
    fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|path| path.file_name().is_some_and(|it| it == name))
}

/// One driver a window: WebKit's drives one program at a time.
async fn start_driver(around: &Around) -> (Process, String) {
    let port =
        TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
    let mut words = around.started_by.iter().map(String::as_str).chain(["WebKitWebDriver"]);
    let mut driver = Command::new(words.next().expect("there is one word at least"));
    driver.args(words).args(["--host=127.0.0.1", &format!("--port={port}")]);
    driver.env("TAURI_WEBVIEW_AUTOMATION", "true");
    driver.envs(around.variables.iter().map(|(name, value)| (name, value)));
    let driver = Process::start(driver.stdout(Stdio::null()).stderr(Stdio::null()));
    let address = format!("http://127.0.0.1:{port}");
    let status = format!("{address}/status");
    eventually("WebKitWebDriver answers", async || http::get(&status).await).await;
    (driver, address)
}
