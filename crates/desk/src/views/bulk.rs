//! One act on many people, foreseen row by row before anything is asked: what changes for each, who is left out and why, and the
//! seats after. The same forecast serves the change to a smaller plan, and taking an act back.
//!
//! INVARIANT: each op is judged by `decide` as if all ops before it were done, in the order in which they will be asked; so the
//! forecast is what dispatching them one by one would give (property test below). What they can take from each other is done on a
//! scratch copy first; what only one person's row can tell is judged without copying anything, which is what makes many cheap.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use keyholder_domain::authority::Asker;
use keyholder_domain::event::{Event, Stamp};
use keyholder_domain::id::{GroupId, InvitationId, MemberId, OpId};
use keyholder_domain::op::{Op, Reply, decide};
use keyholder_domain::permission::Permission;
use keyholder_domain::plan::Plan;
use keyholder_domain::preview as domain;
use keyholder_domain::role::Role;
use keyholder_domain::store::{self, Store};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;
use uuid::Uuid;

use super::activity::worded_in;
use super::acts::{self, StepState};
use super::index::TeamIndex;
use super::names::NO_NAME;
use super::preview::{CellChange, Warning, person, warning};
use super::rehearsal;
use super::scene::{Scene, no_team};
use super::seats::Seats;
use super::shared::{May, Told, With};
use super::team::TeamAsk;
use super::waiting::Words;
use crate::picture::{Picture, Step};
use crate::replay;
use crate::undo::{self, Back, LostGroup};

/// Who is meant. The window never names more people than it has shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Picked {
    /// These.
    These {
        /// By id.
        members: Vec<MemberId>,
    },
    /// All that match, but these.
    AllBut {
        /// What they match; its slice does not matter.
        filter: TeamAsk,
        /// Left out.
        except: Vec<MemberId>,
    },
}

/// What is done to each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum BulkAct {
    /// Another role.
    ChangeRole {
        /// Which.
        to: Role,
    },
    /// Into a group.
    AddToGroup {
        /// Which.
        group: GroupId,
    },
    /// Out of a group.
    RemoveFromGroup {
        /// Which.
        group: GroupId,
    },
    /// Locked out for now.
    Suspend,
    /// Let back in.
    Restore,
    /// Removed for good.
    Remove,
}

/// What is to be done in one go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum BulkOf {
    /// One act on many members.
    Members {
        /// On whom.
        picked: Picked,
        /// Which.
        #[serde(flatten)]
        act: BulkAct,
    },
    /// Another plan, and before it whoever must go for it: members are suspended, invitations withdrawn.
    Plan {
        /// Which plan.
        plan: Plan,
        /// Proposed, but to stay.
        without: Vec<Uuid>,
        /// Not proposed, but to go.
        with: Vec<Uuid>,
    },
    /// An act of the last ten minutes, taken back.
    Undo {
        /// Which.
        act: Uuid,
    },
}

/// What is foreseen, one slice of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct BulkAsk {
    /// What is to be done.
    #[serde(flatten)]
    pub what: BulkOf,
    /// Only the rows that come to this; none: all.
    #[serde(default)]
    pub only: Option<Verdict>,
    /// The first row, from 0.
    pub from: usize,
    /// How many rows.
    pub count: usize,
}

/// What is asked for, as it was foreseen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct BulkOrder {
    /// What is to be done.
    #[serde(flatten)]
    pub what: BulkOf,
    /// The forecast that was shown; where it is another by now, nothing is done. None: nothing was shown.
    pub seen: Option<String>,
    /// Where seats do not suffice for all: do it for as many as fit. Else nothing is done.
    pub partial: bool,
}

/// What became of an order, at once and offline.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct BulkDone {
    /// The act, to be looked at and taken back by; none where nothing was done.
    #[ts(type = "Id | null")]
    pub act: Option<Uuid>,
    /// How many ops were queued.
    pub asked: usize,
    /// How many were dropped before they were sent.
    pub dropped: usize,
    /// Why nothing was done.
    pub refusal: Option<Told>,
}

/// What an act comes to for one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It would be refused.
    Refused,
    /// She herself, or the Owner: left out, as always.
    Skipped,
    /// It is done.
    Does,
    /// It was never sent, and never will be.
    Drops,
    /// It is so already.
    Nothing,
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BulkKind {
    /// A member.
    Member,
    /// Somebody who is invited.
    Invitation,
    /// A group.
    Group,
    /// The store itself.
    Store,
}

/// One row of a forecast.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct BulkRow {
    /// What it is about.
    pub kind: BulkKind,
    /// Its id.
    pub id: Uuid,
    /// Its name, or the address of an invitation.
    pub name: String,
    /// Her address, where the name is another.
    pub email: String,
    /// Her role now.
    pub role: Option<Role>,
    /// What it comes to.
    pub verdict: Verdict,
    /// Why it is left out or refused.
    pub why: May,
    /// The op in words; where it is dropped, the one that will not be sent.
    pub words: Option<Words>,
    /// The cells that change.
    pub cells: Vec<CellChange>,
    /// Permissions gained.
    pub gained: Vec<Permission>,
    /// Permissions lost.
    pub lost: Vec<Permission>,
    /// What to know first.
    pub warnings: Vec<Warning>,
}

