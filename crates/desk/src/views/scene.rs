//! What a view looks at: the picture, who looks, and the one question that every row asks: may this be done?

use keyholder_domain::authority::has_area;
use keyholder_domain::id::{InvitationId, MemberId};
use keyholder_domain::op::{Asker, Op, decide};
use keyholder_domain::role::{Area, Cell, Role, cell};
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use serde_json::json;
use uuid::Uuid;

use super::names::Names;
use super::shared::{May, RoleChoice, Told};
use crate::picture::Picture;

/// The roles that can be given away: all but the Owner's.
pub const GIVEN: [Role; 5] = [Role::Admin, Role::Manager, Role::Seller, Role::InventoryHandler, Role::Viewer];

/// One look at a picture.
pub struct Scene<'a> {
    /// What is looked at.
    pub picture: &'a Picture,
    /// The names behind ids.
    pub names: &'a Names,
}

impl<'a> Scene<'a> {
    /// The store with what waits.
    pub fn store(&self) -> &'a Store {
        &self.picture.local
    }

    /// The moment of looking.
    pub fn now(&self) -> Time {
        self.picture.now
    }

    /// Why an op would be refused now, by the same function that dispatch and the cloud use.
    pub fn may(&self, op: &Op) -> May {
        let Some(me) = self.picture.me else {
            return Some(no_team());
        };
        match decide(self.store(), Asker::Member(me), op, self.now()) {
            Ok(_) => None,
            Err(refusal) => Some(self.names.told(self.store(), Told::from(refusal))),
        }
    }

    /// Why a screen may not be opened.
    pub fn may_view(&self) -> May {
        match self.picture.my_role() {
            Some(role) if cell(role, Area::ViewTeam) == Cell::None => Some(no_team()),
            _ if self.picture.has_team => None,
            _ => Some(not_synced()),
        }
    }

    /// Why she lacks an area altogether: what acts on nothing in particular is greyed by.
    pub fn may_area(&self, area: Area) -> May {
        let Some(me) = self.picture.me else {
            return Some(no_team());
        };
        has_area(self.store(), Asker::Member(me), area).err().map(Told::from)
    }

    /// Whether somebody may be invited now, whoever she is.
    pub fn may_invite(&self) -> May {
        self.may(&probe_invitation(Role::Viewer))
    }

    /// Which roles an invitation may offer.
    pub fn invitable(&self) -> Vec<RoleChoice> {
        GIVEN.iter().map(|&role| RoleChoice { role, may: self.may(&probe_invitation(role)) }).collect()
    }

    /// Which roles a member may be given. Her own role is allowed: it changes nothing.
    pub fn roles_for(&self, member: MemberId, from: Role) -> Vec<RoleChoice> {
        let op = |to: Role| Op::MemberChangeRole { member, from: from.code().into(), to: to.code().into() };
        GIVEN.iter().map(|&role| RoleChoice { role, may: self.may(&op(role)) }).collect()
    }
}

/// `None` where any role but the present one can be given; else why not.
pub fn any_other(choices: &[RoleChoice], present: Role) -> May {
    let mut others = choices.iter().filter(|choice| choice.role != present);
    let first = others.clone().next();
    match others.any(|choice| choice.may.is_none()) {
        true => None,
        false => first.and_then(|choice| choice.may.clone()),
    }
}

/// She is not shown the team.
pub fn no_team() -> Told {
    Told::new("area_required", json!({ "area": Area::ViewTeam.code() }))
}

/// This desk has not fetched the team yet.
pub fn not_synced() -> Told {
    Told::new("not_synced_yet", json!({}))
}

/// An invitation of nobody in particular: asked only to learn whether it would be refused.
fn probe_invitation(role: Role) -> Op {
    Op::InvitationSend {
        invitation: InvitationId::from_uuid(Uuid::max()),
        email: "nobody@keyholder.invalid".to_owned(),
        role: role.code().to_owned(),
        groups: Vec::new(),
    }
}
