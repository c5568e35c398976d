//! The demo shop, looked at from inside: its history holds together and its state breaks no rule.

use std::collections::BTreeMap;

use keyholder_cloud::demo::{ENTRIES, fill};
use keyholder_cloud::testing::TestCloud;
use keyholder_domain::wire::entry_hash;
use keyholder_domain::{InvitationStatus, StoreId, invariant};
use serde_json::Value;

#[tokio::test]
async fn two_hundred_entries_chained_in_order_and_a_state_that_breaks_nothing() {
    let cloud = TestCloud::new().await;
    let file = cloud.folder().join("demo-accounts.json");
    fill(&cloud.state, &file).await.unwrap();
    let demo: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let store: StoreId = demo["store"].as_str().unwrap().parse().unwrap();

    let held = cloud.held(store).await;
    let now = cloud.now();
    assert_eq!(held.row.seq, ENTRIES);
    assert_eq!(invariant(&held.store, now), Vec::new());
    assert_eq!((held.store.name(), held.store.plan().code()), ("Laras Batik", "business"));
    let mut roles: BTreeMap<&str, usize> = BTreeMap::new();
    for member in held.store.members() {
        assert!(member.is_active());
        *roles.entry(member.role.code()).or_default() += 1;
    }
    let expected =
        [("admin", 2), ("inventory_handler", 3), ("manager", 3), ("owner", 1), ("seller", 4), ("viewer", 1)];
    assert_eq!(roles, BTreeMap::from(expected));
    for account in demo["accounts"].as_array().unwrap() {
        let member = held.store.member_by_email(account["email"].as_str().unwrap()).unwrap();
        assert_eq!(
            (member.role.code(), member.name()),
            (account["role"].as_str().unwrap(), account["name"].as_str().unwrap())
        );
    }
    let mut statuses: BTreeMap<&str, usize> = BTreeMap::new();
    for invitation in held.store.invitations() {
        *statuses.entry(invitation.status(now).code()).or_default() += 1;
        assert!(invitation.status(now) != InvitationStatus::Pending || invitation.delivery != "queued");
    }
    assert_eq!(statuses, BTreeMap::from([("expired", 1), ("pending", 3)]));
    assert_eq!(held.store.group_count(), 5);
    assert!(
        held.store.groups().all(|group| held.store.member_count_of(group.id) > 0),
        "nobody's group stands empty"
    );

    let bodies = cloud.state.db.read(move |tx| tx.entries_after(store, 0, 1_000)).await.unwrap();
    let mut head = store.to_string();
    let mut last = String::new();
    for (seq, body) in (1..).zip(&bodies) {
        let mut entry: Value = serde_json::from_str(body).unwrap();
        assert_eq!(entry["seq"], seq);
        let at = entry["at"].as_str().unwrap().to_owned();
        assert!(at >= last && at < now.to_string(), "{at} after {last}");
        last = at;
        let hash = entry.as_object_mut().unwrap().remove("hash").unwrap();
        assert_eq!(hash, entry_hash(&head, &entry));
        head = hash.as_str().unwrap().to_owned();
    }
    assert_eq!(bodies.len() as u64, ENTRIES);
    assert_eq!(
        cloud.state.db.read(|tx| tx.next_mail()).await.unwrap(),
        None,
        "no mail of the past goes out today"
    );
}

#[tokio::test]
async fn a_database_that_somebody_uses_is_left_alone() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let file = cloud.folder().join("demo-accounts.json");
    fill(&cloud.state, &file).await.unwrap();
    assert!(!file.exists());
    assert_eq!(cloud.get("/v1/stores", &ana.token).await.body["stores"], serde_json::json!([]));
}
