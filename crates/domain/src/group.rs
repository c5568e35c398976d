//! A group: a named set of permissions that a store makes for itself. Its ops are judged by area and by what the actor
//! holds, whoever is inside.

use std::collections::BTreeSet;

use crate::authority::{Actor, Asker, actor, existing_group, parse_name, parse_permissions, still_named};
use crate::decide::Reply;
use crate::event::{Event, Stamp};
use crate::id::{GroupId, InvitationId, MemberId};
use crate::permission::{Codes, PermissionSet};
use crate::refusal::Refusal;
use crate::role::Area;
use crate::status::InvitationStatus;
use crate::store::{Store, count};
use crate::text::Name;
use crate::time::Time;

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name, unique in the store without regard to case.
    pub name: Name,
    /// What it grants, before any role's cut.
    pub permissions: PermissionSet,
    /// The Views that stored data lacked: read as if they were there, and flagged here.
    pub missing_views: PermissionSet,
    /// Codes that this version does not know: kept and shown, never dropped.
    pub unknown: BTreeSet<String>,
}

impl Group {
    /// A group as stored: an action without its View is read as if the View were there.
    pub fn stored(id: GroupId, name: Name, codes: Codes) -> Self {
        let permissions = codes.known.with_views();
        let missing_views = permissions.minus(codes.known);
        Self { id, name, permissions, missing_views, unknown: codes.unknown }
    }

    /// Its permissions exactly as they are stored.
    pub fn codes(&self) -> Codes {
        Codes { known: self.permissions.minus(self.missing_views), unknown: self.unknown.clone() }
    }

    /// The same with other permissions.
    fn with_codes(&self, codes: Codes) -> Self {
        Self::stored(self.id, self.name.clone(), codes)
    }

    /// Whether nothing is in it, not even a code of a later version.
    pub fn is_empty(&self) -> bool {
        self.permissions.is_empty() && self.unknown.is_empty()
    }
}

// decide

fn group_actor(store: &Store, asker: Asker) -> Result<Actor, Refusal> {
    actor(store, asker, Area::ChangeMemberRole)
}

// INVARIANT: two groups never share a name, whatever its case.
fn name_is_free(store: &Store, name: &Name, own: GroupId) -> Result<(), Refusal> {
    match store.group_by_name(name) {
        Some(other) if other.id != own => Err(Refusal::NameTaken { group: other.id }),
        Some(_) | None => Ok(()),
    }
}

pub(crate) fn create(
    store: &Store,
    asker: Asker,
    group: GroupId,
    name: &str,
    permissions: &[String],
) -> Reply {
    let actor = group_actor(store, asker)?;
    let permissions = parse_permissions(permissions)?.with_views();
    let name = parse_name(name)?;
    if store.groups.contains_key(&group) || store.deleted_groups.contains_key(&group) {
        return Err(Refusal::IdInUse);
    }
    actor.holds(permissions)?;
    name_is_free(store, &name, group)?;
    Ok(Some(Event::GroupCreated { group, name, permissions: permissions.into() }))
}

pub(crate) fn rename(store: &Store, asker: Asker, group: GroupId, from: &str, to: &str) -> Reply {
    group_actor(store, asker)?;
    let to = parse_name(to)?;
    let present = existing_group(store, group)?;
    if present.name == to {
        return Ok(None);
    }
    still_named(from, &present.name)?;
    name_is_free(store, &to, group)?;
    Ok(Some(Event::GroupRenamed { group, from: present.name.clone(), to }))
}

pub(crate) fn grant(store: &Store, asker: Asker, group: GroupId, permissions: &[String]) -> Reply {
    let actor = group_actor(store, asker)?;
    let wanted = parse_permissions(permissions)?.with_views();
    let present = existing_group(store, group)?;
    let added = wanted.minus(present.codes().known);
    actor.holds(added)?;
    if added.is_empty() {
        return Ok(None);
    }
    Ok(Some(Event::GroupGranted { group, permissions: added.into() }))
}

pub(crate) fn revoke(store: &Store, asker: Asker, group: GroupId, permissions: &[String]) -> Reply {
    let actor = group_actor(store, asker)?;
    let unwanted = parse_permissions(permissions)?.with_sections();
    let present = existing_group(store, group)?;
    let taken = unwanted.intersection(present.permissions);
    actor.holds(taken)?;
    if taken.is_empty() {
        return Ok(None);
    }
    Ok(Some(Event::GroupRevoked { group, permissions: taken.into() }))
}

