//! A conflict is a refusal that arrives late, in the person's own words; nothing typed is lost, and a click tries it again.

use keyholder_desk::picture::PendingState;
use serde_json::json;

use crate::world::{World, invite, new_group, op};

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
