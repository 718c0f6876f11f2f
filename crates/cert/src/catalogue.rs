//! Codes of diseases, vaccines, makers, devices and tests, and what they stand for.
//!
//! Neutral to format and disease: a format asks for a code of a [`Kind`] and learns whether the catalogue
//! holds it, where it is defined, and, for products and makers, its proper name. A code outside the
//! catalogue is "not in catalogue", which is not "invalid": whether that breaks a rule is for the format
//! to say.
//!
//! The files under `data/` state their source and date in their first lines. They are embedded as text
//! without those and searched line by line; nothing is built at start-up.
//!
//! Of devices only the numbers are embedded: their names, `text/devices.json`, weigh more than all other
//! data and are for screens to look up. Source: EU value set
//! covid-19-lab-test-manufacturer-and-name of 2022-09-08 (Health Security Committee common list; numbers
//! of the COVID-19 In Vitro Diagnostic Devices database), and the numbers of the sets of 2021-05-10 to
//! 2021-07-15 that were removed since: certificates issued then stay readable.

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
    /// Proper name; absent for devices and for kinds whose names are sentences of the language files.
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
        Kind::Device => device(code),
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

/// Devices are numbered without leading zeros.
fn device(code: &str) -> Option<Entry> {
    let plain = matches!(code.as_bytes(), [b'1'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit));
    let number = code.parse().ok().filter(|_| plain)?;
    DEVICES.contains(&number).then_some(Entry { system: "eu", name: None })
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

/// Lines, split at the first tab.
pub(crate) fn rows(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines().filter_map(|line| line.split_once('\t'))
}

/// A file without the comments at its head, cut when compiling.
macro_rules! table {
    ($file:literal) => {{
        const FILE: &[u8] = include_bytes!($file);
        const HEAD: usize = $crate::catalogue::head(FILE);
        const TABLE: [u8; FILE.len() - HEAD] = $crate::catalogue::tail(FILE);
        match core::str::from_utf8(&TABLE) {
            Ok(table) => table,
            Err(_) => panic!("not UTF-8"),
        }
    }};
}
use table;

/// Length of the lines at the head that start with `#`.
#[allow(clippy::indexing_slicing, reason = "runs when compiling")]
const fn head(file: &[u8]) -> usize {
    let mut at = 0;
    while file[at] == b'#' {
        while file[at] != b'\n' {
            at += 1;
        }
        at += 1;
    }
    at
}

/// The last bytes.
#[allow(clippy::indexing_slicing, reason = "runs when compiling")]
const fn tail<const LENGTH: usize>(file: &[u8]) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    let mut at = 0;
    while at < LENGTH {
        bytes[at] = file[file.len() - LENGTH + at];
        at += 1;
    }
    bytes
}

/// How many lines of a JSON object start with a number as their key.
#[allow(clippy::indexing_slicing, reason = "runs when compiling")]
const fn count(json: &[u8]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < json.len() {
        count += (json[at] == b'\n' && at + 1 < json.len() && json[at + 1] == b' ') as usize;
        at += 1;
    }
    count
}

/// The keys of a JSON object of numbers, one a line, each after two spaces.
#[allow(clippy::indexing_slicing, reason = "runs when compiling; a bad file does not build")]
const fn numbers<const COUNT: usize>(json: &[u8]) -> [u16; COUNT] {
    let mut numbers = [0; COUNT];
    let (mut at, mut line) = (0, 0);
    while line < COUNT {
        while json[at] != b'\n' {
            at += 1;
        }
        at += 4;
        while json[at] != b'"' {
            assert!(json[at].is_ascii_digit(), "no number");
            numbers[line] = numbers[line] * 10 + (json[at] - b'0') as u16;
            at += 1;
        }
        line += 1;
    }
    numbers
}

const DEVICE_NAMES: &[u8] = include_bytes!("../text/devices.json");
static CODES: &str = table!("../data/codes.tsv");
static DEVICES: [u16; count(DEVICE_NAMES)] = numbers(DEVICE_NAMES);
static MAKERS: &str = table!("../data/vaccine-makers.tsv");
static PRODUCTS: &str = table!("../data/vaccine-products.tsv");
static VARIANTS: &str = table!("../data/vaccine-variants.tsv");

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

    /// Every code of `kind`, in file order.
    fn codes(kind: Kind) -> Vec<String> {
        let first = |file| rows(file).map(|(code, _)| code.to_owned()).collect();
        let of = |wanted: &str| {
            let rows = rows(CODES).filter(|(kind, _)| *kind == wanted);
            rows.filter_map(|(_, rest)| Some(rest.split('\t').next()?.to_owned())).collect()
        };
        match kind {
            Kind::Device => DEVICES.iter().map(u16::to_string).collect(),
            Kind::Disease => of("disease"),
            Kind::Maker => first(MAKERS),
            Kind::Method => of("method"),
            Kind::Product => first(PRODUCTS),
            Kind::Prophylaxis => of("prophylaxis"),
            Kind::TestResult => of("result"),
        }
    }

    #[test]
    fn devices_are_those_with_names() {
        let names: std::collections::BTreeMap<String, String> =
            serde_json::from_slice(DEVICE_NAMES).expect("names by number");
        assert_eq!(codes(Kind::Device).into_iter().collect::<BTreeSet<_>>(), names.keys().cloned().collect());
        assert_eq!(names["1232"], "Abbott Rapid Diagnostics, Panbio Covid-19 Ag Rapid Test");
        for other in ["", "0", "01232", "+1232", "1232 ", "66768", "123２"] {
            assert_eq!(find(Kind::Device, other), None, "{other}");
        }
    }

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
        assert_eq!(sizes, [249, 29, 30, 2, 38, 21, 2]);
    }

    #[test]
    fn every_line_is_well_formed() {
        for (file, columns) in [(CODES, 3), (MAKERS, 2), (PRODUCTS, 2), (VARIANTS, 2)] {
            for line in file.lines() {
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
