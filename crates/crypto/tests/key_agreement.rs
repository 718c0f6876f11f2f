//! Key agreement against other implementations, the worked example of PACE and Wycheproof.

#![cfg(feature = "agreement")]
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests")]

mod support;

use healthpass_crypto::key::KeyKind;
use healthpass_crypto::key_agreement::{AgreementError, Group, Scalar};
use p256::elliptic_curve::PrimeField;
use p256::elliptic_curve::sec1::ToSec1Point;
use proptest::prelude::*;
use serde_json::Value;

const KINDS: [KeyKind; 6] = [
    KeyKind::P256,
    KeyKind::P384,
    KeyKind::P521,
    KeyKind::BrainpoolP256r1,
    KeyKind::BrainpoolP384r1,
    KeyKind::BrainpoolP512r1,
];

fn group(kind: KeyKind) -> Group {
    Group::of(kind).expect("a curve")
}

/// The scalar of exactly these bytes.
fn exact(group: &Group, scalar: &[u8]) -> Result<Scalar, AgreementError> {
    let mut random = vec![0; group.random_bytes() - scalar.len()];
    random.extend(scalar);
    group.scalar(&random)
}

fn unhex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16).expect("hex"))
        .collect()
}

/// `scalar · base` and then `scalar · that`, as another implementation has them.
macro_rules! oracle {
    ($curve:ident, $scalar:expr) => {{
        let mut field = $curve::FieldBytes::default();
        field.copy_from_slice($scalar);
        let scalar = Option::<$curve::Scalar>::from($curve::Scalar::from_repr(field));
        scalar.map(|scalar| {
            let public = $curve::ProjectivePoint::GENERATOR * scalar;
            let shared = public * scalar;
            [public, shared].map(|point| point.to_affine().to_sec1_point(false).as_bytes().to_vec())
        })
    }};
}

fn agrees(kind: KeyKind, scalar: &[u8], expected: Option<[Vec<u8>; 2]>) {
    let Some([public, shared]) = expected else { return };
    let group = group(kind);
    let ours = exact(&group, scalar).expect("a scalar");
    let point = group.public(&ours).expect("a point");
    assert_eq!(point.sec1(), public, "{kind}");
    let size = (public.len() - 1) / 2;
    assert_eq!(group.agree(&ours, &point).expect("a secret").as_slice(), &shared[1..=size], "{kind}");
}

fn every_curve(wide: &[u8; 66]) {
    agrees(KeyKind::P256, &wide[..32], oracle!(p256, &wide[..32]));
    agrees(KeyKind::P384, &wide[..48], oracle!(p384, &wide[..48]));
    agrees(KeyKind::BrainpoolP256r1, &wide[..32], oracle!(bp256_r1, &wide[..32]));
    let mut short = *wide;
    short[0] = 0; // below the order
    agrees(KeyKind::P521, &short, oracle!(p521, &short));
}

mod bp256_r1 {
    pub use bp256::r1::{FieldBytes, ProjectivePoint, Scalar};
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn other_implementations_agree(wide in proptest::array::uniform32(any::<u8>()), more in proptest::array::uniform32(any::<u8>())) {
        let mut all = [0; 66];
        all[..32].copy_from_slice(&wide);
        all[32..64].copy_from_slice(&more);
        // Below every order.
        all[0] &= 0x7f;
        every_curve(&all);
    }

    #[test]
    fn both_sides_reach_the_same_secret(a in proptest::collection::vec(any::<u8>(), 80), b in proptest::collection::vec(any::<u8>(), 80)) {
        for kind in KINDS {
            let group = group(kind);
            let size = group.random_bytes();
            let (ours, theirs) = (group.scalar(&a[..size]).unwrap(), group.scalar(&b[..size]).unwrap());
            let (our_key, their_key) = (group.public(&ours).unwrap(), group.public(&theirs).unwrap());
            prop_assert_eq!(group.agree(&ours, &their_key).unwrap(), group.agree(&theirs, &our_key).unwrap());
        }
    }

    #[test]
    fn changed_points_are_refused(at in 0_usize..65, bit in 0_u8..8) {
        let group = group(KeyKind::BrainpoolP256r1);
        let key = group.public(&exact(&group, &[5]).unwrap()).unwrap();
        let mut sec1 = key.sec1().to_vec();
        sec1[at] ^= 1 << bit;
        prop_assert!(group.point(&sec1).is_err());
    }
}

