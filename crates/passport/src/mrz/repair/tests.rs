//! Repairs: what is put right, what is asked, and what is left alone.

use super::super::*;
use crate::date::BirthDate;
use proptest::prelude::*;
use time::{Date, Month};

fn today() -> Date {
    Date::from_calendar_date(2026, Month::March, 1).unwrap()
}

const NAME: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const DATA: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

fn repaired(lines: &[&str]) -> Repair {
    repair(lines, today()).unwrap()
}

/// Columns from 1.
fn changed(line: &str, at: usize, to: &str) -> String {
    let mut line = line.to_owned();
    line.replace_range(at - 1..at - 1 + to.len(), to);
    line
}

fn changes(repair: &Repair) -> Vec<(&str, usize, usize, &str, &str)> {
    let change = |c: &'static str| c;
    let all = repair.changes.iter();
    all.map(|c| (change(c.field), c.line, c.column, c.from.as_str(), c.to.as_str())).collect()
}

fn questions(repair: &Repair) -> Vec<(&str, Vec<&str>)> {
    let all = repair.questions.iter();
    all.map(|q| (q.field, q.candidates.iter().map(String::as_str).collect())).collect()
}

#[test]
fn one_letter_in_a_date_is_put_right() {
    for (at, letter, field) in [(16, "O", "birth"), (19, "Z", "birth"), (14, "T", ""), (22, "I", "expiry")] {
        let found = repaired(&[NAME, &changed(DATA, at, letter)]);
        if field.is_empty() {
            assert!(!found.ok && found.changes.is_empty());
            assert_eq!(questions(&found), [("birth", vec![])]);
        } else {
            assert!(found.ok, "{found:?}");
            assert_eq!(found.lines[1], DATA);
            assert_eq!(changes(&found)[0], (field, 2, at, letter, &DATA[at - 1..at]));
        }
    }
}

#[test]
fn runs_of_letters_are_fillers_of_numbers_and_optional_data() {
    let name = "P<UTOERIKSSON<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<";
    // One letter of the run alone would make the digits hold as well: that is for the holder to say.
    let found = repaired(&[name, "X123456785UTO8108038M3112319ZE184226BCCCCC14"]);
    assert!(!found.ok && found.changes.is_empty(), "{found:?}");
    assert_eq!(questions(&found)[0].1[0], "ZE184226B<<<<<1");
    assert!(questions(&found)[0].1.len() > 1);
    let found = repaired(&[name, "AB2134CCC5UTO8108038M3112319<<<<<<<<<<<<<<02"]);
    assert!(found.changes.is_empty(), "{found:?}");
    assert_eq!(questions(&found)[0].1[0], "AB2134<<<5");
    // Where nothing else does, it is put right.
    let found = repaired(&[name, "X123456785UTO8108038M3112319LLLLLLLLLLLLLL02"]);
    let all = repaired(&[name, "X123456785UTO8108038M3112319<<<<<<<<<<<<<<02"]);
    assert_eq!((found.ok, &found.lines), (true, &all.lines), "{found:?}");
    assert_eq!(changes(&found), [("optional", 2, 29, "LLLLLLLLLLLLLL", "<<<<<<<<<<<<<<")]);
    // In the optional data of a Chinese passport fillers stand before the last two characters.
    let zone =
        ["P<UTOOSBORN<<LISA<ZIG<<<<<<<<<<<<<<<<<<<<<<<", "EO78920530UTO9702237M2804187NBOONFNBCCCCA916"];
    assert_eq!(questions(&repaired(&zone))[0].1[0], "NBOONFNB<<<<A91");
}

#[test]
fn one_change_a_field_and_more_are_asked_about() {
    let two_fields = changed(&changed(DATA, 16, "O"), 22, "I");
    let found = repaired(&[NAME, &two_fields]);
    assert!(found.ok && found.changes.len() == 2, "{found:?}");
    let two_in_one = changed(&changed(DATA, 16, "O"), 19, "Z");
    let found = repaired(&[NAME, &two_in_one]);
    assert!(!found.ok && found.changes.is_empty());
    assert_eq!(questions(&found), [("birth", vec!["7408122"])]);
    assert_eq!(found.questions[0].found, "74O81Z2");
    assert_eq!(found.lines[1], two_in_one);
}

