//! The Team screen: one slice of the members, searched, filtered and sorted.

use keyholder_domain::id::{GroupId, MemberId};
use keyholder_domain::member::Member;
use keyholder_domain::role::{Area, Role};
use keyholder_domain::time::Time;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::index::{TeamIndex, standing};
use super::marks::Marks;
use super::scan::fold;
use super::scene::Scene;
use super::shared::{Mark, May, Named, RoleCount};

/// A member's standing, as far as rows show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Holds a seat.
    Active,
    /// Keeps her place, holds no seat.
    Suspended,
}

/// What Team is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TeamSort {
    /// By name.
    #[default]
    Name,
    /// By rank, the Owner first.
    Role,
    /// By address.
    Email,
    /// By the day she joined.
    Since,
    /// Whose name or address is just what is searched first, then where each word begins one, then the rest; each by name.
    Best,
}

/// Which slice of the members.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct TeamAsk {
    /// Words that name or address contain; case and diacritics do not matter.
    pub search: String,
    /// Only this role.
    pub role: Option<Role>,
    /// Only members of this group.
    pub group: Option<GroupId>,
    /// Only this standing.
    pub status: Option<Standing>,
    /// The order.
    pub sort: TeamSort,
    /// The order turned round.
    pub descending: bool,
    /// The first row, from 0.
    pub from: usize,
    /// How many rows.
    pub count: usize,
}

/// One member in a list.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct MemberRow {
    /// Her id.
    pub id: MemberId,
    /// Her name; empty where it was erased.
    pub name: String,
    /// Her address as typed; empty where it was erased.
    pub email: String,
    /// Her role.
    pub role: Role,
    /// Her groups.
    pub groups: Vec<Named>,
    /// Her standing.
    pub status: Standing,
    /// Since when she is a member.
    pub since: Option<Time>,
    /// Whether she is the one who looks.
    pub me: bool,
    /// What about her is not confirmed yet.
    pub mark: Option<Mark>,
}

/// One slice of the members.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TeamView {
    /// How many match.
    pub total: usize,
    /// The first row's place.
    pub from: usize,
    /// The rows.
    pub rows: Vec<MemberRow>,
    /// How many members there are without any filter.
    pub all: usize,
    /// How many hold each role, without any filter.
    pub roles: Vec<RoleCount>,
    /// The groups to filter by.
    pub groups: Vec<Named>,
    /// Whether somebody may be invited now.
    pub may_invite: May,
    /// What may be done to many at once.
    pub bulk: BulkMay,
}

/// What her role lets her do to many at once; each row is judged when it is foreseen.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct BulkMay {
    /// Change roles, and who is in which group.
    pub access: May,
    /// Suspend, restore and remove.
    pub staff: May,
}

/// Draws one slice of the members.
pub fn team(scene: &Scene, index: &mut TeamIndex, marks: &Marks, ask: &TeamAsk) -> TeamView {
    let (total, members) = index.slice(scene.store(), ask);
    let rows = members.into_iter().filter_map(|id| scene.store().member(id));
    TeamView {
        total,
        from: ask.from,
        rows: rows.map(|member| row(scene, marks, member)).collect(),
        all: index.all(),
        roles: index.roles(),
        groups: groups_by_name(scene),
        may_invite: scene.may_invite(),
        bulk: BulkMay {
            access: scene.may_area(Area::ChangeMemberRole),
            staff: scene.may_area(Area::InviteRemoveStaff),
        },
    }
}

/// A member's row.
pub fn row(scene: &Scene, marks: &Marks, member: &Member) -> MemberRow {
    MemberRow {
        id: member.id,
        name: member.name().to_owned(),
        email: member.email().to_owned(),
        role: member.role,
        groups: named(scene, member.groups.keys().copied()),
        status: standing(member),
        since: member.joined,
        me: scene.picture.me == Some(member.id),
        mark: marks.get(member.id.uuid()),
    }
}

/// Groups by name, as chips.
pub fn named(scene: &Scene, groups: impl Iterator<Item = GroupId>) -> Vec<Named> {
    let known = groups.filter_map(|id| scene.store().group(id));
    let mut named: Vec<Named> = known.map(|group| Named::group(group.id, group.name.as_str())).collect();
    named.sort_by_cached_key(|group| fold(&group.name));
    named
}

