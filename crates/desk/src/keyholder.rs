//! Keyholder: the program's one handle, for the window and for a command line. It holds the session and the open desks, and
//! every method answers without blocking the async runtime.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use keyholder_domain::id::{InvitationId, OpId, StoreId};
use keyholder_domain::op::Op;
use keyholder_domain::role::Role;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::broadcast;
use tokio::task::{JoinHandle, JoinSet};
use url::Url;
use uuid::Uuid;

use crate::actor::notice;
use crate::chance::{Chance, SystemChance};
use crate::clock::{Clock, SystemClock};
use crate::cloud::{Cloud, StoreTold};
use crate::desk::{Desk, Dispatched, Opening, Unsent};
use crate::http::HttpCloud;
use crate::keychain::{Keychain, SystemKeychain};
use crate::lock::Lock;
use crate::picture::Account;
use crate::profile::{Profile, write_whole};
use crate::rest::Rest;
use crate::session::{Connect, Session};
use crate::settings::SettingsChange;
use crate::views::bulk::{BulkDone, BulkOrder};
use crate::views::frame::Screen;
use crate::views::program::{AccountView, KeychainKind, Notice, SessionView, Settings, StoreLink};
use crate::views::settle::{SettleDone, SettleOrder};
use crate::views::{Answer, Ask, PreviewView};
use crate::{DeskError, runner, settings};

mod beside;
mod diagnosing;
mod given;
mod inviting;
mod linking;
mod locking;
mod machine;
mod pages;
mod people;
mod resting;
mod signing;
mod tidings;
mod unsent;
mod updating;

pub use diagnosing::Around;
pub use machine::{IDENTIFIER, data_dir};

/// What opening a profile takes.
#[derive(Debug, Clone)]
pub struct Options {
    /// The profile's folder.
    pub data_dir: PathBuf,
    /// The cloud's address that a new profile is preset with.
    pub cloud_default: String,
    /// The profile's name, by which keychain entries are told apart.
    pub profile: String,
    /// What the cloud shows as this device.
    pub device_name: String,
}

/// What tests pass in by other hands: time, chance, secrets and the wire.
#[derive(Clone)]
pub struct Seams {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Where ids and dice come from.
    pub chance: Arc<dyn Chance>,
    /// The keychain.
    pub keychain: Arc<dyn Keychain>,
    /// How a cloud is reached.
    pub connect: Connect,
}

impl Default for Seams {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            chance: Arc::new(SystemChance),
            keychain: Arc::new(SystemKeychain),
            connect: Arc::new(over_http),
        }
    }
}

fn over_http(address: &Url) -> Result<Arc<dyn Cloud>, DeskError> {
    Ok(Arc::new(HttpCloud::new(address.clone())?))
}

/// Something changed: in one store, or in the session when it names none. Screens ask again for what they show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The store.
    pub store: Option<StoreId>,
}

/// The program's handle.
#[derive(Clone)]
pub struct Keyholder(Arc<Inner>);

struct Inner {
    options: Options,
    profile: Arc<Profile>,
    rest: Arc<Rest>,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    session: Arc<Session>,
    settings: Mutex<Settings>,
    /// The version that kept the settings, where that was a newer one.
    newer_settings: Option<String>,
    desks: tokio::sync::Mutex<HashMap<StoreId, Open>>,
    /// The store that was to be open and could not be opened, and why: whoever asks for it is told that.
    unopened: Mutex<Option<(StoreId, DeskError)>>,
    changes: broadcast::Sender<Changed>,
    offline: AtomicBool,
    lock: Mutex<Lock>,
    /// The link that opened the program, until it is answered.
    led: Mutex<linking::Led>,
    /// Held while somebody proves herself, comes or goes: what one proved must not open the program for another.
    coming: tokio::sync::Mutex<()>,
    /// What goes on beside the person's acts: it ends before the program does.
    beside: Mutex<JoinSet<()>>,
}

struct Open {
    desk: Desk,
    tasks: [JoinHandle<()>; 2],
}

impl Open {
    async fn close(self) {
        for task in self.tasks {
            task.abort();
            // Whatever it was asking is over: nothing of this desk is asked later, when somebody else may have the program.
            let _ = task.await;
        }
        self.desk.close().await;
    }
}

impl Keyholder {
    /// Opens a profile: its settings, its session, and the store that was open last.
    pub async fn open(options: Options) -> Result<Self, DeskError> {
        Self::open_with(options, Seams::default()).await
    }

