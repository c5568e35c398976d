//! Two desks of one shop: both are worked at without a network, meet at the cloud, and agree. One keeps its secrets in the system's
//! own keychain, and the other, since one person of Windows has one keychain, behind a passphrase. Only the shipped program; the
//! cloud is the one that `cargo xtask test windows` started on this machine, or one in this process.

use keyholder_cloud::testing::PASSWORD;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{Machine, World};

/// A cloud's address, and the world that it ends with where it is ours.
async fn cloud() -> (String, Option<World>) {
    match std::env::var("KEYHOLDER_TEST_CLOUD") {
        Ok(address) => (address, None),
        Err(_) => {
            let world = World::new().await;
            (world.address.clone(), Some(world))
        }
    }
}

/// One field of every row of a list that a command tells.
async fn told(desk: &Machine, what: &str, field: &str) -> Vec<Value> {
    let told = desk.tells(&[what]).await;
    told[what].as_array().unwrap().iter().map(|row| row[field].clone()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_desks_work_offline_meet_at_the_cloud_and_agree() {
    let (cloud, _world) = cloud().await;
    let email = format!("ana.{}@toko.example", Uuid::new_v4().simple());
    let (shop, home) = (Machine::with_a_keychain(), Machine::new());
    let password = format!("{PASSWORD}\n");
    let asked = ["--cloud", &cloud, "--email", &email, "--password-stdin"];
    shop.types(&[&["sign-up", "--name", "Ana"], &asked[..]].concat(), &password).await.ok();
    shop.runs(&["create-store", "Toko Ana"]).await.ok();
    shop.runs(&["plan", "change", "team"]).await.ok();
    // Three of the four seats beside her own.
    for name in ["dewi", "rina", "sari"] {
        shop.runs(&["invite", &format!("{name}@toko.example"), "--role", "seller"]).await.ok();
    }
    home.types(&[&["sign-in"], &asked[..]].concat(), &password).await.ok();
    home.runs(&["team"]).await.ok();
    for (desk, rest) in [(&shop, "encrypted"), (&home, "passphrase")] {
        let status = desk.tells(&["status"]).await;
        assert_eq!((&status["rest"], &status["passphrase"]), (&json!(rest), &json!("none")), "{status}");
    }

    for (desk, edits) in [
        (&shop, ["invite budi@toko.example --role viewer", "group create Kasir orders.view"]),
        (&home, ["invite wati@toko.example --role viewer", "group create Gudang product.view"]),
    ] {
        for edit in edits {
            let asked: Vec<&str> = edit.split(' ').chain(["--offline"]).collect();
            assert_eq!(
                desk.tells(&asked).await["outcome"],
                "waiting",
                "{edit}: there is a seat, as this desk sees it"
            );
        }
    }
    shop.runs(&["sync", "--wait"]).await.ok();
    // Its seat is taken meanwhile: answered, and not what was hoped for.
    home.runs(&["sync", "--wait"]).await;
    let outbox = home.tells(&["outbox"]).await;
    let refused = &outbox["refused"][0];
    assert_eq!(
        (&refused["refusal"]["code"], &outbox["waiting"]),
        (&json!("no_free_seat"), &json!([])),
        "{outbox}"
    );
    home.runs(&["outbox", "drop", refused["id"].as_str().unwrap()]).await.ok();

    shop.runs(&["sync", "--wait"]).await.ok();
    for (what, field, expected) in [
        ("groups", "name", vec!["Gudang", "Kasir"]),
        (
            "invitations",
            "email",
            vec!["budi@toko.example", "dewi@toko.example", "rina@toko.example", "sari@toko.example"],
        ),
    ] {
        let [mut at_shop, mut at_home] = [told(&shop, what, field).await, told(&home, what, field).await];
        for rows in [&mut at_shop, &mut at_home] {
            rows.sort_by_key(Value::to_string);
        }
        assert_eq!((&at_shop, json!(at_shop)), (&at_home, json!(expected)), "{what}");
    }

    for desk in [&shop, &home] {
        desk.runs(&["sign-out"]).await.ok();
        assert_eq!(desk.tells(&["status"]).await["signed_in"], false);
    }
}
