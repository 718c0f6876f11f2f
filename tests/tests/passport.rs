//! Public zones and names, and the matching cases.

use healthpass_passport::date::BirthDate;
use healthpass_passport::mrz::{self, Field, Sex, Td3, Zone as Fields};
use healthpass_passport::name::Name;
use healthpass_passport::native::{NativeField, NativeName};
use healthpass_passport::{Document, DocumentKind, Level, Outcome, Subject, matching, translit};
use healthpass_tests::passport::{CertificateSide, MatchCase, NameField, Values, Zone, ZoneSide, load};
use time::{Date, Month};

const NAME_WIDTH: usize = 39;

fn day(year: i32, month: Month, day: u8) -> Date {
    Date::from_calendar_date(year, month, day).unwrap()
}

fn today() -> Date {
    day(2026, Month::March, 1)
}

#[test]
fn zones_read_and_every_check_digit_is_judged_as_published() {
    let Some(zones) = load::<Vec<Zone>>("icao9303/mrz.json") else { return };
    assert_eq!(zones.len(), 15);
    for zone in zones {
        let read = mrz::parse(&zone.lines, today()).unwrap_or_else(|error| panic!("{}: {error}", zone.id));
        for (name, holds) in &zone.checks {
            let field = match name.as_str() {
                "doc" => Field::Number,
                "dob" => Field::Birth,
                "exp" => Field::Expiry,
                "opt" => Field::Optional,
                "composite" => Field::Composite,
                other => panic!("{}: unknown check {other}", zone.id),
            };
            assert_eq!(read.failed(field).is_none(), *holds, "{} {name}", zone.id);
        }
        assert_eq!(read.checks.len(), zone.checks.len(), "{}", zone.id);
        let document = Document::from_mrz(&read, None, Level::Typed);
        assert_eq!(document.is_ok(), zone.checks.values().all(|holds| *holds), "{}: {document:?}", zone.id);
    }
}

#[test]
fn published_fields_are_read() {
    let Some(zones) = load::<Vec<Zone>>("icao9303/mrz.json") else { return };
    let read = |id: &str| {
        let zone = zones.iter().find(|zone| zone.id == id).unwrap();
        mrz::parse(&zone.lines, today()).unwrap()
    };
    let long = read("td1_long_number");
    assert_eq!((long.number.as_str(), long.optional.as_str()), ("D23145890734", ""));
    let german = read("bsi_mustermann");
    assert_eq!((german.issuer.as_str(), german.nationality.as_str()), ("D", "D"));
    let dutch = read("td1_p10_nl");
    let composite = dutch.failed(Field::Composite).unwrap();
    assert_eq!((composite.expected, composite.found), ('8', '4'));
    let native = |text: &str, complete| Some(NativeName { text: text.to_owned(), complete });
    assert_eq!(read("cn_po_2019").native_name, native("证件样", false));
    assert_eq!(read("cn_pd").native_name, native("杨昭", true));
    assert_eq!(read("hk_k").native_name, None);

    let kind = |id| Document::from_mrz(&read(id), None, Level::Scanned).unwrap().kind;
    assert_eq!(kind("cn_po_2012"), DocumentKind::Ordinary);
    assert_eq!(kind("cn_po_2019"), DocumentKind::Ordinary);
    assert_eq!(kind("cn_pd"), DocumentKind::Diplomatic);
    assert_eq!(kind("hk_k"), DocumentKind::Other);
    assert_eq!(kind("td2_p6"), DocumentKind::Other);
}

#[test]
fn names_become_their_fields_and_cut_ones_are_recognised() {
    let Some(names) = load::<Vec<NameField>>("icao9303/names_td3.json") else { return };
    assert_eq!(names.len(), 15);
    for name in names {
        let field = Name::read(&name.mrz_name, NAME_WIDTH);
        let document = document(&ZoneSide { name: name.mrz_name.clone(), ..plain() });
        let subject = Subject {
            surname: Some(&name.primary),
            given_names: Some(&name.secondary),
            birth_date: Some("1981-08-03"),
            ..Subject::default()
        };
        let outcome = matching::compare(&subject, &document).outcome;
        let lawful = mrz::name_fields(&name.primary, &name.secondary, "UTO", NAME_WIDTH);
        assert!(lawful.iter().any(|field| format!("{field:<<39}") == name.mrz_name), "{lawful:#?}");
        if name.truncated == Some(true) {
            assert!(field.may_be_cut, "{}", name.mrz_name);
            assert_eq!(outcome, Outcome::Truncated, "{}", name.mrz_name);
        } else {
            assert_eq!(built_name(&name.primary, &name.secondary), name.mrz_name);
            assert_eq!(outcome, Outcome::Exact, "{}", name.mrz_name);
        }
    }
}

