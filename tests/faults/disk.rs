//! Disks that are full, fail, lie or hand out garbage: nothing is shown as saved that is not, nothing acknowledged is lost,
//! and what can be mended mends itself.

use std::os::unix::fs::FileExt;
use std::process::Command;

use keyholder_between::{Between, Harm};
use serde_json::{Value, json};

use crate::harness::cloud::{Cloud, Owner, at_time, plain};
use crate::harness::desk::Desk;
use crate::harness::machine::Machine;
use crate::harness::{new_group, seeds, throw, tools};

fn groups_of(shown: &Value) -> Vec<String> {
    let names = shown["groups"].as_array().into_iter().flatten();
    names.filter_map(|name| Some(name.as_str()?.to_owned())).collect()
}

/// The names of the groups that are waiting to be made.
fn waiting(shown: &Value) -> Vec<String> {
    let ops = shown["pending"].as_array().into_iter().flatten();
    ops.filter_map(|op| Some(op["name"].as_str()?.to_owned())).collect()
}

/// Whether these still wait, in order. A desk that has lost its cache shows before them what was answered: sent, as far as it
/// can tell until it hears the cloud.
fn still_waits(shown: &Value, names: &[String]) -> bool {
    let all = waiting(shown);
    if groups_of(shown).is_empty() { all.ends_with(names) } else { all == names }
}

/// A machine whose profile is on a small disk of its own.
fn on_a_small_disk(cloud: &str, owner: &Owner, kib: u32) -> (Machine, std::rc::Rc<tools::Tmpfs>) {
    let mut machine = Machine::new(cloud, owner);
    let disk = std::rc::Rc::new(tools::Tmpfs::of_kib(kib, &machine.beside("disk")));
    let inside = machine.beside("disk").join("profile");
    machine = machine.with_profile(disk.outside("profile"), inside);
    let inside = std::rc::Rc::clone(&disk);
    machine.wraps(move |command| inside.inside(command));
    (machine, disk)
}

/// Asks until the disk refuses; gives the names that were acknowledged.
fn asks_until_refused(desk: &mut Desk, label: &str) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for turn in 0..400 {
        let name = format!("{label} {turn}");
        let answer = desk.asks(new_group(&name));
        if answer["queued"] == true {
            acknowledged.push(name);
            continue;
        }
        assert_eq!(
            (&answer["error"], &answer["with"]["why"]),
            (&json!("storage"), &json!("full")),
            "{label}"
        );
        return acknowledged;
    }
    panic!("{label}: the disk never refused");
}

/// A desk whose cloud is gone, with a group of this name that waits to be made.
fn waits_without_a_cloud(name: &str) -> (Cloud, Machine, Desk) {
    let mut cloud = Cloud::start();
    let owner = cloud.owner();
    let machine = Machine::new(&cloud.url(), &owner);
    let mut desk = machine.first_start(&owner);
    cloud.is_killed();
    desk.queues(new_group(name));
    (cloud, machine, desk)
}

