//! A member's panel: role, groups, effective access with its reasons, what may be done with her, and her history.

use keyholder_domain::id::{GroupId, MemberId};
use keyholder_domain::member::Member;
use keyholder_domain::op::Op;
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;
use uuid::Uuid;

use super::activity::{self, ActivityRow};
use super::explain;
use super::marks::Marks;
use super::records::{Fact, Records};
use super::scene::{Scene, any_other};
use super::shared::{CanChange, CellReason, Limit, May, Named, PermissionReason, RoleChoice, Told};
use super::team::{self, MemberRow};

/// A group she is in, or could be put into.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct GroupChoice {
    /// The group.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Whether she is in it.
    #[serde(rename = "in")]
    pub is_in: bool,
    /// Whether that may be changed.
    pub may: May,
}

/// What may be done with a member.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct MemberMay {
    /// Suspend her.
    pub suspend: May,
    /// Restore her.
    pub restore: May,
    /// Remove her.
    pub remove: May,
    /// Give her any other role.
    pub change_role: May,
}

/// A member's panel.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct MemberView {
    /// Her row.
    pub member: MemberRow,
    /// The twelve areas.
    pub cells: Vec<CellReason>,
    /// Since when she has her role, and by whom.
    pub role_since: Fact,
    /// The 25 permissions.
    pub permissions: Vec<PermissionReason>,
    /// The five roles that can be given.
    pub roles: Vec<RoleChoice>,
    /// All groups.
    pub groups: Vec<GroupChoice>,
    /// What may be done with her.
    pub may: MemberMay,
    /// What happened to her, newest first, as far as it is held here.
    pub history: Vec<ActivityRow>,
    /// Who could change her access, by name.
    pub can_change: Vec<CanChange>,
    /// What a partial cell leaves of reports and the dashboard.
    pub partial_note: Option<Limit>,
}

/// How many lines of history a panel shows.
const HISTORY: usize = 20;

/// Draws a member's panel.
pub fn member(scene: &Scene, marks: &Marks, id: MemberId) -> Result<MemberView, Told> {
    let member = scene.store().member(id).ok_or_else(|| Told::new("unknown_member", json!({})))?;
    let row = team::row(scene, marks, member);
    let roles = scene.roles_for(id, member.role);
    let records = Records::of(scene.picture);
    Ok(MemberView {
        cells: explain::cells(member.role),
        role_since: records.of_member(scene, id, member.role_since),
        permissions: explain::permissions(scene, &records, member),
        groups: groups(scene, member),
        may: MemberMay {
            suspend: scene.may(&Op::MemberSuspend { member: id }),
            restore: scene.may(&Op::MemberRestore { member: id }),
            remove: scene.may(&Op::MemberRemove { member: id }),
            change_role: any_other(&roles, member.role),
        },
        roles,
        history: activity::history(scene, id, HISTORY),
        can_change: explain::can_change(scene.store(), member),
        partial_note: member.role.reports_limit(),
        member: row,
    })
}

