//! Every edit as it is typed. The same words stand after `preview`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueHint};
use keyholder_domain::{Permission, Plan, Role};

use super::words;

/// How to go about an edit.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "How to go about it")]
pub struct How {
    /// Show what would change, and ask for nothing
    #[arg(long, visible_alias = "dry-run")]
    pub preview: bool,
    /// Do not wait for the cloud's answer: keep it, and leave sending to the next sync
    #[arg(long, conflicts_with = "wait")]
    pub no_wait: bool,
    /// Insist on the cloud's answer, at most so many seconds (60, if no number is given)
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "60", value_parser = words::seconds)]
    pub wait: Option<Duration>,
    /// Ask the cloud although a refusal is expected that others could have made untrue by then
    #[arg(long)]
    pub ask_anyway: bool,
}

/// Something that is asked for.
#[derive(Debug, Subcommand)]
pub enum Edit {
    /// Invite somebody, or everybody on a list
    Invite(InviteArguments),
    /// Send an invitation again
    Resend(OnInvitation),
    /// Take an invitation back
    Withdraw(OnInvitation),
    /// Change what an invitation offers: the role, or one group
    Offer {
        /// The invitation: its address or id
        invitation: String,
        #[command(flatten)]
        change: Offered,
        #[command(flatten)]
        how: How,
    },
    /// Give a member another role
    Role {
        /// The member: address, exact name, or id
        member: String,
        /// The new role
        #[arg(value_parser = words::role())]
        role: Role,
        #[command(flatten)]
        how: How,
    },
    /// Lock a member out for now
    Suspend(OnMember),
    /// Let a suspended member back in
    Restore(OnMember),
    /// Remove a member for good
    Remove(OnMember),
    /// Put a member into a group
    AddToGroup(MemberAndGroup),
    /// Take a member out of a group
    RemoveFromGroup(MemberAndGroup),
    /// Add permissions to a group
    Grant(GroupAndPermissions),
    /// Take permissions from a group
    Revoke(GroupAndPermissions),
    /// Give the store another name
    RenameStore {
        /// The new name
        name: String,
        #[command(flatten)]
        how: How,
    },
    /// Set for how many days computers may work without having reached the cloud
    Lease {
        /// 1 to 365
        #[arg(value_parser = clap::value_parser!(u16).range(1..=365))]
        days: u16,
        #[command(flatten)]
        how: How,
    },
    /// Make, rename or delete a group; reached as `group create` and so on.
    #[command(skip)]
    Group(GroupCommand),
    /// Change the plan; reached as `plan change`.
    #[command(skip)]
    Plan(PlanCommand),
}

/// Who is invited, and to what.
#[derive(Debug, Args)]
pub struct InviteArguments {
    /// The address
    #[arg(value_hint = ValueHint::EmailAddress, required_unless_present = "from")]
    pub email: Option<String>,
    /// The role that is offered; of a list, to those for whom it tells none (seller, if left out)
    #[arg(long, value_name = "ROLE", value_parser = words::role(), required_unless_present = "from")]
    pub role: Option<Role>,
    /// A group that is offered (may be repeated)
    #[arg(long = "group", value_name = "GROUP")]
    pub groups: Vec<String>,
    /// A list instead of one address.
    #[command(flatten)]
    pub list: ListArguments,
    /// How to go about it.
    #[command(flatten)]
    pub how: How,
}

/// A list instead of one address.
#[derive(Debug, Args)]
#[command(next_help_heading = "A list instead of one address")]
pub struct ListArguments {
    /// Invite everybody on this list: CSV of a till, a payroll program or Google Workspace, or addresses (`-`: standard input)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["email", "ask_anyway"])]
    pub from: Option<PathBuf>,
    /// Send what is ready without asking
    #[arg(long, requires = "from", conflicts_with = "email")]
    pub yes: bool,
    /// Where not everybody has a free seat, send those who fit
    #[arg(long, requires = "from", conflicts_with = "email")]
    pub partial: bool,
}

/// An invitation.
#[derive(Debug, Args)]
pub struct OnInvitation {
    /// The invitation: its address or id
    pub invitation: String,
    /// How to go about it.
    #[command(flatten)]
    pub how: How,
}

/// What an invitation offers from now on.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Offered {
    /// Offer this role
    #[arg(long, value_name = "ROLE", value_parser = words::role())]
    pub role: Option<Role>,
    /// Offer this group too
    #[arg(long, value_name = "GROUP")]
    pub add_group: Option<String>,
    /// Offer this group no more
    #[arg(long, value_name = "GROUP")]
    pub remove_group: Option<String>,
}

/// A member.
#[derive(Debug, Args)]
pub struct OnMember {
    /// The member: address, exact name, or id
    pub member: String,
    /// How to go about it.
    #[command(flatten)]
    pub how: How,
}

