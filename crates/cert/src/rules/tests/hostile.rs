//! Files that are not what they should be, each refused by name.

use super::super::*;
use super::{decided, now, pack, read, requirement, rule, to_china};
use crate::envelope::inflate;
use crate::signed_file::{self, Kind, RootPin};
use healthpass_crypto::hash::sha256;
use healthpass_crypto::sign::Es256Signer;
use serde_json::{Value, json};

fn root(scalar: u8) -> (Es256Signer, Vec<u8>, RootPin) {
    let root = Es256Signer::from_scalar(&[scalar; 32]).unwrap();
    let spki = root.public_key().spki_der().to_vec();
    let pin = sha256(&spki);
    (root, spki, pin)
}

fn signed(text: &str) -> (Vec<u8>, RootPin) {
    let (root, spki, pin) = root(7);
    (write(text, &spki, |bytes| Ok::<_, ()>(root.sign(bytes).to_vec())).unwrap(), pin)
}

fn of_payload(payload: Vec<u8>, kind: Kind) -> (Vec<u8>, RootPin) {
    let (root, spki, pin) = root(7);
    (signed_file::write(payload, kind, &spki, |bytes| Ok::<_, ()>(root.sign(bytes).to_vec())).unwrap(), pin)
}

fn good() -> Value {
    pack(&[rule("VR-CN-0001", "Acceptance", json!(true))], &[requirement(&["VR-CN-0001"])])
}

fn refused(bytes: &[u8], pin: &RootPin) -> &'static str {
    let mut store = RuleStore::new();
    let code = store.load(bytes, pin, now(), &[]).unwrap_err().code;
    assert!(store.is_empty());
    code
}

#[test]
fn a_signed_pack_opens_and_says_its_age() {
    let (bytes, pin) = signed(&good().to_string());
    let summary = RuleStore::new().load(&bytes, &pin, now(), &[]).unwrap();
    assert_eq!((summary.id.as_str(), summary.age_days, summary.expired), ("test", 21, false));
    let (plain, pin) = of_payload(good().to_string().into_bytes(), Kind::Typed(CONTENT_TYPE));
    assert!(RuleStore::new().load(&plain, &pin, now(), &[]).is_ok(), "packed or not");
}

#[test]
fn files_of_others_are_refused() {
    let (bytes, pin) = signed(&good().to_string());
    assert_eq!(refused(&bytes, &root(8).2), code::NOT_FROM_ROOT);
    assert_eq!(refused(b"{}", &pin), code::FILE);
    assert_eq!(refused(&[], &pin), code::FILE);
    let mut changed = bytes.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert_eq!(refused(&changed, &pin), code::SIGNATURE);
    let text = good().to_string().into_bytes();
    let (other, pin) = of_payload(text.clone(), Kind::Typed("application/vnd.healthpass.revocation+cbor"));
    assert_eq!(refused(&other, &pin), code::KIND);
    let (bundle, pin) = of_payload(text, Kind::TrustBundle);
    assert_eq!(refused(&bundle, &pin), code::KIND);
}

#[test]
fn bombs_are_refused() {
    let (bomb, pin) = of_payload(inflate::deflate(&vec![b' '; 4_000_000]), Kind::Typed(CONTENT_TYPE));
    assert!(bomb.len() < 10_000);
    assert_eq!(refused(&bomb, &pin), code::TOO_LARGE);
    let (large, pin) = of_payload(vec![b'{'; 300_000], Kind::Typed(CONTENT_TYPE));
    assert_eq!(refused(&large, &pin), code::TOO_LARGE);
    let (deep, pin) = signed(&format!("{{\"a\":{}1{}}}", "[".repeat(1000), "]".repeat(1000)));
    assert_eq!(refused(&deep, &pin), code::DEPTH);
    let (text, pin) = signed("{\"id\": ");
    assert_eq!(refused(&text, &pin), code::JSON);
    let (binary, pin) = of_payload(vec![0xff; 40], Kind::Typed(CONTENT_TYPE));
    assert_eq!(refused(&binary, &pin), code::FILE);
}

#[test]
fn too_many_of_anything_is_refused() {
    let mut one = good();
    let many = |value: &Value, times: usize| Value::Array(vec![value.clone(); times]);
    one["areas"] = many(&json!({"id": "a", "countries": []}), 33);
    assert_eq!(read(&one).unwrap_err().code, code::TOO_MANY);
    let mut one = good();
    one["requirements"] = many(&json!({}), 129);
    assert_eq!(read(&one).unwrap_err().code, code::TOO_MANY);
    let mut one = good();
    one["requirements"][0]["routes"] = many(&json!({}), 9);
    assert_eq!(read(&one).unwrap_err().code, code::TOO_MANY);
    let mut one = good();
    one["rules"] = many(&json!({}), 1025);
    assert_eq!(read(&one).unwrap_err().code, code::TOO_MANY);
}

