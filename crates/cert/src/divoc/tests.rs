use super::*;
use serde_json::{Value as Json, json};

/// What the vectors' canonical text departs in, and why.
const OTHER_TEXT: [(&str, &str); 1] = [(
    "divoc-kde-partial",
    "the stored text was made by a library that leaves out whoever is called `did:Aadhaar Card:..`, name and all; \
     the software India signs with keeps white space in an IRI",
)];

fn vectors() -> Vec<Json> {
    let root = std::env::var_os("HEALTHPASS_VECTORS").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors"),
        std::path::PathBuf::from,
    );
    let folder = root.join("divoc");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("SKIPPED: {} vectors not found", folder.display());
        return Vec::new();
    };
    let text = |file: std::fs::DirEntry| std::fs::read_to_string(file.path()).expect("a file");
    files.map(|file| serde_json::from_str(&text(file.expect("a file"))).expect("JSON")).collect()
}

fn value(json: &Json) -> Value {
    json::to_cbor(json)
}

fn without_proof(credential: &Json) -> Value {
    let mut members = credential.as_object().expect("an object").clone();
    members.remove("proof");
    value(&Json::Object(members))
}

fn expanded(credential: &Json) -> Result<expand::Expanded, ReadError> {
    expand::expand(&without_proof(credential), &contexts(&value(credential))?)
}

#[test]
fn the_canonical_text_is_that_of_the_vectors() {
    for vector in vectors() {
        let name = vector["id"].as_str().expect("a name");
        let (credential, expected) =
            (&vector["decoded"]["vc"], vector["decoded"]["nquads_document"].as_str());
        if credential.is_null() {
            eprintln!("{name}: no canonical text stored");
            continue;
        }
        let found = expand::canonical(&expanded(credential).expect(name).graph).expect(name);
        match OTHER_TEXT.iter().find(|(other, _)| *other == name) {
            Some((_, why)) => {
                assert_ne!(Some(found.as_str()), expected, "{name} agrees by now, though {why}")
            }
            None => assert_eq!(Some(found.as_str()), expected, "{name}"),
        }
        let proof =
            Proof::read(&credential["proof"].as_object().map(|_| value(&credential["proof"])).expect(name));
        let signed = proof.expect(name).signed(expected.expect(name), "").expect(name);
        let hashes: String = signed
            .to_be_signed
            .rsplit(|byte| *byte == b'.')
            .next()
            .map(|_| {
                let start = signed.to_be_signed.len() - 64;
                signed.to_be_signed[start..].iter().map(|byte| format!("{byte:02x}")).collect()
            })
            .expect(name);
        assert_eq!(
            Some(hashes.as_str()),
            vector["decoded"]["nquads_proof_and_doc_sha256"].as_str(),
            "{name}"
        );
    }
}

/// A certificate of nobody's.
fn credential() -> Json {
    json!({
        "@context": ["https://www.w3.org/2018/credentials/v1", "https://cowin.gov.in/credentials/vaccination/v2"],
        "type": ["VerifiableCredential", "ProofOfVaccinationCredential"],
        "credentialSubject": {
            "type": "Person", "id": "did:Passport:K1234567", "refId": 12346, "name": "Anna Maria Eriksson",
            "gender": "Female", "dob": "1974-08-12", "nationality": "UTO",
            "address": {"city": "", "addressCountry": "IN", "postalCode": 560034},
        },
        "issuer": "https://cowin.gov.in/",
        "issuanceDate": "2021-08-28T11:35:43.776Z",
        "evidence": [{
            "id": "https://cowin.gov.in/vaccine/1", "type": ["Vaccination"], "certificateId": 1, "batch": "B1",
            "vaccine": "Covaxin", "manufacturer": "Bharat", "icd11Code": "XM1NL1", "prophylaxis": "COVID-19 vaccine",
            "date": "2021-08-27T10:00:00.000Z", "effectiveStart": "2021-08-27", "effectiveUntil": "2022-08-27",
            "dose": 2, "totalDoses": "2", "verifier": {"name": "A Nurse"},
            "facility": {"name": "A Clinic", "address": {"district": "D", "city": "", "addressCountry": "IN"}},
        }],
        "nonTransferable": "true",
    })
}

