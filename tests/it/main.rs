//! The root package's one test program: the shell over a runtime that draws nothing, and what keeps the house tidy.
//! One program, because each that links Tauri is some hundred megabytes.

#[cfg(target_os = "linux")]
mod drawing;
mod logs;
mod manual;
mod menu;
mod place;
#[cfg(target_os = "linux")]
#[path = "../releases.rs"]
mod releases;
mod saving;
mod shell;
#[cfg(target_os = "linux")]
mod small_disk;
mod tidy;
#[cfg(target_os = "linux")]
mod updates;
mod windowless;
