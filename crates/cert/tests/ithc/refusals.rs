//! Every reason an issuer's certificate is refused for, one at a time.

use crate::examples::{FULL, ISSUED, ISSUED_RESTATED, RESTATED, SALT, full, one_test, restated};
use healthpass_cert::ithc::*;
use healthpass_cert::report::Reason;

/// The one reason [`encode`] gives for a changed full certificate: its code and place.
fn refused(change: impl FnOnce(&mut Ithc)) -> (&'static str, String) {
    let mut certificate = full();
    change(&mut certificate);
    only(encode(&certificate, ISSUED).unwrap_err())
}

fn refused_restated(change: impl FnOnce(&mut Ithc)) -> (&'static str, String) {
    let mut certificate = restated();
    change(&mut certificate);
    only(encode(&certificate, ISSUED_RESTATED).unwrap_err())
}

/// The one reason [`from_json`] gives when `from` stands as `to`.
fn refused_json(json: &str, from: &str, to: &str) -> (&'static str, String) {
    assert!(json.contains(from), "{from}");
    only(from_json(&json.replacen(from, to, 1), &SALT).unwrap_err())
}

fn only(reasons: Vec<Reason>) -> (&'static str, String) {
    let [reason] = reasons.as_slice() else { panic!("{reasons:?}") };
    (reason.code, reason.at.clone().unwrap_or_default())
}

fn at(code: &'static str, place: &str) -> (&'static str, String) {
    (code, place.to_owned())
}

fn test(c: &mut Ithc) -> &mut Test {
    let Block::Found(tests) = &mut c.tests else { panic!() };
    &mut tests[0]
}

fn dose(c: &mut Ithc) -> &mut Vaccination {
    let Block::Found(doses) = &mut c.vaccinations else { panic!() };
    &mut doses[0]
}

fn statement(c: &mut Ithc) -> &mut Statement {
    c.statement.as_mut().unwrap()
}

fn date(text: &str) -> time::Date {
    let BirthDate::Full(date) = BirthDate::parse(text).unwrap() else { panic!() };
    date
}

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

#[test]
fn texts() {
    let place = "person.nativeName";
    assert_eq!(refused(|c| c.person.native_name = Some(String::new())), at(code::TEXT_EMPTY, place));
    assert_eq!(refused(|c| c.person.native_name = Some("张伟 ".into())), at(code::TEXT_EDGE, place));
    assert_eq!(
        refused(|c| c.person.native_name = Some("张\u{202e}伟".into())),
        at(code::TEXT_CHARACTER, place)
    );
    assert_eq!(refused(|c| c.person.native_name = Some("张".repeat(81))), at(code::TEXT_TOO_LONG, place));
    let reasons = |c: &Ithc| encode(c, ISSUED).unwrap_err();
    let mut long = full();
    test(&mut long).place.facility = Some(Label { local: None, latin: "x".repeat(90) });
    let [reason] = reasons(&long).try_into().unwrap();
    assert_eq!((reason.expected.as_deref(), reason.found.as_deref()), (Some("80"), Some("90")));
    assert_eq!(reason.at.as_deref(), Some("tests[0].place.facility"));
    assert_eq!(
        refused(|c| dose(c).batch = Some("B".repeat(21))),
        at(code::TEXT_TOO_LONG, "vaccinations[0].batch")
    );
}

#[test]
fn names() {
    assert_eq!(refused(|c| c.person.surname = "张".into()), at(code::NAME_NOT_LATIN, "person.surname"));
    assert_eq!(
        refused(|c| c.person.given_names = Some("WEI 2".into())),
        at(code::NAME_NOT_LATIN, "person.givenNames")
    );
    for wrong in ["Zhang", "ZHANG WEI", "<ZHANG", "张", "ZHANG-WEI"] {
        assert_eq!(
            refused(|c| c.person.icao_surname = wrong.into()),
            at(code::NAME_ICAO_ALPHABET, "person.icaoSurname")
        );
    }
    assert_eq!(
        refused(|c| c.person.icao_given_names = None),
        at(code::NAME_ICAO_MISSING, "person.icaoGivenNames")
    );
    assert_eq!(
        refused(|c| c.person.given_names = None),
        at(code::NAME_ICAO_MISSING, "person.icaoGivenNames")
    );
    let json = RESTATED.replace("\"icaoSurname\": \"MUELLER<ONEIL\",", "");
    assert_eq!(only(from_json(&json, &SALT).unwrap_err()), at(code::NAME_ICAO_MISSING, "person.icaoSurname"));
}

