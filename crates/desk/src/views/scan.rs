//! What a search looks through: every member's folded text, role and standing, one behind the other in memory.
//!
//! Rows of the index lie far apart; one pass over them in any order but their own costs a cache miss each. Here a pass over
//! 100,000 members reads a few megabytes in a line.

use keyholder_domain::role::Role;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::team::{Standing, TeamAsk};

/// The members as a search sees them, by place.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    text: String,
    spans: Vec<Span>,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    from: u32,
    to: u32,
    role: Role,
    standing: Standing,
}

impl Scan {
    /// Forgets everything, for a line in a new order.
    pub fn clear(&mut self) {
        self.text.clear();
        self.spans.clear();
    }

    /// Puts a member at a place, in the next one or instead of an earlier one. The earlier text stays behind unread until
    /// everything is put anew.
    pub fn put(&mut self, place: u32, folded: &str, role: Role, standing: Standing) {
        let from = self.text.len() as u32;
        self.text.push_str(folded);
        let span = Span { from, to: self.text.len() as u32, role, standing };
        match self.spans.get_mut(place as usize) {
            Some(old) => *old = span,
            None => self.spans.push(span),
        }
    }

    /// Which places match role, standing and every word. Places that nobody holds may match too: no order names them.
    pub fn matching(&self, ask: &TeamAsk) -> Vec<bool> {
        let folded = fold(&ask.search);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let matches = |span: &Span| {
            let text = &self.text[span.from as usize..span.to as usize];
            ask.role.is_none_or(|role| span.role == role)
                && ask.status.is_none_or(|status| span.standing == status)
                && words.iter().all(|word| text.contains(word))
        };
        self.spans.iter().map(matches).collect()
    }

    /// How far from the searched words a place is that matches them: 0 where its name or address is just these, 1 where each
    /// of them begins a word, else 2.
    pub fn distance(&self, place: u32, words: &[&str]) -> u8 {
        let span = &self.spans[place as usize];
        let text = &self.text[span.from as usize..span.to as usize];
        let begins = |word: &&str| {
            text.match_indices(word).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
        };
        if text.lines().any(|line| line.split_whitespace().eq(words.iter().copied())) {
            0
        } else if words.iter().all(begins) {
            1
        } else {
            2
        }
    }
}

/// Text for search: compatibility forms taken apart, marks dropped, lower case. "José" is found by "jose".
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}
