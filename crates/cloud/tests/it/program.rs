//! The program itself, as processes: what it prints, what it refuses, the demo, a plan forced beside it, and how it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyholder-cloud"));
    command.current_dir(folder);
    command
}

/// A running server, killed when the test ends.
struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    address: String,
}

impl Server {
    fn start(folder: &Path, more: &[&str]) -> Server {
        let log = std::fs::File::create(folder.join("log")).unwrap();
        let mut command = program(folder);
        command.args(["serve", "--listen", "127.0.0.1:0", "--database", "sqlite:cloud.db"]).args(more);
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://");
        let address = address.unwrap_or_else(|| panic!("{line:?}\n{}", log_of(folder))).to_owned();
        Server { child, out, address }
    }

    /// One request over a connection of its own: small, so that the test needs no HTTP client.
    fn call(&self, method: &str, path: &str, token: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: cloud\r\nconnection: close\r\ncontent-type: application/json\r\n\
             authorization: Bearer {token}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        let (head, body) = reply.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or_else(|_| json!(body)))
    }

    fn sign_in(&self, account: &Value) -> String {
        let asked = json!({"email": account["email"], "password": account["password"], "device": "test"});
        let (status, told) = self.call("POST", "/v1/sign-in", "", &asked);
        assert_eq!(status, 200, "{told}");
        told["access_token"].as_str().unwrap().to_owned()
    }

    /// Ends it as an operator does, and waits until it has.
    #[cfg(unix)]
    fn end(mut self) -> bool {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        let ended = self.child.wait().unwrap().success();
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "", "one line on stdout is all there is");
        ended
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn log_of(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("log")).unwrap_or_default()
}

fn refused(folder: &Path, arguments: &[&str]) -> String {
    let Output { status, stderr, .. } = program(folder).args(arguments).output().unwrap();
    assert!(!status.success(), "{arguments:?}");
    String::from_utf8(stderr).unwrap()
}

