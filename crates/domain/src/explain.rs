//! Why she can, why she cannot, and who could change it.

use crate::id::{GroupId, MemberId};
use crate::member::Member;
use crate::permission::{Bound, Permission, bound};
use crate::role::{Area, Cell, Limit, Role, cell};
use crate::status::MemberStatus;
use crate::store::Store;

/// What is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A permission in omnichannel.
    Permission(Permission),
    /// An area of the store.
    Area(Area),
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Whether she may, now. A partial cell counts.
    pub allowed: bool,
    /// How far: of an area its cell; of a permission full or none, or partial where a limit holds.
    pub level: Cell,
    /// Why, the weightiest first. Never empty.
    pub because: Vec<Because>,
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// She has no place in the store.
    NotAMember,
    /// She is suspended: whatever follows is what she would have.
    Suspended,
    /// Her role gives it, or, for an area, withholds it.
    ByRole {
        /// Her role.
        role: Role,
    },
    /// Her role can never hold it, whatever these groups of hers grant.
    CutByRole {
        /// Her role.
        role: Role,
        /// Her groups that grant it in vain.
        groups: Vec<GroupId>,
    },
    /// These groups of hers grant it.
    GrantedBy {
        /// The groups.
        groups: Vec<GroupId>,
    },
    /// These groups of hers hold an action of the section without its View: it is read as if the View were there.
    ImpliedView {
        /// The groups.
        groups: Vec<GroupId>,
    },
    /// A group could grant it, but none of hers does.
    NoGroupGrants,
    /// What she sees is limited.
    Partial {
        /// To what.
        limit: Limit,
    },
}

impl Because {
    /// A stable code, for texts.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAMember => "not_a_member",
            Self::Suspended => "suspended",
            Self::ByRole { .. } => "by_role",
            Self::CutByRole { .. } => "cut_by_role",
            Self::GrantedBy { .. } => "by_group",
            Self::ImpliedView { .. } => "implied_view",
            Self::NoGroupGrants => "no_group",
            Self::Partial { .. } => "partial",
        }
    }
}

/// Someone who could change another's access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changer {
    /// Her id.
    pub member: MemberId,
    /// Her name.
    pub name: String,
    /// Her role.
    pub role: Role,
}

/// Why a member may do something, or may not. Who could change that is the same for all that is hers: [`who_can_change`].
pub fn explain(store: &Store, member: MemberId, what: What) -> Explanation {
    let Some(present) = store.member(member) else {
        let because = vec![Because::NotAMember];
        return Explanation { allowed: false, level: Cell::None, because };
    };
    let (level, mut because) = match what {
        What::Area(area) => explain_area(present.role, area),
        What::Permission(permission) => explain_permission(store, present, permission),
    };
    let suspended = present.status != MemberStatus::Active;
    if suspended {
        because.insert(0, Because::Suspended);
    }
    let level = if suspended { Cell::None } else { level };
    Explanation { allowed: level != Cell::None, level, because }
}

fn explain_area(role: Role, area: Area) -> (Cell, Vec<Because>) {
    let level = cell(role, area);
    let limit = if level == Cell::Partial { role.reports_limit() } else { None };
    let because = std::iter::once(Because::ByRole { role });
    (level, because.chain(limit.map(|limit| Because::Partial { limit })).collect())
}

fn explain_permission(store: &Store, member: &Member, permission: Permission) -> (Cell, Vec<Because>) {
    let role = member.role;
    let groups = || member.groups.keys().filter_map(|id| store.group(*id));
    let granting = || -> Vec<GroupId> {
        groups().filter(|group| group.permissions.contains(permission)).map(|group| group.id).collect()
    };
    match bound(role, permission) {
        Bound::Always => (Cell::Full, vec![Because::ByRole { role }]),
        Bound::Never => (Cell::None, vec![Because::CutByRole { role, groups: granting() }]),
        Bound::ByGroup => {
            let implied = |group: &GroupId| {
                store.group(*group).is_some_and(|group| group.missing_views.contains(permission))
            };
            let (implied, outright): (Vec<_>, Vec<_>) = granting().into_iter().partition(implied);
            if outright.is_empty() && implied.is_empty() {
                return (Cell::None, vec![Because::NoGroupGrants]);
            }
            let reason = if outright.is_empty() {
                Because::ImpliedView { groups: implied }
            } else {
                Because::GrantedBy { groups: outright }
            };
            let limit = permission.limit(role);
            let level = if limit.is_some() { Cell::Partial } else { Cell::Full };
            let because = std::iter::once(reason).chain(limit.map(|limit| Because::Partial { limit }));
            (level, because.collect())
        }
    }
}

