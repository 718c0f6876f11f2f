//! Any lines as a machine readable zone, read whole and typed in pieces.
#![no_main]

use healthpass_passport::{Document, DocumentKind, Level, TypedDocument, mrz, typed};
use libfuzzer_sys::fuzz_target;
use time::{Date, Month};

fuzz_target!(|text: &str| {
    let today = Date::from_calendar_date(2026, Month::December, 1).expect("a date");
    let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    mrz::report(&lines, today);
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
            serde_json::to_string(&assessed).expect("JSON");
        }
    }
});