/// Who would have to go somewhere else: all present members, and the pending invitations.
fn people_inside(store: &Store, group: GroupId, now: Time) -> (Vec<MemberId>, Vec<InvitationId>) {
    let now = store.now(now);
    let members = store.members_of(group).map(|member| member.id).collect();
    let pending =
        |invitation: &&crate::invitation::Invitation| invitation.status(now) == InvitationStatus::Pending;
    let invitations = store.invitations_of(group).filter(pending).map(|invitation| invitation.id).collect();
    (members, invitations)
}

pub(crate) fn delete(
    store: &Store,
    asker: Asker,
    group: GroupId,
    move_to: Option<Option<GroupId>>,
    now: Time,
) -> Reply {
    let actor = group_actor(store, asker)?;
    let present = existing_group(store, group)?;
    let destination = match move_to.flatten() {
        Some(id) if id == group => return Err(Refusal::UnknownGroup),
        Some(id) => Some(existing_group(store, id)?),
        None => None,
    };
    let gained = destination.map_or(PermissionSet::EMPTY, |destination| destination.permissions);
    actor.holds(present.permissions.union(gained))?;
    let (members, invitations) = people_inside(store, group, now);
    if move_to.is_none() && !(members.is_empty() && invitations.is_empty()) {
        return Err(Refusal::GroupInUse {
            members: count(members.len()),
            invitations: count(invitations.len()),
        });
    }
    Ok(Some(Event::GroupDeleted {
        group,
        name: present.name.clone(),
        permissions: present.codes(),
        move_to: destination.map(|destination| destination.id),
        members,
        invitations,
    }))
}

// evolve

impl Store {
    /// An id that is or was another's is not taken over, whoever wrote the event.
    pub(crate) fn group_created(&mut self, group: GroupId, name: &Name, permissions: &Codes) {
        if self.groups.contains_key(&group) || self.deleted_groups.contains_key(&group) {
            return;
        }
        self.put_group(Group::stored(group, name.clone(), permissions.clone()));
    }

    pub(crate) fn group_renamed(&mut self, group: GroupId, to: &Name) {
        if let Some(present) = self.group(group).cloned() {
            self.put_group(Group { name: to.clone(), ..present });
        }
    }

    pub(crate) fn group_granted(&mut self, group: GroupId, permissions: &Codes) {
        if let Some(present) = self.group(group) {
            let mut codes = present.codes();
            codes.known = codes.known.union(permissions.known);
            codes.unknown.extend(permissions.unknown.iter().cloned());
            let changed = present.with_codes(codes);
            self.put_group(changed);
        }
    }

    pub(crate) fn group_revoked(&mut self, group: GroupId, permissions: &Codes) {
        if let Some(present) = self.group(group) {
            let mut codes = present.codes();
            codes.known = codes.known.minus(permissions.known);
            codes.unknown.retain(|code| !permissions.unknown.contains(code));
            let changed = present.with_codes(codes);
            self.put_group(changed);
        }
    }

