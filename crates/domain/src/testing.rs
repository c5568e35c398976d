//! Given / when / then for rules, a believable shop, and generators of anything that anyone could ask (feature `testing`).
//!
//! Nothing here is random by itself: ids are numbered, and the clock starts at [`START`].

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a failed expectation is the point of a test

use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

use crate::authority::Asker;
use crate::decide::{Reply, decide};
use crate::event::{Event, Founder, Stamp};
use crate::evolve::evolve;
use crate::id::{AccountId, GroupId, InvitationId, MemberId, StoreId};
use crate::invitation::{Newcomer, accept_invitation, note_delivery};
use crate::op::{LeaseDays, Op};
use crate::permission::{Codes, Permission};
use crate::personal::Personal;
use crate::plan::Plan;
use crate::plan_change::force_plan;
use crate::refusal::Refusal;
use crate::role::Role;
use crate::settings::create_store;
use crate::store::Store;
use crate::text::{Email, Name};
use crate::time::Time;

/// When every test begins: 1 January 2026, 00:00 UTC.
pub const START: i64 = 1_767_225_600_000;

/// The instant at which every test begins.
pub fn start() -> Time {
    Time::from_millis(START)
}

fn numbered(kind: u128, n: u32) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | kind << 32 | u128::from(n))
}

/// The store of every test.
pub fn store_id() -> StoreId {
    StoreId::from_uuid(numbered(1, 1))
}

/// The nth member.
pub fn member_id(n: u32) -> MemberId {
    MemberId::from_uuid(numbered(2, n))
}

/// The nth account.
pub fn account_id(n: u32) -> AccountId {
    AccountId::from_uuid(numbered(3, n))
}

/// The nth group.
pub fn group_id(n: u32) -> GroupId {
    GroupId::from_uuid(numbered(4, n))
}

/// The nth invitation.
pub fn invitation_id(n: u32) -> InvitationId {
    InvitationId::from_uuid(numbered(5, n))
}

/// The Owner of [`shop`].
pub const OWNER: u32 = 1;
/// An Admin of [`shop`].
pub const ADMIN: u32 = 2;
/// Another Admin of [`shop`].
pub const ADMIN_TWO: u32 = 3;
/// A Manager of [`shop`].
pub const MANAGER: u32 = 4;
/// A Seller of [`shop`].
pub const SELLER: u32 = 5;
/// An Inventory handler of [`shop`].
pub const HANDLER: u32 = 6;
/// A Viewer of [`shop`].
pub const VIEWER: u32 = 7;

/// A group of [`shop`]: products and stock.
pub const STOCKROOM: u32 = 1;
/// A group of [`shop`]: orders and shipping.
pub const COUNTER: u32 = 2;

/// The member who asks.
pub fn by(n: u32) -> Asker {
    Asker::Member(member_id(n))
}

/// The address of the nth person.
pub fn email(n: u32) -> Email {
    Email::stored(&format!("person{n}@kedai.example"), None)
}

/// A newcomer with the nth member id, account, name and address.
pub fn newcomer(n: u32) -> Newcomer {
    Newcomer {
        account: account_id(n),
        member: member_id(n),
        name: Name::stored(&format!("Person {n}")),
        email: email(n),
    }
}

/// A store with nothing but its Owner, on Starter.
pub fn new_store() -> Store {
    let (name, owner) = (Name::stored("Kedai Kopi"), newcomer(OWNER));
    let event = create_store(store_id(), &name, (owner.member, owner.account), &owner.name, &owner.email);
    evolve(&Store::empty(store_id()), &event, &Stamp { at: start(), by: Some(owner.member) })
}

/// A shop on Business with someone of every role, two Admins, and two groups: seats used 7 of 25.
pub fn shop() -> Store {
    let mut store = new_store();
    set_plan(&mut store, Plan::Business);
    for (group, name, permissions) in [
        (STOCKROOM, "Gudang", ["product.scan", "inventory.update"]),
        (COUNTER, "Kasir", ["orders.fulfillment", "dashboard.view"]),
    ] {
        let permissions = permissions.map(str::to_owned).to_vec();
        ask(
            &mut store,
            OWNER,
            &Op::GroupCreate { group: group_id(group), name: name.to_owned(), permissions },
        );
    }
    for (n, role, groups) in [
        (ADMIN, Role::Admin, &[][..]),
        (ADMIN_TWO, Role::Admin, &[]),
        (MANAGER, Role::Manager, &[STOCKROOM, COUNTER]),
        (SELLER, Role::Seller, &[COUNTER]),
        (HANDLER, Role::InventoryHandler, &[STOCKROOM]),
        (VIEWER, Role::Viewer, &[STOCKROOM]),
    ] {
        join(&mut store, n, role, groups);
    }
    store
}

