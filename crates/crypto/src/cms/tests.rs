use super::attributes::{CONTENT_TYPE, MESSAGE_DIGEST};
use super::*;
use crate::asn1::write;
use crate::sign::Es256Signer;
use crate::x509::forge::{AKI, ECDSA_SHA256, Forged, SKI, algorithm, extension, name, sealed, signer};
use proptest::prelude::*;

const SHA256: &str = "2.16.840.1.101.3.4.2.1";

/// A message as it should be, part by part.
struct Message {
    content_type: ObjectIdentifier,
    content: Option<Vec<u8>>,
    certificates: Vec<Vec<u8>>,
    id: Vec<u8>,
    digest: &'static str,
    attributes: Option<Vec<Vec<u8>>>,
    algorithm: &'static str,
    signers: usize,
}

fn oid(oid: ObjectIdentifier) -> Vec<u8> {
    write(asn1::OID, &[oid.as_bytes()])
}

fn attribute(kind: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    write(asn1::SEQUENCE, &[&oid(kind), &write(asn1::SET, &[value])])
}

fn digest_attribute(content: &[u8]) -> Vec<u8> {
    attribute(MESSAGE_DIGEST, &write(asn1::OCTET_STRING, &[&crate::hash::sha256(content)]))
}

fn listed() -> Vec<u8> {
    let certificate = Forged::default().der();
    write(asn1::SEQUENCE, &[&[2, 1, 0], &write(asn1::SET, &[&certificate, &certificate])])
}

impl Default for Message {
    fn default() -> Self {
        let extensions = [extension(SKI, false, &[4, 1, 9]), extension(AKI, false, &[0x30, 0])];
        let signer = Forged { subject: "Signer", extensions: &extensions, ..Forged::default() };
        Self {
            content_type: MASTER_LIST,
            content: Some(listed()),
            certificates: vec![Forged::default().der(), signer.der()],
            id: vec![KEY_IDENTIFIER, 1, 9],
            digest: SHA256,
            attributes: Some(vec![attribute(CONTENT_TYPE, &oid(MASTER_LIST)), digest_attribute(&listed())]),
            algorithm: ECDSA_SHA256,
            signers: 1,
        }
    }
}

/// The signature value out of what [`sealed`] makes.
fn signature(message: &[u8]) -> Vec<u8> {
    let whole = sealed(message, &[]);
    let mut inside = Reader::only(&whole, asn1::SEQUENCE).unwrap();
    inside.next().unwrap();
    inside.expect(asn1::BIT_STRING).unwrap().bits().unwrap().to_vec()
}

impl Message {
    fn der(&self) -> Vec<u8> {
        let content = self.content.clone().unwrap_or_default();
        let attributes = self.attributes.as_ref().map(|attributes| attributes.concat());
        let signed = attributes.as_ref().map_or(content.clone(), |set| write(asn1::SET, &[set]));
        let info = write(
            asn1::SEQUENCE,
            &[
                &[2, 1, 3],
                &self.id,
                &algorithm(self.digest),
                &attributes.map_or(Vec::new(), |set| write(CONTEXT_0, &[&set])),
                &algorithm(self.algorithm),
                &write(asn1::OCTET_STRING, &[&signature(&signed)]),
            ],
        );
        let content = self
            .content
            .as_ref()
            .map_or(Vec::new(), |content| write(CONTEXT_0, &[&write(asn1::OCTET_STRING, &[content])]));
        let data = write(
            asn1::SEQUENCE,
            &[
                &[2, 1, 3],
                &write(asn1::SET, &[&algorithm(self.digest)]),
                &write(asn1::SEQUENCE, &[&oid(self.content_type), &content]),
                &write(CONTEXT_0, &[&self.certificates.concat()]),
                &write(asn1::SET, &[&info.repeat(self.signers)]),
            ],
        );
        write(asn1::SEQUENCE, &[&oid(SIGNED_DATA), &write(CONTEXT_0, &[&data])])
    }

    fn verdict(&self) -> Result<String, CmsError> {
        let message = SignedData::from_der(&self.der())?;
        message.verify().map(|signer| signer.subject().to_string())
    }
}

fn by_serial(issuer: &str, serial: &[u8]) -> Vec<u8> {
    write(asn1::SEQUENCE, &[&name(issuer), &write(asn1::INTEGER, &[serial])])
}

#[test]
fn a_message_verifies_and_its_list_is_read() {
    assert_eq!(Message::default().verdict().unwrap(), "Signer");
    let der = Message::default().der();
    let message = SignedData::from_der(&der).unwrap();
    assert_eq!((message.content_type(), message.content()), (MASTER_LIST, &listed()[..]));
    assert_eq!(message.certificates().len(), 2);
    assert_eq!(message.master_list().unwrap(), [Forged::default().der(), Forged::default().der()]);
    assert_eq!(message.verify_by(&message.certificates()[1]), Ok(()));
    assert_eq!(message.verify_by(&message.certificates()[0]), Err(CmsError::Signer));
}

#[test]
fn a_signer_is_found_by_issuer_and_serial() {
    let id = by_serial("CA", &[5]);
    assert_eq!(Message { id, ..Message::default() }.verdict().unwrap(), "CA");
    for id in [by_serial("CB", &[5]), by_serial("CA", &[6]), vec![KEY_IDENTIFIER, 1, 8]] {
        assert_eq!(Message { id, ..Message::default() }.verdict(), Err(CmsError::Signer));
    }
}

