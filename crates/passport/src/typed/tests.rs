use super::*;
use FieldState::*;
use time::Month;

fn today() -> Date {
    Date::from_calendar_date(2026, Month::March, 1).unwrap()
}

fn typed(kind: DocumentKind, pieces: [&str; 4]) -> TypedDocument {
    let [line1, number, birth, expiry] = pieces.map(|piece| Some(piece.to_owned()));
    TypedDocument { line1, number, birth, expiry, ..TypedDocument::new(kind) }
}

fn pasted(kind: DocumentKind, lines: &str) -> TypedDocument {
    TypedDocument { lines: Some(vec![lines.to_owned()]), ..TypedDocument::new(kind) }
}

fn state(assessment: &TypedAssessment, field: FieldName) -> (FieldState, Option<&str>) {
    let field = assessment.fields.iter().find(|other| other.field == field).unwrap();
    (field.state, field.reason.as_ref().map(|reason| reason.code).or(field.value.as_deref()))
}

fn good() -> [String; 4] {
    let digit = |text: &str| format!("{text}{}", crate::mrz::check_digit(text));
    ["POCHNZHANG<<WEI".to_owned(), digit("E12345678"), digit("880314"), digit("330115")]
}

#[test]
fn a_complete_form_gives_a_document() {
    let pieces = good();
    let assessed =
        assess(&typed(DocumentKind::Ordinary, [&pieces[0], &pieces[1], &pieces[2], &pieces[3]]), today());
    assert!(assessed.complete, "{:?}", assessed.reasons);
    assert_eq!(state(&assessed, FieldName::Line1), (Ok, Some("ZHANG WEI")));
    assert_eq!(state(&assessed, FieldName::Number), (Ok, Some("E12345678")));
    assert_eq!(state(&assessed, FieldName::Birth), (Ok, Some("1988-03-14")));
    assert_eq!(state(&assessed, FieldName::Expiry), (Ok, Some("2033-01-15")));
    assert_eq!(state(&assessed, FieldName::Kind), (Ok, Some("ordinary")));
    let json = serde_json::to_value(&assessed).unwrap();
    assert_eq!(json["document"]["numberTail"], "5678");
    assert_eq!(json["document"]["level"], "typed");
    assert_eq!(json["document"]["expiresOn"], "2033-01-15");
    assert!(!json.to_string().contains("\"E12345678\",\"expires"));
    assert!(json["document"].get("number").is_none());
}

#[test]
fn a_document_survives_storage() {
    let pieces = good();
    let assessed =
        assess(&typed(DocumentKind::Ordinary, [&pieces[0], &pieces[1], &pieces[2], &pieces[3]]), today());
    let document = assessed.document.unwrap();
    let stored = serde_json::to_string(&document).unwrap();
    assert_eq!(serde_json::from_str::<Document>(&stored).unwrap(), document);
    assert!(serde_json::from_str::<Document>(&stored.replace("2033-01-15", "2033-01")).is_err());
}

#[test]
fn a_wrong_digit_names_what_it_would_be() {
    let pieces = good();
    let assessed =
        assess(&typed(DocumentKind::Ordinary, [&pieces[0], &pieces[1], "8803418", &pieces[3]]), today());
    assert!(!assessed.complete && assessed.document.is_none());
    let reason = Reason::new("typed.birth.check-digit").expected("4").found("8").at("880341");
    assert_eq!(assessed.reasons, [reason]);
}

#[test]
fn fields_grow_from_empty_to_ok() {
    let number = |text: &str| {
        let form = typed(DocumentKind::Ordinary, ["", text, "", ""]);
        state(&assess(&form, today()), FieldName::Number).0
    };
    let whole = good()[1].clone();
    assert_eq!(number(""), Empty);
    for typed in 1..whole.len() {
        assert_eq!(number(&whole[..typed]), Incomplete, "{}", &whole[..typed]);
    }
    assert_eq!(number(&whole), Ok);
    assert_eq!(number(&whole.to_lowercase().replace("e", "e ")), Ok);
    assert_eq!(number(&format!("{whole}1")), Wrong);
    assert_eq!(number("E1234567?"), Wrong);
    assert_eq!(number(&format!("E1234567A{}", crate::mrz::check_digit("E1234567A"))), Wrong);
}

#[test]
fn short_numbers_need_no_fillers() {
    let digit = crate::mrz::check_digit("D1234567");
    let form = |text: String| typed(DocumentKind::Diplomatic, ["", &text, "", ""]);
    for text in [format!("D1234567{digit}"), format!("D1234567<{digit}")] {
        assert_eq!(state(&assess(&form(text), today()), FieldName::Number), (Ok, Some("D1234567")));
    }
}

