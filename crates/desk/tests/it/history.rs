//! The cloud's history as a desk holds it: numbered without a gap, chained by hash, remembered. What was changed, cut, rolled
//! back or written by a later version is noticed and said.

use serde_json::{Value, json};

use crate::world::{TestDesk, World};

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
async fn a_history_that_nobody_told_before_the_program_ended_is_told_to_the_next() {
    let world = World::new().await;
    world.group("Kasir").await;
    let ana = world.ready("Ana").await;
    let before = ana.until(|picture| !picture.recent.is_empty()).await;
    let machine = ana.ends().await;
    // As a command leaves it that only waits for the store itself.
    let cache = machine.open_file(world.store, "cache.db");
    cache.execute_batch("delete from entries; delete from accepted").unwrap();
    drop(cache);
    machine.line.cut.send_replace(true);
    let ana = TestDesk { keyholder: machine.starts().await.unwrap(), store: world.store, machine };
    assert!(ana.picture().await.recent.is_empty());
    ana.comes_back_and_syncs().await;
    let picture = ana.until(|picture| !picture.recent.is_empty()).await;
    assert_eq!(picture.recent, before.recent);
}
