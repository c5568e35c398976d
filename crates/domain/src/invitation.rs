//! An invitation: from being sent to becoming a member, expiring, or being taken back. It holds its seat while pending.

use crate::authority::{
    Actor, Asker, actor, existing_group, existing_invitation, free_seat, not_the_owners_role, parse_email,
    parse_role, still,
};
use crate::decide::Reply;
use crate::event::{Event, Stamp};
use crate::id::{AccountId, GroupId, InvitationId, MemberId};
use crate::member::{Member, Since};
use crate::memberships::Memberships;
use crate::personal::Personal;
use crate::refusal::Refusal;
use crate::role::{Area, Cell, Role, cell};
use crate::status::{InvitationStatus, MemberStatus};
use crate::store::Store;
use crate::text::{Email, Name};
use crate::time::Time;

/// For how many days an invitation waits for an answer.
pub const LIFE_DAYS: u32 = 7;

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// The invited address; none once erased.
    pub email: Option<Email>,
    /// The role that it offers.
    pub role: Role,
    /// The groups that it offers, and since when each. Empty once it was accepted or withdrawn.
    pub groups: Memberships,
    /// From this instant on it is expired.
    pub expires_at: Time,
    /// Whoever sent it last: she is judged when it is accepted.
    pub invited_by: MemberId,
    /// Her name as a snapshot told it, for a copy of the store that never saw her: see [`Store::inviter_name`].
    pub inviter_name: Option<Name>,
    /// How often it was sent. Every re-send kills the older links.
    pub sent_count: u32,
    /// When it was first sent, and by whom.
    pub sent: Since,
    /// What became of the mail: `queued`, `sent`, `undelivered`, or a value of a later version.
    pub delivery: String,
    /// Why it was not delivered.
    pub delivery_reason: Option<String>,
    /// How it ended, if it did.
    pub closed: Option<Closed>,
}

/// How an invitation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// It became this member.
    Accepted(MemberId),
    /// It was taken back.
    Withdrawn,
}

/// The mail has not been tried yet.
pub const QUEUED: &str = "queued";
/// The mail was handed on.
pub const SENT: &str = "sent";
/// The mail could not be sent; the link can be copied.
pub const UNDELIVERED: &str = "undelivered";

impl Invitation {
    /// Where it stands at an instant. Give it the store's own time ([`Store::now`]), not a bare clock.
    pub fn status(&self, now: Time) -> InvitationStatus {
        match self.closed {
            Some(Closed::Accepted(_)) => InvitationStatus::Accepted,
            Some(Closed::Withdrawn) => InvitationStatus::Withdrawn,
            None if self.expires_at <= now => InvitationStatus::Expired,
            None => InvitationStatus::Pending,
        }
    }

    /// Whether it neither was accepted nor withdrawn: it is pending or expired.
    pub const fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// The address as it was typed, or nothing once erased.
    pub fn email(&self) -> &str {
        self.email.as_ref().map_or("", Email::typed)
    }

    pub(crate) fn email_key(&self) -> Option<String> {
        self.email.as_ref().map(|email| email.normalised().to_owned())
    }
}

// decide

/// No present member and no pending invitation has the address, but for the invitation itself.
fn address_is_free(store: &Store, email: &Email, own: InvitationId, now: Time) -> Result<(), Refusal> {
    if let Some(member) = store.member_by_email(email.normalised()) {
        return Err(Refusal::AlreadyMember { member: member.id, status: member.status });
    }
    match store.pending_by_email(email.normalised(), now) {
        Some(other) if other.id != own => Err(Refusal::AlreadyInvited { invitation: other.id }),
        Some(_) | None => Ok(()),
    }
}

fn must_be_pending(invitation: &Invitation, now: Time) -> Result<(), Refusal> {
    match invitation.status(now) {
        InvitationStatus::Pending => Ok(()),
        status @ (InvitationStatus::Accepted | InvitationStatus::Expired | InvitationStatus::Withdrawn) => {
            Err(Refusal::InvitationNotPending { status })
        }
    }
}

