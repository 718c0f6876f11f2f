//! From [`Ithc`] to the CBOR value that is signed.

use super::keys::{self, Key, block_state, document, entry, ithc, person, place, provenance, statement};
use super::numbers::{DISEASES, METHODS, Numbered};
use super::time::{Moment, unix_days};
use super::types::{
    Answer, Antibody, Block, Catalogue, Coded, Document, DocumentNumber, Ithc, Label, Person, Place,
    Provenance, Snomed, Statement, Test, Vaccination, plain_icao,
};
use super::{ITHC_SUBCLAIM, VERSION, check};
use crate::cbor::Value;
use crate::report::Reason;

/// The value of claim -260: a map with the one sub-key [`ITHC_SUBCLAIM`]. [`crate::cbor_write::write`]
/// makes deterministic bytes of it.
///
/// `issued_at` is the `iat` the certificate will carry, in Unix seconds; nothing in it may lie later.
///
/// # Errors
/// Every reason not to sign this, `issue.*`, with its path. Nothing is corrected or left out.
pub fn encode(certificate: &Ithc, issued_at: i64) -> Result<Value, Vec<Reason>> {
    let reasons = check::problems(certificate, issued_at);
    if !reasons.is_empty() {
        return Err(reasons);
    }
    Ok(Value::Map(vec![(Value::Integer(ITHC_SUBCLAIM), certificate_value(certificate))]))
}

fn certificate_value(certificate: &Ithc) -> Value {
    Fields::default()
        .with(ithc::VERSION, Value::Integer(VERSION))
        .with(ithc::PERSON, person_value(&certificate.person))
        .with(ithc::DOCUMENT, document_value(&certificate.document, &certificate.person))
        .with(ithc::TESTS, block(&certificate.tests, |test| test_fields(test).map()))
        .with(ithc::ANTIBODIES, block(&certificate.antibodies, antibody_value))
        .with(ithc::VACCINATIONS, block(&certificate.vaccinations, vaccination_value))
        .with_some(ithc::STATEMENT, certificate.statement.as_ref().map(statement_value))
        .with_some(ithc::PROVENANCE, certificate.provenance.as_ref().map(provenance_value))
        .map()
}

fn person_value(p: &Person) -> Value {
    let given = p.given_names.as_deref();
    let icao_surname = unless_plain(&p.surname, &p.icao_surname);
    let icao_given = p.icao_given_names.as_deref().and_then(|icao| unless_plain(given.unwrap_or(""), icao));
    Fields::default()
        .with_some(person::NATIVE_NAME, p.native_name.as_deref().map(text))
        .with(person::SURNAME, text(&p.surname))
        .with_some(person::GIVEN_NAMES, given.map(text))
        .with_some(person::ICAO_SURNAME, icao_surname)
        .with_some(person::ICAO_GIVEN_NAMES, icao_given)
        .with(person::BIRTH_DATE, Value::Integer(p.birth_date.number()))
        .with(person::SEX, number(&p.sex))
        .with(person::NATIONALITY, text(&p.nationality))
        .map()
}

/// A rendering is signed only where the reader could not derive it from the name.
fn unless_plain(name: &str, icao: &str) -> Option<Value> {
    (plain_icao(name).as_deref() != Some(icao)).then(|| text(icao))
}

fn document_value(d: &Document, holder: &Person) -> Value {
    let fields = Fields::default()
        .with(document::KIND, number(&d.kind))
        .with_some(document::ISSUER, (d.issuer != holder.nationality).then(|| text(&d.issuer)));
    match &d.number {
        DocumentNumber::Clear(number) => fields.with(document::NUMBER, text(number)),
        DocumentNumber::Committed { salt, value } => {
            let pair = vec![Value::Bytes(salt.to_vec()), Value::Bytes(value.to_vec())];
            fields.with(document::COMMITMENT, Value::Array(pair))
        }
    }
    .map()
}

fn block<E>(block: &Block<E>, entry: impl Fn(&E) -> Value) -> Value {
    match block {
        Block::Found(entries) => {
            let state = core::iter::once(Value::Integer(block_state::FOUND));
            Value::Array(state.chain(entries.iter().map(entry)).collect())
        }
        Block::NoneFound { asked_at, source } => {
            Value::Array(vec![Value::Integer(block_state::NONE_FOUND), moment(*asked_at), label(source)])
        }
        Block::NotConnected => Value::Integer(block_state::NOT_CONNECTED),
    }
}

fn test_fields(test: &Test) -> Fields {
    Fields::default()
        .with(entry::DISEASE, disease(test.disease))
        .with(entry::SAMPLED_AT, moment(test.sampled_at))
        .with_some(entry::RESULTED_AT, test.resulted_at.map(|at| resulted(at, test.sampled_at)))
        .with_some(entry::METHOD, test.method.as_ref().map(coded))
        .with_some(entry::PRODUCT, test.product.as_ref().map(coded))
        .with_some(entry::MAKER, test.maker.as_ref().map(coded))
        .with(entry::OUTCOME, number(&test.outcome))
        .with(entry::PLACE, place_value(&test.place))
        .with_some(entry::ISSUER, record_issuer(&test.issuer, &test.place))
        .with(entry::IDENTIFIER, text(&test.identifier))
}

