//! Names as a zone writes them: ICAO 9303-3 section 6, and section 4.6 for what stands between.
//!
//! Some letters have more than one rendering (`Ü` is `UE`, `UXX` or `U`), and some depend on the
//! issuing state (Cyrillic). A [`Component`] keeps all of them, the preferred one first, and can be
//! held against what a zone says without listing every combination.
//!
//! Greek and Vietnamese are not in the tables of ICAO 9303: Greek follows ELOT 743, Vietnamese its
//! base letters.

mod arabic;
mod back;
mod case;
mod cyrillic;
mod greek;
mod latin;

pub use back::{Lost, Originals, Script, originals};

/// Renderings listed at most by [`renderings`].
pub const MAX_RENDERINGS: usize = 64;

/// One part of an identifier, between fillers: letter by letter, every rendering, preferred first.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Component(Vec<Vec<String>>);

/// A letter and what stands around it in its component.
struct Letter<'a> {
    /// Upper case.
    this: char,
    /// The letters before, upper case.
    before: &'a [char],
    /// The letters after, upper case.
    after: &'a [char],
    /// Issuing state of the document, as its zone writes it.
    issuer: &'a str,
}

/// Splits an identifier into components. `None` when a letter is of a script without a table.
///
/// Spaces, hyphens and commas separate; apostrophes and other punctuation are dropped, and so are
/// digits. `issuer` is the state code of the document compared with, which picks the preferred
/// rendering of Cyrillic letters.
pub fn components(identifier: &str, issuer: &str) -> Option<Vec<Component>> {
    let letters: Vec<char> = compose(identifier).into_iter().flat_map(case::upper).collect();
    letters
        .split(|c| is_separator(*c))
        .map(|part| part.iter().copied().filter(|c| is_letter(*c)).collect())
        .filter(|part: &Vec<char>| !part.is_empty())
        .map(|part| Component::read(&part, issuer))
        .collect()
}

/// The preferred rendering with `<` between components. `None` as for [`components`].
///
/// ```
/// use healthpass_passport::translit;
/// assert_eq!(translit::preferred("O'Connor-Jäger", "UTO").as_deref(), Some("OCONNOR<JAEGER"));
/// assert_eq!(translit::preferred("Юрій", "UKR").as_deref(), Some("YURII"));
/// assert_eq!(translit::preferred("张", "CHN"), None);
/// ```
pub fn preferred(identifier: &str, issuer: &str) -> Option<String> {
    let parts: Vec<String> = components(identifier, issuer)?.iter().map(Component::preferred).collect();
    Some(parts.join("<"))
}

/// The renderings of an identifier, preferred first, at most [`MAX_RENDERINGS`]. `None` as for
/// [`components`].
pub fn renderings(identifier: &str, issuer: &str) -> Option<Vec<String>> {
    let mut all = vec![String::new()];
    for (index, component) in components(identifier, issuer)?.iter().enumerate() {
        let separator = if index == 0 { "" } else { "<" };
        all.iter_mut().for_each(|text| text.push_str(separator));
        for letter in &component.0 {
            let longer =
                |text: &String| letter.iter().map(move |more| format!("{text}{more}")).collect::<Vec<_>>();
            all = all.iter().flat_map(longer).take(MAX_RENDERINGS).collect();
        }
    }
    Some(all)
}

impl Component {
    fn read(letters: &[char], issuer: &str) -> Option<Self> {
        let mut read: Vec<Vec<String>> = Vec::new();
        for (at, this) in letters.iter().enumerate() {
            let (before, rest) = letters.split_at_checked(at)?;
            let letter = Letter { this: *this, before, after: rest.get(1..)?, issuer };
            if arabic::doubles(*this) {
                // Vowel signs, which render as nothing, may stand between the two.
                double(read.iter_mut().rfind(|letter| letter.iter().any(|text| !text.is_empty())));
            } else {
                read.push(render(&letter)?);
            }
        }
        Some(Self(read))
    }

    /// The preferred rendering.
    pub fn preferred(&self) -> String {
        self.0.iter().filter_map(|letter| letter.first()).map(String::as_str).collect()
    }

    /// This text is one of the renderings.
    pub fn renders(&self, text: &str) -> bool {
        self.reach(text).last().copied().unwrap_or(false)
    }

