//! What she did in the last ten minutes: what of it may be taken back, and what became of each of its ops.

use std::collections::{HashMap, HashSet};

use keyholder_domain::id::OpId;
use keyholder_domain::role::Role;
use keyholder_domain::time::Time;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;
use uuid::Uuid;

use super::activity::worded;
use super::bulk::{BulkKind, BulkOf, Subject, Verdict, foresee};
use super::index::TeamIndex;
use super::scene::Scene;
use super::shared::{May, Told};
use super::waiting::Words;
use crate::picture::{Act, PendingOp, PendingState, Picture, Step};
use crate::undo::{self, Back};

/// More than this nobody reads; what is older is within reach once these are taken back.
const LISTED: usize = 50;

/// Where one op of an act stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// The cloud refused it.
    Refused,
    /// The cloud will never tell.
    Unknown,
    /// Not sent yet: it can be dropped.
    Unsent,
    /// At the cloud, or on its way there.
    Sent,
    /// The cloud took it.
    Done,
    /// Taken back before it was sent.
    Dropped,
}

/// One act that may be taken back.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct UndoRow {
    /// The act.
    pub id: Uuid,
    /// When it was done.
    pub at: Time,
    /// Until when it may be taken back.
    pub until: Time,
    /// What was done, in words; of a bulk, what was done to the first.
    pub words: Words,
    /// How many ops it has.
    pub count: usize,
    /// How many of them were never sent: they are dropped.
    pub unsent: usize,
    /// Taking it back costs a mail, or takes what may be gone (a seat, a name): it is looked at first.
    pub costs: bool,
    /// Whether it may be taken back.
    pub may: May,
}

/// What may be taken back.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct UndoableView {
    /// The latest first.
    pub acts: Vec<UndoRow>,
}

/// One act, and a slice of its ops.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ActAsk {
    /// Which act.
    pub act: Uuid,
    /// Only the ops that stand there; empty: all.
    #[serde(default)]
    pub only: Vec<StepState>,
    /// The first row, from 0.
    pub from: usize,
    /// How many rows.
    pub count: usize,
}

/// What became of one op of an act.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ActRow {
    /// What it is about.
    pub kind: BulkKind,
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// Her role now.
    pub role: Option<Role>,
    /// The op in words.
    pub words: Words,
    /// Where it stands.
    pub state: StepState,
    /// Why it was refused.
    pub why: May,
}

/// What became of an act.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ActView {
    /// How many ops it has.
    pub total: usize,
    /// How many the cloud took.
    pub done: usize,
    /// How many are at the cloud or on their way.
    pub sent: usize,
    /// How many wait here.
    pub unsent: usize,
    /// How many were refused, or will never be answered.
    pub refused: usize,
    /// How many were dropped before they were sent.
    pub dropped: usize,
    /// Whether it may still be taken back.
    pub undo: bool,
    /// How many rows there are to look at: all, or those that were asked for.
    pub listed: usize,
    /// The first row's place.
    pub from: usize,
    /// The rows: what was refused first.
    pub rows: Vec<ActRow>,
}

/// An act that may still be taken back, or why it may not.
pub fn undoable(picture: &Picture, id: Uuid) -> Result<&Act, Told> {
    undoable_of(picture, &pending(picture), id)
}

fn undoable_of<'a>(picture: &'a Picture, pending: &Pending<'_>, id: Uuid) -> Result<&'a Act, Told> {
    let late = || Told::new("undo_too_late", json!({}));
    let act = picture.acts.iter().find(|act| act.id == id && until(act) >= picture.now).ok_or_else(late)?;
    match undone(picture, pending).contains(&id) {
        true => Err(Told::new("already_undone", json!({}))),
        false => Ok(act),
    }
}

/// Which acts were taken back, and the cloud did not refuse that.
fn undone(picture: &Picture, pending: &Pending<'_>) -> HashSet<Uuid> {
    let lives = |state| matches!(state, StepState::Unsent | StepState::Sent | StepState::Done);
    let lived = |back: &&Act| back.steps.iter().any(|step| lives(state(pending, step)));
    picture
        .acts
        .iter()
        .filter(|back| back.undoes.is_some())
        .filter(lived)
        .filter_map(|it| it.undoes)
        .collect()
}

