//! Where my changes to a group's permissions met somebody else's: toggle by toggle what it was, what I wanted, what they
//! did and what is there now, so that each can be chosen.
//!
//! Grants and revokes merge, and the later one stands: no op is refused for being late. So there are two ways to meet. Mine
//! came back (or are still kept) and the group has changed since; or both were taken, each asked without having seen the
//! other. What is chosen is then asked anew, as a draft of the group. An entry does not say what its asker had seen, so clocks
//! tell here whether two changes crossed: only what is worth showing hangs on them, never what is asked or what stands.

use std::collections::BTreeMap;

use keyholder_domain::event::Event;
use keyholder_domain::id::{GroupId, MemberId, OpId};
use keyholder_domain::op::Op;
use keyholder_domain::permission::{Permission, PermissionSet};
use keyholder_domain::time::Time;
use keyholder_domain::wire::Entry;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::names::NO_NAME;
use super::scene::Scene;
use crate::picture::{PendingOp, PendingState};

/// How mine and theirs met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    /// Mine are kept here or came back, and the group has changed since.
    Kept,
    /// Mine came back, and the group is gone.
    Deleted,
    /// Both were taken, each asked without having seen the other: the later one stands.
    Crossed,
}

/// One permission of the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ClashToggle {
    /// Which.
    pub permission: Permission,
    /// How it stood when I asked.
    pub before: bool,
    /// How I wanted it.
    pub mine: bool,
    /// How they left it.
    pub theirs: bool,
    /// How it stands now.
    pub now: bool,
    /// We want it differently: somebody must choose.
    pub contested: bool,
}

/// One group in which my changes met somebody else's.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Clash {
    /// The group.
    pub group: GroupId,
    /// What it is called, or was.
    pub name: String,
    /// How they met.
    pub met: Met,
    /// Who changed it besides me, by name.
    pub by: Vec<String>,
    /// What I or they changed, in the order of the table.
    pub toggles: Vec<ClashToggle>,
    /// My kept ops that a choice stands for.
    pub ops: Vec<OpId>,
    /// The number of the latest entry in it: a later clash in this group is another one.
    pub seq: u64,
}

/// More groups than this are not gone through: whoever comes back to so many settles them one after the other.
const GROUPS: usize = 50;
/// For so many days two changes that crossed are worth a second look.
const DAYS: u32 = 3;

/// What one entry did to a group.
struct Turned<'a> {
    entry: &'a Entry,
    group: GroupId,
    on: bool,
    set: PermissionSet,
}

/// Every group in which my changes met somebody else's: what came back first.
pub fn clashes(scene: &Scene) -> Vec<Clash> {
    let turned: Vec<Turned> = scene.picture.recent.iter().filter_map(turned).collect();
    let mut found = kept(scene, &turned);
    let crossed = crossed(scene, &turned);
    found.extend(
        crossed
            .into_iter()
            .filter(|(id, _)| !found.iter().any(|it| it.group == *id))
            .map(|(_, it)| it)
            .collect::<Vec<_>>(),
    );
    found
}

fn turned(entry: &Entry) -> Option<Turned<'_>> {
    let kind = entry.event["type"].as_str()?;
    if !matches!(kind, "group.granted" | "group.revoked" | "group.deleted") {
        return None;
    }
    match entry.event().ok()? {
        Event::GroupGranted { group, permissions } => {
            Some(Turned { entry, group, on: true, set: permissions.known })
        }
        Event::GroupRevoked { group, permissions } | Event::GroupDeleted { group, permissions, .. } => {
            Some(Turned { entry, group, on: false, set: permissions.known })
        }
        _ => None,
    }
}

fn from_here(scene: &Scene, entry: &Entry) -> bool {
    entry.desk == Some(scene.picture.desk) && entry.by == scene.picture.me
}

/// Mine that are not settled, in groups that others have changed since I asked.
fn kept(scene: &Scene, turned: &[Turned]) -> Vec<Clash> {
    let mut mine: BTreeMap<GroupId, Vec<&PendingOp>> = BTreeMap::new();
    for pending in &scene.picture.pending {
        if matches!(pending.state, PendingState::Sent | PendingState::Answered) {
            continue;
        }
        let Some(Op::GroupGrant { group, .. } | Op::GroupRevoke { group, .. }) = &pending.op else {
            continue;
        };
        if mine.len() < GROUPS || mine.contains_key(group) {
            mine.entry(*group).or_default().push(pending);
        }
    }
    mine.into_iter().filter_map(|(group, ops)| kept_in(scene, turned, group, &ops)).collect()
}

