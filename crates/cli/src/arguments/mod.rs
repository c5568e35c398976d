//! The command line as clap reads it. Every sentence here is what `--help`, the man pages and the completions say.

mod edits;
mod looks;
mod words;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

pub use edits::{
    Edit, GroupArguments, GroupCommand, How, InviteArguments, PlanArguments, PlanCommand, PreviewArguments,
};
pub use looks::{
    ActivityArguments, ExplainArguments, ExportArguments, ExportFormat, ExportWhat, InvitationStatus,
    InvitationsArguments, MemberStatus, TeamArguments, TeamOrder,
};

const AFTER: &str = "\
Exit codes:
  0  done, or kept here and on its way     5  signed out, or the sign-in was turned down
  1  something broke                       6  locked, or a passphrase is needed
  2  the command line is not right         7  not found, or ambiguous
  3  turned down by the rules              8  what --wait waited for did not happen in time
  4  the cloud was needed, not reached     9  another program holds the profile and cannot be asked
                                         130  interrupted

The profile is the window's own. While the window is open, this program asks it: edits show there at once.
With --json, standard output is one document, and a problem is {\"error\":{\"code\",\"with\",\"message\"}} on standard error.";

/// Who in your shop holds which keys, from a terminal
#[derive(Debug, Parser)]
#[command(name = "keyholder", version, about, after_help = AFTER, max_term_width = 110)]
pub struct Arguments {
    /// What every command takes.
    #[command(flatten)]
    pub common: Common,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Common {
    /// The profile's folder, instead of the one that this system keeps for the window
    #[arg(long, global = true, env = "KEYHOLDER_DATA", hide_env_values = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,
    /// Begin an empty profile in `--data`, although its folder is not there or held another one before
    #[arg(long, global = true, requires = "data")]
    pub new_profile: bool,
    /// The store, by name or id, instead of the one that is in use or the only one
    #[arg(long, global = true, env = "KEYHOLDER_STORE", hide_env_values = true, value_name = "STORE")]
    pub store: Option<String>,
    /// Ask nothing of the network: show what is held here; edits are kept and wait
    #[arg(long, global = true)]
    pub offline: bool,
    /// Write one JSON document instead of text
    #[arg(long, global = true)]
    pub json: bool,
    /// The language of texts, instead of the settings' or the system's
    #[arg(long, global = true, value_name = "LANGUAGE")]
    pub language: Option<Language>,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    pub color: When,
    /// Read the passphrase that protects this profile from the first line of this file
    #[arg(long, global = true, env = "KEYHOLDER_PASSPHRASE_FILE", hide_env_values = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub passphrase_file: Option<PathBuf>,
    /// Read the passphrase that protects this profile from standard input (before the password, if that is read too)
    #[arg(long, global = true, conflicts_with = "passphrase_file")]
    pub passphrase_stdin: bool,
    /// Keep secrets behind a passphrase although this system has a keychain
    #[arg(long, global = true, env = "KEYHOLDER_NO_KEYCHAIN", hide_env_values = true, value_parser = clap::builder::FalseyValueParser::new())]
    pub no_keychain: bool,
}

/// A language that Keyholder speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// English
    En,
    /// Indonesian
    Id,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Every command.
#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant, reason = "made once")]
pub enum Command {
    /// Make an account at a cloud and sign in with it
    SignUp(SignUpArguments),
    /// Sign in at a cloud; the password is asked for, or read from standard input
    SignIn(SignInArguments),
    /// Sign out and wipe everything of this account from this computer
    SignOut(SignOutArguments),
    /// List your stores
    Stores,
    /// Make a store, with you as its Owner
    CreateStore {
        /// Its name
        name: String,
    },
    /// Choose the store that commands are about from now on; the window opens it too
    Use {
        /// The store, by name or id
        store: String,
    },
    /// Tell who is signed in, which store is in use, and how sync stands
    Status,
    /// Hide everything until the password is given; what waits is sent all the same
    Lock,
    /// Open what is locked; the password is asked for, or read from standard input
    Unlock(UnlockArguments),
    /// List who is signed in on this computer
    People,
    /// Give the program to somebody else who is signed in on this computer; nothing is wiped
    Switch {
        /// Her address, name or id; nobody: whoever signs in next
        #[arg(value_hint = ValueHint::EmailAddress)]
        person: Option<String>,
    },
    /// List the devices on which you are signed in
    Devices,
    /// Sign out another device of yours
    EndDevice {
        /// Its name or id
        device: String,
    },
    /// List the members
    Team(TeamArguments),
    /// Show one member: role, groups, effective access with its reasons
    Member {
        /// The member: address, exact name, or id
        member: String,
    },
    /// List the open invitations
    Invitations(InvitationsArguments),
    /// List the groups
    Groups,
    /// Show a group, or change groups
    Group(GroupArguments),
    /// Show the role matrix
    Roles,
    /// Show the plan and its seats, or change it
    Plan(PlanArguments),
    /// Show what happened, newest first
    Activity(ActivityArguments),
    /// Show your own access with its reasons
    MyAccess,
    /// Tell why a member may do something, or may not, and who could change it
    Explain(ExplainArguments),
    #[command(flatten)]
    Edit(Edit),
    /// Show what an edit would change, without asking for it
    Preview(PreviewArguments),
    /// Print the link of an open invitation; anybody who has it and the invited address can accept
    Link {
        /// The invitation: its address or id
        invitation: String,
    },
    /// Sync now and wait for the answer
    Sync(SyncArguments),
    /// Stay: keep the profile open and in sync, and answer other commands, until Ctrl-C
    Serve(ServeArguments),
    /// List what waits and what was refused; try again or drop
    Outbox(OutboxArguments),
    /// Write members, groups, invitations, the matrix or the activity as a file
    Export(ExportArguments),
    /// Print completions for a shell
    Completions(CompletionsArguments),
    /// Print the manual page, or write all of them into a folder
    Man(ManArguments),
}

/// Where and as whom to sign in.
#[derive(Debug, Args)]
pub struct SignInArguments {
    /// The cloud's address (default: the one that was used last)
    #[arg(long, env = "KEYHOLDER_CLOUD", value_name = "URL", value_hint = ValueHint::Url)]
    pub cloud: Option<String>,
    /// Your address
    #[arg(long, value_name = "EMAIL", value_hint = ValueHint::EmailAddress)]
    pub email: Option<String>,
    /// Read the password from the first line of standard input
    #[arg(long)]
    pub password_stdin: bool,
}

/// A new account.
#[derive(Debug, Args)]
pub struct SignUpArguments {
    /// Your name
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// Where, and with which address.
    #[command(flatten)]
    pub at: SignInArguments,
}

/// How to unlock.
#[derive(Debug, Args)]
pub struct UnlockArguments {
    /// Read the password from the first line of standard input
    #[arg(long)]
    pub password_stdin: bool,
}

/// How to sign out.
#[derive(Debug, Args)]
pub struct SignOutArguments {
    /// Sign out although edits that were not sent will be lost
    #[arg(long)]
    pub force: bool,
}

/// How to sync.
#[derive(Debug, Args)]
pub struct SyncArguments {
    /// Wait until nothing waits any more, at most so many seconds (60, if no number is given)
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "60", value_parser = words::seconds)]
    pub wait: Option<std::time::Duration>,
}

