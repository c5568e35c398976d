//! A desk as a process: the shipped command line that stays (`keyholder serve`), asked through its socket as other commands ask it.

use std::path::Path;
use std::sync::LazyLock;

use keyholder_desk::DeskError;
use keyholder_desk::holder::{Call, Client};
use keyholder_desk::views::{Ask, What};
use keyholder_domain::{Op, StoreId};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use super::process::Process;
use super::{PATIENCE, eventually};

/// A running desk.
pub struct Desk {
    process: Process,
    client: Client,
    store: StoreId,
}

impl Desk {
    /// Asks the process that holds this profile.
    pub fn of(process: Process, profile: &Path, store: StoreId) -> Result<Desk, DeskError> {
        let client = waits_for(Client::connect(profile))?;
        Ok(Desk { process, client, store })
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Asks the desk something, as a command does.
    pub fn asks_for(&self, call: Call) -> Result<Value, DeskError> {
        waits_for(self.client.call(&call))
    }

    fn view(&self, what: What) -> Result<Value, DeskError> {
        let ask = Box::new(Ask { store: self.store, generation: 0, what });
        Ok(self.asks_for(Call::Ask { ask })?["view"].take())
    }

    /// Asks an op; gives what the desk answers.
    pub fn asks(&mut self, op: Value) -> Value {
        self.tries_to_ask(op).expect("the desk runs")
    }

    /// Asks an op that is queued; gives its id.
    pub fn queues(&mut self, op: Value) -> String {
        let answer = self.asks(op);
        assert_eq!(answer["queued"], true, "{answer}");
        answer["id"].as_str().expect("an id").to_owned()
    }

    /// The same; none when the desk was killed on the way.
    pub fn tries_to_ask(&mut self, op: Value) -> Option<Value> {
        let op = Box::new(Op::parse(&op).expect("a well-formed op"));
        answered(self.asks_for(Call::Dispatch { store: self.store, op, ask_anyway: true }))
    }

    /// The person says: now.
    pub fn syncs(&mut self) {
        self.asks_for(Call::SyncNow { store: self.store }).expect("the desk runs");
    }

    /// What people see, in the few words that the tests compare; none when the desk was killed.
    pub fn tries_to_look(&mut self) -> Option<Value> {
        answered(self.shown())
    }

    /// The same of a desk that runs.
    pub fn looks(&mut self) -> Value {
        self.tries_to_look().expect("the desk runs")
    }

    fn shown(&self) -> Result<Value, DeskError> {
        // What waits comes first: what is answered between two questions is then there already.
        let waiting = self.view(What::Waiting(Default::default()))?;
        let frame = self.view(What::Frame)?;
        let groups = seen_by_the_team(self.view(What::Groups))?;
        let overview = seen_by_the_team(self.view(What::Overview))?;
        let session = self.asks_for(Call::Session)?;
        let badge = &waiting["badge"];
        Ok(json!({
            "name": frame["store"]["name"], "has_team": !groups.is_null(), "groups": confirmed(&groups),
            "pending": pending(&waiting), "seq": overview["activity"][0]["seq"],
            "badge": badge["state"], "problem": badge["problem"],
            "notices": session["notices"], "ended": session["ended"],
        }))
    }

    /// Looks until it is shown as wanted.
    pub fn until(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        self.until_told(what, Self::tries_to_look, wanted)
    }

    fn until_told(
        &mut self,
        what: &str,
        look: impl Fn(&mut Self) -> Option<Value>,
        wanted: impl Fn(&Value) -> bool,
    ) -> Value {
        let mut last = Value::Null;
        let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            eventually(what, || {
                last = look(self).expect("the desk runs");
                wanted(&last).then(|| last.clone())
            })
        }));
        found.unwrap_or_else(|_| {
            // A store that could not be opened says why when it is asked to.
            let why = self.asks_for(Call::OpenStore { store: self.store });
            panic!("never happened: {what}: {last:#}; opening it: {why:?}")
        })
    }

    /// Waits until everything asked is answered and in the base.
    pub fn settles(&mut self) -> Value {
        // The badge counts: ten thousand rows are not drawn again and again for that.
        let badge = |desk: &mut Self| answered(desk.view(What::Frame)).map(|mut frame| frame["badge"].take());
        self.until_told("everything is answered", badge, |badge| {
            badge["waiting"] == 0 && badge["refused"] == 0
        });
        self.until("nothing is left", |shown| shown["pending"].as_array().is_some_and(Vec::is_empty))
    }

    /// Closes in order.
    pub fn closes(self) {
        // Whoever still asks is waited for.
        drop(self.client);
        assert!(self.process.ends().success());
    }

    /// SIGKILL.
    pub fn dies(self) {
        self.process.kill();
    }
}

/// Waits for an answer, also in a test that has a runtime itself.
fn waits_for<T>(asked: impl Future<Output = Result<T, DeskError>>) -> Result<T, DeskError> {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime")
    });
    let answer = async { tokio::time::timeout(PATIENCE, asked).await.expect("the desk answers") };
    tokio::task::block_in_place(|| RUNTIME.block_on(answer))
}

/// An answer, or the error that it is; none when the desk was killed.
fn answered(answer: Result<Value, DeskError>) -> Option<Value> {
    match answer {
        Err(error) if error.code == "holder_gone" => None,
        Err(error) => Some(failed(&error)),
        Ok(answer) => Some(answer),
    }
}

/// An error as an answer.
pub fn failed(error: &DeskError) -> Value {
    json!({"error": error.code, "with": error.with, "message": error.message})
}

/// A screen of the team's, null before the team is there.
fn seen_by_the_team(view: Result<Value, DeskError>) -> Result<Value, DeskError> {
    match view {
        Err(error) if error.code == "not_synced_yet" => Ok(Value::Null),
        view => view,
    }
}

/// The names of the groups that the cloud has told: nothing about them waits.
fn confirmed(groups: &Value) -> Vec<&str> {
    let rows = groups["rows"].as_array().into_iter().flatten();
    let mut names: Vec<&str> =
        rows.filter(|row| row["mark"].is_null()).filter_map(|row| row["name"].as_str()).collect();
    names.sort_unstable();
    names
}

/// What was asked and is not settled, in the order in which it is sent, and then what was refused.
fn pending(waiting: &Value) -> Vec<Value> {
    let rows =
        ["waiting", "refused"].into_iter().flat_map(|part| waiting[part].as_array().into_iter().flatten());
    let brief = |row: &Value| {
        json!({"id": row["id"], "state": row["state"], "type": row["op"]["type"], "name": row["op"]["name"],
            "to": row["op"]["to"], "expected": row["expected"]["code"], "refusal": row["refusal"]["code"]})
    };
    rows.map(brief).collect()
}
