//! Live: a cursor at once, on change and with every heartbeat, until the token ends or the member does.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{Request, StatusCode, header};
use futures_util::StreamExt;
use keyholder_cloud::act::act;
use keyholder_cloud::config::Config;
use keyholder_cloud::db::sqlite::Sqlite;
use keyholder_cloud::error::ApiError;
use keyholder_cloud::testing::{Person, TestCloud};
use keyholder_domain::{Plan, StoreId, force_plan};
use serde_json::{Value, json};
use tower::ServiceExt;

/// An open stream.
struct Watch(BodyDataStream);

impl Watch {
    async fn open(cloud: &TestCloud, who: &Person, store: StoreId) -> Watch {
        let request = Request::get(format!("/v1/stores/{store}/live"))
            .header(header::AUTHORIZATION, format!("Bearer {}", who.token))
            .body(Body::empty())
            .unwrap();
        let response = cloud.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        Watch(response.into_body().into_data_stream())
    }

    /// The next cursor; `None` when the cloud closed the stream.
    async fn next(&mut self) -> Option<u64> {
        let next = tokio::time::timeout(Duration::from_secs(20), self.0.next()).await;
        let bytes = next.expect("an event or the end, in time")?.expect("a whole event");
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let data = text.strip_prefix("event: cursor\ndata: ").expect("an event called cursor");
        let data: Value = serde_json::from_str(data.trim()).unwrap();
        data["cursor"].as_u64()
    }

    /// Reads on until the stream is closed.
    async fn ends(&mut self) {
        while self.next().await.is_some() {}
    }
}

async fn shop(config: Config) -> (TestCloud, Person, StoreId) {
    let cloud = TestCloud::with(config).await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "Toko").await;
    cloud.ask(&ana, store, json!({"type": "plan.change", "from": "starter", "to": "team"})).await;
    (cloud, ana, store)
}

fn quick() -> Config {
    Config { live_every: Duration::from_millis(20), ..TestCloud::config() }
}

async fn rename(cloud: &TestCloud, ana: &Person, store: StoreId, to: &str) {
    let from = cloud.held(store).await.store.name().to_owned();
    cloud.ask(ana, store, json!({"type": "store.rename", "from": from, "to": to})).await;
}

#[tokio::test]
async fn the_cursor_comes_at_once_and_on_every_change() {
    let (cloud, ana, store) = shop(TestCloud::config()).await;
    let (sari, _) = cloud.member(store, "Sari", "seller").await;
    let mut hers = Watch::open(&cloud, &ana, store).await;
    let mut sellers = Watch::open(&cloud, &sari, store).await;
    assert_eq!((hers.next().await, sellers.next().await), (Some(4), Some(4)), "open to every active member");
    rename(&cloud, &ana, store, "A").await;
    assert_eq!((hers.next().await, sellers.next().await), (Some(5), Some(5)));
    assert_eq!(cloud.state.live.open(), 2);
}

#[tokio::test]
async fn what_changes_nothing_pokes_nobody() {
    let (cloud, ana, store) = shop(TestCloud::config()).await;
    let mut watch = Watch::open(&cloud, &ana, store).await;
    assert_eq!(watch.next().await, Some(2));
    rename(&cloud, &ana, store, "Toko").await;
    cloud.ask(&ana, store, json!({"type": "member.suspend", "member": uuid::Uuid::now_v7()})).await;
    rename(&cloud, &ana, store, "A").await;
    assert_eq!(watch.next().await, Some(3), "the first news is the change");
}

#[tokio::test]
async fn heartbeats_repeat_the_cursor_and_notice_another_process() {
    let (cloud, ana, store) = shop(quick()).await;
    let mut watch = Watch::open(&cloud, &ana, store).await;
    for _ in 0..3 {
        assert_eq!(watch.next().await, Some(2));
    }
    let other = Sqlite::open(&cloud.folder().join("cloud.db"), 8).unwrap();
    let (now, random) = (cloud.now(), cloud.state.random.clone());
    let forced: Result<(), ApiError> = other
        .write(move |tx| {
            act(tx, &random, store, now, |_, held, _| {
                Ok((force_plan(&held.store, Plan::Business).map(|event| (event, None)), ()))
            })
        })
        .await;
    forced.unwrap();
    while watch.next().await != Some(3) {}
    other.close();
}

#[tokio::test]
async fn it_closes_when_the_member_ends() {
    let (cloud, ana, store) = shop(TestCloud::config()).await;
    let (sari, sari_member) = cloud.member(store, "Sari", "seller").await;
    let (budi, budi_member) = cloud.member(store, "Budi", "manager").await;
    let (mut one, mut two) =
        (Watch::open(&cloud, &sari, store).await, Watch::open(&cloud, &budi, store).await);
    cloud.ask(&ana, store, json!({"type": "member.suspend", "member": sari_member})).await;
    one.ends().await;
    cloud.ask(&ana, store, json!({"type": "member.remove", "member": budi_member})).await;
    two.ends().await;
    let path = format!("/v1/stores/{store}/live");
    assert_eq!(cloud.get(&path, &sari.token).await.told(), (403, "suspended"));
    assert_eq!(cloud.get(&path, &budi.token).await.told(), (404, "not_found"));
}

#[tokio::test]
async fn it_closes_when_she_signs_out_but_not_for_another_session() {
    let (cloud, ana, store) = shop(TestCloud::config()).await;
    let again = cloud.sign_in("Ana").await;
    let (mut first, mut second) =
        (Watch::open(&cloud, &ana, store).await, Watch::open(&cloud, &again, store).await);
    let out = cloud.post("/v1/sign-out", &ana.token, Value::Null).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    first.ends().await;
    assert_eq!(second.next().await, Some(2));
    rename(&cloud, &again, store, "A").await;
    assert_eq!(second.next().await, Some(3));
    assert_eq!(
        cloud.get(&format!("/v1/stores/{store}/live"), &ana.token).await.told(),
        (401, "unauthenticated")
    );
}

#[tokio::test]
async fn it_closes_when_the_token_ends() {
    let mut config = quick();
    config.access_for = Duration::from_secs(600);
    let (cloud, ana, store) = shop(config).await;
    let mut watch = Watch::open(&cloud, &ana, store).await;
    assert_eq!(watch.next().await, Some(2));
    cloud.advance(600_000);
    watch.ends().await;
}

#[tokio::test]
async fn it_closes_when_the_server_does() {
    let (cloud, ana, store) = shop(TestCloud::config()).await;
    let mut watch = Watch::open(&cloud, &ana, store).await;
    assert_eq!(watch.next().await, Some(2));
    cloud.state.shutdown.cancel();
    watch.ends().await;
}
