//! Every refusal code of the wire, by a case that is told it. `tests/` of the cloud asks the same over HTTP, for all that
//! HTTP can reach; the others are listed here with the reason.

use keyholder_domain::testing::{
    ADMIN, ADMIN_TWO, COUNTER, Given, MANAGER, OWNER, SELLER, STOCKROOM, VIEWER, email, given, group_id,
    invitation_id, invite, invite_op, member_id, new_store, newcomer, set_plan, shop,
};
use keyholder_domain::{
    Area, EmailProblem, Event, InvitationStatus, LeaseDays, MemberStatus, NameProblem, Newcomer, Op, Plan,
    Refusal, Role, SeatLimit,
};
use serde_json::json;

/// Codes that no request over HTTP can be told, and why.
const NOT_OVER_HTTP: &[(&str, &str)] = &[
    ("not_a_member", "whoever is no member gets 404 for the whole store, before any op is looked at"),
    ("suspended", "a suspended member gets 403 for the whole store, before any op is looked at"),
    ("permission_not_held", "whoever has the area is Owner or Admin, and they hold all 25 by role"),
];

/// Codes that the exchange says and `decide` does not, and why. The cloud tests them.
const NOT_BY_DECIDE: &[(&str, &str)] = &[
    (
        "unknown_op",
        "an op that cannot be read never gets as far as `decide`: see `Op::parse` and the golden files",
    ),
    ("depends_on_refused", "only the exchange knows which ops were refused: `decide` says `unknown_…`"),
    ("op_id_in_use", "only the exchange knows the ids of ops"),
];

fn rename(to: &str) -> Op {
    Op::GroupRename { group: group_id(STOCKROOM), from: "Gudang".to_owned(), to: to.to_owned() }
}

fn change_role(member: u32, from: &str, to: &str) -> Op {
    Op::MemberChangeRole { member: member_id(member), from: from.to_owned(), to: to.to_owned() }
}

fn invite_to(address: &str, role: &str) -> Op {
    Op::InvitationSend {
        invitation: invitation_id(20),
        email: address.to_owned(),
        role: role.to_owned(),
        groups: vec![],
    }
}

fn forced(plan: Plan) -> keyholder_domain::Store {
    let mut store = shop();
    set_plan(&mut store, plan);
    store
}

fn with_invitation(n: u32, role: Role) -> Given {
    let mut store = shop();
    invite(&mut store, n, role, &[COUNTER]);
    given(store)
}

