//! Certificates bound to a wallet's keys, and the codes made of them: nothing passes the gate unasked, the reader sees
//! what was chosen and no more, and no key serves two showings while another is left.

use healthpass_cert::issue::{Content, Envelope};
use healthpass_cert::ithc;
use healthpass_cert::ithc::selective::{DEFAULT_POLICY, Part, Selective};
use healthpass_cert::presentation::challenge::Challenge;
use healthpass_cert::presentation::desk::Desk;
use healthpass_cert::presentation::report::BoundBy;
use healthpass_cert::presentation::request::{self, Request};
use healthpass_cert::presentation::{envelope, hex, kbt};
use healthpass_cert::report::{Report, Verdict};
use healthpass_cert::request::Options;
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::bundle::Bundle;
use healthpass_cert::trust::{Recipient, TrustList, TrustStore};
use healthpass_crypto::hash::sha256;
use healthpass_crypto::sealing_key::SealingKey;
use healthpass_passport::{DocumentKind, Level};
use healthpass_qr::Medium;
use healthpass_tests::own::{self, ANNA, AT, EXPIRES, ISSUED, Issuer, Passport, ZHANG_WEI, seconds};
use healthpass_tests::presentations::{border, health};
use healthpass_tests::wallets::{Storage, pasted, pieces, read_modules};
use healthpass_wallet::{
    BATCH, Entropy, FreshPresentation, MAX_BATCH, PresentationChoice, PresentationKind, SEED_BYTES, Seed,
    Wallet, WalletError,
};
use proptest::prelude::*;
use serde_json::json;

fn now() -> UnixTime {
    seconds(AT)
}

fn later(seconds: i64) -> UnixTime {
    UnixTime(now().0 + seconds)
}

/// Different bytes for every number; TEST ONLY.
fn entropy(number: u32) -> Entropy {
    let mut random = [0; size_of::<Entropy>()];
    for (block, bytes) in random.chunks_mut(32).enumerate() {
        let digest = sha256(format!("{number}/{block}").as_bytes());
        bytes.copy_from_slice(&digest[..bytes.len()]);
    }
    random
}

fn seeds(first: u32, count: usize) -> Vec<Seed> {
    (0..count as u32).map(|n| entropy(first + n)[..SEED_BYTES].try_into().expect("bytes")).collect()
}

/// Authorities of the list: one key of the border's that was followed by another, and the health authority's.
fn recipients() -> Vec<Recipient> {
    let recipient = |key: &SealingKey, name: &str, since: &str| Recipient {
        key: key.public().clone(),
        name: name.to_owned(),
        country: "UT".to_owned(),
        destinations: None,
        not_before: seconds(since),
        not_after: seconds("2027-06-30T00:00:00Z"),
        listed_until: seconds("2027-01-01T00:00:00Z"),
    };
    vec![
        recipient(&old_border(), "Border", "2026-01-01T00:00:00Z"),
        recipient(&health(), "Health", "2026-01-01T00:00:00Z"),
        recipient(&border(), "Border", "2026-11-01T00:00:00Z"),
    ]
}

fn old_border() -> SealingKey {
    SealingKey::from_raw(healthpass_crypto::sealing_key::Kem::P256, &[0x63; 32]).expect("a scalar in range")
}

fn kid(key: &SealingKey) -> String {
    hex(&key.public().kid())
}

fn bundle() -> Bundle {
    let root = Issuer::new(0x55, "XX", &[]);
    let spki = root.signer().public_key().spki_der().to_vec();
    let bundle = Bundle {
        list: TrustList {
            name: "Test list".into(),
            environment: "test".into(),
            created_at: seconds(ISSUED),
            expires_at: seconds("2027-01-01T00:00:00Z"),
            recipients: recipients(),
            ..TrustList::default()
        },
        sequence: 1,
        sources: Vec::new(),
        keys: vec![(Issuer::china().trusted(), 0), (Issuer::sweden().trusted(), 0)],
    };
    let bytes = bundle.write(&spki, |message| root.sign(message)).unwrap_or_else(|never| match never {});
    Bundle::open(&bytes, &sha256(&spki)).expect("opens")
}

/// A wallet with the list, and somebody in it with this passport bound.
fn wallet_of(passport: &Passport) -> (Wallet, String) {
    let mut wallet = Wallet::default();
    wallet.set_trust(bundle());
    let typed =
        if passport.state == "CHN" { pieces(passport) } else { pasted(passport, DocumentKind::Other) };
    let bound = wallet.bind(None, &typed, now(), [1; 16]).expect("bound");
    (wallet, bound.person_id)
}

