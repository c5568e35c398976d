//! SIGKILL at seeded writes, of the desk and of the cloud, and two programs on one profile. The kernel kills at the very system
//! call that writes, so "between asked and answered" is every point that there is.

use std::process::Command;

use keyholder_between::{Between, Harm};
use serde_json::{Value, json};

use crate::harness::cloud::Cloud;
use crate::harness::desk::Desk;
use crate::harness::machine::Machine;
use crate::harness::{eventually, new_group, seeds, throw, tools};

/// Dies at its n-th write to these files.
fn dying(n: u64, files: Vec<std::path::PathBuf>) -> impl Fn(&Command) -> Command {
    move |command| {
        let inject = format!("write,pwrite64,ftruncate:signal=SIGKILL:when={n}");
        tools::strace(&[&inject], &files, command)
    }
}

fn rename(from: &str, to: &str) -> Value {
    json!({"type": "store.rename", "from": from, "to": to})
}

fn pending(shown: &Value) -> usize {
    shown["pending"].as_array().map_or(0, Vec::len)
}

#[test]
fn fault_02_two_programs_on_one_profile_have_one_writer() {
    let cloud = Cloud::start();
    let owner = cloud.owner();
    let machine = Machine::new(&cloud.url(), &owner);
    let mut first = machine.first_start(&owner);
    let second = machine.tries_to_start().err().expect("it is turned away");
    assert_eq!(second["error"], "profile_in_use");
    // What does not insist on holding it asks the one that does.
    assert_eq!(machine.runs(&["status"])["holder"]["pid"], json!(first.id()));
    assert_eq!(machine.runs(&["group", "create", "Kasir"])["outcome"], "accepted");
    first.queues(new_group("Gudang"));
    first.dies();
    // The lock dies with its holder, however that ends.
    let mut second = machine.starts();
    let shown = second.settles();
    assert_eq!(shown["groups"], json!(["Gudang", "Kasir"]));
    second.closes();
}

#[test]
fn fault_09_killed_at_any_write_between_asked_and_answered_nothing_is_half_and_sync_goes_on() {
    let cloud = Cloud::start();
    let owner = cloud.owner();
    let mut machine = Machine::new(&cloud.url(), &owner);
    machine.first_start(&owner).closes();
    let (mut name, mut killed) = ("Toko Ana".to_owned(), 0);
    let tried = seeds(8);
    for &seed in &tried {
        let before = cloud.groups(&owner).1;
        let files = [machine.outbox(), machine.cache()].concat();
        machine.wraps(dying(1 + throw(seed, 70), files));
        let mut acknowledged = 0;
        let mut asked = name.clone();
        if let Ok(mut desk) = machine.tries_to_start() {
            // Each is the next only if the one before is there: had any been lost or moved, the cloud would refuse it.
            for turn in 0..12 {
                let next = format!("Toko {seed} {turn}");
                let Some(answer) = desk.tries_to_ask(rename(&asked, &next)) else { break };
                assert_eq!(answer["queued"], true, "seed {seed}: {answer}");
                acknowledged += 1;
                asked = next;
            }
            eventually("killed, or all is answered", || match desk.tries_to_look() {
                None => {
                    killed += 1;
                    Some(())
                }
                Some(shown) => (pending(&shown) == 0).then_some(()),
            });
        } else {
            killed += 1;
        }
        machine.wraps(crate::harness::cloud::plain);
        let mut desk = machine.starts();
        let shown = desk.settles();
        name = shown["name"].as_str().unwrap().to_owned();
        let accepted = cloud.groups(&owner).1 - before;
        assert!(
            accepted == acknowledged || accepted == acknowledged + 1,
            "seed {seed}: {acknowledged} were acknowledged (the next may have been written), {accepted} accepted"
        );
        if accepted == acknowledged {
            assert_eq!(name, asked, "seed {seed}");
        }
        assert!(shown["problem"].is_null() && shown["notices"] == json!([]), "seed {seed}: {shown}");
        desk.closes();
    }
    assert!(killed * 2 > tried.len(), "the kernel did kill: {killed} of {}", tried.len());
}

