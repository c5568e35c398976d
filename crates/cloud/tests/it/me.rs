//! Her own access: what it holds, and who gets it.

use keyholder_cloud::testing::TestCloud;
use serde_json::{Value, json};
use uuid::Uuid;

#[tokio::test]
async fn a_seller_sees_her_own_access_and_who_could_change_it() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "Toko").await;
    cloud.ask(&ana, store, json!({"type": "plan.change", "from": "starter", "to": "team"})).await;
    let (sari, member) = cloud.member(store, "Sari", "seller").await;
    let (budi, _) = cloud.member(store, "Budi", "admin").await;
    let kasir = Uuid::now_v7();
    let permissions = json!(["orders.fulfillment", "product.scan"]);
    cloud
        .ask(
            &ana,
            store,
            json!({"type": "group.create", "group": kasir, "name": "Kasir", "permissions": permissions}),
        )
        .await;
    cloud.ask(&ana, store, json!({"type": "member.add_to_group", "member": member, "group": kasir})).await;

    let me = cloud.get(&format!("/v1/stores/{store}/me"), &sari.token).await.body;
    assert_eq!((&me["store"], &me["name"]), (&json!(store), &json!("Toko")));
    assert_eq!(
        (&me["member"], &me["role"], &me["status"]),
        (&json!(member), &json!("seller"), &json!("active"))
    );
    let group = &me["groups"][0];
    assert_eq!((&group["id"], &group["name"]), (&json!(kasir), &json!("Kasir")));
    let holds = |list: &Value, code: &str| list.as_array().unwrap().contains(&json!(code));
    assert!(holds(&group["permissions"], "product.scan"), "the group keeps what it was given");
    assert!(holds(&me["permissions"], "orders.fulfillment") && holds(&me["permissions"], "orders.view"));
    assert!(!holds(&me["permissions"], "product.scan"), "her role cuts it");
    assert_eq!(me["areas"].as_object().map(serde_json::Map::len), Some(12));
    assert_eq!(
        (&me["areas"]["ring_up_sales"], &me["areas"]["view_reports"]),
        (&json!("full"), &json!("partial"))
    );
    assert_eq!(me["areas"]["view_team"], "none");
    assert_eq!(
        me["can_change"],
        json!([{"name": "Ana", "role": "owner"}, {"name": "Budi", "role": "admin"}])
    );

    let path = format!("/v1/stores/{store}/me");
    let admin = cloud.get(&path, &budi.token).await.body;
    assert_eq!(
        admin["can_change"],
        json!([{"name": "Ana", "role": "owner"}]),
        "an Admin is changed by the Owner only"
    );
    assert_eq!(admin["permissions"].as_array().map(Vec::len), Some(25));
    let owner = cloud.get(&path, &ana.token).await.body;
    assert_eq!(owner["can_change"], json!([]));

    cloud.ask(&ana, store, json!({"type": "member.suspend", "member": member})).await;
    assert_eq!(cloud.get(&path, &sari.token).await.told(), (403, "suspended"));
    cloud.ask(&ana, store, json!({"type": "member.remove", "member": member})).await;
    assert_eq!(cloud.get(&path, &sari.token).await.told(), (404, "not_found"));
    assert_eq!(cloud.get(&path, "").await.told(), (401, "unauthenticated"));
}
