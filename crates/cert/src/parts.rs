//! Certificates spread over several codes.
//!
//! One format splits: SMART Health Cards until 2022, `shc:/2/3/...` for the second of three
//! (spec.smarthealth.cards, "Chunking Larger SMART Health Cards"). The codes may be shown in any order.

use crate::error::ReadError;
use crate::limits::MAX_PARTS;
use crate::shc::PREFIX;
use serde::Serialize;

/// Codes of this stage.
pub mod code {
    /// The codes are not of one certificate: other totals, or the same number with other content.
    pub const CONFLICT: &str = "envelope.shc.part-conflict";
    /// Some of the codes are not there; `found` lists their numbers.
    pub const MISSING: &str = "envelope.shc.part-missing";
    /// A number outside 1 to the total.
    pub const NUMBER: &str = "envelope.shc.part-number";
}

/// One code of several.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Part<'t> {
    /// Its number, from 1.
    pub index: u32,
    /// How many there are, at most [`MAX_PARTS`].
    pub of: u32,
    /// What splits in this way: `shc`. Parts of two groups never belong together.
    pub group: &'static str,
    /// Its share of the content.
    pub content: &'t str,
}

/// What the codes scanned so far make.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct Parts {
    /// Numbers at hand, ascending, from 1.
    pub have: Vec<u32>,
    /// How many there are.
    pub of: u32,
    /// Numbers still to be scanned, ascending.
    pub missing: Vec<u32>,
    /// The text of the whole, once nothing is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What part `text` is; `None` for anything that is whole in itself.
///
/// ```
/// use healthpass_cert::parts::part;
/// let second = part("shc:/2/3/5676").unwrap();
/// assert_eq!((second.index, second.of, second.content), (2, 3, "5676"));
/// assert_eq!(part("shc:/5676"), None);
/// ```
pub fn part(text: &str) -> Option<Part<'_>> {
    let (prefix, rest) = text.trim().split_at_checked(PREFIX.len())?;
    let (index, rest) = rest.split_once('/')?;
    let (of, content) = rest.split_once('/')?;
    let (index, of) = (number(index)?, number(of)?);
    let known = prefix.eq_ignore_ascii_case(PREFIX) && (1..=MAX_PARTS).contains(&of);
    known.then_some(Part { index, of, group: "shc", content })
}

/// The text of the whole out of all its parts, in any order.
///
/// # Errors
/// Codes of [`code`].
///
/// ```
/// use healthpass_cert::parts::{code, join};
/// assert_eq!(join(&["shc:/2/2/34", "shc:/1/2/12"]).unwrap(), "shc:/1234");
/// assert_eq!(join(&["shc:/2/2/34"]).unwrap_err().code, code::MISSING);
/// ```
pub fn join(texts: &[&str]) -> Result<String, ReadError> {
    let mut slots: Vec<Option<&str>> = Vec::new();
    for text in texts {
        let part = part(text).ok_or_else(|| ReadError::new(code::CONFLICT))?;
        if slots.is_empty() {
            slots.resize(part.of as usize, None);
        }
        if slots.len() != part.of as usize {
            return Err(ReadError::new(code::CONFLICT).comparing(slots.len(), part.of));
        }
        let slot = (part.index as usize).checked_sub(1).and_then(|index| slots.get_mut(index));
        match slot {
            None => return Err(ReadError::new(code::NUMBER).comparing(part.of, part.index)),
            Some(Some(other)) if *other != part.content => return Err(ReadError::new(code::CONFLICT)),
            Some(slot) => *slot = Some(part.content),
        }
    }
    whole(&slots).ok_or_else(|| {
        let missing = numbers(&slots, false);
        let listed: Vec<_> = missing.iter().map(u32::to_string).collect();
        ReadError::new(code::MISSING).comparing(slots.len(), listed.join(", "))
    })
}

