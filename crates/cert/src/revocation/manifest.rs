//! The signed manifest (`revocation.cddl`).

use super::identity::HashKind;
use super::{RevocationError, code};
use crate::cbor::Value;
use crate::limits::{MAX_REVOCATION_ITEMS, MAX_REVOCATION_MANIFEST};
use crate::signed_file::{self, Kind, Refused, RootPin};
use crate::time::UnixTime;
use healthpass_crypto::hash::sha256;

/// What a manifest is signed as.
pub const CONTENT_TYPE: &str = "application/vnd.healthpass.revocation+cbor";

/// The one format version there is.
pub const VERSION: i64 = 1;

/// A list, or a delta of one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Manifest {
    /// Name of the list.
    pub name: String,
    /// ISO 3166-1 alpha-2 of the state whose keys it is about.
    pub country: Option<String>,
    /// Sequence number; counts up with every manifest, deltas among them.
    pub sequence: u64,
    /// Date of the list.
    pub created_at: UnixTime,
    /// End of its life.
    pub expires_at: UnixTime,
    /// It answers for everything issued before this.
    pub covers: UnixTime,
    /// For a delta: sequence and [`Manifest::digest`] of what it extends.
    pub extends: Option<(u64, [u8; 32])>,
    /// What it is about.
    pub sets: Vec<Set>,
    /// SHA-256 of the signed content; what a delta of it names. Not written.
    pub digest: [u8; 32],
}

/// The certificates of one key that expire in one month.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Set {
    /// Identifier of the key.
    pub kid: Vec<u8>,
    /// SHA-256 of the key's SPKI: identifiers of keys collide.
    pub key: Option<[u8; 32]>,
    /// Month from the year 0; `None` for all certificates of the key.
    pub month: Option<u32>,
    /// What is hashed.
    pub kind: HashKind,
    /// Certificates issued, one that was given twice counted twice.
    pub known: u64,
    /// Certificates withdrawn.
    pub revoked: u64,
    /// Its files: of a list, filters by the place of an identifier; of a delta, hashes.
    pub files: Vec<FileName>,
}

/// A file by its content.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FileName {
    /// SHA-256.
    pub digest: [u8; 32],
    /// Bytes.
    pub size: u64,
}

impl Set {
    /// Whether a certificate may be in both: each would be asked about the other's, of which it knows nothing.
    pub fn overlaps(&self, other: &Self) -> bool {
        fn may_be_one<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
            one.is_none() || other.is_none() || one == other
        }
        self.kid == other.kid
            && self.kind == other.kind
            && may_be_one(self.key, other.key)
            && may_be_one(self.month, other.month)
    }
}

impl Manifest {
    /// Reads and verifies a manifest. Nothing is read beyond the envelope before the root's signature holds.
    ///
    /// # Errors
    /// `revocation.too-large`, `revocation.manifest-shape`, `revocation.not-from-root`, `revocation.other-kind`,
    /// `revocation.version`.
    pub fn open(bytes: &[u8], root: &RootPin) -> Result<Self, RevocationError> {
        if bytes.len() > MAX_REVOCATION_MANIFEST {
            return Err(RevocationError::new(code::TOO_LARGE, bytes.len()));
        }
        let payload = signed_file::open(bytes, root, Kind::Typed(CONTENT_TYPE)).map_err(refused)?;
        let content = Value::read_bounded(&payload, MAX_REVOCATION_ITEMS).map_err(|_| shape("content"))?;
        match content.get(1).and_then(Value::as_integer) {
            Some(VERSION) => Self::from_cbor(&content, sha256(&payload)),
            version => Err(RevocationError::new(code::VERSION, version.unwrap_or_default())),
        }
    }

    fn from_cbor(content: &Value, digest: [u8; 32]) -> Result<Self, RevocationError> {
        let extends = match content.get(8) {
            None => None,
            Some(extends) => match extends.as_array() {
                Some([sequence, digest]) => {
                    Some((unsigned(Some(sequence), "extends")?, digest_of(Some(digest), "extends")?))
                }
                _ => return Err(shape("extends")),
            },
        };
        let sets = content.get(9).and_then(Value::as_array).ok_or_else(|| shape("sets"))?;
        Ok(Self {
            name: content.get(2).and_then(Value::as_text).ok_or_else(|| shape("name"))?.to_owned(),
            country: match content.get(3) {
                None => None,
                Some(country) => Some(country.as_text().ok_or_else(|| shape("country"))?.to_owned()),
            },
            sequence: unsigned(content.get(4), "sequence")?,
            created_at: time(content, 5)?,
            expires_at: time(content, 6)?,
            covers: time(content, 7)?,
            extends,
            sets: sets.iter().map(Set::from_cbor).collect::<Result<_, _>>()?,
            digest,
        })
    }
}

