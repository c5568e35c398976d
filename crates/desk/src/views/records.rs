//! Since when something holds, and by whom: what the store remembers of roles and memberships, and what the activity held
//! here tells of a group's permissions. What happened before this computer's records begin is told as just that.

use std::collections::HashMap;

use keyholder_domain::id::{GroupId, InvitationId, MemberId};
use keyholder_domain::member::Since;
use keyholder_domain::permission::{Permission, PermissionSet};
use keyholder_domain::time::Time;
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;
use uuid::Uuid;

use super::scene::Scene;
use crate::picture::Picture;

/// Since when something holds, and who made it so. Without a time it is older than the records of this computer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Fact {
    /// When the cloud applied it; for what waits, when it was asked here.
    pub at: Option<Time>,
    /// Who did it, by name; `None` for the system, an erased name, or somebody who is not known here.
    pub by: Option<String>,
    /// Whether the one who looks did it.
    pub by_me: bool,
    /// It came with the invitation that she accepted: then `by` is whoever invited her.
    pub invited: bool,
}

/// What the activity held here tells of the permissions of groups, and of who invited whom.
#[derive(Clone, Debug, Default)]
pub struct Records {
    granted: HashMap<(GroupId, Permission), Since>,
    inviters: HashMap<InvitationId, MemberId>,
    accepted: HashMap<MemberId, InvitationId>,
}

impl Records {
    /// Reads what is held, once. The latest time that a group got a permission is the one since which it has it.
    pub fn of(picture: &Picture) -> Records {
        let mut records = Records::default();
        for pending in picture.pending.iter().rev() {
            // What the desk expects to be refused is not in the store that is shown.
            if pending.expected.is_none() {
                records.learn(&pending.raw, Since { at: Some(pending.made_at), by: picture.me });
            }
        }
        for entry in picture.recent.iter() {
            records.learn(&entry.event, Since { at: Some(entry.at), by: entry.by });
        }
        records
    }

    /// Since when a group grants something.
    pub fn granted(&self, group: GroupId, permission: Permission) -> Since {
        self.granted.get(&(group, permission)).copied().unwrap_or_default()
    }

    /// Since when a member has her role, or is in a group. What she has by accepting is stamped by herself: it was given by
    /// whoever invited her.
    pub fn of_member(&self, scene: &Scene, member: MemberId, since: Since) -> Fact {
        if since.by != Some(member) {
            return fact(scene, since);
        }
        let invitation = self.accepted.get(&member);
        let known = invitation.and_then(|id| self.inviters.get(id)).copied();
        let kept = || scene.store().invitation(*invitation?).map(|invitation| invitation.invited_by);
        Fact { invited: true, ..fact(scene, Since { by: known.or_else(kept), ..since }) }
    }

    fn learn(&mut self, told: &Value, since: Since) {
        let id = |field: &str| told[field].as_str().and_then(|id| id.parse::<Uuid>().ok());
        match told["type"].as_str().unwrap_or_default() {
            "group.created" | "group.granted" | "group.create" | "group.grant" => {
                let codes = told["permissions"].as_array().into_iter().flatten().filter_map(Value::as_str);
                let given: PermissionSet = codes.filter_map(Permission::from_code).collect();
                let Some(group) = id("group").map(GroupId::from_uuid) else { return };
                for permission in given.with_views().iter() {
                    self.granted.entry((group, permission)).or_insert(since);
                }
            }
            "invitation.sent" | "invitation.resent" => {
                if let (Some(invitation), Some(by)) = (id("invitation"), id("invited_by")) {
                    let by = MemberId::from_uuid(by);
                    self.inviters.entry(InvitationId::from_uuid(invitation)).or_insert(by);
                }
            }
            "invitation.accepted" => {
                if let (Some(invitation), Some(member)) = (id("invitation"), id("member")) {
                    let invitation = InvitationId::from_uuid(invitation);
                    self.accepted.entry(MemberId::from_uuid(member)).or_insert(invitation);
                }
            }
            _ => {}
        }
    }
}

/// A stamp with the name of whoever left it.
pub fn fact(scene: &Scene, since: Since) -> Fact {
    let name = |by: MemberId| scene.names.any(scene.store(), by.uuid());
    Fact {
        at: since.at,
        by: since.by.and_then(name),
        by_me: since.by.is_some() && since.by == scene.picture.me,
        invited: false,
    }
}
