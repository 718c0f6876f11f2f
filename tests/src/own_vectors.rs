//! Our own vectors: a code, the options of one verification, and the exact bytes of its report.
//!
//! They stand in `tests/vectors`, one file each, so that every surface (command line, Node, browsers,
//! the mini-program's engine) can be held to the same bytes: `verifyJson(text, JSON.stringify(options))`
//! must be `report`.

mod hcert;
mod seals;

use crate::divoc;
use crate::jose;
use crate::message::{HCERT, Message, int};
use crate::own::{self, ANNA, AT, EXPIRES, ISSUED, Issuer, Passport, TEST_ONLY_USAGE, ZHANG_WEI};
use healthpass_cert::cbor::Value as Cbor;
use healthpass_cert::envelope::hc1;
use healthpass_cert::request::Options;
use healthpass_cert::trust::TrustStore;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::PathBuf;

/// One vector, as its file has it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Vector {
    /// Name of the vector and of its file.
    pub id: String,
    /// The text of the code.
    pub text: String,
    /// Options of the verification: `at`, `keys`, `mrz`.
    pub options: Value,
    /// The report, byte for byte.
    pub report: String,
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
    /// The text of the code.
    pub text: String,
    /// Options of the verification.
    pub options: Value,
}

impl Case {
    fn new(id: &'static str, verdict: &'static str, text: String, options: Value) -> Self {
        Self { id, verdict, reason: None, text, options }
    }

    fn because(self, code: &'static str) -> Self {
        Self { reason: Some(code), ..self }
    }
}

/// Every vector there is.
pub fn cases() -> Vec<Case> {
    [
        verified(),
        holders(),
        refused(),
        unreadable(),
        hcert::cases(),
        json_web_signatures(),
        credentials(),
        seals::cases(),
    ]
    .concat()
}

fn verified() -> Vec<Case> {
    let (china, sweden) = (Issuer::china(), Issuer::sweden());
    let one = |id, text, issuer: &Issuer| Case::new(id, "verified", text, asked(issuer));
    vec![
        one("ithc-full", china.ithc(own::ITHC), &china),
        one("ithc-one-test", china.ithc(own::ITHC_ONE_TEST), &china),
        one("ithc-restated", china.ithc(own::ITHC_RESTATED), &china),
        one("dcc-vaccination", sweden.dcc(&own::vaccination()), &sweden),
        one("dcc-test", sweden.dcc(&own::test()), &sweden),
        one("dcc-recovery", sweden.dcc(&own::recovery()), &sweden),
    ]
}

fn holders() -> Vec<Case> {
    let (china, sweden) = (Issuer::china(), Issuer::sweden());
    let with = |issuer: &Issuer, lines: [String; 2]| {
        let mut options = asked(issuer);
        options["mrz"] = json!(lines);
        options
    };
    let mut wrong_digit = ZHANG_WEI.lines();
    wrong_digit[1].replace_range(9..10, "7");
    let concealed = china.ithc(&own::ithc_concealed());
    let other_number = Passport { number: "E12345679", ..ZHANG_WEI };
    vec![
        Case::new("ithc-holder", "verified", china.ithc(own::ITHC), with(&china, ZHANG_WEI.lines())),
        Case::new("dcc-holder", "verified", sweden.dcc(&own::vaccination()), with(&sweden, ANNA.lines())),
        Case::new(
            "ithc-other-passport",
            "holder-mismatch",
            china.ithc(own::ITHC),
            with(&china, other_number.lines()),
        )
        .because("match.number"),
        Case::new(
            "dcc-other-holder",
            "holder-mismatch",
            sweden.dcc(&own::vaccination()),
            with(&sweden, Passport { birth: "1974-08-13", ..ANNA }.lines()),
        )
        .because("match.birth"),
        Case::new("ithc-concealed-holder", "verified", concealed.clone(), with(&china, ZHANG_WEI.lines())),
        Case::new(
            "ithc-concealed-other-passport",
            "holder-mismatch",
            concealed,
            with(&china, other_number.lines()),
        )
        .because("holder.number-not-confirmed"),
        Case::new("ithc-passport-mistyped", "verified", china.ithc(own::ITHC), with(&china, wrong_digit))
            .because("mrz.check-digit"),
    ]
}

fn refused() -> Vec<Case> {
    let sweden = Issuer::sweden();
    let code = sweden.dcc(&own::vaccination());
    let at = |time: &str| json!({"at": time, "keys": [sweden.key()]});
    let limited = Issuer::new(0x44, "SE", &[TEST_ONLY_USAGE]);
    let mut odd = own::vaccination();
    odd["v"][0]["dn"] = json!("two");
    let times = [ISSUED, EXPIRES].map(|time| own::seconds(time).0);
    let odd = Message::new(&sweden.kid(), &odd, times).code(&sweden);
    let unknown = Cbor::Map(vec![(int(7), Cbor::Map(Vec::new()))]);
    vec![
        Case::new("dcc-expired", "not-valid-now", code.clone(), at("2026-12-13T08:00:01Z"))
            .because("time.expired"),
        Case::new("dcc-not-yet-issued", "not-valid-now", code.clone(), at("2026-11-24T07:59:59Z"))
            .because("time.issued-later"),
        Case::new("dcc-unknown-issuer", "issuer-not-recognised", code.clone(), json!({"at": AT}))
            .because("issuer.not-listed"),
        Case::new(
            "dcc-wrong-purpose",
            "issuer-not-recognised",
            limited.dcc(&own::vaccination()),
            asked(&limited),
        )
        .because("usage.kind-not-allowed"),
        Case::new("dcc-changed-byte", "not-genuine", changed_byte(&sweden), asked(&sweden))
            .because("signature.invalid"),
        Case::new("dcc-odd-content", "rule-not-met", odd, asked(&sweden)).because("content.schema.type"),
        Case::new(
            "hc1-unknown-format",
            "unreadable",
            sweden.message().with_claim(HCERT, unknown).code(&sweden),
            asked(&sweden),
        )
        .because("content.shape.unsupported-format"),
    ]
}

