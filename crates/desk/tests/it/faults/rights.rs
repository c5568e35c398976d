//! Rights, seats and the cloud's clock: what was allowed when it was asked offline may not be when it arrives, and only the
//! cloud's own time, inside the transaction, says what has expired.

use keyholder_cloud::clock::Clock;
use keyholder_cloud::testing::TestCloud;
use keyholder_cloud::tokens::{self, Claim, Door};
use keyholder_desk::picture::{PendingOp, PendingState};
use keyholder_domain::InvitationId;
use serde_json::{Value, json};

use super::says;
use crate::world::{World, invite, op};

#[tokio::test(flavor = "multi_thread")]
async fn fault_31_five_desks_take_the_last_seat_offline_and_exactly_one_wins() {
    let world = World::new().await;
    // Team has five seats: the Owner, three Admins, and one that everybody wants.
    let mut desks = vec![world.ready("Ana").await, world.ready("Ana").await];
    for name in ["Budi", "Citra", "Dewi"] {
        world.member(name, "admin").await;
        desks.push(world.ready(name).await);
    }
    for desk in &desks {
        desk.until(|picture| picture.base.member_count() == 4).await;
        desk.goes_offline();
    }
    let mut asked = Vec::new();
    for (turn, desk) in desks.iter().enumerate() {
        asked.push(desk.queues(invite(&format!("new{turn}@toko.example"), "seller").1).await);
    }
    let mut accepted = 0;
    let mut told = Vec::new();
    for (desk, id) in desks.iter().zip(asked) {
        desk.comes_back_and_syncs().await;
        let settled = |picture: &keyholder_desk::picture::Picture| {
            op(picture, id).is_none_or(|op| op.state == PendingState::Refused)
        };
        match op(&desk.until(settled).await, id) {
            None => accepted += 1,
            Some(op) => told.push(op.refusal.clone().unwrap()),
        }
    }
    assert_eq!(accepted, 1);
    assert_eq!(told.len(), 4);
    for told in told {
        assert_eq!((told.code.as_str(), told.with), ("no_free_seat", json!({"used": 5, "limit": 5})));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_30_an_author_who_lost_the_right_or_her_place_meanwhile_keeps_her_proposal() {
    let world = World::new().await;
    let (_, sari) = world.member("Sari", "seller").await;
    for (name, role) in [("Budi", Some("manager")), ("Citra", Some("seller")), ("Dewi", None)] {
        let (_, author) = world.member(name, "admin").await;
        let desk = world.ready(name).await;
        desk.until(|picture| picture.base.member(sari).is_some()).await;
        desk.goes_offline();
        let suspend = json!({"type": "member.suspend", "member": sari});
        let id = desk.queues(suspend.clone()).await;
        let change = match role {
            Some(to) => json!({"type": "member.change_role", "member": author, "from": "admin", "to": to}),
            None => json!({"type": "member.remove", "member": author}),
        };
        world.owner_asks(change).await;
        desk.comes_back_and_syncs().await;
        match role {
            Some("manager") => {
                let (code, with) = desk.refusal(id).await;
                assert_eq!((code.as_str(), &with["area"]), ("area_required", &json!("invite_remove_staff")));
            }
            // The cloud answers her with 403: it will never tell.
            Some(_) => {
                let unknown = |it: &PendingOp| it.state == PendingState::Unknown;
                let picture = desk.until(|picture| op(picture, id).is_some_and(unknown)).await;
                assert_eq!(op(&picture, id).unwrap().raw, suspend, "kept as a proposal");
            }
            // With 404: the desk closes, and what she asked stays hers to save.
            None => {
                desk.until(says("removed")).await;
                let saved = desk.machine.folder.path().join("proposals.json");
                assert_eq!(desk.keyholder.save_unsent(desk.store, &saved).await.unwrap(), 1);
                let list: Value = serde_json::from_slice(&std::fs::read(saved).unwrap()).unwrap();
                assert_eq!(list[0]["op"], suspend);
            }
        }
        let held = world.cloud.held(world.store).await;
        assert!(held.store.member(sari).unwrap().is_active(), "{name}: no partial effect");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_32_expired_accepted_and_withdrawn_in_any_order_are_judged_by_the_clouds_clock() {
    let orders: [[&str; 3]; 6] = [
        ["expires", "accepted", "withdrawn"],
        ["expires", "withdrawn", "accepted"],
        ["accepted", "expires", "withdrawn"],
        ["accepted", "withdrawn", "expires"],
        ["withdrawn", "expires", "accepted"],
        ["withdrawn", "accepted", "expires"],
    ];
    for order in orders {
        let world = World::new().await;
        let ana = world.ready("Ana").await;
        let (invitation, send) = invite("tono@toko.example", "viewer");
        ana.queues(send).await;
        ana.settled().await;
        // She withdraws it offline; when that arrives is the order's to say. Her own clock is a year off, and decides nothing.
        ana.goes_offline();
        ana.machine.clock.moves(-365 * 86_400);
        let withdraw = ana.queues(json!({"type": "invitation.withdraw", "invitation": invitation})).await;
        let mut first = None;
        for step in order {
            let came_about = match step {
                "expires" => {
                    world.cloud.advance(8 * 86_400_000);
                    false
                }
                "accepted" => accept(&world.cloud, &world, invitation).await == 201,
                _ => {
                    ana.comes_back_and_syncs().await;
                    let told = |it: &PendingOp| it.state == PendingState::Refused;
                    ana.until(|picture| op(picture, withdraw).is_none_or(told)).await;
                    op(&ana.picture().await, withdraw).is_none()
                }
            };
            if came_about {
                assert_eq!(first, None, "{order:?}: one of the two comes about, not both");
                first = Some(step);
            }
        }
        // Expired it lets nobody in; withdrawing what has expired is still possible.
        let expected = match order {
            ["accepted", ..] => "accepted",
            ["expires" | "withdrawn", ..] => "withdrawn",
            _ => unreachable!(),
        };
        assert_eq!(first, Some(expected), "{order:?}");
        let held = world.cloud.held(world.store).await;
        let members = if expected == "accepted" { 2 } else { 1 };
        assert_eq!(held.store.member_count(), members, "{order:?}");
        assert_eq!(held.store.seats(world.cloud.now()).used as usize, members, "{order:?}: seats agree");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_42_after_a_clock_step_no_expired_invitation_comes_back_to_a_seat_that_went() {
    let world = World::new().await;
    for name in ["Budi", "Citra", "Dewi"] {
        world.member(name, "seller").await;
    }
    let (early, send) = invite("tono@toko.example", "viewer");
    assert!(world.owner_asks(send).await["accepted"].is_object(), "it holds the last seat");
    world.cloud.advance(8 * 86_400_000);
    let (late, send) = invite("wati@toko.example", "viewer");
    assert!(world.owner_asks(send).await["accepted"].is_object(), "it expired, and the seat went");

    // A second node on the same database, whose clock stands where the invitation was good; then this one's clock steps back.
    let second = world.cloud.another_node(Clock::hand(keyholder_cloud::testing::START.parse().unwrap()));
    assert_eq!(
        accept(&second, &world, early).await,
        409,
        "by the second node's clock it would still be good"
    );
    second.state.db.closed().await;

    world.cloud.advance(-8 * 86_400_000);
    assert_eq!(accept(&world.cloud, &world, early).await, 409, "nor after a step back");
    let held = world.cloud.held(world.store).await;
    let now = held.now(world.cloud.now());
    assert_eq!((held.store.member_count(), held.store.seats(now).used), (4, 5), "five seats, five used");
    assert!(keyholder_domain::invariant(&held.store, now).is_empty());
    assert_eq!(accept(&world.cloud, &world, late).await, 201, "the seat is whose it is");
}

/// Somebody new accepts an invitation by its mailed link, at this node; tells the status.
async fn accept(node: &TestCloud, world: &World, invitation: InvitationId) -> u16 {
    let held = node.held(world.store).await;
    let sent_count = held.store.invitation(invitation).expect("it was sent").sent_count;
    let claim = Claim { store: world.store, invitation, sent_count, door: Door::Mailed };
    let token = tokens::mint(&node.state.secrets, &claim);
    let body = json!({"name": "Tono", "password": keyholder_cloud::testing::PASSWORD});
    node.post(&format!("/v1/invitations/{token}/accept"), "", body).await.status.as_u16()
}
