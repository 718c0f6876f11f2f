use super::*;
use crate::decoded::Decoded;
use crate::envelope::jws;
use crate::model::RecordKind;
use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::json;

const KID: &str = "3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s";

fn header() -> Value {
    json!({"alg": "ES256", "zip": "DEF", "kid": KID})
}

fn claims() -> Value {
    json!({
        "iss": "https://example.org/issuer",
        "nbf": 1_620_064_800.25,
        "vc": {
            "type": ["https://smarthealth.cards#health-card", "https://smarthealth.cards#immunization"],
            "credentialSubject": {
                "fhirVersion": "4.0.1",
                "fhirBundle": {"resourceType": "Bundle", "type": "collection", "entry": [
                    {"fullUrl": "resource:0", "resource": {
                        "resourceType": "Patient",
                        "name": [{"family": "Anyperson", "given": ["John", "B."]}],
                        "birthDate": "1951-01-20",
                        "gender": "male",
                    }},
                    {"fullUrl": "resource:1", "resource": {
                        "resourceType": "Immunization",
                        "status": "completed",
                        "vaccineCode": {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "207"}]},
                        "patient": {"reference": "resource:0"},
                        "occurrenceDateTime": "2021-01-01",
                        "lotNumber": "0000001",
                        "performer": [{"actor": {"display": "ABC General Hospital"}}],
                    }},
                ]},
            },
        },
    })
}

fn resource(claims: &mut Value, index: usize) -> &mut Value {
    &mut claims["vc"]["credentialSubject"]["fhirBundle"]["entry"][index]["resource"]
}

fn message(header: &Value, payload: &[u8]) -> String {
    let encode = Base64UrlUnpadded::encode_string;
    format!("{}.{}.{}", encode(header.to_string().as_bytes()), encode(payload), encode(&[7; 64]))
}

fn card(header: &Value, claims: &Value) -> String {
    message(header, &miniz_oxide::deflate::compress_to_vec(claims.to_string().as_bytes(), 6))
}

fn faults(claims: &Value) -> Vec<(&'static str, String)> {
    let decoded = Decoded::read(&card(&header(), claims)).unwrap();
    decoded.content_faults().iter().map(|fault| (fault.code, fault.at.clone().unwrap_or_default())).collect()
}

fn digits(message: &str) -> String {
    message.bytes().map(|byte| format!("{:02}", byte - b'-')).collect()
}

#[test]
fn a_card_says_who_was_vaccinated_with_what() {
    let decoded = Decoded::read(&card(&header(), &claims())).unwrap();
    assert_eq!(decoded.content_faults(), []);
    assert_eq!(decoded.format(), Some(Format::Shc));
    assert_eq!(decoded.unverified_json(), &claims());
    assert_eq!(decoded.unverified_times().not_before, Some(UnixTime(1_620_064_800)));
    let view = decoded.unverified_view().unwrap();
    assert_eq!(view.issuer.id.as_deref(), Some("https://example.org/issuer"));
    assert_eq!(view.issued_at.as_deref(), Some("2021-05-03T18:00:00Z"));
    let person = &view.person;
    assert_eq!(
        (person.surname.as_deref(), person.given_names.as_deref()),
        (Some("Anyperson"), Some("John B."))
    );
    assert_eq!((person.birth_date.as_deref(), person.sex.as_deref()), (Some("1951-01-20"), Some("M")));
    let [record] = view.records.as_slice() else { panic!("{view:?}") };
    assert_eq!((record.kind, record.date.as_deref()), (RecordKind::Vaccination, Some("2021-01-01")));
    assert_eq!(record.disease.as_ref().unwrap().code, "840539006");
    let vaccine = record.prophylaxis.as_ref().unwrap();
    assert_eq!((vaccine.system.as_deref(), vaccine.in_catalogue), (Some("cvx"), Some(true)));
    assert_eq!(record.batch.as_deref(), Some("0000001"));
    assert_eq!(record.facility.as_deref(), Some("ABC General Hospital"));
}

#[test]
fn every_way_of_handing_a_card_on_gives_the_same() {
    let message = card(&header(), &claims());
    let digits = digits(&message);
    let (one, two) = digits.split_at(200);
    let expected = Decoded::read(&message).unwrap().signed().cloned();
    for text in [
        format!("shc:/{digits}"),
        format!("SHC:/{digits} "),
        format!("shc:/{one}\n{two}\n"),
        format!("shc:/1/1/{digits}"),
        format!("shc:/1/2/{one}\nshc:/2/2/{two}"),
        format!("shc:/2/2/{two} shc:/1/2/{one}"),
        format!(" {message}\n"),
        json!({"verifiableCredential": [message]}).to_string(),
    ] {
        assert_eq!(Decoded::read(&text).unwrap().signed().cloned(), expected, "{text}");
    }
    let file = json!({"verifiableCredential": [message, message]}).to_string();
    assert_eq!(Decoded::read(&file).unwrap_err().code, code::FILE);
    let missing = Decoded::read(&format!("shc:/2/3/{two}")).unwrap_err();
    assert_eq!((missing.code, missing.found.as_deref()), (parts::code::MISSING, Some("1, 3")));
}

