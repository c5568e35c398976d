//! The first sync: rows come, rest beside what is held, and take its place at once. Cut, killed, refused, outrun or answered by
//! an older cloud, it costs nothing that was there and shows nothing that is half.

use keyholder_between::{Between, Harm};
use keyholder_desk::picture::{Connection, Picture};
use keyholder_domain::id::MemberId;
use serde_json::{Value, json};

use crate::world::{Machine, TestDesk, World, new_group, op};

/// A shop with so many members besides Ana.
async fn shop(members: usize) -> World {
    let world = World::new().await;
    let plan = json!({"type": "plan.change", "from": "team", "to": "enterprise"});
    assert!(world.owner_asks(plan).await["accepted"].is_object());
    world.group("Kasir").await;
    for no in 0..members {
        world.member(&format!("Person {no}"), "seller").await;
    }
    let invite = json!({"type": "invitation.send", "invitation": uuid::Uuid::now_v7(), "email": "x@toko.example",
                        "role": "viewer", "groups": []});
    assert!(world.owner_asks(invite).await["accepted"].is_object());
    world
}

/// Somebody's desk whose first stream is cut after so many bytes, and the line with it.
async fn cut_after(world: &World, name: &str, bytes: usize) -> TestDesk {
    let machine = Machine::new(&world.address, name);
    *machine.line.cut_rows.lock().unwrap() = Some(bytes);
    let desk = TestDesk::signed_in_on(machine).await;
    desk.keyholder.open_store(world.store).await.unwrap();
    let desk = TestDesk { store: world.store, ..desk };
    let picture = desk.until(|picture| picture.connection == Connection::Offline).await;
    assert!(!picture.has_team && picture.base.member_count() == 0, "nothing half is shown");
    let progress = picture.progress.expect("what came is kept");
    assert!(progress.rows > 0 && progress.rows < progress.total, "{progress:?}");
    desk
}

fn rows_asked(desk: &TestDesk) -> Vec<(u64, u64)> {
    desk.machine.line.rows.lock().unwrap().clone()
}

