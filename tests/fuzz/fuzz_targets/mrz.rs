//! Any lines as a machine readable zone: read whole, repaired, written again, typed in pieces, and names
//! turned both ways.
#![cfg_attr(not(test), no_main)]

use healthpass_passport::mrz::{Mrz, Zone};
use healthpass_passport::translit::{self, Script};
use healthpass_passport::{Document, DocumentKind, Level, TypedDocument, mrz, typed};
use libfuzzer_sys::fuzz_target;
use time::{Date, Month};

fuzz_target!(|text: &str| {
    let today = Date::from_calendar_date(2026, Month::December, 1).expect("a date");
    let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    mrz::report(&lines, today);
    if let Ok(zone) = mrz::parse(&lines, today) {
        repaired(&zone, today);
        written(&zone, today);
    }
    for name in &lines {
        translit::renderings(name, "UKR");
        mrz::name_fields(name, "Ana María", "UTO", 39);
        for script in [Script::Latin, Script::Cyrillic, Script::Arabic] {
            translit::originals(name, "SRB", script);
        }
    }
    if let Ok(zone) = mrz::parse(&lines, today)
        && let Ok(document) = Document::from_mrz(&zone, None, Level::Typed)
    {
        let stored = serde_json::to_string(&document).expect("JSON");
        assert_eq!(serde_json::from_str::<Document>(&stored).expect("what we store we read"), document);
    }
    let piece = |n: usize| lines.get(n).cloned();
    for kind in [DocumentKind::Ordinary, DocumentKind::Other] {
        let pieces = TypedDocument {
            line1: piece(0),
            number: piece(1),
            birth: piece(2),
            expiry: piece(3),
            ..TypedDocument::new(kind)
        };
        let pasted = TypedDocument { lines: Some(lines.clone()), ..TypedDocument::new(kind) };
        for form in [pieces, pasted] {
            let assessed = typed::assess(&form, today);
            assert_eq!(assessed.complete, assessed.document.is_some());
            let access = typed::assess_access(&form, today);
            assert_eq!(access.complete, access.key.is_some());
            serde_json::to_string(&assessed).expect("JSON");
        }
    }
});

/// A zone that holds stays as it is; a repaired one is repaired for good.
fn repaired(zone: &Mrz, today: Date) {
    let repair = mrz::repair(&zone.lines, today).expect("a zone");
    let again = mrz::repair(&repair.lines, today).expect("a zone");
    assert_eq!((again.lines, again.changes.len()), (repair.lines.clone(), 0));
    let same_data = repair.lines.iter().zip(&zone.lines).skip(1).all(|(ours, theirs)| ours == theirs);
    assert!(!zone.problems.is_empty() || same_data || repair.lines.len() == 3);
}

/// What was read can be written, and reads the same.
fn written(zone: &Mrz, today: Date) {
    let (Some(birth), Some(expires), true) = (zone.birth, zone.expires, zone.problems.is_empty()) else {
        return;
    };
    let lines = mrz::write(&Zone {
        format: zone.format,
        code: &zone.code,
        issuer: &zone.issuer,
        surname: &zone.name.surname(),
        given_names: &zone.name.given_names(),
        number: &zone.number,
        nationality: &zone.nationality,
        birth,
        sex: zone.sex,
        expires,
        optional: &zone.optional,
        optional2: &zone.optional2,
    });
    // A filler where an empty optional field has its digit, or a zone with fillers before its data.
    let Ok(lines) = lines else { return };
    let again = mrz::parse(&lines, today).expect("what we wrote");
    assert!(again.problems.is_empty(), "{:?}", again.problems);
    assert_eq!((&again.name.primary, &again.number), (&zone.name.primary, &zone.number));
}
