//! One seed, many dice: every place draws from a stream of its own, so that leaving a step out changes nothing for the others.

/// A stream of numbers (SplitMix64): the same for the same seed.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The stream of one place under a seed.
    pub fn of(seed: u64, place: u64, what: u64) -> Dice {
        let mut dice = Dice(seed ^ place.rotate_left(24) ^ what.rotate_left(48));
        dice.draw();
        Dice(dice.draw() ^ place.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ what)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `sides`, which must not be 0.
    pub fn below(&mut self, sides: usize) -> usize {
        usize::try_from(self.draw() % (sides.max(1) as u64)).unwrap_or(0)
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.draw() % 100 < percent
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        if all.is_empty() { None } else { all.get(self.below(all.len())) }
    }

    /// A number in 0..1.
    pub fn fraction(&mut self) -> f64 {
        #[allow(clippy::cast_precision_loss)]
        let fraction = (self.draw() >> 11) as f64 / (1_u64 << 53) as f64;
        fraction
    }
}
