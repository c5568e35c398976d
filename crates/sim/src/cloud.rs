//! The cloud in one hand: the shipped transactions over a simulated disk. What a route adds to them (HTTP, tokens, limits) is left out.

use std::path::Path;
use std::sync::Arc;

use keyholder_cloud::db::inline::Inline;
use keyholder_cloud::db::people::AccountRow;
use keyholder_cloud::db::{DbError, StoreRow};
use keyholder_cloud::error::ApiError;
use keyholder_cloud::exchange::{Exchange, exchange};
use keyholder_cloud::invitations::{Asker, join};
use keyholder_cloud::random::Random;
use keyholder_cloud::snapshot::Pins;
use keyholder_cloud::states::{self, Held};
use keyholder_cloud::tokens::{Claim, Door};
use keyholder_cloud::{activity, me, plan, stores, sync};
use keyholder_desk::cloud::{Fault, Told};
use keyholder_domain::testing::{account_id, email, store_id};
use keyholder_domain::{AccountId, InvitationId, Name, Plan, Role, StoreId, Time};
use keyholder_sim_vfs as disk;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

/// The machine that the cloud runs on.
pub const MACHINE: &str = "cloud";
const FILE: &str = "/cloud/cloud.db";
/// So few, that desks fall out of the window and replies come in pages.
const CATCH_UP: u64 = 40;
const PAGE: usize = 12;
/// People who have an account before anything happens.
pub const PEOPLE: u32 = 12;

/// What a desk asks.
#[derive(Debug, Clone)]
pub enum Question {
    /// An exchange, as written.
    Exchange(Vec<u8>),
    /// Her own access.
    Me,
    /// Her stores.
    Stores,
    /// History before a seq.
    Recent(Option<u64>),
    /// A snapshot's rows.
    Rows {
        /// The seq.
        at: u64,
        /// The first row wanted.
        from: u64,
    },
}

impl Question {
    /// The question in a line.
    pub fn in_words(&self) -> String {
        match self {
            Question::Exchange(body) => {
                let body: Value = serde_json::from_slice(body).unwrap_or_default();
                let ops = body["ops"].as_array().into_iter().flatten();
                let ops: Vec<String> = ops
                    .map(|op| {
                        let id: String = op["id"].as_str().unwrap_or_default().chars().take(8).collect();
                        format!("{id} as {}", op["n"])
                    })
                    .collect();
                format!("from {} with {ops:?}", body["cursor"])
            }
            other => format!("{other:?}"),
        }
    }
}

/// A running cloud.
pub struct SimCloud {
    db: Inline,
    pins: Pins,
}

impl SimCloud {
    /// Opens what is on the disk.
    pub fn open() -> Result<SimCloud, DbError> {
        Ok(SimCloud { db: Inline::open(Path::new(FILE), disk::name(), 4)?, pins: Pins::default() })
    }

    /// Answers a question, as bytes or as what a desk makes of a problem.
    pub fn answer(
        &self,
        account: AccountId,
        question: &Question,
        clock: Time,
        random: &Random,
    ) -> Result<Vec<u8>, Fault> {
        self.answered(account, question, clock, random).map_err(|error| {
            Fault::Problem(Told {
                status: error.status.as_u16(),
                code: error.code,
                with: error.with.as_object().cloned().unwrap_or_default(),
                retry_after: error.retry_after,
            })
        })
    }

    fn answered(
        &self,
        account: AccountId,
        question: &Question,
        clock: Time,
        random: &Random,
    ) -> Result<Vec<u8>, ApiError> {
        let store = store_id();
        let value = match question {
            Question::Exchange(body) => return self.exchanged(account, body, clock, random),
            Question::Me => self.db.read(move |tx| me::answer(tx, store, account, clock))?,
            Question::Stores => self.db.read(move |tx| stores::listed(tx, account))?,
            Question::Recent(before) => {
                let before = *before;
                self.db.read(move |tx| {
                    activity::viewer(tx, store, account)?;
                    activity::page(tx, store, before, 200)
                })?
            }
            Question::Rows { at, from } => return self.rows(account, *at, *from, clock),
        };
        bytes(&value)
    }

    fn exchanged(
        &self,
        account: AccountId,
        body: &[u8],
        clock: Time,
        random: &Random,
    ) -> Result<Vec<u8>, ApiError> {
        let (request, ops) = sync::parsed(body)?;
        let asked = Exchange {
            store: store_id(),
            account,
            device: "a desk".to_owned(),
            request,
            ops,
            catch_up: CATCH_UP,
            page: PAGE,
        };
        let random = random.clone();
        // As the route does: without ops nothing is written.
        let done = if asked.request.ops.is_empty() {
            self.db.read(move |tx| exchange(tx, &asked, clock, &random))?
        } else {
            self.db.write(move |tx| exchange(tx, &asked, clock, &random))?
        };
        if let Some(held) = done.to_pin() {
            self.pins.pin(held, clock);
        }
        bytes(&done.reply()?)
    }

