//! Passports of a made-up state, made the way real ones are: its authority certifies a document signer, who
//! signs the hashes of the data groups (ICAO 9303-10 section 4.6.2, 9303-12).
//!
//! TEST ONLY. The private keys follow from a number in the source: anybody can sign with them.
//!
//! ```
//! use healthpass_passport::synthetic::{synthetic_passport, groups};
//!
//! let lines = ["PPUTOERIKSSON<<ANNA<MARIA", "L898902C36UTO7408122F3404159ZE184226B<<<<<16"];
//! let passport = synthetic_passport(&lines, &[(11, groups::dg11("ERIKSSON<<ANNA<MARIA"))]);
//! assert_eq!(passport.groups.len(), 2);
//! assert_eq!(passport.sod.first(), Some(&0x77));
//! ```

#[cfg(feature = "mock-chip")]
pub mod chip;
pub mod groups;
mod write;

use crate::lds::tlv;
use healthpass_crypto::hash::HashAlgorithm;
use healthpass_crypto::sign::Es256Signer;
use healthpass_crypto::x509::ObjectIdentifier;
use write::{SEQUENCE, SET, algorithm, certificate, element, extension, integer, name, oid, sign};

/// Country in the authority's name: ICAO's Utopia has no code of ISO 3166-1, so its two first letters stand for it.
pub const COUNTRY: &str = "UT";

/// Start of the authority's certificate: 2020-01-01.
pub const AUTHORITY_FROM: i64 = 1_577_836_800;
/// When the passport was signed: 2026-06-01.
pub const SIGNED_AT: i64 = 1_780_272_000;
/// End of every certificate: 2037-01-01.
pub const UNTIL: i64 = 2_114_380_800;

/// keyUsage's first byte: digitalSignature; keyCertSign and cRLSign.
pub const DIGITAL_SIGNATURE: u8 = 0x80;
const CERT_AND_CRL_SIGN: u8 = 0x06;

/// id-icao-mrtd-security-ldsSecurityObject (ICAO 9303-10 section 4.6.2).
const LDS_SECURITY_OBJECT: &str = "2.23.136.1.1.1";
const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";
const CONTENT_TYPE: &str = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST: &str = "1.2.840.113549.1.9.4";
const SIGNING_TIME: &str = "1.2.840.113549.1.9.5";
const SHA256: &str = "2.16.840.1.101.3.4.2.1";

/// Everything a passport is made of; [`Recipe::default`] with groups gives one with nothing wrong.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// `C` of the authority and its signer; empty for none.
    pub country: String,
    /// `C` of the signer alone, where it differs.
    pub signer_country: Option<&'static str>,
    /// Number the authority's key follows from.
    pub authority_key: u8,
    /// Number of the key that signs for the authority: another is a forger's.
    pub authority_signs_with: u8,
    /// Number the signer's key follows from.
    pub signer_key: u8,
    /// Number of the key that signs for the signer: another is a forger's.
    pub signer_signs_with: u8,
    /// Whether the signer's certificate names its authority's key.
    pub names_authority_key: bool,
    /// Validity of the authority's certificate.
    pub authority_valid: [i64; 2],
    /// Validity of the signer's certificate.
    pub signer_valid: [i64; 2],
    /// First byte of the signer's key usage; `None` for no such extension.
    pub signer_usage: Option<u8>,
    /// Extended key usage of the signer.
    pub signer_purposes: Vec<&'static str>,
    /// Types of document the signer is limited to (9303-12 section 7.1.1.6).
    pub document_types: Vec<&'static str>,
    /// When the signer says it signed; `None` for not saying.
    pub signed_at: Option<i64>,
    /// Content type of the signed object.
    pub content_type: &'static str,
    /// Whether attributes are signed, as they should be.
    pub signed_attributes: bool,
    /// Serial number of the signer's certificate as the message names it; the certificate's own is 2.
    pub named_serial: u8,
    /// Whether the signer's certificate is beside the message, as it should be.
    pub with_signer: bool,
    /// Version of the security object; 1 adds the LDS version.
    pub lds_version: u8,
    /// Data groups, as files.
    pub groups: Vec<(u8, Vec<u8>)>,
    /// What the security object lists instead of the groups' own hashes.
    pub listed: Option<Vec<(u8, Vec<u8>)>>,
    /// Whether the file begins with the tag 0x77.
    pub wrapped: bool,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            country: COUNTRY.into(),
            signer_country: None,
            authority_key: 1,
            authority_signs_with: 1,
            signer_key: 2,
            signer_signs_with: 2,
            names_authority_key: true,
            authority_valid: [AUTHORITY_FROM, UNTIL],
            signer_valid: [SIGNED_AT, UNTIL],
            signer_usage: Some(DIGITAL_SIGNATURE),
            signer_purposes: Vec::new(),
            document_types: Vec::new(),
            signed_at: Some(SIGNED_AT),
            content_type: LDS_SECURITY_OBJECT,
            signed_attributes: true,
            named_serial: SIGNER_SERIAL,
            with_signer: true,
            lds_version: 0,
            groups: Vec::new(),
            listed: None,
            wrapped: true,
        }
    }
}

