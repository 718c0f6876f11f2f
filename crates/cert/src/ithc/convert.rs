//! From the issuer's JSON to [`Ithc`].

use super::input::{
    BlockInput, CodedInput, DocumentInput, Input, LabelInput, PersonInput, PlaceInput, ProvenanceInput,
    StatementInput, TestInput, VaccinationInput,
};
use super::numbers::Numbered;
use super::text::is_document_number;
use super::time::{BirthDate, Moment, parse_date};
use super::types::{
    Answer, Antibody, Block, Catalogue, Coded, Document, DocumentNumber, Ithc, Label, Person, Place,
    Provenance, Snomed, Statement, Test, Vaccination, plain_icao,
};
use super::{code, commitment};
use crate::report::Reason;
use time::Date;

pub(super) fn certificate(input: Input, salt: &[u8; 16]) -> Result<Ithc, Reason> {
    let person = person(input.person)?;
    Ok(Ithc {
        document: document(input.document, person.birth_date, salt)?,
        person,
        tests: block("tests", input.tests, test)?,
        antibodies: block("antibodies", input.antibodies, antibody)?,
        vaccinations: block("vaccinations", input.vaccinations, vaccination)?,
        statement: input.statement.map(statement).transpose()?,
        provenance: input.provenance.map(provenance).transpose()?,
    })
}

fn person(p: PersonInput) -> Result<Person, Reason> {
    let icao_given_names = match &p.given_names {
        Some(given) => Some(rendering(p.icao_given_names, given, "person.icaoGivenNames")?),
        None => p.icao_given_names,
    };
    let birth_date = BirthDate::parse(&p.birth_date).ok_or_else(|| {
        let reason = Reason::new(code::BIRTH_DATE).expected("YYYY-MM-DD");
        reason.found(p.birth_date.as_str()).at("person.birthDate")
    })?;
    let sex = Numbered::from_name(&p.sex)
        .ok_or_else(|| Reason::new(code::SEX).expected("M, F, X").found(p.sex.as_str()).at("person.sex"))?;
    Ok(Person {
        native_name: p.native_name,
        icao_surname: rendering(p.icao_surname, &p.surname, "person.icaoSurname")?,
        surname: p.surname,
        given_names: p.given_names,
        icao_given_names,
        birth_date,
        sex,
        nationality: p.nationality,
    })
}

fn rendering(written: Option<String>, name: &str, at: &str) -> Result<String, Reason> {
    written
        .or_else(|| plain_icao(name))
        .ok_or_else(|| Reason::new(code::NAME_ICAO_MISSING).found(name).at(at))
}

fn document(d: DocumentInput, birth: BirthDate, salt: &[u8; 16]) -> Result<Document, Reason> {
    let kind = named("document.kind", &d.kind)?;
    let number = if d.conceal { concealed(&d, birth, salt)? } else { DocumentNumber::Clear(d.number) };
    Ok(Document { kind, issuer: d.issuer, number })
}

fn concealed(d: &DocumentInput, birth: BirthDate, salt: &[u8; 16]) -> Result<DocumentNumber, Reason> {
    if !is_document_number(&d.number) {
        let reason = Reason::new(code::DOCUMENT_NUMBER).expected("A-Z 0-9");
        return Err(reason.found(d.number.as_str()).at("document.number"));
    }
    let expiry = d.expires_on.as_deref().and_then(parse_date).map(BirthDate::Full).ok_or_else(|| {
        let reason = Reason::new(code::DOCUMENT_EXPIRY).expected("YYYY-MM-DD");
        reason.found(d.expires_on.clone().unwrap_or_default()).at("document.expiresOn")
    })?;
    let value = commitment(salt, &d.number, &birth.mrz(), &expiry.mrz());
    Ok(DocumentNumber::Committed { salt: *salt, value })
}

fn block<I, E>(
    at: &str,
    input: BlockInput<I>,
    entry: impl Fn(&str, I) -> Result<E, Reason>,
) -> Result<Block<E>, Reason> {
    let misplaced = |members: &str| Err(Reason::new(code::BLOCK_MEMBERS).expected(members).at(at));
    match (input.state.as_str(), input.entries, input.asked_at, input.source) {
        ("found", Some(entries), None, None) => {
            let numbered = entries.into_iter().enumerate();
            let entries = numbered.map(|(i, each)| entry(&format!("{at}[{i}]"), each));
            Ok(Block::Found(entries.collect::<Result<_, _>>()?))
        }
        ("none-found", None, Some(asked_at), Some(source)) => Ok(Block::NoneFound {
            asked_at: moment(&format!("{at}.askedAt"), &asked_at)?,
            source: label(source),
        }),
        ("not-connected", None, None, None) => Ok(Block::NotConnected),
        ("found", ..) => misplaced("state, entries"),
        ("none-found", ..) => misplaced("state, askedAt, source"),
        ("not-connected", ..) => misplaced("state"),
        (other, ..) => Err(Reason::new(code::JSON_VALUE)
            .expected("found, none-found, not-connected")
            .found(other)
            .at(format!("{at}.state"))),
    }
}

