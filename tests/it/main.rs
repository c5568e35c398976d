//! The root package's one test program: the shell over a runtime that draws nothing, and what keeps the house tidy.
//! One program, because each that links Tauri is some hundred megabytes.

mod logs;
mod place;
mod saving;
mod shell;
#[cfg(target_os = "linux")]
mod small_disk;
mod tidy;
