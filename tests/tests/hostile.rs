//! Nothing that is handed in makes the core stop, believe a changed certificate, or stay silent about why.

use healthpass_cert::cbor::{self, Value};
use healthpass_cert::decoded::Decoded;
use healthpass_cert::envelope::{base45, hc1, inflate};
use healthpass_cert::limits::{MAX_CBOR_DEPTH, MAX_CBOR_ITEMS, MAX_INFLATED};
use healthpass_cert::report::{Report, Verdict};
use healthpass_cert::{inspect::inspect, reason};
use healthpass_tests::ask::{envelope_code, verify_with};
use healthpass_tests::message::head;
use healthpass_tests::own::{self, AT, Issuer};
use healthpass_tests::vectors;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// A certificate that verifies, and how to ask about it.
struct Good {
    name: &'static str,
    text: String,
    options: Json,
}

impl Good {
    fn all() -> Vec<Self> {
        let (china, sweden) = (Issuer::china(), Issuer::sweden());
        let asked = |issuer: &Issuer| json!({"at": AT, "keys": [issuer.key()]});
        let mut all = vec![
            Self { name: "our ITHC", text: china.ithc(own::ITHC_ONE_TEST), options: asked(&china) },
            Self { name: "our DCC", text: sweden.dcc(&own::vaccination()), options: asked(&sweden) },
        ];
        all.extend(Self::of_a_state());
        all
    }

    fn of_a_state() -> Option<Self> {
        let text = vectors::text("hcert-dcc/dgc-testdata.jsonl")?;
        let file = text
            .lines()
            .map(|line| serde_json::from_str::<Json>(line).expect("JSON"))
            .find(|file| file["path"].as_str().is_some_and(|path| path.starts_with("AT/")))
            .expect("an Austrian file");
        let context = &file["TESTCTX"];
        Some(Self {
            name: "a state's DCC",
            text: file["PREFIX"].as_str().expect("text").into(),
            options: json!({"at": context["VALIDATIONCLOCK"], "keys": [{"cert": context["CERTIFICATE"]}]}),
        })
    }

    fn packed(&self) -> Vec<u8> {
        base45::decode(self.text.strip_prefix(hc1::PREFIX).expect("HC1")).expect("base45")
    }

    fn cose(&self) -> Vec<u8> {
        inflate::inflate(&self.packed()).expect("zlib")
    }

    /// Asks about a changed code. It may verify only if protected header, payload and signature are the same.
    fn assert_not_believed(&self, text: &str, known: &BTreeSet<&str>) -> Report {
        let report = verify_with(text, &self.options);
        if report.verdict == Verdict::Verified {
            let parts = |text: &str| Decoded::read(text).expect("verified").signed().cloned();
            assert_eq!(parts(text), parts(&self.text), "{}: believed {text}", self.name);
        } else {
            assert_named(&report, known);
        }
        report
    }
}

fn assert_named(report: &Report, known: &BTreeSet<&str>) {
    let checks = &report.checks;
    let all =
        [&checks.envelope, &checks.signature, &checks.issuer, &checks.time, &checks.usage, &checks.content];
    let codes: Vec<_> = all.iter().flat_map(|check| &check.reasons).map(|reason| reason.code).collect();
    assert!(!codes.is_empty(), "{report:?}");
    assert!(codes.iter().all(|code| known.contains(code)), "{codes:?}");
}

fn known() -> BTreeSet<&'static str> {
    reason::all().into_iter().collect()
}

fn code_of_packed(packed: &[u8]) -> String {
    format!("{}{}", hc1::PREFIX, base45::encode(packed))
}

#[test]
fn the_certificates_that_are_spoilt_below_verify() {
    for good in Good::all() {
        let report = verify_with(&good.text, &good.options);
        assert_eq!(report.verdict, Verdict::Verified, "{}: {:#?}", good.name, report.checks);
    }
}

#[test]
fn no_truncated_text_is_believed() {
    let known = known();
    for good in Good::all() {
        for end in 0..good.text.len() {
            let report = good.assert_not_believed(&good.text[..end], &known);
            assert_eq!(report.verdict, Verdict::Unreadable, "{} {end}", good.name);
            inspect(&good.text[..end]);
        }
    }
}

