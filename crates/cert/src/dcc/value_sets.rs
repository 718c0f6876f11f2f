//! The EU value sets (eHealth Network, "Value Sets for EU Digital COVID Certificates").
//!
//! A set is closed only inside the register it enumerates: ISO countries, JRC device numbers, `EU/...`
//! products, `ORG-...` makers, and the few methods and results. A code from outside, such as a national
//! product or the placeholder 729999 that Spain issued, breaks nothing: the record says "not in catalogue".

use super::payload::{Dcc, Entry, Statement, Test, Vaccination};
use super::{SchemaVersion, code};
use crate::catalogue::{self, Kind, country};
use crate::report::Reason;

/// The LOINC code of rapid antigen tests: the only method a device is stated for.
const RAPID_IMMUNOASSAY: &str = "LP217198-3";

/// Products of the Union Register of medicinal products.
const EU_PRODUCT: &str = "EU/";

/// Organisations of the EMA's management system.
const EMA_ORGANISATION: &str = "ORG-";

/// Every code of `dcc` that its value set does not hold. Absent members are the schema's matter.
pub(super) fn check(dcc: &Dcc) -> Vec<Reason> {
    let version = SchemaVersion::of_payload(dcc.version.as_deref());
    dcc.entries.iter().flat_map(|entry| entry_reasons(entry, version)).take(super::MAX_REASONS).collect()
}

fn entry_reasons(entry: &Entry, version: SchemaVersion) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut hold = |field: &str, found: &Option<String>, code, known: &dyn Fn(&str) -> bool| {
        if let Some(found) = found.as_deref().filter(|found| !known(found)) {
            let at = format!("{}.{field}", entry.at);
            reasons.push(Reason::new(code).found(found.chars().take(80).collect::<String>()).at(at));
        }
    };
    let of = |kind| move |code: &str| catalogue::find(kind, code).is_some();
    match &entry.statement {
        Statement::Recovery(_) => {}
        Statement::Test(test) => {
            if version >= SchemaVersion::V1_2 {
                hold("tt", &test.method, code::VALUESET_METHOD, &of(Kind::Method));
            }
            hold("tr", &test.result, code::VALUESET_RESULT, &of(Kind::TestResult));
            if is_rapid(test) {
                hold("ma", &test.device, code::VALUESET_DEVICE, &of(Kind::Device));
            }
        }
        Statement::Vaccination(Vaccination { product, maker, .. }) => {
            let of_register = |register, kind| {
                move |code: &str| !code.starts_with(register) || catalogue::find(kind, code).is_some()
            };
            hold("mp", product, code::VALUESET_PRODUCT, &of_register(EU_PRODUCT, Kind::Product));
            hold("ma", maker, code::VALUESET_MAKER, &of_register(EMA_ORGANISATION, Kind::Maker));
        }
    }
    hold("co", &entry.country, code::VALUESET_COUNTRY, &|code| country::alpha2(code).is_some());
    reasons
}

/// Laboratory tests carry anything as their device: nothing, `N/A`, another test's number.
fn is_rapid(test: &Test) -> bool {
    test.method.as_deref() == Some(RAPID_IMMUNOASSAY)
}
