//! Who is signed in, at which cloud, and which store commands are about.

use keyholder_desk::holder::Call;
use keyholder_desk::keychain::Secret;
use keyholder_desk::views::What;
use serde_json::{Value, json};

use crate::arguments::{SignInArguments, SignOutArguments, SignUpArguments};
use crate::exit::Problem;
use crate::program::{InUse, Program};
use crate::secrets;
use crate::show::{Shown, Table, list, moment, pick, text};

/// Makes an account and signs in with it.
pub async fn sign_up(program: &Program, asked: &SignUpArguments) -> Result<Shown, Problem> {
    let (cloud, email, password) = whom(program, &asked.at, true).await?;
    let call = Call::SignUp { cloud, email, password, name: asked.name.clone() };
    let session = program.call(call).await?;
    Ok(signed_in(program, &session))
}

/// Signs in.
pub async fn sign_in(program: &Program, asked: &SignInArguments) -> Result<Shown, Problem> {
    let (cloud, email, password) = whom(program, asked, false).await?;
    let session = program.call(Call::SignIn { cloud, email, password }).await?;
    Ok(signed_in(program, &session))
}

/// Where and who: as asked, else as before, else as she says at the terminal; the password from standard input or from her. A new
/// account's is typed twice.
async fn whom(
    program: &Program,
    asked: &SignInArguments,
    new: bool,
) -> Result<(String, String, Secret), Problem> {
    let session = program.session().await?;
    let cloud = asked.cloud.clone().unwrap_or_else(|| text(&session["cloud"]).to_owned());
    let email = match &asked.email {
        Some(email) => email.clone(),
        // Signing in again is as a rule for whoever was signed in.
        None => match session["account"]["email"].as_str().filter(|_| !new) {
            Some(email) => email.to_owned(),
            None => secrets::asked_at_terminal(&program.texts, "cli-ask-email")
                .ok_or_else(|| Problem::new("usage", "say who, with --email"))?,
        },
    };
    let password = match (asked.password_stdin, new) {
        (true, _) => secrets::from_stdin()?,
        (false, true) => secrets::chosen_at_terminal(&program.texts, "cli-ask-new-password")?,
        (false, false) => secrets::from_terminal(&program.texts, "cli-ask-password")?,
    };
    program.choose_passphrase().await?;
    Ok((cloud, email, password))
}

fn signed_in(program: &Program, session: &Value) -> Shown {
    let said = program.texts.say(
        "cli-signed-in",
        &[
            ("name", text(&session["account"]["name"]).into()),
            ("email", text(&session["account"]["email"]).into()),
            ("cloud", text(&session["cloud"]).into()),
        ],
    );
    let stores = store_rows(session);
    let listed = draw_stores(program, &stores);
    let document = json!({
        "account": pick(&session["account"], &["id", "name", "email"]),
        "cloud": session["cloud"],
        "stores": stores,
    });
    Shown::new(document, format!("{said}\n{listed}"))
}

/// Signs out and wipes.
pub async fn sign_out(program: &Program, asked: &SignOutArguments) -> Result<Shown, Problem> {
    program.call(Call::SignOut { force: asked.force }).await?;
    Ok(Shown::new(json!({ "signed_in": false }), program.texts.say("cli-signed-out", &[]) + "\n"))
}

/// Her stores, as the cloud tells them now, or as it told them last.
pub async fn stores(program: &Program) -> Result<Shown, Problem> {
    signed(program).await?;
    if !program.common.offline {
        match program.call(Call::RefreshStores).await {
            Err(problem) if problem.exit() != crate::exit::Exit::Offline => return Err(problem),
            _ => {}
        }
    }
    let session = program.session().await?;
    let stores = store_rows(&session);
    let text = draw_stores(program, &stores);
    Ok(Shown::new(json!({ "stores": stores }), text))
}

/// Makes a store.
pub async fn create_store(program: &Program, name: &str) -> Result<Shown, Problem> {
    signed(program).await?;
    let made = program.call(Call::CreateStore { name: name.to_owned() }).await?;
    let said = program.texts.say("cli-store-made", &[("store", name.into()), ("id", text(&made).into())]);
    Ok(Shown::new(json!({ "store": { "id": made, "name": name } }), said + "\n"))
}

/// Chooses the store that commands are about from now on.
pub async fn use_store(program: &Program, wanted: &str) -> Result<Shown, Problem> {
    signed(program).await?;
    let mut session = program.session().await?;
    if !program.common.offline && store_rows(&session).is_empty() {
        program.call(Call::RefreshStores).await?;
        session = program.session().await?;
    }
    let store = crate::program::chosen(&session, Some(wanted))?;
    program.call(Call::OpenStore { store: store.id }).await?;
    let said = program.texts.say("cli-in-use", &[("store", store.name.as_str().into())]);
    Ok(Shown::new(json!({ "store": store.json() }), said + "\n"))
}

/// Her role as the list of stores tells it: before the first sync the store itself does not know.
fn listed_role(session: &Value, store: &InUse) -> Value {
    let id = json!(store.id);
    let listed = session["stores"].as_array().into_iter().flatten().find(|listed| listed["store"] == id);
    listed.map_or(Value::Null, |listed| listed["role"].clone())
}

