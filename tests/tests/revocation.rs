//! Withdrawn certificates: third-party vectors, and what a verification makes of the lists at hand.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

use base64ct::{Base64, Encoding};
use healthpass_cert::decoded::Decoded;
use healthpass_cert::presentation::desk::Desk;
use healthpass_cert::presentation::{envelope, look_inside};
use healthpass_cert::report::{Report, State, Verdict};
use healthpass_cert::request::Options;
use healthpass_cert::revocation::build::{Host, delta, filter};
use healthpass_cert::revocation::foreign::BloomFilter;
use healthpass_cert::revocation::hash::Id;
use healthpass_cert::revocation::identity::{id_of_text, month_of};
use healthpass_cert::revocation::manifest::FileName;
use healthpass_cert::revocation::{HashKind, Identity, Manifest, RevocationStore, Set, Source};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::TrustStore;
use healthpass_crypto::hash::sha256;
use healthpass_tests::ask::codes;
use healthpass_tests::own::{self, AT, EXPIRES, Issuer, seconds};
use healthpass_tests::presentations::{SHOWN, Showing};
use healthpass_tests::vectors;
use serde_json::{Value, json};

const QUIET: Host<'static> = Host::QUIET;

/// The identifier of every vaccination here.
const UVCI: &str = "URN:UVCI:01:SE:187/37512422923";

