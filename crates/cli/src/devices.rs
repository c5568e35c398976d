//! This computer and the others: locking, handing over, and the devices on which somebody is signed in.

use keyholder_desk::holder::Call;
use serde_json::{Value, json};

use crate::arguments::UnlockArguments;
use crate::exit::Problem;
use crate::find;
use crate::program::Program;
use crate::secrets;
use crate::show::{Shown, Table, clean, list, moment, pick, pick_each, text};

/// The fields of a lock in every document.
const LOCKED: [&str; 5] = ["why", "name", "email", "waiting", "offline_possible"];
/// The fields of a person of this computer in every document.
const PERSON: [&str; 6] = ["id", "name", "email", "cloud", "current", "waiting"];

/// Why nothing is shown, as documents tell it.
pub fn locked(session: &Value) -> Value {
    match session["locked"].is_object() {
        true => pick(&session["locked"], &LOCKED),
        false => Value::Null,
    }
}

/// Hides everything.
pub async fn lock(program: &Program) -> Result<Shown, Problem> {
    program.call(Call::Lock).await?;
    stands(program, "cli-locked").await
}

/// Shows it again.
pub async fn unlock(program: &Program, asked: &UnlockArguments) -> Result<Shown, Problem> {
    let password = match asked.password_stdin {
        true => secrets::from_stdin()?,
        false => secrets::from_terminal(&program.texts, "cli-ask-password")?,
    };
    program.call(Call::Unlock { password }).await?;
    stands(program, "cli-unlocked").await
}

async fn stands(program: &Program, key: &str) -> Result<Shown, Problem> {
    let session = program.session().await?;
    Ok(Shown::new(json!({ "locked": locked(&session) }), program.texts.say(key, &[]) + "\n"))
}

/// Who is signed in on this computer.
pub async fn people(program: &Program) -> Result<Shown, Problem> {
    Ok(draw_people(program, &program.session().await?))
}

/// Gives the program to somebody else.
pub async fn switch(program: &Program, asked: Option<&str>) -> Result<Shown, Problem> {
    let account = match asked {
        None => None,
        Some(asked) => {
            let session = program.session().await?;
            Some(find::one("unknown_person", asked, list(&session["people"]), &["email", "name"])?.0)
        }
    };
    let session = program.call(Call::SwitchPerson { account }).await?;
    Ok(draw_people(program, &session))
}

fn draw_people(program: &Program, session: &Value) -> Shown {
    let people = pick_each(&session["people"], &PERSON);
    let heads = ["name", "email", "cloud"].map(|head| program.texts.say(&format!("cli-head-{head}"), &[]));
    let mut table = Table::new(std::iter::once(String::new()).chain(heads));
    for row in list(&people) {
        let current = if row["current"] == true { "*" } else { "" };
        table.row([current, text(&row["name"]), text(&row["email"]), text(&row["cloud"])].map(str::to_owned));
    }
    let drawn = match list(&people).is_empty() {
        true => program.texts.say("cli-nobody", &[]) + "\n",
        false => table.draw(program.paint),
    };
    Shown::new(json!({ "people": people, "locked": locked(session) }), drawn)
}

/// Where she is signed in.
pub async fn devices(program: &Program) -> Result<Shown, Problem> {
    let told = program.call(Call::Devices).await?;
    let devices = pick_each(&told, &["id", "device", "signed_in_at", "last_seen", "current"]);
    let texts = &program.texts;
    let heads =
        ["device", "signed-in", "last-seen", "id"].map(|head| texts.say(&format!("cli-head-{head}"), &[]));
    let mut table = Table::new(heads);
    for row in list(&devices) {
        let this = || format!("{} ({})", text(&row["device"]), texts.say("cli-this-device", &[]));
        let name = if row["current"] == true { this() } else { text(&row["device"]).to_owned() };
        table.row([
            name,
            moment(&row["signed_in_at"]),
            moment(&row["last_seen"]),
            text(&row["id"]).to_owned(),
        ]);
    }
    Ok(Shown::new(json!({ "devices": devices }), table.draw(program.paint)))
}

/// Ends one of her sign-ins.
pub async fn end_device(program: &Program, asked: &str) -> Result<Shown, Problem> {
    let told = program.call(Call::Devices).await?;
    let (id, row) = find::one("unknown_device", asked, list(&told), &["device"])?;
    program.call(Call::EndDevice { id }).await?;
    let said = program.texts.say("cli-device-ended", &[("device", clean(text(&row["device"])).into())]);
    Ok(Shown::new(json!({ "ended": pick(&row, &["id", "device"]) }), said + "\n"))
}
