//! Bodies that cannot be read: a 4xx that is a problem, and nothing changed.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use keyholder_cloud::testing::{Person, Reply, TestCloud};
use keyholder_domain::StoreId;
use serde_json::{Value, json};
use uuid::Uuid;

async fn post(cloud: &TestCloud, path: &str, who: &Person, kind: Option<&str>, body: Vec<u8>) -> Reply {
    let mut request = Request::post(path).header(header::AUTHORIZATION, format!("Bearer {}", who.token));
    if let Some(kind) = kind {
        request = request.header(header::CONTENT_TYPE, kind);
    }
    cloud.send(request.body(Body::from(body)).unwrap()).await
}

async fn shop() -> (TestCloud, Person, StoreId, String) {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "Toko").await;
    (cloud, ana, store, format!("/v1/stores/{store}/sync"))
}

fn must_be_problem(reply: &Reply, status: u16, code: &str, what: &str) {
    assert_eq!(reply.told(), (status, code), "{what}: {}", reply.body);
    assert_eq!(reply.headers[header::CONTENT_TYPE], "application/problem+json", "{what}");
    assert_eq!(reply.body["status"], json!(status), "{what}");
}

#[tokio::test]
async fn what_is_not_an_exchange_is_malformed_and_changes_nothing() {
    let (cloud, ana, store, path) = shop().await;
    let good_op =
        json!({"type": "group.create", "group": Uuid::now_v7(), "name": "Kasir", "permissions": []});
    let good = json!({"wire": 1, "cursor": 0, "ops": [cloud.asked(good_op.clone())]});
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut body = good.clone();
        change(&mut body);
        body.to_string()
    };
    let op = |op: Value| changed(&|body| body["ops"][0]["op"] = op.clone());
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let nested = format!(r#"{{"wire":1,"cursor":0,"ops":[],"later":{deep}}}"#);
    let table: Vec<(&str, String)> = vec![
        ("nothing", String::new()),
        ("not JSON", "hello".to_owned()),
        ("half of it", changed(&|_| {}).chars().take(40).collect()),
        ("a list", "[]".to_owned()),
        ("null", "null".to_owned()),
        ("a text", "\"wire\"".to_owned()),
        ("two values", "{} {}".to_owned()),
        ("deeply nested", deep),
        ("deeply nested inside", nested),
        ("half a surrogate", r#"{"wire":1,"cursor":0,"ops":[],"x":"\ud800"}"#.to_owned()),
        ("a number beyond any", r#"{"wire":1,"cursor":1e999,"ops":[]}"#.to_owned()),
        ("no wire", changed(&|body| drop(body.as_object_mut().unwrap().remove("wire")))),
        ("wire as text", changed(&|body| body["wire"] = json!("1"))),
        ("negative wire", changed(&|body| body["wire"] = json!(-1))),
        ("no cursor", changed(&|body| drop(body.as_object_mut().unwrap().remove("cursor")))),
        ("negative cursor", changed(&|body| body["cursor"] = json!(-1))),
        ("cursor as text", changed(&|body| body["cursor"] = json!("0"))),
        ("ops as object", changed(&|body| body["ops"] = json!({}))),
        ("ops as text", changed(&|body| body["ops"] = json!("all"))),
        ("an op that is none", changed(&|body| body["ops"] = json!([1]))),
        ("epoch as number", changed(&|body| body["epoch"] = json!(1))),
        ("head as list", changed(&|body| body["head"] = json!([]))),
        ("desk that is no id", changed(&|body| body["desk"] = json!("mine"))),
        ("id that is no id", changed(&|body| body["ops"][0]["id"] = json!("1"))),
        ("made_at that is no time", changed(&|body| body["ops"][0]["made_at"] = json!("yesterday"))),
        ("made_at as number", changed(&|body| body["ops"][0]["made_at"] = json!(0))),
        ("no made_at", changed(&|body| drop(body["ops"][0].as_object_mut().unwrap().remove("made_at")))),
        ("n without desk", changed(&|body| body["ops"][0]["n"] = json!(1))),
        ("desk without n", changed(&|body| body["desk"] = json!(Uuid::now_v7()))),
        (
            "n of 0",
            changed(&|body| {
                body["desk"] = json!(Uuid::now_v7());
                body["ops"][0]["n"] = json!(0);
            }),
        ),
        (
            "n as text",
            changed(&|body| {
                body["desk"] = json!(Uuid::now_v7());
                body["ops"][0]["n"] = json!("1");
            }),
        ),
        ("op as text", op(json!("group.create"))),
        ("op without type", op(json!({"group": Uuid::now_v7()}))),
        ("op with a number as type", op(json!({"type": 7}))),
        ("op without its group", op(json!({"type": "group.create", "name": "Kasir", "permissions": []}))),
        (
            "op whose name is a number",
            op(json!({"type": "group.create", "group": Uuid::now_v7(), "name": 7, "permissions": []})),
        ),
        (
            "op whose group is no id",
            op(json!({"type": "group.create", "group": "kasir", "name": "Kasir", "permissions": []})),
        ),
        (
            "op whose permissions are a text",
            op(
                json!({"type": "group.create", "group": Uuid::now_v7(), "name": "Kasir", "permissions": "all"}),
            ),
        ),
        (
            "op whose permissions hold a number",
            op(json!({"type": "group.create", "group": Uuid::now_v7(), "name": "Kasir", "permissions": [1]})),
        ),
        ("op with null for a text", op(json!({"type": "store.rename", "from": null, "to": "x"}))),
        ("op with a lease of no days", op(json!({"type": "store.set_offline_lease", "from": 30, "to": 0}))),
    ];
    for (what, body) in table {
        let reply = post(&cloud, &path, &ana, Some("application/json"), body.into_bytes()).await;
        must_be_problem(&reply, 400, "malformed", what);
    }
    let not_text = post(&cloud, &path, &ana, Some("application/json"), vec![0xff, 0xfe, b'{']).await;
    must_be_problem(&not_text, 400, "malformed", "bytes that are no text");
    // One bad op spoils the whole body: the good one beside it is not decided.
    let both = changed(&|body| {
        let bad = cloud.asked(json!({"type": "member.suspend", "member": 1}));
        body["ops"].as_array_mut().unwrap().push(bad);
    });
    let reply = post(&cloud, &path, &ana, Some("application/json"), both.into_bytes()).await;
    must_be_problem(&reply, 400, "malformed", "one bad op beside a good one");
    assert_eq!(reply.body["with"], json!({"field": "member"}));
    assert_eq!(cloud.held(store).await.row.seq, 1);
    let good =
        post(&cloud, &path, &ana, Some("application/json; charset=utf-8"), good.to_string().into_bytes())
            .await;
    assert_eq!(good.status, StatusCode::OK, "what the table changes is good unchanged");
}

#[tokio::test]
async fn too_much_is_too_large() {
    let (cloud, ana, store, path) = shop().await;
    let huge = format!(r#"{{"wire":1,"cursor":0,"ops":[],"x":"{}"}}"#, "x".repeat(4 * 1024 * 1024));
    for path in [path.as_str(), "/v1/stores", "/v1/accounts", "/v1/sign-in"] {
        let reply = post(&cloud, path, &ana, Some("application/json"), huge.clone().into_bytes()).await;
        must_be_problem(&reply, 413, "too_large", path);
    }
    let ops = |count: usize| {
        let op = json!({"type": "store.rename", "from": "Toko", "to": "Toko"});
        let ops: Vec<Value> = (0..count).map(|_| cloud.asked(op.clone())).collect();
        json!({"wire": 1, "cursor": 0, "ops": ops})
    };
    let reply = cloud.sync(&ana, store, ops(1_001)).await;
    must_be_problem(&reply, 413, "too_large", "1,001 ops");
    let reply = cloud.sync(&ana, store, ops(1_000)).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.body["outcomes"].as_array().map(Vec::len), Some(1_000));
}

#[tokio::test]
async fn another_kind_of_body_is_unsupported() {
    let (cloud, ana, _, path) = shop().await;
    let body = br#"{"wire":1,"cursor":0,"ops":[]}"#;
    for path in [path.as_str(), "/v1/stores", "/v1/accounts", "/v1/sign-in"] {
        for kind in [None, Some("text/plain"), Some("application/x-www-form-urlencoded")] {
            let reply = post(&cloud, path, &ana, kind, body.to_vec()).await;
            must_be_problem(&reply, 415, "unsupported_media_type", &format!("{path} {kind:?}"));
        }
    }
}

#[tokio::test]
async fn a_wire_from_the_future_is_told_what_is_spoken_here() {
    let (cloud, ana, store, path) = shop().await;
    for body in [
        json!({"wire": 2, "cursor": 0, "ops": []}),
        json!({"wire": 99, "position": {"of": "another shape"}, "ops": "other"}),
        json!({"wire": 0, "cursor": 0, "ops": []}),
        json!({"wire": 4_294_967_297_u64, "cursor": 0, "ops": []}),
    ] {
        let reply = cloud.post(&path, &ana.token, body.clone()).await;
        must_be_problem(&reply, 426, "wire_unsupported", &body.to_string());
        assert_eq!(reply.body["with"], json!({"min": 1, "max": 1}));
    }
    assert_eq!(cloud.held(store).await.row.seq, 1);
}

#[tokio::test]
async fn unknown_fields_outside_an_op_are_ignored() {
    let (cloud, ana, store, _) = shop().await;
    let mut asked = cloud.asked(json!({"type": "store.rename", "from": "Toko", "to": "Toko Baru"}));
    asked["mood"] = json!("good");
    let body = json!({"wire": 1, "cursor": 0, "ops": [asked], "colour": {"any": [1, 2]}});
    let reply = cloud.sync(&ana, store, body).await;
    assert_eq!(reply.body["outcomes"][0]["accepted"], json!({"seq": 2}), "{}", reply.body);
    let made = cloud.post("/v1/stores", &ana.token, json!({"name": "Dua", "colour": 1})).await;
    assert_eq!(made.status, StatusCode::CREATED);
}

#[tokio::test]
async fn wrong_types_elsewhere_are_malformed_too() {
    let (cloud, ana, store, _) = shop().await;
    for body in [json!({"name": 7}), json!({}), json!([]), json!({"name": "x", "store": "mine"})] {
        let reply = cloud.post("/v1/stores", &ana.token, body.clone()).await;
        must_be_problem(&reply, 400, "malformed", &body.to_string());
    }
    for query in ["before=x", "before=-1", "limit=many", "refused=yes", "refused=2"] {
        let reply = cloud.get(&format!("/v1/stores/{store}/activity?{query}"), &ana.token).await;
        must_be_problem(&reply, 400, "malformed", query);
    }
}