/// How long to stay.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// End when standard input ends, so that it goes with the program that started it
    #[arg(long)]
    pub until_stdin_closes: bool,
}

/// What to do with the outbox.
#[derive(Debug, Args)]
pub struct OutboxArguments {
    /// What to do; without it, the outbox is listed.
    #[command(subcommand)]
    pub command: Option<OutboxCommand>,
}

/// What can be done with the outbox.
#[derive(Debug, Subcommand)]
pub enum OutboxCommand {
    /// List it (as without a subcommand)
    List,
    /// Ask again for what was refused, or send again what was set aside
    Retry {
        /// The edit's id, as `keyholder outbox` tells it
        id: uuid::Uuid,
        /// How to go about it.
        #[command(flatten)]
        how: How,
    },
    /// Forget an edit that was refused, or never sent
    Drop {
        /// The edit's id
        id: uuid::Uuid,
    },
    /// Save everything that was not accepted to a file
    Save {
        /// The file
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
}

/// For which shell.
#[derive(Debug, Args)]
pub struct CompletionsArguments {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// Which manual.
#[derive(Debug, Args)]
pub struct ManArguments {
    /// Write one page for each command into this folder, instead of the first page to standard output
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub dir: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn no_argument_takes_a_secret() {
        fn visit(command: &clap::Command) {
            for argument in command.get_arguments().filter(|it| it.get_action().takes_values()) {
                let name = argument.get_id().as_str();
                let secret = name.contains("password") || name.contains("passphrase");
                assert!(!secret || name.ends_with("_file"), "{} --{name}", command.get_name());
            }
            command.get_subcommands().for_each(visit);
        }
        visit(&Arguments::command());
    }
}
