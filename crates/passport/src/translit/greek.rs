//! Greek by ELOT 743, which ICAO 9303 leaves to the state.

use super::{Letter, look_up};

/// Read by [`look_up`].
const TABLE: &str = "\
    ΑΆ=A Β=V Γ=G Δ=D ΕΈ=E Ζ=Z ΗΉ=I Θ=TH ΙΊΪ=I Κ=K Λ=L Μ=M Ν=N Ξ=X ΟΌ=O Π=P Ρ=R Σ=S Τ=T ΥΎΫ=Y Φ=F \
    Χ=CH Ψ=PS ΩΏ=O";

pub(super) fn render(letter: &Letter<'_>) -> Option<Vec<&'static str>> {
    let last = letter.before.last();
    let next = letter.after.first();
    let voiced = next.is_some_and(|next| "ΒΓΔΖΛΜΝΡΑΆΕΈΗΉΙΊΟΌΥΎΩΏ".chars().any(|c| c == *next));
    let edge = letter.before.is_empty() || letter.after.len() == 1;
    Some(match (last, letter.this, next) {
        (Some('Ο'), 'Υ' | 'Ύ', _) => vec!["U"],
        (Some('Α' | 'Ε' | 'Η'), 'Υ' | 'Ύ', _) if voiced => vec!["V", "Y", "F"],
        (Some('Α' | 'Ε' | 'Η'), 'Υ' | 'Ύ', _) => vec!["F", "Y", "V"],
        (_, 'Γ', Some('Γ' | 'Ξ' | 'Χ')) => vec!["N", "G"],
        // ΜΠ sounds B at either end of a word. Its Μ adds nothing then, its Π the whole of both.
        (_, 'Μ', Some('Π')) if edge => vec![""],
        (Some('Μ'), 'Π', _) if letter.before.len() == 1 || letter.after.is_empty() => vec!["B", "MP"],
        (_, this, _) => look_up(TABLE, this)?,
    })
}
