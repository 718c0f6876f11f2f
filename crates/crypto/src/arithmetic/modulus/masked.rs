//! The same arithmetic for secret numbers: which operations are done, and on which addresses, does not
//! depend on the values; a choice is a mask, never a branch.
//!
//! That holds for this source. No compiler promises to keep it, and nothing here was measured on a phone.

use super::{Limbs, Modulus, Short, add, multiply, subtract};

/// All ones for true, zero for false.
pub(crate) fn mask(chosen: bool) -> u32 {
    u32::from(core::hint::black_box(chosen)).wrapping_neg()
}

/// `a` where the mask is ones, `b` where it is zero.
pub(crate) fn select(mask: u32, a: &Short, b: &Short) -> Short {
    let mut chosen = *b;
    for (limb, other) in chosen.as_mut().iter_mut().zip(a.as_ref()) {
        *limb ^= mask & (*limb ^ other);
    }
    chosen
}

impl Modulus<Short> {
    /// `a · b / R`.
    pub fn masked_multiply(&self, a: &Short, b: &Short) -> Short {
        let mut sum = self.zero();
        let over = multiply(sum.as_mut(), [a.as_ref(), b.as_ref()], self.limbs(), self.inverse);
        self.masked_reduce(&sum, over != 0)
    }

    /// `a + b`.
    pub fn masked_add(&self, a: &Short, b: &Short) -> Short {
        let mut sum = *a;
        let over = add(sum.as_mut(), b.as_ref());
        self.masked_reduce(&sum, over)
    }

    /// `a - b`.
    pub fn masked_subtract(&self, a: &Short, b: &Short) -> Short {
        let mut rest = *a;
        let below = subtract(rest.as_mut(), b.as_ref());
        let mut raised = rest;
        add(raised.as_mut(), self.limbs());
        select(mask(below), &raised, &rest)
    }

    /// `1 / a` for a prime modulus (Fermat); the pattern is that of the modulus, which is public.
    pub fn masked_invert_prime(&self, a: &Short) -> Short {
        let mut exponent = *self.limbs_short();
        subtract(exponent.as_mut(), self.small(2).as_ref());
        let mut result = self.one();
        for limb in exponent.as_ref().iter().rev() {
            for bit in (0..32).rev() {
                result = self.masked_multiply(&result, &result);
                if limb >> bit & 1 == 1 {
                    result = self.masked_multiply(&result, a);
                }
            }
        }
        result
    }

    /// A number of two parts, `high · R + low`, modulo; as plain limbs. Both below `R`.
    pub fn masked_remainder(&self, high: &[u32], low: &[u32]) -> Short {
        let (high, low) = (Short::copy(high), Short::copy(low));
        // high · R² / R is high · R already; low needs the way in and out.
        let shifted = self.masked_multiply(&high, &self.r_squared);
        let inside = self.masked_multiply(&low, &self.r_squared);
        self.masked_add(&shifted, &self.masked_multiply(&inside, &self.small(1)))
    }

    fn limbs_short(&self) -> &Short {
        &self.limbs
    }

    /// A sum below twice the modulus made one of its residues.
    fn masked_reduce(&self, sum: &Short, over: bool) -> Short {
        let mut less = *sum;
        let below = subtract(less.as_mut(), self.limbs());
        select(mask(below) & !mask(over), sum, &less)
    }
}
