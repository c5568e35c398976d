//! States in memory and on disk: a restart, a second process, damage.

use keyholder_cloud::act::act;
use keyholder_cloud::db::sqlite::Sqlite;
use keyholder_cloud::error::ApiError;
use keyholder_cloud::testing::{Person, TestCloud};
use keyholder_domain::{Plan, StoreId, force_plan};
use serde_json::{Value, json};

async fn shop() -> (TestCloud, Person, StoreId) {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "0").await;
    (cloud, ana, store)
}

async fn rename(cloud: &TestCloud, ana: &Person, store: StoreId, steps: std::ops::Range<u32>) {
    let ops: Vec<Value> = steps
        .map(|n| {
            cloud.asked(json!({"type": "store.rename", "from": n.to_string(), "to": (n + 1).to_string()}))
        })
        .collect();
    let reply = cloud.sync(ana, store, json!({"wire": 1, "cursor": 0, "ops": ops})).await;
    assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
}

fn sql(cloud: &TestCloud, statement: &str) -> usize {
    let file = rusqlite::Connection::open(cloud.folder().join("cloud.db")).expect("the file is there");
    file.busy_timeout(std::time::Duration::from_secs(10)).expect("a timeout");
    file.execute(statement, []).expect("a good statement")
}

#[test]
fn sqlite_is_new_enough_not_to_damage_a_log() {
    let library = rusqlite::Connection::open_in_memory().expect("SQLite opens");
    let asked = |question: &str| -> String {
        library.query_row(question, [], |row| row.get(0)).expect("the library answers")
    };
    let version = asked("SELECT sqlite_version()");
    let numbers: Vec<u32> = version.split('.').map(|part| part.parse().expect("a number")).collect();
    assert!(numbers >= vec![3, 51, 3], "{version}");
    assert!(asked("PRAGMA cipher_version").starts_with('4'), "SQLCipher's copy, as the desk's");
}

#[tokio::test]
async fn a_restart_finds_the_same_state() {
    let (cloud, ana, store) = shop().await;
    rename(&cloud, &ana, store, 0..300).await;
    let before = cloud.held(store).await;
    let cloud = cloud.restarted();
    let after = cloud.held(store).await;
    assert_eq!((&after.row, after.store.to_full()), (&before.row, before.store.to_full()));
    assert_eq!(after.store.name(), "300");
}

#[tokio::test]
async fn a_damaged_snapshot_is_passed_by() {
    let (cloud, ana, store) = shop().await;
    rename(&cloud, &ana, store, 0..1_000).await;
    assert_eq!(sql(&cloud, "UPDATE snapshots SET state = '{}'"), 1, "1,000 entries leave a snapshot");
    let cloud = cloud.restarted();
    assert_eq!(cloud.held(store).await.store.name(), "1000");
}

#[tokio::test]
async fn a_changed_entry_is_never_served_as_truth() {
    let (cloud, ana, store) = shop().await;
    rename(&cloud, &ana, store, 0..3).await;
    assert_eq!(
        sql(&cloud, "UPDATE entries SET body = replace(body, '\"to\":\"2\"', '\"to\":\"9\"') WHERE seq = 3"),
        1
    );
    let cloud = cloud.restarted();
    let reply = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 0, "ops": []})).await;
    assert_eq!(reply.told(), (500, "internal"));
}

#[tokio::test]
async fn what_another_process_wrote_is_seen_at_once() {
    let (cloud, ana, store) = shop().await;
    rename(&cloud, &ana, store, 0..3).await;
    let other = Sqlite::open(&cloud.folder().join("cloud.db"), 8).expect("the same file opens twice");
    let (now, random) = (cloud.now(), cloud.state.random.clone());
    let forced: Result<(), ApiError> = other
        .write(move |tx| {
            act(tx, &random, store, now, |_, held, _| {
                Ok((force_plan(&held.store, Plan::Business).map(|event| (event, None)), ()))
            })
        })
        .await;
    forced.expect("the operator's door is open beside a running server");
    let op = json!({"type": "plan.change", "from": "starter", "to": "team"});
    let outcome = cloud.ask(&ana, store, op).await;
    assert_eq!(outcome["refused"]["code"], "changed_meanwhile", "{outcome}");
    rename(&cloud, &ana, store, 3..4).await;
    assert_eq!(cloud.held(store).await.row.seq, 6);
    other.close();
}

#[tokio::test]
async fn a_restored_backup_is_noticed_by_its_epoch_or_head() {
    let (cloud, ana, store) = shop().await;
    rename(&cloud, &ana, store, 0..2).await;
    let held = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 0, "ops": []})).await.body;
    // As if a backup from before entry 3 had been put back: the row and the entries end at 2.
    sql(&cloud, "DELETE FROM entries WHERE seq = 3");
    sql(&cloud, "UPDATE stores SET seq = 2, head = (SELECT body ->> 'hash' FROM entries WHERE seq = 2)");
    let body =
        json!({"wire": 1, "epoch": held["epoch"], "head": held["head"], "cursor": held["cursor"], "ops": []});
    let reply = cloud.sync(&ana, store, body).await.body;
    assert_eq!(reply["cursor"], 2, "a state in memory that the row no longer says is not used: {reply}");
    assert_eq!(reply["snapshot"]["store"]["name"], "1");
}

#[tokio::test]
async fn many_exchanges_at_once_lose_and_double_nothing() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let mut stores = Vec::new();
    for name in ["A", "B", "C"] {
        stores.push(cloud.store(&ana, name).await);
    }
    let asks = (0..120).map(|n| {
        let store = stores[n % 3];
        let group = uuid::Uuid::now_v7();
        let op = json!({"type": "group.create", "group": group, "name": format!("G{n}"), "permissions": []});
        let (cloud, ana) = (&cloud, &ana);
        async move { cloud.ask(ana, store, op).await }
    });
    let outcomes = futures_util::future::join_all(asks).await;
    assert!(outcomes.iter().all(|outcome| outcome["accepted"].is_object()), "{outcomes:?}");
    let cloud = cloud.restarted();
    for store in stores {
        let held = cloud.held(store).await;
        assert_eq!((held.row.seq, held.store.group_count()), (41, 40), "every entry chains up to the head");
    }
}
