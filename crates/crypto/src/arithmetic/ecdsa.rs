//! ECDSA verification (FIPS 186-5 section 6.4.2).

use super::curve::{Affine, Curve};
use super::modulus::limbs;

/// Whether `r || s` over `digest` holds for `key`.
pub(crate) fn holds(curve: &Curve, key: &Affine, digest: &[u8], signature: &[u8]) -> bool {
    verify(curve, key, digest, signature).is_some_and(|holds| holds)
}

fn verify(curve: &Curve, key: &Affine, digest: &[u8], signature: &[u8]) -> Option<bool> {
    let (r, s) = signature.split_at_checked(curve.size)?;
    let order = &curve.order;
    let (r, s) = (order.below(r)?, order.below(s)?);
    if is_zero(r.as_ref()) || is_zero(s.as_ref()) {
        return Some(false);
    }
    // The orders are whole bytes long, or longer than any digest (P-521): the leftmost bits of the
    // digest are its leftmost bytes.
    let leftmost = digest.get(..curve.size.min(digest.len()))?;
    let e = order.enter_reduced(&limbs(leftmost, order.limbs().len()));
    let inverse = order.invert_prime(&order.enter_reduced(s.as_ref()));
    let u1 = order.leave(&order.multiply(&e, &inverse));
    let u2 = order.leave(&order.multiply(&order.enter_reduced(r.as_ref()), &inverse));
    let point = curve.combine(u1.as_ref(), u2.as_ref(), key);
    Some(!curve.is_infinity(&point) && curve.x_is(&point, r.as_ref()))
}

fn is_zero(number: &[u32]) -> bool {
    number.iter().all(|limb| *limb == 0)
}