/// What `texts` make, scanned in this order. A code of another certificate starts anew; `None` when the
/// last code is whole in itself.
pub fn collect(texts: &[&str]) -> Option<Parts> {
    let in_range = |part: &Part<'_>| (1..=part.of).contains(&part.index);
    part(texts.last()?).filter(in_range)?;
    let mut slots: Vec<Option<&str>> = Vec::new();
    for text in texts {
        let Some(part) = part(text).filter(in_range) else { continue };
        let slot = part.index as usize - 1;
        let held = slots.get(slot).copied().flatten();
        if slots.len() != part.of as usize || held.is_some_and(|held| held != part.content) {
            slots = vec![None; part.of as usize];
        }
        if let Some(slot) = slots.get_mut(slot) {
            *slot = Some(part.content);
        }
    }
    let (have, missing) = (numbers(&slots, true), numbers(&slots, false));
    Some(Parts { have, of: slots.len() as u32, missing, text: whole(&slots) })
}

fn whole(slots: &[Option<&str>]) -> Option<String> {
    let mut text = PREFIX.to_owned();
    for slot in slots {
        text.push_str((*slot)?);
    }
    (!slots.is_empty()).then_some(text)
}

/// Numbers of the parts that are there, or of those that are not.
fn numbers(slots: &[Option<&str>], there: bool) -> Vec<u32> {
    let mut numbers = Vec::new();
    for (number, slot) in (1..).zip(slots) {
        if slot.is_some() == there {
            numbers.push(number);
        }
    }
    numbers
}

/// Digits alone: `parse` would take a sign.
fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "shc:/1/3/11";
    const TWO: &str = "shc:/2/3/22";
    const THREE: &str = "SHC:/3/3/33";

    fn fault(texts: &[&str]) -> &'static str {
        join(texts).unwrap_err().code
    }

    #[test]
    fn parts_are_joined_in_any_order_and_may_come_twice() {
        for texts in [[ONE, TWO, THREE], [THREE, ONE, TWO], [TWO, THREE, ONE]] {
            assert_eq!(join(&texts).unwrap(), "shc:/112233");
            assert_eq!(collect(&texts).unwrap().text.unwrap(), "shc:/112233");
        }
        assert_eq!(join(&[TWO, ONE, TWO, THREE]).unwrap(), "shc:/112233");
        assert_eq!(join(&["shc:/1/1/11"]).unwrap(), "shc:/11");
    }

    #[test]
    fn what_does_not_make_a_whole_is_named() {
        let missing = join(&[TWO]).unwrap_err();
        assert_eq!((missing.code, missing.found.as_deref()), (code::MISSING, Some("1, 3")));
        assert_eq!(missing.expected.as_deref(), Some("3"));
        assert_eq!(fault(&[ONE, "shc:/2/2/22"]), code::CONFLICT);
        assert_eq!(fault(&[ONE, TWO, "shc:/1/3/99", THREE]), code::CONFLICT);
        assert_eq!(fault(&[ONE, "shc:/2222"]), code::CONFLICT);
        assert_eq!(fault(&["shc:/4/3/44"]), code::NUMBER);
        assert_eq!(fault(&["shc:/0/3/44"]), code::NUMBER);
        assert_eq!(fault(&[]), code::MISSING);
    }

    #[test]
    fn what_is_no_part() {
        let texts =
            ["", "shc:/", "shc:/1/2", "shc:/+1/2/3", "shc:/1/0/3", "shc:/1/999999/3", "shc:/1/-2/3", "é"];
        for text in texts.into_iter().chain(["HC1:/1/2/3", "shc:/1/99999999999999999999/3", "shc://2/3"]) {
            assert_eq!(part(text), None, "{text}");
            assert_eq!(collect(&[text]), None, "{text}");
        }
    }

    #[test]
    fn a_collection_tells_what_is_missing() {
        let so_far = collect(&[THREE, ONE]).unwrap();
        assert_eq!((so_far.have, so_far.of, so_far.missing, so_far.text), (vec![1, 3], 3, vec![2], None));
    }

    #[test]
    fn a_collection_starts_anew_with_another_certificate() {
        let other = "shc:/1/3/99";
        assert_eq!(collect(&[ONE, TWO, other]).unwrap().have, [1]);
        assert_eq!(collect(&[TWO, ONE, "shc:/2/3/99", ONE]).unwrap().have, [1, 2]);
        assert_eq!(collect(&[ONE, TWO, "shc:/1/2/11"]).unwrap().have, [1]);
        assert_eq!(collect(&[ONE, "HC1:NCF", TWO]).unwrap().have, [1, 2]);
        assert_eq!(collect(&[ONE, "HC1:NCF"]), None);
    }
}
