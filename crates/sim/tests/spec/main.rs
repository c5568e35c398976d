//! The specification of `docs/sync.md`, section 6, tried exhaustively: two desks, one cloud, three ops, with loss, delay,
//! repeat, crash and a restored backup. Every state that can be reached is looked at, and from every one of them the storm
//! is let end. Then each rule that the specification gives a reason for is left out, and the reason must show.
//!
//! The shipped code is not in here (the simulator drives that one): this is what it has to be like.

mod cloud;
mod desk;
mod world;

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::cloud::Word;
use crate::desk::{Desk, Phase, Stand};
use crate::world::{MINE, Step, World};

/// The rules that are there for a reason; each can be left out, to see the reason.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// What each op asks, `(from, to)`: no rule, but what they are tried with.
    asked: [(u8, u8); 3],
    /// R1: an op id has one outcome for ever.
    pub outcomes_stand: bool,
    /// R2: an answered op is replayed on top until the base has its seq.
    pub answered_stay_on_top: bool,
    /// R3: what was seen or answered never goes back, whatever became of the cache.
    pub seen_only_grows: bool,
    /// R4: a snapshot that jumps over what was seen is compared with it.
    pub jumps_are_doubted: bool,
    /// R5: only what was sent for the first time is taken back when nothing was reached.
    pub only_first_sends_are_taken_back: bool,
}

impl Rules {
    /// What an op asks, `(from, to)`.
    pub fn asked(self, op: u8) -> (u8, u8) {
        self.asked[usize::from(op)]
    }
}

/// The second op builds on the first; the third is another desk's and stands in their way.
const RIVALS: [(u8, u8); 3] = [(0, 1), (1, 2), (0, 3)];
/// The third undoes the second, finds its goal reached after the first alone, and is refused before both.
const CHAIN: [(u8, u8); 3] = [(0, 1), (1, 2), (2, 1)];

const ALL: Rules = Rules {
    asked: CHAIN,
    outcomes_stand: true,
    answered_stay_on_top: true,
    seen_only_grows: true,
    jumps_are_doubted: true,
    only_first_sends_are_taken_back: true,
};

/// A desk that counted further than this would count for ever: no rule may lead there.
const MOST: usize = 9;

/// What may go wrong in one check. A state with more strays than allowed is not looked at.
struct Storm {
    rules: Rules,
    strays: usize,
    crashes: bool,
    /// People drop what was never sent, and connections do not come about.
    drops: bool,
    /// The next request goes out before the cache has kept its part of the last reply.
    ahead: bool,
    restore: Option<Step>,
}

impl Storm {
    fn steps(&self, world: &World) -> Vec<Step> {
        let mut steps = Vec::new();
        for (number, desk) in world.desks.iter().enumerate() {
            if desk.asked < MINE[number].len() {
                steps.push(Step::Ask(number));
            }
            match &desk.phase {
                Phase::Resting => steps.push(Step::Send(number)),
                Phase::Asking(request, _) | Phase::Ahead(_, request, _) => {
                    if world.under_way.contains(request) {
                        steps.extend([Step::Arrive(number), Step::ArriveTwice(number)]);
                    }
                    steps.push(Step::GiveUp(number));
                }
                Phase::Keeping(_) => {
                    steps.push(Step::Keep(number));
                    steps.extend(self.ahead.then_some(Step::Send(number)));
                }
            }
            match &desk.phase {
                Phase::Asking(request, _) if self.drops && world.under_way.contains(request) => {
                    steps.push(Step::NotReached(number));
                }
                Phase::Asking(..) if world.replies.contains_key(&number) => steps.push(Step::Hear(number)),
                Phase::Ahead(..) => steps.push(Step::Keep(number)),
                _ => {}
            }
            if desk.can_compare() {
                steps.push(Step::Compare(number));
            }
            let unsent = |(op, stand): &(u8, Stand)| {
                (*stand == Stand::Waiting { maybe_sent: false }).then_some(Step::Drop(number, *op))
            };
            if self.drops {
                steps.extend(desk.outbox.iter().filter_map(unsent));
            }
            if self.crashes {
                let left = BTreeSet::from([0, desk.cache.len().saturating_sub(1), desk.cache.len()]);
                steps.extend(left.into_iter().map(|left| Step::Crash(number, left)));
            }
        }
        steps.extend(world.stray.iter().cloned().map(Step::Stray));
        if let Some(restore) = self.restore.clone().filter(|_| !world.restored) {
            steps.push(if world.backup.is_none() { Step::BackUp } else { restore });
        }
        steps
    }

