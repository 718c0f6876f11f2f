//! Lists of withdrawn certificates: any manifest under a signature that holds, any file that a manifest names, and
//! other issuers' lists of every kind, over certificates that hold.
//!
//! The first byte says which (see [`fuzz_target`]). A TEST ONLY root signs here, because no mutation would.
#![cfg_attr(not(test), no_main)]

use base64ct::{Base64, Encoding};
use healthpass_cert::cbor::Value;
use healthpass_cert::cbor_write::write;
use healthpass_cert::decoded::Decoded;
use healthpass_cert::revocation::manifest::{CONTENT_TYPE, FileName};
use healthpass_cert::revocation::{
    CODES, Finding, HashKind, Identity, Manifest, RevocationError, RevocationStore, Set, SignedBy, Source,
    code,
};
use healthpass_cert::time::UnixTime;
use healthpass_crypto::hash::sha256;
use healthpass_crypto::sign::Es256Signer;
use libfuzzer_sys::fuzz_target;
use serde_json::json;
use std::sync::LazyLock;

const NOW: UnixTime = UnixTime(1_796_112_000);
const WEEK: i64 = 7 * 86_400;

static ROOT: LazyLock<Es256Signer> =
    LazyLock::new(|| Es256Signer::from_scalar(&[0x55; 32]).expect("in range"));

static PIN: LazyLock<[u8; 32]> = LazyLock::new(|| sha256(ROOT.public_key().spki_der()));

/// A list of nothing, which a delta extends.
static BASE: LazyLock<Vec<u8>> = LazyLock::new(|| written(&manifest(1, None, None)));

/// The states of the certificates below, and what lists know these by.
static KNOWN: LazyLock<Vec<(&str, Identity)>> = LazyLock::new(|| {
    let vectors = [
        ("CN", include_str!("../../vectors/ithc-full.json")),
        ("SE", include_str!("../../vectors/dcc-vaccination.json")),
        ("US", include_str!("../../vectors/shc-vaccination.json")),
    ];
    vectors.map(|(state, vector)| (state, identity(vector))).into()
});

fn identity(vector: &str) -> Identity {
    let vector: serde_json::Value = serde_json::from_str(vector).expect("a vector");
    Identity::of(&Decoded::read(vector["text"].as_str().expect("text")).expect("a certificate"))
}

fuzz_target!(|bytes: &[u8]| {
    let Some((&which, given)) = bytes.split_first() else { return };
    match which {
        0 => manifests(given),
        1 | 2 => file(given, which == 2),
        3 | 4 => slice(given, which == 4),
        _ => foreign(given),
    }
});

/// One manifest, or two where the first two bytes say how long the first is.
fn manifests(given: &[u8]) {
    let Some((length, both)) = given.split_first_chunk::<2>() else { return };
    let (first, second) =
        both.split_at_checked(usize::from(u16::from_le_bytes(*length))).unwrap_or((both, &[]));
    let mut store = RevocationStore::new();
    let pin = *PIN;
    for payload in [first, second] {
        let bytes = signed(payload, CONTENT_TYPE);
        for (bytes, root) in [(payload, &pin), (&bytes[..], &[0; 32])] {
            named(&store.load_manifest(bytes, root, NOW, None).expect_err("nobody's"));
        }
        match store.load_manifest(&bytes, &pin, NOW, None) {
            Ok(summary) => {
                again(&bytes);
                let other = signed(payload, "application/vnd.healthpass.rules+json");
                let other = store.load_manifest(&other, &pin, NOW, None).expect_err("of another kind");
                assert_eq!(other.code, code::OTHER_KIND);
                let newest = summary.sequence.map(|sequence| sequence + 1);
                let older = store.load_manifest(&bytes, &pin, NOW, newest).expect_err("an earlier one");
                assert_eq!(older.code, code::ROLLBACK);
            }
            Err(error) => named(&error),
        }
    }
    ask(&store);
}

/// What is read is written and read again.
fn again(bytes: &[u8]) {
    let pin = *PIN;
    let manifest = Manifest::open(bytes, &pin).expect("opened before");
    let read = Manifest::open(&written(&manifest), &pin).expect("what we write we read");
    assert_eq!(Manifest { digest: manifest.digest, ..read }, manifest);
}

/// A filter or a delta, named by a manifest about every certificate at hand.
fn file(given: &[u8], is_delta: bool) {
    let mut store = RevocationStore::new();
    let extends = is_delta.then(|| (1, load(&mut store, &BASE)));
    load(&mut store, &written(&manifest(2, extends, Some(given))));
    assert_eq!(store.summary(NOW)[0].missing_files.len(), KNOWN.len());
    for (state, identity) in KNOWN.iter() {
        assert!(matches!(look_up(&store, state, identity), Finding::NotLoaded(_)));
    }
    assert_eq!(store.add_file(&[given, &[0]].concat()).expect_err("another").code, code::FILE_UNKNOWN);
    match store.add_file(given) {
        Ok(()) => {
            assert!(store.summary(NOW)[0].missing_files.is_empty());
            for (state, identity) in KNOWN.iter() {
                assert!(matches!(look_up(&store, state, identity), Finding::Revoked(_) | Finding::Clear(_)));
            }
        }
        Err(error) => named(&error),
    }
    ask(&store);
}

