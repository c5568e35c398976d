//! Which column of a table holds what, from its headings, or from its cells where it has none. INVARIANT: only cells of columns
//! that are known here are ever read; a password, under whatever heading, is not among them.

use std::collections::HashSet;

use super::synonyms::{self, Column, column, is_inactive};
use super::{LONGEST_NAME, Person, RoleTold, address, clean};

/// A word of a list that is kept to be shown: a role nobody knows, a group, a status.
const LONGEST_WORD: usize = 60;
/// No table of people is as wide: what seems to be is no table.
const WIDEST: usize = 500;
/// How many headings are told as left out.
const MOST_HEADINGS: usize = 40;

/// Where the cells of a person stand in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    email: usize,
    name: Option<usize>,
    parts: Vec<usize>,
    role: Option<usize>,
    groups: Option<usize>,
    states: Vec<(Column, usize)>,
    /// Headings that nothing was made of.
    pub left_out: Vec<String>,
    /// Whether one of them is of passwords.
    pub passwords: bool,
}

impl Columns {
    /// What the headings say; nothing where none of them is of addresses.
    pub fn of_headings(row: &[&str]) -> Option<Columns> {
        let known = known(row)?;
        known.iter().flatten().any(|it| it.0 == Column::Email).then(|| Columns::named(row, &known))?
    }

