//! So many waiting one-field ops, sent and answered, both sides durable: a shipped desk and a shipped cloud beside the least
//! that the same rows can cost with the same parts.
//!
//! The floor sends the same bytes in the same batches by bare HTTP, reads them as JSON, writes the same rows with prepared
//! statements in one transaction a batch and a side, and decides, hashes, salts and checks nothing.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::post;
use keyholder_desk::sync::BATCH;
use rusqlite::{Connection, params};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::member_id;
use crate::world::{CACHE, CLOUD, OUTBOX, Rest, World, bare, entry, one_field_op};

/// How many members the shop has.
pub const MEMBERS: usize = 1_000;

/// From the network's return to the last answer in the outbox and the last entry in the cache.
pub async fn ours(ops: usize, folder: &Path) -> Duration {
    let world = World::open(MEMBERS).await;
    let desk = world.desk(folder).await;
    desk.goes_offline().await;
    for turn in 0..ops {
        desk.asks(one_field_op(turn, MEMBERS)).await;
    }
    let before = world.entries().await;
    let began = Instant::now();
    desk.comes_back().await;
    while desk.desk.standing().await.expect("it is open").waiting > 0 {
        tokio::time::sleep(Duration::from_millis(4)).await;
    }
    let took = began.elapsed();
    assert_eq!(world.entries().await, before + ops as u64, "every op is an entry");
    let picture = desk.desk.picture().await.expect("it is open");
    assert!(picture.pending.is_empty(), "and in the base");
    desk.keyholder.close().await;
    world.close().await;
    took
}

/// The same rows and bytes by bare parts. The cloud's file is plain, the desk's rest as told.
pub async fn floor(ops: usize, folder: &Path, rest: Rest) -> Duration {
    let cloud = bare(&folder.join("cloud.db"), Rest::Plain, "full", CLOUD);
    let mut outbox = bare(&folder.join("outbox.db"), rest, "full", OUTBOX);
    let mut cache = bare(&folder.join("cache.db"), rest, "normal", CACHE);
    fill(&mut cache, MEMBERS);
    let waiting = wait(&mut outbox, ops);
    let address = serve(cloud).await;
    let client = keyholder_desk::http::builder().no_proxy().no_gzip().no_zstd().build().expect("a client");
    let began = Instant::now();
    let mut first = 1;
    for batch in waiting.chunks(BATCH) {
        let body = format!("{{\"wire\":1,\"cursor\":{},\"ops\":[{}]}}", first - 1, batch.join(","));
        let reply = client.post(&address).body(body).send().await.expect("it answers");
        let reply = reply.bytes().await.expect("a whole reply");
        keep(&mut outbox, &mut cache, first, &serde_json::from_slice(&reply).expect("JSON"));
        first += batch.len() as i64;
    }
    began.elapsed()
}

pub(crate) fn fill(cache: &mut Connection, members: usize) {
    let tx = cache.transaction().expect("a transaction begins");
    for no in 0..members {
        let values = params![member_id(no), format!("person{no}@tokosenja.example"), format!("Person {no}")];
        tx.execute("insert into members values (?1, ?1, ?2, null, ?3, 'seller', 'active', '[]')", values)
            .expect("a row");
    }
    tx.commit().expect("they are kept");
}

fn wait(outbox: &mut Connection, ops: usize) -> Vec<String> {
    let tx = outbox.transaction().expect("a transaction begins");
    let mut waiting = Vec::new();
    for turn in 0..ops {
        let (id, made_at) = (member_id(turn), "2026-01-02T03:04:05.678Z");
        let op = one_field_op(turn, MEMBERS).to_value().to_string();
        let insert = "insert into ops (id, made_at, op, state) values (?1, ?2, ?3, 'waiting')";
        tx.execute(insert, params![id, made_at, op]).expect("a row");
        waiting.push(format!("{{\"id\":\"{id}\",\"n\":{},\"made_at\":\"{made_at}\",\"op\":{op}}}", turn + 1));
    }
    tx.commit().expect("they are kept");
    waiting
}

#[derive(Deserialize)]
struct Asked {
    cursor: u64,
    ops: Vec<AskedOp>,
}

