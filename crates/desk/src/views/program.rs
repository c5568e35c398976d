//! What the window knows of the program around the stores: settings, who is signed in, notices, the badge, what a dispatch answered.

use keyholder_domain::id::{AccountId, OpId, StoreId};
use keyholder_domain::role::Role;
use keyholder_domain::time::Time;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::shared::{Told, With};
use crate::error::DeskError;

/// The window's language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    En,
    /// Indonesian.
    Id,
    /// As the system says.
    #[default]
    System,
}

/// The window's colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// As the system says.
    #[default]
    System,
}

/// How close rows stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// Roomy.
    #[default]
    Comfortable,
    /// Close.
    Compact,
}

/// How large the whole window is drawn, in percent: 75 to 200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(try_from = "u16", into = "u16")]
#[ts(type = "number")]
pub struct Zoom(u16);

impl Default for Zoom {
    fn default() -> Zoom {
        Zoom(100)
    }
}

impl From<Zoom> for u16 {
    fn from(Zoom(percent): Zoom) -> u16 {
        percent
    }
}

impl TryFrom<u16> for Zoom {
    type Error = String;

    fn try_from(percent: u16) -> Result<Zoom, String> {
        let fits = (75..=200).contains(&percent);
        fits.then_some(Zoom(percent))
            .ok_or_else(|| format!("a window is drawn at 75 to 200 %, not {percent}"))
    }
}

impl Zoom {
    /// As a factor: 1.0 is the size that the system draws.
    pub fn factor(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

/// What the person chose for this profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Settings {
    /// Language.
    pub language: Language,
    /// Colours.
    pub theme: Theme,
    /// Density.
    pub density: Density,
    /// How large everything is drawn.
    #[serde(default)]
    pub zoom: Zoom,
    /// The cloud's address, preset at sign-in.
    pub cloud: String,
    /// After how many minutes without input the program locks; none: never.
    pub lock_after: Option<u32>,
    /// Shortcuts of a single key without Ctrl or Alt do nothing: some people set them off by accident, or by voice.
    #[serde(default)]
    pub single_keys_off: bool,
    /// No word where a change was refused.
    #[serde(default)]
    pub untold_refused: bool,
    /// No word where an invitation was accepted.
    #[serde(default)]
    pub untold_accepted: bool,
    /// No word where an invitation is about to expire.
    #[serde(default)]
    pub untold_expiring: bool,
    /// No word where a seat fell free for an invitation that waits for one.
    #[serde(default)]
    pub untold_seat: bool,
    /// Notifications may say whom they are about, for whoever sees the screen.
    #[serde(default)]
    pub tell_names: bool,
    /// A newer version is not looked for unless she asks.
    #[serde(default)]
    pub updates_off: bool,
}

/// One store of the account that is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StoreLink {
    /// Its id.
    pub store: StoreId,
    /// Its name.
    pub name: String,
    /// My role there.
    pub role: Role,
    /// `active` or `suspended`; others are shown as they come.
    pub status: String,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AccountView {
    /// The account.
    pub id: AccountId,
    /// Its address.
    pub email: String,
    /// Its name.
    pub name: String,
}

/// Where the sign-in rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeychainKind {
    /// In the system's own keychain.
    System,
    /// In this run's memory only; the window says so plainly.
    Memory,
}

/// Where her data rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RestKind {
    /// On this disk, sealed; the system's own keychain has the key.
    Encrypted,
    /// On this disk, sealed; a passphrase opens it.
    Passphrase,
    /// In this run's memory only.
    Memory,
}

/// What is asked about a passphrase now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PassphraseAsk {
    /// Nothing.
    None,
    /// This machine has no keychain: one may be chosen, or declined, and then nothing is kept.
    Choose,
    /// Files are here, and the passphrase opens them.
    Enter,
}

/// Why nothing is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LockedWhy {
    /// She asked for it, or somebody else had the program meanwhile.
    Asked,
    /// Nobody was there for as long as she set.
    Idle,
    /// The cloud was not heard for as long as the store lends.
    LeaseEnded,
    /// The machine's clock jumped past the end of that.
    ClockJumped,
}

/// The program is locked: nothing is shown, nothing is lost, and syncing goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Locked {
    /// Why.
    pub why: LockedWhy,
    /// Whose password opens it.
    pub name: String,
    /// Her address.
    pub email: String,
    /// How many of her ops wait to be sent.
    pub waiting: usize,
    /// Whether her password opens it without the cloud.
    pub offline_possible: bool,
}