#[test]
fn no_text_with_one_other_character_is_believed() {
    let known = known();
    for good in Good::all() {
        for place in 0..good.text.len() {
            let (before, after) = (&good.text[..place], &good.text[place + 1..]);
            let found = good.text.as_bytes()[place];
            for other in [b'0', b'A', b':', b' ', b'\n', b'a', found ^ 1, found ^ 0x40] {
                if other != found && other.is_ascii() {
                    let text = format!("{before}{}{after}", char::from(other));
                    let report = good.assert_not_believed(&text, &known);
                    assert_ne!(report.verdict, Verdict::Verified, "{} {place}", good.name);
                }
            }
        }
    }
}

#[test]
fn no_truncated_or_changed_zlib_stream_is_believed() {
    let known = known();
    for good in Good::all() {
        let packed = good.packed();
        for place in 0..packed.len() {
            good.assert_not_believed(&code_of_packed(&packed[..place]), &known);
            for bit in 0..8 {
                let mut changed = packed.clone();
                changed[place] ^= 1 << bit;
                good.assert_not_believed(&code_of_packed(&changed), &known);
            }
        }
    }
}

#[test]
fn no_truncated_message_is_believed() {
    let known = known();
    for good in Good::all() {
        let cose = good.cose();
        for end in 0..cose.len() {
            let report = good.assert_not_believed(&hc1::write(&cose[..end]), &known);
            assert_eq!(report.verdict, Verdict::Unreadable, "{} {end}", good.name);
        }
    }
}

#[test]
fn no_message_with_one_other_byte_is_believed() {
    let known = known();
    for good in Good::all() {
        let cose = good.cose();
        let mut verified = 0;
        for place in 0..cose.len() {
            for flip in [1 << (place % 8), 0xff] {
                let mut changed = cose.clone();
                changed[place] ^= flip;
                let report = good.assert_not_believed(&hc1::write(&changed), &known);
                verified += usize::from(report.verdict == Verdict::Verified);
            }
        }
        // Only the unprotected header is outside the signature, and none of these has anything in it.
        assert_eq!(verified, 0, "{}", good.name);
    }
}

#[test]
fn what_inflates_without_end_is_refused_at_the_limit() {
    for size in [MAX_INFLATED + 1, 16 * 1024 * 1024] {
        let packed = inflate::deflate(&vec![0; size]);
        assert_eq!(inflate::inflate(&packed).unwrap_err().code, inflate::code::TOO_LARGE);
        let report = verify_with(&code_of_packed(&packed), &json!({"at": AT}));
        let expected =
            if size > 5_000_000 { "envelope.prefix.too-long" } else { "envelope.inflate.too-large" };
        assert_eq!(envelope_code(&report), expected);
    }
}

#[test]
fn a_claimed_length_allocates_nothing() {
    // 2^62 entries each: reading on would end the process.
    for major in [2, 3, 4, 5] {
        for claimed in [0xffff_ffff, 1 << 40, 1 << 62, u64::MAX] {
            let fault = Value::read(&head(major, claimed)).unwrap_err();
            assert_eq!(fault.code, cbor::code::TRUNCATED, "major {major}, {claimed}");
            assert_eq!(fault.offset, 0);
        }
    }
    // As many bytes as claimed, but more items than allowed: refused before the first is read.
    let many = [head(4, MAX_CBOR_ITEMS as u64 + 1), vec![0xff; MAX_CBOR_ITEMS + 1]].concat();
    assert_eq!(Value::read(&many).unwrap_err().code, cbor::code::TOO_MANY_ITEMS);
}

#[test]
fn nested_claims_do_not_multiply() {
    // Each level claims as many items as there are bytes left; the bound is on all of them together.
    let mut bytes = Vec::new();
    for _ in 0..MAX_CBOR_DEPTH {
        bytes.extend(head(4, 400));
    }
    bytes.extend(vec![0x80; 400 * MAX_CBOR_DEPTH]);
    assert_eq!(Value::read(&bytes).unwrap_err().code, cbor::code::TOO_MANY_ITEMS);
}

#[test]
fn a_megabyte_of_text_is_refused_unread() {
    for filler in ["A", "健", "\u{0}", ":"] {
        let report = verify_with(&format!("HC1:{}", filler.repeat(1_000_000)), &json!({"at": AT}));
        assert_eq!(envelope_code(&report), "envelope.prefix.too-long");
    }
}
