//! Stores: how one begins, and which ones are hers.

use axum::http::StatusCode;
use keyholder_cloud::testing::TestCloud;
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn a_new_store_is_on_starter_with_its_asker_as_owner() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "  Toko Ana ").await;
    let mine = cloud.get("/v1/stores", &ana.token).await;
    let epoch = cloud.held(store).await.row.epoch.clone();
    let wanted =
        json!({"store": store, "name": "Toko Ana", "role": "owner", "status": "active", "epoch": epoch});
    assert_eq!(mine.body, json!({"stores": [wanted], "ended": []}));
    let first = cloud.get(&format!("/v1/stores/{store}/activity"), &ana.token).await;
    let entry = &first.body["entries"][0];
    assert_eq!(entry["seq"], 1);
    assert_eq!(entry["event"]["type"], "store.created");
    assert_eq!(entry["event"]["plan"], "starter");
    assert_eq!(entry["event"]["owner"]["name"]["personal"], "Ana");
    for absent in ["op", "desk", "device", "made_at"] {
        assert!(entry[absent].is_null(), "{absent} is null for an act that nobody queued");
    }
    let salt = entry["event"]["owner"]["name"]["salt"].as_str().unwrap();
    assert!(salt.len() == 32 && salt.bytes().all(|digit| digit.is_ascii_hexdigit()), "{salt}");
}

#[tokio::test]
async fn creating_is_repeated_without_harm() {
    let cloud = TestCloud::new().await;
    let (ana, budi) = (cloud.person("Ana").await, cloud.person("Budi").await);
    let asked = json!({"store": Uuid::now_v7(), "name": "Toko"});
    let first = cloud.post("/v1/stores", &ana.token, asked.clone()).await;
    assert_eq!((first.status, &first.body), (StatusCode::CREATED, &json!({"store": asked["store"]})));
    let again = cloud.post("/v1/stores", &ana.token, asked.clone()).await;
    assert_eq!((again.status, &again.body), (StatusCode::OK, &first.body));
    let other = cloud.post("/v1/stores", &budi.token, asked).await;
    assert_eq!(other.told(), (409, "id_in_use"));
    assert_eq!(cloud.get("/v1/stores", &budi.token).await.body, json!({"stores": [], "ended": []}));
}

#[tokio::test]
async fn a_store_needs_a_good_name_and_somebody_signed_in() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let bad = cloud.post("/v1/stores", &ana.token, json!({"name": " "})).await;
    assert_eq!(bad.told(), (422, "invalid_name"));
    assert_eq!(bad.body["with"], json!({"why": "empty"}));
    let nobody = cloud.post("/v1/stores", "", json!({"name": "Toko"})).await;
    assert_eq!(nobody.told(), (401, "unauthenticated"));
    assert_eq!(cloud.get("/v1/stores", "").await.told(), (401, "unauthenticated"));
}

#[tokio::test]
async fn the_list_holds_active_and_suspended_places_only() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "Toko").await;
    cloud.ask(&ana, store, json!({"type": "plan.change", "from": "starter", "to": "team"})).await;
    let (sari, member) = cloud.member(store, "Sari", "seller").await;
    let status = async || {
        let list = cloud.get("/v1/stores", &sari.token).await.body;
        list["stores"][0]["status"].as_str().map(str::to_owned)
    };
    assert_eq!(status().await.as_deref(), Some("active"));
    cloud.ask(&ana, store, json!({"type": "member.suspend", "member": member})).await;
    assert_eq!(status().await.as_deref(), Some("suspended"));
    cloud.ask(&ana, store, json!({"type": "member.remove", "member": member})).await;
    assert_eq!(status().await, None);
    let epoch = cloud.held(store).await.row.epoch.clone();
    let list = cloud.get("/v1/stores", &sari.token).await.body;
    assert_eq!(list["ended"], json!([{"store": store, "epoch": epoch}]), "so her desk may believe it");
}
