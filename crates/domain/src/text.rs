//! Names and addresses, checked once where they come in, so that nobody below has to ask again.
//!
//! Stored data is read leniently: a name that a later version allows must not stop this one.

use std::fmt;

use caseless::Caseless;
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;

/// The longest name, in Unicode scalar values.
pub const NAME_MAX: usize = 60;
/// The longest address, in bytes (RFC 5321, 4.5.3.1.3, without the angle brackets).
const EMAIL_MAX: usize = 254;
/// The longest part before the `@` (RFC 5321, 4.5.3.1.1).
const LOCAL_MAX: usize = 64;

/// The name of a store, a group or a person: trimmed, NFC (UAX 15), 1 to 60 Unicode scalars, no control and no
/// bidirectional-override characters (UAX 9).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

/// What is wrong with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    /// Nothing but spaces.
    #[error("the name is empty")]
    Empty,
    /// More than 60 characters.
    #[error("the name is longer than 60 characters")]
    TooLong,
    /// A control character or a line separator inside.
    #[error("the name holds a control character")]
    Control,
    /// A character that turns the direction of writing, with which one name can pass for another.
    #[error("the name holds a character that turns the direction of writing")]
    Bidi,
}

impl NameProblem {
    /// The `why` of `invalid_name`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::Control => "control",
            Self::Bidi => "bidi",
        }
    }
}

impl Name {
    /// The name that was meant by what was typed.
    pub fn parse(typed: &str) -> Result<Self, NameProblem> {
        let trimmed = typed.trim();
        if trimmed.is_empty() {
            return Err(NameProblem::Empty);
        }
        if trimmed.chars().any(is_control) {
            return Err(NameProblem::Control);
        }
        if trimmed.chars().any(turns_direction) {
            return Err(NameProblem::Bidi);
        }
        // Most names are ASCII, which is in NFC as it stands; and a megabyte of text is turned down without being
        // normalised whole.
        let name: String = if trimmed.is_ascii() {
            trimmed.get(..NAME_MAX + 1).unwrap_or(trimmed).to_owned()
        } else {
            trimmed.nfc().take(NAME_MAX + 1).collect()
        };
        if name.chars().count() > NAME_MAX {
            return Err(NameProblem::TooLong);
        }
        Ok(Self(name))
    }

    /// A name as it was stored: as parsed if it is one, otherwise exactly what stands there.
    pub fn stored(text: &str) -> Self {
        Self::parse(text).unwrap_or_else(|_| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key under which names are one: canonical caseless matching by full case folding (Unicode, D145).
    pub fn folded(&self) -> String {
        self.0.chars().nfd().default_case_fold().nfd().collect()
    }
}

// Line and paragraph separators are no control characters to Unicode, but they break a row just the same.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

// Embeddings, overrides and isolates (UAX 9). The plain marks U+200E, U+200F and U+061C stay: honest text needs them.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::stored(&String::deserialize(deserializer)?))
    }
}

/// An address: normalised for comparing, and as it was typed for showing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email {
    normalised: String,
    // None where it was typed as it is normalised, which is nearly always.
    typed: Option<String>,
}

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailProblem {
    /// Nothing but spaces.
    #[error("the address is empty")]
    Empty,
    /// No `@`, or nothing on one side of it.
    #[error("the address has no `@` with something on both sides")]
    NoAt,
    /// The part before the `@`.
    #[error("the part before the `@` is not one that mail can reach")]
    Local,
    /// The part after the `@`.
    #[error("the part after the `@` is not a domain name")]
    Domain,
    /// Longer than mail allows.
    #[error("the address is longer than mail allows")]
    TooLong,
}

impl EmailProblem {
    /// The `why` of `invalid_email`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoAt => "no_at",
            Self::Local => "local",
            Self::Domain => "domain",
            Self::TooLong => "too_long",
        }
    }
}

impl Email {
    /// The address that was meant: trimmed, lower-cased, its domain in A-label form (UTS 46). No plus or dot folding.
    pub fn parse(typed: &str) -> Result<Self, EmailProblem> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(EmailProblem::Empty);
        }
        if typed.len() > 4 * EMAIL_MAX {
            return Err(EmailProblem::TooLong);
        }
        let (local, domain) = typed.rsplit_once('@').ok_or(EmailProblem::NoAt)?;
        if local.is_empty() || domain.is_empty() {
            return Err(EmailProblem::NoAt);
        }
        let local = local_part(local)?;
        let domain = domain_part(domain)?;
        let normalised = format!("{local}@{domain}");
        if normalised.len() > EMAIL_MAX {
            return Err(EmailProblem::TooLong);
        }
        Ok(Self::stored(&normalised, Some(typed)))
    }

    /// An address as it was stored. It is not normalised again: tables of a later Unicode must not split one person in two.
    pub fn stored(normalised: &str, typed: Option<&str>) -> Self {
        let typed = typed.filter(|typed| *typed != normalised).map(str::to_owned);
        Self { normalised: normalised.to_owned(), typed }
    }

    /// The form that is compared and looked up.
    pub fn normalised(&self) -> &str {
        &self.normalised
    }

    /// The spelling that is shown.
    pub fn typed(&self) -> &str {
        self.typed.as_deref().unwrap_or(&self.normalised)
    }

    /// The spelling, where it differs from the normalised form.
    pub fn as_typed(&self) -> Option<&str> {
        self.typed.as_deref()
    }
}

