//! The International Certificate of Vaccination or Prophylaxis (IHR 2005, annex 6 as amended in 2024), digital:
//! sub-claim -6 of a WHO health certificate. One person, one dose.
//!
//! WHO changed its members twice under one number. The generations are told apart by their shape:
//!
//! | | published | the dose | date of the dose | document |
//! |---|---|---|---|---|
//! | [`Generation::First`] | 2024, smart-icvp DVCPayload | map `v` with disease and maker | `v.dt` | `nid` |
//! | [`Generation::Second`] | 2025, smart-icvp 0.3.0 | map `v`, product only | `v.dt` | `nid`, `ndt` |
//! | [`Generation::Third`] | 2026, DVCMin and ICVPMin | map `vx`; `v` is the template's version | `vx.dv` | `id`, `dt` |
//!
//! Since the second generation disease and maker are not carried: they follow from the product, which is one of
//! the [catalogue](crate::catalogue::icvp). A product outside it and a version that is not known are remarks
//! (`content.unknown.*`): the certificate can be newer than this program.

mod encode;

pub use encode::encode;

use crate::catalogue::{self, Kind, icvp};
use crate::cbor::Value;
use crate::dcc;
use crate::ddcc;
use crate::hcert::Interpreted;
use crate::members::{self, Faults, Members, Need};
use crate::model::{Certificate, Coded, Person, Record, RecordKind, TravelDocument};
use crate::report::Reason;
use crate::time::UnixTime;

/// Codes of this format; `content.schema.*` of [`crate::dcc`] and [`crate::ddcc`] mean the same here.
pub mod code {
    /// A version of the template that is not known.
    pub const VERSION: &str = "content.unknown.version";
    /// A product outside the catalogue.
    pub const PRODUCT: &str = "content.unknown.product";
}

/// Every code of [`code`].
pub const CODES: &[&str] = &[code::VERSION, code::PRODUCT];

/// The version of the template in the published models (ICVPMin); some tools write it with a point.
const VERSIONS: [&str; 3] = ["1", "1.0", "1.0.0"];

/// Type of identifier "passport number" (HL7 v2 table 0203).
const PASSPORT: &str = "PPN";

/// Where product identifiers are defined (WHO, CodeSystem PreQualProductIds).
const PRODUCT_SYSTEM: &str = "who-prequalified";

/// Which of WHO's models a certificate follows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Generation {
    /// 2024: disease, vaccine and maker are in the certificate.
    First,
    /// 2025: the product is.
    Second,
    /// 2026: the product is, and `v` is the version of the template.
    Third,
}

impl Generation {
    /// The generation of `certificate`, by its shape; `None` when it holds no dose.
    ///
    /// ```
    /// use healthpass_cert::{cbor::Value, icvp::Generation};
    /// let map = |key: &str, value| Value::Map(vec![(Value::Text(key.into()), value)]);
    /// assert_eq!(Generation::of(&map("v", Value::Text("1".into()))), None);
    /// assert_eq!(Generation::of(&map("vx", Value::Map(vec![]))), Some(Generation::Third));
    /// assert_eq!(Generation::of(&map("v", map("vp", Value::Null))), Some(Generation::Second));
    /// assert_eq!(Generation::of(&map("v", map("tg", Value::Null))), Some(Generation::First));
    /// ```
    pub fn of(certificate: &Value) -> Option<Self> {
        if certificate.get_text("vx").is_some_and(|dose| !matches!(dose, Value::Null | Value::Text(_))) {
            return Some(Self::Third);
        }
        let dose = match certificate.get_text("v")? {
            Value::Array(doses) => doses.first()?,
            dose => dose,
        };
        dose.entries()?;
        let first = ["tg", "ma", "dn", "mp", "mid"].iter().any(|key| dose.get_text(key).is_some());
        Some(if first { Self::First } else { Self::Second })
    }

    /// Member that holds the dose.
    fn dose(self) -> &'static str {
        if self == Self::Third { "vx" } else { "v" }
    }
}

/// The view of `content`, a map or a list of one, and everything that speaks against it.
pub(crate) fn interpret(content: &Value, issued_at: Option<UnixTime>) -> Interpreted {
    let mut faults = Faults::default();
    let content = match members::single(content, &mut faults) {
        Ok(content) => content,
        Err(reason) => return Interpreted::shapeless(reason),
    };
    let Some(generation) = Generation::of(content) else {
        return Interpreted::shapeless(Reason::new(dcc::code::SHAPE_NO_ENTRY).expected("vx, v"));
    };
    let certificate = Members::of(content);
    let person = person(&certificate, generation, &mut faults);
    let (document, identifier) = document(&certificate, generation, &mut faults);
    if generation == Generation::Third {
        version(&certificate, &mut faults);
    }
    let dose = certificate.only(generation.dose(), &mut faults);
    let record = dose.map(|dose| record(&dose, generation, issued_at, &mut faults));
    let view = Certificate {
        person: Person { identifier, ..person },
        document,
        records: record.into_iter().collect(),
        ..Certificate::default()
    };
    Interpreted { view: Some(view), faults: faults.into_reasons(), ..Interpreted::default() }
}