#[test]
fn parts_that_do_not_fit_are_refused_with_their_place() {
    let refusal = |change: &dyn Fn(&mut Value)| {
        let mut pack = good();
        change(&mut pack);
        let error = read(&pack).unwrap_err();
        (error.code, error.at)
    };
    let shape = |at: &str| (code::SHAPE, at.to_owned());
    assert_eq!(refusal(&|pack| pack["id"] = json!(1)), shape("id"));
    assert_eq!(refusal(&|pack| pack["sequence"] = json!(-1)), shape("sequence"));
    assert_eq!(refusal(&|pack| pack["expiresAt"] = json!("soon")), shape("expiresAt"));
    assert_eq!(refusal(&|pack| pack["rules"][0]["Type"] = json!("Other")), shape("rules[0].Type"));
    assert_eq!(refusal(&|pack| pack["rules"][0]["Version"] = json!("1.0")), shape("rules[0].Version"));
    assert_eq!(
        refusal(&|pack| pack["requirements"][0]["routes"] = json!([])),
        shape("requirements[0].routes")
    );
    let departure = |pack: &mut Value| pack["requirements"][0]["at"] = json!("departure");
    assert_eq!(refusal(&departure), shape("requirements[0].at"), "who enters does not board");
    let logic = (code::LOGIC, "rules[0].Logic".to_owned());
    assert_eq!(refusal(&|pack| pack["rules"][0]["Logic"] = json!({"or": [true, true]})), logic);
    let applies = (code::LOGIC, "requirements[0].appliesWhen".to_owned());
    assert_eq!(refusal(&|pack| pack["requirements"][0]["appliesWhen"] = json!({"if": [true]})), applies);
    let part = "requirements[0].routes[0].all[0]";
    let record =
        |pack: &mut Value| pack["requirements"][0]["routes"][0]["all"][0]["record"] = json!("horoscope");
    assert_eq!(refusal(&record), shape(&format!("{part}.record")));
    let dangling =
        |pack: &mut Value| pack["requirements"][0]["routes"][0]["all"][0]["rules"] = json!(["VR-CN-0009"]);
    assert_eq!(refusal(&dangling), (code::REFERENCE, "requirements[0]".to_owned()));
    let twice = |pack: &mut Value| pack["rules"] = json!([pack["rules"][0], pack["rules"][0]]);
    assert_eq!(refusal(&twice).0, code::TWICE);
}

/// A requirement names rules, a rule names none: a requirement as its own rule is a name that is not there.
#[test]
fn there_is_no_way_round_in_a_circle() {
    assert_eq!(read(&pack(&[], &[requirement(&["entry"])])).unwrap_err().code, code::REFERENCE);
}

#[test]
fn earlier_packs_do_not_come_back() {
    let of = |sequence: u64| {
        let mut pack = good();
        pack["sequence"] = json!(sequence);
        signed(&pack.to_string())
    };
    let ((first, pin), (second, _)) = (of(1), of(2));
    let mut store = RuleStore::new();
    store.load(&second, &pin, now(), &[]).unwrap();
    let error = store.load(&first, &pin, now(), &[]).unwrap_err();
    assert_eq!((error.code, error.found.as_str()), (code::ROLLBACK, "1 after 2"));
    assert_eq!(store.summaries(now())[0].sequence, 2, "the later one stays");
    assert!(store.load(&second, &pin, now(), &[]).is_ok(), "the same once more");
    let seen = [("test".to_owned(), 2), ("other".to_owned(), 9)];
    assert_eq!(RuleStore::new().load(&first, &pin, now(), &seen).unwrap_err().code, code::ROLLBACK);
    assert!(RuleStore::new().load(&second, &pin, now(), &seen).is_ok());
}