/// How everything stands, in one look. Nothing is waited for.
pub async fn status(program: &Program) -> Result<Shown, Problem> {
    let session = program.session().await?;
    let holder = program.reach.holder().await;
    let store = match session["signed_in"] == true {
        true => program.store_as_held().await.ok(),
        false => None,
    };
    let frame = match &store {
        Some(store) => program.view(store.id, What::Frame).await?,
        None => Value::Null,
    };
    let badge = pick(&frame["badge"], &["state", "as_of", "waiting", "refused", "problem"]);
    let role = match &store {
        Some(store) if crate::program::awaits_first_sync(&frame) => listed_role(&session, store),
        _ => frame["me"]["role"].clone(),
    };
    let document = json!({
        "signed_in": session["signed_in"],
        "ended": session["ended"],
        "account": pick(&session["account"], &["id", "name", "email"]),
        "cloud": session["cloud"],
        "rest": session["rest"],
        "passphrase": session["passphrase"],
        "locked": crate::devices::locked(&session),
        "store": store.as_ref().map(|store| store.json()),
        "role": role,
        "sync": if store.is_some() { badge.clone() } else { Value::Null },
        "notices": session["notices"],
        "holder": holder.as_ref().map(|(pid, version)| json!({ "pid": pid, "version": version })),
    });
    let texts = &program.texts;
    let mut lines = Vec::new();
    match session["signed_in"] == true {
        true => lines.push((
            texts.say("cli-head-account", &[]),
            format!("{} <{}>", text(&session["account"]["name"]), text(&session["account"]["email"])),
        )),
        false => lines.push((texts.say("cli-head-account", &[]), texts.say("cli-nobody", &[]))),
    }
    lines.push((texts.say("cli-head-cloud", &[]), text(&session["cloud"]).to_owned()));
    if let Some(store) = &store {
        let role = texts.label("role", text(&role));
        lines.push((texts.say("cli-head-store", &[]), format!("{} ({role})", store.name)));
        lines.push((texts.say("cli-head-sync", &[]), badge_text(program, &badge)));
    }
    if session["locked"].is_object() {
        lines.push((String::new(), texts.say("cli-locked", &[])));
    }
    if session["ended"] == true {
        lines.push((String::new(), texts.error(&keyholder_desk::DeskError::new("unauthenticated", ""))));
    }
    if !badge["problem"].is_null()
        && let Ok(problem) = serde_json::from_value::<keyholder_desk::DeskError>(badge["problem"].clone())
    {
        lines.push((String::new(), texts.error(&problem)));
    }
    for notice in list(&session["notices"]) {
        lines.push((String::new(), texts.of_kind("notice", notice)));
    }
    if let Some((pid, version)) = &holder {
        let facts = [("pid", pid.to_string().into()), ("version", version.as_str().into())];
        lines.push((texts.say("cli-head-holder", &[]), texts.say("cli-holder", &facts)));
    }
    Ok(Shown::new(document, pairs(program, &lines)))
}

/// The badge in words.
pub fn badge_text(program: &Program, badge: &Value) -> String {
    let state = text(&badge["state"]).replace('_', "-");
    let as_of = moment(&badge["as_of"]);
    let when = if as_of.is_empty() { "none".to_owned() } else { as_of };
    let count = |field: &str| badge[field].as_u64().unwrap_or_default();
    let facts =
        [("when", when.into()), ("count", count("waiting").into()), ("refused", count("refused").into())];
    let mut said = program.texts.say(&format!("badge-{state}"), &facts);
    if matches!(state.as_str(), "syncing" | "needs-attention") && count("waiting") > 0 {
        said = format!("{said} · {}", program.texts.say("badge-waiting", &facts));
    }
    match state.as_str() {
        "up-to-date" => program.paint.good(&said),
        "needs-attention" => program.paint.bad(&said),
        _ => program.paint.waits(&said),
    }
}

/// Lines of a name and what it stands for.
pub fn pairs(program: &Program, lines: &[(String, String)]) -> String {
    use unicode_width::UnicodeWidthStr;
    let widest = lines.iter().map(|(name, _)| name.width()).max().unwrap_or_default();
    let mut text = String::new();
    for (name, value) in lines {
        let gap = " ".repeat(widest.saturating_sub(name.width()) + 2);
        text.push_str(&format!("{}{gap}{value}\n", program.paint.dim(name)));
    }
    text
}

async fn signed(program: &Program) -> Result<(), Problem> {
    crate::program::signed_in(&program.session().await?)
}

fn store_rows(session: &Value) -> Vec<Value> {
    let row = |store: &Value| {
        json!({
            "id": store["store"],
            "name": store["name"],
            "role": store["role"],
            "status": store["status"],
            "in_use": store["store"] == session["open"],
        })
    };
    list(&session["stores"]).iter().map(row).collect()
}

fn draw_stores(program: &Program, stores: &[Value]) -> String {
    let texts = &program.texts;
    let heads = ["cli-head-store", "cli-head-role", "cli-head-status", "cli-head-id"];
    let mut table = Table::new(["".to_owned()].into_iter().chain(heads.map(|key| texts.say(key, &[]))));
    for store in stores {
        table.row([
            if store["in_use"] == true { "*" } else { "" }.to_owned(),
            text(&store["name"]).to_owned(),
            texts.label("role", text(&store["role"])),
            texts.label("status", text(&store["status"])),
            text(&store["id"]).to_owned(),
        ]);
    }
    match stores.is_empty() {
        true => texts.say("cli-no-stores", &[]) + "\n",
        false => table.draw(program.paint),
    }
}
