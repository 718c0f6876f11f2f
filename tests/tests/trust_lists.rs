//! Published lists as they were published: every one read whole, its proof checked, and refused when changed.

use healthpass_cert::decoded::Decoded;
use healthpass_cert::report::{Report, State, Verdict};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::bundle::{Bundle, Source};
use healthpass_cert::trust::given::kid_bytes;
use healthpass_cert::trust::lists::{self, Imported, ListKind, ListSigner, Origin, Proof, crl, proof};
use healthpass_cert::trust::{Role, TrustList, TrustStore, TrustedKey, code};
use healthpass_cert::verify::{self, Context, Presented};
use healthpass_crypto::hash::sha256;
use healthpass_tests::own::{AT, Issuer, seconds};
use healthpass_tests::vectors;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::convert::Infallible;

const MASTER_LIST: &[u8] = include_bytes!("../lists/master-list.der");
const MASTER_LIST_OTHER_SIGNER: &[u8] = include_bytes!("../lists/master-list-other-signer.der");
const MASTER_LIST_AUTHORITY: &[u8] = include_bytes!("../lists/master-list-authority.pem");
const MASTER_LIST_SIGNER: &[u8] = include_bytes!("../lists/master-list-signer.pem");
const CSCA: &[u8] = include_bytes!("../lists/csca-XA.pem");
const CSCA_CRL: &[u8] = include_bytes!("../lists/csca-XA.crl.pem");

/// Bytes of a bundle of the WHO's production list after brotli: what a phone downloads.
const MAX_WHO_BUNDLE: usize = 60_000;

fn file(name: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(vectors::locate(&format!("trust/{name}"))?).expect("a file"))
}

fn unsigned(bytes: &[u8]) -> Result<Imported, &'static str> {
    lists::read(bytes, &Origin::default()).map_err(|error| error.code)
}

fn signed(bytes: &[u8], signer: &ListSigner) -> Result<Imported, &'static str> {
    lists::read(bytes, &Origin { signer: Some(signer), ..Origin::default() }).map_err(|error| error.code)
}

fn signer(name: &str) -> Option<ListSigner> {
    Some(ListSigner::read(&file(name)?).expect("a signer"))
}

fn count<T: Ord>(keys: &[TrustedKey], by: impl Fn(&TrustedKey) -> T) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    keys.iter().for_each(|key| *counts.entry(by(key)).or_default() += 1);
    counts
}

fn bundle(environment: &str, list: Imported) -> Bundle {
    let at = seconds(AT);
    Bundle {
        list: TrustList {
            name: "Test list".into(),
            environment: environment.into(),
            created_at: at,
            expires_at: UnixTime(at.0 + 86_400),
            ..TrustList::default()
        },
        sequence: 1,
        sources: vec![Source {
            name: "list".into(),
            proof: list.proof.name().into(),
            dated: list.dated,
            environment: list.environment.map(str::to_owned),
        }],
        keys: list.keys.into_iter().map(|key| (key, 0)).collect(),
    }
}

fn root() -> Issuer {
    Issuer::new(0x55, "XX", &[])
}

fn written(bundle: &Bundle) -> Vec<u8> {
    let spki = root().signer().public_key().spki_der().to_vec();
    bundle.write(&spki, |message| root().sign(message)).unwrap_or_else(|never: Infallible| match never {})
}

fn opened(bytes: &[u8]) -> Result<TrustStore, &'static str> {
    let pin = sha256(root().signer().public_key().spki_der());
    let mut store = TrustStore::new();
    Bundle::open(bytes, &pin).map_err(|error| error.code)?.load_into(&mut store);
    Ok(store)
}

fn verify_at(text: &str, store: &TrustStore, now: UnixTime) -> Report {
    verify::check(text, &Context { trust: store.with_given(&[]), document: Presented::Nothing, now })
}

