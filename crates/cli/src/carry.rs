//! What becomes of an op: rehearsed, or asked for and followed until the cloud has answered, as far as it can be reached.

use std::time::{Duration, Instant};

use keyholder_desk::DeskError;
use keyholder_desk::holder::Call;
use keyholder_desk::views::What;
use keyholder_desk::views::shared::Told;
use keyholder_domain::{OpId, StoreId};
use serde_json::{Value, json};

use crate::arguments::How;
use crate::edit::Planned;
use crate::exit::Problem;
use crate::look::{SEATS, seats_text};
use crate::program::{InUse, Program};
use crate::show::{Shown, clean, list, pick, text};

/// How long the cloud's answer is waited for when nobody insists.
pub const ANSWER: Duration = Duration::from_secs(10);

/// What became of an edit.
#[derive(Debug)]
pub enum Outcome {
    /// It was so already.
    NothingToDo,
    /// The cloud took it.
    Accepted,
    /// The rules say no: here, at once, or at the cloud, later.
    Refused(Told),
    /// Kept here, and on its way: `waiting`, `sent`, `held` or `parked`; and what keeps it, if anything is wrong.
    Kept(String, Value),
}

impl Outcome {
    fn code(&self) -> &str {
        match self {
            Self::NothingToDo => "nothing_to_do",
            Self::Accepted => "accepted",
            Self::Refused(_) => "refused",
            Self::Kept(state, _) => state,
        }
    }
}

/// Asks for it.
pub async fn ask(program: &Program, store: &InUse, planned: Planned, how: &How) -> Result<Shown, Problem> {
    let told = program.texts.op(planned.op.kind(), &planned.words);
    let op = planned.op.to_value();
    let call = Call::Dispatch { store: store.id, op: Box::new(planned.op), ask_anyway: how.ask_anyway };
    let dispatched = match program.call(call).await {
        Err(problem) if problem.code() == "holder_gone" => {
            dispatched_after_all(program, store, &op, problem).await?
        }
        dispatched => dispatched?,
    };
    follow(program, store, &dispatched, op, &told, how).await
}

/// The holder went away with the op in its hands: whether it was kept is looked up where it would be.
async fn dispatched_after_all(
    program: &Program,
    store: &InUse,
    op: &Value,
    problem: Problem,
) -> Result<Value, Problem> {
    program.take_over(Some(store.id)).await?;
    let view = program.view(store.id, What::Waiting(Default::default())).await?;
    let kept = list(&view["waiting"]).iter().rev().find(|row| row["op"] == *op);
    match kept {
        Some(row) => Ok(json!({ "id": row["id"], "queued": true })),
        // Answered already, or never kept: only the person can tell by looking.
        None => Err(problem),
    }
}

/// Follows what was dispatched, and tells how it went.
pub async fn follow(
    program: &Program,
    store: &InUse,
    dispatched: &Value,
    op: Value,
    told: &str,
    how: &How,
) -> Result<Shown, Problem> {
    let id = dispatched["id"].as_str().and_then(|id| id.parse::<OpId>().ok());
    let refusal = serde_json::from_value::<Option<Told>>(dispatched["refusal"].clone()).ok().flatten();
    let (outcome, in_time) = match (dispatched["queued"] == true, refusal, id) {
        (true, _, Some(id)) => settle(program, store.id, id, how).await?,
        (false, Some(refusal), _) => (Outcome::Refused(refusal), true),
        _ => (Outcome::NothingToDo, true),
    };
    let queued = dispatched["queued"] == true;
    let document = json!({
        "store": store.json(),
        "outcome": outcome.code(),
        "id": if queued { json!(id) } else { Value::Null },
        "op": op,
        "refusal": match &outcome { Outcome::Refused(told) => json!(told), _ => Value::Null },
        "can_ask_anyway": dispatched["can_ask_anyway"] == true && !queued,
        "problem": match &outcome { Outcome::Kept(_, problem) => problem.clone(), _ => Value::Null },
    });
    let (key, paint): (_, fn(crate::show::Paint, &str) -> String) = match &outcome {
        Outcome::NothingToDo => ("cli-nothing-to-do", crate::show::Paint::dim),
        Outcome::Accepted => ("cli-accepted", crate::show::Paint::good),
        Outcome::Refused(_) => ("cli-refused", crate::show::Paint::bad),
        Outcome::Kept(state, _) if state == "held" || state == "parked" => {
            ("cli-held", crate::show::Paint::waits)
        }
        Outcome::Kept(..) => ("cli-kept", crate::show::Paint::waits),
    };
    let mut said = paint(program.paint, &program.texts.say(key, &[("op", clean(told).into())])) + "\n";
    if document["can_ask_anyway"] == true {
        said.push_str(&program.texts.say("cli-ask-anyway", &[]));
        said.push('\n');
    }
    let shown = Shown::new(document, said);
    Ok(match outcome {
        Outcome::Refused(told) => shown.failing(Problem::refused(&told)),
        Outcome::Kept(_, problem) if !in_time && problem["code"] == "signed_out" => {
            shown.failing(DeskError::signed_out().into())
        }
        Outcome::Kept(..) if !in_time => {
            shown.failing(Problem::new("timed_out", "the cloud has not answered in time; the edit is kept"))
        }
        Outcome::Kept(..) | Outcome::Accepted | Outcome::NothingToDo => shown,
    })
}