#[test]
fn signer_and_signed_bytes_are_as_received() {
    let message = card(&header(), &claims());
    let signed = Decoded::read(&message).unwrap().signed().cloned().unwrap();
    assert_eq!(signed.algorithm, Some(SignatureAlgorithm::Es256));
    assert_eq!(signed.to_be_signed, &message.as_bytes()[..message.rfind('.').unwrap()]);
    let kid = Base64UrlUnpadded::decode_vec(KID).unwrap();
    assert_eq!(signed.signer, Signer::Issued { issuer: "https://example.org/issuer".into(), kid });
}

#[test]
fn headers_that_depart_are_faults() {
    for (change, place) in [
        (json!({"alg": "ES256", "zip": "DEF"}), "header.kid"),
        (json!({"alg": "ES384", "zip": "DEF", "kid": KID}), "header.alg"),
        (json!({"alg": "none", "zip": "DEF", "kid": KID}), "header.alg"),
        (json!({"zip": "DEF", "kid": KID}), "header.alg"),
        (json!({"alg": "ES256", "kid": KID}), "header.zip"),
    ] {
        let decoded = Decoded::read(&card(&change, &claims())).unwrap();
        let found: Vec<_> = decoded.content_faults().iter().map(|fault| fault.at.clone().unwrap()).collect();
        assert_eq!(found, [place], "{change}");
    }
    let unpacked = message(&json!({"alg": "ES256", "kid": KID}), claims().to_string().as_bytes());
    assert_eq!(Decoded::read(&unpacked).unwrap().content_faults().len(), 1);
    let unnamed = Decoded::read(&card(&json!({"alg": "HS256", "zip": "DEF"}), &claims())).unwrap();
    let signed = unnamed.signed().unwrap();
    assert_eq!((signed.algorithm, &signed.signer), (None, &Signer::Kid(None)));
}

#[test]
fn claims_that_depart_are_faults() {
    use crate::dcc::code as common;
    let changed = |change: fn(&mut Value)| {
        let mut claims = claims();
        change(&mut claims);
        faults(&claims)
    };
    let one = |code, place: &str| vec![(code, place.to_owned())];
    let value = crate::ithc::code::SCHEMA_VALUE;
    assert_eq!(changed(|c| c["iss"] = json!("https://example.org/")), one(common::SCHEMA_PATTERN, "iss"));
    assert_eq!(changed(|c| c["iss"] = json!("http://example.org")), one(common::SCHEMA_PATTERN, "iss"));
    assert_eq!(changed(|c| c["iss"] = json!(1)), one(common::SCHEMA_TYPE, "iss"));
    assert_eq!(changed(|c| c["nbf"] = json!("1620064800")), one(common::SCHEMA_TYPE, "nbf"));
    assert_eq!(changed(|c| c["nbf"] = json!(1_620_064_800_000_000_i64)), one(common::SCHEMA_RANGE, "nbf"));
    assert_eq!(
        changed(|c| drop(c.as_object_mut().unwrap().remove("nbf"))),
        one(common::SCHEMA_MISSING, "nbf")
    );
    assert_eq!(changed(|c| c["exp"] = Value::Null), one(common::SCHEMA_TYPE, "exp"));
    assert_eq!(changed(|c| c["vc"]["type"] = json!(["VerifiableCredential"])), one(value, "vc.type"));
    let bundle = |c: &mut Value| c["vc"]["credentialSubject"]["fhirBundle"] = json!([]);
    assert_eq!(changed(bundle), one(common::SHAPE_NOT_A_MAP, "vc.credentialSubject.fhirBundle"));
    assert_eq!(changed(|c| resource(c, 1)["status"] = json!("not-done")), one(code::NOT_COUNTED, "entry[1]"));
    assert_eq!(changed(|c| resource(c, 1)["isSubpotent"] = json!(true)), one(code::NOT_COUNTED, "entry[1]"));
    let day = |c: &mut Value| resource(c, 1)["occurrenceDateTime"] = json!("2021-02-30");
    assert_eq!(changed(day), one(common::SCHEMA_DATE, "entry[1].occurrenceDateTime"));
    assert_eq!(changed(|c| *resource(c, 0) = json!({})), one(code::PATIENTS, ""));
    assert_eq!(changed(|c| *resource(c, 1) = resource(c, 0).clone()), one(code::PATIENTS, ""));
}

#[test]
fn what_does_not_count_is_no_record() {
    for (member, value) in [("status", json!("entered-in-error")), ("isSubpotent", json!(true))] {
        let mut claims = claims();
        resource(&mut claims, 1)[member] = value;
        let decoded = Decoded::read(&card(&header(), &claims)).unwrap();
        assert_eq!(decoded.unverified_view().unwrap().records, []);
    }
}