#[test]
fn birth_and_sex() {
    let place = "person.birthDate";
    assert_eq!(refused_json(FULL, "1990-01-01", "1990-13-01"), at(code::BIRTH_DATE, place));
    assert_eq!(refused_json(FULL, "1990-01-01", ""), at(code::BIRTH_DATE, place));
    assert_eq!(refused_json(FULL, "\"M\"", "\"male\""), at(code::SEX, "person.sex"));
    let mut later = one_test();
    later.tests = Block::NoneFound {
        asked_at: moment("2021-03-09T08:00:00+08:00"),
        source: Label { local: None, latin: "NHC".into() },
    };
    later.person.birth_date = BirthDate::Full(date("2021-03-10"));
    assert_eq!(only(encode(&later, ISSUED).unwrap_err()), at(code::BIRTH_IN_FUTURE, place));
    // 2021-03-09T04:00Z is still the 9th everywhere; at 11:00Z the 10th has begun in Kiritimati.
    assert!(encode(&later, ISSUED + 7 * 3600).is_ok());
    later.person.birth_date = BirthDate::Year(0);
    assert_eq!(only(encode(&later, ISSUED).unwrap_err()), at(code::BIRTH_DATE, place));
}

#[test]
fn state_codes() {
    for wrong in ["CN", "chn", "CHA", "D<<", ""] {
        let reasons = |change: fn(&mut Ithc, String)| {
            let mut c = full();
            change(&mut c, wrong.to_owned());
            only(encode(&c, ISSUED).unwrap_err())
        };
        let nationality = reasons(|c, wrong| c.person.nationality = wrong);
        assert_eq!(nationality, at(code::STATE_ALPHA3, "person.nationality"));
        let issuer = reasons(|c, wrong| c.document.issuer = wrong);
        assert_eq!(issuer, at(code::STATE_ALPHA3, "document.issuer"));
    }
    for wrong in ["CHN", "cn", "ZZ", ""] {
        assert_eq!(
            refused(|c| test(c).place.state = wrong.into()),
            at(code::STATE_ALPHA2, "tests[0].place.state")
        );
    }
    assert_eq!(
        refused_restated(|c| c.provenance.as_mut().unwrap().issuer = "SEN".into()),
        at(code::STATE_ALPHA2, "provenance.issuer")
    );
}

#[test]
fn document_numbers() {
    for wrong in ["", "E1234567<", "e12345678", "E 1234567", "证12345678", "E1234567890123456789012"] {
        let number = DocumentNumber::Clear(wrong.into());
        assert_eq!(refused(|c| c.document.number = number), at(code::DOCUMENT_NUMBER, "document.number"));
    }
    assert_eq!(
        refused_json(RESTATED, "L898902C3", "L898902C<"),
        at(code::DOCUMENT_NUMBER, "document.number")
    );
    let place = "document.expiresOn";
    assert_eq!(refused_json(RESTATED, "2029-04-15", "2029-04"), at(code::DOCUMENT_EXPIRY, place));
    assert_eq!(
        refused_json(RESTATED, ",\n    \"expiresOn\": \"2029-04-15\"", ""),
        at(code::DOCUMENT_EXPIRY, place)
    );
    assert_eq!(refused_json(FULL, "ordinary", "seaman"), at(code::JSON_VALUE, "document.kind"));
}

