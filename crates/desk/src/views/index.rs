//! Every member folded for search and ranked in each sort order, so that a slice of Team costs one pass over plain memory.
//!
//! Brought up to date by comparing with the store: a change of a few members moves a few places; only a change of many sorts
//! again. INVARIANT: a slice equals filtering and sorting the store's members naively (property test in `team.rs`).

use std::cmp::Ordering;
use std::collections::HashMap;

use keyholder_domain::id::MemberId;
use keyholder_domain::member::Member;
use keyholder_domain::role::Role;
use keyholder_domain::status::MemberStatus;
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

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
    /// The last filter and what it let through, so that scrolling does not filter again.
    last: Option<(TeamAsk, Vec<u32>)>,
}

impl TeamIndex {
    /// Brings the index up to date with the store.
    pub fn update(&mut self, store: &Store) {
        self.last = None;
        let mut seen = vec![false; self.rows.len()];
        let mut fresh = Vec::new();
        let mut stale = Vec::new();
        for member in store.members() {
            let Some(standing) = standing(member) else { continue };
            let place = self.places.get(&member.id).map(|place| *place as usize);
            if let Some(place) = place {
                seen[place] = true;
                if self.rows[place].lies == std::ptr::from_ref(member).addr() {
                    continue;
                }
                stale.push(place as u32);
            }
            fresh.push(Row::new(member, standing));
        }
        stale.extend(self.places.values().copied().filter(|place| !seen[*place as usize]));
        self.held = Some(store.clone());
        match stale.len() + fresh.len() {
            0 => return,
            1..=FEW => self.patch(&stale, fresh),
            _ => self.rebuild(&stale, fresh),
        }
        (self.counts, self.active) = ([0; 6], [0; 6]);
        for &place in &self.orders[0] {
            let row = &self.rows[place as usize];
            self.counts[slot(row.role)] += 1;
            self.active[slot(row.role)] += usize::from(row.standing == Standing::Active);
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

    /// How many match, and who stands on the asked rows.
    pub fn slice(&mut self, store: &Store, ask: &TeamAsk) -> (usize, Vec<MemberId>) {
        let order = &self.orders[ask.sort as usize];
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
        let folded = fold(&ask.search);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let inside = ask.group.map(|group| {
            let mut inside = vec![false; self.rows.len()];
            for member in store.members_of(group) {
                if let Some(&place) = self.places.get(&member.id) {
                    inside[place as usize] = true;
                }
            }
            inside
        });
        let matches = |&place: &u32| {
            let row = &self.rows[place as usize];
            ask.role.is_none_or(|role| row.role == role)
                && ask.status.is_none_or(|status| row.standing == status)
                && inside.as_ref().is_none_or(|inside| inside[place as usize])
                && words.iter().all(|word| row.folded.contains(word))
        };
        order.iter().copied().filter(matches).collect()
    }

    fn page(&self, order: &[u32], ask: &TeamAsk) -> Vec<MemberId> {
        let id = |&place: &u32| self.rows[place as usize].id;
        match ask.descending {
            true => order.iter().rev().skip(ask.from).take(ask.count).map(id).collect(),
            false => order.iter().skip(ask.from).take(ask.count).map(id).collect(),
        }
    }

    /// Takes a few rows out of every order and puts a few in.
    fn patch(&mut self, stale: &[u32], fresh: Vec<Row>) {
        for order in &mut self.orders {
            order.retain(|place| !stale.contains(place));
        }
        let mut free = stale.to_vec();
        for place in stale {
            self.places.remove(&self.rows[*place as usize].id);
        }
        for row in fresh {
            let place = free.pop().unwrap_or(self.rows.len() as u32);
            self.places.insert(row.id, place);
            match self.rows.get_mut(place as usize) {
                Some(old) => *old = row,
                None => self.rows.push(row),
            }
            for sort in SORTS {
                let row = &self.rows[place as usize];
                let order = &self.orders[sort as usize];
                let at =
                    order.partition_point(|&other| compare(sort, &self.rows[other as usize], row).is_lt());
                self.orders[sort as usize].insert(at, place);
            }
        }
        if !free.is_empty() {
            self.rebuild(&[], Vec::new());
        }
    }

    /// Sorts everything again. Names are compared once; roles and days then lean on the names' ranks.
    fn rebuild(&mut self, stale: &[u32], fresh: Vec<Row>) {
        let mut keep = vec![false; self.rows.len()];
        for &place in self.places.values() {
            keep[place as usize] = true;
        }
        for &place in stale {
            keep[place as usize] = false;
        }
        let mut keep = keep.into_iter();
        self.rows.retain(|_| keep.next().unwrap_or(false));
        self.rows.extend(fresh);
        self.rows.sort_unstable_by(|one, other| compare(TeamSort::Name, one, other));
        self.places = self.rows.iter().enumerate().map(|(place, row)| (row.id, place as u32)).collect();
        // Rows now stand in the order of their names, so a place is the rank of a name.
        let by_name: Vec<u32> = (0..self.rows.len() as u32).collect();
        let mut by_role = by_name.clone();
        by_role.sort_by_key(|&place| slot(self.rows[place as usize].role));
        let mut by_since = by_name.clone();
        by_since.sort_by_key(|&place| self.rows[place as usize].since);
        let mut by_email = by_name.clone();
        by_email.sort_unstable_by(|&one, &other| {
            compare(TeamSort::Email, &self.rows[one as usize], &self.rows[other as usize])
        });
        self.orders = [by_name, by_role, by_email, by_since];
    }
}

const SORTS: [TeamSort; 4] = [TeamSort::Name, TeamSort::Role, TeamSort::Email, TeamSort::Since];

/// The one order of two rows; ids decide last, so that no two rows are equal.
fn compare(sort: TeamSort, one: &Row, other: &Row) -> Ordering {
    let by_name = || one.folded.cmp(&other.folded).then_with(|| one.id.cmp(&other.id));
    match sort {
        TeamSort::Name => by_name(),
        TeamSort::Role => slot(one.role).cmp(&slot(other.role)).then_with(by_name),
        TeamSort::Email => one.email.cmp(&other.email).then_with(by_name),
        TeamSort::Since => one.since.cmp(&other.since).then_with(by_name),
    }
}

/// A role's place in lists: the Owner first.
fn slot(role: Role) -> usize {
    Role::ALL.iter().position(|&other| other == role).unwrap_or_default()
}

/// How rows show her; `None` for a removed member, who is shown nowhere.
pub fn standing(member: &Member) -> Option<Standing> {
    match member.status {
        MemberStatus::Active => Some(Standing::Active),
        MemberStatus::Suspended => Some(Standing::Suspended),
        MemberStatus::Removed => None,
    }
}

/// Text for search: compatibility forms taken apart, marks dropped, lower case. "José" is found by "jose".
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

impl Row {
    fn new(member: &Member, standing: Standing) -> Row {
        let name = fold(member.name());
        let email = member.email.as_ref().map_or("", |email| email.normalised()).to_owned();
        Row {
            id: member.id,
            lies: std::ptr::from_ref(member).addr(),
            folded: format!("{name}\n{}", fold(member.email())),
            email,
            role: member.role,
            standing,
            since: member.joined,
        }
    }
}
