//! Scores of cells to lines: each field by the characters it may hold, then the check digits.
//!
//! A character is replaced only under one rule. It was doubtful in the picture (another character
//! came close), the replacement makes the check digit of its field and the composite one hold, no
//! other replacement does, and it is the only one in its field. Every replacement is told in
//! [`Reading::repairs`]; without one the reading stays as seen and [`Reading::checks_hold`] is false.

use crate::classify::{ALPHABET, CLASSES, SCORES_PER_NAT, Scores};
use healthpass_passport::mrz::check_digit;

/// A character is doubtful if another one is at most this much less likely: 2 nats, 1 to 7.
const DOUBTFUL: i32 = 2 * SCORES_PER_NAT;
/// A letter that looks like a digit stays doubtful further: states put few letters into numbers.
const DOUBTFUL_ALIKE: i32 = 10 * SCORES_PER_NAT;
/// Where letter and digit may stand, a zero is so much likelier than an O, which most states avoid.
const ZERO_FIRST: i32 = 6 * SCORES_PER_NAT;
/// A field's kind overrules the picture up to here, and beyond only for characters that look alike.
const OVERRULED: i32 = 4 * SCORES_PER_NAT;
/// A cell is clear if no other character comes closer than this.
const CLEAR: i32 = SCORES_PER_NAT;
/// Fewer clear cells than this in a hundred are no reading.
pub(crate) const LEAST_CLEAR: usize = 80;
/// Most fields in which one character each is replaced.
const MOST_FIELDS: usize = 2;
/// Characters that readers take for each other (ICAO 9303-3, practice of OCR-B).
const ALIKE: &[&[u8]] = &[b"0ODQ", b"1IL", b"2Z", b"5S", b"6G", b"8B"];

/// One character that was replaced so that the check digits hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Repair {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// The likeliest character in the picture.
    pub seen: char,
    /// What was taken instead.
    pub used: char,
}

/// What one frame, or several added up, say.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The lines.
    pub lines: Vec<String>,
    /// All check digits hold, and no field's kind overruled a clear picture.
    pub checks_hold: bool,
    /// What was replaced under the rule.
    pub repairs: Vec<Repair>,
    /// Cells in a hundred in which no other character comes close.
    pub clear: usize,
}

type Grid = Vec<Vec<u8>>;
type At = (usize, usize);
type Span = (usize, usize, usize);

/// A check digit: the places it is over, and its own.
struct Check {
    over: &'static [Span],
    digit: At,
    /// A filler may stand for it when the field is empty.
    optional: bool,
}

const fn check(over: &'static [Span], digit: At) -> Check {
    Check { over, digit, optional: false }
}

/// Fields first, the composite digit last. ICAO 9303-4, -6, -5, sections 4.2.2.
const TD3: &[Check] = &[
    check(&[(1, 0, 9)], (1, 9)),
    check(&[(1, 13, 6)], (1, 19)),
    check(&[(1, 21, 6)], (1, 27)),
    Check { over: &[(1, 28, 14)], digit: (1, 42), optional: true },
    check(&[(1, 0, 10), (1, 13, 7), (1, 21, 22)], (1, 43)),
];
const TD2: &[Check] = &[
    check(&[(1, 0, 9)], (1, 9)),
    check(&[(1, 13, 6)], (1, 19)),
    check(&[(1, 21, 6)], (1, 27)),
    check(&[(1, 0, 10), (1, 13, 7), (1, 21, 14)], (1, 35)),
];
const TD1: &[Check] = &[
    check(&[(0, 5, 9)], (0, 14)),
    check(&[(1, 0, 6)], (1, 6)),
    check(&[(1, 8, 6)], (1, 14)),
    check(&[(0, 5, 25), (1, 0, 7), (1, 8, 7), (1, 18, 11)], (1, 29)),
];

