//! Devices: where an account is signed in, when each was last heard of, and ending one from another.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, header};
use futures_util::StreamExt;
use keyholder_cloud::config::Config;
use keyholder_cloud::testing::{Person, TestCloud};
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;

async fn devices(cloud: &TestCloud, who: &Person) -> Vec<Value> {
    let reply = cloud.get("/v1/devices", &who.token).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body["devices"].as_array().unwrap().clone()
}

/// The device that asks, as it is listed.
async fn own(cloud: &TestCloud, who: &Person) -> Value {
    devices(cloud, who).await.into_iter().find(|device| device["current"] == true).unwrap()
}

async fn end(cloud: &TestCloud, who: &Person, device: &str) -> (u16, String) {
    let reply = cloud.call(Method::DELETE, &format!("/v1/devices/{device}"), &who.token, &Value::Null).await;
    let (status, code) = reply.told();
    (status, code.to_owned())
}

#[tokio::test]
async fn every_sign_in_is_a_device_and_other_peoples_are_not_told() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    cloud.person("Budi").await;
    cloud.advance(5_000);
    let second = cloud.sign_in("Ana").await;
    let listed = devices(&cloud, &ana).await;
    assert_eq!(listed.len(), 2);
    let (newer, older) = (&listed[0], &listed[1]);
    assert_eq!((&newer["current"], &older["current"]), (&json!(false), &json!(true)));
    assert_eq!(newer["signed_in_at"], json!(cloud.now()));
    assert_eq!(newer["last_seen"], json!(cloud.now()));
    assert_eq!(older["device"], "Ana's desk");
    assert_eq!(own(&cloud, &second).await["id"], newer["id"]);
    assert_eq!(cloud.get("/v1/devices", "").await.told(), (401, "unauthenticated"));
}

#[tokio::test]
async fn an_ended_device_is_out_at_once_and_no_other() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let lost = cloud.sign_in("Ana").await;
    let id = own(&cloud, &lost).await["id"].as_str().unwrap().to_owned();
    assert_eq!(end(&cloud, &ana, &id).await, (204, String::new()));
    assert_eq!(cloud.get("/v1/stores", &lost.token).await.told(), (401, "unauthenticated"));
    let refresh = cloud.post("/v1/sign-in/refresh", "", json!({"refresh_token": lost.refresh})).await;
    assert_eq!(refresh.told(), (401, "unauthenticated"));
    assert_eq!(devices(&cloud, &ana).await.len(), 1, "and this one stays");
    assert_eq!(end(&cloud, &ana, &id).await, (404, "not_found".to_owned()), "it is gone");
}

#[tokio::test]
async fn what_is_not_hers_does_not_exist() {
    let cloud = TestCloud::new().await;
    let (ana, budi) = (cloud.person("Ana").await, cloud.person("Budi").await);
    let his = own(&cloud, &budi).await["id"].as_str().unwrap().to_owned();
    for id in [his.as_str(), &Uuid::now_v7().to_string(), "not-an-id"] {
        assert_eq!(end(&cloud, &ana, id).await, (404, "not_found".to_owned()), "{id}");
    }
    assert_eq!(cloud.get("/v1/stores", &budi.token).await.status, 200);
}

#[tokio::test]
async fn a_device_can_end_itself() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let id = own(&cloud, &ana).await["id"].as_str().unwrap().to_owned();
    assert_eq!(end(&cloud, &ana, &id).await.0, 204);
    assert_eq!(cloud.get("/v1/stores", &ana.token).await.told(), (401, "unauthenticated"));
}

#[tokio::test]
async fn a_device_is_seen_when_it_refreshes_and_when_it_exchanges_but_not_more_often_than_once_a_minute() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "Toko").await;
    let signed_in = cloud.now();
    let exchange = async || {
        let reply = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 0, "ops": []})).await;
        assert_eq!(reply.status, 200);
    };
    cloud.advance(59_000);
    exchange().await;
    cloud.advance(1_000);
    let minute = cloud.now();
    exchange().await;
    // The note is made beside the exchange.
    let seen = async || own(&cloud, &ana).await["last_seen"].clone();
    let noted = async {
        loop {
            let last = seen().await;
            if last != json!(signed_in) {
                return last;
            }
            tokio::task::yield_now().await;
        }
    };
    let noted = tokio::time::timeout(Duration::from_secs(20), noted).await.expect("noted in time");
    assert_eq!(noted, json!(minute), "a minute after the sign-in, not 59 seconds");
    cloud.advance(30_000);
    let reply = cloud.post("/v1/sign-in/refresh", "", json!({"refresh_token": ana.refresh})).await;
    assert_eq!(reply.status, 200);
    assert_eq!(seen().await, json!(cloud.now()));
}

#[tokio::test]
async fn a_device_from_before_this_was_noted_has_no_time_until_it_is_heard_of() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "Toko").await;
    let rows = rusqlite::Connection::open(cloud.folder().join("cloud.db")).unwrap();
    rows.execute("UPDATE families SET last_seen = NULL", []).unwrap();
    assert_eq!(own(&cloud, &ana).await["last_seen"], Value::Null);
    cloud.sync(&ana, store, json!({"wire": 1, "cursor": 0, "ops": []})).await;
    let noted = async {
        while own(&cloud, &ana).await["last_seen"].is_null() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), noted).await.expect("noted by the first exchange");
}

#[tokio::test]
async fn a_device_whose_sign_in_ran_out_is_listed_no_more() {
    let config = Config { refresh_for: Duration::from_secs(1_000), ..TestCloud::config() };
    let cloud = TestCloud::with(config).await;
    let _first = cloud.person("Ana").await;
    cloud.advance(999_000);
    let ana = cloud.sign_in("Ana").await;
    assert_eq!(devices(&cloud, &ana).await.len(), 2);
    cloud.advance(1_000);
    assert_eq!(devices(&cloud, &ana).await.len(), 1);
}

#[tokio::test]
async fn the_live_stream_of_an_ended_device_ends_with_it() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "Toko").await;
    let lost = cloud.sign_in("Ana").await;
    let id = own(&cloud, &lost).await["id"].as_str().unwrap().to_owned();
    let request = Request::get(format!("/v1/stores/{store}/live"))
        .header(header::AUTHORIZATION, format!("Bearer {}", lost.token))
        .body(Body::empty())
        .unwrap();
    let mut stream = cloud.router.clone().oneshot(request).await.unwrap().into_body().into_data_stream();
    assert!(stream.next().await.is_some(), "the cursor, at once");
    assert_eq!(end(&cloud, &ana, &id).await.0, 204);
    let ended = tokio::time::timeout(Duration::from_secs(20), async {
        while let Some(event) = stream.next().await {
            event.unwrap();
        }
    });
    ended.await.expect("the stream ends long before a heartbeat");
}
