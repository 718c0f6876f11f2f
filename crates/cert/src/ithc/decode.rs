//! From the value under claim -260 back to [`Ithc`], strict on shape.
//!
//! Members of version 1 must have the shape the CDDL gives them. Members it does not know are passed over:
//! version 1 may gain optional members, and a change of meaning raises the version, which is refused here.

use super::keys::{self, Key, block_state, document, entry, ithc, person, place, provenance, statement};
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

/// Reads the value under claim -260, sub-key [`super::ITHC_SUBCLAIM`].
///
/// # Errors
/// The first thing that does not have the shape of version 1: `content.schema.*` for members and types,
/// `content.shape.*` for values, with a path such as `vaccinations[1].place.state`.
pub fn decode(value: &Value) -> Result<Ithc, Reason> {
    field(value, ithc::VERSION, version)?;
    let person = field(value, ithc::PERSON, read_person)?;
    Ok(Ithc {
        document: read_document(present(value, ithc::DOCUMENT)?, &person)
            .map_err(|r| within(r, ithc::DOCUMENT.name))?,
        person,
        tests: field(value, ithc::TESTS, |v| block(v, test))?,
        antibodies: field(value, ithc::ANTIBODIES, |v| block(v, antibody))?,
        vaccinations: field(value, ithc::VACCINATIONS, |v| block(v, vaccination))?,
        statement: optional(value, ithc::STATEMENT, read_statement)?,
        provenance: optional(value, ithc::PROVENANCE, read_provenance)?,
    })
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
    let surname = field(value, person::SURNAME, |v| string(v, text::NAME))?;
    let given_names = optional(value, person::GIVEN_NAMES, |v| string(v, text::NAME))?;
    let icao_surname = optional(value, person::ICAO_SURNAME, icao_name)?;
    let icao_given = optional(value, person::ICAO_GIVEN_NAMES, icao_name)?;
    let icao_given_names = match &given_names {
        Some(given) => Some(rendering(icao_given, given, person::ICAO_GIVEN_NAMES)?),
        None if icao_given.is_some() => return Err(missing(person::GIVEN_NAMES)),
        None => None,
    };
    Ok(Person {
        native_name: optional(value, person::NATIVE_NAME, |v| string(v, text::NAME))?,
        icao_surname: rendering(icao_surname, &surname, person::ICAO_SURNAME)?,
        icao_given_names,
        surname,
        given_names,
        birth_date: field(value, person::BIRTH_DATE, birth_date)?,
        sex: field(value, person::SEX, numbered)?,
        nationality: field(value, person::NATIONALITY, |v| state(v, 3))?,
    })
}

/// The rendering as signed, or the one the name itself gives.
fn rendering(signed: Option<String>, name: &str, key: Key) -> Result<String, Reason> {
    signed.or_else(|| plain_icao(name)).ok_or_else(|| missing(key))
}

#[inline(never)]
fn read_document(value: &Value, holder: &Person) -> Result<Document, Reason> {
    let issuer = optional(value, document::ISSUER, |v| state(v, 3))?;
    let number = optional(value, document::NUMBER, document_number)?;
    let commitment = optional(value, document::COMMITMENT, commitment)?;
    let number = match (number, commitment) {
        (Some(number), None) => number,
        (None, Some(commitment)) => commitment,
        (None, None) => return Err(missing(document::NUMBER)),
        (Some(_), Some(_)) => return Err(Reason::new(code::SCHEMA_CHOICE).at(document::NUMBER.name)),
    };
    Ok(Document {
        kind: field(value, document::KIND, numbered)?,
        issuer: issuer.unwrap_or_else(|| holder.nationality.clone()),
        number,
    })
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

fn block<E>(value: &Value, entry: Read<E>) -> Result<Block<E>, Reason> {
    if *value == Value::Integer(block_state::NOT_CONNECTED) {
        return Ok(Block::NotConnected);
    }
    let (state, parts) = array(value)?.split_first().ok_or_else(|| wrong_length("2..", 0))?;
    match (integer(state)?, parts) {
        (block_state::NONE_FOUND, [asked_at, source]) => Ok(Block::NoneFound {
            asked_at: moment(asked_at).map_err(|r| within(r, "askedAt"))?,
            source: label(source).map_err(|r| within(r, "source"))?,
        }),
        (block_state::FOUND, entries) => Ok(Block::Found(each(entries, MAX_ENTRIES, entry)?)),
        (block_state::NONE_FOUND, parts) => Err(wrong_length("2", parts.len())),
        (other, _) => Err(Reason::new(code::SCHEMA_VALUE).expected("1, 2").found(other.to_string())),
    }
}

/// Reads at least one and at most `most` items.
fn each<E>(items: &[Value], most: usize, read: Read<E>) -> Result<Vec<E>, Reason> {
    if !(1..=most).contains(&items.len()) {
        return Err(wrong_length(&format!("1..{most}"), items.len()));
    }
    let mut all = Vec::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        all.push(read(item).map_err(|r| within(r, &format!("[{i}]")))?);
    }
    Ok(all)
}

