//! Country codes: ISO 3166-1 alpha-2 and alpha-3, and the few others in use beside it.
//!
//! `XK`/`XKX` (Kosovo) is not in ISO 3166-1 but in the EU value set `country-2-codes`. The EU writes `EL`
//! for Greece and `UK` for the United Kingdom in its own texts; both are taken for the ISO code meant.
//! The one-letter and three-letter codes that only ICAO 9303 knows (`D`, `UNO`, `XXA`, ...) are not here.

/// True for a code of ISO 3166-1 alpha-2, or `XK`.
///
/// ```
/// use healthpass_cert::catalogue::country::is_alpha2;
/// assert!(is_alpha2("CN") && is_alpha2("XK"));
/// assert!(!is_alpha2("XY") && !is_alpha2("EL") && !is_alpha2("cn"));
/// ```
pub fn is_alpha2(code: &str) -> bool {
    rows().any(|(alpha2, _)| alpha2 == code)
}

/// The alpha-2 code `code` stands for: itself, or `GR` for `EL` and `GB` for `UK`.
///
/// ```
/// use healthpass_cert::catalogue::country::alpha2;
/// assert_eq!(alpha2("EL"), Some("GR"));
/// assert_eq!(alpha2("XY"), None);
/// ```
pub fn alpha2(code: &str) -> Option<&'static str> {
    let code = match code {
        "EL" => "GR",
        "UK" => "GB",
        other => other,
    };
    rows().find(|(alpha2, _)| *alpha2 == code).map(|(alpha2, _)| alpha2)
}

/// The alpha-2 code of an alpha-3 code.
///
/// ```
/// use healthpass_cert::catalogue::country::alpha3_to_alpha2;
/// assert_eq!(alpha3_to_alpha2("CHN"), Some("CN"));
/// assert_eq!(alpha3_to_alpha2("XXX"), None);
/// ```
pub fn alpha3_to_alpha2(code: &str) -> Option<&'static str> {
    rows().find(|(_, alpha3)| *alpha3 == code).map(|(alpha2, _)| alpha2)
}

/// The alpha-3 code of an alpha-2 code.
///
/// ```
/// use healthpass_cert::catalogue::country::alpha2_to_alpha3;
/// assert_eq!(alpha2_to_alpha3("DE"), Some("DEU"));
/// ```
pub fn alpha2_to_alpha3(code: &str) -> Option<&'static str> {
    rows().find(|(alpha2, _)| *alpha2 == code).map(|(_, alpha3)| alpha3)
}

/// Whether two codes, alpha-2 or alpha-3 in any case, stand for the same state; `EL` is Greece and `UK` the
/// United Kingdom, as the EU writes them, `KS` Kosovo, as passport authorities do. Codes outside the table are equal to themselves.
///
/// ```
/// use healthpass_cert::catalogue::country::same_state;
/// assert!(same_state("EL", "gr") && same_state("PRT", "PT") && same_state("XA", "XA"));
/// assert!(!same_state("SE", "CH"));
/// ```
pub fn same_state(a: &str, b: &str) -> bool {
    let one = |code: &str| {
        let code = code.to_ascii_uppercase();
        match code.as_str() {
            "EL" => "GR".to_owned(),
            "KS" => "XK".to_owned(),
            "UK" => "GB".to_owned(),
            three if three.len() == 3 => alpha3_to_alpha2(three).map_or(code, str::to_owned),
            _ => code,
        }
    };
    one(a) == one(b)
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    super::rows(COUNTRIES)
}

static COUNTRIES: &str = super::table!("../../data/countries.tsv");

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn all_codes_are_unique_capitals_and_map_both_ways() {
        assert_eq!(rows().count(), 250);
        assert_eq!(rows().map(|(two, _)| two).collect::<BTreeSet<_>>().len(), 250);
        assert_eq!(rows().map(|(_, three)| three).collect::<BTreeSet<_>>().len(), 250);
        for (two, three) in rows() {
            assert!(two.len() == 2 && three.len() == 3, "{two}");
            assert!(two.bytes().chain(three.bytes()).all(|b| b.is_ascii_uppercase()), "{two}");
            assert_eq!(alpha3_to_alpha2(three), Some(two));
            assert_eq!(alpha2_to_alpha3(two), Some(three));
            assert_eq!(alpha2(two), Some(two));
        }
    }

    #[test]
    fn the_eu_names_for_greece_and_the_united_kingdom_are_understood_but_not_iso() {
        assert_eq!((alpha2("EL"), alpha2("UK")), (Some("GR"), Some("GB")));
        assert!(!is_alpha2("EL") && !is_alpha2("UK"));
        assert_eq!(alpha2_to_alpha3("EL"), None);
    }

    #[test]
    fn other_case_and_length_are_no_codes() {
        for wrong in ["", "C", "CN ", "cn", "CHN", "CN\tCHN", "# "] {
            assert!(!is_alpha2(wrong) && alpha2(wrong).is_none(), "{wrong}");
        }
    }
}
