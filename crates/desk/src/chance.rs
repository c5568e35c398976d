//! Chance, at the edge: ids and dice come in from here, so that one seed can drive everything beneath.

use uuid::Uuid;

/// Where a desk's ids and dice come from.
pub trait Chance: Send + Sync {
    /// Any number in 0..1: jitter of pauses.
    fn dice(&self) -> f64;
    /// A new id (UUIDv7).
    fn id(&self) -> Uuid;
}

/// The machine's own source.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn dice(&self) -> f64 {
        rand::random()
    }

    fn id(&self) -> Uuid {
        Uuid::now_v7()
    }
}