/// Serial number of the signer's certificate; the authority's is 1.
const SIGNER_SERIAL: u8 = 2;

/// The files of a passport and the certificates behind them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Passport {
    /// EF.SOD.
    pub sod: Vec<u8>,
    /// The data groups by number, as files.
    pub groups: Vec<(u8, Vec<u8>)>,
    /// The authority's certificate, DER: what a reader trusts.
    pub authority: Vec<u8>,
    /// The signer's certificate, DER; it is in the SOD too.
    pub signer: Vec<u8>,
}

/// A passport of the made-up state: DG1 of these lines, and further data groups as files.
pub fn synthetic_passport(lines: &[&str], further: &[(u8, Vec<u8>)]) -> Passport {
    let mut groups = vec![(1, groups::dg1(lines))];
    groups.extend_from_slice(further);
    Recipe { groups, ..Recipe::default() }.make()
}

impl Recipe {
    /// Makes the passport.
    pub fn make(&self) -> Passport {
        let (authority, signer) = (self.authority(), self.signer());
        let message = self.message(&signer);
        let sod = if self.wrapped { element(0x77, &[&message]) } else { message };
        Passport { sod, groups: self.groups.clone(), authority, signer }
    }

    /// The authority's certificate, which signs itself.
    pub fn authority(&self) -> Vec<u8> {
        let key = key(self.authority_key);
        let extensions = [
            extension("2.5.29.19", true, &element(SEQUENCE, &[&[1, 1, 0xff], &[2, 1, 0]])),
            extension("2.5.29.15", true, &[3, 2, 1, CERT_AND_CRL_SIGN]),
            extension("2.5.29.14", false, &element(4, &[&key_id(&key)])),
        ];
        let (name, spki) = (self.authority_name(), key.public_key().spki_der().to_vec());
        let tbs = write::Tbs {
            serial: 1,
            issuer: &name,
            subject: &name,
            valid: self.authority_valid,
            key: &spki,
            extensions: &extensions,
        };
        certificate(&tbs, &key)
    }

    /// The signer's certificate, made by the authority.
    pub fn signer(&self) -> Vec<u8> {
        let key = key(self.signer_key);
        let mut extensions = vec![extension("2.5.29.14", false, &element(4, &[&key_id(&key)]))];
        if self.names_authority_key {
            let id = key_id(&self::key(self.authority_key));
            extensions.push(extension("2.5.29.35", false, &element(SEQUENCE, &[&element(0x80, &[&id])])));
        }
        if let Some(usage) = self.signer_usage {
            extensions.push(extension("2.5.29.15", true, &[3, 2, 0, usage]));
        }
        if !self.signer_purposes.is_empty() {
            let purposes: Vec<u8> = self.signer_purposes.iter().flat_map(|purpose| oid(purpose)).collect();
            extensions.push(extension("2.5.29.37", true, &element(SEQUENCE, &[&purposes])));
        }
        if !self.document_types.is_empty() {
            let types: Vec<u8> =
                self.document_types.iter().flat_map(|of| element(0x13, &[of.as_bytes()])).collect();
            let list = element(SEQUENCE, &[&integer(0), &element(SET, &[&types])]);
            extensions.push(extension("2.23.136.1.1.6.2", false, &list));
        }
        let spki = key.public_key().spki_der().to_vec();
        let country = self.signer_country.unwrap_or(&self.country);
        let tbs = write::Tbs {
            serial: SIGNER_SERIAL,
            issuer: &self.authority_name(),
            subject: &name(country, "Synthetic document signer (TEST ONLY)"),
            valid: self.signer_valid,
            key: &spki,
            extensions: &extensions,
        };
        certificate(&tbs, &self::key(self.authority_signs_with))
    }

    /// A revocation list of the authority over these serial numbers; the signer's is 2.
    pub fn revocation_list(&self, serials: &[u8], this_update: i64, next_update: i64) -> Vec<u8> {
        let entries: Vec<u8> = serials
            .iter()
            .flat_map(|serial| element(SEQUENCE, &[&integer(*serial), &write::time(this_update)]))
            .collect();
        let revoked = if entries.is_empty() { Vec::new() } else { element(SEQUENCE, &[&entries]) };
        let tbs = element(
            SEQUENCE,
            &[
                &integer(1),
                &algorithm(write::ECDSA_SHA256),
                &self.authority_name(),
                &write::time(this_update),
                &write::time(next_update),
                &revoked,
            ],
        );
        let signature = sign(&key(self.authority_signs_with), &tbs);
        let signature = element(3, &[&[0], &signature]);
        element(SEQUENCE, &[&tbs, &algorithm(write::ECDSA_SHA256), &signature])
    }

