//! The gate: no way to a code but through a matching, unexpired passport, and nothing of anybody is lost.

use base64ct::Encoding;
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::TrustList;
use healthpass_cert::trust::bundle::Bundle;
use healthpass_crypto::hash::sha256;
use healthpass_passport::typed::{self, FieldName, FieldState};
use healthpass_passport::{DocumentKind, Level, TypedDocument};
use healthpass_qr::Medium;
use healthpass_tests::own::{self, ANNA, AT, Issuer, Passport, ZHANG_WEI, seconds};
use healthpass_tests::own_vectors;
use healthpass_tests::wallets::{Storage, pasted, pieces, read_modules};
use healthpass_wallet::{Id, StoredRecord, Wallet};

fn now() -> UnixTime {
    seconds(AT)
}

fn id(n: u8) -> Id {
    [n; 16]
}

fn zhang_wei_code() -> String {
    Issuer::china().ithc(own::ITHC)
}

fn anna_code() -> String {
    Issuer::sweden().dcc(&own::vaccination())
}

/// Identifiers run backwards, so that storage, which sorts by them, has another order than the wallet.
fn wallet_with(codes: &[&str]) -> (Wallet, Vec<(String, String)>) {
    let mut wallet = Wallet::default();
    let added = codes.iter().zip(0u8..).map(|(code, n)| {
        let ids = [id(200 - 2 * n), id(201 - 2 * n)];
        let added = wallet.add(code, UnixTime(now().0 - 60 + i64::from(n)), ids).expect("added");
        (added.certificate_id, added.person_id)
    });
    let added = added.collect();
    (wallet, added)
}

fn refusal(wallet: &Wallet, certificate: &str) -> &'static str {
    wallet.present(certificate, now(), Medium::Screen).expect_err("the gate is shut").code
}

#[test]
fn nothing_is_shown_before_a_passport_is_bound() {
    let (wallet, added) = wallet_with(&[&zhang_wei_code()]);
    for medium in [Medium::Screen, Medium::Paper] {
        let refused = wallet.present(&added[0].0, now(), medium).expect_err("shut");
        assert_eq!(refused.code, "gate.no-document");
    }
    let detail = wallet.certificate(&added[0].0, now()).expect("known");
    assert!(!detail.showable && detail.blocked[0].code == "gate.no-document");
    // Neither what screens are given nor what is left to be read says the code.
    let code = zhang_wei_code();
    let shown = serde_json::to_string(&(wallet.overview(now()), detail)).expect("JSON");
    assert!(!shown.contains(&code[4..40]));
}

#[test]
fn a_bound_passport_opens_the_gate_and_the_symbol_is_the_stored_text() {
    let code = zhang_wei_code();
    let (mut wallet, added) = wallet_with(&[&code]);
    let bound = wallet.bind(Some(&added[0].1), &pieces(&ZHANG_WEI), now(), id(9)).expect("bound");
    assert_eq!((&bound.matched, bound.mismatched.len()), (&vec![added[0].0.clone()], 0));
    assert_eq!((bound.document.level, bound.document.number_tail.as_str()), (Level::Typed, "5678"));
    for medium in [Medium::Screen, Medium::Paper] {
        let shown = wallet.present(&added[0].0, now(), medium).expect("shown");
        assert_eq!(
            (shown.latin_name.as_deref(), shown.native_name.as_deref()),
            (Some("ZHANG WEI"), Some("张伟"))
        );
        assert_eq!((shown.level, shown.document_tail.as_str()), (Level::Typed, "5678"));
        assert_eq!(read_modules(shown.qr.size, &shown.qr.modules).as_deref(), Ok(code.as_str()));
        assert_eq!(shown.svg.is_some(), medium == Medium::Paper);
        let json = serde_json::to_string(&shown).expect("JSON");
        assert!(!json.contains("E12345678") && !json.contains("HC1:"));
    }
}

