//! For whom a presentation is made, as the device signs it: `anyone`, `seal:` and the recipients' key identifiers in
//! hexadecimal joined by `+`, `desk:` and the name of a desk that asked, or a desk and a seal with a space between.
//!
//! Because the device signs it, a recipient who opens a sealed presentation cannot seal it to somebody else, or show
//! it open, as if the holder had.

use super::challenge::DESK;
use super::hex;

/// The audience of an open presentation that nobody asked for.
pub const ANYONE: &str = "anyone";

/// How the audience of a sealed one begins, behind the desk's where one asked.
pub const SEAL: &str = "seal:";

/// The audience of a presentation that answers `desk` ([`super::challenge::Challenge::audience`]) and is sealed to
/// the keys of these identifiers, in this order.
///
/// ```
/// use healthpass_cert::presentation::audience::audience;
/// assert_eq!(audience(None, &[]), "anyone");
/// assert_eq!(audience(Some("desk:Gate-4"), &[[0x0a; 8], [0xff; 8]]), "desk:Gate-4 seal:0a0a0a0a0a0a0a0a+ffffffffffffffff");
/// ```
pub fn audience(desk: Option<&str>, sealed_to: &[[u8; 8]]) -> String {
    let kids: Vec<String> = sealed_to.iter().map(|kid| hex(kid)).collect();
    let seal = format!("{SEAL}{}", kids.join("+"));
    match (desk, sealed_to) {
        (None, []) => ANYONE.to_owned(),
        (None, _) => seal,
        (Some(desk), []) => desk.to_owned(),
        (Some(desk), _) => format!("{desk} {seal}"),
    }
}

/// The desk an audience names, and whether the rest of it is of a known form.
pub(super) fn desk_of(audience: &str) -> (Option<&str>, bool) {
    let (desk, rest) = match audience.split_once(' ') {
        Some((desk, seal)) => (Some(desk), Some(seal)),
        None if audience.starts_with(DESK) => (Some(audience), None),
        None => (None, Some(audience)),
    };
    let desk_known = desk.is_none_or(|desk| desk.starts_with(DESK));
    let seal_known = rest.is_none_or(|rest| rest.starts_with(SEAL) || (desk.is_none() && rest == ANYONE));
    (desk, desk_known && seal_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn audiences_come_back() {
        for desk in [None, Some("desk:a")] {
            for kids in [vec![], vec![[1; 8]], vec![[1; 8], [2; 8]]] {
                assert_eq!(desk_of(&audience(desk, &kids)), (desk, true));
            }
        }
        for other in ["", "gate 4", "https://example.org", "desk:a anyone", "gate seal:0101010101010101"] {
            assert!(!desk_of(other).1, "{other}");
        }
    }
}
