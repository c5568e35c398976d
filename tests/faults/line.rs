//! Lines that go, fall silent after sleep, or are gathered by a proxy. Where a minute of waiting is part of the fault, the
//! programs' clocks run ten times as fast (libfaketime), heartbeat and deadline with them. A desk's pauses are counted on the clock
//! that goes on in a machine's sleep, which is out of libfaketime's reach: its polls come as slowly as people have them.

use keyholder_between::{Between, Harm};
use keyholder_desk::sync::{Input, Machine, Replied};
use serde_json::json;

use crate::harness::cloud::{Cloud, at_time, plain};
use crate::harness::machine::Machine as Computer;
use crate::harness::{new_group, tools};

const TEN_TIMES_AS_FAST: &str = "+0 x10";

#[test]
fn fault_07_edits_made_offline_are_pushed_when_only_the_network_returns() {
    let mut cloud = Cloud::start();
    let owner = cloud.owner();
    let mut machine = Computer::new(&cloud.url(), &owner);
    machine.first_start(&owner).closes();
    // Both go on in a network of their own, which is then taken away.
    cloud.is_killed();
    let network = std::rc::Rc::new(tools::Network::new());
    let (one, other) = (std::rc::Rc::clone(&network), std::rc::Rc::clone(&network));
    cloud.wraps(move |command| one.inside(command));
    machine.wraps(move |command| other.inside(command));
    cloud.starts_again();
    network.is_up(false);
    let mut desk = machine.starts();
    desk.until("it is offline", |shown| shown["badge"] == "offline");
    desk.queues(new_group("Kasir"));
    assert_eq!(machine.runs(&["group", "create", "Gudang", "--no-wait"])["outcome"], "waiting");
    assert_eq!(desk.looks()["pending"].as_array().map(Vec::len), Some(2));
    network.is_up(true);
    let shown = desk.settles();
    assert_eq!(shown["groups"], json!(["Gudang", "Kasir"]));
    desk.until("it is online", |shown| shown["badge"] == "up_to_date");
    desk.closes();
    cloud.is_killed();
    cloud.wraps(plain);
    cloud.starts_again();
    assert_eq!(cloud.groups(&owner).0, ["Gudang", "Kasir"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_23_a_half_open_line_after_sleep_is_given_up_and_everything_is_fetched() {
    let cloud = Cloud::start_with(&[], at_time(TEN_TIMES_AS_FAST));
    let owner = cloud.owner();
    let line = Between::before(&cloud.url()).await;
    let mut machine = Computer::new(&line.url(), &owner);
    machine.wraps(at_time(TEN_TIMES_AS_FAST));
    let mut desk = machine.first_start(&owner);
    line.until_requests("/live", 1).await;
    // The open line dies without a word; new ones would pass.
    let harmed = line.harmed();
    line.does_to("/live", Harm::Silence);
    line.until_harmed(harmed + 1).await;
    line.does_to("/live", Harm::None);
    let opened = line.requests("/live").len();
    cloud.ask(&owner, new_group("Meanwhile"));
    desk.until("what happened meanwhile is there", |shown| shown["groups"] == json!(["Meanwhile"]));
    line.until_requests("/live", opened + 1).await;
    // And the new line works: the next change comes as a poke, long before any poll.
    let asked = line.requests("/sync").len();
    cloud.ask(&owner, new_group("Now"));
    desk.until("the next one comes too", |shown| shown["groups"] == json!(["Meanwhile", "Now"]));
    assert!(line.requests("/sync").len() > asked);
    desk.closes();
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_25_a_proxy_that_gathers_the_live_stream_is_noticed_and_the_desk_polls() {
    let cloud = Cloud::start_with(&[], at_time(TEN_TIMES_AS_FAST));
    let owner = cloud.owner();
    let line = Between::before(&cloud.url()).await;
    let mut machine = Computer::new(&line.url(), &owner);
    machine.wraps(at_time(TEN_TIMES_AS_FAST));
    let mut desk = machine.first_start(&owner);
    line.until_requests("/live", 1).await;
    cloud.ask(&owner, new_group("Told"));
    desk.until("it hears pokes", |shown| shown["groups"] == json!(["Told"]));
    // From now on the proxy gathers, also on the line that is open: the missing heartbeat tells.
    line.does_to("/live", Harm::HoldBack);
    cloud.ask(&owner, new_group("Held back"));
    desk.until("it is fetched all the same", |shown| shown["groups"].as_array().map(Vec::len) == Some(2));
    // The next change is found by polling: nothing was heard on any line since.
    let asked = line.requests("/sync").len();
    cloud.ask(&owner, new_group("Polled"));
    desk.until("it is polled", |shown| shown["groups"].as_array().map(Vec::len) == Some(3));
    assert!(line.requests("/sync").len() > asked, "nobody told it: it asked");
    // As the shipped machine throws it: every 10 to 30 seconds.
    let (mut machine, mut polls) = (Machine::new(5, true), Vec::new());
    for dice in [0.0, 0.3, 0.7, 1.0] {
        machine.step(0, dice, &[], Input::Tick);
        machine.step(0, dice, &[], Input::Replied(Replied { cursor: 5, ..Replied::default() }));
        polls.push(machine.wake_at().unwrap());
        machine.step(0, dice, &[], Input::Wake);
    }
    assert_eq!(polls, [10_000, 16_000, 24_000, 30_000]);
    desk.closes();
}
