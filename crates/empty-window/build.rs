//! What Tauri wants of every program of its.

fn main() {
    tauri_build::build();
}
