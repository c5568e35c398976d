//! A cloud in process, desks that can be cut off, clocks by hand. Tests read as what happens in a shop:
//! `world.desk("Ana").await`, `ana.goes_offline()`, `ana.until(…)`. Nothing here sleeps: every wait is for a condition.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{FutureExt, StreamExt, stream};
use keyholder_cloud::testing::{PASSWORD, Person, TestCloud};
use keyholder_desk::chance::SystemChance;
use keyholder_desk::clock::HandClock;
use keyholder_desk::cloud::{Answering, Cloud, Entries, Fault, Pokes, Refusals, Stores, Text, Tokens};
use keyholder_desk::http::HttpCloud;
use keyholder_desk::keychain::{MemoryKeychain, Secret};
use keyholder_desk::picture::{MyAccess, PendingOp, PendingState, Picture};
use keyholder_desk::profile::Profile;
use keyholder_desk::storage::{DataKey, Storage};
use keyholder_desk::views::program::Device;
use keyholder_desk::{DeskError, Dispatched, Keyholder, Options, Seams};
use keyholder_domain::id::{GroupId, InvitationId, MemberId, OpId, StoreId};
use keyholder_domain::op::Op;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::watch;
use uuid::Uuid;

/// A test that waits longer than this has failed.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A cloud, and one store in it whose Owner is Ana.
pub struct World {
    pub cloud: TestCloud,
    pub address: String,
    pub store: StoreId,
    pub owner: Person,
}

impl World {
    /// A cloud with Ana's store on the plan Team (five seats).
    pub async fn new() -> Self {
        Self::with(TestCloud::new().await).await
    }

    pub async fn with(mut cloud: TestCloud) -> Self {
        let owner = cloud.person("Ana").await;
        let store = cloud.store(&owner, "Toko Ana").await;
        let op = json!({"type": "plan.change", "from": "starter", "to": "team"});
        assert!(cloud.ask(&owner, store, op).await["accepted"].is_object());
        let address = cloud.listen().await;
        Self { cloud, address, store, owner }
    }

    /// Ana's desk, or that of somebody who is a member already.
    pub async fn desk(&self, name: &str) -> TestDesk {
        let desk = TestDesk::signed_in(&self.address, name).await;
        desk.keyholder.open_store(self.store).await.unwrap();
        desk.opened(self.store).await
    }

    /// A desk that has the team and nothing to do.
    pub async fn ready(&self, name: &str) -> TestDesk {
        let desk = self.desk(name).await;
        desk.until(|picture| picture.has_team && picture.as_of.is_some()).await;
        desk
    }

    /// Somebody new, in a role.
    pub async fn member(&self, name: &str, role: &str) -> (Person, MemberId) {
        self.cloud.member(self.store, name, role).await
    }

    /// What Ana does at the cloud, past every desk.
    pub async fn owner_asks(&self, op: Value) -> Value {
        self.cloud.ask(&self.owner, self.store, op).await
    }

    /// A group, made at the cloud.
    pub async fn group(&self, name: &str) -> GroupId {
        let group = GroupId::from_uuid(Uuid::now_v7());
        let made =
            json!({"type": "group.create", "group": group, "name": name, "permissions": ["product.view"]});
        assert!(self.owner_asks(made).await["accepted"].is_object());
        group
    }

    /// The cloud's number of entries.
    pub async fn entries(&self) -> u64 {
        let path = format!("/v1/stores/{}/activity?limit=1", self.store);
        self.cloud.get(&path, &self.owner.token).await.body["entries"][0]["seq"].as_u64().unwrap()
    }
}

/// A person's program on a machine of its own.
pub struct TestDesk {
    pub keyholder: Keyholder,
    pub store: StoreId,
    pub machine: Machine,
}

/// What outlives a program: the folder, the keychain, the clock and the wire.
#[derive(Clone)]
pub struct Machine {
    pub folder: Arc<TempDir>,
    pub profile: PathBuf,
    pub keychain: Arc<MemoryKeychain>,
    pub clock: Arc<HandClock>,
    pub line: Arc<Line>,
    pub address: String,
    pub name: String,
}

