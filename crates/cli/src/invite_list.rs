//! Inviting everybody on a list: read and judged as in the window, a verdict for each row, and then ordinary invitations, kept in
//! one commit or not at all. The draft that a window may have at hand is left alone.

use std::collections::HashMap;
use std::io::{IsTerminal, Read};
use std::path::Path;
use std::time::{Duration, Instant};

use keyholder_desk::DeskError;
use keyholder_desk::holder::Call;
use keyholder_desk::invite_many::{self, List, MAX_BYTES, People, Unreadable};
use keyholder_desk::views::What;
use keyholder_desk::views::settle::SettleOrder;
use keyholder_desk::views::shared::Told;
use keyholder_domain::{GroupId, InvitationId, Op};
use serde_json::{Value, json};

use crate::arguments::{How, InviteArguments};
use crate::carry::{self, ANSWER};
use crate::exit::Problem;
use crate::find;
use crate::look::SEATS;
use crate::program::{InUse, Program};
use crate::secrets;
use crate::show::{Shown, Table, clean, list, names, pick, text};

/// The fields of a row in the document.
const ROW: [&str; 10] = [
    "no",
    "name",
    "email",
    "role",
    "role_word",
    "groups",
    "unknown_groups",
    "verdict",
    "why",
    "sees_nothing",
];

/// A list as it was judged, and what became of it.
struct Judged {
    view: Value,
    rows: Vec<Value>,
    outcome: &'static str,
    /// Somebody has looked at it already, before she said yes.
    seen: bool,
}

/// Invites everybody on a list who can be.
pub async fn invite(program: &Program, asked: &InviteArguments) -> Result<Shown, Problem> {
    let store = match asked.how.no_wait {
        true => program.store_at_once().await?,
        false => program.store().await?,
    };
    let mut judged = judge(program, &store, asked).await?;
    if asked.how.preview {
        return Ok(judged.shown(program, &store));
    }
    let (ready, short) = (judged.count("ready"), judged.count("no_seat"));
    if short > 0 && !asked.list.partial {
        let problem = Problem::new("list_does_not_fit", "not all of them have a free seat")
            .fact("fit", ready)
            .fact("wanted", ready + short);
        return Ok(judged.shown(program, &store).failing(problem));
    }
    if ready == 0 {
        judged.outcome = "nothing_to_do";
        return Ok(judged.shown(program, &store));
    }
    if !asked.list.yes {
        judged.seen = true;
        if !agreed(program, &judged, ready)? {
            let said = program.texts.say("cli-list-not-sent", &[]) + "\n";
            return Ok(Shown::new(judged.document(&store), said));
        }
    }
    send(program, &store, &mut judged, &asked.how).await
}

/// Judges a list, and asks for nothing.
pub async fn preview(program: &Program, asked: &InviteArguments) -> Result<Shown, Problem> {
    let store = program.store().await?;
    Ok(judge(program, &store, asked).await?.shown(program, &store))
}

async fn judge(program: &Program, store: &InUse, asked: &InviteArguments) -> Result<Judged, Problem> {
    let file = asked.list.from.as_deref().unwrap_or(Path::new("-"));
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let people = read(file)?;
    let groups = find::groups(program, store.id, &asked.groups).await?;
    let list = Box::new(List { name, people, role: asked.role, groups });
    let view = program.call(Call::RehearseList { store: store.id, list }).await?;
    Ok(Judged { rows: self::list(&view["rows"]).to_vec(), view, outcome: "rehearsed", seen: false })
}