#[test]
fn a_zone_with_one_wrong_character_is_refused_by_its_field() {
    let (mut wallet, added) = wallet_with(&[&zhang_wei_code()]);
    let good = pieces(&ZHANG_WEI);
    type Piece = fn(&mut TypedDocument) -> &mut Option<String>;
    let fields: [(FieldName, Piece); 3] = [
        (FieldName::Number, |document| &mut document.number),
        (FieldName::Birth, |document| &mut document.birth),
        (FieldName::Expiry, |document| &mut document.expiry),
    ];
    for (field, piece) in fields {
        let right = piece(&mut good.clone()).clone().expect("typed");
        for place in 0..right.len() {
            for other in b"0123456789AEZ<" {
                let mut wrong = good.clone();
                let mut text = right.clone().into_bytes();
                if text[place] == *other || same_in_a_check_digit(text[place], *other) {
                    continue;
                }
                text[place] = *other;
                *piece(&mut wrong) = Some(String::from_utf8(text).expect("ASCII"));
                let refused = wallet.bind(Some(&added[0].1), &wrong, now(), id(9)).expect_err("refused");
                assert_eq!(refused.code, "bind.incomplete", "{wrong:?}");
                let assessed = typed::assess(&wrong, healthpass_cert::holder::day(now()));
                let states = assessed.fields.iter().filter(|f| f.state != FieldState::Ok).map(|f| f.field);
                assert!(states.clone().any(|named| named == field), "{field:?}: {:?}", assessed.fields);
                assert_eq!(refusal(&wallet, &added[0].0), "gate.no-document");
            }
        }
    }
}

/// Check digits count modulo 10 (ICAO 9303-3 section 4.9): `0`, `<`, `A` (10) and `Z`'s likes fall together.
fn same_in_a_check_digit(one: u8, other: u8) -> bool {
    let value = |c: u8| match c {
        b'0'..=b'9' => c - b'0',
        b'A'..=b'Z' => c - b'A' + 10,
        _ => 0,
    };
    value(one) % 10 == value(other) % 10
}

#[test]
fn somebody_elses_passport_is_refused() {
    let (mut wallet, added) = wallet_with(&[&zhang_wei_code()]);
    for other in [
        ANNA,
        Passport { number: "E12345679", ..ZHANG_WEI },
        Passport { birth: "1990-01-02", ..ZHANG_WEI },
        Passport { given_names: "WEN", ..ZHANG_WEI },
        Passport { surname: "ZHENG", ..ZHANG_WEI },
    ] {
        let kind = if other.state == "UTO" { DocumentKind::Other } else { DocumentKind::Ordinary };
        let refused =
            wallet.bind(Some(&added[0].1), &pasted(&other, kind), now(), id(9)).expect_err("refused");
        assert_eq!(refused.code, "bind.mismatch", "{other:?}: {:?}", refused.reasons);
        assert!(
            refused.reasons.iter().any(|reason| reason.code.starts_with("match.")),
            "{:?}",
            refused.reasons
        );
        assert_eq!(refusal(&wallet, &added[0].0), "gate.no-document");
        assert!(wallet.overview(now()).people[0].document.is_none());
    }
}

#[test]
fn an_expired_passport_is_refused_and_one_that_expires_later_shuts_the_gate() {
    let (mut wallet, added) = wallet_with(&[&zhang_wei_code()]);
    let expired = pasted(&Passport { expires: 2026, ..ZHANG_WEI }, DocumentKind::Ordinary);
    let refused = wallet.bind(Some(&added[0].1), &expired, now(), id(9)).expect_err("refused");
    assert!(["bind.expired", "bind.incomplete"].contains(&refused.code), "{}", refused.code);
    assert!(
        refused.reasons.iter().any(|r| ["bind.expired", "document.expired"].contains(&r.code)),
        "{:?}",
        refused.reasons
    );
    wallet.bind(Some(&added[0].1), &pieces(&ZHANG_WEI), now(), id(9)).expect("bound");
    let last = seconds("2033-01-15T23:59:59Z");
    assert!(wallet.present(&added[0].0, last, Medium::Screen).is_ok(), "its last day counts");
    let after = wallet.present(&added[0].0, UnixTime(last.0 + 1), Medium::Screen).expect_err("shut");
    assert_eq!(after.code, "gate.document-expired");
}

#[test]
fn nobody_shows_another_persons_certificate() {
    let (mut wallet, added) = wallet_with(&[&zhang_wei_code(), &anna_code()]);
    let ((zhang, wei), (annas, anna)) = (added[0].clone(), added[1].clone());
    assert_ne!(wei, anna);
    wallet.bind(Some(&wei), &pieces(&ZHANG_WEI), now(), id(9)).expect("bound");
    assert_eq!(refusal(&wallet, &annas), "gate.no-document");
    assert!(wallet.bind(Some(&anna), &pieces(&ZHANG_WEI), now(), id(9)).is_err());
    wallet.bind(Some(&anna), &pasted(&ANNA, DocumentKind::Other), now(), id(9)).expect("bound");
    assert!(wallet.present(&zhang, now(), Medium::Screen).is_ok());
    assert!(wallet.present(&annas, now(), Medium::Screen).is_ok());
    wallet.unbind(&anna).expect("known");
    assert_eq!(refusal(&wallet, &annas), "gate.no-document");
    assert!(wallet.present(&zhang, now(), Medium::Screen).is_ok());
}