/// Has the desk send what waits; when this is over the cloud is at that seq, and the line still holds its answer.
async fn decided_but_unheard(cloud: &Cloud, owner: &Owner, line: &Between, desk: &mut Desk, seq: u64) {
    let harmed = line.harmed();
    line.does_to("/sync", Harm::Hold);
    desk.syncs();
    while cloud.groups(owner).1 < seq {
        line.until_harmed(harmed + 1).await;
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_08_an_outcome_that_cannot_be_recorded_is_asked_for_again_and_is_the_same() {
    let cloud = Cloud::start();
    let owner = cloud.owner();
    let line = Between::before(&cloud.url()).await;
    let (machine, disk) = on_a_small_disk(&line.url(), &owner, 4096);
    let mut desk = machine.first_start(&owner);
    let before = cloud.groups(&owner).1;
    line.does_to("/sync", Harm::Nothing);
    for turn in 0..5 {
        desk.queues(new_group(&format!("Group {turn}")));
    }
    // While the answer is on its way, the disk fills up.
    decided_but_unheard(&cloud, &owner, &line, &mut desk, before + 5).await;
    disk.fill_but(0);
    line.heals();
    let shown = desk.until("it says that the disk is full", |shown| shown["problem"]["code"] == "storage");
    assert_eq!(shown["problem"]["with"]["why"], "full");
    assert_eq!(waiting(&shown).len(), 5, "not dropped: {shown}");
    disk.empty();
    // Nobody says anything: it comes by itself.
    let shown = desk.settles();
    assert_eq!(groups_of(&shown).len(), 5);
    assert!(shown["problem"].is_null());
    assert_eq!(cloud.groups(&owner).1, before + 5, "the same outcome, not a second one");
    desk.closes();
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_08_an_outcome_that_comes_while_another_program_holds_the_file_is_asked_for_again() {
    let cloud = Cloud::start();
    let owner = cloud.owner();
    let line = Between::before(&cloud.url()).await;
    let machine = Machine::new(&line.url(), &owner);
    let mut desk = machine.first_start(&owner);
    let before = cloud.groups(&owner).1;
    line.does_to("/sync", Harm::Nothing);
    let names: Vec<String> = (0..5).map(|turn| format!("Group {turn}")).collect();
    names.iter().for_each(|name| drop(desk.queues(new_group(name))));
    // While the answer is on its way, another program begins to write to the outbox and does not end.
    decided_but_unheard(&cloud, &owner, &line, &mut desk, before + 5).await;
    let holder = machine.opens("outbox.db");
    holder.execute_batch("begin immediate").unwrap();
    line.heals();
    let shown = desk.until("it says that it cannot write", |shown| shown["problem"]["code"] == "storage");
    assert_eq!(waiting(&shown), names, "not dropped: {shown}");
    let refused = desk.asks(new_group("Refused"));
    assert_eq!(refused["error"], "storage", "an edit is refused before it is shown as saved: {refused}");
    assert_eq!(waiting(&desk.looks()), names);
    holder.execute_batch("rollback").unwrap();
    // Nobody says anything: it comes by itself.
    let shown = desk.settles();
    assert_eq!(shown["groups"], json!(names));
    assert!(shown["problem"].is_null(), "{shown}");
    assert_eq!(cloud.groups(&owner).1, before + 5, "the same outcome, not a second one");
    desk.closes();
}

#[test]
fn fault_33_a_disk_that_is_full_at_any_write_refuses_the_edit_and_heals_by_itself() {
    let mut cloud = Cloud::start();
    let owner = cloud.owner();
    // Longer than what passes below: nothing is locked.
    cloud.ask(&owner, json!({"type": "store.set_offline_lease", "from": 30, "to": 90}));
    let (mut machine, disk) = on_a_small_disk(&cloud.url(), &owner, 4096);
    machine.first_start(&owner).closes();
    for seed in seeds(4) {
        let label = format!("Seed {seed}");
        let mut desk = machine.starts();
        cloud.is_killed();
        let there = groups_of(&desk.looks()).len();
        disk.fill_but(throw(seed, 20) * 4096);
        let acknowledged = asks_until_refused(&mut desk, &label);
        let shown = desk.looks();
        assert_eq!(waiting(&shown), acknowledged, "{label}: what was refused is not shown as saved");
        assert_eq!(shown["problem"]["code"], "storage", "{label}");

        // Started again on the full disk it opens, shows everything, and takes nothing; also when there is much to tidy away.
        desk.dies();
        let later = std::rc::Rc::clone(&disk);
        machine.wraps(move |command| later.inside(&at_time("+40d")(command)));
        let mut desk = machine.starts();
        assert_eq!(waiting(&desk.looks()), acknowledged, "{label}: forty days later");
        desk.dies();
        let same = std::rc::Rc::clone(&disk);
        machine.wraps(move |command| same.inside(command));
        let mut desk = machine.starts();
        let shown = desk.looks();
        assert_eq!((waiting(&shown), groups_of(&shown).len()), (acknowledged.clone(), there), "{label}");
        let refused = desk.asks(new_group(&format!("{}{label}", "x".repeat(60))));
        assert_ne!(refused["queued"], true, "{label}: {refused}");

        // Room again: nobody does anything else.
        disk.empty();
        cloud.starts_again();
        desk.queues(new_group(&format!("{label} after")));
        let shown = desk.settles();
        assert_eq!(groups_of(&shown).len(), there + acknowledged.len() + 1, "{label}");
        assert!(shown["problem"].is_null(), "{label}: {}", shown["problem"]);
        assert_eq!(shown["groups"], json!(cloud.groups(&owner).0), "{label}");
        desk.closes();
    }
}

#[test]
fn fault_38_an_fsync_that_fails_is_said_and_nothing_is_shown_as_saved() {
    let (mut cloud, machine, mut desk) = waits_without_a_cloud("Before");
    let harm = tools::harm_running(desk.id(), &["fsync,fdatasync:error=EIO"], &machine.outbox());
    let refused = desk.asks(new_group("Refused"));
    assert_eq!((&refused["error"], &refused["with"]["why"]), (&json!("storage"), &json!("failed")));
    let shown = desk.looks();
    assert_eq!(shown["problem"]["code"], "storage", "it says so");
    assert_eq!(waiting(&shown), ["Before"], "what was refused is not shown as saved");
    drop(harm);
    desk.queues(new_group("After"));
    assert!(desk.looks()["problem"]["code"] != "storage");
    desk.dies();
    let mut desk = machine.starts();
    assert_eq!(waiting(&desk.looks()), ["Before", "After"], "what was acknowledged, and nothing else");
    cloud.starts_again();
    desk.syncs();
    assert_eq!(groups_of(&desk.settles()), ["After", "Before"]);
}

#[test]
fn fault_38_a_drive_that_vanishes_is_said_and_what_was_asked_is_there_when_it_returns() {
    let (mut cloud, machine, mut desk) = waits_without_a_cloud("Before");
    // As a drive of the network does: whatever touches a file of the store fails, whichever it is.
    let files = [machine.outbox(), machine.cache()].concat();
    let gone = "openat,read,pread64,write,pwrite64,ftruncate,fsync,fdatasync,unlink:error=EIO";
    let harm = tools::harm_running(desk.id(), &[gone], &files);
    for turn in 0..3 {
        let refused = desk.asks(new_group(&format!("Refused {turn}")));
        assert_eq!((&refused["error"], &refused["queued"]), (&json!("storage"), &Value::Null), "{refused}");
        let why = refused["with"]["why"].as_str();
        assert!(matches!(why, Some("failed" | "gone")), "out of reach, and not damaged: {refused}");
    }
    let shown = desk.looks();
    assert_eq!(shown["problem"]["code"], "storage", "it says so: {shown}");
    assert_eq!(waiting(&shown), ["Before"], "what was refused is not shown as saved");
    drop(harm);
    // The drive is back, and nobody says anything: the files are opened anew, and nothing of what was refused comes back.
    let shown = desk.until("the drive is found", |shown| shown["problem"]["code"] != "storage");
    assert_eq!((waiting(&shown), &shown["notices"]), (vec!["Before".to_owned()], &json!([])));
    desk.queues(new_group("After"));
    cloud.starts_again();
    desk.syncs();
    assert_eq!(groups_of(&desk.settles()), ["After", "Before"]);
    desk.closes();
    for file in ["outbox.db", "cache.db"] {
        assert!(!machine.has_aside(file), "a drive that is away is no damage: {file}");
    }
    let mut desk = machine.starts();
    assert_eq!(groups_of(&desk.looks()), ["After", "Before"], "and it is all on the disk");
    desk.closes();
}

#[test]
fn fault_38_reads_that_fail_or_give_garbage_are_refused_and_it_recovers() {
    let mut cloud = Cloud::start();
    let owner = cloud.owner();
    let mut machine = Machine::new(&cloud.url(), &owner);
    let mut desk = machine.first_start(&owner);
    for turn in 0..40 {
        desk.queues(new_group(&format!("Group {turn}")));
    }
    desk.settles();
    cloud.is_killed();
    let waits: Vec<String> = (0..5).map(|turn| format!("Waits {turn}")).collect();
    waits.iter().for_each(|name| drop(desk.queues(new_group(name))));
    desk.closes();

    // The disk does not read, from some moment on or once: the store says so. What was asked is touched by nobody; the cache may
    // be set aside, because it can be built again.
    for seed in seeds(6) {
        let files = if seed % 2 == 0 { machine.cache() } else { machine.outbox() };
        let (first, on) = (1 + throw(seed, 12), if throw(seed, 2) == 0 { "+" } else { "" });
        let inject = format!("read,pread64:error=EIO:when={first}{on}");
        machine.wraps(move |command: &Command| tools::strace(&[&inject], &files, command));
        if let Ok(mut desk) = machine.tries_to_start()
            && let Some(shown) = desk.tries_to_look()
        {
            let refused = shown["error"] == "storage" || shown["error"] == "not_open";
            assert!(refused || still_waits(&shown, &waits), "seed {seed}: {shown}");
        }
        machine.wraps(plain);
        let mut desk = machine.starts();
        let shown = desk.looks();
        assert!(still_waits(&shown, &waits) && shown["notices"] == json!([]), "seed {seed}: {shown}");
        let aside = machine.has_aside("cache.db");
        let groups = groups_of(&shown).len();
        assert!(groups == 40 || groups == 0 && aside, "seed {seed}: {groups} groups, set aside: {aside}");
        desk.closes();
    }
    cloud.starts_again();
    let mut desk = machine.starts();
    desk.until("everything is there", |shown| groups_of(shown).len() == 45);
    desk.closes();

    // The disk reads something else than was written, anywhere in the cache: never a wrong row, always the cloud's word.
    for seed in seeds(6) {
        let cache = &machine.cache()[0];
        let file = std::fs::OpenOptions::new().write(true).open(cache).unwrap();
        let size = file.metadata().unwrap().len();
        let bytes = [0x5A; 64];
        file.write_all_at(&bytes, throw(seed, size - 64)).unwrap();
        drop(file);
        let mut desk = machine.starts();
        let shown = desk.until("the cloud's word", |shown| groups_of(shown).len() == 45);
        assert_eq!(shown["groups"], json!(cloud.groups(&owner).0), "seed {seed}");
        desk.closes();
    }
}

#[test]
fn fault_38_writes_that_are_torn_lose_nothing() {
    let cloud = Cloud::start();
    let owner = cloud.owner();
    let mut machine = Machine::new(&cloud.url(), &owner);
    machine.first_start(&owner).closes();
    // Every fifth write puts down only a part of what it was given, and says so.
    machine.wraps(|command| {
        let mut torn = plain(command);
        tools::fiu(&mut torn, "enable_random name=posix/io/rw/*/reduce,probability=0.2");
        torn
    });
    let mut desk = machine.starts();
    let names: Vec<String> = (0..60).map(|turn| format!("Group {turn:02}")).collect();
    for name in &names {
        desk.queues(new_group(name));
    }
    desk.dies();
    machine.wraps(plain);
    let mut desk = machine.starts();
    let shown = desk.settles();
    assert_eq!(shown["groups"], json!(names));
    assert_eq!(shown["notices"], json!([]));
    desk.closes();
}

#[test]
fn fault_43_a_commit_whose_result_is_unknown_leaves_no_state_in_the_clouds_memory() {
    let mut cloud = Cloud::start();
    let owner = cloud.owner();
    let machine = Machine::new(&cloud.url(), &owner);
    let mut desk = machine.first_start(&owner);
    for round in 0..3 {
        let before = cloud.groups(&owner);
        let harm = tools::harm_running(cloud.id(), &["fsync,fdatasync:error=EIO"], &cloud.files());
        let name = format!("Round {round}");
        desk.queues(new_group(&name));
        desk.until("the cloud broke on it", |shown| shown["problem"]["code"] == "internal");
        let told = cloud.exchange(&owner, &json!([]));
        assert!(told.0 != 200 || told.1["cursor"] == json!(before.1), "nothing of it is told: {told:?}");
        drop(harm);
        desk.syncs();
        desk.settles();
        let (after, seq) = cloud.groups(&owner);
        assert_eq!(
            (after.len(), seq),
            (before.0.len() + 1, before.1 + 1),
            "once, and numbered without a gap"
        );
        // What the running cloud holds in memory is what its database holds.
        cloud.is_killed();
        cloud.starts_again();
        assert_eq!(cloud.groups(&owner), (after, seq));
    }
}
