//! Seals of ICAO's (VDS-NC) of our own making, with their signers' certificates and the authorities behind them.
//!
//! Every key is TEST ONLY: its private half stands in this file or in a test.

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use healthpass_cert::envelope::jcs;
use healthpass_cert::trust::{TrustedKey, given};
use healthpass_crypto::sign::Es256Signer;
use healthpass_crypto::x509::{Certificate, ObjectIdentifier};
use serde_json::{Value, json};

/// Extended key usage of signers of seals.
pub const SEAL_SIGNER: &str = "2.23.136.1.1.14.2";

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OID: u8 = 0x06;
const UTF8_STRING: u8 = 0x0c;
const PRINTABLE_STRING: u8 = 0x13;
const UTC_TIME: u8 = 0x17;

/// What a certificate shall say; every member may be made odd.
#[derive(Clone, Debug)]
pub struct NewCertificate {
    /// `C` and `CN` of the issuer.
    pub issuer: [&'static str; 2],
    /// `C` and `CN` of the subject.
    pub subject: [&'static str; 2],
    /// Serial number, content octets.
    pub serial: Vec<u8>,
    /// First and last second, as UTCTime.
    pub validity: [&'static str; 2],
    /// Whether it may issue others.
    pub is_ca: bool,
    /// Subject key identifier.
    pub key_id: Option<Vec<u8>>,
    /// The issuer's.
    pub authority_key_id: Option<Vec<u8>>,
    /// First byte of the key usage's bits.
    pub key_usage: Option<u8>,
    /// Purpose.
    pub purpose: Option<&'static str>,
    /// Types of document.
    pub document_types: Option<Vec<&'static str>>,
}

/// A TEST ONLY authority.
#[derive(Clone, Debug)]
pub struct Authority {
    signer: Es256Signer,
    certificate: NewCertificate,
}

impl Authority {
    /// The authority of Utopia's making whose private scalar is 32 times `scalar`, of this state.
    pub fn new(scalar: u8, country: &'static str) -> Self {
        let name = [country, "TEST ONLY country signer"];
        let certificate = NewCertificate {
            issuer: name,
            subject: name,
            serial: vec![1],
            validity: ["240101000000Z", "340101000000Z"],
            is_ca: true,
            key_id: Some(vec![scalar; 20]),
            authority_key_id: Some(vec![scalar; 20]),
            key_usage: Some(0x06),
            purpose: None,
            document_types: None,
        };
        Self { signer: Es256Signer::from_scalar(&[scalar; 32]).expect("a scalar in range"), certificate }
    }

    /// The same with another validity.
    #[must_use]
    pub fn valid(mut self, validity: [&'static str; 2]) -> Self {
        self.certificate.validity = validity;
        self
    }

    /// Its certificate.
    pub fn der(&self) -> Vec<u8> {
        self.certificate.signed(&self.signer, &self.signer)
    }

    /// As a key of a request.
    pub fn key(&self) -> Value {
        json!({"cert": Base64::encode_string(&self.der())})
    }

    /// As a trusted key.
    pub fn trusted(&self) -> TrustedKey {
        let certificate = Certificate::from_der(&self.der()).expect("our own certificate");
        given::authority(&certificate).expect("our own certificate")
    }

    /// Its private half.
    pub fn signer(&self) -> &Es256Signer {
        &self.signer
    }

    /// What a certificate of a signer of seals by this authority says.
    pub fn appoints(&self) -> NewCertificate {
        NewCertificate {
            issuer: self.certificate.subject,
            subject: [self.certificate.subject[0], "TEST ONLY seal signer"],
            serial: vec![0, 0xc1],
            validity: ["260101000000Z", "281231235959Z"],
            is_ca: false,
            key_id: None,
            authority_key_id: self.certificate.key_id.clone(),
            key_usage: Some(0x80),
            purpose: Some(SEAL_SIGNER),
            document_types: Some(vec!["NT", "NV"]),
        }
    }
}

/// The TEST ONLY key that signs the seals.
pub fn seal_signer() -> Es256Signer {
    Es256Signer::from_scalar(&[0x5e; 32]).expect("a scalar in range")
}

/// The text of a seal: `data` signed by [`seal_signer`], with its certificate by `authority`.
pub fn sealed(data: &Value, certificate: &NewCertificate, authority: &Es256Signer) -> String {
    let signer = seal_signer();
    let signature = signer.sign(jcs::write(data).expect("numbers that can be signed").as_bytes());
    text(data, &certificate.signed(&signer, authority), "ES256", &signature)
}

/// The text of a seal of any parts.
pub fn text(data: &Value, certificate: &[u8], algorithm: &str, signature: &[u8]) -> String {
    let encoded = Base64UrlUnpadded::encode_string;
    json!({"data": data, "sig": {"alg": algorithm, "cer": encoded(certificate), "sigvl": encoded(signature)}})
        .to_string()
}

/// A proof of vaccination, two doses of one vaccine.
pub fn vaccination() -> Value {
    json!({
        "hdr": {"t": "icao.vacc", "v": 1, "is": "SWE"},
        "msg": {
            "uvci": "U32870",
            "pid": {"n": "ERIKSSON  ANNA MARIA", "dob": "1974-08-12", "sex": "F", "i": "L898902C3"},
            "ve": [{
                "des": "XM68M6", "nam": "Comirnaty", "dis": "RA01.0",
                "vd": [
                    {"dvc": "2026-03-03", "seq": 1, "ctr": "SWE", "adm": "RIVM", "lot": "VC35679", "dvn": "2026-03-24"},
                    {"dvc": "2026-03-24", "seq": "2", "ctr": "UTO", "adm": "RIVM", "lot": "VC87540"},
                ],
            }],
        },
    })
}

/// A proof of testing.
pub fn test() -> Value {
    json!({
        "hdr": {"t": "icao.test", "v": 1, "is": "SWE"},
        "msg": {
            "utci": "U01932",
            "pid": {"n": "ERIKSSON  ANNA MARIA", "dob": "1974-08-12", "dt": "P", "dn": "L898902C3"},
            "sp": {"spn": "General Hospital", "ctr": "SWE", "cd": {"p": "+46700000000", "e": "hospital@example.com"}},
            "dat": {"sc": "2026-11-29T12:00:00+08:00", "ri": "2026-11-30T14:00:00+08:00"},
            "tr": {"tc": "molecular(PCR)", "r": "negative", "m": "nasopharyngeal"},
        },
    })
}

impl NewCertificate {
    /// The DER certificate of `holder`'s key, signed by `issuer` (RFC 5280 section 4.1).
    pub fn signed(&self, holder: &Es256Signer, issuer: &Es256Signer) -> Vec<u8> {
        let algorithm = der(SEQUENCE, &[&oid("1.2.840.10045.4.3.2")]);
        let [start, end] = self.validity.map(|time| der(UTC_TIME, &[time.as_bytes()]));
        let content = der(
            SEQUENCE,
            &[
                &der(0xa0, &[&der(INTEGER, &[&[2]])]),
                &der(INTEGER, &[&self.serial]),
                &algorithm,
                &name(self.issuer),
                &der(SEQUENCE, &[&start, &end]),
                &name(self.subject),
                holder.public_key().spki_der(),
                &der(0xa3, &[&der(SEQUENCE, &[&self.extensions()])]),
            ],
        );
        let signature = ecdsa(&issuer.sign(&content));
        der(SEQUENCE, &[&content, &algorithm, &der(BIT_STRING, &[&[0], &signature])])
    }

    fn extensions(&self) -> Vec<u8> {
        let mut all = Vec::new();
        if self.is_ca {
            all.extend(extension("2.5.29.19", &der(SEQUENCE, &[&[0x01, 0x01, 0xff]])));
        }
        if let Some(id) = &self.key_id {
            all.extend(extension("2.5.29.14", &der(OCTET_STRING, &[id])));
        }
        if let Some(id) = &self.authority_key_id {
            all.extend(extension("2.5.29.35", &der(SEQUENCE, &[&der(0x80, &[id])])));
        }
        if let Some(bits) = self.key_usage {
            all.extend(extension("2.5.29.15", &der(BIT_STRING, &[&[0, bits]])));
        }
        if let Some(purpose) = self.purpose {
            all.extend(extension("2.5.29.37", &der(SEQUENCE, &[&oid(purpose)])));
        }
        if let Some(types) = &self.document_types {
            let names: Vec<u8> =
                types.iter().flat_map(|name| der(PRINTABLE_STRING, &[name.as_bytes()])).collect();
            let list = der(SEQUENCE, &[&der(INTEGER, &[&[0]]), &der(SET, &[&names])]);
            all.extend(extension("2.23.136.1.1.6.2", &list));
        }
        all
    }
}

fn name([country, common_name]: [&str; 2]) -> Vec<u8> {
    let part = |id, tag, text: &str| der(SET, &[&der(SEQUENCE, &[&oid(id), &der(tag, &[text.as_bytes()])])]);
    let parts =
        [part("2.5.4.6", PRINTABLE_STRING, country), part("2.5.4.3", UTF8_STRING, common_name)].concat();
    der(SEQUENCE, &[&parts])
}

fn extension(id: &str, value: &[u8]) -> Vec<u8> {
    der(SEQUENCE, &[&oid(id), &der(OCTET_STRING, &[value])])
}

fn oid(dotted: &str) -> Vec<u8> {
    der(OID, &[ObjectIdentifier::new(dotted).expect("an OID").as_bytes()])
}

/// r || s as DER.
fn ecdsa(raw: &[u8]) -> Vec<u8> {
    let number = |half: &[u8]| {
        let significant: Vec<u8> = half.iter().copied().skip_while(|byte| *byte == 0).collect();
        let sign: &[u8] = if significant.first().is_some_and(|byte| *byte >= 0x80) { &[0] } else { &[] };
        der(INTEGER, &[sign, &significant])
    };
    let (r, s) = raw.split_at(raw.len() / 2);
    der(SEQUENCE, &[&number(r), &number(s)])
}

/// Tag, length and the parts of the content.
pub fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = content.len();
    let head = match length {
        0..=0x7f => vec![tag, length as u8],
        0x80..=0xff => vec![tag, 0x81, length as u8],
        _ => vec![tag, 0x82, (length >> 8) as u8, length as u8],
    };
    [head, content].concat()
}