fn manifest(sequence: u64, extends: Option<(u64, [u8; 32])>, file: Option<&[u8]>) -> Manifest {
    let set = |identity: &Identity, file: &[u8]| Set {
        kid: identity.kid.clone(),
        key: None,
        month: None,
        kind: HashKind::Signature,
        known: 1,
        revoked: 1,
        files: vec![FileName::of(file)],
    };
    Manifest {
        name: "List".into(),
        country: None,
        sequence,
        created_at: NOW,
        expires_at: UnixTime(NOW.0 + WEEK),
        covers: NOW,
        extends,
        sets: file
            .map(|file| KNOWN.iter().map(|(_, identity)| set(identity, file)).collect())
            .unwrap_or_default(),
        digest: [0; 32],
    }
}

fn written(manifest: &Manifest) -> Vec<u8> {
    let sign = |message: &[u8]| Ok::<_, ()>(ROOT.sign(message).to_vec());
    manifest.write(ROOT.public_key().spki_der(), sign).expect("signed")
}

/// Loads it and gives its digest.
fn load(store: &mut RevocationStore, bytes: &[u8]) -> [u8; 32] {
    store.load_manifest(bytes, &PIN, NOW, None).expect("our own");
    store.manifests().last().expect("loaded").digest
}

/// A slice of the EU's, named for Sweden's certificate: whatever is in it, nobody is withdrawn by it for certain.
fn slice(given: &[u8], is_bloom: bool) {
    let (_, identity) = &KNOWN[1];
    let form = if is_bloom { "BLOOMFILTER" } else { "VARHASHLIST" };
    let name: String = sha256(given).iter().map(|byte| format!("{byte:02x}")).collect();
    let chunk = json!({"2027-12-01T00:00:00Z": {"type": form, "version": "1.0", "hash": name}});
    let chunks: serde_json::Map<_, _> =
        "0123456789abcdef".chars().map(|digit| (digit.to_string(), chunk.clone())).collect();
    let kid = Base64::encode_string(&identity.kid);
    let list = json!([{"kid": kid, "x": null, "y": null, "chunks": chunks}]);
    let mut store = RevocationStore::new();
    store.load_foreign(list.to_string().as_bytes(), &source("SE"), NOW).expect("a partition");
    if let Err(error) = store.add_file(given) {
        named(&error);
    }
    for (state, identity) in KNOWN.iter() {
        let finding = look_up(&store, state, identity);
        assert!(!matches!(finding, Finding::Revoked(_)), "possibly, if at all");
        assert!(*state == "SE" || finding == Finding::NotCovered, "of another state");
    }
    ask(&store);
}

/// Lists or parts of one, one after the other, with a zero byte between them.
fn foreign(given: &[u8]) {
    for (state, issuer) in [("SE", "SE"), ("US", KNOWN[2].1.issuer.as_deref().unwrap_or("US"))] {
        let mut store = RevocationStore::new();
        for list in given.split(|byte| *byte == 0) {
            for error in [store.load_foreign(list, &source(issuer), NOW).err(), store.add_file(list).err()] {
                error.iter().for_each(named);
            }
        }
        for (other, identity) in KNOWN.iter().filter(|(other, _)| *other != state) {
            assert_eq!(look_up(&store, other, identity), Finding::NotCovered, "of another issuer");
        }
        ask(&store);
    }
}

fn source(speaks_for: &str) -> Source {
    Source { name: "List".into(), speaks_for: speaks_for.into(), at: NOW, whole: true }
}

fn look_up(store: &RevocationStore, state: &str, identity: &Identity) -> Finding {
    store.look_up(identity, SignedBy { state: Some(state), fingerprint: None }, NOW)
}

/// Every question there is has an answer; summaries are JSON.
fn ask(store: &RevocationStore) {
    serde_json::to_string(&store.summary(NOW)).expect("summaries are JSON");
    for (state, identity) in KNOWN.iter() {
        for now in [UnixTime(i64::MIN), NOW, UnixTime(i64::MAX)] {
            store.look_up(identity, SignedBy { state: Some(state), fingerprint: Some([1; 32]) }, now);
            store.summary(now);
        }
        let id_of = |_: &Manifest, set: &Set| identity.ids(set.kind).first().copied();
        for answer in store.each_set(&id_of) {
            answer.named.err().iter().for_each(named);
        }
    }
    assert!(!store.is_empty() || store.look_up(&KNOWN[0].1, SignedBy::default(), NOW) == Finding::NotCovered);
}

fn named(error: &RevocationError) {
    assert!(CODES.contains(&error.code), "{error}");
}

fn signed(payload: &[u8], content_type: &str) -> Vec<u8> {
    let bytes = |content: &[u8]| Value::Bytes(content.to_vec());
    let protected = write(&Value::Map(vec![
        (Value::Integer(1), Value::Integer(-7)),
        (Value::Integer(3), Value::Text(content_type.into())),
    ]));
    let context = Value::Text("Signature1".into());
    let to_be_signed = write(&Value::Array(vec![context, bytes(&protected), bytes(&[]), bytes(payload)]));
    let signature = ROOT.sign(&to_be_signed);
    let header = Value::Map(vec![(Value::Text("spki".into()), bytes(ROOT.public_key().spki_der()))]);
    let parts = vec![bytes(&protected), header, bytes(payload), bytes(&signature)];
    write(&Value::Tag(18, Box::new(Value::Array(parts))))
}