/// Reads what a file or standard input holds; no more than a list may have.
fn read(file: &Path) -> Result<People, Problem> {
    let mut bytes = Vec::new();
    let most = MAX_BYTES as u64 + 1;
    let told = match file.as_os_str() == "-" {
        true => std::io::stdin().lock().take(most).read_to_end(&mut bytes).map(|read| read as u64),
        false => std::fs::File::open(file).and_then(|file| {
            let told = file.metadata()?.len();
            file.take(most).read_to_end(&mut bytes)?;
            Ok(told)
        }),
    };
    let told = told.map_err(|error| {
        let message = error.to_string();
        Problem::new("list_unreadable", message.as_str())
            .fact("file", file.display().to_string())
            .fact("message", message)
    })?;
    if bytes.len() > MAX_BYTES {
        let told = usize::try_from(told).unwrap_or(usize::MAX);
        return Err(DeskError::from(Unreadable::TooBig(told.max(bytes.len()))).into());
    }
    Ok(invite_many::from_file(&bytes).map_err(DeskError::from)?)
}

/// Shows the list and asks whether it is to be sent. Where nobody can be asked, `--yes` has to say so.
fn agreed(program: &Program, judged: &Judged, ready: usize) -> Result<bool, Problem> {
    if !std::io::stdin().is_terminal() || program.common.json {
        return Err(Problem::new("say_yes", "nobody is there to ask: --yes sends what is ready"));
    }
    print!("{}{}", judged.table(program), judged.sums(program));
    let question = program.texts.say("cli-ask-send-list", &[("count", ready.into())]);
    let typed = secrets::typed_at_terminal(&question).unwrap_or_default().to_lowercase();
    Ok([program.texts.say("cli-yes", &[]).as_str(), "yes", "y"].contains(&typed.as_str()))
}

/// Sends what is ready, and follows it as far as the cloud can be reached.
async fn send(program: &Program, store: &InUse, judged: &mut Judged, how: &How) -> Result<Shown, Problem> {
    let order = SettleOrder { ask: judged.ops(), ..SettleOrder::default() };
    let settled = program.call(Call::Settle { store: store.id, order: Box::new(order) }).await;
    let refusal = match settled {
        Ok(done) => serde_json::from_value::<Option<Told>>(done["refusal"].clone()).ok().flatten(),
        // The holder went away with the list in its hands: whether it was kept is looked up where it would be.
        Err(problem) if problem.code() == "holder_gone" => {
            program.take_over(Some(store.id)).await?;
            judged.follow(program, store).await?;
            if judged.count("ready") > 0 {
                return Err(problem);
            }
            None
        }
        Err(problem) => return Err(problem),
    };
    if let Some(refusal) = refusal {
        // Somebody else was faster since it was judged: none of it was asked for.
        judged.outcome = "refused";
        return Ok(judged.shown(program, store).failing(Problem::refused(&refusal)));
    }
    let in_time = settle(program, store, how).await?;
    judged.follow(program, store).await?;
    for row in judged.rows.iter_mut().filter(|row| row["verdict"] == "ready") {
        row["verdict"] = "sent".into();
    }
    let (waits, refused) = (judged.count("waiting"), judged.first_refused());
    judged.outcome = match (&refused, waits) {
        (Some(_), _) => "refused",
        (None, 0) => "accepted",
        (None, _) => "waiting",
    };
    let shown = judged.shown(program, store);
    Ok(match refused {
        Some(told) => shown.failing(Problem::refused(&told)),
        None if waits > 0 && !in_time => {
            shown.failing(Problem::new("timed_out", "the cloud has not answered in time; the list is kept"))
        }
        None => shown,
    })
}