#[test]
fn blocks() {
    assert_eq!(refused(|c| c.tests = Block::Found(vec![])), at(code::BLOCK_EMPTY, "tests"));
    let many = |c: &mut Ithc| {
        let one = dose(c).clone();
        let doses = (0..=MAX_ENTRIES).map(|i| Vaccination { identifier: i.to_string(), ..one.clone() });
        c.vaccinations = Block::Found(doses.collect());
    };
    assert_eq!(refused(many), at(code::BLOCK_TOO_MANY, "vaccinations"));
    let asked = |time: &str| Block::NoneFound {
        asked_at: moment(time),
        source: Label { local: None, latin: "NHC".into() },
    };
    assert!(encode(&Ithc { tests: asked("2021-03-09T04:00:00Z"), ..full() }, ISSUED).is_ok());
    assert_eq!(
        refused(|c| c.tests = asked("2021-03-09T12:00:01+08:00")),
        at(code::BLOCK_ASKED_IN_FUTURE, "tests.askedAt")
    );
    let silent = |c: &mut Ithc| {
        (c.tests, c.antibodies, c.vaccinations) =
            (Block::NotConnected, Block::NotConnected, Block::NotConnected);
    };
    assert_eq!(refused(silent), at(code::CONTENT_NOTHING, ""));
}