#[test]
fn the_form_says_what_else_is_wrong() {
    let [line1, number, birth, expiry] = good();
    let reasons = |kind, line1: &str, number: &str, birth: &str, expiry: &str| {
        let assessed = assess(&typed(kind, [line1, number, birth, expiry]), today());
        assert!(!assessed.complete);
        assessed.reasons.iter().map(|reason| reason.code).collect::<Vec<_>>()
    };
    use DocumentKind::*;
    assert_eq!(reasons(Ordinary, "PUTOZHANG<<WEI", &number, &birth, &expiry), ["document.issuer"]);
    assert_eq!(reasons(Other, &line1, &number, &birth, &expiry), ["document.kind"]);
    assert_eq!(reasons(Ordinary, "PDCHNZHANG<<WEI", &number, &birth, &expiry), ["document.code"]);
    assert_eq!(reasons(Ordinary, "VNCHNZHANG<<WEI", &number, &birth, &expiry), ["mrz.visa"]);
    assert_eq!(reasons(Ordinary, "POCHN", &number, &birth, &expiry), ["typed.line1.incomplete"]);
    assert_eq!(reasons(Ordinary, "POCHNZH4NG", &number, &birth, &expiry), ["typed.character"]);
    let old = format!("200115{}", crate::mrz::check_digit("200115"));
    assert_eq!(reasons(Ordinary, &line1, &number, &birth, &old), ["document.expired"]);
    let never = format!("880230{}", crate::mrz::check_digit("880230"));
    assert_eq!(reasons(Ordinary, &line1, &number, &never, &expiry), ["typed.birth.date"]);
}

#[test]
fn pasted_lines_are_judged_as_a_zone() {
    let specimen = "POCHNZHENGJIAN<<YANGBEN\nEF12608921CHN8503208F2901178NGKELMPONBPJB978";
    let assessed = assess(&pasted(DocumentKind::Ordinary, specimen), today());
    assert!(assessed.complete, "{:?}", assessed.reasons);
    assert_eq!(assessed.document.unwrap().view().native_name.as_deref(), Some("证件样…"));

    let misread = specimen.replace("8503208", "8503508");
    let assessed = assess(&pasted(DocumentKind::Ordinary, &misread), today());
    assert_eq!(state(&assessed, FieldName::Birth), (Wrong, Some("typed.birth.check-digit")));
    assert_eq!(state(&assessed, FieldName::Composite), (Wrong, Some("typed.composite.check-digit")));
    assert_eq!(state(&assessed, FieldName::Number).0, Ok);

    let assessed = assess(&pasted(DocumentKind::Ordinary, "POCHNZHENGJIAN<<YANGBEN"), today());
    assert_eq!(state(&assessed, FieldName::Line1), (Wrong, Some("mrz.lines")));
    let assessed = assess(&pasted(DocumentKind::Service, specimen), today());
    assert_eq!(state(&assessed, FieldName::Kind), (Wrong, Some("document.kind")));
    let assessed =
        assess(&pasted(DocumentKind::Ordinary, &specimen.replace("F2901178", "F29O1178")), today());
    assert_eq!(state(&assessed, FieldName::Expiry), (Wrong, Some("mrz.character")));
}

#[test]
fn an_uncertain_type_is_accepted_and_said() {
    let [line1, _, birth, expiry] = good();
    let number = format!("SE1234567{}", crate::mrz::check_digit("SE1234567"));
    let form = typed(DocumentKind::Service, [&line1.replace("PO", "PS"), &number, &birth, &expiry]);
    let assessed = assess(&form, today());
    assert!(assessed.complete);
    assert_eq!(assessed.reasons[0].code, "document.type-uncertain");
}

fn with_digit(text: &str) -> String {
    format!("{text}{}", crate::mrz::check_digit(text))
}