// A dot-string (RFC 5321) or its internationalised form (RFC 6531); quoted strings are refused, as nearly everywhere.
fn local_part(local: &str) -> Result<String, EmailProblem> {
    let local: String = local.to_lowercase().nfc().collect();
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    let allowed = |c: char| match c {
        'a'..='z' | '0'..='9' => true,
        c if c.is_ascii() => "!#$%&'*+-/=?^_`{|}~.".contains(c),
        c => !is_control(c) && !turns_direction(c) && !c.is_whitespace(),
    };
    if dots || local.len() > LOCAL_MAX || !local.chars().all(allowed) {
        return Err(EmailProblem::Local);
    }
    Ok(local)
}

// At least two labels: a bare host name is never where a colleague reads her mail.
fn domain_part(domain: &str) -> Result<String, EmailProblem> {
    let ascii = Uts46::new()
        .to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::Check, DnsLength::Verify)
        .map_err(|_| EmailProblem::Domain)?;
    if !ascii.contains('.') {
        return Err(EmailProblem::Domain);
    }
    Ok(ascii.into_owned())
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.typed())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_composed() {
        assert_eq!(Name::parse("  Cafe\u{301} ").unwrap().as_str(), "Caf\u{e9}");
    }

    #[test]
    fn what_is_wrong_with_a_name_is_said() {
        let check = |typed: &str, problem| assert_eq!(Name::parse(typed).unwrap_err(), problem, "{typed:?}");
        check("", NameProblem::Empty);
        check(" \u{a0}\t", NameProblem::Empty);
        check("a\u{0}b", NameProblem::Control);
        check("a\u{2028}b", NameProblem::Control);
        check("a\u{202e}b", NameProblem::Bidi);
        check("a\u{2066}b", NameProblem::Bidi);
        check(&"x".repeat(61), NameProblem::TooLong);
        check(&"x".repeat(4_000_000), NameProblem::TooLong);
    }

    #[test]
    fn sixty_characters_are_counted_after_composing() {
        assert_eq!(Name::parse(&"e\u{301}".repeat(60)).unwrap().as_str().chars().count(), 60);
        assert!(Name::parse(&"\u{1F600}".repeat(60)).is_ok());
    }

    #[test]
    fn names_are_one_without_regard_to_case_by_full_folding() {
        let same = |a: &str, b: &str| Name::parse(a).unwrap().folded() == Name::parse(b).unwrap().folded();
        assert!(same("Gudang", "GUDANG"));
        assert!(same("Stra\u{df}e", "STRASSE"));
        assert!(same("Caf\u{e9}", "CAFE\u{301}"));
        assert!(!same("Cafe", "Caf\u{e9}"));
    }

    #[test]
    fn an_address_is_normalised_once_and_its_spelling_kept() {
        let email = Email::parse("  Budi.Santoso+Toko@B\u{dc}CHER.Example ").unwrap();
        assert_eq!(email.normalised(), "budi.santoso+toko@xn--bcher-kva.example");
        assert_eq!(email.typed(), "Budi.Santoso+Toko@B\u{dc}CHER.Example");
        assert_eq!(Email::parse(email.normalised()).unwrap().normalised(), email.normalised());
    }

    #[test]
    fn what_is_wrong_with_an_address_is_said() {
        let check = |typed: &str, problem| assert_eq!(Email::parse(typed).unwrap_err(), problem, "{typed:?}");
        check("  ", EmailProblem::Empty);
        check("budi", EmailProblem::NoAt);
        check("@kedai.example", EmailProblem::NoAt);
        check("budi@", EmailProblem::NoAt);
        check("bu di@kedai.example", EmailProblem::Local);
        check(".budi@kedai.example", EmailProblem::Local);
        check("bu..di@kedai.example", EmailProblem::Local);
        check("\"budi\"@kedai.example", EmailProblem::Local);
        check("a@b@kedai.example", EmailProblem::Local);
        check("bu\u{202e}di@kedai.example", EmailProblem::Local);
        check("budi@localhost", EmailProblem::Domain);
        check("budi@kedai..example", EmailProblem::Domain);
        check("budi@kedai.example.", EmailProblem::Domain);
        check("budi@[127.0.0.1]", EmailProblem::Domain);
        check("budi@-kedai.example", EmailProblem::Domain);
        check(&format!("{}@kedai.example", "x".repeat(65)), EmailProblem::Local);
        check(&format!("x@{}", "kedai.".repeat(100)), EmailProblem::Domain);
        check(&"x".repeat(2_000), EmailProblem::TooLong);
    }

    #[test]
    fn a_stored_name_is_kept_as_it_stands_if_this_version_would_refuse_it() {
        let long = "x".repeat(80);
        assert_eq!(Name::stored(&long).as_str(), long);
    }
}
