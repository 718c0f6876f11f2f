//! From the value under claim -260 back to [`Ithc`], strict on shape.
//!
//! Members of version 1 must have the shape the CDDL gives them. Members it does not know are passed over:
//! version 1 may gain optional members, and a change of meaning raises the version, which is refused here.

use super::keys::{self, block_state, document, entry, ithc, person, place, provenance, statement};
use super::numbers::{DISEASES, METHODS, Numbered, SNOMED_RANGE};
use super::text::{self, Limit};
use super::time::{BirthDate, Moment, date_from_unix_days};
use super::types::{
    Answer, Antibody, Block, Catalogue, Coded, Document, DocumentNumber, Ithc, Label, Person, Place,
    Provenance, Snomed, Statement, Test, Vaccination, plain_icao,
};
use super::{MAX_ENTRIES, VERSION, code, states};
use crate::cbor::Value;
use crate::report::Reason;
use time::Date;

mod blank;
mod fields;

use fields::{Fields, Read, out_of_range, within, within_item, wrong_length, wrong_type};

/// Reads the value under claim -260, sub-key [`super::ITHC_SUBCLAIM`].
///
/// # Errors
/// The first thing that does not have the shape of version 1: `content.schema.*` for members and types,
/// `content.shape.*` for values, with a path such as `vaccinations[1].place.state`.
pub fn decode(value: &Value) -> Result<Ithc, Reason> {
    let mut certificate = blank::ITHC;
    let mut fields = Fields::of(value);
    fields.must(ithc::VERSION, version, &mut ());
    fields.must(ithc::PERSON, read_person, &mut certificate.person);
    fields.must(ithc::DOCUMENT, read_document, &mut certificate.document);
    if certificate.document.issuer.is_empty() {
        certificate.document.issuer.clone_from(&certificate.person.nationality);
    }
    fields.must(ithc::TESTS, |v| block(v, test), &mut certificate.tests);
    fields.must(ithc::ANTIBODIES, |v| block(v, antibody), &mut certificate.antibodies);
    fields.must(ithc::VACCINATIONS, |v| block(v, vaccination), &mut certificate.vaccinations);
    fields.may(ithc::STATEMENT, read_statement, &mut certificate.statement);
    fields.may(ithc::PROVENANCE, read_provenance, &mut certificate.provenance);
    fields.done(certificate)
}

fn version(value: &Value) -> Result<(), Reason> {
    match integer(value)? {
        VERSION => Ok(()),
        other => {
            Err(Reason::new(code::SCHEMA_VERSION).expected(VERSION.to_string()).found(other.to_string()))
        }
    }
}

#[inline(never)]
fn read_person(value: &Value) -> Result<Person, Reason> {
    let mut holder = blank::PERSON;
    let mut icao = (None, None);
    let mut fields = Fields::of(value);
    fields.must(person::SURNAME, |v| string(v, text::NAME), &mut holder.surname);
    fields.may(person::GIVEN_NAMES, |v| string(v, text::NAME), &mut holder.given_names);
    fields.may(person::ICAO_SURNAME, icao_name, &mut icao.0);
    fields.may(person::ICAO_GIVEN_NAMES, icao_name, &mut icao.1);
    match &holder.given_names {
        Some(given) => {
            holder.icao_given_names = rendering(icao.1, given);
            fields.needs(holder.icao_given_names.is_some(), person::ICAO_GIVEN_NAMES);
        }
        None => fields.needs(icao.1.is_none(), person::GIVEN_NAMES),
    }
    fields.may(person::NATIVE_NAME, |v| string(v, text::NAME), &mut holder.native_name);
    match rendering(icao.0, &holder.surname) {
        Some(surname) => holder.icao_surname = surname,
        None => fields.needs(false, person::ICAO_SURNAME),
    }
    fields.must(person::BIRTH_DATE, birth_date, &mut holder.birth_date);
    fields.must(person::SEX, numbered, &mut holder.sex);
    fields.must(person::NATIONALITY, |v| state(v, 3), &mut holder.nationality);
    fields.done(holder)
}

/// The rendering as signed, or the one the name itself gives.
fn rendering(signed: Option<String>, name: &str) -> Option<String> {
    signed.or_else(|| plain_icao(name))
}

/// An issuer left out stays empty: it is the holder's nationality.
#[inline(never)]
fn read_document(value: &Value) -> Result<Document, Reason> {
    let mut read = blank::DOCUMENT;
    let mut numbers = (None, None);
    let mut fields = Fields::of(value);
    fields.may_be(document::ISSUER, |v| state(v, 3), &mut read.issuer);
    fields.may(document::NUMBER, document_number, &mut numbers.0);
    fields.may(document::COMMITMENT, commitment, &mut numbers.1);
    match numbers {
        (Some(number), None) | (None, Some(number)) => read.number = number,
        (None, None) => fields.needs(false, document::NUMBER),
        (Some(_), Some(_)) => fields.fault(Reason::new(code::SCHEMA_CHOICE).at(document::NUMBER.name)),
    }
    fields.must(document::KIND, numbered, &mut read.kind);
    fields.done(read)
}