/// The issuer's answer to a request with this ITHC.
fn answer(content: &str, request: &str) -> String {
    answer_under(content, request, DEFAULT_POLICY, &Issuer::china(), ISSUED)
}

fn answer_under(content: &str, request: &str, policy: &[Part], issuer: &Issuer, issued: &str) -> String {
    let request = Request::parse(request).expect("a request");
    let parsed = ithc::from_json(content, &[7; 16]).expect("an ITHC");
    let content = Content::ithc(&parsed, seconds(issued)).expect("a sound ITHC");
    let selective = Selective::new(content, policy).expect("an ITHC");
    let random: Vec<u8> = (0..request::random_bytes(&request, &selective))
        .map(|n| sha256(&(n as u64 / 32).to_be_bytes())[n % 32])
        .collect();
    let envelope = Envelope {
        issuer: "CN",
        kid: &issuer.kid(),
        issued_at: seconds(issued),
        expires_at: seconds(EXPIRES),
    };
    request::answer(&request, &selective, &envelope, &random, |message| issuer.sign(message)).expect("issued")
}

/// A wallet of ZHANG WEI's with the whole certificate bound to this many keys.
fn bound_wallet(count: usize) -> (Wallet, String) {
    let (mut wallet, person) = wallet_of(&ZHANG_WEI);
    let asked = wallet.request(&person, now(), &seeds(1000, count)).expect("asked");
    let added = wallet.add(&answer(own::ITHC, &asked.text), now(), [[2; 16], [3; 16]]).expect("added");
    assert_eq!(added.person_id, person);
    (wallet, added.certificate_id)
}

fn whole_wallet() -> (Wallet, String) {
    let (mut wallet, person) = wallet_of(&ANNA);
    let code = Issuer::sweden().dcc(&own::vaccination());
    let added = wallet.add(&code, now(), [[2; 16], [3; 16]]).expect("added");
    assert_eq!(added.person_id, person);
    (wallet, added.certificate_id)
}

fn choice(disclose: &[&str], seal_to: &[&SealingKey]) -> PresentationChoice {
    PresentationChoice {
        disclose: disclose.iter().map(|id| (*id).to_owned()).collect(),
        seal_to: seal_to.iter().map(|key| kid(key)).collect(),
        ..PresentationChoice::default()
    }
}

fn show(wallet: &mut Wallet, id: &str, choice: &PresentationChoice, at: UnixTime) -> FreshPresentation {
    wallet.show_fresh(id, choice, at, &entropy(at.0 as u32)).expect("shown")
}

fn refusal<T>(result: Result<T, WalletError>) -> &'static str {
    result.err().expect("refused").code
}

/// What a desk with these keys and the list says.
fn read(keys: &[SealingKey], text: &str, options: serde_json::Value) -> Report {
    read_at(&mut desk_with(keys), text, options)
}

fn desk_with(keys: &[SealingKey]) -> Desk {
    healthpass_tests::presentations::desk(keys)
}

fn read_at(desk: &mut Desk, text: &str, options: serde_json::Value) -> Report {
    let options: Options = serde_json::from_str(&options.to_string()).expect("options");
    let mut trust = TrustStore::new();
    bundle().load_into(&mut trust);
    desk.verify(text, &options, &trust, None).expect("a sound request")
}

/// The key that signed an open code, and when.
fn signed(text: &str) -> ([u8; 32], i64) {
    let packed = envelope::read(text).expect("a presentation").expect("base45");
    let read = kbt::parse(&envelope::unpack(&packed).expect("zlib")).expect("a presentation");
    (read.device_key().expect("a key").fingerprint(), read.unverified_facts().made_at.0)
}

#[test]
fn an_answer_becomes_one_certificate_with_its_keys() {
    let (wallet, id) = bound_wallet(BATCH);
    let overview = wallet.overview(now());
    let [certificate] = overview.people[0].certificates.as_slice() else { panic!("{overview:?}") };
    assert!(certificate.bound && certificate.showable);
    assert_eq!((&certificate.id, certificate.verdict), (&id, Verdict::Verified));
    let choices = wallet.choices(&id, now()).expect("open");
    assert_eq!((choices.kind, choices.keys_left as usize), (PresentationKind::Selective, BATCH));
    assert_eq!(choices.keys as usize, BATCH);
    let hideable: Vec<_> =
        choices.disclosures.iter().filter(|d| !d.always_shown).map(|d| d.id.as_str()).collect();
    assert_eq!(
        hideable.len(),
        2 + wallet.certificate(&id, now()).expect("known").report.certificate.expect("a view").records.len()
    );
    assert!(hideable.starts_with(&["birth-date", "document-number"]), "{hideable:?}");
    let number = choices.disclosures.iter().find(|d| d.id == "document-number").expect("a number");
    assert_eq!(number.value.as_deref(), Some("…5678"));
    let names: Vec<_> = choices.recipients.iter().map(|r| (r.name.as_str(), r.kid.clone())).collect();
    assert_eq!(names, [("Border", kid(&border())), ("Health", kid(&health()))], "the newest key of each");
    // It has no code that would show all of it to anybody.
    assert_eq!(refusal(wallet.present(&id, now(), Medium::Paper)), "present.bound");
}

