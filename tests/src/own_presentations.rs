//! Our own presentations: what a desk holds, what it was shown before, a code, the options of one verification, and
//! the exact bytes of its report.
//!
//! They stand in `tests/presentations`, one file each: on every surface a desk that was given `keys` and shown
//! `before` must answer `verifyJson(text, JSON.stringify(options))` with `report`. Passphrases and keys are TEST ONLY.

use crate::own::{self, AT, Issuer, Passport, ZHANG_WEI, seconds};
use crate::presentations::{Showing, Shown, asked, asked_with, border, device_of, health};
use healthpass_cert::presentation::challenge::{Challenge, audience};
use healthpass_cert::presentation::desk::Desk;
use healthpass_cert::presentation::{attested, envelope};
use healthpass_cert::request::Options;
use healthpass_cert::trust::TrustStore;
use healthpass_crypto::sealing_file;
use healthpass_crypto::sealing_key::SealingKey;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::OnceLock;

/// The passphrase of every key here.
const PASSPHRASE: &str = "TEST ONLY passphrase";

/// One file.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Vector {
    /// Name of the vector and of its file.
    pub id: String,
    /// Keys the desk holds.
    pub keys: Vec<ProtectedKey>,
    /// Texts the desk was shown before, with the same options.
    pub before: Vec<String>,
    /// The text of the code.
    pub text: String,
    /// Options of the verification.
    pub options: Value,
    /// The report, byte for byte.
    pub report: String,
}

/// A key as its owner keeps it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ProtectedKey {
    /// The file's text.
    pub pem: String,
    /// What opens it.
    pub passphrase: String,
}

/// A vector before it was asked, and the answer it was made to get.
#[derive(Clone, Debug)]
pub struct Case {
    /// Name.
    pub id: &'static str,
    /// Verdict of the report.
    pub verdict: &'static str,
    /// A code that must be among the reasons; none for a plain `verified`.
    pub reason: Option<&'static str>,
    keys: &'static [Authority],
    before: Vec<String>,
    text: String,
    options: Value,
}

/// The authorities here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Authority {
    Border,
    Health,
}

impl Authority {
    fn key(self) -> SealingKey {
        match self {
            Self::Border => border(),
            Self::Health => health(),
        }
    }

    /// Made once: a passphrase is slow to work with, on purpose.
    fn protected(self) -> ProtectedKey {
        static FILES: [OnceLock<String>; 2] = [OnceLock::new(), OnceLock::new()];
        let random = [self as u8 + 1; sealing_file::RANDOM_BYTES];
        let pem = FILES[self as usize].get_or_init(|| {
            sealing_file::protect(&self.key(), PASSPHRASE.as_bytes(), &random).expect("a file")
        });
        ProtectedKey { pem: pem.clone(), passphrase: PASSPHRASE.into() }
    }
}

impl Case {
    fn new(id: &'static str, verdict: &'static str, text: String, options: Value) -> Self {
        Self { id, verdict, reason: None, keys: &[], before: Vec::new(), text, options }
    }

    fn because(self, code: &'static str) -> Self {
        Self { reason: Some(code), ..self }
    }

    fn holding(self, keys: &'static [Authority]) -> Self {
        Self { keys, ..self }
    }

    /// The vector with the answer of the core.
    pub fn ask(&self) -> Vector {
        let mut desk = Desk::new();
        self.keys.iter().for_each(|key| desk.add_key(key.key()));
        let options: Options = serde_json::from_str(&self.options.to_string()).expect("options");
        let mut look = |text: &str| {
            let report = desk.verify(text, &options, &TrustStore::new(), None).expect("a sound request");
            serde_json::to_string(&report).expect("a report is JSON")
        };
        for text in &self.before {
            look(text);
        }
        Vector {
            id: self.id.into(),
            report: look(&self.text),
            keys: self.keys.iter().map(|key| key.protected()).collect(),
            before: self.before.clone(),
            text: self.text.clone(),
            options: self.options.clone(),
        }
    }
}

impl Vector {
    /// The bytes of its file.
    pub fn file(&self) -> String {
        format!("{}\n", serde_json::to_string_pretty(self).expect("text and JSON"))
    }
}

/// Every vector there is.
pub fn cases() -> Vec<Case> {
    [opened(), refused(), asked_first(), foreign()].concat()
}

fn opened() -> Vec<Case> {
    let china = Issuer::china();
    let open = Showing::of(&china);
    let sealed = open.clone().sealed(&[border()]);
    let both = open.clone().sealed(&[border(), health()]);
    let Shown::Issued(token) = &open.shown else { panic!("issued") };
    let withheld = Showing { shown: Shown::Issued(Box::new(token.choose(&[2]))), ..sealed.clone() };
    vec![
        Case::new("open", "verified", open.text(), asked(&china)),
        Case::new("open-with-passport", "verified", open.text(), asked_with(&china, ZHANG_WEI)),
        Case::new("sealed", "verified", sealed.text(), asked_with(&china, ZHANG_WEI))
            .holding(&[Authority::Border]),
        Case::new("sealed-to-two", "verified", both.text(), asked(&china)).holding(&[Authority::Health]),
        Case::new(
            "sealed-with-passport",
            "verified",
            both.with_passport(ZHANG_WEI).text(),
            asked_with(&china, ZHANG_WEI),
        )
        .holding(&[Authority::Border]),
        Case::new("one-record", "verified", withheld.text(), asked(&china)).holding(&[Authority::Border]),
    ]
}

