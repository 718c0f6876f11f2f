//! Published lists and published codes together: each list becomes a bundle, and the codes of its issuers verify
//! through it as through keys handed in.

use healthpass_cert::report::{Report, State, Verdict};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::bundle::Bundle;
use healthpass_cert::trust::lists::{self, Origin};
use healthpass_cert::trust::{TrustList, TrustStore};
use healthpass_cert::verify::{self, Context, Presented};
use healthpass_crypto::hash::sha256;
use healthpass_tests::own::{Issuer, seconds};
use healthpass_tests::vectors;
use serde_json::Value;
use std::convert::Infallible;

/// The keys of a published list, by way of a bundle of this environment that never grows old.
fn store(list: &str, environment: &str) -> Option<TrustStore> {
    let bytes = std::fs::read(vectors::locate(&format!("trust/{list}"))?).expect("a file");
    let list = lists::read(&bytes, &Origin::default()).expect("a list");
    let about = TrustList {
        name: "Test list".into(),
        environment: environment.into(),
        expires_at: seconds("2099-01-01T00:00:00Z"),
        ..TrustList::default()
    };
    let keys = list.keys.into_iter().map(|key| (key, 0)).collect();
    let bundle = Bundle { list: about, sequence: 1, sources: Vec::new(), keys };
    let root = Issuer::new(0x55, "XX", &[]);
    let spki = root.signer().public_key().spki_der().to_vec();
    let bytes =
        bundle.write(&spki, |message| root.sign(message)).unwrap_or_else(|never: Infallible| match never {});
    let mut store = TrustStore::new();
    Bundle::open(&bytes, &sha256(&spki)).expect("opens").load_into(&mut store);
    Some(store)
}

fn vector(name: &str) -> Option<Value> {
    Some(serde_json::from_str(&vectors::text(name)?).expect("JSON"))
}

fn report(vector: &Value, store: &TrustStore, now: UnixTime) -> Report {
    let text = vector["payload"].as_str().expect("a text");
    verify::check(text, &Context { trust: store.with_given(&[]), document: Presented::Nothing, now })
}

#[test]
fn new_zealands_passes_verify_through_its_did_document() {
    let (Some(example), Some(live)) =
        (store("nz-example-did.json", "test"), store("nz-live-did.json", "production"))
    else {
        return;
    };
    let Some(vector) = vector("nzcp/nzcp-expired-payload.json") else { return };
    let nbf = vector["expect"]["nbf"].as_i64().expect("a time");
    let reports = [&example, &live].map(|store| report(&vector, store, UnixTime(nbf + 1)));
    let verified: Vec<bool> = reports.iter().map(|report| report.verdict == Verdict::Verified).collect();
    let signed: Vec<State> = reports.iter().map(|report| report.checks.signature.state).collect();
    assert_eq!(verified.iter().filter(|one| **one).count(), 1, "{signed:?}: of exactly one of the two");
    let report = reports.iter().find(|report| report.verdict == Verdict::Verified).expect("one");
    assert_eq!(report.key.as_ref().and_then(|key| key.country.as_deref()), Some("NZ"));
}

#[test]
fn health_cards_of_the_directory_verify_through_its_snapshot() {
    let Some(store) = store("vci_snapshot.json", "production") else { return };
    let Some(vector) = vector("shc/gdhcn-SHCWAVaxContents.json") else { return };
    let report = report(&vector, &store, seconds("2026-11-22T00:00:00Z"));
    assert_eq!(report.checks.signature.state, State::Pass, "{:?}", report.checks);
    assert_eq!(report.checks.issuer.state, State::Pass);
    assert_eq!(report.key.expect("a key").source.as_deref(), Some("Test list"));
}

#[test]
fn a_yellow_card_verifies_through_the_development_list_only() {
    let Some(test) = store("gdhcn-dev-v1-did.json", "test") else { return };
    let Some(production) = store("gdhcn-prod-v2-did.json", "production") else { return };
    let Some(vector) = vector("hcert-icvp-dvc/gdhcn-DVCTest3QR.json") else { return };
    let now = seconds("2026-11-22T00:00:00Z");
    assert_eq!(report(&vector, &test, now).checks.signature.state, State::Pass);
    assert_eq!(report(&vector, &production, now).checks.signature.state, State::Unknown);
}