/// The operator sets a plan.
pub fn set_plan(store: &mut Store, plan: Plan) {
    if let Some(event) = force_plan(store, plan) {
        apply(store, &event, None);
    }
}

/// The Owner invites the nth person, and she accepts.
pub fn join(store: &mut Store, n: u32, role: Role, groups: &[u32]) {
    invite(store, n, role, groups);
    let event = accept_invitation(store, invitation_id(n), &newcomer(n), start()).expect("she can join");
    apply(store, &event, Some(member_id(n)));
}

/// The Owner invites the nth person by the nth invitation.
pub fn invite(store: &mut Store, n: u32, role: Role, groups: &[u32]) {
    ask(store, OWNER, &invite_op(n, role, groups));
}

/// An op that invites the nth person by the nth invitation.
pub fn invite_op(n: u32, role: Role, groups: &[u32]) -> Op {
    Op::InvitationSend {
        invitation: invitation_id(n),
        email: email(n).normalised().to_owned(),
        role: role.code().to_owned(),
        groups: groups.iter().map(|group| group_id(*group)).collect(),
    }
}

/// A member asks, at the store's own time, and must get what she asks for.
pub fn ask(store: &mut Store, n: u32, op: &Op) {
    let event = decide(store, by(n), op, start()).unwrap_or_else(|refusal| panic!("{op:?}: {refusal:?}"));
    if let Some(event) = event {
        apply(store, &event, Some(member_id(n)));
    }
}

fn apply(store: &mut Store, event: &Event, by: Option<MemberId>) {
    let at = store.now(start());
    store.apply(event, &Stamp { at, by });
}

/// Begins a case: given this store, at [`start`].
pub fn given(store: Store) -> Given {
    Given { now: store.now(start()), store }
}

/// A store, and the clock of whoever judges.
#[derive(Clone, Debug)]
pub struct Given {
    /// The store.
    pub store: Store,
    /// The clock.
    pub now: Time,
}

/// An answer, waiting to be judged.
#[derive(Clone, Debug)]
pub struct Answered {
    store: Store,
    now: Time,
    by: Option<MemberId>,
    what: String,
    reply: Reply,
}

impl Given {
    /// So many seconds go by (or back).
    #[must_use]
    pub fn after_seconds(self, seconds: i64) -> Self {
        Self { now: self.now.plus_seconds(seconds), ..self }
    }

    /// So many days go by.
    #[must_use]
    pub fn after_days(self, days: u32) -> Self {
        Self { now: self.now.plus_days(days), ..self }
    }

    /// A member asks.
    pub fn when(self, n: u32, op: Op) -> Answered {
        self.when_asked(by(n), op)
    }

    /// Anyone asks.
    pub fn when_asked(self, asker: Asker, op: Op) -> Answered {
        let reply = decide(&self.store, asker, &op, self.now);
        self.answered(asker.member(), format!("{op:?}"), reply)
    }

    /// The nth person accepts the nth invitation.
    pub fn when_accepted(self, n: u32) -> Answered {
        self.when_accepted_by(invitation_id(n), &newcomer(n))
    }

    /// Someone accepts an invitation.
    pub fn when_accepted_by(self, invitation: InvitationId, newcomer: &Newcomer) -> Answered {
        let reply = accept_invitation(&self.store, invitation, newcomer, self.now).map(Some);
        self.answered(Some(newcomer.member), format!("{newcomer:?} accepts"), reply)
    }

    /// The operator forces a plan.
    pub fn when_forced(self, plan: Plan) -> Answered {
        let reply = Ok(force_plan(&self.store, plan));
        self.answered(None, format!("{plan} is forced"), reply)
    }

    fn answered(self, by: Option<MemberId>, what: String, reply: Reply) -> Answered {
        Answered { store: self.store, now: self.now, by, what, reply }
    }
}

impl Answered {
    /// It must be exactly this event. The case goes on with the store after it.
    pub fn then(self, expected: &Event) -> Given {
        assert_eq!(self.reply, Ok(Some(expected.clone())), "{}", self.what);
        self.accepted()
    }

    /// It must be accepted with an entry, whichever. The case goes on with the store after it.
    pub fn accepted(self) -> Given {
        match self.reply {
            Ok(Some(event)) => {
                let stamp = Stamp { at: self.store.now(self.now), by: self.by };
                Given { store: evolve(&self.store, &event, &stamp), now: self.now }
            }
            reply => panic!("{}: expected an event, got {reply:?}", self.what),
        }
    }

