//! What no clock may do to a lease, by tables and by random stories.

use proptest::prelude::*;

use super::*;

const DAYS: u16 = 30;
const HOUR: Ms = 3_600_000;

/// Both clocks of a machine, moved by hand, and a lease that is kept as the desk keeps it.
struct Machine {
    wall: i64,
    monotonic: Ms,
    lease: Lease,
    rests: Option<Mark>,
}

impl Machine {
    fn new(wall: i64) -> Self {
        let now = Now { wall: Time::from_millis(wall), monotonic: 0 };
        Self { wall, monotonic: 0, lease: Lease::restored(None, now), rests: None }
    }

    fn now(&self) -> Now {
        Now { wall: Time::from_millis(self.wall), monotonic: self.monotonic }
    }

    fn keeps(&mut self) {
        if let Some(mark) = self.lease.to_keep(self.now()) {
            self.rests = Some(mark);
            self.lease.is_kept(mark);
        }
    }

    fn hears(&mut self, cloud: i64) {
        self.lease.contact(Some(Time::from_millis(cloud)), self.now());
        self.keeps();
    }

    fn passes(&mut self, by: Ms) {
        self.monotonic += by;
        self.wall += by.cast_signed();
        self.keeps();
    }

    fn sets_the_clock(&mut self, by: i64) {
        self.wall = self.wall.saturating_add(by);
        self.keeps();
    }

    /// Ends the program, in good order or by force, and starts it again after a while.
    fn restarts(&mut self, in_order: bool, after: Ms) {
        if in_order {
            self.rests = self.lease.at_the_end(self.now());
        }
        self.wall += after.cast_signed();
        // Where the forward-only clock begins means nothing.
        self.monotonic = 17;
        self.lease = Lease::restored(self.rests, self.now());
        self.keeps();
    }

    fn ended(&mut self) -> Option<Ended> {
        let now = self.now();
        self.lease.ended(DAYS, now)
    }

    fn spent(&mut self) -> Ms {
        let now = self.now();
        lent(DAYS) - self.lease.left(DAYS, now).unwrap()
    }
}

/// A machine that just heard the cloud; its own clock is off by this much.
fn heard(off: i64) -> Machine {
    let mut machine = Machine::new(1_700_000_000_000 + off);
    machine.hears(1_700_000_000_000);
    machine
}

#[test]
fn before_the_first_contact_there_is_nothing_to_lend() {
    let mut machine = Machine::new(0);
    machine.passes(100 * DAY);
    assert_eq!((machine.ended(), machine.lease.ends_at(DAYS)), (None, None));
}

#[test]
fn a_lease_ends_after_its_days_and_a_contact_lends_again_at_once() {
    for off in [0, 40 * 365 * DAY.cast_signed(), -10 * 365 * DAY.cast_signed()] {
        let mut machine = heard(off);
        machine.passes(30 * DAY);
        assert_eq!(machine.ended(), None, "a clock that is off by years changes nothing");
        machine.passes(1);
        assert_eq!(machine.ended(), Some(Ended::LeaseEnded));
        machine.hears(1_700_000_000_000 + 31 * DAY.cast_signed());
        assert_eq!(machine.ended(), None);
        machine.passes(30 * DAY);
        assert_eq!(machine.ended(), None);
    }
}

#[test]
fn a_clock_set_back_lengthens_nothing() {
    let mut machine = heard(0);
    for _ in 0..30 {
        machine.passes(DAY);
        machine.sets_the_clock(-DAY.cast_signed());
    }
    machine.passes(1);
    assert_eq!(machine.ended(), Some(Ended::LeaseEnded));
}

#[test]
fn a_clock_set_back_while_the_program_is_closed_takes_nothing_back() {
    let mut machine = heard(0);
    for _ in 0..31 {
        machine.passes(DAY);
        machine.restarts(true, 0);
        machine.sets_the_clock(-2 * DAY.cast_signed());
    }
    assert_eq!(machine.ended(), Some(Ended::LeaseEnded));
}

#[test]
fn a_program_ended_by_force_within_every_hour_gains_no_time() {
    let mut machine = heard(0);
    for _ in 0..=30 * 24 {
        machine.passes(HOUR / 2);
        machine.sets_the_clock(-HOUR.cast_signed());
        machine.restarts(false, 0);
    }
    assert_eq!(machine.ended(), Some(Ended::LeaseEnded));
}

#[test]
fn a_jump_past_the_end_locks_and_setting_the_clock_right_again_does_not_unlock() {
    let mut machine = heard(0);
    machine.passes(DAY);
    machine.sets_the_clock(31 * DAY.cast_signed());
    assert_eq!(machine.ended(), Some(Ended::ClockJumped));
    machine.sets_the_clock(-31 * DAY.cast_signed());
    assert_eq!(machine.ended(), Some(Ended::ClockJumped));
    machine.restarts(true, HOUR);
    assert_eq!(machine.ended(), Some(Ended::ClockJumped));
    machine.hears(1_700_000_000_000 + 2 * DAY.cast_signed());
    assert_eq!(machine.ended(), None);
}

