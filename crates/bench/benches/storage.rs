//! What sealing costs: the same desk on sealed and on plain files, in the same run. Where a machine is slower, the ratio
//! judges, not the milliseconds.
//!
//! Files lie under cargo's own target folder: a folder of temporary files may be memory, where nothing is ever durable.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use divan::Bencher;
use keyholder_bench::snapshot;
use keyholder_desk::cache::Cache;
use keyholder_desk::chance::SystemChance;
use keyholder_desk::clock::HandClock;
use keyholder_desk::desk::{Desk, Opening, Outgoing};
use keyholder_desk::outbox::Outbox;
use keyholder_desk::picture::Account;
use keyholder_desk::storage::{DataKey, Storage};
use keyholder_domain::wire::Snapshot;
use keyholder_domain::{Op, Time};
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::UnboundedReceiver;

const KINDS: [&str; 2] = ["plain", "sealed"];
const MEMBERS: usize = 10_000;

fn main() {
    divan::main();
}

fn storage(kind: &str) -> Storage {
    Storage::disk((kind == "sealed").then(|| DataKey::random().expect("the system has random bytes")))
}

fn now() -> Time {
    Time::from_millis(1_760_000_000_000)
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts")
}

/// A folder that holds a shop with so many people, as the cloud last told it.
fn kept(storage: &Storage) -> (TempDir, Snapshot) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("the target folder can be written");
    let shop: Snapshot = serde_json::from_value(snapshot(MEMBERS)).expect("the snapshot is well formed");
    let opened = Cache::open(storage, &folder.path().join("cache.db"), shop.store.id, now());
    let (mut cache, _, _) = opened.expect("a new cache opens");
    cache.keep_snapshot(&shop, 1, "head", now()).expect("the snapshot is kept");
    drop(Outbox::open(storage, &folder.path().join("outbox.db"), now()).expect("a new outbox opens"));
    (folder, shop)
}

/// A desk on that folder; nobody carries its questions to a cloud, so it is offline.
async fn open(storage: &Storage, folder: &Path, shop: &Snapshot) -> (Desk, UnboundedReceiver<Outgoing>) {
    let owner = shop.members.first().expect("every shop has its Owner");
    let opening = Opening {
        storage: storage.clone(),
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

/// Opening a store of 10,000 members: both files, the whole base, the local picture.
#[divan::bench(args = KINDS, sample_count = 30, sample_size = 1)]
fn open_desk(bencher: Bencher<'_, '_>, kind: &str) {
    let (runtime, storage) = (runtime(), storage(kind));
    let (folder, shop) = kept(&storage);
    bencher.bench_local(|| {
        let (desk, questions) = runtime.block_on(open(&storage, folder.path(), &shop));
        runtime.block_on(desk.close());
        drop(questions);
    });
}

/// One edit made offline: judged, on the disk, in the picture.
#[divan::bench(args = KINDS, sample_count = 50, sample_size = 4)]
fn dispatch_offline(bencher: Bencher<'_, '_>, kind: &str) {
    let (runtime, storage) = (runtime(), storage(kind));
    let (folder, shop) = kept(&storage);
    let (desk, _questions) = runtime.block_on(open(&storage, folder.path(), &shop));
    bencher.with_inputs(op).bench_local_values(|op| {
        let dispatched = runtime.block_on(desk.dispatch(op, false)).expect("the edit is kept");
        assert!(dispatched.queued);
    });
    runtime.block_on(desk.close());
}

/// A file alone: opened, its key given, its schema read. What a raw key saves: a derived one takes some tenths of a second.
#[divan::bench(args = KINDS, sample_count = 50, sample_size = 4)]
fn open_file(bencher: Bencher<'_, '_>, kind: &str) {
    let storage = storage(kind);
    let (folder, _) = kept(&storage);
    bencher.bench_local(|| storage.connect(&folder.path().join("outbox.db")).expect("the file opens"));
}
