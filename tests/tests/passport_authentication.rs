//! Passive authentication against the passports of others: synthetic ones of every algorithm, the reference
//! sets of BSI and ETSI, mocks, and the German master list.

use base64ct::{Base64UrlUnpadded, Encoding};
use healthpass_cert::trust::csca::read_master_list;
use healthpass_crypto::key::PublicKey;
use healthpass_crypto::x509::{Certificate, RevocationList, Sha1};
use healthpass_passport::authentication::{
    AuthOutcome, Authentication, Csca, Evidence, authenticate, may_sign_for,
};
use healthpass_passport::lds::dg11::Dg11;
use healthpass_passport::lds::dg12::Dg12;
use healthpass_tests::vectors;
use serde_json::Value;
use std::path::Path;
use time::OffsetDateTime;

/// Files of a chip, read from a folder.
struct Files {
    sod: Vec<u8>,
    groups: Vec<(u8, Vec<u8>)>,
}

impl Files {
    fn read(folder: &Path, sod: &str, numbers: &[u8]) -> Self {
        let read = |name: &str| std::fs::read(folder.join(name));
        let groups = numbers.iter().filter_map(|number| {
            let file = read(&format!("EF_DG{number}.bin")).ok()?;
            Some((*number, file))
        });
        Self { sod: read(sod).expect("an SOD"), groups: groups.collect() }
    }

    fn judge(&self, authorities: &[Csca], revocations: &[RevocationList]) -> Authentication {
        self.judge_at(authorities, revocations, None)
    }

    fn judge_at(
        &self,
        authorities: &[Csca],
        revocations: &[RevocationList],
        at: Option<OffsetDateTime>,
    ) -> Authentication {
        let groups: Vec<(u8, &[u8])> = self.groups.iter().map(|(n, file)| (*n, file.as_slice())).collect();
        authenticate(&Evidence { sod: &self.sod, groups: &groups, authorities, revocations, at, now: None })
    }
}

fn codes(reasons: &[healthpass_passport::Reason]) -> Vec<&'static str> {
    reasons.iter().map(|reason| reason.code).collect()
}

fn csca(path: &Path) -> Csca {
    let certificate = Certificate::from_der(&std::fs::read(path).expect("a certificate")).expect("X.509");
    Csca::from_certificate(&certificate).expect("an authority")
}

/// What a case's word for its verdict means here: the outcome and the first reason.
fn expected(word: &str) -> (AuthOutcome, &'static [&'static str]) {
    use AuthOutcome::{Authentic, IssuerUnknown, NotAuthentic};
    match word {
        "country_mismatch" => (NotAuthentic, &["passport.issuer-country"]),
        "dg1_hash_mismatch" => (NotAuthentic, &["passport.group-changed"]),
        "message_digest_mismatch" => (NotAuthentic, &["cms.digest"]),
        "signature_invalid" => (NotAuthentic, &["cms.signature"]),
        "issuer_not_found" => (IssuerUnknown, &["passport.issuer-unknown"]),
        _ => (Authentic, &[]),
    }
}

#[test]
fn synthetic_passports_are_judged_as_they_were_made() {
    let Some(folder) = vectors::locate("passport/synthetic") else { return };
    let text = std::fs::read_to_string(folder.join("cases.json")).expect("cases");
    let cases: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    assert!(cases.len() > 25, "{}", cases.len());
    for case in &cases {
        let name = case["name"].as_str().expect("a name");
        let files = Files::read(&folder.join(name), "EF_SOD.bin", &[1, 2, 11, 12]);
        let answer = files.judge(&[csca(&folder.join(name).join("csca.cer"))], &[]);
        let (outcome, reasons) = match name {
            // The signer names an authority that is not the one trusted, which nobody can tell from an
            // authority whose certificate is missing.
            "neg_ds_from_rogue_csca" => (AuthOutcome::IssuerUnknown, &["passport.issuer-unknown"][..]),
            // The signer names the authority trusted, by identifier and name, which did not sign it.
            "neg_curveball" => {
                (AuthOutcome::NotAuthentic, &["passport.issuer-signature", "passport.curve"][..])
            }
            _ => expected(case["expect"].as_str().expect("a verdict")),
        };
        assert_eq!((answer.outcome, codes(&answer.reasons).as_slice()), (outcome, reasons), "{name}");
        let weakest = codes(&answer.weakest);
        let named = |code: &str| weakest.contains(&code);
        assert_eq!(named("passport.weak-hash"), case["digest"] == "sha1", "{name}: {weakest:?}");
        assert_eq!(named("passport.deviation.encoding"), name == "ber_indefinite", "{name}");
        assert_eq!(named("passport.deviation.plain-ecdsa"), name == "plain_ecdsa_rs", "{name}");
        let lines: Vec<&str> =
            case["mrz"].as_array().expect("a zone").iter().filter_map(Value::as_str).collect();
        if outcome == AuthOutcome::Authentic {
            assert_eq!(answer.mrz.expect("a zone").lines, lines, "{name}");
        }
    }
}

