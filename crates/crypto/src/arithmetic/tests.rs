//! The general-purpose crates as oracles.

use super::curve::{self, Curve};
use super::modulus::{Long, Modulus, bytes, limbs};
use super::{ecdsa, rsa::RsaKey};
use ::rsa::BoxedUint;
use p256::ecdsa::signature::Signer;
use proptest::prelude::*;
use sha2::{Digest, Sha256, Sha384, Sha512};

proptest! {
    #[test]
    fn products_and_powers_are_those_of_a_general_library(
        modulus in prop::collection::vec(any::<u8>(), 4..48),
        a in prop::collection::vec(any::<u8>(), 0..48),
        b in prop::collection::vec(any::<u8>(), 0..48),
        exponent in any::<u32>(),
    ) {
        let mut modulus = modulus;
        *modulus.last_mut().unwrap() |= 1;
        *modulus.first_mut().unwrap() |= 0x80;
        let ours = Modulus::<Long>::new(&modulus).unwrap();
        let size = modulus.len();
        let fit = |mut number: Vec<u8>| { number.truncate(size - 1); number };
        let (a, b) = (fit(a), fit(b));
        let wide = |number: &[u8]| BoxedUint::from_be_slice(number, 1024).unwrap();
        let n = wide(&modulus).to_nz().unwrap();
        let same = |residue: &Long, expected: BoxedUint| {
            wide(&bytes(&ours.leave(residue))) == expected
        };
        let (ra, rb) = (ours.enter(&a).unwrap(), ours.enter(&b).unwrap());
        prop_assert!(same(&ours.multiply(&ra, &rb), wide(&a).wrapping_mul(wide(&b)).rem(&n)));
        prop_assert!(same(&ours.add(&ra, &rb), wide(&a).wrapping_add(wide(&b)).rem(&n)));
        prop_assert_eq!(ours.add(&ours.subtract(&ra, &rb), &rb), ra.clone());
        let mut power = wide(&[1]).rem(&n);
        for bit in (0..32).rev() {
            power = power.wrapping_mul(&power).rem(&n);
            if exponent >> bit & 1 == 1 {
                power = power.wrapping_mul(wide(&a)).rem(&n);
            }
        }
        prop_assert!(same(&ours.power(&ra, &limbs(&exponent.to_be_bytes(), 1)), power));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn signatures_of_p256_hold_and_changed_ones_do_not(
        secret in prop::array::uniform32(1u8..=0xfe),
        message in prop::collection::vec(any::<u8>(), 0..64),
        flip in 0usize..512,
    ) {
        let key = p256::ecdsa::SigningKey::from_slice(&secret).unwrap();
        let signature: p256::ecdsa::Signature = key.sign(&message);
        let curve = Curve::new(&curve::P256).unwrap();
        for compressed in [true, false] {
            let point = curve.point(key.verifying_key().to_sec1_point(compressed).as_bytes()).unwrap();
            let mut raw = signature.to_bytes().to_vec();
            prop_assert!(ecdsa::holds(&curve, &point, &Sha256::digest(&message), &raw));
            raw[flip / 8] ^= 1 << (flip % 8);
            prop_assert!(!ecdsa::holds(&curve, &point, &Sha256::digest(&message), &raw));
        }
    }

    #[test]
    fn signatures_of_p384_hold_and_changed_ones_do_not(
        secret in prop::array::uniform32(1u8..=0xfe),
        message in prop::collection::vec(any::<u8>(), 0..64),
        flip in 0usize..768,
    ) {
        let key = p384::ecdsa::SigningKey::from_slice(&[&[1; 16][..], &secret].concat()).unwrap();
        let signature: p384::ecdsa::Signature = key.sign(&message);
        let curve = Curve::new(&curve::P384).unwrap();
        let point = curve.point(key.verifying_key().to_sec1_point(true).as_bytes()).unwrap();
        let mut raw = signature.to_bytes().to_vec();
        prop_assert!(ecdsa::holds(&curve, &point, &Sha384::digest(&message), &raw));
        raw[flip / 8] ^= 1 << (flip % 8);
        prop_assert!(!ecdsa::holds(&curve, &point, &Sha384::digest(&message), &raw));
    }

    #[test]
    fn signatures_of_p521_hold_and_changed_ones_do_not(
        secret in prop::array::uniform32(1u8..=0xfe),
        message in prop::collection::vec(any::<u8>(), 0..64),
        flip in 0usize..1056,
    ) {
        let scalar = [&[1; 34][..], &secret].concat();
        let key = p521::ecdsa::SigningKey::from_slice(&scalar).unwrap();
        let signature: p521::ecdsa::Signature = key.sign(&message);
        let curve = Curve::new(&curve::P521).unwrap();
        for compressed in [true, false] {
            let sec1 = key.verifying_key().to_sec1_point(compressed);
            let point = curve.point(sec1.as_bytes()).unwrap();
            let mut raw = signature.to_bytes().to_vec();
            prop_assert!(ecdsa::holds(&curve, &point, &Sha512::digest(&message), &raw));
            raw[flip / 8] ^= 1 << (flip % 8);
            prop_assert!(!ecdsa::holds(&curve, &point, &Sha512::digest(&message), &raw));
        }
    }

    #[cfg(feature = "ed25519")]
    #[test]
    fn signatures_of_ed25519_hold_and_changed_ones_do_not(
        secret in prop::array::uniform32(any::<u8>()),
        message in prop::collection::vec(any::<u8>(), 1..200),
        flip in 0usize..512,
    ) {
        use super::ed25519::holds;
        let key = ed25519_dalek::SigningKey::from_bytes(&secret);
        let public = key.verifying_key().to_bytes();
        let mut raw = key.sign(&message).to_bytes();
        prop_assert!(holds(&public, &message, &raw));
        raw[flip / 8] ^= 1 << (flip % 8);
        prop_assert!(!holds(&public, &message, &raw));
        raw[flip / 8] ^= 1 << (flip % 8);
        let mut other = message.clone();
        other[flip % message.len()] ^= 1;
        prop_assert!(!holds(&public, &other, &raw));
    }

    #[cfg(feature = "ed25519")]
    #[test]
    fn what_is_a_point_of_ed25519_is_agreed_upon(encoded in prop::array::uniform32(any::<u8>())) {
        let oracle = ed25519_dalek::VerifyingKey::from_bytes(&encoded).is_ok();
        prop_assert_eq!(super::ed25519::is_point(&encoded), oracle);
    }
}

/// The scalars where a careless addition meets equal, opposite or absent points.
#[test]
fn exceptional_additions_come_out_right() {
    let curve = Curve::new(&curve::P256).unwrap();
    let base = |scalar: u8| {
        let mut secret = [0; 32];
        secret[31] = scalar;
        let key = p256::ecdsa::SigningKey::from_slice(&secret).unwrap();
        curve.point(key.verifying_key().to_sec1_point(false).as_bytes()).unwrap()
    };
    let plain = |value: u32| limbs(&value.to_be_bytes(), 8);
    let minus = |value: u32| {
        let mut number = curve.order.limbs().to_vec();
        super::modulus::subtract(&mut number, &plain(value));
        number
    };
    let same = |sum: &curve::Jacobian, scalar: u8| {
        let x = curve.field.leave(&base(scalar).x);
        !curve.is_infinity(sum) && curve.x_is(sum, x.as_ref())
    };
    let one = base(1);
    for (u1, u2, expected) in [(1, 1, 2), (3, 3, 6), (0, 5, 5), (7, 0, 7), (16, 16, 32), (15, 1, 16)] {
        assert!(same(&curve.combine(&plain(u1), &plain(u2), &one), expected), "{u1} + {u2}");
    }
    for scalar in [1, 2, 15, 16, 77] {
        assert!(
            curve.is_infinity(&curve.combine(&plain(scalar), &minus(scalar), &one)),
            "{scalar} - {scalar}"
        );
    }
    assert!(same(&curve.combine(&minus(1), &plain(3), &one), 2));
    assert!(curve.is_infinity(&curve.combine(&plain(0), &plain(0), &one)));
}

#[test]
fn points_off_the_curve_are_refused() {
    let curve = Curve::new(&curve::P256).unwrap();
    let mut sec1 = vec![4];
    sec1.extend([1; 64]);
    assert!(curve.point(&sec1).is_none());
    assert!(curve.point(&[4]).is_none());
    assert!(curve.point(&[0]).is_none());
    assert!(curve.point(&[&[4][..], &[0xff; 64]].concat()).is_none());
    assert!(curve.point(&[&[2][..], &[0xff; 32]].concat()).is_none());
}

#[test]
fn an_even_modulus_makes_no_key() {
    assert!(Modulus::<Long>::new(&[1, 0]).is_none());
    assert!(Modulus::<Long>::new(&[1]).is_none());
    assert!(Modulus::<Long>::new(&[]).is_none());
    assert!(RsaKey::new(&[0xf0; 256], 65_537, 2048).is_none());
}

/// A digit wrong in a curve's numbers would show here: the base point off the curve, or its order another.
#[test]
fn every_curve_has_its_base_point_and_order() {
    let all = [
        &curve::P256,
        &curve::P384,
        &curve::P521,
        #[cfg(feature = "brainpool")]
        &curve::BRAINPOOL_P256,
        #[cfg(feature = "brainpool")]
        &curve::BRAINPOOL_P384,
        #[cfg(feature = "brainpool")]
        &curve::BRAINPOOL_P512,
    ];
    for parameters in all {
        let curve = Curve::new(parameters).unwrap();
        let (x, y) = (curve::unhex(parameters.gx), curve::unhex(parameters.gy));
        let base = curve.point(&[&[4], &x[..], &y].concat()).unwrap();
        let compressed = curve.point(&[&[2 + y.last().unwrap() % 2], &x[..]].concat()).unwrap();
        assert_eq!(curve.to_sec1(&base), curve.to_sec1(&compressed));
        let none = vec![0; curve.order.limbs().len()];
        assert!(curve.is_infinity(&curve.combine(curve.order.limbs(), &none, &base)), "{parameters:?}");
        assert!(curve.is_infinity(&curve.combine(&none, curve.order.limbs(), &base)), "{parameters:?}");
        let mut less = curve.order.limbs().to_vec();
        less[0] -= 1;
        let minus = curve.combine(&less, &none, &base);
        assert!(curve.x_is(&minus, curve.field.leave(&base.x).as_ref()), "{parameters:?}");
    }
}

#[cfg(feature = "ed25519")]
#[test]
fn ed25519_refuses_encodings_that_are_not_canonical() {
    use super::ed25519::{holds, is_point};
    let little = |hex: &str| curve::unhex(hex).into_iter().rev().collect::<Vec<u8>>();
    assert!(is_point(&little("0000000000000000000000000000000000000000000000000000000000000001")));
    // p + 1, and an abscissa of minus zero.
    assert!(!is_point(&little("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffee")));
    assert!(!is_point(&little("8000000000000000000000000000000000000000000000000000000000000001")));
    assert!(!is_point(&[0; 31]) && !is_point(&[0; 33]) && !is_point(&[]));
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let public = key.verifying_key().to_bytes();
    let signature = key.sign(b"message").to_bytes();
    let (r, s) = signature.split_at(32);
    // s + order: the same residue, another signature.
    let order = limbs(&curve::unhex("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"), 8);
    let mut sum = limbs(&s.iter().rev().copied().collect::<Vec<u8>>(), 8);
    super::modulus::add(&mut sum, &order);
    let more: Vec<u8> = bytes(&sum).into_iter().rev().collect();
    assert!(holds(&public, b"message", &[r, s].concat()));
    assert!(!holds(&public, b"message", &[r, &more].concat()));
}
