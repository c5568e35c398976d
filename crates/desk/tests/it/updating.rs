//! What stands around an update: what waits is sent before it, and the version before can go on from what it kept.

use keyholder_desk::picture::Connection;
use keyholder_desk::views::updates::Unsendable;

use crate::world::{World, new_group, op};

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_sent_first_and_what_cannot_be_sent_is_told_and_stays() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    ana.until(|picture| picture.connection == Connection::Offline).await;
    ana.queues(new_group("Kasir").1).await;
    ana.queues(new_group("Gudang").1).await;
    let left = ana.keyholder.send_what_waits().await.unwrap();
    assert_eq!(left, Unsendable { hers: 2, others: Vec::new() });
    assert_eq!(ana.picture().await.pending.len(), 2, "they stay in the outbox");

    ana.comes_back();
    assert!(ana.keyholder.send_what_waits().await.unwrap().is_nothing());
    assert_eq!(world.cloud.held(world.store).await.store.group_count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_in_a_store_that_nobody_opened_is_sent_too() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    ana.until(|picture| picture.connection == Connection::Offline).await;
    ana.queues(new_group("Kasir").1).await;
    ana.keyholder.close_store(ana.store).await.unwrap();
    ana.comes_back();
    assert!(ana.keyholder.send_what_waits().await.unwrap().is_nothing());
    assert_eq!(world.cloud.held(world.store).await.store.group_count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_version_before_goes_back_to_what_it_kept_and_nothing_is_asked_twice() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.queues(new_group("Before").1).await;
    ana.settled().await;
    ana.keyholder.close().await;
    ana.keyholder.keep_before_update("0.1.0", None).unwrap();
    // The newer version: it works on, with one edit that it never sends, and leaves a file that only it can read.
    let ana = ana.restarts().await;
    ana.queues(new_group("Since").1).await;
    ana.settled().await;
    ana.goes_offline();
    ana.until(|picture| picture.connection == Connection::Offline).await;
    ana.queues(new_group("Never sent").1).await;
    ana.keyholder.close().await;
    for file in ["outbox.db", "cache.db"] {
        ana.machine.open_file(ana.store, file).pragma_update(None, "user_version", 99).unwrap();
    }

    let ana = ana.restarts().await;
    let told = ana.keyholder.desk(ana.store).await.err().map(|error| error.code);
    assert_eq!(told.as_deref(), Some("written_by_newer"), "whoever asks for the store is told why");
    assert_eq!(ana.keyholder.kept_before().unwrap().version, "0.1.0");
    assert_eq!(ana.keyholder.go_back("0.2.0").unwrap_err().code, "not_found", "it is not that version's");
    ana.keyholder.close().await;
    ana.keyholder.go_back("0.1.0").unwrap();

    let ana = ana.restarts().await;
    let picture = ana.picture().await;
    assert_eq!(
        (picture.base.group_count(), picture.pending.len()),
        (1, 0),
        "as it was, also without a network"
    );
    let asked = ana.queues(new_group("After").1).await;
    ana.comes_back_and_syncs().await;
    let picture = ana.until(|picture| op(picture, asked).is_none() && picture.base.group_count() == 3).await;
    assert!(picture.pending.is_empty());
    assert_eq!(world.cloud.held(world.store).await.store.group_count(), 3, "nothing came twice");
    let aside = |name: &String| name.starts_with("outbox.db.set-aside-") && !name.ends_with("-shm");
    assert!(ana.machine.all_files().iter().any(aside), "what was never sent is set aside");

    // And it goes where her files go: at a sign-out that is asked about first.
    let asked = ana.keyholder.sign_out(false).await.unwrap_err();
    assert_eq!((asked.code.as_str(), &asked.with["count"]), ("unsent", &serde_json::json!(1)));
    ana.keyholder.sign_out(true).await.unwrap();
    assert!(!ana.machine.all_files().iter().any(|name| name.contains("outbox") || name.contains("cache")));
}