fn refused() -> Vec<Case> {
    let china = Issuer::china();
    let open = Showing::of(&china);
    let sealed = open.clone().sealed(&[border()]);
    let renewed = Passport { number: "E12345679", ..ZHANG_WEI };
    let now = seconds(AT).0;
    let passed_on = open.clone().sealed(&[health()]).text_of(&sealed.message());
    let other_device = Showing { device: device_of(0x56), ..open.clone() };
    let text = sealed.text();
    let needs = sealed.clone().with_passport(ZHANG_WEI);
    let mut changed = envelope::read(&text).expect("ours").expect("base45");
    *changed.last_mut().expect("a byte") ^= 1;
    vec![
        Case::new("sealed-to-others", "sealed", text.clone(), asked(&china))
            .because("seal.other-recipient")
            .holding(&[Authority::Health]),
        Case::new("passport-needed", "sealed", needs.text(), asked(&china))
            .because("seal.passport-needed")
            .holding(&[Authority::Border]),
        Case::new("passport-differs", "holder-mismatch", needs.text(), asked_with(&china, renewed))
            .because("seal.passport-differs")
            .holding(&[Authority::Border]),
        Case::new("seal-broken", "not-genuine", envelope::write(&changed), asked(&china))
            .because("seal.broken")
            .holding(&[Authority::Border]),
        Case::new("unknown-issuer", "issuer-not-recognised", text.clone(), json!({"at": AT}))
            .because("issuer.not-listed")
            .holding(&[Authority::Border]),
        Case::new("other-device", "not-genuine", other_device.text(), asked(&china))
            .because("binding.signature"),
        Case::new("passed-on", "not-fresh", passed_on, asked(&china))
            .because("binding.resealed")
            .holding(&[Authority::Health]),
        Case::new("stale", "not-fresh", open.clone().made(now - 181).text(), asked(&china))
            .because("freshness.stale"),
        Case::new("from-the-future", "not-fresh", open.clone().made(now + 61).text(), asked(&china))
            .because("freshness.future"),
        Case { before: vec![text.clone()], ..Case::new("replayed", "not-fresh", text, asked(&china)) }
            .because("freshness.replayed")
            .holding(&[Authority::Border]),
        Case::new("other-passport", "holder-mismatch", open.text(), asked_with(&china, renewed))
            .because("holder.commitment-differs"),
        Case::new("cut-off", "unreadable", open.text()[..601].into(), asked(&china))
            .because("envelope.inflate.truncated"),
    ]
}

fn asked_first() -> Vec<Case> {
    let china = Issuer::china();
    let open = Showing::of(&china);
    let question =
        Challenge { audience: audience("Gate 4"), nonce: [4; 16], asked_at: seconds(AT), seal_to: vec![] };
    let other = Challenge { nonce: [5; 16], ..question.clone() };
    let elsewhere = Challenge { audience: audience("Gate 5"), ..question.clone() };
    let asking = || {
        let mut options = asked(&china);
        options["challenge"] = json!(question.text());
        options
    };
    vec![
        Case::new("answer", "verified", open.clone().answering(&question).text(), asking()),
        Case::new("no-answer", "not-fresh", open.text(), asking()).because("freshness.nonce-missing"),
        Case::new("other-answer", "not-fresh", open.clone().answering(&other).text(), asking())
            .because("freshness.nonce-other"),
        Case::new("answer-to-another-desk", "not-fresh", open.answering(&elsewhere).text(), asking())
            .because("binding.audience-other"),
    ]
}

fn foreign() -> Vec<Case> {
    let sweden = Issuer::sweden();
    let code = sweden.dcc(&own::vaccination());
    let shown = Showing::attested(&code).sealed(&[health()]);
    let china = Issuer::china();
    let Shown::Issued(token) = Showing::of(&china).shown else { panic!("issued") };
    let stolen = Showing {
        shown: Shown::Attested(attested::Code::Cose(token.to_bytes())),
        ..Showing::attested(&code)
    };
    vec![
        Case::new("foreign", "verified", shown.text(), asked(&sweden)).holding(&[Authority::Health]),
        Case::new(
            "foreign-unknown-issuer",
            "issuer-not-recognised",
            Showing::attested(&code).text(),
            json!({"at": AT}),
        )
        .because("issuer.not-listed"),
        Case::new("bound-token-attested", "unreadable", stolen.text(), asked(&china)),
    ]
}

/// Where the vectors are.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("presentations")
}
