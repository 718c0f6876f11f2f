//! CMS SignedData (RFC 5652), as ICAO master lists are packed, and the master list (ICAO 9303-12 section 9).

use crate::asn1::{self, Asn1Error, Element, Reader};
use crate::ber;
use crate::x509::{Certificate, ObjectIdentifier, same_name};

mod attributes;
mod error;
mod signature;

use attributes::Attributes;
pub use error::CmsError;
pub use signature::{Made, Tolerance};

/// Longest message read, in bytes. The German master list of 2026-05-28, with the certificates of 112
/// states the largest published, has 902 359.
pub const CMS_MAX_BYTES: usize = 4 << 20;

/// Most certificates taken from beside the content, where signers put their own and its issuer's.
pub const CMS_MAX_SIGNER_CERTIFICATES: usize = 16;

/// Most certificates of a master list: the German list has 588.
pub const MASTER_LIST_MAX_CERTIFICATES: usize = 4096;

/// id-icao-cscaMasterList: the content type of a master list (ICAO 9303-12 section 9).
pub const MASTER_LIST: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.136.1.1.2");

/// id-icao-cscaMasterListSigningKey: the extended key usage of who signs one (ICAO 9303-12 table 6).
pub const MASTER_LIST_SIGNING: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.136.1.1.3");

/// id-data: content of no stated type (RFC 5652 section 4).
pub const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");

/// id-signedData (RFC 5652 section 5.1).
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");

/// Tags: content, certificates and signed attributes; revocation lists and unsigned attributes; a signer
/// named by key identifier.
const CONTEXT_0: u8 = 0xa0;
const CONTEXT_1: u8 = 0xa1;
const KEY_IDENTIFIER: u8 = 0x80;

/// The one element that fills `ber`, as DER: lengths definite and short, octet strings in one piece.
///
/// # Errors
/// [`CmsError::Size`] above [`CMS_MAX_BYTES`], [`CmsError::Der`].
pub fn ber_to_der(ber: &[u8]) -> Result<Vec<u8>, CmsError> {
    if ber.len() > CMS_MAX_BYTES {
        return Err(CmsError::Size { bytes: ber.len() });
    }
    Ok(ber::to_der(ber)?)
}

/// A message with one signer, read but not yet believed: [`SignedData::verify`].
#[derive(Clone, Debug)]
pub struct SignedData {
    content_type: ObjectIdentifier,
    content: Vec<u8>,
    certificates: Vec<Certificate>,
    signer: Signer,
}

/// ```text
/// SignerInfo ::= SEQUENCE { version INTEGER, sid CHOICE { SEQUENCE { issuer Name, serial INTEGER },
///     [0] keyIdentifier }, digest AlgorithmIdentifier, [0] signedAttrs SET OF Attribute OPTIONAL,
///     AlgorithmIdentifier, signature OCTET STRING, [1] unsignedAttrs OPTIONAL }
/// ```
#[derive(Clone, Debug)]
struct Signer {
    id: SignerId,
    digest: Vec<u8>,
    /// The SET OF, as it was signed.
    attributes: Option<Vec<u8>>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
}

#[derive(Clone, Debug)]
enum SignerId {
    IssuerAndSerial { issuer: Vec<u8>, serial: Vec<u8> },
    KeyIdentifier(Vec<u8>),
}