    /// The same, with time, secrets and the wire passed in.
    pub async fn open_with(options: Options, seams: Seams) -> Result<Self, DeskError> {
        let profile = Arc::new(Profile::open(&options.data_dir)?);
        let settings = settings::load(profile.data(), &options.cloud_default);
        let newer_settings = settings::of_a_newer_version(profile.data());
        let mark = profile_mark(&options);
        let clock = seams.clock.clone();
        let rest = Arc::new(Rest::open(profile.clone(), seams.keychain, mark, clock).await?);
        let session = Session::restore(rest.clone(), seams.connect).await?;
        let keyholder = Self(Arc::new(Inner {
            options,
            profile,
            rest,
            clock: seams.clock,
            chance: seams.chance,
            session: Arc::new(session),
            settings: Mutex::new(settings),
            newer_settings,
            desks: tokio::sync::Mutex::default(),
            unopened: Mutex::default(),
            changes: broadcast::channel(256).0,
            offline: AtomicBool::new(false),
            lock: Mutex::default(),
            led: Mutex::default(),
            coming: tokio::sync::Mutex::default(),
            beside: Mutex::default(),
        }));
        keyholder.begin().await;
        keyholder.beside(locking::watch(Arc::downgrade(&keyholder.0)));
        Ok(keyholder)
    }

    /// The program as a whole, as the window shows it.
    pub async fn session(&self) -> SessionView {
        let inner = &self.0;
        let remembered = inner.session.remembered();
        let (memory, keychain_problem) = inner.session.keychain();
        let mut notices = self.resting_notices();
        notices.extend(self.settings_notice());
        let (rest, passphrase) = inner.rest.stands();
        let mut offline = inner.offline.load(Ordering::Relaxed);
        let mut waiting = 0;
        for desk in self.open_desks().await {
            if let Ok(standing) = desk.standing().await {
                notices.extend(standing.notices);
                offline |= standing.offline;
                waiting += standing.waiting;
            }
        }
        let settings = self.settings();
        let locked = self.locked_view(waiting).await;
        // Notices name people and tell what they asked; names of stores are nobody else's business either.
        let shown = remembered.as_ref().filter(|_| self.look_at_lock().is_none());
        if shown.is_none() && remembered.is_some() {
            notices.clear();
        }
        SessionView {
            signed_in: remembered.is_some(),
            account: remembered.as_ref().map(|remembered| AccountView {
                id: remembered.account.id,
                email: remembered.account.email.clone(),
                name: remembered.account.name.clone(),
            }),
            cloud: remembered.as_ref().map_or_else(
                || settings.cloud.clone(),
                |remembered| remembered.cloud.origin().ascii_serialization(),
            ),
            keychain: if memory { KeychainKind::Memory } else { KeychainKind::System },
            keychain_problem,
            rest,
            passphrase,
            stores: shown.iter().flat_map(|remembered| remembered.stores.iter().map(link)).collect(),
            open: remembered.and_then(|remembered| remembered.open),
            settings,
            notices,
            ended: inner.session.ended(),
            offline,
            locked,
            people: self.people_view(waiting),
            link: self.link_view(),
            crashed: self.crashed(),
        }
    }

    /// Whoever belongs to one store does not have to choose it.
    async fn open_the_only_store(&self) {
        let Some(remembered) = self.0.session.remembered() else { return };
        if remembered.open.is_none()
            && let [only] = &remembered.stores[..]
            && only.status == "active"
            && let Err(error) = self.open_store(only.store).await
        {
            // She can still choose it by hand, and is told then.
            tracing::warn!(%error, store = %only.store, "the only store was not opened by itself");
        }
    }

    /// Opens a store; it stays open, and in sync, until it is closed or the program ends. It is opened again at the next start.
    pub async fn open_store(&self, store: StoreId) -> Result<(), DeskError> {
        self.gate()?;
        self.open_desk(store).await?;
        self.0.session.keep_open(Some(store))?;
        self.changed();
        Ok(())
    }

    async fn open_desk(&self, store: StoreId) -> Result<(), DeskError> {
        let inner = &self.0;
        let remembered = inner.session.remembered().ok_or_else(DeskError::signed_out)?;
        let mut desks = inner.desks.lock().await;
        if let Some(open) = desks.get(&store) {
            let closed = open.desk.standing().await.map_or(true, |standing| standing.closed);
            if !closed {
                return Ok(());
            }
        }
        if let Some(stale) = desks.remove(&store) {
            stale.close().await;
        }
        let listed = remembered.stores.iter().find(|listed| listed.store == store);
        let folder = inner.profile.store(&remembered.cloud, remembered.account.id, store);
        if listed.is_none() && !folder.exists() {
            return Err(DeskError::new("not_found", "this account has no such store"));
        }
        let storage = inner.rest.of(&remembered.cloud, remembered.account.id).await?;
        let account = Account {
            id: remembered.account.id,
            email: remembered.account.email.clone(),
            name: remembered.account.name.clone(),
        };
        let (desk, wanted) = Desk::open(Opening {
            folder,
            store,
            name: listed.map(|listed| listed.name.clone()).unwrap_or_default(),
            account,
            storage,
            machine: inner.session.machine().await,
            clock: inner.clock.clone(),
            chance: inner.chance.clone(),
            changes: inner.changes.clone(),
        })
        .await?;
        let hers = inner.session.hers(remembered.who());
        let tasks = [
            tokio::spawn(runner::exchanges(hers.clone(), desk.clone(), wanted)),
            tokio::spawn(runner::live(hers, desk.clone())),
        ];
        desks.insert(store, Open { desk, tasks });
        *inner.unopened.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }

