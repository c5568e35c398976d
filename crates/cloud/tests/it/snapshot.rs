//! The whole store row by row: it is the snapshot, it stands still while others write, it goes on where a reader was cut off, and
//! whoever may not see the team gets nothing of it.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use keyholder_cloud::testing::{Person, Reply, TestCloud};
use keyholder_domain::rows::Building;
use keyholder_domain::wire::{Line, Row, Snapshot, StreamHead};
use keyholder_domain::{Store, StoreId};
use serde_json::{Value, json};
use uuid::Uuid;

async fn shop() -> (TestCloud, Person, StoreId) {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "Toko").await;
    let op = json!({"type": "plan.change", "from": "starter", "to": "enterprise"});
    assert!(cloud.ask(&ana, store, op).await["accepted"].is_object());
    for (name, role) in [("Sari", "seller"), ("Made", "manager")] {
        cloud.member(store, name, role).await;
    }
    group(&cloud, &ana, store, "Kasir").await;
    let invitation = json!({"type": "invitation.send", "invitation": Uuid::now_v7(), "email": "b@toko.example",
                            "role": "viewer", "groups": []});
    assert!(cloud.ask(&ana, store, invitation).await["accepted"].is_object());
    (cloud, ana, store)
}

async fn group(cloud: &TestCloud, who: &Person, store: StoreId, name: &str) {
    let op = json!({"type": "group.create", "group": Uuid::now_v7(), "name": name, "permissions": ["product.view"]});
    assert!(cloud.ask(who, store, op).await["accepted"].is_object());
}

/// The seq that an exchange names for streaming.
async fn named(cloud: &TestCloud, who: &Person, store: StoreId) -> u64 {
    let reply =
        cloud.sync(who, store, json!({"wire": 1, "cursor": 0, "snapshot": "stream", "ops": []})).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    assert_eq!((&reply.body["entries"], reply.body.get("snapshot")), (&json!([]), None));
    assert_eq!(reply.body["snapshot_at"], reply.body["cursor"]);
    reply.body["snapshot_at"].as_u64().unwrap()
}

async fn streamed(cloud: &TestCloud, who: &Person, store: StoreId, part: &str) -> Reply {
    cloud.get(&format!("/v1/stores/{store}/snapshot{part}"), &who.token).await
}

/// The lines of a stream, its head apart.
fn lines(reply: &Reply) -> (StreamHead, Vec<Value>) {
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    assert_eq!(reply.headers[header::CONTENT_TYPE], "application/x-ndjson");
    let mut lines = reply.body.as_str().unwrap().lines();
    let head = serde_json::from_str(lines.next().unwrap()).unwrap();
    (head, lines.map(|line| serde_json::from_str(line).unwrap()).collect())
}

#[tokio::test]
async fn the_rows_are_the_snapshot() {
    let (cloud, ana, store) = shop().await;
    let inline = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 0, "ops": []})).await.body;
    let whole: Snapshot = serde_json::from_value(inline["snapshot"].clone()).unwrap();
    let at = named(&cloud, &ana, store).await;
    let (head, rows) = lines(&streamed(&cloud, &ana, store, &format!("?at={at}")).await);
    assert_eq!((json!(head.seq), json!(head.head)), (inline["cursor"].clone(), inline["head"].clone()));
    assert_eq!((json!(head.epoch), head.rows, head.time), (inline["epoch"].clone(), 5, cloud.now()));
    assert_eq!(head.store, whole.store);
    let (end, rows) = rows.split_last().unwrap();
    assert_eq!(end, &json!({"end": 5}));
    let mut building = Building::new(&head.store);
    let mut kinds = Vec::new();
    for row in rows {
        let Line::Row(row) = Line::read(row.to_string().as_bytes()).unwrap() else { panic!("{row}") };
        kinds.push(match row {
            Row::Group(_) => "group",
            Row::Member(_) => "member",
            Row::Invitation(_) => "invitation",
        });
        building.put(&row);
    }
    assert_eq!(kinds, ["group", "member", "member", "member", "invitation"], "what is named comes first");
    let built: Store = building.built();
    assert_eq!(built.to_snapshot(cloud.now()), whole);
}

