//! Tells Tauri which commands exist, so that each command is a permission of its own.

use std::{fs, path::Path};

/// The whole command surface: the same names as in `src/commands.rs`, `ui/src/lib/api.ts` and `capabilities/`.
const COMMANDS: &[&str] = &[
    "session",
    "sign_in",
    "sign_up",
    "sign_out",
    "open_store",
    "create_store",
    "ask",
    "preview",
    "dispatch",
    "bulk",
    "settle",
    "stop_act",
    "retry",
    "drop_op",
    "sync_now",
    "invitation_link",
    "read_list",
    "invite_many",
    "put_guide_away",
    "went_to",
    "qr",
    "save_unsent",
    "save_file",
    "set_settings",
    "zoom",
    "new_id",
    "choose_passphrase",
    "enter_passphrase",
    "lock",
    "unlock",
    "switch_person",
    "devices",
    "end_device",
    "touch",
    "close_window",
    "answer_link",
    "open_link_page",
    "notify",
    "menu",
    "diagnostics",
    "crash_report",
    "forget_crash",
    "updates",
    "look_for_update",
    "put_update_off",
    "update",
    "go_back",
    "open_updates_page",
];

fn main() {
    // The UI is compiled into the binary. A fresh checkout has none yet, and `cargo check` should not need Node:
    // a page that says what to do stands in until `cargo xtask` (or `npm run build` in ui/) makes the real one.
    let page = Path::new("ui/dist/index.html");
    if !page.exists() {
        fs::create_dir_all("ui/dist").expect("ui/dist can be made");
        fs::write(
            page,
            "<!doctype html><title>Keyholder</title><p>The UI is not built: run `cargo xtask run`.</p>\n",
        )
        .expect("ui/dist can be written");
    }
    println!("cargo:rerun-if-changed=ui/dist");
    println!("cargo:rerun-if-changed=icons");
    let attributes =
        tauri_build::Attributes::new().app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    if let Err(problem) = tauri_build::try_build(attributes) {
        panic!("tauri's build step failed: {problem:#}");
    }
}
