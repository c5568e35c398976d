//! The reverse look-up: who holds a permission, or has an area, and by which path. Those who would hold it but for their role,
//! or but for being suspended, stand apart.
//!
//! Found once for a subject and kept until the store changes: scrolling and choosing a role then cost a slice.

use keyholder_domain::id::{GroupId, MemberId};
use keyholder_domain::invitation::Invitation;
use keyholder_domain::member::Member;
use keyholder_domain::permission::{Bound, Permission, Section, bound};
use keyholder_domain::role::{Area, Cell, Role, cell};
use keyholder_domain::status::InvitationStatus;
use keyholder_domain::store::Store;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::explain::{brought_by, limit, permission_of};
use super::index::TeamIndex;
use super::marks::Marks;
use super::records::{Fact, Records, fact};
use super::scan::fold;
use super::scene::Scene;
use super::shared::{GroupWay, Limit, PermissionBecause};
use super::team::{MemberRow, Standing, row};

/// What is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// One of the 25.
    Permission(Permission),
    /// One of the twelve.
    Area(Area),
}

/// Which of the people that a subject concerns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HolderPart {
    /// They hold it now.
    #[default]
    Holds,
    /// Groups of theirs grant it, and their role cuts it.
    Cut,
    /// They would hold it, were they not suspended.
    Suspended,
}

/// Which slice of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HoldersAsk {
    /// What is looked up.
    pub of: Subject,
    /// Only this role: one cell of the matrix.
    pub role: Option<Role>,
    /// Which of them.
    pub part: HolderPart,
    /// The first row, from 0.
    pub from: usize,
    /// How many rows.
    pub count: usize,
}

/// What one role makes of the subject, and how many of that role hold it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct HolderRole {
    /// The role.
    pub role: Role,
    /// For an area: how much of it.
    #[ts(type = "CellLevel | null")]
    pub level: Option<Cell>,
    /// For a permission: whether a group can give it.
    pub bound: Option<Bound>,
    /// What a partial cell leaves.
    pub limit: Option<Limit>,
    /// How many hold it now.
    pub holds: usize,
}

/// How many there are in each part, of the role that is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct HolderCounts {
    /// They hold it now.
    pub holds: usize,
    /// Their role cuts it.
    pub cut: usize,
    /// They are suspended.
    pub suspended: usize,
}

/// A group that grants the subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct GrantingGroup {
    /// The group.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// How many members are in it.
    pub members: usize,
    /// Who gave it the permission, and when.
    pub granted: Fact,
    /// For a View: which permissions of the group bring it along.
    pub brought_by: Vec<Permission>,
}

/// One who holds it, or would, with every path that leads there.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct HolderRow {
    /// Her row.
    pub member: MemberRow,
    /// Her role, a group, a View that comes along, or what cuts it.
    pub reason: PermissionBecause,
    /// Since when she has the role, and by whom.
    pub role_since: Fact,
    /// Her groups that grant it.
    pub ways: Vec<GroupWay>,
    /// How far an area reaches.
    #[ts(type = "CellLevel | null")]
    pub level: Option<Cell>,
    /// What is left of it, where it is limited.
    pub limit: Option<Limit>,
}

/// Who holds it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct HoldersView {
    /// What was looked up.
    pub of: Subject,
    /// A permission's section.
    pub section: Option<Section>,
    /// Whether to think twice before giving it.
    pub sensitive: bool,
    /// No group can give it to anyone.
    pub owner_admin_only: bool,
    /// The role that was asked for.
    pub role: Option<Role>,
    /// The part that was asked for.
    pub part: HolderPart,
    /// How many there are in each.
    pub counts: HolderCounts,
    /// How many match.
    pub total: usize,
    /// The first row's place.
    pub from: usize,
    /// The rows, by rank, then by name.
    pub rows: Vec<HolderRow>,
    /// What each of the six roles makes of it.
    pub roles: Vec<HolderRole>,
    /// The groups that grant it, by name: the first fifty.
    pub groups: Vec<GrantingGroup>,
    /// How many there are.
    pub groups_total: usize,
    /// How many open invitations would bring it along, for the role that was asked for.
    pub invited: usize,
}