/// Every group by name.
pub fn groups_by_name(scene: &Scene) -> Vec<Named> {
    named(scene, scene.store().groups().map(|group| group.id))
}

#[cfg(test)]
mod tests {
    use keyholder_domain::event::Event;
    use keyholder_domain::id::MemberId;
    use keyholder_domain::op::Op;
    use keyholder_domain::permission::Permission;
    use keyholder_domain::status::MemberStatus;
    use keyholder_domain::store::Store;
    use proptest::prelude::*;

    use super::super::fixture::{Shop, ask, code, keep, waits};
    use super::super::{View, What};
    use super::*;
    use crate::picture::{PendingState, Picture};

    fn drawn(picture: &Picture, asked: TeamAsk) -> TeamView {
        match ask(picture, What::Team(asked)) {
            Ok(View::Team(team)) => team,
            other => panic!("asked the team, got {other:?}"),
        }
    }

    fn all() -> TeamAsk {
        TeamAsk { count: 100, ..TeamAsk::default() }
    }

    fn names(picture: &Picture, asked: TeamAsk) -> Vec<String> {
        drawn(picture, asked).rows.into_iter().map(|row| row.name).collect()
    }

    fn shop() -> (Shop, GroupId) {
        let mut shop = Shop::new();
        let gudang = shop.group("Gudang", &[Permission::InventoryUpdate]);
        shop.member("Zoë", Role::Admin, &[]);
        shop.member("Élise Wijaya", Role::Seller, &[gudang]);
        shop.member("bagus", Role::InventoryHandler, &[gudang]);
        (shop, gudang)
    }

    #[test]
    fn rows_stand_in_the_order_that_was_asked() {
        let (shop, _) = shop();
        let picture = shop.seen_by(shop.owner());
        assert_eq!(names(&picture, all()), ["Ana", "bagus", "Élise Wijaya", "Zoë"]);
        assert_eq!(
            names(&picture, TeamAsk { descending: true, ..all() }),
            ["Zoë", "Élise Wijaya", "bagus", "Ana"]
        );
        let by_role = TeamAsk { sort: TeamSort::Role, ..all() };
        assert_eq!(names(&picture, by_role), ["Ana", "Zoë", "Élise Wijaya", "bagus"]);
        assert_eq!(names(&picture, TeamAsk { from: 1, count: 2, ..all() }), ["bagus", "Élise Wijaya"]);
    }

    #[test]
    fn search_needs_neither_case_nor_accents_nor_the_words_in_order() {
        let (shop, gudang) = shop();
        let picture = shop.seen_by(shop.owner());
        for search in ["elise", "ÉLISE", "wijaya eli", "elise.wijaya-"] {
            assert_eq!(
                names(&picture, TeamAsk { search: search.into(), ..all() }),
                ["Élise Wijaya"],
                "{search}"
            );
        }
        assert_eq!(names(&picture, TeamAsk { group: Some(gudang), ..all() }), ["bagus", "Élise Wijaya"]);
        let view = drawn(&picture, TeamAsk { role: Some(Role::Admin), search: "nobody".into(), ..all() });
        assert_eq!((view.total, view.all), (0, 4), "what the filter leaves and what there is are told apart");
    }

    #[test]
    fn the_best_come_first_where_a_few_rows_have_to_hold_them() {
        let mut shop = Shop::new();
        for no in [19999, 99990, 29999, 9999, 9998] {
            shop.member(&format!("Person {no}"), Role::Seller, &[]);
        }
        let picture = shop.seen_by(shop.owner());
        let best = |search: &str| TeamAsk { search: search.into(), sort: TeamSort::Best, count: 2, ..all() };
        assert_eq!(names(&picture, best("person 9999")), ["Person 9999", "Person 99990"]);
        assert_eq!(names(&picture, best("9999 PERSON")), ["Person 9999", "Person 99990"]);
        assert_eq!(names(&picture, best("person.29999")), ["Person 29999"]);
        let rest = TeamAsk { from: 2, ..best("person 9999") };
        assert_eq!(names(&picture, rest), ["Person 19999", "Person 29999"], "the rest by name, as before");
        assert_eq!(names(&picture, best("")), ["Ana", "Person 19999"], "by name where nothing is searched");
        let address = drawn(&picture, best("29999")).rows[0].email.clone();
        assert_eq!(
            names(&picture, best(&address.to_uppercase())),
            ["Person 29999"],
            "an address is found whole"
        );
        let chosen = TeamAsk { sort: TeamSort::Name, ..best("person 9999") };
        assert_eq!(
            names(&picture, chosen),
            ["Person 19999", "Person 29999"],
            "an order that was chosen stays"
        );
    }

