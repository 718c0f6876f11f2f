//! DIVOC certificates: every vector as its source states it, and what must not be believed.

use base64ct::{Base64, Encoding};
use healthpass_cert::decoded::Decoded;
use healthpass_cert::envelope::zip;
use healthpass_cert::limits::MAX_TEXT;
use healthpass_cert::report::{Report, State, Verdict};
use healthpass_cert::trust::{TrustList, TrustStore, TrustedKey, Voucher};
use healthpass_cert::verify::{self, Context, Presented};
use healthpass_cert::{inspect::inspect, reason};
use healthpass_cli::picture::read_codes;
use healthpass_crypto::key::PublicKey;
use healthpass_tests::ask::{codes, envelope_code, verify_with};
use healthpass_tests::divoc;
use healthpass_tests::own::{self, seconds};
use healthpass_tests::vectors;
use image::{GrayImage, ImageFormat, Luma};
use qrcodegen::{QrCode, QrCodeEcc};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::Arc;

/// What a source states, and the verdict it comes to.
const EXPECTED: [(&str, Verdict); 5] = [
    ("valid", Verdict::Verified),
    ("bad-signature", Verdict::NotGenuine),
    ("wrong-key", Verdict::NotGenuine),
    ("unknown-key", Verdict::IssuerNotRecognised),
    ("malformed", Verdict::Unreadable),
];

/// Vectors whose verdict is another than their source's word for them, and why.
const DEVIATIONS: [(&str, Verdict, &str); 0] = [];

/// After every certificate's time of issue.
const AT: &str = "2022-06-01T00:00:00Z";

fn all() -> Vec<Json> {
    let Some(folder) = vectors::locate("divoc") else { return Vec::new() };
    let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
    let text = |path| std::fs::read_to_string(path).expect("a file");
    files.map(|path| serde_json::from_str(&text(path)).expect("JSON")).collect()
}

/// The vector's code as text: bytes as the characters a scanner makes of them.
fn text(vector: &Json) -> String {
    match vector["payload"].as_str() {
        Some(text) => text.to_owned(),
        None => {
            latin1(&Base64::decode_vec(vector["payload_b64"].as_str().expect("a payload")).expect("base64"))
        }
    }
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn options(vector: &Json) -> Json {
    let keys = vector["key"]["spki_pem"].as_str().map(|pem| vec![json!({"pem": pem})]);
    json!({"at": AT, "keys": keys.unwrap_or_default()})
}

fn report(vector: &Json) -> Report {
    verify_with(&text(vector), &options(vector))
}

fn named(name: &str) -> Option<Json> {
    let found = all().into_iter().find(|vector| vector["id"] == name);
    if found.is_none() {
        eprintln!("SKIPPED: {name} vectors not found");
    }
    found
}

#[test]
fn every_vector_is_what_its_source_says() {
    for vector in all() {
        let (name, status) = (vector["id"].as_str().expect("a name"), vector["expect"]["status"].as_str());
        let deviation = DEVIATIONS.iter().find(|(other, ..)| *other == name).map(|(_, verdict, _)| *verdict);
        let stated = EXPECTED.iter().find(|(word, _)| Some(*word) == status).map(|(_, verdict)| *verdict);
        let report = report(&vector);
        let public = vector["pii"] == "synthetic";
        let shown = if public { format!("{:#?}", report.checks) } else { String::new() };
        assert_eq!(Some(report.verdict), deviation.or(stated), "{name}: {status:?} {shown}");
        assert_eq!(report.format.map(|format| format.name()), Some("divoc"), "{name}");
    }
}

#[test]
fn a_passport_number_is_compared_with_the_passport() {
    let Some(vector) = named("gdhcn-DIVOCQR1Contents") else { return };
    let certificate = report(&vector).certificate.expect("a certificate");
    assert_eq!(certificate.document.expect("a document").number.as_deref(), Some("Dummy256"));
    assert_eq!(certificate.issuer.id.as_deref(), Some("https://cowin.gov.in/"));
    assert_eq!(certificate.issued_at.as_deref(), Some("2021-03-03T04:28:46Z"));
    assert_eq!(certificate.records.len(), 1);
}

/// The same archive as it comes out of other scanners and hands.
#[test]
fn the_same_certificate_in_every_wrapping() {
    let Some(vector) = named("gdhcn-DIVOCQR1Contents") else { return };
    let text = text(&vector);
    let archive = zip::bytes(&text).expect("an archive");
    let json =
        String::from_utf8(zip::read_file(&archive, "certificate.json").expect("a file")).expect("text");
    let url_safe = text.replace('+', "-").replace('/', "_").replace('=', "");
    for text in [latin1(&archive), json.clone(), format!("\u{feff}{json}\n")[3..].to_owned(), url_safe] {
        assert_eq!(verify_with(&text, &options(&vector)).verdict, Verdict::Verified, "{text}");
    }
}

/// Bytes, not text, in the symbol: they come out of the picture as they went in.
#[test]
fn an_archive_is_read_out_of_a_picture() {
    let Some(vector) = named("divoc-kde-partial") else { return };
    let archive = zip::bytes(&text(&vector)).expect("an archive");
    let code = QrCode::encode_binary(&archive, QrCodeEcc::Low).expect("room");
    let side = code.size() + 8;
    let dark = |x: u32, y: u32| code.get_module(x as i32 / 4 - 4, y as i32 / 4 - 4);
    let picture =
        GrayImage::from_fn(side as u32 * 4, side as u32 * 4, |x, y| Luma([if dark(x, y) { 0 } else { 255 }]));
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).expect("a picture");
    let texts = read_codes(png.get_ref()).expect("read");
    assert_eq!(texts, [text(&vector)]);
}

