//! A desk as a process that tests start, harm and kill: the shipped `keyholder-desk` and nothing else, told what to do by
//! lines of JSON on stdin, answering each with one line on stdout. Its keychain is a file beside the profile, which stands for
//! a system keychain that outlives the program.
//!
//! `keyholder-fault-desk PROFILE CLOUD KEYCHAIN`

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;

use keyholder_desk::clock::{Clock, SystemClock};
use keyholder_desk::keychain::{Keychain, Secret};
use keyholder_desk::picture::Picture;
use keyholder_desk::{DeskError, Keyholder, Options, Seams};
use keyholder_domain::{Op, StoreId, Time};
use serde_json::{Value, json};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().expect("PROFILE CLOUD KEYCHAIN");
    let (profile, cloud, keychain) = (next(), next(), next());
    let options = Options {
        data_dir: PathBuf::from(profile),
        cloud_default: cloud.clone(),
        profile: "default".to_owned(),
        device_name: "A desk to be harmed".to_owned(),
    };
    let keychain = Arc::new(FileKeychain { path: PathBuf::from(keychain), alone: Mutex::default() });
    let clock = Arc::new(SystemTimes);
    let keyholder = match Keyholder::open_with(options, Seams { clock, keychain, ..Seams::default() }).await {
        Ok(keyholder) => keyholder,
        Err(error) => return say(&failed(&error)),
    };
    say(&json!({"open": keyholder.session().await.open}));
    // Lines are read on a thread of their own: waiting for one must not keep the desk from its work.
    let (lines, mut told) = tokio::sync::mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if lines.send(line).is_err() {
                return;
            }
        }
    });
    while let Some(line) = told.recv().await {
        let asked: Value = serde_json::from_str(&line).expect("a line of JSON");
        let answer = obey(&keyholder, &cloud, &asked).await;
        say(&answer.unwrap_or_else(|error| failed(&error)));
    }
    keyholder.close().await;
}

async fn obey(keyholder: &Keyholder, cloud: &str, asked: &Value) -> Result<Value, DeskError> {
    let text = |name: &str| asked[name].as_str().unwrap_or_default();
    let store = || text("store").parse::<StoreId>().expect("a store");
    match text("do") {
        "sign_up" => {
            keyholder.sign_up(cloud, text("email"), text("password"), text("name")).await.map(drop)?
        }
        "sign_in" => keyholder.sign_in(cloud, text("email"), text("password")).await.map(drop)?,
        "create" => return Ok(json!({"store": keyholder.create_store(text("name")).await?})),
        "open" => keyholder.open_store(store()).await?,
        "ask" => {
            let op = Op::parse(&asked["op"]).expect("a well-formed op");
            let dispatched = keyholder.dispatch(store(), op, true).await?;
            return Ok(json!({"queued": dispatched.queued, "id": dispatched.id,
                "refusal": dispatched.refusal.map(|told| told.code)}));
        }
        "retry" => {
            let again = keyholder.retry(store(), text("op").parse().expect("an op")).await?;
            return Ok(json!({"queued": again.queued, "id": again.id}));
        }
        "sync" => keyholder.sync_now(store()).await?,
        "look" => {
            let picture = keyholder.desk(store()).await?.picture().await?;
            let session = keyholder.session().await;
            let mut shown = shown(&picture);
            shown["notices"] = json!(session.notices);
            shown["ended"] = json!(session.ended);
            return Ok(shown);
        }
        other => panic!("`{other}` is not understood"),
    }
    Ok(json!({}))
}

/// A picture in the few words that the tests compare.
fn shown(picture: &Picture) -> Value {
    let mut groups: Vec<_> = picture.base.groups().map(|group| group.name.as_str().to_owned()).collect();
    groups.sort();
    let pending: Vec<_> = picture
        .pending
        .iter()
        .map(|op| {
            json!({"id": op.id, "state": format!("{:?}", op.state), "type": op.raw["type"],
                "name": op.raw["name"], "to": op.raw["to"], "refusal": op.refusal.as_ref().map(|told| &told.code)})
        })
        .collect();
    json!({
        "name": picture.base.name(), "has_team": picture.has_team, "groups": groups, "pending": pending,
        "local_groups": picture.local.group_count(), "local_name": picture.local.name(),
        "seq": picture.recent.first().map(|entry| entry.seq),
        "connection": format!("{:?}", picture.connection), "problem": picture.problem,
    })
}

fn failed(error: &DeskError) -> Value {
    json!({"error": error.code, "with": error.with, "message": error.message})
}

fn say(answer: &Value) {
    let mut out = std::io::stdout().lock();
    // Whoever listened is gone: then nobody needs the answer.
    let _ = writeln!(out, "{answer}").and_then(|()| out.flush());
}

/// The system's clocks by way of its C library, which is where libfaketime gets in.
struct SystemTimes;

impl Clock for SystemTimes {
    fn now(&self) -> Time {
        SystemClock.now()
    }

    fn monotonic(&self) -> u64 {
        static BEGAN: OnceLock<Instant> = OnceLock::new();
        u64::try_from(BEGAN.get_or_init(Instant::now).elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

struct FileKeychain {
    path: PathBuf,
    alone: Mutex<()>,
}

impl FileKeychain {
    fn read(&self) -> BTreeMap<String, String> {
        std::fs::read(&self.path).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
    }

    fn change(&self, change: impl FnOnce(&mut BTreeMap<String, String>)) -> Result<(), String> {
        let _alone = self.alone.lock().unwrap_or_else(PoisonError::into_inner);
        let mut secrets = self.read();
        change(&mut secrets);
        let beside = self.path.with_extension("new");
        let text = serde_json::to_vec(&secrets).map_err(|error| error.to_string())?;
        std::fs::write(&beside, text).map_err(|error| error.to_string())?;
        std::fs::rename(beside, &self.path).map_err(|error| error.to_string())
    }
}

impl Keychain for FileKeychain {
    fn get(&self, name: &str) -> Result<Option<Secret>, String> {
        Ok(self.read().remove(name).map(Secret::new))
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), String> {
        self.change(|secrets| drop(secrets.insert(name.to_owned(), secret.expose().to_owned())))
    }

    fn delete(&self, name: &str) -> Result<(), String> {
        self.change(|secrets| drop(secrets.remove(name)))
    }

    fn forgets(&self) -> bool {
        false
    }
}
