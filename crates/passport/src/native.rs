//! The Chinese name inside the optional data of a PRC passport's zone.
//!
//! Positions 29 to 42 of line 2 hold up to three characters in GBK, each byte as two letters `A`
//! (0) to `P` (15), then fillers, then `A` (the name is complete) or `B` (it is cut), then the
//! century of birth: `9` for 19YY. `NBOONFNB<<<<A9` is 杨昭, complete, born 19YY.
//!
//! The format is observed on specimens, not published; a field that does not follow it says
//! nothing, and nothing is concluded from it.

use serde::{Deserialize, Serialize};

/// Characters of a name the field has room for.
pub const NATIVE_NAME_CHARACTERS: usize = 3;

/// Letters of the name part: two bytes a character, two letters a byte.
const NAME_LETTERS: usize = NATIVE_NAME_CHARACTERS * 4;

/// A name decoded out of the optional data.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct NativeName {
    /// The name, or its first three characters.
    pub text: String,
    /// False when the field had no room for the rest.
    pub complete: bool,
}

impl NativeName {
    /// A whole name, as data groups and certificates write it: fillers and spaces do not count. `None`
    /// unless every character is an ideograph or the dot between the parts of a minority name.
    pub fn whole(name: &str) -> Option<Self> {
        let dot = |c| if matches!(c, '•' | '・' | '‧' | '∙' | '．') { '·' } else { c };
        let text: String = name.chars().filter(|c| !c.is_whitespace() && *c != '<').map(dot).collect();
        let ideographs = text.chars().filter(|c| *c != '·');
        let whole = text.chars().any(|c| c != '·') && ideographs.clone().all(is_ideograph);
        whole.then_some(Self { text, complete: true })
    }

    /// For a screen: the name, ending in `…` when it is cut.
    pub fn shown(&self) -> String {
        let rest = if self.complete { "" } else { "…" };
        format!("{}{rest}", self.text)
    }
}

/// What the optional data of a PRC passport holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NativeField {
    /// The name; `None` when its bytes are no GBK ideographs.
    pub name: Option<NativeName>,
    /// The last character, a digit: which century the holder was born in.
    pub century: char,
}

impl NativeField {
    /// Reads the 14 characters of optional data. `None` when they follow another scheme (Hong Kong
    /// writes the identity card number there, passports before 2012 other things).
    pub fn read(optional: &str) -> Option<Self> {
        let (letters, tail) = optional.split_at_checked(NAME_LETTERS)?;
        let mut tail = tail.chars();
        let (flag, century) = (tail.next()?, tail.next()?);
        let letters = letters.trim_end_matches('<');
        let shaped = !letters.is_empty() && letters.len().is_multiple_of(4);
        let in_range = letters.bytes().all(|letter| letter.is_ascii_uppercase() && letter <= b'P');
        if !(shaped
            && in_range
            && matches!(flag, 'A' | 'B')
            && century.is_ascii_digit()
            && tail.next().is_none())
        {
            return None;
        }
        let text = decode(letters);
        Some(Self { name: text.map(|text| NativeName { text, complete: flag == 'A' }), century })
    }

    /// Writes the optional data for a name; `None` when one of its first three characters is not
    /// in GBK or the name is empty.
    pub fn write(name: &str, century: char) -> Option<String> {
        let mut letters = String::new();
        for character in name.chars().take(NATIVE_NAME_CHARACTERS) {
            let (high, low) = gbk_of(character)?;
            letters
                .extend([high >> 4, high & 15, low >> 4, low & 15].map(|nibble| char::from(b'A' + nibble)));
        }
        let flag = if name.chars().count() > NATIVE_NAME_CHARACTERS { 'B' } else { 'A' };
        (!letters.is_empty()).then(|| format!("{letters:<<12}{flag}{century}"))
    }
}

