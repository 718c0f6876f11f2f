//! How firmly a passport is bound: what each level opens, and that none is lost without being asked for.

use healthpass_cert::time::UnixTime;
use healthpass_passport::date::BirthDate;
use healthpass_passport::mrz::{self, Sex, Td3};
use healthpass_passport::native::NativeField;
use healthpass_passport::{DocumentKind, Level, TypedDocument};
use healthpass_qr::Medium;
use healthpass_tests::own::{self, ANNA, AT, Issuer, Passport, ZHANG_WEI, seconds};
use healthpass_wallet::{Bound, ReadDocument, StoredRecord, Wallet, WalletError};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use time::{Date, Month};

const LEVELS: [Level; 4] = [Level::Typed, Level::Scanned, Level::Chip, Level::ChipOriginal];

fn now() -> UnixTime {
    seconds(AT)
}

fn read(lines: &[String], level: Level) -> ReadDocument {
    ReadDocument { lines: lines.to_vec(), kind: None, level, native_full_name: None }
}

/// Binds at any level, by the way that level comes about.
fn bind_at(
    wallet: &mut Wallet,
    person: Option<&str>,
    lines: &[String],
    level: Level,
) -> Result<Bound, WalletError> {
    if level == Level::Typed {
        let kind = if lines[0].contains("CHN") { DocumentKind::Ordinary } else { DocumentKind::Other };
        let typed = TypedDocument { lines: Some(lines.to_vec()), ..TypedDocument::new(kind) };
        return wallet.bind(person, &typed, now(), [9; 16]);
    }
    wallet.bind_read(person, &read(lines, level), now(), [9; 16])
}

fn wallet_with(code: &str) -> (Wallet, String, String) {
    let mut wallet = Wallet::default();
    let added = wallet.add(code, now(), [[1; 16], [2; 16]]).expect("added");
    (wallet, added.certificate_id, added.person_id)
}

fn dcc_named(surname: &str, given_names: &str) -> String {
    let mut content = own::vaccination();
    let zone = |name: &str| name.to_uppercase().replace(' ', "<");
    content["nam"] =
        json!({"fn": surname, "fnt": zone(surname), "gn": given_names, "gnt": zone(given_names)});
    Issuer::sweden().dcc(&content)
}

#[test]
fn every_level_is_recorded_and_shown() {
    for level in LEVELS {
        let (mut wallet, certificate, person) = wallet_with(&Issuer::china().ithc(own::ITHC));
        let bound = bind_at(&mut wallet, Some(&person), &ZHANG_WEI.lines(), level).expect("bound");
        assert_eq!(bound.document.level, level);
        let shown = wallet.present(&certificate, now(), Medium::Screen).expect("shown");
        assert_eq!(shown.level, level);
        let changes = wallet.take_changes().into_iter();
        let stored: BTreeMap<_, _> = changes.filter_map(|change| Some((change.key, change.value?))).collect();
        let records: Vec<_> = stored.into_iter().map(|(key, value)| StoredRecord { key, value }).collect();
        let reopened = Wallet::open(&records).overview(now());
        assert_eq!(reopened.people[0].document.as_ref().map(|document| document.level), Some(level));
    }
}

#[test]
fn what_was_neither_confirmed_nor_proved_binds_nothing() {
    for level in [Level::None, Level::Typed] {
        let (mut wallet, _, person) = wallet_with(&Issuer::china().ithc(own::ITHC));
        let refused =
            wallet.bind_read(Some(&person), &read(&ZHANG_WEI.lines(), level), now(), [9; 16]).expect_err("");
        assert_eq!(refused.code, "bind.level");
        assert!(wallet.overview(now()).people[0].document.is_none());
    }
}

