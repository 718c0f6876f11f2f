//! Lists as published here: manifests, deltas, and everything that must be refused by name.

use super::*;
use crate::revocation::build::{Host, delta, filter};
use crate::revocation::manifest::{CONTENT_TYPE, FileName};
use crate::signed_file::{self, Kind};
use healthpass_crypto::sign::Es256Signer;
use std::collections::BTreeMap;

struct Desk {
    signer: Es256Signer,
    root: RootPin,
    files: BTreeMap<String, Vec<u8>>,
}

fn desk() -> Desk {
    let signer = Es256Signer::from_scalar(&[9; 32]).unwrap();
    let root = sha256(signer.public_key().spki_der());
    Desk { signer, root, files: BTreeMap::new() }
}

const T: i64 = 1_790_000_000;
const MONTH: u32 = 2027 * 12;

impl Desk {
    fn sign(&self, manifest: &Manifest) -> Vec<u8> {
        let spki = self.signer.public_key().spki_der().to_vec();
        manifest.write(&spki, |bytes| Ok::<_, ()>(self.signer.sign(bytes).to_vec())).unwrap()
    }

    fn set(&mut self, files: Vec<Vec<u8>>, revoked: usize) -> Set {
        let names: Vec<FileName> = files.iter().map(|bytes| FileName::of(bytes)).collect();
        self.files.extend(names.iter().map(|name| file_name(&name.digest)).zip(files));
        Set {
            kid: vec![1; 8],
            key: None,
            month: Some(MONTH),
            kind: HashKind::Uci,
            known: 1000,
            revoked: revoked as u64,
            files: names,
        }
    }

    fn base(&mut self, sequence: u64) -> Manifest {
        let issued: Vec<Id> = (0..1000).map(|n| id_of(&n.to_string())).collect();
        let built = filter(&issued, &issued[..10], Host::QUIET).unwrap();
        let sets = vec![self.set(built.files, 10)];
        manifest(sequence, T, None, sets)
    }

    fn delta(&mut self, sequence: u64, extends: &Manifest) -> Manifest {
        let issued: Vec<Id> = (0..1100).map(|n| id_of(&n.to_string())).collect();
        let built = delta(&issued, &issued[1000..1003], &[], Host::QUIET).unwrap();
        let sets = vec![self.set(vec![built.file], 3)];
        manifest(sequence, T + 1000, Some((extends.sequence, extends.digest)), sets)
    }

    fn read(&self, manifest: &Manifest) -> Manifest {
        Manifest::open(&self.sign(manifest), &self.root).unwrap()
    }

    fn load(
        &self,
        store: &mut RevocationStore,
        manifest: &Manifest,
    ) -> Result<RevocationSummary, &'static str> {
        let loaded = store.load_manifest(&self.sign(manifest), &self.root, NOW, None);
        loaded.map_err(|error| error.code)
    }

    fn add_all(&self, store: &mut RevocationStore) {
        for bytes in self.files.values() {
            // Files of lists that are not loaded are unknown; the rest must do.
            let _ = store.add_file(bytes);
        }
    }
}

fn manifest(sequence: u64, covers: i64, extends: Option<(u64, [u8; 32])>, sets: Vec<Set>) -> Manifest {
    Manifest {
        name: "XA health".into(),
        country: Some("XA".into()),
        sequence,
        created_at: UnixTime(covers),
        expires_at: UnixTime(1_801_000_000),
        covers: UnixTime(covers),
        extends,
        sets,
        digest: [0; 32],
    }
}

fn certificate(identifier: &str) -> Identity {
    Identity { month: Some(MONTH), ..identity(identifier) }
}

