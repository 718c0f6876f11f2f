//! What a seal must state, and what is seen of it.

use super::*;

fn report(data: &Value) -> Report {
    let text = sealed(data, &sweden().appoints(), sweden().signer());
    ask(&text, vec![listed(sweden().trusted())])
}

#[test]
fn doses_become_records() {
    let report = report(&seal::vaccination());
    assert_verified(&report);
    let view = report.certificate.expect("a view");
    let [first, second] = view.records.as_slice() else { panic!("{:#?}", view.records) };
    let disease = first.disease.as_ref().expect("a disease");
    assert_eq!((disease.code.as_str(), disease.system.as_deref()), ("RA01.0", Some("icd-11")));
    assert_eq!(disease.in_catalogue, Some(true));
    assert_eq!(first.prophylaxis.as_ref().expect("a vaccine").code, "XM68M6");
    assert_eq!(first.product.as_ref().expect("a brand").display.as_deref(), Some("Comirnaty"));
    assert_eq!((first.dose, first.next_due.as_deref()), (Some(1), Some("2026-03-24")));
    assert_eq!((second.dose, second.batch.as_deref()), (Some(2), Some("VC87540")));
    assert_eq!((first.country.as_deref(), second.country.as_deref()), (Some("SE"), Some("UT")));
    assert_eq!((first.facility.as_deref(), first.identifier.as_deref()), (Some("RIVM"), Some("U32870")));
    assert_eq!((view.issued_at, view.expires_at), (None, None));
    assert_eq!(view.person.sex.as_deref(), Some("F"));
    assert_eq!(report.claims, Some(seal::vaccination()));
}

#[test]
fn a_test_becomes_a_record() {
    let report = report(&seal::test());
    assert_verified(&report);
    let view = report.certificate.expect("a view");
    let [test] = view.records.as_slice() else { panic!("{:#?}", view.records) };
    assert_eq!(test.kind.name(), "test");
    assert_eq!(test.result.as_ref().expect("a result").code, "negative");
    assert_eq!(test.method.as_ref().expect("a method").code, "molecular(PCR)");
    assert_eq!(test.date.as_deref(), Some("2026-11-29T12:00:00+08:00"));
    assert_eq!(test.facility.as_deref(), Some("General Hospital"));
    assert_eq!(view.issued_at.as_deref(), Some("2026-11-30T06:00:00Z"));
    assert_eq!(view.document.and_then(|document| document.number).as_deref(), Some("L898902C3"));
}

#[test]
fn a_test_reported_later_is_not_valid_now() {
    let text = sealed(&seal::test(), &sweden().appoints(), sweden().signer());
    let report = ask_at(&text, vec![listed(sweden().trusted())], "2026-11-30T05:59:59Z");
    assert_check(&report.checks.time, State::Fail, &["time.issued-later"]);
    assert_eq!(report.verdict, Verdict::NotValidNow);
}

#[test]
fn an_antibody_test_is_one() {
    let mut data = seal::test();
    data["msg"]["tr"] = json!({"tc": "antibody", "r": "Positive"});
    let report = report(&data);
    assert_check(&report.checks.content, State::Pass, &[]);
    assert_eq!(report.certificate.expect("a view").records[0].kind.name(), "antibody");
}

/// Every mandatory member, taken away.
#[test]
fn what_is_missing_is_named() {
    let vaccination = [
        "/hdr/v",
        "/hdr/is",
        "/msg/uvci",
        "/msg/pid/n",
        "/msg/ve/0/des",
        "/msg/ve/0/nam",
        "/msg/ve/0/vd/1/dvc",
        "/msg/ve/0/vd/1/seq",
        "/msg/ve/0/vd/1/ctr",
        "/msg/ve/0/vd/1/lot",
    ];
    let test = [
        "/msg/utci",
        "/msg/pid/dob",
        "/msg/pid/dt",
        "/msg/pid/dn",
        "/msg/sp/spn",
        "/msg/sp/ctr",
        "/msg/dat/sc",
        "/msg/dat/ri",
        "/msg/tr/tc",
        "/msg/tr/r",
    ];
    let cases = vaccination.map(|at| (seal::vaccination(), at)).into_iter();
    for (mut data, at) in cases.chain(test.map(|at| (seal::test(), at))) {
        let (parent, member) = at.rsplit_once('/').expect("a path");
        let parent = data.pointer_mut(parent).expect("a member").as_object_mut().expect("an object");
        parent.remove(member).expect("a member");
        let report = report(&data);
        assert_check(&report.checks.content, State::Fail, &["content.schema.missing"]);
        let place = at.trim_start_matches("/msg").trim_start_matches('/').replace('/', ".");
        assert_eq!(report.checks.content.reasons[0].at.as_deref(), Some(place.as_str()));
        assert_eq!(report.verdict, Verdict::RuleNotMet, "{at}");
    }
}