impl Machine {
    pub fn new(address: &str, name: &str) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        Self {
            profile: folder.path().join("profile"),
            folder,
            keychain: Arc::new(MemoryKeychain::lasting()),
            clock: Arc::new(HandClock::at(keyholder_cloud::testing::START.parse().unwrap())),
            line: Arc::new(Line::default()),
            address: address.to_owned(),
            name: name.to_owned(),
        }
    }

    /// Starts the program.
    pub async fn starts(&self) -> Result<Keyholder, DeskError> {
        let line = self.line.clone();
        let seams = Seams {
            clock: self.clock.clone(),
            chance: Arc::new(SystemChance),
            keychain: self.keychain.clone(),
            connect: Arc::new(move |address| {
                let inner = HttpCloud::new(address.clone())?;
                Ok(Arc::new(Wire { inner, line: line.clone() }) as Arc<dyn Cloud>)
            }),
        };
        let options = Options {
            data_dir: self.profile.clone(),
            cloud_default: self.address.clone(),
            profile: "default".to_owned(),
            device_name: format!("{}'s desk", self.name),
        };
        Keyholder::open_with(options, seams).await
    }

    /// The time by this machine's clock.
    pub fn now(&self) -> keyholder_domain::Time {
        keyholder_desk::clock::Clock::now(self.clock.as_ref())
    }

    /// The folder of one store's files.
    pub fn files(&self, store: StoreId) -> PathBuf {
        let mut found = Vec::new();
        // What was kept before an update is a copy of them.
        let kept = self.profile.join("before");
        visit(&self.profile, &mut |path| {
            if path.ends_with(store.to_string()) && !path.starts_with(&kept) {
                found.push(path.to_owned());
            }
        });
        found.pop().expect("the store has a folder")
    }

    /// A file of one store (`outbox.db`, `cache.db`), opened beside the program under the key that its keychain holds.
    pub fn open_file(&self, store: StoreId, name: &str) -> rusqlite::Connection {
        let secrets = self.keychain.all();
        let key = secrets.iter().find(|(name, _)| name.starts_with("data key"));
        let key = key.and_then(|(_, secret)| DataKey::read(secret));
        Storage::disk(key).connect(&self.files(store).join(name)).unwrap()
    }

    /// Every file of the profile, by name.
    pub fn all_files(&self) -> Vec<String> {
        let mut files = Vec::new();
        visit(&self.profile, &mut |path| {
            if path.is_file() {
                files.push(path.file_name().unwrap().to_string_lossy().into_owned());
            }
        });
        files.sort();
        files
    }
}

pub fn visit(folder: &Path, seen: &mut dyn FnMut(&Path)) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        seen(&entry.path());
        if entry.path().is_dir() {
            visit(&entry.path(), seen);
        }
    }
}

impl TestDesk {
    /// A new machine on which somebody with an account signs in.
    pub async fn signed_in(address: &str, name: &str) -> Self {
        Self::signed_in_on(Machine::new(address, name)).await
    }

    /// The same on a machine that was made ready for it.
    pub async fn signed_in_on(machine: Machine) -> Self {
        let keyholder = machine.starts().await.unwrap();
        let (address, name) = (machine.address.as_str(), machine.name.as_str());
        let email = format!("{}@toko.example", name.to_lowercase().replace(' ', "."));
        keyholder.sign_in(address, &email, PASSWORD).await.unwrap();
        Self { keyholder, store: StoreId::from_uuid(Uuid::nil()), machine }
    }

    async fn opened(mut self, store: StoreId) -> Self {
        self.store = store;
        self
    }

    pub fn goes_offline(&self) {
        self.machine.line.cut.send_replace(true);
    }

    pub fn comes_back(&self) {
        self.machine.line.cut.send_replace(false);
    }

    /// The network is back, and the person (or the window's focus) says so.
    pub async fn comes_back_and_syncs(&self) {
        self.comes_back();
        self.keyholder.sync_now(self.store).await.unwrap();
    }

    /// Ends the program without a word, and starts it again on the same machine.
    pub async fn restarts(self) -> Self {
        let store = self.store;
        let machine = self.ends().await;
        Self { keyholder: machine.starts().await.unwrap(), store, machine }
    }