    #[test]
    fn a_row_tells_who_looks_what_waits_and_what_was_refused() {
        let (shop, gudang) = shop();
        let mut picture = shop.seen_by(shop.owner());
        let by_name = |picture: &Picture| -> Vec<MemberRow> { drawn(picture, all()).rows };
        let [_, bagus, elise, _] = [0, 1, 2, 3].map(|place| by_name(&picture)[place].clone());
        assert_eq!(elise.groups, [Named::group(gudang, "Gudang")]);
        waits(&mut picture, &Op::MemberSuspend { member: bagus.id });
        keep(&mut picture, &Op::MemberRemove { member: elise.id }, PendingState::Refused);
        let rows = by_name(&picture);
        let told: Vec<_> = rows.iter().map(|row| (row.me, row.status, row.mark)).collect();
        assert_eq!(
            told,
            [
                (true, Standing::Active, None),
                (false, Standing::Suspended, Some(Mark::Waiting)),
                (false, Standing::Active, Some(Mark::Refused)),
                (false, Standing::Active, None),
            ]
        );
    }

    #[test]
    fn inviting_is_open_to_those_who_staff_the_shop() {
        let (mut shop, _) = shop();
        let manager = shop.member("Citra", Role::Manager, &[]);
        let may = |me| drawn(&shop.seen_by(me), all()).may_invite;
        assert_eq!(code(&may(shop.owner())), "may");
        assert_eq!(code(&may(manager)), "area_required");
    }

    /// A small world that changes: who comes, and what happens to her.
    #[derive(Clone, Debug)]
    enum Step {
        Comes { name: String, role: usize, grouped: bool },
        Many(usize),
        ChangesRole(usize, usize),
        Suspended(usize),
        Removed(usize),
        Regrouped(usize),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let who = 0..40_usize;
        let step = prop_oneof![
            4 => ("[ABÄéoñ ]{0,6}[a-cÖ]", 1..6_usize, any::<bool>())
                .prop_map(|(name, role, grouped)| Step::Comes { name, role, grouped }),
            1 => (70..90_usize).prop_map(Step::Many),
            2 => (who.clone(), 1..6_usize).prop_map(|(who, role)| Step::ChangesRole(who, role)),
            2 => who.clone().prop_map(Step::Suspended),
            1 => who.clone().prop_map(Step::Removed),
            2 => who.prop_map(Step::Regrouped),
        ];
        prop::collection::vec(step, 1..14)
    }

    fn asks() -> impl Strategy<Value = (TeamAsk, bool)> {
        let search = prop_oneof![3 => Just(String::new()), 2 => "[aboe]{1,2}( [an])?"];
        let role = prop::option::of(0..6_usize);
        let status = prop::option::of(prop_oneof![Just(Standing::Active), Just(Standing::Suspended)]);
        let sort = prop_oneof![
            Just(TeamSort::Name),
            Just(TeamSort::Role),
            Just(TeamSort::Email),
            Just(TeamSort::Since),
            Just(TeamSort::Best)
        ];
        let rest = (sort, any::<bool>(), 0..9_usize, 0..30_usize, any::<bool>());
        (search, role, status, rest).prop_map(
            |(search, role, status, (sort, descending, from, count, in_group))| {
                let role = role.map(|role| Role::ALL[role]);
                (TeamAsk { search, role, group: None, status, sort, descending, from, count }, in_group)
            },
        )
    }

