//! `evolve`: what an event makes of a store. It cannot fail and decides nothing: an event that makes no sense (it names
//! someone who is not there) changes nothing but the store's time.

use crate::event::{Event, Founder, Stamp};
use crate::invitation::{Invitation, QUEUED, newcomer, read_email};
use crate::role::Role;
use crate::status::MemberStatus;
use crate::store::Store;

/// The store after an event.
#[must_use]
pub fn evolve(store: &Store, event: &Event, stamp: &Stamp) -> Store {
    let mut next = store.clone();
    next.apply(event, stamp);
    next
}

/// The store after many events, in their order.
#[must_use]
pub fn replay<'a>(store: &Store, entries: impl IntoIterator<Item = (&'a Event, &'a Stamp)>) -> Store {
    let mut next = store.clone();
    for (event, stamp) in entries {
        next.apply(event, stamp);
    }
    next
}

impl Store {
    /// The same in place, for folding many entries.
    pub fn apply(&mut self, event: &Event, stamp: &Stamp) {
        self.advance(stamp.at);
        match event {
            Event::StoreCreated { store, name, plan, owner } => {
                let owner = founder(self, owner, stamp);
                self.created(*store, name, *plan, owner);
            }
            Event::StoreRenamed { from: _, to } => self.name = Some(to.clone()),
            Event::OfflineLeaseSet { from: _, to } => self.offline_lease = *to,
            Event::PlanChanged { from: _, to } => self.plan_set(*to, false),
            Event::PlanForced { from: _, to } => self.plan_set(*to, true),
            Event::GroupCreated { group, name, permissions } => self.group_created(*group, name, permissions),
            Event::GroupRenamed { group, from: _, to } => self.group_renamed(*group, to),
            Event::GroupGranted { group, permissions } => self.group_granted(*group, permissions),
            Event::GroupRevoked { group, permissions } => self.group_revoked(*group, permissions),
            Event::GroupDeleted { group, name: _, permissions: _, move_to, members: _, invitations } => {
                self.group_deleted(*group, *move_to, invitations, stamp);
            }
            Event::MemberRoleChanged { member, from: _, to } => self.member_role_changed(*member, *to, stamp),
            Event::MemberAddedToGroup { member, group } => self.member_added_to_group(*member, *group, stamp),
            Event::MemberRemovedFromGroup { member, group } => {
                self.member_removed_from_group(*member, *group)
            }
            Event::MemberSuspended { member } => self.member_stands(*member, MemberStatus::Suspended, stamp),
            Event::MemberRestored { member } => self.member_stands(*member, MemberStatus::Active, stamp),
            Event::MemberRemoved { member, role: _, groups: _ } => self.member_removed(*member, stamp),
            Event::InvitationSent { .. } => {
                if let Some(sent) = sent(self, event, stamp) {
                    self.invitation_sent(sent);
                }
            }
            Event::InvitationResent { invitation, expires_at, invited_by, sent_count } => {
                self.invitation_resent(*invitation, *expires_at, *invited_by, *sent_count);
            }
            Event::InvitationWithdrawn { invitation } => self.invitation_withdrawn(*invitation),
            Event::InvitationRoleChanged { invitation, from: _, to, expires_at, sent_count } => {
                self.invitation_role_changed(*invitation, *to, *expires_at, *sent_count);
            }
            Event::InvitationAddedToGroup { invitation, group } => {
                self.invitation_added_to_group(*invitation, *group, stamp);
            }
            Event::InvitationRemovedFromGroup { invitation, group } => {
                self.invitation_removed_from_group(*invitation, *group);
            }
            Event::InvitationAccepted {
                invitation,
                member,
                account,
                name,
                email,
                email_as_typed,
                role,
                groups,
            } => {
                let email = read_email(email, email_as_typed.as_ref());
                let newcomer = newcomer(self, (*member, *account), name, email, *role, groups, stamp);
                self.invitation_accepted(*invitation, newcomer);
            }
            Event::InvitationDeliveryNoted { invitation, delivery, reason } => {
                self.invitation_delivery_noted(*invitation, delivery, reason.as_deref());
            }
        }
    }
}

fn founder(store: &Store, owner: &Founder, stamp: &Stamp) -> crate::member::Member {
    let Founder { member, account, name, email, email_as_typed } = owner;
    let email = read_email(email, email_as_typed.as_ref());
    newcomer(store, (*member, *account), name, email, Role::Owner, &[], stamp)
}

// An id that is or was another's is not taken over, whoever wrote the event.
fn sent(store: &Store, event: &Event, stamp: &Stamp) -> Option<Invitation> {
    let Event::InvitationSent { invitation, email, email_as_typed, role, groups, expires_at, invited_by } =
        event
    else {
        return None;
    };
    if store.invitation(*invitation).is_some() {
        return None;
    }
    Some(Invitation {
        id: *invitation,
        email: read_email(email, email_as_typed.as_ref()),
        role: *role,
        groups: store.existing(groups, stamp.since()),
        expires_at: *expires_at,
        invited_by: *invited_by,
        inviter_name: None,
        sent_count: 1,
        sent: stamp.since(),
        delivery: QUEUED.to_owned(),
        delivery_reason: None,
        closed: None,
    })
}