/// What is foreseen.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct BulkView {
    /// How many rows there are.
    pub total: usize,
    /// How many are done.
    pub does: usize,
    /// How many are dropped unsent.
    pub drops: usize,
    /// How many are so already.
    pub nothing: usize,
    /// How many are left out.
    pub skipped: usize,
    /// How many would be refused.
    pub refused: usize,
    /// How many of those for want of a seat.
    pub no_seat: usize,
    /// How many mails go out.
    pub mails: usize,
    /// Seats now.
    pub seats_before: Seats,
    /// Seats after.
    pub seats_after: Seats,
    /// How many rows there are to look at: all, or those that were asked for.
    pub listed: usize,
    /// The first row's place.
    pub from: usize,
    /// The rows: first what will not happen, then what will, then what is so already.
    pub rows: Vec<BulkRow>,
    /// What was shown, to be confirmed as it was.
    pub seen: String,
}

/// What a bulk will do with one row.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it is about.
    pub subject: Subject,
    /// What is asked.
    pub op: Option<Op>,
    /// What is dropped instead: its id, and what it asked.
    pub drop: Option<Box<(OpId, Op)>>,
    /// What it comes to.
    pub verdict: Verdict,
    /// Why it is left out or refused.
    pub why: Option<Box<Told>>,
    /// What to know first.
    pub warnings: Vec<Warning>,
    /// What leads back, where that was asked for too.
    pub back: Option<Back>,
}

impl Item {
    fn new(subject: Subject, verdict: Verdict, op: Option<Op>) -> Self {
        Self { subject, op, drop: None, verdict, why: None, warnings: Vec::new(), back: None }
    }

    /// An op, as it was judged.
    fn judged(op: Op, reply: &Reply) -> Self {
        let verdict = match reply {
            Ok(Some(_)) => Verdict::Does,
            Ok(None) => Verdict::Nothing,
            Err(refusal) if matches!(refusal.code(), "own_access" | "owner_protected") => Verdict::Skipped,
            Err(_) => Verdict::Refused,
        };
        let why = reply.as_ref().err().map(|refusal| Box::new(Told::from(refusal)));
        Self { why, ..Self::new(Subject::of(&op), verdict, Some(op)) }
    }

    fn refused(op: Op, why: Told) -> Self {
        Self { why: Some(Box::new(why)), ..Self::new(Subject::of(&op), Verdict::Refused, Some(op)) }
    }
}

/// What an op is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A member.
    Member(MemberId),
    /// An invitation.
    Invitation(InvitationId),
    /// A group.
    Group(GroupId),
    /// The store.
    Store,
}

impl Subject {
    /// Of an op.
    pub fn of(op: &Op) -> Subject {
        match op {
            Op::GroupCreate { group, .. }
            | Op::GroupRename { group, .. }
            | Op::GroupDelete { group, .. }
            | Op::GroupGrant { group, .. }
            | Op::GroupRevoke { group, .. } => Subject::Group(*group),
            Op::MemberChangeRole { member, .. }
            | Op::MemberAddToGroup { member, .. }
            | Op::MemberRemoveFromGroup { member, .. }
            | Op::MemberSuspend { member }
            | Op::MemberRestore { member }
            | Op::MemberRemove { member } => Subject::Member(*member),
            Op::InvitationSend { invitation, .. }
            | Op::InvitationResend { invitation }
            | Op::InvitationWithdraw { invitation }
            | Op::InvitationChangeRole { invitation, .. }
            | Op::InvitationAddToGroup { invitation, .. }
            | Op::InvitationRemoveFromGroup { invitation, .. } => Subject::Invitation(*invitation),
            Op::StoreRename { .. } | Op::PlanChange { .. } | Op::StoreSetOfflineLease { .. } => {
                Subject::Store
            }
        }
    }

    /// What is shown of it: kind, id, name, address and role.
    pub fn shown(self, scene: &Scene) -> (BulkKind, Uuid, String, String, Option<Role>) {
        let store = scene.store();
        let named = |id: Uuid| scene.names.any(store, id).unwrap_or_else(|| NO_NAME.to_owned());
        match self {
            Subject::Member(id) => {
                let member = store.member(id).or_else(|| store.former(id));
                let email = member.map_or("", |member| member.email()).to_owned();
                let role = member.map(|member| member.role);
                (BulkKind::Member, id.uuid(), named(id.uuid()), email, role)
            }
            Subject::Invitation(id) => {
                let role = store.invitation(id).map(|open| open.role);
                (BulkKind::Invitation, id.uuid(), named(id.uuid()), String::new(), role)
            }
            Subject::Group(id) => (BulkKind::Group, id.uuid(), named(id.uuid()), String::new(), None),
            Subject::Store => {
                (BulkKind::Store, store.id().uuid(), store.name().to_owned(), String::new(), None)
            }
        }
    }
}

/// Everything that is foreseen of one order.
#[derive(Clone, Debug)]
pub struct Foreseen {
    /// In the order in which it will be asked.
    pub items: Vec<Item>,
    /// What is there now, with the groups that are made again: what the rows are told by.
    stage: Store,
    /// In the order in which it is shown.
    shown: Vec<u32>,
    before: store::Seats,
    after: store::Seats,
    seen: String,
}

/// The last forecast, kept while its slices are looked at and nothing that it was made from changes.
#[derive(Clone, Debug, Default)]
pub struct Forecast(Option<(u64, BulkOf, Foreseen)>);

impl BulkOf {
    /// Which of the picture's numbers moves whenever this would be foreseen otherwise. The connection comes and goes without it.
    fn made_from(&self, picture: &Picture) -> u64 {
        match self {
            BulkOf::Members { .. } | BulkOf::Plan { .. } => picture.store_revision,
            BulkOf::Undo { .. } => picture.revision,
        }
    }
}

