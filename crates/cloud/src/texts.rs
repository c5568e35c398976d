//! The words of mails and pages, from the same Fluent files as the window's: `locales/en.ftl` and `locales/id.ftl`.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::tz::{Offset, offset};
use keyholder_domain::{Role, Time};
use unic_langid::LanguageIdentifier;

/// The languages that Keyholder speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Indonesian.
    Indonesian,
}

static ENGLISH: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle(Language::English, include_str!("../../../locales/en.ftl")));
static INDONESIAN: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle(Language::Indonesian, include_str!("../../../locales/id.ftl")));

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Language::English, Language::Indonesian];

    /// Its code, as in `?lang=` and `<html lang>`.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Indonesian => "id",
        }
    }

    /// The language of a code such as `id` or `en-GB`.
    pub fn of(tag: &str) -> Option<Language> {
        let primary = tag.trim().split(['-', '_']).next()?;
        // `in` is what old systems call Indonesian.
        match primary.to_ascii_lowercase().as_str() {
            "en" => Some(Language::English),
            "id" | "in" => Some(Language::Indonesian),
            _ => None,
        }
    }

    /// What a reader asked for: by hand (`?lang=`), else the best of her browser's list, else English.
    pub fn wanted(by_hand: Option<&str>, accept_language: Option<&str>) -> Language {
        by_hand.and_then(Language::of).or_else(|| best(accept_language?)).unwrap_or(Language::English)
    }

    /// The text of a key with its values. A key that is missing is shown as itself: a test keeps that from shipping.
    pub fn say(self, key: &str, values: &[(&str, &str)]) -> String {
        let bundle = match self {
            Language::English => &*ENGLISH,
            Language::Indonesian => &*INDONESIAN,
        };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, FluentValue::String(Cow::Borrowed(value)));
        }
        bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// A day and a time in words. The reader's zone is not known: English says UTC, Indonesian western Indonesian time.
    pub fn when(self, at: Time) -> String {
        let offset = match self {
            Language::English => Offset::UTC,
            Language::Indonesian => offset(7),
        };
        let at = offset.to_datetime(at.timestamp());
        let month = self.say(&format!("mail-month-{}", at.month()), &[]);
        self.say(
            "mail-when",
            &[
                ("day", &at.day().to_string()),
                ("month", &month),
                ("year", &at.year().to_string()),
                ("hour", &format!("{:02}", at.hour())),
                ("minute", &format!("{:02}", at.minute())),
            ],
        )
    }

    /// What a role is called.
    pub fn role(self, role: Role) -> String {
        self.say(&format!("role-{}", role.code().replace('_', "-")), &[])
    }

    /// Whether there is a text for the key.
    pub fn has(self, key: &str) -> bool {
        match self {
            Language::English => ENGLISH.has_message(key),
            Language::Indonesian => INDONESIAN.has_message(key),
        }
    }
}

/// The first language of the highest weight in an `Accept-Language` header that we speak.
fn best(header: &str) -> Option<Language> {
    let mut best: Option<(Language, f32)> = None;
    for choice in header.split(',').take(32) {
        let (tag, weight) = choice.split_once(";q=").unwrap_or((choice, "1"));
        let weight = weight.trim().parse().unwrap_or(0.0);
        if let Some(language) = Language::of(tag)
            && weight > best.map_or(0.0, |(_, weight)| weight)
        {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

fn bundle(language: Language, source: &str) -> FluentBundle<FluentResource> {
    // The codes are constants and good tags; the default would only count plurals in the root's way.
    let id: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Isolating marks would show as boxes in plain-text mails; pages put names into elements of their own instead.
    bundle.set_use_isolating(false);
    // A file with a broken message still gives all others; a test says which is broken.
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(rest, _)| rest);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_gets_what_she_asked_for_by_hand_then_what_her_browser_prefers() {
        for (by_hand, header, expected) in [
            (None, None, Language::English),
            (None, Some("id-ID,id;q=0.9,en;q=0.8"), Language::Indonesian),
            (None, Some("fr,en;q=0.5,id;q=0.7"), Language::Indonesian),
            (None, Some("en;q=0.1, in"), Language::Indonesian),
            (None, Some("de,*;q=0.1"), Language::English),
            (Some("en"), Some("id"), Language::English),
            (Some("id"), Some("en"), Language::Indonesian),
            (Some("xx"), Some("id"), Language::Indonesian),
            (None, Some("id;q=nonsense,en;q=0"), Language::English),
        ] {
            assert_eq!(Language::wanted(by_hand, header), expected, "{by_hand:?} {header:?}");
        }
    }

    #[test]
    fn a_time_is_told_in_the_zone_that_it_names() {
        let at = "2026-01-31T20:05:00Z".parse().unwrap();
        assert_eq!(Language::English.when(at), "31 January 2026, 20:05 UTC");
        assert_eq!(Language::Indonesian.when(at), "1 Februari 2026 pukul 03.05 WIB");
    }

    #[test]
    fn both_files_are_sound_and_have_the_same_mail_and_page_texts() {
        let keys = |source: &str| {
            FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| errors).unwrap();
            let ours = |line: &&str| line.starts_with("mail-") || line.starts_with("join-");
            let key = |line: &str| line.split([' ', '=']).next().unwrap().to_owned();
            let mut keys: Vec<String> = source.lines().filter(ours).map(key).collect();
            keys.sort();
            keys
        };
        let english = keys(include_str!("../../../locales/en.ftl"));
        assert!(english.len() > 20);
        assert_eq!(english, keys(include_str!("../../../locales/id.ftl")));
    }
}
