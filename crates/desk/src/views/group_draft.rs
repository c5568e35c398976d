//! A group with switches that are turned and not yet asked for: what it would then hold, the ops that lead there, and what
//! they would change for whom. Several switches are one look and one yes; on the wire they are what is added and what is
//! taken, at most one op each, so that edits by two people merge.

use keyholder_domain::event::Stamp;
use keyholder_domain::group::Group;
use keyholder_domain::id::GroupId;
use keyholder_domain::op::{Asker, Op, decide, evolve};
use keyholder_domain::permission::{Permission, PermissionSet};
use keyholder_domain::status::InvitationStatus;
use keyholder_domain::store::Store;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::group::{Cut, ToggleSection, cut, invited, sections};
use super::names::NO_NAME;
use super::preview::{PersonChange, PersonKind, PreviewView, preview};
use super::scene::Scene;
use super::shared::Told;
use crate::picture::Picture;

/// One switch that was turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Turn {
    /// Which.
    pub permission: Permission,
    /// Where to.
    pub on: bool,
}

/// A group and the switches that were turned in it, in the order of turning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GroupDraftAsk {
    /// Which group.
    pub group: GroupId,
    /// What was turned. The last turn of a switch counts.
    pub turns: Vec<Turn>,
}

/// A group as it would be.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct GroupDraftView {
    /// What was asked, so that a late answer is known by it.
    pub turns: Vec<Turn>,
    /// The switches as they would stand.
    pub sections: Vec<ToggleSection>,
    /// What is turned on, Views that come along included.
    pub added: Vec<Permission>,
    /// What is turned off, what a View takes along included.
    pub taken: Vec<Permission>,
    /// What to ask for: at most one grant and one revoke.
    pub ops: Vec<Op>,
    /// What roles among its members and invitations would cut off.
    pub cut: Vec<Cut>,
    /// What that would change; nothing where nothing is turned.
    pub preview: Option<PreviewView>,
}

/// How many people are listed by name; the rest are counted.
const LISTED: usize = 50;

/// Draws a group with its turned switches.
pub fn group_draft(scene: &Scene, ask: &GroupDraftAsk) -> Result<GroupDraftView, Told> {
    let unknown = || Told::new("unknown_group", serde_json::json!({}));
    let group = scene.store().group(ask.group).ok_or_else(unknown)?;
    let now = group.permissions.with_views();
    let then = ask.turns.iter().fold(now, turned);
    let (added, taken) = (then.minus(now), now.minus(then));
    let ops = ops(group, added, taken);
    Ok(GroupDraftView {
        turns: ask.turns.clone(),
        sections: sections(scene, group, then),
        added: added.iter().collect(),
        taken: taken.iter().collect(),
        cut: cut(scene, group.id, then, &invited(scene, group.id)),
        preview: foreseen(scene, group.id, &ops),
        ops,
    })
}

/// A switch brings its View along when it is turned on, and a View takes its section along when it is turned off.
fn turned(set: PermissionSet, turn: &Turn) -> PermissionSet {
    let one = PermissionSet::from_iter([turn.permission]);
    if turn.on { set.union(one.with_views()) } else { set.minus(one.with_sections()) }
}

fn ops(group: &Group, added: PermissionSet, taken: PermissionSet) -> Vec<Op> {
    let codes = |set: PermissionSet| set.codes().into_iter().map(str::to_owned).collect::<Vec<_>>();
    let grant = (!added.is_empty()).then(|| Op::GroupGrant { group: group.id, permissions: codes(added) });
    let revoke = (!taken.is_empty()).then(|| Op::GroupRevoke { group: group.id, permissions: codes(taken) });
    grant.into_iter().chain(revoke).collect()
}

/// What the ops change together: each is foreseen on what the one before it leaves.
fn foreseen(scene: &Scene, group: GroupId, ops: &[Op]) -> Option<PreviewView> {
    let (first, rest) = ops.split_first()?;
    let mut all = preview(scene.picture, first);
    let mut after = applied(scene.picture, scene.store(), first)?;
    for op in rest {
        let picture = Picture { local: after.clone(), ..scene.picture.clone() };
        let next = preview(&picture, op);
        all.refusal = all.refusal.or(next.refusal);
        let new = next.warnings.into_iter().filter(|it| !all.warnings.contains(it)).collect::<Vec<_>>();
        all.warnings.extend(new);
        after = applied(&picture, &after, op)?;
    }
    if !rest.is_empty() {
        let people = touched(scene, group, &after);
        (all.people_total, all.people) = (people.len(), people);
        all.people.truncate(LISTED);
    }
    Some(all)
}

fn applied(picture: &Picture, store: &Store, op: &Op) -> Option<Store> {
    let me = picture.me?;
    let Ok(event) = decide(store, Asker::Member(me), op, picture.now) else { return Some(store.clone()) };
    let stamp = Stamp { at: store.now(picture.now), by: Some(me) };
    Some(event.map_or_else(|| store.clone(), |event| evolve(store, &event, &stamp)))
}

