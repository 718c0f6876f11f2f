//! One holder a line, over the kinds of names that certificates and zones write differently.

use super::*;
use crate::mrz::{self, check_digit};
use time::{Date, Month};

/// Issuer, name field, optional data; surname, given names and native name of the certificate; outcome.
type Row = [&'static str; 7];

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ["UTO", "WANG<<XIAOMING", "", "WANG", "XIAOMING", "", "exact"],
    ["UTO", "WANG<<XIAO<MING", "", "Wang", "Xiaoming", "", "spacing_equivalent"],
    ["UTO", "WANG<<XIAOMING", "", "Xiaoming Wang", "", "", "order_swapped"],
    ["UTO", "WANG<<XIAOMING", "", "", "Wang Xiaoming", "", "spacing_equivalent"],
    ["UTO", "WANG<<XIAOMING", "", "Wang Xiao Ming", "", "", "spacing_equivalent"],
    ["UTO", "LIN<<AN", "", "Li Nan", "", "", "mismatch:name"],
    ["UTO", "WANG<<XIAOLU", "", "Wang", "Xiaolv", "", "transliteration_equivalent"],
    ["CHN", "WANG<<XIAOLYU", "", "Wang", "Xiaolv", "", "transliteration_equivalent"],
    ["CHN", "WANG<<LYUXIAO", "", "Wang", "Lvxiao", "", "transliteration_equivalent"],
    ["CHN", "WANG<<JINLYUYAN", "", "Wang", "Jinlvyan", "", "transliteration_equivalent"],
    ["UTO", "SILUA<<ANA", "", "Silva", "Ana", "", "mismatch:name"],
    ["UTO", "OUYANG<<NANA", "", "Ouyang", "Nana", "", "exact"],
    ["UTO", "NYU<<E", "", "Nü", "E", "", "transliteration_equivalent"],
    ["UTO", "LUE<<BU", "", "Lüe", "Bu", "", "transliteration_equivalent"],
    ["UTO", "LYU<<BU", "", "LYU", "BU", "", "exact"],
    ["UTO", "LYU<<BU", "", "Lv", "Bu", "", "transliteration_equivalent"],
    ["UTO", "LU<<BU", "", "Lyu", "Bu", "", "transliteration_equivalent"],
    ["CHN", "YANG<<ZHAO", "NBOONFNB<<<<A9", "Yang", "Zhao", "杨昭", "exact"],
    ["CHN", "YANG<<ZHAO", "NBOONFNB<<<<A9", "Yang", "Zhao", "杨照", "mismatch:native_name"],
    ["CHN", "YANG<<ZHAO", "NBOONFNB<<<<A9", "", "", "杨昭", "exact"],
    ["CHN", "YANG<<ZHAO", "NBOONFNB<<<<A9", "杨", "昭", "", "exact"],
    ["CHN", "YANG<<ZHAO", "NBOONFNB<<<<A9", "杨昭", "", "", "exact"],
    ["CHN", "YANG<<ZHAO", "NBOONFNB<<<<A9", "杨", "照", "", "mismatch:native_name"],
    ["CHN", "ZHENGJIAN<<YANGBEN", "NGKELMPONBPJB9", "", "", "证件样本", "truncated_match"],
    ["CHN", "ZHENGJIAN<<YANGBEN", "NGKELMPONBPJB9", "zhengjian", "yangben", "证件样", "mismatch:native_name"],
    ["CHN", "CHUNG<<KWOK<SUM", "HK8888888", "Chung", "Kwok Sum", "", "exact"],
    ["CHN", "CHUNG<<KWOK<SUM", "HK8888888", "Chung", "Kwoksum", "", "spacing_equivalent"],
    ["CHN", "CHUNG<<KWOK<SUM", "HK8888888", "Chung", "Kwok-sum", "鍾國森", "exact"],
    ["CHN", "CHUNG<<KWOK<SUM", "HK8888888", "", "Chung Kwok Sum", "", "spacing_equivalent"],
    ["UTO", "SATRIYA<SUDARPA", "", "Satriya Sudarpa", "", "", "exact"],
    ["UTO", "ARKFREITH", "", "Arkfreith", "", "", "exact"],
    ["UTO", "SATRIYA<SUDARPA", "", "Sudarpa", "Satriya", "", "order_swapped"],
    ["UTO", "ARKFREITH", "", "Arkfreith", "Arkfreith", "", "mismatch:name"],
    ["UTO", "MARTIN<<JEAN<PIERRE", "", "Martin", "Jean-Pierre", "", "exact"],
    ["UTO", "MARTIN<<JEANPIERRE", "", "Martin", "Jean-Pierre", "", "spacing_equivalent"],
    ["UTO", "OCONNOR<<ENYA<SIOBHAN", "", "O'Connor", "Enya Siobhan", "", "exact"],
    ["UTO", "OCONNOR<<ENYA<SIOBHAN", "", "O’Connor", "Enya Siobhan", "", "exact"],
    ["UTO", "OCONNOR<<ENYA", "", "O Connor", "Enya", "", "spacing_equivalent"],
    ["UTO", "OCONNOR<<ENYA", "", "Connor", "Enya", "", "mismatch:name"],
    ["UTO", "MAC<ARTHUR<<IAN", "", "MacArthur", "Ian", "", "spacing_equivalent"],
    ["UTO", "JAEGER<<JOERG", "", "Jager", "Jorg", "", "transliteration_equivalent"],
    ["UTO", "JAGER<<JORG", "", "JAEGER", "JOERG", "", "transliteration_equivalent"],
    ["UTO", "MUXXLLER<<ANNA", "", "Müller", "Anna", "", "transliteration_equivalent"],
    ["UTO", "WEIS<<ANNA", "", "Weiß", "Anna", "", "transliteration_equivalent"],
    ["UTO", "WEISS<<ANNA", "", "Weiss", "Anna", "", "exact"],
    ["UTO", "OESTER<<SOEREN", "", "Øster", "Søren", "", "exact"],
    ["UTO", "AKESSON<<PAR", "", "Åkesson", "Pär", "", "transliteration_equivalent"],
    ["UTO", "PORSDOTTIR<<GUDRUN", "", "Þórsdóttir", "Guðrún", "", "mismatch:name"],
    ["UTO", "GARCIA<LOPEZ<<MARIA<JOSE", "", "García López", "María José", "", "exact"],
    ["UTO", "GARCIA<<MARIA", "", "García López", "María José", "", "partial_match"],
    ["UTO", "GARCIA<LOPEZ<<MARIA", "", "López", "María", "", "mismatch:name"],
    ["UTO", "GARCIA<LOPEZ<<MARIA", "", "López García", "María", "", "mismatch:name"],
    ["UTO", "MUNXXOZ<<ANA", "", "Munoz", "Ana", "", "transliteration_equivalent"],
    ["UTO", "MUNOZ<<ANA", "", "MUNXXOZ", "ANA", "", "transliteration_equivalent"],
    ["UTO", "MUNOZ<<ANA", "", "Muñoz", "Ana", "", "exact"],
    ["UTO", "ERIKSSON<<ANNA", "", "Eriksson", "Anna Maria", "", "partial_match"],
    ["UTO", "ERIKSSON<<ANNA<MARIA", "", "Eriksson", "Maria Anna", "", "mismatch:name"],
    ["UTO", "ERIKSSON<<ANNA", "", "Eriksson", "", "", "mismatch:name"],
    ["UTO", "MUSTERMANN<<ERIKA", "", "Mustermann", "Prof. Dr. Erika", "", "exact"],
    ["UTO", "MUSTERMANN<<ERIKA", "", "DR MUSTERMANN", "ERIKA", "", "exact"],
    ["UTO", "MUSTERMANN<<ERIKA", "", "Mustermann", "Mrs. Erika", "", "exact"],
    ["UTO", "MUSTERMANN<<ERIKA", "", "Dr.Mustermann", "Erika", "", "exact"],
    ["UTO", "MUSTERMANN<<ERIKA", "", "Mustermann, Dr.", "Erika", "", "exact"],
    ["UTO", "MUSTERMANN<<ERIKA", "", "DR<MUSTERMANN", "ERIKA", "", "exact"],
    ["UTO", "MUSTERMANN<<ERIKA", "", "Mustermann", "Prof Erika", "", "exact"],
    ["UTO", "MUSTERMANN<<ERIKA", "", "Mustermann", "Miss Erika", "", "exact"],
    ["UTO", "NEWTON<<ISAAC", "", "Newton", "Sir Isaac", "", "exact"],
    ["UTO", "NEWTON<<SIR<ISAAC", "", "Newton", "Isaac", "", "exact"],
    ["UTO", "NEWTON<<ISAAC", "", "Newton Sr", "Isaac", "", "exact"],
    ["UTO", "TUDOR<<HENRY", "", "Tudor", "Henry IV", "", "exact"],
    ["UTO", "SOK<<CHAN", "", "Sok", "Iv Chan", "", "mismatch:name"],
    ["UTO", "SOK<<IV<CHAN", "", "Sok", "Chan", "", "mismatch:name"],
    ["UTO", "SOK<<IV<CHAN", "", "Sok", "Iv Chan", "", "exact"],
    ["UTO", "II<<NAOSUKE", "", "Ii Naosuke", "", "", "spacing_equivalent"],
    ["UTO", "II<<NAOSUKE", "", "Ii", "Naosuke", "", "exact"],
    ["UTO", "KING<<MARTIN<LUTHER", "", "King Jr.", "Martin Luther", "", "exact"],
    ["UTO", "NGUYEN<<THI<HONG<DAO", "", "Thị Hồng Đào", "Nguyễn", "", "order_swapped"],
    ["UTO", "NGUYEN<<THI<HONG<DAO", "", "Nguyễn", "Thị Đào", "", "partial_match"],
    ["UTO", "ABW<<BKR<MXHMD<BN<ZKRYA<ALRAZY", "", "ابو", "بكر محمد بن زكريا الرازي", "", "exact"],
    ["UTO", "AL<BASRI<<HUDA<MUHAMMAD", "", "Al-Basri", "Huda Muhammad", "", "exact"],
    ["UTO", "AL<BASRI<<HUDA<MUHAMMAD", "", "Al-Basri", "Huda Mohammed", "", "mismatch:name"],
    ["UTO", "ALNASSER<<JAMAL", "", "الناصر", "جمال", "", "mismatch:name"],
    ["UKR", "ZELENSKYI<<YURII", "", "Зеленський", "Юрій", "", "exact"],
    ["UTO", "ZELENSKYI<<YURII", "", "Зеленський", "Юрій", "", "transliteration_equivalent"],
    ["UKR", "ZELENSKYI<<IURII", "", "Зеленський", "Юрій", "", "transliteration_equivalent"],
    ["GRC", "PAPADOPOULOS<<GEORGIOS", "", "Παπαδόπουλος", "Γεώργιος", "", "exact"],
    ["GRC", "EVANGELOU<<AIKATERINI", "", "Ευαγγέλου", "Αικατερίνη", "", "exact"],
    ["GRC", "TSAKALOTOS<<EFKLEIDIS", "", "Τσακαλώτος", "Ευκλείδης", "", "exact"],
    ["UTO", "SCHERBAKOV<<YURI", "", "Щербаков", "Юрий", "", "mismatch:name"],
    ["RUS", "SOLOVEV<<FEDOR", "", "Соловьев", "Фёдор", "", "exact"],
    ["RUS", "POD<<A", "", "Под", "А", "", "exact"],
    ["UTO", "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU", "", "Nilavadhanananda", "Arnpol Petch Charonguang", "", "truncated_match"],
    ["UTO", "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI", "", "Bennelong Wooloomooloo Warrandyte Warnambool", "Dingo Potoroo", "", "truncated_match"],
    ["UTO", "BENNELONG<WOOLOOM<WARRAND<WARNAM<<DINGO", "", "Bennelong Wooloomooloo Warrandyte Warnambool", "Dingo Potoroo", "", "truncated_match"],
    ["UTO", "BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO", "", "Bennelong Wooloomooloo Warrandyte Warnambool", "Dingo Potoroo", "", "truncated_match"],
    ["UTO", "BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO", "", "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WARNAMBOOL", "DINGO<POTOROO", "", "truncated_match"],
    ["UTO", "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI", "", "Bennelong Wooloomooloo Warrandyte", "Dingo Potoroo", "", "mismatch:name"],
];