#[test]
fn a_list_answers_for_what_its_issuer_knew_and_nothing_else() {
    let (mut desk, mut store) = (desk(), RevocationStore::new());
    let base = desk.base(1);
    let summary = desk.load(&mut store, &base).unwrap();
    assert_eq!((summary.sequence, summary.entries, summary.missing_files.len()), (Some(1), 10, 1));
    assert_eq!(found(&store, &certificate("3")), Finding::NotLoaded(summary.missing_files[0].clone()));
    desk.add_all(&mut store);
    assert!(store.summary(NOW)[0].missing_files.is_empty());
    for n in 0..1000 {
        let found = found(&store, &certificate(&n.to_string()));
        assert_eq!(revoked(&found), n < 10, "{n}");
        assert_eq!(matches!(found, Finding::Clear(_)), n >= 10, "{n}");
    }
    let covered = |change: fn(&mut Identity)| {
        let mut certificate = certificate("3");
        change(&mut certificate);
        found(&store, &certificate) != Finding::NotCovered
    };
    assert!(covered(|_| ()));
    assert!(!covered(|it| it.issued_at = Some(UnixTime(T))), "issued at its date");
    assert!(!covered(|it| it.issued_at = None));
    assert!(!covered(|it| it.month = Some(MONTH + 1)), "another month");
    assert!(!covered(|it| it.kid = vec![2; 8]), "another key");
    assert!(!covered(|it| it.identifiers.clear()), "nothing to know it by");
    let other = SignedBy { state: Some("XB"), ..SignedBy::default() };
    assert_eq!(store.look_up(&certificate("3"), other, NOW), Finding::NotCovered, "another state's key");
    let several = Identity { identifiers: vec!["500".into(), "4".into()], ..certificate("") };
    assert!(revoked(&found(&store, &several)), "one of its records");
    let old = |text| store.look_up(&certificate(text), SignedBy::default(), UnixTime(1_802_000_000));
    assert!(matches!(old("500"), Finding::Old(_)) && revoked(&old("5")));
}

#[test]
fn a_list_may_be_bound_to_one_key_of_an_identifier() {
    let (mut desk, mut store) = (desk(), RevocationStore::new());
    let mut base = desk.base(1);
    base.sets[0].key = Some([3; 32]);
    desk.load(&mut store, &base).unwrap();
    desk.add_all(&mut store);
    let by = |key| {
        let signed_by = SignedBy { state: Some("XA"), fingerprint: Some(key) };
        store.look_up(&certificate("3"), signed_by, NOW)
    };
    assert!(revoked(&by([3; 32])));
    assert_eq!(by([4; 32]), Finding::NotCovered);
}

#[test]
fn deltas_go_on_from_what_they_extend() {
    let (mut desk, mut store) = (desk(), RevocationStore::new());
    let base = desk.base(1);
    let base = desk.read(&base);
    let next = desk.delta(2, &base);
    assert_eq!(desk.load(&mut store, &next), Err(code::GAP), "without what it extends");
    desk.load(&mut store, &base).unwrap();
    let stranger = manifest(2, T + 1, Some((1, [8; 32])), Vec::new());
    assert_eq!(desk.load(&mut store, &stranger), Err(code::GAP), "of the same number, but another");
    let summary = desk.load(&mut store, &next).unwrap();
    assert_eq!((summary.sequence, summary.base_sequence, summary.entries), (Some(2), Some(1), 13));
    let added = Identity { issued_at: Some(UnixTime(T + 1)), ..certificate("1001") };
    assert!(matches!(found(&store, &added), Finding::NotLoaded(_)));
    desk.add_all(&mut store);
    assert!(revoked(&found(&store, &added)));
    let kept = Identity { identifiers: vec!["1050".into()], ..added.clone() };
    let Finding::Clear(origin) = found(&store, &kept) else { panic!("{kept:?}") };
    assert_eq!(origin.at, UnixTime(T + 1000), "as of the delta");
    assert!(revoked(&found(&store, &certificate("3"))), "the base still counts");
    let later = Identity { issued_at: Some(UnixTime(T + 1000)), ..added };
    assert_eq!(found(&store, &later), Finding::NotCovered);
    let next = desk.read(&next);
    let far = manifest(4, T + 3000, Some((3, [0; 32])), Vec::new());
    assert_eq!(desk.load(&mut store, &far), Err(code::GAP));
    assert!(desk.load(&mut store, &next).is_ok(), "once more is nothing new");
    let back = desk.delta(2, &base);
    assert!(desk.load(&mut store, &Manifest { expires_at: UnixTime(5), ..back }).is_err());
}

