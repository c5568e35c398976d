//! What a person asks: mostly what makes sense in front of her screen, now and then anything that could be written down at all.

use std::cell::RefCell;

use keyholder_desk::picture::Picture;
use keyholder_domain::testing::{any_op, email, group_id, invitation_id, member_id};
use keyholder_domain::{GroupId, InvitationId, MemberId, Op, Store};
use proptest::strategy::{BoxedStrategy, Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::cloud::PEOPLE;
use crate::dice::Dice;

/// What is in front of her, in an order that does not depend on chance.
struct Seen {
    members: Vec<MemberId>,
    groups: Vec<GroupId>,
    invitations: Vec<InvitationId>,
}

impl Seen {
    fn of(store: &Store) -> Seen {
        let mut seen = Seen {
            members: store.members().map(|member| member.id).collect(),
            groups: store.groups().map(|group| group.id).collect(),
            invitations: store.invitations().map(|invitation| invitation.id).collect(),
        };
        seen.members.sort();
        seen.groups.sort();
        seen.invitations.sort();
        seen
    }
}

/// One op that she asks now.
pub fn drawn(picture: &Picture, dice: &mut Dice) -> Option<Op> {
    let seen = Seen::of(&picture.local);
    let value = if dice.percent(75) { sensible(&picture.local, &seen, dice)? } else { anything(&seen, dice) };
    Op::parse(&value).ok()
}

fn new_id(dice: &mut Dice) -> Uuid {
    let (high, low) = (u128::from(dice.draw()), u128::from(dice.draw()));
    uuid::Builder::from_random_bytes((high << 64 | low).to_be_bytes()).into_uuid()
}

fn sensible(local: &Store, seen: &Seen, dice: &mut Dice) -> Option<Value> {
    let group = *dice.pick(&seen.groups).unwrap_or(&group_id(1));
    let member = local.member(*dice.pick(&seen.members)?)?;
    let invitation = dice.pick(&seen.invitations).copied();
    let name = ["Gudang", "Kasir", "Dapur", "Kurir", "gudang"][dice.below(5)];
    let role = ["admin", "manager", "seller", "viewer", "inventory_handler"][dice.below(5)];
    let permission = ["product.view", "orders.view", "inventory.update", "orders.fulfillment"][dice.below(4)];
    Some(match dice.below(22) {
        0 | 1 => {
            json!({"type": "group.create", "group": new_id(dice), "name": name, "permissions": [permission]})
        }
        2 => {
            json!({"type": "group.rename", "group": group, "from": local.group(group)?.name.as_str(), "to": name})
        }
        3 => json!({"type": "group.grant", "group": group, "permissions": [permission]}),
        4 => json!({"type": "group.revoke", "group": group, "permissions": [permission]}),
        5 => json!({"type": "group.delete", "group": group, "move_to": null}),
        6 | 7 => {
            json!({"type": "member.change_role", "member": member.id, "from": member.role.code(), "to": role})
        }
        8 | 9 => json!({"type": "member.add_to_group", "member": member.id, "group": group}),
        10 => json!({"type": "member.remove_from_group", "member": member.id, "group": group}),
        11 => json!({"type": "member.suspend", "member": member.id}),
        12 => json!({"type": "member.restore", "member": member.id}),
        13 if dice.percent(40) => json!({"type": "member.remove", "member": member.id}),
        13..=16 => {
            let person = 1 + u32::try_from(dice.below(PEOPLE as usize)).unwrap_or(0);
            json!({"type": "invitation.send", "invitation": new_id(dice), "email": email(person).normalised(),
                   "role": role, "groups": if dice.percent(30) { vec![group] } else { Vec::new() }})
        }
        17 => json!({"type": "invitation.resend", "invitation": invitation?}),
        18 => json!({"type": "invitation.withdraw", "invitation": invitation?}),
        19 => {
            let offered = local.invitation(invitation?)?.role.code();
            json!({"type": "invitation.change_role", "invitation": invitation?, "from": offered, "to": role})
        }
        20 => json!({"type": "store.rename", "from": local.name(), "to": name}),
        _ => {
            let plan = ["team", "business", "business", "enterprise"][dice.below(4)];
            json!({"type": "plan.change", "from": local.plan().code(), "to": plan})
        }
    })
}

thread_local! {
    static ANY: RefCell<BoxedStrategy<Op>> = RefCell::new(any_op().boxed());
}

/// Anything, about what is there: the generator's numbered ids stand for what she sees.
fn anything(seen: &Seen, dice: &mut Dice) -> Value {
    let mut seed = [0; 32];
    for eight in seed.chunks_mut(8) {
        eight.copy_from_slice(&dice.draw().to_be_bytes());
    }
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let op = ANY.with(|any| any.borrow().new_tree(&mut runner).map(|tree| tree.current()));
    let mut value = op.map_or(Value::Null, |op| op.to_value());
    let makes = value["type"] == "group.create" || value["type"] == "invitation.send";
    let fresh = dice.percent(75).then(|| new_id(dice));
    let own = if value["type"] == "group.create" { "group" } else { "invitation" };
    replace(&mut value, seen, dice);
    if let (true, Some(fresh)) = (makes, fresh) {
        value[own] = json!(fresh);
    }
    value
}

fn replace(value: &mut Value, seen: &Seen, dice: &mut Dice) {
    match value {
        Value::String(text) => {
            if let Some(real) = Uuid::try_parse(text).ok().and_then(|id| stands_for(id, seen, dice)) {
                *text = real.to_string();
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| replace(value, seen, dice)),
        Value::Object(fields) => fields.values_mut().for_each(|value| replace(value, seen, dice)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn stands_for(id: Uuid, seen: &Seen, dice: &mut Dice) -> Option<Uuid> {
    if (1..=10).any(|n| member_id(n).uuid() == id) {
        return dice.pick(&seen.members).map(|id| id.uuid());
    }
    // Some stay as they are: ids that nobody has made, or that several desks make.
    if dice.percent(30) {
        return None;
    }
    if (1..=5).any(|n| group_id(n).uuid() == id) {
        return dice.pick(&seen.groups).map(|id| id.uuid());
    }
    if (1..=14).any(|n| invitation_id(n).uuid() == id) {
        return dice.pick(&seen.invitations).map(|id| id.uuid());
    }
    None
}
