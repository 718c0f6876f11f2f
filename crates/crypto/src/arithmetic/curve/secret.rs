//! Multiplication of a point by a secret number: one doubling and one addition for every bit of the order,
//! both by formulas without exceptions (Renes, Costello, Batina 2016, algorithm 1), the result chosen by a
//! mask. Twice the work of the fastest way, and nothing to get wrong.

use super::super::modulus::masked::{mask, select};
use super::{Affine, Curve, Residue};

/// A point in homogeneous coordinates, `x = X / Z`, `y = Y / Z`; `(0 : 1 : 0)` is infinity.
#[derive(Clone, Copy)]
struct Homogeneous {
    x: Residue,
    y: Residue,
    z: Residue,
}

impl Curve {
    /// The base point.
    pub fn generator(&self) -> Affine {
        self.base
    }

    /// `scalar · point`, the scalar as plain limbs; `None` for infinity, which the scalar's being a multiple
    /// of the order gives.
    pub fn multiply_secret(&self, scalar: &[u32], point: &Affine) -> Option<Affine> {
        let point = self.homogeneous(point);
        let mut sum = Homogeneous { x: self.field.zero(), y: self.field.one(), z: self.field.zero() };
        for limb in scalar.iter().rev() {
            for bit in (0..32).rev() {
                let doubled = self.add_complete(&sum, &sum);
                let added = self.add_complete(&doubled, &point);
                sum = choose(mask(limb >> bit & 1 == 1), &added, &doubled);
            }
        }
        self.affine(&sum)
    }

    /// `a + b`; `None` for infinity.
    pub fn add_points(&self, a: &Affine, b: &Affine) -> Option<Affine> {
        self.affine(&self.add_complete(&self.homogeneous(a), &self.homogeneous(b)))
    }

    fn homogeneous(&self, point: &Affine) -> Homogeneous {
        Homogeneous { x: point.x, y: point.y, z: self.field.one() }
    }

    fn affine(&self, point: &Homogeneous) -> Option<Affine> {
        let f = &self.field;
        if point.z == f.zero() {
            return None;
        }
        let inverse = f.masked_invert_prime(&point.z);
        Some(Affine { x: f.masked_multiply(&point.x, &inverse), y: f.masked_multiply(&point.y, &inverse) })
    }

    /// Right for every two points of a curve of odd order, equal, opposite and infinite ones among them.
    fn add_complete(&self, p: &Homogeneous, q: &Homogeneous) -> Homogeneous {
        let f = &self.field;
        let mul = |a: &Residue, b: &Residue| f.masked_multiply(a, b);
        let add = |a: &Residue, b: &Residue| f.masked_add(a, b);
        let sub = |a: &Residue, b: &Residue| f.masked_subtract(a, b);
        let triple = |a: &Residue| add(&add(a, a), a);
        let (xx, yy, zz) = (mul(&p.x, &q.x), mul(&p.y, &q.y), mul(&p.z, &q.z));
        let cross = |a: [&Residue; 2], b: [&Residue; 2], less: [&Residue; 2]| {
            sub(&mul(&add(a[0], a[1]), &add(b[0], b[1])), &add(less[0], less[1]))
        };
        let xy = cross([&p.x, &p.y], [&q.x, &q.y], [&xx, &yy]);
        let xz = cross([&p.x, &p.z], [&q.x, &q.z], [&xx, &zz]);
        let yz = cross([&p.y, &p.z], [&q.y, &q.z], [&yy, &zz]);
        let b_zz = triple(&mul(&self.b, &zz));
        let (a_xz, a_zz) = (self.times_a(&xz), self.times_a(&zz));
        let middle = add(&b_zz, &a_xz);
        let (left, right) = (sub(&yy, &middle), add(&yy, &middle));
        let slope = add(&triple(&xx), &a_zz);
        let rest = add(&triple(&mul(&self.b, &xz)), &self.times_a(&sub(&xx, &a_zz)));
        Homogeneous {
            x: sub(&mul(&xy, &left), &mul(&yz, &rest)),
            y: add(&mul(&left, &right), &mul(&slope, &rest)),
            z: add(&mul(&yz, &right), &mul(&xy, &slope)),
        }
    }

    fn times_a(&self, value: &Residue) -> Residue {
        let f = &self.field;
        match &self.a {
            Some(a) => f.masked_multiply(a, value),
            None => {
                let triple = f.masked_add(&f.masked_add(value, value), value);
                f.masked_subtract(&f.zero(), &triple)
            }
        }
    }
}

fn choose(mask: u32, a: &Homogeneous, b: &Homogeneous) -> Homogeneous {
    Homogeneous { x: select(mask, &a.x, &b.x), y: select(mask, &a.y, &b.y), z: select(mask, &a.z, &b.z) }
}
