//! The Latin name of a zone against the name of a certificate.

use super::{Outcome, Subject};
use crate::document::Document;
use crate::name::Name;
use crate::reason::{self, Reason};
use crate::translit::{self, Component};

/// Titles, which a zone leaves out (ICAO 9303-3 section 4.6). All but `DR` only with a dot, since
/// they are names as well.
const TITLES: [&str; 8] = ["DIPL", "DR", "ING", "MISS", "MR", "MRS", "MS", "PROF"];

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
}

/// The best outcome over the ways the certificate gives the name. `None` when it gives none that
/// can be written in a zone.
pub(super) fn compare(subject: &Subject<'_>, document: &Document) -> Option<(Outcome, Option<Reason>)> {
    let candidates = candidates(subject, &document.issuer);
    let best = candidates.iter().map(|candidate| candidate.outcome(&document.name)).min()?;
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

/// As printed, and in the certificate's own ICAO rendering; one fills the gaps of the other. Only
/// without either, the native name.
fn candidates(subject: &Subject<'_>, issuer: &str) -> Vec<Candidate> {
    let read = |part: Option<&str>| part.and_then(|part| identifier(part, issuer));
    let surnames = (read(subject.surname), read(subject.icao_surname));
    let given = (read(subject.given_names), read(subject.icao_given_names));
    let candidate = |primary: Option<Vec<Component>>, secondary: Option<Vec<Component>>| {
        let (primary, secondary) = (primary.unwrap_or_default(), secondary.unwrap_or_default());
        Candidate { primary, secondary }
    };
    let printed = candidate(
        surnames.0.clone().or_else(|| surnames.1.clone()),
        given.0.clone().or_else(|| given.1.clone()),
    );
    let rendered = candidate(surnames.1.or(surnames.0), given.1.or(given.0));
    let native = candidate(read(subject.native_name), None);
    let mut all = vec![printed, rendered];
    all.retain(|candidate| !candidate.is_empty());
    if all.is_empty() && !native.is_empty() {
        all.push(native);
    }
    all
}

/// The components of an identifier without titles.
fn identifier(text: &str, issuer: &str) -> Option<Vec<Component>> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c == '<').filter(|w| !w.is_empty()).collect();
    let kept: Vec<&str> = words.iter().copied().filter(|word| !is_title(word)).collect();
    let words = if kept.is_empty() { words } else { kept };
    translit::components(&words.join(" "), issuer)
}

fn is_title(word: &str) -> bool {
    let bare = word.trim_end_matches('.').to_ascii_uppercase();
    TITLES.contains(&bare.as_str()) && (bare == "DR" || word.ends_with('.'))
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

    /// The same letters in each identifier, or one side has a single identifier and the components
    /// are the same.
    fn is_spaced_differently(&self, zone: &Name) -> bool {
        let single = self.primary.is_empty() || self.secondary.is_empty() || zone.secondary.is_empty();
        let in_place = joined(&self.primary, &zone.primary) && joined(&self.secondary, &zone.secondary);
        in_place || (single && same(&self.all(), &all(zone)))
    }

    fn is_swapped(&self, zone: &Name) -> bool {
        let exchanged: Vec<String> = zone.secondary.iter().chain(&zone.primary).cloned().collect();
        let in_place = joined(&self.primary, &zone.secondary) && joined(&self.secondary, &zone.primary);
        let single = self.primary.is_empty() || self.secondary.is_empty();
        (!self.is_empty() && in_place) || (single && same(&self.all(), &exchanged))
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

fn fold(component: &str) -> String {
    FOLDED.iter().fold(component.to_owned(), |text, (from, to)| replaced(&text, from, to))
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
