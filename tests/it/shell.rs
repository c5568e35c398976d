//! The window's commands through Tauri's own dispatch, over a runtime that draws nothing, with the capabilities and the
//! configuration that ship, against a real cloud in this process.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use keyholder::{Arguments, Shell, program};
use keyholder_cloud::testing::{PASSWORD, TestCloud};
use keyholder_desk::{
    holder::{Call, Client},
    keychain::MemoryKeychain,
    keyholder::Seams,
};
use serde_json::{Value, json};
use tauri::{
    App, Manager, WebviewWindow, WebviewWindowBuilder,
    async_runtime::block_on,
    http::HeaderMap,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};

/// The program on a profile of its own, with the window that its commands come from.
struct Program {
    app: App<MockRuntime>,
    window: WebviewWindow<MockRuntime>,
}

impl Program {
    fn open(data: &Path, cloud: &str, keychain: &Arc<MemoryKeychain>) -> Program {
        let arguments = Arguments {
            data: Some(data.to_owned()),
            cloud: Some(cloud.to_owned()),
            new_profile: false,
            link: None,
        };
        // Everything but the keychain is the machine's own: a test has no business in the person's.
        let seams = Seams { keychain: keychain.clone(), ..Seams::default() };
        let app = program(mock_builder(), Shell::new(arguments, seams))
            .build(tauri::generate_context!(test = true))
            .unwrap();
        let window = WebviewWindowBuilder::new(&app, "main", Default::default()).build().unwrap();
        Program { app, window }
    }

    /// Closes the window and with it the profile.
    fn close(self) {
        block_on(self.app.state::<Shell>().close());
    }

    /// Calls a command as the window does.
    fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        self.invoke(command, InvokeBody::Json(arguments), HeaderMap::default())
    }

    fn invoke(&self, command: &str, body: InvokeBody, headers: HeaderMap) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" }.parse().unwrap(),
            body,
            headers,
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&self.window, request).map(|body| body.deserialize::<Value>().unwrap())
    }
}

/// A shop with a seller at a cloud that listens, and a profile's folder.
struct World {
    cloud: TestCloud,
    url: String,
    email: String,
    store: String,
    folder: tempfile::TempDir,
    keychain: Arc<MemoryKeychain>,
}

fn world() -> World {
    block_on(async {
        let mut cloud = TestCloud::new().await;
        let owner = cloud.person("Ratna").await;
        let store = cloud.store(&owner, "Toko Melati").await;
        let plan = json!({ "type": "plan.change", "from": "starter", "to": "business" });
        assert!(cloud.ask(&owner, store, plan).await["accepted"].is_object());
        cloud.member(store, "Budi", "seller").await;
        let url = cloud.listen().await;
        let folder = tempfile::tempdir().unwrap();
        World {
            cloud,
            url,
            email: owner.email,
            store: store.to_string(),
            folder,
            keychain: Arc::new(MemoryKeychain::lasting()),
        }
    })
}

impl World {
    fn program(&self) -> Program {
        Program::open(self.folder.path(), &self.url, &self.keychain)
    }

    fn signed_in(&self) -> Program {
        let program = self.program();
        let asked = json!({ "cloud": self.url, "email": self.email, "password": PASSWORD });
        let session = program.call("sign_in", asked).unwrap();
        assert_eq!(session["signed_in"], true, "{session}");
        program.call("open_store", json!({ "store": self.store })).unwrap();
        program
    }
}

impl Program {
    /// Asks for a view.
    fn view(&self, store: &str, mut ask: Value) -> Result<Value, Value> {
        ask["store"] = json!(store);
        ask["generation"] = json!(7);
        let answer = self.call("ask", json!({ "ask": ask }))?;
        assert_eq!(answer["generation"], 7, "an answer says which question it belongs to");
        Ok(answer["view"].clone())
    }

