//! 100,000 members never need more than 150 MB of heap in the desk's process: the first sync, every screen, an edit, opening
//! again, and another snapshot on top of what is held. A program of its own, because it counts every allocation of its process.
//!
//! The cloud here makes its lines up as they are asked for, so that what is counted is the desk. SQLite allocates by itself,
//! uncounted, but never more than its page caches: 16 MB for the cache, 2 MB for the outbox, and a little beside.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::stream;
use keyholder_desk::keychain::MemoryKeychain;
use keyholder_desk::views::team::{TeamAsk, TeamSort};
use keyholder_desk::views::{Ask, View, What};
use keyholder_desk::{Keyholder, Options, Seams};
use keyholder_domain::{Op, StoreId};
use peak_alloc::PeakAlloc;
use serde_json::{Value, json};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const MEMBERS: u64 = 100_000;
const GROUPS: u64 = 20;
/// What SQLite may allocate beside: see above.
const SQLITE: f32 = 20.0;
const MOST: f32 = 150.0;
const PATIENCE: Duration = Duration::from_secs(120);
const NOW: &str = "2026-03-02T12:00:00Z";

fn id(kind: u32, no: u64) -> String {
    format!("00000000-0000-7000-8{kind:03x}-{no:012x}")
}

/// A member as a cloud tells her: with since when and by whom. Written as text, because two hundred thousand are asked for.
fn member(no: u64) -> String {
    let role = match no {
        0 => "owner",
        no if no % 50 == 1 => "manager",
        no if no.is_multiple_of(9) => "viewer",
        _ => "seller",
    };
    let (first, second) = (id(2, no % GROUPS), id(2, (no + 1) % GROUPS));
    let (groups, since) = if no.is_multiple_of(3) {
        (format!(r#""{first}","{second}""#), format!(r#""{first}":"{NOW}","{second}":"{NOW}""#))
    } else {
        (format!(r#""{first}""#), format!(r#""{first}":"{NOW}""#))
    };
    let (id, account, by) = (id(1, no), id(3, no), id(1, 0));
    format!(
        r#"{{"member":{{"id":"{id}","account":"{account}","email":"person{no}@tokosenja.example","name":"Person Number {no}","role":"{role}","groups":[{groups}],"status":"active","joined":"{NOW}","since":{{"role":"{NOW}","status":"{NOW}","groups":{{{since}}}}},"by":{{"role":"{by}","status":"{by}"}}}}}}"#
    )
}

fn line(no: u64) -> String {
    let row = match no.checked_sub(GROUPS) {
        None => {
            let group =
                json!({"id": id(2, no), "name": format!("Group {no}"), "permissions": ["product.view"]});
            json!({ "group": group }).to_string()
        }
        Some(no) if no < MEMBERS => member(no),
        Some(_) => json!({"end": GROUPS + MEMBERS}).to_string(),
    };
    format!("{row}\n")
}

fn store_id() -> StoreId {
    id(9, 1).parse().unwrap()
}

/// How often the cloud was restored from a backup: each time it is of another epoch, and tells everything again.
type Epoch = Arc<AtomicU64>;

async fn sync(State(epoch): State<Epoch>, Json(asked): Json<Value>) -> Json<Value> {
    let present = format!("epoch {}", epoch.load(Ordering::SeqCst));
    let whole = asked["cursor"] == 0 || asked["epoch"] != json!(present);
    let mut reply = json!({"outcomes": [], "entries": [], "cursor": 7, "head": "h7", "more": false,
                           "epoch": present, "time": NOW});
    if whole {
        reply["snapshot_at"] = json!(7);
    }
    Json(reply)
}

async fn snapshot(State(epoch): State<Epoch>) -> impl IntoResponse {
    let head = json!({"seq": 7, "head": "h7", "epoch": format!("epoch {}", epoch.load(Ordering::SeqCst)),
                      "rows": GROUPS + MEMBERS, "time": NOW,
                      "store": {"id": store_id(), "name": "Toko Senja", "plan": "enterprise", "seat_limit": "unlimited"}});
    let pieces = stream::unfold(None, move |next: Option<u64>| {
        let head = head.clone();
        async move {
            let Some(from) = next else { return Some((Ok(format!("{head}\n")), Some(0))) };
            if from > GROUPS + MEMBERS {
                return None;
            }
            let until = (from + 200).min(GROUPS + MEMBERS + 1);
            let lines: String = (from..until).map(line).collect();
            Some((Ok::<_, std::io::Error>(lines), Some(until)))
        }
    });
    ([(CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(pieces))
}

async fn cloud(epoch: Epoch) -> String {
    let signed = json!({"access_token": "a", "expires_in": 3600, "refresh_token": "r",
                        "account": {"id": id(3, 0), "email": "person0@tokosenja.example", "name": "Ana"}});
    let stores =
        json!({"stores": [{"store": store_id(), "name": "Toko Senja", "role": "owner", "status": "active"}]});
    let routes = Router::new()
        .route("/v1/sign-in", post(move || async { Json(signed) }))
        .route("/v1/stores", get(move || async { Json(stores) }))
        .route("/v1/stores/{store}/sync", post(sync))
        .route("/v1/stores/{store}/snapshot", get(snapshot))
        .route("/v1/stores/{store}/activity", get(|| async { Json(json!({"entries": [], "more": false})) }))
        .with_state(epoch);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    format!("http://{address}")
}

/// What is counted, named by what happened.
struct Watch(Vec<String>);

impl Watch {
    fn seen(&mut self, what: &str) {
        let (peak, left) = (HEAP.peak_usage_as_mb() + SQLITE, HEAP.current_usage_as_mb());
        self.0.push(format!("{what}: at most {peak:.1} MB, then {left:.1} MB"));
        assert!(peak <= MOST, "{:#?}", self.0);
        HEAP.reset_peak_usage();
    }
}

async fn until_whole(keyholder: &Keyholder, times: u64) {
    let mut changes = keyholder.changes();
    let whole = async {
        loop {
            if let Ok(desk) = keyholder.desk(store_id()).await {
                let picture = desk.picture().await.unwrap();
                let synced = picture.progress.is_none() && picture.recent.is_empty();
                if picture.has_team && synced && picture.store_revision >= times {
                    assert_eq!(picture.local.member_count() as u64, MEMBERS);
                    return;
                }
            }
            let _ = changes.recv().await;
        }
    };
    tokio::time::timeout(PATIENCE, whole).await.expect("the store comes");
}

async fn look(keyholder: &Keyholder) {
    let team = |search: &str, sort| {
        What::Team(TeamAsk {
            search: search.to_owned(),
            role: None,
            group: None,
            status: None,
            sort,
            descending: false,
            from: 50_000,
            count: 100,
        })
    };
    for what in [
        What::Frame,
        What::Overview,
        What::Groups,
        What::Roles,
        team("", TeamSort::Name),
        team("number 77", TeamSort::Role),
    ] {
        let answer = keyholder.ask(Ask { store: store_id(), generation: 1, what }).await.unwrap();
        if let View::Team(team) = answer.view {
            assert!(team.total > 0);
        }
    }
}

#[tokio::test]
async fn a_hundred_thousand_members_fit_into_150_mb() {
    let epoch = Epoch::default();
    let address = cloud(epoch.clone()).await;
    let folder = tempfile::tempdir().unwrap();
    let keychain = Arc::new(MemoryKeychain::lasting());
    let start = async || {
        let options = Options {
            data_dir: folder.path().join("profile"),
            cloud_default: address.clone(),
            profile: "default".to_owned(),
            device_name: "desk".to_owned(),
        };
        // The program before holds the profile until its last task is gone.
        loop {
            let seams = Seams { keychain: keychain.clone(), ..Seams::default() };
            match Keyholder::open_with(options.clone(), seams).await {
                Err(error) if error.code == "profile_in_use" => tokio::task::yield_now().await,
                opened => return opened.unwrap(),
            }
        }
    };
    let keyholder = start().await;
    HEAP.reset_peak_usage();
    let mut watch = Watch(Vec::new());

    keyholder.sign_in(&address, "person0@tokosenja.example", "correct horse battery").await.unwrap();
    until_whole(&keyholder, 0).await;
    watch.seen("first sync");
    look(&keyholder).await;
    watch.seen("screens");
    let edit = json!({"type": "member.change_role", "member": id(1, 5), "from": "seller", "to": "viewer"});
    let edit = Op::parse(&edit).unwrap();
    assert!(keyholder.dispatch(store_id(), edit, false).await.unwrap().queued);
    look(&keyholder).await;
    watch.seen("an edit, and the screens again");

    epoch.fetch_add(1, Ordering::SeqCst);
    let before = keyholder.desk(store_id()).await.unwrap().picture().await.unwrap().store_revision;
    keyholder.sync_now(store_id()).await.unwrap();
    until_whole(&keyholder, before + 1).await;
    look(&keyholder).await;
    watch.seen("another snapshot on top, and the screens");

    keyholder.close().await;
    drop(keyholder);
    watch.seen("closed");
    let keyholder = start().await;
    until_whole(&keyholder, 0).await;
    look(&keyholder).await;
    watch.seen("opened again, and the screens");
    println!("{:#?}", watch.0);
}
