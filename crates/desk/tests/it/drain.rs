//! Ten thousand ops go out in batches, the next one on its way while the last one's entries are written: whatever breaks in
//! between, every op has one outcome, the counter has no hole, and nothing is applied twice. Driven by hand: a desk without
//! its thread, a whole cloud in process.

use std::path::PathBuf;
use std::sync::Arc;

use keyholder_cloud::testing::{Person, TestCloud};
use keyholder_desk::actor::Actor;
use keyholder_desk::chance::SystemChance;
use keyholder_desk::clock::HandClock;
use keyholder_desk::cloud::{Fault, Told};
use keyholder_desk::desk::{Incoming, Opening, Outgoing};
use keyholder_desk::outbox::State;
use keyholder_desk::picture::Account;
use keyholder_desk::storage::Storage;
use keyholder_desk::sync::Input;
use keyholder_domain::{Op, StoreId, invariant};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::world::new_group;

struct Room {
    cloud: TestCloud,
    ana: Person,
    store: StoreId,
    folder: tempfile::TempDir,
    clock: Arc<HandClock>,
}

impl Room {
    async fn new() -> Self {
        let cloud = TestCloud::new().await;
        let ana = cloud.person("Ana").await;
        let store = cloud.store(&ana, "Toko Ana").await;
        let clock = Arc::new(HandClock::at(keyholder_cloud::testing::START.parse().unwrap()));
        Self { cloud, ana, store, folder: tempfile::tempdir().unwrap(), clock }
    }

    fn opens(&self) -> Bench {
        let (outgoing, wanted) = unbounded_channel();
        let opening = Opening {
            folder: self.folder.path().join("desk"),
            store: self.store,
            name: "Toko Ana".to_owned(),
            account: Account { id: self.ana.account, email: self.ana.email.clone(), name: "Ana".to_owned() },
            storage: Storage::disk(None),
            machine: None,
            clock: self.clock.clone(),
            chance: Arc::new(SystemChance),
            changes: tokio::sync::broadcast::channel(16).0,
        };
        let mut actor = Actor::open(opening, outgoing).unwrap();
        actor.step(Input::Tick);
        Bench { actor, wanted, folder: self.folder.path().join("desk") }
    }

    async fn sends(&self, body: &Value) -> Result<Value, Fault> {
        let reply = self.cloud.sync(&self.ana, self.store, body.clone()).await;
        if reply.status.is_success() {
            return Ok(reply.body);
        }
        let with = reply.body["with"].as_object().cloned().unwrap_or_default();
        let (status, code) = reply.told();
        Err(Fault::Problem(Told { status, code: code.to_owned(), with, retry_after: None }))
    }

    /// Carries everything until the desk wants nothing more; tells how many ops each exchange carried.
    async fn carries(&self, bench: &mut Bench) -> Vec<usize> {
        let mut batches = Vec::new();
        while let Some(body) = bench.asks() {
            batches.push(ops(&body).len());
            let reply = self.sends(&body).await;
            bench.actor.came(Incoming::Exchange(reply));
        }
        batches
    }

    async fn entries_of_ops(&self) -> usize {
        let held = self.cloud.held(self.store).await;
        held.store.group_count()
    }
}

/// A desk in the hands of a test.
struct Bench {
    actor: Actor,
    wanted: UnboundedReceiver<Outgoing>,
    folder: PathBuf,
}

impl Bench {
    /// The body of the exchange that it wants, if it wants one; what else it wants is not carried.
    fn asks(&mut self) -> Option<Value> {
        while let Ok(outgoing) = self.wanted.try_recv() {
            match outgoing {
                Outgoing::Exchange(body) => {
                    let mut body: Value = serde_json::from_slice(&body).unwrap();
                    // The store is small: it comes inline.
                    body.as_object_mut().unwrap().remove("snapshot");
                    return Some(body);
                }
                Outgoing::Recent(_) | Outgoing::Me | Outgoing::Stores | Outgoing::Rows { .. } => {}
            }
        }
        None
    }

