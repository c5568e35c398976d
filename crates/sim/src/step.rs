//! What may happen next, and how often. A step says only what its seed says: which desk "3" is, or which question, is found when it is
//! taken, so that a step still means something when others are left out.

use keyholder_domain::Plan;
use keyholder_sim_vfs::{Fault as DiskFault, Kept};

use crate::dice::Dice;

/// What becomes of the question that a desk has under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// It arrives, and its answer too.
    Whole,
    /// It never arrives.
    Lost,
    /// It arrives; the answer never does.
    AnswerLost,
    /// It arrives; the answer breaks off.
    AnswerCut,
    /// It arrives twice; the second answer is lost.
    Twice,
    /// The desk gives up; the question arrives later, when it may.
    HeldUp,
    /// It arrives; on the way back somebody changes an entry.
    Tampered,
    /// A proxy answers in place of the cloud.
    Page(u16),
    /// The cloud answers, but cannot do it now.
    Problem(u16, &'static str),
}

/// What a person or her machine does besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nudge {
    /// Focus, or the network's return.
    Wake,
    /// "Sync now".
    SyncNow,
    /// Somebody signed in again.
    SignedIn,
    /// The live line opens.
    LiveUp,
    /// The live line ends.
    LiveDown,
}

/// One thing that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Somebody asks something on a desk.
    Asks(usize),
    /// She tries a refused op again.
    TriesAgain(usize),
    /// She drops an op.
    Drops(usize),
    /// A desk's question travels.
    Carries(usize, Carried),
    /// A question that was held up arrives after all.
    ArrivesLate(usize),
    /// A live poke arrives, so many entries late.
    Poke(usize, u64),
    /// Something else wakes a desk.
    Nudged(usize, Nudge),
    /// Time passes everywhere, in milliseconds.
    Passes(u32),
    /// Somebody sets a desk's clock.
    ClockJumps(usize, i64),
    /// The cloud's clock is set.
    CloudClockJumps(i64),
    /// A desk's machine loses power: now, or at a write soon to come.
    DeskDies(usize, Kept, Option<u32>),
    /// A desk's disk fails at a write soon to come.
    DeskDiskFails(usize, u32, DiskFault),
    /// A desk's program is closed and opened.
    DeskRestarts(usize),
    /// A desk's whole profile is copied to another machine.
    DeskCopied(usize),
    /// The cloud loses power.
    CloudDies(Kept, Option<u32>),
    /// The cloud's disk fails.
    CloudDiskFails(u32, DiskFault),
    /// The cloud's operator makes a backup.
    BacksUp,
    /// She restores it; she may say so by another epoch.
    Restores(bool),
    /// An invitation is accepted: by the invited person, or by anybody, with the newest link or an older one.
    Accepts(usize, bool, bool),
    /// The operator forces a plan.
    ForcesPlan(Plan),
}

impl Step {
    /// The step at a place of a seed.
    pub fn at(seed: u64, place: u64) -> Step {
        let mut dice = Dice::of(seed, place, 1);
        let dice = &mut dice;
        let which = dice.below(1_000);
        let desk = dice.below(1_000);
        match dice.below(1_000) {
            0..=279 => Step::Asks(which),
            280..=299 => Step::TriesAgain(which),
            300..=309 => Step::Drops(which),
            310..=639 => Step::Carries(desk, carried(dice)),
            640..=669 => Step::ArrivesLate(which),
            670..=729 => Step::Poke(desk, if dice.percent(70) { 0 } else { dice.draw() % 4 }),
            730..=759 => Step::Nudged(desk, nudge(dice)),
            760..=849 => Step::Passes(pause(dice)),
            850..=859 => Step::ClockJumps(desk, jump(dice)),
            860..=863 => Step::CloudClockJumps(jump(dice) / 4),
            864..=889 => Step::DeskDies(desk, kept(dice), None),
            890..=909 => Step::DeskDies(desk, kept(dice), Some(soon(dice))),
            910..=919 => Step::DeskDiskFails(desk, soon(dice), disk_fault(dice)),
            920..=929 => Step::DeskRestarts(desk),
            930..=931 => Step::DeskCopied(desk),
            932..=941 => Step::CloudDies(kept(dice), None),
            942..=951 => Step::CloudDies(kept(dice), Some(soon(dice))),
            952..=959 => Step::CloudDiskFails(soon(dice), disk_fault(dice)),
            960..=966 => Step::BacksUp,
            967..=971 => Step::Restores(dice.percent(60)),
            972..=994 => Step::Accepts(which, dice.percent(85), dice.percent(85)),
            _ => Step::ForcesPlan(Plan::ALL[dice.below(Plan::ALL.len())]),
        }
    }
}

fn carried(dice: &mut Dice) -> Carried {
    match dice.below(100) {
        0..=67 => Carried::Whole,
        68 | 69 => Carried::Tampered,
        70..=74 => Carried::Lost,
        75..=81 => Carried::AnswerLost,
        82..=84 => Carried::AnswerCut,
        85..=88 => Carried::Twice,
        89..=93 => Carried::HeldUp,
        94 => Carried::Page(200),
        95 => Carried::Page(503),
        96 => Carried::Problem(500, "internal"),
        97 => Carried::Problem(503, "busy"),
        98 => Carried::Problem(429, "slow_down"),
        _ => Carried::Problem(401, "unauthenticated"),
    }
}

fn nudge(dice: &mut Dice) -> Nudge {
    [Nudge::Wake, Nudge::SyncNow, Nudge::SignedIn, Nudge::LiveUp, Nudge::LiveDown][dice.below(5)]
}

/// Mostly seconds, now and then hours, seldom days: invitations run out, journals age.
fn pause(dice: &mut Dice) -> u32 {
    const DAY: u32 = 86_400_000;
    let up_to = [5_000, 60_000, 600_000, 7_200_000, DAY, 4 * DAY];
    let up_to = up_to[dice.below(10).min(up_to.len() - 1).min(dice.below(9))];
    1 + u32::try_from(dice.below(up_to as usize)).unwrap_or(0)
}

/// A clock that is off by minutes, hours or days, both ways.
fn jump(dice: &mut Dice) -> i64 {
    let up_to = [600_000_i64, 7_200_000, 10 * 86_400_000][dice.below(3)];
    let by = i64::try_from(dice.below(usize::try_from(up_to).unwrap_or(1))).unwrap_or(0);
    if dice.percent(50) { by } else { -by }
}

fn kept(dice: &mut Dice) -> Kept {
    [Kept::Nothing, Kept::Everything, Kept::Beginning, Kept::Pieces, Kept::Pieces][dice.below(5)]
}

fn soon(dice: &mut Dice) -> u32 {
    u32::try_from(dice.below(14)).unwrap_or(0)
}

fn disk_fault(dice: &mut Dice) -> DiskFault {
    if dice.percent(50) {
        DiskFault::SyncFails
    } else {
        DiskFault::Full(1 + u32::try_from(dice.below(20)).unwrap_or(0))
    }
}
