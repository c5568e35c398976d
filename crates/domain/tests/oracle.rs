//! Role × op × target, every combination, against a naive oracle: the rulebook's clauses written down a second time, by hand, in the
//! plainest way, reading the role matrix from its table and sharing nothing with the crate but the wire's JSON. Where the two disagree,
//! one of them has misread the rules.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::needless_range_loop)] // a role is its number here, on purpose: nothing of the crate is used

use keyholder_domain::{Asker, MemberId, Op, Store, Time, decide};
use serde_json::{Value, json};

const ROLES: [&str; 6] = ["owner", "admin", "manager", "seller", "inventory_handler", "viewer"];
const MATRIX: &str = include_str!("data/role-matrix.csv");

/// Everyone and everything of the test's store, told apart by a number in the id.
fn id(kind: u16, no: usize) -> String {
    format!("00000000-0000-7000-8000-{kind:04x}{no:08x}")
}
/// The first member of a role acts, the second is acted upon; there is only one Owner.
fn actor(role: usize) -> String {
    id(1, role)
}
fn other(role: usize) -> String {
    if role == 0 { id(1, 0) } else { id(2, role) }
}
fn suspended(role: usize) -> String {
    id(3, role)
}
fn invitation(role: usize) -> String {
    id(4, role)
}
fn group(no: usize) -> String {
    id(5, no)
}

fn now() -> Time {
    "2026-03-01T09:00:00Z".parse().unwrap()
}

/// Two active members and one suspended member of each role, a pending invitation to each role but the Owner's, two groups.
fn store() -> Store {
    let member = |id: String, role: &str, status: &str, groups: Value| {
        json!({"id": id, "account": id, "email": format!("{id}@shop.example"), "name": format!("Member {id}"),
               "role": role, "groups": groups, "status": status})
    };
    let mut members = Vec::new();
    for (no, role) in ROLES.iter().enumerate() {
        members.push(member(actor(no), role, "active", json!([group(1)])));
        if no > 0 {
            members.push(member(other(no), role, "active", json!([group(1)])));
            members.push(member(suspended(no), role, "suspended", json!([])));
        }
    }
    let invitations: Vec<Value> = (1..6)
        .map(|no| {
            json!({"id": invitation(no), "email": format!("new{no}@shop.example"), "role": ROLES[no], "groups": [group(1)],
                   "status": "pending", "expires_at": "2026-03-05T00:00:00Z", "invited_by": actor(0)})
        })
        .collect();
    let snapshot = json!({
        "store": {"id": id(9, 1), "name": "Toko Senja", "plan": "enterprise", "seat_limit": "unlimited", "offline_lease": 30},
        "members": members,
        "groups": [{"id": group(1), "name": "Counter", "permissions": ["orders.view", "product.view"]},
                   {"id": group(2), "name": "Empty", "permissions": []}],
        "invitations": invitations});
    Store::from_snapshot(&serde_json::from_value(snapshot).unwrap())
}

/// What an op does, as the rulebook sees it.
struct Case {
    op: Value,
    area: &'static str,
    /// The member named, and that member's role.
    member: Option<(String, usize)>,
    /// The role of the invitation named.
    invitation: Option<usize>,
    /// The role to be given.
    new_role: Option<usize>,
    /// What is answered when no clause of section 3 stands against it.
    then: Then,
}

