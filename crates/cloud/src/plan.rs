//! The operator's door: a plan forced from outside, whether or not the seats fit. Audited as the system's own act.
//!
//! Safe beside a running server: it is one transaction like any other, and the server compares every state that it keeps
//! with the store's row before it uses it.

use keyholder_domain::{Plan, StoreId, Time, force_plan};

use crate::act::act;
use crate::db::{Database, Tx};
use crate::error::ApiError;
use crate::random::Random;

/// How the store stands after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forced {
    /// The store's name.
    pub name: String,
    /// The plan before.
    pub from: Plan,
    /// The plan now.
    pub to: Plan,
    /// Seats in use.
    pub used: u32,
}

/// Sets the store's plan. Nothing is written where it has that plan already.
pub async fn force(
    db: &Database,
    store: StoreId,
    to: Plan,
    clock: Time,
    random: Random,
) -> Result<Forced, ApiError> {
    db.write(move |tx| force_in(tx, store, to, clock, &random)).await
}

/// The same inside a transaction.
pub fn force_in(
    tx: &mut dyn Tx,
    store: StoreId,
    to: Plan,
    clock: Time,
    random: &Random,
) -> Result<Forced, ApiError> {
    act(tx, random, store, clock, |_, held, now| {
        let forced = Forced {
            name: held.store.name().to_owned(),
            from: held.store.plan(),
            to,
            used: held.store.seats(now).used,
        };
        Ok((force_plan(&held.store, to).map(|event| (event, None)), forced))
    })
}
