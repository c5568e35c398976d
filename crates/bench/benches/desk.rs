//! A desk on a disk: one edit made offline beside one bare transaction of the same durability, and opening a store beside
//! reading the same rows plainly. Where a machine is slower, the ratio judges, not the milliseconds.
//!
//! Files lie under cargo's own target folder: a folder of temporary files may be memory, where nothing is ever durable.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use divan::{Bencher, black_box};
use keyholder_bench::snapshot;
use keyholder_desk::cache::Cache;
use keyholder_desk::chance::SystemChance;
use keyholder_desk::clock::HandClock;
use keyholder_desk::desk::{Desk, Opening, Outgoing};
use keyholder_desk::outbox::Outbox;
use keyholder_desk::picture::Account;
use keyholder_desk::storage::Storage;
use keyholder_domain::wire::Snapshot;
use keyholder_domain::{Op, Time};
use rusqlite::{Connection, params};
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::UnboundedReceiver;

const SIZES: [usize; 2] = [10_000, 100_000];

fn main() {
    divan::main();
}

fn now() -> Time {
    Time::from_millis(1_760_000_000_000)
}

fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("the target folder can be written")
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts")
}

/// A folder that holds a shop with so many people, as the cloud last told it.
fn kept(members: usize) -> (TempDir, Snapshot) {
    let folder = folder();
    let shop: Snapshot = serde_json::from_value(snapshot(members)).expect("the snapshot is well formed");
    let opened = Cache::open(&Storage::disk(None), &folder.path().join("cache.db"), shop.store.id, now());
    let (mut cache, _, _) = opened.expect("a new cache opens");
    cache.keep_snapshot(&shop, 1, "head", now()).expect("the snapshot is kept");
    (folder, shop)
}

/// A desk on that folder; nobody carries its questions to a cloud, so it is offline.
async fn open(folder: &Path, shop: &Snapshot) -> (Desk, UnboundedReceiver<Outgoing>) {
    let owner = shop.members.first().expect("every shop has its Owner");
    let opening = Opening {
        storage: Storage::disk(None),
        folder: folder.to_owned(),
        store: shop.store.id,
        name: shop.store.name.clone(),
        account: Account { id: owner.account, email: String::new(), name: String::new() },
        machine: None,
        clock: Arc::new(HandClock::at(now())),
        chance: Arc::new(SystemChance),
        changes: tokio::sync::broadcast::channel(16).0,
    };
    Desk::open(opening).await.expect("the desk opens")
}

fn op() -> Op {
    static TURN: AtomicU64 = AtomicU64::new(1);
    let turn = TURN.fetch_add(1, Ordering::Relaxed);
    let group = format!("00000000-0000-7000-8000-0009{turn:08x}");
    let op = json!({"type": "group.create", "group": group, "name": format!("Group {turn}"), "permissions": ["product.view"]});
    Op::parse(&op).expect("the op is well formed")
}

/// From the command to the answer: judged, on the disk, in the picture.
#[divan::bench(sample_count = 50, sample_size = 4)]
fn dispatch_offline(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let (folder, shop) = kept(10_000);
    let (desk, _questions) = runtime.block_on(open(folder.path(), &shop));
    bencher.with_inputs(op).bench_local_values(|op| {
        let dispatched = runtime.block_on(desk.dispatch(op, false)).expect("the edit is kept");
        assert!(dispatched.queued);
    });
    runtime.block_on(desk.close());
}

/// Its floor: the same row in one bare transaction, with the same pragmas.
#[divan::bench(sample_count = 50, sample_size = 4)]
fn bare_transaction(bencher: Bencher<'_, '_>) {
    let folder = folder();
    let db = Connection::open(folder.path().join("bare.db")).expect("a new file opens");
    db.query_row("pragma journal_mode = wal", [], |_| Ok(())).expect("WAL is there");
    db.execute_batch(
        "pragma synchronous = full; pragma fullfsync = on; pragma wal_autocheckpoint = 4000;
         create table ops (place integer primary key autoincrement, id text not null unique, made_at text not null,
           op text not null, state text not null, n integer, seq integer, refusal text, settled_at text) strict;
         create index ops_by_state on ops (state, seq);",
    )
    .expect("the table is made");
    let mut turn = 0_u64;
    bencher.with_inputs(op).bench_local_values(|op| {
        turn += 1;
        let values = params![format!("{turn:036}"), "2026-01-02T03:04:05.678Z", op.to_value().to_string()];
        db.prepare_cached("insert into ops (id, made_at, op, state) values (?1, ?2, ?3, 'waiting')")
            .and_then(|mut insert| insert.execute(values))
            .expect("the row is kept");
    });
}

/// Opening a store: both files, the whole base, the local picture.
#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn open_desk(bencher: Bencher<'_, '_>, members: usize) {
    let runtime = runtime();
    let (folder, shop) = kept(members);
    drop(
        Outbox::open(&Storage::disk(None), &folder.path().join("outbox.db"), now())
            .expect("a new outbox opens"),
    );
    bencher.bench_local(|| {
        let (desk, questions) = runtime.block_on(open(folder.path(), &shop));
        runtime.block_on(desk.close());
        drop(questions);
    });
}

/// Its floor: every text of the members' table, read and dropped.
#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn plain_read(bencher: Bencher<'_, '_>, members: usize) {
    let (folder, _) = kept(members);
    bencher.bench_local(|| {
        let db = Connection::open(folder.path().join("cache.db")).expect("the cache opens");
        let mut read = db
            .prepare("select id, account, email, name, role, status, groups from members")
            .expect("it is there");
        let mut rows = read.query([]).expect("it can be read");
        let mut letters = 0;
        while let Ok(Some(row)) = rows.next() {
            for column in 0..7 {
                let text: String = row.get(column).expect("a text");
                letters += text.len();
            }
        }
        black_box(letters)
    });
}