#[derive(Clone, Debug, PartialEq)]
enum Then {
    Happens,
    Nothing,
    Refused(&'static str),
}

fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    let mut add = |op, area, member, invitation, new_role, then| {
        all.push(Case { op, area, member, invitation, new_role, then });
    };
    use Then::*;
    for (op, then) in [
        (
            json!({"type": "group.create", "group": group(7), "name": "New", "permissions": ["product.scan"]}),
            Happens,
        ),
        (
            json!({"type": "group.create", "group": group(7), "name": "COUNTER", "permissions": []}),
            Refused("name_taken"),
        ),
        (
            json!({"type": "group.create", "group": group(1), "name": "New", "permissions": []}),
            Refused("id_in_use"),
        ),
        (json!({"type": "group.rename", "group": group(1), "from": "Counter", "to": "Kasir"}), Happens),
        (
            json!({"type": "group.rename", "group": group(1), "from": "Other", "to": "Kasir"}),
            Refused("changed_meanwhile"),
        ),
        (json!({"type": "group.rename", "group": group(1), "from": "Other", "to": "Counter"}), Nothing),
        (
            json!({"type": "group.rename", "group": group(8), "from": "x", "to": "y"}),
            Refused("unknown_group"),
        ),
        (json!({"type": "group.delete", "group": group(1)}), Refused("group_in_use")),
        (json!({"type": "group.delete", "group": group(2)}), Happens),
        (json!({"type": "group.delete", "group": group(1), "move_to": null}), Happens),
        (json!({"type": "group.delete", "group": group(1), "move_to": group(2)}), Happens),
        (json!({"type": "group.delete", "group": group(1), "move_to": group(1)}), Refused("unknown_group")),
        (json!({"type": "group.grant", "group": group(1), "permissions": ["price.update"]}), Happens),
        (json!({"type": "group.grant", "group": group(1), "permissions": ["orders.view"]}), Nothing),
        (
            json!({"type": "group.grant", "group": group(1), "permissions": ["moon.view"]}),
            Refused("unknown_permission"),
        ),
        (json!({"type": "group.revoke", "group": group(1), "permissions": ["orders.view"]}), Happens),
        (json!({"type": "group.revoke", "group": group(1), "permissions": ["price.view"]}), Nothing),
    ] {
        add(op, "change_member_role", None, None, None, then);
    }
    for (op, area, then) in [
        (
            json!({"type": "store.rename", "from": "Toko Senja", "to": "Toko Fajar"}),
            "store_settings",
            Happens,
        ),
        (
            json!({"type": "store.rename", "from": "Toko Senja", "to": " "}),
            "store_settings",
            Refused("invalid_name"),
        ),
        (json!({"type": "store.set_offline_lease", "from": 30, "to": 7}), "store_settings", Happens),
        (json!({"type": "plan.change", "from": "enterprise", "to": "business"}), "billing_plan", Happens),
        (
            json!({"type": "plan.change", "from": "enterprise", "to": "team"}),
            "billing_plan",
            Refused("plan_too_small"),
        ),
        (json!({"type": "plan.change", "from": "team", "to": "enterprise"}), "billing_plan", Nothing),
        (
            json!({"type": "plan.change", "from": "team", "to": "galaxy"}),
            "billing_plan",
            Refused("unknown_plan"),
        ),
    ] {
        add(op, area, None, None, None, then);
    }
    for target in 0..6 {
        let everyone: Vec<(String, bool)> = if target == 0 {
            vec![(actor(0), true)]
        } else {
            vec![(actor(target), true), (other(target), true), (suspended(target), false)]
        };
        for (member, active) in everyone {
            let named = Some((member.clone(), target));
            for to in 0..6 {
                let op = json!({"type": "member.change_role", "member": member, "from": ROLES[target], "to": ROLES[to]});
                add(
                    op,
                    "change_member_role",
                    named.clone(),
                    None,
                    Some(to),
                    if to == target { Nothing } else { Happens },
                );
                let stale = ROLES[(target + 1) % 6];
                let op =
                    json!({"type": "member.change_role", "member": member, "from": stale, "to": ROLES[to]});
                let then = if to == target { Nothing } else { Refused("changed_meanwhile") };
                add(op, "change_member_role", named.clone(), None, Some(to), then);
            }
            let in_one = active;
            for (kind, no, then) in [
                ("member.add_to_group", 1, if in_one { Nothing } else { Happens }),
                ("member.add_to_group", 2, Happens),
                ("member.add_to_group", 8, Refused("unknown_group")),
                ("member.remove_from_group", 1, if in_one { Happens } else { Nothing }),
                ("member.remove_from_group", 2, Nothing),
            ] {
                add(
                    json!({"type": kind, "member": member, "group": group(no)}),
                    "change_member_role",
                    named.clone(),
                    None,
                    None,
                    then,
                );
            }
            for (kind, then) in [
                ("member.suspend", if active { Happens } else { Nothing }),
                ("member.restore", if active { Nothing } else { Happens }),
                ("member.remove", Happens),
            ] {
                add(
                    json!({"type": kind, "member": member}),
                    "invite_remove_staff",
                    named.clone(),
                    None,
                    None,
                    then,
                );
            }
        }
    }
    for kind in ["member.suspend", "member.restore", "member.remove"] {
        let op = json!({"type": kind, "member": id(7, 7)});
        add(op, "invite_remove_staff", None, None, None, Refused("unknown_member"));
    }
    for role in 0..6 {
        for (email, then) in [
            ("fresh@shop.example".to_owned(), Happens),
            (format!("{}@SHOP.example", other(3)), Refused("already_member")),
            ("new3@shop.example".to_owned(), Refused("already_invited")),
            ("not an address".to_owned(), Refused("invalid_email")),
        ] {
            let op = json!({"type": "invitation.send", "invitation": id(4, 77), "email": email, "role": ROLES[role], "groups": [group(1)]});
            add(op, "invite_remove_staff", None, None, Some(role), then);
        }
    }
    for role in 1..6 {
        let named = invitation(role);
        for kind in ["invitation.resend", "invitation.withdraw"] {
            add(
                json!({"type": kind, "invitation": named}),
                "invite_remove_staff",
                None,
                Some(role),
                None,
                Happens,
            );
        }
        for to in 0..6 {
            let op = json!({"type": "invitation.change_role", "invitation": named, "from": ROLES[role], "to": ROLES[to]});
            let then = if to == role { Nothing } else { Happens };
            add(op, "change_member_role", None, Some(role), Some(to), then);
        }
        for (kind, no, then) in [
            ("invitation.add_to_group", 1, Nothing),
            ("invitation.add_to_group", 2, Happens),
            ("invitation.remove_from_group", 1, Happens),
            ("invitation.remove_from_group", 2, Nothing),
        ] {
            let op = json!({"type": kind, "invitation": named, "group": group(no)});
            add(op, "change_member_role", None, Some(role), None, then);
        }
    }
    all
}

