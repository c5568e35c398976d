//! The program's entry: everything is in the library, where tests reach it.

// A desktop program on Windows opens no console beside its window.
#![cfg_attr(all(not(debug_assertions), windows), windows_subsystem = "windows")]

fn main() {
    keyholder::run();
}