fn until(act: &Act) -> Time {
    act.at.plus_seconds(undo::MINUTES * 60)
}

/// Where each op of an act stands, in its order.
pub fn states(picture: &Picture, act: &Act) -> Vec<StepState> {
    let pending = pending(picture);
    act.steps.iter().map(|step| state(&pending, step)).collect()
}

type Pending<'a> = HashMap<OpId, &'a PendingOp>;

fn pending(picture: &Picture) -> Pending<'_> {
    picture.pending.iter().map(|pending| (pending.id, pending)).collect()
}

fn state(pending: &Pending<'_>, step: &Step) -> StepState {
    if step.dropped {
        return StepState::Dropped;
    }
    // What is settled is not pending any more.
    let Some(pending) = pending.get(&step.id) else { return StepState::Done };
    match pending.state {
        PendingState::Waiting | PendingState::Held | PendingState::Parked if !pending.maybe_sent => {
            StepState::Unsent
        }
        PendingState::Waiting | PendingState::Held | PendingState::Parked | PendingState::Sent => {
            StepState::Sent
        }
        PendingState::Answered => StepState::Done,
        PendingState::Refused => StepState::Refused,
        PendingState::Unknown => StepState::Unknown,
    }
}

/// Draws what may be taken back.
pub fn undoable_acts(scene: &Scene, index: &mut TeamIndex) -> UndoableView {
    let picture = scene.picture;
    let pending = pending(picture);
    let undone = undone(picture, &pending);
    let mine = picture.acts.iter().rev().filter(|act| act.undoes.is_none());
    let live = mine.filter(|act| until(act) >= picture.now && !undone.contains(&act.id));
    UndoableView { acts: live.filter_map(|act| undo_row(scene, index, &pending, act)).take(LISTED).collect() }
}

fn undo_row(scene: &Scene, index: &mut TeamIndex, pending: &Pending<'_>, act: &Act) -> Option<UndoRow> {
    let states: Vec<StepState> = act.steps.iter().map(|step| state(pending, step)).collect();
    let unsent = states.iter().filter(|state| **state == StepState::Unsent).count();
    let sent = |state: &StepState| matches!(state, StepState::Sent | StepState::Done);
    let backs = || act.steps.iter().zip(&states).filter(|(_, state)| sent(state)).map(|(step, _)| &step.back);
    // A mail that was sent once more: what cannot be had back is not offered.
    if unsent == 0 && !backs().any(Option::is_some) {
        return None;
    }
    // One op is judged; many are looked at one by one before they are taken back.
    let may = match (act.steps.as_slice(), states.as_slice()) {
        ([step], [state]) => judged(scene, index, act.id, step, *state),
        _ => None,
    };
    let first = act.steps.last().filter(|last| Subject::of(&last.op) == Subject::Store);
    let (kind, with) = worded(scene, &first.or(act.steps.first())?.op.to_value());
    Some(UndoRow {
        id: act.id,
        at: act.at,
        until: until(act),
        words: Words { kind, with },
        count: act.steps.len(),
        unsent,
        costs: backs().flatten().any(Back::costs),
        may,
    })
}

fn judged(scene: &Scene, index: &mut TeamIndex, act: Uuid, step: &Step, state: StepState) -> May {
    // Its people are looked at one by one, too.
    if let (Some(Back::Group(lost)), StepState::Sent | StepState::Done) = (&step.back, state) {
        return scene.may(&lost.create());
    }
    match foresee(scene, index, &BulkOf::Undo { act }, false) {
        Err(told) => Some(told),
        Ok(foreseen) => foreseen.items.into_iter().find_map(|item| match item.verdict {
            Verdict::Nothing => Some(Told::new("undo_reached", json!({}))),
            Verdict::Refused | Verdict::Skipped => {
                let why = item.why.map(|told| scene.names.told(scene.store(), *told))?;
                // Asked by itself, the rules tell of a right that is missing who has it.
                let asked = item.op.and_then(|op| scene.may(&op)).filter(|told| told.code == why.code);
                Some(asked.unwrap_or(why))
            }
            Verdict::Does | Verdict::Drops => None,
        }),
    }
}