fn contents(credential: &Json) -> Result<Contents, ReadError> {
    interpret(&value(credential), &mut Trace::off())
}

fn changed(change: impl FnOnce(&mut Json)) -> Json {
    let mut credential = credential();
    change(&mut credential);
    credential
}

/// Codes of the content's faults.
fn faults(change: impl FnOnce(&mut Json)) -> Vec<(&'static str, String)> {
    let contents = contents(&changed(change)).expect("read");
    contents.faults.into_iter().map(|fault| (fault.code, fault.at.clone().unwrap_or_default())).collect()
}

fn refusal(change: impl FnOnce(&mut Json)) -> &'static str {
    contents(&changed(change)).expect_err("refused").code
}

#[test]
fn every_field_finds_its_place() {
    let contents = contents(&credential()).expect("read");
    assert_eq!(contents.faults, []);
    assert_eq!(contents.issuer.as_deref(), Some("https://cowin.gov.in/"));
    assert_eq!(contents.times.issued_at, UnixTime::parse("2021-08-28T11:35:43Z"));
    let view = contents.view.expect("a view");
    let person = &view.person;
    assert_eq!(person.full_name.as_deref(), Some("Anna Maria Eriksson"));
    assert_eq!((person.sex.as_deref(), person.birth_date.as_deref()), (Some("F"), Some("1974-08-12")));
    assert_eq!((&person.identifier, &person.nationality), (&None, &None), "Utopia is no state");
    assert_eq!(view.document.expect("a passport").number.as_deref(), Some("K1234567"));
    let [dose] = view.records.as_slice() else { panic!("one dose") };
    let name = |coded: &Option<crate::model::Coded>| coded.as_ref().and_then(|coded| coded.display.clone());
    assert_eq!(name(&dose.product).as_deref(), Some("Covaxin"));
    assert_eq!(name(&dose.maker).as_deref(), Some("Bharat"));
    assert_eq!(name(&dose.prophylaxis).as_deref(), Some("COVID-19 vaccine"));
    assert_eq!(dose.prophylaxis.as_ref().map(|coded| coded.code.as_str()), Some("XM1NL1"));
    assert_eq!((dose.dose, dose.doses), (Some(2), Some(2)));
    let texts =
        [&dose.batch, &dose.identifier, &dose.date, &dose.valid_from, &dose.valid_until, &dose.clinician];
    let expected = ["B1", "1", "2021-08-27T10:00:00.000Z", "2021-08-27", "2022-08-27", "A Nurse"];
    assert_eq!(texts.map(|text| text.as_deref().expect("there")), expected);
    let places = [&dose.facility, &dose.city, &dose.country];
    assert_eq!(places.map(|text| text.as_deref().expect("there")), ["A Clinic", "D", "IN"]);
}

#[test]
fn only_a_passport_is_a_travel_document() {
    let named = |id: &str| {
        let view = contents(&changed(|c| c["credentialSubject"]["id"] = id.into())).expect("read").view;
        let view = view.expect("a view");
        (view.document.and_then(|document| document.number), view.person.identifier)
    };
    let passport = |number: &str| (Some(number.to_owned()), None);
    assert_eq!(named("did:passport:A:1"), passport("A:1"));
    assert_eq!(named("did:Passport Number: A1"), passport("A1"));
    for other in [
        "did:Aadhaar Card:********1234",
        "did:in.gov.uidai.aadhaar:1",
        "did:Pension Passbook:1",
        "did:Passport:",
    ] {
        assert_eq!(named(other), (None, Some(other.to_owned())));
    }
}