/// One case for each code: who asks what of which store. `permission_not_held` needs a member whose access was cut by hand;
/// its case stands in `authority.rs`, where that can be done.
fn cases() -> Vec<(&'static str, keyholder_domain::testing::Answered, Refusal)> {
    let seven_of_five = || (7, SeatLimit::Limited(5));
    let mut all = vec![
        ("not_a_member", given(shop()).when(99, rename("X")), Refusal::NotAMember),
        (
            "suspended",
            given(shop())
                .when(OWNER, Op::MemberSuspend { member: member_id(ADMIN) })
                .accepted()
                .when(ADMIN, rename("X")),
            Refusal::Suspended,
        ),
        (
            "area_required",
            given(shop()).when(MANAGER, rename("X")),
            Refusal::AreaRequired { area: Area::ChangeMemberRole },
        ),
        (
            "unknown_permission",
            given(shop()).when(
                ADMIN,
                Op::GroupGrant { group: group_id(99), permissions: vec!["product.teleport".to_owned()] },
            ),
            Refusal::UnknownPermission { permission: "product.teleport".to_owned() },
        ),
        (
            "unknown_role",
            given(shop()).when(ADMIN, change_role(99, "seller", "shopkeeper")),
            Refusal::UnknownRole,
        ),
        (
            "unknown_plan",
            given(shop()).when(ADMIN, Op::PlanChange { from: "team".to_owned(), to: "gold".to_owned() }),
            Refusal::UnknownPlan,
        ),
        (
            "invalid_email",
            given(shop()).when(ADMIN, invite_to("budi", "seller")),
            Refusal::InvalidEmail { why: EmailProblem::NoAt },
        ),
        (
            "invalid_name",
            given(shop()).when(ADMIN, rename(" ")),
            Refusal::InvalidName { why: NameProblem::Empty },
        ),
        (
            "unknown_member",
            given(shop()).when(ADMIN, Op::MemberRemove { member: member_id(99) }),
            Refusal::UnknownMember,
        ),
        (
            "unknown_group",
            given(shop())
                .when(ADMIN, Op::MemberAddToGroup { member: member_id(SELLER), group: group_id(99) }),
            Refusal::UnknownGroup,
        ),
        (
            "unknown_invitation",
            given(shop()).when(ADMIN, Op::InvitationResend { invitation: invitation_id(99) }),
            Refusal::UnknownInvitation,
        ),
        (
            "id_in_use",
            given(shop()).when(
                ADMIN,
                Op::GroupCreate { group: group_id(STOCKROOM), name: "Lain".to_owned(), permissions: vec![] },
            ),
            Refusal::IdInUse,
        ),
        ("own_access", given(shop()).when(ADMIN, change_role(ADMIN, "admin", "seller")), Refusal::OwnAccess),
        (
            "owner_protected",
            given(shop()).when(ADMIN, Op::MemberRemove { member: member_id(OWNER) }),
            Refusal::OwnerProtected,
        ),
        (
            "owner_role_reserved",
            given(shop()).when(OWNER, change_role(ADMIN, "admin", "owner")),
            Refusal::OwnerRoleReserved,
        ),
        (
            "outranked",
            given(shop()).when(ADMIN, Op::MemberSuspend { member: member_id(ADMIN_TWO) }),
            Refusal::Outranked { actor_role: Role::Admin, target_role: Role::Admin },
        ),
        (
            "changed_meanwhile",
            given(shop()).when(ADMIN, change_role(SELLER, "viewer", "manager")),
            Refusal::ChangedMeanwhile { field: "role", expected: json!("viewer"), present: json!("seller") },
        ),
        (
            "invitation_not_pending",
            with_invitation(8, Role::Viewer).after_days(7).when(
                ADMIN,
                Op::InvitationAddToGroup { invitation: invitation_id(8), group: group_id(STOCKROOM) },
            ),
            Refusal::InvitationNotPending { status: InvitationStatus::Expired },
        ),
        (
            "name_taken",
            given(shop()).when(ADMIN, rename("KASIR")),
            Refusal::NameTaken { group: group_id(COUNTER) },
        ),
        (
            "already_member",
            given(shop()).when(ADMIN, invite_to(" PERSON5@kedai.example", "viewer")),
            Refusal::AlreadyMember { member: member_id(SELLER), status: MemberStatus::Active },
        ),
        (
            "already_invited",
            with_invitation(8, Role::Viewer).when(ADMIN, invite_to(email(8).normalised(), "viewer")),
            Refusal::AlreadyInvited { invitation: invitation_id(8) },
        ),
        (
            "group_in_use",
            with_invitation(8, Role::Viewer)
                .when(ADMIN, Op::GroupDelete { group: group_id(COUNTER), move_to: None }),
            Refusal::GroupInUse { members: 2, invitations: 1 },
        ),
        (
            "plan_too_small",
            given(shop()).when(ADMIN, Op::PlanChange { from: "business".to_owned(), to: "team".to_owned() }),
            Refusal::PlanTooSmall { used: seven_of_five().0, limit: seven_of_five().1 },
        ),
        (
            "over_limit",
            given(forced(Plan::Team)).when(OWNER, invite_op(8, Role::Viewer, &[])),
            Refusal::OverLimit { used: seven_of_five().0, limit: seven_of_five().1 },
        ),
        (
            "no_free_seat",
            given(new_store()).when(OWNER, invite_op(8, Role::Viewer, &[])),
            Refusal::NoFreeSeat { used: 1, limit: SeatLimit::Limited(1) },
        ),
    ];
    all.push((
        "inviter_lost_authority",
        given(shop())
            .when(ADMIN, invite_op(8, Role::Viewer, &[]))
            .accepted()
            .when(OWNER, Op::MemberSuspend { member: member_id(ADMIN) })
            .accepted()
            .when_accepted(8),
        Refusal::InviterLostAuthority,
    ));
    all.push((
        "wrong_account",
        with_invitation(8, Role::Viewer).when_accepted_by(invitation_id(8), &newcomer(9)),
        Refusal::WrongAccount,
    ));
    all
}

#[test]
fn every_code_is_told_with_its_values() {
    for (code, answered, refusal) in cases() {
        assert_eq!(refusal.code(), code);
        assert!(refusal.with().is_object(), "{code}");
        answered.refused(&refusal);
    }
}

