//! Newer versions: offered in the window, put in only when she says so and only if they are signed, with what waits sent first;
//! the way back; and a desk that has become too old for its cloud.

use std::{fs, path::Path, rc::Rc};

use keyholder_between::{Between, Harm};
use tempfile::TempDir;

use crate::{
    accessible::is_for_everybody,
    harness::{Shop, Window, eventually, process},
    installed::{Installed, OLD},
    releases::Release,
};

fn empty() -> Rc<TempDir> {
    Rc::new(tempfile::tempdir().expect("a temporary folder"))
}

/// The program that runs from this file.
fn running(file: &Path) -> Option<u32> {
    let ids =
        fs::read_dir("/proc").ok()?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.into_iter().find(|id: &u32| fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|exe| exe == file))
}

async fn makes_group(window: &Window, name: &str) {
    window.go_to("groups").await;
    window.click("group-new").await;
    window.type_in("name-field", name).await;
    window.click("name-confirm").await;
    window.reads("h1", name).await;
}

#[tokio::test]
async fn a_newer_version_is_put_in_when_asked_for_and_signed_with_what_waits_sent_first() {
    let mut shop = Shop::open("business").await;
    let installed = Installed::new();
    let data = empty();
    let window = installed.window(data.clone(), &shop.cloud.url()).await;
    window.sign_in(&shop.owner.email).await;
    window.badge_is("up_to_date").await;
    window.go_to("settings").await;
    window.click("updates-look").await;
    window.sees("[data-testid=updates-newest]").await;
    window.sees_no("[data-testid=update-offer]").await;

    let good = installed.announces("0.2.0");
    window.click("updates-look").await;
    window.reads("[data-testid=updates-offer]", "0.2.0").await;
    window.reads("[data-testid=updates-notes]", "Faster").await;
    window.sees("[data-testid=update-offer]").await;
    window.click("updates-later").await;
    window.sees_no("[data-testid=update-offer]").await;

    // On its way, or where it lies, somebody changed it.
    let mut package = good.package.clone();
    *package.last_mut().expect("it is not empty") ^= 1;
    installed.releases.has(Release { package, ..good.clone() });
    window.click("updates-now").await;
    window.sees("[data-testid=updates-failed]").await;
    let apart = "const next = document.querySelector('[data-testid=updates-failed]').closest('section').querySelector('[role=switch]').closest('.row');
        return next.querySelector('.words').getBoundingClientRect().top - document.querySelector('[data-testid=updates-failed]').getBoundingClientRect().bottom";
    let apart = window.client().execute(apart, vec![]).await.expect("the page answers");
    assert!(
        apart.as_f64().is_some_and(|apart| apart > 12.0),
        "what failed stands apart from the next setting: {apart}"
    );
    assert_eq!(fs::read(&installed.file).expect("it is there"), OLD);

    installed.releases.has(good);
    shop.cloud.stop().await;
    makes_group(&window, "Kasir").await;
    window.go_to("settings").await;
    window.click("updates-now").await;
    window.sees("[data-testid=updates-asking]").await;
    assert_eq!(fs::read(&installed.file).expect("it is there"), OLD, "nobody said so yet");
    window.click("updates-later").await;
    window.sees_no("[data-testid=updates-asking]").await;
    shop.cloud.start_again().await;
    window.click("updates-now").await;
    window.is_gone().await;
    assert_eq!(shop.groups().await, ["Kasir"], "what waited was sent first");
    let started = eventually("the new version was started", async || running(&installed.file)).await;
    assert!(fs::read(&installed.file).expect("it is there") == installed.new);
    process::kill(started);
    eventually("it has ended", async || running(&installed.file).is_none().then_some(())).await;
    assert_eq!(fs::read(data.path().join("before/program")).expect("kept"), OLD);
    drop(window);

    // The version before, again: it goes on, and what it kept is there to go back to.
    let window = installed.window(data.clone(), &shop.cloud.url()).await;
    window.badge_is("up_to_date").await;
    window.go_to("settings").await;
    window.click("go-back").await;
    window.sees("[data-testid=go-back-dialog][open]").await;
    is_for_everybody(&window, "go-back-dialog").await;
    window.click("go-back-confirm").await;
    window.sees_no("[data-testid=go-back-dialog][open]").await;
    window.badge_is("up_to_date").await;
    makes_group(&window, "Gudang").await;
    eventually("it goes on from there", async || {
        shop.groups().await.contains(&"Gudang".to_owned()).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_desk_too_old_for_its_cloud_says_so_and_keeps_what_waits() {
    let shop = Shop::open("business").await;
    let line = Between::before(&shop.cloud.url()).await;
    let installed = Installed::new();
    let window = installed.window(empty(), &line.url()).await;
    window.sign_in(&shop.owner.email).await;
    window.badge_is("up_to_date").await;
    line.does_to("/sync", Harm::Problem(426, "wire_unsupported", None));
    makes_group(&window, "Kasir").await;
    window.reads("[data-testid=too-old]", "unsent change stays").await;
    window.badge_is("needs_attention").await;
    installed.announces("0.2.0");
    window.click("too-old-look").await;
    window.reads("[data-testid=updates-offer]", "0.2.0").await;
    window.sees("[data-testid=too-old-update]").await;
    makes_group(&window, "Gudang").await;

    let window = window.killed_and_started_again().await;
    window.reads("[data-testid=too-old]", "2 unsent changes").await;
    line.heals();
    window.click("too-old-again").await;
    window.badge_is("up_to_date").await;
    window.sees_no("[data-testid=too-old]").await;
    assert_eq!(shop.groups().await.len(), 2);
}

#[tokio::test]
async fn a_build_without_a_key_says_so_and_looks_for_nothing() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    window.go_to("settings").await;
    window.reads("[data-testid=updates]", "not set up in this copy").await;
    window.sees_no("[data-testid=updates-look]").await;
    window.sees_no("[data-testid=updates-by-itself]").await;
}
