//! The cloud's history as a desk holds it: numbered without a gap, chained by hash, remembered. What was changed, cut, rolled
//! back or written by a later version is noticed and said.

use keyholder_desk::picture::PendingState;
use keyholder_domain::wire::entry_hash;
use serde_json::{Value, json};

use crate::world::{World, backed_up, new_group, op, restored};

#[tokio::test(flavor = "multi_thread")]
async fn a_cloud_restored_from_a_backup_is_noticed_and_offered_what_it_lost() {
    let world = World::new().await;
    world.member("Dewi", "admin").await;
    let (ana, dewi) = (world.ready("Ana").await, world.ready("Dewi").await);
    ana.queues(new_group("Before").1).await;
    ana.settled().await;
    let file = world.cloud.folder().join("cloud.db");
    let backup = backed_up(&file);
    for name in ["Lost one", "Lost two"] {
        ana.queues(new_group(name).1).await;
    }
    ana.settled().await;
    dewi.until(|picture| picture.base.group_count() == 3).await;
    for desk in [&ana, &dewi] {
        desk.goes_offline();
    }
    ana.queues(new_group("Unsent").1).await;

    restored(&file, &backup);
    assert_eq!(world.cloud.held(world.store).await.store.group_count(), 1);

    ana.comes_back_and_syncs().await;
    let picture = ana.settled().await;
    assert!(picture.pending.is_empty(), "{:?}", picture.pending);
    assert_eq!(picture.base.group_count(), 4, "nothing that was accepted is lost");
    let view = ana.keyholder.session().await;
    let notice =
        view.notices.iter().find(|notice| notice.code == "cloud_restored").expect("never in silence");
    assert_eq!(notice.with["count"], 2, "what the backup did not hold is listed");
    assert_eq!(notice.with["ops"][0]["name"], "Lost one");

    dewi.comes_back_and_syncs().await;
    let hers = dewi.until(|picture| picture.base.group_count() == 4).await;
    assert_eq!(hers.base.to_snapshot(hers.now).groups, picture.base.to_snapshot(hers.now).groups);
    // Her picture may be there a moment before the notice is.
    let told = async {
        while !dewi.keyholder.session().await.notices.iter().any(|notice| notice.code == "cloud_restored") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), told).await.expect("she is told too");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_missing_or_cut_entry_is_stated_and_never_taken() {
    type Harm = fn(&mut Value);
    let harms: [(&str, Harm); 3] = [
        ("changed", |reply| {
            if let Some(entry) = reply["entries"].get_mut(0) {
                entry["event"]["name"] = json!("Somebody else's name");
            }
        }),
        ("missing", |reply| {
            if let Some(entries) = reply["entries"].as_array_mut().filter(|entries| entries.len() > 1) {
                entries.remove(0);
            }
        }),
        ("cut", |reply| {
            if let Some(entries) = reply["entries"].as_array_mut().filter(|entries| entries.len() > 1) {
                entries.pop();
            }
        }),
    ];
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    for (harm, bend) in harms {
        ana.goes_offline();
        let (one, two) =
            (world.group(&format!("{harm} one")).await, world.group(&format!("{harm} two")).await);
        ana.machine.line.bend(bend);
        ana.comes_back_and_syncs().await;
        let told = |picture: &keyholder_desk::picture::Picture| {
            picture.problem.as_ref().is_some_and(|problem| problem.code == "chain_broken")
        };
        let picture = ana.until(told).await;
        assert!(picture.base.group(two).is_none(), "{harm}");
        ana.machine.line.straighten();
        ana.comes_back_and_syncs().await;
        let picture = ana.until(|picture| picture.base.group(two).is_some()).await;
        assert!(picture.base.group(one).is_some() && picture.problem.is_none(), "{harm}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_a_later_version_stops_the_desk_there_and_everything_is_kept() {
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
async fn an_op_that_the_cloud_does_not_know_yet_is_held_and_asked_again() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let (group, make) = new_group("Kasir");
    let asked = ana.queues(make).await;
    let built =
        ana.queues(json!({"type": "group.rename", "group": group, "from": "Kasir", "to": "Depan"})).await;
    let other = ana.queues(new_group("Gudang").1).await;
    let name = asked.to_string();
    ana.machine.line.bend(move |reply| {
        // An older node answers the op, and what builds on it, with what it does not know, and records nothing.
        for outcome in reply["outcomes"].as_array_mut().unwrap() {
            if outcome["id"] == json!(name) {
                *outcome = json!({"id": name, "refused": {"code": "unknown_op", "with": {}}});
            }
        }
    });
    ana.comes_back_and_syncs().await;
    let picture = ana.until(|picture| op(picture, other).is_none()).await;
    assert_eq!(op(&picture, asked).unwrap().state, PendingState::Held);
    assert!(op(&picture, built).is_none_or(|op| op.state != PendingState::Refused));
    ana.machine.line.straighten();
    ana.comes_back_and_syncs().await;
    let picture = ana.settled().await;
    assert!(picture.pending.is_empty() && picture.base.group(group).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cloud_that_no_longer_speaks_this_wire_is_told_and_the_outbox_stays() {
    use keyholder_desk::cloud::{Fault, Told};
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let asked = ana.queues(new_group("Kasir").1).await;
    let with = json!({"min": 2, "max": 3}).as_object().unwrap().clone();
    let fault =
        Fault::Problem(Told { status: 426, code: "wire_unsupported".into(), with, retry_after: None });
    *ana.machine.line.instead.lock().unwrap() = Some(fault);
    ana.comes_back_and_syncs().await;
    let kept = |picture: &keyholder_desk::picture::Picture| {
        op(picture, asked).is_some_and(|op| op.state == PendingState::Waiting)
    };
    let picture = ana.until(|picture| picture.problem.is_some() && kept(picture)).await;
    assert_eq!(picture.problem.unwrap().code, "outdated");
}
