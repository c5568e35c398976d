//! A real cloud: the program itself on a free port of this machine, with a database and mails in a folder of its own.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

use super::{
    http,
    process::{Process, handed},
    wait::eventually,
};

/// The cloud and its folder. Its address stays the same when it is stopped and started.
pub struct Cloud {
    folder: TempDir,
    address: String,
    process: Option<Process>,
    demo: bool,
    /// By how much its clock is ahead, as libfaketime reads it.
    ahead: Option<&'static str>,
}

impl Cloud {
    /// Starts an empty one.
    pub async fn start() -> Cloud {
        Cloud::start_with(false).await
    }

    /// Starts one that holds the demo shop.
    pub async fn start_with_demo() -> Cloud {
        Cloud::start_with(true).await
    }

    async fn start_with(demo: bool) -> Cloud {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut cloud = Cloud { folder, address: "127.0.0.1:0".to_owned(), process: None, demo, ahead: None };
        cloud.start_again().await;
        cloud
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops it gracefully: to every desk the network is gone.
    pub async fn stop(&mut self) {
        if let Some(process) = self.process.take() {
            process.stop().await;
        }
    }

    /// Time passes for it: it is stopped, and started so much later.
    pub async fn is_later_by(&mut self, ahead: &'static str) {
        self.stop().await;
        self.ahead = Some(ahead);
        self.start_again().await;
    }

    /// Starts it, at the address it had.
    pub async fn start_again(&mut self) {
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.path().join("log"))
            .expect("a log");
        let mut serve = self.command("serve");
        serve.args(["--listen", &self.address, "--limits", "off"]).stdout(Stdio::piped()).stderr(log);
        if self.demo {
            serve.arg("--demo");
        }
        let mut process = Process::start(&mut serve);
        let out = process.child().stdout.take().expect("the cloud's output is piped");
        let mut lines = BufReader::new(out).lines().map_while(Result::ok);
        let said = lines
            .by_ref()
            .find_map(|line| line.trim().strip_prefix("listening on http://").map(str::to_owned));
        let Some(address) = said else { panic!("the cloud did not start:\n{}", self.log()) };
        self.address = address.trim_end_matches('/').to_owned();
        std::thread::spawn(move || lines.for_each(drop));
        self.process = Some(process);
        let readiness = format!("{}/readyz", self.url());
        eventually("the cloud is ready", async || {
            http::get(&readiness).await.filter(|reply| reply.status().is_success())
        })
        .await;
    }

    /// The operator forces a plan, beside the running server.
    pub fn force_plan(&self, store: &str, plan: &str) {
        let output = self.command("plan").args([store, plan]).output().expect("the cloud's program runs");
        assert!(output.status.success(), "forcing a plan: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// The mails written so far, each as it lies in its file.
    pub fn mails(&self) -> Vec<String> {
        let files = fs::read_dir(self.folder.path().join("mail")).into_iter().flatten().flatten();
        let mails =
            files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|it| it == "eml"));
        mails.filter_map(|path| fs::read_to_string(path).ok()).collect()
    }

    /// The demo's store and people, as the cloud wrote them down.
    pub fn demo(&self) -> serde_json::Value {
        let text = fs::read(self.folder.path().join("demo-accounts.json")).expect("the demo's list");
        serde_json::from_slice(&text).expect("the demo's list is JSON")
    }

    /// The demo's store.
    pub fn demo_store(&self) -> String {
        self.demo()["store"].as_str().expect("the demo tells its store").to_owned()
    }

    /// The demo's first person with this role: address and password.
    pub fn somebody(&self, role: &str) -> (String, String) {
        let demo = self.demo();
        let people = demo["accounts"].as_array().expect("the demo has people");
        let one = people.iter().find(|one| one["role"] == role).expect("somebody has the role");
        let text = |name: &str| one[name].as_str().expect("a text").to_owned();
        (text("email"), text("password"))
    }

    /// What it logged, for a failing test.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn command(&self, what: &str) -> Command {
        let mut command = Command::new(handed("KEYHOLDER_E2E_CLOUD"));
        if let Some(ahead) = self.ahead {
            // The loader puts the system's own folder for libraries in.
            command.env("LD_PRELOAD", "/usr/$LIB/faketime/libfaketimeMT.so.1").env("FAKETIME", ahead);
        }
        command.arg(what).args(["--database", &format!("sqlite:{}", self.database().display())]);
        command.current_dir(self.folder.path());
        command
    }

    fn database(&self) -> PathBuf {
        Path::new(self.folder.path()).join("keyholder.db")
    }
}