impl SignedData {
    /// Reads a DER ContentInfo that holds SignedData with its content and exactly one signer.
    ///
    /// # Errors
    /// [`CmsError::Size`] above [`CMS_MAX_BYTES`], [`CmsError::Der`], [`CmsError::ContentType`] when it is
    /// no SignedData, [`CmsError::Content`] when the content is elsewhere, [`CmsError::Signers`],
    /// [`CmsError::Certificate`], [`CmsError::Certificates`] above [`CMS_MAX_SIGNER_CERTIFICATES`].
    pub fn from_der(der: &[u8]) -> Result<Self, CmsError> {
        if der.len() > CMS_MAX_BYTES {
            return Err(CmsError::Size { bytes: der.len() });
        }
        let mut info = Reader::only(der, asn1::SEQUENCE)?;
        let kind = info.expect(asn1::OID)?.oid()?;
        if kind != SIGNED_DATA {
            return Err(CmsError::ContentType { found: kind });
        }
        let mut explicit = info.expect(CONTEXT_0)?.inside();
        info.end()?;
        let mut data = explicit.expect(asn1::SEQUENCE)?.inside();
        explicit.end()?;
        data.expect(asn1::INTEGER)?;
        data.expect(asn1::SET)?;
        let (content_type, content) = encapsulated(data.expect(asn1::SEQUENCE)?.inside())?;
        let certificates = match data.optional(CONTEXT_0)? {
            Some(list) => certificates(list, CMS_MAX_SIGNER_CERTIFICATES)?,
            None => Vec::new(),
        };
        data.optional(CONTEXT_1)?;
        let mut signers = data.expect(asn1::SET)?.inside();
        data.end()?;
        let signer = if signers.is_empty() { None } else { Some(Signer::read(&mut signers)?) };
        match (signer, signers.is_empty()) {
            (Some(signer), true) => Ok(Self { content_type, content, certificates, signer }),
            _ => Err(CmsError::Signers),
        }
    }

    /// The same for BER, which CMS allows: lengths left open, octet strings in pieces. Says whether it was
    /// DER all along.
    ///
    /// # Errors
    /// Those of [`SignedData::from_der`].
    pub fn from_ber(ber: &[u8]) -> Result<(Self, bool), CmsError> {
        let as_der = Self::from_der(ber);
        if !matches!(as_der, Err(CmsError::Der { .. })) {
            return as_der.map(|message| (message, true));
        }
        let der = ber_to_der(ber)?;
        if der == ber {
            as_der.map(|message| (message, true))
        } else {
            Self::from_der(&der).map(|message| (message, false))
        }
    }

    /// The type of the content.
    pub fn content_type(&self) -> ObjectIdentifier {
        self.content_type
    }

    /// The content, which nothing vouches for before [`SignedData::verify`].
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// The certificates beside the content; a list of authorities signed is not among them.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// The signer's certificate out of those beside the content, once the signature holds for it.
    ///
    /// Whether the signer is to be believed is the caller's to find out: its issuer
    /// ([`Certificate::verify_issued_by`]), its purpose ([`MASTER_LIST_SIGNING`]) and its dates.
    ///
    /// # Errors
    /// [`CmsError::Signer`] when its certificate is not there, and those of [`SignedData::verify_by`].
    pub fn verify(&self) -> Result<&Certificate, CmsError> {
        let signer = self.signer_certificate().ok_or(CmsError::Signer)?;
        self.verify_by(signer).map(|()| signer)
    }

    /// Whether the signer is this certificate's subject and the signature holds.
    ///
    /// The signature is over the signed attributes, which must name the content's type and digest. They
    /// may be missing only where the content is plain data (RFC 5652 section 5.3). SHA-1 is refused.
    ///
    /// # Errors
    /// [`CmsError::Signer`], [`CmsError::Attributes`], [`CmsError::Digest`], [`CmsError::Algorithm`],
    /// [`CmsError::Key`], [`CmsError::Signature`].
    pub fn verify_by(&self, certificate: &Certificate) -> Result<(), CmsError> {
        if !self.signer.is(certificate) {
            return Err(CmsError::Signer);
        }
        self.verify_with(certificate, Tolerance::default()).map(|_| ())
    }

    /// The certificate beside the content that the signer is named by.
    pub fn signer_certificate(&self) -> Option<&Certificate> {
        self.certificates.iter().find(|certificate| self.signer.is(certificate))
    }

    /// When the signer says it signed (RFC 5652 section 11.3), in seconds since 1970-01-01T00:00:00Z; `None`
    /// when it does not say, or not readably.
    pub fn signing_time(&self) -> Option<i64> {
        Attributes::read(self.signer.attributes.as_deref()?).ok()?.signing_time
    }

