//! Addresses as people paste them: one a line or many, `Name <a@b>`, with commas, semicolons and tabs between.

use super::{LONGEST_NAME, MAX_ROWS, People, Person, Unreadable, address, clean};

/// Below so many pieces anything may be a list with a slip in it; above, text without addresses is a text.
const FEW: usize = 20;
/// Of a list, at least every so manieth piece is an address.
const HARDLY: usize = 10;

/// The people of a list. What is no address is kept as a row that says so, unless there is hardly anything else.
pub fn people(text: &str) -> Result<People, Unreadable> {
    let mut people = People::default();
    let (mut rows, mut found) = (0, 0);
    for (line, text) in (1..).zip(text.lines()) {
        line_of(line, text, &mut |person| {
            rows += 1;
            found += usize::from(person.email.contains('@'));
            // Counted to the end, and kept no further: a line may hold millions.
            if rows <= MAX_ROWS {
                people.people.push(person);
            }
        });
    }
    match rows {
        0 => Err(Unreadable::Empty),
        _ if found == 0 || (rows > FEW && found * HARDLY < rows) => {
            Err(Unreadable::NoAddresses { lines: rows, found })
        }
        1..=MAX_ROWS => Ok(people),
        _ => Err(Unreadable::TooManyRows(rows)),
    }
}

fn line_of(line: u64, text: &str, each: &mut impl FnMut(Person)) {
    // `Santoso, Budi <budi@toko.id>`: what stands before a bracket without an address of its own is her name.
    let mut before: Vec<&str> = Vec::new();
    for piece in pieces(text) {
        match piece.split_once('<') {
            Some((name, rest)) => {
                let (inside, after) = rest.split_once('>').unwrap_or((rest, ""));
                before.push(name);
                each(person(line, &before.join(", "), inside));
                before.clear();
                bare(line, after, each);
            }
            None if piece.contains('@') => {
                before.drain(..).filter_map(|words| unknown(line, words)).for_each(&mut *each);
                bare(line, piece, each);
            }
            None => before.push(piece),
        }
    }
    before.into_iter().filter_map(|words| unknown(line, words)).for_each(each);
}

/// A line cut at separators that stand neither in quotes nor in brackets.
fn pieces(text: &str) -> Vec<&str> {
    let (mut quoted, mut bracketed, mut from) = (false, false, 0);
    let closes = text.matches('"').count().is_multiple_of(2);
    let mut pieces = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '"' if closes => quoted = !quoted,
            '<' => bracketed = true,
            '>' => bracketed = false,
            ',' | ';' | '\t' | '|' | '，' | '；' if !quoted && !bracketed => {
                pieces.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&text[from..]);
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}

/// Words with addresses among them and no brackets: `Budi budi@toko.id`, or several addresses with spaces between.
fn bare(line: u64, text: &str, each: &mut impl FnMut(Person)) {
    let mut words: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        match word.contains('@') {
            true => {
                each(person(line, &words.join(" "), word));
                words.clear();
            }
            false => words.push(word),
        }
    }
}

fn unknown(line: u64, text: &str) -> Option<Person> {
    let email = address(text);
    // List marks and rulers of a mail are nothing anybody meant.
    email.chars().any(char::is_alphanumeric).then(|| Person { line, email, ..Person::default() })
}

fn person(line: u64, name: &str, email: &str) -> Person {
    let name = clean(name, LONGEST_NAME);
    let marks = |c: char| "\"'“”‘’,;:*-–•()[]".contains(c) || c.is_whitespace();
    let numbered = |c: char| c.is_ascii_digit() || ".)".contains(c) || marks(c);
    let name = match name.starts_with(|c: char| c.is_ascii_digit()) {
        true => name.trim_start_matches(numbered),
        false => &name,
    };
    Person { line, name: name.trim_matches(marks).to_owned(), email: address(email), ..Person::default() }
}
