//! ICAO's seals: third-party vectors, chains of our own making, content, and hostile input.

use base64ct::{Base64, Encoding};
use healthpass_cert::decoded::Decoded;
use healthpass_cert::limits::MAX_JSON_DEPTH;
use healthpass_cert::report::{Check, Report, State, Verdict};
use healthpass_cert::trust::{Revocations, TrustList, TrustStore, TrustedKey, Voucher};
use healthpass_cert::verify::{self, Context, Presented};
use healthpass_cert::{inspect::inspect, reason};
use healthpass_crypto::x509::Certificate;
use healthpass_tests::ask::{codes, envelope_code, verify_with};
use healthpass_tests::own::{ANNA, AT, seconds};
use healthpass_tests::seal::{self, Authority, NewCertificate, seal_signer, sealed};
use healthpass_tests::vectors;
use serde_json::{Value, json};
use std::sync::Arc;

mod chain;
mod content;
mod hostile;
mod third_party;

fn sweden() -> Authority {
    Authority::new(0xca, "SE")
}

/// A listed authority, as of a list that is current at [`AT`].
fn listed(key: TrustedKey) -> TrustedKey {
    let list = TrustList {
        name: "Test list".into(),
        environment: "test".into(),
        created_at: seconds("2026-11-20T00:00:00Z"),
        expires_at: seconds("2027-01-01T00:00:00Z"),
        ..TrustList::default()
    };
    TrustedKey { voucher: Voucher::List(Arc::new(list)), ..key }
}

fn ask(text: &str, keys: Vec<TrustedKey>) -> Report {
    ask_at(text, keys, AT)
}

fn ask_at(text: &str, keys: Vec<TrustedKey>, at: &str) -> Report {
    let mut store = TrustStore::new();
    keys.into_iter().for_each(|key| store.add(key));
    let context = Context { trust: store.with_given(&[]), document: Presented::Nothing, now: seconds(at) };
    verify::check(text, &context)
}

/// The report of a proof of vaccination by Sweden's signer, whose certificate is made odd first, when
/// Sweden is listed.
fn appointed(change: impl FnOnce(&mut NewCertificate)) -> Report {
    let mut certificate = sweden().appoints();
    change(&mut certificate);
    let text = sealed(&seal::vaccination(), &certificate, sweden().signer());
    ask(&text, vec![listed(sweden().trusted())])
}

#[track_caller]
fn assert_verified(report: &Report) {
    assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
}

#[track_caller]
fn assert_check(check: &Check, state: State, expected: &[&str]) {
    assert_eq!((check.state, codes(check).as_slice()), (state, expected), "{check:#?}");
}
