//! All that came back at once: what would become of each if it were tried again now, and what may be dropped.

use keyholder_domain::event::Stamp;
use keyholder_domain::id::OpId;
use keyholder_domain::op::{Asker, decide, evolve};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

use super::scene::Scene;
use super::shared::Told;
use crate::picture::{PendingOp, PendingState, again, can_ask_anyway};

/// How many share an answer.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Tally {
    /// The answer.
    pub told: Told,
    /// How many get it.
    pub count: usize,
}

/// All that came back, at once.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AskAgainView {
    /// What is expected to be accepted, the oldest first.
    pub accepted: Vec<OpId>,
    /// What may be asked although it is expected to be refused again.
    pub doubtful: Vec<OpId>,
    /// Why, counted.
    pub doubts: Vec<Tally>,
    /// Why others cannot be tried again, counted.
    pub closed: Vec<Tally>,
    /// Everything that came back: what may be dropped, the oldest first.
    pub all: Vec<OpId>,
}

/// Foresees all that came back, each on what those before it would leave: the last seat is given once.
pub fn ask_again(scene: &Scene) -> AskAgainView {
    let mut view = AskAgainView {
        accepted: Vec::new(),
        doubtful: Vec::new(),
        doubts: Vec::new(),
        closed: Vec::new(),
        all: Vec::new(),
    };
    let mut store = scene.store().clone();
    for pending in &scene.picture.pending {
        match pending.state {
            PendingState::Unknown => {
                view.all.push(pending.id);
                count(&mut view.closed, Told::new("ask_an_owner", json!({})));
            }
            PendingState::Refused => {
                view.all.push(pending.id);
                match tried(scene, &mut store, pending) {
                    Ok(()) => view.accepted.push(pending.id),
                    Err(told) if can_ask_anyway(&told.code) => {
                        view.doubtful.push(pending.id);
                        count(&mut view.doubts, told);
                    }
                    Err(told) => count(&mut view.closed, told),
                }
            }
            PendingState::Waiting
            | PendingState::Sent
            | PendingState::Answered
            | PendingState::Held
            | PendingState::Parked => {}
        }
    }
    view
}

fn tried(scene: &Scene, store: &mut keyholder_domain::store::Store, pending: &PendingOp) -> Result<(), Told> {
    let me = scene.picture.me.ok_or_else(|| Told::new("area_required", json!({ "area": "view_team" })))?;
    let refusal = pending.refusal.as_ref().map(Told::from);
    let op = again(&pending.raw, refusal.as_ref()).ok_or_else(|| Told::new("unknown_op", json!({})))?;
    let event = decide(store, Asker::Member(me), &op, scene.now())
        .map_err(|refusal| scene.names.told(store, Told::from(refusal)))?;
    if let Some(event) = event {
        *store = evolve(store, &event, &Stamp { at: store.now(scene.now()), by: Some(me) });
    }
    Ok(())
}

/// Those of one code are one answer, told by the values of the first.
fn count(tallies: &mut Vec<Tally>, told: Told) {
    match tallies.iter_mut().find(|it| it.told.code == told.code) {
        Some(tally) => tally.count += 1,
        None => tallies.push(Tally { told, count: 1 }),
    }
}

#[cfg(test)]
mod tests {
    use keyholder_domain::id::{InvitationId, MemberId};
    use keyholder_domain::op::Op;
    use keyholder_domain::plan::Plan;

    use super::super::fixture::{Shop, ask, id, keep};
    use super::super::{View, What};
    use super::*;

    #[test]
    fn one_free_seat_is_given_once_and_the_rest_are_told_apart() {
        let mut shop = Shop::new();
        shop.plan(Plan::Team);
        for name in ["a", "b", "c"] {
            shop.invites(&format!("{name}@toko.example"), keyholder_domain::role::Role::Viewer, &[]);
        }
        let mut picture = shop.seen_by(shop.owner());
        let send = |n: u128| Op::InvitationSend {
            invitation: InvitationId::from_uuid(id(5_000 + n)),
            email: format!("new{n}@toko.example"),
            role: "seller".to_owned(),
            groups: Vec::new(),
        };
        for op in [send(1), send(2), send(3), Op::MemberSuspend { member: MemberId::from_uuid(id(404)) }] {
            keep(&mut picture, &op, PendingState::Refused);
        }
        keep(&mut picture, &send(4), PendingState::Unknown);
        keep(&mut picture, &send(5), PendingState::Held);
        let Ok(View::AskAgain(view)) = ask(&picture, What::AskAgain) else { panic!("asked all again") };
        let ids: Vec<OpId> = picture.pending.iter().map(|it| it.id).collect();
        assert_eq!((view.accepted.as_slice(), view.doubtful.as_slice()), (&ids[..1], &ids[1..3]));
        let told = |tallies: &[Tally]| -> Vec<(String, usize)> {
            tallies.iter().map(|it| (it.told.code.clone(), it.count)).collect()
        };
        assert_eq!(told(&view.doubts), [("no_free_seat".to_owned(), 2)]);
        assert_eq!(told(&view.closed), [("unknown_member".to_owned(), 1), ("ask_an_owner".to_owned(), 1)]);
        assert_eq!(view.all, ids[..5]);
    }
}
