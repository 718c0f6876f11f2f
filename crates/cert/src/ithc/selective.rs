//! An ITHC as a token whose holder chooses what to show: what may be withheld, issuing, and the names of the parts.

use super::keys::{Key, block_state, document, ithc, person};
use super::{ITHC_SUBCLAIM, decode, view};
use crate::cbor::Value;
use crate::envelope::cose_key;
use crate::envelope::cwt::CLAIM_HCERT;
use crate::error::ReadError;
use crate::issue::{Content, Envelope};
use crate::model::{Record, RecordKind};
use crate::report::Reason;
use crate::sd_cwt::header::CLAIM_CNF;
use crate::sd_cwt::{self, Path, SALT_BYTES, Step, Token};
use healthpass_crypto::key::PublicKey;

/// Claim "subject" (RFC 8392), which an SD-CWT must have (section 7).
const CLAIM_SUB: i64 = 2;

/// Who the subject is: the certificate names the person, and nothing here may tell one token of a batch from another.
const SUBJECT: &str = "holder";

/// A part of a certificate that its holder may withhold.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Part {
    /// The name in the holder's own script.
    NativeName,
    /// The date of birth.
    BirthDate,
    /// The sex.
    Sex,
    /// The nationality.
    Nationality,
    /// The number of the travel document, where it stands in clear.
    DocumentNumber,
    /// Each record by itself.
    Record,
    /// The statement made for one flight.
    Statement,
}

/// Every part, with its key or, for records, the keys of the blocks.
const PARTS: [(Part, &str, &[Key]); 7] = [
    (Part::NativeName, "native-name", &[ithc::PERSON, person::NATIVE_NAME]),
    (Part::BirthDate, "birth-date", &[ithc::PERSON, person::BIRTH_DATE]),
    (Part::Sex, "sex", &[ithc::PERSON, person::SEX]),
    (Part::Nationality, "nationality", &[ithc::PERSON, person::NATIONALITY]),
    (Part::DocumentNumber, "document-number", &[ithc::DOCUMENT, document::NUMBER]),
    (Part::Record, "record", &[]),
    (Part::Statement, "statement", &[ithc::STATEMENT]),
];

/// Blocks in the order in which the view lists their records.
const BLOCKS: [(Key, RecordKind); 3] = [
    (ithc::TESTS, RecordKind::Test),
    (ithc::ANTIBODIES, RecordKind::Antibody),
    (ithc::VACCINATIONS, RecordKind::Vaccination),
];

/// What our issuer lets a holder withhold: enough that one code need not name the passport or tell of other records,
/// and small enough that a code showing all of it scans.
pub const DEFAULT_POLICY: &[Part] = &[Part::BirthDate, Part::DocumentNumber, Part::Record];

impl Part {
    /// Its stable name: `birth-date`, `record`, ...
    pub fn name(self) -> &'static str {
        PARTS.iter().find(|(part, ..)| *part == self).map_or("", |(_, name, _)| name)
    }
}

/// A certificate ready to be issued to any number of device keys.
#[derive(Clone, Debug)]
pub struct Selective {
    content: Content,
    places: Vec<Path>,
}

impl Selective {
    /// `content` with the parts of `policy` that it has redacted.
    ///
    /// # Errors
    /// `issue.redaction.place` when it is no ITHC.
    pub fn new(content: Content, policy: &[Part]) -> Result<Self, Reason> {
        let certificate = content.hcert().get(ITHC_SUBCLAIM);
        let certificate = certificate.ok_or_else(|| Reason::new(sd_cwt::code::REDACTION).expected("ithc"))?;
        let places = places(certificate, policy);
        Ok(Self { content, places })
    }

    /// Salts one token takes.
    pub fn salts(&self) -> usize {
        self.places.len()
    }

    /// Issues one token to the holder of `device_key`, a P-256 key whose possession was proved. `salts` are
    /// [`Self::salts`] of [`SALT_BYTES`] bytes from a cryptographic generator, never used before; `sign` makes the raw
    /// `r || s` ES256 signature over the bytes given to it.
    ///
    /// # Errors
    /// `issue.expires-before-issue`, `issue.not-signed`, `issue.redaction.*`, `envelope.cose-key.key`.
    pub fn issue<E: ToString>(
        &self,
        envelope: &Envelope<'_>,
        device_key: &PublicKey,
        salts: &[[u8; SALT_BYTES]],
        sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
    ) -> Result<Token, Reason> {
        envelope.check_times()?;
        let confirmation = cose_key::confirmation(device_key).ok_or_else(|| {
            Reason::new(cose_key::code::KEY).expected("P-256").found(device_key.kind().to_string())
        })?;
        let mut claims = envelope.claims(self.content.clone());
        if let Value::Map(entries) = &mut claims {
            entries.push((Value::Integer(CLAIM_SUB), Value::Text(SUBJECT.to_owned())));
            entries.push((Value::Integer(CLAIM_CNF), confirmation));
        }
        Token::sign(sd_cwt::redact(&claims, &self.places, &[], salts)?, envelope.kid, sign)
    }
}