#[test]
fn the_who_production_list_is_read_whole() {
    let Some(bytes) = file("gdhcn-prod-v2-did.json") else { return };
    let list = unsigned(&bytes).expect("a list");
    assert_eq!(
        (list.kind, list.proof, list.environment),
        (ListKind::Gdhcn, Proof::SignerNotKnown, Some("production"))
    );
    assert_eq!((list.keys.len(), &list.left_out[..]), (501, &[][..]), "every kid is its certificate's hash");
    assert_eq!(list.dated, Some(seconds("2026-08-22T17:05:01Z")));
    let roles = count(&list.keys, |key| format!("{:?}", key.role));
    assert_eq!(
        roles,
        BTreeMap::from([("Authority".into(), 61), ("Other".into(), 2), ("Signer".into(), 438)])
    );
    assert_eq!(count(&list.keys, |key| key.domain.clone()), BTreeMap::from([(Some("DCC".into()), 501)]));
    let kinds = count(&list.keys, |key| key.key.kind().to_string());
    let expected =
        [("P-256", 473), ("P-384", 3), ("P-521", 1), ("RSA", 24)].map(|(kind, n)| (kind.to_owned(), n));
    assert_eq!(kinds, BTreeMap::from(expected));
    // The International Organization for Migration, and one without a name in ISO 3166-1.
    let stateless = count(&list.keys, |key| key.participant.clone());
    assert_eq!(stateless.keys().flatten().collect::<Vec<_>>(), ["IOM", "XXH"]);
    assert!(list.keys.iter().all(|key| key.country.is_some() != key.participant.is_some()));
    assert_eq!(
        list.keys
            .iter()
            .filter(|key| key.country.as_deref() == Some("FR") && key.role == Role::Signer)
            .count(),
        113
    );
    assert!(list.keys.iter().all(|key| key.not_after.is_some()));
}

#[test]
fn the_who_production_list_is_small_enough_to_carry() {
    let Some(bytes) = file("gdhcn-prod-v2-did.json") else { return };
    let bundle = written(&bundle("production", unsigned(&bytes).expect("a list")));
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bundle[..], &mut compressed, &parameters).expect("compresses");
    println!("501 keys: {} bytes, {} after brotli", bundle.len(), compressed.len());
    assert!(compressed.len() < MAX_WHO_BUNDLE, "{}", compressed.len());
    assert_eq!(opened(&bundle).expect("opens").len(), 501);
}

#[test]
fn the_who_development_list_holds_with_its_signer() {
    let (Some(bytes), Some(who)) = (file("gdhcn-dev-v2-did.json"), signer("gdhcn-dev-signer-did.json"))
    else {
        return;
    };
    let document: Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(proof::canonical_document(&document).expect("of the one shape").lines().count(), 1786);
    let list = signed(&bytes, &who).expect("signed by it");
    assert_eq!((list.proof, list.environment, list.keys.len()), (Proof::Verified, Some("test"), 254));
    let [fake] = &list.left_out[..] else { panic!("{:?}", list.left_out) };
    assert!(fake.id.ends_with("#ABCDEFGH"), "{fake:?}");
    let known = count(&list.keys, |key| (key.country.is_some(), key.participant.is_some()));
    assert!(known.keys().all(|(country, participant)| country != participant), "{known:?}");
    // Without the signer nobody has checked, and nothing else differs.
    let unchecked = unsigned(&bytes).expect("a list");
    assert_eq!((unchecked.proof, unchecked.keys.len()), (Proof::SignerNotKnown, 254));
}

#[test]
fn a_list_of_references_holds_as_well_and_has_no_keys() {
    let (Some(bytes), Some(who)) = (file("gdhcn-dev-v2-ref-did.json"), signer("gdhcn-dev-signer-did.json"))
    else {
        return;
    };
    let list = signed(&bytes, &who).expect("signed by it");
    assert_eq!((list.proof, list.keys.len(), list.left_out.len()), (Proof::Verified, 0, 9));
}

