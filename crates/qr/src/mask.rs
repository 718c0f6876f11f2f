//! The mask choice of ISO/IEC 18004:2015 section 7.8, on whole lines of modules.
//!
//! The encoder's own choice looks at every module of all eight candidates one by one, some nineteen
//! twentieths of its time. Here it encodes once, with mask 0; the candidates and their penalties
//! come from 192-bit lines. Same result, module by module: the tests compare them.

use crate::line::Line;
use crate::symbol::{Ecc, Symbol, size_of};
use qrcodegen::QrCode;
use std::ops::Range;

/// The mask the encoder is to apply, and [`finish`] to take off again.
pub const FIRST: u8 = 0;

/// Penalties of ISO/IEC 18004:2015 table 11.
const N1_RUN: u32 = 3;
const N2_BLOCK: u32 = 3;
const N3_FINDER: u32 = 40;
const N4_BALANCE: u32 = 10;

/// Rows and columns of the same modules, so that both directions are looked at as lines.
#[derive(Clone)]
struct Grid {
    size: usize,
    rows: Vec<Line>,
    columns: Vec<Line>,
}

/// Puts the mask with the least penalty on what was encoded with mask [`FIRST`].
pub fn finish(qr: &QrCode) -> Symbol {
    let version = qr.version().value();
    let ecc = Ecc::from(qr.error_correction_level());
    let encoded = Grid::of(qr);
    let data = data_modules(version);
    let mut best: Option<(u32, u8, Grid)> = None;
    for mask in 0..8 {
        let mut candidate = encoded.swap_mask(&data, mask);
        candidate.draw_format(ecc, mask);
        let penalty = candidate.penalty();
        if best.as_ref().is_none_or(|&(least, ..)| penalty < least) {
            best = Some((penalty, mask, candidate));
        }
    }
    let (_, mask, Grid { rows, .. }) = best.unwrap_or((0, FIRST, encoded));
    Symbol { version, ecc, mask, rows }
}

impl Grid {
    fn filled_with(line: Line, size: usize) -> Self {
        let lines = vec![line; size];
        Self { size, rows: lines.clone(), columns: lines }
    }

    fn of(qr: &QrCode) -> Self {
        let side = qr.size();
        let size = usize::try_from(side).unwrap_or_default();
        let mut grid = Self::filled_with(Line::default(), size);
        for (row, y) in grid.rows.iter_mut().zip(0..) {
            for (column, x) in grid.columns.iter_mut().zip(0..) {
                if qr.get_module(x, y) {
                    row.set(usize::try_from(x).unwrap_or_default(), true);
                    column.set(usize::try_from(y).unwrap_or_default(), true);
                }
            }
        }
        grid
    }

    fn set(&mut self, x: usize, y: usize, dark: bool) {
        if let (Some(row), Some(column)) = (self.rows.get_mut(y), self.columns.get_mut(x)) {
            row.set(x, dark);
            column.set(y, dark);
        }
    }

    /// Takes mask [`FIRST`] off the data modules and puts `mask` on.
    fn swap_mask(&self, data: &Self, mask: u8) -> Self {
        let differs = |x, y| inverts(FIRST, x, y) != inverts(mask, x, y);
        let apply = |lines: &[Line], data: &[Line], pattern: [Line; 12]| {
            let pattern = pattern.into_iter().cycle();
            let lines = lines.iter().zip(data).zip(pattern);
            lines.map(|((&line, &data), p)| line ^ (p & data)).collect()
        };
        Self {
            size: self.size,
            rows: apply(&self.rows, &data.rows, pattern(|y, x| differs(x, y))),
            columns: apply(&self.columns, &data.columns, pattern(differs)),
        }
    }

