//! The menu bar of macOS as data: it names what it has words for, and what its system expects to be there.

use std::collections::BTreeSet;

use keyholder::menu::{BAR, Entry};

fn names() -> BTreeSet<&'static str> {
    let entries = BAR.iter().flat_map(|(_, entries)| entries.iter());
    let named = entries.filter_map(|entry| match entry {
        Entry::Line => None,
        Entry::System(name) | Entry::Ours(name, _) => Some(*name),
    });
    named.chain(BAR.iter().map(|(menu, _)| *menu)).collect()
}

#[test]
fn every_entry_has_words_and_the_page_sends_just_those() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/lib/menu.ts")).unwrap();
    let list = page.split_once("NAMES = [").unwrap().1.split_once("\n]").unwrap().0;
    let sent: BTreeSet<&str> = list.split('\'').skip(1).step_by(2).collect();
    assert_eq!(sent, names());
}

#[test]
fn menus_stand_in_apples_order_and_settings_have_their_keys() {
    let menus: Vec<&str> = BAR.iter().map(|(menu, _)| *menu).collect();
    assert_eq!(menus, ["app", "file", "edit", "view", "window", "help"]);
    assert!(BAR[0].1.contains(&Entry::Ours("settings", Some("Cmd+Comma"))));
    // Without these a web view on a Mac neither copies nor pastes.
    for name in ["undo", "redo", "cut", "copy", "paste", "select_all"] {
        assert!(BAR[2].1.contains(&Entry::System(name)), "{name}");
    }
}

#[test]
fn no_two_entries_share_keys() {
    let entries = BAR.iter().flat_map(|(_, entries)| entries.iter());
    let keys: Vec<&str> =
        entries.filter_map(|entry| if let Entry::Ours(_, keys) = entry { *keys } else { None }).collect();
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{keys:?}");
}
