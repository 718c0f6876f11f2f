//! The examples of draft-ietf-spice-sd-cwt, all of them: tokens, key binding, nesting, decoys, and their figures.

use base64ct::{Base64, Encoding};
use healthpass_cert::cbor::Value;
use healthpass_cert::cbor_write::write;
use healthpass_cert::presentation::kbt::{self, Facts, Shown};
use healthpass_cert::sd_cwt::{Path, Revealed, Step, Token, code, redact, reveal};
use healthpass_cert::time::UnixTime;
use healthpass_crypto::algorithm::SignatureAlgorithm;
use healthpass_crypto::key::PublicKey;
use healthpass_crypto::sign::Es256Signer;
use healthpass_tests::vectors;

/// Figures whose tokens are given as bytes, too.
const TOKENS: [&str; 4] = ["issuer_cwt", "decoy", "nested_cwt", "nested_issuer_cwt"];
const BINDINGS: [(&str, &str); 2] = [("kbt", "issuer_cwt"), ("nested_kbt", "nested_issuer_cwt")];

fn bytes(name: &str) -> Option<Vec<u8>> {
    std::fs::read(vectors::locate(&format!("sd-cwt/{name}"))?).ok()
}

fn text(name: &str) -> Option<String> {
    vectors::text(&format!("sd-cwt/{name}"))
}

/// The issuer's public key on P-384: the point at the end of its PKCS#8 file.
fn issuer() -> Option<PublicKey> {
    const HEAD: &str = "3076301006072a8648ce3d020106052b81040022036200";
    let pem = text("issuer_privkey.pem")?;
    let base64: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = Base64::decode_vec(&base64).unwrap();
    let point = &der[der.len() - 97..];
    Some(PublicKey::from_spki_der(&[&hex(HEAD), point].concat()).unwrap())
}

fn holder() -> Option<Es256Signer> {
    Some(Es256Signer::from_pkcs8_pem(&text("holder_privkey.pem")?).unwrap())
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// Every `h'...'` of a figure.
fn constants(figure: &str) -> Vec<Vec<u8>> {
    figure.split("h'").skip(1).map(|rest| hex(rest.split('\'').next().unwrap())).collect()
}

fn map(entries: Vec<(i64, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (Value::Integer(key), value)).collect())
}