#[test]
fn what_is_not_signed_is_not_in_the_claims() {
    let plain = contents(&credential()).expect("read").claims;
    let extra = changed(|c| {
        c["hello"] = "world".into();
        c["credentialSubject"]["passport"] = "A1".into();
        c["credentialSubject"]["type"] = json!(["Person", "Saint"]);
        c["evidence"][0]["verifier"]["vaccine"] = "x".into();
        c["evidence"][0]["facility"]["rating"] = json!({"stars": 5});
    });
    let found = contents(&extra).expect("read");
    assert_eq!(found.faults, []);
    let mut expected = plain;
    expected["credentialSubject"]["type"] = json!(["Person"]);
    assert_eq!(found.claims, expected);
    let date_of_birth =
        changed(|c| c["@context"][1] = "https://cowin.gov.in/credentials/vaccination/v1".into());
    let view = contents(&date_of_birth).expect("read").view.expect("a view");
    assert_eq!(
        (view.person.birth_date, view.records[0].prophylaxis.clone()),
        (None, None),
        "version 1 defines neither"
    );
}

#[test]
fn a_person_or_dose_the_signature_leaves_out_is_a_fault() {
    let (own, missing) = (code::NOT_SIGNED, crate::dcc::code::SCHEMA_MISSING);
    for id in ["19882120590", "", "K1234567"] {
        let found = faults(|c| c["credentialSubject"]["id"] = id.into());
        assert_eq!(
            found,
            [(own, "credentialSubject".to_owned()), (missing, "credentialSubject".to_owned())],
            "{id}"
        );
    }
    let none = faults(|c| c["evidence"][0]["id"] = "1".into());
    assert_eq!(none, [(own, "evidence".to_owned()), (crate::dcc::code::SHAPE_NO_ENTRY, String::new())]);
    let untyped = faults(|c| c["type"] = "ProofOfVaccinationCredential".into());
    assert!(untyped.iter().any(|(code, _)| *code == own), "{untyped:?}");
}

#[test]
fn exchanged_values_that_make_no_sense_are_faults() {
    let dcc = |code, at: &str| vec![(code, at.to_owned())];
    let (range, kind) = (crate::dcc::code::SCHEMA_RANGE, crate::dcc::code::SCHEMA_TYPE);
    let dose = |member: &'static str, value: Json| faults(move |c| c["evidence"][0][member] = value);
    assert_eq!(dose("dose", 3.into()), dcc(range, "evidence[0].dose"));
    assert_eq!(dose("dose", 0.into()), dcc(range, "evidence[0].dose"));
    assert_eq!(dose("totalDoses", json!([2, 3])), dcc(kind, "evidence[0].totalDoses"));
    assert_eq!(dose("date", "2022-08-27".into()), dcc(range, "evidence[0].date"));
    assert_eq!(dose("effectiveUntil", "2021-08-26".into()), dcc(range, "evidence[0].effectiveStart"));
    assert_eq!(dose("date", "27.8.2021".into()), dcc(crate::dcc::code::SCHEMA_DATE, "evidence[0].date"));
    assert_eq!(dose("vaccine", "".into()), dcc(crate::dcc::code::SCHEMA_MISSING, "evidence[0].vaccine"));
    let two = faults(|c| {
        c["credentialSubject"] = json!([{"type": "Person", "name": "A"}, {"type": "Person", "name": "B"}])
    });
    assert_eq!(two, dcc(crate::dcc::code::SCHEMA_ENTRIES, "credentialSubject"));
}

#[test]
fn what_the_format_does_not_use_is_refused() {
    use expand::code as ld;
    assert_eq!(refusal(|c| c["@context"][1] = "https://example.com/v1".into()), ld::CONTEXT);
    assert_eq!(refusal(|c| c["@context"][1] = json!({"name": "https://schema.org/name"})), ld::CONTEXT);
    assert_eq!(refusal(|c| c["@context"] = json!([])["x"].clone()), code::JSON_SHAPE);
    assert_eq!(
        refusal(|c| c["@context"] = "https://cowin.gov.in/credentials/vaccination/v1".into()),
        code::JSON_SHAPE
    );
    assert_eq!(refusal(|c| c["credentialSubject"]["@id"] = "did:x:y".into()), ld::KEYWORD);
    assert_eq!(refusal(|c| c["credentialSubject"]["@context"] = json!({})), ld::KEYWORD);
    assert_eq!(refusal(|c| c["credentialSubject"]["name"] = json!({"@value": "x"})), ld::KEYWORD);
    assert_eq!(refusal(|c| c["credentialSubject"]["id"] = "_:b0".into()), ld::VALUE);
    assert_eq!(refusal(|c| c["credentialSubject"]["id"] = 5.into()), ld::VALUE);
    assert_eq!(refusal(|c| c["evidence"] = json!([[]])), ld::VALUE);
    assert_eq!(refusal(|c| c["evidence"][0]["dose"] = json!(1.5)), ld::VALUE);
    let dose = credential()["evidence"][0].clone();
    assert_eq!(refusal(|c| c["evidence"] = json!([dose.clone(), dose])), ld::TWICE);
}

