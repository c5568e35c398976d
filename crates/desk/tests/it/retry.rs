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

#[tokio::test(flavor = "multi_thread")]
async fn what_came_back_is_settled_at_once_asked_anew_tried_again_and_dropped() {
    use keyholder_desk::views::settle::SettleOrder;
    let asks = |name: &str| serde_json::from_value(new_group(name).1).unwrap();
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let mut refused = Vec::new();
    // Names that are taken meanwhile: by whoever is faster.
    let other = world.ready("Ana").await;
    for name in ["Kasir", "Gudang", "Live"] {
        refused.push(ana.queues(new_group(name).1).await);
        other.queues(new_group(name).1).await;
    }
    other.settled().await;
    ana.comes_back();
    ana.keyholder.sync_now(ana.store).await.unwrap();
    ana.until(|picture| {
        refused.iter().all(|id| {
            op(picture, *id).is_some_and(|op| op.state == keyholder_desk::picture::PendingState::Refused)
        })
    })
    .await;
    let [changed, again, dropped] = refused[..] else { panic!("three were asked") };

    // One that cannot be asked holds back everything.
    let taken = SettleOrder { ask: vec![asks("Kasir")], drop: vec![changed], ..SettleOrder::default() };
    let done = ana.keyholder.settle(ana.store, taken).await.unwrap();
    assert_eq!(done.refusal.map(|told| told.code), Some("name_taken".to_owned()));
    assert!(done.can_ask_anyway);
    assert!(op(&ana.picture().await, changed).is_some(), "nothing was dropped");

    let order = SettleOrder {
        ask: vec![asks("Kasir malam")],
        ask_anyway: false,
        again: vec![again],
        drop: vec![changed, dropped],
        leave: Vec::new(),
    };
    let done = ana.keyholder.settle(ana.store, order).await.unwrap();
    assert_eq!((done.asked, done.dropped, done.refusal), (2, 2, None));
    let picture = ana.until(|picture| picture.base.group_count() == 4).await;
    assert!([changed, again, dropped].iter().all(|id| op(&picture, *id).is_none()));
}
