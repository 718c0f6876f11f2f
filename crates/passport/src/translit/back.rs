//! From a zone back to what the name may have been: candidates, never certainty.
//!
//! Arabic is nearly one letter for one sequence, which is what its escapes are for (ICAO 9303-3
//! appendix B); Cyrillic runs letters together (`SHCH` is Щ or ШЧ); of Latin letters only those with
//! sequences of their own come back (`NXX` is Ñ, `UE` is Ü or UE), the other marks are gone. Greek by
//! ELOT 743, pinyin and transcriptions by sound cannot be undone at all.

use super::{Letter, MAX_RENDERINGS, arabic, components, render};

/// Steps tried for one component. What has more readings than this has more than anybody reads.
const MAX_STEPS: usize = 4096;

/// The script the name was in.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Script {
    /// Table A.
    Latin,
    /// Table B, in the alphabet of the issuing state.
    Cyrillic,
    /// Table C.
    Arabic,
}

/// What a zone does not keep, so that no candidate can have it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Lost {
    /// Accents and the like on letters that become their base letter.
    Marks,
    /// Apostrophes, hyphens and other signs inside the name, and upper or lower case.
    Signs,
    /// The Cyrillic soft sign.
    SoftSign,
    /// Arabic short vowels and the lengthening stroke.
    ShortVowels,
}

/// What one component may have been.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Originals {
    /// The likeliest first, each rendering to the component again; empty when the component cannot
    /// come from this script.
    pub candidates: Vec<String>,
    /// False when there are more than are listed.
    pub complete: bool,
    /// What none of them can tell.
    pub lost: Vec<Lost>,
}

/// The names a component of a zone may stand for, at most [`MAX_RENDERINGS`], those with the fewest
/// letters first. `issuer` is the state code of the zone, which picks alphabet and exceptions.
///
/// ```
/// use healthpass_passport::translit::{Script, originals};
/// let found = originals("MXHMD", "EGY", Script::Arabic);
/// assert_eq!(found.candidates, ["محمد"]);
/// let found = originals("CANXXON", "ESP", Script::Latin);
/// assert_eq!(found.candidates[0], "CAÑON");
/// ```
pub fn originals(component: &str, issuer: &str, script: Script) -> Originals {
    let lost = match script {
        Script::Latin => vec![Lost::Marks, Lost::Signs],
        Script::Cyrillic => vec![Lost::SoftSign, Lost::Signs],
        Script::Arabic => vec![Lost::ShortVowels, Lost::Signs],
    };
    let mut search = Search { text: component, issuer, script, found: Vec::new(), steps: 0 };
    let plain = !component.is_empty() && component.bytes().all(|byte| byte.is_ascii_uppercase());
    if plain {
        let options = options(script, issuer);
        search.extend(&options, &mut String::new(), 0);
    }
    let Search { mut found, steps, .. } = search;
    let complete = steps < MAX_STEPS && found.len() <= MAX_RENDERINGS;
    found.sort_by_key(|name| name.chars().count());
    found.truncate(MAX_RENDERINGS);
    Originals { candidates: found, complete, lost }
}

/// A sequence of the zone and the letter it may stand for; whether at the beginning, or after it.
struct Choice {
    sequence: String,
    letter: char,
    first: bool,
    later: bool,
}

struct Search<'a> {
    text: &'a str,
    issuer: &'a str,
    script: Script,
    found: Vec<String>,
    steps: usize,
}

impl Search<'_> {
    /// Every way to go on from here, the longest sequences first.
    fn extend(&mut self, options: &[Choice], name: &mut String, at: usize) {
        self.steps += 1;
        if self.steps >= MAX_STEPS || self.found.len() > MAX_RENDERINGS {
            return;
        }
        let Some(left) = self.text.get(at..).filter(|left| !left.is_empty()) else {
            if self.renders(name) && !self.found.contains(name) {
                self.found.push(name.clone());
            }
            return;
        };
        for choice in options.iter().filter(|choice| if at == 0 { choice.first } else { choice.later }) {
            if !left.starts_with(&choice.sequence) {
                continue;
            }
            let length = name.len();
            name.push(choice.letter);
            let next = at + choice.sequence.len();
            let sound = choice.sequence.trim_start_matches('X');
            if self.script == Script::Arabic
                && self.text.get(next..).is_some_and(|left| left.starts_with(sound))
            {
                name.push(arabic::SHADDA);
                self.extend(options, name, next + sound.len());
                name.pop();
            }
            self.extend(options, name, next);
            name.truncate(length);
        }
    }

    /// The candidate becomes the text again: the tables have the last word.
    fn renders(&self, name: &str) -> bool {
        let read = components(name, self.issuer).unwrap_or_default();
        match read.as_slice() {
            [one] if self.script == Script::Latin => one.renders(self.text),
            [one] => one.preferred() == self.text,
            _ => false,
        }
    }
}

/// Latin letters with sequences of their own.
const LATIN: &str = "ÄÅÆÑÖØŒÜÞẞĲ";
/// Russian, and of states without an alphabet below.
const RUSSIAN: &str = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЭЮЯ";
/// Alphabets of other states, without the soft sign.
const ALPHABETS: &[(&str, &str)] = &[
    ("BGR", "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЮЯ"),
    ("BLR", "АБВГДЕЁЖЗІЙКЛМНОПРСТУЎФХЦЧШЫЭЮЯ"),
    ("MKD", "АБВГДЃЕЖЗЅИЈКЛЉМНЊОПРСТЌУФХЦЧЏШ"),
    ("SRB", "АБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ"),
    ("UKR", "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЮЯ"),
];
/// Letters of the Arabic block that have a sequence.
const ARABIC: core::ops::RangeInclusive<char> = '\u{621}'..='\u{6d3}';

