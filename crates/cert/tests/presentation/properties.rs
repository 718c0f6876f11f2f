//! Any choice shows exactly itself, and any change is noticed.

use crate::world::{device, envelope, facts, issuer, salts, selective, show, signing, whole};
use healthpass_cert::cbor::Value;
use healthpass_cert::cbor_write::write;
use healthpass_cert::ithc::selective as names;
use healthpass_cert::ithc::selective::Part;
use healthpass_cert::presentation::kbt::{self, Shown};
use healthpass_cert::presentation::token;
use healthpass_cert::sd_cwt::{Path, Step, Token, code, redact, reveal};
use healthpass_crypto::algorithm::SignatureAlgorithm;
use proptest::prelude::*;
use std::sync::LazyLock;

/// Claims of any shape, some places in them, and decoys.
fn claims() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(Value::Integer),
        ".{0,8}".prop_map(Value::Text),
        any::<bool>().prop_map(Value::Bool),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
    ];
    let inner = leaf.prop_recursive(4, 30, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::btree_map(any::<i8>(), inner.clone(), 0..5).prop_map(map),
            (100_u64..200, inner).prop_map(|(tag, value)| Value::Tag(tag, Box::new(value))),
        ]
    });
    prop::collection::btree_map(40_i8..120, inner, 0..6).prop_map(map)
}

fn map(entries: std::collections::BTreeMap<i8, Value>) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (Value::Integer(key.into()), value)).collect())
}

