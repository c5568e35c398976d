//! Waiting & refused: the outbox and what came back, in words, with what may be done about each.

use keyholder_domain::id::OpId;
use keyholder_domain::op::Op;
use keyholder_domain::time::Time;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use super::activity::worded;
use super::beside::{Beside, beside};
use super::clash::{Clash, clashes};
use super::frame::badge;
use super::marks::mark;
use super::program::Badge;
use super::scene::Scene;
use super::shared::{Mark, May, Told, With};
use crate::picture::{self, PendingOp, PendingState, can_ask_anyway};

/// An op in words: key `op-<type>`, arguments from `with`, names resolved.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Words {
    /// The op's type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its values.
    pub with: With,
}

/// Where an op stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OpState {
    /// Not sent yet.
    Waiting,
    /// Sent; its outcome is not here yet.
    Sent,
    /// The cloud does not know this kind of op yet; kept until it does.
    Held,
    /// Put aside by this desk until what it depends on is answered.
    Parked,
    /// Turned down; kept until tried again or dropped.
    Refused,
    /// The cloud will never tell the outcome: ask an Owner.
    Unknown,
}

/// What may be done with a kept op.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WaitingMay {
    /// Ask the same again, as a new op.
    pub retry: May,
    /// Ask for something else instead.
    pub change: May,
    /// Forget it.
    pub drop: May,
}

/// Which slices of the two lists are wanted; where `count` is left out, all of both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct WaitingAsk {
    /// The first row of what waits.
    #[ts(as = "Option<usize>", optional)]
    pub waiting_from: usize,
    /// The first row of what came back.
    #[ts(as = "Option<usize>", optional)]
    pub refused_from: usize,
    /// How many rows of each.
    #[ts(optional)]
    pub count: Option<usize>,
}

/// One op of the outbox.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WaitingRow {
    /// Its id.
    pub id: OpId,
    /// When it was asked.
    pub made_at: Time,
    /// The op as written, for "change and send".
    #[ts(as = "Op")]
    pub op: Value,
    /// The op in words.
    pub words: Words,
    /// Where it stands.
    pub state: OpState,
    /// What the desk expects the cloud to answer now, where that is a refusal.
    pub expected: Option<Told>,
    /// What came back: why it would be refused again if it were tried now.
    pub again: Option<Told>,
    /// What the cloud answered.
    pub refusal: Option<Told>,
    /// The value that is there now, where the refusal was about it.
    pub present: Option<Value>,
    /// What was asked beside what the cloud last told, where they can be put side by side.
    pub beside: Option<Beside>,
    /// The op whose refusal this one hangs on.
    pub depends_on: Option<OpId>,
    /// The same in words, while it is kept.
    pub depends_on_words: Option<Words>,
    /// What may be done with it.
    pub may: WaitingMay,
}

/// The outbox and what came back.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WaitingView {
    /// What waits, in the order in which it will be sent.
    pub waiting: Vec<WaitingRow>,
    /// What came back refused or will never be answered, newest first.
    pub refused: Vec<WaitingRow>,
    /// How many wait.
    pub waiting_total: usize,
    /// How many came back.
    pub refused_total: usize,
    /// Where my changes to a group met somebody else's.
    pub clashes: Vec<Clash>,
    /// The badge.
    pub badge: Badge,
}

/// Draws the outbox and what came back.
pub fn waiting(scene: &Scene, ask: &WaitingAsk) -> WaitingView {
    let count = ask.count.unwrap_or(usize::MAX);
    let total = |wanted| scene.picture.pending.iter().filter(|it| mark(it) == wanted).count();
    WaitingView {
        waiting: rows(scene, Mark::Waiting, ask.waiting_from, count),
        refused: rows(scene, Mark::Refused, ask.refused_from, count),
        waiting_total: total(Mark::Waiting),
        refused_total: total(Mark::Refused),
        clashes: clashes(scene),
        badge: badge(scene.picture),
    }
}

/// A slice of the kept ops of one kind: what waits in the order of sending, what was refused with the newest first.
pub fn rows(scene: &Scene, wanted: Mark, from: usize, count: usize) -> Vec<WaitingRow> {
    let kept = scene.picture.pending.iter().filter(|it| mark(it) == wanted);
    let draw = |pending| row(scene, pending);
    match wanted {
        Mark::Waiting => kept.skip(from).take(count).map(draw).collect(),
        Mark::Refused => kept.rev().skip(from).take(count).map(draw).collect(),
    }
}

