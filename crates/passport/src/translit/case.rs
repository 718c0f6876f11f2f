//! Upper case of the letters that have a rendering. The standard library knows all of Unicode, in
//! tables that would be a tenth of the verifier's data; here are the scripts of the other tables.

/// Letters whose upper case follows no rule, with it; combining marks are left out of it.
const IRREGULAR: &[(&str, &str)] = &[
    ("ıſ", "IS"),
    ("ơư", "ƠƯ"),
    ("µϐϑϕϖϰϱϵςάόΐΰ", "ΜΒΘΦΠΚΡΕΣΆΌΪΫ"),
    ("ᲀᲁᲂᲃᲄᲅᲆᲇ", "ВДОСТТЪѢ"),
    ("ǰẖẗẘẙẛ", "JHTWYṠ"),
    ("ǅǆǈǉǋǌǲǳ", "ǄǄǇǇǊǊǱǱ"),
    ("ƒƙƴǝɓɔɖɗəɛɣɨɩɲɵʋ", "ƑƘƳƎƁƆƉƊƏƐƔƗƖƝƟƲ"),
    // written as numbers, since editors fold some of these into letters of the main block
    ("\u{1f50}\u{1f52}\u{1f54}\u{1f56}\u{1fe2}\u{1fe3}\u{1fe6}\u{1fe7}\u{1fe4}", "ΥΥΥΥΫΫΥΫΡ"),
    ("\u{1fb6}\u{1fc6}\u{1fbe}\u{1fd2}\u{1fd3}\u{1fd6}\u{1fd7}\u{1ff6}", "ΑΗΙΪΪΙΪΩ"),
];

/// Letters that become several, with them.
const SEVERAL: &[(&str, &str)] = &[
    ("ﬀ", "FF"),
    ("ﬁ", "FI"),
    ("ﬂ", "FL"),
    ("ﬃ", "FFI"),
    ("ﬄ", "FFL"),
    ("ﬅﬆ", "ST"),
    ("ᾳᾷᾼ", "ΑΙ"),
    ("ᾴ", "ΆΙ"),
    ("ῃῇῌ", "ΗΙ"),
    ("ῄ", "ΉΙ"),
    ("ῳῷῼ", "ΩΙ"),
    ("ῴ", "ΏΙ"),
];

/// Upper case, without combining marks; `ß` stays itself, since two letters would lose that it is one.
pub(super) fn upper(letter: char) -> impl Iterator<Item = char> {
    let several = SEVERAL.iter().find(|(letters, _)| letters.chars().any(|one| one == letter));
    let single = several.is_none().then(|| first(letter));
    single.into_iter().chain(several.map_or("", |(_, upper)| upper).chars())
}

/// Upper case of a letter that has one letter as such; any other letter itself.
pub(super) fn first(letter: char) -> char {
    let irregular = |(letters, upper): &(&str, &str)| {
        letters.chars().zip(upper.chars()).find(|(lower, _)| *lower == letter).map(|(_, upper)| upper)
    };
    IRREGULAR.iter().find_map(irregular).or_else(|| char::from_u32(regular(letter.into()))).unwrap_or(letter)
}

fn regular(code: u32) -> u32 {
    match code {
        // a-z, à-þ, α-ϋ, а-я
        0x61..=0x7a | 0xe0..=0xf6 | 0xf8..=0xfe | 0x3b1..=0x3cb | 0x430..=0x44f => code - 0x20,
        0xdf => 0x1e9e,
        0xff => 0x178,
        0x3ad..=0x3af => code - 0x25,
        0x3cd | 0x3ce => code - 0x3f,
        0x450..=0x45f => code - 0x50,
        // Capitals even, their small letters odd.
        0x100..=0x137
        | 0x14a..=0x177
        | 0x1de..=0x1ef
        | 0x1f4
        | 0x1f5
        | 0x1f8..=0x21f
        | 0x222..=0x233
        | 0x460..=0x481
        | 0x48a..=0x4bf
        | 0x4d0..=0x52f
        | 0x1e00..=0x1e95
        | 0x1ea0..=0x1eff => code & !1,
        // The other way round.
        0x139..=0x148 | 0x179..=0x17e | 0x1cd..=0x1dc | 0x4c1..=0x4ce => code - (code & 1 ^ 1),
        _ => code,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Component, arabic, is_combining};

    /// What a letter comes to.
    fn rendering(upper: impl Iterator<Item = char>) -> Option<Component> {
        let kept = upper.filter(|c| c.is_alphabetic() || arabic::is_mark(*c));
        Component::read(&kept.collect::<Vec<_>>(), "UTO")
    }

    #[test]
    fn every_character_renders_as_with_the_tables_of_unicode() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32).filter(|c| *c != 'ß' && !is_combining(*c)) {
            let by_unicode = rendering(c.to_uppercase().filter(|c| !is_combining(*c)));
            assert_eq!(rendering(super::upper(c)), by_unicode, "{c} {:x}", u32::from(c));
        }
    }
}