/// CJK ideographs of every block names are written in, and the round zero.
fn is_ideograph(character: char) -> bool {
    matches!(u32::from(character), 0x3007 | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

fn decode(letters: &str) -> Option<String> {
    // The table is the largest part of a small module; who leaves it out knows no name, and says none.
    if !cfg!(feature = "gbk") {
        return None;
    }
    let nibbles: Vec<u8> = letters.bytes().map(|letter| letter.wrapping_sub(b'A')).collect();
    nibbles
        .chunks_exact(4)
        .map(|chunk| match chunk {
            [a, b, c, d] => ideograph(a << 4 | b, c << 4 | d),
            _ => None,
        })
        .collect()
}

// --- GBK, ideographs only ---
//
// GBK adds to the 6763 ideographs of GB 2312 (its own order, the table below) the remaining 14139
// of U+4E00 to U+9FA5, in code point order, and 21 compatibility ideographs. So the table of
// GB 2312 is all that has to be carried.

const GB2312_COUNT: usize = 6763;
/// Ideographs of GB 2312 in its order, row 16 to 87; taken apart below, into what compresses.
const GB2312: [u16; GB2312_COUNT] = read_table(include_str!("gb2312.txt").as_bytes());
/// Level 1, rows 16 to 55, is in the order of sounds: code points without order.
const LEVEL_1_COUNT: usize = 3755;
/// High bytes of level 1.
static LEVEL_1_HIGH: [u8; LEVEL_1_COUNT] = level_1(8);
/// Low bytes of level 1.
static LEVEL_1_LOW: [u8; LEVEL_1_COUNT] = level_1(0);
/// Level 2 is in the order of radicals, as Unicode nearly is: steps between code points, twice the
/// step or, backwards, twice less one; seven bits a byte, lowest first, the top bit when more follow.
static LEVEL_2: [u8; level_2_steps().1] = level_2();
/// Row 55 of GB 2312, the last of level 1, ends five cells early.
const SHORT_ROW: u8 = 0xd7;
/// Cells of the block 0x8140 to 0xA0FE; the block 0xAA40 to 0xFEA0 continues from there.
const FIRST_BLOCK: usize = 6080;
/// How many ideographs of U+4E00 to U+9FA5 are not in GB 2312.
const REST_COUNT: usize = 14139;
const FIRST_IDEOGRAPH: u16 = 0x4e00;
const LAST_IDEOGRAPH: u16 = 0x9fa5;
/// The compatibility ideographs that follow, 0xFD9C to 0xFE4F.
const COMPATIBILITY: [u16; 21] = [
    0xf92c, 0xf979, 0xf995, 0xf9e7, 0xf9f1, 0xfa0c, 0xfa0d, 0xfa0e, 0xfa0f, 0xfa11, 0xfa13, 0xfa14, 0xfa18,
    0xfa1f, 0xfa20, 0xfa21, 0xfa23, 0xfa24, 0xfa27, 0xfa28, 0xfa29,
];
/// Signs outside the ideograph blocks that occur in names: the dot between the parts of a minority
/// name, and the round zero.
const SIGNS: [((u8, u8), char); 2] = [((0xa1, 0xa4), '·'), ((0xa9, 0x96), '〇')];

fn ideograph(high: u8, low: u8) -> Option<char> {
    if let Some((_, sign)) = SIGNS.iter().find(|(code, _)| *code == (high, low)) {
        return Some(*sign);
    }
    let unit = match (high, low) {
        (SHORT_ROW, 0xfa..) => None,
        (0xb0..=0xf7, 0xa1..=0xfe) => {
            let skipped = if high > SHORT_ROW { 5 } else { 0 };
            let cell = usize::from(high - 0xb0) * 94 + usize::from(low - 0xa1);
            gb2312().nth(cell - skipped)
        }
        (0x81..=0xa0, 0x40..=0x7e | 0x80..=0xfe) => rest(usize::from(high - 0x81) * 190 + cell_of(low)),
        (0xaa..=0xfe, 0x40..=0x7e | 0x80..=0xa0) => {
            rest(FIRST_BLOCK + usize::from(high - 0xaa) * 96 + cell_of(low))
        }
        _ => None,
    };
    char::from_u32(unit?.into())
}

/// Cell in a row that starts at 0x40 and leaves out 0x7F.
fn cell_of(low: u8) -> usize {
    usize::from(low - 0x40) - usize::from(low > 0x7f)
}

/// The ideograph at this place after those of GB 2312.
fn rest(place: usize) -> Option<u16> {
    match place.checked_sub(REST_COUNT) {
        Some(compatibility) => COMPATIBILITY.get(compatibility).copied(),
        None => rest_in_order().nth(place),
    }
}

/// Ideographs of GB 2312 in its order.
fn gb2312() -> impl Iterator<Item = u16> {
    let level_1 = LEVEL_1_HIGH.iter().zip(&LEVEL_1_LOW).map(|(high, low)| u16::from_be_bytes([*high, *low]));
    let (mut unit, mut step, mut shift) = (FIRST_IDEOGRAPH, 0_u16, 0_u32);
    let level_2 = LEVEL_2.iter().filter_map(move |byte| {
        step |= u16::from(byte & 0x7f) << shift;
        shift += 7;
        if *byte > 0x7f {
            return None;
        }
        let distance = step.div_ceil(2);
        unit = if step & 1 == 0 { unit.wrapping_add(distance) } else { unit.wrapping_sub(distance) };
        (step, shift) = (0, 0);
        Some(unit)
    });
    level_1.chain(level_2)
}

fn rest_in_order() -> impl Iterator<Item = u16> {
    let mut taken = vec![false; usize::from(LAST_IDEOGRAPH - FIRST_IDEOGRAPH) + 1];
    for unit in gb2312() {
        if let Some(cell) = taken.get_mut(usize::from(unit - FIRST_IDEOGRAPH)) {
            *cell = true;
        }
    }
    (FIRST_IDEOGRAPH..=LAST_IDEOGRAPH).zip(taken).filter(|(_, taken)| !taken).map(|(unit, _)| unit)
}

fn gbk_of(character: char) -> Option<(u8, u8)> {
    if let Some((code, _)) = SIGNS.iter().find(|(_, sign)| *sign == character) {
        return Some(*code);
    }
    let unit = u16::try_from(u32::from(character)).ok()?;
    if let Some(place) = gb2312().position(|other| other == unit) {
        let short_row_end = usize::from(SHORT_ROW - 0xb0) * 94 + 89;
        let cell = if place >= short_row_end { place + 5 } else { place };
        return byte_pair(cell, 0xb0, 94, |cell| 0xa1 + cell);
    }
    let compatibility = COMPATIBILITY.iter().position(|other| *other == unit).map(|place| place + REST_COUNT);
    let place = compatibility.or_else(|| rest_in_order().position(|other| other == unit))?;
    let skip_7f = |cell: u8| 0x40 + cell + u8::from(cell >= 0x3f);
    match place.checked_sub(FIRST_BLOCK) {
        None => byte_pair(place, 0x81, 190, skip_7f),
        Some(place) => byte_pair(place, 0xaa, 96, skip_7f),
    }
}

fn byte_pair(cell: usize, first_row: u8, row: usize, low: impl Fn(u8) -> u8) -> Option<(u8, u8)> {
    Some((first_row + u8::try_from(cell / row).ok()?, low(u8::try_from(cell % row).ok()?)))
}

/// Packs the table's UTF-8 (three bytes an ideograph, one line a row) into UTF-16 units.
#[allow(clippy::indexing_slicing, reason = "runs when compiling; a bad table does not build")]
const fn read_table(utf8: &[u8]) -> [u16; GB2312_COUNT] {
    let mut table = [0; GB2312_COUNT];
    let (mut from, mut to) = (0, 0);
    while from < utf8.len() {
        if utf8[from] == b'\n' {
            from += 1;
            continue;
        }
        table[to] = ((utf8[from] & 0x0f) as u16) << 12
            | ((utf8[from + 1] & 0x3f) as u16) << 6
            | (utf8[from + 2] & 0x3f) as u16;
        from += 3;
        to += 1;
    }
    assert!(to == GB2312_COUNT, "the table has another number of ideographs");
    table
}

/// The bytes of level 1 that stand `shift` bits up.
#[allow(clippy::indexing_slicing, reason = "runs when compiling")]
const fn level_1(shift: u32) -> [u8; LEVEL_1_COUNT] {
    let mut bytes = [0; LEVEL_1_COUNT];
    let mut at = 0;
    while at < LEVEL_1_COUNT {
        bytes[at] = (GB2312[at] >> shift) as u8;
        at += 1;
    }
    bytes
}

/// The steps of level 2 and how many bytes they take.
#[allow(clippy::indexing_slicing, reason = "runs when compiling")]
const fn level_2_steps() -> ([u8; GB2312_COUNT], usize) {
    let mut bytes = [0; GB2312_COUNT];
    let (mut at, mut length, mut before) = (LEVEL_1_COUNT, 0, FIRST_IDEOGRAPH as i32);
    while at < GB2312_COUNT {
        let distance = GB2312[at] as i32 - before;
        before = GB2312[at] as i32;
        let mut step = if distance >= 0 { distance * 2 } else { -distance * 2 - 1 };
        while step > 0x7f {
            bytes[length] = (step & 0x7f | 0x80) as u8;
            step >>= 7;
            length += 1;
        }
        bytes[length] = step as u8;
        length += 1;
        at += 1;
    }
    (bytes, length)
}

#[allow(clippy::indexing_slicing, reason = "runs when compiling")]
const fn level_2<const LENGTH: usize>() -> [u8; LENGTH] {
    let steps = level_2_steps().0;
    let mut bytes = [0; LENGTH];
    let mut at = 0;
    while at < LENGTH {
        bytes[at] = steps[at];
        at += 1;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str, complete: bool) -> Option<NativeName> {
        Some(NativeName { text: text.into(), complete })
    }

    #[test]
    fn specimens_decode() {
        let cut = NativeField::read("NGKELMPONBPJB9").unwrap();
        assert_eq!(cut, NativeField { name: name("证件样", false), century: '9' });
        let complete = NativeField::read("NBOONFNB<<<<A9").unwrap();
        assert_eq!(complete, NativeField { name: name("杨昭", true), century: '9' });
    }

    #[test]
    fn other_schemes_say_nothing() {
        for optional in [
            "HK8888888<<<<<",
            "<<<<<<<<<<<<<<",
            "NBOONF<<<<<<A9",
            "NBOONFNB<<<<C9",
            "NBOONFNB<<<<AA",
            "NBOQNFNB<<<<A9",
            "NBOONFNB",
            "",
            "NBOO<<<<NFNBA9",
            "杨杨杨杨杨",
        ] {
            assert_eq!(NativeField::read(optional), None, "{optional}");
        }
        // The scheme holds, the bytes are no ideograph.
        assert_eq!(NativeField::read("AAAA<<<<<<<<A9").unwrap().name, None);
    }

    /// What an independent decoder makes of two bytes, if it is an ideograph or one of [`SIGNS`].
    fn oracle(high: u8, low: u8) -> Option<char> {
        let bytes = [high, low];
        let (text, _, failed) = encoding_rs::GBK.decode(&bytes);
        text.chars().next().filter(|c| {
            let ideograph = matches!(u32::from(*c), 0x4e00..=0x9fa5 | 0xf92c..=0xfa29);
            !failed && (ideograph || matches!(c, '·' | '〇'))
        })
    }

    fn codes() -> impl Iterator<Item = (u8, u8)> {
        (0x81..=0xfe).flat_map(|high| (0x40..=0xfe).filter(|low| *low != 0x7f).map(move |low| (high, low)))
    }

    #[test]
    fn ideographs_outside_gb2312_come_in_the_order_of_an_independent_decoder() {
        let ours: Vec<u16> = rest_in_order().chain(COMPATIBILITY).collect();
        let outside = codes().filter(|(high, low)| *high < 0xa1 || *low < 0xa1);
        let theirs: Vec<u16> = outside
            .filter(|code| SIGNS.iter().all(|(sign, _)| sign != code))
            .filter_map(|(high, low)| oracle(high, low))
            .map(|c| u16::try_from(u32::from(c)).unwrap())
            .collect();
        assert_eq!(ours.len(), REST_COUNT + COMPATIBILITY.len());
        assert_eq!(ours, theirs);
    }

    #[test]
    fn codes_agree_with_an_independent_decoder_both_ways() {
        // All of GB 2312; of the rest, whose order is compared above, every 23rd and the row ends.
        let looked_at = |(high, low): &(u8, u8)| {
            let gb2312 = *high >= 0xa1 && *low >= 0xa1;
            gb2312
                || matches!(low, 0x40 | 0x7e | 0x80 | 0xa0 | 0xfe)
                || (u16::from(*high) * 190 + u16::from(*low)) % 23 == 0
        };
        for (high, low) in codes().filter(looked_at) {
            let theirs = oracle(high, low);
            assert_eq!(ideograph(high, low), theirs, "{high:02x}{low:02x}");
            if let Some(character) = theirs {
                assert_eq!(gbk_of(character), Some((high, low)), "{character}");
            }
        }
    }

    #[test]
    fn written_names_read_back() {
        assert_eq!(NativeField::write("证件样本", '9').as_deref(), Some("NGKELMPONBPJB9"));
        assert_eq!(NativeField::write("杨昭", '9').as_deref(), Some("NBOONFNB<<<<A9"));
        assert_eq!(NativeField::write("Anna", '9'), None);
        assert_eq!(NativeField::write("", '9'), None);
    }
}
