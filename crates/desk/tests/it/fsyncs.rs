//! What an edit made offline does to the disk, counted by the system itself (strace): one sync of the outbox's log, and no
//! other file is written. The log is folded in when nobody waits, and that is the only time when more happens.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use keyholder_desk::actor::Actor;
use keyholder_desk::cache::Cache;
use keyholder_desk::chance::SystemChance;
use keyholder_desk::clock::HandClock;
use keyholder_desk::cloud::Fault;
use keyholder_desk::desk::{Incoming, Opening};
use keyholder_desk::picture::Account;
use keyholder_desk::storage::{DataKey, Storage};
use keyholder_desk::sync::Input;
use keyholder_domain::wire::Snapshot;
use keyholder_domain::{Op, Time};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::new_group;

const FOLDER: &str = "KEYHOLDER_TEST_SYNCS_IN";
const EDITS: usize = 5;

fn says(what: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "{what}").unwrap();
    out.flush().unwrap();
}

/// Not a test of its own: this is what is watched. It edits offline, rests until the log is folded in, and edits again.
#[test]
fn child_that_edits_offline() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let now: Time = keyholder_cloud::testing::START.parse().unwrap();
    let (store, owner) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let told: Value = json!({
        "store": {"id": store, "name": "Toko Ana", "plan": "business", "seat_limit": "unlimited"},
        "members": [{"id": owner, "account": owner, "email": "ana@toko.example", "name": "Ana", "role": "owner",
                     "groups": [], "status": "active"}],
        "groups": [], "invitations": []
    });
    let told: Snapshot = serde_json::from_value(told).unwrap();
    let storage = Storage::disk(Some(DataKey::random().unwrap()));
    let (mut cache, _, _) = Cache::open(&storage, &folder.join("cache.db"), told.store.id, now).unwrap();
    cache.keep_snapshot(&told, 1, "head", now).unwrap();
    drop(cache);
    let clock = Arc::new(HandClock::at(now));
    let (outgoing, _wanted) = tokio::sync::mpsc::unbounded_channel();
    let opening = Opening {
        folder: folder.to_owned(),
        store: told.store.id,
        name: "Toko Ana".to_owned(),
        account: Account { id: told.members[0].account, email: String::new(), name: String::new() },
        storage,
        machine: None,
        clock: clock.clone(),
        chance: Arc::new(SystemChance),
        changes: tokio::sync::broadcast::channel(16).0,
    };
    let mut actor = Actor::open(opening, outgoing).unwrap();
    actor.step(Input::Tick);
    for round in 0..2 {
        actor.came(Incoming::Exchange(Err(Fault::NotReached("no network".to_owned()))));
        // Told, then quiet for as long as folding in waits.
        actor.tick();
        clock.passes(3);
        actor.tick();
        actor.came(Incoming::Exchange(Err(Fault::NotReached("no network".to_owned()))));
        says("edits begin");
        for no in 0..EDITS {
            let op = Op::parse(&new_group(&format!("Group {round} {no}")).1).unwrap();
            assert!(actor.dispatch(&op, false, None).unwrap().queued);
        }
        says("edits end");
    }
}

#[test]
fn an_edit_offline_syncs_the_outboxs_log_once_and_writes_no_other_file() {
    let folder = tempfile::tempdir().unwrap();
    let seen = folder.path().join("seen");
    let files = folder.path().join("desk");
    std::fs::create_dir(&files).unwrap();
    let child = Command::new("strace")
        .args(["-f", "-qq", "-y", "-e", "signal=none", "-e"])
        .arg("trace=fsync,fdatasync,sync_file_range,msync,write,pwrite64,pwritev,ftruncate,unlink,rename")
        .arg("-o")
        .arg(&seen)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture", "fsyncs::child_that_edits_offline"])
        .env(FOLDER, &files)
        .output()
        .expect("`cargo xtask test` installs strace");
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));

    let seen = std::fs::read_to_string(&seen).unwrap();
    let mut rounds: Vec<Vec<&str>> = Vec::new();
    let mut within = false;
    for line in seen.lines() {
        if line.contains("\"edits begin") {
            within = true;
            rounds.push(Vec::new());
        } else if line.contains("\"edits end") {
            within = false;
        } else if within {
            rounds.last_mut().unwrap().push(line);
        }
    }
    assert_eq!(rounds.len(), 2, "{seen}");
    for calls in rounds {
        let syncs = calls.iter().filter(|call| call.contains("sync(")).count();
        assert_eq!(syncs, EDITS, "one sync for each edit: {calls:#?}");
        let elsewhere: Vec<_> = calls.iter().filter(|call| !call.contains("outbox.db-wal>")).collect();
        assert!(elsewhere.is_empty(), "nothing but the outbox's log is written or synced: {elsewhere:#?}");
    }
}
