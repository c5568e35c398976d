//! The machine as a table of inputs: what it does, and when it wakes. Dice show 0.5 throughout.

use std::time::Duration;

use serde_json::json;

use super::*;
use crate::cloud::Told;

fn op(number: u128) -> OpId {
    OpId::from_uuid(Uuid::from_u128(number))
}

fn line(number: u128, names: &[u128]) -> Line {
    Line {
        id: op(number),
        set_apart: false,
        names: names.iter().map(|name| Uuid::from_u128(*name)).collect(),
    }
}

fn lines(count: u128) -> Vec<Line> {
    (1..=count).map(|number| line(number, &[1000 + number])).collect()
}

fn problem(status: u16, code: &str) -> Fault {
    Fault::Problem(Told { status, code: code.to_owned(), with: serde_json::Map::new(), retry_after: None })
}

fn offline() -> Fault {
    Fault::Unreachable("no connection".to_owned())
}

/// A machine in the hands of a test: it moves time, keeps the queue, and answers.
struct Bench {
    machine: Machine,
    now: Ms,
    queue: Vec<Line>,
}

impl Bench {
    fn new(queue: Vec<Line>) -> Self {
        Self { machine: Machine::new(5, true), now: 0, queue }
    }

    fn hears(&mut self, input: Input) -> Vec<Do> {
        self.machine.step(self.now, 0.5, &self.queue, input)
    }

    fn fails(&mut self, fault: Fault) -> Vec<Do> {
        self.hears(Input::Failed(fault))
    }

    /// The cloud accepts everything that is on its way.
    fn accepts(&mut self) -> Vec<Do> {
        let sent = self.machine.on_its_way().to_vec();
        self.queue.retain(|line| !sent.contains(&line.id));
        self.replies(Replied { answered: sent.len(), cursor: 5, ..Replied::default() })
    }

    fn replies(&mut self, replied: Replied) -> Vec<Do> {
        self.hears(Input::Replied(replied))
    }

    /// Moves to the time at which the machine wants to wake, and wakes it; tells how long that took.
    fn wakes(&mut self) -> (Ms, Vec<Do>) {
        let wake = self.machine.wake_at().unwrap();
        let waited = wake.saturating_sub(self.now);
        self.now = self.now.max(wake);
        (waited, self.hears(Input::Tick))
    }

    fn sent(todo: &[Do]) -> usize {
        match todo {
            [Do::Exchange(batch)] => batch.len(),
            other => panic!("no exchange: {other:?}"),
        }
    }
}

#[test]
fn ten_thousand_ops_go_in_batches_one_after_the_other() {
    let mut bench = Bench::new(lines(600));
    let mut sent = Vec::new();
    let mut todo = bench.hears(Input::Tick);
    while let [Do::Exchange(batch)] = todo.as_slice() {
        sent.push(batch.len());
        if batch.is_empty() {
            break;
        }
        todo = bench.accepts();
    }
    assert_eq!(sent, [250, 250, 100], "in order, and no request that nobody needs");
}

#[test]
fn a_passing_failure_is_retried_by_a_timer_alone_and_never_later_than_a_minute() {
    let mut bench = Bench::new(lines(1));
    bench.hears(Input::Tick);
    let mut pauses = Vec::new();
    for _ in 0..9 {
        assert!(bench.fails(offline()).is_empty());
        assert_eq!(bench.machine.connection(), Connection::Offline);
        let (waited, todo) = bench.wakes();
        assert_eq!(Bench::sent(&todo), 1);
        pauses.push(waited);
    }
    assert_eq!(pauses, [750, 1500, 3000, 6000, 12_000, 24_000, 45_000, 45_000, 45_000]);
    bench.accepts();
    assert_eq!(bench.machine.connection(), Connection::Online);
}

#[test]
fn a_try_that_found_nobody_is_offline_too() {
    let mut bench = Bench::new(lines(1));
    bench.hears(Input::Tick);
    assert!(bench.fails(Fault::NotReached("no connection".to_owned())).is_empty());
    assert_eq!(bench.machine.connection(), Connection::Offline);
    assert!(bench.machine.problem().is_none(), "being offline is no problem");
}

#[test]
fn what_goes_out_next_is_foreseen() {
    let mut bench = Bench::new(lines(600));
    assert!(bench.machine.foresees(bench.queue.iter().map(|line| (line, false)), 0).is_empty(), "it rests");
    let sent = bench.hears(Input::Tick);
    assert_eq!(Bench::sent(&sent), 250);
    let after: Vec<Line> = bench.queue[250..].to_vec();
    // One of those that were sent is held, and the first of the rest builds on it.
    bench.queue[300].names = vec![Uuid::from_u128(1001)];
    let held = bench.queue.iter().enumerate().filter(|(no, _)| *no == 0 || *no >= 250);
    let foreseen = bench.machine.foresees(held.map(|(no, line)| (line, no == 0)), 250);
    assert_eq!(foreseen.len(), 250);
    assert!(!foreseen.contains(&op(301)));
    let plain = bench.machine.foresees(after.iter().map(|line| (line, false)), 250);
    let went = bench.accepts();
    assert_eq!(went, [Do::Exchange(plain)], "exactly what then goes out, if every op is answered for good");
}