#[test]
fn blocks_in_json() {
    let block = |json: &str| {
        let mut value: serde_json::Value = serde_json::from_str(FULL).unwrap();
        value["antibodies"] = serde_json::from_str(json).unwrap();
        only(from_json(&value.to_string(), &SALT).unwrap_err())
    };
    for wrong in [
        r#"{"state": "found"}"#,
        r#"{"state": "none-found"}"#,
        r#"{"state": "none-found", "askedAt": "2021-03-09T04:00:00Z"}"#,
        r#"{"state": "not-connected", "entries": []}"#,
        r#"{"state": "found", "entries": [], "source": "NHC"}"#,
    ] {
        assert_eq!(block(wrong), at(code::BLOCK_MEMBERS, "antibodies"));
    }
    assert_eq!(block(r#"{"state": "none"}"#), at(code::JSON_VALUE, "antibodies.state"));
    let asked = r#"{"state": "none-found", "askedAt": "yesterday", "source": "NHC"}"#;
    assert_eq!(block(asked), at(code::JSON_TIME, "antibodies.askedAt"));
}

#[test]
fn tests() {
    let place = "tests[0].sampledAt";
    assert_eq!(
        refused(|c| {
            test(c).sampled_at = moment("2021-03-09T04:00:01Z");
            test(c).resulted_at = None;
            c.provenance = restated().provenance;
        }),
        at(code::TEST_SAMPLED_IN_FUTURE, place)
    );
    assert_eq!(
        refused(|c| test(c).sampled_at = moment("1989-12-31T23:00:00+08:00")),
        at(code::TEST_BEFORE_BIRTH, place)
    );
    let place = "tests[0].resultedAt";
    assert_eq!(
        refused(|c| test(c).resulted_at = Some(moment("2021-03-09T04:00:01Z"))),
        at(code::TEST_RESULT_IN_FUTURE, place)
    );
    // 09:30 in Beijing is later than 09:45 in Tokyo.
    assert_eq!(
        refused(|c| test(c).resulted_at = Some(moment("2021-03-08T09:45:00+09:00"))),
        at(code::TEST_RESULT_BEFORE_SAMPLING, place)
    );
    assert_eq!(refused(|c| test(c).resulted_at = None), at(code::TEST_RESULT_TIME, place));
    assert_eq!(
        refused(|c| (test(c).method, test(c).product) = (None, None)),
        at(code::TEST_METHOD_OR_PRODUCT, "tests[0].method")
    );
    assert_eq!(refused(|c| test(c).disease = Snomed(840_539_007)), at(code::SNOMED, "tests[0].disease"));
    assert_eq!(refused(|c| test(c).disease = Snomed(1)), at(code::SNOMED, "tests[0].disease"));
    assert_eq!(refused_json(FULL, "840539006", "0840539006"), at(code::SNOMED, "tests[0].disease"));
    assert_eq!(refused_json(FULL, "840539006", "COVID-19"), at(code::SNOMED, "tests[0].disease"));
    assert_eq!(refused_json(FULL, "not-detected", "negative"), at(code::JSON_VALUE, "tests[0].outcome"));
    assert_eq!(
        refused_json(FULL, "2021-03-08T09:30:00+08:00", "2021-03-08 09:30"),
        at(code::JSON_TIME, "tests[0].sampledAt")
    );
}

#[test]
fn antibodies_name_their_class() {
    assert_eq!(refused_json(FULL, "\"IgG\"", "\"IgA\""), at(code::JSON_VALUE, "antibodies[0].class"));
    assert_eq!(refused_json(FULL, "\"class\": \"IgM\",", ""), at(code::JSON_VALUE, "antibodies[1].class"));
    assert_eq!(
        refused_json(FULL, "\"outcome\"", "\"class\": \"IgG\", \"outcome\""),
        at(code::JSON_VALUE, "tests[0].class")
    );
}

#[test]
fn doses() {
    let place = "vaccinations[0].givenOn";
    assert_eq!(refused(|c| dose(c).given_on = date("2021-03-10")), at(code::DOSE_IN_FUTURE, place));
    assert_eq!(refused(|c| dose(c).given_on = date("1989-12-31")), at(code::DOSE_BEFORE_BIRTH, place));
    assert!(
        encode(
            &{
                let mut c = full();
                dose(&mut c).given_on = date("1990-01-01");
                c
            },
            ISSUED
        )
        .is_ok()
    );
    // A date of birth known only by its year leaves the whole year open.
    let partial = |c: &mut Ithc, given: &str| {
        c.person.birth_date = BirthDate::Year(1990);
        dose(c).given_on = date(given);
    };
    assert_eq!(refused(|c| partial(c, "1989-12-31")), at(code::DOSE_BEFORE_BIRTH, place));
    assert_eq!(
        refused(|c| {
            c.person.birth_date = BirthDate::Unknown;
            dose(c).given_on = date("1899-12-31");
        }),
        at(code::DATE_RANGE, place)
    );
    assert_eq!(refused(|c| dose(c).dose = 4), at(code::DOSE_OVER_TOTAL, "vaccinations[0].dose"));
    assert_eq!(refused(|c| dose(c).dose = 0), at(code::DOSE_NUMBER, "vaccinations[0].dose"));
    assert_eq!(refused(|c| dose(c).doses = 100), at(code::DOSE_NUMBER, "vaccinations[0].doses"));
    assert_eq!(
        refused(|c| (dose(c).vaccine, dose(c).product) = (None, None)),
        at(code::DOSE_VACCINE_OR_PRODUCT, "vaccinations[0].product")
    );
    assert_eq!(refused_json(FULL, "2020-12-20", "20.12.2020"), at(code::JSON_DATE, place));
}

#[test]
fn places_and_identifiers() {
    assert_eq!(refused(|c| test(c).place.city = None), at(code::PLACE_INCOMPLETE, "tests[0].place.city"));
    assert_eq!(
        refused(|c| dose(c).place.facility = None),
        at(code::PLACE_INCOMPLETE, "vaccinations[0].place.facility")
    );
    assert_eq!(
        refused(|c| dose(c).identifier = "CN/NAT/8D2M5R7TQ4".into()),
        at(code::IDENTIFIER_DUPLICATE, "vaccinations[0].identifier")
    );
    assert_eq!(refused(|c| dose(c).identifier.clear()), at(code::TEXT_EMPTY, "vaccinations[0].identifier"));
}

#[test]
fn catalogues() {
    let listed =
        |catalogue, entry: &str| Some(Coded::Listed { catalogue, code: entry.to_owned(), name: None });
    let named = |name: &str| Catalogue::Other(name.to_owned());
    let place = "vaccinations[0].vaccine.catalogue";
    assert_eq!(refused(|c| dose(c).vaccine = listed(named("My List"), "1")), at(code::CATALOGUE, place));
    assert_eq!(refused(|c| dose(c).vaccine = listed(named("atc"), "1")), at(code::CATALOGUE, place));
    let place = "vaccinations[0].vaccine.code";
    for wrong in ["1119349008", "01119349007", "J07BN03"] {
        assert_eq!(refused(|c| dose(c).vaccine = listed(Catalogue::Snomed, wrong)), at(code::SNOMED, place));
    }
    assert_eq!(refused(|c| dose(c).vaccine = listed(Catalogue::Atc, "")), at(code::TEXT_EMPTY, place));
}

#[test]
fn statements() {
    let place = "statement.flight";
    assert_eq!(refused_restated(|c| statement(c).flight = "718".into()), at(code::STATEMENT_FLIGHT, place));
    let place = "statement.port";
    assert_eq!(refused_restated(|c| statement(c).port = "Dakar".into()), at(code::STATEMENT_PORT, place));
    let place = "statement.date";
    assert_eq!(refused_restated(|c| statement(c).date = date("2026-11-20")), at(code::STATEMENT_PAST, place));
    let yesterday = |c: &mut Ithc| statement(c).date = date("2026-11-21");
    let mut c = restated();
    yesterday(&mut c);
    assert!(encode(&c, ISSUED_RESTATED).is_ok(), "it is still yesterday in Honolulu");
    let place = "statement.answers";
    assert_eq!(refused_restated(|c| statement(c).answers.clear()), at(code::STATEMENT_NO_ANSWERS, place));
    let many = |i: usize| Answer { question: i.to_string(), yes: true };
    let many = (0..=MAX_ENTRIES).map(many).collect();
    assert_eq!(refused_restated(|c| statement(c).answers = many), at(code::STATEMENT_TOO_MANY, place));
    assert_eq!(
        refused_restated(|c| statement(c).answers[1].question = "fever-14d".into()),
        at(code::STATEMENT_TWO_ANSWERS, "statement.answers[1].question")
    );
}

#[test]
fn provenances() {
    let of = |format: &str, check| {
        let format = format.to_owned();
        refused_restated(|c| c.provenance = Some(Provenance { issuer: "SN".into(), format, check }))
    };
    let place = "provenance.check";
    assert_eq!(of("paper", SourceCheck::Verified), at(code::PROVENANCE_PAPER, place));
    assert_eq!(of("dcc", SourceCheck::Transcribed), at(code::PROVENANCE_PAPER, place));
    assert_eq!(of("EU DCC", SourceCheck::Verified), at(code::PROVENANCE_FORMAT, "provenance.format"));
    let place = "provenance.check";
    assert_eq!(refused_json(RESTATED, "transcribed", "not-genuine"), at(code::JSON_VALUE, place));
}

#[test]
fn json_of_another_shape() {
    let (code, place) = refused_json(FULL, "\"surname\"", "\"surName\"");
    assert_eq!((code, place.as_str()), (code::JSON, "line 4 column 13"));
    for (from, to) in [
        ("\"tests\"", "\"test\""),
        ("\"dose\": 1", "\"dose\": 300"),
        ("\"dose\": 1", "\"dose\": \"1\""),
        ("\"local\": \"北京\"", "\"native\": \"北京\""),
        ("\"catalogue\": \"loinc\", ", ""),
    ] {
        assert_eq!(refused_json(FULL, from, to).0, code::JSON, "{to}");
    }
}

/// All reasons come at once, each with its place.
#[test]
fn everything_wrong_is_said() {
    let mut c = full();
    c.person.surname = "张".into();
    test(&mut c).place.state = "CHN".into();
    dose(&mut c).dose = 9;
    let codes: Vec<_> = encode(&c, ISSUED).unwrap_err().into_iter().map(|r| r.code).collect();
    assert_eq!(codes, [code::NAME_NOT_LATIN, code::STATE_ALPHA2, code::DOSE_OVER_TOTAL]);
}