/// Reads the scores of a zone's cells; `None` for a shape no zone has.
pub fn read(scores: &[Vec<Scores>]) -> Option<Reading> {
    let cells = scores.first()?.len();
    let checks = match (scores.len(), cells) {
        (2, 44) => TD3,
        (2, 36) => TD2,
        (3, 30) => TD1,
        _ => return None,
    };
    let mut sets: Vec<Vec<Set>> =
        (0..scores.len()).map(|line| (0..cells).map(|at| set(cells, line, at)).collect()).collect();
    let mut grid = likeliest(scores, &sets);
    if cells == 44 && text(&grid, (0, 2, 3)) == "CHN" && byte(&grid, (0, 0)) == b'P' {
        narrow(&mut sets, scores);
        grid = likeliest(scores, &sets);
    }
    let overruled = overruled(scores, &grid);
    let repairs =
        if holds(&grid, checks) || overruled { Vec::new() } else { repair(scores, &sets, &mut grid, checks) };
    Some(Reading {
        checks_hold: !overruled && holds(&grid, checks),
        repairs,
        clear: clear(scores),
        lines: grid.iter().map(|line| String::from_utf8_lossy(line).into_owned()).collect(),
    })
}

/// Characters a cell may hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Set {
    Any,
    Letters,
    Digits,
    DigitsOrFiller,
    Sex,
    /// `P` and `V`: passports and visas.
    Book,
    /// The letters of the native name.
    Nibbles,
    /// `A` or `B`: native name complete or cut.
    Whole,
    /// Second character of a Chinese document number, which avoids I and O.
    ChineseSecond,
    /// First character of a Chinese document number: a letter, or 1.
    ChineseFirst,
}

impl Set {
    fn has(self, character: u8) -> bool {
        let (letter, digit, filler) =
            (character.is_ascii_uppercase(), character.is_ascii_digit(), character == b'<');
        match self {
            Self::Any => true,
            Self::Letters => letter || filler,
            Self::Digits => digit,
            Self::DigitsOrFiller => digit || filler,
            Self::Sex => matches!(character, b'F' | b'M' | b'<'),
            Self::Book => matches!(character, b'P' | b'V'),
            Self::Nibbles => matches!(character, b'A'..=b'P' | b'<'),
            Self::Whole => matches!(character, b'A' | b'B'),
            Self::ChineseSecond => digit || letter && !matches!(character, b'I' | b'O'),
            Self::ChineseFirst => letter && character != b'O' || character == b'1',
        }
    }
}

fn set(cells: usize, line: usize, at: usize) -> Set {
    match (cells, line, at) {
        (44, 0, 0) => Set::Book,
        (44 | 36, 0, _) | (30, 2, _) | (30, 0, 0..=4) => Set::Letters,
        (44 | 36, 1, 10..=12) | (30, 1, 15..=17) => Set::Letters,
        (44 | 36, 1, 13..=18) | (30, 1, 0..=5) => Set::DigitsOrFiller,
        (44 | 36, 1, 20) | (30, 1, 7) => Set::Sex,
        (44 | 36, 1, 19 | 21..=27) | (30, 1, 6 | 8..=14 | 29) => Set::Digits,
        (44, 1, 43) | (36, 1, 35) => Set::Digits,
        (44 | 36, 1, 9) | (44, 1, 42) | (30, 0, 14) => Set::DigitsOrFiller,
        _ => Set::Any,
    }
}

/// The patterns of passports of the People's Republic, its regions included: two characters and
/// seven digits; optional data of up to three characters as letters A to P, a flag and a digit.
fn narrow(sets: &mut [Vec<Set>], scores: &[Vec<Scores>]) {
    let (Some(line), Some(scores)) = (sets.get_mut(1), scores.get(1)) else { return };
    let number: Vec<Set> = [Set::ChineseFirst, Set::ChineseSecond]
        .into_iter()
        .chain(core::iter::repeat_n(Set::Digits, 7))
        .collect();
    adopt(line, scores, 0, &number);
    let native: Vec<Set> = core::iter::repeat_n(Set::Nibbles, 12).chain([Set::Whole, Set::Digits]).collect();
    adopt(line, scores, 28, &native);
}

