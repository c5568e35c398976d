//! The first screen: seats by kind, what waits, what was refused, the latest activity and what to do next.

use keyholder_domain::plan::Plan;
use keyholder_domain::role::Area;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::activity::{self, ActivityRow};
use super::guide::{self, Guide};
use super::index::TeamIndex;
use super::marks::mark;
use super::scene::Scene;
use super::seats::Seats;
use super::shared::{Mark, May, RoleCount};
use super::waiting::{self, WaitingRow};

/// What a store lacks whose first steps are over. Key `next-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Make a first group: without one, nobody below Admin sees anything in omnichannel.
    MakeGroup,
    /// No seat is free: a larger plan has more.
    Upgrade,
}

/// The first screen.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OverviewView {
    /// Seats by kind.
    pub seats: Seats,
    /// The plan.
    pub plan: Plan,
    /// More seats are used than the plan allows.
    pub over_limit: bool,
    /// Active members by role.
    pub by_role: Vec<RoleCount>,
    /// How many ops wait.
    pub waiting: usize,
    /// The latest three refusals that are kept.
    pub refused: Vec<WaitingRow>,
    /// The latest eight entries.
    pub activity: Vec<ActivityRow>,
    /// How many groups there are.
    pub groups: usize,
    /// How many members, active and suspended.
    pub members: usize,
    /// Whether somebody may be invited now.
    pub may_invite: May,
    /// Whether a group may be made.
    pub may_make_group: May,
    /// The first steps of a new store, for whoever may take them all.
    pub guide: Option<Guide>,
    /// What to do next, where no guide tells it.
    pub next_steps: Vec<NextStep>,
}

/// How many refusals and how many entries the first screen shows.
const REFUSED: usize = 3;
const ACTIVITY: usize = 8;

/// Draws the first screen.
pub fn overview(scene: &Scene, index: &TeamIndex) -> OverviewView {
    let store = scene.store();
    let seats = Seats::of(scene.picture);
    let groups = store.group_count();
    let may_invite = scene.may_invite();
    let guide = guide::guide(scene, &may_invite);
    let next_steps = match guide {
        Some(_) => Vec::new(),
        None => next_steps(scene, groups, &may_invite),
    };
    OverviewView {
        plan: store.plan(),
        over_limit: seats.over_limit(),
        by_role: index.active(),
        waiting: scene.picture.pending.iter().filter(|pending| mark(pending) == Mark::Waiting).count(),
        refused: waiting::rows(scene, Mark::Refused, 0, REFUSED),
        activity: activity::latest(scene, ACTIVITY),
        groups,
        members: index.all(),
        guide,
        next_steps,
        may_invite,
        may_make_group: scene.may_area(Area::ChangeMemberRole),
        seats,
    }
}

/// What to do next, for whoever may do it.
fn next_steps(scene: &Scene, groups: usize, may_invite: &May) -> Vec<NextStep> {
    let full =
        may_invite.as_ref().is_some_and(|told| matches!(told.code.as_str(), "no_free_seat" | "over_limit"));
    let mut steps = Vec::new();
    if groups == 0 && scene.may_area(Area::ChangeMemberRole).is_none() {
        steps.push(NextStep::MakeGroup);
    }
    if full && scene.may_area(Area::BillingPlan).is_none() {
        steps.push(NextStep::Upgrade);
    }
    steps
}

#[cfg(test)]
mod tests {
    use keyholder_domain::id::InvitationId;
    use keyholder_domain::op::Op;
    use keyholder_domain::role::Role;

    use super::super::fixture::{Shop, ask, id, keep, waits};
    use super::super::{View, What};
    use super::*;
    use crate::picture::{PendingState, Picture};

    fn drawn(picture: &Picture) -> OverviewView {
        match ask(picture, What::Overview) {
            Ok(View::Overview(view)) => view,
            other => panic!("asked the overview, got {other:?}"),
        }
    }

    #[test]
    fn a_young_store_has_its_guide_and_nothing_twice() {
        let shop = Shop::new();
        let view = drawn(&shop.seen_by(shop.owner()));
        assert!(view.guide.is_some() && view.next_steps.is_empty());
        assert_eq!((view.members, view.groups), (1, 0));
    }

    #[test]
    fn a_shop_at_work_without_a_group_is_told_to_make_one() {
        let mut shop = Shop::new();
        shop.member("Dewi", Role::Seller, &[]);
        let view = drawn(&shop.seen_by(shop.owner()));
        assert_eq!((view.guide, view.next_steps), (None, vec![NextStep::MakeGroup]));
    }

    #[test]
    fn where_no_seat_is_free_the_next_step_is_a_larger_plan() {
        let mut shop = Shop::new();
        shop.group("Kasir", &[]);
        shop.plan(Plan::Team);
        for n in 0..4 {
            shop.member(&format!("Seller {n}"), Role::Seller, &[]);
        }
        let view = drawn(&shop.seen_by(shop.owner()));
        assert_eq!(view.next_steps, [NextStep::Upgrade]);
        assert_eq!(view.may_invite.map(|told| told.code), Some("no_free_seat".to_owned()));
    }

    #[test]
    fn a_manager_is_told_no_step_that_she_may_not_take() {
        let mut shop = Shop::new();
        let manager = shop.member("Citra", Role::Manager, &[]);
        shop.plan(Plan::Starter);
        assert_eq!(drawn(&shop.seen_by(manager)).next_steps, []);
    }

    #[test]
    fn what_waits_stands_apart_from_what_is_used_and_refusals_come_newest_first() {
        let mut shop = Shop::new();
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let mut picture = shop.seen_by(shop.owner());
        let invitation = InvitationId::from_uuid(id(6_000));
        let (email, role) = ("sari@toko.example".to_owned(), "seller".to_owned());
        waits(&mut picture, &Op::InvitationSend { invitation, email, role, groups: Vec::new() });
        for _ in 0..4 {
            keep(&mut picture, &Op::MemberRemove { member: dewi }, PendingState::Refused);
        }
        let view = drawn(&picture);
        assert_eq!((view.seats.used, view.seats.waiting, view.waiting), (2, 1, 1));
        assert_eq!(view.refused.len(), 3);
        assert_eq!(view.refused.first().map(|row| row.id), picture.pending.last().map(|it| it.id));
        assert_eq!(view.by_role.iter().map(|it| it.count).collect::<Vec<_>>(), [1, 0, 0, 1, 0, 0]);
        assert_eq!(view.activity.len(), picture.recent.len().min(ACTIVITY));
    }
}