    /// The program ends, and is gone when nothing holds its profile any more.
    pub async fn ends(self) -> Machine {
        let Self { keyholder, machine, .. } = self;
        keyholder.close().await;
        drop(keyholder);
        let gone = async {
            while Profile::open(&machine.profile).is_err_and(|error| error.code == "profile_in_use") {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, gone).await.expect("the old program ends");
        machine
    }

    pub async fn picture(&self) -> Picture {
        self.keyholder.desk(self.store).await.unwrap().picture().await.unwrap()
    }

    /// Waits until the picture is as wanted.
    pub async fn until(&self, wanted: impl Fn(&Picture) -> bool) -> Picture {
        let mut changes = self.keyholder.changes();
        let waiting = async {
            loop {
                let picture = self.picture().await;
                if wanted(&picture) {
                    return picture;
                }
                let _ = changes.recv().await;
            }
        };
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(picture) => picture,
            Err(_) => panic!("{} waited in vain: {:#?}", self.machine.name, summary(&self.picture().await)),
        }
    }

    /// Waits until everything asked here is answered and the desk is online.
    pub async fn settled(&self) -> Picture {
        self.until(|picture| !picture.pending.iter().any(unanswered)).await
    }

    pub async fn asks(&self, op: Value) -> Dispatched {
        self.asks_with(op, false).await
    }

    pub async fn asks_anyway(&self, op: Value) -> Dispatched {
        self.asks_with(op, true).await
    }

    async fn asks_with(&self, op: Value, anyway: bool) -> Dispatched {
        let op = Op::parse(&op).unwrap();
        self.keyholder.dispatch(self.store, op, anyway).await.unwrap()
    }

    /// Asks for something that is queued, and tells its id.
    pub async fn queues(&self, op: Value) -> OpId {
        let dispatched = self.asks(op).await;
        assert!(dispatched.queued, "{dispatched:?}");
        dispatched.id
    }

    /// What a pending op came to.
    pub async fn refusal(&self, id: OpId) -> (String, Value) {
        let picture =
            self.until(|picture| op(picture, id).is_some_and(|op| op.state == PendingState::Refused)).await;
        let told = op(&picture, id).unwrap().refusal.clone().unwrap();
        (told.code, told.with)
    }
}

/// A copy of a cloud's database, as an operator makes one.
pub fn backed_up(database: &Path) -> PathBuf {
    let backup = database.with_extension("backup");
    let live = rusqlite::Connection::open(database).unwrap();
    live.execute("vacuum into ?1", [backup.to_str().unwrap()]).unwrap();
    backup
}

/// The copy in the place of what the cloud has.
pub fn restored(database: &Path, backup: &Path) {
    let mut live = rusqlite::Connection::open(database).unwrap();
    let from = rusqlite::Connection::open(backup).unwrap();
    let restore = rusqlite::backup::Backup::new(&from, &mut live).unwrap();
    restore.run_to_completion(1000, Duration::ZERO, None).unwrap();
}

pub fn op(picture: &Picture, id: OpId) -> Option<&PendingOp> {
    picture.pending.iter().find(|op| op.id == id)
}

pub fn unanswered(op: &PendingOp) -> bool {
    use PendingState::{Answered, Held, Parked, Refused, Sent, Unknown, Waiting};
    match op.state {
        Waiting | Sent | Answered | Held | Parked => true,
        Refused | Unknown => false,
    }
}

pub fn summary(picture: &Picture) -> Value {
    let pending =
        picture.pending.iter().map(|op| format!("{:?} {} {:?}", op.state, op.raw["type"], op.refusal));
    json!({
        "team": picture.has_team, "connection": format!("{:?}", picture.connection),
        "problem": picture.problem.as_ref().map(ToString::to_string),
        "pending": pending.take(20).collect::<Vec<_>>(), "members": picture.base.member_count(),
    })
}

pub fn new_group(name: &str) -> (GroupId, Value) {
    let group = GroupId::from_uuid(Uuid::now_v7());
    (group, json!({"type": "group.create", "group": group, "name": name, "permissions": ["product.view"]}))
}

pub fn invite(email: &str, role: &str) -> (InvitationId, Value) {
    let invitation = InvitationId::from_uuid(Uuid::now_v7());
    let op = json!({"type": "invitation.send", "invitation": invitation, "email": email, "role": role, "groups": []});
    (invitation, op)
}

