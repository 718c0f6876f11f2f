//! Check digits, ICAO 9303-3 section 4.9.

use super::error::MrzError;
use super::layout::{Field, Layout, Span};

/// The weights, repeated over the characters.
const WEIGHTS: [u32; 3] = [7, 3, 1];

/// One check digit of a zone and what it should be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CheckDigit {
    /// The field it protects.
    pub field: Field,
    /// The characters it is computed over.
    pub over: String,
    /// The digit they give.
    pub expected: char,
    /// What stands there.
    pub found: char,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

impl CheckDigit {
    /// The two agree. An empty optional field may leave a filler where its digit would be.
    pub fn holds(&self) -> bool {
        let empty = self.field == Field::Optional && self.over.bytes().all(|byte| byte == b'<');
        self.found == self.expected || (empty && self.found == '<')
    }

    pub(super) fn problem(&self) -> Option<MrzError> {
        (!self.holds()).then(|| MrzError::CheckDigit {
            field: self.field,
            line: self.line,
            column: self.column,
            over: self.over.clone(),
            expected: self.expected,
            found: self.found,
        })
    }
}

/// The check digit over some characters: weights 7, 3, 1; digits count their value, `A` to `Z` 10
/// to 35, a filler (and anything that cannot stand in a zone) 0; modulo 10.
///
/// ```
/// assert_eq!(healthpass_passport::mrz::check_digit("AB2134<<<"), '5');
/// ```
pub fn check_digit(text: &str) -> char {
    let value = |character: char| if character.is_ascii_lowercase() { None } else { character.to_digit(36) };
    let weighted = text.chars().zip(WEIGHTS.iter().cycle()).map(|(c, weight)| value(c).unwrap_or(0) * weight);
    let sum = weighted.fold(0, |sum, term| (sum + term) % 10);
    char::from_digit(sum, 10).unwrap_or('0')
}

/// The document number, its check digit, and what is left of the optional data.
///
/// A number of more than nine characters has a filler where its check digit would be; the rest and
/// then the digit open the optional data, up to the first filler (ICAO 9303-5 section 4.2.2 note j).
pub(super) fn number(layout: &Layout, lines: &[String]) -> (String, CheckDigit, String) {
    let (head, digit) = (layout.number.of(lines), layout.number.next());
    let optional = layout.optional.of(lines);
    let tail = optional.split('<').next().unwrap_or_default();
    // A visa shows the first nine characters only (ICAO 9303-7 section 4.2.2.2 note j).
    let continued = digit.one(lines) == '<' && !head.ends_with('<') && !layout.format.is_visa();
    let (Some((at, last)), true) = (tail.char_indices().last(), continued) else {
        let check = single(Field::Number, layout.number, lines);
        return (head.trim_end_matches('<').to_owned(), check, optional.trim_end_matches('<').to_owned());
    };
    let number = format!("{head}{}", tail.get(..at).unwrap_or_default());
    let (line, column) = layout.optional.place(at);
    let check = CheckDigit {
        field: Field::Number,
        expected: check_digit(&number),
        found: last,
        over: number.clone(),
        line,
        column,
    };
    let left = optional.get(tail.len()..).unwrap_or_default().trim_matches('<');
    (number, check, left.to_owned())
}

/// The check digit right after a field.
pub(super) fn single(field: Field, over: Span, lines: &[String]) -> CheckDigit {
    at(field, over.of(lines).to_owned(), over.next(), lines)
}

/// The check digit over the optional data, which only TD3 has.
pub(super) fn optional(layout: &Layout, lines: &[String]) -> Option<CheckDigit> {
    layout.optional_check.map(|digit| at(Field::Optional, layout.optional.of(lines).to_owned(), digit, lines))
}

/// The last check digit, over the others and their fields; a visa has none.
pub(super) fn composite(layout: &Layout, lines: &[String]) -> Option<CheckDigit> {
    let over = layout.composite_over.iter().map(|span| span.of(lines)).collect();
    layout.composite_check.map(|digit| at(Field::Composite, over, digit, lines))
}

fn at(field: Field, over: String, digit: Span, lines: &[String]) -> CheckDigit {
    let (line, column) = digit.place(0);
    CheckDigit { field, expected: check_digit(&over), found: digit.one(lines), over, line, column }
}
