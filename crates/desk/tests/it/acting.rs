//! Many in one go, and ten minutes to take back: one durable commit or nothing, a forecast that is kept to, and a way back that
//! survives a restart and never leads over what somebody else did since.

use keyholder_desk::picture::{Connection, PendingState, Picture};
use keyholder_desk::views::bulk::{BulkAct, BulkAsk, BulkDone, BulkOf, BulkOrder, BulkView, Picked};
use keyholder_desk::views::team::TeamAsk;
use keyholder_desk::views::{Ask, View, What, acts::UndoRow};
use keyholder_domain::id::MemberId;
use keyholder_domain::role::Role;
use serde_json::json;
use uuid::Uuid;

use crate::world::{TestDesk, World, invite};

fn these(members: &[MemberId], act: BulkAct) -> BulkOf {
    BulkOf::Members { picked: Picked::These { members: members.to_vec() }, act }
}

async fn answer(desk: &TestDesk, what: What) -> View {
    desk.keyholder.ask(Ask { store: desk.store, generation: 1, what }).await.unwrap().view
}

async fn foreseen(desk: &TestDesk, what: &BulkOf) -> BulkView {
    match answer(desk, What::Bulk(BulkAsk { what: what.clone(), from: 0, count: 50 })).await {
        View::Bulk(view) => view,
        other => panic!("asked a forecast, got {other:?}"),
    }
}

async fn undoable(desk: &TestDesk) -> Vec<UndoRow> {
    match answer(desk, What::Undoable).await {
        View::Undoable(view) => view.acts,
        other => panic!("asked what may be taken back, got {other:?}"),
    }
}

async fn does(desk: &TestDesk, what: BulkOf, seen: Option<String>, partial: bool) -> BulkDone {
    desk.keyholder.bulk(desk.store, BulkOrder { what, seen, partial }).await.unwrap()
}

async fn takes_back(desk: &TestDesk, act: Uuid) -> BulkDone {
    does(desk, BulkOf::Undo { act }, None, false).await
}

async fn offline(desk: &TestDesk) {
    desk.goes_offline();
    desk.until(|picture| picture.connection == Connection::Offline).await;
}

