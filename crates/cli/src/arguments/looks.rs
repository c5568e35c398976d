//! What is asked of listings, explanations and exports.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};
use keyholder_domain::Role;

use super::words;

/// Which members, in which order.
#[derive(Debug, Args)]
pub struct TeamArguments {
    /// Only those whose name or address contains this
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Only this role
    #[arg(long, value_name = "ROLE", value_parser = words::role())]
    pub role: Option<Role>,
    /// Only members of this group
    #[arg(long, value_name = "GROUP")]
    pub group: Option<String>,
    /// Only this standing
    #[arg(long, value_name = "STATUS")]
    pub status: Option<MemberStatus>,
    /// The order
    #[arg(long, value_name = "BY", default_value = "name")]
    pub sort: TeamOrder,
    /// The order turned round
    #[arg(long)]
    pub descending: bool,
    /// The first row, from 0
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub from: usize,
    /// At most so many rows
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub count: usize,
}

/// A member's standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MemberStatus {
    /// Holds a seat
    Active,
    /// Keeps her place, holds no seat
    Suspended,
}

/// What members are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TeamOrder {
    /// By name
    Name,
    /// By rank, the Owner first
    Role,
    /// By address
    Email,
    /// By the day of joining
    Since,
}

/// Which invitations.
#[derive(Debug, Args)]
pub struct InvitationsArguments {
    /// Only those whose address contains this
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Only this standing
    #[arg(long, value_name = "STATUS")]
    pub status: Option<InvitationStatus>,
    /// The first row, from 0
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub from: usize,
    /// At most so many rows
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub count: usize,
}

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InvitationStatus {
    /// Asked for here, not yet taken by the cloud
    Waiting,
    /// Sent, and holds a seat
    Pending,
    /// Its seven days are over
    Expired,
    /// It became a member; only where it is asked for
    Accepted,
}

/// Which part of the history.
#[derive(Debug, Args)]
pub struct ActivityArguments {
    /// At most so many rows
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub count: usize,
    /// Only what is older than this number
    #[arg(long, value_name = "SEQ")]
    pub before: Option<u64>,
    /// Refused attempts instead (Owner and Admin; needs the cloud)
    #[arg(long)]
    pub refused: bool,
}

/// What is to be explained.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// The member: address, exact name, or id
    pub member: String,
    /// A permission such as `orders.view`, or an area of the role matrix such as `void_sale`
    #[arg(value_name = "PERMISSION|AREA")]
    pub what: String,
}

/// What is written, and how.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// What to write
    pub what: ExportWhat,
    /// As JSON, or as CSV for spreadsheets
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub format: ExportFormat,
    /// Into this file, instead of to standard output
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportWhat {
    /// Every member
    Team,
    /// Every group with its permissions
    Groups,
    /// Every open invitation
    Invitations,
    /// Every member with each of the 25 permissions
    Matrix,
    /// Everything that happened
    Activity,
}

/// As what it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// One JSON document
    Json,
    /// Comma-separated values with a line of headings (RFC 4180)
    Csv,
}