    fn queues(&mut self, count: usize) {
        for no in 0..count {
            let at = self.actor.outbox().kept().len();
            let op = Op::parse(&new_group(&format!("Group {at} {no}")).1).unwrap();
            assert!(self.actor.dispatch(&op, false, None).unwrap().queued);
        }
    }

    fn loses_the_network(&mut self) {
        let _ = self.asks();
        self.actor.came(Incoming::Exchange(Err(Fault::NotReached("no network".to_owned()))));
    }

    /// Whatever is written into the cache fails from now on, or works again.
    fn breaks_cache(&self, broken: bool) {
        let cache = Storage::disk(None).connect(&self.folder.join("cache.db")).unwrap();
        let trigger = if broken {
            "create trigger broken before insert on entries begin select raise(abort, 'on purpose'); end"
        } else {
            "drop trigger broken"
        };
        cache.execute_batch(trigger).unwrap();
    }

    fn notices(&self) -> Vec<String> {
        self.actor.standing().notices.into_iter().map(|notice| notice.code).collect()
    }

    fn settled(&mut self) {
        let picture = self.actor.picture();
        assert!(picture.pending.is_empty(), "{:?}", picture.pending);
        assert_eq!(picture.local.to_full(), picture.base.to_full());
        assert_eq!(invariant(&picture.base, picture.now), []);
    }
}

fn ops(body: &Value) -> Vec<Value> {
    body["ops"].as_array().unwrap().clone()
}

fn numbers(body: &Value) -> Vec<u64> {
    ops(body).iter().map(|op| op["n"].as_u64().unwrap()).collect()
}

async fn with_waiting(count: usize) -> (Room, Bench) {
    let room = Room::new().await;
    let mut bench = room.opens();
    room.carries(&mut bench).await;
    bench.actor.step(Input::Wake);
    bench.loses_the_network();
    bench.queues(count);
    // While they were queued its patience may have ended.
    while bench.asks().is_some() {
        bench.actor.came(Incoming::Exchange(Err(Fault::NotReached("no network".to_owned()))));
    }
    (room, bench)
}

#[tokio::test]
async fn batches_follow_each_other_and_every_op_is_an_entry() {
    let (room, mut bench) = with_waiting(1_100).await;
    bench.actor.step(Input::Wake);
    assert_eq!(room.carries(&mut bench).await, [250, 250, 250, 250, 100]);
    assert_eq!(room.entries_of_ops().await, 1_100);
    bench.settled();
    assert_eq!(bench.notices(), [] as [&str; 0]);
}

#[tokio::test]
async fn the_next_batch_goes_out_from_where_the_last_reply_ends() {
    let (room, mut bench) = with_waiting(300).await;
    bench.actor.step(Input::Wake);
    let first = bench.asks().unwrap();
    let reply = room.sends(&first).await.unwrap();
    let (cursor, head) = (reply["cursor"].clone(), reply["head"].clone());
    bench.actor.came(Incoming::Exchange(Ok(reply)));
    let second = bench.asks().unwrap();
    assert_eq!((&second["cursor"], &second["head"]), (&cursor, &head));
    assert_eq!(numbers(&first), (1..=250).collect::<Vec<_>>());
    assert_eq!(numbers(&second), (251..=300).collect::<Vec<_>>());
    let reply = room.sends(&second).await.unwrap();
    assert_eq!(reply["entries"].as_array().unwrap().len(), 50, "and nothing is told twice");
}