    /// Level and mask, twice (ISO/IEC 18004:2015 section 7.9.1).
    fn draw_format(&mut self, ecc: Ecc, mask: u8) {
        let bits = format_bits(ecc, mask);
        let end = self.size;
        for i in 0..15 {
            let dark = bits >> i & 1 == 1;
            match i {
                0..6 => self.set(8, i, dark),
                6..8 => self.set(8, i + 1, dark),
                8 => self.set(7, 8, dark),
                _ => self.set(14 - i, 8, dark),
            }
            match i {
                0..8 => self.set(end - 1 - i, 8, dark),
                _ => self.set(8, end - 15 + i, dark),
            }
        }
    }

    fn penalty(&self) -> u32 {
        let lines = self.rows.iter().chain(&self.columns);
        let lines: u32 = lines.map(|&line| self.line_penalty(line)).sum();
        lines + self.block_penalty() + self.balance_penalty()
    }

    /// N1: three for five like modules in a line and one for each more. N3: see [`finder_like`].
    fn line_penalty(&self, line: Line) -> u32 {
        let pairs = self.like_neighbours(line);
        let fours = pairs & pairs.ahead(1);
        let fives = fours & fours.ahead(2);
        let runs = fives & !fives.behind(1);
        fives.count() + (N1_RUN - 1) * runs.count() + N3_FINDER * finder_like(line)
    }

    /// N2: blocks of two by two like modules.
    fn block_penalty(&self) -> u32 {
        let rows = self.rows.iter().zip(self.rows.iter().skip(1));
        let blocks = rows.map(|(&upper, &lower)| {
            let block = self.like_neighbours(upper) & self.like_neighbours(lower) & !(upper ^ lower);
            block.count()
        });
        N2_BLOCK * blocks.sum::<u32>()
    }

    /// N4: every 5 % that the share of dark modules is away from half, the first not counted.
    fn balance_penalty(&self) -> u32 {
        let dark: u32 = self.rows.iter().map(|row| row.count()).sum();
        let total: u32 = self.rows.iter().map(|_| 1).sum::<u32>().pow(2);
        let away = (dark * 20).abs_diff(total * 10);
        N4_BALANCE * away.div_ceil(total.max(1)).saturating_sub(1)
    }

    /// Modules that look like the next one in their line.
    fn like_neighbours(&self, line: Line) -> Line {
        !(line ^ line.ahead(1)) & Line::first(self.size - 1)
    }
}

/// How often dark and light runs of 1:1:3:1:1 stand in the line, at any scale, with four such units of
/// light on one side and at least one on the other; both sides with four count twice. Outside the
/// symbol all is light.
fn finder_like(line: Line) -> u32 {
    // Where a dark run of three units begins, or of more; ever fewer as the unit grows.
    let mut runs = line & line.ahead(1) & line.ahead(2);
    let mut count = finder_like_at(line, runs, 1);
    let mut unit = 2;
    runs = runs & runs.ahead(3);
    while !runs.is_light() {
        count += finder_like_at(line, runs, unit);
        runs = runs & runs.ahead(3);
        unit += 1;
    }
    count
}

/// [`finder_like`] at one unit, in modules. The middle runs are known; the rest is asked in the order that
/// most often ends the matter.
#[inline(always)]
fn finder_like_at(line: Line, runs: Line, unit: i32) -> u32 {
    // Whether any, and whether every module is dark in some units counted from the middle run.
    let any = |from: i32, to: i32| {
        let modules = from * unit..to * unit;
        modules.fold(Line::default(), |seen, at| seen | line.at(at))
    };
    let all = |from: i32, to: i32| {
        let modules = from * unit..to * unit;
        modules.fold(!Line::default(), |seen, at| seen & line.at(at))
    };
    let middle = runs & !(any(-1, 0) | any(3, 4));
    if middle.is_light() {
        return 0;
    }
    let pattern = middle & all(-2, -1) & all(4, 5);
    if pattern.is_light() {
        return 0;
    }
    let apart = pattern & !(any(-3, -2) | any(5, 6));
    if apart.is_light() {
        return 0;
    }
    (apart & !any(6, 9)).count() + (apart & !any(-6, -3)).count()
}