#[test]
fn every_code_has_its_case_or_its_reason() {
    let told: Vec<&str> = cases().iter().map(|(code, ..)| *code).collect();
    for refusal in one_of_each() {
        let code = refusal.code();
        let excused =
            NOT_BY_DECIDE.iter().any(|(excused, _)| *excused == code) || code == "permission_not_held";
        assert!(told.contains(&code) || excused, "`{code}` has neither a case nor a reason");
    }
    for (code, reason) in NOT_OVER_HTTP.iter().chain(NOT_BY_DECIDE) {
        assert!(one_of_each().iter().any(|refusal| refusal.code() == *code), "`{code}` is no code: {reason}");
    }
}

/// One of each. The match does not compile until a new variant is named; then the list asks for it.
fn one_of_each() -> Vec<Refusal> {
    let (used, limit) = (1, SeatLimit::Limited(1));
    let all = vec![
        Refusal::UnknownOp,
        Refusal::NotAMember,
        Refusal::Suspended,
        Refusal::AreaRequired { area: Area::ViewTeam },
        Refusal::UnknownPermission { permission: String::new() },
        Refusal::UnknownRole,
        Refusal::UnknownPlan,
        Refusal::InvalidEmail { why: EmailProblem::Empty },
        Refusal::InvalidName { why: NameProblem::Empty },
        Refusal::DependsOnRefused { op: uuid::Uuid::nil().into() },
        Refusal::UnknownMember,
        Refusal::UnknownGroup,
        Refusal::UnknownInvitation,
        Refusal::IdInUse,
        Refusal::OwnAccess,
        Refusal::OwnerProtected,
        Refusal::OwnerRoleReserved,
        Refusal::Outranked { actor_role: Role::Viewer, target_role: Role::Viewer },
        Refusal::PermissionNotHeld { permissions: Default::default() },
        Refusal::ChangedMeanwhile { field: "", expected: json!(1), present: json!(2) },
        Refusal::InvitationNotPending { status: InvitationStatus::Expired },
        Refusal::NameTaken { group: group_id(1) },
        Refusal::AlreadyMember { member: member_id(1), status: MemberStatus::Active },
        Refusal::AlreadyInvited { invitation: invitation_id(1) },
        Refusal::GroupInUse { members: 1, invitations: 1 },
        Refusal::InviterLostAuthority,
        Refusal::PlanTooSmall { used, limit },
        Refusal::OverLimit { used, limit },
        Refusal::NoFreeSeat { used, limit },
        Refusal::WrongAccount,
        Refusal::OpIdInUse,
    ];
    for refusal in &all {
        match refusal {
            Refusal::UnknownOp
            | Refusal::NotAMember
            | Refusal::Suspended
            | Refusal::AreaRequired { .. }
            | Refusal::UnknownPermission { .. }
            | Refusal::UnknownRole
            | Refusal::UnknownPlan
            | Refusal::InvalidEmail { .. }
            | Refusal::InvalidName { .. }
            | Refusal::DependsOnRefused { .. }
            | Refusal::UnknownMember
            | Refusal::UnknownGroup
            | Refusal::UnknownInvitation
            | Refusal::IdInUse
            | Refusal::OwnAccess
            | Refusal::OwnerProtected
            | Refusal::OwnerRoleReserved
            | Refusal::Outranked { .. }
            | Refusal::PermissionNotHeld { .. }
            | Refusal::ChangedMeanwhile { .. }
            | Refusal::InvitationNotPending { .. }
            | Refusal::NameTaken { .. }
            | Refusal::AlreadyMember { .. }
            | Refusal::AlreadyInvited { .. }
            | Refusal::GroupInUse { .. }
            | Refusal::InviterLostAuthority
            | Refusal::PlanTooSmall { .. }
            | Refusal::OverLimit { .. }
            | Refusal::NoFreeSeat { .. }
            | Refusal::WrongAccount
            | Refusal::OpIdInUse => {}
        }
    }
    all
}