    /// The goal must have been reached already: accepted without an entry.
    pub fn nothing_to_do(self) -> Given {
        assert_eq!(self.reply, Ok(None), "{}", self.what);
        Given { store: self.store, now: self.now }
    }

    /// It must be refused with exactly this.
    pub fn refused(self, expected: &Refusal) -> Given {
        assert_eq!(self.reply.as_ref(), Err(expected), "{}", self.what);
        Given { store: self.store, now: self.now }
    }

    /// The bare answer.
    pub const fn reply(&self) -> &Reply {
        &self.reply
    }
}

/// One thing that happens to a store, from anyone, at any time.
#[derive(Clone, Debug)]
pub enum Step {
    /// Someone asks something.
    Ask(Asker, Op),
    /// Someone accepts an invitation.
    Accept(InvitationId, Newcomer),
    /// The operator forces a plan.
    ForcePlan(Plan),
    /// The mail of an invitation came to something.
    NoteDelivery(InvitationId, &'static str),
    /// The clock moves by so many seconds, also back.
    Pass(i64),
}

impl Step {
    /// Does it: the event with its stamp, if there is one, and the clock afterwards.
    pub fn take(&self, store: &Store, clock: Time) -> (Option<(Event, Stamp)>, Time) {
        let now = store.now(clock);
        let (reply, by) = match self {
            Self::Ask(asker, op) => (decide(store, *asker, op, now), asker.member()),
            Self::Accept(invitation, newcomer) => {
                (accept_invitation(store, *invitation, newcomer, now).map(Some), Some(newcomer.member))
            }
            Self::ForcePlan(plan) => (Ok(force_plan(store, *plan)), None),
            Self::NoteDelivery(invitation, delivery) => {
                (note_delivery(store, *invitation, delivery, None), None)
            }
            Self::Pass(seconds) => return (None, clock.plus_seconds(*seconds)),
        };
        (reply.ok().flatten().map(|event| (event, Stamp { at: now, by })), clock)
    }
}

fn some<T: Clone + std::fmt::Debug + 'static>(all: &[T]) -> impl Strategy<Value = T> + use<T> {
    proptest::sample::select(all.to_vec())
}

fn any_member() -> impl Strategy<Value = MemberId> {
    (1..=10_u32).prop_map(member_id)
}

fn any_group() -> impl Strategy<Value = GroupId> {
    (1..=5_u32).prop_map(group_id)
}

fn any_invitation() -> impl Strategy<Value = InvitationId> {
    (1..=14_u32).prop_map(invitation_id)
}

fn any_role_code() -> impl Strategy<Value = String> {
    let all = Role::ALL.iter().map(|role| role.code()).chain(["shopkeeper"]).collect::<Vec<_>>();
    proptest::sample::select(all).prop_map(str::to_owned)
}

fn any_permission_codes() -> impl Strategy<Value = Vec<String>> {
    let all = Permission::ALL.iter().map(|permission| permission.code().to_owned()).collect::<Vec<_>>();
    let known = vec(proptest::sample::select(all), 0..5);
    prop_oneof![9 => known, 1 => Just(vec!["product.teleport".to_owned()])]
}

fn any_name() -> impl Strategy<Value = String> {
    some(&["Gudang", "GUDANG", "Kasir", " Toko  ", "Kurir", "Caf\u{e9}", "CAFE\u{301}", "", "a\u{202e}b"])
        .prop_map(str::to_owned)
}

fn any_email() -> impl Strategy<Value = String> {
    let person = (1..=14_u32).prop_map(|n| email(n).normalised().to_owned());
    prop_oneof![9 => person, 1 => some(&["", "nobody", " Person9@KEDAI.example "]).prop_map(str::to_owned)]
}

fn any_plan_code() -> impl Strategy<Value = String> {
    some(&["starter", "team", "business", "enterprise", "gold"]).prop_map(str::to_owned)
}

/// Whoever could ask: mostly those with authority, so that much happens, but also everyone else, and the machine.
pub fn any_asker() -> impl Strategy<Value = Asker> {
    prop_oneof![
        6 => (1..=3_u32).prop_map(by),
        3 => (1..=10_u32).prop_map(by),
        1 => Just(Asker::System),
    ]
}

