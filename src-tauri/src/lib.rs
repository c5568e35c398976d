//! The shell: one window over the desk. It opens the profile, passes commands on and forwards "changed"; it knows no rule,
//! no SQL and no HTTP, and nothing in it asks what a shop is.
//!
//! The window is there first and the profile is opened behind it: a keychain may wait for a person to unlock it, and what
//! goes wrong (another window uses this profile, the disk is full) is told in the window instead of in a crash.

mod arguments;
mod browser;
mod commands;
mod crash;
pub mod drawing;
#[cfg(feature = "handover")]
mod handover;
mod links;
mod list;
pub mod logs;
pub mod menu;
mod notices;
mod opening;
pub mod place;
pub mod saving;
mod shell;
mod single;
mod updates;
pub mod windowless;

use std::time::Duration;

use clap::Parser;
use keyholder_desk::keyholder::Seams;
use tauri::{App, Builder, Manager, RunEvent, Runtime, WebviewWindowBuilder, WindowEvent};

pub use arguments::Arguments;
pub use shell::Shell;

/// How long closing may take.
const CLOSING: Duration = Duration::from_secs(5);

/// Opens the window and returns when it is closed. The first thing that the process does.
pub fn run() {
    drawing::suit_this_machine();
    let arguments = Arguments::parse();
    if windowless::has_no_web_view() {
        windowless::end_with("start-no-web-view", "there is no WebView2 runtime");
    }
    logs::keep();
    let shell = Shell::new(arguments.clone(), Seams::default());
    if let Ok(data) = shell.data() {
        crash::watch(data);
    }
    // The profile is opened while system and web view start: by the time the page asks, keychain and store have answered.
    shell.open_ahead();
    let mut builder = Builder::default();
    // The first of all: a second start ends here, before anything of it is there.
    if let Some(plugin) = single::plugin(&arguments) {
        builder = builder.plugin(plugin);
    }
    let builder = builder
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init());
    let program = program(builder, shell).setup(|app| Ok(set_up(app)?));
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
        Err(problem) => windowless::end_with("start-no-window", &problem.to_string()),
    }
}

/// Opens the window.
fn set_up<R: Runtime>(app: &mut App<R>) -> tauri::Result<()> {
    #[cfg(feature = "handover")]
    handover::listen(app.handle());
    let data = app.state::<Shell>().data().ok();
    logs::begin(app.handle(), app.state::<Shell>().log_place().as_deref());
    if let Some(data) = data {
        place::remember(app.handle(), &data)?;
    }
    notices::answer_clicks(app.handle());
    menu::answer(app.handle());
    let early = app.handle().clone();
    tauri::async_runtime::spawn(async move { early.state::<Shell>().begin(&early).await });
    links::hear(app.handle());
    // From the file, but made here: by then the program's state is there for the window's first command.
    let window = app.config().app.windows.first().ok_or(tauri::Error::WindowNotFound)?;
    opening::open(WebviewWindowBuilder::from_config(app, window)?)
}

/// The program without its window: state and commands, for any runtime (a test brings one that draws nothing).
pub fn program<R: Runtime>(builder: Builder<R>, shell: Shell) -> Builder<R> {
    let builder =
        builder.plugin(tauri_plugin_updater::Builder::new().build()).manage(updates::Updates::default());
    let builder = builder.manage(shell).on_window_event(|window, event| {
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
        commands::put_guide_away,
        commands::went_to,
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
        commands::answer_link,
        commands::open_link_page,
        commands::notify,
        commands::menu,
        commands::diagnostics,
        commands::crash_report,
        commands::forget_crash,
        commands::updates,
        commands::look_for_update,
        commands::put_update_off,
        commands::update,
        commands::go_back,
        commands::open_updates_page,
    ])
}