#[inline(never)]
fn document_number(value: &Value) -> Result<DocumentNumber, Reason> {
    let number = string(value, text::DOCUMENT_NUMBER)?;
    if text::is_document_number(&number) {
        Ok(DocumentNumber::Clear(number))
    } else {
        Err(Reason::new(code::SHAPE_DOCUMENT_NUMBER).expected("A-Z 0-9").found(number))
    }
}

#[inline(never)]
fn commitment(value: &Value) -> Result<DocumentNumber, Reason> {
    match array(value)? {
        [salt, commitment] => {
            Ok(DocumentNumber::Committed { salt: bytes16(salt)?, value: bytes16(commitment)? })
        }
        other => Err(wrong_length("2", other.len())),
    }
}

#[inline(never)]
fn bytes16(value: &Value) -> Result<[u8; 16], Reason> {
    let bytes = value.as_bytes().ok_or_else(|| wrong_type("byte string", value))?;
    bytes.try_into().map_err(|_| wrong_length("16", bytes.len()))
}

/// A block with its entries still to be read.
enum Head<'v> {
    Found(&'v [Value]),
    NoneFound { asked_at: Moment, source: Label },
    NotConnected,
}

fn block<E>(value: &Value, entry: Read<E>) -> Result<Block<E>, Reason> {
    Ok(match head(value)? {
        Head::Found(entries) => Block::Found(each(entries, entry)?),
        Head::NoneFound { asked_at, source } => Block::NoneFound { asked_at, source },
        Head::NotConnected => Block::NotConnected,
    })
}

#[inline(never)]
fn head(value: &Value) -> Result<Head<'_>, Reason> {
    if *value == Value::Integer(block_state::NOT_CONNECTED) {
        return Ok(Head::NotConnected);
    }
    let (state, parts) = array(value)?.split_first().ok_or_else(|| wrong_length("2..", 0))?;
    match (integer(state)?, parts) {
        (block_state::NONE_FOUND, [asked_at, source]) => Ok(Head::NoneFound {
            asked_at: moment(asked_at).map_err(|r| within(r, "askedAt"))?,
            source: label(source).map_err(|r| within(r, "source"))?,
        }),
        (block_state::FOUND, entries) => Ok(Head::Found(entries)),
        (block_state::NONE_FOUND, parts) => Err(wrong_length("2", parts.len())),
        (other, _) => Err(Reason::new(code::SCHEMA_VALUE).expected("1, 2").found(other.to_string())),
    }
}

/// Reads at least one and at most [`MAX_ENTRIES`] items.
fn each<E>(items: &[Value], read: Read<E>) -> Result<Vec<E>, Reason> {
    count(items)?;
    let mut all = Vec::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        all.push(read(item).map_err(|r| within_item(r, i))?);
    }
    Ok(all)
}

#[inline(never)]
fn count(items: &[Value]) -> Result<(), Reason> {
    if (1..=MAX_ENTRIES).contains(&items.len()) {
        Ok(())
    } else {
        Err(wrong_length(&format!("1..{MAX_ENTRIES}"), items.len()))
    }
}

#[inline(never)]
fn test(value: &Value) -> Result<Test, Reason> {
    let mut test = blank::TEST;
    let mut fields = Fields::of(value);
    fields.may(entry::METHOD, coded, &mut test.method);
    fields.may(entry::PRODUCT, coded, &mut test.product);
    fields.needs(test.method.is_some() || test.product.is_some(), entry::METHOD);
    fields.must(entry::SAMPLED_AT, moment, &mut test.sampled_at);
    fields.must(entry::PLACE, read_place, &mut test.place);
    fields.must(entry::DISEASE, disease, &mut test.disease);
    if let Some(later) = value.get(entry::RESULTED_AT.number) {
        let at = resulted(later, test.sampled_at).map(Some);
        fields.take(at, entry::RESULTED_AT, &mut test.resulted_at);
    }
    fields.may(entry::MAKER, coded, &mut test.maker);
    fields.must(entry::OUTCOME, numbered, &mut test.outcome);
    record_issuer(&mut fields, &test.place, &mut test.issuer);
    fields.must(entry::IDENTIFIER, |v| string(v, text::IDENTIFIER), &mut test.identifier);
    fields.done(test)
}

#[inline(never)]
fn antibody(value: &Value) -> Result<Antibody, Reason> {
    let mut class = blank::CLASS;
    let mut fields = Fields::of(value);
    fields.must(entry::CLASS, numbered, &mut class);
    Ok(Antibody { class: fields.done(class)?, test: test(value)? })
}

