//! What waits and what was refused, and the exchange that settles it.

use std::time::{Duration, Instant};

use keyholder_desk::holder::Call;
use keyholder_desk::views::What;
use keyholder_domain::OpId;
use serde_json::{Value, json};

use crate::account::badge_text;
use crate::arguments::{OutboxArguments, OutboxCommand, SyncArguments};
use crate::carry;
use crate::exit::Problem;
use crate::program::{InUse, Program};
use crate::show::{Shown, Table, clean, list, moment, pick, text};

/// How long one exchange may take when nobody says how long to wait.
const EXCHANGE: Duration = Duration::from_secs(30);
/// How long an edit that is just being tried may take to come back.
const TRYING: Duration = Duration::from_secs(5);
const FIELDS: [&str; 7] = ["id", "made_at", "op", "state", "expected", "refusal", "depends_on"];

/// Syncs now: until one exchange is answered, or, with `--wait`, until nothing waits any more.
pub async fn sync(program: &Program, asked: &SyncArguments) -> Result<Shown, Problem> {
    if program.common.offline {
        return Err(Problem::new("offline", "asked not to use the network"));
    }
    let store = program.store_as_held().await?;
    let before = program.view(store.id, What::Frame).await?["badge"]["as_of"].clone();
    program.call(Call::SyncNow { store: store.id }).await?;
    let until = Instant::now() + asked.wait.unwrap_or(EXCHANGE);
    loop {
        let frame = program.view(store.id, What::Frame).await?;
        let badge = pick(&frame["badge"], &["state", "as_of", "waiting", "refused", "problem"]);
        let heard = badge["as_of"] != before && badge["state"] != "syncing";
        let empty = badge["waiting"] == 0;
        let document = json!({ "store": store.json(), "sync": badge });
        let shown = || Shown::new(document.clone(), badge_text(program, &badge) + "\n");
        if heard && badge["problem"].is_null() && (empty || asked.wait.is_none()) {
            return Ok(shown());
        }
        if carry::hindered(&badge) && (asked.wait.is_none() || carry::waits_for_her(&badge)) {
            return Ok(shown().failing(problem_of(&badge)));
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let waited = Problem::new("timed_out", "not everything was sent in time; it is kept")
                .fact("waiting", badge["waiting"].clone());
            return Ok(shown().failing(waited));
        }
        let pause = u64::try_from(left.min(Duration::from_secs(1)).as_millis()).unwrap_or(1_000).max(1);
        program.call(Call::Wait { for_ms: pause }).await?;
    }
}

fn problem_of(badge: &Value) -> Problem {
    match serde_json::from_value::<keyholder_desk::DeskError>(badge["problem"].clone()) {
        Ok(error) => error.into(),
        Err(_) => Problem::new("offline", "the cloud is not reached"),
    }
}

/// Lists the outbox, or does something about one edit in it.
pub async fn outbox(program: &Program, asked: &OutboxArguments) -> Result<Shown, Problem> {
    match &asked.command {
        None | Some(OutboxCommand::List) => listed(program).await,
        Some(OutboxCommand::Retry { id, how }) => {
            let store = program.store().await?;
            let (id, row) = row(program, &store, OpId::from_uuid(*id)).await?;
            let told = program.texts.op(text(&row["words"]["type"]), &row["words"]["with"]);
            let dispatched = program.call(Call::Retry { store: store.id, op: id }).await?;
            carry::follow(program, &store, &dispatched, row["op"].clone(), &told, how).await
        }
        Some(OutboxCommand::Drop { id }) => {
            let store = program.store_as_held().await?;
            let (id, row) = row(program, &store, OpId::from_uuid(*id)).await?;
            drop_op(program, &store, id).await?;
            let told = clean(&program.texts.op(text(&row["words"]["type"]), &row["words"]["with"]));
            let said = program.texts.say("cli-dropped", &[("op", told.into())]) + "\n";
            Ok(Shown::new(json!({ "store": store.json(), "dropped": id, "op": row["op"] }), said))
        }
        Some(OutboxCommand::Save { file }) => {
            let store = program.store_as_held().await?;
            // The holder may stand in another folder.
            let path = std::path::absolute(file).map_err(keyholder_desk::DeskError::from)?;
            let saved = program.call(Call::SaveUnsent { store: store.id, path }).await?;
            let facts = [
                ("count", saved.as_u64().unwrap_or_default().into()),
                ("file", file.display().to_string().into()),
            ];
            let said = program.texts.say("cli-saved", &facts) + "\n";
            Ok(Shown::new(json!({ "store": store.json(), "saved": saved }), said))
        }
    }
}