impl Foreseen {
    /// How many rows come to this.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.items.iter().filter(|item| item.verdict == verdict).count()
    }

    /// How many find no seat.
    pub fn no_seat(&self) -> usize {
        let codes = ["no_free_seat", "over_limit"];
        let seat = |item: &&Item| item.why.as_ref().is_some_and(|told| codes.contains(&told.code.as_str()));
        self.items.iter().filter(|item| item.verdict == Verdict::Refused).filter(seat).count()
    }

    /// What tells it from any other.
    pub fn seen(&self) -> &str {
        &self.seen
    }
}

/// Draws one slice of a forecast.
pub fn bulk(
    scene: &Scene,
    index: &mut TeamIndex,
    kept: &mut Forecast,
    ask: &BulkAsk,
) -> Result<BulkView, Told> {
    let revision = ask.what.made_from(scene.picture);
    let known = kept.0.take().filter(|(at, what, _)| *at == revision && *what == ask.what);
    let foreseen = match known {
        Some((_, _, foreseen)) => foreseen,
        None => foresee(scene, index, &ask.what, false)?,
    };
    let view = drawn(scene, &foreseen, ask);
    kept.0 = Some((revision, ask.what.clone(), foreseen));
    Ok(view)
}

fn drawn(scene: &Scene, foreseen: &Foreseen, ask: &BulkAsk) -> BulkView {
    let seats = Seats::of(scene.picture);
    let counted = |counted| Seats::counted(counted, seats.waiting, seats.as_of);
    let of = |at: &&u32| ask.only.is_none_or(|only| foreseen.items[**at as usize].verdict == only);
    let slice = foreseen.shown.iter().filter(of).skip(ask.from).take(ask.count);
    let mails = |item: &&Item| item.verdict == Verdict::Does && item.op.as_ref().is_some_and(undo::mails);
    BulkView {
        total: foreseen.items.len(),
        does: foreseen.count(Verdict::Does),
        drops: foreseen.count(Verdict::Drops),
        nothing: foreseen.count(Verdict::Nothing),
        skipped: foreseen.count(Verdict::Skipped),
        refused: foreseen.count(Verdict::Refused),
        no_seat: foreseen.no_seat(),
        mails: foreseen.items.iter().filter(mails).count(),
        seats_before: counted(foreseen.before),
        seats_after: counted(foreseen.after),
        listed: ask.only.map_or(foreseen.items.len(), |only| foreseen.count(only)),
        from: ask.from,
        rows: slice
            .filter_map(|at| foreseen.items.get(*at as usize))
            .map(|item| row(scene, &foreseen.stage, item))
            .collect(),
        seen: foreseen.seen.clone(),
    }
}

fn row(scene: &Scene, stage: &Store, item: &Item) -> BulkRow {
    let (kind, id, name, email, role) = item.subject.shown(scene);
    let mut row = BulkRow {
        kind,
        id,
        name,
        email,
        role,
        verdict: item.verdict,
        why: item.why.as_deref().map(|told| scene.names.told(stage, told.clone())),
        words: None,
        cells: Vec::new(),
        gained: Vec::new(),
        lost: Vec::new(),
        warnings: item.warnings.clone(),
    };
    let dropped = item.drop.as_deref().map(|(_, op)| op);
    if let Some(op) = dropped.or(item.op.as_ref()) {
        let (kind, with) = worded_in(scene.names, stage, &op.to_value());
        match op {
            Op::InvitationSend { email, .. } if row.kind == BulkKind::Invitation => {
                row.name.clone_from(email)
            }
            Op::GroupCreate { name, .. } => row.name.clone_from(name),
            _ => {}
        }
        row.words = Some(Words { kind, with });
    }
    // What is dropped changes for her as its opposite would.
    let changing = match item.verdict {
        Verdict::Does => item.op.as_ref(),
        Verdict::Drops => item.op.as_ref(),
        Verdict::Refused | Verdict::Skipped | Verdict::Nothing => None,
    };
    let foreseen = changing.and_then(|op| {
        let me = scene.picture.me?;
        domain::preview(stage, Asker::Member(me), op, scene.now()).ok()
    });
    if let Some(foreseen) = foreseen {
        let hers = foreseen.people.iter().map(person).find(|one| one.id == row.id);
        if let Some(hers) = hers {
            (row.cells, row.gained, row.lost) = (hers.cells, hers.gained, hers.lost);
        }
        let about_seats = |it: &&domain::Warning| matches!(it, domain::Warning::OverLimit { .. });
        let warnings = foreseen.warnings.iter().filter(|it| !about_seats(it));
        row.warnings.extend(warnings.map(|it| warning(scene, it)));
    }
    row
}

