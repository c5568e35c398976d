//! Who could do what somebody may not, by name: whoever finds a control greyed learns whom to ask.
//!
//! Authority follows from the role and from not being the target oneself. One of each role is asked by the same `decide`;
//! the others of that role are counted, never walked through.

use keyholder_domain::id::MemberId;
use keyholder_domain::op::{Asker, Op, decide};
use keyholder_domain::refusal::Refusal;
use keyholder_domain::role::{Area, Cell, Role, cell};
use keyholder_domain::store::Store;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::scan::fold;
use super::shared::CanChange;
use crate::picture::{MyAccess, Picture};

/// How many are named: enough to find one to ask.
const NAMED: usize = 3;

/// Those who could, the Owner first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Able {
    /// The first of them.
    pub names: Vec<CanChange>,
    /// How many there are beside them.
    pub more: usize,
}

/// The active members of each role that may change others, the Owner's first: few roles, each with its first names.
#[derive(Clone, Debug, Default)]
pub struct Keepers(Vec<Keeping>);

#[derive(Clone, Debug)]
struct Keeping {
    role: Role,
    count: usize,
    /// The first by name, so many that the target and the one who looks can be left out.
    first: Vec<(String, MemberId, String)>,
}

impl Keepers {
    /// Looks them up in a store, without walking over anybody else.
    pub fn of(store: &Store) -> Keepers {
        let keeps = |role: &Role| cell(*role, Area::ChangeMemberRole) == Cell::Full;
        Keepers(Role::ALL.iter().copied().filter(keeps).map(|role| Keeping::of(store, role)).collect())
    }

    /// Who could do an op: whom the rules do not turn down for who she is. A seat that is missing is missing for everyone.
    pub fn for_op(&self, picture: &Picture, op: &Op) -> Able {
        let out = [target(op), picture.me];
        self.those(picture, out, |_, asker| {
            match decide(&picture.local, Asker::Member(asker), op, picture.now) {
                Ok(_) => true,
                Err(refusal) => !is_personal(&refusal),
            }
        })
    }

    /// Who has an area.
    pub fn for_area(&self, picture: &Picture, area: Area) -> Able {
        self.those(picture, [None, picture.me], |role, _| cell(role, area) == Cell::Full)
    }

    /// One of each role is asked. `out` are those who are not to be named: the target, and the one who looks.
    fn those(
        &self,
        picture: &Picture,
        out: [Option<MemberId>; 2],
        may: impl Fn(Role, MemberId) -> bool,
    ) -> Able {
        let mut able = Able::default();
        for keeping in &self.0 {
            let mut others = keeping.first.iter().filter(|(_, id, _)| !out.contains(&Some(*id))).peekable();
            if !others.peek().is_some_and(|(_, id, _)| may(keeping.role, *id)) {
                continue;
            }
            let named = others.take(NAMED - able.names.len());
            let before = able.names.len();
            able.names.extend(named.map(|(_, _, name)| CanChange { name: name.clone(), role: keeping.role }));
            let [target, me] = out;
            let left_out = [target, me.filter(|_| me != target)].into_iter().flatten();
            let left_out = left_out.filter(|id| keeping.has(&picture.local, *id)).count();
            able.more += keeping.count.saturating_sub(left_out + able.names.len() - before);
        }
        able
    }
}

impl Keeping {
    fn of(store: &Store, role: Role) -> Keeping {
        let mut keeping = Keeping { role, count: 0, first: Vec::new() };
        for member in store.members_with_role(role).filter(|member| member.is_active()) {
            keeping.count += 1;
            let entry = (fold(member.name()), member.id, member.name().to_owned());
            let at = keeping.first.partition_point(|other| other < &entry);
            if at < NAMED + 2 {
                keeping.first.insert(at, entry);
                keeping.first.truncate(NAMED + 2);
            }
        }
        keeping
    }

    fn has(&self, store: &Store, id: MemberId) -> bool {
        store.member(id).is_some_and(|member| member.role == self.role && member.is_active())
    }
}

/// The same for a desk that holds no team: those of whom the cloud told that they could change her access.
pub fn as_told(kept: &MyAccess, area: Area) -> Able {
    let role = |code: &str| Role::from_code(code).filter(|role| cell(*role, area) == Cell::Full);
    let mut names: Vec<CanChange> = (kept.can_change.iter())
        .filter_map(|who| Some(CanChange { name: who.name.clone(), role: role(&who.role)? }))
        .collect();
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    Able { names, more }
}

/// Whether a refusal tells of a right that she lacks, so that it helps to know who has it. What cannot be done to the Owner,
/// or given away, is nobody's right.
pub fn is_lack(refusal: &Refusal) -> bool {
    let lacks = ["suspended", "area_required", "own_access", "outranked", "permission_not_held"];
    lacks.contains(&refusal.code())
}

/// Whether a refusal is about who asks, and not about what is asked for.
fn is_personal(refusal: &Refusal) -> bool {
    let personal = [
        "not_a_member",
        "suspended",
        "area_required",
        "own_access",
        "owner_protected",
        "owner_role_reserved",
        "outranked",
        "permission_not_held",
    ];
    personal.contains(&refusal.code())
}

