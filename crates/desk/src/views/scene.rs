//! What a view looks at: the picture, who looks, and the one question that every row asks: may this be done, and if not, who could?

use keyholder_domain::authority::has_area;
use keyholder_domain::id::{InvitationId, MemberId};
use keyholder_domain::op::{Asker, Op, decide};
use keyholder_domain::refusal::Refusal;
use keyholder_domain::role::{Area, Cell, Role, cell};
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use serde_json::json;
use uuid::Uuid;

use super::able::{self, Able, Keepers};
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
            return Some(self.no_team());
        };
        match decide(self.store(), Asker::Member(me), op, self.now()) {
            Ok(_) => None,
            Err(refusal) => Some(self.told(&refusal, op)),
        }
    }

    /// A refusal with the names of what it names, and of those who could do it instead.
    pub fn told(&self, refusal: &Refusal, op: &Op) -> Told {
        let told = self.names.told(self.store(), Told::from(refusal));
        let able = able::is_lack(refusal).then(|| self.keepers().for_op(self.picture, op));
        Told { able, ..told }
    }

    fn keepers(&self) -> &Keepers {
        self.names.keepers(self.store())
    }

    /// She is not shown the team. Whom she may ask, the cloud told with her own access.
    pub fn no_team(&self) -> Told {
        let able = match (self.picture.me, &self.picture.my_access) {
            (Some(_), _) if self.picture.has_team => {
                Some(self.keepers().for_area(self.picture, Area::ViewTeam))
            }
            (_, Some(kept)) => Some(able::as_told(kept, Area::ViewTeam)),
            _ => None,
        };
        // Where nobody is known by name, nobody is not the answer.
        let able = able.filter(|able: &Able| !able.names.is_empty());
        Told { able, ..no_team() }
    }

    /// Why a screen may not be opened.
    pub fn may_view(&self) -> May {
        match self.picture.my_role() {
            Some(role) if cell(role, Area::ViewTeam) == Cell::None => Some(self.no_team()),
            _ if self.picture.has_team => None,
            _ => Some(not_synced()),
        }
    }

    /// Why she lacks an area altogether: what acts on nothing in particular is greyed by.
    pub fn may_area(&self, area: Area) -> May {
        let Some(me) = self.picture.me else {
            return Some(self.no_team());
        };
        let refusal = has_area(self.store(), Asker::Member(me), area).err()?;
        let able = able::is_lack(&refusal).then(|| self.keepers().for_area(self.picture, area));
        Some(Told { able, ..Told::from(refusal) })
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

/// `None` where any role but the present one can be given; else why not, by the role that the most people could give.
pub fn any_other(choices: &[RoleChoice], present: Role) -> May {
    let others = || choices.iter().filter(|choice| choice.role != present);
    if others().any(|choice| choice.may.is_none()) {
        return None;
    }
    let able = |told: &Told| told.able.as_ref().map_or(0, |able| able.names.len().saturating_add(able.more));
    // The first of equals: the roles stand in their order.
    others().rev().filter_map(|choice| choice.may.as_ref()).max_by_key(|told| able(told)).cloned()
}

/// The same without anybody's name.
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