/// Waits until nothing waits any more; tells whether that was in time, where somebody insists. A long list goes out in parts: as
/// long as they are answered, nobody gives up.
async fn settle(program: &Program, store: &InUse, how: &How) -> Result<bool, Problem> {
    let insists = how.wait.is_some();
    let patience = match how.wait {
        Some(patience) => patience,
        None if how.no_wait || program.common.offline => Duration::ZERO,
        None => ANSWER,
    };
    if patience.is_zero() {
        return Ok(!insists);
    }
    program.call(Call::SyncNow { store: store.id }).await?;
    let (mut until, mut before) = (Instant::now() + patience, Value::Null);
    loop {
        let badge = program.view(store.id, What::Frame).await?["badge"].clone();
        if badge["waiting"] == 0 {
            return Ok(true);
        }
        if !insists && badge["waiting"] != before {
            (until, before) = (Instant::now() + patience, badge["waiting"].clone());
        }
        let left = until.saturating_duration_since(Instant::now());
        let hindered = carry::hindered(&badge);
        if left.is_zero() || (hindered && (!insists || carry::waits_for_her(&badge))) {
            return Ok(!insists);
        }
        let pause = left.min(Duration::from_secs(1));
        program.call(Call::Wait { for_ms: u64::try_from(pause.as_millis()).unwrap_or(1_000).max(1) }).await?;
    }
}

impl Judged {
    fn count(&self, verdict: &str) -> usize {
        self.rows.iter().filter(|row| row["verdict"] == verdict).count()
    }

    /// The invitations that rows which are ready become.
    fn ops(&self) -> Vec<Op> {
        let ready = self.rows.iter().filter(|row| row["verdict"] == "ready");
        let op = |row: &Value| {
            let groups = list(&row["groups"]).iter();
            let groups = groups.filter_map(|group| text(&group["id"]).parse::<GroupId>().ok());
            Some(Op::InvitationSend {
                invitation: text(&row["id"]).parse::<InvitationId>().ok()?,
                email: text(&row["email"]).to_owned(),
                role: text(&row["role"]).to_owned(),
                groups: groups.collect(),
            })
        };
        ready.filter_map(op).collect()
    }

    /// Looks up what became of rows that were asked for, by their invitations' ids. Those that neither wait nor came back stay as
    /// they are.
    async fn follow(&mut self, program: &Program, store: &InUse) -> Result<(), Problem> {
        let view = program.view(store.id, What::Waiting(Default::default())).await?;
        let mut kept: HashMap<&str, (&str, Value)> = HashMap::new();
        for row in list(&view["waiting"]) {
            kept.insert(text(&row["op"]["invitation"]), ("waiting", row["expected"].clone()));
        }
        for row in list(&view["refused"]) {
            kept.insert(text(&row["op"]["invitation"]), ("refused", row["refusal"].clone()));
        }
        for row in self.rows.iter_mut().filter(|row| row["verdict"] == "ready") {
            if let Some((verdict, why)) = kept.get(text(&row["id"])) {
                (row["verdict"], row["why"]) = ((*verdict).into(), why.clone());
            }
        }
        Ok(())
    }

    fn first_refused(&self) -> Option<Told> {
        let refused = self.rows.iter().find(|row| row["verdict"] == "refused")?;
        let told = serde_json::from_value(refused["why"].clone());
        Some(told.unwrap_or_else(|_| Told::new("ask_an_owner", json!({}))))
    }

    /// How many seats are taken once everybody who is ready has hers; what waits already counts.
    fn used_after(&self) -> i64 {
        let seats = &self.view["seats"];
        let count = |field: &str| seats[field].as_i64().unwrap_or_default();
        count("used") + count("waiting") + i64::try_from(self.count_before("ready")).unwrap_or(i64::MAX)
    }

    /// How many had this verdict before anything was sent.
    fn count_before(&self, verdict: &str) -> usize {
        list(&self.view["rows"]).iter().filter(|row| row["verdict"] == verdict).count()
    }

    fn shown(&self, program: &Program, store: &InUse) -> Shown {
        // Whoever has seen the rows is told of them again only where not all went well.
        let again = !self.seen || self.count("waiting") + self.count("refused") > 0;
        let table = if again { self.table(program) } else { String::new() };
        Shown::new(self.document(store), table + &self.sums(program))
    }

