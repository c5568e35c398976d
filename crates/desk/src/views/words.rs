//! Keeps words and codes together: every code that the window can be told has words in every language.
//!
//! Codes of closed sets are read off the generated TypeScript, refusals and events off the domain, and codes that this crate
//! mints (`Told::new("…")`, `DeskError::new("…")`, `notice("…")`) off its own sources, so that none can be forgotten.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use keyholder_domain::event::Event;
use keyholder_domain::op::{Op, OpProblem};
use serde_json::json;

use super::bindings::typescript;

/// Problem codes that the cloud's routes can answer this program with, beside refusals (WIRE, sections 1 and 2).
const PROBLEMS: [&str; 13] = [
    "account_exists",
    "bad_credentials",
    "malformed",
    "not_found",
    "outdated",
    "removed",
    "slow_down",
    "storage",
    "too_large",
    "unauthenticated",
    "view_team_required",
    "weak_password",
    "wire_unsupported",
];

/// Which family of keys words the codes of a type.
const FAMILIES: [(&str, &str); 17] = [
    ("Area", "area-"),
    ("BadgeState", "badge-"),
    ("Bound", "bound-"),
    ("CellLevel", "level-"),
    ("DeliveryView", "delivery-"),
    ("InvitationStanding", "status-"),
    ("Limit", "limit-"),
    ("Mark", "mark-"),
    ("NextStep", "next-"),
    ("OpState", "waiting-is-"),
    ("Permission", "permission-"),
    ("PermissionBecause", "reason-"),
    ("Plan", "plan-"),
    ("Role", "role-"),
    ("Screen", "screen-"),
    ("Section", "section-"),
    ("Standing", "status-"),
];

fn house() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The keys of one Fluent file: names that stand at the beginning of a line before `=`.
fn keys(text: &str) -> BTreeSet<&str> {
    let named = text.lines().filter_map(|line| line.split_once(" ="));
    named.map(|(name, _)| name).filter(|name| !name.starts_with([' ', '#', '-', '.'])).collect()
}

/// The codes of a closed set, or the tags of a tagged one, as the window's types list them.
fn codes_of(types: &str, name: &str) -> Vec<String> {
    let head = format!("export type {name} = ");
    let body = types.split(&head).nth(1).and_then(|rest| rest.split(';').next()).unwrap_or_default();
    let quoted = body.split(['"', '\'']).skip(1).step_by(2);
    quoted.filter(|code| *code != "type").map(str::to_owned).collect()
}

/// What stands in quotes behind any of these beginnings, anywhere in these sources.
fn minted(sources: &str, beginnings: &[&str]) -> BTreeSet<String> {
    let spread = beginnings.iter().flat_map(|beginning| sources.split(beginning).skip(1));
    let quoted = spread.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
    quoted
        .filter(|code| code.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        .map(str::to_owned)
        .collect()
}

/// This crate's sources without their tests.
fn sources(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).expect("the crate's own sources") {
        let path = entry.expect("the crate's own sources").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        match name {
            "tests" | "tests.rs" | "fixture.rs" | "words.rs" => {}
            _ if path.is_dir() => all += &sources(&path),
            _ => {
                let text = fs::read_to_string(&path).expect("the crate's own sources");
                all += text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            }
        }
    }
    all
}

fn key(family: &str, code: &str) -> String {
    format!("{family}{}", code.replace(['_', '.'], "-"))
}

/// Every key that some code leads to. An error may be worded by its own key or by a refusal's.
fn wanted() -> (BTreeSet<String>, BTreeSet<String>) {
    let types = typescript();
    let mut keys = BTreeSet::new();
    for (name, family) in FAMILIES {
        let codes = codes_of(&types, name);
        assert!(!codes.is_empty(), "`{name}` is no closed set of the window's types");
        keys.extend(codes.iter().map(|code| key(family, code)));
    }
    let permissions = codes_of(&types, "Permission");
    keys.extend(permissions.iter().map(|code| key("permission-", code) + "-about"));
    keys.extend(
        codes_of(&types, "NextStep")
            .iter()
            .flat_map(|code| ["-about", "-do"].map(|tail| key("next-", code) + tail)),
    );
    let ops = codes_of(&types, "Op");
    assert_eq!(ops.len(), 20, "the wire lists twenty ops");
    for op in &ops {
        assert_ne!(Op::parse(&json!({ "type": op })), Err(OpProblem::UnknownOp), "`{op}` is an op");
        keys.insert(key("op-", op));
    }
    keys.extend(Event::TYPES.iter().map(|event| key("event-", event)));
    let refusals = fs::read_to_string(house().join("crates/domain/src/refusal.rs")).expect("the refusals");
    let refusals = minted(&refusals, &["=>"]);
    assert!(refusals.len() > 25, "the codes stand behind arrows in `refusal.rs`");
    keys.extend(refusals.iter().map(|code| key("refusal-", code)));
    let own = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    // What a row of a list of invitations says of the list itself is no refusal, and has words of its own.
    let told = |code: &String| key(if code.starts_with("list_") { "invite-why-" } else { "refusal-" }, code);
    keys.extend(minted(&own, &["Told::new("]).iter().map(told));
    let mut notices = minted(&own, &["notice("]);
    notices.extend(["closed_removed", "closed_suspended"].map(str::to_owned));
    keys.extend(notices.iter().map(|code| key("notice-", code)));
    let warnings = fs::read_to_string(house().join("crates/domain/src/preview.rs")).expect("the warnings");
    let mut warnings = minted(&warnings, &["=>"]);
    // The window calls these two by other names; see `preview.rs`.
    warnings.retain(|code| !matches!(code.as_str(), "empty_access" | "cut_by_role"));
    warnings.extend(["no_group", "role_cuts", "second_mail", "nothing_changes"].map(str::to_owned));
    keys.extend(warnings.iter().map(|code| key("warning-", code)));
    let unknown = ["error", "event", "notice", "op", "refusal", "warning"];
    keys.extend(unknown.map(|family| format!("{family}-unknown")));
    let mut errors = minted(&own, &["DeskError::new(", "Self::new("]);
    errors.extend(PROBLEMS.map(str::to_owned));
    (keys, errors)
}

#[test]
fn every_code_that_a_view_can_say_has_words_in_every_language() {
    let (wanted, errors) = wanted();
    for language in ["en", "id"] {
        let path = house().join("locales").join(language).with_extension("ftl");
        let text = fs::read_to_string(&path).expect("every language has its file");
        let keys = keys(&text);
        let mut missing: Vec<String> =
            wanted.iter().filter(|key| !keys.contains(key.as_str())).cloned().collect();
        let worded = |code: &str| {
            ["error-", "refusal-"].iter().any(|family| keys.contains(key(family, code).as_str()))
        };
        missing.extend(errors.iter().filter(|code| !worded(code)).map(|code| key("error-", code)));
        assert!(missing.is_empty(), "{language}.ftl has no words for {missing:#?}");
    }
}

#[test]
fn every_language_has_the_same_keys() {
    let text =
        |language: &str| fs::read_to_string(house().join("locales").join(language)).expect("a language");
    let (en, id) = (text("en.ftl"), text("id.ftl"));
    let differ: Vec<_> = keys(&en).symmetric_difference(&keys(&id)).copied().map(str::to_owned).collect();
    assert!(differ.is_empty(), "one language has these keys and the other has not: {differ:#?}");
}
