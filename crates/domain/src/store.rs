//! Store: the state of one store and its look-ups. Data and bookkeeping, no decisions.
//!
//! Cloning is cheap (structural sharing): a guess is a clone, undoing it is dropping it. Everything that a rule asks is
//! kept as a look-up, so that no rule ever scans the members: who has an address, who is in a group, how many seats are
//! used, which invitations expire next, and for each member the permissions that are left after the role's cut.

use std::hash::BuildHasher;
use std::sync::Arc;

use crate::group::Group;
use crate::id::{AccountId, GroupId, InvitationId, MemberId, StoreId};
use crate::invitation::Invitation;
use crate::map::{FixedState, Map, Set};
use crate::member::Member;
use crate::op::LeaseDays;
use crate::permission::{Permission, PermissionSet, effective};
use crate::plan::{Plan, SeatLimit};
use crate::role::{Area, Cell, Role, cell};
use crate::status::{InvitationStatus, MemberStatus};
use crate::text::{Email, Name};
use crate::time::Time;

/// The state of one store.
#[derive(Clone)]
pub struct Store {
    pub(crate) id: StoreId,
    pub(crate) name: Option<Name>,
    pub(crate) plan: Plan,
    pub(crate) plan_forced: bool,
    pub(crate) offline_lease: LeaseDays,
    pub(crate) latest: Time,
    // What there is, and what there was: an id is never used again.
    pub(crate) members: Map<MemberId, Slot>,
    pub(crate) former: Map<MemberId, Arc<Member>>,
    pub(crate) groups: Map<GroupId, Arc<Group>>,
    pub(crate) deleted_groups: Map<GroupId, Name>,
    pub(crate) invitations: Map<InvitationId, Arc<Invitation>>,
    // Look-ups. INVARIANT: each follows from what stands above; `invariant` builds them again and compares.
    pub(crate) owner: Option<MemberId>,
    pub(crate) active: u32,
    // Sets, not maps: a hash map of a hundred thousand takes five times the memory, and neither is asked often. An address
    // stands here as its hash alone; the member herself says whether it is hers.
    pub(crate) by_email: Set<(u64, MemberId)>,
    pub(crate) by_account: Set<(AccountId, MemberId)>,
    pub(crate) role_counts: Map<Role, u32>,
    // Those who may change others: few, however many members there are.
    pub(crate) keepers: Set<MemberId>,
    pub(crate) by_group_name: Map<String, GroupId>,
    pub(crate) inside: Map<GroupId, Inside>,
    pub(crate) open_by_email: Map<String, Set<InvitationId>>,
    pub(crate) pending: Set<(Time, InvitationId)>,
    pub(crate) lapsed: Set<(Time, InvitationId)>,
}

/// A present member and what she may do in omnichannel, side by side: one look-up answers `may`.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) member: Arc<Member>,
    pub(crate) mask: PermissionSet,
}

/// Who is in a group: present members, and invitations that are pending or expired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Inside {
    pub(crate) members: Set<MemberId>,
    pub(crate) invitations: Set<InvitationId>,
}

/// Members of a store that is being built who are in it, and not yet in the look-ups that have an order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unlisted {
    by_email: Vec<(u64, MemberId)>,
    by_account: Vec<(AccountId, MemberId)>,
    inside: Vec<(GroupId, MemberId)>,
}

/// How the seats stand at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seats {
    /// Active members, the Owner too.
    pub active: u32,
    /// Pending, unexpired invitations.
    pub pending: u32,
    /// Both.
    pub used: u32,
    /// What the plan gives.
    pub limit: SeatLimit,
    /// What is left; none if unlimited.
    pub free: Option<u32>,
}

impl Seats {
    fn of(active: u32, pending: u32, limit: SeatLimit) -> Self {
        let used = active.saturating_add(pending);
        let free = limit.number().map(|limit| limit.saturating_sub(used));
        Self { active, pending, used, limit, free }
    }