#[test]
fn no_way_to_a_code_leads_around_the_gate() {
    for (mut wallet, id) in [bound_wallet(2), whole_wallet()] {
        let open = PresentationChoice::default();
        let shut = |wallet: &mut Wallet, at: UnixTime| {
            let codes = [
                refusal(wallet.choices(&id, at)),
                refusal(wallet.preview(&id, &open, at, &entropy(1))),
                refusal(wallet.show_fresh(&id, &open, at, &entropy(1))),
            ];
            assert_eq!(codes[0], codes[1]);
            assert_eq!(codes[0], codes[2]);
            codes[0]
        };
        show(&mut wallet, &id, &open, now());
        // A showing under way is no leave to go on.
        assert_eq!(shut(&mut wallet, seconds("2040-01-01T00:00:00Z")), "gate.document-expired");
        show(&mut wallet, &id, &open, later(30));
        let person = wallet.overview(now()).people[0].id.clone();
        wallet.unbind(&person).expect("known");
        assert_eq!(shut(&mut wallet, later(60)), "gate.no-document");
        assert_eq!(refusal(wallet.choices("nobody", now())), "wallet.unknown-id");
    }
}

#[test]
fn a_certificate_about_somebody_else_is_kept_and_not_shown() {
    let (mut wallet, person) = wallet_of(&ANNA);
    let asked = wallet.request(&person, now(), &seeds(1000, 1)).expect("asked");
    let added = wallet.add(&answer(own::ITHC, &asked.text), now(), [[2; 16], [3; 16]]).expect("added");
    let refused =
        wallet.show_fresh(&added.certificate_id, &PresentationChoice::default(), now(), &entropy(1));
    assert_eq!(refusal(refused), "gate.mismatch");
}

#[test]
fn an_open_code_is_read_as_it_was_previewed() {
    let (mut wallet, id) = bound_wallet(2);
    let choice = choice(&["test.0"], &[]);
    let preview = wallet.preview(&id, &choice, now(), &entropy(5)).expect("open");
    let shown = show(&mut wallet, &id, &choice, now());
    assert_eq!(read_modules(shown.qr.size, &shown.qr.modules).as_deref(), Ok(shown.text.as_str()));
    let report = read(&[], &shown.text, json!({"at": AT, "mrz": ZHANG_WEI.lines()}));
    assert_eq!(report.verdict, Verdict::Verified, "{report:#?}");
    let found = report.presentation.expect("a presentation");
    assert_eq!((found.binding, found.level), (Some(BoundBy::IssuerBound), Some(Level::Typed)));
    assert_eq!((found.audience.as_deref(), &found.withheld), (Some("anyone"), &preview.withheld));
    let seen = report.certificate.expect("shown");
    assert_eq!(seen, preview.certificate);
    assert_eq!((seen.records.len(), &seen.person.birth_date), (1, &None));
    assert!(preview.open && !preview.needs_passport && !preview.linkable);
    assert_eq!((preview.binding, preview.qr_version), (BoundBy::IssuerBound, shown.qr.version));
    assert_eq!((shown.made_at.as_str(), shown.expires_at.as_str()), (AT, "2026-12-01T08:02:00Z"));
    assert_eq!(shown.remake_after_seconds, 30);
}

#[test]
fn everything_sealed_to_one_authority_fits_the_symbol_that_scans_well() {
    // A test, an antibody test and a dose, with ordinary names.
    let content = include_str!("../../crates/cert/tests/presentation/ordinary.json");
    for (content, records) in [(content, 3), (own::ITHC, 6)] {
        let (mut wallet, person) = wallet_of(&ZHANG_WEI);
        let asked = wallet.request(&person, now(), &seeds(1000, 1)).expect("asked");
        let added = wallet.add(&answer(content, &asked.text), now(), [[2; 16], [3; 16]]).expect("added");
        let choices = wallet.choices(&added.certificate_id, now()).expect("open");
        let all: Vec<&str> = choices.disclosures.iter().map(|d| d.id.as_str()).collect();
        let shown = show(&mut wallet, &added.certificate_id, &choice(&all, &[&border()]), now());
        println!("{records} records: {}-{}, {} characters", shown.qr.version, shown.qr.ecc, shown.text.len());
        let report = read(&[border()], &shown.text, json!({"at": AT}));
        assert_eq!(report.certificate.expect("shown").records.len(), records);
        assert!(records > 3 || (shown.qr.version <= 25 && shown.qr.ecc == "M"), "{}", shown.text.len());
    }
}

