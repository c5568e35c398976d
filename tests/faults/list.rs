//! The list itself: every fault has its test and its lines in `docs/faults.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How many faults there are.
const FAULTS: u32 = 43;

fn sources(below: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(below).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            sources(&entry.path(), found);
        } else if entry.path().extension().is_some_and(|end| end == "rs") {
            found.push(entry.path());
        }
    }
}

/// Each test's name with the file that it stands in.
fn tests() -> BTreeMap<String, Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for room in ["crates", "tests"] {
        sources(&root.join(room), &mut files);
    }
    let mut tests: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let named = text.lines().filter_map(|line| Some(line.split_once("fn ")?.1.split_once('(')?.0));
        let numbered = |name: &&str| {
            name.starts_with("fault_")
                && name[6..].split('_').next().is_some_and(|it| it.parse::<u32>().is_ok())
        };
        for name in named.filter(numbered) {
            tests.entry(name.to_owned()).or_default().push(file.clone());
        }
    }
    tests
}

#[test]
fn every_fault_has_its_test_and_its_lines_in_the_document() {
    let tests = tests();
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/faults.md");
    let document = std::fs::read_to_string(document).unwrap();
    let mut wrong = Vec::new();
    for (name, files) in &tests {
        if files.len() > 1 {
            wrong.push(format!("`{name}` is there twice: {files:?}"));
        }
        if document.matches(&format!("`{name}`")).count() != 1 {
            wrong.push(format!("docs/faults.md should name `{name}` once"));
        }
    }
    let numbers: BTreeSet<u32> = tests.keys().filter_map(|name| name.get(6..8)?.parse().ok()).collect();
    let missing = (1..=FAULTS).filter(|number| !numbers.contains(number));
    wrong.extend(missing.map(|number| format!("fault {number} has no test")));
    wrong.extend(numbers.range(FAULTS + 1..).map(|number| format!("there is no fault {number}")));
    for named in document.split('`').skip(1).step_by(2).filter(|name| name.starts_with("fault_")) {
        if !tests.contains_key(named) {
            wrong.push(format!("docs/faults.md names `{named}`, which is not there"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