/// An IRI that N-Quads would read as more than itself could make one certificate pass for another.
#[test]
fn no_iri_can_smuggle_triples_in() {
    for evil in ["did:a> <p> \"x\" .\n<did:a", "did:a\nb", "did:a\"b", "did:a\\u003eb", "did:a\u{0}b"] {
        assert_eq!(refusal(|c| c["credentialSubject"]["id"] = evil.into()), expand::code::VALUE, "{evil:?}");
        assert_eq!(refusal(|c| c["issuer"] = evil.into()), expand::code::VALUE, "{evil:?}");
        assert_eq!(refusal(|c| c["type"][1] = evil.into()), expand::code::VALUE, "{evil:?}");
    }
}

#[test]
fn literals_are_escaped_as_the_canonical_form_says() {
    let text = |name: &str| {
        let credential = changed(|c| c["credentialSubject"]["name"] = name.into());
        expand::canonical(&expanded(&credential).expect("read").graph).expect("canonical")
    };
    let line = |written: &str| format!("<did:Passport:K1234567> <https://schema.org/name> \"{written}\" .\n");
    assert!(text("a\"b\\c\nd\re\tf").contains(&line("a\\\"b\\\\c\\nd\\re\tf")));
    assert!(text("张伟 🙂").contains(&line("张伟 🙂")));
}

#[test]
fn too_much_is_refused() {
    use expand::code as ld;
    let deep = |c: &mut Json| {
        for _ in 0..10 {
            let inner = c["evidence"][0]["facility"]["address"].clone();
            c["evidence"][0]["facility"]["address"] = json!({"city": inner});
        }
    };
    assert_eq!(refusal(deep), ld::DEPTH);
    let names: Vec<Json> = (0..600).map(Json::from).collect();
    assert_eq!(refusal(|c| c["credentialSubject"]["name"] = names.into()), ld::SIZE);
    let places: Vec<Json> = (0..100).map(|city| json!({"city": city})).collect();
    assert_eq!(refusal(|c| c["credentialSubject"]["address"] = places.into()), ld::SIZE);
    // two doses of which the same is known, each with twelve verifiers of whom nothing is: 12! orders
    let strangers: Vec<Json> = (0..12).map(|_| json!({})).collect();
    let dose = json!({"type": "Vaccination", "verifier": strangers});
    assert_eq!(refusal(|c| c["evidence"] = json!([dose, dose])), ld::STEPS);
}

#[test]
fn many_doses_at_one_place_are_not_too_much() {
    let doses: Vec<Json> = (0..12)
        .map(|number| {
            let mut dose = credential()["evidence"][0].clone();
            dose["id"] = format!("https://cowin.gov.in/vaccine/{number}").into();
            dose
        })
        .collect();
    let contents = contents(&changed(|c| c["evidence"] = doses.into())).expect("read");
    assert_eq!(contents.view.expect("a view").records.len(), 12);
}