/// What an order would do, row by row, in order.
///
/// `ways`: with what leads back from each, for whoever is about to ask.
pub fn foresee(scene: &Scene, index: &mut TeamIndex, what: &BulkOf, ways: bool) -> Result<Foreseen, Told> {
    let me = scene.picture.me.ok_or_else(no_team)?;
    let mut scratch =
        Scratch { store: scene.store().clone(), stage: scene.store().clone(), freed: 0, ways, me, scene };
    let mut items = Vec::new();
    match what {
        BulkOf::Members { picked, act } => {
            let members = members(scene, index, picked);
            items.reserve_exact(members.len());
            for member in members {
                let op = on_member(scene.store(), act, member);
                items.push(match act {
                    // The seat that one takes is missing for the next.
                    BulkAct::Restore => scratch.judge(op),
                    BulkAct::ChangeRole { .. }
                    | BulkAct::AddToGroup { .. }
                    | BulkAct::RemoveFromGroup { .. }
                    | BulkAct::Suspend
                    | BulkAct::Remove => scratch.judge_apart(op),
                });
            }
        }
        BulkOf::Plan { plan, without, with } => {
            for (op, _) in rehearsal::leaving(scene, *plan, without, with) {
                items.push(scratch.judge(op));
            }
            let from = scene.store().plan().code().into();
            items.push(scratch.judge(Op::PlanChange { from, to: plan.code().into() }));
        }
        BulkOf::Undo { act } => {
            let act = acts::undoable(scene.picture, *act)?;
            let states = acts::states(scene.picture, act);
            let drops: HashSet<OpId> = act
                .steps
                .iter()
                .zip(&states)
                .filter(|(_, state)| **state == StepState::Unsent)
                .map(|(step, _)| step.id)
                .collect();
            if !drops.is_empty() {
                let stay = scene.picture.pending.iter().filter(|it| !drops.contains(&it.id));
                scratch.store = replay::guess_all(&scene.picture.base, me, stay, scene.now());
            }
            // What was done last is taken back first: it may stand on what was done before.
            let apart = on_one_member_each(&act.steps);
            for (step, state) in act.steps.iter().zip(states).rev() {
                items.extend(scratch.take_back(step, state, apart));
            }
        }
    }
    let mut shown: Vec<u32> = (0..items.len() as u32).collect();
    shown.sort_by_key(|at| items[*at as usize].verdict);
    let mut hash = DefaultHasher::new();
    for item in &items {
        (item.subject, item.verdict).hash(&mut hash);
        tell_apart(item.op.as_ref(), &mut hash);
    }
    let before = scene.store().seats(scene.now());
    let after = scratch.store.seats(scene.now()).without(scratch.freed);
    Ok(Foreseen {
        items,
        stage: scratch.stage,
        shown,
        before,
        after,
        seen: format!("{:016x}", hash.finish()),
    })
}

/// What of an op can differ while its subject, and what it comes to, are the same.
fn tell_apart(op: Option<&Op>, hash: &mut DefaultHasher) {
    match op {
        Some(Op::MemberChangeRole { from, to, .. }) => (from, to).hash(hash),
        Some(op @ (Op::MemberAddToGroup { group, .. } | Op::MemberRemoveFromGroup { group, .. })) => {
            (op.kind(), group).hash(hash)
        }
        Some(op) if matches!(Subject::of(op), Subject::Member(_)) => op.kind().hash(hash),
        other => format!("{other:?}").hash(hash),
    }
}

/// Whether an op changes one person's role or groups, and nothing that others share: no seat, no address.
const fn only_hers(op: &Op) -> bool {
    matches!(
        op,
        Op::MemberChangeRole { .. }
            | Op::MemberAddToGroup { .. }
            | Op::MemberRemoveFromGroup { .. }
            | Op::InvitationAddToGroup { .. }
            | Op::InvitationRemoveFromGroup { .. }
    )
}

/// Whether each op of an act is about another member: then none of them stands on another.
fn on_one_member_each(steps: &[Step]) -> bool {
    let mut seen = HashSet::with_capacity(steps.len());
    steps.iter().all(|step| match Subject::of(&step.op) {
        Subject::Member(member) => seen.insert(member),
        Subject::Invitation(_) | Subject::Group(_) | Subject::Store => false,
    })
}

/// Who is picked, in the order of the list.
fn members(scene: &Scene, index: &mut TeamIndex, picked: &Picked) -> Vec<MemberId> {
    match picked {
        Picked::These { members } => {
            let mut seen = HashSet::new();
            members.iter().copied().filter(|id| seen.insert(*id)).collect()
        }
        Picked::AllBut { filter, except } => {
            let all = TeamAsk { from: 0, count: usize::MAX, ..filter.clone() };
            let except: HashSet<&MemberId> = except.iter().collect();
            let (_, mut members) = index.slice(scene.store(), &all);
            members.retain(|id| !except.contains(id));
            members
        }
    }
}

fn on_member(store: &Store, act: &BulkAct, member: MemberId) -> Op {
    match act {
        BulkAct::ChangeRole { to } => {
            // Whoever is not there any more has no role; the refusal says so.
            let from = store.member(member).map_or(*to, |member| member.role);
            Op::MemberChangeRole { member, from: from.code().into(), to: to.code().into() }
        }
        BulkAct::AddToGroup { group } => Op::MemberAddToGroup { member, group: *group },
        BulkAct::RemoveFromGroup { group } => Op::MemberRemoveFromGroup { member, group: *group },
        BulkAct::Suspend => Op::MemberSuspend { member },
        BulkAct::Restore => Op::MemberRestore { member },
        BulkAct::Remove => Op::MemberRemove { member },
    }
}

/// The store as it would be after what was judged so far.
struct Scratch<'a> {
    store: Store,
    /// What is there now, with the groups that are made again.
    stage: Store,
    /// How many seats fall free by what was judged apart.
    freed: u32,
    /// Whether what leads back is wanted too.
    ways: bool,
    me: MemberId,
    scene: &'a Scene<'a>,
}

