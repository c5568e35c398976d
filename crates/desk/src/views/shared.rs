//! What the rows of several screens share: a refusal as it is shown, a name beside an id, a mark, a choice of role.

use keyholder_domain::id::GroupId;
use keyholder_domain::permission::{Permission, Section};
use keyholder_domain::refusal::Refusal;
pub use keyholder_domain::role::Limit;
use keyholder_domain::role::{Area, Cell, Role};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;
use uuid::Uuid;

use super::able::Able;
use super::records::Fact;

/// Values of a text, by name. Ids are already resolved to names where a text wants them.
pub type With = Map<String, Value>;

/// A refusal as the window shows it: key `refusal-<code>`, arguments from `with`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Told {
    /// The stable code.
    pub code: String,
    /// Its values.
    pub with: With,
    /// Who could do it instead, where it is about who asks; nobody, where nobody could.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub able: Option<Able>,
}

/// `None`: it may be done. Else: why not.
pub type May = Option<Told>;

impl Told {
    /// A code with its values; anything but an object counts as no values.
    pub fn new(code: impl Into<String>, with: Value) -> Told {
        let with = match with {
            Value::Object(with) => with,
            _ => With::new(),
        };
        Told { code: code.into(), with, able: None }
    }
}

impl From<&Refusal> for Told {
    fn from(refusal: &Refusal) -> Told {
        Told::new(refusal.code(), refusal.with())
    }
}

impl From<Refusal> for Told {
    fn from(refusal: Refusal) -> Told {
        Told::from(&refusal)
    }
}

impl From<&keyholder_domain::refusal::Told> for Told {
    fn from(told: &keyholder_domain::refusal::Told) -> Told {
        Told::new(told.code.clone(), told.with.clone())
    }
}

/// An id and the name to show for it: a group, most often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Named {
    /// What it stands for.
    pub id: Uuid,
    /// What is shown.
    pub name: String,
}

impl Named {
    /// A group's id and name.
    pub fn group(id: GroupId, name: impl Into<String>) -> Named {
        Named { id: id.uuid(), name: name.into() }
    }
}

/// What a row waits for, or what became of the last thing asked about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Something about this row is not yet confirmed by the cloud.
    Waiting,
    /// The last thing asked about this row was refused.
    Refused,
}

/// One role that could be given, and why it may not.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RoleChoice {
    /// The role.
    pub role: Role,
    /// Whether it may be given.
    pub may: May,
}

/// How many hold a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RoleCount {
    /// The role.
    pub role: Role,
    /// How many.
    pub count: usize,
}

/// Someone who could change a thing, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CanChange {
    /// Her name.
    pub name: String,
    /// Her role.
    pub role: Role,
}

/// One row of the role matrix for one person, with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CellReason {
    /// The area.
    pub area: Area,
    /// How much of it.
    #[ts(type = "CellLevel")]
    pub level: Cell,
    /// What a partial cell leaves.
    pub limit: Option<Limit>,
    /// Why: always by role.
    #[ts(type = "'role'")]
    pub because: &'static str,
}

/// Why a permission is held, or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PermissionBecause {
    /// The role always holds it.
    ByRole,
    /// A group grants it.
    ByGroup,
    /// A group grants it, and the role cuts it.
    CutByRole,
    /// No group of hers grants it.
    NoGroup,
    /// Brought along by another permission of the same section.
    ImpliedView,
}

/// One of the 25 permissions for one person, with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PermissionReason {
    /// The permission.
    pub permission: Permission,
    /// Its section.
    pub section: Section,
    /// Whether she holds it.
    pub allowed: bool,
    /// Why.
    pub reason: PermissionBecause,
    /// Which of her groups grant it.
    pub groups: Vec<Named>,
    /// The same groups with what each does here, as far as this computer's records go.
    pub ways: Vec<GroupWay>,
    /// What a partial cell leaves of it.
    pub limit: Option<Limit>,
    /// Whether it touches money, people or channels.
    pub sensitive: bool,
}

/// How one group of a member leads to a permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct GroupWay {
    /// The group.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Who put her into it, and when.
    pub joined: Fact,
    /// Who gave the permission to it, and when.
    pub granted: Fact,
    /// For a View: which permissions of the group bring it along.
    pub brought_by: Vec<Permission>,
}
