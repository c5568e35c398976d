//! What is told to somebody who does not look: each thing once, also across a restart, and without names unless she allowed them.

use keyholder_desk::SettingsChange;
use keyholder_desk::tidings::{Tiding, What};
use serde_json::{Value, json};

use crate::world::{PATIENCE, TestDesk, World, invite};

fn told(news: &[Tiding]) -> Vec<(What, usize, Option<&str>)> {
    news.iter().map(|tiding| (tiding.what, tiding.count, tiding.name.as_deref())).collect()
}

/// Waits until there is news.
async fn news(desk: &TestDesk) -> Vec<Tiding> {
    let mut changes = desk.keyholder.changes();
    let wait = async {
        loop {
            let news = desk.keyholder.tidings().await;
            if !news.is_empty() {
                return news;
            }
            let _ = changes.recv().await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.expect("there is news")
}

fn chosen(desk: &TestDesk, name: &str, value: bool) {
    desk.keyholder.set_settings(SettingsChange::from_iter([(name.to_owned(), Value::Bool(value))])).unwrap();
}

/// Somebody follows the link of an invitation, at the cloud.
async fn accepts(world: &World, desk: &TestDesk, invitation: keyholder_domain::InvitationId, name: &str) {
    let link = desk.keyholder.invitation_link(world.store, invitation).await.unwrap();
    follows(world, &link, name).await;
}

async fn follows(world: &World, link: &str, name: &str) {
    let token = link.rsplit('/').next().unwrap().to_owned();
    let body = json!({ "name": name, "password": keyholder_cloud::testing::PASSWORD });
    let done = world.cloud.post(&format!("/v1/invitations/{token}/accept"), "", body).await;
    assert!(done.status.is_success(), "{:?}", done.body);
}

/// The desk has looked for news since, and what it found is let go.
async fn has_looked(desk: &TestDesk) -> Vec<Tiding> {
    desk.machine.clock.passes(2);
    // It looks after it has answered; whoever asks once more finds it done.
    let mut news = desk.keyholder.tidings().await;
    news.extend(desk.keyholder.tidings().await);
    news
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_was_accepted_is_told_once_and_by_name_only_if_she_allowed_it() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    let (first, op) = invite("budi@toko.example", "seller");
    ana.queues(op).await;
    ana.settled().await;
    assert_eq!(told(&has_looked(&ana).await), [], "her own acts are no news");
    accepts(&world, &ana, first, "Budi").await;
    assert_eq!(told(&news(&ana).await), [(What::Accepted, 1, None)]);
    assert_eq!(told(&ana.keyholder.tidings().await), []);

    chosen(&ana, "tell_names", true);
    let (second, op) = invite("citra@toko.example", "seller");
    ana.queues(op).await;
    ana.settled().await;
    has_looked(&ana).await;
    accepts(&world, &ana, second, "Citra").await;
    assert_eq!(told(&news(&ana).await), [(What::Accepted, 1, Some("Citra"))]);

    let ana = ana.restarts().await;
    ana.until(|picture| picture.as_of.is_some()).await;
    assert_eq!(told(&has_looked(&ana).await), [], "nor told again by the next start");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_program_names_nobody_whatever_she_allowed() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    chosen(&ana, "tell_names", true);
    let (invitation, op) = invite("budi@toko.example", "seller");
    ana.queues(op).await;
    ana.settled().await;
    has_looked(&ana).await;
    let link = ana.keyholder.invitation_link(world.store, invitation).await.unwrap();
    ana.keyholder.lock().unwrap();
    follows(&world, &link, "Budi").await;
    assert_eq!(told(&news(&ana).await), [(What::Accepted, 1, None)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_cloud_refused_is_told_and_can_be_turned_off() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    let group = world.group("Kasir").await;
    ana.until(|picture| picture.base.group(group).is_some()).await;
    for off in [false, true] {
        chosen(&ana, "untold_refused", off);
        ana.goes_offline();
        let from = if off { "Kasir Dua" } else { "Kasir" };
        let to = json!({"type": "group.rename", "group": group, "from": from, "to": format!("{from} Lagi")});
        ana.queues(to).await;
        let meanwhile = json!({"type": "group.rename", "group": group, "from": from, "to": "Kasir Dua"});
        if off {
            let away = json!({"type": "group.delete", "group": group, "move_to": null});
            assert!(world.owner_asks(away).await["accepted"].is_object());
        } else {
            assert!(world.owner_asks(meanwhile).await["accepted"].is_object());
        }
        ana.comes_back_and_syncs().await;
        let picture = ana.settled().await;
        assert_eq!(picture.pending.len(), 1 + usize::from(off), "it was refused");
        if off {
            // What is not wanted is found all the same, and let go.
            assert_eq!(told(&has_looked(&ana).await), []);
        } else {
            assert_eq!(told(&news(&ana).await), [(What::Refused, 1, None)]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_ends_within_a_day_is_told_once_also_by_a_program_that_starts_again() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    let (_, op) = invite("budi@toko.example", "seller");
    ana.queues(op).await;
    ana.settled().await;
    assert_eq!(told(&has_looked(&ana).await), []);
    ana.machine.clock.passes(6 * 86_400 + 3_600);
    assert_eq!(told(&has_looked(&ana).await), [(What::Expiring, 1, None)]);
    assert_eq!(told(&has_looked(&ana).await), []);

    let ana = ana.restarts().await;
    ana.machine.clock.passes(60);
    assert_eq!(told(&has_looked(&ana).await), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seat_that_falls_free_is_told_once_to_whoever_has_an_invitation_that_waits_for_one() {
    let world = World::new().await;
    for name in ["Budi", "Citra", "Dewi"] {
        world.member(name, "seller").await;
    }
    let ana = world.ready("Ana").await;
    ana.until(|picture| picture.base.member_count() == 4).await;
    let mut theirs = invite("wati@toko.example", "viewer");
    for (round, off) in [false, true].into_iter().enumerate() {
        chosen(&ana, "untold_seat", off);
        ana.goes_offline();
        let (_, mine) = invite(&format!("tono{round}@toko.example"), "viewer");
        let mine = ana.queues(mine).await;
        assert!(world.owner_asks(theirs.1).await["accepted"].is_object());
        ana.comes_back_and_syncs().await;
        assert_eq!(ana.refusal(mine).await.0, "no_free_seat");
        assert_eq!(told(&news(&ana).await), [(What::Refused, 1, None)]);
        assert_eq!(told(&has_looked(&ana).await), [], "while there is none, nothing is told");

        world.owner_asks(json!({"type": "invitation.withdraw", "invitation": theirs.0})).await;
        ana.until(|picture| picture.base.seats(picture.now).used == 4).await;
        if off {
            assert_eq!(told(&has_looked(&ana).await), []);
        } else {
            // Whom it is about stays unsaid: names were not allowed.
            assert_eq!(told(&news(&ana).await), [(What::Seat, 1, None)]);
            assert_eq!(told(&has_looked(&ana).await), [], "once");
        }
        ana.keyholder.drop_op(ana.store, mine).await.unwrap();
        theirs = invite("wulan@toko.example", "viewer");
    }
    // Nobody's invitation waits any more: a seat is no news.
    assert!(world.owner_asks(theirs.1).await["accepted"].is_object());
    ana.until(|picture| picture.base.seats(picture.now).used == 5).await;
    has_looked(&ana).await;
    chosen(&ana, "untold_seat", false);
    world.owner_asks(json!({"type": "invitation.withdraw", "invitation": theirs.0})).await;
    ana.until(|picture| picture.base.seats(picture.now).used == 4).await;
    assert_eq!(told(&has_looked(&ana).await), []);
}
