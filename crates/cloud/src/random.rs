//! Where chance comes from: the system, or a seed.
//!
//! The exchange asks for salts and ids through a [`Random`] that it is given, so that a simulator can run the shipped code under one seed.

use std::sync::{Arc, Mutex, PoisonError};

use keyholder_domain::Time;
use rand::rngs::{StdRng, SysRng};
use rand::{Rng, SeedableRng, TryRng};
use uuid::Uuid;

/// A source of random bytes. Clones of a seeded source draw from the same stream.
#[derive(Clone, Debug, Default)]
pub enum Random {
    /// The operating system's generator.
    #[default]
    System,
    /// Reproducible: for tests and simulators only.
    Seeded(Arc<Mutex<StdRng>>),
}

impl Random {
    /// A source that always draws the same for the same seed.
    pub fn seeded(seed: u64) -> Random {
        Random::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            // The system's generator fails only where the kernel offers none; a server without randomness must not go on.
            Random::System => SysRng
                .try_fill_bytes(&mut bytes)
                .unwrap_or_else(|error| panic!("the system gives no random bytes: {error}")),
            Random::Seeded(rng) => rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes),
        }
        bytes
    }

    /// The salt of one personal value in an entry: 32 hex digits.
    pub fn salt(&self) -> String {
        hex::encode(self.bytes::<16>())
    }

    /// An id without order.
    pub fn id(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// An id that sorts by the time it was made (version 7).
    pub fn id_at(&self, now: Time) -> Uuid {
        let millis = u64::try_from(now.millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }
}
