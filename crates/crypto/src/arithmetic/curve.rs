//! Short Weierstrass curves of cofactor 1 over a prime: P-192 to P-521 (SP 800-186 section 3.2.1, FIPS 186-2
//! appendix 6), and brainpoolP192r1 to P512r1 (RFC 5639 section 3).

#[cfg(feature = "agreement")]
mod secret;

use super::modulus::{self, Modulus, Short, bytes, compare};
use core::cmp::Ordering;

/// A coordinate, in Montgomery form.
pub(crate) type Residue = Short;

/// A curve with its base point and order.
#[derive(Clone, Debug)]
pub(crate) struct Curve {
    pub field: Modulus<Short>,
    pub order: Modulus<Short>,
    /// The coefficient `a`; `None` for -3, which makes doubling cheaper.
    a: Option<Residue>,
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

/// A curve's numbers in hexadecimal, each of whole bytes.
#[derive(Debug)]
pub(crate) struct Parameters {
    pub p: &'static str,
    pub n: &'static str,
    /// `None` for `p - 3`.
    pub a: Option<&'static str>,
    pub b: &'static str,
    pub gx: &'static str,
    pub gy: &'static str,
}

/// NIST P-256.
pub(crate) const P256: Parameters = Parameters {
    p: "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
    n: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    a: None,
    b: "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
    gx: "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
    gy: "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
};

/// NIST P-384.
pub(crate) const P384: Parameters = Parameters {
    p: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
    n: "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    a: None,
    b: "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
    gx: "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
    gy: "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
};

/// NIST P-521.
pub(crate) const P521: Parameters = Parameters {
    p: "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    n: "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
    a: None,
    b: "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
    gx: "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
    gy: "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
};

/// brainpoolP256r1.
#[cfg(feature = "brainpool")]
pub(crate) const BRAINPOOL_P256: Parameters = Parameters {
    p: "a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377",
    n: "a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7",
    a: Some("7d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9"),
    b: "26dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b6",
    gx: "8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262",
    gy: "547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f046997",
};

/// brainpoolP384r1.
#[cfg(feature = "brainpool")]
pub(crate) const BRAINPOOL_P384: Parameters = Parameters {
    p: "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53",
    n: "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565",
    a: Some(
        "7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826",
    ),
    b: "04a8c7dd22ce28268b39b55416f0447c2fb77de107dcd2a62e880ea53eeb62d57cb4390295dbc9943ab78696fa504c11",
    gx: "1d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1e",
    gy: "8abe1d7520f9c2a45cb1eb8e95cfd55262b70b29feec5864e19c054ff99129280e4646217791811142820341263c5315",
};

/// brainpoolP512r1.
#[cfg(feature = "brainpool")]
pub(crate) const BRAINPOOL_P512: Parameters = Parameters {
    p: "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca703308717d4d9b009bc66842aecda12ae6a380e62881ff2f2d82c68528aa6056583a48f3",
    n: "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca70330870553e5c414ca92619418661197fac10471db1d381085ddaddb58796829ca90069",
    a: Some(
        "7830a3318b603b89e2327145ac234cc594cbdd8d3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94ca",
    ),
    b: "3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94cadc083e67984050b75ebae5dd2809bd638016f723",
    gx: "81aee4bdd82ed9645a21322e9c4c6a9385ed9f70b5d916c1b43b62eef4d0098eff3b1f78e2d0d48d50d1687b93b97d5f7c6d5047406a5e688b352209bcb9f822",
    gy: "7dde385d566332ecc0eabfa9cf7822fdf209f70024a57b1aa000c55b881f8111b2dcde494a5f485e5bca4bd88a2763aed1ca2b2fa8f0540678cd1e0f3ad80892",
};

/// NIST P-192.
#[cfg(feature = "passport-curves")]
pub(crate) const P192: Parameters = Parameters {
    p: "fffffffffffffffffffffffffffffffeffffffffffffffff",
    n: "ffffffffffffffffffffffff99def836146bc9b1b4d22831",
    a: None,
    b: "64210519e59c80e70fa7e9ab72243049feb8deecc146b9b1",
    gx: "188da80eb03090f67cbf20eb43a18800f4ff0afd82ff1012",
    gy: "07192b95ffc8da78631011ed6b24cdd573f977a11e794811",
};

/// NIST P-224, the one whose `p` is 1 modulo 4.
#[cfg(feature = "passport-curves")]
pub(crate) const P224: Parameters = Parameters {
    p: "ffffffffffffffffffffffffffffffff000000000000000000000001",
    n: "ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d",
    a: None,
    b: "b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4",
    gx: "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21",
    gy: "bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34",
};

/// brainpoolP192r1.
#[cfg(feature = "passport-curves")]
pub(crate) const BRAINPOOL_P192: Parameters = Parameters {
    p: "c302f41d932a36cda7a3463093d18db78fce476de1a86297",
    n: "c302f41d932a36cda7a3462f9e9e916b5be8f1029ac4acc1",
    a: Some("6a91174076b1e0e19c39c031fe8685c1cae040e5c69a28ef"),
    b: "469a28ef7c28cca3dc721d044f4496bcca7ef4146fbf25c9",
    gx: "c0a0647eaab6a48753b033c56cb0f0900a2f5c4853375fd6",
    gy: "14b690866abd5bb88b5f4828c1490002e6773fa2fa299b8f",
};

/// brainpoolP224r1.
#[cfg(feature = "passport-curves")]
pub(crate) const BRAINPOOL_P224: Parameters = Parameters {
    p: "d7c134aa264366862a18302575d1d787b09f075797da89f57ec8c0ff",
    n: "d7c134aa264366862a18302575d0fb98d116bc4b6ddebca3a5a7939f",
    a: Some("68a5e62ca9ce6c1c299803a6c1530b514e182ad8b0042a59cad29f43"),
    b: "2580f63ccfe44138870713b1a92369e33e2135d266dbb372386c400b",
    gx: "0d9029ad2c7e5cf4340823b2a87dc68c9e4ce3174c1e6efdee12c07d",
    gy: "58aa56f772c0726f24c6b89e4ecdac24354b9e99caa3f6d3761402cd",
};

/// brainpoolP320r1.
#[cfg(feature = "passport-curves")]
pub(crate) const BRAINPOOL_P320: Parameters = Parameters {
    p: "d35e472036bc4fb7e13c785ed201e065f98fcfa6f6f40def4f92b9ec7893ec28fcd412b1f1b32e27",
    n: "d35e472036bc4fb7e13c785ed201e065f98fcfa5b68f12a32d482ec7ee8658e98691555b44c59311",
    a: Some("3ee30b568fbab0f883ccebd46d3f3bb8a2a73513f5eb79da66190eb085ffa9f492f375a97d860eb4"),
    b: "520883949dfdbc42d3ad198640688a6fe13f41349554b49acc31dccd884539816f5eb4ac8fb1f1a6",
    gx: "43bd7e9afb53d8b85289bcc48ee5bfe6f20137d10a087eb6e7871e2a10a599c710af8d0d39e20611",
    gy: "14fdd05545ec1cc8ab4093247f77275e0743ffed117182eaa9c77877aaac6ac7d35245d1692e8ee1",
};

impl Curve {
    /// The curve of these numbers; `None` only for numbers that are no curve.
    pub fn new(parameters: &Parameters) -> Option<Self> {
        let field = Modulus::new(&unhex(parameters.p))?;
        let enter = |hex: &str| field.enter(&unhex(hex));
        Some(Self {
            order: Modulus::new(&unhex(parameters.n))?,
            a: parameters.a.and_then(enter),
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
        let coordinate = |value: &Residue| {
            let all = bytes(self.field.leave(value).as_ref());
            all.get(all.len().saturating_sub(self.size)..).unwrap_or_default().to_vec()
        };
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

    fn three(&self, value: &Residue) -> Residue {
        self.field.add(&self.field.add(value, value), value)
    }

    /// "dbl-2001-b" of the Explicit-Formulas Database, whose alpha is `3X² + aZ⁴` for any `a`; infinity
    /// doubles to infinity.
    fn double(&self, point: &Jacobian) -> Jacobian {
        let f = &self.field;
        let delta = f.square(&point.z);
        let gamma = f.square(&point.y);
        let beta = f.multiply(&point.x, &gamma);
        let alpha = match &self.a {
            None => self.three(&f.multiply(&f.subtract(&point.x, &delta), &f.add(&point.x, &delta))),
            Some(a) => f.add(&self.three(&f.square(&point.x)), &f.multiply(a, &f.square(&delta))),
        };
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

    /// `x³ + ax + b`.
    fn right_side(&self, x: &Residue) -> Residue {
        let f = &self.field;
        let cube = f.multiply(&f.square(x), x);
        let sum = match &self.a {
            None => f.subtract(&cube, &self.three(x)),
            Some(a) => f.add(&cube, &f.multiply(a, x)),
        };
        f.add(&sum, &self.b)
    }

    /// `value^((p + 1) / 4)`, if that is a root: over every prime here that is 3 modulo 4. Over P-224's, which
    /// is 1, compressed points are refused; ICAO 9303-12 section 4.4 asks for uncompressed ones.
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

/// Bytes of hexadecimal digits.
pub(crate) fn unhex(digits: &str) -> Vec<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16).unwrap_or(0) as u8;
    digits
        .as_bytes()
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | value(*digit)))
        .collect()
}
