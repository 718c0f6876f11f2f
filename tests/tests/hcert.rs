//! What stands in an HC1 code beside a plain DCC and ITHC: DDCC, ICVP, health links, states' own members.

use healthpass_cert::cbor::Value as Cbor;
use healthpass_cert::decoded::Decoded;
use healthpass_cert::envelope::{base45, hc1, inflate};
use healthpass_cert::inspect::inspect;
use healthpass_cert::model::{Certificate, Coded, Record, RecordKind};
use healthpass_cert::report::{Format, Report, State, Verdict};
use healthpass_cert::time::UnixTime;
use healthpass_cert::{json as claims, reason};
use healthpass_tests::ask::{codes, verify, verify_with};
use healthpass_tests::message::{EXP, HCERT, IAT, ISS, Message, int};
use healthpass_tests::own::{self, ANNA, AT, EXPIRES, ISSUED, Issuer, seconds};
use healthpass_tests::vectors;
use healthpass_tests::who::{self, DDCC_TR, DDCC_VS, ICVP, LINK, with, without};
use serde_json::{Value, json};
use std::fs;

const FOLDERS: [&str; 4] = ["hcert-ddcc", "hcert-icvp-dvc", "hcert-shl", "hcert-dcc"];

/// Vectors whose answer is not the one their source states: their verdict, a reason code of it, and why.
const DEVIATIONS: [(&str, Verdict, &str, &str); 4] = [
    (
        "gdhcn-WHOQR2Contents",
        Verdict::NotValidNow,
        "time.no-expiry",
        "the signature holds, as stated; it says neither when it was issued nor how long it holds, and lacks brand, \
         date and country of the dose",
    ),
    (
        "hc1-hcert-dotnet-UnitTests-11",
        Verdict::Unreadable,
        "content.shape.no-entry",
        "the draft of April 2021 under the number of the DCC: other members, never issued",
    ),
    (
        "hc1-hcert-dotnet-UnitTests-12",
        Verdict::Unreadable,
        "envelope.cwt.hcert-shape",
        "the same draft once more encoded, as a byte string",
    ),
    (
        "hc1-hcert-dotnet-UnitTests-15",
        Verdict::Unreadable,
        "envelope.cwt.shape",
        "an older draft without CWT claims, as a byte string",
    ),
];

#[test]
fn every_vector_gets_the_answer_its_source_states() {
    let mut seen = 0;
    for folder in FOLDERS {
        let Some(folder) = vectors::locate(folder) else { continue };
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let vector: Value =
                serde_json::from_str(&fs::read_to_string(&path).expect("text")).expect("JSON");
            check(&vector);
            seen += 1;
        }
    }
    println!("{seen} vectors");
}

fn check(vector: &Value) {
    let id = vector["id"].as_str().expect("an id");
    let report = report(vector);
    let expected = match vector["expect"]["status"].as_str().expect("a status") {
        "valid" => Verdict::Verified,
        "unknown-key" => Verdict::IssuerNotRecognised,
        status if status.starts_with("bad-signature") => Verdict::NotGenuine,
        other => panic!("{id}: {other}"),
    };
    match DEVIATIONS.iter().find(|(deviating, ..)| *deviating == id) {
        None => assert_eq!(report.verdict, expected, "{id}: {:?}", reasons(&report)),
        Some((_, verdict, reason, why)) => {
            assert_eq!(report.verdict, *verdict, "{id}: {why}: {:?}", reasons(&report));
            assert!(reasons(&report).contains(reason), "{id}: {why}: {:?}", reasons(&report));
        }
    }
}

/// Codes of all checks: what they say of a certificate, but nothing out of it.
fn reasons(report: &Report) -> Vec<&'static str> {
    let checks = &report.checks;
    let all =
        [&checks.envelope, &checks.signature, &checks.issuer, &checks.time, &checks.usage, &checks.content];
    all.iter().flat_map(|check| codes(check)).collect()
}

