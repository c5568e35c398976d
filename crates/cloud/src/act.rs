//! One act that nobody queued: an accepted invitation, a plan forced by the operator, a delivery noted.

use keyholder_domain::{Event, MemberId, StoreId, Time};

use crate::db::Tx;
use crate::entries::{self, Act};
use crate::error::ApiError;
use crate::random::Random;
use crate::states::{self, Held};

/// What an act's judge says: what happens, if anything, by whom (none: the system), and what the caller wants to know.
pub type Judged<R> = (Option<(Event, Option<MemberId>)>, R);

/// Locks the store, brings its state up to date, asks `judge` what happens now, and appends that. The caller's transaction keeps it; after
/// its commit, call [`crate::AppState::after`].
pub fn act<R>(
    tx: &mut dyn Tx,
    random: &Random,
    store: StoreId,
    clock: Time,
    judge: impl FnOnce(&mut dyn Tx, &Held, Time) -> Result<Judged<R>, ApiError>,
) -> Result<R, ApiError> {
    let held = states::load(tx, store)?;
    let now = held.now(clock);
    let (happens, answer) = judge(tx, &held, now)?;
    if let Some((event, by)) = happens {
        let mut held = Held::clone(&held);
        let act = Act { op: None, by, desk: None, device: None, made_at: None, event };
        entries::append(tx, &mut held, act, now, random)?;
        entries::close(tx, held)?;
    }
    Ok(answer)
}
