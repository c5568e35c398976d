//! Many in one go, and ten minutes to take back: one durable commit or nothing, a forecast that is kept to, and a way back that
//! survives a restart and never leads over what somebody else did since.

use keyholder_desk::picture::{Connection, PendingState, Picture};
use keyholder_desk::views::bulk::{BulkAct, BulkAsk, BulkDone, BulkOf, BulkOrder, BulkRow, BulkView, Picked};
use keyholder_desk::views::settle::{LeftClash, SettleOrder};
use keyholder_desk::views::team::TeamAsk;
use keyholder_desk::views::{Ask, View, What, acts::UndoRow};
use keyholder_domain::group::Group;
use keyholder_domain::id::{GroupId, MemberId};
use keyholder_domain::role::Role;
use keyholder_domain::store::Store;
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
    match answer(desk, What::Bulk(BulkAsk { what: what.clone(), only: None, from: 0, count: 50 })).await {
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
    ana.until(|picture| {
        let sari = picture.base.member(sari).unwrap();
        !sari.is_active() && sari.status_since.by == hers
    })
    .await;
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

/// The store as the cloud holds it.
async fn at_the_cloud(world: &World) -> Store {
    world.cloud.held(world.store).await.store.clone()
}

fn group_named<'a>(store: &'a Store, name: &str) -> Option<&'a Group> {
    store.groups().find(|group| group.name.as_str() == name)
}

