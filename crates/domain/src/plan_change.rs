//! How a store's plan changes: chosen by its own people if the seats fit, or forced by the operator whether they fit or not.

use crate::authority::{Asker, actor, parse_plan, still};
use crate::decide::Reply;
use crate::event::Event;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::role::Area;
use crate::store::Store;
use crate::time::Time;

pub(crate) fn change(store: &Store, asker: Asker, from: &str, to: &str, now: Time) -> Reply {
    actor(store, asker, Area::BillingPlan)?;
    let (from, to) = (parse_plan(from)?, parse_plan(to)?);
    let present = store.plan;
    if present == to {
        return Ok(None);
    }
    still("plan", &from, &present)?;
    let (used, limit) = (store.seats(now).used, to.seat_limit());
    if !limit.fits(used) {
        return Err(Refusal::PlanTooSmall { used, limit });
    }
    Ok(Some(Event::PlanChanged { from: present, to }))
}

/// The operator's door: a system act. Nobody is thrown out, but while the store is over its limit nothing can grow.
/// None if the store has the plan already.
pub fn force_plan(store: &Store, to: Plan) -> Option<Event> {
    (store.plan != to).then_some(Event::PlanForced { from: store.plan, to })
}

impl Store {
    pub(crate) fn plan_set(&mut self, to: Plan, forced: bool) {
        self.plan = to;
        self.plan_forced = forced;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::Op;
    use crate::role::Role;
    use crate::testing::{ADMIN, OWNER, given, invite_op, member_id, shop};

    fn to_plan(from: Plan, to: Plan) -> Op {
        Op::PlanChange { from: from.code().to_owned(), to: to.code().to_owned() }
    }

    #[test]
    fn a_plan_is_chosen_if_the_seats_fit() {
        let after = given(shop())
            .when(ADMIN, to_plan(Plan::Business, Plan::Enterprise))
            .then(&Event::PlanChanged { from: Plan::Business, to: Plan::Enterprise });
        let limit = Plan::Team.seat_limit();
        let refusal = Refusal::PlanTooSmall { used: 7, limit };
        let after = after.when(OWNER, to_plan(Plan::Enterprise, Plan::Team)).refused(&refusal);
        let after = after.when(OWNER, Op::MemberSuspend { member: member_id(7) }).accepted();
        let after = after.when(OWNER, Op::MemberRemove { member: member_id(6) }).accepted();
        after.when(OWNER, to_plan(Plan::Enterprise, Plan::Team)).accepted();
    }

    #[test]
    fn pending_invitations_count_against_a_smaller_plan() {
        let mut case = given(shop()).when(OWNER, invite_op(8, Role::Viewer, &[])).accepted();
        for n in [6, 7] {
            case = case.when(OWNER, Op::MemberRemove { member: member_id(n) }).accepted();
        }
        let refusal = Refusal::PlanTooSmall { used: 6, limit: Plan::Team.seat_limit() };
        let case = case.when(OWNER, to_plan(Plan::Business, Plan::Team)).refused(&refusal);
        case.after_days(7).when(OWNER, to_plan(Plan::Business, Plan::Team)).accepted();
    }

    #[test]
    fn a_forced_plan_throws_nobody_out_and_lets_nothing_grow() {
        let over = given(shop()).when_forced(Plan::Team).accepted();
        assert!(over.store.plan_forced());
        assert_eq!(over.store.seats(over.now).active, 7);
        let refusal = Refusal::OverLimit { used: 7, limit: Plan::Team.seat_limit() };
        let over = over.when(OWNER, invite_op(8, Role::Viewer, &[])).refused(&refusal);
        let over = over.when(OWNER, Op::MemberSuspend { member: member_id(7) }).accepted();
        let over = over.when(OWNER, to_plan(Plan::Team, Plan::Business)).accepted();
        assert!(!over.store.plan_forced());
        over.when(OWNER, invite_op(8, Role::Viewer, &[])).accepted();
    }
}