fn row(scene: &Scene, pending: &PendingOp) -> WaitingRow {
    let named = |told: &keyholder_domain::refusal::Told| scene.names.told(scene.store(), Told::from(told));
    let words = |raw: &Value| {
        let (kind, with) = worded(scene, raw);
        Words { kind, with }
    };
    // Few hang on another, and the list is gone through only for those that are drawn.
    let first = pending.depends_on.and_then(|id| scene.picture.pending.iter().find(|it| it.id == id));
    WaitingRow {
        id: pending.id,
        made_at: pending.made_at,
        op: pending.raw.clone(),
        words: words(&pending.raw),
        state: state(pending.state),
        expected: pending.expected.as_ref().map(named),
        again: match pending.state {
            PendingState::Refused => again(pending).as_ref().and_then(|op| scene.may(op)),
            _ => None,
        },
        refusal: pending.refusal.as_ref().map(named),
        present: pending.present.clone(),
        beside: pending.op.as_ref().and_then(|op| beside(scene, op)),
        depends_on: pending.depends_on,
        depends_on_words: first.map(|first| words(&first.raw)),
        may: may(scene, pending),
    }
}

fn state(state: PendingState) -> OpState {
    match state {
        PendingState::Waiting => OpState::Waiting,
        // Accepted, and its entry has not arrived yet: for whoever looks it is still on its way.
        PendingState::Sent | PendingState::Answered => OpState::Sent,
        PendingState::Held => OpState::Held,
        PendingState::Parked => OpState::Parked,
        PendingState::Refused => OpState::Refused,
        PendingState::Unknown => OpState::Unknown,
    }
}

/// What may be done with a kept op.
fn may(scene: &Scene, pending: &PendingOp) -> WaitingMay {
    let on_its_way = || Some(Told::new("maybe_sent", json!({})));
    let still = || Some(Told::new("still_waiting", json!({})));
    match pending.state {
        PendingState::Refused => {
            let retry = retry(scene, pending);
            WaitingMay { change: change(&retry).or_else(|| gone(scene, pending)), retry, drop: None }
        }
        PendingState::Unknown => {
            let ask = || Some(Told::new("ask_an_owner", json!({})));
            WaitingMay { retry: ask(), change: ask(), drop: None }
        }
        PendingState::Waiting | PendingState::Held | PendingState::Parked => {
            let drop = if pending.maybe_sent { on_its_way() } else { None };
            let retry = match pending.state {
                PendingState::Parked => None,
                _ => still(),
            };
            WaitingMay { retry, change: still(), drop }
        }
        PendingState::Sent | PendingState::Answered => {
            WaitingMay { retry: on_its_way(), change: on_its_way(), drop: on_its_way() }
        }
    }
}

/// A refused op may be tried again unless it would be refused now for a reason that nobody else's act changes.
fn retry(scene: &Scene, pending: &PendingOp) -> May {
    let Some(op) = again(pending) else { return Some(Told::new("unknown_op", json!({}))) };
    scene.may(&op).filter(|told| !can_ask_anyway(&told.code))
}

/// Other words for the same wish help, unless it is the person who may not.
fn change(retry: &May) -> May {
    let hers = |code: &str| {
        matches!(
            code,
            "area_required" | "not_a_member" | "suspended" | "own_access" | "unknown_op" | "not_synced_yet"
        )
    };
    retry.clone().filter(|told| hers(&told.code))
}

/// The switches of a group are turned in the group: it must be there.
fn gone(scene: &Scene, pending: &PendingOp) -> May {
    let Some(Op::GroupGrant { group, .. } | Op::GroupRevoke { group, .. }) = &pending.op else { return None };
    let told = || scene.names.told(scene.store(), Told::new("unknown_group", json!({ "group": group })));
    scene.store().group(*group).is_none().then(told)
}

/// The op that trying again asks: where the refusal told the present value, that is what the person has seen and starts from.
fn again(pending: &PendingOp) -> Option<Op> {
    let refusal = pending.refusal.as_ref().map(Told::from);
    picture::again(&pending.raw, refusal.as_ref())
}