#[tokio::test]
async fn an_entry_that_the_cache_does_not_take_is_asked_for_again() {
    let (room, mut bench) = with_waiting(600).await;
    bench.breaks_cache(true);
    bench.actor.step(Input::Wake);
    let first = bench.asks().unwrap();
    bench.actor.came(Incoming::Exchange(room.sends(&first).await));
    assert_eq!(bench.actor.standing().waiting, 350, "what was answered is kept");
    let second = bench.asks().expect("it was on its way before the cache was written");
    bench.actor.came(Incoming::Exchange(room.sends(&second).await));
    assert!(bench.asks().is_none(), "it rests before it tries again");
    assert_eq!(
        bench.actor.standing().waiting,
        350,
        "a reply that follows what is missing counts for nothing"
    );
    let picture = bench.actor.picture();
    assert_eq!(picture.problem.as_ref().unwrap().code, "storage");
    assert_eq!(picture.local.group_count(), 600, "nothing leaves the picture");

    bench.breaks_cache(false);
    bench.actor.step(Input::Wake);
    let again = bench.asks().unwrap();
    assert_eq!(numbers(&again), numbers(&second), "the same ops under the same numbers");
    bench.actor.came(Incoming::Exchange(room.sends(&again).await));
    room.carries(&mut bench).await;
    assert_eq!(room.entries_of_ops().await, 600, "once each");
    bench.settled();
    assert_eq!(bench.notices(), [] as [&str; 0], "no fork, no gap, no rewound cloud");
}

#[tokio::test]
async fn a_crash_with_the_next_batch_on_its_way_loses_and_doubles_nothing() {
    // The desk dies after the outbox kept the first answers, before the cache took a single entry; of the batch that was on its
    // way, the cloud has heard or not.
    for arrived in [true, false] {
        let (room, mut bench) = with_waiting(600).await;
        bench.breaks_cache(true);
        bench.actor.step(Input::Wake);
        let first = bench.asks().unwrap();
        bench.actor.came(Incoming::Exchange(room.sends(&first).await));
        let second = bench.asks().unwrap();
        if arrived {
            room.sends(&second).await.unwrap();
        }
        bench.breaks_cache(false);
        drop(bench);

        let mut bench = room.opens();
        assert_eq!(bench.actor.picture().local.group_count(), 600, "all of it is in the picture");
        let answered = bench.actor.outbox().kept().iter().filter(|op| matches!(op.state, State::Answered(_)));
        assert_eq!(answered.count(), 250);
        let again = bench.asks().unwrap();
        assert_eq!(numbers(&again), numbers(&second), "the same ops under the same numbers");
        bench.actor.came(Incoming::Exchange(room.sends(&again).await));
        room.carries(&mut bench).await;
        assert_eq!(room.entries_of_ops().await, 600, "once each");
        bench.settled();
        assert_eq!(bench.notices(), [] as [&str; 0]);
    }
}

#[tokio::test]
async fn what_is_held_keeps_back_what_builds_on_it_also_in_the_batch_that_was_made_ready() {
    let (room, mut bench) = with_waiting(249).await;
    let (group, make) = new_group("Held back");
    let maker = bench.actor.dispatch(&Op::parse(&make).unwrap(), false, None).unwrap().id;
    let grant = json!({"type": "group.grant", "group": group, "permissions": ["orders.view"]});
    let user = bench.actor.dispatch(&Op::parse(&grant).unwrap(), false, None).unwrap().id;
    bench.queues(1);
    bench.actor.step(Input::Wake);
    let first = bench.asks().unwrap();
    // An older node does not know the op that makes the group: it is the last of the first batch.
    let mut asked = first.clone();
    asked["ops"][249]["op"]["type"] = json!("group.found");
    bench.actor.came(Incoming::Exchange(room.sends(&asked).await));
    assert_eq!(bench.actor.outbox().get(maker).unwrap().state, State::Held);
    let second = bench.asks().unwrap();
    let ids: Vec<&str> =
        second["ops"].as_array().unwrap().iter().filter_map(|op| op["id"].as_str()).collect();
    assert_eq!(ids.len(), 1, "the grant stays behind, the rest flows");
    assert!(!ids.contains(&user.to_string().as_str()));
    assert_eq!(numbers(&second), [251]);
    bench.actor.came(Incoming::Exchange(room.sends(&second).await));
    room.carries(&mut bench).await;

    bench.actor.set_free();
    bench.actor.step(Input::Wake);
    room.carries(&mut bench).await;
    assert_eq!(room.entries_of_ops().await, 251);
    bench.settled();
    assert_eq!(bench.notices(), [] as [&str; 0]);
}

