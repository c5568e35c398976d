//! One entry: what was accepted, salted, numbered, chained, and written with everything that follows from it.
//!
//! INVARIANT: a store's entries are numbered without a gap and chained by hash, and an entry, the directory and the queued mail are
//! written in one transaction: none of them can be there without the others.

use std::sync::Arc;

use keyholder_domain::wire::{Entry, entry_hash, first_link};
use keyholder_domain::{DeskId, Event, Full, MemberId, OpId, Personal, Stamp, Store, StoreId, Time};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::db::{DbError, DbResult, SnapshotRow, StoreRow, Tx};
use crate::random::Random;
use crate::states::Held;

/// Entries folded at a time when a state is built.
const PAGE: usize = 1_000;

/// Something accepted, on its way to become an entry.
pub struct Act<'a> {
    /// The op that asked for it; none for acts that nobody queued.
    pub op: Option<OpId>,
    /// The acting member; none for the system.
    pub by: Option<MemberId>,
    /// The desk that sent the op.
    pub desk: Option<DeskId>,
    /// What the device called itself at sign-in.
    pub device: Option<&'a str>,
    /// The desk's own word for when it was asked.
    pub made_at: Option<Time>,
    /// What happens.
    pub event: Event,
}

/// Appends one entry and brings the state along. The store's row is written by [`close`], once a transaction.
pub fn append(tx: &mut dyn Tx, held: &mut Held, act: Act<'_>, now: Time, random: &Random) -> DbResult<u64> {
    let body = accept(tx, held, act, now, random)?;
    tx.append_entries(held.row.store, held.row.seq, &[body])?;
    Ok(held.row.seq)
}

/// The same without the entry's own row: gives its body, for whoever accepts many and writes them at once. Its number is the state's.
pub fn accept(
    tx: &mut dyn Tx,
    held: &mut Held,
    act: Act<'_>,
    now: Time,
    random: &Random,
) -> DbResult<String> {
    let store = held.row.store;
    let event = act.event.salted(&mut || random.salt());
    let device = act.device.map(|device| Personal::from(device.to_owned()));
    let entry = Entry {
        seq: held.row.seq + 1,
        op: act.op,
        by: act.by,
        desk: act.desk,
        device: device.map(|device| device.salted(&mut || random.salt())),
        made_at: act.made_at,
        at: now,
        event: event.to_value(),
        hash: String::new(),
    };
    let (body, hash) = entry.written(&held.row.head);

    held.store.apply(&event, &Stamp { at: now, by: act.by });
    held.row.seq += 1;
    held.row.head = hash;
    held.row.at = now;
    look_ups(tx, store, &event, &held.store, now)?;
    Ok(body)
}

/// Ends a transaction's appending: the row moves, the state waits for the commit, and now and then it is stored whole.
pub fn close(tx: &mut dyn Tx, held: Held) -> DbResult<Arc<Held>> {
    let seq_before = tx.store_row(held.row.store)?.map_or(0, |row| row.seq);
    tx.move_store(&held.row)?;
    crate::states::store_now_and_then(tx, &held, seq_before)?;
    let held = Arc::new(held);
    tx.drafts().put(Arc::clone(&held));
    Ok(held)
}

