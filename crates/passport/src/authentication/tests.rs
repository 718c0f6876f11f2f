#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use super::*;
use crate::synthetic::{self, AUTHORITY_FROM, Recipe, SIGNED_AT, UNTIL, groups};
use healthpass_crypto::hash::HashAlgorithm;
use healthpass_crypto::x509::Certificate;
use proptest::prelude::*;

const LINES: [&str; 2] =
    ["PPUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F3404159ZE184226B<<<<<16"];
const DAY: i64 = 86_400;

fn recipe() -> Recipe {
    Recipe {
        groups: vec![(1, groups::dg1(&LINES)), (11, groups::dg11("ERIKSSON<<ANNA"))],
        ..Recipe::default()
    }
}

fn csca(recipe: &Recipe) -> Csca {
    Csca::from_certificate(&Certificate::from_der(&recipe.authority()).unwrap()).unwrap()
}

fn at(seconds: i64) -> Option<OffsetDateTime> {
    Some(OffsetDateTime::from_unix_timestamp(seconds).unwrap())
}

/// The outcome with the codes of reasons and of what was accepted.
fn judged(
    passport: &synthetic::Passport,
    authorities: &[Csca],
    at: Option<OffsetDateTime>,
) -> (AuthOutcome, Vec<&'static str>, Vec<&'static str>) {
    let groups: Vec<(u8, &[u8])> = passport.groups.iter().map(|(n, file)| (*n, file.as_slice())).collect();
    let evidence =
        Evidence { sod: &passport.sod, groups: &groups, authorities, revocations: &[], at, now: None };
    answered(&evidence)
}

fn answered(evidence: &Evidence<'_>) -> (AuthOutcome, Vec<&'static str>, Vec<&'static str>) {
    let answer = authenticate(evidence);
    let codes = |reasons: &[Reason]| reasons.iter().map(|reason| reason.code).collect();
    (answer.outcome, codes(&answer.reasons), codes(&answer.weakest))
}

/// A passport by this recipe under the authority it ought to have.
fn refused(change: fn(&mut Recipe)) -> Vec<&'static str> {
    let mut changed = recipe();
    change(&mut changed);
    let (outcome, reasons, _) = judged(&changed.make(), &[csca(&changed)], None);
    assert_eq!(outcome, AuthOutcome::NotAuthentic, "{reasons:?}");
    reasons
}

fn accepted(change: fn(&mut Recipe)) -> Vec<&'static str> {
    let mut changed = recipe();
    change(&mut changed);
    let (outcome, reasons, weakest) = judged(&changed.make(), &[csca(&changed)], None);
    assert_eq!(outcome, AuthOutcome::Authentic, "{reasons:?}");
    weakest
}

#[test]
fn a_passport_as_it_should_be_is_authentic() {
    assert_eq!(accepted(|_| {}), [code::REVOCATION_UNKNOWN]);
    let made = recipe().make();
    let groups: Vec<(u8, &[u8])> = made.groups.iter().map(|(n, file)| (*n, file.as_slice())).collect();
    let authorities = [csca(&recipe())];
    let evidence = Evidence {
        sod: &made.sod,
        groups: &groups,
        authorities: &authorities,
        revocations: &[],
        at: None,
        now: None,
    };
    let answer = authenticate(&evidence);
    assert_eq!(answer.groups, [1, 11]);
    assert_eq!(answer.mrz.unwrap().number, "L898902C3");
    let signer = answer.signer.unwrap();
    assert_eq!((signer.authority.as_deref(), signer.signed_at), (Some("UT"), Some(SIGNED_AT)));
    let json = serde_json::to_value(authenticate(&evidence)).unwrap();
    assert_eq!(json["outcome"], "authentic");
    assert_eq!(json.as_object().unwrap().len(), 3);
}

