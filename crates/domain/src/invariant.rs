//! What holds of any store, as a function that lists what is broken. Tests and the cloud's own check run it; no rule
//! relies on it.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{GroupId, InvitationId, MemberId};
use crate::plan::SeatLimit;
use crate::role::{Area, Cell, Role, cell};
use crate::status::{InvitationStatus, MemberStatus};
use crate::store::{Seats, Store, email_hash};
use crate::time::Time;

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A store has exactly one Owner, and she is active.
    Owners {
        /// How many there are.
        count: usize,
    },
    /// More seats are used than there are, though the plan was not forced.
    SeatsExceeded {
        /// Seats used.
        used: u32,
        /// Seats there are.
        limit: SeatLimit,
    },
    /// The seats, counted one by one, are not those that the state keeps.
    SeatsMiscounted {
        /// Counted one by one.
        counted: u32,
        /// As kept.
        kept: u32,
    },
    /// A member is in a group that does not exist.
    MemberInNoGroup {
        /// The member.
        member: MemberId,
        /// The group.
        group: GroupId,
    },
    /// An invitation offers a group that does not exist.
    InvitationToNoGroup {
        /// The invitation.
        invitation: InvitationId,
        /// The group.
        group: GroupId,
    },
    /// An action without its section's View.
    ActionWithoutView {
        /// The group.
        group: GroupId,
    },
    /// Two groups share a name.
    NameShared {
        /// One of them.
        group: GroupId,
    },
    /// Two present members, or a member and a pending invitation, share an address.
    AddressShared {
        /// The normalised address.
        email: String,
    },
    /// Two present members share an account.
    AccountShared {
        /// One of them.
        member: MemberId,
    },
    /// An id stands for something present and something past.
    IdUsedAgain {
        /// Of which kind.
        kind: &'static str,
    },
    /// What a member may do, worked out anew, is not what the state keeps.
    MaskStale {
        /// The member.
        member: MemberId,
    },
    /// A look-up is not what follows from the state.
    LookUpStale {
        /// Which.
        which: &'static str,
    },
}

/// Everything that is broken in a store: nothing, for any store that grew by `decide` and `evolve`.
pub fn invariant(store: &Store, now: Time) -> Vec<Broken> {
    let mut broken = Vec::new();
    owners(store, &mut broken);
    seats(store, now, &mut broken);
    references(store, &mut broken);
    names_and_addresses(store, now, &mut broken);
    ids(store, &mut broken);
    look_ups(store, &mut broken);
    broken
}

fn owners(store: &Store, broken: &mut Vec<Broken>) {
    let owners = || store.members().filter(|member| member.role == Role::Owner);
    let active = owners().filter(|member| member.is_active()).count();
    let count = owners().count();
    let found = store.owner().map(|owner| owner.role);
    if count != 1 || active != 1 || found != Some(Role::Owner) {
        broken.push(Broken::Owners { count });
    }
}

fn seats(store: &Store, now: Time, broken: &mut Vec<Broken>) {
    let Seats { used, limit, .. } = store.seats(now);
    if !limit.fits(used) && !store.plan_forced() {
        broken.push(Broken::SeatsExceeded { used, limit });
    }
    let active = store.members().filter(|member| member.is_active()).count();
    let is_pending = |invitation: &&std::sync::Arc<crate::invitation::Invitation>| {
        invitation.status(store.now(now)) == InvitationStatus::Pending
    };
    let pending = store.invitations.values().filter(is_pending).count();
    let counted = crate::store::count(active + pending);
    if counted != used {
        broken.push(Broken::SeatsMiscounted { counted, kept: used });
    }
}

fn references(store: &Store, broken: &mut Vec<Broken>) {
    for member in store.members().chain(store.former.values().map(AsRef::as_ref)) {
        for group in member.groups.keys().filter(|group| store.group(**group).is_none()) {
            broken.push(Broken::MemberInNoGroup { member: member.id, group: *group });
        }
        let expected = match member.status {
            MemberStatus::Active => store.prospect(member.role, member.groups.keys()),
            MemberStatus::Suspended | MemberStatus::Removed => Default::default(),
        };
        if store.effective(member.id) != expected {
            broken.push(Broken::MaskStale { member: member.id });
        }
    }
    for invitation in store.invitations.values() {
        for group in invitation.groups.keys().filter(|group| store.group(**group).is_none()) {
            broken.push(Broken::InvitationToNoGroup { invitation: invitation.id, group: *group });
        }
    }
    for group in store.groups().filter(|group| group.permissions.with_views() != group.permissions) {
        broken.push(Broken::ActionWithoutView { group: group.id });
    }
}

