mod drafts;

use super::*;
use healthpass_crypto::sealing_key::Kem;
use proptest::prelude::*;

const CONTENT: &[u8] = b"what an open presentation would be";
const BOTH: [Kem; 2] = [Kem::P256, Kem::X25519];

/// A change made to the parts of a message.
type Change<'a> = &'a dyn Fn(&mut Vec<Value>);

/// TEST ONLY.
fn key(kem: Kem, byte: u8) -> SealingKey {
    SealingKey::generate(kem, &[byte; 32]).unwrap()
}

fn hex_of(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// TEST ONLY: without the work of Argon2id.
fn secret(salt: u8, key: u8) -> PassportSecret {
    PassportSecret { salt: [salt; SALT_BYTES], key: Zeroizing::new([key; 32]) }
}

/// TEST ONLY: bytes that are all different, so that no two uses of them look the same.
fn random(recipients: usize) -> Vec<u8> {
    (0..random_bytes(recipients)).map(|at| at as u8).collect()
}

fn seal_to(keys: &[&SealingKey], psk: Option<&PassportSecret>) -> Vec<u8> {
    let to: Vec<_> = keys.iter().map(|key| key.public()).collect();
    seal(CONTENT, &to, psk, &random(to.len())).unwrap()
}

/// The same message with `change` made to its parts.
fn altered(sealed: &[u8], change: impl FnOnce(&mut Vec<Value>)) -> Vec<u8> {
    let Value::Tag(tag, inner) = Value::read(sealed).unwrap() else { panic!("no tag") };
    let Value::Array(mut parts) = *inner else { panic!("no array") };
    change(&mut parts);
    write(&Value::Tag(tag, Box::new(Value::Array(parts))))
}

/// The same header with `label` set, or without it.
fn header(map: &mut Value, label: i64, value: Option<Value>) {
    let Value::Map(entries) = map else { panic!("no map") };
    entries.retain(|(key, _)| *key != Value::Integer(label));
    entries.extend(value.map(|value| (Value::Integer(label), value)));
}

fn protected_header(part: &mut Value, label: i64, value: Option<Value>) {
    let mut map = Value::read(part.as_bytes().unwrap()).unwrap();
    header(&mut map, label, value);
    *part = Value::Bytes(write(&map));
}

fn code_of(bytes: &[u8]) -> &'static str {
    Sealed::parse(bytes).unwrap_err().code
}

#[test]
fn what_is_sealed_to_one_opens_with_that_key_only() {
    for kem in BOTH {
        let (ours, other) = (key(kem, 1), key(kem, 2));
        let sealed = Sealed::parse(&seal_to(&[&ours], None)).unwrap();
        assert_eq!(sealed.recipients(), [ours.public().kid()]);
        assert_eq!(sealed.needs_passport(), None);
        assert_eq!(sealed.open(&[&other, &ours], None).unwrap(), (1, Zeroizing::new(CONTENT.to_vec())));
        assert_eq!(sealed.open(&[&other], None), Err(SealFault::NotForThese));
        assert_eq!(sealed.open::<&SealingKey>(&[], None), Err(SealFault::NotForThese));
        assert!(sealed.open(&[&ours], Some(&secret(1, 1))).is_ok(), "no passport is needed, none is used");
    }
}

#[test]
fn what_is_sealed_to_two_opens_with_either_key() {
    for (one, two) in [(Kem::P256, Kem::X25519), (Kem::X25519, Kem::X25519), (Kem::P256, Kem::P256)] {
        let (one, two, other) = (key(one, 1), key(two, 2), key(one, 3));
        let sealed = Sealed::parse(&seal_to(&[&one, &two], None)).unwrap();
        assert_eq!(sealed.recipients(), [one.public().kid(), two.public().kid()]);
        assert_eq!(sealed.open(&[&one], None).unwrap().1.as_slice(), CONTENT);
        assert_eq!(sealed.open(&[&other, &two], None).unwrap(), (1, Zeroizing::new(CONTENT.to_vec())));
        assert_eq!(sealed.open(&[&two, &one], None).unwrap().0, 0);
        assert_eq!(sealed.open(&[&other], None), Err(SealFault::NotForThese));
    }
}

