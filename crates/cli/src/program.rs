//! The program of one command: the profile, the person's language, and the store that the command is about.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use keyholder_desk::DeskError;
use keyholder_desk::holder::Call;
use keyholder_desk::keychain::Secret;
use keyholder_desk::views::{Ask, What};
use keyholder_domain::StoreId;
use serde_json::Value;

use crate::arguments::{Common, When};
use crate::carry::hindered;
use crate::exit::Problem;
use crate::reach::Reach;
use crate::secrets;
use crate::show::{Paint, Texts};

/// How long a listing waits for the cloud's news before it shows what is held.
const NEWS: Duration = Duration::from_secs(5);
/// How long the first sync of a store may take without any progress.
const FIRST_SYNC: Duration = Duration::from_secs(120);
/// The longest silence between two looks.
const LOOK: u64 = 1_000;

/// What a command works with.
pub struct Program {
    /// The way to the profile.
    pub reach: Reach,
    /// The person's language.
    pub texts: Texts,
    /// What every command takes.
    pub common: Common,
    /// Colours, where they are wanted.
    pub paint: Paint,
    passphrase: Option<Secret>,
}

/// The store that a command is about.
#[derive(Clone, Debug)]
pub struct InUse {
    /// Its id.
    pub id: StoreId,
    /// Its name.
    pub name: String,
}

impl InUse {
    /// As it stands in documents.
    pub fn json(&self) -> Value {
        serde_json::json!({ "id": self.id, "name": self.name })
    }
}