#[test]
fn a_changed_who_list_is_refused() {
    let (Some(bytes), Some(who)) = (file("gdhcn-dev-v2-did.json"), signer("gdhcn-dev-signer-did.json"))
    else {
        return;
    };
    let document: Value = serde_json::from_slice(&bytes).expect("JSON");
    let read = |change: &dyn Fn(&mut Value)| {
        let mut changed = document.clone();
        change(&mut changed);
        signed(changed.to_string().as_bytes(), &who).map(|list| list.keys.len())
    };
    assert_eq!(read(&|_| ()), Ok(254), "written anew, the same");
    // RDF knows no order of keys, and knows each once.
    assert_eq!(read(&|list| methods(list).reverse()), Ok(254));
    assert_eq!(
        read(&|list| {
            let first = methods(list)[0].clone();
            methods(list).push(first)
        }),
        Ok(255)
    );
    let signature = Err(code::LIST_SIGNATURE);
    let shape = Err(code::LIST_SHAPE);
    let changes: Vec<(Outcome, Change<'_>)> = vec![
        (signature, &|list| drop(methods(list).pop())),
        (signature, &|list| methods(list)[3]["participant"]["code"] = json!("#FRA")),
        (signature, &|list| methods(list)[3]["keyusage"]["code"] = json!("#DECA")),
        (signature, &|list| drop(methods(list)[3].as_object_mut().map(|one| one.remove("domain")))),
        (signature, &|list| methods(list)[3]["publicKeyJwk"]["x5c"] = json!([])),
        (signature, &|list| methods(list)[3]["publicKeyJwk"]["use"] = json!("sig")),
        (signature, &|list| {
            methods(list)[3]["id"] = json!("did:web:tng-cdn-dev.who.int:v2:trustlist:DCC:FRA:DSC#x")
        }),
        (signature, &|list| methods(list).push(json!("did:web:example.com"))),
        (signature, &|list| list["controller"] = json!("did:web:example.com")),
        (signature, &|list| list["proof"]["created"] = json!("2026-08-22T18:00:03Z")),
        (signature, &|list| list["proof"]["nonce"] = json!("")),
        (signature, &|list| list["proof"]["verificationMethod"] = json!("did:web:example.com")),
        (signature, &|list| list["proof"]["jws"] = json!("e30..AAAA")),
        (signature, &|list| drop(list.as_object_mut().map(|list| list.remove("proof").expect("a proof")))),
        (shape, &|list| list["note"] = json!("unsigned")),
        (shape, &|list| methods(list)[3]["note"] = json!("unsigned")),
        (shape, &|list| methods(list)[3]["domain"]["note"] = json!("unsigned")),
        (shape, &|list| list["proof"]["note"] = json!("unsigned")),
        (shape, &|list| methods(list)[3]["type"] = json!("Ed25519VerificationKey2020")),
        (shape, &|list| methods(list)[3]["domain"]["code"] = json!("DCC")),
        (shape, &|list| methods(list)[3]["publicKeyJwk"]["n"] = json!(5)),
        (shape, &|list| methods(list)[3]["id"] = json!("did:web:a> <did:web:b")),
        (shape, &|list| list["@context"][2] = json!("https://example.com/v1.jsonld")),
        (shape, &|list| list["@context"] = json!("https://www.w3.org/ns/did/v1")),
    ];
    for (number, (expected, change)) in changes.into_iter().enumerate() {
        let outcome = read(change);
        let refused = [code::LIST_SIGNATURE, code::LIST_SHAPE];
        assert!(outcome.is_err_and(|code| refused.contains(&code)), "change {number}: {outcome:?}");
        assert_eq!(outcome, expected, "change {number}");
    }
    // A production context would move its codes into other value sets.
    let moved =
        read(&|list| list["@context"][2] = json!("https://smart.who.int/trust/tng-context/v1.jsonld"));
    assert_eq!(moved, signature);
}

type Outcome = Result<usize, &'static str>;
type Change<'a> = &'a dyn Fn(&mut Value);

fn methods(list: &mut Value) -> &mut Vec<Value> {
    list["verificationMethod"].as_array_mut().expect("an array")
}

/// Identifiers say whose list a key is of: one of another environment or form is not taken along.
#[test]
fn keys_of_another_who_list_are_left_out() {
    let Some(bytes) = file("gdhcn-dev-v2-did.json") else { return };
    let mut document: Value = serde_json::from_slice(&bytes).expect("JSON");
    let id = methods(&mut document)[0]["id"].as_str().expect("an id").to_owned();
    let other = |from: &str, to: &str| {
        let mut document = document.clone();
        methods(&mut document)[0]["id"] = json!(id.replacen(from, to, 1));
        let list = unsigned(document.to_string().as_bytes()).expect("a list");
        (list.keys.len(), list.left_out.len())
    };
    assert_eq!(other("", ""), (254, 1));
    assert_eq!(other("tng-cdn-dev", "tng-cdn"), (253, 2));
    assert_eq!(other(":v2:", ":v3:"), (253, 2));
    assert_eq!(other(":DSC#", ":ABC#"), (253, 2));
    assert_eq!(other("#", "#A"), (253, 2));
    // A list of a host nobody knows is of no known kind.
    document["id"] = json!("did:web:example.com:v2:trustlist");
    assert_eq!(unsigned(document.to_string().as_bytes()).expect("a DID document").kind, ListKind::Did);
}

