use super::*;
use crate::trust::bundle::{Bundle, TEST};
use crate::trust::{TrustList, TrustStore};
use healthpass_crypto::hash::sha256;
use healthpass_crypto::sealing_key::{Kem, SealingKey};
use healthpass_crypto::sign::Es256Signer;
use std::convert::Infallible;

const DAY: i64 = 86_400;
const LIST_ENDS: UnixTime = UnixTime(1000 * DAY);

/// TEST ONLY.
fn key(kem: Kem, number: u8) -> SealingPublicKey {
    SealingKey::generate(kem, &[number; 32]).unwrap().public().clone()
}

fn recipient(number: u8, name: &str, days: [i64; 2]) -> Recipient {
    let kem = if number.is_multiple_of(2) { Kem::P256 } else { Kem::X25519 };
    Recipient {
        key: key(kem, number),
        name: name.into(),
        country: "UT".into(),
        destinations: None,
        not_before: UnixTime(days[0] * DAY),
        not_after: UnixTime(days[1] * DAY),
        listed_until: LIST_ENDS,
    }
}

fn bundle(recipients: Vec<Recipient>) -> Bundle {
    let list = TrustList {
        name: "authorities".into(),
        environment: TEST.into(),
        expires_at: LIST_ENDS,
        recipients,
        ..TrustList::default()
    };
    Bundle { list, sequence: 1, sources: Vec::new(), keys: Vec::new() }
}

/// Written and opened again.
fn opened(recipients: Vec<Recipient>) -> Result<Bundle, &'static str> {
    let root = Es256Signer::generate(&[9; 48]).unwrap(); // TEST ONLY
    let spki = root.public_key().spki_der().to_vec();
    let sign = |message: &[u8]| Ok::<_, Infallible>(root.sign(message).to_vec());
    let Ok(bytes) = bundle(recipients).write(&spki, sign);
    Bundle::open(&bytes, &sha256(&spki)).map_err(|error| error.code)
}

#[test]
fn what_is_written_is_read_back() {
    let all = vec![
        Recipient { destinations: Some(vec!["UT".into(), "XX".into()]), ..recipient(1, "Border", [0, 10]) },
        recipient(2, "\u{9886}\u{4e8b}\u{9986}", [0, 10]),
    ];
    let bundle = opened(all.clone()).unwrap();
    assert_eq!(bundle.recipients(), all);
    assert_eq!(bundle.summary(UnixTime(DAY)).recipients, Some(2));
    assert_eq!(bundle.summary(UnixTime(11 * DAY)).recipients, None);
    assert_eq!(opened(Vec::new()).unwrap().recipients(), []);
}

#[test]
fn one_key_follows_another_without_a_gap() {
    let (old, new) = (recipient(1, "Border", [0, 100]), recipient(2, "Border", [70, 700]));
    let consulate = recipient(3, "Consulate", [0, 700]);
    let all = [old.clone(), new.clone(), consulate.clone()];
    let at = |day: i64| newest(&all, UnixTime(day * DAY));
    assert_eq!(at(-1), Vec::<&Recipient>::new());
    assert_eq!(at(69), [&old, &consulate]);
    assert_eq!(at(70), [&new, &consulate], "both are valid: the newer one");
    assert_eq!(at(101), [&new, &consulate]);
    assert_eq!(at(701), Vec::<&Recipient>::new());
    // Whoever opens an old code still learns whose key that was.
    assert_eq!(named(&all, &old.key.kid()), Some(&old));
    assert_eq!(named(&all, &[0; 8]), None);
    assert_eq!(named(&all, &[]), None);
    // The same name elsewhere is somebody else; the order of the list does not decide.
    let abroad = Recipient { country: "XX".into(), ..recipient(4, "Border", [0, 700]) };
    assert_eq!(newest(&[new.clone(), old.clone(), abroad.clone()], UnixTime(80 * DAY)), [&new, &abroad]);
    assert_eq!(newest(&[old, abroad.clone(), new.clone()], UnixTime(80 * DAY)), [&new, &abroad]);
}

#[test]
fn a_list_that_ran_out_names_nobody_to_seal_to() {
    let all = opened(vec![recipient(1, "Border", [0, 5000])]).unwrap();
    assert_eq!(newest(all.recipients(), LIST_ENDS).len(), 1);
    assert!(newest(all.recipients(), UnixTime(LIST_ENDS.0 + 1)).is_empty());
}

#[test]
fn lists_together_name_each_key_once() {
    let mut store = TrustStore::new();
    opened(vec![recipient(1, "Border", [0, 10])]).unwrap().load_into(&mut store);
    let later = Recipient { listed_until: UnixTime(LIST_ENDS.0 + 1), ..recipient(1, "Border", [0, 20]) };
    let earlier = Recipient { listed_until: UnixTime(1), ..recipient(1, "Border", [0, 5]) };
    merge(&mut store.recipients, &[later.clone(), earlier, recipient(2, "Border", [0, 10])]);
    assert_eq!(store.recipients(), [later, recipient(2, "Border", [0, 10])]);
}