fn kept_in(scene: &Scene, turned: &[Turned], group: GroupId, ops: &[&PendingOp]) -> Option<Clash> {
    let since = ops.iter().map(|op| op.made_at).min()?;
    let newer: Vec<&Turned> = turned.iter().filter(|it| it.group == group && it.entry.at > since).collect();
    let present = scene.picture.base.group(group);
    let theirs: Vec<&Turned> = newer.iter().copied().filter(|it| !from_here(scene, it.entry)).collect();
    let seq = theirs.iter().map(|it| it.entry.seq).max()?;
    let now = present.map_or(PermissionSet::EMPTY, |group| group.permissions.with_views());
    // Newest first: each is taken back on what the one before it left.
    let before = newer.iter().fold(now, |set, it| if it.on { set.minus(it.set) } else { set.union(it.set) });
    let mine = ops.iter().filter_map(|op| op.op.as_ref()).fold(before, wanted);
    let toggle = |permission: Permission| {
        let [before, mine, now] = [before, mine, now].map(|set| set.contains(permission));
        let contested = mine != now && mine != before && present.is_some();
        ClashToggle { permission, before, mine, theirs: now, now, contested }
    };
    let toggles: Vec<ClashToggle> = Permission::ALL
        .iter()
        .copied()
        .map(toggle)
        .filter(|it| it.mine != it.before || it.now != it.before)
        .collect();
    Some(Clash {
        group,
        name: named(scene, group),
        met: if present.is_some() { Met::Kept } else { Met::Deleted },
        by: people(scene, theirs.iter().map(|it| it.entry)),
        toggles,
        ops: ops.iter().map(|op| op.id).collect(),
        seq,
    })
}

/// What an op makes of a group's permissions.
fn wanted(set: PermissionSet, op: &Op) -> PermissionSet {
    let known = |codes: &[String]| -> PermissionSet {
        codes.iter().filter_map(|code| Permission::from_code(code)).collect()
    };
    match op {
        Op::GroupGrant { permissions, .. } => set.union(known(permissions).with_views()),
        Op::GroupRevoke { permissions, .. } => set.minus(known(permissions).with_sections()),
        _ => set,
    }
}

/// Mine that were taken, and somebody else's in the same group: whichever was second was asked before the first was taken, so
/// nobody saw that they differ. What has been turned again since is settled.
fn crossed(scene: &Scene, turned: &[Turned]) -> Vec<(GroupId, Clash)> {
    let mut found: BTreeMap<GroupId, Clash> = BTreeMap::new();
    let recent = |at: Time| at.plus_days(DAYS) >= scene.now();
    for mine in turned.iter().filter(|it| from_here(scene, it.entry) && recent(it.entry.at)) {
        let Some(present) = scene.store().group(mine.group) else { continue };
        let now = present.permissions.with_views();
        let others = turned.iter().filter(|it| it.group == mine.group && it.on != mine.on);
        for theirs in others.filter(|it| it.entry.by.is_some() && !from_here(scene, it.entry)) {
            let (first, second) =
                if mine.entry.seq < theirs.entry.seq { (mine, theirs) } else { (theirs, mine) };
            let unseen = second.entry.made_at.is_some_and(|made| made < first.entry.at);
            let later = turned.iter().filter(|it| it.group == mine.group && it.entry.seq > second.entry.seq);
            let settled = later.fold(PermissionSet::EMPTY, |set, it| set.union(it.set));
            let both = mine.set.intersection(theirs.set).minus(settled);
            let toggles =
                both.iter().filter(|it| unseen && now.contains(*it) == second.on).map(|permission| {
                    let (before, now) = (!first.on, second.on);
                    let (mine, theirs) = (mine.on, theirs.on);
                    ClashToggle { permission, before, mine, theirs, now, contested: true }
                });
            let toggles: Vec<ClashToggle> = toggles.collect();
            if toggles.is_empty() {
                continue;
            }
            let clash = found.entry(mine.group).or_insert_with(|| Clash {
                group: mine.group,
                name: named(scene, mine.group),
                met: Met::Crossed,
                by: Vec::new(),
                toggles: Vec::new(),
                ops: Vec::new(),
                seq: 0,
            });
            for name in people(scene, [theirs.entry]) {
                if !clash.by.contains(&name) {
                    clash.by.push(name);
                }
            }
            clash.seq = clash.seq.max(second.entry.seq);
            // Newest first: what was met twice is told as it was met last.
            let new = toggles
                .into_iter()
                .filter(|it| !clash.toggles.iter().any(|known| known.permission == it.permission));
            let new: Vec<ClashToggle> = new.collect();
            clash.toggles.extend(new);
            clash.toggles.sort_by_key(|it| Permission::ALL.iter().position(|one| *one == it.permission));
        }
    }
    // What she chose to leave as it is stays so until something else crosses there.
    found.into_iter().filter(|(group, clash)| scene.picture.left.get(group) != Some(&clash.seq)).collect()
}