/// Asked about at the time of its issue.
fn report(vector: &Value) -> Report {
    let text = vector["payload"].as_str().expect("a text");
    let at = Decoded::read(text).ok().and_then(|decoded| {
        let times = decoded.unverified_times();
        times.issued_at.or(times.not_before).or(times.expires_at)
    });
    let at = at.map_or(AT.to_owned(), UnixTime::rfc3339);
    let key = &vector["key"];
    let keys = match (key["x5c0"].as_str(), key["spki_pem"].as_str()) {
        (Some(certificate), _) => json!([{"cert": certificate}]),
        (None, Some(pem)) => json!([{"pem": pem}]),
        (None, None) => json!([]),
    };
    verify_with(text, &json!({"at": at, "keys": keys}))
}

fn issuer() -> Issuer {
    Issuer::sweden()
}

/// The report of `content` under sub-claim `number`.
fn asked(number: i64, content: &Value) -> Report {
    verify(&who::code(&issuer(), number, content), &issuer())
}

fn view(report: &Report) -> &Certificate {
    report.certificate.as_ref().expect("a view")
}

#[track_caller]
fn verified(number: i64, content: &Value) -> Certificate {
    let report = asked(number, content);
    assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
    assert_eq!(report.checks.content.state, State::Pass, "{:#?}", report.checks.content);
    report.certificate.expect("a view")
}

/// Codes and places of what the content check found.
fn faults(report: &Report) -> Vec<(&'static str, &str)> {
    let reasons = &report.checks.content.reasons;
    reasons.iter().map(|reason| (reason.code, reason.at.as_deref().unwrap_or_default())).collect()
}

fn code_of(coded: Option<&Coded>) -> Option<(&str, Option<&str>)> {
    coded.map(|coded| (coded.code.as_str(), coded.system.as_deref()))
}

mod icvp {
    use super::*;

    fn record(view: &Certificate) -> &Record {
        let [record] = view.records.as_slice() else { panic!("{:?}", view.records) };
        record
    }

    #[test]
    fn of_2026() {
        let view = verified(ICVP, &who::icvp());
        let document = view.document.as_ref().expect("a document");
        assert_eq!(document.number.as_deref(), Some("L898902C3"));
        assert_eq!(view.person.nationality.as_deref(), Some("UTO"));
        let record = record(&view);
        assert_eq!(record.kind, RecordKind::Vaccination);
        assert_eq!(code_of(record.disease.as_ref()), Some(("1D47", Some("icd-11"))));
        assert_eq!(record.maker.as_ref().and_then(|maker| maker.display.as_deref()), Some("Sanofi Pasteur"));
        assert_eq!((record.date.as_deref(), record.batch.as_deref()), (Some("2026-11-02"), Some("X1234")));
        assert_eq!(
            (record.issuer.as_deref(), record.clinician.as_deref()),
            (Some("XSE"), Some("Dr Example"))
        );
    }

    #[test]
    fn of_2025() {
        let view = verified(ICVP, &who::icvp_second());
        assert_eq!(view.document.as_ref().and_then(|d| d.number.as_deref()), Some("L898902C3"));
        assert_eq!(view.person.sex.as_deref(), Some("F"));
        let record = record(&view);
        assert_eq!(code_of(record.product.as_ref()), Some((who::STAMARIL, Some("who-prequalified"))));
        assert_eq!(record.valid_from.as_deref(), Some("2026-11-12"));
        assert_eq!(record.valid_until.as_deref(), Some("2066-11-12"));
    }

    #[test]
    fn of_2024() {
        let view = verified(ICVP, &who::icvp_first());
        assert_eq!(
            (view.document.is_none(), view.person.identifier.as_deref()),
            (true, Some("19740812-1234"))
        );
        let record = record(&view);
        assert_eq!(code_of(record.prophylaxis.as_ref()), Some(("XM0N24", Some("icd-11"))));
        assert_eq!((record.dose, record.product.is_none()), (Some(1), true));
    }

    #[test]
    fn without_an_end() {
        let message = who::message(&issuer(), ICVP, &who::icvp()).without_claim(EXP);
        assert_eq!(verify(&message.code(&issuer()), &issuer()).verdict, Verdict::Verified);
        let report = verify(&message.without_claim(IAT).code(&issuer()), &issuer());
        assert_eq!(codes(&report.checks.time), ["time.no-expiry"]);
        let dcc = issuer().message().without_claim(EXP).code(&issuer());
        assert_eq!(verify(&dcc, &issuer()).verdict, Verdict::NotValidNow);
    }

