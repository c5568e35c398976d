//! The words: the window's own Fluent files, so that a refusal reads the same in both. `facts` makes the values of a text from
//! the facts beside a code, as the window's `words.ts` does: codes become labels, lists become sentences.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use keyholder_desk::DeskError;
use keyholder_desk::views::shared::{Told, With};
use serde_json::Value;

use crate::arguments::Language;

const ENGLISH: &str = include_str!("../../../../locales/en.ftl");
const INDONESIAN: &str = include_str!("../../../../locales/id.ftl");

/// Texts in one language.
pub struct Texts {
    bundle: FluentBundle<FluentResource>,
    language: Language,
}

/// One value of a text.
pub type Fact<'a> = (&'a str, FluentValue<'a>);

impl Texts {
    /// In the language that was asked for, else the system's.
    pub fn of(asked: Option<Language>) -> Self {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let system = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| variable(name));
        let language = asked.or_else(|| named(&system?)).unwrap_or(Language::En);
        Self { bundle: bundle(language), language }
    }

    /// Takes the language of the settings, where they name one.
    pub fn prefer(&mut self, code: &str) {
        if let Some(language) = named(code).filter(|language| *language != self.language) {
            (self.bundle, self.language) = (bundle(language), language);
        }
    }

    /// The text of a key. One that is missing is shown as itself; a test keeps that from shipping.
    pub fn say(&self, key: &str, facts: &[Fact]) -> String {
        let mut args = FluentArgs::with_capacity(facts.len());
        for (name, value) in facts {
            args.set(*name, value.clone());
        }
        self.format(key, &args).unwrap_or_else(|| key.to_owned())
    }

    fn format(&self, key: &str, args: &FluentArgs) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        Some(self.bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned())
    }

    fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A code as people read it: `role` and `inventory_handler` give "Inventory handler". A code without a word stays as it is.
    pub fn label(&self, kind: &str, code: &str) -> String {
        let key = format!("{kind}-{}", dashed(code));
        self.format(&key, &FluentArgs::new()).unwrap_or_else(|| code.to_owned())
    }

    /// Why something is turned down.
    pub fn refusal(&self, told: &Told) -> String {
        self.told("refusal", &told.code, &told.with)
    }

    /// Why a row of a list is not ready, briefly where there are words for that.
    pub fn why(&self, told: &Told) -> String {
        let key = format!("invite-why-{}", dashed(&told.code));
        self.format(&key, &self.facts(&told.with)).unwrap_or_else(|| self.refusal(told))
    }

    /// What an event says, by whom it was.
    pub fn event(&self, row: &Value) -> String {
        let actor = match (row["by_me"].as_bool(), row["by"].as_str()) {
            (Some(true), _) => self.say("actor-you", &[]),
            (_, Some(name)) => name.to_owned(),
            _ => self.say("actor-unknown", &[]),
        };
        let mut with = self.somebody();
        with.insert("reason".to_owned(), "none".into());
        with.extend(present(&row["with"]));
        with.insert("actor".to_owned(), actor.clone().into());
        let kind = row["type"].as_str().unwrap_or_default();
        match row["refused"].is_null() {
            true => self.told("event", kind, &with),
            false => {
                let op = self.op(kind, &row["with"]);
                self.say("activity-attempt", &[("actor", actor.into()), ("op", op.into())])
            }
        }
    }

    /// What an op asks for.
    pub fn op(&self, kind: &str, with: &Value) -> String {
        let mut all = self.somebody();
        all.extend(present(with));
        self.told("op", kind, &all)
    }

    /// A warning of a preview, or a notice.
    pub fn of_kind(&self, kind: &str, told: &Value) -> String {
        let with = told["with"].as_object().cloned().unwrap_or_default();
        self.told(kind, told["code"].as_str().unwrap_or_default(), &with)
    }

    /// What went wrong.
    pub fn error(&self, error: &DeskError) -> String {
        for kind in ["cli-error", "error"] {
            let key = format!("{kind}-{}", dashed(&error.code));
            if self.has(&key) {
                let mut args = self.facts(&error.with);
                args.set("message", error.message.clone());
                return self.format(&key, &args).unwrap_or(key);
            }
        }
        if self.has(&format!("refusal-{}", dashed(&error.code))) {
            return self.told("refusal", &error.code, &error.with);
        }
        let facts = [("code", error.code.as_str().into()), ("message", error.message.as_str().into())];
        self.say("error-unknown", &facts)
    }

    fn told(&self, kind: &str, code: &str, with: &With) -> String {
        self.format(&format!("{kind}-{}", dashed(code)), &self.facts(with))
            .unwrap_or_else(|| self.say(&format!("{kind}-unknown"), &[("code", code.into())]))
    }

    fn somebody(&self) -> With {
        let words = [("who", "somebody"), ("group", "some-group")];
        words.iter().map(|(name, key)| ((*name).to_owned(), self.say(key, &[]).into())).collect()
    }

    /// The facts beside a code as the values of a text.
    fn facts(&self, with: &With) -> FluentArgs<'static> {
        let mut args = FluentArgs::new();
        for (name, value) in with {
            let word = |value: &Value| self.word(name, value);
            match value {
                Value::Number(number) => {
                    args.set(name.clone(), FluentValue::from(number.as_f64().unwrap_or_default()))
                }
                Value::Array(all) => {
                    args.set(name.clone(), self.listed(all.iter().map(word).collect()));
                    args.set(format!("{name}_count"), all.len());
                    if name == "permissions" {
                        args.set("count", all.len());
                    }
                }
                Value::String(code) => {
                    args.set(format!("{name}_code"), code.clone());
                    args.set(name.clone(), word(value));
                }
                Value::Null => {}
                Value::Bool(_) | Value::Object(_) => args.set(name.clone(), word(value)),
            }
        }
        args
    }

    /// One fact in words, by its name.
    fn word(&self, name: &str, value: &Value) -> String {
        let Some(code) = value.as_str() else { return plain(value) };
        let is = |word: &str| {
            name == word || name.starts_with(&format!("{word}_")) || name.ends_with(&format!("_{word}"))
        };
        let kinds: &[&str] = match name {
            "area" => &["area"],
            "permission" | "permissions" => &["permission"],
            "delivery" => &["delivery"],
            "expected" | "present" => &["role", "plan", "status"],
            _ if is("role") => &["role"],
            _ if is("plan") => &["plan"],
            _ if is("status") => &["status"],
            _ => &[],
        };
        let key = kinds.iter().map(|kind| format!("{kind}-{}", dashed(code))).find(|key| self.has(key));
        match key {
            Some(key) => self.say(&key, &[]),
            None if code == "unlimited" => self.say("unlimited", &[]),
            None => super::clean(code),
        }
    }

    /// "a, b and c".
    fn listed(&self, mut words: Vec<String>) -> String {
        let Some(last) = words.pop() else { return String::new() };
        if words.is_empty() {
            return last;
        }
        self.say("cli-and", &[("first", words.join(", ").into()), ("last", last.into())])
    }
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let (tag, text) = match language {
        Language::En => ("en", ENGLISH),
        Language::Id => ("id", INDONESIAN),
    };
    let mut bundle = FluentBundle::new_concurrent(vec![tag.parse().unwrap_or_default()]);
    // The marks around values are for screens that mix directions of writing; in a terminal they are seen.
    bundle.set_use_isolating(false);
    // A broken file would still give its good messages; tests keep one from shipping.
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

