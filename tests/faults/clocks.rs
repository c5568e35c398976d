//! Clocks that lie: a desk's clock decides nothing, and the outbox has an order of its own.

use std::process::Command;

use keyholder_domain::Time;
use serde_json::{Value, json};

use crate::harness::cloud::{Cloud, plain};
use crate::harness::machine::Machine;
use crate::harness::{new_group, tools};

/// A clock and a zone for a program.
fn living(time: &str, zone: &str) -> impl Fn(&Command) -> Command + use<> {
    let (time, zone) = (time.to_owned(), zone.to_owned());
    move |command| {
        let mut same = plain(command);
        tools::fake_time(&mut same, &time);
        same.env("TZ", &zone);
        same
    }
}

fn has_notice(shown: &Value, code: &str) -> bool {
    shown["notices"].as_array().into_iter().flatten().any(|notice| notice["code"] == code)
}

#[test]
fn fault_27_a_desk_whose_clock_is_off_by_years_or_in_another_zone_works_and_is_warned() {
    let cloud = Cloud::start();
    let owner = cloud.owner();
    let mut made = Vec::new();
    for (time, zone, year) in [
        ("-9y", "Pacific/Kiritimati", "past"),
        ("+9y", "America/Los_Angeles", "future"),
        ("+0", "Asia/Jakarta", "now"),
    ] {
        let mut machine = Machine::new(&cloud.url(), &owner);
        machine.wraps(living(time, zone));
        let mut desk = machine.first_start(&owner);
        let name = format!("Made in the {year}");
        desk.queues(new_group(&name));
        let shown = desk.settles();
        assert!(shown["groups"].as_array().unwrap().contains(&json!(name)), "{shown}");
        let warned = time != "+0";
        let shown = desk.until("the warning", |shown| has_notice(shown, "clock_off") == warned);
        assert!(shown["problem"].is_null(), "and that is all: {shown}");
        desk.closes();
        made.push(name);
    }
    let path = format!("/v1/stores/{}/activity?limit=3", owner.store);
    let (status, told) = cloud.call("GET", &path, &owner.token, &Value::Null);
    assert_eq!(status, 200, "{told}");
    let entries = told["entries"].as_array().unwrap();
    let year = |entry: &Value, field: &str| entry[field].as_str().unwrap()[..4].parse::<i32>().unwrap();
    let now = year(&entries[0], "at");
    let off: Vec<i32> = entries.iter().rev().map(|entry| year(entry, "made_at") - now).collect();
    assert_eq!(off, [-9, 9, 0], "only `made at` is odd");
    // Not as text: a whole second is written without its thousandths.
    let mut cloud_times: Vec<Time> =
        entries.iter().rev().map(|entry| serde_json::from_value(entry["at"].clone()).unwrap()).collect();
    let told = cloud_times.clone();
    cloud_times.sort_unstable();
    assert_eq!(told, cloud_times, "order and time are the cloud's");
}

#[test]
fn fault_28_ids_whose_time_order_lies_change_no_order() {
    let mut cloud = Cloud::start();
    let owner = cloud.owner();
    let mut machine = Machine::new(&cloud.url(), &owner);
    machine.first_start(&owner).closes();
    cloud.is_killed();
    let mut ids = Vec::new();
    let mut name = "Toko Ana".to_owned();
    for day in 1..=6 {
        // Each time the program is started its clock is a day further back, and so are the ids that it makes.
        machine.wraps(living(&format!("-{day}d"), "UTC"));
        let mut desk = machine.starts();
        let next = format!("Toko {day}");
        ids.push(desk.queues(json!({"type": "store.rename", "from": name, "to": next})));
        name = next;
        desk.closes();
    }
    assert!(ids.is_sorted_by(|one, next| one > next), "by their ids the last comes first: {ids:?}");
    machine.wraps(plain);
    cloud.starts_again();
    let mut desk = machine.starts();
    let shown = desk.settles();
    assert_eq!(shown["name"], "Toko 6", "in any other order each would have been refused");
    desk.closes();
}
