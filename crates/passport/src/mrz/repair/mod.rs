//! Putting right what a camera or a tired eye misread.
//!
//! Characters are only changed along the confusions of OCR-B, by what may stand in a field: letters
//! for digits in dates, digits for letters in names, runs of `K`, `C`, `S`, `E`, `L` for fillers. At
//! most one character of a field is changed without asking, and only when the change makes the
//! field's own check digit and the composite one hold and is the only one that does. Everything else
//! becomes a [`Question`].
//!
//! A check digit is blind to characters equal modulo 10 (`0`, `A`, `K`, `U` and the filler; `1`, `B`,
//! `L`, `V`; ... `6`, `G`, `Q`) and to two errors that cancel: reading `O` for `0` under the weights 7
//! and 3 changes the sum by 24 · (7 + 3), which is nothing modulo 10. A zone in which everything
//! holds is therefore left as it is, right or not; the holder confirms what was read.

mod name;
mod run;

#[cfg(test)]
mod tests;

use super::error::MrzError;
use super::layout::{Field, Format, Layout, Span};
use super::parse::{Mrz, parse};
use crate::profile;
use serde::Serialize;
use time::Date;

/// Combinations of repairs of several fields looked at; more are asked about.
const MAX_COMBINATIONS: usize = 512;

/// A run of one of these letters is a run of fillers where it is this long and no name would be.
const IMPOSSIBLE_RUN: usize = 3;

/// Letters fillers are misread for.
const FILLER_LIKE: &str = "KCSEL";

/// Letters misread for a digit.
const AS_DIGIT: &[(char, char)] = &[
    ('O', '0'),
    ('Q', '0'),
    ('D', '0'),
    ('I', '1'),
    ('L', '1'),
    ('Z', '2'),
    ('S', '5'),
    ('G', '6'),
    ('B', '8'),
];

/// Digits misread for a letter, where only letters may stand.
const AS_LETTER: &[(char, char)] = &[('0', 'O'), ('1', 'I'), ('2', 'Z'), ('5', 'S'), ('6', 'G'), ('8', 'B')];

/// What was put right, and what remains to be asked.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Repair {
    /// The lines with the changes made.
    pub lines: Vec<String>,
    /// Nothing is wrong with these lines.
    pub ok: bool,
    /// What was changed without asking.
    pub changes: Vec<Change>,
    /// What the holder must say.
    pub questions: Vec<Question>,
}

/// One repair.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Change {
    /// The field, check digits with theirs: `number`, `birth`, `name` ...
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub field: &'static str,
    /// Line, from 1.
    pub line: usize,
    /// Column of the first character, from 1.
    pub column: usize,
    /// What stood there: one character, or a run read for fillers.
    pub from: String,
    /// What stands there now.
    pub to: String,
}

/// A field that cannot be put right without the holder.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Question {
    /// The field.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub field: &'static str,
    /// What was read, with the check digit after it where it has one.
    pub found: String,
    /// What it may be, written the same way; empty when nothing likely makes it hold.
    pub candidates: Vec<String>,
}

/// Reads a zone and repairs it.
///
/// # Errors
/// As [`parse`]: only a zone of the right shape can be repaired.
///
/// ```
/// use healthpass_passport::mrz;
/// use time::{Date, Month};
/// let today = Date::from_calendar_date(2010, Month::January, 1)?;
/// let misread = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<KK", "L898902C36UTO74O8122F1204159ZE184226B<<<<<10"];
/// let repair = mrz::repair(&misread, today)?;
/// assert!(repair.ok && repair.questions.is_empty());
/// assert_eq!(repair.lines[1], "L898902C36UTO7408122F1204159ZE184226B<<<<<10");
/// assert_eq!((repair.changes[1].field, repair.changes[1].column), ("birth", 16));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn repair<T: AsRef<str>>(lines: &[T], today: Date) -> Result<Repair, MrzError> {
    let mut work = Work::new(parse(lines, today)?, today);
    work.lettered();
    work.sex();
    work.checked();
    Ok(Repair {
        ok: work.mrz.problems.is_empty(),
        lines: work.mrz.lines,
        changes: work.changes,
        questions: work.questions,
    })
}