#[test]
fn the_passport_is_asked_for_and_told_from_another() {
    for kem in BOTH {
        let (ours, second, other) = (key(kem, 1), key(kem, 2), key(kem, 3));
        let psk = secret(5, 6);
        for to in [vec![&ours], vec![&ours, &second]] {
            let sealed = Sealed::parse(&seal_to(&to, Some(&psk))).unwrap();
            assert_eq!(sealed.needs_passport(), Some([5; SALT_BYTES]));
            assert_eq!(sealed.open(&[&ours], Some(&psk)).unwrap().1.as_slice(), CONTENT);
            assert_eq!(sealed.open(&[&ours], None), Err(SealFault::PassportNeeded));
            assert_eq!(sealed.open(&[&ours], Some(&secret(5, 7))), Err(SealFault::PassportDiffers));
            let of_another_code = secret(4, 6);
            assert_eq!(sealed.open(&[&ours], Some(&of_another_code)), Err(SealFault::PassportNeeded));
            // To whom it is not sealed, the passport is of no use.
            assert_eq!(sealed.open(&[&other], None), Err(SealFault::NotForThese));
            assert_eq!(sealed.open(&[&other], Some(&psk)), Err(SealFault::NotForThese));
        }
    }
}

#[test]
fn the_passport_s_secret_is_argon2id_of_its_information() {
    let derived = PassportSecret::derive("L898902C<369080619406236", [7; SALT_BYTES]).unwrap();
    assert_eq!(derived.key[..4], [0xe8, 0x13, 0x6d, 0xb9]);
    assert_eq!(derived.id(), [&[1][..], &[7; SALT_BYTES]].concat());
    assert_eq!(format!("{derived:?}"), "PassportSecret(..)");
}

#[test]
fn a_key_that_claims_another_s_identifier_breaks() {
    let (ours, other) = (key(Kem::P256, 1), key(Kem::P256, 2));
    for psk in [None, Some(secret(1, 1))] {
        let sealed = seal_to(&[&other], psk.as_ref());
        let kid = Value::Bytes(ours.public().kid().to_vec());
        let claimed = altered(&sealed, |parts| protected_header(&mut parts[0], HEADER_KID, Some(kid)));
        let fault = if psk.is_some() { SealFault::PassportDiffers } else { SealFault::Broken };
        assert_eq!(Sealed::parse(&claimed).unwrap().open(&[&ours], psk.as_ref()), Err(fault));
    }
    // An algorithm for keys of the other kind: changed for certain, with a passport or without.
    let kid = Value::Bytes(ours.public().kid().to_vec());
    let psk = secret(1, 1);
    let claimed = altered(&seal_to(&[&key(Kem::X25519, 1)], Some(&psk)), |parts| {
        protected_header(&mut parts[0], HEADER_KID, Some(kid));
    });
    assert_eq!(Sealed::parse(&claimed).unwrap().open(&[&ours], Some(&psk)), Err(SealFault::Broken));
}

#[test]
fn content_changed_behind_a_key_that_opens_is_broken_whatever_the_passport() {
    let (one, two, psk) = (key(Kem::P256, 1), key(Kem::X25519, 2), secret(1, 1));
    let changed = altered(&seal_to(&[&one, &two], Some(&psk)), |parts| parts[2] = Value::Bytes(vec![0; 40]));
    assert_eq!(Sealed::parse(&changed).unwrap().open(&[&one], Some(&psk)), Err(SealFault::Broken));
}

#[test]
fn a_recipient_changed_does_not_keep_the_other_from_opening() {
    let (one, two) = (key(Kem::P256, 1), key(Kem::X25519, 2));
    let changed = altered(&seal_to(&[&one, &two], None), |parts| {
        let Value::Array(recipients) = &mut parts[3] else { panic!("no recipients") };
        let Value::Array(first) = &mut recipients[0] else { panic!("no recipient") };
        first[2] = Value::Bytes(vec![0; 32]);
    });
    let sealed = Sealed::parse(&changed).unwrap();
    assert_eq!(sealed.open(&[&one], None), Err(SealFault::Broken));
    assert!(sealed.open(&[&two], None).is_ok());
    assert_eq!(sealed.open(&[&one, &two], None).unwrap().0, 1);
}