#[test]
fn an_op_goes_out_at_once_only_where_nothing_speaks_against_it() {
    let mut bench = Bench::new(Vec::new());
    assert!(bench.machine.sends_at_once());
    bench.hears(Input::Tick);
    assert!(!bench.machine.sends_at_once(), "an exchange is under way");
    bench.replies(Replied { cursor: 5, ..Replied::default() });
    assert!(bench.machine.sends_at_once());
    bench.hears(Input::Wake);
    bench.fails(offline());
    assert!(!bench.machine.sends_at_once(), "offline, the timer decides");
}

#[test]
fn an_edit_while_offline_waits_for_the_timer_but_network_return_and_live_do_not() {
    for input in [Input::Wake, Input::LiveUp] {
        let mut bench = Bench::new(lines(1));
        bench.hears(Input::Tick);
        bench.fails(offline());
        assert!(bench.hears(Input::Dispatched).is_empty(), "a person who edits on a train makes no storm");
        assert_eq!(Bench::sent(&bench.hears(input)), 1);
    }
}

#[test]
fn an_edit_during_an_exchange_follows_at_once() {
    let mut bench = Bench::new(Vec::new());
    bench.hears(Input::Tick);
    bench.queue.push(line(1, &[]));
    assert!(bench.hears(Input::Dispatched).is_empty(), "one exchange at a time");
    assert_eq!(Bench::sent(&bench.replies(Replied { cursor: 5, ..Replied::default() })), 1);
}

