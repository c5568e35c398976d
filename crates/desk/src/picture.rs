//! The picture that views read: everything a screen may show, and nothing that waits or writes.
//!
//! The desk's actor keeps one `Picture` and changes it after each dispatch and each exchange; `revision` moves with it, so a
//! view may keep what it sorted until the number differs. `now` is set just before a view is asked: views own no clock.

use std::sync::Arc;

use keyholder_domain::op::LeaseDays;
use keyholder_domain::wire::Entry;
use keyholder_domain::{AccountId, DeskId, MemberId, Op, OpId, Role, Store, StoreId, Time, Told};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::DeskError;
use crate::invite_many::Draft;
use crate::outbox::Left;
use crate::undo::Back;
use crate::views::frame::Screen;

/// What a store looks like from this desk, now.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Moves whenever anything below changes, `now` excepted.
    pub revision: u64,
    /// Moves whenever `local` or `base` changes: what sorted lists depend on.
    pub store_revision: u64,
    /// The desk's clock at the moment of asking.
    pub now: Time,
    /// The store that is open.
    pub store: StoreId,
    /// Its name as last known, also where the team is not (see `my_access`).
    pub store_name: String,
    /// `replay(base, pending)`: what is shown. Empty of people when `has_team` is false.
    pub local: Store,
    /// What the cloud last told: seats are counted here, and what waits is shown apart.
    pub base: Store,
    /// Whether this desk holds the team at all: false for roles without `view_team`, and before the first contact.
    pub has_team: bool,
    /// She, in this store; none until the desk knows (then `my_access` may tell).
    pub me: Option<MemberId>,
    /// Who is signed in.
    pub account: Account,
    /// This desk's id at the cloud, to tell own entries from others'.
    pub desk: DeskId,
    /// What was asked here and is not settled (everything but `Answered`), in the outbox's own order.
    pub pending: Vec<PendingOp>,
    /// The cloud's word on the asker's own access (GET me), where she has no `view_team`; survives offline.
    pub my_access: Option<MyAccess>,
    /// When this desk last heard the cloud (desk's clock); none before the first contact.
    pub as_of: Option<Time>,
    /// What the connection is doing.
    pub connection: Connection,
    /// How far the whole store is, while it is being fetched row by row.
    pub progress: Option<Progress>,
    /// What needs the person's attention, if anything; the badge shows it.
    pub problem: Option<DeskError>,
    /// Entries as kept, newest first, the latest 500 of them (older ones come by page).
    pub recent: Arc<Vec<Entry>>,
    /// A list of invitations that is being looked over; none where there is no list.
    pub inviting: Option<Arc<Draft>>,
    /// She put the first steps of this store away.
    pub guide_away: bool,
    /// The screen that she left open here.
    pub left_at: Option<Screen>,
    /// When the store is closed to view unless the cloud is heard, by the cloud's time; none before the first contact.
    pub lease_ends: Option<Time>,
    /// What she asked here in the last ten minutes, in that order, settled or not: what may be taken back.
    pub acts: Vec<Act>,
    /// Where changes to a group crossed and she left it as it is.
    pub left: Arc<Left>,
}

/// What a person did in one go: one op, or all those of a bulk.
#[derive(Debug, Clone)]
pub struct Act {
    /// Its id: the op's own, or the bulk's.
    pub id: Uuid,
    /// When she did it, by this desk's clock.
    pub at: Time,
    /// Its ops, in the order in which they were asked.
    pub steps: Arc<Vec<Step>>,
    /// The act that it takes back, if it does.
    pub undoes: Option<Uuid>,
}

/// One op of an act.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its id.
    pub id: OpId,
    /// What was asked.
    pub op: Op,
    /// What leads back.
    pub back: Option<Back>,
    /// Taken back before it was sent, or asked again as another.
    pub dropped: bool,
}

/// How far a snapshot is that is being fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Progress {
    /// Rows that are kept.
    #[ts(type = "number")]
    pub rows: u64,
    /// Rows in all; 0 until the cloud told.
    #[ts(type = "number")]
    pub total: u64,
}

/// Who is signed in, as the cloud told at sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Account {
    /// The account.
    #[ts(type = "string")]
    pub id: AccountId,
    /// Its address as typed.
    pub email: String,
    /// Its name.
    pub name: String,
}

/// The connection to the cloud, as the last exchange showed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// The last exchange worked and nothing is on its way.
    Online,
    /// An exchange is on its way.
    Syncing,
    /// The last exchange did not reach our cloud.
    Offline,
}

/// One asked op that is not settled.
#[derive(Debug, Clone)]
pub struct PendingOp {
    /// Its id, made here.
    pub id: OpId,
    /// When the person asked, by this desk's clock.
    pub made_at: Time,
    /// What she asked; `None` where this version cannot read what is stored (kept and still sent as written).
    pub op: Option<Op>,
    /// As written, for showing an op that cannot be read.
    pub raw: Value,
    /// Where it stands.
    pub state: PendingState,
    /// What the desk expects the cloud to refuse it with; `None` = expects acceptance (and it is in `local`).
    pub expected: Option<Told>,
    /// The cloud's refusal, when `state` is `Refused` (or the reason it is held or parked for).
    pub refusal: Option<Told>,
    /// The present value of what it wanted to change, where it was refused or is expected to be.
    pub present: Option<Value>,
    /// The pending op that makes or changes a thing this one names.
    pub depends_on: Option<OpId>,
    /// Whether it may already be at the cloud: such an op cannot be dropped, only answered.
    pub maybe_sent: bool,
}

