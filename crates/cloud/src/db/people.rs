//! What is kept of people, apart from stores: accounts, sessions, mails that wait, and who looked at links.
//!
//! Every back end implements [`People`] beside the stores' part of a transaction; the words are those of the tables.

use keyholder_domain::{AccountId, InvitationId, MemberId, StoreId, Time};
use uuid::Uuid;

use super::DbError;

/// Someone who can sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Her id.
    pub id: AccountId,
    /// The normalised address; no two accounts have the same.
    pub email: String,
    /// The address as she wrote it.
    pub typed: String,
    /// What she is called.
    pub name: String,
    /// Her password's argon2id hash.
    pub password: String,
    /// Whether a mail has proved that the address is hers.
    pub verified: bool,
    /// When the account was made.
    pub made_at: Time,
}

/// One sign-in on one device, and which of its tokens are good. Tokens are hex SHA-256 hashes here.
#[derive(Clone, PartialEq, Eq)]
pub struct FamilyRow {
    /// Hash of the handle that every refresh token of this family carries.
    pub family: Uuid,
    /// Who signed in.
    pub account: AccountId,
    /// What the device called itself.
    pub device: String,
    /// The newest refresh token.
    pub current: String,
    /// The access token that came with it.
    pub access: String,
    /// The refresh token before, for as long as nothing that came after it was used.
    pub previous: Option<String>,
    /// When she signed in.
    pub started_at: Time,
    /// Until when the newest refresh token is good.
    pub expires_at: Time,
    /// When the device was last heard of, to the minute; none where that was not noted yet.
    pub last_seen: Option<Time>,
}

/// An access token that exists, and whose it is.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessRow {
    /// Hash of the token.
    pub token: String,
    /// Its family.
    pub family: Uuid,
    /// Who signed in.
    pub account: AccountId,
    /// What the device called itself.
    pub device: String,
    /// Until when it is good.
    pub expires_at: Time,
    /// When the device was last heard of, to the minute.
    pub last_seen: Option<Time>,
    /// Whether its first use still has to be noted, because it ends the previous refresh token.
    pub unconfirmed: bool,
}

/// A mail that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailRow {
    /// The store.
    pub store: StoreId,
    /// The invitation to be mailed.
    pub invitation: InvitationId,
    /// Which sending of it.
    pub sent_count: u32,
    /// How often it was tried, this time included.
    pub attempts: u32,
}

/// That somebody was shown a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkRow {
    /// The store.
    pub store: StoreId,
    /// When.
    pub at: Time,
    /// The invitation.
    pub invitation: InvitationId,
    /// Who copied it.
    pub member: MemberId,
    /// Which sending of it the link opens.
    pub sent_count: u32,
}

/// A transaction's view of people.
pub trait People {
    /// Whether nobody has ever had an account here.
    fn is_empty(&mut self) -> Result<bool, DbError>;
    /// The account with that normalised address.
    fn account_by_email(&mut self, email: &str) -> Result<Option<AccountRow>, DbError>;
    /// The account with that id.
    fn account(&mut self, id: AccountId) -> Result<Option<AccountRow>, DbError>;
    /// Adds an account; false, and nothing changed, if the address has one.
    fn add_account(&mut self, account: &AccountRow) -> Result<bool, DbError>;
    /// Notes that a mail has proved the account's address.
    fn verify_account(&mut self, id: AccountId) -> Result<(), DbError>;

    /// The family with that hash of its handle.
    fn family(&mut self, family: Uuid) -> Result<Option<FamilyRow>, DbError>;
    /// Writes a family, new or changed.
    fn put_family(&mut self, family: &FamilyRow) -> Result<(), DbError>;
    /// An account's families that have not run out, the one that was heard of last first.
    fn families_of(&mut self, account: AccountId, now: Time) -> Result<Vec<FamilyRow>, DbError>;
    /// Notes when a family's device was heard of; never earlier than what is noted already.
    fn saw_family(&mut self, family: Uuid, at: Time) -> Result<(), DbError>;
    /// Ends a family: none of its tokens is good any more.
    fn end_family(&mut self, family: Uuid) -> Result<(), DbError>;
    /// The access token with that hash, expired or not.
    fn access(&mut self, token: &str) -> Result<Option<AccessRow>, DbError>;
    /// Adds an access token to a family.
    fn add_access(&mut self, token: &str, family: Uuid, expires_at: Time) -> Result<(), DbError>;
    /// Voids one access token.
    fn drop_access(&mut self, token: &str) -> Result<(), DbError>;
    /// Notes the first use of the family's newest access token: the previous refresh token is dead from now on.
    fn confirm_access(&mut self, family: Uuid, token: &str) -> Result<(), DbError>;
    /// Forgets tokens and families that have run out.
    fn purge_sessions(&mut self, now: Time) -> Result<(), DbError>;

    /// Queues the mail of an invitation's sending, in place of an older one.
    fn queue_mail(
        &mut self,
        store: StoreId,
        invitation: InvitationId,
        sent_count: u32,
        at: Time,
    ) -> Result<(), DbError>;
    /// Takes mails that are due; they are due again at `until` unless something is said of them before.
    fn take_mail(&mut self, now: Time, until: Time, most: u32) -> Result<Vec<MailRow>, DbError>;
    /// Drops a mail: sent, or no longer wanted. A newer sending that was queued meanwhile stays.
    fn drop_mail(&mut self, mail: &MailRow) -> Result<(), DbError>;
    /// Puts a mail off.
    fn put_off_mail(&mut self, mail: &MailRow, due_at: Time) -> Result<(), DbError>;
    /// When the next mail is due.
    fn next_mail(&mut self) -> Result<Option<Time>, DbError>;

    /// Notes that somebody was shown a link.
    fn log_link(&mut self, shown: &LinkRow) -> Result<(), DbError>;
    /// Who was shown links of a store, in order of time.
    fn link_log(&mut self, store: StoreId) -> Result<Vec<LinkRow>, DbError>;
}
