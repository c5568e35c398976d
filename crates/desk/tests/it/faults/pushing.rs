//! Pushing: whatever happens between "asked" and "answered", an op has one outcome for ever, and every edit gets it.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;
use keyholder_between::{Between, Harm};
use keyholder_desk::cloud::Fault;
use keyholder_desk::picture::PendingState;
use keyholder_desk::sync::{Do, Input, Line, Machine};
use keyholder_domain::{Op, OpId};
use serde_json::{Value, json};
use uuid::Uuid;

use super::behind;
use crate::world::{TestDesk, World, new_group, op};

/// In every exchange that carries the ops of these tests, and in no other.
const OPS: &str = "\"group.create\"";

/// The ops of every exchange that was sent and carried any.
fn batches(desk: &TestDesk) -> Vec<Vec<Value>> {
    let sent = desk.machine.line.sent.lock().unwrap();
    sent.iter().map(|body| body["ops"].as_array().unwrap().clone()).filter(|ops| !ops.is_empty()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_01_a_reply_lost_after_the_commit_has_its_effects_once() {
    let world = World::new().await;
    let line = Between::before(&world.address).await;
    let ana = behind(&world, &line, "Ana").await;
    ana.goes_offline();
    let (group, make) = new_group("Kasir");
    ana.queues(make).await;
    ana.queues(json!({"type": "group.rename", "group": group, "from": "Kasir", "to": "Depan"})).await;
    let before = world.entries().await;
    line.does_next(OPS, 2, Harm::ReplyLost);
    ana.comes_back_and_syncs().await;
    line.until_harmed(1).await;
    assert_eq!(world.entries().await, before + 2, "the cloud has committed what the desk does not know of");
    let picture = ana.settled().await;
    assert_eq!(line.harmed(), 2, "two replies got lost");
    assert!(picture.pending.is_empty());
    assert_eq!(world.entries().await, before + 2, "effects once");
    assert_eq!(picture.base.group(group).unwrap().name.as_str(), "Depan");
    let sent = batches(&ana);
    assert_eq!(sent[0], sent[1], "a retry is the same, byte for byte, under the same numbers");
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_02_the_same_ops_pushed_by_many_hands_at_once_are_executed_once() {
    let world = World::new().await;
    let line = Between::before(&world.address).await;
    let ana = behind(&world, &line, "Ana").await;
    ana.goes_offline();
    for name in ["One", "Two", "Three"] {
        ana.queues(new_group(name).1).await;
    }
    let before = world.entries().await;
    // The exchange as the desk sends it: this one breaks off before the cloud has all of it.
    line.does_next(OPS, 1, Harm::CutUp(40));
    ana.comes_back();
    line.until_harmed(1).await;
    let body = json!({"wire": 1, "cursor": 0, "ops": batches(&ana)[0], "desk": ana.picture().await.desk});
    let hands = (0..8).map(|_| world.cloud.sync(&world.owner, world.store, body.clone()));
    let replies = join_all(hands).await;
    for reply in &replies {
        assert_eq!(reply.body["outcomes"], replies[0].body["outcomes"], "the others get the same outcomes");
    }
    assert!(replies[0].body["outcomes"].as_array().unwrap().iter().all(|it| it["accepted"].is_object()));
    let picture = ana.settled().await;
    assert!(picture.pending.is_empty());
    assert_eq!((world.entries().await, picture.base.group_count()), (before + 3, 3));

    // Two windows of one program: fifty clicks at once ask it once.
    let rename = json!({"type": "store.rename", "from": "Toko Ana", "to": "Toko Baru"});
    let rename = Op::parse(&rename).unwrap();
    let clicks = (0..50).map(|_| ana.keyholder.dispatch(ana.store, rename.clone(), false));
    let queued = join_all(clicks).await.into_iter().filter(|answer| answer.as_ref().unwrap().queued).count();
    assert_eq!(queued, 1, "for the others there was nothing to do");
    assert_eq!(ana.machine.starts().await.err().unwrap().code, "profile_in_use", "one writer a profile");
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_03_a_batch_cut_differently_on_retry_is_still_executed_once() {
    let world = World::new().await;
    let line = Between::before(&world.address).await;
    let ana = behind(&world, &line, "Ana").await;
    ana.goes_offline();
    let before = world.entries().await;
    for turn in 0..8 {
        ana.queues(new_group(&format!("First {turn}")).1).await;
    }
    // Committed, and the reply lost; then a fault that makes the desk halve its batches.
    line.does_next(OPS, 1, Harm::ReplyLost);
    line.does_next("group.create", 1, Harm::Broken);
    ana.comes_back_and_syncs().await;
    line.until_harmed(2).await;
    for turn in 0..4 {
        ana.queues(new_group(&format!("Later {turn}")).1).await;
    }
    let picture = ana.settled().await;
    assert!(picture.pending.is_empty());
    assert_eq!((world.entries().await, picture.base.group_count()), (before + 12, 12));
    let sent = batches(&ana);
    let cuts: BTreeSet<usize> = sent.iter().map(Vec::len).collect();
    assert!(cuts.len() > 1, "it was cut differently: {cuts:?}");
    let mut numbers = BTreeMap::new();
    for asked in sent.iter().flatten() {
        let first = numbers.entry(asked["id"].to_string()).or_insert_with(|| asked["n"].clone());
        assert_eq!(*first, asked["n"], "identity and number are the op's, never the batch's");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_04_an_op_that_is_always_refused_is_visible_and_the_queue_goes_on() {
    let world = World::new().await;
    let (_, sari) = world.member("Sari", "seller").await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let (mine, make) = new_group("Kasir");
    let first = ana.queues(make).await;
    let second = ana.queues(json!({"type": "member.add_to_group", "member": sari, "group": mine})).await;
    let third = ana.queues(new_group("Gudang").1).await;
    assert_eq!(op(&ana.picture().await, second).unwrap().depends_on, Some(first));
    world.group("KASIR").await;
    ana.comes_back_and_syncs().await;
    assert_eq!(ana.refusal(first).await.0, "name_taken");
    let (code, with) = ana.refusal(second).await;
    assert_eq!((code.as_str(), &with["op"]), ("depends_on_refused", &json!(first)));
    ana.until(|picture| op(picture, third).is_none()).await;

    // Asked again it is refused again, under another id, and still blocks nobody.
    let again = ana.keyholder.retry(ana.store, first).await.unwrap();
    assert_eq!(ana.refusal(again.id).await.0, "name_taken");
    let fourth = ana.queues(new_group("Toko").1).await;
    ana.until(|picture| op(picture, fourth).is_none()).await;
    let ana = ana.restarts().await;
    assert_eq!(ana.picture().await.pending.len(), 2, "visible until it is dropped, also after a restart");
    ana.keyholder.drop_op(ana.store, second).await.unwrap();
    ana.keyholder.drop_op(ana.store, again.id).await.unwrap();
    assert!(ana.picture().await.pending.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_05_an_op_that_breaks_the_cloud_is_parked_with_what_builds_on_it_and_the_rest_flows() {
    let world = World::new().await;
    let (_, sari) = world.member("Sari", "seller").await;
    let line = Between::before(&world.address).await;
    let ana = behind(&world, &line, "Ana").await;
    let desk = ana.keyholder.desk(ana.store).await.unwrap();
    for status in [500, 400, 413, 422] {
        ana.goes_offline();
        let name = format!("Poison {status}");
        line.does_to(&name, Harm::Status(status));
        let before = ana.queues(new_group(&format!("Before {status}")).1).await;
        let (made, make) = new_group(&name);
        let poison = ana.queues(make).await;
        let builds = ana.queues(json!({"type": "member.add_to_group", "member": sari, "group": made})).await;
        let after = ana.queues(new_group(&format!("After {status}")).1).await;
        ana.machine.line.sent.lock().unwrap().clear();
        ana.comes_back();
        // The person is impatient, or this would take as long as five pauses.
        let parked = |picture: &keyholder_desk::picture::Picture| {
            desk.input(Input::Wake);
            op(picture, poison).is_some_and(|op| op.state == PendingState::Parked)
        };
        ana.until(parked).await;
        let flows = |id: OpId| ana.until(move |picture| op(picture, id).is_none());
        flows(before).await;
        let picture = flows(after).await;
        assert_eq!(op(&picture, builds).unwrap().state, PendingState::Waiting, "{status}: it waits with it");
        assert!(world.cloud.held(world.store).await.store.group(made).is_none(), "{status}");
        let alone =
            batches(&ana).iter().filter(|ops| ops.len() == 1 && ops[0]["id"] == json!(poison)).count();
        assert_eq!(alone, 5, "{status}: it stood alone and was tried five times");

        line.heals();
        let again = ana.keyholder.retry(ana.store, poison).await.unwrap();
        assert_eq!(again.id, poison, "{status}: sent again after parking it keeps its id");
        let picture = ana.until(|picture| picture.pending.is_empty()).await;
        assert!(picture.base.member(sari).unwrap().groups.contains_key(&made), "{status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_06_a_passing_failure_without_a_further_edit_is_retried_by_a_timer_alone() {
    let world = World::new().await;
    let line = Between::before(&world.address).await;
    // No live connection: nothing but the timer can end the pause.
    line.does_to("/live", Harm::Nothing);
    let ana = behind(&world, &line, "Ana").await;
    line.does_to("/sync", Harm::Nothing);
    let harmed = line.harmed();
    let asked = ana.queues(new_group("Kasir").1).await;
    line.until_harmed(harmed + 3).await;
    line.does_to("/sync", Harm::None);
    let picture = ana.until(|picture| op(picture, asked).is_none()).await;
    assert_eq!(picture.base.group_count(), 1);

    // The pauses as the shipped machine throws them: with jitter, never above a minute, ended by the network or a live line.
    let queue = [Line { id: OpId::from_uuid(Uuid::now_v7()), set_apart: false, names: Vec::new() }];
    let gone = || Input::Failed(Fault::Unreachable("no connection".to_owned()));
    let mut thrown = BTreeSet::new();
    for dice in (0..100).map(|dice| f64::from(dice) / 100.0) {
        let (mut machine, mut now) = (Machine::new(5, true), 0);
        machine.step(now, dice, &queue, Input::Tick);
        for failure in 1..=12 {
            assert!(machine.step(now, dice, &queue, gone()).is_empty());
            let pause = machine.wake_at().unwrap() - now;
            assert!((500..=60_000).contains(&pause), "failure {failure}: {pause} ms");
            if failure == 12 {
                assert!(pause >= 30_000, "and it does back off");
                thrown.insert(pause);
            }
            now = machine.wake_at().unwrap();
            assert!(matches!(machine.step(now, dice, &queue, Input::Tick)[..], [Do::Exchange(_)]));
        }
        machine.step(now, dice, &queue, gone());
        let ends = if thrown.len() % 2 == 0 { Input::Wake } else { Input::LiveUp };
        assert!(matches!(machine.step(now + 1, dice, &queue, ends)[..], [Do::Exchange(_)]), "at once");
    }
    assert!(thrown.len() > 90, "a hundred desks come back at {} times", thrown.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_11_an_op_id_used_again_with_other_content_changes_nothing() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let (mine, make) = new_group("Kasir");
    let id = ana.queues(make).await;
    let flows = ana.queues(new_group("Gudang").1).await;
    // Somebody else's program made the same id, and its op was there first.
    let (theirs, other) = new_group("Depan");
    let envelope = |op: Value| json!({"wire": 1, "cursor": 0, "ops": [{"id": id, "made_at": world.cloud.now(), "op": op}]});
    let first = world.cloud.sync(&world.owner, world.store, envelope(other.clone())).await;
    assert!(first.body["outcomes"][0]["accepted"].is_object());
    let before = world.entries().await;

    ana.comes_back_and_syncs().await;
    assert_eq!(ana.refusal(id).await.0, "op_id_in_use", "it is told in that reply");
    let picture = ana.until(|picture| op(picture, flows).is_none()).await;
    assert!(picture.base.group(mine).is_none() && picture.base.group(theirs).is_some());
    assert_eq!(world.entries().await, before + 1, "nothing of it was applied");
    let again = world.cloud.sync(&world.owner, world.store, envelope(other)).await;
    assert_eq!(again.body["outcomes"], first.body["outcomes"], "the first outcome stands");
    let tried = ana.keyholder.retry(ana.store, id).await.unwrap();
    assert!(tried.queued && tried.id != id);
    ana.until(|picture| picture.pending.is_empty() && picture.base.group(mine).is_some()).await;
}