#[test]
fn nothing_is_verified_before_it_was_issued_or_without_a_key() {
    for vector in all().iter().filter(|vector| vector["expect"]["status"] == "valid") {
        let mut options = options(vector);
        options["at"] = "2021-01-01T00:00:00Z".into();
        assert_eq!(verify_with(&text(vector), &options).verdict, Verdict::NotValidNow);
        let nobody = verify_with(&text(vector), &json!({"at": AT}));
        assert_eq!(nobody.verdict, Verdict::IssuerNotRecognised);
        assert_eq!(codes(&nobody.checks.signature), ["signature.key-not-found"]);
    }
}

/// A listed key answers for the issuer its entry is pinned to, and under its own name, and for no other.
#[test]
fn a_listed_key_answers_for_its_issuer_alone() {
    let Some(vector) = named("gdhcn-DIVOCQR1Contents") else { return };
    let ask = |kid: &str, issuer: Option<&str>| {
        let list = TrustList {
            name: "Test list".into(),
            environment: "test".into(),
            created_at: seconds("2022-05-01T00:00:00Z"),
            expires_at: seconds("2022-07-01T00:00:00Z"),
            ..TrustList::default()
        };
        let mut store = TrustStore::new();
        store.add(TrustedKey {
            kid: kid.as_bytes().to_vec(),
            issuer_id: issuer.map(str::to_owned),
            country: Some("IN".into()),
            voucher: Voucher::List(Arc::new(list)),
            ..given(vector["key"]["spki_pem"].as_str().expect("a key"))
        });
        let trust = store.with_given(&[]);
        verify::check(&text(&vector), &Context { trust, document: Presented::Nothing, now: seconds(AT) })
    };
    let report = ask("did:india", Some("https://cowin.gov.in/"));
    assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
    assert_eq!(report.key.expect("a key").country.as_deref(), Some("IN"));
    for (kid, issuer) in [
        ("did:india", Some("https://www.moh.gov.jm/")),
        ("did:jamaica", Some("https://cowin.gov.in/")),
        ("did:india", Some("did:india")),
        ("did:india", None),
        ("", Some("https://cowin.gov.in/")),
    ] {
        assert_eq!(ask(kid, issuer).verdict, Verdict::IssuerNotRecognised, "{kid} {issuer:?}");
    }
}