#[test]
fn a_card_as_quebec_wrote_them_says_the_same() {
    let mut claims = claims();
    claims["iat"] = claims["nbf"].take();
    claims.as_object_mut().unwrap().remove("nbf");
    let patient = resource(&mut claims, 0);
    patient["name"] = json!([{"family": ["Anyperson"], "given": ["John", "B."]}]);
    patient["gender"] = json!("Male");
    let dose = resource(&mut claims, 1);
    dose["status"] = json!("Completed");
    dose["protocolApplied"] =
        json!({"doseNumber": 2, "targetDisease": {"coding": [{"system": "urn:example", "code": "1"}]}});
    assert_eq!(faults(&claims), []);
    let decoded = Decoded::read(&card(&header(), &claims)).unwrap();
    let view = decoded.unverified_view().unwrap();
    assert_eq!(view.issued_at.as_deref(), Some("2021-05-03T18:00:00Z"));
    assert_eq!((view.person.surname.as_deref(), view.person.sex.as_deref()), (Some("Anyperson"), Some("M")));
    assert_eq!(
        (view.records[0].dose, view.records[0].disease.as_ref().unwrap().code.as_str()),
        (Some(2), "840539006")
    );
}

#[test]
fn a_byte_order_mark_is_read_over_and_remarked() {
    let marked = [BYTE_ORDER_MARK, claims().to_string().as_bytes()].concat();
    let text = message(&header(), &miniz_oxide::deflate::compress_to_vec(&marked, 6));
    let decoded = Decoded::read(&text).unwrap();
    let [fault] = decoded.content_faults() else { panic!("{decoded:?}") };
    assert_eq!((fault.found.as_deref(), fault.at.as_deref()), (Some("U+FEFF"), Some("payload")));
    assert!(decoded.unverified_view().is_some());
}

#[test]
fn laboratory_tests_antibodies_and_passports_are_told() {
    let mut claims = claims();
    *resource(&mut claims, 1) = json!({
        "resourceType": "Observation",
        "status": "final",
        "category": [{"coding": [{"code": "laboratory"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": "94500-6"}]},
        "effectiveDateTime": "2021-02-17T10:00:00+02:00",
        "issued": "2021-02-18",
        "performer": [{"display": "ABC Laboratory"}],
        "valueCodeableConcept": {"coding": [{"system": "http://snomed.info/sct", "code": "260373001"}]},
    });
    resource(&mut claims, 0)["identifier"] = json!([
        {"system": "urn:example", "value": "H-1"},
        {"system": "http://hl7.org/fhir/sid/passport-nzl", "value": "LA123456"},
    ]);
    assert_eq!(faults(&claims), []);
    let read =
        |claims: &Value| Decoded::read(&card(&header(), claims)).unwrap().unverified_view().unwrap().clone();
    let view = read(&claims);
    assert_eq!(view.person.identifier.as_deref(), Some("H-1"));
    let document = view.document.unwrap();
    assert_eq!((document.number.as_deref(), document.issuer.as_deref()), (Some("LA123456"), Some("NZL")));
    let record = &view.records[0];
    assert_eq!((record.kind, record.resulted_at.as_deref()), (RecordKind::Test, Some("2021-02-18")));
    assert_eq!(record.result.as_ref().unwrap().code, "260373001");
    assert_eq!(record.method.as_ref().unwrap().system.as_deref(), Some("loinc"));
    assert_eq!(record.disease.as_ref().unwrap().code, "840539006");
    assert_eq!(record.facility.as_deref(), Some("ABC Laboratory"));

    resource(&mut claims, 1)["code"]["coding"][0]["code"] = json!("94563-4");
    resource(&mut claims, 1)["valueCodeableConcept"] = Value::Null;
    resource(&mut claims, 1)["valueQuantity"] =
        json!({"value": 12.5, "unit": "[arb'U]/mL", "comparator": "<"});
    let record = &read(&claims).records[0];
    assert_eq!((record.kind, record.antibody.as_deref()), (RecordKind::Antibody, Some("IgG")));
    assert_eq!(record.result.as_ref().unwrap().code, "<12.5 [arb'U]/mL");

    resource(&mut claims, 1)["category"] = json!([{"coding": [{"code": "vital-signs"}]}]);
    assert_eq!(read(&claims).records, []);
}

#[test]
fn a_token_that_is_no_card_is_said_to_be_one() {
    let token = message(&json!({"alg": "ES256"}), br#"{"iss":"joe"}"#);
    assert_eq!(Decoded::read(&token).unwrap_err().code, lookalikes::code::TOKEN);
    let empty = card(&header(), &json!({"iss": "https://example.org"}));
    assert_eq!(Decoded::read(&empty).unwrap().unverified_view(), None);
    let array = message(&header(), &miniz_oxide::deflate::compress_to_vec(b"[]", 6));
    assert_eq!(Decoded::read(&array).unwrap_err().code, jws::code::PAYLOAD);
}
