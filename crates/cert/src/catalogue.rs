//! Codes of diseases, vaccines, makers, devices and tests, and what they stand for.
//!
//! Neutral to format and disease: a format asks for a code of a [`Kind`] and learns whether the catalogue
//! holds it, where it is defined, and, for products, makers and devices, its proper name. A code outside
//! the catalogue is "not in catalogue", which is not "invalid": whether that breaks a rule is for the
//! format to say.
//!
//! The files under `data/` state their source and date in their first lines. They are embedded as text and
//! searched line by line: a lookup touches at most 20 kB, and nothing is built at start-up.

pub mod country;
pub mod icvp;

/// What a code is a code of.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Kind {
    /// Test device (EU value set `covid-19-lab-test-manufacturer-and-name`).
    Device,
    /// Disease or agent targeted (`disease-agent-targeted`).
    Disease,
    /// Vaccine maker or marketing authorisation holder (`vaccines-covid-19-auth-holders`).
    Maker,
    /// Test method (`covid-19-lab-test-type`).
    Method,
    /// Vaccine product (`vaccines-covid-19-names`).
    Product,
    /// Vaccine type (`sct-vaccines-covid-19`).
    Prophylaxis,
    /// Test result (`covid-19-lab-result`).
    TestResult,
}

/// What the catalogue holds about one code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Entry {
    /// Where the code is defined: `snomed`, `icd-11`, `loinc`, `atc` or `eu`.
    pub system: &'static str,
    /// Proper name; absent for kinds whose names are sentences of the language files.
    pub name: Option<&'static str>,
}

/// Looks `code` up, exactly as written.
///
/// ```
/// use healthpass_cert::catalogue::{Kind, find};
/// assert_eq!(find(Kind::Disease, "840539006").unwrap().system, "snomed");
/// assert_eq!(find(Kind::Product, "EU/1/20/1528").unwrap().name, Some("Comirnaty"));
/// assert_eq!(find(Kind::Device, "9999"), None);
/// ```
pub fn find(kind: Kind, code: &str) -> Option<Entry> {
    match kind {
        Kind::Device => named(DEVICES, code),
        Kind::Disease => system("disease", code),
        Kind::Maker => named(MAKERS, code).or_else(|| named(MAKERS, meant_by(code)?)),
        Kind::Method => system("method", code),
        Kind::Product => named(PRODUCTS, code).or_else(|| named(PRODUCTS, meant_by(code)?)),
        Kind::Prophylaxis => system("prophylaxis", code),
        Kind::TestResult => system("result", code),
    }
}

/// The proper name of `code`, if the catalogue holds one.
///
/// ```
/// use healthpass_cert::catalogue::{Kind, lookup};
/// assert_eq!(lookup(Kind::Maker, "Sinovac-Biotech"), Some("Sinovac Biotech"));
/// assert_eq!(lookup(Kind::Maker, "ORG-99999999"), None);
/// ```
pub fn lookup(kind: Kind, code: &str) -> Option<&'static str> {
    find(kind, code)?.name
}

/// Every code of `kind`, in file order.
pub fn codes(kind: Kind) -> Vec<&'static str> {
    let first = |file| rows(file).map(|(code, _)| code).collect();
    let of = |wanted: &str| {
        rows(CODES)
            .filter(|(kind, _)| *kind == wanted)
            .filter_map(|(_, rest)| rest.split('\t').next())
            .collect()
    };
    match kind {
        Kind::Device => first(DEVICES),
        Kind::Disease => of("disease"),
        Kind::Maker => first(MAKERS),
        Kind::Method => of("method"),
        Kind::Product => first(PRODUCTS),
        Kind::Prophylaxis => of("prophylaxis"),
        Kind::TestResult => of("result"),
    }
}

/// `code<TAB>name` files.
fn named(file: &'static str, code: &str) -> Option<Entry> {
    let (_, name) = rows(file).find(|(c, _)| *c == code)?;
    Some(Entry { system: "eu", name: Some(name) })
}

/// `kind<TAB>code<TAB>system` lines of [`CODES`].
fn system(kind: &str, code: &str) -> Option<Entry> {
    let mut candidates = rows(CODES).filter(|(k, _)| *k == kind);
    let (_, rest) = candidates.find(|(_, rest)| rest.split('\t').next() == Some(code))?;
    let system = rest.split('\t').nth(1)?;
    Some(Entry { system, name: None })
}

fn meant_by(variant: &str) -> Option<&'static str> {
    rows(VARIANTS).find(|(v, _)| *v == variant).map(|(_, code)| code)
}

/// Lines that are neither blank nor comments, split at the first tab.
fn rows(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

static CODES: &str = include_str!("../data/codes.tsv");
static DEVICES: &str = include_str!("../data/covid-antigen-tests.tsv");
static MAKERS: &str = include_str!("../data/vaccine-makers.tsv");
static PRODUCTS: &str = include_str!("../data/vaccine-products.tsv");
static VARIANTS: &str = include_str!("../data/vaccine-variants.tsv");

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const KINDS: [Kind; 7] = [
        Kind::Device,
        Kind::Disease,
        Kind::Maker,
        Kind::Method,
        Kind::Product,
        Kind::Prophylaxis,
        Kind::TestResult,
    ];

    #[test]
    fn every_listed_code_is_found_and_listed_once() {
        for kind in KINDS {
            let codes = codes(kind);
            assert!(codes.iter().all(|code| find(kind, code).is_some()), "{kind:?}");
            assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len(), "{kind:?}");
        }
    }

    #[test]
    fn sizes_are_those_of_the_value_sets() {
        let sizes = KINDS.map(|kind| codes(kind).len());
        assert_eq!(sizes, [249, 27, 30, 2, 38, 9, 2]);
    }

    #[test]
    fn every_line_is_a_comment_or_well_formed() {
        for (file, columns) in [(CODES, 3), (DEVICES, 2), (MAKERS, 2), (PRODUCTS, 2), (VARIANTS, 2)] {
            for line in file.lines().filter(|line| !line.starts_with('#')) {
                let cells: Vec<_> = line.split('\t').collect();
                assert_eq!(cells.len(), columns, "{line}");
                assert!(cells.iter().all(|cell| !cell.is_empty() && cell.trim() == *cell), "{line}");
            }
        }
    }

    #[test]
    fn devices_once_listed_and_removed_since_are_known() {
        for removed in ["1246", "1256", "1934"] {
            assert!(find(Kind::Device, removed).is_some(), "{removed}");
        }
    }

    #[test]
    fn variants_point_at_codes_and_keep_to_their_kind() {
        for (variant, code) in rows(VARIANTS) {
            let hits = [Kind::Maker, Kind::Product].map(|kind| find(kind, variant));
            assert_eq!(hits.iter().flatten().count(), 1, "{variant}");
            assert!(find(Kind::Maker, code).or(find(Kind::Product, code)).is_some(), "{variant}");
        }
        assert_eq!(lookup(Kind::Maker, "ORG-1000030215"), Some("Biontech Manufacturing GmbH"));
        assert_eq!(find(Kind::Device, "SinovacBiotech"), None);
    }

    #[test]
    fn codes_are_compared_whole() {
        for partial in ["", "EU/1/20", "EU/1/20/1528\tComirnaty", "Comirnaty", "#"] {
            assert!(KINDS.iter().all(|kind| find(*kind, partial).is_none()), "{partial}");
        }
    }
}