/// Takes a pattern if no clear character contradicts it.
fn adopt(line: &mut [Set], scores: &[Scores], from: usize, pattern: &[Set]) {
    let fits = |(scores, set): (&Scores, &Set)| {
        let (seen, used) = (best(scores, Set::Any), best(scores, *set));
        score(scores, seen) - score(scores, used) <= OVERRULED || alike(seen, used)
    };
    if scores.iter().skip(from).zip(pattern).all(fits) {
        line.iter_mut().skip(from).zip(pattern).for_each(|(slot, set)| *slot = *set);
    }
}

fn best(scores: &Scores, set: Set) -> u8 {
    let allowed = ALPHABET.iter().zip(scores).filter(|(character, _)| set.has(**character));
    let top = allowed.max_by_key(|(_, score)| **score).map_or(b'<', |(character, _)| *character);
    let gap = score(scores, b'O') - score(scores, b'0');
    // Where no O may stand, what looks like one is a zero, not a Q.
    let is_o = ALPHABET.iter().zip(scores).all(|(_, other)| *other <= score(scores, b'O'));
    let zero = set.has(b'0') && (is_o && !set.has(b'O') || top == b'O' && gap <= ZERO_FIRST);
    if zero { b'0' } else { top }
}

fn score(scores: &Scores, character: u8) -> i32 {
    let class = ALPHABET.iter().position(|&other| other == character);
    class.and_then(|class| scores.get(class)).copied().unwrap_or(i32::MIN / 4)
}

fn alike(a: u8, b: u8) -> bool {
    ALIKE.iter().any(|group| group.contains(&a) && group.contains(&b))
}

fn likeliest(scores: &[Vec<Scores>], sets: &[Vec<Set>]) -> Grid {
    let line = |(scores, sets): (&Vec<Scores>, &Vec<Set>)| {
        scores.iter().zip(sets).map(|(s, set)| best(s, *set)).collect()
    };
    scores.iter().zip(sets).map(line).collect()
}

/// Whether a field's kind contradicts a clear picture.
fn overruled(scores: &[Vec<Scores>], grid: &Grid) -> bool {
    scores.iter().flatten().zip(grid.iter().flatten()).any(|(scores, &used)| {
        let seen = best(scores, Set::Any);
        score(scores, seen) - score(scores, used) > OVERRULED && !alike(seen, used)
    })
}

fn clear(scores: &[Vec<Scores>]) -> usize {
    let is_clear = |scores: &&Scores| {
        let seen = best(scores, Set::Any);
        let top = score(scores, seen);
        let near =
            |(&other, &score): (&u8, &i32)| other != seen && !alike(other, seen) && top - score < CLEAR;
        !ALPHABET.iter().zip(scores.iter()).any(near)
    };
    let all = scores.iter().flatten().count().max(1);
    scores.iter().flatten().filter(is_clear).count() * 100 / all
}

fn byte(grid: &Grid, (line, at): At) -> u8 {
    grid.get(line).and_then(|line| line.get(at)).copied().unwrap_or(b'<')
}

fn text(grid: &Grid, (line, start, length): Span) -> String {
    let bytes = grid.get(line).and_then(|line| line.get(start..start + length));
    String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned()
}

fn one_holds(grid: &Grid, check: &Check) -> bool {
    let over: String = check.over.iter().map(|span| text(grid, *span)).collect();
    let digit = byte(grid, check.digit);
    let empty = check.optional && digit == b'<' && over.bytes().all(|byte| byte == b'<');
    empty
        || char::from(digit) == check_digit(&over)
        || (digit == b'<' && long_number_holds(grid, check, &over))
}

