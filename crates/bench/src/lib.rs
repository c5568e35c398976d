//! Shops of any size for the benchmarks: the same people, groups and tables for us and for our peers.

pub mod by_hand;
pub mod drain;
pub mod edit;
pub mod first_sync;
pub mod live;
pub mod rebase;
pub mod world;

use keyholder_domain::{MemberId, Store};
use serde_json::{Value, json};

/// The roles of a shop's people, repeated in this order: many sellers, few who manage.
const MIX: [&str; 10] = [
    "seller",
    "seller",
    "inventory_handler",
    "seller",
    "viewer",
    "seller",
    "manager",
    "inventory_handler",
    "seller",
    "admin",
];

/// Five groups, as the trade makes them.
pub const GROUPS: [(&str, &[&str]); 5] = [
    ("Marketplace", &["product.view", "product.scan", "product.download", "product.upload", "channel.view"]),
    (
        "Order desk",
        &["orders.view", "orders.fulfillment", "orders.download", "logistics.view", "logistics.update"],
    ),
    ("Stock room", &["inventory.view", "inventory.update", "product.view"]),
    ("Prices", &["price.view", "price.update", "product.view"]),
    ("Read only", &["dashboard.view", "product.view", "inventory.view", "price.view", "orders.view"]),
];

/// The id of the `no`th member; number 0 is the Owner.
pub fn member_id(no: usize) -> String {
    format!("00000000-0000-7000-8000-0001{no:08x}")
}

/// The id of the `no`th group.
pub fn group_id(no: usize) -> String {
    format!("00000000-0000-7000-8000-0002{no:08x}")
}

/// The role of the `no`th member.
pub fn role_of(no: usize) -> &'static str {
    if no == 0 { "owner" } else { MIX[no % MIX.len()] }
}

/// The groups of the `no`th member, by number: one for most, two for every third.
pub fn groups_of(no: usize) -> Vec<usize> {
    if no.is_multiple_of(3) {
        vec![no % GROUPS.len(), (no + 2) % GROUPS.len()]
    } else {
        vec![no % GROUPS.len()]
    }
}

/// The snapshot of a shop with `members` people, as the wire has it.
pub fn snapshot(members: usize) -> Value {
    let people: Vec<Value> = (0..members)
        .map(|no| {
            let groups: Vec<String> = groups_of(no).into_iter().map(group_id).collect();
            json!({"id": member_id(no), "account": member_id(no), "email": format!("person{no}@tokosenja.example"),
                   "name": format!("Person {no}"), "role": role_of(no), "groups": groups, "status": "active"})
        })
        .collect();
    let groups: Vec<Value> = GROUPS
        .iter()
        .enumerate()
        .map(
            |(no, (name, permissions))| json!({"id": group_id(no), "name": name, "permissions": permissions}),
        )
        .collect();
    json!({"store": {"id": "00000000-0000-7000-8000-000900000001", "name": "Toko Senja", "plan": "enterprise",
                     "seat_limit": "unlimited", "offline_lease": 30},
           "members": people, "groups": groups, "invitations": []})
}

/// A shop with `members` people.
pub fn shop(members: usize) -> Store {
    let snapshot = serde_json::from_value(snapshot(members)).expect("the snapshot above is well formed");
    Store::from_snapshot(&snapshot)
}

/// The ids of its members.
pub fn member_ids(members: usize) -> Vec<MemberId> {
    (0..members).map(|no| member_id(no).parse().expect("the id above is well formed")).collect()
}

/// A walk through `0..length` in an order that no cache foresees, the same in every run.
pub fn walk(length: usize) -> impl FnMut() -> usize {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % length
    }
}