fn tstr(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The claims beside those every example has.
fn own(revealed: &Revealed) -> Value {
    let entries = revealed.claims.entries().unwrap();
    let standard = |key: &Value| matches!(key, Value::Integer(1..=8));
    // The same bytes for the same claims, whatever order they were disclosed in.
    Value::read(&write(&Value::Map(entries.iter().filter(|(key, _)| !standard(key)).cloned().collect())))
        .unwrap()
}

#[test]
fn issuers_signatures_hold_and_the_holder_is_named() {
    let (Some(issuer), Some(holder)) = (issuer(), holder()) else { return };
    for name in TOKENS {
        let token = Token::read(&bytes(&format!("{name}.cbor")).unwrap()).unwrap();
        let signed = token.signed();
        assert_eq!(signed.algorithm, Some(SignatureAlgorithm::Es384), "{name}");
        assert_eq!(signed.signer.kid(), Some(b"https://issuer.example/cose-key3".as_slice()));
        issuer.verify(SignatureAlgorithm::Es384, &signed.to_be_signed, &signed.signature).unwrap();
        assert_eq!(*token.unverified_device_key(), holder.public_key(), "{name}");
        assert_eq!(Token::read(&token.to_bytes()).unwrap(), token, "{name}");
        let mut forged = signed.to_be_signed;
        *forged.last_mut().unwrap() ^= 1;
        issuer.verify(SignatureAlgorithm::Es384, &forged, &signed.signature).unwrap_err();
    }
}

/// Figure 5: the first example with everything disclosed is figure 4 (whose second date is another).
#[test]
fn the_first_example_says_what_its_figure_says() {
    let Some(token) = bytes("issuer_cwt.cbor") else { return };
    let revealed = Token::read(&token).unwrap().reveal().unwrap();
    assert!(revealed.withheld.is_empty());
    let location = [("country", "us"), ("region", "ca"), ("postal_code", "94188")];
    let location = Value::Map(location.map(|(key, value)| (tstr(key), tstr(value))).into());
    let dates = [1_549_560_720, 1_612_560_720, 1_674_004_740].map(Value::Integer).to_vec();
    let expected = map(vec![
        (500, Value::Bool(true)),
        (501, tstr("ABCD-123456")),
        (502, Value::Array(dates)),
        (503, location),
    ]);
    assert_eq!(write(&own(&revealed)), write(&expected));
}

/// Figure 20: a country and a result among decoys.
#[test]
fn decoys_say_nothing_and_are_not_missed() {
    let Some(token) = bytes("decoy.cbor") else { return };
    let token = Token::read(&token).unwrap();
    let expected = map(vec![(98, Value::Array(vec![tstr("fr")])), (500, Value::Bool(true))]);
    let revealed = token.reveal().unwrap();
    assert_eq!(write(&own(&revealed)), write(&expected));
    assert!(revealed.withheld.is_empty() && revealed.disclosed.len() == 2);
    // Without their own disclosures decoys cannot be told from what is withheld.
    let shown = token.choose(&[0, 2]).reveal().unwrap();
    assert_eq!(shown.claims, revealed.claims);
    let withheld: Vec<_> =
        shown.withheld.iter().map(|withheld| (withheld.at.clone(), withheld.count)).collect();
    assert_eq!(withheld, [(vec![98.into()], 1), (vec![], 1)]);
}

fn inspection(date: i64, license: &str, location: Vec<(i64, Value)>) -> Value {
    map(vec![
        (500, Value::Bool(true)),
        (501, tstr(license)),
        (502, Value::Integer(date)),
        (503, map(location)),
    ])
}

/// Section 14.2: the log of three inspections, and the choice of two of them.
#[test]
fn the_nested_example_says_what_its_figures_say() {
    let Some(issued) = bytes("nested_issuer_cwt.cbor") else { return };
    let place = |state: &str, code: &str| vec![(1, tstr("us")), (2, tstr(state)), (3, tstr(code))];
    let log = vec![
        inspection(1_549_560_720, "DCBA-101777", place("co", "80302")),
        inspection(1_612_560_720, "EFGH-789012", place("nv", "89155")),
        inspection(1_674_004_740, "ABCD-123456", place("ca", "94188")),
    ];
    let revealed = Token::read(&issued).unwrap().reveal().unwrap();
    assert_eq!(write(&own(&revealed)), write(&map(vec![(504, Value::Array(log))])));
    assert!(revealed.withheld.is_empty() && revealed.disclosed.len() == 15);

    let shown = Token::read(&bytes("nested_cwt.cbor").unwrap()).unwrap().reveal().unwrap();
    let log = vec![
        inspection(1_549_560_720, "DCBA-101777", vec![(1, tstr("us"))]),
        inspection(1_674_004_740, "ABCD-123456", vec![(1, tstr("us")), (2, tstr("ca"))]),
    ];
    assert_eq!(write(&own(&shown)), write(&map(vec![(504, Value::Array(log))])));
    let counts: Vec<_> = shown.withheld.iter().map(|withheld| (withheld.at.len(), withheld.count)).collect();
    assert_eq!(counts, [(3, 2), (3, 1), (1, 1)], "region and code of one, code of the other, one inspection");
}

/// A nested disclosure without the one it is in belongs nowhere.
#[test]
fn a_child_without_its_parent_is_refused() {
    let Some(token) = bytes("nested_cwt.cbor") else { return };
    let token = Token::read(&token).unwrap();
    let all: Vec<usize> = (0..token.disclosures().len()).collect();
    for parent in [0, 2, 4] {
        let without: Vec<usize> = all.iter().copied().filter(|index| *index != parent).collect();
        assert_eq!(token.choose(&without).reveal().unwrap_err().code, code::DISCLOSURE_UNUSED, "{parent}");
    }
    for leaf in [1, 3, 5, 6] {
        let without: Vec<usize> = all.iter().copied().filter(|index| *index != leaf).collect();
        token.choose(&without).reveal().unwrap();
    }
}

/// Redacting the revealed claims with the draft's salts gives the draft's disclosures and digests, byte for byte.
#[test]
fn our_redaction_makes_the_drafts_disclosures() {
    for name in TOKENS {
        let Some(token) = bytes(&format!("{name}.cbor")) else { return };
        let token = Token::read(&token).unwrap();
        let revealed = token.reveal().unwrap();
        if !revealed.withheld.is_empty() {
            continue;
        }
        let places: Vec<Path> = revealed.disclosed.iter().map(|disclosed| disclosed.at.clone()).collect();
        let mut decoys = Vec::new();
        if name == "decoy" {
            decoys = vec![vec![98.into()], vec![]];
        }
        // Which salt is taken when is ours to say: found by trying each where it belongs.
        let salt = |index: usize| -> [u8; 16] {
            let disclosure = Value::read_with_simple_values(&token.disclosures()[index]).unwrap();
            disclosure.as_array().unwrap()[0].as_bytes().unwrap().try_into().unwrap()
        };
        let salts = order(&revealed, &token).into_iter().map(salt).collect::<Vec<_>>();
        let ours = redact(&revealed.claims, &places, &decoys, &salts).unwrap();
        // A digest inside a disclosure stands where its issuer put it, and ours sorts them: of the nested example, what
        // holds no digests is the same.
        let whole = |list: &[Vec<u8>]| {
            let digests = |disclosure: &Vec<u8>| disclosure.windows(2).any(|pair| pair == [0xf8, 59]);
            let mut list: Vec<_> = list.iter().filter(|disclosure| !digests(disclosure)).cloned().collect();
            list.sort();
            list
        };
        assert_eq!(whole(&ours.disclosures), whole(token.disclosures()), "{name}");
        assert!(whole(&ours.disclosures).len() >= 4, "{name}");
        if name != "nested_issuer_cwt" {
            assert_eq!(digests(&ours.payload), digests(token.unverified_claims()), "{name}");
        }
    }
}

/// Disclosures in the order in which [`redact`] comes to them: what is inside first, and the decoys of a map or array
/// after the rest of it.
fn order(revealed: &Revealed, token: &Token) -> Vec<usize> {
    let decoys =
        (0..token.disclosures().len()).filter(|index| revealed.disclosed.iter().all(|d| d.index != *index));
    let mut known: Vec<(Path, usize)> = revealed.disclosed.iter().map(|d| (d.at.clone(), d.index)).collect();
    let mut sorted = Vec::new();
    visit(&revealed.claims, &mut Path::new(), &mut |at| {
        if let Some(place) = known.iter().position(|(path, _)| path == at) {
            sorted.push(known.remove(place).1);
        }
    });
    // The draft's one example of decoys: of the array after its element, of the claims at the end.
    for (decoy, place) in decoys.zip([1, 3]) {
        sorted.insert(place, decoy);
    }
    sorted
}

fn visit(value: &Value, at: &mut Path, leave: &mut impl FnMut(&Path)) {
    let steps: Vec<(Step, &Value)> = match value {
        Value::Map(entries) => entries.iter().map(|(key, value)| (Step::Key(key.clone()), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(i, item)| (Step::Element(i), item)).collect(),
        _ => Vec::new(),
    };
    for (step, value) in steps {
        at.push(step);
        visit(value, at, leave);
        leave(at);
        at.pop();
    }
}

fn digests(value: &Value) -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = match value {
        Value::Bytes(bytes) if bytes.len() == 32 => vec![bytes.clone()],
        Value::Array(items) => items.iter().flat_map(digests).collect(),
        Value::Map(entries) => entries
            .iter()
            .filter(|(key, _)| *key != Value::Integer(8))
            .flat_map(|(_, value)| digests(value))
            .collect(),
        Value::Tag(_, inner) => digests(inner),
        _ => Vec::new(),
    };
    found.sort();
    found
}

#[test]
fn key_bindings_hold_over_tokens_that_hold() {
    let (Some(issuer), Some(holder)) = (issuer(), holder()) else { return };
    for (name, issued) in BINDINGS {
        let shown = kbt::parse(&bytes(&format!("{name}.cbor")).unwrap()).unwrap();
        assert!(shown.signature_holds(), "{name}");
        assert_eq!(shown.device_key(), Some(&holder.public_key()));
        assert_eq!(*shown.unverified_facts(), facts(), "{name}");
        let Shown::Issued(token) = shown.unverified_shown() else { panic!("{name}") };
        let signed = token.signed();
        issuer.verify(SignatureAlgorithm::Es384, &signed.to_be_signed, &signed.signature).unwrap();
        let issued = Token::read(&bytes(&format!("{issued}.cbor")).unwrap()).unwrap();
        assert_eq!(issued.signed(), signed);
        assert!(token.disclosures().iter().all(|disclosure| issued.disclosures().contains(disclosure)));
    }
}

fn facts() -> Facts {
    Facts {
        audience: "https://verifier.example/app".to_owned(),
        made_at: UnixTime(1_725_244_237),
        until: None,
        nonce: Some(hex("8c0f5f523b95bea44a9a48c649240803")),
        binding: None,
    }
}

/// What our builder has the holder sign is what the draft's holder signed, and our reader takes it.
#[test]
fn our_key_binding_is_the_drafts() {
    let Some(holder) = holder() else { return };
    for (name, _) in BINDINGS {
        let theirs = kbt::parse(&bytes(&format!("{name}.cbor")).unwrap()).unwrap();
        let Shown::Issued(token) = theirs.unverified_shown() else { panic!("{name}") };
        // The token has an expiry, and ours never outlives it; the draft's says nothing of the end.
        let end = token.unverified_claims().get(4).unwrap().as_integer().unwrap();
        let ours =
            kbt::build(token, &facts(), |message| Ok::<_, String>(holder.sign(message).to_vec())).unwrap();
        let given = bytes(&format!("{name}.cbor")).unwrap();
        assert_eq!(part(&ours, 0), part(&given, 0), "{name}: the protected header, byte for byte");
        let ours = kbt::parse(&ours).unwrap();
        assert!(ours.signature_holds());
        assert_eq!(*ours.unverified_facts(), Facts { until: Some(UnixTime(end)), ..facts() });
        assert_eq!(ours.unverified_shown(), theirs.unverified_shown());
    }
}

/// One of the four parts of a message.
fn part(message: &[u8], index: usize) -> Value {
    let Value::Tag(18, parts) = Value::read(message).unwrap() else { panic!() };
    parts.as_array().unwrap()[index].clone()
}

/// Every constant of a figure is in the bytes of the same name.
#[test]
fn figures_and_bytes_agree() {
    for name in TOKENS.into_iter().chain(BINDINGS.map(|(name, _)| name)) {
        let Some(figure) = text(&format!("{name}.edn")) else { return };
        let bytes = bytes(&format!("{name}.cbor")).unwrap();
        let constants = constants(&figure);
        assert!(constants.len() > 8, "{name}");
        for constant in constants {
            assert!(
                bytes.windows(constant.len()).any(|window| window == constant),
                "{name}: {constant:02x?}"
            );
        }
    }
}

/// The figures that show a part: of which token, and what of it.
#[test]
fn parts_shown_in_figures_are_parts_of_the_tokens() {
    let Some(chosen) = text("chosen-disclosures.edn") else { return };
    let salts_of = |token: &str| -> Vec<Vec<u8>> {
        let shown = kbt::parse(&bytes(&format!("{token}.cbor")).unwrap()).unwrap();
        let Shown::Issued(token) = shown.unverified_shown() else { panic!() };
        token.disclosures().iter().map(|disclosure| disclosure[2..18].to_vec()).collect()
    };
    assert_eq!(constants(&chosen), salts_of("kbt"));
    let nested = constants(&text("chosen-nested-disclosures.edn").unwrap());
    let salts: Vec<_> = nested.into_iter().filter(|constant| constant.len() == 16).collect();
    assert_eq!(salts, salts_of("nested_kbt"));
    let elided = constants(&text("elided-kbt.edn").unwrap());
    assert_eq!(
        elided,
        constants(&text("kbt.edn").unwrap())[constants(&text("kbt.edn").unwrap()).len() - 2..]
    );

    let first = bytes("first-disclosure.cborseq").unwrap();
    let issued = Token::read(&bytes("issuer_cwt.cbor").unwrap()).unwrap();
    assert_eq!(issued.disclosures()[0], first);
    assert_eq!(constants(&text("first-disclosure.edn").unwrap()), [first[2..18].to_vec()]);
    // Figure 8 hashes the disclosure without the head of its byte string. No token of the draft does.
    let figure_8 = healthpass_crypto::hash::sha256(&first);
    assert_eq!(constants(&text("first-redacted.edn").unwrap()), [figure_8.to_vec()]);
    assert!(!digests(issued.unverified_claims()).contains(&figure_8.to_vec()));
    let lone = Value::Map(vec![(Value::Simple(59), Value::Array(vec![Value::Bytes(figure_8.to_vec())]))]);
    assert_eq!(reveal(&lone, &[&first]).unwrap_err().code, code::DISCLOSURE_UNUSED);
}

/// Figure 24: a disclosure encrypted to somebody else is withheld from us, and an empty list of them refused.
#[test]
fn encrypted_disclosures_are_withheld() {
    let Some(figure) = text("aead-claim-array.edn") else { return };
    let encrypted = Value::Array(constants(&figure).into_iter().map(Value::Bytes).collect());
    let issued = bytes("issuer_cwt.cbor").unwrap();
    let with = |list: Vec<Value>| {
        let Value::Tag(tag, message) = Value::read(&issued).unwrap() else { panic!() };
        let Value::Array(mut parts) = *message else { panic!() };
        parts[1] = map(vec![(171, Value::Array(list))]);
        Token::read(&write(&Value::Tag(tag, Box::new(Value::Array(parts)))))
    };
    let revealed = with(vec![encrypted]).unwrap().reveal().unwrap();
    assert_eq!(revealed.withheld.iter().map(|withheld| withheld.count).sum::<usize>(), 5);
    assert_eq!(with(vec![]).unwrap_err().code, code::SHAPE);
}
