//! So many waiting ops asked anew over so many new entries: from the reply's bytes to the picture that a screen reads, with
//! both files written; beside the least that reading and writing the same can cost. How it grows with the store is what matters.

use std::path::Path;
use std::time::{Duration, Instant};

use keyholder_desk::desk::Incoming;
use keyholder_desk::sync::Input;
use keyholder_domain::event::Stamp;
use keyholder_domain::wire::Entry;
use keyholder_domain::{Asker, decide};
use serde_json::{Value, json};

use crate::by_hand::{CURSOR, HEAD, Shop, now};
use crate::drain;
use crate::world::{CACHE, OUTBOX, Rest, bare, one_field_op};

/// A desk in a shop of so many members where so many ops wait; `entries` change other members. Each run is on files of its own.
pub fn ours(ops: usize, entries: usize, members: usize, folder: &Path, rest: Rest) -> Duration {
    let shop = Shop::new(members);
    let mut desk = shop.opens(folder, rest);
    // Kept until the end: what it frees would be sorted in the middle of the run.
    for turn in 0..ops {
        let op = one_field_op(turn, members);
        assert!(desk.actor.dispatch(&op, false, None).expect("the edit is kept").queued);
    }
    let reply = told(ops, entries, members);
    desk.actor.step(Input::Wake);
    let began = Instant::now();
    let reply: Value = serde_json::from_slice(&reply).expect("JSON");
    desk.actor.came(Incoming::Exchange(Ok(reply)));
    let picture = desk.actor.picture();
    let took = began.elapsed();
    assert!(picture.problem.is_none(), "{:?}", picture.problem);
    assert_eq!(picture.pending.len(), ops);
    assert!(picture.pending.iter().all(|op| op.expected.is_none()), "every guess still holds");
    drop(shop);
    took
}

/// The floor: the same reply read, and the same rows written in one transaction each; nothing is judged or asked anew.
pub fn floor(ops: usize, entries: usize, members: usize, folder: &Path, rest: Rest) -> Duration {
    let mut outbox = bare(&folder.join("outbox.db"), rest, "full", OUTBOX);
    let mut cache = bare(&folder.join("cache.db"), rest, "normal", CACHE);
    drain::fill(&mut cache, members);
    // A log that grew long is begun anew by the next commit, which costs a sync: before the clock starts.
    cache.execute("insert into meta values ('epoch', 'e')", []).expect("a row");
    let reply = told(ops, entries, members);
    let began = Instant::now();
    drain::keep(&mut outbox, &mut cache, 1, &serde_json::from_slice(&reply).expect("JSON"));
    began.elapsed()
}

/// Made on a thread of its own, whose garbage lies elsewhere: sorting 100,000 freed members would be counted.
fn told(ops: usize, entries: usize, members: usize) -> Vec<u8> {
    let told = std::thread::spawn(move || reply(&Shop::new(members), ops, entries, members));
    told.join().expect("it does not panic")
}

/// What the cloud answers to an exchange whose ops it has not reached yet: only what others did.
fn reply(shop: &Shop, ops: usize, entries: usize, members: usize) -> Vec<u8> {
    let mut store = shop.store();
    let owner = store.owner().expect("every shop has its Owner").id;
    let (mut head, mut told) = (HEAD.to_owned(), Vec::new());
    for (turn, seq) in (ops..ops + entries).zip(CURSOR + 1..) {
        let (op, at) = (one_field_op(turn, members), now());
        let event = decide(&store, Asker::Member(owner), &op, at).expect("allowed").expect("a change");
        store.apply(&event, &Stamp { at, by: Some(owner) });
        let entry = Entry {
            seq,
            op: None,
            by: Some(owner),
            desk: None,
            device: None,
            made_at: None,
            at,
            event: event.to_value(),
            hash: String::new(),
        };
        let entry = entry.chained(&head);
        head = entry["hash"].as_str().expect("a hash").to_owned();
        told.push(entry);
    }
    let cursor = CURSOR + entries as u64;
    let reply = json!({"outcomes": [], "entries": told, "cursor": cursor, "head": head, "more": false, "epoch": "e", "time": now()});
    reply.to_string().into_bytes()
}
