//! What a desk asks of a cloud, as a trait, so that tests can cut the wire where they like; `http.rs` is the shipped form.
//!
//! The difference that matters most is kept in [`Fault`]: our own problem code, or anything else that happened to answer (a
//! hotel network's page, a proxy, half a reply). Only the former may ever close or wipe something.

use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use keyholder_domain::{AccountId, InvitationId, StoreId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::{Host, Url};
use uuid::Uuid;

use crate::DeskError;
use crate::keychain::Secret;
use crate::picture::{MyAccess, RefusedAttempt};
use crate::views::program::Device;

/// A future of the cloud's answer.
pub type Answering<'a, T> = BoxFuture<'a, Result<T, Fault>>;
/// A long reply in pieces, as they arrive; ends when the connection does.
pub type Text = BoxStream<'static, Result<Vec<u8>, Fault>>;
/// Cursors as they are told; ends when the connection does.
pub type Pokes = BoxStream<'static, Result<u64, Fault>>;

/// A cloud at one address.
pub trait Cloud: Send + Sync {
    /// Makes an account. It is not signed in yet.
    fn sign_up<'a>(&'a self, email: &'a str, password: &'a Secret, name: &'a str) -> Answering<'a, ()>;
    /// Signs in with address and password; `device` is free text.
    fn sign_in<'a>(&'a self, email: &'a str, password: &'a Secret, device: &'a str) -> Answering<'a, Tokens>;
    /// Trades a refresh token for new tokens.
    fn refresh<'a>(&'a self, refresh: &'a Secret) -> Answering<'a, Tokens>;
    /// Ends this sign-in's tokens.
    fn sign_out<'a>(&'a self, access: &'a Secret) -> Answering<'a, ()>;
    /// Where she is signed in, the one seen last first.
    fn devices<'a>(&'a self, access: &'a Secret) -> Answering<'a, Vec<Device>>;
    /// Ends one of those sign-ins.
    fn end_device<'a>(&'a self, access: &'a Secret, device: Uuid) -> Answering<'a, ()>;
    /// The stores in which she is active or suspended.
    fn stores<'a>(&'a self, access: &'a Secret) -> Answering<'a, Stores>;
    /// Makes a store, with her as its Owner.
    fn create_store<'a>(&'a self, access: &'a Secret, store: StoreId, name: String) -> Answering<'a, ()>;
    /// One exchange: the body as written, the reply as received.
    fn exchange<'a>(&'a self, access: &'a Secret, store: StoreId, body: Vec<u8>) -> Answering<'a, Value>;
    /// A pinned state's lines as text, from a row on; see [`crate::stream`].
    fn snapshot<'a>(&'a self, access: &'a Secret, store: StoreId, at: u64, from: u64) -> Answering<'a, Text>;
    /// Listens for pokes.
    fn live<'a>(&'a self, access: &'a Secret, store: StoreId) -> Answering<'a, Pokes>;
    /// Her own access.
    fn me<'a>(&'a self, access: &'a Secret, store: StoreId) -> Answering<'a, MyAccess>;
    /// Entries before a seq, newest last or first as the cloud likes.
    fn activity<'a>(
        &'a self,
        access: &'a Secret,
        store: StoreId,
        before: Option<u64>,
        limit: usize,
    ) -> Answering<'a, Entries>;
    /// Refused attempts before a `no`.
    fn refused<'a>(
        &'a self,
        access: &'a Secret,
        store: StoreId,
        before: Option<u64>,
        limit: usize,
    ) -> Answering<'a, Refusals>;
    /// An invitation's link, to be copied.
    fn link<'a>(
        &'a self,
        access: &'a Secret,
        store: StoreId,
        invitation: InvitationId,
    ) -> Answering<'a, String>;
}

/// What a sign-in or a refresh gives.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// Short-lived.
    pub access: Secret,
    /// How long the access token lives.
    pub expires_in: Duration,
    /// Good for one refresh.
    pub refresh: Secret,
    /// Who signed in.
    pub account: AccountTold,
}

/// The account, as told at sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountTold {
    /// The account.
    pub id: AccountId,
    /// Its address.
    pub email: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
}

/// The list of stores.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Stores {
    /// One line each.
    pub stores: Vec<StoreTold>,
    /// The stores in which her place ended, where the cloud tells them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Vec<Ended>>,
}

/// A store in which her place ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The store.
    pub store: StoreId,
    /// The cloud's epoch for it.
    #[serde(default)]
    pub epoch: Option<String>,
}

/// One store of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreTold {
    /// The store.
    pub store: StoreId,
    /// Its name.
    pub name: String,
    /// Her role's code; one that this version does not know is shown.
    pub role: String,
    /// `active` or `suspended`; others are shown.
    pub status: String,
    /// The cloud's epoch for this store, where it tells one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<String>,
}

/// A page of entries, each as received: the chain hashes fields that this version does not know.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Entries {
    /// The entries.
    pub entries: Vec<Value>,
    /// Whether older ones exist.
    #[serde(default)]
    pub more: bool,
}