    /// This text, not empty, begins one of the renderings.
    pub fn begins(&self, text: &str) -> bool {
        // What is left of the last letter reached may be cut as well, so try every ending of it.
        let mut places = vec![false; text.len() + 1];
        if let Some(start) = places.first_mut() {
            *start = true;
        }
        for letter in &self.0 {
            let runs_out = |at: usize| {
                let left = text.get(at..).unwrap_or_default();
                letter.iter().any(|rendering| rendering.starts_with(left))
            };
            if places.iter().enumerate().any(|(at, reached)| *reached && runs_out(at)) {
                return !text.is_empty();
            }
            places = step(&places, letter, text);
        }
        false
    }

    /// Several components written as one.
    pub fn joined(components: &[Self]) -> Self {
        Self(components.iter().flat_map(|component| component.0.iter().cloned()).collect())
    }

    /// Which offsets of the text the whole component can end at.
    fn reach(&self, text: &str) -> Vec<bool> {
        let mut places = vec![false; text.len() + 1];
        if let Some(start) = places.first_mut() {
            *start = true;
        }
        self.0.iter().fold(places, |places, letter| step(&places, letter, text))
    }
}

/// Moves every reached offset over one letter.
fn step(places: &[bool], letter: &[String], text: &str) -> Vec<bool> {
    let mut next = vec![false; places.len()];
    for (at, _) in places.iter().enumerate().filter(|(_, reached)| **reached) {
        for rendering in letter {
            let fits = text.get(at..).is_some_and(|left| left.starts_with(rendering.as_str()));
            if let Some(place) = next.get_mut(at + rendering.len()).filter(|_| fits) {
                *place = true;
            }
        }
    }
    next
}

fn double(letter: Option<&mut Vec<String>>) {
    for rendering in letter.into_iter().flatten() {
        let sound = rendering.trim_start_matches('X').to_owned();
        rendering.push_str(&sound);
    }
}

fn render(letter: &Letter<'_>) -> Option<Vec<String>> {
    let known = match letter.this {
        'A'..='Z' => return Some(vec![letter.this.to_string()]),
        '\u{370}'..='\u{3ff}' => greek::render(letter),
        '\u{400}'..='\u{52f}' => cyrillic::render(letter),
        '\u{600}'..='\u{6ff}' => arabic::render(letter),
        _ => latin::render(letter),
    };
    known.map(|renderings| renderings.into_iter().map(str::to_owned).collect())
}

/// The renderings of a letter in a table: rows divided by spaces, each of letters, `=`, and renderings
/// divided by commas, preferred first. As one text a table is a third of what it is as slices.
fn look_up(table: &'static str, letter: char) -> Option<Vec<&'static str>> {
    for row in table.split(' ') {
        let (letters, renderings) = row.split_once('=')?;
        if letters.chars().any(|one| one == letter) {
            return Some(renderings.split(',').collect());
        }
    }
    None
}

/// Combining marks that change the rendering, with the letter they make.
const COMPOSED: [(char, char, char); 15] = [
    ('A', '\u{308}', 'Ä'),
    ('O', '\u{308}', 'Ö'),
    ('U', '\u{308}', 'Ü'),
    ('A', '\u{30a}', 'Å'),
    ('N', '\u{303}', 'Ñ'),
    ('Ι', '\u{308}', 'Ϊ'),
    ('Υ', '\u{308}', 'Ϋ'),
    ('Е', '\u{308}', 'Ё'),
    ('І', '\u{308}', 'Ї'),
    ('И', '\u{306}', 'Й'),
    ('ا', '\u{653}', 'آ'),
    ('ا', '\u{654}', 'أ'),
    ('ا', '\u{655}', 'إ'),
    ('و', '\u{654}', 'ؤ'),
    ('ي', '\u{654}', 'ئ'),
];

/// Puts letters and the marks after them together; other combining marks fall away.
fn compose(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = Vec::new();
    for c in text.chars().map(narrow) {
        let base = letters.last().copied().map(case::first);
        let known = COMPOSED.iter().find(|(letter, mark, _)| base == Some(*letter) && c == *mark);
        match (known, letters.last_mut()) {
            (Some((_, _, made)), Some(last)) => *last = *made,
            _ if is_combining(c) => {}
            _ => letters.push(c),
        }
    }
    letters
}

/// The ASCII character a full-width one is a wide form of (U+FF01 to U+FF5E); any other itself.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{653}'..='\u{655}')
}

/// Modifier letters count as letters in Unicode and stand for apostrophes and the like in names.
fn is_letter(c: char) -> bool {
    (c.is_alphabetic() && !matches!(c, '\u{2b0}'..='\u{2ff}')) || arabic::is_mark(c)
}