    fn document(&self, store: &InUse) -> Value {
        let source = &self.view["sources"][0];
        let verdicts: serde_json::Map<String, Value> =
            self.verdicts().into_iter().map(|(verdict, count)| (verdict, count.into())).collect();
        json!({
            "store": store.json(), "outcome": self.outcome, "verdicts": verdicts,
            "rows": self.rows.iter().map(|row| pick(row, &ROW)).collect::<Vec<_>>(),
            "seats": pick(&self.view["seats"], &SEATS), "used_after": self.used_after(),
            "left_out": source["left_out"], "passwords": source["passwords"],
        })
    }

    /// How many rows there are of each verdict, in the order in which they first stand in the list.
    fn verdicts(&self) -> Vec<(String, usize)> {
        let mut verdicts: Vec<(String, usize)> = Vec::new();
        for row in &self.rows {
            let verdict = text(&row["verdict"]);
            match verdicts.iter_mut().find(|(known, _)| known == verdict) {
                Some((_, count)) => *count += 1,
                None => verdicts.push((verdict.to_owned(), 1)),
            }
        }
        verdicts
    }

    fn table(&self, program: &Program) -> String {
        let texts = &program.texts;
        let heads = ["row", "name", "email", "role", "groups", "verdict", "reason"];
        let mut table = Table::new(heads.map(|head| texts.say(&format!("cli-head-{head}"), &[])));
        for row in &self.rows {
            table.row([
                row["no"].to_string(),
                text(&row["name"]).to_owned(),
                text(&row["email"]).to_owned(),
                texts.label("role", text(&row["role"])),
                names(&row["groups"]),
                texts.label("invite-verdict", text(&row["verdict"])),
                reasons(program, row),
            ]);
        }
        table.draw(program.paint)
    }

    /// How many rows there are of each verdict, the seats, and what of the list was not read.
    fn sums(&self, program: &Program) -> String {
        let texts = &program.texts;
        let verdicts = self.verdicts().into_iter();
        let counts =
            verdicts.map(|(verdict, count)| format!("{}: {count}", texts.label("invite-verdict", &verdict)));
        let (seats, source) = (&self.view["seats"], &self.view["sources"][0]);
        let limit = seats["limit"].as_u64().map(|limit| limit.to_string());
        let facts = [
            ("used", seats["used"].as_u64().unwrap_or_default().into()),
            ("after", self.used_after().into()),
            ("limit", limit.unwrap_or_else(|| texts.say("unlimited", &[])).into()),
        ];
        let mut lines = vec![counts.collect::<Vec<_>>().join(" · "), texts.say("cli-list-seats", &facts)];
        if source["passwords"] == true {
            lines.push(program.paint.waits(&texts.say("invite-many-passwords", &[])));
        }
        let left_out = list(&source["left_out"]).iter().map(|column| clean(text(column)));
        let left_out = left_out.collect::<Vec<_>>().join(", ");
        if !left_out.is_empty() {
            lines.push(texts.say("invite-many-left-out", &[("columns", left_out.into())]));
        }
        format!("\n{}\n", lines.join("\n"))
    }
}

/// Why a row is not as it should be, or what about it is worth a word.
fn reasons(program: &Program, row: &Value) -> String {
    let texts = &program.texts;
    let mut reasons = Vec::new();
    if let Ok(Some(why)) = serde_json::from_value::<Option<Told>>(row["why"].clone()) {
        reasons.push(texts.why(&why));
    }
    if let Some(word) = row["role_word"].as_str() {
        reasons.push(texts.say("invite-many-role-word", &[("word", clean(word).into())]));
    }
    let unknown: Vec<String> = list(&row["unknown_groups"]).iter().map(|name| clean(text(name))).collect();
    if !unknown.is_empty() {
        reasons.push(texts.say("invite-many-unknown-groups", &[("groups", unknown.join(", ").into())]));
    }
    if row["sees_nothing"] == true {
        reasons.push(texts.say("invite-many-sees-nothing", &[]));
    }
    reasons.join("; ")
}
