//! Every member folded for search and ranked in each sort order, so that a slice of Team costs one pass over plain memory.
//!
//! Brought up to date by comparing with the store: a change of a few members moves a few places; only a change of many sorts
//! again. INVARIANT: a slice equals filtering and sorting the store's members naively (property test in `team.rs`).

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use keyholder_domain::id::MemberId;
use keyholder_domain::member::Member;
use keyholder_domain::role::Role;
use keyholder_domain::status::MemberStatus;
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;

use super::holders::Found;
use super::scan::{Scan, fold};
use super::shared::RoleCount;
use super::team::{Standing, TeamAsk, TeamSort};

/// More changed rows than this are sorted again instead of moved one by one.
const FEW: usize = 64;

/// One member, ready for search and sort.
#[derive(Clone, Debug)]
pub struct Row {
    /// Whose row.
    pub id: MemberId,
    /// Where the member lies in the held store: the same place is the same member, unchanged.
    lies: usize,
    email: String,
    /// Folded name and address, for search; the name stands first and is what names sort by.
    folded: String,
    role: Role,
    standing: Standing,
    since: Option<Time>,
}

/// What became different since the last look.
#[derive(Default)]
struct Changes {
    /// Places whose member changed or left.
    stale: Vec<u32>,
    /// Rows of members who changed or came.
    fresh: Vec<Row>,
    /// Where each member lies now, and her place; nowhere yet for the fresh ones, who stand here in the same order.
    walked: Vec<(usize, u32)>,
}

/// No place yet.
const NOWHERE: u32 = u32::MAX;

/// The members in every order.
#[derive(Clone, Debug, Default)]
pub struct TeamIndex {
    /// INVARIANT: the store that the rows were made from stays held, so that no member's place in memory is used again.
    held: Option<Store>,
    rows: Vec<Row>,
    places: HashMap<MemberId, u32>,
    orders: [Vec<u32>; 4],
    counts: [usize; 6],
    active: [usize; 6],
    scan: Scan,
    /// Places that no member holds any more.
    free: Vec<u32>,
    /// Where each member lay, in the order in which the store told them: most lie there still at the next look.
    walked: Vec<(usize, u32)>,
    /// The last filter and what it let through, so that scrolling does not filter again.
    last: Option<(TeamAsk, Vec<u32>)>,
    /// Who was last looked up to hold something.
    pub(super) found: Found,
}

impl TeamIndex {
    /// Brings the index up to date with the store.
    pub fn update(&mut self, store: &Store) {
        self.last = None;
        self.found = Found::default();
        let Changes { stale, fresh, walked } = self.changes(store);
        self.walked = walked;
        self.held = Some(store.clone());
        match stale.len() + fresh.len() {
            0 => {}
            1..=FEW => {
                let mut placed = self.patch(&stale, fresh).into_iter();
                let new = self.walked.iter_mut().filter(|(_, place)| *place == NOWHERE);
                new.zip(&mut placed).for_each(|(walked, place)| walked.1 = place);
            }
            _ => {
                self.rebuild(&stale, fresh);
                self.walked = store.members().map(|it| (lies(it), self.places[&it.id])).collect();
            }
        }
    }

    /// How many members there are, without any filter.
    pub fn all(&self) -> usize {
        self.orders[0].len()
    }

    /// How many hold each role, the Owner first.
    pub fn roles(&self) -> Vec<RoleCount> {
        Role::ALL.iter().map(|&role| RoleCount { role, count: self.counts[slot(role)] }).collect()
    }

    /// How many active members hold each role, the Owner first.
    pub fn active(&self) -> Vec<RoleCount> {
        Role::ALL.iter().map(|&role| RoleCount { role, count: self.active[slot(role)] }).collect()
    }

    /// Everyone by rank, then by name.
    pub fn by_rank(&self) -> impl Iterator<Item = (MemberId, Role, Standing)> {
        let row = |place: &u32| &self.rows[*place as usize];
        self.orders[TeamSort::Role as usize].iter().map(row).map(|row| (row.id, row.role, row.standing))
    }

    /// How many match, and who stands on the asked rows.
    pub fn slice(&mut self, store: &Store, ask: &TeamAsk) -> (usize, Vec<MemberId>) {
        // The best are looked for among those who match, in the order of their names.
        let sort = if ask.sort == TeamSort::Best { TeamSort::Name } else { ask.sort };
        let order = &self.orders[sort as usize];
        if ask.search.trim().is_empty() && ask.role.is_none() && ask.group.is_none() && ask.status.is_none() {
            return (order.len(), self.page(order, ask));
        }
        let filter = TeamAsk { from: 0, count: 0, descending: false, ..ask.clone() };
        let kept = match self.last.take() {
            Some((known, kept)) if known == filter => kept,
            _ => self.matching(store, ask, order),
        };
        let page = (kept.len(), self.page(&kept, ask));
        self.last = Some((filter, kept));
        page
    }