    #[test]
    fn a_product_of_the_second_disease() {
        let hexaxim = "DiphtheriaTetanusPertussProductd54558e2851d29311ee7f90975827dc7";
        let view = verified(ICVP, &with(who::icvp(), "/vx/vp", json!(hexaxim)));
        assert_eq!(code_of(record(&view).disease.as_ref()), Some(("1C81", Some("icd-11"))));
    }

    #[test]
    fn what_drafts_and_tools_write() {
        let mut draft = who::icvp();
        draft["vx"] = without(draft["vx"].take(), &["dv"]);
        draft["vx"]["dt"] = json!("2026-11-02");
        draft["nt"] = json!("se");
        draft["v"] = json!("1.0.0");
        draft["dt"] = json!("http://terminology.hl7.org/CodeSystem/v2-0203#PPN");
        draft["vx"]["bo"] = json!(1234);
        let view = verified(ICVP, &json!([draft]));
        assert_eq!((view.person.nationality.as_deref(), view.document.is_some()), (Some("SWE"), true));
        assert_eq!(record(&view).batch.as_deref(), Some("1234"));
        let mut list = who::icvp();
        list["vx"] = json!([list["vx"].take()]);
        verified(ICVP, &list);
    }

    #[test]
    fn an_identifier_that_is_no_passport() {
        for kind in ["NI", "NNSWE", "MR"] {
            let view = verified(ICVP, &with(who::icvp(), "/dt", json!(kind)));
            assert!(view.document.is_none());
            assert_eq!(view.person.identifier.as_deref(), Some("L898902C3"));
        }
        let untyped = verified(ICVP, &without(who::icvp(), &["dt"]));
        assert!(untyped.document.is_some() && untyped.person.identifier.is_none());
        let untyped = verified(ICVP, &without(who::icvp_second(), &["ndt"]));
        assert!(untyped.document.is_none() && untyped.person.identifier.is_some());
    }

    /// An identifier of another kind can confirm the holder, and never speaks against him.
    #[test]
    fn an_identifier_of_another_kind_confirms_or_is_silent() {
        let options = json!({"at": AT, "keys": [issuer().key()], "mrz": ANNA.lines()});
        let content = with(without(who::icvp(), &["dt"]), "/n", json!("MARIA ERIKSSON"));
        let state = |number: &str| {
            let content = with(with(who::icvp_second(), "/nid", json!(number)), "/ndt", json!("NI"));
            let swapped = with(content, "/n", json!("ANNA MARIA ERIKSSON"));
            verify_with(&who::code(&issuer(), ICVP, &swapped), &options).checks.holder.state
        };
        assert_eq!(state("L898902C3"), State::Pass);
        assert_eq!(state("19740812-1234"), State::Unknown);
        let other = verify_with(&who::code(&issuer(), ICVP, &content), &options);
        assert_eq!(other.verdict, Verdict::HolderMismatch);
    }

    #[test]
    fn every_mandatory_member_is_missed_by_name() {
        for member in ["n", "dob", "s", "nt", "v"] {
            let report = asked(ICVP, &without(who::icvp(), &[member]));
            assert_eq!(faults(&report), [("content.schema.missing", member)]);
            assert_eq!(report.verdict, Verdict::RuleNotMet);
        }
        for member in ["vp", "dv", "bo"] {
            let mut content = who::icvp();
            content["vx"] = without(content["vx"].take(), &[member]);
            let at = format!("vx.{member}");
            assert_eq!(faults(&asked(ICVP, &content)), [("content.schema.missing", at.as_str())]);
        }
        let mut content = who::icvp();
        content["vx"] = without(content["vx"].take(), &["is", "cn"]);
        assert_eq!(faults(&asked(ICVP, &content)), [("content.schema.missing", "vx.is | vx.cn")]);
    }