#[test]
fn a_who_list_of_another_signer_is_refused() {
    let (Some(dev), Some(prod)) = (file("gdhcn-dev-v2-did.json"), file("gdhcn-prod-v2-did.json")) else {
        return;
    };
    let Some(who) = signer("gdhcn-dev-signer-did.json") else { return };
    assert_eq!(signed(&prod, &who).unwrap_err(), code::LIST_SIGNATURE, "names another signer");
    let sweden = ListSigner::bare(Issuer::sweden().signer().public_key());
    assert_eq!(signed(&dev, &sweden).unwrap_err(), code::LIST_SIGNATURE);
    let impostor = ListSigner { id: who.id.clone(), ..sweden };
    assert_eq!(signed(&dev, &impostor).unwrap_err(), code::LIST_SIGNATURE);
    let nameless = ListSigner { id: None, ..who };
    assert_eq!(signed(&dev, &nameless).expect("the same key").proof, Proof::Verified);
}

#[test]
fn the_first_version_of_the_who_list_is_read_and_its_proof_left_open() {
    let (Some(bytes), Some(who)) = (file("gdhcn-dev-v1-did.json"), signer("gdhcn-dev-signer-did.json"))
    else {
        return;
    };
    let list = unsigned(&bytes).expect("a list");
    assert_eq!((list.proof, list.environment, list.keys.len()), (Proof::SignerNotKnown, Some("test"), 367));
    let why = |id: &str| list.left_out.iter().filter(|out| out.id.contains(id)).count();
    assert_eq!((list.left_out.len(), why("#ABCDEFGH")), (6, 1), "five references and a fake");
    assert_eq!(signed(&bytes, &who).unwrap_err(), code::LIST_SIGNATURE, "its proof is of another kind");
}

/// The environment of a list is what its host says, never what the builder wishes.
#[test]
fn a_development_key_verifies_nothing_against_production() {
    let (Some(dev), Some(prod)) = (file("gdhcn-dev-v1-did.json"), file("gdhcn-prod-v2-did.json")) else {
        return;
    };
    let Some(texts) = yellow_card_texts() else { return };
    let read = |bytes: &[u8]| unsigned(bytes).expect("a list");
    let mixed = written(&bundle("production", read(&dev)));
    assert_eq!(opened(&mixed).unwrap_err(), code::ENVIRONMENT_MIXED);
    assert_eq!(opened(&written(&bundle("test", read(&prod)))).unwrap_err(), code::ENVIRONMENT_MIXED);
    let test = opened(&written(&bundle("test", read(&dev)))).expect("a test bundle");
    let production = opened(&written(&bundle("production", read(&prod)))).expect("a production bundle");
    let mut known = 0;
    for text in &texts {
        let Ok(decoded) = Decoded::read(text) else { continue };
        let Some(signed) = decoded.signed() else { continue };
        if test.with_given(&[]).candidates(&signed.signer).count() == 0 {
            continue;
        }
        known += 1;
        assert_eq!(production.with_given(&[]).candidates(&signed.signer).count(), 0);
        let report = verify_at(text, &production, seconds(AT));
        assert_ne!(report.checks.signature.state, State::Pass);
        assert_ne!(report.verdict, Verdict::Verified);
    }
    assert!(known > 0, "a code whose key is a development key");
}

/// Texts of the digital yellow cards that participants of WHO's test network signed.
fn yellow_card_texts() -> Option<Vec<String>> {
    let folder = vectors::locate("hcert-icvp-dvc")?;
    let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
    let text = |path| {
        let file: Value =
            serde_json::from_str(&std::fs::read_to_string(path).expect("a file")).expect("JSON");
        file["payload"].as_str().expect("a text").to_owned()
    };
    Some(files.map(text).collect())
}

#[test]
fn the_eu_list_holds_with_its_key_and_not_a_byte_otherwise() {
    let Some((list, key)) = eu_list() else { return };
    let read = signed(list.as_bytes(), &key).expect("the list as published");
    assert_eq!(
        (read.kind, read.proof, read.keys.len(), read.left_out.len()),
        (ListKind::Eu, Proof::Verified, 829, 0)
    );
    assert_eq!(read.dated, Some(seconds("2023-11-28T10:23:58Z")));
    let (signature, body) = list.split_once('\n').expect("a signature line");
    for tampered in [
        format!("{signature}\n{}", body.replacen("\"NL\"", "\"NZ\"", 1)),
        format!("{signature}\n{body} "),
        format!("{signature}\n\n{body}"),
        format!("{}\n{body}", signature.replacen('i', "j", 1)),
        format!("\n{body}"),
        body.to_owned(),
    ] {
        assert_eq!(signed(tampered.as_bytes(), &key).unwrap_err(), code::LIST_SIGNATURE);
    }
    let other = ListSigner::bare(Issuer::sweden().signer().public_key());
    assert_eq!(signed(list.as_bytes(), &other).unwrap_err(), code::LIST_SIGNATURE);
}