#[test]
fn a_jump_within_the_lease_only_shortens_it() {
    let mut machine = heard(0);
    machine.sets_the_clock(20 * DAY.cast_signed());
    machine.sets_the_clock(-20 * DAY.cast_signed());
    machine.passes(10 * DAY);
    assert_eq!(machine.ended(), None);
    machine.passes(1);
    assert_eq!(machine.ended(), Some(Ended::ClockJumped));
    machine.passes(20 * DAY);
    assert_eq!(machine.ended(), Some(Ended::LeaseEnded), "by then nobody needs the jump to say so");
}

#[test]
fn a_machine_that_was_off_spends_the_time_by_its_wall_clock() {
    let mut machine = heard(0);
    machine.restarts(true, 30 * DAY);
    assert_eq!(machine.ended(), None);
    machine.restarts(true, 1);
    assert_eq!(machine.ended(), Some(Ended::LeaseEnded));
}

#[test]
fn a_contact_that_tells_no_time_lives_in_the_time_that_was_counted_on() {
    let mut machine = heard(-5 * 365 * DAY.cast_signed());
    machine.passes(3 * DAY);
    let now = machine.now();
    machine.lease.contact(None, now);
    let ends = Time::from_millis(1_700_000_000_000 + 33 * DAY.cast_signed());
    assert_eq!(machine.lease.ends_at(DAYS), Some(ends));
}

#[test]
fn an_hour_of_exchanges_is_kept_about_sixty_times_and_a_quiet_hour_once() {
    let mut machine = heard(0);
    let mut kept = 0;
    for second in 0..3_600 {
        machine.monotonic += 1_000;
        machine.wall += 1_000;
        let now = machine.now();
        machine.lease.contact(Some(Time::from_millis(1_700_000_000_000 + (second + 1) * 1_000)), now);
        kept += i32::from(machine.lease.to_keep(now).inspect(|mark| machine.lease.is_kept(*mark)).is_some());
    }
    assert!((55..=61).contains(&kept), "{kept}");
    kept = 0;
    for _ in 0..60 {
        machine.monotonic += 60_000;
        machine.wall += 60_000;
        let now = machine.now();
        kept += i32::from(machine.lease.to_keep(now).inspect(|mark| machine.lease.is_kept(*mark)).is_some());
    }
    assert!((1..=2).contains(&kept), "{kept}");
}

#[derive(Clone, Debug)]
enum Act {
    Pass(Ms),
    Set(i64),
    Restart { in_order: bool, after: Ms },
    Hear,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        5 => (0..3 * DAY).prop_map(Act::Pass),
        3 => (-400 * DAY.cast_signed()..400 * DAY.cast_signed()).prop_map(Act::Set),
        3 => (any::<bool>(), 0..5 * DAY).prop_map(|(in_order, after)| Act::Restart { in_order, after }),
        1 => Just(Act::Hear),
    ];
    proptest::collection::vec(act, 1..60)
}

proptest! {
    #[test]
    fn no_story_of_clocks_lends_more_than_the_days(acts in acts()) {
        let mut machine = heard(0);
        let (mut cloud, mut ran, mut before, mut locked) = (1_700_000_000_000_i64, 0, 0, false);
        for act in acts {
            match act {
                Act::Pass(by) => {
                    machine.passes(by);
                    (ran, cloud) = (ran + by, cloud + by.cast_signed());
                }
                Act::Set(by) => machine.sets_the_clock(by),
                Act::Restart { in_order, after } => {
                    machine.restarts(in_order, after);
                    cloud += after.cast_signed();
                }
                Act::Hear => {
                    machine.hears(cloud);
                    (ran, before, locked) = (0, 0, false);
                }
            }
            let ended = machine.ended();
            prop_assert!(!locked || ended.is_some(), "only a contact unlocks");
            locked = ended.is_some();
            let spent = machine.spent();
            prop_assert!(spent >= before, "the mark never falls");
            prop_assert!(spent >= ran.min(lent(DAYS)), "what ran is spent");
            before = spent;
        }
    }

    #[test]
    fn an_honest_clock_loses_no_more_than_an_hour_for_each_time_it_was_ended_by_force(
        steps in proptest::collection::vec((0..12 * HOUR, any::<bool>(), any::<bool>(), 0..12 * HOUR), 1..40),
    ) {
        let mut machine = heard(0);
        let (mut real, mut forced) = (0, 0);
        for (by, restart, in_order, after) in steps {
            // The desk looks at its lease once a minute; a step here is one look.
            machine.passes(by);
            real += by;
            if restart {
                machine.restarts(in_order, after);
                real += after;
                forced += Ms::from(!in_order);
            }
            let spent = machine.spent();
            prop_assert!(spent >= real.min(lent(DAYS)));
            prop_assert!(spent <= real + forced * (AHEAD + 2 * KEPT_EVERY));
        }
    }
}