/// A member and a group.
#[derive(Debug, Args)]
pub struct MemberAndGroup {
    /// The member: address, exact name, or id
    pub member: String,
    /// The group: its name or id
    pub group: String,
    /// How to go about it.
    #[command(flatten)]
    pub how: How,
}

/// A group and permissions.
#[derive(Debug, Args)]
pub struct GroupAndPermissions {
    /// The group: its name or id
    pub group: String,
    /// The permissions
    #[arg(required = true, value_parser = words::permission())]
    pub permissions: Vec<Permission>,
    /// How to go about it.
    #[command(flatten)]
    pub how: How,
}

/// `group NAME` shows one; a subcommand changes.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub struct GroupArguments {
    /// The group to show: its name or id
    #[arg(required = true)]
    pub group: Option<String>,
    /// What to change.
    #[command(subcommand)]
    pub command: Option<GroupCommand>,
}

/// What can be done with groups.
#[derive(Debug, Subcommand)]
pub enum GroupCommand {
    /// Make a group
    Create {
        /// Its name
        name: String,
        /// What it grants
        #[arg(value_parser = words::permission())]
        permissions: Vec<Permission>,
        #[command(flatten)]
        how: How,
    },
    /// Give a group another name
    Rename {
        /// The group: its name or id
        group: String,
        /// The new name
        name: String,
        #[command(flatten)]
        how: How,
    },
    /// Delete a group
    Delete {
        /// The group: its name or id
        group: String,
        /// Whoever is inside goes into this group
        #[arg(long, value_name = "GROUP")]
        move_to: Option<String>,
        /// Whoever is inside gets no other group
        #[arg(long, conflicts_with = "move_to")]
        move_nowhere: bool,
        #[command(flatten)]
        how: How,
    },
    /// Add permissions to a group
    Grant(GroupAndPermissions),
    /// Take permissions from a group
    Revoke(GroupAndPermissions),
}

/// `plan` shows; `plan change` changes.
#[derive(Debug, Args)]
pub struct PlanArguments {
    /// What to change.
    #[command(subcommand)]
    pub command: Option<PlanCommand>,
}

/// What can be done with the plan.
#[derive(Debug, Subcommand)]
pub enum PlanCommand {
    /// Choose another plan
    Change {
        /// The plan
        #[arg(value_parser = words::plan())]
        plan: Plan,
        #[command(flatten)]
        how: How,
    },
}

/// The edit that is rehearsed.
#[derive(Debug, Args)]
pub struct PreviewArguments {
    /// The edit, as it would be typed by itself.
    #[command(subcommand)]
    pub edit: Rehearsed,
}

/// Every edit, also those that stand under `group` and `plan`.
#[derive(Debug, Subcommand)]
pub enum Rehearsed {
    #[command(flatten)]
    Edit(Edit),
    /// Changes of groups
    #[command(subcommand)]
    Group(GroupCommand),
    /// Changes of the plan
    #[command(subcommand)]
    Plan(PlanCommand),
}

impl From<GroupCommand> for Edit {
    fn from(command: GroupCommand) -> Self {
        match command {
            GroupCommand::Grant(asked) => Self::Grant(asked),
            GroupCommand::Revoke(asked) => Self::Revoke(asked),
            other => Self::Group(other),
        }
    }
}

impl From<PlanCommand> for Edit {
    fn from(command: PlanCommand) -> Self {
        Self::Plan(command)
    }
}

impl From<Rehearsed> for Edit {
    fn from(rehearsed: Rehearsed) -> Self {
        match rehearsed {
            Rehearsed::Edit(edit) => edit,
            Rehearsed::Group(command) => command.into(),
            Rehearsed::Plan(command) => command.into(),
        }
    }
}

impl Edit {
    /// How to go about it.
    pub fn how(&self) -> &How {
        match self {
            Self::Invite(InviteArguments { how, .. })
            | Self::Offer { how, .. }
            | Self::Role { how, .. }
            | Self::RenameStore { how, .. }
            | Self::Lease { how, .. }
            | Self::Resend(OnInvitation { how, .. })
            | Self::Withdraw(OnInvitation { how, .. })
            | Self::Suspend(OnMember { how, .. })
            | Self::Restore(OnMember { how, .. })
            | Self::Remove(OnMember { how, .. })
            | Self::AddToGroup(MemberAndGroup { how, .. })
            | Self::RemoveFromGroup(MemberAndGroup { how, .. })
            | Self::Grant(GroupAndPermissions { how, .. })
            | Self::Revoke(GroupAndPermissions { how, .. })
            | Self::Group(
                GroupCommand::Create { how, .. }
                | GroupCommand::Rename { how, .. }
                | GroupCommand::Delete { how, .. }
                | GroupCommand::Grant(GroupAndPermissions { how, .. })
                | GroupCommand::Revoke(GroupAndPermissions { how, .. }),
            )
            | Self::Plan(PlanCommand::Change { how, .. }) => how,
        }
    }
}