/// The role matrix as its table has it.
fn cell(area: &str, role: usize) -> &'static str {
    let line = MATRIX.lines().find(|line| line.split(',').next() == Some(area)).unwrap();
    line.split(',').nth(role + 1).unwrap()
}

/// Where a refusal stands in the wire's order of telling.
fn step(code: &str) -> usize {
    let order: [&[&str]; 6] = [
        &["unknown_op", "not_a_member", "suspended"],
        &["area_required"],
        &["unknown_permission", "unknown_role", "unknown_plan", "invalid_email", "invalid_name"],
        &["unknown_member", "unknown_group", "unknown_invitation", "id_in_use"],
        &["own_access", "owner_protected", "owner_role_reserved", "outranked", "permission_not_held"],
        &[
            "changed_meanwhile",
            "name_taken",
            "already_member",
            "already_invited",
            "group_in_use",
            "plan_too_small",
            "no_free_seat",
        ],
    ];
    order.iter().position(|codes| codes.contains(&code)).unwrap()
}

/// The rulebook's section 3, naively. Ranks are the order of the table: the Owner is 0.
fn expected(asker: Option<(usize, &str)>, who: &str, case: &Case) -> Then {
    let Some((role, status)) = asker else { return Then::Refused("not_a_member") };
    if status == "suspended" {
        return Then::Refused("suspended");
    }
    if cell(case.area, role) == "none" {
        return Then::Refused("area_required");
    }
    // What is told before the clauses about people: form and existence.
    if let Then::Refused(code) = &case.then
        && step(code) < step("own_access")
    {
        return case.then.clone();
    }
    if case.member.as_ref().is_some_and(|(member, _)| member == who) {
        return Then::Refused("own_access");
    }
    if case.member.as_ref().is_some_and(|(_, target)| *target == 0) {
        return Then::Refused("owner_protected");
    }
    if case.new_role == Some(0) {
        return Then::Refused("owner_role_reserved");
    }
    let outranked = |target: Option<usize>| target.is_some_and(|target| role >= target);
    if outranked(case.member.as_ref().map(|(_, target)| *target))
        || outranked(case.invitation)
        || outranked(case.new_role)
    {
        return Then::Refused("outranked");
    }
    // Whoever has the area is Owner or Admin, and they hold all 25: `permission_not_held` cannot come.
    case.then.clone()
}

#[test]
fn decide_agrees_with_the_naive_oracle_on_every_role_op_and_target() {
    let store = store();
    let mut askers: Vec<(String, Option<(usize, &str)>)> = Vec::new();
    for role in 0..6 {
        askers.push((actor(role), Some((role, "active"))));
        if role > 0 {
            askers.push((suspended(role), Some((role, "suspended"))));
        }
    }
    askers.push((id(6, 6), None));
    let (mut compared, mut wrong) = (0, Vec::new());
    for case in cases() {
        let op =
            Op::parse(&case.op).unwrap_or_else(|problem| panic!("{} does not parse: {problem:?}", case.op));
        for (who, asker) in &askers {
            let member: MemberId = who.parse().unwrap();
            let answer = match decide(&store, Asker::Member(member), &op, now()) {
                Ok(Some(_)) => "happens".to_owned(),
                Ok(None) => "nothing".to_owned(),
                Err(refusal) => refusal.code().to_owned(),
            };
            let oracle = match expected(*asker, who, &case) {
                Then::Happens => "happens",
                Then::Nothing => "nothing",
                Then::Refused(code) => code,
            };
            compared += 1;
            if answer != oracle {
                wrong.push(format!("{asker:?} asks {}: decide says {answer}, the oracle {oracle}", case.op));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {compared} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 3_000, "only {compared} combinations were compared");
}