/// How many granting groups are listed.
const LISTED: usize = 50;

/// Whoever was found last, by part and by role, so that the next slice costs nothing.
#[derive(Clone, Debug, Default)]
pub struct Found {
    of: Option<Subject>,
    parts: [[Vec<MemberId>; Role::ALL.len()]; 3],
}

impl Found {
    fn of(store: &Store, index: &TeamIndex, of: Subject) -> Found {
        let mut found = Found { of: Some(of), ..Found::default() };
        let granting = granting(store, of);
        for (id, role, standing) in index.by_rank() {
            let granted = || {
                let groups = store.member(id).into_iter().flat_map(|member| member.groups.keys());
                groups.into_iter().any(|group| granting.contains(group))
            };
            let part = match (reach(of, role), standing) {
                (Reach::Always, Standing::Active) => HolderPart::Holds,
                (Reach::Always, Standing::Suspended) => HolderPart::Suspended,
                (Reach::No, _) => continue,
                (Reach::ByGroup | Reach::Never, _) if granting.is_empty() || !granted() => continue,
                (Reach::ByGroup, Standing::Active) => HolderPart::Holds,
                (Reach::ByGroup, Standing::Suspended) => HolderPart::Suspended,
                (Reach::Never, _) => HolderPart::Cut,
            };
            found.parts[part as usize][place(role)].push(id);
        }
        found
    }

    fn count(&self, part: HolderPart, role: Option<Role>) -> usize {
        self.lists(part, role).map(Vec::len).sum()
    }

    fn slice(&self, ask: &HoldersAsk) -> impl Iterator<Item = MemberId> {
        self.lists(ask.part, ask.role).flatten().skip(ask.from).take(ask.count).copied()
    }

    /// One list a role, the highest first.
    fn lists(&self, part: HolderPart, role: Option<Role>) -> impl Iterator<Item = &Vec<MemberId>> {
        let wanted = move |(at, _): &(usize, _)| role.is_none_or(|role| place(role) == *at);
        self.parts[part as usize].iter().enumerate().filter(wanted).map(|(_, found)| found)
    }
}

/// How a role reaches a subject.
enum Reach {
    Always,
    ByGroup,
    /// Never, whatever a group grants: who is granted it is cut.
    Never,
    /// Never, and nothing could grant it.
    No,
}

fn reach(of: Subject, role: Role) -> Reach {
    match of {
        Subject::Area(area) if cell(role, area) == Cell::None => Reach::No,
        Subject::Area(_) => Reach::Always,
        Subject::Permission(permission) => match bound(role, permission) {
            Bound::Always => Reach::Always,
            Bound::ByGroup => Reach::ByGroup,
            Bound::Never => Reach::Never,
        },
    }
}

fn granting(store: &Store, of: Subject) -> Vec<GroupId> {
    match of {
        Subject::Permission(permission) => {
            let grants = store.groups().filter(|group| group.permissions.contains(permission));
            grants.map(|group| group.id).collect()
        }
        Subject::Area(_) => Vec::new(),
    }
}

fn place(role: Role) -> usize {
    Role::ALL.iter().position(|&other| other == role).unwrap_or_default()
}