fn given(pem: &str) -> TrustedKey {
    let key = healthpass_cert::trust::given::KeyInput::Pem(pem.into()).read().expect("a key");
    assert_eq!(key.key, PublicKey::from_pem(pem).expect("a key"));
    key
}

fn known() -> BTreeSet<&'static str> {
    reason::all().into_iter().collect()
}

/// Believed only if what is signed and the claims are the same; otherwise refused with reasons.
fn assert_not_believed(original: &str, changed: &str, options: &Json, known: &BTreeSet<&str>) {
    let report = verify_with(changed, options);
    if report.verdict == Verdict::Verified {
        let parts = |text: &str| Decoded::read(text).expect("verified").signed().cloned();
        let (ours, theirs) = (parts(original).expect("signed"), parts(changed).expect("signed"));
        assert_eq!(ours.to_be_signed, theirs.to_be_signed, "believed {changed}");
        return;
    }
    let checks = [&report.checks.envelope, &report.checks.signature, &report.checks.content];
    let found: Vec<_> = checks.iter().flat_map(|check| codes(check)).collect();
    assert!(!found.is_empty() && found.iter().all(|code| known.contains(code)), "{found:?}");
}

#[test]
fn no_truncation_is_believed() {
    let known = known();
    for vector in all().iter().filter(|vector| vector["pii"] == "synthetic") {
        let text = text(vector);
        let cuts = text.char_indices().map(|(at, _)| at).step_by(7);
        for end in cuts {
            assert_not_believed(&text, &text[..end], &options(vector), &known);
        }
    }
}

#[test]
fn no_flip_is_believed() {
    let known = known();
    let original = divoc::signed(&divoc::credential()).to_string();
    let options = json!({"at": own::AT, "keys": [divoc::key()]});
    assert_eq!(verify_with(&original, &options).verdict, Verdict::Verified);
    for at in 0..original.len() {
        let mut bytes = original.clone().into_bytes();
        bytes[at] ^= 1 << (at % 7);
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        assert_not_believed(&original, &changed, &options, &known);
    }
}

#[test]
fn no_flip_in_an_archive_is_believed() {
    let known = known();
    let Some(vector) = named("gdhcn-DIVOCQR1Contents") else { return };
    let archive = zip::bytes(&text(&vector)).expect("an archive");
    let original = latin1(&archive);
    for at in 0..archive.len() {
        let mut changed = archive.clone();
        changed[at] ^= 1 << (at % 8);
        assert_not_believed(&original, &latin1(&changed), &options(&vector), &known);
    }
}