#[test]
fn a_zone_that_was_read_has_to_hold_like_a_typed_one() {
    let [one, two] = ZHANG_WEI.lines();
    let wrong = [one, two.replacen("E12345678", "E12345679", 1)];
    for level in [Level::Scanned, Level::Chip, Level::ChipOriginal] {
        let refused = bind_at(&mut Wallet::default(), None, &wrong, level).expect_err("refused");
        assert_eq!(refused.code, "bind.incomplete");
        assert!(refused.reasons.iter().any(|reason| reason.code == "mrz.check-digit"), "{refused:?}");
        let expired = Passport { expires: 2026, ..ZHANG_WEI }.lines();
        let refused = bind_at(&mut Wallet::default(), None, &expired, level).expect_err("refused");
        assert_eq!(refused.code, "bind.expired");
    }
}

/// Names exchanged, a given name missing, and what only folding makes equal: enough beside a chip or an
/// equal number, too little beside a typed or scanned zone.
#[test]
fn weak_agreement_opens_with_the_chip_or_with_the_number_only() {
    let folded = Passport { surname: "ERIKSSON", given_names: "MICHAEL", ..ANNA };
    let cases = [
        ("order_swapped", dcc_named("Anna Maria", "Eriksson"), ANNA),
        ("partial_match", dcc_named("Eriksson", "Anna"), ANNA),
        ("transliteration_equivalent", dcc_named("Eriksson", "Michal"), folded),
    ];
    for (outcome, code, passport) in cases {
        for level in LEVELS {
            let (mut wallet, certificate, person) = wallet_with(&code);
            let bound = bind_at(&mut wallet, Some(&person), &passport.lines(), level);
            if level < Level::Chip {
                let refused = bound.expect_err(outcome);
                let codes: Vec<_> = refused.reasons.iter().map(|reason| reason.code).collect();
                assert_eq!((refused.code, codes[0]), ("bind.mismatch", "gate.weak-match"), "{outcome}");
            } else {
                bound.expect(outcome);
                assert!(wallet.present(&certificate, now(), Medium::Screen).is_ok(), "{outcome}");
                let detail = wallet.certificate(&certificate, now()).expect("known");
                assert_eq!(detail.outcome.as_deref(), Some(outcome));
            }
        }
    }
    let mut swapped: Value = serde_json::from_str(own::ITHC).expect("JSON");
    swapped["person"]["surname"] = "WEI".into();
    swapped["person"]["givenNames"] = "ZHANG".into();
    for level in LEVELS {
        let (mut wallet, certificate, person) = wallet_with(&Issuer::china().ithc(&swapped.to_string()));
        bind_at(&mut wallet, Some(&person), &ZHANG_WEI.lines(), level).expect("the number is equal");
        assert!(wallet.present(&certificate, now(), Medium::Screen).is_ok());
    }
}

#[test]
fn no_level_opens_for_somebody_else() {
    for level in LEVELS {
        let (mut wallet, _, person) = wallet_with(&Issuer::china().ithc(own::ITHC));
        let refused = bind_at(&mut wallet, Some(&person), &ANNA.lines(), level).expect_err("refused");
        assert_eq!(refused.code, "bind.mismatch");
    }
}

#[test]
fn a_weaker_binding_of_the_same_document_keeps_the_firmer_level() {
    for (first, firm) in LEVELS.into_iter().enumerate() {
        for weak in &LEVELS[..first] {
            let (mut wallet, _, person) = wallet_with(&Issuer::china().ithc(own::ITHC));
            bind_at(&mut wallet, Some(&person), &ZHANG_WEI.lines(), firm).expect("bound");
            let again = bind_at(&mut wallet, Some(&person), &ZHANG_WEI.lines(), *weak).expect("bound");
            assert_eq!(again.document.level, firm);
            // asked for: unbound first
            wallet.unbind(&person).expect("known");
            let asked = bind_at(&mut wallet, Some(&person), &ZHANG_WEI.lines(), *weak).expect("bound");
            assert_eq!(asked.document.level, *weak);
            let raised = bind_at(&mut wallet, Some(&person), &ZHANG_WEI.lines(), firm).expect("bound");
            assert_eq!(raised.document.level, firm);
        }
    }
}

