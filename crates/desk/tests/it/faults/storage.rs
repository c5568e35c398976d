//! Files that are not as they were left: the cache can be built again, the outbox is saved row by row, and a power cut
//! between the two takes no edit out of the picture.

use std::io::{Seek, SeekFrom, Write};

use keyholder_desk::picture::PendingState;

use crate::world::{World, new_group, op};

#[tokio::test(flavor = "multi_thread")]
async fn fault_34_a_damaged_or_foreign_cache_is_set_aside_and_built_again_and_the_outbox_survives() {
    let world = World::new().await;
    let (_, sari) = world.member("Sari", "seller").await;
    for damage in ["garbage", "foreign", "cut"] {
        let ana = world.ready("Ana").await;
        ana.goes_offline();
        let asked = ana.queues(new_group(&format!("Group {damage}")).1).await;
        ana.keyholder.close().await;
        let cache = ana.machine.files(ana.store).join("cache.db");
        match damage {
            "garbage" => {
                let length = std::fs::metadata(&cache).unwrap().len();
                std::fs::remove_file(cache.with_extension("db-wal")).ok();
                std::fs::write(&cache, vec![0xA5; usize::try_from(length).unwrap()]).unwrap();
            }
            "foreign" => {
                std::fs::remove_file(&cache).unwrap();
                let foreign = rusqlite::Connection::open(&cache).unwrap();
                foreign
                    .execute_batch("create table recipes (name text); insert into recipes values ('soto')")
                    .unwrap();
            }
            _ => {
                std::fs::remove_file(cache.with_extension("db-wal")).ok();
                let bytes = std::fs::read(&cache).unwrap();
                std::fs::File::create(&cache).unwrap().write_all(&bytes[..bytes.len() / 2]).unwrap();
            }
        }
        let ana = ana.restarts().await;
        let view = ana.keyholder.session().await;
        let notice = view.notices.iter().find(|notice| notice.code == "cache_set_aside").expect(damage);
        let file = notice.with["file"].as_str().unwrap();
        assert!(
            ana.machine.files(ana.store).join(file).exists(),
            "{damage}: kept under the name that is told"
        );
        assert!(op(&ana.picture().await, asked).is_some(), "{damage}: nothing typed is lost");
        ana.comes_back_and_syncs().await;
        let picture = ana.until(|picture| picture.has_team && picture.pending.is_empty()).await;
        assert!(picture.base.member(sari).is_some(), "{damage}: the base comes back from the cloud");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_39_power_lost_between_outbox_and_cache_leaves_the_edit_in_the_picture() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.keyholder.close().await;
    let folder = ana.machine.files(ana.store);
    std::fs::copy(folder.join("cache.db"), folder.join("cache.before")).unwrap();
    let ana = ana.restarts().await;
    let (group, make) = new_group("Kasir");
    ana.queues(make).await;
    ana.settled().await;
    ana.keyholder.close().await;
    // The outbox heard "accepted"; the cache's last pages never reached the disk.
    for lost in ["cache.db-wal", "cache.db-shm"] {
        std::fs::remove_file(folder.join(lost)).ok();
    }
    std::fs::rename(folder.join("cache.before"), folder.join("cache.db")).unwrap();
    ana.goes_offline();
    let ana = ana.restarts().await;
    let picture = ana.picture().await;
    assert!(picture.base.group(group).is_none(), "the base is the older one");
    assert!(picture.local.group(group).is_some(), "the edit is not");
    assert_eq!(picture.pending.iter().filter(|op| op.state == PendingState::Answered).count(), 1);
    ana.comes_back_and_syncs().await;
    ana.until(|picture| picture.base.group(group).is_some() && picture.pending.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_34_a_damaged_outbox_is_saved_row_by_row_with_a_report() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    for turn in 0..200 {
        ana.queues(new_group(&format!("Group {turn}")).1).await;
    }
    ana.keyholder.close().await;
    let outbox = ana.machine.files(ana.store).join("outbox.db");
    let size = std::fs::metadata(&outbox).unwrap().len();
    let mut file = std::fs::OpenOptions::new().write(true).open(&outbox).unwrap();
    // A page in the middle of the file turns to garbage.
    file.seek(SeekFrom::Start(size / 4096 / 2 * 4096)).unwrap();
    file.write_all(&[0xA5; 4096]).unwrap();
    drop(file);

    let ana = ana.restarts().await;
    let view = ana.keyholder.session().await;
    let notice = view.notices.iter().find(|notice| notice.code == "outbox_salvaged").expect("it is reported");
    let (rows, lost) = (notice.with["rows"].as_u64().unwrap(), notice.with["lost"].as_u64().unwrap());
    assert!(rows >= 100 && rows + lost >= 200, "{rows} rows came over, {lost} did not");
    let file = notice.with["file"].as_str().unwrap();
    assert!(ana.machine.files(ana.store).join(file).exists(), "the damaged file is kept");
    let picture = ana.picture().await;
    assert_eq!(picture.pending.len() as u64, rows);
    ana.comes_back_and_syncs().await;
    let picture = ana.until(|picture| picture.pending.is_empty()).await;
    assert_eq!(picture.base.group_count() as u64, rows, "what came over is sent, in its order, once");
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_34_garbage_in_the_middle_of_the_outboxs_log_hides_nothing_that_was_asked_after_it() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    for turn in 0..40 {
        ana.queues(new_group(&format!("Group {turn}")).1).await;
    }
    // As a killed program leaves it: the log is not folded in.
    let outbox = ana.machine.files(ana.store).join("outbox.db");
    let log = outbox.with_extension("db-wal");
    let left = [&outbox, &log].map(|file| (file.clone(), std::fs::read(file).unwrap()));
    ana.keyholder.close().await;
    for (file, bytes) in left {
        std::fs::write(file, bytes).unwrap();
    }
    let size = std::fs::metadata(&log).unwrap().len();
    assert!(size > 40 * 4096, "forty edits are in it: {size}");
    let mut file = std::fs::OpenOptions::new().write(true).open(&log).unwrap();
    file.seek(SeekFrom::Start(size / 2)).unwrap();
    file.write_all(&[0xA5; 700]).unwrap();
    drop(file);

    let ana = ana.restarts().await;
    let view = ana.keyholder.session().await;
    let notice = view.notices.iter().find(|notice| notice.code == "outbox_salvaged").expect("it is reported");
    let (rows, lost) = (notice.with["rows"].as_u64().unwrap(), notice.with["lost"].as_u64().unwrap());
    let picture = ana.picture().await;
    assert_eq!(picture.pending.len() as u64, rows);
    assert!(rows >= 38 && rows + lost >= 40, "{rows} rows came over, {lost} did not");
    assert!(picture.local.groups().any(|group| group.name.as_str() == "Group 39"), "the last one, too");
    ana.comes_back_and_syncs().await;
    let picture = ana.until(|picture| picture.pending.is_empty()).await;
    assert_eq!(picture.base.group_count() as u64, rows, "what came over is sent, in its order, once");
}