#[test]
fn a_sealed_code_is_for_whom_it_names() {
    let (mut wallet, id) = bound_wallet(2);
    let both = choice(&["birth-date"], &[&border(), &health()]);
    let shown = show(&mut wallet, &id, &both, now());
    let names: Vec<_> = shown.sealed_to.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(names, ["Border", "Health"]);
    for key in [border(), health()] {
        let report = read(&[key], &shown.text, json!({"at": AT}));
        let seen = report.certificate.expect("shown");
        assert_eq!((seen.person.birth_date.as_deref(), seen.records.len()), (Some("1990-01-01"), 0));
    }
    let report = read(&[old_border()], &shown.text, json!({"at": AT}));
    assert_eq!((report.verdict, report.certificate), (Verdict::Sealed, None));
    for (chosen, code) in [
        (choice(&[], &[&old_border()]), "present.recipient-unknown"),
        (choice(&[], &[&border(), &health(), &border()]), "present.recipients"),
        (choice(&["test.9"], &[]), "present.piece"),
        (PresentationChoice { with_passport: true, ..choice(&[], &[]) }, "present.unsealed"),
        (PresentationChoice { challenge: Some("HPQ1:AB".into()), ..choice(&[], &[]) }, "challenge.shape"),
    ] {
        let refused = refusal(wallet.show_fresh(&id, &chosen, now(), &entropy(1)));
        assert!(
            refused == code || (code == "challenge.shape" && refused.starts_with("envelope.")),
            "{refused}"
        );
    }
}

#[test]
fn a_code_can_need_the_passport_as_well() {
    for (mut wallet, id, passport) in [
        {
            let (w, i) = bound_wallet(1);
            (w, i, ZHANG_WEI)
        },
        {
            let (w, i) = whole_wallet();
            (w, i, ANNA)
        },
    ] {
        let chosen = PresentationChoice { with_passport: true, ..choice(&[], &[&border()]) };
        let preview = wallet.preview(&id, &chosen, now(), &entropy(5)).expect("open");
        assert!(preview.needs_passport && !preview.open);
        let shown = show(&mut wallet, &id, &chosen, now());
        assert_eq!(preview.qr_version, shown.qr.version);
        let without = read(&[border()], &shown.text, json!({"at": AT}));
        assert_eq!(without.certificate, None);
        let with = read(&[border()], &shown.text, json!({"at": AT, "mrz": passport.lines()}));
        assert_eq!(with.certificate.as_ref(), Some(&preview.certificate), "{with:#?}");
        let other = Passport { number: "E99999999", ..passport };
        let others = read(&[border()], &shown.text, json!({"at": AT, "mrz": other.lines()}));
        assert_eq!((others.verdict, others.certificate), (Verdict::HolderMismatch, None));
    }
}

#[test]
fn a_desks_question_is_answered_and_named_before() {
    let (mut wallet, id) = bound_wallet(3);
    let mut desk = desk_with(&[border()]);
    let question: Challenge = desk.ask("Gate 4", [9; 16], now(), &[border().public().kid(), [7; 8]]).clone();
    let asked = wallet.question(&question.text(), now()).expect("a question");
    assert_eq!((asked.name.as_str(), asked.seal_to[0].name.as_str(), asked.unknown), ("Gate-4", "Border", 1));
    let chosen = PresentationChoice { challenge: Some(question.text()), ..choice(&["test.0"], &[&border()]) };
    let shown = show(&mut wallet, &id, &chosen, now());
    let report = read_at(&mut desk, &shown.text, json!({"at": AT}));
    assert_eq!(report.verdict, Verdict::Verified, "{report:#?}");
    let open = show(&mut wallet, &id, &choice(&["test.0"], &[&border()]), now());
    let report = read_at(&mut desk, &open.text, json!({"at": AT}));
    assert_eq!((report.verdict, report.certificate), (Verdict::NotFresh, None), "it answers nobody");
}

