//! Maps and sets with structural sharing, and a hasher without dice: the same store is laid out the same way on every
//! machine and in every run, so that replay, snapshots and measurements repeat.

use std::hash::{BuildHasher, Hasher};

use imbl::shared_ptr::DefaultSharedPtr;

/// A hash map that is cheap to clone.
pub(crate) type Map<K, V> = imbl::GenericHashMap<K, V, FixedState, DefaultSharedPtr>;
/// An ordered set that is cheap to clone.
pub(crate) type Set<T> = imbl::OrdSet<T>;

/// Makes [`FixedHasher`]s.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FixedState;

impl BuildHasher for FixedState {
    type Hasher = FixedHasher;

    fn build_hasher(&self) -> FixedHasher {
        FixedHasher(0x243F_6A88_85A3_08D3)
    }
}

/// A fixed mix (the finaliser of SplitMix64) over each word. It does not withstand chosen collisions; it does not have
/// to: keys are ids and texts that only a store's own staff can choose, and a collision costs time, never truth.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FixedHasher(u64);

const fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

impl Hasher for FixedHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let word = chunk.iter().fold(0, |word: u64, byte| word << 8 | u64::from(*byte));
            self.write_u64(word);
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = mix(self.0.rotate_left(5) ^ word);
    }

    fn write_u128(&mut self, word: u128) {
        self.write_u64(word as u64);
        self.write_u64((word >> 64) as u64);
    }
}
