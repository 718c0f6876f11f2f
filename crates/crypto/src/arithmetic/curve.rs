//! Short Weierstrass curves with `a = -3` over a prime `p ≡ 3 (mod 4)`: P-256 and P-384 (FIPS 186-5,
//! SP 800-186 section 3.2.1).

use super::modulus::{self, Modulus, Short, bytes, compare};
use core::cmp::Ordering;

/// A coordinate, in Montgomery form.
pub(crate) type Residue = Short;

/// A curve with its base point and order.
#[derive(Clone, Debug)]
pub(crate) struct Curve {
    pub field: Modulus<Short>,
    pub order: Modulus<Short>,
    b: Residue,
    base: Affine,
    /// Bytes of a coordinate.
    pub size: usize,
}

/// A point other than infinity, in affine coordinates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Affine {
    pub x: Residue,
    pub y: Residue,
}

/// A point in Jacobian coordinates, `x = X / Z²`, `y = Y / Z³`; `Z = 0` is infinity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Jacobian {
    pub x: Residue,
    y: Residue,
    pub z: Residue,
}

struct Parameters {
    p: &'static str,
    n: &'static str,
    b: &'static str,
    gx: &'static str,
    gy: &'static str,
}

const P256: Parameters = Parameters {
    p: "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
    n: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    b: "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
    gx: "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
    gy: "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
};

const P384: Parameters = Parameters {
    p: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
    n: "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    b: "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
    gx: "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
    gy: "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
};

impl Curve {
    /// NIST P-256.
    pub fn p256() -> Option<Self> {
        Self::new(&P256)
    }

    /// NIST P-384.
    pub fn p384() -> Option<Self> {
        Self::new(&P384)
    }

    fn new(parameters: &Parameters) -> Option<Self> {
        let field = Modulus::new(&unhex(parameters.p))?;
        let enter = |hex: &str| field.enter(&unhex(hex));
        Some(Self {
            order: Modulus::new(&unhex(parameters.n))?,
            b: enter(parameters.b)?,
            base: Affine { x: enter(parameters.gx)?, y: enter(parameters.gy)? },
            size: parameters.p.len() / 2,
            field,
        })
    }

    /// Reads a SEC 1 point (section 2.3.4), compressed or not; `None` unless it is on the curve.
    pub fn point(&self, sec1: &[u8]) -> Option<Affine> {
        let (tag, coordinates) = sec1.split_first()?;
        if *tag == 4 && coordinates.len() == 2 * self.size {
            let (x, y) = coordinates.split_at(self.size);
            let point = Affine { x: self.field.enter(x)?, y: self.field.enter(y)? };
            return (self.field.square(&point.y) == self.right_side(&point.x)).then_some(point);
        }
        if !matches!(tag, 2 | 3) || coordinates.len() != self.size {
            return None;
        }
        let x = self.field.enter(coordinates)?;
        let y = self.square_root(&self.right_side(&x))?;
        let odd = self.field.leave(&y).as_ref().first().is_some_and(|limb| limb % 2 == 1);
        let y = if odd == (*tag == 3) { y } else { self.field.subtract(&self.field.zero(), &y) };
        Some(Affine { x, y })
    }

    /// Writes an uncompressed SEC 1 point.
    pub fn to_sec1(&self, point: &Affine) -> Vec<u8> {
        let coordinate = |value: &Residue| bytes(self.field.leave(value).as_ref());
        [vec![4], coordinate(&point.x), coordinate(&point.y)].concat()
    }

    /// `u1 · base + u2 · point`, scalars as plain limbs: both walked together, 4 bits at a time.
    pub fn combine(&self, u1: &[u32], u2: &[u32], point: &Affine) -> Jacobian {
        let (bases, points) = (self.multiples(&self.base), self.multiples(point));
        let mut sum = self.infinity();
        for (high, low) in u1.iter().zip(u2).rev() {
            for shift in (0..8).rev() {
                for _ in 0..4 {
                    sum = self.double(&sum);
                }
                for (limb, table) in [(high, &bases), (low, &points)] {
                    let digit = (limb >> (shift * 4) & 15) as usize;
                    if let Some(multiple) = digit.checked_sub(1).and_then(|index| table.get(index)) {
                        sum = self.add(&sum, multiple);
                    }
                }
            }
        }
        sum
    }

    /// The point times 1 to 15.
    fn multiples(&self, point: &Affine) -> Vec<Jacobian> {
        let first = Jacobian { x: point.x, y: point.y, z: self.field.one() };
        core::iter::successors(Some(first), |last| Some(self.add(last, &first))).take(15).collect()
    }

