//! Presentations of our own making: devices, authorities and what they show each other. Nobody in here exists.
//!
//! Every key is TEST ONLY: its private half stands in this file.

use crate::own::{self, EXPIRES, ISSUED, Issuer, Passport, ZHANG_WEI, seconds};
use healthpass_cert::issue::{Content, Envelope};
use healthpass_cert::ithc;
use healthpass_cert::ithc::selective::{DEFAULT_POLICY, Selective};
use healthpass_cert::presentation::attested::{self, Code};
use healthpass_cert::presentation::audience::audience;
use healthpass_cert::presentation::binding::Binding;
use healthpass_cert::presentation::challenge::Challenge;
use healthpass_cert::presentation::desk::Desk;
use healthpass_cert::presentation::envelope;
use healthpass_cert::presentation::freshness::PRESENTATION_LIFE;
use healthpass_cert::presentation::kbt::{self, Facts};
use healthpass_cert::presentation::seal::{self, Kid, PassportSecret, random_bytes};
use healthpass_cert::report::Report;
use healthpass_cert::request::Options;
use healthpass_cert::sd_cwt::Token;
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::TrustStore;
use healthpass_crypto::sealing_key::{Kem, SealingKey};
use healthpass_crypto::sign::Es256Signer;
use healthpass_passport::{Document, Outcome};
use serde_json::{Value, json};
use std::convert::Infallible;

/// When everything here is shown, unless a test says otherwise.
pub const SHOWN: &str = "2026-12-01T07:59:30Z";

/// The holder's device, with the TEST ONLY private scalar of 32 times 0x55.
pub fn device() -> Es256Signer {
    device_of(0x55)
}

/// A device whose TEST ONLY private scalar is 32 times `scalar`.
pub fn device_of(scalar: u8) -> Es256Signer {
    Es256Signer::from_scalar(&[scalar; 32]).expect("a scalar in range")
}

/// An authority's key, of P-256: 32 times 0x61, TEST ONLY.
pub fn border() -> SealingKey {
    SealingKey::from_raw(Kem::P256, &[0x61; 32]).expect("a scalar in range")
}

/// Another authority's, of X25519: 32 times 0x62, TEST ONLY.
pub fn health() -> SealingKey {
    SealingKey::from_raw(Kem::X25519, &[0x62; 32]).expect("a number")
}

/// The document of these lines.
pub fn document(passport: Passport) -> Document {
    let lines = passport.lines();
    healthpass_cert::holder::read_mrz(&lines, seconds(SHOWN)).expect("lines").expect("a document")
}

/// [`own::ITHC`] as an issuer binds it to the device, with every disclosure.
pub fn token(issuer: &Issuer) -> Token {
    let content = ithc::from_json(own::ITHC, &[7; 16]).expect("an ITHC");
    let content = Content::ithc(&content, seconds(ISSUED)).expect("a sound ITHC");
    let selective = Selective::new(content, DEFAULT_POLICY).expect("an ITHC");
    let salts: Vec<[u8; 16]> = (0..selective.salts()).map(|n| [n as u8 + 1; 16]).collect();
    let envelope = Envelope {
        issuer: "CN",
        kid: &issuer.kid(),
        issued_at: seconds(ISSUED),
        expires_at: seconds(EXPIRES),
    };
    let sign = |message: &[u8]| issuer.sign(message);
    selective.issue(&envelope, &device().public_key(), &salts, sign).expect("issued")
}

/// What is shown.
#[derive(Clone, Debug)]
pub enum Shown {
    /// A certificate bound to a device by its issuer.
    Issued(Box<Token>),
    /// A code of anybody's.
    Attested(Code),
}

/// One showing, which tests may spoil before it is made.
#[derive(Clone, Debug)]
pub struct Showing {
    /// What.
    pub shown: Shown,
    /// Who signs.
    pub device: Es256Signer,
    /// What the device says.
    pub facts: Facts,
    /// To whom it is sealed.
    pub sealed_to: Vec<SealingKey>,
    /// Whose passport it takes to open.
    pub passport: Option<Passport>,
}

impl Showing {
    /// The whole certificate by its holder, open, for anyone.
    pub fn of(issuer: &Issuer) -> Self {
        Self::new(Shown::Issued(Box::new(token(issuer))))
    }

