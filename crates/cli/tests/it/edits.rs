//! Every edit by its command: done at the cloud, or turned down in words with an exit code for scripts.

use serde_json::{Value, json};

use crate::world::{Machine, World, fields};

const EDIT: &str = "can_ask_anyway id op outcome problem refusal store";

async fn accepted(machine: &Machine, asked: &[&str]) -> Value {
    let told = machine.tells(asked).await;
    assert_eq!(fields(&told), EDIT);
    assert_eq!(told["outcome"], "accepted", "{asked:?}: {told}");
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_edit_reaches_the_cloud() {
    let world = World::new().await;
    world.member("Dewi", "seller").await;
    let ana = world.machine("Ana").await;
    for asked in [
        "group create Kasir orders.view",
        "group grant Kasir orders.fulfillment price.view",
        "revoke Kasir price.view",
        "grant Kasir product.view",
        "group rename Kasir Depan",
        "add-to-group Dewi Depan",
        "remove-from-group dewi@toko.example Depan",
        "role Dewi manager",
        "role Dewi inventory-handler",
        "suspend Dewi",
        "restore Dewi",
        "invite rina@toko.example --role seller --group Depan",
        "offer rina@toko.example --role viewer",
        "offer rina@toko.example --remove-group Depan",
        "offer rina@toko.example --add-group depan",
        "resend rina@toko.example",
        "withdraw rina@toko.example",
        "group delete Depan --move-nowhere",
        "plan change business",
        "rename-store Kedai",
        "lease 14",
        "remove Dewi",
    ] {
        accepted(&ana, &asked.split(' ').collect::<Vec<_>>()).await;
    }
    let held = world.cloud.held(world.store).await;
    assert_eq!(
        (held.store.name(), held.store.plan().code(), held.store.groups().count()),
        ("Kedai", "business", 0)
    );
    assert_eq!((held.store.members().count(), held.store.offline_lease().days()), (1, 14));
    assert_eq!(ana.tells(&["outbox"]).await["waiting"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_says_what_became_of_it() {
    let world = World::new().await;
    world.member("Dewi", "seller").await;
    let ana = world.machine("Ana").await;
    assert_eq!(ana.runs(&["suspend", "Dewi"]).await.ok().out, "Done: Suspend Dewi\n");
    let again = ana.runs(&["suspend", "Dewi"]).await.ok();
    assert_eq!(again.out, "Nothing to do, it is so already: Suspend Dewi\n");
    let refused = ana.runs(&["suspend", "Ana"]).await.ends(3);
    assert_eq!(refused.out, "Turned down: Suspend Ana\n");
    assert_eq!(
        refused.err,
        "keyholder: Nobody can change their own access. Ask the Owner or another Admin.\n"
    );
    let refused = ana.runs(&["suspend", "Ana", "--json"]).await.ends(3);
    assert_eq!((refused.problem().as_str(), &refused.json()["outcome"]), ("own_access", &json!("refused")));
    assert_eq!(refused.json()["id"], Value::Null, "it was not even kept");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_not_one_person_is_asked_about() {
    let world = World::new().await;
    world.member("Dewi", "seller").await;
    let (other, _) = world.cloud.member(world.store, "Dewi B", "seller").await;
    let ana = world.machine("Ana").await;
    let nobody = ana.runs(&["suspend", "Dew", "--json"]).await.ends(7);
    assert_eq!(nobody.problem(), "unknown_member");
    accepted(&ana, &["suspend", &other.email]).await;
    assert_eq!(
        ana.runs(&["grant", "Kasir", "orders.view", "--json"]).await.ends(7).problem(),
        "unknown_group"
    );
    assert_eq!(
        ana.runs(&["withdraw", "x@y.example", "--json"]).await.ends(7).problem(),
        "unknown_invitation"
    );
    let usage = ana.runs(&["role", "Dewi", "boss"]).await.ends(2);
    assert!(usage.err.contains("inventory_handler"), "{}", usage.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preview_shows_and_asks_for_nothing() {
    let world = World::new().await;
    world.member("Dewi", "seller").await;
    let ana = world.machine("Ana").await;
    let told = ana.tells(&["preview", "role", "Dewi", "manager"]).await;
    assert_eq!(
        fields(&told),
        "can_ask_anyway op people people_total refusal seats_after seats_before store warnings"
    );
    assert_eq!(fields(&told["people"][0]), "cells gained id kind lost name");
    assert_eq!(ana.tells(&["role", "Dewi", "manager", "--dry-run"]).await, told);
    let text = ana.runs(&["preview", "role", "Dewi", "manager"]).await.ok().out;
    assert!(text.contains("Void a sale: None → Full"), "{text}");
    let refused = ana.runs(&["preview", "remove", "Ana", "--json"]).await.ends(3);
    assert_eq!(refused.problem(), "own_access");
    let team = ana.tells(&["team", "--role", "manager"]).await;
    assert_eq!(team["total"], 0, "nothing was asked for");
    ana.tells(&["preview", "group", "create", "Kasir", "orders.view"]).await;
    ana.tells(&["preview", "plan", "change", "business"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_seat_is_refused_here_or_by_the_cloud() {
    let world = World::new().await;
    for name in ["Dewi", "Dina", "Doni", "Dodi"] {
        world.member(name, "seller").await;
    }
    let ana = world.machine("Ana").await;
    let refused = ana.runs(&["invite", "rina@toko.example", "--role", "viewer", "--json"]).await.ends(3);
    assert_eq!(refused.problem(), "no_free_seat");
    assert_eq!(refused.json()["can_ask_anyway"], true);
    let asked = ["invite", "rina@toko.example", "--role", "viewer", "--ask-anyway", "--json"];
    let refused = ana.runs(&asked).await.ends(3);
    assert_eq!((&refused.json()["outcome"], refused.problem().as_str()), (&json!("refused"), "no_free_seat"));
    let id = refused.json()["id"].as_str().expect("it was kept and asked").to_owned();
    let told = ana.tells(&["outbox"]).await;
    assert_eq!(fields(&told), "refused store waiting");
    assert_eq!(fields(&told["refused"][0]), "depends_on expected id made_at may op refusal state");
    assert_eq!(told["refused"][0]["id"], id.as_str());

    accepted(&ana, &["remove", "Dodi"]).await;
    let retried = ana.tells(&["outbox", "retry", &id]).await;
    assert_eq!(retried["outcome"], "accepted", "{retried}");
    assert_eq!(ana.runs(&["outbox", "drop", &id, "--json"]).await.ends(7).problem(), "unknown_op");
}