fn document(issuer: &str, name: &str, optional: &str, birth: &str) -> Document {
    let today = Date::from_calendar_date(2026, Month::March, 1).unwrap();
    let digit = |text: String| format!("{text}{}", check_digit(&text));
    let (number, birth) = (digit("E12345678".to_owned()), digit(birth.to_owned()));
    let (expiry, optional) = (digit("330115".to_owned()), digit(format!("{optional:<<14}")));
    let composite = check_digit(&format!("{number}{birth}{expiry}{optional}"));
    let lines =
        [format!("PO{issuer}{name:<<39}"), format!("{number}{issuer}{birth}<{expiry}{optional}{composite}")];
    Document::from_mrz(&mrz::parse(&lines, today).unwrap(), None, Level::Typed).unwrap()
}

fn subject<'a>(surname: &'a str, given: &'a str, native: &'a str) -> Subject<'a> {
    Subject {
        surname: Some(surname),
        given_names: Some(given),
        native_name: Some(native),
        birth_date: Some("1981-08-03"),
        ..Subject::default()
    }
}

#[test]
fn every_kind_of_name_has_its_outcome() {
    let mut wrong = Vec::new();
    for [issuer, name, optional, surname, given, native, expected] in ROWS {
        let document = document(issuer, name, optional, "810803");
        let found = compare(&subject(surname, given, native), &document);
        if found.outcome.as_str() != *expected {
            wrong.push(format!("{surname}, {given} / {name}: {} instead of {expected}", found.outcome));
        }
        // Whatever is not plainly equal says why, and shows no name whole.
        assert!(found.outcome == Outcome::Exact || !found.reasons.is_empty(), "{name}");
        for text in found.reasons.iter().flat_map(|reason| [&reason.expected, &reason.found]).flatten() {
            assert!(
                !text.split(' ').any(|part| part.len() > 2 && part.chars().all(char::is_alphabetic)),
                "{text}"
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_name_that_cannot_all_be_written_is_another() {
    let rows = [
        ["WANG", "Wang", "小明"],
        ["KUMAR", "Kumar", "राज"],
        ["ARKFREITH", "王", "Arkfreith"],
        ["WANG<<LI", "Wang", "Li 小明"],
    ];
    for [name, surname, given] in rows {
        let found = compare(&subject(surname, given, ""), &document("UTO", name, "", "810803"));
        assert_eq!(found.outcome, Outcome::NameMismatch, "{surname} {given}");
        assert_eq!(found.reasons[0].code, reason::MATCH_NAME_MISSING);
    }
    // The certificate's own rendering of the part says what it is.
    let rendered = Subject { icao_given_names: Some("XIAOMING"), ..subject("Wang", "小明", "") };
    assert_eq!(compare(&rendered, &document("UTO", "WANG<<XIAOMING", "", "810803")).outcome, Outcome::Exact);
}

#[test]
fn the_icao_rendering_of_a_certificate_counts_as_its_print() {
    let rendered = |surname, given| Subject {
        surname: None,
        given_names: None,
        icao_surname: Some(surname),
        icao_given_names: Some(given),
        ..subject("", "", "")
    };
    let outcome = |name, surname, given| {
        compare(&rendered(surname, given), &document("UTO", name, "", "810803")).outcome
    };
    assert_eq!(outcome("JAGER<<JORG", "JAEGER", "JOERG"), Outcome::Folded);
    assert_eq!(outcome("MUSTERMANN<<ERIKA", "DR<MUSTERMANN", "ERIKA"), Outcome::Exact);
    assert_eq!(outcome("GARCIA<LOPEZ<<ANA", "GARCIA<LOPEZ", "ANA"), Outcome::Exact);
    assert_eq!(
        outcome(
            "BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO",
            "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WARNAMBOOL",
            "DINGO<POTOROO"
        ),
        Outcome::Truncated
    );
}

#[test]
fn unknown_parts_of_a_birth_date() {
    let outcome = |zone: &str, certificate: Option<&str>, given: &str| {
        let subject = Subject { birth_date: certificate, ..subject("Tesfaye", given, "") };
        compare(&subject, &document("UTO", "TESFAYE<<ABEBE<GIRMA", "", zone)).outcome
    };
    use Outcome::*;
    for (zone, certificate) in
        [("7408<<", "1974-08"), ("7408<<", "1974-08-XX"), ("74<<<<", "1974"), ("740803", "1974-08-03")]
    {
        assert_eq!(outcome(zone, Some(certificate), "Abebe Girma"), Exact, "{zone} {certificate}");
    }
    for (zone, certificate) in [
        ("7408<<", "1974-08-03"),
        ("740803", "1974-08"),
        ("740803", "1974"),
        ("74<<<<", "1974-08"),
        ("<<<<<<", "1974"),
    ] {
        assert_eq!(outcome(zone, Some(certificate), "Abebe Girma"), Partial, "{zone} {certificate}");
    }
    for (zone, certificate) in [("7408<<", "1974-09"), ("740803", "1975"), ("74<<03", "1974-08-04")] {
        assert_eq!(outcome(zone, Some(certificate), "Abebe Girma"), BirthMismatch, "{zone} {certificate}");
    }
    // The whole of it unknown on both sides says nothing against the name; on one side it does.
    assert_eq!(outcome("<<<<<<", Some(""), "Abebe Girma"), Exact);
    assert_eq!(outcome("740803", None, "Abebe Girma"), Partial);
    // Weak outcomes keep their name and gain the reason.
    let swapped = Subject { birth_date: Some("1974"), ..subject("Abebe Girma", "Tesfaye", "") };
    let found = compare(&swapped, &document("UTO", "TESFAYE<<ABEBE<GIRMA", "", "740803"));
    assert_eq!(found.outcome, Swapped);
    assert_eq!(
        found.reasons.iter().map(|reason| reason.code).collect::<Vec<_>>(),
        ["match.name-order", "match.birth-partial"]
    );
}

#[test]
fn states_and_numbers_as_both_sides_write_them() {
    let with = |number, issuer| Subject {
        number: Some(number),
        issuer: Some(issuer),
        nationality: Some(issuer),
        ..subject("Wang", "Xiaoming", "")
    };
    let document = |state: &str| document(state, "WANG<<XIAOMING", "", "810803");
    let german = Document { issuer: "D".into(), nationality: Some("D".into()), ..document("UTO") };
    assert_eq!(compare(&with("E1234 5678", "DEU"), &german).outcome, Outcome::Exact);
    assert_eq!(compare(&with("E12345678", "HKG"), &document("CHN")).outcome, Outcome::Exact);
    assert_eq!(compare(&with("E12345678", "TWN"), &document("CHN")).outcome, Outcome::NumberMismatch);
    // A zone has a filler for a sign inside a number.
    let signed = Document { number: "AB<123".into(), ..document("UTO") };
    assert!(compare(&with("AB-123", "UTO"), &signed).number_equal);
}
