//! What an op would change, before it is confirmed: access gained and lost, people touched, seats, warnings.

use keyholder_domain::authority::Asker;
use keyholder_domain::op::Op;
use keyholder_domain::permission::Permission;
use keyholder_domain::preview::{self as domain, Touched, Who};
use keyholder_domain::role::{Area, Cell};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;
use uuid::Uuid;

use super::names::{NO_NAME, Names};
use super::scene::Scene;
use super::seats::Seats;
use super::shared::{Told, With};
use crate::picture::{Picture, can_ask_anyway};

/// Whom a change touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    /// A member.
    Member,
    /// Somebody who is invited.
    Invitation,
}

/// One cell that changes.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CellChange {
    /// The area.
    pub area: Area,
    /// Before.
    #[ts(type = "CellLevel")]
    pub from: Cell,
    /// After.
    #[ts(type = "CellLevel")]
    pub to: Cell,
}

/// One person whom the change touches.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PersonChange {
    /// Member or invitation.
    pub kind: PersonKind,
    /// Her id.
    pub id: Uuid,
    /// Her name, or the address of the invitation.
    pub name: String,
    /// The cells that change.
    pub cells: Vec<CellChange>,
    /// Permissions she would gain.
    pub gained: Vec<Permission>,
    /// Permissions she would lose.
    pub lost: Vec<Permission>,
}

/// Something to know before confirming. Key `warning-<code>`.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Warning {
    /// The stable code.
    pub code: String,
    /// Its values.
    pub with: With,
}

/// What an op would change.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PreviewView {
    /// The first people it touches.
    pub people: Vec<PersonChange>,
    /// How many there are.
    pub people_total: usize,
    /// Seats now.
    pub seats_before: Seats,
    /// Seats after.
    pub seats_after: Seats,
    /// What to know first.
    pub warnings: Vec<Warning>,
    /// Why it would be refused.
    pub refusal: Option<Told>,
    /// Others' acts could change that answer, so it may be asked anyway.
    pub can_ask_anyway: bool,
}

/// How many people are listed by name; the rest are counted.
const LISTED: usize = 50;

/// What an op would change, or why it would be refused. Never fails: a refusal is an answer.
pub fn preview(picture: &Picture, op: &Op) -> PreviewView {
    let scene = Scene { picture, names: &Names::of(picture) };
    let foreseen = match picture.me {
        Some(me) if picture.has_team => domain::preview(scene.store(), Asker::Member(me), op, scene.now()),
        _ => return refused(&scene, scene.no_team()),
    };
    match foreseen {
        Ok(foreseen) => drawn(&scene, op, foreseen),
        Err(refusal) => refused(&scene, scene.told(&refusal, op)),
    }
}

fn drawn(scene: &Scene, op: &Op, foreseen: domain::Preview) -> PreviewView {
    let seats = Seats::of(scene.picture);
    let counted = |counted| Seats::counted(counted, seats.waiting, seats.as_of);
    let mut warnings: Vec<Warning> = foreseen.warnings.iter().map(|it| warning(scene, it)).collect();
    warnings.extend(second_mail(scene, op));
    if foreseen.event.is_none() {
        warnings.push(Warning { code: "nothing_changes".to_owned(), with: With::new() });
    }
    PreviewView {
        people: foreseen.people.iter().take(LISTED).map(person).collect(),
        people_total: foreseen.people_total,
        seats_before: counted(foreseen.seats_before),
        seats_after: counted(foreseen.seats_after),
        warnings,
        refusal: None,
        can_ask_anyway: false,
    }
}

/// A person as the rules tell what changes for her.
pub fn person(touched: &Touched) -> PersonChange {
    let (kind, id) = match touched.who {
        Who::Member(id) => (PersonKind::Member, id.uuid()),
        Who::Invitation(id) => (PersonKind::Invitation, id.uuid()),
    };
    let change = |it: &domain::CellChange| CellChange { area: it.area, from: it.from, to: it.to };
    let known = [&touched.name, &touched.email].into_iter().find(|name| !name.is_empty());
    PersonChange {
        kind,
        id,
        name: known.map_or(NO_NAME, |name| name.as_str()).to_owned(),
        cells: touched.cells.iter().map(change).collect(),
        gained: touched.gained.iter().collect(),
        lost: touched.lost.iter().collect(),
    }
}

/// A warning of the rules, with the names of the ids in it and a count of its permissions.
pub fn warning(scene: &Scene, warning: &domain::Warning) -> Warning {
    let Told { code, mut with, .. } =
        scene.names.told(scene.store(), Told::new(code_of(warning), warning.with()));
    if let Some(Value::Array(permissions)) = with.get("permissions") {
        let count = permissions.len();
        with.insert("count".to_owned(), count.into());
    }
    Warning { code, with }
}

/// The window's words for a warning of the rules.
fn code_of(warning: &domain::Warning) -> &'static str {
    match warning {
        domain::Warning::EmptyAccess { .. } => "no_group",
        domain::Warning::CutByRole { .. } => "role_cuts",
        domain::Warning::EmptyGroup { .. }
        | domain::Warning::OwnerAndAdminOnly { .. }
        | domain::Warning::OverLimit { .. } => warning.code(),
    }
}

/// Another mail goes out, and the links that were sent before die.
fn second_mail(scene: &Scene, op: &Op) -> Option<Warning> {
    let (Op::InvitationResend { invitation } | Op::InvitationChangeRole { invitation, .. }) = op else {
        return None;
    };
    let email = scene.store().invitation(*invitation)?.email();
    let with = With::from_iter([("email".to_owned(), Value::from(email))]);
    Some(Warning { code: "second_mail".to_owned(), with })
}

