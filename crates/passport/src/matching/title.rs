//! Titles and suffixes, which a zone leaves out unless they are legally part of the name (ICAO 9303-3 section 4.6).

use crate::name::Name;

/// With a dot, since they are names as well.
const DOTTED: [&str; 12] = ["DIPL", "DR", "ING", "JR", "MAG", "MED", "MISS", "MR", "MRS", "MS", "PROF", "SR"];

/// Dot or not, wherever they stand.
const ANYWHERE: [&str; 3] = ["DR", "JR", "PHD"];

/// Dot or not, before the name.
const BEFORE: [&str; 6] = ["MISS", "MR", "MRS", "MS", "PROF", "SIR"];

/// Dot or not, after the name.
const AFTER: [&str; 4] = ["II", "III", "IV", "SR"];

/// The words of an identifier as a certificate gives it.
pub(super) fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| c.is_whitespace() || c == '<').filter(|word| !word.is_empty()).collect()
}

/// The words without titles; all of them where they are nothing else.
pub(super) fn words_without(text: &str) -> Vec<&str> {
    let all = words(text);
    let left: Vec<&str> = all.iter().map(|word| undotted(word)).filter(|word| !word.is_empty()).collect();
    let bare = bare(&left, |word| letters(word));
    if bare.is_empty() { all } else { bare }
}

/// The name of a zone without the titles that are part of it, if it has any.
pub(super) fn untitled(name: &Name) -> Option<Name> {
    let mut left = name.clone();
    left.primary = bare(&name.primary, String::clone);
    left.secondary = bare(&name.secondary, String::clone);
    (left != *name && !left.primary.is_empty()).then_some(left)
}

/// What is left of a word when titles with a dot are taken off it: nothing of `Dipl.-Ing.`, the name of `Dr.Weiss`.
fn undotted(word: &str) -> &str {
    let mut left = word.trim_matches(',');
    while let Some((head, rest)) = left.split_once('.') {
        if !DOTTED.contains(&letters(head).as_str()) {
            break;
        }
        left = rest;
    }
    left
}

fn bare<T: Clone>(words: &[T], letters: impl Fn(&T) -> String) -> Vec<T> {
    let is_one_of = |titles: &[&str], word: &T| titles.contains(&letters(word).as_str());
    let mut left: Vec<T> = words.iter().filter(|word| !is_one_of(&ANYWHERE, word)).cloned().collect();
    while left.first().is_some_and(|word| is_one_of(&BEFORE, word)) {
        left.remove(0);
    }
    while left.last().is_some_and(|word| is_one_of(&AFTER, word)) {
        left.pop();
    }
    left
}

fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase()).collect()
}