    /// Closes a store; what is held of it stays.
    pub async fn close_store(&self, store: StoreId) -> Result<(), DeskError> {
        self.gate()?;
        let open = self.0.desks.lock().await.remove(&store);
        if let Some(open) = open {
            open.close().await;
        }
        if self.0.session.remembered().is_some_and(|remembered| remembered.open == Some(store)) {
            self.0.session.keep_open(None)?;
        }
        self.changed();
        Ok(())
    }

    /// Makes a store at the cloud, with her as its Owner. Needs the cloud.
    pub async fn create_store(&self, name: &str) -> Result<StoreId, DeskError> {
        self.gate()?;
        let store = StoreId::from_uuid(self.0.chance.id());
        self.0.session.with(|cloud, access| cloud.create_store(access, store, name.to_owned())).await?;
        self.refresh_stores().await?;
        Ok(store)
    }

    /// Makes ready what the first question about an open store looks at: for a window, whose page takes a while until it asks. A
    /// command line may never ask.
    pub async fn prepare(&self) {
        for desk in self.open_desks().await {
            desk.prepare();
        }
    }

    /// Answers what a screen asks.
    pub async fn ask(&self, ask: Ask) -> Result<Answer, DeskError> {
        let desk = self.desk(ask.store).await?;
        let page = match ask.activity_page() {
            Some(wanted) => Some(self.page(&desk, wanted).await?),
            None => None,
        };
        desk.ask(ask, page).await
    }

    /// What an op would change, before it is confirmed.
    pub async fn preview(&self, store: StoreId, op: Op) -> Result<PreviewView, DeskError> {
        self.desk(store).await?.preview(op).await
    }

    /// Judges an op at once, keeps it durably, and shows it; the cloud is told in the background.
    pub async fn dispatch(&self, store: StoreId, op: Op, ask_anyway: bool) -> Result<Dispatched, DeskError> {
        self.desk(store).await?.dispatch(op, ask_anyway).await
    }

    /// Does one act to many, as it was foreseen.
    pub async fn bulk(&self, store: StoreId, order: BulkOrder) -> Result<BulkDone, DeskError> {
        self.desk(store).await?.bulk(order).await
    }

    /// Keeps which screen of a store she has open, for the next start.
    pub async fn went_to(&self, store: StoreId, screen: Screen) -> Result<(), DeskError> {
        self.desk(store).await?.went_to(screen).await
    }

    /// Puts the first steps of this store away, or brings them back.
    pub async fn put_guide_away(&self, store: StoreId, away: bool) -> Result<(), DeskError> {
        self.desk(store).await?.put_guide_away(away).await
    }

    /// Does what was decided about kept changes.
    pub async fn settle(&self, store: StoreId, order: SettleOrder) -> Result<SettleDone, DeskError> {
        self.desk(store).await?.settle(order).await
    }

    /// Drops what of an act was not sent yet.
    pub async fn stop_act(&self, store: StoreId, act: Uuid) -> Result<usize, DeskError> {
        self.desk(store).await?.stop_act(act).await
    }

    /// Asks a refused op again.
    pub async fn retry(&self, store: StoreId, op: OpId) -> Result<Dispatched, DeskError> {
        self.desk(store).await?.retry(op).await
    }

    /// Forgets an op.
    pub async fn drop_op(&self, store: StoreId, op: OpId) -> Result<(), DeskError> {
        self.desk(store).await?.drop_op(op).await
    }

    /// Tries to sync at once, whatever was wrong; also while the program is locked.
    pub async fn sync_now(&self, store: StoreId) -> Result<(), DeskError> {
        self.open_one(store).await?.sync_now();
        self.look_at_stores();
        Ok(())
    }

    /// An invitation's link, to be copied. Needs the cloud.
    pub async fn invitation_link(
        &self,
        store: StoreId,
        invitation: InvitationId,
    ) -> Result<String, DeskError> {
        self.gate()?;
        Ok(self.0.session.with(|cloud, access| cloud.link(access, store, invitation)).await?)
    }

