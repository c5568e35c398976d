//! Activity: what happened, with every id resolved to a name, so that the window only words it.

use keyholder_domain::id::MemberId;
use keyholder_domain::role::Area;
use keyholder_domain::store::Store;
use keyholder_domain::time::Time;
use keyholder_domain::wire::Entry;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::names::Names;
use super::scene::Scene;
use super::shared::{May, Told, With};
use crate::error::DeskError;
use crate::picture::{ActivityPage, RefusedAttempt};

/// Which page of the activity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct ActivityAsk {
    /// Only what is older than this.
    pub before: Option<u64>,
    /// How many rows.
    pub count: usize,
    /// The refused attempts instead (Owner and Admin).
    pub refused: bool,
}

/// One thing that happened, or was attempted.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ActivityRow {
    /// Its number: the entry's, or the attempt's.
    pub seq: u64,
    /// When the cloud applied it.
    pub at: Time,
    /// When it was made, by the desk's own clock.
    pub made_at: Option<Time>,
    /// Who did it, by name; `None` for the system or an erased name.
    pub by: Option<String>,
    /// Whether the one who looks did it.
    pub by_me: bool,
    /// From which device.
    pub device: Option<String>,
    /// The event's type, or the op's for an attempt. Key `event-<type>`; unknown ones are shown by their code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened to whom, names resolved.
    pub with: With,
    /// Why an attempt was refused.
    pub refused: Option<Told>,
}

/// One page of the activity, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ActivityView {
    /// The rows.
    pub rows: Vec<ActivityRow>,
    /// Whether there is an older page.
    pub more: bool,
    /// What to ask it with.
    pub before: Option<u64>,
    /// Whether refused attempts may be listed.
    pub may_see_refused: May,
}

/// Draws one page of the activity. The desk fetched the page; what is drawn here is only worded. Where nothing could be
/// fetched and nothing is held, the answer is what hindered it.
pub fn activity(
    scene: &Scene,
    ask: &ActivityAsk,
    page: Option<&ActivityPage>,
) -> Result<ActivityView, DeskError> {
    let may_see_refused = may_see_refused(scene);
    let closed = ask.refused && may_see_refused.is_some();
    let (rows, more): (Vec<ActivityRow>, bool) = match page {
        _ if closed => (Vec::new(), false),
        Some(page) if ask.refused => (page.refused.iter().map(|it| attempt(scene, it)).collect(), page.more),
        Some(page) => (page.entries.iter().map(|entry| happened(scene, entry)).collect(), page.more),
        None if ask.refused => (Vec::new(), false),
        None => kept(scene, ask),
    };
    if let (true, false, Some(problem)) =
        (rows.is_empty(), closed, page.and_then(|page| page.problem.as_ref()))
    {
        return Err(problem.clone());
    }
    let before = rows.last().map(|row| row.seq).filter(|_| more);
    Ok(ActivityView { before, rows, more, may_see_refused })
}

/// The latest entries that this desk holds.
pub fn latest(scene: &Scene, count: usize) -> Vec<ActivityRow> {
    scene.picture.recent.iter().take(count).map(|entry| happened(scene, entry)).collect()
}

/// What happened to one member, newest first, as far as it is held here.
pub fn history(scene: &Scene, member: MemberId, count: usize) -> Vec<ActivityRow> {
    let id = member.uuid().to_string();
    let about = |entry: &&Entry| {
        let event = &entry.event;
        event["member"] == id.as_str() || event["owner"]["member"] == id.as_str()
    };
    scene.picture.recent.iter().filter(about).take(count).map(|entry| happened(scene, entry)).collect()
}

/// A page from what is held here.
fn kept(scene: &Scene, ask: &ActivityAsk) -> (Vec<ActivityRow>, bool) {
    let older =
        scene.picture.recent.iter().filter(|entry| ask.before.is_none_or(|before| entry.seq < before));
    let mut rows: Vec<ActivityRow> = older.take(ask.count + 1).map(|entry| happened(scene, entry)).collect();
    let more = rows.len() > ask.count;
    rows.truncate(ask.count);
    (rows, more)
}

