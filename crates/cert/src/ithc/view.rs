//! An ITHC in the disease-neutral model every surface shows.

use super::numbers::Numbered;
use super::types::{
    Antibody, Block, Coded, Document, DocumentNumber, Ithc, Label, Person, Place, Snomed, Statement, Test,
    Vaccination,
};
use crate::model::{self, BlockState, Certificate, Commitment, Record, RecordKind, TravelDocument};

/// The view. `issuer`, `issued_at` and `expires_at` stay empty: they are claims of the envelope.
pub fn view(certificate: &Ithc) -> Certificate {
    let c = certificate;
    let mut records = Vec::new();
    records.extend(entries(&c.tests).iter().map(|t| test(t, RecordKind::Test)));
    records.extend(entries(&c.antibodies).iter().map(antibody));
    records.extend(entries(&c.vaccinations).iter().map(vaccination));
    Certificate {
        person: person(&c.person),
        document: Some(document(&c.document)),
        blocks: vec![
            block(RecordKind::Test, &c.tests),
            block(RecordKind::Antibody, &c.antibodies),
            block(RecordKind::Vaccination, &c.vaccinations),
        ],
        records,
        statement: c.statement.as_ref().map(statement),
        provenance: c.provenance.as_ref().map(|p| model::Provenance {
            issuer: Some(p.issuer.clone()),
            format: Some(p.format.clone()),
            check: name(&p.check),
        }),
        ..Certificate::default()
    }
}

fn person(p: &Person) -> model::Person {
    model::Person {
        native_name: p.native_name.clone(),
        full_name: None,
        surname: Some(p.surname.clone()),
        given_names: p.given_names.clone(),
        icao_surname: Some(p.icao_surname.clone()),
        icao_given_names: p.icao_given_names.clone(),
        birth_date: Some(p.birth_date.to_string()).filter(|date| !date.is_empty()),
        sex: name(&p.sex),
        identifier: None,
        guardian: None,
        nationality: Some(p.nationality.clone()),
    }
}

fn document(d: &Document) -> TravelDocument {
    let (number, commitment) = match &d.number {
        DocumentNumber::Clear(number) => (Some(number.clone()), None),
        DocumentNumber::Committed { salt, value } => (None, Some(Commitment { salt: *salt, value: *value })),
    };
    let committed = commitment.map(|_| true);
    TravelDocument { kind: name(&d.kind), issuer: Some(d.issuer.clone()), number, committed, commitment }
}

fn block<E>(kind: RecordKind, block: &Block<E>) -> model::Block {
    let (state, source, asked_at) = match block {
        Block::Found(_) => (BlockState::Found, None, None),
        Block::NoneFound { asked_at, source } => {
            (BlockState::NoneFound, Some(shown(source)), Some(asked_at.to_string()))
        }
        Block::NotConnected => (BlockState::NotConnected, None, None),
    };
    model::Block { kind, state, source, asked_at }
}

fn entries<E>(block: &Block<E>) -> &[E] {
    match block {
        Block::Found(entries) => entries,
        Block::NoneFound { .. } | Block::NotConnected => &[],
    }
}

fn test(test: &Test, kind: RecordKind) -> Record {
    Record {
        disease: Some(snomed(test.disease)),
        method: test.method.as_ref().map(coded),
        product: test.product.as_ref().map(coded),
        maker: test.maker.as_ref().map(coded),
        result: Some(model::Coded {
            code: test.outcome.snomed().to_owned(),
            system: Some("snomed".to_owned()),
            ..model::Coded::default()
        }),
        date: Some(test.sampled_at.to_string()),
        resulted_at: test.resulted_at.map(|at| at.to_string()),
        identifier: Some(test.identifier.clone()),
        ..record(kind, &test.place, &test.issuer)
    }
}

fn antibody(antibody: &Antibody) -> Record {
    Record { antibody: name(&antibody.class), ..test(&antibody.test, RecordKind::Antibody) }
}

fn vaccination(dose: &Vaccination) -> Record {
    Record {
        disease: Some(snomed(dose.disease)),
        prophylaxis: dose.vaccine.as_ref().map(coded),
        product: dose.product.as_ref().map(coded),
        maker: Some(coded(&dose.maker)),
        date: Some(dose.given_on.to_string()),
        dose: Some(dose.dose.into()),
        doses: Some(dose.doses.into()),
        batch: dose.batch.clone(),
        identifier: Some(dose.identifier.clone()),
        ..record(RecordKind::Vaccination, &dose.place, &dose.issuer)
    }
}

/// A record with what every kind has, and nothing else.
fn record(kind: RecordKind, place: &Place, issuer: &Label) -> Record {
    Record {
        facility: place.facility.as_ref().map(shown),
        city: place.city.as_ref().map(shown),
        country: Some(place.state.clone()),
        issuer: Some(shown(issuer)),
        ..Record::new(kind)
    }
}

fn statement(s: &Statement) -> model::HealthStatement {
    let answer = |a: &super::Answer| model::Answer { question: a.question.clone(), yes: a.yes };
    model::HealthStatement {
        flight: Some(s.flight.clone()),
        date: Some(s.date.to_string()),
        port: Some(s.port.clone()),
        answers: s.answers.iter().map(answer).collect(),
    }
}

fn snomed(code: Snomed) -> model::Coded {
    model::Coded { code: code.0.to_string(), system: Some("snomed".to_owned()), ..model::Coded::default() }
}

fn coded(coded: &Coded) -> model::Coded {
    match coded {
        Coded::Listed { catalogue, code, name } => model::Coded {
            code: code.clone(),
            system: Some(catalogue.name().to_owned()),
            display: name.clone(),
            in_catalogue: None,
        },
        Coded::Unlisted(name) => model::Coded {
            code: name.clone(),
            system: None,
            display: Some(name.clone()),
            in_catalogue: Some(false),
        },
    }
}

/// Both scripts on one line, the local one first.
fn shown(label: &Label) -> String {
    match &label.local {
        Some(local) => format!("{local} / {}", label.latin),
        None => label.latin.clone(),
    }
}

fn name(value: &impl Numbered) -> Option<String> {
    value.row().map(|(_, name)| name.to_owned())
}
