//! What the program tells about itself: on its error output and in files of the profile, which rotate. Each line is scrubbed
//! as it is written, so that neither holds a name of somebody's machine, an address or a secret.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, OnceLock, PoisonError};

use keyholder_desk::{clock::Clock, clock::SystemClock, diagnostics};
use tauri::{AppHandle, Runtime};
use tauri_plugin_log::log::{self, Level, LevelFilter, Log, Metadata, Record};
use tauri_plugin_log::{Builder, RotationStrategy, Target, TargetKind, attach_logger};

/// What is told unless `KEYHOLDER_LOG` says otherwise.
const USUAL: &str = "warn,keyholder=info,keyholder_desk=info";
/// The files' folder in the profile, and their name.
const FOLDER: &str = "logs";
const NAME: &str = "keyholder";
/// A file is as large as this at most, and so many are kept: two megabytes in all.
const SIZE: u128 = 512 * 1024;
const FILES: usize = 3;
/// How much of the file's end a report looks at.
const TAIL: usize = 64 * 1024;

/// Keeps what is told from now on until [`begin`] knows where to tell it. Somebody else's logger stays where there is one.
pub fn keep() {
    if log::set_logger(&EARLY).is_ok() {
        EARLY.keeps.store(true, Relaxed);
        log::set_max_level(LevelFilter::Info);
    }
}

static EARLY: Early =
    Early { keeps: AtomicBool::new(false), kept: Mutex::new(Vec::new()), then: OnceLock::new() };

/// As much as a start that goes wrong in every way has to tell.
const MOST: usize = 100;

/// A logger for the time before there is one.
#[derive(Default)]
pub struct Early {
    keeps: AtomicBool,
    kept: Mutex<Vec<(Level, String, String)>>,
    then: OnceLock<Box<dyn Log>>,
}

impl Early {
    /// Tells all that was kept, and hands on what comes.
    pub fn hand_over(&self, logger: Box<dyn Log>) {
        // Whoever tells something meanwhile waits, so that nothing is told out of turn or lost.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let logger = self.then.get_or_init(|| logger);
        for (level, target, message) in kept.drain(..) {
            let metadata = Metadata::builder().level(level).target(&target).build();
            logger.log(&Record::builder().metadata(metadata).args(format_args!("{message}")).build());
        }
    }
}

impl Log for Early {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.then.get().is_none_or(|logger| logger.enabled(metadata))
    }

    fn log(&self, record: &Record<'_>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        match self.then.get() {
            Some(logger) => {
                drop(kept);
                logger.log(record);
            }
            None if kept.len() < MOST => {
                kept.push((record.level(), record.target().to_owned(), record.args().to_string()));
            }
            None => {}
        }
    }

    fn flush(&self) {
        if let Some(logger) = self.then.get() {
            logger.flush();
        }
    }
}

/// Tells to the error output and to the profile's files from now on. A profile that cannot be written has no files.
pub fn begin<R: Runtime>(app: &AppHandle<R>, data: Option<&Path>) {
    let asked = std::env::var("KEYHOLDER_LOG").ok();
    let levels = asked.and_then(|asked| levels(&asked)).or_else(|| levels(USUAL)).unwrap_or_default();
    let files =
        data.map(|data| TargetKind::Folder { path: data.join(FOLDER), file_name: Some(NAME.to_owned()) });
    let whole = builder(&levels).targets(files.into_iter().chain([TargetKind::Stderr]).map(Target::new));
    let logger =
        whole.split(app).or_else(|_| builder(&levels).targets([Target::new(TargetKind::Stderr)]).split(app));
    let Ok((_, level, logger)) = logger else { return };
    if EARLY.keeps.load(Relaxed) {
        log::set_max_level(level);
        EARLY.hand_over(logger);
    } else {
        // Somebody else's logger is there already in a program that holds several, as a test does.
        let _ = attach_logger(level, logger);
    }
}

/// The last lines of the profile's log, the older ones first.
pub fn tail(data: &Path, lines: usize) -> Vec<String> {
    let bytes = std::fs::read(file(data)).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(TAIL)..]).into_owned();
    let all: Vec<String> = text.lines().map(str::to_owned).collect();
    all[all.len().saturating_sub(lines)..].to_vec()
}

fn file(data: &Path) -> PathBuf {
    data.join(FOLDER).join(NAME).with_extension("log")
}

fn builder(levels: &[(String, LevelFilter)]) -> Builder {
    let mut builder = Builder::new()
        .rotation_strategy(RotationStrategy::KeepSome(FILES))
        .max_file_size(SIZE)
        .level(LevelFilter::Off)
        .format(|out, message, record| {
            let (now, level, target) = (SystemClock.now(), record.level(), record.target());
            out.finish(format_args!("{now} {level} {target} {}", diagnostics::scrub(&message.to_string())));
        });
    for (target, level) in levels {
        builder =
            if target.is_empty() { builder.level(*level) } else { builder.level_for(target.clone(), *level) };
    }
    builder
}

/// Reads `warn,keyholder_desk=debug`: a level for everything, and levels by the name of what tells. None where it is not that.
pub fn levels(asked: &str) -> Option<Vec<(String, LevelFilter)>> {
    let one = |part: &str| match part.split_once('=') {
        Some((target, level)) => Some((target.trim().to_owned(), level.trim().parse().ok()?)),
        None => Some((String::new(), part.trim().parse().ok()?)),
    };
    asked.split(',').filter(|part| !part.trim().is_empty()).map(one).collect()
}
