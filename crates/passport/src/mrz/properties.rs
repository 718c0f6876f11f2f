//! Properties over random passports and random text.

use super::*;
use crate::date::BirthDate;
use crate::{Document, Level, Outcome, Subject, matching};
use proptest::prelude::*;
use time::{Date, Month};

fn today() -> Date {
    Date::from_calendar_date(2026, Month::March, 1).unwrap()
}

/// Characters of line 2 whose change a check digit must notice: number, birth, expiry, optional.
const CHECKED: [core::ops::Range<usize>; 4] = [0..9, 13..19, 21..27, 28..42];

prop_compose! {
    fn passport()(
        surname in "[A-Z]{1,12}( [A-Z]{1,12}){0,1}",
        given in "([A-Z]{1,12}( [A-Z]{1,12}){0,3})?",
        number in "[A-Z0-9]{1,21}",
        optional in "[A-Z0-9]{0,14}",
        birth in (1950_u16..2005, 1_u8..13, 1_u8..29),
        expires in (2020_i32..2060, 1_u8..13, 1_u8..29),
        sex in prop::sample::select(vec![Sex::F, Sex::M, Sex::X]),
    ) -> (Vec<String>, String, String, String, [String; 2]) {
        let optional = if number.len() > 9 { String::new() } else { optional };
        let birth =
            BirthDate { year: Some(birth.0), month: Some(birth.1), day: Some(birth.2), century_settled: true };
        let expires =
            Date::from_calendar_date(expires.0, Month::try_from(expires.1).unwrap(), expires.2).unwrap();
        let lines = build(&Td3 {
            code: "P", issuer: "UTO", surname: &surname, given_names: &given, number: &number,
            nationality: "UTO", birth, sex, expires, optional: &optional,
        }).unwrap();
        (surname.split(' ').map(str::to_owned).collect(), number, birth.to_string(),
         crate::date::text(expires), lines)
    }
}

proptest! {
    #[test]
    fn what_was_built_is_read((surname, number, birth, expires, lines) in passport()) {
        let zone = parse(&lines, today()).unwrap();
        prop_assert!(zone.problems.is_empty(), "{:?}", zone.problems);
        prop_assert_eq!(zone.number, number);
        prop_assert_eq!(zone.birth.unwrap().to_string(), birth);
        prop_assert_eq!(crate::date::text(zone.expires.unwrap()), expires);
        prop_assert_eq!(zone.name.primary.len(), surname.len());
        for (cut, whole) in zone.name.primary.iter().zip(&surname) {
            prop_assert!(whole == cut || (zone.name.may_be_cut && whole.starts_with(cut)));
        }
    }

    #[test]
    fn a_name_agrees_with_its_own_zone(
        surname in "[A-Z]{3,12}( [A-Z]{3,12}){0,2}",
        given in "([A-Z]{3,12}( [A-Z]{3,12}){0,4})?",
    ) {
        let birth = BirthDate::from_text("1981-08-03").unwrap();
        let lines = build(&Td3 {
            code: "P", issuer: "UTO", surname: &surname, given_names: &given, number: "X1", nationality: "UTO",
            birth, sex: Sex::F, expires: today(), optional: "",
        }).unwrap();
        let document = Document::from_mrz(&parse(&lines, today()).unwrap(), None, Level::Typed).unwrap();
        let subject = Subject {
            surname: Some(&surname), given_names: Some(&given), birth_date: Some("1981-08-03"), ..Subject::default()
        };
        let outcome = matching::compare(&subject, &document).outcome;
        let length = surname.len() + if given.is_empty() { 0 } else { given.len() + 2 };
        prop_assert_eq!(outcome, if length > 39 { Outcome::Truncated } else { Outcome::Exact }, "{}", lines[0]);
    }

    #[test]
    fn one_changed_character_is_noticed(
        (_, _, _, _, lines) in passport(),
        field in 0..CHECKED.len(),
        place in any::<prop::sample::Index>(),
        to in prop::sample::select("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<".chars().collect::<Vec<_>>()),
    ) {
        let place = CHECKED[field].start + place.index(CHECKED[field].len());
        let from = lines[1].chars().nth(place).unwrap();
        // 7, 3 and 1 have inverses modulo 10, so only characters equal modulo 10 look the same.
        let value = |c: char| c.to_digit(36).unwrap_or(0) % 10;
        prop_assume!(value(from) != value(to));
        let mut changed = lines.clone();
        changed[1].replace_range(place..=place, &to.to_string());
        let zone = parse(&changed, today()).unwrap();
        prop_assert!(!zone.problems.is_empty(), "{from} -> {to} at {place}");
    }

    #[test]
    fn any_text_gets_an_answer(text in "\\PC{0,200}", lines in prop::collection::vec("[A-Za-z0-9< \r\n]{0,50}", 0..5)) {
        let _ = report(&[text], today());
        let _ = report(&lines, today());
    }

    #[test]
    fn any_zone_shaped_text_gets_an_answer(
        td3 in "[A-Z0-9<]{44}\n[A-Z0-9<]{44}",
        td2 in "[A-Z0-9<]{36}\n[A-Z0-9<]{36}",
        td1 in "[A-Z0-9<]{30}\n[A-Z0-9<]{30}\n[A-Z0-9<]{30}",
    ) {
        for text in [td3, td2, td1] {
            let result = report(&[&text], today());
            prop_assert!(result.format.is_some() || text.starts_with('V'));
        }
    }
}