/// The name is "as in the document used for travel, in the same form and order", undivided.
fn person(certificate: &Members<'_>, generation: Generation, faults: &mut Faults) -> Person {
    let third = generation == Generation::Third;
    let (nationality, need) = if third { ("nt", Need::Must) } else { ("ntl", Need::May) };
    Person {
        full_name: certificate.text("n", Need::Must, faults),
        birth_date: certificate.birth_date("dob", Need::Must, third, faults),
        sex: certificate.sex("s", need, faults),
        nationality: certificate.state(nationality, need, faults),
        guardian: certificate.text("gn", Need::May, faults),
        ..Person::default()
    }
}

/// The travel document, or an identifier of another kind. The third generation's is meant "to support binding at
/// the border"; the other two call it a national identification document, so there only its type makes it a
/// passport.
fn document(
    certificate: &Members<'_>,
    generation: Generation,
    faults: &mut Faults,
) -> (Option<TravelDocument>, Option<String>) {
    let (number, kind) = if generation == Generation::Third { ("id", "dt") } else { ("nid", "ndt") };
    let number = certificate.text(number, Need::May, faults);
    let kind = certificate.text(kind, Need::May, faults);
    let travels = kind.map_or(generation == Generation::Third, |kind| is_passport(&kind));
    match number {
        Some(number) if travels => {
            (Some(TravelDocument { number: Some(number), ..TravelDocument::default() }), None)
        }
        other => (None, other),
    }
}

/// The bare code, or with its system before it.
fn is_passport(kind: &str) -> bool {
    let code = kind.rsplit(['#', '|', '/']).next().unwrap_or_default();
    code.eq_ignore_ascii_case(PASSPORT) || code.eq_ignore_ascii_case("passport")
}

fn version(certificate: &Members<'_>, faults: &mut Faults) {
    let Some(version) = certificate.text("v", Need::Must, faults) else { return };
    if !VERSIONS.contains(&version.as_str()) {
        let reason = Reason::new(code::VERSION).expected(VERSIONS[0]);
        faults.add(reason.found(members::clip(&version)).at("v"));
    }
}

fn record(
    dose: &Members<'_>,
    generation: Generation,
    issued_at: Option<UnixTime>,
    faults: &mut Faults,
) -> Record {
    // Before it was settled as `dv`, drafts of the third generation had `dt`.
    let on = if generation == Generation::Third && dose.value("dv").is_some() { "dv" } else { "dt" };
    let expected = if generation == Generation::Third && dose.value(on).is_none() { "dv" } else { on };
    let date = dose.date(expected, Need::Must, faults);
    if let Some(date) = &date {
        members::later_than_issue(date, issued_at, dose.at(expected), ddcc::code::DOSE_LATER, faults);
    }
    // Of the first generation, the certificates WHO published name neither of the two.
    let need = if generation == Generation::First { Need::May } else { Need::Must };
    if need == Need::Must {
        dose.either("is", "cn", faults);
    }
    let blank = Record {
        date,
        batch: dose.text("bo", need, faults),
        clinician: dose.text("cn", Need::May, faults),
        issuer: dose.text("is", Need::May, faults),
        valid_from: dose.date("vls", Need::May, faults),
        valid_until: dose.date("vle", Need::May, faults),
        ..Record::new(RecordKind::Vaccination)
    };
    if generation == Generation::First {
        described(blank, dose, faults)
    } else {
        by_product(blank, dose, faults)
    }
}

/// The dose as the first generation describes it.
fn described(blank: Record, dose: &Members<'_>, faults: &mut Faults) -> Record {
    let coded = |kind: Kind, code: String| {
        let entry = catalogue::find(kind, &code);
        let system = entry.map(|entry| entry.system.to_owned()).or_else(|| members::system_by_shape(&code));
        Coded { system, in_catalogue: Some(entry.is_some()), code, display: None }
    };
    let named = |name: String| Coded { display: Some(members::clip(&name)), code: name, ..Coded::default() };
    Record {
        disease: dose.text("tg", Need::May, faults).map(|code| coded(Kind::Disease, code)),
        prophylaxis: dose.text("vp", Need::Must, faults).map(|code| coded(Kind::Prophylaxis, code)),
        maker: dose.text("ma", Need::May, faults).map(named),
        // A word, or a number; a word's meaning is the issuer's own.
        dose: dose.text("dn", Need::May, faults).and_then(|number| number.parse().ok()),
        ..blank
    }
}

/// The dose as its product tells.
fn by_product(blank: Record, dose: &Members<'_>, faults: &mut Faults) -> Record {
    let Some(code) = dose.text("vp", Need::Must, faults) else { return blank };
    let known = icvp::product(&code);
    if known.is_none() {
        faults.add(Reason::new(code::PRODUCT).found(members::clip(&code)).at(dose.at("vp")));
    }
    let disease = known.map(|product| Coded {
        code: product.disease.to_owned(),
        system: Some("icd-11".to_owned()),
        display: None,
        in_catalogue: Some(true),
    });
    let maker = known.map(|product| Coded {
        code: product.maker.to_owned(),
        display: Some(product.maker.to_owned()),
        ..Coded::default()
    });
    let product = Coded {
        code,
        system: Some(PRODUCT_SYSTEM.to_owned()),
        display: known.and_then(|product| product.name).map(str::to_owned),
        in_catalogue: Some(known.is_some()),
    };
    Record { disease, maker, product: Some(product), ..blank }
}