fn unreadable() -> Vec<Case> {
    let sweden = Issuer::sweden();
    let code = sweden.dcc(&own::vaccination());
    let one = |id, text: String, reason| Case::new(id, "unreadable", text, asked(&sweden)).because(reason);
    vec![
        one("no-code", "https://example.org/".into(), "envelope.prefix.web-address"),
        one("hc1-lower-case", code.to_lowercase(), "envelope.prefix.lower-case"),
        one("hc1-foreign-character", code.replace(&code[20..21], "健"), "envelope.base45.character"),
        one("hc1-cut-off", code[..code.len() / 2 / 3 * 3 + 4].into(), "envelope.inflate.truncated"),
    ]
}

/// SMART Health Cards, NZ COVID Passes and links.
fn json_web_signatures() -> Vec<Case> {
    let sweden = Issuer::sweden();
    let card = jose::card(&sweden, &jose::claims());
    let parts = jose::split(&card, 3);
    let with_card_key = json!({"at": AT, "keys": [{"jwk": jose::jwk(&sweden)}]});
    let with_pass_key = json!({"at": AT, "keys": [{"jwk": jose::pass_key(&sweden)}]});
    let pass = jose::pass(&sweden, jose::pass_claims());
    let link = "https://viewer.example/#shlink:/eyJ1cmwiOiJodHRwczovL2hlYWx0aC5leGFtcGxlL20iLCJmbGFnIjoiTCIsImtleSI6InJ4VGdZbE9hS0pQRnRjRWQwcWNjZU44d0VVNHA5NFNxQXdJV1FlNnVYN1EifQ";
    vec![
        Case::new("shc-vaccination", "verified", card, with_card_key.clone()),
        Case::new("shc-three-codes", "verified", parts.join("\n"), with_card_key.clone()),
        Case::new("shc-code-missing", "unreadable", parts[..2].join("\n"), with_card_key)
            .because("envelope.shc.part-missing"),
        Case::new("nzcp-pass", "verified", pass, with_pass_key),
        Case::new("shl-link", "issuer-not-recognised", link.into(), json!({"at": AT}))
            .because("signature.not-signed"),
    ]
}

/// DIVOC credentials.
fn credentials() -> Vec<Case> {
    let plain = json!({"at": AT, "keys": [divoc::key()]});
    let with = |passport: Passport| json!({"at": AT, "keys": [divoc::key()], "mrz": passport.lines()});
    let signed = divoc::signed(&divoc::credential());
    let archive = || divoc::archive(&signed.to_string());
    let changed = |change: fn(&mut Value)| {
        let mut changed = signed.clone();
        change(&mut changed);
        changed.to_string()
    };
    let partly = divoc::signed(&divoc::credential_about("19882120590"));
    vec![
        Case::new("divoc", "verified", archive(), plain.clone()),
        Case::new("divoc-holder", "verified", archive(), with(ANNA)),
        Case::new(
            "divoc-other-passport",
            "holder-mismatch",
            archive(),
            with(Passport { number: "L898902C4", ..ANNA }),
        )
        .because("match.number"),
        Case::new("divoc-json", "verified", signed.to_string(), plain.clone()),
        Case::new(
            "divoc-other-name",
            "not-genuine",
            changed(|c| c["credentialSubject"]["name"] = "Somebody Else".into()),
            plain.clone(),
        ),
        Case::new(
            "divoc-doses-exchanged",
            "rule-not-met",
            changed(|c| (c["evidence"][0]["dose"], c["evidence"][0]["totalDoses"]) = (2.into(), 1.into())),
            plain.clone(),
        )
        .because("content.schema.range"),
        Case::new("divoc-person-not-signed", "rule-not-met", partly.to_string(), plain.clone())
            .because("content.divoc.not-signed"),
        Case::new(
            "divoc-unknown-vocabulary",
            "unreadable",
            changed(|c| c["@context"][1] = "https://example.com/vaccination/v1".into()),
            plain,
        )
        .because("envelope.json-ld.context"),
    ]
}

/// The payload says something else than was signed: a dose more.
fn changed_byte(issuer: &Issuer) -> String {
    let message = issuer.message();
    let signature = issuer.signer().sign(&message.to_be_signed());
    let mut changed = message.clone();
    let dose = changed.payload.windows(4).position(|four| four == b"\x62dn\x02").expect("a dose");
    changed.payload[dose + 3] = 3;
    hc1::write(&changed.with_signature(&signature))
}

fn asked(issuer: &Issuer) -> Value {
    json!({"at": AT, "keys": [issuer.key()]})
}

impl Vector {
    /// Asks the core.
    pub fn ask(id: &str, text: &str, options: &Value) -> Self {
        let parsed: Options = serde_json::from_str(&options.to_string()).expect("options");
        let report = parsed.verify(text, &TrustStore::new(), None).expect("a sound request");
        let report = serde_json::to_string(&report).expect("a report is JSON");
        Self { id: id.into(), text: text.into(), options: options.clone(), report }
    }

    /// The bytes of its file.
    pub fn file(&self) -> String {
        format!("{}\n", serde_json::to_string_pretty(self).expect("text and JSON"))
    }
}

/// Where the vectors are.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors")
}
