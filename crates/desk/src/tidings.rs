//! What of a store is worth a word to somebody who does not look at the window: a change that the cloud refused, an invitation
//! that was accepted or is about to expire, a seat that fell free for one that waits.
//!
//! All of it is found by comparing what was seen before with what there is now, so nothing is told twice, and a program that
//! starts tells only what happened since it was closed. It looks at the base and the outbox alone: guesses are no news.

use std::collections::{BTreeMap, BTreeSet};

use keyholder_domain::Member;
use keyholder_domain::authority::has_area;
use keyholder_domain::id::{InvitationId, MemberId, OpId, StoreId};
use keyholder_domain::op::{Asker, Op};
use keyholder_domain::role::Area;
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::outbox::{Kept, State};
use crate::views::frame::Screen;

/// An invitation that ends within this long is told of: a day.
const SOON: i64 = 24 * 60 * 60 * 1_000;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The cloud refused what was asked here.
    Refused,
    /// An invitation became a member.
    Accepted,
    /// An invitation ends within a day.
    Expiring,
    /// There is a seat for an invitation that was refused for want of one.
    Seat,
}

/// One thing to tell, however often it happened at once. Words: `tiding-<what>`, with a name `tiding-<what>-name`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Tiding {
    /// In which store.
    pub store: StoreId,
    /// What happened.
    pub what: What,
    /// How often.
    pub count: usize,
    /// Whom it is about, where it is one person and names may be shown.
    pub name: Option<String>,
    /// Where it can be seen.
    pub screen: Screen,
}

impl What {
    const fn screen(self) -> Screen {
        match self {
            Self::Refused | Self::Seat => Screen::Waiting,
            Self::Accepted => Screen::Team,
            Self::Expiring => Screen::Invitations,
        }
    }
}

/// What was seen of a store at one time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    refused: BTreeSet<OpId>,
    pending: BTreeMap<InvitationId, Pending>,
    /// When the latest of the members came; none before there are any.
    latest: Option<Time>,
    invites: bool,
    free: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct Pending {
    address: String,
    expires_at: Time,
}

impl Seen {
    /// Looks at a store as this person may see it: invitations are the business of whoever may invite. `latest` is when the latest of its
    /// members came: looked for here, it would take a walk over all of them each time.
    pub fn of(base: &Store, me: Option<MemberId>, kept: &[Kept], now: Time, latest: Option<Time>) -> Self {
        let refused = kept.iter().filter(|kept| kept.state == State::Refused).map(|kept| kept.id).collect();
        let invites = me.is_some_and(|me| has_area(base, Asker::Member(me), Area::InviteRemoveStaff).is_ok());
        let now = base.now(now);
        let open = base.invitations().filter(|invitation| invites && invitation.expires_at > now);
        let pending = open.filter_map(|invitation| {
            let address = invitation.email.as_ref()?.normalised().to_owned();
            Some((invitation.id, Pending { address, expires_at: invitation.expires_at }))
        });
        let free = invites && base.seats(now).free.is_none_or(|free| free > 0);
        Self { refused, pending: pending.collect(), latest, invites, free }
    }

    /// What is to be told, since this was seen. `expiring` are the invitations of which it was told before that they end.
    pub fn told_since(
        &self,
        now_seen: &Self,
        base: &Store,
        kept: &[Kept],
        now: Time,
        expiring: &mut BTreeSet<InvitationId>,
    ) -> Vec<Tiding> {
        let now = base.now(now);
        let refused: Vec<_> = now_seen.refused.difference(&self.refused).map(|_| None).collect();
        let gone = self.pending.iter().filter(|(id, _)| !now_seen.pending.contains_key(id));
        let gone = gone.filter_map(|(_, gone)| base.member_by_email(&gone.address));
        // Nobody comes but by an invitation, and one that was sent and accepted between two looks was never seen open.
        let since = self.latest.filter(|latest| now_seen.invites && now_seen.latest > Some(*latest));
        let all = since.map(|since| base.members().filter(move |member| member.joined > Some(since)));
        let came = all.into_iter().flatten();
        let named = |member: &Member| Some(member.name().to_owned()).filter(|name| !name.is_empty());
        let accepted: BTreeMap<_, _> = gone.chain(came).map(|member| (member.id, named(member))).collect();
        let soon =
            now_seen.pending.iter().filter(|(_, open)| open.expires_at.millis() - now.millis() <= SOON);
        let soon: Vec<_> = soon
            .filter(|(id, _)| expiring.insert(**id))
            .map(|(_, open)| Some(open.address.clone()))
            .collect();
        // One that is gone needs no memory; one that was sent again ends anew.
        expiring.retain(|id| {
            now_seen.pending.get(id).is_some_and(|open| open.expires_at.millis() - now.millis() <= SOON)
        });
        let seatless = kept.iter().filter(|kept| waits_for_a_seat(kept)).map(|_| None);
        let seat: Vec<_> = seatless.filter(|_: &Option<String>| now_seen.free && !self.free).collect();
        [
            (What::Refused, refused),
            (What::Accepted, accepted.into_values().collect()),
            (What::Expiring, soon),
            (What::Seat, seat),
        ]
        .into_iter()
        .filter(|(_, about)| !about.is_empty())
        .map(|(what, mut about)| {
            let count = about.len();
            let name = if count == 1 { about.pop().flatten() } else { None };
            Tiding { store: base.id(), what, count, name, screen: what.screen() }
        })
        .collect()
    }
}

/// An invitation that the cloud refused because no seat was free, and that nobody dropped.
fn waits_for_a_seat(kept: &Kept) -> bool {
    let sends = matches!(kept.read.op, Some(Op::InvitationSend { .. } | Op::InvitationResend { .. }));
    let seats = |code: &str| code == "no_free_seat" || code == "over_limit";
    kept.state == State::Refused && sends && kept.refusal.as_ref().is_some_and(|told| seats(&told.code))
}
