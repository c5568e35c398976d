//! The store itself: how it begins, its name, and for how long desks may work offline.

use crate::authority::{Asker, actor, parse_name, still, still_named};
use crate::decide::Reply;
use crate::event::{Event, Founder};
use crate::id::{AccountId, MemberId, StoreId};
use crate::op::LeaseDays;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::role::Area;
use crate::store::Store;
use crate::text::{Email, Name};

/// A store begins: a system act. On Starter, whoever asked is its Owner.
pub fn create_store(
    store: StoreId,
    name: &Name,
    (member, account): (MemberId, AccountId),
    owner_name: &Name,
    owner_email: &Email,
) -> Event {
    Event::StoreCreated {
        store,
        name: name.clone(),
        plan: Plan::Starter,
        owner: Founder {
            member,
            account,
            name: owner_name.as_str().to_owned().into(),
            email: owner_email.normalised().to_owned().into(),
            email_as_typed: owner_email.as_typed().map(|typed| typed.to_owned().into()),
        },
    }
}

// decide

pub(crate) fn rename(store: &Store, asker: Asker, from: &str, to: &str) -> Reply {
    actor(store, asker, Area::StoreSettings)?;
    let to = parse_name(to)?;
    // A store without a name has had no event yet, and then nobody is a member of it either.
    let present = store.name.as_ref().ok_or(Refusal::NotAMember)?;
    if *present == to {
        return Ok(None);
    }
    still_named(from, present)?;
    Ok(Some(Event::StoreRenamed { from: present.clone(), to }))
}

pub(crate) fn set_offline_lease(store: &Store, asker: Asker, from: LeaseDays, to: LeaseDays) -> Reply {
    actor(store, asker, Area::StoreSettings)?;
    let present = store.offline_lease;
    if present == to {
        return Ok(None);
    }
    still("offline_lease", &from, &present)?;
    Ok(Some(Event::OfflineLeaseSet { from: present, to }))
}

// evolve

impl Store {
    /// A store begins once: the event on a store that has begun changes nothing.
    pub(crate) fn created(&mut self, id: StoreId, name: &Name, plan: Plan, founder: crate::member::Member) {
        if self.name.is_some() || !self.members.is_empty() {
            return;
        }
        self.id = id;
        self.name = Some(name.clone());
        self.plan = plan;
        self.put_member(founder);
    }
}