#[test]
fn the_attributes_are_about_this_content() {
    let kind = || attribute(CONTENT_TYPE, &oid(MASTER_LIST));
    let digest = || digest_attribute(&listed());
    let verdict = |attributes| Message { attributes, ..Message::default() }.verdict().unwrap_err();
    for attributes in [
        None,
        Some(vec![]),
        Some(vec![kind()]),
        Some(vec![digest()]),
        Some(vec![attribute(CONTENT_TYPE, &oid(DATA)), digest()]),
        Some(vec![kind(), kind(), digest()]),
        Some(vec![kind(), digest(), digest()]),
    ] {
        assert_eq!(verdict(attributes), CmsError::Attributes);
    }
    assert_eq!(verdict(Some(vec![kind(), digest_attribute(b"another")])), CmsError::Digest);
}

#[test]
fn plain_data_may_be_signed_directly() {
    let plain = |content: &[u8]| Message {
        content_type: DATA,
        content: Some(content.to_vec()),
        attributes: None,
        ..Message::default()
    };
    assert_eq!(plain(&[4, 2, 1, 2]).verdict().unwrap(), "Signer");
    let message = SignedData::from_der(&plain(&[4, 2, 1, 2]).der()).unwrap();
    assert_eq!(message.master_list(), Err(CmsError::ContentType { found: DATA }));
}

#[test]
fn what_is_not_supported_is_named() {
    let sha1 = "1.3.14.3.2.26";
    let verdict = Message { digest: sha1, ..Message::default() }.verdict();
    assert_eq!(verdict, Err(CmsError::Algorithm { found: sha1.into() }));
    for signed in ["1.2.840.10045.4.1", "1.2.840.113549.1.1.4"] {
        let verdict = Message { algorithm: signed, ..Message::default() }.verdict();
        assert_eq!(verdict, Err(CmsError::Algorithm { found: signed.into() }));
    }
    // rsaEncryption stands for PKCS#1 with the digest's hash; the key is no RSA key.
    let verdict = Message { algorithm: "1.2.840.113549.1.1.1", ..Message::default() }.verdict();
    assert_eq!(verdict, Err(CmsError::Signature));
}

#[test]
fn what_is_no_message_of_one_signer_is_refused() {
    for signers in [0, 2] {
        assert_eq!(Message { signers, ..Message::default() }.verdict(), Err(CmsError::Signers));
    }
    assert_eq!(Message { content: None, ..Message::default() }.verdict(), Err(CmsError::Content));
    let certificates = vec![Forged::default().der(); CMS_MAX_SIGNER_CERTIFICATES + 1];
    assert_eq!(Message { certificates, ..Message::default() }.verdict(), Err(CmsError::Certificates));
    let certificates = vec![vec![0x30, 0]];
    let verdict = Message { certificates, ..Message::default() }.verdict().unwrap_err();
    assert_eq!(verdict.code(), "x509.der");
    let other = write(asn1::SEQUENCE, &[&oid(DATA), &write(CONTEXT_0, &[&[4, 0]])]);
    assert_eq!(SignedData::from_der(&other).unwrap_err(), CmsError::ContentType { found: DATA });
    let bytes = CMS_MAX_BYTES + 1;
    assert_eq!(SignedData::from_der(&vec![0; bytes]).unwrap_err(), CmsError::Size { bytes });
}

#[test]
fn a_damaged_list_is_refused_as_a_whole() {
    let many = vec![&[0x30, 0][..]; MASTER_LIST_MAX_CERTIFICATES + 1].concat();
    for content in [
        Vec::new(),
        write(asn1::SEQUENCE, &[&[2, 1, 0]]),
        write(asn1::SEQUENCE, &[&[2, 1, 0], &write(asn1::SET, &[&[2, 1, 0]])]),
        write(asn1::SEQUENCE, &[&[2, 1, 0], &write(asn1::SET, &[&many])]),
    ] {
        let message = SignedData::from_der(&Message { content: Some(content), ..Message::default() }.der());
        assert_eq!(message.unwrap().master_list(), Err(CmsError::MasterList));
    }
}

#[test]
fn another_key_does_not_verify() {
    let message = SignedData::from_der(&Message::default().der()).unwrap();
    let other = Es256Signer::generate(&[8; 48]).unwrap();
    let theirs = message.certificates()[1].der().to_vec();
    let mine = signer().public_key().spki_der().to_vec();
    let at = theirs.windows(mine.len()).position(|window| window == mine).unwrap();
    let mut changed = theirs;
    changed[at..at + mine.len()].copy_from_slice(other.public_key().spki_der());
    let changed = Certificate::from_der(&changed).unwrap();
    assert_eq!(message.verify_by(&changed), Err(CmsError::Signature));
}

#[test]
fn every_code_is_listed() {
    for error in [
        CmsError::Algorithm { found: String::new() },
        CmsError::Attributes,
        CmsError::Certificate(crate::x509::CertificateError::Der { offset: 0 }),
        CmsError::Certificates,
        CmsError::Content,
        CmsError::ContentType { found: DATA },
        CmsError::Der { offset: 0 },
        CmsError::Digest,
        CmsError::Key(crate::key::KeyError::Der),
        CmsError::MasterList,
        CmsError::Signature,
        CmsError::Signer,
        CmsError::Signers,
        CmsError::Size { bytes: 0 },
    ] {
        assert!(crate::CODES.contains(&error.code()), "{error}");
    }
}

#[test]
fn a_message_cut_anywhere_is_refused() {
    let der = Message::default().der();
    for length in 0..der.len() {
        assert!(SignedData::from_der(&der[..length]).is_err(), "{length}");
    }
}

proptest! {
    #[test]
    fn no_damage_makes_the_reader_panic(at in 0usize..4000, byte in any::<u8>()) {
        let mut der = Message::default().der();
        let at = at % der.len();
        der[at] = byte;
        if let Ok(message) = SignedData::from_der(&der) {
            let _ = (message.verify().is_ok(), message.master_list().is_ok());
        }
    }
}