#[test]
fn an_older_list_is_refused_by_name() {
    let (mut desk, mut store) = (desk(), RevocationStore::new());
    let first = desk.base(1);
    let third = desk.base(3);
    desk.load(&mut store, &third).unwrap();
    assert_eq!(desk.load(&mut store, &first), Err(code::ROLLBACK), "than the one at hand");
    let mut empty = RevocationStore::new();
    let refused = empty.load_manifest(&desk.sign(&first), &desk.root, NOW, Some(2)).unwrap_err();
    assert_eq!(refused.code, code::ROLLBACK, "than the one remembered");
    assert!(empty.load_manifest(&desk.sign(&third), &desk.root, NOW, Some(3)).is_ok());
    // The newer list keeps the files both name.
    desk.add_all(&mut store);
    let fourth = Manifest { sequence: 4, ..third };
    let summary = desk.load(&mut store, &fourth).unwrap();
    assert!(summary.missing_files.is_empty());
    assert_eq!(store.summary(NOW).len(), 1);
}

#[test]
fn every_changed_bit_is_refused() {
    let mut desk = desk();
    let base = desk.base(1);
    let signed = desk.sign(&base);
    let mut store = RevocationStore::new();
    for bit in 0..signed.len() * 8 {
        let mut changed = signed.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(store.load_manifest(&changed, &desk.root, NOW, None).is_err(), "bit {bit}");
    }
    for length in 0..signed.len() {
        assert!(store.load_manifest(&signed[..length], &desk.root, NOW, None).is_err(), "{length}");
    }
    assert!(store.is_empty());
    desk.load(&mut store, &base).unwrap();
    let file = desk.files.values().next().unwrap();
    for bit in 0..file.len() * 8 {
        let mut changed = file.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(store.add_file(&changed).unwrap_err().code, code::FILE_UNKNOWN, "bit {bit}");
    }
    assert_eq!(store.add_file(&file[..file.len() - 1]).unwrap_err().code, code::FILE_UNKNOWN);
}

#[test]
fn wrong_roots_kinds_versions_and_shapes_have_codes_of_their_own() {
    let mut desk = desk();
    let base = desk.base(1);
    let signed = desk.sign(&base);
    let refused = |bytes: &[u8], root: &RootPin| Manifest::open(bytes, root).unwrap_err().code;
    assert_eq!(refused(&signed, &[0; 32]), code::NOT_FROM_ROOT);
    assert_eq!(refused(&vec![0; 5 << 20], &desk.root), code::TOO_LARGE);
    let spki = desk.signer.public_key().spki_der().to_vec();
    let written = |payload: &[u8], kind: Kind| {
        signed_file::write(payload.to_vec(), kind, &spki, |bytes| {
            Ok::<_, ()>(desk.signer.sign(bytes).to_vec())
        })
        .unwrap()
    };
    let own = Kind::Typed(CONTENT_TYPE);
    assert_eq!(refused(&written(&[0xa1, 1, 2], own), &desk.root), code::VERSION);
    assert_eq!(refused(&written(&[0xa1, 1, 1], own), &desk.root), code::MANIFEST_SHAPE);
    assert_eq!(
        refused(&written(&[0x9b, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], own), &desk.root),
        code::MANIFEST_SHAPE
    );
    assert_eq!(refused(&written(&[0xa1, 1, 1], Kind::Typed("application/x")), &desk.root), code::OTHER_KIND);
    let mut store = RevocationStore::new();
    let mut wrong = desk.base(1);
    // A file whose form is another's, though the manifest names its content.
    wrong.sets[0].files = vec![FileName::of(b"HPRX")];
    desk.load(&mut store, &wrong).unwrap();
    assert_eq!(store.add_file(b"HPRX").unwrap_err().code, code::FILE_SHAPE);
}

#[test]
fn a_list_written_is_read_back() {
    let mut desk = desk();
    let base = desk.base(7);
    let read = desk.read(&base);
    assert_eq!(Manifest { digest: [0; 32], ..read }, base);
}

/// What is written follows the published grammar.
#[test]
fn manifests_follow_their_grammar() {
    use crate::cbor::Value;
    let whole = include_str!("../../../revocation.cddl");
    // The validator knows no tags.
    let (_, grammar) = whole.split_once("])\n").unwrap();
    let mut desk = desk();
    let base = desk.base(7);
    let base = desk.read(&base);
    for manifest in [desk.delta(8, &base), base] {
        let Value::Tag(_, message) = Value::read(&desk.sign(&manifest)).unwrap() else { panic!("no tag") };
        let payload = message.as_array().unwrap()[2].as_bytes().unwrap();
        cddl_cat::cbor::validate_cbor_bytes("revocation-list", grammar, payload).unwrap();
    }
}
