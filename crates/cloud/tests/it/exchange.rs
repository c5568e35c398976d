//! The exchange: who may, what it answers, what it appends, and what happens when a reply is lost or two come at once.

use axum::http::StatusCode;
use keyholder_cloud::testing::{Person, TestCloud};
use keyholder_domain::wire::entry_hash;
use keyholder_domain::{MemberId, StoreId};
use serde_json::{Value, json};
use uuid::Uuid;

async fn shop(plan: &str) -> (TestCloud, Person, StoreId) {
    shop_with(TestCloud::config(), plan).await
}

async fn shop_with(config: keyholder_cloud::config::Config, plan: &str) -> (TestCloud, Person, StoreId) {
    let cloud = TestCloud::with(config).await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "Toko").await;
    if plan != "starter" {
        let op = json!({"type": "plan.change", "from": "starter", "to": plan});
        assert_eq!(cloud.ask(&ana, store, op).await, json!({"accepted": {"seq": 2}}));
    }
    (cloud, ana, store)
}

fn exchange(cursor: &Value, ops: Value) -> Value {
    json!({"wire": 1, "epoch": cursor["epoch"], "head": cursor["head"], "cursor": cursor["cursor"], "ops": ops})
}

fn group(name: &str) -> Value {
    json!({"type": "group.create", "group": Uuid::now_v7(), "name": name, "permissions": []})
}

#[tokio::test]
async fn the_first_exchange_gets_the_whole_store() {
    let (cloud, ana, store) = shop("team").await;
    let (_, seller) = cloud.member(store, "Sari", "seller").await;
    let reply = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 0, "ops": []})).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    let body = &reply.body;
    assert_eq!(body["cursor"], 4);
    assert_eq!((&body["entries"], &body["more"], &body["outcomes"]), (&json!([]), &json!(false), &json!([])));
    assert_eq!(body["time"], json!(cloud.now()));
    assert_eq!(body["snapshot"]["store"]["name"], "Toko");
    assert_eq!(body["snapshot"]["store"]["seat_limit"], 5);
    let members = body["snapshot"]["members"].as_array().unwrap();
    assert_eq!(members.len(), 2);
    let sari = members.iter().find(|member| member["id"] == json!(seller)).unwrap();
    assert_eq!(
        (&sari["name"], &sari["role"], &sari["status"]),
        (&json!("Sari"), &json!("seller"), &json!("active"))
    );
    assert_eq!(body["snapshot"]["invitations"], json!([]), "an accepted invitation is none");
}

#[tokio::test]
async fn later_exchanges_get_entries_that_chain() {
    let (cloud, ana, store) = shop("team").await;
    let base = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 0, "ops": []})).await.body;
    let asked = cloud.asked(group("Kasir"));
    let reply = cloud.sync(&ana, store, exchange(&base, json!([asked]))).await.body;
    assert_eq!(reply["outcomes"], json!([{"id": asked["id"], "accepted": {"seq": 3}}]));
    assert!(reply.get("snapshot").is_none());
    let entry = &reply["entries"][0];
    assert_eq!(
        (&entry["seq"], &entry["op"], &entry["made_at"]),
        (&json!(3), &asked["id"], &asked["made_at"])
    );
    assert_eq!(entry["device"]["personal"], "Ana's desk");
    assert_eq!(entry["event"]["type"], "group.created");
    let mut bare = entry.clone();
    let hash = bare.as_object_mut().unwrap().remove("hash").unwrap();
    assert_eq!(json!(entry_hash(base["head"].as_str().unwrap(), &bare)), hash);
    assert_eq!((&reply["head"], &reply["cursor"]), (&hash, &json!(3)));
}

#[tokio::test]
async fn entry_one_chains_from_the_stores_id() {
    let (cloud, ana, store) = shop("starter").await;
    let reply = cloud.get(&format!("/v1/stores/{store}/activity"), &ana.token).await.body;
    let mut bare = reply["entries"][0].clone();
    let hash = bare.as_object_mut().unwrap().remove("hash").unwrap();
    assert_eq!(json!(entry_hash(&store.to_string(), &bare)), hash);
}

