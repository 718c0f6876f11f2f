//! The Latin name of a zone against the name of a certificate.

use super::{Outcome, Subject, title};
use crate::document::Document;
use crate::name::Name;
use crate::reason::{self, Reason};
use crate::translit::{self, Component};

/// What weak folding takes for one letter.
const FOLDED: [(&str, &str); 8] = [
    ("UXX", "U"),
    ("NXX", "N"),
    ("AE", "A"),
    ("OE", "O"),
    ("UE", "U"),
    ("AA", "A"),
    ("YU", "U"),
    ("SS", "S"),
];

/// Whether one outcome holds.
type Rule = fn(&Candidate, &Name) -> bool;

/// One way a certificate gives the name.
struct Candidate {
    primary: Vec<Component>,
    secondary: Vec<Component>,
    /// Compared with a Chinese document.
    chinese: bool,
}

/// The best outcome over the ways the certificate gives the name. `None` when it gives none that
/// can be written in a zone, or not all of it.
pub(super) fn compare(subject: &Subject<'_>, document: &Document) -> Option<(Outcome, Option<Reason>)> {
    if is_half_written(subject, &document.issuer) {
        return None;
    }
    let candidates = candidates(subject, &document.issuer);
    let zones = [Some(document.name.clone()), title::untitled(&document.name)];
    let outcome = |candidate: &Candidate| {
        zones.iter().flatten().map(|zone| candidate.outcome(zone)).min().unwrap_or(Outcome::NameMismatch)
    };
    let best = candidates.iter().map(outcome).min()?;
    let code = match best {
        Outcome::Exact => return Some((best, None)),
        Outcome::Transliteration => reason::MATCH_NAME_TRANSLITERATION,
        Outcome::Truncated => reason::MATCH_NAME_TRUNCATED,
        Outcome::Spacing => reason::MATCH_NAME_SPACING,
        Outcome::Swapped => reason::MATCH_NAME_ORDER,
        Outcome::Partial => reason::MATCH_NAME_PARTIAL,
        Outcome::Folded => reason::MATCH_NAME_FOLDED,
        _ => reason::MATCH_NAME,
    };
    let ours = candidates.first().map(Candidate::masked).unwrap_or_default();
    Some((best, Some(Reason::new(code).expected(ours).found(masked(&document.name)).at("name"))))
}

/// Surname or given names are there in a script without a table alone: without them the rest is another name.
fn is_half_written(subject: &Subject<'_>, issuer: &str) -> bool {
    let identifiers =
        [[subject.surname, subject.icao_surname], [subject.given_names, subject.icao_given_names]];
    identifiers.iter().any(|forms| {
        let mut given = forms.iter().flatten().peekable();
        given.peek().is_some() && given.all(|form| translit::components(form, issuer).is_none())
    })
}

/// As printed, and in the certificate's own ICAO rendering; one fills the gaps of the other. Only
/// without either, the native name. Each without titles, and as it stands: what looks like a title may be a name.
fn candidates(subject: &Subject<'_>, issuer: &str) -> Vec<Candidate> {
    let chinese = issuer == "CHN";
    let candidate = |primary: Option<Vec<Component>>, secondary: Option<Vec<Component>>| {
        let (primary, secondary) = (primary.unwrap_or_default(), secondary.unwrap_or_default());
        Candidate { primary, secondary, chinese }
    };
    let mut all = Vec::new();
    for words in [title::words_without, title::words] {
        let read =
            |part: Option<&str>| part.and_then(|part| translit::components(&words(part).join(" "), issuer));
        let surnames = (read(subject.surname), read(subject.icao_surname));
        let given = (read(subject.given_names), read(subject.icao_given_names));
        all.push(candidate(
            surnames.0.clone().or_else(|| surnames.1.clone()),
            given.0.clone().or_else(|| given.1.clone()),
        ));
        all.push(candidate(surnames.1.or(surnames.0), given.1.or(given.0)));
    }
    all.retain(|candidate| !candidate.is_empty());
    if all.is_empty() {
        let native = subject.native_name.and_then(|name| translit::components(name, issuer));
        all.extend(native.map(|name| candidate(Some(name), None)));
    }
    all.retain(|candidate| !candidate.is_empty());
    all
}

impl Candidate {
    fn is_empty(&self) -> bool {
        self.primary.is_empty() && self.secondary.is_empty()
    }

    /// The first rule that holds.
    fn outcome(&self, zone: &Name) -> Outcome {
        let rules: [(Outcome, Rule); 7] = [
            (Outcome::Exact, Self::is_exact),
            (Outcome::Transliteration, Self::is_rendering),
            (Outcome::Truncated, Self::is_truncated),
            (Outcome::Spacing, Self::is_spaced_differently),
            (Outcome::Swapped, Self::is_swapped),
            (Outcome::Partial, Self::is_partial),
            (Outcome::Folded, Self::folds_together),
        ];
        let holding = rules.iter().find(|(_, rule)| rule(self, zone));
        holding.map_or(Outcome::NameMismatch, |(outcome, _)| *outcome)
    }

    fn is_exact(&self, zone: &Name) -> bool {
        let preferred =
            |components: &[Component]| components.iter().map(Component::preferred).collect::<Vec<_>>();
        preferred(&self.primary) == zone.primary && preferred(&self.secondary) == zone.secondary
    }

    fn is_rendering(&self, zone: &Name) -> bool {
        same(&self.primary, &zone.primary) && same(&self.secondary, &zone.secondary)
    }