#[tokio::test]
async fn a_pinned_state_stands_still_while_others_write_and_goes_on_at_any_row() {
    let (cloud, ana, store) = shop().await;
    let at = named(&cloud, &ana, store).await;
    let (head, before) = lines(&streamed(&cloud, &ana, store, &format!("?at={at}")).await);
    group(&cloud, &ana, store, "Gudang").await;
    cloud.advance(5_000);
    for from in 0..=head.rows {
        let (again, rest) = lines(&streamed(&cloud, &ana, store, &format!("?at={at}&from={from}")).await);
        assert_eq!(StreamHead { time: head.time, ..again }, head);
        assert_eq!(rest, before[usize::try_from(from).unwrap()..], "from row {from}");
    }
    let present = named(&cloud, &ana, store).await;
    assert_eq!(present, at + 1);
    assert_eq!(lines(&streamed(&cloud, &ana, store, "").await).0.rows, head.rows + 1);
}

#[tokio::test]
async fn a_state_that_nobody_reads_any_more_is_gone() {
    let (cloud, ana, store) = shop().await;
    let at = named(&cloud, &ana, store).await;
    group(&cloud, &ana, store, "Gudang").await;
    let part = format!("?at={at}&from=3");
    for _ in 0..3 {
        cloud.advance(10 * 60_000);
        assert_eq!(streamed(&cloud, &ana, store, &part).await.status, 200, "each reading keeps it");
    }
    cloud.advance(16 * 60_000);
    assert_eq!(streamed(&cloud, &ana, store, &part).await.told(), (410, "snapshot_gone"));
    assert_eq!(streamed(&cloud, &ana, store, "?at=999").await.told(), (410, "snapshot_gone"));

    let at = named(&cloud, &ana, store).await;
    let cloud = cloud.restarted();
    assert_eq!(
        streamed(&cloud, &ana, store, &format!("?at={at}&from=2")).await.status,
        200,
        "it is the present one"
    );
    group(&cloud, &ana, store, "Toko").await;
    let cloud = cloud.restarted();
    assert_eq!(streamed(&cloud, &ana, store, &format!("?at={at}")).await.told(), (410, "snapshot_gone"));
}

#[tokio::test]
async fn whoever_may_not_see_the_team_gets_no_row() {
    let (cloud, ana, store) = shop().await;
    let at = named(&cloud, &ana, store).await;
    let sari = cloud.sign_in("Sari").await;
    let (budi, eka) = (cloud.person("Budi").await, cloud.member(store, "Eka", "manager").await);
    let suspend = json!({"type": "member.suspend", "member": eka.1});
    assert!(cloud.ask(&ana, store, suspend).await["accepted"].is_object());
    for (who, told) in
        [(&sari, (403, "view_team_required")), (&eka.0, (403, "suspended")), (&budi, (404, "not_found"))]
    {
        for part in ["", &format!("?at={at}"), "?at=77&from=1"] {
            assert_eq!(streamed(&cloud, who, store, part).await.told(), told);
        }
    }
    assert_eq!(cloud.get(&format!("/v1/stores/{store}/snapshot"), "").await.told(), (401, "unauthenticated"));
    assert_eq!(streamed(&cloud, &ana, store, "?from=99").await.told(), (400, "malformed"));
    assert_eq!(streamed(&cloud, &ana, store, "?from=x").await.told(), (400, "malformed"));
}

#[tokio::test]
async fn a_desk_that_does_not_ask_for_a_stream_gets_the_snapshot_inline() {
    let (cloud, ana, store) = shop().await;
    for way in [json!("other"), json!(null)] {
        let body = json!({"wire": 1, "cursor": 0, "snapshot": way, "ops": []});
        let reply = cloud.sync(&ana, store, body).await.body;
        assert!(reply["snapshot"].is_object() && reply.get("snapshot_at").is_none(), "{reply}");
    }
}

#[tokio::test]
async fn replies_are_compressed_as_the_client_asks() {
    let (cloud, ana, store) = shop().await;
    for no in 0..10 {
        group(&cloud, &ana, store, &format!("Group {no}")).await;
    }
    let asked = async |path: String, accept: &str| {
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {}", ana.token));
        let reply =
            cloud.send(request.header(header::ACCEPT_ENCODING, accept).body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, 200);
        reply.headers.get(header::CONTENT_ENCODING).map(|told| told.to_str().unwrap().to_owned())
    };
    let stream = || format!("/v1/stores/{store}/snapshot");
    assert_eq!(asked(stream(), "gzip, zstd").await.as_deref(), Some("zstd"));
    assert_eq!(asked(stream(), "gzip").await.as_deref(), Some("gzip"));
    assert_eq!(asked(stream(), "br").await, None);
    assert_eq!(asked(format!("/v1/stores/{store}/activity"), "zstd").await.as_deref(), Some("zstd"));
    assert_eq!(
        asked(format!("/v1/stores/{store}/activity?limit=1"), "zstd").await,
        None,
        "a short one is left alone"
    );
}