/// A record that was put under the wrong person, as a damaged or meddled-with storage could have it, stays shut.
#[test]
fn a_certificate_filed_under_another_person_is_not_shown() {
    let mut storage = Storage::default();
    let (mut wallet, added) = wallet_with(&[&zhang_wei_code(), &anna_code()]);
    wallet.bind(Some(&added[0].1), &pieces(&ZHANG_WEI), now(), id(9)).expect("bound");
    storage.write(&mut wallet);
    let key = format!("healthpass/certificate/{}", added[1].0);
    let json = storage.0[&key].splitn(3, '.').nth(2).expect("JSON").replace(&added[1].1, &added[0].1);
    let digest = sha256(format!("{key}\n{json}").as_bytes());
    let tag = base64ct::Base64UrlUnpadded::encode_string(&digest[..16]);
    storage.0.insert(key, format!("1.{tag}.{json}"));
    let meddled = Wallet::open(&storage.records());
    assert!(meddled.problems().is_empty());
    assert_eq!(refusal(&meddled, &added[1].0), "gate.mismatch");
    assert!(meddled.present(&added[0].0, now(), Medium::Screen).is_ok());
}

/// A concealed number is confirmed by the passport in hand, and by no other.
#[test]
fn a_concealed_number_opens_for_its_own_passport_only() {
    let code = Issuer::china().ithc(&own::ithc_concealed());
    assert_ne!(code, zhang_wei_code());
    for other in [Passport { number: "E12345679", ..ZHANG_WEI }, Passport { expires: 2034, ..ZHANG_WEI }] {
        let (mut wallet, added) = wallet_with(&[&code]);
        let refused = wallet.bind(Some(&added[0].1), &pieces(&other), now(), id(9)).expect_err("refused");
        assert_eq!(refused.code, "bind.mismatch");
        assert!(refused.reasons.iter().any(|reason| reason.code == "holder.number-not-confirmed"));
    }
    let (mut wallet, added) = wallet_with(&[&code]);
    wallet.bind(Some(&added[0].1), &pieces(&ZHANG_WEI), now(), id(9)).expect("bound");
    let shown = wallet.certificate(&added[0].0, now()).expect("known");
    assert_eq!((shown.outcome.as_deref(), shown.showable), (Some("exact"), true));
    let json = serde_json::to_string(&shown.report.certificate).expect("JSON");
    assert!(!json.contains("E12345678"), "the view does not give the number away");
}

#[test]
fn a_new_certificate_of_a_bound_person_is_theirs_and_a_strangers_is_not() {
    let (mut wallet, added) = wallet_with(&[&zhang_wei_code()]);
    wallet.bind(Some(&added[0].1), &pieces(&ZHANG_WEI), now(), id(9)).expect("bound");
    let more = wallet.add(&Issuer::china().ithc(own::ITHC_ONE_TEST), now(), [id(20), id(21)]).expect("added");
    assert_eq!(more.person_id, added[0].1);
    let stranger = wallet.add(&anna_code(), now(), [id(22), id(23)]).expect("added");
    assert_ne!(stranger.person_id, added[0].1);
    let again = wallet.add(&format!(" {}\n", zhang_wei_code()), now(), [id(24), id(25)]).expect_err("known");
    assert_eq!(again.code, "add.duplicate");
    assert_eq!(wallet.overview(now()).people.len(), 2);
}

#[test]
fn forged_and_unreadable_codes_are_not_kept() {
    let sweden = Issuer::sweden();
    let root = Issuer::new(0x55, "XX", &[]);
    let spki = root.signer().public_key().spki_der().to_vec();
    let bundle = Bundle {
        list: TrustList {
            name: "Test list".into(),
            environment: "test".into(),
            created_at: now(),
            expires_at: UnixTime(now().0 + 1_000),
            ..TrustList::default()
        },
        sequence: 1,
        sources: Vec::new(),
        keys: vec![(sweden.trusted(), 0)],
    };
    let bytes = bundle.write(&spki, |message| root.sign(message)).unwrap_or_else(|never| match never {});
    let mut wallet = Wallet::default();
    wallet.set_trust(Bundle::open(&bytes, &sha256(&spki)).expect("opens"));
    let cases = own_vectors::cases();
    let text = |id: &str| cases.iter().find(|case| case.id == id).expect("a case").text.clone();
    for (id, code) in [
        ("dcc-changed-byte", "add.not-genuine"),
        ("no-code", "add.unreadable"),
        ("hc1-cut-off", "add.unreadable"),
        ("hc1-unknown-format", "add.unreadable"),
    ] {
        let refused = wallet.add(&text(id), now(), [[1; 16], [2; 16]]).expect_err(id);
        assert_eq!(refused.code, code, "{id}");
        assert!(!refused.reasons.is_empty(), "{id}");
    }
    assert!(wallet.take_changes().is_empty() && wallet.overview(now()).people.is_empty());
    let added = wallet.add(&text("dcc-vaccination"), now(), [[1; 16], [2; 16]]).expect("genuine");
    assert_eq!(serde_json::to_value(added.report.verdict).expect("a name"), "verified");
}