    /// Asks again whenever the desk may have changed, until the view is as wanted.
    fn until(&self, store: &str, ask: Value, wanted: impl Fn(&Value) -> bool) -> Value {
        let started = Instant::now();
        loop {
            let view = self.view(store, ask.clone());
            match view {
                Ok(view) if wanted(&view) => return view,
                view => assert!(started.elapsed() < Duration::from_secs(30), "never as wanted: {view:?}"),
            }
            std::thread::yield_now();
        }
    }
}

fn team() -> Value {
    json!({ "view": "team", "search": "", "role": null, "group": null, "status": null,
            "sort": "name", "descending": false, "from": 0, "count": 50 })
}

#[test]
fn before_anybody_signed_in_the_session_says_so_and_a_view_is_refused() {
    let world = world();
    let program = world.program();
    let session = program.call("session", json!({})).unwrap();
    assert_eq!(session["signed_in"], false);
    assert_eq!(session["cloud"], json!(world.url), "the address that was preset");
    let refused = program.view(&world.store, json!({ "view": "overview" })).unwrap_err();
    assert!(refused["code"].is_string(), "an error has a code: {refused}");
}

#[test]
fn a_wrong_password_keeps_the_clouds_own_code() {
    let world = world();
    let asked = json!({ "cloud": world.url, "email": world.email, "password": "not hers at all" });
    let refused = world.program().call("sign_in", asked).unwrap_err();
    assert_eq!(refused["code"], "bad_credentials", "{refused}");
}

#[test]
fn a_new_owner_makes_an_account_and_is_signed_in() {
    let world = world();
    let program = world.program();
    let asked = |email: &str, password: &str| json!({ "cloud": world.url, "email": email, "password": password, "name": "Sari" });
    let refused = program.call("sign_up", asked("sari@contoh.example", "short")).unwrap_err();
    assert_eq!(refused["code"], "weak_password", "{refused}");
    let refused = program.call("sign_up", asked(&world.email, PASSWORD)).unwrap_err();
    assert_eq!(refused["code"], "account_exists", "{refused}");
    assert_eq!(program.call("session", json!({})).unwrap()["signed_in"], false);

    let session = program.call("sign_up", asked("sari@contoh.example", PASSWORD)).unwrap();
    assert_eq!(session["signed_in"], true, "{session}");
    assert_eq!(session["account"]["name"], "Sari");
    assert_eq!(session["stores"], json!([]));
}

#[test]
fn a_list_comes_as_bytes_with_its_store_and_name_beside_them() {
    let world = world();
    let program = world.signed_in();
    let about = json!({ "store": world.store, "name": "staf \u{e9}kspor.csv" })
        .to_string()
        .replace('\u{e9}', "\\u00e9");
    let mut headers = HeaderMap::new();
    headers.insert("list", about.parse().unwrap());
    let bytes = b"nama;surel\nBudi;budi@toko.example\n".to_vec();
    program.invoke("read_list", InvokeBody::Raw(bytes.clone()), headers.clone()).unwrap();
    // An engine that cannot hand bytes over sends them as numbers.
    program.invoke("read_list", InvokeBody::Json(json!(bytes)), headers.clone()).unwrap();
    let refused = program.invoke("read_list", InvokeBody::Raw(b"PK\x03\x04".to_vec()), headers).unwrap_err();
    assert_eq!(refused["code"], "list_spreadsheet");
    let refused = program.invoke("read_list", InvokeBody::Raw(bytes), HeaderMap::new()).unwrap_err();
    assert_eq!(refused["code"], "malformed", "whose list it is has to be said");

    let ask = json!({ "view": "invite_many", "verdict": null, "from": 0, "count": 50 });
    let view = program.until(&world.store, ask, |view| view["all"] == 2);
    assert_eq!(view["rows"][1]["verdict"], "duplicate");
    assert_eq!(view["sources"][0]["name"], "staf \u{e9}kspor.csv");
    program.call("invite_many", json!({ "store": world.store, "act": { "act": "clear" } })).unwrap();
    assert_eq!(program.call("qr", json!({ "text": "http://toko.example" })).unwrap()["size"], 33);
}