#[test]
fn what_is_written_is_in_the_form_named() {
    let ours = key(Kem::X25519, 1);
    let Value::Tag(16, parts) = Value::read(&seal_to(&[&ours], None)).unwrap() else { panic!("no tag 16") };
    let [Value::Bytes(protected), unprotected, Value::Bytes(ciphertext)] = parts.as_array().unwrap() else {
        panic!("not three parts")
    };
    let kid = ours.public().kid();
    assert_eq!(protected[..6], [0xa2, 0x01, 0x18, 0x29, 0x04, 0x48]);
    assert_eq!(protected[6..], kid);
    assert_eq!(unprotected.entries().map(<[_]>::len), Some(1));
    assert_eq!(unprotected.get(-4).and_then(Value::as_bytes).map(<[u8]>::len), Some(32));
    assert_eq!(ciphertext.len(), CONTENT.len() + 16);
    // Two runs with the same randomness are the same; with other randomness nothing is.
    assert_eq!(seal_to(&[&ours], None), seal_to(&[&ours], None));
    let other = seal(CONTENT, &[ours.public()], None, &[9; 32]).unwrap();
    assert_ne!(
        Sealed::parse(&other).unwrap().message.layers,
        Sealed::parse(&seal_to(&[&ours], None)).unwrap().message.layers
    );
}

#[test]
fn nothing_is_sealed_to_nobody_or_to_a_crowd_or_without_randomness() {
    let (one, two) = (key(Kem::P256, 1), key(Kem::X25519, 2));
    let with = |to: &[&SealingPublicKey], random: &[u8]| seal(CONTENT, to, None, random).unwrap_err();
    assert_eq!(with(&[], &[1; 32]), SealError::Recipients { found: 0 });
    assert_eq!(
        with(&[one.public(), two.public(), one.public()], &[1; 124]),
        SealError::Recipients { found: 3 }
    );
    assert_eq!(with(&[one.public()], &[1; 31]), SealError::Random { expected: 32, found: 31 });
    assert_eq!(with(&[one.public(), two.public()], &[1; 64]), SealError::Random { expected: 92, found: 64 });
    let long = seal(&[0; MAX_SEALED], &[one.public()], None, &[1; 32]).unwrap_err();
    assert!(matches!(long, SealError::TooLong { found } if found > MAX_SEALED), "{long:?}");
}

#[test]
fn other_algorithms_are_named() {
    let (one, two) = (key(Kem::P256, 1), key(Kem::X25519, 2));
    // HPKE-4, HPKE-7, and the right one for the other mode.
    for algorithm in [42, 45, 46, -7, 1] {
        let other = altered(&seal_to(&[&one], None), |parts| {
            protected_header(&mut parts[0], HEADER_ALG, Some(Value::Integer(algorithm)));
        });
        let error = Sealed::parse(&other).unwrap_err();
        assert_eq!((error.code, error.found), (code::ALGORITHM, Some(algorithm.to_string())));
        assert_eq!(error.expected.as_deref(), Some("[35, 41]"));
    }
    let content = altered(&seal_to(&[&one, &two], None), |parts| {
        protected_header(&mut parts[0], HEADER_ALG, Some(Value::Integer(3)));
    });
    assert_eq!(code_of(&content), code::ALGORITHM);
    for (alg, code) in [(Some(Value::Text("HPKE-0".into())), code::SHAPE), (None, code::SHAPE)] {
        let other =
            altered(&seal_to(&[&one], None), |parts| protected_header(&mut parts[0], HEADER_ALG, alg));
        assert_eq!(code_of(&other), code);
    }
}

