//! Diffie-Hellman on curves (BSI TR-03111 section 4.3), and the generic mapping of PACE (ICAO 9303-11
//! section 4.4.3.3.1).
//!
//! Scalars are secret, so multiplication does the same operations for every one of them and chooses by
//! masks (the module's arithmetic otherwise verifies only, in variable time). What that is worth: the source
//! branches on no secret; compilers and processors promise nothing, no measurement on a phone was made, and
//! intermediate numbers stay on the stack after use. The scalars here live for one conversation with a chip
//! held against the phone.
//!
//! ```
//! use healthpass_crypto::{key::KeyKind, key_agreement::Group};
//!
//! let group = Group::of(KeyKind::BrainpoolP256r1).ok_or("no curve")?;
//! // TEST ONLY: both from a generator of randomness.
//! let (ours, theirs) = (group.scalar(&[7; 40])?, group.scalar(&[8; 40])?);
//! let (our_key, their_key) = (group.public(&ours)?, group.public(&theirs)?);
//! assert_eq!(group.agree(&ours, &their_key)?.as_slice(), group.agree(&theirs, &our_key)?.as_slice());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::arithmetic::curve::{Affine, Curve};
use crate::arithmetic::modulus::limbs;
use crate::key::{KeyKind, PublicKey, curves};
use std::fmt;
use zeroize::Zeroizing;

/// Random bytes a scalar takes beyond those of the order, so that reducing them leaves no usable bias
/// (FIPS 186-5 appendix A.2.1).
const EXTRA: usize = 8;

/// A curve and the generator agreed on: the curve's own, or one mapped by PACE.
#[derive(Clone)]
pub struct Group {
    kind: KeyKind,
    curve: &'static Curve,
    generator: Affine,
}

/// A point other than infinity, known to be on its group's curve.
#[derive(Clone, Debug)]
pub struct Point {
    sec1: Vec<u8>,
    affine: Affine,
}

/// A secret number between 1 and the order less one; wiped when dropped.
pub struct Scalar(Zeroizing<Vec<u32>>);

/// Why no agreement is reached.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum AgreementError {
    /// Not an uncompressed point of the curve, or one that leads to infinity.
    Point,
    /// Too few or too many random bytes, or (once in 2²⁵⁶) a multiple of the order.
    Random,
}

impl fmt::Display for AgreementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Point => "not a point of the curve",
            Self::Random => "not the random bytes a scalar is made of",
        })
    }
}

impl std::error::Error for AgreementError {}

/// Not the generator, which PACE makes of a secret.
impl fmt::Debug for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Group({})", self.kind)
    }
}

impl fmt::Debug for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scalar(..)")
    }
}

impl Group {
    /// The group of a kind of key with its standard generator; `None` for Ed25519 and RSA.
    pub fn of(kind: KeyKind) -> Option<Self> {
        let curve = curves::of_kind(kind)?.curve()?;
        Some(Self { kind, curve, generator: curve.generator() })
    }

    /// The curve.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// Random bytes that [`Group::scalar`] takes.
    pub fn random_bytes(&self) -> usize {
        self.curve.order.limbs().len() * 4 + EXTRA
    }

    /// A scalar: [`Group::random_bytes`] bytes from a cryptographic generator, taken modulo the order.
    ///
    /// # Errors
    /// [`AgreementError::Random`].
    pub fn scalar(&self, random: &[u8]) -> Result<Scalar, AgreementError> {
        if random.len() != self.random_bytes() {
            return Err(AgreementError::Random);
        }
        let order = &self.curve.order;
        let count = order.limbs().len();
        let number = Zeroizing::new(limbs(random, random.len() / 4));
        let (low, high) = number.split_at_checked(count).ok_or(AgreementError::Random)?;
        let mut high = Zeroizing::new(high.to_vec());
        high.resize(count, 0);
        let scalar = Zeroizing::new(order.masked_remainder(&high, low).as_ref().to_vec());
        if scalar.iter().fold(0, |any, limb| any | limb) == 0 {
            return Err(AgreementError::Random);
        }
        Ok(Scalar(scalar))
    }