    /// The same once so many active members have left theirs.
    pub fn without(self, left: u32) -> Self {
        Self::of(self.active.saturating_sub(left), self.pending, self.limit)
    }

    /// Whether more are used than there are, after a plan was forced down.
    pub const fn over_limit(&self) -> bool {
        !self.limit.fits(self.used)
    }
}

impl Store {
    /// A store before its first event.
    pub fn empty(id: StoreId) -> Self {
        Self {
            id,
            name: None,
            plan: Plan::Starter,
            plan_forced: false,
            offline_lease: LeaseDays::DEFAULT,
            latest: Time::MIN,
            members: Map::default(),
            former: Map::default(),
            groups: Map::default(),
            deleted_groups: Map::default(),
            invitations: Map::default(),
            owner: None,
            active: 0,
            by_email: Set::new(),
            by_account: Set::new(),
            role_counts: Map::default(),
            keepers: Set::new(),
            by_group_name: Map::default(),
            inside: Map::default(),
            open_by_email: Map::default(),
            pending: Set::new(),
            lapsed: Set::new(),
        }
    }

    /// Its id.
    pub const fn id(&self) -> StoreId {
        self.id
    }

    /// Its name; empty before its first event.
    pub fn name(&self) -> &str {
        self.name.as_ref().map_or("", Name::as_str)
    }

    /// Its plan.
    pub const fn plan(&self) -> Plan {
        self.plan
    }

    /// Whether the plan was last set by the operator: only then can more seats be used than there are.
    pub const fn plan_forced(&self) -> bool {
        self.plan_forced
    }

    /// The seats that the plan gives.
    pub const fn seat_limit(&self) -> SeatLimit {
        self.plan.seat_limit()
    }

    /// For how many days a desk may work without the cloud.
    pub const fn offline_lease(&self) -> LeaseDays {
        self.offline_lease
    }

    /// The instant by which things are judged: never before the last event, so that a clock set back revives nothing.
    pub fn now(&self, clock: Time) -> Time {
        clock.max(self.latest)
    }

