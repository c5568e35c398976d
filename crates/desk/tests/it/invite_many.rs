//! Many invitations at once, through a whole desk: looked over, sent row by row, stopped, and kept over a restart.

use keyholder_desk::invite_many::InviteManyAct;
use keyholder_desk::invite_many::rehearse::InviteVerdict;
use keyholder_desk::picture::Connection;
use keyholder_desk::views::invite_many::{InviteManyAsk, InviteManyView};
use keyholder_desk::views::{Ask, View, What};
use serde_json::json;

use crate::world::{TestDesk, World};

async fn list(desk: &TestDesk) -> InviteManyView {
    let what = What::InviteMany(InviteManyAsk { verdict: None, from: 0, count: 100 });
    match desk.keyholder.ask(Ask { store: desk.store, generation: 1, what }).await.expect("she may look").view
    {
        View::InviteMany(view) => view,
        other => panic!("asked the list, got {other:?}"),
    }
}

async fn until(desk: &TestDesk, wanted: impl Fn(&InviteManyView) -> bool) -> InviteManyView {
    let mut changes = desk.keyholder.changes();
    loop {
        let view = list(desk).await;
        if wanted(&view) {
            return view;
        }
        changes.recv().await.expect("the desk goes on telling");
    }
}

fn count(view: &InviteManyView, wanted: InviteVerdict) -> usize {
    view.verdicts.iter().find(|one| one.verdict == wanted).map_or(0, |one| one.count)
}

async fn pastes(desk: &TestDesk, text: &str) -> Result<(), String> {
    let read = desk.keyholder.read_list(desk.store, String::new(), text.as_bytes().to_vec()).await;
    read.map_err(|error| error.code)
}

async fn does(desk: &TestDesk, act: InviteManyAct) -> Result<(), String> {
    desk.keyholder.invite_many(desk.store, act).await.map_err(|error| error.code)
}

fn people(count: usize) -> String {
    (0..count).map(|n| format!("p{n}@toko.example\n")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_sent_offline_row_by_row_and_taken_by_the_cloud_later() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    ana.until(|picture| picture.connection == Connection::Offline).await;
    pastes(&ana, "p0@toko.example\np1@toko.example\nP0@toko.example\nnobody\n").await.unwrap();
    let view = list(&ana).await;
    assert_eq!(
        (view.ready, count(&view, InviteVerdict::Duplicate), count(&view, InviteVerdict::Invalid)),
        (2, 1, 1)
    );

    does(&ana, InviteManyAct::Send { partial: false }).await.unwrap();
    let view = until(&ana, |view| view.sending.is_none() && count(view, InviteVerdict::Waiting) == 2).await;
    assert_eq!(view.ready, 0);

    ana.comes_back();
    until(&ana, |view| count(view, InviteVerdict::Sent) == 2).await;
    assert_eq!(world.cloud.held(world.store).await.store.invitations().count(), 2);
    does(&ana, InviteManyAct::ClearSent).await.unwrap();
    assert_eq!(list(&ana).await.all, 2, "what was not sent stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_survives_a_restart_and_nothing_of_it_is_sent_twice() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    pastes(&ana, &people(3)).await.unwrap();
    does(&ana, InviteManyAct::Send { partial: false }).await.unwrap();
    until(&ana, |view| count(view, InviteVerdict::Sent) == 3).await;
    pastes(&ana, "later@toko.example").await.unwrap();

    let ana = ana.restarts().await;
    let view = until(&ana, |view| count(view, InviteVerdict::Sent) == 3).await;
    assert_eq!((view.all, view.ready), (4, 1));
    does(&ana, InviteManyAct::Send { partial: false }).await.unwrap();
    until(&ana, |view| count(view, InviteVerdict::Sent) == 4).await;
    assert_eq!(world.cloud.held(world.store).await.store.invitations().count(), 4);

    does(&ana, InviteManyAct::Clear).await.unwrap();
    let ana = ana.restarts().await;
    assert_eq!(list(&ana).await.all, 0, "a list that was cleared does not come back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_does_not_fit_is_held_back_whole_unless_somebody_agreed() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    let free = ana.picture().await.base.seats(ana.machine.now()).free.expect("the plan has a limit") as usize;
    pastes(&ana, &people(free + 2)).await.unwrap();
    assert_eq!(does(&ana, InviteManyAct::Send { partial: false }).await, Err("list_does_not_fit".to_owned()));
    assert_eq!(ana.picture().await.pending.len(), 0, "nothing was queued");
    does(&ana, InviteManyAct::Send { partial: true }).await.unwrap();
    let view = until(&ana, |view| view.sending.is_none() && count(view, InviteVerdict::Sent) == free).await;
    assert_eq!(count(&view, InviteVerdict::NoSeat), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_can_be_stopped_and_what_is_left_stays() {
    let world = World::new().await;
    world.owner_asks(json!({"type": "plan.change", "from": "team", "to": "enterprise"})).await;
    let ana = world.ready("Ana").await;
    ana.goes_offline();
    pastes(&ana, &people(2_000)).await.unwrap();
    does(&ana, InviteManyAct::Send { partial: false }).await.unwrap();
    assert_eq!(
        pastes(&ana, "more@toko.example").await,
        Err("list_sending".to_owned()),
        "not in the middle of it"
    );
    does(&ana, InviteManyAct::Stop).await.unwrap();
    let view = until(&ana, |view| view.sending.is_none()).await;
    let asked = count(&view, InviteVerdict::Waiting);
    assert_eq!(asked + view.ready, 2_000);
    assert_eq!(ana.picture().await.pending.len(), asked);
    assert!(view.ready > 0, "it was stopped before its end");
}
