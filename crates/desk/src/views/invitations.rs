//! The Invitations screen: who is invited, how the mail fared, and what may be done with each.

use keyholder_domain::event::Event;
use keyholder_domain::id::InvitationId;
use keyholder_domain::invitation::{Invitation, QUEUED, SENT, UNDELIVERED};
use keyholder_domain::op::Op;
use keyholder_domain::personal::Personal;
use keyholder_domain::role::Role;
use keyholder_domain::status::InvitationStatus;
use keyholder_domain::time::Time;
use keyholder_domain::wire::Entry;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::marks::Marks;
use super::scan::fold;
use super::scene::{GIVEN, Scene, any_other};
use super::seats::Seats;
use super::shared::{Mark, May, Named, RoleChoice, Told};
use super::team::{groups_by_name, named};
use crate::picture::ActivityPage;

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InvitationStanding {
    /// Asked for here, not yet taken by the cloud: its seven days have not begun.
    Waiting,
    /// Sent, and holds a seat.
    Pending,
    /// Its seven days are over.
    Expired,
    /// It became a member. Listed only where it is asked for: nothing is left to do about it.
    Accepted,
}

/// Which slice of the invitations.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct InvitationsAsk {
    /// A part of the address.
    pub search: String,
    /// Only this standing.
    pub status: Option<InvitationStanding>,
    /// The first row, from 0.
    pub from: usize,
    /// How many rows.
    pub count: usize,
}

/// How the mail fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryView {
    /// In the cloud's mail queue.
    Queued,
    /// Taken by the mail server.
    Sent,
    /// Could not be sent; the link can be copied.
    Undelivered,
}

/// What may be done with an invitation.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct InvitationMay {
    /// Send it again.
    pub resend: May,
    /// Withdraw it.
    pub withdraw: May,
    /// Offer another role or other groups.
    pub change_role: May,
    /// Copy its link (online only).
    pub link: May,
}

/// One invitation.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct InvitationRow {
    /// Its id.
    pub id: InvitationId,
    /// The address as typed.
    pub email: String,
    /// The role that is offered.
    pub role: Role,
    /// The groups that are offered.
    pub groups: Vec<Named>,
    /// Where it stands.
    pub status: InvitationStanding,
    /// When its seat falls free.
    pub expires_at: Option<Time>,
    /// When it was accepted.
    pub accepted_at: Option<Time>,
    /// Who sent it, by name.
    pub invited_by: Option<String>,
    /// How many times it was sent.
    pub sent_count: u32,
    /// How the mail fared.
    pub delivery: Option<DeliveryView>,
    /// Why it could not be sent.
    pub delivery_reason: Option<String>,
    /// What about it is not confirmed yet.
    pub mark: Option<Mark>,
    /// What may be done with it.
    pub may: InvitationMay,
    /// The roles that can be offered instead.
    pub roles: Vec<RoleChoice>,
    /// Nobody who accepts this will see anything in omnichannel: no group grants what the role may hold.
    pub empty_access: bool,
}

/// One slice of the invitations.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct InvitationsView {
    /// How many match.
    pub total: usize,
    /// The first row's place.
    pub from: usize,
    /// The rows: what waits first, then pending, then expired.
    pub rows: Vec<InvitationRow>,
    /// The seat forecast.
    pub seats: Seats,
    /// Whether somebody may be invited now.
    pub may_invite: May,
    /// The roles that can be offered.
    pub roles: Vec<RoleChoice>,
    /// The groups that can be offered.
    pub groups: Vec<Named>,
    /// How many rows a list has that is being looked over.
    pub listed: usize,
}