/// Every place in `value`, and every map and array.
fn walk(value: &Value, at: &Path, places: &mut Vec<Path>, containers: &mut Vec<Path>) {
    let steps: Vec<(Step, &Value)> = match value {
        Value::Map(entries) => entries.iter().map(|(key, value)| (Step::Key(key.clone()), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(i, item)| (Step::Element(i), item)).collect(),
        _ => return,
    };
    containers.push(at.clone());
    for (step, value) in steps {
        let path: Path = at.iter().cloned().chain([step]).collect();
        walk(value, &path, places, containers);
        places.push(path);
    }
}

/// What `value` is without what stands at the places not `kept`.
fn without(value: &Value, at: &mut Path, redacted: &[Path], kept: &[Path]) -> Value {
    let gone = |at: &Path| redacted.contains(at) && !kept.contains(at);
    match value {
        Value::Map(entries) => {
            let mut left = Vec::new();
            for (key, value) in entries {
                at.push(Step::Key(key.clone()));
                if !gone(at) {
                    left.push((key.clone(), without(value, at, redacted, kept)));
                }
                at.pop();
            }
            Value::Map(left)
        }
        Value::Array(items) => {
            let mut left = Vec::new();
            for (index, item) in items.iter().enumerate() {
                at.push(Step::Element(index));
                if !gone(at) {
                    left.push(without(item, at, redacted, kept));
                }
                at.pop();
            }
            Value::Array(left)
        }
        other => other.clone(),
    }
}

proptest! {
    #[test]
    fn any_choice_reveals_itself_and_no_more(
        claims in claims(),
        redacting in prop::collection::vec(any::<bool>(), 64),
        choosing in prop::collection::vec(any::<bool>(), 64),
        decoying in prop::collection::vec(0_usize..64, 0..4),
    ) {
        let (mut places, mut containers) = (Vec::new(), Vec::new());
        walk(&claims, &Path::new(), &mut places, &mut containers);
        let redacted: Vec<Path> =
            places.iter().zip(redacting.iter().cycle()).filter(|(_, yes)| **yes).map(|(at, _)| at.clone()).collect();
        let decoys: Vec<Path> = decoying.iter().filter_map(|n| containers.get(*n).cloned()).collect();
        let made = redact(&claims, &redacted, &decoys, &salts(redacted.len() + decoys.len())).unwrap();
        let payload = Value::read_with_simple_values(&write(&made.payload)).unwrap();
        let all: Vec<&[u8]> = made.disclosures.iter().map(Vec::as_slice).collect();
        let whole = reveal(&payload, &all).unwrap();
        prop_assert_eq!(write(&whole.claims), write(&claims));
        prop_assert!(whole.withheld.is_empty());
        prop_assert_eq!(whole.disclosed.len(), redacted.len());

        // A choice with what each chosen part stands in.
        let chosen: Vec<&Path> = whole.disclosed.iter().zip(choosing.iter().cycle()).filter(|(_, yes)| **yes)
            .map(|(disclosed, _)| &disclosed.at).collect();
        let kept: Vec<_> = whole.disclosed.iter()
            .filter(|disclosed| chosen.iter().any(|at| at.starts_with(&disclosed.at))).collect();
        let shown: Vec<&[u8]> = kept.iter().map(|disclosed| all[disclosed.index]).collect();
        let kept_places: Vec<Path> = kept.iter().map(|disclosed| disclosed.at.clone()).collect();
        let part = reveal(&payload, &shown).unwrap();
        let expected = without(&claims, &mut Path::new(), &redacted, &kept_places);
        prop_assert_eq!(write(&part.claims), write(&expected));
        prop_assert_eq!(part.disclosed.len(), kept.len());
        // In any order.
        let mut turned = shown.clone();
        turned.reverse();
        prop_assert_eq!(reveal(&payload, &turned).unwrap().claims, part.claims);
        // And no disclosure of anything else.
        let stranger = [0x82, 0x50, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 0x01];
        turned.push(&stranger);
        prop_assert_eq!(reveal(&payload, &turned).unwrap_err().code, code::DISCLOSURE_UNUSED);
        if let Some(first) = shown.first() {
            turned.pop();
            turned.push(first);
            prop_assert_eq!(reveal(&payload, &turned).unwrap_err().code, code::DISCLOSURE_TWICE);
        }
    }

    /// Somewhere on the way a changed presentation is refused: it cannot be read, or one of two signatures fails.
    #[test]
    fn any_changed_bit_is_noticed(at in any::<prop::sample::Index>(), bit in 0..8) {
        static SHOWN: LazyLock<Vec<u8>> = LazyLock::new(|| show(&whole()));
        let mut bytes = SHOWN.clone();
        let at = at.index(bytes.len());
        bytes[at] ^= 1_u8 << bit;
        prop_assert!(!holds(&bytes), "bit {bit} of byte {at}");
    }

    #[test]
    fn any_choice_of_a_certificate_is_shown(chosen in prop::collection::vec(any::<bool>(), 8)) {
        let issued = whole();
        let names = names::disclosures(&issued).unwrap();
        let picked: Vec<_> = names.iter().zip(&chosen).filter(|(_, yes)| **yes).map(|(name, _)| name).collect();
        let indices: Vec<usize> = picked.iter().map(|name| name.index).collect();
        let bytes = show(&issued.choose(&indices));
        prop_assert!(holds(&bytes));
        let shown = kbt::parse(&bytes).unwrap();
        let Shown::Issued(token) = shown.unverified_shown() else { panic!() };
        let (decoded, withheld) = token::read(token).unwrap();
        prop_assert!(decoded.content_faults().is_empty(), "{:?}", decoded.content_faults());
        let view = decoded.unverified_view().unwrap();
        let records: Vec<_> = picked.iter().filter_map(|name| name.record.clone()).map(|(_, record)| record).collect();
        prop_assert_eq!(&view.records, &records);
        let has = |part: Part| picked.iter().find(|name| name.part == part).and_then(|name| name.value.clone());
        prop_assert_eq!(view.person.birth_date.clone(), has(Part::BirthDate));
        prop_assert_eq!(view.document.as_ref().unwrap().number.clone(), has(Part::DocumentNumber));
        prop_assert_eq!(withheld.iter().map(|withheld| withheld.count).sum::<usize>(), names.len() - picked.len());
    }
}

fn holds(bytes: &[u8]) -> bool {
    let Ok(shown) = kbt::parse(bytes) else { return false };
    let Shown::Issued(token) = shown.unverified_shown() else { return false };
    let signed = token.signed();
    let issuer = issuer().public_key();
    shown.signature_holds()
        && issuer.verify(SignatureAlgorithm::Es256, &signed.to_be_signed, &signed.signature).is_ok()
        && token::read(token).is_ok()
        && *shown.unverified_facts() == facts()
}

#[test]
fn decoys_change_nothing_that_is_read() {
    let claims = Value::Map(vec![(Value::Integer(500), Value::Array(vec![Value::Bool(true)]))]);
    let decoys = vec![vec![], vec![500.into()], vec![500.into()]];
    let made = redact(&claims, &[vec![500.into(), Step::Element(0)]], &decoys, &salts(4)).unwrap();
    let disclosures: Vec<&[u8]> = made.disclosures.iter().map(Vec::as_slice).collect();
    assert_eq!(disclosures.iter().filter(|disclosure| disclosure.len() == 18).count(), 3);
    for with in [&disclosures[..], &disclosures[..1]] {
        assert_eq!(reveal(&made.payload, with).unwrap().claims, claims);
    }
    assert_eq!(reveal(&made.payload, &[]).unwrap().claims.get(500), Some(&Value::Array(vec![])));
}

#[test]
fn more_missing_than_withheld_is_a_fault() {
    let issued = whole();
    let mut payload = issued.reveal().unwrap().claims;
    // The issuer itself leaves the birth date out, and withholds nothing of the person.
    let Value::Map(claims) = &mut payload else { panic!() };
    let (_, Value::Map(hcert)) = claims.iter_mut().find(|(key, _)| *key == Value::Integer(-260)).unwrap()
    else {
        panic!()
    };
    let Value::Map(ithc) = &mut hcert[0].1 else { panic!() };
    let Value::Map(person) = &mut ithc.iter_mut().find(|(key, _)| *key == Value::Integer(1)).unwrap().1
    else {
        panic!()
    };
    person.retain(|(key, _)| *key != Value::Integer(6));
    let at: Path = vec![(-260).into(), (-86).into(), 2.into(), 3.into()];
    let redacted = redact(&payload, &[at], &[], &salts(1)).unwrap();
    let token = Token::sign(redacted, b"kid", signing(&issuer())).unwrap();
    let (decoded, _) = token::read(&token.choose(&[])).unwrap();
    let fault = decoded.content_faults().first().unwrap();
    assert_eq!((fault.code, fault.at.as_deref()), ("content.schema.missing", Some("person.birthDate")));
    assert!(decoded.unverified_view().is_none());
}

#[test]
fn what_must_stay_open_stays_open() {
    let salts = salts(1);
    for claim in [1, 3, 4, 5, 6, 7, 8, 39] {
        let claims = Value::Map(vec![(Value::Integer(claim), Value::Integer(0))]);
        assert_eq!(redact(&claims, &[vec![claim.into()]], &[], &salts).unwrap_err().code, code::REDACTION);
        // Made by an issuer that does it nevertheless, below and above.
        let nested = Value::Map(vec![(Value::Integer(500), claims)]);
        let made = redact(&nested, &[vec![500.into(), claim.into()]], &[], &salts).unwrap();
        let payload = made.payload.get(500).unwrap();
        assert_eq!(reveal(payload, &[&made.disclosures[0]]).unwrap_err().code, code::NEVER_REDACTED);
        reveal(&made.payload, &[&made.disclosures[0]]).unwrap();
    }
}

#[test]
fn salts_are_as_many_as_asked_for_and_none_twice() {
    let certificate = selective();
    let key = device().public_key();
    let issue = |salts: &[[u8; 16]]| {
        certificate.issue(&envelope(), &key, salts, signing(&issuer())).map_err(|reason| reason.code)
    };
    let needed = certificate.salts();
    assert!(issue(&salts(needed)).is_ok());
    assert_eq!(issue(&salts(needed - 1)).unwrap_err(), code::SALTS);
    assert_eq!(issue(&salts(needed + 1)).unwrap_err(), code::SALTS);
    let mut twice = salts(needed);
    twice[1] = twice[0];
    assert_eq!(issue(&twice).unwrap_err(), code::SALTS);
}