#[test]
fn every_view_answers_under_its_own_name() {
    let world = world();
    let program = world.signed_in();
    let rows = program
        .until(&world.store, team(), |team| team["rows"].as_array().is_some_and(|rows| rows.len() == 2));
    let member = rows["rows"][0]["id"].clone();
    let asks = [
        json!({ "view": "frame" }),
        json!({ "view": "overview" }),
        json!({ "view": "member", "member": member }),
        json!({ "view": "invitations", "search": "", "status": null, "from": 0, "count": 50 }),
        json!({ "view": "invite_many", "verdict": null, "from": 0, "count": 50 }),
        json!({ "view": "groups" }),
        json!({ "view": "roles" }),
        json!({ "view": "plan" }),
        json!({ "view": "activity", "before": null, "count": 20, "refused": false }),
        json!({ "view": "waiting" }),
        json!({ "view": "my_access" }),
    ];
    for ask in asks {
        let view = program.view(&world.store, ask.clone()).unwrap_or_else(|error| panic!("{ask}: {error}"));
        assert_eq!(view["view"], ask["view"]);
    }
}

#[test]
fn an_op_is_previewed_dispatched_and_reaches_the_cloud() {
    let world = world();
    let program = world.signed_in();
    program.until(&world.store, team(), |team| team["rows"].as_array().is_some_and(|rows| rows.len() == 2));
    let group = program.call("new_id", json!({})).unwrap();
    let op =
        json!({ "type": "group.create", "group": group, "name": "Kasir", "permissions": ["orders.view"] });

    let preview = program.call("preview", json!({ "store": world.store, "op": op })).unwrap();
    assert_eq!(preview["refusal"], Value::Null, "{preview}");
    let answer =
        program.call("dispatch", json!({ "store": world.store, "op": op, "askAnyway": false })).unwrap();
    assert_eq!(answer["queued"], true, "{answer}");

    program.call("sync_now", json!({ "store": world.store })).unwrap();
    program.until(&world.store, json!({ "view": "frame" }), |frame| {
        frame["waiting"] == 0 && frame["badge"]["state"] == "up_to_date"
    });
    let groups = program.view(&world.store, json!({ "view": "groups" })).unwrap();
    assert_eq!(groups["rows"][0]["name"], "Kasir");
    let held = block_on(world.cloud.held(world.store.parse().unwrap()));
    assert_eq!(held.store.groups().count(), 1, "the cloud has it too");
}

#[test]
fn what_is_malformed_is_turned_down_and_changes_nothing() {
    let world = world();
    let program = world.signed_in();
    let op = json!({ "type": "group.create", "group": 7, "name": "Kasir" });
    assert!(program.call("dispatch", json!({ "store": world.store, "op": op, "askAnyway": false })).is_err());
    assert!(program.call("ask", json!({ "ask": { "view": "no such view" } })).is_err());
    let waiting = program.until(&world.store, json!({ "view": "waiting" }), |_| true);
    assert_eq!(waiting["waiting"], json!([]));
}

#[test]
fn settings_are_kept_from_one_start_to_the_next() {
    let world = world();
    let wanted = json!({ "language": "id", "theme": "dark", "density": "compact", "zoom": 125, "cloud": world.url, "lock_after": 5, "single_keys_off": true,
        "untold_refused": true, "untold_accepted": true, "untold_expiring": true, "untold_seat": true, "tell_names": true, "updates_off": true });
    let program = world.program();
    program.call("set_settings", json!({ "change": wanted })).unwrap();
    program.close();
    let session = world.program().until_session(|session| session["settings"] == wanted);
    assert_eq!(session["settings"], wanted);
}

