//! What a desk reads of the world: a clock that may lie, ids and dice of the seed, files in memory.

use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use keyholder_desk::chance::Chance;
use keyholder_desk::clock::Clock;
use keyholder_desk::profile::Files;
use keyholder_domain::Time;
use uuid::Uuid;

use crate::dice::Dice;

/// A machine's two clocks.
#[derive(Debug, Default)]
pub struct SimClock {
    wall: AtomicI64,
    passed: AtomicU64,
}

impl SimClock {
    /// A clock that shows this time.
    pub fn at(time: Time) -> SimClock {
        SimClock { wall: AtomicI64::new(time.millis()), passed: AtomicU64::new(0) }
    }

    /// Time passes.
    pub fn passes(&self, millis: u32) {
        self.wall.fetch_add(i64::from(millis), Ordering::Relaxed);
        self.passed.fetch_add(u64::from(millis), Ordering::Relaxed);
    }

    /// Somebody sets it; no time passes.
    pub fn jumps(&self, millis: i64) {
        self.wall.fetch_add(millis, Ordering::Relaxed);
    }
}

impl Clock for SimClock {
    fn now(&self) -> Time {
        Time::from_millis(self.wall.load(Ordering::Relaxed))
    }

    fn monotonic(&self) -> u64 {
        self.passed.load(Ordering::Relaxed)
    }
}

/// Ids and dice, from the step that is under way.
#[derive(Debug)]
pub struct SimChance(Mutex<Dice>);

impl SimChance {
    /// Before the first step.
    pub fn new() -> SimChance {
        SimChance(Mutex::new(Dice::of(0, 0, 0)))
    }

    /// The next step begins.
    pub fn draws_from(&self, dice: Dice) {
        *self.lock() = dice;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Dice> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for SimChance {
    fn default() -> Self {
        SimChance::new()
    }
}

impl Chance for SimChance {
    fn dice(&self) -> f64 {
        self.lock().fraction()
    }

    fn id(&self) -> Uuid {
        let mut dice = self.lock();
        let (high, low) = (u128::from(dice.draw()), u128::from(dice.draw()));
        uuid::Builder::from_random_bytes((high << 64 | low).to_be_bytes())
            .with_version(uuid::Version::SortRand)
            .into_uuid()
    }
}

/// The files of this thread's simulated disks.
#[derive(Debug)]
pub struct SimFiles;

fn done(done: bool) -> std::io::Result<()> {
    if done { Ok(()) } else { Err(std::io::Error::other("the machine has stopped")) }
}

impl Files for SimFiles {
    fn exists(&self, path: &Path) -> bool {
        keyholder_sim_vfs::exists(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> std::io::Result<()> {
        done(keyholder_sim_vfs::rename(from, to))
    }

    fn wipe(&self, folder: &Path) -> std::io::Result<()> {
        done(keyholder_sim_vfs::remove_all(folder))
    }

    fn write_whole(&self, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
        done(keyholder_sim_vfs::write_whole(path, bytes))
    }
}