/// Any op about the few people and groups that a test knows, sensible or not.
pub fn any_op() -> impl Strategy<Value = Op> {
    let group_name = (any_group(), any_name(), any_permission_codes());
    let move_to = prop_oneof![Just(None), Just(Some(None)), any_group().prop_map(|group| Some(Some(group)))];
    let roles = || (any_role_code(), any_role_code());
    let lease =
        || some(&[1_u16, 7, 30, 365]).prop_map(|days| LeaseDays::new(days).unwrap_or(LeaseDays::DEFAULT));
    let groups = prop_oneof![
        4 => group_name.prop_map(|(group, name, permissions)| Op::GroupCreate { group, name, permissions }),
        1 => (any_group(), any_name(), any_name()).prop_map(|(group, from, to)| Op::GroupRename { group, from, to }),
        1 => (any_group(), move_to).prop_map(|(group, move_to)| Op::GroupDelete { group, move_to }),
        2 => (any_group(), any_permission_codes()).prop_map(|(group, permissions)| Op::GroupGrant { group, permissions }),
        2 => (any_group(), any_permission_codes()).prop_map(|(group, permissions)| Op::GroupRevoke { group, permissions }),
    ];
    let members = prop_oneof![
        3 => (any_member(), roles()).prop_map(|(member, (from, to))| Op::MemberChangeRole { member, from, to }),
        2 => (any_member(), any_group()).prop_map(|(member, group)| Op::MemberAddToGroup { member, group }),
        1 => (any_member(), any_group()).prop_map(|(member, group)| Op::MemberRemoveFromGroup { member, group }),
        1 => any_member().prop_map(|member| Op::MemberSuspend { member }),
        1 => any_member().prop_map(|member| Op::MemberRestore { member }),
        1 => any_member().prop_map(|member| Op::MemberRemove { member }),
    ];
    let invitations = prop_oneof![
        5 => (any_invitation(), any_email(), any_role_code(), vec(any_group(), 0..3)).prop_map(
            |(invitation, email, role, groups)| Op::InvitationSend { invitation, email, role, groups }
        ),
        2 => any_invitation().prop_map(|invitation| Op::InvitationResend { invitation }),
        1 => any_invitation().prop_map(|invitation| Op::InvitationWithdraw { invitation }),
        1 => (any_invitation(), roles())
            .prop_map(|(invitation, (from, to))| Op::InvitationChangeRole { invitation, from, to }),
        1 => (any_invitation(), any_group())
            .prop_map(|(invitation, group)| Op::InvitationAddToGroup { invitation, group }),
        1 => (any_invitation(), any_group())
            .prop_map(|(invitation, group)| Op::InvitationRemoveFromGroup { invitation, group }),
    ];
    let store = prop_oneof![
        (any_name(), any_name()).prop_map(|(from, to)| Op::StoreRename { from, to }),
        (any_plan_code(), any_plan_code()).prop_map(|(from, to)| Op::PlanChange { from, to }),
        (lease(), lease()).prop_map(|(from, to)| Op::StoreSetOfflineLease { from, to }),
    ];
    prop_oneof![4 => groups, 4 => members, 5 => invitations, 1 => store]
}

/// Any step: ops by anyone, acts of the machine, and a clock that jumps both ways.
pub fn any_step() -> impl Strategy<Value = Step> {
    let seconds = prop_oneof![0..86_400_i64, Just(7 * 86_400), Just(30 * 86_400), -20 * 86_400..0_i64];
    // Mostly the invited person herself accepts, with a new place; now and then someone else, or twice.
    let accept =
        (1..=14_u32, prop_oneof![4 => Just(0), 1 => 1..=14_u32], 1..=10_u32).prop_map(|(n, other, place)| {
            let person = if other == 0 { n } else { other };
            Step::Accept(invitation_id(n), Newcomer { member: member_id(place), ..newcomer(person) })
        });
    prop_oneof![
        14 => (any_asker(), any_op()).prop_map(|(asker, op)| Step::Ask(asker, op)),
        4 => accept,
        1 => some(Plan::ALL).prop_map(Step::ForcePlan),
        1 => (any_invitation(), some(&["sent", "undelivered"]))
            .prop_map(|(invitation, delivery)| Step::NoteDelivery(invitation, delivery)),
        2 => seconds.prop_map(Step::Pass),
    ]
}