    fn rows(&self, account: AccountId, at: u64, from: u64, clock: Time) -> Result<Vec<u8>, ApiError> {
        let store = store_id();
        let held = self.db.read(move |tx| {
            activity::viewer(tx, store, account)?;
            states::load(tx, store)
        })?;
        let pinned = if at == held.row.seq {
            Some(self.pins.pin(&held, clock))
        } else {
            self.pins.find(store, &held.row.epoch, at, clock)
        };
        let gone = || ApiError::problem(axum::http::StatusCode::GONE, "snapshot_gone");
        let pinned = pinned.ok_or_else(gone)?;
        let from = usize::try_from(from).map_err(ApiError::internal)?;
        let mut text = pinned.first_line(clock).map_err(ApiError::internal)?;
        text.extend(pinned.lines(from, usize::MAX).map_err(ApiError::internal)?);
        text.extend(pinned.last_line());
        Ok(text)
    }

    /// Somebody accepts an invitation.
    pub fn accept(
        &self,
        invitation: InvitationId,
        sent_count: u32,
        person: u32,
        clock: Time,
        random: &Random,
    ) -> Result<(), ApiError> {
        let claim = Claim { store: store_id(), invitation, sent_count, door: Door::Mailed };
        let random = random.clone();
        let asker = Asker::Account(account_id(person));
        self.db.write(move |tx| join(tx, &claim, &asker, clock, &random)).map(|_| ())
    }

    /// The operator forces a plan.
    pub fn force(&self, to: Plan, clock: Time, random: &Random) -> Result<(), ApiError> {
        let random = random.clone();
        self.db.write(move |tx| plan::force_in(tx, store_id(), to, clock, &random)).map(|_| ())
    }

    /// The state that the cloud goes by, and what the tables say: the row, and the entries after a seq.
    pub fn look(&self, after: u64) -> Result<(Arc<Held>, StoreRow, Vec<String>), ApiError> {
        self.db.read(move |tx| {
            let held = states::load(tx, store_id())?;
            let row = tx.store_row(store_id())?.ok_or_else(ApiError::not_found)?;
            Ok((held, row, tx.entries_after(store_id(), after, 100_000)?))
        })
    }

    /// The database, for what only the simulator asks.
    pub fn db(&self) -> &Inline {
        &self.db
    }
}

fn bytes(value: &impl serde::Serialize) -> Result<Vec<u8>, ApiError> {
    serde_json::to_vec(value).map_err(ApiError::internal)
}

/// The epoch of a restored cloud: what an operator sets who knows that she restored a backup.
pub fn begin_another_life(name: &str) -> rusqlite::Result<()> {
    let db = Connection::open_with_flags_and_vfs(FILE, OpenFlags::default(), disk::name())?;
    db.pragma_update(None, "locking_mode", "exclusive")?;
    db.execute("update stores set epoch = ?1", [name]).map(|_| ())
}

/// Makes the shop that every world begins with, on an empty disk: an Owner, two Admins, a Manager, a Seller, and people without a place.
pub fn found(clock: Time) -> Result<(), ApiError> {
    let cloud = SimCloud::open()?;
    let random = Random::seeded(1);
    let people: Vec<AccountRow> = (1..=PEOPLE)
        .map(|n| AccountRow {
            id: account_id(n),
            email: email(n).normalised().to_owned(),
            typed: email(n).normalised().to_owned(),
            name: format!("Person {n}"),
            password: String::new(),
            verified: true,
            made_at: clock,
        })
        .collect();
    let owner = people.first().cloned().ok_or_else(ApiError::not_found)?;
    let begun = random.clone();
    cloud.db.write(move |tx| {
        for person in &people {
            tx.add_account(person)?;
        }
        stores::begin(tx, store_id(), &Name::stored("Kedai Kopi"), &owner, clock, &begun)
    })?;
    cloud.force(Plan::Business, clock, &random)?;
    for (n, role) in [(2, Role::Admin), (3, Role::Admin), (4, Role::Manager), (5, Role::Seller)] {
        invite(&cloud, n, role, clock, &random)?;
        cloud.accept(keyholder_domain::testing::invitation_id(100 + n), 1, n, clock, &random)?;
    }
    cloud.db.fold_in()?;
    Ok(())
}

fn invite(cloud: &SimCloud, n: u32, role: Role, clock: Time, random: &Random) -> Result<(), ApiError> {
    let op = serde_json::json!({"type": "invitation.send", "invitation": keyholder_domain::testing::invitation_id(100 + n),
        "email": email(n).normalised(), "role": role.code(), "groups": []});
    let id = uuid::Uuid::from_u128(0x7000_8000 | u128::from(n));
    let body = serde_json::json!({"wire": 1, "cursor": 0, "ops": [{"id": id, "made_at": clock, "op": op}]});
    cloud.answered(account_id(1), &Question::Exchange(bytes(&body)?), clock, random).map(|_| ())
}

/// What a desk reads of bytes, as its HTTP client would.
pub fn read<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(bytes).map_err(|_| Fault::NotOurs { status: 200, retry_after: None })
}

/// The store that every world is about.
pub fn the_store() -> StoreId {
    store_id()
}

/// An outcome in one line, to be compared.
pub fn in_a_line(outcome: &Value) -> String {
    let mut outcome = outcome.clone();
    if let Some(fields) = outcome.as_object_mut() {
        fields.remove("id");
    }
    outcome.to_string()
}