#[test]
fn a_showing_takes_one_key_and_the_next_one_the_next() {
    let (mut wallet, id) = bound_wallet(3);
    let open = PresentationChoice::default();
    let mut keys = Vec::new();
    let mut desk = desk_with(&[]);
    for showing in 0..3 {
        let preview = wallet.preview(&id, &open, later(100 * showing), &entropy(9)).expect("open");
        assert!(!preview.linkable);
        let mut times = Vec::new();
        for remake in 0..3 {
            let at = later(100 * showing + 30 * remake);
            let shown = show(&mut wallet, &id, &open, at);
            assert_eq!(i64::from(shown.keys_left), 2 - showing);
            let (key, time) = signed(&shown.text);
            keys.push(key);
            times.push(time);
            let report = read_at(&mut desk, &shown.text, json!({"at": at.rfc3339()}));
            assert_eq!(report.verdict, Verdict::Verified);
            assert!(!wallet.preview(&id, &open, at, &entropy(9)).expect("open").linkable, "the same showing");
        }
        assert!(times.is_sorted_by(|a, b| a < b));
        wallet.end_showing();
    }
    let mut distinct = keys.clone();
    distinct.dedup();
    assert_eq!(distinct.len(), 3, "one key a showing, none for two");
    let preview = wallet.preview(&id, &open, later(400), &entropy(9)).expect("open");
    assert!(preview.linkable, "none is left: the last one serves again");
    let shown = show(&mut wallet, &id, &open, later(400));
    assert_eq!((signed(&shown.text).0, shown.keys_left), (keys[8], 0));
    let choices = wallet.choices(&id, now()).expect("open");
    assert_eq!((choices.keys, choices.keys_left), (3, 0));
}

#[test]
fn another_reader_or_another_showing_gets_another_key_and_a_second_look_does_not() {
    let (mut wallet, id) = bound_wallet(4);
    let open = choice(&[], &[]);
    let (first, _) = signed(&show(&mut wallet, &id, &open, now()).text);
    let more = choice(&["test.0", "birth-date"], &[]);
    assert_eq!(
        signed(&show(&mut wallet, &id, &more, later(1)).text).0,
        first,
        "the same reader asked for more"
    );
    let another = PresentationChoice { another: true, ..open.clone() };
    let (second, _) = signed(&show(&mut wallet, &id, &another, later(2)).text);
    assert_ne!(first, second);
    let desk = |nonce: u8| Challenge {
        audience: "desk:Gate-4".into(),
        nonce: [nonce; 16],
        asked_at: now(),
        seal_to: vec![],
    };
    let answering = |nonce| PresentationChoice { challenge: Some(desk(nonce).text()), ..open.clone() };
    let (third, _) = signed(&show(&mut wallet, &id, &answering(1), later(3)).text);
    assert!(third != first && third != second);
    assert_eq!(
        signed(&show(&mut wallet, &id, &answering(2), later(4)).text).0,
        third,
        "the same desk asks again"
    );
    // What is refused costs no key.
    let before = wallet.choices(&id, now()).expect("open").keys_left;
    assert_eq!(refusal(wallet.show_fresh(&id, &choice(&["x"], &[]), later(5), &entropy(1))), "present.piece");
    assert_eq!(wallet.choices(&id, now()).expect("open").keys_left, before);
}

#[test]
fn a_clock_put_back_makes_no_second_code_of_one_second() {
    let (mut wallet, id) = bound_wallet(2);
    let open = PresentationChoice::default();
    let (first, at) = signed(&show(&mut wallet, &id, &open, later(30)).text);
    assert_eq!(signed(&show(&mut wallet, &id, &open, later(30)).text), (first, at + 1));
    assert_eq!(
        signed(&show(&mut wallet, &id, &open, later(0)).text),
        (first, at + 2),
        "a little: time goes on"
    );
    let (second, early) = signed(&show(&mut wallet, &id, &open, later(-60)).text);
    assert_ne!(first, second, "more than a desk would take: another key");
    assert_eq!(early, now().0 - 60);
    let refused = wallet.show_fresh(&id, &open, later(-200), &entropy(1)).expect_err("no other key");
    assert_eq!((refused.code, refused.reasons[0].expected.as_deref()), ("present.clock", Some("81")));
    assert_eq!(
        signed(&show(&mut wallet, &id, &open, later(-3600)).text).1,
        now().0 - 3600,
        "no desk remembers"
    );
    // A certificate without keys of its own gets a new one at once.
    let (mut wallet, id) = whole_wallet();
    let (first, _) = signed(&show(&mut wallet, &id, &open, now()).text);
    assert_ne!(signed(&show(&mut wallet, &id, &open, later(-100)).text).0, first);
}