/// The language of a tag such as `id_ID.UTF-8`.
fn named(tag: &str) -> Option<Language> {
    match tag.split(['-', '_', '.']).next()?.to_ascii_lowercase().as_str() {
        // `in` is what old systems call Indonesian.
        "id" | "in" => Some(Language::Id),
        "en" => Some(Language::En),
        _ => None,
    }
}

fn dashed(code: &str) -> Cow<'_, str> {
    match code.contains(['_', '.']) {
        true => Cow::Owned(code.replace(['_', '.'], "-")),
        false => Cow::Borrowed(code),
    }
}

/// Names that were erased come as null: then the message's own word for "somebody" stands.
fn present(with: &Value) -> With {
    let known = with.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    known.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Object(thing) => {
            let told = |field: &str| thing.get(field).and_then(Value::as_str).filter(|told| !told.is_empty());
            let told = match (told("name"), told("email"), told("id")) {
                (Some(name), Some(email), _) => format!("{name} <{email}>"),
                (Some(name), None, Some(id)) => format!("{name} ({id})"),
                (name, email, id) => name.or(email).or(id).unwrap_or_default().to_owned(),
            };
            super::clean(&told)
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn texts(language: Language) -> Texts {
        Texts::of(Some(language))
    }

    #[test]
    fn a_refusal_is_a_sentence_in_the_persons_language() {
        let told = Told::new("no_free_seat", json!({ "used": 5, "limit": 5 }));
        assert_eq!(
            texts(Language::En).refusal(&told),
            "All 5 seats are in use. Free one by withdrawing an invitation or suspending somebody, or choose a larger plan."
        );
        assert_ne!(texts(Language::Id).refusal(&told), texts(Language::En).refusal(&told));
        let told = Told::new("area_required", json!({ "area": "view_team" }));
        assert!(texts(Language::En).refusal(&told).contains("View team & invitations"));
        let told = Told::new("outranked", json!({ "actor_role": "admin", "target_role": "owner" }));
        assert!(texts(Language::En).refusal(&told).starts_with("Admin does not rank above Owner."));
        let told = Told::new("from_the_future", json!({}));
        assert!(texts(Language::En).refusal(&told).contains("from_the_future"));
    }

    #[test]
    fn an_op_is_told_in_names_and_words() {
        let with = json!({ "who": "Dewi", "role_from": "seller", "role_to": "inventory_handler" });
        let told = texts(Language::En).op("member.change_role", &with);
        assert_eq!(told, "Change the role of Dewi from Seller to Inventory handler");
        let with = json!({ "group": "Kasir", "permissions": ["orders.view", "price.view", "product.view"] });
        let told = texts(Language::En).op("group.grant", &with);
        assert_eq!(told, "Grant to Kasir: View orders, View prices and View products");
    }

    #[test]
    fn the_language_comes_from_its_tag() {
        assert_eq!(named("id_ID.UTF-8"), Some(Language::Id));
        assert_eq!(named("en-GB"), Some(Language::En));
        assert_eq!(named("C.UTF-8"), None);
        assert_eq!(named("system"), None);
    }
}
