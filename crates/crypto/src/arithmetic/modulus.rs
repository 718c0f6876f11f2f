//! Arithmetic modulo an odd number in Montgomery form (Montgomery 1985; the loop is "CIOS" of Koç, Acar and
//! Kaliski 1996).
//!
//! Numbers are little-endian limbs, as many as the modulus has.

#[cfg(feature = "agreement")]
pub(crate) mod masked;

use core::cmp::Ordering;

/// Where limbs are kept: beside the code that uses them, or on the heap for RSA.
pub(crate) trait Limbs: AsMut<[u32]> + AsRef<[u32]> + Clone + PartialEq {
    /// Zero, of `count` limbs.
    fn zero(count: usize) -> Self;

    /// A copy of `limbs`.
    fn copy(limbs: &[u32]) -> Self {
        let mut copy = Self::zero(limbs.len());
        for (to, from) in copy.as_mut().iter_mut().zip(limbs) {
            *to = *from;
        }
        copy
    }
}

/// Up to 521 bits, without the heap: curve arithmetic makes thousands of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Short {
    limbs: [u32; Self::MOST],
    count: usize,
}

/// Any length.
pub(crate) type Long = Vec<u32>;

/// An odd modulus and what multiplication needs of it.
#[derive(Clone, Debug)]
pub(crate) struct Modulus<L> {
    limbs: L,
    /// `-limbs⁻¹ mod 2³²`.
    inverse: u32,
    /// `R² mod limbs`, with `R = 2^(32 · limbs)`.
    r_squared: L,
}

impl<L: Limbs> Modulus<L> {
    /// From a big-endian number; `None` for an even one or one below 3.
    pub fn new(number: &[u8]) -> Option<Self> {
        let mut plain = limbs(number, number.len().div_ceil(4));
        while plain.last() == Some(&0) {
            plain.pop();
        }
        let lowest = *plain.first()?;
        if lowest % 2 == 0 || plain == [1] {
            return None;
        }
        let limbs = L::copy(&plain);
        let mut modulus = Self { inverse: negated_inverse(lowest), r_squared: L::zero(plain.len()), limbs };
        modulus.r_squared = modulus.square_of_r();
        Some(modulus)
    }

    /// The modulus itself.
    pub fn limbs(&self) -> &[u32] {
        self.limbs.as_ref()
    }

    /// A big-endian number in Montgomery form; `None` unless it is below the modulus.
    pub fn enter(&self, number: &[u8]) -> Option<L> {
        Some(self.multiply(&self.below(number)?, &self.r_squared))
    }

    /// The limbs of a big-endian number; `None` unless it is below the modulus.
    pub fn below(&self, number: &[u8]) -> Option<L> {
        let excess = number.len().saturating_sub(self.limbs().len() * 4);
        let (high, low) = number.split_at(excess);
        let plain = limbs(low, self.limbs().len());
        let fits = high.iter().all(|byte| *byte == 0) && compare(&plain, self.limbs()) == Ordering::Less;
        fits.then(|| L::copy(&plain))
    }

    /// Any number of at most as many limbs, taken modulo, in Montgomery form: a factor below `R` is enough
    /// for the product to come out reduced.
    pub fn enter_reduced(&self, plain: &[u32]) -> L {
        self.multiply(&L::copy(plain), &self.r_squared)
    }

    /// Out of Montgomery form.
    pub fn leave(&self, residue: &L) -> L {
        self.multiply(residue, &self.small(1))
    }

    /// One, in Montgomery form.
    pub fn one(&self) -> L {
        self.multiply(&self.small(1), &self.r_squared)
    }

    /// Zero.
    pub fn zero(&self) -> L {
        L::zero(self.limbs().len())
    }

    /// `a · b / R`: the product, when both are in Montgomery form.
    pub fn multiply(&self, a: &L, b: &L) -> L {
        let mut sum = self.zero();
        let over = multiply(sum.as_mut(), [a.as_ref(), b.as_ref()], self.limbs(), self.inverse);
        self.reduce(sum, over)
    }

    /// `a²`.
    pub fn square(&self, a: &L) -> L {
        self.multiply(a, a)
    }

    /// `a + b`.
    pub fn add(&self, a: &L, b: &L) -> L {
        let mut sum = a.clone();
        let over = add(sum.as_mut(), b.as_ref());
        self.reduce(sum, u32::from(over))
    }

    /// `a - b`.
    pub fn subtract(&self, a: &L, b: &L) -> L {
        let mut rest = a.clone();
        if subtract(rest.as_mut(), b.as_ref()) {
            add(rest.as_mut(), self.limbs());
        }
        rest
    }

    /// `base^exponent`, the exponent as plain little-endian limbs.
    pub fn power(&self, base: &L, exponent: &[u32]) -> L {
        let mut result = self.one();
        for limb in exponent.iter().rev() {
            for bit in (0..32).rev() {
                result = self.square(&result);
                if limb >> bit & 1 == 1 {
                    result = self.multiply(&result, base);
                }
            }
        }
        result
    }

    /// `1 / a` for a prime modulus (Fermat).
    pub fn invert_prime(&self, a: &L) -> L {
        let mut exponent = self.limbs.clone();
        subtract(exponent.as_mut(), self.small(2).as_ref());
        self.power(a, exponent.as_ref())
    }