#[test]
fn numbers_are_put_right_only_when_one_repair_holds() {
    // By its digits the B could be an 8, but as well one of two others a letter; a Chinese number has a
    // pattern, and only one reading fits it.
    let found = repaired(&[NAME, &changed(DATA, 2, "B")]);
    assert_eq!(questions(&found), [("number", vec!["L898902C36", "LB9B902C36", "LB9890ZC36"])]);
    let lines =
        write(&Zone { issuer: "CHN", nationality: "CHN", code: "PO", number: "E82345678", ..sample() });
    let lines = lines.unwrap();
    let found = repaired(&[&lines[0], &changed(&lines[1], 2, "B")]);
    assert!(found.ok && found.lines == lines, "{found:?}");
    assert_eq!(changes(&found), [("number", 2, 2, "B", "8")]);
    // A check digit read as a letter.
    let found = repaired(&[NAME, &changed(DATA, 10, "G")]);
    assert_eq!(changes(&found), [("number", 2, 10, "G", "6")]);
    let found = repaired(&[NAME, &changed(DATA, 44, "O")]);
    assert_eq!(changes(&found), [("composite", 2, 44, "O", "0")]);
    // Digits are not mistaken for digits by the table: asked about, and nothing is near.
    let found = repaired(&[NAME, &changed(DATA, 4, "7")]);
    assert_eq!(questions(&found), [("number", vec![])]);
    // Two of the same letter under the same weight: either may be the misread one.
    let twice = Zone { number: "OO1OO", ..sample() };
    let lines = write(&twice).unwrap();
    let misread = changed(&lines[1], 1, "0");
    let found = repaired(&[&lines[0], &misread]);
    assert_eq!(found.lines[1], misread);
    let (field, candidates) = &questions(&found)[0];
    assert_eq!(*field, "number");
    assert!(candidates.len() > 1 && candidates.contains(&&lines[1][..10]), "{candidates:?}");
}

#[test]
fn errors_that_cancel_are_asked_about_where_the_number_has_a_pattern() {
    let lines =
        write(&Zone { issuer: "CHN", nationality: "CHN", code: "PO", number: "E00345678", ..sample() });
    let lines = lines.unwrap();
    let misread = changed(&lines[1], 2, "OO");
    // Weights 3 and 1 do not cancel, 3 and 7 do.
    assert!(!parse(&[&lines[0], &misread], today()).unwrap().problems.is_empty());
    let lines =
        write(&Zone { issuer: "CHN", nationality: "CHN", code: "PO", number: "E12005678", ..sample() });
    let lines = lines.unwrap();
    let misread = changed(&lines[1], 4, "OO");
    let cancels = changed(&changed(&lines[1], 4, "O"), 5, "O");
    assert_eq!(misread, cancels);
    let number = "E10045670";
    let lines = write(&Zone { issuer: "CHN", nationality: "CHN", code: "PO", number, ..sample() }).unwrap();
    // Columns 2 and 4 have the weights 3 and 7.
    let both =
        write(&Zone { issuer: "CHN", nationality: "CHN", code: "PO", number: "E01056789", ..sample() });
    let both = both.unwrap();
    let cancels = changed(&changed(&both[1], 2, "O"), 4, "O");
    let zone = parse(&[&both[0], &cancels], today()).unwrap();
    assert!(zone.problems.is_empty(), "the blind spot: {:?}", zone.problems);
    let found = repaired(&[&both[0], &cancels]);
    assert_eq!(found.lines[1], cancels);
    assert_eq!(questions(&found), [("number", vec!["E01056789"])]);
    assert!(repaired(&[&lines[0], &lines[1]]).questions.is_empty());
}

