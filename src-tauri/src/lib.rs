//! The shell: one window over the desk. It opens the desks, passes commands on and forwards "changed"; it knows no
//! rule, no SQL and no HTTP.

/// Opens the window and returns when it is closed.
pub fn run() {
    tauri::Builder::default()
        .setup(|app| {
            let window = &app.config().app.windows[0];
            tauri::WebviewWindowBuilder::from_config(app, window)?.build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
        .expect("the window system is there");
}