#[test]
fn fault_35_killed_at_any_write_while_files_of_version_0_1_are_sealed_everything_is_there_and_sealed() {
    let mut cloud = Cloud::start();
    let owner = cloud.owner();
    let mut machine = Machine::new(&cloud.url(), &owner);
    let mut desk = machine.first_start(&owner);
    let kept: Vec<String> = (0..20).map(|turn| format!("Kept {turn:02}")).collect();
    kept.iter().for_each(|name| drop(desk.queues(new_group(name))));
    desk.settles();
    cloud.is_killed();
    let waits: Vec<Value> = (0..5).map(|turn| json!(format!("Waits {turn}"))).collect();
    waits.iter().for_each(|name| drop(desk.queues(new_group(name.as_str().unwrap()))));
    desk.closes();
    machine.is_of_version_0_1();
    let texts = ["Kept 0", "Waits ", "Listed", "toko.example", "SQLite format 3"];
    assert!(machine.readable(&texts).len() >= 4, "as version 0.1 left it: {:?}", machine.readable(&texts));
    let [profile, old_profile] = [machine.profile().to_owned(), machine.beside("old profile")];
    copy(&profile, &old_profile);

    let (mut killed, tried) = (0, seeds(10));
    for &seed in &tried {
        std::fs::remove_dir_all(&profile).unwrap();
        copy(&old_profile, &profile);
        let inject = format!(
            "write,pwrite64,ftruncate,fsync,fdatasync,rename,unlink:signal=SIGKILL:when={}",
            1 + throw(seed + 300, 70)
        );
        let files = machine.all_that_is_sealed();
        machine.wraps(move |command| tools::strace(&[&inject], &files, command));
        let looked = machine.tries_to_start().ok().and_then(|mut desk| desk.tries_to_look());
        killed += usize::from(looked.is_none());
        machine.wraps(crate::harness::cloud::plain);
        let mut desk = machine.starts();
        let shown = desk.looks();
        assert_eq!((&shown["groups"], &shown["notices"]), (&json!(kept), &json!([])), "seed {seed}: {shown}");
        let names = shown["pending"].as_array().unwrap().iter().map(|op| op["name"].clone());
        assert_eq!(names.collect::<Vec<_>>(), waits, "seed {seed}: what waits waits, in order");
        desk.closes();
        assert_eq!(machine.readable(&texts), Vec::<String>::new(), "seed {seed}: nothing stays readable");
        assert!(machine.listed().contains("Listed"), "seed {seed}: the list, too");
    }
    assert!(killed * 2 > tried.len(), "the kernel did kill: {killed} of {}", tried.len());

    cloud.starts_again();
    let mut desk = machine.starts();
    desk.syncs();
    assert_eq!(desk.settles()["groups"].as_array().map(Vec::len), Some(25), "and everything is sent, once");
    desk.closes();
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    assert!(Command::new("cp").arg("-a").args([from, to]).status().unwrap().success());
}