/// ICAO 9303-3 section 4.6: hyphens and commas become fillers, as spaces do.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '-' | '\u{2010}'..='\u{2015}' | ',' | '،' | '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(name: &str) -> String {
        preferred(name, "UTO").unwrap()
    }

    #[test]
    fn latin_letters_and_punctuation() {
        assert_eq!(first("Þórsdóttir Guðrún"), "THORSDOTTIR<GUDRUN");
        assert_eq!(first("Weiß Ĳsbrand Łukasz Ægir Œuvre"), "WEISS<IJSBRAND<LUKASZ<AEGIR<OEUVRE");
        assert_eq!(first("Nguyễn Thị Hồng Đào"), "NGUYEN<THI<HONG<DAO");
        assert_eq!(first("Ṣọlá Ụche Ḥasan Ǽ Ǿre Ɓala Ǆurić"), "SOLA<UCHE<HASAN<AE<OERE<BALA<DZURIC");
        assert_eq!(renderings("Əli", "AZE").unwrap(), ["ELI", "ALI"]);
        assert_eq!(first("Şükrü Iğdır, İnci"), "SUEKRUE<IGDIR<INCI");
        assert_eq!(first("  D’Arc.  Jr-2 "), "DARC<JR");
        assert_eq!(first("Ja\u{308}ger Rene\u{301}"), "JAEGER<RENE");
        assert_eq!(first("O\u{2bc}Brien \u{2bf}Abd Соловʼяненко"), "OBRIEN<ABD<SOLOVIANENKO");
        assert_eq!(
            renderings("Müñoz", "UTO").unwrap(),
            ["MUENOZ", "MUENXXOZ", "MUXXNOZ", "MUXXNXXOZ", "MUNOZ", "MUNXXOZ"]
        );
    }

    #[test]
    fn cyrillic_follows_the_issuing_state() {
        assert_eq!(first("Щербаков Юрий"), "SHCHERBAKOV<IURII");
        assert_eq!(preferred("Юрій Григорій Їжакевич", "UKR").unwrap(), "YURII<HRYHORII<YIZHAKEVYCH");
        assert_eq!(preferred("Щерев", "BGR").unwrap(), "SHTEREV");
        assert_eq!(preferred("Шушић Хаџи Цвет", "SRB").unwrap(), "SUSIC<HADZI<CVET");
        assert_eq!(preferred("Ёлкин Ігар", "BLR").unwrap(), "IOLKIN<IHAR");
        assert_eq!(preferred("Ќирил Џамбаз Цар", "MKD").unwrap(), "KJIRIL<DJAMBAZ<CAR");
        assert!(components("Гоголь", "UTO").unwrap()[0].renders("HOHOL"));
    }

    #[test]
    fn arabic_doubles_and_ends() {
        assert_eq!(first("عبّاس"), "EBBAS");
        assert_eq!(first("فضّة"), "FXDZDZXAH");
        assert_eq!(first("نعيمة جميلة"), "NEYMXAH<JMYLXAH");
        assert_eq!(first("مُحَمَّد"), "MXHMMD");
    }

    #[test]
    fn greek_digraphs() {
        assert_eq!(first("Παπαδόπουλος"), "PAPADOPOULOS");
        assert_eq!(first("Αύρα Ευθυμίου Αγγελική"), "AVRA<EFTHYMIOU<ANGELIKI");
        assert_eq!(first("Μπάμπης"), "BAMPIS");
        // The dots part the vowels, in one character or several.
        for name in ["Προ\u{3b0}σσα", "Προϋσσα", "Πρου\u{308}σσα", "Πρου\u{308}\u{301}σσα", "Προ\u{1fe2}σσα"]
        {
            assert_eq!(renderings(name, "UTO").unwrap(), ["PROYSSA"], "{name}");
        }
        assert!(!components("Μπέλλος", "UTO").unwrap()[0].renders("MELLOS"));
        assert!(components("Μπέλλος", "UTO").unwrap()[0].renders("MPELLOS"));
    }

    #[test]
    fn other_scripts_are_left_alone() {
        for name in ["张伟", "김", "Anna 张"] {
            assert_eq!(preferred(name, "CHN"), None, "{name}");
        }
        assert_eq!(preferred("", "CHN").as_deref(), Some(""));
    }

    #[test]
    fn beginnings_may_stop_inside_a_letter() {
        let jaeger = &components("Jäger", "UTO").unwrap()[0];
        for text in ["J", "JA", "JAE", "JAEGER", "JAG", "JAGER"] {
            assert!(jaeger.begins(text), "{text}");
        }
        for text in ["", "JE", "JAEGERS", "JAGERS"] {
            assert!(!jaeger.begins(text), "{text}");
        }
    }
}