#[test]
fn tolerated_and_refused_shapes() {
    let good = "p<utoeriksson<<anna<maria\r\n\r\nL898902C36UTO 7408122F1204159 ZE184226B<<<<<10\n";
    assert!(parse(&[good], today()).unwrap().problems.is_empty());
    let code = |lines: &[&str]| parse(lines, today()).unwrap_err().code();
    assert_eq!(code(&["P<UTOERIKSSON"]), "mrz.lines");
    assert_eq!(code(&["P<UTOÉRIKSSON", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]), "mrz.character");
    assert_eq!(code(&["P<UTOERIKSSON<<ANNA", "L898902C36UTO7408122F1204159ZE184226B<<<<10"]), "mrz.length");
    let short = parse(&["P<UTOERIKSSON<<ANNA", "L898902C36UTO"], today()).unwrap_err();
    assert_eq!(short, MrzError::Length { line: 2, expected: 44, found: 13 });
}

#[test]
fn wrong_fields_are_named_with_digit_and_place() {
    let zone =
        parse(&["P<UTOERIKSSON<<ANNA", "L898902C36UTO7408152F1204159ZE184226B<<<<<10"], today()).unwrap();
    let reasons: Vec<String> = zone.problems.iter().map(ToString::to_string).collect();
    assert_eq!(reasons[0], "mrz.check-digit, at birth, expected 5, found 2");
    assert!(matches!(zone.problems[0], MrzError::CheckDigit { line: 2, column: 20, .. }));
    let zone =
        parse(&["P<UTOERIKSSON<<ANNA", "L898902C36UTO74O8122F1204159ZE184226B<<<<<10"], today()).unwrap();
    assert_eq!(zone.problems[0].to_string(), "mrz.character, at 2:16, expected 0-9 <, found O");
}

#[test]
fn an_impossible_date_with_a_right_digit_is_a_date_problem() {
    let birth = format!("740832{}", check_digit("740832"));
    let line = format!("L898902C36UTO{birth}F1204159ZE184226B<<<<<10");
    let composite = check_digit(&[&line[..10], &line[13..20], &line[21..43]].concat());
    let zone =
        parse(&["P<UTOERIKSSON<<ANNA".to_owned(), format!("{}{composite}", &line[..43])], today()).unwrap();
    assert_eq!(zone.problems.len(), 1);
    assert_eq!(zone.problems[0].to_string(), "mrz.date, at birth, found 740832");
}

#[test]
fn long_names_are_cut_so_that_they_end_in_a_letter() {
    let expires = Date::from_calendar_date(2030, Month::March, 1).unwrap();
    let birth = BirthDate::from_text("1981-08-03").unwrap();
    let line = |surname: &str, given_names: &str| {
        build(&Td3 {
            code: "P",
            issuer: "UTO",
            surname,
            given_names,
            number: "A1",
            nationality: "UTO",
            birth,
            sex: Sex::F,
            expires,
            optional: "",
        })
        .unwrap()[0][5..]
            .to_owned()
    };
    assert_eq!(
        line("Nilavadhanananda", "Chayapa Dejthamrong Krasuang"),
        "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"
    );
    assert_eq!(
        line("Nilavadhanananda", "Chayapa Dejthamrongx Krasuang"),
        "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"
    );
    // The last filler gives way to a letter: of the component before it, else of the surname.
    assert_eq!(line(&"A".repeat(35), "B Cd"), format!("{}<<B<C", "A".repeat(34)));
    assert_eq!(line("A", &["B"; 30].join(" ")), format!("A<<{}<", ["B"; 18].join("<")));
    assert_eq!(line(&"A".repeat(50), "Bo"), format!("{}<<B", "A".repeat(36)));
    assert_eq!(line(&"A".repeat(50), ""), "A".repeat(39));
    // Every component of the surname is still there, as its first letter at least.
    let a = "A".repeat(37);
    assert_eq!(line(&format!("{a} Bo Cd"), ""), format!("{}<B<C", &a[..35]));
    assert_eq!(line(&format!("{a} Bo"), "Cd"), format!("{}<B<<C", &a[..34]));
    assert_eq!(line(&["B"; 30].join(" "), ""), ["B"; 20].join("<"));
}

#[test]
fn signs_in_a_number_become_fillers() {
    let expires = Date::from_calendar_date(2030, Month::March, 1).unwrap();
    let zone = Td3 {
        code: "P",
        issuer: "UTO",
        surname: "Bo",
        given_names: "",
        number: "AB-12 34",
        nationality: "UTO",
        birth: BirthDate::from_text("1981-08-03").unwrap(),
        sex: Sex::F,
        expires,
        optional: "",
    };
    let lines = build(&zone).unwrap();
    assert!(lines[1].starts_with("AB<12<34<"), "{lines:?}");
    assert!(parse(&lines, today()).unwrap().problems.is_empty());
    assert!(build(&Td3 { number: "ab12", ..zone }).is_err());
}
