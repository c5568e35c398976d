//! What a person decides about kept changes, all of it at once: what is asked in other words, what is tried again, what is
//! dropped. It is kept in one commit, or none of it is.

use keyholder_domain::id::{GroupId, OpId};
use keyholder_domain::op::Op;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::shared::Told;

/// What is decided.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct SettleOrder {
    /// Asked anew, in this order: as one act. Where one of them is refused here, nothing is done.
    pub ask: Vec<Op>,
    /// Asked although it is expected to be refused, where others could change that.
    pub ask_anyway: bool,
    /// What came back and is tried again, each as a new op. One that could not pass stays as it is.
    pub again: Vec<OpId>,
    /// What is dropped. What may be at the cloud already stays as it is.
    pub drop: Vec<OpId>,
    /// What crossed with somebody else's change and stays as it is: it is not brought up again.
    #[serde(default)]
    #[ts(as = "Option<Vec<LeftClash>>", optional)]
    pub leave: Vec<LeftClash>,
}

/// One group in which changes crossed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LeftClash {
    /// The group.
    pub group: GroupId,
    /// The latest entry of it, as it was told: a later clash is another one.
    pub seq: u64,
}

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct SettleDone {
    /// The act under which it can be taken back, if anything was asked anew.
    pub act: Option<Uuid>,
    /// How many were asked anew or again.
    pub asked: usize,
    /// How many were dropped.
    pub dropped: usize,
    /// Why nothing was done.
    pub refusal: Option<Told>,
    /// Others' acts could change that.
    pub can_ask_anyway: bool,
}