/// A number of more than nine characters: its rest and its check digit open the optional data.
fn long_number_holds(grid: &Grid, check: &Check, head: &str) -> bool {
    let rest = match check.digit {
        (0, 14) => (0, 15, 15),
        (1, 9) if grid.first().is_some_and(|line| line.len() == 36) => (1, 28, 7),
        _ => return false,
    };
    let rest = text(grid, rest);
    let rest = rest.split('<').next().unwrap_or_default();
    let Some((tail, digit)) = rest.split_at_checked(rest.len().saturating_sub(1)) else { return false };
    !head.contains('<') && digit.starts_with(check_digit(&format!("{head}{tail}")))
}

fn holds(grid: &Grid, checks: &[Check]) -> bool {
    checks.iter().all(|check| one_holds(grid, check))
}

/// Applies the only repair there is, one character in each field that fails; none otherwise.
fn repair(scores: &[Vec<Scores>], sets: &[Vec<Set>], grid: &mut Grid, checks: &[Check]) -> Vec<Repair> {
    let failing: Vec<&Check> = checks.iter().filter(|check| !one_holds(grid, check)).collect();
    let fields: Vec<&&Check> = match failing.as_slice() {
        [only] => vec![only],
        // The composite digit fails with its fields and is no field of its own then.
        [fields @ .., _] => fields.iter().collect(),
        [] => return Vec::new(),
    };
    if fields.len() > MOST_FIELDS {
        return Vec::new();
    }
    let choices: Vec<Vec<Repair>> =
        fields.iter().map(|field| candidates(scores, sets, grid, field)).collect();
    let mut found: Vec<Vec<Repair>> = Vec::new();
    for first in choices.first().into_iter().flatten() {
        let seconds: Vec<Option<&Repair>> = match choices.get(1) {
            Some(seconds) => seconds.iter().map(Some).collect(),
            None => vec![None],
        };
        for second in seconds {
            let tried: Vec<Repair> = core::iter::once(first).chain(second).copied().collect();
            let mut changed = grid.clone();
            tried.iter().for_each(|repair| put(&mut changed, repair));
            if holds(&changed, checks) {
                found.push(tried);
            }
        }
    }
    let [only] = found.as_slice() else { return Vec::new() };
    only.iter().for_each(|repair| put(grid, repair));
    only.clone()
}

fn put(grid: &mut Grid, repair: &Repair) {
    let slot = grid.get_mut(repair.line - 1).and_then(|line| line.get_mut(repair.column - 1));
    if let Some(slot) = slot {
        *slot = repair.used as u8;
    }
}

/// Doubtful characters of a field, and of its digit, that would make its check digit hold.
fn candidates(scores: &[Vec<Scores>], sets: &[Vec<Set>], grid: &Grid, field: &Check) -> Vec<Repair> {
    let spans = field
        .over
        .iter()
        .flat_map(|&(line, start, length)| (start..start + length).map(move |at| (line, at)));
    let mut found = Vec::new();
    for (line, at) in spans.chain([field.digit]) {
        let seen = byte(grid, (line, at));
        let cell = scores.get(line).and_then(|line| line.get(at)).copied().unwrap_or([0; CLASSES]);
        let set = sets.get(line).and_then(|line| line.get(at)).copied().unwrap_or(Set::Any);
        // Against the likeliest of all: what a field's kind left over says nothing by itself.
        let top = cell.iter().copied().max().unwrap_or(0);
        for &used in ALPHABET.iter().filter(|&&used| used != seen && set.has(used)) {
            let further = alike(seen, used) && (used.is_ascii_digit() || used == b'O');
            let gap = if further { score(&cell, seen) } else { top } - score(&cell, used);
            if gap > if further { DOUBTFUL_ALIKE } else { DOUBTFUL } {
                continue;
            }
            let repair = Repair { line: line + 1, column: at + 1, seen: seen.into(), used: used.into() };
            let mut changed = grid.clone();
            put(&mut changed, &repair);
            if one_holds(&changed, field) {
                found.push(repair);
            }
        }
    }
    found
}