#[test]
fn a_date_of_birth_or_a_document_suffices() {
    let mut data = seal::vaccination();
    data["msg"]["pid"].as_object_mut().expect("an object").remove("dob");
    assert_verified(&report(&data));
    data["msg"]["pid"].as_object_mut().expect("an object").remove("i");
    assert_eq!(report(&data).checks.content.reasons[0].at.as_deref(), Some("pid.dob"));
    for optional in ["dis", "sex", "adm", "ai"] {
        let mut data = seal::vaccination();
        for parent in ["/msg/pid", "/msg/ve/0", "/msg/ve/0/vd/0"] {
            data.pointer_mut(parent).expect("there").as_object_mut().expect("an object").remove(optional);
        }
        assert_verified(&report(&data));
    }
}

#[test]
fn what_is_wrong_is_named() {
    let cases = [
        ("/hdr/v", json!(2), "content.schema.version"),
        ("/msg/pid/dob", json!("yesterday"), "content.schema.date"),
        ("/msg/pid/n", json!(7), "content.schema.type"),
        ("/msg/ve/0/vd/0/dvc", json!("2026-02-30"), "content.schema.date"),
        ("/msg/ve/0/vd/0/dvn", json!("2026-02"), "content.schema.date"),
        ("/msg/ve/0/vd/0/seq", json!("first"), "content.schema.type"),
    ];
    for (at, value, code) in cases {
        let mut data = seal::vaccination();
        *data.pointer_mut(at).expect("a member") = value;
        let report = report(&data);
        assert_check(&report.checks.content, State::Fail, &[code]);
        assert!(report.certificate.is_some(), "{at}");
    }
    let mut data = seal::test();
    data["msg"]["tr"]["r"] = json!("unsure");
    assert_check(&report(&data).checks.content, State::Fail, &["content.valueset.result"]);
}

#[test]
fn what_has_no_shape_is_unreadable() {
    let cases = [
        ("/hdr/t", json!("icao.other"), "content.shape.unsupported-format"),
        ("/hdr", json!(null), "content.shape.unsupported-format"),
        ("/msg", json!("text"), "content.shape.not-a-map"),
        ("/msg/ve", json!([]), "content.shape.no-entry"),
        ("/msg/ve", json!({"vd": 1}), "content.shape.no-entry"),
        ("/msg/ve", json!([{"vd": []}]), "content.shape.no-entry"),
    ];
    for (at, value, code) in cases {
        let mut data = seal::vaccination();
        *data.pointer_mut(at).expect("a member") = value;
        let report = report(&data);
        assert_check(&report.checks.content, State::Fail, &[code]);
        assert_eq!(report.verdict, Verdict::Unreadable, "{at}");
    }
}

#[test]
fn names_are_divided_where_the_seal_divides_them() {
    for (name, surname, given, whole) in [
        ("ERIKSSON  ANNA MARIA", Some("ERIKSSON"), Some("ANNA MARIA"), None),
        ("ERIKSSON<<ANNA<MARIA<<<", Some("ERIKSSON"), Some("ANNA MARIA"), None),
        ("NIHON HANAKO", None, None, Some("NIHON HANAKO")),
        (" VAN DER BERG   JO ", Some("VAN DER BERG"), Some("JO"), None),
    ] {
        let mut data = seal::vaccination();
        data["msg"]["pid"]["n"] = json!(name);
        let person = report(&data).certificate.expect("a view").person;
        let parts = [person.surname.as_deref(), person.given_names.as_deref(), person.full_name.as_deref()];
        assert_eq!(parts, [surname, given, whole]);
    }
}

#[test]
fn the_holder_is_compared_by_number_name_and_birth() {
    let ask = |data: &Value| {
        let text = sealed(data, &sweden().appoints(), sweden().signer());
        verify_with(&text, &json!({"at": AT, "keys": [sweden().key()], "mrz": ANNA.lines()}))
    };
    for mut data in [seal::vaccination(), seal::test()] {
        assert_eq!(ask(&data).checks.holder.state, State::Pass);
        assert_verified(&ask(&data));
        data["msg"]["pid"]["n"] = json!("ERIKSSON ANNA MARIA");
        assert_eq!(ask(&data).checks.holder.state, State::Pass);
        for key in ["i", "dn"] {
            if data["msg"]["pid"].get(key).is_some() {
                data["msg"]["pid"][key] = json!("X0000000");
            }
        }
        assert_eq!(ask(&data).verdict, Verdict::HolderMismatch);
    }
    // A driving licence's number is no travel document's.
    let mut data = seal::test();
    data["msg"]["pid"]["dt"] = json!("D");
    data["msg"]["pid"]["dn"] = json!("X0000000");
    let report = ask(&data);
    assert_eq!(report.checks.holder.state, State::Pass);
    let view = report.certificate.expect("a view");
    assert_eq!((view.document, view.person.identifier.as_deref()), (None, Some("X0000000")));
}