    fn apply(shop: &mut Shop, group: GroupId, step: Step) {
        let owner = shop.owner();
        let mut others: Vec<MemberId> =
            shop.store.members().map(|it| it.id).filter(|it| *it != owner).collect();
        others.sort();
        let pick = |who: usize| others.get(who % others.len().max(1)).copied();
        let event = match step {
            Step::Comes { name, role, grouped } => {
                let groups = if grouped { vec![group] } else { Vec::new() };
                shop.member(&name, Role::ALL[role], &groups);
                return;
            }
            Step::Many(count) => {
                for n in 0..count {
                    shop.member(&format!("Many {n}"), Role::ALL[1 + n % 5], &[]);
                }
                return;
            }
            Step::ChangesRole(who, role) => pick(who).and_then(|member| {
                let from = shop.store.member(member)?.role;
                Some(Event::MemberRoleChanged { member, from, to: Role::ALL[role] })
            }),
            Step::Suspended(who) => pick(who).map(|member| Event::MemberSuspended { member }),
            Step::Removed(who) => pick(who).map(|member| Event::MemberRemoved {
                member,
                role: Role::Viewer,
                groups: Vec::new(),
            }),
            Step::Regrouped(who) => pick(who).map(|member| Event::MemberAddedToGroup { member, group }),
        };
        if let Some(event) = event {
            shop.happens(event, Some(owner));
        }
    }

    /// What a slice is, said without an index.
    fn naive(store: &Store, ask: &TeamAsk) -> (usize, Vec<MemberId>) {
        let text = |member: &Member| format!("{}\n{}", fold(member.name()), fold(member.email()));
        let words = fold(&ask.search);
        let mut kept: Vec<&Member> = store
            .members()
            .filter(|it| words.split_whitespace().all(|word| text(it).contains(word)))
            .filter(|it| ask.role.is_none_or(|role| it.role == role))
            .filter(|it| ask.group.is_none_or(|group| it.groups.contains_key(&group)))
            .filter(|it| {
                ask.status
                    .is_none_or(|status| (status == Standing::Active) == (it.status == MemberStatus::Active))
            })
            .collect();
        let words: Vec<&str> = words.split_whitespace().collect();
        let distance = |member: &Member| {
            let text = text(member);
            let starts = |word: &&str| {
                text.starts_with(word)
                    || [' ', '\n', '.', '-', '@'].iter().any(|end| text.contains(&format!("{end}{word}")))
            };
            let exact = text
                .split('\n')
                .any(|line| line.split(' ').filter(|it| !it.is_empty()).eq(words.iter().copied()));
            if exact || words.is_empty() { 0 } else { 1 + u8::from(!words.iter().all(starts)) }
        };
        kept.sort_by(|one, other| {
            let by_name = text(one).cmp(&text(other)).then(one.id.cmp(&other.id));
            match ask.sort {
                TeamSort::Name => by_name,
                TeamSort::Role => other.role.rank().cmp(&one.role.rank()).then(by_name),
                TeamSort::Email => one
                    .email
                    .as_ref()
                    .map(|it| it.normalised())
                    .cmp(&other.email.as_ref().map(|it| it.normalised()))
                    .then(by_name),
                TeamSort::Since => one.joined.cmp(&other.joined).then(by_name),
                TeamSort::Best => distance(one).cmp(&distance(other)).then(by_name),
            }
        });
        if ask.descending {
            kept.reverse();
        }
        (kept.len(), kept.iter().skip(ask.from).take(ask.count).map(|it| it.id).collect())
    }

    proptest! {
        #[test]
        fn a_slice_is_what_filtering_and_sorting_naively_gives(
            steps in steps(),
            asks in prop::collection::vec(asks(), 4),
        ) {
            let mut shop = Shop::new();
            let group = shop.group("Kasir", &[Permission::OrdersView]);
            let mut index = TeamIndex::default();
            for step in steps {
                apply(&mut shop, group, step);
                index.update(&shop.store);
                prop_assert_eq!(index.all(), shop.store.member_count());
                for (all, active) in index.roles().into_iter().zip(index.active()) {
                    let of_role = || shop.store.members_with_role(all.role);
                    prop_assert_eq!((all.count, active.count), (of_role().count(), of_role().filter(|it| it.is_active()).count()));
                }
                for (ask, in_group) in &asks {
                    let ask = TeamAsk { group: in_group.then_some(group), ..ask.clone() };
                    prop_assert_eq!(index.slice(&shop.store, &ask), naive(&shop.store, &ask), "{:?}", ask);
                }
            }
        }
    }
}