#[test]
fn a_poisonous_op_is_found_by_halving_and_parked_and_the_rest_flows() {
    for status in [500, 400, 413, 422] {
        let mut bench = Bench::new(lines(8));
        bench.queue[7].names = vec![Uuid::from_u128(1003)]; // names what op 3 makes
        let mut todo = bench.hears(Input::Tick);
        let mut exchanges = 0;
        let parked = loop {
            exchanges += 1;
            assert!(exchanges < 40, "it ends");
            match todo.as_slice() {
                [Do::Exchange(batch)] if batch.contains(&op(3)) => {
                    todo = bench.fails(problem(status, "internal"))
                }
                [Do::Exchange(_)] => todo = bench.accepts(),
                [] => todo = bench.wakes().1,
                [Do::Park(parked), ..] => break *parked,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(parked, op(3), "{status}");
        bench.queue.iter_mut().for_each(|line| line.set_apart = line.id == op(3));
        let next = bench.hears(Input::Dispatched);
        let left: Vec<OpId> = bench.queue.iter().map(|line| line.id).collect();
        match next.as_slice() {
            [Do::Exchange(batch)] => assert!(!batch.contains(&op(8)), "what builds on it waits with it"),
            [] => assert!(left.contains(&op(3)) && left.contains(&op(8))),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_cloud_that_is_broken_for_everybody_parks_nothing() {
    let mut bench = Bench::new(lines(3));
    let mut todo = bench.hears(Input::Tick);
    for _ in 0..60 {
        todo = match todo.as_slice() {
            [Do::Exchange(_)] => bench.fails(problem(500, "internal")),
            [] => bench.wakes().1,
            other => panic!("parked: {other:?}"),
        };
    }
    assert_eq!(bench.machine.problem().unwrap().code, "internal");
}

#[test]
fn slow_down_is_heeded_to_the_second() {
    let mut bench = Bench::new(lines(1));
    bench.hears(Input::Tick);
    let slow = Told {
        status: 429,
        code: "slow_down".into(),
        with: serde_json::Map::new(),
        retry_after: Some(Duration::from_secs(90)),
    };
    bench.fails(Fault::Problem(slow));
    let (waited, _) = bench.wakes();
    assert!((90_000..96_000).contains(&waited), "{waited}");
}

#[test]
fn a_fork_takes_a_new_desk_id_and_a_gap_is_renumbered() {
    let mut bench = Bench::new(lines(1));
    bench.hears(Input::Tick);
    let todo = bench.fails(problem(409, "fork"));
    assert!(matches!(todo.as_slice(), [Do::NewDesk, Do::Exchange(_)]), "{todo:?}");
    let mut gap = Told { status: 409, code: "gap".into(), with: serde_json::Map::new(), retry_after: None };
    gap.with.insert("expected".into(), json!(7));
    let todo = bench.fails(Fault::Problem(gap));
    assert!(matches!(todo.as_slice(), [Do::Renumber(7), Do::Exchange(_)]), "{todo:?}");
    for _ in 0..2 {
        bench.fails(problem(409, "fork"));
    }
    assert!(
        bench.machine.wake_at().unwrap() > bench.now,
        "a cloud that never agrees is not asked without pause"
    );
}

#[test]
fn a_number_that_a_full_disk_could_not_keep_is_taken_again_however_often_that_was() {
    let mut bench = Bench::new(lines(1));
    bench.hears(Input::Tick);
    let mut gap = Told { status: 409, code: "gap".into(), with: serde_json::Map::new(), retry_after: None };
    gap.with.insert("expected".into(), json!(1));
    for turn in 0..10 {
        let todo = bench.fails(Fault::Problem(gap.clone()));
        assert!(todo.contains(&Do::Renumber(1)), "turn {turn}: {todo:?}");
        if bench.machine.wake_at().is_some() {
            bench.wakes();
        }
    }
}

#[test]
fn three_unexplained_snapshots_are_a_loop_and_an_explained_one_is_none() {
    let mut bench = Bench::new(Vec::new());
    bench.hears(Input::Tick);
    let snapshot = Replied { snapshot: true, cursor: 9, ..Replied::default() };
    bench.hears(Input::Explained);
    for turn in 0..4 {
        assert!(bench.machine.problem().is_none(), "after {turn}");
        bench.replies(snapshot);
        if turn < 3 {
            bench.wakes();
        }
    }
    assert_eq!(bench.machine.problem().unwrap().code, "snapshot_loop");
    assert!(bench.hears(Input::Dispatched).is_empty());
    assert_eq!(Bench::sent(&bench.hears(Input::Wake)), 0, "until the person says so");
}

#[test]
fn with_live_pokes_it_is_quiet_and_without_it_polls() {
    let mut bench = Bench::new(Vec::new());
    bench.hears(Input::Tick);
    bench.accepts();
    assert_eq!(bench.machine.wake_at().unwrap(), 20_000);
    bench.hears(Input::LiveUp);
    bench.accepts();
    assert_eq!(bench.machine.wake_at().unwrap(), 300_000);
    assert!(bench.hears(Input::Poke(5)).is_empty(), "a heartbeat that tells nothing new");
    assert_eq!(Bench::sent(&bench.hears(Input::Poke(6))), 0, "news are fetched at once");
    bench.hears(Input::Poke(9));
    let behind = bench.replies(Replied { cursor: 7, ..Replied::default() });
    assert_eq!(Bench::sent(&behind), 0, "a poke that came meanwhile is not lost");
    bench.replies(Replied { cursor: 9, ..Replied::default() });
    bench.hears(Input::LiveDown);
    assert_eq!(bench.machine.wake_at().unwrap(), 2_000, "the end of the line is looked into soon");
}

#[test]
fn pages_follow_each_other() {
    let mut bench = Bench::new(Vec::new());
    bench.hears(Input::Tick);
    assert_eq!(Bench::sent(&bench.replies(Replied { more: true, cursor: 6, ..Replied::default() })), 0);
}

#[test]
fn without_view_team_it_looks_at_me_until_the_role_is_regained() {
    let mut bench = Bench::new(lines(1));
    bench.hears(Input::Tick);
    assert_eq!(bench.fails(problem(403, "view_team_required")), [Do::LookAtMe]);
    assert!(bench.hears(Input::Me { sees_team: false }).is_empty());
    bench.hears(Input::Poke(6));
    assert_eq!(bench.machine.connection(), Connection::Syncing, "a poke may mean that her role changed");
    let regained = bench.hears(Input::Me { sees_team: true });
    assert_eq!(Bench::sent(&regained), 1);
    bench.replies(Replied { snapshot: true, cursor: 6, answered: 1, ..Replied::default() });
    assert!(bench.machine.problem().is_none(), "this snapshot is explained");
}

#[test]
fn only_our_own_word_about_her_place_is_looked_into() {
    for (fault, looks) in [
        (problem(404, "not_found"), true),
        (problem(403, "suspended"), true),
        (problem(403, "something_else"), false),
        (Fault::NotOurs { status: 404, retry_after: None }, false),
        (Fault::NotOurs { status: 200, retry_after: None }, false),
        (Fault::NotOurs { status: 403, retry_after: None }, false),
        (Fault::NotOurs { status: 302, retry_after: None }, false),
    ] {
        let mut bench = Bench::new(lines(1));
        bench.hears(Input::Tick);
        let todo = bench.fails(fault.clone());
        assert_eq!(todo == [Do::CheckPlace], looks, "{fault:?}");
    }
}

#[test]
fn a_place_that_is_lost_ends_it_and_one_that_is_kept_does_not() {
    let mut bench = Bench::new(lines(1));
    bench.hears(Input::Tick);
    bench.fails(problem(404, "not_found"));
    bench.hears(Input::PlaceKept);
    let (_, todo) = bench.wakes();
    assert_eq!(Bench::sent(&todo), 1);
    bench.fails(problem(404, "not_found"));
    bench.hears(Input::PlaceLost);
    assert_eq!(bench.machine.wake_at(), None);
    assert!(bench.hears(Input::Wake).is_empty());
}

#[test]
fn an_ended_session_an_old_version_and_an_unknown_event_stop_it_until_they_are_mended() {
    let outdated = || DeskError::outdated("an entry holds what only a newer version can read");
    for (input, mended) in [
        (Input::Failed(Fault::SignedOut), Input::SignedIn),
        (Input::Failed(problem(426, "wire_unsupported")), Input::Wake),
        (Input::Outdated(outdated()), Input::Wake),
    ] {
        let mut bench = Bench::new(lines(1));
        bench.hears(Input::Tick);
        assert!(bench.hears(input).is_empty());
        assert!(["signed_out", "outdated"].contains(&bench.machine.problem().unwrap().code.as_str()));
        assert!(bench.hears(Input::Dispatched).is_empty());
        assert_eq!(Bench::sent(&bench.hears(mended)), 1);
    }
}

#[test]
fn what_could_not_be_kept_is_asked_for_again() {
    let mut bench = Bench::new(lines(1));
    bench.hears(Input::Tick);
    bench.hears(Input::NotKept(DeskError::storage("the disk is full")));
    assert_eq!(bench.machine.problem().unwrap().code, "storage");
    assert_eq!(Bench::sent(&bench.wakes().1), 1);
}

#[test]
fn a_snapshot_is_fetched_to_its_end_before_anything_else_is_asked() {
    let mut bench = Bench::new(lines(1));
    bench.hears(Input::Tick);
    bench.hears(Input::Staged(true));
    assert_eq!(
        bench.replies(Replied { more: true, answered: 1, cursor: 5, ..Replied::default() }),
        [Do::Rows]
    );
    assert_eq!(bench.machine.connection(), Connection::Syncing);
    assert!(bench.hears(Input::Dispatched).is_empty() && bench.hears(Input::Poke(9)).is_empty());
    assert!(bench.fails(offline()).is_empty());
    assert_eq!(bench.machine.connection(), Connection::Offline);
    assert_eq!(bench.wakes().1, [Do::Rows], "it goes on, without another exchange");
    bench.hears(Input::RowsCame);
    assert_eq!(bench.machine.connection(), Connection::Syncing);
    bench.hears(Input::Staged(false));
    let whole = Replied { snapshot: true, more: true, cursor: 8, ..Replied::default() };
    assert_eq!(Bench::sent(&bench.replies(whole)), 1, "and then what came meanwhile");
}

#[test]
fn a_stream_that_is_cut_again_and_again_but_moves_is_tried_without_growing_pauses() {
    let mut bench = Bench::new(Vec::new());
    bench.machine.goes_on_fetching();
    assert_eq!(bench.hears(Input::Tick), [Do::Rows], "what the last run left goes on first");
    for _ in 0..9 {
        bench.hears(Input::RowsCame);
        bench.fails(offline());
        assert_eq!(bench.wakes(), (750, vec![Do::Rows]));
    }
    for _ in 0..9 {
        bench.fails(offline());
        bench.wakes();
    }
    assert_eq!(bench.fails(offline()), []);
    assert!(bench.wakes().0 > 30_000);
}

#[test]
fn a_state_that_is_gone_is_exchanged_for_at_once_and_then_with_patience() {
    let mut bench = Bench::new(Vec::new());
    bench.machine.goes_on_fetching();
    bench.hears(Input::Tick);
    assert_eq!(Bench::sent(&bench.hears(Input::StreamGone)), 0);
    for pause in [750, 1_500, 3_000] {
        bench.hears(Input::Staged(true));
        bench.hears(Input::StreamGone);
        assert_eq!(bench.wakes().0, pause);
    }
}

#[test]
fn a_poke_from_before_the_cloud_was_restored_is_asked_for_once() {
    let mut bench = Bench::new(Vec::new());
    assert_eq!(Bench::sent(&bench.hears(Input::Poke(9))), 0);
    let reply = Replied { cursor: 5, ..Replied::default() };
    assert_eq!(Bench::sent(&bench.replies(reply)), 0, "it may have come while the reply was on its way");
    assert_eq!(bench.replies(reply), [], "the cloud has nothing beyond 5");
    assert!(bench.wakes().0 >= 10_000);
}