/// The values of every refusal that has any, exactly as the wire writes them.
#[test]
fn the_values_stand_as_the_wire_says() {
    let check =
        |refusal: Refusal, with: serde_json::Value| assert_eq!(refusal.with(), with, "{}", refusal.code());
    let (used, limit) = (5, SeatLimit::Limited(5));
    check(Refusal::AreaRequired { area: Area::BillingPlan }, json!({"area": "billing_plan"}));
    check(Refusal::UnknownPermission { permission: "x.y".to_owned() }, json!({"permission": "x.y"}));
    check(Refusal::InvalidName { why: NameProblem::TooLong }, json!({"why": "too_long"}));
    check(
        Refusal::Outranked { actor_role: Role::Admin, target_role: Role::Owner },
        json!({"actor_role": "admin", "target_role": "owner"}),
    );
    let permissions = [keyholder_domain::Permission::PriceUpdate].into_iter().collect();
    check(Refusal::PermissionNotHeld { permissions }, json!({"permissions": ["price.update"]}));
    check(
        Refusal::AlreadyMember { member: member_id(1), status: MemberStatus::Suspended },
        json!({"member": member_id(1), "status": "suspended"}),
    );
    check(Refusal::GroupInUse { members: 2, invitations: 1 }, json!({"members": 2, "invitations": 1}));
    check(Refusal::NoFreeSeat { used, limit }, json!({"used": 5, "limit": 5}));
    check(Refusal::OwnAccess, json!({}));
}

/// The order of the wire: each case below breaks several clauses at once, and the first one is told.
#[test]
fn the_first_that_applies_is_told() {
    let check = |n: u32, op: Op, code: &str| {
        let answered = given(forced(Plan::Team)).when(n, op);
        assert_eq!(answered.reply().as_ref().unwrap_err().code(), code);
    };
    // A Manager, an unknown role, an unknown member: area comes before form, form before existence.
    check(MANAGER, change_role(99, "x", "y"), "area_required");
    check(ADMIN, change_role(99, "x", "y"), "unknown_role");
    check(ADMIN, change_role(99, "seller", "owner"), "unknown_member");
    // Herself, to the Owner's role, stale: herself first.
    check(OWNER, change_role(OWNER, "admin", "owner"), "own_access");
    check(ADMIN, change_role(OWNER, "seller", "owner"), "owner_protected");
    check(ADMIN, change_role(ADMIN_TWO, "seller", "owner"), "owner_role_reserved");
    check(ADMIN, change_role(ADMIN_TWO, "seller", "admin"), "outranked");
    check(ADMIN, change_role(SELLER, "viewer", "admin"), "outranked");
    check(ADMIN, change_role(SELLER, "viewer", "manager"), "changed_meanwhile");
    // A role before an address, an address before a group, a group before an id in use.
    let send = |email: &str, role: &str, group: u32| Op::InvitationSend {
        invitation: invitation_id(ADMIN),
        email: email.to_owned(),
        role: role.to_owned(),
        groups: vec![group_id(group)],
    };
    check(ADMIN, send("nobody", "shopkeeper", 99), "unknown_role");
    check(ADMIN, send("nobody", "owner", 99), "invalid_email");
    check(ADMIN, send("person5@kedai.example", "owner", 99), "unknown_group");
    check(ADMIN, send("person5@kedai.example", "owner", STOCKROOM), "id_in_use");
    check(ADMIN, invite_to("person5@kedai.example", "owner"), "owner_role_reserved");
    check(ADMIN, invite_to("person5@kedai.example", "admin"), "outranked");
    check(ADMIN, invite_to("person5@kedai.example", "seller"), "already_member");
    check(ADMIN, invite_to("fresh@kedai.example", "seller"), "over_limit");
    // A group before an invitation, a permission before a name, a name before existence.
    check(
        ADMIN,
        Op::InvitationAddToGroup { invitation: invitation_id(99), group: group_id(99) },
        "unknown_group",
    );
    check(
        ADMIN,
        Op::GroupCreate {
            group: group_id(STOCKROOM),
            name: String::new(),
            permissions: vec!["x.y".to_owned()],
        },
        "unknown_permission",
    );
    check(
        ADMIN,
        Op::GroupCreate { group: group_id(STOCKROOM), name: String::new(), permissions: vec![] },
        "invalid_name",
    );
    check(
        ADMIN,
        Op::GroupCreate { group: group_id(STOCKROOM), name: "Kasir".to_owned(), permissions: vec![] },
        "id_in_use",
    );
    check(
        ADMIN,
        Op::GroupRename { group: group_id(STOCKROOM), from: "Lain".to_owned(), to: "Kasir".to_owned() },
        "changed_meanwhile",
    );
    check(ADMIN, Op::PlanChange { from: "starter".to_owned(), to: "gold".to_owned() }, "unknown_plan");
    check(
        ADMIN,
        Op::PlanChange { from: "business".to_owned(), to: "starter".to_owned() },
        "changed_meanwhile",
    );
    check(ADMIN, Op::PlanChange { from: "team".to_owned(), to: "starter".to_owned() }, "plan_too_small");
}