#[test]
fn the_eu_list_without_its_key_says_that_nobody_checked() {
    let Some((list, _)) = eu_list() else { return };
    assert_eq!(unsigned(list.as_bytes()).expect("reads").proof, Proof::SignerNotKnown);
    let body = list.split_once('\n').expect("a signature line").1;
    assert_eq!(unsigned(body.as_bytes()).expect("reads").proof, Proof::None);
}

/// As the gateway answers: a bare array, with certificates of its own lines among the others.
#[test]
fn the_gateways_own_answer_is_read() {
    let Some((list, key)) = eu_list() else { return };
    let body: Value = serde_json::from_str(list.split_once('\n').expect("a signature line").1).expect("JSON");
    let mut rows = body["certificates"].as_array().expect("rows")[..4].to_vec();
    for (row, kind) in rows.iter_mut().zip(["UPLOAD", "AUTHENTICATION", "CSCA", "DSC"]) {
        row["certificateType"] = json!(kind);
    }
    rows.push(json!({"kid": "AAAAAAAAAAA=", "certificateType": "DSC", "rawData": rows[3]["rawData"]}));
    rows.push(json!({"kid": "AAAAAAAAAAA=", "certificateType": "DSC", "rawData": "AAAA"}));
    rows.push(json!({"kid": "AAAAAAAAAAA=", "certificateType": "OTHER", "rawData": "AAAA"}));
    let read = unsigned(json!(rows).to_string().as_bytes()).expect("reads");
    let roles: Vec<Role> = read.keys.iter().map(|key| key.role).collect();
    assert_eq!((roles, read.left_out.len()), (vec![Role::Authority, Role::Signer], 3));
    assert_eq!(signed(json!(rows).to_string().as_bytes(), &key).unwrap_err(), code::LIST_SIGNATURE);
}

/// The list becomes a bundle; a code whose key is in it verifies through it, others do not.
#[test]
fn codes_of_states_verify_through_a_bundle_of_the_eu_list() {
    let Some((list, key)) = eu_list() else { return };
    let Some(files) = vectors::json_lines("hcert-dcc/dgc-testdata.jsonl") else { return };
    let bytes = written(&bundle("production", signed(list.as_bytes(), &key).expect("reads")));
    println!("829 keys are {} bytes", bytes.len());
    let store = opened(&bytes).expect("opens");
    assert_eq!(store.len(), 829);
    let mut listed = Vec::new();
    for file in &files {
        let text = file["PREFIX"].as_str().expect("text");
        let Ok(decoded) = Decoded::read(text) else { continue };
        let at = file["TESTCTX"]["VALIDATIONCLOCK"].as_str().map_or(seconds(AT), seconds);
        let report = verify_at(text, &store, at);
        let known = decoded
            .signed()
            .is_some_and(|signed| store.with_given(&[]).candidates(&signed.signer).count() > 0);
        if known {
            assert_eq!(report.checks.signature.state, State::Pass, "{}", file["path"]);
            assert_eq!(report.key.expect("a key").source.as_deref(), Some("Test list"));
            listed.push(file["path"].as_str().expect("a path"));
        } else {
            assert_ne!(report.verdict, Verdict::Verified, "{}", file["path"]);
        }
    }
    assert_eq!(listed, ["ES/2DCode/raw/201.json", "ES/2DCode/raw/202.json"]);
}

fn eu_list() -> Option<(String, ListSigner)> {
    Some((vectors::text("trust/eu-de-dsc-list.json")?, signer("eu-de-dsc-list-signing-key.pem")?))
}