    /// What always holds, and does not here.
    fn broken(&self, world: &World) -> Option<&'static str> {
        let rules = self.rules;
        let told = || world.desks.iter().flat_map(|desk| desk.outbox.iter().map(move |told| (desk, told)));
        let waits = |stand: &Stand| matches!(stand, Stand::Waiting { .. });
        let words = &world.cloud.words;
        let entries = || world.cloud.log.iter().zip(1..);
        let beginning =
            |cache: &Vec<_>| world.histories.iter().any(|history| history.starts_with(cache.as_slice()));
        let shown = |desk: &Desk, op, stand: &Stand| match *stand {
            Stand::Told(Word::Accepted(seq)) => desk.doubt.is_some() || desk.shows(rules, op, seq),
            _ => true,
        };
        let kept =
            |desk: &Desk, op| desk.outbox.iter().any(|(kept, _)| kept == op) || world.dropped.contains(op);
        let holds = [
            (
                "an op is applied once",
                entries().all(|(op, seq)| world.cloud.log[seq..].iter().all(|later| later != op)),
            ),
            (
                "entries and outcomes agree",
                entries().all(|(op, seq)| words.get(op) == Some(&Word::Accepted(seq))),
            ),
            ("the base is the beginning of a history", world.desks.iter().all(|desk| beginning(&desk.cache))),
            (
                "what a desk was told stands",
                world.restored
                    || told().all(|(_, (op, stand))| waits(stand) || world.is_the_word(rules, *op, *stand)),
            ),
            (
                "an accepted edit stays in the picture",
                told().all(|(desk, (op, stand))| shown(desk, *op, stand)),
            ),
            (
                "nothing that was typed is lost",
                world.desks.iter().all(|desk| MINE[desk.id.0][..desk.asked].iter().all(|op| kept(desk, op))),
            ),
            ("what was dropped never happens", world.dropped.iter().all(|op| !words.contains_key(op))),
            ("when the storm ends all agree", world.settles(rules)),
        ];
        holds.into_iter().find(|(_, holds)| !holds).map(|(name, _)| name)
    }

    /// Looks at every state, nearest first; stops at the first one in which something is broken, with the steps to it.
    fn explore(&self) -> Explored {
        let mut explored = Explored::default();
        let mut known = HashSet::from([fingerprint(&World::new())]);
        let mut taken: Vec<(usize, Step)> = Vec::new();
        let mut queue = VecDeque::from([(0, World::new())]);
        while let Some((place, world)) = queue.pop_front() {
            if let Some(name) = self.broken(&world) {
                explored.broken = Some((name, path(&taken, place)));
                return explored;
            }
            explored.states += 1;
            explored.longest = explored.longest.max(world.cloud.log.len());
            explored.refused |= world.cloud.words.values().any(|word| *word == Word::Refused);
            for step in self.steps(&world) {
                let mut next = world.clone();
                next.take(self.rules, step.clone());
                let small =
                    next.stray.len() <= self.strays && next.desks.iter().all(|desk| desk.next_n <= MOST);
                if small && known.insert(fingerprint(&next)) {
                    taken.push((place, step));
                    queue.push_back((taken.len(), next));
                }
            }
        }
        explored
    }
}

#[derive(Debug, Default)]
struct Explored {
    states: usize,
    /// The longest history there was.
    longest: usize,
    /// Whether an op was refused.
    refused: bool,
    /// What broke, and the steps to it.
    broken: Option<(&'static str, Vec<Step>)>,
}

/// 64 bits of a state: two of a million states are taken for one with a chance of less than one in ten million.
fn fingerprint(world: &World) -> u64 {
    let mut hasher = DefaultHasher::new();
    world.hash(&mut hasher);
    hasher.finish()
}

fn path(taken: &[(usize, Step)], mut place: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    while let Some((before, step)) = place.checked_sub(1).map(|index| &taken[index]) {
        steps.push(step.clone());
        place = *before;
    }
    steps.reverse();
    steps
}

fn holds(storm: Storm) {
    let explored = storm.explore();
    println!("{} states", explored.states);
    assert_eq!(explored.broken, None, "{:?}", storm.rules);
    // A check that never left the beginning would hold as well.
    assert!(explored.refused && explored.longest >= 2 && explored.states > 10_000, "{explored:?}");
}

/// What breaks first, with these rules.
fn broken(storm: Storm) -> &'static str {
    storm.explore().broken.map_or("nothing", |(name, _)| name)
}

const CALM: Storm =
    Storm { rules: ALL, strays: 0, crashes: false, drops: false, ahead: false, restore: None };
const SAID: Option<Step> = Some(Step::Restore { told: true });
const SILENT: Option<Step> = Some(Step::Restore { told: false });

#[test]
fn loss_delay_repeat_and_crash_cost_nothing() {
    holds(Storm { strays: 1, crashes: true, ..CALM });
}

#[test]
fn a_request_that_goes_out_before_the_last_reply_is_kept_costs_nothing() {
    holds(Storm { ahead: true, crashes: true, ..CALM });
}

#[test]
fn what_certainly_was_not_sent_can_be_dropped() {
    holds(Storm { strays: 1, drops: true, ..CALM });
}

#[test]
fn a_restored_backup_costs_nothing() {
    let rules = Rules { asked: RIVALS, ..ALL };
    holds(Storm { rules, restore: SAID, ..CALM });
}

#[test]
fn a_backup_that_is_restored_in_silence_costs_nothing_that_changed_anything() {
    holds(Storm { restore: SILENT, crashes: true, ..CALM });
}

#[test]
fn without_outcomes_that_stand_a_retry_is_told_something_else() {
    let rules = Rules { outcomes_stand: false, ..ALL };
    assert_eq!(broken(Storm { rules, strays: 1, ..CALM }), "entries and outcomes agree");
}

#[test]
fn without_answered_ops_on_top_an_accepted_edit_vanishes_for_a_while() {
    let rules = Rules { answered_stay_on_top: false, ..ALL };
    assert_eq!(broken(Storm { rules, ..CALM }), "an accepted edit stays in the picture");
}

#[test]
fn where_what_was_seen_is_forgotten_a_silent_restore_loses_an_edit() {
    let rules = Rules { seen_only_grows: false, ..ALL };
    assert_eq!(
        broken(Storm { rules, restore: SILENT, crashes: true, ..CALM }),
        "when the storm ends all agree"
    );
}

#[test]
fn where_a_jump_is_believed_a_silent_restore_loses_an_edit() {
    let rules = Rules { jumps_are_doubted: false, asked: RIVALS, ..ALL };
    assert_eq!(broken(Storm { rules, restore: SILENT, ..CALM }), "when the storm ends all agree");
}

#[test]
fn where_a_late_request_is_forgotten_a_dropped_op_happens() {
    let rules = Rules { only_first_sends_are_taken_back: false, ..ALL };
    assert_eq!(broken(Storm { rules, strays: 1, drops: true, ..CALM }), "what was dropped never happens");
}
