//! A shipped cloud on a port of this machine with a shop of any size, and shipped desks on profiles of their own.

use std::path::Path;
use std::sync::Arc;

use keyholder_cloud::db::SnapshotRow;
use keyholder_cloud::testing::{PASSWORD, Person, TestCloud};
use keyholder_desk::cloud::Cloud;
use keyholder_desk::desk::Desk;
use keyholder_desk::http::HttpCloud;
use keyholder_desk::keychain::MemoryKeychain;
use keyholder_desk::{Keyholder, Options, Seams};
use keyholder_domain::wire::Snapshot;
use keyholder_domain::{Op, Store, StoreId};
use rusqlite::Connection;
use serde_json::json;
use tokio::sync::watch;

use crate::{member_id, role_of, snapshot};

mod line;
use line::Line;

/// How files rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// A plain file.
    Plain,
    /// Under a raw key, as the shipped desk keeps its files.
    Sealed,
}

/// A cloud that holds a shop.
pub struct World {
    cloud: TestCloud,
    address: String,
    owner: Person,
    /// The shop.
    pub store: StoreId,
}

impl World {
    /// A cloud on a port, with a shop of so many members.
    pub async fn open(members: usize) -> Self {
        let cloud = TestCloud::new().await;
        let owner = cloud.person("Ana").await;
        let store = cloud.store(&owner, "Toko Senja").await;
        // With a second store none opens by itself at sign-in: the clock starts when this one is asked for.
        cloud.store(&owner, "Toko Fajar").await;
        let mut cloud = stocked(cloud, &owner, store, members).await;
        let address = cloud.listen().await;
        Self { cloud, address, owner, store }
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Who signs in as the Owner: her address and password.
    pub fn owner(&self) -> (&str, &'static str) {
        (&self.owner.email, PASSWORD)
    }

    /// How many entries the cloud has.
    pub async fn entries(&self) -> u64 {
        self.cloud.held(self.store).await.row.seq
    }

    /// The text of its rows, as the cloud streams them.
    pub async fn rows(&self) -> Vec<u8> {
        let told = self.cloud.get(&format!("/v1/stores/{}/snapshot", self.store), &self.owner.token).await;
        told.body.as_str().expect("lines of JSON").as_bytes().to_vec()
    }

    /// The owner's program on a new profile in this folder, signed in, with no store open; `cut` takes its network away.
    pub async fn signed_in(&self, folder: &Path, cut: &watch::Sender<bool>) -> Keyholder {
        let options = Options {
            data_dir: folder.join("profile"),
            cloud_default: self.address.clone(),
            profile: "default".to_owned(),
            device_name: "bench".to_owned(),
        };
        let cut = cut.clone();
        let seams = Seams {
            keychain: Arc::new(MemoryKeychain::lasting()),
            connect: Arc::new(move |address| {
                let inner = HttpCloud::new(address.clone())?;
                Ok(Arc::new(Line { inner, cut: cut.clone() }) as Arc<dyn Cloud>)
            }),
            ..Seams::default()
        };
        let keyholder = Keyholder::open_with(options, seams).await.expect("a new profile opens");
        keyholder.sign_in(&self.address, &self.owner.email, PASSWORD).await.expect("she has an account");
        keyholder
    }

    /// The same with the whole shop.
    pub async fn desk(&self, folder: &Path) -> OpenDesk {
        let cut = watch::channel(false).0;
        let keyholder = self.signed_in(folder, &cut).await;
        keyholder.open_store(self.store).await.expect("the store opens");
        let desk = keyholder.desk(self.store).await.expect("it is open");
        let mut changes = keyholder.changes();
        while !desk.picture().await.expect("it is open").has_team {
            // A change that was missed is followed by another, or is in the picture already.
            let _ = changes.recv().await;
        }
        OpenDesk { keyholder, desk, cut }
    }

    /// Ends the cloud.
    pub async fn close(mut self) {
        self.cloud.stop().await;
    }
}

/// The cloud again, started anew, with so many members of about 200 bytes in this store of hers.
async fn stocked(cloud: TestCloud, owner: &Person, store: StoreId, members: usize) -> TestCloud {
    let mut shop: Snapshot = serde_json::from_value(snapshot(members)).expect("well formed");
    shop.store.id = store;
    if let Some(first) = shop.members.first_mut() {
        first.account = owner.account;
    }
    let row = cloud.held(store).await.row.clone();
    let state = serde_json::to_string(&Store::from_snapshot(&shop).to_full()).expect("a state is JSON");
    let row = SnapshotRow { seq: row.seq, head: row.head, at: row.at, state };
    let put = cloud.state.db.write(move |tx| tx.put_snapshot(store, &row)).await;
    put.expect("the state is stored");
    let cloud = cloud.restarted();
    assert_eq!(cloud.held(store).await.store.member_count(), members);
    cloud
}

/// A program with the shop open.
pub struct OpenDesk {
    /// The program.
    pub keyholder: Keyholder,
    /// Its store.
    pub desk: Desk,
    cut: watch::Sender<bool>,
}

impl OpenDesk {
    /// Takes the network away until nothing is tried any more.
    pub async fn goes_offline(&self) {
        self.cut.send_replace(true);
        self.keyholder.sync_now(self.desk.store()).await.expect("it is open");
        while !self.desk.standing().await.expect("it is open").offline {
            tokio::task::yield_now().await;
        }
    }