/// Who answers for an invitation: whoever asks, or, for the machine, the Owner.
fn inviter(store: &Store, asker: Asker) -> Result<MemberId, Refusal> {
    asker.member().or(store.owner).ok_or(Refusal::NotAMember)
}

pub(crate) fn send(
    store: &Store,
    asker: Asker,
    invitation: InvitationId,
    (email, role): (&str, &str),
    groups: &[GroupId],
    now: Time,
) -> Reply {
    let actor = actor(store, asker, Area::InviteRemoveStaff)?;
    let role = parse_role(role)?;
    let email = parse_email(email)?;
    for group in groups {
        existing_group(store, *group)?;
    }
    if store.invitations.contains_key(&invitation) {
        return Err(Refusal::IdInUse);
    }
    not_the_owners_role(role)?;
    actor.outranks(role)?;
    actor.holds(store.granted(groups))?;
    address_is_free(store, &email, invitation, now)?;
    free_seat(store, now)?;
    let mut groups = groups.to_vec();
    groups.sort_unstable();
    groups.dedup();
    Ok(Some(Event::InvitationSent {
        invitation,
        email: email.normalised().to_owned().into(),
        email_as_typed: email.as_typed().map(|typed| typed.to_owned().into()),
        role,
        groups,
        expires_at: store.now(now).plus_days(LIFE_DAYS),
        invited_by: inviter(store, asker)?,
    }))
}

/// An expired one needs a seat again, and its address must still be free; a pending one holds both.
pub(crate) fn resend(store: &Store, asker: Asker, invitation: InvitationId, now: Time) -> Reply {
    let actor = actor(store, asker, Area::InviteRemoveStaff)?;
    let now = store.now(now);
    let present = existing_invitation(store, invitation)?;
    actor.outranks(present.role)?;
    match present.status(now) {
        InvitationStatus::Pending => {}
        InvitationStatus::Expired => {
            if let Some(email) = &present.email {
                address_is_free(store, email, invitation, now)?;
            }
            free_seat(store, now)?;
        }
        status @ (InvitationStatus::Accepted | InvitationStatus::Withdrawn) => {
            return Err(Refusal::InvitationNotPending { status });
        }
    }
    Ok(Some(Event::InvitationResent {
        invitation,
        expires_at: now.plus_days(LIFE_DAYS),
        invited_by: asker.member().unwrap_or(present.invited_by),
        sent_count: present.sent_count.saturating_add(1),
    }))
}

pub(crate) fn withdraw(store: &Store, asker: Asker, invitation: InvitationId, now: Time) -> Reply {
    let actor = actor(store, asker, Area::InviteRemoveStaff)?;
    let present = existing_invitation(store, invitation)?;
    actor.outranks(present.role)?;
    match present.status(store.now(now)) {
        InvitationStatus::Withdrawn => Ok(None),
        InvitationStatus::Pending | InvitationStatus::Expired => {
            Ok(Some(Event::InvitationWithdrawn { invitation }))
        }
        status @ InvitationStatus::Accepted => Err(Refusal::InvitationNotPending { status }),
    }
}

/// Counts as a re-send: the older links die and a new mail goes out, but whoever invited still answers for it.
pub(crate) fn change_role(
    store: &Store,
    asker: Asker,
    invitation: InvitationId,
    (from, to): (&str, &str),
    now: Time,
) -> Reply {
    let actor = actor(store, asker, Area::ChangeMemberRole)?;
    let (from, to) = (parse_role(from)?, parse_role(to)?);
    let now = store.now(now);
    let present = existing_invitation(store, invitation)?;
    not_the_owners_role(to)?;
    actor.outranks(present.role)?;
    actor.outranks(to)?;
    if present.role == to {
        return Ok(None);
    }
    still("role", &from, &present.role)?;
    must_be_pending(present, now)?;
    Ok(Some(Event::InvitationRoleChanged {
        invitation,
        from: present.role,
        to,
        expires_at: now.plus_days(LIFE_DAYS),
        sent_count: present.sent_count.saturating_add(1),
    }))
}

