//! What the window shows of a newer version: whether there is one, how far it is on its way, what has to be known before it is
//! put in, and the way back.

use keyholder_domain::time::Time;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::DeskError;

/// How this installation becomes another version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UpdateWay {
    /// The program fetches it, looks at its signature and puts it in.
    Here,
    /// It was installed as a package of the system, which the system replaces.
    Package,
    /// This build knows no address and no key: it looks for nothing and accepts nothing.
    NotSetUp,
}

/// A newer version, as it was announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Offer {
    /// Which.
    pub version: String,
    /// What is new in it.
    pub notes: String,
    /// When it was made.
    pub made_at: Option<Time>,
}

/// Somebody else who is signed in here, and whose changes can only be sent by herself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WaitsFor {
    /// Her name.
    pub name: String,
    /// How many of hers wait.
    pub waiting: usize,
}

/// What could not be sent before an update. It stays in the outboxes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Unsendable {
    /// How many of whoever has the program.
    pub hers: usize,
    /// And of the others.
    pub others: Vec<WaitsFor>,
}

impl Unsendable {
    /// Whether everything was sent.
    pub fn is_nothing(&self) -> bool {
        self.hers == 0 && self.others.is_empty()
    }
}

/// How far it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum UpdateStep {
    /// Nothing is under way.
    #[default]
    Resting,
    /// It is looked for.
    Looking,
    /// It is being fetched, and its signature is looked at before anything else is done with it.
    Fetching {
        /// Bytes that came.
        got: u64,
        /// Of how many, where that was told.
        total: Option<u64>,
    },
    /// It is here and good; what waits is being sent first.
    Sending,
    /// It is here and good, but some changes could not be sent: whether it is put in all the same is hers to say.
    Asking {
        /// What waits.
        left: Unsendable,
    },
    /// It is being put in; the program starts anew after that.
    Installing,
    /// It did not work out. The version that runs is as it was.
    Failed {
        /// Why.
        problem: DeskError,
    },
}

/// What was kept before an update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KeptBefore {
    /// By which version.
    pub version: String,
    /// When.
    pub at: Time,
    /// Whether it is the version that runs, which alone can go back to it.
    pub may_go_back: bool,
}

/// Updates, as Settings show them.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct UpdatesView {
    /// The version that runs.
    pub version: String,
    /// How it becomes another.
    pub way: UpdateWay,
    /// A newer one, if one is known.
    pub offer: Option<Offer>,
    /// Whether the offer is worth a word outside the settings: it is not put off.
    pub mention: bool,
    /// How far it is.
    pub step: UpdateStep,
    /// When it was last looked for.
    pub looked_at: Option<Time>,
    /// What was kept before the last update.
    pub kept: Option<KeptBefore>,
}