    /// ICAO 9303-4 section 4.2.3: the field is full and ends in a letter, every component it shows
    /// begins the one in its place, and all primary components are there.
    fn is_truncated(&self, zone: &Name) -> bool {
        let begin = |ours: &[Component], theirs: &[String]| {
            theirs.len() <= ours.len() && ours.iter().zip(theirs).all(|(one, other)| one.begins(other))
        };
        zone.may_be_cut
            && self.primary.len() == zone.primary.len()
            && self.secondary.is_empty() == zone.secondary.is_empty()
            && begin(&self.primary, &zone.primary)
            && begin(&self.secondary, &zone.secondary)
    }

    /// The same letters in each identifier; where one side has a single identifier, it may be divided
    /// at one of its spaces.
    fn is_spaced_differently(&self, zone: &Name) -> bool {
        let in_place = joined(&self.primary, &zone.primary) && joined(&self.secondary, &zone.secondary);
        in_place || self.divides_into(&zone.primary, &zone.secondary)
    }

    fn is_swapped(&self, zone: &Name) -> bool {
        let in_place = joined(&self.primary, &zone.secondary) && joined(&self.secondary, &zone.primary);
        if zone.secondary.is_empty() {
            let exchanged = Self {
                primary: self.secondary.clone(),
                secondary: self.primary.clone(),
                chinese: self.chinese,
            };
            return !self.primary.is_empty()
                && !self.secondary.is_empty()
                && exchanged.divides_into(&zone.primary, &[]);
        }
        in_place || self.divides_into(&zone.secondary, &zone.primary)
    }

    /// The single identifier of one side, divided at one of its spaces, is the two of the other.
    fn divides_into(&self, first: &[String], second: &[String]) -> bool {
        if self.primary.is_empty() || self.secondary.is_empty() {
            let ours = self.all();
            let divided = |at: &usize| {
                let (one, other) = ours.split_at_checked(*at).unwrap_or_default();
                joined(one, first) && joined(other, second)
            };
            return (0..=ours.len()).any(|at| divided(&at));
        }
        let theirs: Vec<String> = first.iter().chain(second).cloned().collect();
        let divided = |at: &usize| {
            let (one, other) = theirs.split_at_checked(*at).unwrap_or_default();
            joined(&self.primary, one) && joined(&self.secondary, other)
        };
        (first.is_empty() || second.is_empty()) && (0..=theirs.len()).any(|at| divided(&at))
    }

    /// The first components agree, and of the rest one side has only some, in order.
    fn is_partial(&self, zone: &Name) -> bool {
        let parts = |ours: &[Component], theirs: &[String]| match (ours.first(), theirs.first()) {
            (Some(one), Some(other)) => {
                one.renders(other) && (within(ours, theirs) || contains(ours, theirs))
            }
            (None, None) => true,
            _ => false,
        };
        parts(&self.primary, &zone.primary) && parts(&self.secondary, &zone.secondary)
    }

    fn folds_together(&self, zone: &Name) -> bool {
        let fold = |component: &str| fold(component, self.chinese);
        let ours =
            |components: &[Component]| components.iter().map(|c| fold(&c.preferred())).collect::<Vec<_>>();
        let theirs = |components: &[String]| components.iter().map(|c| fold(c)).collect::<Vec<_>>();
        ours(&self.primary) == theirs(&zone.primary) && ours(&self.secondary) == theirs(&zone.secondary)
    }

    fn all(&self) -> Vec<Component> {
        self.primary.iter().chain(&self.secondary).cloned().collect()
    }

    fn masked(&self) -> String {
        let texts: Vec<String> = self.all().iter().map(Component::preferred).collect();
        initials(&texts)
    }
}

fn all(zone: &Name) -> Vec<String> {
    zone.primary.iter().chain(&zone.secondary).cloned().collect()
}

fn same(ours: &[Component], theirs: &[String]) -> bool {
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(one, other)| one.renders(other))
}

fn joined(ours: &[Component], theirs: &[String]) -> bool {
    Component::joined(ours).renders(&theirs.concat())
}

/// All of ours are among theirs, in order.
fn within(ours: &[Component], theirs: &[String]) -> bool {
    let mut left = theirs.iter();
    ours.iter().all(|one| left.any(|other| one.renders(other)))
}

/// All of theirs are among ours, in order.
fn contains(ours: &[Component], theirs: &[String]) -> bool {
    let mut left = ours.iter();
    theirs.iter().all(|other| left.any(|one| one.renders(other)))
}

/// Older PRC passports write LV and NV for what is LYU and NYU now; no syllable of pinyin has a V.
const PINYIN: [(&str, &str); 2] = [("LV", "LU"), ("NV", "NU")];

fn fold(component: &str, chinese: bool) -> String {
    let component = PINYIN.iter().fold(component.to_owned(), |text, (from, to)| match chinese {
        true => replaced(&text, from, to),
        // inside a word of another language they are what they are: SILVA
        false => at_either_end(&text, from, to),
    });
    FOLDED.iter().fold(component, |text, (from, to)| replaced(&text, from, to))
}

fn at_either_end(text: &str, from: &str, to: &str) -> String {
    let text = text.strip_prefix(from).map_or(text.to_owned(), |rest| format!("{to}{rest}"));
    text.strip_suffix(from).map(|rest| format!("{rest}{to}")).unwrap_or(text)
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    loop {
        if let Some(after) = rest.strip_prefix(from) {
            out.push_str(to);
            rest = after;
            continue;
        }
        let mut letters = rest.chars();
        let Some(letter) = letters.next() else { return out };
        out.push(letter);
        rest = letters.as_str();
    }
}

fn masked(name: &Name) -> String {
    initials(&all(name))
}

/// `ZHANG WEI` as `Z**** W**`.
fn initials(components: &[String]) -> String {
    let mask =
        |text: &String| text.chars().enumerate().map(|(at, c)| if at == 0 { c } else { '*' }).collect();
    let masked: Vec<String> = components.iter().map(mask).collect();
    masked.join(" ")
}