fn options(script: Script, issuer: &str) -> Vec<Choice> {
    let mut options: Vec<Choice> = Vec::new();
    let mut add = |letter: char, before: &[char], after: &[char], first: bool, later: bool| {
        let read = render(&Letter { this: letter, before, after, issuer }).unwrap_or_default();
        let usual = if script == Script::Latin { read.len() } else { 1 };
        for sequence in read.into_iter().take(usual).filter(|sequence| !sequence.is_empty()) {
            // A letter with a mark that became its base letter has left nothing to find it by.
            if script != Script::Latin || sequence.len() > 1 || letter.is_ascii() {
                options.push(Choice { sequence, letter, first, later });
            }
        }
    };
    match script {
        Script::Latin => LATIN.chars().chain('A'..='Z').for_each(|letter| add(letter, &[], &[], true, true)),
        Script::Cyrillic => {
            let own = ALPHABETS.iter().find(|(state, _)| *state == issuer);
            for letter in own.map_or(RUSSIAN, |(_, alphabet)| alphabet).chars() {
                add(letter, &[], &[], true, false);
                add(letter, &['А'], &[], false, true);
            }
        }
        Script::Arabic => {
            for letter in ARABIC {
                add(letter, &['\u{627}'], &[], true, true);
            }
            // Before another letter.
            add('\u{629}', &['\u{627}'], &['\u{627}'], true, true);
        }
    }
    options.sort_by_key(|choice| core::cmp::Reverse(choice.sequence.len()));
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(component: &str, issuer: &str, script: Script) -> Vec<String> {
        originals(component, issuer, script).candidates
    }

    #[test]
    fn arabic_comes_back_letter_for_letter() {
        for name in ["ابو", "بكر", "زكريا", "الرازي", "عبدالعزيز", "نعيمة", "الناصر"]
        {
            let zone = super::super::preferred(name, "EGY").unwrap();
            assert_eq!(found(&zone, "EGY", Script::Arabic)[0], name, "{zone}");
        }
        // A doubling sign and the letter twice read the same, unless the letter has an escape.
        assert_eq!(found("EBBAS", "EGY", Script::Arabic), ["عب\u{651}اس", "عبباس"]);
        assert_eq!(found("FXDZDZXAH", "EGY", Script::Arabic)[0], "فضّة");
        assert_eq!(originals("MXHMD", "EGY", Script::Arabic).lost, [Lost::ShortVowels, Lost::Signs]);
        assert!(found("OLE", "EGY", Script::Arabic).is_empty());
    }

    #[test]
    fn cyrillic_by_the_alphabet_of_the_state() {
        assert!(found("SHCHERBAKOV", "RUS", Script::Cyrillic).starts_with(&["Щербаков".to_uppercase()]));
        assert!(found("SHCHERBAKOV", "RUS", Script::Cyrillic).contains(&"ШЧЕРБАКОВ".to_owned()));
        assert!(found("YURII", "UKR", Script::Cyrillic).contains(&"ЮРІЙ".to_owned()));
        assert!(found("HRYHORII", "UKR", Script::Cyrillic).contains(&"ГРИГОРІЙ".to_owned()));
        // No Russian letter is written H alone.
        assert!(found("HRYHORII", "RUS", Script::Cyrillic).is_empty());
        assert!(found("SUSIC", "SRB", Script::Cyrillic).contains(&"ШУШИЋ".to_owned()));
        assert_eq!(originals("IGOR", "RUS", Script::Cyrillic).lost[0], Lost::SoftSign);
    }

    #[test]
    fn latin_sequences_and_what_is_gone() {
        assert_eq!(found("JAEGER", "D", Script::Latin), ["JÄGER", "JÆGER", "JAEGER"]);
        assert_eq!(found("MUXXLLER", "ESP", Script::Latin)[0], "MÜLLER");
        assert!(found("WEISS", "D", Script::Latin).contains(&"WEIẞ".to_owned()));
        assert_eq!(found("RENE", "FRA", Script::Latin), ["RENE"]);
        assert_eq!(originals("RENE", "FRA", Script::Latin).lost, [Lost::Marks, Lost::Signs]);
    }

    #[test]
    fn more_than_can_be_listed_is_said() {
        let many = originals("AEOEUEAEOEUEAEOE", "D", Script::Latin);
        assert!(!many.complete && many.candidates.len() == MAX_RENDERINGS);
        for nothing in ["", "A<B", "a", "É"] {
            assert!(found(nothing, "D", Script::Latin).is_empty());
        }
    }

    proptest! {
        #[test]
        fn every_candidate_becomes_the_component_again(component in "[A-Z]{1,14}", issuer in "(UTO|UKR|RUS|SRB|BGR|BLR|MKD)") {
            for script in [Script::Latin, Script::Cyrillic, Script::Arabic] {
                for name in found(&component, &issuer, script) {
                    prop_assert!(components(&name, &issuer).unwrap()[0].renders(&component), "{}", name);
                }
            }
        }

        #[test]
        fn short_arabic_and_cyrillic_names_are_among_their_candidates(
            arabic in "[ابتثجحخدذرزسشصضطظعغفقكلمنهوي]{1,7}",
            russian in "[АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯ]{1,5}",
        ) {
            for (name, issuer, script) in [(arabic, "EGY", Script::Arabic), (russian, "RUS", Script::Cyrillic)] {
                let zone = super::super::preferred(&name, issuer).unwrap();
                let back = originals(&zone, issuer, script);
                prop_assert!(back.candidates.contains(&name) || !back.complete, "{} {} {:?}", name, zone, back);
            }
        }
    }
}
