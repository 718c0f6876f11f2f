//! SplitMix64: the same numbers for the same seed on every machine.

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Evenly in 0..1.
    pub fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// Mean 0, deviation 1, at most 3.5: twelve even numbers added up.
    pub fn normal(&mut self) -> f32 {
        let bits = [self.next(), self.next(), self.next()];
        let parts = bits.iter().flat_map(|b| (0..4).map(move |n| (b >> (16 * n)) & 0xFFFF));
        parts.sum::<u64>() as f32 / 65536.0 - 6.0
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    pub fn chance(&mut self, probability: f32) -> bool {
        self.unit() < probability
    }

    pub fn of(&mut self, letters: &str) -> char {
        let at = self.below(letters.len());
        letters.as_bytes()[at] as char
    }
}