#[test]
fn everything_comes_back_from_storage() {
    let mut storage = Storage::default();
    let (mut wallet, added) = wallet_with(&[&zhang_wei_code(), &anna_code()]);
    wallet.bind(Some(&added[0].1), &pieces(&ZHANG_WEI), now(), id(9)).expect("bound");
    storage.write(&mut wallet);
    let reopened = Wallet::open(&storage.records());
    assert!(reopened.problems().is_empty());
    assert_eq!(reopened.overview(now()), wallet.overview(now()), "and in the same order");
    assert_eq!(
        reopened.present(&added[0].0, now(), Medium::Screen),
        wallet.present(&added[0].0, now(), Medium::Screen)
    );
}

#[test]
fn one_damaged_record_is_reported_left_alone_and_harms_no_other() {
    let mut storage = Storage::default();
    let (mut wallet, added) = wallet_with(&[&zhang_wei_code(), &anna_code()]);
    wallet.bind(Some(&added[0].1), &pieces(&ZHANG_WEI), now(), id(9)).expect("bound");
    storage.write(&mut wallet);
    let keys: Vec<String> = storage.0.keys().cloned().collect();
    for key in &keys {
        let value = storage.0[key].clone();
        let middle = value.len() / 2;
        let changed = if value.as_bytes()[middle] == b'x' { "y" } else { "x" };
        for (damaged, code) in [
            (format!("{}{changed}{}", &value[..middle], &value[middle + 1..]), "storage.damaged"),
            (value[..value.len() - 1].to_owned(), "storage.damaged"),
            (String::new(), "storage.damaged"),
            (value.replacen("1.", "2.", 1), "storage.version"),
        ] {
            let mut broken = storage.clone();
            broken.0.insert(key.clone(), damaged);
            let mut opened = Wallet::open(&broken.records());
            let problems: Vec<_> = opened.problems().iter().map(|p| (p.key.as_str(), p.code)).collect();
            assert_eq!(problems, [(key.as_str(), code)]);
            assert!(opened.take_changes().is_empty(), "opening writes nothing");
            let certificates: usize =
                opened.overview(now()).people.iter().map(|person| person.certificates.len()).sum();
            assert_eq!(certificates, if key.contains("/certificate/") { 1 } else { 2 }, "{key}");
            opened.erase();
            broken.write(&mut opened);
            assert_eq!(broken, Storage::default(), "erasing takes the damaged record too");
        }
    }
}

#[test]
fn a_record_under_another_key_is_damaged() {
    let mut storage = Storage::default();
    let (mut wallet, _) = wallet_with(&[&zhang_wei_code()]);
    storage.write(&mut wallet);
    let (key, value) = storage.0.iter().find(|(key, _)| key.contains("/certificate/")).expect("stored");
    let moved = StoredRecord { key: format!("{key}x"), value: value.clone() };
    assert_eq!(Wallet::open(&[moved]).problems()[0].code, "storage.damaged");
}

#[test]
fn what_is_removed_is_gone_from_storage() {
    let mut storage = Storage::default();
    let (mut wallet, added) = wallet_with(&[&zhang_wei_code(), &anna_code()]);
    storage.write(&mut wallet);
    assert_eq!(storage.0.len(), 4);
    wallet.remove_certificate(&added[0].0).expect("known");
    storage.write(&mut wallet);
    assert_eq!(storage.0.len(), 2, "an unbound person without certificates goes too");
    wallet.remove_person(&added[1].1).expect("known");
    storage.write(&mut wallet);
    assert_eq!(storage, Storage::default());
    for gone in [&added[0].0, &added[1].0] {
        assert_eq!(refusal(&wallet, gone), "wallet.unknown-id");
    }
}

/// The host may not have written yet what happened before.
#[test]
fn erasing_forgets_nothing_that_was_to_be_deleted() {
    let mut storage = Storage::default();
    let (mut wallet, added) = wallet_with(&[&zhang_wei_code(), &anna_code()]);
    storage.write(&mut wallet);
    wallet.remove_certificate(&added[0].0).expect("known");
    wallet.erase();
    storage.write(&mut wallet);
    assert_eq!(storage, Storage::default());
}