/// Draws one slice of those who hold it.
pub fn holders(scene: &Scene, index: &mut TeamIndex, marks: &Marks, ask: &HoldersAsk) -> HoldersView {
    let store = scene.store();
    if index.found.of != Some(ask.of) {
        index.found = Found::of(store, index, ask.of);
    }
    let found = &index.found;
    let records = Records::of(scene.picture);
    let count = |part| found.count(part, ask.role);
    let counts = HolderCounts {
        holds: count(HolderPart::Holds),
        cut: count(HolderPart::Cut),
        suspended: count(HolderPart::Suspended),
    };
    let rows = found.slice(ask).filter_map(|id| store.member(id));
    let (groups, groups_total) = groups(scene, &records, ask.of);
    let permission = match ask.of {
        Subject::Permission(permission) => Some(permission),
        Subject::Area(_) => None,
    };
    HoldersView {
        of: ask.of,
        section: permission.map(Permission::section),
        sensitive: permission.is_some_and(Permission::sensitive),
        owner_admin_only: permission.is_some_and(Permission::owner_and_admin_only),
        role: ask.role,
        part: ask.part,
        total: count(ask.part),
        counts,
        from: ask.from,
        rows: rows.map(|member| holder(scene, &records, marks, ask.of, member)).collect(),
        roles: Role::ALL.iter().map(|role| of_role(found, ask.of, *role)).collect(),
        groups,
        groups_total,
        invited: invited(scene, ask),
    }
}

fn holder(scene: &Scene, records: &Records, marks: &Marks, of: Subject, member: &Member) -> HolderRow {
    let row = row(scene, marks, member);
    let role_since = records.of_member(scene, member.id, member.role_since);
    match of {
        Subject::Area(area) => HolderRow {
            member: row,
            reason: PermissionBecause::ByRole,
            role_since,
            ways: Vec::new(),
            level: Some(cell(member.role, area)),
            limit: limit(member.role, area),
        },
        Subject::Permission(permission) => {
            let why = permission_of(scene, records, member, permission);
            HolderRow {
                member: row,
                reason: why.reason,
                role_since,
                ways: why.ways,
                level: None,
                limit: why.limit,
            }
        }
    }
}

fn of_role(found: &Found, of: Subject, role: Role) -> HolderRole {
    let holds = found.count(HolderPart::Holds, Some(role));
    match of {
        Subject::Area(area) => {
            HolderRole { role, level: Some(cell(role, area)), bound: None, limit: limit(role, area), holds }
        }
        Subject::Permission(permission) => {
            let bound = bound(role, permission);
            let limit = if bound == Bound::Never { None } else { permission.limit(role) };
            HolderRole { role, level: None, bound: Some(bound), limit, holds }
        }
    }
}

/// The groups that grant it, by name, and how many there are.
fn groups(scene: &Scene, records: &Records, of: Subject) -> (Vec<GrantingGroup>, usize) {
    let Subject::Permission(permission) = of else { return (Vec::new(), 0) };
    let mut groups: Vec<_> = granting(scene.store(), of)
        .into_iter()
        .filter_map(|id| scene.store().group(id))
        .map(|group| (fold(group.name.as_str()), group))
        .collect();
    groups.sort_by(|(one, _), (other, _)| one.cmp(other));
    let total = groups.len();
    let drawn = groups.into_iter().take(LISTED).map(|(_, group)| GrantingGroup {
        id: group.id.uuid(),
        name: group.name.to_string(),
        members: scene.store().member_count_of(group.id),
        granted: fact(scene, records.granted(group.id, permission)),
        brought_by: brought_by(group, permission),
    });
    (drawn.collect(), total)
}

/// How many open invitations would bring it along.
fn invited(scene: &Scene, ask: &HoldersAsk) -> usize {
    let store = scene.store();
    let open = |it: &&Invitation| store.invitation_status(it, scene.now()) == InvitationStatus::Pending;
    let brings = |it: &&Invitation| match ask.of {
        Subject::Area(area) => cell(it.role, area) != Cell::None,
        Subject::Permission(permission) => store.prospect(it.role, it.groups.keys()).contains(permission),
    };
    let asked = |it: &&Invitation| ask.role.is_none_or(|role| it.role == role);
    store.invitations().filter(open).filter(asked).filter(brings).count()
}

#[cfg(test)]
mod tests {
    use keyholder_domain::event::Event;
    use keyholder_domain::op::Op;
    use keyholder_domain::permission::{Codes, PermissionSet};
    use keyholder_domain::text::Name;