/// Waits for the cloud's answer to one op; tells also whether it came in time, where somebody insists.
async fn settle(program: &Program, store: StoreId, id: OpId, how: &How) -> Result<(Outcome, bool), Problem> {
    let patience = match how.wait {
        Some(patience) => patience,
        None if how.no_wait || program.common.offline => Duration::ZERO,
        None => ANSWER,
    };
    let until = Instant::now() + patience;
    let cut_off = program.common.offline && program.reach.holder().await.is_none();
    if !patience.is_zero() {
        // What was wrong before may be right now: one try before "offline" is believed.
        program.call(Call::SyncNow { store }).await?;
    }
    loop {
        let view = program.view(store, What::Waiting(Default::default())).await?;
        let id = id.to_string();
        let find = |rows: &Value| list(rows).iter().find(|row| row["id"] == id.as_str()).cloned();
        if let Some(row) = find(&view["refused"]) {
            let unknown = || Told::new("ask_an_owner", json!({}));
            let told = serde_json::from_value::<Option<Told>>(row["refusal"].clone()).ok().flatten();
            return Ok((Outcome::Refused(told.unwrap_or_else(unknown)), true));
        }
        let Some(row) = find(&view["waiting"]) else { return Ok((Outcome::Accepted, true)) };
        let hindered = hindered(&view["badge"]);
        let state = match text(&row["state"]) {
            // What was on its way when the line broke is asked again; so is what is only tried where there is no line.
            "sent" if hindered || cut_off => "waiting".to_owned(),
            state => state.to_owned(),
        };
        let apart = state == "held" || state == "parked";
        let insists = how.wait.is_some();
        let left = until.saturating_duration_since(Instant::now());
        let given_up = hindered && waits_for_her(&view["badge"]);
        if left.is_zero() || given_up || (!insists && (hindered || apart)) {
            return Ok((Outcome::Kept(state, view["badge"]["problem"].clone()), !insists));
        }
        let pause = left.min(Duration::from_secs(1));
        program.call(Call::Wait { for_ms: u64::try_from(pause.as_millis()).unwrap_or(1_000).max(1) }).await?;
    }
}

/// Whether nothing is to be expected for now. A try that is under way may still change that; that an older edit was refused
/// says nothing about a new one.
pub fn hindered(badge: &Value) -> bool {
    badge["state"] == "offline" || (!badge["problem"].is_null() && badge["state"] != "syncing")
}

/// Whether no waiting helps: she has to sign in again, or to update this program.
pub fn waits_for_her(badge: &Value) -> bool {
    matches!(badge["problem"]["code"].as_str(), Some("signed_out" | "outdated"))
}

/// Shows what it would change.
pub async fn preview(program: &Program, store: &InUse, planned: Planned) -> Result<Shown, Problem> {
    let told = clean(&program.texts.op(planned.op.kind(), &planned.words));
    let op = planned.op.to_value();
    let view = program.call(Call::Preview { store: store.id, op: Box::new(planned.op) }).await?;
    let people: Vec<Value> = list(&view["people"])
        .iter()
        .map(|it| pick(it, &["kind", "id", "name", "cells", "gained", "lost"]))
        .collect();
    let document = json!({
        "store": store.json(), "op": op, "people": people, "people_total": view["people_total"],
        "seats_before": pick(&view["seats_before"], &SEATS), "seats_after": pick(&view["seats_after"], &SEATS),
        "warnings": view["warnings"], "refusal": view["refusal"], "can_ask_anyway": view["can_ask_anyway"],
    });
    if let Ok(Some(refusal)) = serde_json::from_value::<Option<Told>>(view["refusal"].clone()) {
        return Ok(Shown::new(document, "").failing(Problem::refused(&refusal)));
    }
    let texts = &program.texts;
    let mut said = program.paint.bold(&told) + "\n";
    for person in &people {
        said.push_str(&format!("  {}\n", clean(text(&person["name"]))));
        for cell in list(&person["cells"]) {
            let (area, from, to) = (text(&cell["area"]), text(&cell["from"]), text(&cell["to"]));
            let (area, from, to) =
                (texts.label("area", area), texts.label("level", from), texts.label("level", to));
            said.push_str(&format!("    {area}: {from} → {to}\n"));
        }
        for (field, sign) in [("gained", "+"), ("lost", "-")] {
            for code in list(&person[field]) {
                let line = format!("{sign} {}", texts.label("permission", text(code)));
                let line = if sign == "+" { program.paint.good(&line) } else { program.paint.bad(&line) };
                said.push_str(&format!("    {line}\n"));
            }
        }
    }
    let hidden = view["people_total"].as_u64().unwrap_or_default().saturating_sub(people.len() as u64);
    if hidden > 0 {
        said.push_str(&format!("  {}\n", texts.say("cli-and-more", &[("count", hidden.into())])));
    }
    if view["seats_before"]["used"] != view["seats_after"]["used"]
        || view["seats_before"]["limit"] != view["seats_after"]["limit"]
    {
        said.push_str(&seats_text(program, &view["seats_after"]));
    }
    for warning in list(&view["warnings"]) {
        said.push_str(&program.paint.waits(&texts.of_kind("warning", warning)));
        said.push('\n');
    }
    Ok(Shown::new(document, said))
}
