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