/// A signed member changed: never verified, whatever else is done to the text.
#[test]
fn no_changed_value_is_believed() {
    let Some(vector) = named("gdhcn-DIVOCQR1Contents") else { return };
    let archive = zip::bytes(&text(&vector)).expect("an archive");
    let json =
        String::from_utf8(zip::read_file(&archive, "certificate.json").expect("a file")).expect("text");
    let credential: Json = serde_json::from_str(&json).expect("JSON");
    let ask = |change: &dyn Fn(&mut Json)| {
        let mut changed = credential.clone();
        change(&mut changed);
        verify_with(&changed.to_string(), &options(&vector)).verdict
    };
    assert_eq!(ask(&|_| ()), Verdict::Verified);
    let changes: [&dyn Fn(&mut Json); 11] = [
        &|c| c["credentialSubject"]["name"] = "Somebody Else".into(),
        &|c| c["credentialSubject"]["id"] = "did:Passport:Dummy257".into(),
        &|c| c["credentialSubject"]["gender"] = Json::Null,
        &|c| c["issuer"] = "https://divoc.dev/".into(),
        &|c| c["issuanceDate"] = "2021-03-03T04:28:46.013Z".into(),
        &|c| c["evidence"][0]["dose"] = 2.into(),
        &|c| c["evidence"][0]["dose"] = "1".into(),
        &|c| c["evidence"][0]["verifier"]["name"] = "A Nurse".into(),
        &|c| c["proof"]["created"] = "2021-03-03T04:28:47Z".into(),
        &|c| c["proof"]["verificationMethod"] = "did:jamaica".into(),
        &|c| c["@context"][1] = "https://divoc.dev/credentials/vaccination/v1".into(),
    ];
    for (number, change) in changes.iter().enumerate().take(10) {
        assert_eq!(ask(change), Verdict::NotGenuine, "change {number}");
    }
    assert_eq!(ask(changes[10]), Verdict::Verified, "another address of the same vocabulary signs the same");
    // dose and doses exchanged are the same statements, but no plausible ones
    let exchanged = ask(&|c| {
        c["evidence"][0]["dose"] = 2.into();
        c["evidence"][0]["totalDoses"] = 1.into();
    });
    assert_eq!(exchanged, Verdict::RuleNotMet);
    let listed = ask(&|c| {
        c["evidence"][0]["dose"] = 2.into();
        c["evidence"][0]["totalDoses"] = json!([1, 2]);
    });
    assert_eq!(listed, Verdict::RuleNotMet);
}

#[test]
fn hostile_json_is_refused_by_name() {
    let ask = |text: &str| {
        let report = verify_with(text, &json!({"at": AT}));
        assert_eq!(report.verdict, Verdict::Unreadable);
        envelope_code(&report)
    };
    let head = r#"{"@context":["https://www.w3.org/2018/credentials/v1"],"credentialSubject":"#;
    let nested = format!("{head}{}{}}}", "[".repeat(7000), "]".repeat(7000));
    assert_eq!(ask(&nested), "envelope.json.depth");
    assert_eq!(ask(&format!("{head}1")), "envelope.json.syntax");
    assert_eq!(ask(&format!("{head}1,\"credentialSubject\":2}}")), "envelope.json.duplicate");
    assert_eq!(ask("{\"credentialSubject\":1}"), "envelope.json.shape");
    assert_eq!(ask(&format!("{head}1}}").replace("w3.org/2018", "w3.org/2019")), "envelope.json.shape");
    assert_eq!(ask("B64:AAAA"), "envelope.zip.shape");
    assert_eq!(ask("PK\u{3}\u{4}\u{fffd}"), "envelope.zip.character");
    assert_eq!(ask(&"B64:A".repeat(MAX_TEXT)), "envelope.prefix.too-long");
}

/// Thousands of alike nodes in every shape 16 kB of text hold: an answer, soon.
#[test]
fn alike_nodes_take_no_time() {
    let around = |evidence: String| {
        format!(
            r#"{{"@context":["https://www.w3.org/2018/credentials/v1","https://cowin.gov.in/credentials/vaccination/v1"],
            "type":["VerifiableCredential"],"credentialSubject":{{}},"evidence":[{evidence}]}}"#
        )
    };
    let verifiers = |count: usize| vec!["{}"; count].join(",");
    let dose = |count| format!(r#"{{"type":"Vaccination","verifier":[{}]}}"#, verifiers(count));
    let clinic = r#"{"type":"Vaccination","facility":[{"address":[{},{},{}]},{"address":[{},{},{}]}]}"#;
    for evidence in [
        dose(3000),
        [dose(8), dose(8)].join(","),
        vec![dose(6); 8].join(","),
        [clinic; 7].join(","),
        vec!["{}"; 60].join(","),
    ] {
        let start = std::time::Instant::now();
        let report = verify_with(&around(evidence), &json!({"at": AT}));
        assert_ne!(report.verdict, Verdict::Verified);
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }
}

