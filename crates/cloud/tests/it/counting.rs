//! `n`: what one desk of an account sends to a store is counted, so that a copied profile shows itself.

use keyholder_cloud::testing::{Person, Reply, TestCloud};
use keyholder_domain::StoreId;
use serde_json::{Value, json};
use uuid::Uuid;

struct Desk {
    cloud: TestCloud,
    ana: Person,
    store: StoreId,
    desk: Uuid,
}

async fn desk() -> Desk {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "Toko").await;
    Desk { cloud, ana, store, desk: Uuid::now_v7() }
}

impl Desk {
    fn op(&self, name: &str) -> Value {
        let group = json!({"type": "group.create", "group": Uuid::now_v7(), "name": name, "permissions": []});
        self.cloud.asked(group)
    }

    async fn send(&self, ops: &[(u64, &Value)]) -> Reply {
        self.send_from(self.desk, ops).await
    }

    async fn send_from(&self, desk: Uuid, ops: &[(u64, &Value)]) -> Reply {
        let numbered = |(n, op): &(u64, &Value)| {
            let mut op = (*op).clone();
            op["n"] = json!(n);
            op
        };
        let ops: Vec<Value> = ops.iter().map(numbered).collect();
        let body = json!({"wire": 1, "desk": desk, "cursor": 0, "ops": ops});
        self.cloud.sync(&self.ana, self.store, body).await
    }

    async fn seq(&self) -> u64 {
        self.cloud.held(self.store).await.row.seq
    }
}

fn accepted(reply: &Reply) -> Vec<u64> {
    let outcomes = reply.body["outcomes"].as_array().expect("outcomes");
    outcomes.iter().filter_map(|outcome| outcome["accepted"]["seq"].as_u64()).collect()
}

#[tokio::test]
async fn numbers_run_from_one_and_a_retry_repeats_them() {
    let d = desk().await;
    let (a, b, c) = (d.op("A"), d.op("B"), d.op("C"));
    assert_eq!(accepted(&d.send(&[(1, &a), (2, &b)]).await), [2, 3]);
    assert_eq!(accepted(&d.send(&[(1, &a), (2, &b)]).await), [2, 3]);
    assert_eq!(
        accepted(&d.send(&[(2, &b), (3, &c)]).await),
        [3, 4],
        "a batch cut differently is the same ops"
    );
}

#[tokio::test]
async fn the_same_number_for_another_op_is_a_fork() {
    let d = desk().await;
    let (a, b, c) = (d.op("A"), d.op("B"), d.op("C"));
    d.send(&[(1, &a)]).await;
    let fork = d.send(&[(1, &b)]).await;
    assert_eq!(fork.told(), (409, "fork"));
    let inside = d.send(&[(2, &b), (2, &c)]).await;
    assert_eq!(inside.told(), (409, "fork"), "inside one exchange too");
    let late = d.send(&[(2, &b), (1, &c)]).await;
    assert_eq!(late.told(), (409, "fork"));
    assert_eq!(d.seq().await, 2, "a 409 decides nothing of its exchange");
    let other = d.send_from(Uuid::now_v7(), &[(1, &b)]).await;
    assert_eq!(accepted(&other), [3], "under a new desk id the count begins again");
}

#[tokio::test]
async fn a_hole_is_a_gap_that_says_what_was_expected() {
    let d = desk().await;
    let (a, b) = (d.op("A"), d.op("B"));
    let gap = d.send(&[(2, &a)]).await;
    assert_eq!(gap.told(), (409, "gap"));
    assert_eq!(gap.body["with"], json!({"expected": 1}));
    let gap = d.send(&[(1, &a), (3, &b)]).await;
    assert_eq!((gap.told(), &gap.body["with"]), ((409, "gap"), &json!({"expected": 2})));
    assert_eq!(d.seq().await, 1, "a 409 decides nothing of its exchange");
    assert_eq!(accepted(&d.send(&[(1, &a), (2, &b)]).await), [2, 3]);
}

#[tokio::test]
async fn every_answered_op_uses_up_its_number() {
    let d = desk().await;
    let refused = d.cloud.asked(json!({"type": "member.suspend", "member": Uuid::now_v7()}));
    let unknown = d.cloud.asked(json!({"type": "group.paint"}));
    let (a, b) = (d.op("A"), d.op("B"));
    d.send(&[(1, &refused), (2, &unknown), (3, &a)]).await;
    assert_eq!(d.send(&[(2, &b)]).await.told(), (409, "fork"), "an unrecorded op used its number up");
    let again = d.send(&[(4, &a), (5, &b)]).await;
    assert_eq!(accepted(&again), [2, 3], "a known id under a new number is answered as before");
    assert_eq!(d.send(&[(4, &d.op("C"))]).await.told(), (409, "fork"));
    let retry = d.send(&[(2, &unknown)]).await;
    assert_eq!(retry.body["outcomes"][0]["refused"]["code"], "unknown_op", "decided anew");
}

#[tokio::test]
async fn an_op_id_used_otherwise_uses_up_its_number_too() {
    let d = desk().await;
    let a = d.op("A");
    let mut other = a.clone();
    other["op"]["name"] = json!("B");
    let reply = d.send(&[(1, &a), (2, &other)]).await;
    assert_eq!(reply.body["outcomes"][1]["refused"]["code"], "op_id_in_use");
    assert_eq!(accepted(&d.send(&[(3, &d.op("C"))]).await), [3]);
}

#[tokio::test]
async fn each_account_and_each_store_counts_for_itself() {
    let d = desk().await;
    d.cloud.ask(&d.ana, d.store, json!({"type": "plan.change", "from": "starter", "to": "team"})).await;
    d.send(&[(1, &d.op("A"))]).await;
    let second = d.cloud.store(&d.ana, "Toko Dua").await;
    let mut op = d.op("A");
    op["n"] = json!(1);
    let body = json!({"wire": 1, "desk": d.desk, "cursor": 0, "ops": [op]});
    assert_eq!(accepted(&d.cloud.sync(&d.ana, second, body.clone()).await), [2]);
    let (budi, _) = d.cloud.member(d.store, "Budi", "admin").await;
    let mut mine = d.op("B");
    mine["n"] = json!(1);
    let body = json!({"wire": 1, "desk": d.desk, "cursor": 0, "ops": [mine]});
    assert_eq!(accepted(&d.cloud.sync(&budi, d.store, body).await).len(), 1);
}