/// Whose permissions differ between now and then, of those in the group.
fn touched(scene: &Scene, group: GroupId, then: &Store) -> Vec<PersonChange> {
    let now = scene.store();
    let change = |kind, id: Uuid, name: &str, before: PermissionSet, after: PermissionSet| PersonChange {
        kind,
        id,
        name: if name.is_empty() { NO_NAME } else { name }.to_owned(),
        cells: Vec::new(),
        gained: after.minus(before).iter().collect(),
        lost: before.minus(after).iter().collect(),
    };
    let members = now.members_of(group).filter(|member| member.is_active()).map(|member| {
        let name = if member.name().is_empty() { member.email() } else { member.name() };
        let (before, after) = (now.effective(member.id), then.effective(member.id));
        change(PersonKind::Member, member.id.uuid(), name, before, after)
    });
    let at = scene.now();
    let invitations =
        now.invitations_of(group).filter(|it| now.invitation_status(it, at) == InvitationStatus::Pending);
    let invitations = invitations.map(|it| {
        let of = |store: &Store| store.prospect(it.role, it.groups.keys());
        change(PersonKind::Invitation, it.id.uuid(), it.email(), of(now), of(then))
    });
    members.chain(invitations).filter(|it| !(it.gained.is_empty() && it.lost.is_empty())).collect()
}

#[cfg(test)]
mod tests {
    use keyholder_domain::role::Role;

    use super::super::fixture::{Shop, ask};
    use super::super::{View, What};
    use super::*;

    use Permission::{OrdersDownload, OrdersFulfillment, OrdersView, PriceUpdate, PriceView};

    fn drawn(picture: &Picture, group: GroupId, turns: &[(Permission, bool)]) -> GroupDraftView {
        let turns = turns.iter().map(|&(permission, on)| Turn { permission, on }).collect();
        match ask(picture, What::GroupDraft(GroupDraftAsk { group, turns })) {
            Ok(View::GroupDraft(view)) => view,
            other => panic!("asked a draft, got {other:?}"),
        }
    }

    fn codes(permissions: &[Permission]) -> Vec<String> {
        let mut codes: Vec<String> = permissions.iter().map(|it| it.code().to_owned()).collect();
        codes.sort();
        codes
    }

    #[test]
    fn several_switches_become_one_grant_and_one_revoke_with_what_comes_along() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[OrdersView, OrdersFulfillment]);
        let picture = shop.seen_by(shop.owner());
        let view = drawn(&picture, kasir, &[(PriceUpdate, true), (OrdersView, false)]);
        assert_eq!(
            (view.added.as_slice(), view.taken.as_slice()),
            ([PriceView, PriceUpdate].as_slice(), [OrdersView, OrdersFulfillment].as_slice())
        );
        assert_eq!(
            view.ops,
            [
                Op::GroupGrant { group: kasir, permissions: codes(&[PriceUpdate, PriceView]) },
                Op::GroupRevoke { group: kasir, permissions: codes(&[OrdersFulfillment, OrdersView]) },
            ]
        );
        let sight = view.sections.iter().flat_map(|it| &it.toggles).find(|it| it.permission == PriceView);
        assert_eq!(sight.map(|it| (it.on, it.implied_by.clone())), Some((true, vec![PriceUpdate])));
    }

    #[test]
    fn turned_there_and_back_is_nothing_to_ask() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[OrdersView]);
        let view =
            drawn(&shop.seen_by(shop.owner()), kasir, &[(OrdersDownload, true), (OrdersDownload, false)]);
        assert_eq!((view.ops.len(), view.preview, view.added.len()), (0, None, 0));
    }

    #[test]
    fn one_look_tells_what_both_ops_change_for_each_person() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[OrdersView, OrdersFulfillment]);
        let harga = shop.group("Harga", &[OrdersView]);
        shop.member("Citra", Role::Manager, &[kasir]);
        shop.member("Dewi", Role::Seller, &[kasir, harga]);
        shop.invites("rina@toko.example", Role::Viewer, &[kasir]);
        let picture = shop.seen_by(shop.owner());
        let preview = drawn(&picture, kasir, &[(PriceUpdate, true), (OrdersView, false)]).preview;
        let preview = preview.expect("something is turned");
        let mut told: Vec<_> =
            preview.people.iter().map(|it| (it.name.as_str(), it.gained.len(), it.lost.len())).collect();
        told.sort_unstable();
        assert_eq!(
            told,
            [("Citra", 2, 2), ("Dewi", 1, 1), ("rina@toko.example", 1, 1)],
            "a Seller cannot update prices, and sees orders through another group; a Viewer never fulfils"
        );
        assert_eq!((preview.people_total, preview.refusal), (3, None));
    }

    #[test]
    fn what_a_role_will_cut_is_told_before_it_is_asked_for() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[OrdersView]);
        shop.member("Dewi", Role::Seller, &[kasir]);
        shop.invites("rina@toko.example", Role::Seller, &[kasir]);
        let picture = shop.seen_by(shop.owner());
        let cut = drawn(&picture, kasir, &[(PriceUpdate, true)]).cut;
        let names = ["Dewi", "rina@toko.example"].map(str::to_owned).to_vec();
        let expected =
            Cut { role: Role::Seller, permissions: vec![PriceUpdate], members: 1, invitations: 1, names };
        assert_eq!(cut, [expected], "she sees prices and does not change them");
        assert_eq!(drawn(&picture, kasir, &[(OrdersDownload, true)]).cut, []);
    }

    #[test]
    fn what_may_not_be_asked_is_told_with_the_draft() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[]);
        let manager = shop.member("Citra", Role::Manager, &[kasir]);
        let preview = drawn(&shop.seen_by(manager), kasir, &[(OrdersView, true)]).preview;
        assert_eq!(preview.and_then(|it| it.refusal).map(|it| it.code), Some("area_required".to_owned()));
    }
}