    fn authority_name(&self) -> Vec<u8> {
        name(&self.country, "Synthetic country signing authority (TEST ONLY)")
    }

    /// LDSSecurityObject (ICAO 9303-10 appendix D).
    fn security_object(&self) -> Vec<u8> {
        let own = || self.groups.iter().map(|(number, file)| (*number, HashAlgorithm::Sha256.digest(file)));
        let listed: Vec<(u8, Vec<u8>)> = self.listed.clone().unwrap_or_else(|| own().collect());
        let hashes: Vec<u8> = listed
            .iter()
            .flat_map(|(number, hash)| element(SEQUENCE, &[&integer(*number), &element(4, &[hash])]))
            .collect();
        let version = match self.lds_version {
            0 => Vec::new(),
            _ => element(SEQUENCE, &[&element(0x13, &[b"0108"]), &element(0x13, &[b"040000"])]),
        };
        let hashes = element(SEQUENCE, &[&hashes]);
        element(SEQUENCE, &[&integer(self.lds_version), &algorithm(SHA256), &hashes, &version])
    }

    /// SignedData with one signer (RFC 5652 section 5).
    fn message(&self, signer: &[u8]) -> Vec<u8> {
        let content = self.security_object();
        let attributes = self.attributes(&content);
        let signed = if self.signed_attributes { element(SET, &[&attributes]) } else { content.clone() };
        let attributes = if self.signed_attributes { element(0xa0, &[&attributes]) } else { Vec::new() };
        let signature = sign(&key(self.signer_signs_with), &signed);
        let id = element(SEQUENCE, &[&self.authority_name(), &integer(self.named_serial)]);
        let info = element(
            SEQUENCE,
            &[
                &integer(1),
                &id,
                &algorithm(SHA256),
                &attributes,
                &algorithm(write::ECDSA_SHA256),
                &element(4, &[&signature]),
            ],
        );
        let content = element(0xa0, &[&element(4, &[&content])]);
        let certificates = if self.with_signer { element(0xa0, &[signer]) } else { Vec::new() };
        let data = element(
            SEQUENCE,
            &[
                &integer(3),
                &element(SET, &[&algorithm(SHA256)]),
                &element(SEQUENCE, &[&oid(self.content_type), &content]),
                &certificates,
                &element(SET, &[&info]),
            ],
        );
        element(SEQUENCE, &[&oid(SIGNED_DATA), &element(0xa0, &[&data])])
    }

    fn attributes(&self, content: &[u8]) -> Vec<u8> {
        let attribute = |kind: &str, value: &[u8]| element(SEQUENCE, &[&oid(kind), &element(SET, &[value])]);
        let digest = HashAlgorithm::Sha256.digest(content);
        let mut all = attribute(CONTENT_TYPE, &oid(self.content_type));
        all.extend(self.signed_at.iter().flat_map(|at| attribute(SIGNING_TIME, &write::time(*at))));
        all.extend(attribute(MESSAGE_DIGEST, &element(4, &[&digest])));
        all
    }
}

/// The key that follows from a number.
#[expect(clippy::expect_used, reason = "48 bytes make a key, whichever they are")]
pub fn key(number: u8) -> Es256Signer {
    Es256Signer::generate(&[number; 48]).expect("a key")
}

/// A subject key identifier.
fn key_id(key: &Es256Signer) -> Vec<u8> {
    key.public_key().fingerprint().into_iter().take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use healthpass_crypto::cms::SignedData;
    use healthpass_crypto::x509::{Certificate, RevocationList, Sha1};

    #[test]
    fn the_chain_holds() {
        let lines = ["PPUTOERIKSSON<<ANNA<MARIA", "L898902C36UTO7408122F3404159ZE184226B<<<<<16"];
        let made = synthetic_passport(&lines, &[]);
        let message = tlv::Reader::new(&made.sod).expect(0x77).unwrap().value;
        let message = SignedData::from_der(message).unwrap();
        assert_eq!(message.verify().unwrap().der(), made.signer);
        assert_eq!(message.signing_time(), Some(SIGNED_AT));
        let authority = Certificate::from_der(&made.authority).unwrap();
        assert_eq!(authority.verify_issued_by(&authority), Ok(()));
        assert_eq!(Certificate::from_der(&made.signer).unwrap().verify_issued_by(&authority), Ok(()));
        let list = Recipe::default().revocation_list(&[2], SIGNED_AT, UNTIL);
        let list = RevocationList::from_der(&list).unwrap();
        assert!(list.verify_issued_by(&authority, Sha1::Refuse).is_ok());
        assert!(list.find(&Certificate::from_der(&made.signer).unwrap()).is_some());
    }
}
