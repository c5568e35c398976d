//! The first steps of a new store, in the order of the trade: the store, a group, a plan with a free seat, an invitation. Every step is
//! ticked by what is there and never by what was clicked, so that a store that was begun elsewhere is not begun again.

use keyholder_domain::role::Area;
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::scene::Scene;
use super::shared::May;

/// One step. Keys `guide-<code>`, `guide-<code>-about`, `guide-<code>-do`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GuideStep {
    /// Make the store.
    Store,
    /// Make a group: before the invitation, so that nobody starts with nothing to see.
    Group,
    /// Have a plan with a free seat: on Starter the Owner fills the only one.
    Seat,
    /// Invite the first colleague.
    Invitation,
}

/// A step and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct GuideRow {
    /// Which.
    pub step: GuideStep,
    /// Whether it is done, what waits here included.
    pub done: bool,
    /// Whether the cloud has not confirmed that yet.
    pub waiting: bool,
    /// Whether it may be done now.
    pub may: May,
}

/// The first steps of a new store.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Guide {
    /// The steps, in their order.
    pub steps: Vec<GuideRow>,
    /// Whether all are done.
    pub done: bool,
    /// She put it away, in this store: it is shown again when she asks for it.
    pub away: bool,
}

/// The guide, for whoever may take every step of it, until somebody has joined: from then on it is a shop at work.
pub fn guide(scene: &Scene, may_invite: &May) -> Option<Guide> {
    let areas = [Area::ChangeMemberRole, Area::BillingPlan, Area::InviteRemoveStaff];
    let hers = areas.into_iter().all(|area| scene.may_area(area).is_none());
    if !hers || scene.store().member_count() > 1 {
        return None;
    }
    let row = |step: GuideStep, may: May| {
        let done = done(scene.store(), step, scene.now());
        GuideRow { step, done, waiting: done && !self::done(&scene.picture.base, step, scene.now()), may }
    };
    let steps = vec![
        row(GuideStep::Store, None),
        row(GuideStep::Group, None),
        row(GuideStep::Seat, None),
        row(GuideStep::Invitation, may_invite.clone()),
    ];
    Some(Guide { done: steps.iter().all(|row| row.done), steps, away: scene.picture.guide_away })
}

/// Whether a store has got this far.
fn done(store: &Store, step: GuideStep, now: Time) -> bool {
    let seats = store.seats(now);
    match step {
        GuideStep::Store => true,
        GuideStep::Group => store.group_count() > 0,
        // Whoever has invited had a free seat, even if it was the last.
        GuideStep::Seat => seats.pending > 0 || seats.free.is_none_or(|free| free > 0),
        GuideStep::Invitation => seats.pending > 0,
    }
}

#[cfg(test)]
mod tests {
    use keyholder_domain::id::GroupId;
    use keyholder_domain::op::Op;
    use keyholder_domain::permission::Permission;
    use keyholder_domain::plan::Plan;
    use keyholder_domain::role::Role;

    use super::super::fixture::{Shop, ask, code, day, id, waits};
    use super::super::{View, What};
    use super::*;
    use crate::picture::Picture;

    fn drawn(picture: &Picture) -> Option<Guide> {
        match ask(picture, What::Overview) {
            Ok(View::Overview(view)) => view.guide,
            other => panic!("asked the overview, got {other:?}"),
        }
    }

    fn ticks(picture: &Picture) -> Vec<bool> {
        drawn(picture).expect("the guide is shown").steps.iter().map(|row| row.done).collect()
    }

    fn young() -> Shop {
        let mut shop = Shop::new();
        shop.plan(Plan::Starter);
        shop
    }

    #[test]
    fn a_new_owner_has_her_store_and_three_steps_before_her() {
        let shop = young();
        let guide = drawn(&shop.seen_by(shop.owner())).expect("the guide is shown");
        let steps: Vec<_> = guide.steps.iter().map(|row| (row.step, row.done, code(&row.may))).collect();
        assert_eq!(
            steps,
            [
                (GuideStep::Store, true, "may"),
                (GuideStep::Group, false, "may"),
                (GuideStep::Seat, false, "may"),
                (GuideStep::Invitation, false, "no_free_seat"),
            ]
        );
        assert!(!guide.done);
    }

    #[test]
    fn every_step_is_ticked_by_what_is_there() {
        let mut shop = young();
        shop.group("Kasir", &[Permission::OrdersView]);
        assert_eq!(ticks(&shop.seen_by(shop.owner())), [true, true, false, false]);
        shop.plan(Plan::Team);
        assert_eq!(ticks(&shop.seen_by(shop.owner())), [true, true, true, false]);
        shop.invites("sari@toko.example", Role::Seller, &[]);
        let guide = drawn(&shop.seen_by(shop.owner())).expect("the guide is shown");
        assert!(guide.done && guide.steps.iter().all(|row| row.done && !row.waiting));
    }

    #[test]
    fn what_was_done_offline_is_ticked_and_marked_as_waiting() {
        let shop = young();
        let mut picture = shop.seen_by(shop.owner());
        let group = GroupId::from_uuid(id(6_000));
        waits(&mut picture, &Op::GroupCreate { group, name: "Kasir".into(), permissions: Vec::new() });
        let steps = drawn(&picture).expect("the guide is shown").steps;
        assert_eq!(steps.iter().map(|row| row.waiting).collect::<Vec<_>>(), [false, true, false, false]);
        assert!(steps.get(1).is_some_and(|row| row.done));
    }

    #[test]
    fn the_last_seat_given_away_unticks_nothing() {
        let mut shop = Shop::new();
        shop.plan(Plan::Team);
        for n in 0..4 {
            shop.invites(&format!("seller{n}@toko.example"), Role::Seller, &[]);
        }
        assert_eq!(ticks(&shop.seen_by(shop.owner())), [true, false, true, true]);
    }

    #[test]
    fn it_ends_when_somebody_has_joined_and_is_never_shown_to_who_may_not() {
        let mut shop = Shop::new();
        let manager = shop.member("Citra", Role::Manager, &[]);
        assert_eq!(drawn(&shop.seen_by(shop.owner())), None);
        assert_eq!(drawn(&shop.seen_by(manager)), None);
    }

    #[test]
    fn an_invitation_that_lapsed_is_to_be_sent_again() {
        let mut shop = Shop::new();
        shop.invites("sari@toko.example", Role::Seller, &[]);
        let mut picture = shop.seen_by(shop.owner());
        assert_eq!(ticks(&picture), [true, false, true, true]);
        picture.now = day(8);
        assert_eq!(ticks(&picture), [true, false, true, false]);
        let invitation = picture.local.invitations().next().expect("somebody was invited").id;
        waits(&mut picture, &Op::InvitationResend { invitation });
        assert_eq!(ticks(&picture), [true, false, true, true]);
    }
}
