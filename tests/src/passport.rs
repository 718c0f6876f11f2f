//! The passport vectors: where they are, and their shape.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A whole zone with the verdict on each check digit.
#[derive(Debug, Deserialize)]
pub struct Zone {
    /// Name of the vector.
    pub id: String,
    /// The lines as printed.
    pub lines: Vec<String>,
    /// `doc`, `dob`, `exp`, `opt`, `composite`.
    pub checks: BTreeMap<String, bool>,
}

/// A name and the field it becomes.
#[derive(Debug, Deserialize)]
pub struct NameField {
    /// Primary identifier as printed.
    pub primary: String,
    /// Secondary identifier as printed.
    pub secondary: String,
    /// The field of 39 characters.
    pub mrz_name: String,
    /// `None` when the field is exactly full.
    pub truncated: Option<bool>,
}

/// Single values: check digits, Arabic names, native names.
#[derive(Debug, Deserialize)]
pub struct Values {
    /// Characters and their digit.
    pub check_digits: Vec<(String, String)>,
    /// Name and rendering.
    pub arabic: Vec<(String, String)>,
    /// Optional data, name, completeness flag, century digit.
    pub gbk_optional: Vec<(String, String, String, String)>,
}

/// A certificate, a zone and the outcome of comparing them.
#[derive(Debug, Deserialize)]
pub struct MatchCase {
    /// Name of the vector.
    pub id: String,
    /// What the certificate says.
    pub cert: CertificateSide,
    /// What the zone says.
    pub mrz: ZoneSide,
    /// The outcome.
    pub expect: String,
}

/// Names, date of birth and number of a certificate.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CertificateSide {
    /// Surname.
    pub r#fn: Option<String>,
    /// Given names.
    pub gn: Option<String>,
    /// Surname in the ICAO rendering.
    pub fnt: Option<String>,
    /// Given names in the ICAO rendering.
    pub gnt: Option<String>,
    /// Native name.
    pub native: Option<String>,
    /// Date of birth.
    pub dob: Option<String>,
    /// Document number.
    pub no: Option<String>,
}

/// The fields of a TD3 zone that matter for matching.
#[derive(Debug, Deserialize)]
pub struct ZoneSide {
    /// Name field, 39 characters.
    pub name: String,
    /// Date of birth, `YYMMDD`.
    pub dob: String,
    /// Document number.
    pub no: String,
    /// Optional data.
    pub opt: String,
    /// Issuing state.
    pub issuer: String,
}

/// A file below the passport vectors, or `None`, said loudly, when they are not at hand.
pub fn load<T: DeserializeOwned>(file: &str) -> Option<T> {
    let path = folder().join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: passport vectors not found at {}", path.display());
        return None;
    };
    Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

fn folder() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors");
    std::env::var_os("HEALTHPASS_VECTORS").map_or_else(beside, PathBuf::from).join("passport")
}