#[test]
fn the_vci_snapshot_holds_with_its_certificate_and_not_a_byte_otherwise() {
    let (Some(list), Some(signature)) = (file("vci_snapshot.json"), file("vci_snapshot.sig")) else { return };
    let Some(vci) = signer("vci_snapshot.crt") else { return };
    let read = |list: &[u8], signature: Option<&[u8]>, signer: Option<&ListSigner>| {
        lists::read(list, &Origin { signer, signature, issuer: None }).map_err(|error| error.code)
    };
    let snapshot = read(&list, Some(&signature), Some(&vci)).expect("as published");
    assert_eq!((snapshot.kind, snapshot.proof, snapshot.keys.len()), (ListKind::Vci, Proof::Verified, 961));
    assert_eq!((snapshot.left_out.len(), snapshot.dated), (0, Some(seconds("2026-08-22T04:43:50Z"))));
    let issuers = count(&snapshot.keys, |key| key.issuer_id.clone());
    assert!(!issuers.contains_key(&None));
    assert_eq!(issuers.len(), 650, "of 651, one has no key");
    assert!(snapshot.keys.iter().all(|key| key.kid.len() == 32), "a SHA-256 thumbprint each");
    let california = "https://myvaccinerecord.cdph.ca.gov/creds";
    assert_eq!(issuers[&Some(california.to_owned())], 4);
    // Unchecked, unsigned, tampered, missing, foreign.
    assert_eq!(read(&list, Some(&signature), None).expect("reads").proof, Proof::SignerNotKnown);
    assert_eq!(read(&list, None, None).expect("reads").proof, Proof::None);
    let mut tampered = list.clone();
    let last = tampered.iter().rposition(|byte| *byte == b'0').expect("a digit");
    tampered[last] = b'1';
    let sweden = ListSigner::bare(Issuer::sweden().signer().public_key());
    for refused in [
        read(&tampered, Some(&signature), Some(&vci)),
        read(&list, Some(&signature[..signature.len() - 1]), Some(&vci)),
        read(&list, None, Some(&vci)),
        read(&list, Some(&signature), Some(&sweden)),
    ] {
        assert_eq!(refused.unwrap_err(), code::LIST_SIGNATURE);
    }
}

#[test]
fn one_issuers_key_set_needs_its_issuers_name() {
    let Some(list) = file("vci_snapshot.json") else { return };
    let snapshot: Value = serde_json::from_slice(&list).expect("JSON");
    let mut set = json!({"keys": snapshot["issuerInfo"][0]["keys"]});
    let read = |set: &Value, issuer| {
        lists::read(set.to_string().as_bytes(), &Origin { issuer, ..Origin::default() })
    };
    assert_eq!(read(&set, None).unwrap_err().code, code::LIST_ISSUER);
    let address = "https://myvaccinerecord.cdph.ca.gov/creds";
    let keys = read(&set, Some(address)).expect("a key set").keys;
    assert_eq!(keys.len(), 4);
    assert!(keys.iter().all(|key| key.issuer_id.as_deref() == Some(address)));
    set["keys"][0]["kid"] = set["keys"][1]["kid"].clone();
    let list = read(&set, Some(address)).expect("a key set");
    assert_eq!((list.keys.len(), list.left_out.len()), (3, 1), "an identifier that is no thumbprint");
}

#[test]
fn new_zealand_signs_with_what_it_may_assert_with() {
    for (name, did, kid, environment) in [
        ("nz-live-did.json", "did:web:nzcp.identity.health.nz", "z12Kf7UQ", "production"),
        ("nz-example-did.json", "did:web:nzcp.covid19.health.nz", "key-1", "test"),
    ] {
        let Some(bytes) = file(name) else { return };
        let list = unsigned(&bytes).expect("a document");
        assert_eq!(
            (list.kind, list.proof, list.environment),
            (ListKind::Did, Proof::None, Some(environment))
        );
        let [key] = &list.keys[..] else { panic!("{:?}", list.keys) };
        assert_eq!((key.issuer_id.as_deref(), &key.kid), (Some(did), &kid_bytes(kid)));
        assert_eq!(key.country.as_deref(), Some("NZ"));
        let mut document: Value = serde_json::from_slice(&bytes).expect("JSON");
        document["assertionMethod"] = json!([]);
        let list = unsigned(document.to_string().as_bytes()).expect("a document");
        assert_eq!((list.keys.len(), list.left_out.len()), (0, 1));
    }
}

#[test]
fn keys_are_pinned_by_issuer() {
    let key = Issuer::sweden().signer().public_key();
    let pem = Issuer::sweden().certificate().to_pem();
    let jwk = serde_json::to_value(key.to_jwk()).expect("JSON");
    let pinned = |key: Value, country: &str| {
        json!({"divoc": [{"issuer": "https://example.org/", "verificationMethod": "did:example", "country": country, "key": key}]})
            .to_string()
    };
    for written in [json!(pem), jwk] {
        let list = unsigned(pinned(written, "IN").as_bytes()).expect("a list");
        let [trusted] = &list.keys[..] else { panic!("{list:?}") };
        assert_eq!((trusted.key.clone(), &trusted.kid[..]), (key.clone(), &b"did:example"[..]));
        assert_eq!(trusted.issuer_id.as_deref(), Some("https://example.org/"));
        assert_eq!((trusted.country.as_deref(), list.proof), (Some("IN"), Proof::None));
    }
    assert_eq!(unsigned(pinned(json!(pem), "IND").as_bytes()).unwrap_err(), code::LIST_SHAPE);
    assert_eq!(unsigned(pinned(json!("nothing"), "IN").as_bytes()).expect("a list").left_out.len(), 1);
}

