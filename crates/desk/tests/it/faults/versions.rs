//! Desks and clouds of different versions: what one does not know yet is held or stops it, and nothing is dropped.

use keyholder_between::{Between, Harm};
use keyholder_desk::picture::PendingState;
use keyholder_domain::wire::entry_hash;
use serde_json::{Value, json};

use super::{behind, says};
use crate::world::{TestDesk, World, new_group, op};

#[tokio::test(flavor = "multi_thread")]
async fn fault_35_an_event_of_a_later_version_stops_the_desk_there_and_everything_is_kept() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let known = world.group("Known").await;
    ana.machine.line.bend(|reply| {
        let entries = reply["entries"].as_array_mut().unwrap();
        let Some(mut later) = entries.last().cloned() else { return };
        let before = later["hash"].as_str().unwrap().to_owned();
        later["seq"] = json!(later["seq"].as_u64().unwrap() + 1);
        later["event"] = json!({"type": "member.knighted", "member": later["by"]});
        later["hash"] = json!(entry_hash(&before, &later));
        (reply["cursor"], reply["head"]) = (later["seq"].clone(), later["hash"].clone());
        reply["entries"].as_array_mut().unwrap().push(later);
    });
    let mine = ana.queues(new_group("Mine").1).await;
    ana.comes_back_and_syncs().await;
    let told = |picture: &keyholder_desk::picture::Picture| {
        picture.problem.as_ref().is_some_and(|problem| problem.code == "outdated")
    };
    let picture = ana.until(told).await;
    assert_eq!(picture.problem.as_ref().unwrap().with["event"], "member.knighted");
    assert!(picture.base.group(known).is_some(), "up to there everything is taken");
    ana.queues(new_group("Edits go on").1).await;
    let ana = ana.restarts().await;
    ana.machine.line.straighten();
    ana.keyholder.sync_now(ana.store).await.unwrap();
    let picture = ana.until(|picture| picture.pending.is_empty() && picture.base.group_count() == 3).await;
    assert!(op(&picture, mine).is_none(), "an updated program takes it up where it stopped");
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_35_every_op_ever_shipped_is_read_and_one_of_the_future_is_held_with_what_builds_on_it() {
    let world = World::new().await;
    let golden = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/tests/golden/ops");
    let mut ops: Vec<Value> = std::fs::read_dir(golden)
        .unwrap()
        .map(|file| serde_json::from_slice(&std::fs::read(file.unwrap().path()).unwrap()).unwrap())
        .collect();
    assert!(ops.len() >= 20, "{}", ops.len());
    for op in ops.drain(..) {
        let kind = op["type"].clone();
        let outcome = world.owner_asks(op).await;
        assert_ne!(outcome["refused"]["code"], "unknown_op", "{kind} is read: {outcome}");
        assert!(outcome["accepted"].is_object() || outcome["refused"].is_object(), "{kind}: {outcome}");
    }
    // One of the future is answered, and not recorded: the same id is judged anew every time.
    let id = uuid::Uuid::now_v7();
    let merge = json!({"id": id, "made_at": world.cloud.now(), "op": {"type": "group.merge", "group": id, "into": id}});
    for _ in 0..2 {
        let body = json!({"wire": 1, "cursor": 0, "ops": [merge]});
        let reply = world.cloud.sync(&world.owner, world.store, body).await;
        assert_eq!(reply.body["outcomes"][0]["refused"]["code"], "unknown_op");
    }
    let known = json!({"id": id, "made_at": world.cloud.now(), "op": new_group("Learned").1});
    let reply =
        world.cloud.sync(&world.owner, world.store, json!({"wire": 1, "cursor": 0, "ops": [known]})).await;
    assert!(reply.body["outcomes"][0]["accepted"].is_object(), "nothing stood in its way: {}", reply.body);

    let ana = world.ready("Ana").await;
    let groups = ana.picture().await.base.group_count();
    ana.goes_offline();
    let (group, make) = new_group("Kasir");
    let asked = ana.queues(make).await;
    let built =
        ana.queues(json!({"type": "group.rename", "group": group, "from": "Kasir", "to": "Depan"})).await;
    let other = ana.queues(new_group("Gudang").1).await;
    // The cloud meets the op as it would meet one of the future: it does not know its name.
    *ana.machine.line.renames.lock().unwrap() = Some(("group.create".into(), "group.found".into(), asked));
    ana.comes_back_and_syncs().await;
    let picture = ana.until(|picture| op(picture, other).is_none()).await;
    assert_eq!(op(&picture, asked).unwrap().state, PendingState::Held);
    assert!(op(&picture, built).is_none_or(|op| op.state != PendingState::Refused), "it was not sent ahead");
    *ana.machine.line.renames.lock().unwrap() = None;
    ana.comes_back_and_syncs().await;
    let picture = ana.settled().await;
    assert!(picture.pending.is_empty(), "{:?}", picture.pending);
    assert_eq!(picture.base.group(group).unwrap().name.as_str(), "Depan");
    assert_eq!(picture.base.group_count(), groups + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_35_a_downgrade_leaves_the_files_alone_and_the_upgrade_sends_what_waits() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let asked = ana.queues(new_group("Kasir").1).await;
    let raw = op(&ana.picture().await, asked).unwrap().raw.clone();
    ana.keyholder.close().await;
    let stamp = |ana: &TestDesk, version: i32| {
        let outbox = ana.machine.open_file(ana.store, "outbox.db");
        outbox.pragma_update(None, "user_version", version).unwrap();
    };
    let before: i32 = ana
        .machine
        .open_file(ana.store, "outbox.db")
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    // As a newer program leaves it: this one is the older one now.
    stamp(&ana, 99);
    let ana = ana.restarts().await;
    assert_eq!(ana.keyholder.open_store(ana.store).await.unwrap_err().code, "written_by_newer");
    ana.keyholder.close().await;
    stamp(&ana, before);
    let ana = ana.restarts().await;
    let picture = ana.picture().await;
    assert_eq!(op(&picture, asked).unwrap().raw, raw, "kept as written");
    ana.comes_back_and_syncs().await;
    ana.until(|picture| picture.pending.is_empty() && picture.base.group_count() == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_36_a_desk_newer_or_older_than_the_cloud_says_so_and_keeps_everything() {
    let world = World::new().await;
    // What the cloud says to a wire that it does not speak (yet, or any more).
    let newer = world.cloud.sync(&world.owner, world.store, json!({"wire": 2, "cursor": 0, "ops": []})).await;
    assert_eq!(newer.told(), (426, "wire_unsupported"));
    assert_eq!((&newer.body["with"]["min"], &newer.body["with"]["max"]), (&json!(1), &json!(1)));

    let line = Between::before(&world.address).await;
    let ana = behind(&world, &line, "Ana").await;
    let asked = ana.queues(new_group("Before").1).await;
    ana.until(|picture| op(picture, asked).is_none()).await;
    // In a rolling deploy some nodes answer that they no longer speak it.
    line.does_to("/sync", Harm::Problem(426, "wire_unsupported", None));
    let asked = ana.queues(new_group("Kasir").1).await;
    let picture = ana.until(says("outdated")).await;
    assert_eq!(op(&picture, asked).unwrap().state, PendingState::Waiting);
    ana.queues(new_group("Edits go on").1).await;
    let ana = ana.restarts().await;
    let picture = ana.until(says("outdated")).await;
    assert_eq!((picture.pending.len(), picture.base.group_count()), (2, 1), "everything is kept");
    line.heals();
    ana.keyholder.sync_now(ana.store).await.unwrap();
    ana.until(|picture| picture.pending.is_empty() && picture.base.group_count() == 3).await;

    // A newer node adds fields, and an older one lacks those that were added later: both are understood.
    ana.machine.line.bend(|reply| {
        reply["a_later_field"] = json!({"anything": [1]});
        for entry in reply["entries"].as_array_mut().into_iter().flatten() {
            let Some(outcome) = entry.as_object_mut() else { continue };
            outcome.remove("a_later_field");
        }
        for outcome in reply["outcomes"].as_array_mut().into_iter().flatten() {
            outcome["a_later_field"] = json!(true);
        }
    });
    ana.queues(new_group("Understood").1).await;
    let picture = ana.until(|picture| picture.pending.is_empty()).await;
    assert_eq!((picture.base.group_count(), picture.problem), (4, None));
}