fn test(at: &str, t: TestInput) -> Result<Test, Reason> {
    match &t.class {
        None => lab_test(at, t),
        Some(class) => Err(Reason::new(code::JSON_VALUE).found(class.as_str()).at(format!("{at}.class"))),
    }
}

fn antibody(at: &str, t: TestInput) -> Result<Antibody, Reason> {
    let class = named(&format!("{at}.class"), t.class.as_deref().unwrap_or(""))?;
    Ok(Antibody { class, test: lab_test(at, t)? })
}

fn lab_test(at: &str, t: TestInput) -> Result<Test, Reason> {
    let resulted_at = t.resulted_at.as_deref().map(|text| moment(&format!("{at}.resultedAt"), text));
    Ok(Test {
        disease: snomed(&format!("{at}.disease"), &t.disease)?,
        sampled_at: moment(&format!("{at}.sampledAt"), &t.sampled_at)?,
        resulted_at: resulted_at.transpose()?,
        method: t.method.map(coded),
        product: t.product.map(coded),
        maker: t.maker.map(coded),
        outcome: named(&format!("{at}.outcome"), &t.outcome)?,
        place: place(t.place),
        issuer: label(t.issuer),
        identifier: t.identifier,
    })
}

fn vaccination(at: &str, v: VaccinationInput) -> Result<Vaccination, Reason> {
    Ok(Vaccination {
        disease: snomed(&format!("{at}.disease"), &v.disease)?,
        given_on: date(&format!("{at}.givenOn"), &v.given_on)?,
        vaccine: v.vaccine.map(coded),
        product: v.product.map(coded),
        maker: coded(v.maker),
        batch: v.batch,
        dose: v.dose,
        doses: v.doses,
        place: place(v.place),
        issuer: label(v.issuer),
        identifier: v.identifier,
    })
}

fn statement(s: StatementInput) -> Result<Statement, Reason> {
    let answers = s.answers.into_iter().map(|a| Answer { question: a.question, yes: a.yes });
    let date = date("statement.date", &s.date)?;
    Ok(Statement { flight: s.flight, date, port: s.port, answers: answers.collect() })
}

fn provenance(p: ProvenanceInput) -> Result<Provenance, Reason> {
    let check = named("provenance.check", &p.check)?;
    Ok(Provenance { issuer: p.issuer, format: p.format, check })
}

fn place(p: PlaceInput) -> Place {
    Place { facility: p.facility.map(label), city: p.city.map(label), state: p.state }
}

fn label(input: LabelInput) -> Label {
    match input {
        LabelInput::Latin(latin) => Label { local: None, latin },
        LabelInput::Both(both) => Label { local: Some(both.local), latin: both.latin },
    }
}

fn coded(input: CodedInput) -> Coded {
    match input {
        CodedInput::Unlisted(name) => Coded::Unlisted(name),
        CodedInput::Listed(listed) => Coded::Listed {
            catalogue: Catalogue::named(&listed.catalogue),
            code: listed.code,
            name: listed.name,
        },
    }
}

fn named<T: Numbered>(at: &str, name: &str) -> Result<T, Reason> {
    T::from_name(name).ok_or_else(|| {
        let known: Vec<_> = T::TABLE.iter().map(|(_, name, _)| *name).collect();
        Reason::new(code::JSON_VALUE).expected(known.join(", ")).found(name).at(at)
    })
}

fn moment(at: &str, text: &str) -> Result<Moment, Reason> {
    Moment::parse(text)
        .ok_or_else(|| Reason::new(code::JSON_TIME).expected("2021-03-08T09:30:00+08:00").found(text).at(at))
}

fn date(at: &str, text: &str) -> Result<Date, Reason> {
    parse_date(text).ok_or_else(|| Reason::new(code::JSON_DATE).expected("YYYY-MM-DD").found(text).at(at))
}

fn snomed(at: &str, text: &str) -> Result<Snomed, Reason> {
    let number = text.parse().ok().filter(|n: &u64| n.to_string() == text);
    number.map(Snomed).ok_or_else(|| Reason::new(code::SNOMED).found(text).at(at))
}
