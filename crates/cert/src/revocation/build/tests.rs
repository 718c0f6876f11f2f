use super::*;
use crate::revocation::filter::Filter;
use crate::revocation::hash::{file_of, further, hash};
use crate::revocation::rice::{Delta, truncated};
use proptest::prelude::*;
use std::collections::BTreeSet;

const QUIET: Host<'static> = Host::QUIET;

fn id(number: u64) -> Id {
    (u128::from(further(number, 7)) << 64 | u128::from(further(number, 11))).to_le_bytes()
}

/// Identifiers nobody hashed, which differ in few bits.
fn plain(number: u64) -> Id {
    u128::from(number).to_be_bytes()
}

struct Asked(Vec<Filter>);

impl Asked {
    fn of(built: &BuiltFilter) -> Self {
        Self(built.files.iter().map(|bytes| Filter::read(bytes.clone()).unwrap()).collect())
    }

    fn contains(&self, id: &Id) -> bool {
        self.0[file_of(hash(id, 0), self.0.len())].contains(id)
    }
}

/// log2 of the number of ways to choose `revoked` of `issued`.
fn information(issued: usize, revoked: usize) -> f64 {
    (0..revoked).map(|index| ((issued - index) as f64 / (revoked - index) as f64).log2()).sum()
}

/// One in a hundred of the size this is made for; `examples/revocation-scale.rs` runs the whole.
#[test]
fn half_a_million_issued_and_five_thousand_withdrawn() {
    let issued: Vec<Id> = (0..500_000).map(id).collect();
    let revoked: Vec<Id> = issued.iter().step_by(100).copied().collect();
    let built = filter(&issued, &revoked, QUIET).unwrap();
    let asked = Asked::of(&built);
    for (at, id) in issued.iter().enumerate() {
        assert_eq!(asked.contains(id), at % 100 == 0, "{at}");
    }
    let size = built.files.iter().map(Vec::len).sum::<usize>() as f64 * 8.0;
    let bound = information(issued.len(), revoked.len());
    assert!(size < bound * 1.12, "{size} bits, bound {bound}");

    let since: Vec<Id> = issued.iter().skip(1).step_by(50).copied().collect();
    assert_eq!(since.len(), 10_000);
    let built = delta(&issued, &since, &[], QUIET).unwrap();
    assert!(built.file.len() < 45_000, "{} bytes", built.file.len());
    let read = Delta::read(&built.file).unwrap();
    for (at, id) in issued.iter().enumerate() {
        assert_eq!(read.contains(id), at % 50 == 1, "{at}");
    }
}

#[test]
fn one_file_is_many_when_there_is_much() {
    let issued: Vec<Id> = (0..400_000).map(id).collect();
    let revoked: Vec<Id> = issued.iter().step_by(4).copied().collect();
    let built = filter(&issued, &revoked, QUIET).unwrap();
    assert!(built.files.len() > 1);
    let asked = Asked::of(&built);
    assert!(issued.iter().enumerate().all(|(at, id)| asked.contains(id) == (at % 4 == 0)));
}

#[test]
fn what_was_withdrawn_without_a_record_of_issue_is_withdrawn() {
    let issued: Vec<Id> = (0..100).map(id).collect();
    let built = filter(&issued, &[id(5), id(1000)], QUIET).unwrap();
    assert_eq!((built.revoked, built.not_issued, built.known), (2, 1, 101));
    let asked = Asked::of(&built);
    assert!(asked.contains(&id(5)) && asked.contains(&id(1000)) && !asked.contains(&id(6)));
}

#[test]
fn nothing_and_everything() {
    let issued: Vec<Id> = (0..300).map(id).collect();
    for (issued, revoked) in
        [(&[][..], &[][..]), (&issued, &[]), (&issued, &issued), (&issued[..1], &issued[..1])]
    {
        let asked = Asked::of(&filter(issued, revoked, QUIET).unwrap());
        assert!(issued.iter().all(|id| asked.contains(id) == revoked.contains(id)));
        let read = Delta::read(&delta(issued, revoked, &[], QUIET).unwrap().file).unwrap();
        assert!(issued.iter().all(|id| read.contains(id) == revoked.contains(id)));
    }
}

