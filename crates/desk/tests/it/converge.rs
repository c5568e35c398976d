//! Many desks, random ops, random cuts, lost replies and restarts: at the end everybody holds the same store, the chain is
//! whole, and nothing is broken. The seed is printed by the assertion that fails.

use std::sync::atomic::Ordering;

use keyholder_domain::id::{GroupId, InvitationId, MemberId};
use keyholder_domain::{Op, invariant};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{TestDesk, World};

/// A small generator that repeats itself under one seed.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.throw(from.len())]
    }
}

async fn random_op(desk: &TestDesk, dice: &mut Dice) -> Option<Value> {
    let picture = desk.picture().await;
    let mut members: Vec<MemberId> = picture.local.members().map(|member| member.id).collect();
    let mut groups: Vec<GroupId> = picture.local.groups().map(|group| group.id).collect();
    let mut invitations: Vec<InvitationId> =
        picture.local.invitations().map(|invitation| invitation.id).collect();
    members.sort();
    groups.sort();
    invitations.sort();
    let member = picture.local.member(*dice.pick(&members))?;
    let group = groups.is_empty().then(GroupId::default_nil).unwrap_or_else(|| *dice.pick(&groups));
    let name = format!("Group {}", dice.throw(6));
    let role = *dice.pick(&["admin", "manager", "seller", "viewer"]);
    Some(match dice.throw(10) {
        0 => {
            json!({"type": "group.create", "group": Uuid::now_v7(), "name": name, "permissions": ["orders.view"]})
        }
        1 => {
            json!({"type": "group.rename", "group": group, "from": picture.local.group(group)?.name.as_str(), "to": name})
        }
        2 => json!({"type": "group.grant", "group": group, "permissions": ["product.view"]}),
        3 => json!({"type": "group.delete", "group": group, "move_to": null}),
        4 => {
            json!({"type": "member.change_role", "member": member.id, "from": member.role.code(), "to": role})
        }
        5 => json!({"type": "member.add_to_group", "member": member.id, "group": group}),
        6 => json!({"type": "member.suspend", "member": member.id}),
        7 => json!({"type": "member.restore", "member": member.id}),
        8 => {
            let email = format!("new{}@toko.example", dice.throw(4));
            json!({"type": "invitation.send", "invitation": Uuid::now_v7(), "email": email, "role": role, "groups": []})
        }
        _ if invitations.is_empty() => return None,
        _ => json!({"type": "invitation.withdraw", "invitation": dice.pick(&invitations)}),
    })
}

trait Nil {
    fn default_nil() -> Self;
}

impl Nil for GroupId {
    fn default_nil() -> Self {
        GroupId::from_uuid(Uuid::nil())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_cut_lost_and_restarted_everybody_ends_with_the_same_store() {
    for seed in [1, 2, 3] {
        let mut dice = Dice(seed);
        let world = World::new().await;
        // Only the Owner touches Admins, and nobody touches the Owner: so no desk of theirs is ever closed.
        world.member("Sari", "seller").await;
        world.member("Budi", "manager").await;
        let mut desks = vec![world.ready("Ana").await, world.ready("Ana").await, world.ready("Ana").await];
        for _ in 0..60 {
            let turn = dice.throw(desks.len());
            match dice.throw(12) {
                0 => desks[turn].goes_offline(),
                1 | 2 => desks[turn].comes_back_and_syncs().await,
                3 => desks[turn].machine.line.lose.store(1, Ordering::SeqCst),
                4 => {
                    let desk = desks.swap_remove(turn);
                    desks.push(desk.restarts().await);
                }
                _ => {
                    if let Some(op) = random_op(&desks[turn], &mut dice).await {
                        let op = Op::parse(&op).unwrap();
                        desks[turn].keyholder.dispatch(desks[turn].store, op, true).await.unwrap();
                    }
                }
            }
        }
        for desk in &desks {
            desk.machine.line.lose.store(0, Ordering::SeqCst);
            desk.comes_back_and_syncs().await;
            desk.settled().await;
        }
        let held = world.cloud.held(world.store).await;
        let last = world.entries().await;
        let truth = held.store.to_snapshot(world.cloud.now());
        assert!(invariant(&held.store, world.cloud.now()).is_empty(), "seed {seed}");
        for desk in &desks {
            let same = |picture: &keyholder_desk::picture::Picture| {
                picture.recent.first().is_some_and(|entry| entry.seq == last)
            };
            let picture = desk.until(same).await;
            assert_eq!(picture.base.to_snapshot(world.cloud.now()), truth, "seed {seed}");
            let read = read_again(desk).await;
            assert_eq!(read, truth, "seed {seed}: the tables say the same as memory");
        }
    }
}

/// What the cache's tables give when they are read anew.
async fn read_again(desk: &TestDesk) -> keyholder_domain::Snapshot {
    desk.keyholder.close_store(desk.store).await.unwrap();
    desk.goes_offline();
    desk.keyholder.open_store(desk.store).await.unwrap();
    let picture = desk.picture().await;
    picture.base.to_snapshot(desk.machine.now())
}
