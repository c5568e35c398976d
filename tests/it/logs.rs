//! Which levels `KEYHOLDER_LOG` asks for, and what of a log a report shows.

use keyholder::logs::{levels, tail};

#[test]
fn levels_are_asked_for_in_one_line() {
    let told = |asked: &str| {
        let levels = levels(asked)?;
        Some(levels.iter().map(|(target, level)| format!("{target}:{level}")).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(told("debug").as_deref(), Some(":DEBUG"));
    assert_eq!(told("warn, keyholder_desk=trace,").as_deref(), Some(":WARN keyholder_desk:TRACE"));
    assert_eq!(told("keyholder_desk=off").as_deref(), Some("keyholder_desk:OFF"));
    for odd in ["loud", "warn,keyholder_desk=", "a[b]=c"] {
        assert_eq!(told(odd), None, "{odd}");
    }
}

#[test]
fn the_logs_last_lines_are_read_and_a_log_that_is_not_there_has_none() {
    let folder = tempfile::tempdir().unwrap();
    assert!(tail(folder.path(), 3).is_empty());
    let lines: Vec<String> = (0..9_000).map(|line| format!("line {line}")).collect();
    std::fs::create_dir(folder.path().join("logs")).unwrap();
    std::fs::write(folder.path().join("logs/keyholder.log"), lines.join("\n")).unwrap();
    assert_eq!(tail(folder.path(), 2), ["line 8998", "line 8999"]);
}