#[test]
fn deviations_are_accepted_and_named() {
    assert_eq!(accepted(|recipe| recipe.lds_version = 1), [code::REVOCATION_UNKNOWN]);
    assert_eq!(accepted(|recipe| recipe.wrapped = false)[1], code::DEVIATION_TAG);
    assert_eq!(accepted(|recipe| recipe.named_serial = 9)[1], code::DEVIATION_SIGNER);
    let bare = accepted(|recipe| recipe.signed_attributes = false);
    assert_eq!(bare[1..], [code::TIME_UNKNOWN, code::DEVIATION_ATTRIBUTES]);
    assert_eq!(accepted(|recipe| recipe.signed_at = None)[1], code::TIME_UNKNOWN);
    assert_eq!(accepted(|recipe| recipe.names_authority_key = false)[1], code::ISSUER_BY_NAME);
    assert_eq!(accepted(|recipe| recipe.signer_usage = None)[1], code::DEVIATION_SIGNER_USAGE);
    assert_eq!(accepted(|recipe| recipe.signer_country = Some("ZK"))[1], code::DEVIATION_SIGNER_COUNTRY);
    for kind in ["1.2.840.113549.1.7.1", "1.3.27.1.1.1", "1.2.528.1.1006.1.20.1"] {
        let made = Recipe { content_type: kind, ..recipe() };
        let (outcome, _, weakest) = judged(&made.make(), &[csca(&made)], None);
        assert_eq!((outcome, weakest[1]), (AuthOutcome::Authentic, code::DEVIATION_CONTENT_TYPE));
    }
}

#[test]
fn the_weakest_thing_stands_first() {
    let found =
        [code::DEVIATION_TAG, code::SIGNER_EXPIRED, code::REVOCATION_STALE, code::WEAK_HASH].map(Reason::new);
    let codes = weakest_first(&found).iter().map(|reason| reason.code).collect::<Vec<_>>();
    assert_eq!(codes, [code::WEAK_HASH, code::REVOCATION_STALE, code::SIGNER_EXPIRED, code::DEVIATION_TAG]);
}

#[test]
fn a_signer_must_be_one_for_documents_and_valid() {
    assert_eq!(refused(|recipe| recipe.signer_usage = Some(0x04)), [code::SIGNER_USAGE]);
    assert_eq!(refused(|recipe| recipe.signer_purposes = vec!["2.23.136.1.1.3"]), [code::SIGNER_PURPOSE]);
    assert_eq!(refused(|recipe| recipe.document_types = vec!["NV"]), [code::SIGNER_DOCUMENT_TYPE]);
    assert_eq!(accepted(|recipe| recipe.document_types = vec!["ID", "P"]), [code::REVOCATION_UNKNOWN]);
    assert_eq!(accepted(|recipe| recipe.document_types = vec!["ID"])[1], code::SIGNER_DOCUMENT_TYPE);
    assert_eq!(
        refused(|recipe| recipe.signer_valid = [AUTHORITY_FROM, SIGNED_AT - DAY]),
        [code::SIGNER_NOT_VALID]
    );
    assert_eq!(
        refused(|recipe| recipe.signed_at = Some(UNTIL + DAY)),
        [code::SIGNER_NOT_VALID, code::ISSUER_NOT_VALID]
    );
    assert_eq!(
        refused(|recipe| recipe.authority_valid = [AUTHORITY_FROM, SIGNED_AT - DAY]),
        [code::ISSUER_NOT_VALID]
    );
    assert_eq!(refused(|recipe| recipe.signer_signs_with = 7), ["cms.signature"]);
}

#[test]
fn the_time_asked_about_goes_before_the_time_of_signing() {
    let (made, authorities) = (recipe().make(), [csca(&recipe())]);
    assert_eq!(judged(&made, &authorities, at(SIGNED_AT + DAY)).0, AuthOutcome::Authentic);
    let early = Recipe { signer_valid: [SIGNED_AT - 9 * DAY, UNTIL], ..recipe() };
    let (outcome, _, weakest) = judged(&early.make(), &authorities, at(SIGNED_AT - 2 * DAY));
    assert_eq!((outcome, weakest[1]), (AuthOutcome::Authentic, code::SIGNED_IN_FUTURE));
    let (outcome, reasons, _) = judged(&made, &authorities, at(UNTIL + DAY));
    assert_eq!(outcome, AuthOutcome::NotAuthentic);
    assert_eq!(reasons, [code::SIGNER_NOT_VALID, code::ISSUER_NOT_VALID]);
}

#[test]
fn an_authority_of_another_state_does_not_count() {
    assert_eq!(refused(|recipe| recipe.country = "CN".into()), [code::ISSUER_COUNTRY]);
}