async fn puts_into(world: &World, member: MemberId, group: GroupId) {
    world.owner_asks(json!({"type": "member.add_to_group", "member": member, "group": group})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_group_that_the_cloud_took_is_made_again_with_whoever_is_still_there() {
    let world = World::new().await;
    let (_, sari) = world.member("Sari", "seller").await;
    let (_, tono) = world.member("Tono", "viewer").await;
    let (kasir, gudang) = (world.group("Kasir").await, world.group("Gudang").await);
    let permissions = ["orders.fulfillment", "orders.view"];
    world.owner_asks(json!({"type": "group.grant", "group": kasir, "permissions": permissions})).await;
    for member in [sari, tono] {
        puts_into(&world, member, kasir).await;
    }
    let ana = world.ready("Ana").await;
    let delete = json!({"type": "group.delete", "group": kasir, "move_to": gudang});
    let act = ana.queues(delete).await.uuid();
    ana.settled().await;
    world.owner_asks(json!({"type": "member.remove", "member": tono})).await;

    let ana = ana.restarts().await;
    ana.until(|picture| picture.base.member(tono).is_none()).await;
    let row = undoable(&ana).await.into_iter().find(|row| row.id == act).unwrap();
    assert_eq!((row.costs, row.may), (true, None));
    let view = foreseen(&ana, &BulkOf::Undo { act }).await;
    assert_eq!((view.total, view.does, view.refused), (4, 3, 1));
    let gone = &view.rows[0];
    assert_eq!((gone.name.as_str(), gone.why.as_ref().unwrap().code.as_str()), ("Tono", "unknown_member"));
    let words = |row: &BulkRow| row.words.as_ref().map(|words| words.with["group"].clone());
    assert!(view.rows.iter().any(|row| words(row) == Some(json!("Kasir"))), "the new one has its name");
    assert_eq!(view.rows[1].warnings[0].code, "group_anew");
    assert_eq!(does(&ana, BulkOf::Undo { act }, Some(view.seen), false).await.asked, 3);
    ana.settled().await;

    let store = at_the_cloud(&world).await;
    let again = group_named(&store, "Kasir").expect("it is there again");
    assert_ne!(again.id, kasir, "an id is never used again");
    let codes: Vec<_> = again.permissions.codes().into_iter().collect();
    assert_eq!(codes, ["orders.fulfillment", "orders.view", "product.view"]);
    let groups: Vec<_> = store.member(sari).unwrap().groups.keys().copied().collect();
    assert_eq!(groups, [again.id], "and out of where she was sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_group_whose_name_is_taken_stays_gone_and_nobody_moves() {
    let world = World::new().await;
    let (_, sari) = world.member("Sari", "seller").await;
    let kasir = world.group("Kasir").await;
    puts_into(&world, sari, kasir).await;
    let ana = world.ready("Ana").await;
    let act = ana.queues(json!({"type": "group.delete", "group": kasir, "move_to": null})).await.uuid();
    ana.settled().await;
    world.group("kasir").await;
    ana.until(|picture| group_named(&picture.base, "kasir").is_some()).await;
    let row = undoable(&ana).await.into_iter().find(|row| row.id == act).unwrap();
    assert_eq!(row.may.unwrap().code, "name_taken");
    let view = foreseen(&ana, &BulkOf::Undo { act }).await;
    let why: Vec<_> = view.rows.iter().map(|row| row.why.as_ref().unwrap().code.as_str()).collect();
    assert_eq!((view.does, why), (0, vec!["name_taken", "only_with_group"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_removed_is_invited_again_and_an_invitation_that_was_sent_is_withdrawn() {
    let world = World::new().await;
    let (_, sari) = world.member("Sari", "seller").await;
    let ana = world.ready("Ana").await;
    let email = ana.picture().await.base.member(sari).unwrap().email().to_owned();
    let removed = ana.queues(json!({"type": "member.remove", "member": sari})).await.uuid();
    let (_, send) = invite("rina@toko.example", "viewer");
    let sent = ana.queues(send).await.uuid();
    ana.settled().await;
    let rows = undoable(&ana).await;
    let costs = |act| rows.iter().find(|row| row.id == act).map(|row| row.costs);
    assert_eq!((costs(removed), costs(sent)), (Some(true), Some(false)));
    let view = foreseen(&ana, &BulkOf::Undo { act: removed }).await;
    let codes: Vec<_> = view.rows[0].warnings.iter().map(|it| it.code.as_str()).collect();
    assert_eq!((view.mails, codes.first()), (1, Some(&"invited_anew")));
    for act in [removed, sent] {
        assert_eq!(takes_back(&ana, act).await.asked, 1);
    }
    ana.settled().await;
    let (store, now) = (at_the_cloud(&world).await, ana.picture().await.now);
    let pending = |email: &str| store.pending_by_email(email, now).is_some();
    assert_eq!((pending(&email), pending("rina@toko.example")), (true, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_tried_again_has_ten_minutes_too_also_once_it_was_sent_and_after_a_restart() {
    let world = World::new().await;
    let (_, sari) = world.member("Sari", "seller").await;
    let (_, tono) = world.member("Tono", "seller").await;
    let (_, lina) = world.member("Lina", "seller").await;
    let ana = world.ready("Ana").await;
    offline(&ana).await;
    let mut refused = Vec::new();
    let change = |member, from: &str, to: &str| json!({"type": "member.change_role", "member": member, "from": from, "to": to});
    for member in [sari, tono, lina] {
        refused.push(ana.queues(change(member, "seller", "manager")).await);
        world.owner_asks(change(member, "seller", "viewer")).await;
    }
    ana.comes_back_and_syncs().await;
    ana.until(|picture| {
        picture.pending.len() == 3 && picture.pending.iter().all(|it| it.state == PendingState::Refused)
    })
    .await;
    let one = ana.keyholder.retry(ana.store, refused[0]).await.unwrap();
    assert!(one.undo, "the words in the corner offer it");
    let both = SettleOrder { again: refused[1..].to_vec(), ..SettleOrder::default() };
    let both = ana.keyholder.settle(ana.store, both).await.unwrap().act.expect("one act");
    ana.settled().await;

    let ana = ana.restarts().await;
    ana.until(|picture| picture.connection == Connection::Online && picture.as_of.is_some()).await;
    let rows = undoable(&ana).await;
    let told: Vec<_> = rows.iter().map(|row| (row.id, row.count, row.unsent)).collect();
    assert_eq!(told, [(both, 2, 0), (one.id.uuid(), 1, 0)]);
    assert_eq!(takes_back(&ana, one.id.uuid()).await.asked, 1);
    assert_eq!(takes_back(&ana, both).await.asked, 2);
    ana.settled().await;
    let store = at_the_cloud(&world).await;
    for member in [sari, tono, lina] {
        assert_eq!(
            store.member(member).unwrap().role,
            Role::Viewer,
            "what was there when it was tried again"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_she_left_as_it_is_stays_so_after_a_restart() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    let group = world.group("Kasir").await;
    let leave = SettleOrder { leave: vec![LeftClash { group, seq: 7 }], ..SettleOrder::default() };
    ana.keyholder.settle(ana.store, leave).await.unwrap();
    assert_eq!(ana.picture().await.left.get(&group), Some(&7));
    let ana = ana.restarts().await;
    assert_eq!(ana.picture().await.left.get(&group), Some(&7));
}