    /// Reads a peer's uncompressed point (SEC 1 section 2.3.4); it must be on the curve. Infinity has no such
    /// encoding, and the curves have no small subgroups.
    ///
    /// # Errors
    /// [`AgreementError::Point`].
    pub fn point(&self, sec1: &[u8]) -> Result<Point, AgreementError> {
        if sec1.first() != Some(&4) {
            return Err(AgreementError::Point);
        }
        self.curve.point(sec1).map(|affine| self.out(affine)).ok_or(AgreementError::Point)
    }

    /// The point that is this public key; `None` for a key of another curve.
    pub fn point_of(&self, key: &PublicKey) -> Option<Point> {
        if key.kind() != self.kind {
            return None;
        }
        let spki = key.spki_der();
        let at = spki.len().checked_sub(1 + 2 * self.curve.size)?;
        self.point(spki.get(at..)?).ok()
    }

    /// The public point of a scalar.
    ///
    /// # Errors
    /// None that a made scalar gives; [`AgreementError::Point`] in principle.
    pub fn public(&self, scalar: &Scalar) -> Result<Point, AgreementError> {
        self.multiply(scalar, &self.generator)
    }

    /// The shared secret: the abscissa of `scalar · point`, as long as a coordinate.
    ///
    /// # Errors
    /// [`AgreementError::Point`] for a point of another curve.
    pub fn agree(&self, scalar: &Scalar, point: &Point) -> Result<Zeroizing<Vec<u8>>, AgreementError> {
        let shared = self.multiply(scalar, &self.own(point)?)?;
        let sec1 = Zeroizing::new(shared.sec1);
        sec1.get(1..=self.curve.size).map(|x| Zeroizing::new(x.to_vec())).ok_or(AgreementError::Point)
    }

    /// The generic mapping: the same curve with the generator `nonce · generator + scalar · point`.
    ///
    /// # Errors
    /// [`AgreementError::Point`] for a point of another curve or a generator at infinity.
    pub fn map(&self, nonce: &[u8], scalar: &Scalar, point: &Point) -> Result<Self, AgreementError> {
        let shared = self.multiply(scalar, &self.own(point)?)?;
        let order = &self.curve.order;
        let count = order.limbs().len();
        let plain = Zeroizing::new(limbs(nonce, count));
        let nonce = Scalar(Zeroizing::new(order.masked_remainder(&vec![0; count], &plain).as_ref().to_vec()));
        let first = self.multiply(&nonce, &self.generator)?;
        let generator = self.curve.add_points(&first.affine, &shared.affine).ok_or(AgreementError::Point)?;
        Ok(Self { generator, ..self.clone() })
    }

    /// The generator, as an uncompressed point.
    pub fn generator(&self) -> Vec<u8> {
        self.curve.to_sec1(&self.generator)
    }

    fn multiply(&self, scalar: &Scalar, point: &Affine) -> Result<Point, AgreementError> {
        let product = self.curve.multiply_secret(&scalar.0, point).ok_or(AgreementError::Point)?;
        Ok(self.out(product))
    }

    /// A point read for another group is not taken on trust.
    fn own(&self, point: &Point) -> Result<Affine, AgreementError> {
        let fits = point.sec1.len() == 1 + 2 * self.curve.size
            && point.affine.x.as_ref().len() == self.curve.field.limbs().len();
        let same = fits && self.curve.point(&point.sec1).is_some();
        same.then_some(point.affine).ok_or(AgreementError::Point)
    }

    fn out(&self, affine: Affine) -> Point {
        Point { sec1: self.curve.to_sec1(&affine), affine }
    }
}

impl Point {
    /// The uncompressed point of SEC 1.
    pub fn sec1(&self) -> &[u8] {
        &self.sec1
    }
}