/// The rogue certificate itself is no authority anybody can trust: its curve is refused by name.
#[test]
fn a_curve_of_ones_own_is_refused_even_when_trusted() {
    let Some(folder) = vectors::locate("passport/synthetic/neg_curveball") else { return };
    let rogue = csca(&folder.join("rogue_csca_same_point_own_generator.cer"));
    let answer = Files::read(&folder, "EF_SOD.bin", &[1, 2]).judge(&[rogue], &[]);
    assert_eq!(answer.outcome, AuthOutcome::NotAuthentic);
    assert_eq!(codes(&answer.reasons), ["passport.curve", "passport.issuer-key"]);
}

#[test]
fn names_and_issue_are_in_the_groups_beside_the_zone() {
    let Some(folder) = vectors::locate("passport/synthetic/china_like") else { return };
    let read = |name: &str| std::fs::read(folder.join(name)).expect("a data group");
    let person = Dg11::read(&read("EF_DG11.bin")).expect("DG11");
    assert!(person.full_name.is_some(), "{person:?}");
    let document = Dg12::read(&read("EF_DG12.bin")).expect("DG12");
    assert!(document.authority.is_some() || document.issued.is_some(), "{document:?}");
}

#[test]
fn reference_sets_hold_and_their_authorities_are_not_at_hand() {
    let Some(passport) = vectors::locate("passport") else { return };
    for (folder, numbers) in [
        ("bsi-tr03105-5", &[1, 14][..]),
        ("etsi-tr103200", &[1, 14, 15]),
        ("bsi-ecdsa-brainpool224-sha1", &[1, 14]),
    ] {
        let files = Files::read(&passport.join(folder), "EF_SOD.bin", numbers);
        let answer = files.judge(&[], &[]);
        assert_eq!(answer.outcome, AuthOutcome::IssuerUnknown, "{folder}: {:?}", answer.reasons);
        assert_eq!(codes(&answer.reasons), ["passport.issuer-unknown"], "{folder}");
        assert_eq!(answer.groups, numbers, "{folder}");
        assert_eq!(answer.mrz.expect("a zone").issuer, "D", "{folder}");
        let sha1 = codes(&answer.weakest).contains(&"passport.weak-hash");
        assert_eq!(sha1, folder.ends_with("sha1"), "{folder}");
    }
}

#[test]
fn altered_reference_files_are_refused() {
    let Some(folder) = vectors::locate("passport/etsi-tr103200") else { return };
    let first = |sod: &str, group: Option<(u8, &str)>| {
        let mut files = Files::read(&folder, sod, &[1, 14, 15]);
        if let Some((number, name)) = group {
            let altered = std::fs::read(folder.join(name)).expect("an altered file");
            files.groups.retain(|(other, _)| *other != number);
            files.groups.push((number, altered));
        }
        let answer = files.judge(&[], &[]);
        assert_eq!(answer.outcome, AuthOutcome::NotAuthentic, "{sod} {group:?}");
        answer.reasons.first().map(|reason| (reason.code, reason.at.clone().unwrap_or_default()))
    };
    let is = |code, at: &str| Some((code, at.to_owned()));
    assert_eq!(first("neg_EF_DG1_hash_altered_EF_SOD.bin", None), is("cms.digest", ""));
    assert_eq!(first("neg_EF_DG14_hash_altered_EF_SOD.bin", None), is("cms.digest", ""));
    assert_eq!(first("neg_sig_altered_EF_SOD.bin", None), is("cms.signature", ""));
    let dg1 = Some((1, "neg_EF_DG1_country_altered.bin"));
    assert_eq!(first("EF_SOD.bin", dg1), is("passport.group-changed", "DG1"));
    let dg15 = Some((15, "neg_EF_DG15_exponent_altered.bin"));
    assert_eq!(first("EF_SOD.bin", dg15), is("passport.group-changed", "DG15"));
}

/// The BSI set's DG15 is there and nobody signed it: what it could prove of a chip is worth nothing.
#[test]
fn a_group_beside_the_signed_ones_is_not_taken() {
    let Some(folder) = vectors::locate("passport/bsi-tr03105-5") else { return };
    let answer = Files::read(&folder, "EF_SOD.bin", &[1, 15]).judge(&[], &[]);
    assert_eq!(answer.outcome, AuthOutcome::NotAuthentic);
    assert_eq!(codes(&answer.reasons)[0], "passport.group-unlisted");
    assert_eq!(answer.groups, [1]);
}

