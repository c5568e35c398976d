//! One desk: the shipped actor on a machine of its own, and the questions that it wants carried.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use keyholder_desk::actor::Actor;
use keyholder_desk::cloud::{Entries, Fault, Stores};
use keyholder_desk::desk::{Incoming, Opening, Outgoing};
use keyholder_desk::picture::{Account, MyAccess};
use keyholder_desk::storage::Storage;
use keyholder_desk::stream::{Reader, Streamed};
use keyholder_desk::{Changed, DeskError};
use keyholder_domain::testing::{account_id, email};
use keyholder_domain::{AccountId, Time};
use keyholder_sim_vfs as disk;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::{Semaphore, broadcast, mpsc};

use crate::cloud::{Question, read, the_store};
use crate::dice::Dice;
use crate::seams::{SimChance, SimClock, SimFiles};

/// A desk on its machine.
pub struct SimDesk {
    /// The machine's name.
    pub machine: String,
    /// Whose it is.
    pub person: u32,
    /// Her account.
    pub account: AccountId,
    /// The program, while it runs.
    pub actor: Option<Actor>,
    /// What it wants asked: the first is under way.
    pub wanted: VecDeque<Question>,
    /// Its clock.
    pub clock: Arc<SimClock>,
    /// Its chance.
    pub chance: Arc<SimChance>,
    /// Her place ended while it was open, and it wiped what it had.
    pub wiped: bool,
    /// What it did last, for the replay.
    pub last: String,
    outgoing: Option<UnboundedReceiver<Outgoing>>,
    changes: broadcast::Sender<Changed>,
}

impl SimDesk {
    /// A machine on which nothing runs yet.
    pub fn new(turn: usize, person: u32, now: Time) -> SimDesk {
        SimDesk {
            machine: format!("desk {turn}"),
            person,
            account: account_id(person),
            actor: None,
            wanted: VecDeque::new(),
            clock: Arc::new(SimClock::at(now)),
            chance: Arc::new(SimChance::new()),
            wiped: false,
            last: String::new(),
            outgoing: None,
            changes: broadcast::channel(1).0,
        }
    }

    /// Where its files are.
    pub fn folder(&self) -> PathBuf {
        PathBuf::from(format!("/{}/{}", self.machine, the_store()))
    }

    /// Starts the program. A disk that fails may keep it from starting.
    pub fn open(&mut self) -> Result<(), DeskError> {
        let (sender, outgoing) = mpsc::unbounded_channel();
        let opening = Opening {
            folder: self.folder(),
            store: the_store(),
            name: "Kedai Kopi".to_owned(),
            account: Account {
                id: self.account,
                email: email(self.person).normalised().to_owned(),
                name: format!("Person {}", self.person),
            },
            storage: Storage::disk(None).with_vfs(disk::name(), Arc::new(SimFiles)),
            machine: None,
            clock: self.clock.clone(),
            chance: self.chance.clone(),
            changes: self.changes.clone(),
        };
        self.wanted.clear();
        self.outgoing = None;
        self.actor = Some(Actor::open(opening, sender)?);
        self.outgoing = Some(outgoing);
        self.runs();
        Ok(())
    }

    /// Ends the program; its files stay as they are.
    pub fn close(&mut self) {
        self.actor = None;
        self.outgoing = None;
        self.wanted.clear();
    }

    /// Lets the program do what is due, and takes what it wants asked.
    pub fn runs(&mut self) {
        if let Some(actor) = &mut self.actor {
            actor.tick();
        }
        self.listens();
    }

    fn listens(&mut self) {
        let Some(outgoing) = &mut self.outgoing else { return };
        while let Ok(wanted) = outgoing.try_recv() {
            self.wanted.push_back(match wanted {
                Outgoing::Exchange(body) => Question::Exchange(body),
                Outgoing::Me => Question::Me,
                Outgoing::Stores => Question::Stores,
                Outgoing::Recent(before) => Question::Recent(before),
                Outgoing::Rows { at, from } => Question::Rows { at, from },
            });
        }
    }

    /// Gives the program what came back on the question that is under way. `cut`: a stream of rows breaks off on the way.
    pub fn hears(&mut self, answer: Result<Vec<u8>, Fault>, cut: bool, dice: &mut Dice) {
        let Some(question) = self.wanted.pop_front() else { return };
        let Some(actor) = &mut self.actor else { return };
        match question {
            Question::Exchange(_) => actor.came(Incoming::Exchange(answer.and_then(|bytes| read(&bytes)))),
            Question::Me => actor.came(Incoming::Me(answer.and_then(|bytes| read::<MyAccess>(&bytes)))),
            Question::Stores => actor.came(Incoming::Stores(answer.and_then(|bytes| read::<Stores>(&bytes)))),
            Question::Recent(_) => {
                actor.came(Incoming::Recent(answer.and_then(|bytes| read::<Entries>(&bytes))));
            }
            Question::Rows { .. } => match answer {
                Ok(text) => streams(actor, &text, cut, dice),
                Err(fault) => actor.came(Incoming::Rows(Streamed::Broken(fault))),
            },
        }
        self.runs();
    }
}

/// Rows as they come off the wire, in pieces; what came before a cut was heard.
fn streams(actor: &mut Actor, text: &[u8], cut: bool, dice: &mut Dice) {
    let mut reader = Reader::default();
    let text = if cut { text.split_at(dice.below(text.len())).0 } else { text };
    let flow = Arc::new(Semaphore::new(3));
    let mut fault = None;
    let piece = 1 + dice.below(2_000);
    for piece in text.chunks(piece) {
        if let Err(broken) = reader.take(piece) {
            fault = Some(broken);
            break;
        }
        if let Some(head) = reader.head() {
            actor.came(Incoming::Rows(Streamed::Head(Box::new(head), Arc::clone(&flow))));
        }
        if let Some(rows) = reader.chunk(true) {
            actor.came(Incoming::Rows(Streamed::Rows(rows, None)));
        }
        if flow.is_closed() {
            // The desk wants no more of it.
            return;
        }
    }
    actor.came(Incoming::Rows(match (fault, reader.end()) {
        (Some(fault), _) => Streamed::Broken(fault),
        (None, Some(rows)) => Streamed::End(rows),
        (None, None) => Streamed::Broken(Fault::Unreachable("cut".to_owned())),
    }));
}
