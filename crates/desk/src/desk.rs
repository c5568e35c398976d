//! Desk: one store on this machine, as its callers hold it. Behind it one thread owns the files, the picture and the step
//! machine, so nothing here ever blocks the async runtime, and no two hands write one outbox.

use std::path::PathBuf;
use std::sync::{Arc, mpsc};

use keyholder_domain::id::{MemberId, OpId, StoreId};
use keyholder_domain::op::Op;
use keyholder_domain::time::Time;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::{broadcast, mpsc as channel, oneshot};
use uuid::Uuid;

use crate::DeskError;
use crate::actor::Actor;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::cloud::{Entries, Fault, Stores};
use crate::invite_many::{InviteManyAct, List, People};
use crate::keyholder::Changed;
use crate::lease::Ended;
use crate::picture::{Account, ActivityPage, MyAccess, PageWanted, Picture};
use crate::storage::Storage;
use crate::stream::Streamed;
use crate::sync::Input;
use crate::tidings::Tiding;
use crate::views::bulk::{BulkDone, BulkOrder};
use crate::views::frame::Screen;
use crate::views::invite_many::InviteManyView;
pub use crate::views::program::Dispatched;
use crate::views::program::Notice;
use crate::views::settle::{SettleDone, SettleOrder};
use crate::views::{Answer, Ask, PreviewView};

/// What opening a desk takes.
pub struct Opening {
    /// Where its two files rest.
    pub folder: PathBuf,
    /// Which store.
    pub store: StoreId,
    /// Its name as the list of stores told it.
    pub name: String,
    /// Who is signed in.
    pub account: Account,
    /// Where they rest: a disk and its key, or memory.
    pub storage: Storage,
    /// The machine's mark in the keychain; none where the keychain forgets.
    pub machine: Option<String>,
    /// The desk's clock.
    pub clock: Arc<dyn Clock>,
    /// Where its ids and dice come from.
    pub chance: Arc<dyn Chance>,
    /// Where changes are told.
    pub changes: broadcast::Sender<Changed>,
}

/// What the desk wants asked of the cloud.
#[derive(Debug)]
pub enum Outgoing {
    /// One exchange, in these bytes.
    Exchange(Vec<u8>),
    /// The rows of the state at this seq, from a row on.
    Rows {
        /// The seq.
        at: u64,
        /// The first row that is missing.
        from: u64,
    },
    /// GET me.
    Me,
    /// GET stores, to confirm that her place is gone.
    Stores,
    /// Entries before this seq, or the latest: a snapshot came without its history.
    Recent(Option<u64>),
}

/// What came back.
#[derive(Debug)]
pub enum Incoming {
    /// To an exchange.
    Exchange(Result<Value, Fault>),
    /// To the question for rows: as they come.
    Rows(Streamed),
    /// To GET me.
    Me(Result<MyAccess, Fault>),
    /// To GET stores.
    Stores(Result<Stores, Fault>),
    /// Entries from before the snapshot.
    Recent(Result<Entries, Fault>),
}

/// One op as it is saved to a person's file.
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize)]
pub struct Unsent {
    /// Its id.
    pub id: OpId,
    /// When it was asked.
    pub made_at: Time,
    /// What was asked.
    pub op: Value,
    /// Where it stood.
    pub state: String,
}

/// How a desk stands, in one look.
#[derive(Debug, Clone)]
pub struct Standing {
    /// What was told since it opened.
    pub notices: Vec<Notice>,
    /// How many asked ops are not settled: the cloud has not answered them, or has refused them and they are kept.
    pub unsent: usize,
    /// Her place here is gone; the desk is closed and wiped.
    pub closed: bool,
    /// The cloud was not reached at the last try.
    pub offline: bool,
    /// How many asked ops the cloud has not answered.
    pub waiting: usize,
    /// Why the store is closed to view, if it is.
    pub lease_ended: Option<Ended>,
}

