//! Every code has one sentence in every language, and every sentence a code.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Sentences = BTreeMap<String, String>;

/// Codes of requests the program answers itself.
const PROGRAM: &[&str] = &["request.json"];

/// Codes of the JavaScript loaders: of a core that cannot speak for itself.
const LOADERS: &[&str] = &["core.load", "core.stopped"];

fn read(language: &str) -> (String, Sentences) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../crates/cert/text/{language}.json"));
    let text = std::fs::read_to_string(&path).expect("a language file");
    let sentences = serde_json::from_str(&text).expect("text by key");
    (text, sentences)
}

fn codes() -> BTreeSet<String> {
    let lists: [&[&str]; 8] = [
        &healthpass_cert::reason::all(),
        healthpass_wallet::CODES,
        healthpass_mrz_camera::CODES,
        healthpass_qr::CODES,
        healthpass_cli::picture::CODES,
        healthpass_wasm::CODES,
        LOADERS,
        PROGRAM,
    ];
    lists.concat().into_iter().map(str::to_owned).collect()
}

#[test]
fn every_code_has_a_sentence_in_both_languages() {
    for language in ["en", "zh"] {
        let (_, sentences) = read(language);
        let missing: Vec<_> =
            codes().into_iter().filter(|code| !sentences.contains_key(&format!("reason.{code}"))).collect();
        assert!(missing.is_empty(), "{language}: {missing:#?}");
    }
}

#[test]
fn no_sentence_is_for_a_code_that_is_gone() {
    let (_, sentences) = read("en");
    let codes = codes();
    let gone: Vec<_> = sentences
        .keys()
        .filter_map(|key| key.strip_prefix("reason."))
        .filter(|code| !codes.contains(*code))
        .collect();
    assert!(gone.is_empty(), "{gone:#?}");
}

#[test]
fn both_languages_have_the_same_keys_and_placeholders() {
    let ((_, en), (_, zh)) = (read("en"), read("zh"));
    assert_eq!(en.keys().collect::<Vec<_>>(), zh.keys().collect::<Vec<_>>());
    for (key, sentence) in &en {
        assert_eq!(placeholders(sentence), placeholders(&zh[key]), "{key}");
        for placeholder in placeholders(sentence) {
            assert!(["at", "expected", "found"].contains(&placeholder.as_str()), "{key}: {placeholder}");
        }
    }
}

#[test]
fn keys_are_sorted_and_stand_once() {
    for language in ["en", "zh"] {
        let (text, sentences) = read(language);
        let keys: Vec<&str> = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix('"')?.split_once("\":").map(|(key, _)| key))
            .collect();
        assert_eq!(keys.len(), sentences.len(), "{language}: one key a line, none twice");
        assert!(keys.is_sorted(), "{language}: {:?}", keys.windows(2).find(|pair| pair[0] > pair[1]));
    }
}

#[test]
fn sentences_are_sentences() {
    for language in ["en", "zh"] {
        for (key, sentence) in read(language).1 {
            assert_eq!(sentence.trim(), sentence, "{language} {key}");
            assert!(!sentence.is_empty() && !sentence.contains("  "), "{language} {key}");
            assert!(sentence.chars().count() <= 160, "{language} {key}: too long to be read at a desk");
            let open = sentence.matches('{').count();
            assert_eq!(open, sentence.matches('}').count(), "{language} {key}");
            assert_eq!(open, placeholders(&sentence).len(), "{language} {key}: a placeholder twice");
            if language == "zh" && key.starts_with("reason.") {
                assert!(
                    sentence.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                    "{key}: {sentence}"
                );
            }
        }
    }
}

#[test]
fn every_name_a_report_can_hold_has_words() {
    let (_, en) = read("en");
    let expected = [
        ("verdict", all_names(&VERDICTS)),
        ("check", CHECKS.map(str::to_owned).to_vec()),
        ("state", all_names(&STATES)),
        ("kind", all_names(&healthpass_cert::model::RecordKind::ALL)),
        ("format", all_names(&FORMATS)),
        ("block", all_names(&BLOCKS)),
        ("level", all_names(&LEVELS)),
        ("binding", all_names(&BOUND_BY)),
        ("withheld", WITHHELD.map(str::to_owned).to_vec()),
    ];
    for (group, names) in expected {
        let held: BTreeSet<_> = en
            .keys()
            .filter_map(|key| key.strip_prefix(group)?.strip_prefix('.'))
            .filter(|name| !name.contains('.'))
            .map(str::to_owned)
            .collect();
        let names: BTreeSet<_> = names.into_iter().collect();
        assert!(held.is_superset(&names), "{group}: {:?}", names.difference(&held));
    }
}

use healthpass_cert::model::BlockState;
use healthpass_cert::presentation::report::BoundBy;
use healthpass_cert::report::{Format, State, Verdict};
use healthpass_passport::Level;

const VERDICTS: [Verdict; 10] = [
    Verdict::Verified,
    Verdict::RuleNotMet,
    Verdict::IssuerNotRecognised,
    Verdict::NotValidNow,
    Verdict::Revoked,
    Verdict::HolderMismatch,
    Verdict::NotGenuine,
    Verdict::Unreadable,
    Verdict::Sealed,
    Verdict::NotFresh,
];
const STATES: [State; 4] = [State::Pass, State::Fail, State::Unknown, State::Skipped];
const FORMATS: [Format; 5] = [Format::Dcc, Format::Ithc, Format::Shc, Format::Shl, Format::Nzcp];
const WITHHELD: [&str; 5] = ["person", "document", "records", "certificate", "claims"];
const BLOCKS: [BlockState; 3] = [BlockState::Found, BlockState::NoneFound, BlockState::NotConnected];
const LEVELS: [Level; 5] = [Level::None, Level::Typed, Level::Scanned, Level::Chip, Level::ChipOriginal];
const CHECKS: [&str; 13] = [
    "envelope",
    "signature",
    "issuer",
    "time",
    "usage",
    "content",
    "revocation",
    "rules",
    "holder",
    "seal",
    "keyBinding",
    "freshness",
    "commitment",
];
const BOUND_BY: [BoundBy; 2] = [BoundBy::IssuerBound, BoundBy::DeviceAttested];

fn all_names(values: &[impl serde::Serialize]) -> Vec<String> {
    let name = |value| match serde_json::to_value(value) {
        Ok(Value::String(name)) => name,
        other => panic!("{other:?}"),
    };
    values.iter().map(name).collect()
}

fn placeholders(sentence: &str) -> BTreeSet<String> {
    sentence
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}