    #[test]
    fn members_of_another_kind() {
        for (path, value, code) in [
            ("/dob", json!("1974"), "content.schema.date"),
            ("/dob", json!(["1974"]), "content.schema.type"),
            ("/vx/dv", json!("2026-02-30"), "content.schema.date"),
            ("/s", json!("weiblich"), "content.schema.pattern"),
            ("/nt", json!("Utopia"), "content.schema.pattern"),
            ("/vx/bo", json!({"text": "1"}), "content.schema.type"),
            ("/n", json!("  "), "content.schema.missing"),
        ] {
            let report = asked(ICVP, &with(who::icvp(), path, value));
            let at = path.trim_start_matches('/').replace('/', ".");
            assert_eq!(faults(&report), [(code, at.as_str())], "{path}");
        }
    }

    #[test]
    fn content_without_a_dose_or_no_content() {
        for content in [json!({"v": "1", "n": "X"}), json!([]), json!({"vx": "later"}), json!({"v": 1})] {
            let report = asked(ICVP, &content);
            assert_eq!((report.verdict, report.format), (Verdict::Unreadable, Some(Format::Icvp)));
            assert_eq!(codes(&report.checks.content), ["content.shape.no-entry"], "{content}");
        }
        assert_eq!(codes(&asked(ICVP, &json!([1])).checks.content), ["content.shape.not-a-map"]);
        assert_eq!(codes(&asked(ICVP, &json!("x")).checks.envelope), ["envelope.cwt.hcert-shape"]);
    }

    /// Where days begin first the certificate's own day can be tomorrow in UTC.
    #[test]
    fn a_dose_on_the_day_of_issue_anywhere_on_earth() {
        let content = |date: &str| with(who::icvp(), "/vx/dv", json!(date));
        let late = |date: &str| {
            let message = who::message(&issuer(), ICVP, &content(date));
            let message = message.with_claim(IAT, int(seconds("2026-11-24T20:00:00Z").0));
            codes(&verify(&message.code(&issuer()), &issuer()).checks.content)
        };
        assert!(late("2026-11-25").is_empty());
        assert_eq!(late("2026-11-26"), ["content.schema.dose-after-issue"]);
        assert!(faults(&asked(ICVP, &content("2026-11-24"))).is_empty());
    }

    #[test]
    fn a_remark_does_not_hide_a_fault() {
        let content = with(with(who::icvp(), "/v", json!("9")), "/vx/bo", Value::Null);
        let report = asked(ICVP, &content);
        assert_eq!((report.verdict, report.checks.content.state), (Verdict::RuleNotMet, State::Fail));
        assert_eq!(codes(&report.checks.content), ["content.unknown.version", "content.schema.missing"]);
    }
}

mod ddcc {
    use super::*;

    /// The first version, as the specification's example has it: members beside the person's.
    fn first() -> Value {
        let coded = |system: &str, code: &str| json!({"system": system, "code": code});
        json!({
            "name": "ERIKSSON ANNA MARIA", "birthDate": "1974-08-12",
            "sex": coded("http://hl7.org/fhir/administrative-gender", "female"),
            "vaccine": coded("http://snomed.info/sct", "1119349007"), "brand": {"code": "EX"},
            "manufacturer": "Organization/973", "lot": "PT123F.9", "date": "2026-07-08", "dose": 1,
            "total_doses": 2, "country": coded("urn:iso:std:iso:3166", "USA"), "centre": "Vaccination Site",
            "hw": "http://www.acme.org/practitioners/23", "disease": coded("http://snomed.info/sct", "840539006"),
            "hcid": "US111222333444555666", "pha": "wA69g8VD512TfTTdkTNSsG",
            "valid_from": "2026-07-08", "valid_until": "2027-07-08",
        })
    }

    /// The claims are nothing but the certificate.
    fn bare(content: &Value) -> Report {
        let mut message = issuer().message();
        message.payload = healthpass_cert::cbor_write::write(&claims::to_cbor(content));
        verify(&message.code(&issuer()), &issuer())
    }

    #[test]
    fn of_the_first_version_among_the_claims() {
        let report = bare(&first());
        assert_eq!((report.verdict, report.format), (Verdict::Verified, Some(Format::Ddcc)), "{report:#?}");
        let view = view(&report);
        assert_eq!(view.expires_at.as_deref(), Some("2027-07-08T23:59:59Z"));
        let [record] = view.records.as_slice() else { panic!() };
        assert_eq!(code_of(record.prophylaxis.as_ref()), Some(("1119349007", Some("snomed"))));
        assert_eq!(record.maker.as_ref().map(|maker| maker.code.as_str()), Some("Organization/973"));
        assert_eq!((record.dose, record.doses, record.country.as_deref()), (Some(1), Some(2), Some("US")));
        assert_eq!(record.identifier.as_deref(), Some("US111222333444555666"));
        assert_eq!(view.issuer.name.as_deref(), Some("wA69g8VD512TfTTdkTNSsG"));
    }

