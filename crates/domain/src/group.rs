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
            member.groups.remove(&group);
            if let Some(destination) = destination {
                member.groups.entry(destination).or_insert_with(|| stamp.since());
            }
            self.put_member(member);
        }
        for id in &inside.invitations {
            let Some(mut invitation) = self.invitation(*id).cloned() else { continue };
            invitation.groups.remove(&group);
            if let Some(destination) = destination.filter(|_| moved.contains(id)) {
                invitation.groups.entry(destination).or_insert_with(|| stamp.since());
            }
            self.put_invitation(invitation);
        }
        self.drop_group(group);
    }
}