#[inline(never)]
fn vaccination(value: &Value) -> Result<Vaccination, Reason> {
    let mut given = blank::VACCINATION;
    let mut fields = Fields::of(value);
    fields.may(keys::VACCINE, coded, &mut given.vaccine);
    fields.may(entry::PRODUCT, coded, &mut given.product);
    fields.needs(given.vaccine.is_some() || given.product.is_some(), entry::PRODUCT);
    fields.must(entry::PLACE, read_place, &mut given.place);
    fields.must(entry::DISEASE, disease, &mut given.disease);
    fields.must(entry::GIVEN_ON, date, &mut given.given_on);
    fields.must(entry::MAKER, coded, &mut given.maker);
    fields.may(entry::BATCH, |v| string(v, text::BATCH), &mut given.batch);
    fields.must(entry::DOSE, dose_number, &mut given.dose);
    fields.must(entry::DOSES, dose_number, &mut given.doses);
    record_issuer(&mut fields, &given.place, &mut given.issuer);
    fields.must(entry::IDENTIFIER, |v| string(v, text::IDENTIFIER), &mut given.identifier);
    fields.done(given)
}

/// The issuer as signed, or the facility it was left out for.
fn record_issuer(fields: &mut Fields<'_>, place: &Place, issuer: &mut Label) {
    let mut signed = None;
    fields.may(entry::ISSUER, label, &mut signed);
    match signed.or_else(|| place.facility.clone()) {
        Some(known) => *issuer = known,
        None => fields.needs(false, entry::ISSUER),
    }
}

#[inline(never)]
fn read_place(value: &Value) -> Result<Place, Reason> {
    let mut read = blank::PLACE;
    let mut fields = Fields::of(value);
    fields.may(place::FACILITY, label, &mut read.facility);
    fields.may(place::CITY, label, &mut read.city);
    fields.must(place::STATE, |v| state(v, 2), &mut read.state);
    fields.done(read)
}

#[inline(never)]
fn read_statement(value: &Value) -> Result<Statement, Reason> {
    let mut read = blank::STATEMENT;
    let mut fields = Fields::of(value);
    fields.must(statement::FLIGHT, |v| string(v, text::CODE), &mut read.flight);
    fields.must(statement::DATE, date, &mut read.date);
    fields.must(statement::PORT, |v| string(v, text::CODE), &mut read.port);
    fields.must(statement::ANSWERS, |v| each(array(v)?, answer), &mut read.answers);
    fields.done(read)
}

#[inline(never)]
fn answer(value: &Value) -> Result<Answer, Reason> {
    match array(value)? {
        [question, Value::Bool(yes)] => Ok(Answer { question: string(question, text::CODE)?, yes: *yes }),
        [_, other] => Err(wrong_type("boolean", other)),
        other => Err(wrong_length("2", other.len())),
    }
}

#[inline(never)]
fn read_provenance(value: &Value) -> Result<Provenance, Reason> {
    let mut read = blank::PROVENANCE;
    let mut fields = Fields::of(value);
    fields.must(provenance::ISSUER, |v| state(v, 2), &mut read.issuer);
    fields.must(provenance::FORMAT, |v| string(v, text::CODE), &mut read.format);
    fields.must(provenance::CHECK, numbered, &mut read.check);
    fields.done(read)
}

#[inline(never)]
fn label(value: &Value) -> Result<Label, Reason> {
    match value {
        Value::Text(_) => Ok(Label { local: None, latin: string(value, text::LABEL)? }),
        Value::Array(parts) => match parts.as_slice() {
            [local, latin] => {
                Ok(Label { local: Some(string(local, text::LABEL)?), latin: string(latin, text::LABEL)? })
            }
            other => Err(wrong_length("2", other.len())),
        },
        other => Err(wrong_type("text or array", other)),
    }
}

#[inline(never)]
fn coded(value: &Value) -> Result<Coded, Reason> {
    match value {
        Value::Text(_) => Ok(Coded::Unlisted(string(value, text::LABEL)?)),
        Value::Integer(n) => method(*n),
        Value::Array(parts) => match parts.as_slice() {
            [catalogue, code] => listed(catalogue, code, None),
            [catalogue, code, name] => listed(catalogue, code, Some(name)),
            other => Err(wrong_length("2..3", other.len())),
        },
        other => Err(wrong_type("text or array", other)),
    }
}

fn method(number: i64) -> Result<Coded, Reason> {
    let (_, known) = METHODS
        .iter()
        .find(|(n, _)| *n == number)
        .ok_or_else(|| Reason::new(code::SCHEMA_VALUE).expected("1, 2, 3").found(number.to_string()))?;
    Ok(Coded::Listed { catalogue: Catalogue::Loinc, code: (*known).to_owned(), name: None })
}