/// The steps that adding to and removing from a group share, up to the goal.
fn regroup(
    store: &Store,
    asker: Asker,
    invitation: InvitationId,
    group: GroupId,
) -> Result<&Invitation, Refusal> {
    let actor: Actor = actor(store, asker, Area::ChangeMemberRole)?;
    let touched = existing_group(store, group)?;
    let present = existing_invitation(store, invitation)?;
    actor.outranks(present.role)?;
    actor.holds(touched.permissions)?;
    Ok(present)
}

pub(crate) fn add_to_group(
    store: &Store,
    asker: Asker,
    invitation: InvitationId,
    group: GroupId,
    now: Time,
) -> Reply {
    let present = regroup(store, asker, invitation, group)?;
    if present.groups.contains_key(&group) {
        return Ok(None);
    }
    must_be_pending(present, store.now(now))?;
    Ok(Some(Event::InvitationAddedToGroup { invitation, group }))
}

pub(crate) fn remove_from_group(
    store: &Store,
    asker: Asker,
    invitation: InvitationId,
    group: GroupId,
    now: Time,
) -> Reply {
    let present = regroup(store, asker, invitation, group)?;
    if !present.groups.contains_key(&group) {
        return Ok(None);
    }
    must_be_pending(present, store.now(now))?;
    Ok(Some(Event::InvitationRemovedFromGroup { invitation, group }))
}

/// Whoever accepts an invitation, as the edge has proved her.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Her account.
    pub account: AccountId,
    /// The id of her place in the store, minted by the edge.
    pub member: MemberId,
    /// Her name.
    pub name: Name,
    /// Her address.
    pub email: Email,
}

/// Accepting, judged like any op: a system act whose authority is the inviter's. Checked in this order: the invitation
/// exists, the newcomer is whom it invites, it is pending, its inviter may still invite to the role, and the seats.
pub fn accept_invitation(
    store: &Store,
    invitation: InvitationId,
    newcomer: &Newcomer,
    now: Time,
) -> Result<Event, Refusal> {
    let now = store.now(now);
    let present = existing_invitation(store, invitation)?;
    if store.members.contains_key(&newcomer.member) || store.former.contains_key(&newcomer.member) {
        return Err(Refusal::IdInUse);
    }
    if present.email.as_ref().is_none_or(|email| email.normalised() != newcomer.email.normalised()) {
        return Err(Refusal::WrongAccount);
    }
    must_be_pending(present, now)?;
    let twin = store.member_by_account(newcomer.account);
    if let Some(twin) = twin.or_else(|| store.member_by_email(newcomer.email.normalised())) {
        return Err(Refusal::AlreadyMember { member: twin.id, status: twin.status });
    }
    inviter_has_authority(store, present)?;
    active_members_fit(store, now)?;
    Ok(Event::InvitationAccepted {
        invitation,
        member: newcomer.member,
        account: newcomer.account,
        name: newcomer.name.as_str().to_owned().into(),
        email: newcomer.email.normalised().to_owned().into(),
        email_as_typed: newcomer.email.as_typed().map(|typed| typed.to_owned().into()),
        role: present.role,
        groups: present.groups.keys().copied().collect(),
    })
}

/// As if she invited now: active, with the area, above the role that she offered.
fn inviter_has_authority(store: &Store, invitation: &Invitation) -> Result<(), Refusal> {
    let may_invite = |inviter: &Member| {
        inviter.is_active()
            && cell(inviter.role, Area::InviteRemoveStaff) == Cell::Full
            && inviter.role.outranks(invitation.role)
    };
    match store.member(invitation.invited_by) {
        Some(inviter) if may_invite(inviter) => Ok(()),
        Some(_) | None => Err(Refusal::InviterLostAuthority),
    }
}

/// The seat is held already; only over the limit it counts whether the active members would still fit.
fn active_members_fit(store: &Store, now: Time) -> Result<(), Refusal> {
    let seats = store.seats(now);
    if seats.limit.fits(seats.active.saturating_add(1)) {
        return Ok(());
    }
    Err(Refusal::OverLimit { used: seats.used, limit: seats.limit })
}