struct Work {
    mrz: Mrz,
    layout: &'static Layout,
    today: Date,
    changes: Vec<Change>,
    questions: Vec<Question>,
}

/// A field under a check digit of its own, and the characters of it and its digit.
#[derive(Clone)]
struct Unit {
    field: Field,
    spans: Vec<Span>,
}

/// One character changed.
#[derive(Clone, Copy, Debug)]
struct Swap {
    line: usize,
    column: usize,
    from: char,
    to: char,
}

impl Work {
    fn new(mrz: Mrz, today: Date) -> Self {
        let layout = mrz.format.layout();
        Self { mrz, layout, today, changes: Vec::new(), questions: Vec::new() }
    }

    fn with(&self, swaps: &[Swap]) -> Option<Mrz> {
        let mut lines = self.mrz.lines.clone();
        for swap in swaps {
            let line = lines.get_mut(swap.line)?;
            line.replace_range(swap.column..swap.column + 1, &swap.to.to_string());
        }
        parse(&lines, self.today).ok()
    }

    fn make(&mut self, field: Field, swap: Swap) {
        if let Some(mrz) = self.with(&[swap]) {
            self.mrz = mrz;
            let (from, to) = (swap.from.to_string(), swap.to.to_string());
            let (line, column) = (swap.line + 1, swap.column + 1);
            self.changes.push(Change { field: field.as_str(), line, column, from, to });
        }
    }

    fn ask(&mut self, field: Field, found: &str, candidates: Vec<String>) {
        let field = field.as_str();
        if self.questions.iter().all(|question| question.field != field) {
            self.questions.push(Question { field, found: found.to_owned(), candidates });
        }
    }

    fn sex(&mut self) {
        let found = self.layout.sex.one(&self.mrz.lines);
        if !matches!(found, 'F' | 'M' | '<') {
            let candidates = ["F", "M", "<"].map(str::to_owned).to_vec();
            self.ask(Field::Sex, &found.to_string(), candidates);
        }
    }

    // --- fields under check digits ---

    fn checked(&mut self) {
        let units = self.units();
        let broken: Vec<Unit> = units.iter().filter(|unit| !self.sound(&self.mrz, unit)).cloned().collect();
        if broken.is_empty() {
            self.composite_alone();
            self.unknown_number();
            return;
        }
        let options: Vec<Vec<Swap>> = broken.iter().map(|unit| self.options(unit)).collect();
        let mut working = self.working(&broken, &options);
        let runs: Vec<Vec<Swap>> = broken.iter().map(|unit| self.run(unit)).collect();
        if let ([unit], [run], []) = (broken.as_slice(), runs.as_slice(), working.as_slice())
            && self.run_holds(run)
        {
            self.make_run(unit.field, run);
            return;
        }
        let has_run = runs.iter().any(|run| !run.is_empty());
        if let ([only], false) = (working.as_mut_slice(), has_run) {
            let only = core::mem::take(only);
            for (unit, swap) in broken.iter().zip(only) {
                self.make(unit.field, swap);
            }
            return;
        }
        for (at, unit) in broken.iter().enumerate() {
            let likely: Vec<Swap> = match working.is_empty() {
                true => options.get(at).cloned().unwrap_or_default(),
                false => working.iter().filter_map(|swaps| swaps.get(at).copied()).collect(),
            };
            self.ask_unit(unit, &likely, runs.get(at).map_or(&[], Vec::as_slice));
        }
    }

