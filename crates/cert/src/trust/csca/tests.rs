use super::*;
use crate::trust::bundle::TEST;
use healthpass_crypto::hash::sha256;
use healthpass_crypto::sign::Es256Signer;
use std::convert::Infallible;

fn authority(number: u8, valid: Option<[i64; 2]>) -> Csca {
    Csca {
        country: Some("UT".into()),
        subject: vec![0x30, 0],
        key_id: Some(vec![number]),
        spki: vec![number; 4],
        valid,
    }
}

fn bundle() -> Bundle {
    let list = TrustList { name: "authorities".into(), environment: TEST.into(), ..TrustList::default() };
    Bundle { list, sequence: 7, sources: vec![Source::default()], keys: Vec::new() }
}

#[test]
fn authorities_are_read_back_and_other_readers_pass_over_them() {
    let signer = Es256Signer::generate(&[9; 48]).unwrap();
    let spki = signer.public_key().spki_der().to_vec();
    let bare = Csca { country: None, subject: Vec::new(), key_id: None, spki: vec![1; 4], valid: None };
    let all = vec![(authority(1, Some([-5, 10])), 0), (authority(2, None), 0), (bare, 0)];
    let sign = |message: &[u8]| Ok::<_, Infallible>(signer.sign(message).to_vec());
    let Ok(bytes) = write(&bundle(), &all, &spki, sign);
    let read = Authorities::open(&bytes, &sha256(&spki)).unwrap();
    assert_eq!((&read.authorities, read.sequence), (&all, 7));
    assert_eq!(read.summary(UnixTime(0)).countries, ["UT"]);
    assert!(Bundle::open(&bytes, &sha256(&spki)).unwrap().keys.is_empty());
    assert_eq!(Authorities::open(&bytes, &[0; 32]).unwrap_err().code, code::NOT_FROM_ROOT);
}

#[test]
fn a_bundle_without_them_has_none() {
    let signer = Es256Signer::generate(&[9; 48]).unwrap();
    let spki = signer.public_key().spki_der().to_vec();
    let Ok(bytes) = bundle().write(&spki, |message| Ok::<_, Infallible>(signer.sign(message).to_vec()));
    assert!(Authorities::open(&bytes, &sha256(&spki)).unwrap().authorities.is_empty());
}

#[test]
fn a_damaged_part_is_refused() {
    let map = |keys: Vec<Value>, entry: Vec<(Value, Value)>| {
        Value::Map(vec![
            (Value::Integer(KEYS), Value::Array(keys)),
            (Value::Integer(AUTHORITIES), Value::Array(vec![Value::Map(entry)])),
        ])
    };
    let number = |label: i64, value: i64| (Value::Integer(label), Value::Integer(value));
    let key = || vec![Value::Bytes(vec![1])];
    assert!(read(&map(key(), vec![number(1, 0), number(8, 0)])).is_ok());
    for broken in [
        map(key(), vec![number(1, 1), number(8, 0)]),
        map(key(), vec![number(1, -1), number(8, 0)]),
        map(key(), vec![number(1, 0)]),
        map(key(), vec![number(1, 0), number(5, 0), number(8, 0)]),
        map(key(), vec![number(1, 0), number(3, 0), number(8, 0)]),
        map(vec![Value::Integer(1)], vec![number(1, 0), number(8, 0)]),
    ] {
        assert_eq!(read(&broken).unwrap_err().code, code::SHAPE);
    }
}

#[test]
fn certificates_of_one_key_become_one_entry_where_their_times_meet() {
    let all = [[0, 10], [5, 20], [30, 40]].map(|valid| (authority(1, Some(valid)), 0));
    let kept: Vec<_> = compact(all.to_vec()).into_iter().map(|(authority, _)| authority.valid).collect();
    assert_eq!(kept, [Some([0, 20]), Some([30, 40])]);
    assert_eq!(compact(vec![(authority(1, None), 0), (authority(2, None), 0)]).len(), 2);
}