impl Program {
    /// A program on this profile; see [`Program::set_up`].
    pub fn new(common: &Common, reach: Reach) -> Self {
        let colours = match common.color {
            When::Auto => {
                std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty())
            }
            When::Always => true,
            When::Never => false,
        };
        let texts = Texts::of(common.language);
        Self { reach, texts, common: common.clone(), paint: Paint::new(colours), passphrase: None }
    }

    /// Speaks the language of the settings, and opens what a passphrase protects.
    pub async fn set_up(&mut self) -> Result<(), Problem> {
        // Before the first question: whoever answers may end while it does, and then the profile is opened here.
        self.passphrase = match &self.common {
            Common { passphrase_file: Some(file), .. } => Some(secrets::from_file(file)?),
            Common { passphrase_stdin: true, .. } => Some(secrets::from_stdin()?),
            _ => None,
        };
        let session = self.session().await?;
        if self.common.language.is_none() {
            self.texts.prefer(session["settings"]["language"].as_str().unwrap_or_default());
        }
        self.open_up(&session).await
    }

    /// Has the passphrase chosen, where one is needed: the one that was given, or the person's at the terminal. Without it a
    /// sign-in would be forgotten as soon as its command ends.
    pub async fn choose_passphrase(&self) -> Result<(), Problem> {
        if self.session().await?["passphrase"] != "choose" {
            return Ok(());
        }
        if let Some(passphrase) = self.passphrase.clone() {
            return self.call(Call::ChoosePassphrase { passphrase }).await.map(drop);
        }
        if !std::io::stdin().is_terminal() {
            let why = "this system has no keychain: a passphrase protects the profile";
            return Err(Problem::new("passphrase_needed", why));
        }
        eprintln!("{}", self.texts.say("cli-passphrase-why", &[]));
        for tries_left in (0..secrets::TRIES).rev() {
            let passphrase = secrets::chosen_at_terminal(&self.texts, "cli-ask-new-passphrase")?;
            match self.call(Call::ChoosePassphrase { passphrase }).await {
                // A word about it, and once more.
                Err(problem) if problem.code() == "weak_passphrase" && tries_left > 0 => {
                    eprintln!("{}", problem.say(&self.texts));
                }
                chosen => return chosen.map(drop),
            }
        }
        Ok(())
    }

    /// Opens what a passphrase protects.
    async fn open_up(&self, session: &Value) -> Result<(), Problem> {
        if session["passphrase"] == "enter" {
            let needed = || Problem::new("passphrase_needed", "a passphrase protects this profile");
            let passphrase = match &self.passphrase {
                Some(given) => given.clone(),
                None if !std::io::stdin().is_terminal() => return Err(needed()),
                None => secrets::from_terminal(&self.texts, "cli-ask-passphrase")?,
            };
            self.reach.call(Call::EnterPassphrase { passphrase }).await?;
        }
        // A command does its own work also where it cannot answer others.
        let _ = self.reach.serve().await;
        Ok(())
    }

    /// Frees the profile, once those who asked this process are answered; the language is still needed to say how it went.
    pub async fn close(self, guests: Duration) -> Texts {
        self.reach.close(guests).await;
        self.texts
    }

    /// Asks; once more if the profile changed hands meanwhile.
    pub async fn call(&self, call: Call) -> Result<Value, Problem> {
        match self.reach.call(call.clone()).await {
            Err(error) if error.code == "holder_gone" && call.may_be_repeated() => {
                self.take_over(store_of(&call)).await?;
                Ok(self.reach.call(call).await?)
            }
            answered => Ok(answered?),
        }
    }

    /// The holder went away: the profile is looked for once more, and may now be this process's own.
    pub async fn take_over(&self, store: Option<StoreId>) -> Result<(), Problem> {
        self.reach.find_again().await?;
        let session = self.reach.call(Call::Session).await?;
        self.open_up(&session).await?;
        if let Some(store) = store {
            // What was in use is open again; this may be another one.
            self.reach.call(Call::OpenBeside { store }).await?;
        }
        Ok(())
    }

    /// The program as a whole.
    pub async fn session(&self) -> Result<Value, Problem> {
        self.call(Call::Session).await
    }

    /// What a screen shows.
    pub async fn view(&self, store: StoreId, what: What) -> Result<Value, Problem> {
        let ask = Ask { store, generation: 0, what };
        let answered = self.call(Call::Ask { ask: Box::new(ask) }).await?;
        Ok(answered["view"].clone())
    }

    /// The store that is in use, opened, with news from the cloud as far as they come in time.
    pub async fn store(&self) -> Result<InUse, Problem> {
        let store = self.store_as_held().await?;
        self.news(&store, NEWS).await?;
        Ok(store)
    }

    /// The store that is in use, opened, as it is held; only a first sync is waited for.
    pub async fn store_at_once(&self) -> Result<InUse, Problem> {
        let store = self.store_as_held().await?;
        self.news(&store, Duration::ZERO).await?;
        Ok(store)
    }

    /// The store that is in use, opened.
    pub async fn store_as_held(&self) -> Result<InUse, Problem> {
        let session = self.session().await?;
        signed_in(&session)?;
        let store = chosen(&session, self.common.store.as_deref())?;
        self.call(Call::OpenBeside { store: store.id }).await?;
        Ok(store)
    }

    /// Waits for the first sync where nothing is held, else a moment for news. What is held is good enough when none come.
    async fn news(&self, store: &InUse, patience: Duration) -> Result<(), Problem> {
        let began = Instant::now();
        let (mut as_of, mut moved, mut told) = (None, began, 0);
        // Somebody else's desk has been in sync all along.
        let held_elsewhere = self.reach.holder().await.is_some();
        loop {
            let frame = self.view(store.id, What::Frame).await?;
            let badge = &frame["badge"];
            let before = as_of.get_or_insert_with(|| badge["as_of"].clone());
            let first = awaits_first_sync(&frame);
            let heard = badge["as_of"] != *before && badge["state"] != "syncing";
            let problem = badge["problem"]["code"].as_str();
            let offline = self.common.offline || hindered(badge);
            match first {
                false if heard || offline || held_elsewhere || began.elapsed() >= patience => break,
                true if offline => {
                    self.progress_ends(told);
                    let code = problem.unwrap_or("offline");
                    return Err(Problem::new(
                        code,
                        "nothing of this store is held here yet, and the cloud is not reached",
                    ));
                }
                true => {
                    let rows = frame["progress"]["rows"].as_u64().unwrap_or_default();
                    if rows != told {
                        (moved, told) = (Instant::now(), rows);
                        self.progress(store, rows, frame["progress"]["total"].as_u64());
                    }
                    if moved.elapsed() >= FIRST_SYNC {
                        self.progress_ends(told);
                        return Err(Problem::new("timed_out", "the first sync did not come to an end"));
                    }
                }
                false => {}
            }
            self.call(Call::Wait { for_ms: LOOK }).await?;
        }
        self.progress_ends(told);
        Ok(())
    }

    fn progress(&self, store: &InUse, rows: u64, total: Option<u64>) {
        if std::io::stderr().is_terminal() && !self.common.json {
            let facts = [
                ("store", store.name.as_str().into()),
                ("rows", rows.into()),
                ("total", total.unwrap_or(rows).into()),
            ];
            eprint!("\r{}\x1b[K", self.texts.say("cli-first-sync", &facts));
        }
    }

    fn progress_ends(&self, told: u64) {
        if told > 0 && std::io::stderr().is_terminal() && !self.common.json {
            eprint!("\r\x1b[K");
        }
    }
}