/// Draws one slice of the invitations. Those that were accepted are not in the store: `page` has the slice of them.
pub fn invitations(
    scene: &Scene,
    marks: &Marks,
    ask: &InvitationsAsk,
    page: Option<&ActivityPage>,
) -> InvitationsView {
    if ask.status == Some(InvitationStanding::Accepted) {
        let (entries, total) = page.map_or((&[][..], 0), |page| (&page.entries[..], page.total));
        return view(scene, ask, total, entries.iter().filter_map(|entry| accepted(scene, entry)).collect());
    }
    let search = fold(ask.search.trim());
    let all =
        scene.store().invitations().filter_map(|invitation| Some((place(scene, invitation)?, invitation)));
    let mut kept: Vec<_> = all
        .filter(|(place, invitation)| {
            ask.status.is_none_or(|status| status == place.0) && fold(invitation.email()).contains(&search)
        })
        .collect();
    kept.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| one.1.id.cmp(&other.1.id)));
    let shown = kept.iter().skip(ask.from).take(ask.count);
    let rows = shown.map(|(place, invitation)| row(scene, marks, invitation, place.0)).collect();
    view(scene, ask, kept.len(), rows)
}

fn view(scene: &Scene, ask: &InvitationsAsk, total: usize, rows: Vec<InvitationRow>) -> InvitationsView {
    InvitationsView {
        total,
        from: ask.from,
        rows,
        seats: Seats::of(scene.picture),
        may_invite: scene.may_invite(),
        roles: scene.invitable(),
        groups: groups_by_name(scene),
        listed: scene.picture.inviting.as_ref().map_or(0, |draft| draft.rows.len()),
    }
}

/// The row of an entry by which somebody came.
fn accepted(scene: &Scene, entry: &Entry) -> Option<InvitationRow> {
    let Ok(Event::InvitationAccepted { invitation, email, email_as_typed, role, groups, .. }) = entry.event()
    else {
        return None;
    };
    // An address that was erased names nobody any more.
    let email = email_as_typed.as_ref().and_then(Personal::text).or(email.text())?.to_owned();
    let over = || Some(Told::new("invitation_not_pending", json!({ "status": "accepted" })));
    Some(InvitationRow {
        id: invitation,
        email,
        role,
        groups: named(scene, groups.into_iter()),
        status: InvitationStanding::Accepted,
        expires_at: None,
        accepted_at: Some(entry.at),
        invited_by: None,
        sent_count: 1,
        delivery: None,
        delivery_reason: None,
        mark: None,
        may: InvitationMay { resend: over(), withdraw: over(), change_role: over(), link: over() },
        roles: Vec::new(),
        empty_access: false,
    })
}

/// Where an invitation stands in the list: what waits first, then pending and expired, the one that ends first before others.
fn place(scene: &Scene, invitation: &Invitation) -> Option<(InvitationStanding, Time, String)> {
    let standing = match scene.store().invitation_status(invitation, scene.now()) {
        InvitationStatus::Pending if scene.picture.base.invitation(invitation.id).is_none() => {
            InvitationStanding::Waiting
        }
        InvitationStatus::Pending => InvitationStanding::Pending,
        InvitationStatus::Expired => InvitationStanding::Expired,
        InvitationStatus::Accepted | InvitationStatus::Withdrawn => return None,
    };
    Some((standing, invitation.expires_at, fold(invitation.email())))
}

fn row(scene: &Scene, marks: &Marks, invitation: &Invitation, status: InvitationStanding) -> InvitationRow {
    let id = invitation.id;
    let waits = status == InvitationStanding::Waiting;
    let roles = roles_for(scene, invitation);
    InvitationRow {
        id,
        email: invitation.email().to_owned(),
        role: invitation.role,
        groups: named(scene, invitation.groups.keys().copied()),
        status,
        // The seven days begin when the cloud takes it, not when it was made here.
        expires_at: (!waits).then_some(invitation.expires_at),
        accepted_at: None,
        invited_by: invited_by(scene, invitation),
        sent_count: invitation.sent_count,
        delivery: delivery(invitation, status),
        delivery_reason: invitation.delivery_reason.clone(),
        mark: marks.get(id.uuid()),
        may: InvitationMay {
            resend: scene.may(&Op::InvitationResend { invitation: id }),
            withdraw: scene.may(&Op::InvitationWithdraw { invitation: id }),
            change_role: any_other(&roles, invitation.role),
            link: may_link(scene, invitation, status),
        },
        roles,
        empty_access: scene.store().prospect(invitation.role, invitation.groups.keys()).is_empty(),
    }
}