#[tokio::test]
async fn a_lost_reply_is_asked_for_again_and_changes_nothing() {
    let (cloud, ana, store) = shop("team").await;
    let refused = json!({"type": "group.rename", "group": Uuid::now_v7(), "from": "a", "to": "b"});
    let ops = json!([cloud.asked(group("Kasir")), cloud.asked(refused)]);
    let body = json!({"wire": 1, "cursor": 2, "ops": ops});
    let first = cloud.sync(&ana, store, body.clone()).await.body;
    let cloud = cloud.restarted();
    let again = cloud.sync(&ana, store, body).await.body;
    assert_eq!(first, again, "the same outcomes, the same entries, even by a process that remembers nothing");
    assert_eq!(first["outcomes"][1]["refused"], json!({"code": "unknown_group", "with": {}}));
    assert_eq!(first["cursor"], 3);
}

#[tokio::test]
async fn an_outcome_stands_even_when_it_would_be_another_now() {
    let (cloud, ana, store) = shop("team").await;
    let id = Uuid::now_v7();
    let rename = cloud.asked(json!({"type": "group.rename", "group": id, "from": "Kasir", "to": "Kassa"}));
    let early = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 2, "ops": [rename]})).await.body;
    assert_eq!(early["outcomes"][0]["refused"]["code"], "unknown_group");
    let make = cloud.asked(json!({"type": "group.create", "group": id, "name": "Kasir", "permissions": []}));
    let late = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 2, "ops": [make, rename]})).await.body;
    assert_eq!(late["outcomes"][0]["accepted"]["seq"], 3);
    assert_eq!(late["outcomes"][1]["refused"]["code"], "unknown_group", "one outcome for ever");
}

#[tokio::test]
async fn an_id_used_for_another_op_is_told_so_in_that_reply_only() {
    let (cloud, ana, store) = shop("team").await;
    let first = cloud.asked(group("Kasir"));
    let mut other = first.clone();
    other["op"]["name"] = json!("Gudang");
    let reply =
        cloud.sync(&ana, store, json!({"wire": 1, "cursor": 0, "ops": [first, other, first]})).await.body;
    let told = |n: usize| &reply["outcomes"][n];
    assert_eq!(told(0)["accepted"], json!({"seq": 3}));
    assert_eq!(told(1)["refused"], json!({"code": "op_id_in_use", "with": {}}));
    assert_eq!(told(2)["accepted"], json!({"seq": 3}));
    let refused = cloud.get(&format!("/v1/stores/{store}/activity?refused=1"), &ana.token).await.body;
    assert_eq!(refused["refused"], json!([]));
}

#[tokio::test]
async fn field_order_and_spelling_of_numbers_make_no_other_op() {
    let (cloud, ana, store) = shop("team").await;
    let id = Uuid::now_v7();
    let send = async |op: &str| {
        let body = format!(
            r#"{{"wire":1,"cursor":0,"ops":[{{"id":"{id}","made_at":"2026-03-02T12:00:00Z","op":{op}}}]}}"#
        );
        let body: Value = serde_json::from_str(&body).unwrap();
        cloud.sync(&ana, store, body).await.body["outcomes"][0].clone()
    };
    let one = send(r#"{"type":"store.set_offline_lease","from":30,"to":60}"#).await;
    let two = send(r#"{"to":60,"from":30,"type":"store.set_offline_lease"}"#).await;
    assert_eq!(one, two);
    assert!(one["accepted"].is_object(), "{one}");
}

#[tokio::test]
async fn an_op_that_is_not_known_is_decided_when_it_is() {
    let (cloud, ana, store) = shop("team").await;
    let future = cloud.asked(json!({"type": "group.paint", "group": Uuid::now_v7()}));
    let body = json!({"wire": 1, "cursor": 2, "ops": [future]});
    for _ in 0..2 {
        let reply = cloud.sync(&ana, store, body.clone()).await.body;
        assert_eq!(reply["outcomes"][0]["refused"]["code"], "unknown_op");
    }
    let mut known = future.clone();
    known["op"] = group("Kasir");
    let reply = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 2, "ops": [known]})).await.body;
    assert_eq!(reply["outcomes"][0]["accepted"]["seq"], 3, "nothing was recorded under this id");
}