#[test]
fn an_authority_of_nobody_knows_which_state_does_not_vouch() {
    let made = Recipe { country: String::new(), ..recipe() };
    let authority = csca(&made);
    let (outcome, reasons, _) = judged(&made.make(), std::slice::from_ref(&authority), None);
    assert_eq!((outcome, reasons), (AuthOutcome::IssuerUnknown, vec![code::ISSUER_COUNTRY_UNKNOWN]));
    // Its bare key was given by somebody who knows.
    let bare = Csca::from_spki(&authority.spki).unwrap();
    assert_eq!(judged(&made.make(), std::slice::from_ref(&bare), None).0, AuthOutcome::Authentic);
    // Beside a certificate of the key it adds nothing.
    assert_eq!(judged(&made.make(), &[bare, authority], None).0, AuthOutcome::IssuerUnknown);
}

/// A passport judged at a time that is the present.
fn now(change: fn(&mut Recipe), seconds: i64) -> (AuthOutcome, Vec<&'static str>, Vec<&'static str>) {
    let mut changed = recipe();
    change(&mut changed);
    let made = changed.make();
    let groups: Vec<(u8, &[u8])> = made.groups.iter().map(|(n, file)| (*n, file.as_slice())).collect();
    answered(&Evidence {
        sod: &made.sod,
        groups: &groups,
        authorities: &[csca(&changed)],
        revocations: &[],
        at: None,
        now: at(seconds),
    })
}

#[test]
fn nothing_is_signed_in_the_future() {
    assert_eq!(now(|_| {}, SIGNED_AT - DAY).0, AuthOutcome::Authentic);
    let expected = (AuthOutcome::NotAuthentic, vec![code::SIGNED_IN_FUTURE]);
    let (outcome, reasons, _) = now(|_| {}, SIGNED_AT - DAY - 1);
    assert_eq!((outcome, reasons), expected);
    // Who does not say when it signed did so once its certificate began.
    let (outcome, reasons, _) = now(|recipe| recipe.signed_at = None, SIGNED_AT - DAY - 1);
    assert_eq!((outcome, reasons), expected);
    assert_eq!(now(|recipe| recipe.signed_at = None, SIGNED_AT).0, AuthOutcome::Authentic);
}

#[test]
fn a_signer_that_ended_before_its_document_is_remarkable() {
    let short = |recipe: &mut Recipe| recipe.signer_valid = [SIGNED_AT, SIGNED_AT + DAY];
    assert_eq!(now(short, SIGNED_AT + DAY).2, [code::REVOCATION_UNKNOWN]);
    let (outcome, _, weakest) = now(short, SIGNED_AT + DAY + 1);
    assert_eq!((outcome, weakest[1]), (AuthOutcome::Authentic, code::SIGNER_EXPIRED));
    // The document ends on 2034-04-15: that its signer has ended after that too says nothing.
    let last = 2_028_672_000;
    assert_eq!(now(short, last).2[1], code::SIGNER_EXPIRED);
    assert_eq!(now(short, last + DAY).2, [code::REVOCATION_UNKNOWN]);
}

/// The passport with the last of these bytes in its SOD changed to those.
fn altered(from: &[u8], to: &[u8]) -> synthetic::Passport {
    let mut made = recipe().make();
    let place = made.sod.windows(from.len()).rposition(|bytes| bytes == from).unwrap();
    made.sod.splice(place..place + to.len(), to.iter().copied());
    made
}

#[test]
fn what_cannot_be_verified_is_unknown() {
    let unknown = |passport: &synthetic::Passport, authorities: &[Csca]| {
        let (outcome, reasons, _) = judged(passport, authorities, None);
        assert_eq!(outcome, AuthOutcome::IssuerUnknown, "{reasons:?}");
        reasons
    };
    // ecdsa-with-SHA256, and its neighbour that is none.
    let algorithm =
        altered(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2], &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 9]);
    assert_eq!(unknown(&algorithm, &[csca(&recipe())]), ["cms.algorithm"]);
    // P-256, and prime192v2.
    let curve = altered(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7], &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 2]);
    assert_eq!(unknown(&curve, &[]), ["cms.key", code::ISSUER_UNKNOWN]);
    let bare = Recipe { with_signer: false, ..recipe() }.make();
    assert_eq!(unknown(&bare, &[csca(&recipe())]), ["cms.signer"]);
    // What is wrong besides stays wrong.
    let mut changed = algorithm;
    changed.groups[1].1 = groups::dg11("SOMEBODY<<ELSE");
    let (outcome, reasons, _) = judged(&changed, &[csca(&recipe())], None);
    assert_eq!((outcome, reasons), (AuthOutcome::NotAuthentic, vec![code::GROUP_CHANGED, "cms.algorithm"]));
}

