//! One row or column of modules as bits, so that a whole line is compared at once.

use std::ops::{BitAnd, BitOr, BitXor, Not};

/// 192 modules, dark = 1; module 0 is the lowest bit of the first word. 192 is the first multiple of
/// both 64 and 12, the period of the masks, that holds the 177 modules of version 40.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Line([u64; 3]);

impl Line {
    /// `count` dark modules, then light ones.
    pub fn first(count: usize) -> Self {
        let word = |at: usize| match count.saturating_sub(64 * at) {
            n @ 0..64 => (1 << n) - 1,
            _ => u64::MAX,
        };
        Self([word(0), word(1), word(2)])
    }

    /// Twelve bits, sixteen times over.
    pub fn repeat12(bits: u16) -> Self {
        let bits = u64::from(bits & 0xFFF);
        // Words start at modules 0, 64 and 128, that is 0, 4 and 8 into the twelve.
        let word = |from: u32| {
            let turned = (bits >> from | bits << (12 - from)) & 0xFFF;
            (0..6).fold(0, |word, k| word | turned << (12 * k))
        };
        Self([word(0), word(4), word(8)])
    }

    /// The module at `at`; light outside.
    pub fn get(self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// Sets the module at `at`; nothing happens outside.
    pub fn set(&mut self, at: usize, dark: bool) {
        if let Some(word) = self.0.get_mut(at / 64) {
            let bit = 1 << (at % 64);
            *word = if dark { *word | bit } else { *word & !bit };
        }
    }

    /// The line as seen from `by` modules further on, or further back; light comes in at the ends.
    #[inline(always)]
    pub fn at(self, by: i32) -> Self {
        let distance = by.unsigned_abs();
        if by < 0 { self.behind(distance) } else { self.ahead(distance) }
    }

    /// Moves every module `by` places to the front; light comes in at the end.
    #[inline(always)]
    pub fn ahead(self, by: u32) -> Self {
        let [a, b, c] = self.0;
        let [a, b, c] = match by / 64 {
            0 => [a, b, c],
            1 => [b, c, 0],
            2 => [c, 0, 0],
            _ => [0; 3],
        };
        let by = by % 64;
        if by == 0 {
            return Self([a, b, c]);
        }
        let up = 64 - by;
        Self([a >> by | b << up, b >> by | c << up, c >> by])
    }

    /// Moves every module `by` places to the end; light comes in at the front.
    #[inline(always)]
    pub fn behind(self, by: u32) -> Self {
        let [a, b, c] = self.0;
        let [a, b, c] = match by / 64 {
            0 => [a, b, c],
            1 => [0, a, b],
            2 => [0, 0, a],
            _ => [0; 3],
        };
        let by = by % 64;
        if by == 0 {
            return Self([a, b, c]);
        }
        let down = 64 - by;
        Self([a << by, b << by | a >> down, c << by | b >> down])
    }

    /// Number of dark modules.
    pub fn count(self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Whether every module is light.
    pub fn is_light(self) -> bool {
        self.0 == [0; 3]
    }
}

impl BitAnd for Line {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, Self([d, e, f]): Self) -> Self {
        let [a, b, c] = self.0;
        Self([a & d, b & e, c & f])
    }
}

impl BitOr for Line {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, Self([d, e, f]): Self) -> Self {
        let [a, b, c] = self.0;
        Self([a | d, b | e, c | f])
    }
}

impl BitXor for Line {
    type Output = Self;
    #[inline(always)]
    fn bitxor(self, Self([d, e, f]): Self) -> Self {
        let [a, b, c] = self.0;
        Self([a ^ d, b ^ e, c ^ f])
    }
}

impl Not for Line {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        let [a, b, c] = self.0;
        Self([!a, !b, !c])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BITS: usize = 192;

    fn line(dark: &[usize]) -> Line {
        let mut line = Line::default();
        for &at in dark {
            line.set(at, true);
        }
        line
    }

    #[test]
    fn shifts_cross_words_and_drop_the_ends() {
        let ends = line(&[0, 63, 64, 127, 128, 191]);
        assert_eq!(ends.ahead(1), line(&[62, 63, 126, 127, 190]));
        assert_eq!(ends.behind(1), line(&[1, 64, 65, 128, 129]));
        assert_eq!(ends.ahead(0), ends);
        assert_eq!(ends.ahead(63), line(&[0, 1, 64, 65, 128]));
        for by in 0..200 {
            let there = |at: usize| at.checked_add(by).filter(|&at| at < BITS);
            let moved: Vec<usize> = [5, 70, 140].into_iter().filter_map(there).collect();
            let back: Vec<usize> =
                [5usize, 70, 140].into_iter().filter_map(|at| at.checked_sub(by)).collect();
            let distance = i32::try_from(by).unwrap();
            assert_eq!(line(&[5, 70, 140]).at(-distance), line(&moved));
            assert_eq!(line(&[5, 70, 140]).at(distance), line(&back));
        }
    }

    #[test]
    fn first_repeat_and_bounds() {
        for count in [0, 1, 63, 64, 65, 177, BITS, BITS + 1] {
            let dark: Vec<usize> = (0..count.min(BITS)).collect();
            assert_eq!(Line::first(count), line(&dark));
        }
        let every_twelfth: Vec<usize> = (0..BITS).filter(|at| at % 12 == 5).collect();
        assert_eq!(Line::repeat12(1 << 5), line(&every_twelfth));
        let mut outside = Line::default();
        outside.set(BITS, true);
        assert!(outside.is_light() && !outside.get(BITS));
    }
}