    /// A present member, active or suspended.
    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.members.get(&id).map(|slot| slot.member.as_ref())
    }

    /// A member who was removed, as far as this copy of the store has seen it happen: for names in the activity.
    pub fn former(&self, id: MemberId) -> Option<&Member> {
        self.former.get(&id).map(Arc::as_ref)
    }

    /// All present members, in no particular order.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.values().map(|slot| slot.member.as_ref())
    }

    /// How many members are present, active or suspended.
    pub fn member_count(&self) -> usize {
        self.members.len()
    }

    /// The present members of a role. At once for roles that may change others; for the others it walks over all.
    pub fn members_with_role(&self, role: Role) -> impl Iterator<Item = &Member> {
        let keepers = is_keeper(role).then(|| self.keepers.iter().filter_map(|id| self.member(*id)));
        let everyone = (!is_keeper(role)).then(|| self.members());
        let found = keepers.into_iter().flatten().chain(everyone.into_iter().flatten());
        found.filter(move |member| member.role == role)
    }

    /// How many present members have a role.
    pub fn role_count(&self, role: Role) -> usize {
        self.role_counts.get(&role).map_or(0, |count| *count as usize)
    }

    /// The Owner; none before the first event.
    pub fn owner(&self) -> Option<&Member> {
        self.owner.and_then(|id| self.member(id))
    }

    /// The present member of an account.
    pub fn member_by_account(&self, account: AccountId) -> Option<&Member> {
        let found = self.by_account.range((account, FIRST)..).next();
        found.filter(|(of, _)| *of == account).and_then(|(_, id)| self.member(*id))
    }

    /// The present member with a (normalised) address.
    pub fn member_by_email(&self, normalised: &str) -> Option<&Member> {
        let hash = email_hash(normalised);
        let alike = self.by_email.range((hash, FIRST)..).take_while(|(of, _)| *of == hash);
        let mut alike = alike.filter_map(|(_, id)| self.member(*id));
        alike.find(|member| member.email.as_ref().is_some_and(|email| email.normalised() == normalised))
    }

    /// A group.
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.get(&id).map(Arc::as_ref)
    }

    /// All groups, in no particular order.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.values().map(Arc::as_ref)
    }

    /// How many groups there are.
    pub fn group_count(&self) -> usize {
        self.groups.len()
    }

    /// The name of a group that was deleted, as far as this copy of the store has seen it happen.
    pub fn deleted_group_name(&self, id: GroupId) -> Option<&str> {
        self.deleted_groups.get(&id).map(Name::as_str)
    }

    /// The group with a name, without regard to case.
    pub fn group_by_name(&self, name: &Name) -> Option<&Group> {
        self.by_group_name.get(&name.folded()).and_then(|id| self.group(*id))
    }

    /// The present members of a group, in the order of their ids.
    pub fn members_of(&self, group: GroupId) -> impl Iterator<Item = &Member> {
        self.inside
            .get(&group)
            .into_iter()
            .flat_map(|inside| &inside.members)
            .filter_map(|id| self.member(*id))
    }

    /// How many present members are in a group.
    pub fn member_count_of(&self, group: GroupId) -> usize {
        self.inside.get(&group).map_or(0, |inside| inside.members.len())
    }

    /// The invitations into a group that are pending or expired, in the order of their ids.
    pub fn invitations_of(&self, group: GroupId) -> impl Iterator<Item = &Invitation> {
        let inside = self.inside.get(&group).into_iter();
        inside.flat_map(|inside| &inside.invitations).filter_map(|id| self.invitation(*id))
    }

    /// An invitation, also one that was accepted or withdrawn, as far as this copy of the store has seen it.
    pub fn invitation(&self, id: InvitationId) -> Option<&Invitation> {
        self.invitations.get(&id).map(Arc::as_ref)
    }

    /// All invitations that are pending or expired, by the time at which they expire.
    pub fn invitations(&self) -> impl Iterator<Item = &Invitation> {
        self.lapsed.iter().chain(&self.pending).filter_map(|(_, id)| self.invitation(*id))
    }

    /// Where an invitation stands at an instant.
    pub fn invitation_status(&self, invitation: &Invitation, now: Time) -> InvitationStatus {
        invitation.status(self.now(now))
    }

    /// The pending invitation to a (normalised) address.
    pub fn pending_by_email(&self, normalised: &str, now: Time) -> Option<&Invitation> {
        let now = self.now(now);
        let open = self.open_by_email.get(normalised).into_iter().flatten();
        open.filter_map(|id| self.invitation(*id)).find(|open| open.status(now) == InvitationStatus::Pending)
    }

    /// The name of whoever sent an invitation last, as far as this copy of the store knows it.
    pub fn inviter_name<'a>(&'a self, invitation: &'a Invitation) -> Option<&'a str> {
        let inviter = self.member(invitation.invited_by).or_else(|| self.former(invitation.invited_by));
        let name = inviter.map_or(invitation.inviter_name.as_ref(), |inviter| inviter.name.as_ref());
        name.map(Name::as_str)
    }

    /// How the seats stand. Costs as much as invitations have expired since the last event.
    pub fn seats(&self, now: Time) -> Seats {
        let now = self.now(now);
        let expired = self.pending.iter().take_while(|(expires_at, _)| *expires_at <= now).count();
        let pending = count(self.pending.len().saturating_sub(expired));
        Seats::of(self.active, pending, self.seat_limit())
    }

    /// Whether a member may do something in omnichannel, now. Nobody who is not an active member may do anything.
    pub fn may(&self, member: MemberId, permission: Permission) -> bool {
        self.members.get(&member).is_some_and(|slot| slot.mask.contains(permission))
    }

    /// All that a member may do in omnichannel, now: nothing while suspended.
    pub fn effective(&self, member: MemberId) -> PermissionSet {
        self.members.get(&member).map_or(PermissionSet::EMPTY, |slot| slot.mask)
    }

    /// What a member may do in an area, now: nothing while suspended.
    pub fn cell(&self, member: MemberId, area: Area) -> Cell {
        match self.member(member) {
            Some(member) if member.status == MemberStatus::Active => cell(member.role, area),
            Some(_) | None => Cell::None,
        }
    }

    /// What groups grant together, before any role's cut. Unknown groups grant nothing.
    pub fn granted<'a>(&self, groups: impl IntoIterator<Item = &'a GroupId>) -> PermissionSet {
        let groups = groups.into_iter().filter_map(|id| self.groups.get(id));
        groups.fold(PermissionSet::EMPTY, |all, group| all.union(group.permissions))
    }

    /// What someone with this role and these groups may do in omnichannel.
    pub fn prospect<'a>(&self, role: Role, groups: impl IntoIterator<Item = &'a GroupId>) -> PermissionSet {
        effective(role, self.granted(groups))
    }

    fn mask_of(&self, member: &Member) -> PermissionSet {
        match member.status {
            MemberStatus::Active => self.prospect(member.role, member.groups.keys()),
            MemberStatus::Suspended | MemberStatus::Removed => PermissionSet::EMPTY,
        }
    }
}