#[test]
fn a_code_as_it_was_issued_is_attested_by_the_device() {
    let (mut wallet, id) = whole_wallet();
    let choices = wallet.choices(&id, now()).expect("open");
    assert_eq!((choices.kind, choices.keys_left), (PresentationKind::Whole, 0));
    assert!(choices.disclosures.iter().all(|d| d.always_shown) && choices.disclosures.len() >= 3);
    let shown = show(&mut wallet, &id, &choice(&[], &[&health()]), now());
    let report = read(&[health()], &shown.text, json!({"at": AT, "mrz": ANNA.lines()}));
    assert_eq!(report.verdict, Verdict::Verified, "{report:#?}");
    assert_eq!(report.presentation.expect("a presentation").binding, Some(BoundBy::DeviceAttested));
    let preview = wallet.preview(&id, &choice(&[], &[]), now(), &entropy(1)).expect("open");
    assert!(preview.linkable && preview.binding == BoundBy::DeviceAttested && preview.withheld.is_empty());
    assert_eq!(Some(preview.certificate), report.certificate);
    // The ordinary code stays beside it.
    assert!(wallet.present(&id, now(), Medium::Screen).is_ok());
    // Its key stays as well, and goes with it.
    let mut storage = Storage::default();
    storage.write(&mut wallet);
    let mut reopened = Wallet::open(&storage.records());
    reopened.set_trust(bundle());
    let key = |wallet: &mut Wallet, at| signed(&show(wallet, &id, &choice(&[], &[]), at).text).0;
    assert_eq!(key(&mut reopened, later(60)), key(&mut wallet, later(60)));
    reopened.remove_certificate(&id).expect("known");
    storage.write(&mut reopened);
    assert!(!storage.0.keys().any(|key| key.contains("/key/")));
}

#[test]
fn answers_that_are_not_for_this_wallet_or_not_one_certificate_are_refused() {
    let (mut wallet, person) = wallet_of(&ZHANG_WEI);
    let mut other = wallet_of(&ZHANG_WEI);
    let asked = wallet.request(&person, now(), &seeds(1000, 3)).expect("asked").text;
    let elsewhere = other.0.request(&other.1, now(), &seeds(2000, 3)).expect("asked").text;
    let mut add = |text: &str| refusal(wallet.add(text, now(), [[2; 16], [3; 16]]));
    assert_eq!(add(&answer(own::ITHC, &elsewhere)), "add.key-unknown");
    let forger = Issuer::new(0x77, "CN", &[]);
    // Signed by somebody else under the issuer's identifier.
    let forged = {
        let request = Request::parse(&asked).expect("a request");
        let content = ithc::from_json(own::ITHC, &[7; 16]).expect("an ITHC");
        let content = Content::ithc(&content, seconds(ISSUED)).expect("a sound ITHC");
        let selective = Selective::new(content, DEFAULT_POLICY).expect("an ITHC");
        let random: Vec<u8> = (0..request::random_bytes(&request, &selective))
            .map(|n| sha256(&(n as u64).to_be_bytes())[0])
            .collect();
        let kid = Issuer::china().kid();
        let envelope =
            Envelope { issuer: "CN", kid: &kid, issued_at: seconds(ISSUED), expires_at: seconds(EXPIRES) };
        request::answer(&request, &selective, &envelope, &random, |message| forger.sign(message))
            .expect("issued")
    };
    assert_eq!(add(&forged), "add.not-genuine");
    assert_eq!(
        add(&mixed(&answer(own::ITHC, &asked), &answer(own::ITHC_ONE_TEST, &asked))),
        "add.batch-differs"
    );
    assert_eq!(add(&mixed(&answer(own::ITHC, &asked), &answer(own::ITHC, &elsewhere))), "add.key-unknown");
    let good = answer(own::ITHC, &asked);
    for cut in [10, good.len() / 2, good.len() - 3] {
        assert_eq!(add(&good[..cut]), "add.unreadable");
    }
    assert_eq!(wallet.overview(now()).people[0].certificates.len(), 0);
    wallet.add(&good, now(), [[2; 16], [3; 16]]).expect("added");
    assert_eq!(refusal(wallet.add(&good, now(), [[4; 16], [5; 16]])), "add.duplicate");
    assert_eq!(wallet.overview(now()).people[0].certificates.len(), 1);
}

