//! The whole command surface of the window. Each command passes on what it was given and gives back what it got: whoever
//! wants to know what happens looks at the desk.

use std::path::PathBuf;

use keyholder_desk::{
    DeskError, Dispatched, SessionView, SettingsChange,
    invite_many::InviteManyAct,
    qr::Qr,
    tidings::Tiding,
    views::{
        Answer, Ask,
        bulk::{BulkDone, BulkOrder},
        frame::Screen,
        preview::PreviewView,
        program::{Device, Zoom},
        settle::{SettleDone, SettleOrder},
        updates::UpdatesView,
    },
};
use keyholder_domain::{AccountId, InvitationId, Op, OpId, StoreId};
use tauri::{AppHandle, Manager, Runtime, State, WebviewWindow, Window, command, ipc::Request};

use crate::Shell;
use crate::browser;
use crate::list;
use crate::menu;
use crate::notices;
use crate::saving::{self, Kind};
use crate::updates;

type Told<T> = Result<T, DeskError>;

/// Who is signed in, with stores, settings and notices.
#[command]
pub async fn session<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>) -> Told<SessionView> {
    Ok(shell.keyholder(&app).await?.session().await)
}

/// Signs in and gives the new session.
#[command]
pub async fn sign_in<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    cloud: String,
    email: String,
    password: String,
) -> Told<SessionView> {
    shell.keyholder(&app).await?.sign_in(&cloud, &email, &password).await
}

/// Makes an account, signs in with it and gives the new session.
#[command]
pub async fn sign_up<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    cloud: String,
    email: String,
    password: String,
    name: String,
) -> Told<SessionView> {
    shell.keyholder(&app).await?.sign_up(&cloud, &email, &password, &name).await
}

/// Signs out and wipes; `force` although something was not sent yet.
#[command]
pub async fn sign_out<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>, force: bool) -> Told<()> {
    shell.keyholder(&app).await?.sign_out(force).await
}

/// Opens one of her stores.
#[command]
pub async fn open_store<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>, store: StoreId) -> Told<()> {
    shell.keyholder(&app).await?.open_store(store).await
}

/// Makes a store and gives its id.
#[command]
pub async fn create_store<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    name: String,
) -> Told<StoreId> {
    shell.keyholder(&app).await?.create_store(&name).await
}

/// What a screen draws.
#[command]
pub async fn ask<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>, ask: Ask) -> Told<Answer> {
    shell.keyholder(&app).await?.ask(ask).await
}

/// What an op would change.
#[command]
pub async fn preview<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    store: StoreId,
    op: Op,
) -> Told<PreviewView> {
    shell.keyholder(&app).await?.preview(store, op).await
}

/// Asks for a change: judged here at once, kept, and sent when there is a network.
#[command]
pub async fn dispatch<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    store: StoreId,
    op: Op,
    ask_anyway: bool,
) -> Told<Dispatched> {
    shell.keyholder(&app).await?.dispatch(store, op, ask_anyway).await
}

/// Does one act to many, as it was foreseen: all of it is kept at once, or nothing is.
#[command]
pub async fn bulk<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    store: StoreId,
    order: BulkOrder,
) -> Told<BulkDone> {
    shell.keyholder(&app).await?.bulk(store, order).await
}

/// Does what was decided about kept changes: all of it, or nothing.
#[command]
pub async fn settle<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    store: StoreId,
    order: SettleOrder,
) -> Told<SettleDone> {
    shell.keyholder(&app).await?.settle(store, order).await
}

/// Drops what of an act was not sent yet.
#[command]
pub async fn stop_act<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    store: StoreId,
    act: uuid::Uuid,
) -> Told<usize> {
    shell.keyholder(&app).await?.stop_act(store, act).await
}

/// Asks for what was refused once more.
#[command]
pub async fn retry<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    store: StoreId,
    op: OpId,
) -> Told<Dispatched> {
    shell.keyholder(&app).await?.retry(store, op).await
}

/// Forgets a kept request.
#[command]
pub async fn drop_op<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    store: StoreId,
    op: OpId,
) -> Told<()> {
    shell.keyholder(&app).await?.drop_op(store, op).await
}

