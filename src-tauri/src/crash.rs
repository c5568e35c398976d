//! What a panic leaves behind: a report in the profile, scrubbed, which the next start offers to look at. Nothing that was asked
//! is lost by it: an edit is on the disk before it is shown.

use std::backtrace::Backtrace;
use std::panic::{self, PanicHookInfo};
use std::path::PathBuf;

use keyholder_desk::clock::{Clock, SystemClock};
use keyholder_desk::{diagnostics, profile};

/// Writes a report of whatever panics from now on, and lets the error output tell it too.
pub fn watch(data: PathBuf) {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        before(panic);
        // A disk that takes nothing any more is no reason to panic again.
        let _ = profile::write_whole(&data.join(diagnostics::CRASH), report(panic).as_bytes());
    }));
}

fn report(panic: &PanicHookInfo<'_>) -> String {
    let thread = std::thread::current();
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let message = panic.payload_as_str().unwrap_or("it says nothing");
    let way = Backtrace::force_capture().to_string();
    diagnostics::crash(
        env!("CARGO_PKG_VERSION"),
        SystemClock.now(),
        thread.name().unwrap_or("a thread"),
        &place,
        message,
        &way,
    )
}