/// The first token of one answer and the others of another.
fn mixed(one: &str, other: &str) -> String {
    use healthpass_cert::cbor::Value;
    use healthpass_cert::envelope::base45;
    use healthpass_cert::presentation::dictionary;
    let tokens = |text: &str| {
        let mut tokens = request::parse_answer(text).expect("an answer");
        // Answers are shuffled: in the order of their keys they name the same ones.
        tokens.sort_by_key(|token| token.unverified_device_key().fingerprint());
        tokens
    };
    let (one, other) = (tokens(one), tokens(other));
    let mixed = one[..1].iter().chain(&other[1..]).map(|token| Value::read(&token.to_bytes()).expect("CBOR"));
    let batch = healthpass_cert::cbor_write::write(&Value::Array(mixed.collect()));
    format!("HPI1:{}", base45::encode(&dictionary::deflate(&batch)))
}

#[test]
fn a_certificate_issued_again_replaces_its_keys_and_not_its_place() {
    let (mut wallet, id) = bound_wallet(2);
    let person = wallet.overview(now()).people[0].id.clone();
    for at in [0, 100] {
        show(&mut wallet, &id, &PresentationChoice::default(), later(at));
        wallet.end_showing();
    }
    assert_eq!(wallet.choices(&id, now()).expect("open").keys_left, 0);
    let asked = wallet.request(&person, later(200), &seeds(3000, 4)).expect("asked").text;
    let again = answer_under(own::ITHC, &asked, DEFAULT_POLICY, &Issuer::china(), "2026-11-30T08:00:00Z");
    let added = wallet.add(&again, later(200), [[8; 16], [9; 16]]).expect("added");
    assert_eq!((&added.certificate_id, wallet.overview(now()).people[0].certificates.len()), (&id, 1));
    assert_eq!(wallet.choices(&id, now()).expect("open").keys_left, 4);
    let asked = wallet.request(&person, later(200), &seeds(4000, 2)).expect("asked").text;
    let other =
        wallet.add(&answer(own::ITHC_ONE_TEST, &asked), later(200), [[10; 16], [9; 16]]).expect("added");
    assert_ne!(other.certificate_id, id);
    let mut storage = Storage::default();
    storage.write(&mut wallet);
    assert_eq!(storage.0.keys().filter(|key| key.contains("/key/")).count(), 6, "the earlier keys are gone");
}

#[test]
fn requests_are_bounded_and_their_keys_do_not_wait_for_ever() {
    let (mut wallet, person) = wallet_of(&ZHANG_WEI);
    for count in [0, MAX_BATCH + 1] {
        assert_eq!(refusal(wallet.request(&person, now(), &seeds(0, count))), "request.count");
    }
    assert_eq!(refusal(wallet.request("nobody", now(), &seeds(0, 1))), "wallet.unknown-id");
    let asked = wallet.request(&person, now(), &seeds(0, 2)).expect("asked").text;
    assert_eq!(Request::parse(&asked).expect("a request").whose, "ZHANG WEI");
    let late = seconds("2026-12-31T08:00:01Z");
    assert_eq!(refusal(wallet.add(&answer(own::ITHC, &asked), late, [[2; 16], [3; 16]])), "add.key-unknown");
    let mut storage = Storage::default();
    storage.write(&mut wallet);
    assert!(!storage.0.keys().any(|key| key.contains("/key/")));
    for round in 0..6 {
        wallet.request(&person, later(round), &seeds(100 * round as u32, MAX_BATCH)).expect("asked");
    }
    storage.write(&mut wallet);
    assert_eq!(storage.0.keys().filter(|key| key.contains("/key/")).count(), 4 * MAX_BATCH);
}

#[test]
fn keys_and_what_they_were_used_for_come_back_from_storage() {
    let (mut wallet, id) = bound_wallet(3);
    let open = PresentationChoice::default();
    let (first, at) = signed(&show(&mut wallet, &id, &open, now()).text);
    let mut storage = Storage::default();
    storage.write(&mut wallet);
    let mut reopened = Wallet::open(&storage.records());
    reopened.set_trust(bundle());
    assert!(reopened.problems().is_empty());
    assert_eq!(reopened.choices(&id, now()), wallet.choices(&id, now()));
    let (second, _) = signed(&show(&mut reopened, &id, &open, now()).text);
    assert_ne!(first, second, "a restart begins a new showing");
    assert_eq!(at, now().0);
    // Whatever one record is damaged, the others serve.
    let keys: Vec<String> = storage.0.keys().cloned().collect();
    for key in keys.iter().filter(|key| key.contains("/key/")) {
        let mut broken = storage.clone();
        broken.0.insert(key.clone(), storage.0[key].replacen("shown", "shewn", 1));
        let mut opened = Wallet::open(&broken.records());
        opened.set_trust(bundle());
        assert_eq!(
            opened.problems().iter().map(|p| (p.key.as_str(), p.code)).collect::<Vec<_>>(),
            [(key.as_str(), "storage.damaged")]
        );
        show(&mut opened, &id, &open, later(60));
    }
    for key in keys.iter().filter(|key| key.contains("/key/")) {
        storage.0.remove(key);
    }
    let mut bare = Wallet::open(&storage.records());
    bare.set_trust(bundle());
    assert_eq!(refusal(bare.show_fresh(&id, &open, now(), &entropy(1))), "present.no-key");
    wallet.erase();
    let mut written = Storage(storage.0.clone());
    written.write(&mut wallet);
    assert_eq!(written, Storage::default());
}