fn antibody_value(antibody: &Antibody) -> Value {
    test_fields(&antibody.test).with(entry::CLASS, number(&antibody.class)).map()
}

fn vaccination_value(dose: &Vaccination) -> Value {
    Fields::default()
        .with(entry::DISEASE, disease(dose.disease))
        .with_some(keys::VACCINE, dose.vaccine.as_ref().map(coded))
        .with_some(entry::PRODUCT, dose.product.as_ref().map(coded))
        .with(entry::MAKER, coded(&dose.maker))
        .with(entry::PLACE, place_value(&dose.place))
        .with_some(entry::ISSUER, record_issuer(&dose.issuer, &dose.place))
        .with(entry::IDENTIFIER, text(&dose.identifier))
        .with(entry::GIVEN_ON, Value::Integer(unix_days(dose.given_on)))
        .with_some(entry::BATCH, dose.batch.as_deref().map(text))
        .with(entry::DOSE, Value::Integer(dose.dose.into()))
        .with(entry::DOSES, Value::Integer(dose.doses.into()))
        .map()
}

fn place_value(p: &Place) -> Value {
    Fields::default()
        .with_some(place::FACILITY, p.facility.as_ref().map(label))
        .with_some(place::CITY, p.city.as_ref().map(label))
        .with(place::STATE, text(&p.state))
        .map()
}

fn statement_value(s: &Statement) -> Value {
    let answer = |a: &Answer| Value::Array(vec![text(&a.question), Value::Bool(a.yes)]);
    Fields::default()
        .with(statement::FLIGHT, text(&s.flight))
        .with(statement::DATE, Value::Integer(unix_days(s.date)))
        .with(statement::PORT, text(&s.port))
        .with(statement::ANSWERS, Value::Array(s.answers.iter().map(answer).collect()))
        .map()
}

fn provenance_value(p: &Provenance) -> Value {
    Fields::default()
        .with(provenance::ISSUER, text(&p.issuer))
        .with(provenance::FORMAT, text(&p.format))
        .with(provenance::CHECK, number(&p.check))
        .map()
}

/// Signed only where it is not the facility itself.
fn record_issuer(issuer: &Label, place: &Place) -> Option<Value> {
    (place.facility.as_ref() != Some(issuer)).then(|| label(issuer))
}

fn disease(disease: Snomed) -> Value {
    let numbered = DISEASES.iter().find(|(_, known)| *known == disease);
    numbered.map_or_else(|| unsigned(disease.0), |(number, _)| Value::Integer(*number))
}

/// Seconds after sampling where the clock is the same, else in full.
fn resulted(at: Moment, sampled: Moment) -> Value {
    match at.unix() - sampled.unix() {
        later @ 0..=RESULT_SECONDS if at.offset_minutes() == sampled.offset_minutes() => {
            Value::Integer(later)
        }
        _ => moment(at),
    }
}

fn label(label: &Label) -> Value {
    match &label.local {
        Some(local) => Value::Array(vec![text(local), text(&label.latin)]),
        None => text(&label.latin),
    }
}

fn coded(coded: &Coded) -> Value {
    let Coded::Listed { catalogue, code, name } = coded else {
        let Coded::Unlisted(name) = coded else { return Value::Null };
        return text(name);
    };
    let numbered = METHODS.iter().find(|(_, known)| *catalogue == Catalogue::Loinc && known == code);
    if let (Some((number, _)), None) = (numbered, name) {
        return Value::Integer(*number);
    }
    let code = match catalogue {
        Catalogue::Snomed => code.parse().map_or_else(|_| text(code), unsigned),
        _ => text(code),
    };
    let mut parts = vec![catalogue_value(catalogue), code];
    parts.extend(name.as_deref().map(text));
    Value::Array(parts)
}

fn catalogue_value(catalogue: &Catalogue) -> Value {
    match catalogue {
        Catalogue::Other(name) => text(name),
        listed => number(listed),
    }
}

fn moment(moment: Moment) -> Value {
    Value::Array(vec![Value::Integer(moment.unix()), Value::Integer(moment.offset_minutes())])
}

fn number(value: &impl Numbered) -> Value {
    value.row().map_or(Value::Null, |(number, _)| Value::Integer(number))
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Seconds between sampling and result that fit four bytes: 136 years.
const RESULT_SECONDS: i64 = 0xffff_ffff;

/// Checked before: a SNOMED CT identifier has at most 18 digits.
fn unsigned(n: u64) -> Value {
    i64::try_from(n).map_or(Value::Null, Value::Integer)
}

#[derive(Default)]
struct Fields(Vec<(Value, Value)>);

impl Fields {
    fn with(mut self, key: Key, value: Value) -> Self {
        self.0.push((Value::Integer(key.number), value));
        self
    }

    fn with_some(self, key: Key, value: Option<Value>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    fn map(self) -> Value {
        Value::Map(self.0)
    }
}