/// Draws what became of an act.
pub fn act(scene: &Scene, ask: &ActAsk) -> Result<ActView, Told> {
    let gone = || Told::new("undo_too_late", json!({}));
    let act = scene.picture.acts.iter().find(|act| act.id == ask.act).ok_or_else(gone)?;
    let pending = pending(scene.picture);
    let states: Vec<StepState> = act.steps.iter().map(|step| state(&pending, step)).collect();
    let count = |wanted: &[StepState]| states.iter().filter(|state| wanted.contains(state)).count();
    let wanted = |at: &usize| ask.only.is_empty() || ask.only.contains(&states[*at]);
    let mut order: Vec<usize> = (0..states.len()).filter(wanted).collect();
    order.sort_by_key(|at| states[*at] > StepState::Unknown);
    let listed = order.len();
    let rows = order.into_iter().skip(ask.from).take(ask.count).map(|at| {
        let step = &act.steps[at];
        let (kind, id, name, email, role) = Subject::of(&step.op).shown(scene);
        let (words, with) = worded(scene, &step.op.to_value());
        let refusal = pending.get(&step.id).and_then(|pending| pending.refusal.as_ref());
        let why = refusal.map(|told| scene.names.told(scene.store(), Told::from(told)));
        ActRow { kind, id, name, email, role, words: Words { kind: words, with }, state: states[at], why }
    });
    Ok(ActView {
        total: states.len(),
        done: count(&[StepState::Done]),
        sent: count(&[StepState::Sent]),
        unsent: count(&[StepState::Unsent]),
        refused: count(&[StepState::Refused, StepState::Unknown]),
        dropped: count(&[StepState::Dropped]),
        undo: act.undoes.is_none()
            && undoable_of(scene.picture, &pending, act.id).is_ok()
            && act.steps.iter().zip(&states).any(|(step, state)| match state {
                StepState::Unsent => true,
                StepState::Sent | StepState::Done => step.back.is_some(),
                StepState::Refused | StepState::Unknown | StepState::Dropped => false,
            }),
        listed,
        from: ask.from,
        rows: rows.collect(),
    })
}

#[cfg(test)]
mod tests {
    use keyholder_domain::event::{Event, Stamp};
    use keyholder_domain::op::{Op, evolve};

    use super::super::fixture::{Shop, ask, code, id, waits};
    use super::super::{View, What};
    use super::*;

    /// An op that was asked just now, with its way back, in a state.
    fn did(picture: &mut Picture, op: &Op, back: Option<Op>, state: PendingState) -> Uuid {
        let back = back.map(Back::Op);
        waits(picture, op);
        let pending = picture.pending.last_mut().expect("it waits");
        (pending.state, pending.maybe_sent) = (state, state != PendingState::Waiting);
        let step = Step { id: pending.id, op: op.clone(), back, dropped: false };
        let id = step.id.uuid();
        picture.acts.push(Act { id, at: picture.now, steps: vec![step].into(), undoes: None });
        id
    }

    fn undoables(picture: &Picture) -> Vec<UndoRow> {
        match ask(picture, What::Undoable) {
            Ok(View::Undoable(view)) => view.acts,
            other => panic!("asked what may be taken back, got {other:?}"),
        }
    }

    #[test]
    fn what_was_not_sent_can_be_taken_back_whatever_it_is_and_what_was_only_by_a_way_back() {
        let mut shop = Shop::new();
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let lina = shop.member("Lina", Role::Seller, &[]);
        let mut picture = shop.seen_by(shop.owner());
        did(&mut picture, &Op::MemberRemove { member: lina }, None, PendingState::Waiting);
        let back = Op::MemberRestore { member: dewi };
        did(&mut picture, &Op::MemberSuspend { member: dewi }, Some(back), PendingState::Sent);
        let rows = undoables(&picture);
        let told: Vec<_> = rows.iter().map(|it| (it.words.kind.as_str(), it.unsent, it.costs)).collect();
        assert_eq!(told, [("member.suspend", 0, true), ("member.remove", 1, false)]);
        assert!(rows.iter().all(|row| row.may.is_none()));
        assert_eq!(rows[0].words.with["who"], "Dewi");
        picture.pending[0].maybe_sent = true;
        assert_eq!(undoables(&picture).len(), 1, "a removed member cannot be had again");
    }

