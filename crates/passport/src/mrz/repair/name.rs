//! Fields without a check digit: what cannot be letters of a name, and what cannot be a letter at all.

use super::{AS_LETTER, Change, FILLER_LIKE, IMPOSSIBLE_RUN, Swap, Work, mapped};
use crate::mrz::layout::{Field, Span};
use crate::mrz::parse::{Mrz, parse};

impl Work {
    /// Names, codes and states. What one repair uncovers may be another's to repair.
    pub(super) fn lettered(&mut self) {
        loop {
            let before = self.changes.len();
            self.questions.clear();
            for (field, span) in self.letter_fields() {
                self.letters(field, span);
            }
            self.fillers_of_name();
            if self.changes.len() == before {
                return;
            }
        }
    }

    /// After the identifiers only fillers may stand.
    fn fillers_of_name(&mut self) {
        let span = self.layout.name;
        let name = |mrz: &Mrz| span.of(&mrz.lines).to_owned();
        while let Some((start, token)) = filled_by_letters(&name(&self.mrz)) {
            if !self.fill(span, start, &token) {
                return;
            }
        }
        let field = name(&self.mrz);
        let doubts = doubtful(&field);
        let mut shortest = field.clone();
        for (range, _) in &doubts {
            shortest.replace_range(range.clone(), &"<".repeat(range.len()));
        }
        let mut candidates = vec![shortest.clone()];
        // One that touches the name: some of its letters may belong to it.
        if let [(range, true)] = doubts.as_slice() {
            for kept in 1..IMPOSSIBLE_RUN.min(range.len()) {
                let mut longer = field.clone();
                let from = range.start + kept;
                longer.replace_range(from..range.end, &"<".repeat(range.end - from));
                candidates.push(longer);
            }
        }
        if !doubts.is_empty() {
            let candidates = candidates.iter().map(|text| text.trim_end_matches('<').to_owned()).collect();
            self.ask(Field::Name, field.trim_end_matches('<'), candidates);
        }
    }

    fn fill(&mut self, span: Span, start: usize, token: &str) -> bool {
        let mut lines = self.mrz.lines.clone();
        let (line, from) = (span.line, span.start + start);
        let fillers = "<".repeat(token.len());
        if let Some(line) = lines.get_mut(line) {
            line.replace_range(from..from + token.len(), &fillers);
        }
        let Ok(mrz) = parse(&lines, self.today) else { return false };
        self.mrz = mrz;
        let field = Field::Name.as_str();
        let (line, column) = (line + 1, from + 1);
        self.changes.push(Change { field, line, column, from: token.to_owned(), to: fillers });
        true
    }

    fn letter_fields(&self) -> [(Field, Span); 4] {
        let layout = self.layout;
        [
            (Field::Code, layout.code),
            (Field::Issuer, layout.issuer),
            (Field::Name, layout.name),
            (Field::Nationality, layout.nationality),
        ]
    }

    /// A digit where only letters stand is a letter misread, and the table knows only one for it.
    fn letters(&mut self, field: Field, span: Span) {
        let text = span.of(&self.mrz.lines).to_owned();
        // Behind the identifiers it is no letter either; that is asked about already.
        let end = if field == Field::Name { identifiers(&text) } else { text.len() };
        let digits: Vec<(usize, char)> =
            text.char_indices().filter(|(at, c)| *at < end && c.is_ascii_digit()).collect();
        let mut put_right = text.clone();
        for (at, digit) in &digits {
            let Some(letter) = mapped(AS_LETTER, *digit) else {
                self.ask(field, text.trim_end_matches('<'), Vec::new());
                return;
            };
            put_right.replace_range(*at..=*at, &letter.to_string());
        }
        match digits.as_slice() {
            [] => (),
            [(at, from)] => {
                let to = mapped(AS_LETTER, *from).unwrap_or(*from);
                self.make(field, Swap { line: span.line, column: span.start + at, from: *from, to });
            }
            _ => {
                let candidates = vec![put_right.trim_end_matches('<').to_owned()];
                self.ask(field, text.trim_end_matches('<'), candidates);
            }
        }
    }
}

/// How far the identifiers reach at most: up to two fillers after the secondary one, or to three after
/// the only one.
fn identifiers(field: &str) -> usize {
    let fillers = |from: usize| {
        let rest = field.get(from..).unwrap_or_default();
        rest.as_bytes().windows(2).position(|pair| pair == b"<<").map(|at| from + at)
    };
    let Some(first) = fillers(0) else { return field.len() };
    if field.get(first + 2..first + 3) == Some("<") {
        return first;
    }
    fillers(first + 2).unwrap_or(field.len())
}

/// The parts of a name field between fillers and where they start.
fn tokens(field: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    let mut tokens = Vec::new();
    for token in field.split('<') {
        if !token.is_empty() {
            tokens.push((at, token));
        }
        at += token.len() + 1;
    }
    tokens
}

/// The first part that is one filler-like letter over and over, where no name can be such.
fn filled_by_letters(field: &str) -> Option<(usize, String)> {
    let end = identifiers(field);
    let found = tokens(field).into_iter().find(|(start, token)| {
        let filler_like = token.starts_with(|c| FILLER_LIKE.contains(c)) && same_at_end(token) == token.len();
        // The first part is the name, whatever it looks like.
        filler_like && *start > 0 && (*start >= end || token.len() >= IMPOSSIBLE_RUN)
    });
    found.map(|(start, token)| (start, token.to_owned()))
}

/// What may be fillers and may be name: everything behind the identifiers, and long runs at the end of
/// a part, which touch it (`true`).
fn doubtful(field: &str) -> Vec<(core::ops::Range<usize>, bool)> {
    let end = identifiers(field);
    let mut doubts = Vec::new();
    for (start, token) in tokens(field) {
        let run = same_at_end(token);
        let filler_like = token.ends_with(|c| FILLER_LIKE.contains(c));
        if start >= end && start > 0 {
            doubts.push((start..start + token.len(), false));
        } else if filler_like && run >= IMPOSSIBLE_RUN {
            doubts.push((start + token.len() - run..start + token.len(), true));
        }
    }
    doubts
}

/// How many times the last character stands at the end.
fn same_at_end(token: &str) -> usize {
    let last = token.chars().last();
    token.chars().rev().take_while(|c| Some(*c) == last).count()
}