#[test]
fn a_foreign_passport_under_a_chinese_kind_is_told_so() {
    let [_, _, birth, expiry] = good();
    let number = with_digit("C11T002JM");
    let german = typed(DocumentKind::Ordinary, ["P<D<<MUSTERMANN<<ERIKA", &number, &birth, &expiry]);
    let assessed = assess(&german, today());
    // The number is right for such a document; only the kind is to be chosen again.
    assert_eq!(state(&assessed, FieldName::Number), (Ok, Some("C11T002JM")));
    assert_eq!(state(&assessed, FieldName::Kind), (Wrong, Some("document.issuer")));
    assert_eq!(assessed.reasons.len(), 1);
    assert!(assess(&TypedDocument { kind: DocumentKind::Other, ..german.clone() }, today()).complete);

    // The name line alone tells it, and so does the number alone.
    let line = typed(DocumentKind::Ordinary, ["P<D<<MUSTERMANN<<ERIKA", "", "", ""]);
    assert_eq!(state(&assess(&line, today()), FieldName::Kind), (Wrong, Some("document.issuer")));
    let alone = TypedDocument { line1: None, ..german };
    assert_eq!(state(&assess(&alone, today()), FieldName::Number), (Wrong, Some("typed.number.foreign")));
    // With a Chinese name line it is a misread number.
    let chinese = TypedDocument { line1: Some("POCHNZHANG<<WEI".into()), ..alone };
    assert_eq!(
        state(&assess(&chinese, today()), FieldName::Number),
        (Wrong, Some("document.number-pattern"))
    );
}

#[test]
fn a_number_of_another_chinese_kind_points_to_that_kind() {
    let form = typed(DocumentKind::Ordinary, ["", &with_digit("DE1234567"), "", ""]);
    let assessed = assess(&form, today());
    assert_eq!(state(&assessed, FieldName::Number).0, Ok);
    assert_eq!(state(&assessed, FieldName::Kind), (Wrong, Some("document.kind")));
    assert_eq!(assessed.reasons[0].expected.as_deref(), Some("diplomatic"));
}

#[test]
fn cards_are_sent_to_their_three_lines() {
    let form = typed(DocumentKind::Other, ["I<UTOD231458907", "", "", ""]);
    assert_eq!(state(&assess(&form, today()), FieldName::Line1), (Wrong, Some("typed.line1.card")));
    let card = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F3204152UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA";
    let zone = crate::mrz::parse(&[card], today()).unwrap();
    let card = card.replace("3204152", &with_digit("320415")).replace("<<<6\n", "<<<X\n");
    let composite = zone.checks.len();
    assert_eq!(composite, 4);
    let expected = crate::mrz::parse(&[&card.replace('X', "0")], today()).unwrap();
    let digit = expected.checks.last().unwrap().expected;
    let pasted = assess(&pasted(DocumentKind::Other, &card.replace('X', &digit.to_string())), today());
    assert!(pasted.complete, "{:?}", pasted.reasons);
    let visa =
        ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"];
    let form = TypedDocument {
        lines: Some(visa.map(str::to_owned).to_vec()),
        ..TypedDocument::new(DocumentKind::Other)
    };
    assert_eq!(assess(&form, today()).reasons[0].code, "mrz.visa");
}

#[test]
fn long_numbers_are_typed_as_the_zone_has_them() {
    let number = |text: &str| {
        let form = typed(DocumentKind::Other, ["", text, "", ""]);
        let assessed = assess(&form, today());
        let (state, value) = state(&assessed, FieldName::Number);
        (state, value.map(str::to_owned))
    };
    for text in ["D23145890<7349", "D231458907349", "d23145890<7349<<<"] {
        assert_eq!(number(text), (Ok, Some("D23145890734".into())), "{text}");
    }
    assert_eq!(number("D23145890<7348"), (Wrong, Some("typed.number.check-digit".into())));
}

#[test]
fn number_birth_and_expiry_open_a_chip() {
    let key = |number: &str, birth: &str, expiry: &str| {
        let form = typed(DocumentKind::Ordinary, ["", number, birth, expiry]);
        assess_access(&form, today())
    };
    let found = key("L898902C<3", "6908061", "9406236");
    assert!(found.complete && found.reasons.is_empty(), "{:?}", found.reasons);
    let expected = AccessKey { number: "L898902C".into(), birth: "690806".into(), expiry: "940623".into() };
    assert_eq!(found.key, Some(expected));
    assert_eq!(key("D23145890<7349", "3407127", "9507122").key.unwrap().number, "D23145890734");
    assert_eq!(key("L898902C<3", "6908<<1", "9406236").fields[1].state, Wrong);
    assert_eq!(key("L898902C<3", &with_digit("6908<<"), "9406236").key.unwrap().birth, "6908<<");
    let wrong = key("L898902C<3", "6908062", "9406236");
    assert!(wrong.key.is_none());
    assert_eq!(wrong.reasons[0].code, "typed.birth.check-digit");
    assert_eq!(key("", "", "").fields.iter().map(|field| field.state).collect::<Vec<_>>(), [Empty; 3]);
}