/// Where a pending op stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PendingState {
    /// Kept here, not sent yet.
    Waiting,
    /// On its way in the present exchange.
    Sent,
    /// The cloud accepted it and its entry has not arrived yet: still replayed, shown as waiting.
    Answered,
    /// The cloud does not know this op, permission, role or plan yet: kept and asked again later.
    Held,
    /// The cloud broke on it five times: kept, with those that build on it, until the person tries again.
    Parked,
    /// Refused by the cloud: kept with the reason.
    Refused,
    /// The cloud will never tell (she lost her place): kept as a proposal.
    Unknown,
}

/// GET me, kept for offline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MyAccess {
    /// The store.
    pub store: StoreId,
    /// Its name.
    pub name: String,
    /// She.
    pub member: MemberId,
    /// Her role as its wire code: a code that this version does not know is shown and never fails.
    pub role: String,
    /// `active`, or a value unknown to this version.
    #[serde(default)]
    pub status: String,
    /// Her groups.
    #[serde(default)]
    pub groups: Vec<MyGroup>,
    /// Area code → cell code, of all twelve areas.
    #[serde(default)]
    pub areas: std::collections::BTreeMap<String, String>,
    /// What is left after the role's cut.
    #[serde(default)]
    pub permissions: Vec<String>,
    /// Who could change that.
    #[serde(default)]
    pub can_change: Vec<CanChange>,
    /// For how many days desks may show the store without the cloud.
    #[serde(default)]
    pub offline_lease: Option<LeaseDays>,
    /// The cloud's time when it told this.
    #[serde(default)]
    pub time: Option<Time>,
}

/// A group of the asker, as GET me tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyGroup {
    /// The group.
    pub id: keyholder_domain::GroupId,
    /// Its name.
    pub name: String,
    /// What it grants, as codes.
    #[serde(default)]
    pub permissions: Vec<String>,
}

/// Someone who may change the asker's access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CanChange {
    /// Her name.
    pub name: String,
    /// Her role's code.
    pub role: String,
}

/// A page of activity that a view wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageWanted {
    /// Only what is older than this seq (or this `no`, for refused attempts).
    pub before: Option<u64>,
    /// How many rows.
    pub count: usize,
    /// Refused attempts instead of entries.
    pub refused: bool,
}

/// A page of activity: from the cloud when online, else from the cache. Newest first.
#[derive(Debug, Clone, Default)]
pub struct ActivityPage {
    /// Entries, newest first (empty when refused attempts were wanted).
    pub entries: Vec<Entry>,
    /// Refused attempts, newest first (Owner and Admin, online only).
    pub refused: Vec<RefusedAttempt>,
    /// How many there are in all, where that is known: of entries by which somebody came.
    pub total: usize,
    /// Whether older ones exist.
    pub more: bool,
    /// Why the page is incomplete (offline and wanted what only the cloud has), if it is.
    pub problem: Option<DeskError>,
}

/// One refused attempt, as `activity?refused=1` tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefusedAttempt {
    /// Its number in the list of refused attempts.
    pub no: u64,
    /// The op's id.
    pub id: OpId,
    /// The op as asked.
    pub op: Value,
    /// Who asked.
    #[serde(default)]
    pub by: Option<MemberId>,
    /// From which desk.
    #[serde(default)]
    pub desk: Option<DeskId>,
    /// When asked, by the asker's clock.
    #[serde(default)]
    pub made_at: Option<Time>,
    /// When judged.
    pub at: Time,
    /// Why not.
    pub code: String,
    /// With which facts.
    #[serde(default)]
    pub with: Value,
}

/// Whether a refusal on this desk may be asked anyway: only others' acts can make these codes pass.
pub fn can_ask_anyway(code: &str) -> bool {
    matches!(code, "no_free_seat" | "name_taken" | "already_invited" | "changed_meanwhile")
}

/// The same op for another try. Where the refusal told the present value, that is what the person has seen and starts from.
pub fn again(raw: &Value, refusal: Option<&crate::views::shared::Told>) -> Option<Op> {
    let mut op = raw.clone();
    let refusal = refusal.filter(|told| told.code == "changed_meanwhile");
    if let (Some(present), Some(from)) =
        (refusal.and_then(|told| told.with.get("present")), op.get_mut("from"))
    {
        *from = present.clone();
    }
    Op::parse(&op).ok()
}

impl Picture {
    /// For how many days this desk may show the store without the cloud.
    pub fn lease_days(&self) -> u16 {
        let told = self.my_access.as_ref().filter(|_| !self.has_team);
        told.and_then(|told| told.offline_lease).unwrap_or(self.base.offline_lease()).days()
    }

    /// Her role as far as this desk knows it.
    pub fn my_role(&self) -> Option<Role> {
        let member = self.me.and_then(|me| self.local.member(me));
        match member {
            Some(member) => Some(member.role),
            None => serde_json::from_value(Value::String(self.my_access.as_ref()?.role.clone())).ok(),
        }
    }
}