// Whether a role may change others' access.
const fn is_keeper(role: Role) -> bool {
    matches!(cell(role, Area::ChangeMemberRole), Cell::Full)
}

/// A length as the wire counts.
pub(crate) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

// Writing. Every change goes through these few, so that no look-up can be forgotten.
impl Store {
    /// Moves the store's own time on: invitations that expired since no longer hold a seat, whatever a clock says later.
    pub(crate) fn advance(&mut self, at: Time) {
        self.latest = self.latest.max(at);
        while let Some(first) = self.pending.get_min().copied() {
            if first.0 > self.latest {
                return;
            }
            self.pending.remove(&first);
            self.lapsed.insert(first);
        }
    }

    /// Puts a present member in, new or changed.
    pub(crate) fn put_member(&mut self, member: Member) {
        let before = self.members.get(&member.id).map(|slot| Arc::clone(&slot.member));
        self.index_member(before.as_deref(), Some(&member));
        let mask = self.mask_of(&member);
        self.members.insert(member.id, Slot { member: Arc::new(member), mask });
    }

    /// Puts a present member in, new or changed. INVARIANT: before anything else asks the store, [`Store::list`] is called.
    pub(crate) fn put_unlisted(&mut self, member: Member, unlisted: &mut Unlisted) {
        let (id, mask) = (member.id, self.mask_of(&member));
        let member = Arc::new(member);
        if let Some(before) = self.members.insert(id, Slot { member: Arc::clone(&member), mask }) {
            // A row that stands twice: the later one is taken, and what is listed of the earlier one goes.
            self.members.insert(id, before);
            self.list(unlisted);
            return self.put_member(Arc::unwrap_or_clone(member));
        }
        let email = member.email.as_ref().map(|email| (email_hash(email.normalised()), id));
        unlisted.by_email.extend(email);
        unlisted.by_account.push((member.account, id));
        unlisted.inside.extend(member.groups.keys().map(|group| (*group, id)));
        self.index_role(None, Some(member.role), id);
        if member.status == MemberStatus::Active {
            self.active = self.active.saturating_add(1);
        }
    }

    /// Lists whoever is not listed yet, each look-up in its own order: a tree that grows at its end is cheap.
    pub(crate) fn list(&mut self, unlisted: &mut Unlisted) {
        let Unlisted { mut by_email, mut by_account, mut inside } = std::mem::take(unlisted);
        by_email.sort_unstable();
        self.by_email.extend(by_email);
        by_account.sort_unstable();
        self.by_account.extend(by_account);
        inside.sort_unstable();
        for group in inside.chunk_by(|(one, _), (other, _)| one == other) {
            let Some((id, _)) = group.first() else { continue };
            self.inside_mut(*id).members.extend(group.iter().map(|(_, member)| *member));
        }
    }