fn roles_for(scene: &Scene, invitation: &Invitation) -> Vec<RoleChoice> {
    let from = invitation.role.code();
    let op = |to: Role| Op::InvitationChangeRole {
        invitation: invitation.id,
        from: from.into(),
        to: to.code().into(),
    };
    GIVEN.iter().map(|&role| RoleChoice { role, may: scene.may(&op(role)) }).collect()
}

/// Whether the link may be copied: WIRE gives it to the Owner, and to an Admin who outranks what is offered.
fn may_link(scene: &Scene, invitation: &Invitation, status: InvitationStanding) -> May {
    // Withdrawing asks for the same area and the same rank, so its answer is the link's.
    let rank = scene.may(&Op::InvitationWithdraw { invitation: invitation.id });
    match status {
        _ if rank.is_some() => rank,
        InvitationStanding::Waiting => Some(Told::new("not_sent_yet", json!({}))),
        InvitationStanding::Expired => {
            Some(Told::new("invitation_not_pending", json!({ "status": "expired" })))
        }
        // No row of the store stands so.
        InvitationStanding::Pending | InvitationStanding::Accepted => None,
    }
}

/// Who answers for it, by name.
fn invited_by(scene: &Scene, invitation: &Invitation) -> Option<String> {
    scene.names.any(scene.store(), invitation.invited_by.uuid())
}

