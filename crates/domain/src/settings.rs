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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::Op;
    use crate::testing::{ADMIN, MANAGER, OWNER, given, new_store, shop, start};

    #[test]
    fn a_store_begins_on_starter_with_its_owner_in_the_only_seat() {
        let store = new_store();
        assert_eq!((store.name(), store.plan()), ("Kedai Kopi", Plan::Starter));
        assert_eq!(store.seats(start()).free, Some(0));
        assert_eq!(crate::invariant::invariant(&store, start()), []);
    }

    #[test]
    fn a_store_begins_once() {
        let store = shop();
        let (name, email) = (Name::stored("Lain"), crate::testing::email(9));
        let ids = (crate::testing::member_id(9), crate::testing::account_id(9));
        let again = create_store(store.id(), &name, ids, &name, &email);
        let stamp = crate::event::Stamp { at: start(), by: None };
        assert_eq!(crate::evolve::evolve(&store, &again, &stamp), store);
    }

    #[test]
    fn the_name_changes_if_it_is_still_as_she_saw_it() {
        let rename = |from: &str| Op::StoreRename { from: from.to_owned(), to: " Kedai Senja ".to_owned() };
        let after = given(shop())
            .when(ADMIN, rename(" Kedai Kopi"))
            .then(&Event::StoreRenamed { from: Name::stored("Kedai Kopi"), to: Name::stored("Kedai Senja") });
        let after = after.when(ADMIN, rename("Kedai Kopi")).nothing_to_do();
        let back = Op::StoreRename { from: "Kedai Kopi".to_owned(), to: "Kedai Pagi".to_owned() };
        after.when(OWNER, back).refused(&Refusal::ChangedMeanwhile {
            field: "name",
            expected: "Kedai Kopi".into(),
            present: "Kedai Senja".into(),
        });
        given(shop())
            .when(MANAGER, rename("x"))
            .refused(&Refusal::AreaRequired { area: Area::StoreSettings });
    }

    #[test]
    fn a_lease_is_1_to_365_days() {
        assert!(LeaseDays::new(0).is_none() && LeaseDays::new(366).is_none());
        let (Some(week), Some(day)) = (LeaseDays::new(7), LeaseDays::new(1)) else { return };
        let set = |from, to| Op::StoreSetOfflineLease { from, to };
        let after = given(shop()).when(ADMIN, set(LeaseDays::DEFAULT, week)).accepted();
        assert_eq!(after.store.offline_lease(), week);
        after.when(ADMIN, set(LeaseDays::DEFAULT, day)).refused(&Refusal::ChangedMeanwhile {
            field: "offline_lease",
            expected: 30.into(),
            present: 7.into(),
        });
    }
}