/// Every group, whether she is in it, and whether that may be changed.
fn groups(scene: &Scene, member: &Member) -> Vec<GroupChoice> {
    let choice = |named: Named| {
        let group = GroupId::from_uuid(named.id);
        let is_in = member.groups.contains_key(&group);
        let op = match is_in {
            true => Op::MemberRemoveFromGroup { member: member.id, group },
            false => Op::MemberAddToGroup { member: member.id, group },
        };
        GroupChoice { id: named.id, name: named.name, is_in, may: scene.may(&op) }
    };
    team::groups_by_name(scene).into_iter().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use keyholder_domain::permission::Permission;
    use keyholder_domain::role::Role;

    use super::super::fixture::{Shop, ask, code, waits};
    use super::super::shared::PermissionBecause;
    use super::super::{View, What};
    use super::*;
    use crate::picture::Picture;

    fn drawn(picture: &Picture, member: MemberId) -> MemberView {
        match ask(picture, What::Member { member }) {
            Ok(View::Member(view)) => view,
            other => panic!("asked a member, got {other:?}"),
        }
    }

    fn may(view: &MemberView) -> [&str; 4] {
        let MemberMay { suspend, restore, remove, change_role } = &view.may;
        [code(suspend), code(restore), code(remove), code(change_role)]
    }

    #[test]
    fn the_panel_says_what_each_of_them_may_do_with_a_seller() {
        let mut shop = Shop::new();
        let admin = shop.member("Budi", Role::Admin, &[]);
        let other_admin = shop.member("Bayu", Role::Admin, &[]);
        let manager = shop.member("Citra", Role::Manager, &[]);
        let seller = shop.member("Dewi", Role::Seller, &[]);
        let seen = |me, whom| drawn(&shop.seen_by(me), whom);
        assert_eq!(may(&seen(shop.owner(), seller)), ["may"; 4]);
        assert_eq!(may(&seen(admin, seller)), ["may"; 4]);
        assert_eq!(may(&seen(manager, seller)), ["area_required"; 4]);
        assert_eq!(may(&seen(admin, other_admin)), ["outranked"; 4]);
        assert_eq!(may(&seen(admin, admin)), ["own_access"; 4]);
        assert_eq!(may(&seen(admin, shop.owner())), ["owner_protected"; 4]);
        let admins_choices = seen(admin, seller).roles;
        let codes: Vec<&str> = admins_choices.iter().map(|choice| code(&choice.may)).collect();
        assert_eq!(codes, ["outranked", "may", "may", "may", "may"], "only the Owner makes Admins");
    }

    #[test]
    fn permissions_come_with_their_reasons() {
        let mut shop = Shop::new();
        let gudang = shop.group("Gudang", &[Permission::InventoryUpdate, Permission::OrdersFulfillment]);
        let seller = shop.member("Dewi", Role::Seller, &[gudang]);
        let view = drawn(&shop.seen_by(shop.owner()), seller);
        let reason = |permission| {
            let found =
                view.permissions.iter().find(|it| it.permission == permission).expect("all 25 are told");
            (found.allowed, found.reason, found.groups.len())
        };
        assert_eq!((view.cells.len(), view.permissions.len()), (12, 25));
        assert_eq!(reason(Permission::OrdersFulfillment), (true, PermissionBecause::ByGroup, 1));
        assert_eq!(reason(Permission::InventoryUpdate), (false, PermissionBecause::CutByRole, 1));
        assert_eq!(reason(Permission::ProductView), (false, PermissionBecause::NoGroup, 0));
        let owner = drawn(&shop.seen_by(shop.owner()), shop.owner());
        assert!(owner.permissions.iter().all(|it| it.allowed && it.reason == PermissionBecause::ByRole));
        assert_eq!(view.partial_note, Some(Limit::OwnSales));
        assert_eq!(view.can_change.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Ana"]);
    }

    #[test]
    fn groups_tell_who_is_in_and_whether_that_may_change() {
        let mut shop = Shop::new();
        let gudang = shop.group("Gudang", &[Permission::InventoryUpdate]);
        shop.group("Kasir", &[Permission::OrdersView]);
        let seller = shop.member("Dewi", Role::Seller, &[gudang]);
        let mut picture = shop.seen_by(shop.owner());
        waits(&mut picture, &Op::MemberRemoveFromGroup { member: seller, group: gudang });
        let view = drawn(&picture, seller);
        let told: Vec<_> = view.groups.iter().map(|it| (it.name.as_str(), it.is_in, code(&it.may))).collect();
        assert_eq!(told, [("Gudang", false, "may"), ("Kasir", false, "may")]);
        assert_eq!(view.member.mark, Some(super::super::shared::Mark::Waiting));
    }

    #[test]
    fn history_is_hers_and_whoever_left_is_unknown() {
        let mut shop = Shop::new();
        let seller = shop.member("Dewi", Role::Seller, &[]);
        shop.member("Eko", Role::Viewer, &[]);
        let picture = shop.seen_by(shop.owner());
        let kinds: Vec<_> = drawn(&picture, seller).history.into_iter().map(|row| row.kind).collect();
        assert_eq!(kinds, ["invitation.accepted"]);
        let mut picture = shop.seen_by(shop.owner());
        waits(&mut picture, &Op::MemberRemove { member: seller });
        let gone = ask(&picture, What::Member { member: seller });
        assert_eq!(gone.map_err(|it| it.code), Err("unknown_member".to_owned()));
    }
}