    /// The combinations of one repair a field under which the whole zone holds.
    fn working(&self, broken: &[Unit], options: &[Vec<Swap>]) -> Vec<Vec<Swap>> {
        let mut combinations: Vec<Vec<Swap>> = vec![Vec::new()];
        for option in options {
            if combinations.len() * option.len() > MAX_COMBINATIONS {
                return Vec::new();
            }
            let longer = combinations.iter().flat_map(|swaps| {
                option.iter().map(move |swap| swaps.iter().copied().chain([*swap]).collect::<Vec<_>>())
            });
            combinations = longer.collect();
        }
        combinations.retain(|swaps| {
            let holds = |mrz: Mrz| {
                broken.iter().all(|unit| self.sound(&mrz, unit)) && mrz.failed(Field::Composite).is_none()
            };
            // Without a composite digit half the evidence is missing: only what cannot be right may go.
            let proved = self.layout.composite_check.is_some()
                || broken.iter().all(|unit| matches!(unit.field, Field::Birth | Field::Expiry));
            proved && self.with(swaps).is_some_and(holds)
        });
        combinations
    }

    fn units(&self) -> Vec<Unit> {
        let layout = self.layout;
        let with_digit = |field, span: Span| Unit { field, spans: vec![span, span.next()] };
        let mut number = with_digit(Field::Number, layout.number);
        let long = layout.number.next().one(&self.mrz.lines) == '<' && !layout.format.is_visa();
        if long && !layout.number.of(&self.mrz.lines).ends_with('<') {
            let tail = layout.optional.of(&self.mrz.lines).split('<').next().unwrap_or_default();
            number.spans.push(Span { length: tail.len(), ..layout.optional });
        }
        let mut units =
            vec![number, with_digit(Field::Birth, layout.birth), with_digit(Field::Expiry, layout.expiry)];
        if layout.optional_check.is_some() {
            units.push(with_digit(Field::Optional, layout.optional));
        }
        if let Some(span) = layout.composite_check.filter(|span| !span.one(&self.mrz.lines).is_ascii_digit())
        {
            units.push(Unit { field: Field::Composite, spans: vec![span] });
        }
        units
    }

    /// Its digit holds, its characters may stand there, and a date is one.
    fn sound(&self, mrz: &Mrz, unit: &Unit) -> bool {
        if unit.field == Field::Composite {
            return unit.spans.iter().all(|span| span.one(&mrz.lines).is_ascii_digit());
        }
        let of_unit = |line: usize, column: usize| unit.spans.iter().any(|span| span.covers(line, column));
        let wrong = mrz.problems.iter().any(|problem| match problem {
            MrzError::Character { line, column, .. } => of_unit(*line, *column),
            MrzError::Date { field, .. } => *field == unit.field,
            _ => false,
        });
        mrz.failed(unit.field).is_none() && !wrong
    }

    /// The single changes that make the field sound.
    fn options(&self, unit: &Unit) -> Vec<Swap> {
        let mut options = Vec::new();
        for span in &unit.spans {
            for (offset, from) in span.of(&self.mrz.lines).char_indices() {
                for to in self.readings(unit.field, *span, offset, from) {
                    let swap = Swap { line: span.line, column: span.start + offset, from, to };
                    let holds = |mrz: Mrz| self.sound(&mrz, unit) && self.likely(&mrz, unit.field);
                    if self.with(&[swap]).is_some_and(holds) {
                        options.push(swap);
                    }
                }
            }
        }
        options
    }

    /// A Chinese document has a number of one of the known patterns.
    fn likely(&self, mrz: &Mrz, field: Field) -> bool {
        field != Field::Number || profile::known_number(&mrz.issuer, &mrz.number)
    }

    /// What a character may be misread for, by its field.
    fn readings(&self, field: Field, span: Span, offset: usize, from: char) -> Vec<char> {
        let check_digit = span.length == 1;
        let numeric = check_digit || matches!(field, Field::Birth | Field::Expiry);
        let mut readings: Vec<char> = mapped(AS_DIGIT, from).into_iter().collect();
        if numeric {
            return readings;
        }
        readings.extend(AS_DIGIT.iter().filter(|(_, digit)| *digit == from).map(|(letter, _)| *letter));
        let rest = span.of(&self.mrz.lines).get(offset..).unwrap_or_default();
        if FILLER_LIKE.contains(from) && rest.chars().all(|c| c == '<' || FILLER_LIKE.contains(c)) {
            readings.push('<');
        }
        readings
    }

