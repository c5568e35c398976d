//! The two tasks that carry a desk's questions to the cloud and its answers back: exchanges, and live pokes. They decide
//! nothing: when to ask, and what an answer means, is the step machine's.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{sleep, timeout};

use crate::cloud::{Fault, Pokes, Text};
use crate::desk::{Desk, Incoming, Outgoing};
use crate::network;
use crate::session::Hers;
use crate::stream::{AHEAD, Intake, Streamed};
use crate::sync::Input;

/// The cloud tells its cursor every 20 s; silence for this long means that nobody is there, or that a proxy holds it back.
const HEARTBEAT_DEADLINE: Duration = Duration::from_secs(45);
/// How many entries of the history are fetched beside a snapshot.
const RECENT: usize = 200;
/// Pieces of a stream that are read at once, if so many are there.
const GATHERED: usize = 32;

/// Carries questions, one at a time, until the desk is closed.
pub async fn exchanges(session: Hers, desk: Desk, mut wanted: UnboundedReceiver<Outgoing>) {
    let store = desk.store();
    while let Some(outgoing) = wanted.recv().await {
        let incoming = match outgoing {
            Outgoing::Exchange(body) => Incoming::Exchange(
                session.with(|cloud, access| cloud.exchange(access, store, body.clone())).await,
            ),
            Outgoing::Rows { at, from } => {
                rows(&session, &desk, at, from).await;
                continue;
            }
            Outgoing::Me => Incoming::Me(session.with(|cloud, access| cloud.me(access, store)).await),
            Outgoing::Stores => {
                let _in_turn = session.listing().await;
                let stores = session.with(|cloud, access| cloud.stores(access)).await;
                if let Ok(stores) = &stores
                    && let Err(error) = session.keep_stores(stores.stores.clone())
                {
                    tracing::warn!(%error, "the list of stores was not kept");
                }
                Incoming::Stores(stores)
            }
            Outgoing::Recent(before) => Incoming::Recent(
                session.with(|cloud, access| cloud.activity(access, store, before, RECENT)).await,
            ),
        };
        desk.came(incoming);
    }
}

/// Fetches a state's rows and hands them over chunk by chunk, no faster than they are kept.
async fn rows(session: &Hers, desk: &Desk, at: u64, from: u64) {
    let store = desk.store();
    let opened = session.with(|cloud, access| cloud.snapshot(access, store, at, from)).await;
    let tell = |streamed| desk.came(Incoming::Rows(streamed));
    match opened {
        Ok(text) => {
            // Beside a store that is held, another one would need twice the memory: it is read from the disk at the end.
            let bare = desk.picture().await.is_ok_and(|picture| !picture.has_team);
            if let Err(fault) = hand_over(text, bare && from == 0, tell).await {
                tell(Streamed::Broken(fault));
            }
        }
        Err(fault) => tell(Streamed::Broken(fault)),
    }
}

/// Reads until the last line, the first fault, or until nobody wants more. What came before a fault is handed over too.
///
/// Three hands work at once: the network here, reading and building on a blocking thread, the disk in the desk's own.
async fn hand_over(text: Text, build: bool, tell: impl Fn(Streamed)) -> Result<(), Fault> {
    let flow = Arc::new(Semaphore::new(AHEAD));
    let mut intake = Intake::new(build);
    let mut text = text.ready_chunks(GATHERED);
    loop {
        let pieces = text.next().await;
        let (back, taken) = tokio::task::spawn_blocking(move || intake.take(pieces))
            .await
            .map_err(|_| Fault::Unreachable("reading was given up".to_owned()))?;
        intake = back;
        if let Some(head) = taken.head {
            tell(Streamed::Head(Box::new(head), Arc::clone(&flow)));
        }
        for rows in taken.chunks {
            let Ok(place) = Arc::clone(&flow).acquire_owned().await else { return Ok(()) };
            tell(Streamed::Rows(rows, Some(place)));
        }
        if let Some(fault) = taken.fault {
            return Err(fault);
        }
        if let Some((rows, built)) = taken.end {
            if let Some(store) = built {
                tell(Streamed::Built(Box::new(store)));
            }
            tell(Streamed::End(rows));
            return Ok(());
        }
    }
}