#[test]
fn a_key_with_many_certificates_is_one_candidate() {
    let own = csca(&recipe());
    let other = csca(&Recipe { authority_key: 7, ..recipe() });
    let mut all = vec![Csca { key_id: own.key_id.clone(), ..other }; MOST_CANDIDATES];
    all.push(own.clone());
    assert_eq!(judged(&recipe().make(), &all, None).0, AuthOutcome::Authentic);
    // Whichever of its certificates is valid speaks for it, though found by name only.
    let ended = Csca { valid: Some([AUTHORITY_FROM, SIGNED_AT - DAY]), ..own.clone() };
    let renewed = Csca { key_id: None, ..own.clone() };
    let (outcome, _, weakest) = judged(&recipe().make(), &[ended.clone(), renewed], None);
    assert_eq!((outcome, weakest[1]), (AuthOutcome::Authentic, code::ISSUER_BY_NAME));
    // But not a bare key, which says nothing of its end.
    let bare = Csca::from_spki(&own.spki).unwrap();
    assert_eq!(judged(&recipe().make(), &[ended, bare], None).1, [code::ISSUER_NOT_VALID]);
}

#[test]
fn an_authority_that_is_named_must_have_signed() {
    // Named by key identifier and name: a forgery.
    assert_eq!(refused(|recipe| recipe.authority_signs_with = 7), [code::ISSUER_SIGNATURE]);
    // Another key of the same name: its certificate may be missing here.
    let made = Recipe { authority_key: 7, authority_signs_with: 7, ..recipe() };
    let expected = (AuthOutcome::IssuerUnknown, vec![code::ISSUER_UNKNOWN], Vec::new());
    assert_eq!(judged(&made.make(), &[csca(&recipe())], None), expected);
    // Several keys share the name, one of them did sign.
    let all = [csca(&recipe()), csca(&made)];
    assert_eq!(judged(&made.make(), &all, None).0, AuthOutcome::Authentic);
    assert_eq!(judged(&recipe().make(), &[], None).1, [code::ISSUER_UNKNOWN]);
}

#[test]
fn a_bare_key_vouches_and_what_it_does_not_say_is_named() {
    let key = synthetic::key(1).public_key();
    let (outcome, _, weakest) = judged(&recipe().make(), &[Csca::from_spki(key.spki_der()).unwrap()], None);
    assert_eq!(outcome, AuthOutcome::Authentic);
    let expected = [code::REVOCATION_UNKNOWN, code::ISSUER_VALIDITY_UNKNOWN, code::ISSUER_COUNTRY_UNKNOWN];
    assert_eq!(weakest, expected);
    let broken = Csca { spki: vec![0x30, 0], ..csca(&recipe()) };
    assert_eq!(judged(&recipe().make(), &[broken], None).1, [code::ISSUER_KEY]);
}

#[test]
fn groups_are_those_that_were_signed() {
    let mut made = recipe().make();
    made.groups[1].1 = groups::dg11("SOMEBODY<<ELSE");
    assert_eq!(judged(&made, &[csca(&recipe())], None).1, [code::GROUP_CHANGED]);
    made.groups[1] = (15, vec![1]);
    assert_eq!(judged(&made, &[csca(&recipe())], None).1, [code::GROUP_UNLISTED]);
    made.groups.remove(0);
    assert!(judged(&made, &[csca(&recipe())], None).1.contains(&code::GROUP_MISSING));
    let mut padded = recipe().make();
    padded.groups[0].1.push(0);
    assert!(judged(&padded, &[csca(&recipe())], None).1.contains(&code::GROUP_CHANGED));
}

#[test]
fn the_list_of_groups_is_read_strictly() {
    fn hash(file: &[u8]) -> Vec<u8> {
        HashAlgorithm::Sha256.digest(file)
    }
    let twice = |recipe: &mut Recipe| {
        let hash = hash(&recipe.groups[0].1);
        recipe.listed = Some(vec![(1, hash.clone()), (2, hash.clone()), (1, hash)]);
    };
    assert_eq!(refused(twice), [code::SECURITY_OBJECT]);
    assert_eq!(refused(|recipe| recipe.listed = Some(Vec::new())), [code::SECURITY_OBJECT]);
    assert_eq!(refused(|recipe| recipe.lds_version = 2), [code::SECURITY_OBJECT]);
    let other = |recipe: &mut Recipe| recipe.listed = Some(vec![(11, hash(&recipe.groups[1].1))]);
    assert_eq!(refused(other), [code::GROUP_MISSING, code::GROUP_UNLISTED]);
    assert_eq!(refused(|recipe| recipe.content_type = "2.23.136.1.1.2"), [code::CONTENT_TYPE]);
}