/// Talks to the cloud now instead of later.
#[command]
pub async fn sync_now<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>, store: StoreId) -> Told<()> {
    shell.keyholder(&app).await?.sync_now(store).await
}

/// The link of a pending invitation, for copying.
#[command]
pub async fn invitation_link<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    store: StoreId,
    invitation: InvitationId,
) -> Told<String> {
    shell.keyholder(&app).await?.invitation_link(store, invitation).await
}

/// Reads a list of people into the draft of many invitations: a file's bytes, or what was pasted.
#[command]
pub async fn read_list<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    request: Request<'_>,
) -> Told<()> {
    let list = list::told(&request)?;
    shell.keyholder(&app).await?.read_list(list.store, list.name, list.bytes).await
}

/// Does something with the draft of many invitations.
#[command]
pub async fn invite_many<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    store: StoreId,
    act: InviteManyAct,
) -> Told<()> {
    shell.keyholder(&app).await?.invite_many(store, act).await
}

/// Keeps which screen of a store is open, for the next start.
#[command]
pub async fn went_to<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    store: StoreId,
    screen: Screen,
) -> Told<()> {
    shell.keyholder(&app).await?.went_to(store, screen).await
}

/// Puts the first steps of a store away, or brings them back.
#[command]
pub async fn put_guide_away<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    store: StoreId,
    away: bool,
) -> Told<()> {
    shell.keyholder(&app).await?.put_guide_away(store, away).await
}

/// A text as a code for a phone's camera.
#[command]
pub fn qr(text: String) -> Told<Qr> {
    keyholder_desk::qr::drawn(&text)
}

/// Writes what was never sent to a file where people keep theirs, and gives its path.
#[command]
pub async fn save_unsent<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    store: StoreId,
) -> Told<PathBuf> {
    let path = unsent_path(&app, store);
    shell.keyholder(&app).await?.save_unsent(store, &path).await.map(|_| path)
}

/// Asks where to, and writes there what the window drew; gives the place, unless she thought better of it.
#[command]
pub async fn save_file<R: Runtime>(
    window: Window<R>,
    title: String,
    name: String,
    kind: Kind,
    bytes: Vec<u8>,
) -> Told<Option<PathBuf>> {
    saving::save(&window, &title, &name, kind, &bytes).await
}

/// Keeps what she chose; what it does not name stays as it is.
#[command]
pub async fn set_settings<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    change: SettingsChange,
) -> Told<()> {
    shell.keyholder(&app).await?.set_settings(change)
}

/// Draws the whole window larger or smaller.
#[command]
pub fn zoom<R: Runtime>(window: WebviewWindow<R>, zoom: Zoom) -> Told<()> {
    window.set_zoom(zoom.factor()).map_err(|problem| DeskError::new("zoom_failed", problem.to_string()))
}

/// A new id for what the window makes: UUIDv7, so that ids sort by time.
#[command]
pub fn new_id() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}

/// Seals what is kept here with a passphrase; without one, nothing is kept.
#[command]
pub async fn choose_passphrase<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    passphrase: Option<String>,
) -> Told<SessionView> {
    shell.keyholder(&app).await?.choose_passphrase(passphrase.as_deref()).await
}

/// Opens what a passphrase seals.
#[command]
pub async fn enter_passphrase<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    passphrase: String,
) -> Told<SessionView> {
    shell.keyholder(&app).await?.enter_passphrase(&passphrase).await
}

/// Locks: nothing is shown until it is unlocked.
#[command]
pub async fn lock<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>) -> Told<()> {
    shell.keyholder(&app).await?.lock()
}

/// Opens with the password of whoever has the program.
#[command]
pub async fn unlock<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    password: String,
) -> Told<SessionView> {
    shell.keyholder(&app).await?.unlock(&password).await
}

/// Gives the program to somebody who is known here, or to somebody new.
#[command]
pub async fn switch_person<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    account: Option<AccountId>,
) -> Told<SessionView> {
    shell.keyholder(&app).await?.switch_person(account).await
}

/// Where she is signed in.
#[command]
pub async fn devices<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>) -> Told<Vec<Device>> {
    shell.keyholder(&app).await?.devices().await
}

