//! How often one may try: signing up and in are limited per address and per client, so that guessing passwords and
//! filling the database cost patience. Kept in memory: a node that restarts forgets, and argon2 still stands.
//!
//! Each limit is a bucket of `burst` tries that refills one by one (the generic cell rate algorithm: all that is kept of
//! a key is the instant at which its bucket will be full again).

use std::collections::HashMap;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use keyholder_domain::Time;
use sha2::{Digest, Sha256};

use crate::AppState;
use crate::error::ApiError;

/// So many tries at once, and one more after each pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Tries in a full bucket.
    pub burst: u32,
    /// Seconds until one more.
    pub every_secs: u32,
}

impl FromStr for Rate {
    type Err = String;

    /// `BURST/SECONDS`, both at least 1: `10/60` is ten tries at once, and one more a minute.
    fn from_str(text: &str) -> Result<Rate, String> {
        let positive = |part: &str| part.parse().ok().filter(|number| *number > 0);
        let parts =
            text.split_once('/').and_then(|(burst, every)| Some((positive(burst)?, positive(every)?)));
        let (burst, every_secs) =
            parts.ok_or_else(|| format!("`{text}` is not BURST/SECONDS, such as `10/60`"))?;
        Ok(Rate { burst, every_secs })
    }
}

/// The limits of this cloud. `None` turns them all off: on loopback only, for tests.
pub type LimitSettings = Option<LimitRates>;

/// What is limited, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitRates {
    /// Sign-ins for one address; a right password gives its try back.
    pub sign_in_address: Rate,
    /// Sign-ins from one client; a shop behind one router counts as one.
    pub sign_in_client: Rate,
    /// Sign-ups with one address.
    pub sign_up_address: Rate,
    /// Sign-ups from one client.
    pub sign_up_client: Rate,
}

impl Default for LimitRates {
    fn default() -> LimitRates {
        LimitRates {
            sign_in_address: Rate { burst: 10, every_secs: 60 },
            sign_in_client: Rate { burst: 60, every_secs: 5 },
            sign_up_address: Rate { burst: 5, every_secs: 600 },
            sign_up_client: Rate { burst: 20, every_secs: 60 },
        }
    }
}

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Proving who one is with a password.
    SignIn,
    /// Making an account.
    SignUp,
}

/// Who asks, as far as the network tells: an address (of IPv6 the network of 64 bits), or nobody in tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Client(Option<IpAddr>);

/// The buckets. Cheap to clone; all clones count together.
#[derive(Clone)]
pub struct Limits {
    rates: LimitSettings,
    buckets: Arc<Mutex<HashMap<Key, i64>>>,
}

/// Keys are hashes, so that memory holds no list of who tried.
type Key = [u8; 16];

/// Beyond this many buckets the full ones are forgotten, and then all: bounded memory matters more than memory of tries.
const MOST_BUCKETS: usize = 100_000;

impl Limits {
    /// Empty buckets under these settings.
    pub fn new(rates: LimitSettings) -> Limits {
        Limits { rates, buckets: Arc::default() }
    }

    /// Counts one try, or tells how long to wait. Nothing is counted for who has to wait.
    pub fn count(&self, act: Act, client: Client, address: &str, now: Time) -> Result<(), ApiError> {
        let Some(rates) = self.rates else { return Ok(()) };
        let (per_address, per_client) = match act {
            Act::SignIn => (rates.sign_in_address, rates.sign_in_client),
            Act::SignUp => (rates.sign_up_address, rates.sign_up_client),
        };
        let now = now.millis();
        let keys = [(address_key(act, address), per_address), (client_key(act, client), per_client)];
        let mut buckets = self.lock();
        let wait =
            keys.iter().map(|(key, rate)| rate.wait(buckets.get(key).copied(), now)).max().unwrap_or(0);
        if wait > 0 {
            // Kept as judged now, or a clock that was set back would lock people out until it has caught up.
            for (key, rate) in keys {
                buckets.entry(key).and_modify(|full_at| *full_at = rate.held(Some(*full_at), now));
            }
            // Whole seconds, rounded up: who waits exactly that long gets in.
            return Err(ApiError::slow_down(Duration::from_secs(wait.unsigned_abs().div_ceil(1000))));
        }
        make_room(&mut buckets, now);
        for (key, rate) in keys {
            let full_at = rate.after_one(buckets.get(&key).copied(), now);
            buckets.insert(key, full_at);
        }
        Ok(())
    }

