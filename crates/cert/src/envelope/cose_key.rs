//! A device's key: COSE_Key (RFC 9053 section 7.1.1) of a P-256 point, and the confirmation claim that holds it
//! (RFC 8747 section 3.2).
//!
//! ```cddl
//! cose-key = { 1: 2, -1: 1, -2: bytes .size 32, -3: bool / bytes .size 32 }
//! ```
//! Written with the y-coordinate as its sign; read with either.

use crate::cbor::Value;
use crate::error::ReadError;
use healthpass_crypto::key::{KeyKind, PublicKey};

/// Codes of this stage.
pub mod code {
    /// Not a P-256 key.
    pub const KEY: &str = "envelope.cose-key.key";
    /// The token names no key of its holder, or not by the key itself.
    pub const MISSING: &str = "envelope.cose-key.missing";
}

/// Every code of [`code`].
pub const CODES: &[&str] = &[code::KEY, code::MISSING];

const KTY: i64 = 1;
const CRV: i64 = -1;
const X: i64 = -2;
const Y: i64 = -3;
const KTY_EC2: i64 = 2;
const CRV_P256: i64 = 1;
/// Member of a confirmation claim (RFC 8747 section 3.1).
const COSE_KEY: i64 = 1;
const COORDINATE: usize = 32;

/// SubjectPublicKeyInfo of a P-256 key up to the point: one head for each length of point.
const SPKI_HEADS: [(usize, [u8; 26]); 2] = [(33, spki_head(0x39, 0x22)), (65, spki_head(0x59, 0x42))];

const fn spki_head(whole: u8, bits: u8) -> [u8; 26] {
    [
        0x30, whole, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
        0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, bits, 0x00,
    ]
}

/// Reads a COSE_Key of P-256. Members that are not part of the key are passed over.
///
/// # Errors
/// `envelope.cose-key.key`.
pub fn read(key: &Value) -> Result<PublicKey, ReadError> {
    let refused = || ReadError::new(code::KEY);
    let is = |label, number| key.get(label).and_then(Value::as_integer) == Some(number);
    let coordinate = |label| key.get(label).and_then(Value::as_bytes).filter(|c| c.len() == COORDINATE);
    if !is(KTY, KTY_EC2) || !is(CRV, CRV_P256) {
        return Err(refused());
    }
    let x = coordinate(X).ok_or_else(refused)?;
    let point = match key.get(Y) {
        Some(Value::Bool(odd)) => [&[2 + u8::from(*odd)], x].concat(),
        Some(_) => [&[4], x, coordinate(Y).ok_or_else(refused)?].concat(),
        None => return Err(refused()),
    };
    from_point(&point).ok_or_else(refused)
}

fn from_point(point: &[u8]) -> Option<PublicKey> {
    let (_, head) = SPKI_HEADS.iter().find(|(length, _)| *length == point.len())?;
    PublicKey::from_spki_der(&[head.as_slice(), point].concat()).ok()
}

/// The COSE_Key of a P-256 key, its y-coordinate as a sign; `None` for a key of another kind.
///
/// ```
/// use healthpass_cert::envelope::cose_key;
/// use healthpass_crypto::sign::Es256Signer;
/// let key = Es256Signer::generate(&[7; 40]).unwrap().public_key();
/// assert_eq!(cose_key::read(&cose_key::write(&key).unwrap()).unwrap(), key);
/// ```
pub fn write(key: &PublicKey) -> Option<Value> {
    if key.kind() != KeyKind::P256 {
        return None;
    }
    let point = key.spki_der().get(SPKI_HEADS[1].1.len()..)?;
    let (x, last) = (point.get(1..=COORDINATE)?, point.last()?);
    Some(Value::Map(vec![
        (Value::Integer(KTY), Value::Integer(KTY_EC2)),
        (Value::Integer(CRV), Value::Integer(CRV_P256)),
        (Value::Integer(X), Value::Bytes(x.to_vec())),
        (Value::Integer(Y), Value::Bool(last & 1 == 1)),
    ]))
}

/// The key in a confirmation claim.
///
/// # Errors
/// `envelope.cose-key.missing`, `envelope.cose-key.key`.
pub fn confirmed(claim: Option<&Value>) -> Result<PublicKey, ReadError> {
    read(claim.and_then(|cnf| cnf.get(COSE_KEY)).ok_or(ReadError::new(code::MISSING))?)
}

/// The confirmation claim of a P-256 key; `None` for a key of another kind.
pub fn confirmation(key: &PublicKey) -> Option<Value> {
    Some(Value::Map(vec![(Value::Integer(COSE_KEY), write(key)?)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use healthpass_crypto::sign::Es256Signer;

    #[test]
    fn both_forms_of_y_are_the_same_key_and_anything_else_is_refused() {
        for seed in 0..8 {
            let key = Es256Signer::generate(&[seed; 40]).unwrap().public_key();
            let Value::Map(written) = write(&key).unwrap() else { panic!("a map") };
            let y = key.spki_der()[key.spki_der().len() - 32..].to_vec();
            let with_y = |y: Value| {
                let mut members = written.clone();
                members[3].1 = y;
                read(&Value::Map(members)).map_err(|error| error.code)
            };
            assert_eq!(with_y(Value::Bytes(y.clone())), Ok(key.clone()));
            assert_eq!(with_y(Value::Bytes(y[1..].to_vec())), Err(code::KEY));
            assert_eq!(with_y(Value::Bytes(vec![1; 32])), Err(code::KEY));
            assert_eq!(with_y(Value::Integer(1)), Err(code::KEY));
            for missing in 0..4 {
                let mut members = written.clone();
                members.remove(missing);
                assert!(read(&Value::Map(members)).is_err(), "{missing}");
            }
            assert_eq!(confirmed(confirmation(&key).as_ref()), Ok(key));
        }
        assert_eq!(confirmed(None).map_err(|error| error.code), Err(code::MISSING));
    }
}