#[test]
fn signing_authorities_are_authorities() {
    for (name, country, serials) in [("vds-au-csca.der", "AU", true), ("vds-jp-csca.pem", "JP", false)] {
        let Some(bytes) = file(name) else { return };
        let mut lists = [unsigned(&bytes).expect("a certificate")];
        let [key] = &lists[0].keys[..] else { panic!("{:?}", lists[0].left_out) };
        assert_eq!((key.role, key.country.as_deref(), key.kid.len()), (Role::Authority, Some(country), 20));
        assert!(key.subject.is_some());
        let Some(crl) = file("vds-au-csca.crl") else { return };
        let attached = crl::attach(&crl, &mut lists).map_err(|error| error.code);
        assert_eq!(attached, if serials { Ok(1) } else { Err(code::LIST_SIGNATURE) }, "{name}");
        assert_eq!(lists[0].keys[0].revocations.is_some(), serials);
    }
}

/// Published authorities and a revocation list become a bundle; the seals of their signers verify through it.
#[test]
fn seals_verify_through_a_bundle_of_published_authorities() {
    let (Some(au), Some(jp), Some(crl)) =
        (file("vds-au-csca.der"), file("vds-jp-csca.pem"), file("vds-au-csca.crl"))
    else {
        return;
    };
    let Some(folder) = vectors::locate("vds-nc") else { return };
    let mut lists = [unsigned(&au).expect("Australia's"), unsigned(&jp).expect("Japan's")];
    crl::attach(&crl, &mut lists).expect("Australia's");
    let [au, mut jp] = lists;
    jp.keys.extend(au.keys);
    let mut bundle = bundle("production", jp);
    bundle.list.expires_at = seconds("2099-01-01T00:00:00Z");
    let store = opened(&written(&bundle)).expect("opens");
    let mut verified = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let text = std::fs::read_to_string(entry.expect("a file").path()).expect("text");
        let vector: Value = serde_json::from_str(&text).expect("JSON");
        let at = vector["expect"]["bsc_not_after"].as_str().expect("a time").replace(' ', "T");
        let report = verify_at(vector["payload"].as_str().expect("a text"), &store, seconds(&at));
        let country = report.key.and_then(|key| key.country).unwrap_or_default();
        if report.verdict == Verdict::Verified {
            *verified.entry(country).or_insert(0) += 1;
        }
        assert_eq!(
            report.verdict == Verdict::Verified,
            vector["expect"]["status"] == "valid",
            "{}",
            vector["id"]
        );
    }
    assert_eq!(verified.keys().collect::<Vec<_>>(), ["AU", "JP"]);
}

#[test]
fn a_revocation_list_goes_with_the_authority_that_signed_it() {
    let mut lists = [unsigned(CSCA).expect("a certificate"), unsigned(MASTER_LIST).expect("a list")];
    assert_eq!(crl::attach(CSCA_CRL, &mut lists).expect("signed by XA"), 2);
    let revoked = |key: &TrustedKey| key.revocations.as_ref().map(|list| list.serials.clone());
    assert_eq!(revoked(&lists[0].keys[0]), Some(vec![vec![0x12, 0x34]]));
    let by_country: BTreeMap<_, _> = lists[1]
        .keys
        .iter()
        .map(|key| (key.country.clone().expect("a state"), revoked(key).is_some()))
        .collect();
    assert_eq!(by_country, BTreeMap::from([("XA".into(), true), ("XB".into(), false)]));
    let mut tampered = String::from_utf8(CSCA_CRL.to_vec()).expect("PEM");
    let middle = tampered.len() / 2;
    let other = if tampered.as_bytes()[middle] == b'A' { "B" } else { "A" };
    tampered.replace_range(middle..=middle, other);
    assert!(crl::attach(tampered.as_bytes(), &mut lists).is_err());
}

