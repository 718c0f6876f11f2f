//! Making a self-signed certificate, as an issuing authority does for a document signer.

use super::name::{COUNTRY, alpha2};
use super::{CertificateError, DistinguishedName};
use crate::hash;
use crate::sign::Es256Signer;
use der::asn1::{Any, BitString, ObjectIdentifier, OctetString, SetOfVec, Utf8StringRef};
use der::asn1::{PrintableStringRef, UtcTime};
use der::oid::AssociatedOid;
use der::{DateTime, Decode, Encode, Sequence};
use std::time::Duration;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectKeyIdentifier};
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::{Time, Validity};
use x509_cert::{AlgorithmIdentifier, SubjectPublicKeyInfo, Version};

/// ecdsa-with-SHA256 (RFC 5758 section 3.2).
const ECDSA_WITH_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// Bytes of a subject key identifier: the leftmost 160 bits of the SHA-256 of the key's BIT STRING
/// (RFC 7093 section 2, method 1).
const KEY_ID_BYTES: usize = 20;

/// Longest organization or common name, in characters (RFC 5280 appendix A.1, ub-common-name).
const MAX_NAME_CHARS: usize = 64;

/// What a new certificate shall say.
#[derive(Clone, Debug)]
pub struct NewCertificate<'a> {
    /// Subject, and issuer since the certificate signs itself. Each name 1 to 64 characters.
    pub subject: DistinguishedName,
    /// Serial number, a positive big-endian number of at most 20 bytes encoded (RFC 5280 section
    /// 4.1.2.2); give 16 random bytes.
    pub serial: &'a [u8],
    /// First second of validity, in seconds since 1970-01-01T00:00:00Z.
    pub not_before: i64,
    /// Last second of validity, in seconds since 1970-01-01T00:00:00Z; at most year 9999.
    pub not_after: i64,
    /// Purposes the key is limited to; empty for no limit.
    pub extended_key_usage: &'a [ObjectIdentifier],
}

/// A minimal self-signed X.509 v3 certificate of `signer`'s key, in DER: key usage
/// digitalSignature, the purposes, and a subject key identifier. The same arguments give the same
/// bytes.
///
/// ```
/// use healthpass_crypto::{sign::Es256Signer, x509::{self, Certificate, DistinguishedName, NewCertificate}};
///
/// let signer = Es256Signer::generate(&[7; 48])?; // TEST ONLY: 48 bytes from the system's generator
/// let der = x509::self_signed(
///     &NewCertificate {
///         subject: DistinguishedName {
///             country: Some("XX".into()),
///             organization: Some("Example Health Authority".into()),
///             common_name: Some("Document signer 1".into()),
///         },
///         serial: &[1; 16],
///         not_before: 1_767_225_600,
///         not_after: 1_830_297_599,
///         extended_key_usage: &[],
///     },
///     &signer,
/// )?;
/// let certificate = Certificate::from_der(&der)?;
/// assert_eq!(certificate.public_key()?, signer.public_key());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`CertificateError::Build`] naming the field that cannot be written.
pub fn self_signed(new: &NewCertificate<'_>, signer: &Es256Signer) -> Result<Vec<u8>, CertificateError> {
    let name = encode_name(&new.subject)?;
    let signature_algorithm = AlgorithmIdentifier { oid: ECDSA_WITH_SHA256, parameters: None };
    let spki = SubjectPublicKeyInfo::from_der(signer.public_key().spki_der()).map_err(|_| KEY)?;
    let tbs = Tbs {
        version: Version::V3,
        serial: serial(new.serial)?,
        signature: signature_algorithm.clone(),
        issuer: name.clone(),
        validity: validity(new)?,
        subject: name,
        extensions: extensions(new.extended_key_usage, spki.subject_public_key.raw_bytes())
            .map_err(|_| PURPOSES)?,
        subject_public_key_info: spki,
    };
    let signature = signer.sign_der(&tbs.to_der().map_err(|_| KEY)?);
    let signature = BitString::from_bytes(&signature).map_err(|_| KEY)?;
    Signed { tbs, signature_algorithm, signature }.to_der().map_err(|_| KEY)
}

