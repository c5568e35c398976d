//! What holds of every route: problems for what is not there, a request id, health and counters.

use axum::http::{Method, header};
use keyholder_cloud::testing::TestCloud;
use serde_json::{Value, json};
use uuid::Uuid;

#[tokio::test]
async fn what_is_not_there_is_a_problem() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    for path in
        ["/", "/v2/stores", "/v1", "/v1/stores/x/sync/more", "/favicon.ico", "/v1/stores/not-an-id/me"]
    {
        let reply = cloud.get(path, &ana.token).await;
        assert_eq!(reply.told(), (404, "not_found"), "{path}");
        assert_eq!(reply.headers[header::CONTENT_TYPE], "application/problem+json", "{path}");
        let body = json!({"type": "about:blank", "title": "Not Found", "status": 404, "code": "not_found"});
        assert_eq!(reply.body, body, "{path}");
    }
}

#[tokio::test]
async fn a_wrong_method_is_a_problem_that_names_the_right_one() {
    let cloud = TestCloud::new().await;
    let id = Uuid::now_v7();
    for (method, path, allowed) in [
        (Method::GET, "/v1/accounts".to_owned(), "POST"),
        (Method::DELETE, "/v1/stores".to_owned(), "POST"),
        (Method::GET, format!("/v1/stores/{id}/sync"), "POST"),
        (Method::POST, format!("/v1/stores/{id}/me"), "GET"),
        (Method::PUT, format!("/v1/stores/{id}/live"), "GET"),
    ] {
        let reply = cloud.call(method, &path, "", &Value::Null).await;
        assert_eq!(reply.told(), (405, "method_not_allowed"), "{path}");
        let allow = reply.headers[header::ALLOW].to_str().unwrap();
        assert!(allow.contains(allowed), "{path}: {allow}");
    }
}

#[tokio::test]
async fn every_answer_has_an_id_of_its_own_and_is_not_cached() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let mut ids = std::collections::BTreeSet::new();
    for path in ["/v1/stores", "/nowhere", "/healthz"] {
        let reply = cloud.get(path, &ana.token).await;
        ids.insert(reply.headers["x-request-id"].to_str().unwrap().to_owned());
    }
    assert_eq!(ids.len(), 3);
    for (path, token) in [("/v1/stores", ana.token.as_str()), ("/v1/stores", "")] {
        let reply = cloud.get(path, token).await;
        assert_eq!(reply.headers[header::CACHE_CONTROL], "no-store");
    }
    let nobody = cloud.get("/v1/stores", "").await;
    assert_eq!(nobody.headers[header::WWW_AUTHENTICATE], "Bearer");
}

#[tokio::test]
async fn health_and_counters_are_told_without_names() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "Toko").await;
    cloud.ask(&ana, store, json!({"type": "store.rename", "from": "Toko", "to": "T"})).await;
    cloud.ask(&ana, store, json!({"type": "member.suspend", "member": Uuid::now_v7()})).await;
    assert_eq!(cloud.get("/healthz", "").await.body, json!("ok\n"));
    assert_eq!(cloud.get("/readyz", "").await.body, json!("ready\n"));
    let text = cloud.get("/metrics", "").await.body;
    let text = text.as_str().unwrap();
    for line in
        ["keyholder_exchanges_total 2", "keyholder_ops_accepted_total 1", "keyholder_ops_refused_total 1"]
    {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(!text.contains(&store.to_string()));
    cloud.state.shutdown.cancel();
    assert_eq!(cloud.get("/readyz", "").await.told(), (503, "busy"), "a closing server takes no new work");
}

#[tokio::test]
async fn a_cloud_without_its_database_says_so() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    cloud.state.db.close();
    let made = cloud.post("/v1/stores", &ana.token, json!({"name": "Toko"})).await;
    assert_eq!(made.told(), (500, "internal"));
    assert!(made.body.get("with").is_none(), "reasons go to the log");
}