    #[test]
    fn where_it_is_so_already_or_may_not_be_the_row_says_it() {
        let mut shop = Shop::new();
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let mut picture = shop.seen_by(shop.owner());
        let op = Op::MemberChangeRole { member: dewi, from: "seller".into(), to: "viewer".into() };
        let back = Op::MemberChangeRole { member: dewi, from: "viewer".into(), to: "seller".into() };
        did(&mut picture, &op, Some(back), PendingState::Answered);
        assert_eq!(code(&undoables(&picture)[0].may), "may");
        let mut again = shop.seen_by(shop.owner());
        again.acts = picture.acts.clone();
        assert_eq!(code(&undoables(&again)[0].may), "undo_reached");
        picture.now = picture.now.plus_seconds(601);
        assert!(undoables(&picture).is_empty(), "ten minutes are over");
    }

    #[test]
    fn whoever_lost_the_right_meanwhile_learns_who_has_it() {
        let mut shop = Shop::new();
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let citra = shop.member("Citra", Role::Admin, &[]);
        let mut picture = shop.seen_by(citra);
        let op = Op::MemberChangeRole { member: dewi, from: "seller".into(), to: "viewer".into() };
        let back = Op::MemberChangeRole { member: dewi, from: "viewer".into(), to: "seller".into() };
        did(&mut picture, &op, Some(back), PendingState::Answered);
        let lost = Event::MemberRoleChanged { member: citra, from: Role::Admin, to: Role::Manager };
        picture.local = evolve(&picture.local, &lost, &Stamp { at: picture.now, by: Some(shop.owner()) });
        let may = undoables(&picture)[0].may.clone();
        let able = may.as_ref().and_then(|told| told.able.clone()).map(|able| able.names.len());
        assert_eq!((code(&may), able), ("area_required", Some(1)), "the Owner");
    }

    #[test]
    fn an_act_tells_what_became_of_each_of_its_ops() {
        let mut shop = Shop::new();
        let members: Vec<_> =
            (0..5).map(|n| shop.member(&format!("Seller {n}"), Role::Seller, &[])).collect();
        let mut picture = shop.seen_by(shop.owner());
        let states = [
            PendingState::Waiting,
            PendingState::Sent,
            PendingState::Answered,
            PendingState::Refused,
            PendingState::Waiting,
        ];
        for (member, state) in members.iter().zip(states) {
            did(&mut picture, &Op::MemberSuspend { member: *member }, None, state);
        }
        let mut steps: Vec<Step> = picture.acts.drain(..).flat_map(|act| act.steps.to_vec()).collect();
        steps[4].dropped = true;
        let act = id(44);
        picture.acts.push(Act { id: act, at: picture.now, steps: steps.into(), undoes: None });
        picture.pending[3].refusal = Some(keyholder_domain::refusal::Refusal::OwnAccess.told());
        let told = |only: &[StepState], from| match ask(
            &picture,
            What::Act(ActAsk { act, only: only.to_vec(), from, count: 10 }),
        ) {
            Ok(View::Act(view)) => view,
            other => panic!("asked for an act, got {other:?}"),
        };
        let view = told(&[], 0);
        assert_eq!(
            (view.total, view.done, view.sent, view.unsent, view.refused, view.dropped),
            (5, 1, 1, 1, 1, 1)
        );
        assert_eq!((view.rows[0].name.as_str(), code(&view.rows[0].why)), ("Seller 3", "own_access"));
        assert!(view.undo, "what waits can still be dropped");
        assert_eq!((view.listed, view.rows.len()), (5, 5));
        // Narrowed, the counts are of all, and the rows of what was asked for.
        let view = told(&[StepState::Unsent, StepState::Sent], 1);
        let rows: Vec<_> = view.rows.iter().map(|row| (row.name.as_str(), row.state)).collect();
        assert_eq!((view.total, view.listed, rows), (5, 2, vec![("Seller 1", StepState::Sent)]));
    }
}