fn named(scene: &Scene, group: GroupId) -> String {
    scene.names.any(scene.store(), group.uuid()).unwrap_or_else(|| NO_NAME.to_owned())
}

/// Who wrote these entries, each once.
fn people<'a>(scene: &Scene, entries: impl IntoIterator<Item = &'a Entry>) -> Vec<String> {
    let mut by: Vec<MemberId> = Vec::new();
    for entry in entries {
        by.extend(entry.by.filter(|it| !by.contains(it)));
    }
    by.into_iter().map(|member| scene.names.member(scene.store(), member)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use Permission::{OrdersDownload, OrdersFulfillment, OrdersView, PriceUpdate, PriceView};
    use keyholder_domain::id::DeskId;
    use keyholder_domain::op::{Asker, decide};
    use keyholder_domain::role::Role;

    use super::super::fixture::{Shop, ask, day, id, keep};
    use super::super::{View, What};
    use super::*;
    use crate::picture::Picture;

    fn drawn(picture: &Picture) -> Vec<Clash> {
        match ask(picture, What::Waiting(Default::default())) {
            Ok(View::Waiting(view)) => view.clashes,
            other => panic!("asked what waits, got {other:?}"),
        }
    }

    /// What the group's own screen says of it.
    fn told(picture: &Picture, group: GroupId) -> Option<Met> {
        match ask(picture, What::Group { group }) {
            Ok(View::Group(view)) => view.met,
            other => panic!("asked a group, got {other:?}"),
        }
    }

    fn grant(group: GroupId, permissions: &[Permission]) -> Op {
        Op::GroupGrant { group, permissions: permissions.iter().map(|it| it.code().to_owned()).collect() }
    }

    fn revoke(group: GroupId, permissions: &[Permission]) -> Op {
        Op::GroupRevoke { group, permissions: permissions.iter().map(|it| it.code().to_owned()).collect() }
    }

    /// What an accepted op becomes: asked at one hour of day 0, taken at another.
    fn taken(shop: &mut Shop, op: &Op, by: MemberId, here: bool, hours: (i64, i64)) {
        let event = decide(&shop.store, Asker::Member(by), op, day(0)).expect("accepted").expect("an event");
        shop.happens(event, Some(by));
        let last = shop.entries.last_mut().expect("it happened");
        let desk = DeskId::from_uuid(id(if here { 1 } else { 2 }));
        last["desk"] = serde_json::to_value(desk).expect("an id");
        last["made_at"] = serde_json::to_value(day(0).plus_seconds(hours.0 * 3600)).expect("a time");
        last["at"] = serde_json::to_value(day(0).plus_seconds(hours.1 * 3600)).expect("a time");
    }

    fn refused(picture: &mut Picture, op: &Op, hour: i64) {
        keep(picture, op, PendingState::Refused);
        picture.pending.last_mut().expect("kept above").made_at = day(0).plus_seconds(hour * 3600);
    }

    fn states(clash: &Clash) -> Vec<(Permission, [bool; 4], bool)> {
        let state = |it: &ClashToggle| (it.permission, [it.before, it.mine, it.theirs, it.now], it.contested);
        clash.toggles.iter().map(state).collect()
    }

    #[test]
    fn what_came_back_meets_what_others_did_meanwhile_toggle_by_toggle() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[OrdersView, OrdersFulfillment]);
        let eko = shop.member("Eko", Role::Admin, &[]);
        let owner = shop.owner();
        taken(&mut shop, &revoke(kasir, &[OrdersView]), owner, false, (5, 5));
        let mut picture = shop.seen_by(eko);
        refused(&mut picture, &grant(kasir, &[OrdersDownload]), 3);
        refused(&mut picture, &grant(kasir, &[PriceUpdate]), 4);
        let clashes = drawn(&picture);
        let [clash] = clashes.as_slice() else { panic!("one clash, got {clashes:?}") };
        assert_eq!(told(&picture, kasir), Some(Met::Kept));
        assert_eq!(
            (clash.met, clash.by.as_slice(), clash.ops.len()),
            (Met::Kept, ["Ana".to_owned()].as_slice(), 2)
        );
        assert_eq!(
            states(clash),
            [
                (PriceView, [false, true, false, false], true),
                (PriceUpdate, [false, true, false, false], true),
                (OrdersView, [true, true, false, false], false),
                (OrdersFulfillment, [true, true, false, false], false),
                (OrdersDownload, [false, true, false, false], true),
            ]
        );
    }

    #[test]
    fn what_came_back_to_a_group_that_nobody_changed_is_no_clash() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[]);
        let mut picture = shop.seen_by(shop.owner());
        refused(&mut picture, &grant(kasir, &[OrdersView]), 3);
        assert_eq!((drawn(&picture), told(&picture, kasir)), (Vec::new(), None));
    }

    #[test]
    fn a_group_that_was_deleted_meanwhile_is_told_by_what_it_held() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[OrdersView]);
        let eko = shop.member("Eko", Role::Admin, &[]);
        let owner = shop.owner();
        taken(&mut shop, &Op::GroupDelete { group: kasir, move_to: Some(None) }, owner, false, (5, 5));
        let mut picture = shop.seen_by(eko);
        refused(&mut picture, &grant(kasir, &[OrdersDownload]), 3);
        let clashes = drawn(&picture);
        assert_eq!((clashes[0].met, clashes[0].name.as_str()), (Met::Deleted, "Kasir"));
        assert_eq!(
            states(&clashes[0]),
            [
                (OrdersView, [true, true, false, false], false),
                (OrdersDownload, [false, true, false, false], false)
            ]
        );
    }

    #[test]
    fn two_changes_that_crossed_are_told_to_both_of_them_until_one_is_chosen() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[OrdersView, OrdersFulfillment]);
        let eko = shop.member("Eko", Role::Admin, &[]);
        let owner = shop.owner();
        taken(&mut shop, &revoke(kasir, &[OrdersView]), owner, false, (2, 5));
        // Made before the Owner's reached the cloud, taken after it: View comes back on.
        taken(&mut shop, &grant(kasir, &[OrdersDownload]), eko, true, (3, 6));
        let clashes = drawn(&shop.seen_by(eko));
        assert_eq!((clashes[0].met, clashes[0].by.as_slice()), (Met::Crossed, ["Ana".to_owned()].as_slice()));
        assert_eq!(states(&clashes[0]), [(OrdersView, [true, true, false, true], true)]);

        // To the Owner it is the other way round.
        let mut hers = shop.clone_with_desks_swapped();
        let clashes = drawn(&hers.seen_by(owner));
        assert_eq!(states(&clashes[0]), [(OrdersView, [true, false, true, true], true)]);
        taken(&mut hers, &revoke(kasir, &[OrdersView]), owner, true, (7, 7));
        assert_eq!(drawn(&hers.seen_by(owner)), [], "turned again on purpose: settled");
    }

    #[test]
    fn a_change_that_was_made_with_the_other_in_sight_is_no_clash() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[OrdersView]);
        let eko = shop.member("Eko", Role::Admin, &[]);
        let owner = shop.owner();
        taken(&mut shop, &revoke(kasir, &[OrdersView]), owner, false, (2, 2));
        taken(&mut shop, &grant(kasir, &[OrdersView]), eko, true, (3, 3));
        assert_eq!(drawn(&shop.seen_by(eko)), []);
    }

    /// The Owner turned View off in a group, and Eko turned it on, each without the other in sight.
    fn crossed() -> (Shop, GroupId, MemberId) {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[OrdersView]);
        let eko = shop.member("Eko", Role::Admin, &[]);
        let owner = shop.owner();
        taken(&mut shop, &revoke(kasir, &[OrdersView]), owner, false, (2, 5));
        taken(&mut shop, &grant(kasir, &[OrdersView]), eko, true, (3, 6));
        (shop, kasir, eko)
    }

    #[test]
    fn what_crossed_days_ago_is_not_brought_up_again() {
        let (shop, _, eko) = crossed();
        let mut picture = shop.seen_by(eko);
        assert_eq!(drawn(&picture).len(), 1);
        picture.now = day(5);
        assert_eq!(drawn(&picture), []);
        picture.recent = Arc::new(Vec::new());
        assert_eq!(drawn(&picture), []);
    }

    #[test]
    fn what_was_left_as_it_is_is_not_brought_up_again_and_a_later_clash_is() {
        let (mut shop, kasir, eko) = crossed();
        let owner = shop.owner();
        let mut picture = shop.seen_by(eko);
        let seq = drawn(&picture)[0].seq;
        picture.left = Arc::new([(kasir, seq)].into());
        assert_eq!((drawn(&picture), told(&picture, kasir)), (Vec::new(), None));
        taken(&mut shop, &revoke(kasir, &[OrdersView]), owner, false, (4, 7));
        picture.recent = shop.seen_by(eko).recent;
        (picture.local, picture.base) = (shop.store.clone(), shop.store.clone());
        assert_eq!(drawn(&picture).len(), 1, "crossed again");
    }

    impl Shop {
        /// The same entries as the other desk sees them.
        fn clone_with_desks_swapped(&self) -> Shop {
            let mut other = Shop::new();
            other.store = self.store.clone();
            other.entries = self.entries.clone();
            let [one, two] = [1, 2].map(|n| serde_json::to_value(DeskId::from_uuid(id(n))).expect("an id"));
            for entry in &mut other.entries {
                entry["desk"] = if entry["desk"] == one {
                    two.clone()
                } else if entry["desk"] == two {
                    one.clone()
                } else {
                    continue;
                };
            }
            other
        }
    }
}
