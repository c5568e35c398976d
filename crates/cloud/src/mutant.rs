//! Bugs of the cloud that can be planted.
//!
//! They stand here to be found: with the feature `mutants` a test plants one at a time and asks that the simulator sees it. Without
//! the feature, which no shipped or ordinary build has, [`on`] is `false` before anything is compiled, and nothing of them is left.

#[cfg(feature = "mutants")]
use keyholder_domain::{Asker, Plan, Refusal, Stamp, decide, evolve, force_plan};
use keyholder_domain::{MemberId, Op, Reply, Store, Time};

#[cfg(all(feature = "mutants", not(debug_assertions)))]
compile_error!("planted bugs are for tests: no optimised build has them");

/// A bug that can be planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutant {
    /// An op whose outcome is known is decided again.
    AppliesAgain,
    /// That an op was accepted is not recorded.
    RecordsNoAcceptance,
    /// An op is carried out although what it saw has changed.
    SkipsThePrecondition,
    /// Invitations that wait hold no seat.
    CountsNoPendingSeats,
    /// A desk of another epoch, or with another head, is answered as if it had the same history.
    IgnoresHistory,
    /// Transactions are committed without a sync.
    Unsynced,
    /// The state in memory outlives a commit that failed, and is believed.
    KeepsStateAfterFailure,
    /// The answer goes out whatever became of the commit.
    TellsBeforeCommit,
}

impl Mutant {
    /// All of them.
    pub const ALL: &[Mutant] = &[
        Mutant::AppliesAgain,
        Mutant::RecordsNoAcceptance,
        Mutant::SkipsThePrecondition,
        Mutant::CountsNoPendingSeats,
        Mutant::IgnoresHistory,
        Mutant::Unsynced,
        Mutant::KeepsStateAfterFailure,
        Mutant::TellsBeforeCommit,
    ];
}

#[cfg(feature = "mutants")]
thread_local! {
    static PLANTED: std::cell::Cell<Option<Mutant>> = const { std::cell::Cell::new(None) };
}

/// Plants a bug on this thread, or none.
#[cfg(feature = "mutants")]
pub fn plant(mutant: Option<Mutant>) {
    PLANTED.set(mutant);
}

/// Whether this bug is planted.
#[cfg(feature = "mutants")]
pub(crate) fn on(mutant: Mutant) -> bool {
    PLANTED.get() == Some(mutant)
}

/// Whether this bug is planted: never, in this build.
#[cfg(not(feature = "mutants"))]
pub(crate) const fn on(_: Mutant) -> bool {
    false
}

/// What the rules said of an op, or what a planted bug makes of it.
#[cfg(feature = "mutants")]
pub(crate) fn of_decision(decided: Reply, store: &Store, by: MemberId, op: &Op, now: Time) -> Reply {
    match &decided {
        Err(Refusal::ChangedMeanwhile { present, .. }) if on(Mutant::SkipsThePrecondition) => {
            let mut asked = op.to_value();
            asked["from"] = serde_json::json!(present);
            Op::parse(&asked).map_or(decided, |op| decide(store, Asker::Member(by), &op, now))
        }
        Err(Refusal::NoFreeSeat { .. }) if on(Mutant::CountsNoPendingSeats) => {
            let Some(event) = force_plan(store, Plan::Enterprise) else { return decided };
            let roomy = evolve(store, &event, &Stamp { at: now, by: None });
            decide(&roomy, Asker::Member(by), op, now)
        }
        _ => decided,
    }
}

/// What the rules said of an op.
#[cfg(not(feature = "mutants"))]
pub(crate) fn of_decision(decided: Reply, _: &Store, _: MemberId, _: &Op, _: Time) -> Reply {
    decided
}
