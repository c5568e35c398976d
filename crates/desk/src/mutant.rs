//! Bugs of the desk that can be planted.
//!
//! They stand here to be found: with the feature `mutants` a test plants one at a time and asks that the simulator sees it. Without
//! the feature, which no shipped or ordinary build has, [`on`] is `false` before anything is compiled, and nothing of them is left.

#[cfg(all(feature = "mutants", not(debug_assertions)))]
compile_error!("planted bugs are for tests: no optimised build has them");

/// A bug that can be planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutant {
    /// An op is forgotten as soon as it was sent, whatever came back.
    ForgetsWhatWasSent,
    /// A refusal is not recorded.
    IgnoresRefusals,
    /// Outcomes are matched to ops by their place in the reply.
    MatchesByPosition,
    /// What a restored cloud has lost is not offered to it again.
    OffersNothingAgain,
    /// An answered op leaves the picture before its entry is there.
    ForgetsAnswered,
    /// The cursor is kept in a transaction of its own, before the entries.
    CursorFirst,
    /// Entries are taken without a look at their hashes.
    BelievesAnyEntry,
    /// The outbox is committed without a sync.
    OutboxUnsynced,
    /// An op counts as kept although the disk refused it.
    SaysKeptBeforeItIs,
}

impl Mutant {
    /// All of them.
    pub const ALL: &[Mutant] = &[
        Mutant::ForgetsWhatWasSent,
        Mutant::IgnoresRefusals,
        Mutant::MatchesByPosition,
        Mutant::OffersNothingAgain,
        Mutant::ForgetsAnswered,
        Mutant::CursorFirst,
        Mutant::BelievesAnyEntry,
        Mutant::OutboxUnsynced,
        Mutant::SaysKeptBeforeItIs,
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
