//! Certificates of our own making: keys, issuers, contents and passports. Nobody in here exists.
//!
//! Every key is TEST ONLY: its private half stands in this file.

use crate::message::Message;
use base64ct::{Base64, Encoding};
use healthpass_cert::issue::{Content, Envelope};
use healthpass_cert::ithc;
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::{TrustedKey, given};
use healthpass_crypto::sign::Es256Signer;
use healthpass_crypto::x509::{self, Certificate, DistinguishedName, NewCertificate, ObjectIdentifier};
use healthpass_passport::date::BirthDate;
use healthpass_passport::mrz::{self, Sex, Td3};
use serde_json::{Value, json};
use std::convert::Infallible;
use time::{Date, Month};

/// The time everything is asked about, unless a test says otherwise.
pub const AT: &str = "2026-12-01T08:00:00Z";

/// Seven days before [`AT`]: when the certificates here were issued.
pub const ISSUED: &str = "2026-11-24T08:00:00Z";

/// Twelve days after [`AT`]: when they expire.
pub const EXPIRES: &str = "2026-12-13T08:00:00Z";

/// A certificate of China's about ZHANG WEI: a test, two antibody tests, three doses.
pub const ITHC: &str = include_str!("../../crates/cert/tests/ithc/full.json");

/// A certificate of one test.
pub const ITHC_ONE_TEST: &str = include_str!("../../crates/cert/tests/ithc/one-test.json");

/// A foreign record restated.
pub const ITHC_RESTATED: &str = include_str!("../../crates/cert/tests/ithc/restated.json");

/// An issuing key and its certificate.
#[derive(Clone, Debug)]
pub struct Issuer {
    signer: Es256Signer,
    certificate: Certificate,
}

/// EU purposes a key can be limited to.
pub const TEST_ONLY_USAGE: &str = "1.3.6.1.4.1.1847.2021.1.1";
/// See [`TEST_ONLY_USAGE`].
pub const VACCINATION_USAGE: &str = "1.3.6.1.4.1.1847.2021.1.2";

impl Issuer {
    /// The issuer whose TEST ONLY private scalar is 32 times `scalar`, of this state, limited to these
    /// purposes.
    pub fn new(scalar: u8, country: &str, usages: &[&str]) -> Self {
        let signer = Es256Signer::from_scalar(&[scalar; 32]).expect("a scalar in range");
        let name = |text: &str| Some(text.to_owned());
        let usages: Vec<_> = usages.iter().map(|oid| ObjectIdentifier::new(oid).expect("an OID")).collect();
        let new = NewCertificate {
            subject: DistinguishedName {
                country: name(country),
                organization: name("TEST ONLY Health Authority"),
                common_name: name("TEST ONLY signer"),
            },
            serial: &[1; 16],
            not_before: seconds("2026-01-01T00:00:00Z").0,
            not_after: seconds("2027-12-31T23:59:59Z").0,
            extended_key_usage: &usages,
        };
        let der = x509::self_signed(&new, &signer).expect("a certificate");
        let certificate = Certificate::from_der(&der).expect("our own certificate");
        Self { signer, certificate }
    }

    /// The issuer most tests use: China, no limit of purpose.
    pub fn china() -> Self {
        Self::new(0x11, "CN", &[])
    }

    /// An issuer of EU certificates: Sweden, no limit of purpose.
    pub fn sweden() -> Self {
        Self::new(0x22, "SE", &[])
    }

    /// First eight bytes of the certificate's SHA-256.
    pub fn kid(&self) -> Vec<u8> {
        self.certificate.kid().to_vec()
    }

    /// The private half.
    pub fn signer(&self) -> &Es256Signer {
        &self.signer
    }

    /// The public half's certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// As a key of a request.
    pub fn key(&self) -> Value {
        json!({"cert": Base64::encode_string(self.certificate.der())})
    }

    /// As a trusted key.
    pub fn trusted(&self) -> TrustedKey {
        given::from_certificate(&self.certificate).expect("our own certificate")
    }

