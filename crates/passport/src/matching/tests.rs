use super::*;
use crate::mrz::{self, Td3};
use time::{Date, Month};

fn day(year: i32, month: u8, day: u8) -> Date {
    Date::from_calendar_date(year, Month::try_from(month).unwrap(), day).unwrap()
}

struct Holder {
    issuer: &'static str,
    surname: &'static str,
    given: &'static str,
    number: &'static str,
    birth: &'static str,
    native: &'static str,
}

const ZHANG: Holder = Holder {
    issuer: "CHN",
    surname: "ZHANG",
    given: "WEI",
    number: "E12345678",
    birth: "1988-03-14",
    native: "张伟",
};

impl Holder {
    fn document(&self) -> Document {
        let century = if self.birth.starts_with("19") { '9' } else { '0' };
        let optional = crate::native::NativeField::write(self.native, century).unwrap_or_default();
        let lines = mrz::build(&Td3 {
            code: if self.issuer == "CHN" { "PO" } else { "P" },
            issuer: self.issuer,
            surname: self.surname,
            given_names: self.given,
            number: self.number,
            nationality: self.issuer,
            birth: BirthDate::from_text(self.birth).unwrap(),
            sex: Sex::F,
            expires: day(2033, 1, 15),
            optional: &optional,
        });
        let zone = mrz::parse(&lines.unwrap(), day(2026, 3, 1)).unwrap();
        Document::from_mrz(&zone, None, Level::Typed).unwrap()
    }
}

fn zhang() -> Subject<'static> {
    Subject {
        surname: Some("Zhang"),
        given_names: Some("Wei"),
        birth_date: Some("1988-03-14"),
        ..Subject::default()
    }
}

fn outcome(subject: Subject<'_>, holder: &Holder) -> &'static str {
    compare(&subject, &holder.document()).outcome.as_str()
}

fn codes(found: &Match) -> Vec<&'static str> {
    found.reasons.iter().map(|reason| reason.code).collect()
}

#[test]
fn chinese_name_is_compared_without_pinyin() {
    let native = |name| Subject { native_name: Some(name), ..zhang() };
    assert_eq!(outcome(native("张伟"), &ZHANG), "exact");
    assert_eq!(outcome(native("张 伟"), &ZHANG), "exact");
    assert_eq!(outcome(native("章伟"), &ZHANG), "mismatch:native_name");
    assert_eq!(outcome(native("张伟明"), &ZHANG), "mismatch:native_name");
    let long = Holder { native: "阿卜杜拉", ..ZHANG };
    assert_eq!(outcome(native("阿卜杜拉"), &long), "exact");
    assert_eq!(outcome(native("阿卜杜"), &long), "mismatch:native_name");
    let found = compare(&native("章伟"), &ZHANG.document());
    assert_eq!(
        (found.reasons[0].expected.as_deref(), found.reasons[0].found.as_deref()),
        (Some("章*"), Some("张*"))
    );
}

#[test]
fn chinese_name_alone_is_enough_and_pinyin_alone_is_too() {
    let only =
        |name| Subject { native_name: Some(name), birth_date: Some("1988-03-14"), ..Subject::default() };
    assert_eq!(outcome(only("张伟"), &ZHANG), "exact");
    assert_eq!(outcome(only("阿卜杜拉"), &Holder { native: "阿卜杜拉", ..ZHANG }), "truncated_match");
    assert_eq!(outcome(zhang(), &ZHANG), "exact");
    // A zone typed in pieces has no optional data.
    let typed = Document { native_name: None, ..ZHANG.document() };
    let found = compare(&only("张伟"), &typed);
    assert_eq!((found.outcome, codes(&found)), (Outcome::NameMismatch, vec!["match.name-missing"]));
    let both = compare(&Subject { native_name: Some("张伟"), ..zhang() }, &typed);
    assert_eq!((both.outcome, codes(&both)), (Outcome::Exact, vec!["match.native-name-skipped"]));
}

#[test]
fn number_decides_when_the_certificate_has_one() {
    let numbered = |number| Subject { number: Some(number), ..zhang() };
    let found = compare(&numbered("e 1234-5678"), &ZHANG.document());
    assert!(found.number_equal && found.outcome == Outcome::Exact);
    let found = compare(&numbered("EF1234567"), &ZHANG.document());
    assert_eq!(found.outcome, Outcome::NumberMismatch);
    assert_eq!(found.reasons, [Reason::new("match.number").expected("…4567").found("…5678").at("number")]);
    for unreadable in [" - ", "１２３", "№", "一二三"] {
        assert_eq!(outcome(numbered(unreadable), &ZHANG), "mismatch:document_number", "{unreadable}");
    }
    assert!(compare(&numbered("Ｅ１２３４ ５６７８"), &ZHANG.document()).number_equal);
    let wide = Subject { surname: Some("Ｚｈａｎｇ"), given_names: Some("ＷＥＩ"), ..zhang() };
    assert_eq!(outcome(wide, &ZHANG), "exact");
    let elsewhere = Subject { issuer: Some("UTO"), ..numbered("E12345678") };
    assert_eq!(codes(&compare(&elsewhere, &ZHANG.document())), ["match.issuer"]);
}