#[cfg(test)]
mod tests {
    use keyholder_domain::id::{GroupId, InvitationId, MemberId};
    use keyholder_domain::op::Op;
    use keyholder_domain::role::Role;

    use super::super::fixture::{Shop, ask, code, id, keep, waits};
    use super::super::{View, What};
    use super::*;
    use crate::picture::Picture;

    fn drawn(picture: &Picture) -> WaitingView {
        match ask(picture, What::Waiting(WaitingAsk::default())) {
            Ok(View::Waiting(view)) => view,
            other => panic!("asked what waits, got {other:?}"),
        }
    }

    fn send(n: u128, email: &str, groups: &[GroupId]) -> Op {
        Op::InvitationSend {
            invitation: InvitationId::from_uuid(id(5_000 + n)),
            email: email.to_owned(),
            role: "seller".to_owned(),
            groups: groups.to_vec(),
        }
    }

    #[test]
    fn an_op_is_told_in_names_also_of_what_was_only_just_made() {
        let mut shop = Shop::new();
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let mut picture = shop.seen_by(shop.owner());
        let group = GroupId::from_uuid(id(9_000));
        waits(
            &mut picture,
            &Op::GroupCreate { group, name: "Kasir".into(), permissions: vec!["orders.view".into()] },
        );
        waits(&mut picture, &Op::MemberAddToGroup { member: dewi, group });
        waits(&mut picture, &send(1, "Sari@Toko.example", &[group]));
        let words: Vec<_> = drawn(&picture)
            .waiting
            .into_iter()
            .map(|row| (row.words.kind, Value::from(row.words.with)))
            .collect();
        assert_eq!(
            words,
            [
                (
                    "group.create".to_owned(),
                    json!({ "group": "Kasir", "count": 1, "permissions": ["orders.view"] })
                ),
                ("member.add_to_group".to_owned(), json!({ "who": "Dewi", "group": "Kasir" })),
                (
                    "invitation.send".to_owned(),
                    json!({
                        "email": "Sari@Toko.example",
                        "role": "seller", "groups": "Kasir", "group_count": 1,
                    })
                ),
            ]
        );
    }

    #[test]
    fn a_refused_op_may_be_tried_again_while_others_could_make_it_pass() {
        let mut shop = Shop::new();
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        shop.plan(keyholder_domain::plan::Plan::Team);
        let mut picture = shop.seen_by(shop.owner());
        for (op, told) in [
            (send(1, "sari@toko.example", &[]), ("no_free_seat", json!({ "used": 5, "limit": 5 }))),
            (Op::MemberSuspend { member: MemberId::from_uuid(id(404)) }, ("unknown_member", json!({}))),
            (Op::MemberSuspend { member: dewi }, ("outranked", json!({}))),
        ] {
            keep(&mut picture, &op, PendingState::Refused);
            let last = picture.pending.last_mut().expect("kept above");
            last.refusal = Some(keyholder_domain::refusal::Told { code: told.0.to_owned(), with: told.1 });
        }
        let told: Vec<_> = drawn(&picture)
            .refused
            .into_iter()
            .map(|row| {
                (
                    row.refusal.map(|it| it.code).unwrap_or_default(),
                    code(&row.may.retry).to_owned(),
                    row.may.drop,
                )
            })
            .collect();
        let row = |refusal: &str, retry: &str| (refusal.to_owned(), retry.to_owned(), None);
        assert_eq!(
            told,
            [row("outranked", "may"), row("unknown_member", "unknown_member"), row("no_free_seat", "may")],
            "the newest stands first; each is judged by how things are now"
        );
    }

    #[test]
    fn what_may_be_at_the_cloud_cannot_be_dropped() {
        let mut shop = Shop::new();
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let mut picture = shop.seen_by(shop.owner());
        let states = [
            PendingState::Waiting,
            PendingState::Sent,
            PendingState::Answered,
            PendingState::Held,
            PendingState::Parked,
        ];
        for state in states {
            keep(&mut picture, &Op::MemberSuspend { member: dewi }, state);
        }
        let told: Vec<_> = drawn(&picture)
            .waiting
            .iter()
            .map(|row| (row.state, code(&row.may.retry).to_owned(), code(&row.may.drop).to_owned()))
            .collect();
        let row = |state, retry: &str, drop: &str| (state, retry.to_owned(), drop.to_owned());
        assert_eq!(
            told,
            [
                row(OpState::Waiting, "still_waiting", "may"),
                row(OpState::Sent, "maybe_sent", "maybe_sent"),
                row(OpState::Sent, "maybe_sent", "maybe_sent"),
                row(OpState::Held, "still_waiting", "may"),
                row(OpState::Parked, "may", "may"),
            ]
        );
        keep(&mut picture, &Op::MemberSuspend { member: dewi }, PendingState::Unknown);
        assert_eq!(code(&drawn(&picture).refused[0].may.retry), "ask_an_owner");
    }