/// Any event at all, whether or not it makes sense: what another, or a broken, program could have written.
pub fn any_event() -> impl Strategy<Value = Event> {
    let name = || any_name().prop_map(|name| Name::stored(&name));
    let role = || some(Role::ALL);
    let plan = || some(Plan::ALL);
    let codes = || {
        vec(some(&["product.scan", "users.edit", "orders.view", "later.thing"]), 0..4)
            .prop_map(|codes| serde_json::from_value::<Codes>(serde_json::json!(codes)).unwrap_or_default())
    };
    let time = || (-40 * 86_400..40 * 86_400_i64).prop_map(|seconds| start().plus_seconds(seconds));
    let personal = || {
        prop_oneof![
            any_email().prop_map(Personal::Bare),
            any_email().prop_map(|personal| Personal::Salted { personal, salt: "00".to_owned() }),
            Just(Personal::Sealed { sealed: "ff".to_owned() }),
        ]
    };
    let groups = || vec(any_group(), 0..3);
    let store = prop_oneof![
        (name(), plan(), any_member(), personal(), personal()).prop_map(|(to, plan, member, name, email)| {
            let owner = Founder { member, account: account_id(1), name, email, email_as_typed: None };
            Event::StoreCreated { store: store_id(), name: to, plan, owner }
        }),
        (name(), name()).prop_map(|(from, to)| Event::StoreRenamed { from, to }),
        (plan(), plan()).prop_map(|(from, to)| Event::PlanChanged { from, to }),
        (plan(), plan()).prop_map(|(from, to)| Event::PlanForced { from, to }),
        Just(Event::OfflineLeaseSet { from: LeaseDays::DEFAULT, to: LeaseDays::DEFAULT }),
    ];
    let group = prop_oneof![
        (any_group(), name(), codes()).prop_map(|(group, name, permissions)| Event::GroupCreated {
            group,
            name,
            permissions
        }),
        (any_group(), name(), name()).prop_map(|(group, from, to)| Event::GroupRenamed { group, from, to }),
        (any_group(), codes()).prop_map(|(group, permissions)| Event::GroupGranted { group, permissions }),
        (any_group(), codes()).prop_map(|(group, permissions)| Event::GroupRevoked { group, permissions }),
        (any_group(), name(), codes(), proptest::option::of(any_group()), vec(any_invitation(), 0..3))
            .prop_map(|(group, name, permissions, move_to, invitations)| Event::GroupDeleted {
                group,
                name,
                permissions,
                move_to,
                members: Vec::new(),
                invitations
            }),
    ];
    let member = prop_oneof![
        (any_member(), role(), role()).prop_map(|(member, from, to)| Event::MemberRoleChanged {
            member,
            from,
            to
        }),
        (any_member(), any_group()).prop_map(|(member, group)| Event::MemberAddedToGroup { member, group }),
        (any_member(), any_group())
            .prop_map(|(member, group)| Event::MemberRemovedFromGroup { member, group }),
        any_member().prop_map(|member| Event::MemberSuspended { member }),
        any_member().prop_map(|member| Event::MemberRestored { member }),
        (any_member(), role(), groups()).prop_map(|(member, role, groups)| Event::MemberRemoved {
            member,
            role,
            groups
        }),
    ];
    let invitation = prop_oneof![
        (any_invitation(), personal(), role(), groups(), time(), any_member()).prop_map(
            |(invitation, email, role, groups, expires_at, invited_by)| Event::InvitationSent {
                invitation,
                email,
                email_as_typed: None,
                role,
                groups,
                expires_at,
                invited_by
            }
        ),
        (any_invitation(), time(), any_member()).prop_map(|(invitation, expires_at, invited_by)| {
            Event::InvitationResent { invitation, expires_at, invited_by, sent_count: 2 }
        }),
        any_invitation().prop_map(|invitation| Event::InvitationWithdrawn { invitation }),
        (any_invitation(), role(), role(), time()).prop_map(|(invitation, from, to, expires_at)| {
            Event::InvitationRoleChanged { invitation, from, to, expires_at, sent_count: u32::MAX }
        }),
        (any_invitation(), any_group())
            .prop_map(|(invitation, group)| Event::InvitationAddedToGroup { invitation, group }),
        (any_invitation(), any_group())
            .prop_map(|(invitation, group)| Event::InvitationRemovedFromGroup { invitation, group }),
        (any_invitation(), any_member(), personal(), personal(), role(), groups()).prop_map(
            |(invitation, member, name, email, role, groups)| Event::InvitationAccepted {
                invitation,
                member,
                account: account_id(9),
                name,
                email,
                email_as_typed: None,
                role,
                groups
            }
        ),
        (any_invitation(), some(&["sent", "undelivered", "lost in space"])).prop_map(
            |(invitation, delivery)| {
                Event::InvitationDeliveryNoted { invitation, delivery: delivery.to_owned(), reason: None }
            }
        ),
    ];
    prop_oneof![1 => store, 3 => group, 3 => member, 4 => invitation]
}