    /// Gives the network back, and says so.
    pub async fn comes_back(&self) {
        self.cut.send_replace(false);
        self.keyholder.sync_now(self.desk.store()).await.expect("it is open");
    }

    /// Asks something that must be queued.
    pub async fn asks(&self, op: Op) {
        let dispatched = self.desk.dispatch(op, false).await.expect("the edit is kept");
        assert!(dispatched.queued, "{:?}", dispatched.refusal);
    }
}

/// The `turn`th one-field op of a shop of so many: a member's role there and back again. The Owner's and the Admins' roles stay.
pub fn one_field_op(turn: usize, members: usize) -> Op {
    let (no, round) = (1 + turn % (members - 1), turn / (members - 1));
    let (own, other) = (role_of(no), if role_of(no) == "viewer" { "seller" } else { "viewer" });
    let (from, to) = if round.is_multiple_of(2) { (own, other) } else { (other, own) };
    let op = json!({"type": "member.change_role", "member": member_id(no), "from": from, "to": to});
    Op::parse(&op).expect("the op is well formed")
}

/// A bare database with the durability of a truth: what is committed survives a power cut.
pub fn bare(path: &Path, rest: Rest, synchronous: &str, tables: &str) -> Connection {
    let db = Connection::open(path).expect("a new file opens");
    if rest == Rest::Sealed {
        let key = "42".repeat(32);
        db.execute_batch(&format!("pragma key = \"x'{key}'\";")).expect("a key is taken");
    }
    db.query_row("pragma journal_mode = wal", [], |_| Ok(())).expect("WAL is there");
    db.query_row("pragma wal_autocheckpoint = 4000", [], |_| Ok(())).expect("it is set");
    db.execute_batch(&format!("pragma synchronous = {synchronous}; pragma fullfsync = on; {tables}"))
        .expect("the tables are made");
    db
}

/// The tables of a bare outbox, as ours are.
pub const OUTBOX: &str = "create table ops (place integer primary key autoincrement, id text not null unique,
    made_at text not null, op text not null, state text not null, n integer, seq integer, refusal text,
    settled_at text) strict; create index ops_by_state on ops (state, seq);";

/// The tables of a bare cloud that one exchange writes, as ours are.
pub const CLOUD: &str = "create table entries (store text not null, seq integer not null, body text not null,
      primary key (store, seq)) strict, without rowid;
    create table outcomes (store text not null, account text not null, op text not null, digest text not null,
      accepted integer, refused text, primary key (store, account, op)) strict, without rowid;
    create table counted (store text not null, account text not null, desk text not null, n integer not null,
      op text not null, primary key (store, account, desk, n)) strict, without rowid;";

/// The tables of a bare cache that one entry writes, as ours are.
pub const CACHE: &str = "create table entries (seq integer primary key, op text, at text not null,
      type text not null, entry text not null) strict;
    create table members (id text primary key, account text not null, email text, email_as_typed text, name text,
      role text not null, status text not null, groups text not null) strict, without rowid;
    create table meta (key text primary key, value text not null) strict, without rowid;";

/// An entry's text, as long as ours are, without anything that is hard to make.
pub fn entry(seq: u64, op: &str, member: &str) -> String {
    let hash = "5".repeat(64);
    let salt = "5".repeat(32);
    json!({"seq": seq, "op": op, "by": member_id(0), "desk": member_id(0), "made_at": "2026-01-02T03:04:05.678Z",
           "device": {"personal": "bench", "salt": salt}, "at": "2026-01-02T03:04:05.678Z", "hash": hash,
           "event": {"type": "member.role_changed", "member": member, "from": "seller", "to": "viewer"}})
    .to_string()
}
