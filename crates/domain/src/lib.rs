//! Keyholder's rules: who holds which keys in a shop, as one pure function.
//!
//! ```text
//! decide(store, asker, op, now) -> event | nothing to do | refusal        changes nothing
//! evolve(store, event, stamp)   -> store                                  cannot fail
//! ```
//!
//! The desk runs `decide` to answer at once, offline; the cloud runs the same code to answer for good. Nothing in this
//! crate waits, writes, or reads a clock, dice, disk or network: ids, times and salts come in as arguments.
//!
//! - A **store** ([`Store`]) has one plan, members, groups and invitations, and every look-up that a rule needs.
//! - An **op** ([`Op`]) is what is asked for; an **event** ([`Event`]) is what happened; a **refusal** ([`Refusal`]) is why not.
//! - Who may do what to whom stands once, in [`authority`]; each noun's life stands in its own file ([`member`],
//!   [`group`], [`invitation`], [`settings`], [`plan_change`]).
//! - [`explain`](explain()) says why someone may or may not, [`preview`](preview()) what an op would change,
//!   [`invariant`](invariant()) what is broken.
//! - [`wire`] holds the shapes that desk and cloud exchange, and the hash that chains a store's entries.
//!
//! ```
//! use keyholder_domain::{Asker, Email, Name, Op, Refusal, Stamp, Store, Time, create_store, decide, evolve};
//! # use uuid::Uuid;
//! # let (store, member, account, invitation) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3), Uuid::from_u128(4));
//! # let now = Time::from_millis(0);
//! let (shop, sari, address) = (Name::parse("Kedai Kopi")?, Name::parse("Sari")?, Email::parse("sari@kedai.example")?);
//! let created = create_store(store.into(), &shop, (member.into(), account.into()), &sari, &address);
//! let store = evolve(&Store::empty(store.into()), &created, &Stamp { at: now, by: None });
//!
//! let invite = Op::InvitationSend {
//!     invitation: invitation.into(),
//!     email: "budi@kedai.example".to_owned(),
//!     role: "seller".to_owned(),
//!     groups: vec![],
//! };
//! let answer = decide(&store, Asker::Member(member.into()), &invite, now);
//! assert!(matches!(answer, Err(Refusal::NoFreeSeat { used: 1, .. }))); // on Starter the Owner fills the only seat
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod canonical;
mod codes;
mod map;

pub mod authority;
pub mod decide;
pub mod event;
pub mod evolve;
pub mod explain;
pub mod group;
pub mod id;
pub mod invariant;
pub mod invitation;
pub mod member;
pub mod memberships;
pub mod op;
pub mod permission;
pub mod personal;
pub mod plan;
pub mod plan_change;
pub mod preview;
pub mod refusal;
pub mod role;
pub mod rows;
pub mod settings;
pub mod snapshot;
pub mod status;
pub mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
pub mod time;
pub mod wire;

pub use authority::{Asker, has_area};
pub use decide::{Reply, decide};
pub use event::{Event, EventProblem, Founder, Stamp};
pub use evolve::{evolve, replay};
pub use explain::{Because, Changer, Explanation, What, explain, who_can_change};
pub use group::Group;
pub use id::{AccountId, DeskId, GroupId, InvitationId, MemberId, OpId, StoreId};
pub use invariant::{Broken, invariant};
pub use invitation::{Closed, Invitation, Newcomer, accept_invitation, note_delivery};
pub use member::{Member, Since};
pub use memberships::Memberships;
pub use op::{AnyId, LeaseDays, Op, OpProblem};
pub use permission::{Bound, Codes, Permission, PermissionSet, Section, bound, may_hold};
pub use personal::Personal;
pub use plan::{Plan, SeatLimit};
pub use plan_change::force_plan;
pub use preview::{Preview, Touched, Warning, preview};
pub use refusal::{Refusal, Told};
pub use role::{Area, Cell, Limit, Role, cell};
pub use settings::create_store;
pub use snapshot::{Full, Snapshot};
pub use status::{InvitationStatus, MemberStatus};
pub use store::{Seats, Store};
pub use text::{Email, EmailProblem, Name, NameProblem};
pub use time::Time;