    /// What the headings say where the addresses stand under another one ("Username", "Login", "ID"): the cells below tell
    /// which. Without this a column that is plainly headed as passwords would be guessed at as if it had no heading.
    pub fn of_headings_over(row: &[&str], below: &[Vec<&str>]) -> Option<Columns> {
        let mut known = known(row)?;
        let all = || known.iter().flatten();
        if all().count() < 2 && all().all(|it| it.0 != Column::Password) {
            return None;
        }
        let addresses = |at: usize| {
            let cells = below.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim());
            cells.filter(|cell| cell.contains('@') && !cell.contains(' ')).count()
        };
        let open = (0..known.len()).filter(|at| known[*at].is_none_or(|it| it.0 != Column::Password));
        let most = open.map(|at| (addresses(at), at)).filter(|it| it.0 > 0);
        let (_, email) = most.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        known[email] = Some((Column::Email, 0));
        Columns::named(row, &known)
    }

    fn named(row: &[&str], known: &[Option<(Column, usize)>]) -> Option<Columns> {
        let surest = |wanted: Column| {
            let all = known.iter().enumerate();
            let of = all.filter_map(|(at, known)| known.filter(|it| it.0 == wanted).map(|it| (it.1, at)));
            of.min().map(|(_, at)| at)
        };
        let email = surest(Column::Email)?;
        let parts: Vec<usize> =
            [Column::First, Column::Middle, Column::Last].into_iter().filter_map(surest).collect();
        let states = known.iter().enumerate().filter_map(|(at, known)| Some(((*known)?.0, at)));
        let states =
            states.filter(|(is, _)| matches!(is, Column::Status | Column::Active | Column::Inactive));
        let mut columns = Columns {
            email,
            name: surest(Column::Name),
            parts,
            role: surest(Column::Role),
            groups: surest(Column::Groups),
            states: states.collect(),
            left_out: Vec::new(),
            passwords: known.iter().any(|it| it.is_some_and(|it| it.0 == Column::Password)),
        };
        let unread = row.iter().enumerate().filter(|(at, _)| !columns.reads(*at));
        columns.left_out = unread
            .map(|(_, heading)| clean(heading, LONGEST_WORD))
            .filter(|heading| !heading.is_empty())
            .take(MOST_HEADINGS)
            .collect();
        Some(columns)
    }

    /// What the cells say, for a table without headings: one column of addresses, and beside it whatever can be told.
    pub fn of_cells(rows: &[Vec<&str>]) -> Option<Columns> {
        let wide = rows.iter().map(Vec::len).max().filter(|wide| *wide <= WIDEST)?;
        let many = |at: usize, is: &dyn Fn(&str) -> bool| {
            rows.iter().filter(|row| row.get(at).is_some_and(|cell| is(cell.trim()))).count()
        };
        let mostly = |count: usize| count * 10 >= rows.len() * 6;
        let email =
            (0..wide).find(|at| mostly(many(*at, &|cell| cell.contains('@') && !cell.contains(' '))))?;
        let others = || (0..wide).filter(|at| *at != email);
        let filled = |at: usize| many(at, &|cell| !cell.is_empty());
        // Of the cells that are filled, and at least some are.
        let all_are = |at: usize, is: &dyn Fn(&str) -> bool| {
            let filled = filled(at);
            filled > 0 && many(at, &|cell| !cell.is_empty() && is(cell)) * 10 >= filled * 8
        };
        let role = others().find(|at| all_are(*at, &|cell| synonyms::role(cell).is_some()));
        let state = |cell: &str| {
            is_inactive(Column::Status, cell) || ["active", "aktif"].contains(&synonyms::key(cell).as_str())
        };
        let state = others().find(|at| Some(*at) != role && all_are(*at, &state));
        // A name has letters and no figures; the first such column is the name, whatever follows. But where few words stand again and
        // again, they are a city or a shift: people are called differently.
        let differ = |at: usize| {
            let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim());
            let words: Vec<String> = cells.filter(|cell| !cell.is_empty()).map(synonyms::key).collect();
            words.len() < 4 || words.iter().collect::<HashSet<_>>().len() * 2 > words.len()
        };
        let named = |cell: &str| {
            cell.chars().any(char::is_alphabetic)
                && !cell.chars().any(|c| c.is_ascii_digit() || "@/\\:".contains(c))
        };
        let open = |at: &usize| Some(*at) != role && Some(*at) != state;
        let name = others().filter(open).find(|at| all_are(*at, &named) && differ(*at));
        let states = state.map(|at| (Column::Status, at)).into_iter().collect();
        Some(Columns { email, name, role, states, ..Columns::default() })
    }

    /// How many columns it makes something of.
    pub fn known(&self) -> usize {
        1 + self.parts.len()
            + self.states.len()
            + [self.name, self.role, self.groups].iter().flatten().count()
    }

    /// The person of one row; nothing where all cells that are read are empty.
    pub fn person(&self, line: u64, row: &[&str]) -> Option<Person> {
        let cell = |at: usize| row.get(at).copied().unwrap_or_default();
        let email = address(cell(self.email));
        let mut name = clean(self.name.map_or("", cell), LONGEST_NAME);
        if name.is_empty() {
            let parts: Vec<&str> = self.parts.iter().map(|at| cell(*at)).collect();
            name = clean(&parts.join(" "), LONGEST_NAME);
        }
        let role = clean(self.role.map_or("", cell), LONGEST_WORD);
        let told = |(column, at): &(Column, usize)| {
            is_inactive(*column, cell(*at)).then(|| clean(cell(*at), LONGEST_WORD))
        };
        let groups = cell(self.groups.unwrap_or(usize::MAX)).split([',', ';', '|', '\n']);
        let groups = groups.map(|group| clean(group, LONGEST_WORD)).filter(|group| !group.is_empty());
        let person = Person {
            line,
            name: plain(&name),
            email,
            role: (!role.is_empty())
                .then(|| synonyms::role(&role).map_or(RoleTold::Unknown(role), RoleTold::Known)),
            groups: groups.take(50).collect(),
            inactive: self.states.iter().find_map(told),
        };
        let empty = Person { line, ..Person::default() };
        (person != empty).then_some(person)
    }

    fn reads(&self, at: usize) -> bool {
        self.email == at
            || self.parts.contains(&at)
            || self.states.iter().any(|(_, state)| *state == at)
            || [self.name, self.role, self.groups].contains(&Some(at))
    }
}

/// What is known of each cell of a row that may be the headings.
fn known(row: &[&str]) -> Option<Vec<Option<(Column, usize)>>> {
    let told = row.len() <= WIDEST && !row.iter().any(|cell| cell.contains('@'));
    told.then(|| row.iter().map(|heading| column(heading)).collect())
}

/// A name as it was before a program kept a spreadsheet from taking it for a formula.
fn plain(name: &str) -> String {
    match name.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => name.to_owned(),
    }
}