/// The directory of memberships and the mail queue, after one event.
fn look_ups(tx: &mut dyn Tx, store: StoreId, event: &Event, after: &Store, now: Time) -> DbResult<()> {
    match event {
        Event::StoreCreated { owner, .. } => tx.place_member(owner.account, store, Some(owner.member)),
        Event::InvitationAccepted { account, member, .. } => tx.place_member(*account, store, Some(*member)),
        Event::InvitationSent { invitation, .. }
        | Event::InvitationResent { invitation, .. }
        | Event::InvitationRoleChanged { invitation, .. } => match after.invitation(*invitation) {
            Some(sent) => tx.queue_mail(store, *invitation, sent.sent_count, now),
            None => Ok(()),
        },
        Event::StoreRenamed { .. }
        | Event::OfflineLeaseSet { .. }
        | Event::PlanChanged { .. }
        | Event::PlanForced { .. }
        | Event::GroupCreated { .. }
        | Event::GroupRenamed { .. }
        | Event::GroupGranted { .. }
        | Event::GroupRevoked { .. }
        | Event::GroupDeleted { .. }
        | Event::MemberRoleChanged { .. }
        | Event::MemberAddedToGroup { .. }
        | Event::MemberRemovedFromGroup { .. }
        | Event::MemberSuspended { .. }
        | Event::MemberRestored { .. }
        // Who was removed stays in the directory: her list of stores says that her place ended, and her desk may believe it.
        | Event::MemberRemoved { .. }
        | Event::InvitationWithdrawn { .. }
        | Event::InvitationAddedToGroup { .. }
        | Event::InvitationRemovedFromGroup { .. }
        | Event::InvitationDeliveryNoted { .. } => Ok(()),
    }
}

/// A stored entry as JSON.
pub fn read(body: &str) -> DbResult<Value> {
    serde_json::from_str(body).map_err(|error| DbError::Damaged(format!("an entry: {error}")))
}

/// A stored entry as it is sent: checked to be JSON, not taken apart.
pub fn raw(body: String) -> DbResult<Box<RawValue>> {
    RawValue::from_string(body).map_err(|error| DbError::Damaged(format!("an entry: {error}")))
}

/// An entry's own hash.
pub fn hash_of(entry: &Value) -> DbResult<String> {
    match entry.get("hash").and_then(Value::as_str) {
        Some(hash) => Ok(hash.to_owned()),
        None => Err(DbError::Damaged("an entry has no hash".to_owned())),
    }
}

/// A state on its way up the entries.
pub struct Folded {
    store: Store,
    seq: u64,
    head: String,
}

impl Folded {
    /// Before entry 1: the chain begins with the store's id.
    pub fn nothing(store: StoreId) -> Folded {
        Folded { store: Store::empty(store), seq: 0, head: first_link(store) }
    }

    /// At a stored state.
    pub fn from_snapshot(row: SnapshotRow) -> DbResult<Folded> {
        let full: Full = serde_json::from_str(&row.state)
            .map_err(|error| DbError::Damaged(format!("a stored state: {error}")))?;
        Ok(Folded { store: Store::from_full(&full), seq: row.seq, head: row.head })
    }

    /// At a state in memory.
    pub fn from_held(held: &Held) -> Folded {
        Folded { store: held.store.clone(), seq: held.row.seq, head: held.row.head.clone() }
    }

    /// Folds what follows, checking every number and hash, to exactly where the row says.
    pub fn up_to(mut self, tx: &mut dyn Tx, row: &StoreRow) -> DbResult<Held> {
        while self.seq < row.seq {
            let page = tx.entries_after(row.store, self.seq, PAGE)?;
            if page.is_empty() {
                break;
            }
            for body in page {
                self.one(&read(&body)?)?;
            }
        }
        if self.seq != row.seq || self.head != row.head {
            return Err(DbError::Damaged(format!(
                "store {} ends at entry {}, not at {} with the row's head",
                row.store, self.seq, row.seq
            )));
        }
        Ok(Held { store: self.store, row: row.clone() })
    }

    fn one(&mut self, entry: &Value) -> DbResult<()> {
        let damaged = |what: &str| DbError::Damaged(format!("entry {}: {what}", self.seq + 1));
        if entry.get("seq").and_then(Value::as_u64) != Some(self.seq + 1) {
            return Err(damaged("it has another number"));
        }
        let hash = hash_of(entry)?;
        if entry_hash(&self.head, entry) != hash {
            return Err(damaged("its hash does not follow from the one before"));
        }
        let entry = Entry::read(entry).map_err(|error| damaged(&error.to_string()))?;
        let event = entry.event().map_err(|error| damaged(&error.to_string()))?;
        self.store.apply(&event, &entry.stamp());
        self.seq += 1;
        self.head = hash;
        Ok(())
    }
}
