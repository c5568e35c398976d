//! Fault 10 with a real power cut: a disk that forgets what was not synced. The outbox is the shipped one; what it acknowledged is
//! there, in order, whatever the disk keeps of the rest.

use std::path::Path;
use std::sync::Arc;

use keyholder_desk::outbox::Outbox;
use keyholder_desk::storage::Storage;
use keyholder_domain::{OpId, Time};
use keyholder_sim::dice::Dice;
use keyholder_sim::seams::SimFiles;
use keyholder_sim_vfs::{self as disk, Fault, Kept};
use uuid::Uuid;

const MACHINE: &str = "desk";
const FILE: &str = "/desk/store/outbox.db";

fn id(number: u32) -> OpId {
    // The ids' time runs backwards: order is the outbox's own.
    OpId::from_uuid(Uuid::from_u128(u128::from(u32::MAX - number)))
}

fn opened() -> Outbox {
    let storage = Storage::disk(None).with_vfs(disk::name(), Arc::new(SimFiles));
    let (outbox, salvaged) = Outbox::open(&storage, Path::new(FILE), Time::from_millis(0)).unwrap();
    assert_eq!(salvaged, None, "it is whole");
    outbox
}

/// Asks until the power goes at this write, or as often as wanted; tells how many were acknowledged.
fn asks_until_dark(wanted: u32, at_write: Option<u32>, fold_every: u32) -> (Outbox, u32) {
    let mut outbox = opened();
    if let Some(at) = at_write {
        disk::fail_after(MACHINE, at, Fault::Stops);
    }
    for number in 0..wanted {
        let op = format!(r#"{{"type":"store.rename","from":"{number}","to":"{}"}}"#, number + 1);
        if outbox.ask(id(number), Time::from_millis(0), op).is_err() {
            return (outbox, number);
        }
        if number % fold_every == fold_every - 1 {
            outbox.fold_in();
        }
    }
    (outbox, wanted)
}

/// After the power cut: everything acknowledged, in order; of what was under way the whole or nothing.
fn all_there(acknowledged: u32, what: &str) {
    let outbox = opened();
    let there: Vec<OpId> = outbox.kept().iter().map(|kept| kept.id).collect();
    let expected: Vec<OpId> = (0..acknowledged.max(u32::try_from(there.len()).unwrap())).map(id).collect();
    assert_eq!(there, expected, "{what}: {acknowledged} were acknowledged");
    assert!(there.len() <= acknowledged as usize + 1, "{what}");
    for (number, kept) in outbox.kept().iter().enumerate() {
        assert!(kept.op.contains(&format!(r#""from":"{number}""#)), "{what}: as written");
    }
}

const ALL: [Kept; 4] = [Kept::Nothing, Kept::Everything, Kept::Beginning, Kept::Pieces];

#[test]
fn fault_10_ten_thousand_ops_are_all_there_on_a_disk_that_forgets_what_was_not_synced() {
    for (seed, kept) in (1..).zip(ALL) {
        disk::reset();
        let (outbox, acknowledged) = asks_until_dark(10_000, None, 3_000);
        assert_eq!(acknowledged, 10_000);
        let mut dice = Dice::of(seed, 0, 0);
        disk::crash(MACHINE, kept, || drop(outbox), |below| dice.below(below));
        all_there(10_000, &format!("{kept:?}"));
    }
}

#[test]
fn fault_10_power_lost_at_any_write_loses_nothing_that_was_acknowledged() {
    let mut dark = 0;
    for seed in 1..=120 {
        let mut dice = Dice::of(seed, 0, 0);
        disk::reset();
        let kept = ALL[dice.below(ALL.len())];
        let at = u32::try_from(dice.below(900)).unwrap();
        let (outbox, acknowledged) = asks_until_dark(200, Some(at), 30);
        dark += usize::from(acknowledged < 200);
        disk::crash(MACHINE, kept, || drop(outbox), |below| dice.below(below));
        all_there(acknowledged, &format!("seed {seed}, {kept:?} at write {at}"));
    }
    assert!(dark > 60, "the power did go in the middle: {dark}");
}