    #[test]
    fn past_the_end_it_states_itself() {
        let mut message = issuer().message();
        message.payload = healthpass_cert::cbor_write::write(&claims::to_cbor(&first()));
        let options = |at: &str| json!({"at": at, "keys": [issuer().key()]});
        let verdict = |at| verify_with(&message.code(&issuer()), &options(at)).verdict;
        assert_eq!(verdict("2027-07-08T23:59:59Z"), Verdict::Verified);
        assert_eq!(verdict("2027-07-09T00:00:00Z"), Verdict::NotValidNow);
        assert_eq!(verdict("2026-07-07T23:59:59Z"), Verdict::NotValidNow);
    }

    #[test]
    fn of_the_first_version_where_a_dcc_stands() {
        let report = asked(1, &first());
        assert_eq!((report.verdict, report.format), (Verdict::Verified, Some(Format::Ddcc)), "{report:#?}");
    }

    #[test]
    fn a_test_with_a_passport() {
        let mut content = without(who::ddcc_test(), &["certificate"]);
        content["meta"] = json!({"reference": "ABC-CDE", "notarisedOn": "2026-11-24T02:26:02.672Z",
            "passportNumber": "L898902C3"});
        let report = bare(&content);
        assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
        let view = view(&report);
        assert_eq!(view.issued_at.as_deref(), Some("2026-11-24T02:26:02Z"));
        assert_eq!(view.document.as_ref().and_then(|d| d.number.as_deref()), Some("L898902C3"));
        assert_eq!(view.records[0].identifier.as_deref(), Some("ABC-CDE"));
        assert_eq!(view.records[0].kind, RecordKind::Test);
    }

    #[test]
    fn lists_of_one() {
        verified(DDCC_VS, &json!([who::ddcc_vaccination()]));
        let two = json!([who::ddcc_test(), who::ddcc_test()]);
        assert_eq!(faults(&asked(DDCC_TR, &two)), [("content.schema.entries", "")]);
    }

    #[test]
    fn every_mandatory_member_is_missed_by_name() {
        for member in ["vaccine", "brand", "lot", "date", "dose", "country"] {
            let mut content = who::ddcc_vaccination();
            content["vaccination"] = without(content["vaccination"].take(), &[member]);
            let at = format!("vaccination.{member}");
            assert_eq!(faults(&asked(DDCC_VS, &content)), [("content.schema.missing", at.as_str())]);
        }
        for member in ["pathogen", "type", "date", "country"] {
            let mut content = who::ddcc_test();
            content["test"] = without(content["test"].take(), &[member]);
            let at = format!("test.{member}");
            assert_eq!(faults(&asked(DDCC_TR, &content)), [("content.schema.missing", at.as_str())]);
        }
        let mut content = who::ddcc_vaccination();
        content["vaccination"] = without(content["vaccination"].take(), &["manufacturer"]);
        let at = "vaccination.manufacturer | vaccination.ma_holder";
        assert_eq!(faults(&asked(DDCC_VS, &content)), [("content.schema.missing", at)]);
    }

    #[test]
    fn content_without_a_record() {
        let report = asked(DDCC_VS, &json!({"name": "X"}));
        assert_eq!((report.verdict, report.format), (Verdict::Unreadable, Some(Format::Ddcc)));
        assert_eq!(codes(&report.checks.content), ["content.shape.no-entry"]);
    }

    #[test]
    fn claims_that_are_no_certificate() {
        for content in [json!({"name": "X"}), json!({"hcid": "X"}), json!({"name": 1, "hcid": "X"})] {
            assert_eq!(codes(&bare(&content).checks.envelope), ["envelope.cwt.hcert-missing"], "{content}");
        }
    }
}

mod extensions {
    use super::*;

