//! Inviting everybody on a list: judged row by row, sent once somebody agreed, and nothing kept that was only looked at.

use serde_json::{Value, json};

use crate::world::{Machine, World, fields};

const LIST: &str = "Nama Lengkap;Surel;Jabatan;Status;Kata Sandi\n\
    Rina;rina@toko.example;Kasir;Aktif;rahasia123\n\
    Sari;SARI@toko.example;Barista;Aktif;rahasia123\n\
    Rina lagi;rina@toko.example;;;rahasia123\n\
    Dewi;dewi@toko.example;;;rahasia123\n\
    Joko;joko.toko.example;;;rahasia123\n\
    Tono;tono@toko.example;;Mengundurkan diri;rahasia123\n";

fn list(machine: &Machine, text: &str) -> String {
    let file = machine.path().join("staf.csv");
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

fn verdicts(told: &Value) -> Vec<&str> {
    told["rows"].as_array().unwrap().iter().map(|row| row["verdict"].as_str().unwrap()).collect()
}

async fn invited(world: &World) -> Vec<String> {
    let held = world.cloud.held(world.store).await;
    let mut emails: Vec<String> = held.store.invitations().map(|one| one.email().to_owned()).collect();
    emails.sort();
    emails
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_judged_row_by_row_and_nothing_is_asked_for() {
    let world = World::new().await;
    world.member("Dewi", "seller").await;
    let kasir = world.group("Kasir", &["orders.view"]).await;
    let ana = world.machine("Ana").await;
    let file = list(&ana, LIST);
    let told = ana.tells(&["invite", "--from", &file, "--group", "kasir", "--dry-run"]).await;
    assert_eq!(fields(&told), "left_out outcome passwords rows seats store used_after verdicts");
    assert_eq!(
        fields(&told["rows"][0]),
        "email groups name no role role_word sees_nothing unknown_groups verdict why"
    );
    assert_eq!(verdicts(&told), ["ready", "ready", "duplicate", "member", "invalid", "skipped"]);
    assert_eq!(told["verdicts"]["ready"], 2);
    assert_eq!((&told["outcome"], &told["passwords"]), (&json!("rehearsed"), &json!(true)));
    assert_eq!((&told["seats"]["used"], &told["used_after"]), (&json!(2), &json!(4)));
    assert_eq!(told["rows"][1]["role_word"], "Barista");
    assert_eq!(told["rows"][0]["groups"][0]["id"], kasir.as_str());
    assert_eq!(told["rows"][2]["why"], json!({"code": "list_duplicate", "with": {"row": 1}}));

    let said = ana.runs(&["preview", "invite", "--from", &file]).await.ok().out;
    assert!(said.contains("Twice in the list") && said.contains("Same address as row 1"), "{said}");
    assert!(said.contains("Seats in use: 2 now, 4 after, of 5"), "{said}");
    assert!(said.contains("It has a column of passwords. Nothing of it was kept."), "{said}");
    assert!(!said.contains("rahasia") && !told.to_string().contains("rahasia"), "{said}");
    assert_eq!(invited(&world).await, [""; 0]);
    assert_eq!(ana.tells(&["outbox"]).await["waiting"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_ready_is_sent_once_somebody_says_yes_and_a_second_time_nothing_is() {
    let world = World::new().await;
    world.member("Dewi", "seller").await;
    let ana = world.machine("Ana").await;
    let file = list(&ana, LIST);
    let unasked = ana.runs(&["invite", "--from", &file, "--json"]).await.ends(2);
    assert_eq!(unasked.problem(), "say_yes");
    assert_eq!(invited(&world).await, [""; 0]);

    let told = ana.tells(&["invite", "--from", &file, "--yes", "--role", "viewer"]).await;
    assert_eq!(told["outcome"], "accepted");
    assert_eq!(verdicts(&told), ["sent", "sent", "duplicate", "member", "invalid", "skipped"]);
    assert_eq!((&told["rows"][0]["role"], &told["rows"][1]["role"]), (&json!("seller"), &json!("viewer")));
    assert_eq!(invited(&world).await, ["SARI@toko.example", "rina@toko.example"]);

    let again = ana.tells(&["invite", "--from", &file, "--yes"]).await;
    assert_eq!(again["outcome"], "nothing_to_do");
    assert_eq!(verdicts(&again)[..2], ["invited", "invited"]);
    let said = ana.types(&["invite", "--from", "-", "--yes"], "wati@toko.example\n").await.ok().out;
    assert!(said.contains("Sent: 1"), "{said}");
    assert_eq!(invited(&world).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_does_not_fit_is_held_back_whole_unless_the_rest_may_stay_behind() {
    let world = World::new().await;
    let ana = world.machine("Ana").await;
    let file = list(&ana, &(1..=6).map(|n| format!("p{n}@toko.example\n")).collect::<String>());
    let refused = ana.runs(&["invite", "--from", &file, "--yes", "--json"]).await.ends(3);
    assert_eq!(refused.problem(), "list_does_not_fit");
    assert_eq!(refused.json()["verdicts"], json!({"ready": 4, "no_seat": 2}));
    assert_eq!(invited(&world).await, [""; 0]);
    let told = ana.tells(&["invite", "--from", &file, "--yes", "--partial"]).await;
    assert_eq!(
        (&told["outcome"], &told["verdicts"]),
        (&json!("accepted"), &json!({"sent": 4, "no_seat": 2}))
    );
    assert_eq!((&told["seats"]["used"], &told["used_after"]), (&json!(1), &json!(5)));
    assert_eq!(invited(&world).await.len(), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_cloud_a_list_waits_and_the_next_sync_sends_it() {
    let world = World::new().await;
    let ana = world.machine("Ana").await;
    ana.tells(&["sync"]).await;
    let file = list(&ana, "rina@toko.example\nsari@toko.example\n");
    let told = ana.tells(&["invite", "--from", &file, "--yes", "--offline"]).await;
    assert_eq!((&told["outcome"], verdicts(&told)), (&json!("waiting"), vec!["waiting", "waiting"]));
    assert_eq!(ana.tells(&["outbox"]).await["waiting"].as_array().map(Vec::len), Some(2));
    ana.tells(&["sync", "--wait"]).await;
    assert_eq!(invited(&world).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_list_is_a_slip_and_a_list_needs_neither_address_nor_role() {
    let world = World::new().await;
    let ana = world.machine("Ana").await;
    for (text, code) in [("", "list_empty"), ("It was the best of times.\n", "list_no_addresses")] {
        let file = list(&ana, text);
        let refused = ana.runs(&["invite", "--from", &file, "--yes", "--json"]).await.ends(2);
        assert_eq!(refused.problem(), code);
    }
    let nowhere = ana.path().join("nowhere.csv");
    let missing = ana.runs(&["invite", "--from", nowhere.to_str().unwrap(), "--json"]).await.ends(2);
    assert_eq!(missing.problem(), "list_unreadable");
    let binary = ana.path().join("list.bin");
    std::fs::write(&binary, [0_u8; 64]).unwrap();
    let refused = ana.runs(&["invite", "--from", binary.to_str().unwrap(), "--json"]).await.ends(2);
    assert_eq!(refused.problem(), "list_binary");
    ana.runs(&["invite"]).await.ends(2);
    ana.runs(&["invite", "rina@toko.example"]).await.ends(2);
    ana.runs(&["invite", "rina@toko.example", "--from", "list.csv"]).await.ends(2);
    ana.runs(&["invite", "rina@toko.example", "--role", "viewer", "--yes"]).await.ends(2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_list_goes_through_another_process_that_holds_the_profile() {
    let world = World::new().await;
    world.owner_asks(json!({"type": "plan.change", "from": "team", "to": "enterprise"})).await;
    let ana = world.machine("Ana").await;
    let mut holder = ana.starts(&["serve"]);
    let mut out = tokio::io::BufReader::new(holder.stdout.take().unwrap());
    let mut ready = String::new();
    tokio::io::AsyncBufReadExt::read_line(&mut out, &mut ready).await.unwrap();
    let name = "n".repeat(120);
    let rows = (0..2_000).map(|n| format!("{name};p{n}@toko.example;Seller\n")).collect::<String>();
    let file = list(&ana, &format!("name;email;role\n{rows}"));
    let told = ana.tells(&["invite", "--from", &file, "--yes", "--wait"]).await;
    assert_eq!((&told["outcome"], &told["verdicts"]), (&json!("accepted"), &json!({"sent": 2_000})));
    assert_eq!(invited(&world).await.len(), 2_000);
    drop(holder);
}
