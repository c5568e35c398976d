//! One edit made offline: judged, on the disk, in the picture; beside one bare transaction of the same row and durability.
//!
//! The desk is driven on the measuring thread, so that its share of the processor can be told from the wait for the disk.

use std::path::Path;
use std::time::{Duration, Instant};

use keyholder_domain::Op;
use rusqlite::params;
use rustix::time::{ClockId, clock_gettime};
use serde_json::json;

use crate::by_hand::Shop;
use crate::world::{OUTBOX, Rest, bare};

/// One edit's cost.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// From the command to the answer.
    pub took: Duration,
    /// What of it the processor worked.
    pub worked: Duration,
}

/// So many edits in a shop of so many members, one after the other.
pub fn ours(samples: usize, members: usize, folder: &Path, rest: Rest) -> Vec<Sample> {
    let mut desk = Shop::new(members).opens(folder, rest);
    let edits = (0..samples).map(op);
    let measured = edits.map(|op| {
        sample(|| assert!(desk.actor.dispatch(&op, false, None).expect("the edit is kept").queued))
    });
    measured.collect()
}

/// The same rows, each in one bare transaction.
pub fn floor(samples: usize, folder: &Path, rest: Rest) -> Vec<Sample> {
    let db = bare(&folder.join("bare.db"), rest, "full", OUTBOX);
    let rows = (0..samples).map(|turn| {
        let text = op(turn).to_value().to_string();
        sample(|| {
            let values = params![format!("{turn:036}"), "2026-01-02T03:04:05.678Z", text];
            db.prepare_cached("insert into ops (id, made_at, op, state) values (?1, ?2, ?3, 'waiting')")
                .and_then(|mut insert| insert.execute(values))
                .expect("the row is kept");
        })
    });
    rows.collect()
}

/// The `turn`th edit: a new group.
pub fn op(turn: usize) -> Op {
    let group = format!("00000000-0000-7000-8000-0009{turn:08x}");
    let op = json!({"type": "group.create", "group": group, "name": format!("Group {turn}"), "permissions": ["product.view"]});
    Op::parse(&op).expect("the op is well formed")
}

fn sample(work: impl FnOnce()) -> Sample {
    let (began, worked) = (Instant::now(), worked());
    work();
    Sample { took: began.elapsed(), worked: self::worked().saturating_sub(worked) }
}

/// How long this thread had a processor.
fn worked() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.cast_unsigned(), u32::try_from(time.tv_nsec).unwrap_or_default())
}
