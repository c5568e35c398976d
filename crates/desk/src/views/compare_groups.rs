//! Two groups side by side: what only one of them grants, what both do, and who is in which.

use keyholder_domain::id::{GroupId, MemberId};
use keyholder_domain::member::Member;
use keyholder_domain::permission::{Permission, Section};
use keyholder_domain::role::Role;
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

use super::scan::fold;
use super::scene::Scene;
use super::shared::{Named, Told};

/// One permission in two groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ComparedPermission {
    /// Which.
    pub permission: Permission,
    /// Its section.
    pub section: Section,
    /// Whether the first group grants it.
    pub one: bool,
    /// Whether the other does.
    pub other: bool,
}

/// Somebody who is in one of the groups, or in both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ComparedMember {
    /// Who.
    pub id: MemberId,
    /// Her name.
    pub name: String,
    /// Her role, which cuts what both groups grant.
    pub role: Role,
    /// Whether she is in the first group.
    pub one: bool,
    /// Whether she is in the other.
    pub other: bool,
}

/// How many are in only one group, in both, in only the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct ComparedCount {
    /// In the first only.
    pub one: usize,
    /// In both.
    pub both: usize,
    /// In the other only.
    pub other: usize,
}

/// Two groups side by side.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CompareGroupsView {
    /// The first.
    pub one: Named,
    /// The other.
    pub other: Named,
    /// What either grants, in the order of the table.
    pub permissions: Vec<ComparedPermission>,
    /// The first people by name, those in both before the others.
    pub members: Vec<ComparedMember>,
    /// How many there are.
    pub count: ComparedCount,
}

/// How many people are listed by name; the rest are counted.
const LISTED: usize = 50;

/// Draws two groups side by side.
pub fn compare_groups(scene: &Scene, one: GroupId, other: GroupId) -> Result<CompareGroupsView, Told> {
    let store = scene.store();
    let found = |id| store.group(id).ok_or_else(|| Told::new("unknown_group", json!({})));
    let (first, second) = (found(one)?, found(other)?);
    let (left, right) = (first.permissions.with_views(), second.permissions.with_views());
    let permission = |permission: Permission| ComparedPermission {
        permission,
        section: permission.section(),
        one: left.contains(permission),
        other: right.contains(permission),
    };
    let in_other = |member: &Member| member.groups.contains_key(&other);
    let in_one = |member: &Member| member.groups.contains_key(&one);
    let row = |member: &Member| ComparedMember {
        id: member.id,
        name: member.name().to_owned(),
        role: member.role,
        one: in_one(member),
        other: in_other(member),
    };
    let apart = store.members_of(other).filter(|member| !in_one(member));
    let mut members: Vec<ComparedMember> = store.members_of(one).chain(apart).map(row).collect();
    let mut count = ComparedCount::default();
    for member in &members {
        match (member.one, member.other) {
            (true, true) => count.both += 1,
            (true, false) => count.one += 1,
            (false, _) => count.other += 1,
        }
    }
    members.sort_by_cached_key(|member| (!(member.one && member.other), !member.one, fold(&member.name)));
    members.truncate(LISTED);
    Ok(CompareGroupsView {
        one: Named::group(one, first.name.to_string()),
        other: Named::group(other, second.name.to_string()),
        permissions: left.union(right).iter().map(permission).collect(),
        members,
        count,
    })
}

#[cfg(test)]
mod tests {
    use Permission::{InventoryView, OrdersFulfillment, OrdersView, PriceUpdate, PriceView};

    use super::super::fixture::{Shop, ask};
    use super::super::{View, What};
    use super::*;

    #[test]
    fn what_only_one_grants_stands_beside_what_both_do_with_the_people() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[OrdersFulfillment, InventoryView]);
        let harga = shop.group("Harga", &[PriceUpdate, InventoryView]);
        shop.member("Eko", Role::Seller, &[kasir]);
        shop.member("Dewi", Role::Manager, &[harga]);
        shop.member("Sari", Role::Manager, &[kasir, harga]);
        shop.member("Tono", Role::Manager, &[]);
        let picture = shop.seen_by(shop.owner());
        let Ok(View::CompareGroups(view)) = ask(&picture, What::CompareGroups { one: kasir, other: harga })
        else {
            panic!("asked two groups");
        };
        let told: Vec<_> = view.permissions.iter().map(|it| (it.permission, it.one, it.other)).collect();
        assert_eq!(
            told,
            [
                (InventoryView, true, true),
                (PriceView, false, true),
                (PriceUpdate, false, true),
                (OrdersView, true, false),
                (OrdersFulfillment, true, false),
            ]
        );
        let told: Vec<_> = view.members.iter().map(|it| (it.name.as_str(), it.one, it.other)).collect();
        assert_eq!(told, [("Sari", true, true), ("Eko", true, false), ("Dewi", false, true)]);
        assert_eq!(view.count, ComparedCount { one: 1, both: 1, other: 1 });
    }

    #[test]
    fn a_group_that_is_gone_is_told_as_gone() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[]);
        let gone = GroupId::from_uuid(super::super::fixture::id(9_000));
        let error = ask(&shop.seen_by(shop.owner()), What::CompareGroups { one: kasir, other: gone });
        assert_eq!(error.map(|_| ()).unwrap_err().code, "unknown_group");
    }
}