impl Set {
    fn from_cbor(value: &Value) -> Result<Self, RevocationError> {
        let kind = value.get(4).and_then(Value::as_integer).and_then(|kind| usize::try_from(kind).ok());
        let files = value.get(7).and_then(Value::as_array).ok_or_else(|| shape("files"))?;
        Ok(Self {
            kid: value.get(1).and_then(Value::as_bytes).ok_or_else(|| shape("kid"))?.to_vec(),
            key: match value.get(2) {
                None => None,
                key => Some(digest_of(key, "key")?),
            },
            month: match value.get(3) {
                None => None,
                month => Some(u32::try_from(unsigned(month, "month")?).map_err(|_| shape("month"))?),
            },
            kind: kind.and_then(|kind| HashKind::ALL.get(kind).copied()).ok_or_else(|| shape("hash kind"))?,
            known: unsigned(value.get(5), "known")?,
            revoked: unsigned(value.get(6), "revoked")?,
            files: files.iter().map(FileName::from_cbor).collect::<Result<_, _>>()?,
        })
    }
}

impl FileName {
    fn from_cbor(value: &Value) -> Result<Self, RevocationError> {
        match value.as_array() {
            Some([digest, size]) => {
                Ok(Self { digest: digest_of(Some(digest), "file")?, size: unsigned(Some(size), "file")? })
            }
            _ => Err(shape("file")),
        }
    }
}

fn shape(what: &'static str) -> RevocationError {
    RevocationError::new(code::MANIFEST_SHAPE, what)
}

fn unsigned(value: Option<&Value>, what: &'static str) -> Result<u64, RevocationError> {
    let number = value.and_then(Value::as_integer).and_then(|number| u64::try_from(number).ok());
    number.ok_or_else(|| shape(what))
}

fn time(content: &Value, label: i64) -> Result<UnixTime, RevocationError> {
    content.get(label).and_then(Value::as_integer).map(UnixTime).ok_or_else(|| shape("time"))
}

fn digest_of(value: Option<&Value>, what: &'static str) -> Result<[u8; 32], RevocationError> {
    let bytes = value.and_then(Value::as_bytes).and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| shape(what))
}

fn refused(refused: Refused) -> RevocationError {
    match refused {
        Refused::Shape(what) => shape(what),
        Refused::Kind => RevocationError::new(code::OTHER_KIND, "signed as another kind of file"),
        Refused::Key => shape("root key"),
        Refused::OtherRoot => RevocationError::new(code::NOT_FROM_ROOT, "signed by another root"),
        Refused::Signature => RevocationError::new(code::NOT_FROM_ROOT, "signature does not hold"),
    }
}

#[cfg(feature = "revocation-build")]
mod write {
    use super::*;
    use crate::cbor_write;

    impl Manifest {
        /// Writes the manifest; `sign` makes the root's ES256 signature over the bytes given to it.
        ///
        /// # Errors
        /// Whatever `sign` returns.
        pub fn write<E>(
            &self,
            root_spki: &[u8],
            sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
        ) -> Result<Vec<u8>, E> {
            signed_file::write(cbor_write::write(&self.to_cbor()), Kind::Typed(CONTENT_TYPE), root_spki, sign)
        }

        fn to_cbor(&self) -> Value {
            let mut entries = vec![
                (Value::Integer(1), Value::Integer(VERSION)),
                (Value::Integer(2), Value::Text(self.name.clone())),
                (Value::Integer(4), number(self.sequence)),
                (Value::Integer(5), Value::Integer(self.created_at.0)),
                (Value::Integer(6), Value::Integer(self.expires_at.0)),
                (Value::Integer(7), Value::Integer(self.covers.0)),
                (Value::Integer(9), Value::Array(self.sets.iter().map(Set::to_cbor).collect())),
            ];
            entries.extend(self.country.clone().map(|code| (Value::Integer(3), Value::Text(code))));
            entries.extend(self.extends.map(|(sequence, digest)| {
                (Value::Integer(8), Value::Array(vec![number(sequence), Value::Bytes(digest.to_vec())]))
            }));
            Value::Map(entries)
        }
    }

    impl Set {
        fn to_cbor(&self) -> Value {
            let mut entries = vec![
                (Value::Integer(1), Value::Bytes(self.kid.clone())),
                (Value::Integer(4), Value::Integer(self.kind as i64)),
                (Value::Integer(5), number(self.known)),
                (Value::Integer(6), number(self.revoked)),
                (Value::Integer(7), Value::Array(self.files.iter().map(|file| file.to_cbor()).collect())),
            ];
            entries.extend(self.key.map(|key| (Value::Integer(2), Value::Bytes(key.to_vec()))));
            entries.extend(self.month.map(|month| (Value::Integer(3), number(month.into()))));
            Value::Map(entries)
        }
    }

    impl FileName {
        /// The name of this content.
        pub fn of(bytes: &[u8]) -> Self {
            Self { digest: sha256(bytes), size: bytes.len() as u64 }
        }

        fn to_cbor(self) -> Value {
            Value::Array(vec![Value::Bytes(self.digest.to_vec()), number(self.size)])
        }
    }

    fn number(number: u64) -> Value {
        Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