#[tokio::test]
async fn the_goal_already_reached_is_accepted_without_an_entry() {
    let (cloud, ana, store) = shop("team").await;
    let op = json!({"type": "store.rename", "from": "anything", "to": "Toko"});
    assert_eq!(cloud.ask(&ana, store, op).await, json!({"accepted": {"seq": 2}}));
    assert_eq!(cloud.held(store).await.row.seq, 2);
}

#[tokio::test]
async fn a_refused_op_moves_nothing_but_is_kept_apart() {
    let (cloud, ana, store) = shop("starter").await;
    let before = cloud.held(store).await.row.clone();
    let asked = cloud.asked(json!({"type": "invitation.send", "invitation": Uuid::now_v7(), "email": "budi@toko.example", "role": "seller", "groups": []}));
    let reply = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 1, "ops": [asked]})).await.body;
    assert_eq!(
        reply["outcomes"][0]["refused"],
        json!({"code": "no_free_seat", "with": {"used": 1, "limit": 1}})
    );
    assert_eq!(cloud.held(store).await.row, before);
    let listed = cloud.get(&format!("/v1/stores/{store}/activity?refused=1"), &ana.token).await.body;
    let row = &listed["refused"][0];
    assert_eq!((&row["no"], &row["id"], &row["op"]), (&json!(1), &asked["id"], &asked["op"]));
    assert_eq!((&row["code"], &row["with"]), (&json!("no_free_seat"), &json!({"used": 1, "limit": 1})));
    assert_eq!((&row["made_at"], &row["at"]), (&asked["made_at"], &json!(cloud.now())));
}

#[tokio::test]
async fn what_builds_on_a_refused_op_is_told_which() {
    let (cloud, ana, store) = shop("team").await;
    let id = Uuid::now_v7();
    let bad = cloud.asked(json!({"type": "group.create", "group": id, "name": " ", "permissions": []}));
    let rename = |to: &str| json!({"type": "group.rename", "group": id, "from": "Kasir", "to": to});
    let ops = json!([bad, cloud.asked(rename("A"))]);
    let reply = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 0, "ops": ops})).await.body;
    let linked = json!({"code": "depends_on_refused", "with": {"op": bad["id"]}});
    assert_eq!(reply["outcomes"][1]["refused"], linked);
    // Another person's op in another exchange is told the same.
    let (budi, _) = cloud.member(store, "Budi", "admin").await;
    assert_eq!(cloud.ask(&budi, store, rename("B")).await["refused"], linked);
    // Made after all under the same id, and deleted again, it is simply unknown.
    let make = json!({"type": "group.create", "group": id, "name": "Kasir", "permissions": []});
    assert!(cloud.ask(&ana, store, make).await["accepted"].is_object());
    assert!(
        cloud.ask(&ana, store, json!({"type": "group.delete", "group": id})).await["accepted"].is_object()
    );
    assert_eq!(cloud.ask(&ana, store, rename("C")).await["refused"]["code"], "unknown_group");
}