fn values(name: &str) -> Vec<Value> {
    let text = vectors::text(&format!("revocation/{name}"));
    text.map(|text| serde_json::from_str(&text).expect("JSON")).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn certificates_are_known_as_the_eu_computes_it() {
    for vector in values("RevocationCalculationSampleData.json") {
        let text = vector["barcodeData"].as_str().expect("text");
        let identity = Identity::of(&Decoded::read(text).expect("a certificate"));
        for kind in HashKind::ALL {
            let expected = vector[format!("exp{}", kind.name())].as_str().expect("text");
            let found: Vec<String> = identity.ids(kind).iter().map(|id| hex(id)).collect();
            assert_eq!(found, [expected], "{} {}", vector["description"], kind.name());
        }
    }
}

fn words(vector: &Value) -> Vec<i64> {
    let text = Base64::decode_vec(vector["filter"].as_str().expect("text")).expect("base64");
    serde_json::from_slice(&text).expect("numbers")
}

/// Elements with what the filter is to answer, and whether they were put in.
fn elements(vector: &Value) -> Vec<(String, bool)> {
    let exists: Vec<i64> = serde_json::from_str(vector["exists"].as_str().expect("text")).expect("numbers");
    let data = vector["data"].as_array().expect("texts").iter();
    data.zip(exists)
        .map(|(element, exists)| (element.as_str().expect("text").to_owned(), exists == 1))
        .collect()
}

#[test]
fn bloom_filters_answer_as_their_writer() {
    for vector in values("filter-test.json") {
        let (words, elements) = (words(&vector), elements(&vector));
        // The rounds that the writer chose for its bits and elements: their ratio times ln 2.
        let rounds =
            (words.len() as f64 * 32.0 / elements.len() as f64 * core::f64::consts::LN_2).round() as u8;
        let coded: Vec<u8> = words.iter().flat_map(|word| (*word as i32).to_be_bytes()).collect();
        let length = (words.len() as u32).to_be_bytes();
        for order in [[rounds, 0], [0, rounds]] {
            let bytes = [&[0, 1], &order[..], &[0; 12], &length, &coded].concat();
            let filter = BloomFilter::read(&bytes).expect("a filter");
            for (element, exists) in &elements {
                assert_eq!(filter.may_contain(element.as_bytes()), *exists, "{element} {vector}");
            }
        }
    }
}

#[test]
fn bloom_places_are_those_of_signed_numbers() {
    for vector in values("testcase1.json") {
        let (bits, rounds) = (words(&vector), vector["k"].as_u64().expect("a number") as u8);
        for (element, exists) in elements(&vector) {
            let set =
                |round| bits[BloomFilter::place(element.as_bytes(), round, bits.len() as u64) as usize] == 1;
            assert_eq!((0..rounds).all(set), exists, "{element} {vector}");
        }
    }
}

/// A list of Sweden's, signed with the TEST ONLY key of China's issuer as root.
struct List {
    store: RevocationStore,
    files: Vec<Vec<u8>>,
}

const LISTED: &str = "2026-11-30T00:00:00Z";

fn list(revoked: &[Id], change: fn(&mut Manifest)) -> List {
    let known: Vec<Id> = (0..2000).map(|n| id_of_text("", &n.to_string())).collect();
    let issued = [&known[..], &[id_of_text("", UVCI)]].concat();
    let built = filter(&issued, revoked, QUIET).expect("built");
    let mut store = RevocationStore::new();
    let mut manifest = manifest(&built.files, built.revoked);
    change(&mut manifest);
    load(&mut store, &manifest);
    List { store, files: built.files }
}

fn manifest(files: &[Vec<u8>], revoked: usize) -> Manifest {
    let set = Set {
        kid: Issuer::sweden().kid(),
        key: None,
        month: month_of(seconds(EXPIRES)),
        kind: HashKind::Uci,
        known: 2001,
        revoked: revoked as u64,
        files: files.iter().map(|bytes| FileName::of(bytes)).collect(),
    };
    Manifest {
        name: "Swedish list".into(),
        country: Some("SE".into()),
        sequence: 1,
        created_at: seconds(LISTED),
        expires_at: seconds("2026-12-07T00:00:00Z"),
        covers: seconds(LISTED),
        extends: None,
        sets: vec![set],
        digest: [0; 32],
    }
}

fn load(store: &mut RevocationStore, manifest: &Manifest) {
    let root = Issuer::china();
    let spki = root.signer().public_key().spki_der().to_vec();
    let signed = manifest.write(&spki, |bytes| root.sign(bytes)).expect("signed");
    store.load_manifest(&signed, &sha256(&spki), seconds(AT), None).expect("a list");
}

impl List {
    fn whole(mut self) -> RevocationStore {
        for file in &self.files {
            self.store.add_file(file).expect("named");
        }
        self.store
    }
}

/// The report of Sweden's vaccination with these lists at hand.
fn report(lists: RevocationStore, at: &str) -> Report {
    let mut trust = TrustStore::new();
    *trust.revocation_mut() = lists;
    let options = json!({"at": at, "keys": [Issuer::sweden().key()]});
    let options: Options = serde_json::from_value(options).expect("options");
    let text = Issuer::sweden().dcc(&own::vaccination());
    options.verify(&text, &trust, None).expect("a sound request")
}

fn answer(report: &Report) -> (Verdict, State, &'static str) {
    (report.verdict, report.checks.revocation.state, codes(&report.checks.revocation)[0])
}

#[test]
fn each_answer_of_a_list_is_in_the_report() {
    let (none, all) = (vec![], vec![id_of_text("", UVCI)]);
    let without = report(RevocationStore::new(), AT);
    assert_eq!(answer(&without), (Verdict::Verified, State::Skipped, "revocation.no-list"));

    let clear = report(list(&none, |_| ()).whole(), AT);
    assert_eq!(answer(&clear), (Verdict::Verified, State::Pass, "revocation.as-of"));
    assert_eq!(clear.checks.revocation.reasons[0].at.as_deref(), Some(LISTED));
    assert_eq!(clear.checks.revocation.reasons[0].found.as_deref(), Some("Swedish list"));

    let revoked = report(list(&all, |_| ()).whole(), AT);
    assert_eq!(answer(&revoked), (Verdict::Revoked, State::Fail, "revocation.revoked"));

    let missing = list(&all, |_| ()).store;
    let file = missing.summary(seconds(AT))[0].missing_files[0].clone();
    let missing = report(missing, AT);
    assert_eq!(answer(&missing), (Verdict::Verified, State::Unknown, "revocation.not-loaded"));
    assert_eq!(missing.checks.revocation.reasons[0].found, Some(file));

    let later = "2026-12-10T00:00:00Z";
    let old = report(list(&none, |_| ()).whole(), later);
    assert_eq!(answer(&old), (Verdict::Verified, State::Unknown, "revocation.list-old"));
    assert_eq!(old.checks.revocation.reasons[0].expected.as_deref(), Some("10"), "days");
    let old = report(list(&all, |_| ()).whole(), later);
    assert_eq!(answer(&old), (Verdict::Revoked, State::Fail, "revocation.revoked"), "still withdrawn");
}

#[test]
fn a_list_speaks_for_nothing_but_its_own() {
    let all = [id_of_text("", UVCI)];
    let changes: [fn(&mut Manifest); 5] = [
        |list| list.country = Some("NO".into()),
        |list| list.sets[0].kid = vec![1; 8],
        |list| list.sets[0].key = Some([1; 32]),
        |list| list.sets[0].month = Some(1),
        |list| list.covers = seconds(own::ISSUED),
    ];
    for (index, change) in changes.into_iter().enumerate() {
        let report = report(list(&all, change).whole(), AT);
        assert_eq!(answer(&report), (Verdict::Verified, State::Unknown, "revocation.not-covered"), "{index}");
    }
    let bound: fn(&mut Manifest) = |list| {
        list.sets[0].key = Some(Issuer::sweden().signer().public_key().fingerprint());
        list.sets[0].month = None;
    };
    assert_eq!(report(list(&all, bound).whole(), AT).verdict, Verdict::Revoked);
}

#[test]
fn what_was_withdrawn_since_counts() {
    let mut lists = list(&[], |_| ()).whole();
    let base = lists.manifests().next().expect("a list").clone();
    let issued = [id_of_text("", UVCI), id_of_text("", "other")];
    let built = delta(&issued, &issued[..1], &[], QUIET).expect("built");
    let next = Manifest {
        sequence: 2,
        extends: Some((1, base.digest)),
        created_at: seconds(AT),
        ..manifest(std::slice::from_ref(&built.file), 1)
    };
    load(&mut lists, &next);
    lists.add_file(&built.file).expect("named");
    let revoked = report(lists, AT);
    assert_eq!(answer(&revoked), (Verdict::Revoked, State::Fail, "revocation.revoked"));
    assert_eq!(revoked.checks.revocation.reasons[0].at.as_deref(), Some(AT));
}

/// A list that can be wrong refuses nobody.
#[test]
fn a_probable_hit_is_only_possibly() {
    let id = id_of_text("", UVCI);
    let slice = [&[0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 4][..], &id[..4]].concat();
    let (kid, name, digit) =
        (Base64::encode_string(&Issuer::sweden().kid()), hex(&sha256(&slice)), &hex(&id)[..1]);
    let partition = json!([{"kid": kid, "x": null, "y": null, "chunks": {digit: {
        "2027-12-01T00:00:00Z": {"type": "VARHASHLIST", "version": "1.0", "hash": name}}}}]);
    let mut lists = RevocationStore::new();
    let source = Source { name: "Gateway".into(), speaks_for: "SE".into(), at: seconds(LISTED), whole: true };
    lists.load_foreign(partition.to_string().as_bytes(), &source, seconds(AT)).expect("a partition");
    lists.add_file(&slice).expect("named");
    let possibly = report(lists, AT);
    assert_eq!(answer(&possibly), (Verdict::Verified, State::Unknown, "revocation.possibly"));
}

#[test]
fn without_the_issuer_s_key_no_list_is_asked() {
    let mut trust = TrustStore::new();
    *trust.revocation_mut() = list(&[id_of_text("", UVCI)], |_| ()).whole();
    let text = Issuer::sweden().dcc(&own::vaccination());
    let unknown: Options = serde_json::from_value(json!({"at": AT})).expect("options");
    let report = unknown.verify(&text, &trust, None).expect("a sound request");
    assert_eq!(answer(&report), (Verdict::IssuerNotRecognised, State::Skipped, "revocation.no-key"));
}

/// In what a wallet shows, the lists are asked at their place in the order of opening: behind issuer, device and moment.
#[test]
fn presentations_are_asked_behind_what_comes_first() {
    let issuer = Issuer::china();
    let showing = Showing::of(&issuer);
    let inside = look_inside(&envelope::pack(&showing.message())).expect("our own");
    let mut trust = TrustStore::new();
    let batch = |hashes: &[Id]| {
        let entries: Vec<Value> =
            hashes.iter().map(|hash| json!({"hash": Base64::encode_string(hash)})).collect();
        json!({"country": "CN", "expires": "2027-12-01T00:00:00Z", "kid": Base64::encode_string(&issuer.kid()),
               "hashType": "SIGNATURE", "entries": entries}).to_string()
    };
    let signature = Identity::of(&inside.certificate).ids(HashKind::Signature);
    let source =
        Source { name: "Chinese list".into(), speaks_for: "CN".into(), at: seconds(LISTED), whole: true };
    let loaded = trust.revocation_mut().load_foreign(batch(&signature).as_bytes(), &source, seconds(AT));
    loaded.expect("a batch");
    let ask = |at: &str, text: &str| {
        let options = json!({"at": at, "keys": [issuer.key()]});
        let options: Options = serde_json::from_value(options).expect("options");
        Desk::new().verify(text, &options, &trust, None).expect("a sound request")
    };
    let text = showing.text();
    let shown = ask(SHOWN, &text);
    assert_eq!(answer(&shown), (Verdict::Revoked, State::Fail, "revocation.revoked"));
    let stale = UnixTime(seconds(SHOWN).0 + 600).rfc3339();
    let stale = ask(&stale, &text);
    assert_eq!(stale.verdict, Verdict::NotFresh);
    assert_eq!(stale.checks.revocation.state, State::Skipped);
}
