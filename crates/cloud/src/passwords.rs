//! Passwords: typed ones wiped from memory, stored ones as argon2id (RFC 9106). Hashing is made slow on purpose, so it
//! happens on threads of its own, a few at a time: memory and CPU stay bounded however many people sign in at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use argon2::{Argon2, Params, PasswordHasher, PasswordVerifier};
use serde::Deserialize;
use tokio::sync::{Semaphore, SemaphorePermit};
use zeroize::Zeroizing;

use crate::error::ApiError;

/// A password as typed. It does not print, and its memory is wiped.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Password(Zeroizing<String>);

/// What hashing costs; a setting, so that tests are quick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory for one hash, in KiB.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
    /// How many are hashed at the same time.
    pub at_once: usize,
    /// How many may wait for their turn before newcomers are told to slow down.
    pub waiting: usize,
}

/// Hashes and checks passwords, a few at a time.
#[derive(Clone)]
pub struct Passwords(Arc<Inner>);

struct Inner {
    argon: Argon2<'static>,
    /// The hash of a password that nobody has: checked for unknown accounts, so that the time taken tells nothing.
    nobodys: String,
    turns: Semaphore,
    waiting: AtomicUsize,
    may_wait: usize,
}

impl Password {
    /// From plain text.
    pub fn new(text: impl Into<String>) -> Password {
        Password(Zeroizing::new(text.into()))
    }

    /// 12 to 1,024 characters, whatever they are: length is what counts.
    pub fn is_strong_enough(&self) -> bool {
        // A character has at most 4 bytes, so that a giant is turned down without counting it.
        self.0.len() <= 4 * 1024 && (12..=1024).contains(&self.0.chars().count())
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}

impl PasswordCost {
    /// As good as nothing: for tests only.
    pub fn cheap() -> PasswordCost {
        PasswordCost { memory_kib: 8, passes: 1, at_once: 4, waiting: 1000 }
    }
}

impl Default for PasswordCost {
    /// 19 MiB and 2 passes, which OWASP names as the least for argon2id; four at once take 76 MiB.
    fn default() -> PasswordCost {
        PasswordCost { memory_kib: 19 * 1024, passes: 2, at_once: 4, waiting: 64 }
    }
}

impl Passwords {
    /// A pool of that cost.
    pub fn new(cost: PasswordCost) -> Result<Passwords, ApiError> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(ApiError::internal)?;
        let argon = Argon2::from(params);
        let nobodys = hash(&argon, &rand::random::<[u8; 32]>())?;
        Ok(Passwords(Arc::new(Inner {
            argon,
            nobodys,
            turns: Semaphore::new(cost.at_once.max(1)),
            waiting: AtomicUsize::new(0),
            may_wait: cost.waiting,
        })))
    }

    /// The hash to store for a password, with a salt and the cost in it.
    pub async fn hash(&self, password: &Password) -> Result<String, ApiError> {
        let (inner, password) = (self.0.clone(), password.clone());
        self.in_turn(move || hash(&inner.argon, password.0.as_bytes())).await?
    }

    /// Whether the password belongs to the stored hash; of an account that does not exist (`None`), never, as slowly.
    pub async fn verify(&self, password: &Password, stored: Option<String>) -> Result<bool, ApiError> {
        let (inner, password) = (self.0.clone(), password.clone());
        self.in_turn(move || {
            let known = stored.is_some();
            let stored = stored.unwrap_or_else(|| inner.nobodys.clone());
            // No one has a password of more than 1,024 characters, and hashing a giant would cost more than others.
            let typed = if password.0.len() <= 4 * 1024 { password.0.as_bytes() } else { b"" };
            let right = inner.argon.verify_password(typed, stored.as_str()).is_ok();
            known && right
        })
        .await
    }

    async fn in_turn<R: Send + 'static>(
        &self,
        work: impl FnOnce() -> R + Send + 'static,
    ) -> Result<R, ApiError> {
        let inner = self.0.clone();
        let turn = inner.turn().await?;
        let done = tokio::task::spawn_blocking(work).await.map_err(ApiError::internal);
        drop(turn);
        done
    }
}

impl Inner {
    async fn turn(&self) -> Result<SemaphorePermit<'_>, ApiError> {
        if let Ok(turn) = self.turns.try_acquire() {
            return Ok(turn);
        }
        let _place = Place::take(self)?;
        self.turns.acquire().await.map_err(ApiError::internal)
    }
}

/// A place in the queue, given back even when the caller gives up waiting.
struct Place<'a>(&'a Inner);

impl<'a> Place<'a> {
    fn take(inner: &'a Inner) -> Result<Place<'a>, ApiError> {
        let place = Place(inner);
        if inner.waiting.fetch_add(1, Ordering::Relaxed) >= inner.may_wait {
            return Err(ApiError::slow_down(Duration::from_secs(2)));
        }
        Ok(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

fn hash(argon: &Argon2<'_>, password: &[u8]) -> Result<String, ApiError> {
    argon.hash_password(password).map(|hash| hash.to_string()).map_err(ApiError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_account_passes() {
        let passwords = Passwords::new(PasswordCost::cheap()).unwrap();
        let right = Password::new("correct horse battery");
        let stored = passwords.hash(&right).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{stored}");
        assert!(passwords.verify(&right, Some(stored.clone())).await.unwrap());
        assert!(
            !passwords.verify(&Password::new("wrong horse battery"), Some(stored.clone())).await.unwrap()
        );
        assert!(!passwords.verify(&Password::new("x".repeat(1 << 20)), Some(stored)).await.unwrap());
        assert!(!passwords.verify(&right, None).await.unwrap());
    }

    #[test]
    fn a_password_has_12_to_1024_characters_and_does_not_print() {
        for (text, fine) in [
            ("elevenchars".to_owned(), false),
            ("twelve chars".to_owned(), true),
            ("é".repeat(12), true),
            ("👩".repeat(1024), true),
            ("x".repeat(1025), false),
        ] {
            assert_eq!(Password::new(text.clone()).is_strong_enough(), fine, "{text}");
        }
        assert_eq!(format!("{:?}", Password::new("correct horse battery")), "Password");
    }

    #[tokio::test]
    async fn whoever_finds_the_queue_full_is_told_to_slow_down() {
        let cost = PasswordCost { at_once: 1, waiting: 0, ..PasswordCost::cheap() };
        let passwords = Passwords::new(cost).unwrap();
        let turn = passwords.0.turns.acquire().await.unwrap();
        let told = passwords.hash(&Password::new("correct horse battery")).await.unwrap_err();
        assert_eq!(told.status.as_u16(), 429);
        drop(turn);
        assert!(passwords.hash(&Password::new("correct horse battery")).await.is_ok());
    }
}