    fn with_members(members: Value) -> Certificate {
        let mut content = own::vaccination();
        for (key, value) in members.as_object().expect("an object") {
            content[key] = value.clone();
        }
        let times = [ISSUED, EXPIRES].map(|time| seconds(time).0);
        let report = verify(&Message::new(&issuer().kid(), &content, times).code(&issuer()), &issuer());
        assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
        report.certificate.expect("a view")
    }

    #[test]
    fn passport_and_card_numbers_of_states() {
        for (members, passport, card) in [
            (json!({"pn": "A12345678", "ic": "900101-14-5678"}), Some("A12345678"), Some("900101-14-5678")),
            (json!({"pn": "-", "ic": "900101-14-5678"}), None, Some("900101-14-5678")),
            (json!({"pid": "B1234567"}), Some("B1234567"), None),
            (json!({"meta": {"passportNumber": "ES12345", "reference": "X1"}}), Some("ES12345"), None),
            (json!({"dui": "01234567-8"}), None, Some("01234567-8")),
            (json!({"nam": {"fnt": "ERIKSSON", "pn": "A12345678"}}), Some("A12345678"), None),
            (json!({"pn": null, "meta": null}), None, None),
        ] {
            let view = with_members(members.clone());
            let number = view.document.and_then(|document| document.number);
            assert_eq!(number.as_deref(), passport, "{members}");
            assert_eq!(view.person.identifier.as_deref(), card, "{members}");
        }
    }
}

mod link {
    use super::*;

    #[test]
    fn a_link_and_where_it_points() {
        let view = verified(LINK, &json!(who::link()));
        let link = view.link.expect("a link");
        assert!(link.url.starts_with("https://records.example.org/m/") && link.passcode_needed);
        assert_eq!(link.flags.as_deref(), Some("LP"));
        assert_eq!(link.expires_at.as_deref(), Some("2026-12-13T00:00:00Z"));
        assert!(view.records.is_empty());
    }

    #[test]
    fn the_key_is_in_no_report() {
        let encoded = who::link();
        for content in [json!(encoded), json!([{"u": encoded}]), json!({"u": encoded})] {
            let code = who::code(&issuer(), LINK, &content);
            let shown = [
                serde_json::to_string(&verify(&code, &issuer())).expect("JSON"),
                serde_json::to_string(&inspect(&code)).expect("JSON"),
            ];
            for text in shown {
                assert!(text.contains("https://records.example.org/m/"));
                assert!(
                    !text.contains(who::LINK_KEY) && !text.contains(encoded.trim_start_matches("vhlink:/"))
                );
            }
        }
    }

    /// As a state's system writes it: two slashes, padded base64 with a padded key, times in milliseconds.
    #[test]
    fn a_link_as_it_is_issued() {
        use base64ct::{Base64, Encoding};
        let payload = json!({"url": "http://records.example.org:8182/v2/manifests/1", "flag": "P",
            "exp": 1_797_120_000_997_i64, "key": format!("{}=", who::LINK_KEY), "label": "GDHCN"});
        let link = format!("shlink://{}", Base64::encode_string(payload.to_string().as_bytes()));
        let report = {
            let message = who::message(&issuer(), LINK, &json!([{"u": link}]));
            let message = message.with_claim(IAT, int(seconds(ISSUED).0 * 1000 + 732));
            verify(&message.with_claim(ISS, Cbor::Text("SE".into())).code(&issuer()), &issuer())
        };
        assert_eq!((report.verdict, report.checks.content.state), (Verdict::Verified, State::Pass));
        let link = view(&report).link.as_ref().expect("a link");
        assert_eq!(link.expires_at.as_deref(), Some("2026-12-13T00:00:00Z"));
    }

    #[test]
    fn its_own_end_counts_where_the_claims_have_none() {
        let message = who::message(&issuer(), LINK, &json!(who::link())).without_claim(EXP);
        let options = |at: &str| json!({"at": at, "keys": [issuer().key()]});
        let verdict = |at| verify_with(&message.code(&issuer()), &options(at)).verdict;
        assert_eq!(verdict("2026-12-13T00:00:00Z"), Verdict::Verified);
        assert_eq!(verdict("2026-12-13T00:00:01Z"), Verdict::NotValidNow);
    }