fn role(picture: &Picture, member: MemberId) -> Role {
    picture.local.member(member).unwrap().role
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bulk_is_one_act_that_survives_a_restart_and_is_taken_back_as_one() {
    let world = World::new().await;
    let (_, dewi) = world.member("Dewi", "seller").await;
    let (_, sari) = world.member("Sari", "viewer").await;
    let ana = world.ready("Ana").await;
    let me = ana.picture().await.me.unwrap();
    offline(&ana).await;
    let what = these(&[me, dewi, sari], BulkAct::ChangeRole { to: Role::Manager });
    let view = foreseen(&ana, &what).await;
    assert_eq!((view.does, view.skipped), (2, 1));
    let done = does(&ana, what, Some(view.seen), false).await;
    assert_eq!((done.asked, done.refusal), (2, None));
    let picture = ana.picture().await;
    assert_eq!((role(&picture, dewi), role(&picture, sari)), (Role::Manager, Role::Manager));

    let ana = ana.restarts().await;
    offline(&ana).await;
    let [act] = <[UndoRow; 1]>::try_from(undoable(&ana).await).unwrap();
    assert_eq!((Some(act.id), act.count, act.unsent), (done.act, 2, 2));
    assert_eq!(takes_back(&ana, act.id).await.dropped, 2);
    let picture = ana.picture().await;
    assert!(picture.pending.is_empty(), "never sent, and never will be");
    assert_eq!((role(&picture, dewi), role(&picture, sari)), (Role::Seller, Role::Viewer));
    assert!(undoable(&ana).await.is_empty(), "twice is nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_cloud_took_is_asked_back_also_after_a_restart() {
    let world = World::new().await;
    let (_, dewi) = world.member("Dewi", "seller").await;
    let (_, sari) = world.member("Sari", "seller").await;
    let ana = world.ready("Ana").await;
    let all = BulkOf::Members {
        picked: Picked::AllBut { filter: TeamAsk::default(), except: vec![sari] },
        act: BulkAct::Suspend,
    };
    let act = does(&ana, all, None, false).await.act.unwrap();
    ana.settled().await;
    let cloud = || async { world.cloud.held(world.store).await.store.clone() };
    assert!(!cloud().await.member(dewi).unwrap().is_active());
    assert!(cloud().await.member(sari).unwrap().is_active());

    let ana = ana.restarts().await;
    ana.until(|picture| picture.connection == Connection::Online && picture.as_of.is_some()).await;
    let row = undoable(&ana).await.into_iter().find(|row| row.id == act).unwrap();
    assert!(row.costs, "a seat may be gone");
    assert_eq!(takes_back(&ana, act).await.asked, row.count);
    ana.settled().await;
    assert!(cloud().await.member(dewi).unwrap().is_active());
    let again =
        ana.keyholder.bulk(ana.store, BulkOrder { what: BulkOf::Undo { act }, seen: None, partial: false });
    assert_eq!(again.await.unwrap_err().code, "already_undone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_does_not_fit_is_held_back_whole_unless_a_part_is_asked_for() {
    let world = World::new().await;
    let mut members = Vec::new();
    for name in ["Dewi", "Sari", "Tono"] {
        members.push(world.member(name, "seller").await.1);
    }
    let ana = world.ready("Ana").await;
    does(&ana, these(&members, BulkAct::Suspend), None, false).await;
    ana.settled().await;
    // Seats for all but two are taken.
    let free = ana.picture().await.local.seats(ana.picture().await.now).free.unwrap();
    for n in 0..free - 1 {
        ana.queues(invite(&format!("guest{n}@toko.example"), "viewer").1).await;
    }
    ana.settled().await;
    let restore = these(&members, BulkAct::Restore);
    let held = does(&ana, restore.clone(), None, false).await;
    assert_eq!(held.refusal.as_ref().map(|told| told.code.as_str()), Some("batch_does_not_fit"));
    assert_eq!((held.asked, &held.refusal.unwrap().with["fit"]), (0, &json!(1)));
    assert!(ana.picture().await.pending.is_empty());
    assert_eq!(does(&ana, restore, None, true).await.asked, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_longer_as_it_was_shown_is_not_done() {
    let world = World::new().await;
    let (_, dewi) = world.member("Dewi", "seller").await;
    let (_, sari) = world.member("Sari", "seller").await;
    let ana = world.ready("Ana").await;
    let what = these(&[dewi, sari], BulkAct::ChangeRole { to: Role::Viewer });
    let seen = foreseen(&ana, &what).await.seen;
    ana.queues(json!({"type": "member.change_role", "member": sari, "from": "seller", "to": "manager"}))
        .await;
    let done = does(&ana, what, Some(seen), false).await;
    assert_eq!(done.refusal.map(|told| told.code), Some("forecast_changed".to_owned()));
    assert_eq!(role(&ana.picture().await, dewi), Role::Seller);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_sent_of_a_bulk_can_be_stopped_and_the_rest_stays() {
    let world = World::new().await;
    let (_, dewi) = world.member("Dewi", "seller").await;
    let (_, sari) = world.member("Sari", "seller").await;
    let ana = world.ready("Ana").await;
    offline(&ana).await;
    let first = ana.queues(json!({"type": "member.suspend", "member": sari})).await;
    let act = does(&ana, these(&[dewi], BulkAct::Suspend), None, false).await.act.unwrap();
    assert_eq!(ana.keyholder.stop_act(ana.store, act).await.unwrap(), 1);
    let picture = ana.picture().await;
    assert_eq!(picture.pending.iter().map(|it| it.id).collect::<Vec<_>>(), [first]);
    assert!(picture.local.member(dewi).unwrap().is_active());
    assert_eq!(ana.keyholder.stop_act(ana.store, act).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_change_by_somebody_else_is_told_and_not_overwritten() {
    let world = World::new().await;
    let (_, sari) = world.member("Sari", "seller").await;
    world.member("Dewi", "admin").await;
    let (ana, dewi) = (world.ready("Ana").await, world.ready("Dewi").await);
    let asked = ana.queues(json!({"type": "member.suspend", "member": sari})).await;
    ana.settled().await;
    dewi.until(|picture| !picture.base.member(sari).unwrap().is_active()).await;
    for kind in ["member.restore", "member.suspend"] {
        dewi.queues(json!({"type": kind, "member": sari})).await;
        dewi.settled().await;
    }
    let hers = dewi.picture().await.me;
    ana.until(|picture| picture.base.member(sari).unwrap().status_since.by == hers).await;
    let row = undoable(&ana).await.into_iter().find(|row| row.id == asked.uuid()).unwrap();
    let why = row.may.unwrap();
    assert_eq!((why.code.as_str(), &why.with["who"]), ("changed_since", &json!("Dewi")));
    let done = takes_back(&ana, asked.uuid()).await;
    assert_eq!((done.asked, done.dropped, done.act), (0, 0, None));
    assert!(!ana.picture().await.local.member(sari).unwrap().is_active());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_op_of_a_bulk_leaves_the_others_and_their_way_back() {
    let world = World::new().await;
    let (_, sari) = world.member("Sari", "seller").await;
    let (_, tono) = world.member("Tono", "seller").await;
    world.member("Dewi", "admin").await;
    let (ana, dewi) = (world.ready("Ana").await, world.ready("Dewi").await);
    offline(&ana).await;
    let what = these(&[sari, tono], BulkAct::ChangeRole { to: Role::Viewer });
    let act = does(&ana, what, None, false).await.act.unwrap();
    dewi.queues(json!({"type": "member.remove", "member": sari})).await;
    dewi.settled().await;
    ana.comes_back_and_syncs().await;
    let picture = ana.settled().await;
    assert_eq!(picture.pending.iter().map(|it| it.state).collect::<Vec<_>>(), [PendingState::Refused]);
    let undo = foreseen(&ana, &BulkOf::Undo { act }).await;
    assert_eq!((undo.total, undo.does, undo.rows[0].name.as_str()), (1, 1, "Tono"));
    assert_eq!(takes_back(&ana, act).await.asked, 1);
    ana.settled().await;
    assert_eq!(role(&ana.picture().await, tono), Role::Seller);
}
