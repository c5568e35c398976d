//! Everybody comes back at once, as after an outage: ten thousand desks computed with the shipped machine, and a thousand real
//! connections to a real cloud that lets few in at a time.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use keyholder_desk::cloud::{Fault, Told};
use keyholder_desk::sync::{Do, Input, Machine, Replied};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Barrier;

use crate::harness::cloud::{Cloud, Owner};
use crate::harness::{PATIENCE, new_group, throw};

const REAL: usize = 1_000;

fn slow_down(seconds: u64) -> Input {
    Input::Failed(Fault::Problem(Told {
        status: 429,
        code: "slow_down".to_owned(),
        with: serde_json::Map::new(),
        retry_after: Some(Duration::from_secs(seconds)),
    }))
}

/// Dice of a desk that only its number decides.
fn dice(desk: u64, throws: u64) -> f64 {
    f64::from(u32::try_from(throw(desk * 1_000 + throws, 1 << 20)).unwrap()) / f64::from(1 << 20)
}

#[test]
fn fault_26_ten_thousand_desks_computed_come_back_without_a_storm() {
    const DESKS: u64 = 10_000;
    /// What the cloud serves in a second; whoever comes beyond that is told to wait a second.
    const SERVED: u32 = 600;
    const BACK: u64 = 60_000;
    let mut machines: Vec<Machine> = (0..DESKS).map(|_| Machine::new(5, true)).collect();
    let mut throws = vec![0; machines.len()];
    let mut coming = BinaryHeap::new();
    // Everybody is cut off at the same moment.
    for (desk, machine) in machines.iter_mut().enumerate() {
        machine.step(0, dice(desk as u64, 0), &[], Input::Tick);
        machine.step(0, dice(desk as u64, 1), &[], Input::Failed(Fault::Unreachable("gone".to_owned())));
        coming.push(Reverse((machine.wake_at().unwrap(), desk)));
    }
    let (mut served, mut turned_away) = (BTreeMap::<u64, u32>::new(), BTreeMap::<u64, u32>::new());
    while let Some(Reverse((now, desk))) = coming.pop() {
        let machine = &mut machines[desk];
        throws[desk] += 2;
        let dice = dice(desk as u64, throws[desk]);
        assert!(matches!(machine.step(now, dice, &[], Input::Tick)[..], [Do::Exchange(_)]));
        let second = now / 1_000;
        let here = served.entry(second).or_default();
        if now < BACK {
            machine.step(now, dice, &[], Input::Failed(Fault::Unreachable("gone".to_owned())));
        } else if *here < SERVED {
            *here += 1;
            machine.step(now, dice, &[], Input::Replied(Replied { cursor: 5, ..Replied::default() }));
            continue;
        } else {
            *turned_away.entry(second).or_default() += 1;
            machine.step(now, dice, &[], slow_down(1));
            let pause = machine.wake_at().unwrap() - now;
            assert!(pause >= 1_000, "Retry-After is honoured: {pause} ms");
        }
        coming.push(Reverse((machine.wake_at().unwrap(), desk)));
    }
    let all: u32 = served.values().sum();
    assert_eq!(u64::from(all), DESKS, "everybody is served");
    let last = served.keys().next_back().unwrap();
    assert!(*last <= 60 + 61, "within a minute of the cloud's return: {last} s");
    let at_the_door: u32 = turned_away.values().sum();
    assert!(u64::from(at_the_door) < DESKS * 2, "{at_the_door} were turned away");
    let peak =
        served.iter().map(|(second, here)| here + turned_away.get(second).unwrap_or(&0)).max().unwrap();
    assert!(u64::from(peak) < DESKS / 5, "{peak} came in one second: that is a storm");
}

/// One request on a connection of its own; status and seconds of `Retry-After`.
async fn exchange(address: &str, request: &str) -> std::io::Result<(u16, Option<u64>)> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).await?;
    let reply = String::from_utf8_lossy(&reply);
    let status = reply.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let after = reply.lines().find_map(|line| line.strip_prefix("retry-after: ")?.trim().parse().ok());
    Ok((status, after))
}