/// Somebody who is signed in on this machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Person {
    /// Her account.
    pub id: AccountId,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// Her cloud.
    pub cloud: String,
    /// Whether the program is hers now.
    pub current: bool,
    /// How many of her ops wait to be sent.
    pub waiting: usize,
}

/// A device on which she is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Device {
    /// Its id, by which it can be ended.
    #[ts(type = "Id")]
    pub id: Uuid,
    /// What it calls itself.
    pub device: String,
    /// When she signed in there.
    pub signed_in_at: Time,
    /// When it was last heard of, to the minute; none where the cloud did not note it.
    #[serde(default)]
    pub last_seen: Option<Time>,
    /// Whether it is this one.
    #[serde(default)]
    pub current: bool,
}

/// Something the program has to say that no command asked for. Key `notice-<code>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Notice {
    /// The stable code.
    pub code: String,
    /// Its values.
    pub with: With,
}

/// What a link that opened the program leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkTo {
    /// An invitation.
    Join,
    /// A store.
    Store,
}

/// What is to be asked or told about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkStep {
    /// Its cloud is not known here: whether she expected it.
    Ask,
    /// Nobody is signed in: she signs in there, and is led on.
    SignIn,
    /// Whoever has the program is signed in at another cloud.
    Elsewhere,
    /// She has no such store there.
    Missing,
    /// The invitation's page can be shown in her browser.
    Page,
}

/// A link that opened the program and is not answered yet. Nothing was done because of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LinkView {
    /// To what it leads.
    pub to: LinkTo,
    /// At which cloud: its origin.
    pub cloud: String,
    /// What is to be asked or told.
    pub step: LinkStep,
}

/// The program as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SessionView {
    /// Whether anybody is signed in on this profile.
    pub signed_in: bool,
    /// Who.
    pub account: Option<AccountView>,
    /// At which cloud.
    pub cloud: String,
    /// Where the sign-in rests.
    pub keychain: KeychainKind,
    /// Why the system's keychain is not used.
    pub keychain_problem: Option<String>,
    /// Where her data rests.
    pub rest: RestKind,
    /// What is asked about a passphrase now.
    pub passphrase: PassphraseAsk,
    /// Her stores.
    pub stores: Vec<StoreLink>,
    /// The store that is open.
    pub open: Option<StoreId>,
    /// What she chose.
    pub settings: Settings,
    /// What is to be told.
    pub notices: Vec<Notice>,
    /// The session ended: sign in again to sync. What is held here stays readable.
    pub ended: bool,
    /// The cloud was not reached at the last try.
    pub offline: bool,
    /// Why nothing is shown, if so.
    pub locked: Option<Locked>,
    /// Everybody who is signed in on this machine, she included.
    pub people: Vec<Person>,
    /// The link that opened the program, while something about it is to be asked or told.
    pub link: Option<LinkView>,
    /// The last run left a report of a crash that nobody looked at.
    pub crashed: bool,
}

/// What the badge says first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BadgeState {
    /// Everything is confirmed.
    UpToDate,
    /// An exchange is on its way.
    Syncing,
    /// Ops wait to be sent.
    Waiting,
    /// The cloud is not reached.
    Offline,
    /// Something wants the person: a refusal, an ended session, an old version.
    NeedsAttention,
}

/// The badge that is always in the frame.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Badge {
    /// What it says first.
    pub state: BadgeState,
    /// The last successful exchange.
    pub as_of: Option<Time>,
    /// How many ops wait.
    pub waiting: usize,
    /// How many were refused and are kept.
    pub refused: usize,
    /// What is wrong, if anything.
    pub problem: Option<DeskError>,
}

/// What became of a dispatch, at once and offline.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Dispatched {
    /// The op's id.
    pub id: OpId,
    /// Whether it is in the outbox.
    pub queued: bool,
    /// The goal was already reached; nothing was queued.
    pub nothing_to_do: bool,
    /// What the desk expects the cloud to refuse.
    pub refusal: Option<Told>,
    /// Others' acts could change that answer, so it may be asked anyway.
    pub can_ask_anyway: bool,
    /// It can be taken back also once it was sent.
    pub undo: bool,
}