/// Whether `mask` inverts the data module at column `x`, row `y` (ISO/IEC 18004:2015 table 10).
fn inverts(mask: u8, x: usize, y: usize) -> bool {
    let residue = match mask {
        0 => (x + y) % 2,
        1 => y % 2,
        2 => x % 3,
        3 => (x + y) % 3,
        4 => (x / 3 + y / 2) % 2,
        5 => x * y % 2 + x * y % 3,
        6 => (x * y % 2 + x * y % 3) % 2,
        _ => ((x + y) % 2 + x * y % 3) % 2,
    };
    residue == 0
}

/// The first twelve lines of a pattern, which repeats every twelve modules both ways.
fn pattern(dark: impl Fn(usize, usize) -> bool) -> [Line; 12] {
    std::array::from_fn(|line| {
        let bits = (0..12).fold(0, |bits, at| bits | u16::from(dark(line, at)) << at);
        Line::repeat12(bits)
    })
}

/// The 15 bits of level and mask: BCH(15, 5), inverted in places
/// (ISO/IEC 18004:2015 section 7.9.1 and annex C).
fn format_bits(ecc: Ecc, mask: u8) -> u32 {
    let level = match ecc {
        Ecc::Low => 0b01,
        Ecc::Medium => 0b00,
        Ecc::Quartile => 0b11,
        Ecc::High => 0b10,
    };
    let data = level << 3 | u32::from(mask);
    let remainder = (0..10).fold(data, |rest, _| (rest << 1) ^ ((rest >> 9) * 0x537));
    (data << 10 | remainder) ^ 0x5412
}

/// The modules that carry data, remainder bits included: all but the function patterns and the
/// format and version information (ISO/IEC 18004:2015 section 6.3).
fn data_modules(version: u8) -> Grid {
    let size = usize::from(size_of(version));
    let mut grid = Grid::filled_with(Line::first(size), size);
    let mut reserve = |xs: Range<usize>, ys: Range<usize>| {
        for y in ys {
            for x in xs.clone() {
                grid.set(x, y, false);
            }
        }
    };
    // Finder patterns with separators and format information.
    reserve(0..9, 0..9);
    reserve(size - 8..size, 0..9);
    reserve(0..9, size - 8..size);
    // Timing patterns.
    reserve(6..7, 0..size);
    reserve(0..size, 6..7);
    if version >= 7 {
        reserve(size - 11..size - 8, 0..6);
        reserve(0..6, size - 11..size - 8);
    }
    let centres = alignment_centres(version);
    let corner = |x, y| (x == 6 && (y == 6 || y == size - 7)) || (x == size - 7 && y == 6);
    for &x in &centres {
        for &y in centres.iter().filter(|&&y| !corner(x, y)) {
            reserve(x - 2..x + 3, y - 2..y + 3);
        }
    }
    grid
}

