//! The shell: one window over the desk. It opens the profile, passes commands on and forwards "changed"; it knows no rule,
//! no SQL and no HTTP, and nothing in it asks what a shop is.
//!
//! The window is there first and the profile is opened behind it: a keychain may wait for a person to unlock it, and what
//! goes wrong (another window uses this profile, the disk is full) is told in the window instead of in a crash.

mod arguments;
mod commands;
#[cfg(feature = "handover")]
mod handover;
mod list;
pub mod saving;
mod shell;

use std::time::Duration;

use clap::Parser;
use keyholder_desk::keyholder::Seams;
use tauri::{Builder, Manager, RunEvent, Runtime, WebviewWindowBuilder, WindowEvent};

pub use arguments::Arguments;
pub use shell::Shell;

/// How long closing may take.
const CLOSING: Duration = Duration::from_secs(5);

/// Opens the window and returns when it is closed.
pub fn run() {
    let filter =
        tracing_subscriber::EnvFilter::try_from_env("KEYHOLDER_LOG").unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();

    let builder = Builder::default().plugin(tauri_plugin_dialog::init());
    let program = program(builder, Arguments::parse(), Seams::default()).setup(|app| {
        #[cfg(feature = "handover")]
        handover::listen(app.handle());
        // From the file, but made here: by then the program's state is there for the window's first command.
        let window = app.config().app.windows.first().ok_or("tauri.conf.json has no window")?;
        // The profile is opened while the web view starts: by the time the page asks, keychain and store have answered.
        let early = app.handle().clone();
        tauri::async_runtime::spawn(async move { early.state::<Shell>().begin(&early).await });
        WebviewWindowBuilder::from_config(app, window)?.build()?;
        Ok(())
    });
    match program.build(tauri::generate_context!()) {
        Ok(app) => app.run(|app, event| match event {
            RunEvent::WindowEvent { event: WindowEvent::Focused(true), .. } => {
                let app = app.clone();
                tauri::async_runtime::spawn(async move { app.state::<Shell>().wake().await });
            }
            RunEvent::Exit => tauri::async_runtime::block_on(async {
                // Every edit is on the disk already: this only tidies up, and must not keep a closed window's program alive.
                let _ = tokio::time::timeout(CLOSING, app.state::<Shell>().close()).await;
            }),
            _ => {}
        }),
        // Without a window there is nowhere else to say it.
        Err(problem) => {
            eprintln!("keyholder: the window cannot be opened: {problem}");
            std::process::exit(1);
        }
    }
}

/// The program without its window: state and commands, for any runtime (a test brings one that draws nothing).
pub fn program<R: Runtime>(builder: Builder<R>, arguments: Arguments, seams: Seams) -> Builder<R> {
    let builder = builder.manage(Shell::new(arguments, seams)).on_window_event(|window, event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            // Whether something would be lost is asked of the desk, which takes a moment: the shell closes it, or the window asks.
            api.prevent_close();
            let window = window.clone();
            tauri::async_runtime::spawn(
                async move { window.state::<Shell>().close_requested(&window).await },
            );
        }
    });
    builder.invoke_handler(tauri::generate_handler![
        commands::session,
        commands::sign_in,
        commands::sign_up,
        commands::sign_out,
        commands::open_store,
        commands::create_store,
        commands::ask,
        commands::preview,
        commands::dispatch,
        commands::bulk,
        commands::settle,
        commands::stop_act,
        commands::retry,
        commands::drop_op,
        commands::sync_now,
        commands::invitation_link,
        commands::read_list,
        commands::invite_many,
        commands::qr,
        commands::save_unsent,
        commands::save_file,
        commands::set_settings,
        commands::zoom,
        commands::new_id,
        commands::choose_passphrase,
        commands::enter_passphrase,
        commands::lock,
        commands::unlock,
        commands::switch_person,
        commands::devices,
        commands::end_device,
        commands::touch,
        commands::close_window,
    ])
}
        commands::put_guide_away,
