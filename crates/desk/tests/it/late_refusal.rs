//! A conflict is a refusal that arrives late, in the person's own words; nothing typed is lost, and a click tries it again.

use keyholder_desk::picture::PendingState;
use serde_json::json;

use crate::world::{World, invite, new_group, op};

#[tokio::test(flavor = "multi_thread")]
async fn five_desks_take_the_last_seat_offline_and_exactly_one_wins() {
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
async fn a_refused_invitation_is_kept_and_sent_again_with_one_click_when_a_seat_frees() {
    let world = World::new().await;
    for name in ["Budi", "Citra", "Dewi"] {
        world.member(name, "seller").await;
    }
    let ana = world.ready("Ana").await;
    ana.until(|picture| picture.base.member_count() == 4).await;
    ana.goes_offline();
    let (mine, send) = invite("tono@toko.example", "viewer");
    let id = ana.queues(send).await;
    let (theirs, other) = invite("wati@toko.example", "viewer");
    assert!(world.owner_asks(other).await["accepted"].is_object());
    ana.comes_back_and_syncs().await;
    let (code, with) = ana.refusal(id).await;
    assert_eq!((code.as_str(), with["used"].as_u64()), ("no_free_seat", Some(5)));

    let again = ana.keyholder.retry(ana.store, id).await.unwrap();
    assert!(again.queued && again.id != id, "a new op about the same thing");
    let (code, _) = ana.refusal(again.id).await;
    assert_eq!(code, "no_free_seat", "still none");
    assert!(op(&ana.picture().await, id).is_none(), "one draft, not two");

    world.owner_asks(json!({"type": "invitation.withdraw", "invitation": theirs})).await;
    ana.until(|picture| picture.base.seats(picture.now).used == 4).await;
    ana.keyholder.retry(ana.store, again.id).await.unwrap();
    ana.until(|picture| picture.base.invitation(mine).is_some() && picture.pending.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_field_changed_by_two_is_told_with_both_values() {
    let world = World::new().await;
    let (_, sari) = world.member("Sari", "seller").await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let id = ana
        .queues(json!({"type": "member.change_role", "member": sari, "from": "seller", "to": "manager"}))
        .await;
    world
        .owner_asks(json!({"type": "member.change_role", "member": sari, "from": "seller", "to": "viewer"}))
        .await;
    ana.comes_back_and_syncs().await;
    let (code, with) = ana.refusal(id).await;
    assert_eq!(code, "changed_meanwhile");
    assert_eq!((&with["expected"], &with["present"]), (&json!("seller"), &json!("viewer")));
    let picture = ana.picture().await;
    assert_eq!(picture.local.member(sari).unwrap().role.code(), "viewer", "the guess is dropped");
    assert_eq!(op(&picture, id).unwrap().present, Some(json!("viewer")));

    ana.keyholder.retry(ana.store, id).await.unwrap();
    let picture = ana.until(|picture| picture.pending.is_empty()).await;
    assert_eq!(
        picture.base.member(sari).unwrap().role.code(),
        "manager",
        "she saw the present value and meant it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_refused_op_blocks_nobody_and_those_that_built_on_it_are_linked_to_it() {
    let world = World::new().await;
    let (_, sari) = world.member("Sari", "seller").await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let (mine, make) = new_group("Kasir");
    let first = ana.queues(make).await;
    let second = ana.queues(json!({"type": "member.add_to_group", "member": sari, "group": mine})).await;
    let third = ana.queues(new_group("Gudang").1).await;
    assert_eq!(op(&ana.picture().await, second).unwrap().depends_on, Some(first));
    world.group("KASIR").await;
    ana.comes_back_and_syncs().await;
    assert_eq!(ana.refusal(first).await.0, "name_taken");
    let (code, with) = ana.refusal(second).await;
    assert_eq!((code.as_str(), &with["op"]), ("depends_on_refused", &json!(first)));
    ana.until(|picture| op(picture, third).is_none()).await;

    ana.keyholder.drop_op(ana.store, second).await.unwrap();
    ana.keyholder.drop_op(ana.store, first).await.unwrap();
    assert!(ana.picture().await.pending.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_thing_edited_offline_is_unknown_and_what_was_typed_is_kept() {
    let world = World::new().await;
    let group = world.group("Kasir").await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    let id = ana
        .queues(json!({"type": "group.rename", "group": group, "from": "Kasir", "to": "Kasir Depan"}))
        .await;
    world.owner_asks(json!({"type": "group.delete", "group": group})).await;
    let again = world.group("Kasir").await;
    ana.comes_back_and_syncs().await;
    assert_eq!(ana.refusal(id).await.0, "unknown_group");
    let picture = ana.picture().await;
    assert_eq!(op(&picture, id).unwrap().raw["to"], "Kasir Depan");
    assert_eq!(picture.base.group(again).unwrap().name.as_str(), "Kasir", "made again it is another thing");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_desk_refuses_is_not_queued_unless_others_could_change_it_and_she_says_so() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    ana.queues(new_group("Kasir").1).await;
    let taken = new_group("kasir").1;
    let refused = ana.asks(taken.clone()).await;
    assert_eq!((refused.queued, refused.can_ask_anyway), (false, true));
    assert_eq!(refused.refusal.unwrap().code, "name_taken");
    assert!(ana.asks_anyway(taken).await.queued);

    let me = ana.picture().await.me.unwrap();
    let own = ana.asks_anyway(json!({"type": "member.suspend", "member": me})).await;
    assert_eq!((own.queued, own.can_ask_anyway), (false, false));
    assert_eq!(own.refusal.unwrap().code, "own_access");

    let nothing = ana.asks(json!({"type": "plan.change", "from": "team", "to": "team"})).await;
    assert!(nothing.nothing_to_do && !nothing.queued);
    let expected = ana.picture().await.pending.iter().filter(|op| op.expected.is_some()).count();
    assert_eq!(expected, 1, "left out of the picture, and still asked");
    ana.comes_back_and_syncs().await;
    ana.until(|picture| picture.pending.len() == 1 && picture.pending[0].state == PendingState::Refused)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_author_who_lost_the_right_meanwhile_is_refused_and_keeps_her_proposal() {
    let world = World::new().await;
    let (_, dewi) = world.member("Dewi", "admin").await;
    let (_, sari) = world.member("Sari", "seller").await;
    let desk = world.ready("Dewi").await;
    desk.until(|picture| picture.base.member(sari).is_some()).await;
    desk.goes_offline();
    let id = desk.queues(json!({"type": "member.suspend", "member": sari})).await;
    world
        .owner_asks(json!({"type": "member.change_role", "member": dewi, "from": "admin", "to": "manager"}))
        .await;
    desk.comes_back_and_syncs().await;
    let (code, with) = desk.refusal(id).await;
    assert_eq!((code.as_str(), &with["area"]), ("area_required", &json!("invite_remove_staff")));
    assert!(world.cloud.held(world.store).await.store.member(sari).unwrap().is_active(), "no partial effect");
}