    /// Everyone inside leaves the group; those whom the event names go where it says. Expired invitations only leave.
    pub(crate) fn group_deleted(
        &mut self,
        group: GroupId,
        move_to: Option<GroupId>,
        moved: &[InvitationId],
        stamp: &Stamp,
    ) {
        let Some(inside) = self.inside.get(&group).cloned() else { return self.drop_group(group) };
        let destination = move_to.filter(|id| *id != group && self.groups.contains_key(id));
        for id in &inside.members {
            let Some(mut member) = self.member(*id).cloned() else { continue };
            member.groups.leave(&group);
            if let Some(destination) = destination {
                member.groups.join(destination, stamp.since());
            }
            self.put_member(member);
        }
        for id in &inside.invitations {
            let Some(mut invitation) = self.invitation(*id).cloned() else { continue };
            invitation.groups.leave(&group);
            if let Some(destination) = destination.filter(|_| moved.contains(id)) {
                invitation.groups.join(destination, stamp.since());
            }
            self.put_invitation(invitation);
        }
        self.drop_group(group);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::permission::Permission;
    use crate::role::Role;
    use crate::testing::{
        ADMIN, COUNTER, HANDLER, MANAGER, OWNER, SELLER, STOCKROOM, VIEWER, given, group_id, invitation_id,
        invite, member_id, shop,
    };

    use crate::op::Op;

    fn codes(codes: &[&str]) -> Vec<String> {
        codes.iter().map(|code| (*code).to_owned()).collect()
    }

    fn set(codes: &[&str]) -> PermissionSet {
        codes.iter().filter_map(|code| Permission::from_code(code)).collect()
    }

    #[test]
    fn a_group_is_made_with_the_views_that_its_actions_need() {
        let group = group_id(9);
        let op = Op::GroupCreate {
            group,
            name: "  Kurir ".to_owned(),
            permissions: codes(&["logistics.update", "orders.view"]),
        };
        let permissions = set(&["logistics.view", "logistics.update", "orders.view"]).into();
        given(shop()).when(ADMIN, op).then(&Event::GroupCreated {
            group,
            name: Name::stored("Kurir"),
            permissions,
        });
    }

    #[test]
    fn an_empty_group_is_allowed() {
        let op = Op::GroupCreate { group: group_id(9), name: "Kurir".to_owned(), permissions: vec![] };
        assert!(given(shop()).when(ADMIN, op).accepted().store.group(group_id(9)).unwrap().is_empty());
    }

    #[test]
    fn granting_carries_only_what_is_new_and_its_view() {
        let group = group_id(COUNTER);
        let op = Op::GroupGrant {
            group,
            permissions: codes(&["orders.fulfillment", "orders.download", "price.update"]),
        };
        let permissions = set(&["orders.download", "price.update", "price.view"]).into();
        let after = given(shop()).when(ADMIN, op).then(&Event::GroupGranted { group, permissions });
        assert!(after.store.may(member_id(SELLER), Permission::OrdersDownload));
        assert!(!after.store.may(member_id(SELLER), Permission::PriceUpdate), "her role cuts it");
        assert!(after.store.may(member_id(SELLER), Permission::PriceView));
        assert!(after.store.may(member_id(MANAGER), Permission::PriceUpdate));
    }

    #[test]
    fn revoking_a_view_revokes_its_section() {
        let group = group_id(STOCKROOM);
        let op = Op::GroupRevoke { group, permissions: codes(&["product.view"]) };
        let permissions = set(&["product.view", "product.scan"]).into();
        let after = given(shop()).when(ADMIN, op).then(&Event::GroupRevoked { group, permissions });
        assert!(!after.store.may(member_id(HANDLER), Permission::ProductScan));
        assert!(after.store.may(member_id(HANDLER), Permission::InventoryUpdate));
    }

    #[test]
    fn revoking_an_action_leaves_the_view() {
        let group = group_id(STOCKROOM);
        let op = Op::GroupRevoke { group, permissions: codes(&["product.scan"]) };
        let after = given(shop()).when(ADMIN, op).accepted();
        assert!(after.store.may(member_id(VIEWER), Permission::ProductView));
    }

    #[test]
    fn edits_by_two_people_merge() {
        let group = group_id(COUNTER);
        let grant = |code| Op::GroupGrant { group, permissions: codes(&[code]) };
        let after = given(shop()).when(ADMIN, grant("price.view")).accepted();
        let after = after.when(OWNER, grant("channel.view")).accepted();
        let all = after.store.group(group).unwrap().permissions;
        assert!(all.includes(set(&["price.view", "channel.view", "orders.fulfillment"])));
    }

    #[test]
    fn a_name_may_change_its_own_case_but_not_take_anothers() {
        let rename = |to: &str| Op::GroupRename {
            group: group_id(STOCKROOM),
            from: "Gudang".to_owned(),
            to: to.to_owned(),
        };
        given(shop()).when(ADMIN, rename("GUDANG")).then(&Event::GroupRenamed {
            group: group_id(STOCKROOM),
            from: Name::stored("Gudang"),
            to: Name::stored("GUDANG"),
        });
        given(shop()).when(ADMIN, rename("kasir")).refused(&Refusal::NameTaken { group: group_id(COUNTER) });
    }

    #[test]
    fn a_name_is_free_again_once_its_group_is_renamed_or_deleted() {
        let rename =
            Op::GroupRename { group: group_id(STOCKROOM), from: "Gudang".to_owned(), to: "Lain".to_owned() };
        let create = Op::GroupCreate { group: group_id(9), name: "GUDANG".to_owned(), permissions: vec![] };
        given(shop()).when(ADMIN, rename).accepted().when(ADMIN, create.clone()).accepted();
        let delete = Op::GroupDelete { group: group_id(STOCKROOM), move_to: Some(None) };
        given(shop()).when(ADMIN, delete).accepted().when(ADMIN, create).accepted();
    }

    #[test]
    fn deleting_moves_everyone_in_one_event() {
        let mut store = shop();
        invite(&mut store, 8, Role::Viewer, &[STOCKROOM]);
        invite(&mut store, 9, Role::Seller, &[COUNTER]);
        let (group, destination) = (group_id(STOCKROOM), group_id(COUNTER));
        let suspended = Op::MemberSuspend { member: member_id(HANDLER) };
        let delete = Op::GroupDelete { group, move_to: Some(Some(destination)) };
        let after =
            given(store).when(OWNER, suspended).accepted().when(ADMIN, delete).then(&Event::GroupDeleted {
                group,
                name: Name::stored("Gudang"),
                permissions: set(&["product.view", "product.scan", "inventory.view", "inventory.update"])
                    .into(),
                move_to: Some(destination),
                members: vec![member_id(MANAGER), member_id(HANDLER), member_id(VIEWER)],
                invitations: vec![invitation_id(8)],
            });
        let groups = |n| after.store.member(member_id(n)).unwrap().groups.keys().copied().collect::<Vec<_>>();
        for n in [MANAGER, HANDLER, VIEWER] {
            assert_eq!(groups(n), [destination]);
        }
        let invitation = after.store.invitation(invitation_id(8)).unwrap();
        assert!(invitation.groups.contains_key(&destination));
        assert!(after.store.may(member_id(VIEWER), Permission::OrdersView));
        assert!(!after.store.may(member_id(VIEWER), Permission::ProductView));
    }

    #[test]
    fn nobody_falls_into_a_default() {
        let group = group_id(STOCKROOM);
        let delete = |move_to| Op::GroupDelete { group, move_to };
        let in_use = Refusal::GroupInUse { members: 3, invitations: 0 };
        given(shop()).when(ADMIN, delete(None)).refused(&in_use);
        given(shop()).when(ADMIN, delete(Some(Some(group)))).refused(&Refusal::UnknownGroup);
        given(shop()).when(ADMIN, delete(Some(Some(group_id(9))))).refused(&Refusal::UnknownGroup);
        let after = given(shop()).when(ADMIN, delete(Some(None))).accepted();
        assert!(after.store.member(member_id(HANDLER)).unwrap().groups.is_empty());
    }

    #[test]
    fn a_group_of_expired_invitations_only_is_empty_enough_and_they_are_stripped_of_it() {
        let mut store = shop();
        let create = Op::GroupCreate { group: group_id(9), name: "Kurir".to_owned(), permissions: vec![] };
        crate::testing::ask(&mut store, OWNER, &create);
        invite(&mut store, 8, Role::Viewer, &[9]);
        let delete = |move_to| Op::GroupDelete { group: group_id(9), move_to };
        let in_use = Refusal::GroupInUse { members: 0, invitations: 1 };
        given(store.clone()).when(ADMIN, delete(None)).refused(&in_use);
        let later = given(store.clone()).after_days(7).when(ADMIN, delete(None)).accepted();
        assert!(later.store.invitation(invitation_id(8)).unwrap().groups.is_empty());
        let moved = given(store).after_days(7).when(ADMIN, delete(Some(Some(group_id(COUNTER))))).accepted();
        assert!(
            moved.store.invitation(invitation_id(8)).unwrap().groups.is_empty(),
            "expired ones are not moved"
        );
    }

    #[test]
    fn stored_data_without_its_view_is_read_as_if_it_were_there_and_flagged() {
        let stored: Codes = serde_json::from_str(r#"["product.scan", "later.thing", "price.view"]"#).unwrap();
        let group = Group::stored(group_id(9), Name::stored("Lama"), stored.clone());
        assert_eq!(group.permissions, set(&["product.view", "product.scan", "price.view"]));
        assert_eq!(group.missing_views, set(&["product.view"]));
        assert_eq!(group.codes(), stored, "what is stored is written back as it was");
        assert!(group.unknown.contains("later.thing"), "never dropped");
        let mut store = shop();
        store.put_group(group);
        let repair = Op::GroupGrant { group: group_id(9), permissions: codes(&["product.view"]) };
        let after = given(store.clone()).when(ADMIN, repair).accepted();
        assert!(after.store.group(group_id(9)).unwrap().missing_views.is_empty());
        let revoke = Op::GroupRevoke { group: group_id(9), permissions: codes(&["product.view"]) };
        let after = given(store).when(ADMIN, revoke).accepted();
        assert_eq!(after.store.group(group_id(9)).unwrap().permissions, set(&["price.view"]));
        assert!(after.store.group(group_id(9)).unwrap().unknown.contains("later.thing"));
    }
}