async fn whole(world: &World, desk: &TestDesk) -> Picture {
    let picture = desk.until(|picture| picture.has_team && picture.connection == Connection::Online).await;
    let held = world.cloud.held(world.store).await;
    let now = world.cloud.now();
    assert_eq!(picture.base.to_snapshot(now), held.store.to_snapshot(now), "the cloud's own state");
    assert_eq!(picture.progress, None);
    picture
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_make_the_same_store_as_a_snapshot_inline() {
    let world = shop(30).await;
    let streams = world.ready("Ana").await;
    let streamed = whole(&world, &streams).await;
    assert_eq!(rows_asked(&streams).len(), 1);
    assert_eq!(streams.machine.line.sent.lock().unwrap()[0]["snapshot"], "stream");

    // A cloud from before the stream passes over what it does not know.
    let machine = Machine::new(&world.address, "Ana");
    let inline =
        world.cloud.sync(&world.owner, world.store, json!({"wire": 1, "cursor": 0, "ops": []})).await;
    machine.line.bend(move |reply| {
        if reply.get("snapshot_at").is_some() {
            *reply = inline.body.clone();
        }
    });
    let older = TestDesk::signed_in_on(machine).await;
    older.keyholder.open_store(world.store).await.unwrap();
    let older = TestDesk { store: world.store, ..older };
    let told = whole(&world, &older).await;
    assert_eq!(rows_asked(&older), []);
    let now = world.cloud.now();
    assert_eq!(told.base.to_snapshot(now), streamed.base.to_snapshot(now));

    let again = streams.restarts().await;
    again.keyholder.open_store(world.store).await.unwrap();
    again.goes_offline();
    assert_eq!(again.picture().await.base.to_snapshot(now), streamed.base.to_snapshot(now), "and on disk");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_route_is_not_known_the_snapshot_is_asked_for_inline() {
    let world = shop(30).await;
    for harm in [Harm::Status(404), Harm::Status(405), Harm::Problem(404, "not_found", None)] {
        // From the first row on, and from the middle: a node of an older version took the newer one's place.
        for begun in [false, true] {
            let line = Between::before(&world.address).await;
            let machine = Machine::new(&line.url(), "Ana");
            if begun {
                *machine.line.cut_rows.lock().unwrap() = Some(8_000);
            } else {
                line.does_to("/snapshot?", harm.clone());
            }
            let desk = TestDesk::signed_in_on(machine).await;
            desk.keyholder.open_store(world.store).await.unwrap();
            let desk = TestDesk { store: world.store, ..desk };
            if begun {
                let cut = |picture: &Picture| {
                    picture.connection == Connection::Offline
                        && picture.progress.is_some_and(|it| it.rows > 0)
                };
                desk.until(cut).await;
                line.does_to("/snapshot?", harm.clone());
                desk.comes_back_and_syncs().await;
            }
            whole(&world, &desk).await;
            let asked = rows_asked(&desk);
            assert_eq!(asked.len(), 1 + usize::from(begun), "{harm:?}: it is not asked again: {asked:?}");
            let told: Vec<Value> =
                desk.machine.line.sent.lock().unwrap().iter().map(|sent| sent["snapshot"].clone()).collect();
            assert_eq!(told[..2], [json!("stream"), Value::Null], "{harm:?}: inline then: {told:?}");

            // Edits go on, and a start later the files hold what came inline.
            let (mine, make) = new_group(&format!("Mine {harm:?} {begun}"));
            desk.queues(make).await;
            desk.until(|picture| picture.base.group(mine).is_some() && picture.pending.is_empty()).await;
            desk.goes_offline();
            let desk = desk.restarts().await;
            let (picture, now) = (desk.picture().await, world.cloud.now());
            let held = world.cloud.held(world.store).await;
            assert_eq!(picture.base.to_snapshot(now), held.store.to_snapshot(now), "{harm:?}");
            assert_eq!(picture.progress, None, "{harm:?}: nothing of the stream is left");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_cut_goes_on_at_the_next_row() {
    let world = shop(30).await;
    let desk = cut_after(&world, "Ana", 8_000).await;
    let kept = desk.picture().await.progress.unwrap().rows;
    desk.comes_back_and_syncs().await;
    whole(&world, &desk).await;
    let asked = rows_asked(&desk);
    assert!(
        matches!(asked.as_slice(), [(at, 0), (again, from)] if at == again && *from == kept),
        "{asked:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_was_ended_in_the_middle_goes_on_at_the_next_row() {
    let world = shop(30).await;
    let desk = cut_after(&world, "Ana", 8_000).await;
    let kept = desk.picture().await.progress.unwrap().rows;
    let desk = desk.restarts().await;
    desk.keyholder.open_store(world.store).await.unwrap();
    let picture = desk.picture().await;
    assert!(!picture.has_team);
    assert_eq!(picture.progress.map(|so_far| so_far.rows), Some(kept));
    desk.comes_back_and_syncs().await;
    whole(&world, &desk).await;
    assert_eq!(rows_asked(&desk).last().map(|asked| asked.1), Some(kept));
    assert_eq!(desk.machine.line.sent.lock().unwrap()[0]["cursor"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_that_arrive_meanwhile_are_caught_up_by_the_next_exchange() {
    let world = shop(30).await;
    let desk = cut_after(&world, "Ana", 8_000).await;
    let (at, _) = rows_asked(&desk)[0];
    let later = world.group("Gudang").await;
    let (_, joined) = world.member("Late Lina", "viewer").await;
    desk.comes_back_and_syncs().await;
    let seen =
        |picture: &Picture| picture.base.group(later).is_some() && picture.base.member(joined).is_some();
    desk.until(seen).await;
    whole(&world, &desk).await;
    assert!(rows_asked(&desk).iter().all(|asked| asked.0 == at), "the pinned state, whatever others wrote");
    let cursors: Vec<Value> =
        desk.machine.line.sent.lock().unwrap().iter().map(|sent| sent["cursor"].clone()).collect();
    assert_eq!(cursors[..2], [json!(0), json!(at)], "then entries, not another snapshot");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_that_is_gone_is_begun_anew_and_nothing_of_it_stays() {
    let world = shop(30).await;
    let desk = cut_after(&world, "Ana", 8_000).await;
    let (at, _) = rows_asked(&desk)[0];
    let gone: MemberId = desk_member(&world, "Person 3").await;
    assert!(world.owner_asks(json!({"type": "member.remove", "member": gone})).await["accepted"].is_object());
    // Nobody may read a state for ever: this one's time is over.
    world.cloud.advance(60 * 60_000);
    desk.comes_back_and_syncs().await;
    let picture = whole(&world, &desk).await;
    assert!(picture.base.member(gone).is_none());
    let asked = rows_asked(&desk);
    let [.., (_, refused), (anew, 0)] = asked.as_slice() else { panic!("{asked:?}") };
    assert!(*refused > 0 && *anew > at, "{asked:?}");
}

async fn desk_member(world: &World, name: &str) -> MemberId {
    let held = world.cloud.held(world.store).await;
    held.store.members().find(|member| member.name() == name).unwrap().id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_lost_in_the_middle_takes_every_row_with_it() {
    let world = shop(30).await;
    let (_, eka) = world.member("Eka", "manager").await;
    let desk = cut_after(&world, "Eka", 8_000).await;
    let change = json!({"type": "member.change_role", "member": eka, "from": "manager", "to": "seller"});
    assert!(world.owner_asks(change).await["accepted"].is_object());
    desk.comes_back_and_syncs().await;
    let picture = desk.until(|picture| picture.my_access.is_some()).await;
    assert!(!picture.has_team && picture.progress.is_none(), "{picture:?}");
    let files = desk.machine.files(world.store);
    let (keyholder, machine) = (desk.keyholder, desk.machine);
    keyholder.close().await;
    for file in std::fs::read_dir(&files).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let told = bytes.windows(8).any(|window| window == b"Person 7");
        assert!(!told, "no name stays in a file");
    }
    drop(machine);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_picture_stays_and_may_be_edited_while_another_snapshot_comes() {
    // Further behind than the cloud remembers step by step.
    let config =
        keyholder_cloud::config::Config { catch_up: 2, ..keyholder_cloud::testing::TestCloud::config() };
    let world = World::with(keyholder_cloud::testing::TestCloud::with(config).await).await;
    let desk = world.ready("Ana").await;
    let before = whole(&world, &desk).await.base.group_count();
    desk.goes_offline();
    for no in 0..5 {
        world.group(&format!("Later {no}")).await;
    }
    *desk.machine.line.cut_rows.lock().unwrap() = Some(600);
    desk.comes_back_and_syncs().await;
    desk.until(|picture| picture.progress.is_some_and(|so_far| so_far.total > 0)).await;
    desk.until(|picture| picture.connection == Connection::Offline).await;
    let (mine, make) = new_group("Mine");
    let asked = desk.queues(make).await;
    let picture = desk.picture().await;
    assert_eq!(picture.base.group_count(), before, "nothing half is shown");
    assert!(picture.local.group(mine).is_some());
    desk.comes_back_and_syncs().await;
    let picture =
        desk.until(|picture| picture.base.group(mine).is_some() && op(picture, asked).is_none()).await;
    assert_eq!(picture.base.group_count(), before + 6);
    whole(&world, &desk).await;
}
