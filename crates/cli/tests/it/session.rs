//! Signing in and out, stores, and how secrets come in.

use keyholder_cloud::testing::PASSWORD;
use serde_json::{Value, json};

use crate::world::{Machine, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_signs_in_stays_so_from_one_command_to_the_next() {
    let world = World::new().await;
    let ana = Machine::new();
    let before = ana.runs(&["team", "--json"]).await.ends(5);
    assert_eq!((before.problem().as_str(), before.out.as_str()), ("signed_out", ""));
    let said = ana.signs_in(&world.address, "Ana").await.ok();
    assert!(said.out.starts_with("Signed in as Ana <ana@toko.example>"), "{}", said.out);
    assert!(said.out.contains("Toko Ana"), "{}", said.out);

    let told = ana.tells(&["status"]).await;
    assert_eq!(
        (&told["signed_in"], &told["account"]["email"], &told["store"]["name"], &told["role"], &told["rest"]),
        (&json!(true), &json!("ana@toko.example"), &json!("Toko Ana"), &json!("owner"), &json!("passphrase"))
    );
    let told = ana.tells(&["stores"]).await;
    let expected = json!([{ "id": world.store, "name": "Toko Ana", "role": "owner", "status": "active", "in_use": true }]);
    assert_eq!(told["stores"], expected);

    ana.runs(&["sign-out"]).await.ok();
    assert_eq!(ana.tells(&["status"]).await["signed_in"], false);
    ana.runs(&["team"]).await.ends(5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_and_a_missing_cloud_are_told_apart() {
    let world = World::new().await;
    let ana = Machine::new();
    let asked =
        ["sign-in", "--cloud", &world.address, "--email", "ana@toko.example", "--password-stdin", "--json"];
    assert_eq!(ana.types(&asked, "not hers at all\n").await.ends(5).problem(), "bad_credentials");
    assert_eq!(ana.types(&asked, "\n").await.ends(2).problem(), "no_password");
    let nowhere =
        ["sign-in", "--cloud", "http://127.0.0.1:1", "--email", "a@b.example", "--password-stdin", "--json"];
    assert_eq!(ana.types(&nowhere, "whatever it is\n").await.ends(4).problem(), "offline");
    let odd =
        ["sign-in", "--cloud", "ftp://a.example", "--email", "a@b.example", "--password-stdin", "--json"];
    assert_eq!(ana.types(&odd, "whatever it is\n").await.ends(2).problem(), "bad_cloud_address");
    // Nobody is at a terminal here.
    assert_eq!(ana.runs(&asked[..5]).await.ends(2).out, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_passphrase_a_profile_stays_closed() {
    let world = World::new().await;
    let ana = world.machine("Ana").await;
    std::fs::write(ana.path().join("passphrase"), "not the one that was chosen\n").unwrap();
    assert_eq!(ana.runs(&["team", "--json"]).await.ends(6).problem(), "bad_passphrase");
    let asked = ana.command(&["team", "--json"]).env_remove("KEYHOLDER_PASSPHRASE_FILE").spawn().unwrap();
    assert_eq!(crate::world::finish(&["team"], asked).await.ends(6).problem(), "passphrase_needed");
    std::fs::remove_file(ana.path().join("passphrase")).unwrap();
    let mut asked = ana.command(&["team", "--json", "--passphrase-stdin"]);
    let mut asked =
        asked.env_remove("KEYHOLDER_PASSPHRASE_FILE").stdin(std::process::Stdio::piped()).spawn().unwrap();
    let mut stdin = asked.stdin.take().unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stdin, b"warung pojok jalan mawar\n").await.unwrap();
    drop(stdin);
    crate::world::finish(&["team"], asked).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_owner_makes_an_account_and_stores_and_chooses_between_them() {
    let world = World::new().await;
    let sari = Machine::new();
    let asked = [
        "sign-up",
        "--name",
        "Sari",
        "--cloud",
        &world.address,
        "--email",
        "sari@toko.example",
        "--password-stdin",
    ];
    sari.types(&asked, &format!("{PASSWORD}\n")).await.ok();
    assert_eq!(sari.runs(&["team", "--json"]).await.ends(7).problem(), "unknown_store");
    let made = sari.tells(&["create-store", "Warung Sari"]).await;
    sari.runs(&["create-store", "Kedai Sari"]).await.ok();
    let unsure = sari.runs(&["team", "--json"]).await.ends(7);
    assert_eq!(unsure.problem(), "choose_store");
    let named = sari.tells(&["team", "--store", "warung sari"]).await;
    assert_eq!(named["store"], made["store"]);
    assert_eq!(
        sari.runs(&["team", "--json"]).await.ends(7).problem(),
        "choose_store",
        "--store is for one command"
    );
    sari.runs(&["use", "Kedai Sari"]).await.ok();
    assert_eq!(sari.tells(&["team"]).await["store"]["name"], "Kedai Sari");
    assert_eq!(sari.tells(&["team"]).await["members"][0]["name"], "Sari");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn texts_come_in_the_language_that_is_asked_for_and_documents_never_change() {
    let world = World::new().await;
    let ana = world.machine("Ana").await;
    let english = ana.runs(&["team"]).await.ok();
    let indonesian = ana.runs(&["team", "--language", "id"]).await.ok();
    assert!(
        english.out.starts_with("Name ") && indonesian.out.starts_with("Nama "),
        "{english:?} {indonesian:?}"
    );
    let by_system = ana.command(&["team"]).env("LANG", "id_ID.UTF-8").spawn().unwrap();
    assert_eq!(crate::world::finish(&["team"], by_system).await.ok().out, indonesian.out);
    let documents: Vec<Value> =
        [ana.tells(&["team"]).await, ana.tells(&["team", "--language", "id"]).await].into();
    assert_eq!(documents[0], documents[1]);
    assert!(!english.out.contains('\x1b'), "no colours where no terminal is");
    assert!(ana.runs(&["team", "--color", "always"]).await.ok().out.contains("\x1b[1m"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_locked_shows_nothing_until_the_password_is_given() {
    let world = World::new().await;
    let ana = world.machine("Ana").await;
    ana.runs(&["team"]).await.ok();
    assert_eq!(ana.tells(&["lock"]).await["locked"]["why"], "asked");
    assert_eq!(ana.runs(&["team", "--json"]).await.ends(6).problem(), "locked");
    assert_eq!(ana.runs(&["suspend", "Ana", "--json"]).await.ends(6).problem(), "locked");
    let told = ana.tells(&["status"]).await;
    assert_eq!((&told["locked"]["why"], &told["store"]), (&json!("asked"), &Value::Null));
    let asked = ["unlock", "--password-stdin", "--json"];
    assert_eq!(ana.types(&asked, "not hers at all\n").await.ends(6).problem(), "bad_password");
    let told = ana.types(&asked, &format!("{PASSWORD}\n")).await.ok().json();
    assert_eq!(told, json!({ "locked": null }));
    ana.runs(&["team"]).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_device_is_listed_and_ended() {
    let world = World::new().await;
    let (here, there) = (world.machine("Ana").await, world.machine("Ana").await);
    there.runs(&["team"]).await.ok();
    let told = here.tells(&["devices"]).await;
    let devices = told["devices"].as_array().unwrap();
    assert_eq!(crate::world::fields(&devices[0]), "current device id last_seen signed_in_at");
    // Ana's account was made on a third.
    assert_eq!(devices.iter().filter(|it| it["current"] == true).count(), 1, "{told}");
    assert_eq!(here.runs(&["end-device", "a toaster", "--json"]).await.ends(7).problem(), "unknown_device");
    for other in devices.iter().filter(|it| it["current"] != true) {
        here.runs(&["end-device", other["id"].as_str().unwrap()]).await.ok();
    }
    assert_eq!(there.runs(&["sync", "--json"]).await.ends(5).problem(), "signed_out");
    assert_eq!(there.tells(&["team", "--offline"]).await["total"], 1, "what is held stays readable");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_profile_whose_drive_is_away_is_told_and_none_is_begun_in_its_place() {
    let ana = Machine::new();
    let drive = ana.path().join("drive");
    let profile = drive.join("keyholder").display().to_string();
    let away = ana.runs(&["status", "--json", "--data", &profile]).await.ends(10);
    assert_eq!(away.problem(), "profile_away");
    assert!(!drive.exists(), "nothing is made by asking");
    let said = ana.runs(&["status", "--data", &profile]).await.ends(10);
    assert!(said.err.contains("cannot be reached"), "{}", said.err);

    std::fs::create_dir(&drive).unwrap();
    ana.runs(&["status", "--data", &profile]).await.ok();
}
