//! Links that open the program: what they lead to, for whom, and what they never do.

use keyholder_cloud::testing::PASSWORD;
use keyholder_desk::Keyholder;
use keyholder_desk::views::program::{LinkStep, LinkTo};
use keyholder_domain::StoreId;

use crate::world::{Machine, TestDesk, World};

fn to_store(cloud: &str, store: StoreId) -> String {
    format!("keyholder://store/{store}?cloud={cloud}")
}

async fn step(keyholder: &Keyholder) -> Option<(LinkTo, LinkStep)> {
    keyholder.session().await.link.map(|link| (link.to, link.step))
}

async fn open(keyholder: &Keyholder) -> Option<StoreId> {
    keyholder.session().await.open
}

/// Ana with a second store, of which the first is open.
async fn with_two_stores(world: &World) -> (TestDesk, StoreId) {
    let ana = world.ready("Ana").await;
    let second = ana.keyholder.create_store("Toko Dua").await.unwrap();
    assert_eq!(open(&ana.keyholder).await, Some(world.store));
    (ana, second)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_a_store_of_hers_opens_it() {
    let world = World::new().await;
    let (ana, second) = with_two_stores(&world).await;
    ana.keyholder.open_link(&to_store(&world.address, second)).await;
    assert_eq!((open(&ana.keyholder).await, step(&ana.keyholder).await), (Some(second), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn anything_else_in_a_link_does_nothing() {
    let world = World::new().await;
    let (ana, second) = with_two_stores(&world).await;
    let fine = to_store(&world.address, second);
    for link in [fine.replace("store", "remove"), format!("{fine}&accept=yes"), "a".repeat(1 << 20)] {
        ana.keyholder.open_link(&link).await;
        assert_eq!((open(&ana.keyholder).await, step(&ana.keyholder).await), (Some(world.store), None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cloud_that_is_not_known_here_is_asked_about_first() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    let elsewhere = "https://keys.elsewhere.example";
    ana.keyholder.open_link(&to_store(elsewhere, world.store)).await;
    let asked = ana.keyholder.session().await.link.unwrap();
    assert_eq!((asked.step, asked.cloud.as_str()), (LinkStep::Ask, elsewhere));
    ana.keyholder.leave_link();
    assert_eq!(step(&ana.keyholder).await, None);

    ana.keyholder.open_link(&to_store(elsewhere, world.store)).await;
    ana.keyholder.trust_link().await;
    assert_eq!(step(&ana.keyholder).await, Some((LinkTo::Store, LinkStep::Elsewhere)));
    assert_eq!(ana.keyholder.session().await.cloud, world.address, "and nobody is signed in or out by that");

    // What was trusted once is not trusted for ever, nor for another.
    ana.keyholder.open_link(&to_store("https://third.example", world.store)).await;
    assert_eq!(step(&ana.keyholder).await, Some((LinkTo::Store, LinkStep::Ask)));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_such_store_is_told_so() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    let nobodys = StoreId::from_uuid(uuid::Uuid::from_u128(7));
    ana.keyholder.open_link(&to_store(&world.address, nobodys)).await;
    assert_eq!(step(&ana.keyholder).await, Some((LinkTo::Store, LinkStep::Missing)));
    assert_eq!(open(&ana.keyholder).await, Some(world.store));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_shown_on_its_page_and_nothing_is_accepted() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.keyholder.open_link(&format!("keyholder://join/tOken-7?cloud={}", world.address)).await;
    assert_eq!(step(&ana.keyholder).await, Some((LinkTo::Join, LinkStep::Page)));
    let page = ana.keyholder.take_link_page().unwrap();
    assert_eq!(page, format!("{}/join/tOken-7", world.address));
    assert_eq!(step(&ana.keyholder).await, None, "shown once");
    assert_eq!(ana.keyholder.take_link_page().unwrap_err().code, "not_found");

    ana.keyholder.open_link("keyholder://join/tOken-7?cloud=https://keys.elsewhere.example").await;
    assert_eq!(ana.keyholder.take_link_page().unwrap_err().code, "not_found", "not before she said yes");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_is_led_on() {
    let world = World::new().await;
    let machine = Machine::new(&world.address, "Ana");
    let keyholder = machine.starts().await.unwrap();
    keyholder.open_link(&to_store(&world.address, world.store)).await;
    assert_eq!(step(&keyholder).await, Some((LinkTo::Store, LinkStep::SignIn)));
    let session = keyholder.sign_in(&world.address, "ana@toko.example", PASSWORD).await.unwrap();
    assert_eq!((session.open, session.link), (Some(world.store), None));
    keyholder.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_program_shows_no_link_and_goes_on_when_it_is_opened() {
    let world = World::new().await;
    let (ana, second) = with_two_stores(&world).await;
    ana.keyholder.lock().unwrap();
    ana.keyholder.open_link(&to_store(&world.address, second)).await;
    assert_eq!((open(&ana.keyholder).await, step(&ana.keyholder).await), (Some(world.store), None));
    assert_eq!(ana.keyholder.take_link_page().unwrap_err().code, "locked");
    let session = ana.keyholder.unlock(PASSWORD).await.unwrap();
    assert_eq!((session.open, session.link), (Some(second), None));
}
