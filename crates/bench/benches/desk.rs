//! A desk on a disk: one edit made offline, and one of everybody, beside one bare transaction of the same durability, and opening a store
//! beside reading the same rows plainly. Where a machine is slower, the ratio judges, not the milliseconds.
//!
//! Files lie under cargo's own target folder: a folder of temporary files may be memory, where nothing is ever durable.

use std::cell::Cell;

use divan::{Bencher, black_box};
use keyholder_bench::by_hand::{Shop, storage};
use keyholder_bench::edit::op;
use keyholder_bench::world::{OUTBOX, Rest, bare};
use keyholder_desk::desk::Desk;
use keyholder_desk::views::bulk::{BulkAct, BulkOf, BulkOrder, Picked};
use keyholder_desk::views::team::TeamAsk;
use rusqlite::{Connection, Transaction, params};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const SIZES: [usize; 2] = [10_000, 100_000];
/// What a floor writes for an op.
const BARE_ROW: &str = "insert into ops (id, made_at, op, state) values (?1, ?2, ?3, 'waiting')";

fn main() {
    divan::main();
}

fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("the target folder can be written")
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts")
}

/// From the command to the answer: judged, on the disk, in the picture.
#[divan::bench(sample_count = 50, sample_size = 4)]
fn dispatch_offline(bencher: Bencher<'_, '_>) {
    let (runtime, storage, folder, shop) = (runtime(), storage(Rest::Plain), folder(), Shop::new(10_000));
    shop.keeps(&storage, folder.path());
    // Nobody carries its questions to a cloud, so it is offline.
    let opened = runtime.block_on(Desk::open(shop.opening(&storage, folder.path())));
    let (desk, _questions) = opened.expect("the desk opens");
    let mut ops = (0..).map(op);
    bencher.with_inputs(|| ops.next()).bench_local_values(|op| {
        let op = op.expect("there is always another");
        let dispatched = runtime.block_on(desk.dispatch(op, false)).expect("the edit is kept");
        assert!(dispatched.queued);
    });
    runtime.block_on(desk.close());
}

/// Its floor: the same row in one bare transaction, with the same pragmas.
#[divan::bench(sample_count = 50, sample_size = 4)]
fn bare_transaction(bencher: Bencher<'_, '_>) {
    let folder = folder();
    let db = bare(&folder.path().join("bare.db"), Rest::Plain, "full", OUTBOX);
    let mut ops = (0..).map(|turn| (turn, op(turn)));
    bencher.with_inputs(|| ops.next()).bench_local_values(|op| {
        let (turn, op) = op.expect("there is always another");
        let values = params![format!("{turn:036}"), "2026-01-02T03:04:05.678Z", op.to_value().to_string()];
        db.prepare_cached(BARE_ROW).and_then(|mut insert| insert.execute(values)).expect("the row is kept");
    });
}

/// Everybody at once: foreseen for each, one durable commit, the local picture. Meanwhile the desk answers nobody else.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn suspend_everybody(bencher: Bencher<'_, '_>, members: usize) {
    let (runtime, storage, folder, shop) = (runtime(), storage(Rest::Plain), folder(), Shop::new(members));
    shop.keeps(&storage, folder.path());
    let opened = runtime.block_on(Desk::open(shop.opening(&storage, folder.path())));
    let (desk, _questions) = opened.expect("the desk opens");
    let done = |what: BulkOf| {
        let done = runtime.block_on(desk.bulk(BulkOrder { what, seen: None, partial: true }));
        done.expect("it is done").act
    };
    let everybody = || Picked::AllBut { filter: TeamAsk::default(), except: Vec::new() };
    let last = Cell::new(None);
    bencher
        .with_inputs(|| {
            if let Some(act) = last.take() {
                done(BulkOf::Undo { act });
            }
        })
        .bench_local_values(|()| {
            let act = done(BulkOf::Members { picked: everybody(), act: BulkAct::Suspend });
            assert!(act.is_some(), "somebody is suspended");
            last.set(act);
        });
    runtime.block_on(desk.close());
}

/// Its floor: as many rows in one bare transaction, with the same pragmas.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn as_many_bare_rows(bencher: Bencher<'_, '_>, members: usize) {
    let folder = folder();
    let mut db = bare(&folder.path().join("bare.db"), Rest::Plain, "full", OUTBOX);
    let mut ops = (0..).map(|turn| (turn, op(turn).to_value().to_string()));
    bencher.with_inputs(|| ops.by_ref().take(members).collect::<Vec<_>>()).bench_local_values(|ops| {
        let write = |transaction: Transaction<'_>| {
            for (turn, op) in &ops {
                let values = params![format!("{turn:036}"), "2026-01-02T03:04:05.678Z", op];
                transaction.prepare_cached(BARE_ROW)?.execute(values)?;
            }
            transaction.commit()
        };
        db.transaction().and_then(write).expect("the rows are kept");
    });
}

/// Opening a store: both files, the whole base, the local picture.
#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn open_desk(bencher: Bencher<'_, '_>, members: usize) {
    let (runtime, storage, folder, shop) = (runtime(), storage(Rest::Plain), folder(), Shop::new(members));
    shop.keeps(&storage, folder.path());
    bencher.bench_local(|| {
        let opened = runtime.block_on(Desk::open(shop.opening(&storage, folder.path())));
        let (desk, questions) = opened.expect("the desk opens");
        runtime.block_on(desk.close());
        drop(questions);
    });
}

/// Its floor: every text of the members' table, read and dropped.
#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn plain_read(bencher: Bencher<'_, '_>, members: usize) {
    let folder = folder();
    Shop::new(members).keeps(&storage(Rest::Plain), folder.path());
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