#[test]
fn only_detached_signatures_over_bytes_are_read() {
    use proof::code as own;
    let header = |text: &str| Base64UrlUnpadded::encode_string(text.as_bytes());
    use base64ct::{Base64UrlUnpadded, Encoding};
    let proof = |change: fn(&mut Json), header: String| {
        let mut proof = json!({
            "type": "RsaSignature2018", "created": "2021-08-28T11:35:43Z", "verificationMethod": "did:india",
            "proofPurpose": "assertionMethod", "jws": format!("{header}..AAAA"),
        });
        change(&mut proof);
        Proof::read(&value(&proof)).and_then(|proof| proof.signed("", "https://cowin.gov.in/"))
    };
    let good = || header(r#"{"alg":"PS256","b64":false,"crit":["b64"]}"#);
    let signed = proof(|_| (), good()).expect("read");
    assert_eq!(signed.signer.kid(), Some(b"did:india".as_slice()));
    let code = |change: fn(&mut Json), header: String| proof(change, header).expect_err("refused").code;
    for bad in [
        "{}",
        "x",
        r#"{"alg":"PS256"}"#,
        r#"{"alg":"PS256","b64":false}"#,
        r#"{"alg":"PS256","b64":true,"crit":["b64"]}"#,
    ] {
        assert_eq!(code(|_| (), header(bad)), own::JWS, "{bad}");
    }
    assert_eq!(code(|_| (), "!".into()), own::JWS);
    assert_eq!(code(|p| p["jws"] = "a.b.c".into(), good()), own::JWS);
    assert_eq!(code(|p| p["jws"] = Json::Null, good()), own::SHAPE);
    assert_eq!(code(|p| p["verificationMethod"] = json!({"id": "x"}), good()), own::SHAPE);
    assert_eq!(code(|p| p["verificationMethod"] = "india".into(), good()), own::SHAPE, "no IRI");
    assert_eq!(code(|p| p["proofPurpose"] = "authentication".into(), good()), own::PURPOSE);
    assert_eq!(code(|p| p["@context"] = "https://example.com/".into(), good()), expand::code::CONTEXT);
    let unknown = [
        header(r#"{"alg":"none","b64":false,"crit":["b64"]}"#),
        header(r#"{"alg":"EdDSA","b64":false,"crit":["b64"]}"#),
    ];
    for header in unknown {
        assert_eq!(proof(|_| (), header).expect("read").algorithm, None, "not this suite's");
    }
}

#[test]
fn a_credential_is_told_from_other_json() {
    assert!(looks_like(&credential().to_string()));
    assert!(looks_like("B64:UEs") && looks_like("PK\u{3}\u{4}"));
    assert!(!looks_like(r#"{"data":{"hdr":{}}}"#) && !looks_like("PK") && !looks_like("HC1:"));
}

/// A type's context holds for its node alone, a property's for all that is below (JSON-LD 1.1 section 4.1.8).
#[test]
fn names_mean_what_the_innermost_context_says() {
    let text = |change: fn(&mut Json)| {
        expand::canonical(&expanded(&changed(change)).expect("read").graph).expect("canonical")
    };
    let verifier = text(|c| c["evidence"][0]["verifier"]["id"] = "v1".into());
    assert!(verifier.contains("<https://schema.org/id> \"v1\""), "a verifier's id is no name of a node");
    let plain = text(|_| ());
    assert_eq!(
        text(|c| c["credentialSubject"]["address"]["name"] = "x".into()),
        plain,
        "a person's, not an address's"
    );
    assert_eq!(
        text(|c| c["evidence"][0]["facility"]["dose"] = 3.into()),
        plain,
        "a dose's, not a facility's"
    );
    assert_eq!(text(|c| c["credentialSubject"]["batch"] = "x".into()), plain, "a dose's, not a person's");
    assert_eq!(text(|c| c["dob"] = "2000-01-01".into()), plain, "a person's, not the certificate's");
    let coded = text(|c| c["credentialSubject"]["address"]["type"] = "Person".into());
    assert!(coded.contains("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/Person>"));
}

#[test]
fn the_table_is_well_formed() {
    let table = include_str!("../../data/divoc-contexts.tsv");
    let mut depth = 0;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let indentation = line.len() - line.trim_start().len();
        assert!(indentation <= depth + 1, "{line}");
        depth = indentation;
        let cells: Vec<_> = line.trim_start().split('\t').collect();
        assert!(cells.iter().all(|cell| !cell.is_empty() && cell.trim() == *cell), "{line}");
        assert_eq!(cells.len() > 1, indentation > 0, "{line}");
        if let Some(values) = cells.get(2) {
            assert!(["@id", "@vocab", "xsd:dateTime", "2"].contains(values), "{line}");
        }
    }
}