/// A page of refused attempts.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Refusals {
    /// The attempts.
    pub refused: Vec<RefusedAttempt>,
    /// Whether older ones exist.
    #[serde(default)]
    pub more: bool,
}

/// Why a question to the cloud got no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// The question never left this machine, or certainly found nobody: no network, no such name, nobody there, no trusted certificate.
    NotReached(String),
    /// Nothing was heard, or the reply broke off: the question may have arrived.
    Unreachable(String),
    /// Something answered that is not our cloud, or not whole: a page, garbage, another service.
    NotOurs {
        /// Its HTTP status.
        status: u16,
        /// `Retry-After`, if it asked for patience.
        retry_after: Option<Duration>,
    },
    /// Our own problem document.
    Problem(Told),
    /// The session ended: a refresh was refused, or nobody is signed in.
    SignedOut,
}

/// Our own problem document, with its status.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: String,
    /// Its facts.
    pub with: Map<String, Value>,
    /// `Retry-After`.
    pub retry_after: Option<Duration>,
}

impl Fault {
    /// The HTTP status, if anything answered.
    pub fn status(&self) -> Option<u16> {
        match self {
            Fault::Problem(told) => Some(told.status),
            Fault::NotOurs { status, .. } => Some(*status),
            Fault::NotReached(_) | Fault::Unreachable(_) | Fault::SignedOut => None,
        }
    }

    /// How long the other side asked us to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Fault::Problem(told) => told.retry_after,
            Fault::NotOurs { retry_after, .. } => *retry_after,
            Fault::NotReached(_) | Fault::Unreachable(_) | Fault::SignedOut => None,
        }
    }

    /// Whether the question certainly never reached a cloud that could have acted on it.
    pub fn never_arrived(&self) -> bool {
        match self {
            // Without a good token nothing of a question is looked at.
            Fault::NotReached(_) | Fault::SignedOut => true,
            Fault::Unreachable(_) | Fault::NotOurs { .. } | Fault::Problem(_) => false,
        }
    }

    /// The same fault, met on the way to asking something: whatever it did, that question was never sent.
    #[must_use]
    pub fn before_asking(self) -> Self {
        match self {
            Fault::Unreachable(why) => Fault::NotReached(why),
            other => other,
        }
    }

    /// Whether this is our own problem document with this code.
    pub fn is(&self, wanted: &str) -> bool {
        matches!(self, Fault::Problem(told) if told.code == wanted)
    }

    /// Our own code, if it is one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Fault::Problem(told) => Some(&told.code),
            _ => None,
        }
    }
}

impl From<Fault> for DeskError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NotReached(why) | Fault::Unreachable(why) => DeskError::offline(why),
            Fault::NotOurs { status, .. } if status >= 500 => {
                DeskError::new("cloud_broken", "the cloud answers with an error").fact("status", status)
            }
            Fault::NotOurs { status, .. } => {
                DeskError::new("not_our_cloud", "what answers there is not a Keyholder cloud")
                    .fact("status", status)
            }
            Fault::SignedOut => DeskError::signed_out(),
            Fault::Problem(told) => {
                let code = match told.code.as_str() {
                    "unauthenticated" => "signed_out",
                    "wire_unsupported" => "outdated",
                    other => other,
                };
                let mut error =
                    DeskError::new(code, format!("the cloud answered {} {}", told.status, told.code));
                error.with = told.with;
                error
            }
        }
    }
}

/// A cloud's address as typed, checked: `https`, or `http` on this machine only; nothing but an origin.
pub fn address(typed: &str) -> Result<Url, DeskError> {
    let bad = |why: &str| {
        DeskError::new("bad_cloud_address", format!("not a cloud's address: {why}")).fact("why", why)
    };
    let typed = typed.trim();
    let local = ["localhost", "127.", "[::1]"].iter().any(|host| typed.starts_with(host));
    let full = match typed {
        "" => return Err(bad("empty")),
        text if text.contains("://") => text.to_owned(),
        text if local => format!("http://{text}"),
        text => format!("https://{text}"),
    };
    let url = Url::parse(&full).map_err(|_| bad("unreadable"))?;
    let loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => return Err(bad("no_host")),
    };
    match url.scheme() {
        "https" => {}
        "http" if loopback => {}
        "http" => return Err(bad("not_encrypted")),
        _ => return Err(bad("scheme")),
    }
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.path() != "/" {
        return Err(bad("more_than_an_origin"));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_encrypted_or_on_this_machine() {
        let check = |typed: &str| match address(typed) {
            Ok(url) => url.origin().ascii_serialization(),
            Err(error) => error.with["why"].as_str().unwrap().to_owned(),
        };
        for (typed, told) in [
            ("cloud.example", "https://cloud.example"),
            (" https://cloud.example/ ", "https://cloud.example"),
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("http://cloud.example", "not_encrypted"),
            ("http://127.0.0.1.evil.example", "not_encrypted"),
            ("ftp://cloud.example", "scheme"),
            ("https://ana:secret@cloud.example", "more_than_an_origin"),
            ("https://cloud.example/path", "more_than_an_origin"),
            ("", "empty"),
        ] {
            assert_eq!(check(typed), told, "{typed}");
        }
    }
}
