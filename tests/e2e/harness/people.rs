//! People who talk to the cloud over plain HTTP, as any other program might: this is how a test makes a shop quickly, and
//! how it looks at the cloud's word without asking the window.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::http;

/// Long enough for every rule about passwords; nothing real is behind it.
pub const PASSWORD: &str = "only for this test";

/// Someone with an account, signed in.
#[derive(Clone)]
pub struct Person {
    pub name: String,
    pub email: String,
    cloud: String,
    token: String,
}

impl Person {
    /// Makes an account and signs in.
    pub async fn sign_up(cloud: &str, name: &str) -> Person {
        let email = address(name);
        let account = json!({ "email": email, "password": PASSWORD, "name": name });
        let (status, body) = send(Method::POST, &format!("{cloud}/v1/accounts"), None, Some(account)).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
        Person::sign_in(cloud, name).await
    }

    /// Signs in to an account that is there.
    pub async fn sign_in(cloud: &str, name: &str) -> Person {
        Person::sign_in_as(cloud, name, &address(name), PASSWORD).await
    }

    /// The same for somebody whose address and password are not made from her name.
    pub async fn sign_in_as(cloud: &str, name: &str, email: &str, password: &str) -> Person {
        let asked = json!({ "email": email, "password": password, "device": "a test" });
        let (status, body) = send(Method::POST, &format!("{cloud}/v1/sign-in"), None, Some(asked)).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let token = body["access_token"].as_str().expect("a token").to_owned();
        Person { name: name.to_owned(), email: email.to_owned(), cloud: cloud.to_owned(), token }
    }

    /// Makes a store of which she is the Owner.
    pub async fn create_store(&self, name: &str) -> String {
        let (status, body) = self.post("/v1/stores", json!({ "name": name })).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
        body["store"].as_str().expect("the store's id").to_owned()
    }

    /// Asks one op, which has to be accepted.
    pub async fn ask(&self, store: &str, op: Value) {
        let outcome = self.outcome(store, op.clone()).await;
        assert!(outcome["accepted"].is_object(), "{op} was not accepted: {outcome}");
    }

    /// Asks many ops at once, each of which has to be accepted.
    pub async fn ask_all(&self, store: &str, ops: Vec<Value>) {
        let asked: Vec<Value> = ops
            .into_iter()
            .map(|op| json!({ "id": new_id(), "made_at": "2026-01-01T00:00:00Z", "op": op }))
            .collect();
        let reply = self.sync(store, json!(asked)).await;
        let outcomes = reply["outcomes"].as_array().cloned().unwrap_or_default();
        let accepted = outcomes.iter().filter(|outcome| outcome["accepted"].is_object()).count();
        assert_eq!(accepted, asked.len(), "not all were accepted: {}", outcomes[0]);
    }

    /// Asks one op and gives its outcome.
    pub async fn outcome(&self, store: &str, op: Value) -> Value {
        let asked = json!([{ "id": new_id(), "made_at": "2026-01-01T00:00:00Z", "op": op }]);
        let reply = self.sync(store, asked).await;
        reply["outcomes"][0].clone()
    }

    /// The store as the cloud tells it: its snapshot.
    pub async fn snapshot(&self, store: &str) -> Value {
        self.sync(store, json!([])).await["snapshot"].clone()
    }

    /// The id of a member, by address, as the cloud tells it now.
    pub async fn member_id(&self, store: &str, email: &str) -> String {
        let snapshot = self.snapshot(store).await;
        let members = snapshot["members"].as_array().expect("members");
        let member = members.iter().find(|one| one["email"] == email).expect("a member");
        member["id"].as_str().expect("an id").to_owned()
    }

    /// Gives a member another role, at the cloud.
    pub async fn changes_role(&self, store: &str, email: &str, from: &str, to: &str) {
        let member = self.member_id(store, email).await;
        self.ask(store, json!({ "type": "member.change_role", "member": member, "from": from, "to": to }))
            .await;
    }

    /// The link of a pending invitation, as copied.
    pub async fn link(&self, store: &str, invitation: &str) -> String {
        let path = format!("{}/v1/stores/{store}/invitations/{invitation}/link", self.cloud);
        let (status, body) = send(Method::GET, &path, Some(&self.token), None).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body["url"].as_str().expect("a link").to_owned()
    }

    async fn sync(&self, store: &str, ops: Value) -> Value {
        let asked = json!({ "wire": 1, "cursor": 0, "ops": ops });
        let (status, body) = self.post(&format!("/v1/stores/{store}/sync"), asked).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body
    }

    async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        send(Method::POST, &format!("{}{path}", self.cloud), Some(&self.token), Some(body)).await
    }
}

/// `Sari Dewi` has the address `sari.dewi@example.test`.
pub fn address(name: &str) -> String {
    format!("{}@example.test", name.to_lowercase().replace(' ', "."))
}

/// A new id, from the system's own randomness.
pub fn new_id() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/uuid").expect("the system makes ids").trim().to_owned()
}

/// Joins through a link the way a browser does without JavaScript: reads the page, posts its form.
pub async fn join_by_form(link: &str, name: &str) -> (StatusCode, String) {
    let client = http::client();
    let page = client.get(link).send().await.expect("the page comes");
    assert_eq!(page.status(), StatusCode::OK);
    let html = page.text().await.expect("the page is text");
    let action = between(&html, "action=\"", "\"").unwrap_or_default();
    let target = if action.is_empty() { link.to_owned() } else { join_url(link, &action) };
    let body = format!("name={}&password={}", form(name), form(PASSWORD));
    let kind = "application/x-www-form-urlencoded";
    let reply =
        client.post(target).header("content-type", kind).body(body).send().await.expect("the form is taken");
    (reply.status(), reply.text().await.unwrap_or_default())
}

/// Joins through the API.
pub async fn join(cloud: &str, link: &str, name: &str) {
    let token = link.rsplit('/').next().expect("a link ends in its token");
    let path = format!("{cloud}/v1/invitations/{token}/accept");
    let (status, body) =
        send(Method::POST, &path, None, Some(json!({ "name": name, "password": PASSWORD }))).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
}

/// What stands between two pieces of text.
pub fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let rest = text.split_once(before)?.1;
    Some(rest.split_once(after)?.0.to_owned())
}

fn join_url(base: &str, path: &str) -> String {
    let Some(path) = path.strip_prefix('/') else { return path.to_owned() };
    let end = base.match_indices('/').nth(2).map_or(base.len(), |(at, _)| at);
    format!("{}/{path}", &base[..end])
}

fn form(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

async fn send(method: Method, url: &str, token: Option<&str>, body: Option<Value>) -> (StatusCode, Value) {
    let mut request = http::client().request(method, url);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if let Some(body) = body {
        request = request.json(&body);
    }
    let reply = request.send().await.unwrap_or_else(|problem| panic!("{url}: {problem}"));
    (reply.status(), reply.json().await.unwrap_or_default())
}