#[test]
fn a_credential_without_proof_is_unsigned() {
    let Some(vector) = named("divoc-egov-rsa-1") else { return };
    let mut credential: Json = serde_json::from_str(&text(&vector)).expect("JSON");
    credential.as_object_mut().expect("an object").remove("proof");
    let report = verify_with(&credential.to_string(), &options(&vector));
    assert_eq!(report.verdict, Verdict::IssuerNotRecognised);
    assert_eq!(codes(&report.checks.signature), ["signature.not-signed"]);
}

/// Nothing in the claims is unsigned, and nothing signed is missing from them: they make the same bytes.
#[test]
fn the_claims_are_what_is_signed() {
    for vector in all() {
        let credential: Json = match text(&vector) {
            text if text.starts_with('{') => serde_json::from_str(&text).expect("JSON"),
            text => {
                let archive = zip::bytes(&text).expect("an archive");
                serde_json::from_slice(&zip::read_file(&archive, "certificate.json").expect("a file"))
                    .expect("JSON")
            }
        };
        let mut extended = credential.clone();
        extended["credentialSubject"]["visa"] = "granted".into();
        extended["approved"] = true.into();
        let decoded = Decoded::read(&extended.to_string()).expect("read");
        let mut claims = decoded.unverified_json().clone();
        claims["proof"]["jws"] = credential["proof"]["jws"].clone();
        let again = Decoded::read(&claims.to_string()).expect("read");
        assert_eq!(again.signed(), decoded.signed());
        assert_eq!(again.unverified_json(), decoded.unverified_json());
        assert!(claims.get("approved").is_none() && claims["credentialSubject"].get("visa").is_none());
    }
}

#[test]
fn every_stage_is_shown() {
    let Some(vector) = named("gdhcn-DIVOCQR1Contents") else { return };
    let stages: Vec<_> =
        inspect(&text(&vector)).stages.into_iter().map(|stage| (stage.stage, stage.ok)).collect();
    let expected = ["zip", "json", "json-ld", "proof", "content"].map(|stage| (stage, true));
    assert_eq!(stages, expected);
}

/// A sequence of numbers that is the same every time (Knuth's MMIX).
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn value(&mut self) -> Json {
        let values = [
            json!("did:a:b"),
            json!("x y"),
            json!(""),
            json!("\n\"\\\t\u{7f}"),
            json!("张伟"),
            json!("Person"),
            json!("Vaccination"),
            json!(1),
            json!(-7),
            json!(9_007_199_254_740_993_u64),
            json!(2.0),
            json!(0.5),
            json!(null),
            json!(true),
            json!([]),
            json!({}),
            json!([1, 1, 2]),
            json!([{}, {}]),
            json!([[1]]),
            json!({"type": "Person", "name": "N", "id": "urn:x"}),
            json!({"address": {"city": "C"}}),
        ];
        values[self.below(values.len())].clone()
    }

    fn member(&mut self) -> &'static str {
        let names = [
            "id",
            "type",
            "name",
            "address",
            "verifier",
            "facility",
            "dose",
            "totalDoses",
            "date",
            "evidence",
            "credentialSubject",
            "issuer",
            "unknown",
            "dob",
            "vaccine",
            "batch",
            "@id",
            "@type",
            "sign-image",
        ];
        names[self.below(names.len())]
    }

    /// Changes one place somewhere in `value`.
    fn change(&mut self, value: &mut Json) {
        match value {
            Json::Object(members) if !members.is_empty() && self.below(4) > 0 => {
                let at = self.below(members.len());
                self.change(members.values_mut().nth(at).expect("there"));
            }
            Json::Object(members) => {
                let (name, new) = (self.member(), self.value());
                match self.below(3) {
                    0 => drop(members.remove(name)),
                    _ => drop(members.insert(name.into(), new)),
                }
            }
            Json::Array(items) if !items.is_empty() && self.below(4) > 0 => {
                let at = self.below(items.len());
                self.change(&mut items[at]);
            }
            Json::Array(items) => items.push(self.value()),
            other => *other = self.value(),
        }
    }
}