/// A goal that is reached already is accepted without an entry, even if `from` is stale.
#[test]
fn a_goal_already_reached_needs_no_entry() {
    let nothing = |op: Op| drop(given(shop()).when(OWNER, op).nothing_to_do());
    nothing(change_role(SELLER, "viewer", "seller"));
    nothing(Op::GroupRename { group: group_id(COUNTER), from: "Lain".to_owned(), to: " Kasir ".to_owned() });
    nothing(Op::GroupGrant { group: group_id(COUNTER), permissions: vec!["orders.view".to_owned()] });
    nothing(Op::GroupGrant { group: group_id(COUNTER), permissions: vec![] });
    nothing(Op::GroupRevoke { group: group_id(COUNTER), permissions: vec!["users.edit".to_owned()] });
    nothing(Op::MemberRestore { member: member_id(SELLER) });
    nothing(Op::MemberAddToGroup { member: member_id(SELLER), group: group_id(COUNTER) });
    nothing(Op::MemberRemoveFromGroup { member: member_id(SELLER), group: group_id(STOCKROOM) });
    nothing(Op::PlanChange { from: "starter".to_owned(), to: "business".to_owned() });
    nothing(Op::StoreRename { from: "Lain".to_owned(), to: "Kedai Kopi".to_owned() });
    let lease = |days| LeaseDays::new(days).unwrap();
    nothing(Op::StoreSetOfflineLease { from: lease(7), to: LeaseDays::DEFAULT });

    let twice =
        |op: Op| drop(given(shop()).when(OWNER, op.clone()).accepted().when(OWNER, op).nothing_to_do());
    twice(Op::MemberSuspend { member: member_id(SELLER) });
    twice(Op::MemberRemove { member: member_id(VIEWER) });
    let withdraw = Op::InvitationWithdraw { invitation: invitation_id(8) };
    with_invitation(8, Role::Viewer)
        .when(OWNER, withdraw.clone())
        .accepted()
        .when(ADMIN, withdraw)
        .nothing_to_do();
}

/// Everything but `member.remove` treats a removed member as unknown, and her id is never used again.
#[test]
fn the_removed_are_unknown_and_their_ids_stay_used() {
    let gone = || given(shop()).when(OWNER, Op::MemberRemove { member: member_id(SELLER) }).accepted();
    for op in [
        change_role(SELLER, "seller", "viewer"),
        Op::MemberSuspend { member: member_id(SELLER) },
        Op::MemberRestore { member: member_id(SELLER) },
        Op::MemberAddToGroup { member: member_id(SELLER), group: group_id(STOCKROOM) },
        Op::MemberRemoveFromGroup { member: member_id(SELLER), group: group_id(COUNTER) },
    ] {
        gone().when(OWNER, op).refused(&Refusal::UnknownMember);
    }
    gone().when(SELLER, rename("X")).refused(&Refusal::NotAMember);
    let back = gone()
        .when(
            OWNER,
            Op::InvitationSend {
                invitation: invitation_id(20),
                email: email(SELLER).normalised().to_owned(),
                role: "seller".to_owned(),
                groups: vec![],
            },
        )
        .accepted();
    let same_place = Newcomer { member: member_id(SELLER), ..newcomer(SELLER) };
    let back = back.when_accepted_by(invitation_id(20), &same_place).refused(&Refusal::IdInUse);
    let new_place = Newcomer { member: member_id(21), ..newcomer(SELLER) };
    let back = back.when_accepted_by(invitation_id(20), &new_place).accepted();
    let member = back.store.member(member_id(21)).unwrap();
    assert!(member.groups.is_empty(), "a new membership has no old groups");

    let deleted = Op::GroupDelete { group: group_id(STOCKROOM), move_to: Some(None) };
    let create = Op::GroupCreate { group: group_id(STOCKROOM), name: "Baru".to_owned(), permissions: vec![] };
    given(shop()).when(OWNER, deleted).accepted().when(OWNER, create).refused(&Refusal::IdInUse);
}

/// What was forced says so in the event, by the system.
#[test]
fn a_forced_plan_is_the_systems_act() {
    given(shop())
        .when_forced(Plan::Team)
        .then(&Event::PlanForced { from: Plan::Business, to: Plan::Team })
        .when_forced(Plan::Team)
        .nothing_to_do();
}