    /// The raw signature over `message`.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Infallible> {
        Ok(self.signer.sign(message).to_vec())
    }

    /// The code of an ITHC.
    pub fn ithc(&self, content: &str) -> String {
        let parsed = ithc::from_json(content, &[7; 16]).expect("an ITHC");
        let content = Content::ithc(&parsed, seconds(ISSUED)).expect("a sound ITHC");
        self.issue("CN", content, [ISSUED, EXPIRES])
    }

    /// The code of an EU DCC.
    pub fn dcc(&self, content: &Value) -> String {
        self.issue("SE", Content::dcc(content).expect("a sound DCC"), [ISSUED, EXPIRES])
    }

    /// The code of any content, issued by `state` with these times.
    pub fn issue(&self, state: &str, content: Content, times: [&str; 2]) -> String {
        let [issued_at, expires_at] = times.map(seconds);
        Envelope { issuer: state, kid: &self.kid(), issued_at, expires_at }
            .sign(content, |message| self.sign(message))
            .expect("signed")
    }

    /// A message with an EU DCC that tests may spoil before it is signed.
    pub fn message(&self) -> Message {
        Message::new(&self.kid(), &vaccination(), [ISSUED, EXPIRES].map(|time| seconds(time).0))
    }
}

/// [`ITHC`] with the passport's number concealed.
pub fn ithc_concealed() -> String {
    let clear = r#""number": "E12345678" }"#;
    assert!(ITHC.contains(clear));
    ITHC.replace(clear, r#""number": "E12345678", "conceal": true, "expiresOn": "2033-01-15" }"#)
}

/// RFC 3339 to seconds.
pub fn seconds(time: &str) -> UnixTime {
    UnixTime::parse(time).expect("RFC 3339")
}

/// A vaccination, as JSON.
pub fn vaccination() -> Value {
    dcc(
        "v",
        json!({
            "tg": "840539006", "vp": "1119349007", "mp": "EU/1/20/1528", "ma": "ORG-100030215", "dn": 2, "sd": 2,
            "dt": "2026-02-18", "co": "SE", "is": "Ministry of Health", "ci": "URN:UVCI:01:SE:187/37512422923",
        }),
    )
}

/// A test, as JSON.
pub fn test() -> Value {
    dcc(
        "t",
        json!({
            "tg": "840539006", "tt": "LP6464-4", "nm": "Example PCR", "sc": "2026-11-23T06:12:00Z",
            "tr": "260415000", "tc": "Example centre", "co": "SE", "is": "Ministry of Health",
            "ci": "URN:UVCI:01:SE:TEST/1",
        }),
    )
}

/// A recovery, as JSON.
pub fn recovery() -> Value {
    dcc(
        "r",
        json!({
            "tg": "840539006", "fr": "2026-08-01", "co": "SE", "is": "Ministry of Health",
            "df": "2026-08-12", "du": "2027-01-28", "ci": "URN:UVCI:01:SE:REC/1",
        }),
    )
}

fn dcc(kind: &str, entry: Value) -> Value {
    json!({
        "ver": "1.3.0",
        "nam": {"fn": "Eriksson", "fnt": "ERIKSSON", "gn": "Anna Maria", "gnt": "ANNA<MARIA"},
        "dob": "1974-08-12",
        kind: [entry],
    })
}

/// A passport's zone.
#[derive(Clone, Copy, Debug)]
pub struct Passport {
    /// Document code.
    pub code: &'static str,
    /// Issuing state and nationality.
    pub state: &'static str,
    /// Surname.
    pub surname: &'static str,
    /// Given names.
    pub given_names: &'static str,
    /// Number.
    pub number: &'static str,
    /// Date of birth.
    pub birth: &'static str,
    /// Sex.
    pub sex: Sex,
    /// Year of expiry, on 15 January.
    pub expires: i32,
}

/// The passport that [`ITHC`] names.
pub const ZHANG_WEI: Passport = Passport {
    code: "PO",
    state: "CHN",
    surname: "ZHANG",
    given_names: "WEI",
    number: "E12345678",
    birth: "1990-01-01",
    sex: Sex::M,
    expires: 2033,
};

/// The passport of the holder of every DCC here.
pub const ANNA: Passport = Passport {
    code: "P",
    state: "UTO",
    surname: "ERIKSSON",
    given_names: "ANNA MARIA",
    number: "L898902C3",
    birth: "1974-08-12",
    sex: Sex::F,
    expires: 2031,
};

impl Passport {
    /// Its two lines.
    pub fn lines(&self) -> [String; 2] {
        mrz::build(&Td3 {
            code: self.code,
            issuer: self.state,
            surname: self.surname,
            given_names: self.given_names,
            number: self.number,
            nationality: self.state,
            birth: BirthDate::from_text(self.birth).expect("a date"),
            sex: self.sex,
            expires: Date::from_calendar_date(self.expires, Month::January, 15).expect("a date"),
            optional: "",
        })
        .expect("a zone")
    }
}