#[test]
fn the_edges_of_scalars() {
    let mut small = [0; 66];
    for low in [1_u8, 2, 3, 15, 16, 17] {
        for size in [32, 48, 66] {
            let mut number = vec![0; size];
            number[size - 1] = low;
            match size {
                32 => agrees(KeyKind::P256, &number, oracle!(p256, &number)),
                48 => agrees(KeyKind::P384, &number, oracle!(p384, &number)),
                _ => agrees(KeyKind::P521, &number, oracle!(p521, &number)),
            }
        }
    }
    small[0] = 1;
    small[40] = 1;
    every_curve(&small);
    let order = unhex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    let group = group(KeyKind::P256);
    assert_eq!(exact(&group, &order).err(), Some(AgreementError::Random));
    assert_eq!(exact(&group, &[0]).err(), Some(AgreementError::Random));
    assert_eq!(group.scalar(&[1; 39]).err(), Some(AgreementError::Random));
    let mut last = order;
    last[31] -= 1;
    agrees(KeyKind::P256, &last, oracle!(p256, &last));
    // What is above the order is taken modulo: 2^320 - 1 by another implementation's reduction.
    let above = group.scalar(&[0xff; 40]).unwrap();
    let expected = p256_reduced(&[0xff; 40]);
    assert_eq!(group.public(&above).unwrap().sec1(), expected);
}

fn p256_reduced(bytes: &[u8]) -> Vec<u8> {
    let scalar = bytes.iter().fold(p256::Scalar::ZERO, |sum, byte| {
        sum * p256::Scalar::from(256_u64) + p256::Scalar::from(u64::from(*byte))
    });
    (p256::ProjectivePoint::GENERATOR * scalar).to_affine().to_sec1_point(false).as_bytes().to_vec()
}

#[test]
fn points_of_other_curves_and_forms_are_refused() {
    let (nist, brainpool) = (group(KeyKind::P256), group(KeyKind::BrainpoolP256r1));
    let scalar = exact(&nist, &[9]).unwrap();
    let key = nist.public(&scalar).unwrap();
    assert_eq!(brainpool.point(key.sec1()).err(), Some(AgreementError::Point));
    assert_eq!(brainpool.agree(&scalar, &key).err(), Some(AgreementError::Point));
    assert_eq!(group(KeyKind::P384).agree(&scalar, &key).err(), Some(AgreementError::Point));
    let mut compressed = vec![2];
    compressed.extend(&key.sec1()[1..33]);
    for sec1 in [&[][..], &[0], &compressed, &key.sec1()[..64], &[key.sec1(), &[0]].concat()] {
        assert_eq!(nist.point(sec1).err(), Some(AgreementError::Point));
    }
    assert!(Group::of(KeyKind::Rsa).is_none());
}

#[test]
fn the_worked_example_of_pace() {
    let Some(text) = support::text("passport/icao9303/pace_ecdh_gm_bp256.json") else { return };
    let example: Value = serde_json::from_str(&text).expect("JSON");
    let bytes = |name: &str| unhex(example[name].as_str().expect("hex"));
    let group = group(KeyKind::BrainpoolP256r1);
    let (ours, theirs) =
        (exact(&group, &bytes("sk_map_ifd")).unwrap(), exact(&group, &bytes("sk_map_ic")).unwrap());
    assert_eq!(group.public(&ours).unwrap().sec1(), bytes("pk_map_ifd"));
    assert_eq!(group.public(&theirs).unwrap().sec1(), bytes("pk_map_ic"));
    let their_point = group.point(&bytes("pk_map_ic")).unwrap();
    assert_eq!(group.agree(&ours, &their_point).unwrap().as_slice(), &bytes("h")[1..33]);
    let mapped = group.map(&bytes("s"), &ours, &their_point).unwrap();
    assert_eq!(mapped.generator(), bytes("mapped_g"));
    let other = group.map(&bytes("s"), &theirs, &group.point(&bytes("pk_map_ifd")).unwrap()).unwrap();
    assert_eq!(other.generator(), bytes("mapped_g"));
    let (ours, theirs) =
        (exact(&mapped, &bytes("sk_eph_ifd")).unwrap(), exact(&mapped, &bytes("sk_eph_ic")).unwrap());
    assert_eq!(mapped.public(&ours).unwrap().sec1(), bytes("pk_eph_ifd"));
    assert_eq!(mapped.public(&theirs).unwrap().sec1(), bytes("pk_eph_ic"));
    let their_point = mapped.point(&bytes("pk_eph_ic")).unwrap();
    assert_eq!(mapped.agree(&ours, &their_point).unwrap().as_slice(), bytes("shared_x"));
}

#[test]
fn wycheproof() {
    let Some(text) = support::text("wycheproof/ecdh_secp256r1_ecpoint_test.json") else { return };
    let all: Value = serde_json::from_str(&text).expect("JSON");
    let group = group(KeyKind::P256);
    let mut valid = 0;
    for test in all["testGroups"]
        .as_array()
        .expect("groups")
        .iter()
        .flat_map(|group| group["tests"].as_array().expect("tests"))
    {
        let bytes = |name: &str| unhex(test[name].as_str().expect("hex"));
        let private = bytes("private");
        let private = &private[private.len().saturating_sub(32)..];
        let secret =
            group.point(&bytes("public")).and_then(|point| group.agree(&exact(&group, private)?, &point));
        match test["result"].as_str() {
            Some("valid") => {
                assert_eq!(secret.expect("a secret").as_slice(), bytes("shared"), "{test}");
                valid += 1;
            }
            _ => assert!(secret.is_err(), "{test}"),
        }
    }
    assert!(valid > 300);
}