    /// A foreign code by somebody who carries ZHANG WEI's passport.
    pub fn attested(text: &str) -> Self {
        Self::new(Shown::Attested(Code::of(text).expect("a code")))
    }

    fn new(shown: Shown) -> Self {
        let made_at = seconds(SHOWN);
        let facts = Facts {
            audience: audience(None, &[]),
            made_at,
            until: Some(UnixTime(made_at.0 + PRESENTATION_LIFE)),
            nonce: None,
            binding: Some(Binding::of(&document(ZHANG_WEI), Outcome::Exact, [9; 16])),
        };
        Self { shown, device: device(), facts, sealed_to: Vec::new(), passport: None }
    }

    /// Sealed to these, and the audience says so.
    #[must_use]
    pub fn sealed(mut self, to: &[SealingKey]) -> Self {
        self.sealed_to = to.to_vec();
        self.facts.audience = audience(None, &kids(to));
        self
    }

    /// In answer to a desk.
    #[must_use]
    pub fn answering(mut self, question: &Challenge) -> Self {
        self.facts.audience = audience(Some(&question.audience), &kids(&self.sealed_to));
        self.facts.nonce = Some(question.nonce.to_vec());
        self
    }

    /// Opening takes this passport as well.
    #[must_use]
    pub fn with_passport(mut self, passport: Passport) -> Self {
        self.passport = Some(passport);
        self
    }

    /// Made at another time.
    #[must_use]
    pub fn made(mut self, at: i64) -> Self {
        self.facts.made_at = UnixTime(at);
        self.facts.until = Some(UnixTime(at.saturating_add(PRESENTATION_LIFE)));
        self
    }

    /// The presentation itself: what is sealed.
    pub fn message(&self) -> Vec<u8> {
        let sign = |message: &[u8]| Ok::<_, Infallible>(self.device.sign(message).to_vec());
        match &self.shown {
            Shown::Issued(token) => kbt::build(token, &self.facts, sign),
            Shown::Attested(code) => attested::build(code, &self.device.public_key(), &self.facts, sign),
        }
        .expect("signed")
    }

    /// The text of the code.
    pub fn text(&self) -> String {
        self.text_of(&self.message())
    }

    /// The text of the code around another message.
    pub fn text_of(&self, message: &[u8]) -> String {
        envelope::write(&envelope::pack(&self.seal(&envelope::pack(message))))
    }

    fn seal(&self, packed: &[u8]) -> Vec<u8> {
        if self.sealed_to.is_empty() {
            return envelope::unpack(packed).expect("our own").into_owned();
        }
        let secret = self.passport.map(|passport| {
            PassportSecret::derive(&document(passport).mrz_information(), [3; 16]).expect("a secret")
        });
        let to: Vec<_> = self.sealed_to.iter().map(SealingKey::public).collect();
        let random: Vec<u8> = (0..random_bytes(to.len())).map(|n| (n * 7 + 1) as u8).collect();
        seal::seal(packed, &to, secret.as_ref(), &random).expect("sealed")
    }
}

/// Identifiers of these keys.
pub fn kids(keys: &[SealingKey]) -> Vec<Kid> {
    keys.iter().map(|key| key.public().kid()).collect()
}

/// A desk with these keys.
pub fn desk(keys: &[SealingKey]) -> Desk {
    let mut desk = Desk::new();
    for key in keys {
        desk.add_key(key.clone());
    }
    desk
}

/// Options of a verification that trusts `issuer`, at the usual time.
pub fn asked(issuer: &Issuer) -> Value {
    json!({"at": own::AT, "keys": [issuer.key()]})
}

/// The same with a passport at hand.
pub fn asked_with(issuer: &Issuer, passport: Passport) -> Value {
    json!({"at": own::AT, "keys": [issuer.key()], "mrz": passport.lines()})
}

/// What the desk says.
pub fn ask(desk: &mut Desk, text: &str, options: &Value) -> Report {
    let options: Options = serde_json::from_str(&options.to_string()).expect("options");
    desk.verify(text, &options, &TrustStore::new(), None).expect("a sound request")
}

/// A key that nothing here is sealed to: 32 times 0x63, TEST ONLY.
pub fn stranger() -> SealingKey {
    SealingKey::from_raw(Kem::P256, &[0x63; 32]).expect("a scalar in range")
}