/// Signatures and chain of the mocks hold, in the forms they have; but they were signed before their
/// certificates began, and their zones have no check digits.
#[test]
fn mocks_are_refused_for_their_zones_and_dates_alone() {
    let Some(folder) = vectors::locate("passport/zkpassport-mock") else { return };
    let text = std::fs::read_to_string(folder.join("csca_public_keys.json")).expect("keys");
    let keys: Vec<Csca> = serde_json::from_str::<Value>(&text)
        .expect("JSON")
        .as_array()
        .expect("an array")
        .iter()
        .map(|entry| Csca::from_spki(mock_key(&entry["public_key"]).spki_der()).expect("a key"))
        .collect();
    for person in ["john-miller-smith-rsa-2048-sha256", "mary-miller-smith-ecdsa-p256-sha256"] {
        let files = Files::read(&folder.join(person), "SOD_contentinfo.der", &[1]);
        let then = OffsetDateTime::from_unix_timestamp(1_760_000_000).expect("a time");
        let answer = files.judge_at(&keys, &[], Some(then));
        assert_eq!(codes(&answer.reasons), ["mrz.character"], "{person}");
        assert_eq!(answer.groups, [1]);
        let weakest = codes(&answer.weakest);
        assert!(weakest.contains(&"passport.deviation.tag"), "{weakest:?}");
        assert!(weakest.contains(&"passport.deviation.signer"), "{weakest:?}");
        let is_plain = weakest.contains(&"passport.deviation.plain-ecdsa");
        assert_eq!(is_plain, person.contains("ecdsa"), "{weakest:?}");
        let reasons = codes(&files.judge(&keys, &[]).reasons);
        assert_eq!(reasons, ["mrz.character", "passport.signer-not-valid"], "{person}");
    }
}

fn mock_key(key: &Value) -> PublicKey {
    let number = |name: &str| {
        let hex = key[name].as_str().expect("a number").trim_start_matches("0x");
        let byte = |at: usize| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("hexadecimal");
        Base64UrlUnpadded::encode_string(&(0..hex.len() / 2).map(byte).collect::<Vec<u8>>())
    };
    let jwk = match key["type"].as_str() {
        Some("RSA") => serde_json::json!({ "kty": "RSA", "n": number("modulus"), "e": "AQAB" }),
        _ => serde_json::json!({
            "kty": "EC", "crv": "P-256", "x": number("public_key_x"), "y": number("public_key_y"),
        }),
    };
    PublicKey::from_jwk(&serde_json::from_value(jwk).expect("a JWK")).expect("a key")
}

#[test]
fn the_authorities_of_china_speak_for_china() {
    let Some(folder) = vectors::locate("passport/csca-cn") else { return };
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "cer") {
            continue;
        }
        let authority = csca(&path);
        assert!(authority.key().is_ok(), "{}", path.display());
        assert!(may_sign_for(authority.country.as_deref().unwrap_or_default(), "CHN"), "{}", path.display());
        assert!(!may_sign_for(authority.country.as_deref().unwrap_or_default(), "TWN"));
        seen += 1;
    }
    assert_eq!(seen, 25);
}

#[test]
fn the_german_master_list_verifies_and_everything_on_it_is_read() {
    let Some(path) = vectors::locate("passport/masterlist/DE_ML_2026-05-28-08-28-45.ml") else { return };
    let Some(root) = vectors::locate("passport/masterlist/DE_ROOT_CA_CSCA07.cer") else { return };
    let der = std::fs::read(path).expect("a list");
    let root = Certificate::from_der(&std::fs::read(root).expect("a root")).expect("X.509");
    let list = read_master_list(&der, Some(&root)).expect("a list that verifies");
    assert_eq!((list.certificates, list.proof.name()), (588, "verified"));
    // Certificates linking an old key to a new one that deny being an authority's; the new ones' own do not.
    assert_eq!(list.left_out.len(), 8);
    assert!(list.left_out.iter().all(|left_out| left_out.why == "x509.chain.not-ca"), "{:?}", list.left_out);
    assert!(list.authorities.len() > 377 && list.authorities.len() < 588, "{}", list.authorities.len());
    let mut keys: Vec<&[u8]> = list.authorities.iter().map(|authority| authority.spki.as_slice()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 377);
    for authority in &list.authorities {
        assert!(authority.key().is_ok() && authority.country.is_some(), "{authority:?}");
    }
    assert_eq!(read_master_list(&der, None).expect("a whole list").proof.name(), "signer-not-known");
    let mut changed = der.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    let refused = read_master_list(&changed, Some(&root)).expect_err("it was changed").code;
    assert!(["trust.list-signature", "trust.list-shape"].contains(&refused), "{refused}");
    let Some(other) = vectors::locate("passport/synthetic/china_like/csca.cer") else { return };
    let other = Certificate::from_der(&std::fs::read(other).expect("a file")).expect("X.509");
    assert!(read_master_list(&der, Some(&other)).is_err());
    assert!(root.verify_issued_by_with(&root, Sha1::Refuse).is_ok());
}