/// Where alignment patterns are centred, on both axes (ISO/IEC 18004:2015 annex E): evenly spaced
/// from the far end, by an even number of modules, with what is left over before the second.
fn alignment_centres(version: u8) -> Vec<usize> {
    if version < 2 {
        return Vec::new();
    }
    let count = usize::from(version) / 7 + 2;
    let last = usize::from(size_of(version)) - 7;
    // Version 32 is the one that departs from the rule.
    let step = match version {
        32 => 26,
        _ => (last - 6).div_ceil(2 * (count - 1)) * 2,
    };
    let from_the_end = (0..count - 1).map(|i| last - i * step);
    from_the_end.chain([6]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MAX_VERSION, encode_at};
    use qrcodegen::{Mask, QrCodeEcc, QrSegment, Version};

    const LEVELS: [Ecc; 4] = [Ecc::Low, Ecc::Medium, Ecc::Quartile, Ecc::High];

    /// Codewords without any pattern: a linear congruential generator.
    fn noise(seed: u32, length: usize) -> Vec<u8> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..length).map(|_| next()).collect()
    }

    fn encode(data: &[u8], ecc: QrCodeEcc, version: u8, mask: Option<u8>) -> Option<QrCode> {
        let version = Version::new(version);
        let segments = [QrSegment::make_bytes(data)];
        let mask = mask.map(Mask::new);
        QrCode::encode_segments_advanced(&segments, ecc, version, version, mask, false).ok()
    }

    fn assert_same(ours: &Symbol, theirs: &QrCode) {
        assert_eq!(ours.mask(), theirs.mask().value());
        for y in 0..ours.size() {
            for x in 0..ours.size() {
                let module = theirs.get_module(x.into(), y.into());
                assert_eq!(ours.module(x, y), module, "{x} {y} of {}", ours.version());
            }
        }
    }

    #[test]
    fn every_version_and_level_equals_the_encoders_choice() {
        for version in 1..=MAX_VERSION {
            for (ecc, seed) in LEVELS.into_iter().zip(0..) {
                // Five codewords fit everywhere; the padding makes long runs, unlike the noise.
                for length in [5, usize::from(version).pow(2) / 2] {
                    let data = noise(seed * 64 + u32::from(version), length);
                    let Some(theirs) = encode(&data, ecc.into(), version, None) else {
                        continue;
                    };
                    let first = encode(&data, ecc.into(), version, Some(FIRST)).unwrap();
                    assert_same(&finish(&first), &theirs);
                }
            }
        }
    }

    #[test]
    fn every_mask_is_put_on_as_the_encoder_does() {
        for version in [1, 2, 6, 7, 14, 21, 32, 40] {
            let encoded = encode(b"mask", QrCodeEcc::Low, version, Some(FIRST)).unwrap();
            for mask in 0..8 {
                let theirs = encode(b"mask", QrCodeEcc::Low, version, Some(mask)).unwrap();
                let mut ours = Grid::of(&encoded).swap_mask(&data_modules(version), mask);
                ours.draw_format(Ecc::Low, mask);
                let theirs = Grid::of(&theirs);
                assert_eq!(ours.rows, theirs.rows, "rows, {version}, {mask}");
                assert_eq!(ours.columns, theirs.columns, "columns, {version}, {mask}");
            }
        }
    }

    #[test]
    fn finder_like_runs_count_at_every_scale() {
        let line = |runs: &[usize]| {
            let mut line = Line::default();
            let mut at = 0;
            for (i, &run) in runs.iter().enumerate() {
                (at..at + run).for_each(|at| line.set(at, i % 2 == 1));
                at += run;
            }
            line
        };
        for n in 1..=25 {
            // At the start of the line there is light enough before it.
            assert_eq!(finder_like(line(&[0, n, n, 3 * n, n, n, n])), 2, "{n}");
            assert_eq!(finder_like(line(&[0, n, n, 3 * n, n, n + 1])), 0, "{n}");
            assert_eq!(finder_like(line(&[0, n, n, 3 * n + 1, n, n])), 0, "{n}");
        }
        for n in 1..=6 {
            let runs = |before, after| [0, 1, before, n, n, 3 * n, n, n, after, 1];
            assert_eq!(finder_like(line(&runs(n, 4 * n))), 1, "{n}");
            assert_eq!(finder_like(line(&runs(4 * n, n))), 1, "{n}");
            assert_eq!(finder_like(line(&runs(4 * n, 4 * n))), 2, "{n}");
            assert_eq!(finder_like(line(&runs(4 * n - 1, 4 * n - 1))), 0, "{n}");
        }
    }

    #[test]
    fn text_goes_through_the_same_choice() {
        let symbol = encode_at("HC1:NCFOXN%TSMAHN-H", Ecc::Quartile, 40).unwrap();
        let segments = QrSegment::make_segments("HC1:NCFOXN%TSMAHN-H");
        let theirs = QrCode::encode_segments(&segments, QrCodeEcc::Quartile).unwrap();
        assert_same(&symbol, &theirs);
    }
}
