//! A table in text: its separator, its headings, its rows. What has no such shape is for `pasted.rs`.

use csv::{ReaderBuilder, StringRecord};

use super::columns::Columns;
use super::{MAX_ROWS, People, Unreadable};

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Programs put a title, a date and an empty line above the headings.
const HEADINGS_WITHIN: usize = 20;
/// How many rows are looked at to tell the shape of a table without headings.
const LOOK: usize = 200;

/// Finds the row of the headings, and what they say.
type Headings = fn(&str, u8, bool) -> Option<(usize, Columns)>;

/// The people of a table, or nothing where this is none.
pub fn people(text: &str) -> Option<Result<People, Unreadable>> {
    let (text, told, before) = told_separator(text);
    let quoted = text.matches('"').count().is_multiple_of(2);
    let separators = told.map_or(SEPARATORS.to_vec(), |one| vec![one]);
    let best = |headings: Headings| {
        let headed = separators.iter().filter_map(|separator| {
            let (at, columns) = headings(text, *separator, quoted)?;
            Some((columns.known(), *separator, at + 1, columns))
        });
        // Of two readings the one that makes more of the table; of two alike the first, which is the comma's.
        headed.reduce(|best, next| if next.0 > best.0 { next } else { best })
    };
    let headed = best(headings).or_else(|| best(headings_over));
    let shape = headed.map(|(_, separator, skip, columns)| (separator, skip, columns));
    let (separator, skip, columns) = shape.or_else(|| unheaded(text, &separators, quoted))?;
    let mut people = People::default();
    let mut rows = 0;
    for record in records(text, separator, quoted).skip(skip) {
        let line = record.position().map_or(0, csv::Position::line) + before;
        let cells: Vec<&str> = record.iter().collect();
        let Some(person) = columns.person(line, &cells) else { continue };
        rows += 1;
        if rows <= MAX_ROWS {
            people.people.push(person);
        }
    }
    people.left_out = columns.left_out;
    people.passwords = columns.passwords;
    Some(match rows {
        0 => Err(Unreadable::Empty),
        1..=MAX_ROWS => addressed(people),
        _ => Err(Unreadable::TooManyRows(rows)),
    })
}

/// Rows without a single address are some other table.
fn addressed(people: People) -> Result<People, Unreadable> {
    let lines = people.people.len();
    match people.people.iter().any(|person| person.email.contains('@')) {
        true => Ok(people),
        false => Err(Unreadable::NoAddresses { lines, found: 0 }),
    }
}

/// Excel's own first line, `sep=;`, and how many lines it took.
fn told_separator(text: &str) -> (&str, Option<u8>, u64) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end_matches('\r').strip_prefix("sep=").map(str::as_bytes) {
        Some([separator]) if separator.is_ascii() => (rest, Some(*separator), 1),
        _ => (text, None, 0),
    }
}

fn headings(text: &str, separator: u8, quoted: bool) -> Option<(usize, Columns)> {
    let rows = records(text, separator, quoted).take(HEADINGS_WITHIN).enumerate();
    rows.into_iter()
        .find_map(|(at, record)| Some((at, Columns::of_headings(&record.iter().collect::<Vec<_>>())?)))
}

/// Headings of which none is of addresses, with addresses below.
fn headings_over(text: &str, separator: u8, quoted: bool) -> Option<(usize, Columns)> {
    let records: Vec<_> = records(text, separator, quoted).take(LOOK).collect();
    let rows: Vec<Vec<&str>> = records.iter().map(|record| record.iter().collect()).collect();
    let within = rows.iter().take(HEADINGS_WITHIN).enumerate();
    within.filter(|(_, row)| row.len() > 1).find_map(|(at, row)| {
        let below = rows.get(at + 1..).unwrap_or_default();
        Some((at, Columns::of_headings_over(row, below)?))
    })
}

/// Rows of one shape with one address each, as they are copied out of a spreadsheet.
fn unheaded(text: &str, separators: &[u8], quoted: bool) -> Option<(u8, usize, Columns)> {
    separators.iter().find_map(|separator| {
        let records: Vec<_> = records(text, *separator, quoted).take(LOOK).collect();
        let rows: Vec<Vec<&str>> = records.iter().map(|record| record.iter().collect()).collect();
        let wide = rows.iter().map(Vec::len).max().unwrap_or_default();
        let alike = rows.iter().filter(|row| row.len() == wide).count();
        let one_address = |row: &&Vec<&str>| row.iter().filter(|cell| cell.contains('@')).count() == 1;
        let addressed = rows.iter().filter(one_address).count();
        let bracketed = rows.iter().flatten().any(|cell| cell.contains('<'));
        let shaped = wide > 1 && alike * 10 >= rows.len() * 9 && addressed * 10 >= rows.len() * 6;
        (shaped && !bracketed)
            .then(|| Columns::of_cells(&rows))
            .flatten()
            .map(|columns| (*separator, 0, columns))
    })
}

/// The rows that are not empty. A table with an odd number of quotes is read without them: one that was never closed would
/// swallow everybody behind it.
fn records(text: &str, separator: u8, quoted: bool) -> impl Iterator<Item = StringRecord> {
    let mut reader = ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(separator).quoting(quoted);
    let records = reader.from_reader(text.as_bytes()).into_records().filter_map(Result::ok);
    records.filter(|record| record.iter().any(|cell| !cell.trim().is_empty()))
}
