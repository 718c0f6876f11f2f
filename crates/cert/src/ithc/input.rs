//! The JSON an issuer writes. Unknown members are refused, so that a misspelt one is never left out.

use super::types::Ithc;
use super::{code, convert};
use crate::report::Reason;
use serde::Deserialize;

/// Reads the JSON an issuer writes.
///
/// Times are RFC 3339 with offset, dates `YYYY-MM-DD` (a date of birth may end early: `1990-05`, `1990`, or
/// `1990-XX-XX`, `XXXX-XX-XX`), states alpha-3 for person and document and alpha-2 elsewhere. A label is a
/// text in Latin letters or `{"local", "latin"}`; a method, product, vaccine or maker is the proper name of
/// something no catalogue holds or `{"catalogue", "code", "name"}`. ICAO renderings may be left out for
/// names of plain letters. `"conceal": true` signs [`super::commitment`] instead of the document number,
/// with `salt`, which must be random and new for each certificate, and the document's `expiresOn`.
///
/// ```
/// use healthpass_cert::ithc::{encode, from_json};
/// let json = r#"{
///   "person": {
///     "nativeName": "张伟", "surname": "ZHANG", "givenNames": "WEI",
///     "birthDate": "1990-01-01", "sex": "M", "nationality": "CHN"
///   },
///   "document": {"kind": "ordinary", "issuer": "CHN", "number": "E12345678"},
///   "tests": {
///     "state": "none-found", "askedAt": "2021-03-09T08:00:00+08:00",
///     "source": {"local": "国家卫生健康委员会", "latin": "National Health Commission"}
///   },
///   "antibodies": {"state": "not-connected"},
///   "vaccinations": {"state": "found", "entries": [{
///     "disease": "840539006", "givenOn": "2021-02-20",
///     "product": {"catalogue": "eu", "code": "BBIBP-CorV"}, "maker": "Sinopharm Beijing",
///     "batch": "202101B0101", "dose": 1, "doses": 2,
///     "place": {
///       "facility": {"local": "北京协和医院", "latin": "Peking Union Medical College Hospital"},
///       "city": {"local": "北京", "latin": "Beijing"}, "state": "CN"
///     },
///     "issuer": "Beijing CDC", "identifier": "CN/VAC/7F3K9Q2M"
///   }]},
///   "statement": {
///     "flight": "CA988", "date": "2021-03-11", "port": "PEK",
///     "answers": [{"question": "fever-14d", "yes": false}]
///   }
/// }"#;
/// let certificate = from_json(json, &[0; 16]).unwrap();
/// assert!(encode(&certificate, 1_615_280_000).is_ok());
/// ```
/// Tests and antibodies have entries of `disease, sampledAt, resultedAt, method, product, maker, outcome
/// ("not-detected", "detected", "inconclusive"), place, issuer, identifier`, antibodies also `class`
/// (`"IgG"`, `"IgM"`). `"provenance": {"issuer", "format", "check"}` marks a restated record.
///
/// # Errors
/// `issue.json.*` for what is not of this shape, and the `issue.*` codes of what [`Ithc`] cannot hold.
/// [`super::encode`] finds everything else.
pub fn from_json(json: &str, salt: &[u8; 16]) -> Result<Ithc, Vec<Reason>> {
    let input: Input = serde_json::from_str(json).map_err(|error| {
        let place = format!("line {} column {}", error.line(), error.column());
        vec![Reason::new(code::JSON).found(error.to_string()).at(place)]
    })?;
    convert::certificate(input, salt).map_err(|reason| vec![reason])
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Input {
    pub person: PersonInput,
    pub document: DocumentInput,
    pub tests: BlockInput<TestInput>,
    pub antibodies: BlockInput<TestInput>,
    pub vaccinations: BlockInput<VaccinationInput>,
    pub statement: Option<StatementInput>,
    pub provenance: Option<ProvenanceInput>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PersonInput {
    pub native_name: Option<String>,
    pub surname: String,
    pub given_names: Option<String>,
    pub icao_surname: Option<String>,
    pub icao_given_names: Option<String>,
    pub birth_date: String,
    pub sex: String,
    pub nationality: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct DocumentInput {
    pub kind: String,
    pub issuer: String,
    pub number: String,
    #[serde(default)]
    pub conceal: bool,
    pub expires_on: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct BlockInput<E> {
    pub state: String,
    pub entries: Option<Vec<E>>,
    pub asked_at: Option<String>,
    pub source: Option<LabelInput>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct TestInput {
    pub class: Option<String>,
    pub disease: String,
    pub sampled_at: String,
    pub resulted_at: Option<String>,
    pub method: Option<CodedInput>,
    pub product: Option<CodedInput>,
    pub maker: Option<CodedInput>,
    pub outcome: String,
    pub place: PlaceInput,
    pub issuer: LabelInput,
    pub identifier: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct VaccinationInput {
    pub disease: String,
    pub given_on: String,
    pub vaccine: Option<CodedInput>,
    pub product: Option<CodedInput>,
    pub maker: CodedInput,
    pub batch: Option<String>,
    pub dose: u8,
    pub doses: u8,
    pub place: PlaceInput,
    pub issuer: LabelInput,
    pub identifier: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PlaceInput {
    pub facility: Option<LabelInput>,
    pub city: Option<LabelInput>,
    pub state: String,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a text or {local, latin}")]
pub(super) enum LabelInput {
    Latin(String),
    Both(BothInput),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BothInput {
    pub local: String,
    pub latin: String,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a text or {catalogue, code, name}")]
pub(super) enum CodedInput {
    Unlisted(String),
    Listed(ListedInput),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListedInput {
    pub catalogue: String,
    pub code: String,
    pub name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct StatementInput {
    pub flight: String,
    pub date: String,
    pub port: String,
    pub answers: Vec<AnswerInput>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerInput {
    pub question: String,
    pub yes: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProvenanceInput {
    pub issuer: String,
    pub format: String,
    pub check: String,
}
