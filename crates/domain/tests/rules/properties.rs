//! Any history, by anyone, under any clock: nothing is ever broken.

use keyholder_domain::testing::{
    Step, any_asker, any_event, any_op, any_step, new_store, shop, start, store_id,
};
use keyholder_domain::{
    Asker, Broken, Event, Op, Permission, Plan, Snapshot, Stamp, Store, Time, decide, evolve, invariant,
    preview, replay,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// Where histories begin: an empty shop, a full one, and one that was forced over its limit.
fn beginnings() -> impl Strategy<Value = Store> {
    let forced = || {
        let mut store = shop();
        keyholder_domain::testing::set_plan(&mut store, Plan::Team);
        store
    };
    prop_oneof![1 => Just(new_store()), 3 => Just(shop()), 1 => Just(forced())]
}

type History = Vec<(Event, Stamp)>;

/// Plays steps, and after each looks whether anything is broken.
fn play(store: &Store, steps: &[Step]) -> (Store, History, Time) {
    play_from(store, steps, start())
}

fn play_from(store: &Store, steps: &[Step], clock: Time) -> (Store, History, Time) {
    let (mut store, mut history, mut clock) = (store.clone(), History::new(), clock);
    for step in steps {
        let before = store.seats(clock);
        let (happened, later) = step.take(&store, clock);
        clock = later;
        if let Some((event, stamp)) = happened {
            store = evolve(&store, &event, &stamp);
            let after = store.seats(clock);
            let forced = matches!(event, Event::PlanForced { .. });
            assert!(
                forced || !after.over_limit() || after.used <= before.used,
                "over the limit nothing grows: {event:?}, {before:?}, {after:?}"
            );
            history.push((event, stamp));
        }
        assert_eq!(invariant(&store, clock), [], "after {step:?}");
    }
    (store, history, clock)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn no_history_breaks_a_store(store in beginnings(), steps in vec(any_step(), 1..80)) {
        play(&store, &steps);
    }

    #[test]
    fn replay_is_deterministic_and_the_full_form_keeps_everything(
        store in beginnings(), steps in vec(any_step(), 1..80), more in vec(any_step(), 1..40),
    ) {
        let (after, history, clock) = play(&store, &steps);
        let again = replay(&store, history.iter().map(|(event, stamp)| (event, stamp)));
        prop_assert_eq!(&again, &after);
        let json = serde_json::to_string(&after.to_full()).unwrap();
        let read = Store::from_full(&serde_json::from_str(&json).unwrap());
        prop_assert_eq!(&read, &after);
        prop_assert_eq!(invariant(&read, clock), []);
        // And it goes on the same: nothing that decides was lost on the way.
        let (original, further, _) = play(&after, &more);
        let (copy, same, _) = play(&read, &more);
        prop_assert_eq!(further, same);
        prop_assert_eq!(original, copy);
    }

    #[test]
    fn a_snapshot_of_the_wire_reads_back_as_itself(store in beginnings(), steps in vec(any_step(), 1..80)) {
        let (store, _, clock) = play(&store, &steps);
        let snapshot = store.to_snapshot(clock);
        let json = serde_json::to_string(&snapshot).unwrap();
        let read = Store::from_snapshot(&serde_json::from_str::<Snapshot>(&json).unwrap());
        prop_assert_eq!(read.to_snapshot(clock), snapshot);
        prop_assert_eq!(invariant(&read, clock), []);
        for member in store.members() {
            prop_assert_eq!(read.effective(member.id), store.effective(member.id));
        }
        prop_assert_eq!(read.seats(clock), store.seats(clock));
    }

    #[test]
    fn a_copy_from_a_snapshot_follows_the_original(
        store in beginnings(), steps in vec(any_step(), 1..40), more in vec(any_step(), 1..40),
    ) {
        let (store, _, clock) = play(&store, &steps);
        let (copy, made) = (Store::from_snapshot(&store.to_snapshot(clock)), store.now(clock));
        let (after, history, clock) = play_from(&store, &more, clock);
        // The copy judges nothing by an earlier instant than the snapshot's, wherever the clock went meanwhile.
        let clock = clock.max(made);
        let followed = replay(&copy, history.iter().map(|(event, stamp)| (event, stamp)));
        prop_assert_eq!(followed.to_snapshot(clock).members, after.to_snapshot(clock).members);
        prop_assert_eq!(followed.to_snapshot(clock).groups, after.to_snapshot(clock).groups);
        prop_assert_eq!(followed.seats(clock), after.seats(clock));
    }

    #[test]
    fn no_event_panics_and_no_look_up_goes_stale(
        store in beginnings(), events in vec((any_event(), -40 * 86_400..40 * 86_400_i64), 1..60),
    ) {
        let mut store = store;
        for (event, seconds) in events {
            store = evolve(&store, &event, &Stamp { at: start().plus_seconds(seconds), by: None });
            // What another program wrote may break a rule (two Owners, a shared address), but never our own bookkeeping.
            let broken = invariant(&store, start());
            let ours = broken.iter().filter(|broken| match broken {
                Broken::SeatsMiscounted { .. } | Broken::MaskStale { .. } | Broken::IdUsedAgain { .. } => true,
                Broken::MemberInNoGroup { .. } | Broken::InvitationToNoGroup { .. } => true,
                Broken::ActionWithoutView { .. } => true,
                // Two with one name cannot both be found by it.
                Broken::LookUpStale { which } => *which != "by_group_name",
                Broken::Owners { .. } | Broken::SeatsExceeded { .. } | Broken::NameShared { .. } => false,
                Broken::AddressShared { .. } | Broken::AccountShared { .. } => false,
            });
            prop_assert_eq!(ours.collect::<Vec<_>>(), Vec::<&Broken>::new());
            prop_assert_eq!(&Store::from_full(&store.to_full()).to_full(), &store.to_full());
        }
        let empty = Store::empty(store_id());
        prop_assert!(empty.owner().is_none());
    }

    #[test]
    fn a_preview_tells_what_then_happens(
        store in beginnings(), steps in vec(any_step(), 0..30), asker in any_asker(), op in any_op(),
    ) {
        let (store, _, clock) = play(&store, &steps);
        let reply = decide(&store, asker, &op, clock);
        let seen = preview(&store, asker, &op, clock);
        prop_assert_eq!(seen.clone().map(|seen| seen.event), reply);
        let Ok(seen) = seen else { return Ok(()) };
        let after = match &seen.event {
            Some(event) => evolve(&store, event, &Stamp { at: store.now(clock), by: asker.member() }),
            None => store.clone(),
        };
        prop_assert_eq!(seen.seats_after, after.seats(clock));
        prop_assert_eq!(seen.seats_before, store.seats(clock));
        for member in store.members() {
            let (old, new) = (store.effective(member.id), after.effective(member.id));
            let who = keyholder_domain::preview::Who::Member(member.id);
            let listed = seen.people.iter().find(|touched| touched.who == who);
            prop_assert_eq!(listed.map_or(Default::default(), |touched| touched.gained), new.minus(old));
            prop_assert_eq!(listed.map_or(Default::default(), |touched| touched.lost), old.minus(new));
        }
    }

    #[test]
    fn any_op_reads_back_as_itself(op in any_op()) {
        prop_assert_eq!(Op::parse(&op.to_value()), Ok(op));
    }

    #[test]
    fn any_event_reads_back_as_itself(event in any_event()) {
        prop_assert_eq!(Event::read(&event.to_value()), Ok(event.clone()));
        let mut salts = 0;
        let salted = event.salted(&mut || { salts += 1; format!("{salts:02x}") });
        prop_assert_eq!(Event::read(&salted.to_value()), Ok(salted));
    }

    #[test]
    fn nobody_without_standing_changes_anything(store in beginnings(), steps in vec(any_step(), 0..40), op in any_op()) {
        let (store, _, clock) = play(&store, &steps);
        for n in 1..=12 {
            let id = keyholder_domain::testing::member_id(n);
            if !store.member(id).is_some_and(|member| member.is_active()) {
                let refusal = decide(&store, Asker::Member(id), &op, clock).unwrap_err();
                prop_assert!(["not_a_member", "suspended"].contains(&refusal.code()));
                prop_assert!(Permission::ALL.iter().all(|permission| !store.may(id, *permission)));
            }
        }
    }

    #[test]
    fn addresses_are_normalised_once_for_all(local in "[a-zA-Z0-9.+_-]{1,12}", domain in "[a-zA-Z0-9üßı-]{1,10}\\.[a-z]{2,5}") {
        if let Ok(email) = keyholder_domain::Email::parse(&format!(" {local}@{domain} ")) {
            let again = keyholder_domain::Email::parse(email.normalised()).unwrap();
            prop_assert_eq!(again.normalised(), email.normalised());
            prop_assert_eq!(again.as_typed(), None);
        }
    }

    #[test]
    fn names_are_parsed_once_for_all(typed in "\\PC{0,70}") {
        if let Ok(name) = keyholder_domain::Name::parse(&typed) {
            prop_assert_eq!(keyholder_domain::Name::parse(name.as_str()), Ok(name.clone()));
            let upper = keyholder_domain::Name::stored(&name.as_str().to_lowercase());
            prop_assert!(!upper.folded().is_empty());
        }
    }
}
