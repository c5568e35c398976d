//! Since when something holds, and by whom: what the store remembers of roles and memberships, and what the activity held
//! here tells of a group's permissions. What happened before this computer's records begin is told as just that.

use std::collections::HashMap;

use keyholder_domain::id::{GroupId, MemberId};
use keyholder_domain::member::Since;
use keyholder_domain::permission::{Permission, PermissionSet};
use keyholder_domain::time::Time;
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

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
}

/// What the activity held here tells of the permissions of groups.
#[derive(Clone, Debug, Default)]
pub struct Records(HashMap<(GroupId, Permission), Since>);

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
        self.0.get(&(group, permission)).copied().unwrap_or_default()
    }

    fn learn(&mut self, told: &Value, since: Since) {
        let gives = ["group.created", "group.granted", "group.create", "group.grant"];
        if !told["type"].as_str().is_some_and(|kind| gives.contains(&kind)) {
            return;
        }
        let group = told["group"].as_str().and_then(|id| id.parse().ok()).map(GroupId::from_uuid);
        let codes = told["permissions"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let given: PermissionSet = codes.filter_map(Permission::from_code).collect();
        if let Some(group) = group {
            for permission in given.with_views().iter() {
                self.0.entry((group, permission)).or_insert(since);
            }
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
    }
}