/// Nobody signed in, or a locked program, shows nothing.
pub fn signed_in(session: &Value) -> Result<(), Problem> {
    match (session["signed_in"] == true, session["locked"].is_object()) {
        (true, false) => Ok(()),
        (true, true) => {
            let why = session["locked"]["why"].clone();
            Err(Problem::new("locked", "locked: `keyholder unlock` opens it").fact("why", why))
        }
        (false, _) => Err(DeskError::signed_out().into()),
    }
}

/// Whether nothing of the team is held yet. Whoever may not see the team waits for her own access instead.
pub fn awaits_first_sync(frame: &Value) -> bool {
    let screens = frame["screens"].as_array();
    let team = screens.into_iter().flatten().find(|screen| screen["screen"] == "team");
    team.is_some_and(|team| team["may"]["code"] == "not_synced_yet")
}

/// The one that is named; else the one in use; else the only one.
pub fn chosen(session: &Value, wanted: Option<&str>) -> Result<InUse, Problem> {
    let stores = session["stores"].as_array().cloned().unwrap_or_default();
    let read = |store: &Value| {
        let id = store["store"].as_str()?.parse().ok()?;
        Some(InUse { id, name: store["name"].as_str().unwrap_or_default().to_owned() })
    };
    let all: Vec<InUse> = stores.iter().filter_map(read).collect();
    let candidates = |stores: &[InUse]| Value::Array(stores.iter().map(InUse::json).collect());
    if let Some(wanted) = wanted {
        let same = |store: &&InUse| {
            store.id.to_string() == wanted.to_lowercase()
                || store.name.to_lowercase() == wanted.to_lowercase()
        };
        let named: Vec<InUse> = all.iter().filter(same).cloned().collect();
        return match named.as_slice() {
            [store] => Ok(store.clone()),
            [] => Err(Problem::new("unknown_store", "no store of this account is called so")
                .fact("asked", wanted)
                .fact("candidates", candidates(&all))),
            _ => Err(Problem::new("ambiguous", "more than one store is called so")
                .fact("asked", wanted)
                .fact("candidates", candidates(&named))),
        };
    }
    let open = session["open"].as_str();
    if let Some(store) = all.iter().find(|store| Some(store.id.to_string().as_str()) == open) {
        return Ok(store.clone());
    }
    match all.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Problem::new("unknown_store", "this account has no store")
            .fact("asked", "")
            .fact("candidates", candidates(&all))),
        _ => Err(Problem::new("choose_store", "say which store, with --store or `keyholder use`")
            .fact("candidates", candidates(&all))),
    }
}

/// Which store a call is about.
fn store_of(call: &Call) -> Option<StoreId> {
    match call {
        Call::Ask { ask } => Some(ask.store),
        Call::Preview { store, .. }
        | Call::Dispatch { store, .. }
        | Call::RehearseList { store, .. }
        | Call::Settle { store, .. }
        | Call::Retry { store, .. }
        | Call::DropOp { store, .. }
        | Call::SyncNow { store }
        | Call::InvitationLink { store, .. }
        | Call::SaveUnsent { store, .. } => Some(*store),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn session(open: Value) -> Value {
        let id = |n: u8| format!("00000000-0000-0000-0000-00000000000{n}");
        json!({ "open": open, "stores": [
            { "store": id(1), "name": "Toko Ana" },
            { "store": id(2), "name": "Kedai" },
            { "store": id(3), "name": "kedai" },
        ]})
    }

    fn told(open: Value, wanted: Option<&str>) -> String {
        chosen(&session(open), wanted).map_or_else(|problem| problem.code().to_owned(), |store| store.name)
    }

    #[test]
    fn the_named_store_comes_before_the_one_in_use() {
        let open = json!("00000000-0000-0000-0000-000000000002");
        assert_eq!(told(open.clone(), None), "Kedai");
        assert_eq!(told(open.clone(), Some("toko ana")), "Toko Ana");
        assert_eq!(told(open.clone(), Some("00000000-0000-0000-0000-000000000003")), "kedai");
        assert_eq!(told(open.clone(), Some("KEDAI")), "ambiguous");
        assert_eq!(told(open, Some("Warung")), "unknown_store");
        assert_eq!(told(Value::Null, None), "choose_store");
    }
}