    fn infinity(&self) -> Jacobian {
        Jacobian { x: self.field.one(), y: self.field.one(), z: self.field.zero() }
    }

    pub fn is_infinity(&self, point: &Jacobian) -> bool {
        point.z.as_ref().iter().all(|limb| *limb == 0)
    }

    /// "dbl-2001-b" of the Explicit-Formulas Database; infinity doubles to infinity.
    fn double(&self, point: &Jacobian) -> Jacobian {
        let f = &self.field;
        let delta = f.square(&point.z);
        let gamma = f.square(&point.y);
        let beta = f.multiply(&point.x, &gamma);
        let product = f.multiply(&f.subtract(&point.x, &delta), &f.add(&point.x, &delta));
        let alpha = f.add(&f.add(&product, &product), &product);
        let twice = f.add(&beta, &beta);
        let four = f.add(&twice, &twice);
        let x = f.subtract(&f.square(&alpha), &f.add(&four, &four));
        let z = f.subtract(&f.subtract(&f.square(&f.add(&point.y, &point.z)), &gamma), &delta);
        let gamma_squared = f.square(&gamma);
        let two = f.add(&gamma_squared, &gamma_squared);
        let quadruple = f.add(&two, &two);
        let y = f.subtract(&f.multiply(&alpha, &f.subtract(&four, &x)), &f.add(&quadruple, &quadruple));
        Jacobian { x, y, z }
    }

    /// "add-2007-bl", with the cases it does not cover: infinity, equal and opposite points.
    fn add(&self, a: &Jacobian, b: &Jacobian) -> Jacobian {
        if self.is_infinity(a) {
            return *b;
        }
        if self.is_infinity(b) {
            return *a;
        }
        let f = &self.field;
        let (z1z1, z2z2) = (f.square(&a.z), f.square(&b.z));
        let (u1, u2) = (f.multiply(&a.x, &z2z2), f.multiply(&b.x, &z1z1));
        let s1 = f.multiply(&f.multiply(&a.y, &b.z), &z2z2);
        let s2 = f.multiply(&f.multiply(&b.y, &a.z), &z1z1);
        if u1 == u2 {
            return if s1 == s2 { self.double(a) } else { self.infinity() };
        }
        let h = f.subtract(&u2, &u1);
        let i = f.square(&f.add(&h, &h));
        let j = f.multiply(&h, &i);
        let half = f.subtract(&s2, &s1);
        let r = f.add(&half, &half);
        let v = f.multiply(&u1, &i);
        let x = f.subtract(&f.subtract(&f.square(&r), &j), &f.add(&v, &v));
        let s1j = f.multiply(&s1, &j);
        let y = f.subtract(&f.multiply(&r, &f.subtract(&v, &x)), &f.add(&s1j, &s1j));
        let sum = f.square(&f.add(&a.z, &b.z));
        let z = f.multiply(&f.subtract(&f.subtract(&sum, &z1z1), &z2z2), &h);
        Jacobian { x, y, z }
    }

    /// `x³ - 3x + b`.
    fn right_side(&self, x: &Residue) -> Residue {
        let f = &self.field;
        let three_x = f.add(&f.add(x, x), x);
        f.add(&f.subtract(&f.multiply(&f.square(x), x), &three_x), &self.b)
    }

    /// `value^((p + 1) / 4)`, if that is a root.
    fn square_root(&self, value: &Residue) -> Option<Residue> {
        let mut carry = 1;
        let mut exponent = Vec::new();
        for limb in self.field.limbs() {
            let total = u64::from(*limb) + carry;
            exponent.push(total as u32);
            carry = total >> 32;
        }
        let quarter: Vec<u32> = exponent
            .iter()
            .zip(exponent.iter().skip(1).chain([&0]))
            .map(|(low, high)| low >> 2 | high << 30)
            .collect();
        let root = self.field.power(value, &quarter);
        (self.field.square(&root) == *value).then_some(root)
    }

    /// Whether the point's affine x, taken modulo the order, is `r`; without leaving Jacobian coordinates.
    pub fn x_is(&self, point: &Jacobian, r: &[u32]) -> bool {
        let zz = self.field.square(&point.z);
        let mut candidate = r.to_vec();
        loop {
            let Some(x) = self.field.enter(&bytes(&candidate)) else { return false };
            if self.field.multiply(&x, &zz) == point.x {
                return true;
            }
            let over = modulus::add(&mut candidate, self.order.limbs());
            if over || compare(&candidate, self.field.limbs()) != Ordering::Less {
                return false;
            }
        }
    }
}

fn unhex(digits: &str) -> Vec<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16).unwrap_or(0) as u8;
    digits
        .as_bytes()
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | value(*digit)))
        .collect()
}