#[test]
fn other_secrets_are_named() {
    let (one, two, psk) = (key(Kem::P256, 1), key(Kem::X25519, 2), secret(1, 1));
    for id in [vec![], vec![1], vec![2; 17], vec![1; 16], vec![1; 18]] {
        let other = altered(&seal_to(&[&one], Some(&psk)), |parts| {
            protected_header(&mut parts[0], HEADER_PSK_ID, Some(Value::Bytes(id)));
        });
        assert_eq!(code_of(&other), code::PASSPORT);
    }
    let mixed = altered(&seal_to(&[&one, &two], Some(&psk)), |parts| {
        let Value::Array(recipients) = &mut parts[3] else { panic!("no recipients") };
        let Value::Array(first) = &mut recipients[0] else { panic!("no recipient") };
        protected_header(&mut first[0], HEADER_PSK_ID, None);
    });
    assert_eq!(code_of(&mixed), code::SHAPE);
}

#[test]
fn other_shapes_are_refused() {
    let (one, two) = (key(Kem::P256, 1), key(Kem::X25519, 2));
    let single = seal_to(&[&one], None);
    let double = seal_to(&[&one, &two], None);
    let inner = |bytes: &[u8]| match Value::read(bytes).unwrap() {
        Value::Tag(_, inner) => *inner,
        _ => panic!("no tag"),
    };
    let tagged = |tag, parts| write(&Value::Tag(tag, Box::new(parts)));
    for bytes in [
        write(&inner(&single)),
        tagged(96, inner(&single)),
        tagged(16, inner(&double)),
        tagged(18, inner(&single)),
    ] {
        assert_eq!(code_of(&bytes), code::SHAPE);
    }
    let shapes: [Change; 8] = [
        &|parts| header(&mut parts[1], HEADER_EK, None),
        &|parts| header(&mut parts[1], HEADER_EK, Some(Value::Bytes(vec![4; 64]))),
        &|parts| header(&mut parts[1], HEADER_KID, Some(Value::Bytes(vec![1; 8]))),
        &|parts| header(&mut parts[1], HEADER_ALG, Some(Value::Integer(35))),
        &|parts| header(&mut parts[1], HEADER_PSK_ID, Some(Value::Bytes(vec![1; 17]))),
        &|parts| protected_header(&mut parts[0], HEADER_KID, None),
        &|parts| protected_header(&mut parts[0], HEADER_KID, Some(Value::Bytes(vec![1; 9]))),
        &|parts| parts[2] = Value::Null,
    ];
    for change in shapes {
        assert_eq!(code_of(&altered(&single, change)), code::SHAPE);
    }
    let crit = Value::Array(vec![Value::Integer(-70_000)]);
    let critical = |parts: &mut Vec<Value>| protected_header(&mut parts[0], 2, Some(crit.clone()));
    assert_eq!(code_of(&altered(&single, critical)), code::CRITICAL);
    assert_eq!(code_of(&altered(&double, critical)), code::CRITICAL);
    for iv in [None, Some(Value::Bytes(vec![1; 16]))] {
        assert_eq!(code_of(&altered(&double, |parts| header(&mut parts[1], HEADER_IV, iv))), code::SHAPE);
    }
    for (count, code) in [(0, code::RECIPIENTS), (3, code::RECIPIENTS)] {
        let recipients = |parts: &mut Vec<Value>| {
            let first = parts[3].as_array().unwrap()[0].clone();
            parts[3] = Value::Array(vec![first; count]);
        };
        assert_eq!(code_of(&altered(&double, recipients)), code);
    }
    assert_eq!(code_of(&[0; MAX_SEALED + 1]), code::TOO_LONG);
}

#[test]
fn headers_this_reader_does_not_use_change_nothing() {
    let ours = key(Kem::P256, 1);
    let more = altered(&seal_to(&[&ours], None), |parts| header(&mut parts[1], 3, Some(Value::Integer(50))));
    assert_eq!(Sealed::parse(&more).unwrap().open(&[&ours], None).unwrap().1.as_slice(), CONTENT);
}

#[test]
fn cut_anywhere_it_is_not_read() {
    let (one, two, psk) = (key(Kem::P256, 1), key(Kem::X25519, 2), secret(1, 1));
    for sealed in [seal_to(&[&one], None), seal_to(&[&one, &two], Some(&psk))] {
        for length in 0..sealed.len() {
            assert_eq!(code_of(&sealed[..length]), crate::cbor::code::TRUNCATED, "{length}");
        }
        assert_eq!(code_of(&[&sealed[..], &[0]].concat()), crate::cbor::code::TRAILING);
    }
}

