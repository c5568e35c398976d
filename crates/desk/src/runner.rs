//! The two tasks that carry a desk's questions to the cloud and its answers back: exchanges, and live pokes. They decide
//! nothing: when to ask, and what an answer means, is the step machine's.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{sleep, timeout};

use crate::cloud::{Fault, Pokes};
use crate::desk::{Desk, Incoming, Outgoing};
use crate::session::Session;
use crate::sync::Input;

/// The cloud tells its cursor every 20 s; silence for this long means that nobody is there, or that a proxy holds it back.
const HEARTBEAT_DEADLINE: Duration = Duration::from_secs(45);
/// How many entries of the history are fetched beside a snapshot.
const RECENT: usize = 200;

/// Carries questions, one at a time, until the desk is closed.
pub async fn exchanges(session: Arc<Session>, desk: Desk, mut wanted: UnboundedReceiver<Outgoing>) {
    let store = desk.store();
    while let Some(outgoing) = wanted.recv().await {
        let incoming = match outgoing {
            Outgoing::Exchange(body) => Incoming::Exchange(
                session.with(|cloud, access| cloud.exchange(access, store, body.clone())).await,
            ),
            Outgoing::Me => Incoming::Me(session.with(|cloud, access| cloud.me(access, store)).await),
            Outgoing::Stores => {
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

/// Listens for pokes, and connects again whenever the line ends or falls silent.
pub async fn live(session: Arc<Session>, desk: Desk) {
    let mut failures = 0;
    loop {
        let opened = session.with(|cloud, access| cloud.live(access, desk.store())).await;
        let patience = opened.as_ref().err().and_then(Fault::retry_after);
        if let Ok(pokes) = opened
            && listen(&desk, pokes).await
        {
            failures = 0;
        }
        failures += 1;
        sleep(pause(failures).max(patience.unwrap_or_default())).await;
    }
}

/// Passes pokes on until the line ends; tells whether anything was heard.
async fn listen(desk: &Desk, mut pokes: Pokes) -> bool {
    let mut heard = false;
    while let Ok(Some(Ok(cursor))) = timeout(HEARTBEAT_DEADLINE, pokes.next()).await {
        if !heard {
            heard = true;
            desk.input(Input::LiveUp);
        }
        desk.input(Input::Poke(cursor));
    }
    if heard {
        desk.input(Input::LiveDown);
    }
    heard
}

/// One to sixty seconds, half of it thrown: ten thousand desks come back one by one.
fn pause(failures: u32) -> Duration {
    let most = Duration::from_secs(1 << failures.min(6)).min(Duration::from_secs(60));
    most.mul_f64(0.5 + rand::random::<f64>() / 2.0)
}
