//! Edits: what is typed becomes an op, with the ids behind its names and the values that the person sees now.

use keyholder_desk::views::What;
use keyholder_domain::{GroupId, InvitationId, LeaseDays, Op, Permission, Role};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::arguments::{Edit, GroupCommand, InviteArguments, PlanCommand};
use crate::carry;
use crate::exit::Problem;
use crate::find;
use crate::invite_list;
use crate::program::{InUse, Program};
use crate::show::{Shown, text};

/// An op and how it is told.
pub struct Planned {
    /// What is asked for.
    pub op: Op,
    /// The values of its text.
    pub words: Value,
}

/// Asks for an edit, or shows what it would change.
pub async fn carry_out(program: &Program, edit: Edit) -> Result<Shown, Problem> {
    let how = edit.how().clone();
    if let Edit::Invite(asked) = &edit
        && asked.list.from.is_some()
    {
        return invite_list::invite(program, asked).await;
    }
    if how.preview {
        return preview(program, edit).await;
    }
    // Whoever does not wait for the answer does not wait for news either.
    let store = if how.no_wait { program.store_at_once().await? } else { program.store().await? };
    let planned = plan(program, &store, edit).await?;
    carry::ask(program, &store, planned, &how).await
}

/// Shows what an edit would change.
pub async fn preview(program: &Program, edit: Edit) -> Result<Shown, Problem> {
    if let Edit::Invite(asked) = &edit
        && asked.list.from.is_some()
    {
        return invite_list::preview(program, asked).await;
    }
    let store = program.store().await?;
    let planned = plan(program, &store, edit).await?;
    carry::preview(program, &store, planned).await
}