    use super::super::fixture::{Shop, ask, day, waits};
    use super::super::{View, What};
    use super::*;
    use crate::picture::Picture;

    fn wanted(of: Subject) -> HoldersAsk {
        HoldersAsk { of, role: None, part: HolderPart::Holds, from: 0, count: 100 }
    }

    fn drawn(picture: &Picture, asked: HoldersAsk) -> HoldersView {
        match ask(picture, What::Holders(asked)) {
            Ok(View::Holders(view)) => view,
            other => panic!("asked who holds it, got {other:?}"),
        }
    }

    /// Who, and by which path.
    fn told<'a>(view: &'a HoldersView) -> Vec<(&'a str, PermissionBecause, Vec<&'a str>)> {
        let path = |row: &'a HolderRow| {
            let ways = row.ways.iter().map(|way| way.name.as_str());
            (row.member.name.as_str(), row.reason, ways.collect())
        };
        view.rows.iter().map(path).collect()
    }

    struct World {
        shop: Shop,
        desk: GroupId,
        prices: GroupId,
    }

    /// Ana owns, Budi is Admin; Citra (Manager), Dewi (Seller) and Eko (Viewer) are in groups, Fitri (Manager) is in none.
    fn world() -> World {
        let mut shop = Shop::new();
        let desk = shop.group("Order desk", &[Permission::OrdersFulfillment]);
        let prices = shop.group("Prices", &[Permission::PriceUpdate, Permission::OrdersView]);
        shop.member("Fitri", Role::Manager, &[]);
        shop.member("Eko", Role::Viewer, &[prices]);
        shop.member("Dewi", Role::Seller, &[desk, prices]);
        shop.member("Citra", Role::Manager, &[prices]);
        shop.member("Budi", Role::Admin, &[]);
        World { shop, desk, prices }
    }

    #[test]
    fn everyone_who_holds_a_permission_is_told_by_which_path() {
        let world = world();
        let picture = world.shop.seen_by(world.shop.owner());
        let view = drawn(&picture, wanted(Subject::Permission(Permission::PriceUpdate)));
        assert_eq!(
            told(&view),
            [
                ("Ana", PermissionBecause::ByRole, vec![]),
                ("Budi", PermissionBecause::ByRole, vec![]),
                ("Citra", PermissionBecause::ByGroup, vec!["Prices"]),
            ]
        );
        assert_eq!((view.total, view.sensitive, view.owner_admin_only), (3, true, false));
        assert_eq!(view.counts, HolderCounts { holds: 3, cut: 2, suspended: 0 });
        let holds: Vec<_> = view.roles.iter().map(|it| it.holds).collect();
        assert_eq!(holds, [1, 1, 1, 0, 0, 0]);
        let granting: Vec<_> = view.groups.iter().map(|it| (it.name.as_str(), it.members)).collect();
        assert_eq!(granting, [("Prices", 3)]);
    }

    #[test]
    fn those_whom_their_role_cuts_stand_apart_with_the_groups_that_grant_it_in_vain() {
        let world = world();
        let picture = world.shop.seen_by(world.shop.owner());
        let of = Subject::Permission(Permission::PriceUpdate);
        let view = drawn(&picture, HoldersAsk { part: HolderPart::Cut, ..wanted(of) });
        assert_eq!(
            told(&view),
            [
                ("Dewi", PermissionBecause::CutByRole, vec!["Prices"]),
                ("Eko", PermissionBecause::CutByRole, vec!["Prices"]),
            ]
        );
        let sellers = HoldersAsk { part: HolderPart::Cut, role: Some(Role::Seller), ..wanted(of) };
        let view = drawn(&picture, sellers);
        assert_eq!((view.total, view.counts.holds, view.counts.cut), (1, 0, 1), "one cell of the matrix");
    }

    #[test]
    fn a_view_says_which_permissions_bring_it_along() {
        let world = world();
        let picture = world.shop.seen_by(world.shop.owner());
        let of = Subject::Permission(Permission::OrdersView);
        let view = drawn(&picture, HoldersAsk { role: Some(Role::Seller), ..wanted(of) });
        let [dewi] = &view.rows[..] else { panic!("one seller holds it") };
        let brought: Vec<_> = dewi.ways.iter().map(|way| (way.name.as_str(), &way.brought_by[..])).collect();
        assert_eq!(
            brought,
            [("Order desk", &[Permission::OrdersFulfillment][..]), ("Prices", &[][..])],
            "in the second group it was asked for by itself"
        );
    }

    #[test]
    fn a_view_that_stored_data_lacked_is_told_as_brought_along() {
        let mut world = world();
        let lone: PermissionSet = [Permission::OrdersDownload].into_iter().collect();
        let group = GroupId::from_uuid(super::super::fixture::id(900));
        let name = Name::stored("Old");
        world.shop.happens(
            Event::GroupCreated { group, name, permissions: Codes::from(lone) },
            Some(world.shop.owner()),
        );
        let gita = world.shop.member("Gita", Role::Seller, &[group]);
        let picture = world.shop.seen_by(world.shop.owner());
        let view = drawn(&picture, wanted(Subject::Permission(Permission::OrdersView)));
        let row = view.rows.iter().find(|row| row.member.id == gita).expect("she holds it");
        assert_eq!(row.reason, PermissionBecause::ImpliedView);
        assert_eq!(row.ways[0].brought_by, [Permission::OrdersDownload]);
    }

    #[test]
    fn the_suspended_hold_nothing_and_stand_apart() {
        let mut world = world();
        let citra = world.shop.store.members().find(|it| it.name() == "Citra").expect("a manager").id;
        world.shop.happens(Event::MemberSuspended { member: citra }, Some(world.shop.owner()));
        let picture = world.shop.seen_by(world.shop.owner());
        let of = Subject::Permission(Permission::PriceUpdate);
        assert_eq!(drawn(&picture, wanted(of)).counts, HolderCounts { holds: 2, cut: 2, suspended: 1 });
        let apart = drawn(&picture, HoldersAsk { part: HolderPart::Suspended, ..wanted(of) });
        assert_eq!(told(&apart), [("Citra", PermissionBecause::ByGroup, vec!["Prices"])]);
    }

    #[test]
    fn an_area_comes_with_the_role_and_may_be_partial() {
        let world = world();
        let picture = world.shop.seen_by(world.shop.owner());
        let view = drawn(&picture, wanted(Subject::Area(Area::ViewReports)));
        let level = |row: &HolderRow| (row.member.name.clone(), row.level, row.limit);
        let levels: Vec<_> = view.rows.iter().map(level).collect();
        assert_eq!(levels[4], ("Dewi".to_owned(), Some(Cell::Partial), Some(Limit::OwnSales)));
        assert_eq!((view.total, view.counts.cut, view.groups.len()), (6, 0, 0));
        let none = HoldersAsk { role: Some(Role::Viewer), ..wanted(Subject::Area(Area::VoidSale)) };
        assert_eq!(drawn(&picture, none).total, 0);
    }

    #[test]
    fn since_when_and_by_whom_is_told_as_far_as_the_records_go() {
        let world = world();
        let mut picture = world.shop.seen_by(world.shop.owner());
        let of = Subject::Permission(Permission::PriceUpdate);
        let way = |picture: &Picture| {
            let view = drawn(picture, HoldersAsk { role: Some(Role::Manager), ..wanted(of) });
            view.rows[0].ways[0].clone()
        };
        let known = way(&picture);
        let by_ana = Fact { at: Some(day(0)), by: Some("Ana".to_owned()), by_me: true, invited: false };
        assert_eq!(known.granted, by_ana);
        assert_eq!(known.joined, Fact { invited: true, ..by_ana }, "she accepted; Ana had invited her");
        picture.recent = std::sync::Arc::default();
        let joined = way(&picture).joined;
        assert_eq!((joined.at, joined.by, joined.invited), (Some(day(0)), None, true), "by whom is older");
        assert_eq!(way(&picture).granted, Fact::default(), "before this computer's records begin");
        let op = Op::GroupGrant { group: world.desk, permissions: vec!["price.update".to_owned()] };
        waits(&mut picture, &op);
        let view = drawn(&picture, wanted(of));
        let waiting = view.groups.iter().find(|it| it.id == world.desk.uuid()).expect("it grants it now");
        assert_eq!((waiting.granted.at, waiting.granted.by_me), (Some(day(1)), true));
        assert!(view.groups.iter().any(|it| it.id == world.prices.uuid()));
    }

    #[test]
    fn open_invitations_that_would_bring_it_are_counted() {
        let mut world = world();
        world.shop.invites("gita@toko.example", Role::Manager, &[world.prices]);
        world.shop.invites("hana@toko.example", Role::Viewer, &[world.prices]);
        world.shop.invites("indah@toko.example", Role::Admin, &[]);
        let picture = world.shop.seen_by(world.shop.owner());
        let of = Subject::Permission(Permission::PriceUpdate);
        assert_eq!(drawn(&picture, wanted(of)).invited, 2);
        assert_eq!(drawn(&picture, HoldersAsk { role: Some(Role::Admin), ..wanted(of) }).invited, 1);
        assert_eq!(drawn(&picture, wanted(Subject::Area(Area::ViewReports))).invited, 3);
    }

    #[test]
    fn a_manager_may_look_and_a_seller_may_not() {
        let world = world();
        let by_name = |name| world.shop.store.members().find(|it| it.name() == name).expect("a member").id;
        let asked = || What::Holders(wanted(Subject::Area(Area::BillingPlan)));
        assert!(ask(&world.shop.seen_by(by_name("Citra")), asked()).is_ok());
        let closed = ask(&world.shop.seen_by(by_name("Dewi")), asked());
        assert_eq!(closed.map_err(|it| it.code), Err("area_required".to_owned()));
    }

    #[test]
    fn a_slice_is_a_slice_of_the_whole_and_what_was_found_is_not_found_again() {
        use super::super::{Ask, Memo, answer};
        let mut shop = Shop::new();
        let group = shop.group("Kasir", &[Permission::OrdersView]);
        for n in 0..50 {
            shop.member(&format!("S{n:02}"), Role::Seller, &[group]);
        }
        let mut picture = shop.seen_by(shop.owner());
        let of = Subject::Permission(Permission::OrdersView);
        let mut memo = Memo::default();
        let mut ask = |picture: &Picture, from, count| {
            let what = What::Holders(HoldersAsk { from, count, ..wanted(of) });
            let ask = Ask { store: picture.store, generation: 1, what };
            match answer(picture, &mut memo, &ask, None).expect("the Owner may look").view {
                View::Holders(view) => view,
                other => panic!("asked who holds it, got {other:?}"),
            }
        };
        let whole = ask(&picture, 0, 100);
        let part = ask(&picture, 17, 5);
        assert_eq!((part.total, &part.rows[..]), (51, &whole.rows[17..22]));
        let op = Op::MemberRemoveFromGroup { member: whole.rows[17].member.id, group };
        waits(&mut picture, &op);
        assert_eq!(ask(&picture, 17, 5).total, 50, "a change is seen at once");
    }

    #[test]
    fn sensitive_are_those_that_the_trade_calls_so() {
        let sensitive = Permission::ALL.iter().filter(|it| it.sensitive()).map(|it| it.code());
        assert_eq!(
            sensitive.collect::<Vec<_>>(),
            [
                "price.update",
                "channel.delete",
                "developer.view",
                "json_api.view",
                "users.view",
                "users.create",
                "users.edit",
                "users.delete",
            ]
        );
    }
}