    fn matching(&self, store: &Store, ask: &TeamAsk, order: &[u32]) -> Vec<u32> {
        let mut hits = self.scan.matching(ask);
        if let Some(group) = ask.group {
            let inside = store.members_of(group).filter_map(|member| self.places.get(&member.id));
            let mut both = vec![false; hits.len()];
            inside.for_each(|place| both[*place as usize] = hits[*place as usize]);
            hits = both;
        }
        let mut kept: Vec<u32> = order.iter().copied().filter(|place| hits[*place as usize]).collect();
        if ask.sort == TeamSort::Best && !ask.search.trim().is_empty() {
            let folded = fold(&ask.search);
            let words: Vec<&str> = folded.split_whitespace().collect();
            kept.sort_by_cached_key(|place| self.scan.distance(*place, &words));
        }
        kept
    }

    fn page(&self, order: &[u32], ask: &TeamAsk) -> Vec<MemberId> {
        let id = |&place: &u32| self.rows[place as usize].id;
        match ask.descending {
            true => order.iter().rev().skip(ask.from).take(ask.count).map(id).collect(),
            false => order.iter().skip(ask.from).take(ask.count).map(id).collect(),
        }
    }

    /// Which rows no longer hold, and which are new.
    fn changes(&self, store: &Store) -> Changes {
        let mut seen = vec![false; self.rows.len()];
        // Sized at once: a list that grows by doubling holds its rows twice meanwhile.
        let new = store.member_count().saturating_sub(self.rows.len());
        let mut changes = Changes {
            walked: Vec::with_capacity(store.member_count()),
            fresh: Vec::with_capacity(new),
            ..Changes::default()
        };
        let mut step = 0;
        for member in store.members() {
            let lies = lies(member);
            // One that was taken out is stepped over; more than that costs look-ups, never truth.
            let ahead = self.walked.iter().skip(step).take(2).position(|(same, _)| *same == lies);
            if let Some(over) = ahead {
                step += over + 1;
                let place = self.walked[step - 1].1;
                seen[place as usize] = true;
                changes.walked.push((lies, place));
                continue;
            }
            if let Some(&place) = self.places.get(&member.id) {
                seen[place as usize] = true;
                if self.rows[place as usize].lies == lies {
                    changes.walked.push((lies, place));
                    continue;
                }
                step += 1;
                changes.stale.push(place);
            }
            changes.walked.push((lies, NOWHERE));
            changes.fresh.push(Row::new(member));
        }
        changes.stale.extend(self.places.values().copied().filter(|place| !seen[*place as usize]));
        changes
    }

    fn count(&mut self, place: u32, one: fn(usize) -> usize) {
        let row = &self.rows[place as usize];
        let (slot, active) = (slot(row.role), row.standing == Standing::Active);
        self.counts[slot] = one(self.counts[slot]);
        if active {
            self.active[slot] = one(self.active[slot]);
        }
    }

    /// Takes a few rows out of every order and puts a few in; tells where.
    fn patch(&mut self, stale: &[u32], fresh: Vec<Row>) -> Vec<u32> {
        for order in &mut self.orders {
            order.retain(|place| !stale.contains(place));
        }
        for place in stale {
            self.count(*place, |count| count - 1);
            self.places.remove(&self.rows[*place as usize].id);
        }
        self.free.extend(stale);
        let mut placed = Vec::new();
        for row in fresh {
            let place = self.free.pop().unwrap_or(self.rows.len() as u32);
            self.places.insert(row.id, place);
            match self.rows.get_mut(place as usize) {
                Some(old) => *old = row,
                None => self.rows.push(row),
            }
            self.count(place, |count| count + 1);
            self.scan_row(place);
            for sort in SORTS {
                let row = &self.rows[place as usize];
                let before = |other: &u32| compare(sort, &self.rows[*other as usize], row).is_lt();
                let at = self.orders[sort as usize].partition_point(before);
                self.orders[sort as usize].insert(at, place);
            }
            placed.push(place);
        }
        placed
    }