    /// Takes a present member out; what is known of her stays for the activity.
    pub(crate) fn retire_member(&mut self, gone: Member) {
        if let Some(slot) = self.members.remove(&gone.id) {
            self.index_member(Some(&slot.member), None);
        }
        self.former.insert(gone.id, Arc::new(gone));
    }

    fn index_member(&mut self, before: Option<&Member>, after: Option<&Member>) {
        let Some(id) = after.or(before).map(|member| member.id) else { return };
        let (old, new) = (before.and_then(|m| m.email.as_ref()), after.and_then(|m| m.email.as_ref()));
        let hash = |email: &Email| email_hash(email.normalised());
        // Compared before hashed: nearly every change leaves the address alone.
        if old.map(Email::normalised) != new.map(Email::normalised) {
            relist(&mut self.by_email, old.map(hash), new.map(hash), id);
        }
        relist(&mut self.by_account, before.map(|m| m.account), after.map(|m| m.account), id);
        self.index_role(before.map(|m| m.role), after.map(|m| m.role), id);
        let is_active =
            |member: Option<&Member>| member.is_some_and(|member| member.status == MemberStatus::Active);
        match (is_active(before), is_active(after)) {
            (false, true) => self.active = self.active.saturating_add(1),
            (true, false) => self.active = self.active.saturating_sub(1),
            (true, true) | (false, false) => {}
        }
        for group in before.iter().flat_map(|member| member.groups.keys()) {
            if !after.is_some_and(|member| member.groups.contains_key(group)) {
                self.inside_mut(*group).members.remove(&id);
            }
        }
        for group in after.iter().flat_map(|member| member.groups.keys()) {
            if !before.is_some_and(|member| member.groups.contains_key(group)) {
                self.inside_mut(*group).members.insert(id);
            }
        }
    }

    fn index_role(&mut self, old: Option<Role>, new: Option<Role>, id: MemberId) {
        if old == new {
            return;
        }
        if let Some(count) = old.and_then(|old| self.role_counts.get_mut(&old)) {
            *count = count.saturating_sub(1);
        }
        if let Some(new) = new {
            let count = self.role_counts.entry(new).or_default();
            *count = count.saturating_add(1);
        }
        if new.is_some_and(is_keeper) {
            self.keepers.insert(id);
        } else if old.is_some_and(is_keeper) {
            self.keepers.remove(&id);
        }
        if new == Some(Role::Owner) {
            self.owner = Some(id);
        } else if self.owner == Some(id) {
            let other = self.members_with_role(Role::Owner).map(|other| other.id).find(|other| *other != id);
            self.owner = other;
        }
    }

    fn inside_mut(&mut self, group: GroupId) -> &mut Inside {
        self.inside.entry(group).or_default()
    }

    /// Puts a group in, new or changed, and renews what its members may do.
    pub(crate) fn put_group(&mut self, group: Group) {
        let before = self.groups.get(&group.id).cloned();
        let name = |group: &Group| group.name.folded();
        relink(&mut self.by_group_name, before.as_deref().map(name), Some(name(&group)), group.id);
        let (id, permissions) = (group.id, group.permissions);
        self.groups.insert(id, Arc::new(group));
        if before.is_none_or(|before| before.permissions != permissions) {
            self.renew_masks(id);
        }
    }

    /// Takes a group out. Whoever was inside must have been moved before.
    pub(crate) fn drop_group(&mut self, id: GroupId) {
        if let Some(group) = self.groups.remove(&id) {
            relink(&mut self.by_group_name, Some(group.name.folded()), None, id);
            self.deleted_groups.insert(id, group.name.clone());
        }
        self.inside.remove(&id);
    }