/// Opening the store has tried to send it: whether that try went anywhere is known in a moment.
async fn drop_op(program: &Program, store: &InUse, id: OpId) -> Result<(), Problem> {
    let until = Instant::now() + TRYING;
    loop {
        match program.call(Call::DropOp { store: store.id, op: id }).await {
            Err(problem) if problem.code() == "already_sent" && Instant::now() < until => {
                program.call(Call::Wait { for_ms: 200 }).await?;
            }
            done => return done.map(|_| ()),
        }
    }
}

/// The outbox as it stays. Opening the store has tried to send it, also where there is no line, and what is just being tried looks sent.
async fn after_the_try(program: &Program, store: &InUse) -> Result<Value, Problem> {
    let until = Instant::now() + TRYING;
    loop {
        let view = program.view(store.id, What::Waiting(Default::default())).await?;
        let tries = view["badge"]["state"] == "syncing"
            && list(&view["waiting"]).iter().any(|row| row["state"] == "sent");
        if !(tries && program.common.offline) || Instant::now() >= until {
            return Ok(view);
        }
        program.call(Call::Wait { for_ms: 200 }).await?;
    }
}

async fn listed(program: &Program) -> Result<Shown, Problem> {
    let store = program.store_as_held().await?;
    let view = after_the_try(program, &store).await?;
    let texts = &program.texts;
    let heads = ["state", "made", "edit", "id"].map(|head| texts.say(&format!("cli-head-{head}"), &[]));
    let mut table = Table::new(heads);
    let mut reasons = String::new();
    for row in list(&view["refused"]).iter().chain(list(&view["waiting"])) {
        let told = texts.op(text(&row["words"]["type"]), &row["words"]["with"]);
        table.row([
            texts.say(&format!("waiting-is-{}", text(&row["state"])), &[]),
            moment(&row["made_at"]),
            told.clone(),
            text(&row["id"]).to_owned(),
        ]);
        if let Ok(refusal) = serde_json::from_value(row["refusal"].clone()) {
            reasons.push_str(&format!(
                "{}\n  {}\n",
                clean(&told),
                program.paint.bad(&texts.refusal(&refusal))
            ));
        }
    }
    let mut said = table.draw(program.paint);
    if said.is_empty() {
        said = texts.say("waiting-none", &[]) + "\n";
    }
    if !reasons.is_empty() {
        said.push('\n');
        said.push_str(&reasons);
    }
    let rows = |rows: &Value| -> Vec<Value> {
        let brief = |row: &Value| {
            let mut told = pick(row, &FIELDS);
            told["may"] = pick(&row["may"], &["retry", "drop"]);
            told
        };
        list(rows).iter().map(brief).collect()
    };
    let document = json!({
        "store": store.json(), "waiting": rows(&view["waiting"]), "refused": rows(&view["refused"]),
    });
    Ok(Shown::new(document, said))
}

async fn row(program: &Program, store: &InUse, id: OpId) -> Result<(OpId, Value), Problem> {
    let view = program.view(store.id, What::Waiting(Default::default())).await?;
    let wanted = id.to_string();
    let found =
        list(&view["waiting"]).iter().chain(list(&view["refused"])).find(|row| row["id"] == wanted.as_str());
    let missing =
        || Problem::new("unknown_op", "no such edit is in the outbox").fact("asked", wanted.clone());
    Ok((id, found.ok_or_else(missing)?.clone()))
}
