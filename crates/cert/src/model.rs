//! The disease-neutral view of a certificate: one shape for every format.
//!
//! What a format cannot say is absent, not guessed. Codes stay codes (SNOMED CT, ISO 3166, EU value
//! sets); screens turn them into words. Dates and times are text as signed: `YYYY`, `YYYY-MM`,
//! `YYYY-MM-DD` or RFC 3339, so that a partial date stays partial.

use serde::Serialize;

/// Who says what about whom.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct Certificate {
    /// Who signed.
    pub issuer: Issuer,
    /// Whom it is about.
    pub person: Person,
    /// The travel document it names, if it names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<TravelDocument>,
    /// For formats that say so: which kinds of record were asked for, and whether any was found.
    pub blocks: Vec<Block>,
    /// The records themselves.
    pub records: Vec<Record>,
    /// Time of issue, RFC 3339 UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<String>,
    /// Time of expiry, RFC 3339 UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// Identifier of the certificate as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// Present when an issuer restates another issuer's record or a paper booklet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// The holder's declaration for one flight, if the certificate carries one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<HealthStatement>,
    /// For a health link: where the records can be fetched; the certificate itself holds none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
}

/// A health link, without the key that opens what it points at.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct Link {
    /// Address of the records.
    pub url: String,
    /// What the records are, in the words of whoever made the link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `L` (records change), `P` (a passcode is asked for), `U` (one file, fetched directly), as signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<String>,
    /// After this the link is stale, RFC 3339 UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// Whether a passcode is asked for, which the holder has by another way.
    pub passcode_needed: bool,
}

/// The signer as the signed claims name it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct Issuer {
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Name of the authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address or DID it signs under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// The person, in every script the certificate gives.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct Person {
    /// Full name in the holder's own script (汉字).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub native_name: Option<String>,
    /// The whole name, where the certificate does not divide it into surname and given names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    /// Surname as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surname: Option<String>,
    /// Given names as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_names: Option<String>,
    /// Surname in the ICAO 9303 rendering (`A`-`Z`, `<`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icao_surname: Option<String>,
    /// Given names in the ICAO 9303 rendering.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icao_given_names: Option<String>,
    /// Date of birth, possibly partial; empty text never appears.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<String>,
    /// `M`, `F` or `X`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// ISO 3166-1 alpha-3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
    /// A national or health identifier that is no travel document's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// Parent or guardian of a minor, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guardian: Option<String>,
}

/// The travel document a certificate is tied to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct TravelDocument {
    /// `ordinary`, `diplomatic`, `service`, `public-affairs` or `travel-document`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Issuing state, ISO 3166-1 alpha-3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Number in clear.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// True when the certificate carries a salted commitment instead of the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub committed: Option<bool>,
    /// That commitment, for comparing with a document in hand; never printed beside the claims it is in.
    #[serde(skip)]
    #[cfg_attr(feature = "typescript", ts(skip))]
    pub commitment: Option<Commitment>,
}

/// What a concealed document number can be confirmed with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Commitment {
    /// Its salt.
    pub salt: [u8; 16],
    /// [`crate::ithc::commitment`] of salt, number, birth and expiry.
    pub value: [u8; 16],
}

/// One block of an ITHC: asked for, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct Block {
    /// Which kind of record.
    pub kind: RecordKind,
    /// What came of it.
    pub state: BlockState,
    /// The source that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When it was asked, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<String>,
}

/// "No data" never looks like "not vaccinated".
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum BlockState {
    /// Records follow.
    Found,
    /// The source was asked and had none.
    NoneFound,
    /// The source was not connected, so nothing is known.
    NotConnected,
}

/// Kind of medical record.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum RecordKind {
    /// A vaccine dose.
    Vaccination,
    /// A nucleic acid or antigen test.
    Test,
    /// A serum antibody test; IgG and IgM are separate records.
    Antibody,
    /// A statement of recovery.
    Recovery,
    /// A preventive medicine other than a vaccine.
    Prophylaxis,
}

impl RecordKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Vaccination, Self::Test, Self::Antibody, Self::Recovery, Self::Prophylaxis];

    /// The kind's name in reports and trust bundles.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vaccination => "vaccination",
            Self::Test => "test",
            Self::Antibody => "antibody",
            Self::Recovery => "recovery",
            Self::Prophylaxis => "prophylaxis",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One record, flat: fields that do not apply to its kind are absent.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct Record {
    /// Which kind.
    pub kind: RecordKind,
    /// Disease or agent targeted (SNOMED CT).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disease: Option<Coded>,
    /// Vaccine type (SNOMED CT or ATC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prophylaxis: Option<Coded>,
    /// Vaccine product or test device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<Coded>,
    /// Marketing authorisation holder or maker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maker: Option<Coded>,
    /// Test method (LOINC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Coded>,
    /// `IgG` or `IgM`, for antibody tests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub antibody: Option<String>,
    /// Test outcome (SNOMED CT).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Coded>,
    /// Date of the dose, or time of sampling.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Time of the result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resulted_at: Option<String>,
    /// First positive test, for recovery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_positive: Option<String>,
    /// When the next dose is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_due: Option<String>,
    /// Start of validity the record itself states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<String>,
    /// End of validity the record itself states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// Number of this dose, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dose: Option<u32>,
    /// Doses in the series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doses: Option<u32>,
    /// Batch or lot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// Testing or vaccinating facility.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<String>,
    /// City of the facility.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State where it happened, ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Who recorded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Clinician who gave or supervised it, as signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clinician: Option<String>,
    /// Certificate identifier (UVCI).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
}

impl Record {
    /// A record that says nothing but its kind.
    pub fn new(kind: RecordKind) -> Self {
        Self {
            kind,
            disease: None,
            prophylaxis: None,
            product: None,
            maker: None,
            method: None,
            antibody: None,
            result: None,
            date: None,
            resulted_at: None,
            first_positive: None,
            next_due: None,
            valid_from: None,
            valid_until: None,
            dose: None,
            doses: None,
            batch: None,
            facility: None,
            city: None,
            country: None,
            issuer: None,
            clinician: None,
            identifier: None,
        }
    }
}

/// A code with its system, and the product's own name when a catalogue knows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct Coded {
    /// The code as signed.
    pub code: String,
    /// Where the code is defined: `snomed`, `loinc`, `atc`, `eu`, ... as the format says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Proper name of the product, maker or device; never a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
    /// False for a code the catalogue does not hold: "not in catalogue", which is not "invalid".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_catalogue: Option<bool>,
}

/// Where a restated record came from.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct Provenance {
    /// ISO 3166-1 alpha-2 of the source's issuer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Format of the source, or `paper`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Verdict of the source when it was restated, or `transcribed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
}

/// Answers the holder declared for one flight on one date.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct HealthStatement {
    /// Flight number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flight: Option<String>,
    /// Date of the flight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Port of arrival.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<String>,
    /// Question identifiers and whether the holder answered yes.
    pub answers: Vec<Answer>,
}

/// One declared answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct Answer {
    /// Identifier of the question.
    pub question: String,
    /// True for yes.
    pub yes: bool,
}