    fn renew_masks(&mut self, group: GroupId) {
        let Some(members) = self.inside.get(&group).map(|inside| inside.members.clone()) else { return };
        for id in &members {
            let Some(mask) = self.member(*id).map(|member| self.mask_of(member)) else { continue };
            if let Some(slot) = self.members.get_mut(id) {
                slot.mask = mask;
            }
        }
    }

    /// Puts an invitation in, new or changed. One that was accepted or withdrawn is remembered, but counts for nothing.
    pub(crate) fn put_invitation(&mut self, invitation: Invitation) {
        let before = self.invitations.get(&invitation.id).cloned();
        if let Some(before) = before.filter(|before| before.is_open()) {
            self.unlink_invitation(&before);
        }
        if invitation.is_open() {
            self.link_invitation(&invitation);
        }
        self.invitations.insert(invitation.id, Arc::new(invitation));
    }

    fn unlink_invitation(&mut self, invitation: &Invitation) {
        let key = (invitation.expires_at, invitation.id);
        self.pending.remove(&key);
        self.lapsed.remove(&key);
        leave(&mut self.open_by_email, invitation.email_key(), invitation.id);
        for group in invitation.groups.keys() {
            self.inside_mut(*group).invitations.remove(&invitation.id);
        }
    }

    fn link_invitation(&mut self, invitation: &Invitation) {
        let key = (invitation.expires_at, invitation.id);
        let waiting = if invitation.expires_at > self.latest { &mut self.pending } else { &mut self.lapsed };
        waiting.insert(key);
        enter(&mut self.open_by_email, invitation.email_key(), invitation.id);
        for group in invitation.groups.keys() {
            self.inside_mut(*group).invitations.insert(invitation.id);
        }
    }
}

/// Before every member.
const FIRST: MemberId = MemberId::from_uuid(uuid::Uuid::nil());

/// Under what an address is listed.
pub(crate) fn email_hash(normalised: &str) -> u64 {
    FixedState.hash_one(normalised)
}

// Lists an id under a key, and takes it off the old one.
fn relist<K: Ord + Copy>(set: &mut Set<(K, MemberId)>, old: Option<K>, new: Option<K>, id: MemberId) {
    if old == new {
        return;
    }
    if let Some(old) = old {
        set.remove(&(old, id));
    }
    if let Some(new) = new {
        set.insert((new, id));
    }
}

// Points a key at an id, and takes the old key away if it still pointed there.
fn relink<K, Id>(map: &mut Map<K, Id>, old: Option<K>, new: Option<K>, id: Id)
where
    K: std::hash::Hash + Eq + Clone,
    Id: Copy + PartialEq,
{
    if old == new {
        return;
    }
    if let Some(old) = old.filter(|old| map.get(old) == Some(&id)) {
        map.remove(&old);
    }
    if let Some(new) = new {
        map.insert(new, id);
    }
}

fn enter<K: std::hash::Hash + Eq + Clone, Id: Ord + Copy>(map: &mut Map<K, Set<Id>>, key: Option<K>, id: Id) {
    if let Some(key) = key {
        map.entry(key).or_default().insert(id);
    }
}

// A set that becomes empty goes: addresses come and go for years.
fn leave<K: std::hash::Hash + Eq + Clone, Id: Ord + Copy>(map: &mut Map<K, Set<Id>>, key: Option<K>, id: Id) {
    let Some(key) = key else { return };
    let Some(set) = map.get_mut(&key) else { return };
    set.remove(&id);
    if set.is_empty() {
        map.remove(&key);
    }
}

/// Equal in all that its events say, the past too. Copies that were built from a snapshot of the wire know less of the
/// past: compare their snapshots instead.
impl PartialEq for Store {
    fn eq(&self, other: &Self) -> bool {
        self.to_full() == other.to_full()
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("id", &self.id)
            .field("name", &self.name())
            .field("plan", &self.plan)
            .field("members", &self.members.len())
            .field("groups", &self.groups.len())
            .field("invitations", &self.invitations().count())
            .finish()
    }
}