/// Whether every node has a name that is an IRI, or none: what stands below one that has not is signed, but
/// belongs to nothing.
fn all_named(value: &Json) -> bool {
    match value {
        Json::Object(members) => members.iter().all(|(name, value)| match value.as_str() {
            Some(id) if name == "id" => {
                id.starts_with("did:") || id.starts_with("https:") || id.starts_with("urn:")
            }
            _ => all_named(value),
        }),
        Json::Array(items) => items.iter().all(all_named),
        _ => true,
    }
}

/// Whatever a credential holds, its claims say all that is signed and nothing else.
#[test]
fn claims_of_any_credential_are_what_is_signed() {
    let credential = json!({
        "@context": ["https://www.w3.org/2018/credentials/v1", "https://cowin.gov.in/credentials/vaccination/v2"],
        "type": ["VerifiableCredential", "ProofOfVaccinationCredential"],
        "credentialSubject": {"type": "Person", "id": "did:Passport:K1234567", "name": "Anna", "address": {"city": "C"}},
        "issuer": "https://cowin.gov.in/",
        "issuanceDate": "2021-08-28T11:35:43.776Z",
        "evidence": [{
            "id": "https://cowin.gov.in/vaccine/1", "type": ["Vaccination"], "vaccine": "Covaxin", "dose": 2,
            "verifier": {"name": "A Nurse"}, "facility": {"name": "A Clinic", "address": {"city": ""}},
        }],
    });
    let proof = json!({
        "type": "RsaSignature2018", "created": "2021-08-28T11:35:43Z", "verificationMethod": "did:india",
        "proofPurpose": "assertionMethod", "jws": "eyJhbGciOiJQUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..AAAA",
    });
    let (mut sequence, mut compared) = (Sequence(1), 0);
    for _ in 0..1000 {
        let mut changed = credential.clone();
        for _ in 0..=sequence.below(4) {
            sequence.change(&mut changed);
        }
        changed["proof"] = proof.clone();
        let Ok(decoded) = Decoded::read(&changed.to_string()) else { continue };
        let mut claims = decoded.unverified_json().clone();
        if !all_named(&changed) || claims.get("credentialSubject").is_none() {
            continue;
        }
        claims["proof"]["jws"] = proof["jws"].clone();
        let again = Decoded::read(&claims.to_string()).expect("claims are a credential");
        assert_eq!(again.signed(), decoded.signed(), "{changed}");
        compared += 1;
    }
    assert!(compared > 150, "{compared}");
}

/// What is signed is the same with brackets around a value and without.
#[test]
fn brackets_hide_no_end() {
    let mut credential = divoc::credential();
    credential["expirationDate"] = "2026-06-01T00:00:00Z".into();
    let mut signed = divoc::signed(&credential);
    let options = json!({"at": own::AT, "keys": [divoc::key()]});
    let plain = verify_with(&signed.to_string(), &options);
    signed["expirationDate"] = json!(["2026-06-01T00:00:00Z"]);
    let bracketed = verify_with(&signed.to_string(), &options);
    for report in [plain, bracketed] {
        assert_eq!((report.checks.signature.state, report.checks.time.state), (State::Pass, State::Fail));
    }
}

/// Every name of a type brings its scope along once, however often it is said, and there are few.
#[test]
fn types_are_counted_once() {
    let mut credential = divoc::signed(&divoc::credential());
    let subject = &mut credential["credentialSubject"];
    subject["type"] = json!(vec!["Person"; 800]);
    for number in 0..200 {
        subject[format!("m{number}")] = 1.into();
    }
    let options = json!({"at": own::AT, "keys": [divoc::key()]});
    assert_eq!(verify_with(&credential.to_string(), &options).verdict, Verdict::Verified);
    credential["credentialSubject"]["type"] = (0..40).map(|n| format!("urn:{n}")).collect();
    assert_eq!(
        envelope_code(&verify_with(&credential.to_string(), &options)),
        "envelope.json-ld.too-many-nodes"
    );
}
