//! A group that was deleted, remembered so that it can be made again: under its name, with its permissions, and with the people who
//! were in it. It is one line however many they are; the ops that lead back are written when somebody asks for them.

use std::collections::HashSet;

use keyholder_domain::id::{GroupId, InvitationId, MemberId};
use keyholder_domain::invitation::Closed;
use keyholder_domain::op::Op;
use keyholder_domain::permission::Codes;
use keyholder_domain::store::Store;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A deleted group and who was in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostGroup {
    /// The id that it gets: an id is never used again.
    pub group: GroupId,
    /// Its name.
    pub name: String,
    /// Its permissions.
    pub permissions: Vec<String>,
    /// How many more it had that this version does not know, and so cannot ask for.
    #[serde(default)]
    pub unknown: usize,
    /// Where its people went.
    pub move_to: Option<GroupId>,
    /// Its members.
    pub members: Vec<MemberId>,
    /// Its pending invitations.
    pub invitations: Vec<InvitationId>,
    /// Those of them who had been where they went before: they stay there.
    #[serde(default)]
    pub stay: Vec<Uuid>,
}

impl LostGroup {
    /// As it was before it was deleted; its new id is still to be given.
    pub fn of(
        before: &Store,
        (name, codes): (&str, &Codes),
        move_to: Option<GroupId>,
        (members, invitations): (&[MemberId], &[InvitationId]),
    ) -> Self {
        let there = |id: &MemberId| move_to.is_some_and(|to| is_in(before, *id, to));
        let offered = |id: &InvitationId| move_to.is_some_and(|to| is_offered(before, *id, to));
        let stay = members.iter().filter(|id| there(id)).map(|id| id.uuid());
        let stay = stay.chain(invitations.iter().filter(|id| offered(id)).map(|id| id.uuid()));
        Self {
            group: GroupId::from_uuid(Uuid::nil()),
            name: name.to_owned(),
            permissions: codes.known.codes().into_iter().map(str::to_owned).collect(),
            unknown: codes.unknown.len(),
            move_to,
            members: members.to_vec(),
            invitations: invitations.to_vec(),
            stay: stay.collect(),
        }
    }

    /// The op that makes it again.
    pub fn create(&self) -> Op {
        Op::GroupCreate { group: self.group, name: self.name.clone(), permissions: self.permissions.clone() }
    }

    /// The ops that put its people back, as they stand now: out of where they went by the deletion, and into it again. Who accepted her
    /// invitation since is a member.
    pub fn people(&self, now: &Store) -> Vec<Op> {
        let stay: HashSet<Uuid> = self.stay.iter().copied().collect();
        let left = |id: Uuid| self.move_to.filter(|_| !stay.contains(&id));
        let mut ops = Vec::with_capacity(self.members.len() + self.invitations.len());
        for member in &self.members {
            self.member(now, *member, left(member.uuid()), &mut ops);
        }
        for invitation in &self.invitations {
            let to = left(invitation.uuid());
            if let Some(Closed::Accepted(member)) = now.invitation(*invitation).and_then(|it| it.closed) {
                self.member(now, member, to, &mut ops);
                continue;
            }
            if let Some(group) = to.filter(|to| is_offered(now, *invitation, *to)) {
                ops.push(Op::InvitationRemoveFromGroup { invitation: *invitation, group });
            }
            ops.push(Op::InvitationAddToGroup { invitation: *invitation, group: self.group });
        }
        ops
    }

    fn member(&self, now: &Store, member: MemberId, left: Option<GroupId>, ops: &mut Vec<Op>) {
        if let Some(group) = left.filter(|to| is_in(now, member, *to)) {
            ops.push(Op::MemberRemoveFromGroup { member, group });
        }
        ops.push(Op::MemberAddToGroup { member, group: self.group });
    }
}

fn is_in(store: &Store, member: MemberId, group: GroupId) -> bool {
    store.member(member).is_some_and(|it| it.groups.contains_key(&group))
}

fn is_offered(store: &Store, invitation: InvitationId, group: GroupId) -> bool {
    store.invitation(invitation).is_some_and(|it| it.groups.contains_key(&group))
}
