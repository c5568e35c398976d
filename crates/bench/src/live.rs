//! An edit on desk A, through the cloud, onto desk B's disk, live: two shipped desks and a shipped cloud beside the least that
//! the same steps can cost with the same parts, every commit as durable as ours.
//!
//! ```text
//! A: commit ──► POST ──► cloud: commit ──► event ──► B: GET ──► commit          and beside it: the answer ──► A: commit
//! ```

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use futures_util::StreamExt;
use rusqlite::{Connection, params};
use tokio::net::TcpListener;
use tokio::sync::broadcast;

use crate::member_id;
use crate::world::{CACHE, CLOUD, OUTBOX, OpenDesk, Rest, World, bare, entry, one_field_op};

/// How many members the shop has.
pub const MEMBERS: usize = 1_000;
/// Between two edits: a person's, not a machine's.
const BETWEEN: Duration = Duration::from_millis(40);

/// How often it is looked whether the edit is there.
const LOOK: Duration = Duration::from_micros(200);

/// So many edits, one after the other: from the click on A until B holds the entry.
pub async fn ours(samples: usize, folder: &Path) -> Vec<Duration> {
    let world = World::open(MEMBERS).await;
    let (a, b) = (world.desk(&folder.join("a")).await, world.desk(&folder.join("b")).await);
    let mut taken = Vec::new();
    // The first few open connections and live lines.
    for turn in 0..samples + 5 {
        tokio::time::sleep(BETWEEN).await;
        let seq = world.entries().await + 1;
        let began = Instant::now();
        a.asks(one_field_op(turn, MEMBERS)).await;
        // The picture holds what the disk holds. Windows are told at most once a frame, so waiting for that would measure frames.
        while newest(&b).await < seq {
            let pause = tokio::task::spawn_blocking(|| std::thread::sleep(LOOK));
            pause.await.expect("a sleep does not panic");
        }
        taken.push(began.elapsed());
    }
    a.keyholder.close().await;
    b.keyholder.close().await;
    world.close().await;
    taken.split_off(5)
}

async fn newest(desk: &OpenDesk) -> u64 {
    let picture = desk.desk.picture().await.expect("it is open");
    picture.recent.first().map_or(0, |entry| entry.seq)
}

#[derive(Clone)]
struct Bare {
    cloud: Arc<Mutex<Connection>>,
    told: broadcast::Sender<String>,
}

/// The same steps by bare parts.
pub async fn floor(samples: usize, folder: &Path, rest: Rest) -> Vec<Duration> {
    let cloud = bare(&folder.join("cloud.db"), Rest::Plain, "full", CLOUD);
    let mut a = bare(&folder.join("a.db"), rest, "full", OUTBOX);
    // As a desk's cache: what a power cut takes from it comes again from the cloud.
    let b = bare(&folder.join("b.db"), rest, "normal", CACHE);
    let state = Bare { cloud: Arc::new(Mutex::new(cloud)), told: broadcast::channel(16).0 };
    let address = serve(state).await;
    let client = keyholder_desk::http::builder().no_proxy().build().expect("a client");
    let mut pokes = client.get(format!("{address}/live")).send().await.expect("it answers").bytes_stream();
    let mut taken = Vec::new();
    for turn in 1..=samples + 5 {
        tokio::time::sleep(BETWEEN).await;
        let op = one_field_op(turn, MEMBERS).to_value().to_string();
        let began = Instant::now();
        let insert =
            "insert into ops (id, made_at, op, state) values (?1, '2026-01-02T03:04:05.678Z', ?2, 'waiting')";
        a.prepare_cached(insert)
            .and_then(|mut insert| insert.execute([&member_id(turn), &op]))
            .expect("a row");
        let asks = client.post(format!("{address}/sync")).body(format!("{turn}")).send();
        let asked = tokio::spawn(async move { asks.await.expect("it answers").bytes().await });
        pokes.next().await.expect("the line is open").expect("an event");
        let news = client.get(format!("{address}/news")).send().await.expect("it answers");
        let news = news.text().await.expect("a whole reply");
        let write =
            "insert into entries values (?1, null, '2026-01-02T03:04:05.678Z', 'member.role_changed', ?2)";
        b.execute(write, params![turn as i64, news]).expect("a row");
        taken.push(began.elapsed());
        asked.await.expect("it does not panic").expect("a whole reply");
        let tx = a.transaction().expect("a transaction begins");
        tx.execute("update ops set state = 'answered', seq = ?1 where place = ?1", [turn as i64])
            .expect("a row");
        tx.commit().expect("it is durable");
    }
    taken.split_off(5)
}

async fn serve(state: Bare) -> String {
    let app = Router::new()
        .route("/sync", post(sync))
        .route("/live", get(live))
        .route("/news", get(news))
        .with_state(state);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound listener");
    let listener = listener.tap_io(|peer| peer.set_nodelay(true).expect("TCP has it"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}

async fn sync(State(bare): State<Bare>, turn: String) -> String {
    let cloud = Arc::clone(&bare.cloud);
    let body = tokio::task::spawn_blocking(move || {
        let turn: i64 = turn.parse().expect("a number");
        let mut cloud = cloud.lock().unwrap_or_else(PoisonError::into_inner);
        let (store, op) = (member_id(0), member_id(usize::try_from(turn).unwrap_or_default()));
        let body = entry(turn.unsigned_abs(), &op, &op);
        let tx = cloud.transaction().expect("a transaction begins");
        tx.execute("insert into entries values (?1, ?2, ?3)", params![store, turn, body]).expect("a row");
        let digest = "5".repeat(64);
        tx.execute(
            "insert into outcomes values (?1, ?1, ?2, ?3, ?4, null)",
            params![store, op, digest, turn],
        )
        .expect("a row");
        tx.execute("insert into counted values (?1, ?1, ?1, ?2, ?3)", params![store, turn, op])
            .expect("a row");
        tx.commit().expect("it is durable");
        body
    });
    let body = body.await.expect("it does not panic");
    let _ = bare.told.send("event: cursor\ndata: {\"cursor\":1}\n\n".to_owned());
    body
}

async fn live(State(bare): State<Bare>) -> Body {
    let told = futures_util::stream::unfold(bare.told.subscribe(), |mut told| async move {
        let event = told.recv().await.ok()?;
        Some((Ok::<_, std::io::Error>(event), told))
    });
    Body::from_stream(told)
}

async fn news(State(bare): State<Bare>) -> String {
    let cloud = bare.cloud.lock().unwrap_or_else(PoisonError::into_inner);
    cloud
        .query_row("select body from entries order by seq desc limit 1", [], |row| row.get(0))
        .expect("there is one")
}