    /// Saves what was asked and not accepted to a file of the person's choice.
    pub async fn save_unsent(&self, store: StoreId, path: &Path) -> Result<usize, DeskError> {
        self.gate()?;
        let asked = self.unsent(store).await?;
        let text =
            serde_json::to_vec_pretty(&asked).map_err(|error| DeskError::storage(error.to_string()))?;
        write_whole(path, &text)?;
        Ok(asked.len())
    }

    async fn unsent(&self, store: StoreId) -> Result<Vec<Unsent>, DeskError> {
        if let Ok(desk) = self.desk(store).await
            && let Ok(asked) = desk.unsent().await
            && !asked.is_empty()
        {
            return Ok(asked);
        }
        self.unsent_of_a_lost_place(store).await
    }

    /// The settings.
    pub fn settings(&self) -> Settings {
        self.lock_settings().clone()
    }

    /// Whoever went back to an older version is told that what it does not know is kept.
    fn settings_notice(&self) -> Option<Notice> {
        let theirs = self.0.newer_settings.as_ref()?;
        Some(notice("settings_newer", &serde_json::json!({ "theirs": theirs })))
    }

    /// Changes some of the settings and leaves the others as they are. While the program is locked, when it locks is not anybody's
    /// to change.
    pub fn set_settings(&self, change: SettingsChange) -> Result<(), DeskError> {
        let locked = self.look_at_lock().is_some();
        // Whoever sets this is there: the time that nobody cared about before does not count.
        self.touch();
        {
            // Held until it is on the disk: two changes at once would write one file, and keep whichever came last there.
            let mut kept = self.lock_settings();
            let mut settings = settings::changed(&kept, change)?;
            if locked {
                settings.lock_after = kept.lock_after;
            }
            // Nought minutes would lock before the first click.
            settings.lock_after = settings.lock_after.map(|minutes| minutes.max(1));
            settings::save(&settings, self.0.profile.data())?;
            *kept = settings;
        }
        self.touch();
        self.changed();
        Ok(())
    }

    /// Hears of changes, at most one a frame and store.
    pub fn changes(&self) -> broadcast::Receiver<Changed> {
        self.0.changes.subscribe()
    }

    /// An open desk, to be looked at: not while the program is locked.
    pub async fn desk(&self, store: StoreId) -> Result<Desk, DeskError> {
        self.gate()?;
        self.open_one(store).await
    }

    async fn open_one(&self, store: StoreId) -> Result<Desk, DeskError> {
        let open = self.0.desks.lock().await.get(&store).map(|open| open.desk.clone());
        open.ok_or_else(|| {
            let unopened = self.0.unopened.lock().unwrap_or_else(PoisonError::into_inner);
            let why = unopened.as_ref().filter(|(which, _)| *which == store).map(|(_, why)| why.clone());
            why.unwrap_or_else(DeskError::not_open)
        })
    }

    /// Closes every desk, so that nothing is half written and no file is held. Nothing writes any more when this is over: a
    /// process that ends while one of its threads is inside SQLCipher crashes in OpenSSL's clean-up.
    pub async fn close(&self) {
        let mut beside = std::mem::take(&mut *self.0.beside.lock().unwrap_or_else(PoisonError::into_inner));
        beside.shutdown().await;
        for (_, open) in self.0.desks.lock().await.drain() {
            open.close().await;
        }
        self.0.session.close().await;
        self.0.rest.vault().close().await;
    }

    /// Does this beside whatever else goes on, until it is done or the program closes.
    fn beside(&self, work: impl Future<Output = ()> + Send + 'static) {
        let mut beside = self.0.beside.lock().unwrap_or_else(PoisonError::into_inner);
        // What is done is not kept.
        while beside.try_join_next().is_some() {}
        beside.spawn(work);
    }

    async fn open_desks(&self) -> Vec<Desk> {
        self.0.desks.lock().await.values().map(|open| open.desk.clone()).collect()
    }

    fn changed(&self) {
        // Nobody may be listening.
        let _ = self.0.changes.send(Changed { store: None });
    }

    fn lock_settings(&self) -> MutexGuard<'_, Settings> {
        self.0.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Profiles are told apart by name and place: a copy of the folder elsewhere finds no secret of the first.
fn profile_mark(options: &Options) -> String {
    format!("{} {}", options.profile, crate::profile::mark(&options.data_dir))
}

fn link(told: &StoreTold) -> StoreLink {
    // A role of a later version is shown as the one that may least.
    let role = serde_json::from_value(Value::String(told.role.clone())).unwrap_or(Role::Viewer);
    StoreLink { store: told.store, name: told.name.clone(), role, status: told.status.clone() }
}
