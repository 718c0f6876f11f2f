//! Ed25519 verification (RFC 8032 section 5.1.7) on the Montgomery core.

use super::curve::unhex;
use super::modulus::{Modulus, Short, bytes, limbs};
use sha2::{Digest, Sha512};
use std::sync::OnceLock;

/// Bytes of an encoded point and of a scalar.
pub(crate) const SIZE: usize = 32;

type Residue = Short;

/// `-x² + y² = 1 + dx²y²` over `2²⁵⁵ - 19`.
#[derive(Debug)]
struct Curve {
    field: Modulus<Short>,
    order: Modulus<Short>,
    d: Residue,
    root_of_minus_one: Residue,
    base: Point,
}

/// A point in extended coordinates: `x = X / Z`, `y = Y / Z`, `xy = T / Z`.
#[derive(Clone, Copy, Debug)]
struct Point {
    x: Residue,
    y: Residue,
    z: Residue,
    t: Residue,
}

const P: &str = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed";
const ORDER: &str = "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed";
const D: &str = "52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3";
/// `(p - 5) / 8` and `(p - 1) / 4`.
const P58: &str = "0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd";
const P14: &str = "1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffb";
/// The base point's ordinate, `4 / 5`; its abscissa is even.
const BASE_Y: &str = "6666666666666666666666666666666666666666666666666666666666666658";

/// Whether these 32 bytes are a point of the curve, canonically encoded.
pub(crate) fn is_point(encoded: &[u8]) -> bool {
    curve().is_some_and(|curve| curve.decode(encoded).is_some())
}

/// Whether `R || S` over `message` holds for the encoded key. Without the cofactor: `R` is recomputed and
/// compared as it was encoded.
pub(crate) fn holds(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    curve().and_then(|curve| curve.verify(key, message, signature)).is_some_and(|holds| holds)
}

fn curve() -> Option<&'static Curve> {
    static CURVE: OnceLock<Option<Curve>> = OnceLock::new();
    CURVE.get_or_init(Curve::new).as_ref()
}

impl Curve {
    fn new() -> Option<Self> {
        let field: Modulus<Short> = Modulus::new(&unhex(P))?;
        let order = Modulus::new(&unhex(ORDER))?;
        let one = field.one();
        let two = field.add(&one, &one);
        let root_of_minus_one = field.power(&two, &limbs(&unhex(P14), 8));
        let base = Point { x: field.zero(), y: one, z: one, t: field.zero() };
        let d = field.enter(&unhex(D))?;
        let mut curve = Self { field, order, d, root_of_minus_one, base };
        let mut encoded = unhex(BASE_Y);
        encoded.reverse();
        curve.base = curve.decode(&encoded)?;
        Some(curve)
    }

    fn verify(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Option<bool> {
        let (r, s) = signature.split_at_checked(SIZE)?;
        let point = self.decode(key)?;
        let s = self.order.below(&reversed(s))?;
        let digest = Sha512::new().chain_update(r).chain_update(key).chain_update(message).finalize();
        let k = self.reduce(&digest);
        let sum = self.combine(s.as_ref(), k.as_ref(), &self.negate(&point));
        Some(self.encode(&sum) == r)
    }

    /// 64 little-endian bytes modulo the order.
    fn reduce(&self, digest: &[u8]) -> Residue {
        let all = limbs(&reversed(digest), 16);
        let (low, high) = all.split_at(8);
        let order = &self.order;
        // Entering multiplies by R = 2^256, and the high half counts R times.
        let high = order.enter_reduced(order.enter_reduced(high).as_ref());
        order.leave(&order.add(&order.enter_reduced(low), &high))
    }

    /// RFC 8032 section 5.1.3; an ordinate of p or more is refused.
    fn decode(&self, encoded: &[u8]) -> Option<Point> {
        let f = &self.field;
        if encoded.len() != SIZE {
            return None;
        }
        let mut number = reversed(encoded);
        let odd = number.first()? & 0x80 != 0;
        *number.first_mut()? &= 0x7f;
        let y = f.enter(&number)?;
        let y2 = f.square(&y);
        let (u, v) = (f.subtract(&y2, &f.one()), f.add(&f.multiply(&self.d, &y2), &f.one()));
        let v3 = f.multiply(&f.square(&v), &v);
        let v7 = f.multiply(&f.square(&v3), &v);
        let power = f.power(&f.multiply(&u, &v7), &limbs(&unhex(P58), 8));
        let mut x = f.multiply(&f.multiply(&u, &v3), &power);
        let vx2 = f.multiply(&v, &f.square(&x));
        if vx2 != u {
            if vx2 != f.subtract(&f.zero(), &u) {
                return None;
            }
            x = f.multiply(&x, &self.root_of_minus_one);
        }
        if x == f.zero() && odd {
            return None;
        }
        if self.is_odd(&x) != odd {
            x = f.subtract(&f.zero(), &x);
        }
        Some(Point { x, y, z: f.one(), t: f.multiply(&x, &y) })
    }

    fn encode(&self, point: &Point) -> Vec<u8> {
        let f = &self.field;
        let inverse = f.invert_prime(&point.z);
        let (x, y) = (f.multiply(&point.x, &inverse), f.multiply(&point.y, &inverse));
        let mut encoded = reversed(&bytes(f.leave(&y).as_ref()));
        if let Some(last) = encoded.last_mut() {
            *last |= u8::from(self.is_odd(&x)) << 7;
        }
        encoded
    }

    fn is_odd(&self, residue: &Residue) -> bool {
        self.field.leave(residue).as_ref().first().is_some_and(|limb| limb % 2 == 1)
    }

    fn negate(&self, point: &Point) -> Point {
        let minus = |value: &Residue| self.field.subtract(&self.field.zero(), value);
        Point { x: minus(&point.x), y: point.y, z: point.z, t: minus(&point.t) }
    }

    /// `s · base + k · point`, both walked together bit by bit.
    fn combine(&self, s: &[u32], k: &[u32], point: &Point) -> Point {
        let f = &self.field;
        let both = self.add(&self.base, point);
        let mut sum = Point { x: f.zero(), y: f.one(), z: f.one(), t: f.zero() };
        for (s, k) in s.iter().zip(k).rev() {
            for bit in (0..32).rev() {
                sum = self.add(&sum, &sum);
                sum = match (s >> bit & 1, k >> bit & 1) {
                    (0, 0) => sum,
                    (1, 0) => self.add(&sum, &self.base),
                    (0, _) => self.add(&sum, point),
                    _ => self.add(&sum, &both),
                };
            }
        }
        sum
    }

    /// "add-2008-hwcd-3" of the Explicit-Formulas Database: complete, so it doubles as well.
    fn add(&self, p: &Point, q: &Point) -> Point {
        let f = &self.field;
        let a = f.multiply(&f.subtract(&p.y, &p.x), &f.subtract(&q.y, &q.x));
        let b = f.multiply(&f.add(&p.y, &p.x), &f.add(&q.y, &q.x));
        let dt = f.multiply(&f.multiply(&p.t, &self.d), &q.t);
        let c = f.add(&dt, &dt);
        let zz = f.multiply(&p.z, &q.z);
        let d = f.add(&zz, &zz);
        let (e, j, g, h) = (f.subtract(&b, &a), f.subtract(&d, &c), f.add(&d, &c), f.add(&b, &a));
        Point { x: f.multiply(&e, &j), y: f.multiply(&g, &h), z: f.multiply(&j, &g), t: f.multiply(&e, &h) }
    }
}

fn reversed(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().rev().copied().collect()
}