fn names_and_addresses(store: &Store, now: Time, broken: &mut Vec<Broken>) {
    let mut names = BTreeSet::new();
    for group in store.groups().filter(|group| !names.insert(group.name.folded())) {
        broken.push(Broken::NameShared { group: group.id });
    }
    let mut accounts = BTreeSet::new();
    for member in store.members().filter(|member| !accounts.insert(member.account)) {
        broken.push(Broken::AccountShared { member: member.id });
    }
    let pending = store.invitations().filter(|open| open.status(store.now(now)) == InvitationStatus::Pending);
    let pending = pending.filter_map(|open| open.email.as_ref());
    let mut emails = BTreeSet::new();
    for email in store.members().filter_map(|member| member.email.as_ref()).chain(pending) {
        if !emails.insert(email.normalised()) {
            broken.push(Broken::AddressShared { email: email.normalised().to_owned() });
        }
    }
}

fn ids(store: &Store, broken: &mut Vec<Broken>) {
    if store.former.keys().any(|id| store.members.contains_key(id)) {
        broken.push(Broken::IdUsedAgain { kind: "member" });
    }
    if store.deleted_groups.keys().any(|id| store.groups.contains_key(id)) {
        broken.push(Broken::IdUsedAgain { kind: "group" });
    }
}

// Each look-up is built again from the state in plain maps and compared, empty sets left aside.
fn look_ups(store: &Store, broken: &mut Vec<Broken>) {
    let mut by_email = BTreeSet::new();
    let mut by_account = BTreeSet::new();
    let mut role_counts: BTreeMap<Role, u32> = BTreeMap::new();
    let mut keepers = BTreeSet::new();
    let mut inside: BTreeMap<GroupId, (BTreeSet<MemberId>, BTreeSet<InvitationId>)> = BTreeMap::new();
    for member in store.members() {
        by_email.extend(member.email.as_ref().map(|email| (email_hash(email.normalised()), member.id)));
        by_account.insert((member.account, member.id));
        *role_counts.entry(member.role).or_default() += 1;
        if cell(member.role, Area::ChangeMemberRole) == Cell::Full {
            keepers.insert(member.id);
        }
        for group in member.groups.keys() {
            inside.entry(*group).or_default().0.insert(member.id);
        }
    }
    let mut open_by_email: BTreeMap<String, BTreeSet<InvitationId>> = BTreeMap::new();
    let mut open = BTreeSet::new();
    for invitation in store.invitations.values().filter(|invitation| invitation.is_open()) {
        open.insert((invitation.expires_at, invitation.id));
        if let Some(email) = invitation.email_key() {
            open_by_email.entry(email).or_default().insert(invitation.id);
        }
        for group in invitation.groups.keys() {
            inside.entry(*group).or_default().1.insert(invitation.id);
        }
    }
    let names: BTreeMap<String, GroupId> =
        store.groups().map(|group| (group.name.folded(), group.id)).collect();
    let kept_open = store.pending.iter().chain(&store.lapsed).copied().collect();
    let mut check = |which, same: bool| {
        if !same {
            broken.push(Broken::LookUpStale { which });
        }
    };
    check("by_email", by_email == store.by_email.iter().copied().collect());
    check("by_account", by_account == store.by_account.iter().copied().collect());
    check("by_group_name", names == plain(&store.by_group_name));
    let kept = plain(&store.role_counts).into_iter().filter(|(_, count)| *count > 0).collect();
    check("role_counts", role_counts == kept);
    check("keepers", keepers == store.keepers.iter().copied().collect());
    check("open_by_email", open_by_email == plain_sets(&store.open_by_email));
    check("open", open == kept_open);
    check("lapsed", store.lapsed.iter().all(|(expires_at, _)| *expires_at <= store.latest));
    check("pending", store.pending.iter().all(|(expires_at, _)| *expires_at > store.latest));
    let kept =
        store.inside.iter().filter(|(_, kept)| !kept.members.is_empty() || !kept.invitations.is_empty());
    let kept: BTreeMap<_, _> = kept
        .map(|(id, kept)| {
            (*id, (kept.members.iter().copied().collect(), kept.invitations.iter().copied().collect()))
        })
        .collect();
    check("inside", inside == kept);
}

fn plain<K: Ord + Clone + std::hash::Hash, V: Copy>(map: &crate::map::Map<K, V>) -> BTreeMap<K, V> {
    map.iter().map(|(key, value)| (key.clone(), *value)).collect()
}

fn plain_sets<K: Ord + Clone + std::hash::Hash, V: Ord + Copy>(
    map: &crate::map::Map<K, crate::map::Set<V>>,
) -> BTreeMap<K, BTreeSet<V>> {
    map.iter().map(|(key, set)| (key.clone(), set.iter().copied().collect())).collect()
}