#[test]
fn a_link_without_a_question_that_was_asked_opens_no_page_and_a_crash_is_told_once() {
    let world = world();
    std::fs::write(world.folder.path().join("crash.txt"), "stopped at crates/desk/src/actor.rs:1:1").unwrap();
    let program = world.signed_in();
    assert_eq!(program.call("open_link_page", json!({})).unwrap_err()["code"], "not_found");
    assert_eq!(program.call("answer_link", json!({ "expected": true })).unwrap()["link"], json!(null));
    assert_eq!(program.call("session", json!({})).unwrap()["crashed"], true);
    let told = program.call("crash_report", json!({})).unwrap();
    assert_eq!(told, "stopped at crates/desk/src/actor.rs:1:1");
    program.call("forget_crash", json!({})).unwrap();
    assert_eq!(program.call("session", json!({})).unwrap()["crashed"], false);
    // Counted is what the desk has: the whole team, once the first sync is done.
    program.until(&world.store, json!({ "view": "frame" }), |frame| frame["badge"]["state"] == "up_to_date");
    let report = program.call("diagnostics", json!({})).unwrap();
    let report = report.as_str().unwrap();
    assert!(report.contains("Keyholder 0.1.0 on ") && report.contains("members: 2"), "{report}");
    assert!(
        !report.contains("Ratna") && !report.contains("Melati") && !report.contains("127.0.0.1"),
        "{report}"
    );
}

#[test]
fn a_second_window_on_the_same_profile_is_told_and_works_once_the_first_is_gone() {
    let world = world();
    let first = world.program();
    first.call("session", json!({})).unwrap();
    let second = world.program();
    assert_eq!(second.call("session", json!({})).unwrap_err()["code"], "profile_in_use");
    first.close();
    second.until_session(|session| session["signed_in"] == false);
}

#[test]
fn a_command_line_asks_the_window_and_the_window_shows_it_at_once() {
    let world = world();
    let program = world.signed_in();
    program.until(&world.store, team(), |team| team["rows"].as_array().is_some_and(|rows| rows.len() == 2));
    let op = json!({ "type": "group.create", "group": program.call("new_id", json!({})).unwrap(), "name": "Kasir", "permissions": [] });
    let call = Call::Dispatch {
        store: world.store.parse().unwrap(),
        op: Box::new(serde_json::from_value(op).unwrap()),
        ask_anyway: false,
    };
    block_on(async {
        let guest = Client::connect(world.folder.path()).await.unwrap();
        assert_eq!(guest.call(&call).await.unwrap()["queued"], true);
    });
    // No exchange is waited for: the guest and the window have one desk.
    let groups = program.view(&world.store, json!({ "view": "groups" })).unwrap();
    assert_eq!(groups["rows"][0]["name"], "Kasir");
    program.close();
    let gone = block_on(Client::connect(world.folder.path()));
    assert_eq!(gone.err().map(|error| error.code), Some("no_holder".to_owned()));
}

#[test]
fn signing_out_with_nothing_unsent_leaves_nobody_signed_in() {
    let world = world();
    let program = world.signed_in();
    program.until(&world.store, json!({ "view": "frame" }), |frame| frame["badge"]["state"] == "up_to_date");
    program.call("sign_out", json!({ "force": false })).unwrap();
    assert_eq!(program.call("session", json!({})).unwrap()["signed_in"], false);
}

#[test]
fn locked_the_program_shows_nothing_until_her_password_opens_it() {
    let world = world();
    let program = world.signed_in();
    program.until(&world.store, json!({ "view": "frame" }), |frame| frame["badge"]["state"] == "up_to_date");
    program.call("touch", json!({})).unwrap();
    program.call("lock", json!({})).unwrap();

    let session = program.call("session", json!({})).unwrap();
    assert_eq!(session["locked"]["why"], "asked", "{session}");
    assert_eq!(program.view(&world.store, json!({ "view": "frame" })).unwrap_err()["code"], "locked");
    assert_eq!(program.call("devices", json!({})).unwrap_err()["code"], "locked");
    let wrong = program.call("unlock", json!({ "password": "not hers at all" })).unwrap_err();
    assert_eq!(wrong["code"], "bad_password", "{wrong}");

    let session = program.call("unlock", json!({ "password": PASSWORD })).unwrap();
    assert_eq!(session["locked"], Value::Null, "{session}");
    program.view(&world.store, json!({ "view": "frame" })).unwrap();
    let devices = program.call("devices", json!({})).unwrap();
    assert!(devices.as_array().unwrap().iter().any(|device| device["current"] == true), "{devices}");
}