    /// Sorts everything again. Names are compared once; roles and days then lean on the names' ranks.
    fn rebuild(&mut self, stale: &[u32], fresh: Vec<Row>) {
        let gone: HashSet<u32> = stale.iter().chain(&self.free).copied().collect();
        let mut place = 0..;
        self.rows.retain(|_| place.next().is_none_or(|place| !gone.contains(&place)));
        self.free.clear();
        if self.rows.is_empty() {
            self.rows = fresh;
        } else {
            self.rows.extend(fresh);
        }
        // Rows stand in the order of their names from now on, so a place is the rank of a name.
        let by_name = ranked(TeamSort::Name, &self.rows.iter().collect::<Vec<_>>());
        let mut rows: Vec<Option<Row>> = std::mem::take(&mut self.rows).into_iter().map(Some).collect();
        self.rows.reserve_exact(rows.len());
        self.rows.extend(by_name.iter().filter_map(|place| rows[*place as usize].take()));
        drop(rows);
        self.places = self.rows.iter().enumerate().map(|(place, row)| (row.id, place as u32)).collect();
        let by_name: Vec<u32> = (0..self.rows.len() as u32).collect();
        let mut by_role = by_name.clone();
        by_role.sort_by_key(|&place| slot(self.rows[place as usize].role));
        let mut by_since = by_name.clone();
        by_since.sort_by_key(|&place| self.rows[place as usize].since);
        let by_email = ranked(TeamSort::Email, &self.rows.iter().collect::<Vec<_>>());
        self.orders = [by_name, by_role, by_email, by_since];
        (self.counts, self.active) = ([0; 6], [0; 6]);
        self.scan.clear();
        for place in 0..self.rows.len() as u32 {
            self.count(place, |count| count + 1);
            self.scan_row(place);
        }
    }

    fn scan_row(&mut self, place: u32) {
        let row = &self.rows[place as usize];
        self.scan.put(place, &row.folded, row.role, row.standing);
    }
}

const SORTS: [TeamSort; 4] = [TeamSort::Name, TeamSort::Role, TeamSort::Email, TeamSort::Since];

/// The one order of two rows; ids decide last, so that no two rows are equal.
fn compare(sort: TeamSort, one: &Row, other: &Row) -> Ordering {
    let by_name = || one.folded.cmp(&other.folded).then_with(|| one.id.cmp(&other.id));
    match sort {
        TeamSort::Name | TeamSort::Best => by_name(),
        TeamSort::Role => slot(one.role).cmp(&slot(other.role)).then_with(by_name),
        TeamSort::Email => one.email.cmp(&other.email).then_with(by_name),
        TeamSort::Since => one.since.cmp(&other.since).then_with(by_name),
    }
}

/// The places in the order of names or addresses. The first sixteen bytes decide most comparisons without following a
/// pointer.
fn ranked(sort: TeamSort, rows: &[&Row]) -> Vec<u32> {
    let start = |row: &Row| {
        let text = if sort == TeamSort::Email { row.email.as_bytes() } else { row.folded.as_bytes() };
        let mut bytes = [0; 16];
        let known = text.len().min(16);
        bytes[..known].copy_from_slice(&text[..known]);
        u128::from_be_bytes(bytes)
    };
    let mut keyed: Vec<(u128, u32)> = rows.iter().zip(0..).map(|(row, place)| (start(row), place)).collect();
    keyed.sort_unstable_by(|(one, a), (other, b)| {
        one.cmp(other).then_with(|| compare(sort, rows[*a as usize], rows[*b as usize]))
    });
    keyed.into_iter().map(|(_, place)| place).collect()
}

/// A role's place in lists: the Owner first.
fn slot(role: Role) -> usize {
    Role::ALL.iter().position(|&other| other == role).unwrap_or_default()
}

/// How rows show her. A removed member is none of the store's members.
pub fn standing(member: &Member) -> Standing {
    match member.status {
        MemberStatus::Active => Standing::Active,
        MemberStatus::Suspended | MemberStatus::Removed => Standing::Suspended,
    }
}

/// Where a member lies in memory. While her store is held, the same place is the same member, unchanged.
fn lies(member: &Member) -> usize {
    std::ptr::from_ref(member).addr()
}

impl Row {
    fn new(member: &Member) -> Row {
        let name = fold(member.name());
        let email = member.email.as_ref().map_or("", |email| email.normalised()).to_owned();
        Row {
            id: member.id,
            lies: lies(member),
            folded: format!("{name}\n{}", fold(member.email())),
            email,
            role: member.role,
            standing: standing(member),
            since: member.joined,
        }
    }
}