    #[test]
    fn however_many_wait_a_page_of_them_is_drawn_with_how_many_there_are() {
        let mut shop = Shop::new();
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let mut picture = shop.seen_by(shop.owner());
        for n in 0..10_000 {
            keep(&mut picture, &send(n, &format!("p{n}@toko.example"), &[]), PendingState::Waiting);
        }
        for _ in 0..3 {
            keep(&mut picture, &Op::MemberSuspend { member: dewi }, PendingState::Refused);
        }
        let page = WaitingAsk { waiting_from: 9_990, refused_from: 2, count: Some(50) };
        let view = match ask(&picture, What::Waiting(page)) {
            Ok(View::Waiting(view)) => view,
            other => panic!("asked what waits, got {other:?}"),
        };
        assert_eq!((view.waiting.len(), view.waiting_total), (10, 10_000));
        assert_eq!((view.refused.len(), view.refused_total), (1, 3));
        assert_eq!(view.waiting[0].words.with["email"], "p9990@toko.example");
        assert_eq!(view.refused[0].id, picture.pending[10_000].id, "the oldest of three is the last");
    }

    #[test]
    fn what_came_back_tells_what_trying_again_would_come_to_and_what_it_hangs_on() {
        let mut shop = Shop::new();
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let manager = shop.member("Citra", Role::Manager, &[]);
        let mut picture = shop.seen_by(shop.owner());
        let change =
            Op::MemberChangeRole { member: dewi, from: "viewer".to_owned(), to: "manager".to_owned() };
        keep(&mut picture, &change, PendingState::Refused);
        let told = json!({ "field": "role", "expected": "viewer", "present": "seller" });
        let told = keyholder_domain::refusal::Told { code: "changed_meanwhile".to_owned(), with: told };
        picture.pending[0].refusal = Some(told);
        let gone = GroupId::from_uuid(id(9_000));
        keep(&mut picture, &Op::MemberAddToGroup { member: dewi, group: gone }, PendingState::Refused);
        picture.pending[1].depends_on = Some(picture.pending[0].id);
        let rows = drawn(&picture).refused;
        assert_eq!(
            (rows[1].again.as_ref(), code(&rows[1].may.retry)),
            (None, "may"),
            "from what is there now"
        );
        assert_eq!(rows[0].again.as_ref().map(|it| it.code.as_str()), Some("unknown_group"));
        assert_eq!((code(&rows[0].may.retry), code(&rows[0].may.change)), ("unknown_group", "may"));
        assert_eq!(rows[0].depends_on_words.as_ref().map(|it| it.kind.as_str()), Some("member.change_role"));

        let grant = Op::GroupGrant { group: gone, permissions: vec!["orders.view".to_owned()] };
        keep(&mut picture, &grant, PendingState::Refused);
        assert_eq!(code(&drawn(&picture).refused[0].may.change), "unknown_group", "it has no switches");
        picture.pending.pop();

        picture.me = Some(manager);
        let row = &drawn(&picture).refused[1];
        assert_eq!(code(&row.may.change), "area_required", "it is she who may not");
    }

    #[test]
    fn an_op_that_this_version_cannot_read_is_kept_and_shown() {
        let shop = Shop::new();
        let mut picture = shop.seen_by(shop.owner());
        keep(&mut picture, &Op::StoreRename { from: "a".into(), to: "b".into() }, PendingState::Held);
        let last = picture.pending.last_mut().expect("kept above");
        (last.op, last.raw) = (None, json!({ "type": "member.salute", "times": 3 }));
        let row = &drawn(&picture).waiting[0];
        assert_eq!((row.words.kind.as_str(), &row.words.with["times"]), ("member.salute", &json!(3)));
    }
}
