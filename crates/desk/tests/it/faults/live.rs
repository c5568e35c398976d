//! The live connection: a poke that is lost costs one heartbeat at most.

use std::time::Duration;

use keyholder_cloud::config::Config;
use keyholder_cloud::plan::force;
use keyholder_cloud::testing::TestCloud;
use keyholder_domain::Plan;

use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn fault_24_a_poke_that_is_lost_leaves_a_desk_stale_for_one_heartbeat_at_most() {
    let beat = Duration::from_millis(400);
    let world = World::with(TestCloud::with(Config { live_every: beat, ..TestCloud::config() }).await).await;
    let ana = world.ready("Ana").await;
    for plan in [Plan::Business, Plan::Team, Plan::Business] {
        // Written past the running server, as by another node whose poke got lost: nobody is told.
        let (now, random) = (world.cloud.now(), world.cloud.state.random.clone());
        let asked = ana.machine.line.sent.lock().unwrap().len();
        force(&world.cloud.state.db, world.store, plan, now, random).await.unwrap();
        ana.until(|picture| picture.base.plan() == plan).await;
        let asked = ana.machine.line.sent.lock().unwrap().len() - asked;
        // None where an exchange that was under way already came back with it.
        assert!(asked <= 2, "the heartbeat told it, a quiet desk polls after minutes: {asked}");
    }
}
