//! The data groups beside the list of their hashes, and the zone in the first of them.

use super::{Findings, code, offset};
use crate::lds::dg1;
use crate::lds::sod::SecurityObject;
use crate::mrz::{self, Mrz, MrzError};
use crate::reason::Reason;
use time::OffsetDateTime;

/// The number of the group that holds the zone.
const ZONE: u8 = 1;

/// Compares every group given; the numbers of those that are as listed.
pub(super) fn check(object: &SecurityObject, given: &[(u8, &[u8])], findings: &mut Findings) -> Vec<u8> {
    let mut held = Vec::new();
    let has_zone = object.hash_of(ZONE).is_some() && given.iter().any(|(number, _)| *number == ZONE);
    if !has_zone {
        findings.wrong.push(Reason::new(code::GROUP_MISSING).at(name(ZONE)));
    }
    for (number, file) in given {
        match object.hash_of(*number) {
            None => findings.wrong.push(Reason::new(code::GROUP_UNLISTED).at(name(*number))),
            Some(hash) if object.hash.digest(file) != hash => {
                findings.wrong.push(Reason::new(code::GROUP_CHANGED).at(name(*number)));
            }
            Some(_) => held.push(*number),
        }
    }
    if object.hash.is_broken() {
        findings.weak.push(Reason::new(code::WEAK_HASH).found(object.hash.name()).at("groups"));
    }
    held
}

/// The zone of DG1. A wrong check digit or character in it is wrong, as is a zone of no known layout; a date
/// that is none is only remarkable: states have issued those.
pub(super) fn zone(given: &[(u8, &[u8])], at: i64, findings: &mut Findings) -> Option<Mrz> {
    let (_, file) = given.iter().find(|(number, _)| *number == ZONE)?;
    let lines = match dg1::lines(file) {
        Ok(lines) => lines,
        Err(error) => {
            findings.wrong.push(Reason::new(code::GROUP_DAMAGED).found(offset(error.0)).at(name(ZONE)));
            return None;
        }
    };
    let today = OffsetDateTime::from_unix_timestamp(at).unwrap_or(OffsetDateTime::UNIX_EPOCH).date();
    match mrz::parse(&lines, today) {
        Ok(zone) => {
            for problem in &zone.problems {
                match problem {
                    MrzError::CheckDigit { .. } | MrzError::Character { .. } => {
                        findings.wrong.push(problem.reason());
                    }
                    _ => findings.weak.push(problem.reason().coded(code::DEVIATION_ZONE)),
                }
            }
            Some(zone)
        }
        Err(error) => {
            findings.wrong.push(error.reason());
            None
        }
    }
}

/// The name of a data group.
fn name(number: u8) -> String {
    format!("DG{number}")
}