#[test]
fn published_zones_are_written_again() {
    let Some(zones) = load::<Vec<Zone>>("icao9303/mrz.json") else { return };
    for zone in zones.iter().filter(|zone| zone.checks.values().all(|holds| *holds)) {
        let read = mrz::parse(&zone.lines, today()).unwrap();
        let written = mrz::write(&Fields {
            format: read.format,
            code: &read.code,
            issuer: &read.issuer,
            surname: &read.name.surname(),
            given_names: &read.name.given_names(),
            number: &read.number,
            nationality: &read.nationality,
            birth: read.birth.unwrap(),
            sex: read.sex,
            expires: read.expires.unwrap(),
            optional: &read.optional,
            optional2: &read.optional2,
        });
        // The digit of an empty optional field may be a filler; we write 0.
        let mut expected = zone.lines.clone();
        if zone.id == "bsi_mustermann" {
            expected[1].replace_range(42..43, "0");
        }
        assert_eq!(written.unwrap(), expected, "{}", zone.id);
    }
}

#[test]
fn published_zones_survive_repair_and_are_repaired_to() {
    let Some(zones) = load::<Vec<Zone>>("icao9303/mrz.json") else { return };
    for zone in zones.iter().filter(|zone| zone.checks.values().all(|holds| *holds)) {
        let sound = mrz::repair(&zone.lines, today()).unwrap();
        assert!(sound.ok && sound.changes.is_empty() && sound.questions.is_empty(), "{} {sound:?}", zone.id);
        // Every digit of the dates read as the letter it is like.
        let layout = if zone.lines.len() == 3 { (1, [0..7, 8..15]) } else { (1, [13..20, 21..28]) };
        for column in layout.1.into_iter().flatten() {
            let digit = zone.lines[layout.0].as_bytes()[column];
            let Some(letter) = [(b'0', "O"), (b'1', "I"), (b'2', "Z"), (b'5', "S"), (b'6', "G"), (b'8', "B")]
                .into_iter()
                .find_map(|(like, letter)| (like == digit).then_some(letter))
            else {
                continue;
            };
            let mut misread = zone.lines.clone();
            misread[layout.0].replace_range(column..=column, letter);
            let found = mrz::repair(&misread, today()).unwrap();
            assert_eq!((found.lines, found.changes.len()), (sound.lines.clone(), 1), "{} {column}", zone.id);
        }
    }
}

#[test]
fn single_values_agree() {
    let Some(values) = load::<Values>("icao9303/misc.json") else { return };
    for (text, digit) in &values.check_digits {
        assert_eq!(mrz::check_digit(text).to_string(), *digit, "{text}");
    }
    for (name, rendering) in &values.arabic {
        assert_eq!(translit::preferred(name, "UTO").as_ref(), Some(rendering), "{name}");
    }
    for (optional, name, flag, century) in &values.gbk_optional {
        let field = NativeField::read(optional).unwrap();
        let expected = NativeName { text: name.clone(), complete: flag == "A" };
        assert_eq!((field.name, field.century.to_string()), (Some(expected), century.clone()), "{optional}");
    }
    assert!(!values.check_digits.is_empty() && !values.arabic.is_empty() && !values.gbk_optional.is_empty());
}

#[test]
fn matching_cases_agree() {
    let Some(cases) = load::<Vec<MatchCase>>("matching/cases.json") else { return };
    assert!(cases.len() >= 39);
    let mut wrong = Vec::new();
    for case in cases {
        let document = document(&case.mrz);
        let found = matching::compare(&subject(&case.cert), &document);
        if found.outcome.as_str() != case.expect {
            wrong.push(format!("{}: {} instead of {}", case.id, found.outcome, case.expect));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn subject(side: &CertificateSide) -> Subject<'_> {
    Subject {
        surname: side.r#fn.as_deref(),
        given_names: side.gn.as_deref(),
        icao_surname: side.fnt.as_deref(),
        icao_given_names: side.gnt.as_deref(),
        native_name: side.native.as_deref(),
        birth_date: side.dob.as_deref(),
        number: side.no.as_deref(),
        ..Subject::default()
    }
}

/// The zone's fields as two whole lines, so that the case goes through reading as well.
fn document(side: &ZoneSide) -> Document {
    let with_digit = |text: String| format!("{text}{}", mrz::check_digit(&text));
    let number = with_digit(format!("{:<<9}", side.no));
    let birth = with_digit(side.dob.clone());
    let expiry = with_digit("330115".to_owned());
    let optional = with_digit(format!("{:<<14}", side.opt));
    let composite = mrz::check_digit(&format!("{number}{birth}{expiry}{optional}"));
    let issuer = &side.issuer;
    let lines = [
        format!("P<{issuer}{}", side.name),
        format!("{number}{issuer}{birth}<{expiry}{optional}{composite}"),
    ];
    let zone = mrz::parse(&lines, today()).unwrap();
    Document::from_mrz(&zone, None, Level::Typed).unwrap()
}

fn plain() -> ZoneSide {
    ZoneSide {
        name: String::new(),
        dob: "810803".into(),
        no: "X1".into(),
        opt: String::new(),
        issuer: "UTO".into(),
    }
}

fn built_name(surname: &str, given_names: &str) -> String {
    let lines = mrz::build(&Td3 {
        code: "P",
        issuer: "UTO",
        surname,
        given_names,
        number: "X1",
        nationality: "UTO",
        birth: BirthDate::from_text("1981-08-03").unwrap(),
        sex: Sex::X,
        expires: day(2033, Month::January, 15),
        optional: "",
    });
    lines.unwrap()[0][5..].to_owned()
}