/// What comes of a message: never other content than was sealed.
fn refused_or_the_same(bytes: &[u8], keys: &[&SealingKey], psk: Option<&PassportSecret>) -> bool {
    match Sealed::parse(bytes).map(|sealed| sealed.open(keys, psk)) {
        Ok(Ok((_, content))) => content.as_slice() == CONTENT,
        Ok(Err(_)) | Err(_) => true,
    }
}

#[test]
fn any_byte_changed_in_any_way_never_shows_other_content() {
    let (one, two, psk) = (key(Kem::X25519, 1), key(Kem::X25519, 2), secret(1, 1));
    for sealed in [seal_to(&[&one], Some(&psk)), seal_to(&[&one, &two], None)] {
        for at in 0..sealed.len() {
            for bit in [1, 2, 4, 8, 16, 32, 64, 128, 0xff] {
                let mut changed = sealed.clone();
                changed[at] ^= bit;
                assert!(refused_or_the_same(&changed, &[&one], Some(&psk)), "byte {at} ^ {bit}");
            }
        }
    }
}

/// Everything that is used is protected: sealed to one, no bit may change; sealed to two, none but in the other's part.
#[test]
fn any_bit_changed_is_noticed() {
    let (one, two) = (key(Kem::X25519, 1), key(Kem::X25519, 2));
    let (single, double) = (seal_to(&[&one], None), seal_to(&[&one, &two], None));
    let kid = two.public().kid();
    // The second recipient begins with 8 bytes before its identifier: heads, and the algorithm.
    let second = double.windows(kid.len()).position(|bytes| bytes == kid).unwrap() - 8;
    assert_eq!(double[second], 0x83);
    for (sealed, end) in [(&single, single.len()), (&double, second)] {
        for at in 0..end {
            for bit in 0..8 {
                let mut changed = sealed.clone();
                changed[at] ^= 1 << bit;
                let opened = Sealed::parse(&changed).is_ok_and(|sealed| sealed.open(&[&one], None).is_ok());
                assert!(!opened, "byte {at}, bit {bit}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_content_comes_back(
        content in proptest::collection::vec(any::<u8>(), 0..3000),
        seed: [u8; 32],
        two: bool,
        passport: bool,
        kems: (bool, bool),
    ) {
        let kem = |p256| if p256 { Kem::P256 } else { Kem::X25519 };
        let keys = [key(kem(kems.0), 1), key(kem(kems.1), 2)];
        let to: Vec<_> = keys.iter().take(1 + usize::from(two)).map(SealingKey::public).collect();
        let psk = passport.then(|| secret(seed[0], seed[1]));
        let random: Vec<u8> = seed.iter().copied().cycle().take(random_bytes(to.len())).collect();
        let sealed = seal(&content, &to, psk.as_ref(), &random).unwrap();
        let parsed = Sealed::parse(&sealed).unwrap();
        for key in keys.iter().take(to.len()) {
            let (index, found) = parsed.open(&[key], psk.as_ref()).unwrap();
            prop_assert_eq!((index, found.as_slice()), (0, content.as_slice()));
        }
    }

    #[test]
    fn any_bytes_get_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let ours = key(Kem::X25519, 1);
        if let Ok(sealed) = Sealed::parse(&bytes) {
            prop_assert!(sealed.open(&[&ours], None).is_err());
        }
    }

    #[test]
    fn several_changes_never_show_other_content(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        two: bool,
    ) {
        let (one, second) = (key(Kem::X25519, 1), key(Kem::X25519, 2));
        let to: &[&SealingKey] = if two { &[&one, &second] } else { &[&one] };
        let mut sealed = seal_to(to, None);
        for (at, byte) in changes {
            let at = at.index(sealed.len());
            sealed[at] = byte;
        }
        prop_assert!(refused_or_the_same(&sealed, &[&one], None));
    }
}