#[test]
fn who_is_served_is_who_is_named_or_the_own_state() {
    let own = recipient(1, "Border", [0, 10]);
    let abroad = Recipient { destinations: Some(vec!["XX".into()]), ..recipient(3, "Consulate", [0, 10]) };
    assert!(own.serves("UT") && !own.serves("XX") && abroad.serves("XX") && !abroad.serves("UT"));
}

#[test]
fn what_breaks_a_rule_is_refused_by_its_code() {
    let usual = || recipient(1, "Border", [0, 10]);
    let named = |name: &str| Recipient { name: name.into(), ..usual() };
    let of = |country: &str| Recipient { country: country.into(), ..usual() };
    let to = |states: Vec<String>| Recipient { destinations: Some(states), ..usual() };
    let cases = [
        (vec![named("")], code::RECIPIENT_NAME),
        (vec![named(" Border")], code::RECIPIENT_NAME),
        (vec![named("Bor\nder")], code::RECIPIENT_NAME),
        (vec![named("\u{202e}redroB")], code::RECIPIENT_NAME),
        (vec![named(&"x".repeat(MAX_RECIPIENT_NAME + 1))], code::RECIPIENT_NAME),
        (vec![of("")], code::RECIPIENT_COUNTRY),
        (vec![of("CHN")], code::RECIPIENT_COUNTRY),
        (vec![of("cn")], code::RECIPIENT_COUNTRY),
        (vec![to(vec![])], code::RECIPIENT_COUNTRY),
        (vec![to(vec!["UT".into(), "x".into()])], code::RECIPIENT_COUNTRY),
        (vec![to(vec!["UT".into(); MAX_RECIPIENT_DESTINATIONS + 1])], code::RECIPIENT_COUNTRY),
        (vec![recipient(1, "Border", [10, 9])], code::RECIPIENT_VALIDITY),
        (vec![usual(), recipient(1, "Another", [0, 10])], code::RECIPIENT_TWICE),
        (vec![usual(); MAX_LISTED_RECIPIENTS + 1], code::RECIPIENT_COUNT),
    ];
    assert!(opened(vec![named(&"\u{9886}".repeat(MAX_RECIPIENT_NAME))]).is_ok());
    for (recipients, expected) in cases {
        let what = format!("{:?}", recipients.first());
        assert_eq!(opened(recipients.clone()).unwrap_err(), expected, "{what}");
        // Whoever builds a list learns it before signing.
        assert_eq!(bundle(recipients).check().unwrap_err().code, expected, "{what}");
    }
}

#[test]
fn a_damaged_entry_is_refused() {
    let whole =
        || entry(&Recipient { destinations: Some(vec!["UT".into()]), ..recipient(1, "Border", [0, 10]) });
    let list = |entries: Vec<Value>| Value::Map(vec![(Value::Integer(LABEL), Value::Array(entries))]);
    let read = |content: &Value| read(content, LIST_ENDS).map_err(|error| error.code);
    assert_eq!(read(&list(vec![whole()])).unwrap().len(), 1);
    let Value::Map(members) = whole() else { panic!("a map") };
    for (index, (label, _)) in members.iter().enumerate() {
        for other in [Value::Bool(true), Value::Map(Vec::new()), Value::Integer(-1)] {
            let mut changed = members.clone();
            changed[index].1 = other.clone();
            let code = read(&list(vec![Value::Map(changed)]));
            let may_be_negative = matches!((label, &other), (Value::Integer(4 | 5), Value::Integer(_)));
            assert_eq!(code.is_ok(), may_be_negative, "{label:?} {other:?}");
        }
        let mut without = members.clone();
        without.remove(index);
        assert_eq!(read(&list(vec![Value::Map(without)])).is_ok(), *label == Value::Integer(6), "{label:?}");
    }
    let with = |label: Value| {
        let mut more = members.clone();
        more.push((label, Value::Bool(true)));
        read(&list(vec![Value::Map(more)]))
    };
    assert_eq!(with(Value::Integer(7)), Err(code::SHAPE), "what is not known may be a restriction");
    assert_eq!(with(Value::Text("1".into())), Err(code::SHAPE));
    assert_eq!(read(&list(Vec::new())), Err(code::SHAPE));
    assert_eq!(read(&Value::Map(vec![(Value::Integer(LABEL), Value::Bool(true))])), Err(code::SHAPE));
    let mut changed = members.clone();
    changed[0].1 =
        Value::Bytes(Es256Signer::generate(&[9; 48]).unwrap().public_key().spki_der()[..40].to_vec());
    assert_eq!(read(&list(vec![Value::Map(changed)])), Err(code::RECIPIENT_KEY));
}
