//! Table C: Arabic script. `X` opens an escape; short vowels are not written.

use super::{Letter, look_up};

const TEH_MARBUTA: char = '\u{629}';
pub(super) const SHADDA: char = '\u{651}';

/// Read by [`look_up`].
const TABLE: &str = "\
    \u{621}=XE \u{622}=XAA \u{623}=XAE \u{624}=U \u{625}=I \u{626}=XI \u{627}=A \u{628}=B \u{62a}=T \
    \u{62b}=XTH \u{62c}=J \u{62d}=XH \u{62e}=XKH \u{62f}=D \u{630}=XDH \u{631}=R \u{632}=Z \u{633}=S \
    \u{634}=XSH \u{635}=XSS \u{636}=XDZ \u{637}=XTT \u{638}=XZZ \u{639}=E \u{63a}=G \u{641}=F \
    \u{642}=Q \u{643}=K \u{644}=L \u{645}=M \u{646}=N \u{647}=H \u{648}=W \u{649}=XAY \u{64a}=Y \
    \u{671}=XXA \u{679}=XXT \u{67c}=XRT \u{67e}=P \u{681}=XKE \u{685}=XXH \u{686}=XC \u{688}=XXD \
    \u{689}=XDR \u{691}=XXR \u{693}=XRR \u{696}=XRX \u{698}=XJ \u{69a}=XXS \u{6a9}=XKK \u{6ab}=XXK \
    \u{6ad}=XNG \u{6af}=XGG \u{6ba}=XNN \u{6bc}=XXN \u{6be}=XDO \u{6c0}=XYH \u{6c1}=XXG \u{6c2}=XGE \
    \u{6c3}=XTG \u{6cc}=XYA \u{6cd}=XXY \u{6d0}=Y \u{6d2}=XYB \u{6d3}=XBE \
    \u{640}\u{64b}\u{64c}\u{64d}\u{64e}\u{64f}\u{650}\u{652}\u{670}= \u{69c}\u{6a2}\u{6a7}\u{6a8}=";

/// A vowel or doubling sign, which is no letter of its own.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{652}' | '\u{670}')
}

/// Shadda: the letter before it is written twice, without a second escape sign.
pub(super) fn doubles(c: char) -> bool {
    c == SHADDA
}

pub(super) fn render(letter: &Letter<'_>) -> Option<Vec<&'static str>> {
    if letter.this == TEH_MARBUTA {
        let at_the_end = letter.after.iter().all(|c| is_mark(*c));
        return Some(vec![if at_the_end { "XAH" } else { "XTA" }]);
    }
    look_up(TABLE, letter.this)
}
