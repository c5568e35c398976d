//! The command that stays: it holds the profile, keeps it in sync, answers the others, and ends in order when it is told to.

use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Child;

use crate::world::{Machine, PATIENCE, World, finish};

/// Starts it and waits until it is ready; what it said.
async fn serves(machine: &Machine, arguments: &[&str]) -> (Child, Value) {
    let asked = [&["serve", "--json"], arguments].concat();
    let mut child = machine.command(&asked).stdin(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    tokio::time::timeout(PATIENCE, out.read_line(&mut said)).await.expect("it gets ready").unwrap();
    child.stdout = Some(out.into_inner());
    (child, serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}")))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_stays_answers_the_others_and_hears_the_cloud_until_its_stdin_closes() {
    let world = World::new().await;
    let machine = Machine::new();
    let (mut child, said) = serves(&machine, &["--until-stdin-closes"]).await;
    assert_eq!(said["profile"], json!(machine.profile()));
    assert_eq!((&said["pid"], &said["signed_in"]), (&json!(child.id()), &json!(false)));
    assert!(said["store"].is_null(), "nobody is signed in yet: {said}");

    machine.signs_in(&world.address, "Ana").await.ok();
    let told = machine.tells(&["status"]).await;
    assert_eq!((&told["holder"]["pid"], &told["passphrase"]), (&json!(child.id()), &json!("none")));
    let told = machine.tells(&["group", "create", "Kasir"]).await;
    assert_eq!(told["outcome"], "accepted", "{told}");
    // A command that finds a holder waits for no news: what it shows is what the holder heard.
    world.group("Gudang", &["product.view"]).await;
    let began = std::time::Instant::now();
    while machine.tells(&["groups"]).await["groups"].as_array().unwrap().len() < 2 {
        assert!(began.elapsed() < PATIENCE, "it never heard of it");
    }

    drop(child.stdin.take());
    let ended = finish(&["serve"], child).await.ok();
    assert_eq!((ended.out.as_str(), ended.err.as_str()), ("", ""), "one line is all it says");
    assert!(!machine.serves());
    let (mut child, said) = serves(&machine, &["--until-stdin-closes"]).await;
    assert_eq!((&said["signed_in"], &said["store"]["id"]), (&json!(true), &json!(world.store)));
    drop(child.stdin.take());
    finish(&["serve"], child).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_one_can_hold_a_profile() {
    let machine = Machine::new();
    let (mut child, _) = serves(&machine, &[]).await;
    assert_eq!(machine.runs(&["serve", "--json"]).await.ends(9).problem(), "profile_in_use");
    let told = machine.runs(&["serve"]).await.ends(9);
    assert_eq!(told.err, "keyholder: Another program holds this profile. Close it, then try again.\n");
    child.kill().await.unwrap();
    assert_eq!(machine.runs(&["serve", "--offline", "--json"]).await.ends(2).problem(), "usage");
    let unknown = machine.runs(&["serve", "--store", "Warung", "--json"]).await.ends(5);
    assert_eq!(unknown.problem(), "signed_out", "a store that is named has to be there");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ctrl_c_and_sigterm_end_it_in_order_and_a_closed_stdin_does_not() {
    use rustix::process::{Pid, Signal, kill_process};
    let machine = Machine::new();
    for signal in [Signal::INT, Signal::TERM] {
        let (mut child, _) = serves(&machine, &[]).await;
        // Nobody asked it to go with its standard input.
        drop(child.stdin.take());
        assert_eq!(machine.tells(&["status"]).await["holder"]["pid"], json!(child.id()));
        kill_process(Pid::from_raw(child.id().unwrap().cast_signed()).unwrap(), signal).unwrap();
        assert_eq!(finish(&["serve"], child).await.ok().err, "");
        assert!(!machine.serves());
    }
}