#[test]
fn a_weaker_reading_that_says_otherwise_is_refused_by_field() {
    let (mut wallet, _, person) = wallet_with(&dcc_named("Eriksson", "Anna Maria"));
    bind_at(&mut wallet, Some(&person), &ANNA.lines(), Level::Chip).expect("bound");
    for (other, at) in
        [(Passport { birth: "1974-08-13", ..ANNA }, "birth"), (Passport { expires: 2032, ..ANNA }, "expiry")]
    {
        let refused = bind_at(&mut wallet, Some(&person), &other.lines(), Level::Scanned).expect_err("");
        assert_eq!((refused.code, refused.reasons[0].at.as_deref()), ("bind.contradicts", Some(at)));
    }
    let bound = wallet.overview(now()).people[0].document.clone().expect("bound");
    assert_eq!((bound.level, bound.birth_date.as_str()), (Level::Chip, "1974-08-12"));
    // a new passport is another document: nothing is kept of the old one's level
    let renewed = Passport { number: "L898902C4", expires: 2035, ..ANNA }.lines();
    let bound = bind_at(&mut wallet, Some(&person), &renewed, Level::Typed).expect("bound");
    assert_eq!(bound.document.level, Level::Typed);
}

/// A zone whose optional data hold the first three characters of a longer name.
fn long_named(name: &str) -> [String; 2] {
    mrz::build(&Td3 {
        code: "PO",
        issuer: "CHN",
        surname: "OUYANG",
        given_names: "XIAOMING",
        number: "E12345678",
        nationality: "CHN",
        birth: BirthDate::from_text("1990-01-01").expect("a date"),
        sex: Sex::M,
        expires: Date::from_calendar_date(2033, Month::January, 15).expect("a date"),
        optional: &NativeField::write(name, '9').expect("in GBK"),
    })
    .expect("a zone")
}

#[test]
fn the_chips_full_chinese_name_decides_beyond_three_characters() {
    let certificate = |name: &str| {
        let mut content: Value = serde_json::from_str(own::ITHC).expect("JSON");
        content["person"]["surname"] = "OUYANG".into();
        content["person"]["givenNames"] = "XIAOMING".into();
        content["person"]["nativeName"] = name.into();
        Issuer::china().ithc(&content.to_string())
    };
    let lines = long_named("欧阳小明");
    let with = |full: Option<&str>, level| ReadDocument {
        native_full_name: full.map(str::to_owned),
        ..read(&lines, level)
    };
    let bind = |code: &str, document: &ReadDocument| {
        let (mut wallet, _, person) = wallet_with(code);
        wallet.bind_read(Some(&person), document, now(), [9; 16])
    };
    // the zone alone cannot tell them apart
    for name in ["欧阳小明", "欧阳小光"] {
        let bound = bind(&certificate(name), &with(None, Level::Chip)).expect("as far as it is known");
        assert_eq!(bound.document.native_name.as_deref(), Some("欧阳小…"));
    }
    let full = with(Some("欧阳<<小明"), Level::Chip);
    let bound = bind(&certificate("欧阳小明"), &full).expect("the same");
    assert_eq!(bound.document.native_name.as_deref(), Some("欧阳小明"));
    let refused = bind(&certificate("欧阳小光"), &full).expect_err("another");
    assert_eq!(refused.code, "bind.mismatch");
    assert!(refused.reasons.iter().any(|reason| reason.code == "match.native-name"), "{refused:?}");
    // neither another name, nor one in Latin letters, nor one no issuer signed is taken in
    for ignored in [
        with(Some("李小明"), Level::Chip),
        with(Some("OUYANG<<XIAOMING"), Level::Chip),
        with(Some("欧阳小明"), Level::Scanned),
    ] {
        let bound = bind(&certificate("欧阳小光"), &ignored).expect("as far as it is known");
        assert_eq!(bound.document.native_name.as_deref(), Some("欧阳小…"));
    }
}
