//! Table B: Cyrillic letters, with the exceptions of single states.
//!
//! The letters the table leaves out follow the same states' practice: the soft sign is not written,
//! `Ћ` and `Ѓ` are `C` and `G` (`GJ` in North Macedonia).

use super::Letter;

/// A rendering only some states use.
struct Exception {
    states: &'static [&'static str],
    rendering: &'static str,
    /// Only for the first letter of a component.
    first: bool,
}

type Row = (char, &'static str, &'static [Exception]);

const fn only(states: &'static [&'static str], rendering: &'static str) -> Exception {
    Exception { states, rendering, first: false }
}

const fn first_in_ukraine(rendering: &'static str) -> Exception {
    Exception { states: &["UKR"], rendering, first: true }
}

const TABLE: &[Row] = &[
    ('Ё', "E", &[only(&["BLR"], "IO")]),
    ('Ђ', "D", &[]),
    ('Ѓ', "G", &[only(&["MKD"], "GJ")]),
    ('Є', "IE", &[first_in_ukraine("YE")]),
    ('Ѕ', "DZ", &[]),
    ('І', "I", &[]),
    ('Ї', "I", &[first_in_ukraine("YI")]),
    ('Ј', "J", &[]),
    ('Љ', "LJ", &[]),
    ('Њ', "NJ", &[]),
    ('Ћ', "C", &[]),
    ('Ќ', "K", &[only(&["MKD"], "KJ")]),
    ('Ў', "U", &[]),
    ('Џ', "DZ", &[only(&["MKD"], "DJ")]),
    ('А', "A", &[]),
    ('Б', "B", &[]),
    ('В', "V", &[]),
    ('Г', "G", &[only(&["BLR", "SRB", "UKR"], "H")]),
    ('Д', "D", &[]),
    ('Е', "E", &[]),
    ('Ж', "ZH", &[only(&["SRB"], "Z")]),
    ('З', "Z", &[]),
    ('И', "I", &[only(&["UKR"], "Y")]),
    ('Й', "I", &[first_in_ukraine("Y")]),
    ('К', "K", &[]),
    ('Л', "L", &[]),
    ('М', "M", &[]),
    ('Н', "N", &[]),
    ('О', "O", &[]),
    ('П', "P", &[]),
    ('Р', "R", &[]),
    ('С', "S", &[]),
    ('Т', "T", &[]),
    ('У', "U", &[]),
    ('Ф', "F", &[]),
    ('Х', "KH", &[only(&["SRB", "MKD"], "H")]),
    ('Ц', "TS", &[only(&["SRB", "MKD"], "C")]),
    ('Ч', "CH", &[only(&["SRB"], "C")]),
    ('Ш', "SH", &[only(&["SRB"], "S")]),
    ('Щ', "SHCH", &[only(&["BGR"], "SHT")]),
    ('Ъ', "IE", &[]),
    ('Ы', "Y", &[]),
    ('Ь', "", &[]),
    ('Э', "E", &[]),
    ('Ю', "IU", &[first_in_ukraine("YU")]),
    ('Я', "IA", &[first_in_ukraine("YA")]),
    ('Ѫ', "U", &[]),
    ('Ѵ', "Y", &[]),
    ('Ґ', "G", &[]),
    ('Ғ', "G", &[only(&["MKD"], "GJ")]),
    ('Һ', "C", &[]),
];

pub(super) fn render(letter: &Letter<'_>) -> Option<Vec<&'static str>> {
    let (_, usual, exceptions) = TABLE.iter().find(|(known, _, _)| *known == letter.this)?;
    let applies = |exception: &&Exception| !exception.first || letter.before.is_empty();
    let mut renderings = vec![*usual];
    for exception in exceptions.iter().filter(applies) {
        let at = if exception.states.contains(&letter.issuer) { 0 } else { renderings.len() };
        renderings.insert(at, exception.rendering);
    }
    Some(renderings)
}