fn happened(scene: &Scene, entry: &Entry) -> ActivityRow {
    let (kind, with) = worded(scene, &entry.event);
    ActivityRow {
        seq: entry.seq,
        at: entry.at,
        made_at: entry.made_at,
        by: entry.by.and_then(|by| scene.names.any(scene.store(), by.uuid())),
        by_me: entry.by.is_some() && entry.by == scene.picture.me,
        device: entry.device.as_ref().and_then(|device| device.text()).map(str::to_owned),
        kind,
        with,
        refused: None,
    }
}

/// The type of an event or op, and its fields as named values. What this version cannot read is told as it stands.
pub fn worded(scene: &Scene, told: &Value) -> (String, With) {
    worded_in(scene.names, scene.store(), told)
}

/// The same, by what a store calls things.
pub fn worded_in(names: &Names, store: &Store, told: &Value) -> (String, With) {
    let kind = told["type"].as_str().unwrap_or_default().to_owned();
    let with = told.as_object().map(|fields| names.words(store, &kind, fields));
    (kind, with.unwrap_or_default())
}

fn attempt(scene: &Scene, attempt: &RefusedAttempt) -> ActivityRow {
    let (kind, with) = worded(scene, &attempt.op);
    let told = Told::new(attempt.code.clone(), attempt.with.clone());
    ActivityRow {
        seq: attempt.no,
        at: attempt.at,
        made_at: attempt.made_at,
        by: attempt.by.and_then(|by| scene.names.any(scene.store(), by.uuid())),
        by_me: attempt.by.is_some() && attempt.by == scene.picture.me,
        device: None,
        kind,
        with,
        refused: Some(scene.names.told(scene.store(), told)),
    }
}