/// The wire between one machine and its cloud.
pub struct Line {
    pub cut: watch::Sender<bool>,
    /// So many replies to exchanges and refreshes get lost on their way back.
    pub lose: AtomicUsize,
    /// What answers exchanges, the list of stores and `me` in the cloud's place.
    pub instead: Mutex<Option<Fault>>,
    /// Every exchange that was sent.
    pub sent: Mutex<Vec<Value>>,
    /// How often tokens were renewed.
    pub renewed: AtomicUsize,
    /// The access token that is turned down from now on, as if it were over.
    pub over: Mutex<bool>,
    /// Ops of this type make the cloud answer 500.
    pub breaks_on: Mutex<Option<String>>,
    /// This op goes out under another type (from, to), as one that the cloud has never heard of.
    pub renames: Mutex<Option<(String, String, OpId)>>,
    /// What happens to every reply to an exchange on its way back.
    pub bends: Mutex<Option<Bend>>,
    /// Which rows were asked for: (seq, first row).
    pub rows: Mutex<Vec<(u64, u64)>>,
    /// The line is cut when so many bytes of a stream of rows came.
    pub cut_rows: Mutex<Option<usize>>,
}

/// Somebody on the wire who changes replies.
pub type Bend = Box<dyn FnMut(&mut Value) + Send>;

impl Default for Line {
    fn default() -> Self {
        Self {
            cut: watch::channel(false).0,
            lose: AtomicUsize::new(0),
            instead: Mutex::default(),
            sent: Mutex::default(),
            renewed: AtomicUsize::new(0),
            over: Mutex::default(),
            breaks_on: Mutex::default(),
            renames: Mutex::default(),
            bends: Mutex::default(),
            rows: Mutex::default(),
            cut_rows: Mutex::default(),
        }
    }
}

impl Line {
    /// From now on replies are changed on their way.
    pub fn bend(&self, bend: impl FnMut(&mut Value) + Send + 'static) {
        *self.bends.lock().unwrap() = Some(Box::new(bend));
    }

    /// From now on they are not.
    pub fn straighten(&self) {
        *self.bends.lock().unwrap() = None;
    }

    fn through(&self) -> Result<(), Fault> {
        if *self.cut.borrow() {
            return Err(Fault::NotReached("the wire is cut".to_owned()));
        }
        self.instead.lock().unwrap().clone().map_or(Ok(()), Err)
    }

    fn back<T>(&self, answer: Result<T, Fault>) -> Result<T, Fault> {
        let lost = self.lose.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if lost.is_ok() || *self.cut.borrow() {
            return Err(Fault::Unreachable("the reply got lost".to_owned()));
        }
        answer
    }

    fn renamed(&self, body: Vec<u8>) -> Vec<u8> {
        let Some((from, to, id)) = self.renames.lock().unwrap().clone() else { return body };
        let mut sent: Value = serde_json::from_slice(&body).unwrap();
        for asked in sent["ops"].as_array_mut().unwrap() {
            if asked["id"] == json!(id) && asked["op"]["type"] == *from {
                asked["op"]["type"] = json!(to);
            }
        }
        serde_json::to_vec(&sent).unwrap()
    }

    fn breaks(&self, body: &Value) -> Result<(), Fault> {
        let kind = self.breaks_on.lock().unwrap().clone();
        let broken = kind
            .is_some_and(|kind| body["ops"].as_array().unwrap().iter().any(|op| op["op"]["type"] == *kind));
        if broken { Err(Fault::NotOurs { status: 500, retry_after: None }) } else { Ok(()) }
    }
}

struct Wire {
    inner: HttpCloud,
    line: Arc<Line>,
}

impl Cloud for Wire {
    fn sign_up<'a>(&'a self, email: &'a str, password: &'a Secret, name: &'a str) -> Answering<'a, ()> {
        async move {
            self.line.through()?;
            self.inner.sign_up(email, password, name).await
        }
        .boxed()
    }

    fn sign_in<'a>(&'a self, email: &'a str, password: &'a Secret, device: &'a str) -> Answering<'a, Tokens> {
        async move {
            self.line.through()?;
            self.inner.sign_in(email, password, device).await
        }
        .boxed()
    }

    fn refresh<'a>(&'a self, refresh: &'a Secret) -> Answering<'a, Tokens> {
        async move {
            self.line.through()?;
            self.line.renewed.fetch_add(1, Ordering::SeqCst);
            let answer = self.inner.refresh(refresh).await;
            let answer = self.line.back(answer);
            if answer.is_ok() {
                *self.line.over.lock().unwrap() = false;
            }
            answer
        }
        .boxed()
    }

    fn sign_out<'a>(&'a self, access: &'a Secret) -> Answering<'a, ()> {
        async move {
            self.line.through()?;
            self.inner.sign_out(access).await
        }
        .boxed()
    }