/// How the mail fared; nothing while the cloud has not taken the invitation, or where a later version says what this one
/// does not know.
fn delivery(invitation: &Invitation, status: InvitationStanding) -> Option<DeliveryView> {
    match (status, invitation.delivery.as_str()) {
        (InvitationStanding::Waiting, _) => None,
        (_, QUEUED) => Some(DeliveryView::Queued),
        (_, SENT) => Some(DeliveryView::Sent),
        (_, UNDELIVERED) => Some(DeliveryView::Undelivered),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use keyholder_domain::id::GroupId;
    use keyholder_domain::permission::Permission;
    use keyholder_domain::plan::Plan;

    use super::super::fixture::{Shop, ask, asked as ask_with, code, day, id, waits};
    use super::super::{View, What};
    use super::*;
    use crate::picture::Picture;

    fn drawn(picture: &Picture) -> InvitationsView {
        asked(picture, InvitationsAsk { count: 50, ..InvitationsAsk::default() })
    }

    fn asked(picture: &Picture, slice: InvitationsAsk) -> InvitationsView {
        match ask(picture, What::Invitations(slice)) {
            Ok(View::Invitations(view)) => view,
            other => panic!("asked the invitations, got {other:?}"),
        }
    }

    fn send(n: u128, email: &str, groups: &[GroupId]) -> Op {
        Op::InvitationSend {
            invitation: InvitationId::from_uuid(id(5_000 + n)),
            email: email.to_owned(),
            role: Role::Seller.code().to_owned(),
            groups: groups.to_vec(),
        }
    }

    #[test]
    fn what_waits_stands_first_without_an_end_and_takes_no_used_seat() {
        let mut shop = Shop::new();
        shop.invites("Rina@Toko.example", Role::Seller, &[]);
        let mut picture = shop.seen_by(shop.owner());
        waits(&mut picture, &send(1, "sari@toko.example", &[]));
        let view = drawn(&picture);
        let told: Vec<_> = view.rows.iter().map(|row| (row.email.as_str(), row.status, row.mark)).collect();
        assert_eq!(
            told,
            [
                ("sari@toko.example", InvitationStanding::Waiting, Some(Mark::Waiting)),
                ("Rina@Toko.example", InvitationStanding::Pending, None),
            ]
        );
        assert_eq!(view.rows[0].expires_at, None, "seven days begin when the cloud takes it");
        assert_eq!((view.seats.used, view.seats.pending, view.seats.waiting), (2, 1, 1));
        assert_eq!(code(&view.rows[0].may.link), "not_sent_yet");
        assert_eq!(view.rows[1].invited_by.as_deref(), Some("Ana"));
    }

    #[test]
    fn an_expired_invitation_can_be_sent_again_and_withdrawn_only() {
        let mut shop = Shop::new();
        shop.invites("rina@toko.example", Role::Seller, &[]);
        let mut picture = shop.seen_by(shop.owner());
        picture.now = day(8);
        let view = drawn(&picture);
        let [row] = view.rows.as_slice() else { panic!("one row, not {:?}", view.rows) };
        let may = &row.may;
        assert_eq!(row.status, InvitationStanding::Expired);
        assert_eq!(
            [code(&may.resend), code(&may.withdraw), code(&may.change_role), code(&may.link)],
            ["may", "may", "invitation_not_pending", "invitation_not_pending"]
        );
        assert_eq!(view.seats.pending, 0);
    }

    #[test]
    fn an_admin_gets_no_link_of_another_admins_invitation() {
        let mut shop = Shop::new();
        let admin = shop.member("Budi", Role::Admin, &[]);
        shop.invites("rina@toko.example", Role::Admin, &[]);
        let row = &drawn(&shop.seen_by(admin)).rows[0];
        assert_eq!([code(&row.may.link), code(&row.may.resend)], ["outranked", "outranked"]);
    }

    #[test]
    fn an_invitation_without_a_useful_group_says_that_nothing_will_be_seen() {
        let mut shop = Shop::new();
        let developers = shop.group("Developers", &[Permission::DeveloperView]);
        let kasir = shop.group("Kasir", &[Permission::OrdersView]);
        shop.invites("a@toko.example", Role::Seller, &[]);
        shop.invites("b@toko.example", Role::Seller, &[developers]);
        shop.invites("c@toko.example", Role::Seller, &[kasir]);
        shop.invites("d@toko.example", Role::Admin, &[]);
        let empty: Vec<_> =
            drawn(&shop.seen_by(shop.owner())).rows.iter().map(|row| row.empty_access).collect();
        assert_eq!(
            empty,
            [true, true, false, false],
            "Sellers are cut from developer tools; Admins need no group"
        );
    }

    #[test]
    fn on_starter_the_invite_button_says_that_the_only_seat_is_taken() {
        let mut shop = Shop::new();
        shop.plan(Plan::Starter);
        let view = drawn(&shop.seen_by(shop.owner()));
        let told = view.may_invite.expect("no seat is free");
        assert_eq!(
            (told.code.as_str(), &told.with["used"], &told.with["limit"]),
            ("no_free_seat", &1.into(), &1.into())
        );
    }

    #[test]
    fn what_was_accepted_is_listed_only_where_it_is_asked_for() {
        let mut shop = Shop::new();
        shop.member("Budi", Role::Seller, &[]);
        shop.invites("rina@a.example", Role::Viewer, &[]);
        let picture = shop.seen_by(shop.owner());
        let accepted =
            InvitationsAsk { status: Some(InvitationStanding::Accepted), count: 9, ..Default::default() };
        let came = picture.recent.iter().filter(|entry| entry.event["type"] == "invitation.accepted");
        let page = ActivityPage { entries: came.cloned().collect(), total: 1, ..ActivityPage::default() };
        let Ok(View::Invitations(view)) = ask_with(&picture, What::Invitations(accepted), Some(&page)) else {
            panic!("asked the invitations");
        };
        let [row] = view.rows.as_slice() else { panic!("one row, not {:?}", view.rows) };
        assert!(row.email.starts_with("budi-") && row.accepted_at.is_some(), "{row:?}");
        assert_eq!(code(&row.may.resend), "invitation_not_pending");
        assert_eq!(drawn(&picture).total, 1);
    }

    #[test]
    fn search_and_standing_narrow_the_slice() {
        let mut shop = Shop::new();
        for email in ["rina@a.example", "sari@b.example"] {
            shop.invites(email, Role::Viewer, &[]);
        }
        let picture = shop.seen_by(shop.owner());
        let slice =
            |search: &str, status| InvitationsAsk { search: search.into(), status, from: 0, count: 9 };
        assert_eq!(asked(&picture, slice("RINA", None)).total, 1);
        assert_eq!(asked(&picture, slice("", Some(InvitationStanding::Pending))).total, 2);
        assert_eq!(asked(&picture, slice("", Some(InvitationStanding::Expired))).total, 0);
    }
}
