//! Fillers of a number or of optional data, read for letters.

use super::{Change, FILLER_LIKE, IMPOSSIBLE_RUN, Swap, Unit, Work};
use crate::mrz::layout::Field;

impl Work {
    /// The run of one letter in a field that may be fillers: at its end, or anywhere where it is long enough. Empty
    /// where reading it so does not make the field sound.
    pub(super) fn run(&self, unit: &Unit) -> Vec<Swap> {
        let (Field::Number | Field::Optional, [span, ..]) = (unit.field, unit.spans.as_slice()) else {
            return Vec::new();
        };
        let text = span.of(&self.mrz.lines);
        let Some((start, length)) = longest(text) else { return Vec::new() };
        let fillers = text.char_indices().skip(start).take(length);
        let swaps: Vec<Swap> = fillers
            .map(|(at, from)| Swap { line: span.line, column: span.start + at, from, to: '<' })
            .collect();
        let holds = |mrz| self.sound(&mrz, unit) && self.likely(&mrz, unit.field);
        if self.with(&swaps).is_some_and(holds) { swaps } else { Vec::new() }
    }

    /// Whether with the run as fillers all the zone holds.
    pub(super) fn run_holds(&self, run: &[Swap]) -> bool {
        let is_proved = self.layout.composite_check.is_some() && !run.is_empty();
        is_proved && self.with(run).is_some_and(|mrz| mrz.failed(Field::Composite).is_none())
    }

    pub(super) fn make_run(&mut self, field: Field, run: &[Swap]) {
        if let (Some(mrz), [first, ..]) = (self.with(run), run) {
            self.mrz = mrz;
            let (line, column) = (first.line + 1, first.column + 1);
            let from = run.iter().map(|swap| swap.from).collect();
            self.changes.push(Change {
                field: field.as_str(),
                line,
                column,
                from,
                to: "<".repeat(run.len()),
            });
        }
    }
}

/// Start and length of the longest run of a letter that fillers are misread for; one of two only at the end.
fn longest(text: &str) -> Option<(usize, usize)> {
    let end = text.trim_end_matches('<').len();
    let mut best = None;
    let mut start = 0;
    while let Some(letter) = text.get(start..).and_then(|rest| rest.chars().next()) {
        let length = text.get(start..).unwrap_or_default().chars().take_while(|c| *c == letter).count();
        let is_run = length >= IMPOSSIBLE_RUN || (length > 1 && start + length == end);
        if FILLER_LIKE.contains(letter) && is_run && best.is_none_or(|(_, longest)| length >= longest) {
            best = Some((start, length));
        }
        start += length;
    }
    best
}