    #[test]
    fn nobody_is_compared_with_a_document() {
        let options = json!({"at": AT, "keys": [issuer().key()], "mrz": ANNA.lines()});
        let report = verify_with(&who::code(&issuer(), LINK, &json!(who::link())), &options);
        assert_eq!((report.verdict, report.checks.holder.state), (Verdict::Verified, State::Unknown));
        assert_eq!(codes(&report.checks.holder), ["holder.no-person"]);
    }

    #[test]
    fn what_is_no_link() {
        for content in [json!("https://example.org"), json!([]), json!([{"x": "y"}]), json!({}), json!([[]])]
        {
            let report = asked(LINK, &content);
            assert_eq!(
                (report.verdict, report.format),
                (Verdict::Unreadable, Some(Format::Shl)),
                "{content}"
            );
            assert_eq!(codes(&report.checks.content), ["content.shape.link"], "{content}");
        }
    }
}

/// Every truncation and every changed byte of one certificate of each format.
#[test]
fn nothing_spoilt_is_believed() {
    let known = reason::all();
    for (number, content) in [(ICVP, who::icvp()), (LINK, json!(who::link()))] {
        let code = who::code(&issuer(), number, &content);
        let packed = base45::decode(code.strip_prefix(hc1::PREFIX).expect("HC1")).expect("base45");
        let cose = inflate::inflate(&packed).expect("zlib");
        for place in 0..cose.len() {
            let mut flipped = cose.clone();
            flipped[place] ^= 1 << (place % 8);
            for bytes in [&cose[..place], &flipped] {
                let report = verify(&hc1::write(bytes), &issuer());
                assert_ne!(report.verdict, Verdict::Verified, "{number} {place}");
                assert!(reasons(&report).iter().all(|code| known.contains(code)));
            }
        }
    }
}

/// Any value anywhere in the content: a report, every code of it known, whatever was written. Content is read
/// before anybody is asked who signed it.
#[test]
fn nothing_signed_stops_the_reader() {
    let odd = [
        Cbor::Null,
        Cbor::Integer(i64::MIN),
        Cbor::Float(f64::NAN),
        Cbor::Bytes(vec![0; 9]),
        Cbor::Text("\u{0}健".repeat(2000)),
        Cbor::Array(vec![Cbor::Array(vec![])]),
        Cbor::Map(vec![(Cbor::Null, Cbor::Null)]),
        Cbor::Tag(0, Box::new(Cbor::Text("x".into()))),
    ];
    let (known, sound) = (reason::all(), issuer().message());
    for (number, content) in [
        (ICVP, who::icvp()),
        (ICVP, who::icvp_first()),
        (DDCC_VS, who::ddcc_vaccination()),
        (DDCC_TR, who::ddcc_test()),
        (LINK, json!([{"u": who::link()}])),
    ] {
        let content = claims::to_cbor(&content);
        for value in &odd {
            for spoilt in replacements(&content, value) {
                let hcert = Cbor::Map(vec![(int(number), spoilt)]);
                let message = sound.clone().with_claim(HCERT, hcert).with_signature(&[1; 64]);
                let report = verify_with(&hc1::write(&message), &json!({"at": AT}));
                assert!(reasons(&report).iter().all(|code| known.contains(code)), "{report:#?}");
                let text = serde_json::to_string(&report.checks).expect("JSON");
                assert!(text.len() < 20_000, "{} bytes of reasons", text.len());
            }
        }
    }
}

/// `value` with `other` in each place once.
fn replacements(value: &Cbor, other: &Cbor) -> Vec<Cbor> {
    let mut all = vec![other.clone()];
    match value {
        Cbor::Map(entries) => {
            for (place, (_, inner)) in entries.iter().enumerate() {
                for replaced in replacements(inner, other) {
                    let mut entries = entries.clone();
                    entries[place].1 = replaced;
                    all.push(Cbor::Map(entries));
                }
            }
        }
        Cbor::Array(items) => {
            for (place, inner) in items.iter().enumerate() {
                for replaced in replacements(inner, other) {
                    let mut items = items.clone();
                    items[place] = replaced;
                    all.push(Cbor::Array(items));
                }
            }
        }
        _ => (),
    }
    all
}