#[test]
fn a_code_too_large_for_a_screen_says_what_helps() {
    let mut content: serde_json::Value = serde_json::from_str(own::ITHC).expect("JSON");
    let doses = content["vaccinations"]["entries"].as_array_mut().expect("doses");
    let one = doses[0].clone();
    for n in 0..28 {
        let mut dose = one.clone();
        dose["identifier"] = json!(sha256(&[n]).iter().map(|b| format!("{b:02x}")).collect::<String>());
        doses.push(dose);
    }
    let (mut wallet, person) = wallet_of(&ZHANG_WEI);
    let asked = wallet.request(&person, now(), &seeds(1000, 1)).expect("asked");
    let added =
        wallet.add(&answer(&content.to_string(), &asked.text), now(), [[2; 16], [3; 16]]).expect("added");
    let id = added.certificate_id;
    let choices = wallet.choices(&id, now()).expect("open");
    let all: Vec<&str> = choices.disclosures.iter().map(|d| d.id.as_str()).collect();
    let refused =
        wallet.show_fresh(&id, &choice(&all, &[&border()]), now(), &entropy(1)).expect_err("too large");
    assert_eq!((refused.code, refused.reasons[0].expected.is_some()), ("present.too-long", true));
    assert_eq!(wallet.choices(&id, now()).expect("open").keys_left, 1, "and no key was used up");
    show(&mut wallet, &id, &choice(&all[..8], &[&border()]), now());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// By the reader's own words, whatever is chosen and to whomever it is sealed.
    #[test]
    fn the_reader_sees_what_was_chosen_and_nothing_else(picked in proptest::collection::vec(any::<bool>(), 8), to in 0..4usize) {
        let (mut wallet, id) = bound_wallet(1);
        let choices = wallet.choices(&id, now()).expect("open");
        let hideable: Vec<_> = choices.disclosures.iter().filter(|d| !d.always_shown).collect();
        prop_assert_eq!(hideable.len(), 8);
        let disclose: Vec<&str> = hideable.iter().zip(&picked).filter(|(_, picked)| **picked).map(|(d, _)| d.id.as_str()).collect();
        let (border, health) = (border(), health());
        let seal_to = [vec![], vec![&border], vec![&health], vec![&health, &border]][to].clone();
        let chosen = choice(&disclose, &seal_to);
        let preview = wallet.preview(&id, &chosen, now(), &entropy(7)).expect("open");
        let shown = show(&mut wallet, &id, &chosen, now());
        let report = read(&[border.clone(), health.clone()], &shown.text, json!({"at": AT}));
        let seen = report.certificate.expect("shown");
        prop_assert_eq!(&seen, &preview.certificate);
        prop_assert_eq!(seen.person.birth_date.is_some(), disclose.contains(&"birth-date"));
        prop_assert_eq!(seen.document.as_ref().and_then(|d| d.number.as_ref()).is_some(), disclose.contains(&"document-number"));
        let records: Vec<_> = hideable.iter().filter(|d| disclose.contains(&d.id.as_str())).filter_map(|d| d.record.clone()).collect();
        prop_assert_eq!(&seen.records, &records);
        let withheld: u32 = report.presentation.expect("a presentation").withheld.iter().map(|w| w.count).sum();
        prop_assert_eq!(withheld as usize, 8 - disclose.len());
        let claims = serde_json::to_string(&report.claims).expect("JSON");
        for hidden in hideable.iter().filter(|d| !disclose.contains(&d.id.as_str())) {
            if let Some(identifier) = hidden.record.as_ref().and_then(|r| r.identifier.as_deref()) {
                prop_assert!(!claims.contains(identifier));
            }
        }
        prop_assert_eq!(claims.contains("E12345678"), disclose.contains(&"document-number"));
    }
}
