//! A desk without its thread, on real files, in the hands of a benchmark.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use keyholder_desk::actor::Actor;
use keyholder_desk::cache::Cache;
use keyholder_desk::chance::SystemChance;
use keyholder_desk::clock::SystemClock;
use keyholder_desk::cloud::Fault;
use keyholder_desk::desk::{Incoming, Opening, Outgoing};
use keyholder_desk::outbox::Outbox;
use keyholder_desk::picture::Account;
use keyholder_desk::storage::{DataKey, Storage};
use keyholder_desk::sync::Input;
use keyholder_domain::wire::Snapshot;
use keyholder_domain::{Store, Time};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::snapshot;
use crate::world::Rest;

/// Where the shop's history stands before anything is measured.
pub const CURSOR: u64 = 1;
/// The hash there.
pub const HEAD: &str = "5555555555555555555555555555555555555555555555555555555555555555";

/// A shop as the cloud last told it.
pub struct Shop {
    told: Snapshot,
}

impl Shop {
    /// With so many members.
    pub fn new(members: usize) -> Self {
        Self { told: serde_json::from_value(snapshot(members)).expect("the snapshot is well formed") }
    }

    /// Its state.
    pub fn store(&self) -> Store {
        Store::from_snapshot(&self.told)
    }

    /// Its Owner's files in this folder, as the cloud last told them: a whole cache and an empty outbox.
    pub fn keeps(&self, storage: &Storage, folder: &Path) {
        let cache = Cache::open(storage, &folder.join("cache.db"), self.told.store.id, now());
        let (mut cache, _, _) = cache.expect("a new cache opens");
        cache.keep_snapshot(&self.told, CURSOR, HEAD, now()).expect("the snapshot is kept");
        drop(Outbox::open(storage, &folder.join("outbox.db"), now()).expect("a new outbox opens"));
    }

    /// What it takes to open her desk there.
    pub fn opening(&self, storage: &Storage, folder: &Path) -> Opening {
        let owner = self.told.members.first().expect("every shop has its Owner");
        Opening {
            folder: folder.to_owned(),
            store: self.told.store.id,
            name: self.told.store.name.clone(),
            account: Account { id: owner.account, email: String::new(), name: String::new() },
            storage: storage.clone(),
            machine: None,
            clock: Arc::new(SystemClock),
            chance: Arc::new(SystemChance),
            changes: tokio::sync::broadcast::channel(16).0,
        }
    }

    /// Her desk on new files in this folder, offline.
    pub fn opens(&self, folder: &Path, rest: Rest) -> HandDesk {
        let storage = storage(rest);
        self.keeps(&storage, folder);
        let (outgoing, wanted) = unbounded_channel();
        let actor = Actor::open(self.opening(&storage, folder), outgoing).expect("the desk opens");
        let mut desk = HandDesk { actor, wanted };
        desk.actor.step(Input::Tick);
        desk.loses_the_network();
        desk
    }

    /// So many times her desk opened on files that lie there: both files, the whole base, the local picture.
    pub fn reopens(&self, samples: usize, folder: &Path, rest: Rest) -> Vec<Duration> {
        let storage = storage(rest);
        self.keeps(&storage, folder);
        let opened = (0..samples).map(|_| {
            let opening = self.opening(&storage, folder);
            let began = Instant::now();
            let actor = Actor::open(opening, unbounded_channel().0).expect("the desk opens");
            let took = began.elapsed();
            drop(actor);
            took
        });
        opened.collect()
    }
}

/// Files that rest so.
pub fn storage(rest: Rest) -> Storage {
    Storage::disk(match rest {
        Rest::Plain => None,
        Rest::Sealed => Some(DataKey::random().expect("the system has dice")),
    })
}

/// A desk and what it wants asked.
pub struct HandDesk {
    /// The desk.
    pub actor: Actor,
    wanted: UnboundedReceiver<Outgoing>,
}

impl HandDesk {
    /// Nobody is reached.
    pub fn loses_the_network(&mut self) {
        while self.wanted.try_recv().is_ok() {}
        self.actor.came(Incoming::Exchange(Err(Fault::NotReached("no network".to_owned()))));
    }
}

/// The time by the machine's clock.
pub fn now() -> Time {
    keyholder_desk::clock::Clock::now(&SystemClock)
}
