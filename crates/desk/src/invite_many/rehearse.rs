//! What would become of each row if all were sent now, in order: by the same `decide` as everywhere, on a copy of the store that
//! grows row by row. INVARIANT: a row that is `ready` here is accepted by the desk if it is sent at once.

use std::collections::HashMap;

use keyholder_domain::event::Stamp;
use keyholder_domain::id::{GroupId, InvitationId};
use keyholder_domain::op::{Asker, Op, decide};
use keyholder_domain::refusal::Refusal;
use keyholder_domain::text::{Email, Name};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::draft::{Draft, Row};
use crate::picture::{PendingOp, PendingState};
use crate::views::scene::{Scene, no_team};
use crate::views::shared::Told;

/// What would become of a row, or became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InviteVerdict {
    /// It can be sent.
    Ready,
    /// No seat is free for it.
    NoSeat,
    /// Its address cannot be one.
    Invalid,
    /// An earlier row has its address.
    Duplicate,
    /// She is in the team already.
    Member,
    /// She is invited already.
    Invited,
    /// Whoever looks may not ask for this: a role, a group, or inviting at all.
    MayNot,
    /// Left out: not active in the list, or one's own address.
    Skipped,
    /// Asked for; the cloud has not answered yet.
    Waiting,
    /// Taken by the cloud.
    Sent,
    /// Turned down as it was sent, or by the cloud.
    Refused,
}

impl InviteVerdict {
    /// Whether the row has left the draft and is an invitation, or the request for one.
    pub const fn is_asked(self) -> bool {
        matches!(self, Self::Waiting | Self::Sent)
    }
}

/// The verdict on one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Which.
    pub is: InviteVerdict,
    /// Why, where it is not ready.
    pub why: Option<Told>,
    /// Nobody who accepts this will see anything in omnichannel.
    pub sees_nothing: bool,
}

impl Verdict {
    fn new(is: InviteVerdict, why: impl Into<Option<Told>>) -> Self {
        Verdict { is, why: why.into(), sees_nothing: false }
    }
}

/// The verdicts, row by row.
pub fn rehearse(draft: &Draft, scene: &Scene) -> Vec<Verdict> {
    let mut store = scene.store().clone();
    let asked = asked(scene);
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut verdicts = Vec::with_capacity(draft.rows.len());
    for row in &draft.rows {
        let verdict = standing(scene, &asked, row).or_else(|| before_asking(row, &mut seen));
        let verdict = verdict.unwrap_or_else(|| {
            let groups = groups(draft, row, scene);
            let op = draft.op(row, groups.clone());
            let Some(me) = scene.picture.me else { return Verdict::new(InviteVerdict::MayNot, no_team()) };
            match decide(&store, Asker::Member(me), &op, scene.now()) {
                Ok(event) => {
                    let sees_nothing = store.prospect(draft.role_of(row), &groups).is_empty();
                    if let Some(event) = event {
                        let at = store.now(scene.now());
                        store.apply(&event, &Stamp { at, by: Some(me) });
                    }
                    Verdict { sees_nothing, ..Verdict::new(InviteVerdict::Ready, None) }
                }
                Err(refusal) => refused(scene, &refusal),
            }
        });
        verdicts.push(verdict);
    }
    verdicts
}

/// The groups of a row: the draft's, and those of its own that this store has.
pub fn groups(draft: &Draft, row: &Row, scene: &Scene) -> Vec<GroupId> {
    let mut groups: Vec<GroupId> =
        draft.groups.iter().copied().filter(|id| scene.store().group(*id).is_some()).collect();
    let named = row.groups.iter().filter_map(|name| scene.store().group_by_name(&Name::stored(name)));
    groups.extend(named.map(|group| group.id));
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// Requests for invitations that the outbox keeps, by what they make.
fn asked<'a>(scene: &Scene<'a>) -> HashMap<InvitationId, &'a PendingOp> {
    let sends = |pending: &'a PendingOp| match &pending.op {
        Some(Op::InvitationSend { invitation, .. }) => Some((*invitation, pending)),
        _ => None,
    };
    scene.picture.pending.iter().filter_map(sends).collect()
}

/// What became of a row that was sent.
fn standing(scene: &Scene, asked: &HashMap<InvitationId, &PendingOp>, row: &Row) -> Option<Verdict> {
    if let Some(pending) = asked.get(&row.id) {
        let told = pending.refusal.as_ref().or(pending.expected.as_ref());
        let told = told.map(|told| scene.names.told(scene.store(), Told::from(told)));
        return Some(match pending.state {
            PendingState::Refused | PendingState::Unknown => Verdict::new(InviteVerdict::Refused, told),
            _ => Verdict::new(InviteVerdict::Waiting, told),
        });
    }
    if scene.picture.base.invitation(row.id).is_some() {
        return Some(Verdict::new(InviteVerdict::Sent, None));
    }
    row.refused.clone().map(|told| Verdict::new(InviteVerdict::Refused, told))
}

/// What the list itself says, before anything is asked of the store.
fn before_asking(row: &Row, seen: &mut HashMap<String, u32>) -> Option<Verdict> {
    if let Some(word) = &row.inactive {
        let why = Told::new("list_inactive", json!({ "word": word }));
        return Some(Verdict::new(InviteVerdict::Skipped, why));
    }
    let email = Email::parse(&row.email).ok()?;
    let first = *seen.entry(email.normalised().to_owned()).or_insert(row.no);
    let why = || Told::new("list_duplicate", json!({ "row": first }));
    (first != row.no).then(|| Verdict::new(InviteVerdict::Duplicate, why()))
}

fn refused(scene: &Scene, refusal: &Refusal) -> Verdict {
    let told = scene.names.told(scene.store(), Told::from(refusal));
    match refusal {
        Refusal::InvalidEmail { .. } => Verdict::new(InviteVerdict::Invalid, told),
        Refusal::AlreadyMember { member, .. } if scene.picture.me == Some(*member) => {
            Verdict::new(InviteVerdict::Skipped, Told::new("list_own_address", json!({})))
        }
        Refusal::AlreadyMember { .. } => Verdict::new(InviteVerdict::Member, told),
        Refusal::AlreadyInvited { .. } => Verdict::new(InviteVerdict::Invited, told),
        Refusal::NoFreeSeat { .. } | Refusal::OverLimit { .. } => Verdict::new(InviteVerdict::NoSeat, told),
        _ => Verdict::new(InviteVerdict::MayNot, told),
    }
}
