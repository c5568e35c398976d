//! A plan rehearsed: whom a smaller one has no seat for, and what a larger one gives.
//!
//! Invitations are proposed first (nobody works by them yet), then whoever ranks lowest and came last. The person picks; the
//! window tells only how her choice differs from the proposal, so that it never holds more people than it shows.

use std::cmp::Reverse;
use std::collections::HashSet;

use keyholder_domain::op::Op;
use keyholder_domain::plan::{Plan, SeatLimit};
use keyholder_domain::refusal::Refusal;
use keyholder_domain::role::{Area, Role};
use keyholder_domain::status::InvitationStatus;
use keyholder_domain::time::Time;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::bulk::{BulkKind, Subject};
use super::scene::Scene;
use super::shared::{May, Told};

/// Which plan, with which choice, and which slice of those who could go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RehearsalAsk {
    /// The plan.
    pub plan: Plan,
    /// Proposed, but to stay.
    pub without: Vec<Uuid>,
    /// Not proposed, but to go.
    pub with: Vec<Uuid>,
    /// The first row, from 0.
    pub from: usize,
    /// How many rows.
    pub count: usize,
}

/// Somebody who holds a seat and could give it back.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RehearsalRow {
    /// Member or invitation.
    pub kind: BulkKind,
    /// Her id.
    pub id: Uuid,
    /// Her name, or the address of the invitation.
    pub name: String,
    /// Her address, where the name is another.
    pub email: String,
    /// Her role.
    pub role: Option<Role>,
    /// Since when she is here; an invitation: when it runs out by itself.
    pub since: Option<Time>,
    /// The desk proposes her.
    pub proposed: bool,
    /// She is to go.
    pub picked: bool,
    /// Whether she may be made to go.
    pub may: May,
}

/// A plan, rehearsed.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RehearsalView {
    /// The plan.
    pub plan: Plan,
    /// What it allows.
    pub limit: SeatLimit,
    /// Seats used now, with what waits.
    pub used: u32,
    /// How many must go first.
    pub must_go: u32,
    /// How many are picked to go.
    pub picked: usize,
    /// How many more must be picked.
    pub missing: u32,
    /// Whether she may go on: the plan is hers to change, and enough are picked.
    pub may: May,
    /// How many could be picked.
    pub total: usize,
    /// The first row's place.
    pub from: usize,
    /// The rows: the proposed first.
    pub rows: Vec<RehearsalRow>,
}

/// Who holds a seat, in the order in which they would be asked to give it back, and whether they can be.
fn candidates(scene: &Scene) -> Vec<(Op, May)> {
    let (store, now) = (scene.store(), scene.now());
    let pending = |open: &&keyholder_domain::invitation::Invitation| {
        store.invitation_status(open, now) == InvitationStatus::Pending
    };
    let mut open: Vec<_> = store.invitations().filter(pending).map(|it| (it.expires_at, it.id)).collect();
    open.sort_by_key(|it| Reverse(*it));
    let active = store.members().filter(|it| it.is_active() && it.role != Role::Owner);
    let others = active.filter(|it| Some(it.id) != scene.picture.me);
    let mut members: Vec<_> = others.map(|it| (it.role.rank(), Reverse(it.joined), it.id)).collect();
    members.sort();
    let withdraw = open.into_iter().map(|(_, invitation)| Op::InvitationWithdraw { invitation });
    let suspend = members.into_iter().map(|(_, _, member)| Op::MemberSuspend { member });
    let judged = withdraw.chain(suspend).map(|op| {
        let may = scene.may(&op);
        (op, may)
    });
    let (mut can, cannot): (Vec<_>, Vec<_>) = judged.partition(|(_, may)| may.is_none());
    can.extend(cannot);
    can
}

/// How many seats a plan is short of.
fn must_go(scene: &Scene, plan: Plan) -> u32 {
    let used = scene.store().seats(scene.now()).used;
    plan.seat_limit().number().map_or(0, |limit| used.saturating_sub(limit))
}

/// Who goes for a plan, as picked: the op that frees each seat, and the seat it is about.
pub fn leaving(scene: &Scene, plan: Plan, without: &[Uuid], with: &[Uuid]) -> Vec<(Op, Uuid)> {
    let rows = picked(scene, plan, without, with);
    rows.into_iter().filter(|row| row.picked).map(|row| (row.op, row.id)).collect()
}

struct Candidate {
    op: Op,
    id: Uuid,
    may: May,
    proposed: bool,
    picked: bool,
}

fn picked(scene: &Scene, plan: Plan, without: &[Uuid], with: &[Uuid]) -> Vec<Candidate> {
    let (without, with): (HashSet<&Uuid>, HashSet<&Uuid>) = (without.iter().collect(), with.iter().collect());
    let must_go = must_go(scene, plan) as usize;
    if must_go == 0 {
        return Vec::new();
    }
    let candidates = candidates(scene).into_iter().enumerate();
    candidates
        .filter_map(|(at, (op, may))| {
            let id = match Subject::of(&op) {
                Subject::Member(id) => id.uuid(),
                Subject::Invitation(id) => id.uuid(),
                Subject::Group(_) | Subject::Store => return None,
            };
            let proposed = at < must_go && may.is_none();
            let picked = may.is_none() && if proposed { !without.contains(&id) } else { with.contains(&id) };
            Some(Candidate { op, id, may, proposed, picked })
        })
        .collect()
}