#[inline(never)]
fn test(value: &Value) -> Result<Test, Reason> {
    let method = optional(value, entry::METHOD, coded)?;
    let product = optional(value, entry::PRODUCT, coded)?;
    if method.is_none() && product.is_none() {
        return Err(missing(entry::METHOD));
    }
    let sampled_at = field(value, entry::SAMPLED_AT, moment)?;
    let place = field(value, entry::PLACE, read_place)?;
    Ok(Test {
        disease: field(value, entry::DISEASE, disease)?,
        sampled_at,
        resulted_at: find(value, entry::RESULTED_AT)?
            .map(|v| resulted(v, sampled_at).map_err(|r| within(r, entry::RESULTED_AT.name)))
            .transpose()?,
        method,
        product,
        maker: optional(value, entry::MAKER, coded)?,
        outcome: field(value, entry::OUTCOME, numbered)?,
        issuer: record_issuer(value, &place)?,
        place,
        identifier: field(value, entry::IDENTIFIER, |v| string(v, text::IDENTIFIER))?,
    })
}

#[inline(never)]
fn antibody(value: &Value) -> Result<Antibody, Reason> {
    Ok(Antibody { class: field(value, entry::CLASS, numbered)?, test: test(value)? })
}

#[inline(never)]
fn vaccination(value: &Value) -> Result<Vaccination, Reason> {
    let vaccine = optional(value, keys::VACCINE, coded)?;
    let product = optional(value, entry::PRODUCT, coded)?;
    if vaccine.is_none() && product.is_none() {
        return Err(missing(entry::PRODUCT));
    }
    let place = field(value, entry::PLACE, read_place)?;
    Ok(Vaccination {
        disease: field(value, entry::DISEASE, disease)?,
        given_on: field(value, entry::GIVEN_ON, date)?,
        vaccine,
        product,
        maker: field(value, entry::MAKER, coded)?,
        batch: optional(value, entry::BATCH, |v| string(v, text::BATCH))?,
        dose: field(value, entry::DOSE, dose_number)?,
        doses: field(value, entry::DOSES, dose_number)?,
        issuer: record_issuer(value, &place)?,
        place,
        identifier: field(value, entry::IDENTIFIER, |v| string(v, text::IDENTIFIER))?,
    })
}

/// The issuer as signed, or the facility it was left out for.
fn record_issuer(value: &Value, place: &Place) -> Result<Label, Reason> {
    let signed = optional(value, entry::ISSUER, label)?;
    signed.or_else(|| place.facility.clone()).ok_or_else(|| missing(entry::ISSUER))
}

#[inline(never)]
fn read_place(value: &Value) -> Result<Place, Reason> {
    Ok(Place {
        facility: optional(value, place::FACILITY, label)?,
        city: optional(value, place::CITY, label)?,
        state: field(value, place::STATE, |v| state(v, 2))?,
    })
}

#[inline(never)]
fn read_statement(value: &Value) -> Result<Statement, Reason> {
    Ok(Statement {
        flight: field(value, statement::FLIGHT, |v| string(v, text::CODE))?,
        date: field(value, statement::DATE, date)?,
        port: field(value, statement::PORT, |v| string(v, text::CODE))?,
        answers: field(value, statement::ANSWERS, |v| each(array(v)?, MAX_ENTRIES, answer))?,
    })
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
    Ok(Provenance {
        issuer: field(value, provenance::ISSUER, |v| state(v, 2))?,
        format: field(value, provenance::FORMAT, |v| string(v, text::CODE))?,
        check: field(value, provenance::CHECK, numbered)?,
    })
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

/// Reads one value; its reasons' paths start below it. A plain pointer, so that a module holds the code around
/// it once for each type and not once for each member.
type Read<T> = fn(&Value) -> Result<T, Reason>;

#[inline(never)]
fn field<T>(map: &Value, key: Key, read: Read<T>) -> Result<T, Reason> {
    read(present(map, key)?).map_err(|r| within(r, key.name))
}

#[inline(never)]
fn optional<T>(map: &Value, key: Key, read: Read<T>) -> Result<Option<T>, Reason> {
    find(map, key)?.map(|value| read(value).map_err(|r| within(r, key.name))).transpose()
}

#[inline(never)]
fn present(map: &Value, key: Key) -> Result<&Value, Reason> {
    find(map, key)?.ok_or_else(|| missing(key))
}

#[inline(never)]
fn find(map: &Value, key: Key) -> Result<Option<&Value>, Reason> {
    map.entries().ok_or_else(|| wrong_type("map", map))?;
    Ok(map.get(key.number))
}

#[inline(never)]
fn missing(key: Key) -> Reason {
    Reason::new(code::SCHEMA_MISSING).at(key.name)
}

#[inline(never)]
fn out_of_range(first: i64, last: i64, found: i64) -> Reason {
    Reason::new(code::SHAPE_RANGE).expected(format!("{first}..{last}")).found(found.to_string())
}

#[inline(never)]
fn wrong_length(expected: &str, found: usize) -> Reason {
    Reason::new(code::SCHEMA_PARTS).expected(expected).found(found.to_string())
}

#[inline(never)]
fn wrong_type(expected: &str, found: &Value) -> Reason {
    Reason::new(code::SCHEMA_TYPE).expected(expected).found(match found {
        Value::Integer(_) => "integer",
        Value::Bytes(_) => "byte string",
        Value::Text(_) => "text",
        Value::Array(_) => "array",
        Value::Map(_) => "map",
        Value::Tag(..) => "tag",
        Value::Bool(_) => "boolean",
        Value::Null => "null",
        Value::Float(_) => "float",
    })
}

/// Puts `step` in front of a reason's path.
#[inline(never)]
fn within(reason: Reason, step: &str) -> Reason {
    let at = match reason.at.as_deref() {
        None => step.to_owned(),
        Some(rest) if rest.starts_with('[') => format!("{step}{rest}"),
        Some(rest) => format!("{step}.{rest}"),
    };
    reason.at(at)
}