#[tokio::test]
async fn an_edit_that_found_nobody_may_be_dropped_and_its_number_goes_to_the_next() {
    let room = Room::new().await;
    let mut bench = room.opens();
    room.carries(&mut bench).await;
    bench.queues(1);
    let first = bench.actor.outbox().kept()[0].id;
    assert!(bench.actor.picture().pending[0].maybe_sent, "it is on its way");
    assert_eq!(bench.actor.drop_op(first).unwrap_err().code, "already_sent");
    bench.loses_the_network();
    assert!(!bench.actor.picture().pending[0].maybe_sent, "nobody was there");

    // Also after a restart, and after more tries that found nobody.
    drop(bench);
    let mut bench = room.opens();
    assert!(bench.actor.picture().pending[0].maybe_sent, "it is tried again");
    bench.loses_the_network();
    assert!(!bench.actor.picture().pending[0].maybe_sent);
    bench.queues(2);
    bench.actor.step(Input::Wake);
    bench.loses_the_network();
    bench.actor.drop_op(first).unwrap();
    bench.actor.step(Input::Wake);
    let body = bench.asks().unwrap();
    assert_eq!(numbers(&body), [1, 2], "no hole where the dropped one was");
    bench.actor.came(Incoming::Exchange(room.sends(&body).await));
    room.carries(&mut bench).await;
    assert_eq!(room.entries_of_ops().await, 2);
    bench.settled();
}

#[tokio::test]
async fn an_edit_whose_reply_got_lost_may_be_at_the_cloud_whatever_happens_after() {
    let room = Room::new().await;
    let mut bench = room.opens();
    room.carries(&mut bench).await;
    bench.queues(1);
    let first = bench.actor.outbox().kept()[0].id;
    let body = bench.asks().unwrap();
    room.sends(&body).await.unwrap();
    bench.actor.came(Incoming::Exchange(Err(Fault::Unreachable("the reply broke off".to_owned()))));
    assert!(bench.actor.picture().pending[0].maybe_sent);
    // A later try that found nobody says nothing about the first one. What it carried for the first time was never sent.
    bench.queues(1);
    bench.actor.step(Input::Wake);
    bench.loses_the_network();
    let maybe: Vec<bool> = bench.actor.picture().pending.iter().map(|op| op.maybe_sent).collect();
    assert_eq!(maybe, [true, false]);
    assert_eq!(bench.actor.drop_op(first).unwrap_err().code, "already_sent");
    let second = bench.actor.outbox().kept()[1].id;
    bench.actor.drop_op(second).unwrap();
    bench.queues(1);
    bench.actor.step(Input::Wake);
    room.carries(&mut bench).await;
    assert_eq!(room.entries_of_ops().await, 2);
    bench.settled();
    assert_eq!(bench.notices(), [] as [&str; 0], "no number was used for two ops");
}

#[tokio::test]
async fn guesses_are_those_of_the_invariant_whenever_somebody_looks() {
    let (room, mut bench) = with_waiting(520).await;
    bench.actor.step(Input::Wake);
    let mut looked = 0;
    while let Some(body) = bench.asks() {
        // The picture in the middle of a drain: everything that was asked is in it, once.
        assert_eq!(bench.actor.picture().local.group_count(), 520);
        let sent = bench.actor.picture().pending.iter().filter(|op| op.maybe_sent).count();
        assert!(sent >= ops(&body).len());
        looked += 1;
        bench.actor.came(Incoming::Exchange(room.sends(&body).await));
    }
    assert_eq!(looked, 3);
    bench.settled();
}
