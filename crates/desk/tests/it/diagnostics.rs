//! A report for whoever helps, made over a shop whose names, addresses and secrets are known here: none of them is in it.

use std::time::Duration;

use keyholder_cloud::testing::PASSWORD;
use keyholder_desk::diagnostics::CRASH;
use keyholder_desk::keyholder::Around;
use keyholder_desk::picture::Connection;

use crate::world::{World, invite, new_group};

#[tokio::test(flavor = "multi_thread")]
async fn no_name_no_address_and_no_secret_is_in_a_report() {
    let world = World::new().await;
    world.member("Budi Santoso", "seller").await;
    world.group("Meja Kasir").await;
    let ana = world.ready("Ana").await;
    let (invitation, op) = invite("citra.dewi@melati.example", "seller");
    ana.queues(op).await;
    ana.settled().await;
    let link = ana.keyholder.invitation_link(world.store, invitation).await.unwrap();
    ana.goes_offline();
    ana.queues(new_group("Gudang Rahasia").1).await;
    ana.until(|picture| picture.connection == Connection::Offline).await;

    // The machine's mark is an id, and opens nothing.
    let all = ana.machine.keychain.all().into_iter();
    let secrets: Vec<String> = all
        .filter(|(name, _)| !name.starts_with("machine"))
        .map(|(_, secret)| secret.expose().to_owned())
        .collect();
    let token = link.rsplit('/').next().unwrap();
    let profile = ana.machine.profile.display().to_string();
    let mut log = vec![
        format!("2026-11-22T14:02:03Z WARN keyholder_desk::runner error sending request for url ({link})"),
        format!(
            "2026-11-22T14:02:04Z INFO keyholder_desk::session Budi Santoso at Toko Ana asked for Gudang-Rahasia"
        ),
        format!(
            "2026-11-22T14:02:05Z INFO keyholder_desk::session citra.dewi@melati.example from {} in {profile}",
            world.address
        ),
        format!("2026-11-22T14:02:06Z INFO keyholder_desk::actor store={} days=30", world.store),
    ];
    log.extend(secrets.iter().map(|secret| format!("secret={secret}")));
    let around = Around {
        version: "0.1.0".to_owned(),
        web_view: "WebKitGTK 2.50".to_owned(),
        runs_for: Duration::from_secs(7),
        log,
    };
    let report = ana.keyholder.diagnostics(around).await.unwrap();

    for known in [
        "Ana",
        "ana@",
        "Budi",
        "Santoso",
        "Citra",
        "citra",
        "melati",
        "Toko",
        "toko",
        "Meja",
        "Kasir",
        "Gudang",
        "Rahasia",
        "127.0.0.1",
        "http",
        token,
        profile.as_str(),
    ] {
        assert!(!report.contains(known), "`{known}` is in the report:\n{report}");
    }
    for secret in &secrets {
        assert!(!report.contains(secret.as_str()), "a secret is in the report:\n{report}");
    }
    for helps in ["Keyholder 0.1.0", "members: 2", "waiting: 1", "badge: offline", "days=30", "language"] {
        assert!(report.contains(helps), "`{helps}` is missing:\n{report}");
    }
    assert!(report.contains(&world.store.to_string()), "ids are nobody's names");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_is_offered_to_be_looked_at_until_somebody_did() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    assert!(!ana.keyholder.session().await.crashed);
    assert_eq!(ana.keyholder.crash_report().unwrap_err().code, "not_found");
    std::fs::write(ana.machine.profile.join(CRASH), "stopped at crates/desk/src/actor.rs:1:1 for Ana")
        .unwrap();
    let ana = ana.restarts().await;
    assert!(ana.keyholder.session().await.crashed);
    assert_eq!(ana.keyholder.crash_report().unwrap(), "stopped at crates/desk/src/actor.rs:1:1 for ‹name›");
    ana.keyholder.lock().unwrap();
    assert_eq!(ana.keyholder.crash_report().unwrap_err().code, "locked");
    ana.keyholder.unlock(PASSWORD).await.unwrap();
    ana.keyholder.forget_crash().unwrap();
    ana.keyholder.forget_crash().unwrap();
    assert!(!ana.keyholder.session().await.crashed);
}
