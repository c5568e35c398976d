//! What an operator can set. `main.rs` fills it from arguments and environment, tests by hand.

use std::time::Duration;

use url::Url;

use crate::limits::{LimitRates, LimitSettings};
use crate::passwords::PasswordCost;
use crate::texts::Language;

/// The cloud's settings, with defaults that suit a real one.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where people reach this cloud: the beginning of every link in mails and pages.
    pub public_url: Url,
    /// How long an access token is good.
    pub access_for: Duration,
    /// How long a refresh token is good, from when it was given.
    pub refresh_for: Duration,
    /// How often a live stream repeats the cursor.
    pub live_every: Duration,
    /// A desk that is more entries behind than this gets a snapshot instead of entries.
    pub catch_up: u64,
    /// Exchanges under way at once; whoever comes beyond that is told to slow down, and nothing of it is decided.
    pub exchanges: usize,
    /// Entries in one reply; the rest follows with `more`.
    pub page: usize,
    /// What a password's hash costs.
    pub passwords: PasswordCost,
    /// How often one may try to sign up and in.
    pub limits: LimitSettings,
    /// The header in which a proxy in front names the client; `None`: there is no proxy, the connection names it.
    pub client_header: Option<String>,
    /// Who mails say they are from.
    pub mail_from: String,
    /// The language of mails: a store has none of its own, and of an invited person only the address is known.
    pub mail_language: Language,
}

impl Config {
    /// The page that a token opens.
    pub fn join_url(&self, token: &str) -> String {
        format!("{}/join/{token}", self.public_url.as_str().trim_end_matches('/'))
    }
}

impl Default for Config {
    fn default() -> Config {
        Config {
            // Stands for "this machine" until main.rs knows the port; the text is a constant and parses.
            public_url: Url::parse("http://127.0.0.1/").unwrap_or_else(|_| unreachable!("a constant URL")),
            access_for: Duration::from_secs(15 * 60),
            refresh_for: Duration::from_secs(90 * 86_400),
            live_every: Duration::from_secs(20),
            catch_up: 10_000,
            exchanges: 256,
            page: 1_000,
            passwords: PasswordCost::default(),
            limits: Some(LimitRates::default()),
            client_header: None,
            mail_from: "Keyholder <keyholder@localhost>".to_owned(),
            mail_language: Language::Indonesian,
        }
    }
}