#[test]
fn fault_10_ten_thousand_ops_pending_and_a_power_cut_are_all_there_in_order() {
    let cloud = Cloud::start();
    let owner = cloud.owner();
    let mut machine = Machine::new(&cloud.url(), &owner);
    machine.first_start(&owner).closes();
    let before = cloud.groups(&owner).1;
    let mut cloud = cloud;
    cloud.is_killed();

    // What was acknowledged was on the disk: an fsync for each, which the kernel counts.
    let log = machine.beside("fsyncs");
    let (to, files) = (log.clone(), machine.outbox());
    machine.wraps(move |command| {
        let traced = tools::strace(&["fsync,fdatasync:delay_exit=0"], &files, command);
        tools::logged(traced, &to)
    });
    let mut desk = machine.starts();
    let mut name = "Toko Ana".to_owned();
    let mut asks = |desk: &mut Desk, turns: std::ops::Range<u32>| {
        for turn in turns {
            let next = format!("Toko {turn}");
            desk.queues(rename(&name, &next));
            name = next;
        }
    };
    asks(&mut desk, 0..100);
    desk.dies();
    let synced = std::fs::read_to_string(&log).unwrap();
    let synced = synced.lines().filter(|line| line.contains("sync(")).count();
    assert!(synced >= 100, "{synced} fsyncs for 100 edits");

    machine.wraps(crate::harness::cloud::plain);
    let mut desk = machine.starts();
    asks(&mut desk, 100..10_000);
    desk.dies();
    let mut desk = machine.starts();
    let shown = desk.looks();
    assert_eq!(pending(&shown), 10_000);
    for (turn, op) in shown["pending"].as_array().unwrap().iter().enumerate() {
        assert_eq!(op["to"], json!(format!("Toko {turn}")), "in order");
        assert!(op["expected"].is_null(), "each builds on the one before: {op}");
    }
    cloud.starts_again();
    desk.syncs();
    let shown = desk.settles();
    assert_eq!(shown["name"], "Toko 9999", "had any come out of order it would have been refused");
    assert_eq!(cloud.groups(&owner).1, before + 10_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_14_a_crash_in_the_middle_of_entries_leaves_rows_and_cursor_together() {
    let cloud = Cloud::start();
    let owner = cloud.owner();
    let line = Between::before(&cloud.url()).await;
    let mut machine = Machine::new(&line.url(), &owner);
    machine.first_start(&owner).closes();
    let first = cloud.groups(&owner).1;
    for seed in seeds(6) {
        let files = machine.cache();
        machine.wraps(dying(1 + throw(seed + 100, 40), files));
        let mut writes = 0;
        if let Ok(mut desk) = machine.tries_to_start() {
            // One entry after the other, each a transaction of its own; what is left when it dies comes as one page.
            while desk.tries_to_look().is_some() && writes < 12 {
                cloud.ask(&owner, new_group(&format!("Group {seed} {writes}")));
                writes += 1;
            }
        }
        machine.wraps(crate::harness::cloud::plain);
        line.does(Harm::Nothing);
        let mut desk = machine.starts();
        let shown = desk.looks();
        let groups = shown["groups"].as_array().unwrap().len() as u64;
        assert_eq!(shown["seq"].as_u64().unwrap_or(first), first + groups, "seed {seed}: {shown}");
        line.heals();
        desk.syncs();
        let names = json!(cloud.groups(&owner).0);
        let shown = desk.until("everything is there", |shown| shown["groups"] == names);
        assert!(shown["notices"] == json!([]), "seed {seed}: {shown}");
        desk.closes();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_37_a_cloud_killed_in_the_middle_of_a_push_is_asked_again_and_tells_the_truth() {
    let mut cloud = Cloud::start();
    let owner = cloud.owner();
    let line = Between::before(&cloud.url()).await;
    let machine = Machine::new(&line.url(), &owner);
    let mut desk = machine.first_start(&owner);
    let (mut name, mut killed) = ("Toko Ana".to_owned(), 0);
    for seed in seeds(5) {
        let before = cloud.groups(&owner).1;
        line.does(Harm::Nothing);
        for turn in 0..30 {
            let next = format!("Toko {seed} {turn}");
            desk.queues(rename(&name, &next));
            name = next;
        }
        let inject = format!("write,pwrite64,ftruncate:signal=SIGKILL:when={}", 1 + throw(seed + 200, 12));
        let harm = tools::harm_running(cloud.id(), &[&inject], &cloud.files());
        line.heals();
        desk.syncs();
        let ended = eventually("it dies, or the push went through", || {
            if cloud.has_ended() {
                return Some(true);
            }
            (pending(&desk.looks()) == 0).then_some(false)
        });
        drop(harm);
        if ended {
            killed += 1;
        } else {
            cloud.is_killed();
        }
        cloud.starts_again();
        desk.syncs();
        let shown = desk.settles();
        assert_eq!(shown["name"], json!(name), "seed {seed}");
        assert_eq!(cloud.groups(&owner).1, before + 30, "seed {seed}: each once");
    }
    assert!(killed > 0, "the kernel did kill");
}