/// Owner and Admin list refused attempts: the two roles that staff the shop.
fn may_see_refused(scene: &Scene) -> May {
    scene.may_area(Area::InviteRemoveStaff)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use keyholder_domain::event::Event;
    use keyholder_domain::id::OpId;
    use keyholder_domain::permission::Permission;
    use keyholder_domain::role::Role;
    use serde_json::json;

    use super::super::fixture::{Shop, asked, code, day, id};
    use super::super::{View, What};
    use super::*;
    use crate::picture::Picture;

    fn drawn(picture: &Picture, ask: ActivityAsk, page: Option<&ActivityPage>) -> ActivityView {
        match asked(picture, What::Activity(ask), page) {
            Ok(View::Activity(view)) => view,
            other => panic!("asked the activity, got {other:?}"),
        }
    }

    fn all() -> ActivityAsk {
        ActivityAsk { before: None, count: 100, refused: false }
    }

    #[test]
    fn what_happened_is_told_with_names_even_of_what_is_gone() {
        let mut shop = Shop::new();
        let owner = shop.owner();
        let kasir = shop.group("Kasir", &[Permission::OrdersView]);
        let dewi = shop.member("Dewi", Role::Seller, &[kasir]);
        let (from, to) = (Role::Seller, Role::Manager);
        shop.happens(Event::MemberRoleChanged { member: dewi, from, to }, Some(owner));
        shop.happens(Event::MemberRemovedFromGroup { member: dewi, group: kasir }, Some(owner));
        shop.happens(Event::MemberRemoved { member: dewi, role: to, groups: Vec::new() }, Some(owner));
        let group = shop.store.group(kasir).expect("made above").clone();
        let (members, invitations) = (Vec::new(), Vec::new());
        let (name, permissions) = (group.name, group.permissions.into());
        shop.happens(
            Event::GroupDeleted { group: kasir, name, permissions, move_to: None, members, invitations },
            Some(owner),
        );
        let rows = drawn(&shop.seen_by(owner), all(), None).rows;
        let with = |kind: &str| {
            let row = rows.iter().find(|row| row.kind == kind).expect("it happened");
            (
                row.by.clone().unwrap_or_default(),
                row.by_me,
                serde_json::to_value(&row.with).expect("plain values"),
            )
        };
        let ana = || "Ana".to_owned();
        assert_eq!(
            with("member.role_changed"),
            (ana(), true, json!({ "who": "Dewi", "role_from": "seller", "role_to": "manager" }))
        );
        assert_eq!(
            with("member.removed_from_group"),
            (ana(), true, json!({ "who": "Dewi", "group": "Kasir" }))
        );
        assert_eq!(with("group.deleted").2["group"], "Kasir");
        assert_eq!(with("group.deleted").2["moves"], "none");
        let (by, by_me, accepted) = with("invitation.accepted");
        assert_eq!((by.as_str(), by_me, &accepted["who"]), ("Dewi", false, &json!("Dewi")));
        assert_eq!(
            with("plan.forced"),
            (String::new(), false, json!({ "plan_from": "starter", "plan_to": "business" }))
        );
        assert_eq!(with("store.created").2["who"], "Ana");
        assert_eq!(rows[0].device.as_deref(), Some("Toko laptop"));
    }

    #[test]
    fn pages_go_on_where_the_last_one_ended() {
        let mut shop = Shop::new();
        for n in 0..5 {
            shop.group(&format!("Group {n}"), &[]);
        }
        let picture = shop.seen_by(shop.owner());
        let first = drawn(&picture, ActivityAsk { count: 3, ..all() }, None);
        assert_eq!((first.more, first.before), (true, Some(5)));
        let rest = drawn(&picture, ActivityAsk { before: first.before, ..all() }, None);
        assert_eq!((rest.rows.len(), rest.more, rest.before), (4, false, None));
    }

    #[test]
    fn an_event_of_a_later_version_is_shown_by_its_code() {
        let mut shop = Shop::new();
        shop.entries.push(json!({
            "seq": 99, "op": null, "by": null, "desk": null, "device": null, "made_at": null, "at": day(0),
            "event": { "type": "member.promoted_to_the_moon", "height": 384_400 }, "hash": "",
        }));
        let mut picture = shop.seen_by(shop.owner());
        picture.recent = Arc::new(picture.recent.iter().take(1).cloned().collect());
        let row = &drawn(&picture, all(), None).rows[0];
        assert_eq!(
            (row.kind.as_str(), &row.with["height"]),
            ("member.promoted_to_the_moon", &json!(384_400))
        );
    }

    #[test]
    fn refused_attempts_are_for_owner_and_admin_and_come_in_words() {
        let mut shop = Shop::new();
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let manager = shop.member("Citra", Role::Manager, &[]);
        let attempt = RefusedAttempt {
            no: 4,
            id: OpId::from_uuid(id(70)),
            op: json!({ "type": "member.suspend", "member": dewi }),
            by: Some(shop.owner()),
            desk: None,
            made_at: Some(day(1)),
            at: day(1),
            code: "no_free_seat".to_owned(),
            with: json!({ "used": 5, "limit": 5 }),
        };
        let page = ActivityPage { refused: vec![attempt], more: true, ..ActivityPage::default() };
        let view = drawn(&shop.seen_by(shop.owner()), ActivityAsk { refused: true, ..all() }, Some(&page));
        assert_eq!((view.before, code(&view.may_see_refused)), (Some(4), "may"));
        assert_eq!(
            (view.rows[0].kind.as_str(), &view.rows[0].with["who"]),
            ("member.suspend", &json!("Dewi"))
        );
        assert_eq!(view.rows[0].refused.as_ref().map(|told| told.code.as_str()), Some("no_free_seat"));
        assert_eq!(code(&drawn(&shop.seen_by(manager), all(), None).may_see_refused), "area_required");
    }

    #[test]
    fn offline_the_refused_attempts_say_that_the_cloud_cannot_be_reached() {
        let mut shop = Shop::new();
        let manager = shop.member("Citra", Role::Manager, &[]);
        let page = ActivityPage { problem: Some(DeskError::offline("no route")), ..ActivityPage::default() };
        let ask = ActivityAsk { refused: true, ..all() };
        let seen = |me| asked(&shop.seen_by(me), What::Activity(ask.clone()), Some(&page));
        assert_eq!(seen(shop.owner()).map_err(|it| it.code), Err("offline".to_owned()));
        assert!(seen(manager).is_ok(), "whoever may not see them is told so instead");
    }
}