/// Listens for pokes, and connects again whenever the line ends or falls silent.
pub async fn live(session: Hers, desk: Desk) {
    let mut failures = 0;
    loop {
        let opened = session.with(|cloud, access| cloud.live(access, desk.store())).await;
        let patience = opened.as_ref().err().and_then(Fault::retry_after);
        if let Ok(pokes) = opened
            && listen(pokes, |input| desk.input(input)).await
        {
            failures = 0;
        }
        failures += 1;
        if let Some(patience) = patience {
            // Whoever was told when to come back comes then.
            sleep(pause(failures).max(patience)).await;
            continue;
        }
        tokio::select! {
            () = sleep(pause(failures)) => {}
            () = network::returns(session.cloud()) => {
                failures = 0;
                desk.input(Input::Wake);
            }
        }
    }
}

/// Passes pokes on until the line ends or falls silent; tells whether anything was heard. The line counts as open from the
/// first thing heard on it: a proxy that holds everything back opens nothing.
async fn listen(mut pokes: Pokes, hear: impl Fn(Input)) -> bool {
    let mut heard = false;
    while let Ok(Some(Ok(cursor))) = timeout(HEARTBEAT_DEADLINE, pokes.next()).await {
        if !heard {
            heard = true;
            hear(Input::LiveUp);
        }
        hear(Input::Poke(cursor));
    }
    if heard {
        hear(Input::LiveDown);
    }
    heard
}

/// One to sixty seconds, half of it thrown: ten thousand desks come back one by one.
fn pause(failures: u32) -> Duration {
    let most = Duration::from_secs(1 << failures.min(6)).min(Duration::from_secs(60));
    most.mul_f64(0.5 + rand::random::<f64>() / 2.0)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use futures_util::stream;
    use tokio::time::Instant;

    use super::*;

    /// What a desk hears on a line that tells these cursors so many seconds apart, and how long it listened.
    async fn heard(cursors: &[u64], apart: u64, then_silent: bool) -> (Vec<String>, u64) {
        let cursors = cursors.to_vec();
        let told = stream::iter(cursors).then(move |cursor| async move {
            sleep(Duration::from_secs(apart)).await;
            Ok(cursor)
        });
        let pokes: Pokes = if then_silent { told.chain(stream::pending()).boxed() } else { told.boxed() };
        let inputs = RefCell::new(Vec::new());
        let began = Instant::now();
        listen(pokes, |input| inputs.borrow_mut().push(format!("{input:?}"))).await;
        (inputs.into_inner(), began.elapsed().as_secs())
    }

    #[tokio::test(start_paused = true)]
    async fn a_line_that_falls_silent_after_sleep_is_given_up_after_45_seconds() {
        let (inputs, seconds) = heard(&[7, 7, 8], 20, true).await;
        assert_eq!(inputs, ["LiveUp", "Poke(7)", "Poke(7)", "Poke(8)", "LiveDown"]);
        assert_eq!(seconds, 60 + 45);
    }

    #[tokio::test(start_paused = true)]
    async fn a_proxy_that_holds_everything_back_opens_nothing() {
        assert_eq!(heard(&[], 20, true).await, (vec![], 45));
    }

    #[tokio::test(start_paused = true)]
    async fn a_line_that_the_cloud_ends_is_over_at_once() {
        let (inputs, seconds) = heard(&[7], 20, false).await;
        assert_eq!((inputs.last().map(String::as_str), seconds), (Some("LiveDown"), 20));
    }

    #[test]
    fn ten_thousand_desks_come_back_one_by_one() {
        for (failures, least, most) in [(1, 1.0, 2.0), (3, 4.0, 8.0), (9, 30.0, 60.0)] {
            for _ in 0..100 {
                let pause = pause(failures).as_secs_f64();
                assert!((least..=most).contains(&pause), "{failures}: {pause}");
            }
        }
    }
}