#[derive(Deserialize)]
struct AskedOp {
    id: String,
    n: u64,
    op: Value,
}

async fn serve(cloud: Connection) -> String {
    let cloud = Arc::new(Mutex::new(cloud));
    let sync = move |body: axum::body::Bytes| {
        let cloud = Arc::clone(&cloud);
        async move {
            let told = tokio::task::spawn_blocking(move || {
                answer(&mut cloud.lock().unwrap_or_else(PoisonError::into_inner), &body)
            });
            told.await.expect("it does not panic")
        }
    };
    let app: Router = Router::new().route("/sync", post(sync)).layer(DefaultBodyLimit::max(4 << 20));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound listener");
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}/sync")
}

fn answer(cloud: &mut Connection, body: &[u8]) -> String {
    let asked: Asked = serde_json::from_slice(body).expect("JSON");
    let (store, digest) = (member_id(0), "5".repeat(64));
    let (mut outcomes, mut entries) = (Vec::new(), Vec::new());
    let tx = cloud.transaction().expect("a transaction begins");
    {
        let mut entry_row = tx.prepare_cached("insert into entries values (?1, ?2, ?3)").expect("a table");
        let mut outcome =
            tx.prepare_cached("insert into outcomes values (?1, ?1, ?2, ?3, ?4, null)").expect("a table");
        let mut counted =
            tx.prepare_cached("insert into counted values (?1, ?1, ?1, ?2, ?3)").expect("a table");
        for (asked, seq) in asked.ops.iter().zip(asked.cursor + 1..) {
            let member = asked.op["member"].as_str().unwrap_or_default();
            let body = entry(seq, &asked.id, member);
            entry_row.execute(params![store, seq as i64, body]).expect("a row");
            outcome.execute(params![store, asked.id, digest, seq as i64]).expect("a row");
            counted.execute(params![store, asked.n as i64, asked.id]).expect("a row");
            outcomes.push(json!({"id": asked.id, "accepted": {"seq": seq}}).to_string());
            entries.push(body);
        }
    }
    tx.commit().expect("it is durable");
    format!("{{\"outcomes\":[{}],\"entries\":[{}]}}", outcomes.join(","), entries.join(","))
}

/// A reply, with what a floor reads of it.
#[derive(Deserialize)]
pub(crate) struct Told {
    outcomes: Vec<Value>,
    entries: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Event {
    event: Change,
}

#[derive(Deserialize)]
struct Change {
    member: String,
    to: String,
}

/// Answers into the outbox, entries and what they change into the cache: one transaction each.
pub(crate) fn keep(outbox: &mut Connection, cache: &mut Connection, first: i64, told: &Told) {
    let now = "2026-01-02T03:04:05.678Z";
    let tx = outbox.transaction().expect("a transaction begins");
    {
        let answered = "update ops set state = 'answered', seq = ?2, settled_at = ?3 where place = ?1";
        let mut answered = tx.prepare_cached(answered).expect("a table");
        for (outcome, place) in told.outcomes.iter().zip(first..) {
            let seq = outcome["accepted"]["seq"].as_i64();
            answered.execute(params![place, seq, now]).expect("a row");
        }
    }
    tx.commit().expect("it is durable");
    let tx = cache.transaction().expect("a transaction begins");
    {
        let mut write =
            tx.prepare_cached("insert into entries values (?1, ?2, ?3, ?4, ?5)").expect("a table");
        let mut role = tx.prepare_cached("update members set role = ?2 where id = ?1").expect("a table");
        for (entry, seq) in told.entries.iter().zip(first..) {
            let read: Event = serde_json::from_str(entry.get()).expect("JSON");
            write
                .execute(params![seq, read.event.member, now, "member.role_changed", entry.get()])
                .expect("a row");
            role.execute(params![read.event.member, read.event.to]).expect("a row");
        }
        let last = (first + told.entries.len() as i64 - 1).to_string();
        tx.execute("insert or replace into meta values ('cursor', ?1)", [last]).expect("a row");
    }
    tx.commit().expect("it is kept");
}