#[test]
fn birth_is_compared_by_what_both_know() {
    let born = |date| Subject { birth_date: date, ..zhang() };
    assert_eq!(outcome(born(Some("1988-03-15")), &ZHANG), "mismatch:dob");
    assert_eq!(outcome(born(Some("1888-03-14")), &ZHANG), "mismatch:dob");
    assert_eq!(outcome(born(Some("1988-03")), &ZHANG), "partial_match");
    assert_eq!(outcome(born(None), &ZHANG), "partial_match");
    assert_eq!(outcome(born(Some("14/03/1988")), &ZHANG), "mismatch:dob");
    let found = compare(&born(Some("1988-03-15")), &ZHANG.document());
    assert_eq!(
        found.reasons[0],
        Reason::new("match.birth").expected("**-**-15").found("**-**-14").at("birth")
    );
    let unsettled = Holder { birth: "2020-03-14", issuer: "UTO", native: "", number: "X1", ..ZHANG };
    assert_eq!(outcome(born(Some("2020-03-14")), &unsettled), "exact");
}

#[test]
fn contradicting_sex_or_nationality_weakens() {
    let found = compare(&Subject { sex: Some("M"), ..zhang() }, &ZHANG.document());
    assert_eq!((found.outcome, codes(&found)), (Outcome::Partial, vec!["match.sex"]));
    let found = compare(&Subject { nationality: Some("UTO"), ..zhang() }, &ZHANG.document());
    assert_eq!((found.outcome, codes(&found)), (Outcome::Partial, vec!["match.nationality"]));
    let german = Holder { issuer: "D", native: "", number: "C1", ..ZHANG };
    assert_eq!(outcome(Subject { nationality: Some("DEU"), sex: Some("X"), ..zhang() }, &german), "exact");
}

#[test]
fn the_better_of_printed_and_rendered_name_counts() {
    let holder =
        Holder { surname: "Jäger", given: "Jörg", issuer: "UTO", native: "", number: "X1", ..ZHANG };
    let wrong = Subject { icao_surname: Some("JAGER"), icao_given_names: Some("JORG"), ..zhang() };
    let only_wrong = Subject { surname: None, given_names: None, ..wrong };
    assert_eq!(compare(&only_wrong, &holder.document()).outcome, Outcome::Folded);
    assert_eq!(
        outcome(Subject { surname: Some("Jäger"), given_names: Some("Jörg"), ..wrong }, &holder),
        "exact"
    );
    // A printed name in a script without a table falls back to the rendering.
    let rendered = Subject { icao_surname: Some("ZHANG"), icao_given_names: Some("WEI"), ..zhang() };
    assert_eq!(
        outcome(Subject { surname: Some("张"), given_names: Some("伟"), ..rendered }, &ZHANG),
        "exact"
    );
}

#[test]
fn near_misses_stay_mismatches() {
    let named = |surname, given| Subject { surname: Some(surname), given_names: Some(given), ..zhang() };
    for (surname, given) in [("Zhang", "Wen"), ("Zhan", "Gwei"), ("Chang", "Wei"), ("Zhang", ""), ("", "Wei")]
    {
        assert_eq!(outcome(named(surname, given), &ZHANG), "mismatch:name", "{surname} {given}");
    }
    let found = compare(&named("Zhang", "Wen"), &ZHANG.document());
    assert_eq!(
        found.reasons[0],
        Reason::new("match.name").expected("Z**** W**").found("Z**** W**").at("name")
    );
    assert_eq!(outcome(named("Zhang Wei", ""), &ZHANG), "spacing_equivalent");
    assert_eq!(outcome(named("Wei Zhang", ""), &ZHANG), "order_swapped");
    assert_eq!(outcome(named("Wei", "Zhang"), &ZHANG), "order_swapped");
}

#[test]
fn policy_asks_more_of_weak_outcomes() {
    use Outcome::*;
    for strong in [Exact, Transliteration, Truncated, Spacing] {
        assert!(may_show(strong, Level::Typed, false) && !may_show(strong, Level::None, true));
    }
    for weak in [Swapped, Partial, Folded] {
        assert!(!may_show(weak, Level::Scanned, false), "{weak:?}");
        assert!(may_show(weak, Level::Typed, true) && may_show(weak, Level::Chip, false), "{weak:?}");
    }
    for never in [NativeNameMismatch, NameMismatch, BirthMismatch, NumberMismatch] {
        assert!(!may_show(never, Level::ChipOriginal, true), "{never:?}");
    }
}

#[test]
fn serialised_names_are_the_stable_names() {
    use Outcome::*;
    let all = [
        Exact,
        Transliteration,
        Truncated,
        Spacing,
        Swapped,
        Partial,
        Folded,
        NativeNameMismatch,
        NameMismatch,
        BirthMismatch,
        NumberMismatch,
    ];
    for outcome in all {
        assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.as_str());
    }
}