    fn devices<'a>(&'a self, access: &'a Secret) -> Answering<'a, Vec<Device>> {
        async move {
            self.line.through()?;
            self.inner.devices(access).await
        }
        .boxed()
    }

    fn end_device<'a>(&'a self, access: &'a Secret, device: Uuid) -> Answering<'a, ()> {
        async move {
            self.line.through()?;
            self.inner.end_device(access, device).await
        }
        .boxed()
    }

    fn stores<'a>(&'a self, access: &'a Secret) -> Answering<'a, Stores> {
        async move {
            self.line.through()?;
            self.inner.stores(access).await
        }
        .boxed()
    }

    fn create_store<'a>(&'a self, access: &'a Secret, store: StoreId, name: String) -> Answering<'a, ()> {
        async move {
            self.line.through()?;
            self.inner.create_store(access, store, name).await
        }
        .boxed()
    }

    fn exchange<'a>(&'a self, access: &'a Secret, store: StoreId, body: Vec<u8>) -> Answering<'a, Value> {
        async move {
            self.line.through()?;
            if *self.line.over.lock().unwrap() {
                let told = json!({"code": "unauthenticated"});
                return Err(Fault::Problem(keyholder_desk::cloud::Told {
                    status: 401,
                    code: told["code"].as_str().unwrap().to_owned(),
                    with: serde_json::Map::new(),
                    retry_after: None,
                }));
            }
            let sent: Value = serde_json::from_slice(&body).unwrap();
            self.line.breaks(&sent)?;
            self.line.sent.lock().unwrap().push(sent);
            let mut answer = self.inner.exchange(access, store, self.line.renamed(body)).await;
            if let (Ok(reply), Some(bend)) = (&mut answer, self.line.bends.lock().unwrap().as_mut()) {
                bend(reply);
            }
            self.line.back(answer)
        }
        .boxed()
    }

    fn snapshot<'a>(&'a self, access: &'a Secret, store: StoreId, at: u64, from: u64) -> Answering<'a, Text> {
        async move {
            self.line.through()?;
            self.line.rows.lock().unwrap().push((at, from));
            let text = self.inner.snapshot(access, store, at, from).await?;
            let mut left = self.line.cut_rows.lock().unwrap().take().unwrap_or(usize::MAX);
            let line = self.line.clone();
            let cut = move |piece: Result<Vec<u8>, Fault>| {
                let Ok(mut piece) = piece else { return stream::iter(vec![piece]) };
                if piece.len() <= left {
                    left -= piece.len();
                    return stream::iter(vec![Ok(piece)]);
                }
                piece.truncate(std::mem::take(&mut left));
                line.cut.send_replace(true);
                stream::iter(vec![Ok(piece), Err(Fault::Unreachable("the stream was cut".to_owned()))])
            };
            Ok(text.flat_map(cut).boxed())
        }
        .boxed()
    }

    fn live<'a>(&'a self, access: &'a Secret, store: StoreId) -> Answering<'a, Pokes> {
        async move {
            self.line.through()?;
            let pokes = self.inner.live(access, store).await?;
            let mut cut = self.line.cut.subscribe();
            let cut = async move {
                // The line lives as long as the test.
                let _ = cut.wait_for(|cut| *cut).await;
            };
            Ok(pokes.take_until(Box::pin(cut)).boxed())
        }
        .boxed()
    }

    fn me<'a>(&'a self, access: &'a Secret, store: StoreId) -> Answering<'a, MyAccess> {
        async move {
            self.line.through()?;
            self.inner.me(access, store).await
        }
        .boxed()
    }

    fn activity<'a>(
        &'a self,
        access: &'a Secret,
        store: StoreId,
        before: Option<u64>,
        limit: usize,
    ) -> Answering<'a, Entries> {
        async move {
            self.line.through()?;
            self.inner.activity(access, store, before, limit).await
        }
        .boxed()
    }

    fn refused<'a>(
        &'a self,
        access: &'a Secret,
        store: StoreId,
        before: Option<u64>,
        limit: usize,
    ) -> Answering<'a, Refusals> {
        async move {
            self.line.through()?;
            self.inner.refused(access, store, before, limit).await
        }
        .boxed()
    }

    fn link<'a>(
        &'a self,
        access: &'a Secret,
        store: StoreId,
        invitation: InvitationId,
    ) -> Answering<'a, String> {
        async move {
            self.line.through()?;
            self.inner.link(access, store, invitation).await
        }
        .boxed()
    }
}
