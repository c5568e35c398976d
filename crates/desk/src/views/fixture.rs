//! A small shop for the tests of the views, made of events, and pictures of it as different people see them.

use std::sync::Arc;

use keyholder_domain::event::{Event, Founder, Stamp};
use keyholder_domain::id::{AccountId, DeskId, GroupId, InvitationId, MemberId, OpId, StoreId};
use keyholder_domain::op::{Asker, Op, decide, evolve};
use keyholder_domain::permission::{Permission, PermissionSet};
use keyholder_domain::plan::Plan;
use keyholder_domain::role::Role;
use keyholder_domain::store::Store;
use keyholder_domain::text::Name;
use keyholder_domain::time::Time;
use keyholder_domain::wire::Entry;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Ask, Memo, View, What, answer};
use crate::error::DeskError;
use crate::picture::{Account, ActivityPage, Connection, PendingOp, PendingState, Picture};

/// Day 0 of every test.
pub fn day(day: u32) -> Time {
    Time::from_millis(1_760_000_000_000).plus_days(day)
}

/// The nth id.
pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n)
}

/// A store that grows by events.
pub struct Shop {
    pub store: Store,
    pub entries: Vec<Value>,
    next: u128,
}

impl Shop {
    /// A shop on the Business plan with its Owner, Ana.
    pub fn new() -> Shop {
        let store = StoreId::from_uuid(id(0));
        let mut shop = Shop { store: Store::empty(store), entries: Vec::new(), next: 1 };
        let (member, account) = (MemberId::from_uuid(shop.id()), AccountId::from_uuid(shop.id()));
        let owner = Founder {
            member,
            account,
            name: "Ana".to_owned().into(),
            email: "ana@toko.example".to_owned().into(),
            email_as_typed: None,
        };
        let name = Name::stored("Toko Melati");
        shop.happens(Event::StoreCreated { store, name, plan: Plan::Starter, owner }, None);
        shop.plan(Plan::Business);
        shop
    }

    fn id(&mut self) -> Uuid {
        self.next += 1;
        id(self.next)
    }

    /// Applies an event on day 0.
    pub fn happens(&mut self, event: Event, by: Option<MemberId>) {
        self.store = evolve(&self.store, &event, &Stamp { at: day(0), by });
        let seq = self.entries.len() as u64 + 1;
        let device = json!({ "personal": "Toko laptop", "salt": "00" });
        self.entries.push(json!({
            "seq": seq, "op": null, "by": by, "desk": null, "device": device, "made_at": day(0), "at": day(0),
            "event": event.salted(&mut || "00".to_owned()), "hash": "",
        }));
    }

    /// The Owner.
    pub fn owner(&self) -> MemberId {
        self.store.owner().expect("every shop has its Owner").id
    }

    /// Forces a plan, as the operator may.
    pub fn plan(&mut self, to: Plan) {
        self.happens(Event::PlanForced { from: self.store.plan(), to }, None);
    }

    /// A group that grants these.
    pub fn group(&mut self, name: &str, permissions: &[Permission]) -> GroupId {
        let group = GroupId::from_uuid(self.id());
        let permissions: PermissionSet = permissions.iter().copied().collect();
        let event = Event::GroupCreated {
            group,
            name: Name::stored(name),
            permissions: permissions.with_views().into(),
        };
        self.happens(event, Some(self.owner()));
        group
    }

    /// An invitation by the Owner, good for seven days from day 0.
    pub fn invites(&mut self, email: &str, role: Role, groups: &[GroupId]) -> InvitationId {
        let invitation = InvitationId::from_uuid(self.id());
        let invited_by = self.owner();
        let event = Event::InvitationSent {
            invitation,
            email: email.to_lowercase().into(),
            email_as_typed: Some(email.to_owned().into()),
            role,
            groups: groups.to_vec(),
            expires_at: day(7),
            invited_by,
        };
        self.happens(event, Some(invited_by));
        invitation
    }

    /// A member who was invited and came.
    pub fn member(&mut self, name: &str, role: Role, groups: &[GroupId]) -> MemberId {
        let member = MemberId::from_uuid(self.id());
        let email = format!("{}-{}@toko.example", super::scan::fold(name).replace(' ', "."), self.next);
        let invitation = self.invites(&email, role, groups);
        let account = AccountId::from_uuid(self.id());
        let event = Event::InvitationAccepted {
            invitation,
            member,
            account,
            name: name.to_owned().into(),
            email: email.into(),
            email_as_typed: None,
            role,
            groups: groups.to_vec(),
        };
        self.happens(event, Some(member));
        member
    }

    /// What a member's desk shows on day 1, everything synced.
    pub fn seen_by(&self, me: MemberId) -> Picture {
        let member = self.store.member(me).or_else(|| self.store.former(me)).expect("a member of the shop");
        let entries = self.entries.iter().rev();
        let entries = entries.map(|entry| serde_json::from_value::<Entry>(entry.clone()).expect("an entry"));
        Picture {
            revision: 1,
            store_revision: 1,
            now: day(1),
            store: self.store.id(),
            store_name: self.store.name().to_owned(),
            local: self.store.clone(),
            base: self.store.clone(),
            has_team: true,
            me: Some(me),
            account: Account {
                id: member.account,
                email: member.email().to_owned(),
                name: member.name().to_owned(),
            },
            desk: DeskId::from_uuid(id(1)),
            pending: Vec::new(),
            my_access: None,
            as_of: Some(day(1)),
            connection: Connection::Online,
            problem: None,
            progress: None,
            recent: Arc::new(entries.collect()),
            inviting: None,
            guide_away: false,
            left_at: None,
            lease_ends: Some(day(31)),
            acts: Vec::new(),
            left: Arc::default(),
        }
    }
}

/// An op asked offline: queued, and in the local picture where it is expected to be accepted.
pub fn waits(picture: &mut Picture, op: &Op) {
    let me = picture.me.expect("somebody looks");
    let decided = decide(&picture.local, Asker::Member(me), op, picture.now);
    let expected = decided.as_ref().err().map(|refusal| refusal.told());
    if let Ok(Some(event)) = decided {
        picture.local = evolve(&picture.local, &event, &Stamp { at: picture.now, by: Some(me) });
    }
    keep(picture, op, PendingState::Waiting);
    if let Some(last) = picture.pending.last_mut() {
        last.expected = expected;
    }
}

/// Keeps an op in the outbox without touching the local picture.
pub fn keep(picture: &mut Picture, op: &Op, state: PendingState) {
    picture.revision += 1;
    picture.store_revision += 1;
    picture.pending.push(PendingOp {
        id: OpId::from_uuid(id(1_000_000 + u128::from(picture.revision))),
        made_at: picture.now,
        op: Some(op.clone()),
        raw: op.to_value(),
        state,
        expected: None,
        refusal: None,
        present: None,
        depends_on: None,
        maybe_sent: false,
    });
}

/// Asks one view of a picture, with nothing remembered.
pub fn ask(picture: &Picture, what: What) -> Result<View, DeskError> {
    asked(picture, what, None)
}

/// Asks one view of a picture, with a page of activity.
pub fn asked(picture: &Picture, what: What, page: Option<&ActivityPage>) -> Result<View, DeskError> {
    let ask = Ask { store: picture.store, generation: 7, what };
    answer(picture, &mut Memo::default(), &ask, page).map(|answer| {
        assert_eq!(answer.generation, 7, "the generation comes back as it was asked");
        answer.view
    })
}

/// A refusal's code, for short assertions.
pub fn code(may: &super::shared::May) -> &str {
    may.as_ref().map_or("may", |told| told.code.as_str())
}
