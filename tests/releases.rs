//! Newer versions as a test makes them: keys of its own, a package signed by Tauri's signer or by Debian's minisign, and a
//! server on loopback that announces it. Shared by the test programs, which name it by its path.

use std::{
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::json;
use tempfile::TempDir;

/// Tauri's own command line, as the window's packages bring it; tests run in the repository's root.
const TAURI: &str = "ui/node_modules/.bin/tauri";

/// By whose program keys are made and packages signed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Signer {
    /// `tauri signer`, as the release does.
    Tauri,
    /// Debian's minisign, which knows nothing of Tauri.
    Minisign,
}

/// A pair of keys, in a folder of its own.
pub struct Keys {
    folder: TempDir,
    signer: Signer,
}

impl Keys {
    /// A new pair, without a password.
    pub fn made_by(signer: Signer) -> Keys {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (secret, public) = (folder.path().join("key"), folder.path().join("key.pub"));
        match signer {
            Signer::Tauri => run(tauri().args(["generate", "--ci", "--password", "", "-w"]).arg(&secret)),
            Signer::Minisign => {
                run(Command::new("minisign").args(["-G", "-W", "-p"]).arg(public).arg("-s").arg(secret))
            }
        }
        Keys { folder, signer }
    }

    /// The public key as the updater is given it: minisign's file, in base64. Tauri's signer writes it so.
    pub fn public(&self) -> String {
        self.as_the_updater_takes_it(&self.folder.path().join("key.pub"))
    }

    /// Signs a package as that of a version; gives the signature as the updater takes it.
    pub fn sign(&self, package: &[u8], version: &str) -> String {
        let (file, signature) = (self.folder.path().join("package"), self.folder.path().join("package.sig"));
        fs::write(&file, package).expect("written");
        let secret = self.folder.path().join("key");
        match self.signer {
            Signer::Tauri => run(tauri()
                .args(["sign", "--password", "", "--private-key-path"])
                .arg(secret)
                .args(["--app-version", version])
                .arg(&file)),
            Signer::Minisign => run(Command::new("minisign")
                .args(["-S", "-t", &format!("timestamp:1700000000\tfile:package\tversion:{version}"), "-s"])
                .arg(secret)
                .arg("-x")
                .arg(&signature)
                .arg("-m")
                .arg(&file)),
        }
        self.as_the_updater_takes_it(&signature)
    }

    /// What Debian's minisign says of a signature that the updater takes.
    pub fn minisign_believes(&self, package: &[u8], signature: &str) -> bool {
        let plain = |text: &str| BASE64.decode(text).expect("base64");
        let (file, signed, key) = ["looked-at", "looked-at.minisig", "looked-at.pub"]
            .map(|name| self.folder.path().join(name))
            .into();
        for (path, bytes) in [(&file, package), (&signed, &plain(signature)), (&key, &plain(&self.public()))]
        {
            fs::write(path, bytes).expect("written");
        }
        let mut minisign = Command::new("minisign");
        minisign.arg("-V").arg("-p").arg(key).arg("-x").arg(signed).arg("-m").arg(file);
        minisign
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("minisign is installed")
            .success()
    }

    fn as_the_updater_takes_it(&self, file: &Path) -> String {
        let text = fs::read_to_string(file).expect("made by the signer");
        match self.signer {
            Signer::Tauri => text.trim().to_owned(),
            Signer::Minisign => BASE64.encode(text),
        }
    }
}

fn tauri() -> Command {
    let mut tauri = Command::new(TAURI);
    tauri.arg("signer");
    tauri
}

fn run(command: &mut Command) {
    let done =
        command.stdin(Stdio::null()).output().unwrap_or_else(|problem| panic!("{command:?}: {problem}"));
    let said = [done.stdout, done.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(done.status.success(), "{command:?}: {said}");
}

/// What is announced, and what is fetched then.
#[derive(Clone)]
pub struct Release {
    /// Its version.
    pub version: String,
    /// Its signature, as the updater takes it.
    pub signature: String,
    /// Its package.
    pub package: Vec<u8>,
}

/// A server on loopback that has one release, or none. It ends with this value.
pub struct Releases {
    address: String,
    release: Arc<Mutex<Option<Release>>>,
    over: Arc<AtomicBool>,
    serving: Option<JoinHandle<()>>,
}

impl Releases {
    /// One without a release.
    pub fn start() -> Releases {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let (release, over) = (Arc::new(Mutex::new(None)), Arc::new(AtomicBool::new(false)));
        let (served, ended, at) = (Arc::clone(&release), Arc::clone(&over), address.clone());
        let serving = std::thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                if ended.load(Ordering::SeqCst) {
                    return;
                }
                let release = served.lock().expect("nobody panics with it").clone();
                // Whoever hangs up is none of the test's business.
                let _ = answer(stream, &at, release);
            }
        });
        Releases { address, release, over, serving: Some(serving) }
    }

    /// What the updater asks.
    pub fn endpoint(&self) -> String {
        format!("{}/latest.json", self.address)
    }

    /// Announces this one from now on.
    pub fn has(&self, release: Release) {
        *self.release.lock().expect("nobody panics with it") = Some(release);
    }
}

impl Drop for Releases {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // It waits for somebody to come.
        let _ = TcpStream::connect(self.address.trim_start_matches("http://"));
        if let Some(serving) = self.serving.take() {
            let _ = serving.join();
        }
    }
}

fn answer(mut stream: TcpStream, address: &str, release: Option<Release>) -> std::io::Result<()> {
    let mut asked = Vec::new();
    let mut piece = [0; 1024];
    while !asked.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut piece)? {
            0 => return Ok(()),
            came => asked.extend_from_slice(&piece[..came]),
        }
    }
    let (status, body) = match release {
        None => ("204 No Content", Vec::new()),
        Some(release) if asked.starts_with(b"GET /package") => ("200 OK", release.package),
        Some(release) => {
            let file = json!({ "signature": release.signature, "url": format!("{address}/package") });
            let latest = json!({ "version": release.version, "notes": "- Faster\n- Nicer", "pub_date": "2026-12-01T08:00:00Z",
                                 "platforms": { "linux-x86_64": file, "linux-aarch64": file } });
            ("200 OK", latest.to_string().into_bytes())
        }
    };
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)
}

/// A file with these bytes that may be started, as an AppImage is.
pub fn app_image(folder: &Path, bytes: &[u8]) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let file = folder.join("Keyholder.AppImage");
    fs::write(&file, bytes).expect("written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("it may be started");
    file
}