/// Comes back as a desk does, until it is served; how often it was turned away.
async fn comes_back(address: String, request: String, desk: u64) -> u32 {
    let (mut machine, mut turned_away) = (Machine::new(5, true), 0);
    let began = tokio::time::Instant::now();
    loop {
        let now = u64::try_from(began.elapsed().as_millis()).unwrap();
        let dice = dice(desk, u64::from(turned_away));
        machine.step(now, dice, &[], Input::Tick);
        let failed = match exchange(&address, &request).await {
            Ok((200, _)) => return turned_away,
            Ok((429, Some(after))) => slow_down(after),
            Ok(other) => panic!("a crowd is turned away with 429 and Retry-After, not {other:?}"),
            // A queue of connections that is full is the kernel's way of saying the same.
            Err(error) => Input::Failed(Fault::Unreachable(error.to_string())),
        };
        turned_away += 1;
        let now = u64::try_from(began.elapsed().as_millis()).unwrap();
        machine.step(now, dice, &[], failed);
        let wake = machine.wake_at().unwrap();
        tokio::time::sleep_until(began + Duration::from_millis(wake)).await;
    }
}

/// Listens on a live line until it has heard this cursor; tells when it has heard the first.
async fn listens(address: String, owner: Arc<Owner>, until: u64, opened: Arc<AtomicUsize>) {
    let head = format!(
        "GET /v1/stores/{}/live HTTP/1.1\r\nhost: cloud\r\naccept: text/event-stream\r\nauthorization: Bearer {}\r\n\r\n",
        owner.store, owner.token
    );
    let mut stream = TcpStream::connect(&address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut heard, mut piece) = (String::new(), [0; 1024]);
    let mut counted = false;
    while !heard.contains(&format!("{{\"cursor\":{until}}}")) {
        let read = stream.read(&mut piece).await.unwrap();
        assert!(read > 0, "the line ended: {heard}");
        heard.push_str(&String::from_utf8_lossy(&piece[..read]));
        if !counted && heard.contains("cursor\":") {
            counted = true;
            opened.fetch_add(1, Ordering::SeqCst);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_26_a_thousand_real_connections_at_once_are_all_served_in_the_end() {
    let limit = getrlimit(Resource::Nofile);
    let enough = Rlimit { current: limit.maximum.map_or(Some(8_192), |most| Some(most.min(8_192))), ..limit };
    setrlimit(Resource::Nofile, enough).expect("a process may raise its limit of files");
    let cloud = Cloud::start_with(&["--exchanges", "4"], crate::harness::cloud::plain);
    let owner = Arc::new(cloud.owner());
    let address = cloud.url().trim_start_matches("http://").to_owned();
    let body = json!({"wire": 1, "cursor": 0, "ops": []}).to_string();
    let request = format!(
        "POST /v1/stores/{}/sync HTTP/1.1\r\nhost: cloud\r\nconnection: close\r\ncontent-type: application/json\r\n\
         authorization: Bearer {}\r\ncontent-length: {}\r\n\r\n{body}",
        owner.store,
        owner.token,
        body.len()
    );
    let gate = Arc::new(Barrier::new(REAL));
    let mut crowd = tokio::task::JoinSet::new();
    for desk in 0..REAL as u64 {
        let (gate, address, request) = (Arc::clone(&gate), address.clone(), request.clone());
        crowd.spawn(async move {
            gate.wait().await;
            comes_back(address, request, desk).await
        });
    }
    let turned_away = tokio::time::timeout(PATIENCE, crowd.join_all()).await.expect("everybody is served");
    assert_eq!(turned_away.len(), REAL);
    assert!(turned_away.iter().sum::<u32>() > 0, "it was crowded");
    assert!(turned_away.iter().max().unwrap() < &30, "and nobody had to ask for ever");

    // All of them listen, and one change reaches them all.
    let (_, seq) = cloud.groups(&owner);
    let opened = Arc::new(AtomicUsize::new(0));
    let mut listening = tokio::task::JoinSet::new();
    for _ in 0..REAL {
        listening.spawn(listens(address.clone(), Arc::clone(&owner), seq + 1, Arc::clone(&opened)));
    }
    let all = async {
        while opened.load(Ordering::SeqCst) < REAL {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, all).await.expect("all lines are open");
    cloud.ask(&owner, new_group("Everybody hears of it"));
    tokio::time::timeout(PATIENCE, listening.join_all()).await.expect("everybody hears of it");
    assert_eq!(cloud.groups(&owner).1, seq + 1, "and the cloud is well");
}