/// What became of an invitation's mail: a system act. None where that is known already, or where nobody waits any more.
/// Give `reason` in words that name no one: it stays in the entries for ever.
pub fn note_delivery(
    store: &Store,
    invitation: InvitationId,
    delivery: &str,
    reason: Option<&str>,
) -> Result<Option<Event>, Refusal> {
    let present = existing_invitation(store, invitation)?;
    let known = present.delivery == delivery && present.delivery_reason.as_deref() == reason;
    if known || !present.is_open() {
        return Ok(None);
    }
    let (delivery, reason) = (delivery.to_owned(), reason.map(str::to_owned));
    Ok(Some(Event::InvitationDeliveryNoted { invitation, delivery, reason }))
}

// evolve

/// An address as an event holds it.
pub(crate) fn read_email(email: &Personal, as_typed: Option<&Personal>) -> Option<Email> {
    email.text().map(|normalised| Email::stored(normalised, as_typed.and_then(Personal::text)))
}

impl Store {
    fn change_invitation(&mut self, id: InvitationId, change: impl FnOnce(&mut Invitation)) {
        if let Some(mut invitation) = self.invitation(id).cloned() {
            change(&mut invitation);
            self.put_invitation(invitation);
        }
    }

    // Groups that do not exist are left out: no reference may dangle, whoever wrote the event.
    pub(crate) fn existing(&self, groups: &[GroupId], since: Since) -> Memberships {
        groups.iter().filter(|id| self.groups.contains_key(*id)).map(|id| (*id, since)).collect()
    }

    pub(crate) fn invitation_sent(&mut self, sent: Invitation) {
        self.put_invitation(sent);
    }

    pub(crate) fn invitation_resent(
        &mut self,
        id: InvitationId,
        expires_at: Time,
        invited_by: MemberId,
        sent_count: u32,
    ) {
        self.change_invitation(id, |invitation| {
            invitation.sent_again(expires_at, sent_count);
            if invitation.invited_by != invited_by {
                invitation.invited_by = invited_by;
                invitation.inviter_name = None;
            }
        });
    }

    pub(crate) fn invitation_role_changed(
        &mut self,
        id: InvitationId,
        to: Role,
        expires_at: Time,
        sent_count: u32,
    ) {
        self.change_invitation(id, |invitation| {
            invitation.sent_again(expires_at, sent_count);
            invitation.role = to;
        });
    }

    pub(crate) fn invitation_withdrawn(&mut self, id: InvitationId) {
        self.close(id, Closed::Withdrawn);
    }

    fn close(&mut self, id: InvitationId, how: Closed) {
        // A closed invitation points nowhere: its groups may be deleted without it.
        self.change_invitation(id, |invitation| {
            invitation.closed = Some(how);
            invitation.groups.clear();
        });
    }

    pub(crate) fn invitation_added_to_group(&mut self, id: InvitationId, group: GroupId, stamp: &Stamp) {
        let open = self.invitation(id).is_some_and(Invitation::is_open);
        if open && self.groups.contains_key(&group) {
            self.change_invitation(id, |invitation| {
                invitation.groups.join(group, stamp.since());
            });
        }
    }

    pub(crate) fn invitation_removed_from_group(&mut self, id: InvitationId, group: GroupId) {
        self.change_invitation(id, |invitation| {
            invitation.groups.leave(&group);
        });
    }

    pub(crate) fn invitation_accepted(&mut self, id: InvitationId, newcomer: Member) {
        self.close(id, Closed::Accepted(newcomer.id));
        // A place that was left is never taken again, and one that is held is not taken over.
        let known = self.members.contains_key(&newcomer.id) || self.former.contains_key(&newcomer.id);
        if !known {
            self.put_member(newcomer);
        }
    }

    pub(crate) fn invitation_delivery_noted(
        &mut self,
        id: InvitationId,
        delivery: &str,
        reason: Option<&str>,
    ) {
        self.change_invitation(id, |invitation| {
            invitation.delivery = delivery.to_owned();
            invitation.delivery_reason = reason.map(str::to_owned);
        });
    }
}

impl Invitation {
    fn sent_again(&mut self, expires_at: Time, sent_count: u32) {
        self.expires_at = expires_at;
        self.sent_count = sent_count;
        self.delivery = QUEUED.to_owned();
        self.delivery_reason = None;
    }
}