#[test]
fn the_program_goes_from_one_person_to_the_next_and_back_without_wiping() {
    let world = world();
    let program = world.signed_in();
    let her = program.call("session", json!({})).unwrap()["account"]["id"].clone();
    let session = program.call("switch_person", json!({ "account": null })).unwrap();
    assert_eq!((&session["signed_in"], &session["account"]), (&json!(false), &Value::Null), "{session}");
    assert_eq!(session["people"][0]["id"], her, "she is still known here");

    let session = program.call("switch_person", json!({ "account": her })).unwrap();
    assert!(session["locked"].is_object(), "she has to show that it is her: {session}");
    let session = program.call("unlock", json!({ "password": PASSWORD })).unwrap();
    assert_eq!(session["open"], json!(world.store), "the store that was open: {session}");
}

#[test]
fn without_a_keychain_a_passphrase_seals_the_profile_and_opens_it_again() {
    let world = World { keychain: Arc::new(MemoryKeychain::default()), ..world() };
    let program = world.signed_in();
    let session = program.call("session", json!({})).unwrap();
    assert_eq!((&session["rest"], &session["passphrase"]), (&json!("memory"), &json!("choose")));
    let weak = program.call("choose_passphrase", json!({ "passphrase": "short" })).unwrap_err();
    assert_eq!(weak["code"], "weak_passphrase", "{weak}");
    let passphrase = json!({ "passphrase": "lampu hujan tangga sepatu" });
    let session = program.call("choose_passphrase", passphrase.clone()).unwrap();
    assert_eq!((&session["rest"], &session["passphrase"]), (&json!("passphrase"), &json!("none")));
    program.close();

    let program = world.program();
    program.until_session(|session| session["passphrase"] == "enter" && session["signed_in"] == false);
    let wrong = program.call("enter_passphrase", json!({ "passphrase": "something else" })).unwrap_err();
    assert_eq!(wrong["code"], "bad_passphrase", "{wrong}");
    let session = program.call("enter_passphrase", passphrase).unwrap();
    assert_eq!((&session["signed_in"], &session["open"]), (&json!(true), &json!(world.store)), "{session}");
}

#[test]
fn declined_what_waits_in_memory_holds_the_window_back() {
    let world = World { keychain: Arc::new(MemoryKeychain::default()), ..world() };
    let program = world.signed_in();
    let session = program.call("choose_passphrase", json!({ "passphrase": null })).unwrap();
    assert_eq!((&session["rest"], &session["passphrase"]), (&json!("memory"), &json!("none")));
    program.until(&world.store, json!({ "view": "frame" }), |frame| frame["badge"]["state"] == "up_to_date");
    let at_once = program.call("close_window", json!({ "anyway": false })).unwrap();
    assert_eq!(at_once, 0, "nothing waits");
}

#[test]
fn the_window_may_call_our_commands_and_little_else() {
    let world = world();
    let program = world.program();
    for command in [
        "plugin:event|emit",
        "plugin:window|close",
        "plugin:webview|create_webview_window",
        "plugin:path|join",
    ] {
        let refused = program.call(command, json!({})).unwrap_err();
        assert!(refused.to_string().contains("not allowed"), "{command}: {refused}");
    }
}

impl Program {
    /// Asks for the session until it is as wanted: a profile's lock is free only once its last user is gone.
    fn until_session(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let started = Instant::now();
        loop {
            match self.call("session", json!({})) {
                Ok(session) if wanted(&session) => return session,
                session => {
                    assert!(started.elapsed() < Duration::from_secs(30), "never as wanted: {session:?}")
                }
            }
            std::thread::yield_now();
        }
    }
}