impl Scratch<'_> {
    /// Judges an op, and does it here where it is allowed.
    fn judge(&mut self, op: Op) -> Item {
        let now = self.scene.now();
        let judged = decide(&self.store, Asker::Member(self.me), &op, now);
        let mut item = Item::judged(op, &judged);
        if let Ok(Some(event)) = &judged {
            item.back = self.way_back(&self.store, event);
            self.store.apply(event, &Stamp { at: self.store.now(now), by: Some(self.me) });
        }
        item
    }

    /// Judges an op on one of many people: what is done to the others changes neither her, nor the group, nor who asks, so that it need
    /// not be done here first. Copying the store's maps for each of 100,000 is what a forecast would wait for.
    fn judge_apart(&mut self, op: Op) -> Item {
        let judged = decide(&self.store, Asker::Member(self.me), &op, self.scene.now());
        let mut item = Item::judged(op, &judged);
        if let Ok(Some(event)) = &judged {
            item.back = self.way_back(&self.store, event);
            if let Event::MemberSuspended { member } | Event::MemberRemoved { member, .. } = event {
                self.freed += u32::from(self.store.member(*member).is_some_and(|it| it.is_active()));
            }
        }
        item
    }

    fn way_back(&self, before: &Store, event: &Event) -> Option<Back> {
        self.ways.then(|| undo::way_back(before, event, self.scene.now())).flatten()
    }

    /// Takes one op back: dropped where it was never sent, else by what leads back from it.
    fn take_back(&mut self, step: &Step, state: StepState, apart: bool) -> Vec<Item> {
        match (state, &step.back) {
            // It came to nothing.
            (StepState::Refused | StepState::Unknown | StepState::Dropped, _) => Vec::new(),
            (StepState::Unsent, back) => {
                let leads = match back {
                    Some(Back::Op(op)) => Some(op.clone()),
                    Some(Back::Group(_)) | None => None,
                };
                let item = Item::new(Subject::of(&step.op), Verdict::Drops, leads);
                vec![Item { drop: Some(Box::new((step.id, step.op.clone()))), ..item }]
            }
            (StepState::Sent | StepState::Done, None) => {
                vec![Item::refused(step.op.clone(), Told::new("no_way_back", json!({})))]
            }
            (StepState::Sent | StepState::Done, Some(Back::Op(op))) => {
                let warnings = self.costs(&step.op, op);
                vec![Item { warnings, ..self.lead_back(op, apart) }]
            }
            (StepState::Sent | StepState::Done, Some(Back::Group(lost))) => self.group_again(lost),
        }
    }

    /// Asks what leads back, unless that would undo what somebody else did since.
    fn lead_back(&mut self, back: &Op, apart: bool) -> Item {
        let (me, now) = (self.me, self.scene.now());
        let back = undo::today(&self.store, back);
        let changed = undo::changed_by_another(&self.store, &self.scene.picture.recent, me, &back);
        let reached = || decide(&self.store, Asker::Member(me), &back, now) == Ok(None);
        match changed.filter(|_| !reached()) {
            Some(by) => Item::refused(back, Told::new("changed_since", json!({ "member": by }))),
            None if apart && only_hers(&back) => self.judge_apart(back),
            None => self.judge(back),
        }
    }

    /// A deleted group and its people. Where it cannot be made again, nobody moves.
    fn group_again(&mut self, lost: &LostGroup) -> Vec<Item> {
        let me = Asker::Member(self.me);
        let create = lost.create();
        let made = decide(&self.stage, me, &create, self.scene.now()).ok().flatten();
        let mut items = vec![self.judge(create)];
        let people = lost.people(&self.store);
        match made.filter(|_| items[0].verdict == Verdict::Does) {
            Some(event) => {
                self.stage.apply(&event, &Stamp { at: self.stage.now(self.scene.now()), by: Some(self.me) });
                let new = |code: &str, count: usize| Warning {
                    code: code.to_owned(),
                    with: With::from_iter([("count".to_owned(), count.into())]),
                };
                items[0].warnings.push(new("group_anew", people.len()));
                if lost.unknown > 0 {
                    items[0].warnings.push(new("group_without", lost.unknown));
                }
                items.extend(people.iter().map(|op| self.lead_back(op, true)));
            }
            None => {
                let why = || Told::new("only_with_group", json!({ "group_name": lost.name }));
                items.extend(people.into_iter().map(|op| Item::refused(op, why())));
            }
        }
        items
    }

    /// What leading back from an act does not bring back.
    fn costs(&self, act: &Op, back: &Op) -> Vec<Warning> {
        let Op::InvitationSend { email, groups, .. } = back else { return Vec::new() };
        let gone = groups.iter().filter(|group| self.store.group(**group).is_none()).count();
        let mut warnings = Vec::new();
        if let Op::MemberRemove { .. } = act {
            let with = With::from_iter([("email".to_owned(), email.as_str().into())]);
            warnings.push(Warning { code: "invited_anew".to_owned(), with });
        }
        if gone > 0 {
            let with = With::from_iter([("count".to_owned(), gone.into())]);
            warnings.push(Warning { code: "groups_gone".to_owned(), with });
        }
        warnings
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::{Shop, ask, id, keep, waits};
    use super::super::{Answer, Ask, Memo, View, What, answer};
    use super::*;
    use crate::picture::{Act, PendingState};

    fn drawn(picture: &Picture, what: BulkOf) -> BulkView {
        match ask(picture, What::Bulk(BulkAsk { what, only: None, from: 0, count: 100 })) {
            Ok(View::Bulk(view)) => view,
            other => panic!("asked a forecast, got {other:?}"),
        }
    }

    fn these(members: &[MemberId], act: BulkAct) -> BulkOf {
        BulkOf::Members { picked: Picked::These { members: members.to_vec() }, act }
    }

    fn all(act: BulkAct) -> BulkOf {
        BulkOf::Members { picked: Picked::AllBut { filter: TeamAsk::default(), except: Vec::new() }, act }
    }

    fn rows(view: &BulkView) -> Vec<(&str, Verdict, &str)> {
        let told = |row: &BulkRow| row.why.as_ref().map_or("", |told| told.code.as_str()).to_owned();
        let rows = view.rows.iter().map(|row| (row.name.as_str(), row.verdict, told(row)));
        rows.map(|(name, verdict, code)| (name, verdict, &*code.leak())).collect()
    }

    /// Does every op of an act that is foreseen to be done, as an outbox would, and remembers it as an act of now.
    fn does(picture: &mut Picture, what: &BulkOf, state: PendingState) -> Uuid {
        let names = super::super::names::Names::of(picture);
        let mut index = TeamIndex::default();
        index.update(&picture.local);
        let foreseen =
            foresee(&Scene { picture, names: &names }, &mut index, what, true).expect("a forecast");
        let mut steps = Vec::new();
        for item in foreseen.items.into_iter().filter(|item| item.verdict == Verdict::Does) {
            let op = item.op.expect("an op");
            waits(picture, &op);
            let pending = picture.pending.last_mut().expect("it waits");
            (pending.state, pending.maybe_sent) = (state, state != PendingState::Waiting);
            steps.push(Step { id: pending.id, op, back: item.back, dropped: false });
        }
        let act = id(800_000 + u128::from(picture.revision));
        picture.acts.push(Act { id: act, at: picture.now, steps: steps.into(), undoes: None });
        act
    }

    #[test]
    fn the_owner_and_she_herself_are_left_out_and_the_outranked_refused() {
        let mut shop = Shop::new();
        let eko = shop.member("Eko", Role::Admin, &[]);
        let fajar = shop.member("Fajar", Role::Admin, &[]);
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let lina = shop.member("Lina", Role::Manager, &[]);
        let picked = [shop.owner(), eko, fajar, dewi, lina, dewi];
        let view = drawn(&shop.seen_by(eko), these(&picked, BulkAct::ChangeRole { to: Role::Manager }));
        assert_eq!(
            rows(&view),
            [
                ("Fajar", Verdict::Refused, "outranked"),
                ("Ana", Verdict::Skipped, "owner_protected"),
                ("Eko", Verdict::Skipped, "own_access"),
                ("Dewi", Verdict::Does, ""),
                ("Lina", Verdict::Nothing, ""),
            ]
        );
        assert_eq!((view.total, view.does, view.skipped, view.refused, view.nothing), (5, 1, 2, 1, 1));
        let dewi = &view.rows[3];
        assert!(!dewi.cells.is_empty(), "what changes for her is told cell by cell");
        assert_eq!(dewi.role, Some(Role::Seller));
    }

    #[test]
    fn the_rows_of_one_verdict_are_looked_at_apart_and_all_are_counted() {
        let mut shop = Shop::new();
        let eko = shop.member("Eko", Role::Admin, &[]);
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let what = these(&[shop.owner(), eko, dewi], BulkAct::Remove);
        let only = |verdict, from| {
            let what = BulkAsk { what: what.clone(), only: Some(verdict), from, count: 1 };
            match ask(&shop.seen_by(eko), What::Bulk(what)) {
                Ok(View::Bulk(view)) => view,
                other => panic!("asked a forecast, got {other:?}"),
            }
        };
        let view = only(Verdict::Skipped, 1);
        assert_eq!(rows(&view), [("Eko", Verdict::Skipped, "own_access")], "the second of two");
        assert_eq!((view.listed, view.total, view.does), (2, 3, 1));
        assert_eq!(rows(&only(Verdict::Does, 0)), [("Dewi", Verdict::Does, "")]);
        assert_eq!(only(Verdict::Refused, 0).listed, 0);
    }

    #[test]
    fn what_was_shown_for_one_group_is_no_yes_for_another() {
        let mut shop = Shop::new();
        let groups = [shop.group("Kasir", &[]), shop.group("Gudang", &[])];
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let seen = |group: GroupId| {
            drawn(&shop.seen_by(shop.owner()), these(&[dewi], BulkAct::AddToGroup { group })).seen
        };
        assert_ne!(seen(groups[0]), seen(groups[1]));
    }

    #[test]
    fn all_that_match_but_a_few_is_resolved_here() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[Permission::OrdersView]);
        let sellers: Vec<MemberId> =
            (0..30).map(|n| shop.member(&format!("Seller {n:02}"), Role::Seller, &[])).collect();
        shop.member("Lina", Role::Manager, &[]);
        let filter = TeamAsk { role: Some(Role::Seller), ..TeamAsk::default() };
        let picked = Picked::AllBut { filter, except: sellers[..2].to_vec() };
        let what = BulkOf::Members { picked, act: BulkAct::AddToGroup { group: kasir } };
        let picture = shop.seen_by(shop.owner());
        let view = drawn(&picture, what.clone());
        assert_eq!((view.total, view.does), (28, 28));
        assert_eq!(view.rows[0].name, "Seller 02");
        assert_eq!(view.rows[0].gained, [Permission::OrdersView]);
        let Ok(View::Bulk(slice)) =
            ask(&picture, What::Bulk(BulkAsk { what, only: None, from: 27, count: 5 }))
        else {
            panic!("a slice")
        };
        assert_eq!((slice.rows.len(), slice.rows[0].name.as_str()), (1, "Seller 29"));
    }

    #[test]
    fn a_forecast_stands_until_what_it_was_made_from_changes() {
        let mut shop = Shop::new();
        shop.member("Dewi", Role::Seller, &[]);
        let before = shop.seen_by(shop.owner());
        shop.member("Lina", Role::Seller, &[]);
        let mut after = shop.seen_by(shop.owner());
        let mut memo = Memo::default();
        let mut total = |picture: &Picture| {
            let what = What::Bulk(BulkAsk { what: all(BulkAct::Suspend), only: None, from: 0, count: 10 });
            match answer(picture, &mut memo, &Ask { store: picture.store, generation: 1, what }, None) {
                Ok(Answer { view: View::Bulk(view), .. }) => view.total,
                other => panic!("asked a forecast, got {other:?}"),
            }
        };
        assert_eq!(total(&before), 2);
        // Told by the number alone: whoever comes moves it.
        after.revision += 1;
        assert_eq!(total(&after), 2, "only the connection changed");
        after.store_revision += 1;
        assert_eq!(total(&after), 3);
    }

    #[test]
    fn seats_run_out_in_order_and_the_forecast_says_for_how_many() {
        let mut shop = Shop::new();
        let out: Vec<MemberId> =
            (0..6).map(|n| shop.member(&format!("Seller {n}"), Role::Seller, &[])).collect();
        for member in &out {
            shop.happens(Event::MemberSuspended { member: *member }, None);
        }
        shop.plan(Plan::Team);
        let view = drawn(&shop.seen_by(shop.owner()), these(&out, BulkAct::Restore));
        assert_eq!((view.does, view.refused, view.no_seat), (4, 2, 2));
        assert_eq!((view.seats_before.used, view.seats_after.used, view.seats_after.free), (1, 5, Some(0)));
        assert_eq!(rows(&view)[0], ("Seller 4", Verdict::Refused, "no_free_seat"));
    }

    #[test]
    fn a_plan_that_is_too_small_comes_after_those_who_go_for_it() {
        let mut shop = Shop::new();
        for n in 0..5 {
            shop.member(&format!("Seller {n}"), Role::Seller, &[]);
        }
        shop.invites("rina@toko.example", Role::Seller, &[]);
        let what = BulkOf::Plan { plan: Plan::Team, without: Vec::new(), with: Vec::new() };
        let view = drawn(&shop.seen_by(shop.owner()), what);
        assert_eq!((view.does, view.refused), (3, 0));
        let kinds: Vec<&str> =
            view.rows.iter().map(|row| row.words.as_ref().map_or("", |words| words.kind.as_str())).collect();
        assert_eq!(kinds, ["invitation.withdraw", "member.suspend", "plan.change"]);
        assert_eq!((view.seats_after.used, view.seats_after.limit), (5, Plan::Team.seat_limit()));
    }

    #[test]
    fn a_bulk_is_taken_back_in_one_go_dropped_where_it_was_never_sent() {
        let mut shop = Shop::new();
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let lina = shop.member("Lina", Role::Seller, &[]);
        let mut picture = shop.seen_by(shop.owner());
        let what = these(&[dewi, lina], BulkAct::Suspend);
        let act = does(&mut picture, &what, PendingState::Waiting);
        let view = drawn(&picture, BulkOf::Undo { act });
        assert_eq!((view.drops, view.does), (2, 0));
        assert_eq!((view.seats_before.used, view.seats_after.used), (1, 3));
        assert_eq!(view.rows[0].name, "Lina", "the last first");
        let mut picture = shop.seen_by(shop.owner());
        let act = does(&mut picture, &what, PendingState::Sent);
        let view = drawn(&picture, BulkOf::Undo { act });
        assert_eq!((view.drops, view.does, view.seats_after.used), (0, 2, 3));
    }

    #[test]
    fn what_each_comes_back_to_is_judged_apart_and_is_what_one_by_one_gives() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[Permission::OrdersView]);
        let members: Vec<MemberId> =
            (0..6).map(|n| shop.member(&format!("Seller {n}"), Role::Seller, &[kasir])).collect();
        let mut picture = shop.seen_by(shop.owner());
        let me = shop.owner();
        let acts = [
            does(
                &mut picture,
                &these(&members, BulkAct::ChangeRole { to: Role::Viewer }),
                PendingState::Sent,
            ),
            does(
                &mut picture,
                &these(&members[2..], BulkAct::RemoveFromGroup { group: kasir }),
                PendingState::Sent,
            ),
        ];
        let names = super::super::names::Names::of(&picture);
        let scene = Scene { picture: &picture, names: &names };
        let mut store = picture.local.clone();
        for act in acts {
            let what = BulkOf::Undo { act };
            for item in foresee(&scene, &mut TeamIndex::default(), &what, false).expect("a forecast").items {
                assert_eq!(item.verdict, Verdict::Does);
                let op = item.op.expect("an op");
                let event =
                    decide(&store, Asker::Member(me), &op, picture.now).expect("allowed").expect("changes");
                store.apply(&event, &Stamp { at: store.now(picture.now), by: Some(me) });
            }
        }
        for member in members {
            assert_eq!(store.effective(member), shop.store.effective(member));
        }
    }

    #[test]
    fn what_another_changed_since_is_told_and_what_came_to_nothing_is_not_there() {
        let mut shop = Shop::new();
        let eko = shop.member("Eko", Role::Admin, &[]);
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let lina = shop.member("Lina", Role::Seller, &[]);
        let mut picture = shop.seen_by(shop.owner());
        let act = does(
            &mut picture,
            &these(&[dewi, lina], BulkAct::ChangeRole { to: Role::Viewer }),
            PendingState::Sent,
        );
        // The cloud took both; then Eko made Dewi a manager.
        let from = Role::Seller;
        for member in [dewi, lina] {
            shop.happens(Event::MemberRoleChanged { member, from, to: Role::Viewer }, Some(shop.owner()));
        }
        let change = Event::MemberRoleChanged { member: dewi, from: Role::Viewer, to: Role::Manager };
        shop.happens(change, Some(eko));
        let mut later = shop.seen_by(shop.owner());
        later.acts = picture.acts.clone();
        let view = drawn(&later, BulkOf::Undo { act });
        assert_eq!(rows(&view), [("Dewi", Verdict::Refused, "changed_since"), ("Lina", Verdict::Does, "")]);
        assert_eq!(view.rows[0].why.as_ref().map(|told| &told.with["who"]), Some(&json!("Eko")));
        for pending in &mut picture.pending {
            pending.state = PendingState::Refused;
        }
        assert_eq!(drawn(&picture, BulkOf::Undo { act }).total, 0);
    }

    #[test]
    fn after_ten_minutes_and_after_it_was_taken_back_there_is_nothing_to_take_back() {
        let mut shop = Shop::new();
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let mut picture = shop.seen_by(shop.owner());
        let act = does(&mut picture, &these(&[dewi], BulkAct::Suspend), PendingState::Sent);
        let told = |picture: &Picture| {
            let what = BulkOf::Undo { act };
            ask(picture, What::Bulk(BulkAsk { what, only: None, from: 0, count: 10 }))
                .map(|_| ())
                .map_err(|it| it.code)
        };
        assert_eq!(told(&picture), Ok(()));
        let mut late = picture.clone();
        late.now = late.now.plus_seconds(undo::MINUTES * 60 + 1);
        assert_eq!(told(&late), Err("undo_too_late".to_owned()));
        keep(&mut picture, &Op::MemberRestore { member: dewi }, PendingState::Sent);
        let step = Step {
            id: picture.pending.last().expect("kept").id,
            op: Op::MemberRestore { member: dewi },
            back: None,
            dropped: false,
        };
        picture.acts.push(Act { id: id(77), at: picture.now, steps: vec![step].into(), undoes: Some(act) });
        assert_eq!(told(&picture), Err("already_undone".to_owned()));
    }

    fn an_act() -> impl Strategy<Value = usize> {
        0..6_usize
    }

    proptest! {
        #[test]
        fn a_forecast_is_what_dispatching_one_by_one_gives(
            staff in prop::collection::vec((1..6_usize, any::<bool>(), any::<bool>()), 1..14),
            act in an_act(),
            role in 1..6_usize,
            plan in 0..Plan::ALL.len(),
            by_admin in any::<bool>(),
            everybody in any::<bool>(),
        ) {
            let mut shop = Shop::new();
            let kasir = shop.group("Kasir", &[Permission::OrdersView]);
            let eko = shop.member("Eko", Role::Admin, &[]);
            let mut picked = vec![shop.owner(), eko];
            for (n, (role, grouped, suspended)) in staff.into_iter().enumerate() {
                let groups = if grouped { vec![kasir] } else { Vec::new() };
                let member = shop.member(&format!("Person {n:02}"), Role::ALL[role], &groups);
                if suspended {
                    shop.happens(Event::MemberSuspended { member }, None);
                }
                picked.push(member);
            }
            shop.plan(Plan::ALL[plan]);
            let act = match act {
                0 => BulkAct::ChangeRole { to: Role::ALL[role] },
                1 => BulkAct::AddToGroup { group: kasir },
                2 => BulkAct::RemoveFromGroup { group: kasir },
                3 => BulkAct::Suspend,
                4 => BulkAct::Restore,
                _ => BulkAct::Remove,
            };
            let picture = shop.seen_by(if by_admin { eko } else { shop.owner() });
            let me = picture.me.expect("somebody looks");
            let what = if everybody { all(act) } else { these(&picked, act) };
            let names = super::super::names::Names::of(&picture);
            let mut index = TeamIndex::default();
            index.update(&picture.local);
            let scene = Scene { picture: &picture, names: &names };
            let foreseen = foresee(&scene, &mut index, &what, false).expect("a forecast");
            let mut store = picture.local.clone();
            for item in &foreseen.items {
                let op = item.op.as_ref().expect("an op");
                match decide(&store, Asker::Member(me), op, picture.now) {
                    Ok(Some(event)) => {
                        prop_assert_eq!(item.verdict, Verdict::Does);
                        store.apply(&event, &Stamp { at: store.now(picture.now), by: Some(me) });
                    }
                    Ok(None) => prop_assert_eq!(item.verdict, Verdict::Nothing),
                    Err(refusal) => {
                        prop_assert!(matches!(item.verdict, Verdict::Refused | Verdict::Skipped));
                        prop_assert_eq!(item.why.as_deref(), Some(&Told::from(refusal)));
                    }
                }
            }
            prop_assert_eq!(store.seats(picture.now), foreseen.after);
            // What each row tells she gains and loses is what she has gained and lost at the end.
            for item in foreseen.items.iter().filter(|item| item.verdict == Verdict::Does) {
                let Subject::Member(member) = item.subject else { continue };
                let told = row(&scene, &foreseen.stage, item);
                let (was, is) = (picture.local.effective(member), store.effective(member));
                prop_assert_eq!(told.gained, is.minus(was).iter().collect::<Vec<_>>());
                prop_assert_eq!(told.lost, was.minus(is).iter().collect::<Vec<_>>());
            }
        }
    }
}