#[test]
fn a_master_list_holds_with_its_signer_or_who_issued_it() {
    let read = |list: &[u8], signer: &[u8]| signed(list, &ListSigner::read(signer).expect("a signer"));
    for signer in [MASTER_LIST_AUTHORITY, MASTER_LIST_SIGNER] {
        let list = read(MASTER_LIST, signer).expect("holds");
        assert_eq!((list.kind, list.proof, list.keys.len()), (ListKind::IcaoMasterList, Proof::Verified, 2));
        assert!(list.keys.iter().all(|key| key.role == Role::Authority && key.subject.is_some()));
    }
    assert_eq!(unsigned(MASTER_LIST).expect("reads").proof, Proof::SignerNotKnown);
    // Of the same authority, but not for master lists.
    let refused = read(MASTER_LIST_OTHER_SIGNER, MASTER_LIST_AUTHORITY);
    assert_eq!(refused.unwrap_err(), code::LIST_SIGNATURE);
    assert_eq!(read(MASTER_LIST, CSCA).unwrap_err(), code::LIST_SIGNATURE);
}

#[test]
fn a_changed_master_list_is_refused() {
    let signer = ListSigner::read(MASTER_LIST_AUTHORITY).expect("a signer");
    let whole = signed(MASTER_LIST, &signer).expect("holds").keys;
    let keys = |keys: &[TrustedKey]| -> Vec<_> {
        keys.iter()
            .map(|key| (key.kid.clone(), key.key.clone(), key.subject.clone(), key.not_after))
            .collect()
    };
    for place in 0..MASTER_LIST.len() {
        let mut changed = MASTER_LIST.to_vec();
        changed[place] ^= 1 << (place % 8);
        if let Ok(list) = signed(&changed, &signer) {
            assert_eq!(keys(&list.keys), keys(&whole), "{place}: only what is not signed may change");
        }
        assert!(signed(&MASTER_LIST[..place], &signer).is_err(), "{place}");
    }
}

#[test]
fn pathchecks_registry_gives_its_authorities() {
    let pem = String::from_utf8(CSCA.to_vec()).expect("PEM");
    let list = unsigned(CSCA).expect("a certificate");
    let ski = {
        use base64ct::{Base64, Encoding};
        Base64::encode_string(&list.keys[0].kid)
    };
    let registry = |id: &str, status: &str| {
        let entry = json!({"displayName": {"en": "XA"}, "status": status, "didDocument": pem});
        let registry = json!({"ICAO": {id: entry}, "EUDCC": {"x": {"didDocument": "y"}}});
        let list = unsigned(registry.to_string().as_bytes()).expect("a registry");
        (list.keys.len(), list.left_out.len())
    };
    assert_eq!(registry(&format!("XA#{ski}"), "current"), (1, 0));
    assert_eq!(registry(&format!("XA#{ski}"), "revoked"), (0, 1));
    assert_eq!(registry(&format!("XB#{ski}"), "current"), (0, 1));
    assert_eq!(registry("XA#AAAA", "current"), (0, 1));
}

#[test]
fn certificates_and_keys_are_lists_of_themselves() {
    let issuer = Issuer::sweden();
    let two = format!("{}{}", issuer.certificate().to_pem(), Issuer::china().certificate().to_pem());
    assert_eq!(unsigned(two.as_bytes()).expect("two certificates").keys.len(), 2);
    let [key] = &unsigned(issuer.certificate().der()).expect("a certificate").keys[..] else { panic!("one") };
    assert_eq!((&key.kid, key.role), (&issuer.kid(), Role::Signer));
    let mut jwk = serde_json::to_value(issuer.signer().public_key().to_jwk()).expect("JSON");
    assert_eq!(
        unsigned(jwk.to_string().as_bytes()).unwrap_err(),
        code::KEY,
        "on a list a key needs an identifier"
    );
    jwk["kid"] = json!("AAECAwQFBgc=");
    let [key] = &unsigned(jwk.to_string().as_bytes()).expect("a key").keys[..] else { panic!("one") };
    assert_eq!(key.kid, [0, 1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn what_is_no_list_is_refused() {
    for nothing in [
        "",
        "{}",
        "[{}]",
        "{\"keys\":5}",
        "hello",
        "hello\nworld",
        "-----BEGIN CERTIFICATE-----",
        "\u{feff}{}",
    ] {
        assert!(unsigned(nothing.as_bytes()).is_err(), "{nothing}");
    }
    assert_eq!(unsigned(&vec![b' '; lists::MAX_LIST + 1]).unwrap_err(), code::TOO_LARGE);
}
