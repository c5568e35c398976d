//! Two programs on one profile: one writes, the other asks it. Whoever holds the profile may be the window, another command,
//! or killed at any moment.

use std::sync::Arc;
use std::time::{Duration, Instant};

use keyholder_cloud::testing::PASSWORD;
use keyholder_desk::holder::{self, Call, Client};
use keyholder_desk::keychain::MemoryKeychain;
#[cfg(unix)]
use keyholder_desk::keychain::{Keychain, Secret};
use keyholder_desk::keyholder::Seams;
use keyholder_desk::{Keyholder, Options};
use serde_json::json;
#[cfg(unix)]
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufStream};

use crate::world::{Machine, PATIENCE, World, finish};

/// What the window is, without its window: it holds the profile and answers others.
async fn window(world: &World, machine: &Machine) -> (Keyholder, holder::Serving) {
    let options = Options::of_this_machine(machine.profile(), Some(world.address.clone()));
    let seams = Seams { keychain: Arc::new(MemoryKeychain::lasting()), ..Seams::default() };
    let keyholder = Keyholder::open_with(options, seams).await.unwrap();
    let serving = holder::serve(&keyholder).unwrap();
    keyholder.sign_in(&world.address, "ana@toko.example", PASSWORD).await.unwrap();
    (keyholder, serving)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn beside_a_window_commands_work_and_the_window_shows_them_at_once() {
    let world = World::new().await;
    world.member("Dewi", "seller").await;
    let machine = Machine::new();
    let (window, serving) = window(&world, &machine).await;
    let told = machine.tells(&["status"]).await;
    assert_eq!(
        (&told["account"]["name"], &told["holder"]["pid"]),
        (&json!("Ana"), &json!(std::process::id()))
    );
    assert_eq!(machine.tells(&["team"]).await["total"], 2);

    let mut changes = window.changes();
    let told = machine.tells(&["suspend", "Dewi"]).await;
    assert_eq!(told["outcome"], "accepted");
    tokio::time::timeout(PATIENCE, changes.recv()).await.expect("the window hears of it").unwrap();
    let picture = window.desk(world.store).await.unwrap().picture().await.unwrap();
    assert!(picture.local.members().any(|member| member.status.code() == "suspended"));
    assert_eq!(machine.runs(&["suspend", "Ana", "--json"]).await.ends(3).problem(), "own_access");

    serving.close(Duration::from_secs(5)).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_does_not_move_what_the_window_shows() {
    let world = World::new().await;
    let other = world.cloud.store(&world.owner, "Kedai Ana").await;
    let machine = Machine::new();
    let (window, _serving) = window(&world, &machine).await;
    window.open_store(world.store).await.unwrap();
    let told = machine.tells(&["team", "--store", "Kedai Ana"]).await;
    assert_eq!(told["store"]["id"], json!(other));
    assert_eq!(window.session().await.open, Some(world.store));
    machine.runs(&["use", "Kedai Ana"]).await.ok();
    assert_eq!(window.session().await.open, Some(other), "unless that is what was asked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_commands_at_once_all_succeed() {
    let world = World::new().await;
    world.cloud.member(world.store, "Dewi", "admin").await;
    let ana = world.machine("Ana").await;
    ana.runs(&["team"]).await.ok();
    let names: Vec<String> = (0..6).map(|n| format!("Grup {n}")).collect();
    let asked: Vec<Vec<&str>> = names.iter().map(|name| vec!["group", "create", name, "--json"]).collect();
    let started: Vec<_> = asked.iter().map(|asked| ana.starts(asked)).collect();
    for (asked, child) in asked.iter().zip(started) {
        let told = finish(asked, child).await.ok().json();
        assert_eq!(told["outcome"], "accepted", "{told}");
    }
    assert_eq!(world.cloud.held(world.store).await.store.groups().count(), 6);
}

/// A command that holds the profile: it insists on an answer that does not come.
async fn holding(ana: &Machine) -> tokio::process::Child {
    let child = ana.starts(&["sync", "--wait=600"]);
    let began = Instant::now();
    loop {
        if let Ok(client) = Client::connect(&ana.profile()).await
            && client.call(&Call::Session).await.is_ok_and(|told| told["passphrase"] == "none")
        {
            return child;
        }
        assert!(began.elapsed() < PATIENCE, "it never served");
        tokio::task::yield_now().await;
    }
}

/// A shop whose cloud is away, with one edit of Ana's that waits, and the command that holds her profile.
async fn waiting() -> (World, Machine, tokio::process::Child) {
    let mut world = World::new().await;
    world.member("Dewi", "seller").await;
    let ana = world.machine("Ana").await;
    ana.runs(&["team"]).await.ok();
    ana.runs(&["suspend", "Dewi", "--offline"]).await.ok();
    world.stops().await;
    let holder = holding(&ana).await;
    (world, ana, holder)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_holder_that_is_killed_leaves_nothing_in_the_way() {
    let (world, ana, mut first) = waiting().await;
    let told = ana.tells(&["status"]).await;
    assert_eq!(told["holder"]["pid"], json!(first.id()), "the second asks the first");
    let kept = ana.tells(&["rename-store", "Kedai", "--no-wait"]).await;
    assert_eq!(kept["outcome"], "waiting");

    first.kill().await.unwrap();
    assert!(ana.serves(), "a killed process tidies nothing");
    let told = ana.tells(&["outbox"]).await;
    assert_eq!(told["waiting"].as_array().unwrap().len(), 2, "what the killed one acknowledged is there");
    let world = world.starts().await;
    ana.runs(&["sync", "--wait"]).await.ok();
    assert_eq!(world.cloud.held(world.store).await.store.name(), "Kedai");
    assert!(!ana.serves(), "whoever ends in order leaves no socket");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_whose_holder_is_killed_takes_its_place() {
    let (world, ana, mut first) = waiting().await;
    // The guest waits for an answer that only comes when the cloud is back; by then its holder is gone.
    let guest = ana.starts(&["sync", "--wait=600", "--json"]);
    let mut others = ana.command(&["status"]);
    others.output().await.unwrap();
    first.kill().await.unwrap();
    let world = world.starts().await;
    let told = finish(&["sync"], guest).await.ok().json();
    assert_eq!(told["sync"]["waiting"], 0, "{told}");
    assert!(world.cloud.held(world.store).await.store.members().any(|it| it.status.code() == "suspended"));
}

// Windows has no way to press Ctrl-C in another program's console without sharing it.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ctrl_c_ends_a_wait_in_order() {
    let (_world, ana, first) = waiting().await;
    let pid = rustix::process::Pid::from_raw(first.id().unwrap() as i32).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let ended = finish(&["sync"], first).await.ends(130);
    assert_eq!(ended.err, "keyholder: Interrupted. What was kept stays kept.\n");
    assert!(!ana.serves());
    assert_eq!(ana.tells(&["outbox", "--offline"]).await["waiting"].as_array().unwrap().len(), 1);
}

// From here on a holder made by hand, which a pipe with its name in a note would only repeat.

/// A machine without a keychain, for a holder in this process.
#[cfg(unix)]
struct NoKeychain;

#[cfg(unix)]
impl Keychain for NoKeychain {
    fn get(&self, _: &str) -> Result<Option<Secret>, String> {
        Err("none".to_owned())
    }
    fn set(&self, _: &str, _: &Secret) -> Result<(), String> {
        Err("none".to_owned())
    }
    fn delete(&self, _: &str) -> Result<(), String> {
        Err("none".to_owned())
    }
    fn forgets(&self) -> bool {
        false
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_whose_holder_dies_before_it_answers_is_found_again() {
    let mut world = World::new().await;
    world.member("Dewi", "seller").await;
    let ana = world.machine("Ana").await;
    ana.runs(&["team"]).await.ok();
    world.stops().await;
    let seams = Seams { keychain: Arc::new(NoKeychain), ..Seams::default() };
    let dying = Keyholder::open_with(Options::of_this_machine(ana.profile(), None), seams).await.unwrap();
    dying.enter_passphrase("warung pojok jalan mawar").await.unwrap();
    let listener = tokio::net::UnixListener::bind(ana.profile().join("holder.sock")).unwrap();
    let served = tokio::spawn(async move {
        let mut guest = BufStream::new(listener.accept().await.unwrap().0);
        let mut changes = dying.changes();
        guest.write_all(b"{\"holder\":1,\"version\":\"0\",\"pid\":1}\n").await.unwrap();
        guest.flush().await.unwrap();
        loop {
            let mut line = String::new();
            guest.read_line(&mut line).await.unwrap();
            let asked: serde_json::Value = serde_json::from_str(&line).unwrap();
            let answered =
                holder::answer(&dying, &mut changes, serde_json::from_str(&line).unwrap()).await.unwrap();
            if asked["call"] == "dispatch" {
                assert_eq!(answered["queued"], true, "it was kept");
                dying.close().await;
                return;
            }
            let reply = json!({ "id": asked["id"], "ok": answered });
            guest.write_all(format!("{reply}\n").as_bytes()).await.unwrap();
            guest.flush().await.unwrap();
        }
    });
    // Whoever takes the dead one's place asks nothing of the network, so that what it finds stays as it was.
    let told = ana.tells(&["suspend", "Dewi", "--no-wait", "--offline"]).await;
    assert_eq!(told["outcome"], "waiting", "{told}");
    served.await.unwrap();
    assert_eq!(ana.tells(&["outbox", "--offline"]).await["waiting"][0]["id"], told["id"]);
    assert_eq!(
        ana.tells(&["outbox", "--offline"]).await["waiting"].as_array().unwrap().len(),
        1,
        "and it was not asked twice"
    );
}