#[test]
fn bits_are_the_best_for_their_ratio() {
    assert_eq!(bits_of(50_000_000, 500_000), 6);
    assert_eq!(bits_of(1000, 1000), 0);
    assert_eq!(bits_of(1_000_000, 1), 19);
    assert_ne!(bits_of(10, 0), 0, "or level 2 would hold all of them");
}

#[test]
fn a_damaged_file_is_refused_or_answers_without_panic() {
    let issued: Vec<Id> = (0..4000).map(id).collect();
    let revoked = &issued[..40];
    let bytes = filter(&issued, revoked, QUIET).unwrap().files.remove(0);
    let coded = delta(&issued, revoked, &[], QUIET).unwrap().file;
    for length in 0..bytes.len() {
        assert!(Filter::read(bytes[..length].to_vec()).is_err(), "{length}");
    }
    for length in 0..coded.len() {
        assert!(Delta::read(&coded[..length]).is_err(), "{length}");
    }
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        if let Ok(filter) = Filter::read(changed) {
            let _ = issued.iter().take(3).filter(|id| filter.contains(id)).count();
        }
    }
    for bit in 0..coded.len() * 8 {
        let mut changed = coded.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        if let Ok(delta) = Delta::read(&changed) {
            let _ = issued.iter().take(3).filter(|id| delta.contains(id)).count();
        }
    }
}

#[test]
fn a_claimed_size_is_not_believed() {
    let mut many = b"HPRD\x01\x40\x00\0\0\0\0\xff\xff\xff\xff".to_vec();
    many.push(0);
    assert!(Delta::read(&many).is_err());
    let mut wide = b"HPRF\x01\x20\x01\x00".to_vec();
    wide.extend_from_slice(&[0xff; 10]);
    assert!(Filter::read(wide).is_err());
    let mut blocks = b"HPRF\x01\x20\xff\xff".to_vec();
    blocks.extend_from_slice(&[0; 64]);
    assert!(Filter::read(blocks).is_err());
}

proptest! {
    #[test]
    fn no_wrong_answer_over_what_was_known(
        issued in prop::collection::btree_set(any::<u64>(), 0..2500),
        share in 0_u64..101,
        hashed in any::<bool>(),
    ) {
        let make = if hashed { id } else { plain };
        let is_revoked = |number: &u64| further(*number, 3) % 100 < share;
        let revoked: Vec<Id> = issued.iter().filter(|number| is_revoked(number)).map(|n| make(*n)).collect();
        let all: Vec<Id> = issued.iter().map(|number| make(*number)).collect();
        let asked = Asked::of(&filter(&all, &revoked, QUIET).unwrap());
        let read = Delta::read(&delta(&all, &revoked, &[], QUIET).unwrap().file).unwrap();
        for number in &issued {
            prop_assert_eq!(asked.contains(&make(*number)), is_revoked(number));
            prop_assert_eq!(read.contains(&make(*number)), is_revoked(number));
        }
    }

    #[test]
    fn any_bytes_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..200), delta in any::<bool>()) {
        let magic: &[u8] = if delta { b"HPRD\x01" } else { b"HPRF\x01" };
        let bytes = [magic, &bytes].concat();
        if let Ok(read) = Delta::read(&bytes) {
            let _ = read.contains(&id(1));
        }
        if let Ok(read) = Filter::read(bytes) {
            let _ = read.contains(&id(1));
        }
    }

    #[test]
    fn truncated_hashes_are_below_their_width(number in any::<u64>(), salt in any::<u32>(), width in 1_u8..=64) {
        let hash = truncated(&id(number), salt, width);
        prop_assert!(width == 64 || hash < 1 << width);
        let different: BTreeSet<u64> = (0..8).map(|salt| truncated(&id(number), salt, 64)).collect();
        prop_assert_eq!(different.len(), 8);
    }
}