pub(crate) enum Command {
    Ask(Box<Ask>, Option<ActivityPage>, oneshot::Sender<Result<Answer, DeskError>>),
    Prepare,
    Page(PageWanted, oneshot::Sender<(ActivityPage, bool)>),
    Preview(Box<Op>, oneshot::Sender<Result<PreviewView, DeskError>>),
    Dispatch { op: Box<Op>, ask_anyway: bool, answer: oneshot::Sender<Result<Dispatched, DeskError>> },
    AddPeople(String, People, oneshot::Sender<Result<(), DeskError>>),
    RehearseList(Box<List>, oneshot::Sender<Result<Box<InviteManyView>, DeskError>>),
    InviteMany(InviteManyAct, oneshot::Sender<Result<(), DeskError>>),
    WentTo(Screen, oneshot::Sender<Result<(), DeskError>>),
    PutGuideAway(bool, oneshot::Sender<Result<(), DeskError>>),
    Bulk(Box<BulkOrder>, oneshot::Sender<Result<BulkDone, DeskError>>),
    Settle(Box<SettleOrder>, oneshot::Sender<Result<SettleDone, DeskError>>),
    StopAct(Uuid, oneshot::Sender<Result<usize, DeskError>>),
    Retry(OpId, oneshot::Sender<Result<Dispatched, DeskError>>),
    Drop(OpId, oneshot::Sender<Result<(), DeskError>>),
    News(oneshot::Sender<Vec<Tiding>>),
    Unsent(oneshot::Sender<Vec<Unsent>>),
    Standing(oneshot::Sender<Standing>),
    Look(oneshot::Sender<Box<Picture>>),
    Input(Input),
    SetFree,
    Came(Incoming),
    DiskCap(Option<u32>, oneshot::Sender<()>),
    Close(oneshot::Sender<()>),
}

/// A handle on one desk.
#[derive(Clone)]
pub struct Desk {
    store: StoreId,
    thread: Arc<Thread>,
}

/// The way to the desk's thread. Whoever lets go of it last waits for the thread to end: one that still closed its files
/// while the process exits would use SQLite's ciphers while the library takes them down.
struct Thread {
    commands: Option<mpsc::Sender<Command>>,
    runs: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Thread {
    fn drop(&mut self) {
        // The thread ends when nobody can command it any more.
        drop(self.commands.take());
        if let Some(runs) = self.runs.take() {
            // A thread that panicked has ended too.
            let _ = runs.join();
        }
    }
}

impl Desk {
    /// Opens the desk's files on a thread of its own; what it wants asked of the cloud comes out of the second value.
    pub async fn open(opening: Opening) -> Result<(Self, channel::UnboundedReceiver<Outgoing>), DeskError> {
        let (commands, todo) = mpsc::channel();
        let (outgoing, wanted) = channel::unbounded_channel();
        let (opened, heard) = oneshot::channel();
        let store = opening.store;
        let runs = std::thread::Builder::new().name(format!("desk {store}")).spawn(move || {
            match Actor::open(opening, outgoing) {
                Ok(actor) => {
                    // The opener may have gone away; then the channel of commands is closed too, and the actor ends at once.
                    let _ = opened.send(Ok(()));
                    actor.run(&todo);
                }
                Err(error) => {
                    let _ = opened.send(Err(error));
                }
            }
        })?;
        let thread = Arc::new(Thread { commands: Some(commands), runs: Some(runs) });
        heard.await.map_err(|_| DeskError::storage("the desk could not be opened"))??;
        Ok((Self { store, thread }, wanted))
    }

    /// Which store.
    pub fn store(&self) -> StoreId {
        self.store
    }

    /// Answers what a screen asks.
    pub async fn ask(&self, ask: Ask, page: Option<ActivityPage>) -> Result<Answer, DeskError> {
        self.call(|answer| Command::Ask(Box::new(ask), page, answer)).await?
    }

    /// Makes ready what the first question looks at, and keeps nobody waiting for it.
    pub fn prepare(&self) {
        self.send(Command::Prepare);
    }

    /// A page of activity as the cache has it, and whether that is all that was wanted.
    pub async fn page(&self, wanted: PageWanted) -> Result<(ActivityPage, bool), DeskError> {
        self.call(|answer| Command::Page(wanted, answer)).await
    }

    /// What an op would change.
    pub async fn preview(&self, op: Op) -> Result<PreviewView, DeskError> {
        self.call(|answer| Command::Preview(Box::new(op), answer)).await?
    }

    /// Judges an op at once, keeps it durably, and shows it.
    pub async fn dispatch(&self, op: Op, ask_anyway: bool) -> Result<Dispatched, DeskError> {
        self.call(|answer| Command::Dispatch { op: Box::new(op), ask_anyway, answer }).await?
    }

    /// Puts the people of a list into the draft of many invitations.
    pub async fn add_people(&self, name: String, read: People) -> Result<(), DeskError> {
        self.call(|answer| Command::AddPeople(name, read, answer)).await?
    }