#[test]
fn away_from_loopback_it_asks_for_a_way_out_for_mail_and_allows_no_tests() {
    let folder = TempDir::new().unwrap();
    let everywhere = ["serve", "--listen", "0.0.0.0:0", "--database", "sqlite:cloud.db"];
    let with = |more: &[&'static str]| refused(folder.path(), &[everywhere.as_slice(), more].concat());
    assert!(with(&[]).contains("--mail"));
    assert!(with(&["--mail", "smtp://localhost", "--demo"]).contains("--demo"));
    assert!(with(&["--mail", "smtp://localhost", "--limits", "off"]).contains("--limits"));
    assert!(
        !with(&["--mail", "nonsense://user:5ecret@host"]).contains("5ecret"),
        "what it holds is not repeated"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is made before that is clear");
}

#[test]
fn what_it_cannot_use_it_says_and_does_not_start() {
    let folder = TempDir::new().unwrap();
    for (arguments, said) in [
        (["serve", "--database", "mysql://x"], "sqlite:PATH"),
        (["serve", "--listen", "nonsense"], "nonsense"),
        (["serve", "--public-url", "ftp://x.example"], "--public-url"),
        (["plan", "--database", "sqlite:absent.db"], "required"),
    ] {
        let told = refused(folder.path(), &[arguments.as_slice(), &[]].concat());
        assert!(told.contains(said), "{told}");
    }
    let id = uuid::Uuid::now_v7().to_string();
    let absent = refused(folder.path(), &["plan", "--database", "sqlite:absent.db", &id, "team"]);
    assert!(absent.contains("no database"), "{absent}");
    assert!(!folder.path().join("absent.db").exists());
}

#[cfg(unix)]
#[test]
fn the_demo_is_a_shop_to_look_at_whose_passwords_stand_in_one_private_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path(), &["--demo", "--log", "json"]);
    let file = folder.path().join("demo-accounts.json");
    for private in [&file, &folder.path().join("cloud.secrets.json")] {
        let mode = std::fs::metadata(private).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", private.display());
    }
    let demo: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let accounts = demo["accounts"].as_array().unwrap();
    assert_eq!(accounts.len(), 14);
    let store = demo["store"].as_str().unwrap();
    let owner = server.sign_in(&accounts[0]);
    let body = json!({"wire": 1, "cursor": 0, "ops": []});
    let (status, synced) = server.call("POST", &format!("/v1/stores/{store}/sync"), &owner, &body);
    assert_eq!(status, 200, "{synced}");
    let snapshot = &synced["snapshot"];
    assert_eq!(snapshot["members"].as_array().unwrap().len(), 14);
    assert_eq!(snapshot["groups"].as_array().unwrap().len(), 5);
    let mut statuses: Vec<&str> = snapshot["invitations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|open| open["status"].as_str().unwrap())
        .collect();
    statuses.sort_unstable();
    assert_eq!(statuses, ["expired", "pending", "pending", "pending"]);
    let seller = accounts.iter().find(|account| account["role"] == "seller").unwrap();
    let (status, me) =
        server.call("GET", &format!("/v1/stores/{store}/me"), &server.sign_in(seller), &Value::Null);
    assert_eq!((status, &me["role"]), (200, &json!("seller")));

    let log = log_of(folder.path());
    assert!(log.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{log}");
    for account in accounts {
        let password = account["password"].as_str().unwrap();
        assert!(password.len() >= 12 && !log.contains(password));
        for other in std::fs::read_dir(folder.path()).unwrap().flatten().filter(|other| other.path() != file)
        {
            let bytes = std::fs::read(other.path()).unwrap();
            assert!(!bytes.windows(password.len()).any(|window| window == password.as_bytes()));
        }
    }
    let before = std::fs::read(&file).unwrap();
    assert!(server.end());
    let again = Server::start(folder.path(), &["--demo"]);
    assert_eq!(std::fs::read(&file).unwrap(), before, "a shop that is there is left alone");
    again.sign_in(&accounts[0]);
}

#[cfg(unix)]
#[test]
fn a_plan_forced_from_outside_is_seen_by_the_running_server_at_once() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path(), &["--limits", "off"]);
    let ana = json!({"email": "ana@toko.example", "password": "correct horse battery", "name": "Ana"});
    assert_eq!(server.call("POST", "/v1/accounts", "", &ana).0, 201);
    let token = server.sign_in(&ana);
    let (_, made) = server.call("POST", "/v1/stores", &token, &json!({"name": "Toko"}));
    let store = made["store"].as_str().unwrap();
    let path = format!("/v1/stores/{store}/sync");
    let sync = |cursor: u64, head: &Value, ops: Value| {
        let body = json!({"wire": 1, "cursor": cursor, "head": head, "ops": ops});
        let (status, reply) = server.call("POST", &path, &token, &body);
        assert_eq!(status, 200, "{reply}");
        reply
    };
    let first = sync(0, &Value::Null, json!([]));
    assert_eq!(first["snapshot"]["store"]["plan"], "starter");

    let force = |plan: &str| {
        let asked = ["plan", "--database", "sqlite:cloud.db", store, plan];
        let output = program(folder.path()).args(asked).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(force("team").contains("now team"));
    let next = sync(1, &first["head"], json!([]));
    let entry = &next["entries"][0];
    assert_eq!(entry["event"], json!({"type": "plan.forced", "from": "starter", "to": "team"}));
    for absent in ["by", "op", "desk", "device", "made_at"] {
        assert!(entry[absent].is_null(), "it is the system's act: {entry}");
    }
    // The server decides on what the other process wrote: on Starter this would have no seat.
    let send = |email: &str| {
        let op = json!({"type": "invitation.send", "invitation": uuid::Uuid::now_v7(), "email": email, "role": "seller", "groups": []});
        json!([{"id": uuid::Uuid::now_v7(), "made_at": "2026-01-01T00:00:00Z", "op": op}])
    };
    let asked = sync(2, &next["head"], send("sari@toko.example"));
    assert!(asked["outcomes"][0]["accepted"].is_object(), "{asked}");
    assert!(force("starter").contains("now starter"));
    assert!(force("starter").contains("already"));
    let asked = sync(0, &Value::Null, send("tuti@toko.example"));
    assert_eq!(
        asked["outcomes"][0]["refused"],
        json!({"code": "over_limit", "with": {"used": 2, "limit": 1}})
    );
    let unknown = refused(
        folder.path(),
        &["plan", "--database", "sqlite:cloud.db", &uuid::Uuid::now_v7().to_string(), "team"],
    );
    assert!(unknown.contains("no store"), "{unknown}");
}

#[cfg(unix)]
#[test]
fn links_and_tokens_stand_in_no_log() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path(), &["--limits", "off"]);
    let ana = json!({"email": "ana@toko.example", "password": "correct horse battery", "name": "Ana"});
    server.call("POST", "/v1/accounts", "", &ana);
    let bearer = server.sign_in(&ana);
    let (_, made) = server.call("POST", "/v1/stores", &bearer, &json!({"name": "Toko"}));
    let store = made["store"].as_str().unwrap();
    let ask = |op: Value| {
        let asked = json!([{"id": uuid::Uuid::now_v7(), "made_at": "2026-01-01T00:00:00Z", "op": op}]);
        let body = json!({"wire": 1, "cursor": 0, "ops": asked});
        server.call("POST", &format!("/v1/stores/{store}/sync"), &bearer, &body).1
    };
    ask(json!({"type": "plan.change", "from": "starter", "to": "team"}));
    let invitation = uuid::Uuid::now_v7();
    ask(
        json!({"type": "invitation.send", "invitation": invitation, "email": "sari@toko.example", "role": "seller", "groups": []}),
    );
    let (_, link) = server.call(
        "GET",
        &format!("/v1/stores/{store}/invitations/{invitation}/link"),
        &bearer,
        &Value::Null,
    );
    let token = link["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    assert_eq!(server.call("GET", &format!("/join/{token}"), "", &Value::Null).0, 200);
    assert_eq!(server.call("GET", &format!("/v1/invitations/{token}"), "", &Value::Null).0, 200);
    let accept = json!({"name": "Sari", "password": "sebuah kata sandi baru"});
    assert_eq!(server.call("POST", &format!("/v1/invitations/{token}/accept"), "", &accept).0, 201);
    let (_, activity) = server.call("GET", &format!("/v1/stores/{store}/activity"), &bearer, &Value::Null);
    assert!(server.end());
    let log = log_of(folder.path());
    assert!(log.contains("/join/{token}"), "the route is logged as a template: {log}");
    for secret in [token.as_str(), &bearer, "correct horse battery", "sebuah kata sandi baru"] {
        assert!(!log.contains(secret), "{log}");
        assert!(!activity.to_string().contains(secret));
    }
    for personal in ["ana@toko.example", "sari@toko.example"] {
        assert!(!log.contains(personal), "{log}");
    }
}

#[test]
fn the_limits_that_the_operator_sets_are_the_limits_that_hold() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path(), &["--sign-in-address", "2/3600"]);
    let wrong = json!({"email": "ana@shop.example", "password": "not the password", "device": "test"});
    for _ in 0..2 {
        let (status, told) = server.call("POST", "/v1/sign-in", "", &wrong);
        assert_eq!((status, &told["code"]), (401, &json!("bad_credentials")));
    }
    let (status, told) = server.call("POST", "/v1/sign-in", "", &wrong);
    assert_eq!((status, &told["code"]), (429, &json!("slow_down")));
}