#[inline(never)]
fn listed(catalogue: &Value, code: &Value, name: Option<&Value>) -> Result<Coded, Reason> {
    let catalogue = match catalogue {
        Value::Text(_) => Catalogue::named(&string(catalogue, text::CODE)?),
        other => numbered(other)?,
    };
    let code = match code {
        Value::Integer(n) if *n >= 0 => n.to_string(),
        other => string(other, text::CODE)?,
    };
    let name = name.map(|n| string(n, text::LABEL)).transpose()?;
    Ok(Coded::Listed { catalogue, code, name })
}

#[inline(never)]
fn moment(value: &Value) -> Result<Moment, Reason> {
    match array(value)? {
        [unix, offset] => {
            let (unix, offset) = (integer(unix)?, integer(offset)?);
            Moment::new(unix, offset)
                .ok_or_else(|| Reason::new(code::SHAPE_TIME).found(format!("[{unix}, {offset}]")))
        }
        other => Err(wrong_length("2", other.len())),
    }
}

fn resulted(value: &Value, sampled: Moment) -> Result<Moment, Reason> {
    let Value::Integer(later) = value else { return moment(value) };
    u32::try_from(*later)
        .ok()
        .and_then(|later| Moment::new(sampled.unix() + i64::from(later), sampled.offset_minutes()))
        .ok_or_else(|| Reason::new(code::SHAPE_TIME).found(later.to_string()))
}

#[inline(never)]
fn date(value: &Value) -> Result<Date, Reason> {
    let days = integer(value)?;
    date_from_unix_days(days).ok_or_else(|| Reason::new(code::SHAPE_DATE).found(days.to_string()))
}

#[inline(never)]
fn birth_date(value: &Value) -> Result<BirthDate, Reason> {
    let number = integer(value)?;
    BirthDate::from_number(number)
        .ok_or_else(|| Reason::new(code::SHAPE_DATE).expected("YYYYMMDD").found(number.to_string()))
}

#[inline(never)]
fn dose_number(value: &Value) -> Result<u8, Reason> {
    let number = integer(value)?;
    u8::try_from(number)
        .ok()
        .filter(|n| (1..=text::MAX_DOSES).contains(n))
        .ok_or_else(|| out_of_range(1, text::MAX_DOSES.into(), number))
}

#[inline(never)]
fn disease(value: &Value) -> Result<Snomed, Reason> {
    let number = integer(value)?;
    if let Some((_, known)) = DISEASES.iter().find(|(n, _)| *n == number) {
        return Ok(*known);
    }
    let (first, last) = (*SNOMED_RANGE.start(), *SNOMED_RANGE.end());
    let identifier = u64::try_from(number).ok().filter(|_| SNOMED_RANGE.contains(&number));
    identifier.map(Snomed).ok_or_else(|| out_of_range(first, last, number))
}

#[inline(never)]
fn state(value: &Value, letters: usize) -> Result<String, Reason> {
    let found = string(value, text::CODE)?;
    if states::is_letters(&found, letters) {
        Ok(found)
    } else {
        Err(Reason::new(code::SHAPE_STATE).expected("A".repeat(letters)).found(found))
    }
}

fn icao_name(value: &Value) -> Result<String, Reason> {
    let name = string(value, text::NAME)?;
    if text::is_icao_name(&name) {
        Ok(name)
    } else {
        Err(Reason::new(code::SHAPE_ICAO_NAME).expected("A-Z <").found(name))
    }
}

fn numbered<T: Numbered>(value: &Value) -> Result<T, Reason> {
    let number = integer(value)?;
    T::from_number(number).ok_or_else(|| unlisted(&mut T::TABLE.iter().map(|(n, ..)| *n), number))
}

#[inline(never)]
fn unlisted(known: &mut dyn Iterator<Item = i64>, number: i64) -> Reason {
    let known: Vec<_> = known.map(|n| n.to_string()).collect();
    Reason::new(code::SCHEMA_VALUE).expected(known.join(", ")).found(number.to_string())
}

#[inline(never)]
fn string(value: &Value, limit: Limit) -> Result<String, Reason> {
    let found = value.as_text().ok_or_else(|| wrong_type("text", value))?;
    match text::fault(found, limit) {
        None => Ok(found.to_owned()),
        Some(fault) => Err(fault.reason(found, limit).coded(code::SHAPE_TEXT)),
    }
}

#[inline(never)]
fn integer(value: &Value) -> Result<i64, Reason> {
    value.as_integer().ok_or_else(|| wrong_type("integer", value))
}

#[inline(never)]
fn array(value: &Value) -> Result<&[Value], Reason> {
    value.as_array().ok_or_else(|| wrong_type("array", value))
}
