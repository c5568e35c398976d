//! Plan & seats: what is used, what each plan would allow, and how many would have to go first.

use keyholder_domain::op::Op;
use keyholder_domain::plan::{Plan, SeatLimit};
use serde::Serialize;
use ts_rs::TS;

use super::scene::Scene;
use super::seats::Seats;
use super::shared::May;

/// One plan to choose.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PlanChoice {
    /// The plan.
    pub plan: Plan,
    /// What it allows.
    pub limit: SeatLimit,
    /// Whether the store is on it.
    pub current: bool,
    /// Whether it may be chosen.
    pub may: May,
    /// How many seats must fall free before it fits.
    pub must_go: u32,
    /// How many seats it has more than the present one; none where either knows no limit.
    pub more: Option<u32>,
}

/// Plan and seats.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PlanView {
    /// The present plan.
    pub plan: Plan,
    /// Seats by kind.
    pub seats: Seats,
    /// More seats are used than the plan allows.
    pub over_limit: bool,
    /// Every plan.
    pub plans: Vec<PlanChoice>,
}

/// Draws plan and seats.
pub fn plan(scene: &Scene) -> PlanView {
    let store = scene.store();
    let seats = Seats::of(scene.picture);
    let used = store.seats(scene.now()).used;
    let choice = |plan: &Plan| PlanChoice {
        plan: *plan,
        limit: plan.seat_limit(),
        current: *plan == store.plan(),
        may: scene.may(&Op::PlanChange { from: store.plan().code().into(), to: plan.code().into() }),
        // A rehearsal: what must fall free first, waiting invitations counted as held.
        must_go: plan.seat_limit().number().map_or(0, |limit| used.saturating_sub(limit)),
        more: match (plan.seat_limit().number(), store.plan().seat_limit().number()) {
            (Some(limit), Some(present)) => limit.checked_sub(present).filter(|more| *more > 0),
            _ => None,
        },
    };
    PlanView {
        plan: store.plan(),
        over_limit: seats.over_limit(),
        seats,
        plans: Plan::ALL.iter().map(choice).collect(),
    }
}

#[cfg(test)]
mod tests {
    use keyholder_domain::role::Role;

    use super::super::fixture::{Shop, ask, code};
    use super::super::{View, What};
    use super::*;
    use crate::picture::Picture;

    fn drawn(picture: &Picture) -> PlanView {
        match ask(picture, What::Plan) {
            Ok(View::Plan(view)) => view,
            other => panic!("asked the plan, got {other:?}"),
        }
    }

    #[test]
    fn a_plan_that_is_too_small_says_how_many_must_go_first() {
        let mut shop = Shop::new();
        for n in 0..6 {
            shop.member(&format!("Seller {n}"), Role::Seller, &[]);
        }
        shop.invites("rina@toko.example", Role::Seller, &[]);
        let view = drawn(&shop.seen_by(shop.owner()));
        let told: Vec<_> = view.plans.iter().map(|it| (code(&it.may), it.must_go, it.current)).collect();
        assert_eq!(
            told,
            [("plan_too_small", 7, false), ("plan_too_small", 3, false), ("may", 0, true), ("may", 0, false)]
        );
        assert_eq!((view.seats.active, view.seats.pending, view.seats.free), (7, 1, Some(17)));
    }

    #[test]
    fn a_store_that_was_forced_down_says_so_and_a_manager_changes_no_plan() {
        let mut shop = Shop::new();
        let manager = shop.member("Citra", Role::Manager, &[]);
        shop.plan(Plan::Starter);
        let view = drawn(&shop.seen_by(manager));
        assert!(view.over_limit);
        assert!(view.plans.iter().all(|it| code(&it.may) == "area_required"));
    }
}
