//! Arithmetic modulo an odd number in Montgomery form (Montgomery 1985; the loop is "CIOS" of Koç, Acar and
//! Kaliski 1996).
//!
//! Numbers are little-endian limbs, as many as the modulus has.

use core::cmp::Ordering;

/// An odd modulus and what multiplication needs of it.
#[derive(Clone, Debug)]
pub(crate) struct Modulus {
    limbs: Vec<u32>,
    /// `-limbs⁻¹ mod 2³²`.
    inverse: u32,
    /// `R² mod limbs`, with `R = 2^(32 · limbs.len())`.
    r_squared: Vec<u32>,
}

/// A number below a modulus, times `R`.
pub(crate) type Residue = Vec<u32>;

impl Modulus {
    /// From a big-endian number; `None` for an even one or one below 3.
    pub fn new(number: &[u8]) -> Option<Self> {
        let mut limbs = limbs(number, number.len().div_ceil(4));
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        let lowest = *limbs.first()?;
        if lowest % 2 == 0 || limbs == [1] {
            return None;
        }
        let mut modulus = Self { inverse: negated_inverse(lowest), r_squared: Vec::new(), limbs };
        modulus.r_squared = modulus.square_of_r();
        Some(modulus)
    }

    /// The modulus itself.
    pub fn limbs(&self) -> &[u32] {
        &self.limbs
    }

    /// `number` in Montgomery form; `None` unless it is below the modulus.
    pub fn enter(&self, number: &[u8]) -> Option<Residue> {
        let plain = self.below(number)?;
        Some(self.multiply(&plain, &self.r_squared))
    }

    /// The limbs of a big-endian number; `None` unless it is below the modulus.
    pub fn below(&self, number: &[u8]) -> Option<Vec<u32>> {
        let excess = number.len().saturating_sub(self.limbs.len() * 4);
        let (high, low) = number.split_at(excess);
        let plain = limbs(low, self.limbs.len());
        (high.iter().all(|byte| *byte == 0) && compare(&plain, &self.limbs) == Ordering::Less)
            .then_some(plain)
    }

    /// Reduces limbs below twice the modulus, then enters them.
    pub fn enter_reduced(&self, mut plain: Vec<u32>) -> Residue {
        if compare(&plain, &self.limbs) != Ordering::Less {
            subtract(&mut plain, &self.limbs);
        }
        self.multiply(&plain, &self.r_squared)
    }

    /// Out of Montgomery form.
    pub fn leave(&self, residue: &[u32]) -> Vec<u32> {
        self.multiply(residue, &self.small(1))
    }

    /// One, in Montgomery form.
    pub fn one(&self) -> Residue {
        self.multiply(&self.small(1), &self.r_squared)
    }

    /// Zero.
    pub fn zero(&self) -> Residue {
        vec![0; self.limbs.len()]
    }

    /// `a · b / R`: the product, when both are in Montgomery form.
    pub fn multiply(&self, a: &[u32], b: &[u32]) -> Residue {
        let mut sum = vec![0; self.limbs.len() + 1];
        for digit in a {
            let mut over = add_product(&mut sum, *digit, b);
            let factor = sum.first().map_or(0, |lowest| lowest.wrapping_mul(self.inverse));
            over += add_product(&mut sum, factor, &self.limbs);
            // The lowest limb is now zero: shift it out.
            sum.rotate_left(1);
            if let Some(top) = sum.last_mut() {
                *top = over;
            }
        }
        self.reduce(sum)
    }

    /// `a²`.
    pub fn square(&self, a: &[u32]) -> Residue {
        self.multiply(a, a)
    }

    /// `a + b`.
    pub fn add(&self, a: &[u32], b: &[u32]) -> Residue {
        let mut sum = a.to_vec();
        sum.push(0);
        let mut carry = 0;
        for (limb, other) in sum.iter_mut().zip(b.iter().chain([&0])) {
            let total = u64::from(*limb) + u64::from(*other) + carry;
            (*limb, carry) = (total as u32, total >> 32);
        }
        self.reduce(sum)
    }

    /// `a - b`.
    pub fn subtract(&self, a: &[u32], b: &[u32]) -> Residue {
        let mut rest = a.to_vec();
        if subtract(&mut rest, b) {
            let mut carry = 0;
            for (limb, other) in rest.iter_mut().zip(&self.limbs) {
                let total = u64::from(*limb) + u64::from(*other) + carry;
                (*limb, carry) = (total as u32, total >> 32);
            }
        }
        rest
    }

    /// `base^exponent`, the exponent as plain little-endian limbs.
    pub fn power(&self, base: &[u32], exponent: &[u32]) -> Residue {
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
    pub fn invert_prime(&self, a: &[u32]) -> Residue {
        let mut exponent = self.limbs.clone();
        subtract(&mut exponent, &self.small(2));
        self.power(a, &exponent)
    }

    fn small(&self, value: u32) -> Vec<u32> {
        let mut number = self.zero();
        if let Some(lowest) = number.first_mut() {
            *lowest = value;
        }
        number
    }

    /// A sum below twice the modulus, one limb longer, made one of its residues.
    fn reduce(&self, mut sum: Vec<u32>) -> Residue {
        let over = sum.pop().unwrap_or(0);
        if over != 0 || compare(&sum, &self.limbs) != Ordering::Less {
            subtract(&mut sum, &self.limbs);
        }
        sum
    }

    /// `R²`, by doubling 1 twice as often as `R` has bits.
    fn square_of_r(&self) -> Vec<u32> {
        (0..self.limbs.len() * 64).fold(self.small(1), |number, _| self.add(&number, &number))
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

/// `sum += digit · number`; what carries out of the top of `sum`.
fn add_product(sum: &mut [u32], digit: u32, number: &[u32]) -> u32 {
    let mut carry = 0;
    let mut limbs = sum.iter_mut();
    // The number goes first: `zip` asks its left side first, and must not swallow a limb of the sum.
    for (other, limb) in number.iter().zip(limbs.by_ref()) {
        // At most (2³² - 1)² + 2 · (2³² - 1) = 2⁶⁴ - 1.
        let total = u64::from(*limb) + u64::from(digit) * u64::from(*other) + carry;
        (*limb, carry) = (total as u32, total >> 32);
    }
    for limb in limbs {
        let total = u64::from(*limb) + carry;
        (*limb, carry) = (total as u32, total >> 32);
    }
    carry as u32
}

/// `-odd⁻¹ mod 2³²` by Newton's iteration: each step doubles the correct bits, from 3.
fn negated_inverse(odd: u32) -> u32 {
    let mut inverse = odd;
    for _ in 0..4 {
        inverse = inverse.wrapping_mul(2u32.wrapping_sub(odd.wrapping_mul(inverse)));
    }
    inverse.wrapping_neg()
}