/// Who could change a member's access: active, with the area, above her, and not herself. The Owner first. One after the other: there
/// may be thousands, of whom few are named.
pub fn who_can_change<'a>(store: &'a Store, target: &'a Member) -> impl Iterator<Item = Changer> + 'a {
    let roles = Role::ALL.iter().copied();
    let able =
        roles.filter(|role| cell(*role, Area::ChangeMemberRole) == Cell::Full && role.outranks(target.role));
    able.flat_map(|role| store.members_with_role(role))
        .filter(|member| member.is_active() && member.id != target.id)
        .map(|member| Changer { member: member.id, name: member.name().to_owned(), role: member.role })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{
        ADMIN, ADMIN_TWO, COUNTER, HANDLER, MANAGER, OWNER, SELLER, STOCKROOM, VIEWER, group_id, member_id,
        shop,
    };

    fn why(n: u32, permission: Permission) -> (Cell, Vec<Because>) {
        let explanation = explain(&shop(), member_id(n), What::Permission(permission));
        assert_eq!(explanation.allowed, shop().may(member_id(n), permission));
        (explanation.level, explanation.because)
    }

    fn by_counter() -> Because {
        Because::GrantedBy { groups: vec![group_id(COUNTER)] }
    }

    #[test]
    fn every_answer_says_why() {
        let by_role = |role| vec![Because::ByRole { role }];
        assert_eq!(why(ADMIN, Permission::UsersDelete), (Cell::Full, by_role(Role::Admin)));
        assert_eq!(why(SELLER, Permission::OrdersFulfillment), (Cell::Full, vec![by_counter()]));
        assert_eq!(why(SELLER, Permission::PriceView), (Cell::None, vec![Because::NoGroupGrants]));
        let cut = Because::CutByRole { role: Role::Viewer, groups: vec![group_id(STOCKROOM)] };
        assert_eq!(why(VIEWER, Permission::ProductScan), (Cell::None, vec![cut]));
        let cut = Because::CutByRole { role: Role::Seller, groups: vec![] };
        assert_eq!(why(SELLER, Permission::UsersView), (Cell::None, vec![cut]));
    }

    #[test]
    fn the_dashboard_is_limited_as_reports_are() {
        let limited = vec![by_counter(), Because::Partial { limit: Limit::OwnSales }];
        assert_eq!(why(SELLER, Permission::DashboardView), (Cell::Partial, limited));
        let full = (Cell::Full, vec![by_counter()]);
        assert_eq!(why(MANAGER, Permission::DashboardView), full);
        let reports = explain(&shop(), member_id(HANDLER), What::Area(Area::ViewReports));
        let limit = Limit::StockReports;
        assert_eq!(
            reports.because,
            [Because::ByRole { role: Role::InventoryHandler }, Because::Partial { limit }]
        );
        assert!(reports.allowed);
    }

    #[test]
    fn who_could_change_it_is_told_by_name() {
        let store = shop();
        let able = |n| {
            let target = store.member(member_id(n)).expect("she is in the shop");
            who_can_change(&store, target).map(|changer| changer.member).collect::<Vec<_>>()
        };
        assert_eq!(able(SELLER), [member_id(OWNER), member_id(ADMIN), member_id(ADMIN_TWO)]);
        assert_eq!(able(ADMIN), [member_id(OWNER)], "for an Admin, only the Owner");
        assert_eq!(able(OWNER), []);
    }

    #[test]
    fn a_view_that_stored_data_lacked_is_told_as_implied() {
        let mut store = shop();
        let codes = Permission::OrdersDownload;
        let codes: crate::permission::Codes = crate::permission::PermissionSet::from_iter([codes]).into();
        let group = crate::group::Group::stored(group_id(COUNTER), crate::text::Name::stored("Kasir"), codes);
        store.put_group(group);
        let explanation = explain(&store, member_id(SELLER), What::Permission(Permission::OrdersView));
        assert_eq!(explanation.because, [Because::ImpliedView { groups: vec![group_id(COUNTER)] }]);
        assert!(explanation.allowed);
    }

    #[test]
    fn the_suspended_and_the_absent_are_told_so_first() {
        let mut store = shop();
        let suspend = crate::op::Op::MemberSuspend { member: member_id(SELLER) };
        crate::testing::ask(&mut store, OWNER, &suspend);
        let explanation = explain(&store, member_id(SELLER), What::Permission(Permission::OrdersView));
        assert_eq!(explanation.because, [Because::Suspended, by_counter()]);
        assert!(!explanation.allowed);
        let absent = explain(&store, member_id(99), What::Area(Area::ViewTeam));
        assert_eq!((absent.allowed, absent.because), (false, vec![Because::NotAMember]));
    }
}
