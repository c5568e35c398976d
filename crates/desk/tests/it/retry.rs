//! Lost replies, broken clouds, copied profiles, backups: whatever happens between "asked" and "answered", an op has one
//! outcome for ever and every edit gets it.

use serde_json::json;

use crate::world::{World, new_group, op};

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ended_drops_nothing_and_is_taken_up_by_signing_in_again() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let before = ana.machine.line.clone();
    let asked = ana.queues(new_group("Kasir").1).await;
    // Somebody used an old refresh token: the whole family ended.
    ana.keyholder.close().await;
    for (_, secret) in ana.machine.keychain.all().into_iter().filter(|(name, _)| name.starts_with("sign-in"))
    {
        let body = json!({"refresh_token": secret.expose()});
        let first = world.cloud.post("/v1/sign-in/refresh", "", body.clone()).await;
        let token = first.body["access_token"].as_str().unwrap().to_owned();
        world.cloud.get("/v1/stores", &token).await;
        world.cloud.post("/v1/sign-in/refresh", "", body).await;
    }
    let ana = ana.restarts().await;
    before.cut.send_replace(false);
    ana.keyholder.sync_now(ana.store).await.unwrap();
    ana.until(|picture| picture.problem.as_ref().is_some_and(|problem| problem.code == "signed_out")).await;
    assert!(ana.keyholder.session().await.ended);
    assert!(op(&ana.picture().await, asked).is_some());
    ana.queues(new_group("Edits go on").1).await;

    let email = "ana@toko.example";
    ana.keyholder.sign_in(&world.address, email, keyholder_cloud::testing::PASSWORD).await.unwrap();
    let picture = ana.settled().await;
    assert_eq!(picture.base.group_count(), 2);
    assert!(!ana.keyholder.session().await.ended);
}

#[tokio::test(flavor = "multi_thread")]
async fn screens_are_told_of_a_change_at_most_once_a_frame() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let mut changes = ana.keyholder.changes();
    let began = std::time::Instant::now();
    for turn in 0..100 {
        ana.queues(new_group(&format!("Group {turn}")).1).await;
    }
    let frames = began.elapsed().as_millis() / 16 + 2;
    let mut told = 0;
    while let Ok(change) = changes.try_recv() {
        told += u128::from(change.store == Some(ana.store));
    }
    assert!(told <= frames, "{told} in {frames} frames");
}