    /// What would become of each row of a list if it were sent now. Nothing of it is kept.
    pub async fn rehearse_list(&self, list: List) -> Result<InviteManyView, DeskError> {
        Ok(*self.call(|answer| Command::RehearseList(Box::new(list), answer)).await??)
    }

    /// Does something with the draft of many invitations.
    pub async fn invite_many(&self, act: InviteManyAct) -> Result<(), DeskError> {
        self.call(|answer| Command::InviteMany(act, answer)).await?
    }

    /// Keeps which screen she has open, for the next start.
    pub async fn went_to(&self, screen: Screen) -> Result<(), DeskError> {
        self.call(|answer| Command::WentTo(screen, answer)).await?
    }

    /// Puts the first steps of this store away, or brings them back.
    pub async fn put_guide_away(&self, away: bool) -> Result<(), DeskError> {
        self.call(|answer| Command::PutGuideAway(away, answer)).await?
    }

    /// Does one act to many, as it was foreseen: one durable commit, or nothing.
    pub async fn bulk(&self, order: BulkOrder) -> Result<BulkDone, DeskError> {
        self.call(|answer| Command::Bulk(Box::new(order), answer)).await?
    }

    /// Drops what of an act was not sent yet; tells how much that was.
    pub async fn stop_act(&self, act: Uuid) -> Result<usize, DeskError> {
        self.call(|answer| Command::StopAct(act, answer)).await?
    }

    /// Does what was decided about kept changes: all of it, or nothing.
    pub async fn settle(&self, order: SettleOrder) -> Result<SettleDone, DeskError> {
        self.call(|answer| Command::Settle(Box::new(order), answer)).await?
    }

    /// Asks a refused op again, as a new op about the same thing; a parked or held one is sent again as it is.
    pub async fn retry(&self, op: OpId) -> Result<Dispatched, DeskError> {
        self.call(|answer| Command::Retry(op, answer)).await?
    }

    /// Forgets an op that is settled, or was never sent.
    pub async fn drop_op(&self, op: OpId) -> Result<(), DeskError> {
        self.call(|answer| Command::Drop(op, answer)).await?
    }

    /// Everything that was asked and that the cloud has not accepted.
    pub async fn unsent(&self) -> Result<Vec<Unsent>, DeskError> {
        self.call(Command::Unsent).await
    }

    /// What is to be told to somebody who does not look, once.
    pub async fn news(&self) -> Result<Vec<Tiding>, DeskError> {
        self.call(Command::News).await
    }

    /// How it stands.
    pub async fn standing(&self) -> Result<Standing, DeskError> {
        self.call(Command::Standing).await
    }

    /// The whole picture, for tests and tools.
    pub async fn picture(&self) -> Result<Picture, DeskError> {
        Ok(*self.call(Command::Look).await?)
    }

    /// Tries at once, whatever was wrong; what was parked or held is set free.
    pub fn sync_now(&self) {
        self.send(Command::SetFree);
        self.input(Input::Wake);
    }

    /// Tells the step machine what happened.
    pub fn input(&self, input: Input) {
        self.send(Command::Input(input));
    }

    /// Brings back what the cloud answered.
    pub fn came(&self, incoming: Incoming) {
        self.send(Command::Came(incoming));
    }

    /// Lets the outbox grow by so many pages only, as a full disk would. For tests.
    #[doc(hidden)]
    pub async fn cap_disk(&self, pages: Option<u32>) -> Result<(), DeskError> {
        self.call(|answer| Command::DiskCap(pages, answer)).await
    }

    /// Closes the files; when this returns nobody holds them.
    pub async fn close(&self) {
        // An actor that is gone already has closed them.
        let _ = self.call(Command::Close).await;
    }

    async fn call<T>(&self, command: impl FnOnce(oneshot::Sender<T>) -> Command) -> Result<T, DeskError> {
        let (answer, heard) = oneshot::channel();
        self.send(command(answer));
        heard.await.map_err(|_| DeskError::not_open())
    }

    fn send(&self, command: Command) {
        // A closed desk hears nothing; whoever waits for an answer gets `not_open`.
        if let Some(commands) = &self.thread.commands {
            let _ = commands.send(command);
        }
    }
}

/// She, as far as a picture is concerned.
pub(crate) fn me_in(picture: &Picture) -> Option<MemberId> {
    picture.base.member_by_account(picture.account.id).map(|member| member.id)
}