    /// Gives the address its try back: the password was right.
    pub fn forgive(&self, act: Act, address: &str) {
        let Some(rates) = self.rates else { return };
        let rate = match act {
            Act::SignIn => rates.sign_in_address,
            Act::SignUp => rates.sign_up_address,
        };
        if let Some(full_at) = self.lock().get_mut(&address_key(act, address)) {
            *full_at -= rate.pause();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, i64>> {
        // Whoever panicked left whole numbers behind: they are as good as before.
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rate {
    fn pause(self) -> i64 {
        i64::from(self.every_secs) * 1000
    }

    /// Milliseconds until a try is free.
    fn wait(self, full_at: Option<i64>, now: i64) -> i64 {
        let room = self.pause() * i64::from(self.burst.max(1) - 1);
        self.held(full_at, now) - now - room
    }

    fn after_one(self, full_at: Option<i64>, now: i64) -> i64 {
        self.held(full_at, now) + self.pause()
    }

    /// When the bucket is full again. Never further off than an empty one takes, so that a clock that was set back
    /// locks nobody out for longer.
    fn held(self, full_at: Option<i64>, now: i64) -> i64 {
        let longest = self.pause() * i64::from(self.burst.max(1));
        full_at.unwrap_or(now).clamp(now, now + longest)
    }
}

fn make_room(buckets: &mut HashMap<Key, i64>, now: i64) {
    if buckets.len() >= MOST_BUCKETS {
        buckets.retain(|_, full_at| *full_at > now);
    }
    if buckets.len() >= MOST_BUCKETS {
        buckets.clear();
    }
}

fn address_key(act: Act, address: &str) -> Key {
    key(format!("{act:?} address {}", address.trim().to_lowercase()))
}

fn client_key(act: Act, client: Client) -> Key {
    key(format!("{act:?} client {:?}", client.0))
}

fn key(of: String) -> Key {
    let mut key = [0; 16];
    key.copy_from_slice(&Sha256::digest(of)[..16]);
    key
}

impl Client {
    /// The client of an address.
    pub fn of(address: IpAddr) -> Client {
        Client(Some(match address {
            IpAddr::V4(_) => address,
            IpAddr::V6(six) => match six.to_ipv4_mapped() {
                Some(four) => IpAddr::V4(four),
                // One household has a whole /64, and could try from each address of it.
                None => IpAddr::from((six.to_bits() >> 64 << 64).to_be_bytes()),
            },
        }))
    }
}

impl FromRequestParts<AppState> for Client {
    type Rejection = std::convert::Infallible;

    /// The peer of the connection; behind a proxy, what the configured header's last entry says, which the proxy wrote.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Client, Self::Rejection> {
        let told = state.config.client_header.as_deref().and_then(|name| {
            let all = parts.headers.get_all(name).iter().next_back()?.to_str().ok()?;
            all.rsplit(',').next()?.trim().parse().ok()
        });
        let peer = parts.extensions.get::<ConnectInfo<std::net::SocketAddr>>().map(|peer| peer.0.ip());
        Ok(told.or(peer).map_or(Client(None), Client::of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_written_as_tries_at_once_and_seconds_until_one_more() {
        assert_eq!("10/60".parse(), Ok(Rate { burst: 10, every_secs: 60 }));
        for wrong in ["", "10", "10/", "/60", "0/60", "10/0", "-1/60", "ten/60", "10/60/1"] {
            assert!(wrong.parse::<Rate>().is_err(), "`{wrong}` is no rate");
        }
    }

    fn at(seconds: i64) -> Time {
        Time::from_millis(1_700_000_000_000 + seconds * 1000)
    }

    fn client(last: u8) -> Client {
        Client::of(IpAddr::from([10, 0, 0, last]))
    }

    fn limits(address: Rate, client: Rate) -> Limits {
        Limits::new(Some(LimitRates {
            sign_in_address: address,
            sign_in_client: client,
            ..LimitRates::default()
        }))
    }

    const PLENTY: Rate = Rate { burst: 1000, every_secs: 1 };

    #[test]
    fn after_the_burst_one_try_comes_back_after_each_pause() {
        let limits = limits(Rate { burst: 3, every_secs: 10 }, PLENTY);
        let try_at = |seconds| limits.count(Act::SignIn, client(1), "a@x.id", at(seconds)).is_ok();
        assert_eq!([try_at(0), try_at(0), try_at(0), try_at(0)], [true, true, true, false]);
        assert_eq!([try_at(9), try_at(10), try_at(10)], [false, true, false]);
        assert!(
            limits.count(Act::SignIn, client(1), "b@x.id", at(10)).is_ok(),
            "another address has its own"
        );
    }

    #[test]
    fn a_client_is_counted_over_all_addresses() {
        let limits = limits(PLENTY, Rate { burst: 2, every_secs: 10 });
        let tries = ["a@x.id", "b@x.id", "c@x.id"];
        let went = tries.map(|address| limits.count(Act::SignIn, client(1), address, at(0)).is_ok());
        assert_eq!(went, [true, true, false]);
        assert!(limits.count(Act::SignIn, client(2), "c@x.id", at(0)).is_ok(), "another client has its own");
        assert!(limits.count(Act::SignUp, client(1), "c@x.id", at(0)).is_ok(), "and so has signing up");
    }

    #[test]
    fn a_right_password_gives_the_try_back() {
        let limits = limits(Rate { burst: 1, every_secs: 10 }, PLENTY);
        for _ in 0..5 {
            assert!(limits.count(Act::SignIn, client(1), "a@x.id", at(0)).is_ok());
            limits.forgive(Act::SignIn, "A@x.id ");
        }
    }

    #[test]
    fn a_clock_set_back_locks_nobody_out_for_longer_than_an_empty_bucket() {
        let limits = limits(Rate { burst: 2, every_secs: 10 }, PLENTY);
        for seconds in [1_000_000, 1_000_000] {
            assert!(limits.count(Act::SignIn, client(1), "a@x.id", at(seconds)).is_ok());
        }
        assert!(limits.count(Act::SignIn, client(1), "a@x.id", at(0)).is_err());
        assert!(limits.count(Act::SignIn, client(1), "a@x.id", at(10)).is_ok());
    }

    #[test]
    fn one_household_of_ipv6_is_one_client() {
        let of = |text: &str| Client::of(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:10.0.0.1"), of("10.0.0.1"));
    }
}
