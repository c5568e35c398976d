//! Which levels `KEYHOLDER_LOG` asks for, and what of a log a report shows.

use std::sync::{Arc, Mutex};

use keyholder::logs::{Early, levels, tail};
use tauri_plugin_log::log::{Level, Log, Metadata, Record};

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

#[test]
fn what_is_told_before_there_is_a_log_is_told_in_it_once_and_in_its_turn() {
    struct Lines(Arc<Mutex<Vec<String>>>);
    impl Log for Lines {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }
        fn log(&self, record: &Record<'_>) {
            let line = format!("{} {} {}", record.level(), record.target(), record.args());
            self.0.lock().unwrap().push(line);
        }
        fn flush(&self) {}
    }
    let (early, lines) = (Early::default(), Arc::<Mutex<Vec<String>>>::default());
    let tell = |what: &str| {
        let metadata = Metadata::builder().level(Level::Warn).target("keyholder_desk").build();
        early.log(&Record::builder().metadata(metadata).args(format_args!("{what}")).build());
    };
    tell("the store was set aside");
    tell("it is fetched anew");
    early.hand_over(Box::new(Lines(Arc::clone(&lines))));
    tell("and there");
    let said = ["the store was set aside", "it is fetched anew", "and there"];
    assert_eq!(*lines.lock().unwrap(), said.map(|one| format!("WARN keyholder_desk {one}")));
}
