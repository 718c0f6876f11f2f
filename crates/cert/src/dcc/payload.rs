//! The payload as typed fields: whatever can be interpreted, nothing judged.

use super::{code, dates, fields};
use crate::cbor::Value;
use crate::report::Reason;

/// An EU DCC. Members that are absent, `null`, empty or of another type are `None`; text has no white
/// space at its ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dcc {
    /// `ver`: schema version, as signed.
    pub version: Option<String>,
    /// `nam`.
    pub name: Name,
    /// `dob` as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: without a time of day, and without parts written `00`.
    pub birth_date: Option<String>,
    /// Number of the passport, where a state adds it to the schema
    pub document_number: Option<String>,
    /// Number of an identity card, where a state adds it.
    pub identifier: Option<String>,
    /// `v`, then `t`, then `r`; never empty.
    pub entries: Vec<Entry>,
}

/// Members that states add for a passport's number: Malaysia, Benin, Singapore (within `meta`).
const PASSPORT_NUMBERS: [&str; 3] = ["pn", "pid", "passportNumber"];

/// Members that states add for an identity card's number: Malaysia, El Salvador.
const CARD_NUMBERS: [&str; 2] = ["ic", "dui"];

/// `nam`: the holder's name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Name {
    /// `fn`: surname as printed.
    pub surname: Option<String>,
    /// `gn`: given names as printed.
    pub given_names: Option<String>,
    /// `fnt`: surname in the ICAO 9303 rendering.
    pub icao_surname: Option<String>,
    /// `gnt`: given names in the ICAO 9303 rendering.
    pub icao_given_names: Option<String>,
}

/// One record.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Where it stands: `v[0]`, `t[0]`, ...
    pub at: String,
    /// `tg`: disease targeted.
    pub disease: Option<String>,
    /// `co`: country.
    pub country: Option<String>,
    /// `is`: who issued the certificate.
    pub issuer: Option<String>,
    /// `ci`: unique certificate identifier.
    pub identifier: Option<String>,
    /// What it states.
    pub statement: Statement,
}

/// What a record states, by the group it stands in.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// Group `r`.
    Recovery(Recovery),
    /// Group `t`.
    Test(Test),
    /// Group `v`.
    Vaccination(Vaccination),
}

/// A dose given.
#[derive(Clone, Debug, PartialEq)]
pub struct Vaccination {
    /// `vp`: vaccine type.
    pub prophylaxis: Option<String>,
    /// `mp`: product.
    pub product: Option<String>,
    /// `ma`: marketing authorisation holder or maker.
    pub maker: Option<String>,
    /// `dn`: number of this dose.
    pub dose: Option<u32>,
    /// `sd`: doses in the series.
    pub doses: Option<u32>,
    /// `dt`: date of the dose.
    pub date: Option<String>,
}

/// A test done.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// `tt`: method.
    pub method: Option<String>,
    /// `nm`: name of a nucleic acid test, free text.
    pub name: Option<String>,
    /// `ma`: antigen test device.
    pub device: Option<String>,
    /// `sc`: time of sampling.
    pub sampled_at: Option<String>,
    /// `dr`: time of the result; only in versions 1.0 and 1.1.
    pub resulted_at: Option<String>,
    /// `tr`: result.
    pub result: Option<String>,
    /// `tc`: testing centre.
    pub facility: Option<String>,
}

/// A recovery stated.
#[derive(Clone, Debug, PartialEq)]
pub struct Recovery {
    /// `fr`: date of the first positive test.
    pub first_positive: Option<String>,
    /// `df`: valid from.
    pub valid_from: Option<String>,
    /// `du`: valid until.
    pub valid_until: Option<String>,
}

/// Interprets `payload`, the map under claim -260, key 1.
///
/// # Errors
/// [`code::SHAPE_NOT_A_MAP`] and [`code::SHAPE_NO_ENTRY`], when there is nothing to interpret.
pub fn read(payload: &Value) -> Result<Dcc, Reason> {
    if payload.entries().is_none() {
        let found = fields::type_name(payload);
        return Err(Reason::new(code::SHAPE_NOT_A_MAP).expected("object").found(found));
    }
    let mut entries = group(payload, "v", vaccination);
    entries.extend(group(payload, "t", test));
    entries.extend(group(payload, "r", recovery));
    if entries.is_empty() {
        return Err(Reason::new(code::SHAPE_NO_ENTRY).expected("v, t, r"));
    }
    let birth_date = fields::text(payload, "dob").map(|dob| dates::known_part(&dob).to_owned());
    Ok(Dcc {
        version: fields::text(payload, "ver"),
        name: name(payload),
        birth_date,
        document_number: added(payload, &PASSPORT_NUMBERS),
        identifier: added(payload, &CARD_NUMBERS),
        entries,
    })
}

/// A number under one of `keys`, beside the members of the schema or within `meta`, the name or the first record.
/// What has no digit is no number but a word for there being none.
fn added(payload: &Value, keys: &[&str]) -> Option<String> {
    let inner = ["meta", "nam", "v", "t", "r"].map(|part| {
        let part = fields::member(payload, part)?;
        part.as_array().map_or(Some(part), <[Value]>::first)
    });
    for map in [Some(payload)].into_iter().chain(inner).flatten() {
        for key in keys {
            let number = fields::text(map, key).filter(|text| text.bytes().any(|b| b.is_ascii_digit()));
            if number.is_some() {
                return number;
            }
        }
    }
    None
}

fn name(payload: &Value) -> Name {
    let Some(nam) = fields::member(payload, "nam") else { return Name::default() };
    Name {
        surname: fields::text(nam, "fn"),
        given_names: fields::text(nam, "gn"),
        icao_surname: fields::text(nam, "fnt"),
        icao_given_names: fields::text(nam, "gnt"),
    }
}

/// The maps in the array `key`, each with its place; anything else in it is left to the schema check.
fn group(payload: &Value, key: &str, statement: fn(&Value) -> Statement) -> Vec<Entry> {
    let items = fields::member(payload, key).and_then(Value::as_array).unwrap_or_default();
    let maps = items.iter().enumerate().filter(|(_, item)| item.entries().is_some());
    maps.map(|(index, item)| Entry {
        at: format!("{key}[{index}]"),
        disease: fields::text(item, "tg"),
        country: fields::text(item, "co"),
        issuer: fields::text(item, "is"),
        identifier: fields::text(item, "ci"),
        statement: statement(item),
    })
    .collect()
}

fn vaccination(item: &Value) -> Statement {
    Statement::Vaccination(Vaccination {
        prophylaxis: fields::text(item, "vp"),
        product: fields::text(item, "mp"),
        maker: fields::text(item, "ma"),
        dose: number(item, "dn"),
        doses: number(item, "sd"),
        date: fields::text(item, "dt"),
    })
}

fn test(item: &Value) -> Statement {
    Statement::Test(Test {
        method: fields::text(item, "tt"),
        name: fields::text(item, "nm"),
        device: fields::text(item, "ma"),
        sampled_at: fields::text(item, "sc"),
        resulted_at: fields::text(item, "dr"),
        result: fields::text(item, "tr"),
        facility: fields::text(item, "tc"),
    })
}

fn recovery(item: &Value) -> Statement {
    Statement::Recovery(Recovery {
        first_positive: fields::text(item, "fr"),
        valid_from: fields::text(item, "df"),
        valid_until: fields::text(item, "du"),
    })
}

fn number(item: &Value, key: &str) -> Option<u32> {
    u32::try_from(fields::member(item, key)?.as_integer()?).ok()
}