#[test]
fn letters_for_digits_in_names_and_codes() {
    let found = repaired(&[&changed(NAME, 10, "5"), DATA]);
    assert!(found.ok && changes(&found) == [("name", 1, 10, "5", "S")], "{found:?}");
    let found = repaired(&[&changed(NAME, 3, "UT0"), DATA]);
    assert_eq!(changes(&found), [("issuer", 1, 5, "0", "O")]);
    let found = repaired(&[&changed(NAME, 10, "55"), DATA]);
    assert!(!found.ok);
    assert_eq!(questions(&found), [("name", vec!["ERIKSSON<<ANNA<MARIA"])]);
    let found = repaired(&[&changed(NAME, 10, "7"), DATA]);
    assert_eq!(questions(&found), [("name", vec![])]);
    let found = repaired(&[NAME, &changed(DATA, 21, "E")]);
    assert_eq!(questions(&found), [("sex", vec!["F", "M", "<"])]);
}

#[test]
fn runs_of_filler_like_letters_become_fillers() {
    for run in ["K", "KKKK", "LLLLLLL", "CC", "SSS", "EE"] {
        let found = repaired(&[&changed(NAME, 32, run), DATA]);
        assert_eq!(found.lines[0], NAME, "{run}");
        assert_eq!(changes(&found), [("name", 1, 32, run, &*"<".repeat(run.len()))]);
    }
    let several = changed(&changed(NAME, 30, "KK"), 40, "SSSSS");
    assert_eq!(repaired(&[&several, DATA]).lines[0], NAME);
    // After one filler a short token is a name, a long run of one letter is none.
    assert!(repaired(&[&changed(NAME, 27, "KK"), DATA]).changes.is_empty());
    assert_eq!(repaired(&[&changed(NAME, 27, "KKKK"), DATA]).lines[0], NAME);
    // Where it touches the name nobody can tell how much of it is name.
    let found = repaired(&[&changed(NAME, 26, "LLLL"), DATA]);
    assert!(found.changes.is_empty());
    assert_eq!(questions(&found)[0].1[0], "ERIKSSON<<ANNA<MARIA");
    // Other letters in the filler area may be a name in an irregular place.
    let found = repaired(&[&changed(NAME, 32, "LEE"), DATA]);
    assert!(found.changes.is_empty() && found.questions[0].field == "name");
    // In the optional data they are put right when both digits prove it.
    let found = repaired(&[NAME, &changed(DATA, 42, "S")]);
    assert_eq!(changes(&found), [("optional", 2, 42, "S", "<")]);
    // K counts as a filler does: nothing tells.
    assert!(repaired(&[NAME, &changed(DATA, 42, "K")]).changes.is_empty());
}

#[test]
fn cards_and_visas() {
    let card = [
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ];
    let found = repaired(&[card[0], &changed(card[1], 3, "O"), card[2]]);
    assert!(found.ok && found.lines == card, "{found:?}");
    let wrong_composite = repaired(&[card[0], &changed(card[1], 30, "4"), card[2]]);
    assert!(!wrong_composite.ok);
    assert_eq!(questions(&wrong_composite), [("composite", vec!["6"])]);
    let long = [
        "I<UTOD23145890<7349<<<<<<<<<<<",
        "3407127M9507122UTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<<<<<<<<<<<<<<",
    ];
    let found = repaired(&[&changed(long[0], 7, "Z"), long[1], long[2]]);
    assert_eq!(questions(&found), [("number", vec!["D23145890<7349", "DZ3145B90<7349"])]);
    let visa =
        ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"];
    let found = repaired(&[visa[0], &changed(visa[1], 17, "O")]);
    assert!(found.lines[1].starts_with("L8988901C4XXX400"), "{found:?}");
}

fn sample() -> Zone<'static> {
    Zone {
        format: Format::Td3,
        code: "P",
        issuer: "UTO",
        surname: "ZHANG",
        given_names: "WEI",
        number: "X1",
        nationality: "UTO",
        birth: BirthDate::from_text("1988-03-14").unwrap(),
        sex: Sex::F,
        expires: Date::from_calendar_date(2033, Month::January, 15).unwrap(),
        optional: "",
        optional2: "",
    }
}

