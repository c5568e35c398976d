//! The cloud restored from a backup: noticed, told, and offered again what it lost.

use keyholder_cloud::testing::PASSWORD;

use crate::world::{World, backed_up, new_group, restored};

#[tokio::test(flavor = "multi_thread")]
async fn fault_18_a_cloud_restored_from_a_backup_is_noticed_and_offered_what_it_lost() {
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
async fn fault_18_a_cloud_of_another_epoch_is_noticed_though_its_numbers_go_on() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.queues(new_group("Before").1).await;
    ana.settled().await;
    ana.goes_offline();
    ana.queues(new_group("Unsent").1).await;
    let live = rusqlite::Connection::open(world.cloud.folder().join("cloud.db")).unwrap();
    live.execute("update stores set epoch = ?1", [uuid::Uuid::new_v4().to_string()]).unwrap();
    let later = world.group("Later").await;

    ana.comes_back_and_syncs().await;
    let picture = ana.until(|picture| picture.pending.is_empty() && picture.base.group_count() == 3).await;
    assert!(picture.base.group(later).is_some());
    let notices = ana.keyholder.session().await.notices;
    assert!(notices.iter().any(|notice| notice.code == "cloud_restored"), "never in silence: {notices:?}");
    assert_eq!(world.cloud.held(world.store).await.store.group_count(), 3, "nothing twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cache_that_fell_back_in_a_power_cut_hides_no_restored_backup() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.queues(new_group("Before").1).await;
    ana.settled().await;
    ana.keyholder.close().await;
    let cache = ana.machine.files(world.store).join("cache.db");
    let older = cache.with_extension("older");
    std::fs::copy(&cache, &older).unwrap();
    let ana = ana.restarts().await;
    let file = world.cloud.folder().join("cloud.db");
    let backup = backed_up(&file);
    ana.queues(new_group("Lost").1).await;
    ana.settled().await;
    ana.goes_offline();
    ana.keyholder.close().await;
    // The cache need not be durable: a power cut may leave any earlier commit of it. The outbox knows better.
    std::fs::rename(&older, &cache).unwrap();
    restored(&file, &backup);

    let ana = ana.restarts().await;
    ana.comes_back();
    // The backup knows only tokens that were rotated since.
    ana.keyholder.sign_in(&ana.machine.address, "ana@toko.example", PASSWORD).await.unwrap();
    let picture = ana.until(|picture| picture.pending.is_empty() && picture.base.group_count() == 2).await;
    assert_eq!(
        world.cloud.held(world.store).await.store.group_count(),
        2,
        "what was accepted is there again"
    );
    let names: Vec<_> = picture.base.groups().map(|group| group.name.as_str().to_owned()).collect();
    assert!(names.contains(&"Lost".to_owned()), "{names:?}");
    let notices = ana.keyholder.session().await.notices;
    assert!(notices.iter().any(|notice| notice.code == "cloud_restored"), "never in silence: {notices:?}");
}