    fn ask_unit(&mut self, unit: &Unit, swaps: &[Swap], run: &[Swap]) {
        let text = |lines: &[String]| -> String { unit.spans.iter().map(|span| span.of(lines)).collect() };
        let found = text(&self.mrz.lines);
        let mut candidates: Vec<String> = Vec::new();
        let mut add = |mrz: Option<Mrz>| {
            if let Some(text) = mrz.map(|mrz| text(&mrz.lines)).filter(|text| !candidates.contains(text)) {
                candidates.push(text);
            }
        };
        add(self.with(run).filter(|_| !run.is_empty()));
        swaps.iter().for_each(|swap| add(self.with(&[*swap])));
        if swaps.is_empty() && run.is_empty() {
            let all = self.all_letters(unit);
            add(self.with(&all).filter(|mrz| all.len() > 1 && self.sound(mrz, unit)));
        }
        self.ask(unit.field, &found, candidates);
    }

    /// Every letter of a numeric field read as the digit it stands for.
    fn all_letters(&self, unit: &Unit) -> Vec<Swap> {
        if !matches!(unit.field, Field::Birth | Field::Expiry) {
            return Vec::new();
        }
        let mut swaps = Vec::new();
        for span in &unit.spans {
            for (offset, from) in span.of(&self.mrz.lines).char_indices() {
                if let Some(to) = mapped(AS_DIGIT, from) {
                    swaps.push(Swap { line: span.line, column: span.start + offset, from, to });
                }
            }
        }
        swaps
    }

    /// Every field holds and the composite digit does not: something in a field without a digit of its
    /// own, two errors that cancel, or the digit itself.
    fn composite_alone(&mut self) {
        let Some(check) = self.mrz.failed(Field::Composite) else { return };
        let (found, wanted) = (check.found.to_string(), check.expected.to_string());
        let spans = match self.layout.format {
            Format::Td1 | Format::Td2 => [Some(self.layout.optional), self.layout.optional2],
            _ => [None, None],
        };
        for (field, span) in [Field::Optional, Field::Optional2].into_iter().zip(spans) {
            let Some(span) = span else { continue };
            let unit = Unit { field, spans: vec![span] };
            let options: Vec<Swap> = self.options(&unit);
            let holds =
                |swap: &Swap| self.with(&[*swap]).is_some_and(|mrz| mrz.failed(Field::Composite).is_none());
            let working: Vec<Swap> = options.into_iter().filter(holds).collect();
            if !working.is_empty() {
                self.ask_unit(&unit, &working, &[]);
            }
        }
        self.ask(Field::Composite, &found, vec![wanted]);
    }

    /// Everything holds, but no Chinese document has such a number: two errors that cancel, perhaps.
    fn unknown_number(&mut self) {
        let number = self.mrz.number.clone();
        if profile::known_number(&self.mrz.issuer, &number) || !self.mrz.problems.is_empty() {
            return;
        }
        let table = |digit: bool| if digit { AS_DIGIT } else { AS_LETTER };
        let mut likely = profile::misread_numbers(&number, |c, digit| mapped(table(digit), c));
        likely.retain(|candidate| {
            let mut lines = self.mrz.lines.clone();
            let span = self.layout.number;
            if let Some(line) = lines.get_mut(span.line) {
                line.replace_range(span.start..span.start + candidate.len(), candidate);
            }
            parse(&lines, self.today).is_ok_and(|mrz| mrz.problems.is_empty())
        });
        if !likely.is_empty() {
            self.ask(Field::Number, &number, likely);
        }
    }
}

fn mapped(table: &[(char, char)], from: char) -> Option<char> {
    table.iter().find(|(read, _)| *read == from).map(|(_, meant)| *meant)
}