/// Each takes nearly all steps a rule may take; all together they would take minutes.
#[test]
fn endless_work_ends_open_and_soon() {
    let items: Vec<Value> = (0..90).map(Value::from).collect();
    let inner = json!({"reduce": [items.clone(), {"+": [{"var": "current"}, 1]}, 0]});
    let logic = json!({"===": [{"reduce": [items, {"+": [{"var": "accumulator"}, inner]}, 0]}, 1]});
    let rules: Vec<Value> =
        (0..16).map(|number| rule(&format!("VR-CN-{number:04}"), "Acceptance", logic.clone())).collect();
    let names: Vec<String> = (0..16).map(|number| format!("VR-CN-{number:04}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let record = json!({"kind": "vaccination", "date": "2026"});
    let certificates: Vec<Value> = (0..60).map(|_| json!({"records": vec![record.clone(); 30]})).collect();
    let started = std::time::Instant::now();
    let decision = decided(&pack(&rules, &[requirement(&names)]), json!(certificates), to_china());
    assert_eq!(decision.answer, Answer::Open);
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    assert_eq!(decision.legs[1].requirements[0].gaps[0].code, code::UNDECIDED);
}

#[test]
fn lint_tells_what_a_publisher_should_know() {
    let findings = |change: &dyn Fn(&mut Value)| {
        let mut pack = good();
        change(&mut pack);
        lint(&pack.to_string(), now()).into_iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    let vaccine_only = lint_code::VACCINE_ONLY;
    assert_eq!(findings(&|_| ()), [vaccine_only]);
    let other_way = |pack: &mut Value| {
        let way = json!({"id": "b", "description": {"en": "Tested", "zh": "检测"}, "all": [{"record": "test", "rules": ["VR-CN-0001"]}]});
        pack["requirements"][0]["routes"].as_array_mut().unwrap().push(way);
    };
    assert!(findings(&other_way).is_empty());
    let with = |change: &dyn Fn(&mut Value)| {
        findings(&|pack| {
            other_way(pack);
            change(pack);
        })
    };
    assert_eq!(with(&|pack| pack["name"] = json!({"zh": "测试"})), [lint_code::NO_ENGLISH]);
    assert_eq!(with(&|pack| pack["name"] = json!({"en": "Test"})), [lint_code::NO_CHINESE]);
    assert_eq!(with(&|pack| pack["expiresAt"] = json!("2026-11-02T00:00:00Z")), [lint_code::EXPIRED]);
    assert_eq!(with(&|pack| pack["source"] = Value::Null), [lint_code::NO_SOURCE]);
    let rule_of = |number: &str| rule(number, "Acceptance", json!(true));
    let add = |pack: &mut Value, rule: Value| pack["rules"].as_array_mut().unwrap().push(rule);
    assert_eq!(with(&|pack| add(pack, rule_of("VR-CN-0002"))), [lint_code::UNREACHABLE], "nobody names it");
    let newer = |pack: &mut Value| {
        let mut newer = rule_of("VR-CN-0001");
        newer["Version"] = json!("1.0.1");
        add(pack, newer);
    };
    assert_eq!(with(&newer), [lint_code::UNREACHABLE], "superseded");
    assert_eq!(with(&|pack| add(pack, rule_of("VR-CN-0001"))), [code::TWICE]);
    let backwards = |pack: &mut Value| pack["rules"][0]["ValidTo"] = json!("2019-01-01T00:00:00Z");
    assert_eq!(with(&backwards), [lint_code::UNREACHABLE]);
    let logic = |logic: Value| with(&|pack| pack["rules"][0]["Logic"] = logic.clone());
    assert_eq!(logic(json!({"or": [true, true]})), [code::LOGIC]);
    assert_eq!(logic(json!({"!": [{"var": "recrod.dose"}]})), [lint_code::PATH]);
    assert_eq!(logic(json!({"!": [{"var": "leg.been.nowhere"}]})), [lint_code::PATH]);
    assert_eq!(logic(json!({"!": [{"var": "external.valueSets.tests"}]})), [lint_code::PATH]);
    let named = |name: &str| {
        with(&|pack| {
            pack["rules"][0]["Identifier"] = json!(name);
            let routes = pack["requirements"][0]["routes"].as_array_mut().unwrap();
            routes.iter_mut().for_each(|route| route["all"][0]["rules"] = json!([name]));
        })
    };
    for name in ["VR-DE-0001", "TR-CN-0001", "VR-CN-1", "vr-cn-0001", "IR-CN-0001"] {
        assert_eq!(named(name), [lint_code::IDENTIFIER], "{name}");
    }
    let unknown =
        |pack: &mut Value| pack["requirements"][0]["routes"][1]["all"][0]["rules"] = json!(["VR-CN-0009"]);
    assert_eq!(with(&unknown), [code::REFERENCE]);
    let published = pack(&[rule("VR-CN-0001", "Acceptance", json!(true))], &[]);
    let codes: Vec<_> = lint(&published.to_string(), now()).into_iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [vaccine_only]);
}