#[test]
fn the_zone_must_hold() {
    let wrong = |recipe: &mut Recipe| {
        let line = "L898902C36UTO7408122F3404159ZE184226B<<<<<17";
        recipe.groups[0].1 = groups::dg1(&[LINES[0], line]);
    };
    assert_eq!(refused(wrong), ["mrz.check-digit"]);
    let odd = |recipe: &mut Recipe| recipe.groups[0].1 = vec![0x61, 2, 0x5f, 0x1f];
    assert_eq!(refused(odd), [code::GROUP_DAMAGED]);
}

#[test]
fn a_revocation_list_counts_once_its_authority_signed_it() {
    let made = recipe().make();
    let groups: Vec<(u8, &[u8])> = made.groups.iter().map(|(n, file)| (*n, file.as_slice())).collect();
    let renewed = Recipe { authority_key: 9, authority_signs_with: 9, ..recipe() };
    let authorities = [csca(&recipe()), csca(&renewed)];
    let judged = |list: Vec<u8>, at| {
        let lists = [RevocationList::from_der(&list).unwrap()];
        let evidence = Evidence {
            sod: &made.sod,
            groups: &groups,
            authorities: &authorities,
            revocations: &lists,
            at,
            now: None,
        };
        let answer = authenticate(&evidence);
        let codes: Vec<_> = answer.reasons.iter().chain(&answer.weakest).map(|reason| reason.code).collect();
        (answer.outcome, codes)
    };
    let list = |serials: &[u8]| recipe().revocation_list(serials, SIGNED_AT, SIGNED_AT + 90 * DAY);
    let ended = recipe().revocation_list(&[], SIGNED_AT - 90 * DAY, SIGNED_AT - DAY);
    assert_eq!(judged(ended, None).1, [code::REVOCATION_STALE], "held against the time of signing");
    assert_eq!(judged(list(&[1, 3]), None), (AuthOutcome::Authentic, Vec::new()));
    assert_eq!(judged(list(&[]), at(SIGNED_AT + 91 * DAY)).1, [code::REVOCATION_STALE]);
    assert_eq!(judged(list(&[2]), None), (AuthOutcome::NotAuthentic, vec![code::SIGNER_REVOKED]));
    let of_the_new_key = renewed.revocation_list(&[2], SIGNED_AT, UNTIL);
    assert_eq!(judged(of_the_new_key, None), (AuthOutcome::NotAuthentic, vec![code::SIGNER_REVOKED]));
    let forged = Recipe { authority_signs_with: 7, ..recipe() }.revocation_list(&[2], SIGNED_AT, UNTIL);
    assert_eq!(judged(forged, None), (AuthOutcome::Authentic, vec![code::REVOCATION_UNKNOWN]));
}

#[test]
fn files_that_are_none_are_refused() {
    let good = recipe().make();
    for sod in [
        Vec::new(),
        vec![0x77],
        vec![0x77, 0x80],
        vec![0x77, 0x84, 0xff, 0xff, 0xff, 0xff],
        [good.sod.clone(), vec![0]].concat(),
        good.sod[..good.sod.len() - 1].to_vec(),
        vec![0x30; crate::lds::sod::SOD_MAX_BYTES + 1],
        good.signer.clone(),
    ] {
        let passport = synthetic::Passport { sod, ..good.clone() };
        assert_eq!(judged(&passport, &[csca(&recipe())], None).1, [code::SOD]);
    }
}

#[test]
fn every_code_is_listed() {
    for line in include_str!("code.rs").lines().filter(|line| line.starts_with("pub const")) {
        let code = line.split('"').nth(1).unwrap();
        assert!(crate::CODES.contains(&code), "{code}");
    }
}

proptest! {
    #[test]
    fn one_byte_changed_in_the_sod_never_makes_another_document_authentic(
        at in 0usize..2000,
        flip in 1u8..=255,
    ) {
        let mut made = recipe().make();
        made.groups[1].1 = groups::dg11("SOMEBODY<<ELSE");
        let at = at % made.sod.len();
        made.sod[at] ^= flip;
        let (outcome, ..) = judged(&made, &[csca(&recipe())], None);
        prop_assert_ne!(outcome, AuthOutcome::Authentic);
    }
}