const KEY: CertificateError = CertificateError::Build { field: "signer" };
const PURPOSES: CertificateError = CertificateError::Build { field: "extended_key_usage" };
const SERIAL: CertificateError = CertificateError::Build { field: "serial" };
const SUBJECT: CertificateError = CertificateError::Build { field: "subject" };
const NOT_BEFORE: CertificateError = CertificateError::Build { field: "not_before" };
const NOT_AFTER: CertificateError = CertificateError::Build { field: "not_after" };

/// Name ::= SEQUENCE OF RelativeDistinguishedName (RFC 5280 section 4.1.2.4).
type RdnSequence = Vec<SetOfVec<AttributeTypeAndValue>>;

/// TBSCertificate (RFC 5280 section 4.1), without the unique identifiers nobody writes.
#[derive(Sequence)]
struct Tbs {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    version: Version,
    serial: SerialNumber,
    signature: AlgorithmIdentifier,
    issuer: RdnSequence,
    validity: Validity,
    subject: RdnSequence,
    subject_public_key_info: SubjectPublicKeyInfo,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT")]
    extensions: Vec<Extension>,
}

/// Certificate (RFC 5280 section 4.1).
#[derive(Sequence)]
struct Signed {
    tbs: Tbs,
    signature_algorithm: AlgorithmIdentifier,
    signature: BitString,
}

fn serial(bytes: &[u8]) -> Result<SerialNumber, CertificateError> {
    if bytes.iter().all(|byte| *byte == 0) {
        return Err(SERIAL);
    }
    SerialNumber::new(bytes).map_err(|_| SERIAL)
}

fn validity(new: &NewCertificate<'_>) -> Result<Validity, CertificateError> {
    if new.not_after < new.not_before {
        return Err(NOT_AFTER);
    }
    let not_before = time(new.not_before).ok_or(NOT_BEFORE)?;
    Ok(Validity::new(not_before, time(new.not_after).ok_or(NOT_AFTER)?))
}

/// UTCTime through 2049, GeneralizedTime from 2050 (RFC 5280 section 4.1.2.5).
fn time(seconds: i64) -> Option<Time> {
    let date = DateTime::from_unix_duration(Duration::from_secs(u64::try_from(seconds).ok()?)).ok()?;
    Some(UtcTime::from_date_time(date).map_or_else(|_| Time::from(date), Time::from))
}

fn encode_name(name: &DistinguishedName) -> Result<RdnSequence, CertificateError> {
    let parts: Option<RdnSequence> = name.parts().map(|(oid, text)| rdn(oid, text)).collect();
    parts.filter(|parts| !parts.is_empty()).ok_or(SUBJECT)
}

fn rdn(oid: ObjectIdentifier, text: &str) -> Option<SetOfVec<AttributeTypeAndValue>> {
    let value = if oid == COUNTRY {
        let text = alpha2(text)?;
        Any::from(PrintableStringRef::new(&text).ok()?)
    } else {
        if !(1..=MAX_NAME_CHARS).contains(&text.chars().count()) {
            return None;
        }
        Any::from(Utf8StringRef::new(text).ok()?)
    };
    SetOfVec::try_from(vec![AttributeTypeAndValue { oid, value }]).ok()
}

fn extensions(purposes: &[ObjectIdentifier], key: &[u8]) -> der::Result<Vec<Extension>> {
    let usage = KeyUsage(KeyUsages::DigitalSignature.into());
    let key_id: Vec<u8> = hash::sha256(key).into_iter().take(KEY_ID_BYTES).collect();
    let key_id = SubjectKeyIdentifier(OctetString::new(key_id)?);
    let mut extensions = vec![extension(true, &usage)?, extension(false, &key_id)?];
    if !purposes.is_empty() {
        extensions.push(extension(false, &ExtendedKeyUsage(purposes.to_vec()))?);
    }
    Ok(extensions)
}

fn extension<T: AssociatedOid + Encode>(critical: bool, value: &T) -> der::Result<Extension> {
    Ok(Extension { extn_id: T::OID, critical, extn_value: OctetString::new(value.to_der()?)? })
}