async fn plan(program: &Program, store: &InUse, edit: Edit) -> Result<Planned, Problem> {
    let with = Names { program, store };
    let (op, words) = match edit {
        Edit::Invite(InviteArguments { email, role, groups, .. }) => {
            // clap asks for both where no list is named.
            let (email, role) = (email.unwrap_or_default(), role.unwrap_or(Role::Viewer));
            let ids = find::groups(program, store.id, &groups).await?;
            let invitation = InvitationId::from_uuid(Uuid::now_v7());
            let words = json!({ "email": email, "role": role });
            (Op::InvitationSend { invitation, email, role: role.code().to_owned(), groups: ids }, words)
        }
        Edit::Resend(asked) => {
            let (invitation, row) = with.invitation(&asked.invitation).await?;
            (Op::InvitationResend { invitation }, json!({ "email": row["email"] }))
        }
        Edit::Withdraw(asked) => {
            let (invitation, row) = with.invitation(&asked.invitation).await?;
            (Op::InvitationWithdraw { invitation }, json!({ "email": row["email"] }))
        }
        Edit::Offer { invitation, change, .. } => {
            let (invitation, row) = with.invitation(&invitation).await?;
            let email = row["email"].clone();
            match (change.role, change.add_group, change.remove_group) {
                (Some(role), ..) => {
                    let (from, to) = (text(&row["role"]).to_owned(), role.code().to_owned());
                    let words = json!({ "email": email, "role_from": from, "role_to": to });
                    (Op::InvitationChangeRole { invitation, from, to }, words)
                }
                (None, Some(group), _) => {
                    let (group, name) = with.group(&group).await?;
                    let words = json!({ "email": email, "group": name });
                    (Op::InvitationAddToGroup { invitation, group }, words)
                }
                (None, None, group) => {
                    // clap asks for one of the three.
                    let (group, name) = with.group(&group.unwrap_or_default()).await?;
                    let words = json!({ "email": email, "group": name });
                    (Op::InvitationRemoveFromGroup { invitation, group }, words)
                }
            }
        }
        Edit::Role { member, role, .. } => {
            let (member, row) = find::member(program, store.id, &member).await?;
            let (from, to) = (text(&row["role"]).to_owned(), role.code().to_owned());
            let words = json!({ "who": row["name"], "role_from": from, "role_to": to });
            (Op::MemberChangeRole { member, from, to }, words)
        }
        Edit::Suspend(asked) => {
            let (member, row) = find::member(program, store.id, &asked.member).await?;
            (Op::MemberSuspend { member }, json!({ "who": row["name"] }))
        }
        Edit::Restore(asked) => {
            let (member, row) = find::member(program, store.id, &asked.member).await?;
            (Op::MemberRestore { member }, json!({ "who": row["name"] }))
        }
        Edit::Remove(asked) => {
            let (member, row) = find::member(program, store.id, &asked.member).await?;
            (Op::MemberRemove { member }, json!({ "who": row["name"] }))
        }
        Edit::AddToGroup(asked) => {
            let (member, row) = find::member(program, store.id, &asked.member).await?;
            let (group, name) = with.group(&asked.group).await?;
            (Op::MemberAddToGroup { member, group }, json!({ "who": row["name"], "group": name }))
        }
        Edit::RemoveFromGroup(asked) => {
            let (member, row) = find::member(program, store.id, &asked.member).await?;
            let (group, name) = with.group(&asked.group).await?;
            (Op::MemberRemoveFromGroup { member, group }, json!({ "who": row["name"], "group": name }))
        }
        Edit::Grant(asked) | Edit::Group(GroupCommand::Grant(asked)) => {
            let (group, name) = with.group(&asked.group).await?;
            let permissions = codes(&asked.permissions);
            let words = json!({ "group": name, "permissions": permissions });
            (Op::GroupGrant { group, permissions }, words)
        }
        Edit::Revoke(asked) | Edit::Group(GroupCommand::Revoke(asked)) => {
            let (group, name) = with.group(&asked.group).await?;
            let permissions = codes(&asked.permissions);
            let words = json!({ "group": name, "permissions": permissions });
            (Op::GroupRevoke { group, permissions }, words)
        }
        Edit::Group(GroupCommand::Create { name, permissions, .. }) => {
            let group = GroupId::from_uuid(Uuid::now_v7());
            let words = json!({ "group": name });
            (Op::GroupCreate { group, name, permissions: codes(&permissions) }, words)
        }
        Edit::Group(GroupCommand::Rename { group, name, .. }) => {
            let (group, from) = with.group(&group).await?;
            let words = json!({ "name_from": from, "name_to": name });
            (Op::GroupRename { group, from, to: name }, words)
        }
        Edit::Group(GroupCommand::Delete { group, move_to, move_nowhere, .. }) => {
            let (group, name) = with.group(&group).await?;
            let (move_to, words) = match move_to {
                Some(other) => {
                    let (other, to) = with.group(&other).await?;
                    (Some(Some(other)), json!({ "group": name, "moves": "group", "to_group": to }))
                }
                None if move_nowhere => (Some(None), json!({ "group": name, "moves": "none" })),
                None => (None, json!({ "group": name, "moves": "left_out" })),
            };
            (Op::GroupDelete { group, move_to }, words)
        }
        Edit::RenameStore { name, .. } => {
            let view = program.view(store.id, What::Frame).await?;
            let from = text(&view["store"]["name"]).to_owned();
            let words = json!({ "name_from": from, "name_to": name });
            (Op::StoreRename { from, to: name }, words)
        }
        Edit::Plan(PlanCommand::Change { plan, .. }) => {
            let view = program.view(store.id, What::Plan).await?;
            let (from, to) = (text(&view["plan"]).to_owned(), plan.code().to_owned());
            let words = json!({ "plan_from": from, "plan_to": to });
            (Op::PlanChange { from, to }, words)
        }
        Edit::Lease { days, .. } => {
            let view = program.view(store.id, What::Frame).await?;
            let days_of = |days: u64| u16::try_from(days).ok().and_then(LeaseDays::new);
            // A desk that has not heard of it yet begins with what every store begins with; the cloud would say if it is not so.
            let from = view["lease"]["days"].as_u64().and_then(days_of).unwrap_or(LeaseDays::DEFAULT);
            let to = LeaseDays::new(days).ok_or_else(|| Problem::new("usage", "a lease is 1 to 365 days"))?;
            let words = json!({ "days_from": from, "days_to": to });
            (Op::StoreSetOfflineLease { from, to }, words)
        }
    };
    Ok(Planned { op, words })
}

/// Looks names up in one store.
struct Names<'a> {
    program: &'a Program,
    store: &'a InUse,
}

impl Names<'_> {
    async fn group(&self, asked: &str) -> Result<(GroupId, String), Problem> {
        let (id, row) = find::group(self.program, self.store.id, asked).await?;
        Ok((id, text(&row["name"]).to_owned()))
    }

    async fn invitation(&self, asked: &str) -> Result<(InvitationId, Value), Problem> {
        find::invitation(self.program, self.store.id, asked).await
    }
}

fn codes(permissions: &[Permission]) -> Vec<String> {
    permissions.iter().map(|permission| permission.code().to_owned()).collect()
}
