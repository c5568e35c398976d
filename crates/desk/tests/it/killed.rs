//! The program is killed (SIGKILL, a real process) at any moment between "asked" and "answered": what was acknowledged is
//! there, in order, and nothing is half there.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use keyholder_desk::outbox::{Outbox, Seen, State, Verdict};
use keyholder_desk::storage::Storage;
use keyholder_domain::{OpId, Time};
use serde_json::json;
use uuid::Uuid;

const FOLDER: &str = "KEYHOLDER_TEST_KILLED_IN";

fn opened(folder: &Path) -> Outbox {
    let (outbox, salvaged) =
        Outbox::open(&Storage::disk(None), &folder.join("outbox.db"), Time::from_millis(0)).unwrap();
    assert_eq!(salvaged, None, "a killed program damages nothing");
    outbox
}

/// Not a test of its own: this is what is killed. It asks, hears answers, sends and tidies without end.
#[test]
fn child_that_writes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let mut outbox = opened(Path::new(&folder));
    let mut out = std::io::stdout();
    for turn in 1_u64.. {
        let id = OpId::from_uuid(Uuid::now_v7());
        let op = json!({"type": "store.rename", "from": turn.to_string(), "to": "x".repeat(400)}).to_string();
        outbox.ask(id, Time::from_millis(0), op).unwrap();
        writeln!(out, "acknowledged {id}").unwrap();
        if turn % 5 == 4 {
            let waiting: Vec<OpId> = outbox
                .kept()
                .iter()
                .filter(|kept| kept.state == State::Waiting)
                .map(|kept| kept.id)
                .collect();
            let batch = &waiting[..waiting.len().min(3)];
            outbox.number(batch).unwrap();
            let verdicts: Vec<_> = batch.iter().map(|id| (*id, Verdict::Accepted(turn))).collect();
            let seen = Seen { epoch: Some("e".into()), seq: turn, head: Some("h".into()) };
            outbox.answered(&verdicts, seen, Time::from_millis(0)).unwrap();
            for id in batch {
                writeln!(out, "answered {id}").unwrap();
            }
        }
        if turn % 40 == 39 {
            outbox.checkpoint();
        }
        out.flush().unwrap();
    }
}

#[test]
fn killed_at_any_write_it_has_everything_that_was_acknowledged_and_nothing_half() {
    let program = std::env::current_exe().unwrap();
    for lines in [1, 2, 7, 23, 64, 150] {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(&program)
            .args(["--exact", "--nocapture", "killed::child_that_writes_until_it_is_killed"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut told = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some((what, id)) = line.split_once(' ')
                && let Ok(id) = id.parse::<OpId>()
            {
                told.push((what.to_owned(), id));
            }
            if told.len() >= lines {
                break;
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();

        let mut outbox = opened(folder.path());
        outbox.load_answered(0).unwrap();
        let order: Vec<OpId> = outbox.kept().iter().map(|kept| kept.id).collect();
        let acknowledged = told.iter().filter(|(what, _)| what == "acknowledged").map(|(_, id)| *id);
        let acknowledged: Vec<OpId> = acknowledged.collect();
        assert_eq!(order[..acknowledged.len()], acknowledged, "after {lines} lines");
        for (_, id) in told.iter().filter(|(what, _)| what == "answered") {
            assert!(matches!(outbox.get(*id).unwrap().state, State::Answered(_)), "after {lines} lines");
        }
    }
}