fn refused(scene: &Scene, told: Told) -> PreviewView {
    let seats = Seats::of(scene.picture);
    PreviewView {
        people: Vec::new(),
        people_total: 0,
        seats_before: seats.clone(),
        seats_after: seats,
        warnings: Vec::new(),
        can_ask_anyway: can_ask_anyway(&told.code),
        refusal: Some(told),
    }
}

#[cfg(test)]
mod tests {
    use keyholder_domain::id::{GroupId, InvitationId, MemberId};
    use keyholder_domain::plan::Plan;
    use keyholder_domain::role::Role;

    use super::super::fixture::{Shop, id, waits};
    use super::*;

    fn send(n: u128, email: &str, groups: &[GroupId]) -> Op {
        Op::InvitationSend {
            invitation: InvitationId::from_uuid(id(5_000 + n)),
            email: email.to_owned(),
            role: "seller".to_owned(),
            groups: groups.to_vec(),
        }
    }

    fn promote(member: MemberId) -> Op {
        Op::MemberChangeRole { member, from: "seller".into(), to: "manager".into() }
    }

    fn codes(view: &PreviewView) -> Vec<&str> {
        view.warnings.iter().map(|warning| warning.code.as_str()).collect()
    }

    #[test]
    fn a_promotion_tells_cells_and_permissions_that_change() {
        let mut shop = Shop::new();
        let gudang = shop.group("Gudang", &[Permission::InventoryUpdate]);
        let dewi = shop.member("Dewi", Role::Seller, &[gudang]);
        let view = preview(&shop.seen_by(shop.owner()), &promote(dewi));
        let [person] = view.people.as_slice() else { panic!("one person, not {:?}", view.people) };
        assert_eq!((person.name.as_str(), person.kind), ("Dewi", PersonKind::Member));
        assert!(person.cells.contains(&CellChange {
            area: Area::VoidSale,
            from: Cell::None,
            to: Cell::Full
        }));
        assert!(person.cells.contains(&CellChange {
            area: Area::ViewReports,
            from: Cell::Partial,
            to: Cell::Full
        }));
        assert_eq!(
            (person.gained.as_slice(), person.lost.len()),
            ([Permission::InventoryUpdate].as_slice(), 0)
        );
        assert_eq!((view.refusal, view.seats_before.used), (None, view.seats_after.used));
    }

    #[test]
    fn an_invitation_takes_a_seat_and_says_when_nothing_will_be_seen() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[Permission::OrdersView, Permission::PriceUpdate]);
        let picture = shop.seen_by(shop.owner());
        let view = preview(&picture, &send(1, "sari@toko.example", &[]));
        assert_eq!((view.seats_before.used, view.seats_after.used), (1, 2));
        assert_eq!(codes(&view), ["no_group"]);
        let view = preview(&picture, &send(1, "sari@toko.example", &[kasir]));
        assert_eq!(codes(&view), ["role_cuts"]);
        assert_eq!(view.warnings[0].with["count"], 1);
        assert_eq!(view.people[0].name, "sari@toko.example");
    }

    #[test]
    fn a_refusal_says_why_and_whether_it_may_be_asked_anyway() {
        let mut shop = Shop::new();
        shop.plan(Plan::Starter);
        let view = preview(&shop.seen_by(shop.owner()), &send(1, "sari@toko.example", &[]));
        assert_eq!(
            (view.refusal.map(|told| told.code), view.can_ask_anyway),
            (Some("no_free_seat".to_owned()), true)
        );
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let view = preview(&shop.seen_by(dewi), &promote(dewi));
        assert_eq!(
            (view.refusal.map(|told| told.code), view.can_ask_anyway),
            (Some("area_required".to_owned()), false)
        );
        let picture = shop.seen_by(shop.owner());
        let ana = shop.store.owner().expect("the Owner").email().to_owned();
        let told = preview(&picture, &send(1, &ana, &[])).refusal.expect("she is a member");
        assert_eq!((told.code.as_str(), &told.with["who"]), ("already_member", &Value::from("Ana")));
    }

    #[test]
    fn sending_again_warns_of_a_second_mail_and_a_reached_goal_of_nothing() {
        let mut shop = Shop::new();
        let invitation = shop.invites("rina@toko.example", Role::Admin, &[]);
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let mut picture = shop.seen_by(shop.owner());
        assert_eq!(codes(&preview(&picture, &Op::InvitationResend { invitation })), ["second_mail"]);
        waits(&mut picture, &Op::MemberSuspend { member: dewi });
        assert_eq!(codes(&preview(&picture, &Op::MemberSuspend { member: dewi })), ["nothing_changes"]);
    }

    #[test]
    fn deleting_a_group_lists_those_who_lose_by_it() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[Permission::OrdersFulfillment]);
        for n in 0..60 {
            shop.member(&format!("Seller {n}"), Role::Seller, &[kasir]);
        }
        let view =
            preview(&shop.seen_by(shop.owner()), &Op::GroupDelete { group: kasir, move_to: Some(None) });
        assert_eq!((view.people.len(), view.people_total), (LISTED, 60));
        assert!(
            view.people.iter().all(|it| it.lost == [Permission::OrdersView, Permission::OrdersFulfillment])
        );
    }
}
