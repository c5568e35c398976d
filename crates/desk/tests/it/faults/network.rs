//! What answers in the cloud's place, and what gets lost in a tunnel: nothing is wiped, and nobody is signed out.

use keyholder_between::{Between, Harm};
use keyholder_cloud::config::Config;
use keyholder_cloud::testing::TestCloud;
use keyholder_desk::picture::{Connection, Picture};

use super::behind;
use crate::world::{World, new_group, op};

#[tokio::test(flavor = "multi_thread")]
async fn fault_40_whatever_answers_in_the_clouds_place_wipes_nothing_and_is_named() {
    let world = World::new().await;
    let line = Between::before(&world.address).await;
    let ana = behind(&world, &line, "Ana").await;
    let files = ana.machine.files(ana.store);
    let harms = [
        (Harm::Garbage, "not_our_cloud"),
        (Harm::Redirect, "not_our_cloud"),
        (Harm::Status(401), "not_our_cloud"),
        (Harm::Status(403), "not_our_cloud"),
        (Harm::Status(404), "not_our_cloud"),
        (Harm::Status(503), "cloud_broken"),
        (Harm::Broken, "cloud_broken"),
        // In our own words, but by a cloud that does not know the store: an older backup, or another one at this address.
        (Harm::Problem(404, "not_found", None), "not_found"),
    ];
    for (harm, code) in harms {
        line.does(harm.clone());
        let asked = ana.queues(new_group(&format!("Behind {harm:?}")).1).await;
        ana.keyholder.sync_now(ana.store).await.unwrap();
        let picture = ana.until(|picture| picture.problem.is_some()).await;
        assert_eq!(picture.problem.as_ref().unwrap().code, code, "{harm:?}");
        assert!(picture.has_team && op(&picture, asked).is_some(), "{harm:?}");
        assert!(files.join("cache.db").exists() && files.join("outbox.db").exists(), "{harm:?}");
        let view = ana.keyholder.session().await;
        assert!(view.signed_in && !view.ended && !view.stores.is_empty(), "{harm:?}: nobody is signed out");
        line.heals();
        ana.keyholder.sync_now(ana.store).await.unwrap();
        let well = |picture: &Picture| picture.connection == Connection::Online && picture.problem.is_none();
        ana.until(|picture| well(picture) && op(picture, asked).is_none()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_41_the_reply_to_a_refresh_gets_lost_in_a_tunnel_and_nobody_is_signed_out() {
    let config = Config { access_for: std::time::Duration::from_secs(900), ..TestCloud::config() };
    let world = World::with(TestCloud::with(config).await).await;
    let line = Between::before(&world.address).await;
    let ana = behind(&world, &line, "Ana").await;
    // The access token runs out; the cloud renews it, and the answer disappears. Twice.
    for turn in 0..2 {
        world.cloud.advance(1_000_000);
        line.does_next("/refresh", 2, Harm::ReplyLost);
        let harmed = line.harmed();
        ana.queues(new_group(&format!("Kasir {turn}")).1).await;
        line.until_harmed(harmed + 2).await;
        ana.keyholder.sync_now(ana.store).await.unwrap();
        ana.settled().await;
        assert!(!ana.keyholder.session().await.ended);
    }
    let ana = ana.restarts().await;
    ana.queues(new_group("After").1).await;
    let picture = ana.until(|picture| picture.pending.is_empty()).await;
    assert_eq!(picture.base.group_count(), 3);
    assert!(!ana.keyholder.session().await.ended, "the keychain holds the token that is good");
}
