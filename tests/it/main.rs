//! The root package's one test program: the shell over a runtime that draws nothing, and what keeps the house tidy.
//! One program, because each that links Tauri is some hundred megabytes.

mod saving;
mod shell;
mod tidy;
