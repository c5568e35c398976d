//! What sealing costs: the same desk on sealed and on plain files, in the same run. Where a machine is slower, the ratio
//! judges, not the milliseconds.
//!
//! Files lie under cargo's own target folder: a folder of temporary files may be memory, where nothing is ever durable.

use divan::Bencher;
use keyholder_bench::by_hand::{Shop, storage};
use keyholder_bench::edit::op;
use keyholder_bench::world::Rest;
use keyholder_desk::desk::Desk;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const KINDS: [Rest; 2] = [Rest::Plain, Rest::Sealed];
const MEMBERS: usize = 10_000;

fn main() {
    divan::main();
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts")
}

fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("the target folder can be written")
}

/// Opening a store of 10,000 members: both files, the whole base, the local picture.
#[divan::bench(args = KINDS, sample_count = 30, sample_size = 1)]
fn open_desk(bencher: Bencher<'_, '_>, rest: Rest) {
    let (runtime, storage, folder, shop) = (runtime(), storage(rest), folder(), Shop::new(MEMBERS));
    shop.keeps(&storage, folder.path());
    bencher.bench_local(|| {
        let opened = runtime.block_on(Desk::open(shop.opening(&storage, folder.path())));
        let (desk, questions) = opened.expect("the desk opens");
        runtime.block_on(desk.close());
        drop(questions);
    });
}

/// One edit made offline: judged, on the disk, in the picture.
#[divan::bench(args = KINDS, sample_count = 50, sample_size = 4)]
fn dispatch_offline(bencher: Bencher<'_, '_>, rest: Rest) {
    let (runtime, storage, folder, shop) = (runtime(), storage(rest), folder(), Shop::new(MEMBERS));
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

/// A file alone: opened, its key given, its schema read. What a raw key saves: a derived one takes some tenths of a second.
#[divan::bench(args = KINDS, sample_count = 50, sample_size = 4)]
fn open_file(bencher: Bencher<'_, '_>, rest: Rest) {
    let (storage, folder) = (storage(rest), folder());
    Shop::new(MEMBERS).keeps(&storage, folder.path());
    bencher.bench_local(|| storage.connect(&folder.path().join("outbox.db")).expect("the file opens"));
}