/// Rehearses a plan.
pub fn rehearsal(scene: &Scene, ask: &RehearsalAsk) -> RehearsalView {
    let all = picked(scene, ask.plan, &ask.without, &ask.with);
    let going = all.iter().filter(|it| it.picked).count();
    let must_go = must_go(scene, ask.plan);
    let used = scene.store().seats(scene.now()).used;
    let slice = all.iter().skip(ask.from).take(ask.count);
    RehearsalView {
        plan: ask.plan,
        limit: ask.plan.seat_limit(),
        used,
        must_go,
        picked: going,
        missing: must_go.saturating_sub(going as u32),
        may: scene.may_area(Area::BillingPlan).or_else(|| still_short(used, going, ask.plan)),
        total: all.len(),
        from: ask.from,
        rows: slice.map(|it| row(scene, it)).collect(),
    }
}

fn still_short(used: u32, going: usize, plan: Plan) -> May {
    let (used, limit) = (used.saturating_sub(going as u32), plan.seat_limit());
    (!limit.fits(used)).then(|| Told::from(Refusal::PlanTooSmall { used, limit }))
}

fn row(scene: &Scene, it: &Candidate) -> RehearsalRow {
    let subject = Subject::of(&it.op);
    let (kind, id, name, email, role) = subject.shown(scene);
    let since = match subject {
        Subject::Member(id) => scene.store().member(id).and_then(|member| member.joined),
        Subject::Invitation(id) => scene.store().invitation(id).map(|open| open.expires_at),
        Subject::Group(_) | Subject::Store => None,
    };
    let may = it.may.clone();
    RehearsalRow { kind, id, name, email, role, since, proposed: it.proposed, picked: it.picked, may }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Shop, ask, code};
    use super::super::{View, What};
    use super::*;
    use crate::picture::Picture;

    fn drawn(picture: &Picture, plan: Plan, without: &[Uuid], with: &[Uuid]) -> RehearsalView {
        let asked = RehearsalAsk { plan, without: without.to_vec(), with: with.to_vec(), from: 0, count: 50 };
        match ask(picture, What::Rehearsal(asked)) {
            Ok(View::Rehearsal(view)) => view,
            other => panic!("asked a rehearsal, got {other:?}"),
        }
    }

    fn names(view: &RehearsalView, wanted: impl Fn(&RehearsalRow) -> bool) -> Vec<&str> {
        view.rows.iter().filter(|row| wanted(row)).map(|row| row.name.as_str()).collect()
    }

    fn shop() -> Shop {
        let mut shop = Shop::new();
        shop.member("Eko", Role::Admin, &[]);
        shop.member("Lina", Role::Manager, &[]);
        shop.member("Vera", Role::Viewer, &[]);
        shop.member("Dewi", Role::Seller, &[]);
        shop.invites("rina@toko.example", Role::Manager, &[]);
        shop
    }

    #[test]
    fn invitations_go_first_then_the_lowest_roles_and_never_the_owner() {
        let shop = shop();
        let view = drawn(&shop.seen_by(shop.owner()), Plan::Starter, &[], &[]);
        assert_eq!((view.used, view.must_go, view.picked, view.missing), (6, 5, 5, 0));
        assert_eq!(names(&view, |row| row.proposed), ["rina@toko.example", "Vera", "Dewi", "Lina", "Eko"]);
        let view = drawn(&shop.seen_by(shop.owner()), Plan::Team, &[], &[]);
        assert_eq!(names(&view, |row| row.proposed), ["rina@toko.example"]);
        assert_eq!(view.total, 5);
    }

    #[test]
    fn she_picks_whom_she_likes_and_hears_how_many_are_missing() {
        let shop = shop();
        let picture = shop.seen_by(shop.owner());
        let view = drawn(&picture, Plan::Team, &[], &[]);
        let [rina, vera] = [view.rows[0].id, view.rows[1].id];
        let view = drawn(&picture, Plan::Team, &[rina], &[]);
        assert_eq!((view.picked, view.missing, code(&view.may)), (0, 1, "plan_too_small"));
        let view = drawn(&picture, Plan::Team, &[rina], &[vera]);
        assert_eq!(names(&view, |row| row.picked), ["Vera"]);
        assert_eq!((view.missing, code(&view.may)), (0, "may"));
    }

    #[test]
    fn an_admin_cannot_send_those_away_whom_she_does_not_outrank() {
        let mut shop = shop();
        let fajar = shop.member("Fajar", Role::Admin, &[]);
        let view = drawn(&shop.seen_by(fajar), Plan::Starter, &[], &[]);
        assert_eq!((view.must_go, view.picked, view.missing), (6, 4, 2));
        let last = view.rows.last().expect("rows");
        assert_eq!((last.name.as_str(), code(&last.may), last.picked), ("Eko", "outranked", false));
        let lina = shop.store.members().find(|it| it.role == Role::Manager).expect("Lina").id;
        assert_eq!(code(&drawn(&shop.seen_by(lina), Plan::Starter, &[], &[]).may), "area_required");
    }

    #[test]
    fn a_plan_that_fits_sends_nobody_away() {
        let shop = shop();
        let view = drawn(&shop.seen_by(shop.owner()), Plan::Enterprise, &[], &[]);
        assert_eq!((view.must_go, view.total, view.missing), (0, 0, 0));
    }
}