#[tokio::test]
async fn two_exchanges_for_the_last_seat_have_one_winner() {
    let (cloud, ana, store) = shop("team").await;
    for name in ["Budi", "Citra", "Dewi"] {
        cloud.member(store, name, "seller").await;
    }
    let invite = |who: &str| {
        let op = json!({"type": "invitation.send", "invitation": Uuid::now_v7(), "email": format!("{who}@toko.example"), "role": "seller", "groups": []});
        json!({"wire": 1, "cursor": 0, "ops": [cloud.asked(op)]})
    };
    let bodies: Vec<Value> = (0..5).map(|n| invite(&format!("guest{n}"))).collect();
    let replies =
        futures_util::future::join_all(bodies.into_iter().map(|body| cloud.sync(&ana, store, body))).await;
    let outcomes: Vec<&Value> = replies.iter().map(|reply| &reply.body["outcomes"][0]).collect();
    let won = outcomes.iter().filter(|outcome| outcome["accepted"].is_object()).count();
    assert_eq!(won, 1, "{outcomes:?}");
    for lost in outcomes.iter().filter(|outcome| outcome["accepted"].is_null()) {
        assert_eq!(lost["refused"], json!({"code": "no_free_seat", "with": {"used": 5, "limit": 5}}));
    }
}

#[tokio::test]
async fn another_epoch_a_cursor_past_the_end_or_a_wrong_head_decides_nothing() {
    let (cloud, ana, store) = shop("team").await;
    let base = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 0, "ops": []})).await.body;
    let desk = Uuid::now_v7();
    for (what, field, value) in
        [("epoch", "epoch", json!("another")), ("cursor", "cursor", json!(99)), ("head", "head", json!("00"))]
    {
        // The count has a hole too, but the history is judged first.
        let mut op = cloud.asked(group("Kasir"));
        op["n"] = json!(7);
        let mut body = exchange(&base, json!([op]));
        body["desk"] = json!(desk);
        body[field] = value;
        let reply = cloud.sync(&ana, store, body).await;
        assert_eq!(reply.status, StatusCode::OK, "{what}: {}", reply.body);
        assert_eq!(reply.body["outcomes"], json!([]), "{what}");
        assert!(reply.body["snapshot"].is_object(), "{what}");
        for same in ["cursor", "head", "epoch"] {
            assert_eq!(reply.body[same], base[same], "{what}");
        }
    }
    assert_eq!(cloud.held(store).await.row.seq, 2);
}

#[tokio::test]
async fn a_head_in_the_middle_is_compared_with_the_entry_there() {
    let (cloud, ana, store) = shop("team").await;
    let base = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 0, "ops": []})).await.body;
    for name in ["A", "B"] {
        cloud.ask(&ana, store, group(name)).await;
    }
    let good = cloud.sync(&ana, store, exchange(&base, json!([]))).await.body;
    assert_eq!(good["entries"].as_array().map(Vec::len), Some(2));
    let mut bad = exchange(&base, json!([]));
    bad["head"] = good["head"].clone();
    let bad = cloud.sync(&ana, store, bad).await.body;
    assert!(bad["snapshot"].is_object());
}

#[tokio::test]
async fn entries_come_in_pages() {
    let mut config = TestCloud::config();
    config.page = 2;
    let (cloud, ana, store) = shop_with(config, "team").await;
    let mut at = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 0, "ops": []})).await.body;
    let ops: Vec<Value> = ["A", "B", "C", "D", "E"].map(|name| cloud.asked(group(name))).into();
    let mut seen = Vec::new();
    let mut ops = json!(ops);
    loop {
        at = cloud.sync(&ana, store, exchange(&at, ops)).await.body;
        ops = json!([]);
        let entries = at["entries"].as_array().unwrap();
        seen.extend(entries.iter().map(|entry| entry["seq"].as_u64().unwrap()));
        assert_eq!(at["head"], entries.last().unwrap()["hash"]);
        if at["more"] == json!(false) {
            break;
        }
        assert_eq!(entries.len(), 2);
    }
    assert_eq!(seen, [3, 4, 5, 6, 7]);
}

