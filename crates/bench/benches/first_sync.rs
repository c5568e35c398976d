//! First sync of 10,000 and 100,000 members onto disk, beside its floors; see `keyholder_bench::first_sync`.
//!
//! `cargo bench -p keyholder-bench --bench first_sync`; the middle of five runs each, in turns. Where a machine is slower, the
//! ratio judges, not the milliseconds.

use std::time::Duration;

use keyholder_bench::first_sync::{Rest, Shop};

const ROUNDS: usize = 5;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime starts");
    for members in [10_000, 100_000] {
        runtime.block_on(measure(members));
    }
}

async fn measure(members: usize) {
    let shop = Shop::open(members).await;
    let folder =
        || tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("the target folder can be written");
    let (mut ours, mut plain, mut sealed) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(shop.ours(folder().path()).await);
        plain.push(shop.floor(folder().path(), Rest::Plain).await);
        sealed.push(shop.floor(folder().path(), Rest::Sealed).await);
    }
    let (ours, plain, sealed) = (middle(ours), middle(plain), middle(sealed));
    println!(
        "{members} members, {:.1} MB of rows: ours {ours:.2?}, floor sealed {sealed:.2?} ({:.2} x), floor plain {plain:.2?} ({:.2} x)",
        shop.bytes() as f64 / 1e6,
        ours.as_secs_f64() / sealed.as_secs_f64(),
        ours.as_secs_f64() / plain.as_secs_f64(),
    );
    shop.close().await;
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