/// Ends one of her sign-ins.
#[command]
pub async fn end_device<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>, id: uuid::Uuid) -> Told<()> {
    shell.keyholder(&app).await?.end_device(id).await
}

/// Somebody is at the window.
#[command]
pub async fn touch<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>) -> Told<()> {
    shell.keyholder(&app).await?.touch();
    Ok(())
}

/// Closes the window, unless something would be lost by it that nobody agreed to; tells how much.
#[command]
pub async fn close_window<R: Runtime>(
    window: Window<R>,
    shell: State<'_, Shell>,
    anyway: bool,
) -> Told<usize> {
    Ok(shell.close_window(&window, anyway).await)
}

/// Answers what is asked about the link that opened the program: its cloud was expected, or nothing of it is wanted.
#[command]
pub async fn answer_link<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    expected: bool,
) -> Told<SessionView> {
    let keyholder = shell.keyholder(&app).await?;
    if expected {
        keyholder.trust_link().await;
    } else {
        keyholder.leave_link();
    }
    Ok(keyholder.session().await)
}

/// Shows the page of the invitation that the link leads to, in her browser.
#[command]
pub async fn open_link_page<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>) -> Told<()> {
    let page = shell.keyholder(&app).await?.take_link_page()?;
    browser::show(&page).map_err(|problem| DeskError::new("not_opened", problem.to_string()))
}

/// Shows a notification of the system, unless the window is looked at. A click on it leads to what it is about.
#[command]
pub fn notify<R: Runtime>(app: AppHandle<R>, title: String, body: String, about: Tiding) -> Told<()> {
    notices::show(&app, &title, &body, &about)
}

/// Has the system's menu bar, where there is one, speak these words. `open`: a store is open.
#[command]
pub fn menu<R: Runtime>(app: AppHandle<R>, words: menu::Words, open: bool) -> Told<()> {
    menu::show(&app, &words, open).map_err(|problem| DeskError::new("no_menu", problem.to_string()))
}

/// A report for whoever helps, to be read before it is sent.
#[command]
pub async fn diagnostics<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>) -> Told<String> {
    let around = shell.around();
    shell.keyholder(&app).await?.diagnostics(around).await
}

/// What the last crash left behind.
#[command]
pub async fn crash_report<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>) -> Told<String> {
    shell.keyholder(&app).await?.crash_report()
}

/// Forgets what the last crash left behind.
#[command]
pub async fn forget_crash<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>) -> Told<()> {
    shell.keyholder(&app).await?.forget_crash()
}

/// How this program becomes a newer version, and whether there is one.
#[command]
pub async fn updates<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>) -> Told<UpdatesView> {
    let keyholder = shell.keyholder(&app).await?;
    Ok(updates::view(&app, &keyholder))
}

/// Looks for a newer version now.
#[command]
pub async fn look_for_update<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>) -> Told<()> {
    updates::look(&app, &shell.keyholder(&app).await?, true).await;
    Ok(())
}

/// Mentions the newer version no more for a while.
#[command]
pub async fn put_update_off<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>) -> Told<()> {
    updates::put_off(&app, &shell.keyholder(&app).await?).await;
    Ok(())
}

/// Puts the newer version in; `anyway` although something could not be sent first.
#[command]
pub async fn update<R: Runtime>(app: AppHandle<R>, shell: State<'_, Shell>, anyway: bool) -> Told<()> {
    let keyholder = shell.keyholder(&app).await?;
    tauri::async_runtime::spawn(async move { updates::update(&app, keyholder, anyway).await });
    Ok(())
}

/// Goes back to what this version kept before an update.
#[command]
pub async fn go_back<R: Runtime>(app: AppHandle<R>) -> Told<()> {
    updates::go_back(&app).await
}

/// Shows where newer versions can be had, in her browser.
#[command]
pub fn open_updates_page<R: Runtime>(app: AppHandle<R>) -> Told<()> {
    updates::open_page(&app)
}

fn unsent_path<R: Runtime>(app: &AppHandle<R>, store: StoreId) -> PathBuf {
    let paths = app.path();
    let folder =
        paths.download_dir().or_else(|_| paths.document_dir()).unwrap_or_else(|_| std::env::temp_dir());
    folder.join(format!("keyholder-unsent-{store}.json"))
}
