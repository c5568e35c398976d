//! Without a network: what is held is shown, edits are kept and wait, and the next sync settles them.

use serde_json::json;

use crate::world::{Machine, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_made_offline_is_kept_and_sent_by_the_next_sync() {
    let world = World::new().await;
    world.member("Dewi", "seller").await;
    let ana = world.machine("Ana").await;
    ana.runs(&["team"]).await.ok();
    let kept = ana.runs(&["suspend", "Dewi", "--offline"]).await.ok();
    assert_eq!(kept.out, "Kept, waiting to be sent: Suspend Dewi\n");
    let told = ana.tells(&["team", "--offline", "--status", "suspended"]).await;
    assert_eq!(told["members"][0]["mark"], "waiting", "it shows at once, as not confirmed");
    let told = ana.tells(&["outbox", "--offline"]).await;
    assert_eq!(
        (told["waiting"].as_array().unwrap().len(), &told["waiting"][0]["state"]),
        (1, &json!("waiting"))
    );
    assert!(world.cloud.held(world.store).await.store.members().all(|it| it.status.code() == "active"));
    assert_eq!(ana.runs(&["sync", "--offline", "--json"]).await.ends(4).problem(), "offline");
    let refused = ana.runs(&["sign-out", "--json", "--offline"]).await.ends(3);
    assert_eq!(refused.problem(), "unsent");

    let told = ana.tells(&["sync", "--wait"]).await;
    assert_eq!((&told["sync"]["state"], &told["sync"]["waiting"]), (&json!("up_to_date"), &json!(0)));
    assert!(world.cloud.held(world.store).await.store.members().any(|it| it.status.code() == "suspended"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cloud_that_is_away_is_said_and_costs_nothing() {
    let mut world = World::new().await;
    world.member("Dewi", "seller").await;
    let ana = world.machine("Ana").await;
    ana.runs(&["team"]).await.ok();
    world.stops().await;
    assert_eq!(ana.tells(&["team"]).await["total"], 2, "what is held is shown");
    assert_eq!(ana.runs(&["sync", "--json"]).await.ends(4).problem(), "offline");
    assert_eq!(ana.runs(&["sync", "--wait=0.5", "--json"]).await.ends(8).problem(), "timed_out");
    let kept = ana.tells(&["suspend", "Dewi"]).await;
    assert_eq!(kept["outcome"], "waiting", "{kept}");
    let insisted = ana.runs(&["rename-store", "Kedai", "--wait=0.5", "--json"]).await.ends(8);
    assert_eq!((&insisted.json()["outcome"], insisted.problem().as_str()), (&json!("waiting"), "timed_out"));
    assert_eq!(ana.tells(&["status"]).await["sync"]["waiting"], 2);
    assert!(ana.runs(&["status"]).await.ok().out.contains("2 changes waiting"));
    let file = ana.path().join("unsent.json");
    ana.runs(&["outbox", "save", file.to_str().unwrap()]).await.ok();
    assert!(std::fs::read_to_string(file).unwrap().contains("member.suspend"));

    let world = world.starts().await;
    ana.runs(&["sync", "--wait"]).await.ok();
    assert_eq!(world.cloud.held(world.store).await.store.name(), "Kedai");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_held_and_no_network_is_said_at_once() {
    let world = World::new().await;
    let ana = Machine::new();
    ana.signs_in(&world.address, "Ana").await.ok();
    let fresh = Machine::new();
    fresh.signs_in(&world.address, "Ana").await.ok();
    let told = fresh.runs(&["team", "--offline", "--json"]).await;
    // The sign-in itself opened the only store; whether it had the time to fetch the team is open.
    match told.status.code() {
        Some(0) => assert_eq!(told.json()["total"], 1),
        _ => assert_eq!(told.ends(4).problem(), "offline"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_dropped_is_never_sent() {
    let world = World::new().await;
    world.member("Dewi", "seller").await;
    let ana = world.machine("Ana").await;
    ana.runs(&["team"]).await.ok();
    let kept = ana.tells(&["suspend", "Dewi", "--offline"]).await;
    ana.runs(&["outbox", "drop", kept["id"].as_str().unwrap(), "--offline"]).await.ok();
    ana.runs(&["sync", "--wait"]).await.ok();
    assert!(world.cloud.held(world.store).await.store.members().all(|it| it.status.code() == "active"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_does_not_wait_leaves_the_sending_to_the_next_command() {
    let world = World::new().await;
    world.member("Dewi", "seller").await;
    let ana = world.machine("Ana").await;
    ana.runs(&["team"]).await.ok();
    let told = ana.tells(&["suspend", "Dewi", "--no-wait"]).await;
    // It may have been faster than its own answer.
    assert!(["waiting", "sent", "accepted"].contains(&told["outcome"].as_str().unwrap()), "{told}");
    ana.runs(&["sync", "--wait"]).await.ok();
    assert!(world.cloud.held(world.store).await.store.members().any(|it| it.status.code() == "suspended"));
}