proptest! {
    /// A zone in which everything holds is never made another, and nothing is asked about it.
    #[test]
    fn valid_zones_stay(
        surname in "[A-Z]{1,12}( [A-Z]{1,12}){0,2}",
        given in "([A-Z]{1,12}( [A-Z]{1,12}){0,2})?",
        number in "[A-Z0-9]{1,9}",
        optional in "[A-Z0-9<]{0,7}",
        format in prop::sample::select(vec![Format::Td1, Format::Td2, Format::Td3, Format::MrvA, Format::MrvB]),
    ) {
        prop_assume!(![&surname, &given].iter().any(|name| ["KKK", "CCC", "SSS", "EEE", "LLL"].iter().any(|run| name.contains(run))));
        let optional = optional.trim_end_matches('<');
        let code = if format.is_visa() { "V" } else { "P" };
        let zone = Zone { format, code, surname: &surname, given_names: &given, number: &number, optional, ..sample() };
        let lines = write(&zone).unwrap();
        let read = parse(&lines, today()).unwrap();
        let spaced = |text: &str| text.split(' ').map(str::to_owned).filter(|part| !part.is_empty()).collect::<Vec<_>>();
        prop_assert_eq!((&read.format, &read.number, &read.optional), (&format, &number, &optional.to_owned()));
        prop_assert!(read.name.may_be_cut || (read.name.primary == spaced(&surname) && read.name.secondary == spaced(&given)));
        let found = repair(&lines, today()).unwrap();
        prop_assert!(found.ok && found.changes.is_empty() && found.questions.is_empty(), "{:?} {:?}", lines, found);
        prop_assert_eq!(found.lines, lines);
    }

    /// A silent repair leaves a zone in which both digits of the field hold, and repairing again
    /// changes nothing.
    #[test]
    fn repairs_hold_and_are_final(line in "[A-Z0-9]{0,3}[OQDILZSGB0-9<]{41}", seed in 0_usize..44) {
        let misread = changed(DATA, 1 + seed.min(43), &line[..1]);
        for second in [misread.as_str(), line.as_str()] {
            if second.len() != 44 { continue; }
            let found = repaired(&[NAME, second]);
            let again = repair(&found.lines, today()).unwrap();
            prop_assert_eq!(&again.lines, &found.lines);
            prop_assert!(again.changes.is_empty());
            for change in &found.changes {
                let zone = parse(&found.lines, today()).unwrap();
                let failing = zone.checks.iter().any(|check| check.field.as_str() == change.field && !check.holds());
                prop_assert!(!failing && zone.failed(Field::Composite).is_none() || ["name", "nationality", "issuer", "code"].contains(&change.field), "{:?}", found);
            }
        }
    }

    #[test]
    fn any_text_is_survived(
        lines in prop::collection::vec("[A-Z0-9<]{28,46}", 0..4),
        td1 in prop::collection::vec("[A-Z0-9<]{30}", 3),
        td2 in prop::collection::vec("[A-Z0-9<]{36}", 2),
        book in ("P<UTO[A-Z]{1,5}<<[A-Z]{1,4}[KL5<]{10,30}", "[A-Z0-9<]{44}"),
        known in "P<UTOERIKSSON<<ANNA[<KCSEL015]{25}",
    ) {
        let known = vec![known, DATA.to_owned()];
        for lines in [lines, td1, td2, vec![book.0, book.1], known] {
            if let Ok(found) = repair(&lines, today()) {
                let again = repair(&found.lines, today()).unwrap();
                prop_assert_eq!((&again.lines, again.changes.len()), (&found.lines, 0), "{:?} {:?}", lines, found);
                prop_assert_eq!(found.ok, parse(&found.lines, today()).unwrap().problems.is_empty());
            }
        }
    }
}