#[tokio::test]
async fn a_desk_too_far_behind_gets_a_snapshot_with_its_own_ops_in_it() {
    let mut config = TestCloud::config();
    config.catch_up = 3;
    let (cloud, ana, store) = shop_with(config, "team").await;
    let base = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 0, "ops": []})).await.body;
    for name in ["A", "B", "C"] {
        cloud.ask(&ana, store, group(name)).await;
    }
    let near = cloud.sync(&ana, store, exchange(&base, json!([]))).await.body;
    assert_eq!(near["entries"].as_array().map(Vec::len), Some(3));
    let far = cloud.sync(&ana, store, exchange(&base, json!([cloud.asked(group("D"))]))).await.body;
    assert_eq!((&far["entries"], &far["cursor"], &far["more"]), (&json!([]), &json!(6), &json!(false)));
    assert_eq!(far["snapshot"]["groups"].as_array().map(Vec::len), Some(4));
}

#[tokio::test]
async fn who_may_not_sync_is_told_why_and_strangers_are_told_nothing() {
    let (cloud, ana, store) = shop("team").await;
    let empty = json!({"wire": 1, "cursor": 0, "ops": []});
    for role in ["seller", "inventory_handler", "viewer"] {
        let (person, _) = cloud.member(store, &format!("The {}", role.replace('_', " ")), role).await;
        let reply = cloud.sync(&person, store, empty.clone()).await;
        assert_eq!(reply.told(), (403, "view_team_required"), "{role}");
    }
    let budi = cloud.person("Budi").await;
    let stranger = cloud.sync(&budi, store, empty.clone()).await;
    let nowhere = cloud.sync(&budi, StoreId::from_uuid(Uuid::now_v7()), empty.clone()).await;
    assert_eq!(stranger.told(), (404, "not_found"));
    assert_eq!(stranger.body, nowhere.body, "the same for what does not exist and what is not yours");
    let nobody = cloud.post(&format!("/v1/stores/{store}/sync"), "", empty.clone()).await;
    assert_eq!(nobody.told(), (401, "unauthenticated"));
    drop(ana);
}

#[tokio::test]
async fn a_suspended_and_a_removed_member_learn_it_at_once() {
    let (cloud, ana, store) = shop("team").await;
    let (budi, member): (Person, MemberId) = cloud.member(store, "Budi", "manager").await;
    let empty = json!({"wire": 1, "cursor": 0, "ops": []});
    assert_eq!(cloud.sync(&budi, store, empty.clone()).await.status, StatusCode::OK);
    cloud.ask(&ana, store, json!({"type": "member.suspend", "member": member})).await;
    assert_eq!(cloud.sync(&budi, store, empty.clone()).await.told(), (403, "suspended"));
    cloud.ask(&ana, store, json!({"type": "member.restore", "member": member})).await;
    assert_eq!(cloud.sync(&budi, store, empty.clone()).await.status, StatusCode::OK);
    cloud.ask(&ana, store, json!({"type": "member.remove", "member": member})).await;
    assert_eq!(cloud.sync(&budi, store, empty).await.told(), (404, "not_found"));
}

#[tokio::test]
async fn time_never_runs_back_in_a_store() {
    let (cloud, ana, store) = shop("team").await;
    let op = json!({"type": "invitation.send", "invitation": Uuid::now_v7(), "email": "budi@toko.example", "role": "seller", "groups": []});
    cloud.ask(&ana, store, op).await;
    cloud.state.clock.advance_days(8);
    cloud.ask(&ana, store, group("after expiry")).await;
    let late = cloud.now();
    cloud.state.clock.advance_days(-5);
    let reply = cloud
        .sync(&ana, store, json!({"wire": 1, "cursor": 3, "ops": [cloud.asked(group("clock set back"))]}))
        .await
        .body;
    assert_eq!(reply["entries"][1]["at"], json!(late), "the store's time is that of its last entry");
    let whole = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 0, "ops": []})).await.body;
    assert_eq!(whole["snapshot"]["invitations"][0]["status"], "expired", "no clock step revives it");
}
