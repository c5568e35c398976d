//! How a command ends: an exit code that scripts can build on, and the problem in words and as a document.
//!
//! The codes are a promise (`docs/cli.md`): a number never changes its meaning, new ones are added at the end.

use keyholder_desk::DeskError;
use keyholder_desk::views::shared::Told;
use serde_json::{Value, json};

use crate::show::Texts;

/// The exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done, or kept and on its way.
    Ok,
    /// Something broke that nobody foresaw, or this machine's disk did.
    Unexpected,
    /// The command line is not right.
    Usage,
    /// Turned down by the rules, here or by the cloud.
    Refused,
    /// The cloud was needed and not reached.
    Offline,
    /// Nobody is signed in, the session ended, or the sign-in was turned down.
    SignedOut,
    /// Locked, or a passphrase is needed.
    Locked,
    /// Nobody and nothing is called so, or more than one is.
    NotFound,
    /// What was waited for did not happen in time.
    TimedOut,
    /// Another process holds the profile and cannot be asked.
    InUse,
    /// The folder that was named for the profile is not there: its drive is away.
    Away,
    /// Ctrl-C.
    Interrupted,
}

impl Exit {
    /// The number.
    pub const fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Unexpected => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::Offline => 4,
            Self::SignedOut => 5,
            Self::Locked => 6,
            Self::NotFound => 7,
            Self::TimedOut => 8,
            Self::InUse => 9,
            Self::Away => 10,
            Self::Interrupted => 130,
        }
    }
}

/// Why a command did not do what was asked.
#[derive(Clone, Debug)]
pub struct Problem {
    error: DeskError,
    refused: bool,
}

impl Problem {
    /// A problem of this program's own, by its code (texts: `error-<code>`).
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { error: DeskError::new(code, message), refused: false }
    }

    /// The same with one more fact.
    pub fn fact(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.error.with.insert(name.to_owned(), value.into());
        self
    }

    /// Ctrl-C.
    pub fn interrupted() -> Self {
        Self::new("interrupted", "interrupted; what was kept stays kept")
    }

    /// The rules say no.
    pub fn refused(told: &Told) -> Self {
        let message = told.code.replace('_', " ");
        let error = DeskError { code: told.code.clone(), with: told.with.clone(), message };
        Self { error, refused: true }
    }

    /// The stable code.
    pub fn code(&self) -> &str {
        &self.error.code
    }

    /// The exit code.
    pub fn exit(&self) -> Exit {
        if self.refused {
            return Exit::Refused;
        }
        match self.code() {
            "interrupted" => Exit::Interrupted,
            "usage" | "bad_cloud_address" | "no_password" | "not_the_same" | "say_yes"
            | "list_unreadable" | "list_too_big" | "list_too_long" | "list_spreadsheet" | "list_binary"
            | "list_no_addresses" | "list_empty" => Exit::Usage,
            "offline" | "cloud_broken" | "not_our_cloud" | "internal" | "busy" | "slow_down"
            | "not_synced_yet" | "cloud_unsure" => Exit::Offline,
            "signed_out" | "unauthenticated" | "bad_credentials" | "sign_in_required" => Exit::SignedOut,
            "locked" | "lease_ended" | "bad_passphrase" | "passphrase_needed" | "weak_passphrase"
            | "bad_password" | "clock_jumped" => Exit::Locked,
            "unknown_member"
            | "unknown_group"
            | "unknown_invitation"
            | "unknown_store"
            | "unknown_op"
            | "unknown_device"
            | "unknown_person"
            | "ambiguous"
            | "not_found"
            | "not_open"
            | "choose_store"
            | "unknown_permission_or_area" => Exit::NotFound,
            "timed_out" => Exit::TimedOut,
            "profile_away" => Exit::Away,
            "profile_in_use" | "holder_older" | "holder_newer" | "holder_gone" => Exit::InUse,
            "removed" | "unsent" | "already_sent" | "account_exists" | "weak_password"
            | "list_does_not_fit" | "view_team_required" | "area_required" | "owner_protected"
            | "outranked" => Exit::Refused,
            _ => Exit::Unexpected,
        }
    }

    /// In the person's language.
    pub fn say(&self, texts: &Texts) -> String {
        match self.refused {
            true => texts.refusal(&Told::new(self.error.code.clone(), self.error.with.clone().into())),
            false => texts.error(&self.error),
        }
    }

    /// As a document: `{"error":{"code","with","message"}}`.
    pub fn json(&self) -> String {
        json!({ "error": self.error }).to_string()
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        Self { error, refused: false }
    }
}

impl From<DeskError> for Box<Problem> {
    fn from(error: DeskError) -> Self {
        Box::new(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_never_change_their_meaning() {
        use Exit::*;
        let all = [
            Ok,
            Unexpected,
            Usage,
            Refused,
            Offline,
            SignedOut,
            Locked,
            NotFound,
            TimedOut,
            InUse,
            Away,
            Interrupted,
        ];
        assert_eq!(all.map(Exit::code), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 130]);
    }

    #[test]
    fn a_refusal_is_one_whatever_its_code() {
        let told = Told::new("unknown_member", json!({}));
        assert_eq!(Problem::refused(&told).exit(), Exit::Refused);
        assert_eq!(Problem::new("unknown_member", "").exit(), Exit::NotFound);
        assert_eq!(Problem::new("storage", "").exit(), Exit::Unexpected);
    }
}
