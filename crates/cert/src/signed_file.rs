//! Files that a root signs: a COSE_Sign1 message (RFC 9052, section 4.2) with ES256, the root's public key beside the
//! content, and the SHA-256 of that key pinned in the reader.

use crate::cbor::Value;
use crate::cbor_write;
use crate::envelope::cose::sig_structure;
use healthpass_crypto::{algorithm::SignatureAlgorithm, hash::sha256, key::PublicKey};

/// SHA-256 of the root key's SPKI, pinned in the reader.
pub type RootPin = [u8; 32];

/// What a file is signed as, so that one cannot stand in for another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A trust bundle: names no content type, as published since version 1.
    TrustBundle,
    /// A file of this content type (COSE header parameter 3), which the signature covers.
    Typed(&'static str),
}

/// Why a file was refused before anything in it was read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refused {
    /// Not a COSE_Sign1 message of the expected parts; what is amiss.
    Shape(&'static str),
    /// Signed as another kind of file.
    Kind,
    /// The key beside it is no key.
    Key,
    /// Signed by another root than the pinned one.
    OtherRoot,
    /// The signature does not hold.
    Signature,
}

const COSE_ES256: i64 = -7;
const HEADER_ALG: i64 = 1;
const HEADER_CONTENT_TYPE: i64 = 3;
const HEADER_SPKI: &str = "spki";
const TAG_SIGN1: u64 = 18;

/// The content of a file, once the pinned root's signature over it holds. Nothing of it is read before.
///
/// # Errors
/// [`Refused`].
pub(crate) fn open(bytes: &[u8], root: &RootPin, kind: Kind) -> Result<Vec<u8>, Refused> {
    let Ok(Value::Tag(TAG_SIGN1, message)) = Value::read(bytes) else {
        return Err(Refused::Shape("not a COSE_Sign1 message"));
    };
    let Some([Value::Bytes(protected), unprotected, Value::Bytes(payload), Value::Bytes(signature)]) =
        message.as_array()
    else {
        return Err(Refused::Shape("not four parts of the right types"));
    };
    let spki = unprotected.get_text(HEADER_SPKI).and_then(Value::as_bytes);
    let spki = spki.ok_or(Refused::Shape("no root key"))?;
    if sha256(spki) != *root {
        return Err(Refused::OtherRoot);
    }
    let key = PublicKey::from_spki_der(spki).map_err(|_| Refused::Key)?;
    key.verify(SignatureAlgorithm::Es256, &sig_structure(protected, payload), signature)
        .map_err(|_| Refused::Signature)?;
    if let Kind::Typed(content_type) = kind {
        let header = Value::read(protected).map_err(|_| Refused::Shape("protected header"))?;
        if header.get(HEADER_CONTENT_TYPE).and_then(Value::as_text) != Some(content_type) {
            return Err(Refused::Kind);
        }
    }
    Ok(payload.clone())
}

/// Writes a file; `sign` makes the root's ES256 signature over the bytes given to it.
///
/// # Errors
/// Whatever `sign` returns.
pub(crate) fn write<E>(
    payload: Vec<u8>,
    kind: Kind,
    root_spki: &[u8],
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<Vec<u8>, E> {
    let mut header = vec![(Value::Integer(HEADER_ALG), Value::Integer(COSE_ES256))];
    if let Kind::Typed(content_type) = kind {
        header.push((Value::Integer(HEADER_CONTENT_TYPE), Value::Text(content_type.into())));
    }
    let protected = cbor_write::write(&Value::Map(header));
    let signature = sign(&sig_structure(&protected, &payload))?;
    let spki = Value::Map(vec![(Value::Text(HEADER_SPKI.into()), Value::Bytes(root_spki.to_vec()))]);
    let parts = vec![Value::Bytes(protected), spki, Value::Bytes(payload), Value::Bytes(signature)];
    Ok(cbor_write::write(&Value::Tag(TAG_SIGN1, Box::new(Value::Array(parts)))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use healthpass_crypto::sign::Es256Signer;

    const KIND: Kind = Kind::Typed("application/x-made-up");

    fn signed(kind: Kind) -> (Vec<u8>, RootPin) {
        let root = Es256Signer::from_scalar(&[7; 32]).unwrap();
        let spki = root.public_key().spki_der().to_vec();
        let sign = |bytes: &[u8]| Ok::<_, ()>(root.sign(bytes).to_vec());
        (write(b"content".to_vec(), kind, &spki, sign).unwrap(), sha256(&spki))
    }

    #[test]
    fn a_file_opens_as_what_it_was_signed_as() {
        let (file, root) = signed(KIND);
        assert_eq!(open(&file, &root, KIND), Ok(b"content".to_vec()));
        assert_eq!(open(&file, &root, Kind::Typed("application/x-other")), Err(Refused::Kind));
        assert_eq!(open(&file, &[0; 32], KIND), Err(Refused::OtherRoot));
        let (untyped, root) = signed(Kind::TrustBundle);
        assert_eq!(open(&untyped, &root, KIND), Err(Refused::Kind));
    }

    #[test]
    fn every_changed_bit_is_refused() {
        let (file, root) = signed(KIND);
        for at in 0..file.len() * 8 {
            let mut changed = file.clone();
            changed[at / 8] ^= 1 << (at % 8);
            assert!(open(&changed, &root, KIND).is_err(), "bit {at}");
        }
    }
}