    /// The certificates of an ICAO master list, each bytes for [`Certificate::from_der`]: a list may hold
    /// some that cannot be read, which must not cost the others.
    ///
    /// ```text
    /// CscaMasterList ::= SEQUENCE { version INTEGER, certList SET OF Certificate }
    /// ```
    ///
    /// # Errors
    /// [`CmsError::ContentType`] when it is none, [`CmsError::MasterList`] when it is damaged or has more
    /// than [`MASTER_LIST_MAX_CERTIFICATES`].
    pub fn master_list(&self) -> Result<Vec<&[u8]>, CmsError> {
        if self.content_type != MASTER_LIST {
            return Err(CmsError::ContentType { found: self.content_type });
        }
        let listed = list(&self.content).map_err(|_| CmsError::MasterList)?;
        if listed.len() > MASTER_LIST_MAX_CERTIFICATES { Err(CmsError::MasterList) } else { Ok(listed) }
    }
}

fn list(content: &[u8]) -> Result<Vec<&[u8]>, Asn1Error> {
    let mut list = Reader::only(content, asn1::SEQUENCE)?;
    list.expect(asn1::INTEGER)?;
    let mut set = list.expect(asn1::SET)?.inside();
    list.end()?;
    let mut found = Vec::new();
    while !set.is_empty() {
        found.push(set.expect(asn1::SEQUENCE)?.encoding);
    }
    Ok(found)
}

/// ```text
/// EncapsulatedContentInfo ::= SEQUENCE { type OID, [0] OCTET STRING OPTIONAL }
/// ```
fn encapsulated(mut info: Reader<'_>) -> Result<(ObjectIdentifier, Vec<u8>), CmsError> {
    let kind = info.expect(asn1::OID)?.oid()?;
    let mut explicit = info.optional(CONTEXT_0)?.ok_or(CmsError::Content)?.inside();
    info.end()?;
    let content = explicit.expect(asn1::OCTET_STRING)?.content.to_vec();
    explicit.end()?;
    Ok((kind, content))
}

fn certificates(list: Element<'_>, most: usize) -> Result<Vec<Certificate>, CmsError> {
    let mut list = list.inside();
    let mut found = Vec::new();
    while !list.is_empty() {
        if found.len() == most {
            return Err(CmsError::Certificates);
        }
        let der = list.expect(asn1::SEQUENCE)?.encoding;
        found.push(Certificate::from_der(der).map_err(CmsError::Certificate)?);
    }
    Ok(found)
}

impl Signer {
    fn read(signers: &mut Reader<'_>) -> Result<Self, Asn1Error> {
        let mut info = signers.expect(asn1::SEQUENCE)?.inside();
        info.expect(asn1::INTEGER)?;
        let id = match info.optional(KEY_IDENTIFIER)? {
            Some(id) => SignerId::KeyIdentifier(id.content.to_vec()),
            None => {
                let mut id = info.expect(asn1::SEQUENCE)?.inside();
                let issuer = id.expect(asn1::SEQUENCE)?.encoding.to_vec();
                let serial = id.expect(asn1::INTEGER)?.content.to_vec();
                id.end()?;
                SignerId::IssuerAndSerial { issuer, serial }
            }
        };
        let digest = info.expect(asn1::SEQUENCE)?.encoding.to_vec();
        // Signed under the tag of the SET OF they are, not the tag they stand under.
        let attributes = info.optional(CONTEXT_0)?.map(|set| asn1::write(asn1::SET, &[set.content]));
        let algorithm = info.expect(asn1::SEQUENCE)?.encoding.to_vec();
        let signature = info.expect(asn1::OCTET_STRING)?.content.to_vec();
        info.optional(CONTEXT_1)?;
        info.end()?;
        Ok(Self { id, digest, attributes, algorithm, signature })
    }

    /// Whether it is this certificate's subject.
    fn is(&self, certificate: &Certificate) -> bool {
        match &self.id {
            SignerId::IssuerAndSerial { issuer, serial } => {
                certificate.serial() == serial && same_name(certificate.issuer_der(), issuer)
            }
            SignerId::KeyIdentifier(id) => certificate.subject_key_id() == Some(id),
        }
    }
}

impl From<Asn1Error> for CmsError {
    fn from(error: Asn1Error) -> Self {
        Self::Der { offset: error.0 }
    }
}

#[cfg(test)]
mod tests;