    fn small(&self, value: u32) -> L {
        let mut number = self.zero();
        if let Some(lowest) = number.as_mut().first_mut() {
            *lowest = value;
        }
        number
    }

    /// A sum below twice the modulus, with what carried out of it, made one of its residues.
    fn reduce(&self, mut sum: L, over: u32) -> L {
        if over != 0 || compare(sum.as_ref(), self.limbs()) != Ordering::Less {
            subtract(sum.as_mut(), self.limbs());
        }
        sum
    }

    /// `R²`, by doubling 1 twice as often as `R` has bits.
    fn square_of_r(&self) -> L {
        (0..self.limbs().len() * 64).fold(self.small(1), |number, _| self.add(&number, &number))
    }
}

impl Short {
    /// Limbs of a P-521 coordinate.
    const MOST: usize = 17;
}

impl Limbs for Short {
    fn zero(count: usize) -> Self {
        Self { limbs: [0; Self::MOST], count: count.min(Self::MOST) }
    }
}

impl AsRef<[u32]> for Short {
    fn as_ref(&self) -> &[u32] {
        self.limbs.get(..self.count).unwrap_or(&self.limbs)
    }
}

impl AsMut<[u32]> for Short {
    fn as_mut(&mut self) -> &mut [u32] {
        let count = self.count;
        self.limbs.split_at_mut(count.min(Self::MOST)).0
    }
}

impl Limbs for Long {
    fn zero(count: usize) -> Self {
        vec![0; count]
    }
}

/// Big-endian bytes as `count` little-endian limbs; what does not fit is cut off at the top.
pub(crate) fn limbs(number: &[u8], count: usize) -> Vec<u32> {
    let mut limbs: Vec<u32> = number
        .rchunks(4)
        .map(|bytes| bytes.iter().fold(0, |limb, byte| limb << 8 | u32::from(*byte)))
        .collect();
    limbs.resize(count, 0);
    limbs
}

/// Little-endian limbs as big-endian bytes.
pub(crate) fn bytes(limbs: &[u32]) -> Vec<u8> {
    limbs.iter().rev().flat_map(|limb| limb.to_be_bytes()).collect()
}

/// Compares numbers of equal length.
pub(crate) fn compare(a: &[u32], b: &[u32]) -> Ordering {
    a.iter().rev().cmp(b.iter().rev())
}

/// `a -= b`; whether it went below zero, in which case `2^bits` was borrowed.
pub(crate) fn subtract(a: &mut [u32], b: &[u32]) -> bool {
    let mut borrow = 0;
    for (limb, other) in a.iter_mut().zip(b) {
        let rest = i64::from(*limb) - i64::from(*other) - borrow;
        (*limb, borrow) = (rest as u32, i64::from(rest < 0));
    }
    borrow != 0
}

/// `a += b`; whether it carried out of the top.
pub(crate) fn add(a: &mut [u32], b: &[u32]) -> bool {
    let mut carry = 0;
    for (limb, other) in a.iter_mut().zip(b) {
        let total = u64::from(*limb) + u64::from(*other) + carry;
        (*limb, carry) = (total as u32, total >> 32);
    }
    carry != 0
}

/// `sum = a · b / R`, up to one modulus too much, with what carries out of the top. All of one length.
#[expect(clippy::indexing_slicing, reason = "cut to one length first, so that the loops need no checks")]
fn multiply(sum: &mut [u32], [a, b]: [&[u32]; 2], modulus: &[u32], inverse: u32) -> u32 {
    let length = [sum.len(), a.len(), b.len(), modulus.len()].into_iter().min().unwrap_or(0);
    if length == 0 {
        return 0;
    }
    let (sum, a, b, modulus) = (&mut sum[..length], &a[..length], &b[..length], &modulus[..length]);
    let mut over = 0;
    for digit in a {
        let mut carry = 0;
        for i in 0..length {
            // At most (2³² - 1)² + 2 · (2³² - 1) = 2⁶⁴ - 1.
            let total = u64::from(sum[i]) + u64::from(*digit) * u64::from(b[i]) + carry;
            (sum[i], carry) = (total as u32, total >> 32);
        }
        let high = over + carry;
        let factor = sum[0].wrapping_mul(inverse);
        // The factor makes the lowest limb zero; the rest moves down by one.
        let mut carry = (u64::from(sum[0]) + u64::from(factor) * u64::from(modulus[0])) >> 32;
        for i in 1..length {
            let total = u64::from(sum[i]) + u64::from(factor) * u64::from(modulus[i]) + carry;
            (sum[i - 1], carry) = (total as u32, total >> 32);
        }
        let top = high + carry;
        (sum[length - 1], over) = (top as u32, top >> 32);
    }
    over as u32
}

/// `-odd⁻¹ mod 2³²` by Newton's iteration: each step doubles the correct bits, from 3.
fn negated_inverse(odd: u32) -> u32 {
    let mut inverse = odd;
    for _ in 0..4 {
        inverse = inverse.wrapping_mul(2u32.wrapping_sub(odd.wrapping_mul(inverse)));
    }
    inverse.wrapping_neg()
}