/// The member whose access an op changes.
fn target(op: &Op) -> Option<MemberId> {
    match op {
        Op::MemberChangeRole { member, .. }
        | Op::MemberAddToGroup { member, .. }
        | Op::MemberRemoveFromGroup { member, .. }
        | Op::MemberSuspend { member }
        | Op::MemberRestore { member }
        | Op::MemberRemove { member } => Some(*member),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use keyholder_domain::event::Event;
    use keyholder_domain::permission::Permission;

    use super::super::fixture::{Shop, ask, code};
    use super::super::shared::{May, Told};
    use super::super::{View, What};
    use super::*;

    /// Who is named, and how many more.
    fn said(may: &May) -> (Vec<String>, usize) {
        let Told { able, .. } = may.clone().expect("she may not");
        let able = able.expect("somebody could");
        let name = |who: &CanChange| format!("{} ({})", who.name, who.role.code());
        (able.names.iter().map(name).collect(), able.more)
    }

    fn panel(picture: &Picture, member: MemberId) -> super::super::member::MemberView {
        match ask(picture, What::Member { member }) {
            Ok(View::Member(view)) => view,
            other => panic!("asked a member, got {other:?}"),
        }
    }

    fn shop_with_admins(names: &[&str]) -> (Shop, Vec<MemberId>) {
        let mut shop = Shop::new();
        let admins = names.iter().map(|name| shop.member(name, Role::Admin, &[])).collect();
        (shop, admins)
    }

    #[test]
    fn whoever_lacks_an_area_learns_who_has_it_the_owner_first_and_three_at_most() {
        let (mut shop, _) = shop_with_admins(&["Zul", "Budi", "Élise", "Made"]);
        let manager = shop.member("Citra", Role::Manager, &[]);
        let seller = shop.member("Dewi", Role::Seller, &[]);
        let view = panel(&shop.seen_by(manager), seller);
        let named = vec!["Ana (owner)".to_owned(), "Budi (admin)".to_owned(), "Élise (admin)".to_owned()];
        assert_eq!(said(&view.may.suspend), (named.clone(), 2));
        assert_eq!(said(&view.may.change_role), (named, 2));
    }

    #[test]
    fn above_an_admin_is_only_the_owner_and_above_the_owner_nobody() {
        let (shop, admins) = shop_with_admins(&["Budi", "Bayu"]);
        let other = panel(&shop.seen_by(admins[0]), admins[1]);
        assert_eq!(said(&other.may.suspend), (vec!["Ana (owner)".to_owned()], 0));
        let herself = panel(&shop.seen_by(admins[0]), admins[0]);
        assert_eq!(said(&herself.may.suspend), (vec!["Ana (owner)".to_owned()], 0));
        let owner = panel(&shop.seen_by(shop.owner()), shop.owner());
        assert_eq!(code(&owner.may.suspend), "own_access");
        assert_eq!(said(&owner.may.suspend), (Vec::new(), 0), "nobody: which is said, too");
    }

    #[test]
    fn the_suspended_the_target_and_the_one_who_looks_are_not_counted() {
        let (mut shop, admins) = shop_with_admins(&["Adi", "Budi", "Bayu"]);
        let manager = shop.member("Citra", Role::Manager, &[]);
        shop.happens(Event::MemberSuspended { member: admins[1] }, Some(shop.owner()));
        let picture = shop.seen_by(manager);
        let view = panel(&picture, admins[0]);
        assert_eq!(said(&view.may.remove), (vec!["Ana (owner)".to_owned()], 0), "an Admin outranks no Admin");
        let able = Keepers::of(&picture.local).for_area(&picture, Area::BillingPlan);
        assert_eq!((able.names.len(), able.more), (3, 0));
        let mine = shop.seen_by(admins[0]);
        let able = Keepers::of(&mine.local).for_area(&mine, Area::BillingPlan);
        assert_eq!((able.names.len(), able.more), (2, 0), "she is not told to ask herself");
    }

    #[test]
    fn a_missing_seat_is_nobodys_right() {
        let mut shop = Shop::new();
        shop.plan(keyholder_domain::plan::Plan::Starter);
        let view = match ask(&shop.seen_by(shop.owner()), What::Overview) {
            Ok(View::Overview(view)) => view,
            other => panic!("asked the overview, got {other:?}"),
        };
        assert_eq!(code(&view.may_invite), "no_free_seat");
        assert_eq!(view.may_invite.and_then(|told| told.able), None);
    }

    #[test]
    fn where_no_team_is_held_those_are_named_of_whom_the_cloud_told() {
        let mut shop = Shop::new();
        let group = shop.group("Kasir", &[Permission::OrdersView]);
        let seller = shop.member("Dewi", Role::Seller, &[group]);
        let mut picture = shop.seen_by(seller);
        (picture.has_team, picture.me) = (false, None);
        let who = |name: &str, role: &str| crate::picture::CanChange { name: name.into(), role: role.into() };
        picture.my_access = Some(MyAccess {
            store: picture.store,
            name: String::new(),
            member: seller,
            role: "seller".to_owned(),
            status: "active".to_owned(),
            groups: Vec::new(),
            areas: Default::default(),
            permissions: Vec::new(),
            can_change: vec![who("Ana", "owner"), who("Budi", "admin"), who("X", "of a later version")],
            offline_lease: None,
            time: None,
        });
        picture.local = Store::empty(picture.store);
        let frame = match ask(&picture, What::Frame) {
            Ok(View::Frame(view)) => view,
            other => panic!("asked the frame, got {other:?}"),
        };
        let team = &frame.screens[1].may;
        assert_eq!(code(team), "area_required");
        assert_eq!(said(team), (vec!["Ana (owner)".to_owned(), "Budi (admin)".to_owned()], 0));
        let closed = ask(&picture, What::Roles);
        assert!(closed.is_ok(), "the matrix is the same for everyone");
    }
}