fn place(steps: &[Key]) -> Path {
    let mut path: Path = vec![CLAIM_HCERT.into(), ITHC_SUBCLAIM.into()];
    path.extend(steps.iter().map(|key| Step::from(key.number)));
    path
}

/// Where the parts of `policy` are that this certificate has.
fn places(certificate: &Value, policy: &[Part]) -> Vec<Path> {
    let mut places = Vec::new();
    for (part, _, steps) in PARTS.iter().filter(|(part, ..)| policy.contains(part)) {
        let there = steps.iter().try_fold(certificate, |value, key| value.get(key.number));
        match part {
            Part::Record => places.extend(records(certificate)),
            _ if there.is_some() => places.push(place(steps)),
            _ => {}
        }
    }
    places
}

/// Where the records are: in each block that found any, after its state.
fn records(certificate: &Value) -> Vec<Path> {
    let mut places = Vec::new();
    for (key, _) in BLOCKS {
        let block = certificate.get(key.number).and_then(Value::as_array).unwrap_or_default();
        if block.first() == Some(&Value::Integer(block_state::FOUND)) {
            for index in 1..block.len() {
                let mut record = place(&[key]);
                record.push(Step::Element(index));
                places.push(record);
            }
        }
    }
    places
}

/// One disclosure of a token, as its holder chooses it.
#[derive(Clone, Debug, PartialEq)]
pub struct Disclosure {
    /// The same in every token of a certificate: a part's name, or a record's kind and number: `test.0`.
    pub id: String,
    /// Which part.
    pub part: Part,
    /// Which of the token's disclosures, for [`Token::choose`].
    pub index: usize,
    /// For a record: what it says, and its place among the records of the whole certificate's view.
    pub record: Option<(usize, Record)>,
    /// For a part of person or document: its value as the view shows it.
    pub value: Option<String>,
}

/// The names of `token`'s disclosures, in the order of the certificate. The token must be as it was issued: with
/// every disclosure, and nothing else left to disclose.
///
/// # Errors
/// `envelope.sd-cwt.*`; `envelope.sd-cwt.disclosure-place` when a digest has no disclosure, a disclosure is of no part
/// that is known here, or the certificate cannot be read.
pub fn disclosures(token: &Token) -> Result<Vec<Disclosure>, ReadError> {
    let misplaced = || ReadError::new(sd_cwt::code::DISCLOSURE_PLACE);
    let revealed = token.reveal()?;
    let hcert = revealed.claims.get(CLAIM_HCERT).and_then(|hcert| hcert.get(ITHC_SUBCLAIM));
    let certificate = hcert.ok_or_else(misplaced)?;
    let shown = view(&decode(certificate).map_err(|_| misplaced())?);
    if !revealed.withheld.is_empty() || revealed.disclosed.len() != token.disclosures().len() {
        return Err(misplaced());
    }
    let mut records = shown.records.iter().cloned();
    let known = records_with_ids(certificate);
    let mut all = Vec::with_capacity(revealed.disclosed.len());
    for (at, id, number) in known {
        let record = records.next().ok_or_else(misplaced)?;
        if let Some(found) = revealed.disclosed.iter().find(|disclosed| disclosed.at == at) {
            let record = Some((number, record));
            all.push(Disclosure { id, part: Part::Record, index: found.index, record, value: None });
        }
    }
    for (part, name, steps) in PARTS.into_iter().rev().filter(|(part, ..)| *part != Part::Record) {
        if let Some(found) = revealed.disclosed.iter().find(|disclosed| disclosed.at == place(steps)) {
            let value = match part {
                Part::NativeName => shown.person.native_name.clone(),
                Part::BirthDate => shown.person.birth_date.clone(),
                Part::Sex => shown.person.sex.clone(),
                Part::Nationality => shown.person.nationality.clone(),
                Part::DocumentNumber => shown.document.as_ref().and_then(|document| document.number.clone()),
                Part::Statement => shown.statement.as_ref().and_then(|statement| statement.flight.clone()),
                Part::Record => None,
            };
            all.insert(0, Disclosure { id: name.to_owned(), part, index: found.index, record: None, value });
        }
    }
    if all.len() == revealed.disclosed.len() { Ok(all) } else { Err(misplaced()) }
}

/// The way to each record, its identifier, and its number in the view.
fn records_with_ids(certificate: &Value) -> Vec<(Path, String, usize)> {
    let mut known = Vec::new();
    for at in records(certificate) {
        let kind = BLOCKS.iter().find(|(key, _)| at.starts_with(&place(&[*key])));
        if let (Some((_, kind)), Some(Step::Element(index))) = (kind, at.last()) {
            let id = format!("{}.{}", kind.name(), index.saturating_sub(1));
            known.push((at.clone(), id, known.len()));
        }
    }
    known
}