/// A member as she comes in by accepting.
pub(crate) fn newcomer(
    store: &Store,
    (member, account): (MemberId, AccountId),
    name: &Personal,
    email: Option<Email>,
    role: Role,
    groups: &[GroupId],
    stamp: &Stamp,
) -> Member {
    Member {
        id: member,
        account,
        email,
        name: name.text().map(Name::stored),
        role,
        groups: store.existing(groups, stamp.since()),
        status: MemberStatus::Active,
        role_since: stamp.since(),
        status_since: stamp.since(),
        joined: Some(stamp.at),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::op::Op;
    use crate::permission::Permission;
    use crate::plan::{Plan, SeatLimit};
    use crate::testing::{
        ADMIN, ADMIN_TWO, COUNTER, Given, MANAGER, OWNER, SELLER, STOCKROOM, email, given, group_id,
        invitation_id, invite_op, member_id, new_store, newcomer as person, set_plan, shop, start,
    };

    /// A shop in which an Admin has invited person 8.
    fn invited(role: Role) -> Given {
        given(shop()).when(ADMIN, invite_op(8, role, &[COUNTER])).accepted()
    }

    fn again(n: u32, address: u32) -> Op {
        let address = email(address).normalised().to_owned();
        Op::InvitationSend {
            invitation: invitation_id(n),
            email: address,
            role: "viewer".to_owned(),
            groups: vec![],
        }
    }

    fn resend(n: u32) -> Op {
        Op::InvitationResend { invitation: invitation_id(n) }
    }

    fn withdraw(n: u32) -> Op {
        Op::InvitationWithdraw { invitation: invitation_id(n) }
    }

    fn to_role(n: u32, from: Role, to: Role) -> Op {
        let (from, to) = (from.code().to_owned(), to.code().to_owned());
        Op::InvitationChangeRole { invitation: invitation_id(n), from, to }
    }

    #[test]
    fn an_invitation_holds_a_seat_for_seven_days() {
        let op = Op::InvitationSend {
            invitation: invitation_id(8),
            email: " Person8@KEDAI.example".to_owned(),
            role: "seller".to_owned(),
            groups: vec![group_id(COUNTER), group_id(COUNTER)],
        };
        let after = given(shop()).when(ADMIN, op).then(&Event::InvitationSent {
            invitation: invitation_id(8),
            email: "person8@kedai.example".to_owned().into(),
            email_as_typed: Some("Person8@KEDAI.example".to_owned().into()),
            role: Role::Seller,
            groups: vec![group_id(COUNTER)],
            expires_at: start().plus_days(7),
            invited_by: member_id(ADMIN),
        });
        let used = |days: u32| after.store.seats(start().plus_days(days)).used;
        assert_eq!((used(0), used(6), used(7)), (8, 8, 7));
        let invitation = after.store.invitation(invitation_id(8)).unwrap();
        assert_eq!(invitation.email(), "Person8@KEDAI.example");
    }

    #[test]
    fn on_starter_the_owner_fills_the_only_seat() {
        let limit = SeatLimit::Limited(1);
        let refusal = Refusal::NoFreeSeat { used: 1, limit };
        given(new_store()).when(OWNER, invite_op(8, Role::Viewer, &[])).refused(&refusal);
    }

    #[test]
    fn the_last_seat_is_the_last() {
        let mut store = new_store();
        set_plan(&mut store, Plan::Team);
        let mut case = given(store);
        for n in 8..12 {
            case = case.when(OWNER, invite_op(n, Role::Viewer, &[])).accepted();
        }
        let refusal = Refusal::NoFreeSeat { used: 5, limit: SeatLimit::Limited(5) };
        let case = case.when(OWNER, invite_op(12, Role::Viewer, &[])).refused(&refusal);
        let case =
            case.when_accepted(8).accepted().when(OWNER, invite_op(12, Role::Viewer, &[])).refused(&refusal);
        let case = case.when(OWNER, withdraw(9)).accepted();
        case.when(OWNER, invite_op(12, Role::Viewer, &[])).accepted();
    }

    #[test]
    fn accepting_moves_the_seat_from_the_invitation_to_the_member() {
        let after = invited(Role::Seller).when_accepted(8).then(&Event::InvitationAccepted {
            invitation: invitation_id(8),
            member: member_id(8),
            account: crate::testing::account_id(8),
            name: "Person 8".to_owned().into(),
            email: email(8).normalised().to_owned().into(),
            email_as_typed: None,
            role: Role::Seller,
            groups: vec![group_id(COUNTER)],
        });
        assert_eq!(after.store.seats(after.now).used, 8);
        assert!(after.store.may(member_id(8), Permission::OrdersFulfillment));
        let status = InvitationStatus::Accepted;
        let after = after.when_accepted_by(invitation_id(8), &Newcomer { member: member_id(9), ..person(8) });
        after.refused(&Refusal::InvitationNotPending { status });
    }

    #[test]
    fn groups_are_taken_as_they_are_when_accepted() {
        let add = Op::InvitationAddToGroup { invitation: invitation_id(8), group: group_id(STOCKROOM) };
        let gone = Op::GroupDelete { group: group_id(COUNTER), move_to: Some(None) };
        let after = invited(Role::Seller).when(ADMIN, add).accepted().when(ADMIN, gone).accepted();
        let after = after.when_accepted(8).accepted();
        let groups: Vec<_> = after.store.member(member_id(8)).unwrap().groups.keys().copied().collect();
        assert_eq!(groups, [group_id(STOCKROOM)]);
    }

    #[test]
    fn only_the_invited_address_may_accept() {
        invited(Role::Seller).when_accepted_by(invitation_id(8), &person(9)).refused(&Refusal::WrongAccount);
        let shouted = Newcomer { email: Email::parse("PERSON8@Kedai.Example").unwrap(), ..person(8) };
        invited(Role::Seller).when_accepted_by(invitation_id(8), &shouted).accepted();
    }

    #[test]
    fn whoever_invited_must_still_be_able_to() {
        let lost = |op: Op| {
            let after = invited(Role::Seller).when(OWNER, op).accepted();
            after.when_accepted(8).refused(&Refusal::InviterLostAuthority)
        };
        lost(Op::MemberSuspend { member: member_id(ADMIN) });
        // A Manager outranks a Seller, but may invite nobody.
        let demote = |to: &str| Op::MemberChangeRole {
            member: member_id(ADMIN),
            from: "admin".to_owned(),
            to: to.to_owned(),
        };
        lost(demote("manager"));
        lost(demote("viewer"));
        let after = lost(Op::MemberRemove { member: member_id(ADMIN) });
        // Another re-sends it, and is judged instead.
        after.when(ADMIN_TWO, resend(8)).accepted().when_accepted(8).accepted();
    }

    #[test]
    fn an_owner_may_change_the_offer_beyond_its_inviter_and_then_it_needs_a_re_send() {
        let after = invited(Role::Seller).when(OWNER, to_role(8, Role::Seller, Role::Admin)).accepted();
        let after = after.when_accepted(8).refused(&Refusal::InviterLostAuthority);
        after.when(OWNER, resend(8)).accepted().when_accepted(8).accepted();
    }

    #[test]
    fn checks_come_in_the_order_invitation_person_status_inviter_seats() {
        let expired =
            invited(Role::Seller).when(OWNER, Op::MemberSuspend { member: member_id(ADMIN) }).accepted();
        let expired =
            expired.when_accepted_by(invitation_id(99), &person(9)).refused(&Refusal::UnknownInvitation);
        let mut expired = expired.after_days(8);
        set_plan(&mut expired.store, Plan::Starter);
        let expired = expired.when_accepted_by(invitation_id(8), &person(9)).refused(&Refusal::WrongAccount);
        let status = InvitationStatus::Expired;
        expired.when_accepted(8).refused(&Refusal::InvitationNotPending { status });
    }

    #[test]
    fn over_the_limit_one_is_accepted_only_while_active_members_stay_within() {
        let mut store = shop();
        crate::testing::invite(&mut store, 8, Role::Viewer, &[]);
        set_plan(&mut store, Plan::Team);
        let limit = SeatLimit::Limited(5);
        let over = given(store).when_accepted(8).refused(&Refusal::OverLimit { used: 8, limit });
        let remove = |n| Op::MemberRemove { member: member_id(n) };
        let over = over.when(OWNER, remove(3)).accepted().when(OWNER, remove(4)).accepted();
        let over = over.when_accepted(8).refused(&Refusal::OverLimit { used: 6, limit });
        let within = over.when(OWNER, remove(5)).accepted();
        within.when_accepted(8).accepted();
    }

    #[test]
    fn re_sending_a_pending_one_needs_no_seat_and_makes_the_re_sender_answer_for_it() {
        let mut case = invited(Role::Seller).after_days(3);
        set_plan(&mut case.store, Plan::Starter);
        let after = case.when(OWNER, resend(8)).then(&Event::InvitationResent {
            invitation: invitation_id(8),
            expires_at: start().plus_days(10),
            invited_by: member_id(OWNER),
            sent_count: 2,
        });
        assert_eq!(after.store.seats(start().plus_days(9)).pending, 1);
    }

    #[test]
    fn re_sending_an_expired_one_needs_a_seat() {
        let mut case = invited(Role::Seller).after_days(7);
        set_plan(&mut case.store, Plan::Starter);
        let limit = SeatLimit::Limited(1);
        let mut case = case.when(OWNER, resend(8)).refused(&Refusal::OverLimit { used: 7, limit });
        set_plan(&mut case.store, Plan::Team);
        for n in [3, 4] {
            case = case.when(OWNER, Op::MemberRemove { member: member_id(n) }).accepted();
        }
        let limit = SeatLimit::Limited(5);
        let case = case.when(OWNER, resend(8)).refused(&Refusal::NoFreeSeat { used: 5, limit });
        let case = case.when(OWNER, Op::MemberRemove { member: member_id(5) }).accepted();
        let case = case.when(OWNER, resend(8)).accepted();
        assert_eq!(case.store.seats(case.now).used, 5);
    }

    #[test]
    fn an_expired_one_can_only_be_withdrawn_or_re_sent() {
        let expired = || invited(Role::Seller).after_days(7);
        let refusal = Refusal::InvitationNotPending { status: InvitationStatus::Expired };
        expired().when(ADMIN, to_role(8, Role::Seller, Role::Viewer)).refused(&refusal);
        let group = group_id(STOCKROOM);
        expired()
            .when(ADMIN, Op::InvitationAddToGroup { invitation: invitation_id(8), group })
            .refused(&refusal);
        let group = group_id(COUNTER);
        expired()
            .when(ADMIN, Op::InvitationRemoveFromGroup { invitation: invitation_id(8), group })
            .refused(&refusal);
        expired().when_accepted(8).refused(&refusal);
        expired().when(ADMIN, withdraw(8)).accepted().when(ADMIN, withdraw(8)).nothing_to_do();
        // A new one to that address is allowed; then the old one cannot be re-sent, nor once it became a member.
        let renewed = expired().when(ADMIN, again(9, 8)).accepted();
        let renewed =
            renewed.when(ADMIN, resend(8)).refused(&Refusal::AlreadyInvited { invitation: invitation_id(9) });
        let joined = renewed.when_accepted_by(invitation_id(9), &person(8)).accepted();
        let status = MemberStatus::Active;
        joined.when(ADMIN, resend(8)).refused(&Refusal::AlreadyMember { member: member_id(8), status });
    }

    #[test]
    fn a_clock_set_back_revives_nothing() {
        let mut case = invited(Role::Seller).after_days(8);
        set_plan(&mut case.store, Plan::Enterprise);
        // The operator's act happened at the store's own time; one more act at the later one.
        let case = case.when(OWNER, invite_op(9, Role::Viewer, &[])).accepted().after_seconds(-8 * 86_400);
        let status = InvitationStatus::Expired;
        let case = case.when_accepted(8).refused(&Refusal::InvitationNotPending { status });
        assert_eq!(case.store.seats(case.now).pending, 1, "only the newer one");
        assert_eq!(case.store.seats(start()).pending, 1);
    }

    #[test]
    fn changing_the_offer_sends_it_again_but_its_inviter_stays() {
        let after = invited(Role::Seller)
            .after_days(2)
            .when(OWNER, to_role(8, Role::Seller, Role::Manager))
            .then(&Event::InvitationRoleChanged {
                invitation: invitation_id(8),
                from: Role::Seller,
                to: Role::Manager,
                expires_at: start().plus_days(9),
                sent_count: 2,
            });
        let invitation = after.store.invitation(invitation_id(8)).unwrap();
        assert_eq!(invitation.invited_by, member_id(ADMIN));
        assert_eq!((invitation.sent_count, invitation.delivery.as_str()), (2, QUEUED));
    }

    #[test]
    fn rank_guards_invitations_too() {
        let outranked = Refusal::Outranked { actor_role: Role::Admin, target_role: Role::Admin };
        given(shop()).when(ADMIN, invite_op(8, Role::Admin, &[])).refused(&outranked);
        given(shop()).when(OWNER, invite_op(8, Role::Owner, &[])).refused(&Refusal::OwnerRoleReserved);
        let offered = || given(shop()).when(OWNER, invite_op(8, Role::Admin, &[])).accepted();
        for op in [resend(8), withdraw(8), to_role(8, Role::Admin, Role::Seller)] {
            offered().when(ADMIN, op).refused(&outranked);
        }
        let area = Area::InviteRemoveStaff;
        invited(Role::Seller).when(MANAGER, withdraw(8)).refused(&Refusal::AreaRequired { area });
        invited(Role::Seller).when(SELLER, resend(8)).refused(&Refusal::AreaRequired { area });
    }

    #[test]
    fn withdraw_and_accept_race_and_the_first_wins() {
        let withdrawn = invited(Role::Seller).when(ADMIN, withdraw(8)).accepted();
        let status = InvitationStatus::Withdrawn;
        withdrawn.when_accepted(8).refused(&Refusal::InvitationNotPending { status });
        let accepted = invited(Role::Seller).when_accepted(8).accepted();
        let status = InvitationStatus::Accepted;
        accepted.when(ADMIN, withdraw(8)).refused(&Refusal::InvitationNotPending { status });
    }

    #[test]
    fn a_suspended_member_is_not_invited_but_restored() {
        let case = given(shop()).when(ADMIN, Op::MemberSuspend { member: member_id(SELLER) }).accepted();
        let (member, status) = (member_id(SELLER), MemberStatus::Suspended);
        case.when(ADMIN, again(20, SELLER)).refused(&Refusal::AlreadyMember { member, status });
    }

    #[test]
    fn one_account_has_one_place_whatever_its_address() {
        let case = invited(Role::Seller);
        let twin = Newcomer { account: crate::testing::account_id(SELLER), ..person(8) };
        let (member, status) = (member_id(SELLER), MemberStatus::Active);
        case.when_accepted_by(invitation_id(8), &twin).refused(&Refusal::AlreadyMember { member, status });
    }

    #[test]
    fn what_became_of_the_mail_is_noted_once() {
        let case = invited(Role::Seller);
        let note = |store: &Store, delivery, reason| note_delivery(store, invitation_id(8), delivery, reason);
        let event = note(&case.store, UNDELIVERED, Some("mailbox unavailable")).unwrap().unwrap();
        let stamp = Stamp { at: case.now, by: None };
        let store = crate::evolve::evolve(&case.store, &event, &stamp);
        assert_eq!(store.invitation(invitation_id(8)).unwrap().delivery, UNDELIVERED);
        assert_eq!(store.seats(case.now).pending, 1, "it stays pending");
        assert_eq!(note(&store, UNDELIVERED, Some("mailbox unavailable")), Ok(None));
        assert_eq!(note_delivery(&store, invitation_id(99), SENT, None), Err(Refusal::UnknownInvitation));
        let closed = case.when(ADMIN, withdraw(8)).accepted();
        assert_eq!(note(&closed.store, SENT, None), Ok(None));
    }
}
