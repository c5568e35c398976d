//! Activity: newest first, in parts, for roles that see the team; refused attempts for Owner and Admin.

use keyholder_cloud::testing::TestCloud;
use serde_json::{Value, json};
use uuid::Uuid;

fn seqs(body: &Value) -> Vec<u64> {
    let entries = body["entries"].as_array().expect("entries");
    entries.iter().filter_map(|entry| entry["seq"].as_u64()).collect()
}

#[tokio::test]
async fn entries_are_read_backwards_in_parts() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "A").await;
    for (from, to) in [("A", "B"), ("B", "C"), ("C", "D"), ("D", "E")] {
        cloud.ask(&ana, store, json!({"type": "store.rename", "from": from, "to": to})).await;
    }
    let path = format!("/v1/stores/{store}/activity");
    let all = cloud.get(&path, &ana.token).await.body;
    assert_eq!((seqs(&all), &all["more"]), (vec![5, 4, 3, 2, 1], &json!(false)));
    let first = cloud.get(&format!("{path}?limit=2"), &ana.token).await.body;
    assert_eq!((seqs(&first), &first["more"]), (vec![5, 4], &json!(true)));
    let rest = cloud.get(&format!("{path}?limit=3&before=4"), &ana.token).await.body;
    assert_eq!((seqs(&rest), &rest["more"]), (vec![3, 2, 1], &json!(false)));
    let none = cloud.get(&format!("{path}?before=1"), &ana.token).await.body;
    assert_eq!((seqs(&none), &none["more"]), (vec![], &json!(false)));
}

#[tokio::test]
async fn refused_attempts_are_for_owner_and_admin() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "Toko").await;
    cloud.ask(&ana, store, json!({"type": "plan.change", "from": "starter", "to": "team"})).await;
    let (budi, _) = cloud.member(store, "Budi", "admin").await;
    let (citra, citra_member) = cloud.member(store, "Citra", "manager").await;
    let (sari, _) = cloud.member(store, "Sari", "seller").await;
    for name in ["A", "B", "C"] {
        let op = json!({"type": "group.create", "group": Uuid::now_v7(), "name": name, "permissions": []});
        cloud.ask(&citra, store, op).await;
    }
    let path = format!("/v1/stores/{store}/activity");
    let refused = cloud.get(&format!("{path}?refused=1&limit=2"), &budi.token).await.body;
    let nos: Vec<&Value> = refused["refused"].as_array().unwrap().iter().map(|row| &row["no"]).collect();
    assert_eq!((nos, &refused["more"]), (vec![&json!(3), &json!(2)], &json!(true)));
    let last = cloud.get(&format!("{path}?refused=1&before=2"), &ana.token).await.body;
    let row = &last["refused"][0];
    assert_eq!(
        (&row["no"], &row["by"], &row["code"]),
        (&json!(1), &json!(citra_member), &json!("area_required"))
    );
    assert!(row["desk"].is_null(), "this exchange named no desk");
    let manager = cloud.get(&format!("{path}?refused=1"), &citra.token).await;
    assert_eq!(manager.told(), (403, "area_required"));
    assert_eq!(cloud.get(&path, &citra.token).await.status.as_u16(), 200);
    for query in ["", "?refused=1"] {
        let seller = cloud.get(&format!("{path}{query}"), &sari.token).await;
        assert_eq!(seller.told(), (403, "view_team_required"));
    }
    let stranger = cloud.person("Eka").await;
    assert_eq!(cloud.get(&path, &stranger.token).await.told(), (404, "not_found"));
    assert_eq!(cloud.get(&path, "").await.told(), (401, "unauthenticated"));
}
